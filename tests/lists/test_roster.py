"""All rows of a list that name a place, never the best few."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.lists.roster import rows_about
from rag.pipeline import Engine, ask, search
from rag.question.asked import understand


def test_every_row_of_the_place_is_there(engine: Engine) -> None:
    answer = ask(engine, "2024年表彰的青海省先进工作者名单里，海东市的有哪些人？")
    [document] = {cited.document for cited in answer.citations}
    assert document == "qinghai-gongyun-2024-12.md"
    assert all("海东" in cited.quote for cited in answer.citations)
    first = answer.citations[0]
    text = engine.library.clean_text("qinghai-gongyun-2024-12")
    heading = text.rindex("青海省先进工作者", 0, first.start)
    rows = text[heading:].split("\n")[1:]
    names = [row for row in rows[:40] if "海东" in row and not row.endswith("。")]
    assert [cited.quote for cited in answer.citations] == [name.strip() for name in names]
    more = ask(engine, "还有吗", ["2024年表彰的青海省先进工作者名单里，海东市的有哪些人？"])
    assert more.text.startswith("已经全部列出")


def test_the_list_is_the_one_that_is_named(engine: Engine) -> None:
    text = engine.library.clean_text("qinghai-gongyun-2024-12")
    lists = ("青海省劳动模范集体（", "青海省劳动模范（", "青海省先进工作者(")
    begins = {text.rindex(name): name[:-1] for name in lists}
    for name, place in (("青海省劳动模范", "海东市"), ("青海省先进工作者", "西宁市")):
        answer = ask(engine, f"2024年{name}名单里，{place}的有哪些？")
        assert answer.citations
        for cited in answer.citations:
            assert begins[max(at for at in begins if at < cited.start)] == name


def test_running_text_is_no_list(engine: Engine) -> None:
    hits = search(engine, "西宁市总工会开展了哪些活动")
    of_a_place = understand("西宁的有哪些", engine.library)
    assert of_a_place.places == ("西宁",) and of_a_place.is_listing
    assert not rows_about(engine.library, of_a_place, hits)
    assert not rows_about(engine.library, replace(of_a_place, places=()), hits)
    assert not rows_about(engine.library, of_a_place, [])


def rows_of(engine: Engine, heading: str) -> list[str]:
    """The lines of the bulletin from this heading to the next."""
    text = engine.library.clean_text("qinghai-gongyun-2024-12")
    behind = text[text.rindex(heading) :].split("\n")[1:]
    end = next(
        n for n, line in enumerate(behind) if "青海省" in line and "名)" in line or "名）" in line
    )
    return [line.strip() for line in behind[:end] if line.strip()]


@pytest.mark.parametrize(
    ("question", "heading", "count"),
    [
        ("52名青海省劳动模范都有谁", "青海省劳动模范（", 52),
        ("省劳模有哪些人", "青海省劳动模范（", 52),
        ("青海省劳动模范集体有哪些", "青海省劳动模范集体（", 36),
    ],
)
def test_without_a_place_the_whole_list_is_given_in_its_order(
    engine: Engine, question: str, heading: str, count: int
) -> None:
    rows, shown, turns = rows_of(engine, heading), list[str](), [question]
    answer = ask(engine, question)
    assert f"共 {count} 条" in answer.text
    while answer.citations:
        assert len(answer.text) <= 700
        shown += [cited.quote.strip() for cited in answer.citations]
        answer = ask(engine, "还有吗", turns)
        turns.append("还有吗")
    assert shown == rows and len(shown) == count


def test_of_a_list_that_is_named_shortly_the_rows_of_the_place(engine: Engine) -> None:
    answer = ask(engine, "海西州的省劳模有哪几位")
    named = [row for row in rows_of(engine, "青海省劳动模范（") if "海西" in row]
    assert [cited.quote.strip() for cited in answer.citations] == named
    assert "青海省劳动模范（52名）里写明海西的：" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "2019年青海省先进工作者都是谁",
        "2019年表彰的青海省先进工作者名单里，海东市的有哪些人？",
        "省劳模集体里头医院上榜的有哪些",
    ],
)
def test_the_list_of_another_year_or_a_part_of_it_is_not_all_of_it(
    engine: Engine, question: str
) -> None:
    answer = ask(engine, question)
    assert "《青海工运》2024年第12期，青海省" not in answer.text and "还有吗" not in answer.text


@pytest.mark.parametrize("name", ["州劳动模范", "市级劳模", "县先进工作者"])
def test_the_list_of_another_level_is_named_and_not_given(engine: Engine, name: str) -> None:
    answer = ask(engine, f"{name}有哪些")
    assert answer.refused and answer.reason == "other_name" and not answer.citations
    assert f"没有“{name.replace('劳模', '劳动模范')}”的名单" in answer.text
    assert "青海省" in answer.text
    assert not ask(engine, f"省{name.lstrip('州市县级')}有哪些").refused
    of_a_place = ask(engine, f"海西州{name.lstrip('州市县级')}有哪些")
    assert all("海西" in cited.quote for cited in of_a_place.citations) and of_a_place.citations


def test_a_long_row_of_question_words_is_read_at_once(engine: Engine) -> None:
    assert ask(engine, f"青海省劳动模范{'哪些' * 200}x").question


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("2024年评了多少劳模", "青海省劳动模范（52名）"),
        ("先进工作者一共多少名", "青海省先进工作者(39名)"),
        ("劳模集体有多少个", "青海省劳动模范集体（36个）"),
    ],
)
def test_the_heading_says_how_many_a_list_has(engine: Engine, question: str, heading: str) -> None:
    answer = ask(engine, question)
    assert [each.quote for each in answer.citations] == [heading]


def test_how_many_of_a_place_are_the_rows_that_name_it(engine: Engine) -> None:
    answer = ask(engine, "西宁有多少劳模")
    assert "写明西宁" in answer.text and len(answer.citations) == 2


def test_the_size_of_a_list_answers_nothing_else(engine: Engine) -> None:
    assert ask(engine, "2023年评了多少劳模").refused
    assert ask(engine, "2024年评了多少州劳模").refused  # the list is the province's
    assert "52名" not in ask(engine, "走访慰问了多少劳模").text
