from __future__ import annotations

import pytest

from rag.question.kind import asks_for_a_name, is_compared, wants


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("投入多少钱，看望了多少人", [("how_many", "钱"), ("how_many", "人")]),
        ("投入幾多錢，有幾多職工參加", [("how_many", "钱"), ("how_many", "人")]),
        ("什么时候开的会", [("when", None)]),
        ("这个会是几月几号开的？", [("when", "日")]),
        ("哪年办的", [("when", "年")]),
        ("會議是甚麼時候開的", [("when", None)]),
        ("啥时候开的", [("when", None)]),
        ("谁主持的会议", [("who", "名")]),
        ("带队的工会主席叫什么名字", [("who", "名")]),
        ("她跟谁住", [("who", None)]),
        ("谁办的比赛", [("who", None)]),
        ("立着谁的雕像", [("who", None)]),
        ("带队的那位工会主席叫什么", [("who", "名")]),
        ("挂在哪个单位叫什么", [("which", None), ("which", None)]),
        ("前后是几月到几月", [("when", None), ("when", None)]),
        ("有多少快递员参加", [("how_many", "人")]),
        ("建了多少职工书屋", [("how_many", None)]),
        ("甲县和乙县哪个县多", [("how_many", None)]),
        ("定了个多高的分量", []),
        ("都干了多少个年头了", [("how_many", "年")]),
        ("在什么地方举行", [("where", None)]),
        ("是哪几天来的", [("when", "日")]),
        ("为什么要办这个班", [("why_how", None)]),
        ("有哪些做法", [("which", None)]),
        ("搞了些啥", [("which", None)]),
        ("都有什么要求", [("which", None)]),
        ("有没有补贴", [("yes_no", None)]),
        ("占比是百分之几", [("how_many", None)]),
        ("来了几家企业", [("how_many", "家")]),
        ("疫情那几年走了哪几家企业", [("which", None)]),
        ("When it met, which rules were set?", [("which", None)]),
        ("How many workers signed up?", [("how_many", "人")]),
        ("How many staff libraries are there?", [("how_many", "家")]),
        ("How many women cadres came?", [("how_many", "人")]),
        ("How many people was it for?", [("how_many", "人")]),
        ("在哪儿办的", [("where", None)]),
        ("How many teams took part, and when?", [("how_many", "支"), ("when", None)]),
        ("Who led the visit?", [("who", "名")]),
        ("Who compiled the outline?", [("who", None)]),
        ("2015年和2017年的目标，哪年高？", [("how_many", None)]),
        ("哪年最早提出来的", [("when", "年")]),
        ("Why was it held?", [("why_how", None)]),
        ("How many came from the mill where she works?", [("how_many", None)]),
        ("What did the driver, who is a model worker, say?", [("which", None)]),
        ("What is the house in which they met?", [("which", None)]),
        ("Who came, and in which year?", [("who", "名"), ("when", "年")]),
        ("Which 2024 model worker planted trees?", [("who", "名")]),
        ("Which model workers' homes opened?", [("which", None)]),
        ("Which three cities, and which “good person” titles?", [("which", None)] * 2),
        ("Which three cities?", [("which", None)]),
        ("大会开完没几天就去了哪里", [("where", None)]),
        ("西宁的服务站点", []),
        ("", []),
    ],
)
def test_what_is_asked_for(question: str, kinds: list[tuple[str, str | None]]) -> None:
    assert [(want.kind, want.unit) for want in wants(question)] == kinds


@pytest.mark.parametrize(
    "question",
    [
        "甲县和乙县哪个更多",
        "两年相差多少",
        "各发展了多少会员",
        "谁办的场数多",
        "谁干得时间长",
        "各是多少家",
        "两个人各在哪所大学",
        "2015年和2017年的目标，哪年高",
        "书屋跟服务站，哪样数目大",
        "compare them",
        "Which is larger, the library or the museum?",
    ],
)
def test_comparisons(question: str) -> None:
    assert is_compared(question)


@pytest.mark.parametrize(
    "question", ["一共多少人", "哪个单位主办的", "什么时候开的", "去的是哪个县、多少人"]
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert not is_compared(question)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("谁主持的会议，哪天开的", True),
        ("谁主持的会议，有哪些要求", True),
        ("组长由谁当", True),
        ("由谁主办", False),
        ("谁给公司授的先进称号", False),
        ("谁授的旗", True),
        ("Who gave the bus company its award?", False),
        ("Who gave the opening speech?", True),
        ("要打成一块谁也啃不动、跟谁打都赢的什么", False),
        ("谁都有份", False),
        ("要理顺谁跟谁的关系", False),
        ("请什么人来讲", False),
        ("哪天开的", False),
    ],
)
def test_a_name_is_asked_for(question: str, asked: bool) -> None:
    assert asks_for_a_name(wants(question)) == asked


def test_how_many_people_are_counted_in_people() -> None:
    assert [want.unit for want in wants("当场招走了几个人")] == ["人"]
    assert [want.unit for want in wants("有几个人大代表")] == ["个"]
