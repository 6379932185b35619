"""Designs of experiments: which points factors give."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.designs import (
    MOST_POINTS,
    DesignError,
    Factor,
    grid,
    latin_hypercube,
    one_at_a_time,
)

SIZE = Factor("size", (2, 5))
RULE = Factor("rule", ("lead", "core", "assembly"))
SHARE = Factor("share", (), 0.5, 1.0)
WHOLE = Factor("count", (), 3, 7, whole=True)


def test_a_grid_has_every_combination_and_its_last_factor_changes_fastest() -> None:
    assert list(grid([SIZE, RULE])) == [
        {"size": 2, "rule": "lead"},
        {"size": 2, "rule": "core"},
        {"size": 2, "rule": "assembly"},
        {"size": 5, "rule": "lead"},
        {"size": 5, "rule": "core"},
        {"size": 5, "rule": "assembly"},
    ]
    assert list(grid([])) == [{}]


def test_one_factor_at_a_time_begins_with_the_base_and_does_not_repeat_it() -> None:
    assert list(one_at_a_time([SIZE, RULE], {"size": 5, "rule": "lead"})) == [
        {"size": 5, "rule": "lead"},
        {"size": 2, "rule": "lead"},
        {"size": 5, "rule": "core"},
        {"size": 5, "rule": "assembly"},
    ]


@given(st.integers(1, 60), st.integers(0, 1000))
def test_a_latin_hypercube_has_one_point_in_every_slice_of_every_factor(
    samples: int, seed: int
) -> None:
    points = list(latin_hypercube([SHARE, Factor("other", (), -1.0, 3.0)], samples, seed))
    for key, low, width in (("share", 0.5, 0.5), ("other", -1.0, 4.0)):
        slices = sorted(math.floor((p[key] - low) / width * samples) for p in points)
        assert slices == list(range(samples))


def test_lists_and_whole_numbers_have_equal_parts_of_a_latin_hypercube() -> None:
    points = list(latin_hypercube([RULE, WHOLE], 30, 0))
    rules = [point["rule"] for point in points]
    counts = [point["count"] for point in points]
    assert {rule: rules.count(rule) for rule in RULE.values} == dict.fromkeys(RULE.values, 10)
    # 3, 4, 5, 6 and 7, both ends included.
    assert {count: counts.count(count) for count in range(3, 8)} == dict.fromkeys(range(3, 8), 6)


def test_whole_numbers_lie_within_an_interval_whose_ends_are_none() -> None:
    # Between 2.5 and 6.7 lie 3, 4, 5 and 6; between -1.5 and 1.5 lie -1, 0 and 1.
    for low, high, inside in ((2.5, 6.7, [3, 4, 5, 6]), (-1.5, 1.5, [-1, 0, 1])):
        points = latin_hypercube([Factor("count", (), low, high, whole=True)], 24, 0)
        assert sorted({point["count"] for point in points}) == inside
    with pytest.raises(DesignError, match="count: there is no whole number in the interval"):
        list(latin_hypercube([Factor("count", (), 0.2, 0.8, whole=True)], 5, 0))


def test_a_latin_hypercube_is_a_function_of_its_seed() -> None:
    first, again, other = (list(latin_hypercube([SHARE], 5, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_what_does_not_fit_a_design_is_refused() -> None:
    with pytest.raises(DesignError, match="share: a grid cannot count through an interval"):
        list(grid([SHARE]))
    with pytest.raises(DesignError, match="one factor at a time cannot count"):
        list(one_at_a_time([SHARE], {"share": 1.0}))
    with pytest.raises(DesignError, match="needs factors"):
        list(latin_hypercube([], 5, 0))
    with pytest.raises(DesignError, match="the interval ends before it begins"):
        list(latin_hypercube([Factor("share", (), 1.0, 0.5)], 5, 0))
    many = Factor("many", tuple(range(1000)))
    with pytest.raises(DesignError, match=f"1000000 points are more than {MOST_POINTS}"):
        next(grid([many, Factor("more", tuple(range(1000)))]))
