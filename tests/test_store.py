"""A sweep's folder at every moment at which its process could be killed, and what changes in it.

Instead of killing, the folder is copied before and after every step on the disk: each copy is what
a killed process would have left at that moment.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pandas
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from experiments import leases
from experiments.errors import UserError
from experiments.plan import Plan
from experiments.provenance import hash_of_sources, source_of
from experiments.shards import Shard
from experiments.store import Store, StoreError
from experiments.tables import COMPLETE, FAILED, Outcome
from sim import AllianceModel
from sim.ensemble import Measured
from sim.measures import ALLIANCE_RECORD, RUN_RECORD, WEEK_RECORD
from sim.state import records
from tests.sweeps import plan_of

RUNS = 12
ALLIANCES_PER_RUN = 2
FAILS = 4
"""The run that fails at first."""

PARTS = ((0, 1, 2), (3, 4, 5), (6, 7, 8))
"""Runs that are written before the last three, which nobody comes to."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of("world=study", "weeks=9", "replications=6", "formation.target_partners=2,8")


def outcome_of(run: int) -> Outcome:
    """An outcome that nobody computed; its hours say of which run it is."""
    runs, alliances = records(1, RUN_RECORD), records(ALLIANCES_PER_RUN, ALLIANCE_RECORD)
    runs["hours"] = alliances["hours"] = run
    owners = records(ALLIANCES_PER_RUN, RUN_RECORD)["point"]
    return Outcome(run, COMPLETE, "", Measured(runs, alliances, owners, records(0, WEEK_RECORD)))


def outcomes_of(runs: Sequence[int]) -> list[Outcome]:
    return [Outcome(run, FAILED, "too bad") if run == FAILS else outcome_of(run) for run in runs]


@dataclass
class Disk:
    """Copies a folder before and after every step, and notes what was safe at that time."""

    folder: Path
    copies: Path
    safe: list[set[int]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    written: set[int] = field(default_factory=set)

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        replace, fsync, write, link = Path.replace, os.fsync, pq.write_table, os.link

        def watched_link(path: Path, target: Path) -> None:
            self.copy(f"replace {path.name}")
            link(path, target)
            self.copy(f"replaced {target.name}")

        def watched_replace(path: Path, target: Path) -> Path:
            self.copy(f"replace {path.name}")
            try:
                return replace(path, target)
            finally:
                self.copy(f"replaced {target.name}")

        def watched_fsync(number: int) -> None:
            self.copy(f"flush {Path(os.readlink(f'/proc/self/fd/{number}')).name}")
            fsync(number)

        def watched_write(table: object, path: Path, **options: object) -> None:
            path.write_bytes(b"PAR1 half a")
            self.copy(f"write {path.name}")
            write(table, path, **options)

        monkeypatch.setattr(Path, "replace", watched_replace)
        monkeypatch.setattr(os, "link", watched_link)
        monkeypatch.setattr(os, "fsync", watched_fsync)
        monkeypatch.setattr(pq, "write_table", watched_write)

    def copy(self, step: str) -> None:
        # Without the note of who is at work: this process lives on.
        ignored = shutil.ignore_patterns(leases.FOLDER)
        shutil.copytree(self.folder, self.copies / str(len(self.steps)), ignore=ignored)
        self.steps.append(step)
        self.safe.append(set(self.written))

    def __iter__(self) -> Iterator[tuple[Path, set[int]]]:
        for number, safe in enumerate(self.safe):
            yield self.copies / str(number), safe


@pytest.fixture
def disk(tmp_path: Path, plan: Plan) -> Disk:
    """All that a sweep's folder was while parts were written and a run was done again."""
    found = Disk(tmp_path / "folder", tmp_path / "copies")
    store = Store(found.folder, plan, "")
    with pytest.MonkeyPatch.context() as monkeypatch:
        found.folder.mkdir()
        found.watch(monkeypatch)
        with store.open():
            for runs in PARTS:
                store.write(outcomes_of(runs))
                found.written |= set(runs)
            store.replace(outcome_of(FAILS))
    return found


def read(folder: Path, table: str) -> pandas.DataFrame:
    parts = [pandas.read_parquet(part) for part in sorted((folder / table).glob("part-*"))]
    return pandas.concat(parts) if parts else pandas.DataFrame({"run": [], "status": []})


def runs_with_their_alliances(folder: Path) -> list[int]:
    """Complete runs; each has its alliances, whoever reads at that moment."""
    if not (folder / "runs").exists():
        return []
    runs = read(folder, "runs")
    done = runs[runs.status == COMPLETE].run.astype(int).tolist()
    alliances = read(folder, "alliances").run.tolist() if done else []
    assert all(alliances.count(run) == ALLIANCES_PER_RUN for run in done)
    return done


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux's /proc")
def test_nothing_is_lost_at_any_moment(disk: Disk, plan: Plan) -> None:
    assert len(disk.steps) > 4 * 2 * len(PARTS)
    for folder, safe in disk:
        runs_with_their_alliances(folder)
        store = Store(folder, plan, "")
        with store.open():
            missing = list(chain.from_iterable(store.missing()))
            assert safe.isdisjoint(missing)
            assert not list(folder.rglob(".*.partial"))
            store.write([outcome_of(run) for run in missing])  # cut otherwise than before
            for run, *_ in list(store.unfinished()):
                store.replace(outcome_of(run))
        runs, alliances = read(folder, "runs"), read(folder, "alliances")
        assert runs.run.tolist() == runs.hours.tolist() == list(range(RUNS))
        assert alliances.run.tolist() == alliances.hours.tolist() == sorted([*range(RUNS)] * 2)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux's /proc")
def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_before_all_goes_on(
    disk: Disk,
) -> None:
    for number, step in enumerate(disk.steps):
        if step.startswith("replace ."):  # all but the note of who is at work
            partial = step.partition(" ")[2]
            name = partial[1:].removesuffix(".partial").rpartition(".")[0]  # that of a process
            assert disk.steps[number - 1] == f"flush {partial}"
            assert disk.steps[number + 1] == f"replaced {name}"
            assert disk.steps[number + 2].startswith("flush ")


# --- What must not be mixed, and what may change ----------------------------------------------


def begin(folder: Path, plan: Plan, model: str = "") -> Store:
    store = Store(folder, plan, model)
    with store.open():
        if store.missing():
            store.write(outcomes_of(range(RUNS)))
    return store


@pytest.mark.parametrize("table", ["runs", "alliances"])
def test_a_damaged_part_is_named_and_can_be_done_again(
    tmp_path: Path, plan: Plan, table: str
) -> None:
    store = begin(tmp_path, plan)
    part = next((tmp_path / table).iterdir())
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(UserError, match=f"{part.name} is damaged"):
        begin(tmp_path, plan)
    part.unlink()
    begin(tmp_path, plan)
    assert store.kept == RUNS


def test_parts_that_repeat_runs_are_refused(tmp_path: Path, plan: Plan) -> None:
    begin(tmp_path, plan)
    for table in ("runs", "alliances"):
        part = next((tmp_path / table).iterdir())
        rows = pq.read_table(part)
        fewer = rows.filter(pc.less(rows["run"], RUNS - 1))
        pq.write_table(fewer, part.with_name(f"part-{0:09d}-{RUNS - 2:09d}.parquet"))
    with pytest.raises(UserError, match="is damaged: it repeats run 0 of another part"):
        begin(tmp_path, plan)


def test_who_was_taken_for_dead_writes_nothing(tmp_path: Path, plan: Plan) -> None:
    store = Store(tmp_path, plan, "")
    with store.open():
        next((tmp_path / leases.FOLDER).iterdir()).unlink()  # as another process does
        with pytest.raises(StoreError, match="another process has taken over"):
            store.write(outcomes_of(range(RUNS)))
        with pytest.raises(StoreError, match="another process has taken over"):
            store.replace(outcomes_of([0])[0])
    assert store.kept == 0


def test_a_shard_clears_up_only_after_itself(tmp_path: Path, plan: Plan) -> None:
    # Twelve runs for two shards: blocks of one run each, in six rounds.
    mine = Shard(1, 2)
    assert list(mine.runs(RUNS)) == [0, 3, 4, 7, 8, 11]
    with Store(tmp_path, plan, "", mine).open():
        pass
    for run in (0, 1):  # about to be written: the alliances are there, the runs are not
        part = tmp_path / "alliances" / f"part-{run:09d}-{run:09d}.parquet"
        part.touch()
        part.with_name(f".{part.name}.0123.partial").touch()
    with Store(tmp_path, plan, "", mine).open():
        left = sorted(path.name for path in (tmp_path / "alliances").iterdir())
    whole = f"part-{1:09d}-{1:09d}.parquet"
    assert left == [f".{whole}.0123.partial", whole]


def test_a_bit_that_has_changed_is_noticed(tmp_path: Path, plan: Plan) -> None:
    store = begin(tmp_path, plan)
    part = next((tmp_path / "runs").iterdir())
    column = pq.read_metadata(part).row_group(0).column(0)
    content = bytearray(part.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    content[start + column.total_compressed_size - 1] ^= 1
    part.write_bytes(content)
    with pytest.raises(UserError, match="is damaged"):
        list(store.unfinished())


def test_parts_without_a_manifest_are_not_added_to(tmp_path: Path, plan: Plan) -> None:
    begin(tmp_path, plan)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(UserError, match="holds something else"):
        begin(tmp_path, plan)


def test_another_machine_or_model_refuses_to_mix(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path, plan, "one")
    with pytest.raises(UserError, match="another source of the model's class"):
        begin(tmp_path, plan, "two")
    again = plan_of(
        *("world=study", "weeks=9", "replications=6", "formation.target_partners=2,8"),
        "retry_failed=true",
    )
    begin(tmp_path, again, "two")  # a model that was mended, so that failed runs can be done again
    monkeypatch.setattr("platform.machine", lambda: "abacus")
    with pytest.raises(UserError, match="begun with machine"):
        begin(tmp_path, plan, "two")


def test_sources_installed_anew_are_the_same_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sim

    before = hash_of_sources()
    copied = tmp_path / "elsewhere" / "sim"
    shutil.copytree(Path(sim.__file__).parent, copied, copy_function=shutil.copyfile)
    monkeypatch.setattr(sim, "__file__", str(copied / "__init__.py"))
    assert hash_of_sources() == before
    (copied / "study_organisations.csv").write_text("nobody")
    assert hash_of_sources() != before


def test_the_source_of_a_model_is_that_of_its_file() -> None:
    import sim.model
    from sim.organisation import Organisation

    assert source_of(AllianceModel) == source_of(sim.model.AllianceModel)
    assert source_of(AllianceModel) != source_of(Organisation)


def test_files_of_the_user_are_part_of_what_a_sweep_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(EXAMPLE, "world")
    words = ("world=files", "world.folder=world", "weeks=9", "formation.quorum=0.6,0.7")
    before = plan_of(*words)
    assert set(before.inputs) >= {"world/organisations.csv"}
    with Path("world", "organisations.csv").open("a") as file:
        file.write("\n")
    assert plan_of(*words).fingerprint != before.fingerprint
    (tmp_path / "scenario").mkdir()
    own = tmp_path / "scenario" / "own.yaml"
    chosen = (f"--config-dir={tmp_path}", "scenario=none,own", "weeks=9")
    prints = []
    for quorum in ("0.6", "0.7"):
        own.write_text(f"# @package _global_\nformation:\n  quorum: {quorum}\n")
        prints.append(plan_of(*chosen).fingerprint)
    assert prints[0] != prints[1]


EXAMPLE = Path(__file__).parents[1] / "docs" / "example"
