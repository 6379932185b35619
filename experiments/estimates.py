"""Numbers with their intervals, of which every replication drawn anew gives another value."""

from dataclasses import dataclass

import numpy as np

from experiments.statistics import NAN, Rows, binomial_interval, percentile_limits

FEWEST_RUNS = 10
"""Replications below which intervals are not trusted and nothing is said of differences."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; limits are nan where there is none."""

    value: float
    low: float = NAN
    high: float = NAN


NOTHING = Estimate(NAN)


def limits_of(draws: Rows, runs: int) -> Rows:
    """Return 95 % limits of resampled values, shape (2, points); nan for a single run."""
    return percentile_limits(draws, runs) if runs > 1 else np.full((2, draws.shape[1]), np.nan)


def estimates_of(values: Rows, draws: Rows, runs: int) -> list[Estimate]:
    """Return values with the limits that resampled runs give.

    Parameters
    ----------
    values
        What was found, shape (points,).
    draws
        Values from resampled runs, shape (resamples, points).
    runs
        Number of runs that were drawn anew.
    """
    limits = limits_of(draws, runs)
    return [Estimate(*map(float, row)) for row in zip(values, *limits, strict=True)]


def share_of_runs(part: int, whole: int) -> Estimate:
    """Return a share of runs with Wilson's interval; nan without a run.

    Drawing anew would call a share of 0 or 1 certain.
    """
    return Estimate(part / whole if whole else NAN, *binomial_interval(part, whole))
