"""What kind of thing is asked for: each question word in its turn, Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.question.measures import measure, one_person
from rag.search.fold import fold

MEASURES = "元个名家次项天年月日人所支期届成场份元位篇章条号件户对座台部辆间处种类批岁倍套宗例趟张枚棵株只顿起"

PEOPLE = "[一-龥]{0,6}?(?:工人|职工|民工|员工|[一-龥]员(?!会)|劳模|工匠|干部|代表|选手|[导教]师|学生|患者|志愿者|[一-龥]者|女工|[骑快]手|司机|群众|孩子|儿童)(?=[,，。？?、的了参报加来去在被受得获拿上入进跟和是有没签领享接做干学通考办住吃用评当退走到过]|$)"

_KINDS = {
    "when": r"何时|(?:[什甚][么幺]|啥)时[候间]|(?P<day>哪[一几]?[天日]|几月几[号日]|几号|(?:what|which) (?:date|day))"
    r"|(?P<year>何年|哪一?年份?(?![更最]?[高低多少大小快慢好])|哪个年份?|(?:what|which) year)|哪个?(?:月份?|日子|时候)|哪一?月|几月|(?:日期|时间)(?:是|[？?]|$)"
    r"|\bwhen\b(?!.*, (?:wh|how\b))|(?:what|which) month",
    "how_many": rf"多少\s*[万亿]?(?:个?(?P<years>(?=年头))|(?P<much>[钱人{MEASURES}])|(?P<people>(?={PEOPLE})))?|(?<![没哪那这第])(?<!隔了)(?<!过了)好?几(?:多|十|百|千|万)?(?P<many>[{MEASURES}])(?![^,，?？]*(?:分别|哪))"
    rf"|哪[个家边县州市区儿年][^,，。?？]{{0,6}}(?:更|最)?(?:多|少|高|低)(?=[,，。?？些一]|$)|百分之几|多大(?:比例|年纪)|多[长高远久宽重](?!的(?![楼山塔坡]))|how (?:many|much|long|old|often|far)\b|what (?:percentage|share|proportion|number|amount)",
    "who": r"(?<![单岗部地床])位[^位]{0,40}?(?P<called>都?叫(?:什么|啥)(?:名字)?)|(?P<name>由谁(?=当|担任|兼|主持|主讲|来?讲|带队|宣读)|(?<![跟和与给对向为请由归])谁(?!也|都(?!是)|[跟和与同]谁|的|办|授(?!课|的?[旗牌])|给[^,，。?？]{2,12}?[授评]|主办|承办|组织|牵头|[^,，。?？]{0,12}[多少高低早晚])|哪[一两三四五六七八九十几\d]?位(?!数)|姓甚名谁|(?:[人者员长师手他她席记任星匠兵]|同志)[是叫][^,，。?？]{0,4}什么名字|\bwho\b(?! were\b|[^?]{0,20}(?:organi[sz]|compil|publish|issu|host|sponsor|fund|built|build)| (?:award|conferr|honou?r)| gave\b[^?]*\b(?:award|title|honou?r|medal|prize)))|谁|何人|什么人|哪个人|\bwho(?:m|se)?\b",
    "where": r"哪里|哪儿|哪块儿?|何处|何地|(?:[什甚][么幺]|啥)地[方点]|哪个?地[方点]|在哪(?:[里儿]|(?![一-龥]?[些几个位年天月家]))|\bwhere\b",
    "why_how": r"为什么|为啥|为何|凭(?:[什甚][么幺]|啥)|怎么?样?|如何|咋|\bwhy\b|\bhow\b(?! (?:many|much|long|old|often|far))",
    "which": r"第几|哪[些几两三四五六七八九十]|哪个|哪一?家|哪一?[项种类届期篇次场支]|几(?:家|位|个|项|条|种|方面)[^,，。?？]{0,8}(?:分别|都)?是|都?有(?:[什甚][么幺]|啥)|都?[是叫干做办搞][了过]?些?(?:[什甚][么幺]|啥)|些(?:[什甚][么幺]|啥)|(?:[什甚][么幺]|啥)(?!时|地|名字)"
    r"|\bwhich\b|\bwhat\b(?! (?:date|year|day|month|percentage|share|proportion|number|amount))",
    "yes_no": r"吗[？?]?$|吗[,，。?？]|([一-龥])不\1(?!住)|有没有|可不可以|是否|有无|^(?:is|are|was|were|did|does|do|has|have|can)\b",
}
_CLAUSE = re.compile("[^,，;；。？?]+")
_OF_PEOPLE = re.compile("人(?![大民均物力家])")
"""几个人 are counted in 人."""
_RELATIVE = re.compile(
    r"\b(?!(?:and|or|but|in|to|of|at|on|by|for|from|with|under|about|say|tell|told)\b)[\w’']+,? (?:who|where|which|whose|when)$"
    r"|\b(?!(?:and|or|but)\b)[\w’']+ (?:in|to|of|at|on|by|for|from|with|under) (?:which|whom)$"
)
"""The lawyer who sits there: it asks nothing, where something was asked before."""
_UNITS = {
    "day": "日",
    "year": "年",
    "name": "名",
    "called": "名",
    "people": "人",
    "years": "年",
}
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS.items()]
COMPARED = re.compile(
    r"谁[^,，、。?？]{0,12}(?:年头|年限|时间|日子|[干待做当]得)[^,，、。?？]{0,3}[长短久]|(?:哪一?[个家边儿回次年样种项处类]|谁)[^,，、。?？]{0,12}(?:更|最)?[多少高低大小早晚快慢好](?![少久大长远])|差(?:了|别)?多少|差距|相差|相比|对比|比较|多了?没有"
    r"|(?:多|少|高|低)[了出]?(?:多少|几)|分别(?:是|为|有)|各(?:是|为|有|自)|各[^,，。?？种项级类个]{0,8}(?:多少|几|什么|啥|哪)|同一[年个种家天次届]|变没变|有没有变|一样吗|\bcompar|\bmore than\b|difference between|\beach\b|\b(?:more|fewer|less|earlier|later|higher|lower|larger|longer|older)\b[^?]*\bor\b",
    re.IGNORECASE,
)

FORMED = {"when", "how_many"}
ONE_OF_MANY = FORMED | {"who", "where"}
"""Kinds that ask for one thing: of several that fit one is meant."""


@dataclass(frozen=True, slots=True)
class Want:
    """One thing asked for. `unit` is what it is counted in, where the question says so, or 日 or 年
    where that much of a date is asked for, or 名 where a person's name is; start and end are its place in the folded question."""

    kind: str
    unit: str | None
    start: int
    end: int
    clause: str = ""
    """Of the question, where it stands."""


def as_asked(question: str) -> str:
    """Folded; 幾多 is 多少, of the same length."""
    return fold(question).replace("几多", "多少")


def wants(question: str) -> tuple[Want, ...]:
    """In the order of the question, none inside another; the earlier pattern wins where two begin
    at the same place. Empty where nothing is asked for in so many words."""
    question = as_asked(question)
    found: list[Want] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(question):
            groups = match.groupdict()
            unit = next(
                (_UNITS.get(name, said) for name, said in groups.items() if said is not None), None
            )
            if kind == "how_many":
                unit = unit or measure(question, match.start())
            if unit == "个" and _OF_PEOPLE.match(question, match.end()):
                unit = "人"
            of = kind
            if match[0] == "which" and one_person(question, match.start()):
                of, unit = "who", "名"
            start, end = match.span("called") if groups.get("called") else match.span()
            if not any(start < each.end and each.start < end for each in found):
                found.append(Want(of, unit, start, end, _clause(question, start)))
    found.sort(key=lambda want: want.start)
    return tuple(
        each for n, each in enumerate(found) if not (n and _RELATIVE.search(question[: each.end]))
    )


def _clause(question: str, at: int) -> str:
    spans = (each.span() for each in _CLAUSE.finditer(question))
    return next((question[start:end].strip() for start, end in spans if start <= at < end), "")


def is_compared(question: str) -> bool:
    return COMPARED.search(question) is not None


def has_a_form(asked: Sequence[Want]) -> bool:
    """Whether only numbers and dates are asked for: one can see of a text whether it has any."""
    return bool(asked) and all(want.kind in FORMED for want in asked)


def asks_for_a_form(asked: Sequence[Want]) -> bool:
    """Whether a number, a date or a person's name is asked for, perhaps with other things."""
    return asks_for_a_name(asked) or any(want.kind in FORMED for want in asked)


def asks_for_one(asked: Sequence[Want]) -> bool:
    """Whether only a number, a date, a person or a place is asked for."""
    return bool(asked) and all(want.kind in ONE_OF_MANY for want in asked)


def asks_for_a_name(asked: Sequence[Want]) -> bool:
    """Whether a person's name is asked for, perhaps with other things."""
    return any(want.kind == "who" and want.unit == "名" for want in asked)
