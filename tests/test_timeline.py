import dataclasses
import re
import string
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from experiments.figures import timeline
from experiments.figures.bars import (
    ANEW_COLOUR,
    GOAL_WON,
    GOAL_WON_ANYWAY,
    NAME_OF_ENDINGS,
    SIDE_WON,
    SIDE_WON_ANYWAY,
    STEP_WON,
    STEP_WON_ANYWAY,
    moved_apart,
)
from experiments.figures.captions import title_of
from experiments.figures.lives import Life, Stretch, _Chronicle, _read_vote, joined, read_lives
from experiments.figures.rows import ROW_LIMIT, choose_rows
from experiments.figures.style import DOTS_PER_INCH, PAPER, SMALL, WIDTH, save_figure
from experiments.figures.texts import shortened
from experiments.figures.timeline import draw_timeline
from experiments.figures.words import ENGLISH, GERMAN, LANGUAGES, counted, words_in
from sim import AllianceModel, Parameters
from sim.chronicle import ending_words
from sim.parameters import find
from sim.state import Ending, Kind, Phase

ROOT = Path(__file__).parents[1]
COLUMNS = 4
ENDINGS = tuple(Ending)


def a_life(number: int = 1, **changes) -> Life:
    """A life of 40 weeks with everything in it that a figure can show."""
    start = changes.pop("start", 0)
    life = Life(
        number=number,
        field="social security",
        founder="Migrant organisation 12",
        kind=Kind.CHANGE,
        is_alliance=True,
        start=start,
        stop=start + 40,
        ending=Ending.RUPTURE,
        stretches=(
            Stretch(Phase.SOUNDING, start, start + 10),
            Stretch(Phase.VALUES, start + 10, start + 14),
            Stretch(Phase.GOALS, start + 14, start + 25),
            Stretch(Phase.WORKING, start + 25, start + 40),
        ),
        sizes=(1, 1, 1, *[4] * 37),
        platform=start + 25,
        platform_size=4,
        last_size=3,
        largest_size=4,
        joins=(start + 3, start + 3, start + 4),
        exits=(start + 39,),
        lost_votes=(start + 30,),
        lost_side_votes=(start + 32,),
        milestones=(start + 34,),
        milestones_anyway=(start + 35,),
        goal_week=None,
        pivotal=False,
    )
    return dataclasses.replace(life, **changes)


def without_platform(number: int, start: int = 0, weeks: int = 10, **changes) -> Life:
    return a_life(
        number,
        start=start,
        stop=start + weeks,
        stretches=(Stretch(Phase.SOUNDING, start, start + weeks),),
        sizes=(2,) * weeks,
        platform=None,
        platform_size=0,
        joins=(start,),
        exits=(),
        lost_votes=(),
        lost_side_votes=(),
        milestones=(),
        milestones_anyway=(),
        **changes,
    )


@pytest.fixture(scope="module")
def idle_model() -> AllianceModel:
    """A world of two organisations and 208 weeks, in which nothing has been played."""
    model = AllianceModel(Parameters().with_changes({"world.organisations": 2}), seed=5)
    model.state.clock[0].week = 208
    return model


@pytest.fixture(scope="module")
def played() -> tuple[AllianceModel, dict[tuple[int, int], Phase]]:
    """A run of the study's world, and the phase of every alliance at the end of each week."""
    model = AllianceModel(Parameters().with_changes({"world.kind": "study"}), seed=3, weeks=104)
    phases = {}
    while model.week < 104:
        model.step()
        for alliance in model.live_alliances:
            phases[alliance.row, model.week - 1] = alliance.phase
    return model, phases


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch, idle_model: AllianceModel):
    """Draw lives that are made by hand."""

    def draw_lives(lives: list[Life], language: str = "en") -> Figure:
        monkeypatch.setattr(timeline, "read_lives", lambda _: lives)
        return draw_timeline(idle_model, language)

    return draw_lives


def texts(figure: Figure) -> list[Text]:
    """All texts that are seen."""
    figure.canvas.draw()
    found = figure.findobj(Text)
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def tagged(figure: Figure, tag: str) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_gid() == tag]


def rows(figure: Figure) -> int:
    cells = tagged(figure, timeline.NAME_OF_ROWS)
    assert len(cells) % COLUMNS == 0
    return len(cells) // COLUMNS


def all_words(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text))


def check_texts(figure: Figure) -> None:
    """Nothing is cut off, too small, or lies over another text."""
    shown = texts(figure)
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


# --- Figures -----------------------------------------------------------------------------------


def spread(count: int) -> list[Life]:
    """Lives all over the run, some short, some up to its end."""
    lives = []
    for number in range(1, count + 1):
        start = (number * 53) % 168
        ending = ENDINGS[number % len(ENDINGS)]
        if number % 3:
            lives.append(a_life(number, start=start, ending=ending))
        else:
            lives.append(without_platform(number, start, 15, ending=ending))
    lives.append(a_life(count + 1, start=168, ending=Ending.OVERTAKEN_BY_OTHERS))
    lives.append(without_platform(count + 2, 168, 40, ending=Ending.NONE))
    return lives


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 15, 38, ROW_LIMIT - 2, 150])
def test_any_number_of_alliances_is_readable(draw, count: int, language: str):
    figure = draw(spread(count), language)
    check_texts(figure)
    assert rows(figure) == min(count + 2, ROW_LIMIT)
    assert figure.get_figheight() < 18.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_world_without_alliances_says_so(draw, language: str):
    figure = draw([], language)
    check_texts(figure)
    assert rows(figure) == 0
    assert words_in(language).nothing.format(weeks=counted(words_in(language).spans, 208)) in (
        all_words(figure)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_single_alliance(draw, language: str):
    figure = draw([a_life()], language)
    check_texts(figure)
    assert rows(figure) == 1
    assert ending_words(Ending.RUPTURE, language) in tagged(figure, NAME_OF_ENDINGS)
    assert "(4 → 3)" in tagged(figure, NAME_OF_ENDINGS)


def test_labels_tell_number_goal_aim_and_founder(draw):
    figure = draw([a_life(7, kind=Kind.PREVENTION)], "de")
    assert tagged(figure, timeline.NAME_OF_ROWS) == [
        "7",
        "soziale Sicherung",
        "Verhinderung",
        "Migrantische Organisation 12",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_stands_at_the_end_of_its_bar(draw, language: str):
    lives = [a_life(ending + 1, ending=ending) for ending in Ending]
    shown = tagged(draw(lives, language), NAME_OF_ENDINGS)[::2]
    # The chronicle and the summary take their words from the same table.
    assert shown == [ending_words(ending, language) for ending in ENDINGS]


def test_rows_are_in_the_order_of_founding(draw):
    figure = draw([a_life(1, start=50), a_life(2, start=20), a_life(3, start=20)])
    assert tagged(figure, timeline.NAME_OF_ROWS)[:3] == ["2", "3", "1"]


def test_long_names_are_shortened_and_stay_inside(draw):
    long = "Bundesarbeitsgemeinschaft der $unabhängigen Fachverbände (BAG-UFV) für Teilhabe"
    lives = [a_life(1, founder=long, field=long), a_life(2, start=168, founder=long)]
    figure = draw(lives)
    check_texts(figure)
    cells = tagged(figure, timeline.NAME_OF_ROWS)
    assert sum(cell.startswith("Bundesarb") and cell.endswith("…") for cell in cells) == 3


def test_initiatives_without_a_partner_are_counted_in_a_strip(draw):
    alone = [
        without_platform(1, 0, 5, is_alliance=False, ending=Ending.NO_PARTNER),
        without_platform(3, 200, 8, is_alliance=False, ending=Ending.NONE),
    ]
    figure = draw([*alone, a_life(2)])
    check_texts(figure)
    assert rows(figure) == 1
    assert tagged(figure, timeline.NAME_OF_STRIPS) == ["2 initiatives without a partner"]
    assert "2 initiatives never found a second member" in all_words(figure)
    assert "(1 was still looking)" in all_words(figure)
    assert "Every alliance has a row." in all_words(figure)


def test_alliances_without_a_row_are_told_exactly(draw):
    # 100 foundings, one a week, in turns with and without a platform.
    lives = [
        without_platform(number, number, ending=Ending.FADED)
        if number % 2
        else a_life(number, start=number)
        for number in range(1, 101)
    ]
    figure = draw(lives)
    check_texts(figure)
    told = all_words(figure)
    assert "50 agreed on a platform, none reached its goal; 60 of 100 shown" in told
    assert "60 of 100 alliances have a row: evenly spread over the order of founding" in told
    # Of five in a row the middles of three parts: 1, 3 and 5 without, then 6, 8 and 10 with one.
    assert "platform agreed 30 of 50" in told
    assert "broken apart 30 of 50" in told
    assert "faded out 30 of 50" in told
    assert tagged(figure, timeline.NAME_OF_STRIPS) == ["40 alliances without a row"]


def test_rows_do_not_depend_on_what_became_of_an_alliance():
    losers = [without_platform(number, number, ending=Ending.FADED) for number in range(1, 11)]
    winners = [a_life(number, start=number, goal_week=number + 39) for number in range(1, 11)]
    for lives in (losers, winners, [*losers[:5], *winners[5:]], losers[::-1]):
        choice = choose_rows(lives, 4)
        # The middles of four equal parts of ten: 1.25, 3.75, 6.25 and 8.75 from the start.
        assert [life.number for life in choice.drawn] == [2, 4, 7, 9]
        assert [life.number for life in choice.left_out] == [1, 3, 5, 6, 8, 10]


def test_all_have_a_row_where_there_is_room():
    alone = without_platform(5, 0, 200, is_alliance=False)
    lives = [a_life(1, start=9), a_life(2, start=3), alone]
    choice = choose_rows(lives, 2)
    assert [life.number for life in choice.drawn] == [2, 1]
    assert choice.left_out == []
    assert choice.alone == [alone]
    assert choose_rows(lives, 0).drawn == []


# --- Marks of votes ----------------------------------------------------------------------------


def test_marks_that_overlap_move_apart_as_little_as_may_be():
    widths = [2.0, 2.0, 2.0]
    assert moved_apart([1.0, 5.0, 9.0], widths, 0.0, 20.0) == [1.0, 5.0, 9.0]
    assert moved_apart([5.0, 5.0, 12.0], widths, 0.0, 20.0) == [4.0, 6.0, 12.0]
    assert moved_apart([5.0, 6.0, 7.0], widths, 0.0, 20.0) == [4.0, 6.0, 8.0]
    assert moved_apart([5.0, 5.0], [2.0, 4.0], 0.0, 20.0) == [3.5, 6.5]
    assert moved_apart([], [], 0.0, 20.0) == []


def test_marks_stay_within_their_bar_while_there_is_room():
    widths = [2.0, 2.0, 2.0]
    assert moved_apart([10.0, 10.0, 10.0], widths, 0.0, 10.0) == [6.0, 8.0, 10.0]
    assert moved_apart([0.0, 0.0, 0.0], widths, 0.0, 10.0) == [0.0, 2.0, 4.0]
    assert moved_apart([0.5, 1.0, 1.0], widths, 0.0, 1.0) == [0.0, 2.0, 4.0]


def marks(figure: Figure, marker: str) -> list[str]:
    """Colours of the marks of a kind, without those of the legend."""
    axes = figure.axes[-1]
    return [str(line.get_markerfacecolor()) for line in axes.lines if line.get_marker() == marker]


def bands(figure: Figure) -> list[tuple[float, float]]:
    """First week and weeks of the bands for what is negotiated anew."""
    patches = [patch for patch in figure.axes[-1].patches if isinstance(patch, Rectangle)]
    return [
        (float(patch.get_x()), float(patch.get_width()))
        for patch in patches
        if patch.get_facecolor() == to_rgba(ANEW_COLOUR)
    ]


def test_a_goal_that_would_have_been_reached_anyway_has_a_hollow_star(draw):
    changes = {"goal_week": 39, "ending": Ending.GOAL_REACHED}
    assert marks(draw([a_life(pivotal=True, **changes)]), "*") == [GOAL_WON.fill]
    figure = draw([a_life(pivotal=False, **changes)])
    assert marks(figure, "*") == [GOAL_WON_ANYWAY.fill]
    assert GOAL_WON.fill != GOAL_WON_ANYWAY.fill
    assert "would have been won without it" in all_words(figure)
    # One side demand was won by the alliance, one would have been law anyway.
    assert marks(figure, "D") == [SIDE_WON.fill, SIDE_WON_ANYWAY.fill]


def test_steps_and_what_is_negotiated_anew_are_drawn_and_explained_where_they_occur(draw):
    plain = draw([a_life()])
    assert marks(plain, ">") == []
    assert bands(plain) == []
    figure = draw([a_life(steps=(start := 30,), steps_anyway=(36,), anew=((start, 34), (35, 37)))])
    check_texts(figure)
    assert marks(figure, ">") == [STEP_WON.fill, STEP_WON_ANYWAY.fill]
    assert bands(figure) == [(30.0, 4.0), (35.0, 2.0)]
    for words in (ENGLISH, GERMAN):
        there = all_words(draw([a_life(steps=(30,), anew=((30, 34),))], words.code))
        absent = all_words(draw([a_life()], words.code))
        for explained in (words.over_step, words.anew):
            assert explained in there
            assert explained not in absent


def test_no_line_of_a_year_runs_through_the_words_at_the_end_of_a_bar(draw):
    figure = draw([a_life()])
    ends = [text for text in figure.findobj(Text) if text.get_gid() == NAME_OF_ENDINGS]
    assert len(ends) == 2  # the reason and the bracket
    for text in ends:
        assert text.get_bbox_patch().get_facecolor() == to_rgba(PAPER)


def test_no_vote_hides_the_stroke_of_the_platform(draw):
    figure = draw([a_life(goal_week=25, ending=Ending.GOAL_REACHED, stop=26)])
    axes = figure.axes[-1]
    stars = [line for line in axes.lines if line.get_marker() == "*"]
    (place,) = [float(line.get_xdata()[0]) for line in stars]
    week = axes.get_window_extent().width / DOTS_PER_INCH / 208
    half = 0.5 * float(stars[0].get_markersize()) / 72.0
    assert place * week - half >= 25 * week


def test_only_the_star_tells_whether_a_goal_took_the_alliance(draw):
    for pivotal in (True, False):
        figure = draw([a_life(pivotal=pivotal, goal_week=39, ending=Ending.GOAL_REACHED)])
        (text,) = [text for text in figure.findobj(Text) if text.get_text() == "goal reached"]
        assert text.get_fontweight() == "normal"


@pytest.mark.parametrize("weeks", [0, 1, 7, 30, 53, 1040, 4095])
def test_any_horizon(monkeypatch: pytest.MonkeyPatch, weeks: int):
    model = AllianceModel(Parameters().with_changes({"world.organisations": 2}))
    model.state.clock[0].week = weeks
    lives = [without_platform(1, 0, weeks, ending=Ending.NONE)] if weeks else []
    monkeypatch.setattr(timeline, "read_lives", lambda _: lives)
    for language in LANGUAGES:
        check_texts(draw_timeline(model, language))


# --- A real run --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_run_is_readable(played, language: str):
    model, _ = played
    figure = draw_timeline(model, language)
    check_texts(figure)
    alliances = sum(model.alliance_table()["is_alliance"])
    assert rows(figure) == min(alliances, ROW_LIMIT)
    assert len(tagged(figure, NAME_OF_ENDINGS)) == 2 * rows(figure)
    assert "23 " in all_words(figure)


def test_lives_agree_with_the_table(played):
    model, _ = played
    table = model.alliance_table()
    lives = read_lives(model)
    assert [life.number for life in lives] == table["alliance"]
    for row, life in enumerate(lives):
        assert life.is_alliance == table["is_alliance"][row]
        assert life.start == table["founded"][row]
        assert life.platform == table["platform"][row]
        assert life.ending.name.lower() == table["ending"][row]
        assert len(life.lost_votes) == table["lost_votes"][row]
        assert len(life.milestones) + len(life.milestones_anyway) == table["milestones"][row]
        assert life.goal_week == table["goal_week"][row]
        assert life.pivotal == table["pivotal"][row]
        assert len(life.exits) == table["people_lost"][row]
        assert len(life.joins) + 1 - len(life.exits) == table["members"][row]
        assert len(life.sizes) == life.weeks
        assert life.stretches[0].start == life.start
        assert life.stretches[-1].stop == life.stop


def test_votes_on_demands_are_told_by_what_the_alliance_added(idle_model: AllianceModel):
    seats = len(idle_model.state.legislators)
    vote = {"alliance": 0, "agenda_item": 2, "field": 1, "fourth": 0.5}
    chronicle = _Chronicle()
    for event in (
        {"week": 3, "first": seats, "third": 0},
        {"week": 5, "first": seats, "third": seats},
        {"week": 7, "first": 0, "third": 0},
        # A goal that is reached stands in the alliance's record.
        {"week": 9, "first": seats, "third": seats, "agenda_item": 0},
    ):
        _read_vote(idle_model, chronicle, SimpleNamespace(**(vote | event)))
    assert chronicle.milestones[0] == [3]
    assert chronicle.milestones_anyway[0] == [5]
    assert chronicle.lost_side_votes[0] == [7]
    assert chronicle.lost_votes[0] == []
    # The same votes on an item that is a step.
    chronicle.step_items.add((0, 2))
    for week, without in ((11, 0), (12, seats)):
        event = {"week": week, "first": seats, "third": without}
        _read_vote(idle_model, chronicle, SimpleNamespace(**(vote | event)))
    assert (chronicle.steps[0], chronicle.steps_anyway[0]) == ([11], [12])
    assert (chronicle.milestones[0], chronicle.milestones_anyway[0]) == ([3], [5])


def test_stretches_that_touch_or_overlap_are_one():
    assert joined([(5, 7), (1, 3), (6, 9), (9, 10), (12, 13)]) == ((1, 3), (5, 10), (12, 13))
    assert joined([]) == ()


def test_weeks_of_negotiating_anew_and_steps_are_those_of_the_table():
    changes = {
        "collaboration.reopening": True,
        "formation.steps": 2,
        "environment.shock_rate": 1.0,
        "formation.items_per_member": 0.0,  # at most one open item and its steps: weeks are spans
    }
    model = AllianceModel(Parameters().with_changes(changes), seed=2, weeks=150).run()
    table = model.alliance_table()
    lives = read_lives(model)
    for row, life in enumerate(lives):
        assert sum(stop - start for start, stop in life.anew) == table["weeks_open"][row]
        assert len(life.steps) + len(life.steps_anyway) == table["steps_passed"][row]
    assert sum(table["weeks_open"]) > 0
    assert sum(table["steps_passed"]) > 0


def test_phases_are_those_that_were_lived(played):
    model, phases = played
    drawn = {
        (life.number - 1, week): stretch.phase
        for life in read_lives(model)
        for stretch in life.stretches
        for week in range(stretch.start, stretch.stop)
    }
    wrong = {place: phase for place, phase in phases.items() if drawn[place] != phase}
    assert wrong == {}


def title_in(path: Path) -> str:
    with Image.open(path) as picture:
        return str(picture.info.get("Title", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_knows_its_title(played, tmp_path: Path, language: str):
    figure = draw_timeline(played[0], language)
    title = title_in(save_figure(figure, tmp_path / "timeline.png"))
    assert title in [text.get_text() for text in figure.texts]
    assert counted(words_in(language).spans, 104) in title


def test_the_figure_of_the_readme_is_that_of_the_present_rules():
    model = AllianceModel(Parameters().with_changes({"world.kind": "study"}), seed=7).run()
    title = title_of(model.week, choose_rows(read_lives(model)), ENGLISH)
    assert title_in(ROOT / "docs" / "timeline.png") == title, (
        "docs/timeline.png is stale: copy there what `alliances run world=study seed=7` draws"
    )


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_model_gives_the_same_bytes(played, tmp_path: Path, ending: str):
    model, _ = played
    first = save_figure(draw_timeline(model), tmp_path / f"first.{ending}")
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "savefig.dpi": 20}):
        second = save_figure(draw_timeline(model), tmp_path / "new" / f"second.{ending}")
    assert first.read_bytes() == second.read_bytes()


def test_drawing_leaves_a_users_settings_alone(played):
    before = dict(matplotlib.rcParams)
    draw_timeline(played[0])
    assert dict(matplotlib.rcParams) == before


def test_a_run_in_progress_can_be_drawn():
    model = AllianceModel(Parameters().with_changes({"world.kind": "study"}), seed=3)
    for _ in range(12):
        model.step()
    check_texts(draw_timeline(model))


# --- Errors, words, measures -------------------------------------------------------------------


def test_an_unknown_language_is_refused(idle_model: AllianceModel):
    with pytest.raises(ValueError, match=r"de and en.*'fr'"):
        draw_timeline(idle_model, "fr")


def test_a_model_without_chronicle_is_refused():
    model = AllianceModel(Parameters().with_changes({"world.organisations": 2}), keep_events=False)
    with pytest.raises(ValueError, match="keep_events=True"):
        draw_timeline(model)


def test_a_figure_is_not_saved_as_anything(tmp_path: Path):
    with pytest.raises(ValueError, match=r"\.pdf, \.png, \.svg"):
        save_figure(Figure(), tmp_path / "figure.txt")


@pytest.mark.parametrize("words", [ENGLISH, GERMAN])
def test_there_are_words_for_everything(words):
    assert set(words.kinds) == set(Kind)
    assert set(words.worlds) == set(find("world.kind").choices)


def test_both_languages_take_the_same_numbers():
    def slots(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for entry in dataclasses.fields(ENGLISH):
        one, other = getattr(ENGLISH, entry.name), getattr(GERMAN, entry.name)
        if isinstance(one, str):
            assert slots(one) == slots(other), entry.name
        elif isinstance(one, tuple):
            assert len(one) == len(other)
            for here, there in zip(one[1:], other[1:], strict=True):
                assert slots(here) == slots(there), entry.name


def test_names_are_translated_where_they_are_known():
    assert GERMAN.field("climate") == "Klima"
    assert GERMAN.organisation("Social association 4") == "Sozialverband 4"
    assert GERMAN.field("field 14") == "Feld 14"
    assert GERMAN.organisation("IG Metall") == "IG Metall"
    assert GERMAN.organisation("Pact 2030") == "Pact 2030"
    assert ENGLISH.organisation("Social association 4") == "Social association 4"


def test_counted_phrases():
    forms = ("none", "{count} thing", "{count} things")
    assert [counted(forms, count) for count in (0, 1, 2)] == ["none", "1 thing", "2 things"]
    assert counted(forms[1:], 0) == "0 things"


def test_shortening_keeps_what_fits():
    assert shortened("BUND", 2.0) == "BUND"
    cut = shortened("Kulturpolitische Gesellschaft", 1.0)
    assert re.fullmatch(r"Kulturp\w*…", cut)
