"""The patterns that the default world should show: formulas, wanted ranges, and what was found.

To these patterns of the conceptual model the default world is calibrated once, before any claim is
tested. Each is measured over many runs; every measure states its formula and denominator in the
docstring of its function, which `patterns.csv` repeats. An "alliance" is one in which a second
organisation ever accepted; initiatives that found nobody are in no denominator.
"""

import dataclasses
import inspect
import math
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.observation import DEFAULT, Observation, Run
from experiments.statistics import (
    NAN,
    Rows,
    binomial_interval,
    bootstrap_interval,
    rank_correlation,
)
from sim.measures import OLD_ENOUGH
from sim.parameters import Parameters

PARTNERS = (2, 8, 16)
"""Partners that every founder aims at in the designed comparison, itself not counted."""

SLOW = 13.0
"""Weeks between sittings from which a body is slow: quarterly."""

NINE_MONTHS = (26.0, 52.0)
"""Weeks that count as "about nine months"."""

SUCCEEDED = frozenset({"goal_reached"})
FAILED = frozenset({"vote_lost", "overtaken_by_others", "rupture", "lead_lost", "stopped_early"})
FADED = frozenset({"faded", "deserted", "exhausted", "planned_end"})
OVERTAKEN = frozenset({"overtaken_by_ally"})
"""Endings by what they mean: the goal reached; lost, or broken over content; faded out, because
little was said, members drifted away, or the end was agreed; others brought the goal about."""

ALMOST_ALL = 0.95
"""Share from which "all" is said of a degenerate world."""

INFINITE = math.inf


class Words(NamedTuple):
    """A text in both languages."""

    en: str
    de: str

    def of(self, language: str) -> str:
        """Return the text in a language, "en" or "de"."""
        return self.de if language == "de" else self.en


RESULTS = Words("Results", "Ergebnisse")
REPORTED = Words("Report", "Bericht")
PICTURES = Words("Pictures", "Bilder")
"""What stands before the paths that a command prints at its end."""


class Unit(Enum):
    """What kind of number a measure gives; it decides how the number is written."""

    SHARE = "share"
    POINTS = "difference of shares"
    WEEKS = "weeks"
    TRUST = "change of trust"
    CORRELATION = "rank correlation"
    VARIANCE = "share of variance"
    RATIO = "ratio"
    MEMBERS = "organisations"
    FEWER = "difference of organisations"


class Verdict(Enum):
    """What is said of a measure or a pattern."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "cannot be told"
    REPORTED = ""


class Range(NamedTuple):
    """Wanted range; the limits belong to it unless it is open."""

    low: float
    high: float
    is_open: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in the range."""
        if self.is_open:
            return self.low < value < self.high
        return self.low <= value <= self.high


# --- What is measured in -----------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Evidence:
    """The runs that were observed.

    Attributes
    ----------
    parameters
        Parameters of the world whose patterns are reported.
    runs
        Its runs, in the order of their seeds.
    designed
        Runs of the designed comparison, by the number of partners aimed at.
    """

    parameters: Parameters
    runs: tuple[Observation, ...]
    designed: dict[int, tuple[Observation, ...]]

    @classmethod
    def sorted_from(cls, parameters: Parameters, found: Sequence[Observation]) -> "Evidence":
        """Sort observations by design and seed."""
        ordered = sorted(found, key=lambda observation: observation.seed)
        designed = {
            partners: tuple(o for o in ordered if o.design == design_name(partners))
            for partners in PARTNERS
        }
        runs = tuple(observation for observation in ordered if observation.design == DEFAULT)
        return cls(parameters, runs, designed)


def design_name(partners: int) -> str:
    """Name of a world of the designed comparison."""
    return f"assembly of {partners + 1}"


def designed_world(parameters: Parameters, partners: int) -> Parameters:
    """Return a world of the designed comparison: an assembly whose founders aim at so many."""
    return parameters.with_changes(
        {"formation.target_partners": partners, "collaboration.governance": "assembly"}
    )


def planned_runs(parameters: Parameters, first_seed: int, runs: int, weeks: int) -> list[Run]:
    """Return the runs of a report: the world itself, and its designed comparison on the same seeds.

    The comparison changes two parameters: `formation.target_partners`, and the governance to an
    assembly, where all who belong must be asked.
    """
    worlds = {DEFAULT: parameters}
    for partners in PARTNERS:
        worlds[design_name(partners)] = designed_world(parameters, partners)
    return [
        Run(world, seed, weeks, design, traced=design == DEFAULT)
        for design, world in worlds.items()
        for seed in range(first_seed, first_seed + runs)
    ]


@dataclasses.dataclass(frozen=True)
class Sample:
    """Rows per run and what is computed from them.

    Attributes
    ----------
    groups
        Rows of each run.
    statistic
        Computed from the rows of all runs together.
    count
        The denominator.
    runs_count
        Whether a row is a run and the statistic a share of them, so that its interval is binomial.
    """

    groups: tuple[Rows, ...]
    statistic: Callable[[Rows], float]
    count: int
    runs_count: bool = False


def alliances_of(observation: Observation) -> pd.DataFrame:
    """Return the table of a run's alliances, initiatives left out."""
    frame = pd.DataFrame(observation.alliances)
    return frame[frame["is_alliance"].astype(bool)]


def mean_of(rows: Rows) -> float:
    """Mean of the first column; nan without rows."""
    return float(rows[:, 0].mean()) if len(rows) else NAN


def median_of(rows: Rows) -> float:
    """Median of the first column; nan without rows."""
    return float(np.median(rows[:, 0])) if len(rows) else NAN


def ratio_of(rows: Rows) -> float:
    """Sum of the first column over the sum of the second; nan where that is 0."""
    below = float(rows[:, 1].sum())
    return float(rows[:, 0].sum()) / below if below else NAN


def difference_of(statistic: Callable[[Rows], float]) -> Callable[[Rows], float]:
    """Return a statistic's difference: rows whose last column is 1, less rows where it is 0."""

    def difference(rows: Rows) -> float:
        chosen = rows[:, -1] == 1.0
        return statistic(rows[chosen]) - statistic(rows[~chosen])

    return difference


def correlation_of(rows: Rows) -> float:
    """Rank correlation of the first column with the second; nan where one does not vary."""
    return rank_correlation(rows[:, 0], rows[:, 1])


def _rows(frame: pd.DataFrame, *columns: str) -> Rows:
    return frame[list(columns)].to_numpy(dtype=np.float64, na_value=NAN)


def _column(values: Sequence[float] | Sequence[bool]) -> Rows:
    return np.array(values, dtype=np.float64).reshape(-1, 1)


def _sample(
    groups: Sequence[Rows], statistic: Callable[[Rows], float], count: int | None = None
) -> Sample:
    rows = sum(len(group) for group in groups)
    return Sample(tuple(groups), statistic, rows if count is None else count)


# --- (a) All of it in the same run ---------------------------------------------------------------


def _share_of_runs(evidence: Evidence, happened: Callable[[pd.DataFrame], bool]) -> Sample:
    groups = [_column([happened(alliances_of(run))]) for run in evidence.runs]
    return Sample(tuple(groups), mean_of, len(groups), runs_count=True)


def _any_ended(frame: pd.DataFrame, endings: frozenset[str]) -> bool:
    return bool((~frame["censored"].astype(bool) & frame["ending"].isin(endings)).any())


def runs_with_all(evidence: Evidence) -> Sample:
    """Take how often all three happen in a run.

    Runs in which at least one alliance reached its goal, at least one failed and at least one
    faded, each as in the next three measures / all runs.
    """
    return _share_of_runs(
        evidence,
        lambda frame: all(_any_ended(frame, kind) for kind in (SUCCEEDED, FAILED, FADED)),
    )


def runs_with_success(evidence: Evidence) -> Sample:
    """Take how often an alliance succeeds.

    Runs in which at least one alliance ended with its goal reached / all runs.
    """
    return _share_of_runs(evidence, lambda frame: _any_ended(frame, SUCCEEDED))


def runs_with_failure(evidence: Evidence) -> Sample:
    """Take how often an alliance fails.

    Runs in which at least one alliance lost or broke (vote lost, overtaken by others,
    rupture, lead lost, stopped early) / all runs.
    """
    return _share_of_runs(evidence, lambda frame: _any_ended(frame, FAILED))


def runs_with_fading(evidence: Evidence) -> Sample:
    """Take how often an alliance fades.

    Runs in which at least one alliance faded (faded away, deserted by its members, exhausted, ended
    as planned) / all runs.
    """
    return _share_of_runs(evidence, lambda frame: _any_ended(frame, FADED))


def runs_with_overtaken(evidence: Evidence) -> Sample:
    """Take how often an ally is quicker.

    Runs in which at least one alliance ended because an ally brought its goal about, which is
    no success, no failure and no fading here / all runs.
    """
    return _share_of_runs(evidence, lambda frame: _any_ended(frame, OVERTAKEN))


# --- (b) Many endings ----------------------------------------------------------------------------


def ended_of(observation: Observation) -> pd.DataFrame:
    """Return the alliances of a run that ended before its horizon."""
    frame = alliances_of(observation)
    return frame[~frame["censored"].astype(bool)]


def endings_of(evidence: Evidence) -> "pd.Series[int]":
    """Count the endings of all runs, the most frequent first, equals by name."""
    endings = [ending for run in evidence.runs for ending in ended_of(run)["ending"]]
    counts = pd.Series(endings, dtype="object").value_counts()
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def largest_ending(evidence: Evidence) -> Sample:
    """Take the share of the most frequent ending.

    Alliances that ended for the reason most frequent over all runs / alliances that ended.
    """
    counts = endings_of(evidence)
    names = {name: number for number, name in enumerate(counts.index)}
    groups = [_column([names[e] for e in ended_of(run)["ending"]]) for run in evidence.runs]
    return _sample(groups, largest_share)


def largest_share(rows: Rows) -> float:
    """Share of the most frequent value of the first column; nan without rows."""
    return float(np.bincount(rows[:, 0].astype(int)).max() / len(rows)) if len(rows) else NAN


# --- (c) Weeks to the platform -------------------------------------------------------------------


def weeks_to_platform(evidence: Evidence) -> Sample:
    """Take the time to the platform.

    Median of the weeks from founding to platform; denominator: alliances with a platform.
    """
    groups = [_rows(_with_platform(run), "weeks_to_platform") for run in evidence.runs]
    return _sample(groups, median_of)


def share_with_platform(evidence: Evidence) -> Sample:
    """Take how many come to a platform.

    Alliances that ever agreed on a platform / alliances.
    """
    groups = [_column(list(alliances_of(run)["platform"].notna())) for run in evidence.runs]
    return _sample(groups, mean_of)


def _with_platform(observation: Observation) -> pd.DataFrame:
    frame = alliances_of(observation)
    return frame[frame["platform"].notna()]


# --- (d) Reaching the goal -----------------------------------------------------------------------


def _reached(frames: Sequence[pd.DataFrame]) -> Sample:
    return _sample([_column(list(frame["goal_reached"].astype(bool))) for frame in frames], mean_of)


def reached_of_ended(evidence: Evidence) -> Sample:
    """Take how many reach their goal, of those that ended.

    Alliances that reached their goal / alliances that ended before the horizon.
    """
    return _reached([ended_of(run) for run in evidence.runs])


def reached_of_founded(evidence: Evidence) -> Sample:
    """Take how many reach their goal, of all.

    Alliances that reached their goal / all alliances, those that still live included.
    """
    return _reached([alliances_of(run) for run in evidence.runs])


def reached_of_early(evidence: Evidence) -> Sample:
    """Take how many reach their goal, of those that had time.

    Alliances that reached their goal / alliances founded at least 104 weeks before the
    horizon.
    """
    frames = []
    for run in evidence.runs:
        frame = alliances_of(run)
        frames.append(frame[frame["founded"] <= run.weeks - OLD_ENOUGH])
    return _reached(frames)


def _reached_by_kind(evidence: Evidence, kind: str) -> Sample:
    frames = [ended_of(run) for run in evidence.runs]
    return _reached([frame[frame["kind"] == kind] for frame in frames])


def reached_change(evidence: Evidence) -> Sample:
    """Take how many reach their goal, for a change.

    Alliances for a change that reached their goal / alliances for a change that ended.
    """
    return _reached_by_kind(evidence, "change")


def reached_prevention(evidence: Evidence) -> Sample:
    """Take how many reach their goal, against a bill.

    Alliances against a bill that reached their goal / alliances against a bill that ended.
    """
    return _reached_by_kind(evidence, "prevention")


def pivotal_of_reached(evidence: Evidence) -> Sample:
    """Take how often the alliance decided.

    Alliances without which their goal would have been missed / alliances that reached it.
    """
    frames = [alliances_of(run) for run in evidence.runs]
    reached = [frame[frame["goal_reached"].astype(bool)] for frame in frames]
    return _sample([_column(list(frame["pivotal"].astype(bool))) for frame in reached], mean_of)


# --- (e) Slow bodies -----------------------------------------------------------------------------


def _platforms_by_pace(evidence: Evidence) -> list[Rows]:
    """Weeks to the platform, and 1 where a slow body sat in the core; none without a time box."""
    if evidence.parameters.formation.values_debate != "time_boxed":
        return [np.empty((0, 2)) for _ in evidence.runs]
    groups = []
    for run in evidence.runs:
        frame = _with_platform(run).assign(slow=lambda f: (f["slowest_sitting"] >= SLOW) * 1.0)
        groups.append(_rows(frame, "weeks_to_platform", "slow"))
    return groups


def slow_share(evidence: Evidence) -> Sample:
    """Take how often it takes nine months with a slow body.

    Platforms that took 26 to 52 weeks from founding / platforms of alliances with a time-
    boxed values debate in whose core at the platform a member's own body sits quarterly or
    slower.
    """
    low, high = NINE_MONTHS
    groups = []
    for rows in _platforms_by_pace(evidence):
        weeks = rows[rows[:, 1] == 1.0][:, 0]
        groups.append(_column(list((weeks >= low) & (weeks <= high))))
    return _sample(groups, mean_of)


def slow_median(evidence: Evidence) -> Sample:
    """Take the time to the platform with a slow body.

    Median of the weeks from founding to platform of alliances with a time-boxed values debate
    in whose core at the platform a member's own body sits quarterly or slower.
    """
    return _sample([rows[rows[:, 1] == 1.0] for rows in _platforms_by_pace(evidence)], median_of)


def quick_median(evidence: Evidence) -> Sample:
    """Take the time to the platform without a slow body.

    Median of the weeks from founding to platform of alliances with a time-boxed values debate
    in whose core at the platform all bodies sit more often than quarterly.
    """
    return _sample([rows[rows[:, 1] == 0.0] for rows in _platforms_by_pace(evidence)], median_of)


def slow_delay(evidence: Evidence) -> Sample:
    """Take by how much slow bodies delay.

    Median weeks to the platform with a slow body in the core, less the median without one;
    denominator: platforms of alliances with a time-boxed values debate.
    """
    return _sample(_platforms_by_pace(evidence), difference_of(median_of))


# --- (f) The more who must be asked --------------------------------------------------------------


def _in_time(observation: Observation) -> Rows:
    frame = alliances_of(observation)
    frame = frame[frame["occasions"] > 0]
    in_time = (frame["decided_in_time"] * frame["occasions"]).round()
    return _rows(frame.assign(in_time=in_time), "in_time", "occasions")


def _coordination(observation: Observation) -> Rows:
    return _rows(_with_platform(observation), "coordination_hours", "hours")


def _designed(evidence: Evidence, partners: int, take: Callable[[Observation], Rows]) -> Sample:
    groups = [take(run) for run in evidence.designed[partners]]
    return _sample(groups, ratio_of, round(sum(float(group[:, 1].sum()) for group in groups)))


def _contrast(evidence: Evidence, take: Callable[[Observation], Rows]) -> Sample:
    few, many = evidence.designed[PARTNERS[0]], evidence.designed[PARTNERS[-1]]
    groups = []
    # The same seed in both worlds, so a resampled run brings both.
    for one, other in zip(few, many, strict=True):
        parts = [(take(one), 0.0), (take(other), 1.0)]
        flagged = [np.column_stack([rows, np.full(len(rows), flag)]) for rows, flag in parts]
        groups.append(np.concatenate(flagged))
    return _sample(groups, difference_of(ratio_of), len(groups))


def in_time_contrast(evidence: Evidence) -> Sample:
    """Take the effect of the size aimed at on deciding in time.

    Occasions decided in time / occasions, pooled over alliances and runs, where all founders
    aim at 16 partners, less the same where they aim at 2; governance assembly, same seeds in
    both (world-wide design: joining stays free).
    """
    return _contrast(evidence, _in_time)


def in_time_at_few(evidence: Evidence) -> Sample:
    """Take how often small assemblies decide in time.

    Occasions decided in time / occasions, pooled, where all aim at 2 partners; assembly.
    """
    return _designed(evidence, PARTNERS[0], _in_time)


def in_time_at_some(evidence: Evidence) -> Sample:
    """Take how often middling assemblies decide in time.

    Occasions decided in time / occasions, pooled, where all aim at 8 partners; assembly.
    """
    return _designed(evidence, PARTNERS[1], _in_time)


def in_time_at_many(evidence: Evidence) -> Sample:
    """Take how often large assemblies decide in time.

    Occasions decided in time / occasions, pooled, where all aim at 16 partners; assembly.
    """
    return _designed(evidence, PARTNERS[2], _in_time)


def coordination_contrast(evidence: Evidence) -> Sample:
    """Take the effect of the size aimed at on coordination.

    Coordination hours / all hours given from founding on, pooled over alliances with a
    platform and runs, where all founders aim at 16 partners, less the same where they aim at
    2; governance assembly, same seeds in both (world-wide design: joining stays free).
    """
    return _contrast(evidence, _coordination)


def coordination_at_few(evidence: Evidence) -> Sample:
    """Take how much small assemblies coordinate.

    Coordination hours / all hours given, by alliances with a platform, where all aim at 2
    partners; assembly.
    """
    return _designed(evidence, PARTNERS[0], _coordination)


def coordination_at_some(evidence: Evidence) -> Sample:
    """Take how much middling assemblies coordinate.

    Coordination hours / all hours given, by alliances with a platform, where all aim at 8
    partners; assembly.
    """
    return _designed(evidence, PARTNERS[1], _coordination)


def coordination_at_many(evidence: Evidence) -> Sample:
    """Take how much large assemblies coordinate.

    Coordination hours / all hours given, by alliances with a platform, where all aim at 16
    partners; assembly.
    """
    return _designed(evidence, PARTNERS[2], _coordination)


def _with_core_size(evidence: Evidence, column: str) -> Sample:
    frames = [_with_platform(run) for run in evidence.runs]
    kept = [frame[frame[column].notna() & frame["core_at_platform"].notna()] for frame in frames]
    groups = [_rows(frame, "core_at_platform", column) for frame in kept]
    return _sample(groups, correlation_of)


def in_time_correlation(evidence: Evidence) -> Sample:
    """Take how deciding in time goes with the size of the core.

    Spearman's correlation of the core's size at the platform with the share of occasions
    decided in time; over the alliances of the world's own runs that had an occasion.
    """
    return _with_core_size(evidence, "decided_in_time")


def coordination_correlation(evidence: Evidence) -> Sample:
    """Take how coordination goes with the size of the core.

    Spearman's correlation of the core's size at the platform with coordination hours / hours;
    over the alliances of the world's own runs with a platform.
    """
    return _with_core_size(evidence, "coordination_share")


# --- (g) Trust -----------------------------------------------------------------------------------


def trust_worked(evidence: Evidence) -> Sample:
    """Take the change of trust along ties that worked.

    Mean of trust at the end less trust at the start of the run, along ties that were there at
    the start between organisations that were core members of an alliance when it reached its
    goal.
    """
    return _sample([_column(run.trust.worked) for run in evidence.runs], mean_of)


def trust_met(evidence: Evidence) -> Sample:
    """Take the change of trust along ties that met without success.

    Mean of trust at the end less trust at the start of the run, along ties that were there at
    the start between organisations that were in an alliance at the same time, none of which
    reached its goal with both in its core.
    """
    return _sample([_column(run.trust.met) for run in evidence.runs], mean_of)


def trust_strangers(evidence: Evidence) -> Sample:
    """Take the change of trust between organisations that never met.

    Mean of trust at the end less trust at the start of the run, along ties that were there at
    the start between organisations that never were in an alliance at the same time.
    """
    return _sample([_column(run.trust.strangers) for run in evidence.runs], mean_of)


def trust_difference(evidence: Evidence) -> Sample:
    """Take the change of trust that goes with success.

    Mean change of trust along ties that worked, less that along ties that met without success,
    both as above; denominator: ties of both kinds. Trust of organisations that never met cannot
    change, so they are no standard.
    """
    groups = []
    for run in evidence.runs:
        parts = ((run.trust.worked, 1.0), (run.trust.met, 0.0))
        groups.append(
            np.concatenate([np.column_stack([_column(v), np.full(len(v), f)]) for v, f in parts])
        )
    return _sample(groups, difference_of(mean_of))


# --- The patterns ------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Measure:
    """One number of a pattern.

    Attributes
    ----------
    name
        What it is, in both languages.
    unit
        Kind of number.
    counted
        What the denominator counts.
    take
        Function that takes the sample from the runs; its docstring has the formula.
    wanted
        Range in which it has to lie for the pattern to be met; None where it is only reported.
    """

    name: Words
    unit: Unit
    counted: Words
    take: Callable[[Evidence], Sample]
    wanted: Range | None = None

    @property
    def key(self) -> str:
        """Name in tables."""
        return self.take.__name__

    @property
    def formula(self) -> str:
        """Formula and denominator in a line: what the docstring says after its first line."""
        return " ".join((inspect.getdoc(self.take) or "").partition("\n")[2].split())


@dataclasses.dataclass(frozen=True)
class Pattern:
    """A pattern that the default world should show.

    Attributes
    ----------
    letter
        By which text and figure refer to it.
    title
        What it says, in both languages.
    measures
        Its numbers; it is met where all that have a wanted range lie in it.
    """

    letter: str
    title: Words
    measures: tuple[Measure, ...]


POSITIVE = Range(0.0, INFINITE, is_open=True)
NEGATIVE = Range(-INFINITE, 0.0, is_open=True)

OF_RUNS = Words("runs", "Läufe")
OF_ALLIANCES = Words("alliances", "Allianzen")
OF_PLATFORMS = Words("platforms", "Plattformen")
OF_OCCASIONS = Words("occasions", "Anlässe")
OF_HOURS = Words("hours", "Stunden")
OF_TIES = Words("ties", "Kontakte")
OF_PAIRS = Words("pairs of runs", "Paare von Läufen")

PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "a",
        Words(
            "Alliances succeed, fail and fade in the same run",
            "Im selben Lauf: Gelingen, Scheitern, Versanden",
        ),
        (
            # "In the same run" need not hold of each single run: nine in ten is our reading.
            Measure(
                Words("runs with all three", "Läufe mit allen dreien"),
                Unit.SHARE,
                OF_RUNS,
                runs_with_all,
                Range(0.9, 1.0),
            ),
            Measure(
                Words("runs with a goal reached", "Läufe mit erreichtem Ziel"),
                Unit.SHARE,
                OF_RUNS,
                runs_with_success,
            ),
            Measure(
                Words("runs with one lost or broken", "Läufe mit Niederlage oder Bruch"),
                Unit.SHARE,
                OF_RUNS,
                runs_with_failure,
            ),
            Measure(
                Words("runs with one faded", "Läufe mit Versanden"),
                Unit.SHARE,
                OF_RUNS,
                runs_with_fading,
            ),
            Measure(
                Words("runs with a goal reached by others", "Läufe mit Ziel von anderen erreicht"),
                Unit.SHARE,
                OF_RUNS,
                runs_with_overtaken,
            ),
        ),
    ),
    Pattern(
        "b",
        Words("No single ending prevails", "Kein Ende herrscht vor"),
        (
            Measure(
                Words("share of the most frequent ending", "Anteil des häufigsten Endes"),
                Unit.SHARE,
                OF_ALLIANCES,
                largest_ending,
                Range(0.0, 0.7),
            ),
        ),
    ),
    Pattern(
        "c",
        Words(
            "A platform takes weeks to about a year",
            "Zur Plattform: Wochen bis etwa ein Jahr",
        ),
        (
            Measure(
                Words("weeks to the platform, median", "Wochen bis zur Plattform, Median"),
                Unit.WEEKS,
                OF_PLATFORMS,
                weeks_to_platform,
                Range(4.0, 60.0),
            ),
            Measure(
                Words("alliances with a platform", "Allianzen mit Plattform"),
                Unit.SHARE,
                OF_ALLIANCES,
                share_with_platform,
            ),
        ),
    ),
    Pattern(
        "d",
        Words("Some alliances reach their goal", "Manche Allianzen erreichen ihr Ziel"),
        (
            Measure(
                Words("of those that ended", "von den beendeten"),
                Unit.SHARE,
                OF_ALLIANCES,
                reached_of_ended,
                Range(0.15, 0.6),
            ),
            Measure(
                Words("of all founded", "von allen gegründeten"),
                Unit.SHARE,
                OF_ALLIANCES,
                reached_of_founded,
            ),
            Measure(
                Words("of those with two years to go", "von denen mit zwei Jahren Zeit"),
                Unit.SHARE,
                OF_ALLIANCES,
                reached_of_early,
            ),
            Measure(
                Words("of ended, for a change", "beendet, für eine Änderung"),
                Unit.SHARE,
                OF_ALLIANCES,
                reached_change,
            ),
            Measure(
                Words("of ended, against a bill", "beendet, gegen ein Gesetz"),
                Unit.SHARE,
                OF_ALLIANCES,
                reached_prevention,
            ),
            Measure(
                Words("of reached, pivotal", "erreicht und entscheidend"),
                Unit.SHARE,
                OF_ALLIANCES,
                pivotal_of_reached,
            ),
        ),
    ),
    Pattern(
        "e",
        Words(
            "With slow bodies it can take nine months",
            "Mit langsamen Gremien: auch neun Monate",
        ),
        (
            # "Can take" asks that it is no freak: at least one such platform in ten, our reading.
            Measure(
                Words("slow: took 26 to 52 weeks", "langsam: 26 bis 52 Wochen"),
                Unit.SHARE,
                OF_PLATFORMS,
                slow_share,
                Range(0.1, 1.0),
            ),
            Measure(
                Words("slow less others, medians", "langsam minus andere, Mediane"),
                Unit.WEEKS,
                OF_PLATFORMS,
                slow_delay,
                POSITIVE,
            ),
            Measure(
                Words("slow: median weeks", "langsam: Wochen, Median"),
                Unit.WEEKS,
                OF_PLATFORMS,
                slow_median,
            ),
            Measure(
                Words("others: median weeks", "andere: Wochen, Median"),
                Unit.WEEKS,
                OF_PLATFORMS,
                quick_median,
            ),
        ),
    ),
    Pattern(
        "f",
        Words(
            "The more are asked, the slower, the more talk",
            "Mehr Gefragte: langsamer, mehr Abstimmung",
        ),
        (
            Measure(
                Words("decided in time, 16 less 2 partners", "rechtzeitig, 16 minus 2 Partner"),
                Unit.POINTS,
                OF_PAIRS,
                in_time_contrast,
                NEGATIVE,
            ),
            Measure(
                Words("coordination, 16 less 2 partners", "Abstimmung, 16 minus 2 Partner"),
                Unit.POINTS,
                OF_PAIRS,
                coordination_contrast,
                POSITIVE,
            ),
            Measure(
                Words("decided in time, aim 2", "rechtzeitig, Ziel 2"),
                Unit.SHARE,
                OF_OCCASIONS,
                in_time_at_few,
            ),
            Measure(
                Words("decided in time, aim 8", "rechtzeitig, Ziel 8"),
                Unit.SHARE,
                OF_OCCASIONS,
                in_time_at_some,
            ),
            Measure(
                Words("decided in time, aim 16", "rechtzeitig, Ziel 16"),
                Unit.SHARE,
                OF_OCCASIONS,
                in_time_at_many,
            ),
            Measure(
                Words("coordination share, aim 2", "Anteil Abstimmung, Ziel 2"),
                Unit.SHARE,
                OF_HOURS,
                coordination_at_few,
            ),
            Measure(
                Words("coordination share, aim 8", "Anteil Abstimmung, Ziel 8"),
                Unit.SHARE,
                OF_HOURS,
                coordination_at_some,
            ),
            Measure(
                Words("coordination share, aim 16", "Anteil Abstimmung, Ziel 16"),
                Unit.SHARE,
                OF_HOURS,
                coordination_at_many,
            ),
            Measure(
                Words("core size and in time, rank corr.", "Kern und rechtzeitig, Rangkorr."),
                Unit.CORRELATION,
                OF_ALLIANCES,
                in_time_correlation,
            ),
            Measure(
                Words("core size and coordination, rank corr.", "Kern und Abstimmung, Rangkorr."),
                Unit.CORRELATION,
                OF_ALLIANCES,
                coordination_correlation,
            ),
        ),
    ),
    Pattern(
        "g",
        Words("Trust grows along ties that worked", "Vertrauen wächst, wo es gelang"),
        (
            Measure(
                Words("ties that worked", "gelungene Kontakte"),
                Unit.TRUST,
                OF_TIES,
                trust_worked,
                POSITIVE,
            ),
            Measure(
                Words("worked less met without success", "gelungene minus getroffene"),
                Unit.TRUST,
                OF_TIES,
                trust_difference,
                POSITIVE,
            ),
            Measure(
                Words("met without success", "getroffen, kein Erfolg"),
                Unit.TRUST,
                OF_TIES,
                trust_met,
            ),
            Measure(
                Words("never met", "nie getroffen"),
                Unit.TRUST,
                OF_TIES,
                trust_strangers,
            ),
        ),
    ),
)
"""All patterns of the conceptual model with their wanted ranges; the only place for them."""


# --- What was found ----------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Finding:
    """A measure as it was found.

    Attributes
    ----------
    measure
        What was measured.
    sample
        What it was measured in.
    value
        Over all runs together; nan where there was nothing to count.
    low, high
        95 % interval: binomial for shares of runs, otherwise by resampling runs.
    count
        Denominator.
    by_run
        The value in each run; nan where that run had nothing to count.
    """

    measure: Measure
    sample: Sample
    value: float
    low: float
    high: float
    count: int
    by_run: tuple[float, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether the value lies in the wanted range."""
        if self.measure.wanted is None:
            return Verdict.REPORTED
        if math.isnan(self.value):
            return Verdict.UNKNOWN
        return Verdict.MET if self.measure.wanted.holds(self.value) else Verdict.NOT_MET

    @property
    def is_close(self) -> bool:
        """Whether a limit of the wanted range lies within the interval."""
        wanted = self.measure.wanted
        if wanted is None or math.isnan(self.low):
            return False
        return any(
            wanted.holds(limit) != wanted.holds(self.value) for limit in (self.low, self.high)
        )


@dataclasses.dataclass(frozen=True)
class PatternFound:
    """A pattern with what was found."""

    pattern: Pattern
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Not met where one measure is not, unknown where one is, otherwise met."""
        verdicts = [finding.verdict for finding in self.findings]
        for verdict in (Verdict.NOT_MET, Verdict.UNKNOWN):
            if verdict in verdicts:
                return verdict
        return Verdict.MET


@dataclasses.dataclass(frozen=True)
class Report:
    """All patterns with what was found.

    Attributes
    ----------
    patterns
        What was found, in the order of `PATTERNS`.
    degenerate
        In what sense the world is degenerate; empty if it is not.
    endings
        Why alliances ended, and which share of those that ended, the most frequent first.
    """

    patterns: tuple[PatternFound, ...]
    degenerate: tuple[Words, ...]
    endings: tuple[tuple[str, float], ...]

    def find(self, take: Callable[[Evidence], Sample]) -> Finding:
        """Return the finding of a measure by the function that takes it."""
        for found in self.patterns:
            for finding in found.findings:
                if finding.measure.take is take:
                    return finding
        raise KeyError(take.__name__)


def study_patterns(evidence: Evidence) -> Report:
    """Measure all patterns in the runs that were observed."""
    endings = endings_of(evidence)
    return Report(
        patterns=tuple(
            PatternFound(pattern, tuple(find(measure, evidence) for measure in pattern.measures))
            for pattern in PATTERNS
        ),
        degenerate=degeneracies(evidence),
        endings=tuple((str(name), count / endings.sum()) for name, count in endings.items()),
    )


def value_of(sample: Sample) -> float:
    """Compute a sample's statistic over all runs together; nan where there is nothing to count."""
    together = np.concatenate(sample.groups) if sample.groups else np.empty((0, 1))
    return sample.statistic(together) if len(together) else NAN


def find(measure: Measure, evidence: Evidence) -> Finding:
    """Compute a measure with its interval and its distribution over runs."""
    sample = measure.take(evidence)
    value = value_of(sample)
    if sample.runs_count:
        total = sum(int(group.sum()) for group in sample.groups)
        low, high = binomial_interval(total, len(sample.groups))
    else:
        low, high = bootstrap_interval(sample.groups, sample.statistic)
    by_run = tuple(sample.statistic(group) if len(group) else NAN for group in sample.groups)
    return Finding(measure, sample, value, low, high, sample.count, by_run)


def degeneracies(evidence: Evidence) -> tuple[Words, ...]:
    """Say in what sense a world is degenerate; nothing where it is not.

    Nothing forms: most runs have no alliance. Nothing ends: most runs have no alliance that ended.
    All succeed, none succeeds, all end alike: at least 95 % of the alliances that ended did.
    """
    formed = [len(alliances_of(run)) for run in evidence.runs]
    if 2 * sum(count == 0 for count in formed) > len(formed):
        return (Words("nothing forms", "es entsteht nichts"),)
    ended = [ended_of(run) for run in evidence.runs]
    if 2 * sum(len(frame) == 0 for frame in ended) > len(ended):
        return (Words("nothing ends", "es endet nichts"),)
    reached = mean_of(np.concatenate(reached_of_ended(evidence).groups))
    largest = largest_share(np.concatenate(largest_ending(evidence).groups))
    found = []
    if reached >= ALMOST_ALL:
        found.append(Words("all succeed", "alle haben Erfolg"))
    elif reached <= 1.0 - ALMOST_ALL:
        found.append(Words("none succeeds", "niemand hat Erfolg"))
    if largest >= ALMOST_ALL:
        found.append(Words("all end alike", "alle enden gleich"))
    return tuple(found)
