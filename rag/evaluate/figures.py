"""What each figure means, for one question and over many. DESIGN in one place; no model judges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil, log2
from statistics import fmean
from typing import Any

from rag.answer.note import without_note
from rag.evaluate.questions import Evidence, Question
from rag.search.fold import fold

GRAM = 6
ENOUGH = 0.8
"""Share of a quote that a passage must hold to be a hit."""
COVERED = 0.6
"""Share of an evidence quote that one cited quote must hold to count for citation recall."""
OVERLAPPING = 0.4
"""Share of a cited quote that must lie in the evidence to count for citation precision."""
LONGEST = 350
LONGEST_MANY = 700
MANY = ("list", "compare", "why-how", "phrase", "table")
"""Types whose answers may be twice as long: lists of words' places and of awards are lists, too."""

Ranks = Sequence[int | None]
"""For each evidence quote of a question the rank, from 1, of the first passage that hits it."""


# ------------------------------------------------------------------------------------- retrieval


def share_held(quote: str, passage: str) -> float:
    """How much of the quote stands in the passage, from 0 to 1.

    Of both only letters and digits count (str.isalnum). A character of the quote is held when one
    of the quote's 6-grams that covers it occurs in the passage; a quote of less than 6 characters
    is held whole or not at all.
    """
    wanted, text = bare(quote), bare(passage)
    if len(wanted) < GRAM:
        return float(bool(wanted) and wanted in text)
    held: set[int] = set()
    for start in range(len(wanted) - GRAM + 1):
        if wanted[start : start + GRAM] in text:
            held.update(range(start, start + GRAM))
    return len(held) / len(wanted)


def bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def first_hit(document: str, quote: str, passages: Iterable[tuple[str, str]]) -> int | None:
    """The rank of the first hit among (document, text), best first; None where there is none."""
    for rank, (name, text) in enumerate(passages, 1):
        if name == document and share_held(quote, text) >= ENOUGH:
            return rank
    return None


def recall(ranks: Ranks, k: int) -> float:
    return fmean(rank is not None and rank <= k for rank in ranks)


def reciprocal(ranks: Ranks, k: int = 10) -> float:
    return fmean(1 / rank if rank is not None and rank <= k else 0.0 for rank in ranks)


def ndcg(ranks: Ranks, k: int = 10) -> float:
    """Each passage that hits a quote gains 1; quotes in one passage are one gain."""
    found = {rank for rank in ranks if rank is not None}
    wanted = len(found) + sum(rank is None for rank in ranks)
    gained = sum(1 / log2(rank + 1) for rank in found if rank <= k)
    return gained / sum(1 / log2(rank + 1) for rank in range(1, min(wanted, k) + 1))


def retrieval_figures(ranks: Ranks) -> dict[str, float]:
    figures = {f"recall@{k}": recall(ranks, k) for k in (1, 3, 5, 10)}
    return {**figures, "mrr@10": reciprocal(ranks), "ndcg@10": ndcg(ranks)}


# ------------------------------------------------------------------------------------- answers


def answer_figures(question: Question, record: Mapping[str, Any]) -> dict[str, float | None]:
    """Figures of one answer; None where there is nothing to count."""
    refused = bool(record["refused"])
    if not question.answerable:
        return {"refused": float(refused)}
    answer, citations = str(record["answer"]), record["citations"]
    covering = [(each, _covering(each, citations)) for each in question.evidence]
    return {
        "refused": float(refused),
        "right": float(not refused and _complete(question, answer) and _short(question, answer)),
        "length": None if refused else float(len(plain(answer))),
        "f1": 0.0 if refused else token_f1(plain(answer), question.answer),
        "citation recall": fmean(bool(cited) for _, cited in covering),
        "citation precision": _precision(question, citations),
        "page right": _share_right(covering, "page"),
        "article right": _share_right(covering, "article"),
    }


def _complete(question: Question, answer: str) -> bool:
    return all(holds(answer, fact) for fact in question.key_facts)


def _short(question: Question, answer: str) -> bool:
    """As it is shown, with its [n] marks."""
    return len(answer) <= (LONGEST_MANY if question.type in MANY else LONGEST)


def plain(answer: str) -> str:
    """Without the [n] marks, white space and the note that it quotes Chinese."""
    return "".join(re.sub(r"\[\d+\]", "", without_note(answer)).split())


def holds(text: str, fact: Sequence[str]) -> bool:
    """Whether one of the spellings of a fact stands in the text; 37 does not stand in 374."""
    folded = _folded(text)
    for spelling in fact:
        wanted = _folded(spelling)
        before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
        after = r"(?![\d.]*\d)" if wanted[-1:].isdigit() else ""
        if wanted and re.search(before + re.escape(wanted) + after, folded):
            return True
    return False


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Spelling, script and layout aside. Of the marks a decimal point is kept, and a space between
    two numbers, so that 3、74 does not become 374."""
    folded = fold(re.sub(r"\[\d+\]", " ", text))
    spaced = re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.%]|_", " ", folded)
    return re.sub(r"(?<!\d) +| +(?!\d)", "", " ".join(spaced.split()))


def token_f1(answer: str, reference: str) -> float:
    """Overlap of Chinese characters, words and numbers, as for Chinese reading comprehension."""
    one, other = Counter(_tokens(answer)), Counter(_tokens(reference))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\u3400-\u9fff]|\d+(?:\.\d+)?|[a-z]+", fold(text))


def _covering(
    evidence: Evidence, citations: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    return [
        cited
        for cited in citations
        if cited["document"] == evidence.document
        and share_held(evidence.quote, cited["quote"]) >= COVERED
    ]


def _precision(question: Question, citations: Sequence[Mapping[str, Any]]) -> float | None:
    """Share of cited quotes that overlap the evidence or hold a key fact; None without any."""
    if not citations:
        return None
    return fmean(
        _overlaps(cited, question)
        or any(holds(cited["quote"], each) for each in question.key_facts)
        for cited in citations
    )


def _overlaps(cited: Mapping[str, Any], question: Question) -> bool:
    return any(
        cited["document"] == each.document and share_held(cited["quote"], each.quote) >= OVERLAPPING
        for each in question.evidence
    )


def _share_right(
    covering: Sequence[tuple[Evidence, Sequence[Mapping[str, Any]]]], name: str
) -> float | None:
    """Of the evidence that was cited and whose page (article) is known: how often it is right."""
    judged = [
        any(_same(cited[name], getattr(evidence, name)) for cited in cited_for)
        for evidence, cited_for in covering
        if cited_for and getattr(evidence, name) is not None
    ]
    return fmean(judged) if judged else None


def _same(found: object, wanted: object) -> bool:
    """Titles may be written with a subtitle or an author behind them."""
    if isinstance(found, str) and isinstance(wanted, str):
        one, other = bare(fold(found)), bare(fold(wanted))
        return bool(one and other) and (one in other or other in one)
    return found == wanted


def failure(question: Question, record: Mapping[str, Any], fused: Ranks, right: bool) -> str | None:
    """Why a question failed: the stage that went wrong, or None."""
    if not question.answerable:
        return None if record["refused"] else "answered_unanswerable"
    if right:
        return None
    if not any(rank is not None and rank <= 10 for rank in fused):
        return "not_retrieved"
    if record["refused"]:
        return "wrongly_refused"
    if _complete(question, record["answer"]):
        return "too_long"
    touched = any(_overlaps(cited, question) for cited in record["citations"])
    return "cut_short" if touched else "not_chosen"


# ------------------------------------------------------------------------------------- over many


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that so large a share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
