"""manifest.toml and corrections.toml as an editor changes them: comments and other entries stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from rag.errors import ReadError, RequestError
from rag.read.corpus import MANIFEST
from rag.read.corrections import CORRECTIONS, Correction
from rag.records import Bulletin

FIELDS = ("title", "publisher", "issue", "date", "kind", "licence")
KINDS = {"magazine": "刊物，有多篇文章", "article": "一篇文章", "document": "看标题决定"}
LONGEST = 200
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def checked(fields: Mapping[str, str]) -> dict[str, str]:
    """Without white space at the ends; raises RequestError for what cannot be used."""
    found = {name: value.strip() for name, value in fields.items()}
    for name, value in found.items():
        if name not in FIELDS:
            raise RequestError(f"没有这一项（no such field）：{name}。可用的：{'、'.join(FIELDS)}")
        if len(value) > LONGEST or not value.isprintable():
            raise RequestError(
                f"{name}：最多 {LONGEST} 个字，不能有换行（too long, or not one line）。请改短。"
            )
    if found.get("title") == "":
        raise RequestError("标题不能是空的（a title is wanted）。请填上。")
    if found.get("date") and not _is_date(found["date"]):
        raise RequestError(
            f"日期 {found['date']} 看不懂（not a date）。请写成 2024、2024-12 或 2024-12-30。"
        )
    return found


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date(*[int(part) for part in f"{text}-01-01".split("-")[:3]])
    except ValueError:
        return False
    return True


def with_document(text: str, bulletin: Bulletin) -> str:
    manifest = _parsed(text, MANIFEST)
    entry = tomlkit.table()
    entry["file"], entry["key"] = bulletin.name, bulletin.key
    for name in FIELDS:
        if value := getattr(bulletin, name):
            entry[name] = value
    _entries(manifest, "document").append(entry)
    return tomlkit.dumps(manifest)


def with_fields(text: str, bulletin: Bulletin, fields: Mapping[str, str]) -> str:
    """An empty value takes a field out. What a person gave is not inferred any more."""
    manifest = _parsed(text, MANIFEST)
    entries = _entries(manifest, "document")
    entry = next((each for each in entries if each.get("key") == bulletin.key), None)
    if entry is None:  # a file that lay in the corpus without an entry
        return with_fields(with_document(text, bulletin), bulletin, fields)
    for name, value in fields.items():
        if value:
            entry[name] = value
        else:
            entry.pop(name, None)
    if "inferred" in entry:
        entry["inferred"] = [name for name in entry["inferred"] if name not in fields]
    return tomlkit.dumps(manifest)


def without_document(text: str, key: str) -> str:
    return _without(text, MANIFEST, "document", "key", key)


def without_corrections(text: str, key: str) -> str:
    return _without(text, CORRECTIONS, "article", "document", key)


def _without(text: str, file: str, name: str, field: str, value: str) -> str:
    parsed = _parsed(text, file)
    entries = _entries(parsed, name)
    for index in reversed([i for i, entry in enumerate(entries) if entry.get(field) == value]):
        del entries[index]
    if not entries:
        del parsed[name]
    return tomlkit.dumps(parsed)


def with_correction(text: str, correction: Correction) -> str:
    """In place of an earlier one of the same article."""
    corrections = _parsed(text, CORRECTIONS)
    entries = _entries(corrections, "article")
    same = [
        entry
        for entry in entries
        if (entry.get("document"), entry.get("begins"), entry.get("number"))
        == (correction.document, correction.begins, correction.number)
    ]
    entry = same[0] if same else tomlkit.table()
    entry["document"], entry["begins"] = correction.document, correction.begins
    entry["number"] = correction.number
    if correction.title is not None:
        entry["title"] = correction.title
    if correction.page is not None:
        entry["page"] = correction.page
    if not same:
        entries.append(entry)
    return tomlkit.dumps(corrections)


def _parsed(text: str, file: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ReadError(
            f"{file} 不是有效的 TOML（not valid TOML）：{error}。请改正后再试。"
        ) from error


def _entries(parsed: tomlkit.TOMLDocument, name: str) -> Any:
    if not isinstance(parsed.get(name), AoT):
        parsed.pop(name, None)
        parsed[name] = tomlkit.aot()
    return parsed[name]
