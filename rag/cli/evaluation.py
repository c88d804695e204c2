"""python -m rag eval."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.terminal import Embedder, Workers, errors, progress, settings_with, settle

File = Path | None
Questions = Annotated[File, typer.Option("--questions", help="题目（jsonl）")]
Compare = Annotated[File, typer.Option("--compare", help="与这次结果比较（an earlier run）")]
Ablation = Annotated[
    bool, typer.Option("--ablation", help="列出每一路信号和各组（each signal and group）")
]
Gate = Annotated[
    bool, typer.Option("--gate", help="低于基线就退出码 1（exit 1 below the baseline）")
]
SetBaseline = Annotated[
    bool, typer.Option("--set-baseline", help="存为基线并更新 README 的表（keep as baseline）")
]
Sheet = Annotated[File, typer.Option("--sheet", help="给同事打分的表（xlsx to mark）")]
Marks = Annotated[
    bool, typer.Option("--marks", help="读回后面的一两份打过分的表（read marked sheets）")
]
Sheets = Annotated[
    list[Path] | None, typer.Argument(help="和 --marks 一起：打过分的表（marked sheets）")
]
Run = Annotated[File, typer.Option("--run", help="用这次结果，不重新评测（an earlier run's file）")]
Check = Annotated[
    bool, typer.Option("--check", help="列出别处含有同样事实的段落（same facts elsewhere）")
]
Rewrites = Annotated[
    File, typer.Option("--rewrites", help="核对程序拦得准不准（jsonl，measure the checks）")
]
External = Annotated[
    str | None, typer.Option("--external", help="公开题集：XQUAD、DRCD、CMRC、CRUD")
]
Data = Annotated[File, typer.Option("--data", help="公开题集所在的文件夹")]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, help="CRUD 只取前几份（first documents only）")
]


def evaluate(
    questions: Questions = None,
    compare: Compare = None,
    ablation: Ablation = False,
    workers: Workers = 1,
    gate: Gate = False,
    set_baseline: SetBaseline = False,
    sheet: Sheet = None,
    marks: Marks = False,
    sheets: Sheets = None,
    run: Run = None,
    check: Check = False,
    rewrites: Rewrites = None,
    external: External = None,
    data: Data = None,
    limit: Limit = None,
    embedder: Embedder = None,
) -> None:
    """评测：检索和回答准不准。Evaluate retrieval and answers; a table and a report."""
    with errors():
        from rag.evaluate import command

        if rewrites:
            command.print_rewrites(rewrites)
            return
        settings = settings_with(embedder=embedder)
        with progress() as show:
            if external:
                command.run_external(settings, external, data, limit, show)
                return
            if marks or sheets:
                command.print_marks(sheets or (), run)
                return
            settle(settings, show)
            if check:
                command.check(settings, questions, show)
                return
            made = command.evaluated(settings, questions, run, compare, workers, show)
        command.show(made, ablation)
        if compare:
            command.show_differences(compare, made)
        if sheet:
            command.write_sheet(made, sheet)
        if set_baseline:
            command.set_baseline(made)
        if gate and command.closes(made):
            raise typer.Exit(1)
