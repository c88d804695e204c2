"""A line with its place on a printed page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rag.read.lines import CLOSING, TERMINAL


@dataclass(frozen=True)
class Printed:
    """A line of a page. Points from the page's lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    column: tuple[float, float] | None = None
    """Left and right edge of the column that it stands in, where it is known to be in one."""

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @cached_property
    def words(self) -> str:
        """What it says, digits and spaces aside: by this a running head is known again."""
        return re.sub(r"[\d\s]+", "", self.text)

    @property
    def ends_sentence(self) -> bool:
        return self.text.rstrip(CLOSING)[-1:] in tuple(TERMINAL)
