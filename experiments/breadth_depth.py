"""How broad, how deep? What a sweep over partners, sectors, governance and commitment says.

For every combination: breadth and depth by size, what depth a further member costs, and where
success is highest; for each pair of commitments whether the trade-off disappears (Gilligan 2004),
in what the platform holds (depth) and in what its members gain (value);
and how the number of partners and that of sectors count apart. Intervals come from drawing whole
replications anew, with the same draws everywhere, since a replication has the same seed everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.breadth_depth_comparison import Comparison, compare
from experiments.breadth_depth_data import (
    DEPTH,
    DIFFERENTIATED,
    MEMBERS,
    PLATFORM,
    UNIFORM,
    BreadthDepthData,
    Key,
    Measure,
)
from experiments.breadth_depth_profile import NOTHING_TOLD, Profile, of_filled_sizes
from experiments.curves import TINY, limits_together
from experiments.estimates import Estimate
from experiments.frontier import efficient
from experiments.statistics import (
    resampling_weights,
)

# --- The frontier ------------------------------------------------------------------------------


@dataclass(frozen=True)
class FrontierPoint:
    """One size of one combination.

    Attributes
    ----------
    key, organisations
        Which combination, and organisations aimed at.
    breadth, depth
        Medians over runs with a platform.
    platform
        Share of runs that reach one.
    is_efficient
        Whether no other point is as broad and deeper, or as deep and broader; a point with too few
        platforms is not compared.
    times_efficient
        Share of resamples in which that is so.
    has_most_success
        Whether success is told to be highest at this size.
    """

    key: Key
    organisations: float
    breadth: Estimate
    depth: Estimate
    platform: Estimate
    is_efficient: bool
    times_efficient: float
    has_most_success: bool


def frontier(
    profiles: Sequence[Profile], breadth: Measure = MEMBERS, depth: Measure = DEPTH
) -> list[FrontierPoint]:
    """Return every size of some combinations, and which of them are efficient.

    Parameters
    ----------
    profiles
        Combinations that are compared; at least one.
    breadth, depth
        What is compared.
    """
    told = np.concatenate([p.is_told(breadth) & p.is_told(depth) for p in profiles])
    x, y = (
        np.where(told, np.concatenate([p.cell.medians(measure) for p in profiles]), np.nan)
        for measure in (breadth, depth)
    )
    draws = [
        np.where(
            told,
            np.concatenate([p.cell.medians(measure, p.weights) for p in profiles], axis=1),
            np.nan,
        )
        for measure in (breadth, depth)
    ]
    mask, times = efficient(x, y), efficient(*draws).mean(axis=0)
    found: list[FrontierPoint] = []
    for profile in profiles:
        best = profile.best
        best_size = best.size if best is not None and not best.is_flat else None
        rows = zip(
            profile.organisations,
            profile.medians(breadth),
            profile.medians(depth),
            profile.means(PLATFORM),
            strict=True,
        )
        for size, broad, deep, platform in rows:
            at = len(found)
            is_best = best_size is not None and size == best_size
            found.append(
                FrontierPoint(
                    *(profile.key, float(size), broad, deep, platform),
                    *(bool(mask[at]), float(times[at]), is_best),
                )
            )
    return found


# --- The whole sweep ---------------------------------------------------------------------------


class BreadthDepth:
    """A sweep over breadth and depth, and what is concluded from it.

    Parameters
    ----------
    data
        What the sweep found.
    """

    def __init__(self, data: BreadthDepthData) -> None:
        self.data = data
        self.weights = resampling_weights(data.replications)
        self.profiles: Mapping[Key, Profile] = {
            key: Profile(filled, self.weights)
            for key, cell in data.cells.items()
            if (filled := of_filled_sizes(cell)).partners.size
        }
        self._together: dict[tuple[Key, Measure], Mapping[Key, Estimate]] = {}

    def find(self, **wanted: object) -> list[Profile]:
        """Return the combinations that have these values, by the names of `Key`."""
        return [
            profile
            for key, profile in self.profiles.items()
            if all(getattr(key, name) == value for name, value in wanted.items())
        ]

    def compare(self, reference: Key, other: Key, measure: Measure = DEPTH) -> Comparison | None:
        """Compare two combinations; None where the sweep lacks one of them."""
        one, two = self.profiles.get(reference), self.profiles.get(other)
        return None if one is None or two is None else compare(one, two, measure)

    def alternatives(self, key: Key) -> list[Key]:
        """Return the combinations that differ from one in a single condition, sectors apart."""
        return [
            other
            for other in self.profiles
            if other.sectors == key.sectors
            and sum(one != two for one, two in zip(key, other, strict=True)) == 1
        ]

    def is_marginal(self, reference: Key, other: Key, measure: Measure = DEPTH) -> bool:
        """Tell whether a difference of slopes is told by itself, but not among all alternatives.

        Its limits then hold nought, if those of all alternatives shall hold at once.
        """
        found = self.compare(reference, other, measure)
        together = self._differences_together(reference, measure).get(other)
        if found is None or together is None:
            return False
        return _is_apart(found.difference) and not _is_apart(together)

    def _differences_together(self, reference: Key, measure: Measure) -> Mapping[Key, Estimate]:
        """Return the differences of slopes, with limits that hold for all alternatives at once."""
        place = reference, measure
        if place not in self._together:
            self._together[place] = self._find_together(reference, measure)
        return self._together[place]

    def _find_together(self, reference: Key, measure: Measure) -> Mapping[Key, Estimate]:
        own = self.profiles[reference]
        others = [
            other
            for other in self.alternatives(reference)
            if self.profiles[other].cost_per_doubling(measure).verdict not in NOTHING_TOLD
        ]
        if not others:
            return {}
        one = own.slope_per_doubling(measure)
        slopes = [self.profiles[other].slope_per_doubling(measure) for other in others]
        found = np.array([float(each.value - one.value) for each in slopes])
        draws = np.stack([each.draws - one.draws for each in slopes], axis=1)
        limits = limits_together(found, draws, own.replications)
        told = [Estimate(*map(float, row)) for row in zip(found, *limits, strict=True)]
        return dict(zip(others, told, strict=True))

    def lift(self, key: Key, measure: Measure = DEPTH) -> Comparison | None:
        """Compare differentiated with uniform commitment, all else as in `key`.

        None where the sweep has only one of them.
        """
        one, two = (key._replace(commitment=each) for each in (UNIFORM, DIFFERENTIATED))
        return self.compare(one, two, measure)


def _is_apart(found: Estimate) -> bool:
    """Tell whether an interval lies on one side of nought."""
    return found.low > TINY or found.high < -TINY
