"""One alliance in a timeline: a bar through its phases, with joins, exits, votes and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from experiments.figures.captions import ending_of
from experiments.figures.layout import BAR, END_GAP, POINTS, SIZE_GAP, THINNEST, Plan
from experiments.figures.lives import Life, Stretch
from experiments.figures.style import (
    FAILURE,
    FAINT,
    INK,
    JOINING,
    LEAVING,
    PAPER,
    PHASE_COLOURS,
    QUIET,
    SMALL,
    SUCCESS,
    TEXT,
)
from experiments.figures.texts import width_of
from experiments.figures.words import Words
from sim.state import Ending, Phase

NAME_OF_ENDINGS = "ending"
"""Tag (gid) of the texts that tell the end of an alliance."""


PLATFORM_WIDTH = 1.6
"""Width of the stroke at which the platform stands; points."""

ANEW = THINNEST
"""Thickness of the band for what is negotiated anew: it never hides the bar it lies in."""

ANEW_COLOUR = PHASE_COLOURS[Phase.GOALS]


def draw_life(axes: Axes, life: Life, plan: Plan, row: int, words: Words) -> None:
    """Draw an alliance in its row."""
    y = plan.middle(row)
    if life.start > 1:
        axes.plot(
            [0, life.start - 0.5],
            [y, y],
            color=FAINT,
            linewidth=0.7,
            linestyle=(0, (1, 3)),
            zorder=1,
        )
    for stretch in life.stretches:
        _draw_stretch(axes, life, stretch, plan, y)
    for start, stop in life.anew:
        _draw_anew(axes, start, stop, plan, y)
    if life.platform is not None:
        reach = 0.62 * BAR * plan.row
        axes.plot(
            [life.platform] * 2, [y - reach, y + reach], color=INK, linewidth=PLATFORM_WIDTH,
            solid_capstyle="butt", zorder=4, clip_on=False,
        )  # fmt: skip
    _draw_comings(axes, life, plan, y)
    _draw_votes(axes, life, plan, y)
    _draw_ending(axes, life, y, words)


def _draw_stretch(axes: Axes, life: Life, stretch: Stretch, plan: Plan, y: float) -> None:
    upper: list[tuple[float, float]] = []
    for week in range(stretch.start, stretch.stop):
        half = 0.5 * plan.thickness(life.sizes[week - life.start])
        upper += [(week, half), (week + 1, half)]
    outline = [(x, y - half) for x, half in upper]
    outline += [(x, y + half) for x, half in reversed(upper)]
    axes.add_collection(
        PolyCollection(
            [outline], facecolor=PHASE_COLOURS[stretch.phase], edgecolor=QUIET, linewidth=0.35,
            zorder=3, clip_on=False,
        ),
        autolim=False,
    )  # fmt: skip


def _draw_anew(axes: Axes, start: int, stop: int, plan: Plan, y: float) -> None:
    """Draw the weeks in which the goal is set again in part: its colour, inside the bar."""
    half = 0.5 * ANEW * BAR * plan.row
    axes.add_patch(
        Rectangle(
            (start, y - half), stop - start, 2.0 * half, facecolor=ANEW_COLOUR, edgecolor=QUIET,
            linewidth=0.35, zorder=3.5, clip_on=False,
        )
    )  # fmt: skip


def _draw_comings(axes: Axes, life: Life, plan: Plan, y: float) -> None:
    for weeks, marker, colour, side in (
        (life.joins, "^", JOINING, -1.0),
        (life.exits, "v", LEAVING, 1.0),
    ):
        places = sorted(set(weeks))
        away = [
            0.5 * (plan.thickness(life.sizes[week - life.start]) + plan.mark / POINTS) + 0.008
            for week in places
        ]
        axes.plot(
            [week + 0.5 for week in places], [y + side * distance for distance in away],
            marker=marker, markersize=plan.mark, color=colour, markeredgewidth=0.0,
            linestyle="none", zorder=5, clip_on=False,
        )  # fmt: skip


DIAGONAL = 2.0**0.5
"""Breadth of a diamond by its size: Matplotlib measures the side of the square."""


@dataclass(frozen=True)
class Sign:
    """A mark for a vote: marker, size relative to a bar, colours, width of the edge."""

    marker: str
    size: float
    fill: str
    edge: str
    width: float

    @property
    def breadth(self) -> float:
        """Breadth, relative to a bar."""
        return self.size * (DIAGONAL if self.marker == "D" else 1.0)


GOAL_WON = Sign("*", 1.45, SUCCESS, INK, 0.7)
SIDE_WON = Sign("D", 0.68, SUCCESS, INK, 0.7)
STEP_WON = Sign(">", 0.85, SUCCESS, INK, 0.7)
GOAL_WON_ANYWAY = Sign("*", 1.45, PAPER, INK, 0.7)
SIDE_WON_ANYWAY = Sign("D", 0.68, PAPER, INK, 0.7)
STEP_WON_ANYWAY = Sign(">", 0.85, PAPER, INK, 0.7)
GOAL_LOST = Sign("X", 1.0, FAILURE, PAPER, 0.6)
SIDE_LOST = Sign("x", 0.6, FAILURE, FAILURE, 1.2)


def _draw_votes(axes: Axes, life: Life, plan: Plan, y: float) -> None:
    votes = _votes_of(life)
    weeks = [(week + 0.5) * plan.week for week, _ in votes]
    breadths = [sign.breadth * plan.sign / POINTS for _, sign in votes]
    first = life.start * plan.week
    if life.platform is not None and votes:  # no mark may hide its stroke
        first = life.platform * plan.week + 0.5 * (breadths[0] + PLATFORM_WIDTH / POINTS)
    places = moved_apart(weeks, breadths, first, life.stop * plan.week)
    for place, (_, sign) in zip(places, votes, strict=True):
        mark = sign_at(sign, plan.sign, place / plan.week, y)
        mark.set_zorder(6)
        mark.set_clip_on(False)
        axes.add_line(mark)


def _votes_of(life: Life) -> list[tuple[int, Sign]]:
    """Return weeks and signs of all votes in their order, that on the goal last in its week."""
    goal = () if life.goal_week is None else (life.goal_week,)
    votes = [
        (week, sign)
        for weeks, sign in (
            (life.lost_side_votes, SIDE_LOST),
            (life.milestones_anyway, SIDE_WON_ANYWAY),
            (life.milestones, SIDE_WON),
            (life.steps_anyway, STEP_WON_ANYWAY),
            (life.steps, STEP_WON),
            (life.lost_votes, GOAL_LOST),
            (goal, GOAL_WON if life.pivotal else GOAL_WON_ANYWAY),
        )
        for week in weeks
    ]
    return sorted(votes, key=lambda vote: vote[0])


def moved_apart(
    places: Sequence[float], breadths: Sequence[float], first: float, last: float
) -> list[float]:
    """Move marks apart until none hides another, each as little as may be.

    Parameters
    ----------
    places
        Where the marks belong, in ascending order.
    breadths
        How broad they are.
    first, last
        Ends of the bar, within which they stay where it is long enough for them.

    Returns
    -------
    list of float
        Where they stand: the same order, with squared moves as small as possible.
    """
    offsets = [0.0]
    for left, right in pairwise(breadths):
        offsets.append(offsets[-1] + 0.5 * (left + right))
    # With these distances taken off, marks that do not overlap ascend; blocks share their mean.
    blocks: list[list[float]] = []
    for place, offset in zip(places, offsets, strict=False):
        blocks.append([place - offset])
        while len(blocks) > 1 and fmean(blocks[-2]) > fmean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    means = [fmean(block) for block in blocks for _ in block]
    highest = max(first, last - offsets[-1])
    return [
        min(max(mean, first), highest) + offset
        for mean, offset in zip(means, offsets, strict=False)
    ]


def sign_at(sign: Sign, size: float, x: float, y: float) -> Line2D:
    """Return the mark of a vote; `size` is that of a mark of size 1, in points."""
    halo = [withStroke(linewidth=sign.width + 1.4, foreground=PAPER)]
    return Line2D(
        [x], [y], marker=sign.marker, markersize=sign.size * size,
        markerfacecolor=sign.fill, markeredgecolor=sign.edge, markeredgewidth=sign.width,
        linestyle="none", path_effects=halo if sign.marker == "x" else None,
    )  # fmt: skip


def _draw_ending(axes: Axes, life: Life, y: float, words: Words) -> None:
    reason, sizes = ending_of(life, words)
    # A line of a year would run through the gaps between letters.
    ground = {"boxstyle": "square,pad=0.15", "facecolor": PAPER, "edgecolor": "none"}
    after = END_GAP + width_of(reason, TEXT) + SIZE_GAP
    for text, away, size, colour in (
        (reason, END_GAP, TEXT, QUIET if life.ending == Ending.NONE else INK),
        (sizes, after, SMALL, QUIET),
    ):
        axes.annotate(
            text, (life.stop, y), xytext=(away * POINTS, 0.0), textcoords="offset points",
            va="center_baseline", fontsize=size, color=colour,
            annotation_clip=False, bbox=ground, zorder=2, gid=NAME_OF_ENDINGS,
        )  # fmt: skip
