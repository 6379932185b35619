"""Many runs at once: on the compiled engine in threads, or where that cannot be, in processes.

A run depends on its parameters, its seed and its horizon alone. Every parameter set is run with the
same seeds, so that two sets differ only by what was changed (common random numbers).
"""

import importlib
import itertools
import operator
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from sim.behaviour import changed_behaviour
from sim.compiled import CompiledModel, advance, refuse_changes
from sim.execution import Failure, cores, run_all
from sim.measures import (
    ALLIANCE_RECORD,
    RUN_RECORD,
    WEEK_RECORD,
    alliance_records,
    measure_run,
)
from sim.model import AllianceModel
from sim.parameters import DEFAULT_WEEKS, Parameters, check_run
from sim.population import Outline, draw_state, outline
from sim.state import State, records
from sim.warmup import compile_rules

WAITING_PER_THREAD = 8
"""Runs handed out per thread before the first of them is collected; bounds the memory."""


class MesaEngineWarning(UserWarning):
    """Runs use the Mesa engine, because a subclass changes what happens."""


@dataclass(frozen=True)
class Run:
    """One of many runs.

    Attributes
    ----------
    point
        Number of the parameter set, from 0.
    world
        Parameters, and what is given of the world.
    seed, weeks
        Of the run.
    """

    point: int
    world: Outline
    seed: int
    weeks: int


@dataclass(frozen=True)
class Measured:
    """What is kept of one run, or of many one after another.

    Attributes
    ----------
    runs
        Records `RUN_RECORD`, one per run; `sim.measures.RUN_UNITS` gives the units.
    alliances
        Records `ALLIANCE_RECORD`, one per alliance or initiative.
    alliances_run
        For every one of them the row of its run, counted from 0.
    weeks
        Records `WEEK_RECORD`, one per run and week; none unless asked for.
    """

    runs: Any
    alliances: Any
    alliances_run: np.ndarray
    weeks: Any


def run_ensemble(
    parameters: Parameters | Sequence[Parameters],
    seeds: Sequence[int],
    *,
    weeks: int = DEFAULT_WEEKS,
    weekly: bool = False,
    threads: int | None = None,
    model_class: type[AllianceModel] = AllianceModel,
    tell: Callable[[], None] = lambda: None,
) -> Measured:
    """Run every parameter set with every seed.

    Parameters
    ----------
    parameters
        One parameter set or several.
    seeds
        Seeds, the same for every parameter set.
    weeks
        Horizon of the runs, 1 to 4095 weeks.
    weekly
        Whether every week is measured.
    threads
        Runs at once; as many as this process may use cores if None. Results do not depend on it.
    model_class
        A subclass with other behaviour runs on the Mesa engine, in processes of its own, and has to
        be importable from there; a `MesaEngineWarning` says so. With one thread it runs here.
    tell
        Called after every run.

    Returns
    -------
    Measured
        In the order of parameter sets and, within one, of seeds.

    Raises
    ------
    ParameterError
        If a seed or the horizon lies out of bounds.
    WorldFileError
        If a user's file cannot be used.
    RuntimeError
        If a run on the Mesa engine failed; the message says which.
    TypeError
        If a subclass of `CompiledModel` changes behaviour.

    Examples
    --------
    >>> measured = run_ensemble(Parameters(), seeds=range(4), weeks=8)
    >>> measured.runs.seed.tolist()
    [0, 1, 2, 3]
    """
    points = [parameters] if isinstance(parameters, Parameters) else list(parameters)
    for seed in seeds:
        check_run(seed, weeks)
    runs = [
        Run(number, world, int(seed), weeks)
        for number, world in enumerate(map(outline, points))
        for seed in seeds
    ]
    if issubclass(model_class, CompiledModel):
        refuse_changes(model_class)
    elif changed := changed_behaviour(model_class):
        told = f"{', '.join(changed)} changed: the runs use the Mesa engine"
        warnings.warn(told, MesaEngineWarning, stacklevel=2)
        return _join(_run_in_processes(runs, weekly, threads or cores(), model_class, tell))
    compile_rules(ensembles=True)
    return _join(list(_run_in_threads(runs, weekly, threads or cores(), tell)))


# --- Compiled, in threads ----------------------------------------------------------------------


def _run_in_threads(
    runs: Sequence[Run], weekly: bool, threads: int, tell: Callable[[], None]
) -> Iterator[Measured]:
    """Yield what each run gave, in their order, with a bounded number of them waiting."""
    waiting: list[Future[Measured]] = []
    with ThreadPoolExecutor(threads) as pool:
        try:
            for run in runs:
                waiting.append(pool.submit(run_compiled, run, weekly))
                if len(waiting) > WAITING_PER_THREAD * threads:
                    yield waiting.pop(0).result()
                    tell()
            for future in waiting:
                yield future.result()
                tell()
        finally:
            pool.shutdown(cancel_futures=True)


def run_compiled(run: Run, weekly: bool = False) -> Measured:
    """Do one run on the compiled engine; other threads go on meanwhile."""
    state = draw_state(run.world, run.seed, run.weeks)
    measured = records(run.weeks if weekly else 0, WEEK_RECORD)
    state = advance(state, run.weeks, False, measured)
    return measure(state, run, measured)


def measure(state: State, run: Run, weekly: Any) -> Measured:
    """Measure a run that is over."""
    alliances = alliance_records(state)
    runs = records(1, RUN_RECORD)
    runs[0].point, runs[0].seed = run.point, run.seed
    measure_run(state, alliances, runs, 0)
    return Measured(runs, alliances, np.zeros(len(alliances), dtype=np.int64), weekly)


# --- Subclasses, in processes ------------------------------------------------------------------


@dataclass(frozen=True)
class Importable:
    """A model's class by its name, for processes that have to import it anew.

    Attributes
    ----------
    module, name
        Where it is found.
    changes
        What it changes; a patch that was made in one process is not there in the others.
    """

    module: str
    name: str
    changes: tuple[str, ...]

    def find(self) -> type[AllianceModel]:
        """Import it.

        Raises
        ------
        ImportError
            If it is not there, or does not change the same.
        """
        try:
            found = operator.attrgetter(self.name)(importlib.import_module(self.module))
        except (ImportError, AttributeError):
            found = None
        if found is None or tuple(changed_behaviour(found)) != self.changes:
            raise ImportError(
                f"a worker process does not find {self.name} in {self.module} as it is here; "
                "define all that it changes in a module, or use threads=1"
            )
        return found


def _run_in_processes(
    runs: Sequence[Run],
    weekly: bool,
    workers: int,
    model_class: type[AllianceModel],
    tell: Callable[[], None],
) -> list[Measured]:
    compile_rules()
    task = partial(run_mesa, weekly=weekly, model_class=model_class)
    if min(workers, len(runs)) > 1:
        changes = tuple(changed_behaviour(model_class))
        found = Importable(model_class.__module__, model_class.__qualname__, changes)
        task = partial(run_imported, weekly=weekly, found=found)
    measured = run_all(task, runs, workers, tell)
    for run, result in zip(runs, measured, strict=True):
        if isinstance(result, Failure):
            raise RuntimeError(f"point {run.point}, seed {run.seed}: {result.error}")
    return [result for result in measured if isinstance(result, Measured)]


def run_imported(run: Run, weekly: bool, found: Importable) -> Measured:
    """Do one run on the Mesa engine, in a process that has to find the model's class first."""
    return run_mesa(run, weekly, found.find())


def run_mesa(run: Run, weekly: bool, model_class: type[AllianceModel]) -> Measured:
    """Do one run on the Mesa engine."""
    model = model_class(
        run.world.parameters, seed=run.seed, weeks=run.weeks, keep_events=False
    ).run()
    measured = records(run.weeks if weekly else 0, WEEK_RECORD)
    for record, week in zip(measured, model.weekly, strict=False):
        for name, value in week._asdict().items():
            record[name] = value
    return measure(model.state, run, measured)


# --- Together ----------------------------------------------------------------------------------


def _join(parts: Sequence[Measured]) -> Measured:
    """Put what runs gave one after another."""
    counts = [len(part.alliances) for part in parts]
    return Measured(
        _stacked([part.runs for part in parts], RUN_RECORD),
        _stacked([part.alliances for part in parts], ALLIANCE_RECORD),
        np.repeat(np.arange(len(parts)), counts),
        _stacked([part.weeks for part in parts], WEEK_RECORD),
    )


def _stacked(arrays: Sequence[Any], kind: "np.dtype[np.void]") -> Any:
    stacked = records(sum(len(array) for array in arrays), kind)
    ends = list(itertools.accumulate(len(array) for array in arrays))
    for array, end in zip(arrays, ends, strict=True):
        stacked[end - len(array) : end] = array
    return stacked
