"""Who holds a post, read off the names that stand behind it: one for each bulletin, the newest first.

省总工会主席是谁 shares its words with many sentences that name nobody; the post with a name right behind it
says it, and an older bulletin may say another.
"""

from __future__ import annotations

import re

from rag.answer.cite import one_line
from rag.lists.listing import Line, Lines
from rag.phrases.listed import around
from rag.posts import OFFICES
from rag.records import Scope, bulletin_name
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.people import SURNAMES

_ASKED = re.compile(
    f"(?:请问|现在的?|现任的?|目前的?|当前的?)*(?P<post>(?![县区市州乡镇])[\u4e00-\u9fff]{{2,14}}?(?:{OFFICES}))"
    "(?:现在|目前)?(?:都?是谁|都?有谁|都?有哪[些几][位个]?人?|叫什么(?:名字)?|姓什么|姓啥|叫啥|是哪位|是什么人)[来着呢啊呀?。]*"
)
"""县总工会主席 is one of many: which county is not said."""
_OF_A_BODY = re.compile(f"(?P<body>.*?)(?P<office>副?(?:{OFFICES}))")
_RANKS = f"(?:{OFFICES}|成员|巡视员|调研员)"
_HOLDS = re.compile(rf"[、,\s]*(?P<posts>(?:[^,。;、\s]{{0,16}}?{_RANKS}[、\s]*)+)")
"""What one person is, in front of the name: 党组成员、副主席、一级巡视员汪琦. The next one's follows: of the same
body, where no other is named."""
GLANCE = 40
MOST = 8
FEWEST = 2
"""Sentences that hold a name.  What always goes on alike is of three characters."""


def holders(library: Library, question: str, scope: Scope) -> Lines:
    """Empty where no post alone is asked about, or nobody is named with it."""
    asked = _ASKED.fullmatch(fold(question).strip())
    if asked is None:
        return Lines()
    post = _OF_A_BODY.fullmatch(asked["post"])
    if post is None or not post["body"]:
        return Lines()
    lines: dict[tuple[str, str], Line] = {}
    for unit in library.units_holding(post["body"], scope):
        for name in _holders(library, fold(unit.text), post["body"], post["office"]):
            bulletin = library.bulletin(unit.document)
            if (bulletin.key, name) not in lines:
                start, end = around(unit.text, name, GLANCE)
                said = one_line(unit.text[start:end])
                lines[bulletin.key, name] = Line(
                    f"{name}：{said}", unit, f"{bulletin_name(bulletin)}："
                )
    dates = {each.key: each.date or "" for each in library.documents_in(scope)}
    newest = sorted(lines, key=lambda each: dates[each[0]], reverse=True)
    return Lines([lines[each] for each in newest[:MOST]])


def _holders(library: Library, text: str, body: str, office: str) -> list[str]:
    """Who holds the office of the body, by a folded text: several where they stand in a row."""
    found: list[str] = []
    for match in re.finditer(re.escape(body), text):
        at = match.end()
        while (one := _HOLDS.match(text, at)) and (name := _name_at(library, text[one.end() :])):
            posts = [each.strip().removeprefix(body) for each in one["posts"].split("、")]
            if {office, f"常务{office}"} & set(posts):
                found.append(name)
            at = one.end() + len(name)
    return found


def _name_at(library: Library, text: str) -> str:
    """The person with whose name a folded text begins; behind a post two or three characters are one whom
    the corpus does not know as such, if it has them more than once."""
    if known := next((each for each in library.people_in(text[:8]) if text.startswith(each)), ""):
        return known
    if text[:1] not in SURNAMES or not re.match("[\u4e00-\u9fff]{3}", text):
        return ""
    short, long = (len(library.units_holding(text[:size], Scope())) for size in (2, 3))
    if short < FEWEST:
        return ""
    return text[:3] if long == short else text[:2]
