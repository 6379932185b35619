"""Runs on a Dask cluster: one that is there already, or workers of this machine.

Dask itself does the tasks of a killed worker again on another one, a few times (its setting
`distributed.scheduler.allowed-failures`). What it gives up then is done run by run, so that only
the run that kills its workers fails.
"""

import contextlib
import logging
import pickle
import signal
import time
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, wait
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from experiments.errors import UserError
from experiments.execution.engines import Engine, StoppedError, in_a_line
from experiments.execution.interface import LOOK_AGAIN, CannotGoOnError, Execution, Task
from experiments.execution.tasks import Done, OtherVersionError, Work, do_task
from experiments.plan import Plan
from experiments.provenance import computed_by
from experiments.tables import FAILED, Outcome

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

TASK_SECONDS = 2.0
"""Length of a task that is aimed at: Dask needs some milliseconds for each."""

MOST_IN_TASK = 500
"""Runs of a task at most; bounds what a killed worker takes with it."""

SHARE_OF_LAST = 0.5
"""Weight of the last task, against all before, where the length of the next is estimated."""

LOCAL_PATIENCE = 300.0
"""Seconds that workers of this machine, which are started again, may be away."""

RENEW_AFTER = 30.0
"""Seconds after which workers of this machine are replaced: Dask starts one that was killed again
by itself, but gives up where it is killed while it starts."""

GONE = (OSError, TimeoutError, RuntimeError, AttributeError)
"""What Dask raises when the scheduler is asked that has gone: the third one where it knows it, the
last one once its client has given up."""

TASKS_PER_WORKER = 3
"""Tasks per worker that are handed out before the first of them is collected."""


class Dask(Execution):
    """Tasks of several runs, done by the workers of a Dask cluster.

    Parameters
    ----------
    plan
        The sweep.
    engine
        How a run is done.
    model
        Fingerprint of the source of the model's class.
    address
        Of a scheduler, such as tcp://10.0.0.1:8786; None for a cluster on this machine.
    workers
        Processes of a cluster on this machine.
    patience
        Seconds that a scheduler, or a first worker, is waited for.
    """

    waiting_per_worker = TASKS_PER_WORKER

    def __init__(
        self,
        plan: Plan,
        engine: Engine,
        model: str,
        address: str | None,
        workers: int,
        patience: float,
    ) -> None:
        super().__init__(plan, engine)
        self.address = address
        self.patience = patience if address else max(patience, LOCAL_PATIENCE)
        self._local_workers = workers
        self._work = Work(
            *(engine, self.worlds, plan.seed, plan.weeks, self.weekly, self.limit),
            *(str(Path.cwd()), computed_by(), model),
        )
        self._sent: Any = None
        self._in_flight: set[Future[Any]] = set()
        self._seconds_per_run: float | None = None
        self._client: Client | None = None
        self._cluster: LocalCluster | None = None
        self._renewed: float | None = None
        self._alone_since: float | None = None

    @contextlib.contextmanager
    def executor(self) -> Iterator[Executor]:
        """Connect to the cluster, or start one; leave it as it was, and nothing of ours behind."""
        with contextlib.ExitStack() as stack:
            self._client = client = stack.enter_context(self._connected())
            # By value, and as a task: a worker gets it once, and it can be made again if all
            # that had it are killed.
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Sending large graph")
                self._sent = client.submit(pickle.loads, pickle.dumps(self._work), pure=False)
            executor = cast(Executor, client.get_executor(pure=False))
            try:
                yield executor
            finally:
                self._sent = None
                with contextlib.suppress(Exception):  # the scheduler may have gone
                    executor.shutdown(wait=False)

    @contextlib.contextmanager
    def _connected(self) -> Iterator["Client"]:
        from distributed import Client, LocalCluster

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we tell what matters
        with contextlib.ExitStack() as stack:
            target: Any = self.address
            if target is None:
                with _interruptions_held():
                    cluster = LocalCluster(
                        n_workers=self._local_workers,
                        threads_per_worker=1,
                        # No dashboard; its server starts all the same, so at a port of its own.
                        dashboard_address="127.0.0.1:0",
                        scheduler_kwargs={"dashboard": False},
                        silence_logs=logging.CRITICAL,
                    )
                target = self._cluster = stack.enter_context(cluster)
            try:
                client = Client(target, timeout=self.patience, set_as_default=False)
            except (OSError, TimeoutError, ValueError, ImportError) as error:
                raise self._nobody_answers(error) from error
            yield stack.enter_context(client)

    def _nobody_answers(self, error: Exception) -> UserError:
        problem = f"execution.address = {self.address}: no Dask scheduler answers"
        if isinstance(error, OSError | TimeoutError):
            problem += f" within {self.patience:g} s"
        else:
            problem += f": {in_a_line(error)}"
        return UserError(problem, "Start one with `dask scheduler`, or correct the address")

    # --- Tasks ----------------------------------------------------------------------------

    def workers(self) -> int:
        """Return the number of runs at once, at the moment; at least 1."""
        return max(1, self._threads_there())

    def tasks(self, numbers: Iterator[int]) -> Iterator[Task]:
        """Cut runs into tasks of `TASK_SECONDS`, as the runs before them have taken."""
        task: list[int] = []
        for number in numbers:
            task.append(number)
            if len(task) >= self._runs_per_task():
                yield task
                task = []
        if task:
            yield task

    def _runs_per_task(self) -> int:
        if self._seconds_per_run is None:
            return 1
        return max(1, min(MOST_IN_TASK, round(TASK_SECONDS / self._seconds_per_run)))

    def _learn(self, done: Done) -> None:
        self.seconds.extend([done.seconds / len(done.outcomes)] * len(done.outcomes))
        last = max(self.seconds[-1], TASK_SECONDS / MOST_IN_TASK)
        before = self._seconds_per_run
        if before is None:
            self._seconds_per_run = last
        else:
            self._seconds_per_run = SHARE_OF_LAST * last + (1 - SHARE_OF_LAST) * before

    def submit(self, executor: Executor, task: Task) -> Future[list[Outcome]]:
        """Hand out a task."""
        assert self._client is not None
        try:
            future = executor.submit(do_task, self._sent, task)
        except Exception as error:  # versions of Dask raise different ones
            if self._client.status == "running":
                raise
            raise _scheduler_gone() from error
        self._in_flight.add(future)
        future.add_done_callback(self._in_flight.discard)
        return cast("Future[list[Outcome]]", future)

    def collect(
        self, executor: Executor, task: Task, future: Future[list[Outcome]]
    ) -> Iterable[Outcome]:
        """Wait for a task; do its runs one by one if it was given up."""
        from distributed import KilledWorker

        try:
            return self._done(future)
        except KilledWorker:
            return self._alone(executor, task)

    def _alone(self, executor: Executor, task: Task) -> Iterator[Outcome]:
        """Do runs one by one while no others are done: so it shows which one kills its workers."""
        from distributed import KilledWorker

        while waiting := list(self._in_flight):
            self.look_while_waiting()
            wait(waiting, LOOK_AGAIN)
        for number in task:
            try:
                yield from self._done(self.submit(executor, [number]))
            except KilledWorker as error:
                told = f"its worker was ended from outside {error.allowed_failures + 1} times"
                yield Outcome(number, FAILED, told)

    def _done(self, future: Future[list[Outcome]]) -> list[Outcome]:
        """Wait for a task; return its outcomes.

        Raises
        ------
        KilledWorker
            If Dask has given it up.
        """
        from distributed import KilledWorker

        self._alone_since = None
        try:
            done = cast(Any, self.wait_for(future))
        except (StoppedError, CannotGoOnError, KilledWorker):
            raise
        except OtherVersionError as error:
            raise _unlike(f"a worker is not like this command: {error}") from error
        except CancelledError as error:
            raise _scheduler_gone() from error
        except Exception as error:
            cause = error.__cause__ or error
            raise _unlike(f"the cluster cannot do runs: {in_a_line(cause)}") from error
        self._learn(done)
        return cast("list[Outcome]", done.outcomes)

    def look_while_waiting(self) -> None:
        """Give up if the sweep stops, or if there has been no worker for too long."""
        super().look_while_waiting()
        if self._threads_there():
            self._alone_since = self._renewed = None
            return
        now = time.monotonic()
        if self._alone_since is None:
            self._alone_since = self._renewed = now
        self._renew_workers(now)
        if now - self._alone_since > max(self.patience, LOOK_AGAIN):
            problem = f"no worker has been there for {self.patience:g} s"
            raise CannotGoOnError(problem, "Start workers with `dask worker ADDRESS`, then go on")

    def _renew_workers(self, now: float) -> None:
        """Replace the workers of this machine, if none has come back for a while."""
        if self._cluster is None or self._renewed is None or now - self._renewed < RENEW_AFTER:
            return
        self._renewed = now
        self._cluster.scale(0)
        self._cluster.scale(self._local_workers)

    def _threads_there(self) -> int:
        """Return the threads of all workers; 0 if the scheduler does not say."""
        assert self._client is not None
        try:
            return sum(cast("dict[str, int]", self._client.nthreads()).values())
        except GONE:
            return 0


def _scheduler_gone() -> CannotGoOnError:
    return CannotGoOnError("the scheduler has gone", "Start it, and give the same command again")


def _unlike(problem: str) -> CannotGoOnError:
    advice = "Start scheduler and workers with the Python, and the sources, of this command"
    return CannotGoOnError(problem, advice)


@contextlib.contextmanager
def _interruptions_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started: they, and those after them, never hear it."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows
        yield
        return
    resource_tracker.ensure_running()  # when it starts, it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
