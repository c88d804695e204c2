"""What is said when there is no answer: what was searched, and that the nearest passages follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.records import Answer, Bulletin, Hit, bulletin_name

MOST_NAMED = 6
NOT_FOUND = "在所查的材料里没有找到答案。查找范围：{}。"
OFF_TOPIC = "这个问题不在材料的范围之内。我只按这些材料回答问题：{}。"
NEAREST = "最接近的段落列在下面。"
NONE = "（没有材料）"


def refused(blank: Answer, reason: str, searched: Sequence[Bulletin]) -> Answer:
    """`blank` is the answer with nothing written yet."""
    text = refusal(reason, searched, blank.retrieved)
    return replace(blank, text=text, refused=True, reason=reason)


def refusal(reason: str, searched: Sequence[Bulletin], nearest: Sequence[Hit]) -> str:
    names = [bulletin_name(bulletin) for bulletin in searched]
    listed = "、".join(dict.fromkeys(names[:MOST_NAMED]))
    if len(names) > MOST_NAMED:
        listed += f"等 {len(names)} 份"
    if reason == "off_topic":
        return OFF_TOPIC.format(listed or NONE)
    return NOT_FOUND.format(listed or NONE) + NEAREST * bool(nearest)


def parts_of(text: str) -> tuple[str, str, bool] | None:
    """The sentence of a refusal, what it lists, and whether passages follow: for who says it in
    another language. None where the text is another one, as an old conversation may have."""
    bare = text.removesuffix(NEAREST)
    for sentence in (NOT_FOUND, OFF_TOPIC):
        before, after = sentence.split("{}")
        if bare.startswith(before) and bare.endswith(after):
            return sentence, bare[len(before) : -len(after)], bare != text
    return None
