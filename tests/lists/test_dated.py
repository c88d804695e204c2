"""Entries of a list of dated works are read off the list: all of a year or month, or none."""

from __future__ import annotations

import pytest

from rag.lists.dated import dated_entries
from rag.pipeline import Engine, ask
from rag.records import Scope


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("《著作选读》第一卷的篇目里，2013年3月的有哪些篇？", ["11日", "17日", "23日"]),
        ("《著作選讀》第一卷裏二〇一四年九月的是哪兩篇？", ["5日", "21日"]),
        ("《著作选读》篇目里2017年1月的有几篇", ["17日", "18日"]),
        ("《著作选读》第一卷篇目里2017年第一季度的有哪些篇？", ["17日", "18日", "13日"]),
        ("《著作选读》第一卷篇目里，2016年上半年的有哪几篇？", ["18日", "4日", "30日"]),
        ("《著作选读》第一卷篇目里2014年7月至9月的是哪三篇？", ["20日", "5日", "21日"]),
    ],
)
def test_all_of_some_months(engine: Engine, question: str, dates: list[str]) -> None:
    answer = ask(engine, question)
    assert f"共{len(dates)}篇" in answer.text
    assert [cited.quote.split("月", 1)[1].split("）")[0] for cited in answer.citations] == dates


@pytest.mark.parametrize(
    "question",
    [
        "《著作选读》篇目里2013年3月的是哪两篇？",  # there are three
        "《著作选读》篇目里1999年的有哪几篇？",
        "《著作选读》第一卷收了几篇？",
        "2013年3月的工作总结有几篇？",
        "《著作选读》里2013年讲宣传的那篇说了什么？",
    ],
)
def test_what_is_no_question_for_the_list(engine: Engine, question: str) -> None:
    assert not dated_entries(engine.library, question, Scope()).each
