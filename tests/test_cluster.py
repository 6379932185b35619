"""Sweeps on a Dask cluster: a real scheduler with real workers, of which one is killed."""

import contextlib
import json
import multiprocessing
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from experiments.command import main
from experiments.execution import options
from experiments.execution.engines import Engine, TimeLimitError, engine_of
from experiments.execution.interface import CannotGoOnError
from experiments.execution.tasks import (
    OtherVersionError,
    Work,
    do_task,
    interrupted_after,
    make_ready,
)
from experiments.execution.threads import Threads
from experiments.provenance import computed_by, source_of
from sim import AllianceModel
from sim.population import outline
from tests.sweeps import (
    ROOT,
    do_sweep,
    equal_tables,
    finish,
    plan_of,
    runs_kept,
    start_sweep,
    table,
    wait_until,
)
from tests.test_never_lost import MODELS

DASHBOARD = 8787
"""Port that Dask takes for its pages if nobody says otherwise."""

WORDS = ("world=study", "weeks=20", "replications=2", "formation.target_partners=2,8")


def work_of(*words: str, model: type[AllianceModel] | None = None) -> Work:
    plan = plan_of(*words)
    worlds = [outline(point.parameters) for point in plan.points]
    engine = Engine() if model is None else engine_of(model, with_agents=True)
    source = source_of(model or AllianceModel)
    return Work(engine, worlds, 1, plan.weeks, False, None, str(ROOT), computed_by(), source)


# --- Tasks, which any executor can do ------------------------------------------------------------


def test_any_executor_can_do_tasks() -> None:
    words = (*WORDS, "weeks=60")  # long enough for alliances
    work = work_of(*words)
    here = list(Threads(plan_of(*words), Engine(), 2).outcomes(range(4)))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        compiled = pool.submit(do_task, work, [0, 1, 3]).result()
        agents = pool.submit(do_task, work_of(*words, model=AllianceModel), [1]).result()
    assert [outcome.run for outcome in compiled.outcomes] == [0, 1, 3]
    for outcome in (*compiled.outcomes, *agents.outcomes):
        assert outcome.measured is not None
        mine = here[outcome.run].measured
        assert mine is not None
        assert len(mine.alliances) > 0
        assert outcome.measured.runs.tobytes() == mine.runs.tobytes()
        assert outcome.measured.alliances.tobytes() == mine.alliances.tobytes()


@pytest.mark.parametrize("what", ["version", "sources", "python", "machine", "numpy", "numba"])
def test_a_worker_of_another_version_does_nothing(what: str) -> None:
    work = work_of(*WORDS)
    other = replace(work, computed_by={**work.computed_by, what: "other"})
    with pytest.raises(OtherVersionError, match=f"^{what} is .* there, and other here"):
        make_ready(other)
    with pytest.raises(OtherVersionError, match="source of the model's class"):
        make_ready(replace(work_of(*WORDS, model=AllianceModel), model="other"))


def test_whatever_python_does_is_interrupted() -> None:
    def go_on_for_ever() -> None:
        with interrupted_after(0.1):
            while True:
                time.sleep(0.01)

    with pytest.raises(TimeLimitError):
        go_on_for_ever()
    with interrupted_after(0.1):
        pass
    time.sleep(0.3)  # it has ended in time: nothing comes later


# --- What is asked for ---------------------------------------------------------------------------

REFUSED = {
    ("execution=dusk",): "execution = dusk: must be one of automatic, dask, processes, slurm",
    ("execution=threads,dask",): "a sweep has one value of it",
    ("execution=threads", "engine=mesa"): "execution=threads: agents act in processes",
    ("execution.adress=tcp://a:1",): "the nearest valid key is execution.address",
    ("execution=dask", "execution.address=a"): "execution.address = a: must be that of a Dask",
    ("execution.address=tcp://a:1",): "execution.address = tcp://a:1: only execution=dask has one",
    ("execution=dask", "execution.wait=0"): "execution.wait = 0: must be a number of seconds",
    ("execution=slurm", "execution.shards=0"): "execution.shards = 0: must be a whole number",
    ("execution=slurm", "execution.minutes=1.5"): "execution.minutes = 1.5: must be a whole number",
    ("shard=5/4",): "shard = 5/4: the shards are 1/4 to 4/4",
    ("shard=x",): "shard = x: must be K/N, such as 3/40",
    ("shard=1/4", "retry_failed=true"): "a shard writes only what is missing",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_executed_stops_before_anything_starts(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", "weeks=2", *words]) == 2
    err = capsys.readouterr().err
    assert REFUSED[words] in err
    assert len(err.splitlines()) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["threads", "processes", "dask", "slurm"])
def test_an_option_of_the_group_is_the_way_of_its_name(option: str) -> None:
    assert plan_of("weeks=2", f"execution={option}").options["execution"]["kind"] == option


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(options, "find_spec", lambda _: None)
    assert main(["sweep", "weeks=2", "execution=dask"]) == 2
    err = capsys.readouterr().err
    assert "pip install 'alliance-dynamics[cluster]'" in err.splitlines()[1]
    assert len(err.splitlines()) == 2


def test_a_task_without_a_shard_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLURM_ARRAY_TASK_ID", "41")
    assert main(["sweep", "weeks=2", "execution=slurm"]) == 2
    err = capsys.readouterr().err
    assert "SLURM_ARRAY_TASK_ID = 41: the shards have the numbers 1 to 40" in err
    assert len(err.splitlines()) == 2


# --- A real cluster ------------------------------------------------------------------------------


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    scheduler: "subprocess.Popen[bytes]"
    workers: "list[subprocess.Popen[bytes]]"
    address: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("execution=dask", f"execution.address={self.address}")


def start_dask(*words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    file = tmp_path / "scheduler.json"
    scheduler = start_dask(
        *("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        *("--scheduler-file", str(file)),
    )
    workers = []
    try:
        assert wait_until(file.exists, seconds=120)
        address = json.loads(file.read_text())["address"]
        for _ in range(2):
            words = ("--no-nanny", "--nthreads", "1", "--no-dashboard")
            workers.append(start_dask("worker", address, *words))
        yield Cluster(scheduler, workers, address)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


GRID = (
    *("world=study", "weeks=104", "formation.target_partners=2,8", "replications=250"),
    *("collaboration.governance=lead,core", "write_every=0.05"),
)
RUNS = 1000


@pytest.mark.slow
def test_a_worker_that_is_killed_midway(tmp_path: Path, cluster: Cluster) -> None:
    dask, threads = tmp_path / "dask", tmp_path / "threads"
    for folder in (dask, threads):
        folder.mkdir()
    assert do_sweep(threads, *GRID, "execution=threads")[0] == 0
    process = start_sweep(dask, *GRID, *cluster.words)
    wait_until(lambda: runs_kept(dask) > 0 or process.poll() is not None)
    cluster.workers[0].send_signal(signal.SIGKILL)
    kept = runs_kept(dask)
    code, out, err = finish(process)
    assert code == 0, err
    assert out == f"{RUNS} of {RUNS} runs complete:\nresults\n"
    assert 0 < kept < RUNS
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    equal_tables(dask, threads)


@pytest.mark.slow
def test_a_cluster_that_goes_away_loses_nothing(tmp_path: Path, cluster: Cluster) -> None:
    process = start_sweep(tmp_path, *GRID, *cluster.words, "execution.wait=3")
    wait_until(lambda: runs_kept(tmp_path) > 0 or process.poll() is not None)
    cluster.scheduler.kill()
    code, _, err = finish(process)
    kept = runs_kept(tmp_path)
    assert code == 1
    assert f"the scheduler has gone; {kept} of {RUNS} runs kept in results" in err
    assert 0 < kept < RUNS
    assert "Traceback" not in err
    cluster.scheduler.wait()
    code, _, err = do_sweep(tmp_path, *GRID, *cluster.words, "execution.wait=3")
    assert code == 2
    assert "no Dask scheduler answers within 3 s" in err
    assert len(err.splitlines()) == 2
    assert do_sweep(tmp_path, *GRID)[0] == 0  # what is missing can be done elsewhere
    assert table(tmp_path, "runs").run.tolist() == list(range(RUNS))


@pytest.mark.slow
def test_a_cluster_that_goes_away_between_two_tasks_is_told_the_same_way(
    cluster: Cluster,
) -> None:
    from experiments.execution import cluster as module

    plan = plan_of(*WORDS)
    model = source_of(AllianceModel)
    dask = module.Dask(plan, Engine(), model, cluster.address, workers=2, patience=1.0)
    done: list[int] = []

    def has_given_up() -> bool:
        assert dask._client is not None
        return bool(dask._client.status == "closed")

    def abandoned(numbers: Iterator[int]) -> Iterator[int]:
        for number in numbers:
            if number == 2:  # nothing is waited for when Dask's client gives up
                cluster.scheduler.kill()
                assert wait_until(has_given_up, seconds=60)
                assert dask.workers() == 1
            yield number

    with pytest.raises(CannotGoOnError, match="the scheduler has gone"):
        done.extend(outcome.run for outcome in dask.outcomes(abandoned(iter(range(4)))))
    assert done == []


@pytest.mark.slow
def test_workers_of_this_machine_start_without_a_word(tmp_path: Path) -> None:
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # somebody has it already, which is as good
            other.bind(("", DASHBOARD))
            other.listen()
        code, out, err = do_sweep(tmp_path, *WORDS, "execution=dask", "workers=2")
    assert (code, out, err) == (0, "4 of 4 runs complete:\nresults\n", "")


@pytest.mark.slow
def test_workers_of_this_machine_that_do_not_come_back_are_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    from experiments.execution import cluster as module

    monkeypatch.setattr(module, "RENEW_AFTER", 1.0)
    plan = plan_of(*WORDS)
    model = source_of(AllianceModel)
    dask = module.Dask(plan, Engine(), model, None, workers=2, patience=60.0)
    started: list[int] = []

    def deserted(numbers: Iterator[int]) -> Iterator[int]:
        for number in numbers:
            if number == 2:  # what keeps a worker going has gone, too
                here = dask._cluster
                assert here is not None
                for worker in list(here.workers.values()):
                    here.sync(worker.close)
            started.append(number)
            yield number

    outcomes = list(dask.outcomes(deserted(iter(range(4)))))
    assert started == [outcome.run for outcome in outcomes] == [0, 1, 2, 3]
    assert all(outcome.measured is not None for outcome in outcomes)


@pytest.mark.slow
def test_without_workers_it_does_not_wait_for_ever(tmp_path: Path, cluster: Cluster) -> None:
    for worker in cluster.workers:
        worker.kill()
        worker.wait()
    code, _, err = do_sweep(tmp_path, *WORDS, *cluster.words, "execution.wait=3")
    assert code == 1
    assert "no worker has been there for 3 s; 0 of 4 runs kept in results" in err
    assert len(err.splitlines()) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "limit", "status", "error"),
    [
        ("Deadly", "null", "failed", "its worker was ended from outside 4 times"),
        ("Endless", "5", "timed_out", "longer than the time limit of 5 s"),
    ],
)
def test_a_run_that_fails_on_a_cluster_takes_no_other_with_it(
    tmp_path: Path, model: str, limit: str, status: str, error: str
) -> None:
    pytest.importorskip("distributed", reason="needs the extra `cluster`")
    (tmp_path / "models.py").write_text(MODELS)
    words = (*WORDS, "execution=dask", "workers=2")
    code, out, err = do_sweep(tmp_path, *words, f"model=models:{model}", f"time_limit={limit}")
    assert code == 1
    assert out == "2 of 4 runs complete:\nresults\n", err
    runs = table(tmp_path, "runs")
    failed = runs[runs.status != "complete"]
    assert failed.seed.tolist() == [2, 2]  # as the model has it
    assert failed.run.tolist() == [2, 3]
    assert failed.error.tolist() == [error, error]
    assert set(failed.status) == {status}
