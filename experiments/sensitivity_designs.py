"""Designs for indices of sensitivity: points in the unit cube, one column per parameter.

Trajectories (Morris 1991), Saltelli's blocks of a Sobol' sequence (Saltelli et al. 2010) and a
Latin hypercube, the last two from SciPy.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from experiments.designs import DesignError, Factor, refuse_too_many
from experiments.statistics import Rows

METHODS = ("morris", "sobol", "pawn")
"""Names of the methods."""

LEVELS = 4
"""Levels of a trajectory: 0, 1/3, 2/3 and 1, as is usual (Saltelli et al. 2008, section 3.2)."""

STEP = LEVELS // 2
"""Levels that a move goes: half of them, so that every level is reached equally often."""


def trajectories(factors: Sequence[Factor], count: int, seed: int) -> Rows:
    """Return trajectories one after the other; each moves every factor once, one at a time.

    A number goes two of four levels up or down. A choice goes from any of its values to any other.

    Parameters
    ----------
    factors
        What is varied.
    count
        Number of trajectories, at least 2.
    seed
        Of the design, not of the runs.

    Returns
    -------
    ndarray
        Shape (count x (factors + 1), factors), in [0, 1].

    Raises
    ------
    DesignError
        If there are fewer than two trajectories, no factor, or too many points.
    """
    _refuse_none(factors)
    if count < 2:
        raise DesignError("1 trajectory says nothing of uncertainty: 2 are needed at least")
    size = len(factors) + 1
    refuse_too_many(count * size)
    generator = np.random.default_rng(seed)
    found = np.empty((count, size, len(factors)))
    for trajectory in found:
        starts, ends = np.array([_move(factor, generator) for factor in factors]).T
        turns = generator.permutation(len(factors))
        trajectory[:] = np.where(np.arange(size)[:, np.newaxis] > turns, ends, starts)
    return found.reshape(count * size, len(factors))


def _move(factor: Factor, generator: np.random.Generator) -> tuple[float, float]:
    """Draw from where to where a trajectory moves a factor."""
    if factor.is_interval:
        low = int(generator.integers(LEVELS - STEP))
        ends = (low / (LEVELS - 1), (low + STEP) / (LEVELS - 1))
        return ends if generator.random() < 0.5 else (ends[1], ends[0])
    count = len(factor.values)
    start, end = generator.choice(count, size=2, replace=False)
    return (float(start) + 0.5) / count, (float(end) + 0.5) / count


def saltelli_design(factors: Sequence[Factor], samples: int, seed: int) -> Rows:
    """Return Saltelli's blocks: A, B, and A with column j from B for every j.

    Parameters
    ----------
    factors
        What is varied.
    samples
        Points of a block, a power of 2.
    seed
        Of the design, not of the runs.

    Returns
    -------
    ndarray
        Shape (samples x (factors + 2), factors), in [0, 1).

    Raises
    ------
    DesignError
        If the number is no power of 2 from 2, there is no factor, or there are too many points.
    """
    from scipy.stats import qmc

    _refuse_none(factors)
    if samples < 2 or samples & (samples - 1):
        near = 2 ** max(1, round(np.log2(max(samples, 2))))
        raise DesignError(f"samples = {samples}: Sobol' indices need a power of 2, such as {near}")
    count = len(factors)
    refuse_too_many(samples * (count + 2))
    sequence = qmc.Sobol(2 * count, rng=np.random.default_rng(seed)).random(samples)
    base, other = sequence[:, :count], sequence[:, count:]
    blocks = np.tile(base, (count + 2, 1, 1))
    blocks[1] = other
    columns = np.arange(count)
    blocks[columns + 2, :, columns] = other.T
    return blocks.reshape(-1, count)


def hypercube(factors: Sequence[Factor], samples: int, seed: int) -> Rows:
    """Return a Latin hypercube; shape (samples, factors), in [0, 1).

    Raises
    ------
    DesignError
        If there is no factor, there are fewer than 2 points, or too many.
    """
    from scipy.stats import qmc

    _refuse_none(factors)
    if samples < 2:
        raise DesignError(f"samples = {samples}: a distribution needs more points")
    refuse_too_many(samples)
    return qmc.LatinHypercube(len(factors), rng=np.random.default_rng(seed)).random(samples)


def _refuse_none(factors: Sequence[Factor]) -> None:
    if not factors:
        raise DesignError("there is no parameter to vary")


def positions(factors: Sequence[Factor], points: Sequence[Mapping[str, Any]]) -> Rows:
    """Return where in its range every factor really is at every point, [0, 1].

    Whole numbers and choices cannot be everywhere in the unit interval: a move may have gone
    further, or less far, than the design had it.

    Parameters
    ----------
    factors
        What is varied.
    points
        Value of every factor by its key.

    Returns
    -------
    ndarray
        Shape (points, factors).
    """
    found = np.empty((len(points), len(factors)))
    for column, factor in enumerate(factors):
        values = [point[factor.key] for point in points]
        if factor.is_interval:
            found[:, column] = (np.array(values) - factor.low) / (factor.high - factor.low)
        else:
            numbers = [factor.values.index(value) for value in values]
            found[:, column] = np.array(numbers) / (len(factor.values) - 1)
    return found
