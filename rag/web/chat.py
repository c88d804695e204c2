"""The chat: a question becomes turns on the screen. Nothing is looked for here; `stream` answers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
from anyio.to_thread import run_sync

from rag.answer.cite import citation
from rag.errors import RagError
from rag.pipeline import Engine, stream
from rag.records import Answer, Hit
from rag.search.library import Library
from rag.web.render import Nearby, Turn, conversation

Turns = tuple[Turn, ...]
Screen = tuple[Any, ...]
"""What a handler gives back, in the order of `Chat.outputs`."""

MOST_TURNS = 40
"""Older ones leave the screen, so that a long day does not slow the page down."""
NEAREST_SHOWN = 3
UNEXPECTED = "程序出了意外，这个问题没有答成（unexpected error）。请再试一次；详情在运行窗口里。"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chat:
    """The handlers. `current_engine` is asked at each question, so that it can be replaced."""

    current_engine: Callable[[], Engine]

    async def asked(self, question: str, turns: Turns) -> AsyncIterator[Screen]:
        turns = turns[1 - MOST_TURNS :]
        yield _screen(turns, Turn(question), running=True, box="")
        try:
            async for turn in _each(self._answered(question, turns)):
                yield _screen(turns, turn, running=not _finished(turn))
        except RagError as error:
            yield self._failed(question, turns, str(error))
        except Exception:
            # The edge of the program: a person is told, and whoever runs it finds the cause.
            log.exception("a question could not be answered")
            yield self._failed(question, turns, UNEXPECTED)

    def stopped(self, turns: Turns) -> Screen:
        """What has been written so far stays."""
        if not turns:
            return _screen((), None, running=False)
        *earlier, last = turns
        last = last if _finished(last) else replace(last, stopped=True)
        return _screen(earlier, last, running=False)

    def cleared(self) -> Screen:
        return _screen((), None, running=False, box="")

    def _answered(self, question: str, turns: Turns) -> Iterator[Turn]:
        engine = self.current_engine()
        for answer in stream(engine, question, [turn.question for turn in turns]):
            yield answered(engine.library, answer)

    def _failed(self, question: str, turns: Turns, message: str) -> Screen:
        """Shown, not kept; the question goes back into its box, to be mended."""
        problem = Turn(question="", problem=message)
        screen = _screen(turns, problem, running=False, box=question)
        return (screen[0], turns, *screen[2:])


async def _each(turns: Iterator[Turn]) -> AsyncIterator[Turn]:
    """Each as it comes, made in another thread. When the question is stopped, a step that takes long
    is left to end by itself: Gradio would wait for it, deaf to the next question."""
    while turn := await run_sync(next, turns, None, abandon_on_cancel=True):
        yield turn


def _finished(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.finished


def answered(library: Library, answer: Answer) -> Turn:
    hits = answer.retrieved[:NEAREST_SHOWN] if answer.refused else ()
    nearest = tuple(found for hit in hits for found in _nearby(library, hit))
    return Turn(answer.question, answer, nearest)


def _nearby(library: Library, hit: Hit) -> Iterator[Nearby]:
    """The passage with its first sentence as a citation, so that it too can be opened."""
    passage = hit.passage
    sentences = library.units_within(passage.document, passage.start, passage.end)
    whole = [unit for unit in sentences if unit.start >= passage.start] or sentences
    for unit in whole[:1]:
        bulletin = library.bulletin(passage.document)
        article = library.article(passage.document, passage.article)
        yield Nearby(citation(1, unit, bulletin, article), passage.text)


def _screen(
    earlier: Sequence[Turn], last: Turn | None, running: bool, box: str | None = None
) -> Screen:
    """`box` is the text to put into the question box; None leaves what is being typed there."""
    turns = (*earlier, last) if last else tuple(earlier)
    return (
        conversation(turns),
        turns,
        gr.skip() if box is None else box,
        gr.update(visible=not running),
        gr.update(visible=running),
        gr.update(visible=bool(turns) and not running),
        gr.update(visible=not turns),
    )


def chat_tab(current_engine: Callable[[], Engine], examples: Sequence[str]) -> None:
    """Puts the chat into the Blocks that is being made."""
    chat = Chat(current_engine)
    turns = gr.State(())
    shown = gr.HTML(conversation(()), elem_id="conversation", apply_default_css=False)
    with gr.Column(elem_id="examples", visible=bool(examples)) as suggestions:
        gr.HTML('<p>可以这样问 <small lang="en">for example</small></p>', apply_default_css=False)
        buttons = [gr.Button(question, elem_classes="example") for question in examples]
    with gr.Row(elem_id="composer"):
        box = gr.Textbox(
            placeholder="请输入问题",
            label="问题（question）",
            show_label=False,
            container=False,
            lines=1,
            max_lines=5,
            autofocus=True,
            elem_id="question",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
        )
        send = gr.Button("提问", variant="primary", elem_id="send", min_width=72, scale=0)
        stop = gr.Button("停止", elem_id="stop", min_width=72, scale=0, visible=False)
        clear = gr.Button("新对话", elem_id="clear", min_width=72, scale=0, visible=False)
    outputs = [shown, turns, box, send, stop, clear, suggestions]
    # No handler has a public address of its own: /api/ask is the one for programs.
    common: dict[str, Any] = {
        "outputs": outputs,
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    asking = [
        gr.on([box.submit, send.click], chat.asked, [box, turns], concurrency_id="ask", **common)
    ]
    asking += [
        button.click(chat.asked, [button, turns], concurrency_id="ask", **common)
        for button in buttons
    ]
    stop.click(chat.stopped, [turns], cancels=asking, queue=False, **common)
    clear.click(chat.cleared, queue=False, **common)
