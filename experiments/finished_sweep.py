"""A finished sweep over sizes, whatever it is about: its tables, its columns, what is complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.statistics import Rows

DESIGN_TABLE = "design.parquet"
RUNS = "runs"
ALLIANCES = "alliances"
MANIFEST = "manifest.json"

SIZE_DESIGN = "formation.size_design"
FOCAL_GOAL = "formation.focal_goal"
GOVERNANCE = "collaboration.governance"
PARTNERS = "formation.target_partners"

COMPLETE = "complete"

MAIN = "main"
ASSIGNED, INTENDED, WORLD_WIDE = "assigned", "intended", "world_wide"
DESIGNS = (ASSIGNED, INTENDED, WORLD_WIDE)
CHANGE, PREVENTION, BOTH = "change", "prevention", "both"
GOALS = (CHANGE, PREVENTION)
GOVERNANCES = ("assembly", "lead", "core")

FOUNDER = 1
"""A founder is a member that is no partner: organisations = partners + founder."""


@dataclass(frozen=True)
class OverSizes:
    """What was found for one combination over sizes.

    Attributes
    ----------
    key
        Which combination it is.
    partners
        Partners aimed at, ascending, without the founder; shape (sizes,).
    """

    key: tuple[Any, ...]
    partners: Rows

    @property
    def organisations(self) -> Rows:
        """Organisations aimed at: partners and founder; shape (sizes,)."""
        return self.partners + FOUNDER


@dataclass(frozen=True)
class Conducted:
    """How a sweep was made, whatever it is about.

    Attributes
    ----------
    manifest
        What it was started with.
    replications
        Runs of each point, as they were planned.
    planned, failed
        Runs in all, and how many of them are left out because they failed or took too long.
    """

    manifest: Mapping[str, Any]
    replications: int
    planned: int
    failed: int


def complete_runs(folder: Path, points: int, replications: int) -> tuple[np.ndarray, int]:
    """Tell which runs of a sweep are complete, shape (points, replications), and count all."""
    runs = pd.read_parquet(folder / RUNS, columns=["point", "replication", "status"])
    complete = np.zeros((points, replications), dtype=bool)
    fine = runs[runs["status"] == COMPLETE]
    complete[fine["point"], fine["replication"]] = True
    return complete, len(runs.drop_duplicates(["point", "replication"]))


def fill_in_fixed(design: pd.DataFrame, fixed: Mapping[str, Any], keys: Sequence[str]) -> None:
    """Add what the sweep holds fixed and the analysis tells apart."""
    for key in keys:
        if key not in design:
            phase, name = key.split(".")
            design[key] = fixed[phase][name]


def in_usual_order(found: set[str], usual: tuple[str, ...]) -> list[str]:
    """Return the names that were found, those that are known in their usual order first."""
    return [*(name for name in usual if name in found), *sorted(found - {*usual})]
