"""Who gave and to whom it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.check.wording import pieces

_GIVING = re.compile(
    "捐赠|赠送|提供|发放|送去|送上|送给|送出|购买|投入|支付|颁发|授予|拨付|汇报|宣讲|讲解|服务(?!中心|站|阵地|平台|大厅)"
)
_TO = re.compile(
    r"(?:(?<![称作成认因以行等])为|向|给|(?<![针面相])对)(?P<phrase>[^。；;]{2,40}?)(?=[，,]|先后|累计|"
    + _GIVING.pattern
    + ")"
)


_HELD = re.compile("开展|举[行办]|召开|发起|启动")
_TO_WHOM = re.compile("[为向给对]")


def giver(sentence: str, quotes: Sequence[str]) -> str | None:
    """Who was given to, told as who gave: 为工人捐赠 is not 工人捐赠."""
    for quote in quotes:
        for match in _TO.finditer(quote):
            verb = _GIVING.match(re.sub("^(?:[，,]|先后|累计|分别|共)+", "", quote[match.end() :]))
            if verb is None:
                continue
            if _HELD.search(match["phrase"]):
                continue  # 为工人举行手套发放仪式: the verb's own things stand between
            whom = match["phrase"][-2:]
            if any(not _TO_WHOM.search(quote[: m.start()]) for m in re.finditer(whom, quote)):
                continue  # they stand elsewhere too: no telling which are meant
            for part in re.split("[。；;]", sentence):
                before, found, after = part.partition(whom)
                given = _GIVING.search(after)
                if not found or given is None or re.search("[为向给对替被把让使由]|帮助", before):
                    continue
                between = after[: given.start()]
                if len(between) < 7 and not re.search("[被受收获得由，,]", between):
                    return f"given to, not giving: {whom}"
    return None


_VERB = "(?:捐赠|赠送|发放|颁发|授予|拨付|返还|退还|支付|发给|送去|捐款|(?:资助|奖励|慰问|救助|补助)(?![金品款物资标]))"
_GAVE = re.compile(f"([^，。；,;]{{2,20}}?)(?:向|给|为)[^，。；,;]{{2,20}}?{_VERB}")
_GIVEN_BY = re.compile(f"(?:由|被|接受|收到|获得|得到)(?!\\d)([^，。；,;]{{2,12}}?){_VERB}")
_GIVEN_TO = re.compile(
    f"(?:向|给|为)([^，。；,;]{{2,20}}?){_VERB}|{_VERB}[^，。；,;]{{0,12}}?给([^，。；,;]{{2,12}})"
    f"|(?:返还|退还|(?:资助|奖励|慰问|救助|补助)(?![金品款物资标]))([^，。；,;]{{2,12}})"
)


def recipient_gives(sentence: str, quotes: Sequence[str]) -> str | None:
    """企业向工会返还经费 of 返还企业经费: who gives in the sentence is, in the quotes, who gets."""
    given_to, giving = set[str](), set[str]()
    for quote in quotes:
        given_to |= _pieces_of(_GIVEN_TO, quote)
        giving |= _pieces_of(_GAVE, quote) | _pieces_of(_GIVEN_BY, quote)
    for found in (*_GAVE.finditer(sentence), *_GIVEN_BY.finditer(sentence)):
        here = pieces(found[1])
        if len(here & given_to) >= min(2, len(here)) > 0 and not here & giving:
            return f"given to, not giving: {found[1]}"
    return None


def _pieces_of(pattern: re.Pattern[str], text: str) -> set[str]:
    return {
        piece
        for found in pattern.findall(text)
        for each in _groups(found)
        for piece in pieces(each)
    }


def _groups(found: str | tuple[str, ...]) -> Iterator[str]:
    yield from (found,) if isinstance(found, str) else found
