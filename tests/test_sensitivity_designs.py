"""Designs in the unit cube: what moves when, and where whole numbers and choices really are."""

import itertools

import numpy as np
import pytest

from experiments.designs import DesignError, Factor
from experiments.sensitivity_designs import (
    hypercube,
    positions,
    saltelli_design,
    trajectories,
)

SHARE = Factor("share", (), 2.0, 4.0)
WHOLE = Factor("whole", (), 3.0, 7.0, whole=True)
SWITCH = Factor("switch", (False, True))
CHOICE = Factor("choice", ("lead", "core", "assembly"))
ALL = [SHARE, WHOLE, SWITCH, CHOICE]


def test_a_trajectory_moves_every_factor_once_and_by_two_of_four_levels() -> None:
    design = trajectories([SHARE, WHOLE], 50, 1).reshape(50, 3, 2)
    moves = np.diff(design, axis=1)
    np.testing.assert_array_equal((moves != 0.0).sum(axis=1), 1)
    np.testing.assert_array_equal((moves != 0.0).sum(axis=2), 1)
    np.testing.assert_allclose(np.abs(moves).max(axis=1), 2.0 / 3.0)
    assert set(np.round(3.0 * design.ravel(), 9)) == {0.0, 1.0, 2.0, 3.0}
    assert {np.sign(move) for move in moves[moves != 0.0]} == {-1.0, 1.0}
    first = (moves != 0.0)[:, 0].argmax(axis=1)
    assert set(first) == {0, 1}  # not always in the same order


def test_a_trajectory_takes_a_choice_from_any_value_to_any_other() -> None:
    design = trajectories([CHOICE], 100, 1).reshape(100, 2)
    pairs = {(CHOICE.at(start), CHOICE.at(end)) for start, end in design}
    assert pairs == set(itertools.permutations(CHOICE.values, 2))


def test_every_move_of_a_trajectory_changes_the_value_itself() -> None:
    factors = [*ALL, Factor("two", (), 1.0, 2.0, whole=True)]
    for start, end in itertools.pairwise(trajectories(factors, 1000, 1)[: len(factors) + 1]):
        changed = [f.key for f, s, e in zip(factors, start, end, strict=True) if f.at(s) != f.at(e)]
        assert len(changed) == 1


def test_blocks_of_saltellis_design() -> None:
    blocks = saltelli_design(ALL, 8, 1).reshape(6, 8, 4)
    for column in range(4):
        others = [c for c in range(4) if c != column]
        np.testing.assert_array_equal(blocks[2 + column][:, column], blocks[1][:, column])
        np.testing.assert_array_equal(blocks[2 + column][:, others], blocks[0][:, others])
    assert not (blocks[0] == blocks[1]).any()


def test_a_hypercube_covers_every_column_evenly() -> None:
    design = hypercube(ALL, 20, 1)
    np.testing.assert_array_equal(
        np.sort(np.floor(20 * design), axis=0), np.arange(20)[:, np.newaxis].repeat(4, axis=1)
    )


@pytest.mark.parametrize("make", [trajectories, saltelli_design, hypercube])
def test_another_seed_gives_another_design_and_the_same_one_the_same(make) -> None:
    assert np.array_equal(make(ALL, 4, 1), make(ALL, 4, 1))
    assert not np.array_equal(make(ALL, 4, 1), make(ALL, 4, 2))


def test_the_very_end_of_a_range_is_its_last_value() -> None:
    assert SHARE.at(1.0) == 4.0
    assert WHOLE.at(1.0) == 7
    assert SWITCH.at(1.0) is True
    assert CHOICE.at(1.0) == "assembly"


def test_positions_are_where_the_values_really_are() -> None:
    points = [
        {"share": 2.5, "whole": 4, "switch": False, "choice": "lead"},
        {"share": 4.0, "whole": 7, "switch": True, "choice": "core"},
    ]
    np.testing.assert_allclose(
        positions(ALL, points), [[0.25, 0.25, 0.0, 0.0], [1.0, 1.0, 1.0, 0.5]]
    )


@pytest.mark.parametrize("samples", [0, 1, 3, 100, 1000])
def test_a_number_that_is_no_power_of_two_is_refused(samples: int) -> None:
    with pytest.raises(DesignError, match="power of 2"):
        saltelli_design(ALL, samples, 1)


@pytest.mark.parametrize("make", [trajectories, saltelli_design, hypercube])
def test_what_cannot_be_made_is_refused(make) -> None:
    with pytest.raises(DesignError, match="no parameter"):
        make([], 4, 1)
    with pytest.raises(DesignError, match="more than 100000"):
        make(ALL, 2**17, 1)


def test_too_few_are_refused() -> None:
    with pytest.raises(DesignError, match="2 are needed"):
        trajectories(ALL, 1, 1)
    with pytest.raises(DesignError, match="more points"):
        hypercube(ALL, 1, 1)
