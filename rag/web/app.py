"""The page and the API as one application. Gradio takes seconds to import, so it comes late."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.pipeline import Engine

HERE = Path(__file__).parent
TITLE = "简报问答"
LOCAL_HOSTS = ("127.0.0.1", "localhost")
AT_ONCE = 4
"""Questions answered at the same time; the others wait their turn."""
LONGEST_QUEUE = 50

HEADERS = (
    # Whatever a component or a bulletin may ask for, the browser fetches from here alone. Gradio
    # compiles its templates in the browser, which needs the two unsafe words.
    (
        b"content-security-policy",
        b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
        b"frame-ancestors 'self'; form-action 'self'; object-src 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


def create_app(current_engine: Callable[[], Engine], hosts: Sequence[str] = LOCAL_HOSTS) -> FastAPI:
    """`current_engine` is called for each question, so that a new build can take over; `hosts` are
    the names under which a browser may come, so that no foreign site can point its own name here."""
    # Read by Gradio when it is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from rag.history import History
    from rag.web import evaluation, history
    from rag.web.api import explain_errors, router

    # The documentation pages of FastAPI load their scripts from elsewhere.
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None)
    app.include_router(router(current_engine))
    app.include_router(history.router(History(current_engine().settings.state)))
    app.include_router(evaluation.router(current_engine))
    explain_errors(app)
    app.add_middleware(_Headers)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    gr.mount_gradio_app(
        app,
        _page(current_engine),
        path="/",
        # Fonts of the system only; page.css names the Chinese ones.
        theme=gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("monospace",)),
        # In the head, because the `css` argument is rewritten by Gradio and loses its media queries.
        head=f"<style>{(HERE / 'page.css').read_text(encoding='utf-8')}</style>",
        js=(HERE / "page.js").read_text(encoding="utf-8"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size="50mb",
    )
    return app


def _page(current_engine: Callable[[], Engine]) -> gr.Blocks:
    import gradio as gr

    from rag.evaluate.questions import QUESTIONS
    from rag.web.chat import chat_tab
    from rag.web.evaluation import evaluation_tab
    from rag.web.examples import examples
    from rag.web.render import heading

    engine = current_engine()
    page = gr.Blocks(title=TITLE, analytics_enabled=False)
    with page:
        gr.HTML(heading(engine.library.bulletins()), elem_id="heading", apply_default_css=False)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("提问", id="ask"):
                chat_tab(current_engine, examples(engine), page)
            with gr.Tab("评测", id="evaluate"):
                evaluation_tab(current_engine, QUESTIONS)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=LONGEST_QUEUE, api_open=False)
    return page


class _Headers:
    """Adds HEADERS to every response. Plain ASGI, because streams must pass through unbuffered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)
