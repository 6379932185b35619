"""The tables of a sweep: a row per run, per alliance unless left out, and per week on request.

Every row begins with what it belongs to and with the factors; then come the outcomes. Types are
fixed by the plan, so that the parts of all sessions fit together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.plan import Plan
from experiments.results import WEEK_UNITS
from sim.ensemble import Measured
from sim.measures import (
    ALLIANCE_FLAGS,
    ALLIANCE_RECORD,
    ALLIANCE_UNITS,
    CODES,
    NOT_YET,
    RUN_RECORD,
    RUN_UNITS,
    WEEK_RECORD,
)
from sim.parameters import declared_parameters
from sim.state import NEVER, records

COMPLETE, FAILED, TIMED_OUT = "complete", "failed", "timed_out"
"""Status of a run."""

RUNS, ALLIANCES, WEEKS = "runs", "alliances", "weeks"
"""Tables, and the folders of their parts."""

BELONGING = {
    "run": "number, from 0: replication x points + point",
    "point": "number in design.parquet, from 0",
    "setting": "name",
    "replication": "number, from 0",
    "seed": "of the run, the same at every point",
}
"""Columns that every table begins with."""

STATE_OF_A_RUN = {
    "status": "complete, failed or timed_out",
    "error": "what went wrong, in a line; empty if nothing",
}

ROWS_OF_THE_WORLD = {
    "founder": "organisation: its row in the world, from 0",
    "field": "policy field: its row in the world, from 0",
}
"""Units that differ from those of a single run, where names stand in the table."""


@dataclass(frozen=True)
class Outcome:
    """What a run gave.

    Attributes
    ----------
    run
        Its number in the plan.
    status
        `COMPLETE`, `FAILED` or `TIMED_OUT`.
    error
        What went wrong, in a line.
    measured
        What was measured; None unless the run is complete.
    """

    run: int
    status: str
    error: str = ""
    measured: Measured | None = None


class Tables:
    """Turns outcomes into tables.

    Parameters
    ----------
    plan
        The sweep.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        asked = {ALLIANCES: plan.options["alliances"], WEEKS: plan.options["weekly"]}
        self.names = (RUNS, *(name for name, wanted in asked.items() if wanted))
        self._settings = _words([point.setting for point in plan.points])
        self._factors = {
            key: _factor_column(key, [point.values[key] for point in plan.points])
            for key in plan.factors
        }

    def columns(self, table: str) -> dict[str, tuple[str, str]]:
        """Return the columns of a table: the role, belonging, factor or outcome, and the unit."""
        roles = {name: ("belonging", unit) for name, unit in BELONGING.items()}
        if table == RUNS:
            roles |= {name: ("belonging", unit) for name, unit in STATE_OF_A_RUN.items()}
        units = {parameter.key: parameter.unit for parameter in declared_parameters()}
        roles |= {key: ("factor", units.get(key, "option")) for key in self.plan.factors}
        return roles | {name: ("outcome", unit) for name, unit in OUTCOMES[table].items()}

    def design(self) -> pa.Table:
        """Return the points: number, setting, and the value of every factor."""
        everywhere = pa.array(np.arange(len(self.plan.points), dtype=np.int32))
        columns = {"point": everywhere, "setting": self._settings, **self._factors}
        return pa.table({name: _plain(column) for name, column in columns.items()})

    def tables(self, outcomes: Sequence[Outcome]) -> dict[str, pa.Table]:
        """Return all tables of some runs, in the order of `outcomes`."""
        numbers = np.array([outcome.run for outcome in outcomes], dtype=np.int64)
        measured = [outcome.measured for outcome in outcomes]
        made = {RUNS: self._runs(numbers, outcomes)}
        if ALLIANCES in self.names:
            alliances = [m.alliances if m else records(0, ALLIANCE_RECORD) for m in measured]
            made[ALLIANCES] = self._of_many(numbers, alliances, ALLIANCES)
        if WEEKS in self.names:
            weeks = [m.weeks if m else records(0, WEEK_RECORD) for m in measured]
            made[WEEKS] = self._of_many(numbers, weeks, WEEKS)
        return made

    def _runs(self, numbers: np.ndarray, outcomes: Sequence[Outcome]) -> pa.Table:
        stacked = records(len(outcomes), RUN_RECORD)
        missing = np.zeros(len(outcomes), dtype=bool)
        for row, outcome in enumerate(outcomes):
            missing[row] = outcome.measured is None
            if outcome.measured is not None:
                stacked[row] = outcome.measured.runs[0]
        columns = self._belonging(numbers)
        columns["status"] = _words([outcome.status for outcome in outcomes])
        columns["error"] = pa.array([outcome.error for outcome in outcomes], pa.string())
        columns |= self._factors_of(numbers)
        columns |= {name: pa.array(stacked[name], mask=missing) for name in OUTCOMES[RUNS]}
        return self._table(RUNS, columns)

    def _of_many(self, numbers: np.ndarray, arrays: Sequence[Any], table: str) -> pa.Table:
        """Return a table that has several rows, or none, for a run."""
        stacked = np.concatenate([np.asarray(array) for array in arrays])
        owners = np.repeat(numbers, [len(array) for array in arrays])
        columns = self._belonging(owners) | self._factors_of(owners)
        columns |= {name: _column(name, stacked[name]) for name in OUTCOMES[table]}
        return self._table(table, columns)

    def _table(self, table: str, columns: Mapping[str, pa.Array]) -> pa.Table:
        fields = []
        for name, (role, unit) in self.columns(table).items():
            fields.append(pa.field(name, columns[name].type, metadata={"role": role, "unit": unit}))
        return pa.Table.from_arrays(
            [columns[field.name] for field in fields], schema=pa.schema(fields)
        )

    def _belonging(self, numbers: np.ndarray) -> dict[str, pa.Array]:
        replications, points = np.divmod(numbers, len(self.plan.points))
        return {
            "run": pa.array(numbers),
            "point": pa.array(points.astype(np.int32)),
            "setting": self._settings.take(pa.array(points)),
            "replication": pa.array(replications.astype(np.int32)),
            "seed": pa.array(replications + self.plan.seed),
        }

    def _factors_of(self, numbers: np.ndarray) -> dict[str, pa.Array]:
        points = pa.array(numbers % len(self.plan.points))
        return {key: column.take(points) for key, column in self._factors.items()}


OUTCOMES: dict[str, dict[str, str]] = {
    RUNS: {name: unit for name, unit in RUN_UNITS.items() if name not in ("point", "seed")},
    ALLIANCES: {**ALLIANCE_UNITS, **ROWS_OF_THE_WORLD},
    WEEKS: WEEK_UNITS,
}
"""Outcomes of every table with their units."""


def _column(name: str, values: np.ndarray) -> pa.Array:
    """Make a column: words for codes, true and false, nulls for weeks that have not come."""
    if name in CODES:
        return pa.DictionaryArray.from_arrays(pa.array(values.astype(np.int8)), CODES[name])
    if name in ALLIANCE_FLAGS:
        return pa.array(values != 0)
    return pa.array(values, mask=values == NEVER if name in NOT_YET else None)


def _factor_column(key: str, values: Sequence[Any]) -> pa.Array:
    kinds = {declared.key: declared for declared in declared_parameters()}
    declared = kinds.get(key)
    if declared is None or declared.kind is str:
        return _words([str(value) for value in values])
    types = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
    return pa.array(values, types[declared.kind])


def _words(words: Sequence[str]) -> pa.DictionaryArray:
    """Make a column of words of which few differ."""
    known = list(dict.fromkeys(words))
    codes = {word: code for code, word in enumerate(known)}
    kind = np.int8 if len(known) < 128 else np.int32
    return pa.DictionaryArray.from_arrays(
        pa.array(np.array([codes[word] for word in words], dtype=kind)), pa.array(known)
    )


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column
