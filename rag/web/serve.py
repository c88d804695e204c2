"""Opens the page: a port, an engine, a server."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress

from rag.errors import RequestError
from rag.settings import Settings
from rag.web.app import LOCAL_HOSTS, create_app


def serve(settings: Settings, open_browser: bool = False) -> None:
    """Until it is stopped. Port 0 takes a free one. A build is made first where none fits."""
    with listen(settings.host, settings.port) as listener:
        address = f"http://{settings.host}:{listener.getsockname()[1]}"
        print(f"正在准备（preparing）：{settings.corpus}", flush=True)
        _run(settings, listener, address, open_browser)


def listen(host: str, port: int) -> socket.socket:
    """Bound before anything slow is done, so that a port that is taken is told at once."""
    if host not in LOCAL_HOSTS:
        raise RequestError(
            f"不能在 {host} 上打开：现在还没有密码保护，只能在本机使用"
            f"（no password yet, this machine only）。请用 --host {LOCAL_HOSTS[0]}。"
        )
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        raise RequestError(
            f"端口 {port} 用不了（port not available）：{error}。"
            "可能已经开着一个；否则请用 --port 换一个，例如 --port 7861。"
        ) from error


def _run(settings: Settings, listener: socket.socket, address: str, open_browser: bool) -> None:
    import webbrowser

    import uvicorn

    from rag.pipeline import open_engine

    engine = open_engine(settings, _progress)
    app = create_app(lambda: engine)
    print(f"打开（open）：{address}\n按 Ctrl+C 结束（Ctrl+C stops it）。", flush=True)
    if open_browser:
        webbrowser.open(address)
    # Answers in flight get a few seconds; a page left open must not keep the program from ending.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _progress(stage: str, done: int, total: int) -> None:
    """One line that is written over; where no one watches, only the ends of stages."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r\033[K{stage} {done}/{total}", end=end, file=sys.stderr, flush=True)
    elif done >= total:
        print(f"{stage} {done}/{total}", file=sys.stderr, flush=True)
