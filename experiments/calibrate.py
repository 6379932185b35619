"""`alliances calibrate`: which values of a few parameters show all patterns of the model.

Candidates are drawn around a starting guess and judged by the functions of `alliances patterns`.
The nearest one that meets all patterns, on fresh seeds too, is proposed: the present defaults are
one of them. No default is changed.
"""

import csv
import dataclasses
import importlib.metadata
import io
import json
import math
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omegaconf import DictConfig

from experiments.application import start_hydra
from experiments.calibration import (
    DEFAULTS,
    JUDGED,
    Calibration,
    Candidate,
    Guess,
    Judgement,
    Trial,
    candidates_of,
    judge,
    nearest_accepted,
    present_defaults,
    read_guesses,
)
from experiments.calibration_words import calibration_lines, runs_in_words, screen_lines
from experiments.configuration import (
    SWEEP_GROUPS,
    Application,
    CommandLine,
    Composer,
    asks_for_multirun,
    check_choices,
    options_among,
    parameters_and_rest,
    parse_words,
    register_defaults,
    telling_errors,
    wanted_folder,
)
from experiments.counting import counted
from experiments.errors import ExitCode, UserError
from experiments.pattern_definitions import PATTERNS, PICTURES, REPORTED, RESULTS, Words
from experiments.patterns import progress
from experiments.provenance import hash_of_sources
from experiments.results import (
    CONFIGURATION,
    LIBRARIES,
    MANIFEST,
    ResultFolder,
    claim_folder,
    shown,
)
from sim import __version__
from sim.execution import Failure, run_all
from sim.parameters import (
    DEFAULT_WEEKS,
    LARGEST_SEED,
    Parameters,
    ValueRefusedError,
    check_run,
)
from sim.population import check_world
from sim.warmup import compile_rules

PROGRAM = "alliances calibrate"

CALIBRATE_DEFAULTS: dict[str, Any] = {
    "seed": 1,
    "weeks": DEFAULT_WEEKS,
    "candidates": 200,
    "runs": 16,
    "designed_runs": 6,
    "confirm_runs": 100,
    "confirmations": 10,
    "neighbourhood": 1.0,
    "design_seed": 0,
    "workers": None,
    "language": "en",
    "guesses": {},
}
"""Keys of a calibration besides the parameters of the model."""

CALIBRATE = Application(
    "calibrate",
    "declared_calibrate",
    CALIBRATE_DEFAULTS,
    dict.fromkeys(SWEEP_GROUPS, "alliances sweep"),
)
"""`alliances calibrate`, with `configs/calibrate.yaml`."""

COUNTS = {
    "candidates": (1, 100_000),
    "runs": (2, 100_000),
    "designed_runs": (1, 100_000),
    "confirm_runs": (2, 100_000),
    "confirmations": (1, 100_000),
    "workers": (1, 1024),
    "design_seed": (0, LARGEST_SEED),
}
"""Whole numbers, from and to."""

BATCH = 40
"""Candidates that are judged before the table is written anew: so many are lost by Ctrl-C at most.
Workers start anew for each batch, which takes a few seconds."""

TABLE = "candidates.csv"
FRESH = "fresh_seeds.csv"
REPORT = "calibration.md"
FIGURE = "calibration.png"

WHERE_HELP_STANDS = f"What can be said: {PROGRAM} --help"


# --- The command -------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Run `alliances calibrate`.

    Parameters
    ----------
    arguments
        Words after `alliances calibrate`.

    Returns
    -------
    int
        Exit code: 0 whether or not a candidate was found; 1 if one failed; 130 if interrupted.

    Raises
    ------
    UserError
        If the command line asks for something that cannot be run.
    """
    register_defaults(CALIBRATE)
    given = parse_words(PROGRAM, arguments)
    options = options_among(arguments, given)
    if given.help or given.hydra_help or given.info or given.shell_completion:
        words = options if given.help else [*options, *given.overrides]
        return start_hydra(PROGRAM, CALIBRATE, lambda _: None, words)
    with telling_errors():
        composer = Composer(given, CALIBRATE)
        request = read_request(composer, multirun=bool(given.multirun))
    if given.cfg is not None:
        return start_hydra(PROGRAM, CALIBRATE, lambda _: None, [*options, *composer.words])
    line = CommandLine(options, composer.words, shows=False, first=request.configuration)
    wanted, named = wanted_folder(line)
    folder = ResultFolder(claim_folder(wanted, named=named, mark=CONFIGURATION))
    return Search(request, folder).run()


@dataclass(frozen=True)
class Request:
    """What the user asks for.

    Attributes
    ----------
    parameters
        All that is not calibrated.
    guesses
        What is.
    options
        The other keys, checked; see `CALIBRATE_DEFAULTS`.
    configuration
        As it was composed.
    """

    parameters: Parameters
    guesses: tuple[Guess, ...]
    options: Mapping[str, Any]
    configuration: DictConfig

    @property
    def fresh_seed(self) -> int:
        """First seed that the search has not used."""
        asked = self.options
        return int(asked["seed"] + max(asked["runs"], asked["designed_runs"]))

    def parameters_of(self, candidate: Candidate) -> Parameters:
        """Return all parameters of a candidate."""
        return self.parameters.with_changes(candidate.values)

    def candidates(self) -> list[Candidate]:
        """Draw the candidates."""
        asked = self.options
        drawn = candidates_of(
            self.guesses, asked["candidates"], asked["neighbourhood"], asked["design_seed"]
        )
        return list(drawn)

    def trial(self, candidate: Candidate) -> Trial:
        """Return how a candidate is judged in the search."""
        asked = self.options
        seed, runs, designed = asked["seed"], asked["runs"], asked["designed_runs"]
        parameters = self.parameters_of(candidate)
        return Trial(candidate.number, parameters, seed, runs, designed, asked["weeks"])

    def fresh_trials(self, candidate: Candidate) -> Trial:
        """Return how a candidate is judged on fresh seeds."""
        runs = self.options["confirm_runs"]
        trial = self.trial(candidate)
        return dataclasses.replace(trial, seed=self.fresh_seed, runs=runs, designed_runs=runs)


def read_request(composer: Composer, *, multirun: bool = False) -> Request:
    """Check the words of a command line, and all candidates that they ask for.

    Raises
    ------
    ParameterError, UserError
        If anything is wrong with them.
    """
    _refuse_several(composer, multirun)
    for override in composer.overrides:
        composer.check_word(override)
    composer.check_hydra_keys()
    configuration = composer.compose(composer.words)
    with composer.values_as_typed():
        parameters, options = parameters_and_rest(configuration, CALIBRATE)
        guesses = read_guesses(options.pop("guesses"))
        _check_options(options)
    typed = {override.key_or_group for override in composer.overrides}
    for guess in guesses:
        if guess.key in typed:
            problem = f"{guess.key} is calibrated, so it has no other value"
            raise UserError(problem, "Its guess and range stand in configs/calibrate.yaml")
    check_world(parameters)
    request = Request(parameters, guesses, options, configuration)
    for candidate in request.candidates():
        request.parameters_of(candidate)
    return request


def _refuse_several(composer: Composer, multirun: bool) -> None:
    for override in composer.overrides:
        if override.is_sweep_override() or asks_for_multirun(override):
            problem = f"{override.input_line}: a calibration draws its candidates itself"
            raise UserError(problem, WHERE_HELP_STANDS)
    if multirun:
        problem = "--multirun: a calibration draws its candidates itself"
        raise UserError(problem, WHERE_HELP_STANDS)


def _check_options(options: Mapping[str, Any]) -> None:
    for key, (low, high) in COUNTS.items():
        value = options[key]
        if key == "workers" and value is None:
            continue
        if type(value) is not int or not low <= value <= high:
            raise ValueRefusedError(key, value, f"must be a whole number from {low} to {high}")
    share = options["neighbourhood"]
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0.0 < share <= 1.0:
        raise ValueRefusedError("neighbourhood", share, "must be a number above 0, at most 1")
    check_choices(options, {"language": ("en", "de")})
    check_run(options["seed"], options["weeks"])
    used = max(options["runs"], options["designed_runs"]) + options["confirm_runs"]
    if options["seed"] > LARGEST_SEED + 1 - used:
        reason = f"must leave room for {used} seeds up to {LARGEST_SEED}"
        raise ValueRefusedError("seed", options["seed"], reason)


# --- The search --------------------------------------------------------------------------------


class Search:
    """One calibration, from the first candidate to the report.

    Parameters
    ----------
    request
        What is asked for.
    folder
        Where the results go.
    """

    def __init__(self, request: Request, folder: ResultFolder) -> None:
        self.request = request
        self.folder = folder
        self.candidates = request.candidates()
        self.judgements: list[Judgement] = []
        self.confirmations: list[Judgement] = []
        self.failures: list[tuple[int, Failure]] = []
        self.defaults: Judgement | None = None

    def run(self) -> int:
        """Do everything; return the exit code."""
        self._write(CONFIGURATION, configuration_text(self.request))
        try:
            return self._run()
        except KeyboardInterrupt:
            candidates = counted(len(self.candidates), "candidate", "candidates")
            told = f"{len(self.judgements)} of {candidates} kept"
            where = shown(self.folder.path, Path.cwd())
            print(f"{PROGRAM}: interrupted; {told} in {where}", file=sys.stderr)
            return ExitCode.INTERRUPTED

    def _run(self) -> int:
        compile_rules(ensembles=True)
        self._judge_all()
        self._confirm()
        found = Calibration(
            self.request.guesses,
            tuple(self.candidates),
            tuple(self.judgements),
            self.defaults,
            tuple(self.confirmations),
        )
        self._report(found)
        if not self.failures:
            return ExitCode.FINE
        number, failure = self.failures[0]
        failed = counted(len(self.failures), "trial", "trials")
        told = f"{failed} failed; the first: candidate {number}: {failure.error}"
        print(f"{PROGRAM}: {told}", file=sys.stderr)
        return ExitCode.SOME_FAILED

    def _judge_all(self) -> None:
        """Judge the candidates, and after them the present defaults."""
        tried = [*self.candidates, present_defaults(self.request.guesses)]
        with progress(len(tried), "candidates") as tell:
            for first in range(0, len(tried), BATCH):
                trials = [self.request.trial(one) for one in tried[first : first + BATCH]]
                for judgement in self._done(trials, tell):
                    if judgement.number == DEFAULTS:
                        self.defaults = judgement
                    else:
                        self.judgements.append(judgement)
                self._write(TABLE, self._candidates_csv())

    def _confirm(self) -> None:
        """Try the present defaults and the nearest candidates on fresh seeds, until one holds."""
        most = self.request.options["confirmations"]
        nearest = nearest_accepted(self.candidates, self.judgements)[:most]
        tried = [present_defaults(self.request.guesses), *nearest]
        with progress(len(tried), "confirmations") as tell:
            # The defaults and the nearest one at once: each keeps a process busy for a while.
            for some in (tried[:2], *([one] for one in tried[2:])):
                found = self._done([self.request.fresh_trials(one) for one in some], tell)
                self.confirmations += found
                self._write(FRESH, self._fresh_csv())
                if any(one.is_accepted and one.number != DEFAULTS for one in found):
                    return

    def _done(self, trials: Sequence[Trial], tell: Callable[[], None]) -> list[Judgement]:
        results = run_all(judge, trials, self.request.options["workers"], tell)
        for trial, result in zip(trials, results, strict=True):
            if isinstance(result, Failure):
                self.failures.append((trial.number, result))
        return [result for result in results if isinstance(result, Judgement)]

    # --- What it leaves ------------------------------------------------------------------------

    def _report(self, found: Calibration) -> None:
        from experiments.figures.calibration import draw_calibration
        from experiments.figures.patterns import picture_of

        language = self.request.options["language"]
        lines = calibration_lines(found, self.request.options, self.request.fresh_seed)
        self._write(REPORT, "\n".join(lines) + "\n")
        picture = picture_of(draw_calibration(found, self._runs, language))
        with self.folder.new_file(FIGURE) as file:
            file.write(picture)
        self._write(MANIFEST, json.dumps(self._manifest(), indent=2) + "\n")
        print("\n".join(screen_lines(found, language)))
        home = Path.cwd()
        print(f"{RESULTS.of(language)}: {shown(self.folder.path, home)}")
        print(f"{REPORTED.of(language)}:\n{shown(self.folder.path / REPORT, home)}")
        print(f"{PICTURES.of(language)}:\n{shown(self.folder.path / FIGURE, home)}", flush=True)

    @property
    def _runs(self) -> Words:
        return runs_in_words(self.request.options, self.request.fresh_seed)

    def _candidates_csv(self) -> str:
        by_number = {candidate.number: candidate for candidate in self.candidates}
        rows = [(by_number[judgement.number], judgement) for judgement in self.judgements]
        if self.defaults is not None:
            rows.append((present_defaults(self.request.guesses), self.defaults))
        return judgements_csv(self.request.guesses, rows)

    def _fresh_csv(self) -> str:
        by_number = {candidate.number: candidate for candidate in self.candidates}
        by_number[DEFAULTS] = present_defaults(self.request.guesses)
        rows = [(by_number[judgement.number], judgement) for judgement in self.confirmations]
        return judgements_csv(self.request.guesses, rows)

    def _manifest(self) -> dict[str, Any]:
        asked = self.request.options
        files = {name: {"sha256": digest} for name, digest in sorted(self.folder.files.items())}
        return {
            "package": "alliance-dynamics",
            "version": __version__,
            "sources": hash_of_sources(),
            "first_seed": asked["seed"],
            "first_fresh_seed": self.request.fresh_seed,
            **{key: asked[key] for key in ("candidates", "runs", "designed_runs")},
            **{key: asked[key] for key in ("confirm_runs", "neighbourhood", "design_seed")},
            "weeks": asked["weeks"],
            "python": platform.python_version(),
            "machine": f"{platform.system()} {platform.machine()}",
            "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
            "files": files,
        }

    def _write(self, name: str, text: str) -> None:
        with self.folder.new_file(name) as file:
            file.write(text.encode())


def configuration_text(request: Request) -> str:
    """Write what was asked for, in YAML, but for the number of processes: it changes nothing."""
    import yaml

    options = {key: value for key, value in request.options.items() if key != "workers"}
    guesses: dict[str, dict[str, Any]] = {}
    for guess in request.guesses:
        phase, name = guess.key.split(".", 1)
        parts = {"start": guess.start, "low": guess.low, "high": guess.high}
        guesses.setdefault(phase, {})[name] = {**parts, "source": guess.source}
    node = {**options, "guesses": guesses, **request.parameters.as_dict()}
    return yaml.safe_dump(node, sort_keys=False, allow_unicode=True)


def judgements_csv(guesses: Sequence[Guess], rows: Sequence[tuple[Candidate, Judgement]]) -> str:
    """Write candidates with what the patterns say of them, one per line.

    The present defaults stand as `defaults` where others have their number.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    keys = [guess.key for guess in guesses]
    letters = [f"pattern_{pattern.letter}" for pattern in PATTERNS]
    measures = [measure.key for measure in JUDGED]
    writer.writerow(["candidate", *keys, "departure", *measures, *letters, "met", "accepted"])
    writer.writerows(_row(keys, measures, candidate, one) for candidate, one in rows)
    return text.getvalue()


def _row(
    keys: Sequence[str], measures: Sequence[str], candidate: Candidate, judgement: Judgement
) -> list[Any]:
    name = "defaults" if candidate.number == DEFAULTS else candidate.number
    values = [judgement.values[measure] for measure in measures]
    return [
        name,
        *(candidate.values[key] for key in keys),
        candidate.departure,
        *("" if math.isnan(value) else value for value in values),
        *(verdict.value for verdict in judgement.verdicts.values()),
        judgement.met,
        str(judgement.is_accepted).lower(),
    ]
