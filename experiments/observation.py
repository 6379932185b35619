"""What a report needs of one run: the table of alliances, changes of trust, and its traces.

Imports the model and nothing of Hydra or figures, so that a worker process starts quickly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from experiments.traces import (
    TRACED_UNITS,
    Exits,
    Partners,
    Traces,
    beginning_of,
    traced_columns,
    traces_of,
)
from sim.compiled import ENGINES
from sim.measures import ALLIANCE_UNITS, Table
from sim.model import AllianceModel
from sim.parameters import Parameters
from sim.state import NEVER, Ending, Leaving, State, Status

OBSERVED_UNITS: dict[str, str] = {
    "seed": "of the run",
    "design": "which of the compared worlds",
    **ALLIANCE_UNITS,
    "core_at_platform": "organisations in the core when the platform was agreed",
    **TRACED_UNITS,
}
"""Columns of the table of alliances of many runs, with their units."""

DEFAULT = "default"
"""Name of the world whose patterns are reported, among those that are compared."""


NOT_TRACED = Traces(Partners(*[0.0] * len(Partners._fields)), Exits(*[0.0] * len(Exits._fields)))
"""Counts of a run that is not traced: nothing happened."""


@dataclass(frozen=True)
class Run:
    """One run to be done.

    Attributes
    ----------
    parameters, seed, weeks
        Of the run.
    design
        Which of the compared worlds it is.
    engine
        Name in `sim.compiled.ENGINES`.
    traced
        Whether events are recorded and read for the patterns from outside.
    """

    parameters: Parameters
    seed: int
    weeks: int
    design: str = DEFAULT
    engine: str = "compiled"
    traced: bool = False


@dataclass(frozen=True)
class TrustChanges:
    """Change of trust along ties that were there at the start, by what became of the pair.

    Attributes
    ----------
    worked
        Both were core members of an alliance in the week in which it reached its goal.
    met
        Both were members of the same alliance at the same time, but no such goal was reached.
    strangers
        They never were.
    """

    worked: tuple[float, ...]
    met: tuple[float, ...]
    strangers: tuple[float, ...]


@dataclass(frozen=True)
class Observation:
    """What is kept of one run."""

    seed: int
    design: str
    weeks: int
    alliances: Table
    trust: TrustChanges
    traces: Traces = NOT_TRACED


def observe(run: Run) -> Observation:
    """Do a run and keep what the report needs of it."""
    model = ENGINES[run.engine](
        run.parameters, seed=run.seed, weeks=run.weeks, keep_events=run.traced
    )
    before, beginning = trust_between(model.state), beginning_of(model.state)
    model.run()
    return Observation(
        seed=run.seed,
        design=run.design,
        weeks=run.weeks,
        alliances=observed_table(model, run),
        trust=trust_changes(model.state, before),
        traces=traces_of(model.state, beginning) if run.traced else NOT_TRACED,
    )


# --- Alliances ---------------------------------------------------------------------------------


def observed_table(model: AllianceModel, run: Run) -> Table:
    """Table of alliances with the seed, the design, and the core at the platform."""
    table = model.alliance_table()
    count = len(table["alliance"])
    cores = [core_at_platform(model.state, a) for a in range(count)]
    sizes = [len(core) if core else None for core in cores]
    table = {"seed": [run.seed] * count, "design": [run.design] * count, **table}
    table = {**table, "core_at_platform": sizes}
    traced = (
        traced_columns(model.state) if run.traced else dict.fromkeys(TRACED_UNITS, [None] * count)
    )
    return {**table, **traced}


def core_at_platform(state: State, a: int) -> list[int]:
    """Organisations in the core of an alliance when its platform was agreed; none without one.

    Who has left since no longer says whether it was in the core or in the circle and counts as
    core; so in an alliance with a circle this may be some too many.
    """
    platform = int(state.alliances[a].platform)
    if platform == NEVER:
        return []
    return [
        int(member.organisation)
        for member in state.members[a][: state.alliances[a].slots]
        if NEVER < member.joined <= platform
        and member.status in (Status.CORE, Status.LEFT)
        and not _left_before_platform(member, platform)
    ]


def _left_before_platform(member: Any, platform: int) -> bool:
    # In the week of the platform those who object leave before it is agreed, the others after that.
    objected = member.leaving in (Leaving.OBJECTION, Leaving.RED_LINE)
    return NEVER < member.left < platform or bool(member.left == platform and objected)


# --- Trust -------------------------------------------------------------------------------------


def trust_between(state: State) -> dict[tuple[int, int], float]:
    """Trust of one organisation in another, by (holder, partner), along all ties."""
    found = {}
    for holder, organisation in enumerate(state.organisations):
        for tie in state.ties[holder][: organisation.ties]:
            found[holder, int(tie.partner)] = float(tie.trust)
    return found


def trust_changes(state: State, before: dict[tuple[int, int], float]) -> TrustChanges:
    """Sort the changes of trust along the first ties by what became of the pair.

    Parameters
    ----------
    state
        State at the end of the run.
    before
        Trust at its start. A tie that has given way to another counts as trust 0.
    """
    after = trust_between(state)
    met, worked = pairs_that_met(state), pairs_that_worked(state)
    changes: dict[str, list[float]] = {"worked": [], "met": [], "strangers": []}
    for (holder, partner), trust in sorted(before.items()):
        kind = "strangers"
        if worked[holder, partner]:
            kind = "worked"
        elif met[holder, partner]:
            kind = "met"
        changes[kind].append(after.get((holder, partner), 0.0) - trust)
    return TrustChanges(**{kind: tuple(found) for kind, found in changes.items()})


Pairs = npt.NDArray[np.bool_]
"""Whether something holds for a pair of organisations, shape (n, n)."""


def pairs_that_met(state: State) -> Pairs:
    """Tell who was a member of the same alliance at the same time, for at least a week."""
    count = len(state.organisations)
    found: Pairs = np.zeros((count, count), dtype=np.bool_)
    for a in range(int(state.clock[0].alliances)):
        stays = [
            (int(member.organisation), int(member.joined), _left(member))
            for member in state.members[a][: state.alliances[a].slots]
            if member.joined != NEVER
        ]
        for one, came, went in stays:
            for other, other_came, other_went in stays:
                if one != other and max(came, other_came) <= min(went, other_went):
                    found[one, other] = True
    return found


def pairs_that_worked(state: State) -> Pairs:
    """Tell who were core members together when their alliance reached its goal."""
    count = len(state.organisations)
    found: Pairs = np.zeros((count, count), dtype=np.bool_)
    for a in range(int(state.clock[0].alliances)):
        if state.alliances[a].ending != Ending.GOAL_REACHED:
            continue
        core = [
            int(member.organisation)
            for member in state.members[a][: state.alliances[a].slots]
            if member.status == Status.CORE
        ]
        for one in core:
            for other in core:
                found[one, other] = one != other
    return found


def _left(member: Any) -> float:
    return float("inf") if member.left == NEVER else int(member.left)
