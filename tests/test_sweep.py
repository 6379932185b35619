"""`alliances sweep` as its users meet it: what is asked for, and what stands in the tables."""

import json
import signal
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.command import main
from experiments.sweep import how_long, sample_of
from sim import Parameters, run_ensemble
from sim.measures import RUN_UNITS
from tests.sweeps import do_sweep, equal_tables, plan_of, table

SMALL = ("world=study", "weeks=60", "replications=3")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    words = ("formation.target_partners=range(2,5)", "collaboration.governance=lead,core")
    code, out, err = do_sweep(folder, *SMALL, *words, "weekly=true")
    assert code == 0, err
    assert out == "18 of 18 runs complete:\nresults\n"
    return folder


# --- What stands in the tables ------------------------------------------------------------------


def test_every_point_is_run_with_the_same_seeds(small: Path) -> None:
    runs = table(small, "runs")
    assert runs.run.tolist() == list(range(18))
    assert runs.seed.tolist() == [1] * 6 + [2] * 6 + [3] * 6
    assert runs.replication.tolist() == [0] * 6 + [1] * 6 + [2] * 6
    assert runs.point.tolist() == list(range(6)) * 3
    assert runs["formation.target_partners"].tolist() == [2, 2, 3, 3, 4, 4] * 3
    assert runs["collaboration.governance"].tolist() == ["lead", "core"] * 9
    assert set(runs.status) == {"complete"}


def test_a_run_of_a_sweep_is_the_run_of_the_model(small: Path) -> None:
    parameters = Parameters().with_changes(
        {
            "world.kind": "study",
            "formation.target_partners": 4,
            "collaboration.governance": "core",
        }
    )
    alone = run_ensemble(parameters, seeds=[2], weeks=60, weekly=True)
    runs, alliances, weeks = (table(small, name) for name in ("runs", "alliances", "weeks"))
    swept = runs[(runs.point == 5) & (runs.seed == 2)]
    for name in set(RUN_UNITS) - {"point", "seed"}:
        np.testing.assert_array_equal(swept[name].to_numpy(), alone.runs[name])
    of_the_run = alliances[alliances.run == swept.run.item()]
    assert of_the_run.founded.tolist() == alone.alliances.founded.tolist()
    assert of_the_run.hours.tolist() == alone.alliances.hours.tolist()
    assert of_the_run.platform.fillna(-1).tolist() == alone.alliances.platform.tolist()
    of_the_run = weeks[weeks.run == swept.run.item()]
    assert of_the_run.week.tolist() == list(range(60))
    assert of_the_run.energy.tolist() == alone.weeks.energy.tolist()


def test_the_design_and_the_units_stand_beside(small: Path) -> None:
    design = pq.read_table(small / "results" / "design.parquet").to_pylist()
    assert design[4] == {
        "point": 4,
        "setting": "main",
        "formation.target_partners": 4,
        "collaboration.governance": "lead",
    }
    columns = (small / "results" / "columns.csv").read_text().splitlines()
    assert columns[0] == "table,column,role,unit"
    assert 'runs,formation.target_partners,factor,"partners"' in columns
    assert 'weeks,energy,outcome,"share, mean over organisations"' in columns
    schema = pq.read_schema(next((small / "results" / "alliances").iterdir()))
    assert schema.field("lifetime").metadata == {
        b"role": b"outcome",
        b"unit": b"weeks from the start of the initiative to end or horizon",
    }


def test_the_manifest_keeps_fixed_factors_and_outcomes_apart(small: Path) -> None:
    manifest = json.loads((small / "results" / "manifest.json").read_text())
    assert manifest["factors"] == {
        "formation.target_partners": [2, 3, 4],
        "collaboration.governance": ["lead", "core"],
    }
    assert manifest["fixed"]["world"]["kind"] == "study"
    assert manifest["design"]["points"] == 6
    assert manifest["seeds"] == "1 to 3, the same at every point"
    assert "goals_reached" in manifest["outcomes"]["runs"]
    assert manifest["libraries"]["numba"]
    assert len(manifest["sources"]) > 10


def test_more_replications_are_added_to_the_same_folder(tmp_path: Path) -> None:
    words = ("world=study", "weeks=40", "formation.target_partners=2,8")
    assert do_sweep(tmp_path, *words, "replications=2")[0] == 0
    first = next((tmp_path / "results" / "runs").iterdir())
    before = first.stat().st_mtime_ns
    assert do_sweep(tmp_path, *words, "replications=4")[0] == 0
    assert first.stat().st_mtime_ns == before
    assert table(tmp_path, "runs").seed.tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    whole = tmp_path / "whole"
    whole.mkdir()
    assert do_sweep(whole, *words, "replications=4")[0] == 0
    equal_tables(tmp_path, whole)
    # Fewer than there are: nothing is to be done, and nothing is taken away.
    code, out, _ = do_sweep(tmp_path, *words, "replications=1")
    assert code == 0
    assert "8 of 8 runs complete" in out


# --- What is asked for -------------------------------------------------------------------------


def plan_told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a dry run says before its figures."""
    assert main(["sweep", "weeks=2", "dry_run=true", *words]) == 0
    return capsys.readouterr().out.partition("About")[0]


def test_a_dry_run_counts_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("formation.target_partners=range(2,41)", "collaboration.governance=lead,core")
    assert main(["sweep", "weeks=2", "dry_run=true", "replications=10", *words]) == 0
    out = capsys.readouterr().out
    assert "78 points x 10 replications = 780 runs of 2 weeks" in out
    assert "runs/s here, " in out
    assert " at once\nAs measured in " in out
    assert "on disk" in out
    assert list(tmp_path.iterdir()) == []


def test_how_long_a_sweep_takes_by_hand() -> None:
    words = ("formation.target_partners=range(2,41)", "replications=20")  # 39 x 20 = 780 runs
    half_a_second = 0.5
    told = how_long(plan_of(*words), half_a_second, 10)
    assert told == "About 39 s at 20 runs/s here, 10 at once"
    array = ("execution=slurm", "execution.shards=13", "execution.minutes=2", "workers=4")
    told = how_long(plan_of(*words, *array), half_a_second, 10)  # 60 runs a task, 8 a second
    assert told.startswith("About 8 s for each of 13 tasks, 4 at once in a task")
    assert told.endswith("2 min are requested")


def test_an_estimate_is_made_from_all_kinds_of_points() -> None:
    # 3000 runs, of which every 50th would be that of one of two points.
    plan = plan_of("formation.target_partners=range(2,102)", "replications=30")
    numbers = sample_of(plan, 60)
    assert len({number % 100 for number in numbers}) == len(numbers) > 55
    assert max(numbers) < 3000


def test_the_table_of_alliances_can_be_left_out(tmp_path: Path) -> None:
    words = ("world=study", "weeks=30", "replications=2")
    small, usual = tmp_path / "small", tmp_path / "usual"
    for folder, more in ((small, ("alliances=false",)), (usual, ())):
        folder.mkdir()
        code, _, err = do_sweep(folder, *words, *more)
        assert code == 0, err
    assert not (small / "results" / "alliances").exists()
    assert "\nalliances," not in (small / "results" / "columns.csv").read_text()
    equal_tables(small, usual, ("runs",))
    code, _, err = do_sweep(usual, *words, "alliances=false")
    assert code == 2
    assert "it differs in alliances" in err


def test_groups_of_options_can_be_factors(capsys: pytest.CaptureFixture[str]) -> None:
    told = plan_told(capsys, "scenario=none,slow_bodies", "world=study,synthetic", "replications=1")
    assert "Factors: scenario (2) x world (2)\n4 points" in told


def test_the_other_designs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    one = ("formation.quorum=0.6,0.8", "world.sitting_scale=0.5,2")
    assert "5 points" in plan_told(capsys, "design=one_at_a_time", *one)
    cube = ("formation.quorum=interval(0.5,1)", "formation.target_partners=interval(2,9)")
    assert "7 points" in plan_told(capsys, "design=latin_hypercube", "samples=7", *cube)
    points = tmp_path / "points.csv"
    points.write_text("formation.quorum;scenario\n0.6;none\n0.8;slow_bodies\n1;none\n")
    told = plan_told(capsys, f"points={points}")
    assert "Factors: formation.quorum (3) x scenario (2)\n3 points" in told


EXPERIMENT = """\
# @package _global_
replications: 2
sweep:
  possible_sizes_only: true
  factors:
    formation.target_partners: range(2,30)
  blocks:
    - collaboration.governance: [lead, core]
    - collaboration.governance: assembly
      formation.quorum: 0.6,1
  settings:
    main: {}
    slow: {world.sitting_scale: 2}
"""


@pytest.fixture
def experiment(tmp_path: Path) -> str:
    """A folder with an experiment of the user's own."""
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "own.yaml").write_text(EXPERIMENT)
    return f"--config-dir={tmp_path}"


def test_an_experiment_has_blocks_and_settings(
    capsys: pytest.CaptureFixture[str], experiment: str
) -> None:
    told = plan_told(capsys, experiment, "experiment=own", "world=study")
    # The study has 23 organisations: 2 to 22 partners are 21 sizes, of 28. Four curves, two
    # settings: 2 x 4 x 21 = 168 points, 2 x 4 x 7 = 56 left out.
    assert "168 points x 2 replications = 336 runs" in told
    assert "56 points left out: more partners than other organisations" in told


def test_the_command_line_decides_over_an_experiment(
    capsys: pytest.CaptureFixture[str], experiment: str
) -> None:
    words = (experiment, "experiment=own", "world=study", "settings=[main]")
    assert "8 points" in plan_told(capsys, *words, "formation.target_partners=2,3")
    assert "4 points" in plan_told(capsys, *words, "formation.target_partners=5")
    # A group fixes what its option sets: one curve of the first block, none of the second, whose
    # only form is another one.
    assert "21 points" in plan_told(capsys, *words, "governance=core")
    # Of two forms the first block has one, the second the other, with two quorums: 1 + 2 curves.
    told = plan_told(capsys, *words, "collaboration.governance=lead,assembly")
    assert "63 points" in told
    assert "252 points" in plan_told(capsys, *words, "world.tolerance=0.4,0.5,0.6")


NAMED_BLOCK = """\
# @package _global_
replications: 1
sweep:
  factors:
    formation.target_partners: [2, 3, 4]
  blocks:
    - collaboration.governance: [lead, core]
    - setting: majority
      collaboration.governance: [lead]
      formation.quorum: 0.7
"""


@pytest.mark.parametrize(
    ("settings", "points"),
    [("null", 9), ("[main]", 6), ("[majority]", 3), ("[main,majority]", 9)],
)
def test_a_block_with_a_name_is_taken_and_left_out_by_it(
    capsys: pytest.CaptureFixture[str], experiment: str, tmp_path: Path, settings: str, points: int
) -> None:
    # Two forms of three sizes, and one form of three sizes with a quorum.
    (tmp_path / "experiment" / "own.yaml").write_text(NAMED_BLOCK)
    told = plan_told(capsys, experiment, "experiment=own", f"settings={settings}")
    assert f"\n{points} points" in told


REFUSED = {
    ("formation.target_partners=range(0,3)",): "formation.target_partners = 0: must be a whole",
    ("formation.target_partner=2,3",): "the nearest valid key is formation.target_partners",
    ("formation.quorum=interval(0.5,1)",): "formation.quorum: a grid cannot count through",
    ("design=latin_hypercube",): "a Latin hypercube needs factors",
    ("design=lattice",): "design = lattice: must be one of grid, latin_hypercube",
    ("scenario=none,slow",): "scenario = slow: must be one of",
    ("experiment=group_sizes",): "experiment = group_sizes: must be one of",
    ("experiment=group_size,none",): "a sweep has one value of it",
    ("seed=1,2",): "a sweep has one value of it",
    ("replications=0",): "replications = 0: must be a whole number from 1 to",
    ("time_limit=-1",): "time_limit = -1: must be a number of seconds above 0",
    ("experiment=group_size", "alliances=false"): "the report group_size needs this table",
    (
        "experiment=group_size",
        "formation.target_partners=60",
        "collaboration.governance=lead",
        "settings=[main]",
    ): "the design has no point: all 5 aim at more partners than there are organisations",
    (
        "experiment=breadth_depth",
        "formation.size_design=world_wide",
        "settings=[main]",
    ): "formation.size_design = world_wide: every founder aims at the size",
    ("weekly=1",): "weekly = 1: must be true or false",
    ("settings=[other]",): "must be one of main",
    ("--multirun",): "a sweep counts through its factors itself",
    ("model=nowhere:Model", "weeks=2"): "model = nowhere:Model: No module named",
    ("model=json:JSONDecoder", "weeks=2"): "is no AllianceModel",
    ("points=nowhere.csv",): "points=nowhere.csv: No such file",
    ("seed=9223372036854775807", "replications=2"): "must leave room for 2 seeds",
    ("formation.target_partners=range(2,2)",): "a range without any value",
    (
        "design=latin_hypercube",
        "formation.quorum=interval(0.5,3)",
    ): "formation.quorum = 3.0: must be",
    (
        "hydra.run.dir=/dev/null/sweep",
        "weeks=2",
    ): "/dev/null/sweep cannot be written: Not a directory",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_run_stops_before_anything_starts(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", *words]) == 2
    err = capsys.readouterr().err
    assert REFUSED[words] in err
    assert len(err.splitlines()) == 2
    assert list(tmp_path.iterdir()) == []


WRONG_FILES = {
    "formation.quorum: range(2,5": "cannot read formation.quorum: range(2,5",
    "scenario: [none, slow_bodyes]": "scenario = slow_bodyes: must be one of",
    "formation: {quorum: [0.6, 0.8]}": "formation cannot be varied: unknown key; write whole keys",
}


@pytest.mark.parametrize("factor", WRONG_FILES)
def test_a_wrong_factor_in_a_file_is_told_in_two_lines(
    factor: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "experiment").mkdir()
    text = f"# @package _global_\nsweep:\n  factors:\n    {factor}\n"
    (tmp_path / "experiment" / "own.yaml").write_text(text)
    assert main(["sweep", f"--config-dir={tmp_path}", "experiment=own", "dry_run=true"]) == 2
    err = capsys.readouterr().err
    assert WRONG_FILES[factor] in err
    assert len(err.splitlines()) == 2


def test_an_empty_block_adds_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    text = "sweep:\n  factors:\n    formation.quorum: [0.6, 1]\n  blocks: [null]\n"
    text = f"# @package _global_\n{text}"
    (tmp_path / "experiment" / "own.yaml").write_text(text)
    assert "2 points" in plan_told(capsys, f"--config-dir={tmp_path}", "experiment=own")


POINTS = {
    "formation.quorum\n0.6\n7\n": ("row 3, formation.quorum: found 7;", "from 0.5 to 1"),
    "formation.quorun\n0.6\n": ("row 1, column 1: found formation.quorun;", "formation.quorum"),
    "formation.quorum,formation.quorum\n0.6,1\n": ("found formation.quorum again",),
    "formation.quorum,scenario\n0.6\n": ("row 2: found a row of 1; must be 2, as in row 1",),
    "scenario\nslow_bodyes\n": (
        "scenario = slow_bodyes: must be one of",
        "the nearest one is slow_bodies",
    ),
    "formation.quorum\n": ("no point; row 1 names keys",),
}


@pytest.mark.parametrize("text", POINTS)
def test_a_file_of_points_is_refused_with_its_place(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text)
    assert main(["sweep", f"points={path}", "dry_run=true"]) == 2
    err = capsys.readouterr().err
    for told in POINTS[text]:
        assert told in err
    assert len(err.splitlines()) == 2


# --- Folders -----------------------------------------------------------------------------------


def test_another_version_refuses_to_mix(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("world=study", "weeks=2", "replications=1", f"hydra.run.dir={tmp_path / 'kept'}")
    assert main(["sweep", *words]) == 0
    capsys.readouterr()
    for name, value, told in (
        ("experiments.provenance.hash_of_sources", lambda: "0123", "begun with other sources"),
        ("sim.__version__", "9.9.9", "this is 9.9.9"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(name, value)
            assert main(["sweep", *words]) == 2
        err = capsys.readouterr().err
        assert told in err
        assert "Choose another folder" in err
    assert main(["sweep", *words, "formation.quorum=0.7"]) == 2
    assert "holds another sweep: it differs in formation.quorum" in capsys.readouterr().err
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear reader")
    assert main(["sweep", *words[:-1], f"hydra.run.dir={tmp_path / 'other'}"]) == 2
    assert "holds something else: letter.txt" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_while_the_folder_is_made_is_heard(
    number: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("experiments.store.Store._begin", lambda _: signal.raise_signal(number))
    # Without it the request would end the tests, too.
    ours = signal.signal(number, lambda *_: None)
    try:
        assert main(["sweep", "world=study", "weeks=2", "replications=1"]) == 130
    finally:
        signal.signal(number, ours)
    assert "interrupted; 0 of 1 run kept" in capsys.readouterr().err


def test_the_same_sweep_has_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("world=study", "weeks=2")
    assert main(["sweep", *words, "replications=1"]) == 0
    assert main(["sweep", *words, "replications=2"]) == 0
    assert len(list((tmp_path / "outputs" / "sweep").iterdir())) == 1
    assert main(["sweep", *words, "replications=1", "formation.quorum=0.7"]) == 0
    assert len(list((tmp_path / "outputs" / "sweep").iterdir())) == 2


def test_the_configuration_can_be_shown_with_its_factors(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("formation.target_partners=range(2,41)", "scenario=none,slow_bodies")
    assert main(["sweep", *words, "--cfg", "job"]) == 0
    out = capsys.readouterr().out
    assert "formation.target_partners: range(2,41)" in out
    assert "scenario: none,slow_bodies" in out
