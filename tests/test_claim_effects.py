"""Measuring the effects that claims expect: means of runs, fates, verdicts, and the command."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from experiments import claim_effects
from experiments.claim_effects import (
    AS_SAID,
    COLUMNS,
    OTHERWISE,
    UNTOLD,
    Effect,
    Values,
    at_home,
    effect_of,
    factors_of,
    fate,
    is_counted,
    mean_per_run,
    rows_of,
    sample,
    tally,
    verdict,
)
from experiments.claim_files import Claim, Contrast, read_claims
from sim.ensemble import Measured, run_ensemble
from sim.measures import ALLIANCE_RECORD, RUN_RECORD
from sim.parameters import ParameterError, Parameters

FEW = 4


def effect(errors: float, mean: float = 1.0) -> Effect:
    """An effect of so many standard errors."""
    return Effect(math.copysign(mean, errors), abs(mean / errors), 100)


# --- Measuring ---------------------------------------------------------------------------------


def test_an_effect_is_the_mean_of_its_pairs() -> None:
    # Mean 2, standard deviation 1 over three pairs: 2 / (1 / sqrt 3); a missing pair is left out.
    found = effect_of(np.array([1.0, 2.0, 3.0, math.nan]))
    assert found == pytest.approx((2.0, 1.0 / math.sqrt(3.0), 3))
    assert found.errors == pytest.approx(2.0 * math.sqrt(3.0))
    assert found.at_most == pytest.approx(2.0 + 1.96 / math.sqrt(3.0))
    assert effect_of(np.zeros(3)).errors == 0.0
    assert math.isnan(effect_of(np.array([1.0, math.nan, 2.0])).mean)


def measured_by_hand() -> Measured:
    """Three runs: the first with three initiatives, of which two became alliances; then 1, 0."""
    alliances = np.zeros(4, dtype=ALLIANCE_RECORD)
    alliances["is_alliance"] = [1, 1, 0, 1]
    alliances["focal"] = [0, 1, 0, 1]
    alliances["founded"] = [10, 120, 130, 104]
    alliances["platform"] = [20, -1, -1, 110]
    alliances["lifetime"] = [30.0, 50.0, 4.0, 7.0]
    alliances["depth"] = [0.5, 0.9, 0.9, math.nan]
    rows = np.array([0, 0, 0, 1])
    return Measured(np.zeros(3, dtype=RUN_RECORD), alliances, rows, None)


def test_means_of_runs_by_hand() -> None:
    measured = measured_by_hand()

    def mean(column: str, focal: bool = False, after: int | None = None) -> list[float]:
        return list(mean_per_run(measured, column, focal, after))

    nan = math.nan
    assert mean("lifetime") == pytest.approx([40.0, 7.0, nan], nan_ok=True)
    assert mean("lifetime", focal=True) == pytest.approx([50.0, 7.0, nan], nan_ok=True)
    assert mean("lifetime", after=104) == pytest.approx([50.0, nan, nan], nan_ok=True)
    # Depth stands for platforms alone, and only where it has a value.
    assert mean("depth") == pytest.approx([0.5, nan, nan], nan_ok=True)
    # Of all three initiatives two became alliances.
    assert mean("is_alliance") == pytest.approx([2.0 / 3.0, 1.0, nan], nan_ok=True)
    assert is_counted(measured.alliances, "weeks_to_platform", focal=True).tolist() == [
        *(False, False, False, True),
    ]


def test_a_measure_of_runs_is_that_of_the_ensemble() -> None:
    seeds = range(5, 5 + FEW)
    values = {"world.organisations": 30, "formation.initiation_rate": 1.0}
    runs = run_ensemble(Parameters().with_changes(values), seeds).runs
    found = claim_effects.per_run(values, "runs:alliances", seeds)
    assert found.tolist() == runs.alliances.tolist()
    nobody = claim_effects.per_run(values, "runs:no_partner", seeds)
    assert nobody.tolist() == (runs.no_partner / runs.initiatives).tolist()
    hours = claim_effects.per_run(
        {**values, "world.free_hours": 12.0}, "organisations:free_hours", seeds
    )
    assert hours.shape == (FEW,)
    assert np.all(hours > 0.0)


def test_a_contrast_is_positive_as_it_is_expected() -> None:
    contrast = next(claim for claim in read_claims() if claim.id == "C5").contrasts[0]
    up = contrast.model_copy(update={"expected": {"runs:alliances": "up"}})
    down = contrast.model_copy(update={"expected": {"runs:alliances": "down"}})
    seeds = range(FEW)
    risen = claim_effects.differences_at(up, {}, "runs:alliances", seeds)
    assert (
        risen.tolist()
        == (-claim_effects.differences_at(down, {}, "runs:alliances", seeds)).tolist()
    )
    before, after = (
        claim_effects.per_run({**contrast.base, **side}, "runs:alliances", seeds)
        for side in (contrast.before, contrast.after)
    )
    assert risen.tolist() == (after - before).tolist()


# --- Judging -----------------------------------------------------------------------------------


def test_fates_by_hand() -> None:
    home = effect(5.0)
    assert fate(home, effect(-3.0)) == "reversed"
    assert fate(home, Effect(0.3, 0.099, 100)) == "halved"  # 3.03 errors, at most .494
    assert fate(home, Effect(0.3, 0.101, 100)) == "gone"  # 2.97 errors, at most .498
    assert fate(home, Effect(0.3, 0.103, 100)) == "stays"  # at most .502
    assert fate(home, Effect(0.0, 0.0, 100)) == "gone"
    assert fate(home, Effect(math.nan, math.nan, 2)) == "stays"
    assert fate(effect(2.9), effect(-9.0)) == "unclear"
    assert [at_home(effect(errors)) for errors in (3.0, 2.9, -2.9, -3.0)] == [
        *("stays", "unclear", "unclear", "reversed"),
    ]


def test_verdicts_by_hand() -> None:
    home = effect(5.0)
    assert verdict("gone", home, Effect(0.0, 0.1, 100)) == AS_SAID
    # It fails further than was said.
    assert verdict("halved", home, Effect(0.0, 0.1, 100)) == AS_SAID
    assert verdict("gone", home, effect(-4.0)) == AS_SAID
    # Half is .5: .5 + 3 errors contradict, less does not.
    assert verdict("gone", home, Effect(0.81, 0.1, 100)) == OTHERWISE
    assert verdict("gone", home, Effect(0.79, 0.1, 100)) == UNTOLD
    assert verdict("reversed", home, Effect(-0.2, 0.1, 100)) == UNTOLD
    assert verdict("reversed", home, Effect(0.31, 0.1, 100)) == OTHERWISE
    assert verdict("gone", effect(2.0), Effect(0.0, 0.1, 100)) == UNTOLD
    assert verdict("gone", effect(-3.0), Effect(0.0, 0.1, 100)) == OTHERWISE
    assert verdict("unclear", effect(2.0), None) == AS_SAID
    assert verdict("unclear", effect(3.5), None) == OTHERWISE
    assert verdict("reversed", effect(-3.5), None) == AS_SAID
    assert verdict("reversed", effect(-2.5), None) == UNTOLD
    assert verdict("stays", effect(3.5), None) == AS_SAID


def test_every_effect_of_every_claim_is_measured() -> None:
    for claim in read_claims():
        rows = list(rows_of(claim))
        assert {(row.number, row.measure) for row in rows} == {
            (effect.number, effect.measure) for effect in claim.expected
        }
        for row in rows:
            fails = (row.number, row.measure) in {tuple(effect) for effect in claim.failing}
            assert (row.place is not None) == fails


# --- Samples -----------------------------------------------------------------------------------


def claim_named(name: str) -> Claim:
    return next(claim for claim in read_claims() if claim.id == name)


def test_what_is_sampled_is_what_a_claim_names_by_range_and_kind() -> None:
    claim = claim_named("C2")
    factors = {one.key: one for one in factors_of(claim, claim.contrasts[1])}
    # All but what the contrast varies: who moderates.
    assert set(factors) == set(claim.parameters) - {"formation.moderation"}
    quorum, rounds = factors["formation.quorum"], factors["formation.rounds"]
    assert (quorum.low, quorum.high, quorum.whole) == (0.5, 1.0, False)
    assert rounds.is_interval
    assert rounds.whole
    claim = claim_named("F1")
    keys = {one.key: one for one in factors_of(claim, claim.contrasts[0])}
    # An assigned size is what the contrast is about; who governs is open.
    assert "formation.size_design" not in keys
    assert "formation.target_partners" not in keys
    assert keys["collaboration.governance"].values == ("assembly", "lead", "core")


def quorum_of(place: Values) -> float:
    return float(place["formation.quorum"])


def fake_difference(contrast: Contrast, place: Values, measure: str, seeds: range) -> np.ndarray:
    """Five standard errors, up where the quorum is above .75 and down below."""
    if place["formation.rounds"] == 2:
        raise ParameterError("do not go together")
    sign = 1.0 if quorum_of(place) > 0.75 else -1.0
    return sign * np.array([4.0, 5.0, 6.0]) / 5.0 * math.sqrt(3.0)


def test_samples_cover_the_ranges_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_effects, "differences_at", fake_difference)
    claim = claim_named("C2")
    found = list(sample(claim, 2, 8, range(100, 103)))
    assert found == list(sample(claim, 2, 8, range(100, 103)))
    assert found != list(sample(claim, 2, 8, range(200, 203)))
    # One quorum in each eighth from .5 to 1: four of them above .75.
    eighths = sorted(int((quorum_of(one.place) - 0.5) * 16) for one in found)
    assert eighths == list(range(8))
    possible = [one for one in found if one.place["formation.rounds"] != 2]
    assert 0 < len(possible) < len(found)
    high = sum(quorum_of(one.place) > 0.75 for one in possible)
    told = list(tally(found))
    assert len(told) == len(claim.contrasts[1].expected)
    counts = f"holds at {high} of {len(possible)} places, is reversed at {len(possible) - high}"
    assert all(line.startswith("C2  (2) alliances:") and line.endswith(counts) for line in told)
    assert list(tally([one for one in found if one not in possible])) == []


def test_the_command_looks_around(capsys: pytest.CaptureFixture[str]) -> None:
    assert claim_effects.main(["D3", "--samples", "2", "--pairs", "3"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2 + 3
    assert all(line.startswith("D3  (1) alliances:weeks_to_platform ") for line in out[:2])
    assert all("  at dissolution.network_hours=" in line for line in out[:2])
    assert all(" of 2 places, is reversed at " in line for line in out[2:])


# --- The command -------------------------------------------------------------------------------


def test_the_command_tells_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "effects.csv"
    code = claim_effects.main(["D3", "--pairs", "3", "--csv", str(table)])
    out = capsys.readouterr().out.splitlines()
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["claim"], row["measure"]) for row in rows] == [
        ("D3", "runs:trust"),
        ("D3", "alliances:weeks_to_platform"),
        ("D3", "alliances:is_alliance"),
    ]
    assert len(out) == len(rows) + 1
    assert out[-1].startswith("3 effects and places with 3 pairs of runs: ")
    assert (code == 1) == (OTHERWISE in [row["verdict"] for row in rows])


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["C99"], "C99 is no claim; the nearest is C9"),
        (["D3", "--pairs", "2"], "--pairs 2: too few"),
        (["D3", "--seed", "-1"], "seed = -1: must be"),
        (["D3", "--samples", "0"], "--samples 0: too few"),
        (["D3", "--samples", "100001"], "100001 points are more than 100000"),
        (["D3", "--samples", "2", "--csv", "new.csv"], "--csv: no table of samples is written"),
        (["D3", "--csv", "/nowhere/at/all.csv"], "/nowhere/at/all.csv: No such file"),
    ],
)
def test_wrong_words_are_refused(
    words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert claim_effects.main(words) == 2
    err = capsys.readouterr().err.splitlines()
    assert err[0].startswith(f"{claim_effects.COMMAND}: {problem}")
    assert len(err) == 2


def test_a_table_that_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "effects.csv"
    table.write_text("mine")
    assert claim_effects.main(["D3", "--pairs", "3", "--csv", str(table)]) == 2
    assert "File exists" in capsys.readouterr().err
    assert table.read_text() == "mine"
