"""The network of a run at chosen weeks: ties, organisations, and a line through every alliance."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.layout import (
    FOOT,
    HEAD,
    LEGEND_LINE,
    LINE,
    MARGIN,
    TITLE_LINE,
)
from experiments.figures.network_captions import (
    alliance_words,
    caption_of,
    counts_of,
    head_of,
    title_of,
)
from experiments.figures.network_choice import Choice, choose
from experiments.figures.network_layout import (
    LIST_FOOT,
    LIST_LINE,
    MOST_NAMES,
    PANEL_FOOT,
    PANEL_GAP,
    PANEL_HEAD,
    SIDE,
    Map,
    draw_map,
    markers_of,
    panel_columns,
)
from experiments.figures.network_legend import Symbol, draw_legend, legend_lines
from experiments.figures.network_panel import STRONGEST, Panel, draw_line, draw_panel
from experiments.figures.snapshots import Snapshots
from experiments.figures.style import (
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    figure_style,
    new_figure,
)
from experiments.figures.texts import width_of, wrapped
from experiments.figures.words import Words, words_in
from sim.model import AllianceModel

SAMPLE = 0.34
"""Length of the piece of a line in a panel's list."""

WORD_GAP = 0.06
COLUMN_GAP = 0.2

Entry = tuple[str, str]
"""Number of an alliance, and what is said of it."""

NAME_OF_LISTS = "alliance"
"""Tag (gid) of the texts above a panel."""


def draw_network(model: AllianceModel, snapshots: Snapshots, language: str = "en") -> Figure:
    """Draw ties and alliances of a run at the weeks that were recorded.

    Parameters
    ----------
    model
        The model, as far as it has come.
    snapshots
        What was recorded while it ran.
    language
        "en" or "de".

    Returns
    -------
    Figure
        A panel for each week, with every organisation in the same place. Of very many alliances
        and organisations `choose` chooses, whatever became of them, and the caption says so.

    Raises
    ------
    ValueError
        If the language is unknown or no week was recorded.

    Examples
    --------
    >>> model, snapshots = AllianceModel(seed=7), Snapshots([26])
    >>> snapshots.take(model)
    >>> for _ in range(26):
    ...     model.step()
    ...     snapshots.take(model)
    >>> figure = draw_network(model, snapshots, "de")
    """
    words = words_in(language)
    if snapshots.start is None or not snapshots.taken:
        raise ValueError("the network needs weeks that were recorded while the model ran")
    choice = choose(snapshots.taken, len(model.organisations))
    plan = draw_map(model, snapshots.start, snapshots.taken, choice, words)
    panels = [
        Panel(snapshot, drawn)
        for snapshot, drawn in zip(snapshots.taken, choice.alliances, strict=True)
    ]
    with figure_style():
        return _draw(model, panels, choice, plan, words)


def _draw(
    model: AllianceModel, panels: Sequence[Panel], choice: Choice, plan: Map, words: Words
) -> Figure:
    legend = _legend(model, panels, choice, words)
    paragraphs = caption_of(model, [panel.snapshot for panel in panels], choice, STRONGEST, words)
    caption = [line for text in paragraphs for line in wrapped(text, WIDTH - 2.0 * MARGIN)]
    lists = [[alliance_words(model, group, words) for group in panel.drawn] for panel in panels]
    columns = _list_columns(lists, plan.width)
    above = _heights_above(lists, columns)
    head = HEAD + len(legend) * LEGEND_LINE
    below = len(caption) * LINE + FOOT
    height = head + sum(above) + len(above) * (plan.height + PANEL_FOOT) + below
    figure = new_figure(WIDTH, height)
    page = figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=1, facecolor="none")
    page.set_axis_off()
    page.set_xlim(0.0, WIDTH)
    page.set_ylim(height, 0.0)
    title = title_of(model, [panel.snapshot for panel in panels], words)
    figure.set_label(title)
    page.text(MARGIN, TITLE_LINE, title, fontsize=TITLE, fontweight="bold", va="baseline")
    below_title = figure.add_axes(
        (0.0, 1.0 - (head - 0.1) / height, 1.0, len(legend) * LEGEND_LINE / height)
    )
    below_title.set_axis_off()
    below_title.set_xlim(0.0, WIDTH)
    below_title.set_ylim(len(legend) * LEGEND_LINE, 0.0)
    draw_legend(below_title, legend)
    for place, (panel, entries) in enumerate(zip(panels, lists, strict=True)):
        row, column = divmod(place, panel_columns(len(panels)))
        left = SIDE + column * (plan.width + PANEL_GAP)
        top = head + sum(above[:row]) + row * (plan.height + PANEL_FOOT)
        _draw_head(page, model, panel, left, top, words)
        _draw_list(page, panel, entries, columns, choice, left, top + PANEL_HEAD, plan.width)
        axes = figure.add_axes(
            (
                left / WIDTH,
                1.0 - (top + above[row] + plan.height) / height,
                plan.width / WIDTH,
                plan.height / height,
            )
        )
        draw_panel(axes, panel, choice, plan)
    for place, line in enumerate(caption, start=1):
        y = height - FOOT - (len(caption) - place) * LINE
        page.text(MARGIN, y, line, fontsize=SMALL, color=QUIET, va="baseline")
    return figure


def _legend(
    model: AllianceModel, panels: Sequence[Panel], choice: Choice, words: Words
) -> list[list[Symbol]]:
    population = model.population
    sectors = {population.sectors[row] for row in choice.organisations}
    markers = markers_of(population.sectors)
    numbered = len(choice.organisations) > MOST_NAMES
    first = choice.organisations[0]
    example = words.organisation(population.names[first]) if numbered else ""
    return legend_lines(
        {sector: markers[sector] for sector in sorted(sectors, key=words.sector)},
        words,
        alliance=any(panel.drawn for panel in panels),
        circle=any(group.circle for panel in panels for group in panel.drawn),
        initiative=any(panel.snapshot.initiatives for panel in panels),
        example=(population.sectors[first], example),
    )


# --- Above a panel -----------------------------------------------------------------------------


def _draw_head(
    page: Axes, model: AllianceModel, panel: Panel, left: float, top: float, words: Words
) -> None:
    head = head_of(panel.snapshot, len(panel.drawn), words)
    page.text(left, top + 0.16, head, fontsize=TEXT, fontweight="bold", va="baseline")
    counts = counts_of(panel.snapshot, len(model.organisations), words)
    page.text(left, top + 0.35, counts, fontsize=SMALL, color=QUIET, va="baseline")


def _heights_above(lists: Sequence[Sequence[Entry]], columns: int) -> list[float]:
    """Return the room for heads and lists above each row of panels."""
    lines = [-(-len(entries) // columns) for entries in lists]
    step = panel_columns(len(lists))
    rows = [max(lines[place : place + step]) for place in range(0, len(lines), step)]
    return [PANEL_HEAD + most * LIST_LINE + LIST_FOOT for most in rows]


def _list_columns(lists: Sequence[Sequence[Entry]], width: float) -> int:
    """Return how many columns the lists of alliances have, the same above every panel."""
    widest = max((_entry_width(entry) for entries in lists for entry in entries), default=0.0)
    return max(1, int((width + COLUMN_GAP) / (widest + COLUMN_GAP)))


def _entry_width(entry: Entry) -> float:
    number, told = entry
    return SAMPLE + 2.0 * WORD_GAP + width_of(number, SMALL, "bold") + width_of(told, SMALL)


def _draw_list(
    page: Axes,
    panel: Panel,
    entries: Sequence[Entry],
    columns: int,
    choice: Choice,
    left: float,
    top: float,
    width: float,
) -> None:
    lines = -(-len(entries) // columns)
    for place, (group, (number, told)) in enumerate(zip(panel.drawn, entries, strict=True)):
        x = left + (place // lines) * width / columns
        y = top + (place % lines + 0.4) * LIST_LINE
        draw_line(page, np.array([[x, y], [x + SAMPLE, y]]), choice.lines[group.row], True)
        x += SAMPLE + WORD_GAP
        for text, weight in ((number, "bold"), (told, "normal")):
            page.text(
                x, y, text, fontsize=SMALL, fontweight=weight, va="center_baseline",
                gid=NAME_OF_LISTS,
            )  # fmt: skip
            x += width_of(text, SMALL, weight) + WORD_GAP
