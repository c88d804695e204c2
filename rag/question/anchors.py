"""What a question turns on and what no evidence may lack: years, ordinals, places.

A figure of 2022 does not answer about 2023, nor the sixth congress about the seventh. Only what the
question says in so many words counts: 去年 and 前一届 hold nothing to compare.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.search.fold import fold

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?<![\d第])([0-3]\d)年(?!度?[以来的]*[前后里间])")
ORDINAL = re.compile(r"第(\d+)(?:次|届|卷|批|期)")
PLACE = re.compile(r"([\u4e00-\u9fff]{2})(?:省|市|州|县|(?<![社地辖园市])区)(?![级直域长内])")
_NO_PLACE = re.compile(
    "[全各本我该几哪个两一二三四五六七八九十多大小老乡这那在到和与及的了对给把从省市县区"
    "位上去念跟次有年底着成设评是为由被就都也又]"
)
"""Characters that begin or end no name of a place, or nearly none: 评上省劳模, 有位县里的主席."""


@dataclass(frozen=True, slots=True)
class Anchors:
    years: frozenset[str]
    ordinals: frozenset[str]
    places: frozenset[str]

    def held(self, text: str) -> float:
        """The share that stands in a folded text; 1 where the question names none."""
        every = self.years | self.ordinals | self.places
        return sum(each in text for each in every) / len(every) if every else 1.0

    def unmet(self, text: str) -> str | None:
        """Why evidence with this folded text around it answers another question, or None. Of
        several years or places, as a comparison has them, one is enough."""
        if any(each not in text for each in self.ordinals):
            return "other_name"
        if self.years and not any(each in text for each in self.years):
            return "other_time"
        if self.places and not any(each in text for each in self.places):
            return "other_name"
        return None


def anchors(question: str) -> Anchors:
    text = fold(question)
    return Anchors(
        years=frozenset(long or f"20{short}" for long, short in YEAR.findall(text)),
        ordinals=frozenset(match[0] for match in ORDINAL.finditer(text)),
        places=frozenset(name for name in PLACE.findall(text) if not _NO_PLACE.search(name)),
    )
