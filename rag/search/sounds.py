"""Words that sound like those of the question: for typing slips (劳摸), and for names in English.

The corpus is the dictionary: a pair of characters that it does not have is taken for another of the
same sound that it has, and a name in Latin letters for characters read that way. What is found is
searched as well, never instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from rag.search.fold import fold, in_pairs

_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:['’][a-z]+)?(?:[ -][A-Z][a-z]+)*")
_PLAIN = re.compile(
    "[的了是有几多少个在和到过着呢吗吧啊呀嘛来去上下里中大小不没这那哪谁会要能可就都也又一二三]"
)
"""Characters that stand beside any other: 有几 is no slip for 有机."""
OFTEN = 3
"""Passages that hold a pair before it is taken for what was meant."""
MOST_NAMES = 2
LONGEST_NAME = 5

# Names that English text does not write in pinyin.
EXONYMS = {
    "golmud": "格尔木", "golog": "果洛", "guoluo": "果洛", "delingha": "德令哈", "delhi": "德令哈",
    "madoi": "玛多", "maqen": "玛沁", "gade": "甘德", "darlag": "达日", "jigzhi": "久治",
    "zadoi": "杂多", "chindu": "称多", "zhidoi": "治多", "nangqen": "囊谦", "qumarleb": "曲麻莱",
    "jainca": "尖扎", "zekog": "泽库", "rebgong": "同仁", "ulan": "乌兰", "dulan": "都兰",
    "gangca": "刚察", "qaidam": "柴达木", "tibet": "西藏", "tibetan": "藏族", "mongolian": "蒙古族",
    "salar": "撒拉族", "lhasa": "拉萨", "urumqi": "乌鲁木齐",
}  # fmt: skip


class Sounds:
    """`pairs`: how many passages hold each pair of characters. `cut` parts a folded text into
    words: what it leaves as single characters may be a slip, and only a word is put in its place."""

    def __init__(self, pairs: Mapping[str, int], cut: Callable[[str], list[str]]) -> None:
        from pypinyin import lazy_pinyin

        characters = {character for pair in pairs for character in pair}
        self._read = {each: lazy_pinyin(each)[0] for each in sorted(characters)}
        self._syllables = frozenset(self._read.values())
        self._pairs = pairs
        self._words = cut
        self._exactly: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._nearly: dict[tuple[str, str], list[str]] = defaultdict(list)
        for pair in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
            one, other = self._read[pair[0]], self._read[pair[1]]
            self._exactly[one, other].append(pair)
            self._nearly[_blurred(one), _blurred(other)].append(pair)

    def also(self, question: str) -> list[str]:
        """Words to be searched besides the question's own."""
        found = [*self._meant(fold(question)), *self._named(question)]
        return list(dict.fromkeys(found))

    def _meant(self, text: str) -> Iterator[str]:
        """For each pair that no passage holds the commonest of its sound with one character the same."""
        words = self._words(text)
        for one, other in zip(words, words[1:], strict=False):
            pair = one + other
            alone = len(one) == len(other) == 1 and _RUN.fullmatch(pair)
            if alone and pair not in self._pairs and not _PLAIN.search(pair):
                yield from self._like(pair)

    def _like(self, pair: str) -> list[str]:
        sounds = self._sound(pair[0]), self._sound(pair[1])
        alike = (
            *self._exactly.get(sounds, ()),
            *self._nearly.get((_blurred(sounds[0]), _blurred(sounds[1])), ()),
        )
        for other in alike:
            same = (other[0] == pair[0]) + (other[1] == pair[1])
            if same == 1 and self._pairs[other] >= OFTEN and self._words(other) == [other]:
                return [other]
        return []

    def _sound(self, character: str) -> str:
        """Of a character that the corpus may not have."""
        if (known := self._read.get(character)) is None:
            from pypinyin import lazy_pinyin

            known = lazy_pinyin(character)[0]
        return known

    def _named(self, question: str) -> Iterator[str]:
        for name in _NAME.findall(question):
            for word in re.findall("[a-z]+", name.lower()):
                if word in EXONYMS:
                    yield EXONYMS[word]
            words = re.findall("[a-z]+", re.sub("['’]", "", name.lower()))
            yield from self._longest(words)

    def _longest(self, words: Sequence[str]) -> list[str]:
        """Of the words of a name as many together as the corpus has, then the others."""
        for length in range(min(len(words), 3), 0, -1):
            for first in range(len(words) - length + 1):
                if found := self._written("".join(words[first : first + length])):
                    before, after = words[:first], words[first + length :]
                    return [*self._longest(before), *found, *self._longest(after)]
        return []

    def _written(self, letters: str) -> list[str]:
        """The corpus's own names that are read like this, the commonest first."""
        found = {
            name: min(self._pairs[pair] for pair in in_pairs(name))
            for syllables in _cut(letters, self._syllables)
            if 2 <= len(syllables) <= LONGEST_NAME
            for name in self._chains(syllables)
            if not _PLAIN.search(name)
        }
        return sorted(found, key=lambda name: (-found[name], name))[:MOST_NAMES]

    def _chains(self, syllables: Sequence[str]) -> list[str]:
        chains = list(self._exactly.get((syllables[0], syllables[1]), ()))
        for one, other in zip(syllables[1:], syllables[2:], strict=False):
            pairs = self._exactly.get((one, other), ())
            chains = [chain + pair[1] for chain in chains for pair in pairs if chain[-1] == pair[0]]
        return chains


def _blurred(syllable: str) -> str:
    """As it is heard in the south: zh like z, -ing like -in, l like n."""
    syllable = re.sub("^([zcs])h", r"\1", syllable)
    syllable = re.sub("^l", "n", syllable)
    return re.sub("([aei]n)g$", r"\1", syllable)


def _cut(letters: str, syllables: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if not letters:
        yield ()
    for length in range(min(6, len(letters)), 0, -1):
        if letters[:length] in syllables:
            for rest in _cut(letters[length:], syllables):
                yield (letters[:length], *rest)
