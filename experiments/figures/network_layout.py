"""What a network figure is made of and where it lies: marks, labels, panels; lengths in inches."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.figures.layout import POINTS
from experiments.figures.network_choice import Choice
from experiments.figures.positions import Places, placed
from experiments.figures.snapshots import Snapshot
from experiments.figures.style import SMALL, WIDTH
from experiments.figures.texts import width_of, wrapped
from experiments.figures.words import Words
from sim.model import AllianceModel
from sim.population import SECTORS

MOST_NAMES = 30
"""Organisations with their names beside them at most; more have numbers."""

WIDEST_NAME = 1.2
"""Width at which names are broken into lines."""

PANEL_GAP = 0.3
SIDE = 0.3
"""Between panels, and beside all of them."""

PANEL_HEAD = 0.48
LIST_LINE = 0.2
LIST_FOOT = 0.06
PANEL_FOOT = 0.2
TEXT_LINE = 0.135
LOWEST, TALLEST = 5.0, 6.6
"""Height of a panel with few and with many organisations."""

SQUARE_PER_MARK = 0.42
"""Square inches for an organisation with a number."""

FILLED = 0.5
"""Share of a panel that marks and labels take with the margin around them, through which lines find
their way; with more there is no room to move them apart."""

LEAST_MARGIN = 0.03

RING = 2.1
"""From one ring to the next; points."""

SMALLEST_MARK, LARGEST_MARK = 3.0, 6.5
MEAN_MARK = 4.2
"""Radii of marks, and that of the mean reach; points."""

LABEL_GAP = 0.02

MARKERS = ("s", "P", "D", "p", "^", "*", "h", "o", "v", "X", "<", ">")
"""Marks of the sectors, in the order of `sim.population.SECTORS`."""

OTHER_MARKER = "8"
"""Mark of all sectors for which none of these is left."""


@dataclass(frozen=True)
class Mark:
    """An organisation as it is drawn.

    Attributes
    ----------
    row
        Its row.
    marker, radius
        Shape, for its sector; radius without rings, for its reach.
    rings
        Radius with as many rings as it has in any of the weeks.
    label
        Lines of its name, or its number within the sector.
    """

    row: int
    marker: str
    radius: float
    rings: float
    label: tuple[str, ...]

    @property
    def label_size(self) -> tuple[float, float]:
        """Width and height of the label."""
        return max(width_of(line, SMALL) for line in self.label), TEXT_LINE * len(self.label)

    @property
    def box(self) -> tuple[float, float]:
        """Width and height of mark, rings and label."""
        width, height = self.label_size
        return max(width, 2.0 * self.rings), 2.0 * self.rings + LABEL_GAP + height


@dataclass(frozen=True)
class Map:
    """Where the organisations stand, in every panel alike.

    Attributes
    ----------
    width, height
        Of a panel.
    marks
        The organisations that are drawn.
    places
        Middles of the marks; y grows upwards.
    """

    width: float
    height: float
    marks: list[Mark]
    places: Places

    @property
    def texts(self) -> Places:
        """Middles and halves of the boxes of the labels, shape (n, 2, 2)."""
        boxes = []
        for mark, (x, y) in zip(self.marks, self.places.tolist(), strict=True):
            width, height = mark.label_size
            middle = y - mark.rings - LABEL_GAP - 0.5 * height
            boxes.append([[x, middle], [0.5 * width, 0.5 * height]])
        return np.array(boxes).reshape(-1, 2, 2)


def panel_columns(panels: int) -> int:
    """Return how many panels stand side by side."""
    return 1 if panels == 1 else 2


def panel_width(panels: int) -> float:
    """Return the width of a panel."""
    columns = panel_columns(panels)
    return (WIDTH - 2.0 * SIDE - (columns - 1) * PANEL_GAP) / columns


def draw_map(
    model: AllianceModel,
    start: Snapshot,
    snapshots: Sequence[Snapshot],
    choice: Choice,
    words: Words,
) -> Map:
    """Find a place for every organisation that is drawn."""
    markers = markers_of(model.population.sectors)
    drawn = len(choice.organisations)
    marks = [
        _mark(model, row, most_rings(row, snapshots, choice), words, drawn, markers)
        for row in choice.organisations
    ]
    width = panel_width(len(snapshots))
    needed = SQUARE_PER_MARK * len(marks) / width
    height = min(TALLEST, max(LOWEST, needed))
    boxes = np.array([mark.box for mark in marks]).reshape(-1, 2)
    seed = int(model.state.clock[0].seed)
    wide = boxes + margin_around(boxes, FILLED * width * height)
    places = placed(start.trust, choice.organisations, wide, (width, height), seed)
    places[:, 1] += 0.5 * boxes[:, 1] - [mark.rings for mark in marks]
    return Map(width, height, marks, places)


def margin_around(boxes: Places, area: float) -> float:
    """Return by how much boxes grow in width and height until together they fill an area."""
    count, sides = len(boxes), float(boxes.sum())
    missing = area - float(boxes.prod(axis=1).sum())
    if missing <= 0.0:
        return LEAST_MARGIN
    margin = (math.sqrt(sides**2 + 4.0 * count * missing) - sides) / (2.0 * count)
    return max(LEAST_MARGIN, margin)


def most_rings(row: int, snapshots: Sequence[Snapshot], choice: Choice) -> int:
    """Return how many rings an organisation has in the week in which it has most."""
    return max(
        sum(row in group.members for group in groups) + (row in snapshot.initiatives)
        for snapshot, groups in zip(snapshots, choice.alliances, strict=True)
    )


def _mark(
    model: AllianceModel,
    row: int,
    rings: int,
    words: Words,
    drawn: int,
    markers: Mapping[str, str],
) -> Mark:
    radius = mark_radius(float(model.state.organisations[row].reach))
    return Mark(
        row=row,
        marker=markers[model.population.sectors[row]],
        radius=radius,
        rings=radius + rings * RING / POINTS,
        label=_label(model, row, words, drawn, markers),
    )


def mark_radius(reach: float) -> float:
    """Return the radius of a mark, whose area grows with reach."""
    return min(LARGEST_MARK, max(SMALLEST_MARK, MEAN_MARK * math.sqrt(reach))) / POINTS


def markers_of(sectors: Sequence[str]) -> dict[str, str]:
    """Return the shape of every sector.

    Parameters
    ----------
    sectors
        Those of all organisations, in any number each.

    Returns
    -------
    dict
        Sectors of the model have their own; a user's own take those that are free, in their order,
        and the others share one.
    """
    named = dict(zip(SECTORS, MARKERS, strict=True))
    present = list(dict.fromkeys(sectors))
    markers = {sector: named[sector] for sector in present if sector in named}
    free = [marker for marker in MARKERS if marker not in markers.values()]
    own = [sector for sector in present if sector not in named]
    shared = [OTHER_MARKER] * len(own)
    return markers | dict(zip(own, [*free, *shared], strict=False))


def _label(
    model: AllianceModel, row: int, words: Words, drawn: int, markers: Mapping[str, str]
) -> tuple[str, ...]:
    name = words.organisation(model.population.names[row])
    if drawn <= MOST_NAMES:
        return tuple(wrapped(name, WIDEST_NAME))
    number = name.rpartition(" ")[2]
    sector = model.population.sectors[row]
    alone = markers[sector] != OTHER_MARKER
    return (number if alone else f"{sector.removeprefix('sector_')}/{number}",)
