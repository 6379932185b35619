"""Numbers of parameters, points and runs that the documentation names are those of the program."""

import math
import re
from pathlib import Path

import pytest

from experiments.sensitivity import DEFAULTS, SAMPLES
from experiments.sensitivity_choice import choose_factors
from experiments.sensitivity_designs import saltelli_design, trajectories

DOCS = Path(__file__).parent.parent / "docs"
SCALING, SENSITIVITY = ("SCALING.md", "SENSITIVITY.md")

FACTORS = choose_factors("all", "synthetic", frozenset())
COUNT = len(FACTORS)
SEEDS = DEFAULTS["replications"]


def text_of(page: str) -> str:
    """Text of a page in one line."""
    return " ".join((DOCS / page).read_text(encoding="utf-8").split())


def numbers_in(page: str, pattern: str) -> list[int]:
    """Whole numbers that a sentence of a page names; # in the pattern stands for one."""
    found = list(re.finditer(pattern.replace("#", r"([\d,]*\d)"), text_of(page)))
    assert len(found) == 1, f"{page} should have this once, not {len(found)} times: {pattern}"
    return [int(number.replace(",", "")) for number in found[0].groups()]


def points_of_sobol(count: int, samples: int) -> int:
    """Points of Saltelli's design, from one with the fewest samples."""
    return samples * len(saltelli_design(FACTORS[:count], 2, 1)) // 2


def test_a_screening_of_everything() -> None:
    points = len(trajectories(FACTORS, DEFAULTS["trajectories"], 1))
    runs = points * SEEDS
    assert numbers_in(SCALING, "# x # x # = # runs, eight minutes") == [
        *(DEFAULTS["trajectories"], COUNT + 1, SEEDS, runs),
    ]
    assert numbers_in(SCALING, "With `trajectories=#`, # runs") == [100, runs // 20 * 100]
    assert numbers_in(SENSITIVITY, "The screening of all parameters is # runs") == [runs]


def test_sobol_indices_of_everything() -> None:
    samples = SAMPLES["sobol"]
    points = points_of_sobol(COUNT, samples)
    runs = points * SEEDS
    said = "For all # parameters it would be # x # x # = # runs. Its # points of # kB"
    told = numbers_in(SCALING, said)
    assert told[:-1] == [COUNT, samples, COUNT + 2, SEEDS, runs, points]
    told = numbers_in(SENSITIVITY, "of all would be # with # samples")
    assert told == [runs, samples]


def test_sobol_indices_of_a_handful() -> None:
    points = points_of_sobol(5, 512)
    told = numbers_in(SCALING, "Five parameters with # samples have # x # x # = # runs")
    assert told == [512, 512, 7, SEEDS, points * SEEDS]


def test_every_number_of_parameters() -> None:
    assert numbers_in(SCALING, "# parameters with three values each are #") == [COUNT, 3]
    assert f"are 3{str(COUNT).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} points" in (
        text_of(SCALING)
    )
    assert numbers_in(SCALING, "a point of the design, # factors") == [COUNT]
    assert numbers_in(SCALING, "# kB with all # parameters")[1:] == [COUNT]


def test_points_take_as_much_memory_as_a_point_times_their_number() -> None:
    each, everything = numbers_in(SCALING, "Its # points of # kB")[1], 1.2
    points = points_of_sobol(COUNT, SAMPLES["sobol"])
    assert math.isclose(points * each / 1e6, everything, abs_tol=0.05)
    assert f"take {everything} GB" in text_of(SCALING)
    assert f"take {everything} GB" in text_of(SENSITIVITY)


@pytest.mark.parametrize("page", [SCALING, SENSITIVITY, "SWEEPS.md"])
def test_every_product_is_multiplied_out_right(page: str) -> None:
    factor = r"[\d,]+(?: [a-z' ]+?)?"
    for product in re.findall(rf"((?:{factor} x )+{factor}) = ([\d,]+) runs", text_of(page)):
        numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", product[0])]
        assert math.prod(numbers) == int(product[1].replace(",", "")), product
