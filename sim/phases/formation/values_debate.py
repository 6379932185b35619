"""Formation, fourth step: debate values, so that limits become known."""

import math

import numpy as np

from sim.agenda import knows_own_limits, make_known, position_is_fixed
from sim.compiling import rule
from sim.quantities import (
    convenor,
    field_ideal,
    goal_gain,
    is_member,
    member_ideal,
    member_tolerance,
    trust_in,
)
from sim.randomness import Stream, uniform
from sim.state import NOBODY, Debate, EventKind, Kind, Phase, State, Status, record_event


@rule
def begin_phase(state: State, a: int, phase: int) -> None:
    """Let an alliance enter the next phase of its life."""
    alliance = state.alliances[a]
    alliance.phase = phase
    alliance.phase_since = state.clock[0].week
    record_event(
        state, EventKind.PHASE_BEGINS, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(alliance.phase), float(alliance.members), 0.0, 0.0,
    )  # fmt: skip


@rule
def disclose_on_joining(state: State, a: int, m: int) -> None:
    """Let a newcomer tell its limits if the ground rules ask for it and it trusts who asked it."""
    member = state.members[a, m]
    alliance = state.alliances[a]
    if not knows_own_limits(state, a, m):
        return
    draw = uniform(
        state.clock[0].seed, Stream.EXPLAIN, alliance.founded, member.organisation, alliance.key, 0
    )
    if draw < trust_in(state, member.organisation, convenor(state, a)):
        make_known(state, a, m)


@rule
def debate_week(state: State, a: int, m: int) -> None:
    """In a week of debate a member's limits become known with a fixed chance; nothing else does."""
    member = state.members[a, m]
    clock = state.clock[0]
    if not knows_own_limits(state, a, m):
        return
    chance = 1.0 - math.exp(-1.0 / state.parameters[0].disclosure_weeks)
    key = state.alliances[a].key
    if uniform(clock.seed, Stream.DEBATE, clock.week, member.organisation, key, 0) < chance:
        make_known(state, a, m)


@rule
def could_live_with_draft(state: State, a: int, m: int) -> bool:
    """Whether the goal that is to be expected lies within what a member could ever accept.

    So does every further point that has had its turn in the debate. It is asked again in every
    week: a point that was put up is not settled, and who is left may stand elsewhere.
    """
    ideal = member_ideal(state, a, 0, m)
    for number in range(points_put_up(state, a)):
        if not lives_with_value_point(state, a, m, number):
            return False
    if state.alliances[a].kind == Kind.PREVENTION:
        return bool(goal_gain(Kind.PREVENTION, ideal, state.items[a, 0].position) > 0.0)
    rounds = state.parameters[0].rounds - 1
    widest = member_tolerance(state, a, m, state.items[a, 0].field, rounds)
    return bool(abs(ideal - expected_goal(state, a)) <= widest)


@rule
def points_put_up(state: State, a: int) -> int:
    """Number of points that have had their turn by now: one after another over the debate."""
    p = state.parameters[0]
    weeks = state.clock[0].week - state.alliances[a].phase_since + 1
    return int(min(p.value_points, weeks * p.value_points // p.debate_weeks))


@rule
def points_on_the_table(state: State, a: int) -> np.ndarray:
    """Return the fields of the points whose turn it is in this week of a debate on values."""
    p = state.parameters[0]
    before = state.clock[0].week - state.alliances[a].phase_since
    first = before * p.value_points // p.debate_weeks
    beyond = math.ceil((before + 1) * p.value_points / p.debate_weeks)
    if state.alliances[a].phase != Phase.VALUES:
        beyond = first
    fields = np.empty(p.value_points, dtype=np.int64)
    count = 0
    for number in range(first, min(beyond, p.value_points)):
        fields[count] = value_point(state, a, number)
        count += int(fields[count] != NOBODY)
    return fields[:count]


@rule
def lives_with_value_point(state: State, a: int, m: int, number: int) -> bool:
    """Whether a member can live with where the others stand on a point besides the goal.

    Where it cannot even with all the patience of a negotiation, it belongs elsewhere (study IV-F:
    every further point narrows the alliance).
    """
    k = value_point(state, a, number)
    if k == NOBODY:
        return True
    total = 0.0
    for other in range(state.alliances[a].slots):
        if is_member(state.members[a, other].status):
            total += field_ideal(state, state.members[a, other].organisation, k)
    i = int(state.members[a, m].organisation)
    distance = abs(field_ideal(state, i, k) - total / max(1, state.alliances[a].members))
    return bool(distance <= member_tolerance(state, a, m, k, state.parameters[0].rounds - 1))


@rule
def value_point(state: State, a: int, number: int) -> int:
    """Field of a point put up for debate: what matters most to the founder besides its goal.

    NOBODY if the world has no further field.
    """
    i = int(state.alliances[a].founder)
    before = math.inf
    found = NOBODY
    for _ in range(number + 1):
        best = -1.0
        found = NOBODY
        for k in range(state.fields.shape[0]):
            salience = state.views[i, k].salience
            if k != state.alliances[a].field and best < salience < before:
                best = salience
                found = k
        if found == NOBODY:
            return NOBODY
        before = best
    return found


@rule
def expected_goal(state: State, a: int) -> float:
    """Where the debate sees the main goal going: the core's mean, or the draft if it is closed."""
    if position_is_fixed(state, a, 0):
        return float(state.items[a, 0].position)
    total = 0.0
    core = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += member_ideal(state, a, 0, m)
            core += 1
    return total / max(1, core)


@rule
def debate_is_over(state: State, a: int) -> bool:
    """A time-boxed debate ends by the calendar, an open-ended one when all limits are known.

    Every point has its turn before. Nobody waits for those who do not know their own limits: they
    have nothing to tell.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.values_debate == Debate.TIME_BOXED:
        return bool(state.clock[0].week - alliance.phase_since >= p.debate_weeks - 1)
    if points_put_up(state, a) < p.value_points:
        return False
    for m in range(alliance.slots):
        silent = state.members[a, m].status == Status.CORE and not state.members[a, m].known
        if silent and knows_own_limits(state, a, m):
            return False
    return True
