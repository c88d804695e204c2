"""Turns of a conversation: a question is checked, and one that leans on the last is completed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rag.errors import RequestError
from rag.phrases.asked import asked_phrase, perhaps_asked
from rag.question.anchors import anchors
from rag.question.follow import (
    Names,
    NoNames,
    merged,
    names_another,
    of_the_same,
    says_nothing_of_its_own,
)
from rag.question.kind import wants
from rag.search.fold import fold, in_pairs

LONGEST_QUESTION = 500
NO_NAMES = NoNames()
LEANS_ON_THE_LAST = re.compile(
    r"^(?:那|(?:除了?)?这[个些次件项场种位批届]|隔天|其中|还有|另外|然后|换成|改成|为什么[？?]?$|怎么)|^.{0,8}(?<!其)[他她它](?!人)|呢[？?]?$"
    r"|^都有(?:谁|什么|哪些|哪几.)[？?]?$"
    r"|^(?:and|what about|how about|why\?)(?:\b|$)",
    re.I,
)
_SHORT = re.compile(
    "^(?:一共|总共|共|分别|具体|后来|当时|当天|最后|结果|台[上下]|会[上后]|席间|现场|谁|哪[天年]|什么时候|多少|几).{0,14}$"
)
"""Such a question leans on the last one where it names nothing that the last one does not."""
_POINTS = re.compile(
    r"(?!.+\b[A-Z]).*\b(?:[Ii]t|[Tt]hey|[Hh]e|[Ss]he|them|its|their|his|her|him)\b"
)
"""In English, with no name of its own."""
_ANOTHER = re.compile("(?:那么?|换成|改成)?(.{2,24}?)呢?[？?。]*")
_CHANGES = re.compile(
    r"(?:[好行哦嗯]的?[，,。 ]*)?(?:那?(?:我们|咱们?)?(?:先|再)?(?:[换換](?:一?[个個种種]|一下)(?:[话話][题題]|[问問][题題]|事情?儿?|地方|方面)?(?:[来來再]?[问問说說聊])?吧?"
    r"|先不[说說问問管谈談聊提][^，,。：:？?]{0,10}|[不别別]再?[说說问問管谈談聊提][^，,。：:？?]{0,10}了|[^，,。？?]{1,10}先?放(?:到|在)?(?:一放|一?[边邊]))"
    r"|(?:another|next|new) (?:question|topic|subject)|changing the (?:subject|topic)|on another (?:note|subject)"
    r"|never mind(?: that)?|leaving \w+(?: \w+)? aside)[，,。：:;.]\s*",
    re.I,
)
"""换个话题， 不说西宁了， 技能大赛先放一边， : what follows does not go on from the last question."""
_ISSUE = re.compile("(?:20\\d\\d年)?的?第[^期]{1,4}期[里中]?|20\\d\\d年的?(?:[这那]一?期)?[里中]?")
MORE = re.compile(
    r"(?:还有(?:吗|么|没有|呢|别的|其他的?|哪些|什么)*|更多|继续|接着说|别的呢|其他呢"
    r"|(?:any |tell me )?more|anything else|what else|go on)[\s呀啊吗呢了，。！？!?.]*",
    re.IGNORECASE,
)
_DETAILS = re.compile(
    r"(?:那|请|能|能不能|可以|可不可以|麻烦|再|你|您)*(?:具体|详细|仔细|展开|多)(?:地|一?点儿?|一?些)?(?:再)?(?:说+一?[说下]?|讲+一?[讲下]?|介绍(?:一下)?|谈谈?)(?:吗|吧|呢)?"
    r"|(?:再)?(?:具体|详细)(?:一?点儿?|一?些)|说(?:得)?(?:具体|详细)(?:一?点儿?|一?些)|(?:那|那么)?(?:然后|接下来|接着|后来)呢?"
    r"|(?:please )?(?:tell me |give me |say )?more (?:details?|about (?:it|this|that))|(?:in )?(?:more )?details?|(?:please )?elaborate"
    r"|(?:and )?then(?: what)?|what (?:happened )?next",
    re.IGNORECASE,
)
ABOUT_ONE = re.compile("([^《》，]{0,20})《(.+)》里，(.+)")
"""A question about the article that was chosen of several: its issue where another has one of the same
title, the title, what is asked."""
_PICK = re.compile(
    r"(?:我?[选要]|就|那)?第?([一二三四1-4])[个条项处篇次]?[吧呢的]*[。！？?!.]*"
    r"|(?:the )?(first|second|third|fourth)(?: one)?[.!?]*",
    re.IGNORECASE,
)
_NUMBERS = {said: n for n in range(1, 5) for said in ("一二三四"[n - 1], str(n))} | {
    "first": 1, "second": 2, "third": 3, "fourth": 4,
}  # fmt: skip
LONGEST_PICK = 20
KEPT, TAKEN = 0.5, 0.7
"""Of a follow-up's pairs of characters so many stand in its completion, and of the completion's in the
questions so far: 它 and 那 go, a 的 or a 工会 may come."""
_FILLER = re.compile(
    r"^那么?|\b(?:and|what about|how about|in|the)\b|呢|[，。？?\s]|工会|总工会|州|县|市|区|省|年",
    re.I,
)


def checked_question(text: str) -> str:
    """One line without control characters, or an error that says what is wrong."""
    question = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not question:
        raise RequestError("问题是空的（empty question）。请输入一个问题。")
    if len(question) > LONGEST_QUESTION:
        raise RequestError(
            f"问题有 {len(question)} 个字，最多 {LONGEST_QUESTION} 个（question too long）。请缩短后再问。"
        )
    return question


def completed(question: str, turns: Sequence[str], names: Names = NO_NAMES, him: str = "") -> str:
    """The question as it is understood after the ones before: readable, for it is shown. `him` is
    whom 他 means in it, where the last answer tells."""
    whole = ""
    said = [*map(checked_question, turns), question]
    for n, turn in enumerate(said, 1):
        if whole and MORE.fullmatch(turn):
            continue
        if whole and (afresh := changes_subject(turn)):
            whole = of_the_same(afresh, whole)
            continue
        leans = whole and _leans(turn, whole, names)
        his = him if n == len(said) else ""
        whole = (_of_words(whole, turn) or merged(whole, turn, names, his)) if leans else turn
    return whole


def changes_subject(turn: str) -> str:
    """What is asked behind words that say so; empty where a turn does not begin with any."""
    said = _CHANGES.match(turn)
    return turn[said.end() :] if said else ""


def _of_words(last: str, turn: str) -> str | None:
    """那暖心早餐呢, after 职工书屋提到几次: other words, or the same in another year or issue. None where
    the last question is not about words, or this one asks for more."""
    words = asked_phrase(last) or perhaps_asked(last)
    if words is None or (said := _ANOTHER.fullmatch(turn)) is None or wants(said[1]):
        return None
    if anchors(said[1]).years or anchors(said[1]).ordinals:
        return said[1].removesuffix("的") + _ISSUE.sub("", last)
    return last.replace(words, said[1].strip("“”「」『』"), 1)


def asks_for_details(question: str, turns: Sequence[str] = ()) -> bool:
    """具体说说, 然后呢, and 还有吗 behind them: of what was answered, nothing else."""
    standing = [*turns, question][len(turns) - asked_for_more(question, turns)]
    return _DETAILS.fullmatch(standing.strip(" ，。？?！!.,~…")) is not None


def _leans(turn: str, last: str, names: Names) -> bool:
    if _stands_alone(turn):
        return False
    if asks_for_details(turn):
        return True
    if LEANS_ON_THE_LAST.search(turn) or _POINTS.match(turn):
        return True
    if _SHORT.search(turn) and not names_another(turn, last, names):
        return True
    return says_nothing_of_its_own(turn, last)


def stands_for(said: str, question: str, turns: Sequence[str]) -> bool:
    """Whether what a model made of a follow-up may be asked in its stead: it keeps what the question
    says, and takes the rest from the questions before; no number that none of them has."""
    if not question.strip() or len(said) > LONGEST_QUESTION or not said.isprintable():
        return False
    known = fold(" ".join([*turns, question]))
    numbers = set(re.findall(r"\d+", known))
    if not set(re.findall(r"\d+", fold(said))) <= numbers:
        return False
    own, made = _pairs(_FILLER.sub("", question)), _pairs(said)
    kept = sum(pair in made for pair in own) >= KEPT * len(own)
    return kept and bool(made) and sum(pair in known for pair in made) >= TAKEN * len(made)


def _pairs(text: str) -> list[str]:
    return [
        pair for run in re.findall("[\u4e00-\u9fff]+|[a-z]+", fold(text)) for pair in in_pairs(run)
    ]


def _stands_alone(turn: str) -> bool:
    """A question that was completed already, and is asked again, perhaps corrected."""
    return turn.startswith("（") or ABOUT_ONE.fullmatch(turn) is not None


def may_pick(turn: str) -> bool:
    """Whether a turn may be the number or the name of what is offered to choose from."""
    return len(turn) <= LONGEST_PICK and not wants(turn) and not MORE.fullmatch(turn)


def picked_number(turn: str) -> int | None:
    """第二个, 2, the second one: which of those that are offered, from 1; None where none is named."""
    if (found := _PICK.fullmatch(unicodedata.normalize("NFKC", turn).strip())) is None:
        return None
    return _NUMBERS[(found[1] or found[2]).lower()]


def asked_for_more(question: str, turns: Sequence[str]) -> int:
    """How many times in a row the last question was followed by 还有吗; 0 where it is a question."""
    for count, turn in enumerate((question, *reversed(turns))):
        if not MORE.fullmatch(turn.strip()):
            return count
    return 0  # nothing was asked before
