"""python -m rag index | read: what there is to ask about."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from rag.cli.terminal import (
    AsJson,
    Embedder,
    complain,
    errors,
    page_told,
    progress,
    say,
    say_json,
    settings_with,
    settle,
)


def index(
    embedder: Embedder = None,
    force: Annotated[bool, typer.Option("--force", help="总是重建（always rebuild）")] = False,
    as_json: AsJson = False,
) -> None:
    """建立索引；没有变化就不重建。Build the index of corpus/ unless the one there fits."""
    with errors():
        from rag.pipeline import build

        settings = settings_with(embedder=embedder)
        with progress() as show:
            settle(settings, show)
            report = build(settings, show, force=force)
        if as_json:
            say_json({**asdict(report), "build": str(report.build)})
        else:
            state = "已建好（built）" if report.made else "没有变化（up to date）"
            counts = "，".join(f"{name} {count}" for name, count in report.counts.items())
            say(f"{state}：{report.build.name}：{counts}")
            for reason in report.reasons:
                say(f"  原因（because）：{reason}")
        for message in report.failures.values():
            complain(message)
        if report.failures:
            raise typer.Exit(2)


def read(
    file: Annotated[Path, typer.Argument(help="一份材料（a document）")], as_json: AsJson = False
) -> None:
    """看程序从一份材料里读出了哪些文章。The articles found in a document."""
    with errors():
        from rag.pipeline import read_file

        document = read_file(settings_with(), file)
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
            say_json(listed)
            return
        for entry in listed:
            page = page_told(entry["page"], entry["page_inferred"]) or "  "
            byline = f"（{entry['byline']}）" if entry["byline"] else ""
            say(f"{entry['number']:>3}{page}  {entry['title'] or '（无题）'}{byline}")
            say(f"       {entry['first_words']}……")
