"""English sentences about Chinese quotes.

Numbers, dates and shares can be compared. Names cannot, and a wrong one must not pass: a name in Latin
letters has to stand in the quotes or in where they stand, and a sentence with any other is withheld.
What a plain English word says is not compared with the Chinese, but a negation or a direction that no
quote has withholds it.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
_PLAIN_TEXT = """
i january february march april may june july august september october november december jan
feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
saturday sunday yuan rmb cny
"""
_PLAIN = frozenset(_PLAIN_TEXT.split())
_NOT = re.compile(
    r"\b(?:not?|never|without|none|neither|nor|cannot|unable|failed?|lacks?)\b|n't\b|n\u2019t\b"
)
_HAN_NOT = re.compile("[不没未无非否禁]")
_WAYS = (
    (re.compile(r"\b(?:increas|ris|rose|grew|grow|more than|over|at least|exceed)\w*"),
     re.compile("[增升涨超余多高逾以上]|扩大|不少于|突破")),
    (re.compile(r"\b(?:decreas|declin|fell|fall|drop|reduc|less than|fewer|under|at most|below)\w*"),
     re.compile("[减降少低缩]|不足|以下|不到|以内")),
)  # fmt: skip


def english_problem(sentence: str, quotes: str, place: str) -> str | None:
    said, held = sentence.lower(), f"{quotes}\n{place}".lower()
    for match in _WORD.finditer(sentence):
        word = match[0].lower().replace("\u2019", "'")
        name = match[0][0].isupper() or re.search(r"[a-z][A-Z]", match[0])
        begins = not re.search(r"[\w,;]\s*[\"“'‘(]*$", sentence[: match.start()])
        if name and word not in _PLAIN and word.removesuffix("'s") not in held:
            if begins and word in _STARTERS:
                continue
            return f"a name the quotes do not have: {match[0]}"
    if _NOT.search(said) and not _HAN_NOT.search(quotes):
        return "negated, and not so in the quotes"
    for here, there in _WAYS:
        if here.search(said) and not there.search(quotes):
            return "a direction the quotes do not have"
    return None


# A sentence begins with a capital: these may, a name may not hide there.
_STARTERS_TEXT = """
a an the this that these those it its they their there he she his her in on at by from for
to of as with about over more some all both each every during after before since until when
while and but also total altogether according under one two three four five six seven eight
nine ten eleven twelve workers teams people members activities yes no
"""
_STARTERS = frozenset(_STARTERS_TEXT.split())
