"""Parliament: how voices become pressure on legislators, and how they vote.

What speaking is worth (impact) and what joining would be worth (formation) are read from the same
rules.
"""

import math

import numpy as np

from sim.compiling import rule, scalar_rule
from sim.quantities import CHANNELS, convenor, gain, goal_gain, skill_at_work
from sim.state import NOBODY, Channel, EventKind, Stance, State, record_event

LEAST_EXPOSURE = 1e-12
"""Exposure below which nobody responds (avoids powers of 0)."""


@scalar_rule("float64(float64, float64)")
def raised(size: float, exponent: float) -> float:
    """Raise a size to a power: to 1, 1.5 and 2 by a root and products.

    They are several times quicker than a general power, and unlike it give the same bits on every
    machine.
    """
    if exponent == 1.0:
        return size
    if exponent == 1.5:
        return size * math.sqrt(size)
    if exponent == 2.0:
        return size * size
    return size**exponent


@rule
def response(state: State, exposure: float) -> float:
    """Response of an electorate to exposure, (-1, 1): z^n / (1 + z^n) with z = E / E_0.

    Exponent 1 gives diminishing returns, which reward spreading effort over many demands; above 1
    there is a threshold, which punishes it. Negative where opponents are louder.
    """
    p = state.parameters[0]
    size = abs(exposure) / p.half_response
    if size < LEAST_EXPOSURE:
        return 0.0
    power = raised(size, p.response_exponent)
    share = power / (1.0 + power)
    return share if exposure > 0.0 else -share


# --- Persuade -----------------------------------------------------------------------------------


@rule
def nearest_party(state: State, a: int) -> int:
    """Return the party that stands nearest to an alliance: whose legislators gain most by its goal.

    It is the party that takes up what the alliance wants. The one whose camp is nearest to the mean
    of diverse members would be one of the middle, whatever it wants.
    """
    nearest = 0
    highest = -np.inf
    for party in range(state.parties.shape[0]):
        gained = gain_of_party(state, a, party)
        if gained > highest:
            nearest = party
            highest = gained
    return nearest


@rule
def approach_party(state: State, a: int) -> None:
    """Let an alliance stand near to a party, and be taken for a part of it.

    Less so the more hours of explaining how it stands to the party are remembered:
    ``capture * exp(-hours / communication_scale)``.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    alliance.captured = p.capture * math.exp(-alliance.explained / p.communication_scale)
    party = nearest_party(state, a)
    if party != alliance.near:
        note_party(state, a, party)
    alliance.near = party


@rule
def note_party(state: State, a: int, party: int) -> None:
    """Enter near to which party an alliance comes to stand, and to which it stood, from 1 on."""
    alliance = state.alliances[a]
    record_event(
        state, EventKind.NEAR_PARTY, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(party + 1), float(alliance.near + 1), alliance.captured, 0.0,
    )  # fmt: skip


@rule
def gain_of_party(state: State, a: int, party: int) -> float:
    """Mean gain of a party's legislators from an alliance's main goal; position units."""
    item = state.items[a, 0]
    k = int(item.field)
    total = 0.0
    seats = 0
    for legislator in range(state.legislators.shape[0]):
        if state.legislators[legislator].party == party:
            ideal = state.legislator_ideals[legislator, k] - state.fields[k].status_quo
            total += goal_gain(state.alliances[a].kind, ideal, item.position)
            seats += 1
    return total / seats if seats > 0 else -np.inf


@rule
def placed_camp(state: State, a: int, i: int) -> float:
    """Camp in which the public places a member's voice for an alliance.

    Its own, but where the alliance stands near to a party some way towards the party's: the charge
    of capture. It costs with those who are further from the party than from the member, and brings
    something with those who are nearer to it.
    """
    own = float(state.organisations[i].camp)
    alliance = state.alliances[a]
    if alliance.near == NOBODY:
        return own
    return own + alliance.captured * (state.parties[alliance.near].camp - own)


@rule
def closeness(state: State, a: int, i: int, party: int, k: int) -> float:
    """Weight of a member's voice with a party's voters: 1 - polarisation x camp distance."""
    distance = abs(placed_camp(state, a, i) - state.parties[party].camp)
    return 1.0 - state.fields[k].polarisation * distance


@rule
def access(state: State, a: int, i: int, party: int) -> float:
    """How far a member gets with a party's legislators, [0, 1]: as far as the camp is theirs.

    Where the alliance stands near to the party, all the way; where it keeps its distance from all,
    nowhere.
    """
    if state.parameters[0].stance == Stance.FAR:
        return 0.0
    if state.alliances[a].near == party:
        return 1.0
    distance = 0.5 * abs(state.organisations[i].camp - state.parties[party].camp)
    return max(0.0, 1.0 - distance)


@rule
def lobbying(state: State, a: int, m: int, party: int) -> float:
    """Exposure per hour that a member has with a party's legislators by lobbying them.

    It counts the same in every segment.
    """
    i = int(state.members[a, m].organisation)
    reached = access(state, a, i, party) / state.audiences.shape[1]
    skill = skill_at_work(state, a, m, Channel.LOBBYING.value)
    return state.parameters[0].lobby_weight * skill * state.organisations[i].reach * reached


@rule
def add_voice(state: State, a: int, m: int, k: int, hours: float, voices: np.ndarray) -> None:
    """Add a member's hours of outreach on a field to the exposures, shape (S, P).

    Campaigning reaches the electorate through the organisation's audience, lobbying the legislators
    themselves; both count by the closeness of the camps.
    """
    i = int(state.members[a, m].organisation)
    campaigning = skill_at_work(state, a, m, Channel.CAMPAIGNING.value)
    for party in range(voices.shape[1]):
        weight = hours * CHANNELS * closeness(state, a, i, party, k)
        reach_party(state, i, party, weight, campaigning, lobbying(state, a, m, party), voices)


@rule
def add_voice_alone(state: State, i: int, k: int, hours: float, voices: np.ndarray) -> None:
    """Add hours that an organisation speaks for itself: in all channels alike, near to no party."""
    organisation = state.organisations[i]
    for party in range(voices.shape[1]):
        distance = abs(organisation.camp - state.parties[party].camp)
        weight = hours * CHANNELS * (1.0 - state.fields[k].polarisation * distance)
        lobby = state.parameters[0].lobby_weight * organisation.lobbying * organisation.reach
        lobby *= max(0.0, 1.0 - 0.5 * distance) / voices.shape[0]
        reach_party(state, i, party, weight, organisation.campaigning, lobby, voices)


@rule
def reach_party(
    state: State,
    i: int,
    party: int,
    weight: float,
    campaigning: float,
    lobby: float,
    voices: np.ndarray,
) -> None:
    """Add an organisation's exposure with a party's voters and legislators, segment by segment."""
    for s in range(voices.shape[0]):
        voices[s, party] += weight * (campaigning * state.audiences[i, s] + lobby)


@rule
def public_salience(state: State, k: int) -> float:
    """Factor on the pressure in a field, by the attention that it has at the moment; mean 1.

    ``A ** salience`` over its mean in the long run, ``exp(salience (salience - 1) spread^2 / 2)``
    for a log-normal attention with mean 1. So it moves pressure between weeks, and adds none.
    """
    p = state.parameters[0]
    spread = 0.5 * (1.0 - p.salience) * p.attention_spread * p.attention_spread
    return math.exp(p.salience * (math.log(state.fields[k].attention) + spread))


@rule
def press(state: State, k: int, voices: np.ndarray, pressure: np.ndarray) -> None:
    """Turn exposures to a field into the pressure that each legislator feels from the electorate.

    ``persuasion * sum over s of e_s H(E_s)``, for a move upwards; shape (L,). With `salience` it
    counts more while the field has attention; what legislators want themselves counts as ever.
    """
    persuasion = float(state.parameters[0].persuasion)
    if state.parameters[0].salience > 0.0:
        persuasion *= public_salience(state, k)
    responses = np.empty(voices.shape)
    for s in range(voices.shape[0]):
        for party in range(voices.shape[1]):
            responses[s, party] = response(state, voices[s, party])
    for legislator in range(pressure.shape[0]):
        party = state.legislators[legislator].party
        total = 0.0
        for s in range(voices.shape[0]):
            total += state.electorates[legislator, s] * responses[s, party]
        pressure[legislator] = persuasion * total


@rule
def count_votes(
    state: State, k: int, position: float, pressure: np.ndarray, objections: float
) -> int:
    """Count the legislators who vote for moving a field to a position.

    Yes where own gain plus pressure exceeds the objections: ``g(y) + persuasion * sum over s of
    e_s H(E_s) - objections > 0`` (Denzau and Munger 1986, reported).

    Parameters
    ----------
    pressure
        On every legislator for a move upwards, shape (L,); one downwards feels the opposite.
    """
    yes = 0
    for legislator in range(state.legislators.shape[0]):
        yes += int(votes_yes(state, legislator, k, position, pressure, objections))
    return yes


@rule
def votes_yes(
    state: State, legislator: int, k: int, position: float, pressure: np.ndarray, objections: float
) -> bool:
    """Whether one legislator votes for moving a field to a position."""
    way = 1.0 if position > 0.0 else -1.0
    ideal = state.legislator_ideals[legislator, k] - state.fields[k].status_quo
    return bool(gain(ideal, position) + way * pressure[legislator] > objections)


@rule
def share_of_party(
    state: State, party: int, k: int, position: float, pressure: np.ndarray, objections: float
) -> float:
    """Share of a party's legislators who vote for moving a field to a position; nan without any."""
    yes = 0
    seats = 0
    for legislator in range(state.legislators.shape[0]):
        if state.legislators[legislator].party == party:
            seats += 1
            yes += int(votes_yes(state, legislator, k, position, pressure, objections))
    return yes / seats if seats > 0 else math.nan


@rule
def is_majority(state: State, votes: int) -> bool:
    """Whether a number of votes is more than half of parliament."""
    return bool(2 * votes > state.legislators.shape[0])
