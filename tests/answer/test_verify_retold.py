"""A quote told again in everyday words is carried; with one fact changed in the same words it is not."""

from __future__ import annotations

import pytest

from rag.answer.check.lexicon import alike, apart, free, light
from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem

SENT = "县总工会为80名困难职工送去米面油等慰问品"
RIDER = "自2017年从事外卖送餐以来，从普通骑手到公司经理"
WEEK = "据4月24日的报纸报道，4月25日至5月1日是宣传周"
PAID = "市总工会全额返还260家小微企业工会经费462万元"
MEETING = "州委书记、州人大主任陈小刚同志主持，州委副书记、州长吴大军同志发言"
CASES = "对30余件信访案件逐一解决，并解决5起疑难案件"
TEACHER = "2002年参加工作至今，一直在一线教书，2017年成立工作室"
TRADES = "大赛覆盖藏毯绒纺、新能源制造等21个行业、74个工种（项目），参赛职工超过10万人次"
COURSES = "举办全州干部培训班3期，选树先进典型6个"


def why(sentence: str, quote: str) -> str | None:
    held = Quote(1, quote, "《青海工运》", None, "2024年第12期", "2024-12-31")
    return problem(Sentence(sentence, (1,)), [held])


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("80名困难职工收到了县总工会送来的米面油", SENT),
        ("他2017年开始送外卖，一路从普通骑手做到公司经理", RIDER),
        ("宣传周从4月25日开始，到5月1日结束", WEEK),
        ("接送了1800多个学生", "接送学生1800多名"),
        ("办了15场活动", "活动开展15场次"),
        ("规划管的是2025年到2029年", "对2025—2029年的工作作出规划"),
        ("这是习近平两次讲话的要点", "这是习近平同志两次讲话的要点"),
        ("公司技术跟不上，停了产", "公司因技术落后停产"),
        ("给公司拿到不少专利", "为公司取得多项专利"),
        ("12户困难职工进了帮扶机制", "将12户困难职工纳入帮扶机制"),
        ("五年的规划", "2025—2029年的规划"),
        ("平均每天运送300人", "日均运送乘客300人"),
        ("省总开了会，请职工查了身体", "省总召开会议，组织职工体检"),
        ("大家踏踏实实写好材料", "扎实编写材料"),
        ("30多件信访案子一件件办完，5起疑难案件也解决了", CASES),
        ("最长的一条线206公里", "公交线路6条，最长线路206公里"),
        ("14个乡镇获得70万元补助", "下拨经费补助70万元，支持14个乡镇进行工会建设"),
        ("党群服务中心得到1520万元补助", "对党群服务中心等阵地建设项目补助资金1520万元"),
        ("395项建议已经用上", "实施建议395项，推广应用先进操作法11个，满足职工需求"),
        ("2002年上班以后一直在一线教书", TEACHER),
        ("大赛比了21个行业的74个工种，10万多人次上场", TRADES),
        ("惠及环卫职工近1300人", "惠及环卫职工1260人"),
        ("惠及环卫职工超过1200人", "惠及环卫职工1260人"),
        ("女职工大约占三分之二", "女职工占67%"),
    ],
)
def test_everyday_words_are_carried(sentence: str, quote: str) -> None:
    assert why(sentence, quote) is None


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("惠及环卫职工近1800人", "惠及环卫职工1260人"),
        ("惠及环卫职工超过1300人", "惠及环卫职工1260人"),
        ("惠及环卫职工不到1200人", "惠及环卫职工1260人"),
        ("惠及环卫职工近1260人", "惠及环卫职工1260人"),
        ("女职工占三分之一", "女职工占67%"),
        ("他落选主席，工会成立了", "他落实责任，被推选为主席，工会成立"),
        ("他2017年当上公司经理", RIDER),
        ("宣传周从4月24日开始", WEEK),
        ("260家小微企业向市总工会返还工会经费462万元", PAID),
        ("企业接受灾区捐赠的物资", "企业捐赠物资给灾区"),
        ("州委副书记陈小刚主持", MEETING),
        ("全州办了6期干部培训班", COURSES),
        ("群众之家165家，其中先进的1437家", "群众之家1437家，其中先进的165家"),
        ("只有职工得到慰问品", SENT),
        ("因为亏损，公司停产", "公司停产，出现亏损"),
        ("公司因亏损而停产三个月", "公司因停产三个月，出现亏损"),
        ("《青海工运》2021年第12期写道，他2021年立功", "他2021年立功"),
        ("将举办宣传周", WEEK),
        ("举办了职工技能大赛", "筹办职工技能大赛"),
        ("建成5个工匠学院", "启动建设5个工匠学院"),
        ("已经建成文化宫", "要推进文化宫建成"),
        ("各领到500元", "发放慰问金500元"),
        ("所有企业缴费", "全省小微企业缴费"),
        ("选出6个全国和全国的典型", "选树全国、全省典型6个"),
        ("解决了一件信访案件", CASES),
        ("395项建议已经用上", "要推广395项建议"),
        ("2017年上班，一直在一线教书", TEACHER),
        ("大赛比了74个行业的21个工种，10万多人次上场", TRADES),
        ("他将独自继续学习", "他将和同事们一起继续学习"),
    ],
)
def test_everyday_words_do_not_hide_another_fact(sentence: str, quote: str) -> None:
    assert why(sentence, quote) is not None


def test_only_a_few_everyday_words_may_be_put_in() -> None:
    assert why("心里想着困难职工，县总工会送去米面油等慰问品", SENT) is None
    assert why("手头忙着，心里想着，一路走着，送去米面油", SENT) is not None


def test_what_is_told_again_stands_for_the_written_word_only() -> None:
    assert why("他当主任", "他担任主任") is None
    assert "担任" in alike()["当"] and "当" not in alike()["担任"]


def test_no_word_that_changes_a_fact_is_light() -> None:
    facts = {word for group in apart() for side in group for word in side}
    assert light().isdisjoint(facts) and light().isdisjoint(free())
