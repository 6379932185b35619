"""Indices of sensitivity from plain arrays: a design, and what came out at each of its points.

Elementary effects (Morris 1991; Campolongo, Cariboni & Saltelli 2007), Sobol' indices by SciPy
(Saltelli et al. 2010), and PAWN, which compares whole distributions (Pianosi & Wagener 2018).
Nothing here knows the model. A design that lacks a number is refused: several programs put zeros in
silence in its place.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.stats import sobol_indices

from experiments.statistics import NAN, Rows, percentile_limits, resampling_weights

SLICES = 10
"""Slices of a parameter's range in PAWN; the number that Pianosi & Wagener (2018) recommend."""

PAWN_RESAMPLES = 300
"""Draws for an interval of PAWN, whose distances take longer than means."""

SHUFFLES = 400
"""Times that a parameter is shuffled to learn how far apart distributions are by chance."""

CHANCE = 0.95
"""Share of the parameters without any effect that lie below the level of chance."""

ONE_SIDED = 1.6448536269514722
"""Quantile of the standard normal distribution at `CHANCE`."""

SHUFFLING_SEED = 20220402
"""Levels of chance are the same each time they are computed from the same runs."""

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class IncompleteDesignError(ValueError):
    """Outcomes do not fit their design, or lack numbers; the message says how many."""


@dataclass(frozen=True)
class Index:
    """One index of every parameter.

    Attributes
    ----------
    name
        In tables.
    value, low, high
        The index and its 95 % interval; shape (parameters,).
    chance
        What 95 % of parameters without any effect stay below; nan where that is not known. Shape
        (parameters,).
    """

    name: str
    value: Rows
    low: Rows
    high: Rows
    chance: Rows


@dataclass(frozen=True)
class Analysis:
    """What one method says of all parameters for one outcome.

    Attributes
    ----------
    indices
        By name; the first one is that by which parameters are ordered.
    unchanged
        Whether no run changed when the parameter was moved; shape (parameters,).
    """

    indices: dict[str, Index] = field(repr=False)
    unchanged: Flags

    @property
    def idle(self) -> Flags:
        """Whether a parameter does no more than chance would; shape (parameters,)."""
        idle: Flags = self.main.value <= np.nan_to_num(self.main.chance)
        return idle

    @property
    def clear(self) -> Flags:
        """Whether it does more, with its whole interval; shape (parameters,)."""
        clear: Flags = self.main.low > np.nan_to_num(self.main.chance)
        return clear & ~self.idle

    @property
    def main(self) -> Index:
        """The index by which parameters are ordered."""
        return next(iter(self.indices.values()))

    @property
    def ranks(self) -> Numbers:
        """Place of every parameter, from 1, by the main index; shape (parameters,)."""
        order = np.argsort(-self.main.value, kind="stable")
        ranks = np.empty(order.size, dtype=np.int64)
        ranks[order] = np.arange(1, order.size + 1)
        return ranks


Method = Callable[[Rows, Rows], Analysis]


def complete_runs(design: Rows, outcomes: Rows) -> Rows:
    """Check outcomes against their design.

    Parameters
    ----------
    design
        Shape (points, parameters).
    outcomes
        Shape (points,), or (replications, points).

    Returns
    -------
    ndarray
        The outcomes, shape (replications, points).

    Raises
    ------
    IncompleteDesignError
        If there are other points than in the design, or a number is missing.
    """
    runs = np.atleast_2d(np.asarray(outcomes, dtype=np.float64))
    points = design.shape[0]
    if runs.shape[1] != points:
        raise IncompleteDesignError(f"{runs.shape[1]} of {points} points have outcomes")
    lacking = int((~np.isfinite(runs)).any(axis=0).sum())
    if lacking:
        raise IncompleteDesignError(f"{lacking} of {points} points lack a number")
    return runs


# --- Morris ------------------------------------------------------------------------------------


def morris(design: Rows, outcomes: Rows, categorical: Flags | None = None) -> Analysis:
    """Return the elementary effects in short: mu*, mu and sigma of every parameter.

    Parameters
    ----------
    design
        Trajectories one after the other, each of parameters + 1 points, of which each moves one
        parameter; shape (points, parameters). A unit is a parameter's whole range.
    outcomes
        Shape (points,), or (replications, points) with the same draws at every point.
    categorical
        Which parameters are choices: any change of these counts as a whole range. Shape
        (parameters,).

    Returns
    -------
    Analysis
        Effects in units of the outcome per whole range. Chance is the mu* that differences between
        seeds alone would give.

    Raises
    ------
    IncompleteDesignError
        If a number is missing, or these are no trajectories.
    """
    runs = complete_runs(design, outcomes)
    effects = elementary_effects(design, runs, categorical)
    count = effects.shape[1]
    if count < 2:
        raise IncompleteDesignError("1 trajectory says nothing of uncertainty: 2 are needed")
    mean = effects.mean(axis=0)
    weights = resampling_weights(count) / count
    strength = _mean_index("mu_star", np.abs(mean), weights, _strength_by_chance(effects))
    direction = _mean_index("mu", mean, weights, np.full(mean.shape[1], NAN))
    unchanged = (effects == 0.0).all(axis=(0, 1))
    indices = {"mu_star": strength, "mu": direction, "sigma": _sigma(mean, weights)}
    return Analysis(indices, unchanged)


def elementary_effects(design: Rows, runs: Rows, categorical: Flags | None = None) -> Rows:
    """Return what each move of a parameter changed, per whole range.

    Parameters
    ----------
    design
        As in `morris`.
    runs
        Shape (replications, points).
    categorical
        As in `morris`.

    Returns
    -------
    ndarray
        Shape (replications, trajectories, parameters).

    Raises
    ------
    IncompleteDesignError
        If these are no trajectories that move every parameter once.
    """
    points, parameters = design.shape
    count, rest = divmod(points, parameters + 1)
    if rest or not count:
        raise IncompleteDesignError(
            f"{points} points are no trajectories of {parameters + 1} points each"
        )
    moves = np.diff(design.reshape(count, parameters + 1, parameters), axis=1)
    moved = moves != 0.0
    if not ((moved.sum(axis=1) == 1).all() and (moved.sum(axis=2) == 1).all()):
        raise IncompleteDesignError("a trajectory moves every parameter once, one at a time")
    which = moved.argmax(axis=2)
    distance = np.take_along_axis(moves, which[:, :, np.newaxis], axis=2)[:, :, 0]
    if categorical is not None:
        distance = np.where(categorical[which], np.sign(distance), distance)
    changes = np.diff(runs.reshape(-1, count, parameters + 1), axis=2) / distance
    effects = np.empty_like(changes)
    np.put_along_axis(effects, np.broadcast_to(which, changes.shape), changes, axis=2)
    return effects


def _mean_index(name: str, parts: Rows, weights: Rows, chance: Rows) -> Index:
    """Average over trajectories, which are drawn anew for the interval."""
    low, high = percentile_limits(weights @ parts, parts.shape[0])
    return Index(name, parts.mean(axis=0), low, high, chance)


def _sigma(mean: Rows, weights: Rows) -> Index:
    """Spread of effects over trajectories: interactions, and effects that are not straight."""
    count = mean.shape[0]
    variance = np.maximum(weights @ mean**2 - (weights @ mean) ** 2, 0.0)
    low, high = percentile_limits(np.sqrt(variance * count / (count - 1)), count)
    return Index("sigma", mean.std(axis=0, ddof=1), low, high, np.full(mean.shape[1], NAN))


def _strength_by_chance(effects: Rows) -> Rows:
    """Return what most mu* of parameters stay below that only shuffle the draws.

    The mean of r seeds without effect has a mean size of ``sqrt(2 / (pi r)) s`` and a variance of
    that size of ``(1 - 2 / pi) s^2 / r``, if it is normal. The spread s is that of each effect
    between seeds, freed of the bias that it has with few of them; that it is itself estimated is
    added to the variance. mu* is the mean of many sizes.
    """
    seeds, count, parameters = effects.shape
    if seeds < 2:
        return np.full(parameters, NAN)
    spread, bias = effects.std(axis=0, ddof=1), _bias_of_spread(seeds)
    size = math.sqrt(2.0 / (math.pi * seeds))
    of_size = (1.0 - 2.0 / math.pi) / seeds
    of_estimate = size**2 * (1.0 / bias**2 - 1.0)
    variance = (of_size + of_estimate) * (spread**2).mean(axis=0) / count
    limit: Rows = size * spread.mean(axis=0) / bias + ONE_SIDED * np.sqrt(variance)
    return limit


def _bias_of_spread(count: int) -> float:
    """Return the mean standard deviation of `count` standard normal numbers, below 1."""
    gamma = math.lgamma(count / 2.0) - math.lgamma((count - 1) / 2.0)
    return math.sqrt(2.0 / (count - 1)) * math.exp(gamma)


# --- Sobol' ------------------------------------------------------------------------------------


def sobol(design: Rows, outcomes: Rows) -> Analysis:
    """Return Sobol' indices: shares of the outcome's variance, by SciPy.

    Parameters
    ----------
    design
        Saltelli's: blocks of as many points each, A, B, and A with column j from B for every j;
        shape (points, parameters). A block has a power of 2 of points.
    outcomes
        Shape (points,), or (replications, points) with the same draws at every point.

    Returns
    -------
    Analysis
        Total order (alone and together with others) and first order (alone). Chance is the total
        order that differences between seeds alone would give.

    Raises
    ------
    IncompleteDesignError
        If a number is missing, or the design is another one.
    """
    runs = complete_runs(design, outcomes)
    blocks = saltelli_blocks(design, runs)
    base, mixed = blocks[:, 0], blocks[:, 2:]
    means = blocks.mean(axis=0)
    values = _sobol_of(means)
    samples = means.shape[1]
    draws = np.array(
        [
            _sobol_of(means[:, np.repeat(np.arange(samples), drawn.astype(np.int64))])
            for drawn in resampling_weights(samples)
        ]
    )
    variance = float(np.var(means[:2]))
    chance = _total_by_chance(base[:, np.newaxis] - mixed, variance)
    low, high = percentile_limits(draws[:, 1], samples)
    total = Index("total", values[1], low, high, chance)
    low, high = percentile_limits(draws[:, 0], samples)
    first = Index("first", values[0], low, high, np.full(values[0].shape, NAN))
    unchanged = (mixed == base[:, np.newaxis]).all(axis=(0, 2))
    return Analysis({"total": total, "first": first}, unchanged)


def saltelli_blocks(design: Rows, runs: Rows) -> Rows:
    """Cut outcomes into the blocks of their design; shape (replications, blocks, samples).

    Raises
    ------
    IncompleteDesignError
        If the design is not Saltelli's.
    """
    points, parameters = design.shape
    samples, rest = divmod(points, parameters + 2)
    if rest or samples < 2 or samples & (samples - 1):
        raise IncompleteDesignError(
            f"{points} points are not {parameters + 2} blocks with a power of 2 of points each"
        )
    blocks = design.reshape(parameters + 2, samples, parameters)
    for column in range(parameters):
        expected = blocks[0].copy()
        expected[:, column] = blocks[1][:, column]
        if not np.array_equal(blocks[2 + column], expected):
            raise IncompleteDesignError(f"block {2 + column} is not A with a column from B")
    return runs.reshape(-1, parameters + 2, samples)


def _sobol_of(means: Rows) -> Rows:
    """Return first and total order from the means of all blocks; shape (2, parameters)."""
    found = sobol_indices(
        func={"f_A": means[:1], "f_B": means[1:2], "f_AB": means[2:, np.newaxis]},
        n=means.shape[1],
    )
    return np.array([found.first_order, found.total_order]).reshape(2, -1)


def _total_by_chance(differences: Rows, variance: float) -> Rows:
    """Return what most total orders of parameters stay below that only shuffle the draws.

    A total order is half the mean squared difference of two points by the variance. Where only
    seeds make a difference, its square has the mean v and the variance 2 v^2, v being the variance
    of the difference by the number r of seeds. An estimate of v has itself the variance
    ``2 v^2 / (r - 1)``, and its square is too large by ``(r + 1) / (r - 1)``. Differences have the
    shape (replications, parameters, samples).
    """
    seeds, parameters, samples = differences.shape
    if seeds < 2 or variance == 0.0:
        return np.full(parameters, NAN)
    squares = differences.var(axis=0, ddof=1) / seeds
    of_both = 2.0 * (squares**2).mean(axis=1) * seeds / (seeds + 1) / samples
    limit: Rows = 0.5 * (squares.mean(axis=1) + ONE_SIDED * np.sqrt(of_both)) / variance
    return limit


# --- PAWN --------------------------------------------------------------------------------------


def pawn(design: Rows, outcomes: Rows) -> Analysis:
    """Return how far a parameter moves the distribution of the outcome, whatever its moments.

    The range of a parameter is cut into slices of equally many points; few values are slices of
    their own. A distance is the largest one between the distribution in a slice and that of all
    points (Kolmogorov and Smirnov).

    Parameters
    ----------
    design
        Any sample of independent parameters, such as a Latin hypercube; shape (points, parameters).
    outcomes
        Shape (points,), or (replications, points), of which the mean is taken.

    Returns
    -------
    Analysis
        Maximum and median of the distances. Chance is that of shuffled parameters. Intervals have
        the spread of draws with replacement around the index.

    Raises
    ------
    IncompleteDesignError
        If a number is missing.
    """
    outcome = complete_runs(design, outcomes).mean(axis=0)
    codes: Numbers = np.unique(outcome, return_inverse=True)[1]
    once = np.ones((1, outcome.size))
    weights = resampling_weights(outcome.size, PAWN_RESAMPLES)
    found: dict[str, list[tuple[float, float, float, float]]] = {"maximum": [], "median": []}
    known: dict[tuple[int, ...], Rows] = {}
    for column in design.T:
        slices = in_slices(column)
        sizes = tuple(np.bincount(slices).tolist())
        if sizes not in known:
            known[sizes] = _by_chance(slices, codes)
        value = _summaries(slice_distances(slices, codes, once))[0]
        draws = _summaries(slice_distances(slices, codes, weights))
        # Distances of draws are larger than those of new points: only how they spread counts.
        low, high = percentile_limits(draws - draws.mean(axis=0) + value, outcome.size)
        for number, name in enumerate(found):
            found[name].append((value[number], low[number], high[number], known[sizes][number]))
    indices = {name: Index(name, *np.array(rows).T) for name, rows in found.items()}
    return Analysis(indices, np.zeros(design.shape[1], dtype=bool))


def in_slices(column: Rows) -> Numbers:
    """Return the slice of every point by one parameter, from 0; shape (points,)."""
    values, numbers = np.unique(column, return_inverse=True)
    if values.size <= SLICES:
        return numbers.astype(np.int64)
    ranks = np.empty(column.size, dtype=np.int64)
    ranks[np.argsort(column, kind="stable")] = np.arange(column.size)
    return ranks * SLICES // column.size


def slice_distances(slices: Numbers, codes: Numbers, weights: Rows) -> Rows:
    """Return how far the outcomes of every slice are from those of all points.

    The largest distance of two distribution functions lies where that of the slice jumps: there, or
    just before.

    Parameters
    ----------
    slices
        Slice of every point, from 0; shape (points,).
    codes
        Outcome of every point as the number of its value in ascending order; shape (points,).
    weights
        How often every point counts; shape (draws, points).

    Returns
    -------
    ndarray
        Shape (draws, slices); nan for a slice that has no point in a draw.
    """
    everywhere = _cumulated(codes, weights)
    order = np.lexsort((codes, slices))
    pairs = np.stack([slices[order], codes[order]])
    new = np.append(True, (np.diff(pairs, axis=1) != 0).any(axis=0))
    slice_of, code_of = pairs[:, new]
    inside = np.cumsum(np.add.reduceat(weights[:, order], np.flatnonzero(new), axis=1), axis=1)
    inside = np.concatenate([np.zeros((weights.shape[0], 1)), inside], axis=1)
    starts = np.searchsorted(slice_of, np.arange(slice_of[-1] + 1))
    base = inside[:, starts]
    total = inside[:, np.append(starts[1:], slice_of.size)] - base
    total[total == 0.0] = NAN
    share = (inside[:, :-1] - base[:, slice_of]) / total[:, slice_of]
    share_with = (inside[:, 1:] - base[:, slice_of]) / total[:, slice_of]
    apart = np.maximum(
        np.abs(share - everywhere[:, code_of]), np.abs(share_with - everywhere[:, code_of + 1])
    )
    return np.maximum.reduceat(apart, starts, axis=1)


def _cumulated(codes: Numbers, weights: Rows) -> Rows:
    """Return the share of points below each value, and 1 at the end; shape (draws, values + 1)."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(codes.max() + 1))
    summed = np.cumsum(np.add.reduceat(weights[:, order], starts, axis=1), axis=1)
    shares: Rows = np.concatenate([np.zeros((weights.shape[0], 1)), summed], axis=1)
    return shares / shares[:, -1:]


def _summaries(distances: Rows) -> Rows:
    """Return maximum and median over slices, the order of the indices; shape (draws, 2)."""
    return np.stack([np.nanmax(distances, axis=1), np.nanmedian(distances, axis=1)], axis=1)


def _by_chance(slices: Numbers, codes: Numbers) -> Rows:
    """Return what maximum and median of most shuffled parameters with such slices stay below."""
    generator = np.random.default_rng(SHUFFLING_SEED)
    once = np.ones((1, codes.size))
    shuffled = [
        _summaries(slice_distances(generator.permutation(slices), codes, once))[0]
        for _ in range(SHUFFLES)
    ]
    limits: Rows = np.quantile(shuffled, CHANCE, axis=0)
    return limits


# --- Noise -------------------------------------------------------------------------------------


def share_of_noise(outcomes: Rows) -> float:
    """Return which share of the variance between points is differences between seeds.

    Of means over replications, since these are what indices are about. Draws are the same at every
    point, which removes a part of this noise from effects of single parameters.

    Parameters
    ----------
    outcomes
        Shape (replications, points).

    Returns
    -------
    float
        [0, 1]; nan with one replication, or where the outcome does not vary.
    """
    seeds = outcomes.shape[0]
    between = float(outcomes.mean(axis=0).var(ddof=1))
    if seeds < 2 or between == 0.0:
        return NAN
    by_seeds = float(outcomes.var(axis=0, ddof=1).mean()) / seeds
    return float(min(1.0, by_seeds / between))
