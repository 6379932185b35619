"""Impact, first step: speak, and be remembered."""

from sim.compiling import rule
from sim.quantities import CHANNELS, is_member, voice
from sim.state import State


@rule
def speak(state: State, a: int) -> None:
    """Turn this week's net hours into outreach that is remembered, and sum it per segment.

    ``Q <- (1 - forgetting) Q + net``; exposure of a segment: sum over members of Q x reach x how
    well campaigning is done by them.
    """
    p = state.parameters[0]
    state.clock[0].speeches += 1
    for s in range(state.exposure.shape[1]):
        state.exposure[a, s] = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        member.outreach = (1.0 - p.forgetting) * member.outreach + member.net
        loud = voice(state, a, m) * CHANNELS * state.organisations[member.organisation].campaigning
        for s in range(state.exposure.shape[1]):
            state.exposure[a, s] += loud * state.audiences[member.organisation, s]
