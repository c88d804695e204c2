"""Who it was: the one person of a quote who did, or to whom was done, what is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.generate.clauses import best_of, clauses_of, pairs_in
from rag.answer.quote import Quote
from rag.posts import POSTS
from rag.question.kind import Want
from rag.question.sought import sought
from rag.search.fold import CHINESE, fold

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
            "调研|考察",
            "带队|率队|带领|率领",
            "颁奖|授奖|颁发|发奖|授予",
            "捐|赠",
            "创作|创建|发明|设计|研发",
        ),
    )
)
"""What one does and another, who is named beside it, does not."""
DONE_TO = tuple(
    map(
        re.compile,
        (
            "慰问|看望|走访|探望",
            "接见|会见|拜访|采访|接待",
            "表彰|表扬|批评",
            "任命|聘请|聘任|邀请|推荐",
            "救助|帮扶|资助|帮助|结对",
        ),
    )
)
"""And what is done to one."""
BESIDE = re.compile("陪|列席|随行|协助|旁听")
"""Who came along did not do it."""
UNDERGONE = re.compile("[被受获]|得到")
"""Turns the sides of a deed round."""
ASKED_UNDERGONE = re.compile("被|受到|接受")
HIS = re.compile(
    "的?(?:家属|遗属|亲属|家人|家庭|家里|家中|一家|父母|父亲|母亲|妻子|丈夫|子女|孩子|之[子女])"
)
"""Behind a name: it is somebody else."""
GOES_ON = re.compile("(?:并|且|还|又|也|随后|之后|同时|[先最]后|为|向|对|在[^，]{0,12}?)*")
"""A clause that begins so with the deed leaves unsaid who did it: who did what stands before it."""
DEPUTY = re.compile("副[\u4e00-\u9fff]{2}")
OFFERED = (
    "[\u4e00-\u9fff]{{2}}(?:[、和与跟]|还是){0}(?:两|里|[其当之]?[中间]|,|谁)"
    "|{0}(?:[、和与跟]|还是)(?!谁)[\u4e00-\u9fff]{{2,4}}(?:两|里|[其当之]?[中间]|,|谁)"
)
"""甲和乙谁是组长 asks for one of the two."""
LISTED = "[、和及与]"
"""Beside a name: it is one of several."""
AND_HIM = rf"(?:{POSTS}|同志|等)(?:以及|[和及与暨])[^，。；,;]*$"
"""两位副组长及机关副书记, before a name: he is one of several, too."""
HELD = "(?:{})(?:、[^,及和与]*)?{}"
"""A post, perhaps with others, and who holds it."""
LEVEL = re.compile("[省市州县区](?=总|委|政|人民|级|直)")
MOST_OF_A_BODY = 16
"""Characters that tell whose post it is, before it."""
BEFORE_A_NAME = re.compile(f"(?:^|[^\u4e00-\u9fff]|{POSTS})$")
BEHIND_A_NAME = re.compile(rf"同志|{POSTS}|\W|$")


def the_person(want: Want, question: str, quote: Quote) -> list[str]:
    """Whom the quote names and the question does not, or of those whom it offers: where that is one, who
    stands on the side of the deed that is asked for; or, where no deed is, in the clause that says most of
    what is asked, or with whom the quote begins. No clause may say that he holds another post."""
    asked, text = fold(question), fold(quote.text)
    if want.unit != "名" or SEVERAL.search(asked) or not CHINESE.search(asked):
        return []
    offered = [name for name in quote.people if re.search(OFFERED.format(re.escape(name)), asked)]
    names = offered or [name for name in quote.people if name not in asked]
    deed = next((each for each in (*DEEDS, *DONE_TO) if each.search(asked)), None)
    if deed is None and (holders := _behind_the_post(asked, text, names)) is not None:
        return holders if len(holders) == 1 else []
    found = _of_the_deed(deed, want, asked, text, names) if deed else _of_all(asked, text, names)
    found = list(dict.fromkeys(found))
    if len(found) != 1 or not _is_alone(found[0], text):
        return []
    return found if _holds_the_post(found[0], text, asked) else []


def _of_the_deed(
    deed: re.Pattern[str], want: Want, asked: str, text: str, names: Sequence[str]
) -> list[str]:
    """谁慰问了 asks for whom stands before 慰问, 慰问了谁 for whom stands behind it; 被 turns it round."""
    to_whom = _asks_to_whom(deed, want, asked)
    clauses = [text[each.start : each.end] for each in clauses_of(text, set())]
    found: list[str] = []
    for n, clause in enumerate(clauses):
        for match in deed.finditer(clause):
            before, after = clause[: match.start()], clause[match.end() :]
            if BESIDE.search(before) and not BESIDE.search(asked):
                continue
            turned = UNDERGONE.search(before)
            if turned:
                found += _named(
                    before[: turned.start()] if to_whom else before[turned.end() :], names
                )
            elif to_whom:
                found += _named(after, names)
            elif GOES_ON.fullmatch(before) and n:
                found += _named(clauses[n - 1], names)
            else:
                found += _named(before, names)
    return found


def _asks_to_whom(deed: re.Pattern[str], want: Want, asked: str) -> bool:
    if ASKED_UNDERGONE.search(asked):
        return True
    if deed not in DONE_TO or deed.search(asked, want.end):
        return False
    # 慰问职工的是谁 has its whom already.
    return any(
        "的" not in asked[each.end() + 1 : want.start]
        for each in deed.finditer(asked[: want.start])
    )


def _named(text: str, names: Sequence[str]) -> list[str]:
    """All of them, as one of several is no answer; not those of whose families it speaks."""
    return [
        name
        for name in names
        if any(not HIS.match(text, each.end()) for each in re.finditer(re.escape(name), text))
    ]


def _behind_the_post(asked: str, text: str, names: Sequence[str]) -> list[str] | None:
    """Who stands right behind the post that is asked for, whoever else is named: of a body of the
    same level, as a county's chairman is not the province's. None where nobody stands there."""
    posts, levels = _posts(asked), {*LEVEL.findall(asked)}
    holders: dict[str, bool] = {}
    for name in names if posts else ():
        found = [re.search(HELD.format(post, re.escape(name)), text) for post in posts]
        before = [text[: each.start()][-MOST_OF_A_BODY:] for each in found if each]
        if len(before) == len(posts):
            theirs = [{*LEVEL.findall(each)} for each in before]
            holders[name] = all(not levels or not each or levels & each for each in theirs)
    return [name for name, same in holders.items() if same] if holders else None


def _posts(asked: str) -> list[str]:
    return [form.held.pattern for form in sought(asked).forms if form.name == "post"]


def _of_all(asked: str, text: str, names: Sequence[str]) -> list[str]:
    clauses = clauses_of(text, pairs_in(asked))
    if len(names) != 1 or not clauses:
        return []
    best = best_of(clauses)
    is_there = names[0] in text[best.start : best.end]
    return list(names) if is_there or text.startswith(names[0]) else []


def _is_alone(name: str, text: str) -> bool:
    """Whether it stands somewhere as a name, which 才保 in 人才保障 is not, and nowhere in a list."""
    placed = False
    for match in re.finditer(re.escape(name), text):
        before, after = text[: match.start()], text[match.end() :]
        if re.search(f"{LISTED}$|{AND_HIM}", before) or re.match(f"{LISTED}|等", after):
            return False
        placed |= bool(BEFORE_A_NAME.search(before) or BEHIND_A_NAME.match(after))
    return placed


def _holds_the_post(name: str, text: str, asked: str) -> bool:
    """Whether the clauses in which he is named say of him, as far as one can tell, the post that is
    asked for."""
    said = [text[each.start : each.end] for each in clauses_of(text, set())]
    his = text if text.startswith(name) else "".join(each for each in said if name in each)
    if any(deputy not in his for deputy in DEPUTY.findall(asked)):
        return False
    name = re.escape(name)
    return all(re.search(f"^{name}|{HELD.format(post, name)}", his) for post in _posts(asked))
