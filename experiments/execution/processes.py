"""Runs in processes of this machine, each driven by a thread that replaces it when it dies.

A worker that is killed takes nothing with it but the run it was doing, which is done again.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool

from experiments.execution.engines import (
    Engine,
    Look,
    StoppedError,
    TimeLimitError,
    load_rules,
    looking_at_the_clock,
)
from experiments.execution.interface import LOOK_AGAIN
from experiments.execution.threads import Threads
from experiments.plan import Plan
from sim.ensemble import Measured, Run
from sim.execution import begin_worker

ATTEMPTS = 3
"""Times that a run is begun whose worker was killed: if it is the run that kills it, it fails."""

STARTS = 20
"""Processes that are started for a run before it counts as failed: they were all killed while they
started, or nothing can start here."""


class Processes(Threads):
    """Runs in processes: every thread has one that it replaces when it dies or hangs.

    Parameters
    ----------
    plan
        The sweep.
    engine
        How a run is done; a model has to be importable by its name.
    workers
        Runs at once.
    """

    def __init__(self, plan: Plan, engine: Engine, workers: int) -> None:
        super().__init__(plan, engine, workers)
        self._own = threading.local()
        self._started: list[_Worker] = []

    @contextlib.contextmanager
    def executor(self) -> Iterator[Executor]:
        """Start the threads; end the processes when it is left."""
        try:
            with super().executor() as pool:
                yield pool
        finally:
            for worker in self._started:
                worker.end()

    def measured(self, number: int) -> Measured:
        """Do a run; if its process is killed, begin again in another."""
        for _ in range(ATTEMPTS):
            worker = self._ready_worker()
            try:
                with self.timing():
                    return self._measured_by(worker, self.run(number))
            except BrokenProcessPool:
                worker.end()
            except (StoppedError, TimeLimitError):
                worker.end()
                raise
        raise RuntimeError(f"its process was ended from outside {ATTEMPTS} times")

    def _ready_worker(self) -> "_Worker":
        """Return the process of this thread when it has started: no part of a run's time."""
        for _ in range(STARTS):
            worker = self._worker()
            try:
                worker.wait_until_ready(self.look_while_waiting)
            except BrokenProcessPool:
                worker.end()
            else:
                return worker
        raise RuntimeError(f"{STARTS} processes ended before they had started")

    def _worker(self) -> "_Worker":
        """Return the process of this thread; a new one where there is none, or it has ended."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None or worker.ended:
            worker = self._own.worker = _Worker(self.engine)
            self._started.append(worker)
        return worker

    def _measured_by(self, worker: "_Worker", run: Run) -> Measured:
        future = worker.pool.submit(self.engine.measured, run, self.weekly)
        clock = looking_at_the_clock(self.limit)
        while True:
            try:
                return future.result(LOOK_AGAIN)
            except FutureTimeoutError:
                if future.done():  # the run itself has raised it, or it has just ended
                    return future.result()
                self.look_while_waiting()
                clock()


def _ready(engine: Engine) -> int:
    """Load the rules in the process that this is called in; return its number."""
    load_rules(engine)
    return os.getpid()


class _Worker:
    """A process for one run after another, started from nothing."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin_worker)
        self.ended = False
        self._number: int | None = None

    def wait_until_ready(self, look: Look) -> None:
        """Wait until it has started and loaded the rules, and learn its number."""
        if self._number is not None:
            return
        future = self.pool.submit(_ready, self.engine)
        while self._number is None:
            try:
                self._number = future.result(LOOK_AGAIN)
            except FutureTimeoutError:
                look()

    def end(self) -> None:
        """End it at once, whatever it does."""
        if not self.ended and self._number is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGTERM)
        self.ended = True
        self.pool.shutdown(cancel_futures=True)
