"""Where organisations stand in a network figure: by their ties at the start, none over another."""

from collections.abc import Mapping, Sequence
from typing import Any

import networkx
import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float64]
"""Places or lengths in inches, shape (n, 2)."""

SPRING_ROUNDS = 200
ROUNDS = 1000
"""Rounds at most; moving apart takes some dozens where there is room."""

STEP = 0.5
"""Share of an overlap by which two boxes move apart in a round."""

EVENNESS = 0.8
"""How far places are taken by their order only: a force layout crowds its middle."""

SLACK = 1e-6
"""Overlaps below this many inches are none."""

SEEDS = 2**32
"""Seeds that NumPy's generator takes."""


def placed(
    trust: Mapping[tuple[int, int], float],
    rows: Sequence[int],
    boxes: Places,
    room: tuple[float, float],
    seed: int,
) -> Places:
    """Place organisations so that those who trust each other stand close.

    Parameters
    ----------
    trust
        Along ties, by the rows of two organisations.
    rows
        Rows of the organisations that are drawn; at most 499, as beyond that networkx needs SciPy.
    boxes
        Width and height that each of them needs.
    room
        Width and height of all.
    seed
        Of the run.

    Returns
    -------
    Places
        Middles of the boxes, which do not overlap where the room suffices.
    """
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(rows)
    drawn = set(rows)
    graph.add_weighted_edges_from(
        (one, other, value) for (one, other), value in trust.items() if {one, other} <= drawn
    )
    found: Any = networkx.spring_layout(
        graph, weight="weight", iterations=SPRING_ROUNDS, seed=seed % SEEDS
    )
    start = np.array([found[row] for row in rows]).reshape(len(rows), 2)
    return moved_apart(_spread(start, boxes, np.array(room)), boxes, room)


def _spread(places: Places, boxes: Places, room: Places) -> Places:
    """Let places fill the room."""
    if len(places) < 2:
        return np.tile(0.5 * room, (len(places), 1))
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    spans = np.maximum(np.ptp(places, axis=0), SLACK)
    shares = EVENNESS * ranks / (len(places) - 1)
    shares += (1.0 - EVENNESS) * (places - places.min(axis=0)) / spans
    result: Places = 0.5 * boxes + shares * (room - boxes)
    return result


def moved_apart(places: Places, boxes: Places, room: tuple[float, float]) -> Places:
    """Move boxes apart until none overlaps another, each along the shorter way.

    Parameters
    ----------
    places
        Middles of the boxes.
    boxes
        Their widths and heights.
    room
        Width and height within which they stay.
    """
    least, most = 0.5 * boxes, np.array(room) - 0.5 * boxes
    reach = 0.5 * (boxes[:, None] + boxes[None])
    order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None])[..., None]
    for _ in range(ROUNDS):
        away = places[:, None] - places[None]
        overlap = reach - np.abs(away)
        hit = (overlap > SLACK).all(axis=2) & (order[..., 0] != 0)
        if not hit.any():
            break
        shorter = overlap == overlap.min(axis=2, keepdims=True)
        way = np.where(away == 0.0, order, np.sign(away))
        moves = np.where(hit[..., None] & shorter, way * (overlap + SLACK) * STEP, 0.0)
        places = np.clip(places + moves.sum(axis=1), least, most)
    return places
