"""The sections that are tiles and tables of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from rag.evaluate import plots
from rag.evaluate.report.cells import (
    HALF,
    Figures,
    Row,
    Run,
    cell,
    figures_of,
    label,
    range_of,
    shown,
    signals_of,
)
from rag.evaluate.report.markup import both, table, tag
from rag.evaluate.report.words import FIGURES, GROUPS, HALVES
from rag.evaluate.summary import Difference, differences
from rag.records import Bulletin, bulletin_name

HEADLINES = (
    "right", "recall@5", "citation recall", "citation precision",
    "page right", "refused when it must", "false refusal", "seconds median",
)  # fmt: skip
IN_TABLES = (
    "right", "recall@1", "recall@5", "citation recall", "citation precision", "page right",
    "refused when it must", "false refusal",
)  # fmt: skip


def headlines(run: Run) -> Markup:
    figures = figures_of(run)
    if not figures:
        told = both("这次没有测试题，没有可报的数字。", "No test questions in this run.")
        return tag("p", told)
    tiles = [_tile(name, figures[name]) for name in HEADLINES if name in figures]
    note = both(
        "只算测试的一半；小字是 95% 区间，n 是题数。",
        "The test half only; 95% intervals; n counts questions.",
    )
    return tag("p", note, class_="soft") + tag("div", *tiles, class_="tiles")


def _tile(name: str, figure: Mapping[str, float]) -> Markup:
    zh, meaning, meaning_en = FIGURES[name]
    is_share = "low" in figure and "high" in figure and not name.startswith("seconds")
    drawn = plots.interval(figure["value"], figure["low"], figure["high"]) if is_share else ""
    count = f"n {figure['n']}" if "n" in figure else ""
    return tag(
        "div",
        tag("h3", both(zh, name)),
        tag("b", shown(name, figure["value"])),
        Markup(drawn),
        tag("p", "　".join(filter(None, (range_of(name, figure), count))), class_="range"),
        tag("p", both(meaning, meaning_en), class_="soft"),
        class_="tile",
    )


def changes(previous: Run, run: Run) -> Markup:
    found = differences(previous, run, HALF)
    before, after = figures_of(previous), figures_of(run)
    head = [
        both("数字", "figure"), both("上次", "before"), both("这次", "now"), both("差（百分点）", "change, points"),
        both("偶然的可能", "p"), both("变好", "won"), both("变差", "lost"),
    ]  # fmt: skip
    rows = [_change(each, before, after) for each in found]
    parts = [tag("p", both("上次", "before"), f"：{previous.get('made', '')}", class_="soft")]
    if previous.get("questions", {}).get("sha256") != run.get("questions", {}).get("sha256"):
        parts.append(
            tag("p", both("题目改过，差只算两次都有的题。", "The questions changed; the change is over shared ones."))
        )  # fmt: skip
    parts.append(table(head, rows))
    questions = {row["id"]: row["question"] for row in run["rows"]}
    parts += [_moved(each, questions) for each in found if each.won or each.lost]
    return Markup("").join(parts)


def _change(change: Difference, before: Figures, after: Figures) -> list[object]:
    return [
        label(change.name), cell(change.name, before), cell(change.name, after),
        f"{change.by * 100:+.1f} ± {change.within * 100:.1f}", f"{change.p:.2f}",
        len(change.won), len(change.lost),
    ]  # fmt: skip


def _moved(change: Difference, questions: Mapping[object, str]) -> Markup:
    def listed(zh: str, en: str, ids: Sequence[object]) -> Markup:
        items = [tag("li", tag("code", name), " ", questions.get(name, "")) for name in ids]
        return tag("h4", both(zh, en)) + tag("ul", *items) if items else Markup("")

    return tag(
        "details",
        tag("summary", label(change.name), f"：+{len(change.won)} −{len(change.lost)}"),
        listed("变好", "won", change.won),
        listed("变差", "lost", change.lost),
    )


def groups(run: Run) -> Markup:
    titles = _titles(run["rows"])
    parts = [_group_table(run, kind, zh, en, names or titles) for kind, zh, en, names in GROUPS]
    return Markup("").join(parts)


def _group_table(run: Run, kind: str, zh: str, en: str, names: Mapping[str, str]) -> Markup:
    groups = {
        group.partition(" ")[2]: figures_of(run, HALF, group)
        for group in run.get("figures", {}).get(HALF, {})
        if group.partition(" ")[0] == kind
    }
    columns = [name for name in IN_TABLES if any(name in each for each in groups.values())]
    rows = [
        [both(names.get(name, ""), name), _count(each), *(cell(c, each) for c in columns)]
        for name, each in groups.items()
    ]
    if not rows:
        return Markup("")
    head = [both("组", "group"), both("题", "n"), *(label(name) for name in columns)]
    return tag("h3", both(zh, en)) + table(head, rows)


def _count(figures: Figures) -> str:
    """Questions of a group: the figure that counts most of them (others skip some)."""
    return str(max((round(each.get("n", 0)) for each in figures.values()), default=0))


def _titles(rows: Sequence[Row]) -> dict[str, str]:
    """What a document is called, as far as some answer cited it; by file name and by key."""
    titles: dict[str, str] = {}
    for row in rows:
        for cited in row["record"].get("citations") or ():
            name = bulletin_name(
                Bulletin(cited["document"], cited["document"], cited["title"], issue=cited["issue"])
            )
            titles[cited["document"]] = titles[Path(cited["document"]).stem] = name
    return titles


def all_figures(run: Run) -> Markup:
    halves = {half: figures for half in HALVES if (figures := figures_of(run, half))}
    names = dict.fromkeys([*FIGURES, *(name for each in halves.values() for name in each)])
    signalled = tuple(f"{s} " for each in halves.values() for s in signals_of(each))
    rows = [
        [label(name), *(_cell_with_count(name, each) for each in halves.values())]
        for name in names
        if any(name in each for each in halves.values()) and not name.startswith(signalled)
    ]
    if not rows:
        return Markup("")
    return table([both("数字", "figure"), *(both(HALVES[half], half) for half in halves)], rows)


def _cell_with_count(name: str, figures: Figures) -> Markup:
    value, count = cell(name, figures), figures.get(name, {}).get("n")
    return value if count is None else value + tag("small", f"n {count}", class_="range")


def provenance(run: Run) -> Markup:
    facts = {"made": run.get("made"), **_flat("questions", run.get("questions"))}
    facts |= _flat("settings", run.get("settings")) | _flat("digests", run.get("digests"))
    rows = [[tag("code", name), tag("code", value)] for name, value in facts.items()]
    return table([both("项", "item"), both("值", "value")], rows)


def _flat(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return {} if value is None else {name: value}
    return {k: v for key, each in value.items() for k, v in _flat(f"{name}.{key}", each).items()}
