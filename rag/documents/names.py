"""What a file may be called, and what its name tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from rag.documents.shelf import Files
from rag.errors import ReadError, RequestError
from rag.read.corpus import NOT_DOCUMENTS, document_path
from rag.read.text import LARGEST_FILE
from rag.records import Bulletin

LONGEST_NAME = 100
MOST_BYTES = 200
"""Of a name in UTF-8: file systems have 255, and files are written under a longer name first."""
_NO_NAME = re.compile(
    r'[<>:"|?*/\\]|^[. ]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE
)
"""What Windows has in no file name."""
_ISSUE = re.compile(r"[（(]?((?:19|20)\d\d)\s*年\s*第\s*([\d一二三四五六七八九十]+)\s*期[)）]?")


def proposed(name: str, taken: Collection[str]) -> Bulletin:
    """What a file's name tells: 青海工运2025年第3期.pdf has a title, an issue and a year."""
    stem = Path(name).stem
    slug = re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "document"
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    issue = _ISSUE.search(stem)
    title = (_ISSUE.sub("", stem) if issue else stem).strip(" _-《》") or stem
    return Bulletin(
        key=next(each for each in (slug, *numbered) if each not in taken),
        name=name,
        title=title,
        issue=f"{issue[1]}年第{issue[2]}期" if issue else None,
        date=issue[1] if issue else None,
        kind="magazine" if issue else "document",
    )


def check_new(name: str, content: str, files: Files) -> None:
    for other in files:
        if other.casefold() == name.casefold():
            raise RequestError(f"已经有 {other}（already there）。要换新版，请用“替换”。")
    check_other(name, content, files)


def check_other(name: str, content: str, files: Files) -> None:
    for other, digest in files.items():
        if digest == content:
            raise RequestError(f"{name} 和 {other} 的内容一样（the same document）。没有收下。")


def check_size(name: str, data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise ReadError(
            f"{name}：{len(data) / 1e6:.0f} MB，超过上限 {LARGEST_FILE / 1e6:.0f} MB"
            "（file too large）。请拆分后再放入。"
        )


def check_name(name: str) -> None:
    """A plain name, of a kind that is read, that every system can have."""
    document_path(Path("corpus"), Bulletin("", name, ""))
    too_long = len(name) > LONGEST_NAME or len(name.encode("utf-8", "replace")) > MOST_BYTES
    # Controls, half characters, and marks that turn the direction of what follows.
    hidden = any(unicodedata.category(each).startswith("C") for each in name)
    if too_long or hidden or _NO_NAME.search(name):
        raise ReadError(
            f"{name[:LONGEST_NAME]}：文件名太长，或有不能用的字符（file name cannot be used）。请改名。"
        )
    if name.lower() in NOT_DOCUMENTS:
        raise ReadError(f"{name}：这个名字另有用处（reserved name）。请改名。")
