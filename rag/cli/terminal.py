"""What the commands share: options, settings, an engine, and how they speak to who is at the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.errors import NoBuildError, RagError

if TYPE_CHECKING:
    from rag.pipeline import Engine
    from rag.records import Scope
    from rag.settings import Settings

Progress = Callable[[str, int, int], None]

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
Workers = Annotated[int, typer.Option("--workers", min=1, max=32)]


def settings_with(**overrides: Any) -> Settings:
    from rag.settings import load_settings

    return load_settings(os.environ, **overrides)


def open_engine(embedder: str | None, no_build: bool) -> Engine:
    from rag import pipeline

    settings = settings_with(embedder=embedder)
    with progress() as show:
        if not no_build:
            settle(settings, show)
        engine = pipeline.open_engine(settings, show, build_if_needed=not no_build)
    for message in engine.library.manifest.failures.values():
        complain(message)
    return engine


def settle(settings: Settings, show: Progress) -> None:
    """Before anything is built: a crash while documents were published left a corpus that is half
    the old and half the new one."""
    from rag.documents.desk import Desk

    Desk(settings, progress=show).recover()


def scope_of(documents: list[str] | None, years: list[int] | None) -> Scope:
    from rag.records import Scope

    return Scope(tuple(documents or ()), tuple(years or ()))


@contextmanager
def errors() -> Iterator[None]:
    """Our own errors are messages for the person at the terminal, without a traceback."""
    try:
        yield
    except RagError as error:
        complain(str(error))
        raise typer.Exit(2 if isinstance(error, NoBuildError) else 1) from error


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on the terminal's error stream, one line a stage, only when something is to be done."""
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield show


def say(text: str) -> None:
    typer.echo(text)


def complain(text: str) -> None:
    typer.echo(text, err=True)


def say_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def page_told(page: int | None, inferred: bool) -> str:
    return "" if page is None else f"  第{page}页{'（推定）' if inferred else ''}"
