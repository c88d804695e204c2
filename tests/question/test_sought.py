from __future__ import annotations

import pytest

from rag.answer.asked_for import lacks_what_is_asked_for
from rag.question.sought import SEVERAL, sought
from rag.search.fold import fold


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("送温暖一共花了多少？", ["money"]),
        ("去年的营收是多少", ["money"]),
        ("票价多少钱", ["money"]),
        ("合同有多少份，其中专讲工资的又是多少", []),
        ("发了多少慰问金", ["money"]),
        ("How much did it cost?", ["money"]),
        ("覆盖率是多少", ["share"]),
        ("占全国的百分之几", ["share"]),
        ("他在竞赛里得了第几？", ["rank"]),
        ("他是哪所学校毕业的", ["school", "graduated"]),
        ("站点建在哪个区，占地多大", ["district", "area"]),
        ("那项发明的专利号是多少", ["number of a paper"]),
        ("赞助的企业有哪几家", ["company"]),
        ("Which company supplied the stoves?", ["company"]),
        ("他是哪家报社的记者", ["newspaper"]),
        ("她的丈夫叫什么名字", []),
        ("给那番话定了个多高的分量", []),
        ("Which hotel did they stay in?", ["hotel"]),
        ("In which year did Zhang, the Xining driver, join the Party?", ["joined the party"]),
        ("When did Zhang, of Xining, become a manager?", ["took office"]),
        ("When was the station rated first-class?", ["won"]),
        ("What did the union spend on it?", ["money"]),
        ("Which team came first in the doubles?", ["rank"]),
        ("Who taught it, and from which universities?", ["school"]),
        ("Who won the contest, and in which prefecture was it held?", ["rank", "prefecture"]),
        ("Who heads the union at the mill?", ["head of a union"]),
        ("What area does it cover?", ["area"]),
        ("How far is the town?", ["distance"]),
        ("How far has the share risen?", []),
        ("How many hectares, and what was the maximum per household?", ["area", "each", "at most"]),
        ("What position does he hold?", ["post held"]),
        ("要反映问题，该拨哪个号？", ["number to call"]),
        ("去了多久，花了多少钱", ["time taken", "money"]),
        ("培训搞了几天", ["time taken"]),
        ("是哪几天来的", []),
        ("指导组的副组长是谁", ["post"]),
        ("谁当这个组的组长", ["post"]),
        ("会议是谁主持、谁讲的话", ["presided"]),
        ("主任陪谁主持会议", []),
        ("Who is the union chair at the mill?", ["chair|chairman|chairwoman|chairperson"]),
        ("他是哪年当上院长的", ["took office"]),
        ("哪年得的奖", ["won"]),
        ("什么时候都少不得", []),
        ("现在收在哪家博物馆", ["museum"]),
        ("41个人里女工有几个", ["women"]),
        ("每个人发多少补贴", ["each"]),
        ("一天拉多少趟", ["each"]),
        ("登在哪一天、第几版", []),
        ("是哪位领导上台念的，他在哪个单位上班", ["read out"]),
        ("是哪位领导上台念的，发了哪些奖", []),
        ("基地建在哪个县，叫什么名字", ["county"]),
        ("Who won the contest, and where does she work?", ["rank"]),
        ("Who won the contest, and where was it held?", []),
        ("罗文远哪年当上院长的，他是干什么的", []),
        ("How long is the outline: how many chapters?", []),
        ("给清泉县单独补了多少钱", ["alone", "money"]),
        ("9个站点里剩下的是哪几个", ["the rest"]),
        ("推选出多少？", []),
        ("疫情那几年退了多少家", []),
        ("巡回指导组是第几组", []),
        ("检查多久一次", []),
        ("清泉和白塔哪个县多", []),
        # What has no form can be answered though the money is missing.
        ("去了哪些地方，花了多少钱", []),
        ("为什么要办，花了多少钱", []),
    ],
)
def test_forms(question: str, forms: list[str]) -> None:
    assert [form.name for form in sought(question).forms] == forms


@pytest.mark.parametrize(
    ("question", "held", "lacking"),
    [
        ("直径有多少米", "圆环直径12米", "以7米每分钟的速度前进"),
        ("How far is it?", "安全行车50余万公里", "安全行车50余万次"),
        ("In which prefecture was it held?", "在海西州举办", "全州职工参加"),
        ("What did it cost, all told?", "投入12万元", "投入12天"),
        ("他是哪所学校毕业的", "2001年毕业于清泉师范学院", "清泉大学附属医院的护士"),
        ("面馆开在哪个城市", "他的面馆开在清泉市", "青海工会推荐他为劳模"),
        ("推介会在哪个城市开的", "在清泉召开推介会", "推介会开得热闹"),
        ("站点建在哪个区", "站点建在白塔区", "建成12个园区站点和社区站点"),
        ("赞助的是哪家公司", "由清泉商贸公司赞助", "联系爱心企业"),
        ("证号是多少", "证号：青6300077", "他考了3个证"),
        ("副组长是哪几位", "副组长罗文远参加会议", "各组组长、副组长等参加会议"),
        ("一个人最多能发多少钱", "慰问品每人不超过500元", "发慰问品3000元"),
        ("体检每个人花了多少钱", "体检每人花200元", "各级工会为体检安排1500万元"),
        ("比赛里头名是哪家", "清泉饭店夺魁", "比赛销售额500万元"),
        ("看的片子叫什么名", "观看影片《清泉》", "观看“红色”影片"),
        ("新品种叫什么名字", "推广“清泉一号”品种", "推广新品种"),
        ("打了多少起官司", "打了12起官司", "组建志愿者队伍52支"),
        ("打了多少起官司", "代理案件12件", "组建志愿者队伍52支"),
    ],
)
def test_what_is_asked_for_is_written_in_a_way_of_its_own(
    question: str, held: str, lacking: str
) -> None:
    asked = sought(question)
    assert not lacks_what_is_asked_for(asked, [held])
    assert lacks_what_is_asked_for(asked, [lacking])


def test_money_may_be_told_by_what_somebody_earns() -> None:
    (money,) = sought("没休的假该补多少钱").forms
    said = ("按日工资收入的300%支付", "发给十八个月的本人工资", "按工资的2倍支付")
    assert all(money.held.search(fold(text)) for text in said)
    assert not money.held.search(fold("可以安排跨一个年度休假，工资照发"))


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("号召大家争做哪四种人", 4),
        ("会议提了三点要求是什么", 3),
        ("Which three counties opened one?", 3),
        ("What does the five-year review say?", 0),
        ("有哪些做法", SEVERAL),
        ("设了几个区是什么", SEVERAL),
        ("会议是哪天开的", 0),
        ("", 0),
    ],
)
def test_how_many_things_are_asked_for(question: str, items: int) -> None:
    assert sought(question).items == items


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("果洛州有多少职工书屋？", ("职工书屋",)),
        ("要回来多少拖欠的工资呢", ("工资",)),
        ("建了几家书屋，来了多少学员", ("书屋", "学员")),
        ("书屋有多少", ()),
        ("多少企业参加了比赛活动和会议", ()),  # no noun alone
        ("帮了多少个学生，发了多少", ()),
        ("带动了多少人就业？", ()),
        ("谁带的队，有多少学员", ()),
    ],
)
def test_what_is_counted_stands_behind_the_measure_word(
    question: str, counted: tuple[str, ...]
) -> None:
    assert sought(question).counted == counted


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("150人里头女工占几个", ("150",)),
        ("送了30多个暖包，一共花了多少", ("30",)),
        ("那3.5万元分给了多少人", ("3.5万",)),
        ("12351热线接了多少电话", ("12351",)),
        ("Of the 44 risks, how many were about wages?", ("44",)),
        ("学二十大的时候办了多少场", ()),
        ("2022年4月的第3次会来了多少人", ()),
        ("撤地设市10周年来了多少人", ()),
        ("How many parcels were sent in 2022?", ()),
    ],
)
def test_the_figures_that_a_question_tells_itself(question: str, known: tuple[str, ...]) -> None:
    assert sought(question).known == known
