"""Formation, fifth step: set the goal. Here, who moderates, and what it takes."""

from sim.compiling import rule
from sim.quantities import hours_for, plan_coordination
from sim.state import NOBODY, Moderation, State, Status


@rule
def fee(state: State) -> float:
    """What a moderator from outside asks for a week in which proposals are worded; EUR."""
    p = state.parameters[0]
    return float(p.moderation_hours * p.coordinator_wage)


@rule
def saves_for_moderator(state: State, a: int) -> bool:
    """Whether members pay in before there is a platform: until a moderator can be paid."""
    if state.parameters[0].moderation != Moderation.OUTSIDE:
        return False
    return bool(state.alliances[a].pool < fee(state))


@rule
def engage_moderator(state: State, a: int) -> None:
    """Have this week's proposals moderated, if somebody has the hours or is paid for them."""
    alliance = state.alliances[a]
    alliance.has_moderator = 0
    who = state.parameters[0].moderation
    if who == Moderation.LEAD and lead_has_the_hours(state, a):
        alliance.has_moderator = 1
        alliance.chaired = state.clock[0].week
        plan_coordination(state, a, alliance.lead)
    elif who == Moderation.OUTSIDE and alliance.pool >= fee(state):
        alliance.has_moderator = 1
        alliance.pool -= fee(state)
    alliance.moderated += alliance.has_moderator


@rule
def lead_has_the_hours(state: State, a: int) -> bool:
    """Whether the lead can spend the hours of moderation, if need be instead of coordinating."""
    p = state.parameters[0]
    lead = int(state.alliances[a].lead)
    if lead == NOBODY:
        return False
    free = hours_for(state, state.members[a, lead].organisation, Status.CORE.value)
    return bool(p.coordination_limit * free >= p.moderation_hours)
