"""The cache of compiled rules in real processes: never stale, never mixed up, never left locked.

Compiling all rules takes minutes, so most of these tests run the real `compiling.py` and
`warmup.py` in a package named `sim` with a handful of rules.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled"),
]

PROCESSES = 8
PATIENCE = 240
"""Seconds after which a process counts as stuck."""

REPORTS = """
import json, os, sys
import numba.core.event

compiled = []


class Listener(numba.core.event.Listener):
    def on_start(self, event):
        compiled.append(event.data["dispatcher"].py_func.__name__)

    def on_end(self, event):
        pass


numba.core.event.register("numba:compile", Listener())
"""
"""Opening of a program that knows what Numba compiled, and did not find in the cache."""


def start(folder: Path, program: str, **variables: str) -> "subprocess.Popen[str]":
    """Start a program that imports the `sim` of a folder, with a cache of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ALLIANCES_CACHE_DIR": str(folder / "cache"),
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def result_of(process: "subprocess.Popen[str]") -> Any:
    """Return what a program printed as JSON."""
    told, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    return json.loads(told)


# --- The real rules ---------------------------------------------------------------------------

CALLER = (
    REPORTS
    + """
from sim.phases.formation.initiative import worth_of_goal
from tests.worlds import make_world

state = make_world()
state.fields["status_quo"] = 0.1
print(json.dumps([worth_of_goal(state, 0, 0, 0), "worth_of_goal" in compiled]))
"""
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package."""
    for name in ("sim", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    """Change a source so that neither its size nor the time of its last change tells."""
    assert len(old) == len(new)
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_rule_that_changed_in_another_file_is_never_served_stale(copied: Path) -> None:
    first, compiled = result_of(start(copied, CALLER))
    assert compiled
    assert result_of(start(copied, CALLER)) == [first, False]
    # The worth of a change is proportional to the distance from the status quo: 0.4 - 0.1.
    replace(
        copied / "sim" / "quantities.py",
        "return state.views[i, k].position - state.fields[k].status_quo",
        "return state.views[i, k].position + state.fields[k].status_quo",
    )
    second, compiled = result_of(start(copied, CALLER))
    assert compiled
    assert second / first == pytest.approx(0.5 / 0.3)
    # The other sources may come back: their code is still there, and right.
    replace(
        copied / "sim" / "quantities.py",
        "return state.views[i, k].position + state.fields[k].status_quo",
        "return state.views[i, k].position - state.fields[k].status_quo",
    )
    assert result_of(start(copied, CALLER)) == [first, False]


# --- A handful of rules -----------------------------------------------------------------------

STUBS = {
    "__init__": "",
    "lower": """
from sim.compiling import rule, scalar_rule


@rule
def half(number):
    return 0.5 * number


@scalar_rule("float64(float64)")
def square(number):
    return number * number
""",
    "upper": """
from sim.compiling import rule
from sim.lower import half, square


@rule
def first(number):
    return half(number) + 1


@rule
def second(number):
    return square(half(number)) + 2
""",
    "model": """
import os, time
from pathlib import Path
from sim.upper import first, second


class AllianceModel:
    state = None

    def __init__(self, parameters, seed, weeks):
        pass

    def run(self):
        first(3.0)
        if halfway := os.environ.get("HALFWAY"):
            Path(halfway).touch()
            time.sleep(600)
        second(3.0)
        return self
""",
    "compiled": "from sim.model import AllianceModel as CompiledModel\n",
    "measures": "def measure_run_of(state):\n    pass\n",
    "parameters": "Parameters = dict\n",
}

WARM_UP = (
    REPORTS
    + """
import numba
from sim import warmup

before = len(compiled)  # scalar rules are compiled when they are imported
warmup.compile_rules({ensembles})
here = compiled[before:]
from sim.upper import first, second
print(json.dumps([first(3.0), second(3.0), here, warmup.{mark}.exists()]))
"""
)

BOTH = pytest.mark.parametrize("ensembles", [False, True])

ANSWERS = [2.5, 4.25]
"""3/2 + 1 and (3/2)^2 + 2."""


def warm_up(ensembles: bool) -> str:
    mark = "COMPLETE_FOR_ENSEMBLES" if ensembles else "COMPLETE"
    return WARM_UP.format(ensembles=ensembles, mark=mark)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder with a package `sim` of five rules, compiled and warmed up by our modules."""
    package = tmp_path / "sim"
    package.mkdir()
    for name, source in STUBS.items():
        (package / f"{name}.py").write_text(source)
    for name in ("compiling", "warmup"):
        shutil.copy(ROOT / "sim" / f"{name}.py", package)
    return tmp_path


@pytest.fixture
def running() -> Iterator[list["subprocess.Popen[str]"]]:
    """Hold processes that a test starts, and end those that it leaves behind."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_a_cache_set_for_numba_is_left_alone(small: Path) -> None:
    program = "import numba\nnumba.njit(lambda number: number)(1)\n" + warm_up(False)
    elsewhere = small / "elsewhere"
    found = result_of(start(small, program, NUMBA_CACHE_DIR=str(elsewhere)))
    assert found[:2] == ANSWERS
    assert not elsewhere.exists()
    kept = {path.name.split("-")[0] for path in (small / "cache").rglob("*.nbc")}
    assert kept == {"lower.half", "lower.square", "upper.first", "upper.second"}


@BOTH
def test_of_eight_processes_on_an_empty_cache_one_compiles(
    small: Path, running: list["subprocess.Popen[str]"], ensembles: bool
) -> None:
    running += [start(small, warm_up(ensembles)) for _ in range(PROCESSES)]
    results = [result_of(process) for process in running]
    assert [result[:2] for result in results] == [ANSWERS] * PROCESSES
    assert all(complete for *_, complete in results)
    compiled = [sorted(names) for _, _, names, _ in results if names]
    assert compiled == [["first", "half", "second"]]


@BOTH
def test_a_process_that_is_killed_half_way_leaves_the_cache_to_the_next(
    small: Path, running: list["subprocess.Popen[str]"], ensembles: bool
) -> None:
    halfway = small / "halfway"
    running.append(start(small, warm_up(ensembles), HALFWAY=str(halfway)))
    await_file(halfway, running[0])
    running.append(start(small, warm_up(ensembles)))
    time.sleep(1.0)
    assert running[1].poll() is None  # it waits, or has not even begun
    running[0].send_signal(signal.SIGKILL)
    *answers, compiled, complete = result_of(running[1])
    assert answers == ANSWERS
    assert compiled == ["second"]  # the first was there
    assert complete


def await_file(path: Path, process: "subprocess.Popen[str]") -> None:
    """Wait until a process has made a file."""
    for _ in range(PATIENCE * 10):
        if path.exists():
            return
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.1)
    raise AssertionError("the process is stuck")


def test_code_that_is_missing_or_was_never_finished_is_compiled_again(small: Path) -> None:
    assert result_of(start(small, warm_up(False)))[:2] == ANSWERS
    for path in (small / "cache").rglob("*upper*.nbc"):
        path.unlink()  # as after a process that died between the index and the code
    assert result_of(start(small, warm_up(False)))[:2] == ANSWERS


TYPES = ("3", "3.0", "numpy.float32(3)", "numpy.int32(3)", "True", "3j", "numpy.int8(3)", "[3.0]")
"""What eight processes hand to one rule, so that each compiles it for another type."""

AT_ONCE = (
    REPORTS
    + """
import time
import numba.core.caching
import numpy
from sim import upper

# A long moment between looking for a free file name and taking it.
load = numba.core.caching.IndexDataCacheFile._load_index
index = numba.core.caching.IndexDataCacheFile._save_index
numba.core.caching.IndexDataCacheFile._save_index = lambda *a: (time.sleep(0.3), index(*a))
number = {number}
number = numpy.array(number) if isinstance(number, list) else number
for folder in [os.environ["READY"]]:
    open(os.path.join(folder, str(os.getpid())), "w").close()
    while len(os.listdir(folder)) < int(os.environ["AWAITED"]):
        time.sleep(0.01)
found = upper.first(number)
print(json.dumps([str(found), type(found).__name__, "first" in compiled]))
"""
)


def test_eight_processes_that_compile_one_rule_for_other_types_do_not_mix_up(
    small: Path, running: list["subprocess.Popen[str]"], tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    ready.mkdir()
    programs = [AT_ONCE.format(number=number) for number in TYPES]
    variables = {"READY": str(ready), "AWAITED": str(len(TYPES))}
    running += [start(small, program, **variables) for program in programs]
    first = [result_of(process) for process in running]
    assert [compiled for *_, compiled in first] == [True] * len(TYPES)
    running[:] = [start(small, program, READY=str(ready), AWAITED="1") for program in programs]
    second = [result_of(process) for process in running]
    assert [found[:2] for found in second] == [found[:2] for found in first]
    assert [compiled for *_, compiled in second] == [False] * len(TYPES)
