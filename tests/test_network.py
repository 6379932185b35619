import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.figures import network_captions
from experiments.figures.lives import read_lives
from experiments.figures.network import NAME_OF_LISTS, draw_network
from experiments.figures.network_captions import caption_of, counts_of, head_of, title_of
from experiments.figures.network_choice import (
    LINES,
    MOST_ALLIANCES,
    MOST_ORGANISATIONS,
    assigned_lines,
    choose,
    chosen_rows,
    spread_order,
)
from experiments.figures.network_layout import (
    MARKERS,
    OTHER_MARKER,
    draw_map,
    margin_around,
    mark_radius,
    markers_of,
)
from experiments.figures.network_legend import legend_lines
from experiments.figures.network_marks import CIRCLE_WIDTH
from experiments.figures.network_panel import (
    NAME_OF_BADGES,
    NAME_OF_LABELS,
    STRONGEST,
    strongest_ties,
)
from experiments.figures.positions import moved_apart
from experiments.figures.routes import Obstacles, curve, links, route, spanning_tree
from experiments.figures.rows import choose_rows
from experiments.figures.snapshots import Group, Snapshot, Snapshots, quarters, snapshot
from experiments.figures.style import SMALL, WIDTH
from experiments.figures.words import ENGLISH, GERMAN, LANGUAGES
from sim import AllianceModel, Parameters
from sim.state import NEVER, Phase, Status

ROOT = Path(__file__).parents[1]


def a_week(week: int, *alliances: Group, initiatives: tuple[int, ...] = ()) -> Snapshot:
    return Snapshot(week, {}, alliances, initiatives)


def played(changes: Mapping[str, object], seed: int, weeks: int) -> tuple[AllianceModel, Snapshots]:
    model = AllianceModel(Parameters().with_changes(changes), seed=seed, weeks=weeks)
    snapshots = Snapshots(quarters(weeks))
    snapshots.take(model)
    for _ in range(weeks):
        model.step()
        snapshots.take(model)
    return model, snapshots


@pytest.fixture(scope="module")
def study() -> tuple[AllianceModel, Snapshots]:
    return played({"world.kind": "study"}, 7, 104)


def tagged(figure: Figure, tag: str) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_gid() == tag]


def said(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text))


# --- Snapshots ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "ends"), [(208, [52, 104, 156, 208]), (10, [3, 5, 8, 10]), (2, [1, 2]), (1, [1])]
)
def test_quarters_of_a_run(weeks: int, ends: list[int]):
    assert quarters(weeks) == ends


def test_a_snapshot_knows_members_initiatives_and_mutual_trust():
    model = AllianceModel(Parameters().with_changes({"world.organisations": 6}), seed=1)
    state = model.state
    state.organisations.ties = 0
    for holder, partner, trust in ((0, 3, 0.8), (3, 0, 0.4), (2, 1, 0.5)):
        tie = state.ties[holder, state.organisations[holder].ties]
        tie.partner, tie.trust = partner, trust
        state.organisations[holder].ties += 1
    # An alliance of three, one of them in the circle; an initiative; and one that has ended.
    standing = (
        [
            (4, Status.CORE),
            (0, Status.ASKED),
            (2, Status.CIRCLE),
            (5, Status.LEFT),
            (1, Status.CORE),
        ],
        [(3, Status.CORE), (1, Status.DECLINED)],
        [(0, Status.CORE), (1, Status.CORE)],
    )
    for a, members in enumerate(standing):
        model.alliances.append(model.alliance_class(model, a))
        state.alliances[a].slots = len(members)
        state.alliances[a].ended = NEVER
        for place, (organisation, status) in zip(state.members[a], members, strict=False):
            place.organisation, place.status = organisation, status
    state.alliances[2].ending, state.alliances[2].phase = 1, Phase.ENDED
    taken = snapshot(model)
    assert taken.trust == pytest.approx({(0, 3): 0.6, (1, 2): 0.25})
    assert taken.alliances == (Group(0, (4, 1), (2,)),)
    assert taken.initiatives == (3,)
    # What is recorded stays as it was.
    state.ties.trust = 0.0
    state.members[0][0].status = Status.LEFT
    assert taken.trust[0, 3] == pytest.approx(0.6)
    assert taken.alliances[0].members == (4, 1, 2)


def test_members_agree_with_the_weeks_in_which_they_came_and_went(study):
    model, snapshots = study
    assert [taken.week for taken in snapshots.taken] == [26, 52, 78, 104]
    for taken in snapshots.taken:
        drawn = {(group.row, member) for group in taken.alliances for member in group.members}
        # A week that has passed is counted from 1, weeks of the records from 0.
        last = taken.week - 1
        there = set()
        for a, record in enumerate(model.state.alliances[: len(model.alliances)]):
            if record.ended != NEVER and record.ended <= last:
                continue
            stays = {
                (a, int(member.organisation))
                for member in model.state.members[a][: record.slots]
                if NEVER < member.joined <= last and not NEVER < member.left <= last
            }
            there |= stays if len(stays) > 1 else set()
        assert drawn == there
        assert drawn


# --- Choice ------------------------------------------------------------------------------------


def test_beginnings_of_the_order_are_spread():
    assert spread_order(8) == [0, 4, 2, 6, 1, 5, 3, 7]
    assert spread_order(6) == [0, 4, 2, 1, 5, 3]
    assert spread_order(1) == [0]
    assert spread_order(0) == []


def test_alliances_are_drawn_in_all_of_their_weeks_or_in_none():
    groups = [Group(row, (row, row + 1)) for row in range(5)]
    # Order of rows 0 to 4: 0, 4, 2, 1, 3; rows 0 and 4 fill the first week, so 2 and 1 do not fit.
    weeks = [a_week(1, *groups[:3], groups[4]), a_week(2, groups[2], groups[3])]
    assert chosen_rows(weeks, 2) == {0, 4, 3}
    assert chosen_rows(weeks, 4) == {0, 1, 2, 3, 4}
    assert chosen_rows(weeks, 0) == set()


def test_a_small_world_is_drawn_as_a_whole_and_a_large_one_by_its_members():
    week = a_week(1, Group(0, (3, 5)), Group(1, (5,), (140,)))
    small = choose([week], MOST_ORGANISATIONS)
    assert small.organisations == tuple(range(MOST_ORGANISATIONS))
    large = choose([week], MOST_ORGANISATIONS + 100)
    assert large.organisations == (3, 5, 140)
    assert large.alliances == (week.alliances,)
    empty = choose([a_week(1)], 2 * MOST_ORGANISATIONS)
    assert empty.organisations == tuple(range(0, 2 * MOST_ORGANISATIONS, 2))


def test_fewer_alliances_are_drawn_where_their_members_are_too_many():
    # Twelve alliances of 15 are 180 members; six of them are 90, seven 105.
    groups = [Group(row, tuple(range(15 * row, 15 * row + 15))) for row in range(12)]
    choice = choose([a_week(1, *groups)], 300)
    assert len(choice.alliances[0]) == 6
    assert len(choice.organisations) == 90
    # Nobody can read one alliance of 300, and networkx could not place it alone.
    assert choose([a_week(1, Group(0, tuple(range(300))))], 300).alliances == ((),)


def test_lines_differ_within_a_week_and_stay_over_the_weeks():
    first = [Group(row, (0, 1)) for row in range(MOST_ALLIANCES)]
    second = [Group(row, (0, 1)) for row in range(6, 6 + MOST_ALLIANCES)]
    lines = assigned_lines([first, second])
    for groups in (first, second):
        assert len({lines[group.row] for group in groups}) == MOST_ALLIANCES
    colours = len({colour for colour, _ in LINES})
    assert len({lines[row][0] for row in range(colours)}) == colours
    assert lines[0] == assigned_lines([[first[0]]])[0]


def test_only_the_strongest_ties_of_each_organisation_are_drawn():
    trust = {(0, 1): 0.9, (0, 2): 0.8, (0, 3): 0.7, (2, 3): 0.1, (1, 9): 1.0}
    week = Snapshot(1, trust, (), ())
    assert STRONGEST == 2
    # (0, 3) is none of the two of 0, but of 3; 9 is not drawn.
    assert strongest_ties(week, [0, 1, 2, 3]) == [(2, 3), (0, 3), (0, 2), (0, 1)]
    # Everybody has two that are stronger than (1, 2).
    more = Snapshot(1, {**trust, (1, 3): 0.8, (1, 2): 0.05}, (), ())
    assert strongest_ties(more, [0, 1, 2, 3]) == [(2, 3), (0, 3), (0, 2), (1, 3), (0, 1)]


# --- Places and ways ---------------------------------------------------------------------------


def test_boxes_move_apart_along_the_shorter_way_and_stay_inside():
    boxes = np.array([[2.0, 1.0], [2.0, 1.0]])
    places = moved_apart(np.array([[5.0, 5.0], [5.5, 5.4]]), boxes, (10.0, 10.0))
    assert places[:, 0].tolist() == [5.0, 5.5]
    assert places[:, 1] == pytest.approx([4.7, 5.7], abs=1e-4)
    corner = moved_apart(np.array([[1.0, 0.5], [1.0, 0.5]]), boxes, (10.0, 10.0))
    assert (corner >= [1.0, 0.5]).all()
    assert np.abs(corner[0] - corner[1]).max() >= 1.0 - 1e-5


def test_the_margin_fills_the_area():
    boxes = np.array([[1.0, 0.5], [0.4, 0.3]])
    margin = margin_around(boxes, 3.0)
    assert (boxes + margin).prod(axis=1).sum() == pytest.approx(3.0)
    assert 0.0 < margin_around(boxes, 0.1) < 0.05


def test_the_area_of_a_mark_grows_with_reach():
    assert mark_radius(2.0) == pytest.approx(2.0**0.5 * mark_radius(1.0))
    assert mark_radius(0.0) > 0.0
    assert mark_radius(1e6) == mark_radius(1e7)


def test_the_tree_is_the_shortest():
    points = np.array([[0.0, 0.0], [5.0, 0.0], [1.0, 0.0], [5.0, 2.0]])
    assert spanning_tree(points) == [(0, 2), (2, 1), (1, 3)]
    assert spanning_tree(points[:1]) == []


def test_the_circle_hangs_on_the_core():
    points = np.array([[0.0, 0.0], [5.0, 0.0], [4.0, 1.0], [3.9, 1.0]])
    # The last two are nearer to each other than to the core.
    assert links(points, 2) == [(0, 1), (1, 2), (1, 3)]
    assert links(points[:2], 1) == [(0, 1)]


def test_a_way_is_straight_where_it_can_be_and_bends_round_others():
    places = np.array([[0.0, 2.0], [4.0, 2.0], [2.0, 2.05]])
    texts = np.zeros((0, 2, 2))
    free = Obstacles(places[:2], np.array([0.1, 0.1]), texts, (4.0, 4.0))
    assert route(0, 1, free, [])[:, 1] == pytest.approx(2.0)
    blocked = Obstacles(places, np.array([0.1, 0.1, 0.1]), texts, (4.0, 4.0))
    way = route(0, 1, blocked, [])
    assert np.linalg.norm(way - places[2], axis=1).min() > 0.1
    assert way[0].tolist() == [0.0, 2.0]
    assert way[-1].tolist() == [4.0, 2.0]
    # A second line does not lie on the first.
    second = route(0, 1, free, [curve(places[0], places[1])[0]])
    assert np.abs(second[:, 1] - 2.0).max() > 0.1


# --- Words -------------------------------------------------------------------------------------


def test_title_head_and_counts_are_told_in_both_languages(study):
    model, _ = study
    first = a_week(26, Group(0, (1, 2)), Group(2, (2, 3, 4)))
    last = a_week(104, Group(5, (1, 2)))
    assert title_of(model, [first, last], ENGLISH) == (
        "After 26 weeks: 2 alliances with 4 of 23 organisations; after 104 weeks: 1 alliance with 2"
    )
    assert title_of(model, [a_week(0), last], GERMAN) == (
        "Zu Beginn: keine Allianz; nach 104 Wochen: 1 Allianz mit 2 von 23 Organisationen"
    )
    assert title_of(model, [a_week(1)], ENGLISH) == "After 1 week: no alliance"
    assert head_of(first, 2, GERMAN) == "Nach 26 Wochen: 2 Allianzen"
    assert head_of(first, 1, ENGLISH) == "After 26 weeks: 2 alliances (1 drawn)"
    assert counts_of(first, 23, ENGLISH) == "4 of 23 organisations are in an alliance, 1 in several"
    assert counts_of(last, 23, GERMAN) == (
        "2 von 23 Organisationen sind in einer Allianz, keine in mehreren"
    )
    assert counts_of(a_week(0), 23, GERMAN) == ""


def test_the_caption_warns_that_real_organisations_are_drawn_by_chance(study):
    model, snapshots = study
    assert ENGLISH.study_warning in said(draw_network(model, snapshots)).replace("\n", " ")
    german = said(draw_network(model, snapshots, "de"))
    assert GERMAN.study_warning in german
    assert "Startwert 7" in german
    assert "Jede Allianz ist gezeichnet." in german


def test_a_week_must_have_been_recorded(study):
    model, _ = study
    with pytest.raises(ValueError, match="recorded"):
        draw_network(model, Snapshots([1]))
    with pytest.raises(ValueError, match="there is no language"):
        draw_network(model, study[1], "fr")


# --- Figures -----------------------------------------------------------------------------------


def check_texts(figure: Figure) -> None:
    """Nothing is cut off or too small; no name, number or line of words lies over another."""
    figure.canvas.draw()
    shown = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    boxes = [text.get_window_extent() for text in shown]
    assert figure.get_figwidth() == WIDTH
    for text, box in zip(shown, boxes, strict=True):
        assert float(text.get_fontsize()) >= SMALL, text.get_text()
        assert figure.bbox.x0 <= box.x0, text.get_text()
        assert box.x1 <= figure.bbox.x1, text.get_text()
        assert figure.bbox.y0 <= box.y0, text.get_text()
        assert box.y1 <= figure.bbox.y1, text.get_text()
    for (text, box), (other, other_box) in combinations(zip(shown, boxes, strict=True), 2):
        assert not box.overlaps(other_box), (text.get_text(), other.get_text())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 7])
def test_the_study_world_is_readable(seed: int, language: str):
    model, snapshots = played({"world.kind": "study"}, seed, 104)
    figure = draw_network(model, snapshots, language)
    check_texts(figure)
    lines = [text.get_text() for text in tagged(figure, NAME_OF_LABELS)]
    told = " ".join(lines)
    assert all(name in told for name in model.population.names)
    drawn = sum(len(taken.alliances) for taken in snapshots.taken)
    assert len(tagged(figure, NAME_OF_LISTS)) == 2 * drawn
    assert len(tagged(figure, NAME_OF_BADGES)) >= drawn


@pytest.mark.parametrize(
    ("organisations", "language"), [(2, "de"), (20, "en"), (60, "de"), (150, "en")]
)
def test_synthetic_worlds_are_readable(organisations: int, language: str):
    model, snapshots = played({"world.organisations": organisations}, 1, 52)
    figure = draw_network(model, snapshots, language)
    check_texts(figure)
    assert figure.get_figheight() < 20.0


def test_more_sectors_than_shapes_and_circles_are_drawn():
    changes = {"world.organisations": 40, "world.sectors": 20}
    model, snapshots = played(changes, 3, 26)
    group = snapshots.taken[-1].alliances[0]
    moved = Group(group.row, group.core[:1], group.core[1:])
    last = snapshots.taken[-1]
    snapshots.taken[-1] = Snapshot(last.week, last.trust, (moved, *last.alliances[1:]), (0,))
    figure = draw_network(model, snapshots)
    check_texts(figure)
    assert ENGLISH.circle in said(figure)
    assert ENGLISH.initiative in said(figure)
    assert f"(1+{len(group.core) - 1})" in said(figure)
    widths = [line.get_linewidth() for axes in figure.axes for line in axes.lines]
    assert widths.count(CIRCLE_WIDTH) == len(group.core) - 1
    assert "13/1" in [text.get_text() for text in tagged(figure, NAME_OF_LABELS)]


def test_own_sectors_take_free_shapes_in_their_order():
    # Shapes: union "s", welfare "P", church "p" of twelve; the first free one is "D".
    assert markers_of(["Choirs", "union", "Sports", "church", "Choirs", "welfare"]) == {
        "union": "s",
        "church": "p",
        "welfare": "P",
        "Choirs": "D",
        "Sports": "^",
    }


def test_sectors_without_a_free_shape_share_one_and_an_entry():
    own = [f"Club {number}" for number in range(14)]
    markers = markers_of(own)
    assert [markers[sector] for sector in own] == [*MARKERS, OTHER_MARKER, OTHER_MARKER]
    lines = legend_lines(
        markers, ENGLISH, alliance=False, circle=False, initiative=False, example=("Club 0", "")
    )
    told = [symbol.word for line in lines for symbol in line]
    assert told[:13] == [*own[:12], "other sectors"]
    assert "Club 12" not in told


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_the_caption_says_where_the_numbers_stand(study, words, monkeypatch: pytest.MonkeyPatch):
    model, snapshots = study
    choice = choose(snapshots.taken, len(model.organisations))
    told = " ".join(caption_of(model, snapshots.taken, choice, STRONGEST, words))
    assert words.numbers in told
    assert words.numbers_of_chronicle not in told
    joined = len(choose_rows(read_lives(model)).alliances)
    monkeypatch.setattr(network_captions, "ROW_LIMIT", joined)
    assert words.numbers in " ".join(caption_of(model, snapshots.taken, choice, STRONGEST, words))
    monkeypatch.setattr(network_captions, "ROW_LIMIT", joined - 1)
    assert words.numbers_of_chronicle in " ".join(
        caption_of(model, snapshots.taken, choice, STRONGEST, words)
    )


def test_organisations_stand_in_the_same_place_in_every_week(study):
    figure = draw_network(*study)
    panels = [
        axes for axes in figure.axes if any(isinstance(c, LineCollection) for c in axes.collections)
    ]
    assert len(panels) == 4
    places = [
        [(t.get_text(), t.get_position()) for t in axes.texts if t.get_gid() == NAME_OF_LABELS]
        for axes in panels
    ]
    assert places[0]
    assert all(others == places[0] for others in places[1:])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("world", [{"world.kind": "study"}, {"world.organisations": 90}])
def test_no_mark_with_its_rings_lies_on_another_or_on_a_name(world, seed: int):
    model, snapshots = played(world, seed, 52)
    choice = choose(snapshots.taken, len(model.organisations))
    assert snapshots.start is not None
    plan = draw_map(model, snapshots.start, snapshots.taken, choice, GERMAN)
    radii = np.array([mark.rings for mark in plan.marks])
    away = np.linalg.norm(plan.places[:, None] - plan.places, axis=2)
    np.fill_diagonal(away, np.inf)
    assert (away > radii[:, None] + radii).all()
    middles, halves = plan.texts[:, 0], plan.texts[:, 1]
    gaps = np.maximum(np.abs(plan.places[:, None] - middles) - halves, 0.0)
    assert (np.linalg.norm(gaps, axis=2) > radii[:, None]).all()
    assert (plan.places - radii[:, None] >= 0.0).all()
    assert (middles - halves >= 0.0).all()


def test_places_do_not_depend_on_what_happened(study):
    model, snapshots = study
    choice = choose(snapshots.taken, len(model.organisations))
    start = snapshots.start
    assert start is not None
    plan = draw_map(model, start, snapshots.taken, choice, ENGLISH)
    before = Snapshots([0])
    fresh = AllianceModel(Parameters().with_changes({"world.kind": "study"}), seed=7, weeks=104)
    before.take(fresh)
    assert before.start == start
    again = draw_map(fresh, start, snapshots.taken, choice, ENGLISH)
    assert (again.places == plan.places).all()


DRAW = """
import hashlib, io
from experiments.figures.network import draw_network
from experiments.figures.snapshots import Snapshots
from sim import AllianceModel, Parameters
model = AllianceModel(Parameters().with_changes({"world.kind": "study"}), seed=7, weeks=30)
snapshots = Snapshots([0, 30])
snapshots.take(model)
for _ in range(30):
    model.step()
    snapshots.take(model)
file = io.BytesIO()
draw_network(model, snapshots).savefig(file, format="png", metadata={"Software": None})
print(hashlib.sha256(file.getvalue()).hexdigest())
"""


def test_processes_draw_the_same_bytes():
    told = {
        subprocess.run(
            [sys.executable, "-c", DRAW],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()[0]
        for seed in ("0", "1")
    }
    assert len(told) == 1
    assert len(told.pop()) == len(hashlib.sha256().hexdigest())
