"""Looking up over HTTP: phrases, contents, articles, references; and the look-up tab's own view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from rag.lookup.pasted import LONGEST_TEXT, Place, places
from rag.lookup.reading import Entry, Leaf, contents, open_article
from rag.phrases.concordance import Concordance, concordance, phrase_record
from rag.phrases.sheet import workbook
from rag.pipeline import Engine
from rag.records import Scope
from rag.web.lookup import screen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Text = Annotated[str, Query(max_length=LONGEST_TEXT)]
Documents = Annotated[Sequence[str], Query(max_length=1000)]
Years = Annotated[Sequence[int], Query(max_length=1000)]


def lookup_router(current_engine: Callable[[], Engine]) -> APIRouter:
    routes = APIRouter()
    for put in (_phrases, _bulletins, _references):
        put(routes, current_engine)
    return routes


def _phrases(routes: APIRouter, current_engine: Callable[[], Engine]) -> None:
    def found(phrase: str, document: Sequence[str], year: Sequence[int]) -> Concordance:
        return concordance(current_engine().library, phrase, Scope(tuple(document), tuple(year)))

    @routes.get("/api/phrase")
    def phrase(phrase: Text, document: Documents = (), year: Years = ()) -> dict[str, Any]:
        """一个词句的每一处，按期计数。Every place of a phrase, counted by issue."""
        return phrase_record(found(phrase, document, year))

    @routes.get("/api/phrase.xlsx")
    def phrase_xlsx(phrase: Text, document: Documents = (), year: Years = ()) -> Response:
        """同上，存成表格。The same as a workbook."""
        made = workbook(found(phrase, document, year))
        name = quote(f"{phrase[:20]}.xlsx", safe="")
        disposition = f"attachment; filename=\"phrase.xlsx\"; filename*=UTF-8''{name}"
        return Response(made, media_type=XLSX, headers={"content-disposition": disposition})


def _bulletins(routes: APIRouter, current_engine: Callable[[], Engine]) -> None:
    @routes.get("/api/bulletins")
    def bulletins() -> list[dict[str, Any]]:
        """有哪些材料。The bulletins there are."""
        library = current_engine().library
        return [
            {**asdict(each), "articles": len(library.articles(each.key))}
            for each in library.bulletins()
        ]

    @routes.get("/api/bulletins/{key}")
    def bulletin(key: str) -> dict[str, Any]:
        """一份材料的目录。The contents of a bulletin."""
        library = current_engine().library
        articles = [_entry(each) for each in contents(library, key)]
        return {**asdict(library.bulletin(key)), "articles": articles}

    @routes.get("/api/articles/{key}/{number}")
    def article(key: str, number: int) -> dict[str, Any]:
        """一篇文章，逐页。An article, page by page."""
        opened = open_article(current_engine().library, key, number)
        return {
            "bulletin": asdict(opened.bulletin),
            "article": asdict(opened.article),
            "pages": [_leaf(each) for each in opened.leaves],
        }


def _references(routes: APIRouter, current_engine: Callable[[], Engine]) -> None:
    @routes.get("/api/reference")
    def reference(text: Text) -> list[dict[str, Any]]:
        """一条出处（《刊名》期号，第几页，《篇名》）指的是哪里。What a reference names; several where it fits several."""
        return [_place(each) for each in places(current_engine().library, text)]

    @routes.get("/lookup", response_class=HTMLResponse, include_in_schema=False)
    def lookup(request: Request) -> HTMLResponse:
        return HTMLResponse(screen(current_engine().library, request.query_params))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.article.number,
        "title": entry.article.title,
        "byline": entry.article.byline,
        "page": entry.page,
        "page_inferred": entry.inferred,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "key": place.bulletin.key,
        "document": place.bulletin.name,
        "article": place.article.number if place.article else None,
        "page": place.page,
        "citation": place.citation,
    }


def _leaf(leaf: Leaf) -> dict[str, Any]:
    return {
        "page": leaf.page,
        "page_inferred": leaf.inferred,
        "start": leaf.start,
        "end": leaf.end,
        "text": leaf.text,
    }
