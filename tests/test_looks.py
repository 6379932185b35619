"""When one looks at an effect, and that a clear one spares seeds."""

import math

from scipy import stats

from tests.looks import BATCH, CLEAR, looks, seeds_needed


def test_one_looks_after_every_batch_and_at_the_end() -> None:
    assert list(looks(70)) == [20, 40, 60, 70]
    assert list(looks(20)) == [20]
    assert list(looks(10)) == [10]
    assert list(looks(40, 10)) == [10, 20, 30, 40]


def test_a_clear_effect_spares_seeds_and_an_unclear_one_none() -> None:
    assert seeds_needed(100, lambda number: number >= 35) == 40
    assert seeds_needed(100, lambda number: False) == 100
    assert seeds_needed(20, lambda number: True) == 20


def test_all_looks_together_err_as_seldom_as_one_at_three_standard_errors() -> None:
    # Over 250 seeds: chances of Student's t beyond 4, added up, against the normal beyond 3.
    before = sum(stats.t.sf(CLEAR, number - 1) for number in looks(250) if number < 250)
    assert before < stats.norm.sf(3.0)
    assert math.isclose(stats.norm.sf(3.0), 0.00135, rel_tol=0.01)
    assert BATCH == 20
