"""python -m rag search | cite: passages, every place of a phrase, a citation."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.terminal import (
    AsJson,
    Documents,
    Embedder,
    NoBuild,
    Years,
    errors,
    open_engine,
    page_told,
    progress,
    say,
    say_json,
    scope_of,
    settings_with,
    settle,
)

if TYPE_CHECKING:
    from rag.records import OpenedCitation


def search(
    question: Annotated[str, typer.Argument(help="问题或词语（question or words）")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100)] = 10,
    document: Documents = None,
    year: Years = None,
    embedder: Embedder = None,
    no_build: NoBuild = False,
    as_json: AsJson = False,
) -> None:
    """列出最接近的段落和各项得分。The nearest passages with each signal's score."""
    with errors():
        from rag.batch import retrieved_record
        from rag.pipeline import search as found

        engine = open_engine(embedder, no_build)
        hits = found(engine, question, limit, scope_of(document, year))
        if as_json:
            say_json([retrieved_record(hit) | {"signals": dict(hit.signals)} for hit in hits])
            return
        for rank, hit in enumerate(hits, 1):
            page = page_told(hit.passage.page, hit.passage.page_inferred)
            signals = "  ".join(f"{name} {value:.3g}" for name, value in hit.signals.items())
            say(f"{rank}. {hit.score:.3f}  {hit.document}{page}  {hit.article or ''}")
            say(f"   {signals}")
            say(f"   {' '.join(hit.passage.text.split())[:160]}")
        if not hits:
            say("没有找到（nothing found）")


def cite(
    citation_id: Annotated[str, typer.Argument(help="引文编号（the citation's id）")],
    as_json: AsJson = False,
) -> None:
    """打开一条引文：哪一期、哪一篇、第几页、原文。Open a citation."""
    with errors():
        from rag.answer.cite import house_style
        from rag.lookup import open_citation
        from rag.pipeline import build

        settings = settings_with()
        with progress() as show:

            def make() -> None:
                settle(settings, show)
                build(settings, show)

            opened = open_citation(settings, citation_id, make)
        if as_json:
            say_json(asdict(opened) | {"reference": house_style(opened.citation)})
        else:
            _print_citation(opened)


def _print_citation(opened: OpenedCitation) -> None:
    from rag.answer.cite import house_style

    cited = opened.citation
    rows = {
        "出处": house_style(cited),
        "材料": f"{cited.title} {cited.issue or ''}（{cited.document}）",
        "日期": cited.date,
        "文章": cited.article,
        "作者": opened.byline,
        "页码": page_told(cited.page, cited.page_inferred).strip() or None,
    }
    for name, value in rows.items():
        if value:
            say(f"{name}  {value}")
    say(f"\n……{opened.before}【{cited.quote}】{opened.after}……")
