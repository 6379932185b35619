"""Nothing that a sweep has written is lost, whatever happens to it: processes really are killed."""

import os
import random
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from experiments.execution.processes import ATTEMPTS
from tests.sweeps import (
    children,
    do_sweep,
    equal_tables,
    finish,
    is_alive,
    runs_kept,
    start_sweep,
    table,
    wait_until,
)

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")

GRID = (
    *("world=study", "weeks=104", "formation.target_partners=2,8", "replications=150"),
    *("collaboration.governance=lead,core", "write_every=0.05"),
)
RUNS = 600

KILLS = 12
"""Times that a driver is killed, at moments that are spread over the whole sweep."""

SEED = 20221017
"""Of the moments; they differ from run to run of the tests anyway, with the machine's load."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed")
    code, _, err = do_sweep(folder, *GRID)
    assert code == 0, err
    return folder


def wait_until_more_is_kept(folder: Path, kept: int, process: "subprocess.Popen[str]") -> None:
    wait_until(lambda: runs_kept(folder) > kept or process.poll() is not None)


def test_a_driver_that_is_killed_again_and_again(tmp_path: Path, undisturbed: Path) -> None:
    moments = random.Random(SEED)
    kept = 0
    for attempt in range(KILLS):
        process = start_sweep(tmp_path, *GRID)
        # Half of the kills come while runs are written, the others at any moment of a start.
        if attempt % 2:
            wait_until_more_is_kept(tmp_path, kept, process)
        time.sleep(moments.uniform(0.0, 0.15 if attempt % 2 else 2.5))
        process.kill()
        finish(process)
        if not (tmp_path / "results" / "runs").exists():
            continue
        assert runs_kept(tmp_path) >= kept  # what was written stays
        kept = runs_kept(tmp_path)
    code, out, err = do_sweep(tmp_path, *GRID)
    assert code == 0, err
    assert f"{RUNS} of {RUNS} runs complete" in out
    equal_tables(tmp_path, undisturbed)
    assert not list(tmp_path.rglob(".*.partial"))


def test_the_same_command_does_exactly_what_is_missing(tmp_path: Path, undisturbed: Path) -> None:
    code, _, err = do_sweep(tmp_path, *GRID)
    assert code == 0, err
    parts = sorted((tmp_path / "results" / "runs").iterdir())
    assert len(parts) > 3
    gone = parts[1:3]
    for path in gone:
        path.unlink()
    before = {path: path.stat().st_mtime_ns for path in parts if path not in gone}
    code, _, err = do_sweep(tmp_path, *GRID)
    assert code == 0, err
    assert {path: path.stat().st_mtime_ns for path in before} == before
    equal_tables(tmp_path, undisturbed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sweep_keeps_what_it_has(
    tmp_path: Path, undisturbed: Path, number: int
) -> None:
    slow = (*GRID[:-1], "write_every=60")  # nothing would have been written yet
    process = start_sweep(tmp_path, *slow)
    wait_until(lambda: (tmp_path / "results" / "runs").exists() or process.poll() is not None)
    time.sleep(1.0)
    process.send_signal(number)
    code, _, err = finish(process)
    kept = runs_kept(tmp_path)
    assert code == 130
    assert f"interrupted; {kept} of {RUNS} runs kept in results" in err
    assert "Traceback" not in err
    assert do_sweep(tmp_path, *slow)[0] == 0
    equal_tables(tmp_path, undisturbed)


def test_a_full_disk_loses_nothing(tmp_path: Path, undisturbed: Path) -> None:
    def have_little_room() -> None:
        # A file cannot grow further, as on a full disk.
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    big = (*GRID[:-1], "write_every=60")
    code, _, err = finish(start_sweep(tmp_path, *big, prepare=have_little_room))
    assert code == 1
    assert "cannot write" in err
    assert "give the same command again" in err
    assert "Traceback" not in err
    assert not list(tmp_path.rglob(".*.partial"))
    assert do_sweep(tmp_path, *big)[0] == 0
    equal_tables(tmp_path, undisturbed)


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    first = start_sweep(tmp_path, *GRID)
    wait_until(lambda: (tmp_path / "results" / "runs").exists() or first.poll() is not None)
    code, _, err = do_sweep(tmp_path, *GRID)
    if first.poll() is None:
        assert code == 2
        assert "another process is at work on this sweep" in err
    assert finish(first)[0] == 0


# --- With agents, in processes -------------------------------------------------------------------

MODELS = '''\
"""Models that go wrong for some seeds."""

import time

from sim import AllianceModel, Organisation


class Sober(Organisation):
    def can_lead(self, alliance):
        return super().can_lead(alliance)


class Agents(AllianceModel):
    organisation_class = Sober


class Failing(Agents):
    def step(self):
        if self.week == 3 and self.organisations[0].model.state.clock[0].seed == 2:
            raise ValueError("something is wrong with week 3")
        super().step()


class Endless(Agents):
    def step(self):
        while self.week == 3 and self.state.clock[0].seed == 2:
            time.sleep(0.01)
        super().step()


class Deadly(Agents):
    def step(self):
        import os
        if self.week == 3 and self.state.clock[0].seed == 2:
            os.kill(os.getpid(), 9)
        super().step()
'''

WITH_AGENTS = ("world=study", "weeks=40", "replications=5", "formation.target_partners=2,8")


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models.py").write_text(MODELS)
    return tmp_path


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same sweep on the compiled engine, which gives the same."""
    folder = tmp_path_factory.mktemp("compiled")
    assert do_sweep(folder, *WITH_AGENTS)[0] == 0
    return folder


def test_workers_that_are_killed(models: Path, compiled: Path) -> None:
    process = start_sweep(models, *WITH_AGENTS, "model=models:Agents", "write_every=0.05")
    moments = random.Random(SEED)
    killed = 0
    while process.poll() is None and killed < ATTEMPTS - 1:  # so that no run is given up
        time.sleep(moments.uniform(0.3, 1.5))
        workers = [pid for pid in children(process.pid) if "spawn_main" in command_of(pid)]
        if workers:
            os.kill(moments.choice(workers), signal.SIGKILL)
            killed += 1
    code, _, err = finish(process)
    assert killed
    assert code == 0, err
    assert "Sober.can_lead changed: the runs use the Mesa engine" in err
    equal_tables(models, compiled)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_workers_end_with_a_driver_that_is_killed(models: Path, compiled: Path) -> None:
    words = (*WITH_AGENTS, "model=models:Agents", "write_every=0.05")
    process = start_sweep(models, *words)
    wait_until(lambda: len(children(process.pid)) >= 2 or process.poll() is not None)
    workers = children(process.pid)
    process.kill()
    finish(process)
    assert workers
    assert wait_until(lambda: not any(map(is_alive, workers)), seconds=60)
    code, _, err = do_sweep(models, *words)
    assert code == 0, err
    equal_tables(models, compiled)


@pytest.mark.parametrize(
    ("model", "limit", "status", "error"),
    [
        ("Failing", "null", "failed", "ValueError: something is wrong with week 3"),
        ("Endless", "12", "timed_out", "longer than the time limit of 12 s"),
        ("Deadly", "null", "failed", "RuntimeError: its process was ended from outside 3 times"),
    ],
)
def test_a_run_that_fails_is_a_row_and_the_sweep_goes_on(
    models: Path, compiled: Path, model: str, limit: str, status: str, error: str
) -> None:
    words = (*WITH_AGENTS, f"model=models:{model}", f"time_limit={limit}")
    code, out, err = do_sweep(models, *words)
    assert code == 1, err
    assert "8 of 10 runs complete" in out
    assert f"2 of 10 runs failed; the first: run 2 (point 0, seed 2) {status}: {error}" in err
    runs = table(models, "runs")
    failed = runs[runs.status != "complete"]
    assert failed.run.tolist() == [2, 3]
    assert failed.seed.tolist() == [2, 2]
    assert failed.error.tolist() == [error, error]
    assert failed.goals_reached.isna().all()
    others = table(compiled, "runs")
    assert runs[runs.status == "complete"].hours.tolist() == (
        others[~others.run.isin([2, 3])].hours.tolist()
    )
    # The same command leaves them; on request they are done again, here with a mended model.
    parts = sorted((models / "results" / "runs").iterdir())
    before = [part.stat().st_mtime_ns for part in parts]
    assert do_sweep(models, *words)[0] == 1
    assert [part.stat().st_mtime_ns for part in parts] == before
    (models / "models.py").write_text(MODELS.replace("seed == 2", "seed == 99"))
    code, _, err = do_sweep(models, *words, "retry_failed=true")
    assert code == 0, err
    equal_tables(models, compiled)


def test_a_compiled_run_has_a_time_limit_too(tmp_path: Path, undisturbed: Path) -> None:
    code, _, err = do_sweep(tmp_path, *GRID, "time_limit=0.000001")
    assert code == 1
    assert f"{RUNS} of {RUNS} runs failed" in err
    assert set(table(tmp_path, "runs").status) == {"timed_out"}
    assert do_sweep(tmp_path, *GRID, "retry_failed=true")[0] == 0
    equal_tables(tmp_path, undisturbed)
