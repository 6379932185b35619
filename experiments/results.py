"""The folder of one run: tables, chronicle, figures and, last of all, the manifest.

A file is written under another name and then renamed, and the manifest comes last. So a folder
with a manifest is complete, whatever happened to the process. Nothing in the files depends on the
time of day: equal runs give equal bytes.
"""

import contextlib
import csv
import errno
import hashlib
import importlib.metadata
import json
import math
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from omegaconf import OmegaConf

from experiments.configuration import RunSettings
from experiments.errors import UserError
from experiments.figures.snapshots import Snapshots
from experiments.provenance import hash_of_sources
from sim import AllianceModel, __version__
from sim.measures import (
    ALLIANCE_RECORD,
    ALLIANCE_UNITS,
    ORGANISATION_UNITS,
    WEEK_RECORD,
    Table,
)
from sim.population import MARKED, Population

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CONFIGURATION = "configuration.yaml"
MANIFEST = "manifest.json"
TIMELINE = "timeline.png"
NETWORK = "network.png"
LOG = "run.log"
SWEEP = "multirun.yaml"

MARKS = (MANIFEST, CONFIGURATION, LOG, SWEEP, ".hydra")
"""A folder that holds one of these has been used by a run."""

LIBRARIES = (
    "hydra-core",
    "llvmlite",
    "matplotlib",
    "mesa",
    "networkx",
    "numba",
    "numpy",
    "omegaconf",
    "pandas",
    "pyarrow",
    "pydantic",
)

DOTS_PER_INCH = 150

WEEK_UNITS = {
    "week": "number, from 0",
    "initiatives": "live initiatives with no second member yet",
    "alliances": "live alliances",
    "sounding": "live alliances in this phase",
    "debating": "live alliances in this phase",
    "negotiating": "live alliances in this phase",
    "working": "live alliances in this phase",
    "memberships": "members of live alliances, summed",
    "members": "organisations in at least one live alliance or initiative",
    "energy": "share, mean over organisations",
    "trust": "share, mean over ties",
    "ties": "ties",
    "coordination_hours": "hours in the week",
    "net_hours": "hours in the week that spoke to the public",
    "windows": "fields with an open window",
    "bills": "pending bills",
    "goals_reached": "alliances ended with their goal reached, so far",
    "ended": "alliances ended, so far",
}
"""Columns of the table of weeks with their units."""

UNITS: dict[str, Mapping[str, str]] = {
    "organisations": ORGANISATION_UNITS,
    "alliances": ALLIANCE_UNITS,
    "weeks": WEEK_UNITS,
}

PARTS = {
    **dict.fromkeys(("freedom", "justice", "sustainability"), "values"),
    **dict.fromkeys(("lobbying", "dialogue", "campaigning"), "channels"),
}
"""Columns whose origin is told together, under another name."""


def _real_columns(record: "np.dtype[np.void]") -> list[str]:
    """Names of the columns of a record that hold real numbers."""
    return [name for name in record.names or () if record[name].kind == "f"]


TEXT = frozenset(
    {
        *("organisation", "sector", "founder", "field", "kind", "ending", "phase"),
        *(f"{figure}_mark" for figure in MARKED),
    }
)
FLAGS = frozenset({"focal", "is_alliance", "goal_reached", "pivotal", "censored"})
REALS = frozenset(
    {
        *("camp", "free_hours", "money", "reach", "sitting_weeks", "pragmatism"),
        *("visibility_need", "freedom", "justice", "sustainability"),
        *("lobbying", "dialogue", "campaigning", "energy", "hours_given", "credit"),
        *("profile_joint", "profile_alone", "profile_difference", "free_hours_last"),
        "mean_trust",
        *_real_columns(ALLIANCE_RECORD),
        *_real_columns(WEEK_RECORD),
    }
)
"""Columns that hold no whole numbers. Types are fixed so that the tables of all runs fit together,
also where a column is empty."""


# --- Folders -----------------------------------------------------------------------------------


def claim_folder(wanted: Path, *, named: bool, mark: str) -> Path:
    """Take a folder for one start alone, also when others start at the same moment.

    Parameters
    ----------
    wanted
        The folder that would be used.
    named
        Whether the user asked for it. If so it is this one or none; otherwise a number at the end
        makes it a new one.
    mark
        File that is left in it to show that it is taken.

    Returns
    -------
    Path
        The folder, which exists.

    Raises
    ------
    UserError
        If the user named a folder that holds a run already or cannot be written.
    """
    try:
        if wanted.exists() and not wanted.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        folder = _named_folder(wanted) if named else _new_folder(wanted)
        (folder / mark).touch(exist_ok=False)
    except FileExistsError:
        run = "a run already" if _holds_whole_run(wanted) else "a run that has not been finished"
        raise UserError(
            f"{wanted} holds {run}; nothing is overwritten",
            "Choose another folder, or leave it out: every start then gets a new one",
        ) from None
    except OSError as error:
        problem = f"{wanted} cannot be written: {error.strerror}"
        raise UserError(problem, "Choose a folder that you may write") from None
    return folder


def _holds_whole_run(folder: Path) -> bool:
    return (folder / MANIFEST).exists() or any(folder.glob(f"*/{MANIFEST}"))


def _named_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if any((folder / name).exists() for name in MARKS):
        raise FileExistsError
    return folder


def _new_folder(wanted: Path) -> Path:
    wanted.parent.mkdir(parents=True, exist_ok=True)
    folder, number = wanted, 1
    while True:
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            folder = wanted.with_name(f"{wanted.name}-{number}")
        else:
            return folder


def shown(path: Path, home: Path) -> str:
    """Path as it is told to the user: relative where it lies below the folder of the start."""
    with contextlib.suppress(ValueError):
        return str((home / path).relative_to(home))
    return str(path)


def tell_interrupted(program: str, complete: int, folder: str) -> None:
    """Tell in a line that Ctrl-C ended a command, and what it leaves behind and where.

    Parameters
    ----------
    program
        The command.
    complete
        Number of runs whose results are whole.
    folder
        Folder of its results, as it is shown to the user.
    """
    runs = {0: "no complete run is", 1: "1 complete run is"}.get(
        complete, f"{complete} complete runs are"
    )
    told = f"{program}: interrupted; {runs} kept in {folder}"
    if complete:
        told += f" (with a {MANIFEST})"
    print(told, file=sys.stderr)


# --- Files -------------------------------------------------------------------------------------


class ResultFolder:
    """Writes files into a folder and remembers their fingerprints for the manifest.

    Parameters
    ----------
    path
        The folder, which exists.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, str] = {}

    @contextlib.contextmanager
    def new_file(self, name: str) -> Iterator[BinaryIO]:
        """Open a file that appears under its name when it is complete."""
        partial = self.path / f".{name}.partial"
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with partial.open("rb") as file:
            self.files[name] = hashlib.file_digest(file, "sha256").hexdigest()
        partial.replace(self.path / name)

    def write_text(self, name: str, lines: Iterator[str]) -> None:
        """Write lines of text."""
        with self.new_file(name) as file:
            for line in lines:
                file.write(f"{line}\n".encode())


def write_results(
    model: AllianceModel, snapshots: Snapshots, settings: RunSettings, path: Path
) -> None:
    """Write everything that a run leaves.

    Parameters
    ----------
    model
        The model, at its horizon.
    snapshots
        What was recorded for the figure of the network.
    settings
        What it was run with.
    path
        Folder of this run alone.
    """
    folder = ResultFolder(path)
    folder.write_text(CONFIGURATION, iter([OmegaConf.to_yaml(settings.as_dict()).rstrip("\n")]))
    tables = {
        "organisations": model.organisation_table(),
        "alliances": model.alliance_table(),
        "weeks": model.week_table(),
    }
    write = _write_csv if settings.format == "csv" else _write_parquet
    for name, table in tables.items():
        write(folder, name, table)
    _write_columns(folder)
    _write_chronicle(folder, model, settings.language)
    _write_figures(folder, model, snapshots, settings.language)
    manifest = {**_manifest(settings, folder.files), **_inputs(model.population)}
    folder.write_text(MANIFEST, iter([json.dumps(manifest, indent=2)]))


def _write_csv(folder: ResultFolder, name: str, table: Table) -> None:
    rows = zip(*table.values(), strict=True)
    _write_rows(folder, f"{name}.csv", [list(table), *([_cell(v) for v in row] for row in rows)])


def _cell(value: Any) -> Any:
    """Write what both pandas and R read as true and false; what is missing is empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def _write_columns(folder: ResultFolder) -> None:
    rows = [
        [table, column, unit, origin(table, column)]
        for table, units in UNITS.items()
        for column, unit in units.items()
    ]
    _write_rows(folder, "columns.csv", [["table", "column", "unit", "origin"], *rows])


def origin(table: str, column: str) -> str:
    """Say where a column comes from: told by a mark, part of the world, or simulated."""
    if table != "organisations":
        return "simulated"
    figure = PARTS.get(column, column)
    if figure in MARKED:
        return f"see {figure}_mark"
    given = column == "organisation" or column.endswith("_mark")
    return "world" if given else "simulated"


def _write_rows(folder: ResultFolder, name: str, rows: list[list[Any]]) -> None:
    with folder.new_file(name) as file:
        writer = csv.writer(_Encoding(file), lineterminator="\n")
        writer.writerows(rows)


class _Encoding:
    """Lets the csv module write text into a binary file."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())


def _write_parquet(folder: ResultFolder, name: str, table: Table) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    units = UNITS[name]
    fields = [
        pa.field(
            column,
            _arrow_type(column),
            metadata={"unit": units[column], "origin": origin(name, column)},
        )
        for column in table
    ]
    arrays = [pa.array(table[field.name], field.type) for field in fields]
    whole = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    with folder.new_file(f"{name}.parquet") as file:
        pq.write_table(whole, file, compression="zstd", version="2.6")


def _arrow_type(column: str) -> Any:
    import pyarrow as pa

    if column in TEXT:
        return pa.string()
    if column in FLAGS:
        return pa.bool_()
    return pa.float64() if column in REALS else pa.int64()


def _write_chronicle(folder: ResultFolder, model: AllianceModel, language: str) -> None:
    from sim.chronicle import event_dictionaries, story

    folder.write_text("chronicle.jsonl", map(_json_line, event_dictionaries(model)))
    folder.write_text("chronicle.txt", story(model, language=language))


def _json_line(event: Mapping[str, Any]) -> str:
    # JSON knows no nan.
    values = {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in event.items()
    }
    return json.dumps(values, ensure_ascii=False, allow_nan=False)


def _write_figures(
    folder: ResultFolder, model: AllianceModel, snapshots: Snapshots, language: str
) -> None:
    from experiments.figures.network import draw_network
    from experiments.figures.timeline import draw_timeline

    _write_figure(folder, TIMELINE, draw_timeline(model, language))
    _write_figure(folder, NETWORK, draw_network(model, snapshots, language))


def _write_figure(folder: ResultFolder, name: str, figure: "Figure") -> None:
    from experiments.figures.style import metadata_of

    with folder.new_file(name) as file:
        metadata = metadata_of(figure, ".png")
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata=metadata)


def _inputs(population: Population) -> dict[str, Any]:
    """Files of a user's world, and in how many places they left something to be drawn."""
    if not population.digests:
        return {}
    return {
        "inputs": {name: {"sha256": digest} for name, digest in population.digests.items()},
        "drawn": {
            drawn.name: {"places": drawn.places, "of": drawn.whole} for drawn in population.drawn
        },
    }


def _manifest(settings: RunSettings, files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "package": "alliance-dynamics",
        "version": __version__,
        "sources": hash_of_sources(),
        "seed": settings.seed,
        "weeks": settings.weeks,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "files": {name: {"sha256": digest} for name, digest in sorted(files.items())},
    }
