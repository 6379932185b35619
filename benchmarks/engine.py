"""How fast both engines are: the reference world, one thread and two, small worlds and large.

Usage: python benchmarks/engine.py [--seeds N] [--runs N] [--weeks N] [--skip-sizes]
"""

import argparse
import math
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
"""Most seconds that a run of the reference world may take on the Mesa engine."""

RUNS_PER_SECOND = 100.0
"""Fewest runs per second that one core shall do compiled, the making of the world included."""

TWO_THREADS = 1.8
"""Times as many runs that two threads shall do on two idle cores."""

SIZES = (60, 600, 6000)
"""Numbers of organisations whose weeks are compared."""

EXPONENT = 1.1
"""Most that the time of a week may grow by, as a power of the number of organisations."""

TURNS = 4
"""Times that one thread and two take turns, so that a change of the machine's load hits both."""

SETTLED, MEASURED = 52, 52
"""Weeks that pass before the weeks of a size are measured, and how many are."""

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
    parser.add_argument("--seeds", type=int, default=5, help="runs of the Mesa engine (default 5)")
    parser.add_argument("--runs", type=int, default=400, help="compiled runs (default 400)")
    parser.add_argument("--weeks", type=int, default=WEEKS, help=f"horizon (default {WEEKS})")
    parser.add_argument("--skip-sizes", action="store_true", help="leave larger worlds out")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if arguments.size:
        print_size(arguments.size)
        return 0
    if min(arguments.seeds, arguments.runs, arguments.weeks) < 1:
        parser.error("--seeds, --runs and --weeks must be at least 1")
    importing = measure_import()
    warming = measure_run(0, arguments.weeks)["whole"]
    runs = [measure_run(seed, arguments.weeks) for seed in range(1, arguments.seeds + 1)]
    report(importing, warming, runs, arguments.weeks)
    mesa = statistics.median(run["busy"] for run in runs)
    report_ensemble(measure_ensemble(arguments.runs, arguments.weeks), mesa)
    if not arguments.skip_sizes:
        report_sizes([measure_size(size) for size in SIZES])
    return 0


# --- Mesa engine ------------------------------------------------------------------------------


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
        print(f"\nAt most {LIMIT:g} s for a run: {met(whole <= LIMIT)} ({whole:.2f} s)")
        busy = statistics.median(run["busy"] for run in runs)
        if whole > BUSY * busy:
            print(f"Others used the machine meanwhile: the run itself took {busy:.2f} s of it.")


# --- Compiled engine --------------------------------------------------------------------------


def measure_ensemble(runs: int, weeks: int) -> dict[str, float]:
    """Seconds of many runs on one thread and on two, in turns, and of making their worlds alone."""
    from sim import Parameters, run_ensemble
    from sim.population import draw_state, outline

    parameters = Parameters().with_changes(REFERENCE)
    world = outline(parameters)
    run_ensemble(parameters, range(2), weeks=weeks)  # loads the compiled rules, or compiles them
    spent = {"one": 0.0, "busy": 0.0, "two": 0.0, "worlds": 0.0, "runs": float(runs)}
    share = max(1, runs // TURNS)
    for turn in range(TURNS):
        seeds = range(turn * share, (turn + 1) * share)
        busy, started = time.process_time(), time.perf_counter()
        run_ensemble(parameters, seeds, weeks=weeks, threads=1)
        spent["one"] += time.perf_counter() - started
        spent["busy"] += time.process_time() - busy
        started = time.perf_counter()
        run_ensemble(parameters, seeds, weeks=weeks, threads=2)
        spent["two"] += time.perf_counter() - started
        started = time.perf_counter()
        for seed in seeds:
            draw_state(world, seed, weeks)
        spent["worlds"] += time.perf_counter() - started
    spent["runs"] = float(TURNS * share)
    return spent


def report_ensemble(spent: dict[str, float], mesa: float) -> None:
    """Print what was measured of the compiled engine, against the Mesa engine's processor time."""
    runs = spent["runs"]
    rate, ratio = runs / spent["busy"], spent["one"] / spent["two"]
    print(f"\nCompiled engine: {runs:.0f} runs, the world's making included\n")
    print(f"{'a run, ms of processor time':34}{1000 * spent['busy'] / runs:10.2f}")
    print(f"{'  making the world alone, ms':34}{1000 * spent['worlds'] / runs:10.2f}")
    print(f"{'runs/s of processor time':34}{rate:10.0f}  {met(rate >= RUNS_PER_SECOND)}", end="")
    print(f" (at least {RUNS_PER_SECOND:g})")
    print(f"{'runs/s by the clock, one thread':34}{runs / spent['one']:10.0f}")
    print(f"{'runs/s by the clock, two threads':34}{runs / spent['two']:10.0f}")
    print(f"{'two threads against one':34}{ratio:10.2f}  {met(ratio >= TWO_THREADS)}", end="")
    print(f" (at least {TWO_THREADS:g}, on idle cores)")
    print(f"{'times as fast as the Mesa engine':34}{mesa * rate:10.0f}")
    if spent["one"] > BUSY * spent["busy"]:
        print("Others used the machine meanwhile; two threads could not be compared.")


def measure_size(organisations: int) -> dict[str, float]:
    """Cost of a week and memory of a world, in a process of its own."""
    command = [sys.executable, str(Path(__file__)), "--size", str(organisations)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {key: float(value) for key, value in (pair.split("=") for pair in told.split())}


def print_size(organisations: int) -> None:
    """Measure a world of a size in this process."""
    import resource

    from sim import Parameters
    from sim.compiled import advance
    from sim.measures import WEEK_RECORD
    from sim.population import draw_state, outline
    from sim.state import records

    parameters = Parameters().with_changes({**REFERENCE, "world.organisations": organisations})
    nothing = records(0, WEEK_RECORD)
    seeds = range(max(1, 600 // organisations))
    busy = live = 0.0
    for seed in seeds:
        state = draw_state(outline(parameters), seed, WEEKS)
        state = advance(state, SETTLED, False, nothing)
        started = time.process_time()
        state = advance(state, SETTLED + MEASURED, False, nothing)
        busy += (time.process_time() - started) / (len(seeds) * MEASURED)
        live += int(state.clock[0].live) / len(seeds)
    ties = float(state.organisations["ties_at_start"].mean())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    numbers = {"n": organisations, "week": busy, "ties": ties, "live": live, "memory": memory}
    print(" ".join(f"{name}={value}" for name, value in numbers.items()))


def report_sizes(sizes: list[dict[str, float]]) -> None:
    """Print how the cost of a week grows with the number of organisations."""
    print(f"\n{'organisations':>14}{'ties each':>11}{'alliances':>11}{'ms a week':>11}{'MB':>8}")
    for size in sizes:
        numbers = (size["n"], size["ties"], size["live"], 1000 * size["week"], size["memory"])
        print("{:14.0f}{:11.1f}{:11.0f}{:11.3f}{:8.0f}".format(*numbers))
    logs = [(math.log(size["n"]), math.log(size["week"])) for size in sizes]
    slope = statistics.linear_regression(*zip(*logs, strict=True)).slope
    print(f"\nA week costs organisations ** {slope:.2f}: {met(slope <= EXPONENT)}", end="")
    print(f" (at most {EXPONENT:g})")


def met(holds: bool) -> str:
    """Say whether a wish is met."""
    return "met" if holds else "NOT MET"


# --- Printing ---------------------------------------------------------------------------------


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
