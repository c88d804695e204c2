"""What is a place's own has to be said of it: a county's figure is not the province's, nor one county's chair
another's."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.answer.evidence import Evidence
from rag.question.asked import Asked
from rag.question.sides import speaks_of_all, wholes
from rag.records import Unit
from rag.search.fold import fold
from rag.search.library import Library
from rag.weigh.around import under

BODY = "(?:[市州县区]|总?工会|总(?![共计]))"
"""Behind a place that is asked about as a body; 平安那家公司 stands in an article that names 平安 once."""
POST = "post"
NEAR = 16
"""Characters between a place and a post that is held there: 玉树州称多县委常委、县总工会主席."""
LEVEL = re.compile("[市州县区](?=[委总政人工])")


def is_of_another_place(library: Library, asked: Asked, evidence: Evidence) -> bool:
    """Whether what was chosen answers a question about one place with what is said of another."""
    if not evidence.chosen:
        return False
    units = [each.unit for each in evidence.chosen]
    if any(want.kind == "how_many" for want in asked.sought.wants) and (
        _figure_of_another(library, asked, units) or _figure_of_a_part(library, asked, units)
    ):
        return True
    return _post_of_another(library, asked, units)


def _figure_of_another(library: Library, asked: Asked, units: Collection[Unit]) -> bool:
    """Where a place's number is asked for, and neither a sentence nor what it stands under names it: what an
    article says of others on its way is theirs."""
    own = [place for place in asked.places if re.search(f"{place}{BODY}", fold(asked.text))]
    return bool(own) and not told_of(library, own, units)


def told_of(library: Library, places: Collection[str], units: Collection[Unit]) -> bool:
    """Whether a sentence, or what it stands under, names one of the places."""
    said = [fold(f"{under(library, each)} {each.text}") for each in units]
    return any(place in each for place in places for each in said)


def _figure_of_a_part(library: Library, asked: Asked, units: Collection[Unit]) -> bool:
    """Where the province's number is asked for, and all sentences are a place's own."""
    if asked.places or not wholes(asked.text):
        return False
    places = [place for place in library.places if library.tells_apart(place)]
    return all(
        any(place in fold(under(library, each)) for place in places)
        and not speaks_of_all(each.text)
        for each in units
    )


def _post_of_another(library: Library, asked: Asked, units: Collection[Unit]) -> bool:
    """Where the holder of a place's post is asked for, and all that the sentences name hold it elsewhere, or
    in a county of it."""
    posts = [form.held.pattern for form in asked.sought.forms if form.name == POST]
    if not posts or not asked.places:
        return False
    known = sorted({*library.places, *asked.places}, key=lambda name: (-len(name), name))
    places = "|".join(map(re.escape, known))
    held = re.compile(
        f"(?P<place>{places})(?!.{{0,{NEAR}}}(?:{places}))(?P<body>[^,。;]{{0,{NEAR}}}?)(?:{'|'.join(posts)})"
    )
    found = [match for each in units for match in held.finditer(fold(each.text))]
    level = next(iter(LEVEL.findall(fold(asked.text))), "")

    def is_held_there(match: re.Match[str]) -> bool:
        levels = LEVEL.findall(match["body"])
        return match["place"] in asked.places and (not level or not levels or levels[-1] == level)

    return bool(found) and not any(map(is_held_there, found))
