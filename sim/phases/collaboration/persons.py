"""Collaboration: persons who deal with each other, and how their trust reaches the heads.

A contact has two sides: what the persons think who meet, and what the heads think who decide.
"""

from sim.compiling import rule
from sim.parameters import MONTH, YEAR
from sim.randomness import Stream, uniform
from sim.state import State


@rule
def carry_trust(state: State, i: int) -> None:
    """Let the heads of an organisation come to trust the others as its persons do (study IV-F).

    A step towards the persons' trust every week, upwards or downwards.
    """
    rate = state.parameters[0].trust_carried
    for q in range(state.organisations[i].ties):
        tie = state.ties[i, q]
        tie.trust += rate * (tie.persons - tie.trust)


@rule
def replace_persons(state: State, i: int) -> None:
    """Let a successor start where one of the two persons along a tie has left; once a month.

    It knows what the heads think. What the persons thought beyond that is lost.
    """
    if state.clock[0].week % MONTH != 0:
        return
    for q in range(state.organisations[i].ties):
        tie = state.ties[i, q]
        if person_leaves(state, i, tie.partner) or person_leaves(state, tie.partner, i):
            tie.persons = tie.trust


@rule
def person_leaves(state: State, i: int, partner: int) -> bool:
    """Whether the person who deals with a partner leaves an organisation this month."""
    clock = state.clock[0]
    draw = uniform(clock.seed, Stream.STAFF, clock.week, i, partner, 0)
    return bool(draw < state.parameters[0].staff_turnover * MONTH / YEAR)
