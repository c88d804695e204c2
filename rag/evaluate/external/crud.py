"""CRUD: questions on news, with key facts but without saying which article answers them."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from rag.evaluate.external.material import (
    Asked,
    Material,
    Progress,
    Rows,
    damaged,
    found,
    one_document,
    read_json,
)
from rag.search.fold import fold
from rag.settings import Settings

CRUD_FILES = {
    1: "QuestAnswer1Doc_quest_gt_save.json",
    2: "QuestAnswer2Docs_quest_gt_save.json",
    3: "QuestAnswer3Docs_quest_gt_save.json",
}
HEAD = 4


def crud(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    from rag.read.split import Splitter

    files = {n: found(data, f"crud/{name}") for n, name in CRUD_FILES.items()}
    records = {n: _records(file) for n, file in files.items()}
    document = one_document("CRUD", _news(found(data, "crud/docs.jsonl.xz"), progress, limit))
    passages = Splitter(settings.passage_characters).passages(document)
    facts = {fact for some in records.values() for _, wanted in some for fact in wanted}
    holding = _holding([passage.text for passage in passages], facts, progress)
    groups = {
        f"CRUD {n} doc": [
            Asked(question, _held_by(wanted, n, holding)) for question, wanted in some
        ]
        for n, some in records.items()
    }
    return Material(document, passages, groups)


def _news(file: Path, progress: Progress, limit: int | None) -> list[str]:
    texts: list[str] = []
    try:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if limit is not None and len(texts) >= limit:
                    break
                if line.strip():
                    texts.append(str(json.loads(line)["text"]))
                if len(texts) % 1000 == 0:
                    progress("读取（reading）", len(texts), limit or 0)
    except (lzma.LZMAError, EOFError, ValueError, KeyError, TypeError) as error:
        raise damaged(file, error) from error
    return texts


def _records(file: Path) -> list[tuple[str, list[str]]]:
    """(question, key facts). What is asked of one piece of news is asked at once: taken alone its
    later questions speak of "these" and "the" without saying of what."""
    try:
        return [
            ("".join(record["question"]), _plain_facts(record["key_info"]))
            for record in read_json(file).values()
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(file, error) from error


def _plain_facts(facts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(plain for plain in map(_plain, facts) if plain))


def _plain(text: str) -> str:
    """Spelling and marks aside; a decimal point counts."""
    return "".join(each for each in fold(text) if each.isalnum() or each in ".%")


def _holding(texts: Sequence[str], facts: Iterable[str], progress: Progress) -> dict[str, Rows]:
    """The rows that hold each fact. One sweep over the passages: looking for each of 25,000 facts
    in turn would take hours."""
    by_head: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for fact in sorted(facts):
        by_head.setdefault(fact[:HEAD], []).append((fact, _pattern(fact)))
    widths = sorted({len(head) for head in by_head})
    found: dict[str, list[int]] = {}
    for row, text in enumerate(map(_plain, texts)):
        if row % 1000 == 0:
            progress("查找要点（looking for key facts）", row, len(texts))
        for width in widths:
            grams = {text[i : i + width] for i in range(len(text) - width + 1)}
            for head in grams & by_head.keys():
                for fact, pattern in by_head[head]:
                    if fact in text and pattern.search(text):
                        found.setdefault(fact, []).append(row)
    return {fact: np.array(rows, dtype=np.int64) for fact, rows in found.items()}


def _pattern(fact: str) -> re.Pattern[str]:
    """1名 does not stand in 11名."""
    before = r"(?<![\d.])" if fact[0].isdigit() else ""
    after = r"(?!\.?\d)" if fact[-1].isdigit() else ""
    return re.compile(before + re.escape(fact) + after)


def _held_by(facts: Sequence[str], articles: int, holding: Mapping[str, Rows]) -> tuple[int, ...]:
    """Rows with at least half of what one of the question's articles has to say, and two facts
    where there are two: a single short one stands in news of any kind."""
    rows = [holding[fact] for fact in facts if fact in holding]
    if not rows:
        return ()
    enough = max(min(2, len(facts)), len(facts) / (2 * articles))
    held, counts = np.unique(np.concatenate(rows), return_counts=True)
    return tuple(held[counts >= enough].tolist())
