"""A citation as it is opened beside the answer, and what is said of one wherever it is named."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from rag.answer.cite import house_style, one_line
from rag.records import Citation, OpenedCitation, bulletin_name
from rag.web.words import say

BECAME = {
    "moved": "这句话后来换了位置，下面是它现在的所在",
    "superseded": "这份材料后来改过，已没有这句话；下面是当时的原文",
    "withdrawn": "这份材料已撤下；下面是当时的原文",
}


def opened_citation(opened: OpenedCitation, around: int) -> str:
    """`around` is how much of the surroundings is given at most: as much means there is more."""
    cited = opened.citation
    facts = [
        ("刊物", bulletin_name(cited)),
        ("日期", cited.date),
        ("编印", opened.publisher),
        ("文章", one_line(cited.article or "")),
        ("作者", one_line(opened.byline or "")),
    ]
    rows = "".join(
        f'<dt>{say(name)}</dt><dd lang="zh-CN">{escape(value)}</dd>'
        for name, value in facts
        if value
    )
    rows += f"<dt>{say('页码')}</dt><dd>{page_label(cited)}</dd>"
    before = "……" * (len(opened.before) >= around) + opened.before
    after = opened.after + "……" * (len(opened.after) >= around)
    reference = house_style(cited)
    became = BECAME.get(opened.status)
    note = f'<p class="became" role="note">{say(became)}</p>' if became else ""
    return (
        f"{note}<dl>{rows}</dl>"
        f'<blockquote class="around" lang="zh-CN" tabindex="0" aria-label="{say("原文")}">'
        f"{escape(before)}<mark>{escape(cited.quote)}</mark>{escape(after)}</blockquote>"
        f'<p class="reference" lang="zh-CN">{escape(reference)}</p>'
        f'<p class="actions">{copy_button(reference, say("复制出处"))}'
        f"{copy_button(f'“{cited.quote.strip()}”（{reference}）', say('复制原文和出处'))}"
        f'<a href="{address(cited.id)}">{say("永久地址")}</a>'
        f"{_in_article(opened)}</p>"
    )


def _in_article(opened: OpenedCitation) -> str:
    """Not of words that stand nowhere any more."""
    if opened.status not in ("unchanged", "moved"):
        return ""
    where = f"/?find={quote(house_style(opened.citation), safe='')}"
    return f'<a data-look href="{where}">{say("看全文")}</a>'


def page_label(cited: Citation) -> str:
    if cited.page is None:
        return say("未标页码")
    return page_name(cited.page, cited.page_inferred)


def page_name(number: int | None, inferred: bool = False) -> str:
    return "" if number is None else say("第{}页（推定）" if inferred else "第{}页", number)


def address(citation_id: str) -> str:
    """The citation's permanent address on this server."""
    return f"/?cite={quote(citation_id, safe='')}"


def copy_button(text: str, label: str) -> str:
    """`label` in marks."""
    return f'<button type="button" data-copy="{escape(text)}">{label}</button>'
