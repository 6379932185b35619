"""Collaboration: divide the labour, so that different members work by different channels."""

import numpy as np

from sim.compiling import rule
from sim.parliament import LEAST_EXPOSURE, add_voice, press, response
from sim.quantities import CHANNELS, attention_weight, convenor, is_member, skill_at_work
from sim.state import (
    NOBODY,
    Channel,
    EventKind,
    Kind,
    Roles,
    State,
    Status,
    record_event,
)


@rule
def divide_labour(state: State, a: int) -> None:
    """Give a role to every member that has none, those with most hours first.

    Agreed, each takes the channel in which it adds most to what those before it do, and talking it
    over takes hours. Assigned, the convenor fills the channels, and no skill is asked for.
    """
    agreed = state.parameters[0].roles == Roles.AGREED
    m = next_without_role(state, a)
    while m != NOBODY:
        if agreed:
            state.members[a, m].role = channel_of_most_use(state, a, m)
        else:
            state.members[a, m].role = channel_least_filled(state, a)
        note_role(state, a, m)
        m = next_without_role(state, a)
    if agreed:
        talk_over_roles(state, a)


@rule
def note_role(state: State, a: int, m: int) -> None:
    """Enter which channel a member has taken on, and with how many hours a week for it all."""
    member = state.members[a, m]
    record_event(
        state, EventKind.ROLE_TAKEN, a, member.organisation, convenor(state, a), NOBODY,
        state.alliances[a].field, float(member.role), float(state.parameters[0].roles),
        member.free_hours, 0.0,
    )  # fmt: skip


@rule
def next_without_role(state: State, a: int) -> int:
    """Return the place of the member with most hours among those without a role, or NOBODY."""
    best = NOBODY
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status) or member.role != Channel.EVERY:
            continue
        if best == NOBODY or member.free_hours > state.members[a, best].free_hours:
            best = m
    return best


@rule
def channel_of_most_use(state: State, a: int, m: int) -> int:
    """Return the channel in which a member adds most to the effect of those who have a role."""
    member = state.members[a, m]
    best = Channel.EVERY.value
    highest = -np.inf
    for channel in range(Channel.CAMPAIGNING.value, Channel.DIALOGUE.value + 1):
        member.role = channel
        effect = expected_effect(state, a)
        if effect > highest:
            best = channel
            highest = effect
    member.role = Channel.EVERY.value
    return best


@rule
def expected_effect(state: State, a: int) -> float:
    """Effect on the main goal to be expected of those who have a role; position units.

    Mean pressure on legislators, by the same responses as they will have, less the objections that
    are left. Opponents and members that have no role yet are not thought of.
    """
    k = int(state.alliances[a].field)
    attention = attention_weight(state, a, 0)
    voices = np.zeros((state.audiences.shape[1], state.parties.shape[0]))
    for m in range(state.alliances[a].slots):
        if has_role(state, a, m):
            add_voice(state, a, m, k, attention * outreach_to_come(state, a, m), voices)
    pressure = np.empty(state.legislators.shape[0])
    press(state, k, voices, pressure)
    total = 0.0
    for legislator in range(pressure.shape[0]):
        total += pressure[legislator]
    return total / pressure.shape[0] - objections_to_come(state, a)


@rule
def has_role(state: State, a: int, m: int) -> bool:
    """Whether somebody on the list belongs to the alliance and has taken on a channel."""
    member = state.members[a, m]
    return bool(is_member(member.status) and member.role != Channel.EVERY)


@rule
def outreach_to_come(state: State, a: int, m: int) -> float:
    """Outreach of a member once what it gives this week is given and remembered week by week."""
    p = state.parameters[0]
    loud = state.members[a, m].given / p.forgetting
    if state.members[a, m].status == Status.CIRCLE:
        return float(p.circle_voice * loud)
    return float(loud)


@rule
def objections_to_come(state: State, a: int) -> float:
    """Objections to the main goal that those with a role will leave unanswered; a bill meets none.

    The formula is that of `unanswered`, for the outreach to come.
    """
    if state.alliances[a].kind == Kind.PREVENTION:
        return 0.0
    k = state.alliances[a].field
    talks = 0.0
    for m in range(state.alliances[a].slots):
        talks += talk_to_come(state, a, m)
    heard = response(state, talks)
    total = 0.0
    for q in range(state.touched.shape[1]):
        known = 0.0
        for m in range(state.alliances[a].slots):
            i = state.members[a, m].organisation
            known += talk_to_come(state, a, m) * state.views[i, state.touched[k, q]].expertise
        total += 1.0 - heard * known / max(talks, LEAST_EXPOSURE)
    return float(state.parameters[0].objection_weight * total)


@rule
def talk_to_come(state: State, a: int, m: int) -> float:
    """Dialogue of a member that has a role, once what it gives is remembered week by week."""
    if not has_role(state, a, m):
        return 0.0
    dialogue = skill_at_work(state, a, m, Channel.DIALOGUE.value)
    return CHANNELS * dialogue * outreach_to_come(state, a, m)


@rule
def channel_least_filled(state: State, a: int) -> int:
    """Return the channel into which the fewest hours go as roles are now; the first of several."""
    filled = np.zeros(Channel.DIALOGUE.value + 1)
    for m in range(state.alliances[a].slots):
        if has_role(state, a, m):
            filled[state.members[a, m].role] += state.members[a, m].free_hours
    best = Channel.CAMPAIGNING.value
    for channel in range(best + 1, Channel.DIALOGUE.value + 1):
        if filled[channel] < filled[best]:
            best = channel
    return best


@rule
def talk_over_roles(state: State, a: int) -> None:
    """Let members talk over who does what, until each has given `role_hours` to it.

    The hours are taken from the work for the public, as far as a member does any.
    """
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status):
            taken = min(member.net, state.parameters[0].role_hours - member.role_talk)
            member.net -= taken
            member.role_talk += taken
            member.coordination_hours += taken
            state.alliances[a].coordination_hours += taken
