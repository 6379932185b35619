"""Which execution a plan gets, and how many runs at once."""

import sys

from experiments.errors import UserError
from experiments.execution.engines import engine_of
from experiments.execution.interface import Execution
from experiments.execution.options import DASK, PROCESSES, THREADS, read_execution
from experiments.execution.processes import Processes
from experiments.execution.threads import Threads
from experiments.plan import Plan
from experiments.provenance import source_of
from sim import AllianceModel
from sim.behaviour import changed_behaviour
from sim.execution import cores
from sim.warmup import compile_rules


def execution_of(plan: Plan, model_class: type[AllianceModel]) -> Execution:
    """Make the execution that a plan asks for; the rules are compiled where they are needed.

    Raises
    ------
    UserError
        If agents shall act in threads.
    """
    options = read_execution(plan.options["execution"])
    engine = engine_of(model_class, plan.options["engine"] == "mesa")
    workers = int(plan.options["workers"] or cores())
    if options.kind == DASK:
        from experiments.execution.cluster import Dask

        model = source_of(model_class)
        return Dask(plan, engine, model, options.address, workers, options.wait)
    if options.kind == THREADS and engine.model is not None:
        problem = "execution=threads: agents act in processes, since Python runs one thread at once"
        raise UserError(problem, "Leave it out, or write execution=processes")
    compile_rules(ensembles=engine.model is None)
    if options.kind == PROCESSES or engine.model is not None:
        return Processes(plan, engine, workers)
    return Threads(plan, engine, workers)


def tell_changes(plan: Plan, model_class: type[AllianceModel]) -> None:
    """Say so if a model runs with its agents because it changes behaviour."""
    changed = changed_behaviour(model_class)
    if changed and plan.options["engine"] != "mesa":
        print(f"{', '.join(changed)} changed: the runs use the Mesa engine", file=sys.stderr)
