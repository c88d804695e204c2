"""How well single sentences match a question: by its terms and its words, weighted by rarity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.search.fold import terms

if TYPE_CHECKING:
    from rag.search.late import Floats
    from rag.search.library import Library


@dataclass(frozen=True, slots=True)
class Match:
    """How much of a question is met, its words by rarity, each by the nearest word: from 0 to 1."""

    named: float
    """By the sentence and the names around it: bulletin, issue, article, section. A sentence need
    not say again what its title says. Here a word that is half as near is worth half, not a quarter:
    of one passage's sentences the one that comes near to many words is oftener right than the one
    that has a few of them exactly."""
    said: float
    """By the sentence alone."""
    own: float
    """Of what those names leave unsaid, how much the sentence itself says."""
    around: float
    """By its passage and those names."""
    beside: float
    """By the sentence alone, of the words beside the question words: 什么荣誉 asks for 荣誉, whatever
    the question says before."""
    whole: float
    """The cosine of sentence and question, each as one vector. A long sentence that touches
    everything comes near to no question."""


class Question:
    """The words of a question with their weights, ready to be held against many sentences."""

    def __init__(
        self, library: Library, text: str, asks_at: Sequence[tuple[int, int]] = ()
    ) -> None:
        """`asks_at`: where the question words stand in the folded text."""
        self.text = text
        self._weights: Mapping[str, float] = library.lexical.weights(terms(text))
        self._total = sum(self._weights.values()) or 1.0
        self._late = library.word_by_word(text)
        self._asks_at = asks_at

    def worth(self, texts: Sequence[str]) -> list[float]:
        """What each text holds of the question, term by term, for choosing clauses of a sentence."""
        return [
            sum(self._weights[term] for term in set(terms(text)) & self._weights.keys())
            / self._total
            for text in texts
        ]

    def match(self, sentences: Sequence[tuple[str, str, str]]) -> list[Match]:
        """For triples of a sentence, the names around its passage, and the passage."""
        if not sentences:
            return []
        texts = [sentence for sentence, _, _ in sentences]
        alone = self._late.nearest(texts)
        names = self._once([names for _, names, _ in sentences])
        passages = self._once([passage for _, _, passage in sentences])
        by_names = np.array([names[each] for _, each, _ in sentences])
        by_passage = np.array([passages[each] for _, _, each in sentences])
        # The square root of what is nearest is the cosine itself.
        named = self._late.weighed(np.sqrt(np.maximum(alone, by_names)))
        said = self._late.weighed(alone)
        left = self._late.weights * (1 - by_names)
        own = (left * alone).sum(axis=1) / np.maximum(left.sum(axis=1), 1e-6)
        around = self._late.weighed(np.maximum(by_passage, by_names))
        beside = np.sqrt(alone) @ self._late.beside(self._asks_at)
        scores = (named, said, own, around, beside, self._late.whole(texts))
        return [Match(*map(float, each)) for each in zip(*scores, strict=True)]

    def _once(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Many sentences share a passage: each text is compared once."""
        different = list(dict.fromkeys(texts))
        return dict(zip(different, self._late.nearest(different), strict=True))
