"""Reads the open training data into a few plain shapes. Every file that is read is named in FILES."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILES = {
    "cedict": "cedict_1_0_ts_utf-8_mdbg.txt.gz",
    "tatoeba": "tatoeba-cmn-eng.txt",
    "moj": "moj-laws.zh-en.tsv.xz",
    "prc": "prc-laws.zh-en.tsv",
    "laws": "laws-zh.tar.xz",
    "reports": "gov_reports1954-2017.txt",
    "cmrc": "cmrc2018_dev.json",
    "drcd": "DRCD_dev.json",
    "stard": "stard-queries.json",
    "divisions": "names/divisions.csv",
}

_ENTRY = re.compile(r"^(\S+) (\S+) \[[^\]]*\] /(.+)/$")
_SENTENCE_END = re.compile(r"(?<=[。！？；!?;])")
_REFERENCE = re.compile(
    r"(?:variant of|^see|^see also|equivalent of|same as) (?:[\u3400-\u9fff]+\|)?([\u3400-\u9fff]+)"
)
_BRACKETS = re.compile(r"\[[^\]]*\]|\((?:Tw|old|bound form|literary|idiom|coll\.|lit\.|fig\.)\)")
_TRADITIONAL_OF_PAIR = re.compile(r"[\u3400-\u9fff]+\|")


@dataclass(frozen=True)
class Word:
    simplified: str
    traditional: str
    senses: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """One sentence (or word) in both languages."""

    chinese: str
    english: str


@dataclass(frozen=True)
class Question:
    """A question, the sentences of its paragraph, and which of them holds the answer."""

    text: str
    sentences: tuple[str, ...]
    answer: int
    paragraph: str


@dataclass(frozen=True)
class Document:
    title: str
    paragraphs: tuple[str, ...]


def missing_files(folder: Path) -> list[str]:
    return [name for name in FILES.values() if not (folder / name).is_file()]


def sentences_of(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SENTENCE_END.split(text) if part.strip())


def read_words(folder: Path) -> list[Word]:
    """CC-CEDICT entries, those of one simplified form merged, in the order of the file."""
    merged: dict[str, tuple[str, list[str]]] = {}
    references: dict[str, str] = {}
    with gzip.open(folder / FILES["cedict"], "rt", encoding="utf-8") as lines:
        for line in lines:
            if entry := _ENTRY.match(line.strip()):
                traditional, simplified, glosses = entry.groups()
                for reference in filter(None, map(_REFERENCE.search, glosses.split("/"))):
                    references[simplified] = reference.group(1)
                senses = merged.setdefault(simplified, (traditional, []))[1]
                senses += [
                    s for s in map(_clean_sense, glosses.split("/")) if s and s not in senses
                ]
    for word, target in references.items():
        if not merged[word][1] and target in merged:
            merged[word][1].extend(merged[target][1])
    return [Word(key, trad, _useful_senses(senses)) for key, (trad, senses) in merged.items()]


def _clean_sense(gloss: str) -> str:
    if gloss.startswith("CL:") or _REFERENCE.search(gloss):
        return ""
    text = _TRADITIONAL_OF_PAIR.sub("", _BRACKETS.sub("", gloss))
    return " ".join(text.split())


def _useful_senses(senses: list[str]) -> tuple[str, ...]:
    """Without surnames where there is another sense: they would pull every common word that way."""
    others = [sense for sense in senses if not sense.startswith("surname ")]
    return tuple(others or senses)


def read_tatoeba(folder: Path) -> list[Pair]:
    with (folder / FILES["tatoeba"]).open(encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [Pair(row[1], row[0]) for row in rows if len(row) >= 2]


def read_bilingual_laws(folder: Path) -> list[Pair]:
    """The laws of both sources, line by line in their order: neighbours are of one law."""
    with lzma.open(folder / FILES["moj"], "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    with (folder / FILES["prc"]).open(encoding="utf-8") as lines:
        rows += [line.rstrip("\n").split("\t")[1:] for line in lines]
    return [Pair(row[0], row[1]) for row in rows if len(row) == 2 and row[0] and row[1]]


def read_divisions(folder: Path, deepest: int = 2) -> list[Pair]:
    """Names of provinces (depth 0), cities (1) and counties (2) with pinyin as in English text."""
    with (folder / FILES["divisions"]).open(encoding="utf-8-sig", newline="") as rows:
        return [
            Pair(name, row["pinyin"].replace(" ", "").capitalize())
            for row in csv.DictReader(rows)
            if int(row["deep"]) <= deepest
            for name in dict.fromkeys((row["name"], row["ext_name"]))
        ]


def read_questions(folder: Path) -> list[Question]:
    return [
        *_read_squad(folder / FILES["cmrc"]),
        *_read_squad(folder / FILES["drcd"]),
        *_read_stard(folder / FILES["stard"]),
    ]


def _read_squad(path: Path) -> Iterator[Question]:
    with path.open(encoding="utf-8") as file:
        articles = json.load(file)["data"]
    for article in articles:
        for paragraph in article["paragraphs"]:
            sentences = sentences_of(paragraph["context"])
            for item in paragraph["qas"]:
                at = item["answers"][0]["answer_start"]
                answer = _sentence_at(sentences, at)
                yield Question(item["question"], sentences, answer, paragraph["context"])


def _sentence_at(sentences: tuple[str, ...], position: int) -> int:
    end = 0
    for number, sentence in enumerate(sentences):
        end += len(sentence)
        if position < end:
            return number
    return len(sentences) - 1


def _read_stard(path: Path) -> Iterator[Question]:
    """A lay question with the law article that answers it; its neighbours do not stand there."""
    with path.open(encoding="utf-8") as file:
        items = json.load(file)
    for item in items:
        for name, article in item.get("相关法规", {}).items():
            sentences = (name, *sentences_of(article))
            yield Question(item["问题"], sentences, min(1, len(sentences) - 1), name)


def read_documents(folder: Path) -> list[Document]:
    return [*_read_laws(folder / FILES["laws"]), *_read_reports(folder / FILES["reports"])]


def _read_laws(path: Path) -> Iterator[Document]:
    with tarfile.open(path, "r:xz") as archive:
        for member in archive:
            name = Path(member.name).name
            if not name.endswith(".md") or name in {"README.md", "_index.md", "法律法规模版.md"}:
                continue
            if file := archive.extractfile(member):
                yield _law(file.read().decode("utf-8"))


def _law(markdown: str) -> Document:
    lines = [line.strip() for line in markdown.splitlines()]
    title = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
    body = markdown.split("<!-- INFO END -->", 1)[-1].splitlines()
    kept = [line.strip() for line in body if line.strip() and not line.startswith(("#", "<!--"))]
    return Document(title, tuple(kept))


def _read_reports(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            year, _, text = line.strip().partition("\t")
            paragraphs = (part.strip() for part in re.split(r"\u3000{2,}|\s{3,}", text))
            yield Document(f"{year}年政府工作报告", tuple(part for part in paragraphs if part))
