"""The review page on a real port, for a browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from docaudit.review.desk import Desk
from docaudit.review.guard import Guard
from docaudit.review.web import application


@contextmanager
def served(desk: Desk, token: str) -> Iterator[str]:
    """Serve a desk behind its guard; gives the address without a path."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        app = Guard(application(desk), token, frozenset({host}))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://{host}"
        finally:
            server.should_exit = True
            thread.join(10)
