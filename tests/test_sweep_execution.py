"""Runs of a sweep that go wrong, and those that end at an awkward moment."""

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest

from experiments.execution import engines
from experiments.execution.engines import Engine
from experiments.execution.processes import Processes
from experiments.execution.threads import Threads
from experiments.plan import Plan
from experiments.tables import COMPLETE, FAILED
from sim.compiled import advance
from tests.sweeps import plan_of


@pytest.fixture
def plan() -> Plan:
    return plan_of("world=study", "weeks=5", "replications=3")


def test_an_error_in_compiled_rules_is_the_outcome_of_its_run(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_for_a_seed(state: Any, *how: Any) -> Any:
        if state.clock[0].seed == 2:
            raise RuntimeError("a week had more events\nthan there was room for")
        return advance(state, *how)

    monkeypatch.setattr(engines, "advance", fails_for_a_seed)
    outcomes = list(Threads(plan, Engine(), 2).outcomes(range(3)))
    assert [outcome.run for outcome in outcomes] == [0, 1, 2]
    assert [outcome.status for outcome in outcomes] == [COMPLETE, FAILED, COMPLETE]
    assert outcomes[1].error == "RuntimeError: a week had more events"
    assert outcomes[1].measured is None


class JustInTime(Future[Any]):
    """What is done at the moment at which nobody waits for it any longer."""

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            self.set_result("measured")
            raise TimeoutError
        return super().result(timeout)


def test_a_run_that_ends_while_somebody_looks_at_the_clock_has_not_failed(plan: Plan) -> None:
    pool = SimpleNamespace(submit=lambda *_: JustInTime())
    worker: Any = SimpleNamespace(pool=pool, wait_until_ready=lambda _: None)
    processes = Processes(plan, Engine(), 1)
    assert processes._measured_by(worker, None) == "measured"  # type: ignore[arg-type, comparison-overlap]
