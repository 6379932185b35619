"""One combination over sizes: its means and medians, and what a further member costs."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from experiments.breadth_depth_data import DEPTH, MEMBERS, SUCCESS, Cell, Measure
from experiments.curves import TINY, BestSize, find_best, limits_together
from experiments.estimates import (
    FEWEST_RUNS,
    NOTHING,
    Estimate,
    estimates_of,
    limits_of,
    share_of_runs,
)
from experiments.frontier import slope, steps
from experiments.statistics import Rows

FILLED = 0.5
"""Share of runs whose sectors have to hold a size, so that it is shown: below it, the runs that are
left are those of founders in large sectors."""


class Verdict(Enum):
    """What is said of depth, or another measure, while members become more."""

    FALLS = "falls"
    RISES = "rises"
    BENDS = "falls, then rises"
    FLATTENS = "falls at first"
    NOT_TOLD = "no difference can be told"
    TOO_FEW_RUNS = "too few runs with such a number"
    NO_GROWTH = "members do not become more"


NOTHING_TOLD = (Verdict.TOO_FEW_RUNS, Verdict.NO_GROWTH)
"""Verdicts after which a slope says nothing."""


@dataclass(frozen=True)
class Cost:
    """Change of a measure with each further member, or with each doubling of members.

    Attributes
    ----------
    change
        Negative where the measure falls.
    verdict
        From its interval.
    """

    change: Estimate
    verdict: Verdict


class Bend(NamedTuple):
    """Where a measure stops falling.

    Attributes
    ----------
    size
        Organisations aimed at.
    before, after
        Change with each doubling of members up to this size, and from it on; limits hold for all
        sizes at which it could bend at once.
    """

    size: float
    before: Estimate
    after: Estimate

    @property
    def is_told_to_rise(self) -> bool:
        """Whether it rises from this size on; otherwise no change can be told there."""
        return self.after.low > TINY


class Slope(NamedTuple):
    """Change of a measure over all sizes.

    Attributes
    ----------
    value
        As it was found, shape ().
    draws
        From resampled runs, shape (resamples,).
    """

    value: Rows
    draws: Rows


class Profile:
    """A combination over sizes, and what is concluded from it.

    Parameters
    ----------
    cell
        What was found.
    weights
        How often each replication is drawn, shape (resamples, replications).
    """

    def __init__(self, cell: Cell, weights: Rows) -> None:
        self.cell = cell
        self.key = cell.key
        self.weights = weights
        self.replications = weights.shape[1]
        self._best: dict[Measure, BestSize | None] = {}
        self._doublings: dict[Measure, Slope] = {}
        self._bends: dict[Measure, Bend | None] = {}

    @property
    def organisations(self) -> Rows:
        """Organisations aimed at, shape (sizes,)."""
        return self.cell.organisations

    def has_enough(self, measure: Measure) -> bool:
        """Tell whether at every size enough runs have such a number.

        What only platforms have is so asked of platforms, not of runs.
        """
        return bool(np.all(self.is_told(measure)))

    def is_told(self, measure: Measure) -> np.ndarray:
        """Tell at which sizes enough runs have such a number, booleans of shape (sizes,)."""
        enough: np.ndarray = self.cell.counts(measure) >= FEWEST_RUNS
        return enough

    def means(self, measure: Measure) -> list[Estimate]:
        """Return the mean at every size; for what is 0 or 1 with Wilson's interval."""
        if measure.is_share:
            return [self._share(row) for row in self.cell.of(measure)]
        draws = self.cell.means(measure, self.weights)
        return self._with_limits(self.cell.means(measure), draws)

    def medians(self, measure: Measure) -> list[Estimate]:
        """Return the median at every size, with its interval."""
        draws = self.cell.medians(measure, self.weights)
        return self._with_limits(self.cell.medians(measure), draws)

    @staticmethod
    def _share(row: Rows) -> Estimate:
        known = row[np.isfinite(row)]
        return share_of_runs(int(known.sum()), known.size)

    def _with_limits(self, values: Rows, draws: Rows) -> list[Estimate]:
        return estimates_of(values, draws, self.replications)

    # --- What a further member costs

    @cached_property
    def _drawn_members(self) -> Rows:
        return self.cell.means(MEMBERS, self.weights)

    def cost(self, measure: Measure = DEPTH) -> Cost:
        """Return the change of depth for one member more, over all sizes together."""
        value = slope(self.cell.means(MEMBERS), self.cell.means(measure))
        draws = slope(self._drawn_members, self.cell.means(measure, self.weights))
        return self._cost_of(measure, Slope(value, draws))

    def slope_per_doubling(self, measure: Measure) -> Slope:
        """Return the change of a measure with each doubling of members, over all sizes."""
        if measure not in self._doublings:
            doublings = np.log2(self.cell.means(MEMBERS)), np.log2(self._drawn_members)
            means = self.cell.means(measure), self.cell.means(measure, self.weights)
            self._doublings[measure] = Slope(*map(slope, doublings, means))
        return self._doublings[measure]

    def cost_per_doubling(self, measure: Measure = DEPTH) -> Cost:
        """Return the change of a measure with each doubling of members, over all sizes together."""
        return self._cost_of(measure, self.slope_per_doubling(measure))

    def _cost_of(self, measure: Measure, found: Slope) -> Cost:
        (change,) = self._with_limits(np.array([found.value]), found.draws[:, None])
        return Cost(change, self._verdict(measure, change))

    def cost_per_aim(self, measure: Measure = DEPTH) -> Estimate:
        """Return the change of depth for one organisation more that is aimed at."""
        value = slope(self.organisations, self.cell.means(measure))
        draws = slope(self.organisations, self.cell.means(measure, self.weights))
        return self._with_limits(np.array([value]), draws[:, None])[0]

    def local_costs(self, measure: Measure = DEPTH) -> list[Estimate]:
        """Return the change of depth for one member more, from each size to the next.

        Nothing where it cannot be told that the next size has more members.
        """
        found = steps(self.cell.means(MEMBERS), self.cell.means(measure))
        drawn = steps(self._drawn_members, self.cell.means(measure, self.weights))
        told = self._with_limits(found, drawn)
        more = np.diff(self._drawn_members, axis=1)
        grows = limits_of(more, self.replications)[0] > 0.0
        return [each if grown else NOTHING for each, grown in zip(told, grows, strict=True)]

    def _verdict(self, measure: Measure, change: Estimate) -> Verdict:
        if not self.has_enough(measure):
            return Verdict.TOO_FEW_RUNS
        if not self._members_grow:
            return Verdict.NO_GROWTH
        if change.high < -TINY:
            return Verdict.FALLS
        if change.low > TINY:
            return Verdict.RISES
        bend = self.bend(measure)
        if bend is None:
            return Verdict.NOT_TOLD
        return Verdict.BENDS if bend.is_told_to_rise else Verdict.FLATTENS

    @cached_property
    def _members_grow(self) -> bool:
        return self._grows(slice(None))

    def _grows(self, sizes: slice) -> bool:
        growth = slope(self.organisations[sizes], self._drawn_members[:, sizes])
        return bool(limits_of(growth[:, None], self.replications)[0, 0] > 0.0)

    # --- Where it bends

    def bend(self, measure: Measure = DEPTH) -> Bend | None:
        """Return where a measure stops falling; None where no fall is told, or one to the end.

        A line over all sizes can be level where a curve falls and then rises. Where it is told to
        rise, it bends at the lowest such size, otherwise at the first after which no fall is told.
        """
        if measure not in self._bends:
            self._bends[measure] = self._find_bend(measure)
        return self._bends[measure]

    def _find_bend(self, measure: Measure) -> Bend | None:
        places = [
            at
            for at in range(1, self.organisations.size - 1)
            if self._grows(slice(at + 1)) and self._grows(slice(at, None))
        ]
        if not places or not self.has_enough(measure):
            return None
        pieces = [piece for at in places for piece in (slice(at + 1), slice(at, None))]
        doublings, drawn_doublings = np.log2(self.cell.means(MEMBERS)), np.log2(self._drawn_members)
        means, drawn = self.cell.means(measure), self.cell.means(measure, self.weights)
        found = np.array([float(slope(doublings[p], means[p])) for p in pieces])
        draws = np.stack([slope(drawn_doublings[:, p], drawn[:, p]) for p in pieces], axis=1)
        low, high = limits_together(found, draws, self.replications)
        told = [Estimate(*map(float, row)) for row in zip(found, low, high, strict=True)]
        bends = [
            (float(means[at]), Bend(float(self.organisations[at]), before, after))
            for at, before, after in zip(places, told[::2], told[1::2], strict=True)
            if before.high < -TINY and not after.high < -TINY
        ]
        rising = [each for each in bends if each[1].is_told_to_rise]
        if rising:
            return min(rising)[1]
        return bends[0][1] if bends else None

    # --- Best sizes

    @property
    def best(self) -> BestSize | None:
        """The size with the highest success, in organisations."""
        return self.best_of(SUCCESS)

    def best_of(self, measure: Measure) -> BestSize | None:
        """Return the size at which the mean of a measure is highest, in organisations.

        None with too few sizes, or where at one of them too few runs have such a number.
        """
        if measure not in self._best:
            self._best[measure] = self._find_best(measure)
        return self._best[measure]

    def _find_best(self, measure: Measure) -> BestSize | None:
        if not self.has_enough(measure):
            return None
        draws = self.cell.means(measure, self.weights)
        sizes, means = self.organisations, self.cell.means(measure)
        return find_best(sizes, means, draws, self.replications)


def of_filled_sizes(cell: Cell) -> Cell:
    """Keep the sizes that the sectors of enough runs hold, and the runs that hold all of these.

    So every size has the same founders: otherwise the larger ones had those of large sectors.
    """
    filled = cell.at_sizes(cell.runs >= FILLED * cell.started)
    if filled.partners.size == 0:
        return filled
    return filled.of_runs(filled.held >= filled.organisations[-1])
