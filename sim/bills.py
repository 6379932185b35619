"""Bills of others: what somebody would propose in a field, and bringing it before parliament.

Shared by the environment, in which bills come by themselves, and by the start of a focal alliance
that is to prevent one (formation).
"""

import numpy as np

from sim.compiling import rule
from sim.randomness import Stream, uniform
from sim.state import NOBODY, EventKind, State, record_event

SMALLEST_BILL = 0.02
"""A measure closer to the status quo than this (position units) is none."""


@rule
def median_ideal(state: State, k: int) -> float:
    """Ideal of the legislator in the middle of a field, from the status quo.

    With an even number of legislators the one of the two middle ones that is closer to the status
    quo: more than half want at least as much. 0 where these two pull different ways.
    """
    ideals = np.sort(state.legislator_ideals[:, k])
    lower = ideals[(ideals.shape[0] - 1) // 2] - state.fields[k].status_quo
    upper = ideals[ideals.shape[0] // 2] - state.fields[k].status_quo
    return float(max(lower, 0.0) + min(upper, 0.0))


@rule
def bill_of_week(state: State, k: int) -> float:
    """Return the position of the bill that somebody would propose this week; 0 for none.

    A legislator gains from every measure closer than twice its ideal, so a majority stands behind a
    multiple below 2 of the median ideal.
    """
    clock = state.clock[0]
    quo = state.fields[k].status_quo
    drawn = 0.6 + 0.8 * uniform(clock.seed, Stream.BILL, clock.week, k, 0, 1)
    size = state.parameters[0].bill_reach * drawn
    law = max(-1.0, min(1.0, quo + median_ideal(state, k) * min(size, 1.99)))
    position = law - quo
    if abs(position) < SMALLEST_BILL:
        return 0.0
    return float(position)


@rule
def introduce_bill(state: State, k: int, position: float) -> None:
    """Bring a bill before parliament; the week of its vote is drawn."""
    clock = state.clock[0]
    field = state.fields[k]
    drawn = 0.5 + uniform(clock.seed, Stream.BILL, clock.week, k, 0, 2)
    wait = state.parameters[0].bill_deadline * drawn
    field.bill_position = position
    field.bill_deadline = clock.week + max(1, int(wait))
    record_event(
        state, EventKind.BILL_PROPOSED, NOBODY, NOBODY, NOBODY, NOBODY, k,
        position, float(field.bill_deadline), 0.0, 0.0,
    )  # fmt: skip


@rule
def bill_is_pending(state: State, k: int) -> bool:
    """Whether a bill is before parliament whose vote is not this week."""
    return bool(state.fields[k].bill_deadline > state.clock[0].week)
