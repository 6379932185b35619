"""A panel of rows: for each row a few dots with intervals, beside a line at nought."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.estimates import Estimate
from experiments.figures.size_panels import LEFT, write_heads
from experiments.figures.style import FAINT, INK, PAPER, QUIET, SMALL
from experiments.numbers_in_words import MINUS

APART = 0.22
"""Between the dots of a row; rows are 1 apart."""

DOT = 4.5
"""Diameter; points."""

NAME_GAP = 4.0
"""Between the name of a row and the axes; points."""


WIDE = 8.0
"""Intervals are cut beyond so many times their usual half width: one that tells nothing would else
press all others together."""


@dataclass(frozen=True)
class Dot:
    """One estimate of a row.

    Attributes
    ----------
    found
        Value and interval.
    colour, marker
        How it is told apart.
    place
        Line within its row, from 0 above.
    """

    found: Estimate
    colour: str
    marker: str
    place: int


def draw_rows(
    axes: Axes,
    title: str,
    unit: str,
    rows: Sequence[Sequence[Dot]],
    span: tuple[float, float],
    decimal: str,
    heads_left: float = LEFT,
) -> None:
    """Draw the dots of all rows, the first row above.

    Parameters
    ----------
    axes
        Where to.
    title, unit
        Above it.
    rows
        Dots by row.
    span
        Ends of the axis; hundredths are told as points.
    decimal
        Sign between whole numbers and tenths.
    heads_left
        How far left of the axes the title begins; inches.
    """
    axes.set(xlim=span, ylim=(len(rows) - 0.5, -0.5))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_tick(decimal)))
    axes.grid(axis="x", color=FAINT, lw=0.6)
    for border in range(1, len(rows)):
        axes.axhline(border - 0.5, color=FAINT, lw=0.6)
    axes.axvline(0.0, color=INK, lw=0.9, zorder=2)
    write_heads(axes, title, unit, heads_left)
    lines = max((dot.place for dots in rows for dot in dots), default=0)
    for row, dots in enumerate(rows):
        for dot in dots:
            if math.isfinite(dot.found.value):
                _draw_dot(axes, dot, row + APART * (dot.place - lines / 2))


def _tick(decimal: str) -> Callable[[float, int], str]:
    def text(value: float, _: int) -> str:
        return f"{100 * value:.10g}".replace(".", decimal).replace("-", MINUS)

    return text


def _draw_dot(axes: Axes, dot: Dot, level: float) -> None:
    found = dot.found
    axes.plot([found.low, found.high], [level, level], color=dot.colour, lw=1.3, zorder=3)
    left, right = axes.get_xlim()
    for end, arrow, is_cut in ((left, "<", found.low < left), (right, ">", found.high > right)):
        if is_cut:
            axes.plot(end, level, marker=arrow, ms=DOT, color=dot.colour, clip_on=False, zorder=3)
    axes.plot(
        found.value, level, marker=dot.marker, ms=DOT, color=dot.colour, mec=PAPER, mew=0.4,
        zorder=4, clip_on=False,
    )  # fmt: skip


def span_of(rows: Sequence[Sequence[Dot]]) -> tuple[float, float]:
    """Return ends of an axis that holds nought, all values, and intervals but very wide ones."""
    found = [dot.found for dots in rows for dot in dots if math.isfinite(dot.found.value)]
    known = [each for each in found if math.isfinite(each.low) and math.isfinite(each.high)]
    widest = WIDE * statistics.median([each.high - each.low for each in known] or [0.0]) / 2.0
    limits = [each.value for each in found]
    limits += [max(each.low, each.value - widest) for each in known]
    limits += [min(each.high, each.value + widest) for each in known]
    low, high = min([0.0, *limits]), max([0.0, *limits])
    room = 0.05 * (high - low) or 0.01
    return low - room, high + room


def write_row_names(axes: Axes, names: Sequence[tuple[str, str]], left: float) -> None:
    """Write the name of each row and a remark below it, left of the axes.

    Parameters
    ----------
    axes
        Of the first panel.
    names
        Name and remark by row.
    left
        Points from the left end of the axes.
    """
    for row, (name, remark) in enumerate(names):
        up = 5.5 if remark else 0.0
        for text, offset, weight, colour in (
            (name, up, "bold", INK),
            (remark, up - 11.0, "normal", QUIET),
        ):
            axes.annotate(
                text, (0, row), (-left, offset), xycoords=("axes fraction", "data"),
                textcoords="offset points", fontsize=SMALL, fontweight=weight, color=colour,
                va="center", annotation_clip=False,
            )  # fmt: skip


def write_names_left(axes: Axes, names: Sequence[str]) -> None:
    """Write the name of each row left of the axes, up to them."""
    for row, name in enumerate(names):
        axes.annotate(
            name, (0, row), (-NAME_GAP, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", fontsize=SMALL, fontweight="bold", color=INK,
            ha="right", va="center", annotation_clip=False,
        )  # fmt: skip
