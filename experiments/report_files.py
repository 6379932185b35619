"""The files of a report: tables as CSV, figures as PNG."""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from experiments.results import ResultFolder

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def cells(*numbers: float) -> list[str]:
    """Write numbers for a table; nothing where there is none."""
    return ["" if np.isnan(number) else f"{number:.10g}" for number in numbers]


def write_table(
    results: ResultFolder, name: str, heads: tuple[str, ...], rows: Iterator[list[object]]
) -> None:
    """Write a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    with results.new_file(name) as file:
        file.write(text.getvalue().encode())


def write_figure(results: ResultFolder, name: str, figure: "Figure") -> None:
    """Write a figure as PNG."""
    from experiments.figures.style import DOTS_PER_INCH, figure_style, metadata_of

    with figure_style(), results.new_file(name) as file:
        metadata = metadata_of(figure, ".png")
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata=metadata)


def write_figures(results: ResultFolder, drawn: Iterator[tuple[str, "Figure"]]) -> list[str]:
    """Write figures that are given with the names of their files; return these names."""
    names = []
    for name, figure in drawn:
        write_figure(results, name, figure)
        names.append(name)
    return names
