"""The routes beside the chat: earlier conversations, what a reader thought of an answer, Word files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from rag.errors import RequestError
from rag.history import LONGEST_REASON, History, KeptTurn
from rag.web import render
from rag.web.export import as_word

OWNER = "reader"
"""The cookie by which a browser finds its own conversations again; page.js makes it."""
_OWNER = re.compile(r"[\w-]{16,64}")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Rating(BaseModel):
    model_config = ConfigDict(extra="forbid")

    conversation: Annotated[str, Field(max_length=64)]
    n: int
    good: bool
    reason: Annotated[str, Field(max_length=LONGEST_REASON)] = ""


def owner_of(cookies: Mapping[str, str]) -> str:
    """Empty where the browser has none: then nothing is listed for it."""
    owner = cookies.get(OWNER, "")
    return owner if _OWNER.fullmatch(owner) else ""


def router(history: History) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/history", response_class=HTMLResponse)
    def listed(request: Request, q: Annotated[str, Field(max_length=200)] = "") -> str:
        owner = owner_of(request.cookies)
        return render.history(history.find(owner, q) if owner else [])

    @routes.delete("/history/{conversation}")
    def forgotten(request: Request, conversation: str) -> JSONResponse:
        history.forget(conversation, owner_of(request.cookies))
        return JSONResponse({"ok": True})

    @routes.post("/rate")
    def rate(rating: Rating) -> JSONResponse:
        history.rate(rating.conversation, rating.n, rating.good, rating.reason)
        return JSONResponse({"ok": True})

    @routes.get("/export/{conversation}.docx")
    def whole(conversation: str) -> Response:
        return _word(history.turns(conversation))

    @routes.get("/export/{conversation}/{n}.docx")
    def one(conversation: str, n: int) -> Response:
        turns = history.turns(conversation)
        return _word(turns[n : n + 1] if n >= 0 else [])

    return routes


def _word(turns: Sequence[KeptTurn]) -> Response:
    if not turns:
        raise RequestError("没有这段对话（no such conversation）。")
    headers = {"Content-Disposition": 'attachment; filename="answers.docx"'}
    return Response(as_word(turns), media_type=WORD, headers=headers)
