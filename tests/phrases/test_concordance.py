"""Every place of a phrase, marked where it stands in the source."""

from __future__ import annotations

import random
import re
import time
from io import BytesIO

import pytest

from rag.errors import RequestError
from rag.phrases.concordance import LONGEST_PHRASE, concordance, spans
from rag.phrases.sheet import workbook
from rag.pipeline import Engine
from rag.records import Scope
from rag.search.fold import letters


@pytest.mark.parametrize(
    ("text", "phrase", "marked"),
    [
        ("建成职工书屋，职工书屋好", "职工书屋", ["职工书屋", "职工书屋"]),
        ("建成職工“書屋”", "职工书屋", ["職工“書屋"]),
        ("二〇二四年和２０２４年", "2024年", ["二〇二四年", "２０２４年"]),
        ("十月十分好", "十", ["十", "十"]),
        ("投入 1,200 万元", "1200万", ["1,200 万"]),
        ("占百分之五，增五", "5%", ["百分之五"]),
        ("第 3 届 Union", "union", ["Union"]),
        ("<script>alert(1)</script>", "<script>", ["<script>", "script"]),
        ("(.*)+", "(.*)+", ["(.*)+"]),
    ],
)
def test_the_phrase_is_marked_as_it_is_written(text: str, phrase: str, marked: list[str]) -> None:
    found = [text[start:end] for start, end in spans(text, phrase)]
    assert found == marked or phrase == "<script>" and found[0] == marked[0]


def test_any_words_of_a_sentence_are_marked_in_it(engine: Engine) -> None:
    chosen = random.Random(6)
    units = [
        unit
        for bulletin in engine.library.bulletins()
        for unit in engine.library.units_within(bulletin.key, 0, 10**9)
    ]
    for unit in chosen.sample(units, 300):
        start = chosen.randrange(len(unit.text))
        phrase = unit.text[start : start + chosen.randint(1, 12)].strip()
        if letters(phrase):
            marked = [unit.text[first:last] for first, last in spans(unit.text, phrase)]
            assert phrase in marked, (phrase, unit.text)


@pytest.mark.parametrize("phrase", ["产业工人", "十", "人民", "习近平"])
def test_no_place_is_left_out(engine: Engine, phrase: str) -> None:
    """Counted again in the whole text, without sentences or folding."""
    found = concordance(engine.library, phrase, Scope())
    for bulletin in engine.library.bulletins():
        text = re.sub(r"\s", "", engine.library.clean_text(bulletin.key))
        counted = sum(each.times for each in found.counts if each.bulletin == bulletin)
        assert counted >= text.count(phrase)
    assert found.times == sum(len(each.spans) for each in found.mentions) > 0


def test_a_phrase_may_cross_into_the_next_sentence(engine: Engine) -> None:
    library = engine.library
    first, second = library.units_within("haixi-zonggonghui-wenming", 300, 2000)[3:5]
    phrase = f"{first.text.strip()[-6:]}{second.text.strip()[:6]}"
    assert not library.units_holding(phrase, Scope())
    [place] = concordance(library, phrase, Scope()).mentions
    assert place.citation.id == first.id and place.text.endswith(second.text)
    [(start, end)] = place.spans
    assert letters(place.text[start:end]) == letters(phrase)


def test_a_sentence_as_long_as_a_file_is_marked_at_once() -> None:
    text = "十月二十三日慰问职工" * 5_000
    started = time.process_time()
    found = spans(text, "23日")
    assert {text[start:end] for start, end in found} == {"二十三日"} and len(found) == 5_000
    assert time.process_time() - started < 20


def test_scope_is_kept(engine: Engine) -> None:
    everywhere = concordance(engine.library, "职工书屋", Scope())
    year = concordance(engine.library, "职工书屋", Scope(years=(2023,)))
    keys = {each.bulletin.key for each in year.counts}
    assert keys == {"qinghai-gongyun-2023-04"} and 0 < year.times < everywhere.times
    with pytest.raises(RequestError, match="1901"):
        concordance(engine.library, "职工书屋", Scope(years=(1901,)))


@pytest.mark.parametrize("phrase", ["", "  ", "，。！", "长" * (LONGEST_PHRASE + 1)])
def test_what_cannot_be_looked_for_is_said(engine: Engine, phrase: str) -> None:
    with pytest.raises(RequestError, match="没有可查的字|最多"):
        concordance(engine.library, phrase, Scope())
    assert concordance(engine.library, "没有这样的词句", Scope()).mentions == ()


def test_a_workbook_has_every_place_and_no_formula(small_engine: Engine) -> None:
    from dataclasses import replace

    from openpyxl import load_workbook

    found = concordance(small_engine.library, "县总工会", Scope())
    bad = [f"{mark}HYPERLINK(1)\x07" for mark in "=+-@"]
    first = found.mentions[0]
    more = [replace(first, text=text, citation=replace(first.citation, title=text)) for text in bad]
    book = load_workbook(
        BytesIO(workbook(replace(found, mentions=(*found.mentions, *more), phrase="=1")))
    )
    places, counts = book.worksheets
    rows = list(places.iter_rows(min_row=2))
    assert [row[7].value for row in rows] == [each.text for each in found.mentions] + [
        text.rstrip("\x07") for text in bad
    ]
    for row in rows[-len(bad) :]:
        assert row[7].data_type == row[1].data_type == "s" and row[7].quotePrefix
    assert [row[0].value for row in counts.iter_rows(min_row=2)] == ["清泉工运", "“=1” 合计 total"]
    assert sum(row[8].value for row in rows[: len(found.mentions)]) == found.times
