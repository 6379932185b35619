"""How fast the Mesa engine is: a run of the reference world, week by week and phase by phase.

Usage: python benchmarks/engine.py [--seeds N] [--weeks N]
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIMIT = 3.0
"""Most seconds that a run of the reference world may take."""

BUSY = 1.25
"""Seconds per second of processor time from which others must have used the machine."""

REFERENCE = {
    "world.organisations": 60,
    "world.fields": 12,
    "world.legislators": 60,
}
WEEKS = 208

PHASES = {
    "environment": "turn_environment",
    "formation": "form_alliances",
    "collaboration": "collaborate",
    "impact": "have_impact",
    "dissolution": "dissolve_alliances",
    "stock": "take_stock",
}
"""Phases of a week, and the method of the model that lets each happen."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5, help="number of runs measured (default 5)")
    parser.add_argument("--weeks", type=int, default=WEEKS, help=f"horizon (default {WEEKS})")
    arguments = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if arguments.seeds < 1 or arguments.weeks < 1:
        parser.error("--seeds and --weeks must be at least 1")
    importing = measure_import()
    warming = measure_run(0, arguments.weeks)["whole"]
    runs = [measure_run(seed, arguments.weeks) for seed in range(1, arguments.seeds + 1)]
    report(importing, warming, runs, arguments.weeks)
    return 0


def measure_import() -> float:
    """Seconds that a fresh process needs to import the model, beyond starting Python."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    code = "import time; a = time.perf_counter(); import sim; print(time.perf_counter() - a)"

    def once() -> float:
        command = [sys.executable, "-c", code]
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return float(told.stdout)

    once()  # files are read from the disk, the rules of the import are compiled
    return statistics.median(once() for _ in range(3))


def measure_run(seed: int, weeks: int) -> dict[str, float]:
    """Seconds of one run by part: making the world, the whole run, each phase."""
    from sim import AllianceModel, Parameters

    parameters = Parameters().with_changes(REFERENCE)
    busy, started = time.process_time(), time.perf_counter()
    model = AllianceModel(parameters, seed=seed, weeks=weeks)
    made = time.perf_counter()
    spent = dict.fromkeys(PHASES, 0.0)
    for phase, name in PHASES.items():
        setattr(model, name, timed(getattr(model, name), spent, phase))
    model.run()
    whole = time.perf_counter() - started
    return {"world": made - started, "whole": whole, "busy": time.process_time() - busy, **spent}


def timed(method: Callable[[], None], spent: dict[str, float], phase: str) -> Callable[[], None]:
    """Return a method that adds the time it takes to an account."""

    def measured() -> None:
        started = time.perf_counter()
        method()
        spent[phase] += time.perf_counter() - started

    return measured


def report(importing: float, warming: float, runs: list[dict[str, float]], weeks: int) -> None:
    """Print what was measured."""
    whole = statistics.median(run["whole"] for run in runs)
    sizes = ", ".join(f"{value} {key.split('.')[1]}" for key, value in REFERENCE.items())
    print(f"Mesa engine: {sizes}, {weeks} weeks, {len(runs)} runs after one to warm up")
    print(f"Python {platform.python_version()}, {versions()}, {os.cpu_count()} cores\n")
    print(f"{'':26}{'median':>10}{'least':>10}{'most':>10}")
    row("a whole run, s", [run["whole"] for run in runs])
    row("  its processor time, s", [run["busy"] for run in runs])
    row("a week, ms", [1000 * (run["whole"] - run["world"]) / weeks for run in runs])
    row("making the world, ms", [1000 * run["world"] for run in runs])
    print(f"{'import of the model, s':26}{importing:10.2f}")
    print(f"{'first run, s':26}{warming:10.2f}  (loads the compiled rules, or compiles them)\n")
    print(f"{'phase':26}{'ms a run':>10}{'ms a week':>10}{'share':>10}")
    phases = {name: statistics.median(run[name] for run in runs) for name in PHASES}
    phases["everything else"] = max(0.0, whole - sum(phases.values()))
    for name, seconds in phases.items():
        print(
            f"{name:26}{1000 * seconds:10.0f}{1000 * seconds / weeks:10.2f}{seconds / whole:10.0%}"
        )
    if weeks == WEEKS:
        verdict = "met" if whole <= LIMIT else "NOT MET"
        print(f"\nAt most {LIMIT:g} s for a run: {verdict} ({whole:.2f} s)")
        busy = statistics.median(run["busy"] for run in runs)
        if whole > BUSY * busy:
            print(f"Others used the machine meanwhile: the run itself took {busy:.2f} s of it.")


def row(name: str, numbers: list[float]) -> None:
    """Print median and range of some numbers."""
    three = (statistics.median(numbers), min(numbers), max(numbers))
    print(f"{name:26}" + "".join(f"{number:10.2f}" for number in three))


def versions() -> str:
    """Versions of the libraries that decide about speed."""
    import mesa
    import numba
    import numpy

    libraries: tuple[Any, ...] = (mesa, numba, numpy)
    return ", ".join(f"{library.__name__} {library.__version__}" for library in libraries)


if __name__ == "__main__":
    sys.exit(main())
