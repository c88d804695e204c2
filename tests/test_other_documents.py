"""Documents that are no magazine: laws in numbered provisions, and a report of each year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Engine, ask, open_engine
from rag.settings import Settings
from tests.made_up_library import write_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("library")
    write_library(folder / "corpus")
    opened = open_engine(
        Settings(corpus=folder / "corpus", index=folder / "index", state=folder / "state")
    )
    yield opened
    opened.library.close()


def quotes(engine: Engine, question: str, *turns: str) -> list[str]:
    return [each.quote for each in ask(engine, question, turns).citations]


# ------------------------------------------------------------------------------ lists


def test_what_announces_a_list_brings_it(library: Engine) -> None:
    answer = ask(library, "哪些情形可以申请调休？")
    for said in ("可以申请调休：", "节日值守", "抗洪抢险", "照料病人"):
        assert said in answer.text
    assert "\n（二）抗洪抢险的" in answer.text


def test_a_thing_of_a_list_stands_behind_what_announces_it(library: Engine) -> None:
    said = quotes(library, "照料病人的职工怎么办？")
    assert said.index("第三条 有下列情形之一的，可以申请调休：") < said.index("（三）照料病人的。")
