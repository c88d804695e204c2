"""Which words get a vector, and the tokenizer that finds them in a text.

One Unigram model for both languages: the likeliest way to cut a run of Chinese characters, of
Latin letters or of digits into entries. The three kinds of run never mix, so their scores need
not be comparable.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.charsmap import precompile, simplified_characters
from training.sources import Word

if TYPE_CHECKING:
    from tokenizers import Tokenizer

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
UNKNOWN = "[UNK]"

_HAN_WORD = re.compile(f"[{HAN}]+")
_LATIN_WORD = re.compile("[a-z]+")
# In jieba's list; they would cut 二〇二四年 at the wrong place.
_DATE = re.compile("[一二三四五六七八九十]+[年月日]")
# Below any whole word, so that a word is cut into pieces only where it must be.
_PIECE_SCORE, _LETTER_SCORE = -20.0, -25.0


@dataclass(frozen=True)
class Vocabulary:
    """Entries with the logarithm of their share of running text, best known first."""

    chinese: dict[str, float]
    english: dict[str, float]
    numbers: dict[str, float]

    @property
    def entries(self) -> list[tuple[str, float]]:
        return [
            (UNKNOWN, -100.0),
            *self.chinese.items(),
            *self.english.items(),
            *self.numbers.items(),
        ]


@dataclass(frozen=True)
class Sizes:
    # With 512 dimensions in half precision these keep the folder under 60 MB.
    chinese: int = 35_500
    english: int = 16_500
    pieces: int = 2_500


def choose_vocabulary(
    words: Sequence[Word],
    chinese_texts: Sequence[str],
    english_texts: Iterable[str],
    names: Iterable[str],
    wordpieces: Path,
    sizes: Sizes,
) -> Vocabulary:
    """`wordpieces` is the teacher's vocab.txt: one piece a line, the commonest first.

    `names` are English words that get an entry however rare they are.
    """
    return Vocabulary(
        chinese=_choose_chinese(words, chinese_texts, sizes.chinese),
        english=_choose_english(english_texts, names, wordpieces, sizes),
        numbers=_numbers(),
    )


def _choose_chinese(words: Sequence[Word], texts: Sequence[str], size: int) -> dict[str, float]:
    glossed = {word.simplified for word in words if word.senses}
    general = _general_frequencies(glossed)
    everything = Vocabulary({w: math.log(p) for w, p in general.items()}, {}, {})
    here = _shares(_count_tokens(build_tokenizer(everything, words), texts))
    share = {word: (p + here.get(word, 0.0)) / 2 for word, p in general.items()}
    common = set(common_characters())
    characters = sorted(w for w in share if len(w) == 1 and (w in common or here.get(w, 0.0) > 0))
    # A word with a gloss starts with a meaning of its own, which is worth some frequency.
    longer = (word for word in share if len(word) > 1)
    ranked = sorted(longer, key=lambda w: (-share[w] * (4 if w in glossed else 1), w))
    chosen = characters + ranked[: max(0, size - len(characters))]
    return {word: math.log(share[word]) for word in chosen}


def _general_frequencies(glossed: set[str]) -> dict[str, float]:
    """Shares of running text from jieba's list, one count more for each word of the dictionary."""
    import jieba

    counts: Counter[str] = Counter(dict.fromkeys(filter(_HAN_WORD.fullmatch, glossed), 1))
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, *_ = line.decode("utf-8").split(" ")
            if not _HAN_WORD.fullmatch(word) or _DATE.fullmatch(word):
                continue
            if word in glossed or int(count) >= 20:
                counts[word] += int(count)
    for character in common_characters():
        counts[character] += 1
    return _shares(counts)


def common_characters() -> list[str]:
    """The 6,763 characters of GB 2312."""
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    codes = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    return [character for character in codes if character]


def _count_tokens(tokenizer: Tokenizer, texts: Sequence[str]) -> Counter[str]:
    counts: Counter[int] = Counter()
    for start in range(0, len(texts), 10_000):
        for encoding in tokenizer.encode_batch(texts[start : start + 10_000]):
            counts.update(encoding.ids)
    names = {number: token for token, number in tokenizer.get_vocab().items()}
    return Counter({names[number]: count for number, count in counts.items()})


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {word: count / total for word, count in counts.items()} if total else {}


def _choose_english(
    texts: Iterable[str], names: Iterable[str], wordpieces: Path, sizes: Sizes
) -> dict[str, float]:
    lines = wordpieces.read_text(encoding="utf-8").splitlines()
    known = [line for line in lines if _LATIN_WORD.fullmatch(line) and len(line) > 1]
    # The list is in order of frequency, and words follow Zipf's law.
    general = _shares(Counter({word: 10**9 // (rank + 50) for rank, word in enumerate(known)}))
    here = _shares(Counter(word for text in texts for word in _LATIN_WORD.findall(text.lower())))
    share = {w: (general.get(w, 0.0) + here.get(w, 0.0)) / 2 for w in general.keys() | here.keys()}
    chosen = sorted(share, key=lambda w: (-share[w], w))[: sizes.english]
    pieces = [line[2:] for line in lines if line.startswith("##")]
    pieces = [piece for piece in pieces if _LATIN_WORD.fullmatch(piece) and len(piece) > 1]
    letters = dict.fromkeys("abcdefghijklmnopqrstuvwxyz", _LETTER_SCORE)
    rare = min(share.values(), default=1.0)
    share |= {name.lower(): share.get(name.lower(), rare) for name in names}
    chosen += [name.lower() for name in names]
    fallback = letters | dict.fromkeys(pieces[: sizes.pieces], _PIECE_SCORE)
    return fallback | {word: math.log(share[word]) for word in chosen if len(word) > 1}


def _numbers() -> dict[str, float]:
    """Digits, pairs of digits and years; longer numbers are cut into these."""
    digits = [str(n) for n in range(10)]
    pairs = [f"{n:02d}" for n in range(100)]
    years = [str(n) for n in range(1800, 2051)]
    return dict.fromkeys(digits, -6.0) | dict.fromkeys(pairs, -6.5) | dict.fromkeys(years, -7.0)


def build_tokenizer(vocabulary: Vocabulary, words: Iterable[Word]) -> Tokenizer:
    """A tokenizer that folds width, case, accents and script, and passes over all but words.

    Punctuation and scripts without entries are dropped here: they would only dilute the mean.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram(vocabulary.entries, unk_id=0))
    steps = [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()]
    if characters := simplified_characters(words):
        steps.append(normalizers.Precompiled(precompile(characters)))
    tokenizer.normalizer = normalizers.Sequence(steps)
    runs = Regex(f"[{HAN}]+|[a-z]+|[0-9]+")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(runs, behavior="removed", invert=True)
    return tokenizer
