"""Measures: formulas against closed forms, tables against counts by hand."""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import AllianceModel
from sim.measures import (
    ALLIANCE_UNITS,
    OLD_ENOUGH,
    ORGANISATION_UNITS,
    WEEK_RECORD,
    Week,
    alliance_records,
    alliance_table,
    depth_index,
    gini,
    hill_number,
    measure_week,
    memberships_of,
    organisation_table,
    share,
    success_shares,
    week_of,
    week_table,
)
from sim.membership import close_alliance, release, remember_sizes, take_place
from sim.phases.formation import platform, rounds
from sim.population import MARKED
from sim.quantities import effective_sectors
from sim.state import NEVER, Ending, EventKind, Leaving, Phase, State, records
from tests.worlds import (
    ASKED,
    CIRCLE,
    ENERGY,
    PREVENTION,
    WEEK,
    enter,
    know,
    make_alliance,
    make_world,
    parameters,
    publish,
    put_item,
    set_ideals,
)

NAMES = ("Ada", "Bea", "Cid", "Dan", "Eva", "Fay")
SECTORS = ("union", "church", "union", "culture", "digital", "welfare")
FIELDS = ("climate", "mobility", "labour")


def measured(state: State, a: int) -> dict[str, Any]:
    table = alliance_table(state, NAMES, FIELDS)
    return {name: column[a] for name, column in table.items()}


# --- Formulas ---------------------------------------------------------------------------------


def test_share_of_nothing_is_not_a_number() -> None:
    assert share(3, 12) == 0.25
    assert share(0, 5) == 0.0
    assert math.isnan(share(0, 0))
    assert math.isnan(share(1.0, 0.0))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], 0.0),
        ([0, 0], 0.0),
        ([7], 1.0),
        ([7, 0, 0], 1.0),
        ([3, 3, 3, 3], 4.0),
        # p = 3/4, 1/4: (4/3)^(3/4) 4^(1/4) = 4 / 3^(3/4).
        ([3, 1], 4 / 3**0.75),
        # p = 1/2, 1/4, 1/4: entropy 3/2 ln 2.
        ([2, 1, 1], 2**1.5),
    ],
)
def test_effective_number_of_kinds(counts: list[int], expected: float) -> None:
    assert hill_number(counts) == pytest.approx(expected, rel=1e-12)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=10))
def test_effective_number_lies_between_one_and_the_number_of_kinds(counts: list[int]) -> None:
    kinds = sum(count > 0 for count in counts)
    found = hill_number(counts)
    assert min(kinds, 1) - 1e-9 <= found <= kinds + 1e-9
    # Doubling everything, or the order, changes nothing.
    assert hill_number([2 * count for count in reversed(counts)]) == pytest.approx(found)


@given(st.lists(st.integers(0, 2), min_size=1, max_size=6))
def test_effective_sectors_of_an_alliance_are_the_effective_number(sectors: list[int]) -> None:
    state = make_world(len(sectors))
    state.organisations["sector"] = sectors
    a = make_alliance(state, range(len(sectors)))
    expected = hill_number([sectors.count(sector) for sector in range(3)])
    assert effective_sectors(state, a) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([5.0, 5.0, 5.0], 0.0),
        ([2.0], 0.0),
        ([0.0, 0.0, 0.0, 8.0], 3 / 4),
        # Mean absolute difference of 1 and 3 over twice the mean: (2 * 2 / 4) / (2 * 2).
        ([3.0, 1.0], 1 / 4),
        # 1, 2, 3, 4: all differences sum to 2 * 10, over 2 n^2 mean = 2 * 16 * 2.5.
        ([4.0, 1.0, 3.0, 2.0], 1 / 4),
    ],
)
def test_gini(amounts: list[float], expected: float) -> None:
    assert gini(np.array(amounts)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("amounts", [[], [0.0], [0.0, 0.0]])
def test_gini_of_nothing_is_not_a_number(amounts: list[float]) -> None:
    assert math.isnan(gini(np.array(amounts)))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_gini_is_half_the_relative_mean_difference(amounts: list[int]) -> None:
    n = len(amounts)
    differences = sum(abs(x - y) for x in amounts for y in amounts)
    expected = differences / (2 * n * sum(amounts))
    assert gini(np.array(amounts, dtype=float)) == pytest.approx(expected, abs=1e-12)
    assert -1e-12 <= gini(np.array(amounts, dtype=float)) <= (n - 1) / n + 1e-12


def test_depth_is_share_agreed_times_ambition() -> None:
    assert depth_index(3, 4, 0.8) == pytest.approx(0.6)
    assert depth_index(0, 4, 0.8) == 0.0
    assert depth_index(2, 4, -0.5) == pytest.approx(-0.25)
    assert math.isnan(depth_index(0, 0, 1.0))


# --- Success by denominator -------------------------------------------------------------------

ROWS = [
    # is_alliance, founded, censored, goal_reached, pivotal
    (False, 0, False, False, False),  # nobody came
    (True, 0, False, True, True),
    (True, 10, False, True, False),
    (True, 104, False, False, False),  # founded exactly two years before week 208
    (True, 105, False, True, True),  # a week too late to count as old enough
    (True, 150, True, False, False),
    (True, 20, True, False, False),
    (False, 200, True, False, False),
]
COLUMNS = ("is_alliance", "founded", "censored", "goal_reached", "pivotal")


def table_of(rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)}


def test_success_depends_on_the_denominator() -> None:
    assert OLD_ENOUGH == 2 * 52
    found = success_shares(table_of(ROWS), 208)
    # 8 initiatives; 6 alliances; 4 of them ended; 4 founded by week 104 (weeks 0, 10, 104, 20).
    assert found == {
        "of_initiatives": 3 / 8,
        "of_alliances": 3 / 6,
        "of_ended": 3 / 4,
        "of_old_enough": 2 / 4,
        "pivotal_of_ended": 2 / 4,
    }


def test_the_horizon_decides_who_is_old_enough() -> None:
    # By week 209 the alliance of week 105 is two years old, too; by week 103 none is.
    assert success_shares(table_of(ROWS), 209)["of_old_enough"] == 3 / 5
    assert math.isnan(success_shares(table_of(ROWS), 103)["of_old_enough"])


def test_success_of_nothing_is_not_a_number() -> None:
    assert all(math.isnan(value) for value in success_shares(table_of([]), 208).values())
    only = success_shares(table_of(ROWS[:1]), 208)
    assert only["of_initiatives"] == 0.0
    assert all(math.isnan(only[name]) for name in only if name != "of_initiatives")


# --- One alliance -----------------------------------------------------------------------------


def test_an_initiative_without_a_partner_or_a_platform() -> None:
    state = make_world(4)
    a = make_alliance(state, (2,), field=1, kind=PREVENTION)
    state.clock[0].week = WEEK + 7
    found = measured(state, a)
    assert found["alliance"] == 1
    assert found["founder"] == "Cid"
    assert found["field"] == "mobility"
    assert found["kind"] == "prevention"
    assert found["phase"] == "sounding"
    assert found["is_alliance"] is False
    for name in (
        "allied", "platform", "ended", "weeks_to_platform", "goal_week", "members_after_year",
    ):  # fmt: skip
        assert found[name] is None, name
    for name in (
        "effective_sectors", "electorates_reached", "share_agreed", "ambition_kept", "depth",
        "value_to_members", "support", "coordination_share", "decided_in_time", "credit_gini",
        "contribution_per_head",
    ):  # fmt: skip
        assert math.isnan(found[name]), name
    assert found["effective_sectors_last"] == 1.0
    # Reach 1, one half in each of two segments: 1 - exp(-1/2).
    assert found["electorates_reached_last"] == pytest.approx(1 - math.exp(-0.5))
    assert found["lifetime"] == 7
    assert found["censored"] is True
    assert found["ending"] == "none"
    assert found["members"] == found["core"] == found["members_at_most"] == 1


def hand_made() -> tuple[State, int]:
    """Core 0, 1, 2 and circle 3, founded in week 10, platform in week 23, ended in week 60."""
    state = make_world(5)
    state.organisations["sector"] = [0, 1, 0, 2, 1]
    make_alliance(state, (4,))  # another one before it
    a = make_alliance(state, (0, 1, 2), circle=(3,), field=2)
    for brought_by in (0, 1, 2):
        put_item(state, a, 1, 0.2, brought_by=brought_by)
    state.clock[0].week = 23
    publish(state, a)
    alliance = state.alliances[a]
    alliance.agreed_at_platform = 3  # of 4 items
    alliance.dropped = 1
    alliance.ambition = 0.6
    alliance.value = 0.11
    alliance.platform_sectors = 2.5
    alliance.platform_reach = 0.7
    alliance.support = 0.55
    alliance.hours = 80.0
    alliance.coordination_hours = 20.0
    alliance.member_weeks = 40
    alliance.aim, alliance.focal = 5, 1
    alliance.occasions, alliance.in_time = 5, 4
    alliance.votes, alliance.lost_votes, alliance.milestones = 3, 1, 2
    alliance.applications, alliance.admitted_late, alliance.refused = 4, 2, 1
    alliance.conflicts, alliance.reworded, alliance.mediated = 6, 1, 2
    alliance.passed_over, alliance.yielded = 1, 1
    alliance.mistaken_objections, alliance.moderated = 7, 2
    alliance.fading_hours = 4.5
    alliance.fading_weeks = 3
    alliance.captures, alliance.captures_by_choice = 3, 1
    alliance.support_nearest = 0.7
    alliance.milestone_week = 30
    # Hours for the public by role: 40 and 20 campaign, 20 lobby, nobody talks.
    state.members[a]["hours"][:3] = [41.0, 22.0, 23.0]
    state.members[a]["coordination_hours"][:3] = [1.0, 2.0, 3.0]
    state.members[a]["role"][:3] = [1, 1, 2]
    alliance.platform_camps = 0.25
    alliance.platform_slowest, alliance.platform_sitting = 13.0, 6.0
    alliance.platform_trust = 0.35
    alliance.lead_held, alliance.lead_weeks = 9.0, 12
    alliance.reopened, alliance.weeks_open = 2, 7
    alliance.steps_passed = 1
    alliance.least_pragmatism, alliance.mean_pragmatism = 0.1, 0.4
    alliance.money_spent = 120.0
    alliance.produced, alliance.produced_apart = 30.0, 24.0
    state.members[a]["paid"][:4] = [50.0, 0.0, 80.0, 20.0]
    state.members[a]["credit"][:4] = [0.0, 1.0, 3.0, 9.0]
    state.clock[0].week = 40
    release(state, a, 3, int(Leaving.OBJECTION), 0)
    state.clock[0].week = 60
    alliance.goal_week, alliance.pivotal = 60, 1
    close_alliance(state, a, int(Ending.GOAL_REACHED))
    state.clock[0].week = 100
    return state, a


def test_measures_of_a_hand_made_alliance() -> None:
    state, a = hand_made()
    found = measured(state, a)
    expected = {
        "alliance": 2,
        "founder": "Ada",
        "field": "labour",
        "kind": "change",
        "focal": True,
        "aim": 5,
        "eligible": 0,
        "is_alliance": True,
        "founded": 10,
        "allied": 10,
        "platform": 23,
        "ended": 60,
        "ending": "goal_reached",
        "phase": "ended",
        "members": 3,
        "core": 3,
        "members_at_platform": 4,
        "members_after_year": None,  # it had ended after 50 weeks
        "members_at_most": 4,
        "effective_sectors": 2.5,
        "electorates_reached": 0.7,
        # Two of sector 0 and one of sector 1: 3 / 2^(2/3).
        "effective_sectors_last": 3 / 2 ** (2 / 3),
        # Three members with reach 1/2 in each segment.
        "electorates_reached_last": 1 - math.exp(-1.5),
        "agenda": 4,
        "agreed": 3,
        "dropped": 1,
        "share_agreed": 0.75,
        "ambition_kept": 0.6,
        "depth": 0.45,
        "value_to_members": 0.11,
        "slowest_sitting": 13.0,
        "mean_sitting": 6.0,
        "trust_among_members": 0.35,
        "causes_seen": math.nan,  # no field touches another here
        "people_lost": 1,
        "lost_over_values": 0,
        "lost_over_objection": 1,
        "lost_over_red_line": 0,
        "lost_over_worth": 0,
        "lost_over_energy": 0,
        "lost_after_platform": 1,  # in week 40
        "applications": 4,
        "admitted_late": 2,
        "refused": 1,
        "conflicts": 6,
        "reworded": 1,
        "mediated": 2,
        "passed_over": 1,
        "yielded": 1,
        "reopened": 2,
        "weeks_open": 7,
        "fading_hours": 4.5,
        "expected_success": math.nan,  # nobody counts votes
        "mistaken_objections": 7,
        "moderated": 2,
        "fading_weeks": 3,
        "captures": 3,
        "captures_in_haste": 2,
        "captures_by_choice": 1,
        "lost_after_success": 1,  # in week 40, ten weeks after
        "support_of_nearest_party": 0.7,
        "role_channels": 1 / (0.75**2 + 0.25**2),
        "least_pragmatism": 0.1,
        "mean_pragmatism": 0.4,
        "money_spent": 120.0,
        "payers": 3,  # who has left counts
        "pooling_gain": 1.25,
        "steps_passed": 1,
        "camp_spread": 0.25,
        "attention": 1.0,
        "polarisation": 0.0,
        "dissent": 0.0,
        "margin": -0.5,  # all legislators have the status quo as their ideal: no vote by conviction
        "weeks_to_platform": 13,
        "hours": 80.0,
        "coordination_hours": 20.0,
        "coordination_share": 0.25,
        "contribution_per_head": 1.5,  # (80 - 20) / 40
        "lead_held": 0.75,
        "occasions": 5,
        "decided_in_time": 0.8,
        "votes": 3,
        "lost_votes": 1,
        "milestones": 2,
        "support": 0.55,
        "goal_reached": True,
        "pivotal": True,
        "goal_week": 60,
        "lifetime": 50,
        "censored": False,
        # 0, 1, 3 among those who stayed: differences 2 (1 + 2 + 3) over 2 * 3 * 4.
        # Leavers count: of 0, 1, 3 and 9, (-3 x 0 - 1 + 3 + 3 x 9) / (4 x 13).
        "credit_gini": 29 / 52,
    }
    assert set(found) == set(expected)
    for name, value in expected.items():
        wanted = pytest.approx(value, nan_ok=True) if isinstance(value, float) else value
        assert found[name] == wanted, name


def test_a_live_alliance_is_censored_at_the_present_week() -> None:
    state = make_world(3)
    a = make_alliance(state, (0, 1), public=True)
    state.clock[0].week = WEEK + 31
    found = measured(state, a)
    assert (found["lifetime"], found["censored"], found["ended"]) == (31, True, None)
    # Platform in the week of the founding: 0 weeks, which is not "never".
    assert found["weeks_to_platform"] == 0


def test_members_a_year_after_the_start_are_those_of_that_week() -> None:
    state = make_world(5)
    a = make_alliance(state, (0, 1, 2))
    gone = make_alliance(state, (3, 4))
    close_alliance(state, gone, int(Ending.FADED))
    for week, joins in ((WEEK + 51, None), (WEEK + 52, 3), (WEEK + 53, 4)):
        state.clock[0].week = week
        if joins is not None:
            enter(state, a, joins)
        remember_sizes(state)
        found = measured(state, a)["members_after_year"]
        assert found == (None if week < WEEK + 52 else 4)
    assert measured(state, gone)["members_after_year"] is None


def test_weeks_count_from_zero_and_zero_is_not_never() -> None:
    state = make_world(3, week=0)
    a = make_alliance(state, (0, 1), public=True)
    found = measured(state, a)
    assert (found["founded"], found["allied"], found["platform"]) == (0, 0, 0)
    assert found["is_alliance"] is True


@pytest.mark.parametrize(
    ("why", "name"),
    [
        (Leaving.VALUES, "lost_over_values"),
        (Leaving.OBJECTION, "lost_over_objection"),
        (Leaving.RED_LINE, "lost_over_red_line"),
        (Leaving.NOT_WORTH_IT, "lost_over_worth"),
        (Leaving.EXHAUSTED, "lost_over_energy"),
    ],
)
def test_those_who_left_are_counted_by_reason(why: Leaving, name: str) -> None:
    state = make_world(4)
    a = make_alliance(state, (0, 1, 2))
    release(state, a, 2, int(why), 0)
    found = measured(state, a)
    lost = {column: found[column] for column in found if column.startswith("lost_over_")}
    assert lost == {column: int(column == name) for column in lost}
    assert (found["people_lost"], found["members"], found["members_at_most"]) == (1, 2, 3)


# --- Tables -----------------------------------------------------------------------------------


def test_table_of_alliances_has_the_declared_columns() -> None:
    state, a = hand_made()
    table = alliance_table(state, NAMES, FIELDS)
    assert list(table) == list(ALLIANCE_UNITS)
    assert all(ALLIANCE_UNITS.values())
    assert table["alliance"] == [1, 2]
    assert table["founder"] == ["Eva", "Ada"]
    assert table["lifetime"] == [90, 50]
    assert {name: column[1] for name, column in table.items()} == pytest.approx(
        measured(state, a), nan_ok=True
    )
    assert success_shares(table, 100)["of_alliances"] == 1.0
    assert success_shares(table, 100)["of_initiatives"] == 0.5


def test_tables_of_a_world_without_alliances_have_columns_and_no_rows() -> None:
    state = make_world(3)
    assert alliance_table(state, NAMES, FIELDS) == {name: [] for name in ALLIANCE_UNITS}
    assert week_table([]) == {name: [] for name in Week._fields}


def test_memberships_count_joining_whatever_came_after() -> None:
    state = make_world(6)
    a = make_alliance(state, (0, 1), circle=(2,))
    b = make_alliance(state, (1, 3))
    release(state, a, 2, int(Leaving.VALUES), 0)  # left, and did join
    close_alliance(state, b, int(Ending.FADED))  # ended, and had members
    # Somebody who was asked and has not answered does not count.
    take_place(state, a, 4, ASKED, WEEK + 5)
    assert memberships_of(state).tolist() == [1, 2, 1, 1, 0, 0]


def test_table_of_organisations() -> None:
    state = make_world(4)
    know(state, 0, 1, 0.25)
    state.organisations["ties_at_start"] = state.organisations["ties"]
    know(state, 0, 2, 0.75, back=0.5)
    make_alliance(state, (0, 1), circle=(2,))
    make_alliance(state, (0,))
    organisation = state.organisations[0]
    organisation.hours_given, organisation.credit = 12.5, 1.5
    organisation.profile_joint, organisation.profile_alone = 2.0, 3.0
    marks = [
        {**dict.fromkeys(MARKED, "drawn"), "reach": mark} for mark in ("public", *["drawn"] * 3)
    ]
    table = organisation_table(state, NAMES, SECTORS, marks)
    assert table["reach_mark"] == ["public", "drawn", "drawn", "drawn"]
    assert table["money_mark"] == ["drawn"] * 4
    assert list(table) == list(ORGANISATION_UNITS)
    assert all(ORGANISATION_UNITS.values())
    assert all(len(column) == 4 for column in table.values())
    assert table["organisation"] == ["Ada", "Bea", "Cid", "Dan"]
    assert table["sector"] == ["union", "church", "union", "culture"]
    assert table["ties"] == [2, 1, 1, 0]
    assert table["ties_gained"] == [1, 0, 1, 0]
    assert table["mean_trust"][:3] == [0.5, 0.25, 0.5]
    assert math.isnan(table["mean_trust"][3])
    assert table["memberships"] == [2, 1, 1, 0]
    assert table["initiatives"] == [2, 0, 0, 0]
    first = {name: column[0] for name, column in table.items()}
    assert (first["hours_given"], first["credit"]) == (12.5, 1.5)
    assert (first["profile_joint"], first["profile_alone"]) == (2.0, 3.0)
    assert (first["free_hours"], first["money"], first["reach"]) == (10.0, 0.0, 1.0)
    assert (first["energy"], first["visibility_need"], first["pragmatism"]) == (ENERGY, 0.5, 0.0)


# --- Weeks ------------------------------------------------------------------------------------


def test_a_week_of_a_hand_made_world() -> None:
    state = make_world(6)
    know(state, 0, 1, 0.2, back=0.4)
    know(state, 2, 3, 0.6, back=0.8)
    state.organisations["energy"] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    state.fields["window"] = [1, 0, 1]
    state.fields["bill_deadline"] = [NEVER, 30, NEVER]
    initiative = make_alliance(state, (0,))
    sounding = make_alliance(state, (0, 1))
    debating = make_alliance(state, (1, 2))
    negotiating = make_alliance(state, (0, 1, 2))
    working = make_alliance(state, (0, 1), circle=(2, 3), public=True)
    over = make_alliance(state, (0, 4), public=True)
    failed = make_alliance(state, (4, 0))
    alone = make_alliance(state, (4,))
    state.alliances[debating].phase = int(Phase.VALUES)
    state.alliances[negotiating].phase = int(Phase.GOALS)
    for a in (initiative, sounding, debating, negotiating, working, over):
        state.members[a]["held"] = 0.5
        state.alliances[a].net_hours = 3.0
    # Those who left or never came hold no hours that count.
    enter(state, working, 5, CIRCLE)
    release(state, working, 4, int(Leaving.EXHAUSTED), NEVER)
    state.members[working, 4].held = 100.0
    close_alliance(state, over, int(Ending.GOAL_REACHED))
    close_alliance(state, failed, int(Ending.FADED))
    close_alliance(state, alone, int(Ending.NO_PARTNER))
    measured = records(1, WEEK_RECORD)
    measure_week(state, measured, 0)
    week = week_of(measured[0])
    expected = {
        "week": WEEK,
        "initiatives": 1,
        "alliances": 4,
        "sounding": 1,
        "debating": 1,
        "negotiating": 1,
        "working": 1,
        "memberships": 2 + 2 + 3 + 4,
        "members": 4,  # 0 to 3; 4 and 5 are free again
        "energy": 0.35,
        "trust": 0.5,
        "ties": 4,
        "coordination_hours": 0.5 * (2 + 3 + 4),  # not while sounding out
        "net_hours": 3.0,  # only who works speaks to the public
        "windows": 2,
        "bills": 1,
        "goals_reached": 1,
        "ended": 2,
    }
    assert week._asdict() == pytest.approx(expected, rel=1e-12)


@cache
def short_run() -> AllianceModel:
    chosen = parameters(organisations=25, initiation_rate=4.0, bill_rate=0.1, window_rate=10.0)
    return AllianceModel(chosen, seed=3, weeks=20).run()


def test_table_of_weeks_agrees_with_the_state() -> None:
    model = short_run()
    state = model.state
    table = model.week_table()
    assert list(table) == list(Week._fields)
    assert table["week"] == list(range(20))
    last = {name: column[-1] for name, column in table.items()}
    alliances = state.alliances[: int(state.clock[0].alliances)]
    live = alliances[alliances["ended"] == NEVER]
    allied = live[live["allied"] != NEVER]
    gone = alliances[(alliances["ended"] != NEVER) & (alliances["allied"] != NEVER)]
    assert len(allied) > 0
    assert last["initiatives"] == len(live) - len(allied)
    assert last["alliances"] == len(allied)
    for name, phase in zip(
        ("sounding", "debating", "negotiating", "working"),
        (Phase.SOUNDING, Phase.VALUES, Phase.GOALS, Phase.WORKING),
        strict=True,
    ):
        assert last[name] == np.count_nonzero(allied["phase"] == int(phase)), name
    assert last["memberships"] == allied["members"].sum()
    belonging = {
        int(member.organisation)
        for a in np.flatnonzero(alliances["ended"] == NEVER)
        for member in state.members[a][: alliances[a].slots]
        if member.status in (5, 6)
    }
    assert last["members"] == len(belonging)
    assert last["energy"] == pytest.approx(state.organisations["energy"].mean())
    ties = state.organisations["ties"]
    assert last["ties"] == ties.sum()
    trust = [state.ties[i]["trust"][: ties[i]].sum() for i in range(25)]
    assert last["trust"] == pytest.approx(sum(trust) / ties.sum())
    assert last["windows"] == state.fields["window"].sum()
    assert last["bills"] == np.count_nonzero(state.fields["bill_deadline"] != NEVER)
    assert last["ended"] == len(gone)
    assert last["goals_reached"] == np.count_nonzero(gone["ending"] == int(Ending.GOAL_REACHED))


def test_phases_add_up_every_week() -> None:
    for week in short_run().weekly:
        phases = week.sounding + week.debating + week.negotiating + week.working
        assert phases == week.alliances
        assert week.memberships >= week.alliances  # a partner may have left again
        assert 0.0 <= week.energy <= 1.0
        assert 0.0 <= week.trust <= 1.0
    ended = [week.ended for week in short_run().weekly]
    assert ended == sorted(ended)


def test_model_hands_over_the_tables_with_its_names() -> None:
    model = short_run()
    assert model.organisation_table()["organisation"] == list(model.population.names)
    table = model.alliance_table()
    assert len(table["alliance"]) == len(model.alliances) > 0
    assert set(table["founder"]) <= set(model.population.names)
    assert sum(model.organisation_table()["initiatives"]) == len(model.alliances)
    joined = sum(model.organisation_table()["memberships"])
    assert joined == memberships_of(model.state).sum() >= len(model.alliances)


def test_an_alliance_tells_how_its_field_was_when_it_started() -> None:
    state = make_world(3)
    set_ideals(state, 0, [0.0, 0.3, 0.6])
    state.fields[0].attention, state.fields[0].polarisation = 1.4, 0.2
    # Three of five legislators want something in the same direction: each gains from a draft of .6.
    state.legislator_ideals[:, 0] = [0.8, 0.5, 0.4, -0.1, 0.0]
    a = make_alliance(state, (0, 1, 2), draft=0.6)
    row = alliance_records(state)[a]
    assert (row.attention, row.polarisation) == (1.4, 0.2)
    assert row.dissent == pytest.approx(math.sqrt((0.09 + 0.0 + 0.09) / 3))
    assert row.margin == pytest.approx(3 / 5 - 1 / 2)
    b = make_alliance(state, (1, 2), kind=PREVENTION, draft=-0.6)
    # Nobody gains from -.6, so all are against the bill.
    assert alliance_records(state)[b].margin == pytest.approx(1.0 - 1 / 2)


def test_camps_are_spread_as_far_as_the_members_are() -> None:
    state = make_world(3)
    state.organisations["camp"] = [-0.5, 0.0, 0.5]
    a = make_alliance(state, (0, 1, 2))
    assert math.isnan(alliance_records(state)[a].camp_spread)  # no platform yet
    state.alliances[a].phase = int(Phase.GOALS)
    rounds.agree_item(state, a, 0, 0)
    platform.agree_platform(state, a)
    assert alliance_records(state)[a].camp_spread == pytest.approx(math.sqrt(0.5 / 3))


def test_what_happens_in_an_alliance_is_counted() -> None:
    """The numbers in the table are those of the chronicle."""
    late = 0
    for seed in (1, 2, 3):
        model = AllianceModel(parameters(kind="study", mediation=True), seed=seed, weeks=150).run()
        table = model.alliance_table()
        for column, kind in (
            ("applications", EventKind.APPLIED),
            ("refused", EventKind.REFUSED),
            ("reworded", EventKind.REWORDED),
            ("mediated", EventKind.MEDIATED),
            ("captures", EventKind.CREDIT_CAPTURED),
        ):
            happened = model.events[model.events["kind"] == int(kind)]["alliance"]
            counts = [int((happened == a).sum()) for a in range(len(model.alliances))]
            assert table[column] == counts, column
        ways = [table[name] for name in ("reworded", "mediated", "yielded", "passed_over")]
        for *settled, conflicts in zip(*ways, table["conflicts"], strict=True):
            assert sum(settled) <= conflicts
        for after, lost in zip(table["lost_after_platform"], table["people_lost"], strict=True):
            assert after <= lost
        assert all(weeks >= 0 for weeks in table["fading_weeks"])
        late += sum(table["admitted_late"])
    assert late > 0
