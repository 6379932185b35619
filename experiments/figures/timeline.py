"""The timeline of a run: every alliance as a bar, from first contacts to the reason of its end."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Transform, blended_transform_factory

from experiments.figures.lives import Life, Stretch, read_lives
from experiments.figures.style import (
    DOTS_PER_INCH,
    FAILURE,
    FAINT,
    FONT,
    INK,
    JOINING,
    LEAVING,
    PAPER,
    PHASE_COLOURS,
    QUIET,
    SHADE,
    SMALL,
    SUCCESS,
    TEXT,
    TITLE,
    WIDTH,
    figure_style,
    new_figure,
)
from experiments.figures.words import Words, counted, words_in
from sim.model import AllianceModel
from sim.parameters import YEAR
from sim.state import Ending, Kind, Phase

ROW_LIMIT = 60
"""Rows that a figure has at most: more of them nobody reads."""

POINTS = 72.0
"""Points in an inch."""

# All lengths are inches.
MARGIN = 0.3
TALLEST_ROW = 0.34
LOWEST_ROW = 0.205
ROOM_FOR_ROWS = 10.0
"""Height that rows share before they become as low as may be."""

STRIP = 0.24
GAP = 0.12
LINE = 0.185
LEGEND_LINE = 0.27
FOOT = 0.22
TITLE_LINE = 0.38
HEAD = 0.62
YEARS = 0.3
YEAR_INDENT = 0.04
HEAD_LINE = 0.11
WEEKS = 0.52
COLUMN_GAP = 0.16
WIDEST_FIELD = 1.5
WIDEST_FOUNDER = 2.1
BAR = 0.58
"""Thickness of the bar with most members; share of a row."""

THINNEST = 0.22
"""Thickness of a bar with no members, share of the thickest; what is above grows with members."""

MARK = 0.22
"""Size of the marks for joining and leaving; share of a row."""

END_GAP = 0.09
"""Between a bar and the words at its end."""

SIZE_GAP = 0.06
"""Between these words and the numbers of members."""

SMALLEST_MARK = 4.2
"""Points below which the marks for joining and leaving are not told apart."""

LARGEST_SIGN = 0.13
"""Size of the marks for votes at most."""

TICKS = (1, 2, 5, 13, 26, 52, 104, 208, 520, 1040)
MOST_TICKS = 17
MOST_YEARS = 16

NAME_OF_ROWS = "row"
NAME_OF_ENDINGS = "ending"
NAME_OF_STRIPS = "strip"
"""Tags (gid) of the texts that name a row, tell its end, or name a strip."""


Strip = tuple[str, list[Life]]
"""Label of a strip of ticks, and the alliances or initiatives that it shows."""


@dataclass(frozen=True)
class Choice:
    """Which alliances get a row.

    Attributes
    ----------
    drawn, left_out
        Alliances with and without a row, in the order of founding.
    alone
        Initiatives that never found a second member.
    """

    drawn: list[Life]
    left_out: list[Life]
    alone: list[Life]


@dataclass(frozen=True)
class Plan:
    """Where things lie; inches.

    Attributes
    ----------
    rows, strips
        Numbers of alliances that are drawn, and of strips below them.
    row
        Height of a row.
    left, right, top, bottom
        Distances of the axes from the edges of the figure.
    most
        Members of the largest alliance that is drawn.
    weeks
        Weeks on the axis.
    """

    rows: int
    strips: int
    row: float
    left: float
    right: float
    top: float
    bottom: float
    most: int
    weeks: int

    @property
    def inside(self) -> float:
        """Height of the axes."""
        strips = GAP + self.strips * STRIP if self.strips else 0.0
        return max(STRIP, self.rows * self.row + strips)

    @property
    def height(self) -> float:
        """Height of the figure."""
        return self.top + self.inside + self.bottom

    @property
    def week(self) -> float:
        """Width of a week."""
        return (WIDTH - self.left - self.right) / self.weeks

    def middle(self, row: int) -> float:
        """Return how far below the upper edge of the axes the middle of a row lies."""
        return (row + 0.5) * self.row

    @property
    def sign(self) -> float:
        """Size of the marks for votes; points."""
        return min(BAR * self.row, LARGEST_SIGN) * POINTS

    def thickness(self, members: int) -> float:
        """Return the thickness of a bar."""
        return BAR * self.row * (THINNEST + (1.0 - THINNEST) * members / self.most)

    @property
    def mark(self) -> float:
        """Size of small marks; points."""
        return max(SMALLEST_MARK, MARK * self.row * POINTS)


def draw_timeline(model: AllianceModel, language: str = "en") -> Figure:
    """Draw the lives of all alliances of a run, one row each.

    Parameters
    ----------
    model
        A model that keeps its chronicle; it is drawn as far as it has come.
    language
        "en" or "de".

    Returns
    -------
    Figure
        14 inches wide and as tall as the rows need. With more than `ROW_LIMIT` alliances
        `choose_rows` chooses; a strip and the caption tell of the others.

    Raises
    ------
    ValueError
        If the language is unknown or the model keeps no chronicle.

    Examples
    --------
    >>> from pathlib import Path
    >>> from experiments.figures.style import save_figure
    >>> model = AllianceModel(seed=7).run()
    >>> save_figure(draw_timeline(model, "de"), Path("timeline.png"))
    """
    words = words_in(language)
    choice = choose_rows(read_lives(model))
    with figure_style():
        return _draw(model, choice, words)


def choose_rows(lives: Sequence[Life], limit: int = ROW_LIMIT) -> Choice:
    """Choose the alliances that get a row: all, or the most telling ones.

    Parameters
    ----------
    lives
        Alliances and initiatives.
    limit
        How many rows there are at most.

    Returns
    -------
    Choice
        First come those that reached their goal, then those with a platform, then the others; in
        each group the longest-lived first.
    """
    alliances = [life for life in lives if life.is_alliance]
    ranked = sorted(alliances, key=_rank)
    return Choice(
        drawn=sorted(ranked[:limit], key=_founding),
        left_out=sorted(ranked[limit:], key=_founding),
        alone=[life for life in lives if not life.is_alliance],
    )


def _rank(life: Life) -> tuple[bool, bool, int, int]:
    return life.goal_week is None, life.platform is None, -life.weeks, life.number


def _founding(life: Life) -> tuple[int, int]:
    return life.start, life.number


def _draw(model: AllianceModel, choice: Choice, words: Words) -> Figure:
    columns = _columns(choice.drawn, words)
    strips = _strips(choice, words)
    legend = _legend(words, _most(choice.drawn)) if choice.drawn else []
    caption = [line for text in _caption(model, choice, words) for line in _wrapped(text)]
    left = _left(columns, strips)
    weeks = max(1, model.week)
    row = max(LOWEST_ROW, min(TALLEST_ROW, ROOM_FOR_ROWS / max(1, len(choice.drawn))))
    plan = Plan(
        rows=len(choice.drawn),
        strips=len(strips),
        row=row,
        left=left,
        right=_right(choice.drawn, left, weeks, words),
        top=HEAD + len(legend) * LEGEND_LINE + YEARS,
        bottom=WEEKS + len(caption) * LINE + FOOT,
        most=_most(choice.drawn),
        weeks=weeks,
    )
    figure = new_figure(WIDTH, plan.height)
    figure.text(
        MARGIN / WIDTH, 1.0 - TITLE_LINE / plan.height, _title(model.week, choice, words),
        fontsize=TITLE, fontweight="bold", va="baseline",
    )  # fmt: skip
    _draw_legend(figure, legend, plan)
    axes = _axes(figure, plan, words)
    for place, life in enumerate(choice.drawn):
        _draw_life(axes, life, plan, place, words)
    across = blended_transform_factory(figure.dpi_scale_trans, axes.transData)
    _draw_columns(axes, columns, plan, across)
    for place, strip in enumerate(strips):
        _draw_strip(axes, strip, plan, place, across)
    for place, line in enumerate(reversed(caption)):
        figure.text(
            MARGIN / WIDTH, (FOOT + place * LINE) / plan.height, line,
            fontsize=SMALL, color=QUIET, va="baseline",
        )  # fmt: skip
    return figure


# --- Measuring texts ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _renderer() -> Any:
    canvas: Any = new_figure(1.0, 1.0).canvas  # Matplotlib gives its methods no types
    return canvas.get_renderer()


@lru_cache(maxsize=4096)
def _width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a text; inches."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = _renderer().get_text_width_height_descent(text, font, False)
    return float(width) / DOTS_PER_INCH


def shortened(text: str, room: float, size: float = TEXT) -> str:
    """Shorten a text with an ellipsis until it fits.

    Parameters
    ----------
    text
        Any text.
    room
        Width that there is; inches.
    size
        Of the letters; points.

    Returns
    -------
    str
        The text itself where it fits.
    """
    if _width(text, size) <= room:
        return text
    kept = len(text) - 1
    while kept > 1 and _width(text[:kept].rstrip(" -–,(") + "…", size) > room:
        kept -= 1
    return text[:kept].rstrip(" -–,(") + "…"


def _wrapped(text: str) -> list[str]:
    """Break a text of the caption into lines as wide as the figure."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, SMALL) <= WIDTH - 2.0 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


# --- Plan --------------------------------------------------------------------------------------


def _most(lives: Sequence[Life]) -> int:
    return max((life.largest_size for life in lives), default=1)


def _right(lives: Sequence[Life], left: float, weeks: int, words: Words) -> float:
    """Smallest room on the right in which no words at the end of a bar are cut off."""
    right = MARGIN
    while right < WIDTH / 3.0:
        inch = (WIDTH - left - right) / weeks
        ends = [left + inch * life.stop + _room_for_ending(life, words) for life in lives]
        if max(ends, default=0.0) <= WIDTH - MARGIN:
            break
        right += 0.05
    return right


def _room_for_ending(life: Life, words: Words) -> float:
    reason, sizes = _ending(life, words)
    return END_GAP + _width(reason, TEXT, _weight(life)) + SIZE_GAP + _width(sizes, SMALL)


# --- Words -------------------------------------------------------------------------------------


def _ending(life: Life, words: Words) -> tuple[str, str]:
    """Reason of an end, and numbers of members."""
    reason = _reason(life, words)
    if life.platform is None:
        return reason, words.without_platform.format(largest=life.largest_size)
    return reason, words.with_platform.format(first=life.platform_size, last=life.last_size)


def _reason(life: Life, words: Words) -> str:
    return words.continues if life.ending == Ending.NONE else words.ending(life.ending)


def _weight(life: Life) -> str:
    return "bold" if life.ending == Ending.GOAL_REACHED else "normal"


def _title(week: int, choice: Choice, words: Words) -> str:
    weeks = counted(words.spans, week)
    alliances = [*choice.drawn, *choice.left_out]
    if not alliances:
        return words.nothing.format(weeks=weeks)
    platforms = _with_platform(alliances)
    goals = sum(life.goal_week is not None for life in alliances)
    return words.title.format(
        alliances=counted(words.alliances, len(alliances)),
        weeks=weeks,
        platforms=counted(words.platforms, platforms),
        goals=counted(words.goals, goals),
    )


def _caption(model: AllianceModel, choice: Choice, words: Words) -> list[str]:
    kind = model.parameters.world.kind
    run = words.run.format(
        world=words.worlds.get(kind, kind),
        organisations=len(model.organisations),
        fields=len(model.field_names),
        seed=int(model.state.clock[0].seed),
        weeks=counted(words.spans, model.week),
    )
    paragraphs = [run]
    if kind == "study":
        paragraphs[0] += " " + words.study_warning
    if choice.drawn:
        paragraphs.append(words.rows)
    told = []
    if choice.left_out:
        told.append(_crowded(choice, words))
    elif choice.drawn:
        told.append(words.every_alliance)
    if choice.alone:
        looking = sum(life.ending == Ending.NONE for life in choice.alone)
        still = counted(words.still_alone, looking) if looking else "."
        told.append(counted(words.alone_caption, len(choice.alone)) + still)
    return [*paragraphs, *([" ".join(told)] if told else [])]


def _crowded(choice: Choice, words: Words) -> str:
    ends = Counter(_reason(life, words) for life in choice.left_out)
    drawn_with, left_with = _with_platform(choice.drawn), _with_platform(choice.left_out)
    return words.crowded.format(
        drawn=len(choice.drawn),
        all=len(choice.drawn) + len(choice.left_out),
        drawn_with=drawn_with,
        left_out=f" {words.conjunction} ".join(
            form.format(count=count)
            for form, count in (
                (words.left_with, left_with),
                (words.left_without, len(choice.left_out) - left_with),
            )
            if count
        ),
        endings=", ".join(f"{reason} {count}" for reason, count in ends.most_common()),
    )


def _with_platform(lives: Sequence[Life]) -> int:
    return sum(life.platform is not None for life in lives)


# --- Columns on the left -----------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column of words on the left: head, cells with their colours, place and width in inches."""

    head: str
    cells: list[tuple[str, str]]
    start: float
    width: float
    side: Literal["left", "right"]


def _columns(lives: Sequence[Life], words: Words) -> list[Column]:
    numbers = [(str(life.number), QUIET) for life in lives]
    fields = [(shortened(words.name(life.field), WIDEST_FIELD), INK) for life in lives]
    # Most alliances want a change: the others stand out.
    kinds = [(words.kinds[life.kind], QUIET if life.kind == Kind.CHANGE else INK) for life in lives]
    names = [words.organisation(life.founder) for life in lives]
    founders = [(shortened(name, WIDEST_FOUNDER), INK) for name in names]
    columns: list[Column] = []
    start = MARGIN
    for head, cells in (
        (words.number, numbers),
        (words.goal, fields),
        (words.kind, kinds),
        (words.founder, founders),
    ):
        width = max([_width(head, SMALL, "bold"), *(_width(cell, TEXT) for cell, _ in cells)])
        columns.append(Column(head, cells, start, width, "right" if cells is numbers else "left"))
        start += width + COLUMN_GAP
    return columns


def _left(columns: list[Column], strips: list[Strip]) -> float:
    """Room on the left for columns and for the labels of the strips, which reach across them."""
    ends = [column.start + column.width for column in columns if column.cells]
    ends += [MARGIN + _width(label, SMALL) for label, _ in strips]
    return max(ends, default=0.5 * MARGIN) + COLUMN_GAP


def _draw_columns(axes: Axes, columns: list[Column], plan: Plan, across: Transform) -> None:
    for column in columns:
        x = column.start + (column.width if column.side == "right" else 0.0)
        if column.cells:
            axes.text(
                x, -HEAD_LINE, column.head, transform=across, ha=column.side, va="baseline",
                fontsize=SMALL, fontweight="bold", color=QUIET,
            )  # fmt: skip
        for row, (cell, colour) in enumerate(column.cells):
            axes.text(
                x, plan.middle(row), cell, transform=across, ha=column.side, va="center_baseline",
                color=colour, gid=NAME_OF_ROWS,
            )  # fmt: skip


# --- Axes --------------------------------------------------------------------------------------


def _axes(figure: Figure, plan: Plan, words: Words) -> Axes:
    axes = figure.add_axes(
        (
            plan.left / WIDTH,
            plan.bottom / plan.height,
            plan.week * plan.weeks / WIDTH,
            plan.inside / plan.height,
        )
    )
    axes.set_xlim(0, plan.weeks)
    axes.set_ylim(plan.inside, 0.0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    step = next((step for step in TICKS if plan.weeks / step < MOST_TICKS), TICKS[-1])
    axes.set_xticks(range(0, plan.weeks + 1, step))
    axes.set_xlabel(words.weeks, labelpad=2.0)
    _draw_years(axes, plan, words)
    if plan.strips:
        edge = plan.rows * plan.row + 0.5 * GAP
        axes.add_patch(
            Rectangle(
                (0, edge),
                plan.weeks,
                plan.inside - edge,
                facecolor=SHADE,
                edgecolor="none",
                zorder=0,
            )
        )
    return axes


def _draw_years(axes: Axes, plan: Plan, words: Words) -> None:
    years = -(-plan.weeks // YEAR)
    every = -(-years // MOST_YEARS)
    for year in range(0, years, every):
        first = year * YEAR
        last = min(plan.weeks, first + every * YEAR)
        axes.axvline(first, color=FAINT, linewidth=1.0, zorder=1)
        label = words.year.format(year=year + 1)
        if _width(label, SMALL, "bold") + 2.0 * YEAR_INDENT <= (last - first) * plan.week:
            axes.annotate(
                label, (first, 0.0), xytext=(YEAR_INDENT * POINTS, HEAD_LINE * POINTS),
                textcoords="offset points", annotation_clip=False, va="baseline",
                fontsize=SMALL, fontweight="bold", color=QUIET,
            )  # fmt: skip
    axes.axvline(plan.weeks, color=FAINT, linewidth=1.0, zorder=1, clip_on=False)


# --- One life ----------------------------------------------------------------------------------


def _draw_life(axes: Axes, life: Life, plan: Plan, row: int, words: Words) -> None:
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
    if life.platform is not None:
        reach = 0.62 * BAR * plan.row
        axes.plot(
            [life.platform] * 2, [y - reach, y + reach], color=INK, linewidth=1.6,
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


@dataclass(frozen=True)
class Sign:
    """A mark for a vote: marker, size relative to a bar, colours, width of the edge."""

    marker: str
    size: float
    fill: str
    edge: str
    width: float


GOAL_WON = Sign("*", 1.45, SUCCESS, INK, 0.7)
SIDE_WON = Sign("D", 0.68, SUCCESS, INK, 0.7)
GOAL_LOST = Sign("X", 1.0, FAILURE, PAPER, 0.6)
SIDE_LOST = Sign("x", 0.6, FAILURE, FAILURE, 1.2)


def _draw_votes(axes: Axes, life: Life, plan: Plan, y: float) -> None:
    goal = () if life.goal_week is None else (life.goal_week,)
    for weeks, sign in (
        (life.lost_side_votes, SIDE_LOST),
        (life.milestones, SIDE_WON),
        (life.lost_votes, GOAL_LOST),
        (goal, GOAL_WON),
    ):
        mark = _sign(sign, plan.sign, [week + 0.5 for week in weeks], y)
        mark.set_zorder(6)
        mark.set_clip_on(False)
        axes.add_line(mark)


def _sign(sign: Sign, size: float, places: Sequence[float], y: float) -> Line2D:
    halo = [withStroke(linewidth=sign.width + 1.4, foreground=PAPER)]
    return Line2D(
        list(places), [y] * len(places), marker=sign.marker, markersize=sign.size * size,
        markerfacecolor=sign.fill, markeredgecolor=sign.edge, markeredgewidth=sign.width,
        linestyle="none", path_effects=halo if sign.marker == "x" else None,
    )  # fmt: skip


def _draw_ending(axes: Axes, life: Life, y: float, words: Words) -> None:
    reason, sizes = _ending(life, words)
    halo = [withStroke(linewidth=2.5, foreground=PAPER)]
    after = END_GAP + _width(reason, TEXT, _weight(life)) + SIZE_GAP
    for text, away, size, weight, colour in (
        (reason, END_GAP, TEXT, _weight(life), QUIET if life.ending == Ending.NONE else INK),
        (sizes, after, SMALL, "normal", QUIET),
    ):
        axes.annotate(
            text, (life.stop, y), xytext=(away * POINTS, 0.0), textcoords="offset points",
            va="center_baseline", fontsize=size, fontweight=weight, color=colour,
            annotation_clip=False, path_effects=halo, zorder=2, gid=NAME_OF_ENDINGS,
        )  # fmt: skip


# --- Strips at the bottom ----------------------------------------------------------------------


def _strips(choice: Choice, words: Words) -> list[Strip]:
    strips = ((words.left_out, choice.left_out), (words.alone, choice.alone))
    return [(counted(forms, len(lives)), lives) for forms, lives in strips if lives]


def _draw_strip(axes: Axes, strip: Strip, plan: Plan, place: int, across: Transform) -> None:
    label, lives = strip
    y = plan.rows * plan.row + GAP + (place + 0.5) * STRIP
    axes.text(
        MARGIN, y, label, transform=across, va="center_baseline", fontsize=SMALL, color=QUIET,
        gid=NAME_OF_STRIPS,
    )  # fmt: skip
    axes.plot(
        [life.start + 0.5 for life in lives], [y] * len(lives), marker="|", markersize=8.0,
        markeredgewidth=1.0, color=QUIET, linestyle="none", zorder=3,
    )  # fmt: skip


# --- Legend ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A symbol with its word; its width in inches, and how it is drawn from its left edge on."""

    width: float
    draw: Callable[[Axes, Plan, float, float], None]


Group = list[Piece]
"""Pieces that stay together on one line."""

SYMBOL_GAP = 0.06
PIECE_GAP = 0.14
GROUP_GAP = 0.32


def _legend(words: Words, most: int) -> list[list[Group]]:
    """Lines of the legend, as full as the width allows."""
    groups: list[Group] = [
        [_swatch(PHASE_COLOURS[phase], words.phases[phase]) for phase in words.phases],
        [_platform(words.platform)],
        [
            _plain(words.thickness),
            *(_thickness(members) for members in sorted({1, -(-most // 2), most})),
        ],
        [_mark("^", JOINING, words.joining), _mark("v", LEAVING, words.leaving)],
        [
            _plain(words.vote_won),
            _vote(GOAL_WON, words.over_goal),
            _vote(SIDE_WON, words.over_side_demand),
        ],
        [
            _plain(words.vote_lost),
            _vote(GOAL_LOST, words.over_goal),
            _vote(SIDE_LOST, words.over_side_demand),
        ],
        [_example(words.with_platform.format(first=7, last=4), words.example_with_platform)],
        [_example(words.without_platform.format(largest=5), words.example_without_platform)],
    ]
    lines: list[list[Group]] = []
    used = 0.0
    for group in groups:
        wide = _group_width(group)
        if lines and used + GROUP_GAP + wide <= WIDTH - 2.0 * MARGIN:
            lines[-1].append(group)
            used += GROUP_GAP + wide
        else:
            lines.append([group])
            used = wide
    return lines


def _group_width(group: Group) -> float:
    return sum(piece.width for piece in group) + PIECE_GAP * (len(group) - 1)


def _draw_legend(figure: Figure, lines: list[list[Group]], plan: Plan) -> None:
    if not lines:
        return
    height = len(lines) * LEGEND_LINE
    axes = figure.add_axes(
        (0.0, 1.0 - (HEAD + height - 0.1) / plan.height, 1.0, height / plan.height)
    )
    axes.set_axis_off()
    axes.set_xlim(0.0, WIDTH)
    axes.set_ylim(height, 0.0)
    for place, line in enumerate(lines):
        x = MARGIN
        for group in line:
            for piece in group:
                piece.draw(axes, plan, x, (place + 0.5) * LEGEND_LINE)
                x += piece.width + PIECE_GAP
            x += GROUP_GAP - PIECE_GAP


def _say(axes: Axes, text: str, x: float, y: float, colour: str = INK) -> None:
    axes.text(x, y, text, va="center_baseline", fontsize=SMALL, color=colour)


def _labelled(
    symbol_width: float, label: str, draw: Callable[[Axes, Plan, float, float], None]
) -> Piece:
    def draw_both(axes: Axes, plan: Plan, x: float, y: float) -> None:
        draw(axes, plan, x, y)
        _say(axes, label, x + symbol_width + SYMBOL_GAP, y)

    return Piece(symbol_width + SYMBOL_GAP + _width(label, SMALL), draw_both)


def _plain(label: str) -> Piece:
    return Piece(_width(label, SMALL), lambda axes, _, x, y: _say(axes, label, x, y))


def _example(example: str, label: str) -> Piece:
    return _labelled(
        _width(example, SMALL), label, lambda axes, _, x, y: _say(axes, example, x, y, QUIET)
    )


def _bar(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(
        Rectangle(
            (x, y - 0.5 * height), width, height, facecolor=colour, edgecolor=QUIET, linewidth=0.35
        )
    )


def _swatch(colour: str, label: str) -> Piece:
    return _labelled(0.3, label, lambda axes, _, x, y: _bar(axes, x, y, 0.3, 0.12, colour))


def _thickness(members: int) -> Piece:
    colour = PHASE_COLOURS[Phase.WORKING]
    return _labelled(
        0.22,
        str(members),
        lambda axes, plan, x, y: _bar(axes, x, y, 0.22, plan.thickness(members), colour),
    )


def _platform(label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        axes.add_line(Line2D([x + 0.02] * 2, [y - 0.09, y + 0.09], color=INK, linewidth=1.6))

    return _labelled(0.04, label, draw)


def _mark(marker: str, colour: str, label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        axes.plot(
            [x + 0.05], [y], marker=marker, markersize=1.3 * plan.mark, color=colour,
            markeredgewidth=0.0, linestyle="none",
        )  # fmt: skip

    return _labelled(0.1, label, draw)


def _vote(sign: Sign, label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        axes.add_line(_sign(sign, plan.sign, [x + 0.08], y))

    return _labelled(0.16, label, draw)
