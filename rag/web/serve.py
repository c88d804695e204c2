"""Opens the page: a port, an engine, a server."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress

from rag.errors import RequestError
from rag.settings import Settings
from rag.web.app import LOCAL_HOSTS, create_app
from rag.web.passwords import Passwords, is_loopback, load_passwords

NAME = re.compile(r"\[[0-9a-f:.]+\]|(?:\*\.)?[\w-]+(?:\.[\w-]+)*")
HERE = (*LOCAL_HOSTS, "[::1]")


def serve(settings: Settings, open_browser: bool = False) -> None:
    """Until it is stopped. Port 0 takes a free one. A build is made first where none fits."""
    passwords, hosts = load_passwords(settings), hosts_of(settings)
    with listen(settings.host, settings.port) as listener:
        address = _address(settings.host, listener.getsockname()[1])
        print(f"正在准备（preparing）：{settings.corpus}", flush=True)
        _run(settings, listener, address, passwords, hosts, open_browser)


def names_of(settings: Settings) -> tuple[str, ...]:
    """The names that are set for this page."""
    names = tuple(filter(None, re.split(r"[\s,，、]+", settings.hosts.lower())))
    for name in names:
        if not NAME.fullmatch(name):
            raise RequestError(
                f"hosts 里要写名字或地址，不带 http:// 和端口（host names only）：{name[:80]}"
            )
    return names


def hosts_of(settings: Settings) -> tuple[str, ...]:
    """The names under which a browser may come. Bound elsewhere any will do where none is set: what
    a foreign name could be pointed here for is then behind a password."""
    names = names_of(settings)
    if is_loopback(settings.host):
        names = (settings.host, *names)
    return (*HERE, *names) if names else ("*",)


def _address(host: str, port: int) -> str:
    if host in ("0.0.0.0", "::", ""):
        host = socket.gethostname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Bound before anything slow is done, so that a port that is taken is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except (OSError, OverflowError) as error:
        raise RequestError(
            f"地址 {host} 端口 {port} 用不了（port not available）：{error}。"
            "可能已经开着一个；否则请用 --port 换一个，例如 --port 7861。"
        ) from error


def _run(
    settings: Settings,
    listener: socket.socket,
    address: str,
    passwords: Passwords,
    hosts: Sequence[str],
    open_browser: bool,
) -> None:
    import webbrowser

    import uvicorn

    from rag.documents.desk import Desk
    from rag.pipeline import open_engine
    from rag.web.door import Doors
    from rag.web.engines import CurrentEngine

    Desk(settings, progress=_progress).recover()
    engine = open_engine(settings, _progress)
    doors = Doors.of(passwords, settings.state, names_of(settings))
    app = create_app(CurrentEngine(engine), hosts, doors)
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
