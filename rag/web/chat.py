"""The chat: a question becomes turns on the screen. Nothing is looked for here; `stream` answers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr

from rag.answer.cite import citation
from rag.errors import RagError
from rag.history import History, KeptTurn, new_id
from rag.pipeline import Engine, stream
from rag.records import Answer, Hit, Scope, bulletin_name
from rag.search.library import Library
from rag.search.scope import year_of
from rag.web.further import further
from rag.web.history import owner_of
from rag.web.line import Line
from rag.web.render import Nearby, Turn, conversation
from rag.web.words import say


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation on the screen, under its name in the history."""

    id: str = ""
    turns: tuple[Turn, ...] = ()


Screen = tuple[Any, ...]
"""What a handler gives back, in the order of `Chat.outputs`."""

OUTPUTS = 7
MOST_TURNS = 40
"""Older ones leave the screen, so that a long day does not slow the page down; they are kept."""
NEAREST_SHOWN = 3
NOT_THERE = "没有这段对话（no such conversation），它可能已经删除。可以直接提一个新问题。"
UNEXPECTED = "程序出了意外，这个问题没有答成（unexpected error）。请再试一次；详情在运行窗口里。"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chat:
    """The handlers. `current_engine` is asked at each question, so that it can be replaced."""

    current_engine: Callable[[], Engine]
    history: History
    line: Line = field(default_factory=Line)

    async def asked(
        self,
        question: str,
        talk: Talk,
        documents: Sequence[str],
        years: Sequence[str],
        request: gr.Request,
    ) -> AsyncIterator[Screen]:
        talk = talk if talk.id else Talk(new_id())
        scope = Scope(tuple(documents or ()), tuple(int(year) for year in years or ()))
        yield _screen(talk, Turn(question), running=True, box="")
        try:
            # A step that takes long is left to end by itself when the question is stopped: Gradio
            # would wait for it, deaf to the next question.
            with self.line.join(lambda: self._answered(question, talk, scope)) as place:
                async for ahead in place.waiting():
                    yield _screen(talk, Turn(question, ahead=ahead), running=True)
                if place.ahead:
                    yield _screen(talk, Turn(question), running=True)
                async for turn in place:
                    if turn.is_kept:
                        talk = self._kept(talk, turn, owner_of(request.cookies))
                    yield _screen(talk, turn, running=not turn.is_kept)
        except RagError as error:
            yield self._failed(question, talk, str(error))
        except Exception:
            # The edge of the program: a person is told, and whoever runs it finds the cause.
            log.exception("a question could not be answered")
            yield self._failed(question, talk, UNEXPECTED)

    def stopped(self, talk: Talk) -> Screen:
        """What has been written so far stays."""
        if not talk.turns:
            return _screen(Talk(), None, running=False)
        *earlier, last = talk.turns
        last = last if last.is_kept else replace(last, stopped=True)
        return _screen(replace(talk, turns=tuple(earlier)), last, running=False)

    def cleared(self) -> Screen:
        return _screen(Talk(), None, running=False, box="")

    def opened(self, request: gr.Request) -> Screen:
        """The conversation that the page's address names, as it was."""
        name = str(request.query_params.get("chat") or "")
        if not name:
            # Nothing is touched: a quick reader may have asked before the page has loaded.
            return tuple(gr.skip() for _ in range(OUTPUTS))
        kept = self.history.turns(name)
        if not kept:
            return (conversation((Turn("", problem=NOT_THERE),)), *[gr.skip()] * (OUTPUTS - 1))
        return _screen(Talk(name, tuple(map(_as_kept, kept))), None, running=False)

    def places(self) -> tuple[Any, Any]:
        """The bulletins and the years to choose from, as they are when the page opens."""
        bulletins = self.current_engine().library.bulletins()
        names = [(bulletin_name(each), each.key) for each in bulletins]
        years = sorted({year for each in bulletins if (year := year_of(each))})
        return gr.update(choices=names), gr.update(choices=[str(year) for year in years])

    def _answered(self, question: str, talk: Talk, scope: Scope) -> Iterator[Turn]:
        engine = self.current_engine()
        for answer in stream(engine, question, [turn.question for turn in talk.turns], scope):
            turn = answered(engine.library, answer)
            yield (
                replace(turn, further=further(engine, talk.turns, turn, scope))
                if answer.finished
                else turn
            )

    def _kept(self, talk: Talk, turn: Turn, owner: str) -> Talk:
        """Under the name that it then has: a copy, where another window went on, too."""
        if turn.answer is None:
            return talk
        nearest = tuple((each.citation, each.text) for each in turn.nearest)
        n = sum(each.is_kept for each in talk.turns)
        return replace(talk, id=self.history.add(talk.id, owner, n, KeptTurn(turn.answer, nearest)))

    def _failed(self, question: str, talk: Talk, message: str) -> Screen:
        """Shown, not kept; the question goes back into its box, to be mended."""
        problem = Turn(question="", problem=message)
        screen = _screen(talk, problem, running=False, box=question)
        return (screen[0], talk, *screen[2:])


def _as_kept(turn: KeptTurn) -> Turn:
    nearest = tuple(Nearby(cited, text) for cited, text in turn.nearest)
    return Turn(turn.answer.question, turn.answer, nearest)


def answered(library: Library, answer: Answer) -> Turn:
    hits = answer.retrieved[:NEAREST_SHOWN] if answer.refused else ()
    nearest = tuple(found for hit in hits for found in _nearby(library, hit))
    newest = max(library.bulletins(), key=lambda each: each.date or "")
    return Turn(answer.question, answer, nearest, as_of=newest.issue or newest.title)


def _nearby(library: Library, hit: Hit) -> Iterator[Nearby]:
    """The passage with its first sentence as a citation, so that it too can be opened."""
    passage = hit.passage
    sentences = library.units_within(passage.document, passage.start, passage.end)
    whole = [unit for unit in sentences if unit.start >= passage.start] or sentences
    for unit in whole[:1]:
        bulletin = library.bulletin(passage.document)
        article = library.article(passage.document, passage.article)
        yield Nearby(citation(1, unit, bulletin, article), passage.text)


def _screen(talk: Talk, last: Turn | None, running: bool, box: str | None = None) -> Screen:
    """`box` is the text to put into the question box; None leaves what is being typed there."""
    turns = (*talk.turns, last) if last else talk.turns
    gone = sum(turn.is_kept for turn in turns[:-MOST_TURNS])
    return (
        conversation(turns[-MOST_TURNS:], talk.id, gone),
        replace(talk, turns=turns),
        gr.skip() if box is None else box,
        gr.update(visible=not running),
        gr.update(visible=running),
        gr.update(visible=bool(turns) and not running),
        gr.update(visible=not turns),
    )


def chat_tab(
    current_engine: Callable[[], Engine], examples: Sequence[str], page: gr.Blocks, line: Line
) -> None:
    """Puts the chat into the Blocks that is being made."""
    engine = current_engine()
    chat = Chat(current_engine, History(engine.settings.state), line)
    talk = gr.State(Talk())
    shown = gr.HTML(conversation(()), elem_id="conversation", apply_default_css=False)
    with gr.Column(elem_id="examples", visible=bool(examples)) as suggestions:
        gr.HTML(f"<p>{say('可以这样问')}</p>", apply_default_css=False)
        buttons = [gr.Button(question, elem_classes="example") for question in examples]
    with gr.Row(elem_id="composer"):
        box = gr.Textbox(
            placeholder=say("请输入问题"),
            label=say("问题"),
            show_label=False,
            container=False,
            lines=1,
            max_lines=5,
            autofocus=True,
            elem_id="question",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
        )
        send = gr.Button(say("提问"), variant="primary", elem_id="send", min_width=72, scale=0)
        stop = gr.Button(say("停止"), elem_id="stop", min_width=72, scale=0, visible=False)
        clear = gr.Button(say("新对话"), elem_id="clear", min_width=72, scale=0, visible=False)
    scope = _scope()
    outputs = [shown, talk, box, send, stop, clear, suggestions]
    # No handler has a public address of its own: /api/ask is the one for programs.
    common: dict[str, Any] = {
        "outputs": outputs,
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    # Who waits, waits in the line that the API has too, not in Gradio's.
    waiting: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": None}
    asked = [talk, *scope]
    asking = [gr.on([box.submit, send.click], chat.asked, [box, *asked], **waiting, **common)]
    asking += [
        button.click(chat.asked, [button, *asked], **waiting, **common) for button in buttons
    ]
    stop.click(chat.stopped, [talk], cancels=asking, queue=False, **common)
    clear.click(chat.cleared, queue=False, **common)
    page.load(chat.opened, queue=False, **common)
    page.load(chat.places, queue=False, **{**common, "outputs": list(scope)})


def _scope() -> tuple[gr.Dropdown, gr.Dropdown]:
    """Where to look: nothing chosen means everywhere. `Chat.places` says what there is."""
    with gr.Accordion(say("查找范围"), open=False, elem_id="scope"):
        documents = gr.Dropdown([], multiselect=True, label=say("刊物"), elem_id="scope-documents")
        years = gr.Dropdown([], multiselect=True, label=say("年份"), elem_id="scope-years")
    return documents, years
