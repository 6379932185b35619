"""Collaboration: decide in time, where an occasion calls for a joint reaction."""

import math

from sim.agenda import make_known
from sim.compiling import rule
from sim.phases.collaboration.contributing import STEP
from sim.quantities import (
    answer_week,
    item_ideal,
    learn_about,
    next_sitting,
    share_held,
    tolerance,
    value_shift,
)
from sim.randomness import Stream, exponential, normal, uniform
from sim.state import NEVER, NOBODY, EventKind, State, Status, record_event

OCCASION_NUMBERS = 128
"""Numbers of the draws for answers to occasions begin here; below are those for rounds. No item has
a multiple of `ORGANISATION_NUMBERS` as its number, but for the main goal."""


@rule
def occasion_arises(state: State, a: int) -> bool:
    """Whether something happens this week that calls for a quick joint reaction."""
    clock = state.clock[0]
    if state.alliances[a].event_deadline != NEVER:
        return False
    draw = uniform(clock.seed, Stream.EVENT, clock.week, 0, state.alliances[a].key, 0)
    return bool(draw < state.parameters[0].event_rate)


@rule
def open_occasion(state: State, a: int) -> None:
    """Ask the core for a joint reaction that is of use only for a while."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    clock = state.clock[0]
    lifetime = exponential(
        uniform(clock.seed, Stream.EVENT, clock.week, 0, alliance.key, 1), p.event_lifetime
    )
    alliance.occasions += 1
    alliance.event_opened = clock.week
    alliance.event_deadline = clock.week + int(lifetime)
    alliance.event_objected = 0
    word_reaction(state, a)
    for m in range(alliance.slots):
        if state.members[a, m].status == Status.CORE:
            member = state.members[a, m]
            number = alliance.occasions + OCCASION_NUMBERS
            member.answers_event = answer_week(state, a, m, number)
            member.sits_event = next_sitting(
                state, member.organisation, clock.week, alliance.key, number
            )
    record_event(
        state, EventKind.OCCASION, a, alliance.founder, NOBODY, 0, alliance.field,
        float(alliance.event_deadline), 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def word_reaction(state: State, a: int) -> None:
    """Word a joint reaction: the core's mean ideal, moved into the limits that the table knows."""
    alliance = state.alliances[a]
    total = 0.0
    core = 0
    low = -math.inf
    high = math.inf
    for m in range(alliance.slots):
        member = state.members[a, m]
        if member.status != Status.CORE:
            continue
        ideal = reaction_ideal(state, a, m)
        total += ideal
        core += 1
        if member.known:
            limit = tolerance(state, member.organisation, alliance.field, 0.0)
            low = max(low, ideal - limit)
            high = min(high, ideal + limit)
    wording = total / max(1, core)
    if low > high:
        wording = 0.5 * (low + high)
    alliance.reaction = max(min(wording, max(low, high)), min(low, high))


@rule
def objects_to_reaction(state: State, a: int, m: int) -> bool:
    """Whether the wording of a joint reaction crosses a core member's limit.

    A reaction is a small item of its own in the main field, with a load on values of its own. Its
    wording respects limits as far as they are known and can be met together; so differences that
    were never debated return here, as often as a new item really crosses them (study IV-F, Fridays
    for Future).
    """
    member = state.members[a, m]
    if member.status != Status.CORE:
        return False
    limit = tolerance(state, member.organisation, state.alliances[a].field, 0.0)
    distance = abs(reaction_ideal(state, a, m) - state.alliances[a].reaction)
    return bool(distance > limit + STEP)


@rule
def reaction_ideal(state: State, a: int, m: int) -> float:
    """A member's ideal on the present occasion."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    seed = state.clock[0].seed
    i = int(state.members[a, m].organisation)
    occasion = 4 * alliance.occasions
    freedom = uniform(seed, Stream.REACTION, alliance.founded, 0, alliance.key, occasion + 1) + STEP
    justice = uniform(seed, Stream.REACTION, alliance.founded, 0, alliance.key, occasion + 2) + STEP
    sustainability = (
        uniform(seed, Stream.REACTION, alliance.founded, 0, alliance.key, occasion + 3) + STEP
    )
    total = freedom + justice + sustainability
    shift = value_shift(state, i, freedom / total, justice / total, sustainability / total)
    own = normal(seed, Stream.REACTION, alliance.founded, i + 1, alliance.key, occasion)
    return item_ideal(state, i, alliance.field, p.item_deviation * own + shift)


@rule
def object_to_reaction(state: State, a: int, m: int) -> None:
    """An objection costs another round of answers, and may make the objector's limits known."""
    alliance = state.alliances[a]
    alliance.event_objected += 1
    member = state.members[a, m]
    record_event(
        state, EventKind.CONFLICT, a, member.organisation, NOBODY, NOBODY, alliance.field,
        reaction_ideal(state, a, m), alliance.reaction, 0.0, 0.0,
    )  # fmt: skip
    clock = state.clock[0]
    draw = uniform(
        clock.seed, Stream.EXPLAIN, clock.week, member.organisation, alliance.key, OCCASION_NUMBERS
    )
    if draw < state.parameters[0].objection_informs:
        make_known(state, a, m)


@rule
def decision_week(state: State, a: int) -> int:
    """Week in which the reaction is decided: when the quorum of the core has answered.

    Silence counts as consent after `silence_weeks`; a lead with a mandate decides alone; an
    objection sends the wording round once more. Nobody waits for who has left; if all who were
    asked have, it comes too late.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    opened = int(alliance.event_opened)
    if number_asked(state, a) == 0:
        return int(alliance.event_deadline) + 1
    if p.lead_mandate and alliance.lead != NOBODY and is_asked(state, a, alliance.lead):
        return int(state.members[a, alliance.lead].answers_event)
    answered = quorum_week(state, a)
    if alliance.event_objected:
        answered += max(1, answered - opened)
    return min(answered, opened + int(p.silence_weeks))


@rule
def is_asked(state: State, a: int, m: int) -> bool:
    """Whether a member of the core is asked about the present occasion; who came later is not."""
    member = state.members[a, m]
    return bool(
        member.status == Status.CORE and member.answers_event >= state.alliances[a].event_opened
    )


@rule
def quorum_week(state: State, a: int) -> int:
    """Week by which the required share of those asked has answered (an order statistic)."""
    alliance = state.alliances[a]
    quorum = state.parameters[0].quorum
    required = max(1, math.ceil(quorum * number_asked(state, a) - STEP))
    best = int(alliance.event_opened)
    for m in range(alliance.slots):
        if not is_asked(state, a, m):
            continue
        candidate = int(state.members[a, m].answers_event)
        if answered_by(state, a, candidate) >= required and (
            answered_by(state, a, best) < required or candidate < best
        ):
            best = candidate
    return best


@rule
def number_asked(state: State, a: int) -> int:
    """Number of core members who are asked about the present occasion and are still there."""
    count = 0
    for m in range(state.alliances[a].slots):
        count += int(is_asked(state, a, m))
    return count


@rule
def answered_by(state: State, a: int, week: int) -> int:
    """Number of core members who have answered the present occasion by a week."""
    count = 0
    for m in range(state.alliances[a].slots):
        if is_asked(state, a, m) and state.members[a, m].answers_event <= week:
            count += 1
    return count


@rule
def occasion_is_over(state: State, a: int) -> bool:
    """Whether the present occasion has been decided or has passed."""
    alliance = state.alliances[a]
    if alliance.event_deadline == NEVER:
        return False
    week = state.clock[0].week
    return bool(week > alliance.event_deadline or week >= decision_week(state, a))


@rule
def close_occasion(state: State, a: int) -> None:
    """In time, a reaction carries the outreach further; late, it is of no use. Members remember."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    in_time = state.clock[0].week <= alliance.event_deadline
    decided = max(state.clock[0].week, decision_week(state, a))
    if in_time:
        alliance.in_time += 1
        for m in range(alliance.slots):
            state.members[a, m].outreach *= 1.0 + p.ready_bonus
    remember_answers(state, a, in_time)
    alliance.missed = 1.0 - alliance.in_time / max(1, alliance.occasions)
    kind = EventKind.DECIDED_IN_TIME if in_time else EventKind.OCCASION_MISSED
    record_event(
        state, kind, a, slowest_member(state, a), NOBODY, 0, alliance.field,
        float(decided), float(alliance.event_deadline),
        float(alliance.event_objected), float(alliance.core),
    )  # fmt: skip
    alliance.event_deadline = NEVER


@rule
def remember_answers(state: State, a: int, in_time: bool) -> None:
    """Let core members remember how the others answered.

    A reaction in time is a promise kept by all who have answered. Late is not the same as
    unreliable: a body's calendar is known, and who waits for it breaks no promise; nor does who was
    kept waiting by an overloaded lead. Who could have answered in time and was not reached does.
    """
    alliance = state.alliances[a]
    for m in range(alliance.slots):
        member = state.members[a, m]
        if not is_asked(state, a, m):
            continue
        late = member.answers_event > alliance.event_deadline
        kept = in_time and member.answers_event <= state.clock[0].week
        broken = late and member.sits_event <= alliance.event_deadline
        broken = broken and share_held(state, a, m) < 1.0
        if not kept and not broken:
            continue
        for other in range(alliance.slots):
            if other != m and state.members[a, other].status == Status.CORE:
                learn_about(state, state.members[a, other].organisation, member.organisation, kept)


@rule
def slowest_member(state: State, a: int) -> int:
    """Organisation whose answer to the present occasion came last, or NOBODY."""
    slowest = NOBODY
    latest = -1
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_asked(state, a, m) and member.answers_event > latest:
            latest = int(member.answers_event)
            slowest = int(member.organisation)
    return slowest
