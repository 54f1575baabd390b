"""Who may talk to the page: a browser on this machine that was given the token, and no other site through it."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

COOKIE, HEADER = "docaudit_token", "x-docaudit"
_SAFE = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
MAX_BODY = 1_000_000


class Guard:
    """ASGI middleware.

    The Host header must name the address that was bound (no DNS rebinding); every request must carry the token, in a
    cookie that no other site can make the browser send; what changes something must come from our own page (Origin) and
    carry a header that a form of another site cannot set; bodies are bounded.
    """

    def __init__(self, app: Any, token: str, hosts: frozenset[str]) -> None:
        self._app, self._token, self._hosts = app, token, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        host = headers.get("host", "")
        if host not in self._hosts:
            await _refuse(send, 421, "地址不对：请用命令行里打印的地址打开。")
        elif self._given(scope):
            await self._hand_over(send)
        elif not self._known(headers):
            await _refuse(send, 403, "需要口令：请用命令行里打印的完整地址（含 token）打开。")
        elif scope["method"] not in _SAFE and not _own(headers, host):
            await _refuse(send, 403, "请求不是来自本页面，已拒绝。")
        elif int(headers.get("content-length") or 0) > MAX_BODY:
            await _refuse(send, 413, "提交的内容过长。")
        else:
            await self._app(scope, receive, _with_headers(send))

    def _given(self, scope: Scope) -> bool:
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        return scope["method"] == "GET" and any(self._same(token) for token in tokens)

    async def _hand_over(self, send: Send) -> None:
        """Put the token into a cookie and take it out of the address, which may end up in a history or a screenshot."""
        cookie = f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _known(self, headers: dict[str, str]) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and self._same(cookie.value)

    def _same(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._token.encode())


def _own(headers: dict[str, str], host: str) -> bool:
    return headers.get("origin") == f"http://{host}" and HEADER in headers


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                *message["headers"],
                (b"content-security-policy", _POLICY.encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
                (b"cross-origin-resource-policy", b"same-origin"),
            ]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode()})
