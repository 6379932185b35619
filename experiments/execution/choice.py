"""Which execution a plan gets, and how many runs at once."""

import sys

from experiments.errors import UserError
from experiments.execution.engines import Engine, engine_of, load_rules
from experiments.execution.interface import Execution
from experiments.execution.options import DASK, PROCESSES, THREADS, read_execution
from experiments.execution.processes import Processes
from experiments.execution.threads import Threads
from experiments.plan import Plan
from experiments.provenance import source_of
from sim import AllianceModel
from sim.behaviour import changed_behaviour
from sim.execution import cores


def check_execution(plan: Plan, model_class: type[AllianceModel]) -> None:
    """Refuse a way of executing that does not fit the model.

    Raises
    ------
    UserError
        If agents shall act in threads.
    """
    kind = read_execution(plan.options["execution"]).kind
    if kind == THREADS and _engine_of(plan, model_class).model is not None:
        problem = "execution=threads: agents act in processes, since Python runs one thread at once"
        raise UserError(problem, "Leave it out, or write execution=processes")


def execution_of(plan: Plan, model_class: type[AllianceModel]) -> Execution:
    """Make the execution that a plan asks for; the rules are compiled where they are needed."""
    options = read_execution(plan.options["execution"])
    engine = _engine_of(plan, model_class)
    workers = int(plan.options["workers"] or cores())
    if options.address is None:  # workers elsewhere compile by themselves
        load_rules(engine)
    if options.kind == DASK:
        from experiments.execution.cluster import Dask

        model = source_of(model_class)
        return Dask(plan, engine, model, options.address, workers, options.wait)
    if options.kind == PROCESSES or engine.model is not None:
        return Processes(plan, engine, workers)
    return Threads(plan, engine, workers)


def _engine_of(plan: Plan, model_class: type[AllianceModel]) -> Engine:
    return engine_of(model_class, plan.options["engine"] == "mesa")


def tell_changes(plan: Plan, model_class: type[AllianceModel]) -> None:
    """Say so if a model runs with its agents because it changes behaviour."""
    changed = changed_behaviour(model_class)
    if changed and plan.options["engine"] != "mesa":
        print(f"{', '.join(changed)} changed: the runs use the Mesa engine", file=sys.stderr)
