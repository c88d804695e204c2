"""Words that sound or look like those of the question: for typing slips (劳摸, 授助), and for names in
English (`latin.py`).

The corpus is the dictionary: characters that it never or hardly ever has side by side are taken for
others of the same sound that it often has, else for others of the same shape. What is found is searched
as well, never instead.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from rag.search.fold import CHINESE, fold, in_pairs
from rag.search.latin import PLAIN, LatinNames

_FREE = PLAIN | frozenset("会大中小能讲说问看完想指拿给让叫找时人各每该还更最很把被从对跟同及与")
"""Words of one character, which are no slips: 有几 is none for 有机, nor 看完 for 看望."""
_LOOSE = _FREE | frozenset("好子老新家手头们第")
"""Of those many more words are made: 盖好 is no slip for 美好 by its shape, nor 对子 for 对于."""
OFTEN = 3
"""Passages that hold a pair before it is taken for what was meant."""
SELDOM = 50
"""As many times more passages hold what was meant: 会仪 stands in 机会仪式, 公会 in 办公会议."""
CLINGING = 0.5
"""The share that a pair has of all pairs with the rarer of its characters in that place, where it is a
word though no list of words has it: 书屋."""
CLINGING_OFTEN = 10
"""Passages that hold such a pair, at least: of two rare characters half is soon reached."""
QUESTIONS_KEPT = 32
"""Each is searched, understood and weighed, and its slips are wanted each time."""
NAMES = range(3, 5)
"""Characters of a person's name that is known by its sound: two sound like many words."""

# Written out in the texts, and short in questions.
ABBREVIATIONS = {"gdp": "国内生产总值", "cpi": "居民消费价格", "ppi": "工业生产者出厂价格"}

LOOKALIKES = Path(__file__).parent.parent / "bundled" / "lookalikes" / "characters.txt"


@cache
def lookalikes() -> Mapping[str, str]:
    """The characters that look like one, the likest first, for the common ones that have any."""
    lines = LOOKALIKES.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1:] for line in lines}


@dataclass(frozen=True, slots=True)
class Slip:
    """`start` is its place in the folded question; `meant` is as long as what stands there."""

    start: int
    meant: str


class Sounds:
    """`pairs`: how many passages hold each pair of characters; `together`: how many hold all the
    pairs of a run. `cut` parts a folded text into words: what it leaves as single characters may be
    a slip. Only a word is put in its place, or what the corpus has between the same two others."""

    def __init__(
        self,
        pairs: Mapping[str, int],
        cut: Callable[[str], list[str]],
        together: Callable[[str], int],
        alike: Mapping[str, str] | None = None,
        people: Sequence[str] = (),
        places: Sequence[str] = (),
    ) -> None:
        """`alike`: the characters that look like one, the likest first; `people` and `places`: what the
        corpus names."""
        from pypinyin import lazy_pinyin

        characters = {character for pair in pairs for character in pair}
        self._read = {each: lazy_pinyin(each)[0] for each in sorted(characters)}
        self._pairs = pairs
        self._words = cut
        self._together = together
        self._alike = alike or {}
        self._exactly: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._nearly: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._behind: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._first: Counter[str] = Counter()
        self._second: Counter[str] = Counter()
        for pair in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
            one, other = self._read[pair[0]], self._read[pair[1]]
            self._exactly[one, other].append(pair)
            self._nearly[_blurred(one), _blurred(other)].append(pair)
            self._behind[pair[0], _blurred(other)].append(pair[1])
            self._first[pair[0]] += pairs[pair]
            self._second[pair[1]] += pairs[pair]
        self._named_so: dict[tuple[str, ...], str] = {}
        for name in people:
            if len(name) in NAMES:
                self._named_so.setdefault(self._name_sound(name), name)
        self._names = LatinNames(pairs, self._exactly, (*places, *people))
        self._seldom = max(pairs.values(), default=0) // SELDOM
        self._slips = lru_cache(QUESTIONS_KEPT)(self._slips_in)

    def also(self, question: str) -> list[str]:
        """Words to be searched besides the question's own."""
        slips = (slip.meant for slip in self._slips(fold(question)))
        named = (name for each in self._names.named(question) for name in each.meant)
        found = [*slips, *named, *self._written_out(question)]
        return list(dict.fromkeys(found))

    def mended(self, question: str) -> str:
        """The folded question with what was meant in the place of each slip, as long as it was."""
        text = fold(question)
        for slip in self._slips(text):
            text = text[: slip.start] + slip.meant + text[slip.start + len(slip.meant) :]
        return text

    def has(self, word: str) -> bool:
        """Whether the corpus has all that a word is made of."""
        return all(pair in self._pairs for pair in in_pairs(word))

    def _slips_in(self, text: str) -> list[Slip]:
        """What stands between two characters is looked at first: 工做 alone would be 工作."""
        words = self._placed(text)
        found = self._people(text)
        taken = {at for slip in found for at in range(slip.start, slip.start + len(slip.meant))}
        found += (slip for slip in self._between(text, words) if slip.start not in taken)
        taken = {at for slip in found for at in range(slip.start, slip.start + len(slip.meant))}
        for (at, one), (then, other) in pairwise(words):
            alone = then == at + 1 and len(one) == len(other) == 1
            if alone and taken.isdisjoint((at, then)) and PLAIN.isdisjoint(one + other):
                found += [Slip(at, meant) for meant in self._like(one + other)]
        return found

    def _people(self, text: str) -> list[Slip]:
        """A name with its surname right and the rest by its sound, 赵富民 for 赵福民: such characters stand
        together nowhere in the corpus."""
        found: list[Slip] = []
        for at in range(len(text)):
            for length in NAMES:
                said = text[at : at + length]
                if len(said) < length or not all(map(CHINESE.match, said)):
                    continue
                meant = self._named_so.get(self._name_sound(said), "")
                if meant not in ("", said) and not self._together(said):
                    found.append(Slip(at, meant))
        return found

    def _name_sound(self, name: str) -> tuple[str, ...]:
        return (name[0], *(_blurred(self._sound(character)) for character in name[1:]))

    def _placed(self, text: str) -> list[tuple[int, str]]:
        """Each Chinese word with its place. What has no vector is no word: it stands by itself."""
        words: list[tuple[int, str]] = []
        at = 0
        for word in self._words(text):
            if (start := text.find(word, at)) >= 0:
                words += [*zip(range(at, start), text[at:start], strict=True), (start, word)]
                at = start + len(word)
        words += zip(range(at, len(text)), text[at:], strict=True)
        return [(at, word) for at, word in words if CHINESE.match(word)]

    def _between(self, text: str, words: Sequence[tuple[int, str]]) -> list[Slip]:
        """For each character that hardly ever stands between its neighbours the one of its sound that
        often does. The neighbours belong to it where they are no part of another word."""
        word_at = {at + n: word for at, word in words for n in range(len(word))}
        found = []
        for at in range(1, len(text) - 1):
            around = [word_at.get(place) for place in (at - 1, at, at + 1)]
            if None not in around and (meant := self._middle(text[at - 1 : at + 2])):
                own = [word == around[1] or len(word or "") == 1 for word in around]
                start, end = 1 - own[0], 2 + own[2]
                if end - start > 1:
                    found.append(Slip(at - 1 + start, meant[start:end]))
        return found

    def _middle(self, three: str) -> str:
        before, slip, after = tuple(three)
        known = self._pairs.get(three[:2], 0), self._pairs.get(three[1:], 0)
        if max(known) > self._seldom or slip in _FREE or before in PLAIN or after in PLAIN:
            return ""
        heard = self._behind.get((before, _blurred(self._sound(slip))), ())
        return self._best_between(three, known, heard) or self._best_between(
            three, known, self._alike.get(slip, "")
        )

    def _best_between(self, three: str, known: tuple[int, int], others: Iterable[str]) -> str:
        before, _, after = tuple(three)
        best, most = "", OFTEN - 1
        for other in others:
            often = self._pairs.get(before + other, 0), self._pairs.get(other + after, 0)
            if min(often) > most and all(
                n * SELDOM <= m for n, m in zip(known, often, strict=True)
            ):
                meant = before + other + after
                best, most = max((best, most), (meant, self._together(meant)), key=itemgetter(1))
        return best

    def _like(self, pair: str) -> list[str]:
        """The commonest of its sound with one character the same."""
        sounds = self._sound(pair[0]), self._sound(pair[1])
        often = max(OFTEN, SELDOM * self._pairs.get(pair, 0))
        alike = (
            *self._exactly.get(sounds, ()),
            *self._nearly.get((_blurred(sounds[0]), _blurred(sounds[1])), ()),
        )
        for other in alike:
            same = [one == another for one, another in zip(pair, other, strict=True)]
            if sum(same) == 1 and self._pairs[other] >= often and self._is_word(other):
                return [] if pair[same.index(False)] in _FREE else [other]
        return self._looks_like(pair, often)

    def _looks_like(self, pair: str, often: int) -> list[str]:
        """The commonest in which one character is another of its shape."""
        one, other = tuple(pair)
        if not _LOOSE.isdisjoint(pair):
            return []
        found = [like + other for like in self._alike.get(one, "")]
        found += [one + like for like in self._alike.get(other, "")]
        known = [each for each in found if self._pairs.get(each, 0) >= often]
        words = [each for each in known if self._is_word(each)]
        return [max(words, key=lambda each: self._pairs[each])] if words else []

    def _is_word(self, pair: str) -> bool:
        if self._words(pair) == [pair]:
            return True
        rarer = min(self._first[pair[0]], self._second[pair[1]])
        often = self._pairs[pair]
        return often >= max(CLINGING_OFTEN, CLINGING * rarer) and _FREE.isdisjoint(pair)

    def _sound(self, character: str) -> str:
        """Of a character that the corpus may not have."""
        if (known := self._read.get(character)) is None:
            from pypinyin import lazy_pinyin

            known = lazy_pinyin(character)[0]
        return known

    def _written_out(self, question: str) -> Iterator[str]:
        for word in re.findall("[a-z]+", question.lower()):
            if (long := ABBREVIATIONS.get(word)) and self._together(long):
                yield long


@cache
def _blurred(syllable: str) -> str:
    """As it is heard in the south: zh like z, -ing like -in, l like n."""
    syllable = re.sub("^([zcs])h", r"\1", syllable)
    syllable = re.sub("^l", "n", syllable)
    return re.sub("([aei]n)g$", r"\1", syllable)
