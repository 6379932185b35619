"""Formation, first step: think of an alliance, choose a goal, join who pursues it, or found one."""

import math

from sim.bills import bill_is_pending
from sim.compiling import rule
from sim.membership import direction_of, open_alliance, place_of, take_place
from sim.parameters import YEAR
from sim.quantities import (
    field_ideal,
    goal_gain,
    is_member,
    item_deviation,
    item_ideal,
    next_sitting,
    share_of_society,
    tolerance,
    trust_in,
    votes_by_conviction,
)
from sim.randomness import Stream, uniform
from sim.state import NOBODY, EventKind, Kind, State, Status, record_event


@rule
def considers_initiating(state: State, i: int) -> bool:
    """Whether an organisation thinks about a new alliance this week: energy, load, a chance."""
    p = state.parameters[0]
    clock = state.clock[0]
    organisation = state.organisations[i]
    if organisation.energy <= p.initiation_energy or organisation.load >= p.load_limit:
        return False
    if clock.week < organisation.pause_until:
        return False
    draw = uniform(clock.seed, Stream.INITIATE, clock.week, i, 0, 0)
    return bool(draw < chance_of_initiating(state))


@rule
def chance_of_initiating(state: State) -> float:
    """Chance per week that an organisation thinks of an alliance.

    Where one society is divided among more organisations, its initiatives are divided as well.
    """
    chance = state.parameters[0].initiation_rate / YEAR
    if state.parameters[0].constant_total:
        chance *= share_of_society(state)
    return float(chance)


@rule
def worth_of_goal(state: State, i: int, k: int, kind: int) -> float:
    """What a goal is worth to an organisation this week; 0 where there is none.

    A change: weight x distance of its ideal from the status quo. A prevention: weight x loss that
    the pending bill would bring.
    """
    if kind == Kind.CHANGE:
        return float(weight_of_goal(state, i, k, kind) * abs(field_ideal(state, i, k)))
    if not bill_is_pending(state, k):
        return 0.0
    return worth_of_prevention(state, i, k, state.fields[k].bill_position)


@rule
def weight_of_goal(state: State, i: int, k: int, kind: int) -> float:
    """How much weight a kind of goal has for an organisation this week: salience x attention.

    It varies by chance from half to one and a half times.
    """
    clock = state.clock[0]
    chance = 0.5 + uniform(clock.seed, Stream.ISSUE, clock.week, i, k, kind)
    return float(state.views[i, k].salience * state.fields[k].attention * chance)


@rule
def worth_of_prevention(state: State, i: int, k: int, bill: float) -> float:
    """What it is worth to an organisation to prevent a bill at a position."""
    weight = weight_of_goal(state, i, k, Kind.PREVENTION.value)
    return float(weight * goal_gain(Kind.PREVENTION.value, field_ideal(state, i, k), bill))


@rule
def needs_no_alliance(state: State, i: int, k: int, kind: int) -> bool:
    """Whether the goal has its majority already (study III: unreachable alone).

    A demand meets the objections of the fields it touches, which nobody has answered yet.
    """
    if kind == Kind.PREVENTION:
        return fails_anyway(state, k, state.fields[k].bill_position)
    objections = state.parameters[0].objection_weight * state.touched.shape[1]
    votes = votes_by_conviction(state, k, field_ideal(state, i, k), objections)
    return bool(2 * votes > state.legislators.shape[0])


@rule
def fails_anyway(state: State, k: int, bill: float) -> bool:
    """Whether a bill at a position has no majority, so that nobody needs to prevent it."""
    return bool(2 * votes_by_conviction(state, k, bill, 0.0) <= state.legislators.shape[0])


@rule
def choose_goal(state: State, i: int) -> int:
    """Return the goal worth most to an organisation, as 2 k + kind; NOBODY if none is worth it."""
    best = state.parameters[0].initiation_threshold
    chosen = NOBODY
    for k in range(state.fields.shape[0]):
        for kind in range(2):
            worth = worth_of_goal(state, i, k, kind)
            if worth <= best or pursues_already(state, i, k, kind):
                continue
            if state.parameters[0].majority_check and needs_no_alliance(state, i, k, kind):
                continue
            best = worth
            chosen = 2 * k + kind
    return chosen


@rule
def pursues_already(state: State, i: int, k: int, kind: int) -> bool:
    """Whether an organisation belongs to a live alliance, or initiative, for the same goal."""
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        if state.alliances[a].field != k or state.alliances[a].kind != kind:
            continue
        m = place_of(state, a, i)
        if m != NOBODY and is_member(state.members[a, m].status):
            return True
    return False


@rule
def draft_of_goal(state: State, i: int, k: int, kind: int) -> float:
    """Position that an organisation would put forward: its ideal, or the bill it rejects."""
    if kind == Kind.PREVENTION:
        return float(state.fields[k].bill_position)
    return field_ideal(state, i, k)


@rule
def find_existing(state: State, i: int, k: int, kind: int) -> int:
    """Return the public alliance for this goal that an organisation gains most from and knows of.

    It must pull the same way, lie within the organisation's tolerance, and be known: through a
    contact among its members, or because its outreach has come to the organisation's own segment.
    """
    way = direction_of(kind, draft_of_goal(state, i, k, kind))
    best = 0.0
    found = NOBODY
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        alliance = state.alliances[a]
        same = alliance.field == k and alliance.kind == kind and alliance.direction == way
        if not same or not alliance.public or place_of(state, a, i) != NOBODY:
            continue
        ideal = item_ideal(state, i, k, item_deviation(state, i, a, 0))
        position = state.items[a, 0].position
        if kind == Kind.CHANGE and abs(ideal - position) > tolerance(state, i, k, 0.0):
            continue
        value = goal_gain(kind, ideal, position)
        if value > best and knows_of(state, i, a):
            best = value
            found = a
    return found


@rule
def knows_of(state: State, i: int, a: int) -> bool:
    """Whether an organisation has heard of a public alliance: by a contact, or by its outreach."""
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status) and trust_in(state, i, member.organisation) > 0.0:
            return True
    clock = state.clock[0]
    heard = state.exposure[a, state.organisations[i].segment]
    chance = 1.0 - math.exp(-heard / state.parameters[0].half_response)
    draw = uniform(clock.seed, Stream.AWARE, clock.week, i, state.alliances[a].key, 0)
    return bool(draw < chance)


@rule
def found_initiative(state: State, i: int, k: int, kind: int) -> int:
    """Found an initiative for a goal; the state must have room for one alliance more."""
    a = open_alliance(state, i, k, kind, draft_of_goal(state, i, k, kind))
    record_event(
        state, EventKind.INITIATIVE, a, i, NOBODY, 0, k,
        float(kind), state.alliances[a].draft, state.views[i, k].salience, 0.0,
    )  # fmt: skip
    return a


@rule
def apply_to(state: State, i: int, a: int) -> int:
    """Ask a public alliance for admission; one's own body has to sit first."""
    week = state.clock[0].week
    sits = next_sitting(state, i, week, state.alliances[a].key, 0)
    m = take_place(state, a, i, Status.APPLIED, sits)
    if m != NOBODY:
        state.alliances[a].applications += 1
        record_event(
            state, EventKind.APPLIED, a, i, NOBODY, 0, state.alliances[a].field,
            float(sits), 0.0, 0.0, 0.0,
        )  # fmt: skip
    return m
