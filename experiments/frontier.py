"""Breadth against depth: medians, the efficient frontier, and what one unit of breadth costs.

Values are given by run, shape (points, runs), nan where a run has none; or as curves over points,
shape (..., points). Nothing here knows what they are about.
"""

import numpy as np

from experiments.statistics import NAN, Rows


def medians(values: Rows) -> Rows:
    """Return the median over runs, shape (points,); nan where no run has a value.

    Parameters
    ----------
    values
        Shape (points, runs).
    """
    found: Rows = resampled_medians(values, np.ones((1, values.shape[1])))[0]
    return found


def resampled_medians(values: Rows, weights: Rows) -> Rows:
    """Return the median over resampled runs, shape (resamples, points).

    As `numpy.median` of the values, each as often as its run is drawn.

    Parameters
    ----------
    values
        Shape (points, runs); what is nan is left out.
    weights
        How often each run is drawn, whole numbers, shape (resamples, runs).
    """
    found = np.full((weights.shape[0], values.shape[0]), NAN)
    for point, row in enumerate(values):
        known = np.flatnonzero(np.isfinite(row))
        if known.size == 0:
            continue
        order = known[np.argsort(row[known], kind="stable")]
        counted = np.cumsum(weights[:, order], axis=1)
        half = counted[:, -1:] / 2.0
        # The middle value or, with an even number, the two in the middle.
        lower = row[order][np.argmax(counted >= half, axis=1)]
        upper = row[order][np.argmax(counted > half, axis=1)]
        found[:, point] = np.where(half[:, 0] > 0.0, (lower + upper) / 2.0, NAN)
    return found


def efficient(breadth: Rows, depth: Rows) -> np.ndarray:
    """Tell which points no other one beats: as broad and deeper, or as deep and broader (Pareto).

    Parameters
    ----------
    breadth, depth
        Shape (..., points); a point without a number is not efficient and beats nobody.

    Returns
    -------
    ndarray
        Booleans, shape (..., points).
    """
    known = np.isfinite(breadth) & np.isfinite(depth)
    one, other = (..., slice(None), None), (..., None, slice(None))
    as_good = (breadth[other] >= breadth[one]) & (depth[other] >= depth[one])
    better = (breadth[other] > breadth[one]) | (depth[other] > depth[one])
    beaten = np.any(as_good & better & known[other], axis=-1)
    kept: np.ndarray = known & ~beaten
    return kept


def steps(breadth: Rows, depth: Rows) -> Rows:
    """Return the change of depth for one unit of breadth from each point to the next.

    Parameters
    ----------
    breadth, depth
        Shape (..., points).

    Returns
    -------
    ndarray
        Shape (..., points - 1); nan where breadth does not change.
    """
    return _ratio(np.diff(depth, axis=-1), np.diff(breadth, axis=-1))


def slope(breadth: Rows, depth: Rows) -> Rows:
    """Return the slope of the line through all points by least squares.

    Parameters
    ----------
    breadth, depth
        Shape (..., points), one may be (points,); points without a number are left out.

    Returns
    -------
    ndarray
        Shape (...); nan where fewer than two points differ in breadth.
    """
    breadth, depth = np.broadcast_arrays(breadth, depth)
    known = np.isfinite(breadth) & np.isfinite(depth)
    count = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    x, y = (np.where(known, values, 0.0) for values in (breadth, depth))
    x = np.where(known, x - x.sum(axis=-1, keepdims=True) / count, 0.0)
    y = np.where(known, y - y.sum(axis=-1, keepdims=True) / count, 0.0)
    return _ratio((x * y).sum(axis=-1), (x * x).sum(axis=-1))


def _ratio(part: Rows, whole: Rows) -> Rows:
    part, whole = np.asarray(part), np.asarray(whole)
    ratio: Rows = np.divide(part, whole, out=np.full(whole.shape, NAN), where=np.abs(whole) > TINY)
    return ratio


TINY = 1e-12
"""Change of breadth below which there is none but for rounding."""
