"""A desk over a small corpus that is built and served, and what a reader finds there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag.documents.desk import Desk
from rag.lookup.citation import cite
from rag.pipeline import ask, build, open_engine
from rag.records import Answer
from rag.search.builds import current_build
from rag.search.library import Library
from rag.settings import Settings
from rag.state import ShownCitations
from tests.conftest import settings_in, write_corpus

NEW = """沙柳县总工会开办夜校

2024 年 5 月，沙柳县总工会开办职工夜校，开设剪纸、电工等课程 14 门，报名职工 260 名。
"""
NIGHT_SCHOOL = "沙柳县职工夜校开设了多少门课程？"
BREAKFAST = "“暖胃早餐”项目全年投入多少万元？"
BOOKS = "白塔市建成职工书屋多少家？"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    write_corpus(folder / "corpus")
    (folder / "corpus" / "README.md").write_text("not a document", encoding="utf-8")
    build(settings_in(folder))
    return folder


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path / "copy")
    return settings_in(tmp_path / "copy")


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings)


def asked(settings: Settings, question: str) -> Answer:
    engine = open_engine(settings, build_if_needed=False)
    try:
        return ask(engine, question)
    finally:
        engine.library.close()


def corpus_of(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.corpus.iterdir()}


def status(settings: Settings, citation_id: str) -> str:
    served = current_build(settings.index)
    assert served is not None
    library = Library.open(served)
    try:
        return cite(library, citation_id, shown=ShownCitations(settings.state)).status
    finally:
        library.close()
