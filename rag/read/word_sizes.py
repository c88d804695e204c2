"""A Word file whose headings are merely set in larger letters, as most offices set them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rag.read.sizes import can_head, levels_by_size
from rag.read.word_text import characters
from rag.read.word_xml import DEEPEST_STYLE, W, value_of

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

USUAL = 20
"""Half points, where the file says nothing."""


def levels_of_large(body: BaseOxmlElement, styles: BaseOxmlElement) -> dict[BaseOxmlElement, int]:
    """The level of each paragraph of the text itself that larger letters make a heading."""
    sizes = _Sizes(styles)
    lines = []
    for paragraph in body.iterchildren(f"{W}p"):
        text = "".join(characters(paragraph)).strip()
        if text:
            lines.append((paragraph, text, sizes.of(paragraph)))
    levels = levels_by_size((text, size) for _, text, size in lines)
    return {
        paragraph: levels[size]
        for paragraph, text, size in lines
        if size in levels and can_head(text)
    }


class _Sizes:
    """Half points."""

    def __init__(self, styles: BaseOxmlElement) -> None:
        known = list(styles.iterchildren(f"{W}style"))
        self._own = {style.get(f"{W}styleId", ""): _size(style) for style in known}
        self._parents = {
            style.get(f"{W}styleId", ""): value_of(style, "basedOn") or "" for style in known
        }
        self._default = next(
            (
                style.get(f"{W}styleId", "")
                for style in known
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"
            ),
            "",
        )
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
        self._usual = (None if defaults is None else _size(defaults)) or USUAL

    def of(self, paragraph: BaseOxmlElement) -> int:
        """That of most of its characters."""
        properties = paragraph.find(f"{W}pPr")
        style = "" if properties is None else value_of(properties, "pStyle") or ""
        inherited = self._styled(style or self._default)
        found: Counter[int] = Counter()
        for run in paragraph.iter(f"{W}r"):
            found[_size(run) or inherited] += len("".join(characters(run)).strip())
        return found.most_common(1)[0][0] if found else inherited

    def _styled(self, style: str) -> int:
        for _ in range(DEEPEST_STYLE):
            if size := self._own.get(style):
                return size
            style = self._parents.get(style, "")
        return self._usual


def _size(element: BaseOxmlElement) -> int | None:
    properties = element.find(f"{W}rPr")
    given = "" if properties is None else value_of(properties, "sz") or ""
    return int(given) if re.fullmatch(r"[1-9]\d{0,3}", given, re.ASCII) else None
