"""Formation, fifth step: set the goal. Here, the items that members bring besides it."""

from sim.compiling import rule
from sim.phases.formation.joining import EVENNESS
from sim.quantities import field_ideal, is_member, item_deviation, member_ideal
from sim.randomness import Stream, exponential, uniform
from sim.state import (
    NEVER,
    NOBODY,
    ORGANISATION_NUMBERS,
    EventKind,
    ItemStatus,
    State,
    record_event,
)


@rule
def number_of_items(state: State, a: int, m: int) -> int:
    """How many items a member brings: the mean, rounded up or down by chance."""
    mean = state.parameters[0].items_per_member
    alliance = state.alliances[a]
    draw = uniform(
        state.clock[0].seed,
        Stream.BRING_ITEM,
        alliance.founded,
        state.members[a, m].organisation,
        alliance.key,
        0,
    )
    return int(mean) + int(draw < mean - int(mean))


@rule
def bring_items(state: State, a: int, m: int) -> None:
    """A core member brings what matters most to it besides the main goal, while there is room."""
    i = int(state.members[a, m].organisation)
    for q in range(number_of_items(state, a, m)):
        if state.alliances[a].items < state.parameters[0].agenda_limit:
            k = next_concern(state, a, i)
            if k != NOBODY:
                add_item(state, a, m, k, q)


@rule
def next_concern(state: State, a: int, i: int) -> int:
    """Field with the largest salience x |ideal| for which the organisation brought no item yet."""
    best = 0.0
    found = NOBODY
    for k in range(state.fields.shape[0]):
        worth = state.views[i, k].salience * abs(field_ideal(state, i, k))
        if worth > best and not brought_already(state, a, i, k):
            best = worth
            found = k
    return found


@rule
def brought_already(state: State, a: int, i: int, k: int) -> bool:
    """Whether a field is the main goal's, or an organisation has brought an item of it."""
    for j in range(state.alliances[a].items):
        item = state.items[a, j]
        if item.field == k and (j == 0 or item.brought_by == i):
            return True
    return False


@rule
def add_item(state: State, a: int, m: int, k: int, q: int) -> None:
    """Put a member's item on the agenda, with a load on the basic values of its own."""
    alliance = state.alliances[a]
    i = int(state.members[a, m].organisation)
    j = int(alliance.items)
    alliance.items += 1
    item = state.items[a, j]
    item.field = k
    item.number = 1 + i * ORGANISATION_NUMBERS + q
    item.status = ItemStatus.OPEN
    item.brought_by = i
    item.reopened = NEVER
    draw_loads(state, a, j)
    for other in range(alliance.slots):
        state.stances[a, j, other].deviation = item_deviation(
            state, state.members[a, other].organisation, a, j
        )
        state.stances[a, j, other].signs = int(is_member(state.members[a, other].status))
        item.signers += state.stances[a, j, other].signs
    item.position = member_ideal(state, a, j, m)
    record_event(
        state, EventKind.ITEM_PROPOSED, a, i, NOBODY, j, k,
        item.position, 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def draw_loads(state: State, a: int, j: int) -> None:
    """Draw how much an item is about freedom, justice and sustainability (a flat simplex)."""
    item = state.items[a, j]
    alliance = state.alliances[a]
    seed = state.clock[0].seed
    first = 8 * item.number
    freedom = exponential(
        uniform(seed, Stream.BRING_ITEM, alliance.founded, 0, alliance.key, first), 1.0
    )
    justice = exponential(
        uniform(seed, Stream.BRING_ITEM, alliance.founded, 0, alliance.key, first + 1), 1.0
    )
    sustainability = exponential(
        uniform(seed, Stream.BRING_ITEM, alliance.founded, 0, alliance.key, first + 2), 1.0
    )
    total = max(EVENNESS, freedom + justice + sustainability)
    item.freedom = freedom / total
    item.justice = justice / total
    item.sustainability = sustainability / total
