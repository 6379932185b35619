"""Results of a sweep on disk: nothing that was written is ever lost, and nothing is done twice.

A part holds runs that follow each other, and its name says which. It is written under another name,
flushed to the disk and renamed; the part of the runs comes after those of their alliances and
weeks, so a run that stands in a part of the runs is whole. What a killed process leaves besides is
removed by the next one. A sweep's folder belongs to one version of the program: another one refuses
to mix its results into it.
"""

import contextlib
import errno
import importlib.metadata
import json
import os
import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.errors import UserError
from experiments.plan import Plan
from experiments.provenance import hash_of_sources
from experiments.results import LIBRARIES, MANIFEST
from experiments.tables import ALLIANCES, COMPLETE, RUNS, WEEKS, Outcome, Tables
from sim import __version__

DESIGN = "design.parquet"
COLUMNS = "columns.csv"
LOCK = ".lock"
PARTIAL = ".partial"
"""Ending of a file that is being written; it begins with a dot, too, so that readers pass it by."""

PART = re.compile(r"part-(\d{9})-(\d{9})\.parquet")
"""Name of a part: the numbers of its first and its last run."""

COMPUTING = ("numpy", "numba", "llvmlite")
"""Libraries on which the last digit of a result may depend."""


NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""What the system says where a disk, or the user's share of it, is full."""


class StoreError(Exception):
    """The results cannot be written, such as on a full disk; the message says why."""


class Store:
    """The folder of a sweep, for one process at a time.

    Parameters
    ----------
    folder
        Where it is, or will be.
    plan
        The sweep.
    model
        Fingerprint of the source of the model's class, as from `source_of`.
    """

    def __init__(self, folder: Path, plan: Plan, model: str) -> None:
        self.folder = folder
        self.plan = plan
        self.model = model
        self.tables = Tables(plan)
        self._lock = filelock.FileLock(folder / LOCK)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Take the folder: make it, or go on with what is there.

        Raises
        ------
        UserError
            If the folder cannot be made or written, holds something else, or another process has
            it.
        StoreError
            If the disk is full.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _flush(self.folder.parent)
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            problem = f"{self.folder}: another process is at work on this sweep"
            raise UserError(problem, "Wait for it, or choose another folder") from None
        except OSError as error:
            problem = f"{self.folder} cannot be written: {error.strerror}"
            if error.errno in NO_ROOM:
                raise StoreError(problem) from error
            raise UserError(problem, "Choose another folder with hydra.run.dir=DIR") from error
        try:
            self._begin()
            yield
        finally:
            self._lock.release()

    def _begin(self) -> None:
        before = read_manifest(self.folder)
        if before is None:
            self._refuse_other_content()
        else:
            self._refuse_other_sweep(before)
        with _telling_trouble():
            for table in self.tables.names:
                (self.folder / table).mkdir(exist_ok=True)
            self._clear_up()
            self._refuse_damage()
            if before is None:
                self._write_table(Path(DESIGN), self.tables.design())
                self._write_text(COLUMNS, self._columns())
            if before != self.manifest():
                self._write_text(MANIFEST, json.dumps(self.manifest(), indent=2) + "\n")

    def _refuse_other_content(self) -> None:
        others = [path.name for path in self.folder.iterdir() if path.name not in OWN_FILES]
        kept = [name for name in others if not name.endswith(PARTIAL)]
        # The manifest comes before the first part: without it nobody knows what parts are of.
        kept += [path.name for path in self.folder.glob("*/part-*.parquet")]
        if kept:
            problem = f"{self.folder} holds something else: {', '.join(sorted(kept)[:3])}"
            raise UserError(problem, "Choose another folder")

    def _refuse_other_sweep(self, before: dict[str, Any]) -> None:
        now = self.manifest()
        if before.get("fingerprint") != now["fingerprint"]:
            problem = f"{self.folder} holds another sweep: {_difference(before, now)}"
            raise UserError(problem, "Choose another folder, or leave it out")
        if before["replications"] > now["replications"]:
            problem = f"{self.folder}: another process has just added replications"
            raise UserError(problem, "Give the same command again")
        for key in SAME:
            if before.get(key) != now[key]:
                raise self._mixed(key, before.get(key), now[key])
        # Who does failed runs again has mended the model, and answers for it.
        if before.get("model") != self.model and not self.plan.options["retry_failed"]:
            raise self._mixed("model", before.get("model"), self.model)
        for library in COMPUTING:
            old = before.get("libraries", {}).get(library)
            if old != now["libraries"][library]:
                raise self._mixed(library, old, now["libraries"][library])

    def _mixed(self, what: str, old: Any, new: Any) -> UserError:
        told = MIXED.get(what, what)
        problem = (
            f"{self.folder} was begun with {told} {old}, this is {new}; "
            "results of both in one table would not be comparable"
        )
        advice = "Choose another folder with hydra.run.dir=DIR, or finish it as it was begun"
        return UserError(problem, advice)

    def manifest(self) -> dict[str, Any]:
        """Return what the folder holds: configuration, design, seeds and versions."""
        plan = self.plan
        options = {key: value for key, value in plan.options.items() if key not in PASSING}
        return {
            "package": "alliance-dynamics",
            "version": __version__,
            "sources": hash_of_sources(),
            "model": self.model,
            "python": ".".join(platform.python_version_tuple()[:2]),
            "machine": f"{platform.system()} {platform.machine()}",
            "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
            "name": plan.name,
            "fingerprint": plan.fingerprint,
            "design": {
                "kind": plan.options["design"],
                "points": len(plan.points),
                "left_out": plan.left_out,
                "file": DESIGN,
            },
            "replications": plan.replications,
            "seed": plan.seed,
            "seeds": f"{plan.seed} to {plan.seed + plan.replications - 1}, the same at every point",
            "weeks": plan.weeks,
            "factors": plan.factors,
            "outcomes": {
                table: [
                    name
                    for name, (role, _) in self.tables.columns(table).items()
                    if role == "outcome"
                ]
                for table in self.tables.names
            },
            "options": options,
            "inputs": {name: {"sha256": digest} for name, digest in plan.inputs.items()},
            "fixed": plan.fixed.as_dict(),
        }

    def _columns(self) -> str:
        lines = ["table,column,role,unit"]
        for table in self.tables.names:
            for name, (role, unit) in self.tables.columns(table).items():
                lines.append(f'{table},{name},{role},"{unit}"')
        return "\n".join(lines) + "\n"

    # --- Parts ----------------------------------------------------------------------------

    def parts(self, table: str = RUNS) -> list[tuple[int, int]]:
        """Return first and last run of every part, in their order."""
        names = (PART.fullmatch(path.name) for path in (self.folder / table).iterdir())
        return sorted((int(found[1]), int(found[2])) for found in names if found)

    def missing(self) -> Iterator[int]:
        """Yield the numbers of the runs that have not been written yet."""
        run = 0
        for first, last in self.parts():
            yield from range(run, first)
            run = last + 1
        yield from range(run, self.plan.runs)

    @property
    def kept(self) -> int:
        """Number of runs that have been written."""
        return sum(last - first + 1 for first, last in self.parts())

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Write runs that follow each other as one part; afterwards they are safe.

        Raises
        ------
        StoreError
            If the disk is full, or cannot be written for another reason.
        """
        name = _part_name(outcomes[0].run, outcomes[-1].run)
        tables = self.tables.tables(outcomes)
        with _telling_trouble():
            for table in reversed(self.tables.names):  # the runs last
                self._write_table(Path(table) / name, tables[table])

    def replace(self, outcome: Outcome) -> None:
        """Write a run again that stands in a part already, in its place."""
        new = self.tables.tables([outcome])
        for first, last in self.parts():
            if not first <= outcome.run <= last:
                continue
            name = _part_name(first, last)
            for table in reversed(self.tables.names):
                old = _read(self.folder / table / name)
                others = old.filter(pa.compute.not_equal(old["run"], outcome.run))
                both = pa.concat_tables([_decoded(others), _decoded(new[table])])
                with _telling_trouble():
                    self._write_table(Path(table) / name, _sorted_like(both, new[table].schema))

    def statuses(self) -> dict[str, int]:
        """Count the runs by status."""
        counts: dict[str, int] = {}
        for _, status, _ in self._states():
            counts[status] = counts.get(status, 0) + 1
        return counts

    def unfinished(self) -> Iterator[tuple[int, str, str]]:
        """Yield number, status and error of the runs that are not complete."""
        return ((run, status, error) for run, status, error in self._states() if status != COMPLETE)

    def _states(self) -> Iterator[tuple[int, str, str]]:
        for first, last in self.parts():
            path = self.folder / RUNS / _part_name(first, last)
            table = _read(path, ["run", "status", "error"])
            yield from zip(*(table[name].to_pylist() for name in table.column_names), strict=True)

    def _clear_up(self) -> None:
        """Remove what a killed process has left: unfinished files, parts without their runs."""
        for path in [*self.folder.glob(f".*{PARTIAL}"), *self.folder.glob(f"*/.*{PARTIAL}")]:
            path.unlink()
        whole = set(self.parts(RUNS))
        for table in self.tables.names:
            whole &= set(self.parts(table))
        for table in self.tables.names:
            for part in self.parts(table):
                if part not in whole:
                    (self.folder / table / _part_name(*part)).unlink()

    def _refuse_damage(self) -> None:
        """Refuse parts that cannot be read, or that lack runs, before anything is done."""
        for table in self.tables.names:
            for first, last in self.parts(table):
                path = self.folder / table / _part_name(first, last)
                with _telling_damage(path):
                    rows = pq.read_metadata(path).num_rows
                if table == RUNS and rows != last - first + 1:
                    raise _damaged(path, f"{rows} rows instead of {last - first + 1}")

    # --- Files ----------------------------------------------------------------------------

    def _write_table(self, name: Path, table: pa.Table) -> None:
        with self._new_file(name) as partial:
            pq.write_table(table, partial, compression="zstd", write_page_checksum=True)

    def _write_text(self, name: str, text: str) -> None:
        with self._new_file(Path(name)) as partial:
            partial.write_text(text, "utf-8")

    @contextlib.contextmanager
    def _new_file(self, name: Path) -> Iterator[Path]:
        """Let a file be written that appears under its name when it is on the disk."""
        whole = self.folder / name
        partial = whole.with_name(f".{whole.name}{PARTIAL}")
        try:
            yield partial
            _flush(partial)
        except BaseException:
            partial.unlink(missing_ok=True)  # it takes room that may be what is lacking
            raise
        partial.replace(whole)
        _flush(whole.parent)


PASSING = (
    *("replications", "dry_run", "retry_failed", "workers", "settings", "sweep", "language"),
    *("time_limit", "write_every"),
)
"""Options that say nothing about the tables, or stand elsewhere in the manifest."""

SAME = ("version", "sources", "python", "machine")
"""Keys of the manifest in which all sessions of a sweep agree."""

MIXED = {
    "sources": "other sources of the package sim, hash",
    "model": "another source of the model's class, hash",
}
"""How a difference is told, where the key does not say it."""

OWN_FILES = frozenset(
    {MANIFEST, DESIGN, COLUMNS, LOCK, RUNS, ALLIANCES, WEEKS, ".hydra", "sweep.log"}
)
"""What a sweep that was killed at once may have left."""


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a sweep; None where there is none.

    Raises
    ------
    UserError
        If it cannot be read, or is that of something else.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        problem = f"{path} cannot be read: {error}"
        raise UserError(problem, "Choose another folder") from None
    if not isinstance(manifest, dict) or "fingerprint" not in manifest:
        raise UserError(f"{folder} holds something else than a sweep", "Choose another folder")
    return manifest


def _difference(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Say in which respect two sweeps differ."""
    for key in ("name", "seed", "weeks", "factors", "fixed", "options", "design", "inputs"):
        old, new = before.get(key), now[key]
        if old != new:
            return f"it differs in {', '.join(_keys_that_differ(key, old, new))}"
    return "it has other points, or the file of an option says something else"


def _keys_that_differ(key: str, old: Any, new: Any) -> list[str]:
    """Name what differs as far down as both are groups of keys."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return [key]
    return [
        name
        for inner in dict.fromkeys([*old, *new])
        if old.get(inner) != new.get(inner)
        for name in _keys_that_differ(
            inner if key in ("factors", "fixed", "options") else f"{key}.{inner}",
            old.get(inner),
            new.get(inner),
        )
    ]


def _part_name(first: int, last: int) -> str:
    return f"part-{first:09d}-{last:09d}.parquet"


def _decoded(table: pa.Table) -> pa.Table:
    """Give words as such, since two parts may number them differently."""
    for number, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            plain = table[field.name].cast(pa.string())
            table = table.set_column(number, field.with_type(pa.string()), plain)
    return table


def _sorted_like(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Put rows in the order of their runs, those of a run as they are; types as in a schema."""
    order = pa.compute.sort_indices(
        table.append_column("place", pa.array(range(len(table)))),
        sort_keys=[("run", "ascending"), ("place", "ascending")],
    )
    table = table.take(order)
    columns = [
        table[field.name].combine_chunks().dictionary_encode().cast(field.type)
        if pa.types.is_dictionary(field.type)
        else table[field.name]
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Read a part and check that it is as it was written."""
    with _telling_damage(path):
        return pq.read_table(path, columns=columns, page_checksum_verification=True)


@contextlib.contextmanager
def _telling_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, str(error).splitlines()[0]) from error


def _damaged(path: Path, how: str) -> UserError:
    advice = "Remove this file; the same command then does its runs again"
    return UserError(f"{path} is damaged: {how}", advice)


def _flush(path: Path) -> None:
    """Make the system write a file, or the names in a folder, to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextlib.contextmanager
def _telling_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise StoreError(f"{error.strerror or error}{where}") from error
