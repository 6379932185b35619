"""How fast a sweep is: the bare ensemble, through the sweep, with agents, and Mesa's batch_run.

All four run the reference world along the same design, in turns, on the same number of cores.

Usage: python benchmarks/sweep.py [--replications N] [--with-agents N] [--turns N]
"""

import argparse
import contextlib
import io
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import mesa
from mesa.batchrunner import batch_run

from experiments.command import main as alliances
from sim import AllianceModel, Parameters, run_ensemble
from sim.execution import cores

SIZES = (2, 8, 16)
RULES = ("lead", "core")
"""The design: partners aimed at, times forms of governance."""

WEEKS = 208

MOST_ADDED = 0.2
"""Most that a sweep may add to the time of the bare ensemble."""


class ForBatchRun(AllianceModel):
    """The model as Mesa's batch_run wants it: parameters as keywords, and a data collector."""

    def __init__(self, partners: int, rule: str, seed: int) -> None:
        super().__init__(parameters_of(partners, rule), seed=seed, weeks=WEEKS, keep_events=False)
        self.datacollector = mesa.DataCollector({"goals_reached": goals_reached})
        self.datacollector.collect(self)

    def step(self) -> None:
        """Let a week pass; batch_run reads the last of what was collected."""
        super().step()
        self.datacollector.collect(self)


def goals_reached(model: AllianceModel) -> int:
    """Count the goals reached, as an example of what is collected."""
    return sum(alliance.ending.name == "GOAL_REACHED" for alliance in model.alliances)


def parameters_of(partners: int, rule: str) -> Parameters:
    """Parameters of one point."""
    return Parameters().with_changes(
        {"formation.target_partners": partners, "collaboration.governance": rule}
    )


def points() -> Iterator[Parameters]:
    """Yield the parameters of all points."""
    for partners in SIZES:
        for rule in RULES:
            yield parameters_of(partners, rule)


# --- The four ways -----------------------------------------------------------------------------


def bare(seeds: range) -> None:
    """Run the ensemble alone; what it measures stays in memory."""
    run_ensemble(list(points()), seeds, weeks=WEEKS)


def through_the_sweep(seeds: range, *more: str) -> None:
    """Run `alliances sweep`, with its checks, its files and Hydra; the start of Python is out."""
    with tempfile.TemporaryDirectory() as folder, silent():
        code = alliances(
            [
                "sweep",
                f"formation.target_partners={','.join(map(str, SIZES))}",
                f"collaboration.governance={','.join(RULES)}",
                f"seed={seeds.start}",
                f"replications={len(seeds)}",
                f"hydra.run.dir={folder}/results",
                *more,
            ]
        )
    if code:
        raise SystemExit(f"the sweep ended with {code}")


def with_agents(seeds: range) -> None:
    """Run the sweep on the Mesa engine, in processes."""
    through_the_sweep(seeds, "engine=mesa")


def with_batch_run(seeds: range) -> None:
    """Run Mesa's own batch_run, in as many processes."""
    design = {"partners": list(SIZES), "rule": list(RULES), "seed": list(seeds)}
    with silent():
        batch_run(
            ForBatchRun,
            design,
            number_processes=cores(),
            max_steps=WEEKS - 1,  # it does one step more
            display_progress=False,
        )


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Keep what commands say off the table."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


# --- Measuring ---------------------------------------------------------------------------------


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replications", type=int, default=150, help="compiled, a turn (150)")
    parser.add_argument("--with-agents", type=int, default=4, help="with agents, a turn (4)")
    parser.add_argument("--turns", type=int, default=3, help="turns (3)")
    arguments = parser.parse_args()
    ways: dict[str, tuple[Callable[[range], None], int]] = {
        "bare ensemble": (bare, arguments.replications),
        "through the sweep": (through_the_sweep, arguments.replications),
        "sweep with agents": (with_agents, arguments.with_agents),
        "Mesa's batch_run": (with_batch_run, arguments.with_agents),
    }
    for way, _ in ways.values():  # loads the compiled rules, or compiles them
        way(range(1, 2))
    spent = dict.fromkeys(ways, 0.0)
    for turn in range(arguments.turns):
        for name, (way, count) in ways.items():
            began = time.perf_counter()
            way(range(1 + turn * count, 1 + (turn + 1) * count))
            spent[name] += time.perf_counter() - began
    report(spent, {name: arguments.turns * count for name, (_, count) in ways.items()})
    return 0


def report(spent: dict[str, float], replications: dict[str, int]) -> None:
    """Print runs per second and how they compare."""
    per_run: dict[str, Any] = {}
    design = f"{len(SIZES) * len(RULES)} points of the reference world, {WEEKS} weeks"
    print(f"{design}; Python {platform.python_version()}, {cores()} of {os.cpu_count()} cores\n")
    print(f"{'':20}{'runs':>8}{'s':>9}{'runs/s':>9}{'to bare':>10}")
    for name, seconds in spent.items():
        runs = len(SIZES) * len(RULES) * replications[name]
        per_run[name] = seconds / runs
        ratio = per_run[name] / per_run["bare ensemble"]
        print(f"{name:20}{runs:8}{seconds:9.1f}{runs / seconds:9.1f}{ratio:9.2f}x")
    added = per_run["through the sweep"] / per_run["bare ensemble"] - 1.0
    met = "met" if added <= MOST_ADDED else "NOT met"
    print(f"\nThe sweep adds {added:.0%} to the time of a run (at most {MOST_ADDED:.0%}: {met})")
    faster = per_run["Mesa's batch_run"] / per_run["through the sweep"]
    print(f"It does {faster:.0f} times as many runs as batch_run in the same time")


if __name__ == "__main__":
    sys.exit(main())
