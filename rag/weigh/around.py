"""What stands around a sentence and need not be said in it again: its article, its author, whose profile it is."""

from __future__ import annotations

import re

from rag.records import Unit
from rag.search.fold import fold
from rag.search.library import Library

HEAD = re.compile(
    "《[^》\n]{2,60}》[^，。：；,:;！？\n]{0,80}(?=[，。：；,:;！？])|[^，。：；,:;！？\n]{2,80}(?=[，。：；,:;！？])"
)


def before(document: str, unit: Unit) -> str:
    """What stands before a sentence in its paragraph."""
    return document[document.rfind("\n", 0, unit.start) + 1 : unit.start]


def head(before: str, unit: Unit) -> str:
    """What a paragraph begins with, up to its first mark: 童永菊，女，… is about her to its end, and
    its further sentences need not name her. The first sentence wins nothing by it: on the tune
    questions the sentence that answers comes first for 0.714 instead of 0.698 of them."""
    text = f"{before}{unit.text}"
    found = HEAD.match(text)
    return found[0] if found and found.end() < len(text) else ""


def profiled(library: Library, before: str, unit: Unit) -> str:
    """The person, folded, whose profile the paragraph is: 童永菊，女，… opens hers. Empty where it opens
    otherwise."""
    opening = fold(head(before, unit))
    return opening if opening in library.people_in(opening) else ""


def introduced(library: Library, before: str, unit: Unit) -> str:
    """What a further sentence need not say again, where somebody is asked about: of a profile, the
    sentence that says who it is."""
    if profiled(library, before, unit):
        return re.split("(?<=[。；])", before, maxsplit=1)[0]
    return head(before, unit)


def whose(library: Library, unit: Unit) -> str:
    """The person whose profile a sentence belongs to, or nobody."""
    return profiled(library, before(library.clean_text(unit.document), unit), unit)


def named_around(library: Library, unit: Unit) -> str:
    """The head of a sentence's article, with its author, and what its paragraph begins with."""
    document = library.clean_text(unit.document)
    article = library.article(unit.document, unit.article)
    return f"{document[article.start : article.body]} {head(before(document, unit), unit)}"


def under(library: Library, unit: Unit) -> str:
    """All that a sentence stands under: its bulletin, the head of its article and what opens its paragraph."""
    opening = before(library.clean_text(unit.document), unit).partition("。")[0]
    return f"{library.bulletin(unit.document).title} {named_around(library, unit)} {opening}"


def places_of(library: Library, unit: Unit, around: str) -> tuple[str, ...]:
    """The places named in a sentence or `around` it that tell one passage from another: a county's
    figure is not the province's."""
    text = fold(f"{around} {unit.text}")
    return tuple(name for name in library.places if name in text and library.tells_apart(name))
