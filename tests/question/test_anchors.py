from __future__ import annotations

import pytest

from rag.question.anchors import anchors
from rag.question.asked import understand
from rag.question.sides import parts
from rag.search.fold import fold


@pytest.mark.parametrize(
    ("question", "years", "ordinals", "places"),
    [
        ("清泉县2023年投了多少", {"2023"}, set(), {"清泉"}),
        ("清泉22年投了多少", {"2022"}, set(), {"清泉"}),
        ("二〇二三年第六届技能大赛", {"2023"}, {"第6届"}, set()),
        ("第十七届职代会哪天开", set(), {"第17届"}, set()),
        ("近10年来建了多少书屋", set(), set(), set()),
        ("20年来建了多少书屋", set(), set(), set()),
        ("好几十年推广了多少", set(), set(), set()),
        ("数十年、上十年建了多少", set(), set(), set()),
        ("一干就是二十五年的人推广了多少", set(), set(), set()),
        ("这个社区的书屋", set(), set(), set()),
        ("评上省劳模的是谁", set(), set(), set()),
        ("How many in 2021?", {"2021"}, set(), set()),
        ("12351热线是做什么的", set(), set(), set()),
    ],
)
def test_what_a_question_turns_on(
    question: str, years: set[str], ordinals: set[str], places: set[str]
) -> None:
    found = anchors(question, ["清泉"])
    assert (set(found.years), set(found.ordinals), set(found.places)) == (years, ordinals, places)


def test_evidence_of_another_year_place_or_ordinal_is_none() -> None:
    asked = anchors("清泉县2023年第六届大赛有多少人")
    assert asked.unmet("清泉县2023年办了第6届大赛") is None
    assert asked.unmet("清泉县2022年办了第6届大赛") == "other_time"
    assert asked.unmet("白塔县2023年办了第6届大赛") == "other_name"
    assert asked.unmet("清泉县2023年办了第7届大赛") == "other_name"


def test_each_kind_of_ordinal_has_to_be_met() -> None:
    asked = anchors("第六届女职工委员会第八次会议什么时候召开的")
    assert asked.unmet("第6届女职工委员会第7次会议召开") == "other_name"
    assert asked.unmet("第6届女职工委员会第8次会议召开") is None
    assert asked.unmet("女职工委员会6届8次会议召开") is None
    assert anchors("第一批和第二批各有多少人").unmet("第2批有3人") is None


def test_of_two_years_that_are_compared_one_is_enough() -> None:
    assert anchors("2022年和2023年哪年多").unmet("2023年有3家") is None


def test_the_share_that_stands_nearby() -> None:
    asked = anchors("清泉县2023年投了多少")
    assert (asked.held("清泉县投了3元"), asked.held("无")) == (0.5, 0.0)
    assert anchors("投了多少").held("无") == 1.0


def test_a_comparison_becomes_one_question_about_each() -> None:
    assert parts("清泉县和白塔县谁的书屋多", ["清泉", "白塔"]) == (
        "清泉县谁的书屋多",
        "白塔县谁的书屋多",
    )
    assert parts("清泉县有多少书屋", ["清泉"]) == ("清泉县有多少书屋",)


class Known:
    """A corpus of two counties in 青海, which all of it speaks of."""

    places = ("清泉", "白塔", "青海")

    def tells_apart(self, name: str) -> bool:
        return name != "青海"

    def people_in(self, folded: str) -> list[str]:
        return [name for name in ("罗文远", "李明") if name in folded]

    def sounds_like(self, question: str) -> list[str]:
        names = {"Qingquan": "清泉", "Luo Wenyuan": "罗文远", "Hangzhou": "杭州"}
        return [said for latin, said in names.items() if latin in question]

    def mended(self, question: str) -> str:
        return question.replace("会仪", "会议")


def test_only_comparisons_are_parted_and_common_places_are_left_aside() -> None:
    compared = understand("青海的清泉县和白塔县谁的书屋多", Known())
    assert set(compared.places) == {"清泉", "白塔"}
    assert len(compared.parts) == 2
    assert len(understand("清泉县的人去白塔县学习了几天", Known()).parts) == 1
    assert understand("清泉县有哪些书屋", Known()).is_listing


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("清泉县办了什么驿站，来了多少人", ["办了什么", "多少人"]),
        ("（清泉县的书屋是哪年建的）那白塔县又是谁管的", ["谁"]),
        ("How many libraries has Qingquan?", ["how many"]),
        ("（清泉县的书屋是哪年建的）谁管", []),  # too short to be weighed alone
        ("清泉县的书屋", []),
    ],
)
def test_where_the_question_words_stand_in_what_is_weighed(question: str, asks: list[str]) -> None:
    asked = understand(question, Known())
    assert [fold(asked.weighed)[start:end] for start, end in asked.asks_at] == asks


def test_a_name_in_latin_letters_is_held_like_one_in_chinese() -> None:
    asked = understand("How many libraries has Qingquan?", Known())
    assert asked.searched.endswith(" 清泉") and asked.places == ("清泉",)
    apart = understand("When did Luo Wenyuan speak in Hangzhou?", Known())
    assert not apart.anchors.places  # 远杭州 is none


def test_whether_a_question_is_vague_is_seen_when_its_slips_are_mended() -> None:
    assert understand("会仪什么时候开的", Known()).pairs == {"会议", "开的"}


def test_what_stands_in_brackets_is_not_asked() -> None:
    asked = understand("（清泉县投入多少钱）那早餐点有几个？", Known())
    assert [(want.kind, want.unit) for want in asked.sought.wants] == [("how_many", "个")]
    assert asked.places == ("清泉",)
    asked = understand("（2024年的劳模里那位主管是谁）他当初是靠什么进的公司？", Known())
    assert asked.anchors.years == {"2024"} and not asked.anchors.happened


def test_the_year_of_an_honour_is_not_the_one_of_the_deed() -> None:
    for question in (
        "2024年的省先进工作者罗文远在哪里进修过？",
        "Where did Luo Wenyuan, a 2024 model worker, study?",
    ):
        found = anchors(question)
        assert found.years == {"2024"} and not found.happened
    assert anchors("2024年的省劳模有几位？").happened == {"2024"}


@pytest.mark.parametrize(
    ("question", "sentence", "before", "reason"),
    [
        ("2021年报销多少", "2022年报销6505人。", "", "other_time"),
        ("2021年报销多少", "报销6505人。", "2022年，工会办实事。", "other_time"),
        ("2021年报销多少", "报销6505人。", "2021年至2022年，工会办实事。", None),
        ("2021年报销多少", "报销6505人。", "工会2022年办实事。2023年接着办。", None),
        ("2024年发了多少", "发放价值2000元的提货券。", "", None),
        ("2024年绿化了多少", "截至目前，绿化51万亩，由1989年的7.2%提高到79%。", "", None),
        ("2024年有多少户", "由2021年底的785户增加至1726户。", "", None),
        ("2024年12月哪天开会", "12月9日开会，研究2025年经济工作。", "", None),
        ("2022年和2021年各报销多少", "2022年报销6505人。", "", None),
        ("2023年第4期说报销了多少", "2022年报销6505人。", "", None),
        ("第6届委员会第6次会议哪天开", "第6届委员会第7次会议4月7日召开。", "", "other_name"),
        ("第6届委员会第7次会议哪天开", "第6届委员会第7次会议4月7日召开。", "", None),
        ("第6次会议哪天开", "会议4月7日召开。", "", None),
        ("11级伤残补助多少", "7级伤残为13个月,10级伤残为7个月。", "", "other_name"),
        ("三级伤残补助多少", "一级至四级伤残的,享受补助。", "", None),
        ("三级伤残补助多少", "五级、六级伤残的,享受补助。", "", "other_name"),
        ("三级伤残补助多少", "推动省市县四级联动。", "", None),
        ("第15指导组组长是谁", "第14指导组组长王炯讲话。", "", "other_name"),
        ("20届中央纪委4次全会哪天开", "20届中央纪委3次全会1月8日召开。", "", "other_name"),
        ("2023年那期杂志说报销了多少", "2022年报销6505人。", "", None),
        ("How many, as the April 2023 issue says?", "2022年报销6505人。", "", None),
        ("20届中央纪委四次全会哪天开", "20届中央纪委三次全会1月8日召开。", "", "other_name"),
        ("第14届六次、七次全会哪天开", "14届六次、七次全会召开。", "", None),
        ("第二届竞赛谁赢了", "获首届竞赛冠军。", "", "other_name"),
        ("头一届竞赛谁赢了", "获首届竞赛冠军。", "", None),
        ("Who won the second workers' skills contest?", "获首届竞赛冠军。", "", "other_name"),
        ("第三届邮政快递竞赛", "办第3届家政服务竞赛,办第4届邮政快递竞赛。", "", "other_name"),
        ("第四届邮政快递竞赛", "办第3届家政服务竞赛,办第4届邮政快递竞赛。", "", None),
        ("立过几次一等功", "荣立三等功4次。", "", "other_name"),
        ("一等奖和二等奖各几名", "二等奖3名。", "", None),
        ("2023年一年的营收是多少", "截至目前,营收40亿元。", "", "other_time"),
        ("2023年一年的营收是多少", "截至2023年底,营收40亿元。", "", None),
        ("2023年一年的营收是多少", "今年以来,营收40亿元。", "", None),
        ("2023年一年的营收是多少", "累计供应30吨,营收40亿元。", "", "other_time"),
        ("How much in 2023 alone?", "截至目前,投入276万元。", "", "other_time"),
        ("2023年的营收是多少", "截至目前,营收40亿元。", "", None),
        ("清泉县报销多少人", "全省参加5314家、报销6505人。", "", "other_name"),
        ("清泉县报销多少人", "全省参加5314家、报销6505人。", "清泉县总工会落实互保。", None),
        ("清泉县报销多少人", "在全省率先报销。", "", None),
    ],
)
def test_a_sentence_of_another_year_or_number(
    question: str, sentence: str, before: str, reason: str | None
) -> None:
    assert anchors(question).contradicted(sentence, before) == reason


@pytest.mark.parametrize(
    ("question", "year", "years"),
    [
        ("去年投了多少", 2024, {"2023"}),
        ("今年和前年各投了多少", 2024, {"2024", "2022"}),
        ("How much was spent last year?", 2023, {"2022"}),
        ("去年投了多少", None, set()),  # without a date it need not be named
        ("2022年比上年多投了多少", 2024, {"2022"}),
        ("“今年以来”办了多少项", 2024, set()),
        ("以前年年办吗，如今年轻人来吗", 2024, set()),
    ],
)
def test_last_year_is_the_one_before_the_bulletins(
    question: str, year: int | None, years: set[str]
) -> None:
    assert anchors(question).meant(year, newest=2024).years == years


@pytest.mark.parametrize(
    ("question", "sentence", "year", "reason"),
    [
        ("去年报销多少", "今年报销6505人。", 2024, "other_time"),
        ("去年报销多少", "去年报销6505人。", 2024, None),
        ("去年报销多少", "2023年报销6505人。", 2024, None),
        ("去年报销多少", "2022年报销6505人。", 2024, "other_time"),
        ("今年报销多少", "报销6505人，比去年多。", 2024, None),
        ("2023年报销多少", "今年报销6505人。", 2024, "other_time"),
        ("2023年报销多少", "去年报销6505人。", 2024, None),
        ("2024年的会定了什么", "明年要报销6505人。", 2024, None),
        ("去年报销多少", "报销6505人。", 2024, "other_time"),
        ("去年报销多少", "报销6505人。", None, "other_time"),
        ("去年报销多少", "去年报销6505人。", None, None),
        ("今年报销多少", "报销6505人。", None, None),
        ("近五年报销多少", "2012年报销6505人。", 2024, "other_time"),
        ("近五年报销多少", "2020年报销6505人。", 2024, None),
        ("近三年报销多少", "5年来报销6505人。", None, "other_time"),
        ("近五年报销多少", "近两年来报销6505人。", None, "other_time"),
        ("近五年报销多少", "5年来报销6505人。", None, None),
        ("报销多少", "近两年来报销6505人。", None, None),
    ],
)
def test_a_sentence_of_another_year_than_the_one_meant(
    question: str, sentence: str, year: int | None, reason: str | None
) -> None:
    asked = anchors(question).meant(year, newest=2024)
    assert asked.contradicted(sentence, "", year=year) == reason


@pytest.mark.parametrize(
    ("question", "section", "reason"),
    [
        ("2015年新增多少", "一、2014年工作回顾", "other_time"),
        ("2014年新增多少", "一、2014年工作回顾", None),
        ("2014年新增多少", "一、去年工作回顾", None),
        ("2015年新增多少", "一、过去一年工作回顾", "other_time"),
        ("2015年新增多少", "二、今年工作安排", None),
        ("2014年新增多少", "二、今年工作安排", "other_time"),
        ("2014年新增多少", "二、到2020年的远景", None),
        ("2014年新增多少", "一、过去五年工作回顾", None),
        ("新增多少", "一、2014年工作回顾", None),
    ],
)
def test_a_heading_tells_the_year_of_what_stands_beneath(
    question: str, section: str, reason: str | None
) -> None:
    turns_on = anchors(question)
    assert turns_on.contradicted("新增970万人。", "", "", 2015, section) == reason


def test_no_number_of_years_is_too_many() -> None:
    assert anchors("近999999999999年报销多少").recent == 0
    assert len(anchors("近99年报销多少").meant(2024, newest=2024).within) == 100


def test_what_is_printed_in_spring_reports_on_the_year_before() -> None:
    asked = anchors("去年报销多少").meant(2023, newest=2024, looks_back=True)
    assert asked.contradicted("报销6505人。", "", year=2023) is None
    assert asked.contradicted("今年报销6505人。", "", year=2023) == "other_time"


@pytest.mark.parametrize(
    ("question", "sentence", "before", "reason"),
    [
        ("12月3日开了什么会", "12月3日，联席会议召开。", "", None),
        ("12月3日开了什么会", "3月30日，调研组开了会。", "", "other_time"),
        ("12月3日开了什么会", "会上通报了情况。", "12月3日，联席会议召开。", None),
        ("12月3日开了什么会", "会上通报了情况。", "3月30日，开了会。", "other_time"),
        ("11月27日开了什么班", "11月26日至28日，开了班。", "", None),
        ("11月开了什么班", "11月26日，开了班。", "", None),
        ("11月开了什么班", "10月以来开了班。", "", "other_time"),
        ("11月开了什么班", "开了班。", "", None),
        ("2023年4月《青海工运》里开了什么班", "3月开了班。", "", None),
        ("哪天开的班", "3月2日开了班。", "", None),
    ],
)
def test_a_sentence_of_another_day_or_month(
    question: str, sentence: str, before: str, reason: str | None
) -> None:
    meant = anchors(question)
    assert meant.contradicted(fold(sentence), fold(before)) == reason


def test_no_bulletin_dates_what_came_after_it() -> None:
    asked = understand("2025年底的会议是哪天开的", Known()).anchors
    assert asked.contradicted("会议12月11日召开。", "", year=2024) == "other_time"
    assert asked.contradicted("会议12月11日召开。", "", year=2025) is None
    assert asked.contradicted("2025年会议定于12月11日召开。", "", year=2024) is None


def test_where_a_date_is_asked_for_another_may_be_the_answer() -> None:
    for question, reason in (("12月5日的会哪天见报", None), ("12月5日的会谁讲话", "other_time")):
        meant = understand(question, Known()).anchors
        assert meant.contradicted("12月6日见报。", "") == reason


def test_the_month_of_the_bulletin_may_be_the_issue_s() -> None:
    asked = anchors("2023年4月开了什么班")
    for month, reason in ((4, None), (12, "other_time"), (None, "other_time")):
        meant = asked.meant(2023, 2024, month=month)
        assert meant.contradicted("3月开了班。", "", year=2023) == reason


def test_the_day_stands_in_the_article_of_the_evidence() -> None:
    meant = anchors("12月3日开了什么会")
    assert meant.unmet("3月30日的会") == "other_time" == meant.unmet("没有日期的会")
    assert meant.unmet("12月3日的会，到12月5日") is None


def test_a_title_with_another_word_in_it_is_anothers() -> None:
    asked = anchors("《清泉经济思想学习纲要》多少章")
    assert asked.unmet("《清泉文化思想学习纲要》出版。《纲要》共14章。") == "other_name"
    assert asked.unmet("《清泉经济思想学习纲要》《清泉文化思想学习纲要》出版。") is None
    assert anchors("《文化思想学习纲要》多少章").unmet("《清泉文化思想学习纲要》出版。") is None
    assert asked.unmet("《白塔县志》出版。") is None


def test_in_print_ten_years_are_no_year() -> None:
    asked = anchors("2023年清泉工会的事业走了多少年")
    assert asked.contradicted("这项事业历经了10年的发展历程。", "") is None
    assert asked.contradicted("2010年，这项事业开始。", "") == "other_time"


def test_a_year_beside_what_goes_on_until_now_is_the_year() -> None:
    asked = anchors("清泉市2021年返还了多少会费")
    said = "截至目前投入276万元,2022年全额返还会费462万元。"
    assert asked.contradicted(said, "") == "other_time"
    assert asked.contradicted("截至2022年共返还会费462万元。", "") is None
