"""Indices of sensitivity where they are known: Ishigami's function, straight lines, noise."""

import importlib
import math

import numpy as np
import pytest
from scipy.stats import ks_2samp

from experiments.designs import Factor
from experiments.sensitivity_designs import hypercube, saltelli_design, trajectories
from experiments.sensitivity_indices import (
    IncompleteDesignError,
    in_slices,
    morris,
    pawn,
    share_of_noise,
    slice_distances,
    sobol,
)

A, B = 7.0, 0.1
"""Of Ishigami's function."""

THREE = [Factor(f"x{number}", (), 0.0, 1.0) for number in (1, 2, 3)]


def ishigami(design):
    """Ishigami & Homma (1990): sin x1 + a sin^2 x2 + b x3^4 sin x1, each from -pi to pi."""
    first, second, third = (math.pi * (2.0 * column - 1.0) for column in design.T[:3])
    return np.sin(first) + A * np.sin(second) ** 2 + B * third**4 * np.sin(first)


def ishigami_indices():
    """First and total order in closed form (Saltelli et al. 2008, section 4)."""
    alone = 0.5 * (1.0 + B * math.pi**4 / 5.0) ** 2
    squared = A**2 / 8.0
    together = B**2 * math.pi**8 * 8.0 / 225.0
    variance = alone + squared + together
    first = np.array([alone, squared, 0.0]) / variance
    total = np.array([alone + together, squared, together]) / variance
    return first, total


def covers(index, expected):
    return (index.low <= expected) & (expected <= index.high)


# --- Sobol' ------------------------------------------------------------------------------------


def test_the_closed_form_is_the_published_one() -> None:
    first, total = ishigami_indices()
    np.testing.assert_allclose(first, [0.3139, 0.4424, 0.0], atol=5e-5)
    np.testing.assert_allclose(total, [0.5576, 0.4424, 0.2437], atol=5e-5)


def test_sobol_indices_of_ishigamis_function() -> None:
    design = saltelli_design(THREE, 2048, 1)
    found = sobol(design, ishigami(design))
    first, total = ishigami_indices()
    np.testing.assert_allclose(found.indices["first"].value, first, atol=0.02)
    np.testing.assert_allclose(found.indices["total"].value, total, atol=0.02)
    assert list(found.ranks) == [1, 2, 3]
    assert found.clear.all()


def test_intervals_of_sobol_indices_cover_what_they_should() -> None:
    first, total = ishigami_indices()
    covered = []
    for seed in range(10):
        design = saltelli_design(THREE, 256, seed)
        found = sobol(design, ishigami(design)).indices
        covered.append([covers(found["first"], first), covers(found["total"], total)])
    assert np.mean(covered) >= 0.9
    widths = found["total"].high - found["total"].low
    assert (widths < 0.6).all()  # it would be no art to cover all with any width


def test_a_column_that_nothing_depends_on_changes_nothing() -> None:
    design = saltelli_design([*THREE, Factor("idle", (), 0.0, 1.0)], 64, 1)
    found = sobol(design, ishigami(design))
    assert list(found.unchanged) == [False, False, False, True]
    assert found.indices["total"].value[3] == 0.0
    assert found.idle[3]
    assert not found.clear[3]


# --- Morris ------------------------------------------------------------------------------------

HALF_SINE = math.sqrt(3.0) / 2.0
"""On the four levels the sine is 0 or, half of the way, this or minus this: a move of two levels
changes it by this much."""


def expected_strength():
    """mu* of Ishigami's function on four levels: -pi, -pi/3, pi/3 and pi; by hand.

    A move of x1 changes the sine by HALF_SINE, at x3 = pi or pi/3, up to the sign. A move of x2
    changes its squared sine by 3/4. A move of x3 changes x3^4 by pi^4 (1 - 1/81), and the sine of
    x1 is 0 half of the time. A move is 2/3 of the range.
    """
    fourth = math.pi**4
    x1 = HALF_SINE * (1.0 + B * fourth * (1.0 + 1.0 / 81.0) / 2.0)
    x2 = A * 0.75
    x3 = B * fourth * (1.0 - 1.0 / 81.0) * HALF_SINE / 2.0
    return np.array([x1, x2, x3]) / (2.0 / 3.0)


def test_morris_on_ishigamis_function() -> None:
    expected = expected_strength()
    np.testing.assert_allclose(expected, [7.704, 7.875, 6.249], atol=1e-3)
    design = trajectories(THREE, 2000, 1)
    found = morris(design, ishigami(design))
    strength = found.indices["mu_star"]
    np.testing.assert_allclose(strength.value, expected, rtol=0.05)
    assert covers(strength, expected)[[0, 2]].all()
    np.testing.assert_allclose(strength.value[1], A * 0.75 * 1.5)  # the same at every move
    assert abs(found.indices["mu"].value[1]) < 0.5  # up as often as down
    np.testing.assert_allclose(found.indices["sigma"].value[1], A * 0.75 * 1.5, rtol=0.01)


def test_morris_on_a_straight_line_gives_its_slopes() -> None:
    slopes = np.array([3.0, -2.0, 0.5, 0.0])
    design = trajectories([*THREE, Factor("idle", (), 0.0, 1.0)], 5, 1)
    found = morris(design, 4.0 + design @ slopes)
    np.testing.assert_allclose(found.indices["mu_star"].value, np.abs(slopes), atol=1e-12)
    np.testing.assert_allclose(found.indices["mu"].value, slopes, atol=1e-12)
    np.testing.assert_allclose(found.indices["sigma"].value, 0.0, atol=1e-12)
    assert list(found.ranks) == [1, 2, 3, 4]


def test_any_change_of_a_choice_counts_as_a_whole_range() -> None:
    design = np.array([[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [1.0, 1.0], [1.0, 0.5], [0.5, 0.5]])
    outcome = np.array([0.0, 1.0, 2.0, 0.0, -1.0, 2.0])
    found = morris(design, outcome, np.array([True, False]))
    np.testing.assert_allclose(found.indices["mu"].value, [(1.0 - 3.0) / 2.0, (2.0 + 2.0) / 2.0])
    np.testing.assert_allclose(found.indices["mu_star"].value, [2.0, 2.0])


@pytest.mark.parametrize("seeds", [2, 4, 8])
def test_parameters_that_only_shuffle_the_draws_do_no_more_than_chance(seeds: int) -> None:
    """The level of chance is that which about 95 % of them stay below, whatever the method."""
    factors = [Factor(f"x{number}", (), 0.0, 1.0) for number in range(40)]
    generator = np.random.default_rng(seeds)
    idle: dict[str, list[float]] = {"morris": [], "sobol": []}
    for _ in range(3):
        design = trajectories(factors, 20, 1)
        found = morris(design, generator.normal(size=(seeds, len(design))))
        idle["morris"].append(float(found.idle.mean()))
        assert found.clear.mean() <= 0.05
        design = saltelli_design(factors, 64, 1)
        found = sobol(design, generator.normal(size=(seeds, len(design))))
        idle["sobol"].append(float(found.idle.mean()))
    for shares in idle.values():
        assert 0.85 <= np.mean(shares) < 1.0


def test_an_effect_beyond_the_noise_is_clear() -> None:
    design = trajectories(THREE, 20, 1)
    noise = np.random.default_rng(1).normal(size=(4, len(design)))
    found = morris(design, design @ np.array([10.0, 0.0, 0.0]) + noise)
    assert list(found.clear) == [True, False, False]
    assert list(found.unchanged) == [False, False, False]


def test_with_one_seed_chance_is_unknown_and_only_no_change_is_nothing() -> None:
    design = trajectories(THREE, 6, 1)
    found = morris(design, design @ np.array([1.0, 0.001, 0.0]))
    assert np.isnan(found.main.chance).all()
    assert list(found.idle) == [False, False, True]
    assert list(found.unchanged) == [False, False, True]


# --- PAWN --------------------------------------------------------------------------------------


def test_pawn_of_an_outcome_that_is_the_parameter() -> None:
    """Uniform in a slice from j/10 to (j+1)/10: furthest from uniform on [0, 1] at one of its ends.

    So the distances are 0.9, 0.8, 0.7, 0.6, 0.5 and back again: maximum 0.9, median 0.7.
    """
    column = (np.arange(1000) + 0.5) / 1000
    found = pawn(column[:, np.newaxis], column)
    np.testing.assert_allclose(found.indices["maximum"].value, [0.9])
    np.testing.assert_allclose(found.indices["median"].value, [0.7])


def test_pawn_of_a_switch() -> None:
    """0 and 1 without and with it, half each: each half is half away from all."""
    switch = np.tile([0.0, 1.0], 50)
    found = pawn(switch[:, np.newaxis], switch)
    np.testing.assert_allclose(found.indices["maximum"].value, [0.5])
    np.testing.assert_allclose(found.indices["median"].value, [0.5])


def pawn_of_ishigami():
    """Largest distances of Ishigami's function by summing over a fine grid, not by sampling."""
    places = (np.arange(60) + 0.5) / 60
    grid = np.stack(np.meshgrid(places, places, places, indexing="ij"), axis=-1).reshape(-1, 3)
    outcome = ishigami(grid)
    levels = np.quantile(outcome, np.linspace(0.005, 0.995, 199))
    everywhere = (outcome[:, np.newaxis] <= levels).mean(axis=0)
    largest = []
    for column in grid.T:
        slices = (column * 10).astype(int)
        inside = [(outcome[slices == s, np.newaxis] <= levels).mean(axis=0) for s in range(10)]
        largest.append(np.abs(np.array(inside) - everywhere).max())
    return np.array(largest)


def test_pawn_on_ishigamis_function() -> None:
    design = hypercube([*THREE, Factor("idle", (), 0.0, 1.0)], 4000, 1)
    found = pawn(design, ishigami(design))
    expected = pawn_of_ishigami()
    # A sample finds somewhat larger distances than there are.
    np.testing.assert_allclose(found.main.value[:3], expected, atol=0.04)
    assert covers(found.main, np.append(expected, np.nan))[:3].all()
    assert list(found.ranks) == [2, 1, 3, 4]
    assert list(found.idle) == [False, False, False, True]
    assert list(found.clear) == [True, True, True, False]


@pytest.mark.parametrize("points", [37, 400])
def test_distances_are_those_of_kolmogorov_and_smirnov(points: int) -> None:
    generator = np.random.default_rng(points)
    outcome = generator.integers(0, 9, points)  # many are equal
    slices = in_slices(generator.random(points))
    found = slice_distances(
        slices, np.unique(outcome, return_inverse=True)[1], np.ones((1, points))
    )
    expected = [ks_2samp(outcome[slices == s], outcome).statistic for s in range(10)]
    np.testing.assert_allclose(found[0], expected, atol=1e-12)


def test_a_point_that_is_drawn_twice_counts_twice() -> None:
    outcome = np.array([0, 1, 2, 3])
    slices = np.array([0, 0, 1, 1])
    found = slice_distances(slices, outcome, np.array([[2.0, 0.0, 1.0, 1.0], [2.0, 2.0, 0.0, 0.0]]))
    np.testing.assert_allclose(found[0], [0.5, 0.5])  # outcomes 0, 0 and 2, 3 among 0, 0, 2, 3
    assert found[1, 0] == 0.0  # all that there is
    assert np.isnan(found[1, 1])  # a slice without any point


# --- Beside another program --------------------------------------------------------------------

PROBLEM = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0.0, 1.0]] * 3}


def test_indices_are_those_of_salib() -> None:
    """Herman & Usher (2017). Its PAWN leaves the largest value out of its slice."""
    pytest.importorskip("SALib")
    by_morris = importlib.import_module("SALib.analyze.morris")
    by_sobol = importlib.import_module("SALib.analyze.sobol")

    design = trajectories(THREE, 30, 1)
    outcome = ishigami(design)
    expected = by_morris.analyze(PROBLEM, design, outcome)
    found = morris(design, outcome).indices
    for name in ("mu_star", "mu", "sigma"):
        np.testing.assert_allclose(found[name].value, expected[name], atol=1e-9)

    design = saltelli_design(THREE, 256, 1)
    blocks = ishigami(design).reshape(5, 256)
    ordered = blocks[[0, 2, 3, 4, 1]].T.ravel()  # sample by sample: A, each column from B, B
    expected = by_sobol.analyze(PROBLEM, ordered, calc_second_order=False)
    found = sobol(design, blocks.ravel()).indices
    np.testing.assert_allclose(found["first"].value, expected["S1"], atol=1e-4)
    np.testing.assert_allclose(found["total"].value, expected["ST"], atol=1e-4)


# --- What is refused ---------------------------------------------------------------------------

MAKERS = {
    "morris": (morris, lambda: trajectories(THREE, 10, 1)),
    "sobol": (sobol, lambda: saltelli_design(THREE, 32, 1)),
    "pawn": (pawn, lambda: hypercube(THREE, 50, 1)),
}


@pytest.mark.parametrize("method", MAKERS)
def test_one_number_that_is_missing_is_enough_to_refuse(method: str) -> None:
    analyse, make = MAKERS[method]
    design = make()
    outcome = np.stack([ishigami(design), ishigami(design)])
    outcome[1, 7] = np.nan
    with pytest.raises(IncompleteDesignError, match=f"1 of {len(design)} points lack a number"):
        analyse(design, outcome)


@pytest.mark.parametrize("method", MAKERS)
def test_points_that_are_missing_are_refused(method: str) -> None:
    analyse, make = MAKERS[method]
    design = make()
    with pytest.raises(IncompleteDesignError, match=f"{len(design) - 1} of {len(design)} points"):
        analyse(design, ishigami(design)[1:])
    if method != "pawn":
        with pytest.raises(IncompleteDesignError):
            analyse(design[1:], ishigami(design)[1:])


def test_a_design_of_another_method_is_refused() -> None:
    design = hypercube(THREE, 160, 1)
    with pytest.raises(IncompleteDesignError, match="one at a time"):
        morris(design, ishigami(design))
    with pytest.raises(IncompleteDesignError, match="column from B"):
        sobol(design, ishigami(design))


# --- Noise -------------------------------------------------------------------------------------


def test_share_of_noise_by_hand() -> None:
    """Two seeds: 0 and 2 at one point, 10 and 12 at the other.

    Between seeds the variance is 2, of means of two it is 1; between the means 1 and 11 it is 50.
    """
    assert share_of_noise(np.array([[0.0, 10.0], [2.0, 12.0]])) == pytest.approx(1.0 / 50.0)
    assert math.isnan(share_of_noise(np.array([[0.0, 10.0]])))
    assert math.isnan(share_of_noise(np.array([[3.0, 3.0], [3.0, 3.0]])))
