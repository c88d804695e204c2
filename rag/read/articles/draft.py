"""An article on its way, as indexes into the lines."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Draft:
    """An article as indexes into the lines, each list in reading order."""

    title: list[int] = field(default_factory=list)
    subtitle: list[int] = field(default_factory=list)
    byline: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    listed_title: str | None = None
    """The title in the contents, for an article that has none of its own."""
    listed_page: int | None = None

    @property
    def head(self) -> list[int]:
        return [*self.title, *self.subtitle, *self.byline]
