"""What a network figure needs of chosen weeks, recorded while the run goes on.

The model forgets the trust of past weeks and who was in the core, so this cannot be read later.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.model import AllianceModel
from sim.state import Status

PANELS = 4
"""Weeks that are drawn if none are chosen: the quarters of the run."""


@dataclass(frozen=True)
class Group:
    """An alliance or an initiative in one week.

    Attributes
    ----------
    row
        Its row; its number, as the timeline says it, is one more.
    core, circle
        Rows of its members; an initiative has one.
    """

    row: int
    core: tuple[int, ...]
    circle: tuple[int, ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """Rows of all members."""
        return (*self.core, *self.circle)


@dataclass(frozen=True)
class Snapshot:
    """One week.

    Attributes
    ----------
    week
        Weeks that have passed.
    trust
        Mean trust of two organisations in each other, by their rows, the smaller first.
    alliances
        Live ones with two members or more, in the order of founding.
    initiatives
        Organisations that look for a first partner.
    """

    week: int
    trust: dict[tuple[int, int], float]
    alliances: tuple[Group, ...]
    initiatives: tuple[int, ...]


class Snapshots:
    """Snapshots of the start and of chosen weeks of a run.

    Parameters
    ----------
    weeks
        Numbers of weeks that have passed, 0 for the start.

    Examples
    --------
    >>> model = AllianceModel(seed=7, weeks=52)
    >>> snapshots = Snapshots([26, 52])
    >>> snapshots.take(model)
    >>> for _ in range(52):
    ...     model.step()
    ...     snapshots.take(model)
    """

    def __init__(self, weeks: Sequence[int]) -> None:
        self.weeks = frozenset(weeks)
        self.start: Snapshot | None = None
        self.taken: list[Snapshot] = []

    def take(self, model: AllianceModel) -> None:
        """Record the week if it is one of those; called before the first and after every week."""
        if self.start is None:
            self.start = snapshot(model)
        if model.week in self.weeks:
            self.taken.append(snapshot(model))


def quarters(weeks: int) -> list[int]:
    """Return the ends of the quarters of a run."""
    return sorted({-(-quarter * weeks // PANELS) for quarter in range(1, PANELS + 1)})


def snapshot(model: AllianceModel) -> Snapshot:
    """Record the week that a model has reached."""
    groups = [_group(model, alliance.row) for alliance in model.alliances if not alliance.ending]
    return Snapshot(
        week=model.week,
        trust=mutual_trust(model),
        alliances=tuple(group for group in groups if len(group.members) > 1),
        initiatives=tuple(group.core[0] for group in groups if len(group.members) == 1),
    )


def _group(model: AllianceModel, a: int) -> Group:
    members = model.state.members[a][: int(model.state.alliances[a].slots)]
    core = members.organisation[members.status == Status.CORE]
    circle = members.organisation[members.status == Status.CIRCLE]
    return Group(a, tuple(core.tolist()), tuple(circle.tolist()))


def mutual_trust(model: AllianceModel) -> dict[tuple[int, int], float]:
    """Return the mean trust of two organisations in each other; 0 where one has no tie."""
    state = model.state
    held = np.arange(state.ties.shape[1]) < state.organisations.ties[:, None]
    holders, places = np.nonzero(held)
    ties = state.ties[holders, places]
    trust: dict[tuple[int, int], float] = {}
    for one, other, value in zip(
        holders.tolist(), ties.partner.tolist(), ties.trust.tolist(), strict=True
    ):
        pair = (min(one, other), max(one, other))
        trust[pair] = trust.get(pair, 0.0) + 0.5 * value
    return dict(sorted(trust.items()))
