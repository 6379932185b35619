"""What every execution of a sweep does: tasks go to an executor, outcomes come back in order.

The executor is any `concurrent.futures.Executor`. Outcomes come in the order of the runs, whatever
the number of workers, and few wait at a time. A run that fails is an outcome like others.
"""

import abc
import contextlib
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError

from experiments.execution.engines import Engine, StoppedError
from experiments.plan import Plan
from experiments.tables import Outcome
from sim.ensemble import Run
from sim.population import outline

WAITING_PER_WORKER = 8
"""Tasks handed out per worker before the first of them is collected; bounds the memory."""

REMEMBERED = 1000
"""Runs whose times are remembered: enough for their mean, and no more however many there are."""

LOOK_AGAIN = 0.5
"""Seconds after which somebody who waits for a process looks whether it has to stop."""

Task = Sequence[int]
"""Numbers of runs that are done one after another."""


class CannotGoOnError(Exception):
    """There is nobody left who could do runs.

    Parameters
    ----------
    problem, advice
        A line each.
    """

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice


class Execution(abc.ABC):
    """Does runs of a plan on an executor, and yields their outcomes in order.

    Parameters
    ----------
    plan
        The sweep.
    engine
        How a run is done.

    Attributes
    ----------
    seconds
        That each of the last runs took where it was done; the start of a worker is no part of it.
    """

    waiting_per_worker = WAITING_PER_WORKER

    def __init__(self, plan: Plan, engine: Engine) -> None:
        self.plan = plan
        self.engine = engine
        self.weekly = bool(plan.options["weekly"])
        self.limit: float | None = plan.options["time_limit"]
        self.stopped = threading.Event()
        self.seconds: deque[float] = deque(maxlen=REMEMBERED)
        self.worlds = [outline(point.parameters) for point in plan.points]

    def stop(self) -> None:
        """Begin no more runs, and give up those under way; called from any thread."""
        self.stopped.set()

    def outcomes(self, numbers: Iterable[int]) -> Generator[Outcome, None, None]:
        """Yield the outcomes of runs, in their order, until they are done or `stop` is called.

        Raises
        ------
        CannotGoOnError
            If the executor has gone; what was yielded before is right.
        """
        waiting: deque[tuple[Task, Future[list[Outcome]]]] = deque()
        with self.executor() as executor:
            try:
                for task in self.tasks(iter(numbers)):
                    waiting.append((task, self.submit(executor, task)))
                    while len(waiting) > self.waiting_per_worker * self.workers():
                        yield from self.collect(executor, *waiting.popleft())
                while waiting:
                    yield from self.collect(executor, *waiting.popleft())
            except StoppedError:
                return
            finally:
                self.stopped.set()
                for _, future in waiting:
                    future.cancel()

    @abc.abstractmethod
    def executor(self) -> contextlib.AbstractContextManager[Executor]:
        """Return what does the tasks, and gives back what it took when it is left."""

    @abc.abstractmethod
    def submit(self, executor: Executor, task: Task) -> Future[list[Outcome]]:
        """Hand out a task."""

    @abc.abstractmethod
    def workers(self) -> int:
        """Return how many tasks are done at once."""

    def tasks(self, numbers: Iterator[int]) -> Iterator[Task]:
        """Cut runs into tasks: here one run each."""
        return ([number] for number in numbers)

    def collect(self, _: Executor, task: Task, future: Future[list[Outcome]]) -> Iterable[Outcome]:
        """Wait for a task that was handed out; return its outcomes."""
        return self.wait_for(future)

    def wait_for(self, future: Future[list[Outcome]]) -> list[Outcome]:
        """Wait for a task, as long as the sweep goes on.

        Raises
        ------
        StoppedError
            If it does not.
        """
        while True:
            try:
                return future.result(LOOK_AGAIN)
            except FutureTimeoutError:
                if future.done():  # the task itself has raised it, or it has just ended
                    return future.result()
                self.look_while_waiting()

    @contextlib.contextmanager
    def timing(self) -> Iterator[None]:
        """Remember how long a run takes, also if it fails."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds.append(time.monotonic() - began)

    def look_while_waiting(self) -> None:
        """Raise `StoppedError` if it is time to."""
        if self.stopped.is_set():
            raise StoppedError

    def run(self, number: int) -> Run:
        """Return what is to be done in a run."""
        replication, point = divmod(number, len(self.plan.points))
        return Run(point, self.worlds[point], self.plan.seed + replication, self.plan.weeks)
