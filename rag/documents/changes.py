"""What a candidate build changes: passages, and citations that were shown to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.errors import CitationError
from rag.lookup.citation import cite
from rag.records import Citation, Passage
from rag.search.library import Library
from rag.state import ShownCitations


@dataclass(frozen=True, slots=True)
class Change:
    """A passage as it is served now and as it will be; None where it is new, or goes."""

    document: str
    """Its file name."""
    before: Passage | None
    after: Passage | None

    @property
    def kind(self) -> str:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class Touched:
    """A citation that was shown, and what it will say of itself: see STATUSES."""

    citation: Citation
    status: str


@dataclass(frozen=True, slots=True)
class Changes:
    passages: tuple[Change, ...]
    citations: tuple[Touched, ...]
    failures: Mapping[str, str]
    """File name to message, for each document of the candidate that cannot be read."""

    def count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.passages)


def compare(served: Library, candidate: Library, shown: ShownCitations) -> Changes:
    had, has = _by_document(served), _by_document(candidate)
    passages = [
        change
        for key in dict.fromkeys((*had, *has))
        for change in _changes(
            (candidate if key in has else served).bulletin(key).name,
            had.get(key, []),
            has.get(key, []),
        )
    ]
    # Of other documents no word, page or title is another than it was.
    names = {
        library.bulletin(passage.document).name
        for change in passages
        for library, passage in ((served, change.before), (candidate, change.after))
        if passage is not None
    }
    touched = [
        Touched(cited, status)
        for cited in shown.all()
        if cited.document in names
        and (status := _status(candidate, cited, shown)) != _status(served, cited, shown)
    ]
    return Changes(tuple(passages), tuple(touched), candidate.manifest.failures)


def _by_document(library: Library) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in library.passages(range(len(library.embeddings))):
        found.setdefault(passage.document, []).append(passage)
    return found


def _changes(document: str, had: Sequence[Passage], has: Sequence[Passage]) -> list[Change]:
    """Passages with the same words are the same; of stretches with other words, one stands for the
    other as far as they go."""
    had, has = _without_common(had, has)
    words = SequenceMatcher(None, [p.text for p in had], [p.text for p in has], autojunk=False)
    found: list[Change] = []
    for kind, a, b, c, d in words.get_opcodes():
        pairs = min(b - a, d - c)
        for before, after in zip(had[a : a + pairs], has[c : c + pairs], strict=True):
            if kind != "equal" or _shown(before) != _shown(after):
                found.append(Change(document, before, after))
        found += [Change(document, each, None) for each in had[a + pairs : b]]
        found += [Change(document, None, each) for each in has[c + pairs : d]]
    return found


def _without_common(
    had: Sequence[Passage], has: Sequence[Passage]
) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """What stands between a beginning and an end that are the same: most often nothing. Matching
    takes the square of how often a text repeats."""
    first, shortest = 0, min(len(had), len(has))
    while first < shortest and _shown(had[first]) == _shown(has[first]):
        first += 1
    last = 0
    while last < shortest - first and _shown(had[-1 - last]) == _shown(has[-1 - last]):
        last += 1
    return had[first : len(had) - last], has[first : len(has) - last]


def _shown(passage: Passage) -> tuple[object, ...]:
    """All of it but its place in the text."""
    return passage.text, passage.context, passage.page, passage.page_inferred, passage.section


def _status(library: Library, cited: Citation, shown: ShownCitations) -> str:
    try:
        return cite(library, cited.id, shown=shown).status
    except CitationError:  # an id of another make, which no build can open
        return ""
