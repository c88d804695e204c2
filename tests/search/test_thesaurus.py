"""What people say for what a report writes."""

from __future__ import annotations

import re

import numpy as np
import pytest

from rag.search.fold import fold
from rag.search.late import LateIndex, LateQuestion, WordVectors
from rag.search.thesaurus import (
    EVERYDAY,
    FOLDER,
    SAME,
    SPOKEN,
    WORDS,
    Thesaurus,
    also_written,
    by_spoken,
    by_written,
    thesaurus,
)

LINES = ["休息\t歇息\t歇脚 喘口气", "劳模\t劳动模范\t", "场所\t\t地方"]


def found(folded: str) -> list[tuple[str, dict[str, float]]]:
    return [
        (folded[start:end], words)
        for start, end, words in Thesaurus(by_written(LINES)).written_for(folded)
    ]


def test_a_spoken_word_is_written_otherwise() -> None:
    assert found("歇脚的地方") == [("歇脚", {"休息": SPOKEN}), ("地方", {"场所": SPOKEN})]
    assert found("歇息") == [("歇息", {"休息": SAME})] and found("休息") == [
        ("休息", {"歇息": SAME})
    ]
    assert found("没有") == [] == found("") == found("歇")
    assert list(Thesaurus({}).written_for("歇脚")) == []


def test_numerals_are_folded_as_questions_are() -> None:
    words = [words for _, _, words in thesaurus().written_for(fold("一把手是谁"))]
    assert any("书记" in each for each in words)


def test_every_line_is_whole() -> None:
    seen = set()
    for line in (FOLDER / WORDS).read_text(encoding="utf-8").splitlines()[1:]:
        word, same, spoken = line.split("\t")
        others = [*same.split(), *spoken.split()]
        assert word not in seen and word not in others and others
        assert len(set(others)) == len(others), line
        assert all(re.fullmatch("[\u4e00-\u9fff]{2,}", each) for each in (word, *others)), line
        seen.add(word)
    assert len(seen) > 4_000


def test_every_everyday_word_is_there_once() -> None:
    lines = (FOLDER / EVERYDAY).read_text(encoding="utf-8").splitlines()[1:]
    said, written = zip(*(line.split("\t") for line in lines), strict=True)
    assert len(set(said)) == len(said) > 5_000
    for word, others in zip(said, written, strict=True):
        assert word not in others.split() and len(set(others.split())) == len(others.split()), word
        assert all(re.fullmatch("[\u4e00-\u9fff]{2,}", each) for each in (word, *others.split()))


def test_an_everyday_word_has_several_written_ones() -> None:
    words = Thesaurus(by_spoken(["掏钱\t出资 投入"]))
    assert list(words.written_for("谁掏钱")) == [(1, 3, {"出资": SPOKEN, "投入": SPOKEN})]
    assert {"出资", "经费"} <= set(also_written("这回谁掏钱"))


@pytest.fixture(scope="module")
def model() -> WordVectors:
    return WordVectors()


def test_written_words_come_nearer(model: WordVectors) -> None:
    texts = ["工人在驿站休息", "工人在驿站开会", "工人在驿站吃饭"]
    index = LateIndex.build(texts, model)
    scores = LateQuestion(index, model, "工人去哪里歇脚").texts(texts)
    assert scores[0] > max(scores[1:])


def test_passages_are_found_by_more_words_than_sentences_are_weighed_by(model: WordVectors) -> None:
    texts = ["职工自愿缴纳", "职工自愿参加"]
    question = LateQuestion(LateIndex.build(texts, model), model, "是谁掏钱的")
    assert question.passages(np.array([0]))[0] > question.texts(texts[:1])[0]


def test_a_word_over_the_edge_of_others_is_none(model: WordVectors) -> None:
    text = "农民种粮"
    index = LateIndex.build([text], model)
    over = LateQuestion(index, model, "有哪几种地方")  # 种地 is no word here
    assert over.texts([text])[0] < LateQuestion(index, model, "农民种地").texts([text])[0]
