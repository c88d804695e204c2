"""Who holds a post, read off the names that stand behind it: one for each bulletin, the newest first.

省总工会主席是谁 shares its words with many sentences that name nobody; the post with a name right behind it
says it, and an older bulletin may say another.
"""

from __future__ import annotations

import re

from rag.answer.cite import one_line
from rag.answer.phrase import around
from rag.listing import Line, Lines
from rag.posts import POSTS
from rag.records import Scope, bulletin_name
from rag.search.fold import fold
from rag.search.library import Library

_OFFICE = "|".join(each for each in POSTS.split("|") if each[-1] in "席记长任")
_ASKED = re.compile(
    f"(?:请问|现在的?|现任的?|目前的?|当前的?)*(?P<post>(?![县区市州乡镇])[\u4e00-\u9fff]{{2,14}}?(?:{_OFFICE}))"
    "(?:现在|目前)?(?:都?是谁|叫什么(?:名字)?|姓什么|姓啥|叫啥|是哪位|是什么人)[来着呢啊呀?。]*"
)
"""县总工会主席 is one of many: which county is not said."""
_OTHER_POSTS = f"(?:、[^,。;、\\s]{{2,16}}?(?:{_OFFICE}))*\\s*"
"""Between a post and the name: 全国总工会副主席、省总工会主席 holds two."""
GLANCE = 40
MOST = 8


def holders(library: Library, question: str, scope: Scope) -> Lines:
    """Empty where no post alone is asked about, or nobody is named with it."""
    asked = _ASKED.fullmatch(fold(question).strip())
    if asked is None:
        return Lines([])
    behind = re.compile(f"(?<!副){re.escape(asked['post'])}{_OTHER_POSTS}")
    lines: dict[tuple[str, str], Line] = {}
    for unit in library.units_holding(asked["post"], scope):
        text = fold(unit.text)
        for match in behind.finditer(text):
            name = _name_at(library, text[match.end() :])
            bulletin = library.bulletin(unit.document)
            if name and (bulletin.key, name) not in lines:
                start, end = around(unit.text, asked["post"], GLANCE)
                said = one_line(unit.text[start:end])
                lines[bulletin.key, name] = Line(
                    f"{name}：{said}", unit, f"{bulletin_name(bulletin)}："
                )
    dates = {each.key: each.date or "" for each in library.documents_in(scope)}
    newest = sorted(lines, key=lambda each: dates[each[0]], reverse=True)
    return Lines([lines[each] for each in newest[:MOST]])


def _name_at(library: Library, text: str) -> str:
    """The person with whose name a folded text begins."""
    return next((name for name in library.people_in(text[:8]) if text.startswith(name)), "")
