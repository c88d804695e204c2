"""Names in Latin letters, as a corpus writes them: in characters that are read so.

First those of the people and places that the corpus knows, then any characters that it has side by side:
"Xing Guohua" is 星国华, whom it knows, though it has 兴国 and 国化 oftener.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.search.fold import in_pairs

_NAME = re.compile(r"\b[A-Z][a-zü]+(?:['’][a-z]+)?(?:[ -][A-Z][a-zü]+(?:['’][a-z]+)?)*")
_WORD = re.compile(r"[A-Za-zü]+(?:['’][a-z]+)?")
_OF_IT = re.compile("['’]s$")
"""Haidong's; not Xi'an."""
PLAIN = frozenset("的了是有几多少个在和到过着呢吗吧啊呀嘛来去上下里不没这那哪谁要可就都也又一二三")
"""Characters that stand beside any other: 到 in 坐到 does not make it 做到."""
MOST_NAMES = 2
"""That one spelling may stand for, the likeliest."""
LONGEST_NAME = 5
"""Syllables, a character each."""
MOST_WORDS = 3
"""Of a name: Xing Guo Hua."""

EXONYMS = {
    "golmud": "格尔木", "golog": "果洛", "guoluo": "果洛", "delingha": "德令哈", "delhi": "德令哈",
    "madoi": "玛多", "maqen": "玛沁", "gade": "甘德", "darlag": "达日", "jigzhi": "久治",
    "zadoi": "杂多", "chindu": "称多", "zhidoi": "治多", "nangqen": "囊谦", "qumarleb": "曲麻莱",
    "jainca": "尖扎", "zekog": "泽库", "rebgong": "同仁", "ulan": "乌兰", "dulan": "都兰",
    "gangca": "刚察", "qaidam": "柴达木", "tibet": "西藏", "tibetan": "藏族", "mongolian": "蒙古族",
    "salar": "撒拉族", "lhasa": "拉萨", "urumqi": "乌鲁木齐", "xi": "习近平",
}  # fmt: skip
"""Names that English does not write in pinyin, or not whole: "Xi said"."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where a name stands in a question, and what it may be in characters, the likeliest first."""

    start: int
    end: int
    meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    letters: str
    start: int
    end: int


class LatinNames:
    """`pairs`: how many passages hold each pair of characters; `so_read`: those of two syllables, the
    commonest first; `known`: the people and places of the corpus."""

    def __init__(
        self,
        pairs: Mapping[str, int],
        so_read: Mapping[tuple[str, str], Sequence[str]],
        known: Iterable[str] = (),
    ) -> None:
        from pypinyin import lazy_pinyin

        self._pairs = pairs
        self._so_read = so_read
        self._syllables = frozenset(syllable for both in so_read for syllable in both)
        self._known: dict[str, list[str]] = defaultdict(list)
        for name in known:
            self._known["".join(lazy_pinyin(name))].append(name)

    def named(self, question: str) -> Iterator[Named]:
        """In no order."""
        for name in _NAME.finditer(question):
            yield from self._longest(
                [_word(each, name.start()) for each in _WORD.finditer(name[0])]
            )

    def _longest(self, words: Sequence[_Word]) -> list[Named]:
        """Of the words of a name as many together as the corpus has, then the others."""
        for length in range(min(len(words), MOST_WORDS), 0, -1):
            for first in range(len(words) - length + 1):
                inside = words[first : first + length]
                if meant := self._written("".join(each.letters for each in inside)):
                    found = Named(inside[0].start, inside[-1].end, tuple(meant))
                    after = self._longest(words[first + length :])
                    return [*self._longest(words[:first]), found, *after]
        return []

    def _written(self, letters: str) -> Sequence[str]:
        """The corpus's own names that are read like this, the commonest first."""
        exonym = EXONYMS.get(letters, "")
        if exonym and all(pair in self._pairs for pair in in_pairs(exonym)):
            return [exonym]
        if known := self._known.get(letters):
            return known[:MOST_NAMES]
        found = {
            name: min(self._pairs[pair] for pair in in_pairs(name))
            for syllables in _cut(letters, self._syllables)
            if 2 <= len(syllables) <= LONGEST_NAME
            for name in self._chains(syllables)
            if PLAIN.isdisjoint(name)
        }
        return sorted(found, key=lambda name: (-found[name], name))[:MOST_NAMES]

    def _chains(self, syllables: Sequence[str]) -> list[str]:
        chains = list(self._so_read.get((syllables[0], syllables[1]), ()))
        for one, other in zip(syllables[1:], syllables[2:], strict=False):
            pairs = self._so_read.get((one, other), ())
            chains = [chain + pair[1] for chain in chains for pair in pairs if chain[-1] == pair[0]]
        return chains


def _word(match: re.Match[str], offset: int) -> _Word:
    name = _OF_IT.sub("", match[0])
    start = offset + match.start()
    letters = re.sub("(?<=[ln])yu$|ü", "v", re.sub("['’]", "", name.lower()))  # Lü, Lyu
    return _Word(letters, start, start + len(name))


def _cut(letters: str, syllables: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if not letters:
        yield ()
    for length in range(min(6, len(letters)), 0, -1):
        if letters[:length] in syllables:
            for rest in _cut(letters[length:], syllables):
                yield (letters[:length], *rest)
