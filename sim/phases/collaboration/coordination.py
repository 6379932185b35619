"""Collaboration: hold the hours of coordination, and have a lead who can."""

from sim.compiling import rule
from sim.quantities import (
    hours_for,
    hours_of_place,
    is_member,
    left_to_clarify,
    plan_coordination,
    sets_up,
    share_held,
    works_out_limits,
)
from sim.state import NOBODY, EventKind, Governance, Moderation, State, Status, record_event

LEADS_AT_LEAST = 0.5
"""A new lead must have at least this share of the hours that the lead has to hold; assumed."""


# --- Coordinate ---------------------------------------------------------------------------------


@rule
def coordinate(state: State, a: int) -> None:
    """Hold the coordination hours of a week, as far as members have them."""
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            plan_coordination(state, a, m)
            if m == state.alliances[a].lead:
                hire_coordinator(state, a, m)
            if sets_up(state, a):
                agree_on_rules(state, a, m)
            if works_out_limits(state, a, m):
                clarify_limits(state, a, m)
            book_hours(state, a, m, state.members[a, m].held, True)


@rule
def agree_on_rules(state: State, a: int, m: int) -> None:
    """Give this week's hours to rules and manners, as far as a member holds its hours.

    Meeting rhythm, who does what, who signs off, how to talk to each other (study IV-Z, IV-F).
    """
    state.members[a, m].setup += state.parameters[0].setup_hours * share_held(state, a, m)


@rule
def clarify_limits(state: State, a: int, m: int) -> None:
    """Let a member work out its own limits this week, as far as it holds its hours.

    How far it goes and no further (study IV-F, BBAG-KickIn).
    """
    member = state.members[a, m]
    member.clarified += left_to_clarify(state, a, m) * share_held(state, a, m)


@rule
def hire_coordinator(state: State, a: int, m: int) -> None:
    """Buy hours of a coordinator with the pooled money, who relieves the lead.

    Until the platform stands there is money for a moderator at most.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if alliance.public == 0 and p.moderation == Moderation.OUTSIDE:
        return
    member = state.members[a, m]
    bought = min(member.needed, alliance.pool / p.coordinator_wage)
    alliance.pool = max(0.0, alliance.pool - bought * p.coordinator_wage)
    member.needed -= bought
    member.held = min(member.needed, p.coordination_limit * member.free_hours)


@rule
def book_hours(state: State, a: int, m: int, hours: float, coordinating: bool) -> None:
    """Enter hours that a member gave in the accounts of member, organisation and alliance."""
    member = state.members[a, m]
    alliance = state.alliances[a]
    member.hours += hours
    state.organisations[member.organisation].hours_given += hours
    alliance.hours += hours
    if coordinating:
        member.coordination_hours += hours
        alliance.coordination_hours += hours


# --- Lead ---------------------------------------------------------------------------------------


@rule
def can_take_the_lead(state: State, a: int, m: int) -> bool:
    """Whether a core member has enough hours to hold what the lead has to hold."""
    p = state.parameters[0]
    if p.governance == Governance.ASSEMBLY:
        return True
    free = hours_for(state, state.members[a, m].organisation, Status.CORE)
    needed = hours_of_place(state, a, Status.CORE, True, 0)
    return bool(p.coordination_limit * free >= LEADS_AT_LEAST * needed)


@rule
def take_the_lead(state: State, a: int, m: int) -> None:
    """Make a core member the lead."""
    state.alliances[a].lead = m
    record_event(
        state, EventKind.LEAD_TAKEN_OVER, a, state.members[a, m].organisation, NOBODY, NOBODY,
        state.alliances[a].field, 0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip
