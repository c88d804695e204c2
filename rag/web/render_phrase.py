"""Every place of a phrase as HTML: counted by issue, each in its sentence, with what opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from rag.answer.cite import house_style, one_line
from rag.phrases.concordance import Concordance, Mention
from rag.records import Scope, bulletin_name
from rag.web.render_citation import page_label
from rag.web.render_lookup import COPY_ADDRESS, View, query
from rag.web.words import say

SHOWN = 200
"""Places of a phrase on one screen; all of them are in the workbook."""


def phrase(found: Concordance, scope: Scope, first: int) -> View:
    """`first` is the number of the first place that is shown, from 1."""
    asked = [("phrase", found.phrase), *_scoped(scope)]
    first = min(max(first, 1), max(len(found.mentions), 1))
    address = f"/?{query(*asked)}" + (f"&first={first}" if first > 1 else "")
    if not found.mentions:
        return View(_nothing(found, scope), address)
    shown = found.mentions[first - 1 : first - 1 + SHOWN]
    groups = "".join(
        f"<h3 lang='zh-CN'>{escape(_bulletin_of(document, found))}</h3><ol class='places'>"
        f"{''.join(map(_mention, mentions))}</ol>"
        for document, mentions in groupby(shown, lambda each: each.citation.document)
    )
    workbook = f"/api/phrase.xlsx?{query(*asked)}"
    html = (
        f'<h2 data-focus tabindex="-1"><span lang="zh-CN">“{escape(found.phrase)}”</span> '
        f"<small>{say('{} 处', found.times)} · {say('{} 句', len(found.mentions))}</small></h2>"
        f'<p class="meta"><a class="button" href="{escape(workbook)}" download>'
        f"{say('存成表格')}</a>{COPY_ADDRESS}</p>"
        f"{_counts(found, scope)}{_more(asked, first, len(found.mentions))}{groups}"
        f"{_more(asked, first, len(found.mentions))}"
    )
    return View(html, address)


def _counts(found: Concordance, scope: Scope) -> str:
    narrowed = len(found.counts) > 1
    rows = []
    for each in found.counts:
        only = replace(scope, documents=(each.bulletin.key,))
        link = f"/?{query(('phrase', found.phrase), *_scoped(only))}"
        name = escape(bulletin_name(each.bulletin))
        cell = f'<a data-look href="{escape(link)}">{name}</a>' if narrowed else name
        rows.append(f'<tr><th scope="row" lang="zh-CN">{cell}</th><td>{each.times}</td></tr>')
    return (
        f'<table class="counts"><caption>{say("各期的次数")}</caption>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _mention(each: Mention) -> str:
    cited = each.citation
    label = say("引文 {}：{}", cited.n, escape(house_style(cited)))
    title = (
        f'<span lang="zh-CN">《{escape(one_line(cited.article))}》</span>' if cited.article else ""
    )
    place = " ".join(filter(None, (page_label(cited), title)))
    parts, at = [], 0
    for start, end in each.spans:
        parts += [escape(each.text[at:start]), f"<mark>{escape(each.text[start:end])}</mark>"]
        at = end
    text = "".join([*parts, escape(each.text[at:])]).strip()
    return (
        f'<li value="{cited.n}"><a class="place" href="/?{query(("cite", cited.id))}"'
        f' data-cite="{escape(cited.id)}" title="{label}">{place}</a><p lang="zh-CN">{text}</p></li>'
    )


def _more(asked: Sequence[tuple[str, object]], first: int, count: int) -> str:
    if count <= SHOWN:
        return ""
    last = min(first + SHOWN - 1, count)
    links = [f"<span>{say('第 {}–{} 句，共 {} 句', first, last, count)}</span>"]
    for start, word in ((first - SHOWN, "前面的"), (first + SHOWN, "后面的")):
        if first != 1 and start < first or first < start <= count:
            address = f"/?{query(*asked, ('first', max(start, 1)))}"
            links.append(f'<a data-look href="{escape(address)}">{say(word)}</a>')
    return f'<p class="more">{"".join(links)}</p>'


def _nothing(found: Concordance, scope: Scope) -> str:
    everywhere = ""
    if scope != Scope():
        address = f"/?{query(('phrase', found.phrase))}"
        everywhere = f'<p><a data-look href="{escape(address)}">{say("在全部材料里查")}</a></p>'
    return (
        f'<h2 data-focus tabindex="-1">{say("没有找到")}</h2>'
        f"<p>{say('“{}”一处也没有。', escape(found.phrase))}"
        f"{say('标点、空格、全角半角、繁体简体不影响查找。')}</p>{everywhere}"
    )


def _bulletin_of(document: str, found: Concordance) -> str:
    return next(
        bulletin_name(each.bulletin) for each in found.counts if each.bulletin.name == document
    )


def _scoped(scope: Scope) -> list[tuple[str, object]]:
    return [*(("document", each) for each in scope.documents), *(("year", y) for y in scope.years)]
