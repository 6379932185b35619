"""Every mechanism has a value at which its rule is not consulted, and one at which it is."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from experiments.mechanisms import (
    COMMAND,
    DOCS,
    MECHANISMS,
    NEUTRAL_VALUES,
    Mechanism,
    claims_of,
    mechanism_page,
)
from sim.execution import cores
from sim.parameters import Parameters, check, declared_parameters, find
from tests.consulted import ROOT

SMALL = {
    "world.organisations": 14,
    "world.fields": 4,
    "world.legislators": 9,
    "world.parties": 3,
    "world.segments": 3,
    "world.fields_touched": 1,
    "world.free_hours": 20.0,
    "world.tolerance": 0.3,
    "world.sitting_scale": 0.3,
    "environment.shock_size": 0.5,
    "formation.initiation_rate": 2.0,
    "formation.joining_burden": 0.05,
    "formation.moderation_hours": 1.0,
    "formation.quorum": 0.6,
    "formation.target_partners": 4,
    "formation.usual_partners": 4,
    "collaboration.reopening_pause": 4,
    "collaboration.wording_share": 0.05,
}
"""A world that is small enough for plain Python, and in which a lot happens."""

GROUPS = 7
"""Runs: in each, every seventh mechanism is off and all others are on. What depends on each other
stands close together in the list, so it is not off at the same time."""


def all_on() -> dict[str, Any]:
    """Values by key at which all mechanisms are on."""
    values = {key: value for one in MECHANISMS for key, value in one.switched_on.items()}
    for one in MECHANISMS:  # what one needs to be on, and is another one's switch
        values |= one.switched_on if one.on and len(one.on) > 1 else {}
    return values


def off_in(group: int) -> Sequence[Mechanism]:
    return MECHANISMS[group::GROUPS]


def settings(group: int) -> dict[str, Any]:
    off = {key: value for one in off_in(group) for key, value in one.off.items()}
    return {**SMALL, **all_on(), **off}


def consulted(group: int) -> frozenset[str]:
    """Functions of `sim` that are called in the run of a group."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.consulted"],
        input=json.dumps(settings(group)),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    return frozenset(json.loads(done.stdout))


def is_on_in(mechanism: Mechanism, group: int) -> bool:
    """Whether a mechanism has what it needs to be on in the run of a group."""
    values = settings(group)
    return all(values[key] == value for key, value in mechanism.switched_on.items())


def test_a_rule_is_consulted_where_its_mechanism_is_on_and_never_where_it_is_off() -> None:
    with ThreadPoolExecutor(cores()) as pool:
        found = list(pool.map(consulted, range(GROUPS)))
    for group in range(GROUPS):
        assert "sim.model:step" in found[group]
        assert [one.name for one in off_in(group) if one.rule in found[group]] == []
    idle = [
        one.name
        for one in MECHANISMS
        if not any(is_on_in(one, group) and one.rule in found[group] for group in range(GROUPS))
    ]
    assert idle == []


def name_of(mechanism: Mechanism) -> str:
    return mechanism.name


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=name_of)
def test_keys_values_and_rules_exist(mechanism: Mechanism) -> None:
    Parameters().with_changes(mechanism.off)
    Parameters().with_changes(mechanism.switched_on)
    assert all(mechanism.switched_on[key] != value for key, value in mechanism.off.items()) or (
        len(mechanism.off) > 1
    )
    module, name = mechanism.rule.split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_no_mechanism_is_listed_twice() -> None:
    assert len({one.name for one in MECHANISMS}) == len(MECHANISMS)
    assert len({one.rule for one in MECHANISMS}) == len(MECHANISMS)
    switches = {key for one in MECHANISMS for key in one.off}
    assert not switches & set(NEUTRAL_VALUES)


def test_neutral_values_are_allowed() -> None:
    for key, (_, value) in NEUTRAL_VALUES.items():
        check(key, value)


def test_every_switch_of_the_declarations_is_in_one_of_the_lists() -> None:
    # A flag or a choice with "none" is a switch by its form; these are variants of a rule.
    variants = {"formation.items_in_parallel"}
    switches = {
        declared.key
        for declared in declared_parameters()
        if declared.kind is bool or "none" in declared.choices
    }
    listed = {key for one in MECHANISMS for key in one.off} | set(NEUTRAL_VALUES)
    assert switches - listed == variants


def test_claims_are_those_whose_files_name_the_switch_or_the_rule() -> None:
    (moderation,) = [one for one in MECHANISMS if one.name == "Moderation"]
    assert "C2" in claims_of(moderation)


def test_what_is_on_by_default_is_told_from_the_declarations() -> None:
    told = {one.name: one.is_on_by_default for one in MECHANISMS}
    assert told["Shocks"]
    assert not told["Moderation"]
    assert find("environment.shock_rate").default > 0.0


def test_the_page_is_up_to_date() -> None:
    text = (DOCS / "MECHANISMS.md").read_text(encoding="utf-8")
    assert text == mechanism_page(), f"docs/MECHANISMS.md is out of date; run `{COMMAND}`"
