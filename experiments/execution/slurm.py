"""A batch script for Slurm: an array, of which every task does one shard of a sweep.

The tasks need no network, only the folder that they share. Nothing is submitted here.
"""

import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from experiments.errors import UserError
from experiments.execution.options import ExecutionOptions
from experiments.shards import Shard

SCRIPT = "sweep.sbatch"
LOGS = "slurm"
"""Name of the script in the folder of the results, and of the folder for what its tasks say."""

TASK_NUMBER = "SLURM_ARRAY_TASK_ID"
"""Variable by which Slurm tells a task its number."""

LARGEST_BY_DEFAULT = 1000
"""Largest number of a task that Slurm takes unless it was told otherwise (MaxArraySize=1001)."""

LARGE_ARRAY = (
    f"Task numbers above {LARGEST_BY_DEFAULT} need a larger MaxArraySize than Slurm's default; "
    "yours: scontrol show config | grep MaxArraySize"
)

SECONDS_TO_END = 60
"""Before the requested time is over, a task is told so, writes what it has, and ends."""

TEMPLATE = """\
#!/usr/bin/env bash
# Submit it: sbatch {script}
# What stands here can be changed on the way: sbatch --time=120 --partition=NAME {script}
#SBATCH --job-name={name}
#SBATCH --array={array}
#SBATCH --time={minutes}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={workers}
#SBATCH --output={logs}/%A-%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:TERM@{seconds}

set -euo pipefail
cd {home}
# Every task does the shard that has its number. One that was stopped goes on when it is submitted
# again. With exec the command itself, not this shell, is told when the time is over.
# shellcheck disable=SC2016  # words stand as they were given
exec {command}
"""


def shard_of_task(options: ExecutionOptions, environment: Mapping[str, str]) -> Shard | None:
    """Return the shard that a task of an array has to do; None where this is no such task.

    Raises
    ------
    UserError
        If there is no shard of this number.
    """
    told = environment.get(TASK_NUMBER)
    if told is None:
        return None
    if not (told.isdecimal() and 1 <= int(told) <= options.shards):
        problem = f"{TASK_NUMBER} = {told}: the shards have the numbers 1 to {options.shards}"
        raise UserError(problem, f"Submit with --array=1-{options.shards}, or set execution.shards")
    return Shard(int(told), options.shards)


def script(
    *,
    name: str,
    folder: Path,
    home: Path,
    subcommand: str,
    words: Sequence[str],
    options: ExecutionOptions,
    workers: int,
    tasks: Iterable[int],
) -> str:
    """Write a batch script.

    Parameters
    ----------
    name
        Of the job.
    folder
        Of the results; the tasks write what they say into `LOGS` there.
    home
        Where the command was given.
    subcommand
        Of `alliances`: the one that writes the script.
    words
        That followed it.
    options
        Shards and minutes.
    workers
        Runs at once in every task.
    tasks
        Numbers of the shards that have something to do, in ascending order.
    """
    kept = [word for word in words if not word.startswith(("execution.shards=", "workers="))]
    command = [sys.executable, "-m", "experiments.command", subcommand, *kept]
    command += [f"execution.shards={options.shards}", f"workers={workers}"]
    folder = home / folder
    return TEMPLATE.format(
        script=shlex.quote(str(folder / SCRIPT)),
        name=shlex.quote(name),
        array=",".join(in_ranges(tasks)),
        minutes=options.minutes,
        workers=workers,
        logs=_escaped(folder / LOGS),
        seconds=SECONDS_TO_END,
        home=shlex.quote(str(home)),
        command=shlex.join(command),
    )


def _escaped(path: Path) -> str:
    """Write a path as Slurm reads it in a line of options, where % begins a number."""
    return shlex.quote(str(path).replace("%", "%%"))


def in_ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Yield ascending numbers as `sbatch --array` takes them: 1-3, 5."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            yield _as_range(first, last)
        first = last = number
    if first is not None:
        yield _as_range(first, last)


def _as_range(first: int, last: int | None) -> str:
    return str(first) if first == last else f"{first}-{last}"
