"""Phase 1, environment: windows, bills, attention, campaigns, shocks (study IV-Z, IV-W).

What politics and the public do by themselves. The study describes it only in examples; rates and
shapes are assumed where no source is named.
"""

import math

from sim.bills import bill_of_week, introduce_bill
from sim.compiling import rule
from sim.parameters import YEAR
from sim.randomness import Stream, normal, uniform
from sim.state import NEVER, NOBODY, EventKind, State, record_event

TERM = 208
"""Weeks from one general election to the next: four years."""


@rule
def open_window(state: State, k: int) -> None:
    """Parliament takes up the law of a field, the likelier the more attention the field has.

    Kingdon 1984 (reported): windows of opportunity open for a short time, here one week.
    """
    p = state.parameters[0]
    field = state.fields[k]
    chance = p.window_rate / YEAR * field.attention
    draw = uniform(state.clock[0].seed, Stream.WINDOW, state.clock[0].week, k, 0, 0)
    field.window = int(draw < chance)
    if field.window:
        record_event(
            state, EventKind.WINDOW_OPENS, NOBODY, NOBODY, NOBODY, NOBODY, k,
            field.attention, 0.0, 0.0, 0.0,
        )  # fmt: skip


@rule
def propose_bill(state: State, k: int) -> None:
    """Somebody proposes a measure behind which a majority of legislators stands; it has a deadline.

    Without bills prevention has no object.
    """
    clock = state.clock[0]
    if state.fields[k].bill_deadline != NEVER:
        return
    if uniform(clock.seed, Stream.BILL, clock.week, k, 0, 0) >= state.parameters[0].bill_rate:
        return
    position = bill_of_week(state, k)
    if position != 0.0:
        introduce_bill(state, k, position)


@rule
def move_attention(state: State, k: int) -> None:
    """Let public attention wander around its mean of 1 (a first-order process of its log)."""
    p = state.parameters[0]
    clock = state.clock[0]
    kept = p.attention_persistence
    innovation = p.attention_spread * math.sqrt(1.0 - kept * kept)
    # Half the variance is taken off so that the mean of attention itself is 1.
    centre = -0.5 * p.attention_spread * p.attention_spread
    before = math.log(state.fields[k].attention) - centre
    drawn = innovation * normal(clock.seed, Stream.ATTENTION, clock.week, k, 0, 0)
    state.fields[k].attention = math.exp(centre + kept * before + drawn)


@rule
def turn_calendar(state: State) -> None:
    """Let the camps listen to each other less before an election (study IV-Z, Unteilbar)."""
    p = state.parameters[0]
    clock = state.clock[0]
    to_election = p.election_week - clock.week
    if to_election < 0:
        to_election %= TERM
    campaign = int(to_election < p.campaign_weeks)
    if campaign and not clock.campaign:
        record_event(
            state, EventKind.CAMPAIGN_BEGINS, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY,
            float(to_election), 0.0, 0.0, 0.0,
        )  # fmt: skip
    clock.campaign = campaign
    factor = 1.0 + p.campaign_polarisation if campaign else 1.0
    clock.speeches += 1  # who has ended is heard no more, and camps may hear each other less
    for k in range(state.fields.shape[0]):
        state.fields[k].polarisation = min(1.0, state.fields[k].polarisation_base * factor)


@rule
def shake(state: State, i: int) -> None:
    """An organisation's situation in one field changes: what was right last week is wrong now.

    Its ideal and that of its base move together (study IV-Z: a demand that made sense a week ago).
    """
    p = state.parameters[0]
    clock = state.clock[0]
    if uniform(clock.seed, Stream.SHOCK, clock.week, i, 0, 0) >= p.shock_rate / YEAR:
        return
    k = int(uniform(clock.seed, Stream.SHOCK, clock.week, i, 0, 1) * state.fields.shape[0])
    view = state.views[i, k]
    before = view.position
    move = p.shock_size * normal(clock.seed, Stream.SHOCK, clock.week, i, 0, 2)
    view.position = max(-1.0, min(1.0, before + move))
    view.base_ideal = max(-1.0, min(1.0, view.base_ideal + move))
    record_event(
        state, EventKind.SHOCK, NOBODY, i, NOBODY, NOBODY, k,
        before, view.position, 0.0, 0.0,
    )  # fmt: skip
