"""The calibration: guesses, candidates, judgement, choice, the command, its report and figure."""

import csv
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib.text
import pytest
import yaml

from experiments import calibrate
from experiments.calibration import (
    DEFAULTS,
    JUDGED,
    Calibration,
    Candidate,
    Guess,
    Judgement,
    Trial,
    candidate_of,
    candidates_of,
    departure_of,
    judge,
    nearest_accepted,
    present_defaults,
    read_guesses,
)
from experiments.calibration_words import calibration_lines, runs_in_words, screen_lines
from experiments.configuration import configurations_folder
from experiments.errors import UserError
from experiments.figures.calibration import draw_calibration
from experiments.figures.patterns import picture_of
from experiments.observation import observe
from experiments.pattern_definitions import (
    PATTERNS,
    Evidence,
    Verdict,
    Words,
    planned_runs,
    study_patterns,
)
from sim import Parameters
from sim.parameters import ParameterError, find

HALF = {"start": 12, "low": 4, "high": 20, "source": "present default"}
ROUNDS = {"start": 4, "low": 2, "high": 8, "source": "first formulation"}
NODE = {"world": {"free_hours": HALF}, "formation": {"rounds": ROUNDS}}


@pytest.fixture
def guesses() -> tuple[Guess, ...]:
    return read_guesses(NODE)


# --- Guesses and candidates ----------------------------------------------------------------------


def test_guesses_know_their_default_and_kind(guesses: tuple[Guess, ...]) -> None:
    hours, rounds = guesses
    assert hours == Guess("world.free_hours", 12, 4, 20, "present default", False, 12.0)
    assert (rounds.key, rounds.whole, rounds.default) == ("formation.rounds", True, 4)


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"world": {"free_hour": HALF}}, "the nearest valid key is world.free_hours"),
        ({"formation": {"commitment": HALF}}, "only numbers can be calibrated"),
        ({"formation": {"items_in_parallel": HALF}}, "only numbers can be calibrated"),
        ({"world": {"free_hours": 3}}, "must have exactly start, low, high, source"),
        ({"world": {"free_hours": {"start": 3}}}, "must have exactly start, low, high, source"),
        ({"world": {"free_hours": HALF | {"more": 1}}}, "must have exactly"),
        ({"world": {"free_hours": HALF | {"start": 21}}}, "must lie in its range"),
        ({"world": {"free_hours": HALF | {"low": 20}}}, "must lie in its range"),
        ({"world": {"free_hours": HALF | {"low": 0}}}, "world.free_hours = 0: must be a number"),
        ({"formation": {"rounds": ROUNDS | {"start": 4.5}}}, "must be a whole number"),
        ({"world": 3}, "guesses.world = 3: must be a group of parameters"),
        ({}, "there is no parameter to calibrate"),
    ],
)
def test_wrong_guesses_are_refused(node: Any, told: str) -> None:
    with pytest.raises(ParameterError) as refused:
        read_guesses(node)
    assert told in str(refused.value)


def test_departure_is_the_mean_in_units_of_the_ranges(guesses: tuple[Guess, ...]) -> None:
    assert departure_of(guesses, {"world.free_hours": 12, "formation.rounds": 4}) == 0.0
    # 4 of 16 hours, and 2 of 6 rounds.
    far = {"world.free_hours": 8.0, "formation.rounds": 6}
    assert departure_of(guesses, far) == pytest.approx((1 / 4 + 1 / 3) / 2)


def test_candidates_are_the_guess_and_a_hypercube(guesses: tuple[Guess, ...]) -> None:
    drawn = list(candidates_of(guesses, 9, 1.0, 3))
    assert [candidate.number for candidate in drawn] == list(range(9))
    assert drawn[0].values == {"world.free_hours": 12, "formation.rounds": 4}
    assert drawn[0].departure == 0.0
    # Eight of them: one in each eighth of the range from 4 to 20.
    hours = sorted(candidate.values["world.free_hours"] for candidate in drawn[1:])
    assert [int((value - 4) / 2) for value in hours] == list(range(8))
    assert all(type(candidate.values["formation.rounds"]) is int for candidate in drawn)
    assert drawn == list(candidates_of(guesses, 9, 1.0, 3))
    assert drawn != list(candidates_of(guesses, 9, 1.0, 4))
    assert len(list(candidates_of(guesses, 1, 1.0, 3))) == 1


def test_a_neighbourhood_is_a_share_of_the_way_to_both_ends(guesses: tuple[Guess, ...]) -> None:
    factor = guesses[0].within(0.25)
    assert (factor.low, factor.high) == (10.0, 14.0)
    one_sided = dataclasses.replace(guesses[0], start=20.0).within(0.5)
    assert (one_sided.low, one_sided.high) == (12.0, 20.0)


def test_the_guesses_that_come_with_it_are_sound() -> None:
    path = configurations_folder() / "calibrate.yaml"
    guesses = read_guesses(yaml.safe_load(path.read_text("utf-8"))["guesses"])
    assert len(guesses) >= 10
    for guess in guesses:
        declared = find(guess.key)
        low, high = declared.plausible
        assert guess.source in ("first formulation", "present default")
        # The declared range, widened to the guess where that lies outside.
        assert guess.low == min(low, guess.start), guess.key
        assert guess.high == max(high, guess.start), guess.key
        assert guess.low <= guess.default <= guess.high, guess.key
        if guess.source == "present default":
            assert guess.start == guess.default, guess.key


# --- Judgement and choice ------------------------------------------------------------------------


def judgement(number: int, **verdicts: Verdict) -> Judgement:
    """A judgement by hand; patterns that are not named are met."""
    whole = {p.letter: verdicts.get(p.letter, Verdict.MET) for p in PATTERNS}
    return Judgement(number, {measure.key: 0.5 for measure in JUDGED}, whole)


def candidate(number: int, departure: float) -> Candidate:
    return Candidate(number, {"world.free_hours": 10.0, "formation.rounds": 5}, departure)


def test_a_candidate_is_accepted_where_all_patterns_are_met() -> None:
    assert judgement(1).is_accepted
    assert judgement(1).met == 7
    assert not judgement(1, d=Verdict.NOT_MET).is_accepted
    assert not judgement(1, e=Verdict.UNKNOWN).is_accepted


def test_the_nearest_accepted_comes_first() -> None:
    candidates = [candidate(n, away) for n, away in enumerate((0.0, 0.3, 0.1, 0.1, 0.2))]
    judged = [judgement(0, d=Verdict.NOT_MET), *(judgement(n) for n in (1, 2, 3, 4))]
    assert [one.number for one in nearest_accepted(candidates, judged)] == [2, 3, 4, 1]
    assert nearest_accepted(candidates, judged[:1]) == []


def calibration(
    guesses: tuple[Guess, ...], *confirmations: Judgement, accepted: bool = True
) -> Calibration:
    candidates = (
        candidate_of(guesses, 0, {"world.free_hours": 12, "formation.rounds": 4}),
        candidate_of(guesses, 1, {"world.free_hours": 8.0, "formation.rounds": 6}),
        candidate_of(guesses, 2, {"world.free_hours": 10.0, "formation.rounds": 4}),
    )
    missed = {} if accepted else {"a": Verdict.NOT_MET}
    judged = (judgement(0, d=Verdict.NOT_MET), judgement(1, **missed), judgement(2, **missed))
    return Calibration(guesses, candidates, judged, judgement(DEFAULTS), confirmations)


def test_who_fails_on_fresh_seeds_is_passed_over(guesses: tuple[Guess, ...]) -> None:
    missed = judgement(DEFAULTS, c=Verdict.NOT_MET)
    tried = missed, judgement(2, g=Verdict.NOT_MET), judgement(1)
    chosen = calibration(guesses, *tried).chosen
    assert chosen is not None
    assert chosen.number == 1
    assert calibration(guesses, *tried[:2]).chosen is None
    assert calibration(guesses, tried[0]).chosen is None
    found = calibration(guesses, *tried)
    assert found.share_meeting("d") == pytest.approx(2 / 3)
    assert found.share_meeting("a") == 1.0
    assert [one.number for one in found.accepted] == [2, 1]
    assert found.confirmed(2) is tried[1]
    assert found.confirmed(0) is None


def test_the_search_stops_at_the_first_that_holds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []

    def judged(trial: Trial) -> Judgement:
        seen.append((trial.number, trial.seed))
        # By departure: 0 fails in the search, the nearest other one on fresh seeds.
        if trial.number == 0 or (trial.seed != 1 and trial.number == nearest[0]):
            return judgement(trial.number, d=Verdict.NOT_MET)
        return judgement(trial.number)

    monkeypatch.setattr(calibrate, "judge", judged)
    monkeypatch.setattr(calibrate, "compile_rules", lambda **_: None)
    words = ["candidates=6", "runs=3", "designed_runs=5", "confirm_runs=2", "workers=1"]
    drawn = calibrate_request(words).candidates()
    nearest = [one.number for one in sorted(drawn[1:], key=lambda one: one.departure)]
    assert calibrate.main([*words, f"hydra.run.dir={tmp_path}/x"]) == 0
    search = [(number, 1) for number in (*range(6), DEFAULTS)]
    # The search has used the seeds 1 to 5.
    fresh = [(number, 6) for number in (DEFAULTS, *nearest[:2])]
    assert seen == search + fresh
    text = (tmp_path / "x" / "calibration.md").read_text("utf-8")
    away = {one.number: one.departure for one in drawn}
    defaults = present_defaults(calibrate_request(words).guesses).departure
    name = "the present defaults" if defaults < away[nearest[1]] else f"candidate {nearest[1]}"
    assert f"Chosen: {name}, " in text
    rows = list(csv.DictReader((tmp_path / "x" / "fresh_seeds.csv").open()))
    assert [row["candidate"] for row in rows] == ["defaults", str(nearest[0]), str(nearest[1])]
    assert [row["accepted"] for row in rows] == ["true", "false", "true"]


def calibrate_request(words: list[str]) -> calibrate.Request:
    from experiments.configuration import Composer, parse_words, register_defaults

    register_defaults(calibrate.CALIBRATE)
    given = parse_words(calibrate.PROGRAM, words)
    return calibrate.read_request(Composer(given, calibrate.CALIBRATE))


SMALL_WORLD = {
    "world.organisations": 30,
    "world.legislators": 20,
    "formation.initiation_rate": 1.0,
}


def test_a_candidate_is_judged_as_the_patterns_are() -> None:
    parameters = Parameters().with_changes(SMALL_WORLD)
    found = judge(Trial(5, parameters, 4, 3, 3, 60))
    runs = [observe(run) for run in planned_runs(parameters, 4, 3, 60)]
    report = study_patterns(Evidence.sorted_from(parameters, runs))
    assert found.number == 5
    for pattern in report.patterns:
        assert found.verdicts[pattern.pattern.letter] is pattern.verdict
        for finding in pattern.findings:
            if finding.measure.wanted is not None:
                value = found.values[finding.measure.key]
                assert value == pytest.approx(finding.value, nan_ok=True)
    assert found.met == sum(p.verdict is Verdict.MET for p in report.patterns)
    assert set(found.values) == {measure.key for measure in JUDGED}


# --- The command ---------------------------------------------------------------------------------

TINY = [
    *("candidates=3", "runs=2", "designed_runs=2", "confirm_runs=2", "weeks=40"),
    *("world.organisations=30", "world.legislators=20"),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calibration") / "new"
    assert calibrate.main([*TINY, "workers=1", f"hydra.run.dir={folder}"]) == 0
    return folder


def test_a_calibration_leaves_everything(tiny: Path) -> None:
    names = {path.name for path in tiny.iterdir()}
    assert names == {
        *("candidates.csv", "fresh_seeds.csv", "calibration.md", "calibration.png"),
        *("configuration.yaml", "manifest.json"),
    }
    rows = list(csv.DictReader((tiny / "candidates.csv").open()))
    assert [row["candidate"] for row in rows] == ["0", "1", "2", "defaults"]
    assert float(rows[0]["departure"]) == 0.0
    assert float(rows[3]["formation.initiation_rate"]) == 0.3
    assert float(rows[0]["formation.initiation_rate"]) == 0.8
    for row in rows:
        met = [row[f"pattern_{letter}"] == "met" for letter in "abcdefg"]
        assert int(row["met"]) == sum(met)
        assert row["accepted"] == str(all(met)).lower()
    manifest = json.loads((tiny / "manifest.json").read_text())
    assert (manifest["first_seed"], manifest["first_fresh_seed"]) == (1, 3)
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert len(manifest["sources"]) == 16
    written = yaml.safe_load((tiny / "configuration.yaml").read_text())
    assert written["guesses"]["impact"]["persuasion"]["start"] == 1.5
    assert written["world"]["organisations"] == 30


def test_results_do_not_depend_on_the_workers(tiny: Path, tmp_path: Path) -> None:
    assert calibrate.main([*TINY, "workers=2", f"hydra.run.dir={tmp_path}/two"]) == 0
    for path in tiny.iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_taken_folder_is_refused(tiny: Path) -> None:
    with pytest.raises(UserError, match="holds a run already"):
        calibrate.main([*TINY, f"hydra.run.dir={tiny}"])


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["candidates=0"], "candidates = 0: must be a whole number from 1"),
        (["runs=1"], "runs = 1: must be a whole number from 2"),
        (["runs=few"], "runs = few: must be a whole number from 2"),
        (["workers=0"], "workers = 0: must be a whole number from 1"),
        (["neighbourhood=0"], "neighbourhood = 0: must be a number above 0, at most 1"),
        (["neighbourhood=1.5"], "neighbourhood = 1.5: must be a number above 0, at most 1"),
        (["language=fr"], "language = fr: must be one of en, de"),
        (["weeks=0"], "weeks = 0: must be a whole number from 1"),
        (["candidate=3"], "unknown key candidate; the nearest valid key is candidates"),
        (["world.free_hour=3"], "the nearest valid key is world.free_hours"),
        (["world.free_hours=9"], "world.free_hours is calibrated, so it has no other value"),
        (["world.tolerance=9"], "world.tolerance = 9: must be a number"),
        (["seed=1,2"], "seed=1,2: a calibration draws its candidates itself"),
        (["--multirun"], "--multirun: a calibration draws its candidates itself"),
        (["experiment=group_size"], "this command has no experiments"),
        (["execution=dask"], "this command has no executions"),
        (["world=study"], "has no effect with world.kind = study"),
        (["seed=9223372036854775800"], "must leave room for 116 seeds"),
        (["scenario=nothing"], "scenario = nothing: must be one of"),
    ],
)
def test_wrong_command_lines_are_refused(words: list[str], problem: str) -> None:
    with pytest.raises(UserError) as refused:
        calibrate.main(words)
    assert problem in refused.value.problem
    assert "\n" not in refused.value.problem + refused.value.advice


def test_a_wrong_file_of_ones_own_is_refused(tmp_path: Path) -> None:
    text = (configurations_folder() / "calibrate.yaml").read_text("utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("    free_hours:", "    free_ours:"))
    with pytest.raises(UserError, match=r"nearest valid key is world\.free_hours"):
        calibrate.main(["--config-dir", str(tmp_path), "--config-name", "mine"])


def test_an_interruption_leaves_what_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []

    def judged(trial: Trial) -> Judgement:
        done.append(trial.number)
        if len(done) > calibrate.BATCH + 3:
            raise KeyboardInterrupt
        return judgement(trial.number)

    monkeypatch.setattr(calibrate, "judge", judged)
    monkeypatch.setattr(calibrate, "compile_rules", lambda **_: None)
    words = ["candidates=90", "workers=1", f"hydra.run.dir={tmp_path}/x"]
    assert calibrate.main(words) == 130
    rows = list(csv.DictReader((tmp_path / "x" / "candidates.csv").open()))
    assert len(rows) == calibrate.BATCH
    assert {path.name for path in (tmp_path / "x").iterdir()} == {
        *("candidates.csv", "configuration.yaml"),
    }
    told = f"alliances calibrate: interrupted; 40 of 90 candidates kept in {tmp_path}/x"
    assert capsys.readouterr().err.splitlines()[-1] == told


def test_failed_trials_are_told_and_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def judged(trial: Trial) -> Judgement:
        if trial.number == 1:
            raise ValueError("no luck")
        return judgement(trial.number, b=Verdict.NOT_MET)

    monkeypatch.setattr(calibrate, "judge", judged)
    monkeypatch.setattr(calibrate, "compile_rules", lambda **_: None)
    words = ["candidates=3", "workers=1", f"hydra.run.dir={tmp_path}/x"]
    assert calibrate.main(words) == 1
    said = capsys.readouterr()
    assert "1 trial failed; the first: candidate 1: ValueError: no luck" in said.err
    assert "No drawn candidate meets all patterns." in said.out
    rows = list(csv.DictReader((tmp_path / "x" / "candidates.csv").open()))
    assert [row["candidate"] for row in rows] == ["0", "2", "defaults"]


def test_help_and_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert calibrate.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "candidates=N" in told
    assert "claim: " not in told
    assert calibrate.main(["--cfg", "job", "runs=7"]) == 0
    shown = yaml.safe_load(capsys.readouterr().out)
    assert shown["runs"] == 7
    assert shown["guesses"]["world"]["free_hours"]["start"] == 12


# --- Report and figure ---------------------------------------------------------------------------

OPTIONS: Mapping[str, Any] = calibrate.CALIBRATE_DEFAULTS


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_report_tells_choice_defaults_and_ranges(
    guesses: tuple[Guess, ...], language: str
) -> None:
    tried = judgement(DEFAULTS, c=Verdict.NOT_MET), judgement(2)
    found = calibration(guesses, *tried)
    text = "\n".join(calibration_lines(found, {**OPTIONS, "language": language}, 17))
    word = {"en": "not met", "de": "nicht erfüllt"}[language]
    assert f"(d) {word}" in text
    assert f"(c) {word}" in text
    # Accepted are 8 and 10 hours, chosen 10; the guess is the default.
    row = next(line for line in text.splitlines() if line.startswith("| `world.free_hours`"))
    assert [cell.strip() for cell in row.split("|")][5:10] == ["8", "10", "9", "10", "12"]
    # All numbers are 0.5: inside at most 70 %, outside at least 90 %.
    shares = {
        line[2:5]: line.split("|")[3].strip() for line in text.splitlines() if "(" in line[:4]
    }
    assert (shares["(a)"], shares["(b)"]) == ("0 %", "100 %")
    assert screen_lines(found, language)


def number_chosen(found: Calibration) -> int | None:
    return None if found.chosen is None else found.chosen.number


def test_the_defaults_stay_where_they_hold_and_lie_nearer(guesses: tuple[Guess, ...]) -> None:
    # The guess is the default here, so nothing is nearer; candidate 2 is 1/16 away.
    holds = calibration(guesses, judgement(DEFAULTS), judgement(2))
    assert number_chosen(holds) == DEFAULTS
    assert number_chosen(calibration(guesses, judgement(DEFAULTS, c=Verdict.NOT_MET))) is None
    for missed in (None, judgement(DEFAULTS, a=Verdict.NOT_MET)):  # on the seeds of the search
        assert number_chosen(dataclasses.replace(holds, defaults=missed)) == 2
    # 7 of 16 hours away are 7/32; 13 hours away they lie outside the range.
    for default in (19.0, 25.0):
        moved = dataclasses.replace(guesses[0], default=default)
        assert number_chosen(dataclasses.replace(holds, guesses=(moved, guesses[1]))) == 2
    told = "\n".join(calibration_lines(holds, OPTIONS, 17))
    assert "Chosen: the present defaults, 0 of the ranges away from the guess. They stay." in told
    alone = calibration(guesses, judgement(DEFAULTS), accepted=False)
    assert number_chosen(alone) == DEFAULTS


def test_defaults_outside_the_ranges_are_not_chosen(guesses: tuple[Guess, ...]) -> None:
    narrow = dataclasses.replace(guesses[0], high=13.0, default=13.5)
    found = calibration((narrow, guesses[1]), judgement(DEFAULTS))
    assert number_chosen(found) is None


RUNS = Words("16 runs of 208 weeks each", "je 16 Läufe über 208 Wochen")


def test_nothing_accepted_can_be_told_and_drawn(guesses: tuple[Guess, ...]) -> None:
    missed = judgement(DEFAULTS, a=Verdict.NOT_MET)
    found = calibration(guesses, missed, accepted=False)
    assert found.chosen is None
    assert "No drawn candidate meets all patterns." in screen_lines(found, "en")
    assert calibration_lines(found, OPTIONS, 17)
    figure = draw_calibration(found, RUNS, "de")
    assert picture_of(figure).startswith(b"\x89PNG")
    (legend,) = figure.legends
    told = [text.get_text() for text in legend.get_texts()]
    assert told == ["abgelehnt", "erste Annahme", "heutiger Wert (angenommen)"]


def test_guess_defaults_and_the_nearest_stand_in_one_table(guesses: tuple[Guess, ...]) -> None:
    # Of ranges of 16 hours and 6 rounds: 2 hours are 1/8 of one of two parameters.
    found = calibration(guesses, judgement(DEFAULTS, g=Verdict.NOT_MET), judgement(2))
    table = "\n".join(calibration_lines(found, OPTIONS, 17))
    assert "| present defaults | 0 | all met | (g) not met |" in table
    assert "| starting guess | 0 | (d) not met | – |" in table
    assert "| 2 | " in table
    assert "| all met | all met |" in table


def test_how_candidates_were_run_is_told_in_a_line() -> None:
    options = {"seed": 1, "runs": 16, "weeks": 208, "confirm_runs": 100}
    assert runs_in_words(options, 17).en == (
        "16 runs of 208 weeks each (seeds 1 to 16); those tried once more: "
        "100 runs (seeds 17 to 116)"
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_texts_lie_in_the_figure_and_apart(language: str) -> None:
    path = configurations_folder() / "calibrate.yaml"
    guesses = read_guesses(yaml.safe_load(path.read_text("utf-8"))["guesses"])
    drawn = tuple(candidates_of(guesses, 30, 1.0, 0))
    judged = tuple(
        judgement(one.number, **({} if one.number % 3 == 1 else {"d": Verdict.NOT_MET}))
        for one in drawn
    )
    confirmed = judgement(DEFAULTS), judgement(nearest_accepted(drawn, judged)[0].number)
    found = Calibration(guesses, drawn, judged, judgement(DEFAULTS), confirmed)
    figure = draw_calibration(found, RUNS, language)
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
    assert len(boxes) > 60
    for number, (one, box) in enumerate(boxes):
        for other, beside in boxes[number + 1 :]:
            assert not box.overlaps(beside), (one, other)
    assert picture_of(figure) == picture_of(draw_calibration(found, RUNS, language))


def test_the_present_defaults_are_a_candidate(guesses: tuple[Guess, ...]) -> None:
    one = present_defaults(guesses)
    assert one.number == DEFAULTS
    assert one.values == {"world.free_hours": 12.0, "formation.rounds": 4}
    assert one.departure == 0.0
