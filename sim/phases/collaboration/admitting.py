"""Collaboration: admit, or turn down, who asks to come in later."""

from sim.compiling import rule
from sim.phases.collaboration.conflicts import is_prevention
from sim.quantities import item_deviation, item_ideal, tolerance
from sim.state import NOBODY, Admission, EventKind, State, Status, record_event


@rule
def admits(state: State, a: int, i: int) -> bool:
    """Whether an alliance takes an applicant in, by its rule; nobody comes in late where closed."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.admission == Admission.CLOSED:
        return False
    if p.admission == Admission.VETTED and alliance.members > alliance.aim:
        return False
    return carries_platform(state, a, i)


@rule
def carries_platform(state: State, a: int, i: int) -> bool:
    """Whether the main goal as agreed lies within an applicant's tolerance."""
    if is_prevention(state, a):
        return True
    ideal = item_ideal(state, i, state.alliances[a].field, item_deviation(state, i, a, 0))
    return bool(
        abs(ideal - state.items[a, 0].position)
        <= tolerance(state, i, state.alliances[a].field, 0.0)
    )


@rule
def refuse(state: State, a: int, m: int) -> None:
    """Turn an applicant down."""
    member = state.members[a, m]
    member.status = Status.REFUSED
    state.alliances[a].refused += 1
    record_event(
        state, EventKind.REFUSED, a, member.organisation, NOBODY, NOBODY,
        state.alliances[a].field, float(state.alliances[a].members), 0.0, 0.0, 0.0,
    )  # fmt: skip
