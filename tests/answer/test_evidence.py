"""Which sentences are chosen, and when there is no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.asked_for import has_what_is_asked_for, lacks_what_is_asked_for
from rag.answer.evidence import MOST_SENTENCES, Candidate, Evidence, choose, further, together
from rag.question.kind import wants
from rag.records import Unit


def candidate(
    text: str, named: float = 0.5, passage: float = 0.5, unmet: str | None = None
) -> Candidate:
    unit = Unit(f"d-{text}", "d", 1, 0, len(text), 1, False, text)
    return Candidate(unit, named, said=0.5, own=0.5, around=0.6, passage=passage, unmet=unmet)


def texts(evidence: Evidence) -> list[str]:
    return [each.unit.text for each in evidence.chosen]


def test_a_date_is_preferred_where_one_is_asked_for() -> None:
    found = [candidate("会议很成功。"), candidate("会议于3月5日召开。")]
    assert texts(choose(wants("会议什么时候开的"), found)) == ["会议于3月5日召开。"]
    assert len(choose((), found).chosen) == 2  # asked for nothing of a kind, both are as good


def test_a_number_of_the_unit_asked_for_is_worth_most() -> None:
    asked = wants("投入多少钱")
    assert has_what_is_asked_for(asked, "投入58.6万元。") == 1.0
    assert has_what_is_asked_for(asked, "惠及412名。") == 0.5
    assert has_what_is_asked_for(asked, "投入很大。") == 0.0
    assert has_what_is_asked_for((), "投入58.6万元。") == 0.0


@pytest.mark.parametrize(
    ("question", "held", "lacking"),
    [
        ("投入多少钱", "投入58.6万元", "惠及412名"),
        ("来了多少人", "412位职工参加", "投入58.6万元"),
        ("哪年成立的", "2016年成立", "5月成立"),
        ("是哪一天开的", "5月3日召开", "2016年召开"),
        ("签了多少", "签了26份", "近日签了合同"),
    ],
)
def test_a_number_or_date_of_another_kind_is_no_answer(
    question: str, held: str, lacking: str
) -> None:
    asked = wants(question)
    assert not lacks_what_is_asked_for(asked, [lacking, held])
    assert lacks_what_is_asked_for(asked, [lacking])
    assert choose(asked, [candidate(lacking)]).reason == "weak_evidence"


def test_only_what_has_a_form_can_be_lacking() -> None:
    assert not lacks_what_is_asked_for(wants("谁带的队，去了多少人"), ["主席带的队。"])
    assert not lacks_what_is_asked_for(wants("有哪些做法"), ["一是办班。"])


def test_further_sentences_only_near_the_best() -> None:
    found = [candidate(f"第{n}句。", named=0.9 - n / 50) for n in range(5)]
    found.append(candidate("远处的一句。", named=0.2))
    assert len(choose((), found).chosen) == MOST_SENTENCES
    assert texts(choose((), [found[0], found[-1]])) == ["第0句。"]


def test_the_same_words_are_taken_once() -> None:
    assert len(choose((), [candidate("同一句。"), candidate("同一句")]).chosen) == 1


def test_reasons_for_no_answer() -> None:
    assert choose((), []).reason == "nothing_found"
    assert choose((), [candidate("别的年份。", unmet="other_time")]).reason == "other_time"
    weak = candidate("无关。")
    weak = Candidate(weak.unit, 0.1, said=0.1, own=0.1, around=0.05, passage=0.9)
    assert choose((), [weak]).reason == "weak_evidence"


def test_parts_of_a_question_take_turns() -> None:
    one = choose((), [candidate("甲一。", 0.9), candidate("甲二。", 0.88)])
    other = choose((), [candidate("乙一。", 0.7)])
    both = together({"甲": one, "乙": other})
    assert texts(both) == ["甲一。", "乙一。", "甲二。"] and both.missing == ()


def test_a_part_without_an_answer_is_named() -> None:
    found = {"甲": choose((), []), "乙": choose((), [candidate("乙一。", 0.7)])}
    assert together(found).missing == ("甲",)
    assert together({"甲": choose((), [])}).reason == "nothing_found"


def test_more_is_what_comes_next_until_it_is_much_weaker() -> None:
    found = [candidate(f"第{n}句。", named=0.9 - n / 5) for n in range(3)]
    found.append(candidate("远处的一句。", named=0.1))
    assert texts(further((), found, 0)) == ["第0句。"]
    assert texts(further((), found, 1)) == ["第1句。"]
    assert further((), found, 2).reason == "nothing_found"


def test_a_name_is_asked_for_and_nobody_is_named() -> None:
    asked = wants("谁带的队")
    nobody = candidate("工会带队走访。", named=0.6)
    somebody = replace(candidate("主席罗文远带队走访。", named=0.5), names_someone=True)
    assert choose(asked, [nobody]).reason == "weak_evidence"
    assert texts(choose(asked, [nobody, somebody]))[0] == "主席罗文远带队走访。"
