"""Bytes become text, or an error that names the file and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import ReadError
from rag.read.text import LARGEST_FILE, decode, read_bytes
from tests.read.made_up import blocks, read

SENTENCE = "江岸区总工会为环卫职工送去清凉。"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("gb18030"),
        ("\ufeff" + SENTENCE).encode("gb18030"),
        ("\ufeff" + SENTENCE).encode("utf-16-le"),
        ("\ufeff" + SENTENCE + "\r\n").encode("utf-16-be"),
        SENTENCE.encode() + b"\r\n",
        SENTENCE.encode() + b"\r",
    ],
)
def test_encodings_and_line_ends_make_no_difference(data: bytes) -> None:
    assert decode(data, "a.txt") == SENTENCE + "\n"


def test_traditional_characters_in_gb18030() -> None:
    text = "這裡的職工服務中心開展了學習活動，為勞動者辦實事，大家都很滿意。\n"
    assert decode(text.encode("gb18030"), "a.txt") == text


def test_neither_utf8_nor_gb18030_names_both_bytes() -> None:
    with pytest.raises(ReadError, match=r"坏\.txt.*第 6 字节.*第 6 字节.*UTF-8"):
        decode("工会".encode() + b"\xff\xff", "坏.txt")


@pytest.mark.parametrize(
    "data",
    [
        "各單位職工踴躍參加，現場氣氛熱烈，大家紛紛表示獲益良多。".encode("big5"),
        "naïve façon, déjà vu".encode("latin-1"),
        bytes(range(128, 255)) * 4,
    ],
    ids=["big5", "latin-1", "noise"],
)
def test_other_encodings_are_refused_and_not_misread(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"x\.txt.*不是 UTF-8.*UTF-8"):
        decode(data, "x.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", "　\n　".encode()])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"空\.txt.*空的"):
        decode(data, "空.txt")


@pytest.mark.parametrize("data", [b"ab\x00c", "工会\n".encode("utf-16-le")])
def test_a_binary_file_names_the_byte(data: bytes) -> None:
    with pytest.raises(ReadError, match=rf"第 {data.index(0)} 字节"):
        decode(data, "x.txt")


@pytest.mark.parametrize(
    "data",
    ["工会".encode("utf-16") + b"\x00", b"\xff\xfe\x00\xd8\x00\x00", "工会".encode("utf-32")],
    ids=["half a character", "half a pair", "utf-32"],
)
def test_broken_utf16_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"x\.txt.*damaged UTF-16.*UTF-8"):
        decode(data, "x.txt")


def test_too_large_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ReadError, match=r"大\.txt.*21 MB.*拆分"):
        read_bytes(path)


@pytest.mark.parametrize("name", ["none.txt", ".", "a\x00b.txt"])
def test_what_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match="打不开"):
        read_bytes(tmp_path / name)


def test_a_folder_above_is_no_reason_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "b").mkdir()
    assert read_bytes(tmp_path / "b" / ".." / "a.txt") == b"x"


@pytest.mark.parametrize(
    "text", ["工", "1", "😀", "👷‍♀️节日快乐！", "勞動者之歌。", "２０２４年，３８人"]
)
def test_short_and_odd_texts_are_shown_as_they_are(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text)
    assert "".join(blocks(document)) == text
    assert document.origins[: len(text)] == tuple(range(len(text)))


def test_rules_alone_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="没有正文"):
        read(tmp_path, "-----\n\n=====\n")
