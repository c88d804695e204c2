"""The evaluation tab, for colleagues who have no command line: run the questions, look at the report,
compare with an earlier run; or answer a sheet of one's own."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import gradio as gr
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from rag import batch
from rag.errors import RagError, RequestError
from rag.evaluate.house import FILE as HOUSE
from rag.evaluate.report import write_report
from rag.evaluate.report.page import in_english
from rag.evaluate.run import evaluate, load, save
from rag.pipeline import Engine, ask
from rag.web.access import EVALUATING, Allowed, anybody, only
from rag.web.drafts import DraftsTab, drafts_section
from rag.web.language import language_of
from rag.web.render import problem
from rag.web.words import say

FOLDER = "evaluations"
"""In the state folder: reports that were made from the page."""
_RUN = re.compile(r"\d{8}T\d{6}")
SHOWN = {
    "right": "答对",
    "recall@5": "前 5 段找到",
    "citation precision": "引文切题",
    "refused when it must": "该拒就拒",
    "false refusal": "误拒",
}
"""Figures of a run, and what the list of runs calls them."""
OF_THE_HOUSE = "house"
OURS, THEIRS = "自带的题", "本单位的题"
"""The questions in eval/, and those that were taken over here."""
RUNNING = "正在评测。结束以后重新打开这一页，就列在下面。"
MOST_SHOWN = 20
TICK = 0.3

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Evaluation:
    """The handlers. One run at a time: two would only slow each other down."""

    current_engine: Callable[[], Engine]
    questions: Path
    allowed: Allowed = anybody
    _running: threading.Lock = field(default_factory=threading.Lock)

    @property
    def reports(self) -> Path:
        return self.current_engine().settings.state / FOLDER

    def run(
        self, compared: str | None, asked: str | None, request: gr.Request
    ) -> Iterator[tuple[str, str, Any]]:
        """What is going on, the list of runs, and their names for the next comparison."""
        try:
            only(self.allowed, request, EVALUATING)
            questions = self._questions(asked)
            for told in self._told(lambda progress: self._evaluate(questions, compared, progress)):
                yield told, gr.skip(), gr.skip()
        except RagError as error:
            yield problem(str(error)), gr.skip(), gr.skip()
            return
        newest = self.names()[0]
        yield framed(newest), *self._known()

    def opened(self) -> tuple[Any, str, Any]:
        """What there is when the page opens: that a run is going on, the list of runs, their names."""
        told = f'<p role="status">{say(RUNNING)}</p>' if self._running.locked() else gr.skip()
        return told, *self._known()

    def _known(self) -> tuple[str, Any]:
        return self.listed(), gr.update(choices=self.names())

    def answer(self, sheet: str | None, request: gr.Request) -> Iterator[tuple[str, Any]]:
        """What is going on, and at last the answered sheet."""
        try:
            only(self.allowed, request, EVALUATING)
            if not sheet:
                raise RequestError("请先选一个文件（choose a file first）：xlsx、csv 或 jsonl。")
            # In the temporary folder: from there, and from nowhere else, Gradio gives files away.
            output = Path(tempfile.mkdtemp()) / f"answers-{Path(sheet).name}"
            engine = self.current_engine()
            failed: list[int] = []
            for told in self._told(
                lambda progress: failed.append(
                    batch.run(
                        Path(sheet),
                        output,
                        lambda q, turns, scope: ask(engine, q, turns, scope),
                        progress,
                    )
                )
            ):
                yield told, gr.skip()
        except RagError as error:
            yield problem(str(error)), gr.skip()
            return
        yield _done(failed[0]), gr.update(value=str(output), visible=True)

    def names(self) -> list[str]:
        return [file.stem for file in sorted(self.reports.glob("*.json"), reverse=True)]

    def listed(self) -> str:
        """The newest runs with their main figures, each a link to its report."""
        rows = []
        for name in self.names()[:MOST_SHOWN]:
            try:
                run = load(self.reports / f"{name}.json")
                figures, asked = run["figures"]["test"]["all"], run["questions"]["file"]
            except (RequestError, KeyError):
                continue  # cut off while it was written, or of another version
            cells = f"<td>{say(THEIRS if asked == HOUSE else OURS)}</td>"
            cells += "".join(f"<td>{_share(figures.get(each))}</td>" for each in SHOWN)
            rows.append(
                f'<tr><td><a href="/evaluations/{name}.html" target="_blank">{name}</a></td>{cells}</tr>'
            )
        head = "".join(
            f"<th scope='col'>{say(each)}</th>" for each in ("评测", "题目", *SHOWN.values())
        )
        return f"<table><tr>{head}</tr>{''.join(rows)}</table>" if rows else ""

    def _questions(self, asked: str | None) -> Path:
        if asked != OF_THE_HOUSE:
            return self.questions
        file = self.current_engine().settings.state / HOUSE
        if not file.is_file():
            raise RequestError(
                "还没有本单位的题（no questions of the house yet）。先从读者不满意的问题里收几题。"
            )
        return file

    def _evaluate(self, questions: Path, compared: str | None, progress: Progress) -> None:
        if not self._running.acquire(blocking=False):
            raise RequestError("正在评测，请等这一次结束（an evaluation is running）。")
        try:
            run = evaluate(self.current_engine(), questions, progress, self.reports)
            earlier = self.reports / f"{compared}.json" if compared in self.names() else None
            file = save(run, self.reports)
            write_report(run, file.with_suffix(".html"), load(earlier) if earlier else None)
        finally:
            self._running.release()

    def _told(self, work: Callable[[Progress], object]) -> Iterator[str]:
        """The work goes on in a thread of its own; whoever leaves the page does not stop it."""
        told: Queue[tuple[int, int]] = Queue()
        failures: list[Exception] = []

        def worker() -> None:
            try:
                work(lambda done, total: told.put((done, total)))
            except Exception as error:  # told by the one who waits, below
                failures.append(error)

        thread = threading.Thread(target=worker, daemon=True)
        thread.start()
        while thread.is_alive() or not told.empty():
            try:
                done, total = told.get(timeout=TICK)
            except Empty:
                continue
            while not told.empty():
                done, total = told.get()
            yield f'<p role="status">{done} / {total} <progress value="{done}" max="{total}"></progress></p>'
        if failures:
            raise failures[0]


def _done(failed: int) -> str:
    done = f"<p>{say('答完了，可以取走。')}</p>"
    if not failed:
        return done
    why = say(
        "有 {} 题没有答成，原因写在表的 error 一列。要有一列 question，每行一个问题。", failed
    )
    return f'{done}<p class="problem" role="alert">{why}</p>'


def _share(figure: dict[str, float] | None) -> str:
    return "" if figure is None else f"{figure['value']:.3f}"


def framed(name: str) -> str:
    address = f"/evaluations/{name}.html"
    return (
        f'<p><a href="{address}" target="_blank">{say("打开报告")}</a></p>'
        f'<iframe src="{address}" title="{say("评测报告")}"></iframe>'
    )


def router(current_engine: Callable[[], Engine]) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/evaluations/{name}.html", response_class=HTMLResponse)
    def report(name: str, request: Request) -> HTMLResponse:
        file = current_engine().settings.state / FOLDER / f"{name}.html"
        if not _RUN.fullmatch(name) or not file.is_file():
            return HTMLResponse(problem("没有这份报告（no such report）。"), 404)
        html = file.read_text(encoding="utf-8")
        return HTMLResponse(in_english(html) if language_of(request) == "en" else html)

    return routes


def evaluation_tab(
    current_engine: Callable[[], Engine],
    questions: Path,
    page: gr.Blocks,
    allowed: Allowed = anybody,
) -> None:
    """Puts the tab into the Blocks that is being made."""
    tab = Evaluation(current_engine, questions, allowed)
    common: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    with gr.Column(elem_id="evaluation"):
        gr.HTML(f"<h2>{say('评测')}</h2>", apply_default_css=False)
        sets = [(say(OURS), "ours")] if questions.is_file() else []
        sets.append((say(THEIRS), OF_THE_HOUSE))
        asked = gr.Dropdown(sets, value=sets[0][1], label=say("题目"), elem_id="asked")
        compared = gr.Dropdown([], label=say("与哪一次比较"), elem_id="compared")
        start = gr.Button(say("开始评测"), variant="primary", elem_id="start-evaluation")
        told = gr.HTML(elem_id="evaluation-told", apply_default_css=False)
        runs = gr.HTML(elem_id="evaluation-runs", apply_default_css=False)
        start.click(
            tab.run, [compared, asked], [told, runs, compared], concurrency_limit=1, **common
        )
        page.load(tab.opened, None, [told, runs, compared], queue=False, **common)
        drafts_section(DraftsTab(current_engine, allowed), page)
        gr.HTML(
            f"<h2>{say('逐题回答一张表')}</h2>"
            f"<p>{say('xlsx、csv 或 jsonl，一列 question；答好的表可以取走。')}</p>",
            apply_default_css=False,
        )
        sheet = gr.File(
            label=say("题目"),
            elem_id="sheet",
            type="filepath",
        )
        go = gr.Button(say("逐题回答"), elem_id="answer-sheet")
        going = gr.HTML(elem_id="sheet-told", apply_default_css=False)
        answered = gr.File(label=say("答案"), interactive=False, visible=False, elem_id="answered")
        go.click(tab.answer, [sheet], [going, answered], concurrency_limit=1, **common)
