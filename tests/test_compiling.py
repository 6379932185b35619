"""The cache of compiled rules: named after the sources, filled once, announced when it is empty."""

import io
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numba
import pytest

from sim import compiling, warmup

compiled_only = pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled"
)


def test_a_change_in_any_source_opens_another_folder(tmp_path: Path, monkeypatch) -> None:
    copy = tmp_path / "sim"
    copy.mkdir()
    (copy / "compiling.py").write_text("# the rules' decorator\n")
    (copy / "rule.py").write_text("SHARE = 0.5\n")
    monkeypatch.setattr(compiling, "__file__", str(copy / "compiling.py"))
    before = compiling.source_hash()
    assert compiling.source_hash() == before
    (copy / "rule.py").write_text("SHARE = 0.6\n")
    assert compiling.source_hash() != before
    # Numba takes a file that was written anew for a changed one, so it has to open a folder too.
    changed = compiling.source_hash()
    os.utime(copy / "rule.py", ns=(0, 0))
    assert compiling.source_hash() != changed


def test_decorating_leaves_the_users_own_cache_alone() -> None:
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    compiling.rule(lambda number: number + 1)
    assert before == numba.config.CACHE_DIR  # type: ignore[attr-defined]


def test_a_cache_folder_that_cannot_be_made_is_replaced(tmp_path: Path, monkeypatch) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("no folder")
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(occupied))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "elsewhere"))
    assert compiling.cache_folder().is_relative_to(tmp_path / "elsewhere")


def test_the_rules_are_run_through_once(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(warmup, "COMPLETE", tmp_path / "complete")
    monkeypatch.setattr(warmup, "CACHE_FOLDER", tmp_path)
    monkeypatch.setattr(warmup, "WARMING_WEEKS", 2)
    warmup.compile_rules()
    assert (tmp_path / "complete").exists()
    monkeypatch.setattr(warmup, "AllianceModel", None)  # calling it again would be an error
    warmup.compile_rules()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("ensembles", [False, True])
def test_waiting_for_another_process_is_told_once(
    tmp_path: Path, monkeypatch, ensembles: bool
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(warmup, "CACHE_FOLDER", tmp_path)
    marks = ("COMPLETE", "COMPLETE_FOR_ENSEMBLES")
    for mark in marks:
        monkeypatch.setattr(warmup, mark, tmp_path / mark)
    command = (
        f"import filelock, sys; lock = filelock.FileLock({str(tmp_path / 'lock')!r}).acquire()"
    )
    command += "; print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        waiting = threading.Thread(target=warmup.compile_rules, args=(ensembles,))
        waiting.start()
        while not screen.getvalue():
            waiting.join(0.01)
            assert waiting.is_alive()
        (tmp_path / marks[ensembles]).touch()  # the other process is done
        holder.stdin.close()
        waiting.join(10)
    assert not waiting.is_alive()
    assert (
        screen.getvalue() == "Waiting for another process, which compiles rules for this machine.\n"
    )


@compiled_only
def test_rules_of_extensions_are_not_kept() -> None:
    # Nobody would notice that a file changed whose functions they call.
    kept = type(compiling.rule(lambda number: number)._cache).__name__  # type: ignore[attr-defined]
    assert kept == "NullCache"


def compile_something(module: str) -> None:
    """Have Numba compile a new function, as if it came from a module."""

    def add_one(number):
        return number + 1

    add_one.__module__ = module
    numba.njit(add_one)(1)


@compiled_only
def test_compiling_is_announced_once_and_on_a_terminal_only(monkeypatch) -> None:
    for screen, lines in ((Terminal(), 1), (io.StringIO(), 0)):
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setattr(compiling.ANNOUNCER, "told", False)
        compile_something("elsewhere")
        assert not screen.getvalue()
        compile_something("sim.phases.formation.joining")
        compile_something("sim.phases.impact")
        assert screen.getvalue().count("Compiling rules") == lines


def test_an_old_cache_goes_and_a_recent_one_stays(tmp_path: Path, monkeypatch) -> None:
    rules = tmp_path / "rules"
    for name, age in (("old", compiling.KEPT_SECONDS + 3600), ("recent", 3600)):
        folder = rules / name
        folder.mkdir(parents=True)
        moment = folder.stat().st_mtime - age
        os.utime(folder, (moment, moment))
    monkeypatch.setenv(compiling.CACHE_VARIABLE, str(tmp_path))
    compiling.cache_folder()
    assert not (rules / "old").exists()
    assert (rules / "recent").exists()


def test_rules_are_plain_functions_without_compiling() -> None:
    code = "from sim.quantities import gain;print(type(gain).__name__, gain(0.5, 0.25))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    # |0.5| - |0.5 - 0.25|
    assert done.stdout.split() == ["function", "0.25"]
