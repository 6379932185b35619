"""The timeline of a run: every alliance as a bar, from first contacts to the reason of its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Transform, blended_transform_factory

from experiments.figures.bars import draw_life
from experiments.figures.captions import caption_of, ending_of, title_of
from experiments.figures.layout import (
    COLUMN_GAP,
    END_GAP,
    FOOT,
    GAP,
    HEAD,
    HEAD_LINE,
    LEGEND_LINE,
    LINE,
    LOWEST_ROW,
    MARGIN,
    POINTS,
    ROOM_FOR_ROWS,
    SIZE_GAP,
    STRIP,
    TALLEST_ROW,
    TITLE_LINE,
    WEEKS,
    WIDEST_FIELD,
    WIDEST_FOUNDER,
    YEAR_INDENT,
    YEARS,
    Plan,
)
from experiments.figures.legend import Group, draw_legend, legend_lines
from experiments.figures.lives import Life, read_lives
from experiments.figures.rows import Choice, choose_rows
from experiments.figures.style import (
    FAINT,
    INK,
    QUIET,
    SHADE,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    figure_style,
    new_figure,
)
from experiments.figures.texts import shortened, width_of, wrapped
from experiments.figures.words import Words, counted, words_in
from sim.model import AllianceModel
from sim.parameters import YEAR
from sim.state import Kind

TICKS = (1, 2, 5, 13, 26, 52, 104, 208, 520, 1040)
MOST_TICKS = 17
MOST_YEARS = 16

NAME_OF_ROWS = "row"
NAME_OF_STRIPS = "strip"
"""Tags (gid) of the texts that name a row or a strip."""


Strip = tuple[str, list[Life]]
"""Label of a strip of ticks, and the alliances or initiatives that it shows."""


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
        `choose_rows` chooses, whatever became of them; a strip and the caption tell of the others.

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


def _draw(model: AllianceModel, choice: Choice, words: Words) -> Figure:
    columns = _columns(model, choice.drawn, words)
    strips = _strips(choice, words)
    legend = _legend(choice.drawn, words)
    caption = [
        line
        for text in caption_of(model, choice, words)
        for line in wrapped(text, WIDTH - 2.0 * MARGIN)
    ]
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
    title = title_of(model.week, choice, words)
    figure.set_label(title)
    figure.text(
        MARGIN / WIDTH, 1.0 - TITLE_LINE / plan.height, title,
        fontsize=TITLE, fontweight="bold", va="baseline",
    )  # fmt: skip
    draw_legend(figure, legend, plan)
    axes = _axes(figure, plan, words)
    for place, life in enumerate(choice.drawn):
        draw_life(axes, life, plan, place, words)
    across = blended_transform_factory(figure.dpi_scale_trans, axes.transData)
    _draw_columns(axes, columns, plan, across)
    for place, strip in enumerate(strips):
        _draw_strip(axes, strip, plan, place, across)
    for place, line in enumerate(caption, start=1):
        figure.text(
            MARGIN / WIDTH, (FOOT + (len(caption) - place) * LINE) / plan.height, line,
            fontsize=SMALL, color=QUIET, va="baseline",
        )  # fmt: skip
    return figure


# --- Plan --------------------------------------------------------------------------------------


def _legend(lives: Sequence[Life], words: Words) -> list[list[Group]]:
    return legend_lines(words, _most(lives), lives) if lives else []


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
    reason, sizes = ending_of(life, words)
    return END_GAP + width_of(reason, TEXT) + SIZE_GAP + width_of(sizes, SMALL)


# --- Columns on the left -----------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column of words on the left: head, cells with their colours, place and width in inches."""

    head: str
    cells: list[tuple[str, str]]
    start: float
    width: float
    side: Literal["left", "right"]


def _columns(model: AllianceModel, lives: Sequence[Life], words: Words) -> list[Column]:
    numbers = [(str(life.number), QUIET) for life in lives]
    fields = [(shortened(words.field(life.field), WIDEST_FIELD), INK) for life in lives]
    # Most alliances want a change: the others stand out.
    kinds = [(words.kinds[life.kind], QUIET if life.kind == Kind.CHANGE else INK) for life in lives]
    drawn = model.parameters.world.kind == "synthetic"  # other names are nobody's to translate
    names = [words.organisation(life.founder) if drawn else life.founder for life in lives]
    founders = [(shortened(name, WIDEST_FOUNDER), INK) for name in names]
    columns: list[Column] = []
    start = MARGIN
    for head, cells in (
        (words.number, numbers),
        (words.goal, fields),
        (words.kind, kinds),
        (words.founder, founders),
    ):
        width = max([width_of(head, SMALL, "bold"), *(width_of(cell, TEXT) for cell, _ in cells)])
        columns.append(Column(head, cells, start, width, "right" if cells is numbers else "left"))
        start += width + COLUMN_GAP
    return columns


def _left(columns: list[Column], strips: list[Strip]) -> float:
    """Room on the left for columns and for the labels of the strips, which reach across them."""
    ends = [column.start + column.width for column in columns if column.cells]
    ends += [MARGIN + width_of(label, SMALL) for label, _ in strips]
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
        if width_of(label, SMALL, "bold") + 2.0 * YEAR_INDENT <= (last - first) * plan.week:
            axes.annotate(
                label, (first, 0.0), xytext=(YEAR_INDENT * POINTS, HEAD_LINE * POINTS),
                textcoords="offset points", annotation_clip=False, va="baseline",
                fontsize=SMALL, fontweight="bold", color=QUIET,
            )  # fmt: skip
    axes.axvline(plan.weeks, color=FAINT, linewidth=1.0, zorder=1, clip_on=False)


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
