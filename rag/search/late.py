"""Late interaction: each word of the question meets the word of the text that is nearest to it.

A vector for a whole passage blurs; words compared one by one do not, and still find other words of
the same meaning, in either language. The vectors are those of the bundled model's table, whatever
model makes the passages' vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.search.embed import BUNDLED_FOLDER
from rag.search.fold import fold
from rag.search.static import WordTable, word_table
from rag.search.thesaurus import Thesaurus, everyday, thesaurus

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]

MEANING = 383
"""The table's first dimensions hold what a word means; the others tell it from all other words, which
a comparison word by word does by itself. Without them English questions find 0.739 of XQuAD's Chinese
paragraphs at once, with them 0.718."""

NEARLY = 0.6
"""A cosine: 竞赛 and 赛事 are so near to 比赛, 参赛 is not, and neither is 训练 to 培训."""

BESIDE = 5
"""Words. What stands so near to a question word is what is asked; the rest says of what."""

SENTENCE = 1000
SENTENCES_KEPT = 2000
"""Characters of the longest text whose words are kept, and how many such texts are."""

_FILES = ("words", "starts", "ids", "holding", "vectors")


class WordVectors:
    """The bundled model's words and their vectors, of unit length."""

    @cached_property
    def _words(self) -> WordTable:
        return word_table(BUNDLED_FOLDER)

    def words(self, text: str) -> Ids:
        """The different words of a text, as row numbers of the table, ascending."""
        return self._kept(text) if len(text) <= SENTENCE else self._read(text)

    @cached_property
    def _kept(self) -> Callable[[str], Ids]:
        # Each sentence of a question's candidates is wanted twice, and those of an article again by
        # the next question: to cut them into words is half of what they cost.
        return lru_cache(maxsize=SENTENCES_KEPT)(self._read)

    def _read(self, text: str) -> Ids:
        encoding = self._words.tokenizer.encode(fold(text), add_special_tokens=False)
        words: Ids = np.unique(np.array(encoding.ids, dtype=np.int32))
        words.flags.writeable = False  # who asks again gets the same
        return words

    def placed(self, folded: str) -> list[tuple[int, int, int]]:
        """The words of a folded text, in its order: row number, start and end."""
        encoding = self._words.tokenizer.encode(folded, add_special_tokens=False)
        return [(n, *span) for n, span in zip(encoding.ids, encoding.offsets, strict=True)]

    def word(self, number: int) -> str:
        """The word of a row of the table."""
        word: str = self._words.tokenizer.id_to_token(number) or ""
        return word

    def cut(self, text: str) -> list[str]:
        """The words of a folded text, in its order; what has no vector is left out."""
        tokens: list[str] = self._words.tokenizer.encode(text, add_special_tokens=False).tokens
        return tokens

    def weights(self, words: Ids) -> Floats:
        """The length of a word's vector, which training made the word's weight in a sentence: short
        for words that say little in any text, as 来着 and 那个 do though no bulletin has them."""
        weights: Floats = np.linalg.norm(self._words.vectors[words].astype(np.float32), axis=1)
        return weights

    def whole(self, texts: Sequence[str]) -> Floats:
        """A row of unit length for each text: the sum of its different words, meaning and identity."""
        sums = [
            self._words.vectors[self.words(text)].astype(np.float32).sum(axis=0) for text in texts
        ]
        rows = np.stack(sums)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        unit: Floats = rows / lengths
        return unit

    def vectors(self, words: Ids) -> Floats:
        vectors = self._words.vectors[words, :MEANING].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        unit: Floats = vectors / lengths
        return unit


class LateIndex:
    """The words of every passage, and a vector for each word that occurs."""

    def __init__(
        self, words: Ids, starts: npt.NDArray[np.int64], ids: Ids, holding: Ids, vectors: Floats
    ) -> None:
        self.words = words  # row numbers of the model's table, ascending
        self.starts = starts  # where each passage's words begin in `ids`, and the end of the last
        self.ids = ids  # positions in `words`
        self.holding = holding  # how many passages hold each word
        self.vectors = vectors
        self._rows: dict[str, int | None] = {}

    @classmethod
    def build(cls, texts: Iterable[str], model: WordVectors) -> LateIndex:
        rows = [model.words(text) for text in texts]
        everything = np.concatenate([*rows, np.empty(0, dtype=np.int32)])
        words, ids, holding = np.unique(everything, return_inverse=True, return_counts=True)
        starts = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
        return cls(
            words, starts, ids.astype(np.int32), holding.astype(np.int32), model.vectors(words)
        )

    def near(self, model: WordVectors, word: str) -> list[str]:
        """The words that occur and mean nearly the same, of two characters or more, the nearest
        first; none where the model has no vector for the whole word."""
        own = model.words(word)
        if len(own) != 1 or model.word(int(own[0])) != word:
            return []
        nearness = (self.vectors @ model.vectors(own).T)[:, 0]
        rows = np.flatnonzero(nearness >= NEARLY)
        ordered = rows[np.argsort(-nearness[rows], kind="stable")]
        words = [model.word(int(number)) for number in self.words[ordered]]
        return [each for each in words if each != word and len(each) > 1]

    def row(self, model: WordVectors, word: str) -> int | None:
        """Where a word stands among the corpus's, or the rarest part of one that the table has only
        in parts; None where the corpus lacks any."""
        if word not in self._rows:
            parts = model.words(word)
            places = np.searchsorted(self.words, parts)
            known = places[places < len(self.words)]
            found = known[self.words[known] == parts[: len(known)]] if len(known) else known
            whole = len(parts) > 0 and len(found) == len(parts)
            self._rows[word] = int(found[np.argmin(self.holding[found])]) if whole else None
        return self._rows[word]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def open(cls, folder: Path) -> LateIndex:
        # Mapped, but as plain arrays: slicing a memmap object costs more than what it slices.
        return cls(*(np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _FILES))


class LateQuestion:
    """A question's words against the words of the corpus, ready for passages and sentences."""

    def __init__(self, index: LateIndex, model: WordVectors, text: str) -> None:
        self._index = index
        self._model = model
        self._text = text
        self._folded = fold(text)
        self._placed = model.placed(self._folded)
        words = self._words = np.unique(np.array([n for n, _, _ in self._placed], dtype=np.int32))
        self.weights = self._weights(self._holding(words))
        # One row a word of the corpus, one column a word of the question. Squared: a word that is
        # half as near is worth a quarter.
        near: Floats = np.clip(index.vectors @ model.vectors(words).T, 0, 1) ** 2
        self._near = self._brought_near(near, thesaurus())

    @cached_property
    def _near_passages(self) -> Floats:
        """Not made for a question of which only sentences are weighed."""
        return self._brought_near(self._near, everyday())

    def _brought_near(self, near: Floats, words: Thesaurus) -> Floats:
        """With the written words for what a question says in everyday ones."""
        near = near.copy()
        columns = {int(word): n for n, word in enumerate(self._words)}
        for start, end, written in words.written_for(self._folded):
            inside = [each for each in self._placed if start <= each[1] and each[2] <= end]
            if sum(stop - begin for _, begin, stop in inside) < end - start:
                continue  # it runs over the edge of a word: 个会 in 那个会议
            said = [columns[word] for word, _, _ in inside]
            for word, nearness in written.items():
                row = self._index.row(self._model, word)
                if row is not None:
                    near[row, said] = np.maximum(near[row, said], nearness)
        return near

    @cached_property
    def _weights_of_passages(self) -> Floats:
        """With a word in Latin letters that the corpus lacks as common as what comes near to it: union
        stands in as many passages as 工会, nearly."""
        holding = self._holding(self._words)
        words = [self._model.word(int(number)) for number in self._words]
        latin = np.array([word.isascii() and word.isalpha() for word in words], dtype=bool)
        lent = (self._near**2 * self._index.holding[:, None]).max(axis=0, initial=0)
        return self._weights(np.where(latin & (holding == 0), lent, holding))

    def _weights(self, holding: npt.NDArray[np.floating]) -> Floats:
        """Which sum up to 1. On the tune questions this product finds more than either factor or their
        other powers."""
        weights = self._model.weights(self._words) * np.sqrt(self._rarity(holding))
        shares: Floats = weights / max(float(weights.sum()), 1e-9)
        return shares

    def _holding(self, words: Ids) -> Floats:
        """How many passages have each word."""
        known, places = self._places(words)
        holding = np.zeros(len(words), dtype=np.float32)
        holding[known] = self._index.holding[places]
        return holding

    def _rarity(self, holding: npt.NDArray[np.floating]) -> Floats:
        """BM25's idf: a word that every bulletin has says little, one that none has says most."""
        passages = len(self._index.starts) - 1
        rarity: Floats = np.log(1 + (passages - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        return rarity

    def _places(self, words: Ids) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        """Which words the corpus has, and where those stand in the index's list."""
        places = np.searchsorted(self._index.words, words)
        inside = places < len(self._index.words)
        known = inside.copy()
        known[inside] = self._index.words[places[inside]] == words[inside]
        return known, places[known]

    def passages(self, rows: npt.NDArray[np.int64]) -> Floats:
        """From 0 to 1 for each row: the question's words, by weight, each by its nearest word, or by
        one that a report may have for it."""
        starts, ends = self._index.starts[rows], self._index.starts[rows + 1]
        ids = [self._index.ids[start:end] for start, end in zip(starts, ends, strict=True)]
        found: Floats = _nearest(self._near_passages, ids) @ self._weights_of_passages
        return found

    def texts(self, texts: Sequence[str]) -> Floats:
        """The same for texts of the corpus, sentences for example."""
        return self.weighed(self.nearest(texts))

    def nearest(self, texts: Sequence[str]) -> Floats:
        """For each text, a row: how near its nearest word comes to each word of the question."""
        return _nearest(self._near, [self._places(self._model.words(text))[1] for text in texts])

    def beside(self, spans: Sequence[tuple[int, int]]) -> Floats:
        """The weights of those words that stand beside one of the spans of the folded question, which
        sum up to 1 again; of all words where there is none."""
        inside = [
            n
            for start, end in spans
            for n, (_, begins, ends) in enumerate(self._placed)
            if begins < end and start < ends
        ]
        near = [
            word
            for n, (word, _, _) in enumerate(self._placed)
            if any(abs(n - each) <= BESIDE for each in inside)
        ]
        weights = self.weights * np.isin(self._words, near) if near else self.weights
        beside: Floats = weights / max(float(weights.sum()), 1e-9)
        return beside

    def whole(self, texts: Sequence[str]) -> Floats:
        """How near each text comes to the question, both as one vector: a cosine."""
        rows = self._model.whole([self._text, *texts])
        cosines: Floats = rows[1:] @ rows[0]
        return cosines

    def weighed(self, nearest: Floats) -> Floats:
        scores: Floats = nearest @ self.weights
        return scores


def _nearest(near: Floats, ids: Sequence[npt.NDArray[np.signedinteger]]) -> Floats:
    """For each text, given by the rows of its words, the nearest of them to each word of a question."""
    nearest = np.zeros((len(ids), near.shape[1]), dtype=np.float32)
    filled = [n for n, each in enumerate(ids) if len(each)]
    if not filled or not near.shape[1]:
        return nearest
    starts = np.cumsum([0, *(len(ids[n]) for n in filled[:-1])])
    rows = near[np.concatenate([ids[n] for n in filled])]
    nearest[filled] = np.maximum.reduceat(rows, starts, axis=0)
    return nearest
