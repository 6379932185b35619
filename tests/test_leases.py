"""Who is at work on which runs of a folder, and who has ended."""

import dataclasses
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from experiments import leases
from experiments.errors import UserError
from experiments.leases import Holder, Lease, start_of, this_machine
from experiments.shards import WHOLE, Shard

RUNS = 48


def take(folder: Path, shard: Shard, runs: int = RUNS) -> None:
    """Take the runs of a shard, and give them back."""
    with Lease(folder, shard, runs).held():
        pass


def test_shards_of_one_sweep_do_not_disturb_each_other(tmp_path: Path) -> None:
    with Lease(tmp_path, Shard(1, 3), RUNS).held(), Lease(tmp_path, Shard(2, 3), RUNS).held():
        take(tmp_path, Shard(3, 3))


@pytest.mark.parametrize(
    # The first of three has the runs 0 and 1; so has the first of two.
    "other",
    [Shard(1, 3), Shard(1, 2), WHOLE],
    ids=str,
)
def test_the_same_runs_twice_are_refused(tmp_path: Path, other: Shard) -> None:
    with Lease(tmp_path, Shard(1, 3), RUNS).held():
        told = f"another process is at work on this sweep, process {os.getpid()} on"
        with pytest.raises(UserError, match=told):
            take(tmp_path, other)
        take(tmp_path, Shard(2, 3))
    take(tmp_path, other)
    assert list((tmp_path / leases.FOLDER).iterdir()) == []


def note(folder: Path, **differently: object) -> Path:
    """Leave a note as a process does that is at work on everything."""
    process = os.getpid()
    holder = Holder(this_machine(), "here", process, start_of(process), (1, 1), RUNS)
    (folder / leases.FOLDER).mkdir(exist_ok=True)
    path = folder / leases.FOLDER / "0.json"
    told = dataclasses.asdict(holder) | differently
    path.write_text(json.dumps(told))
    return path


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_who_has_ended_on_this_machine_holds_nothing(tmp_path: Path) -> None:
    left = note(tmp_path, process=ended_process())
    take(tmp_path, WHOLE)
    assert not left.exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_who_is_dead_but_was_not_awaited_holds_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    note(tmp_path, process=process.pid, started=start_of(process.pid))
    with pytest.raises(UserError):
        take(tmp_path, WHOLE)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    take(tmp_path, WHOLE)
    process.communicate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_a_number_that_was_given_again_is_another_process(tmp_path: Path) -> None:
    note(tmp_path, started="1")
    take(tmp_path, WHOLE)


def test_a_note_that_was_cut_off_says_nothing(tmp_path: Path) -> None:
    note(tmp_path).write_text("")
    take(tmp_path, WHOLE)


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "BEAT", 0.05)
    monkeypatch.setattr(leases, "SILENCE", 1.0)


@pytest.mark.usefixtures("hurry")
def test_who_is_silent_on_another_machine_has_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = note(tmp_path, machine="elsewhere", host="node7", process=11)
    take(tmp_path, WHOLE)
    assert not left.exists()
    assert "for a sign of life of process 11 on node7" in capsys.readouterr().err


@pytest.mark.usefixtures("hurry")
def test_who_is_heard_of_on_another_machine_is_at_work(tmp_path: Path) -> None:
    left = note(tmp_path, machine="elsewhere", host="node7", process=11)
    ended = threading.Event()

    def live() -> None:
        while not ended.wait(0.1):
            os.utime(left)

    thread = threading.Thread(target=live)
    thread.start()
    try:
        with pytest.raises(UserError, match="process 11 on node7"):
            take(tmp_path, WHOLE)
    finally:
        ended.set()
        thread.join()
    assert left.exists()


@pytest.mark.usefixtures("hurry")
def test_whoever_is_at_work_gives_signs_of_life(tmp_path: Path) -> None:
    with Lease(tmp_path, WHOLE, RUNS).held():
        path = next((tmp_path / leases.FOLDER).iterdir())
        before = path.stat().st_mtime_ns
        until = time.monotonic() + 30
        while path.stat().st_mtime_ns == before and time.monotonic() < until:
            time.sleep(0.02)
        assert path.stat().st_mtime_ns > before


def test_whoever_was_taken_for_dead_learns_of_it(tmp_path: Path) -> None:
    lease = Lease(tmp_path, WHOLE, RUNS)
    with lease.held():
        assert lease.is_kept
        next((tmp_path / leases.FOLDER).iterdir()).unlink()
        assert not lease.is_kept
