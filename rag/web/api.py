"""The HTTP API: the same answers and citations as the page, as JSON. And the page's citation panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from rag.answer.cite import house_style
from rag.errors import CitationError, RagError, RequestError
from rag.lookup import AROUND, cite
from rag.pipeline import Engine, ask
from rag.records import OpenedCitation, Scope
from rag.web import render

Text = Annotated[str, Field(max_length=10_000)]


class AskedScope(BaseModel):
    model_config = ConfigDict(extra="forbid")

    documents: list[Text] = Field(default=[], max_length=1000)
    years: list[int] = Field(default=[], max_length=1000)


class Asked(BaseModel):
    """A question as in a batch file; keys that are not known are left aside."""

    id: str | int | None = None
    question: Text
    turns: list[Text] = Field(default=[], max_length=200)
    scope: AskedScope | None = None


def router(current_engine: Callable[[], Engine]) -> APIRouter:
    routes = APIRouter()

    def opened_now(citation_id: str) -> OpenedCitation:
        engine = current_engine()
        return cite(engine.library, citation_id, shown=engine.shown)

    @routes.get("/healthz")
    def health() -> dict[str, Any]:
        library = current_engine().library
        return {
            "status": "ok",
            "documents": len(library.bulletins()),
            "build": library.build.name,
        }

    @routes.get("/api/citations/{citation_id:path}")
    def citation(citation_id: str) -> dict[str, Any]:
        opened = opened_now(citation_id)
        return asdict(opened) | {"reference": house_style(opened.citation)}

    @routes.post("/api/ask")
    def answer(asked: Asked) -> dict[str, Any]:
        from rag.batch import answer_record

        scope = asked.scope or AskedScope()
        within = Scope(tuple(scope.documents), tuple(scope.years))
        return answer_record(ask(current_engine(), asked.question, asked.turns, within), asked.id)

    @routes.get("/panel/{citation_id:path}", response_class=HTMLResponse, include_in_schema=False)
    def panel(citation_id: str) -> HTMLResponse:
        try:
            opened = opened_now(citation_id)
        except CitationError as error:
            return HTMLResponse(render.problem(str(error)), status_code=404)
        return HTMLResponse(render.opened_citation(opened, AROUND))

    return routes


def explain_errors(app: FastAPI) -> None:
    """Every error is `{"error": message}`, in words a person can use."""

    @app.exception_handler(RagError)
    def of_ours(request: Request, error: RagError) -> JSONResponse:
        statuses = {RequestError: 400, CitationError: 404}
        return JSONResponse({"error": str(error)}, statuses.get(type(error), 503))

    @app.exception_handler(RequestValidationError)
    def of_shape(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [
            f"{'.'.join(map(str, each['loc'][1:])) or 'body'}: {each['msg']}"
            for each in error.errors()
        ]
        message = f"请求的格式不对（bad request）：{'；'.join(found)}"
        return JSONResponse({"error": message}, 422)
