"""Elements of HTML, and the shapes that the report uses again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape


def tag(name: str, *inside: object, **attributes: str) -> Markup:
    """An element. Everything inside that is not Markup is text, and is escaped."""
    named = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_"), value) for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, named, Markup("").join(map(escape, inside)))


def both(zh: str, en: str) -> Markup:
    """Both languages, either of which may be empty. The Chinese is not seen where the page is English."""
    chinese = tag("span", zh, lang="zh-CN", class_="zh") if zh and en else escape(zh)
    return Markup("{} {}").format(chinese, tag("small", en, lang="en")) if en else chinese


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Markup:
    """The first cell of each row names it, and stays in sight when a phone scrolls sideways."""
    top = tag("tr", *(tag("th", name, scope="col") for name in head))
    lines = [
        tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:]))
        for row in rows
    ]
    inside = tag("table", tag("thead", top), tag("tbody", *lines))
    return tag("div", inside, class_="wide", tabindex="0")
