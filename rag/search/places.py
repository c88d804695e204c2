"""The places that a corpus speaks of, learnt from itself: what is often called so-and-so 州 or 县.

Lists of a country's places are long, soon out of date, and full of names that are words elsewhere;
a corpus tells which of them it knows, the short forms (海西, 果洛) included.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

FILE = "places.json"
PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
    "|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
NAMED = re.compile(
    rf"(?=((?:{PROVINCES})(?=省)|[\u4e00-\u9fff]{{2}}(?=(?<![大小点强型]城)市(?![场民值])|州|县|(?<![社地辖园市老小])区))[省市州县区](?![级直域长内里]))"
)
NO_NAME = re.compile(
    "[全各本我该几哪个两一二三四五六七八九十这那在到和与及的了对给把从省市县区"
    "位上去念跟次有年底着成设评是为由被就都也又]"
)
"""Characters that no name of a place has, or hardly any: 评上省劳模, 有位县里的主席."""
_JOINS = re.compile("[都和成]")
"""Of these, those of names all the same: 都兰, 共和, 成都."""
KINDS = re.compile(
    "自治|直辖|开发|试验|实验|示范|自贸|贸易|保护|功能|主产|产业|棚户|贫困|特困|革命|老工|管理|经济"
)
"""What so many a 区, 州 and 市 is, 棚户区 and 自治州, and none is called."""
OFTEN = 3
"""Times that a name stands before 州 or 县: once or twice may be a slip or another word's end."""
SHARE = 0.35
"""A name stands before 州 or 县 in at least so many of its places: 海西 in 0.7, 落实 in 0.05."""
TWICE, MOSTLY = 2, 0.7
"""The same for a name with a character that joins words: it is hardly ever anything else."""


def named(text: str) -> list[str]:
    """Names with their 州 or 县 behind them, which is left out; of a folded text."""
    found = NAMED.findall(text)
    return [name for name in found if not (NO_NAME.search(name) or KINDS.fullmatch(name))]


def learn(texts: Iterable[str]) -> list[str]:
    """The names of folded texts, the commonest first."""
    together = "\n".join(texts)
    counts = Counter(NAMED.findall(together))
    return [
        name
        for name, count in counts.most_common()
        if _is_name(name, count, count / together.count(name))
    ]


def _is_name(name: str, count: int, share: float) -> bool:
    if not NO_NAME.search(name):
        return count >= OFTEN and share >= SHARE
    without = _JOINS.sub("", name)
    return without != name and not NO_NAME.search(without) and count >= TWICE and share >= MOSTLY


def save(names: Sequence[str], folder: Path) -> None:
    (folder / FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> tuple[str, ...]:
    return tuple(json.loads((folder / FILE).read_text(encoding="utf-8")))
