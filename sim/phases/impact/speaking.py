"""Impact, first step: speak, and be remembered."""

import math

from sim.compiling import rule
from sim.parliament import nearest_party
from sim.quantities import CHANNELS, is_member, skill_at_work, voice
from sim.state import Channel, Stance, State


@rule
def speak(state: State, a: int) -> None:
    """Turn this week's net hours into outreach that is remembered, and sum it per segment.

    ``Q <- (1 - forgetting) Q + net``, less what goes into explaining oneself; exposure of a
    segment: sum over members of Q x reach x how well campaigning is done by them.
    """
    p = state.parameters[0]
    state.clock[0].speeches += 1
    stand_near_a_party(state, a)
    for s in range(state.exposure.shape[1]):
        state.exposure[a, s] = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        member.outreach = (1.0 - p.forgetting) * member.outreach + heard_hours(state, a, m)
        loud = voice(state, a, m) * CHANNELS
        loud *= skill_at_work(state, a, m, Channel.CAMPAIGNING.value)
        for s in range(state.exposure.shape[1]):
            state.exposure[a, s] += loud * state.audiences[member.organisation, s]


@rule
def heard_hours(state: State, a: int, m: int) -> float:
    """Hours of a member that speak for the platform; what explains the alliance does not."""
    net = float(state.members[a, m].net)
    if state.parameters[0].stance != Stance.NEAR:
        return net
    return net * (1.0 - state.parameters[0].communication)


@rule
def stand_near_a_party(state: State, a: int) -> None:
    """Find the party that an alliance stands near to, and how far it is taken for a part of it.

    The more hours of explaining how it stands to the party are remembered, the less the public
    takes the party's camp for its members' (study IV-Z: charges are to be expected, justified or
    not, and ask for communication): ``capture * exp(-hours / communication_scale)``.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.stance != Stance.NEAR:
        return
    explained = 0.0
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            explained += p.communication * state.members[a, m].net
    alliance.explained = (1.0 - p.forgetting) * alliance.explained + explained
    alliance.captured = p.capture * math.exp(-alliance.explained / p.communication_scale)
    alliance.near = nearest_party(state, a)
