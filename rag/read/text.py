"""A file's bytes become text, or an error that says why not and what to do."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from rag.errors import ReadError
from rag.read.lines import CJK

LARGEST_FILE = 20 * 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COMMON_MARKS = re.compile(rf"[{CJK}\u3000-\u303f\uff00-\uffef“”‘’—…·\s\x00-\x7f]")
_LEAST_READABLE = 0.95
"""Share of a GB18030 text that is Chinese, its marks, or ASCII."""
_MOST_UNASSIGNED = 0.001
_LEAST_COMMON = 0.3
"""Share of its Chinese characters that are everyday ones. Bytes of another script give rare ones; a
text in traditional characters keeps more than a third."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes, refused when they cannot be a document."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ReadError(
                f"{path.name}：{size / 1e6:.0f} MB，超过上限 {LARGEST_FILE / 1e6:.0f} MB"
                "（file too large）。请拆分后再放入。"
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or error
        raise ReadError(
            f"{path.name}：打不开（cannot be opened）：{reason}。请检查文件是否存在、能否读取。"
        ) from error


def decode(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 where its first bytes say so, or GB18030 if it is that; else an error that names
    the byte where it broke.

    Line breaks become `\\n` and the last line has one: offsets count code points after this step.
    """
    if data.startswith(_UTF16):
        text = _decode_utf16(data, name)
    elif b"\x00" in data:
        raise ReadError(
            f"{name}：第 {data.index(0)} 字节是 0，不是 UTF-8 文本（binary file）。"
            "请先转成 UTF-8 文本。"
        )
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            text = _decode_gb18030(data, name, broken)
    if not text.strip():
        raise ReadError(f"{name}：文件是空的（empty file）。请换一个有内容的文件。")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else text + "\n"


def _decode_utf16(data: bytes, name: str) -> str:
    """As 记事本 (Notepad) saves what it calls Unicode."""
    try:
        text = data.decode("utf-16")
        broken = text.find("\0")
    except UnicodeDecodeError as error:
        text, broken = "", error.start
    if broken >= 0:
        raise ReadError(
            f"{name}：开头说是 UTF-16，但第 {broken} 处读不出来（damaged UTF-16）。请另存为 UTF-8。"
        )
    return text


def _decode_gb18030(data: bytes, name: str, broken: UnicodeDecodeError) -> str:
    try:
        text = data.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}：既不是 UTF-8（第 {broken.start} 字节处出错）也不是 GB18030"
            f"（第 {error.start} 字节处出错）（unknown encoding）。请另存为 UTF-8。"
        ) from error
    if not _reads_as_chinese(text):
        raise ReadError(
            f"{name}：不是 UTF-8（第 {broken.start} 字节处出错），按 GB18030 读出的也不像文字"
            "（unknown encoding）。请另存为 UTF-8。"
        ) from broken
    return text


def _reads_as_chinese(text: str) -> bool:
    """GB18030 decodes almost any bytes; a real text is mostly of everyday characters."""
    chinese = re.findall(f"[{CJK}]", text)
    unassigned = sum(
        unicodedata.category(character) in ("Cn", "Co", "Cc") and not character.isspace()
        for character in text
    )
    return (
        len(_COMMON_MARKS.findall(text)) >= _LEAST_READABLE * len(text)
        and unassigned <= _MOST_UNASSIGNED * len(text)
        and sum(map(_is_everyday, chinese)) >= _LEAST_COMMON * len(chinese)
    )


def _is_everyday(character: str) -> bool:
    """Whether it is of the first level of GB 2312, its 3755 most used characters."""
    encoded = character.encode("gb2312", errors="ignore")
    return b"\xb0" <= encoded[:1] <= b"\xd7"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def line_starts(source: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", source)))
