"""What the patterns from outside need of one run beyond its tables: laws, members, partners, exits.

All of it is read from the state and the recorded events; nothing here changes a run. Ideals and
contacts are those at the start of the run, because the model keeps no history of them.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.chronicle.events import carried
from sim.quantities import is_member
from sim.state import NEVER, EventKind, Leaving, Phase, State

AFTERMATH = 13
"""Weeks that count as after a shock: a quarter, in which each member reconsiders once."""

TRACED_UNITS: dict[str, str] = {
    "law_moved": "position, towards its goal, from its founding to the horizon",
    "hours_of_members": "hours/week free for alliance work, summed over members at the platform",
    "money_of_members": "EUR/week, summed over members at the platform",
    "reach_of_members": "reach units, summed over members at the platform",
    "working_members": "members with fade_hours beyond coordination in the last week of the run",
}
"""Columns that tracing adds to the table of alliances, with their units."""

Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Beginning:
    """What a run starts with and later changes.

    Attributes
    ----------
    ideals
        Ideal of every organisation in every field, shape (n, K).
    tied
        Whether an organisation has a contact to another, shape (n, n).
    """

    ideals: Reals
    tied: Flags


class Partners(NamedTuple):
    """Whom founders asked and who of those joined, over all founders and other organisations.

    Distances are those of ideals in the field of the goal; they are summed over pairs without a
    contact, which likeness alone could bring together.
    """

    pairs: float
    pairs_tied: float
    asked: float
    asked_tied: float
    joined: float
    joined_tied: float
    distance_untied: float
    distance_asked_untied: float
    distance_joined_untied: float


class Exits(NamedTuple):
    """Exits and weeks of members of public alliances in which a member was shocked.

    "Others" are members that were not shocked in the last `AFTERMATH` weeks themselves; they are
    counted after a shock to somebody else and in all other weeks.
    """

    others_left_after: float
    others_weeks_after: float
    others_left_before: float
    others_weeks_before: float
    shocked_left: float
    shocked_weeks: float


@dataclass(frozen=True)
class Traces:
    """Counts of one run."""

    partners: Partners
    exits: Exits


def beginning_of(state: State) -> Beginning:
    """Copy what a run starts with."""
    count = len(state.organisations)
    tied = np.zeros((count, count), dtype=np.bool_)
    for holder in range(count):
        ties = int(state.organisations[holder].ties)
        tied[holder, state.ties.partner[holder, :ties]] = True
    return Beginning(np.array(state.views.position), tied)


def traces_of(state: State, beginning: Beginning) -> Traces:
    """Count partners and exits of a run that is over."""
    return Traces(partners_of(state, beginning), exits_of(state))


def events_of(state: State, kind: EventKind) -> Any:
    """Return the recorded events of one kind."""
    events = state.events[: int(state.clock[0].events)]
    return events[events.kind == kind]


# --- Columns of the table of alliances -----------------------------------------------------------


def traced_columns(state: State) -> dict[str, list[float | None]]:
    """Return the columns of `TRACED_UNITS`, one number per alliance or initiative."""
    alliances = range(int(state.clock[0].alliances))
    moves = law_moves(state)
    columns: dict[str, list[float | None]] = {
        "law_moved": [law_moved(state, a, moves) for a in alliances]
    }
    belonged = [members_at_platform(state, a) for a in alliances]
    for column, resource in (
        ("hours_of_members", state.organisations.free_hours),
        ("money_of_members", state.organisations.money),
        ("reach_of_members", state.organisations.reach),
    ):
        columns[column] = [
            None if rows is None else float(resource[rows].sum()) for rows in belonged
        ]
    columns["working_members"] = [working_members(state, a) for a in alliances]
    return columns


def law_moves(state: State) -> list[tuple[int, int, float]]:
    """Return every change of a law: week, field, and by how much the status quo moved."""
    moves = []
    for vote in events_of(state, EventKind.VOTE):
        if carried({"in_favour": vote.first, "seats": vote.second}):
            moves.append((int(vote.week), int(vote.field), float(vote.fourth)))
    for bill in events_of(state, EventKind.BILL_PASSES):
        moves.append((int(bill.week), int(bill.field), float(bill.third)))
    return moves


def law_moved(state: State, a: int, moves: list[tuple[int, int, float]]) -> float:
    """By how much the law has moved towards an alliance's goal since its founding.

    Initiatives are started before a week's votes, so votes of the founding week count.
    """
    alliance = state.alliances[a]
    moved = [move for week, k, move in moves if k == alliance.field and week >= alliance.founded]
    return float(alliance.direction) * sum(moved)


def members_at_platform(state: State, a: int) -> npt.NDArray[np.int64] | None:
    """Organisations, core and circle, that agreed on the platform; None without one.

    In its week those who object leave before it is agreed, the others after that.
    """
    platform = int(state.alliances[a].platform)
    if platform == NEVER:
        return None
    members = state.members[a][: state.alliances[a].slots]
    came = (members.joined != NEVER) & (members.joined <= platform)
    objected = (members.leaving == Leaving.OBJECTION) | (members.leaving == Leaving.RED_LINE)
    agreed = (members.left > platform) | ((members.left == platform) & ~objected)
    rows: npt.NDArray[np.int64] = members.organisation[came & ((members.left == NEVER) | agreed)]
    return rows


def working_members(state: State, a: int) -> float | None:
    """Members that work beyond coordination in the last week, of an alliance that works then."""
    alliance = state.alliances[a]
    if alliance.phase != Phase.WORKING:
        return None
    members = state.members[a][: alliance.slots]
    belongs = np.array([is_member(status) for status in members.status])
    works = members.net >= state.parameters[0].fade_hours
    return float((belongs & works).sum())


# --- Partners ------------------------------------------------------------------------------------


def partners_of(state: State, beginning: Beginning) -> Partners:
    """Count, over founders, whom they could have asked, asked, and won."""
    total = np.zeros(len(Partners._fields))
    invitations = events_of(state, EventKind.ASKED)
    for a in range(int(state.clock[0].alliances)):
        asked = invitations.organisation[invitations.alliance == a]
        total += _partners_of_one(state, a, asked, beginning)
    return Partners(*total.tolist())


def _partners_of_one(
    state: State, a: int, asked_rows: npt.NDArray[np.int64], beginning: Beginning
) -> Reals:
    founder, k = int(state.alliances[a].founder), int(state.alliances[a].field)
    count = len(beginning.ideals)
    other = np.arange(count) != founder
    asked = np.zeros(count, dtype=np.bool_)
    asked[asked_rows] = True
    members = state.members[a][: state.alliances[a].slots]
    joined = np.zeros(count, dtype=np.bool_)
    joined[members.organisation[members.joined != NEVER]] = True
    joined &= asked
    tied = beginning.tied[founder]
    distance = np.abs(beginning.ideals[:, k] - beginning.ideals[founder, k])
    untied = other & ~tied
    counts = [
        group.sum() for group in (other, other & tied, asked, asked & tied, joined, joined & tied)
    ]
    distances = [distance[group].sum() for group in (untied, asked & untied, joined & untied)]
    return np.array([*counts, *distances], dtype=np.float64)


# --- Exits ---------------------------------------------------------------------------------------


def exits_of(state: State) -> Exits:
    """Count exits after shocks, over the public alliances of a run."""
    shocks = events_of(state, EventKind.SHOCK)
    total = np.zeros(len(Exits._fields))
    for a in range(int(state.clock[0].alliances)):
        if state.alliances[a].platform != NEVER:
            total += _exits_of_one(state, a, shocks)
    return Exits(*total.tolist())


def _exits_of_one(state: State, a: int, shocks: Any) -> Reals:
    """Count in one alliance, of weeks after its platform; nothing where no member was shocked."""
    alliance = state.alliances[a]
    members = state.members[a][: alliance.slots]
    members = members[members.joined != NEVER]
    horizon = int(state.clock[0].weeks)
    end = horizon - 1 if alliance.ended == NEVER else int(alliance.ended)
    weeks = np.arange(horizon)
    last = np.where(members.left == NEVER, end, members.left)
    belongs = (members.joined[:, None] <= weeks) & (weeks <= last[:, None])
    shocked = np.zeros(belongs.shape, dtype=np.bool_)
    for shock in shocks[shocks["field"] == alliance.field]:  # recarrays have a method field
        hit = (members.organisation == shock.organisation) & belongs[:, shock.week]
        shocked[hit, shock.week : shock.week + AFTERMATH] = True
    counted = belongs & (weeks > alliance.platform) & (weeks <= end)
    if not (shocked & counted).any():
        return np.zeros(len(Exits._fields))
    left = counted & (weeks == members.left[:, None])
    after = counted & ~shocked & shocked.any(axis=0)
    before = counted & ~shocked & ~shocked.any(axis=0)
    parts = [(left & part, part) for part in (after, before, counted & shocked)]
    return np.array([cells.sum() for pair in parts for cells in pair], dtype=np.float64)
