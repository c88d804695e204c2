"""The program as it is started for a whole office: its door, its log, and where it connects to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from rag.settings import Settings
from rag.web.serve import listen

PASSWORD, EDITOR = "hunter-zwei", "editor-drei"
WATCHED = """
import sys
watched = open(sys.argv.pop(1), "a", encoding="utf-8", buffering=1)
def watch(event, values):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind"):
        watched.write(f"{event} {values[1:] if event != 'socket.getaddrinfo' else values}\\n")
sys.addaudithook(watch)
from rag.cli import app
app()
"""
"""Every socket of the process, whoever opens it: Python itself tells."""


@contextmanager
def started(settings: Settings, watched: Path, log: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "RAG_CORPUS": str(settings.corpus),
        "RAG_INDEX": str(settings.index),
        "RAG_STATE": str(settings.state),
        "RAG_PASSWORD": PASSWORD,
        "RAG_EDITOR_PASSWORD": EDITOR,
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-c", WATCHED, str(watched)]
    command += ["serve", "--host", "0.0.0.0", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends and process.poll() is None:
        try:
            httpx.get(address, timeout=30).raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_for_a_whole_office(small_settings: Settings, tmp_path: Path) -> None:
    watched, log = tmp_path / "sockets.txt", tmp_path / "log.txt"
    with started(small_settings, watched, log) as address:
        assert httpx.get(address).status_code == 401
        wrong = httpx.post(f"{address}/login", data={"password": "not the one"})
        assert wrong.status_code == 401
        with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as client:
            client.post("/login", data={"password": PASSWORD})
            assert "gradio" in client.get("/").text
            assert client.get("/config").status_code == 200
            # What the page asks for when it is opened.
            client.get("/gradio_api/startup-events")
            record = client.post("/api/ask", json={"question": "早餐点有多少个？"}).json()
            assert "17" in record["answer"]
        token = {"Authorization": f"Bearer {EDITOR}"}
        assert httpx.get(f"{address}/docs", headers=token).status_code == 200
    sockets = watched.read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("socket.bind") and "0.0.0.0" in line for line in sockets)
    outward = [line for line in sockets if not line.startswith("socket.bind")]
    assert [line for line in outward if "127.0.0.1" not in line and "localhost" not in line] == []
    said = log.read_text(encoding="utf-8")
    assert "打开" in said and "0.0.0.0" not in said.replace("--host 0.0.0.0", "")
    for secret in (PASSWORD, EDITOR, "not the one"):
        assert secret not in said
        for file in small_settings.state.rglob("*"):
            assert file.is_dir() or secret.encode() not in file.read_bytes()


def test_listens_where_it_is_told() -> None:
    with listen("127.0.0.1", 0) as here:
        assert here.getsockname()[0] == "127.0.0.1"
    if socket.has_ipv6:
        with listen("::1", 0) as here:
            assert here.getsockname()[0] == "::1"
