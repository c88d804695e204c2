"""Figures over many questions, their intervals, and two runs against each other."""

from __future__ import annotations

from statistics import fmean

import pytest

from rag.evaluate.summary import Difference, differences, interval, summarise
from tests.evaluate.builder import refusable, row

# ------------------------------------------------------------------------------------- intervals


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [1.0] * 30 + [0.0] * 10
    found = interval(values)
    assert found == interval(values)
    assert (found["value"], found["n"]) == (0.75, 40)
    # Normal approximation: 0.75 ± 1.96 √(0.75 · 0.25 / 40) = 0.75 ± 0.134
    assert found["low"] == pytest.approx(0.75 - 0.134, abs=0.02)
    assert found["high"] == pytest.approx(0.75 + 0.134, abs=0.02)


@pytest.mark.parametrize("values", [[0.2, 0.9], [0.0] * 99 + [1.0], [3.5, -2, 8, 8, 8]])
def test_an_interval_holds_the_mean(values: list[float]) -> None:
    found = interval(values)
    assert found["low"] <= round(fmean(values), 4) == found["value"] <= found["high"]


@pytest.mark.parametrize("values", [[0.3], [0.3] * 50])
def test_where_nothing_varies_the_interval_is_a_point(values: list[float]) -> None:
    assert interval(values) == {"value": 0.3, "low": 0.3, "high": 0.3, "n": len(values)}


def test_more_questions_make_it_narrower() -> None:
    few, many = interval([0, 1] * 10), interval([0, 1] * 1000)
    assert many["high"] - many["low"] < (few["high"] - few["low"]) / 5


def test_there_is_no_interval_of_nothing() -> None:
    with pytest.raises(ValueError):
        interval([])


# ------------------------------------------------------------------------------------- summaries


def test_figures_are_averages_by_half_and_group() -> None:
    rows = [
        row("a", ranks=[1]),
        row(
            "b", ranks=[None, 4], lang="en", documents=["甲.txt", "乙.txt"], figures={"right": 0.0}
        ),
        row("c", ranks=[2], type="list", figures={"refused": 1.0, "right": 0.0}),
        refusable("d", True),
        refusable("e", False),
        row("f", split="tune", ranks=[1]),
    ]
    found = summarise(rows)
    assert list(found) == ["tune", "test"]
    assert list(found["test"]) == [
        "all", "document 乙.txt", "document 甲.txt", "lang en", "lang zh",
        "type list", "type number", "type unanswerable",
    ]  # fmt: skip
    figures = found["test"]["all"]
    values = {name: (figure["value"], figure["n"]) for name, figure in figures.items()}
    assert values["recall@1"] == (round(1 / 3, 4), 3)
    assert values["recall@5"] == (round((1 + 1 / 2 + 1) / 3, 4), 3)
    assert values["mrr@10"] == (round((1 + 1 / 8 + 1 / 2) / 3, 4), 3)
    assert values["right"] == (round(1 / 3, 4), 3)
    assert values["false refusal"] == (round(1 / 3, 4), 3)
    assert values["refused when it must"] == (0.5, 2)
    assert values["seconds median"] == (0.5, 5)
    assert "refused" not in values
    assert found["test"]["document 乙.txt"]["recall@5"]["value"] == 0.5
    assert found["test"]["type list"]["right"] == {"value": 0, "low": 0, "high": 0, "n": 1}
    assert found["tune"]["all"]["recall@1"]["n"] == 1


def test_each_signal_has_its_figures_and_the_shipped_one_no_name_in_front() -> None:
    ranks = {"bm25s + jieba": [2], "lexical": [6], "fused": [1]}
    found = summarise([row("a") | {"ranks": ranks}])["test"]["all"]
    assert found["recall@1"]["value"] == 1
    assert found["lexical recall@5"]["value"] == 0 and found["lexical recall@10"]["value"] == 1
    assert found["bm25s + jieba mrr@10"]["value"] == 0.5
    assert next(iter(found)) == "recall@1"


def test_what_was_not_measured_is_left_out() -> None:
    found = summarise([row("a", figures={"citation precision": None, "page right": None})])
    figures = found["test"]["all"]
    assert "citation precision" not in figures and "page right" not in figures
    assert not [name for name in figures if name.startswith(("dense", "bm25s"))]
    assert "refused when it must" not in figures
    assert list(found) == ["test"]


def test_what_was_measured_for_some_is_averaged_over_those() -> None:
    rows = [row("a", figures={"page right": None}), row("b", figures={"page right": 0.0})]
    assert summarise(rows)["test"]["all"]["page right"]["n"] == 1


def test_of_the_unanswerable_alone_there_are_refusals_and_times() -> None:
    found = summarise([refusable("a", True), refusable("b", True)])["test"]
    assert list(found) == ["all", "lang zh", "type unanswerable"]
    assert list(found["all"]) == ["refused when it must", "seconds median", "seconds 95 %"]


def test_times_are_those_that_were_measured() -> None:
    rows = [row(str(n), seconds=n / 100) for n in range(1, 101)]
    figures = summarise(rows)["test"]["all"]
    assert figures["seconds median"] == {"value": 0.5, "n": 100}
    assert figures["seconds 95 %"] == {"value": 0.95, "n": 100}


def test_no_rows_no_figures() -> None:
    assert summarise([]) == {}


# ------------------------------------------------------------------------------------- two runs


def changed(old: list[dict[str, object]], new: list[dict[str, object]]) -> dict[str, Difference]:
    return {each.name: each for each in differences({"rows": old}, {"rows": new})}


def test_two_runs_alike_differ_in_nothing() -> None:
    rows = [row("a"), row("b", ranks=[None]), refusable("c", False)]
    for each in changed(rows, rows).values():
        assert (each.by, each.within, each.p, each.won, each.lost) == (0, 0, 1, (), ())


def test_won_and_lost_are_named() -> None:
    wrong = {"right": 0.0, "citation recall": 0.0}
    old = [row("a", figures=wrong), row("b"), row("c", ranks=[6]), refusable("d", False)]
    new = [row("a"), row("b", figures=wrong), row("c", ranks=[2]), refusable("d", True)]
    found = changed(old, new)
    assert (found["right"].won, found["right"].lost, found["right"].by) == (("a",), ("b",), 0)
    assert (found["recall@5"].won, found["recall@5"].lost) == (("c",), ())
    assert found["recall@5"].by == pytest.approx(1 / 3)
    assert found["recall@1"].won == ()  # the first passage never held it
    assert found["refused when it must"].won == ("d",)
    assert found["refused when it must"].by == 1


def test_only_questions_of_both_runs_and_of_the_half_count() -> None:
    wrong = {"right": 0.0}
    old = [row("a", figures=wrong), row("gone"), row("t", split="tune", figures=wrong)]
    new = [row("a"), row("new", figures=wrong), row("t", split="tune")]
    found = changed(old, new)["right"]
    assert (found.won, found.lost, found.by) == (("a",), (), 1)
    (tuned, *_) = differences({"rows": old}, {"rows": new}, "tune")
    assert tuned.won == ("t",)


def test_a_figure_that_one_run_lacks_is_not_compared() -> None:
    none = {"citation precision": None}
    old, new = [row("a", figures=none), row("b")], [row("a"), row("b")]
    assert changed(old, new)["citation precision"].won == ()


def test_chance_is_small_for_a_large_change_and_large_for_a_small_one() -> None:
    wrong = {"right": 0.0}
    old = [row(str(n), figures=wrong) for n in range(100)]
    found = changed(old, [row(str(n)) for n in range(100)])["right"]
    assert found.p <= 0.001 and found.by == 1 and found.within == 0
    one = changed(old, [row("0"), *old[1:]])["right"]
    assert one.p == 1  # a single change may always have gone the other way
    # Five changes to the better, none to the worse: 2 of the 32 ways are as one-sided.
    five = changed(old, [row(str(n)) for n in range(5)] + old[5:])["right"]
    assert five.p == pytest.approx(2 / 32, abs=0.01)
    assert five == changed(old, [row(str(n)) for n in range(5)] + old[5:])["right"]
    assert 0 < five.within < 0.06


def test_a_difference_reads_as_a_sentence() -> None:
    told = str(Difference("right", -0.02, 0.03, 0.4, ("a",), ("b", "c", "d")))
    assert told == "right: worse by 0.020 ± 0.030 (p 0.40), 1 questions won, 3 lost"
