from __future__ import annotations

import pytest

from rag.answer.same_thing import asked_apart, difference, figures_apart


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("建设阅读站点220个", "截至目前，建设阅读站点320个", [("220个", "320个")]),
        ("建设阅读站点220个", "建设阅读站点220个", []),
        ("建设阅读站点220个", "为330名职工体检", []),
        ("建设阅读站点220个", "建设阅读站点3.2万元", []),
        ("投入58万元", "投入60万元", []),  # of what, neither says
        ("第三届大会召开", "第四届大会召开", []),
        ("全省共建成全国书屋示范点246个", "我省已建成282家全国书屋", [("246个", "282家")]),
        ("全省共建成全国书屋示范点246个", "我省已建成282家省级书屋", []),
        ("全省共建成全国书屋示范点246个", "我省已建成282家阅读书屋", []),
        ("全省共建成全国书屋示范点246个", "我省已建成282家书屋", []),  # of all kinds
        ("全省共建成全国书屋246个", "我省已建成282台全国书屋", []),
        ("建成国家级书屋示范点1家", "建成省级书屋示范点787个", []),
        ("建成阅读站点246个", "建成282家阅读站点志愿者服务队", []),
    ],
)
def test_figures_of_one_thing(one: str, other: str, apart: list[tuple[str, str]]) -> None:
    assert [(each.one.text, each.other.text) for each in figures_apart(one, other)] == apart


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("建设阅读站点220个", "建设阅读站点320个", "100个"),
        ("企业营业收入2047.48万元", "企业营业收入1540万元", "507.48万元"),
        ("企业营业收入1540万元", "企业营业收入200元", "15399800元"),
        ("参加培训职工30名", "参加培训职工12名", "18名"),
    ],
)
def test_the_difference_is_written_as_the_figures_are(one: str, other: str, far: str) -> None:
    apart = asked_apart("营业收入、阅读站点、参加培训的职工各差多少", one, other)
    assert apart is not None and difference(apart) == far


def test_of_several_the_one_that_is_asked_about() -> None:
    one, other = "建成书屋246个、阅读站点220个", "建成书屋282个、阅读站点320个"
    apart = asked_apart("阅读站点有多少个", one, other)
    assert apart is not None and apart.other.text == "320个"
    assert asked_apart("有多少名职工", one, other) is None
    one, other = "为139个工会配备书屋阅读一体机", "为114个工会配备书屋阅读一体机"
    assert asked_apart("全国书屋增加了多少", one, other) is None
