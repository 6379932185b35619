"""Formation, fifth step: set the goal. Here, the positions that are proposed for it."""

import math

from sim.agenda import position_is_fixed
from sim.compiling import rule
from sim.phases.formation.joining import EVENNESS
from sim.quantities import excess_at, member_ideal, member_tolerance
from sim.state import State, Status

OUT_OF_REACH = 10.0
"""A position beyond everybody's limits, from which a member's excess leads to its interval."""


@rule
def propose(state: State, a: int, j: int) -> None:
    """Propose a position: between the core's mean ideal and the founder's, within known limits.

    A moderator proposes the point that is least beyond everybody's limits instead.
    """
    if position_is_fixed(state, a, j):
        return
    weight = state.parameters[0].founder_weight
    total = 0.0
    core = 0
    founder = 0.0
    founder_is_there = False
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += member_ideal(state, a, j, m)
            core += 1
            if state.members[a, m].organisation == state.alliances[a].founder:
                founder = member_ideal(state, a, j, m)
                founder_is_there = True
    if core == 0:
        return
    position = total / core
    if state.parameters[0].moderation:
        state.items[a, j].position = moderated_position(state, a, j, position)
        return
    if founder_is_there:
        position = (1.0 - weight) * position + weight * founder
    state.items[a, j].position = within_known_limits(state, a, j, position)


@rule
def moderated_position(state: State, a: int, j: int, start: float) -> float:
    """Position with the least total excess over the core, as one hears it who is trusted by all.

    The total is a sum of convex pieces with corners at the ends of the members' intervals, so the
    least is at such an end, or at `start` already. Of equal ones the first.
    """
    best = start
    least = total_excess(state, a, j, start)
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status != Status.CORE:
            continue
        # Where its interval begins: from beyond either end, what it wants leads just there.
        for far in (-OUT_OF_REACH, OUT_OF_REACH):
            end = far + excess_at(state, a, j, m, far)
            total = total_excess(state, a, j, end)
            if total < least - EVENNESS:
                least = total
                best = end
    return best


@rule
def total_excess(state: State, a: int, j: int, position: float) -> float:
    """How far a position on an item lies beyond the limits of the core, summed; position units."""
    total = 0.0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += abs(excess_at(state, a, j, m, position))
    return total


@rule
def known_limits(state: State, a: int, j: int, rounds: int) -> tuple[float, float]:
    """Intersection of the intervals that the table knows; empty if the first exceeds the second.

    Parameters
    ----------
    rounds
        Rounds of negotiation on the item, which widen the intervals.
    """
    low = -math.inf
    high = math.inf
    item = state.items[a, j]
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if member.status == Status.CORE and member.known:
            ideal = member_ideal(state, a, j, m)
            limit = member_tolerance(state, a, m, item.field, rounds)
            limit += state.stances[a, j, m].slack
            low = max(low, ideal - limit)
            high = min(high, ideal + limit)
    return low, high


@rule
def within_known_limits(state: State, a: int, j: int, position: float) -> float:
    """Move a position to where it meets the limits that are known, or comes closest to both."""
    low, high = known_limits(state, a, j, state.items[a, j].rounds)
    if low > high:
        return 0.5 * (low + high)
    return max(low, min(high, position))
