"""Numbers as a list's format writes them: 三, ③, iii, 叁, 丙."""

from __future__ import annotations

from itertools import groupby

MOST = 9999
"""Beyond it, as for formats that are not known, digits."""

_DIGITS = "〇一二三四五六七八九"
_COUNTING = ("零一二三四五六七八九", "", "十", "百", "千")
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "", "拾", "佰", "仟")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "", "拾", "佰", "仟")
_COUNTED = {
    "chineseCounting": _COUNTING,
    "chineseCountingThousand": _COUNTING,
    "taiwaneseCounting": _COUNTING,
    "taiwaneseCountingThousand": _COUNTING,
    "japaneseCounting": _COUNTING,
    "chineseLegalSimplified": _LEGAL,
    "ideographLegalTraditional": _LEGAL_TRADITIONAL,
}
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def numeral(number: int, form: str) -> str:
    """`form` is a w:numFmt of WordprocessingML."""
    if form == "none":
        return ""
    if not 0 < number <= MOST:
        return str(number)
    if form in _COUNTED:
        return _counted(number, *_COUNTED[form])
    if form in _SERIES and number <= len(_SERIES[form]):
        return _SERIES[form][number - 1]
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in ("lowerRoman", "upperRoman"):
        return _cased(_roman(number), form)
    if form in ("lowerLetter", "upperLetter"):  # z is followed by aa, and zz by aaa
        return _cased(chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1), form)
    if form == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    return f"{number:02}" if form == "decimalZero" else str(number)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _counted(number: int, digits: str, *units: str) -> str:
    """一百零五: of zeros side by side one is said, and none at the end."""
    places = [(int(digit), units[at]) for at, digit in enumerate(reversed(str(number)))]
    parts = []
    for is_zero, group in groupby(reversed(places), lambda place: place[0] == 0):
        parts.append(digits[0] if is_zero else "".join(digits[n] + unit for n, unit in group))
    text = "".join(parts).rstrip(digits[0])
    # 十二, not 一十二; the numerals of documents and cheques leave nothing out.
    return text[1:] if units[1] == "十" and 10 <= number < 20 else text
