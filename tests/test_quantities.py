"""Quantities that all phases share: gains, attention, limits, channels, calendars, audiences."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import quantities
from sim.measures import hill_number
from sim.membership import release
from sim.state import NOBODY, Answers, Leaving, State
from tests.worlds import (
    AGREED,
    CHANGE,
    CIRCLE,
    CORE,
    PREVENTION,
    ROUND,
    THIRD,
    WEEK,
    enter,
    know,
    make_alliance,
    make_world,
    publish,
    put_item,
    set_ideals,
    trust,
)

positions = st.floats(-1.0, 1.0, allow_nan=False)


# --- Gain --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ideal", "agreed", "gain"),
    [
        (0.6, 0.0, 0.0),  # the status quo
        (0.6, 0.3, 0.3),  # half way
        (0.6, 0.6, 0.6),  # all that was wanted
        (0.6, 0.9, 0.3),  # too far by .3
        (0.6, 1.2, 0.0),  # as far beyond as the status quo falls short
        (0.6, 1.5, -0.3),
        (0.6, -0.2, -0.2),  # the wrong way
        (-0.6, -0.4, 0.4),
        (-0.6, 0.4, -0.4),
        (0.0, 0.5, -0.5),  # content with the status quo
        (0.0, -0.5, -0.5),
    ],
)
def test_gain_over_the_status_quo(ideal: float, agreed: float, gain: float) -> None:
    assert quantities.gain(ideal, agreed) == pytest.approx(gain)
    assert quantities.goal_gain(CHANGE, ideal, agreed) == pytest.approx(gain)
    # Preventing a measure is worth what the measure would cost: |x - b| - |x|.
    assert quantities.goal_gain(PREVENTION, ideal, agreed) == pytest.approx(-gain)


@given(ideal=positions, agreed=positions)
def test_gain_lies_between_minus_and_plus_the_move_and_is_symmetric(
    ideal: float, agreed: float
) -> None:
    gain = quantities.gain(ideal, agreed)
    assert abs(gain) <= abs(agreed) + 1e-12
    assert gain <= abs(ideal) + 1e-12
    assert quantities.gain(-ideal, -agreed) == gain


def test_everything_is_measured_from_the_present_status_quo() -> None:
    state = make_world(1)
    state.fields[0].status_quo = 0.3
    set_ideals(state, 0, [0.7])
    assert quantities.field_ideal(state, 0, 0) == pytest.approx(0.4)
    state.legislator_ideals[:, 0] = [0.3, 0.4, 0.5, 0.6, 0.7]
    # From the status quo 0, .1, .2, .3, .4; from a move of .25 those above .125 gain.
    assert quantities.votes_by_conviction(state, 0, 0.25, 0.0) == 3


def test_items_shift_ideals_by_the_values_they_load_on() -> None:
    state = make_world(2, value_shift=0.3)
    state.organisations[0].freedom = 1.0
    state.organisations[0].justice = state.organisations[0].sustainability = 0.0
    # value_shift x (3 x shared - 1): even values or even loads 0; all in one +.6; opposite -.3.
    assert quantities.value_shift(state, 1, 1.0, 0.0, 0.0) == pytest.approx(0.0)
    assert quantities.value_shift(state, 0, THIRD, THIRD, THIRD) == pytest.approx(0.0)
    assert quantities.value_shift(state, 0, 1.0, 0.0, 0.0) == pytest.approx(0.6)
    assert quantities.value_shift(state, 0, 0.0, 1.0, 0.0) == pytest.approx(-0.3)


def test_ideals_on_items_spread_as_declared_around_those_in_the_field() -> None:
    state = make_world(40, item_deviation=0.15)
    a = make_alliance(state, (0,))
    deviations = []
    for number in range(50):
        state.items[a, 0].number = number
        deviations += [quantities.item_deviation(state, i, a, 0) for i in range(40)]
    # 2000 draws: the mean has a standard error of .15 / sqrt(2000), the sd of that / sqrt(2).
    assert abs(np.mean(deviations)) < 4 * 0.15 / math.sqrt(2000)
    assert abs(np.std(deviations) - 0.15) < 4 * 0.15 / math.sqrt(4000)


# --- Attention and platform --------------------------------------------------------------------


@given(priority=st.floats(0.0, 1.0), items=st.integers(1, 12))
def test_attention_weights_sum_to_one_whatever_the_priority(priority: float, items: int) -> None:
    state = make_world(2, fields=3, priority=round(priority, 2), agenda_limit=12)
    a = make_alliance(state, (0, 1))
    for number in range(items - 1):
        put_item(state, a, 1 + number % 2, 0.3, brought_by=number)
    publish(state, a)
    weights = [quantities.attention_weight(state, a, j) for j in range(items)]
    assert sum(weights) == pytest.approx(1.0)
    assert weights[0] == pytest.approx(max(round(priority, 2), 1 / items) if items > 1 else 1.0)
    assert all(weight <= weights[0] + 1e-12 for weight in weights)


def test_the_value_of_a_platform_by_hand() -> None:
    for commitment, value in (("uniform", 0.06), ("differentiated", 0.16)):
        state = make_world(2, priority=0.6, commitment=commitment)
        set_ideals(state, 1, [0.4, -0.2])
        set_ideals(state, 2, [0.4, 0.1])
        state.views[1, 1].salience = 2.0
        a = make_alliance(state, (0, 1), draft=0.5)
        first = put_item(state, a, 1, 0.25)
        put_item(state, a, 2, -0.1)
        publish(state, a)
        state.stances[a, first, 1].signs = 0
        # .6 x (.4 - .1), .2 x 2 x -.25 and .2 x -.1; unsigned items do not count if it may opt out.
        assert quantities.platform_value(state, a, 1) == pytest.approx(value)


def test_only_what_is_agreed_is_worth_anything() -> None:
    state = make_world(2, priority=0.0)
    a = make_alliance(state, (0, 1))
    assert quantities.platform_value(state, a, 0) == 0.0
    put_item(state, a, 1, 0.4)
    publish(state, a)
    assert quantities.platform_value(state, a, 0) == pytest.approx(0.4)


# --- Limits ------------------------------------------------------------------------------------


def test_tolerance_widens_with_pragmatism_and_rounds_but_not_on_a_red_line() -> None:
    state = make_world(1, widening=0.15)
    state.organisations[0].pragmatism = 0.6
    state.views[0, 0].tolerance = 0.4
    for rounds in (0.0, 1.0, 4.0):
        expected = 0.4 * (1 + 0.6 * 0.15 * rounds)
        assert quantities.tolerance(state, 0, 0, rounds) == pytest.approx(expected)
    state.views[0, 0].red_line = 1
    assert quantities.tolerance(state, 0, 0, 4.0) == 0.4


@pytest.mark.parametrize(
    ("position", "excess"),
    # Interval from -.1 to .9: how far it would have to move, and which way.
    [(0.4, 0.0), (0.9, 0.0), (-0.1, 0.0), (1.0, -0.1), (-0.4, 0.3)],
)
def test_excess_is_the_move_that_a_member_wants(position: float, excess: float) -> None:
    state = make_world(1)
    a = make_alliance(state, (0,))
    state.items[a, 0].position = position
    assert quantities.excess(state, a, 0, 0) == pytest.approx(excess)


def test_moved_by_its_excess_an_item_is_acceptable() -> None:
    state = make_world(1, widening=0.15)
    a = make_alliance(state, (0,))
    generator = np.random.default_rng(5)
    for _ in range(200):
        state.views[0, 0].position, position = generator.uniform(-1, 1, 2)
        state.views[0, 0].tolerance = generator.uniform(0, 0.5)
        state.organisations[0].pragmatism = generator.random()
        state.alliances[a][ROUND] = int(generator.integers(0, 6))
        state.items[a, 0].position = position
        state.items[a, 0].position = position + quantities.excess(state, a, 0, 0)
        assert quantities.excess(state, a, 0, 0) == 0.0


def test_who_gains_from_preventing_a_bill_has_no_other_condition() -> None:
    state = make_world(3)
    set_ideals(state, 0, [0.4, 0.05, -0.6])
    a = make_alliance(state, kind=PREVENTION, draft=-0.5)
    # |x - b| - |x| = .5, .5 and -.5: the third wants the bill.
    excesses = [quantities.excess(state, a, 0, m) for m in range(3)]
    assert excesses == pytest.approx([0.0, 0.0, -0.6 + 0.5])


# --- Channels and hours ------------------------------------------------------------------------


def both_ends(governance: int, core: int, circle: int = 0, weight: float = 1.0) -> float:
    """Channels that all members keep up; every channel has two ends."""
    total = circle * weight
    for place in range(core):
        total += quantities.channels(governance, core, circle, place == 0, weight)
    return total


@pytest.mark.parametrize("n", [2, 5, 10, 20])
def test_v4_channels_of_assembly_and_lead(n: int) -> None:
    # evidence.md, V4: n (n - 1) / 2 and n - 1; counted at both ends.
    assert both_ends(0, n) / 2 == n * (n - 1) / 2
    assert both_ends(1, n) / 2 == n - 1
    assert {5: 10, 10: 45, 20: 190}.get(n, n * (n - 1) / 2) == both_ends(0, n) / 2


@pytest.mark.parametrize(("core", "members"), [(5, 5), (5, 12), (3, 20)])
def test_v4_channels_of_core_and_circle(core: int, members: int) -> None:
    # c (c - 1) / 2 + (n - c); a supporter's channel is weighted by `circle_channel`.
    circle = members - core
    assert both_ends(2, core, circle) / 2 == pytest.approx(core * (core - 1) / 2 + circle)
    half = both_ends(2, core, circle, 0.5) / 2
    assert half == pytest.approx(core * (core - 1) / 2 + 0.5 * circle)


def test_hours_per_channel_and_their_exponent() -> None:
    # One talk per pair, something between, and one round mail for all.
    for exponent, hours in ((1.0, 0.25 * 8), (0.5, 0.25 * math.sqrt(8)), (0.0, 0.25)):
        state = make_world(1, pair_cost=0.25, pair_cost_exponent=exponent)
        assert quantities.channel_hours(state, 8.0) == pytest.approx(hours)
        assert quantities.channel_hours(state, 0.0) == 0.0


@given(
    memberships=st.lists(st.sampled_from([CORE, CIRCLE]), min_size=1, max_size=6),
    circle=st.floats(0.0, 1.0),
    network=st.floats(0.0, 15.0),
    free=st.floats(0.0, 40.0),
)
def test_all_alliances_together_never_get_more_than_the_free_hours(
    memberships: list[int], circle: float, network: float, free: float
) -> None:
    state = make_world(7, circle_channel=round(circle, 2), governance="core")
    state.organisations[0].free_hours = free
    state.organisations[0].network_hours = network
    for number, status in enumerate(memberships):
        a = make_alliance(state, (number + 1,))
        enter(state, a, 0, status)
    hours = [quantities.hours_for(state, 0, status) for status in memberships]
    assert all(hour >= 0.0 for hour in hours)
    assert sum(hours) <= max(0.0, free - network) + 1e-9
    if all(status == CORE for status in memberships):
        assert sum(hours) == pytest.approx(max(0.0, free - network))


def test_who_leaves_has_its_hours_back() -> None:
    state = make_world(4)
    make_alliance(state, (0, 1))
    a = make_alliance(state, (0, 2, 3))
    assert quantities.hours_for(state, 0, CORE) == pytest.approx(5.0)
    release(state, a, 0, int(Leaving.NOT_WORTH_IT), NOBODY)
    assert quantities.hours_for(state, 0, CORE) == pytest.approx(10.0)


# --- Calendars ---------------------------------------------------------------------------------


@given(
    period=st.sampled_from([1 / 7, 0.5, 1.0, 1.3, 4.0, 13.0, 52.0]),
    phase=st.floats(0.0, 0.999),
    week=st.integers(0, 300),
)
def test_the_next_sitting_against_a_calendar_written_out(
    period: float, phase: float, week: int
) -> None:
    state = make_world(1)
    state.organisations[0].sitting_weeks = period
    state.organisations[0].sitting_phase = phase
    sits = quantities.next_sitting(state, 0, week, 0, 0)
    calendar = [(number + phase) * period for number in range(int(400 / period) + 2)]
    first = next(moment for moment in calendar if moment >= week - 1e-9)
    # A moment that rounding puts to either side of a week's beginning may fall into both weeks.
    assert sits in {int(first + 1e-9), max(week, int(first - 1e-9))}
    assert week <= sits <= week + period


def harmonic(n: int) -> float:
    return sum(1 / k for k in range(1, n + 1))


def slowest(state: State, n: int, repetitions: int) -> np.ndarray:
    """Weeks until the slowest of n has answered, in many repetitions."""
    return np.array(
        [
            max(quantities.next_sitting(state, i, 0, number, 0) for i in range(n))
            for number in range(repetitions)
        ]
    )


@pytest.mark.parametrize("n", [1, 5, 20])
def test_v3_the_slowest_of_n_exponential_answers(n: int) -> None:
    # evidence.md, V3: d H_n; d is half the time between sittings, 26 weeks. Answers count in whole
    # weeks, so the mean of the maximum is sum over k >= 1 of P(max >= k) = 1 - (1 - exp(-k/d))^n.
    mean, repetitions = 26.0, 1200
    state = make_world(20, answer_shape="exponential")
    state.organisations["sitting_weeks"] = 2 * mean
    waits = slowest(state, n, repetitions)
    whole_weeks = sum(1 - (1 - math.exp(-k / mean)) ** n for k in range(1, 2000))
    deviation = mean * math.sqrt(sum(1 / k**2 for k in range(1, n + 1)))
    error = deviation / math.sqrt(repetitions)
    assert abs(waits.mean() - whole_weeks) < 4 * error
    # Rounding down to weeks costs half a week; V3 itself within four standard errors and that.
    assert abs(waits.mean() + 0.5 - mean * harmonic(n)) < 4 * error + 0.01
    assert pytest.approx(3.598, abs=5e-4) == harmonic(20)


def test_a_calendar_bounds_the_wait_and_drawn_delays_do_not() -> None:
    state = make_world(20)
    state.organisations["sitting_weeks"] = 13.0
    state.organisations["sitting_phase"] = np.linspace(0.0, 0.99, 20)
    waits = [
        quantities.next_sitting(state, i, week, 0, 0) - week
        for i in range(20)
        for week in range(26)
    ]
    assert max(waits) <= 13
    # Even phases: the wait is even from 0 to 13 weeks, its mean half of that less half a week.
    assert np.mean(waits) == pytest.approx(13 / 2 - 0.5, abs=0.35)
    for shape in ("exponential", "lognormal"):
        drawn = make_world(20, answer_shape=shape)
        drawn.organisations["sitting_weeks"] = 13.0
        assert slowest(drawn, 20, 60).max() > 13


def test_lognormal_answers_have_the_same_mean() -> None:
    # 26 x exp(z - 1/2): mean 26, sd 26 sqrt(e - 1) = 34; less half a week for whole weeks.
    state = make_world(1, answer_shape="lognormal")
    state.organisations["sitting_weeks"] = 52.0
    waits = slowest(state, 1, 4000)
    error = 26 * math.sqrt(math.e - 1) / math.sqrt(4000)
    assert abs(waits.mean() + 0.5 - 26) < 4 * error
    assert int(Answers.LOGNORMAL) == 2


def test_who_is_half_reachable_answers_after_a_geometric_time() -> None:
    # Reached with probability q each week: on average (1 - q) / q weeks are lost.
    state = make_world(1)
    a = make_alliance(state, (0,))
    for held, q in ((10.0, 1.0), (5.0, 0.5), (2.5, 0.25)):
        state.members[a, 0].needed, state.members[a, 0].held = 10.0, held
        lost = []
        for week in range(1500):
            state.clock[0].week = week
            lost.append(quantities.answer_week(state, a, 0, 1) - week)
        error = math.sqrt((1 - q) / q**2 / 1500)
        assert abs(np.mean(lost) - (1 - q) / q) <= 4 * error
    state.members[a, 0].held = 0.0
    state.clock[0].week = WEEK
    assert quantities.answer_week(state, a, 0, 1) > WEEK + 208


# --- Ties --------------------------------------------------------------------------------------


def test_trust_moves_by_a_share_of_what_is_left() -> None:
    state = make_world(3, trust_gain=0.05, trust_loss=0.15)
    know(state, 0, 1, 0.5)
    for _ in range(10):
        quantities.learn_about(state, 0, 1, True)
    assert trust(state, 0, 1) == pytest.approx(1 - 0.5 * 0.95**10)
    for _ in range(3):
        quantities.learn_about(state, 0, 1, False)
    assert trust(state, 0, 1) == pytest.approx((1 - 0.5 * 0.95**10) * 0.85**3)
    quantities.learn_about(state, 0, 2, False)  # no tie, nothing to lose
    assert math.isnan(trust(state, 0, 2))
    quantities.learn_about(state, 0, 2, True)
    assert trust(state, 0, 2) == pytest.approx(0.05)
    assert quantities.trust_in(state, 0, 0) == 0.0
    assert quantities.find_tie(state, 2, 0) == NOBODY


def test_in_a_full_list_of_contacts_the_least_trusted_gives_way() -> None:
    state = make_world(3)  # room for three
    for partner, level in ((0, 0.5), (1, 0.2), (2, 0.9)):
        quantities.new_tie(state, 0, partner, level)
    quantities.new_tie(state, 0, 7, 0.6)
    assert state.organisations[0].ties == 3
    assert sorted(state.ties[0]["partner"].tolist()) == [0, 2, 7]


def test_who_has_evaluated_an_alliance_with_another_knows_what_it_wants() -> None:
    state = make_world(2, perception_noise=0.2)
    set_ideals(state, 0, [0.4, -0.3])
    know(state, 0, 1, 0.5)
    error = quantities.perceived_ideal(state, 0, 1, 0) + 0.3
    assert error != 0.0
    state.clock[0].week = WEEK + 20
    assert quantities.perceived_ideal(state, 0, 1, 0) + 0.3 == error  # asking again does not help
    a = make_alliance(state, (0, 1))  # about field 0
    state.ties[0, 0].seen = a + 1
    assert quantities.perceived_ideal(state, 0, 1, 0) == pytest.approx(-0.3)
    assert quantities.perceived_ideal(state, 0, 1, 1) != pytest.approx(0.4)
    assert quantities.perceived_ideal(state, 0, 0, 0) == pytest.approx(0.4)


# --- Breadth -----------------------------------------------------------------------------------


def test_effective_sectors_by_hand() -> None:
    state = make_world(6, sectors=12)
    state.organisations["sector"] = [0, 0, 1, 2, 2, 2]
    a = make_alliance(state, (0, 1, 2))
    # Two thirds and one third: exp(-(2/3 ln 2/3 + 1/3 ln 1/3)) = 3 / 2^(2/3).
    assert quantities.effective_sectors(state, a) == pytest.approx(3 / 2 ** (2 / 3))
    b = make_alliance(state, (3, 4, 5))
    assert quantities.effective_sectors(state, b) == pytest.approx(1.0)
    c = make_alliance(state, (0, 2, 3))
    assert quantities.effective_sectors(state, c) == pytest.approx(3.0)
    release(state, a, 2, int(Leaving.NOT_WORTH_IT), NOBODY)
    assert quantities.effective_sectors(state, a) == pytest.approx(1.0)


@given(sectors=st.lists(st.integers(0, 4), min_size=1, max_size=10))
def test_effective_sectors_are_the_hill_number_of_the_members(sectors: list[int]) -> None:
    state = make_world(10)
    state.organisations["sector"][: len(sectors)] = sectors
    a = make_alliance(state, range(len(sectors)))
    counts = [sectors.count(sector) for sector in set(sectors)]
    assert quantities.effective_sectors(state, a) == pytest.approx(hill_number(counts))


def test_audience_added_and_reached_by_hand() -> None:
    state = make_world(3)
    state.audiences[:] = [[1.0, 0.0], [0.5, 0.5], [0.0, 2.0]]
    a = make_alliance(state, (0, 1))
    # The others reach 1.5 and .5 when 2 comes; without itself 1 and 0 when 1 is a member.
    assert quantities.added_audience(state, a, 2, False) == pytest.approx(2 * math.exp(-0.5))
    assert quantities.added_audience(state, a, 1, True) == pytest.approx(0.5 * math.exp(-1.0) + 0.5)
    expected = (2 - math.exp(-1.5) - math.exp(-0.5)) / 2
    assert quantities.electorates_reached(state, a) == pytest.approx(expected)


@given(reach=st.lists(st.floats(0.0, 3.0), min_size=3, max_size=8))
def test_each_further_member_reaches_more_and_adds_less(reach: list[float]) -> None:
    state = make_world(8, segments=1)
    state.audiences[: len(reach), 0] = reach
    a = make_alliance(state, (0,))
    reached = [quantities.electorates_reached(state, a)]
    for i in range(1, len(reach)):
        enter(state, a, i)
        reached.append(quantities.electorates_reached(state, a))
    assert all(later >= earlier for earlier, later in pairwise(reached))
    assert reached[-1] == pytest.approx(1 - math.exp(-sum(reach)))


def test_an_items_status_is_what_counts_for_attention() -> None:
    state = make_world(2, priority=0.0)
    a = make_alliance(state, (0, 1))
    put_item(state, a, 1, 0.3, status=AGREED)
    publish(state, a)
    assert quantities.attention_weight(state, a, 0) == 0.5
