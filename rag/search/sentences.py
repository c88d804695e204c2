"""How well single sentences match a question: by its terms and its words, weighted by rarity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.search.fold import terms

if TYPE_CHECKING:
    from rag.search.library import Library


@dataclass(frozen=True, slots=True)
class Match:
    overlap: float
    """Share of the question's weight whose terms stand in the sentence."""
    surroundings: float
    """The same for the sentence with what stands around it."""
    words: float
    """The question's words, by rarity, each by the nearest word of the sentence."""
    words_around: float
    """The same for the sentence with what stands around it."""


class Question:
    """The terms of a question with their weights, ready to be held against many sentences."""

    def __init__(self, library: Library, text: str) -> None:
        self.text = text
        self.weights: Mapping[str, float] = library.lexical.weights(terms(text))
        self._total = sum(self.weights.values()) or 1.0
        self._late = library.word_by_word(text)

    def share(self, *texts: str) -> float:
        """Share of the question's weight that these texts hold together."""
        return self._share(self.held(*texts))

    def held(self, *texts: str) -> frozenset[str]:
        """The terms of the question that stand in these texts."""
        return frozenset(term for text in texts for term in terms(text) if term in self.weights)

    def _share(self, held: Iterable[str]) -> float:
        return sum(self.weights[term] for term in held) / self._total

    def worth(self, texts: Sequence[str]) -> list[float]:
        """What each text holds of the question, for choosing clauses of one sentence."""
        return [self.share(text) for text in texts]

    def match(self, sentences: Sequence[tuple[str, str]]) -> list[Match]:
        """For pairs of a sentence and what stands around it (its passage and context)."""
        surroundings = list(dict.fromkeys(around for _, around in sentences))
        held = {around: self.held(around) for around in surroundings}
        near = dict(zip(surroundings, self._late.texts(surroundings), strict=True))
        alone = self._late.texts([sentence for sentence, _ in sentences])
        matches = []
        for (sentence, around), words in zip(sentences, alone, strict=True):
            own = self.held(sentence)
            matches.append(
                Match(
                    overlap=self._share(own),
                    surroundings=self._share(own | held[around]),
                    words=float(words),
                    words_around=float(near[around]),
                )
            )
        return matches
