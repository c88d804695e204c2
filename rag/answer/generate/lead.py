"""The direct answer in front of the quote, where the kind of question allows one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.check.quantities import PLAN
from rag.answer.check.wording import CJK
from rag.answer.facts import Number, dates, numbers
from rag.answer.generate.units import units
from rag.answer.quote import Quote, Sentence
from rag.answer.same_thing import asked_apart, difference
from rag.posts import POSTS
from rag.question.kind import Want, wants
from rag.question.sought import sought
from rag.search.fold import fold, in_pairs, letters

SHARED = 0.1
"""Of the pairs of characters that a question has besides its question word, the quote must hold more
than this share. On the tune questions 17 of 19 right leads do, and 4 of 10 that answered what has no
answer do not. Of people it lets 20 leads through, all right."""
SAID_AGAIN = 0.5
"""Or, of when something was, more than this share of the whole question, though the names around the
quote say that, too: the first sentence of an article says its title again, and the day."""
SAYS = 0.17
"""In English, of what the names around it leave unsaid, so much the quote must say, word by word. On
the tune questions 7 of 8 right leads do, and none of 3 that answered what has no answer."""

CLAUSES = re.compile("[^,;:。，；：]+[,;:。，；：]*")
OF_THESE = re.compile("其中[^，；。]*")
NOT_SO = re.compile("未(?!来)|没|尚无|不(?!是|说|少于|超过|到|断)")
RANGE = re.compile("[至到—~～－-]")
BEGUN = re.compile(rf"\d[\d.年月日号%万亿余多]*\s?{RANGE.pattern}\s?$")
ANOTHER = re.compile(r"\d\s*[、和及与]\s*$")
"""Before a year: 2016、2017年度 are two."""
EACH = re.compile("分别|各(?:[是由有自为占]|.{0,3}[几多])")
"""Several things are asked for, of which one would be half an answer."""
DIFFERENCE = re.compile(
    "差(?:了|别|距)?(?:是|有)?多少|[多少][了出]?多少|增[加长](?:了|到)?多少|difference"
)
SEVERAL = re.compile(
    r"(?<![\d十百千])(?:[2-9两二三四五六七八九几多]|1\d)(?:位|名|个人)|哪些|还有[谁哪]|都[是有叫请]?谁|有谁|谁和谁"
)
"""More people than one are asked for."""
DEEDS = tuple(
    map(
        re.compile,
        (
            "主持",
            "致[辞词]|讲[的了过]?话|发[的了过]?言|讲的|讲课|授课|报告|通报|汇报",
            "宣读|宣布|念",
            "传达",
            "陪|一[同道]",
            "带队|率队|带领|率领",
            "颁奖|授奖|颁发|发奖",
            "捐|赠",
            "创作|创建|发明|设计|研发",
        ),
    )
)
"""What one does and another, who is named beside it, does not."""
BOUND = re.compile(
    "(?:不到|不足|不低于|不少于|超过?|逾|至少|接近|将近|(?<![附最远临])近|(?<!节)约|大约|突破)$"
)
"""不到300人 are not 300."""
UNDERGONE = re.compile("被|受到|接受")
DEPUTY = re.compile("副[\u4e00-\u9fff]{2}")
WORK = re.compile("《([^《》]+)》")
"""Whoever it is about, it must be about this work."""
LISTED = "[、和及与]"
"""Beside a name: it is one of several."""
BEFORE_A_NAME = re.compile(f"(?:^|[^\u4e00-\u9fff]|{POSTS})$")
BEHIND_A_NAME = re.compile(r"同志|\W|$")


def lead(question: str, quote: Quote) -> str | None:
    """The one number, date or person of the quote that is of the kind asked for. None where two
    things are asked for, or the quote has two that would do, or says little of what is asked: a wrong
    lead is worse than none."""
    asked = wants(question)
    if len(asked) != 1 or EACH.search(question) or not _speaks_of_it(question, asked[0], quote):
        return None
    if asked[0].kind == "how_many":
        found = _numbers(asked[0], question, quote.text)
    elif asked[0].kind == "when":
        found = _dates(asked[0], quote.text)
    else:
        found = _people(asked[0], question, quote)
    if len(set(found)) != 1:
        return None
    said = found[0].strip()
    if fold(said) in fold(question):
        return None  # 12351热线接了多少电话: that is its name
    return f"{said}。"


def how_far_apart(question: str, quotes: Sequence[Quote]) -> Sentence | None:
    """The difference, where it is asked for and two quotes say the same thing with two figures."""
    if not DIFFERENCE.search(fold(question)) or len(quotes) < 2:
        return None
    apart = asked_apart(question, quotes[0].text, quotes[1].text)
    if apart is None:
        return None
    return Sentence(f"相差{difference(apart)}。", (quotes[0].n, quotes[1].n))


def pairs_in(folded: str, besides: str = "") -> set[str]:
    """Of Chinese characters; without those that `besides` holds too. The names around a quote, 果洛州
    总工会 in its own article, say nothing of the quote."""
    runs = re.findall("[\u4e00-\u9fff]+", folded)
    return {pair for run in runs for pair in in_pairs(run) if pair not in besides}


def _speaks_of_it(question: str, want: Want, quote: Quote) -> bool:
    if not CJK.search(question):
        return quote.says >= SAYS
    asked, names = fold(question), fold(f"{quote.title} {quote.article or ''}")
    known = letters(f"{quote.text} {names} {quote.around}")
    if any(letters(work) not in known for work in WORK.findall(question)):
        return False
    rest = f"{asked[: want.start]} {asked[want.end :]}"
    if _share(pairs_in(rest, names), quote) > SHARED:
        return True
    return want.kind == "when" and _share(pairs_in(rest), quote) > SAID_AGAIN


def _share(pairs: set[str], quote: Quote) -> float:
    text = fold(quote.text)
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)


def _numbers(want: Want, question: str, text: str) -> list[str]:
    """Those counted in the unit asked for, as they are written; any, where the question names none
    and the quote has but one. Of 224家，其中5家… it is the whole that is asked for."""
    wanted = units(want, question)
    if wanted is None:
        return []
    if _asks_for_a_part(question, text) or (PLAN.search(text) and not PLAN.search(question)):
        return []
    parts = [part.span() for part in OF_THESE.finditer(text)]
    found = [
        (each.start, each.end)
        for each in numbers(text)
        if not each.ordinal
        and (each.unit in wanted if wanted else _says_of_what(each))
        and not any(start <= each.start < end for start, end in parts)
    ]
    return _whole(text, found)


def _asks_for_a_part(question: str, text: str) -> bool:
    """Of 300人，其中女职工100人 who asks for 女职工; or for what is not so, where the text says what is."""
    asked, whole = pairs_in(fold(question)), fold(OF_THESE.sub("", text))
    parts = fold("，".join(OF_THESE.findall(text)))
    if any(pair in parts and pair not in whole for pair in asked):
        return True
    return NOT_SO.search(question) is not None and NOT_SO.search(text) is None


def _says_of_what(number: Number) -> bool:
    """750千伏, the unit of which is not known, is not 750."""
    return bool(number.unit) or number.text.rstrip("余多")[-1:] in "万亿"


def _dates(want: Want, text: str) -> list[str]:
    """As they are written. Where the day is asked for, a year is no answer, nor a day where the year
    is."""
    found = [
        (each.start, each.end)
        for each in dates(text)
        if (want.unit != "日" or each.day) and (want.unit != "年" or each.year)
    ]
    return [] if any(ANOTHER.search(text[:start]) for start, _ in found) else _whole(text, found)


def _whole(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What stands there, with 不到 or 超 before it; where it ends a range, with its beginning: 4月7日至9日,
    75－80%."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        begun = BEGUN.search(text[: start + 1] if RANGE.match(text, start) else text[:start])
        start = begun.start() if begun else start
        bound = BOUND.search(text[:start])
        start = bound.start() if bound else start
        found = [*(each for each in found if each[1] <= start), (start, end)]
    return [text[start:end] for start, end in found]


def _people(want: Want, question: str, quote: Quote) -> list[str]:
    """Whom the quote names and the question does not: where that is one, who stands in the clause
    that says most of what is asked, or with whom the quote begins, and no clause says that he holds
    another post or did something else."""
    asked, text = fold(question), fold(quote.text)
    found = [name for name in quote.people if name not in asked]
    if want.unit != "名" or SEVERAL.search(asked) or len(found) != 1 or not CJK.search(asked):
        return []
    clauses = CLAUSES.findall(text)
    if not _is_alone(found[0], text) or not clauses:
        return []
    his = [each for each in clauses if found[0] in each]
    said = [sum(pair in each for pair in pairs_in(asked)) for each in clauses]
    if text.startswith(found[0]):
        his = clauses
    elif clauses[said.index(max(said))] not in his:
        return []
    return found if _is_so(found[0], "".join(his), asked) else []


def _is_alone(name: str, text: str) -> bool:
    """Whether it stands somewhere as a name, which 才保 in 人才保障 is not, and nowhere in a list."""
    placed = False
    for match in re.finditer(re.escape(name), text):
        before, after = text[: match.start()], text[match.end() :]
        if re.search(f"{LISTED}$", before) or re.match(LISTED, after):
            return False
        placed |= bool(BEFORE_A_NAME.search(before) or BEHIND_A_NAME.match(after))
    return placed


def _is_so(name: str, said: str, asked: str) -> bool:
    """Whether the clauses in which someone is named say of him, as far as one can tell, the post and
    the deed that are asked for."""
    deeds = [deed for deed in DEEDS if deed.search(asked)]
    if deeds and not any(deed.search(said) for deed in deeds):
        return False
    if UNDERGONE.search(asked) and not UNDERGONE.search(said):
        return False  # who visited is not who was visited
    if any(deputy not in said for deputy in DEPUTY.findall(asked)):
        return False
    name = re.escape(name)
    posts = [form.held.pattern for form in sought(asked).forms if form.name == "post"]
    return all(re.search(f"^{name}|(?:{post})(?:、[^,及和与]*)?{name}", said) for post in posts)
