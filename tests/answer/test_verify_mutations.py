"""Every sentence that the system answers the questions of eval/ with is carried by its quotes; with one
digit, numeral, name or 不 changed it is not. So is every evidence quote of the questions."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.answer.facts import numbers
from rag.answer.generate.extractive import ended
from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem
from rag.pipeline import Engine, ask
from rag.records import Answer
from rag.search import people

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions.jsonl"
ROWS = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
QUOTES = sorted({each["quote"] for row in ROWS if row["answerable"] for each in row["evidence"]})
NUMERALS = "一二三四五六七八九"
PUT_IN = 4
"""Places in a sentence at which a 不 is put in; all other changes are made wherever they can be."""
OFTEN = 3
BODY = re.compile(r"[\u4e00-\u9fff]{2}(?=公司|集团|总工会|医院|学院|大学|中学|协会)")
NO_BODY = re.compile("[的了在对为由给到和与及被驻]")


@dataclass(frozen=True)
class Said:
    text: str
    quotes: tuple[Quote, ...]

    def carried(self, text: str) -> bool:
        sentence = Sentence(text, tuple(quote.n for quote in self.quotes))
        return problem(sentence, self.quotes) is None


@dataclass(frozen=True)
class Names:
    """Of one kind, as the corpus has them."""

    found: re.Pattern[str]
    known: Sequence[str]


Change = Callable[[Said, random.Random], Iterator[str]]


def replaced(text: str, start: int, end: int, by: str) -> str:
    return text[:start] + by + text[end:]


def sentences_of(answer: Answer) -> Iterator[Said]:
    """Without the label in front, which no generator writes."""
    cited = {each.n: each for each in answer.citations}
    for match in re.finditer(r"(.*?)((?:\[\d+\])+)", answer.text, re.DOTALL):
        quotes = tuple(
            Quote(each.n, each.quote, each.title, each.article, each.issue, each.date)
            for each in (cited[int(n)] for n in re.findall(r"\d+", match[2]))
        )
        said = match[1].strip()
        whole = (ended(quote.text) for quote in quotes if said.endswith(ended(quote.text)))
        yield Said(next(whole, said), quotes)


@pytest.fixture(scope="session")
def said(engine: Engine) -> list[Said]:
    answers = (ask(engine, row["question"]) for row in ROWS)
    # What a catalogue or a phrase search says is put together by code, and not checked.
    written = [each for each in answers if not each.refused and "checks" in each.trace]
    assert len(written) > len(ROWS) / 2
    generated = [sentence for answer in written for sentence in sentences_of(answer)]
    evidence = [Said(quote, (Quote(1, quote, "《青海工运》"),)) for quote in QUOTES]
    return list(dict.fromkeys([*generated, *evidence]))


@pytest.fixture(scope="session")
def names(engine: Engine) -> list[Names]:
    library = engine.library
    text = "\n".join(library.clean_text(each.key) for each in library.bulletins())
    bodies = [
        name
        for name, count in Counter(BODY.findall(text)).items()
        if count >= OFTEN and not NO_BODY.search(name)
    ]
    known = [library.places, people.load(library.build), bodies]
    assert all(len(each) > 10 for each in known)
    patterns = [re.compile("|".join(sorted(each, key=len, reverse=True))) for each in known[:2]]
    return [Names(*each) for each in zip([*patterns, BODY], known, strict=True)]


def digits(said: Said, chance: random.Random) -> Iterator[str]:
    for match in re.finditer(r"\d", said.text):
        other = chance.choice([digit for digit in "123456789" if digit != match[0]])
        yield replaced(said.text, *match.span(), other)


def another_number(said: Said, chance: random.Random) -> Iterator[str]:
    """One of the quotes' own in the place of another."""
    figure = re.compile(r"\d[\d.,]*")
    own = {figure.match(each.text) for quote in said.quotes for each in numbers(quote.text)}
    for number in numbers(said.text):
        this = figure.match(number.text)
        if this and (others := sorted({each[0] for each in own if each} - {this[0]})):
            at = number.start
            yield replaced(said.text, at, at + this.end(), chance.choice(others))


def numerals(said: Said, chance: random.Random) -> Iterator[str]:
    for match in re.finditer(f"[{NUMERALS}]", said.text):
        other = chance.choice(NUMERALS.replace(match[0], ""))
        yield replaced(said.text, *match.span(), other)


def put_in(said: Said, chance: random.Random) -> Iterator[str]:
    inside = re.finditer(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", said.text)
    places = [match.start() for match in inside]
    for at in chance.sample(places, min(PUT_IN, len(places))):
        yield replaced(said.text, at, at, chance.choice(["不", "未", "没", "没有"]))


def left_out(said: Said, chance: random.Random) -> Iterator[str]:
    for match in re.finditer("没有|[不未没]", said.text):
        yield replaced(said.text, *match.span(), "")


def renamed(said: Said, names: Names, chance: random.Random) -> Iterator[str]:
    """Another name of the kind: one that the quotes do not have, and one that they have."""
    held = "".join(quote.text for quote in said.quotes)
    for match in names.found.finditer(said.text):
        others = [each for each in names.known if each not in match[0] and match[0] not in each]
        for some in ([n for n in others if n not in held], [n for n in others if n in held]):
            if some:
                yield replaced(said.text, *match.span(), chance.choice(some))


def slipped_through(said: list[Said], change: Change) -> list[str]:
    """The changed sentences that are still carried."""
    chance = random.Random(5)
    changed = [(each, text) for each in said for text in change(each, chance) if text != each.text]
    assert len(changed) > 50, "the change finds nothing to change"
    return [text for each, text in changed if each.carried(text)]


def test_what_is_said_is_carried(said: list[Said]) -> None:
    assert [each.text for each in said if not each.carried(each.text)] == []
    assert [each.text for each in said if not each.carried(f"{each.text.rstrip('。')}。")] == []


@pytest.mark.parametrize("change", [digits, another_number, numerals, put_in, left_out])
def test_one_change_and_it_is_withheld(said: list[Said], change: Change) -> None:
    assert slipped_through(said, change) == []


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["place", "person", "body"])
def test_another_name_and_it_is_withheld(said: list[Said], names: list[Names], kind: int) -> None:
    def change(each: Said, chance: random.Random) -> Iterator[str]:
        return renamed(each, names[kind], chance)

    assert slipped_through(said, change) == []
