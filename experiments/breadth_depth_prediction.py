"""What becomes of the trade-off under differentiated commitment (Gilligan 2004)."""

from dataclasses import dataclass
from enum import Enum

from experiments.breadth_depth_profile import Cost, Verdict
from experiments.curves import TINY
from experiments.estimates import Estimate

SMALL_REST = 0.5
"""Share of the fall under uniform commitment below which a fall under differentiated commitment
has to lie with its whole interval, so that the trade-off is said to disappear: that no fall can be
told is not enough."""


class Prediction(Enum):
    """What becomes of the trade-off under differentiated commitment (Gilligan 2004)."""

    TURNS_ROUND = "turns round"
    DISAPPEARS = "disappears"
    PERHAPS_GONE = "becomes weaker, perhaps gone"
    WEAKER = "becomes weaker"
    STAYS = "stays"
    NO_TRADE_OFF = "none under uniform commitment"
    NO_GROWTH = "members do not become more"
    TOO_FEW_RUNS = "too few runs with such a number"


@dataclass(frozen=True)
class Lift:
    """Differentiated against uniform commitment, in one measure.

    Changes are those with each doubling of members: alliances keep more members under
    differentiated commitment, and on a curve that bends straight lines over other ranges of members
    have other slopes.

    Attributes
    ----------
    uniform, differentiated
        Change with each doubling of members, and whether the measure falls.
    difference
        Of both changes, differentiated minus uniform, paired by seed.
    prediction
        What becomes of the trade-off.
    """

    uniform: Cost
    differentiated: Cost
    difference: Estimate
    prediction: Prediction


def predicted(uniform: Cost, differentiated: Cost, difference: Estimate) -> Prediction:
    """Say what becomes of the trade-off.

    It is lifted in part only if the measure falls under uniform commitment and the difference of
    both can be told; and it disappears only if the fall that is left, with its whole interval, is
    smaller than `SMALL_REST` of that under uniform commitment.

    Parameters
    ----------
    uniform, differentiated
        Change with each doubling of members, and its verdict.
    difference
        Of both changes, differentiated minus uniform.
    """
    verdicts = uniform.verdict, differentiated.verdict
    for verdict, prediction in _SILENT.items():
        if verdict in verdicts:
            return prediction
    if uniform.verdict is not Verdict.FALLS:
        return Prediction.NO_TRADE_OFF
    if not difference.low > TINY:
        return Prediction.STAYS
    if differentiated.verdict is Verdict.RISES:
        return Prediction.TURNS_ROUND
    if differentiated.verdict is Verdict.FALLS:
        return Prediction.WEAKER
    is_small = differentiated.change.low > SMALL_REST * uniform.change.value
    return Prediction.DISAPPEARS if is_small else Prediction.PERHAPS_GONE


_SILENT = {
    Verdict.TOO_FEW_RUNS: Prediction.TOO_FEW_RUNS,
    Verdict.NO_GROWTH: Prediction.NO_GROWTH,
}
"""Verdicts after which nothing can be said of the trade-off."""
