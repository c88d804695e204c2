"""Who or which of a list: all of it, or every row that holds the place asked for, not the best ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from rag.answer.cite import one_line
from rag.lists.dated import dated_entries
from rag.lists.holder import holders
from rag.lists.listing import Line, Lines
from rag.question.anchors import Anchors
from rag.question.asked import Asked
from rag.records import Hit, Scope, Unit, bulletin_name
from rag.search.fold import fold, in_pairs, letters
from rag.search.library import Library
from rag.search.places import PROVINCES
from rag.search.scope import year_of
from rag.weigh.years import in_spring

LONGEST_ROW = 60
"""Characters: what is longer is a sentence without its mark."""
MOST_ROWS = 12
FEWEST_ROWS = 2
"""Of a list that name the place asked about: one alone may be chance, and more are no answer."""
HITS_READ = 10
"""Passages among whose headings that of the list is looked for."""
ROWS_OF_A_LIST = 5
"""Fewer are a table in a text, not a list of names."""
NAMED = 0.5
"""How much of a list's heading the question must say, to be a question about that list."""
WELL_NAMED = 0.8
"""So much of it, and even a single row is the whole answer."""
LISTED = 0.8
"""Of the sentences of a section so many are rows, where the section is a list."""
SHORTEST_HEADING = 4
"""Characters: 名单 alone names no list."""
OTHER_LIST = "材料里没有“{}”的名单，只有（there is only this list）：{}。"
_ASKS_WHO = re.compile("哪些|哪[几位名个家]|谁|名单|什么人")
_ASKS_HOW_MANY = re.compile("多少|几[名位个人家]|人数|总数")
_BESIDES = re.compile(
    "(?:请问|请|列一?下|列出|全部|所有|完整|名单|名字|姓名|上|里面?|中|当中|其中|的|都|是|有|叫|分别|哪些?|几|位|名|个|家|人员?|单位"
    "|谁|什么|多少|几|一共|总共|总数|人数|总|评选|评|表彰|获得?|公布|授予|命名|称号|被|年度?|省里?|市|州|县|级|全省|那|这|些|了|出|来|受|共|\\d|呢|啊|吗)*+"
)
"""What a question about a list says besides its heading and places. Possessive: a long question of such
words would be taken apart in every way."""
_SIZE = re.compile("\\d+[名个人位家项]$")
_FIRST = re.compile(f"^(?:[一二三四五六七八九十]+、)?(?:(?:{PROVINCES})省?)?")


def asked_list(library: Library, asked: Asked, hits: Sequence[Hit], scope: Scope) -> Lines:
    """What of a list the question asks for. Empty where it asks for none."""
    return (
        rows_about(library, asked, hits)
        or dated_entries(library, asked.text, scope)
        or holders(library, asked.text, scope)
        or whole_list(library, asked, scope)
    )


def rows_about(library: Library, asked: Asked, hits: Sequence[Hit]) -> Lines:
    """Of the list of names that the question speaks of, the rows that name one of the places. Empty
    where no list was found: that is an ordinary answer."""
    if not asked.is_listing:
        return Lines()
    named = [(_named(hit, asked.text), hit) for hit in hits[:HITS_READ]]
    for share, hit in sorted(
        (each for each in named if each[0] >= NAMED), key=lambda each: -each[0]
    ):
        listed = [unit for unit in _section(library, hit) if _is_row(unit)]
        rows = [unit for unit in listed if any(name in fold(unit.text) for name in asked.places)]
        fewest = 1 if share >= WELL_NAMED else FEWEST_ROWS
        where = hit.passage.document, hit.passage.article, hit.passage.section or ""
        if not _of_its_time(library, *where, asked.anchors):
            continue
        if len(listed) >= ROWS_OF_A_LIST and fewest <= len(rows) <= MOST_ROWS:
            return Lines([Line(_cells(unit), unit) for unit in rows])
    return Lines()


def whole_list(library: Library, asked: Asked, scope: Scope) -> Lines:
    """The list whose heading is all that the question asks for, in its order; the rows of it that name
    a place, where the question does; of how many they are, the heading says. Nothing where more than
    that is asked for."""
    said = letters(asked.text.replace("劳模", "劳动模范"))
    only_how_many = not _ASKS_WHO.search(said) and not asked.places
    if only_how_many and not _ASKS_HOW_MANY.search(said):
        return Lines()
    other = ""
    for key, name, units in _headed(library, said, asked, scope):
        rows = [unit for unit in units if _is_row(unit) and unit.text.strip() not in name]
        if len(rows) < max(ROWS_OF_A_LIST, LISTED * len(units)):
            continue
        if asked.places:
            rows = [unit for unit in rows if any(each in fold(unit.text) for each in asked.places)]
        if not rows:
            continue
        bulletin = library.bulletin(key)
        where = f"里写明{'、'.join(asked.places)}的" if asked.places else ""
        head = f"{bulletin_name(bulletin)}，{_heading(name)}{where}"
        if level := _other_level(said, name, asked):
            other = other or OTHER_LIST.format(level, head)
            continue
        if only_how_many:
            return _how_many(units, f"{bulletin_name(bulletin)}：")
        return Lines([Line(_cells(unit), unit, f"{head}：") for unit in rows])
    return Lines([], instead=other)


def _how_many(units: Sequence[Unit], head: str) -> Lines:
    sized = (unit for unit in units if _SIZE.search(letters(unit.text)))
    return Lines([Line(one_line(unit.text), unit, head) for unit in sized][:1])


def _headed(
    library: Library, said: str, asked: Asked, scope: Scope
) -> list[tuple[str, str, list[Unit]]]:
    """Document, heading and sentences of the sections that the question names and says no more of,
    the longest heading first, then the newest bulletin."""
    dates = {each.key: each.date or "" for each in library.documents_in(scope)}
    found = [
        (len(core), dates[key], key, article, name, start, end)
        for key, article, name, start, end in library.sections
        if key in dates
        and len(core := _core(name)) >= SHORTEST_HEADING
        and core in said
        and _BESIDES.fullmatch(_besides(said, core, asked.places))
        and _of_its_time(library, key, article, name, asked.anchors)
    ]
    return [
        (key, name, library.units_within(key, start, end))
        for *_, key, _, name, start, end in sorted(found, reverse=True)
    ]


def _heading(section: str) -> str:
    """The last of the headings under which a section stands."""
    *_, last = ["", *section.split()]
    return last


@lru_cache(maxsize=20_000)
def _core(section: str) -> str:
    """What a heading names: 劳动模范 of 二、青海省劳动模范（52名）."""
    return _FIRST.sub("", _SIZE.sub("", letters(_heading(section))))


def _other_level(said: str, section: str, asked: Asked) -> str:
    """What is asked for where it is of another level than the list: 州劳动模范 are not the province's.
    Of a place that is named the province's list is read."""
    core = _core(section)
    level = re.search(f"[州市县区]级?(?={re.escape(core)})", said)
    other = level and not asked.places and level[0][0] not in _heading(section)
    return f"{level[0]}{core}" if level and other else ""


def _besides(said: str, core: str, places: Collection[str]) -> str:
    rest = re.sub(f"(?:{PROVINCES})省?", "", said.replace(core, "", 1))
    for place in places:
        rest = re.sub(f"{re.escape(place)}[省市州县区]?", "", rest)
    return rest


def _of_its_time(library: Library, key: str, article: int, section: str, turns_on: Anchors) -> bool:
    """The list of one year answers nothing about another's. It is of the year of its bulletin, early in
    the year of the one before too, or of one that its headings name."""
    if not all(each in library.folded_article(key, article) for each in turns_on.ordinals):
        return False
    bulletin = library.bulletin(key)
    title = library.article(key, article).title
    known = fold(f"{bulletin.issue} {bulletin.date} {title} {section}")
    year = year_of(bulletin)
    if year and in_spring(bulletin):
        known += f" {year - 1}"
    return all(each in known for each in turns_on.years)


def _named(hit: Hit, question: str) -> float:
    """How much of the list's heading the question says: 劳动模范 is not 先进工作者."""
    *_, last = ["", *fold(hit.passage.section or "").split()]
    heading = re.sub(r"[\d\W]|名$|个$", "", last)
    pairs = set(in_pairs(heading))
    return sum(pair in fold(question) for pair in pairs) / len(pairs) if pairs else 0.0


def _section(library: Library, hit: Hit) -> list[Unit]:
    start, end = library.section(hit.passage)
    return library.units_within(hit.passage.document, start, end)


def _is_row(unit: Unit) -> bool:
    """A name with a post, a firm, a row of a table: no sentence."""
    text = unit.text.strip()
    return len(text) <= LONGEST_ROW and not text.endswith(("。", "！", "？", "；", "：", "，"))


def _cells(unit: Unit) -> str:
    """A row of a table with its cells set apart."""
    return "　".join(one_line(cell) for cell in unit.text.strip().split("\t"))
