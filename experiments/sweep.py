"""`alliances sweep`: many worlds along a design, as one Hydra application.

The same command again goes on where an earlier one stopped, for whatever reason, and the tables are
then those of a sweep that nothing has disturbed. Shards of one sweep can be done by processes that
share nothing but the folder.
"""

import contextlib
import importlib
import logging
import math
import operator
import os
import platform
import shlex
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import ClassVar

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, Quote, QuotedString
from omegaconf import DictConfig

from experiments.application import Interruption, start_hydra
from experiments.configuration import (
    SWEEP_GROUPS,
    WHERE_SWEEPS_STAND,
    Application,
    CommandLine,
    Composer,
    asks_for_multirun,
    options_among,
    parameters_and_rest,
    parse_words,
    register_defaults,
    telling_errors,
    wanted_folder,
)
from experiments.counting import counted
from experiments.errors import ExitCode, UserError
from experiments.execution import slurm
from experiments.execution.choice import check_execution, execution_of, tell_changes
from experiments.execution.interface import CannotGoOnError, Execution
from experiments.execution.options import SLURM, read_execution
from experiments.plan import (
    REPORTS,
    SWEEP,
    SWEEP_DEFAULTS,
    Asked,
    Plan,
    factor_of,
    make_plan,
    with_replications,
)
from experiments.progress import in_bytes, in_minutes, in_runs_per_second, progress
from experiments.provenance import source_of
from experiments.results import shown
from experiments.shards import WHOLE, Shard, meets, read_shard
from experiments.store import Store, StoreError, read_manifest
from experiments.tables import COMPLETE, Outcome, Tables
from sim import AllianceModel, __version__
from sim.chronicle import Words
from sim.parameters import Parameters

PROGRAM = "alliances sweep"

MOST_IN_PART = 2000
"""Runs that are written together at most; bounds the memory."""

FINGERPRINT = 8
"""Letters of the fingerprint in the name of a folder."""

SAMPLE_RUNS, SAMPLE_SECONDS = 60, 5.0
"""Runs from which a dry run estimates, and how long it takes for them at most, about."""

REPORTED = ((Words("Summary", "Zusammenfassung"), "md"), (Words("Figure", "Abbildung"), "png"))
"""What stands before the paths of a report, and how they end."""

OF = Words("of", "von")
OF_SHARD = Words("of shard", "des Teils")
ARE_COMPLETE = Words("complete", "vollständig")
ARE_DONE = Words("done", "erledigt")
TO_SUBMIT = Words("to be done by Slurm", "von Slurm zu erledigen")
AFTERWARDS = Words(
    "When its tasks have ended, the same command checks the folder and writes its report, if any",
    "Sind seine Aufgaben beendet, prüft derselbe Befehl den Ordner und schreibt seinen Bericht",
)

SINGLE = "a sweep has one value of it"

log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run `alliances sweep`.

    Parameters
    ----------
    arguments
        Words after `alliances sweep`.

    Returns
    -------
    int
        Exit code: 0; 1 if runs failed or the disk is full; 130 if interrupted.

    Raises
    ------
    UserError
        If the command line asks for something that cannot be run.
    """
    return start_sweep(arguments, SweepLine, Sweep)


def start_sweep(
    arguments: Sequence[str], line_class: "type[SweepLine]", sweep_class: "type[Sweep]"
) -> int:
    """Run a command that is a sweep, or is built on one.

    Parameters
    ----------
    arguments
        Words after the command.
    line_class
        Makes a plan of them.
    sweep_class
        Does the runs, and what comes after them.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UserError
        If the command line asks for something that cannot be run.
    """
    program, application = sweep_class.program, sweep_class.application
    register_defaults(application)
    given = parse_words(program, arguments)
    options = options_among(arguments, given)
    if given.help or given.hydra_help or given.info or given.shell_completion:
        words = options if given.help else [*options, *given.overrides]
        return start_hydra(program, application, lambda _: None, words)
    if given.multirun:
        problem = "--multirun: a sweep counts through its factors itself"
        raise UserError(problem, WHERE_SWEEPS_STAND)
    with telling_errors():
        line = line_class(Composer(given, application), options)
        plan = line.plan()
    if given.cfg is not None:
        return start_hydra(program, application, lambda _: None, line.words())
    model_class = find_model(plan.options["model"])
    check_execution(plan, model_class)
    if plan.options["dry_run"]:
        return estimate(plan, model_class, sweep_class)
    folder = line.folder(plan)
    plan = with_kept_replications(plan, folder)
    shard = wanted_shard(plan, os.environ)
    if shard is None:
        batch = Batch(plan, folder, source_of(model_class), application.primary, arguments)
        if batch.is_written():
            return ExitCode.FINE
        shard = WHOLE
    return sweep_class(plan, folder, model_class, shard).run(line.words(folder, shard))


def wanted_shard(plan: Plan, environment: Mapping[str, str]) -> Shard | None:
    """Return the shard that is asked for: on the command line or, in Slurm, by the task's number.

    None where the runs shall be left to Slurm.

    Raises
    ------
    UserError
        If there is no shard of the task's number.
    """
    shard = read_shard(plan.options["shard"])
    options = read_execution(plan.options["execution"])
    if options.kind == SLURM and shard.is_whole:
        return slurm.shard_of_task(options, environment)
    return shard


# --- The command line --------------------------------------------------------------------------


class SweepLine:
    """The words of a sweep: factors, and what is fixed.

    Parameters
    ----------
    composer
        Checks and composes.
    options
        Words that are options of Hydra's.
    """

    place: ClassVar[str] = "sweep"
    """Folder in `outputs` for those that the user does not name."""

    def __init__(self, composer: Composer, options: list[str]) -> None:
        self.composer = composer
        self.options = options
        for override in composer.overrides:
            composer.check_word(override)
        composer.check_hydra_keys()
        for override in composer.overrides:
            _refuse_several(override)
        self.swept = [o for o in composer.overrides if o.is_sweep_override()]
        self.single = [o for o in composer.overrides if not o.is_sweep_override()]
        self.first = composer.compose(_lines(self.single))

    def plan(self) -> Plan:
        """Check everything, and lay out the points."""
        with self.composer.values_as_typed():
            fixed, options = parameters_and_rest(self.first, SWEEP)
            choices = self.first.hydra.runtime.choices
            groups = {
                str(group): str(option)
                for group, option in choices.items()
                if "hydra" not in str(group) and group not in SWEEP_GROUPS
            }
            asked = Asked(
                fixed=fixed,
                options=options,
                factors={o.key_or_group: factor_of(o) for o in self.swept},
                pinned=self._pinned(groups),
                experiment=str(choices["experiment"]),
                groups=groups,
                parser=OverridesParser.create(self.composer.loader),
                compose=self._parameters_with,
            )
            return make_plan(asked)

    def _pinned(self, groups: Mapping[str, str]) -> frozenset[str]:
        """Keys that the command line fixes, by themselves or through the option of a group."""
        keys = {o.key_or_group for o in self.single}
        for group in keys & set(groups):
            keys |= self.composer.keys_of_option(group, groups[group])
        return frozenset(keys)

    def _parameters_with(self, options: Mapping[str, str]) -> Parameters:
        parser = OverridesParser.create(self.composer.loader)
        for group, option in options.items():  # from a file; those typed are checked already
            self.composer.check_word(parser.parse_override(f"{group}={option}"))
        kept = [o for o in self.single if o.key_or_group not in options]
        words = [*_lines(kept), *(f"{group}={option}" for group, option in options.items())]
        return parameters_and_rest(self.composer.compose(words), SWEEP)[0]

    def folder(self, plan: Plan) -> Path:
        """Folder of the results: the user's, or one that the same sweep always has."""
        if self._folder_words():
            line = CommandLine(self.options, self.composer.words, False, first=self.first)
            return wanted_folder(line)[0]
        return Path("outputs", self.place, f"{plan.name}-{plan.fingerprint[:FINGERPRINT]}")

    def _folder_words(self) -> list[str]:
        return [word for word in self.composer.words if word.lstrip("+").startswith(FOLDER_KEY)]

    def words(self, folder: Path | None = None, shard: Shard = WHOLE) -> list[str]:
        """Return the words for Hydra: factors stand in the configuration, below `sweep`."""
        others = [word for word in _lines(self.single) if word not in self._folder_words()]
        # Shards that begin at once would write their configurations into each other's.
        own = [] if shard.is_whole else ["hydra.output_subdir=null"]
        words = [*self.options, *own, *others]
        if self.swept:
            told = ",".join(f"{o.key_or_group}:{_quoted(_text(o))}" for o in self.swept)
            words.append(f"++sweep.factors={{{told}}}")
        if folder is not None:
            words.append(f"{FOLDER_KEY}{_quoted(str(folder))}")
        return words


FOLDER_KEY = "hydra.run.dir="


def _lines(overrides: Sequence[Override]) -> list[str]:
    return [str(override.input_line) for override in overrides]


def _text(override: Override) -> str:
    return str(override.input_line).partition("=")[2]


def _quoted(text: str) -> str:
    return QuotedString(text, Quote.double).with_quotes()


def _refuse_several(override: Override) -> None:
    """Refuse several values of what a sweep has one value of."""
    if asks_for_multirun(override):
        problem = f"{override.input_line}: a sweep counts through its factors itself"
        raise UserError(problem, WHERE_SWEEPS_STAND)
    key = override.key_or_group
    single = key in SWEEP_DEFAULTS or key == "experiment" or override.is_hydra_override()
    if single and override.is_sweep_override():
        advice = "Seeds are counted from seed: replications=N" if key == "seed" else SINGLE
        raise UserError(
            f"{override.input_line}: {SINGLE}", advice if key == "seed" else WHERE_SWEEPS_STAND
        )


def find_model(name: str | None) -> type[AllianceModel]:
    """Find the class of a model by ``module:Class``; ours if there is no name.

    Raises
    ------
    UserError
        If it is not there, or no `AllianceModel`.
    """
    if name is None:
        return AllianceModel
    module, _, path = name.partition(":")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        found = operator.attrgetter(path)(importlib.import_module(module))
    except (ImportError, AttributeError, ValueError) as error:
        problem = f"model = {name}: {error}"
        raise UserError(
            problem, "Write model=module:Class, with a module that can be imported from this folder"
        ) from None
    if not (isinstance(found, type) and issubclass(found, AllianceModel)):
        raise UserError(f"model = {name}: is no AllianceModel", "See docs/EXTENDING.md")
    return found


def with_kept_replications(plan: Plan, folder: Path) -> Plan:
    """Return the plan with as many replications as its folder has already, if these are more."""
    before = read_manifest(folder)
    if before is None or before["fingerprint"] != plan.fingerprint:
        return plan
    return with_replications(plan, max(plan.replications, int(before["replications"])))


# --- What it will take -------------------------------------------------------------------------


def estimate(plan: Plan, model_class: type[AllianceModel], sweep_class: "type[Sweep]") -> int:
    """Tell how many runs, how long and how much disk, from some runs that are not kept."""
    execution = _ready(plan, model_class)
    sample: list[Outcome] = []
    at_once, until = 1, math.inf
    with contextlib.closing(execution.outcomes(sample_of(plan, SAMPLE_RUNS))) as outcomes:
        for outcome in outcomes:
            sample.append(outcome)
            at_once = max(at_once, execution.workers())
            if time.monotonic() > until:
                break
            until = min(until, time.monotonic() + SAMPLE_SECONDS)  # from the first one on
    size = bytes_on_disk(Tables(plan), sample) / len(sample)
    print(sweep_class.described(plan))
    print(how_long(plan, statistics.mean(execution.seconds), at_once))
    measured = counted(len(sample), "run", "runs")
    print(f"As measured in {measured}; about {in_bytes(plan.runs * size)} on disk")
    failed = [outcome for outcome in sample if outcome.status != COMPLETE]
    if failed:
        print(
            f"{sweep_class.program}: {len(failed)} of them failed: {failed[0].error}",
            file=sys.stderr,
        )
        return ExitCode.SOME_FAILED
    return ExitCode.FINE


def how_long(plan: Plan, seconds: float, at_once: int) -> str:
    """Say how long a sweep takes.

    Parameters
    ----------
    plan
        The sweep.
    seconds
        That a run takes.
    at_once
        Runs that were done at once; an array of Slurm does others.
    """
    options = read_execution(plan.options["execution"])
    if options.kind != SLURM:
        rate = at_once / seconds
        at = in_runs_per_second(rate)
        return f"About {in_minutes(plan.runs / rate)} at {at} here, {at_once} at once"
    workers = int(plan.options["workers"] or 1)
    each = in_minutes(-(-plan.runs // options.shards) * seconds / workers)
    tasks = counted(options.shards, "task", "tasks")
    return (
        f"About {each} for each of {tasks}, {workers} at once in a task, on cores like these; "
        f"{options.minutes} min are requested"
    )


def described(plan: Plan) -> str:
    """Say in a line or two which points a sweep has."""
    told = " x ".join(f"{key} ({len(values)})" for key, values in plan.factors.items())
    lines = [f"Factors: {told or 'none'}"]
    lines.append(runs_of(plan))
    if plan.left_out:
        left_out = counted(plan.left_out, "point", "points")
        lines.append(
            f"{left_out} left out: more partners than other organisations, in the world or in the "
            "sectors asked"
        )
    return "\n".join(lines)


def runs_of(plan: Plan) -> str:
    """Say in a line how many runs there are, why so many, and how long each is."""
    points = counted(len(plan.points), "point", "points")
    replications = counted(plan.replications, "replication", "replications")
    runs = counted(plan.runs, "run", "runs")
    return f"{points} x {replications} = {runs} of {counted(plan.weeks, 'week', 'weeks')}"


def in_runs(number: int, language: str) -> str:
    """Write a number of runs as it follows "of"."""
    return Words(counted(number, "run", "runs"), counted(number, "Lauf", "Läufen")).in_language(
        language
    )


def bytes_on_disk(tables: Tables, sample: Sequence[Outcome]) -> int:
    """Return the size of the tables of some runs, as they would be written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    size = 0
    for table in tables.tables(sample).values():
        buffer = pa.BufferOutputStream()
        pq.write_table(table, buffer, compression="zstd")
        size += buffer.getvalue().size
    return size


def sample_of(plan: Plan, most: int) -> Sequence[int]:
    """Return numbers of runs spread over the plan and over its points, for an estimate."""
    step = -(-plan.runs // most)
    while math.gcd(step, len(plan.points)) > 1:  # else some points would never come
        step += 1
    return range(0, plan.runs, step)


def _ready(plan: Plan, model_class: type[AllianceModel]) -> Execution:
    tell_changes(plan, model_class)
    return execution_of(plan, model_class)


# --- Left to Slurm -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Batch:
    """What is left to an array of Slurm.

    Parameters
    ----------
    plan
        What is to be done.
    folder
        Where the results are.
    model
        Fingerprint of the source of the model's class.
    subcommand
        That does it, such as "sweep".
    words
        That followed it on the command line.
    """

    plan: Plan
    folder: Path
    model: str
    subcommand: str
    words: Sequence[str]

    def is_written(self) -> bool:
        """Write the script and say so, if runs are missing; tell whether they are.

        Raises
        ------
        UserError
            If the folder cannot be used.
        """
        try:
            with Store(self.folder, self.plan, self.model, None).open():
                missing = Store(self.folder, self.plan, self.model).missing()
                if missing:
                    self._write(missing)
        except OSError as error:
            problem = f"{self.folder} cannot be written: {error.strerror}"
            raise UserError(problem, "Choose another folder with hydra.run.dir=DIR") from error
        except StoreError as error:
            raise UserError(str(error), error.advice) from error
        return bool(missing)

    def _write(self, missing: Sequence[range]) -> None:
        home, options = Path.cwd(), read_execution(self.plan.options["execution"])
        text = slurm.script(
            name=self.plan.name,
            folder=self.folder,
            home=home,
            subcommand=self.subcommand,
            words=self.words,
            options=options,
            workers=self.plan.options["workers"] or 1,
            tasks=shards_with(missing, options.shards, self.plan.runs),
        )
        (self.folder / slurm.LOGS).mkdir(exist_ok=True)
        path = self.folder / slurm.SCRIPT
        path.write_text(text, "utf-8")
        language = self.plan.options["language"]
        of, there, submit = (w.in_language(language) for w in (OF, ARE_DONE, TO_SUBMIT))
        total = self.plan.runs
        print(f"{total - count(missing)} {of} {in_runs(total, language)} {there}; {submit}:")
        print(f"sbatch {shlex.quote(shown(path, home))}")
        print(AFTERWARDS.in_language(language))
        if options.shards > slurm.LARGEST_BY_DEFAULT:
            print(slurm.LARGE_ARRAY, file=sys.stderr)


def shards_with(missing: Sequence[range], shards: int, runs: int) -> Iterator[int]:
    """Yield the numbers of the shards that have some of these runs to do."""
    for number in range(1, shards + 1):
        if any(meets(block, missing) for block in Shard(number, shards).blocks(runs)):
            yield number


def count(blocks: Sequence[range]) -> int:
    """Count the runs of blocks."""
    return sum(len(block) for block in blocks)


# --- Runs --------------------------------------------------------------------------------------


@dataclass
class Sweep:
    """One sweep, from the first run that is missing to the last.

    Parameters
    ----------
    plan
        What is to be done.
    folder
        Where the results are.
    model_class
        The model.
    shard
        Which runs are done here.
    """

    program: ClassVar[str] = PROGRAM
    application: ClassVar[Application] = SWEEP

    plan: Plan
    folder: Path
    model_class: type[AllianceModel]
    shard: Shard = WHOLE

    def __post_init__(self) -> None:
        self.home = Path.cwd()
        self.store = Store(self.folder, self.plan, source_of(self.model_class), self.shard)
        self.interruption = Interruption()
        self._code = int(ExitCode.FINE)
        self._error: Exception | None = None

    @staticmethod
    def described(plan: Plan) -> str:
        """Say in a line or two what is to be done."""
        return described(plan)

    def run(self, words: Sequence[str]) -> int:
        """Do what is missing; return the exit code."""
        try:
            with self.interruption.noticing(), self.store.open():
                code = start_hydra(self.program, self.application, self._task, words)
                if self._error is not None:
                    raise self._error
                return code or self._code
        except StoreError as error:
            kept = f"{self._kept()} kept in {shown(self.folder, self.home)}"
            print(f"{self.program}: cannot write: {error}; {kept}", file=sys.stderr)
            print(error.advice, file=sys.stderr)
            return ExitCode.SOME_FAILED
        except CannotGoOnError as error:
            kept = f"{self._kept()} kept in {shown(self.folder, self.home)}"
            print(f"{self.program}: {error.problem}; {kept}", file=sys.stderr)
            print(error.advice, file=sys.stderr)
            return ExitCode.SOME_FAILED
        except KeyboardInterrupt:
            kept = f"{self._kept()} kept in {shown(self.folder, self.home)}"
            told = f"{self.program}: interrupted; {kept}; the same command does the rest"
            print(told, file=sys.stderr)
            return ExitCode.INTERRUPTED

    def _kept(self) -> str:
        runs = counted(self.plan.runs, "run", "runs")
        try:
            return f"{self.store.kept} of {runs}"
        except OSError:  # the folder was never made
            return f"0 of {runs}"

    def _task(self, _: DictConfig) -> None:
        """Do everything; this is the task that Hydra calls."""
        try:
            self._code = self._do()
        except Exception as error:  # Hydra's errors are told as the user's, ours are not
            self._error = error

    def _do(self) -> int:
        missing = self.store.missing()
        total = self.store.own
        kept = total - count(missing)
        log.info("alliance-dynamics %s, Python %s", __version__, platform.python_version())
        log.info("shard %s: %d of %d runs are there", self.shard, kept, total)
        again = self._to_be_done_again()
        if missing or again:
            execution = _ready(self.plan, self.model_class)
            with progress(total + len(again), kept) as tell:
                self._do_missing(execution, missing, tell)
                self._do_again(again, tell)
        return self._finish()

    def _do_missing(
        self, execution: Execution, missing: Sequence[range], tell: Callable[[], None]
    ) -> None:
        """Do the runs that are missing, and write them in parts of a few seconds each."""
        if not missing:
            return
        part: list[Outcome] = []
        since, seconds = time.monotonic(), self.plan.options["write_every"]
        cannot_go_on: CannotGoOnError | None = None
        with (
            self.interruption.gently(execution.stop),
            contextlib.closing(execution.outcomes(chain.from_iterable(missing))) as outcomes,
        ):
            try:
                for outcome in outcomes:
                    full = len(part) == MOST_IN_PART or time.monotonic() - since > seconds
                    if part and (full or outcome.run != part[-1].run + 1):
                        self.store.write(part)
                        part, since = [], time.monotonic()
                    part.append(outcome)
                    tell()
            except CannotGoOnError as error:
                cannot_go_on = error
            if part:
                self.store.write(part)
        if cannot_go_on is not None:
            raise cannot_go_on
        self.interruption.stop_if_noticed()

    def _to_be_done_again(self) -> list[int]:
        if not self.plan.options["retry_failed"]:
            return []
        return [run for run, _, _ in self.store.unfinished()]

    def _do_again(self, again: Sequence[int], tell: Callable[[], None]) -> None:
        if not again:
            return
        execution = execution_of(self.plan, self.model_class)
        with (
            self.interruption.gently(execution.stop),
            contextlib.closing(execution.outcomes(again)) as outcomes,
        ):
            for outcome in outcomes:
                self.store.replace(outcome)
                tell()
        self.interruption.stop_if_noticed()

    def _finish(self) -> int:
        """Write the report, and tell how it ended."""
        statuses = self.store.statuses()
        complete, total = statuses.get(COMPLETE, 0), self.store.own
        log.info("shard %s: %d of %d runs complete", self.shard, complete, total)
        if self.shard.is_whole:
            self.report()
        print(f"{self._told(complete, total)}:\n{shown(self.folder, self.home)}", flush=True)
        if complete == total:
            return ExitCode.FINE
        run, status, error = next(self.store.unfinished())
        replication, point = divmod(run, len(self.plan.points))
        told = f"run {run} (point {point}, seed {self.plan.seed + replication}) {status}: {error}"
        runs = counted(total, "run", "runs")
        print(
            "Runs that failed are rows with status and error; retry_failed=true does them again\n"
            f"{self.program}: {total - complete} of {runs} failed; the first: {told}",
            file=sys.stderr,
        )
        return ExitCode.SOME_FAILED

    def _told(self, complete: int, total: int) -> str:
        language = self.plan.options["language"]
        of = OF.in_language(language)
        done = ARE_COMPLETE.in_language(language)
        told = f"{complete} {of} {in_runs(total, language)}"
        if self.shard.is_whole:
            return f"{told} {done}"
        of_shard, there = (w.in_language(language) for w in (OF_SHARD, ARE_DONE))
        whole = f"{self.store.kept} {of} {in_runs(self.plan.runs, language)} {there}"
        return f"{told} {of_shard} {self.shard} {done}; {whole}"

    def report(self) -> None:
        """Write what the runs say together, where there is a report."""
        node = self.plan.options["sweep"]
        name = node.get("report")
        if name is None:
            return
        module, function = REPORTS[name]
        write = getattr(importlib.import_module(module), function)
        for line in write(self.folder, self.plan.options["language"]):
            print(line)
        for head, ending in REPORTED:
            path = self.folder / f"{name}.{ending}"
            if path.exists():  # a report that has nothing to say writes no files
                told = head.in_language(self.plan.options["language"])
                print(f"{told}:\n{shown(path, self.home)}")
