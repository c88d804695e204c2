"""Questions made by rule, against answers worked out by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from training.questions import (
    Known,
    asking,
    characters_alike,
    mistyped,
    near,
    questions_from,
    said,
    spoken,
    takings,
)
from training.sources import Document

PLACES = ["青海省", "西宁市", "海西州"]
PLACE = re.compile("|".join(PLACES))
KNOWN = Known(
    PLACES,
    {"会": "汇绘", "工": "公功"},
    lambda text: text.translate(str.maketrans("会经费", "會經費")),
)


def asked(sentence: str) -> set[tuple[str, str]]:
    """What is taken out of a sentence, and the first way to ask for it."""
    return {(sentence[one.start : one.end], one.ways[0]) for one in takings(sentence, PLACE)}


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("全年新增就业1314万人，增长6.7%。", {("1314万人", "多少人"), ("6.7%", "多少")}),
        ("违反规定的，处五百元以上罚款。", {("五百元", "多少钱")}),
        ("会议于2016年3月5日召开。", {("2016年3月5日", "哪一天")}),
        ("本法于1992年通过，四月施行。", {("1992年", "哪一年"), ("四月", "几月")}),
        ("日常工作由市总工会负责。", {("市总工会", "谁")}),
        ("由城市管理部门责令改正。", {("城市管理部门", "谁")}),
        ("由政府负责药品监督的部门处理。", set()),
        ("驾驶三轮摩托车。", set()),
        ("依照《中华人民共和国工会法》处理。", {("《中华人民共和国工会法》", "哪部法律")}),
        ("依照《工会会计制度》处理。", {("《工会会计制度》", "哪个文件")}),
        ("经费来源包括会员会费、拨缴经费和政府补助。", {("会员会费、拨缴经费和政府补助", "哪些")}),
        ("向新闻、出版、广播等单位收取。", {("新闻、出版、广播等", "哪些")}),
        ("对文具、娱乐器具、保健用品实行监督。", set()),
        ("总部设在西宁市的企业。", {("西宁市", "哪里")}),
        ("依照本法第三十五条第二款办理。", set()),
        ("工会为职工服务。", set()),
        ("", set()),
    ],
)
def test_what_a_sentence_can_be_asked(sentence: str, wanted: set[tuple[str, str]]) -> None:
    assert asked(sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("全年成绩显著，城镇新增就业达到1314万人，比上年多。", "城镇新增就业达到多少人？"),
        ("第三条 日常工作由市总工会负责具体承办。", "日常工作由谁负责具体承办？"),
        ("（二）处五百元以上罚款。", "处多少钱以上罚款？"),
        # Too short alone: the clause before it says of what.
        ("工会经费的收支情况，每三个月公布。", "工会经费的收支情况，每几个月公布？"),
    ],
)
def test_the_clause_becomes_a_question(sentence: str, question: str) -> None:
    [taken] = takings(sentence, PLACE)
    first = type(taken)(taken.start, taken.end, taken.ways[:1])
    assert asking(sentence, first, np.random.default_rng(0)) == question


DOCUMENT = Document(
    "2016年政府工作报告",
    (
        "2016年青海省新增就业六万人。",
        "西宁市的工会在这一年里为职工办了许多实事，经费由财政承担。",
        "短。",
    ),
)


def test_a_near_text_is_of_another_year_place_or_paragraph() -> None:
    rng = np.random.default_rng(0)
    other = near("2016年青海省新增就业多少人？", DOCUMENT, 0, PLACES, rng)
    assert re.fullmatch(r"(201[3-9])年政府工作报告\n\1年青海省新增就业六万人。", other)
    assert not other.startswith("2016")
    other = near("青海省新增就业多少人？", DOCUMENT, 0, PLACES, rng)
    assert re.fullmatch("2016年政府工作报告\n2016年(西宁市|海西州)新增就业六万人。", other)
    other = near("新增就业多少人？", DOCUMENT, 0, PLACES, rng)
    assert other == f"2016年政府工作报告\n{DOCUMENT.paragraphs[1]}"
    assert near("多少人？", Document("甲", ("新增就业六万人。",)), 0, PLACES, rng) == ""


def test_one_slip_keeps_the_sound_and_the_rest() -> None:
    seen = {mistyped("工会经费", KNOWN.alike, np.random.default_rng(seed)) for seed in range(40)}
    assert seen == {"公会经费", "功会经费", "工汇经费", "工绘经费"}
    assert mistyped("经费", KNOWN.alike, np.random.default_rng(0)) == "经费"


def test_spoken_turns_keep_what_is_asked() -> None:
    seen = {spoken("工会什么时候成立？", np.random.default_rng(seed)) for seed in range(60)}
    assert "工会啥时候成立来着" in seen and "请问工会什么时候成立呢" in seen
    assert all(re.fullmatch(".*工会(什么|啥)时候成立.*", each) for each in seen)


def test_some_are_said_in_traditional_characters() -> None:
    seen = {said("工会的经费？", KNOWN, np.random.default_rng(seed)) for seed in range(80)}
    assert {"工会的经费？", "工会经费？", "工會的經費？", "工會經費？"} <= seen


def test_characters_of_one_sound_are_alike_and_none_is_like_itself() -> None:
    assert characters_alike("工公会汇") == {"工": "公", "公": "工", "会": "汇", "汇": "会"}


def test_a_made_question_points_to_its_sentence_and_a_seed_repeats_it() -> None:
    made = questions_from([DOCUMENT], KNOWN, seed=3)
    assert made == questions_from([DOCUMENT], KNOWN, seed=3)
    assert {one.question.sentences[one.question.answer] for one in made} == {
        "2016年青海省新增就业六万人。",
        "西宁市的工会在这一年里为职工办了许多实事，经费由财政承担。",
    }
    assert all(one.question.sentences[0] == "2016年政府工作报告\n" for one in made)
