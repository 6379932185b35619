"""Numbers with what they count: the singular stands with one, the plural with all others."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from experiments.calibration_words import meeting_all, runs_in_words
from experiments.counting import counted
from experiments.outside_definitions import OUTSIDE_PATTERNS
from experiments.pattern_definitions import PATTERNS, Words
from experiments.pattern_words import ONE, count_in_words, seeds_in_words
from experiments.sensitivity import SensitivitySweep
from experiments.sweep import described, in_runs


def test_one_alone_stands_in_the_singular() -> None:
    told = [counted(number, "run", "runs") for number in (0, 1, 2, 21)]
    assert told == ["0 runs", "1 run", "2 runs", "21 runs"]


def plan(**changes: Any) -> Any:
    """Stand in for a plan of one run."""
    one = {
        "factors": {"world.tolerance": (0.3,)},
        "points": [None],
        "replications": 1,
        "runs": 1,
        "weeks": 1,
        "left_out": 1,
        "options": {"method": "sobol", "samples": 2},
    }
    return cast(Any, SimpleNamespace(**{**one, **changes}))


def test_a_plan_of_one_run_and_one_of_many() -> None:
    assert described(plan()).splitlines()[1:] == [
        "1 point x 1 replication = 1 run of 1 week",
        "1 point left out: more partners than other organisations, in the world or in the "
        "sectors asked",
    ]
    many = plan(points=[None] * 3, replications=2, runs=6, weeks=26, left_out=0)
    assert described(many).splitlines()[1:] == [
        "3 points x 2 replications = 6 runs of 26 weeks",
    ]


def test_a_design_of_one_parameter_and_one_of_two() -> None:
    told = SensitivitySweep.described(plan(points=[None] * 6, runs=6))
    assert told.splitlines() == [
        "Method: sobol, 1 parameter, 2 samples",
        "6 points x 1 replication = 6 runs of 1 week",
    ]
    two = plan(factors={"world.tolerance": (), "world.fields": ()})
    assert "2 parameters" in SensitivitySweep.described(two)


@pytest.mark.parametrize(
    ("number", "english", "german"), [(1, "1 run", "1 Lauf"), (4, "4 runs", "4 Läufen")]
)
def test_runs_after_of(number: int, english: str, german: str) -> None:
    assert (in_runs(number, "en"), in_runs(number, "de")) == (english, german)


def test_one_seed_and_many() -> None:
    assert seeds_in_words(7, 1) == Words("seed 7", "Startwert 7")
    assert seeds_in_words(7, 3) == Words("seeds 7 to 9", "Startwerte 7 bis 9")


def test_one_candidate_meets_and_several_meet() -> None:
    number = len(PATTERNS)
    assert meeting_all(1, 50) == Words(
        f"1 of 50 candidates meets all {number} patterns",
        f"1 von 50 Kandidaten erfüllt alle {number} Muster",
    )
    assert meeting_all(2, 50).en.startswith("2 of 50 candidates meet all")
    assert meeting_all(0, 1).de.startswith("0 von 1 Kandidat erfüllen alle")


def test_a_candidate_that_ran_once() -> None:
    options = {"seed": 1, "runs": 1, "weeks": 1, "confirm_runs": 1}
    assert runs_in_words(options, 2) == Words(
        "1 run of 1 week each (seed 1); those tried once more: 1 run (seed 2)",
        "je 1 Lauf über 1 Woche (Startwert 1); erneut versuchte: 1 Lauf (Startwert 2)",
    )


def test_every_measure_counts_something_that_has_a_singular() -> None:
    measures = [measure for pattern in PATTERNS for measure in pattern.measures]
    measures += [measure for pattern in OUTSIDE_PATTERNS for measure in pattern.measures]
    assert {measure.counted for measure in measures} <= set(ONE)
    platforms = next(one for one in measures if one.counted.en == "platforms")
    finding = cast(Any, SimpleNamespace(count=1, measure=platforms))
    assert count_in_words(finding, "en") == "1 platform"
    assert count_in_words(finding, "de") == "1 Plattform"
    finding.count = 30
    assert count_in_words(finding, "de") == "30 Plattformen"
