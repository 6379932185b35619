"""The network of a run at chosen weeks: ties, organisations, and a line through every alliance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from experiments.figures.layout import (
    FOOT,
    HEAD,
    LEGEND_LINE,
    LINE,
    MARGIN,
    POINTS,
    TITLE_LINE,
)
from experiments.figures.network_captions import (
    alliance_words,
    caption_of,
    counts_of,
    head_of,
    title_of,
)
from experiments.figures.network_choice import SOLID, Choice, Line, choose
from experiments.figures.network_layout import (
    LABEL_GAP,
    LIST_FOOT,
    LIST_LINE,
    MOST_NAMES,
    PANEL_FOOT,
    PANEL_GAP,
    PANEL_HEAD,
    RING,
    SIDE,
    TEXT_LINE,
    Map,
    draw_map,
    panel_columns,
    panel_width,
)
from experiments.figures.network_legend import Symbol, draw_legend, legend_lines
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
    places_for_badges,
    route,
    spanning_tree,
)
from experiments.figures.snapshots import Group, Snapshot, Snapshots
from experiments.figures.style import (
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
from experiments.figures.texts import width_of, wrapped
from experiments.figures.words import Words, words_in
from sim.model import AllianceModel

STRONGEST = 2
"""Ties of an organisation that are drawn."""

BAND_WIDTH, BAND_ALPHA = 7.0, 0.14
"""The translucent band below a line; points."""

EDGES_PER_BADGE = 5
"""A long line has its number once more for so many of its parts."""

BADGE_MARGIN = 0.025
BADGE_HEIGHT = 0.145

SAMPLE = 0.34
"""Length of the piece of a line in a panel's list."""

WORD_GAP = 0.06
COLUMN_GAP = 0.2

Entry = tuple[str, str]
"""Number of an alliance, and what is said of it."""

NAME_OF_LABELS = "organisation"
NAME_OF_BADGES = "badge"
NAME_OF_LISTS = "alliance"
"""Tags (gid) of texts."""


@dataclass(frozen=True)
class Panel:
    """A week with what is drawn of it."""

    snapshot: Snapshot
    drawn: tuple[Group, ...]


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
    list_lines = max(-(-len(entries) // columns) for entries in lists)
    above = PANEL_HEAD + list_lines * LIST_LINE + LIST_FOOT
    side_by_side = panel_columns(len(panels))
    rows = -(-len(panels) // side_by_side)
    head = HEAD + len(legend) * LEGEND_LINE
    height = head + rows * (above + plan.height + PANEL_FOOT) + len(caption) * LINE + FOOT
    figure = new_figure(WIDTH, height)
    page = figure.add_axes((0.0, 0.0, 1.0, 1.0), zorder=1, facecolor="none")
    page.set_axis_off()
    page.set_xlim(0.0, WIDTH)
    page.set_ylim(height, 0.0)
    title = title_of(model, [panel.snapshot for panel in panels], words)
    page.text(MARGIN, TITLE_LINE, title, fontsize=TITLE, fontweight="bold", va="baseline")
    below_title = figure.add_axes(
        (0.0, 1.0 - (head - 0.1) / height, 1.0, len(legend) * LEGEND_LINE / height)
    )
    below_title.set_axis_off()
    below_title.set_xlim(0.0, WIDTH)
    below_title.set_ylim(len(legend) * LEGEND_LINE, 0.0)
    draw_legend(below_title, legend)
    for place, (panel, entries) in enumerate(zip(panels, lists, strict=True)):
        left = SIDE + (place % side_by_side) * (panel_width(len(panels)) + PANEL_GAP)
        top = head + (place // side_by_side) * (above + plan.height + PANEL_FOOT)
        _draw_head(page, model, panel, left, top, words)
        _draw_list(page, panel, entries, columns, choice, left, top + PANEL_HEAD, plan.width)
        axes = figure.add_axes(
            (
                left / WIDTH,
                1.0 - (top + above + plan.height) / height,
                plan.width / WIDTH,
                plan.height / height,
            )
        )
        _draw_panel(axes, panel, choice, plan)
    for place, line in enumerate(caption, start=1):
        y = height - FOOT - (len(caption) - place) * LINE
        page.text(MARGIN, y, line, fontsize=SMALL, color=QUIET, va="baseline")
    return figure


def _legend(
    model: AllianceModel, panels: Sequence[Panel], choice: Choice, words: Words
) -> list[list[Symbol]]:
    population = model.population
    sectors = list(dict.fromkeys(population.sectors[row] for row in choice.organisations))
    numbered = len(choice.organisations) > MOST_NAMES
    first = choice.organisations[0]
    example = words.organisation(population.names[first]) if numbered else ""
    return legend_lines(
        sorted(sectors, key=words.sector),
        words,
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
        _draw_line(page, np.array([[x, y], [x + SAMPLE, y]]), choice.lines[group.row], True)
        x += SAMPLE + WORD_GAP
        for text, weight in ((number, "bold"), (told, "normal")):
            page.text(
                x, y, text, fontsize=SMALL, fontweight=weight, va="center_baseline",
                gid=NAME_OF_LISTS,
            )  # fmt: skip
            x += width_of(text, SMALL, weight) + WORD_GAP


# --- A panel -----------------------------------------------------------------------------------


def _draw_panel(axes: Axes, panel: Panel, choice: Choice, plan: Map) -> None:
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
        for one, other in spanning_tree(obstacles.places[members]):
            curve = route(members[one], members[other], obstacles, [*done, *curves[group.row]])
            core = {group.members[one], group.members[other]} <= set(group.core)
            _draw_line(axes, curve, choice.lines[group.row], core)
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


def _draw_line(axes: Axes, points: Points, line: Line, core: bool) -> None:
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
