"""A process that is killed while documents are published: whatever runs next ends what it began."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag.cli import app
from rag.documents.desk import Desk
from rag.pipeline import build
from rag.settings import Settings
from tests.conftest import settings_in, write_corpus

KILLED = """
import os, signal, sys
from pathlib import Path
from rag.documents.desk import Desk
from tests.conftest import settings_in

def progress(stage, done, total):
    if stage.startswith("发布") and done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

Desk(settings_in(Path(sys.argv[1])), progress=progress).publish()
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Over a corpus of which one document is to be replaced by another, not published yet."""
    write_corpus(tmp_path / "corpus")
    for name in ("corpus", "index", "state"):
        monkeypatch.setenv(f"RAG_{name.upper()}", str(tmp_path / name))
    settings = settings_in(tmp_path)
    build(settings)
    desk = Desk(settings)
    desk.add("shaliu.txt", "沙柳县总工会开办职工夜校，课程 14 门。".encode())
    desk.withdraw("baita-2023-06")
    return settings


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    ("step", "command"),
    [*((step, ["index"]) for step in range(1, 5)), (2, ["ask", "夜校有几门课程？"])],
)
def test_a_command_ends_what_a_killed_process_began(
    settings: Settings, tmp_path: Path, step: int, command: list[str]
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(step)], timeout=120, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert CliRunner().invoke(app, command).exit_code == 0
    desk = Desk(settings)
    assert {path.name for path in settings.corpus.iterdir()} == {
        *("manifest.toml", "corrections.toml", "qingquan-2022-03.txt", "shaliu.txt")
    }
    assert [edition.number for edition in desk.editions()] == [1]
    assert desk.draft() is None and not desk.recover()
    assert not build(settings).made


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_no_build_means_that_nothing_is_mended(settings: Settings, tmp_path: Path) -> None:
    """The corpus is the new one, the build the old one."""
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "2"], timeout=120, check=False)
    done = CliRunner().invoke(app, ["ask", "夜校有几门课程？", "--no-build"])
    assert done.exit_code == 2 and "python -m rag index" in done.output
    assert Desk(settings).shelf.publishing() is not None
