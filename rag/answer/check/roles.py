"""Who did what to whom: the order of what stands around a verb, and which person did which thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rag.answer.check.lexicon import alike
from rag.answer.check.quantities import attached
from rag.answer.check.wording import covered, mild, moved, pieces

_VERBS_TEXT = """
帮助 支援 援助 慰问 看望 授予 表彰 表扬 批评 调研 指导 走访 捐赠 资助 赠送 领导 委托 邀请
采访 接待 陪同 战胜 超过 取代 监督 检查 考察 汇报 拜访 支持 救助 帮扶 教 服务 管理 组织 带领
任命 选举 推荐 起诉 培训 投资 拨付 借给 交给 送给 领先 高于 低于 多于 少于 隶属 依靠 向 对
给 由 被 比 带动 宣读 宣布 主持 投入 赴 前往 走进 来到 支付 来自 聘请 表示 要求 结对 引领
"""
_VERBS = tuple(_VERBS_TEXT.split())
_PASSIVE = re.compile("被|由|受到|得到|接受|获得|获赠")
_ROLE = "主席|书记|部长|主任|局长|组长|省长|市长|县长|州长|区长|会长|校长|院长|经理|董事长|常委|委员|秘书长|厅长|处长|科长|劳模|工匠"
_PERSON = re.compile(
    rf"(?:{_ROLE})(?P<a>[\u4e00-\u9fff·]{{2,4}}?)(?=同志|主持|出席|参加|宣|作|在|带|赴|一行|讲|说|表|指|强|[，,、。；;和与及等]|$)"
    r"|(?P<b>[\u4e00-\u9fff]{2,3})同志"
)
_NEAR = 24


def swapped(sentence: str, quotes: Sequence[str]) -> str | None:
    """Two sides of a verb that have changed places, the verb not having turned passive."""
    for verb in (verb for verb in _VERBS if verb in sentence):
        for here in _sides(sentence, verb):
            held = [sides for quote in quotes for sides in _sides(quote, verb)]
            if held and all(_crossed(here, there, verb) for there in held):
                return f"who did what differs: {verb}"
    return None


def recombined(sentence: str, quotes: Sequence[str]) -> str | None:
    """The beginning of one item of the quotes with the end of another: 甲在前、乙在后 told the other
    way round. Only an item that is all made of two, with nothing else in it."""
    items = [item for quote in quotes for item in re.split(_ITEMS, quote) if len(item) > 3]
    together = "\n".join(quotes)
    for item in re.split(_ITEMS, sentence):
        if len(item) < 5 or item in together:
            continue
        heads = [_common(item, other) for other in items]
        tails = [_common(item[::-1], other[::-1]) for other in items]
        head, tail = max(heads, default=0), max(tails, default=0)
        if head < 2 or tail < 2 or head + tail < len(item):
            continue
        ends = [(h, t, other) for h, t, other in zip(heads, tails, items, strict=True)]
        if any(h == head and t == tail for h, t, _ in ends):
            continue
        if any(
            f"{first}、{second}" in together
            for h, _, first in ends
            for _, t, second in ends
            if h == head == len(first) and t == tail
        ):
            continue  # 为稳住大盘、推动发展贡献力量, of which 推动发展 is left out
        begun = [other for h, _, other in ends if h == head]
        ended = [other for _, t, other in ends if t == tail]
        # Without a word in common they are no parallel items, but one phrase shortened in its middle.
        if any(pieces(one) & pieces(other) for one in begun for other in ended):
            return f"put together from two: {item}"
    return None


_ITEMS = "[、，；。：！？,;:!?]"


def replaced(sentence: str, quotes: Sequence[str]) -> str | None:
    """A word in another's place, though the quotes have it elsewhere: 省级 for 州级."""
    items = [item for quote in quotes for item in re.split(_ITEMS, quote) if len(item) > 3]
    together = "\n".join(quotes)
    for item in re.split(_ITEMS, sentence):
        if len(item) < 4 or item in together or not items:
            continue
        nearest = max(items, key=lambda other: len(pieces(other) & pieces(item)))
        for here, there, before, after in _exchanged(item, nearest):
            if not _may_replace(here, there, before, after):
                return f"another in its place: {here} for {there}"
    return None


def _exchanged(item: str, other: str) -> Iterator[tuple[str, str, str, str]]:
    """What stands for what, between words that both have."""
    steps = SequenceMatcher(None, item, other, autojunk=False).get_opcodes()
    for n, (kind, start, end, first, last) in enumerate(steps):
        here, there = item[start:end], other[first:last]
        if kind != "replace" or not _WORD.fullmatch(here) or not _WORD.fullmatch(there):
            continue
        changed = [each for each in steps if each[0] != "equal" and each[1] != start]
        put_in = "\n".join(item[each[1] : each[2]] for each in changed)
        if moved(here, item, (first, last), other, put_in):
            continue
        left = steps[n - 1][2] - steps[n - 1][1] if n else 0
        right = steps[n + 1][2] - steps[n + 1][1] if n + 1 < len(steps) else 0
        # Of one length, for there a word is exchanged; others are a phrase told otherwise.
        if len(here) == len(there) and left + right > 3 and (left and right or left + right > 4):
            yield here, there, item[:start], item[end:]


_WORD = re.compile("[\u3400-\u9fff]{1,4}")


def _may_replace(here: str, there: str, before: str, after: str) -> bool:
    for left in ("", before[-1:], before[-2:]):
        for right in ("", after[:1], after[:2]):
            if left + there + right in alike().get(left + here + right, ()):
                return True
    return mild(here) or covered(here, there)


def _common(one: str, other: str) -> int:
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n


_Sides = tuple[set[str], set[str], bool, str]


def _crossed(here: _Sides, there: _Sides, verb: str) -> bool:
    across = (here[0] & there[1] - there[0], here[1] & there[0] - there[1])
    if here[2] != there[2] and verb not in "被由":
        across = (here[0] & there[0] - there[1], here[1] & there[1] - there[0])
    if verb in "向给对" and len(pieces(there[3]) & here[0]) > 1 and not here[0] & there[0]:
        return True
    return len(across[0]) > 1 and len(across[1]) > 1


def _sides(text: str, verb: str) -> list[_Sides]:
    found = []
    for match in re.finditer(verb, text):
        before = re.split("[。；！？;!?]", text[max(0, match.start() - _NEAR) : match.start()])[-1]
        after = re.split("[。；，！？,;!?:]", text[match.end() : match.end() + _NEAR])[0]
        found.append((pieces(before), pieces(after), bool(_PASSIVE.search(before)), after[:6]))
    return found


def persons(text: str) -> list[tuple[str, int, int]]:
    return [
        (match[group], *match.span(group))
        for match in _PERSON.finditer(text)
        for group in ("a", "b")
        if match[group]
    ]


def misplaced(sentence: str, quotes: Sequence[str]) -> str | None:
    """A person with what another person of the quotes is or does."""
    known = {name for quote in quotes for name, _, _ in persons(quote)}
    if len(known) < 2:
        return None
    where = {
        name: [
            (quote, match.start(), match.end())
            for quote in quotes
            for match in re.finditer(re.escape(name), quote)
        ]
        for name in known
    }
    for name in known:
        for match in re.finditer(re.escape(name), sentence):
            rivals = [place for other in known - {name} for place in where[other]]
            if not attached(*match.span(), sentence, where[name], rivals, pieces):
                return f"another person's: {name}"
    return None


_POST = re.compile(f"(副?(?:{_ROLE}))([\u4e00-\u9fff·]{{2,4}})")


def another_post(sentence: str, quotes: Sequence[str]) -> str | None:
    """副书记陈刚 of 书记、主任陈刚: a post that the quotes do not have in front of the name."""
    known = {name for quote in quotes for name, _, _ in persons(quote)}
    told = [part for quote in quotes for part in re.split("[,。;，；]", quote)]
    for post, behind in _POST.findall(sentence):
        for name in (name for name in known if behind.startswith(name)):
            where = [part.partition(name)[0] for part in told if name in part]
            if any(where) and not any(re.search(f"(?<!副){post}", before) for before in where):
                return f"another post: {post}{name}"
    return None
