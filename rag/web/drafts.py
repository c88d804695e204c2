"""Drafts on the evaluation tab: what readers disliked is looked at by an evaluator, who says what the
answer should have been and takes the question over, or drops it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.evaluate.house import (
    FOLLOW_UP,
    LONGEST_ANSWER,
    LONGEST_NOTE,
    UNANSWERABLE,
    Expected,
    House,
    choices,
    without_marks,
)
from rag.evaluate.report.words import TYPES
from rag.pipeline import Engine
from rag.web import render_drafts as render
from rag.web.access import EVALUATING, Allowed, only
from rag.web.render import problem
from rag.web.words import say

LONGEST_LINES = 5000
"""Characters of a box that holds a key fact, or a quote, on each line."""
SHOW_FORM = "() => { document.querySelector('#draft-form')?.scrollIntoView({ block: 'start' }); }"
UNEXPECTED = "程序出了意外，没有做成（unexpected error）。草稿还在；详情在运行窗口里。"

Update = Any

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DraftsTab:
    """The handlers."""

    current_engine: Callable[[], Engine]
    allowed: Allowed

    @property
    def house(self) -> House:
        return House(self.current_engine().settings.state)

    def opened(self, request: gr.Request) -> tuple[Update, Update]:
        """Whether the drafts are seen, and the list. What readers asked is for editors alone."""
        if not self.allowed(request):
            return gr.update(visible=False), ""
        return gr.update(visible=True), self._listed()

    def chosen(self, name: str, request: gr.Request) -> tuple[Update, ...]:
        """What was told, the form, the draft in it and its fields as they are filled at first."""
        if not name:  # it was taken or dropped, and that was told
            return (gr.skip(),) * 10
        try:
            only(self.allowed, request, EVALUATING)
            draft = self.house.find(name)
            found = choices(self.current_engine(), draft)
        except RagError as error:
            return problem(str(error)), gr.update(visible=False), *[gr.skip()] * 8
        listed = [(render.choice(each), each.id) for each in found]
        return (
            "",
            gr.update(visible=True),
            render.draft(draft),
            True,
            gr.update(value="fact", visible=not draft.turns),
            gr.update(value="" if draft.refused else without_marks(draft.answered)),
            "",
            gr.update(choices=listed, value=[], visible=bool(listed)),
            "",
            draft.note,
        )

    def taken(
        self,
        name: str,
        answerable: bool,
        kind: str,
        answer: str,
        facts: str,
        chosen: Sequence[str],
        pasted: str,
        note: str,
        request: gr.Request,
    ) -> tuple[Update, ...]:
        def work() -> str:
            expected = Expected(
                answerable, kind, answer or "", facts or "", tuple(chosen or ()), pasted or "", note or ""
            )  # fmt: skip
            house = self.house
            house.take(self.current_engine().library, name, expected)
            return render.told(
                say("已收进本单位的题，现有 {} 题。", house.count()), str(house.file)
            )

        return self._done(request, work)

    def dropped(self, name: str, request: gr.Request) -> tuple[Update, ...]:
        def work() -> str:
            self.house.drop(name)
            return render.told(say("这一条不要了。"))

        return self._done(request, work)

    def _done(self, request: gr.Request, work: Callable[[], str]) -> tuple[Update, ...]:
        """What was told, the form (closed where it was done), the list, and no draft chosen."""
        try:
            only(self.allowed, request, EVALUATING)
            told = work()
            return told, gr.update(visible=False), self._listed(), ""
        except RagError as error:
            message = str(error)
        except Exception:
            # The edge of the program: a person is told, and whoever runs it finds the cause.
            log.exception("a draft could not be taken over")
            message = UNEXPECTED
        return problem(message), *[gr.skip()] * 3

    def _listed(self) -> str:
        try:
            return render.listing(self.house.waiting())
        except RagError as error:  # the file of questions, written in by hand
            return problem(str(error))


def _answerable(answerable: bool) -> Update:
    return gr.update(visible=answerable)


def drafts_section(tab: DraftsTab, page: gr.Blocks) -> None:
    """Puts the section into the Blocks that is being made."""
    common: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    with gr.Column(visible=False, elem_id="drafts") as section:
        gr.HTML(
            f"<h2>{say('读者不满意的问题')}</h2><p>{say('写明应有的答案和证据，收进本单位的题，评测就能用它。')}</p>",
            apply_default_css=False,
        )
        listed = gr.HTML(elem_id="drafts-listed", apply_default_css=False)
        # page.js writes the id of the draft here whose button was clicked.
        name = gr.Textbox(label=say("草稿"), elem_id="draft-name")
        with gr.Column(visible=False, elem_id="draft-form") as form:
            fields, take, drop = _form()
        # Beside the buttons, which are far below the list.
        told = gr.HTML(elem_id="drafts-told", apply_default_css=False)
    # Not `input`, which wants a key to be pressed.
    opening = name.change(tab.chosen, [name], [told, form, *fields], **common)
    opening.then(None, js=SHOW_FORM, api_visibility="private")
    done = [told, form, listed, name]
    # One after the other, though in another process there may be another editor.
    common |= {"concurrency_id": "drafts", "concurrency_limit": 1}
    take.click(tab.taken, [name, *fields[1:]], done, **common)
    drop.click(tab.dropped, [name], done, **common)
    page.load(tab.opened, None, [section, listed], queue=False, **common)


def _form() -> tuple[list[Any], gr.Button, gr.Button]:
    """The fields in the order of `DraftsTab.chosen`, and the two buttons."""
    shown = gr.HTML(elem_id="draft-shown", apply_default_css=False)
    answerable = gr.Checkbox(True, label=say("材料里有答案"), elem_id="draft-answerable")
    with gr.Column() as expected:
        kinds = [
            (say(said), key) for key, said in TYPES.items() if key not in (UNANSWERABLE, FOLLOW_UP)
        ]
        kind = gr.Dropdown(kinds, value="fact", label=say("题型"), elem_id="draft-type")
        answer = gr.Textbox(
            label=say("参考答案"), lines=2, max_length=LONGEST_ANSWER, elem_id="draft-answer"
        )
        facts = gr.Textbox(
            label=say("关键事实，每行一个；别的写法用 | 隔开"), lines=2, max_length=LONGEST_LINES, elem_id="draft-facts"
        )  # fmt: skip
        chosen = gr.CheckboxGroup(
            [], label=say("证据：回答引用的，和最接近的段落里的"), elem_id="draft-chosen"
        )
        pasted = gr.Textbox(
            label=say("别的证据：粘贴原文、引文编号或“原文和出处”，每行一条"), lines=2, max_length=LONGEST_LINES, elem_id="draft-pasted"
        )  # fmt: skip
    note = gr.Textbox(label=say("备注"), max_length=LONGEST_NOTE, elem_id="draft-note")
    with gr.Row():
        take = gr.Button(say("收进题目"), variant="primary", elem_id="take-draft")
        drop = gr.Button(say("不要了"), elem_id="drop-draft")
    answerable.change(
        _answerable, [answerable], [expected], queue=False, show_progress="hidden", api_visibility="private"
    )  # fmt: skip
    return [shown, answerable, kind, answer, facts, chosen, pasted, note], take, drop
