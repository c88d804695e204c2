"""Every place of a phrase, as many as an answer has room for, the next ones where more is asked for."""

from __future__ import annotations

import pytest

from rag.phrases.listed import ALL_LISTED, MOST_PLACES, Place, around, listed
from rag.pipeline import Engine, ask
from rag.records import Citation, Scope


def test_the_span_holds_the_phrase_and_its_clause() -> None:
    text = "一是" + "很长的话" * 30 + "，深入推进早餐工程，" + "后面的话" * 30
    start, end = around(text, "早餐工程")
    assert "深入推进早餐工程，" in text[start:end]
    assert end - start < 200
    assert around("早餐工程很好。", "早餐工程") == (0, 7)


def test_every_place_is_counted_and_cited(small_engine: Engine) -> None:
    answer = ask(small_engine, "“早餐”这个词在哪些地方出现过，几次？")
    texts = [small_engine.library.clean_text(key) for key in ("qingquan-2022-03", "baita-2023-06")]
    assert not answer.refused
    assert all("早餐" in cited.quote for cited in answer.citations)
    sentences = sum("早餐" in s for text in texts for s in text.replace("\n", "。").split("。"))
    times = sum(text.count("早餐") for text in texts)
    assert f"{times}处" in answer.text
    assert len(answer.citations) == sentences


def test_scope_and_traditional_script(small_engine: Engine) -> None:
    found = small_engine.library.units_holding("職工書屋", Scope())
    assert found and all("职工书屋" in unit.text for unit in found)
    assert small_engine.library.units_holding("早餐", Scope(years=(2023,))) == []
    assert small_engine.library.units_holding("，。", Scope()) == []


def test_a_phrase_that_stands_nowhere_is_refused(small_engine: Engine) -> None:
    answer = ask(small_engine, "“太空电梯”在哪些地方提到过？")
    assert (answer.refused, answer.reason) == (True, "nothing_found")


def of_many(n: int, bulletin: str, article: int = 1) -> Place:
    quote = f"第{n}句，说的是久久为功，还有别的许多事情要在后面慢慢地说，说到这一句满了为止"
    cited = Citation(
        n, f"{bulletin}-{n}", bulletin, bulletin, None, None, f"篇{article}", n, False, quote, 0, 9
    )
    return Place(cited, f"篇{article}\n作者 罗文远", 2 if n == 1 else 1)


MANY = [*(of_many(n, "甲刊", n // 4) for n in range(1, 50)), of_many(50, "乙刊")]


def test_of_more_places_than_fit_all_are_counted_and_each_bulletin_is_shown() -> None:
    text, citations = listed("久久为功", MANY)
    first, counts, *lines, closing = text.split("\n")
    assert (first, counts) == (
        "“久久为功”共出现51处（50句）：",
        "各期：《甲刊》 50处，《乙刊》 1处。",
    )
    assert len(text) <= 700 and "《乙刊》" in lines[-1]
    assert [line.rsplit("[")[-1] for line in lines] == [f"{n}]" for n in range(1, len(lines) + 1)]
    assert [each.n for each in citations] == list(range(1, MOST_PLACES + 1))
    assert len({each.article for each in citations[: len(lines) - 1]}) == len(lines) - 1
    assert f"以上第1—{len(lines)}句，引文列出{MOST_PLACES}句，共50句" in closing
    assert "查出处" in closing


def test_asked_for_more_the_list_goes_on_to_its_end() -> None:
    shown: list[str] = []
    for more in range(50):
        text, citations = listed("久久为功", MANY, more)
        if not citations:
            break
        assert len(text) <= 700
        shown += [each.id for each in citations[: len(text.split("\n")[1:-1]) - (not more)]]
    assert more > 3 and text == ALL_LISTED
    assert sorted(shown) == sorted(each.citation.id for each in MANY)


def test_many_bulletins_are_counted_together_at_the_end() -> None:
    places = [of_many(n, f"刊{n // 2}") for n in range(100)]
    counts = listed("久久为功", places)[0].split("\n")[1]
    assert counts.count("《") == 8 and counts.endswith("，其余42份 84处。")


def test_of_a_long_byline_the_name_at_its_end_is_kept(engine: Engine) -> None:
    answer = ask(engine, "“久久为功”出现过几次")
    assert "常务副主席 王敬斋）" in answer.text and "……以上" not in answer.text


def test_the_places_of_the_bulletins_are_chosen_over_all_of_them(engine: Engine) -> None:
    answer = ask(engine, "“职工书屋”出现过几次")
    named = {each.document for each in answer.citations}
    assert named == {each.name for each in engine.library.bulletins()}
    rest = ask(engine, "还有吗", ["“职工书屋”出现过几次"])
    assert rest.citations[0].id not in {each.id for each in answer.citations[:4]}
    assert len(answer.text) <= 700 and len(rest.text) <= 700


@pytest.mark.parametrize(
    "question",
    [
        "“职工书屋”在2023年第6期里出现过几次",
        "职工书屋在最新一期里出现过几次",
        "第六期里哪些地方提到了职工书屋",
        "2023年那期职工书屋提到几次",
        "2023年職工書屋出現過幾次",
    ],
)
def test_of_an_issue_that_is_named_only_its_places(small_engine: Engine, question: str) -> None:
    everywhere = ask(small_engine, "“工会”出现过几次")
    assert len({cited.issue for cited in everywhere.citations}) == 2
    answer = ask(small_engine, question)
    assert {cited.issue for cited in answer.citations} == {"2023年第6期"}
    of_the_other = ask(small_engine, "“工会”在2022年第3期里出现过几次")
    assert {cited.issue for cited in of_the_other.citations} == {"2022年第3期"}


def test_words_in_an_issue_or_a_year_that_is_not_there_are_not_counted_elsewhere(
    small_engine: Engine,
) -> None:
    for where in ("2021年", "2023年第9期"):
        answer = ask(small_engine, f"“工会”在{where}里出现过几次")
        assert answer.refused and answer.reason == "nothing_found"
