"""Records become HTML. Every word of a question or a document passes through `escape` here, so that
markup, markdown or formulas in a bulletin stay the text they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

from rag.answer.cite import house_style, one_line
from rag.answer.note import NOTE, broken_off, without_note
from rag.answer.refuse import NEAREST, NONE, parts_of
from rag.history import Entry
from rag.records import Answer, Bulletin, Citation, bulletin_name
from rag.search.fold import CHINESE
from rag.steps import STEPS
from rag.web.export import as_markdown, as_text, sources
from rag.web.render_citation import address, copy_button
from rag.web.words import say, trouble

MANY = re.compile(r"(.*)等 (\d+) 份", re.DOTALL)
MARK = re.compile(r"(\S?)\[(\d{1,3})\]")
"""With the character before it, from which a mark must not be parted at the end of a line."""
LONGEST_PREVIEW = 90
"""Characters of a nearest passage that are seen before it is unfolded."""

MOST_IN_TRACE = 5
MODES = {"extractive": "摘录原文", "local": "本机模型", "server": "服务器模型"}
REASONS = {
    "nothing_found": "没有找到相关的段落。",
    "weak_evidence": "找到的段落不足以回答。",
    "other_name": "找到的内容说的是别的单位或人。",
    "other_time": "找到的内容说的是别的时间。",
    "off_topic": "这个问题不在材料的范围之内。",
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
    further: tuple[str, ...] = ()
    """Questions that may follow, and that have an answer."""
    as_of: str = ""
    """The newest bulletin that was there when it was answered."""
    ahead: int = 0
    """How many answers must end before this one begins."""

    @property
    def is_kept(self) -> bool:
        """In the history: what was stopped, or went wrong, is on the screen alone."""
        return self.answer is not None and self.answer.finished


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: the conversation's name in the history, and the answer's number."""

    conversation: str
    n: int


# ------------------------------------------------------------------------------------- the page


def heading(bulletins: Sequence[Bulletin]) -> str:
    names = "".join(f"<li>{escape(bulletin_name(each))}</li>" for each in bulletins)
    return (
        f'<header class="top"><h1>{say("简报问答")}</h1>'
        f'<button type="button" id="open-history">{say("以前的对话")}</button>'
        f"<details><summary>{say('{} 份材料', len(bulletins))}</summary>"
        f'<ul lang="zh-CN">{names}</ul></details>{LANGUAGES}</header>'
    )


LANGUAGES = (
    '<nav class="languages" aria-label="语言 Language">'
    f'<a data-language="zh" href="/?lang=zh" lang="zh-CN" aria-current="{say("true")}">中文</a>'
    f'<a data-language="en" href="/?lang=en" lang="en" aria-current="{say("false")}">English</a></nav>'
)
WELCOME = (
    f'<div class="welcome"><p>{say("用一句话提问，答案只取自材料原文，每一句都注明出处。")}</p>'
    f"<p>{say('点开编号，就能看到是哪一期、哪一篇、第几页。')}</p></div>"
)


def conversation(turns: Sequence[Turn], name: str = "", first: int = 0) -> str:
    """`name` is the conversation's in the history, `first` how many of it stand before these."""
    before = accumulate((turn.is_kept for turn in turns), initial=first)
    shown = "".join(_turn(turn, Place(name, n)) for turn, n in zip(turns, before, strict=False))
    kept = first > 0 or any(turn.is_kept for turn in turns)
    return (
        f'<div class="turns" role="log" aria-label="{say("问答")}" data-chat="{escape(name)}">'
        f"{shown or WELCOME}{_whole(name) if kept else ''}</div>"
    )


def _whole(name: str) -> str:
    """The conversation to take away, once something of it is kept."""
    if not name:
        return ""
    address = f"/export/{escape(name)}.docx"
    return f'<p class="further"><a href="{address}" download>{say("整段对话存为 Word")}</a></p>'


def _turn(turn: Turn, place: Place) -> str:
    question, whole = one_line(turn.question), _completed(turn)
    edit = f'<button type="button" class="edit" data-edit="{escape(whole or question)}" aria-label="{say("改一改再问")}">{say("改问")}</button>'
    asked = f'<div class="asked">{edit}<div class="question">{escape(question)}</div></div>'
    seen = say("理解为“{}”", escape(whole))
    understood = f'<p class="meta understood">{seen}</p>' if whole else ""
    leant = str(turn.answer.trace.get("leant") or "") if turn.answer else ""
    if leant:
        article = say("接着上一个回答，先看它所引的“{}”", escape(one_line(leant)))
        understood += f'<p class="meta understood">{article}</p>'
    return f'<section class="turn">{asked if question else ""}{understood}{_reply(turn, place)}</section>'


def _completed(turn: Turn) -> str:
    """A question that leant on the one before, as it was completed: so that it can be corrected."""
    whole = one_line(str(turn.answer.trace.get("question") or "")) if turn.answer else ""
    return "" if turn.answer is None or whole == one_line(turn.answer.question) else whole


def _reply(turn: Turn, place: Place) -> str:
    if turn.problem is not None:
        return f'<div class="reply problem" role="alert">{trouble(turn.problem)}</div>'
    answer = turn.answer
    stopped = f'<p class="meta">{say("已停止")}</p>' if turn.stopped else ""
    if answer is None:
        queued = say("正在排队，前面还有 {} 个问题…", turn.ahead)
        waiting = queued if turn.ahead else say("正在查找材料…")
        waiting = f'<p class="waiting">{waiting}</p>'
        return f'<div class="reply">{stopped or waiting}</div>'
    if answer.refused:
        return _refusal(turn, answer, place)
    growing = "" if answer.finished or turn.stopped else " growing"
    text = f'<div class="text{growing}" lang="zh-CN">{_with_marks(answer)}</div>'
    return f'<div class="reply">{text}{_sources(answer)}{stopped or _meta(turn, answer, place)}</div>{_further(turn)}'


def _with_marks(answer: Answer) -> str:
    """The text with its [n] as links. A number that names no citation stays as it is."""
    by_number = {cited.n: cited for cited in answer.citations}
    text = without_note(answer.text)  # said below, in English
    parts, start = [], 0
    for match in MARK.finditer(text):
        if cited := by_number.get(int(match[2])):
            mark = _link(cited, str(cited.n), "mark")
            tail = f'<span class="tail">{escape(match[1])}{mark}</span>'
            parts += [escape(text[start : match.start()]), tail]
            start = match.end()
    return "".join([*parts, escape(text[start:])])


def _link(cited: Citation, inner: str, kind: str) -> str:
    label = say("引文 {}：{}", cited.n, escape(house_style(cited)))
    return (
        f'<a class="{kind}" href="{address(cited.id)}" data-cite="{escape(cited.id)}"'
        f' aria-label="{label}" title="{label}">{inner}</a>'
    )


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    items = "".join(f"<li>{_source(*each)}</li>" for each in sources(answer).items())
    return f'<ul class="sources" lang="zh-CN" aria-label="{say("出处")}">{items}</ul>'


def _source(reference: str, cited: Sequence[Citation]) -> str:
    """One link; or a link for each of those that stand there."""
    name = f"<span>{escape(reference)}</span>"
    if len(cited) == 1:
        return _link(cited[0], f"<b>{cited[0].n}</b>{name}", "source")
    marks = "".join(_link(each, str(each.n), "mark") for each in cited)
    return f'<div class="several">{marks} {name}</div>'


def _meta(turn: Turn, answer: Answer, place: Place) -> str:
    if not answer.finished:
        return ""
    model = str(answer.trace.get("model") or "")
    mode = say(MODES.get(answer.mode) or escape(answer.mode)) + (
        f" ({escape(model)})" if model else ""
    )
    as_of = f" · {say('材料截至 {}', chinese(turn.as_of))}" if turn.as_of else ""
    seconds = say("{} 秒", f"{answer.seconds:.2f}")
    return (
        f'{_notes(answer)}<p class="meta"><span>{mode} · {seconds}{as_of}</span></p>'
        f'<p class="meta actions">{copy_button(as_text(answer), say("复制"))}'
        f"{copy_button(as_markdown(answer), say('复制 Markdown'))}{_kept(place)}</p>{_trace(answer)}"
    )


def _kept(place: Place) -> str:
    """What can be done with an answer that is in the history."""
    if not place.conversation:
        return ""
    name = escape(place.conversation)
    word = f'<a href="/export/{name}/{place.n}.docx" download>Word</a>'
    rated = f'data-rate="{name}" data-n="{place.n}"'
    return (
        f'{word}<button type="button" {rated} data-good="1">{say("有用")}</button>'
        f'<button type="button" {rated} data-good="0">{say("没用")}</button>'
    )


def _trace(answer: Answer) -> str:
    """How the answer came about, for who wants to know."""
    trace = answer.trace
    scores = trace.get("scores")
    checks = trace.get("checks")
    facts: list[tuple[str, str]] = []
    if isinstance(scores, list) and scores:
        facts.append(("证据得分", "、".join(f"{score:.2f}" for score in scores)))
    if isinstance(checks, dict):
        facts.append(("核对无误", say("{} 句", checks.get("kept", 0))))
        facts += [
            ("扣下", chinese(f"{each['sentence']}（{each['why']}）"))
            for each in checks.get("withheld", ())
        ]
    seconds = trace.get("seconds")
    if isinstance(seconds, dict):
        took = [f"{seconds.get(step, 0.0):.2f}" for step in STEPS]
        facts.append(("用时", say("查找 {} 秒，取证 {} 秒，写答 {} 秒", *took)))
    facts += [
        ("段落", chinese(f"{hit.article or hit.document}　{hit.score:.3f}"))
        for hit in answer.retrieved[:MOST_IN_TRACE]
    ]
    if not facts:
        return ""
    rows = "".join(f"<dt>{say(name)}</dt><dd>{value}</dd>" for name, value in facts)
    return f'<details class="trace"><summary>{say("怎么得来的")}</summary><dl>{rows}</dl></details>'


def _further(turn: Turn) -> str:
    """What a vague question may mean, each to be asked, or what may be asked next."""
    choices = turn.answer.trace.get("choices") if turn.answer else None
    choices = [str(each) for each in choices] if isinstance(choices, list) else []
    questions = choices or turn.further
    if not questions:
        return ""
    asked = "".join(
        f'<button type="button" class="next" data-ask="{escape(question)}">{chinese(question)}</button>'
        for question in questions
    )
    return f'<p class="further">{say("问的是" if choices else "接着问")} {asked}</p>'


def _notes(answer: Answer) -> str:
    """What a reader should know of the answer that is not in it."""
    notes = []
    if note := broken_off(answer):
        notes.append(say(note))
    if answer.citations and CHINESE.search(answer.text) and not CHINESE.search(answer.question):
        notes.append(f'<span lang="en">{NOTE.strip()}</span>')
    return "".join(f'<p class="meta note">{note}</p>' for note in notes)


def _refusal(turn: Turn, answer: Answer, place: Place) -> str:
    reason = REASONS.get(answer.reason or "")
    if reason and answer.text.startswith(reason):  # said once
        reason = None
    why = f'<p class="why">{say(reason)}</p>' if reason else ""
    items = "".join(_nearby(each) for each in turn.nearest)
    kept = f'<p class="meta actions">{_kept(place)}</p>' if answer.finished else ""
    listed = f'<h3>{say("最接近的段落")}</h3><ol lang="zh-CN">{items}</ol>'
    return (
        f'<div class="reply refused"><h2>{say("没有找到答案")}</h2>'
        f"{why}<p>{_refused(answer.text)}</p>"
        f"{listed if items else ''}{kept}</div>"
    )


def _refused(text: str) -> str:
    if (parts := parts_of(text)) is None:
        return chinese(text)
    sentence, listed, nearest = parts
    names = say(NONE) if listed == NONE else chinese(listed)
    if match := MANY.fullmatch(listed):
        names = say("{}等 {} 份", chinese(match[1]), match[2])
    return say(sentence, names) + (say(NEAREST) if nearest else "")


def _nearby(each: Nearby) -> str:
    place = _link(each.citation, escape(house_style(each.citation)), "place")
    text = one_line(each.text)
    if len(text) <= LONGEST_PREVIEW:
        return f"<li>{place}<p>{escape(text)}</p></li>"
    preview = escape(text[:LONGEST_PREVIEW])
    return f"<li>{place}<details><summary><span>{preview}……</span></summary><p>{escape(text)}</p></details></li>"


def chinese(text: str) -> str:
    """Words of a document within words of ours."""
    return f'<span lang="zh-CN">{escape(text)}</span>'


# ------------------------------------------------------------------------------------- history


def history(entries: Sequence[Entry]) -> str:
    if not entries:
        return f'<p class="meta">{say("没有找到")}</p>'
    items = "".join(
        f'<li><a href="/?chat={escape(entry.id)}">{escape(one_line(entry.title))}</a>'
        f" <small>{escape(entry.at)}</small>"
        f'<button type="button" data-forget="{escape(entry.id)}"'
        f' aria-label="{say("删除“{}”", escape(one_line(entry.title)))}">{say("删除")}</button></li>'
        for entry in entries
    )
    return f"<ul>{items}</ul>"


def problem(message: str) -> str:
    return f'<p class="problem" role="alert">{trouble(message)}</p>'
