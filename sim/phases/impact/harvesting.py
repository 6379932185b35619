"""Impact, fourth step: harvest, and divide the credit."""

from sim.compiling import rule
from sim.quantities import is_member, learn_about, next_sitting
from sim.randomness import Stream, exponential, uniform
from sim.state import NOBODY, Credit, EventKind, State, record_event


@rule
def harvest(state: State, a: int, j: int) -> None:
    """Divide the credit for a success, 1 in all, by the rule agreed on beforehand.

    Without a rule the press does not wait for ever: if the slowest could be asked in time the
    credit is shared, otherwise it goes to who could answer first. So appropriation follows from
    time pressure and missing agreements, where it does (study IV-W, D64).
    """
    p = state.parameters[0]
    if p.credit_rule == Credit.NONE and press_is_too_fast(state, a, j):
        credit_first(state, a, j)
        return
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status):
            share = credit_share(state, a, m)
            member.credit += share
            state.organisations[member.organisation].credit += share
            if p.credit_rule != Credit.NONE:
                acknowledge(state, a, m)
    record_event(
        state, EventKind.CREDIT_SHARED, a, NOBODY, NOBODY, j, state.items[a, j].field,
        float(p.credit_rule), float(state.alliances[a].members), 0.0, 0.0,
    )  # fmt: skip


@rule
def acknowledge(state: State, a: int, m: int) -> None:
    """Let the others trust a member more with whom credit was shared as agreed: a promise kept."""
    partner = state.members[a, m].organisation
    for other in range(state.alliances[a].slots):
        if other != m and is_member(state.members[a, other].status):
            learn_about(state, state.members[a, other].organisation, partner, True)


@rule
def credit_share(state: State, a: int, m: int) -> float:
    """A member's share of the credit: equal, or by hours given."""
    alliance = state.alliances[a]
    if state.parameters[0].credit_rule != Credit.EFFORT:
        return 1.0 / max(1, alliance.members)
    total = 0.0
    for other in range(alliance.slots):
        if is_member(state.members[a, other].status):
            total += state.members[a, other].hours
    if total <= 0.0:
        return 1.0 / max(1, alliance.members)
    return float(state.members[a, m].hours / total)


@rule
def statement_week(state: State, a: int, m: int) -> int:
    """Week in which a member's own body can sign a joint statement."""
    member = state.members[a, m]
    return next_sitting(
        state, member.organisation, state.clock[0].week, state.alliances[a].key, 512
    )


@rule
def press_is_too_fast(state: State, a: int, j: int) -> bool:
    """Whether the press reports before the slowest member could be asked."""
    clock = state.clock[0]
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.PRESS, clock.week, 0, key, state.items[a, j].number)
    deadline = clock.week + exponential(draw, state.parameters[0].press_weeks)
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status) and statement_week(state, a, m) > deadline:
            return True
    return False


@rule
def credit_first(state: State, a: int, j: int) -> None:
    """Give the credit to who can answer first, the larger if several can; others resent it."""
    first = NOBODY
    for m in range(state.alliances[a].slots):
        if not is_member(state.members[a, m].status):
            continue
        if first == NOBODY or answers_before(state, a, m, first):
            first = m
    if first == NOBODY:
        return
    winner = int(state.members[a, first].organisation)
    state.members[a, first].credit += 1.0
    state.organisations[winner].credit += 1.0
    for m in range(state.alliances[a].slots):
        if m != first and is_member(state.members[a, m].status):
            learn_about(state, state.members[a, m].organisation, winner, False)
    state.alliances[a].captures += 1
    record_event(
        state, EventKind.CREDIT_CAPTURED, a, winner, NOBODY, j, state.items[a, j].field,
        float(state.alliances[a].members), 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def answers_before(state: State, a: int, m: int, other: int) -> bool:
    """Whether one member can answer the press before another, or is larger where both can."""
    mine = statement_week(state, a, m)
    theirs = statement_week(state, a, other)
    if mine != theirs:
        return mine < theirs
    one = state.organisations[state.members[a, m].organisation]
    two = state.organisations[state.members[a, other].organisation]
    return bool(one.reach * one.visibility > two.reach * two.visibility)
