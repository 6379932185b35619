"""Intervals and rank correlation, without dependencies beyond NumPy."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.float64]
"""Numbers by row (what was counted) and column (what is known of it)."""

NORMAL_95 = 1.959963984540054
"""Quantile of the standard normal distribution that leaves 2.5 % above it."""

CONFIDENCE = 0.95
RESAMPLES = 2000
RESAMPLING_SEED = 20220401
"""Intervals are the same each time they are computed from the same runs."""

NAN = float("nan")


def binomial_interval(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927).

    Parameters
    ----------
    successes, trials
        Counts; the trials are independent of each other.

    Returns
    -------
    tuple of float
        Lower and upper limit, both nan without a trial.

    Examples
    --------
    >>> low, high = binomial_interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    if trials == 0:
        return NAN, NAN
    share, weight = successes / trials, NORMAL_95**2 / trials
    centre = (share + weight / 2) / (1 + weight)
    half = math.sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    # By rounding the limit at 0 or 1 may lie beside it by a bit.
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == trials else min(1.0, centre + half)
    return low, high


def bootstrap_interval(
    groups: Sequence[Rows], statistic: Callable[[Rows], float], resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a pooled statistic by resampling whole groups.

    What happens within a run depends on the same world, so runs are drawn anew and not what is
    counted in them (cluster bootstrap; Davison and Hinkley 1997, section 3.8).

    Parameters
    ----------
    groups
        Rows of each run; a run may have none.
    statistic
        Computed from the rows of all drawn runs together; draws in which it is nan are left out.
    resamples
        Number of draws.

    Returns
    -------
    tuple of float
        Lower and upper limit; both nan with fewer than two runs, or if most draws give no number.
    """
    if len(groups) < 2:
        return NAN, NAN
    generator = np.random.default_rng(RESAMPLING_SEED)
    found = []
    for _ in range(resamples):
        drawn = generator.integers(len(groups), size=len(groups))
        found.append(statistic(np.concatenate([groups[number] for number in drawn])))
    numbers = np.array(found)
    numbers = numbers[~np.isnan(numbers)]
    if 2 * numbers.size < resamples:
        return NAN, NAN
    tail = 50.0 * (1.0 - CONFIDENCE)
    low, high = np.percentile(numbers, [tail, 100.0 - tail])
    return float(low), float(high)


def rank_correlation(first: Rows, second: Rows) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; nan if one does not vary."""
    if first.size < 2:
        return NAN
    one, two = mean_ranks(first), mean_ranks(second)
    one, two = one - one.mean(), two - two.mean()
    spread = math.sqrt(float(one @ one) * float(two @ two))
    return float(one @ two) / spread if spread > 0.0 else NAN


def mean_ranks(values: Rows) -> Rows:
    """Return ranks from 1, equal values at the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Rows = (last - (counts - 1) / 2.0)[inverse]
    return ranks


# --- Many curves at once -----------------------------------------------------------------------


def resampling_weights(runs: int, resamples: int = RESAMPLES) -> Rows:
    """Return how often each run is drawn in each resample of as many runs.

    Resampling is then a product of matrices, for all points of a curve with the same draws: runs
    with the same seed stay together, so that differences between points are paired.

    Parameters
    ----------
    runs
        Number of runs.
    resamples
        Number of draws.

    Returns
    -------
    ndarray
        Shape (resamples, runs); each row adds up to `runs`.
    """
    generator = np.random.default_rng(RESAMPLING_SEED)
    equal = np.full(runs, 1.0 / runs)
    return generator.multinomial(runs, equal, size=resamples).astype(np.float64)


def pooled_ratios(parts: Rows, wholes: Rows, weights: Rows | None = None) -> Rows:
    """Return the sum of parts by the sum of wholes over runs.

    Parameters
    ----------
    parts, wholes
        Shape (points, runs); a run that counted nothing has 0 in both.
    weights
        Shape (resamples, runs), as from `resampling_weights`; every run once if None.

    Returns
    -------
    ndarray
        Shape (points,), or (resamples, points) with weights; nan where nothing was counted.
    """
    part, whole = (
        (parts.sum(axis=-1), wholes.sum(axis=-1))
        if weights is None
        else (weights @ parts.T, weights @ wholes.T)
    )
    return np.divide(part, whole, out=np.full(np.shape(whole), NAN), where=whole != 0.0)


def wider_for_few(limit: float, runs: int) -> float:
    """Return the limit in standard errors that serves a few runs as a normal one serves many.

    Resamples of n runs vary less than n new runs would, by (n - 1) / n, and a spread that is itself
    estimated asks for Student's limit with n - 1 degrees of freedom (expansion of Fisher and
    Cornish 1960).

    Parameters
    ----------
    limit
        In standard errors, for very many runs.
    runs
        Number of runs, at least 2.
    """
    free = runs - 1
    first = (limit**3 + limit) / 4.0
    second = (5.0 * limit**5 + 16.0 * limit**3 + 3.0 * limit) / 96.0
    return math.sqrt(runs / free) * (limit + first / free + second / free**2)


def percentile_limits(draws: Rows, runs: int) -> Rows:
    """Return the 95 % limits of resampled values: expanded percentiles (Hesterberg 2015).

    With few runs plain percentiles are too narrow; these lie as far out as Student's limits would
    if the values were normal.

    Parameters
    ----------
    draws
        Shape (resamples, points); draws that are nan are left out.
    runs
        Number of runs that were drawn anew, at least 2.

    Returns
    -------
    ndarray
        Shape (2, points): lower and upper limits; nan where most draws give no number.
    """
    tail = math.erfc(wider_for_few(NORMAL_95, runs) / math.sqrt(2.0)) / 2.0
    limits = np.full((2, draws.shape[1]), NAN)
    numbers = np.isfinite(draws)
    whole = numbers.all(axis=0)
    limits[:, whole] = np.quantile(draws[:, whole], [tail, 1.0 - tail], axis=0)
    for point in np.flatnonzero(~whole & (2 * numbers.sum(axis=0) >= draws.shape[0])):
        kept = draws[numbers[:, point], point]
        limits[:, point] = np.quantile(kept, [tail, 1.0 - tail])
    return limits
