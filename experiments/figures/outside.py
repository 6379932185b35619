"""The figure of the patterns from outside: our figure beside that of others, and who they are."""

import math
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.style import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    figure_style,
    new_figure,
)
from experiments.figures.texts import wrapped
from experiments.outside_definitions import Agreement, OutsideFound
from experiments.outside_words import agreement_in_words, source_in_words
from experiments.pattern_definitions import Finding, Unit, Verdict, Words
from experiments.pattern_words import interval_in_words, number_in_words

# Inches.
LEFT, RIGHT, BOTTOM = 0.45, 0.35, 0.3
HEAD, KEY = 1.05, 0.4
"""Room for the title, and for the key below it."""
BLOCK_HEAD, ROW, NOTE_LINE, BLOCK_GAP = 0.3, 0.3, 0.16, 0.2
"""Heights: title of a pattern, one of its numbers, a line of its note, and the gap to the next."""
NAMES, AXIS, AXIS_WIDTH, NUMBERS, NOTES = 0.0, 3.05, 2.5, 6.2, 8.15
"""Where columns begin, from the left margin: names, small axes, numbers, what others found."""
END_GAP = 0.07
"""Between a small axis and the numbers at its ends."""

NOTE_WIDTH = WIDTH - LEFT - RIGHT - NOTES

REASON_WIDTH = NOTES - 0.5

SPAN_GAP = 0.6
"""From a number to its interval."""

HEAD_SIZE = 10.0

THEIRS = "#F2D9B8"
"""Shade of what counts as agreement with others; stays pale in grey."""

LOOKS = {
    Agreement.AGREES: ("#DDF0E7", "#00664A", "#00664A"),
    Agreement.IN_PART: ("#FFF3D6", "#7A5B00", "#7A5B00"),
    Agreement.DISAGREES: ("#8A3200", "#8A3200", PAPER),
    Agreement.UNKNOWN: (PAPER, QUIET, QUIET),
    Agreement.NOT_COMPARED: (PAPER, QUIET, QUIET),
}
"""Badges: face, edge, letters. Words tell them apart without colour."""

LIMITS = {
    Unit.SHARE: (0.0, 1.0),
    Unit.VARIANCE: (0.0, 0.2),
    Unit.CORRELATION: (-0.5, 0.5),
    Unit.RATIO: (0.0, 2.0),
    Unit.MEMBERS: (0.0, 16.0),
    Unit.FEWER: (-8.0, 8.0),
}
"""Ends of the small axes, by the kind of number; wider where a number lies beyond."""

CENTRES = {Unit.CORRELATION: 0.0, Unit.RATIO: 1.0, Unit.FEWER: 0.0}
"""Values that stand for no difference, marked by a line."""

ROOM = 1.08
"""How far beyond the outermost number an axis goes that has to be wider."""


class Block(NamedTuple):
    """A pattern with its lines of text, why it is not compared if so, and how high it is."""

    found: OutsideFound
    lines: list[str]
    reason: list[str]
    height: float


def draw_outside(outside: tuple[OutsideFound, ...], world: Words, language: str = "en") -> Figure:
    """Draw our figures beside those of others.

    Parameters
    ----------
    outside
        What was found.
    world
        Which world was run, how often and for how long, in a line.
    language
        "en" or "de".

    Returns
    -------
    Figure
        One block per pattern, below each other.
    """
    with figure_style():
        blocks = [_block(found, language) for found in outside]
        height = HEAD + KEY + sum(block.height for block in blocks) + BOTTOM
        page = Page(new_figure(WIDTH, height), height, language)
        page.draw_title(outside, world)
        top = HEAD
        for block in blocks:
            page.draw_block(block, top)
            top += block.height
        page.draw_key(top)
    return page.figure


def _block(found: OutsideFound, language: str) -> Block:
    theirs = Words("Others: ", "Andere: ").of(language) + found.pattern.theirs.of(language)
    lines = wrapped(theirs, NOTE_WIDTH)
    lines += wrapped(source_in_words(found, language), NOTE_WIDTH)
    note = found.pattern.note.of(language)
    reason = []
    if found.findings:
        lines += wrapped(note, NOTE_WIDTH)
    else:  # there is room where numbers would stand
        told = Words("Not compared: ", "Nicht verglichen: ").of(language)
        reason = wrapped(told + note, REASON_WIDTH)
    text = NOTE_LINE * max(len(lines), len(reason))
    body = max(ROW * len(found.findings), text)
    return Block(found, lines, reason, BLOCK_HEAD + body + BLOCK_GAP)


class Page:
    """The page that the blocks are drawn on; lengths are inches from its upper left corner.

    Parameters
    ----------
    figure
        Empty figure.
    height
        Its height.
    language
        "en" or "de".
    """

    def __init__(self, figure: Figure, height: float, language: str) -> None:
        self.figure = figure
        self.height = height
        self.language = language

    def draw_title(self, outside: tuple[OutsideFound, ...], world: Words) -> None:
        """Draw the title, and below it which world was run."""
        compared = [f for f in outside if f.agreement is not Agreement.NOT_COMPARED]
        agree = sum(found.agreement is Agreement.AGREES for found in compared)
        part = sum(found.agreement is Agreement.IN_PART for found in compared)
        other = sum(found.agreement is Agreement.DISAGREES for found in compared)
        left = len(compared) - agree - part - other
        others = len(outside) - len(compared)
        open_en, open_de = (f", {left} cannot be told", f", {left} offen") if left else ("", "")
        title = Words(
            f"What others found, beside the model: of {len(compared)} compared {agree} agree, "
            f"{part} in part, {other} disagree{open_en}; {others} not compared",
            f"Was andere fanden, neben dem Modell: Von {len(compared)} stimmen {agree} überein, "
            f"{part} teils, {other} nicht{open_de}; {others} unverglichen",
        )
        told = world.of(self.language)
        note = Words("no parameter is set to these", "kein Parameter ist darauf eingestellt")
        self._text(0.0, 0.4, title.of(self.language), size=TITLE, weight="bold")
        line = f"{told[0].upper()}{told[1:]}; {note.of(self.language)}"
        self._text(0.0, 0.72, line, size=TEXT + 1, colour=QUIET)

    def draw_block(self, block: Block, top: float) -> None:
        """Draw a pattern: title and badge, its numbers on small axes, and what others found."""
        found = block.found
        title = f"({found.pattern.number}) {found.pattern.title.of(self.language)}"
        self._text(NAMES, top + 0.1, title, size=HEAD_SIZE, weight="bold")
        self._draw_badge(found, top + 0.1)
        for number, line in enumerate(block.reason):
            self._text(NAMES, top + BLOCK_HEAD + NOTE_LINE * (number + 0.5), line, colour=QUIET)
        for row, finding in enumerate(found.findings):
            self._draw_finding(finding, top + BLOCK_HEAD + ROW * (row + 0.5))
        for number, line in enumerate(block.lines):
            height = top + BLOCK_HEAD + NOTE_LINE * (number + 0.5)
            colour = INK if number == 0 else QUIET
            self._text(
                NOTES, height, line, colour=colour, weight="bold" if not number else "normal"
            )

    def _draw_badge(self, found: OutsideFound, height: float) -> None:
        face, edge, letters = LOOKS[found.agreement]
        dashed = found.is_close or found.agreement in (Agreement.UNKNOWN, Agreement.NOT_COMPARED)
        box = {
            "boxstyle": "round,pad=0.3",
            "facecolor": PAPER if found.is_close else face,
            "edgecolor": edge,
            "linestyle": (0, (3, 2)) if dashed else "solid",
        }
        self.figure.text(
            *self._place(NOTES + 0.06, height),
            agreement_in_words(found, self.language),
            fontsize=TEXT,
            fontweight="bold",
            color=edge if found.is_close else letters,
            va="center",
            bbox=box,
        )

    def _draw_finding(self, finding: Finding, height: float) -> None:
        unit = finding.measure.unit
        judged = finding.verdict is not Verdict.REPORTED
        weight = "bold" if judged else "normal"
        self._text(NAMES, height, finding.measure.name.of(self.language))
        value = number_in_words(finding.value, unit, self.language)
        self._text(NUMBERS, height, value, weight=weight)
        if not math.isnan(finding.low):
            span = interval_in_words(finding, self.language)
            self._text(NUMBERS + SPAN_GAP, height, f"({span})", colour=QUIET)
        self._draw_ends(finding, height)
        _draw_axis(self._axes(height), finding)

    def _draw_ends(self, finding: Finding, height: float) -> None:
        """Write at both ends of a small axis which numbers they are."""
        unit = finding.measure.unit
        places = ((AXIS - END_GAP, "right"), (AXIS + AXIS_WIDTH + END_GAP, "left"))
        for end, (left, side) in zip(_ends(finding), places, strict=True):
            text = number_in_words(end, unit, self.language)
            self._text(left, height, text, colour=QUIET, side=side)

    def draw_key(self, top: float) -> None:
        """Draw how to read the small axes."""
        axes = self._axes(top + KEY / 2)
        axes.set(xlim=(0, 1), ylim=(-1, 1))
        axes.axis("off")
        axes.add_patch(Rectangle((0.3, -0.75), 0.4, 1.5, color=THEIRS, lw=0))
        axes.plot([0.42, 0.58], [0, 0], color=BLUE, lw=2.6, solid_capstyle="butt")
        axes.plot([0.5], [0], "o", ms=6, color=BLUE, mec=PAPER, mew=1.0)
        told = Words(
            "found here with its 95 % interval, on what would agree with the others",
            "hier gefunden mit 95-%-Intervall, auf dem, was mit anderen übereinstimmt",
        )
        self._text(NUMBERS, top + KEY / 2, told.of(self.language), colour=QUIET)

    def _axes(self, height: float) -> Axes:
        left, bottom = self._place(AXIS, height + 0.09)
        axes = self.figure.add_axes(
            (left, bottom, AXIS_WIDTH / WIDTH, 0.18 / self.height), frameon=False
        )
        axes.set_xticks([])
        axes.set_yticks([])
        return axes

    def _place(self, left: float, top: float) -> tuple[float, float]:
        return (LEFT + left) / WIDTH, 1.0 - top / self.height

    def _text(
        self,
        left: float,
        top: float,
        text: str,
        *,
        size: float = SMALL,
        weight: str = "normal",
        colour: str = INK,
        side: str = "left",
    ) -> None:
        self.figure.text(
            *self._place(left, top),
            text,
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha=side,
            va="center",
        )


def _draw_axis(axes: Axes, finding: Finding) -> None:
    """Draw a number with its interval between the ends of its kind, on the range of agreement."""
    low, high = _ends(finding)
    axes.set(xlim=(low, high), ylim=(-1, 1))
    wanted = finding.measure.wanted
    if wanted is not None:
        left, right = max(low, wanted.low), min(high, wanted.high)
        axes.add_patch(Rectangle((left, -1), right - left, 2, color=THEIRS, lw=0, zorder=0))
    axes.plot([low, high], [0, 0], color=FAINT, lw=0.8, zorder=1)
    centre = CENTRES.get(finding.measure.unit)
    if centre is not None:
        axes.plot([centre, centre], [-1, 1], color=QUIET, lw=0.8, zorder=1)
    if math.isnan(finding.value):
        return
    if not math.isnan(finding.low):
        ends = [finding.low, finding.high]
        axes.plot(ends, [0, 0], color=BLUE, lw=2.6, zorder=3, solid_capstyle="butt")
    axes.plot(
        [finding.value], [0], "o", ms=6, color=BLUE, mec=PAPER, mew=1.0, zorder=4, clip_on=False
    )


def _ends(finding: Finding) -> tuple[float, float]:
    low, high = LIMITS[finding.measure.unit]
    shown = [x for x in (finding.value, finding.low, finding.high) if not math.isnan(x)]
    if shown and max(shown) > high:
        high = ROOM * max(shown)
    if shown and min(shown) < low:
        low = ROOM * min(shown)
    return low, high
