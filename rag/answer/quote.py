"""What passes between evidence, writer and checks: numbered quotes, and sentences that name them."""

from __future__ import annotations

from dataclasses import dataclass

UNDATED = "日期不详"


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of a bulletin, numbered, with where they stand."""

    n: int
    text: str
    title: str
    article: str | None = None
    issue: str | None = None
    date: str | None = None
    about: tuple[str, ...] = ()
    """The places and people of the question that are named around it: in its article's head, or
    where its paragraph begins. A county's report seldom says again whose it is."""
    places: tuple[str, ...] = ()
    """Those of them that are places."""
    places_spoken_of: tuple[str, ...] = ()
    """Every place that it or they name, and that tells one passage of the corpus from another."""
    around: str = ""
    """All that stands there."""
    says: float = 0.0
    """Of what the names around it leave unsaid of the question, how much it says itself, word by word,
    whatever the question's language."""
    people: tuple[str, ...] = ()
    """Whom its own words name, folded, as far as the corpus knows people."""
    whose: str = ""
    """The person whose profile it is taken from."""
    side: str = ""
    """Of what is compared, the place or the person that it was found for."""
    broken_off: bool = False
    """The source ends in the middle of it."""

    @property
    def dated(self) -> str:
        """When it was printed, as far as known."""
        return self.issue or self.date or UNDATED


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, without marks, and the numbers of the quotes that carry it."""

    text: str
    quotes: tuple[int, ...]
    label: str = ""
    """Stands in front of it: which bulletin it is, where several are set side by side. Put there by
    code, never written, and so not checked."""
