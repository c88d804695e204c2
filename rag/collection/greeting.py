"""Greetings, thanks and goodbyes: who is greeted says what can be asked, with questions of the corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.records import Bulletin
from rag.search.fold import fold, letters
from rag.search.library import Library

_MARKS = r"[\s呀啊吗呢了哦哈，。,.！？!?~]*"
_GREETED = (
    r"你们?好|您好|大家好|hello|hi|hey|there|嗨|哈喽|在吗|在不在|有人在?吗|早上好|上午好|下午好|晚上好|早安"
    r"|你是(?:谁|什么)|你是(?:不是)?(?:个|真)?(?:机器人|人工智能|ai|人|大模型|chatgpt)|介绍一下你?自己|这个?(?:系统|网页|页面|东西)(?:是什么|是干什么的|能做什么|能干什么)"
    r"|这个?(?:系统|网页|页面|东西)?怎么用|怎么用[啊呀]?这个"
    r"|你?(?:能|会|可以)(?:帮我)?(?:做|干|回答)些?(?:什么|啥)|(?:该|要)?怎么(?:使?用|问|提问)(?:这个|它|你)?"
    r"|(?:都?有|还有)?(?:什么|啥|哪些)(?:是|问题)?(?:可以|能)问的?|(?:我|这里)?(?:可以|能)问你?些?(?:什么|啥|哪些问题)"
    r"|使用(?:说明|方法)|帮助|help|what can (?:you do|i ask)|how (?:do|can) i use (?:this|it)|who are you"
)
_THANKED = (
    r"(?:多|非常|太)?(?:谢谢|感谢|谢)(?:你们?|您|大家)?|辛苦(?:你们?|您)?"
    r"|(?:thank you|thanks?|thx)(?: a lot| so much| very much)?"
)
_LEFT = r"再见|拜拜|回头见|下次见|good ?bye|bye|see you"
_GREETING = re.compile(f"(?:(?:{_GREETED}|{_THANKED}|{_LEFT}){_MARKS})++", re.IGNORECASE)
_GREETS = re.compile(_GREETED, re.IGNORECASE)
_LEAVES = re.compile(_LEFT, re.IGNORECASE)

INTRODUCTION = (
    "您好，我只根据库里的材料回答问题，每一句都注明出处（哪一期、哪一篇、第几页）；材料里没有的，我会说没有找到。"
    "可以问某件事的时间、人数、做法，也可以问“某个说法”在哪些地方出现过，或者“有哪几期”“第几页讲什么”。{}"
    "I answer from these bulletins only, every sentence with its source; ask in Chinese or English."
)
WELCOME = "不客气，有问题随时再问。You are welcome."
GOODBYE = "再见，欢迎随时再来。Goodbye."
TITLE = range(6, 21)
"""Letters of a title that reads well in an example."""


def greeting(library: Library, question: str, bulletins: Sequence[Bulletin]) -> str | None:
    """What is said to one; None where something is asked."""
    text = fold(question)
    if not _GREETING.fullmatch(text):
        return None
    if _GREETS.search(text):
        examples = _examples(library, bulletins)
        return INTRODUCTION.format(f"例如：{' '.join(examples)} " if examples else "")
    return GOODBYE if _LEAVES.search(text) else WELCOME


def _examples(library: Library, bulletins: Sequence[Bulletin]) -> list[str]:
    """Two questions that the catalogue of these bulletins answers, of the newest."""
    newest = sorted(bulletins, key=lambda each: each.date or "", reverse=True)
    asked = [f"{each.issue}有哪些文章？" for each in newest if each.issue][:1]
    for bulletin in newest:
        titles = [" ".join((each.title or "").split()) for each in library.articles(bulletin.key)]
        short = [each for each in titles if len(letters(each)) in TITLE and " " not in each]
        asked += [f"《{each}》主要讲什么？" for each in short if not re.search("[《“「]", each)]
    return asked[:2]
