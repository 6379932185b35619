"""Names beside each other in their colours, behind their marks: the key of a panel or a page."""

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.size_panels import LEFT, MARGIN
from experiments.figures.style import SMALL
from experiments.figures.texts import width_of

RING, STEP = "ring", "step"
"""Marks beside those of curves: an open ring, and a broad line."""

GLYPHS = {"o": "●", "s": "■", "^": "▲", "D": "◆", "v": "▼", RING: "◯", STEP: "▬"}
"""Marks as letters of the font."""

ABOVE_AXES = 11.0
"""Middle of a key above axes, where else the unit stands; points."""

BELOW_TITLE = 0.68
"""Middle of a key below the upper edge of a page; inches."""

GAP = 14.0
"""Between two names; points."""

POINTS_PER_INCH = 72.0

Entry = tuple[str, str, str]
"""Name, colour and mark."""


def write_key(axes: Axes, entries: Sequence[Entry]) -> None:
    """Write a key above axes, from where their title begins."""
    for text, colour, left in _placed(entries):
        axes.annotate(
            text, (0, 1), (left - POINTS_PER_INCH * LEFT + 4, ABOVE_AXES),
            xycoords="axes fraction", textcoords="offset points", va="center", color=colour,
            fontsize=SMALL, fontweight="bold", annotation_clip=False,
        )  # fmt: skip


def write_page_key(figure: Figure, entries: Sequence[Entry]) -> None:
    """Write a key below the title of a page that has room for a line there."""
    width, height = (float(side) for side in figure.get_size_inches())
    for text, colour, left in _placed(entries):
        figure.text(
            (MARGIN + left / POINTS_PER_INCH) / width, 1 - BELOW_TITLE / height, text, va="center",
            color=colour, fontsize=SMALL, fontweight="bold",
        )  # fmt: skip


def _placed(entries: Sequence[Entry]) -> Iterator[tuple[str, str, float]]:
    """Give texts with their colours and where they begin; points."""
    left = 0.0
    for name, colour, marker in entries:
        text = f"{GLYPHS.get(marker, '●')} {name}"
        yield text, colour, left
        left += POINTS_PER_INCH * width_of(text, SMALL, "bold") + GAP
