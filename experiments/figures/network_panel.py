"""One week in a network figure: ties, a line through every alliance, and the organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from experiments.figures.layout import POINTS
from experiments.figures.network_choice import SOLID, Choice, Line
from experiments.figures.network_layout import LABEL_GAP, RING, TEXT_LINE, Map
from experiments.figures.network_marks import (
    CIRCLE_WIDTH,
    CORE_WIDTH,
    PALE,
    draw_ground,
    draw_mark,
    draw_ring,
    initiative_ring,
    tie_colour,
)
from experiments.figures.routes import (
    Obstacles,
    Points,
    links,
    places_for_badges,
    route,
)
from experiments.figures.snapshots import Group, Snapshot
from experiments.figures.style import FAINT, INK, PAPER, QUIET, SMALL
from experiments.figures.texts import width_of

STRONGEST = 2
"""Ties of an organisation that are drawn."""

BAND_WIDTH, BAND_ALPHA = 7.0, 0.14
"""The translucent band below a line; points."""

EDGES_PER_BADGE = 5
"""A long line has its number once more for so many of its parts."""

BADGE_MARGIN = 0.025
BADGE_HEIGHT = 0.145

NAME_OF_LABELS = "organisation"
NAME_OF_BADGES = "badge"
"""Tags (gid) of texts."""


@dataclass(frozen=True)
class Panel:
    """A week with what is drawn of it."""

    snapshot: Snapshot
    drawn: tuple[Group, ...]


def draw_panel(axes: Axes, panel: Panel, choice: Choice, plan: Map) -> None:
    """Draw a week into axes that count inches."""
    axes.set_xlim(0.0, plan.width)
    axes.set_ylim(0.0, plan.height)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(visible=True, color=FAINT)
    _draw_ties(axes, panel.snapshot, plan)
    _draw_alliances(axes, panel, choice, plan)
    for number in range(len(plan.marks)):
        _draw_organisation(axes, number, panel, choice, plan)


def _draw_ties(axes: Axes, snapshot: Snapshot, plan: Map) -> None:
    places = dict(zip((mark.row for mark in plan.marks), plan.places, strict=True))
    pairs = strongest_ties(snapshot, list(places))
    axes.add_collection(
        LineCollection(
            [[places[one], places[other]] for one, other in pairs],
            colors=[tie_colour(snapshot.trust[pair]) for pair in pairs],
            linewidths=0.6,
            zorder=1,
        ),
        autolim=False,
    )


def strongest_ties(snapshot: Snapshot, rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the ties with most trust of each organisation, those with least trust first."""
    ties: dict[int, list[tuple[int, int]]] = {row: [] for row in rows}
    for pair in sorted(snapshot.trust, key=lambda pair: (-snapshot.trust[pair], pair)):
        if set(pair) <= ties.keys():
            for row in pair:
                ties[row].append(pair)
    drawn = {pair for pairs in ties.values() for pair in pairs[:STRONGEST]}
    return sorted(drawn, key=lambda pair: (snapshot.trust[pair], pair))


def _draw_alliances(axes: Axes, panel: Panel, choice: Choice, plan: Map) -> None:
    obstacles = _obstacles(panel, plan)
    number_of = {mark.row: number for number, mark in enumerate(plan.marks)}
    curves: dict[int, list[Points]] = {}
    # The largest first: the short ways of small ones can bend round them.
    for group in sorted(panel.drawn, key=lambda group: (-len(group.members), group.row)):
        members = [number_of[member] for member in group.members]
        done = [curve for others in curves.values() for curve in others]
        curves[group.row] = []
        for one, other in links(obstacles.places[members], max(1, len(group.core))):
            curve = route(members[one], members[other], obstacles, [*done, *curves[group.row]])
            draw_line(axes, curve, choice.lines[group.row], other < len(group.core))
            curves[group.row].append(curve)
    badges: list[tuple[float, float, float, float]] = []
    for row in sorted(curves, key=lambda row: (len(curves[row]), row)):
        _draw_badges(axes, row, curves[row], choice.lines[row], obstacles, badges)


def _obstacles(panel: Panel, plan: Map) -> Obstacles:
    counts = _ring_counts(panel, plan)
    radii = [
        mark.radius + count * RING / POINTS for mark, count in zip(plan.marks, counts, strict=True)
    ]
    return Obstacles(plan.places, np.array(radii), plan.texts, (plan.width, plan.height))


def _ring_counts(panel: Panel, plan: Map) -> list[int]:
    return [
        sum(mark.row in group.members for group in panel.drawn)
        + (mark.row in panel.snapshot.initiatives)
        for mark in plan.marks
    ]


def draw_line(axes: Axes, points: Points, line: Line, core: bool) -> None:
    """Draw a piece of the line of an alliance, thin where it leads to the circle."""
    colour, dash = line
    x, y = points[:, 0], points[:, 1]
    width = CORE_WIDTH if core else CIRCLE_WIDTH
    # Below a dashed line an edge would close the gaps.
    halo = [withStroke(linewidth=width + 1.4, foreground=PAPER)] if dash == SOLID else None
    axes.plot(
        x, y, color=colour, linewidth=BAND_WIDTH, alpha=BAND_ALPHA, zorder=2,
        solid_capstyle="round",
    )  # fmt: skip
    axes.plot(
        x, y, color=colour, linewidth=width, linestyle=dash, zorder=4, dash_capstyle="butt",
        path_effects=halo,
    )  # fmt: skip


def _draw_badges(
    axes: Axes,
    row: int,
    curves: Sequence[Points],
    line: Line,
    obstacles: Obstacles,
    badges: list[tuple[float, float, float, float]],
) -> None:
    """Write the number of an alliance on its lines."""
    text = str(row + 1)
    halves = (0.5 * width_of(text, SMALL, "bold") + BADGE_MARGIN, 0.5 * BADGE_HEIGHT)
    wanted = 1 + len(curves) // EDGES_PER_BADGE
    for x, y in places_for_badges(curves, halves, wanted, obstacles, badges):
        badges.append((x, y, *halves))
        axes.add_patch(
            Rectangle(
                (x - halves[0], y - halves[1]), 2.0 * halves[0], 2.0 * halves[1], zorder=9,
                facecolor=PAPER, edgecolor=line[0], linewidth=0.9,
            )
        )  # fmt: skip
        axes.text(
            x, y, text, ha="center", va="center_baseline", fontsize=SMALL, fontweight="bold",
            zorder=10, gid=NAME_OF_BADGES,
        )  # fmt: skip


def _draw_organisation(axes: Axes, number: int, panel: Panel, choice: Choice, plan: Map) -> None:
    mark = plan.marks[number]
    x, y = plan.places[number].tolist()
    allied = any(mark.row in group.members for group in panel.snapshot.alliances)
    own = [group for group in panel.drawn if mark.row in group.members]
    starts = mark.row in panel.snapshot.initiatives
    draw_ground(axes, x, y, mark.radius + (len(own) + starts) * RING / POINTS + 0.7 / POINTS)
    for place, group in enumerate(own, start=1):
        radius = mark.radius + place * RING / POINTS
        draw_ring(axes, x, y, radius, choice.lines[group.row], mark.row in group.core)
    if starts:
        initiative_ring(axes, x, y, mark.radius + (len(own) + 1) * RING / POINTS)
    draw_mark(axes, x, y, mark.marker, mark.radius, INK if allied else PALE)
    for place, text in enumerate(mark.label):
        axes.text(
            x, y - mark.rings - LABEL_GAP - (place + 0.5) * TEXT_LINE, text,
            ha="center", va="center_baseline", fontsize=SMALL, color=INK if allied else QUIET,
            zorder=11, gid=NAME_OF_LABELS,
            path_effects=[withStroke(linewidth=2.6, foreground=PAPER)],
        )  # fmt: skip
