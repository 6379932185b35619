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
    at_home,
    effect_of,
    fate,
    is_counted,
    mean_per_run,
    rows_of,
    verdict,
)
from experiments.claim_files import read_claims
from sim.ensemble import Measured, run_ensemble
from sim.measures import ALLIANCE_RECORD, RUN_RECORD
from sim.parameters import Parameters

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
