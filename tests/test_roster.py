"""All rows of a list that name a place, never the best few."""

from __future__ import annotations

from rag.pipeline import Engine, ask, search
from rag.roster import rows_about


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
    assert rows_about(engine.library, "西宁", ["西宁"], hits) == []
    assert rows_about(engine.library, "西宁", [], hits) == []
    assert rows_about(engine.library, "西宁", ["西宁"], []) == []
