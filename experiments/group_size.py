"""Are twenty organisations too many? What a sweep over the number of partners says about it.

For every form of governance, design of size, kind of goal and setting: success, steerability and
what they cost against the number of organisations aimed at; the best size; the knee of
steerability; and whether twenty do worse than fewer. Sizes are organisations: partners and the
founder. Intervals come from drawing whole replications anew, with the same draws at every size,
since a replication has the same seed at every size.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from experiments.curves import BestSize, Knee, find_best, find_knee, limits_against_best
from experiments.estimates import FEWEST_RUNS, NOTHING, Estimate, estimates_of, share_of_runs
from experiments.finished_sweep import BOTH
from experiments.group_size_data import (
    AT_MOST,
    IN_TIME,
    SUCCESS,
    Curve,
    Key,
    Measure,
    SweepData,
)
from experiments.statistics import (
    NAN,
    Rows,
    percentile_limits,
    resampling_weights,
)

if TYPE_CHECKING:
    pass


TWENTY = 20.0
"""Organisations that the study names as too many."""

FIXED = (5.0, 10.0)
"""Smaller sizes with which twenty are compared whatever the runs show; organisations."""

NEAR = 1.0
"""So far from the size asked for a size of the sweep may lie to stand for it; organisations."""


REACHED = 0.75
"""Share of the size aimed at that alliances must have had at their largest, in the mean, to say
anything about that size."""


class Verdict(Enum):
    """What is said of twenty organisations."""

    WORSE = "worse"
    BETTER = "better"
    NOT_TOLD = "no difference can be told"
    TOO_FEW_RUNS = "too few runs"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Contrast:
    """Twenty organisations minus a smaller size, of one measure.

    Attributes
    ----------
    against
        The smaller size; nan without one.
    difference
        Twenty minus the smaller size.
    """

    against: float
    difference: Estimate


@dataclass(frozen=True)
class Comparison:
    """What twenty organisations are compared with, of one measure.

    Attributes
    ----------
    with_best
        Against the best smaller size; the limits hold whichever smaller size is the best.
    with_fixed
        Against sizes fixed beforehand, as far as the sweep has them.
    verdict
        From `with_best`.
    """

    with_best: Contrast
    with_fixed: tuple[Contrast, ...]
    verdict: Verdict


# --- One curve ---------------------------------------------------------------------------------


class Analysis:
    """A curve and what is concluded from it.

    Parameters
    ----------
    curve
        What was found.
    weights
        How often each replication is drawn, shape (resamples, replications).
    """

    def __init__(self, curve: Curve, weights: Rows) -> None:
        self.curve = curve
        self.key = curve.key
        self.weights = weights
        self.runs = weights.shape[1]
        # Runs that failed say nothing.
        self.is_enough = min(self.runs, curve.runs.min()) >= FEWEST_RUNS
        self._estimates: dict[Measure, list[Estimate]] = {}
        self._comparisons: dict[Measure, Comparison] = {}

    def estimates(self, measure: Measure) -> list[Estimate]:
        """Return a measure at every size, with its intervals.

        Where every run gives one yes or no, Wilson's interval: drawing anew would call a share of
        0 or 1 certain. Otherwise from resampled replications.
        """
        if measure not in self._estimates:
            self._estimates[measure] = self._estimate(measure)
        return self._estimates[measure]

    def _estimate(self, measure: Measure) -> list[Estimate]:
        if self._is_one_share(measure):
            parts = self.curve.parts(measure).sum(axis=1)
            return [
                share_of_runs(int(part), int(whole))
                for part, whole in zip(parts, self.counts(measure), strict=True)
            ]
        draws = self.curve.draws(measure, self.weights)
        return estimates_of(self.curve.values(measure), draws, self.runs)

    def _is_one_share(self, measure: Measure) -> bool:
        return measure.is_share and self.curve.is_focal and self.key.goal != BOTH

    def counts(self, measure: Measure) -> Rows:
        """Return of how many a measure is, shape (sizes,)."""
        counts: Rows = self.curve.wholes(measure).sum(axis=1)
        return counts

    @cached_property
    def best(self) -> BestSize | None:
        """The size with the highest success, in organisations; None with too few runs or sizes."""
        if not self.is_enough:
            return None
        draws = self.curve.draws(SUCCESS, self.weights)
        return find_best(self.curve.organisations, self.curve.values(SUCCESS), draws, self.runs)

    @cached_property
    def knee(self) -> Knee | None:
        """The break of steerability, in organisations."""
        draws = self.curve.draws(IN_TIME, self.weights)
        return find_knee(self.curve.organisations, self.curve.values(IN_TIME), draws, self.runs)

    # --- Twenty

    @cached_property
    def at_twenty(self) -> int | None:
        """Place of the size that stands for twenty organisations."""
        return self.place_of(TWENTY)

    def place_of(self, organisations: float) -> int | None:
        """Return the place of the nearest size, unless it is too far away."""
        away = np.abs(self.curve.organisations - organisations)
        place = int(np.argmin(away))
        return place if away[place] <= NEAR else None

    @cached_property
    def members_at_twenty(self) -> Estimate:
        """How many members alliances that aim at twenty had at their largest, in the mean."""
        return NOTHING if self.at_twenty is None else self.estimates(AT_MOST)[self.at_twenty]

    @property
    def reaches_twenty(self) -> bool:
        """Whether they came near enough to twenty to say anything about that size."""
        return self.members_at_twenty.value >= REACHED * TWENTY

    def compare(self, measure: Measure) -> Comparison:
        """Compare twenty organisations with fewer.

        Parameters
        ----------
        measure
            Of which higher is better.
        """
        if measure not in self._comparisons:
            self._comparisons[measure] = self._compare(measure)
        return self._comparisons[measure]

    def _compare(self, measure: Measure) -> Comparison:
        at = self.at_twenty
        if at is None or at == 0:
            return Comparison(Contrast(NAN, NOTHING), (), Verdict.NOT_ASKED)
        with_best = self._against_best(measure, at)
        places = [self.place_of(size) for size in FIXED]
        with_fixed = tuple(self._contrast(measure, at, each) for each in places if each is not None)
        return Comparison(with_best, with_fixed, self._verdict(with_best.difference))

    def _against_best(self, measure: Measure, at: int) -> Contrast:
        """Compare one size with the best of all smaller ones, as they were found.

        Smoothing would lower peaks, and with them the difference.
        """
        values = self.curve.values(measure)[: at + 1]
        known = np.isfinite(values)
        if not known[-1] or known.sum() < 2:
            return Contrast(NAN, NOTHING)
        values, sizes = values[known], self.curve.organisations[: at + 1][known]
        best = int(np.argmax(values[:-1]))
        limits = (NAN, NAN)
        if self.runs > 1:
            draws = self.curve.draws(measure, self.weights)[:, : at + 1][:, known]
            draws = np.where(np.isfinite(draws), draws, values)
            limits = limits_against_best(values, draws, self.runs)
        return Contrast(float(sizes[best]), Estimate(float(values[-1] - values[best]), *limits))

    def _contrast(self, measure: Measure, at: int, smaller: int) -> Contrast:
        """Compare two sizes as they were found."""
        values = self.curve.values(measure)
        limits = np.full(2, NAN)
        if self.runs > 1:
            draws = self.curve.draws(measure, self.weights)[:, [at, smaller]]
            limits = percentile_limits(draws[:, :1] - draws[:, 1:], self.runs)[:, 0]
        difference = Estimate(float(values[at] - values[smaller]), *map(float, limits))
        return Contrast(float(self.curve.organisations[smaller]), difference)

    def _verdict(self, difference: Estimate) -> Verdict:
        if not self.is_enough:
            return Verdict.TOO_FEW_RUNS
        if difference.high < 0.0:
            return Verdict.WORSE
        return Verdict.BETTER if difference.low > 0.0 else Verdict.NOT_TOLD

    @property
    def success_of_twenty(self) -> Comparison:
        """Success of twenty organisations against fewer."""
        return self.compare(SUCCESS)

    @property
    def steerability_of_twenty(self) -> Comparison:
        """Steerability of twenty organisations against fewer."""
        return self.compare(IN_TIME)


# --- The whole sweep ---------------------------------------------------------------------------


class GroupSize:
    """A sweep over sizes and what is concluded from it.

    Parameters
    ----------
    data
        What the sweep found.
    """

    def __init__(self, data: SweepData) -> None:
        self.data = data
        weights = resampling_weights(data.replications)
        self.analyses: Mapping[Key, Analysis] = {
            key: Analysis(curve, weights) for key, curve in data.curves.items()
        }

    def find(self, setting: str, design: str, goal: str) -> list[Analysis]:
        """Return the analyses of all forms of governance."""
        return [self.analyses[curve.key] for curve in self.data.find(setting, design, goal)]
