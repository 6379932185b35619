"""`alliances patterns`: whether a world shows what any world of alliances should show.

Runs many seeds of one world and of its designed comparison, and reports every pattern with its
interval, the range wanted and the verdict. A pattern that is not met is a finding, not an error.
Beside them stand patterns that others have found elsewhere; they count nowhere.
"""

import contextlib
import dataclasses
import importlib.metadata
import io
import json
import math
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.configuration import (
    MOST_RUNS,
    CommandLine,
    RunSettings,
    check_command_line,
    read_settings,
    telling_errors,
    wanted_folder,
)
from experiments.counting import counted
from experiments.errors import ExitCode, UserError
from experiments.observation import OBSERVED_UNITS, Observation, Run, observe
from experiments.outside_definitions import OutsideFound, study_outside
from experiments.outside_words import outside_csv, tell_outside
from experiments.pattern_definitions import (
    PICTURES,
    RESULTS,
    Evidence,
    Finding,
    PatternFound,
    Range,
    Report,
    Verdict,
    Words,
    largest_ending,
    planned_runs,
    study_patterns,
)
from experiments.pattern_words import (
    VERDICTS,
    count_in_words,
    ending_in_words,
    interval_in_words,
    number_in_words,
    range_in_words,
    seeds_in_words,
)
from experiments.provenance import hash_of_sources
from experiments.results import (
    CONFIGURATION,
    FLAGS,
    LIBRARIES,
    MANIFEST,
    REALS,
    TEXT,
    ResultFolder,
    claim_folder,
    shown,
    tell_interrupted,
)
from experiments.traces import TRACED_UNITS
from sim import __version__
from sim.execution import Failure, run_all
from sim.measures import Table
from sim.parameters import LARGEST_SEED, ValueRefusedError
from sim.warmup import compile_rules

PROGRAM = "alliances patterns"

RUNS = 200
"""Runs unless the user asks for another number."""

ONE_WORLD = "one report is about one world, without several values of a key"

FIRST_SEED = 1
"""Seed of the first run unless the user asks for another."""

DEFAULTS = {
    "seed": FIRST_SEED,
    "engine": "compiled",
    "hydra.run.dir": "outputs/patterns/${now:%Y-%m-%d}/${now:%H-%M-%S}-seed${seed}",
}
"""Defaults that differ from those of `alliances run`."""

TABLE = "patterns.csv"
ALLIANCES = "alliances"
FIGURE = "patterns.png"
OUTSIDE_TABLE = "outside.csv"
OUTSIDE_FIGURE = "outside.png"

HELP = f"""\
Run many seeds of one world and tell which of the patterns it shows that the model is calibrated to;
beside them stands what others have found, which no parameter is set to and which does not count.

Usage: {PROGRAM} [options] [group=option ...] [key=value ...]

Examples:
  {PROGRAM}
  {PROGRAM} runs=10 seed=100 world=study
  {PROGRAM} governance=core formation.target_partners=12 language=de

Keys:
  runs=N            number of runs, 2 to {MOST_RUNS} (default {RUNS}); three worlds more are run for
                    the comparison of core sizes, each as often
  seed=N            seed of the first run; the others count on from it (default {FIRST_SEED})
  workers=N         processes at once (default: as many as cores); results do not depend on it
  weeks=N, format=NAME, language=NAME, PHASE.NAME=VALUE and groups: as in alliances run

Options:
  --cfg job         print the configuration instead of running it
  --config-dir DIR  look for options of groups in a folder of your own, too
  hydra.run.dir=DIR folder of the results (default outputs/patterns/DATE/TIME-seedN)

Exit codes: 0 done, patterns met or not; 1 some runs failed; 2 wrong input; 130 interrupted.
"""


# --- The command -------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Run `alliances patterns`.

    Parameters
    ----------
    arguments
        Words after `alliances patterns`.

    Returns
    -------
    int
        Exit code: 0 whether or not the patterns are met; 1 if a run failed; 130 if interrupted.

    Raises
    ------
    UserError
        If the command line asks for something that cannot be run.
    """
    if "--help" in arguments or "-h" in arguments:
        print(HELP, end="")
        return ExitCode.FINE
    request = read_request(arguments)
    if request.line.shows:
        print(_configuration(request), end="")
        return ExitCode.FINE
    folder, _ = wanted_folder(request.line)
    # The command's own default for the folder stands in the command line, too.
    named = any(word.lstrip("+").startswith("hydra.run.dir=") for word in arguments)
    folder = claim_folder(folder, named=named, mark=CONFIGURATION)
    try:
        return _report(request, ResultFolder(folder))
    except KeyboardInterrupt:
        # Single runs are written together, at the end.
        tell_interrupted(PROGRAM, 0, shown(folder, Path.cwd()))
        return ExitCode.INTERRUPTED


@dataclass(frozen=True)
class Request:
    """What the user asks for.

    Attributes
    ----------
    line
        The command line without this command's own keys.
    settings
        World, first seed and horizon.
    runs
        Number of runs of each world.
    workers
        Number of processes; as many as cores if None.
    """

    line: CommandLine
    settings: RunSettings
    runs: int
    workers: int | None


def read_request(arguments: Sequence[str]) -> Request:
    """Check a command line.

    Parameters
    ----------
    arguments
        Words after `alliances patterns`.

    Raises
    ------
    UserError
        If anything is wrong with it.
    """
    own = {"runs": RUNS, "workers": 0}
    words = []
    for word in arguments:
        key, _, value = word.partition("=")
        if key in own:
            least = 2 if key == "runs" else 1
            own[key] = _whole_number(key, value, least, MOST_RUNS)
        else:
            words.append(word)
    _refuse_other_options(words)
    for key, default in DEFAULTS.items():
        if not any(word.lstrip("+").startswith(f"{key}=") for word in words):
            words.append(f"{key}={default}")
    try:
        line = check_command_line(PROGRAM, words)
    except UserError as error:
        if "--multirun" in error.problem:
            raise UserError(ONE_WORLD, f"What it can do: {PROGRAM} --help") from error
        raise
    if line.multirun or line.first is None:
        raise UserError(ONE_WORLD, f"What it can do: {PROGRAM} --help")
    with telling_errors():
        settings = read_settings(line.first)
        if settings.seed > LARGEST_SEED + 1 - own["runs"]:
            reason = f"must leave room for {own['runs']} seeds up to {LARGEST_SEED}"
            raise ValueRefusedError("seed", settings.seed, reason)
    return Request(line, settings, own["runs"], own["workers"] or None)


def _whole_number(key: str, text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        typed = text or '""'
        problem = f"{key} = {typed}: must be a whole number from {least} to {most}"
        raise UserError(problem, f"All keys: {PROGRAM} --help")
    return int(text)


def _refuse_other_options(words: list[str]) -> None:
    for number, word in enumerate(words):
        follows = words[number + 1 : number + 2]
        option, _, value = word.partition("=")
        shows_all = option in ("--cfg", "-c") and (value or "".join(follows)) != "job"
        if shows_all or option in ("--hydra-help", "--info", "-i", "--shell-completion", "-sc"):
            raise UserError(f"{word} is not offered here", f"All options: {PROGRAM} --help")


def _configuration(request: Request) -> str:
    import yaml

    head = f"# {PROGRAM} runs={request.runs}: seeds {_seeds(request)}\n"
    return head + yaml.safe_dump(request.settings.as_dict(), sort_keys=False, allow_unicode=True)


def _seeds(request: Request) -> str:
    return f"{request.settings.seed} to {request.settings.seed + request.runs - 1}"


def _report(request: Request, folder: ResultFolder) -> int:
    settings = request.settings
    _write_bytes(folder, CONFIGURATION, _configuration(request).encode())
    planned = planned_runs(settings.parameters, settings.seed, request.runs, settings.weeks)
    plan = [dataclasses.replace(run, engine=settings.engine) for run in planned]
    done = do_runs(plan, request.workers)
    failures = [
        (run, result) for run, result in zip(plan, done, strict=True) if isinstance(result, Failure)
    ]
    for run, failure in failures[:3]:
        told = f"seed {run.seed} ({run.design}) failed: {failure.error}"
        print(f"{PROGRAM}: {told}", file=sys.stderr)
    evidence = Evidence.sorted_from(settings.parameters, _complete(done))
    if not evidence.runs:
        print(f"{PROGRAM}: no run is complete, so there is nothing to report", file=sys.stderr)
        return ExitCode.SOME_FAILED
    report, outside = study_patterns(evidence), study_outside(evidence)
    _write(folder, request, evidence, report, outside)
    print("\n".join(tell_report(report, settings.language, describe_world(request))))
    print("\n".join(tell_outside(outside, settings.language)))
    home = Path.cwd()
    print(f"{RESULTS.of(settings.language)}: {shown(folder.path, home)}")
    pictures = [shown(folder.path / name, home) for name in (FIGURE, OUTSIDE_FIGURE)]
    print("\n".join([f"{PICTURES.of(settings.language)}:", *pictures]), flush=True)
    if failures:
        runs = counted(len(plan), "run", "runs")
        print(f"{PROGRAM}: {len(failures)} of {runs} failed", file=sys.stderr)
        return ExitCode.SOME_FAILED
    return ExitCode.FINE


def _complete(done: Sequence[Observation | Failure]) -> list[Observation]:
    """Leave out failed runs, and a seed that failed in one world in all: they are compared."""
    found = [result for result in done if isinstance(result, Observation)]
    worlds = {observation.design for observation in found}
    kept = []
    for observation in found:
        same_seed = sum(other.seed == observation.seed for other in found)
        if same_seed == len(worlds):
            kept.append(observation)
    return kept


def do_runs(plan: Sequence[Run], workers: int | None = None) -> list[Observation | Failure]:
    """Do runs in processes, on a terminal with a bar.

    Where the rules have not been compiled yet, this process does it first.

    Parameters
    ----------
    plan
        Runs to be done.
    workers
        Number of processes; as many as cores if None.

    Returns
    -------
    list
        One result per run, in their order.
    """
    compile_rules(ensembles=any(run.engine == "compiled" for run in plan))
    with progress(len(plan), "runs") as tell:
        return run_all(observe, plan, workers, tell)


@contextlib.contextmanager
def progress(total: int, what: str) -> Iterator[Any]:
    """Show a bar on a terminal; yield what is called after each of what is counted."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console, hidden = Console(file=sys.stderr), not sys.stderr.isatty()
    with Progress(*columns, console=console, disable=hidden, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


# --- On the screen -----------------------------------------------------------------------------


def describe_world(request: Request) -> Words:
    """Say in a line which world was run, how often and for how long."""
    parameters, weeks = request.settings.parameters, request.settings.weeks
    if parameters.world.kind == "study":
        world = Words("the organisations of the study", "die Organisationen der Studie")
    elif parameters.world.kind == "files":
        folder = parameters.world.folder
        world = Words(f"the organisations of {folder}", f"die Organisationen aus {folder}")
    else:
        count = parameters.world.organisations
        world = Words(f"{count} drawn organisations", f"{count} gezogene Organisationen")
    length = Words(counted(weeks, "week", "weeks"), counted(weeks, "Woche", "Wochen"))
    runs = Words(counted(request.runs, "run", "runs"), counted(request.runs, "Lauf", "Läufe"))
    seeds = seeds_in_words(request.settings.seed, request.runs)
    return Words(
        f"{world.en}, {length.en}, {runs.en} ({seeds.en})",
        f"{world.de}, {length.de}, {runs.de} ({seeds.de})",
    )


NAME, VALUE, SPAN = 49, 11, 20
"""Widths of the columns: names, values, intervals."""

HEADS = Words("found|95 % interval|wanted|of", "gefunden|95-%-Intervall|gewünscht|aus")


def tell_report(report: Report, language: str, world: Words) -> list[str]:
    """Write the report in lines.

    Parameters
    ----------
    report
        What was found.
    language
        "en" or "de".
    world
        Which world was run.
    """
    found, interval, wanted, count = HEADS.of(language).split("|")
    told = world.of(language)
    lines = [told[0].upper() + told[1:], ""]
    lines.append(f"{'':{NAME + 4}}{found:>{VALUE}}  {interval:<{SPAN}}{wanted:<{SPAN + 4}}{count}")
    for pattern in report.patterns:
        lines += ["", *_tell_pattern(pattern, report, language)]
    lines += ["", *_tell_verdict(report, language), ""]
    return lines


def _tell_pattern(found: PatternFound, report: Report, language: str) -> Iterator[str]:
    verdict = VERDICTS[found.verdict].of(language)
    yield f"({found.pattern.letter}) {found.pattern.title.of(language)}: {verdict}"
    for finding in found.findings:
        measure = finding.measure
        name = measure.name.of(language)
        value = number_in_words(finding.value, measure.unit, language)
        wanted = range_in_words(measure.wanted, measure.unit, language)
        if finding.is_close:
            wanted += " (~)"
        interval = interval_in_words(finding, language)
        line = f"    {name:{NAME}}{value:>{VALUE}}  {interval:<{SPAN}}{wanted:<{SPAN + 4}}"
        mark = "  <-" if is_missed(finding) else ""
        yield f"{line}{count_in_words(finding, language)}{mark}"
        if measure.take is largest_ending and report.endings:
            yield f"      {ending_in_words(report.endings[0][0], language)}"


def is_missed(finding: Finding) -> bool:
    """Whether a number lies outside its wanted range, which an arrow marks."""
    return finding.verdict is Verdict.NOT_MET


def _tell_verdict(report: Report, language: str) -> Iterator[str]:
    met = sum(found.verdict is Verdict.MET for found in report.patterns)
    total = len(report.patterns)
    yield Words(f"{met} of {total} patterns met.", f"{met} von {total} Mustern erfüllt.").of(
        language
    )
    if any(finding.is_close for found in report.patterns for finding in found.findings):
        yield Words(
            "(~) A limit of the wanted range lies within the interval: more runs may change it.",
            "(~) Eine Grenze des Gewünschten liegt im Intervall: Mehr Läufe können es ändern.",
        ).of(language)
    missed = [one for found in report.patterns for one in found.findings if is_missed(one)]
    if missed:
        yield Words("<- Outside the wanted range.", "<- Außerhalb des Gewünschten.").of(language)
    if report.degenerate:
        told = ", ".join(words.of(language) for words in report.degenerate)
        yield Words(f"DEGENERATE WORLD: {told}.", f"ENTARTETE WELT: {told}.").of(language)
    else:
        yield Words(
            "Not degenerate: alliances form and end, and neither all nor none succeed.",
            "Nicht entartet: Allianzen entstehen und enden, weder alle noch keine mit Erfolg.",
        ).of(language)


# --- In the folder -----------------------------------------------------------------------------


def _write(
    folder: ResultFolder,
    request: Request,
    evidence: Evidence,
    report: Report,
    outside: tuple[OutsideFound, ...],
) -> None:
    from experiments.figures.outside import draw_outside
    from experiments.figures.patterns import draw_patterns, picture_of

    _write_bytes(folder, TABLE, patterns_csv(report).encode())
    _write_bytes(folder, OUTSIDE_TABLE, outside_csv(outside).encode())
    every = [*evidence.runs, *(run for runs in evidence.designed.values() for run in runs)]
    ending, content = tabulate([run.alliances for run in every], request.settings.format)
    _write_bytes(folder, f"{ALLIANCES}.{ending}", content)
    world, language = describe_world(request), request.settings.language
    _write_bytes(folder, FIGURE, picture_of(draw_patterns(report, world, language)))
    _write_bytes(folder, OUTSIDE_FIGURE, picture_of(draw_outside(outside, world, language)))
    manifest = json.dumps(_manifest(request, folder.files), indent=2)
    _write_bytes(folder, MANIFEST, f"{manifest}\n".encode())


def _write_bytes(folder: ResultFolder, name: str, content: bytes) -> None:
    with folder.new_file(name) as file:
        file.write(content)


COLUMNS = (
    *("pattern", "title", "measure", "name", "value", "low", "high", "unit"),
    *("wanted_low", "wanted_high", "verdict", "close", "of", "counted", "formula"),
)
"""Columns of `patterns.csv`."""


def patterns_csv(report: Report) -> str:
    """Write what was found as text of a CSV file, one line per measure."""
    import csv

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for found in report.patterns:
        for finding in found.findings:
            measure = finding.measure
            wanted = measure.wanted or Range(-math.inf, math.inf)
            limits = [limit if math.isfinite(limit) else "" for limit in wanted[:2]]
            numbers = [_cell(number) for number in (finding.value, finding.low, finding.high)]
            writer.writerow(
                [
                    *(found.pattern.letter, found.pattern.title.en),
                    *(measure.key, measure.name.en),
                    *(*numbers, measure.unit.value, *limits),
                    *(finding.verdict.value, str(finding.is_close).lower()),
                    *(finding.count, measure.counted.en, measure.formula),
                ]
            )
    return text.getvalue()


def _cell(number: float) -> str:
    return "" if math.isnan(number) else repr(number)


OBSERVED_TEXT = TEXT | {"design"}
OBSERVED_REALS = REALS | TRACED_UNITS.keys()


def tabulate(tables: Sequence[Table], kind: str) -> tuple[str, bytes]:
    """Join the tables of alliances of many runs in a file.

    Parameters
    ----------
    tables
        One per run, with the columns of `OBSERVED_UNITS`.
    kind
        "parquet" or "csv".

    Returns
    -------
    tuple of str and bytes
        Ending of the file's name, and its content.
    """
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    fields = []
    for column, unit in OBSERVED_UNITS.items():
        type_ = pa.float64() if column in OBSERVED_REALS else pa.int64()
        type_ = pa.string() if column in OBSERVED_TEXT else type_
        type_ = pa.bool_() if column in FLAGS else type_
        fields.append(pa.field(column, type_, metadata={"unit": unit}))
    schema = pa.schema(fields)
    # In CSV what is missing is empty, also where there is no number.
    arrays = [
        pa.array(
            [value for table in tables for value in table[field.name]],
            field.type,
            from_pandas=kind == "csv",
        )
        for field in fields
    ]
    whole = pa.Table.from_arrays(arrays, schema=schema)
    file = io.BytesIO()
    if kind == "csv":
        pyarrow.csv.write_csv(whole, file)
        return "csv", file.getvalue()
    pyarrow.parquet.write_table(whole, file, compression="zstd", version="2.6")
    return "parquet", file.getvalue()


def _manifest(request: Request, files: dict[str, str]) -> dict[str, Any]:
    return {
        "package": "alliance-dynamics",
        "version": __version__,
        "sources": hash_of_sources(),
        "first_seed": request.settings.seed,
        "runs": request.runs,
        "weeks": request.settings.weeks,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "files": {name: {"sha256": digest} for name, digest in sorted(files.items())},
    }
