"""Whether a question is about anything that the bulletins speak of, before sentences are weighed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question.asked import Asked
from rag.question.errand import is_errand
from rag.records import Hit
from rag.search.fold import CHINESE, fold, letters

STRANGE = 0.2
"""No passage comes nearer than this to a question about something else, by the bundled model's
vectors: of 40 everyday questions (天气, 股票, Hamlet) 35 lie below, of 398 tune questions that share
no words with a passage one about Excel and one that goes on from another; the next has 0.205."""
ASKS = re.compile(r"[a-z]{2}|\d{4}|[\u3400-\u9fff]{2}")
"""会 and 123 alone ask nothing."""
LITERAL = 3
"""Characters in a row that a question shares with a passage only where they are about one thing."""


def is_off_topic(asked: Asked, hits: Sequence[Hit], bundled: bool) -> bool:
    """`bundled`: whether the vectors are the bundled model's. Another's lie at another height, so
    that of those nothing is told."""
    if is_errand(asked.text) or not (asked.pairs or ASKS.search(fold(asked.text))):
        return True
    if not bundled or any(hit.signals["dense"] >= STRANGE for hit in hits):
        return False
    # Names that the corpus knows, those in Latin letters by their sound.
    named = asked.searched != asked.text and not CHINESE.search(asked.text)
    if named or asked.places or asked.people:
        return False
    return not any(_share_words(asked.text, hit) for hit in hits)


def _share_words(question: str, hit: Hit) -> bool:
    asked, found = letters(question), letters(f"{hit.passage.text} {hit.passage.context}")
    runs = (asked[at : at + LITERAL] for at in range(len(asked) - LITERAL + 1))
    return any(run in found for run in runs)
