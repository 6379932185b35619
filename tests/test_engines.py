"""Two engines, one model: the same state and the same events, bit for bit, in every week."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc

from sim import AllianceModel, CompiledModel, Parameters, schedule
from sim.parameters import Declared, declared_parameters
from sim.state import PER_ALLIANCE, EventKind, State

SETS = 200
"""Sampled parameter sets; the first dozen run for the full term."""

FULL_LENGTH = 12

SMALL_WORLDS = {"world.organisations": (4, 30), "world.legislators": (3, 30)}
"""Ranges of sizes where runs are to be short; beyond the plausible ones at the lower end."""

LIVELY = {"formation.initiation_rate": (0.5, 6.0)}
"""Short runs start more initiatives, so that much happens."""

PHASES = (
    "turn_environment",
    "form_alliances",
    "collaborate",
    "have_impact",
    "dissolve_alliances",
)


def value_at(declared: Declared, share: float, ranges: dict[str, tuple[float, float]]) -> Any:
    """Return a parameter's value at a share of its plausible range, or one of its choices."""
    if declared.choices or declared.kind is bool:
        choices = declared.choices or (False, True)
        return choices[min(int(share * len(choices)), len(choices) - 1)]
    low, high = ranges.get(declared.key, declared.plausible)
    if declared.kind is int:
        return int(low) + min(int(share * (high - low + 1)), int(high - low))
    return low + share * (high - low)


def sampled() -> list[tuple[int, Parameters, int]]:
    """Sample parameter sets over all plausible ranges, with seeds and horizons."""
    fixed = ("world.kind", "world.folder")
    varied = [declared for declared in declared_parameters() if declared.key not in fixed]
    points = qmc.LatinHypercube(len(varied), rng=20221).random(SETS)
    return [(number, *settings_of(number, point, varied)) for number, point in enumerate(points)]


def settings_of(number: int, point: Any, varied: list[Declared]) -> tuple[Parameters, int]:
    """Return parameters and horizon of a sampled point."""
    long = number < FULL_LENGTH
    ranges = {} if long else {**SMALL_WORLDS, **LIVELY}
    changes = {d.key: value_at(d, share, ranges) for d, share in zip(varied, point, strict=True)}
    changes["world.fields_touched"] = min(
        changes["world.fields_touched"], changes["world.fields"] - 1
    )
    changes["world.parties"] = min(changes["world.parties"], changes["world.legislators"])
    if number % 10 == 0:  # the study's organisations are given
        defaults = Parameters().as_dict()["world"]
        given = ("organisations", "sectors", "free_hours", "money", "resource_spread")
        changes |= {"world.kind": "study"} | {f"world.{name}": defaults[name] for name in given}
    return Parameters().with_changes(changes), 208 if long else 26 + number % 40


def used_arrays(state: State) -> Iterator[tuple[str, Any]]:
    """Yield every array as far as it is in use."""
    clock = state.clock[0]
    lengths = {name: int(clock.alliances) for name in PER_ALLIANCE}
    lengths |= {"live": int(clock.live), "events": int(clock.events)}
    for name, array in state.arrays.items():
        if name == "parameters":
            continue
        yield name, array[: lengths.get(name)]


def used(state: State) -> Iterator[tuple[str, Any]]:
    """Yield every array as far as it is in use; records by field."""
    for name, part in used_arrays(state):
        for field in part.dtype.names or ("",):
            yield f"{name}.{field}", np.ascontiguousarray(part[field] if field else part)


def has_same_bits(one: State, other: State) -> bool:
    """Whether two states are the same; whole arrays are compared in a tenth of the time."""
    return all(
        mine.shape == theirs.shape and np.array_equal(mine.view(np.uint64), theirs.view(np.uint64))
        for (_, mine), (_, theirs) in zip(used_arrays(one), used_arrays(other), strict=True)
    )


def first_difference(one: State, other: State) -> str:
    """Name the first field in which two states differ; empty where they are the same."""
    if has_same_bits(one, other):
        return ""
    for (name, mine), (_, theirs) in zip(used(one), used(other), strict=True):
        if mine.tobytes() != theirs.tobytes():
            where = np.argwhere(mine != theirs) if mine.shape == theirs.shape else mine.shape
            return f"{name} at {where[:1].tolist() if len(where) else 'nan'}"
    return ""


def phase_of_difference(parameters: Parameters, seed: int, week: int) -> str:
    """Find the phase of a week in which the engines part."""
    one, other = (AllianceModel(parameters, seed=seed, weeks=week + 1) for _ in range(2))
    while one.week < week:
        one.step()
        other.step()
    one.make_room()
    other.make_room()
    for phase in PHASES:
        getattr(one, phase)()
        getattr(schedule, phase)(other.state)
        difference = first_difference(one.state, other.state)
        if difference:
            return f"{phase}: {difference}"
    return "taking stock"


@pytest.mark.parametrize(
    ("number", "parameters", "weeks"), sampled(), ids=lambda value: str(value)[:3]
)
def test_both_engines_give_the_same_every_week(
    number: int, parameters: Parameters, weeks: int
) -> None:
    mesa = AllianceModel(parameters, seed=number, weeks=weeks)
    compiled = CompiledModel(parameters, seed=number, weeks=weeks)
    assert first_difference(mesa.state, compiled.state) == ""
    for week in range(weeks):
        mesa.step()
        compiled.step()
        if first_difference(mesa.state, compiled.state):
            pytest.fail(f"week {week}, {phase_of_difference(parameters, number, week)}")
    assert str(mesa.weekly) == str(compiled.weekly)
    assert str(mesa.alliance_table()) == str(compiled.alliance_table())


def test_the_sample_covers_every_choice_and_switch() -> None:
    sets = [parameters for _, parameters, _ in sampled()]
    for declared in declared_parameters():
        found = {getattr(getattr(one, declared.phase), declared.name) for one in sets}
        if declared.choices and declared.key != "world.kind":
            assert found == set(declared.choices), declared.key
        if declared.kind is bool:
            assert found == {False, True}, declared.key


def test_the_sample_is_lively() -> None:
    """Platforms, votes, conflicts and every kind of leaving are among what is compared."""
    seen = np.zeros(64, dtype=int)
    for number, parameters, weeks in sampled():
        model = CompiledModel(parameters, seed=number, weeks=weeks).run()
        seen += np.bincount(model.events["kind"], minlength=64)
    missing = {kind.name for kind in EventKind if not seen[kind]}
    assert not missing


def test_growing_state_and_one_step_or_many_change_nothing() -> None:
    parameters = Parameters().with_changes({"formation.initiation_rate": 10.0})
    at_once = CompiledModel(parameters, seed=3, weeks=60).run()
    assert len(at_once.state.alliances) > 64
    stepwise = CompiledModel(parameters, seed=3, weeks=60)
    while stepwise.week < 60:
        stepwise.step()
    assert first_difference(at_once.state, stepwise.state) == ""
    assert str(at_once.weekly) == str(stepwise.weekly)


def test_a_difference_is_found_and_named() -> None:
    one, other = (CompiledModel(seed=1, weeks=30).run() for _ in range(2))
    assert has_same_bits(one.state, other.state)
    other.state.members[0, 1].free_hours += 1e-12
    assert not has_same_bits(one.state, other.state)
    assert first_difference(one.state, other.state) == "members.free_hours at [[0, 1]]"


def test_agents_of_the_compiled_engine_can_be_read() -> None:
    mesa, compiled = AllianceModel(seed=5, weeks=80).run(), CompiledModel(seed=5, weeks=80).run()
    assert [a.title for a in mesa.alliances] == [a.title for a in compiled.alliances]
    assert [a.ending for a in mesa.alliances] == [a.ending for a in compiled.alliances]
    assert len(mesa.agents) == len(compiled.agents)
    for one, other in zip(mesa.organisations, compiled.organisations, strict=True):
        assert (one.energy, one.alliances and 1) == (other.energy, other.alliances and 1)
