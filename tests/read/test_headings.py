"""Articles under headings of unreliable level, with or without a list of contents."""

from __future__ import annotations

from pathlib import Path

from rag.read.contents import find_contents
from rag.read.lines import split_lines
from rag.records import Document
from tests.read.made_up import JOURNAL, blocks, body, page_of, read

TEXT = "各街道工会组织职工参加，现场气氛热烈，收到良好的效果。"
ENTRIES = [
    ("江岸区总工会召开年度工作会议", 3),
    ("河湾街道开展劳动竞赛活动", 5),
    ("林场职工书屋获评示范点", 6),
    ("渔业公司慰问一线职工", 6),
    ("茶厂举办采茶技能比武", 9),
]
COLOPHON = "## 编委会\n\n主任\t王大江\n主编\t李小河\n\n2023年第4期\n"


WHOLE = f"{COLOPHON}\n责任编辑\t张山\n\n地 址 江岸路 1 号\n\n邮 箱 a@b.example\n\n印刷数量 300 册\n"


def contents(entries: list[tuple[str, int]], colophon: str = COLOPHON) -> str:
    lines = [f"{title}\t{page}" for title, page in entries]
    return (
        "# 目录\n\n## 要闻\n\n"
        + "\n".join(lines[:3])
        + f"\n\n{colophon}\n"
        + "\n".join(lines[3:])
        + "\n\n"
    )


def issue(folder: Path, *articles: str, listed: list[tuple[str, int]] = ENTRIES) -> Document:
    cover = f"# {JOURNAL}\nJIANG AN GONG YUN\n\n"
    back = f"\n\n{JOURNAL}\n\nJIANG AN GONG YUN\n"
    return read(folder, cover + contents(listed) + "\n\n".join(articles) + back, kind="magazine")


def article(title: str, level: int = 1, text: str = TEXT) -> str:
    return f"{'#' * level} {title}\n\n{text}"


def titles(document: Document) -> list[str | None]:
    return [a.title for a in document.articles]


def test_contents_decide_whatever_the_level(tmp_path: Path) -> None:
    levels = (1, 2, 3, 1, 2)
    parts = [article(title, level) for (title, _), level in zip(ENTRIES, levels, strict=True)]
    parts[0] += f"\n\n## 一、主要做法\n\n{TEXT}"
    document = issue(tmp_path, *parts)
    assert titles(document) == [title for title, _ in ENTRIES]
    assert [page_of(document, title)[0] for title, _ in ENTRIES] == [3, 5, 6, 6, 9]
    assert "一、主要做法" in blocks(document, "heading")
    assert "编委会" not in document.text and "JIANG" not in document.text


def test_a_whole_colophon_in_the_contents_is_an_article_at_the_end(tmp_path: Path) -> None:
    parts = [article(title) for title, _ in ENTRIES]
    text = f"# {JOURNAL}\n\n{contents(ENTRIES, WHOLE)}" + "\n\n".join(parts)
    document = read(tmp_path, text, kind="magazine")
    assert titles(document) == [*(title for title, _ in ENTRIES), "编委会和版权页"]
    last = document.articles[-1]
    said = document.text[last.body : last.end].split("\n")
    assert said == [
        "主任\t王大江",
        "主编\t李小河",
        "责任编辑\t张山",
        "地 址 江岸路1号",
        "邮 箱 a@b.example",
        "印刷数量300册",
    ]


def test_titles_may_differ_by_a_character(tmp_path: Path) -> None:
    listed = [
        (title.replace("活动", "话动").replace("示范", "示 范"), page) for title, page in ENTRIES
    ]
    document = issue(tmp_path, *(article(title) for title, _ in ENTRIES), listed=listed)
    assert titles(document) == [title for title, _ in ENTRIES]
    assert page_of(document, "河湾街道开展劳动竞赛") == (5, False)


def test_what_the_contents_leave_out_has_no_page(tmp_path: Path) -> None:
    parts = [article(title) for title, _ in ENTRIES]
    document = issue(tmp_path, *parts[:2], article("写给劳动者的一封信"), *parts[2:])
    assert titles(document)[2] == "写给劳动者的一封信"
    assert page_of(document, "写给劳动者的一封信") == (None, False)


def test_later_passages_are_inferred_and_stay_before_the_next_article(tmp_path: Path) -> None:
    parts = [article(title) for title, _ in ENTRIES]
    parts[3] = article(ENTRIES[3][0], text="\n\n".join(f"第{n}站，{TEXT}" for n in range(200)))
    document = issue(tmp_path, *parts)
    assert page_of(document, "第0站") == (6, False)
    page, inferred = page_of(document, "第199站")
    assert inferred and page is not None and 6 < page <= 9
    pages = [span.page for span in document.pages if span.page is not None]
    assert pages == sorted(pages)


def test_a_table_after_the_contents_does_not_swallow_the_text(tmp_path: Path) -> None:
    parts = [article(title) for title, _ in ENTRIES]
    parts[2] += "\n\n江岸公司\t95\n河湾公司\t96\n"
    document = issue(tmp_path, *parts)
    assert titles(document) == [title for title, _ in ENTRIES]
    assert "江岸公司\t95" in document.text


def test_a_table_that_rises_is_no_contents(tmp_path: Path) -> None:
    table = "\n".join(f"第{n}分公司\t{n + 60}" for n in range(8))
    text = f"# 竞赛结果\n\n{TEXT}\n\n{table}\n\n{TEXT}\n"
    document = read(tmp_path, text, kind="document")
    assert titles(document) == ["竞赛结果"]
    assert "第7分公司\t67" in document.text


def test_a_stray_number_does_not_break_the_contents() -> None:
    entries = [ENTRIES[0], ("副主编", 999), *ENTRIES[1:]]
    found = find_contents(split_lines("\n".join(f"{t}\t{p}" for t, p in entries)))
    assert found is not None and list(found.entries) == ENTRIES


def test_a_file_named_like_its_heading_keeps_its_text(tmp_path: Path) -> None:
    text = f"# {JOURNAL}\n\n各单位：\n\n{TEXT}\n\n{JOURNAL}\n"
    document = read(tmp_path, text, kind="document")
    assert titles(document) == [JOURNAL]
    assert body(document, document.articles[0]) == f"各单位：\n{TEXT}\n{JOURNAL}"


def test_a_hash_in_the_text_is_no_heading(tmp_path: Path) -> None:
    document = read(tmp_path, f"#最美劳动者#\n\n{TEXT}\n", kind="document")
    assert document.text == f"#最美劳动者#\n{TEXT}\n"


def test_an_article_without_a_heading_takes_the_entry_left_over(tmp_path: Path) -> None:
    parts = [article(title) for title, _ in ENTRIES]
    parts[1] = f"*编者按*：{TEXT}"
    document = issue(tmp_path, *parts)
    assert titles(document) == [title for title, _ in ENTRIES]
    assert page_of(document, "编者按") == (5, False)


def test_fields_above_the_text_are_no_article(tmp_path: Path) -> None:
    fields = "---\ntitle: 江岸工运\ntags:\n- 慰问\n- 帮扶\ndate: 2025-03-05\n---\n\n"
    document = read(tmp_path, fields + article("关于慰问的通知"), kind="document")
    assert titles(document) == ["关于慰问的通知"] and "title" not in document.text
    text = "---\n\n他说：工作要抓好。\n\n---\n\n" + article("关于慰问的通知")
    assert "工作要抓好" in read(tmp_path, text, kind="document").text
