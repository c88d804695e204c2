"""Whatever stands where on a page, every part of it is read, and once."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from rag.read.gutters import in_reading_order
from rag.read.printed import Printed


def made_up_page(seed: int) -> list[tuple[Printed, ...]]:
    """Lines in one to three columns, of text or of cells, some over the whole page."""
    chance = random.Random(seed)
    rows = []
    for n in range(chance.randrange(1, 40)):
        edges = sorted(chance.sample(range(50, 550, 25), 2 * chance.randrange(1, 4)))
        y = 800 - 9 * n + chance.choice((0, 0, 5, 300))
        rows.append(
            tuple(
                Printed(f"<{n}.{m}>，。", left, right + chance.choice((0, 3)), y, y + 12)
                for m, (left, right) in enumerate(zip(edges[::2], edges[1::2], strict=True))
            )
        )
    return rows


@pytest.mark.parametrize("seed", range(50))
def test_nothing_is_lost_or_repeated(seed: int) -> None:
    rows = made_up_page(seed)
    read = "".join(line.text for line in in_reading_order(rows))
    parts = Counter(part.text for row in rows for part in row)
    assert Counter(f"<{part}" for part in "".join(read.split()).split("<")[1:]) == parts


def test_columns_of_a_page_are_told_from_each_other() -> None:
    rows = [
        (Printed(f"左{n}，", 50, 250, y, y + 12), Printed(f"右{n}，", 300, 500, y, y + 12))
        for n, y in enumerate(range(700, 600, -20))
    ]
    lines = list(in_reading_order(rows))
    assert "".join(line.text[0] for line in lines) == "左左左左左右右右右右"
    assert {line.column for line in lines} == {(50, 250), (300, 500)}
