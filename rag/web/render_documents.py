"""What an editor sees of documents, as HTML. Every word of a document or a file name is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rag.answer.cite import shortened
from rag.documents.changes import Change, Changes
from rag.documents.desk import Preview
from rag.documents.shelf import Draft, Edition
from rag.records import Bulletin, Hit
from rag.web.words import say, trouble

MOST_ARTICLES = 300
MOST_CHANGES = 12
MOST_CITATIONS = 12
LONGEST = 120
"""Characters of a passage."""

KINDS = {
    "added": "新增",
    "changed": "改动",
    "removed": "移除",
}
SIGNALS = {
    "score": "总分",
    "lexical": "全文",
    "dense": "向量",
    "words": "逐词",
    "fused": "融合",
    "lexical_rank": "全文名次",
    "dense_rank": "向量名次",
}
VERBS = ("加入", "更正", "替换", "撤下")
"""Of the desk's notes."""
STATUSES = {
    "moved": "移到别处，或出处有变",
    "superseded": "原文已改，找不到原句",
    "withdrawn": "所在材料撤下",
    "unchanged": "重新可查",
}


def listing(bulletins: Sequence[Bulletin]) -> str:
    rows = "".join(_bulletin(each) for each in bulletins)
    head = _head("标题", "期号", "日期", "文件")
    return f"<table>{head}{rows}</table>"


def _bulletin(bulletin: Bulletin) -> str:
    return _row(bulletin.title, bulletin.issue or "", bulletin.date or "", bulletin.name)


def previewed(seen: Preview) -> str:
    """What was read of one file."""
    document = seen.document
    pages = [span.page for span in document.pages if span.page is not None]
    facts = [
        say("{} 篇", len(document.articles)),
        say("{} 字", len("".join(document.text.split()))),
        say("第 {}—{} 页", min(pages), max(pages)) if pages else say("没有页码"),
    ]
    warnings = "".join(f"<li>{trouble(warning)}</li>" for warning in seen.warnings)
    noted = f'<ul class="warnings" role="note">{warnings}</ul>' if warnings else ""
    return (
        f"<details open><summary><b>{escape(seen.bulletin.name)}</b> {' · '.join(facts)}</summary>"
        f"{noted}<table>{_head('序', '文章', '页', '开头')}{''.join(_articles(seen))}</table></details>"
    )


def _articles(seen: Preview) -> Iterator[str]:
    articles = seen.document.articles_with_pages()
    for article, (page, inferred) in articles[:MOST_ARTICLES]:
        shown = "" if page is None else say("{}（推定）", page) if inferred else str(page)
        opening = shortened(seen.document.text[article.body : article.end], 40)
        yield _row(str(article.number), article.title or say("（没有标题）"), shown, opening)
    if len(articles) > MOST_ARTICLES:
        yield _row("", say("……共 {} 篇", len(articles)), "", "")


def told(message: str) -> str:
    """`message` in marks, or escaped."""
    return f'<p role="status">{message}</p>'


def going(message: str, done: int, total: int) -> str:
    return (
        f'<p role="status">{say(message)} {done} / {total} '
        f'<progress value="{done}" max="{total}"></progress></p>'
    )


# ------------------------------------------------------------------------------------- the draft


def drafted(draft: Draft | None, changes: Changes | None) -> str:
    if draft is None or changes is None:
        return f'<p class="none">{say("没有未发布的改动")}</p>'
    done = "".join(f"<li>{_done(what)}</li>" for what in draft.what)
    counts = " · ".join(say("{} {} 段", say(KINDS[kind]), changes.count(kind)) for kind in KINDS)
    return (
        f"<ol>{done}</ol><p>{counts} · "
        f"{say('涉及给人看过的引文 {} 条', len(changes.citations))}</p>"
        f"{_failures(changes)}{_citations(changes)}{_passages(changes.passages)}"
    )


def _done(what: str) -> str:
    """What the desk noted: a verb, and what it was done to."""
    verb, _, whom = what.partition(" ")
    said, rest = (f"{say(verb)} ", whom) if verb in VERBS else ("", what)
    return f'{said}<span lang="zh-CN">{escape(rest)}</span>'


def _failures(changes: Changes) -> str:
    items = "".join(f"<li>{trouble(message)}</li>" for message in changes.failures.values())
    return f'<ul class="problem" role="alert">{items}</ul>' if items else ""


def _citations(changes: Changes) -> str:
    items = "".join(
        f'<li><span lang="zh-CN">“{escape(shortened(each.citation.quote, LONGEST))}”</span> '
        f"<b>{say(STATUSES.get(each.status) or escape(each.status))}</b></li>"
        for each in changes.citations[:MOST_CITATIONS]
    )
    return _folded("涉及的引文", items, len(changes.citations), MOST_CITATIONS)


def _passages(changes: Sequence[Change]) -> str:
    items = "".join(
        f'<li>{say(KINDS[each.kind])} <span lang="zh-CN">{escape(each.document)}：{_words(each)}</span></li>'
        for each in changes[:MOST_CHANGES]
    )
    return _folded("改动的段落", items, len(changes), MOST_CHANGES)


def _words(change: Change) -> str:
    texts = [
        escape(shortened(p.text, LONGEST)) for p in (change.before, change.after) if p is not None
    ]
    return " → ".join(dict.fromkeys(texts))


def _folded(label: str, items: str, count: int, most: int) -> str:
    more = f"<li>{say('……共 {} 条', count)}</li>" if count > most else ""
    return (
        f"<details><summary>{say(label)} ({count})</summary><ul>{items}{more}</ul></details>"
        if items
        else ""
    )


def published(edition: Edition) -> str:
    return told(
        f"{say('已发布，第 {} 次', edition.number)} · {'；'.join(map(_done, edition.what))}"
    )


# ------------------------------------------------------------------------------------- retrieval


def found(hits: Sequence[Hit]) -> str:
    if not hits:
        return f"<p>{say('没有找到')}</p>"
    return f'<ol class="hits">{"".join(map(_hit, hits))}</ol>'


def _hit(hit: Hit) -> str:
    page = f" {say('第{}页', hit.passage.page)}" if hit.passage.page is not None else ""
    place = f"{escape(hit.document)}{page} {escape(hit.article or '')}"
    signals = {"score": hit.score, **hit.signals}
    scores = "".join(
        f"<div><dt>{say(SIGNALS.get(name, escape(name)))}</dt><dd>{value:.3g}</dd></div>"
        for name, value in signals.items()
    )
    return (
        f'<li><b lang="zh-CN">{place}</b>'
        f'<dl class="signals">{scores}</dl><p lang="zh-CN">{escape(shortened(hit.passage.text, 2 * LONGEST))}</p></li>'
    )


# ------------------------------------------------------------------------------------- parts


def _head(*names: str) -> str:
    cells = "".join(f"<th scope='col'>{say(name)}</th>" for name in names)
    return f"<tr>{cells}</tr>"


def _row(*cells: str) -> str:
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr lang="zh-CN">{shown}</tr>'
