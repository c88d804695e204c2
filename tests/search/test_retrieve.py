from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.records import Hit, Scope
from rag.search.library import Library
from rag.search.retrieve import ALSO_WRITTEN, retrieve
from rag.search.thesaurus import also_written
from tests.fakes import HashingEmbedder
from tests.search.builder import build

EVERYWHERE = Scope()


@pytest.fixture(scope="module", params=["exact", "faiss"])
def library(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("index")
    opened = Library.open(build(folder, HashingEmbedder(), vectors=request.param))
    yield opened
    opened.close()


def ask(library: Library, question: str, limit: int = 10, scope: Scope = EVERYWHERE) -> list[Hit]:
    return retrieve(library, HashingEmbedder(), question, limit, scope)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("果洛培训了多少人？", "果洛州总工会举办培训班，1.2万人参加。"),
        ("读书活动", "省總工會開展讀書活動。"),
        ("玉樹的招聘會", "玉树州举办招聘会。"),
        ("工", "工"),
        ("😀", "😀"),  # by its vector alone: full text has no term for it
    ],
)
def test_finds(library: Library, question: str, text: str) -> None:
    assert ask(library, question)[0].passage.text == text


def test_signals(library: Library) -> None:
    question = "果洛州总工会举办培训班"
    hit = ask(library, question)[0]
    own, written = (
        library.lexical.scores(words)[3] for words in (question, " ".join(also_written(question)))
    )
    assert hit.signals["lexical"] == pytest.approx(float(own + ALSO_WRITTEN * written))
    query = HashingEmbedder().embed_queries([question])
    assert hit.signals["dense"] == pytest.approx(float(library.embeddings[3] @ query[0]), abs=1e-6)
    assert hit.score == hit.signals["fused"] == 1.0  # the best of both
    assert hit.signals["lexical_rank"] == hit.signals["dense_rank"] == 1


def test_best_first_and_each_once(library: Library) -> None:
    hits = ask(library, "海西州总工会慰问了多少名环卫职工")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    texts = [hit.passage.text for hit in hits]
    # The second bulletin's sentence differs from the first one's only in 三十六 and 36.
    twins = [text for text in texts if "环卫" in text]
    assert len(twins) == 1 and texts[0] == twins[0]


def test_scope_is_applied_before_ranking(library: Library) -> None:
    scope = Scope(documents=("qhgy-2024-12",))
    hits = ask(library, "海西州总工会慰问环卫职工", scope=scope)
    assert hits[0].passage.text == "海西州总工会慰问环卫职工 36 名。"
    assert {hit.passage.document for hit in hits} == {"qhgy-2024-12"}
    assert ask(library, "工会", scope=Scope(documents=("haixi",), years=(2024,))) == []


def test_limit_and_same_order_each_time(library: Library) -> None:
    all_hits = ask(library, "总工会活动")
    for limit in (0, 1, 3):
        assert ask(library, "总工会活动", limit) == all_hits[:limit]
    assert len(ask(library, "总工会活动", 1_000)) <= 9


@pytest.mark.parametrize("question", ["", " \n", "\u3000"])
def test_empty_question(library: Library, question: str) -> None:
    assert ask(library, question) == []


def test_long_question(library: Library) -> None:
    assert ask(library, "玉树招聘会" * 2_000)[0].passage.text == "玉树州举办招聘会。"


def test_words_in_quotation_marks_are_asked_for_as_they_stand(library: Library) -> None:
    plain = {hit.passage.id: hit.score for hit in ask(library, "招聘会 举办")}
    quoted = {hit.passage.id: hit for hit in ask(library, "“招聘会” 举办")}
    assert set(plain) == set(quoted)
    gains = {True: [], False: []}  # the marks themselves change the test's vectors a little
    for name, hit in quoted.items():
        gains["招聘会" in hit.passage.text].append(hit.score - plain[name])
    assert min(gains[True]) - max(gains[False]) > 0.2
