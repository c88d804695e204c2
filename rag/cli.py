"""python -m rag index | ask | search | cite | batch | read | eval | serve

Exit status: 0 done; 1 an error that the message explains; 2 no build and none was to be made, wrong
usage, or some rows or documents failed. Everything heavy is imported inside the commands, so that
`--help` is instant.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.errors import NoBuildError, RagError

if TYPE_CHECKING:
    from rag.records import Answer, OpenedCitation, Scope
    from rag.settings import Settings

app = typer.Typer(
    help="问答：一个单位自己的简报（questions and answers over an organisation's own bulletins）",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON（for scripts）")]
NoBuild = Annotated[
    bool, typer.Option("--no-build", help="没有可用索引时不新建，退出码 2（do not build, exit 2）")
]
Embedder = Annotated[
    str | None,
    typer.Option("--embedder", help="向量模型：bundled、模型编号或文件夹（id or folder）"),
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", help="只查这份材料或这一期，可多次（only this document or issue）"),
]
Years = Annotated[
    list[int] | None, typer.Option("--year", help="只查这一年，可多次（only this year）")
]


@app.command()
def index(
    embedder: Embedder = None,
    force: Annotated[bool, typer.Option("--force", help="总是重建（always rebuild）")] = False,
    as_json: AsJson = False,
) -> None:
    """建立索引；没有变化就不重建。Build the index of corpus/ unless the one there fits."""
    with _errors():
        from rag.pipeline import build

        with _progress() as progress:
            report = build(_settings(embedder=embedder), progress, force=force)
        if as_json:
            _print_json({**asdict(report), "build": str(report.build)})
        else:
            state = "已建好（built）" if report.made else "没有变化（up to date）"
            counts = "，".join(f"{name} {count}" for name, count in report.counts.items())
            _print(f"{state}：{report.build.name}：{counts}")
            for reason in report.reasons:
                _print(f"  原因（because）：{reason}")
        for message in report.failures.values():
            _complain(message)
        if report.failures:
            raise typer.Exit(2)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题（the question）")],
    turn: Annotated[
        list[str] | None, typer.Option("--turn", help="前面问过的问题，可多次（earlier questions）")
    ] = None,
    document: Documents = None,
    year: Years = None,
    embedder: Embedder = None,
    no_build: NoBuild = False,
    as_json: AsJson = False,
) -> None:
    """回答一个问题，每句都有出处。Answer a question; every sentence is cited."""
    with _errors():
        from rag.batch import answer_record
        from rag.pipeline import ask as answered

        engine = _engine(embedder, no_build)
        answer = answered(engine, question, turn or (), _scope(document, year))
        if as_json:
            _print_json(answer_record(answer))
        else:
            _print_answer(answer)


@app.command()
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
    with _errors():
        from rag.batch import retrieved_record
        from rag.pipeline import search as found

        engine = _engine(embedder, no_build)
        hits = found(engine, question, limit, _scope(document, year))
        if as_json:
            _print_json([retrieved_record(hit) | {"signals": dict(hit.signals)} for hit in hits])
            return
        for rank, hit in enumerate(hits, 1):
            page = _page(hit.passage.page, hit.passage.page_inferred)
            signals = "  ".join(f"{name} {value:.3g}" for name, value in hit.signals.items())
            _print(f"{rank}. {hit.score:.3f}  {hit.document}{page}  {hit.article or ''}")
            _print(f"   {signals}")
            _print(f"   {' '.join(hit.passage.text.split())[:160]}")
        if not hits:
            _print("没有找到（nothing found）")


@app.command()
def cite(
    citation_id: Annotated[str, typer.Argument(help="引文编号（the citation's id）")],
    as_json: AsJson = False,
) -> None:
    """打开一条引文：哪一期、哪一篇、第几页、原文。Open a citation."""
    with _errors():
        from rag.answer.cite import house_style
        from rag.lookup import open_citation
        from rag.pipeline import build

        settings = _settings()
        with _progress() as progress:
            opened = open_citation(settings, citation_id, lambda: build(settings, progress))
        if as_json:
            _print_json(asdict(opened) | {"reference": house_style(opened.citation)})
        else:
            _print_citation(opened)


@app.command()
def batch(
    questions: Annotated[Path, typer.Argument(help="jsonl、csv 或 xlsx")],
    output: Annotated[Path, typer.Option("--output", "-o", help="jsonl、csv 或 xlsx")],
    workers: Annotated[int, typer.Option("--workers", min=1, max=32)] = 1,
    document: Documents = None,
    year: Years = None,
    embedder: Embedder = None,
    no_build: NoBuild = False,
) -> None:
    """成批回答；中断后再运行会接着做。Answer a file of questions; goes on where it stopped."""
    with _errors():
        from rag.batch import run
        from rag.pipeline import ask as answered

        engine = _engine(embedder, no_build)
        scope = _scope(document, year)
        engine.library.documents_in(scope)  # a wrong name is told before the first question
        with _progress() as progress:
            failed = run(
                questions,
                output,
                lambda question, turns, scope: answered(engine, question, turns, scope),
                lambda done, total: progress("回答（answering）", done, total),
                workers,
                scope,
            )
        _complain(f"已写入（written）：{output}")
        if failed:
            _complain(f"{failed} 行没有答成，原因见 error（rows failed, see error）。")
            raise typer.Exit(2)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="一份材料（a document）")], as_json: AsJson = False
) -> None:
    """看程序从一份材料里读出了哪些文章。The articles found in a document."""
    with _errors():
        from rag.pipeline import read_file

        document = read_file(_settings(), file)
        listed: list[dict[str, Any]] = [
            {
                "number": article.number,
                "title": article.title,
                "byline": article.byline,
                "page": page,
                "page_inferred": inferred,
                "first_words": " ".join(document.text[article.body : article.end].split())[:40],
                "characters": article.end - article.start,
            }
            for article, (page, inferred) in document.articles_with_pages()
        ]
        if as_json:
            _print_json(listed)
            return
        for entry in listed:
            page = _page(entry["page"], entry["page_inferred"]) or "  "
            byline = f"（{entry['byline']}）" if entry["byline"] else ""
            _print(f"{entry['number']:>3}{page}  {entry['title'] or '（无题）'}{byline}")
            _print(f"       {entry['first_words']}……")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535)] = None,
) -> None:
    """打开网页。Open the page."""
    with _errors():
        from rag.web.serve import serve as served

        served(_settings(host=host, port=port))


@app.command("eval")
def evaluate(
    questions: Annotated[Path | None, typer.Option("--questions", help="题目（jsonl）")] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="与这次结果比较（an earlier run）")
    ] = None,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="列出每一路信号和各组（each signal and group）")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=32)] = 1,
    gate: Annotated[
        bool, typer.Option("--gate", help="低于基线就退出码 1（exit 1 below the baseline）")
    ] = False,
    set_baseline: Annotated[
        bool, typer.Option("--set-baseline", help="存为基线并更新 README 的表（keep as baseline）")
    ] = False,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", help="给同事打分的表（xlsx to mark）")
    ] = None,
    marks: Annotated[
        bool, typer.Option("--marks", help="读回后面的一两份打过分的表（read marked sheets）")
    ] = False,
    sheets: Annotated[
        list[Path] | None, typer.Argument(help="和 --marks 一起：打过分的表（marked sheets）")
    ] = None,
    run: Annotated[
        Path | None, typer.Option("--run", help="用这次结果，不重新评测（an earlier run's file）")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="列出别处含有同样事实的段落（same facts elsewhere）")
    ] = False,
    rewrites: Annotated[
        Path | None,
        typer.Option("--rewrites", help="核对程序拦得准不准（jsonl，measure the checks）"),
    ] = None,
    external: Annotated[
        str | None, typer.Option("--external", help="公开题集：XQUAD、DRCD、CMRC、CRUD")
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", help="公开题集所在的文件夹")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="CRUD 只取前几份（first documents only）")
    ] = None,
    embedder: Embedder = None,
) -> None:
    """评测：检索和回答准不准。Evaluate retrieval and answers; a table and a report."""
    with _errors():
        from rag.evaluate import command

        if rewrites:
            command.print_rewrites(rewrites)
            return
        settings = _settings(embedder=embedder)
        with _progress() as progress:
            if external:
                command.run_external(settings, external, data, limit, progress)
                return
            if marks or sheets:
                command.print_marks(sheets or (), run)
                return
            if check:
                command.check(settings, questions, progress)
                return
            made = command.evaluated(settings, questions, run, compare, workers, progress)
        command.show(made, ablation)
        if compare:
            command.show_differences(compare, made)
        if sheet:
            command.write_sheet(made, sheet)
        if set_baseline:
            command.set_baseline(made)
        if gate and command.closes(made):
            raise typer.Exit(1)


# ------------------------------------------------------------------------------------- shared


def _settings(**overrides: Any) -> Settings:
    from rag.settings import load_settings

    return load_settings(os.environ, **overrides)


def _engine(embedder: str | None, no_build: bool) -> Any:
    from rag.pipeline import open_engine

    with _progress() as progress:
        engine = open_engine(_settings(embedder=embedder), progress, build_if_needed=not no_build)
    for message in engine.library.manifest.failures.values():
        _complain(message)
    return engine


def _scope(documents: list[str] | None, years: list[int] | None) -> Scope:
    from rag.records import Scope

    return Scope(tuple(documents or ()), tuple(years or ()))


@contextmanager
def _errors() -> Iterator[None]:
    """Our own errors are messages for the person at the terminal, without a traceback."""
    try:
        yield
    except RagError as error:
        _complain(str(error))
        raise typer.Exit(2 if isinstance(error, NoBuildError) else 1) from error


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal's error stream, one line a stage, only when something is to be done."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield show


def _print(text: str) -> None:
    typer.echo(text)


def _complain(text: str) -> None:
    typer.echo(text, err=True)


def _print_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def _page(page: int | None, inferred: bool) -> str:
    return "" if page is None else f"  第{page}页{'（推定）' if inferred else ''}"


def _print_answer(answer: Answer) -> None:
    from rag.answer.cite import house_style

    _print(answer.text)
    for cited in answer.citations:
        _print(f"\n[{cited.n}] {house_style(cited)}\n    {cited.quote}\n    {cited.id}")
    if answer.refused:
        for hit in answer.retrieved[:3]:
            page = _page(hit.passage.page, hit.passage.page_inferred)
            _print(f"\n·{page}  {' '.join(hit.passage.text.split())[:120]}……")


def _print_citation(opened: OpenedCitation) -> None:
    from rag.answer.cite import house_style

    cited = opened.citation
    rows = {
        "出处": house_style(cited),
        "材料": f"{cited.title} {cited.issue or ''}（{cited.document}）",
        "日期": cited.date,
        "文章": cited.article,
        "作者": opened.byline,
        "页码": _page(cited.page, cited.page_inferred).strip() or None,
    }
    for name, value in rows.items():
        if value:
            _print(f"{name}  {value}")
    _print(f"\n……{opened.before}【{cited.quote}】{opened.after}……")
