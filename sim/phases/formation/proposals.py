"""Formation, fifth step: set the goal. Here, the positions that are proposed for it."""

import math

from sim.agenda import knows_own_limits, position_is_fixed
from sim.compiling import rule
from sim.phases.formation.joining import EVENNESS
from sim.quantities import ROUNDING, excess_at, member_ideal, member_tolerance
from sim.state import NOBODY, Moderation, State, Status

FOUNDERS_PLACE = 0
"""Place of the founder on an alliance's list: it is the first."""

OUT_OF_REACH = 10.0
"""A position beyond everybody's limits, from which a member's excess leads to its interval."""


@rule
def propose(state: State, a: int, j: int) -> None:
    """Propose a position: the core's mean ideal at first, then where the objectors move it to."""
    if position_is_fixed(state, a, j):
        return
    total = 0.0
    core = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += member_ideal(state, a, j, m)
            core += 1
    if core > 0:
        state.items[a, j].position = worded(state, a, j, total / core)


@rule
def worded(state: State, a: int, j: int, position: float) -> float:
    """Wording of a proposal at a position: drawn towards the founder, within limits that are known.

    A moderator words the point that is least beyond everybody's limits instead; one from the lead
    is not neutral.
    """
    p = state.parameters[0]
    if state.alliances[a].has_moderator == 0:
        if p.founder_weight > 0.0:
            position = drawn_towards(state, a, j, FOUNDERS_PLACE, position)
        return within_known_limits(state, a, j, position)
    fair = moderated_position(state, a, j, position)
    if p.moderation == Moderation.LEAD and p.founder_weight > 0.0:
        return drawn_by_the_lead(state, a, j, fair)
    return fair


@rule
def drawn_by_the_lead(state: State, a: int, j: int, fair: float) -> float:
    """Draw a fair position towards what the lead wants, but not out of limits that are known."""
    drawn = drawn_towards(state, a, j, state.alliances[a].lead, fair)
    low, high = known_limits(state, a, j, state.items[a, j].rounds)
    if low - ROUNDING <= fair <= high + ROUNDING:
        return max(low, min(high, drawn))
    return drawn


@rule
def drawn_towards(state: State, a: int, j: int, m: int, position: float) -> float:
    """Draw a position towards the ideal of who words it, if that one is in the core."""
    weight = state.parameters[0].founder_weight
    if m == NOBODY or state.members[a, m].status != Status.CORE:
        return position
    return float((1.0 - weight) * position + weight * member_ideal(state, a, j, m))


@rule
def moderated_position(state: State, a: int, j: int, start: float) -> float:
    """Position with the least total excess over the core, as one hears it who is trusted by all.

    The total is a sum of convex pieces with corners at the ends of the members' intervals, so the
    least is at such an end, or at `start` already. Of equal ones the first. Who does not know its
    own limits has none to tell.
    """
    best = start
    least = total_excess(state, a, j, start)
    for m in range(state.alliances[a].slots):
        if not tells_its_limits(state, a, m):
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
        if tells_its_limits(state, a, m):
            total += abs(excess_at(state, a, j, m, position))
    return total


@rule
def tells_its_limits(state: State, a: int, m: int) -> bool:
    """Whether a member of the core can tell a moderator its limits, in confidence."""
    return bool(state.members[a, m].status == Status.CORE and knows_own_limits(state, a, m))


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
