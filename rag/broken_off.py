"""Whether the source itself breaks a sentence off: 积极落实维权举措。各级工会指定专 — and then a heading."""

from __future__ import annotations

import re

from rag.records import Unit
from rag.search.library import Library

_UNENDED = re.compile("[\u4e00-\u9fff，、]$")
_PROSE = re.compile("[。！？]")
_LISTED = re.compile(r"[^\u4e00-\u9fff“《]|[一二三四五六七八九十]+[、是]")
"""What begins a paragraph of a list, whose last sentence may go without its mark."""
_ANNOUNCED = re.compile("[如以]下|包括|分别")
"""A table or a list follows, and a colon was forgotten."""
LONGEST_HEADING = 40
"""Characters: what is longer is prose whose mark was forgotten."""


def breaks_off(library: Library, unit: Unit) -> bool:
    """Only where it is sure: the last sentence of a paragraph of prose, without a mark, before a
    heading or the end of its article. Rows, headings, signatures and lists have no mark either, and
    before prose it may go on there, on the next page."""
    if not _UNENDED.search(unit.text) or _ANNOUNCED.search(unit.text) or "\t" in unit.text:
        return False
    text = library.clean_text(unit.document)
    end = library.article(unit.document, unit.article).end
    opens = text.rfind("\n", 0, unit.start) + 1
    rest = text[unit.end : end]
    paragraph = text[opens : unit.start].strip()
    if not _PROSE.search(paragraph) or _LISTED.match(paragraph) or rest[:1] not in ("", "\n"):
        return False
    follows = rest.strip().split("\n", 1)[0]
    if not follows:  # a name may stand behind the last full stop of an article
        return "，" in unit.text
    is_heading = (
        len(follows) <= LONGEST_HEADING and not _PROSE.search(follows) and "\t" not in follows
    )
    return is_heading and unit.text[-1] + follows[0] not in text
