"""What a finished sweep over sizes says, added up for every point and replication.

A measure is a sum of parts by a sum of wholes. Both are kept for every point and replication, not
for every alliance: runs are what is resampled, and a sweep may hold millions of alliances.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.finished_sweep import (
    ALLIANCES,
    BOTH,
    CHANGE,
    DESIGN_TABLE,
    DESIGNS,
    FOCAL_GOAL,
    FOUNDER,
    GOALS,
    GOVERNANCE,
    GOVERNANCES,
    MAIN,
    MANIFEST,
    PARTNERS,
    PREVENTION,
    SIZE_DESIGN,
    WORLD_WIDE,
    Conducted,
    OverSizes,
    complete_runs,
    fill_in_fixed,
    in_usual_order,
)
from experiments.statistics import Rows, pooled_ratios
from sim.measures import OLD_ENOUGH
from sim.state import NEVER

TOLERANCE = "world.tolerance"

TOLD_APART = ("point", "setting", SIZE_DESIGN, FOCAL_GOAL, GOVERNANCE, PARTNERS)
"""Columns of the design that say which curve a point belongs to."""

CURVE_KEYS = (GOVERNANCE, PARTNERS, TOLERANCE)


# --- Measures ----------------------------------------------------------------------------------


class Measure(NamedTuple):
    """A sum of parts by a sum of wholes; every alliance adds to both.

    Attributes
    ----------
    name
        In tables.
    part, whole
        Names of what `_amounts` gives.
    is_share
        Whether every whole is one run's only alliance and its part 0 or 1, where there is a focal
        alliance.
    """

    name: str
    part: str
    whole: str
    is_share: bool = False


SUCCESS = Measure("success", "goal_reached", "counted", is_share=True)
PIVOTAL = Measure("pivotal_success", "pivotal", "counted", is_share=True)
IN_TIME = Measure("decided_in_time", "in_time", "occasions")
PLATFORM = Measure("platform", "platform", "counted", is_share=True)
WEEKS = Measure("weeks_to_platform", "weeks", "platform")
DEPTH = Measure("depth", "depth", "platform")
COORDINATION = Measure("coordination_share", "coordination_hours", "hours")
CONTRIBUTION = Measure("contribution_per_head", "contribution", "with_contribution")
EXITS = Measure("exits", "exits", "ever_members")
AT_MOST = Measure("members_at_most", "members_at_most", "counted")
AT_PLATFORM = Measure("members_at_platform", "members_at_platform", "platform")
AFTER_YEAR = Measure("members_after_year", "members_after_year", "with_year")
AT_END = Measure("members_at_end", "members_at_end", "counted")
AGREED = Measure("agreed", "agreed", "counted", is_share=True)
AGREED_BY_ALL = Measure("agreed_by_all", "agreed_by_all", "counted", is_share=True)

MEASURES = (
    *(SUCCESS, PIVOTAL, IN_TIME, PLATFORM, WEEKS, DEPTH, COORDINATION, CONTRIBUTION, EXITS),
    *(AT_MOST, AT_PLATFORM, AFTER_YEAR, AT_END, AGREED, AGREED_BY_ALL),
)

AMOUNTS = tuple(dict.fromkeys(name for measure in MEASURES for name in measure[1:3]))
"""What is added up."""

COLUMNS = (
    *("point", "replication", "kind", "is_alliance", "focal", "founded", "goal_reached"),
    *("pivotal", "decided_in_time", "occasions", "weeks_to_platform", "depth", "hours"),
    *("coordination_hours", "contribution_per_head", "people_lost", "members"),
    *("members_at_most", "members_at_platform", "members_after_year", "members_at_end"),
)
"""Columns of the table of alliances that are read, as far as a sweep has them."""


def _amounts(rows: pd.DataFrame, aimed: Rows) -> Iterator[tuple[str, Rows]]:
    """Give what every alliance adds; `aimed` are the organisations aimed at, shape (rows,)."""

    def number(name: str) -> Rows:
        return np.nan_to_num(values(name))

    def values(name: str) -> Rows:
        if name not in rows:
            return np.full(len(rows), np.nan)
        return rows[name].to_numpy(dtype=np.float64, na_value=np.nan)

    agreed = np.isfinite(values("weeks_to_platform"))
    allied = number("is_alliance")
    after_year, contribution = values("members_after_year"), values("contribution_per_head")
    after_year = np.where(after_year == NEVER, np.nan, after_year)
    at_platform = np.where(agreed, number("members_at_platform"), 0.0)
    yield "counted", np.ones(len(rows))
    yield "goal_reached", number("goal_reached")
    yield "pivotal", number("pivotal")
    yield "occasions", number("occasions")
    yield "in_time", np.round(number("decided_in_time") * number("occasions"))
    yield "platform", agreed.astype(np.float64)
    yield "weeks", number("weeks_to_platform")
    yield "depth", number("depth")
    yield "hours", number("hours")
    yield "coordination_hours", number("coordination_hours")
    yield "contribution", np.nan_to_num(contribution)
    yield "with_contribution", np.isfinite(contribution).astype(np.float64)
    yield "exits", allied * number("people_lost")
    yield "ever_members", allied * (number("people_lost") + number("members"))
    yield "members_at_most", number("members_at_most")
    yield "members_at_platform", at_platform
    yield "members_after_year", np.nan_to_num(after_year)
    yield "with_year", np.isfinite(after_year).astype(np.float64)
    yield "members_at_end", number("members_at_end" if "members_at_end" in rows else "members")
    yield "agreed", (agreed & (at_platform >= 1 + FOUNDER)).astype(np.float64)
    yield "agreed_by_all", (agreed & (at_platform >= aimed)).astype(np.float64)


# --- Curves ------------------------------------------------------------------------------------


class Key(NamedTuple):
    """Which curve: setting, design of size, kind of goal, form of governance."""

    setting: str
    design: str
    goal: str
    governance: str


@dataclass(frozen=True)
class Curve(OverSizes):
    """What was found for one form of governance over sizes.

    Attributes
    ----------
    tolerance
        Mean tolerance of the world, in positions; nan if the sweep does not say it.
    sums
        By name of an amount: sums over alliances, shape (sizes, replications).
    runs
        Complete runs by size, shape (sizes,).
    """

    key: Key
    tolerance: float
    sums: Mapping[str, Rows]
    runs: Rows

    @property
    def is_focal(self) -> bool:
        """Whether every run has one alliance that counts."""
        return self.key.design != WORLD_WIDE

    def parts(self, measure: Measure) -> Rows:
        """Return the parts of a measure, shape (sizes, replications)."""
        return self.sums[measure.part]

    def wholes(self, measure: Measure) -> Rows:
        """Return the wholes of a measure, shape (sizes, replications)."""
        return self.sums[measure.whole]

    def values(self, measure: Measure) -> Rows:
        """Return a measure over all runs together, shape (sizes,); nan where nothing counts."""
        return pooled_ratios(self.parts(measure), self.wholes(measure))

    def draws(self, measure: Measure, weights: Rows) -> Rows:
        """Return a measure over resampled runs, shape (resamples, sizes)."""
        return pooled_ratios(self.parts(measure), self.wholes(measure), weights)


@dataclass(frozen=True)
class SweepData(Conducted):
    """What a finished sweep over sizes found.

    Attributes
    ----------
    curves
        Every curve by its key; with goal "both", change and prevention together.
    deviations
        What each setting changes against the first one: values by key of the parameter.
    """

    curves: Mapping[Key, Curve]
    deviations: Mapping[str, Mapping[str, Any]]

    def settings(self) -> list[str]:
        """Return the settings, the main one first, the others in the order of the design."""
        found = list(dict.fromkeys(key.setting for key in self.curves))
        return sorted(found, key=lambda setting: setting != MAIN)

    def find(self, setting: str, design: str, goal: str) -> list[Curve]:
        """Return the curves of all forms of governance."""
        keys = (Key(setting, design, goal, form) for form in self.governances())
        return [self.curves[key] for key in keys if key in self.curves]

    def governances(self) -> list[str]:
        """Return the forms of governance, in the usual order."""
        return in_usual_order({key.governance for key in self.curves}, GOVERNANCES)

    def designs(self, setting: str) -> list[str]:
        """Return the designs of a setting, in the usual order."""
        found = {key.design for key in self.curves if key.setting == setting}
        return [design for design in DESIGNS if design in found]


def read_sweep(folder: Path) -> SweepData:
    """Read a finished sweep and add up its alliances.

    Parameters
    ----------
    folder
        With the tables `design.parquet`, `runs/*.parquet`, `alliances/*.parquet` and the manifest.

    Returns
    -------
    SweepData
        Without runs that failed.
    """
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    design = pd.read_parquet(folder / DESIGN_TABLE)
    replications = int(manifest["replications"])
    complete, planned = complete_runs(folder, int(design["point"].max()) + 1, replications)
    fill_in_fixed(design, manifest["fixed"], (SIZE_DESIGN, FOCAL_GOAL, *CURVE_KEYS))
    design["setting"] = _settings_by_factor(design)
    sums, row_of = _add_up(folder, design, complete, int(manifest["weeks"]))
    curves = dict(_curves(design, sums, row_of, complete))
    for setting, goal_design, form in {(key[0], key[1], key[3]) for key in curves}:
        both = _pooled([curves.get(Key(setting, goal_design, goal, form)) for goal in GOALS])
        if both.partners.size:
            curves[both.key] = both
    in_order = {key: curves[key] for key in sorted(curves, key=_place(design))}
    failed = planned - int(complete.sum())
    return SweepData(manifest, replications, planned, failed, in_order, _deviations(design))


def _settings_by_factor(design: pd.DataFrame) -> pd.Series:
    """Make settings of factors besides those of the analysis, where one varies within a setting."""
    names = design["setting"].astype(str)
    for key in design.columns:
        if key in TOLD_APART:
            continue
        varies = design.groupby("setting")[key].transform("nunique") > 1
        told = design[key].map(lambda value, key=key: f"; {key.rpartition('.')[2]} {value}")
        names = names.where(~varies, names + told)
    return names


def _deviations(design: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Find the factors that have one value throughout a setting that the first one has nowhere."""
    found: dict[str, dict[str, Any]] = {}
    factors = [name for name in design if "." in str(name)]
    groups = [(str(name), group) for name, group in design.groupby("setting", sort=False)]
    in_first = {key: set(groups[0][1][key]) for key in factors}
    for setting, group in groups:
        values = {key: set(group[key]) for key in factors}
        found[setting] = {
            str(key): next(iter(own))
            for key, own in values.items()
            if len(own) == 1 and not own <= in_first[key]
        }
    return found


def _place(design: pd.DataFrame) -> Any:
    settings = list(dict.fromkeys(design["setting"]))

    def place(key: Key) -> tuple[Any, ...]:
        goals = (*GOALS, BOTH)
        form = GOVERNANCES.index(key.governance) if key.governance in GOVERNANCES else 9
        return settings.index(key.setting), DESIGNS.index(key.design), goals.index(key.goal), form

    return place


def _rows_of(design: pd.DataFrame) -> dict[tuple[int, str], int]:
    """Number what is added up apart: points, those of world-wide designs by kind of goal."""
    found: dict[tuple[int, str], int] = {}
    columns = [design[name] for name in ("point", SIZE_DESIGN, FOCAL_GOAL)]
    for point, size_design, goal in zip(*columns, strict=True):
        for kind in GOALS if size_design == WORLD_WIDE or goal not in GOALS else (goal,):
            found[int(point), kind] = len(found)
    return found


def _add_up(
    folder: Path, design: pd.DataFrame, complete: np.ndarray, weeks: int
) -> tuple[dict[str, Rows], dict[tuple[int, str], int]]:
    """Add up what alliances add, file by file."""
    import pyarrow.parquet as pq

    row_of = _rows_of(design)
    points, replications = complete.shape
    row = np.full((points, len(GOALS)), -1)
    for (point, kind), number in row_of.items():
        alone = (point, PREVENTION if kind == CHANGE else CHANGE) not in row_of
        row[point, slice(None) if alone else GOALS.index(kind)] = number
    aimed, world_wide = np.zeros(points), np.zeros(points, dtype=bool)
    aimed[design["point"]] = design[PARTNERS] + FOUNDER
    world_wide[design["point"]] = design[SIZE_DESIGN] == WORLD_WIDE
    sums = {name: np.zeros(len(row_of) * replications) for name in AMOUNTS}
    for path in sorted((folder / ALLIANCES).glob("*.parquet")):
        file = pq.ParquetFile(path)
        wanted = [name for name in COLUMNS if name in file.schema_arrow.names]
        table = file.read(columns=wanted).to_pandas()
        table = table.loc[_counts(table, world_wide, complete, weeks)]
        point, kind = table["point"].to_numpy(), table["kind"].to_numpy()
        numbers = row[point, (kind == PREVENTION).astype(int)]
        place = numbers * replications + table["replication"].to_numpy()
        for name, amounts in _amounts(table, aimed[point]):
            np.add.at(sums[name], place, amounts)
    shaped = {name: total.reshape(len(row_of), replications) for name, total in sums.items()}
    return shaped, row_of


def _counts(
    table: pd.DataFrame, world_wide: np.ndarray, complete: np.ndarray, weeks: int
) -> np.ndarray:
    """Tell which alliances count: the focal ones, or where all aim alike those old enough."""
    point = table["point"].to_numpy()
    focal = table["focal"].to_numpy() == True if "focal" in table else False  # noqa: E712
    allied = table["is_alliance"].to_numpy(dtype=bool)
    old_enough = allied & (table["founded"].to_numpy() <= weeks - OLD_ENOUGH)
    counts: np.ndarray = np.where(world_wide[point], old_enough, focal)
    counts &= complete[point, table["replication"].to_numpy()]
    return counts


def _curves(
    design: pd.DataFrame,
    sums: Mapping[str, Rows],
    row_of: Mapping[tuple[int, str], int],
    complete: np.ndarray,
) -> Iterator[tuple[Key, Curve]]:
    for (setting, size_design, form), group in design.groupby(
        ["setting", SIZE_DESIGN, GOVERNANCE], sort=False
    ):
        for goal in GOALS:
            has_goal = np.array([(int(point), goal) in row_of for point in group["point"]])
            points = group.loc[has_goal & complete[group["point"]].any(axis=1)]
            # A point that differs in nothing else is one point; one for this very goal comes first.
            points = points.assign(for_any=points[FOCAL_GOAL] != goal)
            points = points.sort_values([PARTNERS, "for_any"]).drop_duplicates(PARTNERS)
            if points.empty:
                continue
            rows = [row_of[int(point), goal] for point in points["point"]]
            key = Key(str(setting), str(size_design), goal, str(form))
            yield (
                key,
                Curve(
                    key,
                    points[PARTNERS].to_numpy(dtype=np.float64),
                    _tolerance(points),
                    {name: total[rows] for name, total in sums.items()},
                    complete[points["point"]].sum(axis=1).astype(np.float64),
                ),
            )


def _tolerance(points: pd.DataFrame) -> float:
    told = points[TOLERANCE].unique()
    return float(told[0]) if told.size == 1 else math.nan


def _pooled(curves: list[Curve | None]) -> Curve:
    """Put change and prevention together, at the sizes that both have."""
    present = [curve for curve in curves if curve is not None]
    sizes = sorted(set.intersection(*({*curve.partners} for curve in present)))
    rows = [np.searchsorted(curve.partners, sizes) for curve in present]
    first = present[0]
    sums = {
        name: np.sum([curve.sums[name][r] for curve, r in zip(present, rows, strict=True)], axis=0)
        for name in AMOUNTS
    }
    runs = np.sum([curve.runs[r] for curve, r in zip(present, rows, strict=True)], axis=0)
    if first.key.design == WORLD_WIDE:
        runs = first.runs[rows[0]]  # both kinds of goals lie in the same runs
    key = first.key._replace(goal=BOTH)
    return Curve(key, np.array(sizes), first.tolerance, sums, runs)
