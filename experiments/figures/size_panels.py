"""A small panel of curves over sizes: shaded intervals, and names at the ends of the curves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures.style import (
    BLACK,
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    VERMILION,
    WIDTH,
)
from experiments.figures.texts import wrapped
from experiments.statistics import Rows

COLOURS = {
    **{"assembly": VERMILION, "lead": BLUE, "core": GREEN},
    **{"uniform": BLACK, "differentiated": ORANGE},
}
MARKERS = {
    **{"assembly": "o", "lead": "s", "core": "^"},
    **{"uniform": "o", "differentiated": "s"},
}
OTHER_COLOUR, OTHER_MARKER = PURPLE, "D"
"""Of the forms of governance and of commitment; of any other. Apart in colour, in grey by their
marks."""

TWENTY = 20.0
SIZES = (5, 10, 20, 30, 40)
FEW_SIZES = (10, 20, 30, 40)
SMALL_SIZES = (2, 4, 6, 8, 10, 12)
"""Ticks of the axis of sizes, of a narrow one, and where no size is larger; organisations."""

# Inches.
LEFT, RIGHT, MARGIN = 0.62, 0.95, 0.3
"""Room for ticks at the left and names at the right of a panel, and at the edges of the page."""
HEAD, HEAD_LINE = 0.68, 0.2
"""Room for the title, and for each line below it."""
PANEL_HEAD, PANEL_FOOT = 0.46, 0.42
SIDE, ROW_GAP = 1.75, 0.2
"""In a table of panels: room for the names of rows, and between rows."""
LINE, FOOT_GAP = 0.165, 0.12
"""A line of the caption, and the gap above it."""
TICKS_APART = 0.08
"""Share of the axis of sizes between the smallest one and the next tick: two digits fit."""
NARROW = 1.7
"""Width below which an axis has fewer ticks."""

NAME_GAP = 0.135
"""Between the middles of two names at the ends of curves."""

SHADE = 0.16
"""Opacity of intervals: three of them over each other stay apart."""

ROOM_ABOVE = 1.06

BOLD_IS_NARROWER = 0.8
"""Share of a line that larger, bold letters may fill where widths are those of small ones."""


@dataclass(frozen=True)
class Series:
    """A curve with its interval; arrays of shape (sizes,), nan where nothing was counted.

    Attributes
    ----------
    name
        At its end; empty for none.
    form
        Form of governance, which decides over colour and mark; empty for a known curve.
    sizes, values, low, high
        Organisations aimed at; what was found, and its 95 % interval.
    is_quiet
        Whether it stands behind the others to compare with.
    """

    name: str
    form: str
    sizes: Rows
    values: Rows
    low: Rows | None = None
    high: Rows | None = None
    is_quiet: bool = False


@dataclass(frozen=True)
class Panel:
    """What a panel shows.

    Attributes
    ----------
    title, unit
        Above the panel: what it shows, and in what.
    series
        Its curves.
    most
        Upper end of the axis; as the curves need it if None.
    is_share
        Whether the axis counts in per cent.
    identity
        Name of a line at which a size is what was aimed at; none if empty.
    """

    title: str
    unit: str
    series: Sequence[Series]
    most: float | None = None
    is_share: bool = False
    identity: str = ""


@dataclass(frozen=True)
class Page:
    """Texts around the panels, and how they are laid out.

    Attributes
    ----------
    title, subtitle
        Above them; the subtitle in lines.
    caption
        Paragraphs below them.
    columns
        Panels in a row.
    row
        Height of a row; inches.
    axis
        Name of the axis of sizes.
    decimal
        Sign between whole numbers and tenths.
    row_names
        For a table of panels: name and remark left of each row. Panels below the first row have
        then no heads, and only the lowest have numbers at the axis of sizes.
    """

    title: str
    subtitle: Sequence[str]
    caption: Sequence[str]
    columns: int
    row: float
    axis: str
    decimal: str
    row_names: Sequence[tuple[str, str]] = ()

    @property
    def side(self) -> float:
        """Room for the names of rows; inches."""
        return SIDE if self.row_names else 0.0

    @property
    def column(self) -> float:
        """Width of a column; inches."""
        return (WIDTH - 2 * MARGIN - self.side) / self.columns

    @property
    def plot_height(self) -> float:
        """Height of the axes of a panel; inches."""
        return self.row - (ROW_GAP if self.row_names else PANEL_HEAD + PANEL_FOOT)

    def top_of(self, row: int) -> float:
        """Return where the axes of a row begin, below the head of the page; inches."""
        return PANEL_HEAD + row * self.row

    def height_of(self, rows: int) -> float:
        """Return the height of rows of panels with their heads and feet; inches."""
        return rows * self.row + (PANEL_HEAD + PANEL_FOOT if self.row_names else 0.0)


def draw_page(
    new_figure: Callable[[float, float], Figure], page: Page, panels: list[Panel]
) -> Figure:
    """Draw panels of curves in rows, with title and caption.

    Parameters
    ----------
    new_figure
        Gives an empty figure of a width and a height.
    page
        Texts and layout.
    panels
        Row by row.
    """
    figure, places = lay_out(new_figure, page, len(panels))
    for place, panel in enumerate(panels):
        if not panel.series:
            continue
        below_it = panels[place + page.columns : place + page.columns + 1]
        is_lowest = not below_it or not below_it[0].series
        # Only in a table of panels is the axis that of the lowest one.
        names_axis = is_lowest or not page.row_names
        draw_panel(figure.add_axes(places[place]), panel, page, names_axis=names_axis)
    return figure


Place = tuple[float, float, float, float]
"""Left, bottom, width and height of axes, as shares of the figure."""


def lay_out(
    new_figure: Callable[[float, float], Figure], page: Page, panels: int
) -> tuple[Figure, list[Place]]:
    """Return a figure with its texts, and where its panels lie, row by row.

    Parameters
    ----------
    new_figure
        Gives an empty figure of a width and a height.
    page
        Texts and layout.
    panels
        How many.
    """
    lines = [line for paragraph in page.caption for line in wrapped(paragraph, WIDTH - 2 * MARGIN)]
    rows = -(-panels // page.columns)
    head = HEAD + HEAD_LINE * len(page.subtitle)
    foot = head + page.height_of(rows)
    height = foot + FOOT_GAP + LINE * len(lines) + MARGIN
    figure = new_figure(WIDTH, height)
    figure.set_label(page.title)
    write = partial(figure.text, MARGIN / WIDTH, va="top", transform=figure.transFigure)
    write(y=1 - 0.25 / height, s=page.title, fontsize=TITLE, fontweight="bold")
    for number, line in enumerate(page.subtitle):
        below = 1 - (0.6 + number * HEAD_LINE) / height
        write(y=below, s=line, fontsize=TEXT + 1, color=QUIET)
    for row, (name, remark) in enumerate(page.row_names):
        top = head + page.top_of(row)
        _write_row_name(figure, name, remark, top, page.side)
    for number, line in enumerate(lines):
        below = 1 - (foot + FOOT_GAP + number * LINE) / height
        write(y=below, s=line, fontsize=SMALL, color=QUIET)
    return figure, [_place_of(page, place, head, height) for place in range(panels)]


def _write_row_name(figure: Figure, name: str, remark: str, top: float, room: float) -> None:
    """Write the name of a row and its remark below each other, left of the row."""
    height = float(figure.get_figheight())
    names = [(line, "bold", INK) for line in wrapped(name, BOLD_IS_NARROWER * room)]
    remarks = [(line, "normal", QUIET) for line in wrapped(remark, room)]
    for number, (line, weight, colour) in enumerate([*names, *remarks]):
        figure.text(
            MARGIN / WIDTH,
            1 - (top + number * LINE) / height,
            line,
            fontsize=SMALL if weight == "normal" else TEXT,
            fontweight=weight,
            color=colour,
            va="top",
        )


def _place_of(page: Page, place: int, head: float, height: float) -> Place:
    row, column = divmod(place, page.columns)
    return (
        (MARGIN + page.side + column * page.column + LEFT) / WIDTH,
        1 - (head + page.top_of(row) + page.plot_height) / height,
        (page.column - LEFT - RIGHT) / WIDTH,
        page.plot_height / height,
    )


def draw_panel(axes: Axes, panel: Panel, page: Page, *, names_axis: bool) -> None:
    """Draw curves, their intervals and names.

    Parameters
    ----------
    axes
        Where to.
    panel
        What to draw.
    page
        Name of the axis, sign of decimals.
    names_axis
        Whether the axis of sizes has its name here.
    """
    known = [series for series in panel.series if np.isfinite(series.values).any()]
    largest = max((float(series.sizes.max()) for series in known), default=TWENTY)
    _put_axes(axes, panel, page, largest, known)
    if names_axis:
        axes.set_xlabel(page.axis, fontsize=SMALL, color=QUIET, labelpad=2)
    if panel.identity:
        _draw_identity(axes, panel, largest)
    for series in known:
        _draw_series(axes, series)
    named = [series for series in known if series.name]
    _write_names(axes, named, largest, page.plot_height)
    if page.row_names:
        axes.tick_params(labelbottom=names_axis)


def _put_axes(
    axes: Axes, panel: Panel, page: Page, largest: float, known: Sequence[Series]
) -> None:
    top = panel.most or ROOM_ABOVE * _highest(known)
    axes.set(xlim=(0, largest + 1), ylim=(0, top))
    is_narrow = page.column - LEFT - RIGHT < NARROW
    smallest = min((float(series.sizes.min()) for series in known if series.form), default=0.0)
    axes.set_xticks(_ticks_of_sizes(smallest, largest, is_narrow=is_narrow))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(_tick(panel, page.decimal)))
    axes.grid(axis="y", color=FAINT, lw=0.6)
    axes.tick_params(length=3)
    if largest >= TWENTY:
        axes.axvline(TWENTY, color=QUIET, lw=0.9, ls=(0, (4, 3)), zorder=1)
    write_heads(axes, panel.title, panel.unit)


def write_heads(axes: Axes, title: str, unit: str, left: float = LEFT) -> None:
    """Write the title of a panel and its unit above it, from so many inches left of its axes."""
    for text, place, weight, colour in (
        (title, 24, "bold", INK),
        (unit, 12, "normal", QUIET),
    ):
        axes.annotate(
            text,
            (0, 1),
            (-72 * left + 4, place),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=TEXT if weight == "bold" else SMALL,
            fontweight=weight,
            color=colour,
            va="center",
            annotation_clip=False,
        )


def _ticks_of_sizes(smallest: float, largest: float, *, is_narrow: bool) -> list[int]:
    """Return the smallest size, and round ones that have room beside it."""
    usual = FEW_SIZES if is_narrow else SIZES
    sizes = SMALL_SIZES if largest <= SMALL_SIZES[-1] else usual
    first = [round(smallest)] if smallest > 0.0 else []
    least = smallest + TICKS_APART * largest if first else 0.0
    return [*first, *(size for size in sizes if least <= size <= largest + 1)]


def _highest(known: Sequence[Series]) -> float:
    tops = [np.nanmax(series.values) for series in known]
    tops += [
        np.nanmax(series.high)
        for series in known
        if series.high is not None and np.isfinite(series.high).any()
    ]
    return max([float(top) for top in tops if top > 0.0], default=1.0)


def _tick(panel: Panel, decimal: str) -> Callable[[float, int], str]:
    def text(value: float, _: int) -> str:
        shown = f"{100 * value:.10g} %" if panel.is_share else f"{value:.10g}"
        return shown.replace(".", decimal)

    return text


def _draw_identity(axes: Axes, panel: Panel, largest: float) -> None:
    end = min(largest, axes.get_ylim()[1])
    axes.plot([0, end], [0, end], color=QUIET, lw=0.8, zorder=1)
    axes.annotate(
        panel.identity,
        (end, end),
        (-4, 0),
        textcoords="offset points",
        fontsize=SMALL,
        color=QUIET,
        ha="right",
        va="center",
    )


def _draw_series(axes: Axes, series: Series) -> None:
    colour = COLOURS.get(series.form, OTHER_COLOUR) if series.form else BLACK
    if series.is_quiet:
        axes.plot(series.sizes, series.values, color=colour, lw=0.8, alpha=0.45, zorder=2)
        return
    if not series.form:
        axes.plot(series.sizes, series.values, color=colour, lw=1.3, ls=(0, (1, 1.2)), zorder=3)
        return
    if series.low is not None and series.high is not None:
        shade: dict[str, Any] = {"color": colour, "alpha": SHADE, "lw": 0, "zorder": 2}
        axes.fill_between(series.sizes, series.low, series.high, **shade)
    axes.plot(
        series.sizes,
        series.values,
        color=colour,
        lw=1.4,
        marker=MARKERS.get(series.form, OTHER_MARKER),
        ms=3.6,
        mec=PAPER,
        mew=0.4,
        zorder=4,
        clip_on=False,
    )


def _write_names(axes: Axes, named: Sequence[Series], largest: float, height: float) -> None:
    """Write the names of curves at their ends, apart from each other, with a thread to the end."""
    bottom, top = axes.get_ylim()
    ends = [_end(series) for series in named]
    wanted = [height * (end[1] - bottom) / (top - bottom) for end in ends]
    for series, end, place in zip(named, ends, spread(wanted, NAME_GAP, height), strict=True):
        colour = COLOURS.get(series.form, OTHER_COLOUR) if series.form else BLACK
        level = bottom + (top - bottom) * place / height
        right = largest + 1
        reach = 0.05 * right
        axes.plot(
            [end[0], right + 0.4 * reach, right + reach],
            [end[1], level, level],
            color=colour,
            lw=0.6,
            clip_on=False,
            zorder=2,
        )
        axes.annotate(
            series.name,
            (right + reach, level),
            (2, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=colour,
            fontweight="bold",
            va="center",
            annotation_clip=False,
        )


def _end(series: Series) -> tuple[float, float]:
    last = int(np.flatnonzero(np.isfinite(series.values))[-1])
    return float(series.sizes[last]), float(series.values[last])


def spread(wanted: Sequence[float], gap: float, room: float) -> list[float]:
    """Move places apart until neighbours have a gap, as near to where they belong as may be.

    Parameters
    ----------
    wanted
        Where they belong, in any order.
    gap
        Least distance of neighbours.
    room
        Upper end; the lower one is 0. Where it is too narrow the upper end gives way.
    """
    places = [0.0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    floor = 0.0
    for number in order:
        places[number] = max(wanted[number], floor)
        floor = places[number] + gap
    ceiling = max(room, gap * (len(wanted) - 1))
    for number in reversed(order):
        places[number] = min(places[number], ceiling)
        ceiling = places[number] - gap
    return places
