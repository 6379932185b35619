"""Environment: what politics and the public do comes as often and as large as declared."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import bills, schedule
from sim.phases import environment
from sim.state import NEVER, EventKind, State
from tests.worlds import BASE, make_world, set_ideals, told

FIELDS = 100
SIGMAS = 4.5
"""Standard errors that a frequency over many draws may be off: once in 100 000 times by chance."""

seeds = st.integers(0, 2**63 - 1)


def weeks(state: State, number: int) -> Any:
    """Let the clock run from week 0."""
    for week in range(number):
        state.clock[0].week = week
        yield week


def gains(ideals: np.ndarray, position: float) -> int:
    """Count those who are closer to a position than to the status quo at 0."""
    return int((np.abs(ideals) - np.abs(ideals - position) > 0.0).sum())


# --- Windows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "attention"), [(1.0, 1.0), (4.0, 0.5), (4.0, 2.0), (13.0, 3.0)])
def test_windows_open_at_their_rate_times_attention(rate: float, attention: float) -> None:
    state = make_world(2, fields=FIELDS, window_rate=rate)
    state.clock[0].events_wanted = 0
    state.fields["attention"] = attention
    opened = 0
    for _ in weeks(state, 520):
        for k in range(FIELDS):
            environment.open_window(state, k)
        opened += int(state.fields["window"].sum())
    chance = rate * attention / 52
    draws = 520 * FIELDS
    error = SIGMAS * (chance * (1 - chance) / draws) ** 0.5
    assert opened / draws == pytest.approx(chance, abs=error)


def test_a_window_stays_open_for_one_week() -> None:
    state = make_world(2, window_rate=52.0)
    environment.open_window(state, 0)
    assert state.fields[0].window == 1
    assert [event.first for event in told(state, EventKind.WINDOW_OPENS)] == [1.0]
    state.fields[0].attention = 0.0
    environment.open_window(state, 0)
    assert state.fields[0].window == 0
    assert len(told(state, EventKind.WINDOW_OPENS)) == 1


@given(seed=seeds)
def test_more_attention_opens_every_window_that_less_attention_opens(seed: int) -> None:
    state = make_world(2, seed=seed, fields=20, window_rate=20.0)
    opened = []
    for attention in (0.5, 1.0, 2.0):
        state.fields["attention"] = attention
        for k in range(20):
            environment.open_window(state, k)
        opened.append(set(np.flatnonzero(state.fields["window"]).tolist()))
    assert opened[0] <= opened[1] <= opened[2]


# --- Bills ------------------------------------------------------------------------------------


@given(
    seed=seeds,
    legislators=st.sampled_from([1, 2, 5, 8, 61]),
    reach=st.floats(0.1, 1.99),
    mean=st.floats(2.0, 208.0),
    drawn=st.integers(0, 2**32 - 1),
)
def test_a_bill_has_a_majority_by_conviction_and_a_deadline_around_the_mean(
    seed: int, legislators: int, reach: float, mean: float, drawn: int
) -> None:
    state = make_world(
        2,
        seed=seed,
        week=7,
        fields=6,
        legislators=legislators,
        bill_rate=1.0,
        bill_reach=reach,
        bill_deadline=mean,
    )
    random = np.random.default_rng(drawn)
    state.legislator_ideals[:] = random.uniform(-1.0, 1.0, (legislators, 6)) + np.linspace(
        -0.5, 0.5, 6
    )
    state.fields["status_quo"] = random.uniform(-0.3, 0.3, 6)
    for k in range(6):
        environment.propose_bill(state, k)
        field = state.fields[k]
        if field.bill_deadline == NEVER:
            continue
        ideals = state.legislator_ideals[:, k] - field.status_quo
        assert 2 * gains(ideals, float(field.bill_position)) > legislators
        assert abs(field.bill_position) >= 0.02
        wait = int(field.bill_deadline) - 7
        assert max(1, int(0.5 * mean)) <= wait <= 1.5 * mean


def test_bills_come_at_their_rate_where_none_is_pending() -> None:
    state = make_world(2, fields=FIELDS, bill_rate=0.02, bill_deadline=52.0)
    state.clock[0].events_wanted = 0
    state.legislator_ideals[:] = 0.5
    waits = []
    for week in weeks(state, 520):
        for k in range(FIELDS):
            environment.propose_bill(state, k)
            if state.fields[k].bill_deadline != NEVER:
                waits.append(int(state.fields[k].bill_deadline) - week)
                state.fields[k].bill_deadline = NEVER
    draws = 520 * FIELDS
    assert len(waits) / draws == pytest.approx(0.02, abs=SIGMAS * (0.02 * 0.98 / draws) ** 0.5)
    # Uniform between 26 and 78 weeks, cut to whole weeks: mean 51.5, variance 52^2 / 12.
    assert np.mean(waits) == pytest.approx(51.5, abs=SIGMAS * (52**2 / 12 / len(waits)) ** 0.5)
    assert (min(waits), max(waits)) == (26, 77)


def test_sizes_of_bills_lie_around_their_reach() -> None:
    # Median ideal .3 x reach 1 x a uniform number from .6 to 1.4.
    state = make_world(2, fields=FIELDS, bill_rate=1.0, bill_reach=1.0)
    state.legislator_ideals[:] = 0.3
    for k in range(FIELDS):
        environment.propose_bill(state, k)
    sizes = state.fields["bill_position"] / 0.3
    assert sizes.min() >= 0.6
    assert sizes.max() <= 1.4
    assert sizes.mean() == pytest.approx(1.0, abs=SIGMAS * 0.8 / (12 * FIELDS) ** 0.5)


def test_a_pending_bill_is_not_replaced() -> None:
    state = make_world(2, bill_rate=1.0)
    state.legislator_ideals[:] = 0.5
    state.fields[0].bill_position, state.fields[0].bill_deadline = -0.1, 99
    environment.propose_bill(state, 0)
    assert (state.fields[0].bill_position, state.fields[0].bill_deadline) == (-0.1, 99)


@pytest.mark.parametrize(
    ("ideals", "quo", "median"),
    [
        ((-0.5, 0.2, 0.6), 0.0, 0.2),
        ((-0.5, 0.2, 0.6), 0.5, -0.3),
        ((0.1, 0.3, 0.4, 0.9), 0.0, 0.3),
        ((-0.9, -0.4, -0.3, 0.1), 0.0, -0.3),
        ((-0.9, -0.4, 0.3, 0.1), 0.0, 0.0),
    ],
)
def test_the_legislator_in_the_middle(ideals: tuple[float, ...], quo: float, median: float) -> None:
    state = make_world(2, legislators=len(ideals), bill_rate=1.0)
    state.legislator_ideals[:, 0] = ideals
    state.fields[0].status_quo = quo
    assert bills.median_ideal(state, 0) == pytest.approx(median)
    environment.propose_bill(state, 0)
    if median == 0.0:
        assert state.fields[0].bill_deadline == NEVER
    else:
        assert state.fields[0].bill_position * median > 0.0


# --- Attention --------------------------------------------------------------------------------


def test_attention_wanders_around_one_with_its_spread_and_persistence() -> None:
    # Log-normal: mean 1, standard deviation of the logarithm .3, correlation of .9 week by week.
    state = make_world(2, fields=FIELDS, attention_spread=0.3, attention_persistence=0.9)
    logs = []
    for week in weeks(state, 1100):
        for k in range(FIELDS):
            environment.move_attention(state, k)
        if week >= 100:  # the start at 1 is forgotten: .9^100
            logs.append(np.log(state.fields["attention"]))
    log = np.array(logs)
    # Independent values: one in (1 + .9) / (1 - .9) = 19.
    number = log.size / 19
    deviation = (np.exp(0.09) - 1.0) ** 0.5
    assert np.exp(log).mean() == pytest.approx(1.0, abs=SIGMAS * deviation / number**0.5)
    assert log.std() == pytest.approx(0.3, rel=0.05)
    assert np.corrcoef(log[1:].ravel(), log[:-1].ravel())[0, 1] == pytest.approx(0.9, abs=0.02)


def test_without_spread_attention_stands_still() -> None:
    state = make_world(2, attention_spread=0.0)
    state.fields["attention"] = [0.5, 1.0, 2.0]
    for _ in weeks(state, 10):
        schedule.turn_environment(state)
    assert state.fields["attention"].tolist() == [0.5, 1.0, 2.0]


# --- Campaigns --------------------------------------------------------------------------------


@given(
    election=st.integers(0, 300),
    length=st.integers(0, 60),
    factor=st.floats(0.0, 3.0),
    base=st.floats(0.0, 1.0),
)
def test_campaigns_raise_polarisation_by_their_factor_and_nothing_else_does(
    election: int, length: int, factor: float, base: float
) -> None:
    state = make_world(
        2, election_week=election, campaign_weeks=length, campaign_polarisation=factor
    )
    state.fields["polarisation_base"] = base
    elections = [election + 208 * term for term in range(4)]
    for week in weeks(state, 520):
        environment.turn_calendar(state)
        # The last week of a campaign is that of the election.
        campaign = any(day - length < week <= day for day in elections)
        assert state.clock[0].campaign == campaign
        expected = min(1.0, base * (1.0 + factor)) if campaign else base
        assert state.fields[0].polarisation == pytest.approx(expected)
    assert (state.fields["polarisation_base"] == base).all()


def test_a_campaign_is_told_once() -> None:
    state = make_world(2, election_week=182, campaign_weeks=13)
    for _ in weeks(state, 416):
        environment.turn_calendar(state)
    assert [event.week for event in told(state, EventKind.CAMPAIGN_BEGINS)] == [170, 378]


# --- Shocks -----------------------------------------------------------------------------------


@given(seed=seeds, size=st.floats(0.0, 2.0), apart=st.floats(-0.5, 0.5))
def test_shocks_move_an_organisation_and_its_base_alike_within_bounds(
    seed: int, size: float, apart: float
) -> None:
    state = make_world(2, seed=seed, shock_rate=20.0, shock_size=size)
    set_ideals(state, 0, [0.3, -0.3])
    state.views[BASE] += apart
    for _ in weeks(state, 60):
        for i in range(2):
            before = state.views[i].copy()
            count = len(told(state, EventKind.SHOCK))
            environment.shake(state, i)
            happened = told(state, EventKind.SHOCK)[count:]
            ideal = state.views[i]["position"] - before["position"]
            base = state.views[i][BASE] - before[BASE]
            hit = [int(event.field) for event in happened]
            assert set(np.flatnonzero((ideal != 0.0) | (base != 0.0))) <= set(hit)
            for k in hit:
                at_edge = abs(state.views[i, k].position) == 1.0
                at_edge |= abs(state.views[i][BASE][k]) == 1.0
                assert at_edge or ideal[k] == pytest.approx(base[k], abs=1e-12)
    assert np.abs(state.views["position"]).max() <= 1.0
    assert np.abs(state.views[BASE]).max() <= 1.0


@pytest.mark.parametrize("rate", [0.0, 0.5, 5.0])
def test_shocks_come_at_their_rate_per_year_and_hit_all_fields(rate: float) -> None:
    state = make_world(100, fields=4, shock_rate=rate, shock_size=0.05)
    state.clock[0].events_wanted = 0
    hits = np.zeros(4)
    moves = []
    for _ in weeks(state, 520):
        for i in range(100):
            state.views["position"][i] = 0.0
            environment.shake(state, i)
            moved = state.views["position"][i]
            hits += moved != 0.0
            moves.extend(moved[moved != 0.0].tolist())
    expected = rate * 10 * 100
    assert hits.sum() == pytest.approx(expected, abs=SIGMAS * expected**0.5)
    for k in range(4):
        assert hits[k] == pytest.approx(expected / 4, abs=SIGMAS * (expected / 4) ** 0.5)
    if rate:
        error = SIGMAS / len(moves) ** 0.5
        assert np.mean(moves) == pytest.approx(0.0, abs=0.05 * error)
        assert np.std(moves) == pytest.approx(0.05, rel=error)
