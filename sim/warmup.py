"""Compile the rules once, by one process at a time, before a model runs."""

from collections.abc import Iterator
from contextlib import contextmanager

import filelock

from sim.compiled import CompiledModel
from sim.compiling import CACHE_FOLDER, tell
from sim.measures import measure_run_of
from sim.model import AllianceModel
from sim.parameters import Parameters

COMPLETE = CACHE_FOLDER / "complete"
"""Marks a cache that holds all rules of a usual run; lies among the rules, so it goes with them."""

COMPLETE_FOR_ENSEMBLES = CACHE_FOLDER / "complete-for-ensembles"
"""The same for the compiled engine."""

WARMING_WEEKS = 104
"""Weeks of the world that is run to compile the rules: enough for laws, ends and conflicts."""


def compile_rules(ensembles: bool = False) -> None:
    """Make sure that the rules are compiled; other processes wait meanwhile.

    The first process holds a lock, so that the others do not compile the same. It is free again
    when that process ends, however it does; the next one goes on with what is there. A rule that
    only an unusual run needs is compiled when that run first calls it.

    Parameters
    ----------
    ensembles
        Whether the compiled engine is to be made ready, and not the rules that agents call.
    """
    complete = COMPLETE_FOR_ENSEMBLES if ensembles else COMPLETE
    if complete.exists():
        return
    model = CompiledModel if ensembles else AllianceModel
    with _turn():
        if complete.exists():
            return
        measure_run_of(model(Parameters(), seed=1, weeks=WARMING_WEEKS).run().state)
        complete.touch()


@contextmanager
def _turn() -> Iterator[None]:
    """Hold the lock, and say so if another process has to be awaited."""
    lock = filelock.FileLock(CACHE_FOLDER / "lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        tell("Waiting for another process, which compiles rules for this machine.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
