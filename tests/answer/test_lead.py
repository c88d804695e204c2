from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag.answer.generate.affirm import affirmed, otherwise
from rag.answer.generate.extractive import Extractive, cut, ended
from rag.answer.generate.lead import how_far_apart, lead
from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem
from rag.pipeline import Engine, ask


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("项目投了多少钱", "项目全年投入58.6万元，惠及412名环卫工人。", "58.6万元。"),
        ("惠及多少人", "项目全年投入58.6万元，惠及412名环卫工人。", "412名。"),
        ("会议是什么时候开的", "3月5日，县总工会召开会议。", "3月5日。"),
        ("来了多少人", "甲县来了12人，乙县来了30人。", None),
        ("有多少家站点", "已建设站点224家，其中5家获奖，2家在省里。", None),
        ("有多少家站点", "已建设站点224家，其中5家获奖。", "224家。"),
        ("来了多少人，花了多少钱", "来了12人，花了3万元。", None),
        ("谁主持的", "主席罗文远主持，12人参加。", None),
        ("有多少家", "主席罗文远说要办在路上。", None),
        ("How many points?", "共设早餐点17个。", None),
        ("办公楼是哪年建成的", "方案管到2027年。", None),
        ("12351热线接了多少电话", "“12351”热线接听职工来电。", None),
        ("第几届", "第六届大会召开。", None),
        ("会议是什么时候开的", "4月7日至9日，县总工会召开会议。", "4月7日至9日。"),
        ("会议是什么时候开的", "4月25日至5月1日，县总工会召开会议。", "4月25日至5月1日。"),
        ("会议是什么时候开的", "4月7日、9日，县总工会两次召开会议。", None),
        ("县总工会哪天召开会议", "3月5日，县总工会召开会议，总结2022年工作。", "3月5日。"),
        ("粒度能保证在多少", "纯碱粒度保证在75－80%。", "75－80%。"),
        ("变电站是多少千伏的", "建设750千伏变电站。", None),
        ("罗文远什么时候去的", "罗文远出席2023年“建功”劳动竞赛。", None),
        ("哪年获得先进单位", "2016、2017年度获得先进单位称号。", None),
        ("培训了多少人次职工", "培训职工200人，共900人次。", "900人次。"),
        ("站点和书屋各有几个", "建设站点和书屋3个。", None),
        ("有多少女职工参加比赛", "共有300人参加比赛，其中女职工100人。", None),
        ("没有参加比赛的有多少人", "共有300人参加比赛。", None),
        ("来了多少人", "昨天来了不到300人。", "不到300人。"),
        ("来了多少人", "附近300人来了。", "300人。"),
        ("来了多少人", "预计300人来了解情况。", None),
        ("《劳模之家》写了多少个站点", "建设站点224个。", None),
        ("参加互保的人数是多少", "互保单位达到53家、职工412人参加互保。", "412人。"),
        ("早餐覆盖多少名职工", "早餐首次覆盖170名职工；体检首次覆盖135名快递员。", "170名。"),
        ("活动来了多少名职工", "来了170名职工，走了135名职工。", "170名。"),
        ("书屋2021年来了多少人", "2022年书屋来了170人。", None),
        ("慰问了多少劳模工匠", "推荐劳动模范691名，慰问劳模工匠360余人次。", "360余人次。"),
        ("推荐了多少名劳动模范", "推荐劳动模范691名，慰问劳模工匠360余人次。", "691名。"),
        ("金秋助学资助了几个学生", "发放助学资金2.06万元，受助学生2人。", "2人。"),
        ("第三届竞赛有多少人参加", "第四届竞赛有80人参加。", None),
        ("全县有多少个工会", "为114个工会配备书架。", None),
        ("给多少个工会配备了书架", "为114个工会配备书架。", "114个。"),
        ("建了多少家驿站", "新建书屋18家、驿站13家、职工之家10家。", "驿站13家。"),
        ("司机之家有几家", "新建书屋18家、职工之家10家、司机之家3家。", "司机之家3家。"),
        ("建了多少家阵地", "新建书屋18家、驿站13家、职工之家10家。", None),
        ("评了多少个先锋号", "评选奖章20个、“县级先锋号”40个。", "“县级先锋号”40个。"),
        ("来了多少名工人", "评选12名教师、30名工人、5名医生。", "30名工人。"),
        ("书屋建成多少年了", "9年多前建成书屋。", "9年多。"),
        ("从几个方面着手", "从设备、场地等5方面着手。", None),
        ("成果转化运用了多少条措施", "提出意见18条，成果转化运用21个措施。", None),
        ("建的两个站点，把几家企业都管了", "建站点1个，管了企业11家。", "11家。"),
    ],
)
def test_a_lead_only_where_one_thing_would_do(question: str, words: str, said: str | None) -> None:
    assert lead(question, Quote(1, words, "某刊")) == said


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        (
            "How many teams took part in the match?",
            "21个行业、56支代表队参赛，为期三天。",
            "56支。",
        ),
        ("How many workers took part?", "21个行业、560名职工参赛。", "560名。"),
        ("How many families and people were helped?", "帮助困难家庭177户651人。", None),
        ("How much did it cost?", "为12名职工投入58.6万元。", "58.6万元。"),
        ("How much of the time was lost?", "为12名职工投入58.6万元。", None),
        ("What share of the market does it hold?", "2023年占有率超50%，12家。", "超50%。"),
        ("When was the match held?", "4月19日，比赛开赛，21个行业参加。", "4月19日。"),
        ("Who opened the match?", "主席罗文远宣布开赛。", None),
    ],
)
def test_an_english_question_has_its_figure(question: str, words: str, said: str | None) -> None:
    quote = Quote(1, words, "某刊", people=("罗文远",), says=0.3)
    assert lead(question, quote) == said
    assert lead(question, replace(quote, says=0.1)) is None  # it speaks of something else


def test_an_article_that_says_its_title_again_says_the_day() -> None:
    quote = Quote(
        1, "12月3日，县政府与县总工会召开联席会议。", "某刊", "县政府与县总工会召开联席会议"
    )
    assert lead("县政府与县总工会的联席会议是哪天召开的", quote) == "12月3日。"
    assert lead("县政府与县总工会的运动会是在哪一天举办的", quote) is None


@pytest.mark.parametrize(
    ("question", "words", "people", "said"),
    [
        ("座谈会是谁主持的", "县总工会主席罗文远主持座谈会。", ["罗文远"], "罗文远。"),
        ("座谈会是谁主持的", "县总工会主席罗文远出席座谈会并致辞。", ["罗文远"], None),
        ("罗文远和秦龙谁是副主席", "主席罗文远和副主席秦龙出席。", ["罗文远", "秦龙"], "秦龙。"),
        ("罗文远和秦龙谁是副主席", "主席罗文远、副主席才让出席。", ["罗文远", "才让"], None),
        ("罗文远和谁主持座谈会", "罗文远与秦龙主持座谈会。", ["罗文远", "秦龙"], None),
        ("谁主持座谈会", "主席罗文远、副主席秦龙主持座谈会。", ["罗文远", "秦龙"], None),
        ("谁主持座谈会", "罗文远、才让等主持座谈会。", ["罗文远"], None),
        ("哪两位主持座谈会", "县总工会主席罗文远主持座谈会。", ["罗文远"], None),
        ("谁主持座谈会", "座谈会谈到人才保障，由工会主持。", ["才保"], None),
        ("县总工会副主席是谁", "县总工会主席罗文远主持座谈会。", ["罗文远"], None),
        ("县总工会主席是谁", "县总工会主席、书记罗文远主持会议。", ["罗文远"], "罗文远。"),
        ("检查组副组长是谁", "两位副组长及工会副书记罗文远参加检查。", ["罗文远"], None),
        (
            "政府副秘书长是谁",
            "副省长罗文远出席，政府副秘书长秦龙主持。",
            ["罗文远", "秦龙"],
            "秦龙。",
        ),
        ("工会副书记是谁", "两位副组长及工会副书记罗文远参加检查。", ["罗文远"], "罗文远。"),
        ("省总工会主席是谁", "工人秦龙、县总工会主席罗文远主持会议。", ["罗文远", "秦龙"], None),
        ("县总工会主席是谁", "工人秦龙、县总工会主席罗文远获奖。", ["罗文远", "秦龙"], "罗文远。"),
        ("清泉州总工会主席是谁", "由县委常委、总工会主席罗文远带队。", ["罗文远"], None),
        ("频道副总监是谁", "罗文远，男，现任生活频道总监。", ["罗文远"], None),
        ("频道的总监是谁", "罗文远，男，现任生活频道总监。", ["罗文远"], "罗文远。"),
        ("谁得了阅读奖", "车辆段职工罗文远获阅读奖，县工会某某获组织奖。", ["罗文远"], "罗文远。"),
        ("谁得了工会组织奖", "车辆段职工罗文远获阅读奖，县工会某某获组织奖。", ["罗文远"], None),
        ("谁被慰问了", "县总工会主席罗文远慰问困难职工。", ["罗文远"], None),
        ("谁写了《劳模之家》", "县总工会主席罗文远写了文章。", ["罗文远"], None),
        ("谁主办座谈会", "县总工会主席罗文远主办座谈会。", ["罗文远"], None),  # who: a body
    ],
)
def test_the_one_whom_the_quote_names_and_the_question_does_not(
    question: str, words: str, people: list[str], said: str | None
) -> None:
    quote = Quote(1, words, "某刊", people=tuple(people))
    assert lead(question, quote) == said
    assert said is None or problem(Sentence(said, (1,)), [quote]) is None


def test_the_lead_is_cited_like_the_quote_it_comes_from() -> None:
    sentences = list(Extractive().write("设了几个早餐点", [Quote(4, "共设早餐点17个。", "某刊")]))
    assert [(each.text, each.quotes) for each in sentences] == [
        ("17个。", (4,)),
        ("共设早餐点17个。", (4,)),
    ]


POINTS = "2022年，清泉县总工会共设早餐点17个，惠及412名环卫工人。"


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("清泉县设了17个早餐点吗？", True),
        ("清泉县是不是共设早餐点17个", True),
        ("清泉县有没有早餐点", True),
        ("清泉县设了18个早餐点吗？", False),
        ("白塔县设了17个早餐点吗", False),
        ("早餐点不惠及环卫工人吗", False),
        ("清泉县有没有早餐点，有几个", False),
        ("工会的人有没有来参加早餐点的活动", False),
        ("清泉县设了几个早餐点", False),
    ],
)
def test_yes_is_said_only_of_what_the_quote_carries(question: str, yes: bool) -> None:
    quote = Quote(1, POINTS, "某刊", "清泉县总工会")
    assert affirmed(question, [quote]) == yes
    label = next(iter(Extractive().write(question, [quote]))).label
    assert (label == "是的。") == yes


BUILT = Quote(
    1,
    "截至目前，打造阅读书屋266家、2家单位书屋受到表彰。",
    "某刊",
    "共绘蓝图",
    about=("清泉",),
    places=("清泉",),
    around="共绘蓝图 清泉县总工会见实效",
)
FED = Quote(1, "早餐首次覆盖170名职工；体检首次覆盖135名快递员。", "某刊", "早餐")
CAME = Quote(
    1,
    "4月7日至9日，主席秦龙来青湖调研。罗文远陪同。",
    "某刊",
    "秦龙来青湖调研 学习罗文远精神",
    people=("秦龙", "罗文远"),
)


@pytest.mark.parametrize(
    ("question", "quote", "yes"),
    [
        ("清泉县总工会打造了266家阅读书屋，是不是", BUILT, True),
        ("清泉县总工会打造了266家阅读书屋，对吗？", BUILT, True),
        ("清泉县总工会是不是打造了266家阅读书屋", BUILT, True),
        ("清泉是不是建了266家阅读书屋", BUILT, True),
        ("清泉县总工会打造了2家阅读书屋，是不是", BUILT, False),
        ("白塔县总工会打造了266家阅读书屋，是不是", BUILT, False),
        ("清泉县总工会只打造了266家阅读书屋吗", BUILT, False),
        ("清泉县所有单位书屋都受到表彰了吗", BUILT, False),
        ("清泉打造了266家阅读书屋吗", replace(BUILT, text="计划打造阅读书屋266家。"), False),
        ("清泉计划打造266家阅读书屋吗", replace(BUILT, text="计划打造阅读书屋266家。"), True),
        ("秦龙来青湖调研了吗", CAME, True),
        ("秦龙来青湖主持会议了吗", CAME, False),
        ("学习罗文远精神了吗", replace(CAME, text="主席秦龙来青湖调研。"), False),
        ("罗文远来青湖调研了吗", replace(CAME, text="主席秦龙来青湖调研。"), False),
        ("罗文远来青湖调研了吗", replace(CAME, text="学习罗文远，秦龙来青湖调研。"), False),
        ("罗文远来青湖调研了吗", replace(CAME, text="在青湖，罗文远陪同调研。"), False),
        ("罗文远陪同调研了吗", replace(CAME, text="在青湖，罗文远陪同调研。"), True),
        ("秦龙是4月7日来青湖调研的吗", replace(CAME, text="4月7日，秦龙来青湖调研。"), True),
        ("早餐首次覆盖135名职工吗", FED, False),
        ("早餐首次覆盖170名职工吗", FED, True),
    ],
)
def test_what_stands_in_other_words_or_around_the_quote(
    question: str, quote: Quote, yes: bool
) -> None:
    assert affirmed(question, [quote]) == yes


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("罗文远是不是县委书记", True),
        ("秦龙是县长吗", True),
        ("秦龙是不是县委书记", False),  # he is its deputy
        ("罗文远是不是县长", False),
        ("罗文远是县人大代表吗", False),
    ],
)
def test_what_somebody_is_stands_beside_his_name(question: str, yes: bool) -> None:
    words = "县委书记、县人大常委会主任罗文远出席，县委副书记、县长秦龙和代表主持。"
    quote = Quote(1, words, "某刊", people=("罗文远", "秦龙"))
    assert affirmed(question, [quote]) == yes


OLDER = Quote(1, "建设阅读站点220个，为290名劳模配备书架。", "某刊", None, "2023年第4期", "2023-04")
NEWER = Quote(
    2, "建设阅读站点320个，为410名劳模配备书架。", "某刊", None, "2024年第12期", "2024-12"
)


def test_bulletins_that_differ_stand_side_by_side_the_newest_first() -> None:
    said = list(Extractive().write("有多少个阅读站点", [OLDER, NEWER]))
    assert [(each.label, each.quotes) for each in said] == [
        ("2024年第12期：", (2,)),
        ("2023年第4期：", (1,)),
    ]
    undated = Quote(3, "建设阅读站点99个。", "五年综述")
    said = list(Extractive().write("有多少个阅读站点", [undated, NEWER]))
    assert [each.label for each in said] == ["2024年第12期：", "五年综述（日期不详）："]
    county = replace(NEWER, places_spoken_of=("清泉",))  # its figure is not the province's
    said = list(Extractive().write("有多少个阅读站点", [OLDER, county]))
    assert not any(each.label for each in said)
    same = list(Extractive().write("为多少名职工体检", [OLDER, NEWER]))
    assert [each.label for each in same] == ["", ""]


def test_how_far_apart_two_bulletins_are_is_computed() -> None:
    far = how_far_apart("阅读站点两年差多少个", [OLDER, NEWER])
    assert far and far.text == "相差100个。" and far.quotes == (1, 2)
    assert problem(far, [OLDER, NEWER]) is None
    assert how_far_apart("阅读站点有多少个", [OLDER, NEWER]) is None
    assert how_far_apart("两年差多少", [OLDER, NEWER]) is None  # of what, it does not say


def test_sides_of_a_comparison_are_named_by_who_is_named_around_them() -> None:
    one = Quote(1, "培养人才200余名。", "某刊", "风采", about=("罗文远", "清泉"))
    other = Quote(2, "培训150多人。", "某刊", "风采", about=("李明", "清泉"))
    said = list(Extractive().write("罗文远和李明谁教的人多", [one, other]))
    assert [each.label for each in said] == ["罗文远（日期不详）：", "李明（日期不详）："]
    assert not any(each.label for each in Extractive().write("教了多少人", [one, other]))
    said = list(Extractive().write("谁教的人多", [one, replace(one, n=2)]))
    assert not any(each.label for each in said)
    own = replace(other, text="李明培训150多人。", issue="2024年第12期")
    said = list(Extractive().write("罗文远和李明谁教的人多", [one, own]))
    assert [each.label for each in said] == ["罗文远（日期不详）：", "李明（2024年第12期）："]


def test_two_places_asked_for_at_once_are_two_dated_lines() -> None:
    one = Quote(1, "发卡37万张。", "某刊", "综述", about=("清泉",), date="2023-04")
    other = Quote(2, "发卡1万张。", "某刊", "风采", about=("青湖",), issue="2024年第12期")
    said = list(Extractive().write("清泉和青湖发了多少卡", [one, other]))
    assert [each.label for each in said] == ["清泉（2023-04）：", "青湖（2024年第12期）："]
    neither = replace(other, n=3, about=())
    said = list(Extractive().write("清泉和青湖哪个发卡多", [neither, one, other]))
    assert [each.quotes for each in said] == [(1,), (2,)]
    assert not any(
        each.label for each in Extractive().write("清泉和青湖发了多少卡", [one, neither])
    )


def test_garbled_words_are_shown_as_they_stand() -> None:
    said = list(Extractive().write("在哪里", [Quote(1, "设在\ufffd\ufffd路。", "某刊")]))
    assert said[0].label == "［原文如此］" and "\ufffd" in said[0].text
    garbled = Quote(
        1, OLDER.text.replace("劳模", "\ufffd\ufffd"), "某刊", None, OLDER.issue, OLDER.date
    )
    said = list(Extractive().write("有多少个阅读站点", [garbled, NEWER]))
    assert [each.label for each in said] == ["2024年第12期：", "2023年第4期：［原文如此］"]


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("书记什么时候调研群团工作", "4月2日，工会召开会议传达书记调研群团工作时的讲话。", None),
        ("工会什么时候传达书记讲话", "4月2日，工会召开会议传达书记调研时的讲话。", "4月2日。"),
        ("罗文远哪年当上副院长", "罗文远，现任副院长，2016年获名医称号。", None),
        ("罗文远哪年获名医称号", "罗文远，现任副院长，2016年获名医称号。", "2016年。"),
        ("《办法》何时印发", "5月8日，会议学习2023年3月印发的《办法》。", "2023年3月。"),
        ("会议何时学习《办法》", "5月8日，会议学习2023年3月印发的《办法》。", "5月8日。"),
        ("评审会什么时候召开", "12月16日，工会召开2024年度评审会，评出人选。", "12月16日。"),
        ("何时评出人选", "12月16日，工会召开2024年度评审会，评出人选。", "12月16日。"),
        ("书屋哪天建成", "4月1日，书屋开工，5月2日，书屋建成。", "5月2日。"),
        ("书屋哪天开工", "4月1日，书屋开工，5月2日，书屋建成。", "4月1日。"),
        ("书屋哪天建成", "4月1日和5月2日，两个书屋建成。", None),
    ],
)
def test_the_day_is_that_of_the_deed_asked_for(question: str, words: str, said: str | None) -> None:
    assert lead(question, Quote(1, words, "某刊")) == said


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("谁慰问了烈士家属", "县总工会走访慰问烈士罗文远家属。", None),
        ("谁慰问了烈士家属", "主席秦龙慰问烈士罗文远家属。", "秦龙。"),
        ("县总工会慰问了哪位劳模", "主席秦龙慰问劳模罗文远。", "罗文远。"),
        ("县总工会慰问了哪位劳模", "主席秦龙慰问劳模罗文远家属。", None),
        ("劳模罗文远被谁慰问", "主席秦龙慰问劳模罗文远。", None),
        ("哪位劳模被慰问", "劳模罗文远受到主席秦龙慰问。", "罗文远。"),
        ("谁慰问了劳模", "劳模罗文远受到主席秦龙慰问。", "秦龙。"),
        ("慰问职工的是哪位主席", "主席秦龙慰问职工罗文远。", "秦龙。"),
        ("会议谁主持的", "省长罗文远出席会议并讲话，秘书长秦龙主持。", "秦龙。"),
        ("会议上谁讲话", "省长罗文远出席会议并讲话，秘书长秦龙主持。", "罗文远。"),
        ("竞赛是谁宣布启动的", "主席罗文远出席竞赛启动仪式，并宣布竞赛启动。", "罗文远。"),
        ("谁调研群团工作", "3月28日，省委罗文远书记调研群团工作。", "罗文远。"),
        ("谁去清泉调研", "主席罗文远陪同调研。", None),
        ("谁陪同调研", "主席罗文远陪同调研。", "罗文远。"),
        ("谁一同参加了检查", "两位副组长及工会专职副书记罗文远一同参加检查。", None),
        ("带队检查的主席叫什么名字", "由主席罗文远带队赴企业检查。", "罗文远。"),
    ],
)
def test_a_deed_is_read_both_ways(question: str, words: str, said: str | None) -> None:
    names = tuple(name for name in ("罗文远", "秦龙") if name in words)
    assert lead(question, Quote(1, words, "某刊", people=names)) == said


def test_the_figure_of_another_county_or_year_is_no_lead() -> None:
    quote = Quote(1, "全县共有8家企业协商。", "某刊", places_spoken_of=("清泉",), date="2024-12")
    assert lead("白塔县有几家企业协商", quote) is None
    assert lead("清泉县有几家企业协商", quote) == "8家。"
    assert lead("2021年有几家企业协商", quote) is None
    assert lead("2024年有几家企业协商", quote) == "8家。"


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("早餐首次覆盖180名职工吗", FED.text, "170名"),
        ("早餐首次覆盖170名职工吗", FED.text, None),
        ("早餐首次覆盖80多名职工吗", FED.text, None),
        ("早餐首次覆盖了超过80名职工吗", FED.text, None),
        ("体检首次覆盖180名职工吗", FED.text, None),  # of whom else it does not say
        ("秦龙是4月9日来青湖调研的吗", "4月7日，秦龙来青湖调研。", "4月7日"),
        ("秦龙4月9日来青湖调研了吗", "4月7日，秦龙来青湖调研。", None),  # perhaps twice
        ("秦龙来青湖调研了吗", "4月7日，秦龙来青湖调研。", None),
    ],
)
def test_no_is_said_with_the_figure_that_is_so(question: str, words: str, said: str | None) -> None:
    quote = Quote(1, words, "某刊", "早餐 体检", people=("秦龙",))
    assert otherwise(question, [quote]) == said
    label = next(iter(Extractive().write(question, [quote]))).label
    assert label.startswith("否，是") == (said is not None)


def test_yes_in_front_of_sentences_makes_no_list_of_them(engine: Engine) -> None:
    answer = ask(engine, "谭天星来青海调研了吗？")
    assert answer.text.startswith("是的。4月7日") and "\n全国" not in answer.text


def test_a_title_that_says_what_is_counted_leaves_its_number_found() -> None:
    words = "共排查出隐患3处，其中消防隐患1处，电气隐患1处，设备隐患1处。"
    quote = Quote(1, words, "某刊", "县总工会开展隐患排查活动")
    assert lead("县总工会排查出多少处隐患", quote) == "3处。"


def test_of_a_sentence_in_parts_the_part_that_answers_is_quoted() -> None:
    words = "早餐首次覆盖170名环卫职工；体检首次覆盖135名快递员；夏令营首次为50名子女开展。"
    asked = ("早餐", "环卫")

    def worth(texts: Sequence[str]) -> list[float]:
        return [sum(word in text for word in asked) / len(asked) for text in texts]

    start, end = cut(words, worth, for_one=True)
    assert words[start:end] == "早餐首次覆盖170名环卫职工；"
    assert ended(words[start:end]) == "早餐首次覆盖170名环卫职工。"
    assert cut(words, worth) == (0, len(words))  # a list keeps its other parts
    assert cut(words, worth, lambda run: "50" in run, for_one=True) == (0, len(words))
    asked = ("早餐", "体检")
    assert cut(words, worth, for_one=True) == (0, len(words))
