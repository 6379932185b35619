"""Consequential claims hold at the place of their contrast, and fail at the place that they name.

Both places come from the files of the claims. A contrast may expect several effects, and the files
say which of them hold and where each fails. One is run for each claim, and others where few seeds
tell. Seeds are as many as it takes to tell, found on other seeds than these; where an effect is
clear before, the rest are spared (`tests/looks.py`). A run differs from its counterpart only by
what the contrast varies, so effects are paired by seed.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from experiments.claim_effects import CERTAIN, ERRORS, LEFT, Effect, effect_of, per_run
from experiments.claim_files import Claim, Value, claims_folder, read_claim
from tests.looks import CLEAR, seeds_needed

pytestmark = pytest.mark.slow

CERTAIN_BEFORE = 3.0
"""As `CERTAIN`, before all seeds are done, where one looks more than once."""

FIRST_SEED = 20000
"""The seeds are fixed, so that the tests tell the same every time; no place was chosen by them."""

RUNS_AT_ONCE = 10
"""Runs with the same parameters that are done together; all numbers of seeds are multiples."""

FEWEST = 15
"""Runs that have a value: with fewer of them nothing counts as clear."""

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


def measured_at(values: dict[str, Value], measure: str, seeds: int) -> np.ndarray:
    """Measure of each run with these parameters. Shape (seeds,)."""
    return per_run(values, measure, range(FIRST_SEED, FIRST_SEED + seeds))


def measures_of(name: str) -> tuple[str, ...]:
    """All measures that are looked at for a claim: a run tells them at once."""
    tables = (REVERSED, VANISHING)
    found = {table[name][0] for table in tables if name in table}
    found |= {measure for claim, _, measure in OTHERS if claim == name}
    found |= set(COMPARED[name][:2]) if name in COMPARED else set()
    return tuple(sorted(found))


@cache
def batch(name: str, values: tuple[tuple[str, Value], ...], first: int) -> dict[str, np.ndarray]:
    """All measures of a claim with these parameters, for a batch of seeds from one on."""
    seeds = range(FIRST_SEED + first, FIRST_SEED + first + RUNS_AT_ONCE)
    return {measure: per_run(dict(values), measure, seeds) for measure in measures_of(name)}


def outcomes(name: str, values: dict[str, Value], measure: str, seeds: int) -> np.ndarray:
    """Measure of each run with these parameters, done in batches. Shape (seeds,)."""
    key = tuple(sorted(values.items()))
    batches = [batch(name, key, first)[measure] for first in range(0, seeds, RUNS_AT_ONCE)]
    return np.concatenate(batches)


def number_of(claim: Claim, measure: str) -> int:
    """Number of the first contrast that expects something of a measure."""
    return next(effect.number for effect in claim.expected if effect.measure == measure)


def fate_of(claim: Claim, number: int, measure: str) -> tuple[str, dict[str, Value]]:
    """What becomes of an effect at the first place that the claim names for it, and the place."""
    return next(
        (failure.effects[number][measure], failure.values)
        for failure in claim.failures
        if measure in failure.effects.get(number, {})
    )


class Place(NamedTuple):
    """An effect of a claim's contrast, and where it is looked at.

    Attributes
    ----------
    name
        Of the claim.
    number
        Of the contrast, from 1.
    measure
        What is compared.
    fails
        Whether it is the place at which the claim fails, instead of that of the contrast.
    """

    name: str
    number: int
    measure: str
    fails: bool = False

    def differences(self, seeds: int) -> np.ndarray:
        """By seed, positive as the claim expects. Shape (seeds,)."""
        claim = claim_of(self.name)
        contrast = claim.contrasts[self.number - 1]
        place = fate_of(claim, self.number, self.measure)[1] if self.fails else {}
        base = {**contrast.base, **place}
        before, after = (
            outcomes(self.name, {**base, **change}, self.measure, seeds)
            for change in (contrast.before, contrast.after)
        )
        change: np.ndarray = after - before
        return change if contrast.expected[self.measure] == "up" else -change

    def clear_effect(self, seeds: int, sign: float = 1.0) -> Effect:
        """The effect here, over as many seeds as it takes to be clear in a direction."""

        def is_seen(number: int) -> bool:
            return is_clear(effect_of(self.differences(number)), sign)

        return effect_of(self.differences(seeds_needed(seeds, is_seen)))


def is_clear(effect: Effect, sign: float = 1.0) -> bool:
    """Whether an effect is so clear in a direction that no more seeds are needed."""
    return bool(effect.pairs >= FEWEST and sign * effect.errors >= CLEAR)


@cache
def claim_of(name: str) -> Claim:
    return read_claim(claims_folder() / f"{name}.yaml")


def first_place(name: str, measure: str) -> Place:
    """Place of the first contrast that expects something of a measure."""
    return Place(name, number_of(claim_of(name), measure), measure)


# --- Tests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*REVERSED, *VANISHING])
def test_a_claim_holds_at_the_place_of_its_contrast(name):
    measure, seeds = {**REVERSED, **VANISHING}[name]
    assert first_place(name, measure).clear_effect(seeds).errors >= ERRORS


@pytest.mark.parametrize("name", REVERSED)
def test_a_claim_turns_into_its_opposite_where_it_says(name):
    measure, seeds = REVERSED[name]
    elsewhere = first_place(name, measure)._replace(fails=True)
    assert elsewhere.clear_effect(seeds, -1.0).errors <= -ERRORS


class Lost(NamedTuple):
    """Differences at the place of a contrast, and at the place where the effect vanishes."""

    there: np.ndarray
    elsewhere: np.ndarray

    def is_little(self, certain: float = CERTAIN) -> bool:
        """Whether at most a share of the effect is left."""
        left = effect_of(self.elsewhere)
        return bool(left.mean + certain * left.error < LEFT * effect_of(self.there).mean)

    @property
    def difference(self) -> Effect:
        """What the place takes away from the effect."""
        return effect_of(self.there - self.elsewhere)


def lost_at(place: Place, seeds: int) -> Lost:
    """Both, over as many seeds as it takes to see clearly that little is left."""

    def both(number: int) -> Lost:
        return Lost(place.differences(number), place._replace(fails=True).differences(number))

    def is_seen(number: int) -> bool:
        lost = both(number)
        return is_clear(lost.difference) and lost.is_little(CERTAIN_BEFORE)

    return both(seeds_needed(seeds, is_seen))


@pytest.mark.parametrize("name", VANISHING)
def test_hardly_anything_is_left_of_a_claim_where_it_says(name):
    measure, seeds = VANISHING[name]
    lost = lost_at(first_place(name, measure), seeds)
    assert abs(effect_of(lost.elsewhere).errors) < ERRORS
    assert lost.difference.errors >= ERRORS
    assert lost.is_little()


@pytest.mark.parametrize(("name", "number", "measure"), OTHERS)
def test_every_other_effect_holds_and_fails_as_the_claim_says(name, number, measure):
    seeds = OTHERS[name, number, measure]
    place = Place(name, number, measure)
    assert place.clear_effect(seeds).errors >= ERRORS
    fate, _ = fate_of(claim_of(name), number, measure)
    if fate == "reversed":
        assert place._replace(fails=True).clear_effect(seeds, -1.0).errors <= -ERRORS
    else:
        assert lost_at(place, seeds).is_little()


@pytest.mark.parametrize("name", COMPARED)
def test_what_outweighs_is_outweighed_where_it_says(name):
    claim = claim_of(name)
    larger, smaller, seeds = COMPARED[name]
    first = claim.contrasts[0]
    base = first.base
    elsewhere = {**base, **claim.failures[0].values, **first.before}
    for place, sign in ((base, 1.0), (elsewhere, -1.0)):
        found = [outcomes(name, place, measure, seeds) for measure in (larger, smaller)]
        assert sign * effect_of(found[0] - found[1]).errors >= ERRORS


def test_all_numbers_of_seeds_are_multiples_of_what_is_run_at_once():
    tables = (*REVERSED.values(), *VANISHING.values())
    assert all(number % RUNS_AT_ONCE == 0 for number in (*OTHERS.values(), *(n for _, n in tables)))


def test_few_values_are_never_clear():
    alike = np.arange(1.0, 15.0)  # 14 of them
    assert effect_of(alike).errors > CLEAR
    assert not is_clear(effect_of(np.append(alike, np.nan)))
    assert is_clear(effect_of(np.append(alike, 15.0)))
    assert not is_clear(effect_of(np.append(alike, 15.0)), -1.0)
