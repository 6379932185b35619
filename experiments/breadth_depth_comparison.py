"""Two combinations side by side: what becomes of the trade-off, and who is higher at equal size."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from experiments.breadth_depth_data import DEPTH, Measure
from experiments.breadth_depth_profile import Cost, Profile, Verdict
from experiments.curves import TINY
from experiments.estimates import FEWEST_RUNS, Estimate, estimates_of
from experiments.statistics import Rows

SMALL_REST = 0.5
"""Share of the fall of the reference below which the fall that is left has to lie with its whole
interval, so that the trade-off is said to disappear: that no fall can be told is not enough."""


class Fate(Enum):
    """What becomes of the trade-off where one condition is another."""

    TURNS_ROUND = "turns round"
    BENDS = "bends: falls, then rises"
    FLATTENS = "falls at first, then no change told"
    DISAPPEARS = "disappears"
    PERHAPS_GONE = "becomes weaker, perhaps gone"
    WEAKER = "becomes weaker"
    STRONGER = "becomes stronger"
    ARISES = "arises"
    RISES_INSTEAD = "rises instead"
    STAYS = "no change told"
    NO_TRADE_OFF = "none in the reference"
    NO_GROWTH = "members do not become more"
    TOO_FEW_RUNS = "too few runs with such a number"


@dataclass(frozen=True)
class Comparison:
    """One combination against another that differs in one condition, in one measure.

    Changes are those with each doubling of members: under another condition alliances keep more or
    fewer members, and on a curve that bends straight lines over other ranges of members have other
    slopes.

    Attributes
    ----------
    reference, other
        Change with each doubling of members, and whether the measure falls.
    difference
        Of both changes, other minus reference, paired by seed.
    fate
        What becomes of the trade-off.
    """

    reference: Cost
    other: Cost
    difference: Estimate
    fate: Fate


def compare(reference: Profile, other: Profile, measure: Measure = DEPTH) -> Comparison:
    """Compare what becomes of a measure while members become more.

    Parameters
    ----------
    reference, other
        Combinations of the same sweep.
    measure
        What falls, or does not.
    """
    one, two = (profile.slope_per_doubling(measure) for profile in (reference, other))
    value, draws = np.array([two.value - one.value]), (two.draws - one.draws)[:, None]
    (difference,) = estimates_of(value, draws, reference.replications)
    costs = reference.cost_per_doubling(measure), other.cost_per_doubling(measure)
    return Comparison(*costs, difference, fate_of(*costs, difference))


def fate_of(reference: Cost, other: Cost, difference: Estimate) -> Fate:
    """Say what becomes of the trade-off.

    There is one in the reference only if the measure falls there. It becomes weaker or stronger if
    the difference of both can be told; and it disappears only if the fall that is left, with its
    whole interval, is smaller than `SMALL_REST` of that of the reference. It bends where the
    measure falls first and rises after, and is left at first where it falls first and no change is
    told after: a line over all sizes would call both level.

    Parameters
    ----------
    reference, other
        Change with each doubling of members, and its verdict.
    difference
        Of both changes, other minus reference.
    """
    verdicts = reference.verdict, other.verdict
    for verdict, fate in _SILENT.items():
        if verdict in verdicts:
            return fate
    is_worse, is_better = difference.high < -TINY, difference.low > TINY
    if reference.verdict is not Verdict.FALLS:
        if is_worse and other.verdict is Verdict.FALLS:
            return Fate.ARISES
        return Fate.RISES_INSTEAD if is_better and _begins_to_rise(*verdicts) else Fate.NO_TRADE_OFF
    if is_worse:
        return Fate.STRONGER
    if not is_better:
        return Fate.STAYS
    if other.verdict in _TOLD:
        return _TOLD[other.verdict]
    is_small = other.change.low > SMALL_REST * reference.change.value
    return Fate.DISAPPEARS if is_small else Fate.PERHAPS_GONE


def _begins_to_rise(reference: Verdict, other: Verdict) -> bool:
    return other is Verdict.RISES and reference is not Verdict.RISES


_TOLD = {
    Verdict.RISES: Fate.TURNS_ROUND,
    Verdict.BENDS: Fate.BENDS,
    Verdict.FLATTENS: Fate.FLATTENS,
    Verdict.FALLS: Fate.WEAKER,
}
"""What becomes of a trade-off that is less than in the reference, by what is told of the other."""

_SILENT = {
    Verdict.TOO_FEW_RUNS: Fate.TOO_FEW_RUNS,
    Verdict.NO_GROWTH: Fate.NO_GROWTH,
}
"""Verdicts after which nothing can be said of the trade-off."""


# --- At equal size -----------------------------------------------------------------------------


def sizes_in_common(reference: Profile, other: Profile, measure: Measure = DEPTH) -> list[float]:
    """Return the sizes of which both have at least `FEWEST_RUNS` runs with such a number."""
    return [
        float(size)
        for size in reference.organisations
        if size in other.organisations
        and all(_count(each, measure, size) >= FEWEST_RUNS for each in (reference, other))
    ]


def differences(reference: Profile, other: Profile, measure: Measure = DEPTH) -> list[Estimate]:
    """Return other minus reference at each size aimed at that both have, paired by seed.

    Nothing with fewer than `FEWEST_RUNS` runs that have such a number.
    """
    values, draws = _differences(reference, other, measure)
    return estimates_of(values, draws, reference.replications)


def mean_difference(reference: Profile, other: Profile, measure: Measure = DEPTH) -> Estimate:
    """Return the mean of `differences` over sizes; nan where there is none."""
    values, draws = _differences(reference, other, measure)
    if values.size == 0:
        return Estimate(np.nan)
    means = values.mean(keepdims=True), draws.mean(axis=1, keepdims=True)
    return estimates_of(*means, reference.replications)[0]


def _differences(reference: Profile, other: Profile, measure: Measure) -> tuple[Rows, Rows]:
    sizes = sizes_in_common(reference, other, measure)
    places = [np.searchsorted(each.organisations, sizes) for each in (reference, other)]
    values = [
        each.cell.means(measure)[at] for each, at in zip((reference, other), places, strict=True)
    ]
    draws = [
        each.cell.means(measure, each.weights)[:, at]
        for each, at in zip((reference, other), places, strict=True)
    ]
    return values[1] - values[0], draws[1] - draws[0]


def _count(profile: Profile, measure: Measure, size: float) -> float:
    return float(profile.cell.counts(measure)[np.searchsorted(profile.organisations, size)])
