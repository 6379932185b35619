"""Runs of a sweep on this machine: compiled in threads, or with agents in processes.

Outcomes come in the order of the runs, whatever the number of workers, and few wait at a time. A
run that fails is an outcome like others. A worker that is killed takes nothing with it but the run
it was doing, which is done again.
"""

import abc
import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool

from experiments.plan import Plan
from experiments.tables import COMPLETE, FAILED, TIMED_OUT, Outcome
from sim import AllianceModel
from sim.behaviour import changed_behaviour
from sim.compiled import advance
from sim.ensemble import Importable, Measured, Run, measure, run_mesa
from sim.execution import begin_worker, cores
from sim.measures import WEEK_RECORD
from sim.population import draw_state, outline
from sim.state import records

WAITING_PER_WORKER = 8
"""Runs handed out per worker before the first of them is collected; bounds the memory."""

WEEKS_AT_ONCE = 26
"""Weeks that pass in a compiled run before it looks whether it has to stop."""

ATTEMPTS = 3
"""Times that a run is begun whose worker was killed: if it is the run that kills it, it fails."""

STARTS = 20
"""Processes that are started for a run before it counts as failed: they were all killed while they
started, or nothing can start here."""

LOOK_AGAIN = 0.5
"""Seconds after which somebody who waits for a process looks whether it has to stop."""


class StoppedError(Exception):
    """A run was given up because the sweep stops."""


class TimeLimitError(Exception):
    """A run took longer than it may."""


class Execution(abc.ABC):
    """Does runs of a plan, each in a thread of its own, and yields their outcomes in order.

    Parameters
    ----------
    plan
        The sweep.
    workers
        Runs at once.
    """

    def __init__(self, plan: Plan, workers: int) -> None:
        self.plan = plan
        self.workers = workers
        self.weekly = bool(plan.options["weekly"])
        self.limit: float | None = plan.options["time_limit"]
        self.stopped = threading.Event()
        self._worlds = [outline(point.parameters) for point in plan.points]

    def stop(self) -> None:
        """Begin no more runs, and give up those under way; called from any thread."""
        self.stopped.set()

    def outcomes(self, numbers: Iterable[int]) -> Generator[Outcome, None, None]:
        """Yield the outcomes of runs, in their order, until they are done or `stop` is called."""
        waiting: deque[Future[Outcome]] = deque()
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                for number in numbers:
                    waiting.append(pool.submit(self._outcome, number))
                    if len(waiting) > WAITING_PER_WORKER * self.workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except StoppedError:
                return
            finally:
                self.stopped.set()
                pool.shutdown(cancel_futures=True)
                self.close()

    @abc.abstractmethod
    def close(self) -> None:
        """Give back what was taken for the runs."""

    def _outcome(self, number: int) -> Outcome:
        """Do one run; its errors are outcomes."""
        replication, point = divmod(number, len(self.plan.points))
        seed = self.plan.seed + replication
        try:
            measured = self.measured(Run(point, self._worlds[point], seed, self.plan.weeks))
        except StoppedError:
            raise
        except TimeLimitError:
            told = f"longer than the time limit of {self.limit:g} s"
            return Outcome(number, TIMED_OUT, told)
        except Exception as error:
            return Outcome(number, FAILED, in_a_line(error))
        return Outcome(number, COMPLETE, "", measured)

    @abc.abstractmethod
    def measured(self, run: Run) -> Measured:
        """Do one run and measure it.

        Raises
        ------
        StoppedError
            If it is given up.
        TimeLimitError
            If it takes too long.
        """

    def look_at_the_clock(self, began: float) -> None:
        """Raise `StoppedError` or `TimeLimitError` if it is time to."""
        if self.stopped.is_set():
            raise StoppedError
        if self.limit is not None and time.monotonic() - began > self.limit:
            raise TimeLimitError


def in_a_line(error: BaseException) -> str:
    """Tell an error in a line."""
    return f"{type(error).__name__}: {error}".splitlines()[0]


class Threads(Execution):
    """Compiled runs, in threads of this process: compiled rules run at the same time."""

    def close(self) -> None:
        """Threads end by themselves."""

    def measured(self, run: Run) -> Measured:
        """Do one run, with a look at the clock now and then."""
        began = time.monotonic()
        state = draw_state(run.world, run.seed, run.weeks)
        weekly = records(run.weeks if self.weekly else 0, WEEK_RECORD)
        for until in (*range(WEEKS_AT_ONCE, run.weeks, WEEKS_AT_ONCE), run.weeks):
            state = advance(state, until, False, weekly)
            self.look_at_the_clock(began)
        return measure(state, run, weekly)


# --- With agents, in processes -----------------------------------------------------------------


class Processes(Execution):
    """Runs with agents: every thread has a process that it replaces when it dies or hangs.

    Parameters
    ----------
    plan
        The sweep.
    workers
        Runs at once.
    model_class
        The model; importable by its name.
    """

    def __init__(self, plan: Plan, workers: int, model_class: type[AllianceModel]) -> None:
        super().__init__(plan, workers)
        changes = tuple(changed_behaviour(model_class))
        self._model = Importable(model_class.__module__, model_class.__qualname__, changes)
        self._own = threading.local()
        self._started: list[_Worker] = []

    def close(self) -> None:
        """End the processes."""
        for worker in self._started:
            worker.end()

    def measured(self, run: Run) -> Measured:
        """Do one run; if its process is killed, begin again in another."""
        for _ in range(ATTEMPTS):
            worker = self._ready_worker()
            try:
                return self._measured_by(worker, run)
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
                worker.wait_until_ready(self.look_at_the_clock)
            except BrokenProcessPool:
                worker.end()
            else:
                return worker
        raise RuntimeError(f"{STARTS} processes ended before they had started")

    def _worker(self) -> "_Worker":
        """Return the process of this thread; a new one where there is none, or it has ended."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None or worker.ended:
            worker = self._own.worker = _Worker()
            self._started.append(worker)
        return worker

    def _measured_by(self, worker: "_Worker", run: Run) -> Measured:
        future = worker.pool.submit(measured_with_agents, run, self.weekly, self._model)
        began = time.monotonic()
        while True:
            try:
                return future.result(LOOK_AGAIN)
            except FutureTimeoutError:
                if future.done():  # the run itself has raised it, or it has just ended
                    return future.result()
                self.look_at_the_clock(began)


class _Worker:
    """A process for one run after another, started from nothing."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin_worker)
        self.ended = False
        self._number: int | None = None

    def wait_until_ready(self, look: Callable[[float], None]) -> None:
        """Wait until it has started, and learn its number."""
        if self._number is not None:
            return
        future = self.pool.submit(os.getpid)
        while self._number is None:
            try:
                self._number = future.result(LOOK_AGAIN)
            except FutureTimeoutError:
                look(time.monotonic())

    def end(self) -> None:
        """End it at once, whatever it does."""
        if not self.ended and self._number is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGTERM)
        self.ended = True
        self.pool.shutdown(cancel_futures=True)


def measured_with_agents(run: Run, weekly: bool, model: Importable) -> Measured:
    """Do one run on the Mesa engine, in a process that has to find the model's class first."""
    return run_mesa(run, weekly, model.find())


def sample_of(plan: Plan, most: int) -> Sequence[int]:
    """Return numbers of runs spread over the plan, for an estimate."""
    return range(0, plan.runs, -(-plan.runs // most))


def execution_of(plan: Plan, model_class: type[AllianceModel]) -> Execution:
    """Choose how a plan is executed: what changes behaviour needs its agents."""
    workers = int(plan.options["workers"] or cores())
    if plan.options["engine"] == "mesa" or changed_behaviour(model_class):
        return Processes(plan, workers, model_class)
    return Threads(plan, workers)
