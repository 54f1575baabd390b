"""Serve the page on the loopback address until the reviewer is done."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

import uvicorn

from docaudit.review.desk import Desk
from docaudit.review.guard import Guard
from docaudit.review.web import application

ADDRESS = "127.0.0.1"


def serve(desk: Desk, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` is given the address with the token.  Raises OSError for a port in use."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
        own = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        app = Guard(application(desk), token, frozenset({f"{ADDRESS}:{own}", f"localhost:{own}"}))
        announce(f"http://{ADDRESS}:{own}/?token={token}")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])
