"""Many runs on this machine's cores, in processes of their own.

Results come back in the order of the tasks, whatever the number of workers. An interruption ends
the workers at once, and workers whose parent has gone end by themselves.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Failure:
    """What remains of a run that failed: the error in a line."""

    error: str


@dataclass(frozen=True)
class Job(Generic[Task, Result]):
    """A task with the function that does it, in a process of its own."""

    function: Callable[[Task], Result]
    task: Task

    def __call__(self) -> Result | Failure:
        """Do it; an error becomes a `Failure`, so that one run cannot stop the others."""
        try:
            return self.function(self.task)
        except Exception as error:
            return Failure(f"{type(error).__name__}: {error}".splitlines()[0])


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - not on Linux


def run_all(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    workers: int | None = None,
    tell: Callable[[], None] = lambda: None,
) -> list[Result | Failure]:
    """Do all tasks, on several cores if there are several tasks.

    Parameters
    ----------
    function
        Importable by its name, so that a process which starts from nothing finds it; its result
        must depend on the task alone.
    tasks
        What to do.
    workers
        Number of processes; as many as cores if None. With 1 all is done in this process.
    tell
        Called after every task that is done.

    Returns
    -------
    list
        One result or `Failure` per task, in the order of the tasks.
    """
    jobs = [Job(function, task) for task in tasks]
    count = min(len(jobs), workers or cores())
    results: list[Result | Failure] = []
    if count <= 1:
        for job in jobs:
            results.append(job())
            tell()
        return results
    with _pool(count) as pool:
        with _interruptions_held():
            futures = [pool.submit(job) for job in jobs]
        for _ in as_completed(futures):
            tell()
        return [_result(future) for future in futures]


def _result(future: "Future[Result | Failure]") -> "Result | Failure":
    try:
        return future.result()
    except BrokenProcessPool:
        return Failure("a worker was ended from outside")


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Make a pool of fresh processes, and leave none of them behind."""
    before = {child.pid for child in multiprocessing.active_children()}
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker)
    try:
        yield pool
    except BaseException:
        # Workers do not hear Ctrl-C; a run that nobody waits for is not worth finishing.
        for child in multiprocessing.active_children():
            if child.pid not in before:
                child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started: they inherit that they do not hear it."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
