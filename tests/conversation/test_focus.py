"""A follow-up is answered where the last answer stands, where it leans on it or names nothing."""

from __future__ import annotations

import pytest

from rag.answer.generate.extractive import Extractive
from rag.conversation.chat import asks_for_details, completed
from rag.conversation.focus import focus_on, gains
from rag.conversation.talk import Talk
from rag.pipeline import Engine, ask, tried
from rag.question.follow import asks_the_same
from rag.records import Answer, Hit, Scope
from rag.search.retrieve import retrieve

BREAKFAST = "清泉县总工会什么时候启动“暖胃早餐”？"
MEETING = "2023年全党搞主题教育，重点抓的是哪一级往上的干部？"


def test_the_focus_is_what_the_last_answer_cites(small_engine: Engine) -> None:
    library = small_engine.library
    focus = focus_on(library, tried(small_engine, BREAKFAST))
    assert focus is not None
    text = library.clean_text("qingquan-2022-03")
    cited, beside, further = library.units_within("qingquan-2022-03", text.find("2022"), len(text))[
        :3
    ]
    assert focus.was_said(cited) and not focus.was_said(beside)
    assert focus.is_in_its_paragraph(beside) and not focus.is_in_its_paragraph(further)
    assert focus.is_in_its_article(further)
    (other,) = library.units_within("baita-2023-06", 0, 1)
    assert not focus.is_in_its_article(other) and not focus.is_in_its_paragraph(other)
    assert focus_on(library, Answer("无")) is None


@pytest.mark.parametrize(
    ("turns", "question", "text"),
    [
        ([BREAKFAST], "具体说说", "项目全年投入58.6万元，惠及环卫工人412名。[1]"),
        ([BREAKFAST], "Tell me more about it.", "项目全年投入58.6万元，惠及环卫工人412名。[1]"),
        (
            [BREAKFAST, "然后呢？"],
            "然后呢？",
            "县总工会主席罗文远说，早餐点要办在工人干活的路上。[1]全县共设早餐点17个。[2]",
        ),
    ],
)
def test_details_are_what_stands_behind_what_was_cited(
    small_engine: Engine, turns: list[str], question: str, text: str
) -> None:
    assert ask(small_engine, question, turns).text.split("\n")[0] == text


def test_the_next_of_a_list_says_nothing_of_the_last(engine: Engine) -> None:
    asked = "囊谦县农行那位上了2024年省劳模名单的行长叫什么？"
    rows = ask(engine, asked)
    assert "桑尕卓玛" in rows.text and "。" not in rows.citations[0].quote
    more = ask(engine, "展开讲讲", [asked])
    assert {each.quote for each in more.citations} == {rows.citations[0].quote}


def test_reading_on_does_not_run_into_the_next_profile(engine: Engine) -> None:
    asked = "2024年的省劳模里，乐都那位带人干水暖工的总经理是谁？"
    more = ask(engine, "具体说说", [asked, "他带出了多少务工人员？"])
    assert "余万虎，男" in more.text and "柳记套" not in more.text


def test_another_name_alone_makes_the_same_question() -> None:
    last = "（海西办了什么活动）一共花了多少钱？"
    assert asks_the_same("（果洛办了什么活动）一共花了多少钱？", last)
    assert not asks_the_same("（海西办了什么活动；一共花了多少钱？）谁主持的？", last)
    assert not asks_the_same("果洛办了什么活动？", "海西办了什么活动？")


@pytest.mark.parametrize(
    ("question", "leads"), [("那白塔市呢？", False), ("然后呢？", True), ("那谁负责？", True)]
)
def test_the_last_answer_leads_who_does_not_ask_about_another(
    small_engine: Engine, question: str, leads: bool
) -> None:
    def answered(asked: str, turns: tuple[str, ...]) -> Answer:
        return tried(small_engine, asked, turns)

    def search(text: str, limit: int) -> list[Hit]:
        return []

    talk = Talk(small_engine.library, Scope(), search, answered, Extractive())
    turns = ["清泉县总工会启动了什么项目？", "那一共投入多少钱？"]
    full = completed(question, turns, small_engine.library)
    assert (talk.focus(question, turns, full) is not None) == leads


def test_nothing_is_said_twice_and_nothing_follows_a_refusal(small_engine: Engine) -> None:
    then = ask(small_engine, "然后呢？", [BREAKFAST, "然后呢？"])
    assert ask(small_engine, "还有吗", [BREAKFAST, "然后呢？"]).text == then.text
    assert ask(small_engine, "然后呢？", [BREAKFAST, "然后呢？", "然后呢？"]).refused
    assert ask(small_engine, "具体说说", ["火星上有几个工会？"]).refused


@pytest.mark.parametrize(
    "question", ["具体讲讲这笔钱怎么花的", "后来他去了哪里？", "详细地址是什么？", "然后呢，玉树呢"]
)
def test_who_asks_for_something_asks_for_no_details(question: str) -> None:
    assert not asks_for_details(question)


def test_what_is_found_nowhere_else_is_looked_for_where_the_last_answer_stands(
    engine: Engine,
) -> None:
    asked = "那4月3日中央那场主题教育工作会，到场的国家副主席是哪一位？"
    found = ask(engine, asked, [MEETING])
    assert "韩正" in found.text and found.trace["leant"] == found.citations[0].article
    assert ask(engine, "那世界杯的冠军是谁？", [MEETING]).refused


def test_what_stands_there_is_sought_where_nothing_is_named(engine: Engine) -> None:
    asked = "参加培训的人回去以后打算干点啥？"
    before = ["海西州总工会2024年的产业工人专题培训班是哪天结束的，一共几天？"]
    first, alone = (ask(engine, asked, turns).citations[0] for turns in (before, []))
    assert "发挥“种子”作用" in first.quote and "种子" not in alone.quote


def test_passages_gain_by_where_they_stand(small_engine: Engine) -> None:
    library, answer = small_engine.library, tried(small_engine, BREAKFAST)
    gained = gains(library, focus_on(library, answer, pulls=True))
    assert gained and max(gained.values()) == pytest.approx(0.1)
    assert {library.passage(row).document for row in gained} == {"qingquan-2022-03"}
    assert gains(library, focus_on(library, answer)) == gains(library, None) == {}
    hits = retrieve(
        library, small_engine.embedder, "白塔", 9, Scope(("baita-2023-06",)), (), gained
    )
    assert {hit.passage.document for hit in hits} == {"baita-2023-06"}


def test_of_two_articles_that_answer_the_one_that_was_cited_comes_first(engine: Engine) -> None:
    asked = "办那场灶头上比高低的赛事，除了卖出钱，还给柴达木添了哪两样好处？"
    before = ["海西州总工会打的那批国家级、省级、州级书屋，加上发读书卡，说的是哪一年的事？"]
    found, alone = ask(engine, asked, before), ask(engine, asked)
    assert found.citations[0].article == found.trace["leant"] == "瀚海文明一枝花"
    assert alone.citations[0].article != "瀚海文明一枝花" and "leant" not in alone.trace


def test_a_question_with_names_of_its_own_stays_where_it_is(engine: Engine) -> None:
    asked = "西宁市总工会建成多少家职工书屋？"
    after, alone = ask(engine, asked, [MEETING]), ask(engine, asked)
    assert after.text == alone.text and after.trace["scores"] == alone.trace["scores"]
