"""Effects that claims expect, measured: at the place of each contrast, and where it should fail.

``python -m experiments.claim_effects [ID ...]`` says of each whether it is as its file says.
With ``--samples N`` it looks at every effect at N places of the plausible ranges instead.
"""

import argparse
import contextlib
import csv
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from experiments.claim_files import IDS, Claim, Contrast, Failure, Value, read_claims
from experiments.designs import DesignError, Factor, latin_hypercube
from experiments.errors import ExitCode, UserError
from experiments.patterns import progress
from sim import CompiledModel
from sim.ensemble import Measured, run_ensemble
from sim.measures import Table
from sim.parameters import DEFAULT_WEEKS, ParameterError, Parameters, check_run, find, near

COMMAND = "python -m experiments.claim_effects"

ERRORS = 3.0
"""Standard errors by which an effect has to differ from none."""

LEFT = 0.5
"""Share of an effect that may be left where it is gone or halved, at the end of its interval."""

CERTAIN = 1.96
"""Standard errors from the mean to the end of a 95 % interval."""

PAIRS = 100
"""Pairs of runs of each effect, unless more are asked for: most of them can be told with these."""

PAIRS_OF_SAMPLE = 24
"""Pairs at each place of a sample, unless more are asked for: they say where to look closer."""

FEWEST_PAIRS = 3
"""With fewer there is no spread to speak of."""

FIRST_SEED = 3_000_000
"""Far from the seeds by which places were found, and from those of the tests."""

REMEMBERED = 8
"""Parameter sets whose runs are kept: those of one place serve several effects."""

SNAPSHOTS = (
    *("share_agreed", "ambition_kept", "depth"),
    *("weeks_to_platform", "members_at_platform"),
)
"""Columns that mean something only where there was a platform."""

Values = Mapping[str, Value]


# --- Measuring ---------------------------------------------------------------------------------


class Effect(NamedTuple):
    """Mean difference over pairs of runs with the same seed, positive as the claim expects.

    Attributes
    ----------
    mean
        In the unit of the measure.
    error
        Its standard error.
    pairs
        Pairs in which both runs have a value.
    """

    mean: float
    error: float
    pairs: int

    @property
    def errors(self) -> float:
        """Mean in standard errors; 0 where no pair differs from another."""
        return self.mean / self.error if self.error > 0.0 else 0.0

    @property
    def at_most(self) -> float:
        """Upper end of the 95 % interval."""
        return self.mean + CERTAIN * self.error


def effect_of(differences: np.ndarray) -> Effect:
    """Mean, and its error, over the seeds that have a value.

    Parameters
    ----------
    differences
        By seed, nan where one of both runs has no value; shape (seeds,).
    """
    known = differences[~np.isnan(differences)]
    if len(known) < FEWEST_PAIRS:
        return Effect(math.nan, math.nan, len(known))
    return Effect(float(known.mean()), float(known.std(ddof=1) / math.sqrt(len(known))), len(known))


def differences_at(
    contrast: Contrast, place: Values, measure: str, seeds: Sequence[int]
) -> np.ndarray:
    """Differences that a contrast makes to a measure at a place, positive as the claim expects.

    Parameters
    ----------
    place
        Values besides, which go before those of the contrast's base.
    seeds
        The same on both sides.

    Returns
    -------
    ndarray
        Shape (seeds,).
    """
    base = {**contrast.base, **place}
    before, after = (
        per_run({**base, **side}, measure, seeds, contrast.founded_after)
        for side in (contrast.before, contrast.after)
    )
    change: np.ndarray = after - before
    return change if contrast.expected[measure] == "up" else -change


def per_run(
    values: Values, measure: str, seeds: Sequence[int], founded_after: int | None = None
) -> np.ndarray:
    """Measure of each run: its own, or the mean over its alliances or organisations.

    Parameters
    ----------
    values
        Deviations from the defaults.
    measure
        ``table:column``. Of the alliances those count that were one, or the focal one alone where
        the size is designed.
    founded_after
        Week after which an alliance has to be founded to count; None if all count.

    Returns
    -------
    ndarray
        Shape (seeds,), nan for runs without a value.
    """
    table, column = measure.split(":")
    key, numbers = tuple(sorted(values.items())), tuple(seeds)
    if table == "organisations":
        return np.array([np.mean(balance[column]) for balance in _balances(key, numbers)])
    measured = _measured(key, numbers)
    if table == "runs":
        found = np.asarray(measured.runs[column], dtype=float)
        # How many find nobody is a matter of how many start something.
        return found / measured.runs["initiatives"] if column == "no_partner" else found
    designed = Parameters().with_changes(values).formation.size_design != "world_wide"
    return mean_per_run(measured, column, designed, founded_after)


@lru_cache(REMEMBERED)
def _measured(values: tuple[tuple[str, Value], ...], seeds: tuple[int, ...]) -> Measured:
    return run_ensemble(Parameters().with_changes(dict(values)), seeds)


@lru_cache(REMEMBERED)
def _balances(values: tuple[tuple[str, Value], ...], seeds: tuple[int, ...]) -> list[Table]:
    """Tables of the organisations, which an ensemble does not keep."""
    parameters = Parameters().with_changes(dict(values))
    tables = []
    for seed in seeds:
        model = CompiledModel(parameters, seed=seed, keep_events=False)
        model.run()
        tables.append(model.organisation_table())
    return tables


def mean_per_run(
    measured: Measured, column: str, focal: bool, founded_after: int | None = None
) -> np.ndarray:
    """Mean of a column over the alliances of each run that count, nan without. Shape (runs,)."""
    counted = is_counted(measured.alliances, column, focal)
    if founded_after is not None:
        counted &= measured.alliances["founded"] > founded_after
    rows = measured.alliances_run[counted]
    values = measured.alliances[column][counted].astype(float)
    runs = len(measured.runs)
    sums = np.bincount(rows, weights=values, minlength=runs)
    numbers = np.bincount(rows, minlength=runs)
    return np.where(numbers > 0, sums / np.maximum(numbers, 1), math.nan)


def is_counted(alliances: np.ndarray, column: str, focal: bool) -> np.ndarray:
    """Alliances, or the focal one alone, of which a column says something; shape (alliances,)."""
    if focal:
        counted = alliances["focal"] == 1
    elif column == "is_alliance":  # of all initiatives: how many become one
        counted = np.ones(len(alliances), dtype=bool)
    else:
        counted = alliances["is_alliance"] == 1
    if column in SNAPSHOTS:
        counted &= alliances["platform"] >= 0
    known: np.ndarray = counted & ~np.isnan(alliances[column].astype(float))
    return known


# --- Judging -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """An effect at one place, beside what the claim's file says of it.

    Attributes
    ----------
    claim, number, measure
        Which effect: of a claim, a contrast counted from 1, and a measure.
    place
        Where it should fail; None for the place of the contrast itself.
    said
        Its fate by the file; `stays` also for one that only has to hold.
    """

    claim: str
    number: int
    measure: str
    contrast: Contrast
    place: Failure | None
    said: str

    def effects(self, seeds: Sequence[int]) -> tuple[Effect, Effect | None]:
        """Measure it at the place of its contrast, and where it should fail."""
        home = effect_of(differences_at(self.contrast, {}, self.measure, seeds))
        if self.place is None:
            return home, None
        values = self.place.values
        return home, effect_of(differences_at(self.contrast, values, self.measure, seeds))


def at_home(home: Effect) -> str:
    """Say what an effect is at the place of its contrast: there, reversed, or unclear."""
    if home.errors >= ERRORS:
        return "stays"
    return "reversed" if home.errors <= -ERRORS else "unclear"


def fate(home: Effect, there: Effect) -> str:
    """Say what becomes of an effect at another place (see `claim_files.Fate`)."""
    if home.errors < ERRORS:
        return "unclear"
    if there.errors <= -ERRORS:
        return "reversed"
    if not there.at_most < LEFT * home.mean:
        return "stays"
    return "halved" if there.errors >= ERRORS else "gone"


AS_SAID = "as said"
UNTOLD = "cannot be told"
OTHERWISE = "otherwise"
"""What the runs say of what a file says; they cannot tell where more pairs could show either."""

STRENGTH = {"stays": 0, "halved": 1, "gone": 2, "reversed": 3}
"""How far an effect fails at a place."""


def verdict(said: str, home: Effect, there: Effect | None) -> str:
    """Say whether runs bear out what a file says of an effect, contradict it, or tell neither."""
    if there is None:
        found = at_home(home)
        told = said == found
        return AS_SAID if told else UNTOLD if found == "unclear" else OTHERWISE
    if home.errors < ERRORS:
        return OTHERWISE if home.errors <= -ERRORS else UNTOLD
    if STRENGTH[fate(home, there)] >= STRENGTH[said]:
        return AS_SAID
    left = 0.0 if said == "reversed" else LEFT * home.mean
    return OTHERWISE if there.mean - left >= ERRORS * there.error else UNTOLD


def rows_of(claim: Claim) -> Iterator[Row]:
    """Yield every effect of a claim, once for each place at which it should fail."""
    for number, contrast in enumerate(claim.contrasts, 1):
        for place in claim.failures:
            for measure, said in place.effects.get(number, {}).items():
                yield Row(claim.id, number, measure, contrast, place, said)
        if claim.stays:
            for measure in claim.stays.effects.get(number, []):
                yield Row(claim.id, number, measure, contrast, None, "stays")
        if claim.absent:
            for measure, absence in claim.absent.effects.get(number, {}).items():
                yield Row(claim.id, number, measure, contrast, None, absence)


# --- Samples -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """What one contrast does at one place of the plausible ranges.

    Attributes
    ----------
    claim, number
        Of which claim, and which of its contrasts, counted from 1.
    place
        Values of the parameters that the claim names.
    effects
        By measure; none where the values do not go together.
    """

    claim: str
    number: int
    place: Values
    effects: Mapping[str, Effect]

    @property
    def line(self) -> str:
        """Its line on the screen: effects in standard errors, and the place."""
        told = ", ".join(f"{name} {effect.errors:+.1f}" for name, effect in self.effects.items())
        shown = "; ".join(f"{key}={_shown(value)}" for key, value in self.place.items())
        return f"{self.claim:4}({self.number}) {told or 'values do not go together'}  at {shown}"


def _shown(value: Value) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def factors_of(claim: Claim, contrast: Contrast) -> list[Factor]:
    """Return what is sampled: the parameters that a claim names, in their plausible ranges.

    Not those that the contrast varies, nor words and switches of its base: they say what it is
    about, such as an assigned size.
    """
    chosen = {key for key, value in contrast.base.items() if isinstance(value, bool | str)}
    left_out = chosen | set(contrast.before)
    return [_factor(key) for key in claim.parameters if key not in left_out]


def _factor(key: str) -> Factor:
    declared = find(key)
    if declared.kind not in (int, float):
        return Factor(key, values=tuple(declared.plausible))
    low, high = declared.plausible
    return Factor(key, low=low, high=high, whole=declared.kind is int)


def sample(claim: Claim, number: int, samples: int, seeds: Sequence[int]) -> Iterator[Sample]:
    """Measure a contrast at places of a Latin hypercube; the first seed is that of the design, too.

    Parameters
    ----------
    number
        Of the contrast, from 1.
    samples
        Number of places.
    seeds
        Of the runs, the same at every place.
    """
    contrast = claim.contrasts[number - 1]
    for place in latin_hypercube(factors_of(claim, contrast), samples, seeds[0]):
        try:
            effects = {
                measure: effect_of(differences_at(contrast, place, measure, seeds))
                for measure in contrast.expected
            }
        except ParameterError:
            effects = {}
        yield Sample(claim.id, number, place, effects)


def tally(samples: Sequence[Sample]) -> Iterator[str]:
    """Say of each effect at how many of the places of one contrast it holds, and is reversed."""
    known = [one for one in samples if one.effects]
    for measure in known[0].effects if known else ():
        found = [at_home(one.effects[measure]) for one in known]
        name = f"{known[0].claim:4}({known[0].number}) {measure:32}"
        holds, turned = found.count("stays"), found.count("reversed")
        yield f"{name} holds at {holds} of {len(known)} places, is reversed at {turned}"


def look_around(claims: Sequence[Claim], samples: int, seeds: Sequence[int]) -> list[str]:
    """Print every effect of claims at places of the plausible ranges; return the tallies."""
    contrasts = [
        (claim, number) for claim in claims for number in range(1, 1 + len(claim.contrasts))
    ]
    tallies: list[str] = []
    with progress(samples * len(contrasts), "places") as tell:
        for claim, number in contrasts:
            found = []
            for one in sample(claim, number, samples, seeds):
                print(one.line, flush=True)
                found.append(one)
                tell()
            tallies += tally(found)
    return tallies


# --- The command -------------------------------------------------------------------------------

COLUMNS = (
    *("claim", "contrast", "measure", "place", "said", "found", "verdict"),
    *("effect", "standard_error", "pairs", "effect_there", "standard_error_there", "pairs_there"),
)


@dataclass(frozen=True)
class Measurement:
    """An effect at a place, measured.

    Attributes
    ----------
    row
        Which effect, and what the file says of it.
    home, there
        The effect at the place of its contrast, and where it should fail.
    """

    row: Row
    home: Effect
    there: Effect | None

    @property
    def found(self) -> str:
        """What becomes of it."""
        return at_home(self.home) if self.there is None else fate(self.home, self.there)

    @property
    def verdict(self) -> str:
        """`AS_SAID`, `UNTOLD` or `OTHERWISE`."""
        return verdict(self.row.said, self.home, self.there)

    @property
    def cells(self) -> list[str]:
        """Cells of its line in the table, by `COLUMNS`."""
        row = self.row
        values = {} if row.place is None else row.place.values
        place = ", ".join(f"{key}={value}" for key, value in values.items())
        numbers = [*self.home, *(self.there or ("", "", ""))]
        shown = [f"{one:.6g}" if isinstance(one, float) else str(one) for one in numbers]
        named = [row.claim, str(row.number), row.measure, place, row.said]
        return [*named, self.found, self.verdict, *shown]

    @property
    def line(self) -> str:
        """Its line on the screen, with effects in standard errors."""
        name = f"{self.row.claim:4}({self.row.number}) {self.row.measure:32}"
        there = f" → {self.there.errors:+6.1f}" if self.there else " " * 9
        told = "" if self.verdict == AS_SAID else f" ({self.verdict}; the file: {self.row.said})"
        return f"{name} {self.home.errors:+6.1f}{there}  {self.found}{told}"


def measurements(claims: Sequence[Claim], seeds: Sequence[int]) -> Iterator[Measurement]:
    """Measure all effects of claims, one after the other."""
    rows = [row for claim in claims for row in rows_of(claim)]
    with progress(len(rows), "effects") as tell:
        for row in rows:
            yield Measurement(row, *row.effects(seeds))
            tell()


def measure(claims: Sequence[Claim], seeds: Sequence[int], table: IO[str] | None) -> list[str]:
    """Measure all effects of claims, write a line for each as soon as it is there.

    Parameters
    ----------
    table
        Where the CSV table goes, if it is wanted.

    Returns
    -------
    list of str
        Verdicts.
    """
    writer = csv.writer(table, lineterminator="\n") if table else None
    if writer:
        writer.writerow(COLUMNS)
    verdicts = []
    for found in measurements(claims, seeds):
        print(found.line, flush=True)
        verdicts.append(found.verdict)
        if writer and table:
            writer.writerow(found.cells)
            table.flush()
    return verdicts


@contextlib.contextmanager
def new_table(path: Path | None) -> Iterator[IO[str] | None]:
    """Open a new file for the table, if one is named.

    Raises
    ------
    UserError
        If it is there already, or cannot be written.
    """
    if path is None:
        yield None
        return
    try:
        file = path.open("x", encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}", "Name another file with --csv") from error
    with file:
        yield file


def wanted(ids: Sequence[str]) -> list[Claim]:
    """Return the claims that are asked for, all without a word.

    Raises
    ------
    UserError
        If one does not exist.
    """
    for name in ids:
        if name not in IDS:
            nearest = near(name, IDS)
            meant = f"; the nearest is {nearest}" if nearest else ""
            raise UserError(f"{name} is no claim{meant}", "All claims: docs/CLAIMS.md")
    return [claim for claim in read_claims() if not ids or claim.id in ids]


def seeds_of(asked: argparse.Namespace) -> range:
    """Return the seeds of the runs that are asked for.

    Raises
    ------
    UserError, ParameterError
        If these or what is asked for besides is refused.
    """
    if asked.pairs < FEWEST_PAIRS:
        raise UserError(f"--pairs {asked.pairs}: too few", f"Ask for {FEWEST_PAIRS} or more")
    if asked.samples is not None and asked.samples < 1:
        raise UserError(f"--samples {asked.samples}: too few", "Ask for 1 or more")
    if asked.samples is not None and asked.csv is not None:
        raise UserError("--csv: no table of samples is written", "Leave out --csv or --samples")
    seeds = range(asked.seed, asked.seed + asked.pairs)
    for seed in (seeds[0], seeds[-1]):
        check_run(seed, DEFAULT_WEEKS)
    return seeds


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure effects; return an exit code: 1 if one is other than its file says."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("ids", nargs="*", metavar="ID", help="claims such as C5 (default: all)")
    told = f"of runs (default {PAIRS}, with --samples {PAIRS_OF_SAMPLE})"
    parser.add_argument("--pairs", type=int, help=told)
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="the first")
    told = "look at N places of the plausible ranges of what each claim names"
    parser.add_argument("--samples", type=int, metavar="N", help=told)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table, too")
    asked = parser.parse_args(arguments)
    if asked.pairs is None:
        asked.pairs = PAIRS if asked.samples is None else PAIRS_OF_SAMPLE
    try:
        seeds = seeds_of(asked)
        claims = wanted(asked.ids)
        if asked.samples is not None:
            print("\n".join(look_around(claims, asked.samples, seeds)))
            return ExitCode.FINE
        with new_table(asked.csv) as table:
            verdicts = measure(claims, seeds, table)
    except (UserError, ParameterError, DesignError) as error:
        advice = error.advice if isinstance(error, UserError) else f"{COMMAND} --help"
        print(f"{COMMAND}: {error}\n{advice}", file=sys.stderr)
        return ExitCode.USER_ERROR
    counts = ", ".join(f"{verdicts.count(one)} {one}" for one in (AS_SAID, UNTOLD, OTHERWISE))
    print(f"{len(verdicts)} effects and places with {asked.pairs} pairs of runs: {counts}.")
    return ExitCode.SOME_FAILED if OTHERWISE in verdicts else ExitCode.FINE


if __name__ == "__main__":
    sys.exit(main())
