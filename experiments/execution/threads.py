"""Compiled runs in threads of this process: compiled rules run at the same time."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial

from experiments.execution.engines import Engine, looking_at_the_clock, outcome_of
from experiments.execution.interface import Execution, Task
from experiments.plan import Plan
from experiments.tables import Outcome
from sim.ensemble import Measured


class Threads(Execution):
    """An execution whose tasks are done by threads of this process.

    Parameters
    ----------
    plan
        The sweep.
    engine
        How a run is done.
    workers
        Runs at once.
    """

    def __init__(self, plan: Plan, engine: Engine, workers: int) -> None:
        super().__init__(plan, engine)
        self._workers = workers

    def workers(self) -> int:
        """Return the number of threads."""
        return self._workers

    @contextlib.contextmanager
    def executor(self) -> Iterator[Executor]:
        """Start the threads; wait at the end for those that are about to give up."""
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                yield pool
            finally:
                pool.shutdown(cancel_futures=True)

    def submit(self, executor: Executor, task: Task) -> Future[list[Outcome]]:
        """Hand out a task."""
        return executor.submit(self._outcomes, task)

    def _outcomes(self, task: Task) -> list[Outcome]:
        return [outcome_of(one, partial(self.measured, one), self.limit) for one in task]

    def measured(self, number: int) -> Measured:
        """Do a run in this thread.

        Raises
        ------
        StoppedError
            If it is given up.
        TimeLimitError
            If it takes too long.
        """
        clock = looking_at_the_clock(self.limit)

        def look() -> None:
            self.look_while_waiting()
            clock()

        with self.timing():
            return self.engine.measured(self.run(number), self.weekly, look)
