"""Questions that may follow an answer and that are known to have one: they were asked already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rag.pipeline import Engine, tried
from rag.question.anchors import anchors
from rag.records import Scope
from rag.web.render import Turn

MOST = 2
MOST_TRIED = 3
MORE = "还有吗？"


def further(engine: Engine, earlier: Sequence[Turn], last: Turn, scope: Scope) -> tuple[str, ...]:
    """None where the last question was not answered, or may mean several things."""
    answer = last.answer
    if answer is None or answer.refused or not answer.citations or answer.trace.get("choices"):
        return ()
    turns = [*(turn.question for turn in earlier), last.question]
    return tuple(islice(_answered(engine, turns, last, scope), MOST))


def _answered(engine: Engine, turns: Sequence[str], last: Turn, scope: Scope) -> Iterator[str]:
    # Without a model, which would be asked four more questions for each that a person asks.
    for question, about in _possible(engine, last):
        answer = tried(engine, question, turns, scope)
        said = " ".join(cited.quote + (cited.article or "") for cited in answer.citations)
        if not answer.refused and answer.citations and about in said:
            yield question


def _possible(engine: Engine, last: Turn) -> Iterator[tuple[str, str]]:
    """Each with the place that its answer has to speak of."""
    whole = str(last.answer.trace.get("question") or last.question) if last.answer else ""
    named = anchors(whole, engine.library.places).places
    others = [place for place in engine.library.places if engine.library.tells_apart(place)]
    if len(named & set(others)) == 1:
        for place in [other for other in others if other not in named][:MOST_TRIED]:
            yield f"那{place}呢？", place
    yield MORE, ""
