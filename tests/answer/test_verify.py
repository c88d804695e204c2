"""What carries a sentence and what does not, by kind of difference; the quotes are made up."""

from __future__ import annotations

import pytest

from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem

PLACE = Quote(9, "", "《青海工运》", "职工之家建设见成效", "2023年第4期", "2023-04-30")
GIFT = "4月3日，县总工会向26名环卫工人捐赠价值1.2万元的手套，占总数的百分之三"
HOMES = "建设职工之家190家，其中，全国级17家、省级13家、市级160家"
PLAN = "市总工会计划用三年时间帮助60户困难职工就业"
VISIT = "州总工会主席王一平主持会议，州委书记李向东出席并讲话，强调不得拖欠工资"


def carried(sentence: str, *texts: str) -> bool:
    quotes = [Quote(n, text, "《青海工运》") for n, text in enumerate(texts, 1)]
    return problem(Sentence(sentence, tuple(quote.n for quote in quotes)), quotes) is None


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        (GIFT, GIFT),
        (GIFT + "。", GIFT),
        ("县总工会4月3日向二十六位环卫工人捐赠了手套", GIFT),
        ("縣總工會４月３日向２６名環衛工人捐贈價值12,000元的手套", GIFT),
        ("手套价值一万二千元，占总数的3%", GIFT),
        ("价值1.2万元的手套，由县总工会送给26名环卫工人", GIFT),
        ("共建设职工之家一百九十家，市级有160家", HOMES),
        ("职工之家全国级和省级合计30家", HOMES),
        ("职工之家市级160家、省级13家，相差147家", HOMES),
        ("市总工会打算用三年时间帮助六十户困难职工就业", PLAN),
        ("主持会议的是州总工会主席王一平，讲话的是州委书记李向东", VISIT),
        ("活动连续举办至少三次", "活动连续举办不少于3次"),
        ("全省首次举办", "全省第一次举行"),
        ("没有划分阶段", "不划阶段"),
        ("书屋有30家", "有12家面馆、30家书屋"),
        ("乡镇已经建立了工会", "截至目前，乡镇建立工会"),
        ("拨出190万元用于清泉地震的救灾", "拨付190万元，支持清泉“1·08”地震救灾"),
    ],
)
def test_told_otherwise_and_still_carried(sentence: str, quote: str) -> None:
    assert carried(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("向27名环卫工人捐赠手套", GIFT),
        ("向26户环卫工人捐赠手套", GIFT),
        ("手套价值1.2元", GIFT),
        ("手套价值12万元", GIFT),
        ("5月3日，县总工会捐赠手套", GIFT),
        ("4月13日，县总工会捐赠手套", GIFT),
        ("占总数的百分之四", GIFT),
        ("占总数的3个百分点", GIFT),
        ("市总工会向26名环卫工人捐赠手套", GIFT),
        ("26名环卫工人捐赠价值1.2万元的手套", GIFT),
        ("县总工会没有向26名环卫工人捐赠手套", GIFT),
        ("县总工会向26名环卫工人捐赠口罩", GIFT),
        ("职工之家全国级和省级合计31家", HOMES),
        ("职工之家全国级13家、省级17家", HOMES),
        ("职工之家市级160家以上", HOMES),
        ("市总工会用三年时间帮助60户困难职工就业", PLAN),
        ("60户困难职工计划用三年时间帮助市总工会就业", PLAN),
        ("州总工会副主席王一平主持会议", VISIT),
        ("州总工会主席李向东主持会议", VISIT),
        ("强调拖欠工资", VISIT),
        ("王一平见《劳动报》", VISIT),
        ("会员增加了", "会员减少了30人"),
        ("书屋有12家", "有12家面馆、30家书屋"),
        ("乡镇已经建立工会", "推动乡镇建立工会"),
        ("最美驿站要建15个", "实施“新双15工程”，建设30%的最美驿站"),
        ("会员至多30人", "会员不少于30人"),
        ("工会第六次会议", "工会第五次会议"),
        ("三年来共有300名加入", "每年有300名加入"),
        ("购买T800级材料", "购买T1100级材料"),
    ],
)
def test_one_thing_is_different(sentence: str, quote: str) -> None:
    assert not carried(sentence, quote)


HOSTS = "活动由省总工会、州教育局主办，县总工会、县医院承办"
AWARDS = "2022年被甲公司评为先进，2024年取得经营许可证，产值300万元"
FEES = "公司为全职员工缴纳五险，三线员工缴纳五险一金，定期组织体检"
SITES = "建成户外站点224家，其中5家被命名为最美户外站点"


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("这些年没有事故和违章", "安全行车多年，无事故无违章，这些年"),
        ("职工反映诉求，工会服务不“打烊”", "保障工会服务“不打烊”，职工反映诉求"),
        ("多数职工没法参加培训", "多数职工无法参加培训"),
        ("供餐标准从5元提高到10元，提高了5元", "供餐标准由5元提高到10元（含让利3元）"),
        ("头一次办研学活动，有50名职工参加", "首次为50名职工举办研学活动，职工参加"),
        ("惠及800多户农户", "惠及800多农户3500多人"),
        ("他从2014年开始带徒弟，完成任务", "自2014年起他带徒弟，逐年完成任务"),
        ("活动已经结束", "活动成功落下帷幕"),
        ("4月3日，县总工会举行手套发放仪式", "4月3日，县总工会为26名工人举行手套发放仪式"),
        (
            "返还经费，为稳住经济大盘贡献工会力量",
            "返还经费，为稳住经济大盘、推动经济回到轨道贡献工会力量",
        ),
        ("各级工会为防疫投入300万元", "各级工会投入防疫资金300万元"),
        ("7名困难职工领到各类补贴300元", "为7名困难职工发放生活补贴、住房补贴300元"),
        (
            "补助发给2694名全国和省部级劳模",
            "向2694名全国、省部级劳模发放补助，向2337名省部级劳模发放资金",
        ),
        ("工人家庭有补助，医疗、助学不收费", "工人家庭有补助，免费医疗、助学"),
        ("2024年取得经营许可证，之前被甲公司评为先进", AWARDS),
    ],
)
def test_common_ways_to_tell_it_otherwise(sentence: str, quote: str) -> None:
    assert carried(sentence, quote)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("主办方是县总工会、县医院", HOSTS),
        ("2024年取得许可证，还被甲公司评为先进", AWARDS),
        ("全职员工缴纳五险一金", FEES),
        ("224家户外站点都命名为最美户外站点", SITES),
        ("建成的所有站点", "建成9家站点"),
        ("2023年产值300万元，超过了去年", "2022年产值500万元。2023年产值300万元，去年"),
        ("各市州总工会走访企业", "省总工会分赴各市州走访企业"),
        ("共领到2000元提货券", "职工领到价值2000元的提货券，共计9.6万元"),
        ("结报互保金850人次", "结报互保金80万元，受益职工850人次"),
        ("八项规定就是改进作风的最高标准", "八项规定不是最高标准，只是改进作风的第一步"),
        ("工业园区已经建立制度", "在实现全覆盖的基础上，推动在工业园区建立制度"),
        ("甲公司等单位捐赠西瓜", "为甲公司等单位发放西瓜"),
        ("工会工作产生风险", "工会工作消除风险"),
    ],
)
def test_what_belongs_together_is_not_parted(sentence: str, quote: str) -> None:
    assert not carried(sentence, quote)


def test_where_it_stands_may_be_said_in_front() -> None:
    quote = Quote(1, "2021年，他被评为劳模，共3人", PLACE.title, PLACE.article, PLACE.issue)

    def problem_of(front: str) -> str | None:
        return problem(Sentence(f"{front}2021年他获评劳模", (1,)), [quote])

    assert problem_of("据《青海工运》2023年第4期报道，") is None
    assert problem_of("《职工之家建设见成效》一文提到，") is None
    assert problem_of("《青海工运》2023年第5期写道，") is not None


RESCUED = "向甲乡、乙乡、丙镇的受灾职工送去慰问金300万元，查出消防隐患1处、电气隐患1处，共3处，不断跟进，不断回访"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("乙乡", "甲乡"),  # a word of the quote's own in another's place
        ("消防隐患1处", "消防隐患2处"),  # what two others come to
        ("不断", "断"),  # one 不 of two
    ],
)
def test_told_again_but_for_one_word(one: str, other: str) -> None:
    assert not carried(f"{RESCUED.replace(one, other)}。", RESCUED)
    assert carried(f"{RESCUED.replace('送去', '送上')}。", RESCUED)


@pytest.mark.parametrize("name", ["李磊", "李书", "李书雷"])
def test_a_name_in_a_row_is_told_whole(name: str) -> None:
    quote = "委员罗有国、李书磊、马春兰等5位同志结合工作实际交流了学习体会"
    assert carried(f"{quote}。", quote)
    assert not carried(f"{quote.replace('李书磊', name)}。", quote)


def test_a_rounder_number_has_fewer_digits() -> None:
    assert carried("约6.5万名职工参加", "64800名职工参加")
    assert not carried("约203名职工参加", "约200名职工参加")


def test_how_far_apart_two_quotes_are_is_of_what_both_count() -> None:
    older = "截至2022年，建成便利型阅读站点220个、职工驿站80个"
    newer = "截至2023年，建成便利型阅读站点320个、职工驿站90个"
    assert carried("相差100个。", older, newer)
    assert not carried("相差240个。", older, newer)  # 320 of the one and 80 of the other


def test_only_its_own_quotes_count() -> None:
    quotes = [Quote(1, "省级13家", ""), Quote(2, "市级160家", "")]
    assert problem(Sentence("市级160家", (2,)), quotes) is None
    assert problem(Sentence("市级160家", (1,)), quotes) is not None
    assert problem(Sentence("省级十三家，市级一百六十家", (1, 2)), quotes) is None
    assert problem(Sentence("市级160家", ()), quotes) == "no quote"
    assert problem(Sentence("市级160家", (2, 3)), quotes) == "no quote"
    assert problem(Sentence("。", (1,)), quotes) is not None


def test_words_cut_out_of_a_negated_phrase_are_not_carried() -> None:
    assert not carried("拖欠工资", "企业不得拖欠工资")
    assert carried("不得拖欠工资", "企业诚信经营，不得拖欠工资")


def test_one_negation_more_is_not_covered_by_another_that_is_near() -> None:
    assert not carried("退回到小河流，是不可没能的。", "退回到小河流，是不可能的。")


def test_the_place_lends_a_year_only_where_the_quote_names_none() -> None:
    def with_place(text: str, sentence: str) -> bool:
        quote = Quote(1, text, PLACE.title, PLACE.article, PLACE.issue, PLACE.date)
        return problem(Sentence(sentence, (1,)), [quote]) is None

    assert with_place("4月3日召开会议", "2023年4月3日召开会议")
    assert not with_place("4月3日召开会议", "2022年4月3日召开会议")
    assert not with_place("2022年4月3日召开会议", "2023年4月3日召开会议")
    assert with_place("去年举办32场", "2022年举办32场")
    assert not with_place("去年举办32场", "2023年举办32场")
    assert with_place("召开会议", "《青海工运》2023年第4期载，召开会议")
    assert not with_place("召开会议", "《青海工运》2023年第5期载，召开会议")


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("On April 3, 26 workers were given gloves worth 12,000 yuan, 3% of the total.", True),
        ("On April 4, 26 workers were given gloves.", False),
        ("27 workers were given gloves.", False),
        ("Gloves worth 1.2 yuan were given.", False),
        ("26 workers were not given gloves.", False),
        ("The Golmud union gave gloves to 26 workers.", False),
    ],
)
def test_english_about_chinese(sentence: str, held: bool) -> None:
    assert carried(sentence, GIFT) is held


@pytest.mark.parametrize("text", ["", "一", "🙂", "，" * 50, "工" * 3000])
def test_odd_texts_end_in_an_answer(text: str) -> None:
    assert not carried("县总工会慰问职工26名", text)
    problem(Sentence(text, (1,)), [Quote(1, GIFT, "")])
