"""Embedders: the bundled one, and the families of models that people bring along."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.search import embed
from rag.search.embed import BUNDLED_FOLDER, load_embedder

AWKWARD = [
    "",
    "。",
    "工",
    "༄༅། བོད་ཡིག",
    "😀",
    "１２３ ＡＢＣ",
    "二〇二四年",
    "1.2万",
    "\n\t",
    "工会" * 50_000,
]


@pytest.fixture(scope="module")
def bundled() -> embed.Embedder:
    return load_embedder("bundled")


def test_bundled_vectors_are_float32_rows_of_unit_length(bundled: embed.Embedder) -> None:
    vectors = bundled.embed_passages(["户外劳动者服务站点", "What did Xining spend on breakfast?"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (2, bundled.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_awkward_texts_give_finite_vectors_of_length_one_or_zero(bundled: embed.Embedder) -> None:
    vectors = bundled.embed_queries(AWKWARD)
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.isfinite(vectors).all()
    assert [round(float(length), 4) for length in lengths] == [0, 0, 1, 0, 0, 1, 1, 1, 0, 1]


def test_no_texts_give_no_rows(bundled: embed.Embedder) -> None:
    assert bundled.embed_queries([]).shape == (0, bundled.dimension)


def test_a_text_has_the_same_vector_alone_and_in_company(bundled: embed.Embedder) -> None:
    texts = ["工会经费", "", "职工书屋建设"]
    together = bundled.embed_passages(texts)
    alone = np.concatenate([bundled.embed_passages([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("西寧市總工會為戶外勞動者設立服務站點", "西宁市总工会为户外劳动者设立服务站点"),
        ("２０２４年第１期　ＡＢＣ", "2024年第1期 abc"),
        ("Café TRADE Union", "cafe trade union"),
    ],
)
def test_script_width_case_and_accents_do_not_matter(
    bundled: embed.Embedder, written: str, folded: str
) -> None:
    one, other = bundled.embed_queries([written, folded])
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_chinese_and_english_of_one_meaning_lie_together(bundled: embed.Embedder) -> None:
    chinese = [
        "工会为职工提供法律援助",
        "这条河里的鱼很多",
        "他每天早上七点吃早饭",
        "高速公路今年通车",
    ]
    english = [
        "The trade union gives workers legal aid.",
        "There are many fish in this river.",
        "He eats breakfast at seven every morning.",
        "The motorway opens to traffic this year.",
    ]
    scores = bundled.embed_queries(english) @ bundled.embed_passages(chinese).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_a_query_is_quick_and_so_are_passages(bundled: embed.Embedder) -> None:
    bundled.embed_queries(["热身"])
    seconds = []
    for _ in range(50):
        began = time.perf_counter()
        bundled.embed_queries(["西宁市总工会新就业形态劳动者建会入会情况如何？"])
        seconds.append(time.perf_counter() - began)
    assert np.median(seconds) < 0.01  # well under 2 ms where nothing else runs
    passage = "户外劳动者服务站点为环卫工人、快递员等提供休息、饮水、充电等服务。" * 8
    began = time.perf_counter()
    bundled.embed_passages([passage] * 500)
    assert time.perf_counter() - began < 3  # generous: other work may share the cores


def test_bundled_model_loads_in_plain_sentence_transformers(bundled: embed.Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUNDLED_FOLDER), local_files_only=True)
    plain = np.asarray(model.encode(["职工书屋"]), dtype=np.float32)
    np.testing.assert_allclose(plain, bundled.embed_passages(["职工书屋"]), atol=2e-3)


def test_bundled_model_is_small_and_holds_no_pickle() -> None:
    files = [path for path in BUNDLED_FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 60e6
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".md", ""}


def test_a_damaged_bundled_model_is_refused_by_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(BUNDLED_FOLDER, tmp_path / "embedder")
    monkeypatch.setattr(embed, "BUNDLED_FOLDER", copy)
    weights = next(copy.rglob("model.safetensors"))
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelError, match=r"已损坏（.*damaged）.*model.safetensors.*请"):
        load_embedder("bundled")
    next(copy.rglob("tokenizer.json")).unlink()
    with pytest.raises(ModelError, match="tokenizer.json"):
        load_embedder("bundled")
    (copy / embed.DIGESTS).unlink()
    with pytest.raises(ModelError, match=embed.DIGESTS):
        load_embedder("bundled")


def cut_or_drop(file: Path, part: float) -> None:
    """As a copy that broke off leaves it: a part of the file, or nothing."""
    content = file.read_bytes()
    if part:
        file.write_bytes(content[: int(len(content) * part)])
    else:
        file.unlink()


@pytest.mark.parametrize("part", [0, 0.5])
@pytest.mark.parametrize(
    "name",
    [
        "0_StaticEmbedding/model.safetensors",
        "0_StaticEmbedding/tokenizer.json",
        "modules.json",
        "config_sentence_transformers.json",
    ],
)
def test_half_a_copy_of_a_model_with_digests_is_refused_by_the_name_of_the_file(
    tmp_path: Path, name: str, part: float
) -> None:
    copy = shutil.copytree(BUNDLED_FOLDER, tmp_path / "copy")
    assert load_embedder(str(copy)).fingerprint == load_embedder("bundled").fingerprint
    cut_or_drop(copy / name, part)
    with pytest.raises(ModelError, match=f"copy' 已损坏（.*damaged）.* {name} 缺失.*重新复制"):
        load_embedder(str(copy))


def test_digests_that_broke_off_are_named(tmp_path: Path) -> None:
    copy = shutil.copytree(BUNDLED_FOLDER, tmp_path / "copy")
    cut_or_drop(copy / embed.DIGESTS, 0.5)
    with pytest.raises(ModelError, match=f"已损坏（.*damaged）.* {embed.DIGESTS} 缺失"):
        load_embedder(str(copy))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("model.safetensors", 0.5),
        ("tokenizer.json", 0.5),
        ("config.json", 0.5),
        ("modules.json", 0.5),
        ("1_Pooling", 0),
    ],
)
def test_half_a_copy_of_any_model_is_refused_by_the_name_of_the_file(
    tmp_path: Path, name: str, part: float
) -> None:
    folder = make_model(tmp_path / "model")
    if part:
        cut_or_drop(folder / name, part)
    else:
        shutil.rmtree(folder / name)
    with pytest.raises(ModelError, match=f"打不开（.*cannot be loaded）：{name} 缺失或已损坏.*请"):
        load_embedder(str(folder))


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no/such/folder/here", "模型"])
def test_a_missing_model_is_named_with_the_way_out(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_embedder(name)
    assert name in str(caught.value)
    assert "文件夹" in str(caught.value) and "'bundled'" in str(caught.value)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="打不开（.*cannot be loaded）.*请"):
        load_embedder(str(tmp_path))


def make_model(folder: Path, kind: str = "bert") -> Path:
    """A real sentence-transformers folder with a transformer of random weights and 16 dimensions.

    Its tokenizer works on bytes, so that every character of a prompt counts.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import (
        BertConfig,
        BertModel,
        PreTrainedTokenizerFast,
        Qwen3Config,
        Qwen3Model,
        XLMRobertaConfig,
        XLMRobertaModel,
    )

    alphabet = ["[PAD]", "[UNK]", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    vocabulary = {letter: number for number, letter in enumerate(alphabet)}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    sizes = {
        "vocab_size": len(vocabulary), "hidden_size": 16, "intermediate_size": 32,
        "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 520,
    }  # fmt: skip
    torch.manual_seed(1)
    body = {
        "bert": lambda: BertModel(BertConfig(**sizes)),
        "xlm-roberta": lambda: XLMRobertaModel(XLMRobertaConfig(**sizes, pad_token_id=0)),
        "qwen3": lambda: Qwen3Model(Qwen3Config(**sizes, num_key_value_heads=2, head_dim=8)),
    }[kind]()
    plain = folder.parent / "body"
    body.save_pretrained(plain)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=512
    )
    fast.save_pretrained(plain)
    transformer = Transformer(str(plain))
    modules = [transformer, Pooling(16, "lasttoken" if kind == "qwen3" else "mean")]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    shutil.rmtree(plain)
    return folder


INSTRUCTED = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\n"
)
CHINESE_BGE = "为这个句子生成表示以用于检索相关文章："


@pytest.mark.parametrize(
    ("name", "kind", "query", "passage"),
    [
        ("multilingual-e5-base", "xlm-roberta", "query: ", "passage: "),
        ("e5-small-v2", "bert", "query: ", "passage: "),
        ("multilingual-e5-large-instruct", "xlm-roberta", INSTRUCTED + "Query: ", ""),
        ("bge-small-zh-v1.5", "bert", CHINESE_BGE, ""),
        ("bge-m3", "xlm-roberta", "", ""),
        ("Qwen3-Embedding-0.6B", "qwen3", INSTRUCTED + "Query:", ""),
        ("gte-base-zh", "bert", "", ""),
        ("gte-Qwen2-1.5B-instruct", "bert", INSTRUCTED + "Query: ", ""),
        ("my-own-model", "bert", "", ""),
    ],
)
def test_each_family_gets_its_prompts(
    tmp_path: Path, name: str, kind: str, query: str, passage: str
) -> None:
    folder = make_model(tmp_path / name, kind)
    assert_prompts(folder, query, passage)


def assert_prompts(folder: Path, query: str, passage: str) -> None:
    from sentence_transformers import SentenceTransformer

    text = "工会的经费从哪里来？"
    model = SentenceTransformer(str(folder), local_files_only=True)
    model.default_prompt_name = None
    embedder = load_embedder(str(folder))
    expected = model.encode([query + text, passage + text], normalize_embeddings=True)
    found = [embedder.embed_queries([text])[0], embedder.embed_passages([text])[0]]
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("file", "content", "query", "passage"),
    [
        ("config.json", {"_name_or_path": "intfloat/multilingual-e5-base"}, "query: ", "passage: "),
        ("config.json", {"_name_or_path": "cache/BAAI_bge-large-zh/"}, CHINESE_BGE, ""),
        (
            "README.md",
            "---\nmodel-index:\n- name: multilingual-e5-small\n---\n",
            "query: ",
            "passage: ",
        ),
        ("README.md", "---\nbase_model: BAAI/bge-base-zh-v1.5\n---\n", CHINESE_BGE, ""),
        ("README.md", "A model to compare with e5 and bge-large-zh.\n", "", ""),
    ],
)
def test_a_clone_under_another_name_is_known_by_its_config_or_card(
    tmp_path: Path, file: str, content: str | dict[str, str], query: str, passage: str
) -> None:
    folder = make_model(tmp_path / "downloaded")
    if isinstance(content, dict):
        config = json.loads((folder / file).read_text(encoding="utf-8"))
        content = json.dumps(config | content)
    (folder / file).write_text(content, encoding="utf-8")
    assert_prompts(folder, query, passage)


def test_a_qwen3_clone_is_known_by_its_architecture(tmp_path: Path) -> None:
    assert_prompts(make_model(tmp_path / "downloaded", "qwen3"), INSTRUCTED + "Query:", "")


def test_prompts_in_the_model_itself_win_over_the_family(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "multilingual-e5-base", "xlm-roberta")
    path = folder / "config_sentence_transformers.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config |= {"prompts": {"query": "问：", "document": "文："}, "default_prompt_name": "query"}
    path.write_text(json.dumps(config), encoding="utf-8")
    assert_prompts(folder, "问：", "文：")


def test_the_fingerprint_changes_with_weights_and_prompts_only(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "one")
    first = load_embedder(str(folder)).fingerprint
    (folder / "README.md").write_text("a card\n", encoding="utf-8")
    assert load_embedder(str(folder)).fingerprint == first
    renamed = folder.rename(tmp_path / "e5-small")
    assert load_embedder(str(renamed)).fingerprint != first
    renamed.rename(folder)
    weights = folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-3] ^= 1
    weights.write_bytes(content)
    assert load_embedder(str(folder)).fingerprint != first


def test_half_precision_on_disk_gives_float32_unit_vectors(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = make_model(tmp_path / "half")
    SentenceTransformer(str(folder)).half().save(str(folder), create_model_card=False)
    vectors = load_embedder(str(folder)).embed_passages(["工会", "经费"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
