"""Shards of one sweep in one folder: processes that share nothing else, and are really killed."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.execution.options import ExecutionOptions
from experiments.execution.slurm import LOGS, SCRIPT, in_ranges, script, shard_of_task
from experiments.shards import Shard
from tests.sweeps import (
    ROOT,
    do_sweep,
    equal_tables,
    finish,
    runs_kept,
    start_sweep,
    table,
    wait_until,
)

BESIDE_PYTHON = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
SHELLCHECK = shutil.which("shellcheck", path=BESIDE_PYTHON)
"""Installed with the development tools, beside the interpreter."""


pytestmark = pytest.mark.slow

GRID = (
    *("world=study", "weeks=104", "formation.target_partners=2,8", "replications=100"),
    *("collaboration.governance=lead,core", "write_every=0.05"),
)
RUNS = 400


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    code, _, err = do_sweep(folder, *GRID)
    assert code == 0, err
    return folder


def times(folder: Path) -> dict[Path, int]:
    """When each part was written."""
    return {path: path.stat().st_mtime_ns for path in (folder / "results").glob("*/part-*")}


def has_written(folder: Path, shard: Shard) -> bool:
    """Whether some of a shard's runs are there."""
    own = set(shard.runs(RUNS))
    names = [path.name for path in (folder / "results" / "runs").glob("part-*")]
    return any(int(name.split("-")[1]) in own for name in names)


def test_four_at_once_of_which_one_is_killed(tmp_path: Path, undisturbed: Path) -> None:
    processes = [start_sweep(tmp_path, *GRID, f"shard={number}/4") for number in (1, 2, 3, 4)]
    killed = processes[1]
    own = set(Shard(2, 4).runs(RUNS))
    wait_until(lambda: has_written(tmp_path, Shard(2, 4)) or killed.poll() is not None)
    killed.kill()
    for process in processes:
        code, out, err = finish(process)
        assert code == (-signal.SIGKILL if process is killed else 0), err
        assert "Traceback" not in err
    there = runs_kept(tmp_path)
    assert RUNS - len(own) < there < RUNS  # it was killed half-way

    before = times(tmp_path)
    code, out, err = do_sweep(tmp_path, *GRID, "shard=2/4")
    assert code == 0, err
    told = f"{len(own)} of {len(own)} runs of shard 2/4 complete; {RUNS} of {RUNS} runs done"
    assert told in out
    after = times(tmp_path)
    assert {path: after[path] for path in before} == before  # only what was missing was done
    code, out, err = do_sweep(tmp_path, *GRID)  # checks the folder, and has nothing to do
    assert (code, out) == (0, f"{RUNS} of {RUNS} runs complete:\nresults\n"), err
    assert times(tmp_path) == after
    equal_tables(tmp_path, undisturbed)
    assert not list(tmp_path.rglob(".*.partial"))


def test_another_number_of_shards_loses_and_doubles_nothing(
    tmp_path: Path, undisturbed: Path
) -> None:
    assert do_sweep(tmp_path, *GRID, "shard=2/3")[0] == 0
    there = runs_kept(tmp_path)
    assert there == len(set(Shard(2, 3).runs(RUNS)))
    for number in (1, 2):
        assert do_sweep(tmp_path, *GRID, f"shard={number}/2")[0] == 0
    assert runs_kept(tmp_path) == RUNS
    assert sorted(table(tmp_path, "runs").run) == list(range(RUNS))
    equal_tables(tmp_path, undisturbed)


def test_a_shard_with_agents_is_the_same(tmp_path: Path) -> None:
    words = ("world=study", "weeks=60", "replications=2", "formation.target_partners=2,8")
    agents, compiled = tmp_path / "agents", tmp_path / "compiled"
    for folder in (agents, compiled):
        folder.mkdir()
    assert do_sweep(agents, *words, "shard=1/2", "engine=mesa")[0] == 0
    assert do_sweep(agents, *words, "shard=2/2", "engine=mesa")[0] == 0
    assert do_sweep(compiled, *words, "execution=processes")[0] == 0
    equal_tables(agents, compiled)


def test_the_same_shard_twice_at_once_is_refused(tmp_path: Path) -> None:
    first = start_sweep(tmp_path, *GRID, "shard=1/2")
    wait_until(lambda: (tmp_path / "results" / "runs").exists() or first.poll() is not None)
    for words in (("shard=1/2",), ("shard=2/3",), ()):
        code, _, err = do_sweep(tmp_path, *GRID, *words)
        if first.poll() is not None:
            break
        assert code == 2
        assert f"another process is at work on this sweep, process {first.pid} on" in err
        assert len(err.splitlines()) == 2
    assert finish(first)[0] == 0


def test_another_sweep_is_refused(tmp_path: Path) -> None:
    assert do_sweep(tmp_path, *GRID, "weeks=2", "shard=1/100")[0] == 0
    code, _, err = do_sweep(tmp_path, *GRID, "weeks=3", "shard=2/100")
    assert code == 2
    assert "holds another sweep: it differs in weeks" in err
    assert len(err.splitlines()) == 2


# --- Slurm -------------------------------------------------------------------------------------


def start_task(folder: Path, number: int) -> "subprocess.Popen[str]":
    """Start a task of the array as Slurm does: the script, and the number of the task."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        ["bash", str(folder / "results" / SCRIPT)],
        env={**os.environ, "PYTHONPATH": path, "SLURM_ARRAY_TASK_ID": str(number)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def array_of(folder: Path) -> str:
    lines = (folder / "results" / SCRIPT).read_text().splitlines()
    return next(line for line in lines if line.startswith("#SBATCH --array="))


def test_an_array_of_slurm(tmp_path: Path, undisturbed: Path) -> None:
    words = (*GRID, "execution=slurm", "execution.shards=3", "execution.minutes=90")
    code, out, err = do_sweep(tmp_path, *words)
    assert code == 0, err
    assert out.startswith("0 of 400 runs done; to be done by Slurm:\nsbatch results/")
    assert (tmp_path / "results" / LOGS).is_dir()  # Slurm does not make it
    assert array_of(tmp_path) == "#SBATCH --array=1-3"
    assert "#SBATCH --time=90\n" in (tmp_path / "results" / SCRIPT).read_text()
    assert runs_kept(tmp_path) == 0

    tasks = [start_task(tmp_path, number) for number in (1, 2, 3)]
    wait_until(lambda: has_written(tmp_path, Shard(2, 3)) or tasks[1].poll() is not None)
    tasks[1].terminate()  # the requested time is over
    codes = []
    for task in tasks:
        code, out, err = finish(task)
        codes.append(code)
        assert "Traceback" not in err
    assert codes == [0, 130, 0]
    assert runs_kept(tmp_path) < RUNS

    code, out, err = do_sweep(tmp_path, *words)
    assert array_of(tmp_path) == "#SBATCH --array=2"
    assert finish(start_task(tmp_path, 2))[0] == 0
    code, out, err = do_sweep(tmp_path, *words)
    assert (code, out) == (0, f"{RUNS} of {RUNS} runs complete:\nresults\n"), err
    equal_tables(tmp_path, undisturbed)


def test_more_tasks_than_slurm_takes_by_default_are_warned_of(tmp_path: Path) -> None:
    # Slurm's manual, MaxArraySize: 1001 by default, and the largest number is one less.
    for shards, warned in ((1000, False), (1001, True)):
        words = ("weeks=2", "replications=2000", "execution=slurm", f"execution.shards={shards}")
        folder = tmp_path / str(shards)
        folder.mkdir()
        code, _, err = do_sweep(folder, *words)
        assert code == 0, err
        assert ("scontrol show config | grep MaxArraySize" in err) == warned


def written(**differently: object) -> str:
    options = ExecutionOptions("slurm", None, 30.0, 7, 60)
    values = {
        "name": "group size",
        "folder": Path("results of 'mine'"),
        "home": Path("/home/a b"),
        "subcommand": "sweep",
        "words": ["formation.target_partners=range(2,21)", "scenario='$HOME'", "workers=3"],
        "options": options,
        "workers": 3,
        "tasks": [1, 2, 3, 5, 7],
    }
    return script(**(values | differently))  # type: ignore[arg-type]


def test_the_script_says_what_was_asked_for() -> None:
    lines = written().splitlines()
    assert "#SBATCH --array=1-3,5,7" in lines
    assert "#SBATCH --cpus-per-task=3" in lines
    assert "cd '/home/a b'" in lines
    assert shlex.split(lines[-1]) == [
        *("exec", sys.executable, "-m", "experiments.command", "sweep"),
        *("formation.target_partners=range(2,21)", "scenario='$HOME'"),
        *("execution.shards=7", "workers=3"),
    ]
    words = shlex.split(written(subcommand="sensitivity").splitlines()[-1])
    assert words[3:5] == ["experiments.command", "sensitivity"]


@pytest.mark.skipif(SHELLCHECK is None, reason="needs shellcheck")
def test_the_script_is_sound(tmp_path: Path) -> None:
    path = tmp_path / SCRIPT
    path.write_text(written())
    assert SHELLCHECK is not None
    checked = subprocess.run([SHELLCHECK, path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("numbers", "told"),
    [([], ""), ([4], "4"), ([1, 2, 3], "1-3"), ([1, 3, 4, 9], "1,3-4,9")],
)
def test_ranges(numbers: list[int], told: str) -> None:
    assert ",".join(in_ranges(numbers)) == told


def test_a_task_does_the_shard_of_its_number() -> None:
    options = ExecutionOptions("slurm", None, 30.0, 40, 60)
    assert shard_of_task(options, {"SLURM_ARRAY_TASK_ID": "3"}) == Shard(3, 40)
    assert shard_of_task(options, {}) is None
