"""What people say for what a report writes."""

from __future__ import annotations

import re

import pytest

from rag.search.fold import fold
from rag.search.late import LateIndex, LateQuestion, WordVectors
from rag.search.thesaurus import FILE, SAME, SPOKEN, Thesaurus, thesaurus

LINES = ["# written\tsame\tspoken", "休息\t歇息\t歇脚 喘口气", "劳模\t劳动模范\t", "场所\t\t地方"]


def found(folded: str) -> list[tuple[str, dict[str, float]]]:
    return [
        (folded[start:end], words) for start, end, words in Thesaurus(LINES).written_for(folded)
    ]


def test_a_spoken_word_is_written_otherwise() -> None:
    assert found("歇脚的地方") == [("歇脚", {"休息": SPOKEN}), ("地方", {"场所": SPOKEN})]
    assert found("歇息") == [("歇息", {"休息": SAME})] and found("休息") == [
        ("休息", {"歇息": SAME})
    ]
    assert found("没有") == [] == found("") == found("歇")
    assert list(Thesaurus([]).written_for("歇脚")) == []


def test_numerals_are_folded_as_questions_are() -> None:
    words = [words for _, _, words in thesaurus().written_for(fold("一把手是谁"))]
    assert any("书记" in each for each in words)


def test_every_line_is_whole() -> None:
    seen = set()
    for line in FILE.read_text(encoding="utf-8").splitlines()[1:]:
        word, same, spoken = line.split("\t")
        others = [*same.split(), *spoken.split()]
        assert word not in seen and word not in others and others
        assert len(set(others)) == len(others), line
        assert all(re.fullmatch("[\u4e00-\u9fff]{2,}", each) for each in (word, *others)), line
        seen.add(word)
    assert len(seen) > 4_000


@pytest.fixture(scope="module")
def model() -> WordVectors:
    return WordVectors()


def test_written_words_come_nearer(model: WordVectors) -> None:
    texts = ["工人在驿站休息", "工人在驿站开会", "工人在驿站吃饭"]
    index = LateIndex.build(texts, model)
    scores = LateQuestion(index, model, "工人去哪里歇脚").texts(texts)
    assert scores[0] > max(scores[1:])


def test_a_word_over_the_edge_of_others_is_none(model: WordVectors) -> None:
    text = "农民种粮"
    index = LateIndex.build([text], model)
    over = LateQuestion(index, model, "有哪几种地方")  # 种地 is no word here
    assert over.texts([text])[0] < LateQuestion(index, model, "农民种地").texts([text])[0]
