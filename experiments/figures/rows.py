"""Which alliances get a row in a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.figures.lives import Life

ROW_LIMIT = 60
"""Rows that a figure has at most: more of them nobody reads."""


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

    @property
    def alliances(self) -> list[Life]:
        """All alliances, with a row or without."""
        return [*self.drawn, *self.left_out]


def choose_rows(lives: Sequence[Life], limit: int = ROW_LIMIT) -> Choice:
    """Choose the alliances that get a row, whatever became of them.

    Parameters
    ----------
    lives
        Alliances and initiatives.
    limit
        How many rows there are at most.

    Returns
    -------
    Choice
        All alliances or, where they are too many, as many as there are rows, evenly spread over the
        order of founding. A choice by outcome would show a world in which more succeeds.
    """
    alliances = sorted((life for life in lives if life.is_alliance), key=_founding)
    chosen = set(_evenly_spread(len(alliances), limit))
    return Choice(
        drawn=[life for place, life in enumerate(alliances) if place in chosen],
        left_out=[life for place, life in enumerate(alliances) if place not in chosen],
        alone=[life for life in lives if not life.is_alliance],
    )


def _founding(life: Life) -> tuple[int, int]:
    return life.start, life.number


def _evenly_spread(count: int, limit: int) -> list[int]:
    """Return at most so many places of a list: the middles of equal parts of it."""
    parts = min(count, limit)
    return [(2 * part + 1) * count // (2 * parts) for part in range(parts)]
