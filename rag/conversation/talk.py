"""What a question means after those before it, and what it may mean where it fits several things.

第二个 is the second of the candidates that the last question was answered with, 这篇文章 the article of
the last answer, 那西宁呢 the last question about another place.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rag.answer.generate.base import Generator
from rag.collection.catalogue import by_description, catalogue_answer, which_article
from rag.collection.this_article import (
    before,
    cited_articles,
    name_of,
    naming,
    only_article,
    points_back,
)
from rag.conversation import choices
from rag.conversation.chat import (
    asked_for_more,
    asks_for_details,
    changes_subject,
    checked_question,
    completed,
    may_pick,
    stands_for,
)
from rag.conversation.focus import Focus, focus_on
from rag.errors import GeneratorError
from rag.question.asked import Asked, understand
from rag.question.follow import (
    asks_the_same,
    names_anything,
    speaks_of_him,
    stands_before,
    unfolded,
)
from rag.question.kind import wants
from rag.records import Answer, Article, Bulletin, Hit, Scope
from rag.search.fold import fold
from rag.search.library import Library
from rag.weigh.candidates import candidates

FURTHEST_BACK = 4
"""Turns that are read again to see what the last was answered with."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation about a corpus, or about the part of it in the scope."""

    library: Library
    scope: Scope
    search: Callable[[str, int], list[Hit]]
    answered: Callable[[str, tuple[str, ...]], Answer]
    """An earlier question's answer, once more, where the question points at it."""
    generator: Generator
    """Completes a follow-up where it is a model; by rule where it is none, or says something else."""
    offers: dict[str, Answer | None] = field(default_factory=dict)
    """What was offered to vague questions: several turns may choose of the same."""

    def understood(self, question: str, turns: Sequence[str]) -> Answer:
        """Nothing but the question as it is understood, in the trace; or the articles among which
        it is to be said which one is meant."""
        full = self._full(question, turns)
        more = asked_for_more(question, turns)
        *earlier, last = [*turns, question][: len(turns) + 1 - more]
        if points_back(last):
            name, which = self._article_meant(_blank(question), last, earlier)
            if which:
                return which
            if name is not None:
                full = naming(checked_question(last), name)
        called = by_description(self.library, self.library.documents_in(self.scope), full)
        if len(called) == 1:
            full = called[0].question
        return _blank(question, full)

    def focus(self, question: str, turns: Sequence[str], full: str) -> Focus | None:
        """Where the last answer stands, for a question that goes on from it, or that names nothing; None
        for one that does not, or after no answer. `full` is the question as it is understood."""
        more = asked_for_more(question, turns)
        *earlier, last = [*turns, question][: len(turns) + 1 - more]
        last = checked_question(last)
        if more and asks_for_details(last):
            earlier, last = list(turns), checked_question(question)
        names = names_anything(last, self.library)
        if stands_before(last):  # asked again as it was completed, perhaps corrected
            earlier = unfolded(last)
        elif not stands_before(full) and (full != last or names):
            return None
        if not earlier:
            return None
        before = completed(earlier[-1], earlier[:-1], self.library)
        if asks_the_same(full, before) and not asks_for_details(last, earlier):
            return None  # it is asked about another place or year than the last answer's
        pulls = full == last and not names
        return focus_on(self.library, self._last_answer(earlier), pulls)

    def may_mean(self, blank: Answer, asked: Asked) -> Answer | None:
        """What a vague question may mean: it is looked for further down than others. None where it
        is not vague. `blank` is the answer with nothing written yet."""
        issue, title, question = choices.parted(asked.text)
        if title:
            asked = understand(question, self.library)
        if not asked.is_vague:
            return None
        found = self.search(question, choices.FOUND)
        found = choices.in_article(self.library, found, issue, title)
        hits = choices.that_could_answer(self.library, asked, found)
        near = candidates(self.library, asked, hits, choices.READ)
        return choices.choices(self.library, blank, asked, near, chosen=bool(title))

    def _full(self, question: str, turns: Sequence[str]) -> str:
        said = list[str]()
        for turn in map(checked_question, (*turns, question)):
            if said and may_pick(turn):
                offered = self._offered(said)
                turn = (offered and choices.picked(turn, offered)) or turn
            said.append(turn)
        *earlier, last = said
        him = self._him(last, turns)
        by_rule = completed(last, earlier, self.library, him)
        goes_on = not (changes_subject(last) or asked_for_more(last, earlier))
        leans = goes_on and by_rule != last
        return (leans and self._by_the_model(last, earlier)) or by_rule

    def _him(self, question: str, turns: Sequence[str]) -> str:
        """Whom 他 means after the last answer: who was asked for, or the only one spoken of."""
        if not turns or not speaks_of_him(question):
            return ""
        answer = self._last_answer(turns)
        last = str(answer.trace["question"])
        spoken_of = self.library.people_in(fold(last))
        named = self.library.people_in(fold(answer.text)) if answer.citations else []
        others = [name for name in named if name not in spoken_of]
        lead = answer.text.split("[")[0].strip("。 ")
        if any(want.kind == "who" for want in wants(last)):
            spoken_of = [lead] if lead in others else others or spoken_of
        elif not spoken_of:
            spoken_of = others
        return spoken_of[0] if len(spoken_of) == 1 else ""

    def _last_answer(self, turns: Sequence[str]) -> Answer:
        """Of the turns before it only the nearest are read again: further back nothing points."""
        *others, last = turns[-FURTHEST_BACK:]
        return self.answered(checked_question(last), tuple(others))

    def _by_the_model(self, question: str, turns: Sequence[str]) -> str | None:
        try:
            said = self.generator.completed(question, turns)
        except GeneratorError as error:
            log.warning("%s", error)  # the rule stands, and whoever runs the program can mend it
            return None
        return said if said and stands_for(said, question, turns) else None

    def _offered(self, turns: Sequence[str]) -> Answer | None:
        """What the last of these was answered with, where that was something to choose from."""
        *earlier, last = turns
        if points_back(last):
            return self._article_meant(_blank(last), last, earlier)[1]
        *_, full = choices.parted(completed(last, earlier, self.library))
        listed = catalogue_answer(self.library, _blank(last, full), full, self.scope)
        if listed and listed.trace.get("choices"):
            return listed
        if full not in self.offers:
            self.offers[full] = self.may_mean(_blank(full, full), understand(full, self.library))
        return self.offers[full]

    def _article_meant(
        self, blank: Answer, question: str, turns: Sequence[str]
    ) -> tuple[str | None, Answer | None]:
        """The name of the article that a question points at; or those among which to say which."""
        articles = self._pointed_at(turns)
        if len(articles) == 1:
            return name_of(self.library, *articles[0]), None
        return None, which_article(self.library, blank, question, articles, self.scope)

    def _pointed_at(self, turns: Sequence[str]) -> list[tuple[Bulletin, Article]]:
        """What 这篇文章 may be: what the last answer was about, or the only article there is."""
        if standing := before(turns):
            answer = self.answered(checked_question(standing[-1]), tuple(standing[:-1]))
            return cited_articles(self.library, answer)
        return only_article(self.library, self.scope)


def _blank(question: str, full: str | None = None) -> Answer:
    return Answer(question, trace={"question": full or question, "scores": []})
