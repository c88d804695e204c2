"""What is printed in spring reports on the year before; what is asked is worth more than what it is of."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.pipeline import Engine, ask, search
from rag.question.anchors import anchors
from rag.question.asked import understand
from rag.records import Bulletin
from rag.weigh.candidates import about, candidates, in_spring


@pytest.mark.parametrize("date", ["2024-03-15", "2024-04", "2024年3月", "二〇二四年三月"])
def test_the_month_is_read_as_a_manifest_may_have_it(date: str) -> None:
    assert in_spring(Bulletin("a", "a.txt", "a", date=date))


@pytest.mark.parametrize("date", [None, "2024", "2024-12-01", "2024年12月", "2024年秋"])
def test_without_such_a_month_it_is_not_spring(date: str | None) -> None:
    assert not in_spring(Bulletin("a", "a.txt", "a", date=date))


def test_who_signs_an_article_answers_only_who_asks_for_it(engine: Engine) -> None:
    def quotes(question: str) -> list[str]:
        return [cited.quote.strip() for cited in ask(engine, question).citations]

    said = quotes("王敬斋去平安调研了吗？")
    assert said and not any(re.fullmatch("[（(].*[）)]", each) for each in said)
    asks = "表彰劳模和先进工作者的消息，《青海日报》哪天见的报？"
    assert any("2024年12月28日第1版" in each for each in quotes(asks))


APRIL = Bulletin("a", "a.txt", "清泉工运", date="2023-04")


@pytest.mark.parametrize(
    ("year", "article", "reason"),
    [
        (2021, "困难职工由2021年底的785户增加至1726户。投入3495万元。", "other_time"),
        (2021, "2021年投入3495万元。", None),
        (2022, "投入3495万元。", None),  # printed in spring, it reports on the year before
        (2022, "4月21日,阅读交流活动举办。", "other_time"),
        (2023, "4月21日,阅读交流活动举办。", None),
        (2022, "12月27日,阅读交流活动举办。", None),
        (2022, "4月21日,活动举办。去年办了3场。", None),
        (2022, "2022年4月21日,阅读交流活动举办。", None),
    ],
)
def test_the_years_that_an_article_speaks_of(year: int, article: str, reason: str | None) -> None:
    assert anchors(f"{year}年投了多少").unmet(about(article, APRIL)) == reason


ABOUT_A_DRIVER = "西宁公交集团运营调度指挥中心城南分中心的驾驶员张福生，创建了什么驿站？"


def test_the_words_beside_the_question_word_weigh_for_themselves(engine: Engine) -> None:
    asked, hits = understand(ABOUT_A_DRIVER, engine.library), search(engine, ABOUT_A_DRIVER)
    found = []
    for asks_at in ((), asked.asks_at):
        near = candidates(engine.library, replace(asked, asks_at=asks_at), hits)
        found.append(max(near, key=lambda each: each.beside).unit.text)
    assert "城南分中心驾驶员" in found[0] and "驿站" in found[1]


def test_in_december_a_year_that_is_looked_back_on_is_that_year() -> None:
    december = Bulletin("a", "a.txt", "清泉工运", date="2024-12")
    asked = anchors("2023年走访了多少人")
    assert asked.unmet(about("一年来走访慰问143名。", december)) == "other_time"
    assert asked.unmet(about("去年走访慰问143名。", december)) is None


def test_who_a_profile_is_of_need_not_be_said_in_each_of_its_sentences(engine: Engine) -> None:
    answer = ask(engine, "西关街小学的校长搞的教师培养模式，是几加几加几？")
    assert "2+2+2" in answer.text


def test_what_is_counted_may_be_written_in_another_word(engine: Engine) -> None:
    answer = ask(engine, "南北山绿化服务中心管项目、管资金，立了多少项规矩？")
    assert "三十余项管理制度" in answer.text
