from __future__ import annotations

import pytest

from rag.answer.generate.extractive import Extractive
from rag.answer.generate.lead import lead
from rag.answer.quote import Quote


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("项目投了多少钱", "项目全年投入58.6万元，惠及412名环卫工人。", "58.6万元。"),
        ("惠及多少人", "项目全年投入58.6万元，惠及412名环卫工人。", "412名。"),
        ("会议是什么时候开的", "3月5日，县总工会召开会议。", "3月5日。"),
        ("来了多少人", "甲县来了12人，乙县来了30人。", None),
        ("来了多少人，花了多少钱", "来了12人，花了3万元。", None),
        ("谁主持的", "主席罗文远主持，12人参加。", None),
        ("有多少家", "主席罗文远说要办在路上。", None),
        ("How many points?", "共设早餐点17个。", None),
        ("办公楼是哪年建成的", "方案管到2027年。", None),
        ("12351热线接了多少电话", "“12351”热线接听职工来电。", None),
        ("第几届", "第六届大会召开。", None),
    ],
)
def test_a_lead_only_where_one_thing_would_do(question: str, words: str, said: str | None) -> None:
    assert lead(question, Quote(1, words, "某刊")) == said


def test_the_lead_is_cited_like_the_quote_it_comes_from() -> None:
    sentences = list(Extractive().write("设了几个早餐点", [Quote(4, "共设早餐点17个。", "某刊")]))
    assert [(each.text, each.quotes) for each in sentences] == [
        ("17个。", (4,)),
        ("共设早餐点17个。", (4,)),
    ]
