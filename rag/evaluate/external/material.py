"""What a set has to read and to ask, and where its files come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.errors import RequestError
from rag.records import Article, Block, Bulletin, Document, Passage

Progress = Callable[[str, int, int], None]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    rows: tuple[int, ...]
    """Passages that count as found; none where nothing that was read holds the answer."""


@dataclass(frozen=True, slots=True)
class Material:
    document: Document
    passages: Sequence[Passage]
    groups: Mapping[str, Sequence[Asked]]
    """Questions by the name of their line."""


def one_document(name: str, texts: Sequence[str]) -> Document:
    """One document with an article for each text. One, because the scope of a search is looked up
    document by document, and tens of thousands of them are no bulletins."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    starts = [0, *ends[:-1]]
    spans = [(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]
    return Document(
        bulletin=Bulletin(name.lower(), name, ""),
        digest="",
        text="\n".join(texts),
        origins=(),
        lines=(),
        articles=tuple(Article(n, None, None, *span, span[0]) for n, span in enumerate(spans, 1)),
        blocks=tuple(Block(*span, "paragraph") for span in spans),
        pages=(),
        furniture=(),
    )


SOURCES = {
    "xquad": "https://github.com/google-deepmind/xquad",
    "DRCD": "https://github.com/DRCKnowledgeTeam/DRCD",
    "cmrc": "https://github.com/ymcui/cmrc2018",
    "crud": "https://github.com/IAAR-Shanghai/CRUD_RAG；docs.jsonl.xz 由其 80000_docs 合成，"
    '每行一篇（one a line）：{"src", "date", "text"}',
}


def found(data: Path, name: str) -> Path:
    file = data / name
    if not file.is_file():
        source = next(text for start, text in SOURCES.items() if name.startswith(start))
        raise RequestError(f"没有文件（no such file）：{file}。来源（from）：{source}")
    return file


def read_json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:  # also bytes that are not UTF-8
        raise damaged(file, error) from error


def damaged(file: Path, error: Exception) -> RequestError:
    return RequestError(
        f"文件读不懂（damaged, or of another form）：{file}：{type(error).__name__}：{error}。"
        "请重新下载。"
    )
