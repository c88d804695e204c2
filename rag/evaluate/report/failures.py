"""The section of failed questions: what was said, and what should have been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from rag.answer.cite import house_style
from rag.evaluate.report.cells import HALF, Row
from rag.evaluate.report.markup import both, table, tag
from rag.evaluate.report.words import CAUSES, HALVES, LANGUAGES, REASONS, SIGNALS, TYPES
from rag.records import Citation

DEEPEST = 50
"""Beyond this rank a run does not look for a quote."""
PASSAGES_SHOWN = 3
PASSAGE_CHARACTERS = 120


def failures(rows: Sequence[Row]) -> Markup:
    causes = dict.fromkeys([*CAUSES, *(cause for row in rows if (cause := _cause(row)))])
    by_cause = {cause: [row for row in rows if _cause(row) == cause] for cause in causes}
    found = {cause: mine for cause, mine in by_cause.items() if mine}
    if not found:
        return tag("p", both("没有。", "None."))
    head = [both("原因", "cause"), *(both(zh, half) for half, zh in HALVES.items())]
    counts = [
        [_cause_told(cause)] + [sum(row.get("split") == half for row in mine) for half in HALVES]
        for cause, mine in found.items()
    ]
    return table(head, counts) + Markup("").join(
        tag(
            "details",
            tag("summary", _cause_name(cause), f"　{len(mine)}"),
            # The half that is reported on comes first.
            *(_card(row) for row in sorted(mine, key=lambda row: row.get("split") != HALF)),
            open="open",
            class_="cause",
        )
        for cause, mine in found.items()
    )


def _cause_name(cause: str) -> Markup:
    zh, en, *_ = CAUSES.get(cause, (cause, ""))
    return both(zh, en)


def _cause_told(cause: str) -> Markup:
    if cause not in CAUSES:
        return _cause_name(cause)
    _, _, zh, en = CAUSES[cause]
    return _cause_name(cause) + tag("div", both(zh, en), class_="soft")


def _card(row: Row) -> Markup:
    kind, lang, half = (str(row.get(name, "")) for name in ("type", "lang", "split"))
    labels = [_named(TYPES, kind), _named(LANGUAGES, lang), _named(HALVES, half)]
    return tag(
        "article",
        tag(
            "p",
            tag("code", row["id"]),
            "　",
            Markup(" · ").join(filter(None, labels)),
            class_="soft",
        ),
        *_asked(row),
        tag("div", _answered(row), _expected(row), class_="sides"),
    )


def _asked(row: Row) -> list[Markup]:
    completed = (row.get("trace") or {}).get("question")
    parts = [
        tag("p", both("前文", "earlier"), f"：{turn}", class_="soft")
        for turn in row.get("turns") or ()
    ]
    parts.append(tag("h4", row["question"]))
    if completed and completed != row["question"]:
        parts.append(tag("p", both("补全为", "completed"), f"：{completed}", class_="soft"))
    return parts


def _answered(row: Row) -> Markup:
    record = row["record"]
    parts = [tag("h5", both("系统的回答", "Answer"))]
    if "error" in record:
        return tag("div", *parts, tag("p", record["error"], class_="text"))
    if record.get("refused"):
        reason = str(record.get("reason"))
        told = _named(REASONS, reason)
        parts.append(tag("p", both("拒答", "refused"), "：", told, class_="refused"))
    parts.append(tag("p", record.get("answer") or "", class_="text"))
    parts += [_cited(each) for each in record.get("citations") or ()]
    return tag("div", *parts, _nearest(record.get("retrieved") or ()))


def _cited(cited: Mapping[str, Any]) -> Markup:
    source = f"[{cited['n']}] {house_style(Citation(**cited))}"
    return tag("blockquote", cited["quote"], tag("footer", source))


def _nearest(retrieved: Sequence[Mapping[str, Any]]) -> Markup:
    if not retrieved:
        return Markup("")
    items = [
        tag("li", each["text"][:PASSAGE_CHARACTERS], tag("footer", _place(each)))
        for each in retrieved[:PASSAGES_SHOWN]
    ]
    return tag("details", tag("summary", both("找到的前几段", "First passages")), tag("ol", *items))


def _expected(row: Row) -> Markup:
    parts = [tag("h5", both("应有的回答", "Expected"))]
    if not row.get("answerable"):
        parts.append(tag("p", both("材料里没有答案，应当拒答。", "Not in the documents: refuse.")))
    if row.get("reference"):
        parts.append(tag("p", row["reference"], class_="text"))
    if facts := row.get("key_facts"):
        told = "；".join(" / ".join(spellings) for spellings in facts)
        parts.append(tag("p", both("关键事实", "key facts"), f"：{told}", class_="soft"))
    parts += [_evidence(row, n, each) for n, each in enumerate(row.get("evidence") or ())]
    return tag("div", *parts)


def _evidence(row: Row, n: int, evidence: Mapping[str, Any]) -> Markup:
    ranks = row.get("ranks") or {}
    order = [signal for signal in SIGNALS if signal in ranks]
    order += [signal for signal in ranks if signal not in SIGNALS]
    found = [_rank(signal, ranks[signal][n]) for signal in order if n < len(ranks[signal])]
    ranked = tag("p", both("排名", "rank"), *found, class_="ranks") if found else ""
    return tag("blockquote", evidence["quote"], tag("footer", _place(evidence)), ranked)


def _rank(signal: str, rank: int | None) -> Markup:
    name = _named(SIGNALS, signal)
    if rank is None:
        return tag("span", name, f" >{DEEPEST}", class_="miss")
    return tag("span", name, f" {rank}", class_="hit")


def _named(names: Mapping[str, str], key: str) -> Markup:
    return both(names.get(key, ""), key)


def _place(item: Mapping[str, Any]) -> str:
    article, number = item.get("article"), item.get("page")
    parts = [
        item["document"],
        f"《{article}》" if article else "",
        f"第{number}页" if number else "",
    ]
    return "，".join(filter(None, parts))


def _cause(row: Row) -> str | None:
    return "error" if "error" in row["record"] else row.get("failure")
