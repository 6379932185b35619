"""A panel of numbers in a grid, darker where they are higher; cells without one are hatched."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from experiments.figures.size_panels import write_heads
from experiments.figures.style import BLUE, FAINT, INK, PAPER, QUIET, SHADE, SMALL
from experiments.statistics import Rows

DARK = 0.6
"""Share of the scale above which letters are white."""

PALE = "#E3EEF7"
"""Lowest colour: still apart from the paper."""

SCALE = LinearSegmentedColormap.from_list("from pale to blue", [PALE, BLUE])


@dataclass(frozen=True)
class Grid:
    """What a panel shows.

    Attributes
    ----------
    title, unit
        Above it.
    values
        Shape (rows, columns), the first row below; nan where there is no number.
    texts
        What is written into the cells, by row and column.
    rows, columns
        Their names.
    low, high
        Ends of the scale of colours.
    row_axis, column_axis
        What the names are of.
    """

    title: str
    unit: str
    values: Rows
    texts: Sequence[Sequence[str]]
    rows: Sequence[str]
    columns: Sequence[str]
    low: float
    high: float
    row_axis: str
    column_axis: str


def draw_grid(axes: Axes, grid: Grid) -> None:
    """Draw a grid."""
    axes.set(xlim=(0, len(grid.columns)), ylim=(0, len(grid.rows)))
    axes.set_xticks(np.arange(len(grid.columns)) + 0.5, grid.columns)
    axes.set_yticks(np.arange(len(grid.rows)) + 0.5, grid.rows)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel(grid.column_axis, fontsize=SMALL, color=QUIET, labelpad=2)
    axes.set_ylabel(grid.row_axis, fontsize=SMALL, color=QUIET, labelpad=2)
    write_heads(axes, grid.title, grid.unit)
    for row, column in np.ndindex(grid.values.shape):
        _draw_cell(axes, grid, row, column)


def _draw_cell(axes: Axes, grid: Grid, row: int, column: int) -> None:
    value = float(grid.values[row, column])
    if not np.isfinite(value):
        empty = Rectangle((column, row), 1, 1, fc=SHADE, ec=FAINT, hatch="////", lw=0)
        axes.add_patch(empty)
        return
    level = (value - grid.low) / (grid.high - grid.low) if grid.high > grid.low else 0.0
    axes.add_patch(Rectangle((column, row), 1, 1, fc=SCALE(level), ec=PAPER, lw=1))
    axes.text(
        column + 0.5, row + 0.5, grid.texts[row][column], ha="center", va="center", fontsize=SMALL,
        color=PAPER if level > DARK else INK,
    )  # fmt: skip
