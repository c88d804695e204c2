"""What `python -m rag eval` does with its options."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from rag.errors import RequestError
from rag.evaluate import gate
from rag.evaluate.check import elsewhere, load_judged
from rag.evaluate.questions import QUESTIONS, load_questions
from rag.evaluate.report import write_report
from rag.evaluate.run import Run, evaluate, load, save
from rag.evaluate.summary import differences
from rag.evaluate.tables import answer_table, group_table, retrieval_table
from rag.pipeline import open_engine
from rag.settings import PROJECT, Settings

REPORTS = PROJECT / "eval" / "reports"
BASELINE = PROJECT / "eval" / "baseline.json"
README = PROJECT / "README.md"
JUDGED = PROJECT / "eval" / "judged.jsonl"
Progress = Callable[[str, int, int], None]


def evaluated(
    settings: Settings,
    questions: Path | None,
    earlier: Path | None,
    compared: Path | None,
    workers: int,
    progress: Progress,
) -> Run:
    """A new run, saved with its report, which says what changed since the run it is compared with;
    or an earlier one read back."""
    if earlier:
        return load(earlier)
    engine = open_engine(settings, progress)
    run = evaluate(
        engine,
        questions or QUESTIONS,
        lambda done, total: progress("评测（evaluating）", done, total),
        REPORTS,
        workers,
    )
    file = save(run, REPORTS)
    write_report(run, file.with_suffix(".html"), load(compared) if compared else None)
    _say(f"结果（run）：{file}\n报告（report）：{file.with_suffix('.html')}")
    return run


def show(run: Run, ablation: bool) -> None:
    """Figures are of the test half; the tune half is shown beside it only for the ablation."""
    console = Console()
    for half in ("test", "tune") if ablation else ("test",):
        groups = run["figures"].get(half)
        if not groups:
            continue
        console.print(f"\n[bold]{half}[/bold]")
        console.print(retrieval_table(groups["all"]))
        console.print(answer_table(groups["all"]))
        if ablation:
            console.print(group_table(groups))


def show_differences(earlier: Path, run: Run) -> None:
    console = Console()
    for difference in differences(load(earlier), run):
        console.print(str(difference), soft_wrap=True)
        for word, ids in (("won", difference.won), ("lost", difference.lost)):
            if ids:
                console.print(f"  {word}: {' '.join(ids)}", markup=False, soft_wrap=True)


def set_baseline(run: Run) -> None:
    gate.make_baseline(run, BASELINE)
    gate.write_readme(gate.load_baseline(BASELINE), README)


def closes(run: Run) -> bool:
    """Whether the gate closes; says why."""
    if fallen := gate.fallen(run, gate.load_baseline(BASELINE)):
        _say("低于基线（below the baseline）：\n" + "\n".join(f"  {line}" for line in fallen))
        return True
    _say("不低于基线（not below the baseline）")
    return False


def check(settings: Settings, questions: Path | None, progress: Progress) -> None:
    """Passages elsewhere with the same facts that nobody has judged yet, each with its row for
    eval/judged.jsonl."""
    console = Console()
    engine = open_engine(settings, progress)
    judged = load_judged(JUDGED)
    found = list(elsewhere(engine.library, load_questions(questions or QUESTIONS)))
    for each in found:
        if each.key not in judged:
            text = " ".join(each.passage.text.split())
            row = dict(zip(("id", "document", "passage"), each.key, strict=True)) | {"verdict": ""}
            lines = (each.question.question, text, json.dumps(row, ensure_ascii=False))
            console.print("\n".join(lines) + "\n", markup=False, soft_wrap=True)
    waiting = sum(each.key not in judged for each in found)
    console.print(f"{len(found)} 处（places），{waiting} 处待看（to be judged）")


def write_sheet(run: Run, file: Path) -> None:
    from rag.evaluate.sheet import write_sheet as write

    write(run, file)
    _say(f"已写入（written）：{file}")


def print_marks(files: Sequence[Path], earlier: Path | None) -> None:
    from rag.evaluate import agreement, sheet

    if not files:
        raise RequestError(
            "请在 --marks 后面写上打过分的表（name the marked sheets）：甲.xlsx 乙.xlsx"
        )
    run = load(earlier or _newest_run())
    told = agreement.print_marks(agreement.compare(sheet.read_marks(files), run))
    Console().print(told, markup=False, soft_wrap=True)


def print_rewrites(file: Path) -> None:
    """How many right sentences the checks withhold, and how many wrong ones they catch."""
    from rag.evaluate.rewrites import measure, rewrites_told

    if not file.is_file():
        raise RequestError(f"没有这个文件（no such file）：{file}")
    Console().print(rewrites_told(measure(file)), markup=False, soft_wrap=True)


def _newest_run() -> Path:
    runs = sorted(REPORTS.glob("*.json"))
    if not runs:
        raise RequestError(
            "还没有评测结果（no run yet）。请先运行 python -m rag eval，或用 --run 指定。"
        )
    return runs[-1]


def run_external(
    settings: Settings, name: str, data: Path | None, limit: int | None, progress: Progress
) -> None:
    from rag.evaluate import external

    if data is None:
        raise RequestError("请用 --data 指定题集所在的文件夹（--data is missing）。")
    result = external.run_external(name, data, settings, progress, limit=limit)
    Console().print(external.table(result), markup=False, soft_wrap=True)


def _say(text: str) -> None:
    """To the person at the terminal, beside the figures: paths stay whole."""
    Console(stderr=True).print(text, markup=False, soft_wrap=True)
