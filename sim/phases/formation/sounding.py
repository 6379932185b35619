"""Formation, second step: find partners and sound them out."""

import math
from enum import IntEnum

import numpy as np

from sim.compiling import rule
from sim.membership import place_of, take_place
from sim.phases.formation.focal import (
    asks_at_random,
    asks_few_sectors,
    has_assigned_size,
    nobody_is_left,
    of_sectors_asked,
)
from sim.quantities import (
    convenor,
    field_ideal,
    goal_gain,
    has_seen,
    is_member,
    next_sitting,
    perceived_ideal,
    tolerance,
    trust_in,
)
from sim.randomness import Stream, normal, stable_choice, uniform
from sim.state import NOBODY, EventKind, Kind, State, Status, record_event

MOST_SALIENT = 2.0
"""Salience above which a founder expects no more commitment from a partner (mean 1)."""


class Sounding(IntEnum):
    """What a founder does next."""

    WAIT = 0
    ASK = 1
    CLOSE = 2


@rule
def reachable(state: State, i: int, number: int) -> int:
    """Return the organisation behind the number-th door that a founder can knock at.

    First its ties, then a few strangers it has come across; these stay the same for a founder, and
    one organisation more in the world changes hardly any of them. NOBODY after the last door.
    """
    ties = int(state.organisations[i].ties)
    if number < ties:
        return int(state.ties[i, number].partner)
    if number >= ties + state.parameters[0].strangers:
        return NOBODY
    share = uniform(state.clock[0].seed, Stream.STRANGER, 0, i, 0, number - ties)
    return stable_choice(share, state.organisations.shape[0])


@rule
def partners_within_reach(state: State, a: int, founder: int) -> np.ndarray:
    """Return those whom a founder can ask and who are not on the alliance's list, each once.

    They stand behind its doors. Where the size is set, or the selection random, the doors are open
    to the whole world. Where the number of sectors is set, they belong to these.
    """
    is_open = has_assigned_size(state, a) or asks_at_random(state, a)
    found = everybody_else(state, a) if is_open else behind_doors(state, a, founder)
    return of_sectors_asked(state, a, found) if asks_few_sectors(state, a) else found


@rule
def behind_doors(state: State, a: int, founder: int) -> np.ndarray:
    """Return those behind a founder's doors who are not on the alliance's list, each once."""
    doors = int(state.organisations[founder].ties + state.parameters[0].strangers)
    found = np.empty(doors, dtype=np.int64)
    count = 0
    for number in range(doors):
        i = reachable(state, founder, number)
        known = i == founder or place_of(state, a, i) != NOBODY
        for earlier in range(count):
            known = known or found[earlier] == i
        if not known:
            found[count] = i
            count += 1
    return found[:count]


@rule
def everybody_else(state: State, a: int) -> np.ndarray:
    """Return all organisations that are not on an alliance's list, in the order of their rows."""
    listed = np.zeros(state.organisations.shape[0], dtype=np.int64)
    for m in range(state.alliances[a].slots):
        listed[state.members[a, m].organisation] = 1
    found = np.empty(listed.shape[0], dtype=np.int64)
    count = 0
    for i in range(listed.shape[0]):
        if listed[i] == 0:
            found[count] = i
            count += 1
    return found[:count]


@rule
def uncovered(state: State, heard: np.ndarray, i: int) -> float:
    """Audience that an organisation adds to the reach already heard per segment; reach units."""
    total = 0.0
    for s in range(heard.shape[0]):
        total += state.audiences[i, s] * math.exp(-heard[s])
    return total


@rule
def hear(state: State, heard: np.ndarray, i: int) -> None:
    """Add an organisation's reach to that heard per segment, shape (S,)."""
    for s in range(heard.shape[0]):
        heard[s] += state.audiences[i, s]


@rule
def brings_new_sector(state: State, a: int, asked: np.ndarray, i: int) -> bool:
    """Whether no member of an alliance, and nobody asked in this wave, is from a sector.

    Who comes from elsewhere need not be large, nor reach more: so the number of sectors can be
    varied apart from audience (study IV-W).

    Parameters
    ----------
    asked
        Organisations asked in this wave so far.
    """
    sector = state.organisations[i].sector
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status) and state.organisations[member.organisation].sector == sector:
            return False
    for one in asked:
        if state.organisations[one].sector == sector:
            return False
    return True


@rule
def judge_partner(state: State, a: int, i: int, uncovered: float, asked: np.ndarray) -> float:
    """How much a founder wants an organisation: for itself, for audience, and for its sector.

    Presets of the weights (random, ties, fit, coverage) are configurations; networks of policy
    actors form along ties rather than likeness (Leifeld and Schneider 2012).

    Parameters
    ----------
    uncovered
        Audience that the organisation adds to those covered or asked already; reach units.
    asked
        Organisations asked in this wave so far.
    """
    score = judge_alone(state, a, i) + weight_of_coverage(state, a) * uncovered
    if state.parameters[0].novelty_weight != 0.0:
        score += worth_of_sector(state, a, i, asked)
    return score


@rule
def worth_of_sector(state: State, a: int, i: int, asked: np.ndarray) -> float:
    """What a founder gives for a sector that is not there yet; none where it draws whom it asks."""
    if asks_at_random(state, a) or not brings_new_sector(state, a, asked, i):
        return 0.0
    return float(state.parameters[0].novelty_weight)


@rule
def weight_of_coverage(state: State, a: int) -> float:
    """Weight of audience not yet covered; none where those who are asked are drawn."""
    if asks_at_random(state, a):
        return 0.0
    return float(state.parameters[0].coverage_weight)


@rule
def judge_alone(state: State, a: int, i: int) -> float:
    """How much a founder wants an organisation, whoever else is asked: trust, fit, chance.

    Chance alone where the selection is random, whatever the weights are.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    chance = normal(state.clock[0].seed, Stream.ASK, alliance.founded, i, alliance.key, 0)
    if asks_at_random(state, a):
        return chance
    asker = convenor(state, a)
    k = alliance.field
    ideal = perceived_ideal(state, asker, i, k)
    fit = min(MOST_SALIENT, state.views[i, k].salience)
    fit *= goal_gain(alliance.kind, ideal, state.items[a, 0].position)
    if is_beyond_seen_limit(state, a, asker, i):
        fit = min(fit, 0.0)
    trust = trust_in(state, asker, i)
    return float(p.tie_weight * trust + p.fit_weight * fit + p.chance_weight * chance)


@rule
def is_beyond_seen_limit(state: State, a: int, asker: int, i: int) -> bool:
    """Whether a founder has seen that its draft is more than an organisation would ever accept.

    It knows the limits of those with whom it has looked back at an alliance about this field.
    """
    k = state.alliances[a].field
    if state.alliances[a].kind == Kind.PREVENTION or not has_seen(state, asker, i, k):
        return False
    distance = abs(field_ideal(state, i, k) - state.items[a, 0].position)
    return bool(distance > tolerance(state, i, k, state.parameters[0].rounds - 1))


@rule
def number_to_ask(state: State, a: int) -> int:
    """How many organisations a founder asks at once: a surplus over the partners still missing.

    Just these where the size is set.
    """
    missing = int(state.alliances[a].aim + 1 - state.alliances[a].members)
    if has_assigned_size(state, a):
        return max(0, missing)
    return max(0, math.ceil(state.parameters[0].asking_surplus * missing))


@rule
def begin_wave(state: State, a: int) -> None:
    """Begin another wave of asking."""
    state.alliances[a].wave += 1
    state.alliances[a].wave_since = state.clock[0].week


@rule
def invite(state: State, a: int, i: int) -> int:
    """Ask an organisation to join; it answers when its own body has sat."""
    week = state.clock[0].week
    sits = next_sitting(state, i, week, state.alliances[a].key, 0)
    m = take_place(state, a, i, Status.ASKED, max(sits, week + 1))
    if m != NOBODY:
        record_event(
            state, EventKind.ASKED, a, i, convenor(state, a), 0,
            state.alliances[a].field, float(sits), 0.0, 0.0, 0.0,
        )  # fmt: skip
    return m


@rule
def next_step_of_sounding(state: State, a: int) -> int:
    """Wait for answers, ask again, or close: target met, waves used up, or no time left.

    A founder does not wait for ever; who answers later may still come, to a text that the others
    have begun or finished. Where the size is set, it asks in as many waves as it takes.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if alliance.members > alliance.aim:
        return Sounding.CLOSE.value
    deadline = state.fields[alliance.field].bill_deadline
    hurry = alliance.kind == Kind.PREVENTION and (deadline - state.clock[0].week < p.asking_reserve)
    if hurry and alliance.members >= 2:
        return Sounding.CLOSE.value
    if state.clock[0].week - alliance.wave_since < p.asking_patience:
        for m in range(alliance.slots):
            if state.members[a, m].status == Status.ASKED:
                return Sounding.WAIT.value
    if hurry or has_asked_enough(state, a):
        return Sounding.CLOSE.value
    return Sounding.ASK.value


@rule
def has_asked_enough(state: State, a: int) -> bool:
    """Whether a founder asks no more: its waves are used up or, with a set size, nobody is left."""
    if has_assigned_size(state, a):
        return nobody_is_left(state, a)
    return bool(state.alliances[a].wave >= state.parameters[0].asking_waves)
