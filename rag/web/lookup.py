"""The tab 查出处 (look up): the address says what is asked for, and this finds the view that shows it.

The view is made on the server and put into the tab by lookup.js, so that every view has an address.
"""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr
from starlette.datastructures import QueryParams

from rag.errors import RagError, RequestError
from rag.lookup.pasted import LONGEST_TEXT, Place, parse_reference, pasted_id, places
from rag.lookup.reading import contents, open_article, open_page
from rag.phrases.concordance import concordance
from rag.records import Bulletin, Scope
from rag.search.library import Library
from rag.search.scope import year_of
from rag.web import render_lookup as render
from rag.web import render_phrase
from rag.web.render_lookup import Form, View


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. At most one of the first four is looked at, in this order."""

    find: str = ""
    phrase: str = ""
    article: str = ""
    issue: str = ""
    page: int | None = None
    """`p` in an address: Gradio takes `page` for its own pages and fails on others."""
    part: int | None = None
    first: int = 1
    scope: Scope = Scope()


def asked_for(query: QueryParams) -> Asked:
    return Asked(
        find=_bounded(query, "find"),
        phrase=_bounded(query, "phrase"),
        article=_bounded(query, "article"),
        issue=_bounded(query, "issue"),
        page=_number(query, "p"),
        part=_number(query, "part"),
        first=_number(query, "first") or 1,
        scope=Scope(tuple(query.getlist("document")), _years(query)),
    )


def _bounded(query: QueryParams, name: str) -> str:
    text = query.get(name, "").strip()
    if len(text) > LONGEST_TEXT:
        raise RequestError(f"太长了（too long）：{len(text)} 个字，最多 {LONGEST_TEXT} 个。")
    return text


def _number(query: QueryParams, name: str) -> int | None:
    text = query.get(name, "").strip()
    if text and not (text.isdecimal() and len(text) < 7):
        raise RequestError(f"{name} 要是一个数（must be a number）：{text[:40]}")
    return int(text) if text else None


def _years(query: QueryParams) -> tuple[int, ...]:
    years = query.getlist("year")
    for year in years:
        if not (year.isdecimal() and len(year) < 7):
            raise RequestError(f"年份要是一个数（must be a number）：{year[:40]}")
    return tuple(map(int, years))


def screen(library: Library, query: QueryParams) -> str:
    """The whole tab: the form as it was filled in, and the view."""
    asked = Asked(find=query.get("find", "") or query.get("phrase", ""))
    chosen: list[Bulletin] = []
    try:
        asked = asked_for(query)
        if asked.scope.documents:
            chosen = library.documents_in(Scope(asked.scope.documents))
        view = _view(library, asked)
    except RagError as error:
        view = render.failed(str(error))
    years = sorted({year for each in library.bulletins() if (year := year_of(each))})
    # A scope may name documents by their issue or title; in the form they are ticked.
    scope = Scope(tuple(each.key for each in chosen), asked.scope.years)
    form = Form(asked.find or asked.phrase, scope, tuple(library.bulletins()), tuple(years))
    return render.screen(form, view)


def _view(library: Library, asked: Asked) -> View:
    if asked.find:
        return _found(library, asked.find, asked.scope)
    if asked.phrase:
        return _phrase(library, asked.phrase, asked.scope, asked.first)
    if asked.article:
        key, _, number = asked.article.rpartition(":")
        if not (number.isdecimal() and len(number) < 7):
            raise RequestError(f"没有这一篇（no such article）：{asked.article[:80]}")
        return render.article(open_article(library, key, int(number), asked.page, asked.part))
    if asked.issue and asked.page is not None:
        return render.page(open_page(library, asked.issue, asked.page))
    opened = library.bulletin(asked.issue) if asked.issue else None
    entries = contents(library, opened.key) if opened else []
    counts = {each.key: len(library.articles(each.key)) for each in library.bulletins()}
    return render.tree(library.bulletins(), counts, opened, entries)


def _found(library: Library, text: str, scope: Scope) -> View:
    """An id, an address or a reference opens its place; other words are looked for as they are."""
    if citation_id := pasted_id(text):
        start = _view(library, Asked())
        return View(start.html, f"/?tab=lookup&{render.query(('cite', citation_id))}")
    found = places(library, text)
    if not found:
        return _phrase(library, text, scope)
    if len(found) > 1:
        return render.choices(found)
    view = _place(library, found[0])
    reference = parse_reference(text)
    return render.as_words_too(view, text) if reference and reference.bare else view


def _place(library: Library, place: Place) -> View:
    key = place.bulletin.key
    if place.article:
        view = _view(library, Asked(article=f"{key}:{place.article.number}", page=place.page))
    else:
        view = _view(library, Asked(issue=key, page=place.page))
    if place.citation is None:
        return view
    return View(view.html, f"{view.address}&{render.query(('cite', place.citation))}")


def _phrase(library: Library, phrase: str, scope: Scope, first: int = 1) -> View:
    return render_phrase.phrase(concordance(library, phrase, scope), scope, first)


def lookup_tab() -> None:
    """Puts the tab's place into the Blocks that is being made; lookup.js fills it."""
    gr.HTML('<div class="lookup"></div>', apply_default_css=False)
