"""`alliances sensitivity`: what is varied, what is refused, and what a finished design says."""

import csv
import dataclasses
import json
import math
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.command import main
from experiments.errors import UserError
from experiments.execution.slurm import SCRIPT
from experiments.figures.sensitivity import MOST_BARS, draw_sensitivity, lay_out
from experiments.sensitivity_choice import choose_factors, plausible_factor
from experiments.sensitivity_indices import Analysis, Index
from experiments.sensitivity_outcomes import ALWAYS_THERE, NAMED, choose_outcomes, read_outcomes
from experiments.sensitivity_study import Found, Study, refuse_lacking
from experiments.sensitivity_words import number, strongest, summary_lines
from sim.parameters import Parameters, declared_parameters
from tests.sweeps import ROOT, do_sweep, finish, runs_kept, start_sweep, wait_until

NOTHING: frozenset[str] = frozenset()
ORDERS = ("total", "first")


# --- What is varied ----------------------------------------------------------------------------


def keys(asked, kind="synthetic", fixed=NOTHING):
    return [factor.key for factor in choose_factors(asked, kind, frozenset(fixed))]


def test_all_parameters_but_the_kind_of_world_and_paths_are_varied() -> None:
    everything = {declared.key for declared in declared_parameters()}
    assert set(keys("all")) == everything - {"world.kind", "world.folder"}


def test_groups_keys_and_patterns() -> None:
    formation = [d.key for d in declared_parameters() if d.phase == "formation"]
    assert keys("formation") == formation
    assert keys(["formation.quorum"]) == ["formation.quorum"]
    focal = [f"formation.focal_{name}" for name in ("goal", "selection", "sectors", "founder")]
    assert keys("formation.focal_*") == focal
    both = keys(["formation.quorum", "world.tolerance", "formation.quorum"])
    assert both == ["world.tolerance", "formation.quorum"]  # in the order of the declarations


def test_what_has_a_value_already_is_left_out_of_groups_and_refused_by_its_key() -> None:
    assert "formation.quorum" not in keys("formation", fixed=["formation.quorum"])
    with pytest.raises(UserError, match="has a value on the command line"):
        keys(["formation.quorum"], fixed=["formation.quorum"])


def test_what_a_world_decides_by_itself_is_left_out() -> None:
    decided = {f"world.{name}" for name in ("organisations", "sectors", "free_hours", "money")}
    assert decided <= set(keys("all"))
    assert not decided & set(keys("all", "study"))
    with pytest.raises(UserError, match="has no effect with world"):
        keys(["world.organisations"], "study")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("formatoin", "the nearest is formation"),
        ("formation.qorum", "the nearest is formation.quorum"),
        ("formation.x*", "no such parameter"),
        ("world.kind", "choose it with world=NAME"),
        ("world.folder", "is a path"),
        ([], "must be a word or a list of words"),
        (7, "must be a word or a list of words"),
    ],
)
def test_words_that_mean_nothing_are_refused(asked, told) -> None:
    with pytest.raises(UserError, match=told.replace("*", r"\*")):
        keys(asked)


def test_every_plausible_range_is_reached_from_end_to_end() -> None:
    for declared in declared_parameters():
        if declared.is_path:
            continue
        factor = plausible_factor(declared)
        ends = (declared.plausible[0], declared.plausible[-1])
        assert (factor.at(0.0), factor.at(1.0)) == ends
        Parameters().with_changes({} if declared.key == "world.kind" else {declared.key: ends[1]})


# --- Outcomes ----------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two points with two replications; run 3 has failed, nobody started anything in run 2."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "alliances").mkdir()
    pd.DataFrame(
        {
            "run": [0, 1, 2, 3],
            "status": ["complete", "complete", "complete", "failed"],
            "goals_reached": [1, 3, 0, 0],
            "initiatives": [4, 6, 0, 5],
            "ended": [2, 4, 0, 0],
            "trust": [0.5, 0.25, 0.75, 0.0],
        }
    ).to_parquet(tmp_path / "runs" / "part.parquet")
    pd.DataFrame(
        {"run": [0, 0, 1, 3], "depth": [0.5, np.nan, 0.25, 0.5], "lifetime": [10, 20, 30, 40]}
    ).to_parquet(tmp_path / "alliances" / "part.parquet")
    return tmp_path


def test_outcomes_of_runs_by_hand(small: Path) -> None:
    asked = choose_outcomes(["success", "trust", "success_of_ended", "depth", "alliances.depth"])
    found = read_outcomes(small, asked, 2)
    missing = math.nan
    expected = {
        "success": [[1 / 4, 3 / 6], [0.0, missing]],
        "trust": [[0.5, 0.25], [0.75, missing]],
        "success_of_ended": [[1 / 2, 3 / 4], [missing, missing]],
        "depth": [[0.25, 0.25], [0.0, missing]],  # without a platform it counts 0
        "alliances.depth": [[0.5, 0.25], [missing, missing]],  # only those with one
    }
    assert list(found) == list(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values)


def test_a_run_that_is_not_there_has_no_number(small: Path) -> None:
    runs = pd.read_parquet(small / "runs")
    runs[runs["run"] != 1].to_parquet(small / "runs" / "part.parquet")
    found = read_outcomes(small, choose_outcomes("trust"), 2)["trust"]
    np.testing.assert_allclose(found, [[0.5, math.nan], [0.75, math.nan]])


def test_outcomes_that_some_points_lack_are_refused_with_their_number() -> None:
    asked = choose_outcomes(["trust", "depth"])
    measured = {
        "trust": np.ones((2, 3)),
        "depth": np.array([[1.0, np.nan, 1.0], [np.nan] * 2 + [1]]),
    }
    with pytest.raises(UserError, match=r"of 3 points some .*: depth \(2\)$") as refused:
        refuse_lacking(asked, measured)
    assert "success,alliances,platforms,members,in_time" in refused.value.advice  # not depth
    refuse_lacking(asked, {"trust": np.ones((2, 3)), "depth": np.zeros((2, 3))})


def test_outcomes_by_name() -> None:
    assert [one.name for one in choose_outcomes(None)] == list(ALWAYS_THERE)
    assert set(ALWAYS_THERE) <= {one.name for one in NAMED}
    assert choose_outcomes("runs.votes")[0].column == "votes"
    with pytest.raises(UserError, match="the nearest is success"):
        choose_outcomes(["succes"])
    with pytest.raises(UserError, match="no such outcome"):
        choose_outcomes(["alliances.ending"])  # a word is no number


# --- The command line --------------------------------------------------------------------------

TWO = "parameters=[formation.focal_goal,formation.initiation_rate]"
"""The first one does nothing where no alliance is focal."""

TINY = (TWO, "weeks=30", "trajectories=3", "replications=2", "world.organisations=20")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["method=moris"], "method = moris: must be one of morris, sobol, pawn"),
        (["method=sobol", "samples=100"], "samples = 100: Sobol' indices need a power of 2"),
        (["trajectories=1"], "trajectories = 1: must be a whole number from 2"),
        (["method=pawn", "samples=0"], "samples = 0: must be a whole number from 1"),
        (["replications=0"], "replications = 0"),
        (["parameters=formatoin"], "the nearest is formation"),
        (["parameters=formation.quorum,world.tolerance"], "several values"),
        (["formation.quorum=0.6,0.8"], "several values"),
        (["formation.quorum=0.7", "parameters=formation.quorum"], "has a value on the command"),
        (["outcomes=[depht]"], "outcomes = depht: no such outcome; the nearest is depth"),
        (["experiment=group_size"], "this command has no experiments"),
        (["execution=dusk"], "execution = dusk: must be one of automatic, dask, processes, slurm"),
        (["execution.shard=3"], "the nearest valid key is execution.shards"),
        (["shard=5/4"], "shard = 5/4: the shards are 1/4 to 4/4"),
        (["shard=1/4", "retry_failed=true"], "a shard writes only what is missing"),
        (["trajectoris=5"], "unknown key trajectoris; the nearest valid key is trajectories"),
        (["method=sobol", "samples=65536"], "are more than 100000"),
        (["-m", "seed=1,2"], "--multirun"),
    ],
)
def test_errors_are_two_lines_before_anything_starts(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["sensitivity", *words]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.startswith("alliances sensitivity: ")
    assert len(error.strip().splitlines()) == 2
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    "scenario", ["scenario=consent_by_silence", "scenario=[round_mail,consent_by_silence]"]
)
def test_what_an_option_sets_is_not_varied(
    here: Path, capsys: pytest.CaptureFixture[str], scenario: str
) -> None:
    words = ["parameters=[formation.silence_weeks]", "dry_run=true"]
    assert main(["sensitivity", scenario, *words]) == 2
    assert "has a value on the command line" in capsys.readouterr().err


def test_a_dry_run_counts_and_leaves_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sensitivity", *TINY, "dry_run=true"]) == 0
    told = capsys.readouterr().out
    assert "Method: morris, 2 parameters, 3 trajectories" in told
    assert "9 points x 2 replications = 18 runs of 30 weeks" in told
    assert not list(here.iterdir())


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("done")
    code, out, err = do_sweep(folder, *TINY, subcommand="sensitivity")
    assert code == 0, err
    assert "18 of 18 runs complete" in out
    return folder / "results"


def table_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "sensitivity.csv").open() as file:
        return list(csv.DictReader(file))


def test_a_small_analysis_leaves_its_files(done: Path) -> None:
    rows = table_of(done)
    assert {row["outcome"] for row in rows} <= set(ALWAYS_THERE)
    assert {row["index"] for row in rows} == {"mu_star", "mu", "sigma"}
    assert all(row["method"] == "morris" and row["group"] == "formation" for row in rows)
    made = json.loads((done / "sensitivity.json").read_text())
    assert made["method"] == "morris"
    assert made["points"] == 9
    assert {"numpy", "scipy"} <= set(made["libraries"])
    assert made["sources"] == json.loads((done / "manifest.json").read_text())["sources"]
    for outcome in {row["outcome"] for row in rows}:
        assert (done / f"sensitivity_{outcome}.png").read_bytes()[:4] == b"\x89PNG"


def test_a_parameter_that_changes_no_run_is_told_to_do_nothing(done: Path) -> None:
    effects = {row["effect"] for row in table_of(done) if row["parameter"].endswith("focal_goal")}
    assert effects == {"none"}
    alliances = [row for row in table_of(done) if row["outcome"] == "alliances"]
    rate = next(row for row in alliances if row["parameter"].endswith("initiation_rate"))
    assert float(rate["value"]) > 0.0
    assert rate["rank"] == "1"
    text = (done / "sensitivity.md").read_text()
    head = "These changed none of the outcomes in any run, wherever they were moved:"
    assert f"{head}\n\n- Formation: `focal_goal`\n" in text


def test_the_same_folder_serves_other_outcomes_and_another_language(
    tmp_path: Path, done: Path
) -> None:
    code, _, err = do_sweep(tmp_path, *TINY, subcommand="sensitivity")
    assert code == 0, err
    assert table_of(tmp_path / "results") == table_of(done)  # the same command, the same indices
    parts = {p: p.stat().st_mtime_ns for p in (tmp_path / "results").glob("*/part-*")}
    words = (*TINY, "outcomes=[runs.hours,trust]", "language=de")
    code, out, err = do_sweep(tmp_path, *words, subcommand="sensitivity")
    assert code == 0, err
    assert "18 von 18 Läufen vollständig" in out
    assert {row["outcome"] for row in table_of(tmp_path / "results")} == {"runs.hours", "trust"}
    assert "## Was nichts bewirkt" in (tmp_path / "results" / "sensitivity.md").read_text()
    pictures = {path.name for path in (tmp_path / "results").glob("*.png")}
    assert pictures == {"sensitivity_runs_hours.png", "sensitivity_trust.png"}
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "results").glob("*/part-*")} == parts


def test_an_outcome_that_points_lack_is_refused_and_the_runs_are_kept(tmp_path: Path) -> None:
    words = (*TINY, "outcomes=[runs.focal_goal_reached]")
    code, _, err = do_sweep(tmp_path, *words, subcommand="sensitivity")
    assert code == 2
    assert "of 9 points some have runs without a number: runs.focal_goal_reached (9)" in err
    assert "The runs are kept: choose outcomes that every run has" in err
    assert "Traceback" not in err
    assert runs_kept(tmp_path) == 18
    assert not list((tmp_path / "results").glob("sensitivity.*"))


def test_failed_runs_are_refused_and_done_again_on_request(tmp_path: Path) -> None:
    code, _, err = do_sweep(tmp_path, *TINY, "time_limit=0.0000001", subcommand="sensitivity")
    assert code == 2
    assert "18 of 18 runs are missing or failed: indices need all of them" in err
    assert "retry_failed=true does them again" in err
    assert not (tmp_path / "results" / "sensitivity.csv").exists()
    code, _, err = do_sweep(tmp_path, *TINY, subcommand="sensitivity")
    assert code == 2  # the same command alone does not do failed runs again
    code, _, err = do_sweep(tmp_path, *TINY, "retry_failed=true", subcommand="sensitivity")
    assert code == 0, err
    assert (tmp_path / "results" / "sensitivity.csv").exists()


def test_shards_do_their_runs_and_the_whole_is_analysed(tmp_path: Path, done: Path) -> None:
    for turn, own, there in ((1, 10, 10), (2, 8, 18)):  # blocks of two runs, dealt in rounds
        code, out, err = do_sweep(tmp_path, *TINY, f"shard={turn}/2", subcommand="sensitivity")
        assert code == 0, err
        assert f"{own} of {own} runs of shard {turn}/2 complete; {there} of 18" in out
        assert not list((tmp_path / "results").glob("sensitivity.*"))
    parts = {p: p.stat().st_mtime_ns for p in (tmp_path / "results").glob("*/part-*")}
    code, _, err = do_sweep(tmp_path, *TINY, "execution=threads", subcommand="sensitivity")
    assert code == 0, err
    assert table_of(tmp_path / "results") == table_of(done)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "results").glob("*/part-*")} == parts


def test_a_batch_script_does_the_shards_of_this_command(tmp_path: Path, done: Path) -> None:
    words = (*TINY, "execution=slurm", "execution.shards=1")
    code, out, err = do_sweep(tmp_path, *words, subcommand="sensitivity")
    assert code == 0, err
    assert out.startswith("0 of 18 runs done; to be done by Slurm:\nsbatch results/")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SLURM_ARRAY_TASK_ID": "1"}
    script = ["bash", str(tmp_path / "results" / SCRIPT)]
    subprocess.run(script, env=environment, capture_output=True, check=True)  # as Slurm does it
    assert runs_kept(tmp_path) == 18
    code, _, err = do_sweep(tmp_path, *words, subcommand="sensitivity")
    assert code == 0, err
    assert table_of(tmp_path / "results") == table_of(done)


@pytest.mark.parametrize(
    ("words", "index"),
    [(["method=sobol", "samples=4"], "total"), (["method=pawn", "samples=12"], "maximum")],
)
def test_the_other_methods(tmp_path: Path, words: list[str], index: str) -> None:
    code, _, err = do_sweep(tmp_path, *TINY, *words, subcommand="sensitivity")
    assert code == 0, err
    found = table_of(tmp_path / "results")
    main_rows = [row for row in found if row["index"] == index and row["outcome"] == "alliances"]
    assert {row["parameter"].rpartition(".")[2] for row in main_rows} == {
        "focal_goal",
        "initiation_rate",
    }
    assert float(main_rows[0]["value"]) >= float(main_rows[1]["value"])


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_a_killed_analysis_goes_on_and_says_the_same(tmp_path: Path) -> None:
    words = (TWO, "weeks=104", "trajectories=20", "replications=4", "write_every=0.02")
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    killed.mkdir()
    whole.mkdir()
    process = start_sweep(killed, *words, subcommand="sensitivity")
    wait_until(lambda: runs_kept(killed) > 5 or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    finish(process)
    kept = runs_kept(killed)
    assert 0 < kept < 240
    assert not (killed / "results" / "sensitivity.csv").exists()
    before = {p: p.stat().st_mtime_ns for p in (killed / "results").glob("runs/part-*")}
    for folder in (killed, whole):
        code, out, err = do_sweep(folder, *words, subcommand="sensitivity")
        assert code == 0, err
        assert "240 of 240 runs complete" in out
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert table_of(killed / "results") == table_of(whole / "results")


# --- Words and figures -------------------------------------------------------------------------


def made_study(values, low, chance, method="morris", unchanged=None) -> Study:
    """A study of one outcome, of as many parameters as there are values, from all groups."""
    every = [one for one in choose_factors("all", "synthetic", NOTHING) if one.is_interval]
    factors = every[:: len(every) // len(values)][: len(values)]
    value, low, chance = (np.asarray(v, dtype=np.float64) for v in (values, low, chance))
    mu = Index("mu", value, low, value, np.full(value.shape, np.nan))
    sigma = Index("sigma", 0.5 * value, low, value, np.full(value.shape, np.nan))
    star = Index("mu_star", value, low, 1.5 * value, chance)
    flags = np.zeros(value.shape, dtype=bool) if unchanged is None else np.array(unchanged)
    analysis = Analysis({"mu_star": star, "mu": mu, "sigma": sigma}, flags)
    outcome = choose_outcomes("depth")[0]
    return Study(method, factors, 100, 4, [Found(outcome, analysis, 0.25, 0.0, 0.5)])


def test_who_does_nothing_what_is_unclear_and_what_is_clear() -> None:
    study = made_study([5.0, 0.0, 1.0, 3.0], [4.0, 0.0, 0.5, 1.0], [1.0, 0.0, 1.5, 2.0])
    analysis = study.analysed[0][1]
    assert list(analysis.clear) == [True, False, False, False]
    assert list(analysis.idle) == [False, True, True, False]  # the last one is neither
    assert list(analysis.ranks) == [1, 4, 3, 2]
    assert strongest(analysis, 10) == [0]


def test_the_summary_says_it_in_words() -> None:
    unchanged = [False, True, False, False]
    study = made_study(
        [5.0, 0.0, 1.0, 3.0], [4.0, 0, 0.5, 1.0], [1.0, 0, 1.5, 2.0], "morris", unchanged
    )
    names = [factor.key for factor in study.factors]
    text = "\n".join(summary_lines(study, ["a.png"], "en"))
    assert "Parameters varied: 4; outcomes: 1. " in text
    assert "clearly move at least one outcome: 1; that do no more than chance to any: 2" in text
    assert f"1. `{names[0]}` moves it by 5.0 (4.0 to 7.5), upwards." in text
    assert "Means of 4 seeds go from 0 to 0.50 (share agreed x ambition kept)." in text
    assert "Of their variance between points 25 % is difference between seeds." in text
    parts = text.split("## ")[1]
    order = [parts.index(f"`{names[j].partition('.')[2]}`") for j in (1, 2, 3)]
    assert order == sorted(order)  # changes nothing, no more than chance, unclear
    german = "\n".join(summary_lines(study, ["a.png"], "de"))
    assert "5,0 (4,0 bis 7,5), nach oben." in german


def test_one_parameter_and_one_seed_stand_in_the_singular() -> None:
    study = dataclasses.replace(made_study([5.0], [4.0], [1.0]), replications=1)
    told = {
        language: "\n".join(summary_lines(study, ["a.png"], language)) for language in ("en", "de")
    }
    assert "Means of 1 seed go" in told["en"]
    assert "Mittel über 1 Startwert reichen" in told["de"]
    assert "1 parameter over plausible ranges, 100 points x 1 seed = 100 runs" in told["en"]
    assert "100 Punkte x 1 Startwert = 100 Läufe" in told["de"]
    assert "Clearly: 1, told here: 1." in told["en"]


def test_the_summary_says_so_if_everything_matters_or_nothing_does() -> None:
    all_clear = made_study([5.0, 3.0], [4.0, 2.0], [1.0, 1.0])
    text = "\n".join(summary_lines(all_clear, ["a.png"], "en"))
    assert "None of these parameters: each clearly moves at least one outcome." in text
    none_clear = made_study([5.0, 3.0], [0.5, 0.5], [1.0, 4.0])
    text = "\n".join(summary_lines(none_clear, ["a.png"], "en"))
    assert "None of these parameters" not in text
    assert "Clearly: none. Unclear: 1. No more than chance: 1." in text


@pytest.mark.parametrize(
    ("alone", "told"),
    [
        (0.7, "explain 0.70 of the variance"),
        (1.02, "add up to 1.0, which is all there is"),
        (1.3, "add up to 1.3, which is more than there is"),
    ],
)
def test_the_shares_of_single_parameters_are_added_up(alone: float, told: str) -> None:
    values = np.array([alone / 2, alone / 2])
    total, first = (Index(name, values, 0.9 * values, values, 0 * values) for name in ORDERS)
    analysis = Analysis({"total": total, "first": first}, np.zeros(2, dtype=bool))
    made = made_study([1.0, 1.0], [0.5, 0.5], [0.0, 0.0], "sobol")
    study = replace(made, found=[replace(made.found[0], analysis=analysis)])
    assert told in "\n".join(summary_lines(study, ["a.png"], "en"))


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (0.0, "0", "0"),
        (0.0437, "0.044", "0,044"),
        (-1.26, "−1.3", "−1,3"),
        (123.4, "123", "123"),
        (12345.6, "12,346", "12.346"),
        (math.nan, "–", "–"),
    ],
)
def test_numbers_have_few_digits(value: float, english: str, german: str) -> None:
    assert number(value, "en") == english
    assert number(value, "de") == german


def test_bars_are_grouped_by_phase_and_ordered_within() -> None:
    study = made_study([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [0.5] * 6, [0.0] * 6)
    chosen = sorted(range(6), key=lambda j: study.analysed[0][1].ranks[j])
    rows, depth = lay_out(study, study.analysed[0][1], chosen, "en")
    assert [row.middle for row in rows] == sorted(row.middle for row in rows)
    assert rows[-1].middle < depth
    phase, last = "", math.inf
    seen = []
    for row in rows:
        if row.parameter is None:
            seen.append(row.name)
            last = math.inf
            continue
        phase = study.factors[row.parameter].key.partition(".")[0]
        assert phase.capitalize() == seen[-1]
        value = study.analysed[0][1].main.value[row.parameter]
        assert value <= last
        last = value
    assert len(seen) == len(set(seen))  # every phase once


def test_a_negative_first_order_is_inside_the_figure_with_its_interval() -> None:
    values, alone = np.array([0.5, 0.4]), np.array([-0.1, 0.3])
    total = Index("total", values, 0.9 * values, 1.1 * values, 0 * values)
    first = Index("first", alone, alone - 0.05, alone + 0.05, np.full(2, np.nan))
    analysis = Analysis({"total": total, "first": first}, np.zeros(2, dtype=bool))
    made = made_study([1.0, 1.0], [0.5, 0.5], [0.0, 0.0], "sobol")
    found = replace(made.found[0], analysis=analysis)
    figure = draw_sensitivity(replace(made, found=[found]), found, analysis, "en")
    axes = figure.axes[0]
    assert axes.get_xlim()[0] < -0.15
    lines = [tuple(np.asarray(line.get_xdata(), dtype=float)) for line in axes.lines]
    assert any(line == pytest.approx((-0.15, -0.05)) for line in lines if len(line) == 2)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_figure_shows_the_strongest_and_tells_the_others(language: str) -> None:
    count = 60
    values = np.linspace(1.0, 2.0, count)
    study = made_study(values, values / 2.0, np.full(count, 0.3))
    found, analysis = study.analysed[0]
    figure = draw_sensitivity(study, found, analysis, language)
    axes = figure.axes[0]
    assert len(axes.patches) == MOST_BARS
    shown = {text.get_text() for text in axes.texts}
    strongest_names = {
        study.factors[j].key.partition(".")[2] for j in strongest(analysis, MOST_BARS)
    }
    assert strongest_names <= shown
    caption = " ".join(text.get_text() for text in figure.texts)
    told = {"en": "Not drawn: 35 parameters", "de": "Nicht gezeichnet: 35 Parameter"}
    assert told[language] in caption
    canvas: Any = figure.canvas
    canvas.draw()
    box = figure.bbox
    for text in [*figure.texts, *axes.texts]:
        inside = text.get_window_extent(canvas.get_renderer())
        assert inside.x0 >= box.x0 - 1.0, text.get_text()
        assert inside.x1 <= box.x1 + 1.0, text.get_text()


def test_a_longest_name_fits_beside_its_bar() -> None:
    from experiments.figures.sensitivity import NAMES
    from experiments.figures.texts import width_of

    assert max(width_of(declared.name, 9.0) for declared in declared_parameters()) < NAMES - 1.0
