"""`alliances sensitivity`: which parameters matter, and which do nothing, as a Hydra application.

The design is a list of points for a sweep, so nothing that was computed is lost, and the same
command again does what is missing, here or on a cluster. When all runs are there they are analysed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from experiments.configuration import (
    Application,
    Composer,
    check_choices,
    parameters_and_rest,
    values_of,
)
from experiments.counting import counted
from experiments.designs import MOST_POINTS, DesignError, Factor
from experiments.errors import UserError
from experiments.plan import (
    MAIN,
    SWEEP_DEFAULTS,
    Plan,
    Point,
    check_options,
    check_whole,
    distinct,
    inputs_of,
)
from experiments.results import shown
from experiments.sensitivity_choice import choose_factors
from experiments.sensitivity_designs import METHODS, hypercube, saltelli_design, trajectories
from experiments.sensitivity_outcomes import choose_outcomes
from experiments.statistics import Rows
from experiments.sweep import Sweep, SweepLine, runs_of, start_sweep
from sim.parameters import Parameters
from sim.population import check_world

PROGRAM = "alliances sensitivity"

SHARED = (
    *("seed", "weeks", "design_seed", "dry_run", "time_limit", "retry_failed", "workers"),
    *("execution", "shard", "write_every", "engine", "model", "language"),
)
"""Keys that mean what they mean for a sweep."""

DEFAULTS: dict[str, Any] = {
    "method": "morris",
    "parameters": "all",
    "outcomes": None,
    "trajectories": 20,
    "samples": None,
    "replications": 4,
    **{key: SWEEP_DEFAULTS[key] for key in SHARED},
}
"""Keys besides the parameters of the model."""

SAMPLES = {"morris": 1, "sobol": 256, "pawn": 2000}
"""Samples unless the user says otherwise; trajectories need none."""

SENSITIVITY = Application(
    "sensitivity",
    "declared_sensitivity",
    DEFAULTS,
    {"experiment": "alliances sweep"},
    nested=("execution",),
)
"""`alliances sensitivity`, with `configs/sensitivity.yaml`."""

WHERE_IT_STANDS = "What it can do: alliances sensitivity --help, and docs/SENSITIVITY.md"

DESIGNS: dict[str, Callable[[Sequence[Factor], Mapping[str, Any]], Rows]] = {
    "morris": lambda factors, o: trajectories(factors, o["trajectories"], o["design_seed"]),
    "sobol": lambda factors, o: saltelli_design(factors, o["samples"], o["design_seed"]),
    "pawn": lambda factors, o: hypercube(factors, o["samples"], o["design_seed"]),
}
"""Points of the unit cube by method."""


def main(arguments: Sequence[str]) -> int:
    """Run `alliances sensitivity`.

    Parameters
    ----------
    arguments
        Words after `alliances sensitivity`.

    Returns
    -------
    int
        Exit code: 0; 1 if the disk is full, the cluster has gone or runs of a shard failed; 130 if
        interrupted.

    Raises
    ------
    UserError
        If the command line asks for something that cannot be run, or the design is not complete.
    """
    return start_sweep(arguments, SensitivityLine, SensitivitySweep)


# --- The command line --------------------------------------------------------------------------


class SensitivityLine(SweepLine):
    """The words of an analysis: what is varied, and what is fixed.

    Parameters
    ----------
    composer
        Checks and composes.
    options
        Words that are options of Hydra's.
    """

    place: ClassVar[str] = "sensitivity"

    def __init__(self, composer: Composer, options: list[str]) -> None:
        super().__init__(composer, options)
        for override in self.swept:
            key = override.key_or_group
            several = key in ("parameters", "outcomes")
            raise UserError(
                f"{override.input_line}: several values",
                f"Write a list: '{key}=[a,b]'"
                if several
                else "A key has one value here; what is varied is said by parameters=[...]",
            )

    def plan(self) -> Plan:
        """Check everything, and lay out the points."""
        with self.composer.values_as_typed():
            fixed, options = parameters_and_rest(self.first, SENSITIVITY)
            options = checked_options(options)
            choose_outcomes(options["outcomes"])
            factors = choose_factors(options["parameters"], fixed.world.kind, self._given())
            return make_plan(fixed, options, factors)

    def _given(self) -> frozenset[str]:
        """Keys of parameters that the command line gives a value, by themselves or by options."""
        keys = set()
        for override in self.single:
            key = override.key_or_group
            options = values_of(override) if key in self.composer.groups else []
            keys |= {key}.union(*(self.composer.keys_of_option(key, str(o)) for o in options))
        return frozenset(keys)


def checked_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Check the keys besides the parameters; return all that a sweep needs besides them.

    Raises
    ------
    ParameterError
        With the key, the value and what is allowed.
    """
    check_choices(options, {"method": METHODS})
    method = options["method"]
    samples = SAMPLES[method] if options["samples"] is None else options["samples"]
    complete = {**SWEEP_DEFAULTS, **options, "samples": samples}
    check_options(complete)
    check_whole(complete, "trajectories", 2, MOST_POINTS)
    return {**complete, "design": method}


def make_plan(fixed: Parameters, options: dict[str, Any], factors: list[Factor]) -> Plan:
    """Lay out all points.

    Raises
    ------
    ParameterError
        If values that are each plausible cannot hold together.
    UserError
        If the design cannot be made.
    """
    try:
        shares = DESIGNS[options["method"]](factors, options)
    except DesignError as error:
        raise UserError(str(error), WHERE_IT_STANDS) from error
    points = list(_points(fixed, factors, shares))
    values = {f.key: distinct(iter(point.values[f.key] for point in points)) for f in factors}
    return Plan(options["method"], fixed, values, points, 0, options, inputs_of(points))


def _points(fixed: Parameters, factors: Sequence[Factor], shares: Rows) -> Iterator[Point]:
    checked = set()
    for row in shares:
        values = {f.key: f.at(float(share)) for f, share in zip(factors, row, strict=True)}
        parameters = fixed.with_changes(values)
        if parameters.world not in checked:
            check_world(parameters)
            checked.add(parameters.world)
        yield Point(MAIN, values, parameters)


# --- Runs, and what they say -------------------------------------------------------------------


class SensitivitySweep(Sweep):
    """The runs of a design, and their analysis when all of them are there."""

    program: ClassVar[str] = PROGRAM
    application: ClassVar[Application] = SENSITIVITY

    @staticmethod
    def described(plan: Plan) -> str:
        """Say in two lines what is to be done."""
        varied = counted(len(plan.factors), "parameter", "parameters")
        if plan.options["method"] == "morris":
            size = f"{plan.options['trajectories']} trajectories"
        else:
            size = f"{plan.options['samples']} samples"
        return f"Method: {plan.options['method']}, {varied}, {size}\n{runs_of(plan)}"

    def report(self) -> None:
        """Analyse the runs and write what they say, unless some are lacking."""
        from experiments.sensitivity_report import write_report
        from experiments.sensitivity_study import analyse

        self._refuse_lacking_runs()
        study = analyse(self.plan, self.folder)
        for line in write_report(study, self.folder, self.plan):
            print(line)
        print(f"{shown(self.folder / 'sensitivity.md', self.home)}")

    def _refuse_lacking_runs(self) -> None:
        unfinished = list(self.store.unfinished())
        lacking = self.plan.runs - self.store.kept + len(unfinished)
        if not lacking:
            return
        told = f"{lacking} of {self.plan.runs} runs are missing or failed: indices need all of them"
        if unfinished:
            run, status, error = unfinished[0]
            told += f"; run {run} {status}: {error}"
        raise UserError(told, "retry_failed=true does them again; the other runs are kept")
