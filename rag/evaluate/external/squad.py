"""XQUAD, DRCD and CMRC: questions on paragraphs, in the form of SQuAD."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rag.evaluate.external.material import (
    Asked,
    Material,
    Progress,
    damaged,
    found,
    one_document,
    read_json,
)
from rag.records import Passage
from rag.settings import Settings


def xquad(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    chinese = _Squad(found(data, "xquad.zh.json"))
    english = _Squad(found(data, "xquad.en.json"))
    # A question has the same id in every language.
    return chinese.material(
        "XQUAD", {"XQUAD 中文问中文（zh）": chinese, "XQUAD 英文问中文（en）": english}
    )


def drcd(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    squad = _Squad(found(data, "DRCD_test.json"))
    return squad.material("DRCD", {"DRCD 繁体（traditional）": squad})


def cmrc(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    squad = _Squad(found(data, "cmrc2018_trial.json"))
    return squad.material("CMRC", {"CMRC 2018": squad})


class _Squad:
    """Paragraphs, and questions by their ids, of a file in the form of SQuAD."""

    def __init__(self, file: Path) -> None:
        values = read_json(file)
        self.paragraphs: list[str] = []
        self.questions: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        try:
            for paragraph in (each for entry in values["data"] for each in entry["paragraphs"]):
                for question in paragraph["qas"]:
                    self.questions[str(question["id"])] = str(question["question"])
                    self.rows[str(question["id"])] = len(self.paragraphs)
                self.paragraphs.append(str(paragraph["context"]))
        except (KeyError, TypeError) as error:
            raise damaged(file, error) from error

    def material(self, name: str, asked: Mapping[str, _Squad]) -> Material:
        """These paragraphs, with questions in their own or another language."""
        document = one_document(name, self.paragraphs)
        groups = {
            group: [
                Asked(text, (self.rows[each],))
                for each, text in other.questions.items()
                if each in self.rows
            ]
            for group, other in asked.items()
        }
        passages = [
            Passage(
                id=f"{document.bulletin.key}:{article.start}-{article.end}",
                document=document.bulletin.key,
                article=article.number,
                section=None,
                start=article.start,
                end=article.end,
                page=None,
                page_inferred=False,
                text=text,
                context="",
            )
            for article, text in zip(document.articles, self.paragraphs, strict=True)
        ]
        return Material(document, passages, groups)
