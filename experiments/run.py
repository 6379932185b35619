"""`alliances run`: one world, from the first week to the last, as a Hydra application."""

import logging
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.types import Quote, QuotedString
from omegaconf import DictConfig
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from experiments.application import Interruption, start_hydra
from experiments.configuration import (
    RUN,
    CommandLine,
    RunSettings,
    check_command_line,
    read_settings,
    wanted_folder,
)
from experiments.counting import counted
from experiments.errors import ExitCode, stop_talking
from experiments.figures.snapshots import Snapshots, quarters
from experiments.results import (
    LOG,
    MANIFEST,
    NETWORK,
    SWEEP,
    TIMELINE,
    claim_folder,
    shown,
    tell_interrupted,
    write_results,
)
from experiments.summary import (
    drawn_line,
    one_line,
    own_sectors_lines,
    run_title,
    summary_table,
)
from sim import AllianceModel, __version__
from sim.chronicle import Words
from sim.compiled import ENGINES
from sim.parameters import Parameters
from sim.warmup import compile_rules

PROGRAM = "alliances run"

RESULTS = Words("Results", "Ergebnisse")
FIGURES = {TIMELINE: Words("Timeline", "Zeitleiste"), NETWORK: Words("Network", "Netzwerk")}
"""What stands before the paths at the end of a summary."""

log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run `alliances run`.

    Parameters
    ----------
    arguments
        Words after `alliances run`.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UserError
        If the command line asks for something that cannot be run.
    """
    line = check_command_line(PROGRAM, arguments)
    runs = Runs(line.multirun)
    if line.shows:
        return start_hydra(PROGRAM, RUN, runs.run, [*line.options, *line.overrides])
    folder = _claim(line)
    try:
        with runs.interruption.noticing():
            words = [*line.options, *_with_folder(line, folder)]
            code = start_hydra(PROGRAM, RUN, runs.run, words)
    except KeyboardInterrupt:
        tell_interrupted(PROGRAM, runs.complete, shown(folder, runs.home))
        return ExitCode.INTERRUPTED
    return code or runs.report(folder)


# --- Hydra -------------------------------------------------------------------------------------


def _claim(line: CommandLine) -> Path:
    folder, named = wanted_folder(line)
    return claim_folder(folder, named=named, mark=SWEEP if line.multirun else LOG)


def _with_folder(line: CommandLine, folder: Path) -> list[str]:
    key = "hydra.sweep.dir" if line.multirun else "hydra.run.dir"
    others = [word for word in line.overrides if not word.lstrip("+").startswith(f"{key}=")]
    return [*others, f"{key}={QuotedString(str(folder), Quote.single).with_quotes()}"]


# --- Runs --------------------------------------------------------------------------------------


class Runs:
    """The runs of one command: one, or those of a multirun one after another.

    Parameters
    ----------
    many
        Whether this is a multirun: each run is then told in a line, and one that fails does not
        stop the others.
    """

    def __init__(self, many: bool) -> None:
        self.many = many
        self.home = Path.cwd()  # Hydra can change the directory
        self.started = 0
        self.complete = 0
        self.interruption = Interruption()

    def run(self, configuration: DictConfig) -> None:
        """Run one configuration; this is the task that Hydra calls."""
        folder = Path(HydraConfig.get().runtime.output_dir)
        self.interruption.stop_if_noticed()
        self.started += 1
        try:
            self._run(read_settings(configuration), folder)
        except Exception:
            self.interruption.stop_if_noticed()  # what was interrupted can fail in its own way
            self._record_failure(folder)

    def _run(self, settings: RunSettings, folder: Path) -> None:
        if (folder / MANIFEST).exists():
            raise FileExistsError(f"{self._shown(folder)} holds a run already")
        log.info("alliance-dynamics %s, Python %s", __version__, platform.python_version())
        compile_rules(ensembles=settings.engine == "compiled")
        started = time.monotonic()  # compiling happens once and is no part of the run
        parameters = with_files_from(self.home, settings.parameters)
        model = ENGINES[settings.engine](parameters, seed=settings.seed, weeks=settings.weeks)
        snapshots = Snapshots(settings.network_weeks or quarters(settings.weeks))
        snapshots.take(model)
        for _ in _weeks(settings.weeks):
            model.step()
            snapshots.take(model)
            self.interruption.stop_if_noticed()
        write_results(model, snapshots, settings, folder)
        self.complete += 1
        log.info("%d weeks in %.1f s", settings.weeks, time.monotonic() - started)
        try:
            self._tell(model, settings, folder)
        except OSError:  # the results are written, and nobody can read that they are
            stop_talking()

    def _tell(self, model: AllianceModel, settings: RunSettings, folder: Path) -> None:
        table, language = model.alliance_table(), settings.language
        if self.many:
            changes = " ".join(HydraConfig.get().overrides.task) or "as declared"
            told = one_line(table, language)
            print(f"{changes}: {told}; {self._shown(folder)}", flush=True)
            return
        title = run_title(len(model.organisations), settings.weeks, settings.seed, language)
        print(summary_table(title, table, language, settings.parameters), end="")
        if settings.parameters.world.kind == "files":
            print(drawn_line(model.population.drawn, settings.parameters.world.folder, language))
            for line in own_sectors_lines(model.population, language):
                print(line)
        print(f"{RESULTS.in_language(language)}:\n{self._shown(folder)}")
        for name, head in FIGURES.items():
            print(f"{head.in_language(language)}:\n{self._shown(folder / name)}", flush=True)

    def _record_failure(self, folder: Path) -> None:
        log.exception("the run failed")
        error = sys.exc_info()[1]
        told = f"{type(error).__name__}: {error}".splitlines()[0]
        print(f"{PROGRAM}: a run failed: {told}; see {self._shown(folder / LOG)}", file=sys.stderr)

    def _shown(self, path: Path) -> str:
        return shown(path, self.home)

    def report(self, folder: Path) -> int:
        """Tell how many runs failed; return the exit code."""
        failed = self.started - self.complete
        runs = counted(self.started, "run", "runs")
        if self.many:
            print(f"{self.complete} of {runs} complete: {self._shown(folder)}")
        if not failed:
            return ExitCode.FINE
        print(f"{PROGRAM}: {failed} of {runs} failed", file=sys.stderr)
        return ExitCode.SOME_FAILED


def with_files_from(home: Path, parameters: Parameters) -> Parameters:
    """Let a folder of files be relative to where the command was started."""
    if parameters.world.kind != "files":
        return parameters
    return parameters.with_changes({"world.folder": str(home / parameters.world.folder)})


def _weeks(weeks: int) -> Iterator[int]:
    """Count the weeks, on a terminal with a bar."""
    terminal = sys.stderr.isatty()
    columns = (TextColumn("weeks"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, disable=not terminal, transient=True) as progress:
        yield from progress.track(range(weeks))
