"""Records become HTML. Every word of a question or a document passes through `escape` here, so that
markup, markdown or formulas in a bulletin stay the text they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from rag.answer.cite import house_style
from rag.records import Answer, Bulletin, Citation, OpenedCitation

MARK = re.compile(r"(\S?)\[(\d{1,3})\]")
"""With the character before it, from which a mark must not be parted at the end of a line."""
CHINESE = re.compile("[\u3400-\u9fff]")
LONGEST_PREVIEW = 90
"""Characters of a nearest passage that are seen before it is unfolded."""

MODES = {"extractive": "摘录原文", "local": "本机模型", "server": "服务器模型"}
REASONS = {
    "nothing_found": "没有找到相关的段落",
    "weak_evidence": "找到的段落不足以回答",
    "other_name": "找到的内容说的是别的单位或人",
    "other_time": "找到的内容说的是别的时间",
    "off_topic": "这个问题不在材料的范围之内",
}

BECAME = {
    "moved": '这句话后来换了位置，下面是它现在的所在 <small lang="en">moved since it was shown</small>',
    "superseded": '这份材料后来改过，已没有这句话；下面是当时的原文 <small lang="en">superseded</small>',
    "withdrawn": '这份材料已撤下；下面是当时的原文 <small lang="en">withdrawn</small>',
}


@dataclass(frozen=True, slots=True)
class Nearby:
    """A passage that came near to the question: its first sentence as a citation, and all of it."""

    citation: Citation
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what has become of it so far."""

    question: str
    answer: Answer | None = None
    nearest: tuple[Nearby, ...] = ()
    """Only where the answer is a refusal."""
    problem: str | None = None
    """What went wrong, where there is no answer."""
    stopped: bool = False


# ------------------------------------------------------------------------------------- the page


def heading(bulletins: Sequence[Bulletin]) -> str:
    names = "".join(f"<li>{escape(_bulletin_name(each))}</li>" for each in bulletins)
    return (
        '<header class="top"><h1>简报问答 <small lang="en">Ask the bulletins</small></h1>'
        f"<details><summary>{len(bulletins)} 份材料 "
        f'<small lang="en">documents</small></summary><ul>{names}</ul></details></header>'
    )


def _bulletin_name(bulletin: Bulletin) -> str:
    return f"《{_one_line(bulletin.title)}》{bulletin.issue or ''}"


WELCOME = (
    '<div class="welcome"><p>用一句话提问，答案只取自材料原文，每一句都注明出处；'
    "点开编号，就能看到是哪一期、哪一篇、第几页。</p>"
    '<p lang="en">Every sentence of an answer is cited. Open a number to see where it stands.</p></div>'
)


def conversation(turns: Sequence[Turn]) -> str:
    shown = "".join(_turn(turn) for turn in turns) or WELCOME
    return f'<div class="turns" role="log" aria-label="问答（conversation）">{shown}</div>'


def _turn(turn: Turn) -> str:
    question = _one_line(turn.question)
    asked = f'<div class="question">{escape(question)}</div>' if question else ""
    return f'<section class="turn">{asked}{_understood(turn)}{_reply(turn)}</section>'


def _understood(turn: Turn) -> str:
    """A question that leant on the one before, as it was completed: so that it can be corrected."""
    whole = str(turn.answer.trace.get("question") or "") if turn.answer else ""
    if not whole or turn.answer is None or _one_line(whole) == _one_line(turn.answer.question):
        return ""
    note = '理解为 <small lang="en">understood as</small>'
    return f'<p class="meta understood">{note} “{escape(_one_line(whole))}”</p>'


def _reply(turn: Turn) -> str:
    if turn.problem is not None:
        return f'<div class="reply problem" role="alert">{escape(turn.problem)}</div>'
    answer = turn.answer
    stopped = '<p class="meta">已停止 <small lang="en">stopped</small></p>' if turn.stopped else ""
    if answer is None:
        waiting = '<p class="waiting">正在查找材料…</p>'
        return f'<div class="reply">{stopped or waiting}</div>'
    if answer.refused:
        return _refusal(answer, turn.nearest)
    growing = "" if answer.finished or turn.stopped else " growing"
    text = f'<div class="text{growing}">{_with_marks(answer)}</div>'
    return f'<div class="reply">{text}{_sources(answer)}{stopped or _meta(answer)}</div>'


def _with_marks(answer: Answer) -> str:
    """The text with its [n] as links. A number that names no citation stays as it is."""
    by_number = {cited.n: cited for cited in answer.citations}
    parts, start = [], 0
    for match in MARK.finditer(answer.text):
        if cited := by_number.get(int(match[2])):
            mark = _link(cited, str(cited.n), "mark")
            tail = f'<span class="tail">{escape(match[1])}{mark}</span>'
            parts += [escape(answer.text[start : match.start()]), tail]
            start = match.end()
    return "".join([*parts, escape(answer.text[start:])])


def _link(cited: Citation, inner: str, kind: str) -> str:
    label = escape(f"引文 {cited.n}：{house_style(cited)}")
    return (
        f'<a class="{kind}" href="{address(cited.id)}" data-cite="{escape(cited.id)}"'
        f' aria-label="{label}" title="{label}">{inner}</a>'
    )


def address(citation_id: str) -> str:
    """The citation's permanent address on this server."""
    return f"/?cite={quote(citation_id, safe='')}"


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    items = "".join(
        f"<li>{_link(cited, f'<b>{cited.n}</b><span>{escape(house_style(cited))}</span>', 'source')}</li>"
        for cited in answer.citations
    )
    return f'<ul class="sources" aria-label="出处（sources）">{items}</ul>'


def _meta(answer: Answer) -> str:
    if not answer.finished:
        return ""
    model = str(answer.trace.get("model") or "")
    mode = escape(MODES.get(answer.mode, answer.mode) + (f"（{model}）" if model else ""))
    return (
        f"{_notes(answer)}"
        f'<p class="meta">{mode} · {answer.seconds:.2f} 秒{_copy(_as_text(answer), "复制回答")}</p>'
    )


def _notes(answer: Answer) -> str:
    """What a reader should know of the answer that is not in it."""
    notes = []
    if answer.trace.get("failed"):
        notes.append(
            '语言模型没有答完，以上是原文摘录 <small lang="en">the model failed; these are quotes</small>'
        )
    if answer.citations and not CHINESE.search(answer.question):
        notes.append('<span lang="en">Quoted in Chinese, as it stands in the bulletins.</span>')
    return "".join(f'<p class="meta note">{note}</p>' for note in notes)


def _as_text(answer: Answer) -> str:
    """What is copied: the citations go along, so that they are not lost in a letter."""
    sources = [f"[{cited.n}] {house_style(cited)}" for cited in answer.citations]
    return "\n".join([answer.text, "", *sources])


def _refusal(answer: Answer, nearest: Sequence[Nearby]) -> str:
    reason = REASONS.get(answer.reason or "")
    why = f'<p class="why">{escape(reason)}。</p>' if reason else ""
    items = "".join(_nearby(each) for each in nearest)
    listed = f'<h3>最接近的段落 <small lang="en">nearest passages</small></h3><ol>{items}</ol>'
    return (
        '<div class="reply refused"><h2>没有找到答案 <small lang="en">no answer found</small></h2>'
        f"{why}<p>{escape(answer.text)}</p>{listed if items else ''}</div>"
    )


def _nearby(each: Nearby) -> str:
    place = _link(each.citation, escape(house_style(each.citation)), "place")
    text = _one_line(each.text)
    if len(text) <= LONGEST_PREVIEW:
        return f"<li>{place}<p>{escape(text)}</p></li>"
    preview = escape(text[:LONGEST_PREVIEW])
    return f"<li>{place}<details><summary><span>{preview}……</span></summary><p>{escape(text)}</p></details></li>"


def _one_line(text: str) -> str:
    return " ".join(text.split())


# ------------------------------------------------------------------------------------- the panel


def opened_citation(opened: OpenedCitation, around: int) -> str:
    """`around` is how much of the surroundings is given at most: as much means there is more."""
    cited = opened.citation
    facts = [
        ("刊物", f"《{_one_line(cited.title)}》{cited.issue or ''}"),
        ("日期", cited.date),
        ("编印", opened.publisher),
        ("文章", _one_line(cited.article or "")),
        ("作者", _one_line(opened.byline or "")),
        ("页码", page_label(cited)),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    before = "……" * (len(opened.before) >= around) + opened.before
    after = opened.after + "……" * (len(opened.after) >= around)
    reference = house_style(cited)
    became = BECAME.get(opened.status)
    note = f'<p class="became" role="note">{became}</p>' if became else ""
    return (
        f"{note}<dl>{rows}</dl>"
        '<blockquote class="around" tabindex="0" aria-label="原文（in its surroundings）">'
        f"{escape(before)}<mark>{escape(cited.quote)}</mark>{escape(after)}</blockquote>"
        f'<p class="reference">{escape(reference)}</p>'
        f'<p class="actions">{_copy(reference, "复制出处")}'
        f"{_copy(f'“{cited.quote.strip()}”（{reference}）', '复制原文和出处')}"
        f'<a href="{address(cited.id)}">永久地址 <small lang="en">permanent link</small></a></p>'
    )


def page_label(cited: Citation) -> str:
    if cited.page is None:
        return "未标页码"
    return f"第{cited.page}页{'（推定）' if cited.page_inferred else ''}"


def problem(message: str) -> str:
    return f'<p class="problem" role="alert">{escape(message)}</p>'


def _copy(text: str, label: str) -> str:
    return f'<button type="button" data-copy="{escape(text)}">{label}</button>'
