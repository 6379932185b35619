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
from sim.state import NOBODY, EventKind, Governance, Moderation, Payer, State, Status, record_event

LEADS_AT_LEAST = 0.5
"""A new lead must have at least this share of the hours that the lead has to hold; assumed."""


# --- Coordinate ---------------------------------------------------------------------------------


@rule
def coordinate(state: State, a: int) -> None:
    """Hold the coordination hours of a week, as far as members have them."""
    p = state.parameters[0]
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            plan_coordination(state, a, m)
            if m == state.alliances[a].lead and p.who_pays != Payer.NOBODY:
                hire_coordinator(state, a, m)
            if sets_up(state, a):
                agree_on_rules(state, a, m)
            if works_out_limits(state, a, m):
                clarify_limits(state, a, m)
            book_hours(state, a, m, state.members[a, m].held, True)
    if helps_the_lead(state):
        second_hours(state, a)
    note_lead(state, a)


@rule
def helps_the_lead(state: State) -> bool:
    """Whether the others hold hours for the lead; where all talk to all there is none to help."""
    p = state.parameters[0]
    return bool(p.secondment > 0.0 and p.governance == Governance.LEAD)


@rule
def second_hours(state: State, a: int) -> None:
    """Let the others hold what the lead cannot: each in proportion to what it can spare.

    What one gives is its own to hold from then on, and the lead's no more: hours move, none are
    made. What the lead can hold itself it holds.
    """
    lead = state.alliances[a].lead
    if lead == NOBODY:
        return
    member = state.members[a, lead]
    offered = 0.0
    for m in range(state.alliances[a].slots):
        if m != lead and is_member(state.members[a, m].status):
            offered += hours_to_spare(state, a, m, state.members[a, m].held)
    missing = member.needed - member.held
    if offered <= 0.0 or missing <= 0.0:
        return
    share = min(1.0, missing / offered)
    for m in range(state.alliances[a].slots):
        if m != lead and is_member(state.members[a, m].status):
            given = share * hours_to_spare(state, a, m, state.members[a, m].held)
            state.members[a, m].needed += given
            state.members[a, m].held += given
            book_hours(state, a, m, given, True)
    member.needed = max(member.held, member.needed - share * offered)


@rule
def hours_to_spare(state: State, a: int, m: int, held: float) -> float:
    """Hours that a member can hold for the lead beside those that it holds for its own place."""
    p = state.parameters[0]
    member = state.members[a, m]
    free = hours_for(state, member.organisation, member.status)
    return max(0.0, min(p.secondment * free, p.coordination_limit * free - held))


@rule
def note_lead(state: State, a: int) -> None:
    """Note which share of the lead's hours is held this week; nobody decides by it."""
    alliance = state.alliances[a]
    if alliance.lead != NOBODY:
        alliance.lead_weeks += 1
        alliance.lead_held += share_held(state, a, alliance.lead)


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
    left = left_to_clarify(state, a, m)
    member.clarified += left * share_held(state, a, m)
    if left > 0.0 and left_to_clarify(state, a, m) == 0.0:
        record_event(
            state, EventKind.LIMITS_CLEAR, a, member.organisation, NOBODY, NOBODY,
            state.alliances[a].field, member.clarified, 0.0, 0.0, 0.0,
        )  # fmt: skip


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
    alliance.money_spent += bought * p.coordinator_wage
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
def choose_lead(state: State, a: int) -> None:
    """After the sounding, hand the lead to who has most hours for it, if that is another one."""
    m = best_placed(state, a)
    if m != NOBODY and m != state.alliances[a].lead:
        take_the_lead(state, a, m)


@rule
def best_placed(state: State, a: int) -> int:
    """Return the place of the core member with most hours for the alliance; of equals the first."""
    best = NOBODY
    most = -1.0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            hours = hours_for(state, state.members[a, m].organisation, Status.CORE)
            if hours > most:
                best = m
                most = hours
    return best


@rule
def can_take_the_lead(state: State, a: int, m: int) -> bool:
    """Whether a core member has enough hours to hold what the lead has to hold, with any help."""
    p = state.parameters[0]
    if p.governance == Governance.ASSEMBLY:
        return True
    free = hours_for(state, state.members[a, m].organisation, Status.CORE)
    needed = hours_of_place(state, a, Status.CORE, True, 0)
    if helps_the_lead(state):
        needed -= help_for(state, a, m)
    return bool(p.coordination_limit * free >= LEADS_AT_LEAST * needed)


@rule
def help_for(state: State, a: int, m: int) -> float:
    """Hours that the others could hold for a member if it led."""
    hours = 0.0
    for other in range(state.alliances[a].slots):
        status = state.members[a, other].status
        if other != m and is_member(status):
            own = hours_of_place(state, a, status, False, 0)
            hours += hours_to_spare(state, a, other, own)
    return hours


@rule
def take_the_lead(state: State, a: int, m: int) -> None:
    """Make a core member the lead."""
    state.alliances[a].lead = m
    record_event(
        state, EventKind.LEAD_TAKEN_OVER, a, state.members[a, m].organisation, NOBODY, NOBODY,
        state.alliances[a].field, 0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip
