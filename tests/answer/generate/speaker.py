"""A real HTTP server on this machine that says, request after request, what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]
"""What one request is answered with; the last one answers all that follow."""


class Handler(BaseHTTPRequestHandler):
    server: Speaker

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        speaker = self.server
        with speaker.lock:
            speaker.asked.append(asked)
            speaker.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = speaker.replies[min(len(speaker.asked), len(speaker.replies)) - 1]
        try:
            reply(self)
        except OSError:
            speaker.hung_up.set()

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        """The connection's end is the end of the body, so that a test may cut it off anywhere."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Speaker(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, replies: Sequence[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.replies = replies
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.hung_up = threading.Event()
        """Set once a client was gone before its answer was written."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def speaking(*replies: Reply) -> Iterator[Speaker]:
    speaker = Speaker(replies)
    thread = threading.Thread(target=speaker.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield speaker
    finally:
        speaker.shutdown()
        speaker.server_close()
        thread.join()


def event(text: str | None = None, finish: str | None = None) -> bytes:
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    data = {"id": "1", "object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


DONE = event(finish="stop") + b"data: [DONE]\n\n"


def streamed(text: str, step: int = 3) -> bytes:
    parts = [text[n : n + step] for n in range(0, len(text), step)]
    return b"".join(map(event, parts)) + DONE


def says(text: str) -> Reply:
    return sends(streamed(text))


def sends(body: bytes, step: int = 1 << 20, status: int = 200, **headers: str) -> Reply:
    """`step` bytes at a time, so that characters and lines are parted."""

    def reply(handler: Handler) -> None:
        handler.begin(status, **headers)
        for start in range(0, len(body), step):
            handler.wfile.write(body[start : start + step])
            handler.wfile.flush()

    return reply


def stalls(body: bytes, seconds: float = 3.0, comment: bytes = b"") -> Reply:
    """Says something and then no more, but for `comment` again and again."""

    def reply(handler: Handler) -> None:
        handler.begin()
        handler.wfile.write(body)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not handler.server.hung_up.is_set():
            time.sleep(0.02)
            handler.wfile.write(comment)

    return reply


def endless(text: str) -> Reply:
    def reply(handler: Handler) -> None:
        handler.begin()
        while True:
            handler.wfile.write(event(text))
            time.sleep(0.01)

    return reply
