"""Formation, fifth step: set the goal. Here, the platform that stands at its end."""

import math

from sim.agenda import is_a_step
from sim.compiling import rule
from sim.membership import direction_of
from sim.parliament import approach_party
from sim.phases.formation.joining import chance_of_success, voices_of_members
from sim.quantities import (
    convenor,
    effective_sectors,
    electorates_reached,
    is_member,
    member_ideal,
    platform_value,
    trust_in,
)
from sim.state import (
    MOST_ITEMS,
    NOBODY,
    ORGANISATION_NUMBERS,
    EventKind,
    ItemStatus,
    Kind,
    Stance,
    State,
    Status,
    record_event,
)


@rule
def open_items(state: State, a: int) -> int:
    """Number of items still under negotiation."""
    count = 0
    for j in range(state.alliances[a].items):
        if state.items[a, j].status == ItemStatus.OPEN:
            count += 1
    return count


@rule
def count_open_weeks(state: State, a: int) -> None:
    """Add the items that are open again this week to those of the weeks before."""
    state.alliances[a].weeks_open += open_items(state, a)


@rule
def agree_platform(state: State, a: int) -> None:
    """The platform stands: from now on the alliance is public (study II: public cooperation)."""
    alliance = state.alliances[a]
    week = state.clock[0].week
    alliance.public = 1
    alliance.platform = week
    alliance.platform_size = alliance.members
    alliance.agenda = alliance.items
    alliance.agreed = 0
    for j in range(alliance.items):
        if state.items[a, j].status == ItemStatus.AGREED:
            alliance.agreed += 1
    alliance.agreed_at_platform = alliance.agreed
    alliance.direction = direction_of(alliance.kind, state.items[a, 0].position)
    alliance.ambition = ambition_kept(state, a)
    alliance.platform_sectors = effective_sectors(state, a)
    alliance.platform_reach = electorates_reached(state, a)
    alliance.platform_camps = camp_spread(state, a)
    alliance.platform_slowest, alliance.platform_sitting = calendars_of_core(state, a)
    alliance.platform_trust = trust_among_members(state, a)
    note_pragmatism(state, a)
    if state.parameters[0].stance == Stance.NEAR:
        approach_party(state, a)
    if state.parameters[0].steps > 0 and alliance.kind == Kind.CHANGE:
        derive_steps(state, a)
    total = 0.0
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            total += platform_value(state, a, m)
    alliance.value = total / max(1, alliance.members)
    if state.parameters[0].realism > 0.0:
        alliance.expected_success = chance_of_success(state, a, voices_of_members(state, a, NOBODY))
    record_event(
        state, EventKind.PLATFORM, a, convenor(state, a), NOBODY, 0, alliance.field,
        float(alliance.agreed_at_platform), float(alliance.agenda), float(alliance.members),
        state.items[a, 0].position,
    )  # fmt: skip


@rule
def derive_steps(state: State, a: int) -> None:
    """Derive intermediate goals backwards from the goal that was agreed: equal parts of the way.

    They are agreed with it, and nobody objects to them: who carries the whole carries a part (study
    IV-Z). What would be nothing to vote on, or would leave nothing to want, is no step.
    """
    goal = state.items[a, 0].position
    steps = state.parameters[0].steps
    for q in range(1, steps + 1):
        position = goal * q / (steps + 1)
        if is_a_step(position, goal):
            add_step(state, a, q, position)


@rule
def add_step(state: State, a: int, q: int, position: float) -> None:
    """Put a step to the main goal into the platform; it is as that goal is, but less of it."""
    alliance = state.alliances[a]
    goal = state.items[a, 0]
    j = int(alliance.items)
    alliance.items += 1
    alliance.agreed += 1
    item = state.items[a, j]
    item.field = goal.field
    item.number = alliance.founder * ORGANISATION_NUMBERS + MOST_ITEMS + q
    item.step = q
    item.status = ItemStatus.AGREED
    item.brought_by = alliance.founder
    item.rounds = goal.rounds
    item.signers = goal.signers
    item.position = position
    item.freedom = goal.freedom
    item.justice = goal.justice
    item.sustainability = goal.sustainability
    for m in range(alliance.slots):
        state.stances[a, j, m].deviation = state.stances[a, 0, m].deviation
        state.stances[a, j, m].signs = state.stances[a, 0, m].signs
    record_event(
        state, EventKind.STEP_DERIVED, a, item.brought_by, NOBODY, j, item.field,
        item.position, goal.position, 0.0, 0.0,
    )  # fmt: skip


@rule
def note_pragmatism(state: State, a: int) -> None:
    """Note how ready the core is to give way in this alliance: the least ready member, and all."""
    alliance = state.alliances[a]
    least = 1.0
    total = 0.0
    for m in range(alliance.slots):
        member = state.members[a, m]
        if member.status == Status.CORE:
            ready = state.organisations[member.organisation].pragmatism * (1.0 - member.unbending)
            least = min(least, ready)
            total += ready
    alliance.least_pragmatism = least
    alliance.mean_pragmatism = total / max(1, alliance.core)


@rule
def camp_spread(state: State, a: int) -> float:
    """Standard deviation of the members' camps; how far apart the public places them."""
    total = 0.0
    squares = 0.0
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            camp = state.organisations[state.members[a, m].organisation].camp
            total += camp
            squares += camp * camp
    count = max(1, state.alliances[a].members)
    return math.sqrt(max(0.0, squares / count - (total / count) ** 2))


@rule
def trust_among_members(state: State, a: int) -> float:
    """Mean trust of the members in each other, over pairs in both directions; 0 without a tie."""
    total = 0.0
    pairs = 0
    for m in range(state.alliances[a].slots):
        for other in range(state.alliances[a].slots):
            one = state.members[a, m]
            two = state.members[a, other]
            if m != other and is_member(one.status) and is_member(two.status):
                total += trust_in(state, one.organisation, two.organisation)
                pairs += 1
    return total / max(1, pairs)


@rule
def calendars_of_core(state: State, a: int) -> tuple[float, float]:
    """Weeks between the sittings of the core members' own bodies: the longest, and the mean."""
    slowest = 0.0
    total = 0.0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            weeks = state.organisations[state.members[a, m].organisation].sitting_weeks
            slowest = max(slowest, weeks)
            total += weeks
    return slowest, total / max(1, state.alliances[a].core)


@rule
def ambition_kept(state: State, a: int) -> float:
    """Share of the way that members want to go which the agreed items go; [0, 1].

    Of those who want to go an item's way; who wants less than is agreed has all it wanted. 1 where
    nobody wants anything; a bill to prevent is left out.
    """
    alliance = state.alliances[a]
    kept = 0.0
    wanted = 0.0
    for j in range(alliance.items):
        item = state.items[a, j]
        if item.status != ItemStatus.AGREED or (j == 0 and alliance.kind == Kind.PREVENTION):
            continue
        way = 1.0 if item.position > 0.0 else -1.0
        for m in range(alliance.slots):
            if is_member(state.members[a, m].status):
                ideal = way * member_ideal(state, a, j, m)
                if ideal > 0.0:
                    kept += min(abs(item.position), ideal)
                    wanted += ideal
    if wanted <= 0.0:
        return 1.0
    return kept / wanted
