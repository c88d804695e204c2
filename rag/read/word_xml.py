"""How a Word file says things: the names of its elements, and the values that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""In front of the name of each element and attribute of Word's own."""
DEEPEST_STYLE = 20
"""So many styles one upon the other are looked through: a damaged file may have them in a ring."""


def value_of(parent: BaseOxmlElement, name: str) -> str | None:
    """What the child of this name is set to; None where it is not there or says nothing."""
    child = parent.find(f"{W}{name}")
    found: str | None = None if child is None else child.get(f"{W}val")
    return found
