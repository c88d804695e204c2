"""Words that a sentence may use for those of its quotes, and words that must not take each other's place.

General words of Chinese, no names, from `rag/bundled/retold`. A word that is not there has to stand in a
quote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rag.search.fold import fold

_FOLDER = Path(__file__).parents[2] / "bundled" / "retold"

# What a verb is shortened to or lengthened from: 提 for 提出, 领到 for 领取. One of these may stand alone
# where the support has it in a word.
MORPHEMES = frozenset(
    "提领办建送发设评获得学讲写读看听做参比赛选推举升降增减投拨捐助帮慰访调研培训练考试修改造购买卖用住吃喝穿走跑登唱演拍录播登刊载编印签订商谈问答报销补贴免退还交缴收存取开展进行动员引导带领管理查检测评定审核批准授奖励表彰扬传承创新研制立成组合并联合同协作"
)


# A province's short form stands for it only where a text goes to it, or is of it: 在沪, 赴京, 援青.
SHORT_FORMS = dict(
    pair.split()
    for pair in [
        "北京 京",
        "上海 沪",
        "天津 津",
        "重庆 渝",
        "河北 冀",
        "山西 晋",
        "辽宁 辽",
        "吉林 吉",
        "黑龙江 黑",
        "江苏 苏",
        "浙江 浙",
        "安徽 皖",
        "福建 闽",
        "江西 赣",
        "山东 鲁",
        "河南 豫",
        "湖北 鄂",
        "湖南 湘",
        "广东 粤",
        "广西 桂",
        "海南 琼",
        "四川 川",
        "贵州 黔",
        "云南 滇",
        "西藏 藏",
        "陕西 陕",
        "甘肃 甘",
        "青海 青",
        "宁夏 宁",
        "新疆 疆",
        "香港 港",
        "澳门 澳",
        "台湾 台",
    ]
)


@cache
def alike() -> dict[str, frozenset[str]]:
    """Each word of a sentence with the words of a quote that it may stand for, folded as the texts are
    (第一次 is 第1次). 送去 may be told as 收到, and a lone 做 stands for 从事: not the other way round."""
    found: dict[str, set[str]] = defaultdict(set)
    for words in (*_lines("alike.txt"), *(side for group in apart() for side in group)):
        for word in words:
            found[word].update(words)
    for written, *told in _lines("retold.tsv"):
        for word in told:
            found[word].add(written)
    return {word: frozenset(words) for word, words in found.items()}


@cache
def apart() -> tuple[tuple[frozenset[str], ...], ...]:
    """Groups of sides: of a kind a sentence must not have a word of one side where its quotes have one
    of another. Two are looked at only where the quotes have one."""
    groups = _text("kinds.txt").splitlines()
    return tuple(tuple(frozenset(_words(side)) for side in group.split("|")) for group in groups)


@cache
def free() -> frozenset[str]:
    """Verbs, adverbs and small words that say nothing by themselves that a quote would have to say."""
    return frozenset(word for words in _lines("small.txt") for word in words)


@cache
def light() -> frozenset[str]:
    """Everyday words that say little: a few of them may be put in, but not in another word's place."""
    return frozenset(word for words in _lines("light.txt") for word in words)


def _lines(name: str) -> Iterator[list[str]]:
    return (_words(line) for line in _text(name).splitlines() if line[0] != "#")


def _words(line: str) -> list[str]:
    return list(map(fold, line.split()))


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
