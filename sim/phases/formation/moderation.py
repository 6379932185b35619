"""Formation, fifth step: set the goal. Here, who moderates, and what it takes."""

from sim.compiling import rule
from sim.quantities import convenor, hours_for, plan_coordination
from sim.state import NOBODY, EventKind, Moderation, State, Status, record_event


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
        hours = hours_to_chair(state, a)
        alliance.has_moderator = int(
            chairs_besides_work(state, a) if alliance.public else chairs(state, a)
        )
        note_moderator(state, a, state.parameters[0].moderation_hours, hours)
    elif who == Moderation.OUTSIDE:
        money = float(alliance.pool)
        if alliance.pool >= fee(state):
            alliance.has_moderator = 1
            alliance.pool -= fee(state)
        note_moderator(state, a, fee(state), money)
    alliance.moderated += alliance.has_moderator


@rule
def hours_to_chair(state: State, a: int) -> float:
    """Hours that the lead has for chairing a meeting: of coordination, in public of its work."""
    alliance = state.alliances[a]
    if alliance.public:
        return float(state.members[a, alliance.lead].net)
    organisation = state.members[a, alliance.lead].organisation
    free = hours_for(state, organisation, Status.CORE.value)
    return float(state.parameters[0].coordination_limit * free)


@rule
def note_moderator(state: State, a: int, needed: float, had: float) -> None:
    """Enter whether somebody moderates a meeting, with the hours or EUR needed and at hand."""
    alliance = state.alliances[a]
    record_event(
        state, EventKind.MEETING_MODERATED, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(state.parameters[0].moderation), float(alliance.has_moderator), needed, had,
    )  # fmt: skip


@rule
def chairs(state: State, a: int) -> bool:
    """Let the lead chair a meeting before the platform, if need be instead of coordinating.

    The week's coordination is held later in the week and counts these hours (`is_in_the_chair`);
    answers to the round that begins now wait for them already.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    lead = state.members[a, alliance.lead]
    limit = hours_to_chair(state, a)
    if limit < p.moderation_hours:
        return False
    alliance.chaired = state.clock[0].week
    if lead.needed == 0.0:  # without a debate nothing has been coordinated yet
        plan_coordination(state, a, alliance.lead)
    else:
        lead.needed += p.moderation_hours
        lead.held = min(lead.needed, limit)
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
