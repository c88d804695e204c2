"""Reviews: title and author in odd places, the text garbled; nothing is dropped."""

from __future__ import annotations

from pathlib import Path

from tests.read.made_up import blocks, body, read

FIRST = "江岸区总工会建成职工驿站，为户外劳动者提供饮水和歇脚的地方。"
SECOND = "驿站由街道和企业一起管理，每天有专人打扫，来往的人都说方便。"


def test_title_and_author_in_the_middle(tmp_path: Path) -> None:
    text = (
        f"{FIRST}\n\n{SECOND}\n\n城里的灯\n\n——江岸区驿站建设综述\n\n本报记者 张大江\n\n{SECOND}\n"
    )
    document = read(tmp_path, text)
    (article,) = document.articles
    assert (article.title, article.byline) == ("城里的灯", "本报记者 张大江")
    assert document.text.startswith("城里的灯\n——江岸区驿站建设综述\n本报记者 张大江\n")
    assert body(document, article) == f"{FIRST}\n{SECOND}\n{SECOND}"


def test_the_author_stands_last(tmp_path: Path) -> None:
    (article,) = read(tmp_path, f"城里的灯\n\n{FIRST}\n\n{SECOND}\n\n张大江　李小河\n").articles
    assert (article.title, article.byline) == ("城里的灯", "张大江　李小河")


def test_a_numbered_part_does_not_name_the_whole(tmp_path: Path) -> None:
    parts = ["一、用心管理", SECOND, "二、倾听意见", FIRST]
    text = "\n\n".join(["江岸区年度报告", "各位代表：", FIRST, *parts])
    document = read(tmp_path, text)
    assert document.articles[0].title == "江岸区年度报告"
    assert blocks(document, "heading") == ["一、用心管理", "二、倾听意见"]


def test_no_running_text_above_a_numbered_part_is_a_title(tmp_path: Path) -> None:
    document = read(tmp_path, "\n\n".join([FIRST, "一、用心管理", SECOND]))
    assert document.articles[0].title is None
    assert blocks(document, "heading") == ["一、用心管理"]


def test_section_headings_stand_apart(tmp_path: Path) -> None:
    document = read(
        tmp_path, f"城里的灯\n\n{FIRST}\n\n用心管理\n\n{SECOND}\n\n**倾听意见**\n\n{FIRST}\n"
    )
    assert blocks(document, "heading") == ["用心管理", "倾听意见"]


def test_repeated_and_broken_sentences_are_all_kept(tmp_path: Path) -> None:
    broken = "同时，按照区总工会对口联"
    text = "\n\n".join(["城里的灯", FIRST, FIRST, broken, "用心管理", SECOND + SECOND])
    document = read(tmp_path, text)
    assert document.text.count(FIRST) == 2
    assert document.text.count(SECOND) == 2
    assert broken in document.text


def test_a_title_alone(tmp_path: Path) -> None:
    document = read(tmp_path, "# 城里的灯\n")
    (article,) = document.articles
    assert article.title == "城里的灯"
    assert article.start <= article.body <= article.end
