"""python -m rag search | cite: passages, every place of a phrase, a citation."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.terminal import (
    AsJson,
    Documents,
    Embedder,
    NoBuild,
    Years,
    complain,
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
from rag.errors import RequestError
from rag.records import bulletin_name

if TYPE_CHECKING:
    from rag.phrases.concordance import Concordance, Mention
    from rag.pipeline import Engine
    from rag.records import OpenedCitation, Scope
    from rag.search.library import Library


def search(
    question: Annotated[str, typer.Argument(help="问题或词语（question or words）")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100)] = 10,
    phrase: Annotated[
        bool,
        typer.Option("--phrase", help="这个词句的每一处，按期计数（every place of this phrase）"),
    ] = False,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="和 --phrase 一起：存成表格（as a workbook）")
    ] = None,
    document: Documents = None,
    year: Years = None,
    embedder: Embedder = None,
    no_build: NoBuild = False,
    as_json: AsJson = False,
) -> None:
    """列出最接近的段落和各项得分；--phrase 列出一个词句的每一处。The nearest passages with each
    signal's score; with --phrase every place where the words stand."""
    with errors():
        if xlsx and not phrase:
            raise RequestError("--xlsx 和 --phrase 一起用（--xlsx goes with --phrase）。")
        if xlsx and xlsx.suffix.lower() != ".xlsx":
            raise RequestError(f"表格的文件名要以 .xlsx 结尾（must end in .xlsx）：{xlsx.name}")
        engine = open_engine(embedder, no_build)
        scope = scope_of(document, year)
        if phrase:
            _every_place(engine.library, question, scope, xlsx, as_json)
        else:
            _nearest(engine, question, limit, scope, as_json)


def _nearest(engine: Engine, question: str, limit: int, scope: Scope, as_json: bool) -> None:
    from rag.batch import retrieved_record
    from rag.pipeline import search as found

    hits = found(engine, question, limit, scope)
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


def _every_place(
    library: Library, phrase: str, scope: Scope, xlsx: Path | None, as_json: bool
) -> None:
    from rag.answer.cite import house_style
    from rag.phrases.concordance import concordance, phrase_record

    found = concordance(library, phrase, scope)
    if xlsx:
        _write_sheet(found, xlsx)
    if as_json:
        say_json(phrase_record(found))
        return
    say(f"“{phrase}” 共 {found.times} 次（times），{len(found.counts)} 份材料（documents）")
    for count in found.counts:
        say(f"{count.times:>5}  {bulletin_name(count.bulletin)}")
    for place in found.mentions:
        say(f"\n{place.citation.n}. {house_style(place.citation)}")
        say(f"   {' '.join(_marked(place).split())}\n   {place.citation.id}")


def _write_sheet(found: Concordance, file: Path) -> None:
    from rag.phrases.sheet import workbook

    try:
        file.write_bytes(workbook(found))
    except OSError as error:
        raise RequestError(f"写不了（cannot write）：{file}：{error.strerror or error}") from error
    complain(f"已写入（written）：{file}")


def _marked(place: Mention) -> str:
    """The sentence, with the phrase between marks wherever it stands in it."""
    text, at = "", 0
    for start, end in place.spans:
        text, at = f"{text}{place.text[at:start]}【{place.text[start:end]}】", end
    return text + place.text[at:]


def cite(
    citation_id: Annotated[str, typer.Argument(help="引文编号（the citation's id）")],
    as_json: AsJson = False,
) -> None:
    """打开一条引文：哪一期、哪一篇、第几页、原文。Open a citation."""
    with errors():
        from rag.answer.cite import house_style
        from rag.lookup.citation import open_citation
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
