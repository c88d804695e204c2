"""Passages tile an article and end where sentences do; units keep their ids."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from rag.read.split import LONGEST_PASSAGE, PageFinder, Splitter, citation_name, sentences, units
from rag.records import Block, Document, PageSpan
from tests.read.made_up import read

SENTENCE = "江岸区总工会建成职工驿站{}个，投入1.25万元，覆盖98.5%的街道。"


def cut(text: str) -> list[str]:
    block = Block(0, len(text), "paragraph")
    return [text[start:end] for start, end in sentences(text, block)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("真好！大家都来。", ["真好！", "大家都来。"]),
        ("他说：“我来。你歇着。”说完就走。", ["他说：“我来。你歇着。”", "说完就走。"]),
        ("“他喊‘快跑！’大家都笑了。”会散了。", ["“他喊‘快跑！’大家都笑了。”", "会散了。"]),
        ("（见附件。）请查收。", ["（见附件。）", "请查收。"]),
        ("“没有说完的话。" + "后来又过了很久。" * 22, None),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("天黑了……”他走了。", ["天黑了……”", "他走了。"]),
        ("路很长……还要走。", ["路很长……还要走。"]),
        ("见 http://a.cn/?id=1 一页。", ["见 http://a.cn/?id=1 一页。"]),
        ("增长1.5倍。没有句号", ["增长1.5倍。", "没有句号"]),
        ("。", ["。"]),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    found = cut(text)
    assert "".join(found) == text
    if expected is None:  # a quotation that never closes must not swallow the paragraph
        assert len(found) > 1
    else:
        assert found == expected


def document(folder: Path, *paragraphs: str) -> Document:
    return read(folder, "\n\n".join(paragraphs) + "\n")


@pytest.mark.parametrize("characters", [60, 320, 500, 900])
def test_passages_tile_and_end_at_sentence_ends(tmp_path: Path, characters: int) -> None:
    chance = random.Random(7)
    paragraphs = [
        "".join(SENTENCE.format(chance.randrange(10**6)) for _ in range(chance.randint(1, 30)))
        for _ in range(20)
    ]
    made = document(tmp_path, *paragraphs)
    passages = Splitter(characters).passages(made)
    assert "".join(p.text for p in passages).replace("\n", "") == "".join(paragraphs)
    for passage in passages:
        assert passage.text == made.text[passage.start : passage.end]
        assert len(passage.text) <= min(characters, LONGEST_PASSAGE)
        assert passage.text.endswith("。") and passage.text.startswith("江岸")


def test_no_cut_inside_a_number(tmp_path: Path) -> None:
    text = "".join(f"工会经费{n}，{n * 7:,}元和二千三百四十五万{n}.5%" for n in range(100, 400))
    for passage in Splitter(50).passages(document(tmp_path, text)):
        before, after = text[: text.index(passage.text)], passage.text
        for edge in (before[-1:] + after[:1],):
            assert not (len(edge) == 2 and set(edge) <= set("0123456789.,%千百十万二三四五"))


def test_a_row_is_cut_only_when_no_passage_can_hold_it(tmp_path: Path) -> None:
    row = "张大江\t" + "江岸公司，" * 80
    longer = "李小河\t" + "河湾公司，" * 120
    made = document(tmp_path, SENTENCE, row.strip("，") + "\t完", longer + "\t完", SENTENCE)
    passages = Splitter(320).passages(made)
    assert any(p.text.startswith("张大江\t") and p.text.endswith("完") for p in passages)
    assert max(len(p.text) for p in passages) <= LONGEST_PASSAGE


def test_passages_stay_in_their_article_and_know_their_section(tmp_path: Path) -> None:
    text = f"# 甲事\n\n{SENTENCE}\n\n## 做法\n\n{SENTENCE}\n\n# 乙事\n\n{SENTENCE}\n"
    passages = Splitter(320).passages(read(tmp_path, text, kind="document", title="某刊"))
    assert [(p.article, p.section) for p in passages] == [(1, None), (1, "做法"), (2, None)]
    assert passages[1].context == "某刊 甲事 做法"


def test_ids_are_those_of_the_words_and_of_which_occurrence(tmp_path: Path) -> None:
    one = units(document(tmp_path, "职工驿站建成。投入使用。", "职工驿站建成。"))
    assert [unit.id for unit in one] == [
        citation_name("made-up", "职工驿站建成。") + "-1",
        citation_name("made-up", "投入使用。") + "-1",
        citation_name("made-up", "职工驿站建成。") + "-2",
    ]


def test_ids_do_not_change_when_the_text_is_set_anew(tmp_path: Path) -> None:
    words = [SENTENCE.format(n) for n in range(6)]
    plain = units(document(tmp_path, *words))
    spaced = units(document(tmp_path, *(w.replace("1.25", " 1.25 ") for w in words)))
    wrapped = units(read(tmp_path, "\r\n".join(w[:20] + "\r\n" + w[20:] for w in words)))
    assert [u.id for u in plain] == [u.id for u in spaced] == [u.id for u in wrapped]


def test_page_finder() -> None:
    finder = PageFinder([PageSpan(0, 5, 3, False), PageSpan(6, 9, 4, True)])
    assert [finder.page_at(offset) for offset in (0, 4, 5, 6, 9)] == [
        (3, False),
        (3, False),
        (None, False),
        (4, True),
        (None, False),
    ]
