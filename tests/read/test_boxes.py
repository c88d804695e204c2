"""Pages of text boxes: titles and bylines stand after the text of an article's first page."""

from __future__ import annotations

from pathlib import Path

from rag.records import Document
from tests.read.made_up import JOURNAL, blocks, body, read

WIDTH = 16


def column(text: str) -> list[str]:
    return [text[i : i + WIDTH] for i in range(0, len(text), WIDTH)]


def line_end(text: str, words: str) -> int:
    """Where the column's line that holds these words ends: pages are cut between lines."""
    return (text.index(words) // WIDTH + 1) * WIDTH


def page(*boxes: str) -> str:
    """Text is set in a column with a blank line after every line; titles touch each other."""
    return "\n\n".join(
        "\n\n".join(column(b)) if b.endswith(("。", "）", "，")) or len(b) > 40 else b
        for b in boxes
    )


def report(who: str, what: str, close: str = "") -> str:
    return (
        f"近日，{who}组织职工开展{what}活动，现场气氛热烈，大家踊跃参加，纷纷表示很有收获，希望今后常常举办。"
        f"活动由{who}主办，各街道工会协办，有三百多名职工到场，送出图书和慰问品一批，受到普遍欢迎。"
        f"下一步，{who}将听取意见，改进方法，让更多职工享受到实实在在的服务，感受到家一样的温暖。{close}"
    )


def magazine(folder: Path, *pages: str, first: int = 5) -> Document:
    """Each page after the first opens with a space, and each has its footer behind it."""
    text = ""
    for number, one in enumerate(pages, first):
        text += f"{one}\n\n{number}{JOURNAL}　2023 年第 4期\n\n"
    return read(folder, text, kind="magazine")


def test_titles_stand_after_the_text_of_their_page(tmp_path: Path) -> None:
    first, second = report("江岸区总工会", "读书"), report("河湾区总工会", "登山")
    document = magazine(
        tmp_path,
        page(first) + "\n\n书香伴我行\n□ 张大江",
        page(second) + "\n\n一起去登高\n□ 李小河",
    )
    assert [a.title for a in document.articles] == ["书香伴我行", "一起去登高"]
    assert [a.byline for a in document.articles] == ["张大江", "李小河"]
    assert [body(document, a) for a in document.articles] == [first, second]


def test_an_article_runs_over_pages(tmp_path: Path) -> None:
    text = report("江岸区总工会", "读书") + report("江岸区总工会", "写作")
    cut = line_end(text, "三百多名")
    document = magazine(
        tmp_path,
        page(text[:cut]) + "\n\n书香伴我行\n□ 张大江",
        page(text[cut:]),
    )
    assert [a.title for a in document.articles] == ["书香伴我行"]
    assert body(document, document.articles[0]).replace("\n", "") == text
    spans = [(s.page, s.inferred) for s in document.pages]
    assert spans == [(5, False), (6, False)]


def test_doubled_side_tabs_are_furniture(tmp_path: Path) -> None:
    document = magazine(
        tmp_path,
        page(report("江岸区总工会", "读书"))
        + "\n\n书香伴我行\n□ 张大江\n江岸区总工会江岸\nJIANG AN GONG YUN",
        page(report("河湾区总工会", "登山")) + "\n\n一起去登高\n□ 李小河",
    )
    assert "江岸区总工会江岸" not in document.text
    assert "JIANG AN" not in document.text
    assert document.articles[0].title == "书香伴我行"


def test_a_short_item_inside_another(tmp_path: Path) -> None:
    outer = report("江岸区总工会", "读书") + report("江岸区总工会", "写作")
    inner = report("河湾区总工会", "登山", close="（河湾区总工会办公室）")
    cut = line_end(outer, "送出图书")
    document = magazine(
        tmp_path,
        page(outer[:cut])
        + "\n\n书香伴我行\n□ 张大江\n\n"
        + page(inner)
        + "\n\n一起去登高\n□ 李小河",
        page(outer[cut:]),
    )
    assert [a.title for a in document.articles] == ["书香伴我行", "一起去登高"]
    assert [body(document, a).replace("\n", "") for a in document.articles] == [outer, inner]


def test_interlocked_columns_are_parted(tmp_path: Path) -> None:
    """The end of the first article stands in the second one's text, where their columns met."""
    known = report("江岸区总工会", "读书") * 4
    first = report("江岸区总工会", "合唱")
    verse = "山路弯弯通向云端的村庄，护林员老周走了三十年，鞋底磨穿了几十双，林子一年比一年绿。"
    second = (
        verse * 4 + "他说明年还要再种一片松树，让后来的人有树荫可以乘凉，有故事可以讲给孩子们听。"
    )
    cut, meet = line_end(first, "改进方法"), line_end(second, "护林员") + 6 * WIDTH
    document = magazine(
        tmp_path,
        page(known) + "\n\n天天向上\n□ 王长林",
        page(first[:cut]) + "\n\n歌声飘过\n□ 张大江",
        "\n\n".join(column(second[:meet]) + column(first[cut:])) + "\n\n山里的绿\n□ 李小河",
        page(second[meet:]),
    )
    found = {a.title: body(document, a).replace("\n", "") for a in document.articles}
    assert found["歌声飘过"] == first
    assert found["山里的绿"] == second


def test_titles_never_get_lost(tmp_path: Path) -> None:
    document = magazine(
        tmp_path,
        "光荣榜\n\n" + page(report("江岸区总工会", "读书")) + "\n\n书香伴我行\n□ 张大江",
        "劳动者之歌\n□ 李小河",
        page(report("河湾区总工会", "登山")),
        "封底的话\n——写在最后",
    )
    for title in ("光荣榜", "书香伴我行", "劳动者之歌", "封底的话", "写在最后"):
        assert title in document.text
    assert "".join(blocks(document)).count("劳动者之歌") == 1
