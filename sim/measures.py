"""What is measured: breadth, depth, steerability, success, endings, members' balance, each week.

Pure functions of the state or of tables made from it, each with its formula and unit. Shares have
stated denominators, and a share of nothing is not a number (nan).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.compiling import rule, scalar_rule
from sim.parliament import add_voice_alone, count_votes, press
from sim.quantities import (
    causes_seen,
    effective_sectors,
    electorates_reached,
    field_ideal,
    is_member,
    votes_by_conviction,
)
from sim.state import NEVER, Channel, Ending, Kind, Phase, State, layout, records

OLD_ENOUGH = 104
"""Weeks before the horizon by which an alliance was founded that had two years to succeed."""

Table = dict[str, list[Any]]
"""Columns of equal length by name."""


# --- Formulas ----------------------------------------------------------------------------------


@scalar_rule("float64(float64, float64)")
def share(part: float, whole: float) -> float:
    """Part of a whole, dimensionless; nan where the whole is 0."""
    return part / whole if whole != 0.0 else math.nan


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


@rule
def gini(amounts: np.ndarray) -> float:
    """Gini coefficient of amounts that are not negative: 0 all equal, (n - 1) / n one has all.

    ``sum over i of (2 i - n - 1) x_i / (n sum x)`` for x in ascending order, i from 1; shape (n,).
    Nan where there is nothing to divide.
    """
    ordered = np.sort(amounts)
    count = ordered.shape[0]
    total = 0.0
    weighted = 0.0
    for rank in range(count):
        total += ordered[rank]
        weighted += (2 * rank + 1 - count) * ordered[rank]
    if total == 0.0:
        return math.nan
    return weighted / (count * total)


@scalar_rule("float64(int64, int64, float64)")
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


@rule
def measure_alliance(state: State, a: int, rows: np.ndarray, row: int) -> None:
    """Measure an alliance or initiative, into a row of records `ALLIANCE_RECORD`.

    One that still lives is measured as it stands (right-censored). Weeks that have not come are
    NEVER, shares of nothing nan.
    """
    alliance = state.alliances[a]
    measured = rows[row]
    measured.alliance = a + 1
    measured.founder = alliance.founder
    measured.field = alliance.field
    measured.kind = alliance.kind
    measured.focal = alliance.focal
    measured.aim = alliance.aim
    measured.eligible = alliance.eligible
    measured.is_alliance = int(alliance.allied != NEVER)
    measured.founded = alliance.founded
    measured.allied = alliance.allied
    measured.platform = alliance.platform
    measured.ended = alliance.ended
    measured.ending = alliance.ending
    measured.phase = alliance.phase
    measured.censored = int(alliance.ended == NEVER)
    last = state.clock[0].week if alliance.ended == NEVER else alliance.ended
    measured.lifetime = last - alliance.founded
    measured.goal_reached = int(alliance.goal_week != NEVER)
    measured.goal_week = alliance.goal_week
    measured.pivotal = alliance.pivotal
    measure_members(state, a, rows, row)
    measure_platform(state, a, rows, row)
    measure_work(state, a, rows, row)
    measure_conflicts(state, a, rows, row)
    measure_start(state, a, rows, row)


@rule
def measure_members(state: State, a: int, rows: np.ndarray, row: int) -> None:
    """Measure who belongs to an alliance, and who left."""
    alliance = state.alliances[a]
    measured = rows[row]
    measured.members = alliance.members
    measured.core = alliance.core
    measured.members_at_platform = alliance.platform_size
    measured.members_after_year = alliance.year_size
    measured.members_at_most = alliance.largest_size
    measured.effective_sectors_last = effective_sectors(state, a)
    measured.electorates_reached_last = electorates_reached(state, a)
    measured.people_lost = alliance.people_lost
    measured.lost_over_values = alliance.lost_over_values
    measured.lost_over_objection = alliance.lost_over_objection
    measured.lost_over_red_line = alliance.lost_over_red_line
    measured.lost_over_worth = alliance.lost_over_worth
    measured.lost_over_energy = alliance.lost_over_energy
    measured.credit_gini = credit_gini(state, a)
    measured.lost_after_platform = alliance.lost_after_platform
    measured.lost_after_success = alliance.lost_after_success
    measured.applications = alliance.applications
    measured.admitted_late = alliance.admitted_late
    measured.refused = alliance.refused
    lives = alliance.ended == NEVER
    measured.causes_seen = causes_seen(state, a) if lives else alliance.causes_seen
    if alliance.members == 0 or state.touched.shape[1] == 0:
        measured.causes_seen = math.nan
    measured.least_pragmatism = alliance.least_pragmatism
    measured.mean_pragmatism = alliance.mean_pragmatism
    if alliance.platform == NEVER:
        measured.least_pragmatism = math.nan
        measured.mean_pragmatism = math.nan


@rule
def credit_gini(state: State, a: int) -> float:
    """Gini coefficient of the credit of all who ever joined an alliance."""
    credits = np.empty(state.alliances[a].slots)
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].joined != NEVER:
            credits[count] = state.members[a, m].credit
            count += 1
    return gini(credits[:count])


@rule
def measure_platform(state: State, a: int, rows: np.ndarray, row: int) -> None:
    """Measure how broad and how deep the platform of an alliance is; nan without one."""
    alliance = state.alliances[a]
    measured = rows[row]
    stands = alliance.platform != NEVER
    agreed = alliance.agreed_at_platform
    measured.agenda = alliance.agenda
    measured.agreed = agreed
    measured.dropped = alliance.dropped
    measured.weeks_to_platform = alliance.platform - alliance.founded if stands else NEVER
    measured.effective_sectors = alliance.platform_sectors if stands else math.nan
    measured.electorates_reached = alliance.platform_reach if stands else math.nan
    measured.share_agreed = share(agreed, alliance.agenda) if stands else math.nan
    measured.ambition_kept = alliance.ambition if stands else math.nan
    depth = depth_index(agreed, alliance.agenda, alliance.ambition)
    measured.depth = depth if stands else math.nan
    measured.value_to_members = alliance.value if stands else math.nan
    measured.slowest_sitting = alliance.platform_slowest if stands else math.nan
    measured.mean_sitting = alliance.platform_sitting if stands else math.nan
    measured.trust_among_members = alliance.platform_trust if stands else math.nan


@rule
def measure_work(state: State, a: int, rows: np.ndarray, row: int) -> None:
    """Measure hours, decisions and votes of an alliance.

    An occasion that is still open has been neither decided nor missed.
    """
    alliance = state.alliances[a]
    measured = rows[row]
    settled = alliance.occasions - int(alliance.event_deadline != NEVER)
    measured.hours = alliance.hours
    measured.coordination_hours = alliance.coordination_hours
    measured.coordination_share = share(alliance.coordination_hours, alliance.hours)
    # Before an alliance works, and at its evaluation, it gives hours to coordination alone.
    beyond = alliance.hours - alliance.coordination_hours
    measured.contribution_per_head = share(beyond, alliance.member_weeks)
    measured.lead_held = share(alliance.lead_held, alliance.lead_weeks)
    measured.occasions = settled
    measured.decided_in_time = share(alliance.in_time, settled)
    measured.votes = alliance.votes
    measured.lost_votes = alliance.lost_votes
    measured.milestones = alliance.milestones
    measured.steps_passed = alliance.steps_passed
    measured.support = alliance.support if alliance.platform != NEVER else math.nan
    measured.fading_weeks = alliance.fading_weeks
    measured.fading_hours = alliance.fading_hours
    measured.captures = alliance.captures
    measured.captures_in_haste = alliance.captures - alliance.captures_by_choice
    measured.captures_by_choice = alliance.captures_by_choice
    stands = alliance.platform != NEVER
    measured.support_of_nearest_party = alliance.support_nearest if stands else math.nan
    measured.role_channels = role_channels(state, a)

    measured.money_spent = alliance.money_spent
    measured.payers = count_payers(state, a)
    measured.pooling_gain = share(alliance.produced, alliance.produced_apart)


@rule
def role_channels(state: State, a: int) -> float:
    """Effective number of channels in which members with roles worked: inverse Simpson index.

    ``1 / sum of squared shares`` of the hours beyond coordination; nan without roles or hours.
    """
    hours = np.zeros(Channel.DIALOGUE.value + 1)
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        hours[member.role] += member.hours - member.coordination_hours
    total = 0.0
    squares = 0.0
    for channel in range(Channel.CAMPAIGNING.value, Channel.DIALOGUE.value + 1):
        total += hours[channel]
        squares += hours[channel] * hours[channel]
    return share(total * total, squares)


@rule
def count_payers(state: State, a: int) -> int:
    """Number of members that have ever paid into an alliance's pool."""
    count = 0
    for m in range(state.alliances[a].slots):
        count += int(state.members[a, m].paid > 0.0)
    return count


@rule
def measure_conflicts(state: State, a: int, rows: np.ndarray, row: int) -> None:
    """Measure the conflicts over what was agreed, and how they were settled."""
    alliance = state.alliances[a]
    measured = rows[row]
    measured.conflicts = alliance.conflicts
    measured.reworded = alliance.reworded
    measured.mediated = alliance.mediated
    measured.passed_over = alliance.passed_over
    measured.yielded = alliance.yielded
    measured.reopened = alliance.reopened
    measured.weeks_open = alliance.weeks_open
    measured.mistaken_objections = alliance.mistaken_objections
    measured.moderated = alliance.moderated


@rule
def measure_start(state: State, a: int, rows: np.ndarray, row: int) -> None:
    """Measure how the field was at the start, and how far apart the members' camps came to be."""
    alliance = state.alliances[a]
    measured = rows[row]
    measured.camp_spread = alliance.platform_camps if alliance.platform != NEVER else math.nan
    measured.attention = alliance.attention
    measured.polarisation = alliance.polarisation
    measured.dissent = alliance.dissent
    measured.margin = alliance.margin
    realistic = state.parameters[0].realism > 0.0 and alliance.platform != NEVER
    measured.expected_success = alliance.expected_success if realistic else math.nan


@rule
def measure_alliances(state: State, rows: np.ndarray) -> None:
    """Measure all alliances and initiatives of a run, into records `ALLIANCE_RECORD`."""
    for a in range(rows.shape[0]):
        measure_alliance(state, a, rows, a)


def alliance_records(state: State) -> Any:
    """Measure all alliances and initiatives of a run: records `ALLIANCE_RECORD`."""
    rows = records(int(state.clock[0].alliances), ALLIANCE_RECORD)
    measure_alliances(state, rows)
    return rows


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
    return in_words(alliance_records(state), names, fields)


CODES: dict[str, list[str]] = {
    "kind": [kind.name.lower() for kind in Kind],
    "ending": [ending.name.lower() for ending in Ending],
    "phase": [phase.name.lower() for phase in Phase],
}
"""Columns of records `ALLIANCE_RECORD` that hold codes, with the word for each code."""

ALLIANCE_FLAGS = ("focal", "is_alliance", "goal_reached", "pivotal", "censored")
"""Columns of records `ALLIANCE_RECORD` that are true or false."""


def in_words(rows: Any, names: Sequence[str], fields: Sequence[str]) -> Table:
    """Turn records `ALLIANCE_RECORD` into a table with names for codes and None for no week."""
    table: Table = {name: rows[name].tolist() for name in ALLIANCE_UNITS}
    words = {"founder": list(names), "field": list(fields), **CODES}
    for column, known in words.items():
        table[column] = [known[code] for code in table[column]]
    for column in ALLIANCE_FLAGS:
        table[column] = [bool(flag) for flag in table[column]]
    for column in NOT_YET:
        table[column] = [None if number == NEVER else number for number in table[column]]
    return table


NOT_YET = ("allied", "platform", "ended", "goal_week", "weeks_to_platform", "members_after_year")
"""Columns of whole numbers that are missing where a week has not come."""

ALLIANCE_RECORD = layout(
    "alliance founder field kind focal aim eligible is_alliance founded allied platform ended "
    "ending phase members core members_at_platform members_after_year members_at_most agenda "
    "agreed dropped people_lost lost_over_values lost_over_objection lost_over_red_line "
    "lost_over_worth lost_over_energy "
    "lost_after_platform applications admitted_late refused conflicts reworded "
    "mediated passed_over yielded mistaken_objections moderated reopened weeks_open fading_weeks "
    "captures captures_in_haste captures_by_choice lost_after_success "
    "weeks_to_platform occasions votes lost_votes milestones steps_passed payers goal_reached "
    "pivotal goal_week lifetime censored",
    "effective_sectors electorates_reached effective_sectors_last electorates_reached_last "
    "share_agreed ambition_kept depth value_to_members slowest_sitting mean_sitting "
    "trust_among_members causes_seen "
    "hours coordination_hours coordination_share contribution_per_head lead_held decided_in_time "
    "support credit_gini support_of_nearest_party role_channels "
    "least_pragmatism mean_pragmatism money_spent pooling_gain "
    "camp_spread attention polarisation dissent margin expected_success fading_hours",
)
"""Record of an alliance's measures; founder and field are rows, kind, ending and phase codes."""

ALLIANCE_UNITS: dict[str, str] = {
    "alliance": "number, in the order of founding, from 1",
    "founder": "organisation",
    "field": "policy field",
    "kind": "change or prevention",
    "focal": "whether its size is what a design is about",
    "aim": "partners that its founder aims at, itself not counted",
    "eligible": "organisations that the focal founder may ask, itself counted; 0 for the others",
    "is_alliance": "whether a second organisation ever accepted",
    "founded": "week in which the initiative was started",
    "allied": "week of the second acceptance",
    "platform": "week in which the platform was agreed",
    "ended": "week",
    "ending": "reason",
    "phase": "sounding, values, goals, working, ended",
    "members": "organisations, founder counted, at the end or now",
    "core": "organisations, at the end or now",
    "members_at_platform": "organisations, founder counted",
    "members_after_year": "organisations, 52 weeks after the start of the initiative",
    "members_at_most": "organisations",
    "effective_sectors": "sectors, at the platform",
    "electorates_reached": "share, at the platform",
    "effective_sectors_last": "sectors, at the end or now",
    "electorates_reached_last": "share, at the end or now",
    "agenda": "items",
    "agreed": "items in the platform when it was agreed",
    "dropped": "items, so far",
    "share_agreed": "share of the agenda",
    "ambition_kept": "share of the way that members want to go which agreed items go",
    "depth": "share_agreed x ambition_kept",
    "value_to_members": "salience x position, mean over members, at the platform",
    "slowest_sitting": "weeks between sittings, longest in the core at the platform",
    "mean_sitting": "weeks between sittings, mean over the core at the platform",
    "trust_among_members": "share, heads' trust, mean over pairs of members at the platform",
    "causes_seen": "share of the links of the goal's field that members see, at the end or now",
    "people_lost": "organisations that left",
    "lost_over_values": "organisations",
    "lost_over_objection": "organisations",
    "lost_over_red_line": "organisations",
    "lost_over_worth": "organisations",
    "lost_over_energy": "organisations",
    "lost_after_platform": "organisations that left once the platform stood",
    "applications": "requests to be admitted",
    "admitted_late": "organisations that joined once the platform stood",
    "refused": "requests that were turned down",
    "least_pragmatism": "share, readiness to give way, least of the core at the platform",
    "mean_pragmatism": "share, readiness to give way, mean over the core at the platform",
    "conflicts": "times that an agreed item came to cross a member's limit",
    "reworded": "conflicts and objections settled by another wording",
    "mediated": "conflicts settled by a mediator",
    "passed_over": "conflicts in which the objection was passed over",
    "yielded": "conflicts in which the others gave the item up",
    "reopened": "conflicts in which the item was negotiated anew",
    "weeks_open": "weeks in which agreed items were open again, summed over items",
    "mistaken_objections": "objections in the negotiation to what was misread",
    "moderated": "meetings for the wording of proposals that somebody moderated",
    "fading_weeks": "weeks in which fewer than two members worked for it",
    "fading_hours": "hours given in these weeks, weekly coordination included",
    "captures": "successes that one member claimed for itself",
    "captures_in_haste": "of these, those that nobody chose: the press did not wait for all",
    "captures_by_choice": "of these, those of a member that went alone by choice",
    "lost_after_success": "organisations that left within 13 weeks of a side item's becoming law",
    "weeks_to_platform": "weeks from the start of the initiative",
    "hours": "hours given by all members",
    "coordination_hours": "hours",
    "coordination_share": "share of hours",
    "contribution_per_head": "hours beyond coordination per member and week of work",
    "lead_held": "share of the hours that the lead has to hold, mean over weeks with a lead",
    "money_spent": "EUR",
    "payers": "organisations that ever put money in",
    "pooling_gain": "outreach made together, relative to that of members' means apart",
    "occasions": "occasions for a quick reaction that were decided or missed",
    "decided_in_time": "share of occasions",
    "votes": "votes on the main goal, laws of others in its field included",
    "lost_votes": "votes on the main goal, laws of others that went against it included",
    "milestones": "side items and steps that became law",
    "steps_passed": "intermediate goals that became law",
    "support": "share of parliament, at the last count",
    "support_of_nearest_party": "share of the party that gains most by its goal, at the last count",
    "role_channels": "ways of working, effective number by hours; none without roles",
    "goal_reached": "true or false",
    "pivotal": "whether the goal would have been missed without the alliance",
    "goal_week": "week",
    "lifetime": "weeks from the start of the initiative to end or horizon",
    "censored": "whether it still lived at the horizon",
    "credit_gini": "Gini coefficient over all who ever joined",
    "camp_spread": "position, standard deviation over members at the platform",
    "attention": "public attention to the field at the start, mean 1",
    "polarisation": "of the field at the start, [0, 1]",
    "dissent": "position, standard deviation over all organisations at the start",
    "margin": "share of legislators for it by conviction at the start, less one half",
    "expected_success": "chance that members see at the platform; nan where nobody counts votes",
}
"""Columns of the table of alliances with their units."""


RUN_RECORD = layout(
    "point seed weeks organisations initiatives alliances platforms ended goals_reached pivotal "
    "no_partner vote_lost overtaken_by_ally overtaken_by_others rupture faded exhausted "
    "planned_end lead_lost stopped_early deserted "
    "members_who_left occasions decided_in_time votes lost_votes milestones ties_gained "
    "ties_gained_to_sectors ties_gained_to_camps "
    "partners_aimed_at focal",
    "members_at_platform members_after_year members_at_end focal_members_at_platform "
    "focal_members_after_year focal_members_at_end focal_goal_reached weeks_to_platform "
    "effective_sectors electorates_reached share_agreed ambition_kept depth hours "
    "coordination_hours energy trust trust_gained trust_of_persons credit_gini votes_alone",
)
"""Record of a run among many; `RUN_UNITS` says what the fields are."""

RUN_UNITS: dict[str, str] = {
    "point": "number of the parameter set, from 0",
    "seed": "of the run",
    "weeks": "weeks",
    "organisations": "organisations",
    "initiatives": "initiatives started",
    "alliances": "initiatives with a second member",
    "platforms": "alliances with a platform",
    "ended": "alliances that have ended",
    "goals_reached": "alliances",
    "pivotal": "alliances without which their goal would have been missed",
    "no_partner": "initiatives that ended so",
    "vote_lost": "alliances that ended so",
    "overtaken_by_ally": "alliances that ended so",
    "overtaken_by_others": "alliances that ended so",
    "rupture": "alliances that ended so",
    "faded": "alliances that ended so",
    "exhausted": "alliances that ended so",
    "planned_end": "alliances that ended so",
    "lead_lost": "alliances that ended so",
    "stopped_early": "alliances that ended so",
    "deserted": "alliances that ended so",
    "members_who_left": "memberships given up",
    "occasions": "occasions for a quick reaction that were decided or missed",
    "decided_in_time": "occasions",
    "votes": "votes on the main goal, laws of others in its field included",
    "lost_votes": "votes on the main goal, laws of others that went against it included",
    "milestones": "side items that became law",
    "ties_gained": "ties",
    "ties_gained_to_sectors": "ties to organisations of another sector",
    "ties_gained_to_camps": "ties to organisations of another camp",
    "partners_aimed_at": "partners, founder not counted: of the focal founder, or of every founder",
    "members_at_platform": "organisations, founder counted, mean over platforms",
    "members_after_year": "organisations, mean over alliances that lived 52 weeks from their start",
    "members_at_end": "organisations, at the end or horizon, mean over alliances",
    "focal": "focal alliances or initiatives, 0 or 1",
    "focal_members_at_platform": "organisations in the focal alliance; nan without a platform",
    "focal_members_after_year": "organisations; nan where it did not live 52 weeks from its start",
    "focal_members_at_end": "organisations, at its end or horizon; nan without a focal alliance",
    "focal_goal_reached": "0 or 1; nan without a focal alliance",
    "weeks_to_platform": "weeks from the start of the initiative, mean over platforms",
    "effective_sectors": "sectors, mean over platforms",
    "electorates_reached": "share, mean over platforms",
    "share_agreed": "share of the agenda, mean over platforms",
    "ambition_kept": "share of the way that members want to go, mean over platforms",
    "depth": "share_agreed x ambition_kept, mean over platforms",
    "hours": "hours given to alliances and initiatives",
    "coordination_hours": "hours",
    "energy": "share, mean over organisations at the end",
    "trust": "share, mean over ties at the end",
    "trust_gained": "share, since the start, mean over the ties that there were then",
    "trust_of_persons": "share, between persons, mean over ties at the end; nan without them",
    "credit_gini": "Gini coefficient over all organisations",
    "votes_alone": "votes that all hours of an organisation would move at the end, mean over all",
}
"""Columns of the table of runs with their units."""


@rule
def measure_run(state: State, alliances: np.ndarray, runs: np.ndarray, row: int) -> None:
    """Measure a run from its alliances' records, into a row of records `RUN_RECORD`.

    Means over nothing are nan. Point and seed stand in the row already.
    """
    measured = runs[row]
    measured.weeks = state.clock[0].week
    measured.organisations = state.organisations.shape[0]
    measured.initiatives = alliances.shape[0]
    count_endings(alliances, runs, row)
    add_up(alliances, runs, row)
    average_platforms(alliances, runs, row)
    average_sizes(alliances, runs, row)
    measured.partners_aimed_at = state.parameters[0].target_partners
    measure_focal(alliances, runs, row)
    measure_organisations(state, runs, row)


def measure_run_of(state: State) -> Any:
    """Measure a run: a record `RUN_RECORD`, but for point and seed."""
    runs = records(1, RUN_RECORD)
    measure_run(state, alliance_records(state), runs, 0)
    return runs


@rule
def count_endings(alliances: np.ndarray, runs: np.ndarray, row: int) -> None:
    """Count alliances, platforms and the reasons of their ends."""
    measured = runs[row]
    for alliance in alliances:
        allied = alliance.is_alliance
        measured.alliances += allied
        measured.platforms += int(alliance.platform != NEVER)
        measured.ended += int(alliance.is_alliance != 0 and alliance.censored == 0)
        measured.goals_reached += alliance.goal_reached
        measured.pivotal += int(alliance.pivotal != 0)
        measured.no_partner += int(alliance.ending == Ending.NO_PARTNER)
        measured.vote_lost += allied * int(alliance.ending == Ending.VOTE_LOST)
        measured.overtaken_by_ally += allied * int(alliance.ending == Ending.OVERTAKEN_BY_ALLY)
        measured.overtaken_by_others += allied * int(alliance.ending == Ending.OVERTAKEN_BY_OTHERS)
        measured.rupture += allied * int(alliance.ending == Ending.RUPTURE)
        measured.faded += allied * int(alliance.ending == Ending.FADED)
        measured.exhausted += allied * int(alliance.ending == Ending.EXHAUSTED)
        measured.planned_end += allied * int(alliance.ending == Ending.PLANNED_END)
        measured.lead_lost += allied * int(alliance.ending == Ending.LEAD_LOST)
        measured.stopped_early += allied * int(alliance.ending == Ending.STOPPED_EARLY)
        measured.deserted += allied * int(alliance.ending == Ending.DESERTED)


@rule
def add_up(alliances: np.ndarray, runs: np.ndarray, row: int) -> None:
    """Add up what the alliances did: hours, occasions, votes, and who left."""
    measured = runs[row]
    for alliance in alliances:
        measured.members_who_left += alliance.people_lost
        measured.occasions += alliance.occasions
        if alliance.occasions > 0:
            # A share of few occasions: rounding gives the whole number back.
            measured.decided_in_time += int(alliance.decided_in_time * alliance.occasions + 0.5)
        measured.votes += alliance.votes
        measured.lost_votes += alliance.lost_votes
        measured.milestones += alliance.milestones
        measured.hours += alliance.hours
        measured.coordination_hours += alliance.coordination_hours


@rule
def average_platforms(alliances: np.ndarray, runs: np.ndarray, row: int) -> None:
    """Average breadth and depth over the alliances with a platform."""
    measured = runs[row]
    for alliance in alliances:
        if alliance.platform == NEVER:
            continue
        measured.members_at_platform += alliance.members_at_platform
        measured.weeks_to_platform += alliance.weeks_to_platform
        measured.effective_sectors += alliance.effective_sectors
        measured.electorates_reached += alliance.electorates_reached
        measured.share_agreed += alliance.share_agreed
        measured.ambition_kept += alliance.ambition_kept
        measured.depth += alliance.depth
    platforms = measured.platforms
    measured.members_at_platform = share(measured.members_at_platform, platforms)
    measured.weeks_to_platform = share(measured.weeks_to_platform, platforms)
    measured.effective_sectors = share(measured.effective_sectors, platforms)
    measured.electorates_reached = share(measured.electorates_reached, platforms)
    measured.share_agreed = share(measured.share_agreed, platforms)
    measured.ambition_kept = share(measured.ambition_kept, platforms)
    measured.depth = share(measured.depth, platforms)


@rule
def average_sizes(alliances: np.ndarray, runs: np.ndarray, row: int) -> None:
    """Average how many members alliances have a year after their start, and at the end or now."""
    measured = runs[row]
    lived = 0
    for alliance in alliances:
        if alliance.is_alliance:
            measured.members_at_end += alliance.members
            if alliance.members_after_year != NEVER:
                measured.members_after_year += alliance.members_after_year
                lived += 1
    measured.members_at_end = share(measured.members_at_end, measured.alliances)
    measured.members_after_year = share(measured.members_after_year, lived)


@rule
def measure_focal(alliances: np.ndarray, runs: np.ndarray, row: int) -> None:
    """Measure the focal alliance of a design, if the run has one."""
    measured = runs[row]
    measured.focal_members_at_platform = math.nan
    measured.focal_members_after_year = math.nan
    measured.focal_members_at_end = math.nan
    measured.focal_goal_reached = math.nan
    for alliance in alliances:
        if alliance.focal:
            measured.focal = 1
            measured.focal_members_at_end = alliance.members
            measured.focal_goal_reached = alliance.goal_reached
            if alliance.platform != NEVER:
                measured.focal_members_at_platform = alliance.members_at_platform
            if alliance.members_after_year != NEVER:
                measured.focal_members_after_year = alliance.members_after_year


@rule
def measure_organisations(state: State, runs: np.ndarray, row: int) -> None:
    """Measure energy, trust, ties gained, and how unevenly credit is spread over organisations."""
    measured = runs[row]
    count = state.organisations.shape[0]
    credit = np.empty(count)
    ties = 0
    first_ties = 0
    for i in range(count):
        organisation = state.organisations[i]
        credit[i] = organisation.credit
        measured.energy += organisation.energy / count
        measured.ties_gained += organisation.ties - organisation.ties_at_start
        measured.ties_gained_to_sectors += organisation.ties_to_sectors
        measured.ties_gained_to_camps += organisation.ties_to_camps
        measured.votes_alone += votes_alone(state, i) / count
        ties += organisation.ties
        for q in range(organisation.ties):
            tie = state.ties[i, q]
            measured.trust += tie.trust
            measured.trust_of_persons += tie.persons
            if q < organisation.ties_at_start:
                measured.trust_gained += tie.trust - tie.baseline
        first_ties += organisation.ties_at_start
    measured.trust = share(measured.trust, ties)
    persons = state.parameters[0].persons
    measured.trust_of_persons = share(measured.trust_of_persons, ties) if persons else math.nan
    measured.trust_gained = share(measured.trust_gained, first_ties)
    measured.credit_gini = gini(credit)


@rule
def votes_alone(state: State, i: int) -> int:
    """Votes that an organisation moves with all its hours in the field that matters most to it.

    For its own ideal, at the exposure that its free hours reach in the long run, as if nobody else
    spoke; beyond the votes that there are by conviction.
    """
    k = most_wanted_field(state, i)
    position = field_ideal(state, i, k)
    way = 1.0 if position > 0.0 else -1.0
    hours = state.organisations[i].free_hours / state.parameters[0].forgetting
    voices = np.zeros((state.audiences.shape[1], state.parties.shape[0]))
    add_voice_alone(state, i, k, way * hours, voices)
    pressure = np.empty(state.legislators.shape[0])
    press(state, k, voices, pressure)
    votes = count_votes(state, k, position, pressure, 0.0)
    return int(votes - votes_by_conviction(state, k, position, 0.0))


@rule
def most_wanted_field(state: State, i: int) -> int:
    """Field with the largest salience x distance of an organisation's ideal from the law."""
    found = 0
    best = -1.0
    for k in range(state.fields.shape[0]):
        worth = state.views[i, k].salience * abs(field_ideal(state, i, k))
        if worth > best:
            found = k
            best = worth
    return found


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
    "free_hours_last": "hours/week, at the end",
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
    "profile_difference": "the first less the second",
    "ties": "ties, at the end",
    "ties_gained": "ties",
    "ties_gained_to_sectors": "ties to organisations of another sector",
    "ties_gained_to_camps": "ties to organisations of another camp",
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
                "free_hours": float(record.free_hours_drawn),
                "free_hours_last": float(record.free_hours),
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
                "profile_difference": float(record.profile_joint - record.profile_alone),
                "ties": int(record.ties),
                "ties_gained": int(record.ties - record.ties_at_start),
                "ties_gained_to_sectors": int(record.ties_to_sectors),
                "ties_gained_to_camps": int(record.ties_to_camps),
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
