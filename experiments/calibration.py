"""Setting parameters to the patterns of the conceptual model: candidates, judgement, choice.

Pattern-oriented modelling (Grimm et al. 2005; Railsback and Grimm 2019): of all candidates those
are kept that show every pattern, and of these the one is taken that departs least from a starting
guess. The present defaults are a candidate like any other. Neither claims nor the patterns of
others have a say.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.designs import Factor, latin_hypercube
from experiments.observation import DEFAULT, Run, observe
from experiments.pattern_definitions import (
    PARTNERS,
    PATTERNS,
    Evidence,
    Finding,
    Measure,
    PatternFound,
    Verdict,
    designed_world,
    value_of,
)
from experiments.pattern_definitions import design_name as name_of_design
from experiments.statistics import NAN
from sim.parameters import ParameterError, Parameters, ValueRefusedError, check, find

PARTS = ("start", "low", "high", "source")
"""What is said of a parameter that is calibrated."""

JUDGED: tuple[Measure, ...] = tuple(
    measure for pattern in PATTERNS for measure in pattern.measures if measure.wanted is not None
)
"""Numbers that decide over the patterns."""

DEFAULTS = -1
"""Stands for the present defaults among the numbers of candidates."""

Values = Mapping[str, float]
"""Value of every calibrated parameter, by full key."""


@dataclass(frozen=True)
class Guess:
    """A parameter that is calibrated.

    Attributes
    ----------
    key
        Full key.
    start
        Starting guess.
    low, high
        Plausible range.
    source
        Where the guess is from.
    whole
        Whether only whole numbers are meant.
    default
        The present default.
    """

    key: str
    start: float
    low: float
    high: float
    source: str
    whole: bool
    default: float

    def within(self, neighbourhood: float) -> Factor:
        """Return the interval from which candidates draw it.

        Parameters
        ----------
        neighbourhood
            Share of the way from the guess to each end of the range.
        """
        low = self.start - neighbourhood * (self.start - self.low)
        high = self.start + neighbourhood * (self.high - self.start)
        return Factor(self.key, low=low, high=high, whole=self.whole)


def read_guesses(node: Mapping[str, Any]) -> tuple[Guess, ...]:
    """Check the guesses of a configuration, by phase and name.

    Raises
    ------
    ParameterError
        For the first one that is unknown, no number, incomplete, or outside its range or bounds.
    """
    guesses = []
    for phase, names in node.items():
        if not isinstance(names, Mapping):
            raise ValueRefusedError(f"guesses.{phase}", names, "must be a group of parameters")
        guesses += [_read_guess(f"{phase}.{name}", parts) for name, parts in names.items()]
    if not guesses:
        raise ParameterError("guesses: there is no parameter to calibrate")
    return tuple(guesses)


def _read_guess(key: str, parts: Any) -> Guess:
    declared = find(key)
    if declared.kind not in (int, float):
        raise ParameterError(f"guesses.{key}: only numbers can be calibrated")
    if not isinstance(parts, Mapping) or set(parts) != set(PARTS):
        reason = f"must have exactly {', '.join(PARTS)}"
        raise ValueRefusedError(f"guesses.{key}", _plain(parts), reason)
    for part in PARTS[:3]:
        check(key, parts[part])
    start, low, high = (parts[part] for part in PARTS[:3])
    if not low < high or not low <= start <= high:
        reason = f"must lie in its range, and the range from {low} to {high} must not be empty"
        raise ValueRefusedError(f"guesses.{key}.start", start, reason)
    whole = declared.kind is int
    return Guess(key, start, low, high, str(parts["source"]), whole, declared.default)


def _plain(parts: Any) -> Any:
    return dict(parts) if isinstance(parts, Mapping) else parts


# --- Candidates ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Values that might become defaults.

    Attributes
    ----------
    number
        0 for the starting guess, `DEFAULTS` for the present defaults.
    values
        By full key.
    departure
        From the starting guess, as from `departure_of`.
    """

    number: int
    values: Values
    departure: float


def candidates_of(
    guesses: Sequence[Guess], count: int, neighbourhood: float, design_seed: int
) -> Iterator[Candidate]:
    """Yield the starting guess, and then a Latin hypercube around it.

    Parameters
    ----------
    guesses
        Parameters that are calibrated.
    count
        Number of candidates, the starting guess among them.
    neighbourhood
        Share of the way from the guess to each end of the range.
    design_seed
        Of the hypercube.
    """
    yield candidate_of(guesses, 0, {guess.key: guess.start for guess in guesses})
    if count == 1:
        return
    factors = [guess.within(neighbourhood) for guess in guesses]
    for number, values in enumerate(latin_hypercube(factors, count - 1, design_seed), start=1):
        yield candidate_of(guesses, number, values)


def present_defaults(guesses: Sequence[Guess]) -> Candidate:
    """Return the present defaults as a candidate."""
    return candidate_of(guesses, DEFAULTS, {guess.key: guess.default for guess in guesses})


def candidate_of(guesses: Sequence[Guess], number: int, values: Values) -> Candidate:
    """Return values as a candidate with its departure."""
    return Candidate(number, dict(values), departure_of(guesses, values))


def departure_of(guesses: Sequence[Guess], values: Values) -> float:
    """Mean distance from the starting guess, each in units of its plausible range."""
    distances = [abs(values[g.key] - g.start) / (g.high - g.low) for g in guesses]
    return math.fsum(distances) / len(distances)


# --- Judgement -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """A candidate with the runs by which it is judged.

    Attributes
    ----------
    number
        Of the candidate.
    parameters
        All of them.
    seed, runs, weeks
        First seed, number and horizon of its runs.
    designed_runs
        Runs of each world of the designed comparison, on the first of these seeds.
    """

    number: int
    parameters: Parameters
    seed: int
    runs: int
    designed_runs: int
    weeks: int


@dataclass(frozen=True)
class Judgement:
    """What the patterns say of a candidate.

    Attributes
    ----------
    number
        Of the candidate.
    values
        Every number that decides, by the key of its measure.
    verdicts
        Verdict of every pattern, by its letter.
    """

    number: int
    values: Mapping[str, float]
    verdicts: Mapping[str, Verdict]

    @property
    def met(self) -> int:
        """Number of patterns that are met."""
        return sum(verdict is Verdict.MET for verdict in self.verdicts.values())

    @property
    def is_accepted(self) -> bool:
        """Whether all patterns are met."""
        return self.met == len(self.verdicts)


def judge(trial: Trial) -> Judgement:
    """Do the runs of a candidate, and judge it by the functions of `alliances patterns`."""
    return judgement_of(trial.number, evidence_of(trial))


def evidence_of(trial: Trial) -> Evidence:
    """Do the runs of a candidate; of the comparison those worlds alone that decide."""
    worlds = {DEFAULT: (trial.parameters, trial.runs)}
    for partners in (PARTNERS[0], PARTNERS[-1]):
        world = designed_world(trial.parameters, partners)
        worlds[name_of_design(partners)] = (world, trial.designed_runs)
    observed = [
        observe(Run(world, seed, trial.weeks, design))
        for design, (world, runs) in worlds.items()
        for seed in range(trial.seed, trial.seed + runs)
    ]
    return Evidence.sorted_from(trial.parameters, observed)


def judgement_of(number: int, evidence: Evidence) -> Judgement:
    """Judge a candidate by its runs; intervals are not needed for a verdict."""
    values, verdicts = {}, {}
    for pattern in PATTERNS:
        findings = []
        for measure in pattern.measures:
            if measure.wanted is None:
                continue
            sample = measure.take(evidence)
            value = value_of(sample)
            values[measure.key] = value
            findings.append(Finding(measure, sample, value, NAN, NAN, sample.count, ()))
        verdicts[pattern.letter] = PatternFound(pattern, tuple(findings)).verdict
    return Judgement(number, values, verdicts)


# --- Choice --------------------------------------------------------------------------------------


def nearest_accepted(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement]
) -> list[Candidate]:
    """Return the candidates that meet all patterns, the least departure first, equals by number."""
    accepted = {judgement.number for judgement in judgements if judgement.is_accepted}
    kept = [candidate for candidate in candidates if candidate.number in accepted]
    return sorted(kept, key=lambda candidate: (candidate.departure, candidate.number))


@dataclass(frozen=True)
class Calibration:
    """All that came out.

    Attributes
    ----------
    guesses
        What was calibrated.
    candidates, judgements
        In the order of their numbers; candidates whose runs failed are left out.
    defaults
        Judgement of the present defaults on the seeds of the search.
    confirmations
        Judgements on fresh seeds, in the order in which they were tried; that of the present
        defaults is the first.
    """

    guesses: tuple[Guess, ...]
    candidates: tuple[Candidate, ...]
    judgements: tuple[Judgement, ...]
    defaults: Judgement | None
    confirmations: tuple[Judgement, ...]

    @property
    def chosen(self) -> Candidate | None:
        """Return the nearest candidate that meets all patterns on fresh seeds, too.

        The present defaults are one of them, where they lie in the ranges and meet all patterns on
        the seeds of the search as well.
        """
        held = {judgement.number for judgement in self.confirmations if judgement.is_accepted}
        eligible = list(self.accepted)
        if self.defaults is not None and self.defaults.is_accepted and self._defaults_in_range:
            eligible.append(present_defaults(self.guesses))
        tried = [candidate for candidate in eligible if candidate.number in held]
        return min(tried, key=lambda one: (one.departure, one.number), default=None)

    @property
    def _defaults_in_range(self) -> bool:
        return all(guess.low <= guess.default <= guess.high for guess in self.guesses)

    @property
    def accepted(self) -> list[Candidate]:
        """Return the candidates that meet all patterns on the seeds of the search."""
        return nearest_accepted(self.candidates, self.judgements)

    def confirmed(self, number: int) -> Judgement | None:
        """Return the judgement on fresh seeds of a candidate, if it was tried."""
        return next((j for j in self.confirmations if j.number == number), None)

    def share_meeting(self, letter: str) -> float:
        """Share of the candidates that meet a pattern; nan without any."""
        verdicts = [judgement.verdicts[letter] for judgement in self.judgements]
        return verdicts.count(Verdict.MET) / len(verdicts) if verdicts else NAN
