"""What belongs together in a quote and is parted in the sentence: a thing and its year, a body and its
level, what is said of some and of all, the two halves of one phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.answer.check.lexicon import alike
from rag.answer.check.wording import kinds, pieces
from rag.answer.facts import Date, Number, dates, numbers

_LEVELS = "国省市州县区乡镇村"
_ALL = re.compile("都(?!市)|均(?!衡)|全部|全都|一律|所有")
_AMONG = re.compile("其中[^。；;]*")
_CLAUSES = "[，。；！？,;!?]"
_OVER = re.compile(
    "(?:超过|超出|高于|多于|大于|领先|胜过)了?(?![\\d一二三四五六七八九十百千万两半])"
)
_OVER_THERE = re.compile("超|逾|突破|高于|多于|大于|领先|胜过|高出|多出")
_EVERY = re.compile("所有|全部|全体|一切|一律|无一例外")
_EVERY_THERE = re.compile(
    "所有|全部|全体|一切|一律|都(?!市)|(?<!平)均(?!衡)|每|凡|整|皆|普遍|全(?![国省州市县区总会力心])|各(?![级类种项地])"
)
_ONLY = re.compile("只(?!要|争|身|能)|仅(?!次)|唯一|单单")
_ONLY_THERE = re.compile("只|仅|唯|单|独|才|不过|全|均|都")
_CAUSE = re.compile("(?:因(?![此而])为?|由于)([^,。;而]{2,16})")
_CAUSE_THERE = re.compile("因|由于|源于|得益|致|使|由|受|为")
_SUM = re.compile("共|总|合计|累计")
_PHRASE = 4
"""Characters in a row that tell which part of a quote a sentence tells."""
_SHARED, _LONGEST, _END = 3, 12, 2
"""Characters that two phrases have in common, and those that tell them apart on either side."""
_LONGEST_WORD = 6
_ELSE = re.compile("[上次前后去今明当同]一?年|此前|之前|此后|之后|后来|随后")
"""What leads from one date to another without naming it."""
_HAN = re.compile("[\u3400-\u9fff]+")


def parted(sentence: str, quotes: Sequence[str]) -> str | None:
    """All folded."""
    support = "\n".join(quotes)
    return (
        _another_level(sentence, support)
        or _all_of_some(sentence, quotes)
        or _more_than_all(sentence)
        or _over(sentence, support)
        or _only(sentence, support)
        or _another_cause(sentence, quotes)
        or _all(sentence, support)
        or _in_all(sentence, quotes)
        or _another_date(sentence, quotes)
        or _undated(sentence, quotes)
        or _spliced(sentence, support)
        or _exchanged(sentence, support)
    )


def _another_level(sentence: str, support: str) -> str | None:
    """市州总工会 where the quotes have 省总工会 and no other."""
    for match in re.finditer(f"[{_LEVELS}](?=([\u3400-\u9fff]{{2}})(?!.?[{_LEVELS}]))", sentence):
        there = set(re.findall(f"(.|^){match[1]}", support))
        if there and match[0] not in there and there <= set(_LEVELS):
            return f"another level's: {match[0]}{match[1]}"
    return None


def _all_of_some(sentence: str, quotes: Sequence[str]) -> str | None:
    """都 of what the quotes say of 其中5家."""
    for clause in re.split(_CLAUSES, sentence):
        if not _ALL.search(clause):
            continue
        said = {number.value for number in numbers(clause)}
        for among in (match[0] for quote in quotes for match in _AMONG.finditer(quote)):
            some = numbers(among)
            if not some or {number.value for number in some} & said or _ALL.search(among):
                continue
            if len(pieces(clause) & pieces(among[some[0].end :])) >= _SHARED:
                return f"of all, and of some in the quotes: {clause}"
    return None


def _more_than_all(sentence: str) -> str | None:
    """165家，其中先进的1437家: no part is more than the whole."""
    for among in _AMONG.finditer(sentence):
        whole = numbers(sentence[: among.start()])[-1:]
        for part in numbers(among[0]):
            if any(each.unit == part.unit and each.value < part.value for each in whole):
                return f"more than all: {part.text}"
    return None


def _over(sentence: str, support: str) -> str | None:
    found = _OVER.search(sentence)
    if found and not _OVER_THERE.search(support):
        return f"compared, not so in the quotes: {found[0]}"
    return None


def _only(sentence: str, support: str) -> str | None:
    found = _ONLY.search(sentence)
    return (
        f"only, not so in the quotes: {found[0]}"
        if found and not _ONLY_THERE.search(support)
        else None
    )


def _another_cause(sentence: str, quotes: Sequence[str]) -> str | None:
    """因停产而亏损 of 因亏损而停产, and a cause of what the quotes give none for."""
    there = set[str]().union(
        *(pieces(each[1]) for quote in quotes for each in _CAUSE.finditer(quote))
    )
    for found in _CAUSE.finditer(sentence):
        if not any(map(_CAUSE_THERE.search, quotes)):
            return f"a cause put in: {found[0]}"
        here = pieces(found[1])
        if there and not here & there and here & pieces("".join(quotes)):
            return f"another cause: {found[0]}"
    return None


def _all(sentence: str, support: str) -> str | None:
    """所有分公司 of what the quotes count or say of some."""
    found = _EVERY.search(sentence)
    if found and not _EVERY_THERE.search(support):
        return f"of all, not so in the quotes: {found[0]}"
    return None


def _in_all(sentence: str, quotes: Sequence[str]) -> str | None:
    """共领到2000元 of a voucher's 2000元, where the quotes have their own 共计9.6万元."""
    there = [(quote, number) for quote in quotes for number in numbers(quote)]
    summed = [number for quote, number in there if _is_sum(quote, number)]
    for number in numbers(sentence):
        if not _is_sum(sentence, number):
            continue
        same = [(q, each) for q, each in there if each.value == number.value]
        if not any(_is_sum(q, each) for q, each in same) and any(
            each.unit == number.unit and each.value != number.value for each in summed if same
        ):
            return f"in all, and not so in the quotes: {number.text}"
    return None


def _is_sum(text: str, number: Number) -> bool:
    return bool(_SUM.search(re.split(_CLAUSES, text[: number.start])[-1]))


def _another_date(sentence: str, quotes: Sequence[str]) -> str | None:
    """A phrase that stands behind one date in a quote and behind another in the sentence."""
    here, together = dates(sentence), "\n".join(quotes)
    if not here or any(_behind(sentence, each) for each in here) or len(dates(together)) < 2:
        return None
    for quote in quotes:
        there = dates(quote)
        if any(_behind(quote, each) for each in there):
            continue
        for block in SequenceMatcher(None, sentence, quote, autojunk=False).get_matching_blocks():
            phrase = sentence[block.a : block.a + block.size]
            if block.size < _PHRASE or re.search(r"\d", phrase) or together.count(phrase) > 1:
                continue
            one, other = _last(here, block.a), _last(there, block.b)
            if one is None or other is None or _ELSE.search(sentence, one.end, block.a):
                continue
            if _differ(one, other):
                return f"another date's: {phrase}"
    return None


def _undated(sentence: str, quotes: Sequence[str]) -> str | None:
    """2017年当上经理 of 自2017年送外卖以来，从骑手到经理: said of a date by another clause than its own."""
    for date in dates(sentence):
        clause = _of_date(sentence, date)
        here, own, every = pieces(clause), set[str](), set[str]()
        for quote in quotes:
            every |= pieces(quote)
            for each in dates(quote):
                if not _differ(date, each):
                    own |= pieces(told := _of_date(quote, each)) | _told_again(clause, told)
        if own and not here & own and len(here & every) >= _SHARED:
            return f"another date's: {date.text}"
    return None


def _told_again(clause: str, told: str) -> set[str]:
    """The words of a clause that stand for one of another, in pairs: 上班 for 参加工作."""
    return {
        piece
        for start in range(len(clause))
        for end in range(start + 2, min(start + _LONGEST_WORD, len(clause)) + 1)
        if any(written in told for written in alike().get(clause[start:end], ()))
        for piece in pieces(clause[start:end])
    }


def _of_date(text: str, date: Date) -> str:
    """The clause it stands in, or the next where it stands alone."""
    start = max(text.rfind(mark, 0, date.start) for mark in "，。；！？,;!?") + 1
    after = re.split(_CLAUSES, text[date.end :])
    clause = text[start : date.start] + after[0]
    return clause if len(pieces(clause)) > 1 else clause + "".join(after[1:2])


def _behind(text: str, date: Date) -> bool:
    """Whether it stands behind what it dates, or is an end of a span: no telling what it governs."""
    return bool(
        re.match(r"$|[)）。；;至到—~-]", text[date.end :])
        or re.search(r"[至到—~-]$", text[: date.start])
    )


def _last(found: Sequence[Date], at: int) -> Date | None:
    return max((each for each in found if each.end <= at), key=lambda each: each.end, default=None)


def _differ(one: Date, other: Date) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _exchanged(sentence: str, support: str) -> str | None:
    """甲主办、乙承办 told as 甲承办: both words are the quotes', and each clause is nearer the other's."""
    told = re.split(_CLAUSES + "|\n", support)
    for pattern, sides in kinds():
        for clause in re.split(_CLAUSES, sentence):
            words = set(pattern.findall(clause))
            mine = [side for side in sides if words & side]
            if len(mine) != 1:
                continue
            own: set[str] = set()
            other: set[str] = set()
            for each in told:
                there = set(pattern.findall(each))
                if there & mine[0] and not there - mine[0]:
                    own |= pieces(each)
                elif there and not there & mine[0]:
                    other |= pieces(each)
            here = pieces(clause)
            if own and len(here & own - other - words) == 0 and len(here & other - own) >= _SHARED:
                return f"another of its kind: {clause}"
    return None


def _spliced(sentence: str, support: str) -> str | None:
    """The beginning of one phrase with the end of another, joined at what they share: 甲缴纳五险、
    乙缴纳五险一金 told as 甲缴纳五险一金."""
    for run in _HAN.findall(sentence):
        for start in range(_END, len(run) - _SHARED - _END + 1):
            left = run[start - _END : start]
            for end in range(start + _SHARED, min(len(run) - _END, start + _LONGEST) + 1):
                shared = run[start:end]
                if left + shared not in support:
                    break
                right = run[end : end + _END]
                if shared + right not in support or left + shared + right in support:
                    continue
                if re.search(f"{left}{shared}[\u3400-\u9fff]", support) and re.search(
                    f"[\u3400-\u9fff]{shared}{right}", support
                ):
                    return f"put together from two: {left}{shared}{right}"
    return None
