"""Phase 1, environment: windows, bills, attention, campaigns, shocks (study IV-Z, IV-W).

What politics and the public do by themselves. The study describes it only in examples; rates and
shapes are assumed where no source is named.
"""

import math

import numpy as np

from sim.compiling import rule
from sim.parameters import YEAR
from sim.randomness import Stream, normal, uniform
from sim.state import NEVER, NOBODY, EventKind, State, record_event

TERM = 208
"""Weeks from one general election to the next: four years."""

SMALLEST_BILL = 0.02
"""A measure closer to the status quo than this (position units) is none."""


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

    A legislator gains from every measure closer than twice its ideal, so a majority stands behind a
    multiple below 2 of the median ideal. Without bills prevention has no object.
    """
    p = state.parameters[0]
    field = state.fields[k]
    clock = state.clock[0]
    if field.bill_deadline != NEVER:
        return
    if uniform(clock.seed, Stream.BILL, clock.week, k, 0, 0) >= p.bill_rate:
        return
    size = p.bill_reach * (0.6 + 0.8 * uniform(clock.seed, Stream.BILL, clock.week, k, 0, 1))
    law = max(-1.0, min(1.0, field.status_quo + median_ideal(state, k) * min(size, 1.99)))
    position = law - field.status_quo
    if abs(position) < SMALLEST_BILL:
        return
    wait = p.bill_deadline * (0.5 + uniform(clock.seed, Stream.BILL, clock.week, k, 0, 2))
    field.bill_position = position
    field.bill_deadline = clock.week + max(1, int(wait))
    record_event(
        state, EventKind.BILL_PROPOSED, NOBODY, NOBODY, NOBODY, NOBODY, k,
        position, float(field.bill_deadline), 0.0, 0.0,
    )  # fmt: skip


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
def move_attention(state: State, k: int) -> None:
    """Let public attention wander around its mean of 1 (a first-order process of its log)."""
    p = state.parameters[0]
    if p.attention_spread == 0.0:
        return
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
