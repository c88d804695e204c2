"""What line breaks mean is inferred from each file; sentences run on, all else stays apart."""

from __future__ import annotations

from pathlib import Path

from rag.read.layout import Layout
from rag.read.lines import split_lines
from tests.read.made_up import blocks, read

FIRST = "江岸区总工会建成职工驿站四十三个，为户外劳动者提供饮水和歇脚的地方。"
SECOND = "驿站由街道和企业一起管理，每天有专人打扫，来往的人都说方便，也愿意爱护它。"
THIRD = "下一步，区总工会将听取意见，把驿站办得更好，让更多人在家门口享受到服务。"


def wrapped(text: str, width: int = 14) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def test_a_blank_line_after_every_line(tmp_path: Path) -> None:
    text = "\n\n".join(wrapped(FIRST) + wrapped(SECOND) + wrapped(THIRD)) + "\n"
    document = read(tmp_path, text)
    assert not Layout(split_lines(text)).style.blank_ends_paragraph
    assert document.text.replace("\n", "") == FIRST + SECOND + THIRD
    assert blocks(document)[0] == FIRST


def test_plain_wrapped_lines(tmp_path: Path) -> None:
    text = "\n".join(
        "　　" * (i == 0) + line
        for p in (FIRST, SECOND, THIRD)
        for i, line in enumerate(wrapped(p))
    )
    assert blocks(read(tmp_path, text)) == [FIRST, SECOND, THIRD]


def test_plain_wrapped_lines_with_a_heading(tmp_path: Path) -> None:
    lines = [*wrapped(FIRST), "一、用心管理", *wrapped(SECOND), "二、倾听意见", *wrapped(THIRD)]
    document = read(tmp_path, "\n".join(lines), kind="notice")
    assert "二、倾听意见" in blocks(document, "heading")
    assert blocks(document, "paragraph", "item") == [FIRST, SECOND, THIRD]


def test_a_full_line_that_ends_a_sentence_goes_on(tmp_path: Path) -> None:
    lines = [
        "　　区总工会今年建成了驿站。",
        "驿站由街道管理，每天打扫，",
        "来往的人都说方便，也愿意爱",
        "护它，常来坐一坐，歇一歇。",
        "　　新的驿站正在筹建之中，",
    ]
    lines += ["明年这个时候就能用上了，大", "家都等着它。"]
    assert blocks(read(tmp_path, "\n".join(lines))) == [
        "".join(lines[:4]).strip(),
        "".join(lines[4:]).strip(),
    ]


def test_a_blank_line_is_a_paragraph_break(tmp_path: Path) -> None:
    text = "\n\n".join(["驿站建设", FIRST, SECOND, "- 饮水", "- 歇脚", THIRD])
    document = read(tmp_path, text)
    assert blocks(document) == ["驿站建设", FIRST, SECOND, "- 饮水", "- 歇脚", THIRD]
    assert document.articles[0].title == "驿站建设"


def test_sentences_cut_by_columns_run_over_the_blank_line(tmp_path: Path) -> None:
    known = "江岸区职工服务中心举办技能培训班，各街道组织职工报名参加学习。"
    whole = [known.replace("各街道", f"{n}个街道") for n in "三四五六七"]
    cut = [w[:22] + "\n\n" + w[22:] for w in whole]
    text = "\n\n".join([known] * 12 + cut) + "\n"
    assert blocks(read(tmp_path, text))[12:] == whole


def test_rows_items_and_bylines_stay_apart(tmp_path: Path) -> None:
    table = "张大江\t江岸街道\t主任\n李小河\t河湾街道\t干事"
    bars = "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |"
    items = "（一）加强领导。\n（二）落实责任。"
    text = "\n\n".join([FIRST, table, bars, items, SECOND])
    document = read(tmp_path, text)
    assert blocks(document, "row") == [
        "张大江\t江岸街道\t主任",
        "李小河\t河湾街道\t干事",
        "| 甲 | 乙 |",
        "| 一 | 二 |",
    ]
    assert blocks(document, "item") == ["（一）加强领导。", "（二）落实责任。"]


def test_a_tab_in_front_sets_a_paragraph_in(tmp_path: Path) -> None:
    text = "\n".join(
        "\t" * (i == 0) + line for p in (FIRST, SECOND) for i, line in enumerate(wrapped(p))
    )
    assert blocks(read(tmp_path, text), "paragraph") == [FIRST, SECOND]


def test_a_dash_inside_running_text_makes_no_title(tmp_path: Path) -> None:
    lines = (
        wrapped(FIRST)
        + ["大家都说，驿站是歇脚的好去处", "——也是交朋友的好去处，常常有", "人结伴而来。"]
        + wrapped(SECOND)
    )
    document = read(tmp_path, "\n\n".join(lines))
    assert "好去处——也是交朋友的好去处" in document.text
    assert document.articles[0].title is None
