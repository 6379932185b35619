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
    """Have the proposals of a meeting moderated, if somebody has the hours or is paid for them."""
    alliance = state.alliances[a]
    alliance.has_moderator = 0
    who = state.parameters[0].moderation
    if who == Moderation.LEAD and alliance.lead != NOBODY:
        alliance.has_moderator = int(
            chairs_besides_work(state, a) if alliance.public else chairs(state, a)
        )
    elif who == Moderation.OUTSIDE and alliance.pool >= fee(state):
        alliance.has_moderator = 1
        alliance.pool -= fee(state)
    alliance.moderated += alliance.has_moderator


@rule
def chairs(state: State, a: int) -> bool:
    """Let the lead chair a meeting before the platform, if need be instead of coordinating.

    The week's coordination is held later in the week and counts these hours (`is_in_the_chair`);
    answers to the round that begins now wait for them already.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    lead = state.members[a, alliance.lead]
    free = hours_for(state, lead.organisation, Status.CORE.value)
    if p.coordination_limit * free < p.moderation_hours:
        return False
    alliance.chaired = state.clock[0].week
    if lead.needed == 0.0:  # without a debate nothing has been coordinated yet
        plan_coordination(state, a, alliance.lead)
    else:
        lead.needed += p.moderation_hours
        lead.held = min(lead.needed, p.coordination_limit * free)
    return True


@rule
def chairs_besides_work(state: State, a: int) -> bool:
    """Let the lead of a public alliance chair a meeting, out of its hours for the public."""
    alliance = state.alliances[a]
    lead = state.members[a, alliance.lead]
    hours = state.parameters[0].moderation_hours
    if lead.net < hours:
        return False
    lead.net -= hours
    lead.coordination_hours += hours
    alliance.net_hours -= hours
    alliance.coordination_hours += hours
    return True
