"""第十二条讲什么: a text in numbered provisions is opened at the one that is named, never searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.cite import one_line
from rag.answer.facts import whole_number
from rag.collection.named import called
from rag.lists.listing import Line, Lines, listed
from rag.lists.series import COLONS
from rag.records import Answer, Bulletin, Scope, Unit
from rag.search.fold import fold
from rag.search.library import Library

FEWEST = 3
"""Provisions of a text that is made of them."""
MOST_TOLD = 4
TO_THE_END = 2**62
"""Characters."""
_NUMERAL = "[〇零一二三四五六七八九十百千\\d]{1,7}"
_OPENS = re.compile(rf"[\s*#]*第({_NUMERAL})条[*】]*[\s:：]")
_PART = re.compile(rf"[\s*#]*第{_NUMERAL}[编章节][\s:：]")
_ASKED = re.compile(r"第(\d+)条(?!之)")
_CHAPTER = re.compile(r"第(\d+)章")
_NUMBERED = re.compile(f"{_ASKED.pattern}|{_CHAPTER.pattern}")
_INSIDE = re.compile(r"第?[(]?(?P<n>\d+|[一二三四五六七八九十])[)]?(?P<of>[款项])")
_ASIDE = re.compile(r"[(](?P<before>[^()]{7,})[)](?P<asked>.+)")
"""The question before it, to which a follow-up leans."""
_ITEM = re.compile(r"\s*[（(](?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})[）)]")
_COUNT = re.compile(
    r"(?P<name>.{2,60}?)(?:一?共|总共)?(?:有|分)(?:一?共)?(?:多少|几)(?P<of>[条章])"
)
_BESIDES = re.compile(
    "请问|麻烦|帮我|给我|看一?下|看看|查一?下|说说|介绍一?下|(?:主要|大概|具体)?[的是]?(?:讲|说|写|规定|约定)的?了?(?:是|些)?(?:什么|啥|哪些)?(?:内容|东西)?"
    "|怎么(?:讲|说|写|规定)的?|都?(?:有|包括)(?:哪些|哪几|几|什么)(?:个|条|规定|内容)*|(?:有|的)?(?:什么|啥)?(?:区别|不同|差别)(?:是?什么)?|(?:主要|全部|具体)?内容|原文|全文|条文|是(?:什么|啥|哪些)"
    r"|请|列出|里面?|[()中上那的是和与跟、及呢啊呀吗吧了?？。！!,，:：\s]"
)


@dataclass(frozen=True, slots=True)
class Provision:
    number: int
    units: tuple[Unit, ...]


def provisions_answer(
    library: Library, blank: Answer, question: str, scope: Scope, more: int = 0
) -> Answer | None:
    """None where no provision is asked for by its number, or more than what it says."""
    text, bulletins = fold(question), library.documents_in(scope)
    if counted := _COUNT.fullmatch(re.sub("[?。!呢啊吗呀]+$", "", text)):
        lines = _counted(library, called(bulletins, counted["name"]), counted["of"])
        return listed(library, blank, lines, more) if lines else None
    follows = _ASIDE.fullmatch(text)
    here = follows["asked"] if follows and _NUMBERED.search(follows["asked"]) else text
    numbers = [int(n) for n in _ASKED.findall(here)]
    chapters = [int(n) for n in _CHAPTER.findall(here)]
    if not numbers and not chapters:
        return None
    name = _BESIDES.sub("", _INSIDE.sub("", _NUMBERED.sub("", text)))
    meant = called(bulletins, name) if name else _holding(library, here, scope)
    laws = {each.key: found for each in meant if len(found := provisions(library, each)) >= FEWEST}
    if not laws:
        return None
    named = [each for each in meant if each.key in laws]
    inside = _INSIDE.search(here)
    lines = Lines(
        [
            Line(one_line(unit.text), unit, f"《{each.title}》：")
            for each in named
            for unit in _said(library, each, laws[each.key], numbers, chapters, inside)
        ]
    )
    if not lines:
        missing = "、".join([*(f"第{n}条" for n in numbers), *(f"第{n}章" for n in chapters)])
        return _missing(blank, missing, named, laws)
    return listed(library, blank, lines, more)


def _holding(library: Library, text: str, scope: Scope) -> list[Bulletin]:
    """The documents that have all these numbers somewhere: not each of a large corpus is read."""
    found: set[str] | None = None
    for number in _NUMBERED.finditer(text):
        held = {unit.document for unit in library.units_holding(number[0], scope)}
        found = held if found is None else found & held
    return [each for each in library.documents_in(scope) if each.key in (found or ())]


def provisions(library: Library, bulletin: Bulletin) -> list[Provision]:
    """Those of a document, in their order, each with all its sentences."""
    found: list[tuple[int, list[Unit]]] = []
    is_open = False
    for unit in library.units_within(bulletin.key, 0, TO_THE_END):
        if opens := _OPENS.match(unit.text):
            found.append((int(fold(f"第{opens[1]}条")[1:-1]), []))
        is_open = bool(opens) or (is_open and not _PART.match(unit.text))
        if is_open:
            found[-1][1].append(unit)
    return [Provision(number, tuple(units)) for number, units in found]


def _said(
    library: Library,
    bulletin: Bulletin,
    law: Sequence[Provision],
    numbers: Sequence[int],
    chapters: Sequence[int],
    inside: re.Match[str] | None,
) -> list[Unit]:
    found = [unit for each in law if each.number in numbers for unit in each.units]
    if found and inside and inside["of"] == "项":
        return _item(found, whole_number(inside["n"])) or found
    return found or _of_chapters(library, bulletin, law, chapters)


def _item(units: Sequence[Unit], number: int) -> list[Unit]:
    """One of the things that a provision lists, behind what it says of all of them."""
    heads = [unit for unit in units if unit.text.rstrip().endswith(COLONS)]
    items = [
        unit
        for unit in units
        if (each := _ITEM.match(unit.text)) and whole_number(fold(each["n"])) == number
    ]
    return [*heads[:1], *items] if items else []


def _of_chapters(
    library: Library, bulletin: Bulletin, law: Sequence[Provision], chapters: Sequence[int]
) -> list[Unit]:
    """Its heading and the first sentence of each of its provisions."""
    found: list[Unit] = []
    for key, _, section, start, end in library.sections:
        opens = _CHAPTER.match(fold(section))
        if key == bulletin.key and opens and int(opens[1]) in chapters:
            found += library.units_within(key, start, start + 1)
            found += [each.units[0] for each in law if start <= each.units[0].start < end]
    return found


def _counted(library: Library, meant: Sequence[Bulletin], of: str) -> Lines:
    lines = []
    for each in meant:
        law = provisions(library, each)
        if len(law) < FEWEST:
            continue
        first, last = law[0].number, law[-1].number
        said = f"共{len(law)}条，第{first}条至第{last}条"
        if of == "章":
            chapters = [s for key, _, s, _, _ in library.sections if key == each.key]
            said = f"共{len([s for s in chapters if _CHAPTER.match(fold(s))])}章，{said}"
        lines.append(Line(f"《{each.title}》：{said}", law[-1].units[0]))
    return Lines(lines)


def _missing(
    blank: Answer, missing: str, named: Sequence[Bulletin], laws: dict[str, list[Provision]]
) -> Answer:
    there = "、".join(
        f"《{each.title}》有第{laws[each.key][0].number}条至第{laws[each.key][-1].number}条"
        for each in named[:MOST_TOLD]
    )
    text = f"没有{missing}（no such provision）：{there}。"
    return replace(blank, text=text, refused=True, reason="nothing_found")
