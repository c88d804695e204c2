"""Text in pieces becomes sentences with their quotes; the pieces may be cut anywhere."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from rag.answer.generate.marks import LONGEST_THOUGHT, OutOfRoom, sentences
from rag.answer.quote import Quote

QUOTES = [
    Quote(1, "清泉县共设早餐点17个，投入1.2万元。", "清泉工运"),
    Quote(2, "白塔市建成职工书屋93家。", "白塔工会"),
    Quote(3, "清泉县总工会主席罗文远主持会议。", "清泉工运"),
]


def pieces(
    text: str, step: int, ending: type[Exception] | None = None
) -> Generator[str, None, None]:
    for start in range(0, len(text), step):
        yield text[start : start + step]
    if ending:
        raise ending


def told(text: str, step: int = 1000) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.text, each.quotes) for each in sentences(pieces(text, step), QUOTES)]


CASES = [
    ("共设17个。[1]建成93家。[2]", [("共设17个。", (1,)), ("建成93家。", (2,))]),
    ("共设17个[1]。建成93家 [2]。", [("共设17个。", (1,)), ("建成93家。", (2,))]),
    ("都有。[1][2]还有。[1,2]", [("都有。", (1, 2)), ("还有。", (1, 2))]),
    ("都有【1】。还有［２］［３］。", [("都有。", (1,)), ("还有。", (2, 3))]),
    ("都有。[1-3] 再说。[引文2]", [("都有。", (1, 2, 3)), ("再说。", (2,))]),
    ("[2]建成93家。", [("建成93家。", (2,))]),
    ("投入1.2万元，占3.5%。[1]", [("投入1.2万元，占3.5%。", (1,))]),
    ("It cost 1.2 million [1]. There are 93. [2]", [("It cost 1.2 million.", (1,)), ("There are 93.", (2,))]),
    ("No. 5 is Mr. Li of the U.S. union. [1] He left! [2]", [("No. 5 is Mr. Li of the U.S. union.", (1,)), ("He left!", (2,))]),
    ("他说“好。一定办好。”[1]会后散了。[3]", [("他说“好。一定办好。”", (1,)), ("会后散了。", (3,))]),
    ("“加油！”活动开始了！[1]", [("“加油！”活动开始了！", (1,))]),
    ("县里（有17个。共）设了。[1]", [("县里（有17个。共）设了。", (1,))]),
    ("《工会！你好》一文说的。[2]", [("《工会！你好》一文说的。", (2,))]),
    ("“没有合上。[1]建成93家。[2]", [("“没有合上。", (1,)), ("建成93家。", (2,))]),
    ("1. **共设**17个。[1]\n2、建成93家[2]\n- 主持会议[3]", [("共设17个。", (1,)), ("建成93家", (2,)), ("主持会议", (3,))]),
    ("<think>先想想。[1]\n</think>\n\n共设17个。[1]", [("共设17个。", (1,))]),
    ("<think>只想不说。[1]", []),
    ("17 < 93 而且 93 > 17。[1]", [("17 < 93 而且 93 > 17。", (1,))]),
    ("…\n\n[1]\n。", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize("step", [1, 2, 3, 1000])
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_and_their_quotes(
    text: str, expected: list[tuple[str, tuple[int, ...]]], step: int
) -> None:
    assert told(text, step) == expected


def test_a_sentence_without_marks_gets_the_quote_it_shares_most_with_or_is_dropped() -> None:
    assert told("清泉县设早餐点17个。今天天气真好。白塔市的职工书屋建成了93家。") == [
        ("清泉县设早餐点17个。", (1,)),
        ("白塔市的职工书屋建成了93家。", (2,)),
    ]


def test_a_mark_that_names_no_quote_is_no_mark() -> None:
    assert told("白塔市建成职工书屋。[9]") == [("白塔市建成职工书屋。", (2,))]
    assert told("说点别的。[9]") == []
    assert told("白塔市建成职工书屋。[9][2]") == [("白塔市建成职工书屋。", (2,))]


def test_brackets_with_other_things_in_them_are_text() -> None:
    assert told("青工发[2023]5号文件。[1]") == [("青工发[2023]5号文件。", (1,))]


def test_a_sentence_comes_as_soon_as_it_is_complete() -> None:
    read: list[str] = []

    def slowly() -> Generator[str, None, None]:
        for character in "共设17个。[1]建成93家。[2]":
            read.append(character)
            yield character

    assert next(sentences(slowly(), QUOTES)).text == "共设17个。"
    assert "".join(read) == "共设17个。[1]建"


def test_closing_it_closes_the_pieces() -> None:
    closed = []

    def endless() -> Generator[str, None, None]:
        try:
            while True:
                yield "共设17个。[1]"
        finally:
            closed.append(True)

    written = sentences(endless(), QUOTES)
    next(written)
    written.close()
    assert closed


def test_what_was_cut_off_is_no_sentence() -> None:
    cut = sentences(pieces("共设17个。[1]建成93", 2, OutOfRoom), QUOTES)
    assert [each.text for each in cut] == ["共设17个。"]


def test_a_failure_is_passed_on() -> None:
    broken = sentences(pieces("共设17个。[1]建成93", 2, ConnectionError), QUOTES)
    assert next(broken).text == "共设17个。"
    with pytest.raises(ConnectionError):
        next(broken)


@pytest.mark.parametrize(
    "text", ["共设17个。[1]", "没有完的话，", "<think>想啊想，", "“", "[", "<"]
)
def test_a_model_that_never_ends_is_ended(text: str) -> None:
    read = 0

    def endless() -> Generator[str, None, None]:
        nonlocal read
        while True:
            read += len(text)
            yield text

    assert [each.text for each in sentences(endless(), QUOTES)] in ([], ["共设17个。"])
    assert read < 3 * LONGEST_THOUGHT
