"""Designs for questions about size: who starts the focal alliance, for what, and whom it takes."""

import itertools
import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

import sim.state
from sim import AllianceModel, Organisation, run_ensemble
from sim.agenda import note_hardliners
from sim.alliance import Alliance
from sim.chronicle import story
from sim.measures import alliance_records
from sim.membership import take_place
from sim.phases import environment
from sim.phases.formation import focal, initiative, joining, platform, rounds, sounding
from sim.phases.formation.sounding import Sounding
from sim.quantities import member_tolerance, tolerance
from sim.randomness import Stream, normal, stable_choice, uniform
from sim.state import NEVER, NOBODY, Ending, EventKind, Phase, State, Status, places_to_ask
from tests.test_conditions import LIVELY
from tests.worlds import (
    ASKED,
    CHANGE,
    PREVENTION,
    WEEK,
    enter,
    know,
    make_alliance,
    make_ally,
    make_model,
    make_world,
    numbers_of,
    parameters,
    publish,
    set_ideals,
    told,
)

APPLIED, REFUSED = int(Status.APPLIED), int(Status.REFUSED)


def first_week(organisations: int = 6, **changes: Any) -> State:
    """Return a hand-made world in week 0, by default with a focal alliance of intended size."""
    return make_world(organisations, week=0, **{"size_design": "intended", **changes})


def focal_model(organisations: int = 6, **changes: Any) -> AllianceModel:
    """Return a model of such a world in which nobody else starts anything."""
    usual = {"size_design": "assigned", "initiation_rate": 0.0, "bill_rate": 0.0, "shock_rate": 0.0}
    return make_model(organisations, week=0, **{**usual, **changes})


def make_focal(state: State, *core: int, **options: Any) -> int:
    """Return the row of a hand-made focal alliance."""
    a = make_alliance(state, core, **options)
    focal.make_focal(state, a)
    return a


def drawn_founder(seed: int, organisations: int) -> int:
    return int(stable_choice(uniform(seed, int(Stream.FOCAL), 0, 0, 0, 0), organisations))


# --- A hardliner --------------------------------------------------------------------------------


def focal_core(hardliner: str, **changes: Any) -> tuple[State, int]:
    """Return a focal alliance of four whose readiness to give way is .2, .4, .6 and .8."""
    state = make_world(4, hardliner=hardliner, size_design="assigned", **changes)
    state.organisations["pragmatism"] = [0.2, 0.4, 0.6, 0.8]
    a = make_alliance(state, range(4))
    state.alliances[a].focal = 1
    return state, a


def test_one_core_member_gives_way_in_nothing() -> None:
    drawn = set()
    for seed in range(40):
        state, a = focal_core("one", seed=seed)
        focal.name_hardliner(state, a)
        assert sorted(state.members[a]["unbending"][:4].tolist()) == [0.0, 0.0, 0.0, 1.0]
        drawn.add(int(state.members[a]["unbending"].argmax()))
    assert drawn == {0, 1, 2, 3}


def test_shared_all_lose_together_what_the_one_would_have_lost() -> None:
    for seed in range(5):
        one, a = focal_core("one", seed=seed)
        focal.name_hardliner(one, a)
        lost = float(one.organisations["pragmatism"][one.members[a]["unbending"].argmax()])
        shared, a = focal_core("shared", seed=seed)
        focal.name_hardliner(shared, a)
        unbending = shared.members[a]["unbending"][:4]
        assert unbending.tolist() == pytest.approx([lost / 2.0] * 4)  # of .2 + .4 + .6 + .8
        assert unbending @ shared.organisations["pragmatism"] == pytest.approx(lost)


def test_who_gives_way_less_is_recorded_with_its_share() -> None:
    one, a = focal_core("one")
    one.members[a, 2].unbending = 1.0
    note_hardliners(one, a)
    assert [tuple(numbers) for numbers in numbers_of(one, EventKind.HARDLINER)] == [(1, 0, 0, 0)]
    shared, a = focal_core("shared")
    shared.members[a]["unbending"][:4] = 0.25
    shared.members[a, 3].status = Status.CIRCLE.value  # of the core alone
    note_hardliners(shared, a)
    assert [numbers[0] for numbers in numbers_of(shared, EventKind.HARDLINER)] == [0.25] * 3


def test_only_the_focal_alliance_has_a_hardliner() -> None:
    state, a = focal_core("one")
    state.alliances[a].focal = 0
    focal.name_hardliner(state, a)
    assert not state.members[a]["unbending"].any()


def test_one_member_more_hardly_moves_the_draw_and_the_circle_is_not_drawn() -> None:
    for seed in range(20):
        few, a = focal_core("one", seed=seed)
        more = make_world(5, hardliner="one", size_design="assigned", seed=seed)
        b = make_alliance(more, range(4), circle=(4,))
        assert focal.drawn_hardliner(few, a) == focal.drawn_hardliner(more, b)


def test_who_is_unbending_in_an_alliance_widens_its_tolerance_less() -> None:
    # .5 (1 + .8 x .25 x 4) = .9; half of the widening: .7; none: .5.
    state, a = focal_core("one", widening=0.25)
    for unbending, limit in ((0.0, 0.9), (0.5, 0.7), (1.0, 0.5)):
        state.members[a, 3].unbending = unbending
        assert member_tolerance(state, a, 3, 0, 4.0) == pytest.approx(limit)
    # Outside this alliance it is as ready as ever.
    assert tolerance(state, 3, 0, 4.0) == pytest.approx(0.9)


@pytest.mark.parametrize("debate", ["none", "time_boxed"])
def test_the_hardliner_is_named_when_the_sounding_closes(debate: str) -> None:
    for hardliner, expected in (("none", 0), ("one", 1), ("shared", 3)):
        model = make_model(4, hardliner=hardliner, size_design="assigned", values_debate=debate)
        model.state.organisations["pragmatism"] = 0.5
        alliance = make_ally(model)
        alliance.record.focal = 1
        alliance.close_sounding()
        unbending = model.state.members[alliance.row]["unbending"]
        assert np.count_nonzero(unbending) == expected
        assert len(numbers_of(model.state, EventKind.HARDLINER)) == expected


def test_the_platform_tells_the_least_and_the_mean_readiness_of_the_core() -> None:
    state, a = focal_core("one")
    assert math.isnan(alliance_records(state)[a].least_pragmatism)
    state.members[a, 2].unbending = 1.0  # .2, .4, 0, .8
    rounds.agree_item(state, a, 0, 0)
    platform.agree_platform(state, a)
    row = alliance_records(state)[a]
    assert (row.least_pragmatism, row.mean_pragmatism) == (0.0, pytest.approx(0.35))


# --- Who starts it, and for what ----------------------------------------------------------------


def test_only_a_design_starts_a_focal_alliance_and_only_in_the_first_week() -> None:
    for design, week in itertools.product(("world_wide", "intended", "assigned"), (0, 1)):
        starts = focal.starts_focal_alliance(make_world(2, week=week, size_design=design))
        assert starts == (design != "world_wide" and week == 0)


def test_the_founder_is_drawn_and_one_organisation_more_hardly_moves_the_draw() -> None:
    moved = 0
    for seed in range(300):
        founder = focal.find_focal_founder(first_week(20, seed=seed))
        assert founder == drawn_founder(seed, 20)
        with_newcomer = focal.find_focal_founder(first_week(21, seed=seed))
        assert with_newcomer in (founder, 20)
        moved += with_newcomer != founder
    assert abs(moved / 300 - 1 / 21) < 4 * math.sqrt(1 / 21 * 20 / 21 / 300)


def test_who_has_no_goal_lets_the_next_in_the_list_start_it() -> None:
    state = first_week(5)
    first = drawn_founder(1, 5)
    for passed in range(5):
        assert focal.find_focal_founder(state) == (first + passed) % 5
        state.views["salience"][(first + passed) % 5] = 0.0
    assert focal.find_focal_founder(state) == NOBODY


def test_the_founder_may_be_the_one_with_most_contacts() -> None:
    state = first_week(4, focal_founder="connected")
    assert focal.find_focal_founder(state) == 0  # of equal ones the first
    know(state, 0, 1, 0.3)
    know(state, 0, 2, 0.3)
    know(state, 2, 3, 0.4, 0.65)
    # Trust of .6, .3, .7 and .65 in all.
    assert focal.find_focal_founder(state) == 2
    state.views["salience"][2] = 0.0  # without a goal it starts nothing
    assert focal.find_focal_founder(state) == 3
    state.views["salience"] = 0.0
    assert focal.find_focal_founder(state) == NOBODY


def test_the_founder_may_be_the_one_most_expert_in_its_own_goal() -> None:
    state = first_week(4, focal_founder="expert")
    state.views["salience"] = [[4.0, 1.0, 1.0]] * 4  # at least 2 x .4 against 1.5 x .4: field 0
    state.views["expertise"][1] = [0.6, 0.0, 0.0]
    state.views["expertise"][3] = [0.5, 0.9, 0.9]
    know(state, 0, 2, 1.0)
    assert focal.find_focal_founder(state) == 1


def test_the_goal_worth_most_is_taken_below_the_threshold_too() -> None:
    state = first_week(1, initiation_threshold=0.6)
    for k, salience in enumerate((0.3, 1.0, 0.3)):
        state.views[0, k].salience = salience  # at most 1.5 x 1 x 0.4: not above the threshold
    assert initiative.choose_goal(state, 0) == NOBODY
    assert focal.choose_focal_goal(state, 0) == 2 * 1 + CHANGE
    state.legislator_ideals[:, 1] = 1.0  # now it has a majority without an alliance
    assert focal.choose_focal_goal(state, 0) in (2 * 0 + CHANGE, 2 * 2 + CHANGE)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("any", 2 * 2 + PREVENTION), ("change", CHANGE), ("prevention", 2 * 2 + PREVENTION)],
)
def test_the_kind_of_goal_can_be_chosen(wanted: str, chosen: int) -> None:
    state = first_week(1, focal_goal=wanted)
    # A bill at -1 takes 1 from an ideal of .05, at least 5 times as much as any change brings.
    state.views["position"] = 0.05
    state.views[0, 0].position = 0.1
    state.views["salience"][0, 1:] = 0.1
    state.views[0, 2].salience = 1.0
    state.fields[2].bill_position, state.fields[2].bill_deadline = -1.0, 40
    state.legislator_ideals[:, 2] = -1.0
    assert focal.choose_focal_goal(state, 0) == chosen


def test_where_no_bill_is_pending_any_goal_means_a_change() -> None:
    state = first_week(1)
    state.legislator_ideals[:] = -0.8  # somebody would propose costly bills
    assert focal.choose_focal_goal(state, 0) % 2 == CHANGE


def test_a_bill_is_proposed_where_it_costs_the_founder_most() -> None:
    model = focal_model(focal_goal="prevention")
    state = model.state
    # The bill lies at the median times 1.3 x (.6 to 1.4). An ideal of .4 loses its whole size: .39
    # to .91 x .8 in field 1 against at most .18 in field 2. Chance, .5 to 1.5, cannot turn it.
    state.legislator_ideals[:, 1] = -0.8
    state.legislator_ideals[:, 2] = -0.1
    model.form_alliances()
    (bill,) = told(state, EventKind.BILL_PROPOSED)
    assert bill.field == 1
    assert -0.8 * 1.3 * 1.4 <= bill.first <= -0.8 * 1.3 * 0.6
    (alliance,) = model.alliances
    assert (alliance.field, alliance.kind) == (1, PREVENTION)
    assert alliance.record.draft == bill.first == state.fields[1].bill_position
    assert state.fields[1].bill_deadline == bill.second
    assert state.fields[2].bill_deadline == NEVER


def test_it_is_the_bill_that_somebody_would_propose_that_week() -> None:
    model = focal_model(focal_goal="prevention")
    model.state.legislator_ideals[:, 1] = -0.8
    model.form_alliances()
    twin = make_world(1, week=0, bill_rate=1.0)
    twin.legislator_ideals[:, 1] = -0.8
    environment.propose_bill(twin, 1)
    for name in ("bill_position", "bill_deadline"):
        assert model.state.fields[name][1] == twin.fields[name][1]


def test_a_pending_bill_that_costs_more_is_prevented_itself() -> None:
    model = focal_model(focal_goal="prevention")
    state = model.state
    state.legislator_ideals[:, 1] = -0.1
    state.legislator_ideals[:, 2] = -0.9
    state.fields[2].bill_position, state.fields[2].bill_deadline = -0.9, 40
    model.form_alliances()
    assert told(state, EventKind.BILL_PROPOSED) == []
    assert model.alliances[0].record.draft == -0.9
    assert state.fields[2].bill_deadline == 40


def test_where_nobody_has_a_goal_there_is_no_focal_alliance() -> None:
    model = focal_model(focal_goal="prevention")  # a parliament that wants nothing proposes nothing
    model.form_alliances()
    assert model.alliances == []
    assert told(model.state, EventKind.BILL_PROPOSED) == []


def test_the_founder_starts_nothing_else_in_that_week() -> None:
    model = focal_model(initiation_rate=52.0, initiation_threshold=0.0)
    model.form_alliances()
    founded = Counter(alliance.founder.row for alliance in model.alliances)
    assert set(founded.values()) == {1}
    assert len(founded) == 6  # all others do
    model.state.clock[0].week = 1
    focal = model.alliances[0].founder.row
    assert initiative.considers_initiating(model.state, focal)


VARIED: dict[str, tuple[Any, ...]] = {
    "target_partners": (1, 6, 19),
    "size_design": ("intended", "assigned"),
    "governance": ("assembly", "core"),
    "focal_selection": ("weighed", "random"),
}


@pytest.mark.parametrize("goal", ["any", "change", "prevention"])
def test_founder_and_goal_are_the_same_whatever_is_compared(goal: str) -> None:
    for seed in range(3):
        found = set()
        for values in itertools.product(*VARIED.values()):
            changes = dict(zip(VARIED, values, strict=True))
            chosen = parameters(**{**LIVELY, **changes, "focal_goal": goal})
            model = AllianceModel(chosen, seed=seed, weeks=1)
            model.step()
            first = model.alliances[0].record
            assert first.focal == 1
            found.add((*(int(first[name]) for name in ("founder", "field", "kind")), first.draft))
        assert len(found) == 1


def test_without_a_design_what_is_meant_for_designs_changes_nothing() -> None:
    changes = {"focal_goal": "prevention", "focal_selection": "random", "usual_partners": 40}
    usual, other = (
        AllianceModel(parameters(**{**LIVELY, **more}), seed=2, weeks=60).run()
        for more in ({}, changes)
    )
    assert usual.events.tobytes() == other.events.tobytes()
    assert usual.state.members.shape == other.state.members.shape
    assert not usual.alliance_table()["focal"].count(True)
    assert set(usual.alliance_table()["aim"]) == {8}


def test_only_the_focal_founder_aims_at_the_size_in_question() -> None:
    for design in ("intended", "assigned"):
        changes = {"size_design": design, "target_partners": 5, "usual_partners": 3}
        model = AllianceModel(parameters(**{**LIVELY, **changes}), seed=2, weeks=30).run()
        focal, *others = model.alliances
        assert (focal.record.aim, focal.is_focal) == (5, True)
        assert len(others) > 3
        assert {(int(one.record.aim), one.is_focal) for one in others} == {(3, False)}


def test_the_aim_decides_how_many_are_asked_admitted_and_expected() -> None:
    state = make_world(
        12, target_partners=4, usual_partners=2, size_design="intended", asking_surplus=1.5,
        items_per_member=1.0, priority=0.0, agenda_limit=12,
    )  # fmt: skip
    usual, focal = make_alliance(state, (0, 1)), make_focal(state, 2, 3)
    assert sounding.number_to_ask(state, usual) == 2  # 1.5 x 1, rounded up
    assert sounding.number_to_ask(state, focal) == 5  # 1.5 x 3, rounded up
    assert joining.expected_main_weight(state, usual) == pytest.approx(1 / 4)  # 1 + 3 items
    assert joining.expected_main_weight(state, focal) == pytest.approx(1 / 6)


# --- Whom it asks ----------------------------------------------------------------------------


def test_the_founder_of_an_assigned_alliance_can_ask_the_whole_world() -> None:
    for design, selection in itertools.product(("intended", "assigned"), ("weighed", "random")):
        state = first_week(8, size_design=design, focal_selection=selection)
        know(state, 0, 5, 0.5)
        a = make_focal(state, 0, 3)
        far = design == "assigned" or selection == "random"
        found = sounding.partners_within_reach(state, a, 0).tolist()
        assert found == ([1, 2, 4, 5, 6, 7] if far else [5])
        usual = make_alliance(state, (0, 3))
        assert sounding.partners_within_reach(state, usual, 0).tolist() == [5]


@pytest.mark.parametrize("design", ["intended", "assigned"])
def test_a_random_founder_asks_in_the_order_of_the_draw_whatever_the_weights(design: str) -> None:
    heavy: dict[str, Any] = {"tie_weight": 9.0, "coverage_weight": -3.0, "fit_weight": 5.0}
    for weights in ({}, heavy):
        model = make_model(
            10, week=0, size_design=design, focal_selection="random", target_partners=4,
            asking_surplus=1.0, **weights,
        )  # fmt: skip
        state = model.state
        state.audiences[:] = np.linspace(0.1, 3.0, 20).reshape(10, 2)
        know(state, 0, 1, 0.9)
        alliance = make_ally(model, (0,))
        focal.make_focal(state, alliance.row)
        key = int(alliance.record.key)
        draws = {i: normal(1, int(Stream.ASK), 0, i, key, 0) for i in range(1, 10)}
        expected = sorted(draws, key=lambda i: -draws[i])[:4]
        assert [one.row for one in model.organisations[0].identify_partners(alliance)] == expected


def sectored(*sectors: int, **changes: Any) -> State:
    """Return a world in week 0 whose organisations belong to these sectors."""
    state = first_week(len(sectors), **{"size_design": "assigned", **changes})
    state.organisations["sector"] = sectors
    return state


def line_of_sectors(seed: int, *sectors: int) -> list[int]:
    """Return sectors in the order of their draws: numbers 1 + sector after that of the founder."""
    return sorted(sectors, key=lambda sector: uniform(seed, int(Stream.FOCAL), 0, 0, 0, 1 + sector))


def test_a_founder_asks_in_its_own_sector_first_and_then_in_others_as_drawn() -> None:
    orders = set()
    for seed in range(30):
        line = line_of_sectors(seed, 0, 4, 5)
        orders.add(tuple(line))
        for wanted in (1, 2, 3, 4, 9):
            state = sectored(7, 4, 7, 0, 5, 4, focal_sectors=wanted, seed=seed)
            a = make_focal(state, 0)
            sectors = [7, *line][:wanted]
            assert focal.sectors_asked(state, a).tolist() == sectors
            expected = [i for i, own in enumerate((7, 4, 7, 0, 5, 4)) if own in sectors]
            assert state.alliances[a].eligible == len(expected)
            assert sounding.partners_within_reach(state, a, 0).tolist() == expected[1:]
    assert len(orders) == 6  # of three others


def test_without_a_number_of_sectors_and_in_other_alliances_all_are_asked() -> None:
    for wanted, found in ((0, [1, 2, 3]), (1, [2])):
        state = sectored(7, 4, 7, 0, focal_sectors=wanted)
        a = make_focal(state, 0)
        assert sounding.partners_within_reach(state, a, 0).tolist() == found
        assert state.alliances[a].eligible == 1 + len(found)
        state.alliances[a].focal = 0
        know(state, 0, 1, 0.5)
        assert sounding.partners_within_reach(state, a, 0).tolist() == [1]


def test_where_joining_is_free_contacts_of_other_sectors_are_not_asked() -> None:
    state = sectored(7, 4, 7, focal_sectors=1, size_design="intended")
    know(state, 0, 1, 0.9)
    know(state, 0, 2, 0.1)
    assert sounding.partners_within_reach(state, make_focal(state, 0), 0).tolist() == [2]


def test_a_set_size_is_given_up_when_its_sectors_hold_nobody_else() -> None:
    # The sector of the founder holds one other, who declines; three are left in another one.
    for wanted, step in ((1, Sounding.CLOSE), (2, Sounding.ASK)):
        state = sectored(7, 4, 7, 4, 4, focal_sectors=wanted, target_partners=4)
        a = make_focal(state, 0)
        state.members[a, sounding.invite(state, a, 2)].status = int(Status.DECLINED)
        assert sounding.next_step_of_sounding(state, a) == int(step)


def test_both_engines_ask_in_the_same_sectors_and_nobody_else_joins_before_the_platform() -> None:
    for wanted in (1, 3):
        chosen = parameters(
            **{**LIVELY, "size_design": "assigned", "focal_sectors": wanted, "target_partners": 6}
        )
        model = AllianceModel(chosen, seed=4, weeks=40).run()
        (row,) = run_ensemble(chosen, [4], weeks=40).alliances[:1]
        alliance = model.alliances[0]
        assert row.tobytes() == alliance_records(model.state)[0].tobytes()
        early = [
            int(member["organisation"])
            for member in model.state.members[0][: alliance.record.slots]
            if member["joined"] != NEVER and member["joined"] < alliance.record.platform
        ]
        sectors = {int(model.state.organisations["sector"][i]) for i in early}
        assert sectors <= set(focal.sectors_asked(model.state, 0).tolist())
        assert (
            int(row["eligible"])
            == np.isin(
                model.state.organisations["sector"], focal.sectors_asked(model.state, 0)
            ).sum()
        )


def test_a_set_size_asks_just_as_many_as_are_missing() -> None:
    state = first_week(12, size_design="assigned", target_partners=5, asking_surplus=2.0)
    a = make_focal(state, 0, 1, 2)
    assert sounding.number_to_ask(state, a) == 3
    assert sounding.number_to_ask(state, make_alliance(state, (0, 1, 2))) == 12  # 2 x (9 - 3)


def test_a_set_size_is_sought_in_as_many_waves_as_it_takes() -> None:
    state = first_week(8, size_design="assigned", target_partners=3, asking_waves=1)
    a = make_focal(state, 0)
    usual = make_alliance(state, (7,))
    state.alliances["wave"][:2] = 4
    for i in (1, 2, 3, 4):
        m = sounding.invite(state, a, i)
        state.members[a, m].status = int(Status.DECLINED)
    assert sounding.next_step_of_sounding(state, a) == int(Sounding.ASK)
    assert sounding.next_step_of_sounding(state, usual) == int(Sounding.CLOSE)
    for i in (5, 6, 7):
        m = sounding.invite(state, a, i)
        state.members[a, m].status = int(Status.DECLINED)
    assert sounding.next_step_of_sounding(state, a) == int(Sounding.CLOSE)  # nobody is left


def test_the_deadline_of_a_prevention_ends_the_search_for_a_set_size() -> None:
    state = first_week(8, size_design="assigned", target_partners=6, asking_reserve=13)
    a = make_focal(state, 0, 1, kind=PREVENTION, draft=-0.4)
    state.fields[0].bill_deadline = 13
    assert sounding.next_step_of_sounding(state, a) == int(Sounding.ASK)
    state.fields[0].bill_deadline = 12
    assert sounding.next_step_of_sounding(state, a) == int(Sounding.CLOSE)


def sounded_out(model: AllianceModel) -> Alliance:
    """Let weeks pass until the focal alliance asks nobody any more."""
    for _ in range(60):
        model.step()
        if model.alliances[0].phase != Phase.SOUNDING:
            return model.alliances[0]
    raise AssertionError("it is still sounding out")


@pytest.mark.parametrize("selection", ["weighed", "random"])
def test_an_assigned_size_is_reached_where_enough_gain(selection: str) -> None:
    for size in (1, 5, 9):
        model = focal_model(20, target_partners=size, focal_selection=selection, asking_waves=1)
        founder = drawn_founder(1, 20)
        gaining = {(founder + step) % 20 for step in range(0, 20, 2)}  # 9 others; 10 do not gain
        model.state.views["position"] = [[0.4 if i in gaining else 0.0] * 3 for i in range(20)]
        alliance = sounded_out(model)
        assert {one.row for one in alliance.members} <= gaining
        assert len(alliance.members) == size + 1
    beyond = focal_model(20, target_partners=12, focal_selection=selection, asking_waves=1)
    beyond.state.views["position"] = [[0.4 if i in gaining else 0.0] * 3 for i in range(20)]
    alliance = sounded_out(beyond)
    assert len(alliance.members) == 10
    assert alliance.record.slots == 20  # everybody was asked


def test_joining_an_alliance_of_intended_size_stays_free() -> None:
    costly = {"joining_burden": 20.0, "target_partners": 5}
    assigned = sounded_out(focal_model(20, **costly))
    assert len(assigned.members) == 6
    intended = focal_model(20, size_design="intended", focal_selection="random", **costly)
    assert sounded_out(intended).ending == Ending.NO_PARTNER


def test_a_full_list_closes_the_sounding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim.state, "ASKED_PER_PLACE", 1)
    monkeypatch.setattr(sim.state, "PLACES_BESIDE_THE_ASKED", 0)
    model = focal_model(20, target_partners=3, asking_waves=1, asking_surplus=1.0, strangers=0,
                        usual_partners=1)  # fmt: skip
    assert model.state.members.shape[1] == 4
    model.state.views["position"] = 0.0
    model.state.views["position"][drawn_founder(1, 20)] = 0.4
    alliance = sounded_out(model)
    assert (alliance.ending, int(alliance.record.slots)) == (Ending.NO_PARTNER, 4)
    assert alliance.record.ended == 1  # as soon as all have declined


class Hermit(Organisation):
    def identify_partners(self, alliance: Alliance) -> list[Organisation]:
        return []


class Hermits(AllianceModel):
    organisation_class = Hermit


def test_a_founder_that_asks_nobody_does_not_sound_out_for_ever() -> None:
    model = focal_model(model_class=Hermits)
    assert sounded_out(model).ending == Ending.NO_PARTNER
    assert model.week <= 3


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"target_partners": 2, "usual_partners": 30}, 9),  # 3 waves x 1 x (2 + 1)
        ({"size_design": "intended", "target_partners": 2, "usual_partners": 5}, 18),
        ({"size_design": "intended", "target_partners": 7, "usual_partners": 5}, 24),
        ({"size_design": "assigned", "target_partners": 7, "usual_partners": 5}, 64),
        ({"size_design": "assigned", "target_partners": 1, "usual_partners": 9}, 30),
    ],
)
def test_there_are_places_for_all_who_may_be_asked(changes: dict[str, Any], places: int) -> None:
    assert places_to_ask(parameters(asking_waves=3, asking_surplus=1.0, **changes)) == places


# --- Who joins it ----------------------------------------------------------------------------


MAIN_GOAL_ALONE = {"priority": 1.0, "side_item_hope": 0.0}
"""All attention goes to the main goal, and nobody hopes for an item of its own."""


@pytest.mark.parametrize(
    ("ideal", "gain"),
    [
        (0.3, 0.25),  # the text would be (.4 + .3) / 2 = .35: .3 - .05
        (0.8, 0.6),  # .6: .8 - .2
        (0.0, -0.2),  # .2
        (-0.3, -0.05),  # .05: .3 - .35
    ],
)
def test_who_is_asked_weighs_its_gain_with_its_own_voice_and_no_price(
    ideal: float, gain: float
) -> None:
    state = first_week(
        2, **MAIN_GOAL_ALONE, size_design="assigned", joining_burden=20.0, joining_threshold=5.0
    )
    state.organisations["free_hours"] = 0.01
    a = make_focal(state, 0, draft=0.4)
    set_ideals(state, 0, [0.4, ideal])
    assert joining.weigh_joining(state, 1, a) == pytest.approx((gain, 0.0))
    usual = make_alliance(state, (0,), draft=0.4)
    assert joining.weigh_joining(state, 1, usual)[1] > 5.0


def test_a_hoped_for_item_is_a_gain_where_the_size_is_set_too() -> None:
    hopes = {"priority": 0.5, "side_item_hope": 0.3}
    state = first_week(2, **hopes, size_design="assigned")
    set_ideals(state, 0, [0.4, -0.3])
    set_ideals(state, 1, [0.0, 0.8])
    a = make_focal(state, 0, draft=0.4)
    # Half the attention for a loss of .05; a side item worth .8 is hoped for by .3 with the rest.
    expected = 0.5 * -0.05 + 0.3 * 0.5 * 0.8
    assert joining.weigh_joining(state, 1, a) == pytest.approx((expected, 0.0))


def test_who_has_come_to_a_set_size_stays_while_it_gains() -> None:
    for design, has_price in (("assigned", False), ("intended", True)):
        state = first_week(2, **MAIN_GOAL_ALONE, size_design=design, joining_threshold=5.0)
        set_ideals(state, 0, [0.4, 0.3])
        a = make_focal(state, 0, draft=0.4)
        m = enter(state, a, 1)
        value, price = joining.weigh_staying(state, a, m)
        assert (price > 5.0) == has_price
        if not has_price:
            # With its voice the text goes to (.4 + .3) / 2 = .35.
            assert (value, price) == pytest.approx((0.25, 0.0))


def test_a_text_that_is_closed_or_written_is_taken_as_it_stands() -> None:
    closed = first_week(2, **MAIN_GOAL_ALONE, size_design="assigned", open_text=False)
    set_ideals(closed, 0, [0.4, 0.3])
    a = make_focal(closed, 0, draft=0.4)
    assert joining.weigh_joining(closed, 1, a)[0] == pytest.approx(0.3 - 0.1)
    state = first_week(2, **MAIN_GOAL_ALONE, size_design="assigned")
    set_ideals(state, 0, [0.4, 0.3])
    a = make_focal(state, 0, draft=0.4)
    state.alliances[a].phase = int(Phase.GOALS)
    assert joining.weigh_joining(state, 1, a)[0] == pytest.approx(0.2)
    publish(state, a)
    assert joining.weigh_joining(state, 1, a)[0] == pytest.approx(0.2)


def test_who_loses_by_a_bill_gains_from_preventing_it() -> None:
    state = first_week(3, **MAIN_GOAL_ALONE, size_design="assigned")
    set_ideals(state, 0, [0.4, 0.4, -0.5])
    a = make_focal(state, 0, kind=PREVENTION, draft=-0.6)
    assert joining.weigh_joining(state, 1, a)[0] == pytest.approx(1.0 - 0.4)
    assert joining.weigh_joining(state, 2, a)[0] == pytest.approx(0.1 - 0.5)


@pytest.mark.parametrize("status", [ASKED, APPLIED])
def test_nobody_comes_in_beyond_a_set_size(status: int) -> None:
    for design, comes in (("assigned", False), ("intended", True)):
        model = make_model(6, size_design=design, target_partners=1, admission="open")
        state = model.state
        know(state, 3, 0, 1.0)
        alliance = make_ally(model, (0, 1), public=True)
        focal.make_focal(state, alliance.row)
        m = take_place(state, alliance.row, 3, status, WEEK)
        state.members[alliance.row, m].answer_week = WEEK
        alliance.hear_answers()
        assert (model.organisations[3] in alliance.members) == comes
        refused = state.members[alliance.row, m].status == REFUSED
        assert refused == (not comes)


def test_a_place_that_becomes_free_can_be_taken() -> None:
    state = first_week(6, size_design="assigned", target_partners=2)
    a = make_focal(state, 0, 1)
    assert not focal.is_full(state, a)
    enter(state, a, 2)
    assert focal.is_full(state, a)
    assert not focal.is_full(state, make_alliance(state, (0, 1, 2, 3)))


@pytest.mark.parametrize("admission", ["open", "vetted", "closed"])
@pytest.mark.parametrize("selection", ["weighed", "random"])
def test_a_set_size_is_never_exceeded_and_the_conditions_hold(
    admission: str, selection: str
) -> None:
    """The model checks the conditions every week by itself."""
    for goal, governance in itertools.product(("change", "prevention"), ("assembly", "core")):
        changes = {
            "size_design": "assigned", "target_partners": 4, "admission": admission,
            "focal_selection": selection, "focal_goal": goal, "governance": governance,
            "core_size": 3,
        }  # fmt: skip
        model = AllianceModel(parameters(**{**LIVELY, **changes}), seed=3, weeks=60).run()
        assert model.checks_conditions
        focal, *others = model.alliances
        assert focal.is_focal
        assert 2 <= focal.record.largest_size <= 5
        assert max(int(one.record.largest_size) for one in others) > 5


def test_more_are_joined_where_a_larger_size_is_set() -> None:
    means = []
    for size in (1, 4, 9):
        changes = {"size_design": "assigned", "target_partners": size}
        measured = run_ensemble(parameters(**{**LIVELY, **changes}), range(12), weeks=60)
        focal = measured.alliances[measured.alliances["focal"] == 1]
        assert len(focal) == 12
        means.append(float(focal["members_at_most"].mean()))
    assert means[0] < means[1] < means[2]


# --- What is measured ------------------------------------------------------------------------


def test_the_focal_alliance_has_columns_of_its_own_in_a_run() -> None:
    changes = {"size_design": "intended", "target_partners": 5}
    measured = run_ensemble(parameters(**{**LIVELY, **changes}), range(6), weeks=80)
    for row, run in enumerate(measured.runs):
        mine = measured.alliances[measured.alliances_run == row]
        (focal,) = mine[mine["focal"] == 1]
        allied = mine[mine["is_alliance"] == 1]
        old = allied[allied["members_after_year"] != NEVER]
        assert (run.focal, run.partners_aimed_at) == (1, 5)
        assert run.focal_members_at_end == focal.members
        assert run.focal_goal_reached == focal.goal_reached
        assert_number(run.focal_members_at_platform, focal.members_at_platform, focal.platform)
        assert_number(run.focal_members_after_year, focal.members_after_year,
                      focal.members_after_year)  # fmt: skip
        assert run.members_at_end == pytest.approx(allied["members"].mean())
        if len(old):
            assert run.members_after_year == pytest.approx(old["members_after_year"].mean())


def assert_number(found: float, expected: float, week: int) -> None:
    """Expect a number, or none where the week has not come."""
    assert math.isnan(found) if week == NEVER else found == expected


def test_a_run_without_a_focal_alliance_says_so() -> None:
    nothing = {"bill_rate": 0.0, "bill_reach": 0.1, "legislator_lean": 0.0, "parliament_tilt": 0.0,
               "party_spread": 0.0, "legislator_spread": 0.0, "camp_pull": 0.0}  # fmt: skip
    without = (
        {"target_partners": 7},
        {"size_design": "assigned", "focal_goal": "prevention", "target_partners": 7, **nothing},
    )
    for changes in without:
        run = run_ensemble(parameters(**{**LIVELY, **changes}), [1], weeks=20).runs[0]
        assert (run.focal, run.partners_aimed_at) == (0, 7)
        for name in ("members_at_platform", "members_after_year", "members_at_end", "goal_reached"):
            assert math.isnan(run[f"focal_{name}"])


class Counted(Alliance):
    """Counts what is given beyond coordination and by how many, in the weeks in which it works."""

    member_weeks = 0
    net_hours = 0.0

    def work(self) -> None:
        super().work()
        self.member_weeks += len(self.members)

    def speak(self) -> None:
        self.net_hours += float(self.record.net_hours)
        super().speak()


class CountedModel(AllianceModel):
    alliance_class = Counted


def test_hours_per_head_are_those_beyond_coordination_in_the_weeks_of_work() -> None:
    # Mediators' meetings turn hours into coordination, and evaluations add some at the end.
    changes = {"mediation": True, "evaluation": True, "planned_weeks": 20, "conflict_notice": 1.0}
    model = CountedModel(parameters(**{**LIVELY, **changes}), seed=1, weeks=80).run()
    assert told(model.state, EventKind.MEDIATED)
    assert told(model.state, EventKind.EVALUATED)
    table = model.alliance_table()
    worked = 0
    for alliance, found in zip(model.alliances, table["contribution_per_head"], strict=True):
        assert isinstance(alliance, Counted)
        if alliance.member_weeks:
            worked += 1
            assert found == pytest.approx(alliance.net_hours / alliance.member_weeks)
        else:
            assert math.isnan(found)
    assert 3 < worked < len(model.alliances)


# --- What is told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("en", "set by the design"), ("de", "in diesem Lauf vorgegeben")]
)
def test_the_story_says_that_a_size_is_set(language: str, words: str) -> None:
    for design in ("assigned", "intended"):
        chosen = parameters(**{**LIVELY, "size_design": design})
        lines = list(story(AllianceModel(chosen, seed=1, weeks=12).run(), language))
        assert any(words in line for line in lines) == (design == "assigned")
        assert not any("nan" in line.split() for line in lines)
