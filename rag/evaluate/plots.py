"""Small plots as SVG, to stand inside a page: the same numbers always give the same characters.

Colours are CSS variables of the page (`STYLE`), so that they follow light, dark and print. Nothing is
told by colour alone: lines differ in dashes and markers, bars in lightness and outline.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH = 460
"""Units of the drawing. Narrow, so that the letters are still read where it shrinks to a phone."""
_CHINESE_FIRST = re.compile(r".*[\u3400-\u9fff] +(?=.*[A-Za-z])")
MOST_LINES = 5
"""More would not be told apart."""

STYLE = """
:root { --one: #0b4f8a; --two: #e8a33d; --three: #00795c; --four: #a3457f; --two-line: #8a5a00; --grid: #dfe4ea; }
@media screen and (prefers-color-scheme: dark) {
  :root { --one: #6cb6f5; --two: #8a5f14; --three: #4fc3a1; --four: #e59ac6; --two-line: #f0bd6a; --grid: #353e4a; }
}
.plot { display: block; width: 100%; height: auto; font-size: 12px; }
.plot text { fill: var(--ink); }
.plot .soft { fill: var(--soft); font-size: 12px; }
.plot .grid { stroke: var(--grid); }
.plot .axis, .plot .whisker { stroke: var(--soft); }
.plot .under { stroke: var(--card); }
.plot .mark { stroke: var(--ink); stroke-dasharray: 3 3; }
.plot .line { fill: none; stroke-width: 1.8; }
.plot .line.s0 { stroke-width: 3; }
.plot .s0 { stroke: var(--one); } .plot .s1 { stroke: var(--two-line); stroke-dasharray: 7 3; }
.plot .s2 { stroke: var(--three); stroke-dasharray: 2 3; } .plot .s3 { stroke: var(--four); stroke-dasharray: 9 3 2 3; }
.plot .s4 { stroke: var(--soft); stroke-width: 1.2; }
.plot .dot { fill: var(--card); stroke-dasharray: none; stroke-width: 1.8; } .plot .dot.s0 { fill: var(--one); }
.plot .b0 { fill: var(--one); stroke: var(--one); } .plot .b1 { fill: var(--two); stroke: var(--two-line); }
"""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A share between 0 and 1, with its interval where one is known."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One label and a bar of each series; None where the series has no value here."""

    label: str
    bars: Sequence[Bar | None]


@dataclass(frozen=True, slots=True)
class Sample:
    label: str
    values: Sequence[float]


# ------------------------------------------------------------------------------------ the plots


def curve(title: str, lines: Sequence[Line], across: str, up: str) -> str:
    """Shares (0 to 1) over a few numbers. At most MOST_LINES; the first is drawn strongest."""
    left, right, top, bottom = 44, WIDTH - 112, 22, 218
    numbers = sorted({x for line in lines for x, _ in line.points})
    shares = [share for line in lines for _, share in line.points]
    # A floor above nought keeps close lines apart; the axis says where it starts.
    low = max(floor(min(shares, default=0) * 10 - 1e-9) / 10, 0.0)
    first, last = (numbers[0], numbers[-1]) if numbers else (0.0, 1.0)

    def place(x: float, share: float) -> tuple[float, float]:
        return (
            left + (right - left) * (x - first) / ((last - first) or 1),
            bottom - (bottom - top) * (share - low) / (1 - low or 1),
        )

    steps = [round(low + n * 0.1, 1) for n in range(round((1 - low) * 10) + 1)]
    parts = [_level(place(first, share)[1], left, right, _percent(share)) for share in steps]
    parts += [_text(place(x, low)[0], bottom + 16, _number(x), "middle") for x in numbers]
    parts += [
        _text((left + right) / 2, bottom + 34, across, "middle", "soft"),
        _text(2, 12, up, "start", "soft"),
    ]
    for n, line in enumerate(lines):
        spots = [place(x, share) for x, share in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline class="line s{n}" points="{path}"/>')
        for (x, y), (number, share) in zip(spots, line.points, strict=True):
            told = f"{line.label}，{_number(number)}：{share:.3f}"
            parts.append(_dot(n, x, y, told))
    ends = [place(*line.points[-1])[1] for line in lines if line.points]
    names = [(n, line.label) for n, line in enumerate(lines) if line.points]
    for (n, label), y in zip(names, spread(ends, 15, top, bottom), strict=True):
        parts.append(_dot(n, right + 14, y, label))
        parts.append(_text(right + 23, y + 4, label))
    return _svg(title, bottom + 42, parts)


def bars(title: str, series: Sequence[str], groups: Sequence[Group], across: str) -> str:
    """Lying bars of shares (0 to 1), one or two series, each with its value and its interval."""
    left, right, top = 132, WIDTH - 44, 30
    thick, gap = 13, 9
    height = top + len(groups) * (len(series) * thick + gap)
    levels = (0, 0.25, 0.5, 0.75, 1)
    parts = []
    for share in levels:
        x = left + (right - left) * share
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{height}"/>')
        parts.append(_text(x, height + 15, _percent(share), "middle"))
    for n, name in enumerate(series):
        x = left + n * 150
        parts += _key(n, x, name)
    y = float(top)
    for group in groups:
        parts.append(_text(left - 8, y + len(series) * thick / 2 + 4, group.label, "end"))
        for n, bar in enumerate(group.bars):
            parts += _bar(
                n, bar, (left, right), y + n * thick, thick, f"{group.label}，{series[n]}"
            )
        y += len(series) * thick + gap
    parts.append(_text((left + right) / 2, height + 32, across, "middle", "soft"))
    return _svg(title, height + 40, parts)


def histogram(
    title: str,
    samples: Sequence[Sample],
    across: str,
    marks: Sequence[tuple[str, float]] = (),
    clip: float | None = None,
) -> str:
    """How values are spread: one sample, or two, the second hanging down from the same axis.

    Heights are shares of each sample, so that a small one compares with a large one. Values above
    `clip` are counted in the last bar. `marks` are upright lines with a name.
    """
    left, right, top, bottom = 44, WIDTH - 12, 30 + 15 * len(marks), 238
    values = [value for sample in samples for value in sample.values]
    edges = bins([min(value, clip) for value in values] if clip is not None else values)
    counts = [_counts(sample.values, edges) for sample in samples]
    tallest = max((max(each) / (sum(each) or 1) for each in counts), default=0) or 1
    middle = bottom if len(samples) < 2 else (top + bottom) / 2
    scale = (middle - top) / tallest

    def across_at(value: float) -> float:
        return left + (right - left) * (value - edges[0]) / (edges[-1] - edges[0])

    parts = []
    for share in ticks(0, tallest, 3):
        for way in (-1, 1)[: len(samples) if share else 1]:
            parts.append(_level(middle + way * share * scale, left, right, _percent(share)))
    for n, (sample, each) in enumerate(zip(samples, counts, strict=True)):
        parts += _columns(n, sample.label, edges, each, across_at, scale, middle)
        if len(samples) > 1:
            parts += _key(n, 108 + 170 * n, f"{sample.label} {'↑↓'[n]}")
    parts.append(
        f'<line class="axis" x1="{left}" y1="{middle:.1f}" x2="{right}" y2="{middle:.1f}"/>'
    )
    for value in ticks(edges[0], edges[-1], 6):
        over = "≥ " if clip is not None and max(values) > clip and value >= edges[-1] else ""
        # The last number would stand half outside the drawing.
        anchor = "end" if value >= edges[-1] else "middle"
        parts.append(_text(across_at(value), bottom + 16, over + _number(value), anchor))
    for n, (name, value) in enumerate(marks):
        x = across_at(min(value, edges[-1]))
        parts += _mark(n, name, x, bottom, "end" if x > (left + right) / 2 else "start")
    parts += [
        _text((left + right) / 2, bottom + 34, across, "middle", "soft"),
        _text(2, 12, "占比 share", "start", "soft"),
    ]
    return _svg(title, bottom + 42, parts)


def interval(value: float, low: float, high: float) -> str:
    """A thin bar from 0 to 1: where a share stands and how far it may be off."""
    x, start, end = value * 200, low * 200, high * 200
    return (
        '<svg class="plot" viewBox="-4 0 208 12" aria-hidden="true">'
        '<line class="grid" x1="0" y1="6" x2="200" y2="6" stroke-width="3"/>'
        f'<line class="s0" x1="{start:.1f}" y1="6" x2="{end:.1f}" y2="6" stroke-width="3"/>'
        f'<circle class="b0" cx="{x:.1f}" cy="6" r="4"/></svg>'
    )


# -------------------------------------------------------------------------------------- numbers


def bins(values: Sequence[float], about: int = 20) -> list[float]:
    """Edges of bars of one round width that hold all the values; at least one bar."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    step = _round_step((high - low) / about if high > low else abs(high) / about or 0.05)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers from low to high."""
    step = _round_step((high - low) / about)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def spread(places: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """The places moved as little as it takes to stand `apart` from each other, in the same order."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = list(places)
    floor_at = low
    for n in order:
        moved[n] = floor_at = max(places[n], floor_at)
        floor_at += apart
    ceiling = high
    for n in reversed(order):
        moved[n] = ceiling = min(moved[n], ceiling)
        ceiling -= apart
    return moved


def _round_step(step: float) -> float:
    """The next of 1, 2, 5, 10 times a power of ten."""
    power = 10.0 ** floor(log10(step))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= step * (1 - 1e-9))


def _counts(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values fall into each bar; what lies beyond the last edge counts in the last one."""
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[min(max(bisect_right(edges, value) - 1, 0), len(counts) - 1)] += 1
    return counts


# ------------------------------------------------------------------------------------ the pieces


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_both(words)}</text>'


def _both(words: str) -> str:
    """The Chinese that stands before the English is not seen where the page is English."""
    if not (chinese := _CHINESE_FIRST.match(words)):
        return escape(words)
    rest = escape(words[chinese.end() :])
    return f'<tspan class="zh">{escape(chinese[0])}</tspan>{rest}'


def _level(y: float, left: float, right: float, words: str) -> str:
    line = f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
    return line + _text(left - 6, y + 4, words, "end")


def _dot(n: int, x: float, y: float, told: str) -> str:
    """Round, square, triangle, diamond, triangle upside down: told apart without colour."""
    shapes = (
        f"M{x - 4:.1f},{y:.1f}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
        f"M{x - 3.5:.1f},{y - 3.5:.1f}h7v7h-7z",
        f"M{x:.1f},{y - 4.5:.1f}l4.5,8h-9z",
        f"M{x:.1f},{y - 5:.1f}l5,5l-5,5l-5,-5z",
        f"M{x:.1f},{y + 4.5:.1f}l4.5,-8h-9z",
    )
    return f'<path class="dot s{n}" d="{shapes[n]}"><title>{escape(told)}</title></path>'


def _key(n: int, x: float, words: str) -> list[str]:
    """What the bars of a series look like."""
    drawn = f'<rect class="b{n}" x="{x:.1f}" y="3" width="12" height="10"/>'
    return [drawn, _text(x + 18, 12, words)]


def _bar(
    n: int, bar: Bar | None, sides: tuple[float, float], y: float, thick: float, told: str
) -> list[str]:
    left, right = sides
    if bar is None:
        return [_text(left + 4, y + thick - 3, "—", "start", "soft")]
    wide = right - left
    parts = [
        f'<rect class="b{n}" x="{left}" y="{y + 1:.1f}" width="{wide * bar.value:.1f}" '
        f'height="{thick - 2}"><title>{escape(told)}：{bar.value:.3f}</title></rect>',
        _text(right + 6, y + thick - 2, _percent(bar.value)),
    ]
    if bar.low is not None and bar.high is not None:
        start, end, middle = left + wide * bar.low, left + wide * bar.high, y + thick / 2
        # Drawn twice, pale below dark, so that it is seen on the bar and beside it.
        for kind, width in (("under", 3.5), ("whisker", 1.4)):
            parts.append(
                f'<line class="{kind}" x1="{start:.1f}" y1="{middle:.1f}" x2="{end:.1f}" '
                f'y2="{middle:.1f}" stroke-width="{width}"/>'
            )
    return parts


def _columns(
    n: int,
    label: str,
    edges: Sequence[float],
    counts: Sequence[int],
    across_at: Callable[[float], float],
    scale: float,
    middle: float,
) -> list[str]:
    """The bars of one sample: the first stands on the axis, the second hangs from it."""
    drawn = []
    for start, end, count in zip(edges, edges[1:], counts, strict=False):
        if count:
            x, tall = across_at(start), count / sum(counts) * scale
            told = f"{label}，{_number(start)} – {_number(end)}：{count}"
            drawn.append(
                f'<rect class="b{n}" x="{x + 0.5:.1f}" y="{middle - (tall if n == 0 else 0):.1f}" '
                f'width="{across_at(end) - x - 1:.1f}" height="{tall:.1f}">'
                f"<title>{escape(told)}</title></rect>"
            )
    return drawn


def _mark(n: int, name: str, x: float, bottom: float, anchor: str) -> list[str]:
    line = f'<line class="mark" x1="{x:.1f}" y1="{18 + 15 * n}" x2="{x:.1f}" y2="{bottom}"/>'
    # One name above the other: two marks may stand close together.
    return [line, _text(x + (-4 if anchor == "end" else 4), 28 + 15 * n, name, anchor)]


def _percent(share: float) -> str:
    return f"{_number(round(share * 100, 1 if share < 0.1 else 0))}%"


def _number(value: float) -> str:
    return f"{value:.6g}"
