"""Are twenty organisations too many? What a sweep over the number of partners says about it.

For every form of governance, design of size, kind of goal and setting: success, steerability and
what they cost against the number of organisations aimed at; the best size; the knee of
steerability; and whether twenty do worse than fewer. Sizes are organisations: partners and the
founder. Intervals come from drawing whole replications anew, with the same draws at every size,
since a replication has the same seed at every size.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments.curves import BestSize, Knee, find_best, find_knee, limits_against_best
from experiments.group_size_data import (
    AT_MOST,
    BOTH,
    IN_TIME,
    MEASURES,
    SUCCESS,
    Curve,
    Key,
    Measure,
    SweepData,
    read_sweep,
)
from experiments.results import ResultFolder
from experiments.statistics import (
    NAN,
    Rows,
    binomial_interval,
    percentile_limits,
    resampling_weights,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TABLE = "group_size.csv"
ANSWERS = "group_size_answers.csv"
SUMMARY = "group_size.md"

TWENTY = 20.0
"""Organisations that the study names as too many."""

FIXED = (5.0, 10.0)
"""Smaller sizes with which twenty are compared whatever the runs show; organisations."""

NEAR = 1.0
"""So far from the size asked for a size of the sweep may lie to stand for it; organisations."""

FEWEST_RUNS = 10
"""Replications below which intervals are not trusted and nothing is said of differences."""

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
class Estimate:
    """A number with its 95 % interval; limits are nan where there is none."""

    value: float
    low: float = NAN
    high: float = NAN


NOTHING = Estimate(NAN)


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
        values = self.curve.values(measure)
        if self._is_one_share(measure):
            limits = self._wilson(measure)
        elif self.runs < 2:
            limits = np.full((2, values.size), NAN)
        else:
            limits = percentile_limits(self.curve.draws(measure, self.weights), self.runs)
        return [Estimate(*map(float, row)) for row in zip(values, *limits, strict=True)]

    def _is_one_share(self, measure: Measure) -> bool:
        return measure.is_share and self.curve.is_focal and self.key.goal != BOTH

    def _wilson(self, measure: Measure) -> Rows:
        parts = self.curve.parts(measure).sum(axis=1)
        wholes = self.curve.wholes(measure).sum(axis=1)
        pairs = zip(parts, wholes, strict=True)
        return np.array([binomial_interval(int(part), int(whole)) for part, whole in pairs]).T

    def counts(self, measure: Measure) -> Rows:
        """Return of how many a measure is, shape (sizes,)."""
        counts: Rows = self.curve.wholes(measure).sum(axis=1)
        return counts

    @cached_property
    def best(self) -> BestSize | None:
        """The size with the highest success, in organisations."""
        if self.runs < 2:
            return None
        draws = self.curve.draws(SUCCESS, self.weights)
        return find_best(self.curve.organisations, self.curve.values(SUCCESS), draws, self.runs)

    @cached_property
    def knee(self) -> Knee | None:
        """The break of steerability, in organisations."""
        if self.runs < 2:
            return None
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


def report_group_size(folder: Path, language: str) -> list[str]:
    """Write what a finished sweep says about the size of alliances into its folder.

    Parameters
    ----------
    folder
        Of the finished sweep.
    language
        "en" or "de".

    Returns
    -------
    list of str
        The answer for each form of governance, for the screen. If no run is complete, a line that
        says so, and no files.
    """
    from experiments.group_size_answer import answer_lines
    from experiments.group_size_words import nothing_line, screen_lines, summary_lines

    study = GroupSize(read_sweep(folder))
    if not study.analyses:
        return [nothing_line(language)]
    results = ResultFolder(folder)
    write_table(results, TABLE, HEADS, table_rows(study))
    write_table(results, ANSWERS, ANSWER_HEADS, answer_rows(study))
    pictures = _write_figures(results, study, language)
    answer = list(answer_lines(study, language))
    results.write_text(SUMMARY, iter(summary_lines(study, answer, pictures, language)))
    return screen_lines(study, language)


HEADS = (
    *("setting", "design", "goal", "governance", "partners", "measure"),
    *("value", "low", "high", "count"),
)
ANSWER_HEADS = (
    *("setting", "design", "goal", "governance", "question", "organisations"),
    *("value", "low", "high", "answer"),
)


def table_rows(study: GroupSize) -> Iterator[list[object]]:
    """Give one row per curve, measure and size: partners aimed at, value, interval, of how many."""
    for key, analysis in study.analyses.items():
        for measure in MEASURES:
            rows = zip(
                analysis.curve.partners,
                analysis.estimates(measure),
                analysis.counts(measure),
                strict=True,
            )
            for partners, found, count in rows:
                numbers = cells(found.value, found.low, found.high)
                yield [*key, int(partners), measure.name, *numbers, f"{count:.10g}"]


def answer_rows(study: GroupSize) -> Iterator[list[object]]:
    """Give one row per curve and question: best size, knee, twenty against fewer."""
    for key, analysis in study.analyses.items():
        best, knee = analysis.best, analysis.knee
        if best is not None:
            answer = "no best size told" if best.is_flat else "told"
            yield [*key, "best size", "", *cells(best.size, best.low, best.high), answer]
        if knee is not None:
            answer = "told" if knee.is_told else "a straight line serves as well"
            yield [
                *key,
                "knee of steerability",
                "",
                *cells(knee.size, knee.low, knee.high),
                answer,
            ]
        members = analysis.members_at_twenty
        reached = "reached" if analysis.reaches_twenty else "not reached"
        numbers = cells(members.value, members.low, members.high)
        yield [*key, "members at most where twenty are aimed at", TWENTY, *numbers, reached]
        for name, comparison in (
            ("success", analysis.success_of_twenty),
            ("decided in time", analysis.steerability_of_twenty),
        ):
            yield from _comparison_rows(key, name, comparison)


def _comparison_rows(key: Key, name: str, comparison: Comparison) -> Iterator[list[object]]:
    contrasts = [("best smaller", comparison.with_best, comparison.verdict.value)]
    contrasts += [("fixed smaller", contrast, "") for contrast in comparison.with_fixed]
    for against, contrast, verdict in contrasts:
        found = contrast.difference
        numbers = cells(found.value, found.low, found.high)
        question = f"{name}: twenty minus {against}"
        yield [*key, question, *cells(contrast.against), *numbers, verdict]


def cells(*numbers: float) -> list[str]:
    """Write numbers for a table; nothing where there is none."""
    return ["" if np.isnan(number) else f"{number:.10g}" for number in numbers]


def write_table(
    results: ResultFolder, name: str, heads: tuple[str, ...], rows: Iterator[list[object]]
) -> None:
    """Write a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    with results.new_file(name) as file:
        file.write(text.getvalue().encode())


def _write_figures(results: ResultFolder, study: GroupSize, language: str) -> list[str]:
    """Draw what the sweep has data for, and return the names of the files."""
    from experiments.figures.group_size import draw_all

    names = []
    for name, figure in draw_all(study, language):
        write_figure(results, name, figure)
        names.append(name)
    return names


def write_figure(results: ResultFolder, name: str, figure: "Figure") -> None:
    """Write a figure as PNG."""
    from experiments.figures.style import DOTS_PER_INCH, figure_style, metadata_of

    with figure_style(), results.new_file(name) as file:
        metadata = metadata_of(figure, ".png")
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata=metadata)
