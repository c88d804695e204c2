"""The whole page: a title, links, the sections that a run has."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from rag.evaluate import plots
from rag.evaluate.report.cells import Run
from rag.evaluate.report.charts import charts
from rag.evaluate.report.checks import checks
from rag.evaluate.report.failures import failures
from rag.evaluate.report.markup import both, tag
from rag.evaluate.report.sections import all_figures, changes, groups, headlines, provenance

TITLE = "Evaluation report"
STYLE = Path(__file__).with_name("style.css")
HEAD = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>评测报告 · {TITLE}</title>
<style>
"""


def in_english(html: str) -> str:
    """A page of ours without its Chinese, but for what documents and questions say."""
    html = html.replace('<html lang="zh-CN">', '<html lang="en">', 1)
    return html.replace(f"评测报告 · {TITLE}", TITLE, 1)


def page(run: Run, previous: Run | None = None) -> str:
    sections = {
        "headline": ("总览", "Overview", headlines(run)),
        "change": ("与上次相比", "Since the last run", changes(previous, run) if previous else ""),
        "plots": ("图", "Plots", charts(run)),
        "groups": ("分组", "Groups", groups(run)),
        "checks": ("核对", "Checks", checks(run)),
        "failed": ("没有答好的题", "Failed questions", failures(run["rows"])),
        "figures": ("全部数字", "All figures", all_figures(run)),
        "made": ("怎么得来的", "How it was made", provenance(run)),
    }
    present = {key: section for key, section in sections.items() if section[2]}
    links = [tag("a", both(zh, en), href=f"#{key}") for key, (zh, en, _) in present.items()]
    body = [
        tag("section", tag("h2", both(zh, en)), inside, id=key)
        for key, (zh, en, inside) in present.items()
    ]
    style = STYLE.read_text(encoding="utf-8") + plots.STYLE
    return f"{HEAD}{style}</style>\n</head>\n{tag('body', _title(run), tag('nav', *links), *body)}</html>\n"


def _title(run: Run) -> Markup:
    questions = run.get("questions", {})
    facts = [
        run.get("made", ""),
        questions.get("file", ""),
        both(f"{questions['count']} 题", f"{questions['count']} questions")
        if "count" in questions
        else "",
    ]
    return tag(
        "header",
        tag("h1", both("评测报告", TITLE)),
        tag("p", Markup(" · ").join(fact for fact in facts if fact), class_="soft"),
    )
