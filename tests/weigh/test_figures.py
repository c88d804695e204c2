"""A figure is held against its own clause: another of the same sentence is no answer."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask


@pytest.mark.parametrize(
    "question",
    [
        "黄南州给交通辅警送“暖心早餐”，送了多少名交通辅警？",  # 为1400名农民工和女职工提供免费体检
        "城北区2023年4月在北川万达广场办的招聘会，提供了多少个岗位？",  # 30余家企业
        "祁连县给150多名女职工做“两癌”筛查，查出病来的有几个？",  # 健康知识讲座4期
        "西宁拿出的那68万竞赛承办费，省级大赛占了多少？",  # the 68万元 themselves
        "海西州“法院+工会”调解成的43起劳动争议，涉及多少名职工、多少钱？",  # 欠薪40余万元
        "西宁的群团服务站，哪个区县建得最多？",  # 下划14名事业编制
    ],
)
def test_a_figure_of_something_else_in_the_same_sentence_is_none(
    engine: Engine, question: str
) -> None:
    assert ask(engine, question).reason == "weak_evidence"


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("海南州给1185名环卫工人送早餐，花了多少钱？", "127.57万元"),
        ("玉树给高海拔乡镇送的那130台制氧机，值多少钱？", "近40万元"),
        ("西宁1437家“群众之家”里头，先进的有多少家？", "165家"),
        ("为大通县110名创业青年担保，贷了多少款？", "2700万元"),
        ("黄南州有多少农民工和女职工做了免费体检？", "1400名"),
    ],
)
def test_the_figure_of_what_is_asked_is_told(engine: Engine, question: str, figure: str) -> None:
    answer = ask(engine, question)
    assert not answer.refused and figure in answer.text


def test_several_figures_tell_which_is_the_most(engine: Engine) -> None:
    answer = ask(engine, "海西州指导签订的几类集体合同里，哪一类份数最多？")
    assert "424份" in answer.text
