"""What is clear at the start: the goal, own limits, values, rules and manners; a moderator."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import AllianceModel
from sim.agenda import knows_own_limits
from sim.measures import share
from sim.phases.collaboration import conflicts, coordination
from sim.phases.formation import joining, platform, proposals, rounds, values_debate
from sim.quantities import ground_rules, plan_coordination, sets_up, unfamiliar
from sim.state import Leaving, Phase, State
from tests.worlds import (
    PREVENTION,
    enter,
    make_alliance,
    make_ally,
    make_model,
    make_world,
    parameters,
    set_ideals,
)

MAIN_GOAL_ALONE: dict[str, Any] = {"priority": 1.0, "side_item_hope": 0.0}
"""All attention goes to the main goal, and nobody hopes for an item of its own."""


def in_negotiation(ideals: list[float], **changes: Any) -> tuple[State, int]:
    """Return an alliance of all organisations whose first round has been answered."""
    state = make_world(len(ideals), **changes)
    set_ideals(state, 0, ideals)
    a = make_alliance(state, tuple(range(len(ideals))), draft=ideals[0])
    state.alliances[a].phase = int(Phase.GOALS)
    state.alliances[a].phase_since = state.clock[0].week
    state.alliances[a].round_opened = state.clock[0].week
    return state, a


# --- A clear goal (F8) --------------------------------------------------------------------------


def beliefs(kind: int = 0, **changes: Any) -> np.ndarray:
    state = make_world(400, **MAIN_GOAL_ALONE, **changes)
    a = make_alliance(state, (0,), draft=0.4, kind=kind)
    return np.array([joining.belief_error(state, i, a) for i in range(400)])


def test_who_is_asked_may_be_mistaken_about_the_goal_but_not_about_a_bill() -> None:
    errors = beliefs(goal_noise=0.2)
    assert errors[0] == 0.0  # the founder knows what it wants
    # Mean 0 within four standard errors, .2 / sqrt(400) = .01; the spread within a fifth.
    assert abs(errors.mean()) < 0.04
    assert errors.std() == pytest.approx(0.2, rel=0.2)
    assert not beliefs().any()
    assert not beliefs(kind=PREVENTION, goal_noise=0.2).any()


def test_a_belief_counts_until_there_is_a_text() -> None:
    state = make_world(3, **MAIN_GOAL_ALONE, goal_noise=0.1, open_text=False)
    set_ideals(state, 0, [0.4, 0.9, 0.9])
    a = make_alliance(state, (0,), draft=0.4)
    error = joining.belief_error(state, 1, a)
    # Ideal .9 and a draft of .4 + error: the gain is .9 - (.9 - .4 - error).
    assert joining.expected_value(state, 1, a, False) == pytest.approx(0.4 + error)
    assert error != 0.0
    state.alliances[a].phase = int(Phase.GOALS)
    assert joining.expected_value(state, 1, a, False) == pytest.approx(0.4)


# --- One's own limits (F14) ---------------------------------------------------------------------


def test_who_is_unclear_about_its_limits_neither_tells_them_nor_objects() -> None:
    for known, objects in ((1.0, True), (0.0, False)):
        state, a = in_negotiation([0.9, -0.9], own_limits_known=known, disclosure_weeks=0.1)
        assert bool(rounds.objects_to(state, a, 0, 1)) == objects  # 1.8 away, tolerance .5
        values_debate.debate_week(state, a, 1)
        assert bool(state.members[a, 1].known) == objects
        state.members[a, 0].known = 1  # what is known to all is known to oneself
        assert knows_own_limits(state, a, 0)


def test_own_limits_are_clear_to_the_declared_share() -> None:
    state = make_world(400, own_limits_known=0.7, target_partners=200, asking_waves=2)
    a = make_alliance(state, (0,))
    clear = [knows_own_limits(state, a, enter(state, a, i)) for i in range(1, 400)]
    # Four standard errors: 4 sqrt(.7 x .3 / 399) = .092.
    assert share(sum(clear), len(clear)) == pytest.approx(0.7, abs=0.092)


def test_an_unclear_limit_comes_up_when_the_text_is_public() -> None:
    state, a = in_negotiation([0.9, -0.9], own_limits_known=0.0, conflict_notice=1.0)
    assert not rounds.objects_to(state, a, 0, 1)
    rounds.agree_item(state, a, 0, 0)
    platform.agree_platform(state, a)
    assert conflicts.crossed_item(state, a, 1) == 0


# --- Points in the debate on values (F3) ---------------------------------------------------------


def debating(points: int, **changes: Any) -> Any:
    """Three who agree on the goal; in field 1 they want .4, .4 and -.8, in field 2 the same."""
    model = make_model(
        3, values_debate="time_boxed", debate_weeks=9, disclosure_weeks=0.1, rounds=1,
        value_points=points, **changes,
    )  # fmt: skip
    state = model.state
    set_ideals(state, 1, [0.4, 0.4, -0.8])
    state.views["salience"] = [[1.0, 1.5, 0.5]] * 3
    alliance = make_ally(model, (0, 1, 2), draft=0.4, known=True)
    values_debate.begin_phase(state, alliance.row, int(Phase.VALUES))
    return alliance


def test_a_further_point_in_the_debate_can_cost_a_member() -> None:
    # The mean in field 1 is 0: .4 and -.8 lie .4 and .8 away, tolerance .5.
    for points, members in ((0, 3), (1, 2), (2, 2)):
        alliance = debating(points)
        alliance.debate_values()
        assert len(alliance.members) == members
    assert alliance.record.lost_over_values == 1


def test_points_are_what_matters_most_to_the_founder_besides_its_goal() -> None:
    alliance = debating(3)
    state = alliance.model.state
    found = [values_debate.value_point(state, alliance.row, number) for number in range(3)]
    assert found == [1, 2, -1]  # saliences 1.5 and .5; the goal is field 0, and there is no more


def test_a_debate_may_move_positions_instead() -> None:
    for learns in (False, True):
        alliance = debating(0, debate_learning=learns, confidence=2.0, learning_rate=0.5, anchor=0)
        state = alliance.model.state
        set_ideals(state, 0, [0.4, 0.4, 0.0])
        alliance.debate_values()
        assert (float(state.views[2, 0].position) != 0.0) == learns


# --- A moderator (C2) ---------------------------------------------------------------------------


def test_a_moderator_proposes_the_point_of_least_total_excess() -> None:
    # Intervals of .1 around 0, .2 and .9: [-.1, .1], [.1, .3], [.8, 1]. At .1 the excess is 0 + 0
    # + .7; at .3 it is .2 + 0 + .5 = .7 as well; at the mean .367 it is .267 + .067 + .433 = .767.
    state, a = in_negotiation([0.0, 0.2, 0.9], moderation=True)
    state.views["tolerance"] = 0.1
    proposals.propose(state, a, 0)
    assert proposals.total_excess(state, a, 0, 11 / 30) == pytest.approx(0.7 + 2 / 30)
    assert proposals.total_excess(state, a, 0, float(state.items[a, 0].position)) == pytest.approx(
        0.7
    )


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=6), st.floats(0.05, 1.0))
def test_nothing_on_a_fine_grid_is_better_than_the_moderators_proposal(
    ideals: list[float], tolerance: float
) -> None:
    state, a = in_negotiation(ideals, moderation=True)
    state.views["tolerance"] = tolerance
    proposals.propose(state, a, 0)
    found = proposals.total_excess(state, a, 0, float(state.items[a, 0].position))
    best = min(proposals.total_excess(state, a, 0, y) for y in np.linspace(-1, 1, 201))
    assert found <= best + 1e-9


def test_where_all_can_meet_nobody_objects_to_a_moderators_proposal() -> None:
    # .1, .2 and .9 with tolerance .5 meet in [.4, .6] only; nobody has told its limits.
    state, a = in_negotiation([-0.05, 0.2, 0.9], moderation=True)
    proposals.propose(state, a, 0)
    assert not any(rounds.objects_to(state, a, 0, m) for m in range(3))
    usual, b = in_negotiation([-0.05, 0.2, 0.9])
    proposals.propose(usual, b, 0)
    assert any(rounds.objects_to(usual, b, 0, m) for m in range(3))


# --- Rules and manners (C1, F12) ----------------------------------------------------------------


def test_rules_cost_hours_first_and_save_some_later() -> None:
    state, a = in_negotiation(
        [0.4, 0.4], setup_weeks=2, setup_hours=1.0, setup_scale=4.0, rules_saving=0.3,
        governance="assembly", pair_cost=1.0,
    )  # fmt: skip
    for week in range(3):
        state.clock[0].week = state.alliances[a].phase_since + week
        assert sets_up(state, a) == (week < 2)
        before = ground_rules(state, a)
        coordination.coordinate(state, a)
        # One channel costs an hour, less what the rules save that were settled before.
        needed = 1.0 * (1.0 - 0.3 * before) + (1.0 if week < 2 else 0.0)
        assert state.members[a, 0].needed == pytest.approx(needed)
    assert unfamiliar(state, a, 0) == pytest.approx(math.exp(-2.0 / 4.0))
    assert ground_rules(state, a) == pytest.approx(1.0 - math.exp(-0.5))


def test_without_weeks_for_it_nothing_is_set_up() -> None:
    state, a = in_negotiation([0.4, 0.4], rules_saving=0.5, governance="assembly")
    coordination.coordinate(state, a)
    assert not state.members[a]["setup"].any()
    state.members[a]["setup"] = 10.0
    plan_coordination(state, a, 0)
    assert state.members[a, 0].needed == pytest.approx(parameters().collaboration.pair_cost)


def test_misreading_makes_objections_that_manners_prevent() -> None:
    count = 200
    objections = {}
    for setup in (0.0, 40.0):
        state, a = in_negotiation(
            [0.4] * count, misreading=0.5, target_partners=200, tolerance=0.5, setup_scale=4.0
        )
        state.members[a]["setup"] = setup
        objections[setup] = sum(rounds.objects_to(state, a, 0, m) for m in range(count))
    # The text says what all want. Beyond one standard deviation lie 31.7 %: 63 of 200, +- 4 x 6.6.
    assert objections[0.0] == pytest.approx(63, abs=27)
    assert objections[40.0] == 0  # what is left of the spread is exp(-10)


def test_a_bill_reads_the_same_to_all() -> None:
    state = make_world(3, misreading=0.5)
    a = make_alliance(state, (0, 1, 2), kind=PREVENTION, draft=-0.6)
    assert [rounds.position_as_read(state, a, 0, m) for m in range(3)] == [-0.6] * 3


# --- Off is off --------------------------------------------------------------------------------

SWITCHES = {
    "goal_noise": 0.3,
    "own_limits_known": 0.5,
    "value_points": 3,
    "moderation": True,
    "setup_weeks": 6,
    "misreading": 0.2,
}


@pytest.mark.parametrize("name", SWITCHES)
def test_every_mechanism_moves_what_alliances_do(name: str) -> None:
    """Switched on, the same worlds end otherwise: hours, members or depth."""

    def ends(**changes: Any) -> list[tuple[float, ...]]:
        rows: list[tuple[float, ...]] = []
        for seed in (1, 2):
            chosen = parameters(kind="study", values_debate="time_boxed", **changes)
            table = AllianceModel(chosen, seed=seed, weeks=80).run().alliance_table()
            rows.append((sum(table["hours"]), sum(table["members_at_most"]), len(table["hours"])))
        return rows

    assert ends(**{name: SWITCHES[name]}) != ends()


def test_who_leaves_over_a_point_leaves_over_values() -> None:
    alliance = debating(1)
    alliance.debate_values()
    assert alliance.model.state.members[alliance.row, 2].leaving == int(Leaving.VALUES)


def test_an_open_ended_debate_waits_for_nobody_who_has_nothing_to_tell() -> None:
    for known, over in ((1.0, False), (0.0, True)):
        state = make_world(3, own_limits_known=known, values_debate="open_ended")
        a = make_alliance(state, (0, 1, 2))
        state.members[a, 0].known = 1
        assert values_debate.debate_is_over(state, a) == over
