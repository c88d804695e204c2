"""The HTTP API: the same answers and citations as the page, as JSON. And the page's citation panel."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from rag.answer.cite import house_style
from rag.batch import answer_record, retrieved_record
from rag.conversation.chat import checked_question
from rag.errors import AccessError, BusyError, CitationError, RagError, RequestError
from rag.lookup.citation import AROUND, cite
from rag.pipeline import Engine, search, stream
from rag.records import Answer, Hit, OpenedCitation, Scope
from rag.web import render, render_citation
from rag.web.access import access_of
from rag.web.line import Line, Place

T = TypeVar("T")
Text = Annotated[str, Field(max_length=10_000)]
Years = Annotated[list[int], Field(max_length=1000)]
Names = Annotated[list[Text], Field(max_length=1000)]
EVENTS = "text/event-stream"
UNEXPECTED = "程序出了意外（unexpected error），详情在运行窗口里。"

log = logging.getLogger(__name__)


class AskedScope(BaseModel):
    """在哪里找：材料（文件名、编号、刊名或期号，如 2024年第12期）和年份。Where to look."""

    model_config = ConfigDict(extra="forbid")

    documents: Names = []
    years: Years = []


class Asked(BaseModel):
    """A question as in a batch file; keys that are not known are left aside."""

    id: Text | int | None = None
    question: Text
    turns: list[Text] = Field(default=[], max_length=200)
    scope: AskedScope | None = None


class Searched(BaseModel):
    question: Text
    limit: int = Field(default=10, ge=1, le=100)
    scope: AskedScope | None = None


def router(current_engine: Callable[[], Engine], line: Line) -> APIRouter:
    routes = APIRouter()
    _asking(routes, current_engine, line)
    _searching(routes, current_engine, line)
    _looking_up(routes, current_engine)

    @routes.get("/healthz")
    def health(request: Request) -> dict[str, Any]:
        """服务是否正常；登录后还有材料份数、索引和排队人数。Alive; more for who signed in."""
        if access_of(request) is None:
            return {"status": "ok"}
        library = current_engine().library
        return {
            "status": "ok",
            "documents": len(library.bulletins()),
            "build": library.build.name,
            "answering": line.busy,
            "waiting": line.waiting,
        }

    return routes


def _asking(routes: APIRouter, current_engine: Callable[[], Engine], line: Line) -> None:
    @routes.post("/api/ask", responses={200: {"content": {EVENTS: {}}}})
    async def answer(request: Request, asked: Asked) -> Response:
        """回答一个问题，与成批回答的记录相同。Accept: text/event-stream 时逐步送出：
        waiting（还要等几个，变了再送）、answer（写到这里的全文）、record（记录）或 error、最后 done。
        The record of a batch; as events, its text as it grows, then the record, then done."""
        within = _scope(asked.scope)
        place = line.join(lambda: stream(current_engine(), asked.question, asked.turns, within))
        if EVENTS in request.headers.get("accept", ""):
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(_events(place, asked.id), 200, headers, EVENTS)
        last = await _last(request, place)
        return _gone() if last is None else JSONResponse(answer_record(last, asked.id))


def _searching(routes: APIRouter, current_engine: Callable[[], Engine], line: Line) -> None:
    async def found(request: Request, asked: Searched) -> Response:
        def steps() -> Iterator[list[Hit]]:
            question = checked_question(asked.question)
            yield search(current_engine(), question, asked.limit, _scope(asked.scope))

        if (hits := await _last(request, line.join(steps))) is None:
            return _gone()
        retrieved = [retrieved_record(hit) for hit in hits]
        return JSONResponse({"question": asked.question, "retrieved": retrieved})

    @routes.post("/api/search")
    async def search_(request: Request, asked: Searched) -> Response:
        """最接近的段落，与成批回答里的 retrieved 相同。The nearest passages."""
        return await found(request, asked)

    @routes.get("/api/search")
    async def search_by_address(
        request: Request,
        question: Annotated[str, Query(max_length=10_000)],
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
        document: Annotated[Names, Query()] = [],  # noqa: B006
        year: Annotated[Years, Query()] = [],  # noqa: B006
    ) -> Response:
        """同上；document 和 year 可以多次。The same; document and year may be repeated."""
        scope = AskedScope(documents=document, years=year)
        return await found(request, Searched(question=question, limit=limit, scope=scope))


def _looking_up(routes: APIRouter, current_engine: Callable[[], Engine]) -> None:
    def opened_now(citation_id: str) -> OpenedCitation:
        engine = current_engine()
        return cite(engine.library, citation_id, shown=engine.shown)

    @routes.get("/api/citations/{citation_id:path}")
    def citation(citation_id: str) -> dict[str, Any]:
        """打开一条引文。Open a citation by its id."""
        opened = opened_now(citation_id)
        return asdict(opened) | {"reference": house_style(opened.citation)}

    @routes.get("/panel/{citation_id:path}", response_class=HTMLResponse, include_in_schema=False)
    def panel(citation_id: str) -> HTMLResponse:
        try:
            opened = opened_now(citation_id)
        except CitationError as error:
            return HTMLResponse(render.problem(str(error)), status_code=404)
        return HTMLResponse(render_citation.opened_citation(opened, AROUND))


def _scope(asked: AskedScope | None) -> Scope:
    return Scope(tuple(asked.documents), tuple(asked.years)) if asked else Scope()


async def _last(request: Request, place: Place[T]) -> T | None:
    """The last step; None where who asked went away before, and the work was stopped."""

    async def drained() -> T:
        async for step in place:
            last = step
        return last

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    with place:
        answered, left = asyncio.create_task(drained()), asyncio.create_task(gone())
        try:
            await asyncio.wait((answered, left), return_when=asyncio.FIRST_COMPLETED)
            return answered.result() if answered.done() else None
        finally:
            answered.cancel()
            left.cancel()


def _gone() -> Response:
    """Nobody reads it; 499 is what proxies log for it."""
    return Response(status_code=499)


async def _events(place: Place[Answer], question_id: object) -> AsyncIterator[str]:
    """When the client goes away, Starlette cancels this where it waits, and the place is left."""
    with place:
        try:
            async for ahead in place.waiting():
                yield _event("waiting", {"ahead": ahead})
            shown = ""
            async for answer in place:
                if answer.text != shown:
                    shown = answer.text
                    yield _event("answer", {"answer": shown})
            yield _event("record", answer_record(answer, question_id))
        except RagError as error:
            yield _event("error", {"error": str(error)})
        except Exception:
            # The edge of the program: its status went out long ago.
            log.exception("a question could not be answered")
            yield _event("error", {"error": UNEXPECTED})
    yield _event("done", {})


def _event(name: str, data: object) -> str:
    """JSON holds no line break, so that the data is one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


STATUSES: dict[type[RagError], int] = {
    RequestError: 400,
    CitationError: 404,
    AccessError: 403,
    BusyError: 503,
}


def explain_errors(app: FastAPI) -> None:
    """Every error is `{"error": message}`, in words a person can use."""

    @app.exception_handler(RagError)
    def of_ours(request: Request, error: RagError) -> JSONResponse:
        headers = {"Retry-After": str(error.seconds)} if isinstance(error, BusyError) else None
        return JSONResponse({"error": str(error)}, STATUSES.get(type(error), 503), headers)

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": str(error.detail)}, error.status_code, error.headers)

    @app.exception_handler(RequestValidationError)
    def of_shape(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [
            f"{'.'.join(map(str, each['loc'][1:])) or 'body'}: {each['msg']}"
            for each in error.errors()
        ]
        message = f"请求的格式不对（bad request）：{'；'.join(found)}"
        return JSONResponse({"error": message}, 422)
