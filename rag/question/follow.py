"""What a follow-up takes over from the question before it: 那果洛呢 all of it but the place, 他 the one
whom it names, 谁主持的 what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.question.anchors import YEAR, anchors
from rag.question.kind import wants
from rag.search.fold import fold

_FILLER = re.compile(
    r"^(?:那么?|换成|改成|改为|再说说|说说)|\b(?:and|what about|how about|in|the|for)\b|呢|[，。？?\s]|工会|总工会"
    r"|州|县|市|区|省|年|月份?|[的吧]$",
    re.I,
)
"""What a follow-up may say besides the name that it puts in the place of another."""
_YEAR = re.compile(f"(?:{YEAR.pattern})年?")
_END = re.compile(r"[\s。？?！!]+$")
_ASIDE = re.compile("（([^（）]*)）(.*)")
_LATIN = re.compile(r"\b[A-Z][a-z]+\b")
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])(?=月)|(?:十[一二]?|[一二三四五六七八九])(?=月)")
_NUMBERED = re.compile(r"第[\d一二三四五六七八九十百]+(?:期|次|届|页|章|条|批)|(?<!\d)\d+页")
_PAGE = re.compile(r"第?(\d+)页")
_BESIDE = {"下一页": 1, "后一页": 1, "上一页": -1, "前一页": -1}
_RELATIVE = re.compile("今年|去年|前年|明年|[上下]半年")
_BEHIND = "(?:[省市州县区]|年)?(?P<body>总?工会)?"
_JOINED = r"\s*(?:、|以?及|和|与|跟|同|比|,| and | or )\s*"
_WHICH = "(?:哪[个家边儿里]?|谁)"
_OF = "(?P<of>[^，,。？?]{0,12}?)(?:得?更|得?最|得)?"
_UNCOMPARED = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("分别|各自|各(?=[有是为建办开个])", ""),
        (f"{_WHICH}的?(?![办发建开做]){_OF}[多少](?:一?些)?(?=[，,。？?]|$)", r"有多少\g<of>"),
        (f"{_WHICH}{_OF}[早晚先](?=[，,。？?]|$)", r"\g<of>是什么时候"),
        (f"{_WHICH}{_OF}[多少高低大小](?=[，,。？?]|$)", r"\g<of>是多少"),
        ("(?:是不是)?(?<!不)一样[多大高]?(?:吗|么|嘛)", "是多少"),
        ("(?:多|少|高|低|相?差)了?(?=多少|几)", "有"),
    )
)
"""A comparison of two, asked of one."""
_OF_TWO = re.compile("不一样|不同|区别|差[别异距]|相[比差]|对比|compar|differ", re.I)
"""What is left of a comparison cannot be asked of one."""
_HE = re.compile("(?<!其)[他她](?![们人])")
_HE_IN_ENGLISH = re.compile(r"\b(?:he|she)\b", re.I)
_IT = re.compile("(?<!其)它(?!们)|(?<=^)其(?=[^他它余中实])")
_THEY = re.compile("^[他它]们")
_BODY = re.compile(
    "^(?:请问|那)?((?:(?:19|20)\\d\\d年)?[^，,。？?的]{1,16}?(?:总工会|工会|公司|集团|医院|大学|学院|学校|中心|协会|工作室|景区))"
)
"""An organisation that a question begins with, the year before it too."""
_INSTITUTION = re.compile("[\u4e00-\u9fff]{2}(?:总工会|公司|集团|医院|大学|学院|学校|中学)")
_QUOTED = re.compile("[《“「『]")
_CAPITAL = re.compile(r"(?<=\s)[A-Z][a-z]|[A-Z]{2}")
_PARTICLES = re.compile(
    "请问|到底|究竟|一共|总共|大概|大约|具体|主要|最后|后来|当时|当天|[的了是有在从到由被把过着呢啊呀吗都又也还就那这共,.?!;:\\s]"
)
_HAPPENS = re.compile(
    "召开|举办|举行|开展|开始|结束|启动|参加|参与|出席|主持|负责|牵头|组织|成立|投入|获得|历时|持续|[办开去来讲说做搞花用建拿发签评获得学看谈]"
)
_ASPECTS = re.compile(
    "(?:主持|主讲|带队|负责|牵头)人|(?:参加|到场|总)?人数|时间|日期|地点|主题|原因|目的|结果|金额|总数"
)
"""What any event may do and have: 在哪儿办的 and 主持人是谁 say nothing of what was held."""
SAME = range(2, 7)
"""Characters of what a follow-up repeats of the last question: 会议谁主持的 after 第19次联席会议在哪里开."""
MORE = 3
"""So many characters more, at least, the last question said of it."""


class Names(Protocol):
    """What a corpus knows of names."""

    @property
    def places(self) -> Sequence[str]: ...

    def people_in(self, folded: str) -> Sequence[str]: ...

    def sounds_like(self, question: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class NoNames:
    """Of no corpus: years and numbers are known all the same."""

    places: Sequence[str] = ()
    people: Sequence[str] = ()
    latin: Mapping[str, str] = field(default_factory=dict)

    def people_in(self, folded: str) -> Sequence[str]:
        return [name for name in self.people if name in folded]

    def sounds_like(self, question: str) -> Sequence[str]:
        return [own for name, own in self.latin.items() if name in question]


def says_nothing_of_its_own(question: str, last: str) -> bool:
    """Whether it leans on the last question because only the two together say what is asked about."""
    asked, before = _subject(question), _subject(last)
    if not wants(question):
        return False
    return not asked or (
        len(asked) in SAME and asked in before and len(before) >= len(asked) + MORE
    )


def names_another(question: str, last: str, names: Names) -> bool:
    """Whether it names a place, a person or an institution that the last question does not."""
    found = [*_places(question, names), *_people(question, names), *_INSTITUTION.findall(question)]
    return any(name not in last for name in found)


def names_anything(question: str, names: Names) -> bool:
    """Whether it names a place, a person, an institution, a time or a work."""
    marked = (_INSTITUTION, _QUOTED, _CAPITAL)
    named = any(pattern.search(question) for pattern in marked)
    return named or any(found(question, names) for found in _KINDS)


def stands_before(question: str) -> bool:
    """Whether the question that it leans on stands before it in brackets."""
    return _ASIDE.fullmatch(question) is not None


def asks_the_same(question: str, other: str) -> bool:
    """Whether the same stands behind what two questions lean on: only a name was put for another."""
    one, two = _ASIDE.fullmatch(question), _ASIDE.fullmatch(other)
    return one is not None and two is not None and one[2] == two[2]


def unfolded(question: str) -> list[str]:
    """The questions that stand before it in brackets."""
    found = _ASIDE.fullmatch(question)
    return found[1].split("；") if found else []


def _subject(question: str) -> str:
    """A folded question without its question words and what any question may say."""
    text = fold(question)
    for want in reversed(wants(question)):
        text = f"{text[: want.start]} {text[want.end :]}"
    return _HAPPENS.sub("", _PARTICLES.sub("", _ASPECTS.sub("", text)))


def merged(last: str, question: str, names: Names, him: str = "") -> str:
    """The last question with the names of this one in the stead of its own. Where this one asks for
    more than that, the last stands before it in brackets, without what this one says otherwise.
    `him`: whom 他 means, where that is known."""
    question = _page_beside(question, last)
    swapped, said = last, list[str]()
    for named in _KINDS:
        new, old = named(question, names), named(last, names)
        said += new
        if named is _numbered:  # 第38页 is of the same 第12期
            old = [each for each in old if each[-1] in {other[-1] for other in new}]
        if new and old:
            swapped = _swapped(swapped, old, new, question)
        elif new:
            swapped = _with(swapped, _as_written(new, question)) if named in _PUT_BEFORE else last
            if swapped == last:
                break
    if swapped != last and _says_no_more(question, said):
        return swapped
    question = _spelt_out(question, last, [him] if him else _people(last, names))
    before = _without_years(last) if _years(question, names) else last
    return f"（{_END.sub('', _before(before))}）{question}"


def _places(text: str, names: Names) -> list[str]:
    """Those in Latin letters as they stand there."""
    known = set(names.places)
    latin = [each for each in _LATIN.findall(text) if known & set(names.sounds_like(each))]
    return [*sorted(anchors(text, names.places).places), *latin]


def _years(text: str, names: Names) -> list[str]:
    return sorted(anchors(text).years)


def _people(text: str, names: Names) -> list[str]:
    return list(dict.fromkeys(names.people_in(fold(text))))


def _months(text: str, names: Names) -> list[str]:
    return _MONTH.findall(text)


def _numbered(text: str, names: Names) -> list[str]:
    return _NUMBERED.findall(text)


def _relative(text: str, names: Names) -> list[str]:
    return _RELATIVE.findall(text)


def _page_beside(question: str, last: str) -> str:
    """下一页 by its number."""
    if page := _PAGE.search(fold(last)):
        for said, step in _BESIDE.items():
            question = question.replace(said, f"第{int(page[1]) + step}页")
    return question


_KINDS: tuple[Callable[[str, Names], list[str]], ...] = (
    _places,
    _people,
    _years,
    _months,
    _numbered,
    _relative,
)
_PUT_BEFORE = (_places, _years, _relative)
"""Of these a question may name none, and is asked of one then."""


def _with(text: str, name: str) -> str:
    """那西宁呢 after 职工书屋有多少家."""
    if text.isascii():
        return f"{_END.sub('', text)} in {name}?"
    return f"{name}年{text}" if re.fullmatch(r"\d{4}", name) else f"{name}{text}"


def _swapped(text: str, old: Sequence[str], new: Sequence[str], question: str) -> str:
    """With the 州 or 县 behind a name: 西宁州 is no place. Of a comparison all names give way."""
    if any(name not in text for name in old):
        return text
    written = _as_written(new, question)
    either = f"(?:{'|'.join(map(re.escape, old))}){_BEHIND}"
    before = either.replace("?P<body>", "?:")
    several = f"(?:{before}{_JOINED})+" if len(old) > 1 else ""
    if (found := re.search(several + either, text)) is None:
        return text
    written += "年" if re.fullmatch(r"\d{4}", written) and "年" in found[0] else ""
    written += found["body"] or ""
    if len(new) > 1 and len(old) == 1:
        written += "分别"
    alone = text[: found.start()] + written + text[found.end() :]
    if len(old) == 1 or len(new) > 1:
        return alone
    for pattern, instead in _UNCOMPARED:
        alone = pattern.sub(instead, alone)
    return alone if wants(alone) and not _OF_TWO.search(alone) else text


def _as_written(found: Sequence[str], question: str) -> str:
    """The first name to the last as they stand in the question, 海西州和果洛州."""
    places = [
        match
        for name in found
        for match in re.finditer(re.escape(name) + "[省市州县区年]?", question)
    ]
    if not places:
        return found[0]
    return question[min(each.start() for each in places) : max(each.end() for each in places)]


def _says_no_more(question: str, said: Sequence[str]) -> bool:
    for name in said:
        question = question.replace(name, "").replace(name[2:] + "年", "")
    question = re.sub("^[、和与跟同]|(?<=那)[、和与跟同]", "", question)
    return len(_FILLER.sub("", _FILLER.sub("", question))) <= 1


def speaks_of_him(question: str) -> bool:
    """Whether it says 他 or she of someone."""
    return any(pattern.search(question) for pattern in (_HE, _HE_IN_ENGLISH))


def _spelt_out(question: str, last: str, people: Sequence[str]) -> str:
    """With the one person, or the organisation of the last question, for 他 and 它."""
    if len(people) == 1:
        question = _HE.sub(people[0], question, count=1)
        question = _HE_IN_ENGLISH.sub(people[0], question, count=1)
    if body := _BODY.match(last):
        question = _IT.sub(body[1], question, count=1)
    return question


def of_the_same(question: str, last: str) -> str:
    """With the organisation of the last question for 他们: another subject, the same people."""
    body = _BODY.match(last)
    return _THEY.sub(lambda _: body[1], question) if body else question


def _before(last: str) -> str:
    """A question that was completed itself: the one it leans on, and it where it says something."""
    if (found := _ASIDE.fullmatch(last)) is None:
        return last
    first = found[1].split("；")[0]
    return f"{first}；{found[2]}" if _subject(found[2]) else first


def _without_years(text: str) -> str:
    years = re.compile(f"(?:{_YEAR.pattern})(?:{_JOINED}(?:{_YEAR.pattern}))*的?")
    return years.sub("", text)
