"""No test of hostile papers may reach out: Python is stopped at the socket, and nobody may knock at the bait."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest


class Bait:
    """A server that all outside references in the papers point to, and who came."""

    def __init__(self) -> None:
        self.visitors: list[str] = []
        self._server = socket.socket()
        self._server.bind(("127.0.0.1", 0))
        self._server.listen(20)
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, address = self._server.accept()
            except OSError:
                return
            self.visitors.append(str(address))
            visitor.close()

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="package")
def bait() -> Iterator[Bait]:
    """The server; at the end nobody has come, from libraries in C neither."""
    server = Bait()
    yield server
    server.close()
    assert server.visitors == []


@pytest.fixture(scope="package", autouse=True)
def closed_sockets() -> Iterator[None]:
    """Workers that fork inherit this."""

    def refuse(self: socket.socket, *args: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"a paper reached out: {args}")
        return original(self, *args)

    patch = pytest.MonkeyPatch()
    original = socket.socket.connect
    patch.setattr(socket.socket, "connect", refuse)
    patch.setattr(socket, "getaddrinfo", lambda *args, **_: pytest.fail(f"a paper asked for an address: {args}"))
    yield
    patch.undo()
