"""Every evidence quote of the evaluation carries itself; with one digit, numeral, name or 不 changed it does not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions.jsonl"
ROWS = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
QUOTES = sorted({each["quote"] for row in ROWS if row["answerable"] for each in row["evidence"]})
NUMERALS = "一二三四五六七八九"
# Names as they are written in general: before a kind of place or body, behind an office.
NAMES = (
    re.compile(
        r"[\u4e00-\u9fff]{2}(?=省|市|州|县|区(?!域|别)|镇|公司|集团|总工会|医院|学院|大学|中学)"
    ),
    re.compile(
        r"(?<=主席|书记|部长|主任|局长|组长)[\u4e00-\u9fff]{2,3}(?=同志|主持|作|宣|赴|[，、])"
    ),
    re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?=，男|，女|（女|同志)"),
)
OTHERS = ("昌都", "周建国", "雅安", "平凉", "李秀英", "扎西多杰", "临夏", "达州")


def carried(sentence: str, quote: str) -> bool:
    return problem(Sentence(sentence, (1,)), [Quote(1, quote, "《青海工运》")]) is None


def replaced(text: str, start: int, end: int, by: str) -> str:
    return text[:start] + by + text[end:]


def digits(text: str, chance: random.Random) -> Iterator[str]:
    if found := list(re.finditer(r"\d", text)):
        match = chance.choice(found)
        other = chance.choice([d for d in "123456789" if d != match[0]])
        yield replaced(text, *match.span(), other)


def numerals(text: str, chance: random.Random) -> Iterator[str]:
    if found := list(re.finditer(f"[{NUMERALS}]", text)):
        match = chance.choice(found)
        yield replaced(text, *match.span(), chance.choice(NUMERALS.replace(match[0], "")))


def names(text: str, chance: random.Random) -> Iterator[str]:
    if found := [match for pattern in NAMES for match in pattern.finditer(text)]:
        match = chance.choice(found)
        yield replaced(text, *match.span(), chance.choice([n for n in OTHERS if n not in text]))


def put_in(text: str, chance: random.Random) -> Iterator[str]:
    inside = [m.start() for m in re.finditer(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", text)]
    if inside:
        at = chance.choice(inside)
        yield replaced(text, at, at, chance.choice(["不", "未", "没有"]))


def left_out(text: str, chance: random.Random) -> Iterator[str]:
    if found := list(re.finditer("不|未|没有", text)):
        yield replaced(text, *chance.choice(found).span(), "")


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quote_carries_itself(quote: str) -> None:
    assert carried(quote, quote)
    assert carried(f"{quote.rstrip('。')}。", quote)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("change", [digits, numerals, names, put_in, left_out])
def test_one_change_and_it_is_withheld(change, seed: int) -> None:  # type: ignore[no-untyped-def]
    chance = random.Random(seed)
    changed = [(quote, text) for quote in QUOTES for text in change(quote, chance) if text != quote]
    assert len(changed) > 15, "the change finds nothing to change"
    assert [text for quote, text in changed if carried(text, quote)] == []
