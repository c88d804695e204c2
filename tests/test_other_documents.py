"""Documents that are no magazine: laws in numbered provisions, and a report of each year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.answer.generate.extractive import Extractive
from rag.answer.quote import Quote
from rag.collection.named import called, of_a_series
from rag.pipeline import Engine, ask, open_engine
from rag.records import Bulletin
from rag.settings import Settings
from tests.made_up_library import write_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("library")
    write_library(folder / "corpus")
    opened = open_engine(
        Settings(corpus=folder / "corpus", index=folder / "index", state=folder / "state")
    )
    yield opened
    opened.library.close()


def quotes(engine: Engine, question: str, *turns: str) -> list[str]:
    return [each.quote for each in ask(engine, question, turns).citations]


# ------------------------------------------------------------------------------ provisions


@pytest.mark.parametrize(
    "question",
    [
        *(
            "休息条例第二条讲什么",
            "《清泉市职工休息条例》第2条是怎么规定的？",
            "职工休息条例第二条",
        ),
        "请帮我看看休息条例第二条的原文",
    ],
)
def test_a_provision_is_opened_by_its_number(library: Engine, question: str) -> None:
    assert quotes(library, question) == ["第二条 用人单位应当按月公布值班安排。"]


def test_a_provision_ends_where_the_next_or_a_chapter_begins(library: Engine) -> None:
    said = quotes(library, "休息条例第三条讲什么")
    assert said[0].startswith("第三条") and said[-1] == "申请调休应当提前三日提出。"
    assert len(said) == 5
    assert quotes(library, "休息条例第四条")[-1] == "（二）未成年的。"


def test_one_thing_of_a_provision_stands_behind_what_is_said_of_all(library: Engine) -> None:
    said = quotes(library, "休息条例第三条第（二）项是什么")
    assert said == ["第三条 有下列情形之一的，可以申请调休：", "（二）抗洪抢险的；"]


def test_a_number_alone_means_each_text_that_has_it(library: Engine) -> None:
    answer = ask(library, "第二条讲什么")
    assert {each.title for each in answer.citations} == {
        *("清泉市职工休息条例", "清泉市饮水站管理办法")
    }


def test_the_next_question_stays_with_the_text(library: Engine) -> None:
    asked = "休息条例第二条讲什么"
    assert quotes(library, "那第五条呢", asked) == ["第五条 本条例自2019年7月1日起施行。"]


def test_a_number_that_is_not_there_is_said(library: Engine) -> None:
    answer = ask(library, "休息条例第九条讲什么")
    assert answer.refused and "没有第9条" in answer.text and "第1条至第5条" in answer.text


def test_a_chapter_and_how_many_there_are(library: Engine) -> None:
    for asked in ("休息条例第二章讲什么", "休息条例第二章都有哪些条？"):
        said = quotes(library, asked)
        assert [each[:3] for each in said] == ["第二章", "第三条", "第四条"]
    assert "共3章，共5条" in ask(library, "休息条例一共有几章？").text


def test_what_else_is_asked_of_a_provision_is_searched(library: Engine) -> None:
    answer = ask(library, "休息条例第二条是哪位同志起草的")
    assert "第二条 用人单位应当按月公布值班安排。" not in [each.quote for each in answer.citations]


def test_bulletins_have_no_provisions(small_engine: Engine) -> None:
    assert "no such provision" not in ask(small_engine, "第二条讲什么").text


# ------------------------------------------------------------------------------ lists


def test_what_announces_a_list_brings_it(library: Engine) -> None:
    answer = ask(library, "哪些情形可以申请调休？")
    for said in ("可以申请调休：", "节日值守", "抗洪抢险", "照料病人"):
        assert said in answer.text
    assert "\n（二）抗洪抢险的" in answer.text


def test_a_thing_of_a_list_stands_behind_what_announces_it(library: Engine) -> None:
    said = quotes(library, "照料病人的职工怎么办？")
    assert said.index("第三条 有下列情形之一的，可以申请调休：") < said.index("（三）照料病人的。")


# ------------------------------------------------------------------------------ whole documents


def test_the_parts_of_a_document_are_its_headings(library: Engine) -> None:
    assert quotes(library, "2020年的报告讲什么") == ["一、2019年工作回顾", "二、今年工作安排"]
    assert quotes(library, "休息条例主要内容是什么？")[0] == "第一章 总则"
    assert len(quotes(library, "饮水站管理办法主要规定了什么")) == 4


@pytest.mark.parametrize(
    "question", ["最新一份报告讲什么", "最新的报告讲了什么？", "最近的一份材料主要讲了些什么"]
)
def test_the_newest_is_known_by_its_date(library: Engine, question: str) -> None:
    assert quotes(library, question) == ["一、2020年工作回顾", "二、今年工作安排"]


def test_when_the_newest_is_from(library: Engine) -> None:
    assert "2021-02-03" in ask(library, "最新的报告是什么时候的？").text


def test_which_of_several_is_asked(library: Engine) -> None:
    text = ask(library, "政府工作报告主要讲什么").text
    assert "which one?" in text and all(f"{year}-02-03" in text for year in (2019, 2020, 2021))


# ------------------------------------------------------------------------------ a report each year


def test_a_question_about_one_year_s_report_stays_in_it(library: Engine) -> None:
    answer = ask(library, "2020年的政府工作报告定的城镇新增就业目标是多少人？")
    assert "3万人" in answer.text
    assert {each.document for each in answer.citations} == {"report-2020.txt"}


def test_a_report_that_is_not_there_is_not_answered_from_another(library: Engine) -> None:
    answer = ask(library, "2015年的政府工作报告定的城镇新增就业目标是多少人？")
    assert answer.refused and answer.reason == "other_time"


def test_the_year_of_a_report_is_not_when_it_happened(library: Engine) -> None:
    assert "42个" in ask(library, "2020年的报告说新建了多少个饮水站？").text
    assert "53个" in ask(library, "2020年新建了多少个饮水站？").text


def test_what_a_law_says_is_asked_of_that_law(library: Engine) -> None:
    answer = ask(library, "饮水站管理办法对申请的期限是怎么规定的？")
    assert {each.document for each in answer.citations} <= {"measures.md"}
    answer = ask(library, "职工休息条例对申请的期限是怎么规定的？")
    assert "申请调休应当提前三日提出。" in [each.quote for each in answer.citations]


@pytest.mark.parametrize(
    "question",
    ["2019年到2021年生产总值增长的目标分别是多少？", "2019年至2021年GDP增长目标各是多少"],
)
def test_each_year_of_a_stretch_is_answered_from_its_report(library: Engine, question: str) -> None:
    answer = ask(library, question)
    for year, said in ((2019, "8%左右"), (2020, "7%左右"), (2021, "6.5%—7%")):
        (line,) = [each for each in answer.text.split("\n") if f"{year}年清泉" in each]
        assert said in line


def test_reports_of_one_title_are_told_apart_by_their_date() -> None:
    said = ("2020年修路47公里。", "2021年修路58公里。")
    quotes = [
        Quote(n, text, "工作报告", None, None, date)
        for n, (text, date) in enumerate(zip(said, ("2020-02", "2021-02"), strict=True), 1)
    ]
    written = Extractive().write("2020年和2021年哪年修得多？", quotes)
    assert [each.label for each in written if each.label] == [
        *("工作报告（2021-02）：", "工作报告（2020-02）：")
    ]


REPORTS = [
    Bulletin("a", "a.txt", "市政府工作报告", date="2020-02"),
    Bulletin("b", "b.txt", "市政府工作报告", date="2021-02"),
    Bulletin("c", "c.txt", "中华人民共和国工会法"),
    Bulletin("d", "d.txt", "清泉工运", issue="2021年第3期", date="2021-03"),
]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        *(("工会法", "c"), ("《中华人民共和国工会法》", "c"), ("2021年工作报告", "b")),
        *(("2021年的政府工作报告", "b"), ("工作报告", "ab"), ("最新的报告", "b"), ("工会", "")),
        *(("清泉", ""), ("清泉县报告", ""), ("报告会", ""), ("最新一份材料", "d")),
    ],
)
def test_what_a_document_is_called(name: str, keys: str) -> None:
    assert "".join(each.key for each in called(REPORTS, name)) == keys


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("2020年政府工作报告提了什么", "a"),
        ("2020年的报告里公路修了多少", "a"),
        ("2019年政府工作报告提了什么", ""),
        ("2020年和2021年的报告各提了什么", None),
        ("2020年修了多少公路", None),
        ("2021年的清泉工运讲什么", None),
        ("2020年的报告会是谁主持的", None),
    ],
)
def test_which_year_s_document_a_question_names(question: str, keys: str | None) -> None:
    found = of_a_series(REPORTS, question)
    assert (found if found is None else "".join(each.key for each in found)) == keys
