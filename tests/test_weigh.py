"""What is printed in spring reports on the year before."""

from __future__ import annotations

import re

import pytest

from rag.pipeline import Engine, ask
from rag.records import Bulletin
from rag.weigh import in_spring


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
