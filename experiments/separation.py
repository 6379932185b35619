"""The number of partners and their variety, told apart.

Two ways. By design: the number of organisations is doubled at the same number of sectors, and the
number of sectors at the same number of organisations, within each replication, so that the same
founders are compared. The design makes these differences in what every run has, platform and
success; depth and value there are only in pairs with a platform on both sides. By what was found:
among alliances that aimed at the same size and kept as many members, how an outcome goes along with
the sectors and the spread of camps that its members happen to have.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_data import (
    ANY_SECTOR,
    CAMP_SPREAD,
    DEPTH,
    EFFECTIVE_SECTORS,
    MEMBERS,
    PLATFORM,
    RANDOM,
    SUCCESS,
    VALUE,
    Cell,
    Measure,
)
from experiments.estimates import FEWEST_RUNS, NOTHING, Estimate, limits_of
from experiments.finished_sweep import MAIN
from experiments.statistics import NAN, Rows, pooled_ratios

OUTCOMES = (DEPTH, VALUE, PLATFORM, SUCCESS)
"""Of the first two there is a number only with a platform."""

MIXTURES = (EFFECTIVE_SECTORS, CAMP_SPREAD)
"""What says how various the members of an alliance are."""

TINY = 1e-12
"""Below this a spread, or a determinant of causes on one scale, is nought but for rounding."""


@dataclass(frozen=True)
class Separation:
    """Number and variety of partners apart, for one form of governance and commitment.

    Attributes
    ----------
    governance, commitment
        Of the alliances compared; partners are drawn at random among the sectors asked.
    number, sectors
        By outcome: its change when the number of organisations, or of sectors, is doubled and the
        other one stays.
    number_in_common
        The same as `number`, where every number of sectors holds the size: few sectors hold large
        sizes only for founders in large sectors.
    mixtures
        By outcome: its change with one standard deviation more of each of `MIXTURES`, at the same
        size aimed at, the other one and the members at the platform held fixed.
    """

    governance: str
    commitment: str
    number: dict[str, Estimate]
    sectors: dict[str, Estimate]
    number_in_common: dict[str, Estimate]
    mixtures: dict[str, tuple[Estimate, ...]]


def separate(study: BreadthDepth, governance: str, commitment: str) -> Separation | None:
    """Tell number and variety apart in the main setting.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    governance, commitment
        Which alliances.

    Returns
    -------
    Separation or None
        None where the sweep does not vary the number of sectors asked, partners drawn at random,
        or where there are too few runs.
    """
    found = [
        cell
        for key, cell in study.data.cells.items()
        if (key.setting, key.governance, key.selection, key.commitment)
        == (MAIN, governance, RANDOM, commitment)
    ]
    told = [cell for cell in found if cell.key.sectors != ANY_SECTOR]
    if len(told) < 2 or study.data.replications < FEWEST_RUNS:
        return None
    return Separation(
        governance,
        commitment,
        {m.name: _of_number(told, m, study.weights) for m in OUTCOMES},
        {m.name: _of_sectors(told, m, study.weights) for m in OUTCOMES},
        {m.name: _of_number(in_common(told), m, study.weights) for m in OUTCOMES},
        {m.name: _of_mixtures(found, m, study.weights) for m in OUTCOMES if m is not PLATFORM},
    )


# --- By design ---------------------------------------------------------------------------------


def _of_number(found: Sequence[Cell], measure: Measure, weights: Rows) -> Estimate:
    pairs = [paired_sums(np.log2(cell.organisations), cell.of(measure)) for cell in found]
    return _estimate(pairs, weights)


def in_common(found: Sequence[Cell]) -> list[Cell]:
    """Return what all cells have: the same sizes, and at each of them the same runs."""
    sizes = sorted(set.intersection(*({*cell.partners} for cell in found)))
    same = [cell.at_sizes(np.isin(cell.partners, sizes)) for cell in found]
    counts = np.all([np.isfinite(cell.of(PLATFORM)) for cell in same], axis=0)
    return [cell.of_runs(counts) for cell in same]


def _of_sectors(found: Sequence[Cell], measure: Measure, weights: Rows) -> Estimate:
    pairs = []
    for size in sorted({float(size) for cell in found for size in cell.organisations}):
        here = [cell for cell in found if size in cell.organisations]
        doublings = np.log2([cell.key.sectors for cell in here])
        values = [cell.of(measure)[np.searchsorted(cell.organisations, size)] for cell in here]
        pairs.append(paired_sums(doublings, np.array(values)))
    return _estimate(pairs, weights)


def paired_sums(places: Rows, values: Rows) -> tuple[Rows, Rows]:
    """Return per run what goes into a slope within runs: sum of products, and sum of squares.

    Parameters
    ----------
    places
        Where the points lie, shape (points,).
    values
        Shape (points, runs); what is nan is left out, and of a run with one value nothing counts.

    Returns
    -------
    tuple of ndarray
        Shape (runs,) each. The slope is the sum of the first by the sum of the second.
    """
    known = np.isfinite(values)
    count = np.maximum(known.sum(axis=0), 1)
    x = np.where(known, places[:, None], 0.0)
    x = np.where(known, x - x.sum(axis=0) / count, 0.0)
    return (x * np.where(known, values, 0.0)).sum(axis=0), (x * x).sum(axis=0)


def _estimate(pairs: Sequence[tuple[Rows, Rows]], weights: Rows) -> Estimate:
    parts, wholes = (np.sum([pair[side] for pair in pairs], axis=0)[None] for side in (0, 1))
    value = pooled_ratios(parts, wholes)[0]
    limits = limits_of(pooled_ratios(parts, wholes, weights), weights.shape[1])[:, 0]
    return Estimate(float(value), *map(float, limits))


# --- By what was found -------------------------------------------------------------------------


def _of_mixtures(found: Sequence[Cell], measure: Measure, weights: Rows) -> tuple[Estimate, ...]:
    mixtures = [_by_size(found, mixture) for mixture in MIXTURES]
    # Who stays makes the number as well as the mixture, so that the number has to be held fixed.
    members = np.log2(_by_size(found, MEMBERS))
    return partial_slopes(mixtures, _by_size(found, measure), weights, held=[members])


def _by_size(found: Sequence[Cell], measure: Measure) -> Rows:
    """Return a measure of all cells, shape (cells, sizes, runs); nan where a cell lacks a size."""
    sizes = sorted({float(size) for cell in found for size in cell.organisations})
    runs = found[0].of(measure).shape[1]
    values = np.full((len(found), len(sizes), runs), NAN)
    for row, cell in enumerate(found):
        values[row, np.searchsorted(sizes, cell.organisations)] = cell.of(measure)
    return values


def partial_slopes(
    causes: Sequence[Rows], outcome: Rows, weights: Rows, held: Sequence[Rows] = ()
) -> tuple[Estimate, ...]:
    """Return the change of an outcome with one standard deviation of each of some causes.

    By least squares with all causes, what is held fixed, and a level of its own for each size;
    standard deviations are those within sizes.

    Parameters
    ----------
    causes
        Arrays of shape (cells, sizes, runs).
    outcome
        Shape (cells, sizes, runs); where one of all is nan, none counts.
    weights
        How often each run is drawn, shape (resamples, runs).
    held
        What is held fixed, arrays as the causes; what does not vary within sizes needs no holding.
    """
    known = np.isfinite(outcome) & np.all(np.isfinite([*causes, *held]), axis=0)
    if known.sum() <= FEWEST_RUNS:
        return tuple(NOTHING for _ in causes)
    fixed = [values for each in held if np.any(values := _standardised(each, known))]
    x = np.array([*(_standardised(cause, known) for cause in causes), *fixed])
    y = _centred(outcome, known)
    squares = np.einsum("icnr,jcnr->rij", x, x)
    products = np.einsum("icnr,cnr->ri", x, y)
    every = np.ones((1, weights.shape[1]))
    values, draws = (_solved(squares, products, each) for each in (every, weights))
    limits = limits_of(draws, weights.shape[1])
    rows = list(zip(values[0], *limits, strict=True))
    return tuple(Estimate(*map(float, row)) for row in rows[: len(causes)])


def _centred(values: Rows, known: np.ndarray) -> Rows:
    """Return values less the mean of their size; 0 where they do not count."""
    filled = np.where(known, values, 0.0)
    count = np.maximum(known.sum(axis=(0, 2), keepdims=True), 1)
    level = filled.sum(axis=(0, 2), keepdims=True) / count
    return np.where(known, filled - level, 0.0)


def _standardised(values: Rows, known: np.ndarray) -> Rows:
    centred = _centred(values, known)
    spread = np.sqrt((centred**2).sum() / known.sum())
    return centred / spread if spread > TINY else np.zeros(centred.shape)


def _solved(squares: Rows, products: Rows, weights: Rows) -> Rows:
    """Solve the normal equations of each resample; nan where that cannot be done.

    Shape (resamples, causes).
    """
    a = np.tensordot(weights, squares, axes=1)
    b = weights @ products
    size = np.trace(a, axis1=1, axis2=2)[:, None, None]
    scaled = np.divide(a, size, out=np.zeros(a.shape), where=size > 0.0)
    solved: Rows = np.full(b.shape, NAN)
    fine = np.linalg.det(scaled) > TINY
    solved[fine] = np.linalg.solve(a[fine], b[fine][..., None])[..., 0]
    return solved
