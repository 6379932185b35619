"""Lines that link the members of alliances: short trees of curves that keep off what they pass."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""Places in inches, shape (..., 2)."""

BENDS = np.array([0.0, *(side * 0.09 * step for step in range(1, 6) for side in (1.0, -1.0))])
"""How far a curve may leave the straight line, shares of its length; the first of equals wins."""

STEPS = 25
"""Points of a curve."""

SPARSE = 3
"""Lines that are there are looked at in every so many points: they are long."""

NEAR_LINE = 0.11
"""Inches at which two lines begin to be hard to tell apart."""

ON_DISC, ON_TEXT, ON_LINE, OUTSIDE = 6.0, 1.5, 1.0, 8.0
"""What it costs a point to lie on another organisation, a text, beside a line, off the panel."""

PER_BEND = 2.0
"""What it costs to bend by the whole length."""


@dataclass(frozen=True)
class Obstacles:
    """What curves keep off.

    Attributes
    ----------
    places, radii
        Middles and radii of the organisations.
    texts
        Middles and halves of the boxes of texts, shape (n, 2, 2).
    room
        Width and height of the panel.
    """

    places: Points
    radii: npt.NDArray[np.float64]
    texts: Points
    room: tuple[float, float]


def spanning_tree(points: Points) -> list[tuple[int, int]]:
    """Return the shortest tree that links all points, as pairs of their numbers."""
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    inside, outside = [0], list(range(1, len(points)))
    tree = []
    while outside:
        _, one, other = min((distances[i, j], i, j) for i in inside for j in outside)
        tree.append((one, other))
        inside.append(other)
        outside.remove(other)
    return tree


def links(points: Points, core: int) -> list[tuple[int, int]]:
    """Return what links the members of an alliance, as pairs of their numbers.

    Parameters
    ----------
    points
        Their places, the core first.
    core
        How many of them are in the core, at least one: a tree links these, and each of the others
        hangs on the nearest of them.
    """
    tree = spanning_tree(points[:core])
    distances = np.linalg.norm(points[:, None] - points[None, :core], axis=2)
    return [*tree, *((int(distances[m].argmin()), m) for m in range(core, len(points)))]


def curve(start: Points, end: Points, bends: npt.NDArray[np.float64] = BENDS) -> Points:
    """Return the points of curves between two places, one for each bend."""
    along = np.linspace(0.0, 1.0, STEPS)[None, :, None]
    aside = np.array([start[1] - end[1], end[0] - start[0]])
    middle = 0.5 * (start + end) + 2.0 * bends[:, None] * aside
    middle = middle[:, None, :]
    result: Points = (1.0 - along) ** 2 * start + 2.0 * along * (1.0 - along) * middle
    return result + along**2 * end


def route(one: int, other: int, obstacles: Obstacles, lines: Sequence[Points]) -> Points:
    """Return the curve between two organisations that costs least.

    Parameters
    ----------
    one, other
        Their numbers among the places.
    obstacles
        What it keeps off.
    lines
        Curves that are there already.
    """
    curves = curve(obstacles.places[one], obstacles.places[other])
    costs = PER_BEND * np.abs(BENDS)
    foreign = np.ones(len(obstacles.places), dtype=bool)
    foreign[[one, other]] = False
    away = np.linalg.norm(curves[:, :, None] - obstacles.places[foreign], axis=3)
    costs += ON_DISC * (away < obstacles.radii[foreign] + 0.5 * NEAR_LINE).sum(axis=(1, 2))
    beside = np.abs(curves[:, :, None] - obstacles.texts[:, 0])
    costs += ON_TEXT * (beside < obstacles.texts[:, 1]).all(axis=3).sum(axis=(1, 2))
    off = (curves < 0.0) | (curves > np.array(obstacles.room))
    costs += OUTSIDE * off.any(axis=2).sum(axis=1)
    if lines:
        others = np.concatenate([line[1:-1:SPARSE] for line in lines])
        gaps = ((curves[:, 2:-2, None] - others) ** 2).sum(axis=3)
        near = np.maximum(0.0, 1.0 - gaps / NEAR_LINE**2).max(axis=2)
        costs += ON_LINE * near.sum(axis=1)
    best: Points = curves[int(np.argmin(costs))]
    return best


def places_for_badges(
    curves: Sequence[Points],
    halves: tuple[float, float],
    count: int,
    obstacles: Obstacles,
    badges: Sequence[tuple[float, float, float, float]],
) -> list[tuple[float, float]]:
    """Choose where on its lines the number of an alliance stands.

    Parameters
    ----------
    curves
        Its lines.
    halves
        Half the width and height of the box around the number.
    count
        How often it is wanted; where there is no free place it stands less often.
    obstacles
        What it must not hide.
    badges
        Boxes of numbers that are there: middle, half width, half height.

    Returns
    -------
    list of tuple
        Middles; the first may lie on something where nothing is free.
    """
    ends = np.concatenate([[line[0], line[-1]] for line in curves])
    candidates = np.concatenate([line[3:-3] for line in curves])
    taken = np.array(badges).reshape(-1, 4)
    chosen: list[tuple[float, float]] = []
    half = np.array(halves)
    for _ in range(count):
        boxes = (
            np.concatenate([taken, [[*place, *halves] for place in chosen]]) if chosen else taken
        )
        blocked = _blocked(candidates, half, obstacles, boxes)
        away = np.linalg.norm(candidates[:, None] - ends, axis=2).min(axis=1)
        if chosen:
            apart = np.linalg.norm(candidates[:, None] - np.array(chosen), axis=2).min(axis=1)
            away = np.minimum(away, 0.5 * apart)
        best = int(np.lexsort((-away, blocked))[0])
        if blocked[best] and chosen:
            break
        chosen.append((float(candidates[best, 0]), float(candidates[best, 1])))
    return chosen


def _blocked(
    candidates: Points, half: Points, obstacles: Obstacles, boxes: Points
) -> npt.NDArray[np.int64]:
    """Count what a box around each candidate would lie on."""
    gap = np.maximum(np.abs(candidates[:, None] - obstacles.places) - half, 0.0)
    on_disc = np.linalg.norm(gap, axis=2) < obstacles.radii
    beside = np.abs(candidates[:, None] - obstacles.texts[:, 0])
    on_text = (beside < obstacles.texts[:, 1] + half).all(axis=2)
    among = np.abs(candidates[:, None] - boxes[:, :2])
    on_badge = (among < boxes[:, 2:] + half).all(axis=2)
    off = ((candidates < half) | (candidates > np.array(obstacles.room) - half)).any(axis=1)
    found: npt.NDArray[np.int64] = (
        on_disc.sum(axis=1) + on_text.sum(axis=1) + 3 * on_badge.sum(axis=1) + 3 * off
    )
    return found
