"""Own names and common goals: profile, voices of the circle, shared causes, a divided society."""

from typing import Any

import numpy as np
import pytest

from sim import AllianceModel
from sim.phases.collaboration import contributing
from sim.phases.formation import joining
from sim.phases.impact import speaking
from sim.quantities import item_worth, platform_value, profile_in, shared_worth, voice
from sim.state import State
from tests.worlds import PREVENTION, make_alliance, make_world, parameters, set_ideals

# --- Own profile (C17) --------------------------------------------------------------------------


def at_work(**changes: Any) -> tuple[State, int]:
    """Return a public alliance of three alike, of whom the first has spoken twice as much."""
    state = make_world(3, **changes)
    state.organisations["visibility"] = 0.5
    a = make_alliance(state, (0, 1, 2), public=True)
    state.members[a]["outreach"][:3] = (20.0, 10.0, 10.0)
    return state, a


def test_a_larger_place_for_the_own_name_is_worth_more_and_the_mean_is_even() -> None:
    state, a = at_work(own_profile=0.8)  # weight .8 x .5 = .4; shares 1/2, 1/4 and 1/4 of three
    assert profile_in(state, a, 0) == pytest.approx(0.6 + 0.4 * 3 * 0.5)
    assert profile_in(state, a, 1) == pytest.approx(0.6 + 0.4 * 3 * 0.25)
    assert np.mean([profile_in(state, a, m) for m in range(3)]) == pytest.approx(1.0)
    state.members[a]["outreach"] = 0.0  # nobody has been heard yet
    assert profile_in(state, a, 0) == 1.0
    state, a = at_work()
    assert profile_in(state, a, 0) == 1.0


def test_staying_counts_the_place_of_the_own_name() -> None:
    with_profile, without = at_work(own_profile=0.8), at_work()
    for m, factor in ((0, 1.2), (1, 0.9)):
        ours = joining.weigh_staying(*with_profile, m)[0]
        assert ours == pytest.approx(factor * joining.weigh_staying(*without, m)[0])


def test_who_seeks_a_name_works_where_others_have_spoken_already() -> None:
    state, a = at_work(own_profile=1.0, half_response=10.0, effort_scale=5.0)
    state.exposure[a] = 30.0  # others fill both segments: slope 1 / (1 + 3) ** 2 = 1/16
    state.members[a]["outreach"] = 0.0
    shared = 1 / 16
    assert contributing.marginal_audience(state, a, 0) == pytest.approx(shared)
    assert contributing.audience_for_its_name(state, a, 0) == pytest.approx(1.0)  # it said nothing
    value = platform_value(state, a, 0)
    reached = 0.5 * shared + 0.5 * 1.0
    assert contributing.own_interest(state, a, 0) == pytest.approx(value * reached / 5.0)


# --- Names outside the core (C7) ----------------------------------------------------------------


def test_a_voice_in_the_circle_counts_for_less() -> None:
    state = make_world(3, governance="core", circle_voice=0.25)
    a = make_alliance(state, (0, 1), circle=(2,), public=True)
    state.members[a]["outreach"][:3] = 8.0
    assert [voice(state, a, m) for m in range(3)] == pytest.approx([8.0, 8.0, 2.0])
    state.members[a]["net"] = 0.0
    state.members[a]["outreach"][:3] = 0.0
    for m in (0, 2):
        state.members[a]["net"] = 0.0
        state.members[a]["outreach"][:3] = 0.0
        state.members[a, m].net = 8.0
        speaking.speak(state, a)
        # A third of the mode x 3, half of a reach of 1 in each of two segments.
        assert state.exposure[a].tolist() == pytest.approx([4.0 if m == 0 else 1.0] * 2)


# --- Shared causes (C12) ------------------------------------------------------------------------


def touching(shared: float) -> State:
    state = make_world(2, fields_touched=1, shared_cause=shared)
    state.touched[0, 0] = 1
    set_ideals(state, 0, [0.6, 0.6])
    set_ideals(state, 1, [0.4, -0.4])
    state.views[0, 1].salience = 1.5
    return state


def test_a_shared_cause_is_a_gain_to_some_and_a_loss_to_others() -> None:
    state = touching(0.5)
    # A move to .6 in field 0 carries field 1 to .3: gain .4 - .1 = .3, or .4 - .7 = -.3.
    assert shared_worth(state, 0, 0, 0, 0.6) == pytest.approx(1.5 * 0.3)
    assert shared_worth(state, 1, 0, 0, 0.6) == pytest.approx(-0.3)
    # Against a bill that would go there the signs turn round.
    assert shared_worth(state, 0, 0, PREVENTION, 0.6) == pytest.approx(-1.5 * 0.3)
    assert shared_worth(touching(0.0), 0, 0, 0, 0.6) == 0.0


def test_shared_causes_count_in_the_platform_and_in_what_one_expects() -> None:
    for shared, added in ((0.5, 0.45), (0.0, 0.0)):
        state = touching(shared)
        state.parameters[0].priority = 1.0
        state.parameters[0].side_item_hope = 0.0
        a = make_alliance(state, (1, 0), draft=0.6)
        expected = joining.expected_value(state, 0, a, True)
        assert expected == pytest.approx(0.6 + added)
        state.alliances[a].public = 1
        assert item_worth(state, a, 0, 1) == pytest.approx(0.6 + added)
        assert joining.value_of_agenda(state, 0, a) == pytest.approx(0.6 + added)


# --- A divided society (O2) ---------------------------------------------------------------------


def test_a_society_can_be_divided_into_more_and_smaller_organisations() -> None:
    def totals(**changes: object) -> np.ndarray:
        state = AllianceModel(parameters(**changes), seed=3, weeks=1).state
        records = state.organisations
        return np.array([records[name].sum() for name in ("free_hours", "money", "reach")])

    usual = totals(organisations=120)
    divided = totals(organisations=120, constant_total=True)
    assert divided == pytest.approx(usual / 2)
    assert totals(organisations=60, constant_total=True) == pytest.approx(totals(organisations=60))


SWITCHES = {
    "own_profile": 0.8,
    "shared_cause": 0.5,
    "circle_voice": 0.3,
}


@pytest.mark.parametrize("name", SWITCHES)
def test_every_mechanism_moves_what_alliances_do(name: str) -> None:
    def hours(**changes: object) -> list[float]:
        chosen = parameters(kind="study", governance="core", **changes)
        table = AllianceModel(chosen, seed=1, weeks=104).run().alliance_table()
        return [float(value) for value in table["hours"]]

    assert hours(**{name: SWITCHES[name]}) != hours()
