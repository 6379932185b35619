"""Worlds all over the plausible ranges: most are not degenerate (docs/ODD.md, section 1)."""

import numpy as np
import pytest
from scipy.stats import qmc

from experiments.sensitivity_choice import choose_factors
from sim import Parameters, run_ensemble
from sim.ensemble import Measured

SETS, SEEDS = 256, 4
"""Parameter sets, and runs of each."""

AT_LEAST = 0.6
"""Share of the sets that must not be degenerate."""

MOST_OF_ONE_ENDING = 0.9
"""Share of one ending among all that ended from which a world is degenerate."""

ENDINGS = (
    *("goals_reached", "vote_lost", "overtaken_by_ally", "overtaken_by_others", "rupture"),
    *("faded", "exhausted", "planned_end", "lead_lost", "stopped_early", "deserted"),
)


@pytest.fixture(scope="module")
def measured() -> Measured:
    varied = choose_factors("all", "synthetic", frozenset())
    shares = qmc.LatinHypercube(len(varied), rng=np.random.default_rng(1)).random(SETS)
    sets = [
        Parameters().with_changes(
            {one.key: one.at(float(share)) for one, share in zip(varied, row, strict=True)}
        )
        for row in shares
    ]
    return run_ensemble(sets, seeds=range(1, SEEDS + 1))


def by_set(measured: Measured, column: str) -> np.ndarray:
    """Sum of a column over the runs of each set, shape (sets,)."""
    return np.bincount(measured.runs["point"], weights=measured.runs[column], minlength=SETS)


@pytest.mark.slow
def test_most_plausible_worlds_are_not_degenerate(measured: Measured) -> None:
    ended = by_set(measured, "ended")
    nothing_forms = by_set(measured, "platforms") == 0
    all_succeed = (ended > 0) & (by_set(measured, "goals_reached") == ended)
    commonest = np.max([by_set(measured, ending) for ending in ENDINGS], axis=0)
    one_ending = commonest > MOST_OF_ONE_ENDING * ended
    degenerate = nothing_forms | all_succeed | ((ended > 0) & one_ending)
    assert 1.0 - degenerate.mean() >= AT_LEAST


@pytest.mark.slow
def test_endings_add_up(measured: Measured) -> None:
    """Every alliance that has ended did so for one of these reasons, initiatives left aside."""
    reasons = sum(by_set(measured, ending) for ending in ENDINGS)
    np.testing.assert_array_equal(reasons, by_set(measured, "ended"))
