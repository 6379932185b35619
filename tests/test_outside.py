"""The patterns from outside: traces of a run, formulas on hand-made tables, words and figure."""

import csv
import dataclasses
import io
import math
from collections.abc import Callable
from typing import Any

import matplotlib.text
import numpy as np
import pytest

from experiments import outside_definitions as definitions
from experiments.figures.outside import draw_outside
from experiments.figures.patterns import picture_of
from experiments.observation import (
    DEFAULT,
    OBSERVED_UNITS,
    Observation,
    Run,
    TrustChanges,
    observe,
)
from experiments.outside_definitions import (
    OUTSIDE_PATTERNS,
    Agreement,
    OutsideFound,
    study_outside,
)
from experiments.outside_words import COLUMNS, outside_csv, tell_outside
from experiments.pattern_definitions import (
    PARTNERS,
    Evidence,
    Finding,
    Range,
    Sample,
    Words,
    design_name,
    study_patterns,
)
from experiments.traces import (
    Beginning,
    Exits,
    Partners,
    Traces,
    beginning_of,
    exits_of,
    law_moved,
    law_moves,
    members_at_platform,
    partners_of,
    traced_columns,
    working_members,
)
from sim import AllianceModel, Parameters
from sim.compiled import CompiledModel
from sim.state import NEVER, EventKind, Leaving, Phase, Status

# --- Formulas ------------------------------------------------------------------------------------

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
    "contribution_per_head": 2.0,
    "occasions": 0,
    "decided_in_time": float("nan"),
    "core_at_platform": 4,
    "slowest_sitting": 4.0,
    "members": 4,
    "members_at_platform": 4,
    "camp_spread": 0.3,
    "law_moved": 0.0,
    "hours_of_members": 40.0,
    "money_of_members": 500.0,
    "reach_of_members": 4.0,
    "working_members": None,
}
MOVED = {"law_moved": 0.2}
LATE = {"founded": 53}
INITIATIVE = {"is_alliance": False, "platform": None}
NO_PARTNERS = Partners(*[0.0] * len(Partners._fields))
NO_EXITS = Exits(*[0.0] * len(Exits._fields))


def observation(
    *alliances: dict[str, Any],
    seed: int = 1,
    design: str = DEFAULT,
    partners: Partners = NO_PARTNERS,
    exits: Exits = NO_EXITS,
) -> Observation:
    """One hand-made run; what is not given is an alliance for a change that broke up."""
    rows = [{**ALLIANCE, **alliance} for alliance in alliances]
    table = {name: [row[name] for row in rows] for name in ALLIANCE}
    trust = TrustChanges((), (), ())
    return Observation(seed, design, 208, table, trust, Traces(partners, exits))


def evidence(*runs: Observation) -> Evidence:
    return Evidence(Parameters(), runs, dict.fromkeys(PARTNERS, ()))


def value(take: Callable[[Evidence], Sample], runs: Evidence) -> float:
    sample = take(runs)
    return sample.statistic(np.concatenate(sample.groups))


def test_no_change_counts_goals_for_a_change_that_were_followed() -> None:
    runs = evidence(
        observation(MOVED, {"law_moved": -0.1}, {}, MOVED | LATE, {"kind": "prevention"}),
        observation(MOVED | {"founded": 52, "goal_reached": True}, INITIATIVE, INITIATIVE | MOVED),
    )
    assert value(definitions.unmoved_alliances, runs) == 2 / 4
    assert value(definitions.unmoved_initiatives, runs) == 3 / 6
    assert value(definitions.goals_missed, runs) == 3 / 4


def test_resources_explain_what_a_regression_says() -> None:
    # With one resource R squared is the square of the correlation: of 0, 0, 1, 1 with 0, 1, 1, 2
    # it is 2 / 4. The others do not vary.
    hours = [math.expm1(x) for x in (0.0, 1.0, 1.0, 2.0)]
    rows = [
        {"hours_of_members": h, "goal_reached": g}
        for h, g in zip(hours, (False, False, True, True), strict=True)
    ]
    late = {"hours_of_members": 1e9, "founded": 105}
    runs = evidence(observation(*rows, late), observation(INITIATIVE, *rows))
    assert value(definitions.resources_explain, runs) == pytest.approx(0.5)
    # Ranks 1.5, 1.5, 3.5, 3.5 with 1, 2.5, 2.5, 4: 3 / sqrt(4 x 4.5).
    assert value(definitions.hours_and_success, runs) == pytest.approx(3 / math.sqrt(18))
    assert math.isnan(value(definitions.money_and_success, runs))
    same = evidence(observation(*[{"goal_reached": True}] * 9))
    assert math.isnan(value(definitions.resources_explain, same))


def test_small_coalitions_have_ten_members_at_most() -> None:
    sizes = [{"members_at_platform": n} for n in (2, 10, 11, 30)]
    runs = evidence(observation(*sizes[:2], INITIATIVE), observation(*sizes[2:]))
    assert value(definitions.small_coalitions, runs) == 0.5


def test_groups_act_where_two_members_work() -> None:
    working = [(6, 3.0), (8, 2.0), (12, 1.0), (15, 0.0), (20, None)]
    rows = [{"members": n, "working_members": w} for n, w in working]
    runs = evidence(observation(*rows[:3]), observation(*rows[3:]))
    assert value(definitions.acting_members, runs) == 7.0
    assert value(definitions.idle_members, runs) == 13.5
    assert value(definitions.acting_difference, runs) == -6.5
    assert value(definitions.working_core, runs) == 2.5


def test_effort_per_head_by_size() -> None:
    rows = [
        {"members_at_platform": n, "contribution_per_head": e, "camp_spread": c}
        for n, e, c in ((2, 4.0, 0.1), (2, 2.0, 0.2), (5, 1.9, 0.3), (8, 1.5, 0.4))
    ]
    nothing = {"members_at_platform": 8, "contribution_per_head": float("nan")}
    runs = evidence(observation(*rows, nothing))
    assert value(definitions.effort_of_eight, runs) == 0.5
    # Ranks of size 1.5, 1.5, 3, 4 with 4, 3, 2, 1: -4.5 / sqrt(4.5 x 5).
    expected = -4.5 / math.sqrt(22.5)
    assert value(definitions.effort_and_size, runs) == pytest.approx(expected)
    assert value(definitions.effort_and_camps, runs) == pytest.approx(-1.0)
    few = observation({"contribution_per_head": 4.0}, design=design_name(2))
    eight = observation({"contribution_per_head": 1.0}, design=design_name(8))
    both = dataclasses.replace(runs, designed={2: (few,), 8: (eight,), 16: ()})
    assert value(definitions.effort_by_aim, both) == 0.25


def test_exits_are_counted_per_week_of_members() -> None:
    # Two in 100 weeks after, two in 400 otherwise; of the shocked one in 10.
    exits = Exits(1.0, 60.0, 2.0, 200.0, 1.0, 5.0), Exits(1.0, 40.0, 0.0, 200.0, 0.0, 5.0)
    runs = evidence(*(observation({}, exits=one) for one in exits))
    assert value(definitions.exits_after_shock, runs) == pytest.approx(0.02 / 0.005)
    assert value(definitions.exits_of_shocked, runs) == pytest.approx(0.1 / 0.005)
    assert definitions.exits_after_shock(runs).count == 100
    assert math.isnan(value(definitions.exits_after_shock, evidence(observation({}))))


def test_partners_against_chance() -> None:
    partners = Partners(
        pairs=100.0,
        pairs_tied=10.0,
        asked=20.0,
        asked_tied=8.0,
        joined=10.0,
        joined_tied=6.0,
        distance_untied=45.0,
        distance_asked_untied=4.8,
        distance_joined_untied=1.0,
    )
    runs = evidence(observation({}, partners=partners))
    assert value(definitions.asked_along_ties, runs) == pytest.approx(4.0)
    assert value(definitions.joined_along_ties, runs) == pytest.approx(6.0)
    # All without a tie are 0.5 away, those asked 0.4, those who joined 0.25.
    assert value(definitions.asked_distance, runs) == pytest.approx(0.8)
    assert value(definitions.joined_distance, runs) == pytest.approx(0.5)


# --- Traces of a run -----------------------------------------------------------------------------


@pytest.fixture
def model() -> AllianceModel:
    """A world without alliances and laws, to be filled by hand."""
    return AllianceModel(
        Parameters().with_changes({"formation.initiation_rate": 0.0, "environment.bill_rate": 0.0}),
        seed=3,
        weeks=60,
    )


def found(state: Any, a: int, *members: tuple[int, int, int], **fields: int) -> None:
    """Put an alliance into the state by hand: members as row, week of joining and of leaving."""
    state.clock[0].alliances = max(int(state.clock[0].alliances), a + 1)
    alliance = state.alliances[a]
    alliance.slots, alliance.phase = len(members), Phase.WORKING
    alliance.founder, alliance.ended, alliance.platform = members[0][0], NEVER, NEVER
    for name, number in fields.items():
        alliance[name] = number
    for m, (row, joined, left) in enumerate(members):
        member = state.members[a, m]
        member.organisation, member.joined, member.left = row, joined, left
        member.status = Status.CORE if left == NEVER else Status.LEFT


def enter(state: Any, kind: EventKind, **fields: float) -> None:
    """Enter an event by hand."""
    event = state.events[int(state.clock[0].events)]
    event.kind = kind
    for name, number in fields.items():
        event[name] = number
    state.clock[0].events += 1


def test_laws_move_by_votes_that_are_carried_and_bills_that_pass(model: AllianceModel) -> None:
    state = model.state
    vote = {"field": 2, "second": 60.0, "fourth": 0.3}
    enter(state, EventKind.VOTE, week=4, first=31.0, **vote)
    enter(state, EventKind.VOTE, week=5, first=30.0, **vote)
    enter(state, EventKind.BILL_PASSES, week=6, field=1, third=-0.2)
    enter(state, EventKind.BILL_FAILS, week=7, field=1, third=0.9)
    moves = law_moves(state)
    assert moves == [(4, 2, 0.3), (6, 1, -0.2)]
    found(state, 0, (0, 4, NEVER), field=2, founded=4, direction=1)
    found(state, 1, (0, 4, NEVER), field=2, founded=5, direction=1)
    found(state, 2, (0, 4, NEVER), field=1, founded=0, direction=-1)
    assert [law_moved(state, a, moves) for a in range(3)] == [0.3, 0.0, 0.2]


def test_recorded_laws_add_up_to_the_status_quo() -> None:
    model = CompiledModel(seed=5, weeks=208).run()
    total = np.zeros(len(model.state.fields))
    for _, k, move in law_moves(model.state):
        total[k] += move
    assert np.abs(total).max() > 0.0
    assert total == pytest.approx(model.state.fields.status_quo)


def test_who_agreed_on_the_platform(model: AllianceModel) -> None:
    state = model.state
    stays = [(1, 3, NEVER), (2, 10, 11), (3, 10, 10), (4, 5, 10), (5, 11, NEVER), (6, 2, 9)]
    found(state, 0, *stays, platform=10)
    state.members[0, 3].leaving = Leaving.OBJECTION
    state.members[0, 2].leaving = Leaving.NOT_WORTH_IT
    rows = members_at_platform(state, 0)
    assert rows is not None
    assert rows.tolist() == [1, 2, 3]
    found(state, 1, (1, 0, NEVER))
    assert members_at_platform(state, 1) is None
    columns = traced_columns(state)
    hours = state.organisations.free_hours[[1, 2, 3]].sum()
    assert columns["hours_of_members"] == [pytest.approx(hours), None]


def test_who_works_in_the_last_week(model: AllianceModel) -> None:
    state = model.state
    found(state, 0, (1, 0, NEVER), (2, 0, NEVER), (3, 0, NEVER), (4, 0, 9))
    state.members.net[0, :4] = [0.9, 1.0, 3.0, 5.0]
    assert working_members(state, 0) == 2.0
    state.alliances[0].phase = Phase.ENDED
    assert working_members(state, 0) is None


def test_partners_are_counted_by_ties_and_distance(model: AllianceModel) -> None:
    state = model.state
    ideals = np.zeros((5, 2))
    ideals[:, 1] = [0.0, 0.1, 0.2, 0.4, 0.8]
    tied = np.zeros((5, 5), dtype=np.bool_)
    tied[0, 1] = tied[3, 0] = True
    found(state, 0, (0, 0, NEVER), (1, 2, NEVER), (2, 3, 9), (4, NEVER, NEVER), field=1)
    for row in (1, 2, 4):
        enter(state, EventKind.ASKED, alliance=0, organisation=row)
    enter(state, EventKind.ASKED, alliance=7, organisation=3)
    assert partners_of(state, Beginning(ideals, tied)) == pytest.approx(
        Partners(
            pairs=4,
            pairs_tied=1,
            asked=3,
            asked_tied=1,
            joined=2,
            joined_tied=1,
            distance_untied=1.4,
            distance_asked_untied=1.0,
            distance_joined_untied=0.2,
        )
    )


def test_exits_after_a_shock_to_another_member(model: AllianceModel) -> None:
    state = model.state
    # Public from week 10, in its sixtieth week at the end; the shock lasts from week 20 to 32.
    found(state, 0, (1, 0, NEVER), (2, 0, 25), (3, 0, 50), (4, 30, NEVER), field=6, platform=9)
    enter(state, EventKind.SHOCK, week=20, organisation=1, field=6)
    enter(state, EventKind.SHOCK, week=40, organisation=1, field=7)
    enter(state, EventKind.SHOCK, week=40, organisation=9, field=6)
    exits = exits_of(state)
    assert (exits.shocked_left, exits.shocked_weeks) == (0.0, 13.0)
    # The second is there in weeks 20 to 25, the third in all 13, the fourth from week 30 to 32.
    assert (exits.others_left_after, exits.others_weeks_after) == (1.0, 6.0 + 13.0 + 3.0)
    # The first in 10-19 and 33-59, the second in 10-19, the third in 10-19 and 33-50, the fourth
    # in 33-59.
    assert exits.others_left_before == 1.0
    assert exits.others_weeks_before == 37.0 + 10.0 + 28.0 + 27.0
    found(state, 1, (5, 0, NEVER), (6, 0, 20), field=6, platform=9)
    assert exits_of(state) == exits


def test_tracing_changes_nothing_else() -> None:
    plain, traced = (observe(Run(Parameters(), 2, 80, traced=flag)) for flag in (False, True))
    assert list(plain.alliances) == list(traced.alliances) == list(OBSERVED_UNITS)
    same = [name for name in OBSERVED_UNITS if name not in traced_columns(AllianceModel().state)]
    for name in same:
        assert str(plain.alliances[name]) == str(traced.alliances[name]), name
    assert plain.trust == traced.trust
    assert sum(plain.traces.partners) == 0.0
    assert traced.traces.partners.asked > traced.traces.partners.joined > 0.0
    assert traced.traces.partners.pairs == 59.0 * len(traced.alliances["alliance"])


def test_the_beginning_is_a_copy(model: AllianceModel) -> None:
    beginning = beginning_of(model.state)
    assert beginning.tied.sum() == model.state.organisations.ties_at_start.sum()
    before = float(beginning.ideals[0, 0])
    model.state.views[0, 0].position += 0.5
    assert beginning.ideals[0, 0] == before


# --- What is said of it --------------------------------------------------------------------------


def a_run(seed: int, design: str = DEFAULT) -> Observation:
    """A hand-made run with numbers for every pattern."""
    generator = np.random.default_rng(seed)
    rows = [
        {
            "members": int(generator.integers(2, 12)),
            "members_at_platform": int(generator.integers(2, 12)),
            "working_members": float(generator.integers(0, 4)),
            "goal_reached": bool(generator.integers(0, 2)),
            "contribution_per_head": float(generator.random()),
            "camp_spread": float(generator.random()),
            "hours_of_members": float(generator.random()) * 100,
            "law_moved": float(generator.integers(0, 2)),
        }
        for _ in range(30)
    ]
    partners = Partners(100.0, 10.0, 20.0, 8.0, 10.0, 6.0, 45.0, 4.8, 1.0 + seed)
    exits = Exits(2.0 + seed, 60.0, 2.0, 200.0, 1.0, 5.0)
    return observation(*rows, seed=seed, design=design, partners=partners, exits=exits)


@pytest.fixture(scope="module")
def outside() -> tuple[OutsideFound, ...]:
    runs = tuple(a_run(seed) for seed in range(1, 7))
    designed = {n: tuple(a_run(s, design_name(n)) for s in range(1, 7)) for n in PARTNERS}
    return study_outside(Evidence(Parameters(), runs, designed))


def test_every_pattern_has_a_source_and_a_reason_or_a_figure() -> None:
    assert [pattern.number for pattern in OUTSIDE_PATTERNS] == list(range(1, 13))
    keys = [measure.key for pattern in OUTSIDE_PATTERNS for measure in pattern.measures]
    assert len(keys) == len(set(keys))
    for pattern in OUTSIDE_PATTERNS:
        for words in (pattern.title, pattern.theirs, pattern.source, pattern.note):
            assert words.en
            assert words.de
        judged = [measure for measure in pattern.measures if measure.wanted]
        assert bool(judged) == bool(pattern.measures), pattern.number
        assert all(len(measure.formula) > 30 for measure in pattern.measures)


def judged(*values: float) -> OutsideFound:
    measure = dataclasses.replace(OUTSIDE_PATTERNS[0].measures[0], wanted=Range(0.5, 0.7))
    sample = Sample((), lambda _: 0.0, 0)
    findings = tuple(Finding(measure, sample, v, v - 0.01, v + 0.01, 9, ()) for v in values)
    return OutsideFound(OUTSIDE_PATTERNS[0], findings)


def test_agreement_is_of_all_figures_that_are_judged() -> None:
    assert judged(0.6, 0.55).agreement is Agreement.AGREES
    assert judged(0.6, 0.8).agreement is Agreement.IN_PART
    assert judged(0.4, 0.8).agreement is Agreement.DISAGREES
    assert judged(0.6, float("nan")).agreement is Agreement.UNKNOWN
    assert judged().agreement is Agreement.NOT_COMPARED
    assert judged(0.695).is_close
    assert not judged(0.6).is_close


def test_patterns_of_others_do_not_count_among_ours() -> None:
    runs = tuple(a_run(seed) for seed in (1, 2))
    report = study_patterns(Evidence(Parameters(), runs, dict.fromkeys(PARTNERS, ())))
    ours = {f.measure.key for found in report.patterns for f in found.findings}
    theirs = {measure.key for pattern in OUTSIDE_PATTERNS for measure in pattern.measures}
    assert len(report.patterns) == 7
    assert not ours & theirs


def test_the_table_has_a_line_per_figure_and_per_gap(outside: tuple[OutsideFound, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(outside_csv(outside))))
    assert list(rows[0]) == list(COLUMNS)
    compared = [pattern for pattern in OUTSIDE_PATTERNS if pattern.measures]
    gaps = len(OUTSIDE_PATTERNS) - len(compared)
    assert len(rows) == sum(len(pattern.measures) for pattern in compared) + gaps
    by_key = {row["measure"]: row for row in rows}
    # Of the joined 6 of 10 along ties, of all pairs 10 of 100.
    assert float(by_key["joined_along_ties"]["value"]) == pytest.approx(6.0)
    assert by_key["joined_along_ties"]["agrees"] == "true"
    assert by_key["joined_along_ties"]["agrees_to"] == ""
    assert by_key["money_and_success"]["value"] == ""
    last = rows[-1]
    assert (last["verdict"], last["value"], last["agrees"]) == ("not compared here", "", "")
    assert all(row["note"] and row["known"] in ("seen", "reported") for row in rows)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_screen_tells_figure_source_and_verdict(
    outside: tuple[OutsideFound, ...], language: str
) -> None:
    lines = tell_outside(outside, language)
    assert max(map(len, lines)) <= 150
    text = " ".join(" ".join(lines).split())
    for found in outside:
        assert f"({found.pattern.number}) {found.pattern.title.of(language)}: " in text
        assert found.pattern.note.of(language) in text
        assert found.pattern.source.of(language) in text


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_texts_lie_in_the_figure_and_apart(
    outside: tuple[OutsideFound, ...], language: str
) -> None:
    world = Words("60 drawn organisations, 208 weeks", "60 gezogene Organisationen, 208 Wochen")
    figure = draw_outside(outside, world, language)
    figure.canvas.draw()
    boxes = []
    for text in figure.findobj(matplotlib.text.Text):
        if not text.get_text().strip() or not text.get_visible():
            continue
        box = text.get_window_extent()
        assert figure.bbox.x0 <= box.x0, text.get_text()
        assert box.x1 <= figure.bbox.x1, text.get_text()
        assert figure.bbox.y0 <= box.y0, text.get_text()
        assert box.y1 <= figure.bbox.y1, text.get_text()
        boxes.append((text.get_text(), box.padded(-1)))
    assert len(boxes) > 100
    for number, (one, box) in enumerate(boxes):
        for other, beside in boxes[number + 1 :]:
            assert not box.overlaps(beside), (one, other)
    same = draw_outside(outside, world, language)
    assert picture_of(figure) == picture_of(same)


def test_a_world_in_which_nothing_forms_can_be_told_and_drawn() -> None:
    nothing = study_outside(evidence(observation(INITIATIVE), observation(INITIATIVE, seed=2)))
    assert nothing[2].agreement is Agreement.UNKNOWN
    assert tell_outside(nothing, "en")
    world = Words("a world", "eine Welt")
    assert picture_of(draw_outside(nothing, world, "en")).startswith(b"\x89PNG")
