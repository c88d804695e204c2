"""Texts become vectors: the bundled model, or any sentence-transformers model on this machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
BUNDLED_FOLDER = Path(__file__).parent.parent / "bundled" / "embedder"
DIGESTS = "digest.json"

_INSTRUCTION = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\n"
)


class Embedder(Protocol):
    """Vectors are float32 rows of unit length; a text without any known word is a row of zeros.

    `fingerprint` changes whenever the same text would get another vector.
    """

    name: str
    dimension: int
    fingerprint: str

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray: ...

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Prompts:
    """What a model was trained to see in front of a text."""

    query: str = ""
    passage: str = ""


# The first pattern found in a model's name decides, so a narrower one stands before a wider one.
_FAMILIES = (
    (r"\be5\b.*instruct", Prompts(query=_INSTRUCTION + "Query: ")),
    (r"\be5\b", Prompts(query="query: ", passage="passage: ")),
    (r"\bbge m3\b", Prompts()),
    (r"\bbge\b.* zh\b", Prompts(query="为这个句子生成表示以用于检索相关文章：")),
    (r"\bbge\b.* en\b", Prompts("Represent this sentence for searching relevant passages: ")),
    (r"\bqwen3\b", Prompts(query=_INSTRUCTION + "Query:")),
    (r"\bgte qwen2\b.*instruct", Prompts(query=_INSTRUCTION + "Query: ")),
    (r"\bgte\b", Prompts()),
)


def load_embedder(name: str = BUNDLED) -> Embedder:
    """The bundled model, or the sentence-transformers model of that id or folder.

    Nothing is fetched: an id must have been downloaded before.
    """
    from rag.search.static import StaticModel, repetition_of

    folder = BUNDLED_FOLDER if name == BUNDLED else _folder_of(name)
    if name == BUNDLED or (folder / DIGESTS).is_file():
        _check_digests(name, folder)
    if (repetition := repetition_of(folder)) is not None:
        return StaticModel(name, folder, _fingerprint(folder, Prompts()), repetition)
    return _Model(name, folder)


class _Model:
    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._model = _load(name, folder)
        self._prompts = _prompts_of(self._model, name, folder)
        self.dimension = self._model.get_embedding_dimension() or 0
        self.fingerprint = _fingerprint(folder, self._prompts)

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, self._prompts.query)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._embed(texts, self._prompts.passage)

    def _embed(self, texts: Sequence[str], prompt: str) -> np.ndarray:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # An empty prompt is passed too: it keeps the model from adding a default one of its own.
        vectors = self._model.encode(list(texts), prompt=prompt, show_progress_bar=False)
        vectors = np.nan_to_num(np.asarray(vectors, dtype=np.float32))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)


def _folder_of(name: str) -> Path:
    from huggingface_hub import snapshot_download

    if Path(name).is_dir():
        return Path(name)
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"这台机器上没有向量模型 {name!r}"
            "（the embedding model is not on this machine）。程序不下载模型："
            f"请写 sentence-transformers 模型文件夹的路径，先用 hf download {name} 下载，或用 {BUNDLED!r}。"
        ) from error


def _load(name: str, folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # the library raises a dozen kinds for a folder that is no model
        damaged = "".join(
            f"{file} 缺失或已损坏（missing or damaged）；" for file in _damaged(folder)
        )
        raise ModelError(
            f"向量模型 {name!r} 打不开（the embedding model cannot be loaded）：{damaged}{error}。"
            f"请换一个 sentence-transformers 文件夹，或用 {BUNDLED!r}。"
        ) from error
    return model.float()  # weights may be kept in half precision; sums of them must not be


def _damaged(folder: Path) -> list[str]:
    """The files that nobody could read, and modules that are listed and not there: what the library
    says of half a model often names no file."""
    from safetensors import safe_open

    damaged: list[str] = []
    for path in _model_files(folder):
        try:
            if path.suffix == ".safetensors":
                with safe_open(path, "numpy"):
                    pass
            elif path.suffix == ".json":
                content = json.loads(path.read_text(encoding="utf-8"))
                if path == folder / "modules.json":
                    parts = [each["path"] for each in content]
                    damaged += [part for part in parts if not (folder / part).is_dir()]
        except Exception:  # a dozen kinds here too; whatever they are, this file is at fault
            damaged.append(path.relative_to(folder).as_posix())
    return damaged


def _prompts_of(model: SentenceTransformer, name: str, folder: Path) -> Prompts:
    own = model.prompts
    passage = own.get("passage") or own.get("document") or ""
    # Saving a model writes empty prompts, so only others are taken for the model's own.
    if own.get("query") or passage:
        return Prompts(own.get("query") or "", passage)
    for candidate in _names(name, folder):
        words = " ".join(re.findall(r"[a-z0-9]+", candidate.lower()))
        for pattern, prompts in _FAMILIES:
            if re.search(pattern, words):
                return prompts
    return Prompts()


def _names(name: str, folder: Path) -> list[str]:
    """What the model is called, the surest first: a clone may have any folder name.

    After the id come the names inside the folder: the one its config was saved from, its
    architecture (Qwen3 embedders have one of their own), and its card.
    """
    config = _json(folder / "config.json")
    card = folder / "README.md"
    lines = (
        card.read_text(encoding="utf-8", errors="replace").splitlines() if card.is_file() else []
    )
    titles = [line for line in lines if re.match(r"\s*-? ?(name|base_model): |# ", line)][:4]
    inside = [str(config.get(key, "")) for key in ("_name_or_path", "model_type")]
    return ["/".join(Path(name).parts[-2:]), *inside, *titles]


def _json(path: Path) -> dict[str, object]:
    content = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return content if isinstance(content, dict) else {}


def _fingerprint(folder: Path, prompts: Prompts) -> str:
    digest = hashlib.sha256(repr(prompts).encode("utf-8"))
    for path in _model_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8"))
        digest.update(_sample(path))
    return digest.hexdigest()[:16]


def _model_files(folder: Path) -> list[Path]:
    """The files that decide a vector, not the card or the licence, in a fixed order."""
    endings = {".json", ".txt", ".safetensors", ".bin", ".model"}
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix in endings)
    return sorted(path for path in files if path.name != DIGESTS)


def _sample(path: Path, block: int = 1 << 20, blocks: int = 16) -> bytes:
    """The size and evenly spaced blocks: weights of gigabytes are told apart in an instant."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode("ascii"))
    with path.open("rb") as file:
        for start in range(0, max(size, 1), max(block, size // blocks)):
            file.seek(start)
            digest.update(file.read(block))
    return digest.digest()


def file_digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that decides a vector, by its path inside the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _model_files(folder)
    }


def _check_digests(name: str, folder: Path) -> None:
    try:
        expected = _json(folder / DIGESTS)
    except ValueError:
        expected = {}
    found = file_digests(folder)
    wrong = [file for file in expected or [DIGESTS] if expected.get(file) != found.get(file, "")]
    if wrong:
        bundled = name == BUNDLED
        what = "内置的向量模型" if bundled else f"向量模型 {name!r} "
        mend = "请重新安装" if bundled else f"请把整个文件夹重新复制一遍，或用 {BUNDLED!r}"
        raise ModelError(
            f"{what}已损坏（the embedding model is damaged）：{folder} 里的"
            f" {'、'.join(wrong)} 缺失，或和发布时不同。{mend}。"
        )
