"""Outcomes that an analysis of sensitivity looks at: one number per run, from its tables.

Indices need a number at every point. So the outcomes that are taken unless others are asked for are
those that every run has: counts, and means over all initiatives, to which one without a platform
adds nothing, and which are 0 in a run where nobody started anything. A mean over only those that
have something is no number in a run where none has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.errors import UserError
from experiments.statistics import Rows
from experiments.tables import ALLIANCES, COMPLETE, OUTCOMES, RUNS
from sim.chronicle import Words
from sim.parameters import near

ADVICE = "All outcomes: docs/SENSITIVITY.md; others are runs.COLUMN and alliances.COLUMN"

INITIATIVES = "initiatives"


@dataclass(frozen=True)
class Outcome:
    """One number per run.

    Attributes
    ----------
    name
        In options and tables.
    title, unit
        In words.
    table, column
        Where it stands.
    per
        Column of the table of runs by which it is divided; empty for none.
    nothing_is_zero
        Whether it is 0 where there is nothing to divide by, and an alliance or initiative that
        lacks it counts 0. Otherwise there is no number, and only those that have it count.
    """

    name: str
    title: Words
    unit: Words
    table: str
    column: str
    per: str = ""
    nothing_is_zero: bool = False


_SHARE = Words("share", "Anteil")
_MEMBERS = Words("organisations", "Organisationen")

NAMED = (
    Outcome(
        "success",
        Words("Goals reached, of all initiatives", "Erreichte Ziele, von allen Initiativen"),
        _SHARE,
        *(RUNS, "goals_reached", INITIATIVES),
        nothing_is_zero=True,
    ),
    Outcome(
        "alliances",
        Words("Alliances in a run", "Allianzen in einem Lauf"),
        Words("alliances", "Allianzen"),
        *(RUNS, "alliances"),
    ),
    Outcome(
        "platforms",
        Words("Platforms in a run", "Plattformen in einem Lauf"),
        Words("platforms", "Plattformen"),
        *(RUNS, "platforms"),
    ),
    Outcome(
        "members",
        Words(
            "Members at the platform, mean over all initiatives",
            "Mitglieder bei der Plattform, Mittel über alle Initiativen",
        ),
        _MEMBERS,
        *(ALLIANCES, "members_at_platform"),
        nothing_is_zero=True,
    ),
    Outcome(
        "depth",
        Words(
            "Depth of the platform, mean over all initiatives",
            "Tiefe der Plattform, Mittel über alle Initiativen",
        ),
        Words("share agreed x ambition kept", "vereinbarter Anteil x gewahrter Anspruch"),
        *(ALLIANCES, "depth"),
        nothing_is_zero=True,
    ),
    Outcome(
        "in_time",
        Words(
            "Quick reactions decided in time, per initiative",
            "Rechtzeitig entschiedene Reaktionen je Initiative",
        ),
        Words("reactions", "Reaktionen"),
        *(RUNS, "decided_in_time", INITIATIVES),
        nothing_is_zero=True,
    ),
    Outcome(
        "lifetime",
        Words("Lifetime, mean over all initiatives", "Lebensdauer, Mittel über alle Initiativen"),
        Words("weeks", "Wochen"),
        *(ALLIANCES, "lifetime"),
        nothing_is_zero=True,
    ),
    Outcome(
        "trust",
        Words("Trust at the end, mean over ties", "Vertrauen am Ende, Mittel über Kontakte"),
        _SHARE,
        *(RUNS, "trust"),
    ),
    Outcome(
        "hours",
        Words(
            "Hours given to alliances and initiatives",
            "Stunden für Allianzen und Initiativen",
        ),
        Words("hours", "Stunden"),
        *(RUNS, "hours"),
    ),
    Outcome(
        "success_of_ended",
        Words("Goals reached, of ended alliances", "Erreichte Ziele, von beendeten Allianzen"),
        _SHARE,
        *(RUNS, "goals_reached", "ended"),
    ),
    Outcome(
        "in_time_of_occasions",
        Words("Occasions decided in time", "Rechtzeitig entschiedene Anlässe"),
        _SHARE,
        *(RUNS, "decided_in_time", "occasions"),
    ),
    Outcome(
        "coordination",
        Words("Coordination, of all hours", "Abstimmung, von allen Stunden"),
        _SHARE,
        *(RUNS, "coordination_hours", "hours"),
    ),
)
"""Outcomes with a name of their own; in English and German."""

ALWAYS_THERE = (
    *("success", "alliances", "platforms", "members", "depth", "in_time", "lifetime", "trust"),
)
"""What is analysed unless something else is asked for."""

NO_NUMBERS = ("founder", "field", "kind", "ending", "phase")
"""Columns of the table of alliances that are codes or names."""


def choose_outcomes(asked: Any) -> list[Outcome]:
    """Return the outcomes that are asked for by name; those that are always there for None.

    Raises
    ------
    UserError
        If there is no such outcome.
    """
    words = list(ALWAYS_THERE) if asked is None else [asked] if isinstance(asked, str) else asked
    if not isinstance(words, list) or not words or not all(isinstance(w, str) for w in words):
        raise UserError(f"outcomes = {asked}: must be a list of names", ADVICE)
    return [_outcome(word) for word in dict.fromkeys(words)]


def _outcome(word: str) -> Outcome:
    known = {outcome.name: outcome for outcome in NAMED}
    columns = {
        f"{table}.{column}": unit
        for table in (RUNS, ALLIANCES)
        for column, unit in OUTCOMES[table].items()
        if column not in NO_NUMBERS
    }
    if word in known:
        return known[word]
    if word in columns:
        table, _, column = word.partition(".")
        unit = columns[word]
        return Outcome(word, Words(word, word), Words(unit, unit), table, column)
    meant = near(word, [*known, *columns])
    hint = f"; the nearest is {meant}" if meant else ""
    raise UserError(f"outcomes = {word}: no such outcome{hint}", ADVICE)


# --- From a finished sweep ---------------------------------------------------------------------


def read_outcomes(folder: Path, outcomes: Sequence[Outcome], points: int) -> dict[str, Rows]:
    """Read the outcomes of a finished sweep.

    Parameters
    ----------
    folder
        Of the sweep.
    outcomes
        What is wanted.
    points
        Points of its design.

    Returns
    -------
    dict
        Arrays of shape (replications, points) by name; nan where a run is not complete, or lacks
        the outcome.
    """
    from_runs = {name for one in outcomes if one.table == RUNS for name in (one.column, one.per)}
    runs = _read(folder / RUNS, {"run", "status", *from_runs} - {""})
    runs = runs.set_index("run").sort_index()
    complete = runs["status"].astype(str) == COMPLETE
    whole = -(-(int(runs.index.max()) + 1) // points) * points
    from_alliances = {one.column for one in outcomes if one.table == ALLIANCES}
    alliances = _read(folder / ALLIANCES, {"run", *from_alliances}) if from_alliances else None
    found: dict[str, Rows] = {}
    for outcome in outcomes:
        if outcome.table == RUNS:
            values = _of_runs(runs, outcome)
        else:
            assert alliances is not None
            nothing = 0.0 if outcome.nothing_is_zero else np.nan
            values = _of_alliances(alliances, outcome).reindex(runs.index, fill_value=nothing)
        numbers = values.where(complete).reindex(range(whole))
        found[outcome.name] = np.asarray(numbers, dtype=np.float64).reshape(-1, points)
    return found


def _read(folder: Path, columns: set[str]) -> pd.DataFrame:
    return pd.read_parquet(folder, columns=sorted(columns))


def _of_runs(runs: pd.DataFrame, outcome: Outcome) -> "pd.Series[float]":
    values = runs[outcome.column].astype(np.float64)
    if not outcome.per:
        return values
    shares = values / runs[outcome.per].astype(np.float64).replace(0.0, np.nan)
    return shares.fillna(0.0) if outcome.nothing_is_zero else shares


def _of_alliances(alliances: pd.DataFrame, outcome: Outcome) -> "pd.Series[float]":
    """Average over the alliances and initiatives of each run."""
    values = alliances[outcome.column].astype(np.float64)
    values = values.fillna(0.0) if outcome.nothing_is_zero else values
    return values.groupby(alliances["run"]).mean()
