"""Whether a sentence holds what is asked for: a number of its unit, a day, a list, as many as there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.asked_for import (
    has_what_is_asked_for,
    lacks_what_is_asked_for,
    lists_what_is_asked_for,
    names_too_few,
)
from rag.answer.evidence import choose
from rag.question.sought import sought
from tests.answer.made_up import candidate, texts

NOTHING = sought("")


def test_a_number_of_the_unit_asked_for_is_worth_most() -> None:
    asked = sought("投入多少钱")
    assert has_what_is_asked_for(asked, "投入58.6万元。") == 1.0
    assert has_what_is_asked_for(asked, "惠及412名。") == 0.5
    assert has_what_is_asked_for(asked, "投入很大。") == 0.0
    assert has_what_is_asked_for(NOTHING, "投入58.6万元。") == 0.0


@pytest.mark.parametrize(
    ("question", "held", "lacking"),
    [
        ("投入多少钱", "投入58.6万元", "惠及412名"),
        ("来了多少人", "412位职工参加", "投入58.6万元"),
        ("哪年成立的", "2016年成立", "5月成立"),
        ("书屋是什么时候建成的", "2016年6月，书屋正式建成", "2016年6月，书屋开展活动"),
        ("When was the union founded?", "工会成立于2016年", "2016年工会办培训，庆祝县志编委会成立"),
        ("是哪一天开的", "5月3日召开", "2016年召开"),
        ("签了多少", "签了26份", "近日签了合同"),
        ("一共花了多少", "花了200余万", "惠及412名"),
        ("他是哪所学校毕业的", "毕业于青海大学", "2005年参加工作"),
        ("副组长有几位，副组长是谁", "副组长罗文远等2人", "组长罗文远等2人"),
        ("在比赛里得了第几", "获第二名", "参加了比赛"),
        ("活动搞了多久", "活动5月3日至6日举行", "活动受到好评"),
        ("来了多少人", "近百人到场", "打造一批品牌"),
        ("脱贫了多少户", "脱贫412户", "412名职工脱困"),
        ("有多少快递员参加", "412名快递员参加", "6个市30家公司"),
        ("How many workers signed up?", "412名职工报名", "6个市30家公司"),
        ("写了几份报告", "写报告5个", "412名职工"),
        ("接了多少个来电", "接来电412个", "一条龙办理"),
        ("要办多长时间", "不少于一周", "集中学习"),
        ("院长是谁", "院长罗文远讲话", "副院长罗文远讲话"),
        ("在哪个城市办的", "在白塔市举办", "在全市举办"),
        ("去的是哪几个省", "赴江苏、浙江", "赴省内外"),
        ("是哪个县的", "清泉县人", "全县职工"),
        ("多大年纪", "36岁", "36年来"),
        ("凭哪部作品得的奖", "凭《白塔》获奖", "获文学奖"),
        ("没让休假，补多少钱", "按日工资收入的300%支付", "安排补休3天"),
        ("担任什么职务", "任办公室主任", "一名普通职工"),
        ("给多少个集体发了奖", "给3个集体发奖", "总结2022年工作"),
        ("有多少张床位", "有床位20张", "创建工作室55家"),
        ("评上多少枚奖章", "评选奖章10个", "评选先进10家"),
        ("谁主持的会议", "罗文远主持会议", "罗文远出席会议"),
        ("是谁代表大家作的汇报", "罗文远作工作汇报", "罗文远陪同调研"),
        ("Who was the chief editor?", "主编罗文远", "设备工程师罗文远"),
        ("他哪年当上院长的", "2019年任院长", "现任院长，2016年获名医师称号"),
        ("称号是哪年拿的", "2016年获先进称号", "先后获先进称号，2016年创建示范州"),
        ("What year did she join the Party?", "2010年加入中国共产党", "2008年参加工作"),
        ("Where was she born?", "生于清泉县", "在清泉县参加工作"),
        ("他是哪里人", "清泉人，现任院长", "书记和有关部门负责人，一同调研"),
        ("收在哪家博物馆", "收在清泉博物馆", "收在清泉县"),
        ("是哪家律师事务所", "由清泉律师事务所承办", "由第三方承办"),
        ("What brand were they?", "送去清泉牌制氧机", "送去制氧机"),
        ("女工有几个", "女工12名", "41名技术工人"),
        ("一天跑多少趟", "每天跑12趟", "跑了12趟"),
        ("每个人发了多少钱", "每人发500元", "共发3万元"),
        ("一份早餐定的是几块钱", "标准由5元提到10元", "筹资31万元"),
        ("给他们唱的是哪几出戏", "唱了《花木兰》", "邀请了豫剧团"),
        ("Which team won the tug-of-war?", "清泉队获第一名", "清泉队参加了比赛"),
        ("给书屋单独补了多少钱", "补助书屋8万元", "对书画院、书屋、驿站补助资金8万元"),
        ("联点村叫什么村", "与红柳村结对", "与联点村社区结对"),
        ("在哪个社区上班", "在文成路社区上班", "支持街道、社区工会"),
        ("是谁上台念的，他在哪上班", "罗文远宣读倡议书", "罗文远发出倡议"),
    ],
)
def test_a_number_or_date_of_another_kind_is_no_answer(
    question: str, held: str, lacking: str
) -> None:
    asked = sought(question)
    assert not lacks_what_is_asked_for(asked, [lacking, held])
    assert lacks_what_is_asked_for(asked, [lacking])
    refused = choose(asked, [replace(candidate(lacking), names_someone=True)])
    assert refused.reason == "weak_evidence"


def test_things_whose_number_is_known_are_named_one_by_one_or_not_at_all() -> None:
    those = sought("清泉县那3家试点企业，名字都叫什么？")
    assert choose(those, [candidate("建成试点企业3家，投入90万元。")]).reason == "weak_evidence"
    named = candidate("建成甲公司、乙公司、丙公司3家试点企业。")
    assert texts(choose(those, [named])) == [named.unit.text]
    label = sought("“四方联动”具体是哪四方？")
    assert choose(label, [candidate("深化“四方联动”机制。")]).reason == "weak_evidence"
    assert choose(label, [candidate("深化“工会+工人+社工+司法”四方联动。")]).chosen
    assert sought("“四方联动”是哪一年提出的？").named == 0
    assert sought("有哪3家试点企业？").named == 0
    in_turn = candidate("一是工会，二是工人，三是社工，四是司法。")
    assert choose(label, [in_turn]).chosen


@pytest.mark.parametrize(
    "question",
    [
        "签约的那4家企业，能给我个名单不？",
        "方案里的4个方面能逐条给我吗？",
        "除了清泉，另外四个是哪些单位？",
        "那4个小组，各组都做什么？",
    ],
)
def test_things_known_to_be_so_many_are_named_in_that_number(question: str) -> None:
    few = candidate("组织签约仪式，企业和职工代表参加。")
    assert choose(sought(question), [few]).reason == "weak_evidence"
    assert choose(sought(question), [candidate("有甲组、乙组、丙组、丁组。")]).chosen


@pytest.mark.parametrize(
    "question", ["4名代表名单里谁是医生？", "2024年名单都有谁？", "那10个字是哪五个词？"]
)
def test_a_year_or_characters_are_no_number_of_things(question: str) -> None:
    assert sought(question).named == 0


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("71篇里头，头一回发表的有几篇？", "收入71篇，其中9篇是第一次发表。", "收入71篇。"),
        ("150人里头，劳模占几个？", "劳模12人。", "组织150人分3批疗休养。"),
        ("How many of the 95 women are members?", "95人中党员18人。", "95人，平均30岁。"),
        ("130台制氧机，一个乡分到几台？", "每乡5台。", "送去130台。"),
    ],
)
def test_a_number_that_the_question_says_itself_is_no_answer(
    question: str, answers: str, does_not: str
) -> None:
    asked = sought(question)
    assert not lacks_what_is_asked_for(asked, [answers])
    assert lacks_what_is_asked_for(asked, [does_not])


def test_a_figure_of_several_is_not_that_of_one() -> None:
    said = "比赛有来自清泉工会、白塔工会和罗汉工会21个行业、56支代表队参加。"
    assert lacks_what_is_asked_for(sought("白塔工会派了几支代表队？"), [said])
    assert not lacks_what_is_asked_for(sought("一共有几支代表队？"), [said])
    assert not lacks_what_is_asked_for(sought("白塔工会派了几支代表队？"), [said, "派出3支。"])


def test_a_list_that_is_announced_may_follow() -> None:
    asked = sought("那四点要求，逐条是什么？")
    announces = "对干部提出了四点要求。"
    assert choose(asked, [candidate(announces)]).chosen
    assert names_too_few(asked, [announces], whole=True)
    followed = ["一要坚定。", "二要履职。", "三要守纪。", "四要自觉。"]
    assert not names_too_few(asked, [announces, *followed], whole=True)


def test_which_ones_are_two_at_least() -> None:
    asked = sought("那天下午走了哪几个单位？")
    assert choose(asked, [candidate("书记下午调研群团工作。")]).reason == "weak_evidence"
    assert choose(asked, [candidate("书记下午调研甲厂、乙厂。")]).chosen
    assert choose(asked, [candidate("清泉甲厂"), candidate("清泉乙厂")]).chosen


def test_a_year_is_no_number_of_years() -> None:
    asked = sought("他干了多少年？")
    said = ["在院工作29年。", "干了三十余年。", "2019年当选。"]
    assert [has_what_is_asked_for(asked, text) for text in said] == [1.0, 1.0, 0.0]


def test_what_stands_in_a_row_elsewhere_is_of_something_else() -> None:
    those = sought("清泉县那3家试点企业，名字都叫什么？")
    counted = candidate("建成试点企业3家，投入90万元。")
    others = candidate("探索业态、模式、机制。")
    assert choose(those, [counted, others]).reason == "weak_evidence"
    assert choose(those, [candidate("建成下列3家试点企业："), others]).chosen


def test_a_list_of_as_many_as_are_asked_for_is_preferred() -> None:
    said = [
        "现场划出三块区域。",
        "设招聘区、政策区、咨询区。",
        "设甲区、乙区、丙区、丁区。",
        "设一区。",
    ]
    three = sought("现场划了哪三块区域")
    assert [lists_what_is_asked_for(three, text) for text in said] == [0.0, 1.0, 0.5, 0.0]
    some = sought("现场划了哪些区域")
    assert [lists_what_is_asked_for(some, text) for text in said] == [0.0, 1.0, 1.0, 0.0]
    assert lists_what_is_asked_for(three, "一是招聘，二是宣传，三是咨询。") == 1.0
    assert lists_what_is_asked_for(some, "第九条 下列合同无效：") == 1.0
    assert lists_what_is_asked_for(some, "会议指出：") == 0.0
    assert lists_what_is_asked_for(three, "设招聘区、政策区和咨询区。") == 1.0
    assert texts(choose(three, [candidate(text) for text in said]))[0] == said[1]


def test_only_what_has_a_form_can_be_lacking() -> None:
    assert not lacks_what_is_asked_for(sought("谁带的队，去了多少人"), ["主席带的队。"])
    assert not lacks_what_is_asked_for(sought("有哪些做法"), ["一是办班。"])


@pytest.mark.parametrize(
    ("said", "explains"),
    [
        ("以“1+4+N”思路，打造工会品牌。", False),
        ("推行“1+4+N”（一个中心、四个平台、N项服务）。", True),
        ("“1+4+N”即一个中心、四个平台、N项服务。", True),
        ("“1+4+N”工作思路：建好一个中心。", True),
    ],
)
def test_what_is_only_named_is_not_explained(said: str, explains: bool) -> None:
    asked = sought("“1+4+N”的思路里，那个4具体指什么？")
    assert lacks_what_is_asked_for(asked, [said]) != explains
    assert not lacks_what_is_asked_for(sought("“1+4+N”的思路由谁提出？"), [said])


def test_on_what_day_and_where_is_not_told_without_a_day() -> None:
    asked = sought("座谈会几月几号在哪儿开的")
    assert lacks_what_is_asked_for(asked, ["及时召开座谈会。"])
    assert not lacks_what_is_asked_for(asked, ["5月3日在清泉召开座谈会。"])
    assert not lacks_what_is_asked_for(sought("在哪儿开的座谈会"), ["及时召开座谈会。"])
