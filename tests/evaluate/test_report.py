"""The report of a small run: what is said, by value; nothing fetched; the same bytes twice."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rag.evaluate import plots
from rag.evaluate.report import write_report
from rag.evaluate.report.cells import shown
from rag.evaluate.report.checks import calibration
from rag.evaluate.report.page import in_english, page

SCRIPT = "<script>alert('工会')</script>"
RANKS = {"lexical": [2], "dense": [None], "words": [1], "fused": [1]}


def cited(n: int, quote: str) -> dict[str, Any]:
    return {
        "n": n, "id": f"qingquan-2022-03-1f0c22a9b3d4-{n}", "document": "qingquan-2022-03.txt",
        "title": "清泉工运", "issue": "2022年第3期", "date": "2022-03",
        "article": "清泉县总工会为环卫工人送早餐", "page": 7, "page_inferred": True,
        "quote": quote, "start": 0, "end": len(quote),
    }  # fmt: skip


def row(name: str, question: str, answer: str, **more: Any) -> dict[str, Any]:
    """An answerable question of the test half, answered rightly unless `more` says otherwise."""
    quote = "全县共设早餐点 17 个。"
    record = {
        "id": name, "question": question, "answer": answer, "refused": False, "reason": None,
        "mode": "extractive", "seconds": 0.2, "citations": [cited(1, quote)],
        "retrieved": [
            {"passage": "p1", "document": "qingquan-2022-03.txt", "article": None, "page": None,
             "text": "早餐点要办在工人干活的路上。", "score": 0.9}
        ],
    }  # fmt: skip
    evidence = {
        "document": "qingquan-2022-03.txt", "quote": quote,
        "article": "清泉县总工会为环卫工人送早餐", "page": 7,
    }  # fmt: skip
    return {
        "id": name, "type": "number", "lang": "zh", "split": "test", "answerable": True,
        "documents": ["qingquan-2022-03.txt"],
        "question": question, "turns": [], "reference": "17 个。", "key_facts": [["17个", "十七个"]],
        "evidence": [evidence], "trace": {"question": question, "scores": [0.8, 0.3]},
        "ranks": RANKS, "failure": None,
        "figures": {"right": 1.0, "refused": 0.0, "citation recall": 1.0, "citation precision": 1.0},
        **more,
        "record": record | more.get("record", {}),
    }  # fmt: skip


def small_run() -> dict[str, Any]:
    """Four answered, one of them a follow-up and one unanswerable; one refused; one failed."""
    wrong = {"right": 0.0, "refused": 0.0, "citation recall": 0.0, "citation precision": 0.0}
    refusal = {
        "answer": "材料里没有找到。",
        "refused": True,
        "reason": "weak_evidence",
        "citations": [],
    }
    missed = {"lexical": [None], "dense": [None], "words": [31], "fused": [None]}
    rows = [
        row("q1", "清泉县设了几个早餐点？", "全县共设早餐点 17 个。[1]"),
        row("q2", SCRIPT, f"{SCRIPT}[1]", figures=wrong, failure="not_chosen"),
        row("=1+1", "=HYPERLINK(1)", "+8 家\x07[1]", figures=wrong, failure="cut_short",
            split="tune", turns=["清泉县有早餐点吗？"]),
        row("q4", "果洛州设了几个早餐点？", "17 个。[1]", answerable=False, type="unanswerable",
            reference="", key_facts=[], evidence=[], documents=[], ranks={},
            figures={"refused": 0.0}, failure="answered_unanswerable",
            trace={"question": "果洛州设了几个早餐点？", "scores": [0.4]}),
        row("q5", "早餐有几样？", "", ranks=missed, failure="not_retrieved", record=refusal,
            figures=wrong | {"refused": 1.0}, trace={"question": "早餐有几样？", "scores": []}),
    ]  # fmt: skip
    figure = {"value": 0.333, "low": 0.1, "high": 0.625, "n": 3}
    names = ("right", "recall@1", "recall@5", "lexical recall@1", "lexical recall@5")
    group = {name: dict(figure) for name in names} | {"mrr@10": {"value": 0.5, "n": 3}}
    return {
        "format": 1, "made": "2026-01-02T03:04:05+00:00",
        "questions": {"file": "questions.jsonl", "sha256": "aa", "count": 5},
        "settings": {"embedder": "bundled"}, "digests": {"corpus": {"qingquan-2022-03.txt": "bb"}},
        "rows": rows,
        "figures": {"test": {
            "all": group | {"seconds median": {"value": 0.2, "n": 4}}, "type number": group,
            "type unanswerable": {"refused when it must": {"value": 0.0, "low": 0.0, "high": 0.0, "n": 1}},
            "document qingquan-2022-03.txt": group, "lang zh": group,
        }},
    }  # fmt: skip


class Reader(HTMLParser):
    """Elements that stay open, and the text by section."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text: dict[str, str] = {}
        self._section = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "section":
            self._section = dict(attrs)["id"] or ""
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text[self._section] = self.text.get(self._section, "") + data


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    write_report(small_run(), tmp_path / "one.html", small_run())
    write_report(small_run(), tmp_path / "two" / "two.html", small_run())
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two" / "two.html").read_bytes()


def test_nothing_is_fetched_and_no_script_runs() -> None:
    html = page(small_run(), small_run())
    assert "http" not in html and "url(" not in html and "@import" not in html
    assert "<script" not in html and "&lt;script&gt;alert(" in html
    assert not re.search(r"\ssrc=|<link|\son\w+=", html)


def test_every_element_is_closed() -> None:
    reader = Reader(page(small_run(), small_run()))
    assert reader.open == []
    assert reader.tags.count("svg") >= 4
    assert "script" not in reader.tags


def test_headlines_are_those_of_the_test_half_with_their_intervals() -> None:
    told = Reader(page(small_run())).text["headline"]
    assert "答对 right33.3%10.0% – 62.5%　n 3" in told
    assert "用时中位数 seconds median0.20 sn 4" in told
    assert "该拒就拒" not in told  # no such figure in the run


def test_groups_are_told_in_words() -> None:
    told = Reader(page(small_run())).text["groups"]
    assert "数字 number" in told and "简体中文 zh" in told
    assert "《清泉工运》2022年第3期 qingquan-2022-03.txt" in told


def test_a_failed_question_shows_what_was_said_and_what_should_have_been() -> None:
    told = Reader(page(small_run())).text["failed"]
    assert "没有选中 not chosen" in told and "该拒未拒 answered the unanswerable" in told
    assert "[1] 《清泉工运》2022年第3期，第7页（推定），《清泉县总工会为环卫工人送早餐》" in told
    assert "qingquan-2022-03.txt，《清泉县总工会为环卫工人送早餐》，第7页" in told
    assert "融合 fused 1全文 lexical 2向量 dense >50逐词 words 1" in told
    assert "拒答 refused：证据不足 weak_evidence" in told
    assert "关键事实 key facts：17个 / 十七个" in told
    assert "前文 earlier：清泉县有早餐点吗？" in told
    assert "清泉县设了几个早餐点？" not in told  # that one is right
    assert told.index("没有找到 not retrieved　1") < told.index("没有选中 not chosen　1")


def test_a_row_that_could_not_be_asked_is_not_dropped() -> None:
    run = small_run()
    run["rows"][0]["record"] = {"id": "q1", "question": "?", "error": "模型不见了"}
    assert "模型不见了" in Reader(page(run)).text["failed"]


def test_what_changed_since_the_last_run() -> None:
    before = small_run()
    before["rows"][0]["figures"]["right"] = 0.0
    before["questions"]["sha256"] = "other"
    told = Reader(page(small_run(), before)).text["change"]
    assert "题目改过" in told
    assert "变好 wonq1 清泉县设了几个早餐点？" in told
    assert "+33.3 ±" in told
    assert "change" not in Reader(page(small_run())).text


@pytest.mark.parametrize("missing", ["figures", "questions", "settings", "digests", "made"])
def test_a_run_with_something_missing_is_still_reported(missing: str) -> None:
    run = small_run()
    del run[missing]
    assert Reader(page(run)).open == []


def test_rows_with_little_in_them_are_still_reported() -> None:
    run = deepcopy(small_run())
    for each in run["rows"]:
        for name in ("trace", "ranks", "evidence", "turns", "key_facts", "reference"):
            del each[name]
        del each["record"]["seconds"], each["record"]["retrieved"]
    assert Reader(page(run)).open == []
    assert "没有。" in Reader(page(run | {"rows": []})).text["failed"]


def test_half_a_surrogate_pair_does_not_break_the_file(tmp_path: Path) -> None:
    run = small_run()
    run["rows"][1]["question"] = "半个\ud83d字"
    write_report(run, tmp_path / "r.html")
    assert "半个&#55357;字" in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("recall@5", 0.8765, "87.6%"), ("mrr@10", 0.7, "0.700"), ("dense mrr@10", 0.7, "0.700"),
        ("length", 123.4, "123"), ("seconds 95 %", 1.234, "1.23 s"), ("seconds median", 12.34, "12 s"),
    ],
)  # fmt: skip
def test_figures_in_their_units(name: str, value: float, told: str) -> None:
    assert shown(name, value) == told


# ---------------------------------------------------------------------------------------- plots


@pytest.mark.parametrize(
    ("values", "first", "last", "width"),
    [
        ([0.0, 1.0], 0.0, 1.0, 0.05), ([0.31, 0.79], 0.3, 0.8, 0.05), ([3.0], 3.0, 3.2, 0.2),
        ([0.0, 0.0], 0.0, 0.05, 0.05), ([-1.0, 1.0], -1.0, 1.0, 0.1), ([], 0.0, 1.0, 0.05),
    ],
)  # fmt: skip
def test_bars_of_a_histogram_are_round_and_hold_all(
    values: list[float], first: float, last: float, width: float
) -> None:
    edges = plots.bins(values)
    assert (edges[0], edges[-1]) == (first, last)
    assert edges[1] - edges[0] == pytest.approx(width)


def test_ticks_are_round() -> None:
    assert plots.ticks(0.27, 0.83, 6) == [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    assert plots.ticks(0, 0.18, 3) == [0.0, 0.1]


def test_labels_are_moved_apart_and_stay_inside() -> None:
    assert plots.spread([100, 102, 40], 15, 20, 110) == [95, 110, 40]
    assert plots.spread([50], 15, 0, 100) == [50]
    assert plots.spread([], 15, 0, 100) == []


def test_counts_of_a_histogram_stand_in_its_bars() -> None:
    samples = [plots.Sample("甲", [0.1, 0.12, 0.9, 7.0]), plots.Sample("乙 <b>", [0.5])]
    drawn = plots.histogram("得分", samples, "分", clip=1.0)
    assert "<title>甲，0.1 – 0.15：2</title>" in drawn
    assert "<title>甲，0.95 – 1：1</title>" in drawn and "≥ 1<" in drawn
    assert "<title>乙 &lt;b&gt;，0.5 – 0.55：1</title>" in drawn


def test_bars_and_curves_say_their_values() -> None:
    groups = [plots.Group("数字", [plots.Bar(0.5, 0.25, 0.75), None])]
    drawn = plots.bars("各类", ("答对", "找到"), groups, "区间")
    assert "数字，答对：0.500" in drawn and ">—</text>" in drawn and ">50%</text>" in drawn
    drawn = plots.curve("召回", [plots.Line("融合", [(1, 0.62), (10, 1.0)])], "段", "召回")
    assert "融合，1：0.620" in drawn
    assert ">60%</text>" in drawn and ">50%</text>" not in drawn
    assert plots.curve("空", [], "段", "召回").startswith("<svg")


class English(HTMLParser):
    """What is seen of an English page, drawings included; not what a reader hovers over."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: list[bool] = []
        self.seen = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "line", "rect"):
            # Where a quote stands is said in Chinese, as the bulletins are.
            told = tag in ("style", "title", "footer")
            self.hidden.append(told or dict(attrs).get("class") == "zh")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("line", "rect"):
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        self.seen += "" if any(self.hidden) else data


def test_an_english_page_says_nothing_of_its_own_in_chinese() -> None:
    """Every word of a question or a document is a letter here, so that what is left is ours."""
    chinese = "[\u3400-\u9fff]"
    run = small_run()
    run["rows"][0]["trace"]["checks"] = {
        "kept": 3,
        "withheld": [{"sentence": "x", "why": "number"}],
    }
    run["figures"]["test"]["lang zh"] = run["figures"]["test"]["all"]
    foreign = json.loads(re.sub(chinese, "x", json.dumps(run, ensure_ascii=False)))
    before = deepcopy(foreign) | {"questions": {"sha256": "other"}}
    for told in (page(foreign, before), page(foreign | {"figures": {}}, before)):
        english = in_english(told)
        assert '<html lang="en">' in english and "<title>Evaluation report</title>" in english
        seen = English(english).seen
        assert re.findall(f".*{chinese}.*", seen) == []
        assert "Failed questions" in seen and "weak_evidence" in seen
    assert "recall@5" in seen or "recall" in English(in_english(page(foreign))).seen


def test_what_was_withheld_is_listed_with_its_reason() -> None:
    run = small_run()
    withheld = {"sentence": SCRIPT, "why": "number"}
    run["rows"][0]["trace"]["checks"] = {"kept": 3, "withheld": [withheld]}
    html = page(run)
    said = Reader(html).text["checks"]
    assert "0.750" in said and "number" in said and SCRIPT in said
    assert SCRIPT not in html
    assert "checks" not in Reader(page(small_run())).text  # nothing was checked


def test_the_score_is_held_against_right_and_wrong() -> None:
    def answer(n: int, right: float, **more: Any) -> dict[str, Any]:
        figures = {"right": right, "refused": 0.0}
        return row(
            f"c{n}", "几个？", "17 个。", trace={"scores": [float(n)]}, figures=figures, **more
        )

    rows = [answer(n, float(n >= 5)) for n in range(10)]
    drawn = calibration(rows)
    assert "0.5：0.000" in drawn and "8.5：1.000" in drawn
    unanswerable = [*rows[:8], answer(8, 1.0, answerable=False), answer(9, 1.0, answerable=False)]
    assert "8.5：0.000" in calibration(unanswerable)
    assert calibration(rows[:5]) == ""
