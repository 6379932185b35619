"""One run of a sweep, compiled or with agents, and what it leaves: its errors are outcomes, too."""

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass

from experiments.tables import COMPLETE, FAILED, TIMED_OUT, Outcome
from sim import AllianceModel
from sim.behaviour import changed_behaviour
from sim.compiled import advance
from sim.ensemble import Importable, Measured, Run, measure, run_mesa
from sim.measures import WEEK_RECORD
from sim.parameters import Parameters
from sim.population import draw_state, outline
from sim.state import records
from sim.warmup import compile_rules

WEEKS_AT_ONCE = 26
"""Weeks that pass in a compiled run before it looks whether it has to stop."""

Look = Callable[[], None]
"""Called now and then during a run; raises an error if the run has to be given up."""


class StoppedError(Exception):
    """A run was given up because the sweep stops."""


class TimeLimitError(BaseException):
    """A run took longer than it may; no `Exception`, lest a model takes it for one of its own."""


@dataclass(frozen=True)
class Engine:
    """How a run is done; small enough to be sent to another process.

    Attributes
    ----------
    model
        Class whose agents act; None for compiled runs.
    """

    model: Importable | None = None

    def measured(self, run: Run, weekly: bool, look: Look = lambda: None) -> Measured:
        """Do one run and measure it.

        Parameters
        ----------
        run
            What to do.
        weekly
            Whether every week is measured.
        look
            Called now and then in a compiled run.

        Raises
        ------
        ImportError
            If the model's class is not here.
        """
        if self.model is None:
            return _compiled(run, weekly, look)
        return run_mesa(run, weekly, self.model.find())


def engine_of(model_class: type[AllianceModel], with_agents: bool) -> Engine:
    """Choose how runs are done: a class that changes behaviour needs its agents."""
    changes = tuple(changed_behaviour(model_class))
    if not (with_agents or changes):
        return Engine()
    return Engine(Importable(model_class.__module__, model_class.__qualname__, changes))


@functools.cache
def load_rules(engine: Engine) -> None:
    """Compile the rules, or load them into this process: then no run has to wait for that."""
    compile_rules(ensembles=engine.model is None)
    if engine.model is None:  # agents load one rule after another
        engine.measured(Run(0, outline(Parameters()), seed=1, weeks=1), weekly=False)


def _compiled(run: Run, weekly: bool, look: Look) -> Measured:
    state = draw_state(run.world, run.seed, run.weeks)
    measured = records(run.weeks if weekly else 0, WEEK_RECORD)
    for until in (*range(WEEKS_AT_ONCE, run.weeks, WEEKS_AT_ONCE), run.weeks):
        state = advance(state, until, False, measured)
        look()
    return measure(state, run, measured)


def looking_at_the_clock(limit: float | None) -> Look:
    """Return what raises `TimeLimitError` when so many seconds have passed from now on."""
    began = time.monotonic()

    def look() -> None:
        if limit is not None and time.monotonic() - began > limit:
            raise TimeLimitError

    return look


def outcome_of(number: int, measured: Callable[[], Measured], limit: float | None) -> Outcome:
    """Do run `number` by calling `measured`; its errors are outcomes.

    Raises
    ------
    StoppedError
        If the run was given up.
    """
    try:
        return Outcome(number, COMPLETE, "", measured())
    except StoppedError:
        raise
    except TimeLimitError:
        return Outcome(number, TIMED_OUT, f"longer than the time limit of {limit:g} s")
    except Exception as error:
        return Outcome(number, FAILED, in_a_line(error))


def in_a_line(error: BaseException) -> str:
    """Tell an error in a line."""
    lines = f"{type(error).__name__}: {error}".splitlines()
    return lines[0]
