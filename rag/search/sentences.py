"""How well single sentences match a question: by its terms and its words, weighted by rarity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.search.fold import terms

if TYPE_CHECKING:
    from rag.search.late import Floats
    from rag.search.library import Library


@dataclass(frozen=True, slots=True)
class Match:
    overlap: float
    """Share of the question's weight whose terms stand in the sentence."""
    surroundings: float
    """The same for the sentence with what stands around it."""
    words: float
    """The question's words, by rarity, each by the nearest word of the sentence."""
    words_named: float
    """The same for the sentence with the names around it: bulletin, article, section."""
    words_around: float
    """The same for the sentence with those and its passage."""


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

    def match(self, sentences: Sequence[tuple[str, str, str]]) -> list[Match]:
        """For triples of a sentence, the names around its passage, and the passage."""
        if not sentences:
            return []
        if not sentences:
            return []
        alone = self._late.nearest([sentence for sentence, _, _ in sentences])
        names = self._once([names for _, names, _ in sentences])
        passages = self._once([f"{names}\n{passage}" for _, names, passage in sentences])
        near_names = np.array([names[each] for _, each, _ in sentences])
        near_around = np.array([passages[f"{each}\n{passage}"] for _, each, passage in sentences])
        words = self._late.weighed(alone)
        words_named = self._late.weighed(np.maximum(alone, near_names))
        words_around = self._late.weighed(near_around)
        held_around = {around: self.held(around) for around in passages}
        matches = []
        for n, (sentence, each, passage) in enumerate(sentences):
            own = self.held(sentence)
            matches.append(
                Match(
                    overlap=self._share(own),
                    surroundings=self._share(own | held_around[f"{each}\n{passage}"]),
                    words=float(words[n]),
                    words_named=float(words_named[n]),
                    words_around=float(words_around[n]),
                )
            )
        return matches

    def _once(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Many sentences share a passage: each text is compared once."""
        different = list(dict.fromkeys(texts))
        return dict(zip(different, self._late.nearest(different), strict=True))
