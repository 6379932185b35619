"""Formation, fifth step: set the goal. Here, the rounds in which members answer and object."""

from enum import IntEnum

import numpy as np

from sim.agenda import (
    count_objectors,
    drop_item,
    follow_goal,
    knows_own_limits,
    make_known,
    position_is_fixed,
    worth_of_item_and_objectors,
)
from sim.compiling import rule
from sim.membership import place_of
from sim.phases.formation.joining import EVENNESS
from sim.phases.formation.proposals import (
    known_limits,
    worded,
)
from sim.quantities import (
    answer_week,
    convenor,
    culture_distance,
    excess,
    excess_at,
    is_member,
    learn_about,
    plan_coordination,
    trust_in,
    unfamiliar,
)
from sim.randomness import Stream, normal, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Commitment,
    EventKind,
    Explanation,
    ItemStatus,
    Kind,
    State,
    Status,
    record_event,
)

ROUNDS_IF_DISJOINT = 2
"""Rounds of negotiation where the limits that the table knows cannot be met together."""


class Outcome(IntEnum):
    """What a round of negotiation made of an item."""

    AGREED = 0
    MOVED = 1
    DROPPED = 2
    OBJECTORS_GO = 3


@rule
def circulates(state: State, a: int, j: int) -> bool:
    """Whether an item is in this round: all open ones together, or one after another.

    What was reopened since the round began waits for the next one.
    """
    item = state.items[a, j]
    if item.status != ItemStatus.OPEN or item.reopened > state.alliances[a].round_opened:
        return False
    if state.parameters[0].items_in_parallel:
        return True
    for earlier in range(j):
        if state.items[a, earlier].status == ItemStatus.OPEN:
            return False
    return True


@rule
def open_round(state: State, a: int) -> None:
    """Circulate the open items; every core member answers when its own body has sat."""
    alliance = state.alliances[a]
    alliance.rounds_held += 1
    alliance.round_opened = state.clock[0].week
    for m in range(alliance.slots):  # without a debate nothing has been coordinated yet
        unplanned = state.members[a, m].needed == 0.0 and not alliance.public
        if state.members[a, m].status == Status.CORE and unplanned:
            plan_coordination(state, a, m)
    for m in range(alliance.slots):
        member = state.members[a, m]
        if member.status == Status.CORE:
            member.answers_round = answer_week(state, a, m, alliance.rounds_held)
    record_event(
        state, EventKind.ROUND_OPENS, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(alliance.rounds_held), float(end_of_round(state, a)), 0.0, 0.0,
    )  # fmt: skip


@rule
def end_of_round(state: State, a: int) -> int:
    """Week in which the round ends: the slowest of those in the core has answered.

    Where silence counts as consent, it ends after that many weeks at the latest. Nobody waits for
    who has left.
    """
    alliance = state.alliances[a]
    last = alliance.round_opened + 1
    for m in range(alliance.slots):
        if state.members[a, m].status == Status.CORE:
            last = max(last, state.members[a, m].answers_round)
    return int(min(last, alliance.round_opened + state.parameters[0].silence_weeks))


@rule
def anybody_was_asked(state: State, a: int) -> bool:
    """Whether somebody in the core was asked in this round; not if all of them have left."""
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if member.status == Status.CORE and member.answers_round >= state.alliances[a].round_opened:
            return True
    return False


@rule
def objects_to(state: State, a: int, j: int, m: int) -> bool:
    """Whether a core member that has answered objects to a position outside its interval.

    It goes by how it reads the text, and by limits of its own that it is clear about.
    """
    member = state.members[a, m]
    if member.status != Status.CORE or member.answers_round == NEVER:
        return False
    if member.answers_round > state.clock[0].week or not knows_own_limits(state, a, m):
        return False
    position = float(state.items[a, j].position)
    if state.parameters[0].misreading > 0.0:
        position = position_as_read(state, a, j, m)
    return bool(excess_at(state, a, j, m, position) != 0.0)


@rule
def position_as_read(state: State, a: int, j: int, m: int) -> float:
    """Position that a member reads into the text of this round; a bill reads the same to all.

    Words mean different things in different houses; the error falls with the hours that went into
    manners and rules (study IV-F, Fridays for Future). With `culture_weight` it is larger the
    further the reader's manners are from those of who brought the item.
    """
    item = state.items[a, j]
    spread = state.parameters[0].misreading
    if j == 0 and state.alliances[a].kind == Kind.PREVENTION:
        return float(item.position)
    alliance = state.alliances[a]
    member = state.members[a, m]
    if state.parameters[0].culture_weight > 0.0:
        spread *= culture_factor(state, member.organisation, item.brought_by)
    seed = state.clock[0].seed
    error = normal(
        seed, Stream.READING, alliance.round_opened, member.organisation, alliance.key, item.number
    )
    return float(item.position + spread * unfamiliar(state, a, m) * error)


@rule
def culture_factor(state: State, i: int, author: int) -> float:
    """Factor on what goes wrong between a reader and an author; 1 where their manners are alike.

    It has no sign of its own: an error may bring the text nearer to a reader, or take it away.
    """
    return float(1.0 + state.parameters[0].culture_weight * culture_distance(state, i, author))


@rule
def explains(state: State, a: int, j: int) -> bool:
    """Whether an objector says why it has a limit here, so that another wording may be found."""
    always = state.parameters[0].explanation == Explanation.ALWAYS
    return bool(always and not position_is_fixed(state, a, j))


@rule
def explanation_takes_time(state: State, a: int, j: int, m: int) -> bool:
    """Whether a member has not yet said why it has a limit here: that takes a meeting."""
    return bool(explains(state, a, j) and not state.stances[a, j, m].explained)


@rule
def explain_limit(state: State, a: int, j: int, m: int) -> None:
    """Let a member say why it has a limit on an item; once is enough."""
    state.stances[a, j, m].explained = 1
    make_known(state, a, m)


@rule
def clear_objections(state: State, a: int, j: int) -> None:
    """Begin a round's count of objections to an item anew."""
    for m in range(state.alliances[a].slots):
        state.stances[a, j, m].objects = 0


@rule
def objecting_places(state: State, a: int, j: int) -> np.ndarray:
    """Return the places of the core members who object to an item."""
    places = np.empty(state.alliances[a].slots, dtype=np.int64)
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and state.stances[a, j, m].objects:
            places[count] = m
            count += 1
    return places[:count]


@rule
def raise_objection(state: State, a: int, j: int, m: int) -> None:
    """Enter an objection; by objecting a member may make its limits known, or opt out."""
    p = state.parameters[0]
    item = state.items[a, j]
    member = state.members[a, m]
    stance = state.stances[a, j, m]
    stance.objects = 1
    beyond = abs(excess(state, a, j, m))
    record_event(
        state, EventKind.OBJECTION, a, member.organisation, NOBODY, j, item.field,
        item.position, beyond,
        float(state.views[member.organisation, item.field].red_line),
        float(state.alliances[a].rounds_held),
    )  # fmt: skip
    clock = state.clock[0]
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.EXPLAIN, clock.week, member.organisation, key, item.number)
    if draw < p.objection_informs:
        make_known(state, a, m)
    if beyond == 0.0 and stance.mistaken != state.alliances[a].rounds_held + 1:
        stance.mistaken = state.alliances[a].rounds_held + 1  # once a round, though heard twice
        state.alliances[a].mistaken_objections += 1
        if p.slight > 0.0:
            feel_slighted(state, a, j, m)
    if p.commitment == Commitment.DIFFERENTIATED and j != 0:
        opt_out(state, a, j, m)


@rule
def feel_slighted(state: State, a: int, j: int, m: int) -> None:
    """Let who brought an item perhaps take offence at an objection to what it does not say.

    Trust in the objector then falls as by a broken promise (study IV-F, Fridays for Future). With
    `culture_weight` it is likelier the further their manners are apart.
    """
    clock = state.clock[0]
    item = state.items[a, j]
    objector = int(state.members[a, m].organisation)
    place = place_of(state, a, item.brought_by)
    if place in (m, NOBODY) or not is_member(state.members[a, place].status):
        return
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.SLIGHT, clock.week, objector, key, item.number)
    chance = float(state.parameters[0].slight)
    if state.parameters[0].culture_weight > 0.0:
        chance *= culture_factor(state, objector, item.brought_by)
    if draw < chance:
        learn_about(state, item.brought_by, objector, False)
        record_event(
            state, EventKind.SLIGHTED, a, item.brought_by, objector, j, item.field,
            trust_in(state, item.brought_by, objector), 0.0, 0.0, 0.0,
        )  # fmt: skip


@rule
def opt_out(state: State, a: int, j: int, m: int) -> None:
    """A member does not sign an item, and no longer stands in its way (Gilligan 2004)."""
    stance = state.stances[a, j, m]
    stance.objects = 0
    if stance.signs:
        stance.signs = 0
        state.items[a, j].signers -= 1
        record_event(
            state, EventKind.OPTED_OUT, a, state.members[a, m].organisation, NOBODY, j,
            state.items[a, j].field, 0.0, 0.0, 0.0, 0.0,
        )  # fmt: skip


@rule
def settle_item(state: State, a: int, j: int) -> int:
    """End a round for one item: agreed, moved towards the objectors, dropped, or objectors go."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    item = state.items[a, j]
    last = is_last_round(state, a, j)
    item.rounds += 1
    objectors = count_objectors(state, a, j)
    if item.signers < 2 and alliance.members >= 2:
        drop_item(state, a, j, 0.0, 0.0)
        return Outcome.DROPPED.value
    if objectors <= (1.0 - p.quorum) * alliance.core + EVENNESS:
        agree_item(state, a, j, objectors)
        return Outcome.AGREED.value
    if not last:
        remember_position(state, a, j, objectors)
        before = float(item.position)
        item.position = next_position(state, a, j)
        take_steps_along(state, a, j, before)
        return Outcome.MOVED.value
    if j != 0:
        worth, loss = worth_of_item_and_objectors(state, a, j)
        if worth < loss or worth <= 0.0:
            drop_item(state, a, j, worth, loss)
            return Outcome.DROPPED.value
    agree_item(state, a, j, objectors)
    return Outcome.OBJECTORS_GO.value


@rule
def take_steps_along(state: State, a: int, j: int, before: float) -> None:
    """Let the steps to a goal that is negotiated anew follow it."""
    if j == 0 and state.parameters[0].steps > 0 and state.alliances[a].public:
        follow_goal(state, a, before)


@rule
def next_position(state: State, a: int, j: int) -> float:
    """Position of an item for the next round; what was public does not turn into its opposite."""
    item = state.items[a, j]
    moved = worded(state, a, j, item.position + mean_excess(state, a, j))
    return float(item.position) if turns_around(state, a, j, moved) else moved


@rule
def turns_around(state: State, a: int, j: int, position: float) -> bool:
    """Whether a public alliance would demand the opposite of what it has stood for."""
    return bool(state.alliances[a].public and position * state.items[a, j].position <= 0.0)


@rule
def mean_excess(state: State, a: int, j: int) -> float:
    """Mean move that the objectors want; position units."""
    total = 0.0
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and state.stances[a, j, m].objects:
            total += excess(state, a, j, m)
            count += 1
    return total / max(1, count)


@rule
def is_last_round(state: State, a: int, j: int) -> bool:
    """Whether this round on an item is the last: rounds used up, or limits that cannot meet."""
    rounds = state.items[a, j].rounds + 1
    if position_is_fixed(state, a, j) or rounds >= state.parameters[0].rounds:
        return True
    low, high = known_limits(state, a, j, rounds)
    return bool(low > high and rounds >= ROUNDS_IF_DISJOINT)


@rule
def remember_position(state: State, a: int, j: int, objectors: int) -> None:
    """Remember the position of a round to which fewest objected so far; the first holds none."""
    item = state.items[a, j]
    if item.rounds == 1 or objectors <= item.fewest_objectors:
        item.fewest_objectors = objectors
        item.best_position = item.position


@rule
def returns_to_earlier(state: State, a: int, j: int) -> bool:
    """In the last round, go back to an earlier position if fewer object to that one now.

    Otherwise a move towards a few objectors could turn the many into those who have to go.
    """
    item = state.items[a, j]
    if item.rounds == 0 or not is_last_round(state, a, j):
        return False
    before = item.position
    if turns_around(state, a, j, item.best_position):  # after a new law
        return False
    objectors = count_objectors(state, a, j)
    item.position = item.best_position
    fewer = would_object(state, a, j)
    if fewer >= objectors:
        item.position = before
        return False
    take_steps_along(state, a, j, before)
    record_event(
        state, EventKind.ITEM_RETURNED, a, item.brought_by, NOBODY, j, item.field,
        before, item.position, float(objectors), float(fewer),
    )  # fmt: skip
    return True


@rule
def would_object(state: State, a: int, j: int) -> int:
    """Number of core members who have answered and object to the present position."""
    count = 0
    for m in range(state.alliances[a].slots):
        count += int(objects_to(state, a, j, m))
    return count


@rule
def agree_item(state: State, a: int, j: int, objectors: int) -> None:
    """Put an item into the platform at its present position."""
    item = state.items[a, j]
    item.status = ItemStatus.AGREED
    state.alliances[a].agreed += state.alliances[a].public  # one that was open again
    record_event(
        state, EventKind.ITEM_AGREED, a, item.brought_by, NOBODY, j, item.field,
        item.position, float(item.rounds), float(item.signers), float(objectors),
    )  # fmt: skip
