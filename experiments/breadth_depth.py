"""How broad, how deep? What a sweep over partners, sectors, governance and commitment says.

For every combination: breadth and depth by size, what depth a further member costs, and where
success is highest; for each pair of commitments whether the trade-off disappears (Gilligan 2004),
in what the platform holds (depth) and in what its members gain (value);
and how the number of partners and that of sectors count apart. Intervals come from drawing whole
replications anew, with the same draws everywhere, since a replication has the same seed everywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path

import numpy as np

from experiments.breadth_depth_data import (
    BREADTHS,
    DEPTH,
    DEPTHS,
    DIFFERENTIATED,
    MEASURES,
    MEMBERS,
    PLATFORM,
    SUCCESS,
    UNIFORM,
    VALUE,
    BreadthDepthData,
    Cell,
    Key,
    Measure,
    NotThisQuestionError,
    read_breadth_depth,
)
from experiments.curves import TINY, BestSize, find_best
from experiments.frontier import efficient, slope, steps
from experiments.group_size import (
    FEWEST_RUNS,
    NOTHING,
    Estimate,
    cells,
    write_figure,
    write_table,
)
from experiments.results import ResultFolder
from experiments.statistics import (
    Rows,
    binomial_interval,
    percentile_limits,
    resampling_weights,
)

TABLE = "breadth_depth.csv"
ANSWERS = "breadth_depth_answers.csv"
SUMMARY = "breadth_depth.md"

FILLED = 0.5
"""Share of runs whose sectors have to hold a size, so that it is shown: below it, the runs that are
left are those of founders in large sectors."""


class Verdict(Enum):
    """What is said of depth, or another measure, while members become more."""

    FALLS = "falls"
    RISES = "rises"
    NOT_TOLD = "no difference can be told"
    TOO_FEW_RUNS = "too few runs with such a number"
    NO_GROWTH = "members do not become more"


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


# --- One combination ---------------------------------------------------------------------------


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
        return self._estimates(self.cell.means(measure), draws)

    def medians(self, measure: Measure) -> list[Estimate]:
        """Return the median at every size, with its interval."""
        draws = self.cell.medians(measure, self.weights)
        return self._estimates(self.cell.medians(measure), draws)

    @staticmethod
    def _share(row: Rows) -> Estimate:
        known = row[np.isfinite(row)]
        part, whole = int(known.sum()), known.size
        value = part / whole if whole else np.nan
        return Estimate(value, *binomial_interval(part, whole))

    def _estimates(self, values: Rows, draws: Rows) -> list[Estimate]:
        limits = limits_of(draws, self.replications)
        return [Estimate(*map(float, row)) for row in zip(values, *limits, strict=True)]

    # --- What a further member costs

    def slopes(self, measure: Measure, weights: Rows | None = None) -> Rows:
        """Return the change of a measure for one member more, over all sizes."""
        members = self.cell.means(MEMBERS, weights)
        return slope(members, self.cell.means(measure, weights))

    def cost(self, measure: Measure = DEPTH) -> Cost:
        """Return the change of depth for one member more, over all sizes together."""
        draws = self.slopes(measure, self.weights)[:, None]
        (change,) = self._estimates(np.array([self.slopes(measure)]), draws)
        return Cost(change, self._verdict(measure, change))

    def slopes_per_doubling(self, measure: Measure, weights: Rows | None = None) -> Rows:
        """Return the change of a measure with each doubling of members, over all sizes."""
        members = self.cell.means(MEMBERS, weights)
        return slope(np.log2(members), self.cell.means(measure, weights))

    def cost_per_doubling(self, measure: Measure = DEPTH) -> Cost:
        """Return the change of a measure with each doubling of members, over all sizes together."""
        draws = self.slopes_per_doubling(measure, self.weights)[:, None]
        (change,) = self._estimates(np.array([self.slopes_per_doubling(measure)]), draws)
        return Cost(change, self._verdict(measure, change))

    def cost_per_aim(self, measure: Measure = DEPTH) -> Estimate:
        """Return the change of depth for one organisation more that is aimed at."""
        value = slope(self.organisations, self.cell.means(measure))
        draws = slope(self.organisations, self.cell.means(measure, self.weights))
        return self._estimates(np.array([value]), draws[:, None])[0]

    def local_costs(self, measure: Measure = DEPTH) -> list[Estimate]:
        """Return the change of depth for one member more, from each size to the next.

        Nothing where it cannot be told that the next size has more members.
        """
        found = self._steps(measure, None)
        told = self._estimates(found, self._steps(measure, self.weights))
        more = np.diff(self.cell.means(MEMBERS, self.weights), axis=1)
        grows = limits_of(more, self.replications)[0] > 0.0
        return [each if grown else NOTHING for each, grown in zip(told, grows, strict=True)]

    def _steps(self, measure: Measure, weights: Rows | None) -> Rows:
        return steps(self.cell.means(MEMBERS, weights), self.cell.means(measure, weights))

    def _verdict(self, measure: Measure, change: Estimate) -> Verdict:
        if not self.has_enough(measure):
            return Verdict.TOO_FEW_RUNS
        if not self._members_grow():
            return Verdict.NO_GROWTH
        if change.high < -TINY:
            return Verdict.FALLS
        return Verdict.RISES if change.low > TINY else Verdict.NOT_TOLD

    def _members_grow(self) -> bool:
        growth = slope(self.organisations, self.cell.means(MEMBERS, self.weights))
        return bool(limits_of(growth[:, None], self.replications)[0, 0] > 0.0)

    # --- Success

    @cached_property
    def best(self) -> BestSize | None:
        """The size with the highest success, in organisations."""
        if self.replications < 2:
            return None
        draws = self.cell.means(SUCCESS, self.weights)
        return find_best(self.organisations, self.cell.means(SUCCESS), draws, self.replications)


def limits_of(draws: Rows, runs: int) -> Rows:
    """Return 95 % limits of resampled values, shape (2, points); nan for a single run."""
    return percentile_limits(draws, runs) if runs > 1 else np.full((2, draws.shape[1]), np.nan)


def of_filled_sizes(cell: Cell) -> Cell:
    """Keep the sizes that the sectors of enough runs hold."""
    return cell.at_sizes(cell.runs >= FILLED * cell.started)


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

    def find(self, **wanted: object) -> list[Profile]:
        """Return the combinations that have these values, by the names of `Key`."""
        return [
            profile
            for key, profile in self.profiles.items()
            if all(getattr(key, name) == value for name, value in wanted.items())
        ]

    def lift(self, key: Key, measure: Measure = DEPTH) -> Lift | None:
        """Compare differentiated with uniform commitment, all else as in `key`.

        None where the sweep has only one of them.
        """
        uniform, differentiated = (
            self.profiles.get(key._replace(commitment=one)) for one in (UNIFORM, DIFFERENTIATED)
        )
        if uniform is None or differentiated is None:
            return None
        each = uniform, differentiated
        values = [profile.slopes_per_doubling(measure) for profile in each]
        draws = [profile.slopes_per_doubling(measure, self.weights) for profile in each]
        limits = limits_of((draws[1] - draws[0])[:, None], self.data.replications)[:, 0]
        difference = Estimate(float(values[1] - values[0]), *map(float, limits))
        costs = uniform.cost_per_doubling(measure), differentiated.cost_per_doubling(measure)
        return Lift(*costs, difference, predicted(*costs, difference))

    def lifts(self, measure: Measure = DEPTH) -> Iterator[tuple[Key, Lift]]:
        """Give all comparisons of commitments, by the key of the uniform one."""
        for key in self.profiles:
            lift = self.lift(key, measure) if key.commitment == UNIFORM else None
            if lift is not None:
                yield key, lift


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


# --- Files -------------------------------------------------------------------------------------


def report_breadth_depth(folder: Path, language: str) -> list[str]:
    """Write what a finished sweep says about breadth and depth into its folder.

    Parameters
    ----------
    folder
        Of the finished sweep.
    language
        "en" or "de".

    Returns
    -------
    list of str
        The answer in short, for the screen. If there is nothing to report, a line that says so,
        and no files.
    """
    from experiments.breadth_depth_answer import screen_lines
    from experiments.breadth_depth_summary import summary_lines
    from experiments.breadth_depth_words import other_question_line, unfilled_line
    from experiments.figures.breadth_depth import draw_all
    from experiments.group_size_words import nothing_line

    try:
        study = BreadthDepth(read_breadth_depth(folder))
    except NotThisQuestionError:
        return [other_question_line(language)]
    if not study.profiles:
        return [(unfilled_line if study.data.unfilled else nothing_line)(language)]
    results = ResultFolder(folder)
    write_table(results, TABLE, HEADS, table_rows(study))
    write_table(results, ANSWERS, ANSWER_HEADS, answer_rows(study))
    pictures = []
    for name, figure in draw_all(study, language):
        write_figure(results, name, figure)
        pictures.append(name)
    results.write_text(SUMMARY, iter(summary_lines(study, pictures, language)))
    return screen_lines(study, language)


HEADS = (*Key._fields, "partners", "measure", "statistic", "value", "low", "high", "count")
ANSWER_HEADS = (*Key._fields, "question", "measure", "at", "value", "low", "high", "answer")


def table_rows(study: BreadthDepth) -> Iterator[list[object]]:
    """Give one row per combination, measure, statistic and size."""
    for key, profile in study.profiles.items():
        for measure in MEASURES:
            statistics = {"mean": profile.means(measure)}
            if measure in (*BREADTHS, *DEPTHS):
                statistics["median"] = profile.medians(measure)
            counts = profile.cell.counts(measure)
            for name, found in statistics.items():
                for partners, each, count in zip(profile.cell.partners, found, counts, strict=True):
                    numbers = cells(each.value, each.low, each.high)
                    yield [*key, int(partners), measure.name, name, *numbers, int(count)]


def answer_rows(study: BreadthDepth) -> Iterator[list[object]]:
    """Give one row per combination and question; sizes are organisations."""
    for key, profile in study.profiles.items():
        for measure in DEPTHS:
            yield from _cost_rows(key, profile, measure)
        best = profile.best
        if best is not None:
            kept = " ".join(f"{size:.0f}" for size in best.candidates)
            answer = "no best size told" if best.is_flat else f"not told from it: {kept}"
            numbers = cells(best.size, best.low, best.high)
            yield [*key, "size with most success", SUCCESS.name, "", *numbers, answer]
    question = "change per doubling of members: differentiated minus uniform"
    for measure in (DEPTH, VALUE):
        for key, lift in study.lifts(measure):
            found = lift.difference
            numbers = cells(found.value, found.low, found.high)
            yield [*key, question, measure.name, "", *numbers, lift.prediction.value]


def _cost_rows(key: Key, profile: Profile, measure: Measure) -> Iterator[list[object]]:
    cost = profile.cost(measure)
    numbers = cells(cost.change.value, cost.change.low, cost.change.high)
    yield [*key, "change per member", measure.name, "", *numbers, cost.verdict.value]
    doubling = profile.cost_per_doubling(measure)
    numbers = cells(doubling.change.value, doubling.change.low, doubling.change.high)
    question = "change per doubling of members"
    yield [*key, question, measure.name, "", *numbers, doubling.verdict.value]
    aim = profile.cost_per_aim(measure)
    question = "change per organisation aimed at"
    yield [*key, question, measure.name, "", *cells(aim.value, aim.low, aim.high), ""]
    sizes = profile.organisations
    for size, following, found in zip(
        sizes[:-1], sizes[1:], profile.local_costs(measure), strict=True
    ):
        at = f"{size:.0f} to {following:.0f}"
        numbers = cells(found.value, found.low, found.high)
        yield [*key, "change per member, locally", measure.name, at, *numbers, ""]
