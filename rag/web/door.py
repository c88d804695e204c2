"""The door: every request passes it before the page or the API see anything of it.

It finds out who comes (a session, a bearer token, or nobody where none is demanded), turns away
what another site sends in somebody's name, and bounds what is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response

from rag.web.access import KEY, Access, access_of
from rag.web.passwords import Passwords, TooManyTries, Tries
from rag.web.sessions import COOKIE, Sessions, session_key

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_PATHS = ("/login", "/healthz")
"""What is shown without a password."""
EDITORS_PATHS = ("/gradio_api/upload",)
"""Gradio's own addresses that only editors may use: it takes a file before any handler is asked, and
bounds it itself."""
SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST_BODY = 1 << 20
NO_PASSWORD = "要先登录（sign in first）：/login；程序用 Authorization: Bearer 密码。"


@dataclass(frozen=True, slots=True)
class Doors:
    """What the door knows; one for the whole application."""

    passwords: Passwords
    sessions: Sessions
    tries: Tries
    hosts: tuple[str, ...] = ()
    """Names of this page, where a proxy in front of it gives it another."""

    @classmethod
    def of(cls, passwords: Passwords, state: Path, hosts: Sequence[str] = ()) -> Doors:
        # Without a password nobody signs in, and the state folder stays as it is.
        key = session_key(state) if passwords.any else b""
        return cls(passwords, Sessions(key, passwords), Tries(), tuple(hosts))

    def admit(self, password: str, address: str) -> Access | None:
        """Raises TooManyTries, before the password is looked at."""
        self.tries.check(address)
        access = self.passwords.access(password)
        if access is None:
            self.tries.mistake(address)
        return access

    def who(self, request: HTTPConnection) -> Access | None:
        """A bearer token stands for itself: what is wrong with it is not mended by a session."""
        kind, _, token = _header(request, b"authorization").partition(" ")
        if kind.lower() == "bearer" and self.passwords.any:
            return self.admit(token.strip(), address_of(request))
        cookie = request.cookies.get(COOKIE, "")
        return (self.sessions.access(cookie) if cookie else None) or self.passwords.nobody

    def is_foreign(self, request: HTTPConnection) -> bool:
        """Sent by another site's page. Programs send neither header; browsers cannot leave out the
        second one of a POST to another site."""
        if (site := request.headers.get("sec-fetch-site")) is not None:
            return site not in ("same-origin", "none")
        if (origin := request.headers.get("origin")) is None:
            return False
        try:
            came = urlsplit(origin)
            name = came.hostname or ""
        except ValueError:
            return True
        return came.netloc != request.headers.get("host") and name not in self.hosts


def address_of(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""


def _header(request: HTTPConnection, name: bytes) -> str:
    """As UTF-8, which a Chinese password is sent in; Starlette reads Latin-1."""
    found = dict(request.scope["headers"]).get(name, b"")
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else ""


class Door:
    """Plain ASGI, because streams must pass through unbuffered."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self.app, self.doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # nothing here speaks it
            return
        if scope["type"] == "http":
            request = HTTPConnection(scope)
            if refusal := self._refusal(request):
                await refusal(scope, receive, send)
                return
            if scope["path"] not in EDITORS_PATHS:
                receive = _bounded(receive)
        await self.app(scope, receive, send)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        """None for who may go on; then `access_of(request)` says who it is."""
        scope = request.scope
        path, method = scope["path"], scope["method"]
        if method not in SAFE and self.doors.is_foreign(request):
            return _problem("这个请求来自别的网站（sent by another site）。", 403)
        try:
            scope[KEY] = self.doors.who(request)
        except TooManyTries as error:
            return _problem(str(error), 429, {"Retry-After": str(error.seconds)})
        access = access_of(request)
        if access is None and path not in OPEN_PATHS:
            if method in SAFE and "text/html" in request.headers.get("accept", ""):
                return RedirectResponse(f"/login?next={quote(_local(request), safe='')}", 303)
            return _problem(NO_PASSWORD, 401, {"WWW-Authenticate": "Bearer"})
        if path in EDITORS_PATHS and not (access and access.may_edit):
            return _problem("上传要用编辑的密码登录（uploads are for editors）：/login", 403)
        return None


def _local(request: HTTPConnection) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _problem(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": message}, status, headers)


def _bounded(receive: Receive) -> Receive:
    """Whatever its headers say of its length."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY:
            raise HTTPException(413, f"请求太大（too large），最多 {LARGEST_BODY} 字节。")
        return message

    return counted
