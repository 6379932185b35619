"""What is measured: breadth, depth, steerability, success, endings, members' balance, each week.

Pure functions of the state or of tables made from it, each with its formula and unit. Shares have
stated denominators, and a share of nothing is not a number (nan).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.compiling import rule
from sim.quantities import (
    effective_sectors,
    electorates_reached,
    is_member,
)
from sim.state import NEVER, Ending, Kind, Phase, State, layout

NAN = float("nan")

OLD_ENOUGH = 104
"""Weeks before the horizon by which an alliance was founded that had two years to succeed."""

Table = dict[str, list[Any]]
"""Columns of equal length by name."""


# --- Formulas ----------------------------------------------------------------------------------


def share(part: float, whole: float) -> float:
    """Part of a whole, dimensionless; nan where the whole is 0."""
    return part / whole if whole else NAN


def hill_number(counts: Sequence[int]) -> float:
    """Effective number of kinds: ``exp(-sum p ln p)``, Hill number of order 1.

    Parameters
    ----------
    counts
        How many of each kind, not negative.

    Returns
    -------
    float
        From 1 (one kind) to the number of kinds (all equally many); 0 for nothing.
    """
    total = sum(counts)
    if total == 0:
        return 0.0
    shares = [count / total for count in counts if count]
    return math.exp(-sum(p * math.log(p) for p in shares))


def gini(amounts: Sequence[float]) -> float:
    """Gini coefficient of amounts that are not negative: 0 all equal, (n - 1) / n one has all.

    ``sum over i of (2 i - n - 1) x_i / (n sum x)`` for x in ascending order, i from 1. Nan where
    there is nothing to divide.
    """
    ordered = sorted(amounts)
    count, total = len(ordered), sum(ordered)
    if count == 0 or total == 0.0:
        return NAN
    weighted = sum((2 * rank - count - 1) * x for rank, x in enumerate(ordered, start=1))
    return weighted / (count * total)


def depth_index(agreed: int, agenda: int, ambition: float) -> float:
    """Depth in one number: share of the agenda agreed x ambition kept, dimensionless.

    What part of what members wanted in the mean stands in the platform. The parts are reported
    beside it; the same number can come from few ambitious items or many modest ones.
    """
    return share(agreed, agenda) * ambition


def success_shares(table: Table, horizon: int) -> dict[str, float]:
    """Share of goals reached, by denominator.

    Parameters
    ----------
    table
        As from `alliance_table`; rows of several runs may be joined.
    horizon
        Week at which the runs ended.

    Returns
    -------
    dict
        Goals reached, dimensionless: "of_initiatives" (everything that was started),
        "of_alliances" (those with a second member), "of_ended" (alliances that have ended) and
        "of_old_enough" (alliances founded at least `OLD_ENOUGH` weeks before the horizon);
        "pivotal_of_ended" counts only goals that would have been missed without the alliance.
    """
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    alliances = [row for row in rows if row["is_alliance"]]
    ended = [row for row in alliances if not row["censored"]]
    old = [row for row in alliances if row["founded"] <= horizon - OLD_ENOUGH]
    return {
        "of_initiatives": _share_with(rows, "goal_reached"),
        "of_alliances": _share_with(alliances, "goal_reached"),
        "of_ended": _share_with(ended, "goal_reached"),
        "of_old_enough": _share_with(old, "goal_reached"),
        "pivotal_of_ended": _share_with(ended, "pivotal"),
    }


def _share_with(rows: Sequence[dict[str, Any]], flag: str) -> float:
    return share(sum(bool(row[flag]) for row in rows), len(rows))


# --- One week ----------------------------------------------------------------------------------


class Week(NamedTuple):
    """The world in one week; counts at its end, hours during it."""

    week: int
    initiatives: int  # live, with no second member yet
    alliances: int  # live, initiatives not counted
    sounding: int  # live alliances by phase
    debating: int
    negotiating: int
    working: int
    memberships: int  # members of live alliances, summed
    members: int  # organisations in at least one live alliance or initiative
    energy: float  # mean over organisations, [0, 1]
    trust: float  # mean over ties, [0, 1]
    ties: int
    coordination_hours: float  # held this week, all live alliances
    net_hours: float  # hours that spoke to the public this week
    windows: int  # fields with an open window
    bills: int  # bills pending
    goals_reached: int  # alliances ended with their goal reached, so far
    ended: int  # alliances ended so far, initiatives not counted


WEEK_RECORD = layout(
    "week initiatives alliances sounding debating negotiating working memberships members ties "
    "windows bills goals_reached ended",
    "energy trust coordination_hours net_hours",
)
"""Record of a week, with the fields of `Week`."""


def week_of(record: Any) -> Week:
    """Turn a record of a week into a `Week`."""
    return Week(**{name: record[name].item() for name in Week._fields})


@rule
def measure_week(state: State, weekly: np.ndarray, row: int) -> None:
    """Measure the world in the present week, into a row of records."""
    initiatives = 0
    alliances = 0
    sounding = 0
    debating = 0
    negotiating = 0
    working = 0
    memberships = 0
    coordination = 0.0
    net = 0.0
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        alliance = state.alliances[a]
        if alliance.allied == NEVER:
            initiatives += 1
            continue
        alliances += 1
        memberships += alliance.members
        sounding += int(alliance.phase == Phase.SOUNDING)
        debating += int(alliance.phase == Phase.VALUES)
        negotiating += int(alliance.phase == Phase.GOALS)
        working += int(alliance.phase == Phase.WORKING)
        if alliance.phase == Phase.WORKING:
            net += alliance.net_hours
        if alliance.phase != Phase.SOUNDING:
            for m in range(alliance.slots):
                if is_member(state.members[a, m].status):
                    coordination += state.members[a, m].held
    members = 0
    energy = 0.0
    trust = 0.0
    ties = 0
    for i in range(state.organisations.shape[0]):
        organisation = state.organisations[i]
        members += int(organisation.load > 0.0)
        energy += organisation.energy
        for q in range(organisation.ties):
            trust += state.ties[i, q].trust
        ties += organisation.ties
    windows = 0
    bills = 0
    for k in range(state.fields.shape[0]):
        windows += state.fields[k].window
        bills += int(state.fields[k].bill_deadline != NEVER)
    goals = 0
    ended = 0
    for a in range(state.clock[0].alliances):
        alliance = state.alliances[a]
        if alliance.allied != NEVER and alliance.ended != NEVER:
            ended += 1
            goals += int(alliance.ending == Ending.GOAL_REACHED)
    measured = weekly[row]
    measured.week = state.clock[0].week
    measured.initiatives = initiatives
    measured.alliances = alliances
    measured.sounding = sounding
    measured.debating = debating
    measured.negotiating = negotiating
    measured.working = working
    measured.memberships = memberships
    measured.members = members
    measured.energy = energy / state.organisations.shape[0]
    measured.trust = trust / ties if ties > 0 else math.nan
    measured.ties = ties
    measured.coordination_hours = coordination
    measured.net_hours = net
    measured.windows = windows
    measured.bills = bills
    measured.goals_reached = goals
    measured.ended = ended


# --- Tables ------------------------------------------------------------------------------------


def alliance_table(state: State, names: Sequence[str], fields: Sequence[str]) -> Table:
    """One row per alliance or initiative, with its measures.

    Parameters
    ----------
    state
        State of the run; alliances that still live are measured as they stand (right-censored).
    names, fields
        Names of the organisations and of the policy fields.

    Returns
    -------
    Table
        Columns by name. Weeks that have not come are None, shares of nothing nan.
    """
    rows = [
        alliance_measures(state, a, names, fields) for a in range(int(state.clock[0].alliances))
    ]
    return {name: [row[name] for row in rows] for name in ALLIANCE_UNITS}


ALLIANCE_UNITS: dict[str, str] = {
    "alliance": "number, in the order of founding, from 1",
    "founder": "organisation",
    "field": "policy field",
    "kind": "change or prevention",
    "is_alliance": "whether a second organisation ever accepted",
    "founded": "week",
    "allied": "week of the second acceptance",
    "platform": "week in which the platform was agreed",
    "ended": "week",
    "ending": "reason",
    "phase": "sounding, values, goals, working, ended",
    "members": "organisations, at the end or now",
    "core": "organisations, at the end or now",
    "members_at_platform": "organisations",
    "members_at_most": "organisations",
    "effective_sectors": "sectors, at the platform",
    "electorates_reached": "share, at the platform",
    "effective_sectors_last": "sectors, at the end or now",
    "electorates_reached_last": "share, at the end or now",
    "agenda": "items",
    "agreed": "items in the platform when it was agreed",
    "dropped": "items, so far",
    "share_agreed": "share of the agenda",
    "ambition_kept": "agreed position relative to members' ideals",
    "depth": "share_agreed x ambition_kept",
    "value_to_members": "salience x position, mean over members, at the platform",
    "people_lost": "organisations that left",
    "lost_over_values": "organisations",
    "lost_over_objection": "organisations",
    "lost_over_red_line": "organisations",
    "lost_over_worth": "organisations",
    "lost_over_energy": "organisations",
    "weeks_to_platform": "weeks from founding",
    "hours": "hours given by all members",
    "coordination_hours": "hours",
    "coordination_share": "share of hours",
    "occasions": "occasions for a quick reaction that were decided or missed",
    "decided_in_time": "share of occasions",
    "votes": "votes in parliament",
    "lost_votes": "votes",
    "milestones": "side items that became law",
    "support": "share of parliament, at the last count",
    "goal_reached": "true or false",
    "pivotal": "whether the goal would have been missed without the alliance",
    "goal_week": "week",
    "lifetime": "weeks from founding to end or horizon",
    "censored": "whether it still lived at the horizon",
    "credit_gini": "Gini coefficient over all who ever joined",
}
"""Columns of the table of alliances with their units."""


def alliance_measures(
    state: State, a: int, names: Sequence[str], fields: Sequence[str]
) -> dict[str, Any]:
    """Measures of one alliance; `ALLIANCE_UNITS` gives the units."""
    alliance = state.alliances[a]
    week = int(state.clock[0].week)
    platform = _week(alliance.platform)
    ended = _week(alliance.ended)
    agreed = int(alliance.agreed_at_platform)
    agenda = int(alliance.agenda)
    share_agreed = share(agreed, agenda) if platform is not None else NAN
    ambition = float(alliance.ambition) if platform is not None else NAN
    joined = [member for member in state.members[a][: alliance.slots] if member.joined != NEVER]
    # An occasion that is still open has been neither decided nor missed.
    settled = int(alliance.occasions) - int(alliance.event_deadline != NEVER)
    return {
        "alliance": a + 1,
        "founder": names[int(alliance.founder)],
        "field": fields[int(alliance.field)],
        "kind": Kind(int(alliance.kind)).name.lower(),
        "is_alliance": int(alliance.allied) != NEVER,
        "founded": int(alliance.founded),
        "allied": _week(alliance.allied),
        "platform": platform,
        "ended": ended,
        "ending": Ending(int(alliance.ending)).name.lower(),
        "phase": Phase(int(alliance.phase)).name.lower(),
        "members": int(alliance.members),
        "core": int(alliance.core),
        "members_at_platform": int(alliance.platform_size),
        "members_at_most": int(alliance.largest_size),
        "effective_sectors": float(alliance.platform_sectors) if platform is not None else NAN,
        "electorates_reached": float(alliance.platform_reach) if platform is not None else NAN,
        "effective_sectors_last": effective_sectors(state, a),
        "electorates_reached_last": electorates_reached(state, a),
        "agenda": agenda,
        "agreed": agreed,
        "dropped": int(alliance.dropped),
        "share_agreed": share_agreed,
        "ambition_kept": ambition,
        "depth": depth_index(agreed, agenda, ambition) if platform is not None else NAN,
        "value_to_members": float(alliance.value) if platform is not None else NAN,
        "people_lost": int(alliance.people_lost),
        "lost_over_values": int(alliance.lost_over_values),
        "lost_over_objection": int(alliance.lost_over_objection),
        "lost_over_red_line": int(alliance.lost_over_red_line),
        "lost_over_worth": int(alliance.lost_over_worth),
        "lost_over_energy": int(alliance.lost_over_energy),
        "weeks_to_platform": None if platform is None else platform - int(alliance.founded),
        "hours": float(alliance.hours),
        "coordination_hours": float(alliance.coordination_hours),
        "coordination_share": share(float(alliance.coordination_hours), float(alliance.hours)),
        "occasions": settled,
        "decided_in_time": share(int(alliance.in_time), settled),
        "votes": int(alliance.votes),
        "lost_votes": int(alliance.lost_votes),
        "milestones": int(alliance.milestones),
        "support": float(alliance.support) if platform is not None else NAN,
        "goal_reached": int(alliance.goal_week) != NEVER,
        "pivotal": bool(alliance.pivotal),
        "goal_week": _week(alliance.goal_week),
        "lifetime": (week if ended is None else ended) - int(alliance.founded),
        "censored": ended is None,
        "credit_gini": gini([float(member.credit) for member in joined]),
    }


def _week(value: Any) -> int | None:
    return None if int(value) == NEVER else int(value)


MARKS = "study, public, assumed, given or drawn"
"""Where a figure comes from; `sim.population` says it."""

ORGANISATION_UNITS: dict[str, str] = {
    "organisation": "name",
    "sector": "sector",
    "sector_mark": MARKS,
    "camp": "[-1, 1]",
    "camp_mark": MARKS,
    "free_hours": "hours/week",
    "free_hours_mark": MARKS,
    "money": "EUR/week",
    "money_mark": MARKS,
    "reach": "mean organisation = 1",
    "reach_mark": MARKS,
    "sitting_weeks": "weeks between sittings",
    "sitting_weeks_mark": MARKS,
    "pragmatism": "share",
    "pragmatism_mark": MARKS,
    "visibility_need": "share",
    "visibility_need_mark": MARKS,
    "freedom": "weight",
    "justice": "weight",
    "sustainability": "weight",
    "values_mark": MARKS,
    "lobbying": "weight",
    "dialogue": "weight",
    "campaigning": "weight",
    "channels_mark": MARKS,
    "energy": "share, at the end",
    "initiatives": "initiatives started",
    "memberships": "alliances joined, own ones included",
    "hours_given": "hours",
    "credit": "successes, shared ones in part",
    "profile_joint": "response of segments, summed over reports, with its alliances",
    "profile_alone": "the same for its own hours alone",
    "ties": "ties, at the end",
    "ties_gained": "ties",
    "mean_trust": "share, at the end",
}
"""Columns of the table of organisations with their units."""


def organisation_table(
    state: State,
    names: Sequence[str],
    sectors: Sequence[str],
    marks: Sequence[Mapping[str, str]],
) -> Table:
    """One row per organisation: what it is, and its balance at the end of the run."""
    joined = memberships_of(state)
    rows = []
    for i, record in enumerate(state.organisations):
        trust = [float(tie.trust) for tie in state.ties[i][: record.ties]]
        rows.append(
            {
                "organisation": names[i],
                "sector": sectors[i],
                "camp": float(record.camp),
                "free_hours": float(record.free_hours),
                "money": float(record.money),
                "reach": float(record.reach),
                "sitting_weeks": float(record.sitting_weeks),
                "pragmatism": float(record.pragmatism),
                "visibility_need": float(record.visibility),
                "freedom": float(record.freedom),
                "justice": float(record.justice),
                "sustainability": float(record.sustainability),
                "lobbying": float(record.lobbying),
                "dialogue": float(record.dialogue),
                "campaigning": float(record.campaigning),
                "energy": float(record.energy),
                "initiatives": int(record.initiatives),
                "memberships": int(joined[i]),
                "hours_given": float(record.hours_given),
                "credit": float(record.credit),
                "profile_joint": float(record.profile_joint),
                "profile_alone": float(record.profile_alone),
                "ties": int(record.ties),
                "ties_gained": int(record.ties - record.ties_at_start),
                "mean_trust": share(sum(trust), len(trust)),
                **{f"{figure}_mark": mark for figure, mark in marks[i].items()},
            }
        )
    return {name: [row[name] for row in rows] for name in ORGANISATION_UNITS}


def memberships_of(state: State) -> np.ndarray:
    """Number of alliances and initiatives that each organisation ever joined, shape (n,)."""
    counts = np.zeros(len(state.organisations), dtype=np.int64)
    for a in range(int(state.clock[0].alliances)):
        for member in state.members[a][: state.alliances[a].slots]:
            if member.joined != NEVER:
                counts[int(member.organisation)] += 1
    return counts


def week_table(weekly: Sequence[Week]) -> Table:
    """One row per week, with the columns of `Week`."""
    return {name: [getattr(week, name) for week in weekly] for name in Week._fields}
