"""The page and the API as one application. Gradio takes seconds to import, so it comes late."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.web.words import marked, say

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.pipeline import Engine
    from rag.web.door import Doors
    from rag.web.line import Line

HERE = Path(__file__).parent
TITLE = "简报问答"
SIGN_IN = f'<a href="/login">{say("登录或退出")}</a>'
LOCAL_HOSTS = ("127.0.0.1", "localhost")
AT_ONCE = 4
"""Of each kind of work but answering, whose line is that of line.py."""
LONGEST_QUEUE = 50

STYLES = ("page.css", "lookup.css")
SCRIPTS = ("lookup.js", "page.js")

HEADERS = (
    # Whatever a component or a bulletin may ask for, the browser fetches from here alone. Gradio
    # compiles its templates in the browser, which needs the two unsafe words.
    (
        b"content-security-policy",
        b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
        b"frame-ancestors 'self'; form-action 'self'; object-src 'none'",
    ),
    # Not no-referrer: browsers would then hide where a form of our own comes from, too.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


def create_app(
    current_engine: Callable[[], Engine],
    hosts: Sequence[str] = LOCAL_HOSTS,
    doors: Doors | None = None,
    line: Line | None = None,
) -> FastAPI:
    """`current_engine` is called for each question, so that a new build can take over; `hosts` are
    the names under which a browser may come, so that no foreign site can point its own name here.
    Without `doors` no password is asked: for this machine only."""
    # Read by Gradio when it is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from rag.history import History
    from rag.web import evaluation, history, login
    from rag.web.api import explain_errors, router
    from rag.web.api_lookup import lookup_router
    from rag.web.door import Door, Doors
    from rag.web.language import Worded
    from rag.web.line import Line
    from rag.web.passwords import Passwords
    from rag.web.reference import reference

    doors = doors or Doors.of(Passwords(), current_engine().settings.state)
    line = line or Line()
    # The documentation pages of FastAPI load their scripts from elsewhere.
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None)
    app.include_router(router(current_engine, line))
    app.include_router(lookup_router(current_engine))
    app.include_router(login.router(doors, TITLE))
    app.include_router(history.router(History(current_engine().settings.state)))
    app.include_router(evaluation.router(current_engine))
    explain_errors(app)
    demands = doors.passwords.any

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(reference(app.openapi(), demands))

    # The last one added is passed first.
    app.add_middleware(Door, doors=doors)
    app.add_middleware(_Headers)
    app.add_middleware(Worded)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    _mount(app, _page(current_engine, line, demands))
    return app


def _mount(app: FastAPI, page: gr.Blocks) -> None:
    import gradio as gr

    gr.mount_gradio_app(
        app,
        page,
        path="/",
        # Fonts of the system only; page.css names the Chinese ones.
        theme=gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("monospace",)),
        # In the head, because the `css` argument is rewritten by Gradio and loses its media queries.
        head=f"<style>{_together(STYLES)}</style>",
        # lookup.js listens before page.js tells which tab the address names.
        js=_together(SCRIPTS),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size="50mb",
    )


def _together(names: Sequence[str]) -> str:
    return marked("".join((HERE / name).read_text(encoding="utf-8") for name in names))


def _page(current_engine: Callable[[], Engine], line: Line, demands: bool) -> gr.Blocks:
    import gradio as gr

    from rag.evaluate.questions import QUESTIONS
    from rag.web.access import may_edit
    from rag.web.chat import chat_tab
    from rag.web.documents import documents_tab
    from rag.web.evaluation import evaluation_tab
    from rag.web.examples import examples
    from rag.web.lookup import lookup_tab
    from rag.web.render import heading
    from rag.web.retrieval import retrieval_tab

    engine = current_engine()
    # Uploads are copied where they are wanted; what is left of them goes after a day.
    page = gr.Blocks(title=say(TITLE), analytics_enabled=False, delete_cache=(3600, 86400))
    with page:
        top = gr.HTML(
            heading(engine.library.bulletins()), elem_id="heading", apply_default_css=False
        )
        page.load(
            lambda: heading(current_engine().library.bulletins()),
            None,
            top,
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        if demands:
            gr.HTML(SIGN_IN, elem_id="sign-in", apply_default_css=False)
        found = examples(engine)
        # The ids are the names of the tabs in an address: /?tab=lookup.
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(say("提问"), id="ask", elem_id="ask"):
                chat_tab(current_engine, found, page, line)
            with gr.Tab(say("查出处"), id="lookup", elem_id="lookup", render_children=True):
                lookup_tab()
            with gr.Tab(say("材料"), id="documents", elem_id="documents"):
                documents_tab(current_engine, page, may_edit)
            with gr.Tab(say("检索"), id="retrieval", elem_id="retrieval"):
                retrieval_tab(current_engine)
            with gr.Tab(say("评测"), id="evaluate", elem_id="evaluate"):
                evaluation_tab(current_engine, QUESTIONS, page, may_edit)
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
