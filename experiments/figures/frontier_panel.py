"""A panel of breadth against depth: a point for each size, intervals, the efficient frontier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from experiments.breadth_depth import FrontierPoint
from experiments.figures.size_panels import write_heads
from experiments.figures.style import FAINT, PAPER, QUIET, SMALL, TEXT
from experiments.figures.texts import width_of

POINTS_PER_INCH = 72.0
MARK = 4.5
"""Diameter of the mark of a size; points."""

RING, RING_APART = 11.0, 5.0
"""Diameter of the ring at the size with most success, and by how much that of the next trace is
wider, so that two at one place are seen; points."""

BAND = 5.0
"""Width of the efficient frontier; points."""

PALE = 0.22
"""Opacity of the efficient frontier: two of them over each other stay apart."""

LETTER = 8.5
"""Height of a line of small letters; points."""

GAP = 2.0
"""Between a mark and the number beside it; points."""

BREADTH_TICKS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Numbers at the axis of breadth; members."""

AROUND = (
    *((1, 1), (-1, -1), (1, -1), (-1, 1), (1, 0), (-1, 0), (0, 1), (0, -1)),
    *((2, 1), (-2, -1), (2, -1), (-2, 1), (1, 2), (-1, -2), (1, -2), (-1, 2)),
)
"""Where a number may stand beside its mark, in this order: corners, which no interval crosses,
sides, and then further off."""

WHISKER = 0.5
"""Width of the line of an interval; points."""


@dataclass(frozen=True)
class Trace:
    """The sizes of one combination, joined by a line.

    Attributes
    ----------
    colour, marker
        How it is told apart.
    points
        In the order of their sizes.
    efficient
        The points of the frontier with which it is compared, its own or others.
    """

    colour: str
    marker: str
    points: Sequence[FrontierPoint]
    efficient: Sequence[FrontierPoint]


@dataclass(frozen=True)
class Scales:
    """What all panels of a page share.

    Attributes
    ----------
    narrowest, broadest
        Ends of the axis of breadth, on which each doubling is as wide; above 0.
    deepest
        Upper end of the axis of depth.
    across, upwards
        Names of the axes of breadth and depth.
    """

    narrowest: float
    broadest: float
    deepest: float
    across: str
    upwards: str


def draw_frontier(
    axes: Axes, title: str, remark: str, traces: Sequence[Trace], scales: Scales
) -> None:
    """Draw one panel.

    Parameters
    ----------
    axes
        Where to.
    title, remark
        Above it.
    traces
        What is drawn.
    scales
        Of all panels.
    """
    # Small sizes lie close together otherwise, and commitments are compared by doublings.
    axes.set_xscale("log", base=2)
    axes.set(xlim=(scales.narrowest, scales.broadest), ylim=(0, scales.deepest))
    axes.set_xlabel(scales.across, fontsize=SMALL, color=QUIET, labelpad=2)
    axes.set_ylabel(scales.upwards, fontsize=SMALL, color=QUIET, labelpad=2)
    ticks = [tick for tick in BREADTH_TICKS if scales.narrowest <= tick <= scales.broadest]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}"))
    axes.grid(color=FAINT, lw=0.6)
    write_heads(axes, title, remark)
    for trace in traces:
        _draw_efficient(axes, trace, scales)
    for order, trace in enumerate(traces):
        _draw_trace(axes, trace, ring_of(order))
    _write_sizes(axes, traces)


def _draw_efficient(axes: Axes, trace: Trace, scales: Scales) -> None:
    """Draw the frontier as steps: who wants so many members or more can have so much depth.

    Nothing lies between two sizes, so that a straight line would promise what nobody reaches.
    """
    corners = frontier_steps([(_breadth(p), _depth(p)) for p in trace.efficient], scales.narrowest)
    if corners:
        x, y = zip(*corners, strict=True)
        axes.plot(x, y, color=trace.colour, lw=BAND, alpha=PALE, solid_joinstyle="miter", zorder=1)


def frontier_steps(
    points: Sequence[tuple[float, float]], narrowest: float
) -> list[tuple[float, float]]:
    """Return the corners of a frontier: level up to each point, down behind it, at last to 0.

    Parameters
    ----------
    points
        Breadth and depth of efficient points, in any order.
    narrowest
        Where the first level begins.
    """
    corners = []
    left = narrowest
    for broad, deep in sorted(set(points)):
        corners += [(left, deep), (broad, deep)]
        left = broad
    return [*corners, (left, 0.0)] if corners else []


def _breadth(point: FrontierPoint) -> float:
    return point.breadth.value


def _depth(point: FrontierPoint) -> float:
    return point.depth.value


def _draw_trace(axes: Axes, trace: Trace, ring: float) -> None:
    known = _known(trace)
    x, y = ([value(point) for point in known] for value in (_breadth, _depth))
    for point in known:
        deep, broad = point.depth, point.breadth
        thin: dict[str, Any] = {"color": trace.colour, "lw": WHISKER, "alpha": 0.5, "zorder": 2}
        axes.plot([broad.value] * 2, [deep.low, deep.high], **thin)
        axes.plot([broad.low, broad.high], [deep.value] * 2, **thin)
        if point.has_most_success:
            axes.plot(
                broad.value, deep.value, marker="o", ms=ring, mfc="none", mec=trace.colour, mew=1.4,
                zorder=4, clip_on=False,
            )  # fmt: skip
    axes.plot(
        x, y, color=trace.colour, lw=1.2, marker=trace.marker, ms=MARK, mec=PAPER, mew=0.4, zorder=5
    )  # fmt: skip


def _known(trace: Trace) -> list[FrontierPoint]:
    return [p for p in trace.points if np.isfinite(p.breadth.value) and np.isfinite(p.depth.value)]


# --- Numbers beside the marks ------------------------------------------------------------------

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; points."""


def ring_of(order: int) -> float:
    """Return the diameter of a trace's ring; the later, the wider; points."""
    return RING + order * RING_APART


def _write_sizes(axes: Axes, traces: Sequence[Trace]) -> None:
    """Write the size beside each mark where there is room; efficient points come first.

    A number touches no interval: a line beside it reads as a minus sign. Where marks lie over each
    other, only one of them has its number.
    """
    marks = [
        (trace, point, ring_of(order) if point.has_most_success else MARK)
        for order, trace in enumerate(traces)
        for point in _known(trace)
    ]
    taken = [_around(_place(axes, point), wide / 2, wide / 2) for _, point, wide in marks]
    taken += [box for _, point, _ in marks for box in _whiskers(axes, point)]
    marks.sort(key=lambda mark: (not mark[1].is_efficient, mark[1].organisations))
    for trace, point, wide in marks:
        text = f"{point.organisations:.0f}"
        room = wide, POINTS_PER_INCH * width_of(text, SMALL)
        for box, offset in _boxes(_place(axes, point), *room):
            if not any(_overlap(box, other) for other in taken) and _is_inside(axes, box):
                taken.append(box)
                axes.annotate(
                    text, (_breadth(point), _depth(point)), offset, textcoords="offset points",
                    fontsize=SMALL, color=trace.colour, ha="center", va="center", zorder=6,
                    path_effects=[Stroke(linewidth=2.0, foreground=PAPER), Normal()],
                )  # fmt: skip
                break


def _place(axes: Axes, point: FrontierPoint) -> tuple[float, float]:
    """Return where a point lies, in points from the lower left corner of the figure."""
    return _in_points(axes, _breadth(point), _depth(point))


def _whiskers(axes: Axes, point: FrontierPoint) -> Iterator[Box]:
    """Give where the intervals of a point lie."""
    broad, deep = point.breadth, point.depth
    for low, high in (
        ((broad.low, deep.value), (broad.high, deep.value)),
        ((broad.value, deep.low), (broad.value, deep.high)),
    ):
        if np.isfinite([*low, *high]).all():
            (left, bottom), (right, top) = _in_points(axes, *low), _in_points(axes, *high)
            yield left - WHISKER, bottom - WHISKER, right + WHISKER, top + WHISKER


def _in_points(axes: Axes, breadth: float, depth: float) -> tuple[float, float]:
    x, y = axes.transData.transform((breadth, depth))
    per_point = float(axes.figure.get_dpi()) / POINTS_PER_INCH
    return float(x) / per_point, float(y) / per_point


def _around(centre: tuple[float, float], half_width: float, half_height: float) -> Box:
    x, y = centre
    return x - half_width, y - half_height, x + half_width, y + half_height


def _boxes(
    centre: tuple[float, float], mark: float, width: float
) -> Iterator[tuple[Box, tuple[float, float]]]:
    """Give the boxes in which a number may stand, with the offset of its middle from the mark."""
    for right, up in AROUND:
        offset = (right * (mark / 2 + GAP + width / 2), up * (mark / 2 + GAP + LETTER / 2))
        middle = centre[0] + offset[0], centre[1] + offset[1]
        yield _around(middle, width / 2, LETTER / 2), offset


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_inside(axes: Axes, box: Box) -> bool:
    per_point = float(axes.figure.get_dpi()) / POINTS_PER_INCH
    room = axes.bbox
    right, top = float(room.x1) / per_point, float(room.y1) / per_point
    left, bottom = float(room.x0) / per_point, float(room.y0) / per_point
    return box[0] > left and box[1] > bottom and box[2] < right + TEXT and box[3] < top + TEXT
