"""Collaboration: hours in meetings and outside, answers in time, conflicts, learning, energy."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import Alliance, AllianceModel, Organisation
from sim.agenda import crosses_red_line, follow_goal, knows_own_limits
from sim.measures import alliance_records
from sim.membership import release
from sim.phases.collaboration import (
    admitting,
    conflicts,
    contributing,
    coordination,
    learning,
    motivation,
    occasions,
)
from sim.phases.formation import initiative, platform, rounds
from sim.phases.impact import persuasion, speaking, voting
from sim.quantities import (
    attention_weight,
    excess,
    hours_for,
    member_ideal,
    platform_value,
    value_in_sight,
)
from sim.state import NEVER, NOBODY, EventKind, ItemStatus, Kind, Leaving, State
from tests.worlds import (
    AGREED,
    BASE,
    CIRCLE,
    CORE,
    DROPPED,
    OPEN,
    PREVENTION,
    WEEK,
    enter,
    know,
    make_alliance,
    make_ally,
    make_model,
    make_world,
    parameters,
    publish,
    put_item,
    set_ideals,
    told,
    trust,
)

shares = st.floats(0.0, 1.0)


def contribution(state: State, a: int, m: int) -> float:
    """Share of its hours that a member gives once it has seen what is in its own interest."""
    contributing.weigh_interest(state, a, m)
    return float(contributing.contribution(state, a, m))


def learn(state: State, a: int, m: int) -> None:
    """Let a member learn in the fields that concern the alliance."""
    learning.learn(state, a, m, learning.concern(state, a))


# --- Coordinate --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("governance", "needed"),
    [
        # Cost .25 an hour and channel, exponent 1: three channels each; three against one each;
        # in a core of three two each and a third of the .3 of a channel with the circle, whose
        # other end costs the supporter.
        ("assembly", [0.75, 0.75, 0.75, 0.75]),
        ("lead", [0.75, 0.25, 0.25, 0.25]),
        ("core", [0.525, 0.525, 0.525, 0.075]),
    ],
)
def test_needed_hours_by_governance(governance: str, needed: list[float]) -> None:
    state = make_world(
        4, governance=governance, pair_cost=0.25, pair_cost_exponent=1.0, circle_channel=0.3
    )
    circle = (3,) if governance == "core" else ()
    core = (0, 1, 2) if circle else (0, 1, 2, 3)
    a = make_alliance(state, core, circle=circle)
    coordination.coordinate(state, a)
    assert state.members[a]["needed"][:4].tolist() == pytest.approx(needed)


def test_hours_that_do_not_exist_are_not_held() -> None:
    # Lead of six: 5 channels x 1 hour = 5 needed, of which .9 x 2 = 1.8 exist; spokes need 1.
    state = make_world(
        6, governance="lead", pair_cost=1.0, pair_cost_exponent=1.0, coordination_limit=0.9
    )
    state.organisations[0].free_hours = 2.0
    a = make_alliance(state, range(6))
    coordination.coordinate(state, a)
    assert state.members[a]["needed"].tolist() == pytest.approx([5.0, 1, 1, 1, 1, 1])
    assert state.members[a]["held"].tolist() == pytest.approx([1.8, 1, 1, 1, 1, 1])
    assert state.alliances[a].coordination_hours == pytest.approx(6.8)
    assert state.organisations[0].hours_given == pytest.approx(1.8)


def strained(secondment: float, governance: str = "lead") -> tuple[State, int]:
    """Return an alliance of six after a week whose lead has two hours; the last has one."""
    state = make_world(
        6, governance=governance, pair_cost=1.0, pair_cost_exponent=1.0, coordination_limit=0.9,
        secondment=secondment,
    )  # fmt: skip
    state.organisations[0].free_hours = 2.0
    state.organisations[5].free_hours = 1.0
    a = make_alliance(state, range(6))
    coordination.coordinate(state, a)
    return state, a


@pytest.mark.parametrize(
    ("secondment", "needed", "given"),
    [
        (0.0, 5.0, 0.0),
        # The lead holds .9 x 2 = 1.8 of 5. Four offer .05 x 10 = .5 each, the last nothing: it
        # holds .9 of the 1 hour of its own place.
        (0.05, 3.0, 0.5),
        # Four offer 2 each, of which 3.2 in all are missing: .8 each.
        (0.2, 1.8, 0.8),
        # More than that is of no use.
        (0.5, 1.8, 0.8),
    ],
)
def test_the_others_hold_what_the_lead_cannot(
    secondment: float, needed: float, given: float
) -> None:
    state, a = strained(secondment)
    members = state.members[a]
    assert members["needed"].tolist() == pytest.approx([needed, *[1.0 + given] * 4, 1.0])
    assert members["held"].tolist() == pytest.approx([1.8, *[1.0 + given] * 4, 0.9])
    assert members["coordination_hours"].tolist() == pytest.approx(members["held"].tolist())
    assert state.alliances[a].coordination_hours == pytest.approx(1.8 + 4 * (1.0 + given) + 0.9)
    assert state.organisations[1].hours_given == pytest.approx(1.0 + given)
    assert alliance_records(state)[a].lead_held == pytest.approx(1.8 / needed)


def test_where_all_talk_to_all_nobody_helps_the_lead() -> None:
    state, a = strained(0.2, "assembly")
    # Five hours each: 1.8 and .9 are held, and all of them by the others.
    assert state.members[a]["held"].tolist() == pytest.approx([1.8, 5, 5, 5, 5, 0.9])
    assert state.members[a]["needed"].tolist() == pytest.approx([5.0] * 6)


def test_nobody_helps_beyond_its_own_limit() -> None:
    # Offers .5 x 10 = 5, but .9 x 10 - 8 = 1 is left beside the 8 hours of its own place.
    state, a = strained(0.5)
    assert coordination.hours_to_spare(state, a, 1, 8.0) == pytest.approx(1.0)
    assert coordination.hours_to_spare(state, a, 1, 9.5) == 0.0


def test_what_a_lead_holds_is_a_mean_over_weeks_with_a_lead() -> None:
    state, a = strained(0.0)  # 1.8 of 5
    state.organisations[0].free_hours = 4.0  # .9 x 4 = 3.6 of 5
    coordination.coordinate(state, a)
    state.alliances[a].lead = NOBODY
    coordination.coordinate(state, a)
    assert alliance_records(state)[a].lead_held == pytest.approx((0.36 + 0.72) / 2)
    assert math.isnan(alliance_records(make_alone())[0].lead_held)


def make_alone() -> State:
    """Return a world with an initiative that has coordinated nothing yet."""
    state = make_world(2)
    make_alliance(state, (0,))
    return state


def test_alliances_compete_for_the_same_hours() -> None:
    state = make_world(4, governance="lead")
    make_alliance(state, (0, 1))
    a = make_alliance(state, (0, 2))
    coordination.coordinate(state, a)
    assert state.members[a]["free_hours"][:2].tolist() == pytest.approx([5.0, 10.0])


def test_money_buys_hours_of_a_coordinator_who_relieves_the_lead() -> None:
    # The lead needs 5 hours; 80 EUR buy 2 of them at 40 EUR, 400 EUR all and 200 stay.
    for pool, needed, left in ((80.0, 3.0, 0.0), (400.0, 0.0, 200.0)):
        state = make_world(
            6, governance="lead", pair_cost=1.0, pair_cost_exponent=1.0, coordinator_wage=40.0
        )
        a = make_alliance(state, range(6))
        state.alliances[a].pool = pool
        coordination.coordinate(state, a)
        assert state.members[a, 0].needed == pytest.approx(needed)
        assert state.members[a, 1].needed == pytest.approx(1.0)
        assert state.alliances[a].pool == pytest.approx(left)


@given(
    governance=st.sampled_from(["assembly", "lead", "core"]),
    members=st.integers(2, 12),
    free=st.floats(0.1, 20.0),
    pool=st.floats(0.0, 500.0),
)
def test_nobody_holds_more_hours_than_it_has_or_needs(
    governance: str, members: int, free: float, pool: float
) -> None:
    state = make_world(12, governance=governance)
    state.organisations["free_hours"] = free
    a = make_alliance(state, range(members))
    state.alliances[a].pool = pool
    coordination.coordinate(state, a)
    for member in state.members[a][:members]:
        assert 0.0 <= member.held <= 0.9 * free + 1e-12
        assert member.held <= member.needed + 1e-12
    assert state.alliances[a].pool >= 0.0


@pytest.mark.parametrize(("who", "pool"), [("nobody", 0.0), ("lead", 60.0), ("all", 180.0)])
def test_who_pays_is_a_ground_rule(who: str, pool: float) -> None:
    # Reach 1 and no exposure yet: own interest is .04 / .1 = .4 of a share of .5 of 300 EUR.
    state = make_world(
        3, who_pays=who, money_share=0.5, effort_scale=0.1, priority=1.0, half_response=30.0
    )
    state.organisations["money"] = 300.0
    set_ideals(state, 0, [0.04, 0.04, 0.04])
    a = make_alliance(state, draft=0.04, public=True)
    for m in range(3):
        contributing.weigh_interest(state, a, m)
        contributing.pay(state, a, m)
    assert state.alliances[a].pool == pytest.approx(pool)


def test_a_share_of_the_members_pays_once_and_for_all() -> None:
    for share in (0.0, 0.3, 1.0):
        state = make_world(40, who_pays="share", paying_share=share, money_share=0.5)
        state.organisations["money"] = 300.0
        pays = []
        for founder in range(20):
            state.clock[0].week = WEEK + founder
            a = make_alliance(state, (founder, *range(20, 40)), public=True)
            state.members[a]["interest"] = 0.4
            first = [bool(contributing.is_a_payer(state, a, m)) for m in range(21)]
            state.clock[0].week += 7
            assert first == [bool(contributing.is_a_payer(state, a, m)) for m in range(21)]
            for m in range(21):
                contributing.pay(state, a, m)
            # Each has 300 EUR, .4 x .5 of them for this purpose, divided by the alliances it is in.
            load = np.maximum(1.0, state.organisations["load"][[founder, *range(20, 40)]])
            expected = np.array(first) * 60.0 / load
            assert state.members[a]["paid"][:21].tolist() == pytest.approx(expected.tolist())
            assert state.alliances[a].pool == pytest.approx(expected.sum())
            assert alliance_records(state)[a].payers == sum(first)
            pays += first
        assert abs(np.mean(pays) - share) <= 4 * math.sqrt(share * (1 - share) / len(pays))


# --- Contribute --------------------------------------------------------------------------------


def test_part_of_what_is_paid_goes_into_outreach_once_there_is_a_platform() -> None:
    # Of 1000 EUR a week a member pays .1 at full interest: 100, of which .3 speaks.
    for public, share, pool, budget in (
        (1, 0.3, 70.0, 30.0),
        (0, 0.3, 100.0, 0.0),
        (1, 0.0, 100.0, 0.0),
    ):
        state = make_world(2, who_pays="all", money_share=0.1, money_in_outreach=share)
        state.organisations["money"] = 1000.0
        a = make_alliance(state, (0, 1))
        state.alliances[a].public = public
        contributing.pay_in(state, a, 0, 1.0)
        contributing.pay_in(state, a, 1, 0.0)
        assert state.alliances[a].pool == pytest.approx(pool)
        assert state.alliances[a].budget == pytest.approx(budget)
        assert state.members[a, 0].paid == pytest.approx(100.0)


def test_the_audience_that_one_hour_more_reaches_by_hand() -> None:
    state = make_world(1, half_response=30.0)
    state.audiences[0] = [0.6, 0.8]
    a = make_alliance(state, (0,))
    assert contributing.marginal_audience(state, a, 0) == pytest.approx(1.4)
    state.exposure[a] = [30.0, 60.0]  # 1 / (1 + 1)^2 and 1 / (1 + 2)^2
    assert contributing.marginal_audience(state, a, 0) == pytest.approx(0.6 / 4 + 0.8 / 9)


def own_interest_after(others_segment: int) -> float:
    """Own interest of a member of segment 0 after another has filled a segment."""
    state = make_world(2, effort_scale=1.0, half_response=30.0, forgetting=1.0)
    state.audiences[:] = 0.0
    state.audiences[0, 0] = 1.0
    state.audiences[1, others_segment] = 1.0
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    state.members[a, 1].net = 30.0
    speaking.speak(state, a)
    return float(contributing.own_interest(state, a, 0))


def test_free_riding_arises_through_saturation_and_vanishes_with_disjoint_audiences() -> None:
    assert own_interest_after(1) == pytest.approx(0.4)
    assert own_interest_after(0) == pytest.approx(0.4 / 4.0)


def test_a_platform_that_is_worth_more_earns_more_hours() -> None:
    interests = []
    for draft in (0.1, 0.2, 0.3, -0.3):
        state = make_world(2, effort_scale=1.0)
        a = make_alliance(state, (0, 1), draft=draft, public=True)
        interests.append(contributing.own_interest(state, a, 0))
    assert interests == pytest.approx([0.1, 0.2, 0.3, 0.0])


def test_a_rival_prize_is_divided_among_the_members() -> None:
    # jointness J: value x (J + (1 - J) / n).
    for jointness, factor in ((1.0, 1.0), (0.5, 0.5 + 0.5 / 4), (0.0, 0.25)):
        state = make_world(4, effort_scale=1.0, jointness=jointness)
        a = make_alliance(state, (0, 1, 2, 3), draft=0.4, public=True)
        assert contributing.own_interest(state, a, 0) == pytest.approx(0.4 * factor)


def test_contribution_by_hand() -> None:
    state = make_world(3, effort_scale=1.0, reciprocity=0.25)
    a = make_alliance(state, draft=0.4, public=True)
    state.organisations[0].energy = 0.5
    # In the first week there is nothing to go by but own interest.
    assert contribution(state, a, 0) == pytest.approx(0.5 * 0.4)
    state.clock[0].week = WEEK + 1
    state.members[a]["given_share"] = [0.9, 0.1, 0.3]
    expected = 0.5 * (0.75 * 0.4 + 0.25 * 0.2)
    assert contribution(state, a, 0) == pytest.approx(expected)


def test_a_late_member_begins_with_its_own_interest() -> None:
    state = make_world(3, effort_scale=1.0, reciprocity=1.0)
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    state.clock[0].week = WEEK + 30
    m = enter(state, a, 2)
    assert contribution(state, a, m) == pytest.approx(0.7 * 0.4)
    state.clock[0].week = WEEK + 31
    assert contribution(state, a, m) == 0.0  # what the others gave


def test_conditional_cooperation_settles_where_theory_says() -> None:
    # All alike: s = e ((1 - w) o + w s), so s* = e (1 - w) o / (1 - e w); with pure imitation 0.
    for weight in (0.0, 0.5, 0.9):
        state = make_world(3, effort_scale=1.0, reciprocity=weight, half_response=1000.0)
        state.organisations["energy"] = 0.7
        state.organisations["free_hours"] = 10.0
        a = make_alliance(state, draft=0.4, public=True)
        state.members[a]["free_hours"] = 10.0
        share = [0.0, 0.0, 0.0]
        for week in range(WEEK, WEEK + 80):
            state.clock[0].week = week
            share = [contribution(state, a, m) for m in range(3)]
            for m in range(3):
                contributing.give(state, a, m, share[m])
            contributing.close_week(state, a)
        expected = 0.7 * (1 - weight) * 0.4 / (1 - 0.7 * weight)
        assert share == pytest.approx([expected] * 3, rel=1e-9)


def test_coordination_comes_first_and_the_rest_speaks_to_the_public() -> None:
    state = make_world(2)
    a = make_alliance(state, (0, 1), public=True)
    state.members[a]["free_hours"] = 10.0
    state.members[a]["held"] = [1.5, 6.0] + [0.0] * (state.members.shape[1] - 2)
    for m in range(2):
        contributing.give(state, a, m, 0.4)
    contributing.close_week(state, a)
    assert state.members[a]["net"][:2].tolist() == pytest.approx([2.5, 0.0])
    assert state.members[a]["given_share"][:2].tolist() == pytest.approx([0.4, 0.4])
    assert state.alliances[a].net_hours == pytest.approx(2.5)
    # Net hours are booked here, those of coordination where they are held.
    assert state.alliances[a].hours == pytest.approx(2.5)


# --- Decide in time ----------------------------------------------------------------------------


def occasion(answers: list[int], **changes: Any) -> tuple[State, int]:
    """Return an alliance whose core answers an occasion in these weeks after its beginning."""
    state = make_world(len(answers), **changes)
    a = make_alliance(state, range(len(answers)), public=True)
    state.alliances[a].occasions = 1
    state.alliances[a].event_opened = WEEK
    state.alliances[a].event_deadline = WEEK + 100
    for m, answer in enumerate(answers):
        state.members[a, m].answers_event = WEEK + answer
        state.members[a, m].sits_event = WEEK + answer
    return state, a


@pytest.mark.parametrize(
    ("quorum", "weeks"),
    # Of five answers 0, 1, 3, 7, 20 the fifth, the fourth (.8 x 5), and the third (.5 x 5 = 2.5).
    [(1.0, 20), (0.8, 7), (0.75, 7), (0.5, 3)],
)
def test_a_decision_waits_for_the_quorum_an_order_statistic(quorum: float, weeks: int) -> None:
    state, a = occasion([7, 0, 20, 3, 1], quorum=quorum)
    assert occasions.quorum_week(state, a) - WEEK == weeks
    assert occasions.decision_week(state, a) - WEEK == weeks


def test_silence_counts_as_consent() -> None:
    state, a = occasion([7, 0, 20, 3, 1], silence_weeks=4)
    assert occasions.decision_week(state, a) - WEEK == 4


def test_a_lead_with_a_mandate_decides_alone() -> None:
    state, a = occasion([7, 0, 20, 3, 1], lead_mandate=True)
    assert occasions.decision_week(state, a) - WEEK == 7
    state.alliances[a].lead = 1
    assert occasions.decision_week(state, a) - WEEK == 0
    state.alliances[a].lead = NOBODY
    assert occasions.decision_week(state, a) - WEEK == 20


def test_nobody_waits_for_who_has_left_and_who_came_later_is_not_asked() -> None:
    state, a = occasion([7, 0, 20])
    assert occasions.decision_week(state, a) - WEEK == 20
    release(state, a, 2, int(Leaving.EXHAUSTED), NOBODY)
    assert occasions.decision_week(state, a) - WEEK == 7
    late = make_world(4)
    b = make_alliance(late, range(3), public=True)
    late.alliances[b].event_opened = WEEK
    late.members[b]["answers_event"][:3] = WEEK + 2
    enter(late, b, 3)
    assert occasions.decision_week(late, b) - WEEK == 2
    assert occasions.slowest_member(late, b) == 0


def test_an_objection_sends_the_wording_round_once_more() -> None:
    state, a = occasion([7, 0, 3])
    state.alliances[a].event_objected = 1
    assert occasions.decision_week(state, a) - WEEK == 14
    quick, b = occasion([0, 0, 0])
    quick.alliances[b].event_objected = 1
    assert occasions.decision_week(quick, b) - WEEK == 1


def test_the_circle_is_not_waited_for() -> None:
    state, a = occasion([2, 1, 50], governance="core")
    state.members[a, 2].status = CIRCLE
    state.alliances[a].core, state.alliances[a].circle = 2, 1
    assert occasions.decision_week(state, a) - WEEK == 2


@given(
    answers=st.lists(st.integers(0, 60), min_size=2, max_size=8),
    quorum=st.sampled_from([0.5, 0.6, 0.75, 1.0]),
)
def test_a_lower_quorum_is_never_slower_and_nobody_waits_longer_than_for_the_slowest(
    answers: list[int], quorum: float
) -> None:
    state, a = occasion(answers, quorum=quorum)
    needed = math.ceil(quorum * len(answers) - 1e-9)
    assert occasions.quorum_week(state, a) - WEEK == sorted(answers)[needed - 1]


def test_occasions_come_at_the_declared_rate_and_one_at_a_time() -> None:
    state = make_world(2, event_rate=0.1)
    a = make_alliance(state, (0, 1), public=True)
    arises = 0
    for week in range(3000):
        state.clock[0].week = week
        arises += bool(occasions.occasion_arises(state, a))
    assert abs(arises / 3000 - 0.1) < 4 * math.sqrt(0.1 * 0.9 / 3000)
    always = make_world(2, event_rate=1.0)
    b = make_alliance(always, (0, 1), public=True)
    assert occasions.occasion_arises(always, b)
    occasions.open_occasion(always, b)
    assert not occasions.occasion_arises(always, b)


def test_occasions_are_of_use_for_an_exponential_time() -> None:
    # floor of an exponential time of mean d: P(at least k weeks) = exp(-k / d).
    state = make_world(2, event_lifetime=4.0)
    a = make_alliance(state, (0, 1), public=True)
    lives = []
    for week in range(2000):
        state.clock[0].week = week
        occasions.open_occasion(state, a)
        lives.append(state.alliances[a].event_deadline - week)
    for k in (1, 4, 8):
        chance = math.exp(-k / 4.0)
        share = np.mean(np.array(lives) >= k)
        assert abs(share - chance) < 4 * math.sqrt(chance * (1 - chance) / 2000)


def test_in_time_the_outreach_carries_further_late_it_is_of_no_use() -> None:
    for deadline, in_time, outreach in ((5, 1, 11.0), (4, 0, 10.0)):
        state, a = occasion([5, 0], ready_bonus=0.1)
        state.alliances[a].event_deadline = WEEK + deadline
        state.members[a]["outreach"][:2] = 10.0
        state.clock[0].week = WEEK + 5
        assert occasions.occasion_is_over(state, a)
        occasions.close_occasion(state, a)
        assert state.alliances[a].in_time == in_time
        assert state.alliances[a].missed == 1.0 - in_time
        assert state.members[a]["outreach"][:2].tolist() == pytest.approx([outreach] * 2)
        assert state.alliances[a].event_deadline == NEVER


def test_an_occasion_is_open_until_it_is_decided_or_has_passed() -> None:
    state, a = occasion([5, 0])
    state.alliances[a].event_deadline = WEEK + 3
    over = []
    for week in range(WEEK, WEEK + 6):
        state.clock[0].week = week
        over.append(bool(occasions.occasion_is_over(state, a)))
    assert over == [False, False, False, False, True, True]


def test_who_answers_in_time_keeps_a_promise_and_a_slow_calendar_breaks_none() -> None:
    # Week of decision 3, of the deadline 3. Member 1 sat in time and was not reached until week 6;
    # member 2 sits in week 6 only; member 0 answered in week 1.
    state, a = occasion([1, 6, 6], trust_gain=0.05, trust_loss=0.15)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        know(state, one, other, 0.5)
    state.members[a, 1].sits_event = WEEK + 2
    state.members[a, 1].needed = 1.0
    state.members[a, 1].held = 0.5
    state.alliances[a].event_deadline = WEEK + 3
    state.clock[0].week = WEEK + 3
    occasions.remember_answers(state, a, True)
    assert trust(state, 1, 0) == pytest.approx(0.5 + 0.05 * 0.5)
    assert trust(state, 0, 1) == pytest.approx(0.5 - 0.15 * 0.5)
    assert trust(state, 0, 2) == 0.5


def test_who_has_not_answered_yet_has_kept_no_promise() -> None:
    # Decided in the first week by the quorum; the second would answer in the third.
    state, a = occasion([0, 3], trust_gain=0.05, quorum=0.5)
    know(state, 0, 1, 0.5)
    occasions.remember_answers(state, a, True)
    assert trust(state, 1, 0) == pytest.approx(0.525)
    assert trust(state, 0, 1) == 0.5


def test_an_occasion_that_nobody_is_left_to_answer_comes_too_late() -> None:
    state, a = occasion([1, 2])
    for m in (0, 1):
        release(state, a, m, int(Leaving.EXHAUSTED), NOBODY)
    assert occasions.decision_week(state, a) == state.alliances[a].event_deadline + 1


def test_a_decision_that_came_too_late_keeps_nobodys_promise() -> None:
    state, a = occasion([1, 6], trust_gain=0.05)
    know(state, 0, 1, 0.5)
    state.alliances[a].event_deadline = WEEK + 3
    occasions.remember_answers(state, a, False)
    assert trust(state, 1, 0) == 0.5


def test_a_first_good_experience_makes_a_tie() -> None:
    state, a = occasion([0, 0], trust_gain=0.05)
    assert math.isnan(trust(state, 0, 1))
    occasions.remember_answers(state, a, True)
    assert trust(state, 0, 1) == pytest.approx(0.05)


def test_the_slowest_is_named() -> None:
    state, a = occasion([1, 6, 3])
    assert occasions.slowest_member(state, a) == 1


def test_a_reaction_is_worded_within_the_limits_that_are_known() -> None:
    # Ideals .4, .4, -.9 have the mean -.1 / 3: the third lies .87 away, beyond its .5. Where its
    # limits are known, the wording goes to their edge, -.9 + .5, and the others object: .8 away.
    for known, wording, objects in ((0, -0.1 / 3, [0, 0, 1]), (1, -0.4, [1, 1, 0])):
        state = make_world(3)
        set_ideals(state, 0, [0.4, 0.4, -0.9])
        a = make_alliance(state, public=True)
        state.members[a]["known"][:3] = [0, 0, known]
        occasions.word_reaction(state, a)
        assert state.alliances[a].reaction == pytest.approx(wording)
        assert [int(occasions.objects_to_reaction(state, a, m)) for m in range(3)] == objects


def test_undebated_differences_return_only_where_items_load_on_values() -> None:
    # All want .4; with item deviations off only the shift by values can make them differ.
    counts = []
    for shift in (0.0, 0.3, 0.8):
        state = make_world(4, value_shift=shift)
        organisations = state.organisations
        organisations["freedom"] = [1.0, 0.0, 0.0, 0.0]
        organisations["justice"] = [0.0, 1.0, 1.0, 1.0]
        organisations["sustainability"] = 0.0
        state.views["tolerance"] = 0.3
        a = make_alliance(state, (0, 1, 2, 3), public=True)
        state.members[a]["known"] = 0
        count = 0
        for number in range(300):
            state.alliances[a].occasions = number
            occasions.word_reaction(state, a)
            count += bool(occasions.objects_to_reaction(state, a, 0))
        counts.append(count)
    assert counts[0] == 0
    assert counts[0] < counts[1] < counts[2]


def test_the_objector_becomes_known_by_its_objection() -> None:
    state, a = occasion([0, 0], objection_informs=1.0)
    state.members[a, 1].known = 0
    occasions.object_to_reaction(state, a, 1)
    assert state.members[a, 1].known
    assert state.alliances[a].event_objected == 1


# --- Conflict ----------------------------------------------------------------------------------


def quarrel(third: float = -0.3, field: int = 0, **changes: Any) -> tuple[State, int, int]:
    """Return a public alliance of three with an item at .4 that the third has come to reject.

    Tolerances are .5: at -.3 the item lies .2 beyond what the third accepts.
    """
    state = make_world(3, conflict_notice=1.0, **changes)
    a = make_alliance(state, draft=0.4)
    j = put_item(state, a, field, 0.4) if field else 0
    publish(state, a)
    set_ideals(state, field, [0.4, 0.4, third])
    return state, a, j


def test_a_crossed_item_is_found_where_the_limit_is_crossed() -> None:
    state, a, j = quarrel(field=1)
    assert conflicts.crossed_item(state, a, 2) == j
    assert conflicts.crossed_item(state, a, 0) == NOBODY
    state.views[2, 1].position = -0.1  # .5 away: at the edge
    assert conflicts.crossed_item(state, a, 2) == NOBODY
    state.views[2, 1].position = -0.3
    state.members[a, 2].status = CIRCLE
    assert conflicts.crossed_item(state, a, 2) == NOBODY


def test_who_did_not_sign_has_no_quarrel_with_an_item() -> None:
    state, a, j = quarrel(field=1, commitment="differentiated")
    assert conflicts.crossed_item(state, a, 2) == j
    state.stances[a, j, 2].signs = 0
    assert conflicts.crossed_item(state, a, 2) == NOBODY


def test_conflicts_are_brought_up_with_the_declared_chance() -> None:
    state, a, _ = quarrel()
    state.parameters[0].conflict_notice = 0.25
    count = 0
    for week in range(1600):
        state.clock[0].week = week
        count += conflicts.crossed_item(state, a, 2) != NOBODY
    assert abs(count / 1600 - 0.25) < 4 * math.sqrt(0.25 * 0.75 / 1600)


def test_another_wording_helps_within_the_share_of_wording() -> None:
    # .2 beyond the limit of .5: the share of wording has to be at least .4.
    for share, helps in ((0.39, False), (0.41, True)):
        state, a, j = quarrel(wording_share=share)
        conflicts.bring_up_conflict(state, a, j, 2)
        assert bool(conflicts.reword(state, a, j, 2)) == helps
        assert state.members[a, 2].known
        assert (excess(state, a, j, 2) == 0.0) == helps
        if helps:
            assert member_ideal(state, a, j, 2) == pytest.approx(-0.3)  # it wants what it wanted
            assert state.stances[a, j, 2].slack == pytest.approx(0.2)
            assert not state.stances[a, j, 2].objects
            # Only once: the next time it is about content.
            state.views[2, 0].position = -0.5
            assert not conflicts.reword(state, a, j, 2)


def test_a_mediator_finds_a_text_that_all_accept_if_there_is_one() -> None:
    # To the third's limit at -.3 + .5 = .2, which the others accept down to -.1.
    state, a, j = quarrel(mediation=True)
    conflicts.bring_up_conflict(state, a, j, 2)
    assert conflicts.mediate(state, a, j, 2)
    assert state.items[a, j].position == pytest.approx(0.2)
    # At -.7 the limit is -.2: beyond the others' limits, and the text stays.
    state, a, j = quarrel(-0.7, mediation=True)
    conflicts.bring_up_conflict(state, a, j, 2)
    assert not conflicts.mediate(state, a, j, 2)
    assert state.items[a, j].position == pytest.approx(0.4)
    state, a, j = quarrel(mediation=False)
    assert not conflicts.mediate(state, a, j, 2)


def test_the_others_give_an_item_up_for_a_member_that_is_worth_more() -> None:
    # The item is worth 2 x .7 x .4 to the others, the agenda 2 x 1.7 x .4; the third covers
    # c(r) = 1 - exp(-r) beside 2 c(1): as in formation the balance lies at r = 2.163.
    for reach, gives_up in ((2.1, False), (2.2, True)):
        state = make_world(3, segments=3)
        state.audiences[:] = np.diag([1.0, 1.0, reach])
        a = make_alliance(state, draft=0.4)
        j = put_item(state, a, 1, 0.4)
        publish(state, a)
        state.views["salience"][:, 1] = 0.7
        state.views[2, 1].position = -0.9
        conflicts.bring_up_conflict(state, a, j, 2)
        assert bool(conflicts.gives_item_up(state, a, j)) == gives_up
        assert state.items[a, j].status == (DROPPED if gives_up else AGREED)
        assert state.alliances[a].agreed == (1 if gives_up else 2)
    state, a, _ = quarrel()
    conflicts.bring_up_conflict(state, a, 0, 2)
    assert not conflicts.gives_item_up(state, a, 0)  # the main goal never


def face(third: float, red_line: int, **changes: Any) -> Any:
    """Let an alliance face a conflict over its main goal."""
    model = make_model(3, conflict_notice=1.0, wording_share=0.0, trust_loss=0.15, **changes)
    alliance = make_ally(model, draft=0.4, public=True)
    set_ideals(model.state, 0, [0.4, 0.4, third])
    model.state.views[2, 0].red_line = red_line
    know(model.state, 2, 0, 0.6)
    know(model.state, 1, 2, 0.6)
    alliance.face_conflicts()
    return alliance


def test_over_a_red_line_a_member_has_to_leave_and_loses_trust() -> None:
    alliance = face(-0.3, 1)
    assert [member.row for member in alliance.members] == [0, 1]
    assert alliance.record.lost_over_red_line == 1
    state = alliance.model.state
    assert state.members[alliance.row, 2].leaving == int(Leaving.RED_LINE)
    # It leaves the others alone with a public promise.
    assert trust(state, 0, 2) == pytest.approx(0.6 * 0.85)
    assert trust(state, 1, 2) == pytest.approx(0.6 * 0.85)


def test_a_soft_objection_is_passed_over_and_resented() -> None:
    alliance = face(-0.3, 0)
    assert len(alliance.members) == 3
    assert trust(alliance.model.state, 2, 0) == pytest.approx(0.6 * 0.85)  # trust in the lead
    assert trust(alliance.model.state, 2, 1) == 0.6


def test_mediation_keeps_a_member_that_a_red_line_would_drive_out() -> None:
    assert len(face(-0.3, 1, mediation=True).members) == 3
    assert len(face(-0.7, 1, mediation=True).members) == 2


@pytest.mark.parametrize(
    ("third", "wording", "expected", "counts"),
    [
        (-0.3, 0.4001, conflicts.WayOut.SETTLED, (1, 0)),  # another wording, though all would do
        (-0.3, 0.0, conflicts.WayOut.SETTLED, (0, 1)),  # a mediator before it is reopened
        (-0.7, 0.0, conflicts.WayOut.REOPEN, (0, 0)),  # .6 beyond is more than the others accept
    ],
)
def test_the_order_in_which_a_way_out_is_sought(
    third: float, wording: float, expected: int, counts: tuple[int, int]
) -> None:
    state, a, j = quarrel(third, wording_share=wording, mediation=True, reopening=True)
    assert conflicts.seek_way_out(state, a, j, 2) == expected
    alliance = state.alliances[a]
    assert (alliance.reworded, alliance.mediated) == counts
    assert (alliance.passed_over, alliance.reopened) == (0, 0)  # that is for whoever asked


def test_without_a_way_out_somebody_gives_way() -> None:
    state, a, j = quarrel(wording_share=0.0)
    conflicts.bring_up_conflict(state, a, j, 2)
    assert conflicts.seek_way_out(state, a, j, 2) == conflicts.WayOut.NONE
    assert not conflicts.has_to_go(state, a, j, 2, False)  # it is passed over
    assert state.alliances[a].passed_over == 1
    assert conflicts.has_to_go(state, a, j, 2, True)  # nobody gives the main goal up
    state, a, j = quarrel(field=1, keep_members=2.0)
    conflicts.bring_up_conflict(state, a, j, 2)
    assert not conflicts.has_to_go(state, a, j, 2, True)
    assert (state.alliances[a].yielded, state.alliances[a].passed_over) == (1, 0)


def test_without_conflict_nothing_is_faced() -> None:
    model = make_model(3, conflict=False, conflict_notice=1.0, wording_share=0.0)
    alliance = make_ally(model, draft=0.4, public=True)
    set_ideals(model.state, 0, [0.4, 0.4, -0.3])
    model.state.views[2, 0].red_line = 1
    model.collaborate()
    assert len(alliance.members) == 3
    assert told(model.state, EventKind.CONFLICT) == []


# --- How far a red line forces a choice ---------------------------------------------------------

CROSSING: dict[str, Any] = {
    "organisations": 24,
    "fields": 5,
    "legislators": 15,
    "initiation_rate": 1.0,
    "shock_rate": 3.0,
    "shock_size": 0.5,
    "red_line_share": 0.6,
    "joining_burden": 0.0,
}
"""A small world in which agreed items keep crossing red lines."""

WAYS: list[dict[str, Any]] = [
    {},
    {"wording_share": 0.0, "keep_members": 2.0},
    {"mediation": True, "quorum": 0.5},
    {"reopening": True, "explanation": "always"},
    {"governance": "core", "commitment": "differentiated", "steps": 2},
]
"""Ways of dealing with conflicts, by parameters."""


def crossed(alliance: Alliance, member: Organisation) -> list[int]:
    """Agreed items beyond a member's limit that it has signed and not let pass already."""
    state, a, m = alliance.model.state, alliance.row, alliance.place_of(member)
    chooses = alliance.model.parameters.formation.commitment == "differentiated"
    found = []
    for j, item in enumerate(alliance.agenda):
        stance = state.stances[a, j, m]
        counts = item.status == AGREED and item.step == 0 and (stance.signs or not chooses)
        if counts and abs(excess(state, a, j, m)) > stance.passed_over + 1e-6:
            found.append(j)
    return found


@pytest.mark.parametrize("ways", WAYS)
def test_who_brings_a_red_line_up_is_not_beyond_it_afterwards(
    ways: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = Alliance.settle_conflict
    over_red_line = []

    def watched(alliance: Alliance, member: Organisation, item: int) -> None:
        state, a, m = alliance.model.state, alliance.row, alliance.place_of(member)
        over_red_line.append(crosses_red_line(state, a, item, m))
        settle(alliance, member, item)
        stands = state.items[a, item].status == AGREED and state.members[a, m].status == CORE
        assert not (stands and crosses_red_line(state, a, item, m))

    monkeypatch.setattr(Alliance, "settle_conflict", watched)
    for seed in (1, 2):
        AllianceModel(parameters(**CROSSING, **ways), seed=seed, weeks=80).run()
    assert sum(over_red_line) >= 10


@pytest.mark.parametrize("ways", WAYS)
def test_where_everything_is_noticed_each_week_settles_a_limit_of_everybody(
    ways: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nobody stands beyond a red line for more weeks than it has agreed items beyond a limit."""
    face_conflicts = Alliance.face_conflicts
    most = []

    def watched(alliance: Alliance) -> None:
        before = {member: len(crossed(alliance, member)) for member in alliance.core}
        face_conflicts(alliance)
        for member in alliance.core:
            assert len(crossed(alliance, member)) <= max(0, before[member] - 1)
        most.append(max(before.values(), default=0))

    monkeypatch.setattr(Alliance, "face_conflicts", watched)
    for seed in (1, 2):
        chosen = parameters(**CROSSING, **ways, conflict_notice=1.0)
        AllianceModel(chosen, seed=seed, weeks=80).run()
    assert max(most) >= 1


def test_a_supporter_may_stand_beyond_its_red_line() -> None:
    model = make_model(3, conflict_notice=1.0, wording_share=0.0)
    alliance = make_ally(model, (0, 1), draft=0.4, public=True)
    m = enter(model.state, alliance.row, 2, CIRCLE)
    set_ideals(model.state, 0, [0.4, 0.4, -0.3])
    model.state.views[2, 0].red_line = 1
    assert crosses_red_line(model.state, alliance.row, 0, m)
    assert conflicts.crossed_item(model.state, alliance.row, m) == NOBODY
    alliance.face_conflicts()
    assert len(alliance.members) == 3
    assert told(model.state, EventKind.CONFLICT) == []


def test_a_bill_is_neither_reworded_nor_mediated() -> None:
    state = make_world(3, mediation=True, wording_share=1.0)
    a = make_alliance(state, kind=PREVENTION, draft=-0.4, public=True)
    state.views[2, 0].position = -0.4
    conflicts.bring_up_conflict(state, a, 0, 2)
    assert not conflicts.reword(state, a, 0, 2)
    assert not conflicts.mediate(state, a, 0, 2)
    assert state.items[a, 0].position == -0.4


def test_who_did_not_sign_an_item_cannot_stop_its_mediation() -> None:
    # The second never signed: the text at .4 lies outside its limits anyway.
    state, a, j = quarrel(field=1, mediation=True, commitment="differentiated")
    state.views[1, 1].position = -0.9
    state.stances[a, j, 1].signs = 0
    conflicts.bring_up_conflict(state, a, j, 2)
    assert conflicts.mediate(state, a, j, 2)


def test_a_mediator_is_ready_while_the_pool_can_pay() -> None:
    # 70 EUR pay for two weeks of 30; the third week has none.
    state = make_world(3, mediation=True, mediator_wage=30.0)
    a = make_alliance(state, public=True)
    state.alliances[a].pool = 70.0
    ready = []
    for _ in range(3):
        conflicts.retain_mediator(state, a)
        ready.append(bool(conflicts.has_mediator(state, a)))
    assert ready == [True, True, False]
    assert state.alliances[a].pool == pytest.approx(10.0)


def test_a_mediator_that_costs_nothing_is_always_ready_and_none_is_not() -> None:
    for mediation in (True, False):
        state = make_world(3, mediation=mediation)
        assert bool(conflicts.has_mediator(state, make_alliance(state, public=True))) == mediation


@pytest.mark.parametrize(("pool", "members"), [(29.0, 2), (30.0, 3)])
def test_without_a_mediator_a_red_line_drives_out(pool: float, members: int) -> None:
    model = make_model(
        3, conflict_notice=1.0, wording_share=0.0, mediation=True, mediator_wage=30.0
    )
    alliance = make_ally(model, draft=0.4, public=True)
    set_ideals(model.state, 0, [0.4, 0.4, -0.3])
    model.state.views[2, 0].red_line = 1
    alliance.record.pool = pool
    alliance.face_conflicts()
    assert len(alliance.members) == members


# --- Explain -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("explanation", "members"), [("none", 2), ("conflict", 3), ("always", 3)])
def test_who_does_not_explain_finds_no_wording(explanation: str, members: int) -> None:
    # .2 beyond a limit of .5, half of which is about wording.
    model = make_model(3, conflict_notice=1.0, wording_share=0.5, explanation=explanation)
    alliance = make_ally(model, draft=0.4, public=True)
    set_ideals(model.state, 0, [0.4, 0.4, -0.3])
    model.state.views[2, 0].red_line = 1
    alliance.face_conflicts()
    assert len(alliance.members) == alliance.record.reworded + 2 == members
    assert model.state.members[alliance.row, 2].known == (members == 3)


@pytest.mark.parametrize(("costs", "left"), [(False, [5.0, 5.0]), (True, [4.0, 4.0])])
def test_an_explanation_takes_a_meeting_once(costs: bool, left: list[float]) -> None:
    # A meeting takes the hour of the week's coordination; nothing is found within .39 x .5.
    state, a, j = quarrel(wording_share=0.39, explaining_costs=costs)
    state.members[a]["held"][:3] = 1.0
    state.members[a]["net"][:3] = 5.0
    found = []
    for _ in range(2):
        assert not conflicts.reword(state, a, j, 2)
        found.append(float(state.members[a, 0].net))
    assert found == left


def test_a_mistaken_objection_has_nothing_to_bridge() -> None:
    state = make_world(3, wording_share=0.4)
    a = make_alliance(state, draft=0.4)
    assert excess(state, a, 0, 2) == 0.0
    assert not conflicts.reword(state, a, 0, 2)
    assert state.alliances[a].reworded == 0


# --- Reopen ------------------------------------------------------------------------------------


def test_an_item_is_reopened_again_only_after_the_pause() -> None:
    state, a, j = quarrel(field=1, reopening=True, reopening_pause=4)
    assert conflicts.reopens(state, a, j)
    conflicts.reopen_item(state, a, j, 2)
    assert state.items[a, j].status == OPEN
    assert (state.alliances[a].agreed, state.alliances[a].reopened) == (1, 1)
    state.clock[0].week = WEEK + 3
    assert not conflicts.reopens(state, a, j)
    state.clock[0].week = WEEK + 4
    assert conflicts.reopens(state, a, j)


def test_nothing_is_reopened_that_cannot_be_reworded_and_nothing_by_default() -> None:
    state = make_world(3, reopening=True)
    assert not conflicts.reopens(state, make_alliance(state, kind=PREVENTION, public=True), 0)
    closed = make_world(3, reopening=True, open_text=False)
    a = make_alliance(closed, public=True)
    j = put_item(closed, a, 1, 0.4, status=AGREED)
    assert not conflicts.reopens(closed, a, 0)
    assert conflicts.reopens(closed, a, j)
    default, b, _ = quarrel()
    assert not conflicts.reopens(default, b, 0)


def reopened(third: float = -0.3, **changes: Any) -> Any:
    """Return an alliance that has just reopened a side item that crosses a red line.

    Others want .4 with tolerance .5, the item stands at .4; bodies sit every week.
    """
    model = make_model(3, conflict_notice=1.0, wording_share=0.0, reopening=True, **changes)
    alliance = make_ally(model, draft=0.4)
    put_item(model.state, alliance.row, 1, 0.4)
    publish(model.state, alliance.row)
    set_ideals(model.state, 1, [0.4, 0.4, third])
    model.state.views[2, 1].red_line = 1
    alliance.face_conflicts()
    return alliance


def revise(alliance: Any, weeks: int) -> list[float]:
    """Go on for some weeks; return where the item stands after each."""
    positions = []
    for _ in range(weeks):
        alliance.revise_platform()
        positions.append(float(alliance.agenda[1].position))
        alliance.model.state.clock[0].week += 1
    return positions


def test_what_is_reopened_is_negotiated_as_the_goal_was() -> None:
    # Week 0: all are asked. Week 1: the third objects and wants -.3 + .5 = .2, .2 less. Week 2: at
    # .2 nobody objects. Nobody has left; the item was open in two weeks.
    alliance = reopened()
    assert alliance.agenda[1].status == OPEN
    assert len(alliance.members) == 3
    assert revise(alliance, 3) == pytest.approx([0.4, 0.2, 0.2])
    assert alliance.agenda[1].status == AGREED
    assert (alliance.record.agreed, alliance.record.weeks_open) == (2, 2)
    assert len(alliance.members) == 3
    row = alliance_records(alliance.model.state)[alliance.row]
    assert (row.reopened, row.weeks_open, row.passed_over) == (1, 2, 0)


def test_a_meeting_settles_each_round() -> None:
    alliance = reopened()
    members = alliance.model.state.members[alliance.row]
    members["held"][:3] = 1.0
    members["net"][:3] = 5.0
    revise(alliance, 3)
    assert members["net"][:3].tolist() == [3.0] * 3


def test_an_item_that_is_given_up_in_the_end_is_counted_out_once() -> None:
    # One round, and the third is worth more to the others than the item: off the agenda.
    alliance = reopened(rounds=1, keep_members=5.0)
    assert alliance.record.agreed == 1
    revise(alliance, 2)
    assert alliance.agenda[1].status == DROPPED
    assert alliance.record.agreed == 1
    assert len(alliance.members) == 3


def test_what_stood_in_public_does_not_turn_into_its_opposite() -> None:
    # The third wants -.9 + .5 = -.4; a move there is not made, and after two rounds it has to go.
    alliance = reopened(-0.9, rounds=2, keep_members=-5.0)
    assert revise(alliance, 3) == pytest.approx([0.4, 0.4, 0.4])
    assert alliance.agenda[1].status == AGREED
    assert [member.row for member in alliance.members] == [0, 1]


def test_what_is_reopened_later_waits_for_the_next_round() -> None:
    alliance = reopened()
    model, a = alliance.model, alliance.row
    model.state.organisations[1].sitting_weeks = 13.0
    rounds.open_round(model.state, a)
    model.state.clock[0].week += 1
    alliance.reopen(model.organisations[2], 0)
    assert alliance.circulating_items() == [1]
    model.state.clock[0].week += 1
    rounds.open_round(model.state, a)
    assert alliance.circulating_items() == [0, 1]


def test_after_a_new_law_an_earlier_position_may_be_the_opposite_and_is_not_taken() -> None:
    # At -.1 nobody would object, at .4 the third does: in the last round it would go back there.
    for public, position in ((False, -0.1), (True, 0.4)):
        state, a, j = quarrel(field=1, rounds=4)
        state.alliances[a].public = int(public)
        item = state.items[a, j]
        item.status, item.rounds, item.best_position = OPEN, 3, -0.1
        state.stances[a, j, 2].objects = 1
        assert bool(rounds.returns_to_earlier(state, a, j)) != public
        assert item.position == position


def test_what_a_coordinator_holds_is_not_planned_again_for_a_round() -> None:
    # 400 EUR buy all of the lead's .25 x 2 hours and more.
    state = make_world(3, governance="lead", pair_cost=0.25, pair_cost_exponent=1.0)
    a = make_alliance(state, public=True)
    state.alliances[a].pool = 400.0
    coordination.coordinate(state, a)
    rounds.open_round(state, a)
    assert state.members[a, 0].needed == state.members[a, 0].held == 0.0


def test_who_was_unclear_about_its_limits_knows_them_once_the_text_is_public() -> None:
    state = make_world(3, own_limits_known=0.0)
    a = make_alliance(state)
    assert not knows_own_limits(state, a, 2)
    publish(state, a)
    assert knows_own_limits(state, a, 2)


def test_while_the_main_goal_is_open_the_others_have_all_attention() -> None:
    # Half each before: worth .5 x .4 + .5 x .2 = .3. With the goal open only the side item counts.
    state = make_world(3, priority=0.5)
    a = make_alliance(state, draft=0.4)
    j = put_item(state, a, 1, 0.2)
    publish(state, a)
    assert platform_value(state, a, 0) == value_in_sight(state, a, 0) == pytest.approx(0.3)
    conflicts.reopen_item(state, a, 0, 2)
    assert attention_weight(state, a, j) == 1.0
    assert platform_value(state, a, 0) == pytest.approx(0.2)
    assert value_in_sight(state, a, 0) == pytest.approx(0.3)
    assert persuasion.pulls_on(state, a, 0, 0) == 0.0
    assert persuasion.pulls_on(state, a, j, 1) == 1.0
    assert voting.best_item_for_window(state, 0)[0] == NOBODY


def test_nobody_works_for_an_open_goal_and_nobody_leaves_for_it_either() -> None:
    model = make_model(3, leaving_rate=1.0, leaving_value=0.1)
    alliance = make_ally(model, draft=0.4, public=True)
    conflicts.reopen_item(model.state, alliance.row, 0, 2)
    assert platform_value(model.state, alliance.row, 0) == 0.0
    assert value_in_sight(model.state, alliance.row, 0) == pytest.approx(0.4)
    assert model.organisations[0].reason_to_leave_now(alliance) == Leaving.NONE
    alliance.work()
    assert model.state.members[alliance.row]["given"][:3].tolist() == [0.0] * 3
    alliance.check_conditions()


# --- Learn -------------------------------------------------------------------------------------


def meet(state: State, a: int, months: int, members: int = 2) -> None:
    for _ in range(months):
        for m in range(members):
            learn(state, a, m)


def test_two_members_converge_as_the_closed_form_says() -> None:
    # One after the other moves by r of the gap: the gap shrinks by (1 - r)^2 a month.
    state = make_world(2, learning_rate=0.1, anchor=0.0, confidence=2.0, exchange_rate=0.0)
    set_ideals(state, 0, [0.8, -0.2])
    a = make_alliance(state, (0, 1), public=True)
    meet(state, a, 7)
    gap = state.views[0, 0].position - state.views[1, 0].position
    assert gap == pytest.approx(1.0 * 0.9 ** (2 * 7))


def test_nobody_follows_whom_it_cannot_understand() -> None:
    for confidence, moves in ((0.49, False), (0.51, True)):
        state = make_world(2, learning_rate=0.1, anchor=0.0, confidence=confidence)
        set_ideals(state, 0, [0.1, 0.6])
        a = make_alliance(state, (0, 1), public=True)
        meet(state, a, 1)
        assert (state.views[0, 0].position != 0.1) == moves


def test_the_base_pulls_back_at_its_own_rate() -> None:
    # Alone with its base: the distance shrinks by 1 - anchor a month.
    state = make_world(2, learning_rate=0.1, anchor=0.05, confidence=0.0)
    state.views[0, 0].position = 0.9
    state.views[0, 0][BASE] = 0.5
    for month in range(12):
        state.clock[0].week = 4 * month
        learning.return_to_base(state, 0)
        state.clock[0].week += 1
        learning.return_to_base(state, 0)  # nothing in the weeks between
    assert state.views[0, 0].position == pytest.approx(0.5 + 0.4 * 0.95**12)


def test_learning_and_base_balance_where_friedkin_and_johnsen_say() -> None:
    # A member between a stubborn partner at 0 and its base at 1: x <- (1 - b)((1 - r) x) + b has
    # the fixed point b / (1 - (1 - b)(1 - r)).
    rate, anchor = 0.1, 0.05
    state = make_world(2, learning_rate=rate, anchor=anchor, confidence=2.0)
    set_ideals(state, 0, [1.0, 0.0])
    a = make_alliance(state, (0, 1), public=True)
    state.clock[0].week = 0
    for _ in range(400):
        learn(state, a, 0)
        learning.return_to_base(state, 0)
    expected = anchor / (1 - (1 - anchor) * (1 - rate))
    assert state.views[0, 0].position == pytest.approx(expected)


def test_only_fields_of_agreed_items_are_learned_and_each_once() -> None:
    state = make_world(2, fields=4, learning_rate=0.1, anchor=0.0, confidence=2.0)
    for k in range(4):
        set_ideals(state, k, [0.8, -0.2])
    a = make_alliance(state, (0, 1))
    put_item(state, a, 1, 0.3)
    put_item(state, a, 1, 0.2, brought_by=1)
    put_item(state, a, 2, 0.3, status=DROPPED)
    publish(state, a)
    learn(state, a, 0)
    positions = state.views["position"][0].tolist()
    assert positions == pytest.approx([0.7, 0.7, 0.8, 0.8])


def test_expertise_comes_from_the_most_expert_member() -> None:
    # The distance to the expert shrinks by 1 - rate a month, and the expert loses nothing.
    state = make_world(3, exchange_rate=0.04, learning_rate=0.0, anchor=0.0)
    a = make_alliance(state, public=True)
    state.views["expertise"][:, 0] = [0.1, 0.9, 0.5]
    meet(state, a, 10, 3)
    expected = [0.9 - 0.8 * 0.96**10, 0.9, 0.9 - 0.4 * 0.96**10]
    assert state.views["expertise"][:, 0].tolist() == pytest.approx(expected)


def test_the_circle_does_not_meet() -> None:
    state = make_world(3, governance="core", learning_rate=0.1, confidence=2.0, anchor=0.0)
    set_ideals(state, 0, [0.4, 0.4, -0.9])
    a = make_alliance(state, (0, 1), circle=(2,), public=True)
    meet(state, a, 5, 3)
    assert state.views["position"][:, 0].tolist() == pytest.approx([0.4, 0.4, -0.9])


def test_meetings_are_monthly_from_the_founding_on() -> None:
    state = make_world(2)
    a = make_alliance(state, (0, 1))
    weeks = []
    for week in range(WEEK, WEEK + 10):
        state.clock[0].week = week
        if learning.meets_this_week(state, a):
            weeks.append(week - WEEK)
    assert weeks == [0, 4, 8]


@given(
    ideals=st.lists(st.floats(-1, 1), min_size=3, max_size=3),
    rate=shares, anchor=shares, confidence=st.floats(0, 2),
)  # fmt: skip
def test_learning_never_leads_beyond_what_anybody_wants(
    ideals: list[float], rate: float, anchor: float, confidence: float
) -> None:
    state = make_world(
        3, learning_rate=round(rate, 1), anchor=round(anchor, 1), confidence=round(confidence, 1)
    )
    set_ideals(state, 0, ideals)
    a = make_alliance(state, public=True)
    meet(state, a, 5, 3)
    learned = state.views["position"][:, 0]
    assert learned.min() >= min(ideals) - 1e-12
    assert learned.max() <= max(ideals) + 1e-12


# --- Energy ------------------------------------------------------------------------------------


def test_satisfaction_by_hand() -> None:
    state = make_world(
        2, satisfaction=0.6, support_weight=0.8, milestone_weight=0.4, meeting_weight=0.6,
        missed_weight=0.25,
    )  # fmt: skip
    a = make_alliance(state, (0, 1), public=True)
    state.alliances[a].support_change = -0.1
    state.alliances[a].missed = 0.5
    state.members[a, 0].free_hours, state.members[a, 0].held = 10.0, 2.0
    level = 0.6 - 0.8 * 0.1 - 0.6 * 0.2 - 0.25 * 0.5
    assert motivation.satisfaction(state, a, 0) == pytest.approx(level)
    state.alliances[a].milestone_week = WEEK
    assert motivation.satisfaction(state, a, 0) == pytest.approx(level + 0.4)
    state.alliances[a].support_change = 1.0
    assert motivation.satisfaction(state, a, 0) == 1.0
    state.alliances[a].support_change = -1.0
    assert motivation.satisfaction(state, a, 0) == 0.0


def test_energy_follows_satisfaction_and_rest_at_their_rates() -> None:
    state = make_world(
        2, energy_adjustment=0.04, satisfaction=0.5, rest_rate=0.01, resting_energy=0.7
    )
    a = make_alliance(state, (0, 1), public=True)
    state.members[a]["free_hours"] = 10.0
    state.organisations["energy"] = 0.9
    for _ in range(20):
        motivation.feel(state, a, 0)
        motivation.rest(state, 1)
    assert state.organisations[0].energy == pytest.approx(0.5 + 0.4 * 0.96**20)
    assert state.organisations[1].energy == pytest.approx(0.7 + 0.2 * 0.99**20)


@given(energy=shares, held=st.floats(0, 10), missed=shares, change=st.floats(-1, 1))
def test_energy_stays_a_share(energy: float, held: float, missed: float, change: float) -> None:
    state = make_world(2, energy_adjustment=1.0)
    a = make_alliance(state, (0, 1), public=True)
    state.organisations["energy"] = energy
    state.members[a, 0].free_hours, state.members[a, 0].held = 10.0, held
    state.alliances[a].missed, state.alliances[a].support_change = missed, change
    motivation.feel(state, a, 0)
    motivation.rest(state, 0)
    assert 0.0 <= state.organisations[0].energy <= 1.0


# --- Lead --------------------------------------------------------------------------------------


def test_a_lead_needs_half_of_the_hours_that_the_lead_has_to_hold() -> None:
    # Lead of six: 5 x 2 = 10 hours to hold, half of it 5; .9 x 10 = 9 are there, .9 x 5 = 4.5 not.
    state = make_world(
        6, governance="lead", pair_cost=2.0, pair_cost_exponent=1.0, coordination_limit=0.9
    )
    a = make_alliance(state, range(6))
    state.organisations[1].free_hours = 5.0
    assert coordination.can_take_the_lead(state, a, 2)
    assert not coordination.can_take_the_lead(state, a, 1)
    # With help of five who offer .1 x 10 hours each beside the 2 of their own place: half of 5.
    state.parameters[0].secondment = 0.1
    assert coordination.can_take_the_lead(state, a, 1)
    state.organisations[1].free_hours = 2.7  # .9 x 2.7 = 2.43
    assert not coordination.can_take_the_lead(state, a, 1)
    assembly = make_world(6, governance="assembly", pair_cost=20.0)
    b = make_alliance(assembly, range(6))
    assert coordination.can_take_the_lead(assembly, b, 1)


def test_the_member_with_most_hours_takes_over_a_lost_lead() -> None:
    model = make_model(4, governance="lead", pair_cost=0.25)
    alliance = make_ally(model, (0, 1, 2, 3), public=True)
    model.state.members[alliance.row]["free_hours"][:4] = [20.0, 5.0, 12.0, 8.0]
    assert alliance.lead is model.organisations[0]
    model.organisations[0].leave(alliance, Leaving.EXHAUSTED)
    assert alliance.lead is None
    alliance.replace_lead()
    assert alliance.lead is model.organisations[2]
    assert len(told(model.state, EventKind.LEAD_TAKEN_OVER)) == 1


@pytest.mark.parametrize(
    ("choice", "hours", "load", "lead"),
    [
        ("founder", 12.0, 0.0, 0),
        ("most_hours", 12.0, 0.0, 2),
        ("most_hours", 12.0, 1.0, 0),  # two alliances: 6 hours for each
        ("most_hours", 10.0, 0.0, 0),  # as many as the founder
    ],
)
def test_who_has_most_hours_may_lead_from_the_end_of_the_sounding_on(
    choice: str, hours: float, load: float, lead: int
) -> None:
    model = make_model(3, lead_choice=choice)
    model.state.organisations[2].free_hours = hours
    alliance = make_ally(model)
    model.state.organisations[2].load += load
    alliance.close_sounding()
    assert alliance.lead is alliance.convenor is model.organisations[lead]
    assert alliance.founder is model.organisations[0]
    assert len(told(model.state, EventKind.LEAD_TAKEN_OVER)) == (lead != 0)


# --- Admit -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("admission", "members", "fits", "admitted"),
    [
        ("open", 4, True, True),
        ("open", 4, False, False),
        ("vetted", 2, True, True),
        ("vetted", 4, True, False),  # more than the three that the founder aimed at
        ("closed", 2, True, False),
    ],
)
def test_admission_by_its_rule(admission: str, members: int, fits: bool, admitted: bool) -> None:
    state = make_world(6, admission=admission, target_partners=3)
    a = make_alliance(state, range(members), draft=0.4, public=True)
    if not fits:
        state.views[5, 0].position = -0.2  # .6 away from the goal, tolerance .5
    assert bool(admitting.admits(state, a, 5)) == admitted


def test_an_applicant_is_heard_when_its_body_has_sat() -> None:
    for admission, count in (("open", 3), ("closed", 2)):
        model = make_model(3, admission=admission)
        know(model.state, 2, 0, 1.0)
        alliance = make_ally(model, (0, 1), draft=0.4, public=True)
        initiative.apply_to(model.state, 2, alliance.row)
        alliance.hear_answers()
        assert len(alliance.members) == count


def test_a_late_member_does_not_change_the_hours_of_others_alliances() -> None:
    state = make_world(4)
    make_alliance(state, (0, 1), public=True)
    b = make_alliance(state, (2, 3), public=True)
    before = hours_for(state, 2, CORE)
    enter(state, b, 0)
    assert hours_for(state, 2, CORE) == before
    assert hours_for(state, 0, CORE) == pytest.approx(5.0)


def test_a_widened_tolerance_of_the_negotiation_still_holds_in_the_work() -> None:
    # .5 x (1 + 1 x .15 x 2) = .65 after two rounds: at .2 beyond the first limit, .05 now.
    state, a, j = quarrel(widening=0.15)
    state.organisations[2].pragmatism = 1.0
    assert abs(excess(state, a, j, 2)) == pytest.approx(0.2)
    state.items[a, j].rounds = 2
    assert abs(excess(state, a, j, 2)) == pytest.approx(0.05)
    assert state.alliances[a].kind == int(Kind.CHANGE)


# --- Steps to the goal --------------------------------------------------------------------------


def stepwise(goal: float = 0.6, **changes: Any) -> tuple[State, int]:
    """Return an alliance with a goal and two steps to it, at a third and two thirds."""
    state = make_world(3, steps=2, conflict_notice=1.0, **changes)
    a = make_alliance(state, draft=goal)
    state.items[a, 0].status = AGREED
    platform.agree_platform(state, a)
    return state, a


def test_a_step_crosses_nobodys_limit() -> None:
    # Ideal .9, tolerance .5: .6 is within, .2 would not be; but it is only a step.
    state, a = stepwise()
    set_ideals(state, 0, [0.9, 0.9, 0.9])
    assert excess(state, a, 1, 0) != 0.0
    assert conflicts.crossed_item(state, a, 0) == NOBODY
    set_ideals(state, 0, [1.0, 0.9, 0.9])
    state.items[a, 0].position = 0.4
    assert conflicts.crossed_item(state, a, 0) == 0


def test_steps_follow_a_goal_that_is_mediated() -> None:
    # To the third's limit at 0 + .5; steps at thirds of it.
    state, a = stepwise(mediation=True)
    set_ideals(state, 0, [0.4, 0.4, 0.0])
    conflicts.bring_up_conflict(state, a, 0, 2)
    assert conflicts.mediate(state, a, 0, 2)
    positions = state.items[a]["position"][:3].tolist()
    assert positions == pytest.approx([0.5, 0.5 / 3, 1.0 / 3])


def test_steps_that_have_come_to_be_nothing_are_none_any_more() -> None:
    state, a = stepwise()
    before = state.alliances[a].agreed
    state.items[a, 0].position = 0.12  # steps at .04 and .08, of which neither is one
    follow_goal(state, a, 0.6)
    overtaken = int(ItemStatus.OVERTAKEN)
    assert state.items[a]["status"][:3].tolist() == [AGREED, overtaken, overtaken]
    assert state.alliances[a].agreed == before - 2
