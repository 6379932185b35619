"""The six conditions that make an alliance (study II, after White 2018), as checks on the state."""

from enum import IntEnum

from sim.compiling import rule
from sim.quantities import hours_for, is_member
from sim.state import NEVER, Ending, ItemStatus, Phase, State, Status

SLACK = 1e-9
"""Rounding allowed where sums of hours and audiences are compared."""


class Condition(IntEnum):
    """A necessary condition of an alliance; HELD says that none is broken."""

    HELD = 0
    VOLUNTARY = 1
    REVERSIBLE = 2
    MEMBERS_PERSIST = 3
    COMMON_GOAL = 4
    LIMITED_IN_TIME = 5
    PUBLIC_COOPERATION = 6


class BrokenConditionError(RuntimeError):
    """An alliance breaks a condition of its definition: an error in a rule or in an extension."""


@rule
def broken_condition(state: State, a: int) -> int:
    """Return the first condition that an alliance breaks, or Condition.HELD."""
    if not joined_by_own_decision(state, a):
        return Condition.VOLUNTARY.value
    if not those_who_left_are_gone(state, a):
        return Condition.REVERSIBLE.value
    if not members_persist(state, a):
        return Condition.MEMBERS_PERSIST.value
    if not has_goal(state, a):
        return Condition.COMMON_GOAL.value
    if not ends_with_reason(state, a):
        return Condition.LIMITED_IN_TIME.value
    if not only_public_reaches_public(state, a):
        return Condition.PUBLIC_COOPERATION.value
    return Condition.HELD.value


@rule
def joined_by_own_decision(state: State, a: int) -> bool:
    """Voluntary: every member was asked or applied, and joined once its own body had sat."""
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status) and not (
            member.joined >= member.asked and member.joined >= member.answer_week
        ):
            return False
    return True


@rule
def those_who_left_are_gone(state: State, a: int) -> bool:
    """Reversible: who left is in no count and signs nothing."""
    alliance = state.alliances[a]
    members = 0
    core = 0
    for m in range(alliance.slots):
        member = state.members[a, m]
        if is_member(member.status):
            members += 1
            core += int(member.status == Status.CORE)
            if member.left != NEVER:
                return False
        elif member.outreach != 0.0:
            return False
        for j in range(alliance.items):
            if state.stances[a, j, m].signs and not is_member(member.status):
                return False
    return bool(members == alliance.members and core == alliance.core)


@rule
def members_persist(state: State, a: int) -> bool:
    """Members stay distinct actors: each once on the list, values and hours still their own."""
    alliance = state.alliances[a]
    for m in range(alliance.slots):
        i = state.members[a, m].organisation
        for other in range(m):
            if state.members[a, other].organisation == i:
                return False
        organisation = state.organisations[i]
        values = organisation.freedom + organisation.justice + organisation.sustainability
        if abs(values - 1.0) > SLACK:
            return False
        if is_member(state.members[a, m].status) and alliance.phase != Phase.ENDED:
            if hours_for(state, i, state.members[a, m].status) > organisation.free_hours + SLACK:
                return False
    return True


@rule
def has_goal(state: State, a: int) -> bool:
    """Common goal: the first item of the agenda stands until the alliance ends."""
    if state.alliances[a].items < 1:
        return False
    status = state.items[a, 0].status
    if state.alliances[a].phase == Phase.ENDED:
        return True
    return bool(status == ItemStatus.OPEN or status == ItemStatus.AGREED)


@rule
def ends_with_reason(state: State, a: int) -> bool:
    """Limited in time: an end has a week and a recorded reason, and only an end has."""
    alliance = state.alliances[a]
    if alliance.phase == Phase.ENDED:
        return bool(alliance.ended != NEVER and alliance.ending != Ending.NONE)
    return bool(alliance.ended == NEVER)


@rule
def only_public_reaches_public(state: State, a: int) -> bool:
    """Public cooperation: an alliance works in public, and before that reaches nobody."""
    alliance = state.alliances[a]
    if alliance.public:
        return bool(alliance.platform != NEVER)
    if alliance.phase == Phase.WORKING:
        return False
    for s in range(state.exposure.shape[1]):
        if state.exposure[a, s] != 0.0:
            return False
    return True
