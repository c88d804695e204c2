"""Questions made by rule from laws and reports: a sentence, and what it says taken out of it.

Nobody asked these questions, so they teach no paraphrase, only what is asked for (who, when, how
many, which, what all) and how it is written: shorter than the text, spoken, with slips of the
keyboard, in traditional characters. With each comes a text that nearly answers it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from rag.answer.facts import dates, numbers
from training.sources import Document, Question, sentences_of

Item = TypeVar("Item")

_SENTENCE = range(12, 161)
_QUESTION = range(8, 49)
_SAYS_LITTLE = 16
_NEAR = range(20, 600)
_MARKS = "，。；：！？"

_BODY = "部门|机关|机构|委员会|政府|法院|检察院|单位|办公室|办公厅|国务院|工会|主席团|主席|局|厅|部"
_ACTOR = re.compile(
    rf"由([^，。；：、由的]{{0,14}}?(?:{_BODY}))"
    # 由负责药品监督管理的部门 is one body.
    "(?=(?:负责|主持|批准|决定|组织|规定|制定|领导|任命|承担|统一|责令|处)(?![^，。；]{0,14}的(?:部门|机构|机关)))"
)
_WORK = re.compile("《[^《》]{3,30}》")
_ITEM = "[^，。；：、“”《》（）]{2,12}"
# Only 等 tells the last thing of a list from what is done with the things.
_LIST = re.compile(
    rf"(?:包括|分为|设有)((?:{_ITEM}?、)+{_ITEM}?)(?=等|[，。；：]|$)(等?)"
    rf"|(?:开展|推进|加强|提供|享有|按照|通过|涉及|对|向)((?:{_ITEM}?、)+{_ITEM}?)(等)"
)
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条\s*|[（(]?[一二三四五六七八九十\d]+[）)、])"
)
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-2]\d)(?=年)")
# Numbers of these say where something stands in a text, or are a word: 三轮, 二十国集团.
_NOT_COUNTED = {"", *"章节款条项号届次页期轮批国点面"}

_HOW_MANY = {
    "元": ("多少钱", "多少元", "多少"), "人": ("多少人", "多少名", "几个人"), "%": ("多少", "百分之几"),
    "天": ("多少天", "几天", "多久"), "年": ("多少年", "几年", "多久"), "个月": ("几个月", "多久"),
}  # fmt: skip
_WHO = ("谁", "哪个部门", "什么单位")
_WHAT_ALL = ("哪些", "哪几种", "什么")
_WHERE = ("哪里", "哪个地方", "什么地方")
_SPOKEN = {
    "什么时候": "啥时候", "多少": "到底多少", "哪些": "都有啥", "多久": "多长时间", "谁": "哪个",
    "应当": "得", "可以": "能", "不得": "不能", "以上": "往上", "进行": "搞", "开展": "搞",
}  # fmt: skip
_BEFORE = ("请问", "那个", "想问一下，", "哎 ", "")
_BEHIND = ("来着", "呢", "啊", "")
_LEFT_OUT = re.compile(
    "(?<=[\u4e00-\u9fff])(?:依照|依法|进一步|分别|有关|以及|及其|的|了|并|其)(?=[\u4e00-\u9fff])"
)
_FORMAL = re.compile("中华人民共和国|^最高人民法院|^国务院|^关于")


@dataclass(frozen=True)
class Made:
    """`near` is of another year or place, or another paragraph of the same document; empty where
    there is none."""

    question: Question
    near: str


@dataclass(frozen=True)
class Taken:
    """A span of a sentence, and the ways to ask for it."""

    start: int
    end: int
    ways: Sequence[str]


@dataclass(frozen=True)
class Known:
    """`places` stand for one another in a near text, `alike` are characters of one sound,
    `traditional` turns simplified script into the other."""

    places: Sequence[str]
    alike: Mapping[str, str]
    traditional: Callable[[str], str]


def questions_from(documents: Iterable[Document], known: Known, seed: int) -> list[Made]:
    """At most one of a sentence; none comes twice."""
    rng = np.random.default_rng(seed)
    place = re.compile("|".join(map(re.escape, known.places)) or "(?!)")
    made = (one for document in documents for one in _of_document(document, known, place, rng))
    return list({one.question.text: one for one in made}.values())


def _of_document(
    document: Document, known: Known, place: re.Pattern[str], rng: np.random.Generator
) -> Iterator[Made]:
    for at, paragraph in enumerate(document.paragraphs):
        sentences = sentences_of(paragraph)
        for number, sentence in enumerate(sentences):
            taken = takings(sentence, place) if len(sentence) in _SENTENCE else []
            if not taken:
                continue
            plain = asking(sentence, _one(taken, rng), rng)
            if len(plain) not in _QUESTION:
                continue
            # A short one says nothing without the name of its law: 处多少元以下罚款.
            if document.title and (len(plain) < _SAYS_LITTLE or rng.random() < 0.4):
                plain = f"{_FORMAL.sub('', document.title)}，{plain}"
            # The title stands before the text, as it does where passages are searched.
            whole = (f"{document.title}\n", *sentences)
            question = Question(said(plain, known, rng), whole, number + 1, "".join(whole))
            yield Made(question, near(plain, document, at, known.places, rng))


def takings(sentence: str, place: re.Pattern[str]) -> list[Taken]:
    """What can be asked of a sentence."""
    found = [Taken(one.start, one.end, _when(one.month, one.day)) for one in dates(sentence)]
    found += [
        Taken(one.start, one.end, _HOW_MANY.get(one.unit, (f"多少{one.unit}", f"几{one.unit}")))
        for one in numbers(sentence)
        # 一个 and 一名 are articles more often than numbers.
        if not one.ordinal and one.unit not in _NOT_COUNTED and one.value != 1
    ]
    found += [Taken(*one.span(1), _WHO) for one in _ACTOR.finditer(sentence)]
    for one in _LIST.finditer(sentence):
        listed, end = (1, 2) if one[1] else (3, 4)
        found.append(Taken(one.start(listed), one.end(end), _WHAT_ALL))
    found += [Taken(*one.span(), _which(one[0])) for one in _WORK.finditer(sentence)]
    found += [Taken(*one.span(), _WHERE) for one in place.finditer(sentence)]
    return found


def _when(month: int | None, day: int | None) -> Sequence[str]:
    if day:
        return ("哪一天", "几月几号", "什么时候")
    return ("几月", "什么时候") if month else ("哪一年", "哪年", "什么时候")


def _which(work: str) -> Sequence[str]:
    return ("哪部法律", "什么法") if work.endswith("法》") else ("哪个文件", "什么规定")


def asking(sentence: str, taken: Taken, rng: np.random.Generator) -> str:
    """The clause with the question word in it, and the one before where it says too little."""
    start = max(sentence.rfind(mark, 0, taken.start) for mark in _MARKS) + 1
    ends = [at for mark in _MARKS if (at := sentence.find(mark, taken.end)) >= 0]
    clause = sentence[start : taken.start] + _one(taken.ways, rng)
    clause += sentence[taken.end : min(ends, default=len(sentence))]
    if len(clause) <= _QUESTION.start and start:
        before = max(sentence.rfind(mark, 0, start - 1) for mark in _MARKS) + 1
        clause = sentence[before:start] + clause
    return _NUMBERED.sub("", clause).strip("“”（）() \u3000") + "？"


def said(text: str, known: Known, rng: np.random.Generator) -> str:
    """As people write: shorter, spoken, mistyped, in the other script; often several of these."""
    text = _LEFT_OUT.sub(lambda word: "" if rng.random() < 0.5 else word[0], text)
    if rng.random() < 0.4:
        text = spoken(text, rng)
    if rng.random() < 0.2:
        text = mistyped(text, known.alike, rng)
    if rng.random() < 0.15:
        text = known.traditional(text)
    return text


def spoken(text: str, rng: np.random.Generator) -> str:
    for written, loose in _SPOKEN.items():
        if rng.random() < 0.6:
            text = text.replace(written, loose)
    return _one(_BEFORE, rng) + text.rstrip("？") + _one(_BEHIND, rng)


def mistyped(text: str, alike: Mapping[str, str], rng: np.random.Generator) -> str:
    """One character in ten, at least one, becomes another of the same sound."""
    places = [at for at, character in enumerate(text) if alike.get(character)]
    characters = list(text)
    for at in rng.permutation(places)[: max(1, len(text) // 10)]:
        characters[at] = _one(alike[text[at]], rng)
    return "".join(characters)


def near(
    question: str, document: Document, at: int, places: Sequence[str], rng: np.random.Generator
) -> str:
    """The same paragraph under another year or place where the question names one, or else the
    nearest other paragraph of the document."""
    paragraph = f"{document.title}\n{document.paragraphs[at]}"
    for year in _YEAR.findall(question):
        if year in paragraph:
            return paragraph.replace(year, str(int(year) + int(rng.choice([-3, -2, -1, 1, 2, 3]))))
    for place in places:
        if place in question and place in paragraph:
            others = [each for each in places if each not in paragraph]
            return paragraph.replace(place, _one(others, rng)) if others else ""
    for beside in (at + 1, at - 1, at + 2, at - 2):
        if 0 <= beside < len(document.paragraphs):
            other = document.paragraphs[beside]
            if len(other) in _NEAR:
                return f"{document.title}\n{other}"
    return ""


def characters_alike(characters: Sequence[str]) -> dict[str, str]:
    """For each character the others that are typed with the same letters."""
    from pypinyin import lazy_pinyin

    sounds: dict[str, str] = defaultdict(str)
    for character in characters:
        sounds[lazy_pinyin(character)[0]] += character
    return {one: group.replace(one, "") for group in sounds.values() for one in group}


def _one(options: Sequence[Item], rng: np.random.Generator) -> Item:
    return options[int(rng.integers(len(options)))]
