"""Designs of experiments: from factors to points, each a value for every factor.

A design knows nothing of the model. Grid, one factor at a time, Latin hypercube (McKay, Beckman &
Conover 1979, from SciPy), and points of the user's own.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

DESIGNS = ("grid", "latin_hypercube", "one_at_a_time", "points")
"""Names of the designs; `points` are those of a file."""

MOST_POINTS = 100_000
"""Points of a sweep at most: all of them are checked and kept before the first run begins."""

Values = dict[str, Any]
"""Value of every factor at one point."""


class DesignError(ValueError):
    """Factors do not fit a design; the message says which."""


@dataclass(frozen=True)
class Factor:
    """What is varied: a key with its values, or an interval.

    Attributes
    ----------
    key
        Key of a parameter, or name of a group of options.
    values
        Values to be taken; empty for an interval.
    low, high
        Ends of an interval.
    whole
        Whether only whole numbers of the interval are meant.
    """

    key: str
    values: tuple[Any, ...] = ()
    low: float = math.nan
    high: float = math.nan
    whole: bool = False

    @property
    def is_interval(self) -> bool:
        """Whether it has no list of values."""
        return not self.values

    def at(self, share: float) -> Any:
        """Return the value at a share of the way through, [0, 1]: values have equal parts of it."""
        if not self.is_interval:
            return self.values[_part(share, len(self.values))]
        if self.whole:
            low, high = math.ceil(self.low), math.floor(self.high)
            return low + _part(share, high - low + 1)
        if share >= 1.0:
            return self.high  # by rounding the sum can miss it
        return self.low + share * (self.high - self.low)


def _part(share: float, parts: int) -> int:
    """Return the number of the equal part in which a share lies; the very end is in the last."""
    return min(int(share * parts), parts - 1)


def grid(factors: Sequence[Factor]) -> Iterator[Values]:
    """Yield every combination of the factors' values; the last factor changes fastest.

    Raises
    ------
    DesignError
        If a factor is an interval, or there are more than `MOST_POINTS`.
    """
    _refuse_intervals(factors, "a grid")
    refuse_too_many(math.prod(len(factor.values) for factor in factors))
    keys = [factor.key for factor in factors]
    for values in itertools.product(*(factor.values for factor in factors)):
        yield dict(zip(keys, values, strict=True))


def one_at_a_time(factors: Sequence[Factor], base: Mapping[str, Any]) -> Iterator[Values]:
    """Yield the base, and then the base with one factor changed, factor by factor.

    Parameters
    ----------
    factors
        What is changed; a value that the base has already is not repeated.
    base
        Value of every factor where others are changed.

    Raises
    ------
    DesignError
        If a factor is an interval.
    """
    _refuse_intervals(factors, "one factor at a time")
    start = {factor.key: base[factor.key] for factor in factors}
    yield start
    for factor in factors:
        for value in factor.values:
            if value != start[factor.key]:
                yield {**start, factor.key: value}


def latin_hypercube(factors: Sequence[Factor], samples: int, seed: int) -> Iterator[Values]:
    """Yield points so that each factor's range is covered evenly, whatever the others do.

    Parameters
    ----------
    factors
        Intervals, or lists of values that are cut into equal parts of the range.
    samples
        Number of points, at least 1.
    seed
        Of the design, not of the runs.

    Raises
    ------
    DesignError
        If there is no factor, or an interval is empty.
    """
    from scipy.stats import qmc

    if not factors:
        raise DesignError(
            "a Latin hypercube needs factors, such as 'formation.quorum=interval(0.5,1)'"
        )
    for factor in factors:
        if factor.is_interval and not factor.low < factor.high:
            raise DesignError(f"{factor.key}: the interval ends before it begins")
        if factor.is_interval and factor.whole and math.ceil(factor.low) > factor.high:
            raise DesignError(f"{factor.key}: there is no whole number in the interval")
    refuse_too_many(samples)
    sampler = qmc.LatinHypercube(len(factors), rng=np.random.default_rng(seed))
    for shares in sampler.random(samples):
        yield {
            factor.key: factor.at(float(share))
            for factor, share in zip(factors, shares, strict=True)
        }


def refuse_too_many(count: int) -> None:
    """Refuse a design that cannot be kept in memory.

    Raises
    ------
    DesignError
        If there are more than `MOST_POINTS` points.
    """
    if count > MOST_POINTS:
        raise DesignError(f"{count} points are more than {MOST_POINTS}")


def _refuse_intervals(factors: Sequence[Factor], design: str) -> None:
    for factor in factors:
        if factor.is_interval:
            told = f"{factor.key}: {design} cannot count through an interval"
            raise DesignError(f"{told}, design=latin_hypercube can")
