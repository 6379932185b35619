"""Results of others that our own rules have to reproduce (docs/ODD.md, section 9: V5, V6, V7).

V1 to V4 and V9 stand with the rules that they are about.
"""

from typing import Any

import numpy as np
import pytest

from sim.phases.collaboration import contributing, learning
from sim.state import State
from tests.worlds import make_alliance, make_world, publish

SPREAD_OUT = 0.001
"""Ideals closer than this have met."""


def opinions(state: State) -> np.ndarray:
    return np.asarray(state.views["position"][:, 0])


def clusters(state: State, share: float) -> int:
    """Number of groups of ideals with gaps between them that hold at least a share of all."""
    ordered = np.sort(opinions(state))
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > 0.01) + 1)
    return sum(len(group) >= share * len(ordered) for group in groups)


# --- V5: pairs with bounded confidence (Deffuant et al. 2000) -----------------------------------


def after_meeting_in_pairs(confidence: float, seed: int, number: int = 400) -> State:
    """Ideals uniform on [0, 1]; alliances of two meet once, drawn anew each time."""
    state = make_world(number, confidence=confidence, learning_rate=0.5)
    generator = np.random.default_rng(seed)
    state.views["position"][:, 0] = generator.random(number)
    a = make_alliance(state, (0, 1))
    for _ in range(80):
        for pair in generator.permutation(number).reshape(-1, 2):
            for m in range(2):
                state.members[a, m].organisation = pair[m]
            for m in range(2):
                learning.follow(state, a, m, 0)
    return state


@pytest.mark.parametrize(("confidence", "published"), [(0.5, 1.0), (0.2, 2.0), (0.1, 4.3)])
def test_pairs_end_in_about_as_many_groups_as_confidence_leaves_room_for(
    confidence: float, published: float
) -> None:
    # evidence.md, V5, with groups of 2 % and more. Ours are moved one after the other, the first to
    # the middle and the second half way to there, which does not change how many meet.
    found = [clusters(after_meeting_in_pairs(confidence, seed), 0.02) for seed in range(8)]
    assert np.mean(found) == pytest.approx(published, abs=0.5)


def test_a_pair_comes_closer_by_the_same_factor_at_every_meeting() -> None:
    # The first moves by r of the distance d, the second by r of what is left: d (1 - r) ** 2.
    state = make_world(2, confidence=1.0, learning_rate=0.25)
    state.views["position"][:, 0] = [0.0, 0.8]
    a = make_alliance(state, (0, 1))
    for meeting in range(1, 6):
        for m in range(2):
            learning.follow(state, a, m, 0)
        assert np.ptp(opinions(state)) == pytest.approx(0.8 * 0.75 ** (2 * meeting))


# --- V6: everybody within reach (Hegselmann and Krause 2002) ------------------------------------


def ends_in_consensus(confidence: float, seed: int, number: int = 200) -> bool:
    """Ideals uniform on [0, 1] in one alliance, whose members learn by the mean of the others."""
    everybody: dict[str, Any] = {"size_design": "assigned", "target_partners": number - 1}
    state = make_world(number, confidence=confidence, learning_rate=1.0, **everybody)
    state.views["position"][:, 0] = np.random.default_rng(seed).random(number)
    a = make_alliance(state, tuple(range(number)))
    for _ in range(30):
        for m in range(number):
            learning.follow(state, a, m, 0)
    return bool(np.ptp(opinions(state)) < SPREAD_OUT)


@pytest.mark.parametrize(("confidence", "low", "high"), [(0.15, 0.0, 0.1), (0.25, 0.9, 1.0)])
def test_consensus_needs_a_confidence_of_about_a_fifth_of_the_range(
    confidence: float, low: float, high: float
) -> None:
    # evidence.md, V6: .95 at .25 and .05 at .20 where all move at once. One after another they
    # meet a little sooner, so that below the threshold .15 is looked at.
    found = np.mean([ends_in_consensus(confidence, seed) for seed in range(10)])
    assert low <= found <= high


# --- V7: effort, size and the prize (Esteban and Ray 2001) ---------------------------------------


def effort_of(members: int, jointness: float, exponent: float = 1.0) -> float:
    """Hours that a group of equals gives for a goal, with energy 1 and nobody to go by."""
    state = make_world(
        members, reciprocity=0.0, jointness=jointness, effort_scale=1.0, priority=1.0,
        effort_cost_exponent=exponent,
    )  # fmt: skip
    state.organisations["energy"] = 1.0
    a = make_alliance(state, tuple(range(members)))
    publish(state, a)
    total = 0.0
    for m in range(members):
        contributing.weigh_interest(state, a, m)
        total += 10.0 * contributing.contribution(state, a, m)
    return total


@pytest.mark.parametrize("jointness", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_effort_of_groups_follows_value_and_cost(jointness: float, exponent: float) -> None:
    # A member's value is v (1 + (n - 1) J) / n, its best effort that to the power 1 / a, and the
    # group's n times as much: n ** (1 - 1 / a) (1 + (n - 1) J) ** (1 / a).
    small, large = effort_of(4, jointness, exponent), effort_of(16, jointness, exponent)
    assert small > 0.0
    expected = 4.0 ** (1 - 1 / exponent) * ((1 + 15 * jointness) / (1 + 3 * jointness)) ** (
        1 / exponent
    )
    assert large / small == pytest.approx(expected)


def test_a_larger_group_gives_more_for_a_private_prize_where_costs_are_convex_enough() -> None:
    # evidence.md, V7: groups of 4 and 16 win .386, .500 and .614 at exponents .5, 1 and 2. In the
    # contest effort answers the odds as well; here it does not, so that shares lie further apart.
    shares = [
        effort_of(16, 0.0, a) / (effort_of(16, 0.0, a) + effort_of(4, 0.0, a))
        for a in (0.5, 1.0, 2.0)
    ]
    assert shares == pytest.approx([0.2, 0.5, 2.0 / 3.0])
