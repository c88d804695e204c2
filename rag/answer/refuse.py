"""What is said when there is no answer: what was searched, and that the nearest passages follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.records import Answer, Bulletin, Hit

MOST_NAMED = 6


def refused(blank: Answer, reason: str, searched: Sequence[Bulletin]) -> Answer:
    """`blank` is the answer with nothing written yet."""
    text = refusal(reason, searched, blank.retrieved)
    return replace(blank, text=text, refused=True, reason=reason)


def refusal(reason: str, searched: Sequence[Bulletin], nearest: Sequence[Hit]) -> str:
    names = [f"《{bulletin.title}》{bulletin.issue or ''}" for bulletin in searched]
    listed = "、".join(dict.fromkeys(names[:MOST_NAMED]))
    if len(names) > MOST_NAMED:
        listed += f"等 {len(names)} 份"
    if reason == "off_topic":
        return f"这个问题不在材料的范围之内。我只按这些材料回答问题：{listed or '（没有材料）'}。"
    text = f"在所查的材料里没有找到答案。查找范围：{listed or '（没有材料）'}。"
    return f"{text}最接近的段落列在下面。" if nearest else text
