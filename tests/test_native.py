"""How rules see the state: the numbers that Python sees, in arrays checked beforehand."""

import copy
import dataclasses
import pickle
from typing import Any

import numpy as np
import pytest

from sim.compiling import rule
from sim.native import ArraysType, Slot, block_of
from sim.quantities import share_of_load
from sim.state import SLOTS, State, Status
from tests.worlds import make_world


@rule
def corner(state: State, i: int, k: int) -> float:
    """Sum of one number from arrays of one, two and three dimensions."""
    total = state.organisations[i].energy + state.views[i, k].position
    return float(total + state.stances[i, k, 1].slack + state.audiences[i, 1])


@rule
def shapes(state: State) -> tuple[int, int, int, int]:
    """Lengths as rules see them."""
    return (
        state.organisations.shape[0],
        state.views.shape[1],
        state.stances.shape[2],
        state.events.shape[0],
    )


@rule
def add_energy(state: State, i: int, more: float) -> None:
    """Write into a record."""
    state.organisations[i].energy += more


def test_rules_read_and_write_what_python_sees() -> None:
    state = make_world(4)
    state.organisations[2].energy = 0.5
    state.views[2, 1].position = 0.25
    state.stances[2, 1, 1].slack = 4.0
    state.audiences[2, 1] = 8.0
    assert corner(state, 2, 1) == 12.75
    assert shapes(state) == (4, 3, state.members.shape[1], len(state.events))
    add_energy(state, 2, 0.125)
    assert state.organisations[2].energy == 0.625


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda state: pickle.loads(pickle.dumps(state))]
)
def test_a_copy_has_arrays_of_its_own(duplicate: Any) -> None:
    state = make_world(4)
    other = duplicate(state)
    add_energy(other, 1, 10.0)
    assert state.organisations[1].energy != other.organisations[1].energy
    assert corner(other, 1, 0) == corner(state, 1, 0) + 10.0
    assert other.address != state.address


def with_array(state: State, name: str, array: Any) -> State:
    return dataclasses.replace(state, **{name: array})


def test_arrays_that_rules_cannot_use_are_refused() -> None:
    state = make_world(4)
    wrong: dict[str, Any] = {
        "audiences": state.audiences.astype(np.float32),  # another type
        "views": state.views[:, ::2],  # not contiguous
        "live": state.live.reshape(1, -1),  # another number of dimensions
        "members": state.members[:-1].copy(),  # fewer alliances than the others have
    }
    for name, array in wrong.items():
        with pytest.raises(ValueError, match=name):
            with_array(state, name, array)
    fixed = state.covered.copy()
    fixed.flags.writeable = False
    with pytest.raises(ValueError, match="covered"):
        with_array(state, "covered", fixed)


def test_the_block_lists_addresses_and_lengths() -> None:
    slots = (Slot("a", np.int64, "n"), Slot("b", np.float64, "nk"))
    a, b = np.zeros(2, dtype=np.int64), np.zeros((2, 3))
    assert block_of(slots, [a, b]).tolist() == [a.ctypes.data, 2, b.ctypes.data, 2, 3]


def test_types_with_other_slots_are_other_types() -> None:
    assert ArraysType("State", SLOTS) == State._numba_type_
    assert ArraysType("State", SLOTS[:1]) != State._numba_type_


@rule
def load_in_the_circle(state: State) -> float:
    """Call a rule of the model with an enumeration."""
    return share_of_load(state, Status.CIRCLE)


def test_a_rule_is_compiled_for_its_annotations_whatever_it_is_called_with() -> None:
    state = make_world(2, circle_load=0.3)
    assert load_in_the_circle(state) == 0.3
    assert len(getattr(share_of_load, "signatures", [None])) == 1
