"""What a million and a hundred million runs take here: processor time, memory and disk.

Usage: python benchmarks/scaling.py [--runs N] [--turns N]

Everything goes through `alliances sweep`, in processes of its own, on one core. Times are processor
time, which other programs on the machine hardly change. Times per run are differences between a
long sweep and a short one, so that the start is not in them; the figure is the median over turns.
"""

import argparse
import contextlib
import io
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.mechanisms import MECHANISMS
from experiments.command import main as alliances
from experiments.sensitivity_choice import EVERYTHING, choose_factors
from experiments.sweep import MOST_IN_PART

TOTALS = (10**6, 10**8)
"""Numbers of runs that are asked about."""

CORES = (1, 2, 8, 64, 160)
"""Cores that share them: the last are forty tasks of four."""

SHORT = 20
"""Runs of the short sweep."""

MANY_POINTS = 5000
"""Points of a design whose checks are timed."""

FEW_POINTS = 2
"""Points of the design that it is compared with: the fewest that a Latin hypercube has."""

MANY_THREADS = 9
"""Runs at once in the process whose memory is compared with that of one."""

OFTEN = 0.02
"""Seconds between two files where the cost of a file is measured."""

MINUTE, HOUR, MEGABYTE, GIGABYTE = 60.0, 3600.0, 1e6, 1e9

ON = [f"{key}={value}" for changes in MECHANISMS.values() for key, value in changes.items()]

WORLDS = {
    "synthetic": ["world=synthetic"],
    "study's": ["world=study"],
    "synthetic, all on": ["world=synthetic", *(word.lower() for word in ON)],
    "study's, all on": ["world=study", *(word.lower() for word in ON)],
}
"""Words of the command by name of the world; `on` are the mechanisms that are off by default."""


@dataclass(frozen=True)
class Spent:
    """What a command took.

    Attributes
    ----------
    processor, main_thread
        Processor time of the process and of its first thread; seconds.
    wall
        Seconds by the clock.
    memory
        Most that it held; bytes.
    """

    processor: float
    main_thread: float
    wall: float
    memory: float


def child(words: list[str]) -> None:
    """Run a command in this process, and print what it took."""
    began = time.perf_counter()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = alliances(words)
    if code:
        raise SystemExit(f"{' '.join(words)} ended with {code}: {said.getvalue()}")
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall = time.perf_counter() - began
    print(json.dumps([time.process_time(), time.thread_time(), wall, 1024.0 * kilobytes]))


def spent_on(*words: str) -> Spent:
    """Run `alliances` in a process of its own; return what it took."""
    command = [sys.executable, __file__, "--child", *words]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(told.stderr)
    return Spent(*json.loads(told.stdout.splitlines()[-1]))


def sweep(folder: Path, replications: int, *words: str) -> Spent:
    """Do a sweep of one point with one run at once."""
    return spent_on(
        *("sweep", "workers=1", f"replications={replications}", f"hydra.run.dir={folder}", *words)
    )


def size(folder: Path, table: str) -> int:
    """Bytes of a table on disk."""
    return sum(path.stat().st_size for path in (folder / table).glob("*.parquet"))


@dataclass(frozen=True)
class PerRun:
    """What a run takes.

    Attributes
    ----------
    processor, main_thread
        Seconds of processor time: in all, and of the thread that hands out and writes.
    runs, alliances, weeks
        Bytes on disk in each table.
    """

    processor: float
    main_thread: float
    runs: float
    alliances: float
    weeks: float

    @property
    def rate(self) -> float:
        """Runs per second and core."""
        return 1.0 / self.processor


def per_run(words: list[str], runs: int, turns: int) -> PerRun:
    """Measure what a run of a world takes."""
    processor, main_thread = [], []
    with tempfile.TemporaryDirectory() as kept:
        place = Path(kept)
        for turn in range(turns):
            seed = f"seed={1 + turn * runs}"
            short = sweep(place / f"short{turn}", SHORT, seed, *words)
            long = sweep(place / f"long{turn}", runs, seed, *words)
            processor.append((long.processor - short.processor) / (runs - SHORT))
            main_thread.append((long.main_thread - short.main_thread) / (runs - SHORT))
        weekly = max(SHORT, runs // 10)
        sweep(place / "weekly", weekly, "weekly=true", *words)
        return PerRun(
            statistics.median(processor),
            max(0.0, statistics.median(main_thread)),
            size(place / "long0", "runs") / runs,
            size(place / "long0", "alliances") / runs,
            size(place / "weekly", "weeks") / weekly,
        )


@dataclass(frozen=True)
class PerPoint:
    """What a point of a design takes before the first run.

    Attributes
    ----------
    processor
        Seconds of processor time.
    memory
        Bytes that are held.
    """

    processor: float
    memory: float


def per_point(*words: str) -> PerPoint:
    """Measure what a point takes of a design that only needs its number of points."""
    few, many = (
        spent_on(*words, f"samples={number}", "--cfg", "job")
        for number in (FEW_POINTS, MANY_POINTS)
    )
    points = MANY_POINTS - FEW_POINTS
    return PerPoint((many.processor - few.processor) / points, (many.memory - few.memory) / points)


@dataclass(frozen=True)
class Around:
    """What is not per run.

    Attributes
    ----------
    start
        Seconds of processor time until the first run, with compiled rules.
    memory, of_thread
        Bytes that a process with one run at once holds, and more for each further one.
    file
        Seconds of processor time for a file that is checked.
    point, widest_point
        What a point of the design takes with one factor, and with all parameters.
    """

    start: float
    memory: float
    of_thread: float
    file: float
    point: PerPoint
    widest_point: PerPoint


def around(runs: int) -> Around:
    """Measure what comes before and after the runs."""
    with tempfile.TemporaryDirectory() as kept:
        place = Path(kept)
        one = sweep(place / "one", 1)
        few = sweep(place / "few", 8 * SHORT)
        many = spent_on(
            *("sweep", f"workers={MANY_THREADS}", f"replications={8 * SHORT}"),
            f"hydra.run.dir={place / 'many'}",
        )
        words = ("weeks=26", f"write_every={OFTEN}")
        sweep(place / "files", runs, *words)
        files = 2 * len(list((place / "files" / "runs").glob("*.parquet")))
        again = sweep(place / "files", runs, *words)
        nothing = sweep(place / "one", 1)
    return Around(
        one.processor,
        few.memory,
        (many.memory - few.memory) / (MANY_THREADS - 1),
        max(0.0, again.processor - nothing.processor) / files,
        per_point("sweep", "design=latin_hypercube", "world.tolerance=interval(0.3,0.8)"),
        per_point("sensitivity", "method=pawn"),
    )


# --- Telling -----------------------------------------------------------------------------------


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table as the documentation has it."""
    names = list(head)
    print(f"| {' | '.join(names)} |")
    print(f"|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def processor_name() -> str:
    """Name of the processor, where the system tells it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def whole(*numbers: float) -> list[str]:
    """Write numbers without decimals."""
    return [f"{number:.0f}" for number in numbers]


def hours(seconds: float) -> str:
    """Write a time in hours, or in minutes or seconds if it is short."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.1f} h" if seconds < 100 * HOUR else f"{seconds / HOUR:.0f} h"


def report_runs(measured: dict[str, PerRun]) -> None:
    """Print what a run takes."""
    print(f"Measured on one core of {processor_name()}, Python {platform.python_version()}.\n")
    table(
        ("world", "ms a run", "runs/s and core", "bytes: run", "alliances", "weeks"),
        (
            (
                name,
                f"{1000 * one.processor:.1f}",
                *whole(one.rate, one.runs, one.alliances, one.weeks),
            )
            for name, one in measured.items()
        ),
    )


def report_around(measured: dict[str, PerRun], rest: Around) -> None:
    """Print what comes besides."""
    table(
        ("what", "takes"),
        (
            ("start, with compiled rules", f"{rest.start:.1f} s"),
            ("a point of the design, one factor", told_point(rest.point)),
            (f"a point of the design, {all_varied()} factors", told_point(rest.widest_point)),
            ("a process", f"{rest.memory / MEGABYTE:.0f} MB"),
            ("a further run at once in it", f"{rest.of_thread / MEGABYTE:.0f} MB"),
            ("its first thread, a run", told_threads(measured)),
            ("a file that is checked", f"{1000 * rest.file:.1f} ms"),
        ),
    )


def report_totals(measured: dict[str, PerRun]) -> None:
    """Print what large numbers of runs take."""
    for total in TOTALS:
        print(f"{total:,} runs:\n")
        table(
            ("world", *(f"cores: {cores}" for cores in CORES), "GB: runs", "and alliances"),
            (
                (
                    *(name, *(hours(total * one.processor / cores) for cores in CORES)),
                    f"{total * one.runs / GIGABYTE:.1f}",
                    *whole(total * (one.runs + one.alliances) / GIGABYTE),
                )
                for name, one in measured.items()
            ),
        )
        print(f"Files: at least {-(-total // MOST_IN_PART):,} for each table.\n")


def told_point(point: PerPoint) -> str:
    """Say what a point takes."""
    return f"{1000 * point.processor:.1f} ms, {point.memory / 1000:.0f} kB"


def all_varied() -> int:
    """Count the parameters that an analysis of all of them varies."""
    return len(choose_factors(EVERYTHING, "synthetic", frozenset()))


def told_threads(measured: dict[str, PerRun]) -> str:
    """Say what only one thread of a process can do."""
    low, high = (f(1000 * one.main_thread for one in measured.values()) for f in (min, max))
    return f"{low:.1f} to {high:.1f} ms"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=500, help="runs of a long sweep (default 500)")
    parser.add_argument("--turns", type=int, default=3, help="turns (default 3)")
    parser.add_argument("--child", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child is not None:
        child(chosen.child)
        return 0
    if chosen.runs <= SHORT or chosen.turns < 1:
        parser.error(f"--runs must be above {SHORT}, and --turns at least 1")
    spent_on("sweep", "replications=1", "weeks=2", "dry_run=true")  # compiles the rules
    measured = {name: per_run(words, chosen.runs, chosen.turns) for name, words in WORLDS.items()}
    report_runs(measured)
    report_totals(measured)
    report_around(measured, around(chosen.runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
