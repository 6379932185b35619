"""What a finished sweep over breadth and depth says, by combination, size and replication.

Every run has one focal alliance, so everything is a number of a run; nan where it has none. Depth
has two readings: of the platforms that exist, and of everything that was started, with 0 where no
platform came about. Runs whose sectors hold fewer organisations than are aimed at do not count.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.finished_sweep import (
    ALLIANCES,
    ASSIGNED,
    DESIGN_TABLE,
    FOCAL_GOAL,
    FOUNDER,
    GOVERNANCE,
    GOVERNANCES,
    MAIN,
    MANIFEST,
    PARTNERS,
    SIZE_DESIGN,
    WORLD_WIDE,
    Conducted,
    OverSizes,
    complete_runs,
    fill_in_fixed,
    in_usual_order,
)
from experiments.frontier import medians, resampled_medians
from experiments.statistics import Rows, pooled_ratios

COMMITMENT = "formation.commitment"
SECTORS = "formation.focal_sectors"
SELECTION = "partners"
"""The group of options that says whom founders prefer."""

UNIFORM, DIFFERENTIATED = "uniform", "differentiated"
COMMITMENTS = (UNIFORM, DIFFERENTIATED)
RANDOM, TIES, FIT, COVERAGE, MIXED = "random", "ties", "fit", "coverage", "mixed"
SELECTIONS = (RANDOM, TIES, FIT, COVERAGE, MIXED)
ANY_SECTOR = 0

TOLD_APART = ("point", "setting", GOVERNANCE, SELECTION, SECTORS, COMMITMENT, PARTNERS)
"""Columns of the design that say which size of which combination a point is."""


class Measure(NamedTuple):
    """A number of every run.

    Attributes
    ----------
    name
        In tables.
    is_share
        Whether it is 0 or 1 in every run that counts.
    """

    name: str
    is_share: bool = False


PLATFORM = Measure("platform", is_share=True)
SUCCESS = Measure("success", is_share=True)
PIVOTAL = Measure("pivotal_success", is_share=True)
MEMBERS = Measure("members_at_platform")
AT_MOST = Measure("members_at_most")
EFFECTIVE_SECTORS = Measure("effective_sectors")
ELECTORATES = Measure("electorates_reached")
CAMP_SPREAD = Measure("camp_spread")
AGREED = Measure("share_agreed")
AMBITION = Measure("ambition_kept")
DEPTH = Measure("depth")
VALUE = Measure("value_to_members")
DEPTH_OF_ALL = Measure("depth_of_all_started")
WEEKS = Measure("weeks_to_platform")

BREADTHS = (MEMBERS, EFFECTIVE_SECTORS, ELECTORATES)
DEPTHS = (DEPTH, AGREED, AMBITION, VALUE, DEPTH_OF_ALL)
MEASURES = (*(PLATFORM, SUCCESS, PIVOTAL, AT_MOST, *BREADTHS, CAMP_SPREAD, *DEPTHS, WEEKS),)

OF_PLATFORMS = (MEMBERS, EFFECTIVE_SECTORS, ELECTORATES, CAMP_SPREAD, AGREED, AMBITION, DEPTH)
"""Columns of the table of alliances that are taken as they are, of those with a platform."""

COLUMNS = (
    *("point", "replication", "focal", "eligible", "goal_reached", "pivotal", "weeks_to_platform"),
    *("members_at_most", "value_to_members", *(measure.name for measure in OF_PLATFORMS)),
)
"""Columns of the table of alliances that are read."""


class Key(NamedTuple):
    """Which combination: setting, form of governance, selection, sectors asked, commitment."""

    setting: str
    governance: str
    selection: str
    sectors: int
    commitment: str


@dataclass(frozen=True)
class Cell(OverSizes):
    """What was found for one combination over sizes.

    Attributes
    ----------
    numbers
        By name of a measure, shape (sizes, replications); nan where a run has none.
    started
        Runs with a focal alliance by size, shape (sizes,), also those that do not count because
        their sectors hold too few organisations.
    held
        Organisations in the sectors asked, shape (replications,); nan where that is not known.
    """

    key: Key
    numbers: Mapping[str, Rows]
    started: Rows
    held: Rows

    @property
    def runs(self) -> Rows:
        """Runs that count by size, shape (sizes,)."""
        return self.counts(PLATFORM)

    def at_sizes(self, kept: np.ndarray) -> "Cell":
        """Return what was found at some sizes, booleans of shape (sizes,)."""
        numbers = {name: rows[kept] for name, rows in self.numbers.items()}
        return Cell(self.key, self.partners[kept], numbers, self.started[kept], self.held)

    def of_runs(self, kept: np.ndarray) -> "Cell":
        """Return what was found in some runs, booleans of shape (replications,) or of the cell's.

        The others have no numbers.
        """
        numbers = {name: np.where(kept, rows, np.nan) for name, rows in self.numbers.items()}
        return dataclasses.replace(self, numbers=numbers)

    def of(self, measure: Measure) -> Rows:
        """Return a measure by run, shape (sizes, replications)."""
        return self.numbers[measure.name]

    def counts(self, measure: Measure) -> Rows:
        """Return in how many runs there is such a number, shape (sizes,)."""
        counts: Rows = np.isfinite(self.of(measure)).sum(axis=1).astype(np.float64)
        return counts

    def means(self, measure: Measure, weights: Rows | None = None) -> Rows:
        """Return the mean over runs, shape (sizes,), or (resamples, sizes) with weights."""
        numbers = self.of(measure)
        known = np.isfinite(numbers)
        return pooled_ratios(np.where(known, numbers, 0.0), known.astype(np.float64), weights)

    def medians(self, measure: Measure, weights: Rows | None = None) -> Rows:
        """Return the median over runs, shape (sizes,), or (resamples, sizes) with weights."""
        numbers = self.of(measure)
        return medians(numbers) if weights is None else resampled_medians(numbers, weights)


@dataclass(frozen=True)
class Unfilled:
    """A size that the sectors of some runs could not fill.

    Attributes
    ----------
    sectors, organisations
        Sectors asked, and organisations aimed at.
    filled, runs
        Runs whose sectors held so many organisations, and all runs, of the points in question.
    """

    sectors: int
    organisations: int
    filled: int
    runs: int


@dataclass(frozen=True)
class BreadthDepthData(Conducted):
    """What a finished sweep over breadth and depth found.

    Attributes
    ----------
    cells
        Every combination by its key.
    left_out
        Points left out before the runs: more partners aimed at than other organisations, in the
        world or in the sectors asked.
    changes
        What each setting changes against the main one: values by key of the parameter.
    unfilled
        Sizes that the sectors could not fill in some runs.
    without_focal
        Complete runs without a focal alliance: nobody had such a goal.
    is_assigned
        Whether the size is set in the main setting; otherwise the founder aims at it.
    """

    cells: Mapping[Key, Cell]
    left_out: int
    changes: Mapping[str, Mapping[str, Any]]
    unfilled: tuple[Unfilled, ...]
    without_focal: int
    is_assigned: bool

    def settings(self) -> list[str]:
        """Return the settings, the main one first."""
        found = list(dict.fromkeys(key.setting for key in self.cells))
        return sorted(found, key=lambda setting: setting != MAIN)

    def governances(self) -> list[str]:
        """Return the forms of governance in the usual order."""
        return in_usual_order({key.governance for key in self.cells}, GOVERNANCES)

    def selections(self) -> list[str]:
        """Return the ways of selecting partners in the usual order."""
        return in_usual_order({key.selection for key in self.cells}, SELECTIONS)

    def commitments(self) -> list[str]:
        """Return the forms of commitment in the usual order."""
        return in_usual_order({key.commitment for key in self.cells}, COMMITMENTS)

    def largest_world(self) -> int | None:
        """Return how many organisations the world has; None where all asked in some sectors."""
        held = [cell.held for key, cell in self.cells.items() if key.sectors == ANY_SECTOR]
        known = [float(np.nanmax(each)) for each in held if np.any(np.isfinite(each))]
        return int(max(known)) if known else None

    def sectors(self) -> list[int]:
        """Return the numbers of sectors asked, ascending; all of them last."""
        return sorted({key.sectors for key in self.cells}, key=lambda k: (k == ANY_SECTOR, k))


class NotThisQuestionError(ValueError):
    """A sweep cannot be read as one over breadth and depth."""


def read_breadth_depth(folder: Path) -> BreadthDepthData:
    """Read a finished sweep.

    Parameters
    ----------
    folder
        With the tables `design.parquet`, `runs/*.parquet`, `alliances/*.parquet` and the manifest.

    Returns
    -------
    BreadthDepthData
        Without runs that failed or whose sectors hold too few organisations.

    Raises
    ------
    NotThisQuestionError
        If in a point every founder aims at the size, so that there is no alliance to look at.
    """
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    design = pd.read_parquet(folder / DESIGN_TABLE)
    replications = int(manifest["replications"])
    complete, planned = complete_runs(folder, int(design["point"].max()) + 1, replications)
    design = _filled_in(design, manifest)
    if (design[SIZE_DESIGN] == WORLD_WIDE).any():
        raise NotThisQuestionError(f"{SIZE_DESIGN} = {WORLD_WIDE}: there is no focal alliance")
    changes = _changes(design)
    numbers = _numbers(folder, complete)
    eligible = numbers.pop("eligible")
    has_focal = np.isfinite(eligible)
    aimed = np.zeros(complete.shape[0])
    aimed[design["point"]] = design[PARTNERS] + FOUNDER
    fits = eligible >= aimed[:, None]
    for values in numbers.values():
        values[~fits] = np.nan
    return BreadthDepthData(
        manifest,
        replications,
        planned,
        planned - int(complete.sum()),
        dict(_cells(design, numbers, eligible)),
        int(manifest.get("design", {}).get("left_out", 0)),
        changes,
        tuple(_unfilled(design, fits, has_focal)),
        int((complete & ~has_focal).sum()),
        str(design[SIZE_DESIGN].iloc[0]) == ASSIGNED,
    )


def _filled_in(design: pd.DataFrame, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Add what the sweep holds fixed and the analysis tells apart."""
    fixed = manifest["fixed"]
    fill_in_fixed(
        design, fixed, (SIZE_DESIGN, FOCAL_GOAL, GOVERNANCE, SECTORS, COMMITMENT, PARTNERS)
    )
    if SELECTION not in design:
        design[SELECTION] = MIXED
    return design


# --- Settings ----------------------------------------------------------------------------------


def _changes(design: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Name the settings by what they change against the first point, and say what that is.

    The sweep's own settings count as well; with several changes the name has them all.
    """
    first = design.iloc[0]
    keys = [key for key in design.columns if key not in TOLD_APART]
    found: dict[str, dict[str, Any]] = {}
    names = []
    for row in design.to_dict("records"):
        changed = {key: row[key] for key in keys if row[key] != first[key]}
        own = [str(row["setting"])] if row["setting"] != first["setting"] else []
        name = "; ".join([*own, *(setting_name(*pair) for pair in changed.items())]) or MAIN
        found[name] = changed
        names.append(name)
    design["setting"] = names
    return found


def setting_name(key: str, value: Any) -> str:
    """Return the name of a setting that changes one parameter."""
    told = f"{value:.10g}" if isinstance(value, float) else str(value)
    return f"{key.rpartition('.')[2]} {told}"


# --- Numbers of runs ---------------------------------------------------------------------------


def _numbers(folder: Path, complete: np.ndarray) -> dict[str, Rows]:
    """Read the focal alliances of complete runs, by point and replication."""
    import pyarrow.parquet as pq

    numbers = {
        name: np.full(complete.shape, np.nan)
        for name in ("eligible", *(measure.name for measure in MEASURES))
    }
    for path in sorted((folder / ALLIANCES).glob("*.parquet")):
        table = pq.read_table(path, columns=list(COLUMNS), filters=[("focal", "=", True)])
        rows = table.to_pandas()
        rows = rows[complete[rows["point"], rows["replication"]]]
        place = rows["point"].to_numpy(), rows["replication"].to_numpy()
        for name, values in _of_alliances(rows):
            numbers[name][place] = values
    return numbers


def _of_alliances(rows: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    """Give the numbers of focal alliances by name."""

    def column(name: str) -> Rows:
        return rows[name].to_numpy(dtype=np.float64, na_value=np.nan)

    stands = np.isfinite(column("weeks_to_platform"))
    yield "eligible", column("eligible")
    yield PLATFORM.name, stands.astype(np.float64)
    yield SUCCESS.name, column("goal_reached")
    yield PIVOTAL.name, column("pivotal")
    yield AT_MOST.name, column("members_at_most")
    yield VALUE.name, np.where(stands, column("value_to_members"), np.nan)
    yield WEEKS.name, column("weeks_to_platform")
    for measure in OF_PLATFORMS:
        yield measure.name, np.where(stands, column(measure.name), np.nan)
    yield DEPTH_OF_ALL.name, np.where(stands, column(DEPTH.name), 0.0)


def _cells(
    design: pd.DataFrame, numbers: Mapping[str, Rows], eligible: Rows
) -> Iterator[tuple[Key, Cell]]:
    """Give the combinations in the order of the design; sizes without a run are left out."""
    by = ["setting", GOVERNANCE, SELECTION, SECTORS, COMMITMENT]
    counted: np.ndarray = np.any(np.isfinite(numbers[PLATFORM.name]), axis=1)
    for told, group in _groups(design, by):
        points = group.loc[counted[group["point"]]].sort_values(PARTNERS)
        points = points.drop_duplicates(PARTNERS)
        if points.empty:
            continue
        key = Key(*told)
        rows = points["point"].to_numpy()
        partners = points[PARTNERS].to_numpy(dtype=np.float64)
        own = {name: all_[rows] for name, all_ in numbers.items()}
        started = np.isfinite(eligible[rows]).sum(axis=1).astype(np.float64)
        # A replication has the same founder and sectors at every size.
        held = np.nanmax(eligible[rows], axis=0, initial=-np.inf)
        yield key, Cell(key, partners, own, started, np.where(held < 0.0, np.nan, held))


def _unfilled(design: pd.DataFrame, fits: np.ndarray, has_focal: np.ndarray) -> Iterator[Unfilled]:
    """Give the sizes that the sectors of some runs could not fill."""
    for (sectors, partners), group in _groups(design, [SECTORS, PARTNERS]):
        points = group["point"].to_numpy()
        filled, runs = int(fits[points].sum()), int(has_focal[points].sum())
        if filled < runs:
            yield Unfilled(int(sectors), int(partners) + FOUNDER, filled, runs)


def _groups(design: pd.DataFrame, by: list[str]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Give the points that agree in some columns, in the order of the design."""
    yield from design.groupby(by, sort=False)
