"""A finished design analysed: every outcome by the method, with its noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from experiments.designs import Factor
from experiments.errors import UserError
from experiments.plan import Plan
from experiments.sensitivity_choice import plausible_factor
from experiments.sensitivity_designs import positions
from experiments.sensitivity_indices import (
    Analysis,
    Flags,
    morris,
    pawn,
    share_of_noise,
    sobol,
)
from experiments.sensitivity_outcomes import (
    ALWAYS_THERE,
    Outcome,
    choose_outcomes,
    read_outcomes,
)
from experiments.statistics import Rows
from sim.parameters import find


@dataclass(frozen=True)
class Found:
    """What was found of one outcome.

    Attributes
    ----------
    outcome
        Which one.
    analysis
        Its indices; None for an outcome that is the same at every point.
    noise
        Share of the variance between points that is differences between seeds.
    low, high
        Least and largest mean over replications at any point.
    """

    outcome: Outcome
    analysis: Analysis | None
    noise: float
    low: float
    high: float


@dataclass(frozen=True)
class Study:
    """A whole analysis.

    Attributes
    ----------
    method
        Its name.
    factors
        What was varied.
    points, replications
        Size of the design.
    found
        By outcome, in the order in which they were asked for.
    """

    method: str
    factors: list[Factor]
    points: int
    replications: int
    found: list[Found]

    @property
    def analysed(self) -> list[tuple[Found, Analysis]]:
        """Outcomes that vary, with their analysis."""
        return [(found, found.analysis) for found in self.found if found.analysis is not None]

    @cached_property
    def unchanged(self) -> Flags:
        """Parameters that changed no outcome in any run; shape (parameters,)."""
        return self._everywhere([analysis.unchanged for _, analysis in self.analysed])

    @cached_property
    def idle(self) -> Flags:
        """Parameters that do no more than chance to any outcome; shape (parameters,)."""
        return self._everywhere([analysis.idle for _, analysis in self.analysed])

    @cached_property
    def clear(self) -> Flags:
        """Parameters that clearly do more to at least one outcome; shape (parameters,)."""
        return ~self._everywhere([~analysis.clear for _, analysis in self.analysed])

    def _everywhere(self, flags: Sequence[Flags]) -> Flags:
        every: Flags = np.logical_and.reduce([np.ones(len(self.factors), dtype=bool), *flags])
        return every


def analyse(plan: Plan, folder: Path) -> Study:
    """Analyse a finished sweep over a design.

    Parameters
    ----------
    plan
        Its plan, made by `alliances sensitivity`.
    folder
        Where its tables are.

    Raises
    ------
    UserError
        If some points lack an outcome.
    """
    outcomes = choose_outcomes(plan.options["outcomes"])
    measured = read_outcomes(folder, outcomes, len(plan.points))
    refuse_lacking(outcomes, measured)
    factors = [plausible_factor(find(key)) for key in plan.factors]
    design = positions(factors, [point.values for point in plan.points])
    found = [_find(plan.options["method"], factors, design, o, measured[o.name]) for o in outcomes]
    return Study(plan.options["method"], factors, len(plan.points), plan.replications, found)


def refuse_lacking(outcomes: Sequence[Outcome], measured: dict[str, Rows]) -> None:
    """Refuse outcomes that some points do not have: no index is made of a part of a design.

    Raises
    ------
    UserError
        With the outcomes, and how many points lack them.
    """
    lacking = {
        outcome.name: int((~np.isfinite(measured[outcome.name])).any(axis=0).sum())
        for outcome in outcomes
    }
    told = ", ".join(f"{name} ({count})" for name, count in lacking.items() if count)
    if told:
        points = next(iter(measured.values())).shape[1]
        problem = f"of {points} points some have runs without a number: {told}"
        others = ",".join(name for name in ALWAYS_THERE if not lacking.get(name))
        advice = f"The runs are kept: choose outcomes that every run has, such as [{others}]"
        raise UserError(problem, advice)


def _find(
    method: str, factors: Sequence[Factor], design: Rows, outcome: Outcome, runs: Rows
) -> Found:
    means = runs.mean(axis=0)
    low, high = float(means.min()), float(means.max())
    if np.ptp(runs, axis=1).max() == 0.0:  # the same at every point, whatever the seed
        return Found(outcome, None, share_of_noise(runs), low, high)
    categorical = np.array([not factor.is_interval for factor in factors])
    if method == "morris":
        analysis = morris(design, runs, categorical)
    else:
        analysis = {"sobol": sobol, "pawn": pawn}[method](design, runs)
    return Found(outcome, analysis, share_of_noise(runs), low, high)
