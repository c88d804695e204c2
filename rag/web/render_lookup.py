"""The views of the look-up tab as HTML. Every word of a document or a user passes through `escape`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlencode

from rag.answer.cite import one_line
from rag.lookup.pasted import Place
from rag.lookup.reading import Entry, Leaf, OpenArticle, OpenPage
from rag.records import Article, Bulletin, Scope, bulletin_name
from rag.web.render import chinese, problem
from rag.web.render_citation import copy_button, page_name
from rag.web.words import say

NO_TITLE = "（没有标题）"
START = "/?tab=lookup"
COPY_ADDRESS = f'<button type="button" data-copy data-copy-address>{say("复制本页地址")}</button>'


@dataclass(frozen=True, slots=True)
class View:
    html: str
    address: str | None = None
    """Under which it is opened again; None where that is the address it was asked by."""


@dataclass(frozen=True, slots=True)
class Form:
    text: str
    scope: Scope
    bulletins: tuple[Bulletin, ...]
    years: tuple[int, ...]


def screen(form: Form, view: View) -> str:
    address = f' data-address="{escape(view.address)}"' if view.address else ""
    return f'{_form(form)}<div class="view"{address}>{view.html}</div>'


def query(*pairs: tuple[str, object]) -> str:
    return urlencode([(name, str(value)) for name, value in pairs if value is not None])


# ------------------------------------------------------------------------------------- the form


def _form(form: Form) -> str:
    example = say("例：{}", escape(bulletin_name(form.bulletins[0]))) if form.bulletins else ""
    return (
        '<form class="find" action="/" method="get" role="search">'
        f'<label for="find">{say("粘贴引文编号或出处，或输入要查的词句")}</label>'
        f'<div class="row"><input id="find" name="find" type="search" value="{escape(form.text)}"'
        ' autocomplete="off" spellcheck="false" maxlength="2000"'
        f' placeholder="{example}">'
        f'<button type="submit">{say("查找")}</button></div>{_scope(form)}</form>'
    )


def _scope(form: Form) -> str:
    documents = [
        _box("document", each.key, chinese(bulletin_name(each)), each.key in form.scope.documents)
        for each in form.bulletins
    ]
    years = [_box("year", year, say("{}年", year), year in form.scope.years) for year in form.years]
    said = "词句的范围：全部材料" if form.scope == Scope() else "词句的范围：只查选中的"
    opened = "" if form.scope == Scope() else " open"
    return (
        f"<details{opened}><summary>{say(said)}</summary>"
        f"<fieldset><legend>{say('材料，不选就是全部')}</legend>{''.join(documents)}</fieldset>"
        f"<fieldset><legend>{say('年份，不选就是全部')}</legend>"
        f"{''.join(years)}</fieldset></details>"
    )


def _box(name: str, value: object, label: str, checked: bool) -> str:
    return (
        f'<label><input type="checkbox" name="{name}" value="{escape(str(value))}"'
        f"{' checked' * checked}> {label}</label>"
    )


# ------------------------------------------------------------------------------------- contents


def tree(
    bulletins: Sequence[Bulletin],
    counts: Mapping[str, int],
    opened: Bulletin | None,
    entries: Sequence[Entry],
) -> View:
    """The bulletins, one of them opened; a click on it closes it."""
    items = []
    for each in bulletins:
        is_open = each == opened
        address = START if is_open else _issue(each)
        articles = say("{} 篇", counts[each.key])
        note = " · ".join(filter(None, (articles, escape(each.date or ""))))
        items.append(
            f'<li><a data-look href="{escape(address)}" aria-expanded="{str(is_open).lower()}"'
            f"{' data-focus' * is_open}>{chinese(bulletin_name(each))}</a> <small>{note}</small>"
            f"{_contents(each, entries) if is_open else ''}</li>"
        )
    html = f'<h2>{say("材料和目录")}</h2><ul class="tree">{"".join(items)}</ul>'
    return View(html, _issue(opened) if opened else START)


def _contents(bulletin: Bulletin, entries: Sequence[Entry]) -> str:
    items = "".join(
        f'<li><a data-look href="{escape(_article(bulletin, each.article))}">'
        f"{chinese(title_of(each.article))}"
        f'<span class="page">{page_name(each.page, each.inferred)}</span></a></li>'
        for each in entries
    )
    return f'<ol class="contents" aria-label="{say("目录")}">{items}</ol>'


# ------------------------------------------------------------------------------------- reading


def article(opened: OpenArticle) -> View:
    leaf, bulletin = opened.leaf, opened.bulletin
    place = page_name(leaf.page, leaf.inferred) or say("未标页码")
    if (count := len(opened.leaves)) > 1:
        place += f" · {say('本篇第 {} 页，共 {} 页', leaf.number, count)}"
    html = (
        f'{_trail(bulletin, place)}<h2 class="head" data-focus tabindex="-1">{_head(leaf)}</h2>'
        f"{_text(leaf)}{_turn(opened)}"
        f'<p class="meta">{copy_button(_reference(bulletin, leaf), say("复制出处"))}{COPY_ADDRESS}</p>'
    )
    return View(html, _at(bulletin, leaf))


def _turn(opened: OpenArticle) -> str:
    """To the pages beside it; across to the next article where this one ends."""
    links = [_to(opened, opened.before, "上一页", "上一篇", "prev")]
    if len(opened.leaves) > 1:
        links.append(_all_leaves(opened))
    links.append(_to(opened, opened.after, "下一页", "下一篇", "next"))
    return f'<nav class="leafing" aria-label="{say("翻页")}">{"".join(links)}</nav>'


def _to(opened: OpenArticle, leaf: Leaf | None, page: str, article: str, rel: str) -> str:
    if leaf is None:
        return "<span></span>"
    same = leaf.article == opened.article
    place = page_name(leaf.page, leaf.inferred)
    where = place if same else chinese(f"《{title_of(leaf.article)}》")
    return (
        f'<a data-look rel="{rel}" href="{escape(_at(opened.bulletin, leaf))}">'
        f"{say(page if same else article)}<br><small>{where}</small></a>"
    )


def _all_leaves(opened: OpenArticle) -> str:
    links = [
        f'<a data-look href="{escape(_at(opened.bulletin, leaf))}"'
        f"{' aria-current=page' * (leaf == opened.leaf)}"
        f' aria-label="{page_name(leaf.page, leaf.inferred) or say("第 {} 段", leaf.number)}">'
        f"{leaf.page if leaf.page is not None else f'({leaf.number})'}</a>"
        for leaf in opened.leaves
    ]
    return f'<span class="leaves">{"".join(links)}</span>'


def page(opened: OpenPage) -> View:
    bulletin = opened.bulletin
    pieces = "".join(
        f'<section><h3 class="head"><a data-look href="{escape(_at(bulletin, leaf))}">'
        f"{_head(leaf)}</a></h3>{_text(leaf)}"
        f'<p class="meta">{copy_button(_reference(bulletin, leaf), say("复制出处"))}</p></section>'
        for leaf in opened.leaves
    )
    label = page_name(opened.page, all(leaf.inferred for leaf in opened.leaves))
    links = "".join(
        f'<a data-look rel="{rel}" href="{escape(_issue(bulletin, number))}">'
        f"{say(word)}<br><small>{page_name(number)}</small></a>"
        if number is not None
        else "<span></span>"
        for number, word, rel in (
            (opened.before, "上一页", "prev"),
            (opened.after, "下一页", "next"),
        )
    )
    html = (
        f'{_trail(bulletin, label)}<h2 data-focus tabindex="-1">{label} '
        f"<small>{say('这一页有 {} 篇', len(opened.leaves))}</small></h2>"
        f'{pieces}<nav class="leafing" aria-label="{say("翻页")}">{links}</nav>'
    )
    return View(html, _issue(bulletin, opened.page))


def _head(leaf: Leaf) -> str:
    """Title and author as they stand where the article begins; elsewhere its title."""
    head = leaf.text[: _body(leaf)].strip()
    if leaf.number == 1:
        return chinese(head) if head else chinese(title_of(leaf.article))
    return f"{chinese(title_of(leaf.article))} <small>{say('续')}</small>"


def _text(leaf: Leaf) -> str:
    return f'<div class="leaf" lang="zh-CN">{escape(leaf.text[_body(leaf) :].strip(chr(10)))}</div>'


def _body(leaf: Leaf) -> int:
    """Where in the leaf the article's own text begins."""
    return min(max(leaf.article.body, leaf.start), leaf.end) - leaf.start


def _trail(bulletin: Bulletin, place: str) -> str:
    return (
        f'<nav class="trail" aria-label="{say("所在")}">'
        f'<a data-look href="{START}">{say("全部材料")}</a> › '
        f'<a data-look href="{escape(_issue(bulletin))}">{chinese(bulletin_name(bulletin))}</a> › '
        f"<span>{place}</span></nav>"
    )


# ------------------------------------------------------------------------------------- the rest


def choices(found: Iterable[Place]) -> View:
    items = "".join(
        f'<li><a data-look href="{escape(_of_place(each))}">{chinese(_place_name(each))}</a></li>'
        for each in found
    )
    html = (
        f'<h2 data-focus tabindex="-1">{say("有几处都符合，请选一处")}</h2>'
        f'<ul class="tree">{items}</ul>'
    )
    return View(html)


def as_words_too(view: View, text: str) -> View:
    """A title in 《》 may also have been meant as words to look for."""
    address = f"/?{query(('phrase', text))}"
    link = (
        f'<p class="meta"><a data-look href="{escape(address)}">'
        f"{say('查“{}”在哪些地方出现', escape(text))}</a></p>"
    )
    return replace(view, html=link + view.html)


def failed(message: str) -> View:
    back = f'<p><a data-look href="{START}">{say("全部材料")}</a></p>'
    return View(f'<div data-focus tabindex="-1">{problem(message)}</div>{back}')


def title_of(article: Article) -> str:
    return one_line(article.title or "") or NO_TITLE


def _place_name(place: Place) -> str:
    parts = [bulletin_name(place.bulletin)]
    if place.page is not None:
        parts.append(f"第{place.page}页")
    if place.article:
        parts.append(f"《{title_of(place.article)}》")
    return "，".join(parts)


def _of_place(place: Place) -> str:
    if place.article:
        return _article(place.bulletin, place.article, ("p", place.page))
    return _issue(place.bulletin, place.page)


def _issue(bulletin: Bulletin, number: int | None = None) -> str:
    return f"/?{query(('issue', bulletin.key), ('p', number))}"


def _article(bulletin: Bulletin, of: Article, *more: tuple[str, object]) -> str:
    return f"/?{query(('article', f'{bulletin.key}:{of.number}'), *more)}"


def _at(bulletin: Bulletin, leaf: Leaf) -> str:
    if leaf.opens:
        return _article(bulletin, leaf.article, ("p", leaf.page))
    part = leaf.number if leaf.number > 1 else None
    return _article(bulletin, leaf.article, ("part", part))


def _reference(bulletin: Bulletin, leaf: Leaf) -> str:
    page = "" if leaf.page is None else f"第{leaf.page}页{'（推定）' if leaf.inferred else ''}"
    parts = [bulletin_name(bulletin), page]
    if leaf.article.title and leaf.article.title != bulletin.title:
        parts.append(f"《{title_of(leaf.article)}》")
    return "，".join(filter(None, parts))
