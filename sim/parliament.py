"""Parliament: how voices become pressure on legislators, and how they vote.

What speaking is worth (impact) and what joining would be worth (formation) are read from the same
rules.
"""

import numpy as np

from sim.compiling import rule
from sim.quantities import CHANNELS, gain
from sim.state import State

LEAST_EXPOSURE = 1e-12
"""Exposure below which nobody responds (avoids powers of 0)."""


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
    # A power is dear, and an exponent of 1 needs none.
    power = size if p.response_exponent == 1.0 else size**p.response_exponent
    share = power / (1.0 + power)
    return share if exposure > 0.0 else -share


# --- Persuade -----------------------------------------------------------------------------------


@rule
def closeness(state: State, i: int, party: int, k: int) -> float:
    """Weight of an organisation's voice with a party's voters: 1 - polarisation x camp distance."""
    distance = abs(state.organisations[i].camp - state.parties[party].camp)
    return 1.0 - state.fields[k].polarisation * distance


@rule
def lobbying(state: State, i: int, party: int) -> float:
    """Exposure per hour that an organisation has with a party's legislators by lobbying them.

    It counts the same in every segment, as far as the camp is theirs.
    """
    organisation = state.organisations[i]
    distance = 0.5 * abs(organisation.camp - state.parties[party].camp)
    access = max(0.0, 1.0 - distance) / state.audiences.shape[1]
    return state.parameters[0].lobby_weight * organisation.lobbying * organisation.reach * access


@rule
def add_voice(state: State, i: int, k: int, hours: float, voices: np.ndarray) -> None:
    """Add an organisation's hours of outreach on a field to the exposures, shape (S, P).

    Campaigning reaches the electorate through the organisation's audience, lobbying the legislators
    themselves; both count by the closeness of the camps.
    """
    campaigning = state.organisations[i].campaigning
    for party in range(voices.shape[1]):
        weight = hours * CHANNELS * closeness(state, i, party, k)
        lobby = lobbying(state, i, party)
        for s in range(voices.shape[0]):
            voices[s, party] += weight * (campaigning * state.audiences[i, s] + lobby)


@rule
def press(state: State, voices: np.ndarray, pressure: np.ndarray) -> None:
    """Turn exposures into the pressure that each legislator feels from the own electorate.

    ``persuasion * sum over s of e_s H(E_s)``, for a move upwards; shape (L,).
    """
    responses = np.empty(voices.shape)
    for s in range(voices.shape[0]):
        for party in range(voices.shape[1]):
            responses[s, party] = response(state, voices[s, party])
    for legislator in range(pressure.shape[0]):
        party = state.legislators[legislator].party
        total = 0.0
        for s in range(voices.shape[0]):
            total += state.electorates[legislator, s] * responses[s, party]
        pressure[legislator] = state.parameters[0].persuasion * total


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
    way = 1.0 if position > 0.0 else -1.0
    yes = 0
    for legislator in range(state.legislators.shape[0]):
        ideal = state.legislator_ideals[legislator, k] - state.fields[k].status_quo
        if gain(ideal, position) + way * pressure[legislator] > objections:
            yes += 1
    return yes


@rule
def is_majority(state: State, votes: int) -> bool:
    """Whether a number of votes is more than half of parliament."""
    return bool(2 * votes > state.legislators.shape[0])
