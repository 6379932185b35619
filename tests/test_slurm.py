"""The batch script on a real Slurm, on this machine alone; tasks are killed half-way."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from experiments.execution.slurm import LOGS, SCRIPT
from experiments.leases import FOLDER
from experiments.shards import Shard
from tests.one_machine_slurm import PATIENCE, Slurm, running, told, why_not
from tests.sweeps import do_sweep, equal_tables, runs_kept, wait_until

WHY_NOT = why_not()

pytestmark = [pytest.mark.slow, pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))]

WORDS = (
    *("world=study", "weeks=104", "formation.target_partners=2,8", "replications=300"),
    *("collaboration.governance=lead,core", "write_every=0.05"),
)
ARRAY = ("execution=slurm", "execution.shards=3", "execution.minutes=30")
RUNS = 1200


@pytest.fixture
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slurm]:
    folder = tmp_path_factory.mktemp("slurm")
    with running(folder) as started:
        yield started


def process_of(folder: Path, shard: int) -> int | None:
    """The process that does a shard, if it has begun to write."""
    own = set(Shard(shard, 3).runs(RUNS))
    written = {int(path.name.split("-")[1]) for path in (folder / "runs").glob("part-*")}
    for path in (folder / FOLDER).glob("*.json"):
        note = json.loads(path.read_text())
        if note["shard"] == [shard, 3] and not own.isdisjoint(written):
            return int(note["process"])
    return None


def test_an_array_of_which_tasks_are_killed_and_stopped(tmp_path: Path, slurm: Slurm) -> None:
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    assert do_sweep(undisturbed, *WORDS)[0] == 0

    results = tmp_path / "results"
    code, out, err = do_sweep(tmp_path, *WORDS, *ARRAY)
    assert code == 0, err
    assert f"sbatch results/{SCRIPT}" in out
    job = slurm.submit(results / SCRIPT)
    assert wait_until(lambda: process_of(results, 2) is not None)
    process = process_of(results, 2)
    if process is not None:
        os.kill(process, signal.SIGKILL)
    assert wait_until(lambda: process_of(results, 3) is not None or slurm.is_idle())
    # What Slurm does when the requested time is nearly over, see --signal in the script.
    slurm.call("scancel", "--quiet", "--batch", "--signal=TERM", f"{job}_3")
    assert wait_until(slurm.is_idle), told(results / LOGS)
    first = len(list(Shard(1, 3).runs(RUNS)))  # of the task that was left alone
    assert first <= runs_kept(tmp_path) < RUNS
    assert "the same command does the rest" in told(results / LOGS)

    assert do_sweep(tmp_path, *WORDS, *ARRAY)[0] == 0
    array = next(
        line for line in (results / SCRIPT).read_text().splitlines() if "--array" in line
    ).partition("=")[2]
    assert array in ("2", "3", "2-3")
    slurm.submit(results / SCRIPT)
    assert wait_until(slurm.is_idle, 10 * PATIENCE), told(results / LOGS)
    code, out, err = do_sweep(tmp_path, *WORDS, *ARRAY)
    assert (code, out) == (0, f"{RUNS} of {RUNS} runs complete:\nresults\n"), err
    equal_tables(tmp_path, undisturbed)
