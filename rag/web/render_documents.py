"""What an editor sees of documents, as HTML. Every word of a document or a file name is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from rag.documents.changes import Change, Changes
from rag.documents.desk import Preview
from rag.documents.shelf import Draft, Edition
from rag.records import Bulletin, Hit

MOST_ARTICLES = 300
MOST_CHANGES = 12
MOST_CITATIONS = 12
LONGEST = 120
"""Characters of a passage."""

KINDS = {
    "added": '新增 <small lang="en">added</small>',
    "changed": '改动 <small lang="en">changed</small>',
    "removed": '移除 <small lang="en">removed</small>',
}
STATUSES = {
    "moved": "移到别处，或出处有变（moved）",
    "superseded": "原文已改，找不到原句（superseded）",
    "withdrawn": "所在材料撤下（withdrawn）",
    "unchanged": "重新可查（restored）",
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
        f"{len(document.articles)} 篇",
        f"{len(''.join(document.text.split()))} 字",
        f"第 {min(pages)}—{max(pages)} 页" if pages else "没有页码",
    ]
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in seen.warnings)
    noted = f'<ul class="warnings" role="note">{warnings}</ul>' if warnings else ""
    return (
        f"<details open><summary><b>{escape(seen.bulletin.name)}</b> {'，'.join(facts)}</summary>"
        f"{noted}<table>{_head('序', '文章', '页', '开头')}{''.join(_articles(seen))}</table></details>"
    )


def _articles(seen: Preview) -> Iterator[str]:
    articles = seen.document.articles_with_pages()
    for article, (page, inferred) in articles[:MOST_ARTICLES]:
        shown = "" if page is None else f"{page}{'（推定）' if inferred else ''}"
        opening = _short(seen.document.text[article.body : article.end], 40)
        yield _row(str(article.number), article.title or "（没有标题）", shown, opening)
    if len(articles) > MOST_ARTICLES:
        yield _row("", f"……共 {len(articles)} 篇", "", "")


def unreadable(message: str) -> str:
    return f'<p class="problem" role="alert">{escape(message)}</p>'


def told(message: str) -> str:
    return f'<p role="status">{escape(message)}</p>'


def going(message: str, done: int, total: int) -> str:
    return (
        f'<p role="status">{escape(message)} {done} / {total} '
        f'<progress value="{done}" max="{total}"></progress></p>'
    )


# ------------------------------------------------------------------------------------- the draft


def drafted(draft: Draft | None, changes: Changes | None) -> str:
    if draft is None or changes is None:
        return '<p class="none">没有未发布的改动 <small lang="en">nothing to publish</small></p>'
    done = "".join(f"<li>{escape(what)}</li>" for what in draft.what)
    counts = "，".join(f"{KINDS[kind]} {changes.count(kind)} 段" for kind in KINDS)
    return (
        f"<ol>{done}</ol><p>{counts}；"
        f'涉及给人看过的引文 <small lang="en">citations touched</small> {len(changes.citations)} 条</p>'
        f"{_failures(changes)}{_citations(changes)}{_passages(changes.passages)}"
    )


def _failures(changes: Changes) -> str:
    items = "".join(f"<li>{escape(message)}</li>" for message in changes.failures.values())
    return f'<ul class="problem" role="alert">{items}</ul>' if items else ""


def _citations(changes: Changes) -> str:
    items = "".join(
        f"<li>“{escape(_short(each.citation.quote, LONGEST))}” "
        f"<b>{escape(STATUSES.get(each.status, each.status))}</b></li>"
        for each in changes.citations[:MOST_CITATIONS]
    )
    return _folded("涉及的引文", items, len(changes.citations), MOST_CITATIONS)


def _passages(changes: Sequence[Change]) -> str:
    items = "".join(
        f"<li>{KINDS[each.kind]} {escape(each.document)}：{_words(each)}</li>"
        for each in changes[:MOST_CHANGES]
    )
    return _folded("改动的段落", items, len(changes), MOST_CHANGES)


def _words(change: Change) -> str:
    texts = [
        escape(_short(p.text, LONGEST)) for p in (change.before, change.after) if p is not None
    ]
    return " → ".join(dict.fromkeys(texts))


def _folded(label: str, items: str, count: int, most: int) -> str:
    more = f"<li>……共 {count} 条</li>" if count > most else ""
    return (
        f"<details><summary>{label}（{count}）</summary><ul>{items}{more}</ul></details>"
        if items
        else ""
    )


def published(edition: Edition) -> str:
    return told(f"已发布（published）：第 {edition.number} 次，{'；'.join(edition.what)}")


# ------------------------------------------------------------------------------------- retrieval


def found(hits: Sequence[Hit]) -> str:
    if not hits:
        return "<p>没有找到 <small lang='en'>nothing found</small></p>"
    return f'<ol class="hits">{"".join(map(_hit, hits))}</ol>'


def _hit(hit: Hit) -> str:
    page = f" 第{hit.passage.page}页" if hit.passage.page is not None else ""
    place = f"{hit.document}{page} {hit.article or ''}"
    signals = {"总分 score": hit.score, **hit.signals}
    scores = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value:.3g}</dd></div>" for name, value in signals.items()
    )
    return (
        f"<li><b>{escape(place)}</b>"
        f'<dl class="signals">{scores}</dl><p>{escape(_short(hit.passage.text, 2 * LONGEST))}</p></li>'
    )


# ------------------------------------------------------------------------------------- parts


def _head(*names: str) -> str:
    cells = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    return f"<tr>{cells}</tr>"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}……"
