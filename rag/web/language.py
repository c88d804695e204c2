"""The language that a browser is answered in: the one its address asks for, else the one it keeps.

The page is made once for everybody, its words standing in marks (words.py). Here, on the way out,
they become words of one language: in the page itself, in what Gradio streams, in the panels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from rag.web.words import OPEN, TAGS, Language, in_language

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "language"
PARAMETER = "lang"
"""Of an address: /?lang=en can be sent to a colleague, whose browser then keeps it."""
YEAR = 365 * 24 * 3600
WORDED = ("text/html", "text/event-stream", "application/json")
_MARK = OPEN.encode()
_LANG = re.compile(r'(<html\b[^>]*?\slang=")[^"]*')
# Gradio's own words follow what the browser says of itself. The address is tidied before anything
# reads it; sent on, it leaves the next reader the language that is his.
_HEAD = """<head><script>
Object.defineProperties(navigator, {{ language: {{ get: () => "{tag}" }}, languages: {{ get: () => ["{tag}"] }} }});
{{ const to = new URL(location.href);
  if (to.searchParams.has("lang")) {{ to.searchParams.delete("lang"); history.replaceState(history.state, "", to); }} }}
</script>"""


def chosen(request: HTTPConnection) -> Language | None:
    """By the address, now."""
    return _known(request.query_params.get(PARAMETER))


def language_of(request: HTTPConnection) -> Language:
    return chosen(request) or _known(request.cookies.get(COOKIE)) or "zh"


def _known(name: str | None) -> Language | None:
    return "zh" if name == "zh" else "en" if name == "en" else None


class Worded:
    """Plain ASGI, because streams must pass through unbuffered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What a program asks for has no words of the page.
        if scope["type"] == "http" and not scope["path"].startswith("/api/"):
            send = _Reply(HTTPConnection(scope), send)
        await self.app(scope, receive, send)


class _Reply:
    """A response on its way out."""

    def __init__(self, request: HTTPConnection, send: Send) -> None:
        self._send, self._language = send, language_of(request)
        self._cookie = (
            f"{COOKIE}={self._language}; Path=/; Max-Age={YEAR}; SameSite=Lax"
            if chosen(request)
            else None
        )
        self._kind = ""
        self._start: Message | None = None
        """Held back where it says how long the body is."""
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body" and self._kind in WORDED:
            await self._go_on(message)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(raw=list(message.get("headers", ())))
        if self._cookie:
            headers.append("set-cookie", self._cookie)
        message["headers"] = headers.raw
        if "content-encoding" not in headers:
            self._kind = headers.get("content-type", "").partition(";")[0]
        if self._kind in WORDED and "content-length" in headers:
            self._start = message
        else:
            await self._send(message)

    async def _go_on(self, message: Message) -> None:
        """What has a length is put together first; of a stream, each part holds whole words."""
        body, more = self._body + message.get("body", b""), message.get("more_body", False)
        if self._start is None:
            await self._send({**message, "body": self._said(body)})
        elif more:
            self._body = body
        else:
            headers = MutableHeaders(raw=self._start["headers"])
            if _MARK in body:
                body = self._said(body)
                headers["content-length"] = str(len(body))
            await self._send(self._start)
            await self._send({**message, "body": body})

    def _said(self, body: bytes) -> bytes:
        if _MARK not in body:
            return body
        text = in_language(body.decode("utf-8"), self._language)
        if "window.gradio_config" in text:
            tag = TAGS[self._language]
            text = _LANG.sub(rf"\g<1>{tag}", text, count=1)
            text = text.replace("<head>", _HEAD.format(tag=tag), 1)
        return text.encode("utf-8")
