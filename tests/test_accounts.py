"""Accounts that must balance in every run, and one value of a platform on both sides of joining."""

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import AllianceModel, Parameters
from sim.phases.formation import joining
from sim.population import make_population, tie_graph
from sim.quantities import platform_value
from sim.state import ItemStatus, Phase
from tests.worlds import enter, make_alliance, make_world, publish, put_item, set_ideals

SMALL: dict[str, Any] = {
    "world.organisations": 16,
    "world.fields": 5,
    "world.segments": 5,
    "world.legislators": 15,
    "world.parties": 3,
    "world.free_hours": 20.0,
    "formation.initiation_rate": 4.0,
    "formation.initiation_threshold": 0.3,
    "formation.target_partners": 4,
    "environment.window_rate": 4.0,
    "environment.bill_rate": 0.05,
    "environment.bill_deadline": 20.0,
    "environment.shock_rate": 2.0,
    "environment.event_rate": 0.3,
}


@pytest.mark.parametrize("jointness", [1.0, 0.5, 0.0])
@given(
    drafts=st.lists(st.floats(-1, 1), min_size=3, max_size=3),
    ideals=st.lists(st.floats(-1, 1), min_size=3, max_size=3),
)
@settings(max_examples=20)
def test_an_outsider_expects_of_a_platform_what_it_gets_as_a_member(
    jointness: float, drafts: list[float], ideals: list[float]
) -> None:
    # One rule for invitation, admission and staying (MODEL.md).
    state = make_world(4, jointness=jointness)
    for k in range(3):
        set_ideals(state, k, [0.4, 0.4, 0.4, ideals[k]])
    a = make_alliance(state, draft=drafts[0])
    put_item(state, a, 1, drafts[1])
    put_item(state, a, 2, drafts[2])
    publish(state, a)
    expected = joining.expected_value(state, 3, a, False)
    m = enter(state, a, 3)
    assert platform_value(state, a, m) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("homophily", [0.3, 1.0, 3.0, 10.0])
def test_homophily_is_the_odds_ratio_of_ties_within_and_between_sectors(homophily: float) -> None:
    ties = {True: 0, False: 0}
    pairs = {True: 0, False: 0}
    changes = {"world.tie_homophily": homophily, "world.sectors": 6}
    for seed in range(20):
        population = make_population(Parameters().with_changes(changes), seed, 208)
        graph, sectors = tie_graph(population), population.sectors
        for one, other in combinations(range(60), 2):
            within = sectors[one] == sectors[other]
            pairs[within] += 1
            ties[within] += graph.has_edge(one, other)
    within_odds, between_odds = (ties[same] / (pairs[same] - ties[same]) for same in (True, False))
    # Variance of a log odds ratio: the sum of the inverse counts of the four cells (Woolf 1955).
    error = math.sqrt(
        sum(1 / ties[same] + 1 / (pairs[same] - ties[same]) for same in (True, False))
    )
    # The odds are solved for every world anew, so they vary a little between worlds.
    expected = math.log(homophily)
    assert math.log(within_odds / between_odds) == pytest.approx(expected, abs=4 * error + 0.02)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"collaboration.governance": "assembly", "formation.commitment": "differentiated"},
        {"collaboration.governance": "core", "collaboration.core_size": 3},
        {"formation.answer_shape": "exponential", "formation.quorum": 0.6},
        {"formation.items_in_parallel": False, "formation.open_text": False},
        {"collaboration.who_pays": "lead", "collaboration.admission": "open"},
        {"collaboration.lead_mandate": True, "collaboration.mediation": True},
        {
            "collaboration.reopening": True,
            "collaboration.reopening_pause": 1,
            "world.tolerance": 0.3,
        },
        {"collaboration.secondment": 0.5, "world.free_hours": 4.0, "collaboration.pair_cost": 1.0},
        {"collaboration.explanation": "always", "collaboration.explaining_costs": True},
        {"impact.opponents": False, "impact.credit_rule": "effort"},
        {"formation.items_per_member": 3.0, "impact.priority": 0.0},
        {"world.organisations": 2, "world.sectors": 1, "formation.target_partners": 1},
        {"world.segments": 1, "world.parties": 1, "world.legislators": 1},
        {"world.fields_touched": 0, "world.ties_per_organisation": 0.0},
    ],
    ids=lambda changes: " ".join(changes) or "default",
)
def test_the_accounts_balance(changes: dict[str, Any]) -> None:
    model = AllianceModel(Parameters().with_changes({**SMALL, **changes}), seed=2, weeks=40).run()
    state = model.state
    for array in state.arrays.values():
        for name in array.dtype.names or ():
            if array[name].dtype.kind == "f":
                assert np.isfinite(array[name]).all(), name
    for i, organisation in enumerate(state.organisations):
        held = state.ties[i][: organisation.ties]
        assert ((held["trust"] >= 0.0) & (held["trust"] <= 1.0)).all()
        assert len(set(held["partner"].tolist())) == len(held)
    # Hours are given by organisations to alliances, and nowhere else.
    used = state.alliances[: len(model.alliances)]
    assert state.organisations["hours_given"].sum() == pytest.approx(used["hours"].sum())
    for alliance in model.alliances:
        record, row, members = alliance.record, alliance.row, alliance.members
        assert record.members == len(members) == record.core + record.circle
        covered = sum((state.audiences[member.row] for member in members), np.zeros(1))
        assert np.allclose(state.covered[row], covered, atol=1e-9)
        hours = state.members[row]["hours"][: record.slots].sum()
        assert hours == pytest.approx(float(record.hours))
        for j, item in enumerate(alliance.agenda):
            assert item.signers == state.stances[row, j]["signs"][: record.slots].sum()
        if record.public and alliance.phase != Phase.ENDED:
            agreed = sum(item.status == ItemStatus.AGREED for item in alliance.agenda)
            assert record.agreed == agreed
