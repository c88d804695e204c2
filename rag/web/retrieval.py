"""The retrieval test: what is found for a question, and what each signal thinks of it."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from rag.errors import RagError
from rag.pipeline import Engine, search
from rag.web import render_documents as render
from rag.web.render import problem
from rag.web.words import say


def retrieval_tab(current_engine: Callable[[], Engine]) -> None:
    """Puts the tab into the Blocks that is being made."""

    def found(question: str) -> str:
        try:
            return render.found(search(current_engine(), question)) if question.strip() else ""
        except RagError as error:
            return problem(str(error))

    with gr.Column():
        gr.HTML(
            f"<h2>{say('检索测试')}</h2><p>{say('一个问题找到哪些段落，每一路各给多少分。')}</p>",
            apply_default_css=False,
        )
        question = gr.Textbox(label=say("问题"), max_length=500, elem_id="retrieval-question")
        look = gr.Button(say("查找"), variant="primary", elem_id="retrieve")
        hits = gr.HTML(elem_id="retrieval-found", apply_default_css=False)
        gr.on(
            [question.submit, look.click],
            found,
            [question],
            [hits],
            show_progress="hidden",
            api_visibility="private",
        )
