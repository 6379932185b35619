"""The six conditions of an alliance: each can be broken by hand, and no run breaks one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import Alliance, AllianceModel
from sim.conditions import BrokenConditionError, Condition, broken_condition
from sim.quantities import hours_for
from sim.state import NEVER, Ending, ItemStatus, Leaving, Phase, Status
from tests.worlds import (
    CORE,
    DROPPED,
    OPEN,
    PASSED,
    WEEK,
    enter,
    make_ally,
    make_model,
    parameters,
)

LIVELY: dict[str, Any] = {
    "organisations": 24,
    "sectors": 6,
    "fields": 5,
    "segments": 4,
    "legislators": 15,
    "parties": 3,
    "initiation_rate": 1.0,
    "initiation_threshold": 0.2,
    "window_rate": 3.0,
    "shock_rate": 3.0,
}
"""Parameters of a small world in which much happens."""

SHARE = {Status.CORE: 1.0, Status.CIRCLE: 0.3}

Breaking = Callable[[Any, int], None]


def broken(model: AllianceModel, alliance: Alliance) -> Condition:
    """Return the condition that the error names."""
    with pytest.raises(BrokenConditionError, match=r"week \d+: .* breaks the condition") as caught:
        alliance.check_conditions()
    return Condition[str(caught.value).rsplit(" ", 1)[1].upper()]


def set_member(place: int, **values: Any) -> Breaking:
    def change(state: Any, a: int) -> None:
        for name, value in values.items():
            state.members[name][a, place] = value

    return change


def set_alliance(**values: Any) -> Breaking:
    def change(state: Any, a: int) -> None:
        for name, value in values.items():
            state.alliances[name][a] = value

    return change


def set_organisation(**values: Any) -> Breaking:
    def change(state: Any, a: int) -> None:
        for name, value in values.items():
            state.organisations[name][1] = value

    return change


def set_goal(status: int) -> Breaking:
    def change(state: Any, a: int) -> None:
        state.items["status"][a, 0] = status

    return change


def let_who_left_sign(state: Any, a: int) -> None:
    state.stances["signs"][a, 0, 3] = 1


def reach_public(state: Any, a: int) -> None:
    state.exposure[a, 1] = 1e-6


VIOLATIONS: list[tuple[str, Condition, bool, Breaking]] = [
    ("joined unasked", Condition.VOLUNTARY, True, set_member(1, asked=WEEK + 1)),
    ("joined before its body sat", Condition.VOLUNTARY, True, set_member(1, answer_week=WEEK + 1)),
    ("circle joined unasked", Condition.VOLUNTARY, False, set_member(2, asked=WEEK + 1)),
    ("left and still a member", Condition.REVERSIBLE, True, set_member(1, left=WEEK)),
    ("who left still speaks", Condition.REVERSIBLE, True, set_member(3, outreach=0.1)),
    ("who left still signs", Condition.REVERSIBLE, True, let_who_left_sign),
    ("who left still counts", Condition.REVERSIBLE, True, set_alliance(members=4)),
    ("who left counts in the core", Condition.REVERSIBLE, True, set_alliance(core=3)),
    ("twice on the list", Condition.MEMBERS_PERSIST, True, set_member(1, organisation=0)),
    ("values fused", Condition.MEMBERS_PERSIST, True, set_organisation(justice=0.5)),
    ("more hours than free", Condition.MEMBERS_PERSIST, True, set_organisation(network_hours=-1)),
    ("no goal", Condition.COMMON_GOAL, False, set_alliance(items=0)),
    ("goal dropped", Condition.COMMON_GOAL, False, set_goal(DROPPED)),
    ("goal passed and going on", Condition.COMMON_GOAL, True, set_goal(PASSED)),
    ("goal overtaken", Condition.COMMON_GOAL, True, set_goal(ItemStatus.OVERTAKEN)),
    ("ended at no time", Condition.LIMITED_IN_TIME, True, set_alliance(phase=4, ending=6)),
    ("ended for no reason", Condition.LIMITED_IN_TIME, True, set_alliance(phase=4, ended=WEEK)),
    ("ended and going on", Condition.LIMITED_IN_TIME, True, set_alliance(ended=WEEK)),
    ("public without platform", Condition.PUBLIC_COOPERATION, True, set_alliance(platform=NEVER)),
    ("works in private", Condition.PUBLIC_COOPERATION, False, set_alliance(phase=3)),
    ("speaks in private", Condition.PUBLIC_COOPERATION, False, reach_public),
]


def a_model(public: bool) -> tuple[AllianceModel, Alliance]:
    """Return two in the core, one in the circle, and one who has left."""
    model = make_model(5)
    alliance = make_ally(model, (0, 1), circle=(2,), public=public)
    enter(model.state, alliance.row, 3)
    model.organisations[3].leave(alliance, Leaving.OBJECTION)
    return model, alliance


@pytest.mark.parametrize(
    ("condition", "public", "change"),
    [case[1:] for case in VIOLATIONS],
    ids=[case[0] for case in VIOLATIONS],
)
def test_a_violation_is_named(condition: Condition, public: bool, change: Breaking) -> None:
    model, alliance = a_model(public)
    alliance.check_conditions()
    change(model.state, alliance.row)
    assert broken(model, alliance) == condition


def test_every_condition_can_be_broken() -> None:
    assert {case[1] for case in VIOLATIONS} == set(Condition) - {Condition.HELD}


def test_a_violation_stops_the_week_unless_the_checks_are_off() -> None:
    for checks in (True, False):
        model, alliance = a_model(True)
        model.checks_conditions = checks
        set_alliance(platform=NEVER)(model.state, alliance.row)
        if checks:
            with pytest.raises(BrokenConditionError, match="public_cooperation"):
                model.take_stock()
            assert model.week == WEEK
        else:
            model.take_stock()
            assert model.week == WEEK + 1


@pytest.mark.parametrize("status", [OPEN, DROPPED, PASSED])
def test_an_alliance_that_has_ended_keeps_the_conditions(status: int) -> None:
    model, alliance = a_model(True)
    model.state.items[alliance.row, 0].status = status
    alliance.end(Ending.FADED)
    alliance.check_conditions()


# --- They hold --------------------------------------------------------------------------------


def check_week(model: AllianceModel) -> None:
    """Check conditions, hours and sums of a week from the lists of members alone."""
    state = model.state
    hours = np.zeros(len(model.organisations))
    load = np.zeros(len(model.organisations))
    for alliance in model.live_alliances:
        assert broken_condition(state, alliance.row) == Condition.HELD
        for member in alliance.members:
            status = member.status_in(alliance)
            hours[member.row] += hours_for(state, member.row, int(status))
            load[member.row] += SHARE[status]
        covered = sum((member.reach for member in alliance.members), np.zeros(4))
        assert state.covered[alliance.row] == pytest.approx(covered, abs=1e-9)
    assert state.organisations["load"] == pytest.approx(load, abs=1e-9)
    assert (hours <= state.organisations["free_hours"] + 1e-9).all()
    ended = [alliance for alliance in model.alliances if alliance.phase == Phase.ENDED]
    assert len(ended) + len(model.live_alliances) == len(model.alliances)
    for alliance in ended:
        assert broken_condition(state, alliance.row) == Condition.HELD
        assert alliance.ending != Ending.NONE
        assert 0 <= alliance.record.founded <= alliance.record.ended <= model.week


@pytest.mark.parametrize("governance", ["assembly", "lead", "core"])
@pytest.mark.parametrize("commitment", ["uniform", "differentiated"])
@pytest.mark.parametrize("admission", ["open", "closed"])
def test_conditions_and_budgets_hold_every_week(
    governance: str, commitment: str, admission: str
) -> None:
    platforms = 0
    for seed in (1, 2):
        chosen = parameters(
            **LIVELY,
            governance=governance,
            commitment=commitment,
            admission=admission,
            core_size=3,
            network=True,
            evaluation=True,
        )
        model = AllianceModel(chosen, seed=seed, weeks=90)
        while model.week < 90:
            model.step()
            check_week(model)
        platforms += sum(alliance.is_public for alliance in model.alliances)
        if governance == "core":
            assert max(int(alliance.record.core) for alliance in model.alliances) <= 3
            assert max(int(alliance.record.circle) for alliance in model.alliances) >= 1
    assert platforms > 0


@settings(max_examples=12)
@given(data=st.data(), seed=st.integers(0, 10**6), core=st.booleans())
def test_any_member_can_leave_in_any_week(data: st.DataObject, seed: int, core: bool) -> None:
    governance = "core" if core else "lead"
    model = AllianceModel(
        parameters(**LIVELY, governance=governance, core_size=2), seed=seed, weeks=60
    )
    gone = []
    while model.week < 60:
        model.step()
        allied = [alliance for alliance in model.live_alliances if alliance.is_allied]
        if not allied or not data.draw(st.booleans()):
            continue
        alliance = data.draw(st.sampled_from(allied))
        member = data.draw(st.sampled_from(alliance.members))
        size = len(alliance.members)
        hours = hours_for(model.state, member.row, CORE)
        member.leave(alliance, data.draw(st.sampled_from(list(Leaving)[1:])))
        gone.append((alliance, member))
        assert len(alliance.members) == size - 1
        assert hours_for(model.state, member.row, CORE) >= hours
        check_week(model)
    for alliance, member in gone:
        assert member not in alliance.members
        assert member.status_in(alliance) == Status.LEFT
