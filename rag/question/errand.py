"""Requests to do something, and small talk, which no bulletin answers: 帮我写一首诗, 讲个笑话."""

from __future__ import annotations

import re

from rag.search.fold import fold

_ERRAND = re.compile(
    r"^(?:请|麻烦|能不能|能|可以|可不可以|你|您)*(?:帮我?忙?|给我|替我|为我)?"
    r"(?:写|作|编|画|唱|讲|说|翻译|生成|润色|起草|拟|做)(?:上|出|一|个|首|篇|段|份|封|张|幅|下|句|点|些)+"
    r"[^，。？?]{0,16}(?:诗|歌|词|作文|小说|故事|笑话|代码|程序|文章|讲话稿?|发言稿?|总结|报告|汇报|方案|通知|邮件|信|画|图|ppt|话)"
    r"|^(?:请|麻烦|帮我?|给我|替我)*翻译"
    r"|^(?:请|麻烦|你|您)*(?:帮我?忙?|给我|替我)查(?:一?下|查)?(?:明|后|今)[天晚]"
    r"|(?:天气|气温)[^，。？?]{0,4}(?:怎么?样|如何|咋样?|好吗|好不好|预报|几度|多少度)|现在几点|\b(?:what|how)(?:'s| is) the weather"
    r"|^(?:(?:please|can you|could you)\s+)*(?:write|compose|draft|translate|draw|sing|tell) (?:me |us )?"
    r"(?:this|a|an|some|the)\b.{0,40}\b(?:poem|story|song|code|essay|joke|speech|letter|email|report|sentence)",
    re.IGNORECASE,
)


def is_errand(question: str) -> bool:
    return _ERRAND.search(fold(question)) is not None
