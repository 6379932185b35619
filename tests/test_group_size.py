"""Best size, knee and the answer to twenty, on sweeps whose answers are known by construction."""

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.curves import (
    Knee,
    are_alike,
    candidates_for_best,
    find_best,
    find_knee,
    limits_against_best,
    smoother,
)
from experiments.estimates import Estimate
from experiments.figures.group_size import draw_all
from experiments.figures.size_panels import spread
from experiments.finished_sweep import BOTH, PREVENTION
from experiments.group_size import Analysis, GroupSize, Verdict
from experiments.group_size_answer import answer_lines
from experiments.group_size_data import (
    AFTER_YEAR,
    AGREED_BY_ALL,
    AMOUNTS,
    CONTRIBUTION,
    COORDINATION,
    EXITS,
    IN_TIME,
    SUCCESS,
    WEEKS,
    Curve,
    Key,
    read_sweep,
)
from experiments.group_size_report import report_group_size, table_rows
from experiments.group_size_words import deviation_in_words, knee_in_words
from experiments.numbers_in_words import points
from experiments.statistics import (
    percentile_limits,
    pooled_ratios,
    resampling_weights,
    wider_for_few,
)
from experiments.sweep_words import best_in_words
from sim.state import NEVER

PARTNERS = (2, 4, 6, 9, 13, 19, 27, 39)
WEEKS_OF_RUN = 520


# --- Sweeps that nobody ran --------------------------------------------------------------------


def peak_at_ten(organisations):
    """Success is highest at ten organisations, and nearly nil at 40."""
    return 0.05 + 0.75 * np.exp(-2.0 * np.log(organisations / 10.0) ** 2)


def bent_at_twelve(organisations):
    """Nine in ten decided in time up to 12 organisations, then three points less for each."""
    return 0.9 - 0.03 * np.maximum(0.0, organisations - 12.0)


def always(value):
    return lambda organisations: np.full(np.shape(organisations), value)


@dataclass
class Made:
    """What a made-up sweep is like."""

    success: object = peak_at_ten
    in_time: object = bent_at_twelve
    realised: object = staticmethod(lambda organisations: organisations)
    replications: int = 60
    occasions: int = 40
    partners: tuple[int, ...] = PARTNERS
    designs: tuple[str, ...] = ("assigned",)
    settings: dict[str, float] = field(default_factory=lambda: {"main": 0.5})
    failed: tuple[tuple[int, int], ...] = ()
    crowd: int = 6  # alliances of each kind in worlds where all aim alike


def write_sweep(folder: Path, made: Made) -> Path:
    generator = np.random.default_rng(11)
    design = pd.DataFrame(points_of(made))
    design.insert(0, "point", np.arange(len(design)))
    (folder / "runs").mkdir(parents=True)
    (folder / "alliances").mkdir()
    design.to_parquet(folder / "design.parquet")
    runs, alliances = [], []
    for row in design.to_dict("records"):
        for replication in range(made.replications):
            status = "failed" if (row["point"], replication) in made.failed else "complete"
            own = {"point": row["point"], "replication": replication, "seed": 5 + replication}
            runs.append({**own, "status": status, "error": ""})
            alliances += rows_of(made, row, own, generator)
    frame = pd.DataFrame(alliances)
    half = len(frame) // 2
    pd.DataFrame(runs).to_parquet(folder / "runs" / "a.parquet")
    frame[:half].to_parquet(folder / "alliances" / "a.parquet")
    frame[half:].to_parquet(folder / "alliances" / "b.parquet")
    manifest = {
        "fixed": {"world": {"kind": "synthetic", "organisations": 80, "tolerance": 0.6}},
        "factors": {},
        "seed": 5,
        "replications": made.replications,
        "weeks": WEEKS_OF_RUN,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def points_of(made):
    for setting, tolerance in made.settings.items():
        for design in made.designs if setting == "main" else made.designs[:1]:
            for goal in ("any",) if design == "world_wide" else ("change", "prevention"):
                for form in ("assembly", "lead", "core"):
                    for partners in made.partners:
                        yield {
                            "setting": setting,
                            "formation.size_design": design,
                            "formation.focal_goal": goal,
                            "collaboration.governance": form,
                            "formation.target_partners": partners,
                            "world.tolerance": tolerance,
                        }


def rows_of(made, point, own, generator):
    goal = point["formation.focal_goal"]
    organisations = point["formation.target_partners"] + 1
    if goal == "any":
        for kind in ("change", "prevention"):
            for number in range(made.crowd):
                yield alliance(made, organisations, own, kind, generator, founded=40 * number)
        return
    focal = alliance(made, organisations, own, goal, generator)
    yield {**focal, "focal": True}
    # Others in the same world, all of which succeed, must not count.
    yield {**focal, "goal_reached": True}


def alliance(made, organisations, own, kind, generator, founded=0):
    reached = generator.random() < float(made.success(np.float64(organisations)))
    size = int(made.realised(organisations))
    return {
        **own,
        "kind": kind,
        "is_alliance": True,
        "focal": False,
        "founded": founded,
        "goal_reached": reached,
        "pivotal": reached,
        "weeks_to_platform": 10.0 + organisations,
        "depth": 0.5,
        "occasions": made.occasions,
        "decided_in_time": generator.binomial(
            made.occasions, float(made.in_time(np.float64(organisations)))
        )
        / made.occasions,
        "hours": 100.0,
        "coordination_hours": 25.0,
        "contribution_per_head": 3.0,
        "people_lost": 1,
        "members": size - 1,
        "members_at_most": size,
        "members_at_platform": size,
        "members_after_year": NEVER if reached else size,
        "members_at_end": size - 1,
    }


def study(tmp_path, **changes):
    return GroupSize(read_sweep(write_sweep(tmp_path / "sweep", replace(Made(), **changes))))


def analysis_of(found, goal="change", form="lead", design="assigned", setting="main"):
    return found.analyses[Key(setting, design, goal, form)]


@pytest.fixture(scope="module")
def peaked(tmp_path_factory):
    return study(tmp_path_factory.mktemp("peaked"))


@pytest.fixture(scope="module")
def flat(tmp_path_factory):
    return study(
        tmp_path_factory.mktemp("flat"), success=always(0.4), in_time=always(0.7), replications=40
    )


# --- Best size ---------------------------------------------------------------------------------


def test_the_best_size_is_found_and_small_and_large_ones_are_ruled_out(peaked):
    for form in ("assembly", "lead", "core"):
        best = analysis_of(peaked, form=form).best
        assert best.low <= 10.0 <= best.high
        assert 7.0 <= best.size <= 14.0
        assert 10.0 in best.candidates
        assert 3.0 not in best.candidates
        assert 40.0 not in best.candidates
        assert not best.is_flat
        assert not best.is_at_edge


def test_of_equal_sizes_none_is_called_best(flat):
    # Each of six curves is deceived in 5 of 100 cases, three of them in 2 of 1000.
    told = [analysis_of(flat, goal, form).best.is_flat for goal, form in curves()]
    assert sum(told) >= 4


def curves():
    return [(g, f) for g in ("change", "prevention") for f in ("assembly", "lead", "core")]


def test_the_best_of_a_rising_curve_lies_at_the_edge(tmp_path):
    found = study(tmp_path, success=lambda organisations: organisations / 45.0)
    best = analysis_of(found).best
    assert best.is_at_edge
    assert 40.0 in best.candidates


def test_candidates_hold_what_is_best_in_95_of_100():
    generator = np.random.default_rng(4)
    kept = []
    for _ in range(200):
        runs = generator.normal([0.0, 0.0, 0.0, -9.0], 1.0, (50, 4))
        draws = resampling_weights(50, 300) @ runs / 50
        kept.append(candidates_for_best(runs.mean(axis=0), draws, 50))
    shares = np.mean(kept, axis=0)
    # Three are equally best; four standard errors of 200 shares of .95 are .06.
    assert np.all(shares[:3] > 0.89)
    assert shares[3] == 0.0


def test_equal_points_are_found_alike_in_95_of_100():
    generator = np.random.default_rng(8)
    alike = []
    for _ in range(200):
        runs = generator.normal(0.0, 1.0, (50, 6))
        draws = resampling_weights(50, 300) @ runs / 50
        alike.append(are_alike(runs.mean(axis=0), draws, 50))
    assert np.mean(alike) > 0.89


def test_smoothing_keeps_a_straight_line_over_the_logarithm():
    sizes = np.array([2.0, 3.0, 5.0, 10.0, 20.0, 41.0])
    line = 0.2 + 0.1 * np.log(sizes)
    assert smoother(sizes) @ line == pytest.approx(line)


# --- Knee --------------------------------------------------------------------------------------


def test_the_knee_is_found_where_it_was_put(peaked):
    for goal, form in curves():
        knee = analysis_of(peaked, goal, form).knee
        assert knee.is_told
        assert knee.after < knee.before
        assert knee.low <= 12.0 <= knee.high
        assert knee.size == pytest.approx(12.0, abs=2.0)
        assert knee.after == pytest.approx(-0.03, abs=0.004)


def test_without_noise_the_knee_is_exact():
    sizes = np.array([2.0, 5.0, 8.0, 12.0, 16.0, 20.0, 30.0])
    values = bent_at_twelve(sizes)
    knee = find_knee(sizes, values, np.tile(values, (20, 1)), 20)
    assert knee is not None
    assert (knee.size, knee.low, knee.high) == (12.0, 12.0, 12.0)
    assert knee.before == pytest.approx(0.0, abs=1e-9)
    assert knee.after == pytest.approx(-0.03)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (0.0, -0.03, "level before, falling behind: 0.0 points"),
        (-0.05, -0.001, "falling before, level behind: −5.0 points"),
        (0.04, -0.02, "rising before, falling behind: +4.0 points"),
        (-0.01, -0.03, "falling, steeper behind: −1.0 points"),
        (-0.03, -0.01, "falling, less steep behind: −3.0 points"),
    ],
)
def test_a_knee_is_told_by_the_course_on_both_sides(before, after, told):
    assert told in knee_in_words(Knee(12.0, 11.0, 13.0, before, after, 0.0), "en")


def test_a_straight_line_has_no_knee(tmp_path):
    found = study(tmp_path, in_time=lambda organisations: 0.9 - 0.01 * organisations)
    told = [analysis_of(found, goal, form).knee.is_told for goal, form in curves()]
    assert sum(told) <= 1


def test_too_few_sizes_have_no_knee():
    values = np.array([0.9, 0.9, 0.5, 0.1])
    assert find_knee(np.array([2.0, 5.0, 9.0, 20.0]), values, np.tile(values, (9, 1)), 9) is None


def test_one_size_has_no_best():
    assert find_best(np.array([2.0]), np.array([0.3]), np.full((5, 1), 0.3), 5) is None


# --- Twenty ------------------------------------------------------------------------------------


def test_twenty_are_worse_where_they_were_made_so(peaked):
    analysis = analysis_of(peaked)
    success, in_time = analysis.success_of_twenty, analysis.steerability_of_twenty
    assert success.verdict is Verdict.WORSE
    # Success at 20 minus that at 10.
    expected = peak_at_ten(20.0) - peak_at_ten(10.0)
    assert success.with_best.difference.low < expected < success.with_best.difference.high
    assert success.with_fixed[1].difference.value == pytest.approx(expected, abs=0.25)
    assert success.with_best.against in (7.0, 10.0, 14.0)
    assert in_time.verdict is Verdict.WORSE
    # 8 organisations more than 12, at three points each.
    assert in_time.with_best.difference.value == pytest.approx(-0.24, abs=0.03)
    assert [contrast.against for contrast in success.with_fixed] == [5.0, 10.0]


def test_twenty_are_better_where_success_rises(tmp_path):
    found = study(tmp_path, success=lambda organisations: min(0.9, organisations / 22.0))
    assert analysis_of(found).success_of_twenty.verdict is Verdict.BETTER


def test_a_point_like_the_others_is_found_worse_or_better_in_5_of_100():
    generator = np.random.default_rng(12)
    limits = []
    for _ in range(300):
        runs = generator.normal(0.0, 1.0, (50, 6))
        draws = resampling_weights(50, 500) @ runs / 50
        limits.append(limits_against_best(runs.mean(axis=0), draws, 50))
    low, high = np.array(limits).T
    # At most 2.5 on each side; four standard errors of 300 shares of .025 are .036.
    assert np.mean(high < 0.0) < 0.061
    assert np.mean(low > 0.0) < 0.061


def test_where_all_sizes_are_equal_no_difference_is_told(flat):
    verdicts = [analysis_of(flat, goal, form).success_of_twenty.verdict for goal, form in curves()]
    assert verdicts.count(Verdict.NOT_TOLD) >= 4


def test_twenty_that_are_never_reached_are_said_so(tmp_path):
    found = study(tmp_path, realised=lambda organisations: min(8, organisations))
    analysis = analysis_of(found)
    assert not analysis.reaches_twenty
    assert analysis.members_at_twenty.value == 8.0


def test_the_founder_is_no_partner(peaked):
    # Twenty organisations are 19 partners and the founder.
    curve = analysis_of(peaked).curve
    assert curve.partners[analysis_of(peaked).at_twenty] == 19
    assert analysis_of(peaked).members_at_twenty.value == 20.0


def test_replications_stay_together_so_that_differences_are_paired():
    # Lucky replications reach far more at every size; twenty reach 2 of 10 less in all of them.
    luck = np.array([2.0, 9.0, 4.0, 8.0, 3.0, 7.0, 5.0, 6.0, 2.0, 9.0, 3.0, 8.0])
    sums = {name: np.ones((3, 12)) for name in AMOUNTS}
    sums["goal_reached"] = np.stack([luck, luck - 1.0, luck - 2.0])
    sums["counted"] = np.full((3, 12), 10.0)
    key = Key("main", "world_wide", "change", "lead")
    curve = Curve(key, np.array([4.0, 9.0, 19.0]), 0.5, sums, np.full(3, 12.0))
    compared = Analysis(curve, resampling_weights(12, 200)).success_of_twenty
    found = compared.with_fixed[0].difference
    assert (found.value, found.low, found.high) == pytest.approx((-0.2, -0.2, -0.2))
    assert compared.with_fixed[1].difference.value == pytest.approx(-0.1)
    best = compared.with_best
    assert best.against == 5.0
    assert (best.difference.low, best.difference.high) == pytest.approx((-0.2, -0.2))


def test_few_runs_say_nothing_of_differences(tmp_path):
    found = study(tmp_path, replications=5)
    assert analysis_of(found).success_of_twenty.verdict is Verdict.TOO_FEW_RUNS


def test_few_runs_name_no_best_size(tmp_path):
    few, enough = (
        study(tmp_path / str(runs), replications=runs, success=peak_at_ten) for runs in (9, 10)
    )
    assert analysis_of(few).best is None
    assert best_in_words(analysis_of(few).best, "en") == "too few runs or sizes to say"
    assert analysis_of(enough).best is not None


def test_twenty_that_nobody_asked_for_have_no_answer(tmp_path):
    found = study(tmp_path, partners=(2, 4, 6, 9, 13))
    assert analysis_of(found).success_of_twenty.verdict is Verdict.NOT_ASKED


# --- The answer in plain sentences -------------------------------------------------------------


def answer_of(study, language="en"):
    return "\n".join(answer_lines(study, language))


def test_each_form_of_governance_has_its_answer(peaked):
    points_of_list = [line for line in answer_of(peaked).splitlines() if line.startswith("* ")]
    assert [line.split("**")[1] for line in points_of_list] == [
        "Assembly.",
        "Lead.",
        "Core, circle.",
    ]
    for line in points_of_list:
        assert "For change, twenty are too many: " in line
        assert "For prevention, twenty are too many: " in line
        assert "Twenty are harder to steer: " in line
        assert "Of the twenty, 20 are there when the platform is agreed." in line


def test_the_answer_names_the_shares_it_compares(tmp_path):
    # Half of them reach the goal at twenty, nine in ten with fewer; all are decided in time.
    found = study(
        tmp_path,
        success=lambda organisations: 0.5 if organisations >= 20 else 0.9,
        in_time=always(1.0),
    )
    analysis = analysis_of(found)
    best = analysis.place_of(analysis.success_of_twenty.with_best.against)
    twenty, fewer = (
        round(100 * analysis.estimates(SUCCESS)[place].value)
        for place in (analysis.at_twenty, best)
    )
    assert f"{twenty} % reach the goal, {fewer} % with" in answer_of(found)
    assert (
        "the runs cannot tell: 100 % of occasions are decided in time, 100 % with 3"
        in answer_of(found)
    )


def test_where_nothing_can_be_told_the_answer_says_so(flat):
    assert answer_of(flat).count("the runs cannot tell") >= 4
    assert "zu erkennen" in answer_of(flat, "de")


def test_the_answer_says_where_twenty_are_better_or_never_reached(tmp_path):
    rising = study(tmp_path / "a", success=lambda organisations: min(0.9, organisations / 22.0))
    assert "For change, twenty do better than any smaller size: " in answer_of(rising)
    missed = study(tmp_path / "b", realised=lambda organisations: min(8, organisations))
    assert "whoever aims at them has 8 members at most, in the mean" in answer_of(missed)


def test_few_runs_or_no_twenty_are_said_first(tmp_path):
    few = study(tmp_path / "a", replications=5)
    assert answer_of(few) == "Too few runs to say: it takes at least 10 per point.\n"
    none = study(tmp_path / "b", partners=(2, 4, 6, 9, 13))
    told = answer_of(none)
    assert told.startswith("No size of this sweep stands for twenty organisations")
    assert "* **Lead.** Best size: for change " in told
    assert "twenty are too many" not in told


def test_the_answer_counts_other_designs_and_settings(tmp_path):
    made = replace(WHOLE, settings={"main": 0.5, "wide_tolerance": 0.8}, failed=(), replications=30)
    told = answer_of(GroupSize(read_sweep(write_sweep(tmp_path / "sweep", made))))
    assert "Size intended: whoever aims at twenty has 20 members at most" in told
    assert "in 6 of 6 comparisons" in told  # two goals, three forms, all made worse at twenty
    counts = "assembly in 1, lead in 1, core in 1"
    assert f"Under other settings (1) twenty are too many for change: {counts}." in told


def test_a_limit_beside_nought_is_not_written_as_nought():
    told = [points(Estimate(-0.2, -0.31, high), "en") for high in (-0.003, 0.003, 0.0, -1e-12)]
    assert told[0] == "−20 (−31 to −0.3)"
    assert told[1] == "−20 (−31 to +0.3)"
    assert told[2:] == ["−20 (−31 to 0)"] * 2


def test_a_setting_is_told_by_what_it_changes(whole):
    found = GroupSize(read_sweep(whole))
    assert deviation_in_words(found, "wide_tolerance", "en") == "tolerance: 0.8"
    assert deviation_in_words(found, "wide_tolerance", "de") == "tolerance: 0,8"
    assert deviation_in_words(found, "main", "en") == ""


# --- Measures ----------------------------------------------------------------------------------


def test_measures_have_the_values_of_their_formulas(peaked):
    curve = analysis_of(peaked).curve
    assert curve.values(COORDINATION) == pytest.approx(0.25)  # 25 of 100 hours
    assert curve.values(CONTRIBUTION) == pytest.approx(3.0)
    assert curve.values(WEEKS) == pytest.approx(10.0 + curve.organisations)
    # One left, and all but one of those aimed at are there at the end.
    assert curve.values(AFTER_YEAR) == pytest.approx(curve.organisations)
    assert curve.values(EXITS) == pytest.approx(1.0 / curve.organisations)
    assert curve.values(AGREED_BY_ALL) == pytest.approx(1.0)


def test_only_the_focal_alliance_counts(peaked):
    curve = analysis_of(peaked).curve
    assert np.all(curve.sums["counted"] == 1.0)
    assert np.all(curve.values(SUCCESS) < 1.0)


def test_where_all_aim_alike_those_count_that_are_old_enough(tmp_path):
    found = study(tmp_path, designs=("world_wide",), crowd=12, replications=12)
    # Founded in weeks 0, 40, ..., 440; 416 is the last that leaves two years of 520.
    for goal in ("change", "prevention"):
        curve = analysis_of(found, goal, design="world_wide").curve
        assert np.all(curve.sums["counted"] == 11.0)
    assert np.all(analysis_of(found, BOTH, design="world_wide").curve.sums["counted"] == 22.0)


def test_both_kinds_of_goals_together_are_the_sum(peaked):
    change, prevention, both = (
        analysis_of(peaked, goal).curve.sums["in_time"] for goal in ("change", PREVENTION, BOTH)
    )
    assert np.array_equal(change + prevention, both)


def test_another_factor_is_not_dropped(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(replications=3))
    design = pd.read_parquet(folder / "design.parquet")
    runs, alliances = (pd.read_parquet(folder / name) for name in ("runs", "alliances"))
    points = len(design)
    design["formation.quorum"] = 0.6
    other = design.assign(point=design["point"] + points)
    other["formation.quorum"] = 0.8
    pd.concat([design, other]).to_parquet(folder / "design.parquet")
    # The same points once more; there nobody succeeds.
    runs.assign(point=runs["point"] + points).to_parquet(folder / "runs" / "c.parquet")
    none = alliances.assign(point=alliances["point"] + points, goal_reached=False)
    none.to_parquet(folder / "alliances" / "c.parquet")
    found = GroupSize(read_sweep(folder))
    six, eight = "main; quorum 0.6", "main; quorum 0.8"
    assert found.data.settings() == [six, eight]
    assert analysis_of(found, setting=six).curve.values(SUCCESS).max() > 0.3
    assert analysis_of(found, setting=eight).curve.values(SUCCESS).max() == 0.0
    assert report_group_size(folder, "en")


def test_replications_of_which_few_were_complete_are_few(tmp_path):
    # Point 0 and its kind have 12 replications, but only 9 of them were complete at one size.
    found = study(tmp_path, failed=((0, 3), (0, 4), (0, 5)), replications=12)
    assert analysis_of(found, form="assembly").success_of_twenty.verdict == Verdict.TOO_FEW_RUNS
    assert analysis_of(found, form="lead").success_of_twenty.verdict != Verdict.TOO_FEW_RUNS


def test_failed_runs_are_left_out_and_counted(tmp_path):
    found = study(tmp_path, failed=((0, 3), (0, 4), (1, 3)), replications=12)
    assert found.data.failed == 3
    counted = analysis_of(found, form="assembly").curve.sums["counted"]
    assert counted.sum(axis=1).tolist() == [10.0, 11.0, *[12.0] * 6]


def test_intervals_do_not_call_a_share_of_nothing_certain(tmp_path):
    found = study(tmp_path, success=always(0.0), replications=20)
    estimates = analysis_of(found).estimates(SUCCESS)
    # Wilson: 0 of 20 reaches up to z² / (20 + z²) = .161.
    assert [each.value for each in estimates] == [0.0] * 8
    assert estimates[0].high == pytest.approx(0.161, abs=5e-4)


@pytest.mark.parametrize(("runs", "student"), [(10, 2.262), (20, 2.093), (1001, 1.962)])
def test_limits_for_few_runs_are_students(runs, student):
    # Tables of Student's t: 97.5 % with 9, 19 and 1000 degrees of freedom.
    expected = student * np.sqrt(runs / (runs - 1))
    assert wider_for_few(1.959964, runs) == pytest.approx(expected, abs=5e-3)


def test_limits_of_ten_runs_hold_the_truth_in_95_of_100():
    generator = np.random.default_rng(6)
    values = generator.normal(0.0, 1.0, (400, 10))
    draws = resampling_weights(10, 2000) @ values.T / 10
    low, high = percentile_limits(draws, 10)
    # Four standard errors of 400 shares of .95 are .044.
    assert 0.906 < np.mean((low <= 0.0) & (high >= 0.0)) < 0.99


def test_resampled_ratios_are_those_of_the_drawn_runs():
    parts, wholes = np.array([[1.0, 4.0]]), np.array([[2.0, 4.0]])
    # The first run twice: 2 of 4; the second twice: 8 of 8; nothing: nan.
    weights = np.array([[2.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    found = pooled_ratios(parts, wholes, weights)[:, 0]
    assert found[:2].tolist() == [0.5, 1.0]
    assert np.isnan(found[2])


def test_steerability_is_pooled_over_occasions(peaked):
    curve = analysis_of(peaked).curve
    assert np.all(curve.wholes(IN_TIME) == 40.0)


# --- Files -------------------------------------------------------------------------------------

WHOLE = Made(
    designs=("assigned", "intended", "world_wide"),
    settings={"main": 0.5, "wide_tolerance": 0.8, "an_own_one": 0.5},
    replications=12,
    failed=((2, 1),),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return write_sweep(tmp_path_factory.mktemp("whole") / "sweep", WHOLE)


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_files_appear_in_both_languages(whole, language):
    lines = report_group_size(whole, language)
    for name in (
        *("group_size.csv", "group_size_answers.csv", "group_size.md", "group_size.png"),
        *("group_size_designs.png", "group_size_settings.png", "group_size_exact.png"),
    ):
        assert (whole / name).stat().st_size > 0
    assert not list(whole.glob(".*.partial"))
    summary = (whole / "group_size.md").read_text(encoding="utf-8")
    told = {
        "en": ("Are twenty organisations too many?", "1 of 2592 runs", "an_own_one"),
        "de": ("Sind zwanzig Organisationen zu viele?", "1 von 2592 Läufen", "an_own_one"),
    }[language]
    assert all(text in summary for text in told)
    assert any({"en": "Assembly", "de": "Versammlung"}[language] in line for line in lines)
    assert not re.search(r"\bnan\b", summary)


def test_equal_sweeps_give_equal_files(whole):
    report_group_size(whole, "en")
    first = {path.name: path.read_bytes() for path in whole.glob("group_size*")}
    report_group_size(whole, "en")
    assert first == {path.name: path.read_bytes() for path in whole.glob("group_size*")}


def test_the_table_is_tidy(whole):
    report_group_size(whole, "en")
    table = pd.read_csv(whole / "group_size.csv")
    keys = ["setting", "design", "goal", "governance", "partners", "measure"]
    assert not table.duplicated(keys).any()
    assert [*table.columns] == [*keys, "value", "low", "high", "count"]
    rows = table[(table["measure"] == "success") & (table["setting"] == "main")]
    # Three designs, two kinds of goals and both together, three forms, eight sizes.
    assert len(rows) == 3 * 3 * 3 * 8
    assert ((rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])).all()


def test_figures_without_data_are_left_out(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(replications=3))
    report_group_size(folder, "en")
    pictures = {path.name for path in folder.glob("*.png")}
    assert pictures == {"group_size.png", "group_size_exact.png"}


def panels_in_rows(figure):
    """Number of panels in each row of a page, from above."""
    heights = [round(axes.get_position().y0, 6) for axes in figure.axes]
    return [heights.count(height) for height in sorted(set(heights), reverse=True)]


def test_panels_fill_their_rows(tmp_path):
    one = study(tmp_path / "one", replications=2)
    assert panels_in_rows(dict(draw_all(one))["group_size_exact.png"]) == [3]
    two = Made(replications=2, settings={"main": 0.5, "wide_tolerance": 0.8})
    figures = dict(draw_all(GroupSize(read_sweep(write_sweep(tmp_path / "two", two)))))
    # A row for each of three things beside the exact curve; a row for each setting.
    assert panels_in_rows(figures["group_size_exact.png"]) == [2, 2, 2]
    assert panels_in_rows(figures["group_size_settings.png"]) == [3, 3]
    names = {text.get_text() for text in figures["group_size_settings.png"].texts}
    assert {"main setting", "wide tolerance", "tolerance: 0.8"} <= names


def test_one_replication_has_no_intervals_but_is_reported(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(replications=1))
    lines = report_group_size(folder, "en")
    assert any("too few runs" in line for line in lines)


def test_what_the_sweep_holds_fixed_comes_from_the_manifest(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(replications=2))
    design = pd.read_parquet(folder / "design.parquet")
    design.drop(columns="world.tolerance").to_parquet(folder / "design.parquet")
    assert analysis_of(GroupSize(read_sweep(folder))).curve.tolerance == 0.6


def test_a_factor_besides_makes_settings(tmp_path):
    """Otherwise all but one of its values would be left out without a word."""
    folder = write_sweep(tmp_path / "sweep", Made(replications=2))
    design = pd.read_parquet(folder / "design.parquet")
    design["formation.quorum"] = np.where(design["formation.focal_goal"] == "change", 0.6, 1.0)
    design.to_parquet(folder / "design.parquet")
    assert read_sweep(folder).settings() == ["main; quorum 0.6", "main; quorum 1.0"]


def test_a_point_for_any_goal_does_not_displace_one_for_this_goal(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(replications=2))
    design = pd.read_parquet(folder / "design.parquet")
    success = analysis_of(GroupSize(read_sweep(folder)), PREVENTION).curve.values(SUCCESS)
    more = design[design["formation.focal_goal"] == "prevention"].copy()
    more["formation.focal_goal"] = "any"
    more["point"] += len(design)
    runs = pd.read_parquet(folder / "runs" / "a.parquet")
    others = runs[runs["point"].isin(more["point"] - len(design))].copy()
    others["point"] += len(design)
    pd.concat([more, design]).to_parquet(folder / "design.parquet")
    others.to_parquet(folder / "runs" / "b.parquet")
    again = analysis_of(GroupSize(read_sweep(folder)), PREVENTION).curve.values(SUCCESS)
    assert again.tolist() == success.tolist()  # the others have no alliance at all


def test_without_a_complete_run_there_is_nothing_to_report(tmp_path):
    failed = tuple((point, 0) for point in range(48))
    folder = write_sweep(tmp_path / "sweep", Made(replications=1, failed=failed))
    assert report_group_size(folder, "en") == ["No run is complete, so there is nothing to report."]
    assert not list(folder.glob("group_size*"))


def test_rows_have_as_many_cells_as_heads(peaked):
    assert {len(row) for row in table_rows(peaked)} == {10}


# --- Names at the ends of curves ---------------------------------------------------------------


def test_names_are_moved_apart_and_stay_in_order():
    assert spread([0.5, 0.55, 0.1], 0.2, 1.0) == pytest.approx([0.5, 0.7, 0.1])
    assert spread([0.95, 1.0], 0.2, 1.0) == pytest.approx([0.8, 1.0])
