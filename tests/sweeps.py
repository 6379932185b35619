"""Starting sweeps as their users do, and reading what they leave."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas
import pyarrow.parquet as pq

from experiments.command import main
from experiments.configuration import Composer, options_among, parse_words, register_defaults
from experiments.plan import SWEEP, Plan
from experiments.sweep import SweepLine

ROOT = Path(__file__).parents[1]
PATIENCE = 900
"""Seconds that a start may take: the first one on a machine compiles the rules."""

LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["experiments.sensitivity", "pandas", "pyarrow.parquet"])
"""Starts processes that have imported already what takes two seconds to import."""


def start_sweep(
    folder: Path,
    *words: str,
    prepare: Callable[[], None] = lambda: None,
    subcommand: str = "sweep",
) -> "subprocess.Popen[str]":
    """Start a sweep in a folder, with results in `folder / "results"`."""

    def begin() -> None:
        # Whoever starts the tests in the background has them ignore Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        prepare()

    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "experiments.command", subcommand),
            *("hydra.run.dir=results", *words),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=begin,  # noqa: PLW1509 - the tests have no threads
    )


def finish(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """Wait for it; return exit code, output and errors."""
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def do_sweep(folder: Path, *words: str, subcommand: str = "sweep") -> tuple[int, str, str]:
    """Do a sweep in a process of its own and wait for it; return exit code, output and errors."""
    with tempfile.TemporaryDirectory() as place:
        out, err = Path(place) / "out", Path(place) / "err"
        asked = [subcommand, "hydra.run.dir=results", *words]
        process = LOADED.Process(target=_command, args=(folder, asked, dict(os.environ), out, err))
        process.start()
        process.join(PATIENCE)
        code = process.exitcode
        if code is None:
            process.kill()
            raise TimeoutError(f"{' '.join(asked)} does not end")
        return code, out.read_text("utf-8"), err.read_text("utf-8")


def _command(
    folder: Path, words: list[str], variables: dict[str, str], out: Path, err: Path
) -> None:
    """Run the command as the shell would, with other files for output and errors."""
    for path, stream in ((out, sys.stdout), (err, sys.stderr)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.exit(main(words))


def plan_of(*words: str) -> Plan:
    """Return what a command line asks for."""
    register_defaults(SWEEP)
    given = parse_words("sweep", words)
    return SweepLine(Composer(given, SWEEP), options_among(words, given)).plan()


def table(folder: Path, name: str) -> pandas.DataFrame:
    """Read a table as the documentation says."""
    return pandas.read_parquet(folder / "results" / name)


def equal_tables(one: Path, other: Path, names: tuple[str, ...] = ("runs", "alliances")) -> None:
    """Require equal tables, row for row."""
    for name in names:
        pandas.testing.assert_frame_equal(
            _plain(table(one, name)), _plain(table(other, name)), check_exact=True
        )


def _plain(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Words as words: the order of categories says nothing."""
    categories = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(categories, "object"))


def runs_kept(folder: Path) -> int:
    """Count the runs that are safe."""
    parts = (folder / "results" / "runs").glob("part-*.parquet")
    return sum(pq.read_metadata(part).num_rows for part in parts)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until something holds; tell whether it does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
