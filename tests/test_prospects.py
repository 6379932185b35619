"""Counting votes before joining: can the goal be reached together? (study III, F16)"""

import math
from typing import Any

import numpy as np
import pytest

from sim import parliament
from sim.measures import alliance_table, votes_alone
from sim.phases.formation import joining, platform
from sim.state import NOBODY, State
from tests.worlds import CHANGE, PREVENTION, WEEK, make_alliance, make_world, publish

COUNTING: dict[str, Any] = {
    "expected_effort": 0.3,
    "forgetting": 0.05,
    "half_response": 30.0,
    "response_exponent": 1.0,
    "persuasion": 0.7,
    "lobby_weight": 0.0,
    "priority": 1.0,
    "doubt": 0.5,
}
"""Each of n speaks with .3 x 10 / .05 = 60 hours, by an audience of .5 in each segment: exposure
30 n, response n / (1 + n), pressure .7 n / (1 + n). That is .35 for one and .467 for two."""

LIKELY, UNLIKELY = 1.0 / (1.0 + math.exp(-2.0)), 1.0 / (1.0 + math.exp(2.0))
"""Chance with all votes, and with none: a lead of 1 or -1 at a doubt of .5."""


def sounding_out(kind: int = CHANGE, **changes: Any) -> tuple[State, int]:
    """An initiative of one for .4. Of five legislators two need a pressure of .2, three of .4.

    A bill at .4 is what all of them want.
    """
    state = make_world(3, **{**COUNTING, **changes})
    a = make_alliance(state, (0,), draft=0.4, kind=kind)
    state.legislator_ideals[:, 0] = 0.4 if kind == PREVENTION else [0.1, 0.1, 0.0, 0.0, 0.0]
    return state, a


def reach(state: State, a: int, i: int, takes_part: bool) -> int:
    """Votes in reach of an alliance, with an organisation or without."""
    return int(joining.votes_in_reach(state, a, voices(state, a, i, takes_part)))


def voices(state: State, a: int, i: int, takes_part: bool) -> np.ndarray:
    spoken = joining.voices_of_members(state, a, i)
    if takes_part:
        parliament.add_voice_alone(state, i, 0, joining.expected_outreach(state, i, a), spoken)
    return spoken


def test_votes_in_reach_by_hand() -> None:
    state, a = sounding_out()
    assert reach(state, a, NOBODY, False) == 2
    assert reach(state, a, 1, True) == 5
    assert reach(state, a, 1, False) == 2
    assert reach(state, a, 0, True) == 2  # a member is not counted twice
    assert reach(state, a, 0, False) == 0


def test_members_of_a_prevention_speak_against_the_bill() -> None:
    # It has a gain of .4 for everybody: .35 is too little, .467 enough.
    state, a = sounding_out(PREVENTION)
    assert reach(state, a, 1, False) == 5
    assert reach(state, a, 1, True) == 0
    assert joining.chance_of_success(state, a, voices(state, a, 1, True)) == pytest.approx(LIKELY)
    assert joining.chance_of_success(state, a, voices(state, a, 1, False)) == pytest.approx(
        UNLIKELY
    )


def test_unanswered_objections_count_against_a_change_alone() -> None:
    # Two touched fields at .05 each: .467 - .1 is less than .4, but more than .2.
    for kind, votes in ((CHANGE, 2), (PREVENTION, 0)):
        state, a = sounding_out(kind, fields_touched=2, objection_weight=0.05)
        assert reach(state, a, 1, True) == votes


def test_prospects_mix_the_chance_and_ones_own_difference() -> None:
    # With 2 of 5 votes the lead is -.2, with 5 it is 1.
    together, without = LIKELY, 1.0 / (1.0 + math.exp(0.4))
    for realism, pivotality in ((0.0, 0.5), (1.0, 0.0), (1.0, 1.0), (0.5, 0.25)):
        state, a = sounding_out(realism=realism, pivotality=pivotality)
        counted = (1 - pivotality) * together + pivotality * (together - without)
        expected = 1.0 - realism + realism * counted
        assert joining.prospects(state, 1, a) == pytest.approx(expected)


def test_who_makes_no_difference_has_no_reason_to_join() -> None:
    # One wins nothing alone; two members win already.
    state, a = sounding_out(realism=1.0, pivotality=1.0)
    assert joining.weigh_joining(state, 1, a)[0] > 0.0
    state = make_world(3, **COUNTING, realism=1.0, pivotality=1.0)
    state.legislator_ideals[:, 0] = [0.1, 0.1, 0.0, 0.0, 0.0]
    joining_members = make_alliance(state, (0, 1), draft=0.4)
    assert joining.prospects(state, 2, joining_members) == 0.0
    assert joining.weigh_joining(state, 2, joining_members)[0] == 0.0


def test_appeal_is_weighed_by_prospects_but_where_the_size_is_set() -> None:
    counted, a = sounding_out(realism=1.0)
    plain, _ = sounding_out(realism=0.0)
    for state in (counted, plain):
        publish(state, a)
    factors = [joining.prospects(counted, 1, a), joining.prospects(counted, 0, a)]
    assert max(factors) < 1.0
    appeal = joining.weigh_joining(plain, 1, a)[0]
    assert joining.weigh_joining(counted, 1, a)[0] == pytest.approx(factors[0] * appeal)
    counted.clock[0].week = plain.clock[0].week = WEEK + 1
    appeal = joining.weigh_staying(plain, a, 0)[0]
    assert joining.weigh_staying(counted, a, 0)[0] == pytest.approx(factors[1] * appeal)
    assigned, a = sounding_out(realism=1.0, size_design="assigned")
    assigned.alliances[a].focal = 1
    value = joining.expected_value(assigned, 1, a, False)
    assert joining.weigh_joining(assigned, 1, a) == (value, 0.0)


def test_the_chance_at_the_platform_is_measured_only_where_votes_are_counted() -> None:
    for realism in (0.0, 1.0):
        state, a = sounding_out(realism=realism)
        platform.agree_platform(state, a)
        found = alliance_table(state, ["a", "b", "c"], ["x", "y", "z"])["expected_success"][0]
        if realism:
            assert found == pytest.approx(1.0 / (1.0 + math.exp(0.4)))
        else:
            assert math.isnan(found)


def test_votes_that_an_organisation_moves_alone() -> None:
    # All its 10 hours: 200 in the long run, exposure 100, response .769, pressure .538 > .4. In the
    # field that it cares for most, 1; there all five want nothing, in the others all want much.
    state = make_world(1, **COUNTING)
    state.views["salience"][0] = [0.5, 2.0, 0.5]
    state.legislator_ideals[:] = 1.0
    state.legislator_ideals[:, 1] = [0.1, 0.0, 0.0, 0.0, 0.4]  # the last is for it anyway
    assert votes_alone(state, 0) == 4
    state.organisations[0].free_hours = 2.0  # exposure 20, response .4, pressure .28 > .2
    assert votes_alone(state, 0) == 1
