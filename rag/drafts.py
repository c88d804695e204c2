"""Questions that somebody found badly answered, until an evaluator has looked at them: in the state folder.

The file only grows, one line a draft or a drop, so that who sends and who drops never meet, and what
a crash cuts off is one line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.errors import RequestError

DRAFTS = "drafts.jsonl"
ID_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    question: str
    answered: str = ""
    refused: bool = False
    turns: Sequence[str] = field(default=())
    """Earlier questions of the conversation."""
    note: str = ""
    """Why it was disliked."""
    at: str = ""
    cited: Sequence[str] = field(default=())
    """Citation ids of what the answer quotes."""


def draft_id(*parts: object) -> str:
    """The same for the same answer, and tells nothing of the conversation it stands in."""
    return "d-" + sha256("\n".join(map(str, parts)).encode("utf-8")).hexdigest()[:ID_LETTERS]


def now() -> str:
    return datetime.now().isoformat(" ", timespec="minutes")


class Drafts:
    def __init__(self, folder: Path) -> None:
        self._file = folder / DRAFTS

    def add(self, draft: Draft) -> None:
        """One with the id of an earlier one takes its place, dropped or not."""
        self._append(asdict(draft))

    def drop(self, name: str) -> None:
        self.find(name)
        self._append({"dropped": name})

    def find(self, name: str) -> Draft:
        for draft in self.all():
            if draft.id == name:
                return draft
        raise RequestError("这条草稿已经不在了（no such draft），可能别人已处理。请刷新页面再看。")

    def all(self) -> list[Draft]:
        """Newest first, without those that were dropped."""
        found: dict[str, Draft] = {}
        for line in self._lines():
            # Cut off by a crash, or mangled by hand.
            with suppress(ValueError, TypeError, AttributeError):
                row = json.loads(line)
                found.pop(row.get("dropped") or row.get("id"), None)
                if "question" in row:
                    draft = _draft(row, line)
                    found[draft.id] = draft
        return list(reversed(found.values()))

    def _lines(self) -> list[str]:
        try:
            text = self._file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        return [line for line in text.split("\n") if line.strip()]

    def _append(self, row: Mapping[str, Any]) -> None:
        """In one write, so that two at once do not mix. A line that was cut off is ended first."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self._file.open("ab+", buffering=0) as file:
            if file.seek(0, os.SEEK_END) > 0:
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)


def _draft(row: Mapping[str, Any], line: str) -> Draft:
    """Of a row that was sent before drafts had ids, the line itself is one."""
    return Draft(
        id=str(row.get("id") or draft_id(line)),
        question=str(row["question"]),
        answered=str(row.get("answered") or ""),
        refused=bool(row.get("refused")),
        turns=tuple(map(str, row.get("turns") or ())),
        note=str(row.get("note") or ""),
        at=str(row.get("at") or ""),
        cited=tuple(map(str, row.get("cited") or ())),
    )
