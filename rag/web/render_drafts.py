"""Drafts as HTML. Every word of a question, an answer or a reason is escaped, and no more than so much
of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rag.answer.cite import house_style, shortened
from rag.drafts import Draft
from rag.records import Citation
from rag.web.render import chinese
from rag.web.words import say

MOST_SHOWN = 50
SHORT, LONG = 160, 1000
"""Characters of a text in the list, and of one that is looked at."""


def listing(drafts: Sequence[Draft]) -> str:
    """The newest, each with a button that page.js listens to."""
    if not drafts:
        return f'<p class="soft">{say("没有待看的问题。")}</p>'
    items = "".join(
        f"<li>{_facts(each, SHORT)}"
        f'<button type="button" data-draft="{escape(each.id)}">{say("写答案")}</button></li>'
        for each in drafts[:MOST_SHOWN]
    )
    more = f'<p class="soft">{say("……共 {} 条", len(drafts))}</p>'
    return f'<ol class="drafts">{items}</ol>{more if len(drafts) > MOST_SHOWN else ""}'


def draft(each: Draft) -> str:
    """The one that is worked on."""
    return f'<div class="draft">{_facts(each, LONG)}</div>'


def _facts(each: Draft, longest: int) -> str:
    answered = say("没有找到答案") if each.refused else chinese(shortened(each.answered, longest))
    facts = [
        ("追问之前", chinese(shortened(" / ".join(each.turns), longest)) if each.turns else ""),
        ("回答", answered),
        ("理由", chinese(shortened(each.note, longest)) if each.note else ""),
        ("时间", escape(each.at[:20])),
    ]
    rows = "".join(f"<dt>{say(name)}</dt><dd>{value}</dd>" for name, value in facts if value)
    return f'<p class="asked-then">{chinese(shortened(each.question, longest))}</p><dl>{rows}</dl>'


def choice(cited: Citation) -> str:
    """Plain: a component shows it as text."""
    return f"{shortened(cited.quote, SHORT)}（{house_style(cited)}）"


def told(words: str, file: str = "") -> str:
    """`words` in marks."""
    where = f" <code>{escape(file)}</code>" if file else ""
    return f'<p role="status">{words}{where}</p>'
