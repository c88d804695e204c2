"""What a question turns on and what no evidence may lack: years, ordinals, places.

A figure of 2022 does not answer about 2023, nor the sixth congress about the seventh. 去年 is the year
before the bulletin's own; 前一届 holds nothing to compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rag.search.days import Day, days, months
from rag.search.fold import fold
from rag.search.places import named

YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?<![\d第这近过前后满约共整几数上])([123]\d)年(?![来间内里前后])"
)
"""A year in four digits, or in two as it is said: 22年. 近10年, 20年来 and 几十年 are stretches of time."""
_TOLD = re.compile(r"(?<![\d比较由从自])(?:19|20)\d\d(?=年(?!以来|起|底的)|[-—~至]\d+年)")
"""A year in which something happened, not one that it is compared with or goes back to. In print 10年 is how
long something took."""
_COMPARED_YEAR = re.compile(
    r"(?<=[比较由从自])(?:19|20)\d\d(?=年)|(?:19|20)\d\d(?=年(?:以来|起|底的))"
)
_WHOLE = re.compile(r"(?:全省|我省|全国)[^,，。;；]{0,12}\d")
"""A figure of more than the place that is asked about."""
_UNTIL_NOW = re.compile("截[至止]|至今|目前|如今")
_CLAUSE = re.compile("[^,;]+")
_SUMMED_UP = re.compile(f"{_UNTIL_NOW.pattern}|(?<!今年)以来|累计")
_THAT_YEAR = re.compile(r"\d{4}年(?:全年|一整?年|当年|[这那]一?年)|\b\d{4} alone\b")
"""What one year brought is not what all of them did."""
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_STEPS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1,
          "this year": 0, "last year": -1, "next year": 1}  # fmt: skip
_RELATIVE = re.compile(rf"(?<![大以之年目此如证说日])(?:{'|'.join(_STEPS)})(?![级纪])")
_COMPARED_WITH = re.compile(rf"[比较由从自](?:{'|'.join(_STEPS)})")
_RECENT = re.compile(
    r"(?:[近这]|最近|过去)(?:的)?(?P<years>\d{1,2}|[两二三四五六七八九])年|(?:last|past) (?P<of>\d{1,2}) years"
)
_STRETCH = re.compile(
    r"(?:近|过去)(\d{1,2}|[两二三四五六七八九])年|(?<![\d第])(\d{1,2}|[两二三四五六七八九])年来"
)
_SPELT = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?年")
"""Nobody spells the year 2010 so; folded, it could not be told from 10年."""
_REPORT = re.compile(r"(?:19|20)\d\d年度?的?[\u4e00-\u9fff]{0,6}?报告(?![会员人了])")
"""Named by the year in which it was given: it tells of the one before as well."""
_HONOURED = re.compile(
    r"(?:19|20)\d\d年度?的?[\u4e00-\u9fff]{0,6}?(?:劳模|劳动模范|先进工作者|(?:模范|先进)集体|工匠)(?![^,。?]{0,2}(?:是谁|有|评|几|多少|哪))"
    r"|\b(?:19|20)\d\d (?:[a-z]+ ){0,2}(?:model (?:worker|collective)|advanced (?:worker|collective))"
)
"""Called so in that year for what was done before it."""
_HEADED = re.compile(
    r"\d{4}年(?:度|[的上下半全]*)?(?:[\u4e00-\u9fff]{0,4})?(?:工作|情况|回顾|总结|任务|安排|部署|重点|计划)"
)
_HEADED_SO = re.compile(
    r"(去年|上年|过去一年|今年|本年)[\u4e00-\u9fff]{0,6}(?:工作|情况|回顾|总结|任务|安排|部署|重点)"
)
_QUOTED = re.compile("《[^》]*》|“[^”]*”")
OPENING = 12
"""Characters in which a paragraph says when all of it happened: 2022年，…"""
ORDINAL = re.compile(r"第(\d+)(?:次|届|卷|批|期)")
COUNTED = re.compile(
    r"第(\d+)([\u4e00-\u9fff])|(?<![\d第])(\d+)(届|次)(?=全会|会议|委员会|代表|大会|\d+次)"
)
"""One of a numbered series, with or without 第: 第15指导组, 20届4次全会."""
_FIRST = re.compile("首届|头一?届")
_SPELT_SESSION = re.compile("[一二三四五六七八九](?=次(?:全会|、[一二三四五六七八九]次全会))")
_NUMERALS = {numeral: str(n) for n, numeral in enumerate("一二三四五六七八九", 1)}
_GRADE = re.compile("([特一二三四])(等[奖功])")
_NAMED = re.compile(r"第(\d+)(届|次|批|期)([\u4e00-\u9fff]{4})")
_TITLE = re.compile("《([^《》]{6,60})》")
_ALIKE = 0.75
"""How much two titles share, by difflib: 经济思想学习纲要 and 文化思想学习纲要 0.86."""
_ENGLISH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
            "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10"}  # fmt: skip
_CONTEST = re.compile(
    rf"\b(?:the|its|their) ({'|'.join(_ENGLISH)}) (?:[\w'’-]+ ){{0,6}}(?:contest|competition|tournament|festival|forum)\b"
)
_N = r"(\d{1,2}|[一二三四五六七八九十])"
GRADES = re.compile(
    rf"(?<![\d第一二三四五六七八九十]){_N}级(?:[至到—-]{_N}级)?(?=伤残|残疾|[的和、与]|$)"
)
"""One of several grades, 三级伤残; not how many levels there are, 三级联动."""
ISSUE = re.compile(
    r"(?:19|20)\d\d年(?:第\d+期|(?:\d+月)?[^，。？?]{0,3}(?:期|《|杂志|刊))"
    r"|(?:19|20)\d\d (?:issue|magazine|bulletin)|\b(?:issue|no\.?) ?(?:no\.? ?)?\d+,? (?:of |\()?(?:19|20)\d\d"
)
"""A bulletin by its number or month: when it came out, not when something happened."""


@dataclass(frozen=True, slots=True)
class Anchors:
    years: frozenset[str]
    ordinals: frozenset[str]
    places: frozenset[str]
    happened: frozenset[str] = frozenset()
    """The years without those of an issue that is named."""
    counted: frozenset[tuple[str, str]] = frozenset()
    """Numbers of series with what they count, with the beginning of its name too: 第4届邮政快递."""
    days: frozenset[Day] = frozenset()
    months: frozenset[int] = frozenset()
    """Where no day is named, nor an issue of the month."""
    dated: bool = False
    """Whether a date is asked for: then a sentence of another day may be what answers."""
    titles: frozenset[str] = frozenset()
    """Of books and papers."""
    that_year: bool = False
    """What one year alone brought is asked for."""
    grades: frozenset[int] = frozenset()
    relative: frozenset[tuple[str, int]] = frozenset()
    """去年 and the like, where the question names no year itself, each with the years to be added."""
    recent: int = 0
    """Of 近五年, how many."""
    within: frozenset[str] = frozenset()
    """The years that 近五年 means."""
    untold: bool = True
    """Whether a sentence that names no year may be of the one that is meant."""

    def meant(
        self,
        year: int | None,
        newest: int | None,
        looks_back: bool = False,
        month: int | None = None,
    ) -> Anchors:
        """As it is meant of a bulletin of a year: 去年 of one of 2024 is 2023. What has no date need
        not name the year; where it names one, that of the newest bulletin counts as this year.
        What a sentence says without a year is of its bulletin's, or of the one before where that
        `looks_back`, printed in spring; of a text without a date only 今年 is its own. The `month` of
        a bulletin is all that it reports: 2023年4月 may be the issue."""
        if month in self.months:
            return replace(self, months=frozenset()).meant(year, newest, looks_back)
        this = year or newest
        if this is None or not (self.relative or self.recent):
            return self
        meant = frozenset(str(this + step) for _, step in self.relative)
        within = {str(year - n) for n in range(self.recent + 1)} if year and self.recent else set()
        return replace(
            self,
            years=self.years | (meant if year else frozenset()),
            happened=self.happened | meant,
            within=frozenset(within),
            untold=not meant or bool({0, -1 if looks_back else 0} & {n for _, n in self.relative}),
        )

    def held(self, text: str) -> float:
        """The share that stands in a folded text; 1 where the question names none."""
        every = self.years | self.ordinals | self.places
        return sum(each in text for each in every) / len(every) if every else 1.0

    def unmet(self, text: str) -> str | None:
        """Why evidence with this folded text around it answers another question, or None. Of
        several of a kind, as a comparison has them, one is enough; 第6届 and 第8次 are two kinds."""
        if not self._has_ordinals(text):
            return "other_name"
        if self.years and not any(each in text for each in self.years):
            return "other_time"
        if self.days and not self.days & days(text):
            return "other_time"
        if self.places and not any(each in text for each in self.places):
            return "other_name"
        if any(_is_anothers(title, text) for title in self.titles):
            return "other_name"
        return None

    def _has_ordinals(self, text: str) -> bool:
        missing = {each for each in self.ordinals if each not in text}
        kinds = {each[-1] for each in missing} - {each[-1] for each in self.ordinals - missing}
        if not kinds:
            return True
        found = _counted(text)  # 6届8次会议 as well
        return kinds <= {each[-1] for each in missing if (each[1:-1], each[-1]) in found}

    def contradicted(
        self,
        sentence: str,
        before: str,
        names: str = "",
        year: int | None = None,
        section: str = "",
    ) -> str | None:
        """Why a folded sentence, with what stands before it in its paragraph and the names around
        it, speaks of another year, of another of a numbered series, or of the whole province, in so
        many words; or None. `year` is its bulletin's, `section` the heading it stands under."""
        if self.places and _WHOLE.search(sentence):
            around = f"{sentence} {before} {names}"
            if not any(place in around for place in self.places):
                return "other_name"
        found = _counted(sentence)
        for kind in {of for _, of in self.counted}:
            others = {n for n, of in found if of == kind}
            if others and not others & {n for n, of in self.counted if of == kind}:
                return "other_name"
        grades = _grades(sentence) if self.grades else frozenset()
        if grades and not grades & self.grades:
            return "other_name"
        if self._on_another_day(sentence, before):
            return "other_time"
        return self._at_another_time(sentence, before, year, section)

    def _on_another_day(self, sentence: str, before: str) -> bool:
        """By the days or months that it names, or else its paragraph before it."""
        if self.dated:
            return False
        if self.days:
            told = days(sentence) or days(before)
            return bool(told) and not told & self.days
        if self.months:
            then = months(sentence) or months(before)
            return bool(then) and not then & self.months
        return False

    def _at_another_time(
        self, sentence: str, before: str, year: int | None, section: str
    ) -> str | None:
        if self.recent and (stretches := _stretches(sentence)) and self.recent not in stretches:
            return "other_time"
        years = _told(sentence) or _opening(before)
        steps = {step for _, step in self.relative}
        said = {_STEPS[word] for word in _RELATIVE.findall(_COMPARED_WITH.sub("", sentence))}
        if said and not years:
            if steps and not said & steps:
                return "other_time"
            if not steps and year:  # what is planned for 明年 is planned this year
                years = {str(year + step) for step in said if step <= 0}
        if self.that_year and _SUMMED_UP.search(sentence) and not self._dated(sentence):
            return "other_time"
        if not years and not said:
            years = _headed(section, year)
        if (
            self.dated
            and not years
            and year
            and self.happened
            and year < min(map(int, self.happened))
        ):
            return "other_time"  # what has not happened yet
        if len(self.happened) == 1 and years and not years & self.happened:
            return "other_time"
        if self.within and years and not years & self.within:
            return "other_time"
        return None if self.untold or years or said else "other_time"

    def _dated(self, sentence: str) -> bool:
        return any(year in sentence for year in self.happened)


def without_compared(text: str) -> str:
    """A folded text without the years that it compares with or goes back to: 由2021年底的785户."""
    return _COMPARED_YEAR.sub("", text)


def _stretches(sentence: str) -> set[int]:
    """How many years a folded sentence sums up: 近3年来."""
    return {_number(near or of) for near, of in _STRETCH.findall(sentence)}


def _counted(text: str) -> set[tuple[str, str]]:
    """首届 and the first contest are of the 1st 届, 4次全会 of the 4th 次, 一等奖 of the grade 一."""
    plain = _FIRST.sub("第1届", ISSUE.sub("", text))
    plain = _SPELT_SESSION.sub(lambda numeral: _NUMERALS[numeral[0]], plain)
    english = {(_ENGLISH[each], "届") for each in _CONTEST.findall(plain)}
    named = {(number, f"{kind}{name}") for number, kind, name in _NAMED.findall(plain)}
    plainly = {(one or other, of or kind) for one, of, other, kind in COUNTED.findall(plain)}
    return plainly | named | english | set(_GRADE.findall(plain))


def _is_anothers(title: str, text: str) -> bool:
    """Whether a folded text has a title of the same make in its stead, with another word in it."""
    if title in text:
        return False
    return any(_differs_by_a_word(title, other) for other in set(_TITLE.findall(text)))


def _differs_by_a_word(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    changes = {what for what, *_ in matcher.get_opcodes()}
    return matcher.ratio() >= _ALIKE and changes == {"equal", "replace"}


def _grades(text: str) -> frozenset[int]:
    """With those between: 一级至四级 are four."""
    found = [(_number(one), _number(last or one)) for one, last in GRADES.findall(text)]
    return frozenset(n for first, last in found for n in range(first, last + 1))


def _years(text: str) -> list[str]:
    return [full or f"20{two}" for full, two in YEAR.findall(text)]


def _told(sentence: str) -> set[str]:
    """The years in which it happened, as a folded sentence says; none where it happened on a day of
    an unnamed year (12月9日 they discussed the economy of 2025), or goes on until now."""
    day = _DAY.search(sentence)
    now = [clause.span() for clause in _CLAUSE.finditer(sentence) if _UNTIL_NOW.search(clause[0])]
    return {
        each[0]
        for each in _TOLD.finditer(sentence)
        if (day is None or each.end() <= day.start() + 1)
        and not any(start <= each.start() < end for start, end in now)
    }


def _headed(section: str, year: int | None) -> set[str]:
    """The year of which a heading says that all beneath it is: 2014年工作回顾, 去年工作回顾."""
    if years := set(_years(section)):
        return years if len(years) == 1 and _HEADED.search(section) else set()
    found = _HEADED_SO.search(section)
    return {str(year + _STEPS.get(found[1], -1))} if found and year else set()


def _opening(before: str) -> set[str]:
    """The year with which a paragraph opens, where it names no other."""
    opening = _told(before[:OPENING])
    return opening if set(_years(before)) <= opening else set()


def anchors(question: str, known_places: Iterable[str] = ()) -> Anchors:
    """`known_places` are short names, recognised without 州 or 县 behind them."""
    text = fold(_SPELT.sub(" ", question))
    on = days(text)
    plain = _QUOTED.sub("", text)
    recent = _RECENT.search(plain)
    short = [name for name in known_places if name in text]
    return Anchors(
        years=frozenset(_years(text)),
        ordinals=frozenset(match[0] for match in ORDINAL.finditer(text)),
        places=frozenset([*named(text), *short]),
        happened=frozenset(_years(_HONOURED.sub("", _REPORT.sub("", ISSUE.sub("", text))))),
        counted=frozenset(_counted(text)),
        days=on,
        months=frozenset() if on else months(ISSUE.sub("", text)),
        titles=frozenset(_TITLE.findall(text)),
        that_year=_THAT_YEAR.search(plain) is not None,
        grades=_grades(plain),
        relative=frozenset((word, _STEPS[word]) for word in _RELATIVE.findall(plain))
        if not _years(text)
        else frozenset(),
        recent=_number(recent["years"] or recent["of"]) if recent else 0,
    )


def _number(said: str) -> int:
    return int(said) if said.isdigit() else "零一二三四五六七八九十".find(said.replace("两", "二"))
