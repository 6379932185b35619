"""Own names and common goals: profile, voices of the circle, shared causes, a divided society."""

import math
from typing import Any

import numpy as np
import pytest

from experiments.claim_effects import effect_of
from sim import AllianceModel
from sim.measures import alliance_records
from sim.membership import close_alliance, release
from sim.phases.collaboration import contributing, learning
from sim.phases.formation import joining
from sim.phases.impact import speaking
from sim.quantities import (
    item_worth,
    link_seen,
    platform_value,
    profile_in,
    shared_worth,
    voice,
)
from sim.state import NOBODY, Ending, Leaving, State
from tests.test_claims_fail import measured_at
from tests.worlds import PREVENTION, know, make_alliance, make_world, parameters, set_ideals

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


def knowing(*expertise: float, **changes: Any) -> tuple[State, int]:
    """Return an alliance on field 0, which touches field 1: what its members know of that."""
    state = make_world(len(expertise), fields_touched=1, **{"see_causes": True, **changes})
    state.touched[0, 0] = 1
    state.views["expertise"][:, 1] = expertise
    a = make_alliance(state, tuple(range(len(expertise))), public=True)
    return state, a


@pytest.mark.parametrize(("learned", "seen"), [(0.0, 0.2), (0.1, 0.2), (0.5, 0.5)])
def test_a_link_is_seen_from_where_it_is_felt_or_as_far_as_it_was_told(
    learned: float, seen: float
) -> None:
    state, _ = knowing(0.2)
    state.views["expertise"][0, 0] = 0.9  # what it knows of the goal itself does not tell
    state.links[0, 0, 0] = learned
    assert link_seen(state, 0, 0, 0) == pytest.approx(seen)


@pytest.mark.parametrize(
    ("level", "second", "gained"),
    [
        (0.0, 0.1, 0.5 * 0.5),  # a stranger counts .5; the second has nothing to tell
        (0.3, 0.1, 0.8 * 0.5),
        (0.9, 0.1, 1.0 * 0.5),  # nobody counts more than 1
        (0.3, 0.3, (0.8 * 0.5 + 0.5 * 0.2) / 2),  # two tell, each in half of the time
    ],
)
def test_a_member_comes_to_see_what_others_tell_as_far_as_it_trusts_them(
    level: float, second: float, gained: float
) -> None:
    # It sees .1 by itself, the first one .6.
    state, a = knowing(0.1, 0.6, second, insight_rate=0.2, stranger_trust=0.5)
    if level:
        know(state, 0, 1, level)
    learning.see_links(state, a, 0, 0)
    assert state.links[0, 0, 0] == pytest.approx(0.1 + 0.2 * gained)


def test_what_was_told_is_told_on_and_by_the_core_alone() -> None:
    state = make_world(3, fields_touched=1, see_causes=True, insight_rate=1.0, stranger_trust=0.5)
    state.touched[0, 0] = 1
    a = make_alliance(state, (0, 1), circle=(2,), public=True)
    state.views["expertise"][2, 1] = 0.9
    state.links[1, 0, 0] = 0.4
    learning.see_links(state, a, 0, 0)
    assert state.links[0, 0, 0] == pytest.approx(0.2)


def test_nobody_comes_to_see_less_and_who_is_alone_sees_what_it_knows() -> None:
    state, a = knowing(0.7, 0.1)
    learning.see_links(state, a, 0, 0)
    assert link_seen(state, 0, 0, 0) == pytest.approx(0.7)
    alone, b = knowing(0.3)
    learning.see_links(alone, b, 0, 0)
    assert link_seen(alone, 0, 0, 0) == pytest.approx(0.3)


def test_links_are_learned_of_the_fields_on_the_agenda_and_only_where_they_are_asked_for() -> None:
    for asked, learned in ((True, True), (False, False)):
        state, a = knowing(0.2, 0.6, see_causes=asked)
        state.touched[1, 0] = 0
        learning.learn(state, a, 0, learning.concern(state, a))
        assert bool(state.links[0, 0, 0] > 0.0) is learned
        assert state.links[0, 1].max() == 0.0  # field 1 is touched, and not on the agenda


def test_a_shared_cause_is_worth_what_is_seen_of_it() -> None:
    state = touching(0.5)
    full = shared_worth(state, 0, 0, 0, 0.6)
    state.parameters[0].see_causes = 1
    state.views["expertise"][0, 1] = 0.3
    assert shared_worth(state, 0, 0, 0, 0.6) == pytest.approx(0.3 * full)
    assert shared_worth(state, 1, 0, 0, 0.6) == 0.0  # it sees nothing, and minds nothing


def test_causes_seen_are_a_mean_over_members_and_links_and_stay_as_they_were_at_the_end() -> None:
    state, a = knowing(0.2, 0.4, 1.0)
    release(state, a, 2, int(Leaving.NOT_WORTH_IT), NOBODY)
    assert alliance_records(state)[a].causes_seen == pytest.approx((0.2 + 0.4) / 2)
    close_alliance(state, a, int(Ending.FADED))
    state.views["expertise"] = 1.0
    assert alliance_records(state)[a].causes_seen == pytest.approx(0.3)
    left, b = knowing(0.5)
    release(left, b, 0, int(Leaving.NOT_WORTH_IT), NOBODY)
    apart = make_world(1)
    make_alliance(apart, (0,))  # nothing is touched
    for alone in (left, apart):
        assert math.isnan(alliance_records(alone)[0].causes_seen)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lean", "spread", "sign"),
    [(0.5, 0.2, 1.0), (0.0, 0.6, -1.0)],
    ids=["all want the same", "some want the opposite"],
)
def test_diverse_partners_see_more_of_how_things_hang_together_or_less(
    lean: float, spread: float, sign: float
) -> None:
    place = {
        "collaboration.see_causes": True,
        "collaboration.insight_rate": 0.3,
        "formation.stranger_trust": 0.8,
        "formation.target_partners": 3,
        "environment.window_rate": 0.4,
        "world.shared_cause": 0.3,
        "world.sector_likeness": 0.8,
        "world.issue_focus": 1.3,
        "world.tolerance": 0.9,
        "world.position_lean": lean,
        "world.position_spread": spread,
    }
    alike, diverse = (
        measured_at({**place, "formation.novelty_weight": weight}, "alliances:causes_seen", 80)
        for weight in (-2.0, 2.0)
    )
    assert sign * effect_of(diverse - alike).errors >= 3.0


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
