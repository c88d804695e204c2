"""What a question asks for: its kinds, the forms it would be written in, how many things of which name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.posts import OFFICES
from rag.question.forms import FORMS, Form
from rag.question.kind import MEASURES, Want, as_asked, asks_for_a_name, has_a_form, wants
from rag.search.fold import CHINESE

SEVERAL = 2
"""Things asked for by name, where the question does not say how many."""

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_COUNT = "[两二三四五六七八九十]|\\d+"
_COUNTED = re.compile(
    rf"哪({_COUNT})|({_COUNT})(?:大|个(?!字)|种|项|样|方面|类|块|条|点|件|组)[^,.?]{{0,10}}[是有叫](?:什么|啥|哪)"
    rf"|\b(?:what|which|the) ({'|'.join(_ENGLISH)})\b(?![- ]years?\b)"
)
_LISTED = re.compile(
    "哪[些几]|几[个项种样类块条方点][^,.?]{0,6}[是有]?(?:什么|啥|哪)|都?(?:有|是|包括)(?:什么|啥|哪些)|都.{0,4}(?:什么|啥)|分别"
)

_LABELLED = re.compile(
    rf"[“「『\"'][^“”「」『』\"']{{0,4}}?({_COUNT})[^“”「」『』\"']{{1,8}}[”」』\"']"
)
"""“六个一”, “四联三卷”: a name that says of how many things it is made."""
_HONOURED = re.compile(
    "(?:评[为上]?|获得?|得[了过到]?|称[为号作]?|授予?|[当入]?选[为上]?)[^,“「『]{0,6}[“「『]([^“”「」『』]{2,})[”」』]"
)
"""What somebody was called: 被评为“清泉好人”的那位."""
_THINGS = "(?!个?[字词句]|[年月日天期届次])[\u4e00-\u9fff]"
"""Four characters are four of nothing that has a name, and 2024年 is no number of years."""
_THOSE = re.compile(
    rf"那({_COUNT}){_THINGS}[^,.?]*(?:,[^,.?]*)?(?:名字|名称|叫什么|叫啥|[是在](?:哪|什么地方)|哪[几些]|都[是有叫在做][^,.?]{{0,4}}(?:什么|啥|谁))"
    rf"|({_COUNT}){_THINGS}[^.?]*(?:逐条|逐个|逐一|一一列|列出来|(?:名单|清单)(?![里上中内]))"
    rf"|(?:另外|其余|其他|其它|剩下)的?({_COUNT}){_THINGS}[^.?]*(?:哪|什么|啥|谁)"
)
"""Things known to be so many: 那5家叫什么, 12个方面逐条列出, 另外5个是谁."""
FEWEST_NAMED = 3
_SOME = re.compile("哪几[个家位项种条样所]")
SOME = 2
"""哪几家 are two at least."""
_THING = re.compile(
    r"(?:[\u4e00-\u9fff]{0,10}的)?([\u4e00-\u9fff]{2,8}?)(?:来着|[呢啊呀吗阿呐])?(?=[,.?。:;!]|$)"
)

_COUNTS = re.sub("[年月日天届次期号岁]", "", MEASURES)
_KNOWN = re.compile(
    rf"(?<![\d.第])(\d+(?:\.\d+)?[万亿]?)(?:[余多](?![年天次]|个月)(?=[\u4e00-\u9fff])|[{_COUNTS}](?!月)|(?<=[万亿])|热线|(?= [a-z]))"
)
"""150人, 30多个, 12351热线, 44 risks: with what it is of. The 20 of 二十大 is none, nor is a year or 第3次."""
_WHOLE = re.compile(
    rf"\d([{MEASURES}])[^,.?]{{0,8}}?(?:里头|里面|里|[其当之]中|中),?[^,.?]{{0,12}}(?:多少|几)"
)

_QUOTED = re.compile("[“「『\"']([^“”「」『』\"',.?]{2,12})[”」』\"']")
_MEANT = re.compile(
    "(?:指的?是?|代表|意思是|含义是?|内容是)了?(?:什么|啥|哪)|怎么个做法|(?:什么|啥)意思"
    r"|stand for|\bmeans?\b|consist of"
)

_CLAUSE = re.compile("[^,;.?。]+[,;.?。]*")
_ENGLISH_CLAUSE = re.compile(
    r"(?:(?!, (?:and |or |but )?(?:(?:in|to|from|for|at|on|by|with|of|under|about|roughly|out) ){0,2}(?:wh(?:o|om|ose|ich|at|en|ere|y)|how)\b)[^;?])+[,;?]*"
)
"""Of an English question a comma parts only what asks anew: the driver, a model worker, joined when."""
_ITS_NAME = re.compile("都?叫(?:什么|啥)(?:名字?)?[,.?。]*$")
_OF_HIM = re.compile(r"[他她](?!们)| ?and (?:from |at )?(?:wh|how)[^?]*\b(?:he|she|they)\b")
"""What is asked besides of what is asked for: a text that does not say in which county it lies, or who
it was, does not say how it is called or where he works."""

_HOLDER = re.compile(
    rf"(副?(?:{OFFICES}))(?:都?是谁|[是叫][^,]{{0,3}}(?:什么|啥|哪位)|由谁|姓|是哪|都?有谁|是何人)"
    rf"|谁(?:是|当|任|担任)[^,.?]{{0,8}}?(副?(?:{OFFICES}))"
)
"""Who holds a post: 副组长是谁 is not answered by a sentence about the 组长."""
_ALL_OF_THEM = "(?!等|们|[、和及与](?:全体|成员))"
"""各组组长、副组长等参加会议 names none of them."""


@dataclass(frozen=True, slots=True)
class Sought:
    wants: tuple[Want, ...]
    forms: tuple[Form, ...]
    items: int
    """How many things are asked for by name: 0 for none, SEVERAL where the question does not say."""
    named: int = 0
    """Of how many things, known to be so many, each is asked for: 那5家叫什么名字, “六个一”是哪六个. A text
    that knows no more than the question does not name them. 0 for none."""
    counted: tuple[str, ...] = ()
    """Where only how many is asked, what is counted, as it stands right behind the measure word:
    职工书屋. Empty where one of the numbers is asked for in another way."""
    honours: tuple[str, ...] = ()
    """In quotation marks, what the one asked for was called."""
    known: tuple[str, ...] = ()
    """Figures that the question tells itself: of 71篇里头 how many were new is not 71."""
    text: str = ""
    """The question, folded."""
    explained: tuple[str, ...] = ()
    """Of what stands in quotation marks, what it means is asked for: “1+4+N”里的4指什么."""
    of: str | None = None
    """What the whole is counted in, where it asks for a part of it: 150人里头占几个 asks for people."""


def sought(question: str) -> Sought:
    text = as_asked(question)
    wanted = wants(question)
    items = _items(text)
    counted = tuple(_counted_things(text, wanted))
    honours = tuple(_HONOURED.findall(text))
    whole = _WHOLE.search(text)
    return Sought(
        wanted,
        _forms(text, wanted),
        items,
        _named(text, items),
        counted,
        honours,
        known=tuple(_KNOWN.findall(text)),
        text=text,
        explained=tuple(_QUOTED.findall(text)) if _MEANT.search(text) else (),
        of=whole[1] if whole else None,
    )


def _counted_things(folded: str, wanted: Sequence[Want]) -> list[str]:
    found = [_THING.match(folded, want.end) for want in wanted if want.kind == "how_many"]
    # Behind 多少人 stands what they do: 就业.
    things = [match[1] for match in found if match and folded[match.start() - 1] != "人"]
    return things if len(things) == len(wanted) else []


def _forms(folded: str, wanted: Sequence[Want]) -> tuple[Form, ...]:
    """Those of the question; none where another part of it asks for what has no form, why or which:
    that can be answered, whatever is missing."""
    found: list[Form] = []
    clauses = _CLAUSE if CHINESE.search(folded) else _ENGLISH_CLAUSE
    for clause in clauses.finditer(folded):
        who = any(want.kind == "who" and want.start < clause.start() for want in wanted)
        if found and (_ITS_NAME.match(clause[0]) or (who and _OF_HIM.match(clause[0]))):
            continue
        here = [form for form in FORMS if form.asked.search(clause[0])]
        if holder := _HOLDER.search(clause[0]):
            post = holder[1] or holder[2]
            held = f"{'' if post[0] == '副' else '(?<!副)'}{post}{_ALL_OF_THEM}"
            here.append(Form("post", _HOLDER, re.compile(held)))
        inside = [want for want in wanted if clause.start() <= want.start < clause.end()]
        if not here and not has_a_form(inside) and inside and not asks_for_a_name(inside):
            return ()
        found += here
    return tuple(dict.fromkeys(found))


def _items(folded: str) -> int:
    if counted := _COUNTED.search(folded):
        return _number(next(group for group in counted.groups() if group))
    return SEVERAL if _LISTED.search(folded) else 0


def _named(folded: str, items: int) -> int:
    labels = {_number(each) for each in _LABELLED.findall(folded)}
    those = _THOSE.search(folded)
    named = items if items in labels else 0
    if those:
        named = _number(next(group for group in those.groups() if group))
    elif _SOME.search(folded):
        return SOME
    return named if named >= FEWEST_NAMED else 0


def _number(said: str) -> int:
    return _DIGITS.get(said) or _ENGLISH.get(said) or int(said)
