"""python -m rag ask | batch: one question, or a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.terminal import (
    AsJson,
    Documents,
    Embedder,
    NoBuild,
    Workers,
    Years,
    complain,
    errors,
    open_engine,
    page_told,
    progress,
    say,
    say_json,
    scope_of,
)

if TYPE_CHECKING:
    from rag.records import Answer


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
    with errors():
        from rag.batch import answer_record
        from rag.pipeline import ask as answered

        engine = open_engine(embedder, no_build)
        answer = answered(engine, question, turn or (), scope_of(document, year))
        if as_json:
            say_json(answer_record(answer))
        else:
            _print_answer(answer)


def batch(
    questions: Annotated[Path, typer.Argument(help="jsonl、csv 或 xlsx")],
    output: Annotated[Path, typer.Option("--output", "-o", help="jsonl、csv 或 xlsx")],
    workers: Workers = 1,
    document: Documents = None,
    year: Years = None,
    embedder: Embedder = None,
    no_build: NoBuild = False,
) -> None:
    """成批回答；中断后再运行会接着做。Answer a file of questions; goes on where it stopped."""
    with errors():
        from rag.batch import run
        from rag.pipeline import ask as answered

        engine = open_engine(embedder, no_build)
        scope = scope_of(document, year)
        engine.library.documents_in(scope)  # a wrong name is told before the first question
        with progress() as show:
            failed = run(
                questions,
                output,
                lambda question, turns, scope: answered(engine, question, turns, scope),
                lambda done, total: show("回答（answering）", done, total),
                workers,
                scope,
            )
        complain(f"已写入（written）：{output}")
        if failed:
            complain(f"{failed} 行没有答成，原因见 error（rows failed, see error）。")
            raise typer.Exit(2)


def _print_answer(answer: Answer) -> None:
    from rag.answer.cite import house_style

    say(answer.text)
    for cited in answer.citations:
        say(f"\n[{cited.n}] {house_style(cited)}\n    {cited.quote}\n    {cited.id}")
    if answer.refused:
        for hit in answer.retrieved[:3]:
            page = page_told(hit.passage.page, hit.passage.page_inferred)
            say(f"\n·{page}  {' '.join(hit.passage.text.split())[:120]}……")
