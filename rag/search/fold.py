"""One spelling for what means the same, and the terms full text is made of.

For the search side only: what is shown is always the source. Both the passages and the question are
folded, so a rule need not be elegant; it has to do the same to both and must not merge two things.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

CHINESE = re.compile("[\u3400-\u9fff]")
"""A character that tells a Chinese text from an English one."""
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_PUNCTUATION = "\u3000-\u3004\u3008-\u303f“”‘’…—·"
# A PDF made with some fonts holds these look-alikes, which NFKC leaves as they are.
_RADICALS = dict(
    zip(
        "⻄⻅⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻰⺠⺟⻆⻁⻤",
        "西见贝车长门青页风飞食马鱼鸟麦黄齐龙民母角虎鬼",
        strict=True,
    )
)
# OpenCC decides these by the words they stand in; character by character, one spelling has to do.
_MERGED = dict(zip("瞭著藉覆衹牴", "了着借复只抵", strict=True))
# A circled number is a list mark: it must not grow together with the number behind it.
_CIRCLED = {chr(0x2460 + n): f" {n + 1} " for n in range(20)}
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff", "")

_SPACE_AT_CJK = re.compile(rf"(?<=[{_CJK}{_PUNCTUATION}]) | (?=[{_CJK}{_PUNCTUATION}])")
_THOUSANDS = re.compile(r"(?<![\d.])(?<!\d,)\d{1,3}(?:,\d{3})+(?!\d|,\d)")

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMERALS = "".join(_DIGITS) + "十百千万亿"
# Runs of one character are words far more often than numbers (一般, 统一, 三江源, 四个意识, 十分):
# they are read only before a month, an ordinal's counter, or, for 十, a plain counter.
_RUN = re.compile(
    rf"(?<![\d.])(?:[{_NUMERALS}]{{2,}}"
    r"|十(?=[个年月日届次名项天人件家余多])|(?<=月)[一二三四五六七八九十](?=[日号])"
    r"|(?<=第)[一二三四五六七八九十](?=[届次期批章条节号卷季])|[一二三四五六七八九](?=[月届])"
    r")(?P<year>(?=年))?"
)
_D = "[一二两三四五六七八九]"
_TENS = f"{_D}?十{_D}?"
_HUNDREDS = f"{_D}百(?:零{_D}|零?{_D}十{_D}?)?"
_THOUSANDS_READ = f"{_D}千(?:零(?:{_TENS}|{_D})|{_HUNDREDS})?"
_SECTION = f"(?:{_THOUSANDS_READ}|{_HUNDREDS}|{_TENS}|{_D})"
# 一万二 is 12,000 when spoken and no number in writing: a lone digit behind 万 needs its 零.
_LOW = f"(?:零(?P<ones>{_D})|零?(?P<low>{_THOUSANDS_READ}|{_HUNDREDS}|{_TENS}))"
_READ = re.compile(f"(?P<high>{_SECTION})(?P<unit>[万亿]){_LOW}?|{_SECTION}")
_SPELT = re.compile("[〇○零一二三四五六七八九]+")
_PERCENT = re.compile(rf"百分之(?:(\d+(?:\.\d+)?)|([{_NUMERALS}]+)(?:点([{''.join(_DIGITS)}]+))?)")

_TOKEN = re.compile(
    rf"(?P<cjk>[{_CJK}]+)|(?P<number>\d+(?:\.\d+)*)(?=(?P<next>%|[{_CJK}]|[a-z]+))?"
    rf"|(?P<word>[^\W\d_{_CJK}]+\d*)"
)


def fold(text: str) -> str:
    """Simplified, half-width, lower case, numbers in digits, no spaces beside Chinese."""
    text = text.translate(_table())
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text).translate(_table())
    text = " ".join(text.lower().split())  # first, so that the next pattern sees single spaces only
    text = _SPACE_AT_CJK.sub("", text)
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _PERCENT.sub(_percent, text)
    return _RUN.sub(lambda match: _read(match[0], match["year"] is not None), text)


def terms(text: str) -> list[str]:
    """The terms of a text, repeated as often as they occur.

    >>> terms("2024年海西州工会 Unions")
    ['2024', '2024年', '年', '海', '西', '州', '工', '会', '年海', '海西', '西州', '州工', '工会', 'union']
    """
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        if (run := match["cjk"]) is not None:
            found += _grams(run)
        elif (number := match["number"]) is not None:
            found.append(number)
            if (after := match["next"]) is not None:
                found.append(number + after)
        else:
            found.append(_singular(match["word"]))
    return found


def _grams(run: str) -> list[str]:
    """Each character and each pair.

    On the tune questions full text finds 0.84 in its first five; pairs alone find 0.75, and trigrams
    (0.81) or the words of jieba (0.84) beside them gain nothing, here or on DRCD and CMRC.
    """
    return [*run, *in_pairs(run)]


def in_pairs(text: str) -> list[str]:
    """Each two neighbouring characters, in their order."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class _Table(dict[int, str]):
    """For str.translate: asks OpenCC about a character when it is first met, and remembers.

    Character by character, with no phrases: 乾隆 becomes 干隆, in the question as in the text. That
    agrees even where one side was typed in the other script.
    """

    def __missing__(self, code: int) -> str:
        simplified: str = _converter().convert(chr(code))
        self[code] = simplified
        return simplified


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """In simplified script, and nothing else changed."""
    converted: str = _converter().convert(text)
    return converted


def in_traditional(text: str) -> bool:
    """Whether a character of it is written otherwise in simplified script."""
    return simplified(text) != text


@cache
def _table() -> _Table:
    return _Table(str.maketrans(_RADICALS | _MERGED | _CIRCLED | _INVISIBLE))


@lru_cache(maxsize=4096)
def _read(run: str, is_year: bool) -> str:
    """The number a run of numerals spells, or the run itself where it is none (十四五, 五一, 万一)."""
    if _SPELT.fullmatch(run):
        certain = any(c in run for c in "〇○零") or re.match("一[789]|二[〇○零]", run)
        if len(run) > 1 and (certain or is_year) and (len(run) == 4 or "〇" in run or "○" in run):
            return "".join(str(_DIGITS[c]) for c in run)
    match = _READ.fullmatch(run)
    if match is None:
        return run
    if (high := match["high"]) is None:
        return str(_section(run))
    if (low := match["low"] or match["ones"]) is None:
        return f"{_section(high)}{match['unit']}"  # 三万 agrees with 3万, and 1.2万 stays
    scale = 10_000 if match["unit"] == "万" else 100_000_000
    return str(_section(high) * scale + _section(low))


def _section(run: str) -> int:
    """The value of well-formed numerals below ten thousand."""
    total = pending = 0
    for character in run:
        if character in _PLACES:
            total += (pending or 1) * _PLACES[character]
            pending = 0
        else:
            pending = _DIGITS[character]
    return total + pending


def _percent(match: re.Match[str]) -> str:
    written, read, decimals = match.groups()
    if written is not None:
        return f"{written}%"
    if read == "百":
        return "100%"
    if not re.fullmatch(_SECTION, read):
        return match[0] if read != "零" else _decimal(0, decimals)
    return _decimal(_section(read), decimals)


def _decimal(whole: int, decimals: str | None) -> str:
    if decimals is None:
        return f"{whole}%"
    return f"{whole}." + "".join(str(_DIGITS[c]) for c in decimals) + "%"


def letters(text: str) -> str:
    """Folded, and without marks and white space: for looking up exact words however they are set."""
    return re.sub(r"[\W_]+", "", fold(text))
