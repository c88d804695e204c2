"""The words of a sentence against those of its quotes: what is new, what is opposite, what is negated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby

from rag.answer.check.lexicon import MORPHEMES, SHORT_FORMS, alike, apart, free, light
from rag.search.fold import CHINESE, in_pairs

_NEW, _TILE, _LIKE, _SHORT, _FREE, _LIGHT = 1.0, 0.01, 0.03, 0.12, 0.1, 0.2
_LIGHT_SHARE = 0.2
"""Of a sentence's characters so many may be everyday words that stand for nothing in the quotes."""
_LONGEST = 12
_SHORTENED_WITHIN = 6
"""Characters in which a shortened word's own must stand (女工 in 女职工)."""

NEGATIONS = re.compile(
    "不得不|不得|不准|不许|禁止|严禁|无法|没法|没办法|不能够?|没能|未能|难以|没有|并未|并非|并不|尚未|从未|未曾|不曾|[没未勿]"
)
# Words that only look negated; they may be added, where taking the 不 out does not restore the quote.
_HARMLESS_TEXT = """
不断 不仅 不但 不同 不论 不管 无论 不过 不久 无偿 未来 不少 不只 不光 不错 不愧 不时 不停 不懈 不禁 不等 不一样
"""
_HARMLESS = tuple(_HARMLESS_TEXT.split())
_NEGATED = re.compile("[不无非]")
NUMERALS = "一二三四五六七八九十百千"


def new_words(masked: str, support: str) -> list[str]:
    """What of a sentence neither stands in the support nor is a word for something in it.

    The cheapest way to cover the sentence by pieces of two and more characters of the support, by
    words that may stand for one in it, by words that need no support, and by a few light ones.
    """
    masked, support = _negated(masked), f"{support}\n{_negated(support)}"
    runs = re.findall("[\u3400-\u9fff]+", masked)
    covers = [_cover(run, support) for run in runs]
    found = [word for cover in covers for word in _joined(cover, _NEW)]
    put_in = [word for cover in covers for word in _joined(cover, _LIGHT)]
    too_many = sum(map(len, put_in)) > _LIGHT_SHARE * sum(map(len, runs))
    return found or (put_in if too_many else [])


def _cover(run: str, support: str) -> list[tuple[str, float]]:
    """Its pieces, each with what it costs."""
    best: list[tuple[float, int, float]] = [(0.0, 0, 0.0)]
    for end in range(1, len(run) + 1):
        cheapest = (best[end - 1][0] + _NEW, end - 1, _NEW)
        for start in range(max(0, end - _LONGEST), end):
            cost = _cost(run[start:end], support)
            if cost is not None and best[start][0] + cost < cheapest[0]:
                cheapest = (best[start][0] + cost, start, cost)
        best.append(cheapest)
    found, at = [], len(run)
    while at:
        _, start, cost = best[at]
        found.append((run[start:at], cost))
        at = start
    return found[::-1]


def _joined(cover: list[tuple[str, float]], cost: float) -> list[str]:
    """The stretches of pieces that cost so much."""
    groups = groupby(cover, key=lambda piece: piece[1] == cost)
    return ["".join(word for word, _ in pieces) for same, pieces in groups if same]


def _cost(piece: str, support: str) -> float | None:
    if len(piece) > 1 and piece in support:
        return _TILE
    if len(piece) == 1 and piece in _alone(support):
        return _LIKE  # it stands alone there too: 市、州, or what a number leaves of a word
    if piece == "不" and _NEGATED.search(support):
        return _LIKE  # held to the quotes' own by `negation`
    if any(other in support for other in alike().get(piece, ())):
        return _LIKE
    if (short := SHORT_FORMS.get(piece)) and re.search(f"[在赴驻来抵离返援入至到]{short}", support):
        return _LIKE
    if piece in free():
        return _FREE
    if piece in MORPHEMES and piece in support:
        return _SHORT
    if any(_stands(plain, support) for plain in _plainer(piece)):
        return _SHORT
    if piece in light():
        return _LIGHT
    near = len(piece) in (2, 3) and all(character in support for character in piece)
    if near and _shortened(piece).search(support):
        return _SHORT * len(piece)
    return None


def _stands(word: str, support: str) -> bool:
    written = any(other in support for other in alike().get(word, ()))
    return written or word in free() or (len(word) > 1 and word in support)


def _plainer(piece: str) -> Iterator[str]:
    """What a word says that is said at more length: 查 of 查完, 查 of 查查, 开会 of 开了会, 踏实 of 踏踏实实."""
    if len(piece) == 2 and (piece[1] in _COMPLETED or piece[0] == piece[1]):
        yield piece[0]
    if len(piece) in (3, 4) and piece[1] in "了过着":
        yield piece[0] + piece[2:]
    if len(piece) == 4 and piece[0] == piece[1] and piece[2] == piece[3]:
        yield piece[0] + piece[2]


_COMPLETED = "完妥牢稳透掉清紧细懂"


def unheard(masked: str, support: str, spans: list[tuple[int, int]]) -> str | None:
    """A word that changes what is said, though its characters stand here and there: 落选 of 落实 and 推选.
    `spans` are of bounds."""
    for pattern, _ in kinds():
        for word in pattern.findall(_blank(masked, spans)):
            like = (word, *alike().get(word, ()))
            if len(word) > 1 and word not in free() and not any(each in support for each in like):
                return f"not in the quotes: {word}"
    return None


@lru_cache(maxsize=64)
def _alone(support: str) -> frozenset[str]:
    return frozenset(re.findall("(?<![\u3400-\u9fff])[\u3400-\u9fff](?![\u3400-\u9fff])", support))


@lru_cache(maxsize=4096)
def _shortened(word: str) -> re.Pattern[str]:
    """Its characters in order, close together, with no mark, numeral or 不 between."""
    room = _SHORTENED_WITHIN - len(word)
    return re.compile(f"[^\\W\\d不没未副{NUMERALS}]{{0,{room}}}?".join(map(re.escape, word)))


_DONE = re.compile(
    "已|(?<!为)了(?!解)|(?<![通超经])过|完成|结束|落幕|帷幕|闭幕|收官|竣工|圆满|目前|截[至止]|累计|至今|如今|现[有已在任为]"
)


_INTENDED = re.compile(
    "(?<![主重需必首])要(?![求素点])|拟(?!定)|将|计划|规划|力争|推进|推动|倡导|提倡|号召|鼓励|申报|筹|希望|争取"
    "|(?<![适相])应(?![用急对邀])|需(?!求)|预计|准备|打算|谋划"
)


def done(sentence: str, support: str) -> str | None:
    """已经 of what the quotes only intend."""
    if "已经" not in sentence or _DONE.search(support) or not _INTENDED.search(support):
        return None
    return "not said to be done: 已经"


_WILL = re.compile(
    "将(?=[于在会要再]|[举召开]|[建评派发颁][^,。;]?|办|投入|启动|推出|成立|出台|参加|获)"
)
_TO_COME = re.compile("将|拟|计划|预计|要(?!求)|力争|争取|准备|打算|规划|筹|即|明年|下一步|届时")


def to_come(sentence: str, support: str) -> str | None:
    """将举办 of what the quotes say was done; not 将…送到, which says what is done with a thing."""
    found = _WILL.search(sentence)
    return f"a plan put in: {found[0]}" if found and not _TO_COME.search(support) else None


def renumbered(sentence: str, support: str) -> str | None:
    """A numeral inside a word that is another one there, as in 五道梁: facts do not read these."""
    for match in re.finditer(f"(?<![{NUMERALS}])[{NUMERALS}](?=[\u3400-\u9fff]{{2}})", sentence):
        behind = sentence[match.end() : match.end() + 2]
        there = re.findall(f"([{NUMERALS}]){behind}", support)
        if there and match[0] not in there:
            return f"not in the quotes: {match[0]}{behind}"
    return None


@cache
def kinds() -> tuple[tuple[re.Pattern[str], tuple[frozenset[str], ...]], ...]:
    """Each group with a pattern that finds its longest words first (副主席 before 主席)."""
    found = []
    for sides in apart():
        words = sorted((word for side in sides for word in side), key=len, reverse=True)
        found.append((re.compile("|".join(map(re.escape, words))), sides))
    return tuple(found)


_SINCE = re.compile("(?<=[从自])([^,。;:!?]{1,14}?)开始")
"""从2014年开始: a date, and no beginning that somebody else ended."""


def opposite(sentence: str, support: str) -> str | None:
    """A word that stands where the quotes have another of its kind: one side is there more often than in
    the quotes, and another less often."""
    for pattern, sides in kinds():
        here = Counter(pattern.findall(_SINCE.sub(r"\1", sentence)))
        there = Counter(pattern.findall(support))
        times = [
            (sum(here[word] for word in side), sum(there[word] for word in side)) for side in sides
        ]
        more = next((side for side, (n, m) in zip(sides, times, strict=True) if n > m), None)
        less = next((side for side, (n, m) in zip(sides, times, strict=True) if n < m), None)
        if more and less:
            return f"another of its kind: {min(more & set(here))} for {min(less & set(there))}"
    return None


def negation(sentence: str, support: str, spans: list[tuple[int, int]]) -> str | None:
    """One 不 put in or left out. `spans` are of bounds such as 不少于, which numbers are held to."""
    here, there = _bare(_negated(_blank(sentence, spans))), _bare(_negated(support))
    for match in _NEGATED.finditer(here):
        if not _is_negated_there(here, match.start(), there):
            around = here[max(0, match.start() - 1) : match.start() + 2].strip()
            return f"negated, and not so in the quotes: {around}"
    return _left_out(here, there)


def _bare(text: str) -> str:
    """不“打烊” as “不打烊”."""
    return re.sub("[“”‘’\"']", "", text)


def _is_negated_there(here: str, at: int, there: str) -> bool:
    no, before, after = here[at], here[max(0, at - 1) : at], here[at + 1 : at + 2]
    put_in = before and after and before + after in there and before + no + after not in there
    if CHINESE.match(after):
        # 没有事故 (没有 is 不 by now) is 无事故.
        negated = re.compile(f"[不无非]{after}")
        if 0 < len(negated.findall(here)) <= len(negated.findall(there)):
            return not (put_in and CHINESE.match(before))
    if put_in:
        return False
    if here.startswith(_HARMLESS, at):
        return True
    words = {
        here[start:end] for start in range(max(0, at - 2), at + 1) for end in range(at + 1, at + 5)
    }
    if any(other in there for word in words for other in alike().get(word, ())):
        return True
    # One more than the quotes have is put in, wherever: 不可没能的 is not 不可能的.
    apart = re.search(f"不[^,。;、]{{1,6}}{re.escape(after)}", there) if after else None
    if no == "不" and apart and here.count(no) <= there.count(no):
        return True
    # Before a mark, as at a sentence's end; a blanked bound is no mark.
    return before + no in there and after != "\n" and not CHINESE.match(after)


_COPULAS = "是会能再应可用必想"
_NOT_BEING = re.compile(f"不[{_COPULAS}]")


def _left_out(here: str, there: str) -> str | None:
    for match in _NEGATED.finditer(there):
        at = match.start()
        before, after = there[max(0, at - 1) : at], there[at + 1 : at + 3]
        joined = before + after[:1] if CHINESE.match(before) and CHINESE.match(after) else None
        if copula := _NOT_BEING.match(there, at):
            after = there[copula.end() : copula.end() + 2]
            joined = None
        negated = re.search(f"[不无非](?:[^,。;]{{1,6}}[和或及与、])?{re.escape(after[:1])}", here)
        for pair in (joined, after if re.fullmatch("[\u3400-\u9fff]{2}", after) else None):
            if pair is None:
                continue
            bare = re.compile(f"(?<![不无非])(?<!不[{_COPULAS}]){pair}")
            said, told = len(bare.findall(here)), len(bare.findall(there))
            if (said and not told and not negated) or (said > told and pair == joined):
                return f"not negated, and so in the quotes: {match[0]}{after}"
    return None


def _negated(text: str) -> str:
    return NEGATIONS.sub(lambda match: "" if match[0] == "不得不" else "不", text)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def pieces(text: str) -> set[str]:
    """Pairs of characters, marks aside."""
    return set(in_pairs(re.sub(r"[\W_]+", "", text)))


def singles(text: str) -> set[str]:
    """Single characters and pairs, for the little that stands around a date."""
    return pieces(text) | set(re.sub(r"[\W_]+", "", text))


def covered(here: str, there: str) -> bool:
    """Whether it is all words for some of the other's and words that may be put in, and not those only:
    领到各类 of 发放生活."""
    reached = {(0, False)}
    for start in range(len(here)):
        for end in range(start + 1, len(here) + 1):
            word = here[start:end]
            if any(other in there for other in alike().get(word, ())):
                reached |= {(end, True) for at, _ in reached if at == start}
            elif mild(word):
                reached |= {(end, like) for at, like in reached if at == start}
    return (len(here), True) in reached


def moved(here: str, said: str, place: tuple[int, int], told: str, put_in: str) -> bool:
    """为防疫投入 of 投入防疫资金: the word only left its own place in the same phrase, and what stood in
    `place` came nowhere else (`put_in` is what else is new)."""
    if len(here) < 2 or said.count(here) > told.count(here):
        return False
    start, end = place
    before, after = re.split(_PHRASES, told[:start])[-1], re.split(_PHRASES, told[end:])[0]
    return (here in before or here in after) and told[start:end] not in put_in


_PHRASES = "[，。；：、！？,;:!?和与及或向给]"


def mild(words: str) -> bool:
    return words in free() or all(character in free() for character in words)
