"""Persons who deal with each other for organisations: how their trust reaches the heads (F10)."""

import math
from typing import Any

import numpy as np
import pytest

from experiments.claim_effects import effect_of
from sim.ensemble import run_ensemble
from sim.measures import alliance_records, measure_run_of
from sim.parameters import Parameters
from sim.phases.collaboration import persons
from sim.phases.formation import platform, sounding
from sim.population import draw_state, outline
from sim.quantities import learn_about, new_tie
from sim.state import State
from tests.test_claims_fail import measured_at
from tests.worlds import know, make_alliance, make_model, make_world, publish, trust

EVERY_MONTH = 13.0
"""Turnover at which everybody leaves every four weeks, which is as often as it is asked."""


def dealing(heads: float, between: float, **changes: Any) -> State:
    """Return two organisations with a tie: trust of the heads, and that between the persons."""
    state = make_world(2, **{"persons": True, "staff_turnover": 0.0, **changes})
    know(state, 0, 1, heads)
    state.ties["persons"][:, 0] = between
    return state


@pytest.mark.parametrize(
    ("between", "first", "second"),
    [(0.8, 0.5, 0.575), (0.2, 0.35, 0.3125), (0.4, 0.4, 0.4)],
    ids=["up", "down", "alike"],
)
def test_the_heads_take_a_share_of_the_way_to_what_the_persons_think(
    between: float, first: float, second: float
) -> None:
    # From .4, a quarter of what is left each week.
    state = dealing(0.4, between, trust_carried=0.25)
    for expected in (first, second):
        persons.carry_trust(state, 0)
        assert trust(state, 0, 1) == pytest.approx(expected)
    assert state.ties[0, 0].persons == between
    assert trust(state, 1, 0) == 0.4  # the others have heads of their own


@pytest.mark.parametrize(("kept", "moved"), [(True, 0.55), (False, 0.4)])
def test_promises_are_learned_about_by_persons_where_there_are_any(
    kept: bool, moved: float
) -> None:
    # From .5: a tenth of the way to 1, or a fifth of the way to 0.
    for there, heads, between in ((True, 0.5, moved), (False, moved, 0.5)):
        state = dealing(0.5, 0.5, persons=there, trust_gain=0.1, trust_loss=0.2)
        learn_about(state, 0, 1, kept)
        assert trust(state, 0, 1) == pytest.approx(heads)
        assert state.ties[0, 0].persons == pytest.approx(between)


def test_a_new_contact_begins_alike_for_heads_and_persons() -> None:
    state = make_world(2, persons=True, trust_gain=0.1)
    learn_about(state, 0, 1, True)
    assert (trust(state, 0, 1), state.ties[0, 0].persons) == pytest.approx((0.1, 0.1))


@pytest.mark.parametrize(("turnover", "left"), [(0.0, 0.9), (EVERY_MONTH, 0.4)])
def test_what_persons_thought_beyond_the_heads_is_lost_when_one_leaves(
    turnover: float, left: float
) -> None:
    state = dealing(0.4, 0.9)
    state.parameters[0].staff_turnover = turnover
    state.clock[0].week = 9
    persons.replace_persons(state, 0)
    assert state.ties[0, 0].persons == 0.9  # nobody leaves but every four weeks
    state.clock[0].week = 8
    persons.replace_persons(state, 0)
    assert state.ties[0, 0].persons == left
    assert trust(state, 0, 1) == 0.4


def test_a_contact_has_two_persons_and_lacks_either_of_them_on_both_sides() -> None:
    # Each leaves with a chance of .1 in four weeks: one or both with .19.
    state = dealing(0.4, 0.9, staff_turnover=0.1 * EVERY_MONTH)
    lost = 0
    for month in range(1600):
        state.clock[0].week = 4 * month
        state.ties["persons"][:, 0] = 0.9
        persons.replace_persons(state, 0)
        persons.replace_persons(state, 1)
        assert state.ties[0, 0].persons == state.ties[1, 0].persons
        lost += state.ties[0, 0].persons == 0.4
    assert abs(lost / 1600 - 0.19) < 4 * math.sqrt(0.19 * 0.81 / 1600)


def test_who_leaves_this_month_carries_nothing_any_more() -> None:
    model = make_model(2, persons=True, trust_carried=0.25)
    model.state.parameters[0].staff_turnover = EVERY_MONTH
    model.state.clock[0].week = 8
    know(model.state, 0, 1, 0.4)
    model.state.ties["persons"][:, 0] = 0.8
    model.collaborate()
    assert trust(model.state, 0, 1) == 0.4
    model.state.parameters[0].staff_turnover = 0.0
    model.state.ties["persons"][:, 0] = 0.8
    model.collaborate()
    assert trust(model.state, 0, 1) == pytest.approx(0.5)


def drawn(**changes: Any) -> State:
    chosen = {"world.organisations": 150, "collaboration.persons": True, **changes}
    return draw_state(outline(Parameters().with_changes(chosen)), 7, 1, keep_events=False)


def held(state: State, name: str) -> np.ndarray:
    """Return a number of all ties that are held."""
    places = np.arange(state.ties.shape[1]) < state.organisations["ties"][:, None]
    found: np.ndarray = state.ties[name][places]
    return found


@pytest.mark.parametrize("mean", [0.2, 0.5])
def test_mean_trust_between_persons_is_the_parameter(mean: float) -> None:
    state = drawn(**{"world.persons_trust": mean})
    found = held(state, "persons")
    # Twice the mean times Beta(2, 2), whose variance is .05; whatever the heads think.
    error = 2 * mean * math.sqrt(0.05 / len(found))
    assert found.mean() == pytest.approx(mean, abs=5 * error)
    heads = held(state, "trust")
    assert abs(np.corrcoef(found, heads)[0, 1]) < 5 / math.sqrt(len(found))
    assert (heads == held(drawn(**{"collaboration.persons": False}), "trust").astype(float)).all()


def test_without_persons_nothing_about_them_counts() -> None:
    changes = {
        "world.persons_trust": 0.1,
        "collaboration.staff_turnover": 5.0,
        "collaboration.trust_carried": 0.9,
    }
    plain = run_ensemble(Parameters(), range(2), weeks=60)
    other = run_ensemble(Parameters().with_changes(changes), range(2), weeks=60)
    assert plain.alliances.tobytes() == other.alliances.tobytes()
    there = Parameters().with_changes({**changes, "collaboration.persons": True})
    moved = run_ensemble(there, range(2), weeks=60)
    assert (moved.runs["trust"] < plain.runs["trust"]).all()


def test_trust_among_members_is_a_mean_over_pairs_in_both_directions() -> None:
    # Six pairs among three: .6, .3 and four without a tie; who is only asked does not count.
    state = make_world(4)
    a = make_alliance(state, (0, 1, 2), public=True)
    know(state, 0, 1, 0.6, 0.3)
    new_tie(state, 0, 3, 0.6)
    sounding.invite(state, a, 3)
    assert platform.trust_among_members(state, a) == pytest.approx(0.15)
    platform.agree_platform(state, a)
    assert alliance_records(state)[a].trust_among_members == pytest.approx(0.15)
    before = make_alliance(state, (0, 1))
    assert math.isnan(alliance_records(state)[before].trust_among_members)
    alone = make_alliance(state, (3,))
    assert platform.trust_among_members(state, alone) == 0.0


def test_trust_of_persons_is_measured_where_there_are_any() -> None:
    for there, expected in ((True, 0.8), (False, math.nan)):
        state = dealing(0.4, 0.8, persons=there)
        publish(state, make_alliance(state, (0, 1)))
        found = measure_run_of(state)[0]
        assert found.trust_of_persons == pytest.approx(expected, nan_ok=True)
        assert found.trust == pytest.approx(0.4)


PLACE: dict[str, Any] = {
    "collaboration.persons": True,
    "formation.joining_burden": 1.0,
    "formation.stranger_trust": 0.3,
    "formation.strangers": 5,
}
"""Where trust counts: membership is dear, strangers are few and hardly believed."""


def gained_by_persons(column: str, seeds: int, **changes: Any) -> tuple[float, float]:
    """Mean gain per run by trust between persons, and in standard errors."""
    before, after = (
        measured_at({**PLACE, **changes, "world.persons_trust": mean}, column, seeds)
        for mean in (0.2, 0.8)
    )
    effect = effect_of(after - before)
    return effect.mean, effect.errors


@pytest.mark.slow
def test_trust_of_persons_brings_members_where_it_is_carried_up_in_time() -> None:
    members = "alliances:members_at_platform"
    gained, errors = gained_by_persons(members, 60)
    assert errors >= 3.0
    # Persons leave before their heads have followed; or everybody is believed anyway.
    hasty = {"collaboration.staff_turnover": 0.4, "collaboration.trust_carried": 0.005}
    cheap = {
        "formation.stranger_trust": 0.8,
        "formation.strangers": 40,
        "formation.joining_burden": 0.1,
    }
    for changes in (hasty, cheap):
        left, errors = gained_by_persons(members, 60, **changes)
        assert abs(errors) < 3.0
        assert left < 0.5 * gained
    assert gained_by_persons("alliances:trust_among_members", 60, **cheap)[1] >= 3.0
