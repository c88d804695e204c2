"""Traditional to simplified characters as one step of a tokenizer, in the form `tokenizers` reads.

The `Precompiled` normalizer of `tokenizers` takes a double-array trie over UTF-8 bytes and the
replacements it points into. It reads a text once, whatever the number of characters; three
thousand `Replace` steps would read it three thousand times.
"""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from training.sources import Word

_LEAF, _VALUE = 1 << 8, 1 << 31


def simplified_characters(words: Iterable[Word]) -> dict[str, str]:
    """The simplified form that a traditional character has most often, where it is another one.

    Characters that simplified text uses too (著 of 著名, 乾 of 乾隆) are left alone: simplified text
    is what is searched most, and must pass unchanged.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    simplified: Counter[str] = Counter()
    for word in words:
        simplified.update(word.simplified)
        if len(word.traditional) == len(word.simplified):
            for old, new in zip(word.traditional, word.simplified, strict=True):
                seen[old][new] += 1
    best = {old: forms.most_common(1)[0] for old, forms in sorted(seen.items())}
    return {
        old: new
        for old, (new, count) in best.items()
        if old != new and simplified[old] * 10 < count
    }


@dataclass
class _Node:
    """Of the trie: the next bytes, and where the replacement stands if a character ends here."""

    children: dict[int, _Node] = field(default_factory=dict)
    value: int | None = None


def precompile(mapping: dict[str, str]) -> bytes:
    """The bytes of `tokenizers.normalizers.Precompiled` for these replacements."""
    texts = bytearray()
    trie = _Node()
    for old, new in mapping.items():
        node = trie
        for byte in old.encode("utf-8"):
            node = node.children.setdefault(byte, _Node())
        node.value = len(texts)
        texts += new.encode("utf-8") + b"\0"
    units = _double_array(trie)
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + bytes(texts)


def _double_array(trie: _Node) -> list[int]:
    """Darts' layout: a unit holds its own label and, shifted, the way to its children."""
    units: dict[int, int] = {0: 0}
    bases: set[int] = set()
    waiting = [(0, trie)]
    while waiting:
        position, node = waiting.pop()
        ends = node.value is not None
        base = _free_base(units, bases, [*node.children, *([0] if ends else [])])
        bases.add(base)
        units[position] |= (position ^ base) << 10 | (_LEAF if ends else 0)
        if node.value is not None:
            units[base] = node.value | _VALUE
        for label, child in node.children.items():
            units[base ^ label] = label
            waiting.append((base ^ label, child))
    return [units.get(position, 0) for position in range((max(units) | 0xFF) + 1)]


def _free_base(units: dict[int, int], bases: set[int], labels: list[int]) -> int:
    """No two nodes may share a base: a label is all that tells whose child a unit is."""
    base = len(units) // 2 + 1
    while base in bases or any(base ^ label in units for label in labels):
        base += 1
    return base
