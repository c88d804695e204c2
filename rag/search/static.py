"""The bundled kind of model: a table of words, summed without the library that it was made for.

A word that comes four times in a text counts twice, not four times (`REPETITION` 0.5): a paragraph
that says 工会 in every sentence is about more than 工会. A full-text search dampens in the same way,
and nothing else lifted this kind of model as much.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.errors import ModelError

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


class StaticModel:
    """An Embedder; questions and passages are read alike."""

    def __init__(self, name: str, folder: Path, fingerprint: str, repetition: float) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.name, self.fingerprint, self._repetition = name, fingerprint, repetition
        files = folder / "0_StaticEmbedding"
        try:
            self._tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
            self._table = load_file(files / "model.safetensors")["embedding.weight"]
        except Exception as error:  # both libraries raise kinds of their own, and OSError
            raise ModelError(
                f"The embedding model {name!r} cannot be loaded: {error} "
                "Give another folder, or use 'bundled'."
            ) from error
        self.dimension = int(self._table.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for vector, encoding in zip(vectors, encodings, strict=True):
            words, times = np.unique(np.array(encoding.ids, dtype=np.int64), return_counts=True)
            # Half precision is for the disk: sums are made in single.
            vector[:] = damped(times, self._repetition) @ self._table[words].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        unit: Floats = vectors / lengths
        return unit

    embed_queries = embed_passages
