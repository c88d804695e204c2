from __future__ import annotations

import pytest

from rag.search.sounds import Sounds

PAIRS = {
    "劳模": 9, "会议": 9, "工作": 9, "作室": 4, "有机": 9, "专利": 5, "田得": 3, "得梅": 3,
    "清泉": 6, "湟中": 4, "总工": 9, "工会": 9, "入会": 3, "海西": 5, "开会": 1,
}  # fmt: skip
WORDS = ("劳模", "会议", "工作", "有机", "专利", "工会", "入会", "开会", "多少", "几时")


def cut(text: str) -> list[str]:
    """The longest words that it knows, else single characters."""
    words: list[str] = []
    while text:
        word = next((word for word in WORDS if text.startswith(word)), text[0])
        words.append(word)
        text = text[len(word) :]
    return words


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return Sounds(PAIRS, cut)


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("劳摸有多少", ["劳模"]),
        ("搞了几个砖利", ["专利"]),
        ("都入汇了", ["入会"]),
        ("工做有几样", ["工作"]),
        ("有几个劳模", []),
        ("公会开灰", []),  # 开会 stands in one passage only: too seldom to be what was meant
        ("", []),
    ],
)
def test_slips_of_typing(sounds: Sounds, question: str, also: list[str]) -> None:
    assert sounds.also(question) == also


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("Who is Tian Demei?", ["田得梅"]),
        ("What happened in Qingquan and Haixi?", ["清泉", "海西"]),
        ("Did Golmud's union meet?", ["格尔木"]),
        ("Which union met?", []),
        ("who is tian demei", []),
    ],
)
def test_names_in_latin_letters(sounds: Sounds, question: str, also: list[str]) -> None:
    assert sounds.also(question) == also


def test_an_empty_corpus_has_no_sounds() -> None:
    assert Sounds({}, cut).also("劳摸 Tian Demei") == []
