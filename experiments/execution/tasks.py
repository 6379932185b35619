"""Tasks for processes elsewhere: a few numbers of runs go there, and tidy records come back.

What a task needs is importable and can be pickled, so that any executor may do it. A process of
another version of the program refuses: its results would not be comparable.
"""

import contextlib
import ctypes
import functools
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from experiments.execution.engines import (
    Engine,
    TimeLimitError,
    load_rules,
    looking_at_the_clock,
    outcome_of,
)
from experiments.execution.interface import Task
from experiments.provenance import computed_by, source_of
from experiments.tables import Outcome
from sim.ensemble import Measured, Run
from sim.population import Outline


class OtherVersionError(Exception):
    """The process that shall do a task is not like the one that asks for it."""


@dataclass(frozen=True)
class Work:
    """What all tasks of a sweep have in common.

    Attributes
    ----------
    engine
        How a run is done.
    worlds
        Parameters and what is given of the world, for every point.
    seed, weeks
        Seed of the first replication; horizon.
    weekly
        Whether every week is measured.
    limit
        Seconds after which a run is given up; None for any.
    folder
        From where the model can be imported.
    computed_by, model
        Fingerprints of who asks, as from `computed_by` and `source_of`.
    """

    engine: Engine
    worlds: list[Outline]
    seed: int
    weeks: int
    weekly: bool
    limit: float | None
    folder: str
    computed_by: dict[str, str]
    model: str

    def run(self, number: int) -> Run:
        """Return what is to be done in a run."""
        replication, point = divmod(number, len(self.worlds))
        return Run(point, self.worlds[point], self.seed + replication, self.weeks)


@dataclass(frozen=True)
class Done:
    """What a task gave.

    Attributes
    ----------
    outcomes
        One per run, in their order.
    seconds
        That the runs took.
    """

    outcomes: list[Outcome]
    seconds: float


def do_task(work: Work, task: Task) -> Done:
    """Do runs, in the process that this is called in.

    Raises
    ------
    OtherVersionError
        If this process would compute something else.
    ImportError
        If the model's class is not here.
    """
    make_ready(work)
    began = time.monotonic()
    outcomes = [outcome_of(one, partial(_measured, work, one), work.limit) for one in task]
    return Done(outcomes, time.monotonic() - began)


def _measured(work: Work, number: int) -> Measured:
    run = work.run(number)
    if work.engine.model is None:
        return work.engine.measured(run, work.weekly, looking_at_the_clock(work.limit))
    with interrupted_after(work.limit):
        return work.engine.measured(run, work.weekly)


@contextlib.contextmanager
def interrupted_after(limit: float | None) -> Iterator[None]:
    """Raise `TimeLimitError` in this thread after so many seconds, whatever Python does in it.

    The process may belong to others, too, so it cannot be ended.
    """
    thread, lock, over = threading.get_ident(), threading.Lock(), False

    def interrupt() -> None:
        with lock:
            if not over:
                raised = ctypes.py_object(TimeLimitError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)

    timer = threading.Timer(threading.TIMEOUT_MAX if limit is None else limit, interrupt)
    timer.daemon = True
    if limit is not None:
        timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()


def make_ready(work: Work) -> None:
    """Make sure that runs can be done here as there: the same program, and rules compiled."""
    here = _computed_by()
    for what, there in work.computed_by.items():
        if here.get(what) != there:
            raise OtherVersionError(f"{what} is {here.get(what)} there, and {there} here")
    if work.engine.model is not None:
        if work.folder not in sys.path:
            sys.path.insert(0, work.folder)
        if source_of(work.engine.model.find()) != work.model:
            raise OtherVersionError("the source of the model's class is another one there")
    load_rules(work.engine)


@functools.cache
def _computed_by() -> dict[str, Any]:
    return computed_by()
