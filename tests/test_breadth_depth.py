"""Breadth and depth, on sweeps whose slopes, frontiers and verdicts are known by construction."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.breadth_depth import BreadthDepth, FrontierPoint, frontier
from experiments.breadth_depth_agenda import agenda_lines
from experiments.breadth_depth_answer import answer_lines, left_out_lines
from experiments.breadth_depth_best import Sorted, best_cell, sort_sizes
from experiments.breadth_depth_comparison import Fate, fate_of
from experiments.breadth_depth_data import (
    AGREED,
    DEPTH,
    DEPTH_OF_ALL,
    MEMBERS,
    PLATFORM,
    SUCCESS,
    VALUE,
    Key,
    read_breadth_depth,
)
from experiments.breadth_depth_levels import levels_table
from experiments.breadth_depth_profile import Cost, Slope, Verdict
from experiments.breadth_depth_report import answer_rows, report_breadth_depth, table_rows
from experiments.breadth_depth_summary import summary_lines
from experiments.breadth_depth_words import in_points
from experiments.curves import limits_together
from experiments.estimates import Estimate
from experiments.figures.breadth_depth import draw_all
from experiments.figures.frontier_panel import BAND, Scales, Trace, draw_frontier, frontier_steps
from experiments.figures.interval_rows import Dot, span_of
from experiments.figures.size_panels import COLOURS
from experiments.frontier import efficient, medians, resampled_medians, slope, steps
from experiments.numbers_in_words import MINUS
from experiments.possible_sizes import most_organisations
from experiments.separation import in_common, paired_sums, partial_slopes, separate
from experiments.statistics import resampling_weights
from sim.parameters import Parameters
from tests.sweeps import do_sweep, plan_of

PARTNERS = (2, 4, 9, 19)
NAN = float("nan")


# --- Pure statistics ---------------------------------------------------------------------------


def test_medians_are_numpys_and_leave_out_what_is_missing():
    values = np.array([[3.0, 1.0, 2.0, NAN], [4.0, 1.0, 2.0, 9.0], [NAN] * 4])
    assert medians(values)[:2].tolist() == [2.0, 3.0]
    assert np.isnan(medians(values)[2])


def test_a_run_that_is_drawn_twice_counts_twice():
    values = np.array([[1.0, 2.0, 10.0]])
    weights = np.array([[2.0, 1.0, 0.0], [1.0, 0.0, 2.0], [2.0, 0.0, 2.0], [0.0, 0.0, 0.0]])
    # 1 1 2; 1 10 10; 1 1 10 10; nothing.
    assert resampled_medians(values, weights)[:3, 0].tolist() == [1.0, 10.0, 5.5]
    assert np.isnan(resampled_medians(values, weights)[3, 0])


def test_the_frontier_leaves_out_what_another_point_beats():
    breadth = np.array([2.0, 5.0, 5.0, 9.0, 12.0, NAN])
    depth = np.array([0.9, 0.7, 0.6, 0.8, 0.3, 1.0])
    # 5 with .7 is beaten by 9 with .8, 5 with .6 by both; the last has no breadth.
    assert efficient(breadth, depth).tolist() == [True, False, False, True, True, False]


def test_equal_points_do_not_beat_each_other():
    same = np.array([1.0, 1.0])
    assert efficient(same, same).tolist() == [True, True]


def test_steps_and_slope_are_those_of_a_line():
    members, depth = np.array([3.0, 5.0, 10.0]), np.array([0.8, 0.7, 0.2])
    assert steps(members, depth).tolist() == pytest.approx([-0.05, -0.1])
    # Means 6 and 17/30: products -.7 - -.1333 + -1.4667 = -2.3; squares 9 + 1 + 16 = 26.
    assert float(slope(members, depth)) == pytest.approx(-2.3 / 26.0)
    assert np.isnan(steps(np.array([4.0, 4.0]), np.array([0.1, 0.2]))[0])
    assert np.isnan(slope(np.array([4.0, 4.0]), np.array([0.1, 0.2])))


def test_a_slope_leaves_out_points_without_a_number():
    members = np.array([[3.0, 5.0, 10.0], [3.0, NAN, 10.0]])
    found = slope(members, np.array([0.8, 0.7, 0.1]))
    assert float(found[1]) == pytest.approx(-0.1)


# --- Sweeps that nobody ran --------------------------------------------------------------------

RATES = {
    ("lead", "uniform"): -0.02,
    ("lead", "differentiated"): 0.0,
    ("assembly", "uniform"): -0.04,
    ("assembly", "differentiated"): -0.01,
    ("core", "uniform"): 0.01,
    ("core", "differentiated"): 0.01,
}
"""Change of depth for each organisation more, by governance and commitment."""


@dataclass
class Made:
    """What a made-up sweep is like: every alliance keeps all but one of those aimed at."""

    replications: int = 12
    governances: tuple[str, ...] = ("assembly", "lead", "core")
    commitments: tuple[str, ...] = ("uniform", "differentiated")
    selections: tuple[str, ...] = ("random", "ties")
    sectors: tuple[int, ...] = (0, 2, 4)
    quorums: tuple[float, ...] = (1.0, 0.7)
    size_design: str = "assigned"
    held: int = 10  # organisations of two sectors
    without_platform: int = 0  # replications that never get one
    failed: bool = False
    noise: float = 0.0
    grows: bool = True
    # Change of value to members with each doubling of members.
    gain_of_uniform: float = 0.0
    gain_of_differentiated: float = 0.0


def points_of(made):
    for quorum in made.quorums:
        for sectors in made.sectors if quorum == made.quorums[0] else (0,):
            for governance in made.governances:
                for selection in made.selections if quorum == made.quorums[0] else ("ties",):
                    for commitment in made.commitments:
                        for partners in PARTNERS:
                            yield {
                                "setting": "main",
                                "formation.size_design": made.size_design,
                                "formation.focal_goal": "change",
                                "collaboration.governance": governance,
                                "partners": selection,
                                "formation.focal_sectors": sectors,
                                "formation.commitment": commitment,
                                "formation.target_partners": partners,
                                "formation.quorum": quorum,
                            }


def alliance(made, point, replication, generator):
    size = point["formation.target_partners"] + 1
    sectors = point["formation.focal_sectors"]
    rate = RATES[point["collaboration.governance"], point["formation.commitment"]]
    rate = 0.0 if point["formation.quorum"] < 1.0 else rate
    # Luck is the same at every size, so that differences are paired.
    depth = 0.9 + rate * (size - 3) + 0.005 * replication + made.noise * generator.normal()
    stands = replication >= made.without_platform
    members = size - 1 if made.grows else 4
    is_uniform = point["formation.commitment"] == "uniform"
    gain = made.gain_of_uniform if is_uniform else made.gain_of_differentiated
    value = 0.4 + gain * np.log2(members)
    return {
        "focal": True,
        "eligible": {0: 60, 2: made.held, 4: 40}[sectors],
        "goal_reached": size == 10 and replication > 0,
        "pivotal": False,
        "weeks_to_platform": 20 if stands else None,
        "members_at_most": size,
        "members_at_platform": members if stands else 0,
        "effective_sectors": 2.0 if stands else NAN,
        "electorates_reached": 0.03 * size if stands else NAN,
        "camp_spread": 0.3 if stands else NAN,
        "share_agreed": depth if stands else NAN,
        "ambition_kept": 1.0 if stands else NAN,
        "depth": depth if stands else NAN,
        "value_to_members": value if stands else NAN,
    }


def write_sweep(folder, made):
    generator = np.random.default_rng(3)
    design = pd.DataFrame(points_of(made))
    design.insert(0, "point", np.arange(len(design)))
    runs, alliances = [], []
    for point in design.to_dict("records"):
        for replication in range(made.replications):
            own = {"point": point["point"], "replication": replication}
            runs.append({**own, "status": "failed" if made.failed else "complete"})
            alliances.append({**own, **alliance(made, point, replication, generator)})
            # Another one of the same run, which must not count.
            alliances.append({**alliances[-1], "focal": False, "depth": 0.0})
    for name, rows in (("runs", runs), ("alliances", alliances)):
        (folder / name).mkdir(parents=True)
        frame = pd.DataFrame(rows)
        half = len(frame) // 2
        frame[:half].to_parquet(folder / name / "a.parquet")
        frame[half:].to_parquet(folder / name / "b.parquet")
    design.to_parquet(folder / "design.parquet")
    manifest = {
        "fixed": {"world": {"kind": "synthetic", "organisations": 60}},
        "seed": 1,
        "replications": made.replications,
        "weeks": 208,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def study(folder: Path, **changes):
    return BreadthDepth(
        read_breadth_depth(write_sweep(folder / "sweep", replace(Made(), **changes)))
    )


def key_of(governance="lead", commitment="uniform", selection="ties", sectors=0, setting="main"):
    return Key(setting, governance, selection, sectors, commitment)


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return study(tmp_path_factory.mktemp("usual"))


# --- What a further member costs ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("governance", "commitment", "verdict"),
    [
        ("lead", "uniform", Verdict.FALLS),
        ("lead", "differentiated", Verdict.NOT_TOLD),
        ("assembly", "differentiated", Verdict.FALLS),
        ("core", "uniform", Verdict.RISES),
    ],
)
def test_the_slope_is_the_one_that_was_made(usual, governance, commitment, verdict):
    cost = usual.profiles[key_of(governance, commitment)].cost()
    rate = RATES[governance, commitment]
    found = cost.change
    assert (found.value, found.low, found.high) == pytest.approx((rate, rate, rate), abs=1e-9)
    if rate:
        assert cost.verdict is verdict


def test_noise_without_a_slope_is_not_told(tmp_path):
    found = study(tmp_path, noise=0.1, quorums=(1.0,), sectors=(0,), selections=("ties",))
    cost = found.profiles[key_of("lead", "differentiated")].cost()
    # A slope of 0 is told in 5 of 100; here the data are one fixed draw.
    assert cost.change.low < 0.0 < cost.change.high
    assert cost.verdict is Verdict.NOT_TOLD


def test_locally_each_step_costs_the_same_on_a_line(usual):
    steps_found = usual.profiles[key_of()].local_costs()
    assert [each.value for each in steps_found] == pytest.approx([-0.02] * 3)


def test_where_members_do_not_become_more_nothing_is_said(tmp_path):
    found = study(tmp_path, grows=False, quorums=(1.0,), sectors=(0,))
    profile = found.profiles[key_of()]
    assert profile.cost().verdict is Verdict.NO_GROWTH
    assert all(np.isnan(each.value) for each in profile.local_costs())


def test_few_runs_say_nothing(tmp_path):
    found = study(tmp_path, replications=9, quorums=(1.0,), sectors=(0,))
    assert found.profiles[key_of()].cost().verdict is Verdict.TOO_FEW_RUNS
    assert found.lift(key_of()).fate is Fate.TOO_FEW_RUNS
    assert next(answer_lines(found, "en")).startswith("Too few runs to say")


def test_many_runs_with_few_platforms_say_nothing_of_depth(tmp_path):
    one_form = {"quorums": (1.0,), "sectors": (0,), "governances": ("lead",)}
    found = study(tmp_path / "a", replications=20, without_platform=11, **one_form)
    profile = found.profiles[key_of()]
    # Nine platforms at each size, but twenty runs.
    assert not profile.has_enough(DEPTH)
    assert profile.has_enough(SUCCESS)
    assert profile.cost().verdict is Verdict.TOO_FEW_RUNS
    assert profile.cost(DEPTH_OF_ALL).verdict is Verdict.FALLS
    points = frontier([profile])
    assert not any(point.is_efficient or point.times_efficient for point in points)
    assert [point.platform.value for point in points] == [9 / 20] * 4
    told = "\n".join(answer_lines(found, "en"))
    assert "There are too few platforms to say: it takes at least 10 at each size." in told
    assert "Nothing can be said of these, with too few platforms: partners drawn at random." in told
    # 19 of 20 replications.
    assert "is highest where 10 organisations are aimed at (10 to 10); there 95 %" in told
    assert best_cell(profile, SUCCESS, "en") == "10; as good: –; ruled out: 3, 5, 20"
    assert best_cell(profile, DEPTH, "en") == "too few runs or sizes to say"
    ten = study(tmp_path / "b", replications=20, without_platform=10, **one_form)
    assert ten.profiles[key_of()].cost().verdict is Verdict.FALLS
    assert all(point.is_efficient for point in frontier([ten.profiles[key_of()]]))


def test_depth_of_all_started_is_nought_without_a_platform(tmp_path):
    found = study(tmp_path, without_platform=3, quorums=(1.0,), sectors=(0,))
    cell = found.profiles[key_of()].cell
    assert cell.means(PLATFORM).tolist() == [0.75] * 4
    # Replications 3 to 11 have .9 + .005 x 7 in the mean; a quarter has 0.
    assert cell.means(DEPTH)[0] == pytest.approx(0.935)
    assert cell.means(DEPTH_OF_ALL)[0] == pytest.approx(0.75 * 0.935)
    assert cell.counts(MEMBERS).tolist() == [9.0] * 4


def test_medians_are_by_size(usual):
    cell = usual.profiles[key_of()].cell
    # Luck of 0 to 11 x .005 has the median .0275.
    assert cell.medians(DEPTH) == pytest.approx(0.9275 - 0.02 * (cell.organisations - 3))
    assert cell.medians(MEMBERS).tolist() == [2.0, 4.0, 9.0, 19.0]


# --- Gilligan's prediction ---------------------------------------------------------------------


DOUBLINGS = np.log2([2.0, 4.0, 9.0, 19.0])
"""Of the members at the platform, of sizes 3, 5, 10 and 20."""

PER_DOUBLING = 5.1487
"""Slope of organisations over doublings of members: sum of products 30.6881 by that of squares
5.9604, about the means 9.5 and 2.6045."""


def test_a_doubling_costs_the_slope_over_the_logarithm(usual):
    assert np.polyfit(DOUBLINGS, [3, 5, 10, 20], 1)[0] == pytest.approx(PER_DOUBLING, abs=1e-4)
    found = usual.profiles[key_of()].cost_per_doubling().change
    assert (found.value, found.low, found.high) == pytest.approx((-0.02 * PER_DOUBLING,) * 3, 1e-4)


def test_the_trade_off_becomes_weaker_or_was_none(usual):
    lead, assembly, core = (usual.lift(key_of(form)) for form in ("lead", "assembly", "core"))
    assert lead.difference.value == pytest.approx(0.02 * PER_DOUBLING, 1e-4)
    assert lead.fate is Fate.DISAPPEARS
    assert assembly.difference.value == pytest.approx(0.03 * PER_DOUBLING, 1e-4)
    assert assembly.fate is Fate.WEAKER
    assert core.fate is Fate.NO_TRADE_OFF


def test_commitments_are_compared_at_the_same_range_of_the_curve(tmp_path):
    """The same curve, bent, and members that stay in different numbers: no difference."""
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), sectors=(0,)))
    design = pd.read_parquet(folder / "design.parquet").set_index("point")
    for path in (folder / "alliances").glob("*.parquet"):
        table = pd.read_parquet(path)
        is_uniform = design.loc[table["point"]]["formation.commitment"].to_numpy() == "uniform"
        members = table["members_at_platform"] * np.where(is_uniform, 1, 3)
        table["members_at_platform"] = members
        table["depth"] = 1.0 - 0.1 * np.log2(members)
        table.to_parquet(path)
    found = BreadthDepth(read_breadth_depth(folder))
    each = [found.profiles[key_of("lead", one)] for one in ("uniform", "differentiated")]
    assert each[1].cost().change.value > 0.5 * each[0].cost().change.value
    assert [one.cost_per_doubling().change.value for one in each] == pytest.approx([-0.1, -0.1])
    lift = found.lift(key_of())
    assert lift is not None
    assert lift.difference.value == pytest.approx(0.0, abs=1e-9)
    assert lift.fate is Fate.STAYS


ABOVE, AROUND = Estimate(0.02, 0.01, 0.03), Estimate(0.02, -0.01, 0.03)
BELOW = Estimate(-0.02, -0.03, -0.01)
FALL = Cost(Estimate(-0.04, -0.05, -0.03), Verdict.FALLS)
SMALL_FALL = Cost(Estimate(-0.01, -0.015, -0.005), Verdict.FALLS)
RISE = Cost(Estimate(0.02, 0.01, 0.03), Verdict.RISES)
NEAR_NOUGHT = Cost(Estimate(-0.005, -0.019, 0.009), Verdict.NOT_TOLD)
WIDE = Cost(Estimate(-0.005, -0.021, 0.011), Verdict.NOT_TOLD)
BENT = Cost(Estimate(-0.005, -0.019, 0.009), Verdict.BENDS)
LEVEL_AFTER = Cost(Estimate(-0.005, -0.019, 0.009), Verdict.FLATTENS)
FEW = Cost(Estimate(-0.04, -0.05, -0.03), Verdict.TOO_FEW_RUNS)
NO_MORE = Cost(Estimate(-0.04, -0.05, -0.03), Verdict.NO_GROWTH)


@pytest.mark.parametrize(
    ("uniform", "differentiated", "difference", "expected"),
    [
        # Half of the fall is .02: one lower limit lies above it, the other below.
        (FALL, NEAR_NOUGHT, ABOVE, Fate.DISAPPEARS),
        (FALL, WIDE, ABOVE, Fate.PERHAPS_GONE),
        (FALL, RISE, ABOVE, Fate.TURNS_ROUND),
        (FALL, SMALL_FALL, ABOVE, Fate.WEAKER),
        (FALL, NEAR_NOUGHT, AROUND, Fate.STAYS),
        (FALL, SMALL_FALL, AROUND, Fate.STAYS),
        (SMALL_FALL, FALL, BELOW, Fate.STRONGER),
        (FALL, NEAR_NOUGHT, BELOW, Fate.STRONGER),
        (WIDE, FALL, BELOW, Fate.ARISES),
        (WIDE, FALL, AROUND, Fate.NO_TRADE_OFF),
        (RISE, NEAR_NOUGHT, BELOW, Fate.NO_TRADE_OFF),
        (WIDE, RISE, ABOVE, Fate.RISES_INSTEAD),
        (WIDE, RISE, AROUND, Fate.NO_TRADE_OFF),
        (BENT, RISE, ABOVE, Fate.RISES_INSTEAD),
        (FALL, BENT, ABOVE, Fate.BENDS),
        (FALL, BENT, AROUND, Fate.STAYS),
        (FALL, LEVEL_AFTER, ABOVE, Fate.FLATTENS),
        (LEVEL_AFTER, FALL, BELOW, Fate.ARISES),
        (BENT, FALL, BELOW, Fate.ARISES),
        (RISE, RISE, ABOVE, Fate.NO_TRADE_OFF),
        (FEW, FALL, ABOVE, Fate.TOO_FEW_RUNS),
        (FALL, NO_MORE, ABOVE, Fate.NO_GROWTH),
        (NO_MORE, RISE, ABOVE, Fate.NO_GROWTH),
        (NO_MORE, FEW, ABOVE, Fate.TOO_FEW_RUNS),
    ],
)
def test_the_prediction_needs_both_verdicts_and_the_difference(
    uniform, differentiated, difference, expected
):
    assert fate_of(uniform, differentiated, difference) is expected


def told_of(folder, language="en", **changes):
    own = {"quorums": (1.0,), "sectors": (0,), "governances": ("lead",), **changes}
    return "\n".join(answer_lines(study(folder, **own), language))


def test_it_is_as_predicted_only_if_members_gain_too(tmp_path):
    # Depth under lead falls by .02 and then not at all; value by .1 and then not at all.
    both = told_of(tmp_path / "both", gain_of_uniform=-0.1)
    less_fall = "What its members gain falls less with each doubling than under uniform commitment"
    assert f"{less_fall}, by 10.0 hundredths of 1 (10.0 to 10.0)." in both
    assert "That is as Gilligan (2004) predicts." in both
    platform = told_of(tmp_path / "one", gain_of_uniform=-0.1, gain_of_differentiated=-0.1)
    assert "With differentiated commitment the trade-off of depth disappears" in platform
    # Doublings from 2 to 19 members: .02 x 5.1487 points and none.
    assert "changes depth by 0.0 points instead of −10.3." in platform
    assert (
        "changes with each doubling otherwise than under uniform commitment cannot be" in platform
    )
    assert "That is as Gilligan" not in platform
    assert "for what is written, it does; for what members gain, no change of it can" in platform
    less = told_of(tmp_path / "less", gain_of_differentiated=-0.1)
    assert "But what its members gain gets worse with each doubling than under uniform" in less
    assert "by 10.0 hundredths of 1 (10.0 to 10.0)." in less
    assert "That is as Gilligan" not in less
    assert "for what is written, it does; for what members gain, one arises." in less


def test_a_trade_off_that_is_only_weaker_is_not_called_gone(tmp_path):
    own = {"governances": ("assembly",), "gain_of_uniform": 0.1, "gain_of_differentiated": 0.2}
    told = told_of(tmp_path, **own)
    # Depth falls by .04 and then by .01; value rises with both, so it has nothing to lift.
    assert "What its members gain gets better with each doubling than under uniform" in told
    assert "for what is written, it becomes weaker, but is not gone; for what members" in told
    assert "members gain, there is none that it could lift." in told


def test_switches_with_another_verdict_are_named(usual):
    told = "\n".join(answer_lines(usual, "en"))
    # With the supermajority depth never falls, so there is nothing to lift; value never changes.
    assert (
        "With these switches the verdict is another: supermajority (depth: none to lift; what "
        "members gain: none to lift)." in told
    )


def test_what_members_gain_is_told_where_depth_has_no_trade_off(tmp_path):
    own = {"governances": ("core",), "gain_of_uniform": -0.1, "gain_of_differentiated": -0.05}
    told = told_of(tmp_path, **own)
    assert "Over all sizes no trade-off of depth can be told" in told
    assert "than under uniform commitment, by 5.0 hundredths of 1 (5.0 to 5.0)." in told


def test_what_members_gain_is_told_in_german(tmp_path):
    own = {"gain_of_uniform": -0.1, "gain_of_differentiated": -0.1}
    told = told_of(tmp_path, "de", **own)
    assert "mit jeder Verdopplung anders ändert als bei einheitlicher Verpflichtung, ist" in told
    assert "So sagt es Gilligan (2004) vorher" not in told
    assert "in dem, was Mitglieder gewinnen, ist keine Änderung zu erkennen." in told


def test_where_members_do_not_become_more_there_is_no_prediction(tmp_path):
    own = {"quorums": (1.0,), "sectors": (0,), "grows": False}
    found = study(tmp_path, **own)
    assert found.lift(key_of()).fate is Fate.NO_GROWTH
    told = "\n".join(answer_lines(found, "en"))
    assert "nothing can be said of the trade-off" in told
    assert "Gilligan" not in told


def test_one_commitment_alone_has_no_comparison(tmp_path):
    found = study(tmp_path, commitments=("uniform",), quorums=(1.0,), sectors=(0,))
    assert found.lift(key_of()) is None


# --- Frontier and success ----------------------------------------------------------------------


def test_the_frontier_of_a_falling_and_a_rising_form_is_known(usual):
    profiles = [usual.profiles[key_of("lead")], usual.profiles[key_of("core")]]
    points = frontier(profiles)
    # Equal at three organisations; above, the rising form is as broad and deeper, and the largest
    # of it beats all.
    kept = [(point.key.governance, point.organisations) for point in points if point.is_efficient]
    assert kept == [("core", 20.0)]
    assert {point.times_efficient for point in points} == {0.0, 1.0}


def test_all_sizes_of_a_falling_form_are_efficient(usual):
    assert all(point.is_efficient for point in frontier([usual.profiles[key_of()]]))


def test_the_drawn_frontier_goes_down_in_steps():
    # Level to 3 members with 70, down to 50, level to 8, and down to nothing.
    corners = [(1.0, 0.7), (3.0, 0.7), (3.0, 0.5), (8.0, 0.5), (8.0, 0.0)]
    assert frontier_steps([(8.0, 0.5), (3.0, 0.7)], narrowest=1.0) == corners
    assert frontier_steps([(8.0, 0.5), (3.0, 0.7), (3.0, 0.7)], narrowest=1.0) == corners
    assert frontier_steps([], narrowest=1.0) == []


def test_rings_of_two_commitments_at_one_place_are_both_seen(tmp_path):
    made = Made(quorums=(1.0,), sectors=(0,), governances=("core",))
    found = BreadthDepth(read_breadth_depth(write_sweep(tmp_path / "sweep", made)))
    # Both rise by .01 and succeed with ten: the same place.
    axes = dict(draw_all(found, "en"))["breadth_depth.png"].axes[0]
    rings = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    places = {tuple(np.asarray(line.get_xydata())[0]) for line in rings}
    assert len(rings) == 2
    assert len(places) == 1
    line_width = rings[0].get_markeredgewidth()
    assert rings[1].get_markersize() - rings[0].get_markersize() > 2 * line_width


def test_the_ring_stands_where_success_is_highest(usual):
    points = frontier([usual.profiles[key_of()]])
    assert [point.organisations for point in points if point.has_most_success] == [10.0]
    assert usual.profiles[key_of()].cell.means(SUCCESS).tolist() == [0.0, 0.0, 11 / 12, 0.0]


# --- Sectors -----------------------------------------------------------------------------------


def test_sizes_that_the_sectors_cannot_hold_are_reported_and_left_out(usual):
    (unfilled,) = usual.data.unfilled
    assert (unfilled.sectors, unfilled.organisations, unfilled.filled) == (2, 20, 0)
    assert unfilled.runs == 12 * 3 * 2 * 2  # three forms, two selections, two commitments
    assert usual.profiles[key_of(sectors=2)].organisations.tolist() == [3.0, 5.0, 10.0]
    assert usual.profiles[key_of(sectors=4)].organisations.tolist() == [3.0, 5.0, 10.0, 20.0]


def held_by_two_sectors(folder, held):
    """Let two sectors hold so many organisations in each of 12 replications."""
    for path in (folder / "alliances").glob("*.parquet"):
        table = pd.read_parquet(path)
        own = np.array(held)[table["replication"]]
        table["eligible"] = np.where(table["eligible"] == 20, own, table["eligible"])
        table.to_parquet(path)
    return BreadthDepth(read_breadth_depth(folder))


def test_a_size_that_few_runs_can_fill_is_not_shown_but_counts_in_pairs(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), held=20))
    found = held_by_two_sectors(folder, [20] * 5 + [10] + [5] * 6)
    shown = found.profiles[key_of(sectors=2)]
    assert shown.organisations.tolist() == [3.0, 5.0, 10.0]
    assert found.data.cells[key_of(sectors=2)].runs.tolist() == [12.0, 12.0, 6.0, 5.0]


def test_every_size_that_is_shown_has_the_same_runs(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), held=20))
    found = held_by_two_sectors(folder, [5] * 2 + [20] * 10)
    # Of all runs, those in which two sectors hold 20; luck of replications 2 to 11 is 6.5 x .005.
    cell = found.profiles[key_of(sectors=2)].cell
    assert cell.runs.tolist() == [10.0] * 4
    assert cell.means(DEPTH) == pytest.approx(0.9 - 0.02 * (cell.organisations - 3) + 0.0325)


def test_sizes_in_common_are_those_that_every_number_of_sectors_holds(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), held=20))
    found = held_by_two_sectors(folder, [5] * 6 + [10] * 6)
    cells = [found.data.cells[key_of(selection="random", sectors=count)] for count in (2, 4)]
    two, four = in_common(cells)
    # Two sectors hold 3 and 5 in all runs, 10 in half of them, and 20 in none.
    assert two.runs.tolist() == four.runs.tolist() == [12.0, 12.0, 6.0]


def test_where_no_size_can_be_filled_a_line_says_so(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(sectors=(2,), quorums=(1.0,), held=1))
    first, *others = report_breadth_depth(folder, "en")
    assert "hold too few organisations for any of the sizes" in first
    # Four sizes; three forms x two selections x two commitments x twelve runs each.
    assert len(others) == 4
    assert others[0].endswith("organisations aimed at: 3; held in 0 of 144 runs.")
    assert not list(folder.glob("breadth_depth*"))


def test_a_slope_within_runs_is_free_of_what_runs_differ_in():
    places = np.array([0.0, 1.0, 2.0])
    # Slope 2 in both; the second run lies far above and lacks a point, the third has one alone.
    values = np.array([[0.0, 50.0, 1.0], [2.0, NAN, NAN], [4.0, 54.0, NAN]])
    parts, wholes = paired_sums(places, values)
    assert (parts / np.where(wholes > 0.0, wholes, 1.0))[:2].tolist() == [2.0, 2.0]
    assert (parts[2], wholes[2]) == (0.0, 0.0)


def test_number_and_sectors_are_told_apart(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), sectors=(0, 2, 4)))
    design = pd.read_parquet(folder / "design.parquet").set_index("point")
    for path in (folder / "alliances").glob("*.parquet"):
        table = pd.read_parquet(path)
        own = design.loc[table["point"]]
        size = np.log2(own["formation.target_partners"].to_numpy() + 1)
        sectors = np.log2(np.maximum(1, own["formation.focal_sectors"].to_numpy()))
        table["depth"] = 1.0 - 0.05 * size - 0.03 * sectors + 0.01 * table["replication"]
        table.to_parquet(path)
    found = separate(BreadthDepth(read_breadth_depth(folder)), "lead", "uniform")
    assert found is not None
    number, sectors = found.number[DEPTH.name], found.sectors[DEPTH.name]
    assert (number.value, number.low, number.high) == pytest.approx((-0.05,) * 3)
    assert (sectors.value, sectors.low, sectors.high) == pytest.approx((-0.03,) * 3)
    assert found.number[VALUE.name].value == pytest.approx(0.0)


def test_mixtures_are_told_apart_at_the_same_size():
    generator = np.random.default_rng(5)
    first, second = generator.normal(0.0, (2.0, 0.5), (3, 4, 40, 2)).transpose(3, 0, 1, 2)
    level = np.array([0.0, 5.0, 9.0, 20.0])[None, :, None]
    # Per unit -.1 and .4; sizes differ in level and in both causes.
    outcome = level - 0.1 * first + 0.4 * second
    found = partial_slopes([first + level, second - level], outcome, resampling_weights(40, 50))
    spread = [
        np.sqrt(((x - x.mean(axis=(0, 2), keepdims=True)) ** 2).mean()) for x in (first, second)
    ]
    assert [each.value for each in found] == pytest.approx([-0.1 * spread[0], 0.4 * spread[1]])


def test_what_is_held_fixed_does_not_count_for_a_mixture():
    generator = np.random.default_rng(6)
    members, own, other = generator.normal(0.0, 1.0, (3, 2, 3, 60))
    # Sectors follow members, and the outcome follows members alone.
    sectors = members + own
    weights = resampling_weights(60, 50)
    found = partial_slopes([sectors, other], -0.2 * members, weights, held=[members])
    assert [each.value for each in found] == pytest.approx([0.0, 0.0], abs=1e-12)
    without = partial_slopes([sectors, other], -0.2 * members, weights)
    # Half of the variance of sectors is that of members: -.2 / sqrt(2) = -.141.
    assert without[0].value == pytest.approx(-0.2 / np.sqrt(2.0), abs=0.03)


def test_members_that_are_equal_at_each_size_need_not_be_held_fixed():
    generator = np.random.default_rng(7)
    first, second = generator.normal(0.0, 1.0, (2, 2, 3, 30))
    equal = np.broadcast_to(np.log2([2.0, 4.0, 9.0])[None, :, None], first.shape)
    weights = resampling_weights(30, 50)
    held = partial_slopes([first, second], first, weights, held=[equal])
    spread = np.sqrt(((first - first.mean(axis=(0, 2), keepdims=True)) ** 2).mean())
    assert [each.value for each in held] == pytest.approx([spread, 0.0], abs=1e-12)


def test_causes_that_never_vary_have_no_effect_told(usual):
    found = separate(usual, "lead", "uniform")
    assert found is not None
    assert all(np.isnan(each.value) for each in found.mixtures[DEPTH.name])


def test_without_sectors_or_drawn_partners_nothing_is_told_apart(tmp_path):
    assert separate(study(tmp_path / "a", sectors=(0,)), "lead", "uniform") is None
    assert separate(study(tmp_path / "b", selections=("ties",)), "lead", "uniform") is None


# --- Settings ----------------------------------------------------------------------------------


def test_a_switch_is_a_setting_named_by_what_it_changes(usual):
    assert usual.data.settings() == ["main", "quorum 0.7"]
    assert usual.data.changes["quorum 0.7"] == {"formation.quorum": 0.7}
    own = usual.profiles[key_of(setting="quorum 0.7")]
    assert own.cost().change.value == pytest.approx(0.0)


def test_a_switch_is_named_by_what_becomes_of_the_trade_off(tmp_path):
    made = Made(sectors=(0,), selections=("ties",), governances=("lead",))
    folder = write_sweep(tmp_path / "sweep", replace(made, commitments=("uniform",)))
    design = pd.read_parquet(folder / "design.parquet").set_index("point")
    paths = list((folder / "alliances").glob("*.parquet"))

    def told(change):
        for path in paths:
            table = pd.read_parquet(path)
            size = design.loc[table["point"]]["formation.target_partners"].to_numpy() + 1
            table["depth"] = 1.0 - 0.02 * size
            is_quorum = design.loc[table["point"]]["formation.quorum"].to_numpy() == 0.7
            change(table, is_quorum)
            table.to_parquet(path)
        return "\n".join(answer_lines(BreadthDepth(read_breadth_depth(folder)), "en"))

    def nothing(table, is_quorum):
        pass

    def with_slope(slope):
        def change(table, is_quorum):
            size = design.loc[table["point"]]["formation.target_partners"].to_numpy() + 1
            table.loc[is_quorum, "depth"] = (0.5 + slope * size)[is_quorum]

        return change

    no_fall, half_the_fall, twice_the_fall, rise = map(with_slope, (0.0, -0.01, -0.04, 0.01))

    def no_growth(table, is_quorum):
        table.loc[is_quorum, "members_at_platform"] = 4

    def few_platforms(table, is_quorum):
        table.loc[is_quorum & (table["replication"] > 3), "weeks_to_platform"] = NAN

    def no_runs(table, is_quorum):
        table.loc[is_quorum, "eligible"] = 0

    assert "No change in the slope of depth can be told with: supermajority." in told(nothing)
    assert "The trade-off disappears with: supermajority." in told(no_fall)
    assert "The trade-off becomes weaker with: supermajority." in told(half_the_fall)
    assert "The trade-off becomes stronger with: supermajority." in told(twice_the_fall)
    assert "The trade-off turns round with: supermajority." in told(rise)
    assert "since members do not become more: supermajority." in told(no_growth)
    assert "with too few platforms: supermajority." in told(few_platforms)
    assert "No run counts of: supermajority." in told(no_runs)


def test_the_answer_says_what_was_made(usual):
    told = "\n".join(answer_lines(usual, "en"))
    assert told.startswith("In short, with lead, uniform commitment and partners through ties:")
    # All but the first replication succeed with ten, nobody else; 11 of 12.
    assert "is highest where 10 organisations are aimed at (10 to 10); there 92 %" in told
    assert "Whoever aims at 10 has 9 members when the platform is agreed (median; 9 to 9)." in told
    # Mean luck of .0275 beside .9.
    assert "The platform is deepest where 3 are aimed at, with a mean depth of 93 (" in told
    assert "No smaller size was asked, so one may do better." in told
    assert "Over all sizes each further member costs 2.0 points (2.0 to 2.0), each doubling" in told
    assert "The first ones cost most" not in told
    assert "No change with the number of members can be told." in told
    assert "No size is among the best in both: success asks for more organisations than" in told
    assert "The trade-off becomes stronger with: Assembly." in told
    assert "The trade-off turns round with: Core, circle." in told
    assert "marginal)" not in told
    # At equal size: none, .04, .14 and .34 x 100, in the mean 13.
    assert "what the platform holds is 13.0 points more (13.0 to 13.0)" in told
    assert "The trade-off disappears with: supermajority." in told


def test_the_answer_says_what_was_made_in_german(usual):
    told = "\n".join(answer_lines(usual, "de"))
    assert "ist am größten, wo 10 Organisationen angestrebt werden (10 bis 10)" in told
    assert "Über alle Größen kostet jedes weitere Mitglied 2,0 Punkte (2,0 bis 2,0)" in told
    assert "Der Zielkonflikt verschwindet bei: qualifizierte Mehrheit." in told


def test_levels_are_told_under_each_condition(usual):
    told = "\n".join(answer_lines(usual, "en"))
    # .9275 less 17 x .02; more by 17 x .01, as much as at three, and less 17 x .04.
    assert (
        "Depth, 20 aimed at: 59; higher with differentiated commitment (93), core (110) and "
        "supermajority (93); lower with assembly (25)." in told
    )
    assert "Members at the platform, 20 aimed at: 19.0; no difference can be told." in told
    table = "\n".join(levels_table(usual, key_of(), "en"))
    # Nobody succeeds with 3 or 20.
    assert "| Assembly | 19.0 (19.0 to 19.0) | 10 (10 to 10); as good: – | 0 % (0 to 24) |" in table
    assert "| 25 (" in table


def test_with_one_size_nothing_is_said_to_be_best(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "PARTNERS", (4,))
    told = "\n".join(answer_lines(study(tmp_path), "en"))
    assert told.count("Only one size was asked, so none can be compared with it.") == 2
    assert "No size can be told" not in told
    # The smallest size is the largest: told once.
    assert told.count("Depth, 5 aimed at:") == 1


def changed(folder, made, change):
    """Write a sweep and change its alliances by the design of their points."""
    folder = write_sweep(folder / "sweep", made)
    design = pd.read_parquet(folder / "design.parquet").set_index("point")
    for path in (folder / "alliances").glob("*.parquet"):
        table = pd.read_parquet(path)
        change(table, design.loc[table["point"]])
        table.to_parquet(path)
    return folder


@pytest.mark.parametrize(
    ("depths", "verdict", "after"),
    [
        # .2247 by 2.528 about the means 3.139 and .6; then nothing.
        ({3: 0.7, 5: 0.5, 10: 0.6, 20: 0.7}, Verdict.BENDS, 0.0889),
        ({3: 0.55, 5: 0.5, 10: 0.52, 20: 0.51}, Verdict.FLATTENS, 0.0046),
    ],
)
def test_a_curve_that_falls_first_is_not_called_level(tmp_path, depths, verdict, after):
    def change(table, own):
        size = own["formation.target_partners"] + 1
        # Slopes of half of the runs are higher by .02 for each doubling, those of others lower.
        tilt = np.where(table["replication"] % 2 == 0, 0.02, -0.02)
        doublings = np.log2(np.maximum(1, table["members_at_platform"]))
        table["depth"] = size.map(depths).to_numpy() + tilt * doublings

    made = Made(quorums=(1.0,), sectors=(0,), commitments=("uniform",), selections=("ties",))
    found = BreadthDepth(read_breadth_depth(changed(tmp_path, made, change)))
    profile = found.profiles[key_of()]
    assert profile.cost_per_doubling().verdict is verdict
    bend = profile.bend()
    assert bend is not None
    assert bend.size == 5.0
    # One doubling of members from 3 to 5 organisations.
    assert bend.before.value == pytest.approx(depths[5] - depths[3])
    assert bend.after.value == pytest.approx(after, abs=1e-4)
    told = "\n".join(answer_lines(found, "en"))
    cost = f"{100 * (depths[3] - depths[5]):.1f}"
    assert f"Up to 5 organisations aimed at each doubling of members costs {cost} points" in told


def test_a_straight_fall_has_no_bend(usual):
    assert usual.profiles[key_of()].bend() is None
    assert usual.profiles[key_of("core")].bend() is None


@pytest.mark.parametrize("items", [0.0, 3.0])
def test_switches_of_side_items_say_what_follows_from_the_agenda(tmp_path, items):
    folder = write_sweep(tmp_path / "sweep", Made(sectors=(0,), selections=("ties",)))
    design = pd.read_parquet(folder / "design.parquet")
    quorum = design.pop("formation.quorum")
    design["formation.items_per_member"] = np.where(quorum < 1.0, items, 1.0)
    design.to_parquet(folder / "design.parquet")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["fixed"]["formation"] = {"agenda_limit": 7}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (line,) = agenda_lines(BreadthDepth(read_breadth_depth(folder)), key_of(), "en")
    # The same at three organisations, and level after.
    assert line.endswith("Depth is higher where 5, 10 and 20 are aimed at.")
    assert ("one item at every size" in line) == (items == 0.0)
    assert ("at most 7 items (agenda_limit)" in line) == (items == 3.0)


# --- Many conditions at once -------------------------------------------------------------------


def test_limits_for_many_values_at_once_are_wider():
    draws = np.random.default_rng(11).normal(0.0, 1.0, (40_000, 15))
    runs = 100_000
    # The normal quantile at (1 + .95 ** (1 / 15)) / 2 is 2.93; one value alone has 1.96.
    low, high = limits_together(np.zeros(15), draws, runs)
    assert high == pytest.approx(2.93 * np.ones(15), abs=0.06)
    assert low == pytest.approx(-high)
    # Values that vary together are as one.
    same = limits_together(np.zeros(3), np.repeat(draws[:, :1], 3, axis=1), runs)
    assert same[1] == pytest.approx(1.96 * np.ones(3), abs=0.04)
    alone = limits_together(np.array([0.0, NAN]), draws[:, :2], runs)
    assert np.isnan(alone[:, 1]).all()
    assert alone[1, 0] == pytest.approx(1.96, abs=0.04)


class Drawn:
    """A combination of which only the slope is known, with a spread of 1."""

    replications = 100_000

    def __init__(self, value, draws):
        self.slope = Slope(np.array(value), value + draws)

    def slope_per_doubling(self, measure):
        return self.slope

    def cost_per_doubling(self, measure):
        return Cost(Estimate(float(self.slope.value)), Verdict.FALLS)


def test_a_difference_that_many_comparisons_explain_is_marginal(usual):
    draws = np.random.default_rng(11).normal(0.0, 1.0, (40_000, 15))
    found = BreadthDepth(usual.data)
    others = [key_of(setting=f"switch {at}") for at in range(15)]
    values = [2.4, 4.0, 0.5, *[0.0] * 12]
    slopes: dict[Key, Any] = {key_of(): Drawn(0.0, np.zeros(40_000))}
    slopes |= {key: Drawn(values[at], draws[:, at]) for at, key in enumerate(others)}
    found.profiles = slopes
    # Alone 1.96 is told, among fifteen 2.93.
    assert [found.is_marginal(key_of(), other) for other in others[:3]] == [True, False, False]


def test_sizes_are_sorted_into_best_as_good_and_ruled_out(usual):
    found = sort_sizes(usual.profiles[key_of()], SUCCESS)
    assert found == Sorted(10.0, (), (3.0, 5.0, 20.0))
    # Without any luck each size of the falling form is told from the next.
    assert sort_sizes(usual.profiles[key_of()], DEPTH) == Sorted(3.0, (), (5.0, 10.0, 20.0))
    # The same depth everywhere: no best size.
    assert sort_sizes(usual.profiles[key_of("lead", "differentiated")], DEPTH) is None
    assert best_cell(usual.profiles[key_of("lead", "differentiated")], DEPTH, "de") == (
        "keine zu erkennen"
    )


def test_forms_that_differ_by_little_at_every_size_hardly_differ(tmp_path, monkeypatch):
    monkeypatch.setitem(RATES, ("assembly", "uniform"), -0.021)
    own = {"quorums": (1.0,), "sectors": (0,), "governances": ("lead", "assembly")}
    told = "\n".join(answer_lines(study(tmp_path, **own), "en"))
    # At most 17 organisations x .1 points.
    assert "Lead and assembly hardly differ in depth: at no size by more than 1.7 points" in told


def test_words_are_explained_and_the_main_setting_is_said(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), sectors=(0,)))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["fixed"]["formation"] = {"quorum": 0.8}
    manifest["fixed"]["world"]["tolerance"] = 0.45
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = BreadthDepth(read_breadth_depth(folder))
    told = "\n".join(summary_lines(found, [], "en"))
    assert "**Main setting**: 80 % of those who negotiate have to agree" in told
    assert "tolerance is 0.45 in the mean" in told
    # The top says where to look.
    assert told.index('under "Words used".') < told.index("## Words used")
    assert "die Toleranz ist im Mittel 0,45." in "\n".join(summary_lines(found, [], "de"))


def test_points_left_out_beforehand_are_told(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(quorums=(1.0,), sectors=(0,)))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["design"] = {"left_out": 7}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (line,) = left_out_lines(BreadthDepth(read_breadth_depth(folder)), "en")
    assert line.startswith("Left out beforehand: 7 points that aim at more organisations")
    assert line.endswith("This world has 60.")


def test_points_show_limits_beside_nought():
    assert in_points(Estimate(-0.02, -0.04, -0.0003), "en") == "−2.0 (−4.0 to −0.030)"
    assert in_points(Estimate(0.02, NAN, NAN), "de") == "+2,0 (–)"
    assert in_points(Estimate(NAN), "en") == "–"


# --- Files -------------------------------------------------------------------------------------

PICTURES = {
    *("breadth_depth.png", "breadth_depth_cost.png", "breadth_depth_variety.png"),
    "breadth_depth_sizes.png",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return write_sweep(tmp_path_factory.mktemp("whole") / "sweep", Made(noise=0.05))


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_files_appear_in_both_languages(whole, language):
    lines = report_breadth_depth(whole, language)
    assert {path.name for path in whole.glob("*.png")} == PICTURES
    assert not list(whole.glob(".*.partial"))
    summary = (whole / "breadth_depth.md").read_text(encoding="utf-8")
    told = {
        "en": ("How broad, how deep?", "60 drawn organisations", "supermajority (quorum: 0.7)"),
        "de": ("Wie breit, wie tief?", "60 gezogene", "qualifizierte Mehrheit (quorum: 0,7)"),
    }[language]
    assert all(text in summary for text in told)
    assert any({"en": "Assembly", "de": "Versammlung"}[language] in line for line in lines)
    assert not re.search(r"\bnan\b", summary)


def test_equal_sweeps_give_equal_files(whole):
    report_breadth_depth(whole, "en")
    first = {path.name: path.read_bytes() for path in whole.glob("breadth_depth*")}
    report_breadth_depth(whole, "en")
    assert first == {path.name: path.read_bytes() for path in whole.glob("breadth_depth*")}


def test_the_tables_are_tidy(usual, whole):
    report_breadth_depth(whole, "en")
    table = pd.read_csv(whole / "breadth_depth.csv")
    keys = [*Key._fields, "partners", "measure", "statistic"]
    assert not table.duplicated(keys).any()
    assert [*table.columns] == [*keys, "value", "low", "high", "count"]
    rows = table[(table["measure"] == "depth") & (table["statistic"] == "median")]
    # Main: 6 combinations x 2 selections of 4, 4 and 3 sizes; the quorum: 6 of 4.
    assert len(rows) == 12 * 11 + 24
    assert ((rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"])).all()
    answers = pd.read_csv(whole / "breadth_depth_answers.csv", dtype=str)
    asked = ["question", "measure", "at"]
    assert not answers.duplicated([*Key._fields, *asked]).any()
    assert {len(row) for row in table_rows(usual)} == {12}
    assert {len(row) for row in answer_rows(usual)} == {12}


def test_figures_without_data_are_left_out(tmp_path):
    made = Made(sectors=(0,), quorums=(1.0,), commitments=("uniform",), replications=1)
    folder = write_sweep(tmp_path / "sweep", made)
    lines = report_breadth_depth(folder, "en")
    without = {"breadth_depth_variety.png", "breadth_depth_cost.png"}
    assert {path.name for path in folder.glob("*.png")} == PICTURES - without
    assert any("too few platforms" in line for line in lines)


def texts_of(figure):
    return [text for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))
            if text.get_text().strip() and text.get_visible()]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_leaves_a_figure(usual, language):
    for _, figure in draw_all(usual, language):
        figure.canvas.draw()
        room = figure.bbox
        for text in texts_of(figure):
            box = text.get_window_extent()
            assert box.x0 >= room.x0 - 1, text.get_text()
            assert box.x1 <= room.x1 + 1, text.get_text()


@pytest.mark.parametrize("language", ["en", "de"])
def test_names_of_outcomes_stand_left_of_their_panel(usual, language):
    figure = dict(draw_all(usual, language))["breadth_depth_variety.png"]
    figure.canvas.draw()
    names = {"en": "Reaches a platform", "de": "Erreicht eine Plattform"}
    found = [text for text in texts_of(figure) if text.get_text() == names[language]]
    # One for each commitment.
    assert len(found) == 2
    for text in found:
        name, panel = text.get_window_extent(), text.axes.get_window_extent()
        others = [each.get_window_extent().x1 for each in figure.axes if each is not text.axes]
        assert name.x1 <= panel.x0
        assert name.x0 > max(right for right in others if right < panel.x0)


def test_the_axis_of_breadth_counts_doublings_and_holds_all_points(usual):
    figure = dict(draw_all(usual, "en"))["breadth_depth.png"]
    axes = figure.axes[0]
    two, four, eight = axes.transData.transform([(2.0, 0.0), (4.0, 0.0), (8.0, 0.0)])[:, 0]
    assert four - two == pytest.approx(eight - four)
    low, high = axes.get_xlim()
    # Medians of 2 to 19 members.
    assert 1.0 < low < 2.0
    assert 19.0 < high < 24.0


def figure_of(found, name, language="en"):
    return dict(draw_all(found, language))[f"breadth_depth{name}.png"]


def words_of(place):
    return {text.get_text() for text in texts_of(place)}


def test_some_panel_reaches_each_step_of_the_frontier(usual):
    axes = figure_of(usual, "").axes
    assert len(axes) == 3 * 2  # forms of governance, ways of selecting partners
    for colour in (COLOURS["uniform"], COLOURS["differentiated"]):
        own = [[line for line in each.lines if line.get_color() == colour] for each in axes]
        bands = [next(line for line in lines if line.get_linewidth() == BAND) for lines in own]
        curves = [line for lines in own for line in lines if line.get_marker() in "os"]
        reached = {tuple(point) for line in curves for point in np.asarray(line.get_xydata())}
        corners = np.asarray(bands[0].get_xydata())
        # Each step ends behind the point that reaches it.
        assert {tuple(corner) for corner in corners[1:-1:2]} <= reached


def test_a_slope_stands_with_its_interval_above_its_panel(usual):
    lead = next(axes for axes in figure_of(usual, "").axes if "Lead, partners through ties"
                in words_of(axes))  # fmt: skip
    found = usual.profiles[key_of()].cost_per_doubling().change
    low, high = (f"{100 * limit:+.0f}".replace("-", MINUS) for limit in (found.low, found.high))
    value = f"{100 * found.value:+.0f}".replace("-", MINUS)
    assert f"● {value} ({low} to {high})" in words_of(lead)


@pytest.mark.parametrize(
    ("changes", "told"), [({"replications": 9}, "too few"), ({"grows": False}, "do not grow")]
)
def test_without_a_verdict_no_slope_is_written_or_drawn(tmp_path, changes, told):
    found = study(tmp_path, quorums=(1.0,), sectors=(0,), **changes)
    for axes in figure_of(found, "").axes:
        above = [text for text in words_of(axes) if text[0] in "●■"]
        assert len(above) == 2
        assert all(told in text for text in above)
    assert "breadth_depth_cost.png" not in dict(draw_all(found, "en"))


def test_the_key_names_only_what_is_drawn(tmp_path, usual):
    found = study(tmp_path, replications=9, quorums=(1.0,), sectors=(0,))
    drawn, not_drawn = (
        " ".join(
            text.get_text()
            for text in figure_of(each, "").texts
            if text.get_text()[:1] in ("◯", "▬")
        )
        for each in (usual, found)
    )
    assert drawn == "◯ most success ▬ efficient frontier of all panels"
    assert not_drawn == ""


def test_no_number_touches_an_interval():
    def point(organisations, breadth, depth):
        platform = Estimate(1.0, 1.0, 1.0)
        return FrontierPoint(key_of(), organisations, breadth, depth, platform, False, 0.0, False)

    figure = Figure(figsize=(4.0, 3.0), dpi=72)
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.7))  # 151 points high
    # The second interval lies 7.6 points above the first mark, across the corner right of it.
    points = [
        point(5.0, Estimate(4.0, 4.0, 4.0), Estimate(0.5, 0.5, 0.5)),
        point(10.0, Estimate(8.0, 2.0, 8.0), Estimate(0.55, 0.55, 0.55)),
    ]
    trace = Trace("black", "o", points, [])
    draw_frontier(axes, "", "", [trace], Scales(1.0, 16.0, 1.0, "", ""))
    figure.canvas.draw()
    (number,) = (text.get_window_extent() for text in axes.texts if text.get_text() == "5")
    level = axes.transData.transform((4.0, 0.55))[1]
    assert number.y0 > level or number.y1 < level


def test_costs_are_per_doubling_beside_a_marked_reference(usual):
    figure = figure_of(usual, "_cost")
    heads = [text for axes in figure.axes for text in words_of(axes) if "," in text]
    assert sorted(heads) == sorted(
        f"{measure}, {what}"
        for measure in ("Depth", "Value")
        for what in ("uniform", "differentiated", "difference")
    )
    assert {"Through ties", "partners; reference"} <= words_of(figure.axes[0])
    change = usual.profiles[key_of()].cost_per_doubling().change.value
    drawn = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_marker() == "s"]
    assert any(place == pytest.approx(change) for place in drawn)


def test_one_wide_interval_does_not_press_the_others_together():
    usual_ones = [Dot(Estimate(0.1, 0.0, 0.2), "red", "o", 0)] * 3
    wide = Dot(Estimate(0.0, -100.0, 100.0), "red", "o", 0)
    low, high = span_of([usual_ones, [wide]])
    # Half widths are .1: the wide one reaches eight times as far, and a twentieth is room.
    assert (low, high) == pytest.approx((-0.88, 0.88))


def test_each_column_of_the_grids_tells_its_runs(usual):
    figure = figure_of(usual, "_variety")
    names = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert names == ["2\nn = 12", "4\nn = 12", "any\nn = 12"]
    assert not any("different founders" in text.get_text() for text in figure.texts)


def test_columns_with_other_founders_are_warned_of(usual):
    # In two of twelve replications four sectors hold nothing.
    kept = np.arange(12) >= 2
    cells = {
        key: cell.of_runs(kept) if key.sectors == 4 else cell
        for key, cell in usual.data.cells.items()
    }
    figure = figure_of(BreadthDepth(replace(usual.data, cells=cells)), "_variety")
    names = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert names == ["2\nn = 12", "4\nn = 10", "any\nn = 12"]
    assert any("different founders" in text.get_text() for text in figure.texts)


@pytest.mark.parametrize(("only", "is_told"), [(slice(None), True), (slice(3), False)])
def test_the_line_at_twenty_is_explained_where_it_is_drawn(usual, only, is_told):
    cells = {
        key: cell.at_sizes(np.isin(cell.partners, PARTNERS[only]))
        for key, cell in usual.data.cells.items()
    }
    figure = figure_of(BreadthDepth(replace(usual.data, cells=cells)), "_sizes")
    told = " ".join(text.get_text() for text in figure.texts)
    assert ("not with twenty organisations" in told) == is_told


def test_every_panel_of_sizes_names_its_axis_and_its_smallest_size(usual):
    for axes in figure_of(usual, "_sizes").axes:
        assert axes.get_xlabel() == "organisations aimed at"
        assert axes.get_xticks()[0] == 3


def test_where_every_founder_aims_alike_there_is_nothing_to_report(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(size_design="world_wide", replications=1))
    (line,) = report_breadth_depth(folder, "en")
    assert "no focal alliance" in line
    assert not list(folder.glob("breadth_depth*"))


def test_without_a_complete_run_there_is_nothing_to_report(tmp_path):
    folder = write_sweep(tmp_path / "sweep", Made(failed=True, replications=1))
    (line,) = report_breadth_depth(folder, "en")
    assert line == "No run is complete, so there is nothing to report."
    assert not list(folder.glob("breadth_depth*"))


def test_share_agreed_is_read_from_its_own_column(usual):
    profile = usual.profiles[key_of()]
    assert profile.cost(AGREED).change.value == pytest.approx(-0.02)


# --- The real command line ---------------------------------------------------------------------

SMALL = (
    *("experiment=breadth_depth", "world.organisations=14", "weeks=40", "replications=2"),
    *("formation.target_partners=2,5", "collaboration.governance=lead,core"),
)


@pytest.mark.parametrize("world", ["synthetic", "study"])
def test_the_whole_design_takes_at_most_sixty_thousand_runs(world):
    plan = plan_of("experiment=breadth_depth", f"world={world}")
    assert 20 <= plan.replications <= 60
    assert plan.runs <= 60_000
    main = [p for p in plan.points if p.parameters.formation.size_design == "assigned"]
    varied = {
        (p.parameters.formation.focal_sectors, p.values["partners"], p.values[
            "collaboration.governance"], p.values["formation.commitment"])
        for p in main
    }  # fmt: skip
    assert len(varied) == 4 * 4 * 3 * 2


@pytest.mark.parametrize(("sectors", "most"), [(0, 23), (1, 4), (2, 7), (4, 12), (8, 19), (12, 23)])
def test_the_largest_sectors_of_the_study_hold_so_many(sectors, most):
    # Digital 4, environment and unions 3 each, four sectors with 2 and five with 1.
    own = {"world.kind": "study", "formation.size_design": "assigned"}
    parameters = Parameters().with_changes({**own, "formation.focal_sectors": sectors})
    assert most_organisations(parameters) == most


def test_where_sectors_are_drawn_nothing_is_known_beforehand():
    own = {"world.organisations": 60, "formation.size_design": "assigned"}
    assert (
        most_organisations(Parameters().with_changes({**own, "formation.focal_sectors": 1})) == 60
    )


def test_sizes_that_no_sectors_of_the_study_hold_are_left_out_beforehand():
    plan = plan_of("experiment=breadth_depth", "world=study", "formation.focal_sectors=2")
    # Two sectors hold seven at most: a founder and 2, 4 or 6 partners.
    assert plan.factors["formation.target_partners"] == [2, 4, 6]
    # 4 selections x 3 forms x 2 commitments x 3 of 7 sizes; no switch, which is for any sector.
    assert (len(plan.points), plan.left_out) == (72, 96)


def test_another_number_of_sectors_is_not_combined_with_every_switch():
    usual = plan_of("experiment=breadth_depth")
    more = plan_of("experiment=breadth_depth", "formation.focal_sectors=0,2,4,6,8")
    # One more value in the main block: 4 selections x 3 forms x 2 commitments x 7 sizes.
    assert len(more.points) - len(usual.points) == 4 * 3 * 2 * 7
    switched = [p for p in more.points if p.parameters.formation.quorum == 0.7]
    assert {p.values["formation.focal_sectors"] for p in switched} == {0}


def test_a_design_that_no_sectors_hold_is_refused_in_two_lines(tmp_path):
    words = ("experiment=breadth_depth", "world=study", "formation.focal_sectors=1")
    code, out, err = do_sweep(tmp_path, *words, "formation.target_partners=4,9")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert "aim at more partners than there are organisations in the world or in the" in err
    assert not (tmp_path / "results").exists()


def test_one_form_of_governance_on_the_command_line_is_enough():
    plan = plan_of("experiment=breadth_depth", "collaboration.governance=lead")
    assert {p.values["collaboration.governance"] for p in plan.points} == {"lead"}


def test_a_small_sweep_writes_its_report_in_german(tmp_path):
    code, out, err = do_sweep(tmp_path, *SMALL, "language=de")
    assert (code, err) == (0, "")
    folder = tmp_path / "results"
    assert "Tiefe je weiterem Mitglied, in Punkten" in out
    summary = (folder / "breadth_depth.md").read_text(encoding="utf-8")
    assert "Zu wenige Läufe für eine Aussage" in summary
    assert "14 gezogene Organisationen" in summary
    runs = pd.read_parquet(folder / "alliances")
    focal = runs[runs["focal"]]
    # Nobody beyond the sectors asked: no more than these hold, and the size is never exceeded.
    asked = focal[(focal["formation.focal_sectors"] > 0)]
    assert (asked["eligible"] <= 14).all()
    assert (asked["eligible"] < 14).any()
    assert (focal["members_at_most"] <= focal["aim"] + 1).all()


def test_a_sweep_without_anything_to_report_names_no_files(tmp_path):
    code, out, _ = do_sweep(tmp_path, *SMALL, "formation.focal_sectors=1", "partners=fit",
                            "formation.target_partners=12")  # fmt: skip
    assert code == 0
    assert "hold too few organisations for any of the sizes" in out
    assert "breadth_depth.md" not in out


def test_a_wrong_number_of_sectors_is_refused_in_two_lines(tmp_path):
    code, out, err = do_sweep(tmp_path, *SMALL, "formation.focal_sectors=-1")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert "formation.focal_sectors = -1" in err
