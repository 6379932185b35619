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
    time pressure and missing agreements, where it does (study IV-W, D64). With or without a rule a
    member can go alone by choice; that is asked first, so that a success which haste would have
    cost anyway counts as taken by choice if somebody chose.
    """
    p = state.parameters[0]
    if p.selfishness > 0.0:
        m = first_to_go_alone(state, a, j)
        if m != NOBODY:
            state.alliances[a].captures_by_choice += 1
            take_credit(state, a, j, m, True)
            return
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
    deadline = press_deadline(state, a, j)
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status) and statement_week(state, a, m) > deadline:
            return True
    return False


@rule
def press_deadline(state: State, a: int, j: int) -> float:
    """Week, with its fraction, in which the press reports on a success."""
    clock = state.clock[0]
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.PRESS, clock.week, 0, key, state.items[a, j].number)
    return clock.week + exponential(draw, state.parameters[0].press_weeks)


@rule
def goes_alone(state: State, a: int, j: int, m: int) -> bool:
    """Whether a member claims a success for itself by choice; the likelier the more it needs names.

    With chance `selfishness` x visibility, whatever the rule and whoever else could be asked.
    """
    clock = state.clock[0]
    i = int(state.members[a, m].organisation)
    chance = state.parameters[0].selfishness * state.organisations[i].visibility
    number = state.items[a, j].number
    draw = uniform(clock.seed, Stream.GOES_ALONE, clock.week, i, state.alliances[a].key, number)
    return bool(draw < chance)


@rule
def first_to_go_alone(state: State, a: int, j: int) -> int:
    """Return the first of those who go alone before the press goes to print, or NOBODY."""
    deadline = press_deadline(state, a, j)
    first = NOBODY
    for m in range(state.alliances[a].slots):
        if not is_member(state.members[a, m].status) or statement_week(state, a, m) > deadline:
            continue
        if goes_alone(state, a, j, m) and (first == NOBODY or answers_before(state, a, m, first)):
            first = m
    return first


@rule
def credit_first(state: State, a: int, j: int) -> None:
    """Give the credit to who can answer first, the larger if several can."""
    first = NOBODY
    for m in range(state.alliances[a].slots):
        if not is_member(state.members[a, m].status):
            continue
        if first == NOBODY or answers_before(state, a, m, first):
            first = m
    if first != NOBODY:
        take_credit(state, a, j, first, False)


@rule
def take_credit(state: State, a: int, j: int, m: int, by_choice: bool) -> None:
    """Give one member all the credit for a success; the others resent it: a promise broken."""
    winner = int(state.members[a, m].organisation)
    state.members[a, m].credit += 1.0
    state.organisations[winner].credit += 1.0
    for other in range(state.alliances[a].slots):
        if other != m and is_member(state.members[a, other].status):
            learn_about(state, state.members[a, other].organisation, winner, False)
    state.alliances[a].captures += 1
    record_event(
        state, EventKind.CREDIT_CAPTURED, a, winner, NOBODY, j, state.items[a, j].field,
        float(state.alliances[a].members), 1.0 if by_choice else 0.0, 0.0, 0.0,
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
