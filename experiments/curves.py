"""A curve over sizes, known from some runs: its best size and its knee, with their uncertainty.

Curves are given as what was found (shape (sizes,)) and as what would have been found from
resampled runs (shape (resamples, sizes)). Nothing here knows what the curve is about.
"""

import math
from dataclasses import dataclass

import numpy as np

from experiments.statistics import CONFIDENCE, Rows, percentile_limits, wider_for_few

BANDWIDTH = 0.25
"""Width of the kernel of `smoother`, in logarithms of the size: sizes within about a quarter of
each other count as neighbours. Chosen beforehand, not from the data."""

FEWEST_SIZES = 5
"""A broken line has four parameters: with fewer sizes nothing could speak against it."""

STEP = 0.25
"""Distance between the places at which a knee is sought; sizes."""

TINY = 1e-12
"""Spread below which resampled values are the same but for rounding."""


# --- Best size ---------------------------------------------------------------------------------


def smoother(sizes: Rows) -> Rows:
    """Return the matrix that smooths a curve by local lines over the logarithm of the size.

    The highest of many noisy shares jumps from size to size; a smoothed curve borrows from
    neighbours. Local lines keep straight pieces and the ends as they are, and ask for no shape
    (Cleveland 1979), unlike a parabola, which has a peak even where there is none.

    Parameters
    ----------
    sizes
        Ascending, above 0; shape (sizes,).

    Returns
    -------
    ndarray
        Shape (sizes, sizes): smoothed = matrix @ curve.
    """
    place = np.log(sizes)
    rows = []
    for centre in place:
        weight = np.exp(-0.5 * ((place - centre) / BANDWIDTH) ** 2)
        line = np.stack([np.ones_like(place), place - centre], axis=1)
        rows.append(np.linalg.lstsq(line * weight[:, None] ** 0.5, np.diag(weight**0.5))[0][0])
    return np.array(rows)


@dataclass(frozen=True)
class BestSize:
    """The size at which a curve is highest.

    Attributes
    ----------
    size, low, high
        Size with the highest smoothed value, and the 95 % interval of it over resamples.
    candidates
        Sizes that cannot be told from the best.
    is_flat
        Whether all sizes together differ by no more than chance explains: no best can be told.
    is_at_edge
        Whether the best is the smallest or the largest size asked, so that a better one may lie
        beyond.
    """

    size: float
    low: float
    high: float
    candidates: tuple[float, ...]
    is_flat: bool
    is_at_edge: bool


def find_best(sizes: Rows, found: Rows, draws: Rows, runs: int) -> BestSize | None:
    """Find the size at which a smoothed curve is highest, and what cannot be told from it.

    Parameters
    ----------
    sizes
        Ascending, shape (sizes,).
    found
        Values of the curve, shape (sizes,); sizes without a value are left out.
    draws
        Values from resampled runs, shape (resamples, sizes).
    runs
        Number of runs that were drawn anew.

    Returns
    -------
    BestSize or None
        None with fewer than two sizes, or a single run.
    """
    known = np.isfinite(found)
    if known.sum() < 2 or runs < 2:
        return None
    sizes, found = sizes[known], found[known]
    matrix = smoother(sizes)
    smooth = matrix @ found
    resampled = np.where(np.isfinite(draws[:, known]), draws[:, known], found) @ matrix.T
    best = int(np.argmax(smooth))
    low, high = percentile_limits(sizes[np.argmax(resampled, axis=1)][:, None], runs)[:, 0]
    kept = tuple(float(size) for size in sizes[candidates_for_best(smooth, resampled, runs)])
    is_flat = are_alike(smooth, resampled, runs)
    is_at_edge = best in (0, sizes.size - 1)
    return BestSize(float(sizes[best]), float(low), float(high), kept, is_flat, is_at_edge)


def leads_over(found: Rows, draws: Rows) -> tuple[Rows, Rows]:
    """Return by how much the others lead over each point at most, and how that varies by chance.

    Leads are paired differences by their own spread over the resamples.

    Parameters
    ----------
    found
        Values, shape (points,).
    draws
        Values from resampled runs, shape (resamples, points).

    Returns
    -------
    tuple of ndarray
        The largest lead over each point, shape (points,), and what would be the largest by chance
        if all were alike, shape (resamples, points).
    """
    largest, by_chance = np.zeros(found.size), np.zeros(draws.shape)
    for point in range(found.size):
        ahead = found - found[point]
        ahead[np.abs(ahead) < TINY] = 0.0
        chance = draws - draws[:, point, None] - ahead
        # A difference that never varies is judged by itself.
        spread = np.maximum(chance.std(axis=0), TINY)
        largest[point] = (ahead / spread).max()
        by_chance[:, point] = (chance / spread).max(axis=1)
    return largest, by_chance


def candidates_for_best(found: Rows, draws: Rows, runs: int) -> np.ndarray:
    """Return which points cannot be ruled out as the best, which lies among them in 95 of 100.

    A point is ruled out if the largest lead over it is larger than chance explains. It is allowed
    for that the leader was chosen because it is high (Hsu 1981; Mogstad et al. 2024).

    Parameters
    ----------
    found
        Values, shape (points,).
    draws
        Values from resampled runs, shape (resamples, points).
    runs
        Number of runs that were drawn anew.

    Returns
    -------
    ndarray
        Booleans, shape (points,).
    """
    largest, by_chance = leads_over(found, draws)
    limits = [wider_for_few(limit, runs) for limit in np.quantile(by_chance, CONFIDENCE, axis=0)]
    kept: np.ndarray = largest <= np.array(limits) + TINY
    return kept


def are_alike(found: Rows, draws: Rows, runs: int) -> bool:
    """Tell whether the largest of all leads is no larger than chance explains in 95 of 100.

    Parameters
    ----------
    found, draws, runs
        As for `candidates_for_best`.
    """
    largest, by_chance = leads_over(found, draws)
    limit = wider_for_few(float(np.quantile(by_chance.max(axis=1), CONFIDENCE)), runs)
    return bool(largest.max() <= limit + TINY)


def limits_against_best(found: Rows, draws: Rows, runs: int) -> tuple[float, float]:
    """Return the 95 % interval of the last point minus the best of the others, whichever that is.

    The lower limit is the lowest of single comparisons: one of them is with the best. The upper
    one allows for all comparisons at once: the last point is worse than the best if it is worse
    than any (multiple comparisons with the best; Hsu 1981).

    Parameters
    ----------
    found
        Values, shape (points,), at least two.
    draws
        Values from resampled runs, shape (resamples, points).
    runs
        Number of runs that were drawn anew, at least 2.
    """
    ahead = found[-1] - found[:-1]
    chance = draws[:, -1:] - draws[:, :-1] - ahead
    spread = np.maximum(chance.std(axis=0), TINY)
    tail = (1.0 - CONFIDENCE) / 2.0
    by_chance = (-chance / spread).max(axis=1)
    limit = wider_for_few(float(np.quantile(by_chance, 1.0 - tail)), runs)
    singly = percentile_limits(chance + ahead, runs)[0]
    return float(singly.min()), float((ahead + limit * spread).min())


def limits_together(found: Rows, draws: Rows, runs: int) -> Rows:
    """Return limits that hold all of several values at once, in 95 of 100 (largest of all t).

    Parameters
    ----------
    found
        Values, shape (points,).
    draws
        Values from resampled runs, shape (resamples, points); what is nan is left out.
    runs
        Number of runs that were drawn anew.

    Returns
    -------
    ndarray
        Shape (2, points); nan where there is no value, or for a single run.
    """
    limits = np.full((2, found.size), np.nan)
    known = np.isfinite(found)
    if runs < 2 or not known.any():
        return limits
    found, draws = found[known], np.where(np.isfinite(draws[:, known]), draws[:, known], np.nan)
    spread = np.maximum(np.nanstd(draws, axis=0), TINY)
    by_chance = np.nan_to_num(np.abs(draws - found) / spread).max(axis=1)
    limit = wider_for_few(float(np.quantile(by_chance, CONFIDENCE)), runs)
    limits[:, known] = found - limit * spread, found + limit * spread
    return limits


# --- Knee --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Knee:
    """Where a broken line bends.

    Attributes
    ----------
    size, low, high
        Size at the break, and its 95 % interval over resamples.
    before, after
        Slopes on both sides; change of the value per unit of size.
    chance
        How often a straight line would seem to be broken at least so clearly, by chance alone.
    """

    size: float
    low: float
    high: float
    before: float
    after: float
    chance: float

    @property
    def is_told(self) -> bool:
        """Whether one straight line serves less well than chance explains."""
        return self.chance < 1.0 - CONFIDENCE


def find_knee(sizes: Rows, found: Rows, draws: Rows, runs: int) -> Knee | None:
    """Fit a continuous line of two pieces by least squares, and compare it with one line.

    The test adds the chance deviations of the resamples to the straight line and fits both again:
    that the break was sought is so allowed for (Hansen 2000). A curve that bends gradually has a
    break as well; it then marks the middle of the bend.

    Parameters
    ----------
    sizes
        Ascending, shape (sizes,).
    found
        Values of the curve, shape (sizes,); sizes without a value are left out.
    draws
        Values from resampled runs, shape (resamples, sizes).
    runs
        Number of runs that were drawn anew.

    Returns
    -------
    Knee or None
        None with fewer than `FEWEST_SIZES` sizes, or a single run.
    """
    known = np.isfinite(found)
    if known.sum() < FEWEST_SIZES or runs < 2:
        return None
    sizes, found = sizes[known], found[known]
    resampled = np.where(np.isfinite(draws[:, known]), draws[:, known], found)
    # At least two sizes on each side of the break.
    places = np.arange(sizes[1], sizes[-2] + STEP / 2, STEP)
    columns = np.stack([np.ones_like(sizes), sizes], axis=1)
    line = columns @ np.linalg.pinv(columns)
    hinges = _hinges(sizes, places, line)
    gains, breaks = _best_breaks(np.vstack([found, resampled]), hinges)
    under_line = line @ found + (resampled - found) * math.sqrt(runs / (runs - 1))
    chance_gains, _ = _best_breaks(under_line, hinges)
    low, high = percentile_limits(places[breaks[1:]][:, None], runs)[:, 0]
    size = float(places[breaks[0]])
    broken = np.column_stack([columns, np.maximum(0.0, sizes - size)])
    before, bend = np.linalg.lstsq(broken, found)[0][1:]
    # A straight line fits to the last bit where there is no chance at all.
    chance = float(np.mean(chance_gains >= gains[0] - TINY))
    return Knee(size, float(low), float(high), float(before), float(before + bend), chance)


def _hinges(sizes: Rows, places: Rows, line: Rows) -> Rows:
    """Give what a break at each place adds to a straight line, of length 1; (sizes, places)."""
    hinges = np.maximum(0.0, sizes[:, None] - places)
    beside_line = hinges - line @ hinges
    added: Rows = beside_line / np.linalg.norm(beside_line, axis=0)
    return added


def _best_breaks(curves: Rows, hinges: Rows) -> tuple[Rows, np.ndarray]:
    """By how much a break explains more than one line, in squares, at best; and which place."""
    gains = (curves @ hinges) ** 2
    best = gains.argmax(axis=1)
    return gains.max(axis=1), best
