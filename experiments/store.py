"""Results of a sweep on disk: nothing that was written is ever lost, and nothing is done twice.

A part holds runs that follow each other, and its name says which. It is written under another name,
flushed to the disk and renamed; the part of the runs comes after those of their alliances and
weeks, so a run that stands in a part of the runs is whole. What a killed process leaves besides is
removed by the next one that has its runs to do. Several processes, also of different machines, can
be at work in one folder, each on the runs of a shard of its own. A sweep's folder belongs to one
version of the program: another one refuses to mix its results into it.
"""

import contextlib
import errno
import importlib.metadata
import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments import leases
from experiments.errors import UserError
from experiments.execution import slurm
from experiments.leases import Lease
from experiments.plan import Plan
from experiments.provenance import COMPUTING, computed_by
from experiments.results import LIBRARIES, MANIFEST
from experiments.shards import WHOLE, Shard, meets, without
from experiments.tables import ALLIANCES, COMPLETE, RUNS, WEEKS, Outcome, Tables

DESIGN = "design.parquet"
COLUMNS = "columns.csv"
PARTIAL = ".partial"
"""Ending of a file that is being written; it begins with a dot, too, so that readers pass it by."""

PART = re.compile(r"part-(\d{9})-(\d{9})\.parquet")
"""Name of a part: the numbers of its first and its last run."""

PART_WITHIN = re.compile(rf"\.{PART.pattern}")
"""How the name of a part begins while it is written."""

STATE = ("run", "status", "error")
"""Columns that say how a run ended."""

NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)
"""What the system says where a file system has no links; that of a cluster has."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""What the system says where a disk, or the user's share of it, is full."""

MAKE_ROOM = "Make room, and give the same command again"


class StoreError(Exception):
    """The results cannot be written, such as on a full disk.

    Parameters
    ----------
    problem, advice
        A line each.
    """

    def __init__(self, problem: str, advice: str = MAKE_ROOM) -> None:
        super().__init__(problem)
        self.advice = advice


class Store:
    """The folder of a sweep, for one process at a time that does these runs.

    Parameters
    ----------
    folder
        Where it is, or will be.
    plan
        The sweep.
    model
        Fingerprint of the source of the model's class, as from `source_of`.
    shard
        Which runs are done here; None for none.
    """

    def __init__(self, folder: Path, plan: Plan, model: str, shard: Shard | None = WHOLE) -> None:
        self.folder = folder
        self.plan = plan
        self.model = model
        self.shard = shard
        self.tables = Tables(plan)
        self._lease = Lease(folder, shard, plan.runs)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Take the folder: make it, or go on with what is there.

        Raises
        ------
        UserError
            If the folder cannot be made or written, holds something else, or another process is at
            work on the same runs.
        StoreError
            If the disk is full.
        """
        with contextlib.ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                _flush(self.folder.parent)
                stack.enter_context(self._lease.held())
            except OSError as error:
                problem = f"{self.folder} cannot be written: {error.strerror}"
                if error.errno in NO_ROOM:
                    raise StoreError(problem) from error
                raise UserError(problem, "Choose another folder with hydra.run.dir=DIR") from error
            self._begin()
            yield

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
                self._write_text(MANIFEST, self._as_text(self.manifest()), first=True)
        kept = read_manifest(self.folder)
        assert kept is not None
        self._refuse_other_sweep(kept)  # another process may have been the first one
        if kept != self.manifest():
            with _telling_trouble():
                self._write_text(MANIFEST, self._as_text(self.manifest()))

    @staticmethod
    def _as_text(manifest: dict[str, Any]) -> str:
        return json.dumps(manifest, indent=2) + "\n"

    def _refuse_other_content(self) -> None:
        others = [path.name for path in self.folder.iterdir() if path.name not in OWN_FILES]
        kept = [name for name in others if not name.endswith(PARTIAL)]
        # The manifest comes before the first part: without it nobody knows what parts are of.
        kept += [path.name for path in self.folder.glob("*/part-*.parquet")]
        if kept and read_manifest(self.folder) is None:  # another process may have begun meanwhile
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
        made_by = computed_by()
        return {
            "package": "alliance-dynamics",
            "version": made_by["version"],
            "sources": made_by["sources"],
            "model": self.model,
            "python": made_by["python"],
            "machine": made_by["machine"],
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

    def missing(self) -> list[range]:
        """Return the numbers of this shard's runs that have not been written yet, in blocks."""
        return list(without(self._blocks, [_runs_of(part) for part in self._own_parts()]))

    @property
    def kept(self) -> int:
        """Number of runs that have been written, by whomever."""
        return sum(last - first + 1 for first, last in self.parts())

    @property
    def own(self) -> int:
        """Number of this shard's runs."""
        return sum(len(block) for block in self._blocks)

    @cached_property
    def _blocks(self) -> list[range]:
        return [] if self.shard is None else list(self.shard.blocks(self.plan.runs))

    def _own_parts(self, table: str = RUNS) -> list[tuple[int, int]]:
        """Return those parts that hold some of this shard's runs.

        Whoever writes a part has all of its runs to do. So nobody else is at work on these.
        """
        return [part for part in self.parts(table) if meets(_runs_of(part), self._blocks)]

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Write runs that follow each other as one part; afterwards they are safe.

        Raises
        ------
        StoreError
            If the disk is full, or cannot be written for another reason.
        """
        self._check_lease()
        name = _part_name(outcomes[0].run, outcomes[-1].run)
        tables = self.tables.tables(outcomes)
        with _telling_trouble():
            for table in reversed(self.tables.names):  # the runs last
                self._write_table(Path(table) / name, tables[table])

    def replace(self, outcome: Outcome) -> None:
        """Write a run again that stands in a part already, in its place.

        Raises
        ------
        StoreError
            If the disk is full, or another process has taken over.
        """
        self._check_lease()
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

    def _check_lease(self) -> None:
        if not self._lease.is_kept:
            told = "another process has taken over, since nothing was heard of this one"
            raise StoreError(told, "When the other one has ended, give the same command again")

    def statuses(self) -> dict[str, int]:
        """Count this shard's runs by status."""
        counts: Counter[str] = Counter()
        for states in self._states():
            counted = pa.compute.value_counts(states["status"])
            counts.update({one["values"]: one["counts"] for one in counted.to_pylist()})
        return counts

    def unfinished(self) -> Iterator[tuple[int, str, str]]:
        """Yield number, status and error of this shard's runs that are not complete."""
        for states in self._states():
            others = states.filter(pa.compute.not_equal(states["status"], COMPLETE))
            yield from zip(*(column.to_pylist() for column in others.columns), strict=True)

    def _states(self) -> Iterator[pa.Table]:
        """Yield number, status and error of this shard's runs, part by part."""
        for part in self._own_parts():
            table = _decoded(_read(self.folder / RUNS / _part_name(*part), list(STATE)))
            if any(without([_runs_of(part)], self._blocks)):  # it has runs of other shards, too
                own = [meets(range(run, run + 1), self._blocks) for run in table["run"].to_pylist()]
                table = table.filter(pa.array(own))
            yield table.select(STATE)

    def _clear_up(self) -> None:
        """Remove what a killed process has left: unfinished files, parts without their runs."""
        partial = [*self.folder.glob(f".*{PARTIAL}"), *self.folder.glob(f"*/.*{PARTIAL}")]
        for path in partial:
            if self._is_left_over(path):
                path.unlink(missing_ok=True)
        whole = set(self._own_parts(RUNS))
        for table in self.tables.names:
            whole &= set(self._own_parts(table))
        for table in self.tables.names:
            for part in self._own_parts(table):
                if part not in whole:
                    (self.folder / table / _part_name(*part)).unlink(missing_ok=True)

    def _is_left_over(self, path: Path) -> bool:
        """Tell whether nobody can be writing an unfinished file."""
        found = PART_WITHIN.match(path.name)
        if found is None:  # of no table: written in a moment, by any process
            return self.shard == WHOLE
        return meets(_runs_of((int(found[1]), int(found[2]))), self._blocks)

    def _refuse_damage(self) -> None:
        """Refuse parts that cannot be read, lack runs or repeat them, before anything is done."""
        for table in self.tables.names:
            next_run = 0
            for first, last in self._own_parts(table):
                path = self.folder / table / _part_name(first, last)
                with _telling_damage(path):
                    rows = pq.read_metadata(path).num_rows
                if table == RUNS and rows != last - first + 1:
                    raise _damaged(path, f"{rows} rows instead of {last - first + 1}")
                if first < next_run:
                    raise _damaged(path, f"it repeats run {first} of another part")
                next_run = last + 1

    # --- Files ----------------------------------------------------------------------------

    def _write_table(self, name: Path, table: pa.Table) -> None:
        with self._new_file(name) as partial:
            pq.write_table(table, partial, compression="zstd", write_page_checksum=True)

    def _write_text(self, name: str, text: str, *, first: bool = False) -> None:
        with self._new_file(Path(name), first=first) as partial:
            partial.write_text(text, "utf-8")

    @contextlib.contextmanager
    def _new_file(self, name: Path, *, first: bool = False) -> Iterator[Path]:
        """Let a file be written that appears under its name when it is on the disk.

        With `first`, only if no other process was faster.
        """
        whole = self.folder / name
        partial = whole.with_name(f".{whole.name}.{secrets.token_hex(4)}{PARTIAL}")
        try:
            yield partial
            _flush(partial)
            _publish(partial, whole, first)
        finally:
            partial.unlink(missing_ok=True)  # it takes room that may be what is lacking
        _flush(whole.parent)


def _publish(partial: Path, whole: Path, first: bool) -> None:
    """Give a file its name, at once and as a whole."""
    if first:
        try:
            os.link(partial, whole)  # unlike a rename, this never replaces a file
        except FileExistsError:
            return
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
        else:
            return
    partial.replace(whole)


def _runs_of(part: tuple[int, int]) -> range:
    return range(part[0], part[1] + 1)


PASSING = (
    *("replications", "dry_run", "retry_failed", "workers", "settings", "sweep", "language"),
    *("time_limit", "write_every", "execution", "shard"),
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
    {
        *(MANIFEST, DESIGN, COLUMNS, RUNS, ALLIANCES, WEEKS),
        *(".hydra", ".lock", "sweep.log", leases.FOLDER, slurm.SCRIPT, slurm.LOGS),
    }
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
