"""What line breaks mean in one file, inferred from the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_high

from rag.read.lines import Line
from rag.read.seams import Seams

NARROWEST_CUT = 40
"""Half-width columns that a line of running text has where a column ended inside a sentence."""
CLEAR_SEAM = 1.5
"""Log likelihood: a word, or a phrase the text knows, goes on across the break."""
FEWEST_CUTS = 3
FEWEST_WRAPPED = 3
"""Lines that show a habit of the file: one or two may be chance."""
NARROWEST_COLUMN = 16
"""Half-width columns: narrower lines are those of a list or a table."""
SLACK = 4
"""Half-width columns by which justified lines of one column may differ."""
MOSTLY = 0.6
"""Share of the lines that do as the file does: the others are headings, lists and ends of paragraphs."""


@dataclass(frozen=True)
class Style:
    blank_ends_paragraph: bool
    touching_lines_part: bool
    """Nearly every line has a blank one after it: two without one are of two text boxes."""
    blank_cuts_sentences: bool
    """A column or page that ended inside a sentence left a blank line there."""
    column: int | None
    """Half-width columns at which touching lines were wrapped; None where they were not."""


PARAGRAPHS = Style(
    blank_ends_paragraph=True, touching_lines_part=False, blank_cuts_sentences=False, column=None
)
"""Of a source in which every line is a whole paragraph, heading or row."""


def infer_style(lines: Sequence[Line], seams: Seams) -> Style:
    """A blank line ends a paragraph only where the line before it mostly ends a sentence, too."""
    pairs = [(a, b) for a, b in pairwise(lines) if not (a.is_marked or b.is_marked)]
    parted = _as_wide_as_text([a for a, b in pairs if b.blanks_before])
    mostly_parted = sum(b.blanks_before > 0 for _, b in pairs) >= MOSTLY * max(len(pairs), 1)
    blank_ends = sum(line.ends_sentence for line in parted) >= len(parted) / 2
    cuts = sum(_is_cut(a, b, seams) for a, b in pairs)
    return Style(
        blank_ends_paragraph=blank_ends,
        touching_lines_part=mostly_parted and not blank_ends,
        blank_cuts_sentences=cuts >= FEWEST_CUTS,
        column=_column(pairs) if blank_ends else None,
    )


def _as_wide_as_text(lines: Sequence[Line]) -> list[Line]:
    """Without the lines that are narrow among these: headings and lists say nothing of text."""
    widths = sorted(line.width for line in lines)
    text = widths[len(widths) * 3 // 4] if widths else 0
    return [line for line in lines if 2 * line.width >= text]


def _column(pairs: Sequence[tuple[Line, Line]]) -> int | None:
    """Lines that run on into a touching one are about as wide as each other where a column
    wrapped them."""
    wrapped = [a.width for a, b in pairs if b.blanks_before == 0 and not a.ends_sentence]
    if len(wrapped) < FEWEST_WRAPPED:
        return None
    column = median_high(wrapped)
    alike = sum(abs(width - column) <= SLACK for width in wrapped)
    return column if column >= NARROWEST_COLUMN and alike >= MOSTLY * len(wrapped) else None


def _is_cut(line: Line, after: Line, seams: Seams) -> bool:
    """Whether a blank line stands inside a sentence that both lines are clearly part of."""
    return (
        after.blanks_before > 0
        and not line.ends_sentence
        and line.width >= NARROWEST_CUT
        and after.is_prose
        and seams.fit(line.text, after.text) >= CLEAR_SEAM
    )
