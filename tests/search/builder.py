"""A small corpus for the tests of this folder, and a way to build it in another process.

As a script: INDEX EMBEDDER, where the embedder is plain, or hangs once it has written to INDEX/hung.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.records import Article, Bulletin, Document, PageSpan, Passage, Unit
from rag.search.builds import write_build
from rag.search.manifest import Manifest, code_digest
from tests.fakes import HashingEmbedder

BULLETINS = (
    Bulletin("qhgy-2023-04", "青海工运.txt", "青海工运", "青海省总工会", "第4期", "2023-04"),
    Bulletin("qhgy-2024-12", "2024-12.md", "青海工运", None, "二〇二四年第十二期", None),
    Bulletin("haixi", "haixi.txt", "海西州总工会文明单位创建"),
)
TEXTS = (
    ("海西州总工会慰问环卫职工三十六名。", "省總工會開展讀書活動。", "玉树州举办招聘会。"),
    ("果洛州总工会举办培训班，1.2万人参加。", "海西州总工会慰问环卫职工 36 名。", "😀"),
    ("海西州创建文明单位。", "", "工"),
)


def document(bulletin: Bulletin, sentences: Sequence[str]) -> Document:
    text = "\n".join(sentences)
    return Document(
        bulletin=bulletin,
        digest=f"digest of {bulletin.key}",
        text=text,
        origins=tuple(range(len(text))),
        lines=(0,),
        articles=(
            Article(1, "标题一", None, 0, len(sentences[0]) + 1, 0),
            Article(2, None, "某某", len(sentences[0]) + 1, len(text), len(sentences[0]) + 1),
        ),
        blocks=(),
        pages=(PageSpan(0, 5, 7, False), PageSpan(5, len(text), None, True)),
        furniture=(),
    )


def passages_of(each: Document) -> list[Passage]:
    found, start = [], 0
    for number, text in enumerate(each.text.split("\n")):
        key = each.bulletin.key
        article, section = min(number + 1, 2), None if number else "一、慰问"
        place = (start, start + len(text))
        found.append(
            Passage(
                f"{key}/{number}",
                key,
                article,
                section,
                *place,
                7,
                False,
                text,
                each.bulletin.title,
            )
        )
        start += len(text) + 1
    return found


def units_of(each: Document) -> list[Unit]:
    return [
        Unit(f"u:{p.id}", p.document, p.article, p.start, p.end, p.page, p.page_inferred, p.text)
        for p in passages_of(each)
        if p.text
    ]


def manifest_for(embedder: HashingEmbedder, vectors: str = "faiss") -> Manifest:
    return Manifest(
        corpus={bulletin.name: f"digest of {bulletin.key}" for bulletin in BULLETINS},
        corpus_manifest="digest of manifest.toml",
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        vectors=vectors,
        splitter={"characters": 320},
        code=code_digest(),
        failures={"坏.pdf": "打不开"},
    )


def build(
    index: Path,
    embedder: HashingEmbedder,
    texts: Sequence[Sequence[str]] = TEXTS,
    vectors: str = "faiss",
) -> Path:
    documents = [document(*pair) for pair in zip(BULLETINS, texts, strict=False)]
    passages = [passage for each in documents for passage in passages_of(each)]
    units = [unit for each in documents for unit in units_of(each)]
    manifest = manifest_for(embedder, vectors)
    return write_build(index, documents, passages, units, embedder, manifest, lambda *_: None)


class HangingEmbedder(HashingEmbedder):
    """Says in a file that it has begun, and never comes back."""

    def __init__(self, sign: Path) -> None:
        super().__init__(name="hanging")
        self.sign = sign

    def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.sign.write_text("hung", encoding="utf-8")
        time.sleep(600)
        return super().embed_passages(texts)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    build(where, HangingEmbedder(where / "hung") if sys.argv[2] == "hangs" else HashingEmbedder())
