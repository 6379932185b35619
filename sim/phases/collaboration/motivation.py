"""Collaboration: energy, which follows how satisfied a member is with its alliance."""

from sim.compiling import rule
from sim.parameters import MONTH
from sim.phases.collaboration.contributing import STEP
from sim.state import NEVER, State


@rule
def satisfaction(state: State, a: int, m: int) -> float:
    """How satisfied a member is with an alliance this week, [0, 1].

    Growing support and milestones please; hours in meetings and missed occasions do not. Meetings
    cost energy here and hours in `coordinate`; an ablation sets one of the two to 0.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    member = state.members[a, m]
    level = p.satisfaction + p.support_weight * alliance.support_change
    level += p.milestone_weight * recent_milestone(state, a)
    level -= p.meeting_weight * member.held / max(STEP, member.free_hours)
    level -= p.missed_weight * alliance.missed
    return float(max(0.0, min(1.0, level)))


@rule
def recent_milestone(state: State, a: int) -> float:
    """1 for a month after a side item became law, otherwise 0."""
    reached = state.alliances[a].milestone_week
    if reached == NEVER or state.clock[0].week - reached > MONTH:
        return 0.0
    return 1.0


@rule
def feel(state: State, a: int, m: int) -> None:
    """Let a member's energy follow its satisfaction with the alliance."""
    organisation = state.organisations[state.members[a, m].organisation]
    rate = state.parameters[0].energy_adjustment
    organisation.energy += rate * (satisfaction(state, a, m) - organisation.energy)


@rule
def rest(state: State, i: int) -> None:
    """Let an organisation's energy return towards its resting level."""
    p = state.parameters[0]
    organisation = state.organisations[i]
    organisation.energy += p.rest_rate * (p.resting_energy - organisation.energy)
