"""Consequential claims hold at the place of their contrast, and fail at the place that they name.

Both places come from the files of the claims. A contrast may expect several effects, and the files
say which of them hold and where each fails. One is run for each claim, and others where few seeds
tell. Seeds are as many as it takes to tell, found on other seeds than these. A run differs from its
counterpart only by what the contrast varies, so effects are paired by seed.
"""

from functools import cache

import numpy as np
import pytest

from experiments.claim_effects import ERRORS, LEFT, Effect, differences_at, effect_of, per_run
from experiments.claim_files import Claim, Value, claims_folder, read_claim

pytestmark = pytest.mark.slow

FIRST_SEED = 20000
"""The seeds are fixed, so that the tests tell the same every time; no place was chosen by them."""

REVERSED = {
    "F2": ("alliances:share_agreed", 140),
    "F3": ("alliances:members_at_platform", 120),
    "F4": ("alliances:lifetime", 100),
    "F5": ("alliances:weeks_to_platform", 50),
    "F8": ("alliances:people_lost", 220),
    "F9": ("runs:no_partner", 150),
    "F14": ("alliances:people_lost", 30),
    "C1": ("alliances:lifetime", 40),
    "C4": ("alliances:lifetime", 130),
    "C5": ("alliances:decided_in_time", 100),
    "C6": ("alliances:share_agreed", 150),
    "C7": ("alliances:ambition_kept", 100),
    "C11": ("alliances:lifetime", 100),
    "C12": ("alliances:members_at_platform", 120),
    "C15": ("alliances:lost_over_red_line", 60),
    "C16": ("alliances:lost_over_red_line", 120),
    "C17": ("alliances:lifetime", 240),
    "C19": ("alliances:support", 200),
    "I1": ("alliances:support", 90),
    "I2": ("alliances:people_lost", 40),
    "I8": ("runs:trust_gained", 40),
    "O2": ("runs:alliances", 20),
    "I5": ("alliances:support", 50),
    "I10": ("alliances:contribution_per_head", 30),
}
"""Measure and number of seeds of claims that turn into their opposite."""

VANISHING = {
    "F1": ("alliances:depth", 70),
    "F6": ("alliances:lifetime", 60),
    "F10": ("alliances:members_at_platform", 40),
    "F11": ("alliances:members_at_platform", 100),
    "F12": ("alliances:weeks_to_platform", 100),
    "F13": ("runs:stopped_early", 100),
    "F15": ("alliances:weeks_to_platform", 120),
    "C3": ("alliances:lifetime", 120),
    "C2": ("alliances:share_agreed", 100),
    "C13": ("alliances:lost_over_red_line", 100),
    "C8": ("alliances:people_lost", 120),
    "C9": ("alliances:support", 30),
    "C10": ("alliances:support", 40),
    "C14": ("alliances:lifetime", 60),
    "C18": ("alliances:lost_over_objection", 250),
    "I7": ("alliances:support", 30),
    "F7": ("runs:no_partner", 60),
    "F16": ("runs:no_partner", 60),
    "I3": ("alliances:pivotal", 240),
    "I6": ("alliances:electorates_reached", 40),
}
"""The same of claims of which hardly anything is left."""

COMPARED = {
    "I9": ("alliances:captures_in_haste", "alliances:captures_by_choice", 20),
}
"""Claims that one thing outweighs another: the larger measure, the smaller one, number of seeds.

It does at the place of the first contrast, and not where the claim fails, before the change.
"""

OTHERS = {
    ("F2", 1, "alliances:coordination_share"): 60,
    ("F3", 1, "alliances:lost_over_values"): 20,
    ("F4", 1, "alliances:people_lost"): 60,
    ("F6", 1, "alliances:depth"): 20,
    ("F7", 1, "alliances:lost_over_objection"): 40,
    ("F9", 2, "alliances:members_at_platform"): 60,
    ("F12", 1, "alliances:mistaken_objections"): 20,
    ("F13", 2, "runs:stopped_early"): 40,
    ("F14", 2, "alliances:people_lost"): 30,
    ("F16", 1, "runs:alliances"): 30,
    ("F16", 2, "alliances:members_at_platform"): 90,
    ("C3", 1, "runs:lead_lost"): 30,
    ("C4", 2, "runs:energy"): 90,
    ("C5", 1, "alliances:weeks_to_platform"): 60,
    ("C5", 2, "alliances:weeks_to_platform"): 40,
    ("C9", 1, "alliances:pivotal"): 30,
    ("C9", 2, "alliances:pooling_gain"): 30,
    ("C10", 1, "alliances:goal_reached"): 40,
    ("C11", 1, "alliances:contribution_per_head"): 30,
    ("C15", 1, "alliances:share_agreed"): 30,
    ("C17", 1, "alliances:people_lost"): 120,
    ("C19", 4, "alliances:goal_reached"): 40,
    ("D2", 1, "alliances:fading_weeks"): 40,
    ("D2", 2, "runs:hours"): 30,
    ("I1", 1, "alliances:goal_reached"): 40,
    ("I2", 1, "alliances:depth"): 30,
    ("I3", 1, "alliances:effective_sectors"): 40,
    ("I8", 1, "runs:ties_gained"): 30,
    ("I9", 1, "alliances:captures"): 60,
    ("I9", 2, "alliances:credit_gini"): 30,
    ("I10", 1, "alliances:hours"): 30,
}
"""Other effects that claims expect, each with its own place: claim, contrast, measure, seeds."""


# --- Measuring ---------------------------------------------------------------------------------


def seeds_of(number: int) -> range:
    return range(FIRST_SEED, FIRST_SEED + number)


def measured_at(values: dict[str, Value], measure: str, seeds: int) -> np.ndarray:
    """Measure of each run with these parameters. Shape (seeds,)."""
    return per_run(values, measure, seeds_of(seeds))


def number_in(name: str, measure: str) -> int:
    """Number of the first contrast of a claim that expects something of a measure."""
    claim = read_claim(claims_folder() / f"{name}.yaml")
    return next(effect.number for effect in claim.expected if effect.measure == measure)


def fate_of(claim: Claim, number: int, measure: str) -> tuple[str, dict[str, Value]]:
    """What becomes of an effect at the first place that the claim names for it, and the place."""
    return next(
        (failure.effects[number][measure], failure.values)
        for failure in claim.failures
        if measure in failure.effects.get(number, {})
    )


def effects(name: str, measure: str, seeds: int) -> tuple[Effect, Effect]:
    """Effects of the first contrast that expects something of a measure, as `both_effects`."""
    return both_effects(name, number_in(name, measure), measure, seeds)


def both_effects(name: str, number: int, measure: str, seeds: int) -> tuple[Effect, Effect]:
    """Effects at the place of the contrast, and at the place where it should fail."""
    there, elsewhere = both_differences(name, number, measure, seeds)
    return effect_of(there), effect_of(elsewhere)


@cache
def both_differences(
    name: str, number: int, measure: str, seeds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Differences by seed at both places, positive as the claim expects."""
    claim = read_claim(claims_folder() / f"{name}.yaml")
    contrast = claim.contrasts[number - 1]
    _, place = fate_of(claim, number, measure)
    there = differences_at(contrast, {}, measure, seeds_of(seeds))
    return there, differences_at(contrast, place, measure, seeds_of(seeds))


# --- Tests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*REVERSED, *VANISHING])
def test_a_claim_holds_at_the_place_of_its_contrast(name):
    there, _ = effects(name, *{**REVERSED, **VANISHING}[name])
    assert there.errors >= ERRORS


@pytest.mark.parametrize("name", REVERSED)
def test_a_claim_turns_into_its_opposite_where_it_says(name):
    _, elsewhere = effects(name, *REVERSED[name])
    assert elsewhere.errors <= -ERRORS


@pytest.mark.parametrize("name", VANISHING)
def test_hardly_anything_is_left_of_a_claim_where_it_says(name):
    measure, seeds = VANISHING[name]
    there, elsewhere = effects(name, measure, seeds)
    assert abs(elsewhere.errors) < ERRORS
    here, away = both_differences(name, number_in(name, measure), measure, seeds)
    assert effect_of(here - away).errors >= ERRORS
    assert elsewhere.at_most < LEFT * there.mean


@pytest.mark.parametrize(("name", "number", "measure"), OTHERS)
def test_every_other_effect_holds_and_fails_as_the_claim_says(name, number, measure):
    there, elsewhere = both_effects(name, number, measure, OTHERS[name, number, measure])
    assert there.errors >= ERRORS
    fate, _ = fate_of(read_claim(claims_folder() / f"{name}.yaml"), number, measure)
    if fate == "reversed":
        assert elsewhere.errors <= -ERRORS
    else:
        assert elsewhere.at_most < LEFT * there.mean


@pytest.mark.parametrize("name", COMPARED)
def test_what_outweighs_is_outweighed_where_it_says(name):
    claim = read_claim(claims_folder() / f"{name}.yaml")
    larger, smaller, seeds = COMPARED[name]
    first = claim.contrasts[0]
    base = first.base
    elsewhere = {**base, **claim.failures[0].values, **first.before}
    for place, sign in ((base, 1.0), (elsewhere, -1.0)):
        excess = measured_at(place, larger, seeds) - measured_at(place, smaller, seeds)
        assert sign * effect_of(excess).errors >= ERRORS
