"""Known curves of size: published numbers, an integral, and draws."""

import numpy as np
import pytest
from scipy.integrate import quad

from experiments.exact_curves import agreement_probability, best_number, tolerance_in_unit_range


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [
        (0.40, [0.960, 0.737, 0.376, 0.069]),
        (0.45, [0.990, 0.919, 0.736, 0.392]),
        (0.30, [0.840, 0.337, 0.046, 0.001]),
    ],
)
def test_the_probability_of_agreement_has_its_known_values(tolerance, expected):
    found = agreement_probability([2, 5, 10, 20], tolerance)
    assert found == pytest.approx(expected, abs=6e-4)


def test_the_known_value_that_is_nearly_nothing():
    assert float(agreement_probability(20, 0.30)) == pytest.approx(0.0005, abs=5e-5)


@pytest.mark.parametrize(
    ("tolerance", "best"), [(0.30, 3), (0.40, 7), (0.45, 15), (0.475, 32), (0.49, 80)]
)
def test_the_best_number_moves_with_tolerance(tolerance, best):
    assert best_number(tolerance) == best


def test_two_agree_as_often_as_a_triangle_is_cut_off():
    # Two uniform points lie at most r apart with probability 1 - (1 - r)^2.
    assert float(agreement_probability(2, 0.2)) == pytest.approx(1 - (1 - 0.4) ** 2)


@pytest.mark.parametrize("members", [2, 3, 7])
def test_the_formula_is_the_integral_over_the_range(members):
    # Density of the range of n uniform draws: n (n - 1) w^(n-2) (1 - w).
    integral, _ = quad(lambda w: members * (members - 1) * w ** (members - 2) * (1 - w), 0, 0.6)
    assert float(agreement_probability(members, 0.3)) == pytest.approx(integral)


def test_drawn_points_agree_as_often():
    points = np.random.default_rng(3).random((40_000, 6))
    share = np.mean(np.ptp(points, axis=1) <= 0.7)
    # Four standard errors of a share of 40,000.
    assert float(agreement_probability(6, 0.35)) == pytest.approx(share, abs=0.01)


def test_one_alone_agrees_and_the_widest_tolerance_lets_all_agree():
    assert float(agreement_probability(1, 0.1)) == 1.0
    assert agreement_probability([1, 20, 100], 0.8).tolist() == [1.0, 1.0, 1.0]
    assert best_number(0.5, most=50) == 50


def test_half_of_the_way_to_the_other_end_is_a_quarter_of_the_range():
    # Positions run from -1 to 1: a distance of 0.5 is a quarter of 2.
    assert tolerance_in_unit_range(0.5) == 0.25


@pytest.mark.parametrize(("members", "tolerance"), [(0, 0.3), (2, -0.1)])
def test_what_has_no_meaning_is_refused(members, tolerance):
    with pytest.raises(ValueError, match=r"at least one member|not negative"):
        agreement_probability(members, tolerance)
