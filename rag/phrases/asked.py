"""「…」在哪些地方出现过、几次: a question about the words themselves."""

from __future__ import annotations

import re

QUOTED = re.compile('[“「『"]([^“”「」『』"]{2,40})[”」』"]')
_KEPT_IN = "(?:材料|简报|刊物|文件|资料|文章|报道|杂志|页)"
WORDS = "\ufffc"
"""Stands for the quoted words in what is asked of them."""
ABOUT_WORDS = re.compile(
    "(?:出现|提到|提过|提及|说到|讲到|写到|见于|提法|这个词|这句话|这个说法|这几个字)"
    "|[说讲写用]过?了?[几多少]+[次回遍]|[说讲写用]过.{0,8}[几多少]+处"
    "|哪[些几][期篇]|在哪[些几]?(?:处|个?地方)[？?]?$|[几哪多少]+[处回遍][？?]?$"
    f"|{WORDS}(?:一词|[这那]?个?词)?在?[^，。；？?]{{0,8}}{_KEPT_IN}[^，。；？?]{{0,6}}(?:[几多少]+[处回遍次]|哪)"
    r"|how often|how many times|\bmention|\bappear|\boccur",
    re.IGNORECASE,
)
"""Spoken of words, not of what they name: 在哪里颁奖, 办了几次 and 设了多少处“…” are asked about the
thing."""
_ASKING = "(?:请问|请|麻烦|帮我|帮忙|给我|查一?[下查找]|找一?[下找]|看一?[下看]|想知道|问一下)*"
_WHERE = (
    "(?:哪[里儿]|(?:哪[些几]?|几|多少)个?"
    f"(?:(?:地方|处|期|篇|份|本){_KEPT_IN}?|{_KEPT_IN})(?:[里中上]面?)?)"
)
_ISSUE = "(?:(?:20\\d\\d年)?的?第[\\d〇零一二三四五六七八九十]+期|20\\d\\d年的?(?:[这那]一?期)?|最新(?:的)?一期)"
_HERE = (
    f"(?:在?(?:{_ISSUE}{_KEPT_IN}?|(?:[这那]|[这那]些|[这那]?几[份期本篇]|库里?的?|所有的?|全部的?)?{_KEPT_IN})"
    "(?:[里中]面?)?)?"
)
_MENTION = "(?:出现|提到|提及|提|说到|讲到|写到|说起|讲起|谈到|用到)[过了]{0,2}"
_TIMES = "(?:一?共|总共|共计|到底)*有?(?:几|多少)(?:次|回|处|遍)"
_ALL = "(?:都|一共|总共|分别)*"
_THIS_WORD = "(?:这|那|这一|这个|那个)(?:词|词语|词汇|提法|说法|叫法|字眼|字|名字|名词|名称|概念|短语|句子|句话|几个字)"
_X = '(?P<words>[^，,。；;：:？?！!“”「」『』"]{2,40}?)'
_SAID = "(?:mention(?:ed)?|appear(?:ed)?|occur(?:red)?|used)"
_ENDED = "(?:的|呢|啊|呀|吗|来着)*[？?。！!]*"
ABOUT_UNQUOTED = tuple(
    re.compile(_ASKING + pattern + _ENDED, re.IGNORECASE)
    for pattern in (
        f"{_HERE}{_X}{_THIS_WORD}.{{0,4}}(?:{_MENTION}|{_TIMES}|{_WHERE}|在哪).{{0,20}}",
        f"{_HERE}(?:都?[有在])?{_WHERE}(?:都|也|曾)?{_MENTION}{_X}",
        f"{_HERE}{_X}{_HERE}{_ALL}[在于]{_HERE}(?:都在)?(?:{_WHERE}|哪)(?:都|曾)?被?{_MENTION}",
        f"{_HERE}{_X}{_HERE}{_ALL}被?{_MENTION}(?:{_TIMES}|在{_WHERE})",
        f"{_HERE}(?:{_MENTION}{_TIMES}|{_TIMES}{_MENTION}){_X}",
        f"{_HERE}(?:都?[有在])?{_WHERE}(?:都|也|曾)?[说讲写][到过了]{_X}",
        f"{_HERE}{_MENTION}{_X}的(?:地方|{_KEPT_IN})(?:都?有|是)?(?:哪[些几]|几|多少)?[篇个期处]?",
        f"{_HERE}(?:有没有|有无|是否|是不是)(?:都|也|曾)?{_MENTION}{_X}",
        f"{_HERE}{_MENTION}{_X}(?:没有|吗)",
        f"{_X}(?:都|是)?在哪[一些几]?[期篇本份]{_KEPT_IN}?[里上中]?",
        f"how (?:often|many times) (?:do|does|did|is|are|was|has|have) {_X} (?:been )?{_SAID}",
        f"(?:where|in which \\w+) (?:do|does|did|is|are|was|has|have) {_X} (?:been )?{_SAID}",
        f"(?:which|what) (?:issues|bulletins|documents|articles|pages) {_SAID}s? {_X}",
    )
)
"""The same without marks: whether it is one is seen by the words standing in the corpus."""


def asked_phrase(question: str) -> str | None:
    """The quoted words, where the question is about where or how often they stand."""
    quoted = QUOTED.findall(question)
    rest = QUOTED.sub(WORDS, question)
    return quoted[0] if len(quoted) == 1 and ABOUT_WORDS.search(rest) else None


def perhaps_asked(question: str) -> str | None:
    """What stands without marks where the words are, in a question of such a form. It may be more
    than that, 西宁的职工书屋: whoever asks has to see that the corpus has these words."""
    found = (pattern.fullmatch(question.strip()) for pattern in ABOUT_UNQUOTED)
    return next((match["words"].strip() for match in found if match), None)
