"""Sensitivity of one outcome: ordered bars with intervals, grouped by phase."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.counting import counted
from experiments.figures.style import (
    BLACK,
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
from experiments.sensitivity_indices import Analysis
from experiments.sensitivity_study import Found, Study
from experiments.sensitivity_words import (
    INDEX_NAMES,
    METHOD_NAMES,
    PHASES,
    number,
    points_and_seeds,
    range_line,
)
from sim.chronicle import Words

MOST_BARS = 25
"""Bars at most: so many names can be read."""

# Inches.
MARGIN = 0.3
NAMES = 3.6
"""Room for the names of parameters, left of the bars."""
RIGHT = 1.2
"""Room for the numbers, right of the bars."""
HEAD, FOOT = 0.85, 0.55
ROW, GROUP = 0.23, 0.34
"""Height of a bar's row, and of the head of a group."""
LINE = 0.165
"""A line of the caption."""

ROOM = 0.02
"""Room on both sides of what is drawn; share of it."""

THICK = 0.62
"""Share of its row that a bar fills."""

IDLE = "#C3C9D0"
UNCLEAR = "#8FBBD9"
"""Of bars that are no longer than chance would make them, and whose intervals reach down to it."""

ALONE_SIZE = 4.0
"""Mark of the first order or the median; points."""
ALONE_APART = 0.22
"""How far below the middle of its bar it stands, so that both intervals are seen; in rows."""


@dataclass(frozen=True)
class Row:
    """A bar, or the head of a group where there is no parameter.

    Attributes
    ----------
    name
        What stands at the left.
    middle
        From the top of the axes; inches.
    parameter
        Its number; None for a head.
    """

    name: str
    middle: float
    parameter: int | None


def draw_sensitivity(study: Study, found: Found, analysis: Analysis, language: str) -> Figure:
    """Draw the strongest parameters of an outcome.

    Parameters
    ----------
    study
        The whole analysis.
    found, analysis
        Of one outcome.
    language
        "en" or "de".
    """
    chosen = sorted(range(len(study.factors)), key=lambda j: analysis.ranks[j])[:MOST_BARS]
    chosen = [j for j in chosen if not analysis.unchanged[j]]
    rows, depth = lay_out(study, analysis, chosen, language)
    caption = wrapped(_caption(study, found, analysis, len(chosen), language), WIDTH - 2 * MARGIN)
    height = HEAD + depth + FOOT + LINE * len(caption) + MARGIN
    with figure_style():
        figure = new_figure(WIDTH, height)
        title = found.outcome.title.in_language(language)
        figure.set_label(title)
        figure.text(
            MARGIN / WIDTH, 1 - 0.32 / height, title, fontsize=TITLE, fontweight="bold", va="center"
        )
        head = METHOD_NAMES[study.method].in_language(language)
        figure.text(MARGIN / WIDTH, 1 - 0.6 / height, head, color=QUIET, va="center")
        axes = figure.add_axes(
            (
                (MARGIN + NAMES) / WIDTH,
                1 - (HEAD + depth) / height,
                (WIDTH - MARGIN - NAMES - RIGHT) / WIDTH,
                depth / height,
            )
        )
        _put_axes(axes, study, found, analysis, chosen, depth, language)
        for row in rows:
            _draw_row(axes, row, study, analysis, language)
        for place, line in enumerate(caption):
            figure.text(
                MARGIN / WIDTH,
                (MARGIN / 2 + LINE * (len(caption) - 1 - place)) / height,
                line,
                fontsize=SMALL,
                color=QUIET,
                va="bottom",
            )
    return figure


def lay_out(
    study: Study, analysis: Analysis, chosen: Sequence[int], language: str
) -> tuple[list[Row], float]:
    """Order bars by phase, the phase with the strongest one first, and within it by strength.

    Parameters
    ----------
    study, analysis
        What is drawn.
    chosen
        Parameters, the strongest first.
    language
        "en" or "de".

    Returns
    -------
    tuple
        The rows from the top, and the height of all; inches.
    """
    groups: dict[str, list[int]] = {}
    for j in chosen:
        groups.setdefault(study.factors[j].key.partition(".")[0], []).append(j)
    rows, top = [], 0.0
    for phase, members in groups.items():
        name = PHASES[phase].in_language(language)
        rows.append(Row(name, top + GROUP - ROW / 2, None))
        top += GROUP
        for j in members:
            rows.append(Row(study.factors[j].key.partition(".")[2], top + ROW / 2, j))
            top += ROW
    return rows, max(top, GROUP) + ROW / 2


def _put_axes(
    axes: Axes,
    study: Study,
    found: Found,
    analysis: Analysis,
    chosen: Sequence[int],
    depth: float,
    language: str,
) -> None:
    index = analysis.main
    ends = [
        value
        for j in chosen
        for value in (float(index.high[j]), float(index.value[j]), float(index.chance[j]))
        if value == value
    ]
    lows = [float(index.low[j]) for j in chosen]
    if "first" in analysis.indices:
        first = analysis.indices["first"]
        alone = [float(v[j]) for v in (first.value, first.low, first.high) for j in chosen]
        lows += [value for value in alone if math.isfinite(value)]
        ends += [value for value in alone if math.isfinite(value)]
    left, right = min([0.0, *lows]), max([*ends, 0.0]) or 1.0
    room = ROOM * (right - left)
    axes.set(ylim=(depth, 0.0), xlim=(left - room if left < 0.0 else 0.0, right + room))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(axes, value, language)))
    axes.grid(axis="x", color=FAINT, lw=0.6)
    axes.axvline(0.0, color=QUIET, lw=0.8)
    axes.tick_params(length=3)
    name = INDEX_NAMES[index.name].in_language(language)
    unit = found.outcome.unit.in_language(language) if study.method == "morris" else ""
    axes.set_xlabel(f"{name}; {unit}" if unit else name, fontsize=SMALL, color=QUIET)


def _tick(axes: Axes, value: float, language: str) -> str:
    """Write a tick with as many places as the finest of the axis needs."""
    written = [f"{tick:.6f}".rstrip("0") for tick in axes.get_xticks()]
    places = max((len(text.partition(".")[2]) for text in written), default=0)
    text = f"{value:,.{places}f}".replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def _draw_row(axes: Axes, row: Row, study: Study, analysis: Analysis, language: str) -> None:
    j, place = row.parameter, row.middle
    axes.annotate(
        row.name,
        (0, place),
        (-8, 0) if j is not None else (-72 * NAMES, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="right" if j is not None else "left",
        va="center",
        fontsize=TEXT,
        fontweight="normal" if j is not None else "bold",
        color=INK if j is None or not analysis.idle[j] else QUIET,
        annotation_clip=False,
    )
    if j is None:
        return
    index = analysis.main
    value, low, high = (float(v[j]) for v in (index.value, index.low, index.high))
    colour = IDLE if analysis.idle[j] else BLUE if analysis.clear[j] else UNCLEAR
    axes.barh(place, value, height=THICK * ROW, color=colour, lw=0, zorder=2)
    axes.plot([low, high], [place, place], color=BLACK, lw=1.1, zorder=4, solid_capstyle="butt")
    chance = float(index.chance[j])
    if chance == chance:
        half = THICK * ROW * 0.62
        axes.plot([chance, chance], [place - half, place + half], color=PAPER, lw=3.0, zorder=3)
        axes.plot([chance, chance], [place - half, place + half], color=INK, lw=1.2, zorder=3)
    second = next((analysis.indices[name] for name in SECOND if name in analysis.indices), None)
    if second is not None:
        style = {"marker": "o", "ms": ALONE_SIZE, "mfc": PAPER, "mec": BLACK, "mew": 1.0}
        ends = float(second.low[j]), float(second.high[j])
        below = place + ALONE_APART * ROW
        for colour, width in ((PAPER, 2.2), (BLACK, 0.8)):  # seen on the bar as well as beside it
            axes.plot(ends, [below, below], color=colour, lw=width, zorder=4)
        axes.plot([float(second.value[j])], [below], zorder=5, clip_on=False, **style)  # type: ignore[arg-type]
    axes.annotate(
        number(value, language),
        (1, place),
        (6, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        color=QUIET,
        annotation_clip=False,
    )


SECOND = ("first", "median")
"""Indices that are drawn as a mark beside the bar."""

MARKS = {
    "morris": Words("", ""),
    "sobol": Words(
        " Circles: first order, the parameter alone, with its interval.",
        " Kreise: allein (Index erster Ordnung), mit Intervall.",
    ),
    "pawn": Words(
        " Circles: median over slices, with its interval.",
        " Kreise: Median über Scheiben, mit Intervall.",
    ),
}


def _caption(study: Study, found: Found, analysis: Analysis, shown: int, language: str) -> str:
    """Say what is drawn, and how many parameters are not."""
    others = len(study.factors) - shown
    idle = int(analysis.idle.sum())
    text = Words(
        "Bars: the index; lines along: its 95 % interval; short lines across: what chance alone "
        "would give. Dark: the whole interval lies above chance; light: only the index; grey: "
        "neither.",
        "Balken: der Index; Linien: sein 95-%-Intervall; kurze Querstriche: was der Zufall allein "
        "ergäbe. Dunkel: das ganze Intervall liegt über dem Zufall; hell: nur der Index; grau: "
        "nichts davon.",
    ).in_language(language)
    text += MARKS[study.method].in_language(language)
    told = Words(
        f" In all {idle} of {len(study.factors)} do no more than chance.",
        f" Insgesamt bewirken {idle} von {len(study.factors)} nicht mehr als der Zufall.",
    ).in_language(language)
    if others:
        left_out = counted(others, "parameter", "parameters")
        told += Words(
            f" Not drawn: {left_out}, none with a larger index.",
            f" Nicht gezeichnet: {others} Parameter, keiner mit größerem Index.",
        ).in_language(language)
    points = points_and_seeds(study).in_language(language)
    return f"{text}{told} {range_line(study, found, language)} {points}."
