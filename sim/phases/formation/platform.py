"""Formation, fifth step: set the goal. Here, the platform that stands at its end."""

import math

from sim.compiling import rule
from sim.membership import direction_of
from sim.phases.formation.joining import chance_of_success
from sim.quantities import (
    convenor,
    effective_sectors,
    electorates_reached,
    is_member,
    member_ideal,
    platform_value,
)
from sim.state import NOBODY, EventKind, ItemStatus, Kind, State, Status, record_event


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
    total = 0.0
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            total += platform_value(state, a, m)
    alliance.value = total / max(1, alliance.members)
    if state.parameters[0].realism > 0.0:
        alliance.expected_success = chance_of_success(state, a, NOBODY, False)
    record_event(
        state, EventKind.PLATFORM, a, convenor(state, a), NOBODY, 0, alliance.field,
        float(alliance.agreed), float(alliance.items), float(alliance.members),
        state.items[a, 0].position,
    )  # fmt: skip


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
    """Agreed distance from the status quo relative to members' ideals, over the agreed items.

    1 where the platform goes as far as those want in the mean who want to go its way; a bill to
    prevent counts 1.
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
                    kept += abs(item.position)
                    wanted += ideal
    if wanted <= 0.0:
        return 1.0
    return kept / wanted
