"""Worlds: the study's organisations with their marked figures, and synthetic ones as declared."""

import math
import operator
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import AllianceModel
from sim.drawing import SITTING_SHARES, SITTINGS, lean_for, mean_distance, spread_calendar
from sim.population import (
    FIELDS,
    SECTORS,
    SHARED_ALLIANCE_TRUST,
    Population,
    field_names,
    make_population,
    sector_name,
    study_alliances,
    study_organisations,
    tie_graph,
)
from sim.state import NEVER, State
from tests.worlds import BASE, make_world, parameters

FIGURES = ("members", "answer", "hours", "money", "mode")
ROWS = list(study_organisations())
ALLIANCES = list(study_alliances())
KEYS = [row["key"] for row in ROWS]


@cache
def _world(seed: int, changes: tuple[tuple[str, Any], ...]) -> Population:
    return make_population(parameters(**dict(changes)), seed, 52)


def world(seed: int = 1, **changes: Any) -> Population:
    return _world(seed, tuple(sorted(changes.items())))


def trust_of(state: State) -> dict[tuple[int, int], float]:
    return {
        (i, int(tie.partner)): float(tie.trust)
        for i, organisation in enumerate(state.organisations)
        for tie in state.ties[i][: organisation.ties]
    }


def content(population: Population) -> list[bytes]:
    return [np.ascontiguousarray(array).tobytes() for array in population.state.arrays.values()]


# --- The study's world ------------------------------------------------------------------------


def test_the_study_interviewed_twelve_of_some_two_dozen() -> None:
    assert 20 <= len(ROWS) <= 30
    assert sum(row["interviewed"] == "yes" for row in ROWS) == 12
    assert {row["interviewed"] for row in ROWS} == {"yes", "no"}
    for name in ("key", "name", "full_name"):
        assert len({row[name] for row in ROWS}) == len(ROWS)
        assert all(row[name] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=KEYS)
def test_every_figure_is_marked_and_has_a_source(row: dict[str, str]) -> None:
    for figure in FIGURES:
        mark, source = row[f"{figure}_mark"], row[f"{figure}_source"]
        assert mark in {"study", "public", "assumed"}, figure
        assert source.strip(), figure
        # A guess never passes as a figure of somebody else.
        if source.startswith("guess"):
            assert mark == "assumed", figure
        if mark in {"study", "public"}:
            assert "not confirmed" not in source
    assert row["sector"] in SECTORS
    assert row["where_named"]
    modes = [float(row[name]) for name in ("lobbying", "dialogue", "campaigning")]
    assert sum(modes) == pytest.approx(1.0)
    assert min(modes) >= 0.0
    # An empty number of members is nobody's figure.
    assert row["members"] or row["members_mark"] == "assumed"


@pytest.mark.parametrize(
    ("key", "members"),
    [
        ("bund", 664_000),
        ("vdk", 2_100_000),
        ("verdi", 1_893_920),
        ("ig_metall", 2_150_000),
        ("dgb", 5_640_000),
        ("ekd", 19_700_000),
        ("mehr_demokratie", 10_000),
    ],
)
def test_public_figures_are_those_of_the_evidence(key: str, members: int) -> None:
    row = ROWS[KEYS.index(key)]
    assert int(row["members"]) == members
    assert row["members_mark"] == "public"


@pytest.mark.parametrize("key", ["d64", "kupoge", "nabu", "sovd", "awo", "vcd", "pro_asyl"])
def test_figures_from_memory_are_marked_as_assumed(key: str) -> None:
    assert ROWS[KEYS.index(key)]["members_mark"] == "assumed"


def test_fridays_for_future_answers_within_a_day() -> None:
    # Study IV-Z: its groups can agree within 24 hours.
    row = ROWS[KEYS.index("fff")]
    assert row["answer_mark"] == "study"
    assert float(row["answer_weeks"]) == pytest.approx(1 / 7, abs=0.005)


def test_named_alliances_have_named_members() -> None:
    by_name = {row["alliance"]: row for row in ALLIANCES}
    for row in ALLIANCES:
        members = row["members"].split()
        assert len(set(members)) == len(members) >= 2
        assert set(members) <= set(KEYS)
        assert row["kind"] in {"change", "prevention", ""}
        assert row["source"]
    transport = "dgb ig_metall verdi sovd vdk awo bund nabu vcd ekd"
    assert set(by_name["mobilitaetswende"]["members"].split()) == set(transport.split())
    assert set(by_name["upload_filter"]["members"].split()) == {"d64", "cnetz", "csunet", "load"}
    assert by_name["upload_filter"]["kind"] == "prevention"
    assert set(by_name["arbeit_klima"]["members"].split()) == {"verdi", "fff"}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("ties", [0.0, 20.0])
def test_named_allies_know_and_trust_each_other(seed: int, ties: float) -> None:
    population = world(seed, kind="study", ties_per_organisation=ties)
    trust = trust_of(population.state)
    named = set()
    for row in ALLIANCES:
        members = [KEYS.index(key) for key in row["members"].split()]
        named |= {(one, other) for one in members for other in members if one != other}
    for pair in named:
        assert trust[pair] >= SHARED_ALLIANCE_TRUST
    if ties == 0.0:
        assert trust.keys() == named
        assert set(trust.values()) == {SHARED_ALLIANCE_TRUST}
    else:
        # What was drawn higher is kept: the named alliance takes no trust away.
        assert max(trust[pair] for pair in named) > SHARED_ALLIANCE_TRUST
        assert trust.keys() > named
    for i, organisation in enumerate(population.state.organisations):
        held = population.state.ties[i][: organisation.ties]
        assert len(set(held["partner"].tolist())) == organisation.ties == organisation.ties_at_start
        assert held["baseline"].tolist() == held["trust"].tolist()


def test_the_study_world_carries_the_figures() -> None:
    population = world(3, kind="study", sitting_scale=2.0)
    state = population.state
    assert len(state.organisations) == len(ROWS)
    assert population.names == tuple(row["name"] for row in ROWS)
    assert population.sectors == tuple(row["sector"] for row in ROWS)
    assert [sector_name(int(s)) for s in state.organisations["sector"]] == list(population.sectors)
    for row, organisation, marks in zip(ROWS, state.organisations, population.marks, strict=True):
        assert organisation.sitting_weeks == pytest.approx(2.0 * float(row["answer_weeks"]))
        assert organisation.free_hours == float(row["staff_hours"])
        assert organisation.money == float(row["money"])
        for name in ("lobbying", "dialogue", "campaigning"):
            assert organisation[name] == float(row[name])
        assert [marks[figure] for figure in ("free_hours", "money", "channels")] == ["assumed"] * 3
        assert marks["sitting_weeks"] == row["answer_mark"]
        assert marks["reach"] == (row["members_mark"] if row["members"] else "drawn")


def test_more_members_never_mean_less_reach() -> None:
    state = world(3, kind="study").state
    known = sorted(
        (int(row["members"]), float(state.organisations[i].reach))
        for i, row in enumerate(ROWS)
        if row["members"]
    )
    reaches = [reach for _, reach in known]
    assert reaches == sorted(reaches)
    assert len(set(reaches)) == len({members for members, _ in known})
    assert np.mean(reaches) == pytest.approx(1.0)
    # Fourth root: 16 times the members, twice the reach; EKD against BUND.
    by_key = {key: float(state.organisations[i].reach) for i, key in enumerate(KEYS)}
    assert by_key["ekd"] / by_key["bund"] == pytest.approx((19.7e6 / 664e3) ** 0.25)
    assert state.audiences.sum(axis=1) == pytest.approx(state.organisations["reach"])


def test_what_is_not_public_is_drawn_anew_with_every_seed() -> None:
    one, other = world(1, kind="study").state, world(2, kind="study").state
    for name in ("position", "tolerance", "salience"):
        assert np.count_nonzero(one.views[name] == other.views[name]) < 10, name
    assert np.any(one.views["red_line"] != other.views["red_line"])
    assert not np.any(one.organisations["freedom"] == other.organisations["freedom"])


# --- The synthetic world ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    "sizes",
    [
        {},
        {"organisations": 17, "sectors": 14, "fields": 15, "segments": 5, "legislators": 9},
        {"organisations": 40, "sectors": 1, "segments": 1, "parties": 1, "legislators": 1},
    ],
)
def test_a_synthetic_world_is_as_asked(seed: int, sizes: dict[str, int]) -> None:
    population = world(seed, **sizes)
    chosen = parameters(**sizes).world
    state = population.state
    n, fields = chosen.organisations, chosen.fields
    assert len(population.names) == len(set(population.names)) == n
    assert len(population.sectors) == len(population.marks) == len(state.organisations) == n
    assert all(set(marks.values()) == {"drawn"} for marks in population.marks)
    assert len(population.fields) == len(set(population.fields)) == fields
    assert state.views.shape == (n, fields)
    assert state.audiences.shape == (n, chosen.segments)
    assert state.legislator_ideals.shape == (chosen.legislators, fields)
    assert state.touched.shape == (fields, chosen.fields_touched)
    assert set(state.organisations["sector"].tolist()) <= set(range(chosen.sectors))
    assert set(state.organisations["segment"].tolist()) <= set(range(chosen.segments))
    # Simplices.
    for names in (
        ("freedom", "justice", "sustainability"),
        ("lobbying", "dialogue", "campaigning"),
    ):
        parts = np.array([state.organisations[name] for name in names])
        assert parts.min() > 0.0
        assert parts.sum(axis=0) == pytest.approx(np.ones(n))
    about = np.array([state.fields[name] for name in ("freedom", "justice", "sustainability")])
    assert about.sum(axis=0) == pytest.approx(np.ones(fields))
    # Means and sums that are fixed.
    assert state.views["salience"].min() > 0.0
    assert state.views["salience"].mean(axis=1) == pytest.approx(np.ones(n))
    assert state.audiences.min() >= 0.0
    assert state.audiences.sum(axis=1) == pytest.approx(state.organisations["reach"])
    assert state.electorates.min() > 0.0 or chosen.electorate_mixing == 0.0
    assert state.electorates.sum(axis=1) == pytest.approx(np.ones(chosen.legislators))
    # Ranges.
    for array in (
        state.views["position"],
        state.views[BASE],
        state.legislator_ideals,
        state.organisations["camp"],
        state.parties["camp"],
    ):
        assert np.abs(array).max() <= 1.0
    for array in (
        state.views["expertise"],
        state.organisations["pragmatism"],
        state.organisations["visibility"],
        state.fields["polarisation"],
        state.organisations["sitting_phase"],
    ):
        assert array.min() >= 0.0
        assert array.max() <= 1.0
    assert (state.views["position"] == state.views[BASE]).all()
    assert (state.fields["bill_deadline"] == NEVER).all()
    assert (state.fields["attention"] == 1.0).all()
    assert set(state.organisations["sitting_weeks"].tolist()) <= set(SITTINGS)
    # Parliament.
    seats = np.bincount(state.legislators["party"], minlength=chosen.parties)
    assert seats.tolist() == state.parties["seats"].tolist()
    assert seats.min() >= 1
    assert seats.sum() == chosen.legislators


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("fields", "touched"), [(2, 1), (3, 2), (11, 10), (12, 2), (12, 0)])
def test_touched_fields_are_other_fields_each_once(seed: int, fields: int, touched: int) -> None:
    state = world(seed, fields=fields, fields_touched=touched).state
    for k, others in enumerate(state.touched.tolist()):
        assert len(set(others)) == touched
        assert k not in others
        assert set(others) <= set(range(fields))


@given(
    seed=st.integers(0, 2**63 - 1),
    organisations=st.integers(2, 12),
    lean=st.floats(-1, 1),
    spread=st.floats(0, 1),
    pull=st.floats(-1, 1),
    ties=st.floats(0, 100),
)
@settings(max_examples=25)
def test_worlds_hold_together_for_any_parameters(
    seed: int, organisations: int, lean: float, spread: float, pull: float, ties: float
) -> None:
    changes = {"position_lean": lean, "position_spread": spread, "camp_pull": pull}
    chosen = parameters(organisations=organisations, ties_per_organisation=ties, **changes)
    state = make_population(chosen, seed, 52).state
    assert np.abs(state.views["position"]).max() <= 1.0
    assert np.abs(state.legislator_ideals).max() <= 1.0
    trust = trust_of(state)
    assert trust.keys() == {(other, one) for one, other in trust}
    assert all(one != other for one, other in trust)
    assert all(0.0 <= value <= 1.0 for value in trust.values())
    if ties >= organisations:  # more than there are: all know all
        assert len(trust) == organisations * (organisations - 1)
    if ties == 0.0:
        assert not trust


def test_calendars_lie_apart_as_declared_at_the_same_mean() -> None:
    # .25 / 7 + .3 + .3 x 4 + .13 x 13 + .02 x 52 weeks.
    mean = 0.25 / 7 + 0.3 + 1.2 + 1.69 + 1.04
    for spread in (0.0, 0.4, 1.0, 1.3, 1.5):
        state = make_world(2, sitting_spread=spread, sitting_scale=2.0)
        weeks = [spread_calendar(state, sitting) for sitting in SITTINGS]
        assert sum(map(operator.mul, SITTING_SHARES, weeks)) == pytest.approx(2.0 * mean)
        # A yearly calendar is 13 times a monthly one where nothing is changed.
        assert weeks[4] / weeks[2] == pytest.approx(13.0**spread)
    assert spread_calendar(make_world(2, sitting_spread=1.0), 13.0) == 13.0


@pytest.mark.parametrize("kind", ["synthetic", "study"])
def test_the_spread_of_calendars_moves_nothing_else(kind: str) -> None:
    one, other = (world(3, kind=kind, sitting_spread=spread).state for spread in (1.0, 0.0))
    for name, array in one.arrays.items():
        for field in array.dtype.names or ():
            if field not in ("sitting_weeks", "sitting_spread"):
                assert np.array_equal(array[field], other.arrays[name][field]), field
    # Given calendars are treated like those that are drawn.
    assert len(set(one.organisations["sitting_weeks"].tolist())) > 2
    assert len(set(other.organisations["sitting_weeks"].tolist())) == 1


def test_means_of_what_is_drawn() -> None:
    # Without camps ideals are normal with the declared mean and spread, cut at the ends;
    # limits of about five standard errors of 300 independent organisations and more draws.
    calm = {"camp_pull": 0.0, "sector_likeness": 0.0, "position_spread": 0.2, "position_lean": 0.1}
    state = world(5, organisations=300, **calm).state
    count = 300 * 12
    ideals = state.views["position"]
    assert ideals.mean() == pytest.approx(0.1, abs=5 * 0.2 / math.sqrt(count))
    assert ideals.std() == pytest.approx(0.2, abs=5 * 0.2 / math.sqrt(2 * count))
    # Twice the mean times Beta(2, 2): standard deviation 2 * .5 * sqrt(.05).
    tolerance = state.views["tolerance"]
    assert tolerance.mean() == pytest.approx(0.5, abs=5 * math.sqrt(0.05 / count))
    assert state.views["red_line"].mean() == pytest.approx(0.2, abs=5 * math.sqrt(0.16 / count))
    # Lognormal with mean m: coefficient of variation sqrt(exp(.36) - 1) = .66.
    for name, mean in (("free_hours", 12.0), ("money", 150.0), ("reach", 1.0)):
        found = state.organisations[name]
        assert found.mean() == pytest.approx(mean, rel=5 * 0.66 / math.sqrt(300)), name
        spread = np.log(found).std()
        assert spread == pytest.approx(0.6, abs=5 * 0.6 / math.sqrt(600)), name
    weekly = np.count_nonzero(state.organisations["sitting_weeks"] == 1.0) / 300
    assert weekly == pytest.approx(0.30, abs=5 * math.sqrt(0.21 / 300))


def test_readiness_to_give_way_lies_as_far_from_its_mean_as_the_factor_says() -> None:
    usual = world(pragmatism=0.4).state.organisations["pragmatism"]
    assert world(pragmatism=0.4, pragmatism_spread=0.0).state.organisations[
        "pragmatism"
    ].tolist() == pytest.approx([0.4] * len(usual))
    half = world(pragmatism=0.4, pragmatism_spread=0.5).state.organisations["pragmatism"]
    assert half.tolist() == pytest.approx((0.4 + 0.5 * (usual - 0.4)).tolist())
    wide = world(pragmatism=0.4, pragmatism_spread=2.0).state.organisations["pragmatism"]
    assert wide.tolist() == pytest.approx(np.clip(0.4 + 2.0 * (usual - 0.4), 0, 1).tolist())
    assert (wide == 0.0).any()


def test_money_goes_with_hours_or_against_them() -> None:
    def in_spreads(match: float) -> tuple[Any, Any]:
        """Logarithms of hours and money, from their means and in standard deviations."""
        found = world(organisations=400, resource_match=match, resource_spread=0.5, money=150.0)
        organisations = found.state.organisations
        hours = (np.log(organisations["free_hours"] / 12.0) + 0.125) / 0.5
        return hours, (np.log(organisations["money"] / 150.0) + 0.125) / 0.5

    for match in (-1.0, 1.0):
        hours, money = in_spreads(match)
        assert money.tolist() == pytest.approx((match * hours).tolist())
    hours, apart = in_spreads(0.0)
    assert abs(np.corrcoef(hours, apart)[0, 1]) < 4 / math.sqrt(400)
    _, part = in_spreads(0.6)
    assert part.tolist() == pytest.approx((0.6 * hours + 0.8 * apart).tolist())


def test_the_mean_distance_is_that_of_a_folded_normal() -> None:
    x = np.linspace(-6.0, 6.0, 200_001)
    for lean, spread in ((0.3, 0.4), (-0.3, 0.4), (0.05, 0.6), (0.5, 0.1)):
        density = np.exp(-0.5 * ((x - lean) / spread) ** 2) / (spread * math.sqrt(2 * math.pi))
        by_sum = float((np.abs(x) * density).sum() * (x[1] - x[0]))
        assert mean_distance(lean, spread) == pytest.approx(by_sum, abs=1e-6)
    assert mean_distance(-0.3, 0.0) == 0.3
    assert mean_distance(0.0, 0.5) == pytest.approx(0.5 * math.sqrt(2.0 / math.pi))


@given(st.floats(0.01, 0.5), st.floats(0.0, 1.0))
def test_the_lean_keeps_the_mean_distance_where_it_can(wanted: float, spread: float) -> None:
    lean = lean_for(wanted, spread)
    if spread * math.sqrt(2.0 / math.pi) >= wanted:
        assert lean == pytest.approx(0.0, abs=1e-12)
    else:
        assert mean_distance(lean, spread) == pytest.approx(wanted, abs=1e-9)


def test_fields_differ_in_dissent_and_not_in_what_is_wanted() -> None:
    calm = {"camp_pull": 0.0, "sector_likeness": 0.0, "position_spread": 0.2, "item_deviation": 0.0}
    chosen = {**calm, "organisations": 300, "fields": 100, "position_lean": -0.2}
    state = world(5, **chosen, dissent_spread=0.5).state
    logs = np.log(state.fields["spread"] / 0.2)
    # Four standard errors of 100 draws: .5 / 10 for the mean, .5 / sqrt(200) for the spread.
    assert logs.mean() == pytest.approx(-0.125, abs=4 * 0.05)
    assert logs.std() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(200))
    assert (state.fields["lean"] <= 0.0).all()
    can = state.fields["lean"] < -1e-9
    distance = np.abs(state.views["position"]).mean(axis=0)
    # Of 300 each; a spread of at most .3 here, five standard errors of the worst of a hundred.
    assert distance[can] == pytest.approx(mean_distance(0.2, 0.2), abs=5 * 0.3 / math.sqrt(300))
    dissent = state.views["position"].std(axis=0)
    assert np.corrcoef(dissent, state.fields["spread"])[0, 1] > 0.9


def test_without_a_spread_of_dissent_all_fields_are_alike_and_nothing_else_moves() -> None:
    even, uneven = world(3).state, world(3, dissent_spread=0.4).state
    assert set(even.fields["lean"].tolist()) == {0.3}
    assert set(even.fields["spread"].tolist()) == {0.4}
    assert (even.views["position"] != uneven.views["position"]).any()
    for name in ("tolerance", "salience", "red_line", "expertise"):
        assert (even.views[name] == uneven.views[name]).all()
    for name in ("freedom", "polarisation"):
        assert (even.fields[name] == uneven.fields[name]).all()


def test_likeness_of_one_makes_sectors_want_the_same() -> None:
    alike = {"sector_likeness": 1.0, "organisations": 60, "sectors": 4}
    state = world(2, **alike).state
    sectors = state.organisations["sector"]
    for sector in set(sectors.tolist()):
        fellows = sectors == sector
        assert np.count_nonzero(fellows) > 1
        for name in ("position", "salience"):
            assert np.ptp(state.views[name][fellows], axis=0).max() == 0.0, name
        for name in ("camp", "freedom", "justice", "sustainability"):
            assert np.ptp(state.organisations[name][fellows]) == 0.0, name
    # Between sectors they differ, and tolerance stays everybody's own.
    assert len(set(state.views["position"][:, 0].tolist())) == 4
    assert len(set(state.views["tolerance"][:, 0].tolist())) == 60


def test_without_likeness_nobody_wants_the_same() -> None:
    state = world(2, sector_likeness=0.0, organisations=60, sectors=4, position_spread=0.1).state
    assert len(set(state.views["position"][:, 0].tolist())) == 60
    assert len(set(state.organisations["freedom"].tolist())) == 60


def test_without_mixing_an_audience_is_one_segment() -> None:
    state = world(2, audience_mixing=0.0).state
    for i, organisation in enumerate(state.organisations):
        expected = np.zeros(12)
        expected[int(organisation.sector) % 12] = organisation.reach
        assert state.audiences[i].tolist() == expected.tolist()


def test_with_full_mixing_an_audience_is_everybody() -> None:
    state = world(2, audience_mixing=1.0).state
    expected = np.repeat(state.organisations["reach"][:, None] / 12, 12, axis=1)
    assert state.audiences == pytest.approx(expected)


# --- Ties -------------------------------------------------------------------------------------


def share_within(population: Population) -> float:
    sectors = population.state.organisations["sector"]
    pairs = list(trust_of(population.state))
    return sum(bool(sectors[one] == sectors[other]) for one, other in pairs) / len(pairs)


@pytest.mark.parametrize("homophily", [0.2, 1.0, 3.0, 20.0])
@pytest.mark.parametrize("ties", [2.0, 6.0, 15.0])
def test_mean_number_of_ties_is_the_parameter(ties: float, homophily: float) -> None:
    population = world(
        7, organisations=150, ties_per_organisation=ties, tie_homophily=homophily, sectors=5
    )
    pairs = len(trust_of(population.state)) / 2
    # A sum of independent yes-no draws: its variance is below its mean.
    expected = 150 * ties / 2
    assert pairs == pytest.approx(expected, abs=4 * math.sqrt(expected))


def test_ties_stay_in_the_sector_the_more_the_higher_homophily() -> None:
    shares = [
        share_within(world(7, organisations=150, sectors=5, tie_homophily=homophily))
        for homophily in (0.2, 1.0, 3.0, 20.0)
    ]
    assert shares == sorted(shares)
    # Odds ratio h, rare ties: share within = h s / (h s + 1 - s) with s the share of such pairs.
    sectors = world(7, organisations=150, sectors=5).state.organisations["sector"]
    same = (sectors[:, None] == sectors[None, :]).sum() - 150
    s = same / (150 * 149)
    for homophily, found in zip((0.2, 1.0, 3.0), shares, strict=False):
        expected = homophily * s / (homophily * s + 1 - s)
        assert found == pytest.approx(expected, abs=0.08)


def test_mean_trust_is_the_parameter() -> None:
    for mean in (0.2, 0.5):
        trust = trust_of(world(7, organisations=150, initial_trust=mean).state)
        # Twice the mean times Beta(2, 2).
        error = 2 * mean * math.sqrt(0.05 / len(trust))
        assert np.mean(list(trust.values())) == pytest.approx(mean, abs=5 * error)


@pytest.mark.parametrize("kind", ["synthetic", "study"])
def test_the_graph_is_what_the_state_holds(kind: str) -> None:
    population = world(4, kind=kind)
    graph = tie_graph(population)
    assert graph.is_directed()
    trust = trust_of(population.state)
    assert {edge: graph.edges[edge]["trust"] for edge in graph.edges} == trust
    assert list(graph.nodes) == list(range(len(population.names)))
    assert [graph.nodes[node]["name"] for node in graph.nodes] == list(population.names)
    assert [graph.nodes[node]["sector"] for node in graph.nodes] == list(population.sectors)
    degrees = [degree for _, degree in graph.out_degree()]
    assert degrees == population.state.organisations["ties"].tolist()
    assert degrees == population.state.organisations["ties_at_start"].tolist()


# --- Seeds, names and the smallest worlds -----------------------------------------------------


@pytest.mark.parametrize("kind", ["synthetic", "study"])
def test_the_seed_decides_the_world(kind: str) -> None:
    chosen = parameters(kind=kind)
    first = make_population(chosen, 2**63 - 1, 52)
    again = make_population(chosen, 2**63 - 1, 52)
    assert content(first) == content(again)
    assert (first.names, first.sectors) == (again.names, again.sectors)
    # Both halves of the seed count.
    for seed in (2**63 - 2, 2**31 - 1):
        other = make_population(chosen, seed, 52)
        assert not np.array_equal(first.state.views, other.state.views)
        assert trust_of(first.state) != trust_of(other.state)
        assert not np.array_equal(first.state.legislator_ideals, other.state.legislator_ideals)


def test_names_go_on_beyond_the_lists() -> None:
    assert sector_name(0) == "union"
    assert sector_name(11) == "foundation"
    assert sector_name(12) == "sector_13"
    assert field_names(14) == (*FIELDS, "field 13", "field 14")
    assert field_names(2) == ("climate", "mobility")


@pytest.mark.parametrize("seed", range(3))
def test_the_smallest_world_runs(seed: int) -> None:
    smallest = {
        "organisations": 2,
        "fields": 2,
        "fields_touched": 1,
        "sectors": 1,
        "segments": 1,
        "legislators": 1,
        "parties": 1,
        "initiation_rate": 5.0,
    }
    model = AllianceModel(parameters(**smallest), seed=seed, weeks=26).run()
    state = model.state
    assert state.touched.tolist() == [[1], [0]]
    assert state.electorates.tolist() == [[1.0]]
    # Six ties are wanted and one is possible.
    assert trust_of(make_population(parameters(**smallest), seed, 26).state).keys() == {
        (0, 1),
        (1, 0),
    }
    assert model.week == len(model.weekly) == 26
