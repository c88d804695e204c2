"""This system: its full text alone, and what answers are made from.

`passages` as the first argument writes the passages of the corpus for all the others.
"""

from __future__ import annotations

import os
import sys
from atexit import register
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.peers.protocol import LIMIT, Passage, Search, run, write_lines

if TYPE_CHECKING:
    from rag.records import Document
    from rag.records import Passage as OurPassage


def write_passages(file: Path) -> None:
    from rag.read.corpus import read_corpus
    from rag.read.split import Splitter
    from rag.settings import load_settings

    settings = load_settings(os.environ)
    splitter = Splitter(settings.passage_characters)
    rows = [
        {
            "id": passage.id,
            "document": document.bulletin.name,
            "context": passage.context,
            "text": passage.text,
        }
        for document in read_corpus(settings.corpus, lambda *_: None).documents
        for passage in splitter.passages(document)
    ]
    write_lines(file, rows)


def lexical(passages: Sequence[Passage]) -> Search:
    from rag.search.lexical import LexicalIndex

    index = LexicalIndex.build((each.context, each.text) for each in passages)

    def search(question: str) -> list[str]:
        scores = index.scores(question)
        order = (-scores).argsort(kind="stable")[:LIMIT]
        return [passages[row].id for row in order if scores[row] > 0]

    return search


def fused(passages: Sequence[Passage]) -> Search:
    from rag.records import Scope
    from rag.search import library as libraries
    from rag.search.builds import write_build
    from rag.search.embed import load_embedder
    from rag.search.manifest import without_corpus
    from rag.search.retrieve import retrieve

    embedder = load_embedder("bundled")
    folder = TemporaryDirectory(prefix="rag-peers-", ignore_cleanup_errors=True)
    register(folder.cleanup)
    manifest = without_corpus(embedder)
    names = list(dict.fromkeys(each.document for each in passages))
    documents = [_document(name) for name in names]
    records = [_record(each) for each in passages]
    build = write_build(
        Path(folder.name), documents, records, [], embedder, manifest, lambda *_: None
    )
    # Every question comes three times: a remembered one would flatter us.
    libraries.QUESTIONS_KEPT = 1
    library = libraries.Library.open(build)

    def search(question: str) -> list[str]:
        hits = retrieve(library, embedder, question, LIMIT, Scope())
        return [hit.passage.id for hit in hits]

    return search


def _document(name: str) -> Document:
    """The name is all that a search looks up."""
    from rag.records import Bulletin, Document

    return Document(Bulletin(name, name, name), "", "", (), (), (), (), (), ())


def _record(passage: Passage) -> OurPassage:
    from rag.records import Passage as OurPassage

    return OurPassage(
        id=passage.id,
        document=passage.document,
        article=1,
        section=None,
        start=0,
        end=len(passage.text),
        page=None,
        page_inferred=False,
        text=passage.text,
        context=passage.context,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["passages"]:
        write_passages(Path(sys.argv[2]))
    else:
        run({"lexical": lexical, "fused": fused})
