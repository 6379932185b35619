"""Measures: breadth, depth, steerability, success, endings, balance. Each with formula and unit."""
from typing import NamedTuple
from sim.compiling import rule
from sim.state import State
class Week(NamedTuple):
    week: int
    live: int
@rule
def measure_week(state: State) -> tuple[int,int]:
    return state.clock[0].week, state.clock[0].live
