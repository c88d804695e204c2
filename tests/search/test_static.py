"""The table of words: how often a word comes is dampened, and all else is as its library does it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.search.embed import load_embedder
from rag.search.static import CONFIG, REPETITION, StaticModel, damped, repetition_of, word_table

VECTORS = {"工会": (3.0, 0.0), "经费": (0.0, 4.0)}


def make_model(folder: Path, repetition: float | None) -> Path:
    from safetensors.numpy import save_file
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers

    files = folder / "0_StaticEmbedding"
    files.mkdir(parents=True)
    (folder / "1_Normalize").mkdir()
    (folder / "1_Normalize" / "config.json").write_text("{}", encoding="utf-8")
    tokenizer = Tokenizer(
        models.Unigram([("[UNK]", -99.0), *((word, -5.0) for word in VECTORS)], unk_id=0)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(
        Regex("[\u4e00-\u9fff]+"), behavior="removed", invert=True
    )
    tokenizer.save(str(files / "tokenizer.json"))
    table = np.array([(0, 0), *VECTORS.values()], dtype=np.float16)
    save_file({"embedding.weight": table}, files / "model.safetensors")
    types = [f"sentence_transformers.models.{each}" for each in ("StaticEmbedding", "Normalize")]
    modules = [
        {"idx": n, "name": str(n), "path": f"{n}_{kind.rpartition('.')[2]}", "type": kind}
        for n, kind in enumerate(types)
    ]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    config: dict[str, object] = {"prompts": {}, "similarity_fn_name": "cosine"}
    if repetition is not None:
        config |= {REPETITION: repetition}
    (folder / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    return folder


def test_a_word_that_comes_four_times_counts_twice() -> None:
    assert damped(np.array([1, 4, 9]), 0.5).tolist() == [1, 2, 3]
    assert damped(np.array([1, 4]), 1.0).tolist() == [1, 4]
    assert damped(np.array([1, 4]), 0.0).tolist() == [1, 1]


def test_the_sum_is_weighted_by_damped_counts_and_made_one_long(tmp_path: Path) -> None:
    model = load_embedder(str(make_model(tmp_path / "m", 0.5)))
    assert isinstance(model, StaticModel) and model.dimension == 2
    vectors = model.embed_passages(["工会工会，工会工会的经费", "经费", "", "无"])
    # 2 x (3, 0) + 1 x (0, 4) is (6, 4); what has no known word is zero.
    long = 52**0.5
    np.testing.assert_allclose(vectors[:2], [(6 / long, 4 / long), (0, 1)], atol=1e-6)
    assert not vectors[2:].any()
    np.testing.assert_array_equal(model.embed_queries(["经费"]), vectors[1:2])


def test_a_table_is_in_memory_once_and_nobody_changes_it(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m", 0.5)
    first = load_embedder(str(folder))
    used = word_table(folder).vectors
    (folder / "0_StaticEmbedding" / "tokenizer.json").unlink()
    assert word_table(folder).vectors is used
    np.testing.assert_array_equal(first.embed_passages(["经费"]), [used[2] / np.float32(4)])
    with pytest.raises(ValueError, match="read-only"):
        used[0] = 1


def test_counting_all_is_what_the_library_does(tmp_path: Path) -> None:
    texts = ["工会工会，工会工会的经费", "经费工会", "经费"]
    plain = load_embedder(str(make_model(tmp_path / "plain", None)))
    assert not isinstance(plain, StaticModel)
    own = load_embedder(str(make_model(tmp_path / "own", 1.0)))
    np.testing.assert_allclose(own.embed_passages(texts), plain.embed_passages(texts), atol=1e-6)


def test_another_damping_is_another_model(tmp_path: Path) -> None:
    half = load_embedder(str(make_model(tmp_path / "half", 0.5)))
    whole = load_embedder(str(make_model(tmp_path / "whole", 1.0)))
    assert half.fingerprint != whole.fingerprint


def test_models_of_other_kinds_have_no_damping(tmp_path: Path) -> None:
    assert repetition_of(tmp_path) is None
    (tmp_path / CONFIG).write_text('{"repetition": 0.5}', encoding="utf-8")
    assert repetition_of(tmp_path) is None
    (tmp_path / "0_StaticEmbedding").mkdir()
    assert repetition_of(tmp_path) == 0.5
    (tmp_path / CONFIG).write_text("{", encoding="utf-8")
    assert repetition_of(tmp_path) is None


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "cut", 0.5)
    for name in ("model.safetensors", "tokenizer.json"):
        (folder / "0_StaticEmbedding" / name).write_bytes(b"cut off")
        with pytest.raises(ModelError, match=f"{name} 打不开（.*cannot be loaded）.*请"):
            load_embedder(str(folder))
