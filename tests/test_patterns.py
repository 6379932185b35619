"""The patterns: formulas on hand-made tables, intervals, the command, the figure."""

import dataclasses
import json
import math
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.text
import numpy as np
import pandas as pd
import pytest

from experiments import pattern_definitions as definitions
from experiments import patterns
from experiments.errors import UserError
from experiments.figures.patterns import badge, draw_patterns, picture_of, worst
from experiments.observation import (
    DEFAULT,
    OBSERVED_UNITS,
    Observation,
    Run,
    TrustChanges,
    core_at_platform,
    observe,
    pairs_that_met,
    pairs_that_worked,
    trust_between,
    trust_changes,
)
from experiments.pattern_definitions import (
    PARTNERS,
    PATTERNS,
    Evidence,
    Finding,
    Range,
    Report,
    Sample,
    Unit,
    Verdict,
    Words,
    design_name,
    study_patterns,
)
from experiments.pattern_words import number_in_words, range_in_words, verdict_in_words
from experiments.statistics import (
    binomial_interval,
    bootstrap_interval,
    mean_ranks,
    rank_correlation,
)
from sim import AllianceModel, Parameters
from sim.execution import Failure, cores, run_all
from sim.state import Ending, Leaving, Status

ALLIANCE: dict[str, Any] = {
    "is_alliance": True,
    "kind": "change",
    "founded": 0,
    "platform": 10,
    "ending": "rupture",
    "censored": False,
    "weeks_to_platform": 10,
    "goal_reached": False,
    "pivotal": False,
    "hours": 100.0,
    "coordination_hours": 20.0,
    "coordination_share": 0.2,
    "occasions": 0,
    "decided_in_time": float("nan"),
    "core_at_platform": 4,
    "slowest_sitting": 4.0,
}
REACHED = {"ending": "goal_reached", "goal_reached": True}
FADED = {"ending": "faded"}
ALIVE = {"ending": "none", "censored": True}
INITIATIVE = {"is_alliance": False, "ending": "no_partner", "platform": None}
BARE = {"platform": None, "weeks_to_platform": None, "core_at_platform": None}


def observation(
    *alliances: dict[str, Any],
    seed: int = 1,
    design: str = DEFAULT,
    trust: TrustChanges | None = None,
) -> Observation:
    """One hand-made run; what is not given is an alliance that broke up."""
    rows = [{**ALLIANCE, **alliance} for alliance in alliances]
    table = {name: [row[name] for row in rows] for name in ALLIANCE}
    return Observation(seed, design, 208, table, trust or TrustChanges((), (), ()))


def evidence(*runs: Observation, **changes: Any) -> Evidence:
    """Hand-made runs of one world, without a designed comparison."""
    parameters = Parameters().with_changes(changes)
    return Evidence(parameters, runs, dict.fromkeys(PARTNERS, ()))


def value(take: Callable[[Evidence], Sample], runs: Evidence) -> float:
    sample = take(runs)
    return sample.statistic(np.concatenate(sample.groups))


# --- Intervals ---------------------------------------------------------------------------------


def test_the_binomial_interval_gives_published_values() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    for successes, trials, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert binomial_interval(successes, trials) == pytest.approx((low, high), abs=5e-5)
    assert binomial_interval(20, 20)[1] == 1.0
    assert all(math.isnan(limit) for limit in binomial_interval(0, 0))


def test_the_bootstrap_draws_whole_runs() -> None:
    # Two runs that are each of one kind: a draw brings 0, 1 or 2 of them, so 0, 0.5 or 1.
    groups = [np.zeros((50, 1)), np.ones((50, 1))]
    assert bootstrap_interval(groups, definitions.mean_of) == (0.0, 1.0)
    alike = [np.full((3, 1), 0.25)] * 5
    assert bootstrap_interval(alike, definitions.mean_of) == (0.25, 0.25)
    assert all(math.isnan(x) for x in bootstrap_interval(groups[:1], definitions.mean_of))
    empty = [np.empty((0, 1))] * 4
    assert all(math.isnan(x) for x in bootstrap_interval(empty, definitions.mean_of))


def test_the_bootstrap_of_a_mean_is_as_wide_as_it_should_be() -> None:
    values = np.random.default_rng(1).normal(size=400)
    low, high = bootstrap_interval([np.array([[v]]) for v in values], definitions.mean_of)
    error = values.std() / math.sqrt(400)
    assert low == pytest.approx(values.mean() - 1.96 * error, abs=0.2 * error)
    assert high == pytest.approx(values.mean() + 1.96 * error, abs=0.2 * error)


def test_rank_correlation() -> None:
    assert mean_ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]
    one = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert rank_correlation(one, np.exp(one)) == pytest.approx(1.0)
    # Differences of the ranks 1, 1, 2, 0, 2: 1 - 6 x 10 / (5 x 24).
    assert rank_correlation(one, np.array([2.0, 1.0, 5.0, 4.0, 3.0])) == pytest.approx(0.5)
    assert math.isnan(rank_correlation(one, np.ones(5)))


# --- Formulas ----------------------------------------------------------------------------------


def test_a_all_in_the_same_run() -> None:
    runs = evidence(
        observation(REACHED, {}, FADED),
        observation(REACHED, {"ending": "vote_lost"}, {"ending": "overtaken_by_ally"}),
        observation(REACHED, REACHED, {**FADED, "is_alliance": False}),
        observation({**FADED, "censored": True}, {"ending": "planned_end"}),
    )
    assert value(definitions.runs_with_all, runs) == 0.25
    assert value(definitions.runs_with_success, runs) == 0.75
    assert value(definitions.runs_with_failure, runs) == 0.5
    assert value(definitions.runs_with_fading, runs) == 0.5
    assert value(definitions.runs_with_overtaken, runs) == 0.25
    found = definitions.find(PATTERNS[0].measures[0], runs)
    assert (found.low, found.high) == binomial_interval(1, 4)


def test_every_ending_of_an_alliance_means_something() -> None:
    kinds = (
        definitions.SUCCEEDED,
        definitions.FAILED,
        definitions.FADED,
        definitions.OVERTAKEN,
        {"none", "no_partner"},
    )
    named = [ending for kind in kinds for ending in kind]
    assert sorted(named) == sorted(ending.name.lower() for ending in Ending)


def test_b_largest_ending() -> None:
    runs = evidence(observation({}, {}, REACHED, ALIVE), observation(FADED, INITIATIVE))
    assert value(definitions.largest_ending, runs) == 0.5
    assert definitions.largest_ending(runs).count == 4
    assert study_patterns(runs).endings[0] == ("rupture", 0.5)


def test_c_weeks_to_platform() -> None:
    weeks = [{"weeks_to_platform": number} for number in (4, 6, 50)]
    runs = evidence(observation(*weeks[:2], BARE), observation(weeks[2], INITIATIVE))
    assert value(definitions.weeks_to_platform, runs) == 6.0
    assert definitions.weeks_to_platform(runs).count == 3
    assert value(definitions.share_with_platform, runs) == 0.75


def test_d_goals_by_denominator() -> None:
    runs = evidence(
        observation(REACHED | {"pivotal": True}, {"founded": 150}, ALIVE),
        observation(REACHED | {"kind": "prevention"}, {"kind": "prevention"}, {"founded": 104}),
        observation(INITIATIVE),
    )
    assert value(definitions.reached_of_ended, runs) == pytest.approx(2 / 5)
    assert value(definitions.reached_of_founded, runs) == pytest.approx(2 / 6)
    assert value(definitions.reached_of_early, runs) == pytest.approx(2 / 5)
    assert value(definitions.reached_change, runs) == pytest.approx(1 / 3)
    assert value(definitions.reached_prevention, runs) == pytest.approx(1 / 2)
    assert value(definitions.pivotal_of_reached, runs) == pytest.approx(1 / 2)


def test_e_slow_bodies() -> None:
    slow = [{"slowest_sitting": 13.0, "weeks_to_platform": w} for w in (25, 26, 52, 53)]
    quick = [{"slowest_sitting": 12.9, "weeks_to_platform": w} for w in (8, 10, 30)]
    runs = evidence(observation(*slow, BARE), observation(*quick))
    assert value(definitions.slow_share, runs) == 0.5
    assert value(definitions.slow_median, runs) == 39.0
    assert value(definitions.quick_median, runs) == 10.0
    assert value(definitions.slow_delay, runs) == 29.0
    open_ended = evidence(*runs.runs, **{"formation.values_debate": "open_ended"})
    assert definitions.slow_share(open_ended).count == 0
    pattern = study_patterns(open_ended).patterns[4]
    assert pattern.verdict is Verdict.UNKNOWN


def test_f_designed_comparison_and_correlation() -> None:
    def runs(partners: int, in_time: float, hours: float) -> tuple[Observation, ...]:
        occasions = {"occasions": 4, "decided_in_time": in_time, "coordination_hours": hours}
        return tuple(
            observation(occasions, {"occasions": 0}, seed=seed, design=design_name(partners))
            for seed in (1, 2)
        )

    designed = {2: runs(2, 0.75, 10.0), 8: runs(8, 0.5, 40.0), 16: runs(16, 0.25, 60.0)}
    alliances = [
        {"core_at_platform": n, "coordination_share": n / 10, "decided_in_time": 1 / n}
        for n in (2, 3, 4)
    ]
    both = Evidence(Parameters(), (observation(*alliances),), designed)
    assert value(definitions.in_time_at_few, both) == 0.75
    assert definitions.in_time_at_few(both).count == 8
    assert value(definitions.in_time_contrast, both) == -0.5
    # Hours of both alliances of a run: (60 + 20) / 200 less (10 + 20) / 200.
    assert value(definitions.coordination_contrast, both) == pytest.approx(0.25)
    assert value(definitions.in_time_correlation, both) == pytest.approx(-1.0)
    assert value(definitions.coordination_correlation, both) == pytest.approx(1.0)
    found = study_patterns(both).patterns[5]
    assert found.verdict is Verdict.MET


def test_g_trust() -> None:
    runs = evidence(
        observation(trust=TrustChanges((0.2, 0.0), (-0.1,), (0.0, 0.0))),
        observation(trust=TrustChanges((), (), (-0.1,))),
        observation(trust=TrustChanges((0.1,), (-0.3,), ())),
    )
    assert value(definitions.trust_worked, runs) == pytest.approx(0.1)
    assert value(definitions.trust_met, runs) == pytest.approx(-0.2)
    assert value(definitions.trust_strangers, runs) == pytest.approx(-0.1 / 3)
    assert value(definitions.trust_difference, runs) == pytest.approx(0.1 + 0.2)


def test_every_measure_says_its_formula() -> None:
    keys = [measure.key for pattern in PATTERNS for measure in pattern.measures]
    assert len(keys) == len(set(keys))
    assert [pattern.letter for pattern in PATTERNS] == list("abcdefg")
    for pattern in PATTERNS:
        assert any(measure.wanted for measure in pattern.measures)
        for measure in pattern.measures:
            assert len(measure.formula) > 30, measure.key


# --- Verdicts ----------------------------------------------------------------------------------


def test_ranges_hold_their_limits_unless_open() -> None:
    assert Range(0.15, 0.6).holds(0.15)
    assert Range(0.15, 0.6).holds(0.6)
    assert not Range(0.0, math.inf, is_open=True).holds(0.0)
    assert Range(0.0, math.inf, is_open=True).holds(1e-9)


def test_verdicts_and_close_calls() -> None:
    measure = dataclasses.replace(PATTERNS[1].measures[0], wanted=Range(0.0, 0.7))
    sample = Sample((), definitions.mean_of, 0)

    def found(number: float, low: float, high: float) -> definitions.Finding:
        return definitions.Finding(measure, sample, number, low, high, 9, ())

    assert found(0.6, 0.5, 0.65).verdict is Verdict.MET
    assert not found(0.6, 0.5, 0.65).is_close
    assert found(0.6, 0.5, 0.75).is_close
    assert found(0.8, 0.65, 0.9).verdict is Verdict.NOT_MET
    assert found(0.8, 0.65, 0.9).is_close
    assert found(float("nan"), float("nan"), float("nan")).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ([(INITIATIVE,), (INITIATIVE,), ({}, REACHED)], ["nothing forms"]),
        ([(ALIVE,), (ALIVE,), ({}, REACHED)], ["nothing ends"]),
        ([(REACHED,), (REACHED, REACHED, ALIVE)], ["all succeed", "all end alike"]),
        ([({},), ({}, {}, INITIATIVE)], ["none succeeds", "all end alike"]),
        ([({}, FADED), (FADED, {})], ["none succeeds"]),
        ([({}, REACHED), (FADED, {})], []),
    ],
)
def test_degenerate_worlds_are_called_so(runs: list[Any], told: list[str]) -> None:
    report = study_patterns(evidence(*(observation(*alliances) for alliances in runs)))
    assert [words.en for words in report.degenerate] == told
    lines = "\n".join(patterns.tell_report(report, "en", Words("a world", "eine Welt")))
    assert ("DEGENERATE WORLD" in lines) == bool(told)


def test_the_most_frequent_ending_stands_below_its_share() -> None:
    report = study_patterns(evidence(observation({}, FADED), observation(FADED)))
    for language, name in (("en", "faded out"), ("de", "eingeschlafen")):
        lines = patterns.tell_report(report, language, Words("a world", "eine Welt"))
        place = lines.index(f"      {name}")
        assert lines[place - 1][4:].startswith(("share of the most", "Anteil des häuf"))
        assert lines[place - 1].index("%") == patterns.NAME + 4 + patterns.VALUE - 1


def test_missing_numbers_are_empty_in_csv() -> None:
    assert patterns._cell(float("nan")) == ""
    assert patterns._cell(0.5) == "0.5"
    whole: dict[str, list[Any]] = {column: [None, None] for column in OBSERVED_UNITS}
    whole["share_agreed"] = [float("nan"), 0.5]
    lines = patterns.tabulate([whole], "csv")[1].decode().splitlines()
    place = list(OBSERVED_UNITS).index("share_agreed")
    assert [line.split(",")[place] for line in lines[1:]] == ["", "0.5"]
    assert set(lines[1]) == {","}


def test_numbers_in_words() -> None:
    assert number_in_words(0.154, Unit.SHARE, "en") == "15 %"
    assert number_in_words(-0.154, Unit.POINTS, "en") == "−15 points"
    assert number_in_words(0.0012, Unit.TRUST, "de") == "+0,001"
    assert number_in_words(-0.0001, Unit.TRUST, "en") == "0.000"
    assert number_in_words(float("nan"), Unit.WEEKS, "en") == "–"
    assert range_in_words(Range(4.0, 60.0), Unit.WEEKS, "de") == "4 bis 60 Wochen"
    assert range_in_words(Range(0.0, 0.7), Unit.SHARE, "en") == "at most 70 %"
    assert range_in_words(Range(0.9, 1.0), Unit.SHARE, "de") == "mindestens 90 %"
    assert range_in_words(Range(0.9, 1.0), Unit.SHARE, "de", bare=True) == "≥ 90 %"
    assert range_in_words(Range(0.0, 0.7), Unit.SHARE, "en", bare=True) == "≤ 70 %"
    assert range_in_words(definitions.NEGATIVE, Unit.POINTS, "en") == "below 0"


# --- One run -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model() -> AllianceModel:
    return AllianceModel(seed=3, weeks=2, keep_events=False).run()


def place(state: Any, a: int, *members: tuple[int, Status, int, int]) -> None:
    """Put organisations on the list of an alliance by hand: row, status, joined, left."""
    state.clock[0].alliances = max(int(state.clock[0].alliances), a + 1)
    state.alliances[a].slots = len(members)
    for slot, (organisation, status, joined, left) in enumerate(members):
        member = state.members[a, slot]
        member.organisation, member.status = organisation, status
        member.joined, member.left, member.leaving = joined, left, Leaving.NONE


def test_who_was_in_the_core_at_the_platform(model: AllianceModel) -> None:
    state = model.state
    place(
        state,
        0,
        (0, Status.CORE, 1, -1),
        (1, Status.CORE, 9, -1),  # came later
        (2, Status.LEFT, 1, 4),  # left before
        (3, Status.LEFT, 1, 6),  # left later
        (4, Status.LEFT, 1, 5),  # left in that week, after
        (5, Status.LEFT, 1, 5),  # left in that week, over an objection
        (6, Status.CIRCLE, 1, -1),
        (7, Status.DECLINED, -1, -1),
    )
    state.members[0, 4].leaving = Leaving.NOT_WORTH_IT
    state.members[0, 5].leaving = Leaving.OBJECTION
    state.alliances[0].platform = 5
    assert core_at_platform(state, 0) == [0, 3, 4]
    state.alliances[0].platform = -1
    assert core_at_platform(state, 0) == []


def test_trust_by_what_became_of_the_pair(model: AllianceModel) -> None:
    state = model.state
    for a in range(int(state.clock[0].alliances)):
        state.alliances[a].slots, state.alliances[a].ending = 0, Ending.NONE
    place(state, 0, (0, Status.CORE, 1, -1), (1, Status.CORE, 1, -1), (2, Status.LEFT, 1, 3))
    place(state, 1, (3, Status.LEFT, 0, 2), (4, Status.CORE, 3, -1))
    state.alliances[0].ending = Ending.GOAL_REACHED
    worked, met = pairs_that_worked(state), pairs_that_met(state)
    assert np.argwhere(worked).tolist() == [[0, 1], [1, 0]]
    assert np.argwhere(met).tolist() == [[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]]
    after = trust_between(state)
    before = {(0, 1): 0.4, (2, 1): 0.3, (3, 4): 0.2}
    changes = trust_changes(state, before)
    assert changes.worked == (after.get((0, 1), 0.0) - 0.4,)
    assert changes.met == (after.get((2, 1), 0.0) - 0.3,)
    assert changes.strangers == (after.get((3, 4), 0.0) - 0.2,)


def test_the_core_agrees_with_the_model() -> None:
    found = observe(Run(Parameters(), seed=1, weeks=60))
    frame = pd.DataFrame(found.alliances)
    assert list(frame.columns) == list(OBSERVED_UNITS)
    agreed = frame[frame["platform"].notna()]
    assert len(agreed) > 2
    # Under a lead all members are core members; a conflict in the very week can tell apart.
    assert (agreed["core_at_platform"] == agreed["members_at_platform"]).mean() > 0.9
    assert agreed["slowest_sitting"].notna().all()
    ties = len(found.trust.worked) + len(found.trust.met) + len(found.trust.strangers)
    assert ties == sum(
        AllianceModel(seed=1, weeks=1).population.state.organisations.ties_at_start.tolist()
    )


# --- Many runs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    told: list[int] = []
    results = run_all(math.sqrt, [1.0, 4.0, -1.0, 9.0], workers, lambda: told.append(1))
    assert results[:2] + results[3:] == [1.0, 2.0, 3.0]
    assert isinstance(results[2], Failure)
    assert results[2].error.startswith("ValueError: ")
    assert len(told) == 4
    assert not multiprocessing.active_children()


def test_a_worker_that_dies_is_a_failure_and_hangs_nobody() -> None:
    results = run_all(os._exit, [9, 9, 9], 2)
    assert results == [Failure("a worker was ended from outside")] * 3
    assert not multiprocessing.active_children()
    assert cores() >= 1


TINY = [
    *("runs=3", "weeks=60", "workers=2", "world.organisations=30", "world.legislators=20"),
    *("formation.initiation_rate=1",),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a report of a few short runs, through the command's own function."""
    folder = tmp_path_factory.mktemp("report") / "new"
    assert patterns.main([*TINY, f"hydra.run.dir={folder}"]) == 0
    return folder


def test_a_report_leaves_everything(tiny: Path) -> None:
    names = {path.name for path in tiny.iterdir()}
    assert names == {
        *("alliances.parquet", "configuration.yaml", "manifest.json", "patterns.csv"),
        *("patterns.png", "outside.csv", "outside.png"),
    }
    table = pd.read_csv(tiny / "patterns.csv")
    assert list(table.columns) == list(patterns.COLUMNS)
    assert len(table) == sum(len(pattern.measures) for pattern in PATTERNS)
    alliances = pd.read_parquet(tiny / "alliances.parquet")
    assert list(alliances.columns) == list(OBSERVED_UNITS)
    assert set(alliances["design"]) == {DEFAULT, *(design_name(n) for n in PARTNERS)}
    assert set(alliances["seed"]) == {1, 2, 3}
    manifest = json.loads((tiny / "manifest.json").read_text())
    assert manifest["runs"] == 3
    assert set(manifest["files"]) == names - {"manifest.json"}
    # The share in the table is that of the alliances beside it.
    own = alliances[(alliances["design"] == DEFAULT) & alliances["is_alliance"]]
    share = table.set_index("measure")["value"]["share_with_platform"]
    assert share == pytest.approx(own["platform"].notna().mean())


def test_results_do_not_depend_on_the_workers(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    words = [word for word in TINY if not word.startswith("workers")]
    assert patterns.main([*words, "workers=1", f"hydra.run.dir={folder}"]) == 0
    for name in (
        *("patterns.csv", "alliances.parquet", "patterns.png", "configuration.yaml"),
        *("outside.csv", "outside.png"),
    ):
        assert (folder / name).read_bytes() == (tiny / name).read_bytes(), name


def test_a_taken_folder_is_refused(tiny: Path) -> None:
    with pytest.raises(UserError, match="holds a run already"):
        patterns.main([*TINY, f"hydra.run.dir={tiny}"])


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["runs=1"], "runs = 1: must be a whole number from 2"),
        (["runs=many"], "runs = many: must be a whole number"),
        (["workers=0"], "workers = 0: must be a whole number from 1"),
        (["seed=-1"], "seed = -1"),
        (["runs="], 'runs = "": must be a whole number'),
        (
            ["seed=9223372036854775769", "runs=40"],
            "seed = 9223372036854775769: must leave room for 40 seeds up to 9223372036854775807",
        ),
        (["+hydra.rum.dir=x"], "the nearest valid key is hydra.run.dir"),
        (["formation.target_partner=3"], "nearest valid key is formation.target_partners"),
        (["formation.target_partners=0"], "formation.target_partners = 0"),
        (["seed=1,2"], "one report is about one world"),
        (["--multirun", "seed=1,2"], "one report is about one world"),
        (["--info"], "--info is not offered here"),
        (["--cfg", "all"], "--cfg is not offered here"),
    ],
)
def test_wrong_command_lines_are_refused(words: list[str], problem: str) -> None:
    with pytest.raises(UserError) as refused:
        patterns.read_request(words)
    assert problem in refused.value.problem
    assert "\n" not in refused.value.problem + refused.value.advice


def test_the_last_seed_may_be_the_largest() -> None:
    request = patterns.read_request(["seed=9223372036854775768", "runs=40"])
    assert request.settings.seed + request.runs - 1 == 9223372036854775807


def test_help_and_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert patterns.main(["--help"]) == 0
    assert "runs=N" in capsys.readouterr().out
    assert patterns.main(["--cfg", "job", "world=study", "runs=7"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("# alliances patterns runs=7: seeds 1 to 7\n")
    assert "kind: study" in told


@pytest.mark.slow
def test_an_interruption_leaves_no_worker(tmp_path: Path) -> None:
    words = ["runs=1000", f"hydra.run.dir={tmp_path}/x"]  # more than pass before the interruption
    code = (
        "import signal, sys; from experiments import patterns\n"
        # Whoever runs the tests in the background has it ignored, and so would this process.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"if __name__ == '__main__': sys.exit(patterns.main({words}))"
    )
    script = tmp_path / "interrupted.py"
    script.write_text(code)
    root = str(Path(__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": root},
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    for _ in range(600):
        time.sleep(0.1)
        if len(children_of(process.pid)) >= 2:
            break
    time.sleep(1.0)
    # As a terminal does it: to the whole group.
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    last = f"alliances patterns: interrupted; no complete run is kept in {tmp_path}/x"
    assert told.splitlines()[-1] == last
    assert "Traceback" not in told
    # Whoever starts again finds what was asked for, and nothing half written.
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["configuration.yaml"]
    assert "kind: synthetic" in (tmp_path / "x" / "configuration.yaml").read_text()
    deadline = time.monotonic() + 10.0
    while group_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not group_of(process.pid)


def children_of(parent: int) -> list[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def group_of(leader: int) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pgid,args"], capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=1) for line in listed.stdout.splitlines()[1:]]
    # A dead process that nobody has asked about yet is still listed.
    return [row[1] for row in rows if int(row[0]) == leader and "<defunct>" not in row[1]]


# --- The figure --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report() -> Report:
    """A report of hand-made runs with numbers in every panel."""
    generator = np.random.default_rng(5)

    def run(seed: int, design: str = DEFAULT, size: int = 8) -> Observation:
        alliances = []
        for number in range(24):
            weeks = float(generator.integers(5, 120))
            endings: tuple[dict[str, Any], ...] = (
                {},
                REACHED,
                FADED,
                ALIVE,
                {"ending": "overtaken_by_others"},
            )
            alliances.append(
                {
                    **endings[number % 5],
                    "kind": ("change", "prevention")[number % 2],
                    "weeks_to_platform": weeks,
                    "slowest_sitting": float(generator.choice([1.0, 13.0])),
                    "occasions": 5,
                    "decided_in_time": float(generator.integers(0, 6)) / 5,
                    "coordination_hours": min(95.0, size * float(generator.integers(3, 6))),
                    "core_at_platform": int(generator.integers(2, 10)),
                    "coordination_share": float(generator.random()),
                }
            )
        changes = [tuple(generator.normal(0.02, 0.05, 9).tolist()) for _ in range(3)]
        return observation(*alliances, seed=seed, design=design, trust=TrustChanges(*changes))

    runs = tuple(run(seed) for seed in range(1, 9))
    designed = {
        partners: tuple(run(seed, design_name(partners), partners) for seed in range(1, 9))
        for partners in PARTNERS
    }
    return study_patterns(Evidence(Parameters(), runs, designed))


WORLD = Words(
    "the organisations of the study, 208 weeks, 400 runs (seeds 1000 to 1399)",
    "die Organisationen der Studie, 208 Wochen, 400 Läufe (Startwerte 1000 bis 1399)",
)


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_texts_lie_in_the_figure_and_apart(report: Report, language: str) -> None:
    figure = draw_patterns(report, WORLD, language)
    figure.canvas.draw()
    bounds = figure.bbox
    boxes = []
    for text in figure.findobj(matplotlib.text.Text):
        if not text.get_text().strip() or not text.get_visible():
            continue
        box = text.get_window_extent()
        assert bounds.x0 <= box.x0, text.get_text()
        assert box.x1 <= bounds.x1, text.get_text()
        assert bounds.y0 <= box.y0, text.get_text()
        assert box.y1 <= bounds.y1, text.get_text()
        boxes.append((text.get_text(), box.padded(-1)))
    assert len(boxes) > 60
    for number, (one, box) in enumerate(boxes):
        for other, beside in boxes[number + 1 :]:
            assert not box.overlaps(beside), (one, other)


def test_the_figure_tells_verdicts_in_words(report: Report) -> None:
    texts = {
        text.get_text() for text in draw_patterns(report, WORLD, "en").findobj(matplotlib.text.Text)
    }
    assert any(text.startswith("✓ met") for text in texts)
    assert any(text.startswith("(g) ") for text in texts)
    assert "the range wanted" in texts


def finding(value: float, low: float, high: float, wanted: Range | None) -> Finding:
    measure = dataclasses.replace(PATTERNS[1].measures[0], wanted=wanted)
    sample = Sample((), definitions.mean_of, 0)
    return Finding(measure, sample, value, low, high, 0, ())


ABOVE_HALF = Range(0.5, 1.0)
MET = finding(0.9, 0.8, 1.0, ABOVE_HALF)
MET_UNSURE = finding(0.6, 0.4, 0.8, ABOVE_HALF)
UNKNOWN = finding(math.nan, math.nan, math.nan, ABOVE_HALF)
NOT_MET_UNSURE = finding(0.4, 0.2, 0.6, ABOVE_HALF)
NOT_MET = finding(0.1, 0.0, 0.2, ABOVE_HALF)
REPORTED = finding(0.0, 0.0, 0.0, None)


def test_the_badge_tells_what_decides_over_a_pattern() -> None:
    found = [REPORTED, MET, MET_UNSURE, UNKNOWN, NOT_MET_UNSURE, NOT_MET]
    told = []
    while len(found) > 1:
        told.append(verdict_in_words(worst(found), "en"))
        found.remove(worst(found))
    assert told == ["not met", "not met, unsure", "cannot be told", "met, unsure", "met"]
    assert verdict_in_words(NOT_MET_UNSURE, "de") == "nicht erfüllt, unsicher"


def test_what_is_unsure_looks_different_without_colour() -> None:
    looks = [badge(one.verdict, one.is_close)["bbox"] for one in (MET, MET_UNSURE, NOT_MET)]
    assert [look["linestyle"] == "solid" for look in looks] == [True, False, True]
    assert len({look["facecolor"] for look in looks}) == 3


def test_both_parts_of_f_have_a_name(report: Report) -> None:
    for language in ("en", "de"):
        texts = [
            text.get_text()
            for text in draw_patterns(report, WORLD, language).findobj(matplotlib.text.Text)
        ]
        names = [text.split()[0] for text in texts if re.match(r"\([a-g]\d?\) ", text)]
        assert names == ["(a)", "(b)", "(c)", "(d)", "(e)", "(f1)", "(f2)", "(g)"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_panels_with_an_upright_axis_say_what_it_counts(report: Report, language: str) -> None:
    figure = draw_patterns(report, WORLD, language)
    figure.canvas.draw()
    names = [
        {text.get_text() for text in axes.texts} for axes in figure.axes if len(axes.get_yticks())
    ]
    told = {
        "en": ["platforms in four weeks"] * 2
        + ["occasions decided in time", "share of hours that coordinate"],
        "de": ["Plattformen in vier Wochen"] * 2
        + ["rechtzeitig entschiedene Anlässe", "Anteil der Stunden für Abstimmung"],
    }[language]
    shown = names[: len(told)]
    assert all(name in texts for name, texts in zip(told, shown, strict=True))


@pytest.mark.parametrize("language", ["en", "de"])
def test_numbers_of_the_comparison_stay_within_their_axes(report: Report, language: str) -> None:
    figure = draw_patterns(report, WORLD, language)
    figure.canvas.draw()
    checked = 0
    for axes in figure.axes[5:7]:
        frame = axes.get_window_extent()
        for text in axes.texts:
            if re.fullmatch(r"\d+ %", text.get_text()):
                assert text.get_window_extent().x1 <= frame.x1
                checked += 1
    assert checked == 6


def test_equal_reports_give_equal_pictures(report: Report) -> None:
    pictures = [picture_of(draw_patterns(report, WORLD, "de")) for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith(b"\x89PNG")


def test_a_world_in_which_nothing_forms_can_be_drawn() -> None:
    runs = evidence(observation(INITIATIVE), observation(INITIATIVE, seed=2))
    picture = picture_of(draw_patterns(study_patterns(runs), WORLD, "en"))
    assert picture.startswith(b"\x89PNG")
