"""The bundled kind of model: a table of words, summed without the library that it was made for.

A word that comes four times in a text counts twice, not four times (`REPETITION` 0.5): a paragraph
that says 工会 in every sentence is about more than 工会. A full-text search dampens in the same way,
and nothing else lifted this kind of model as much.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CONFIG = "config_sentence_transformers.json"
REPETITION = "repetition"
"""The power of a word's count in a text, in the model's config: 1 counts all, 0 the first only."""

Floats = npt.NDArray[np.float32]


def damped(times: npt.NDArray[np.int64], repetition: float) -> Floats:
    """What a word weighs in a text that has it so many times."""
    return np.power(times, repetition).astype(np.float32)


def repetition_of(folder: Path) -> float | None:
    """None for a model of any other kind."""
    file = folder / CONFIG
    if not file.is_file() or not (folder / "0_StaticEmbedding").is_dir():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:  # the library says what is wrong with it
        return None
    found = content.get(REPETITION) if isinstance(content, dict) else None
    return float(found) if found is not None else None


@dataclass(frozen=True, slots=True)
class WordTable:
    tokenizer: Tokenizer
    vectors: npt.NDArray[np.float16]
    """A row for each word of the tokenizer. Half precision is for the disk: sums are made in single."""


@lru_cache(maxsize=2)
def word_table(folder: Path) -> WordTable:
    """Read once, whoever asks: the embedder and every library that is open share the memory."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    files = folder / "0_StaticEmbedding"
    file = files / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(file))
        file = files / "model.safetensors"
        vectors = load_file(file)["embedding.weight"]
    except Exception as error:  # both libraries raise kinds of their own, and OSError
        raise ModelError(
            f"向量模型的文件 {file} 打不开（a file of the embedding model cannot be loaded）：{error}。"
            "请换一个文件夹，或用 'bundled'。"
        ) from error
    vectors.flags.writeable = False
    return WordTable(tokenizer, vectors)


class StaticModel:
    """An Embedder; questions and passages are read alike."""

    def __init__(self, name: str, folder: Path, fingerprint: str, repetition: float) -> None:
        self.name, self.fingerprint, self._repetition = name, fingerprint, repetition
        self._words = word_table(folder)
        self.dimension = int(self._words.vectors.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._words.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for vector, encoding in zip(vectors, encodings, strict=True):
            words, times = np.unique(np.array(encoding.ids, dtype=np.int64), return_counts=True)
            found = self._words.vectors[words].astype(np.float32)
            vector[:] = damped(times, self._repetition) @ found
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        unit: Floats = vectors / lengths
        return unit

    embed_queries = embed_passages
