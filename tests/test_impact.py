"""Impact: hours become outreach, outreach persuades legislators, votes make law, credit."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim import AllianceModel, parliament
from sim.measures import alliance_records
from sim.membership import close_alliance, release
from sim.phases import environment
from sim.phases.formation import platform
from sim.phases.impact import harvesting, persuasion, speaking, voting
from sim.state import NEVER, NOBODY, Ending, EventKind, ItemStatus, State
from tests.worlds import (
    AGREED,
    OPEN,
    PASSED,
    PREVENTION,
    THIRD,
    WEEK,
    enter,
    know,
    make_alliance,
    make_ally,
    make_model,
    make_world,
    numbers_of,
    parameters,
    publish,
    put_item,
    set_ideals,
    told,
    trust,
)

CALM: dict[str, Any] = {"objection_weight": 0.0, "lobby_weight": 0.0}
"""Neither objections nor lobbying: only what the campaigns of the members do."""

NEVER_ENOUGH = 0.0
LOUD = 1e9
"""Outreach at which a response is 1 for all purposes."""


# --- Speak ------------------------------------------------------------------------------------


def test_outreach_is_remembered_with_a_constant_rate() -> None:
    # Constant net hours h from zero: after t weeks h (1 - (1 - d)^t) / d.
    state = make_world(2, forgetting=0.05)
    a = make_alliance(state, (0, 1), public=True)
    state.members[a, 0].net = 4.0
    for _ in range(30):
        speaking.speak(state, a)
    assert state.members[a, 0].outreach == pytest.approx(4.0 * (1 - 0.95**30) / 0.05)
    assert state.members[a, 1].outreach == 0.0


def test_exposure_is_outreach_times_campaigning_times_audience() -> None:
    state = make_world(2, forgetting=1.0)
    state.audiences[:] = [[0.5, 0.25], [2.0, 0.0]]
    state.organisations[1].campaigning = 0.5  # factor 3 x .5
    a = make_alliance(state, (0, 1), public=True)
    state.members[a, 0].net, state.members[a, 1].net = 4.0, 2.0
    speaking.speak(state, a)
    assert state.exposure[a].tolist() == pytest.approx([4 * 0.5 + 2 * 1.5 * 2.0, 4 * 0.25])


def test_who_left_is_no_longer_heard() -> None:
    model = make_model(3, forgetting=1.0)
    alliance = make_ally(model, public=True)
    state = model.state
    state.members[alliance.row]["net"] = 4.0
    speaking.speak(state, alliance.row)
    assert state.exposure[alliance.row].tolist() == pytest.approx([6.0, 6.0])
    from sim.state import Leaving

    model.organisations[2].leave(alliance, Leaving.NOT_WORTH_IT)
    speaking.speak(state, alliance.row)
    assert state.exposure[alliance.row].tolist() == pytest.approx([4.0, 4.0])


@pytest.mark.parametrize(
    ("substitution", "worth"),
    # Four times the usual money, weight a half: 4 ** .5; (.5 + .5 x 4 ** .5) ** 2; and
    # 1 / (.5 + .5 / 4).
    [(1.0, 2.0), (2.0, 2.25), (0.5, 1.6)],
)
def test_what_money_makes_of_an_hour_by_hand(substitution: float, worth: float) -> None:
    state = make_world(1, money_in_outreach=0.5, substitution=substitution, money_per_hour=0.5)
    assert speaking.mixture(state, 2.0) == pytest.approx(worth)
    assert speaking.mixture(state, 0.5) == pytest.approx(1.0)


def test_without_money_an_hour_is_worth_nothing_unless_it_can_be_replaced() -> None:
    for substitution, worth in ((0.05, 0.0), (1.0, 0.0), (2.0, 0.25), (10.0, 0.5 ** (1 / 0.9))):
        state = make_world(1, money_in_outreach=0.5, substitution=substitution)
        assert speaking.mixture(state, 0.0) == pytest.approx(worth)
        assert speaking.mixture(state, 1e-30) == pytest.approx(worth, abs=1e-10)


def test_fixed_shares_are_the_limit_of_both_sides() -> None:
    for substitution in (1.0 - 1e-5, 1.0 + 1e-5):
        state = make_world(1, money_in_outreach=0.3, substitution=substitution)
        assert speaking.mixture(state, 5.0) == pytest.approx(10.0**0.3, rel=1e-4)


@given(money=st.floats(0.0, 1e6), more=st.floats(0.01, 1e6), place=st.integers(0, 4))
def test_more_money_never_makes_less_of_an_hour(money: float, more: float, place: int) -> None:
    substitution = (0.05, 0.5, 1.0, 2.0, 10.0)[place]
    state = make_world(1, money_in_outreach=0.4, substitution=substitution)
    less = speaking.mixture(state, money)
    assert 0.0 <= less <= speaking.mixture(state, money + more) * (1.0 + 1e-12) < math.inf


def funded(share: float = 0.5, hours: tuple[float, float] = (3.0, 1.0)) -> tuple[State, int]:
    """Return an alliance with 8 EUR for outreach, three quarters of them from the first member."""
    state = make_world(
        2, money_in_outreach=share, substitution=1.0, money_per_hour=0.5, forgetting=1.0
    )
    a = make_alliance(state, (0, 1), public=True)
    state.members[a]["net"][:2] = hours
    state.members[a]["paid"][:2] = [6.0, 2.0]
    state.alliances[a].budget = 8.0
    return state, a


def test_outreach_is_made_of_hours_and_money() -> None:
    # 8 EUR on 4 hours: 2 EUR an hour, 4 times the usual; each hour counts 4 ** .5 = 2.
    state, a = funded()
    speaking.speak(state, a)
    assert state.members[a]["outreach"][:2].tolist() == pytest.approx([6.0, 2.0])
    assert (state.alliances[a].budget, state.alliances[a].money_spent) == (0.0, 8.0)
    off, a = funded(share=0.0)
    speaking.speak(off, a)
    assert off.members[a]["outreach"][:2].tolist() == [3.0, 1.0]
    assert off.alliances[a].money_spent == 0.0


def test_nobody_speaks_without_an_hour_and_the_money_stays() -> None:
    state, a = funded(hours=(0.0, 0.0))
    speaking.speak(state, a)
    assert not state.members[a]["outreach"].any()
    assert (state.alliances[a].budget, state.alliances[a].money_spent) == (8.0, 0.0)


def test_pooling_gains_where_members_bring_different_things() -> None:
    # Paid like hours, 3 to 1: apart they make as much. All from the first: 3 x (8 / 3 / .5) ** .5.
    state, a = funded()
    speaking.speak(state, a)
    assert alliance_records(state)[a].pooling_gain == pytest.approx(1.0)
    state, a = funded()
    state.members[a]["paid"][:2] = [8.0, 0.0]
    speaking.speak(state, a)
    expected = 8.0 / (3.0 * math.sqrt(8.0 / 3.0 / 0.5))
    assert alliance_records(state)[a].pooling_gain == pytest.approx(expected)
    never, a = funded(share=0.0)
    assert math.isnan(alliance_records(never)[a].pooling_gain)


def test_response_by_hand() -> None:
    # z = E / 30: half response at E_0 for every exponent; z = 4 gives 8 / 9 with exponent 1.5.
    for exponent in (0.5, 1.0, 1.5, 3.0):
        state = make_world(1, half_response=30.0, response_exponent=exponent)
        assert parliament.response(state, 30.0) == pytest.approx(0.5)
        assert parliament.response(state, 0.0) == 0.0
    state = make_world(1, half_response=30.0, response_exponent=1.5)
    assert parliament.response(state, 120.0) == pytest.approx(8.0 / 9.0)
    assert parliament.response(state, -120.0) == pytest.approx(-8.0 / 9.0)


def test_powers_by_roots_and_products() -> None:
    cases = ((9.0, 1.0, 9.0), (9.0, 1.5, 27.0), (9.0, 2.0, 81.0), (9.0, 0.5, 3.0), (0.0, 1.5, 0.0))
    for size, exponent, expected in cases:
        assert parliament.raised(size, exponent) == pytest.approx(expected, rel=1e-15)


@given(size=st.floats(1e-12, 1e6), exponent=st.sampled_from((1.0, 1.5, 2.0)))
def test_powers_are_one_curve_whatever_way_they_are_computed(size: float, exponent: float) -> None:
    beside = parliament.raised(size, math.nextafter(exponent, 0.0))  # the general power
    assert parliament.raised(size, exponent) == pytest.approx(beside, rel=1e-13)


@given(
    exponent=st.floats(0.2, 6.0), exposure=st.floats(0.0, 1e4), more=st.floats(0.01, 1e3)
)  # fmt: skip
def test_response_grows_with_exposure_is_odd_and_below_one(
    exponent: float, exposure: float, more: float
) -> None:
    state = make_world(1, response_exponent=round(exponent, 1), half_response=30.0)
    low, high = parliament.response(state, exposure), parliament.response(state, exposure + more)
    assert 0.0 <= low <= high <= 1.0
    assert parliament.response(state, -exposure) == -low


def test_spreading_effort_pays_with_diminishing_returns_and_not_with_a_threshold() -> None:
    # Two demands with half the attention each against one with all of it, at a third of E_0:
    # exponent 1: 2 x (1/6)/(7/6) = .286 > (1/3)/(4/3) = .25; exponent 3: 2 x .0046 < .036.
    total = {}
    for exponent in (1.0, 3.0):
        state = make_world(1, response_exponent=exponent, half_response=30.0)
        total[exponent] = (2 * parliament.response(state, 5.0), parliament.response(state, 10.0))
    assert total[1.0] == pytest.approx((2 / 7, 1 / 4))
    assert total[3.0] == pytest.approx((2 / 217, 1 / 28))


# --- Voices -----------------------------------------------------------------------------------


def voice(state: State) -> float:
    """Exposure of the first party's electorate in the first segment to an hour of the first."""
    voices = np.zeros((state.audiences.shape[1], len(state.parties)))
    a = make_alliance(state, (0,), public=True)
    parliament.add_voice(state, a, 0, 0, 1.0, voices)
    return float(voices[0, 0])


def test_a_voice_by_hand() -> None:
    state = make_world(1, parties=1, lobby_weight=2.0)
    organisation = state.organisations[0]
    organisation.campaigning, organisation.lobbying, organisation.dialogue = 0.5, 0.4, 0.1
    organisation.reach = 1.5
    organisation.camp = -0.2
    state.audiences[0] = [0.9, 0.6]
    state.parties[0].camp = 0.6
    state.fields[0].polarisation = 0.25
    # Distance of camps .8: access (1 - .4) / 2 segments; closeness 1 - .25 x .8.
    campaign = 0.5 * 0.9
    lobby = 2.0 * 0.4 * 1.5 * 0.6 / 2
    assert voice(state) == pytest.approx(3.0 * (campaign + lobby) * 0.8)


# --- Parties ------------------------------------------------------------------------------------


def near_a_party(**changes: Any) -> tuple[State, int]:
    """Return one organisation at camp -.2 whose alliance stands near to the party at .6."""
    state = make_world(1, parties=1, lobby_weight=2.0, **changes)
    organisation = state.organisations[0]
    organisation.campaigning, organisation.lobbying, organisation.dialogue = 0.5, 0.4, 0.1
    organisation.reach, organisation.camp = 1.5, -0.2
    state.audiences[0] = [0.9, 0.6]
    state.parties[0].camp = 0.6
    state.fields[0].polarisation = 0.25
    a = make_alliance(state, (0,), public=True)
    return state, a


def voice_in(state: State, a: int) -> float:
    voices = np.zeros((state.audiences.shape[1], len(state.parties)))
    parliament.add_voice(state, a, 0, 0, 1.0, voices)
    return float(voices[0, 0])


def test_near_a_party_access_is_full_and_the_public_moves_the_voice_to_its_camp() -> None:
    state, a = near_a_party(stance="near")
    state.alliances[a].near, state.alliances[a].captured = 0, 0.5
    # Placed at -.2 + .5 x .8 = .2: closeness 1 - .25 x .4; lobbying 2 x .4 x 1.5 / 2 segments.
    assert voice_in(state, a) == pytest.approx(3.0 * (0.45 + 0.6) * 0.9)
    state.fields[0].polarisation = 0.0
    assert voice_in(state, a) == pytest.approx(3.0 * (0.45 + 0.6))


def test_far_from_parties_nobody_lobbies_and_no_voice_is_moved() -> None:
    state, a = near_a_party(stance="far")
    speaking.speak(state, a)
    assert state.alliances[a].near == NOBODY
    assert voice_in(state, a) == pytest.approx(3.0 * 0.45 * 0.8)


def test_who_is_open_to_all_parties_explains_nothing_and_is_placed_where_it_stands() -> None:
    state, a = near_a_party(capture=0.6, communication=0.2, forgetting=1.0)
    state.members[a, 0].net = 4.0
    speaking.speak(state, a)
    assert state.members[a, 0].outreach == 4.0
    assert (state.alliances[a].near, state.alliances[a].explained) == (NOBODY, 0.0)
    assert voice_in(state, a) == pytest.approx(3.0 * (0.45 + 2.0 * 0.4 * 1.5 * 0.6 / 2) * 0.8)


@pytest.mark.parametrize(("kind", "party"), [(0, 1), (PREVENTION, 0)])
def test_an_alliance_stands_near_to_the_party_that_gains_most_by_its_goal(
    kind: int, party: int
) -> None:
    # Of a move by .4 those who want .4 gain .4 and those who want nothing lose .4; of preventing it
    # it is the other way round. Nobody sits for the third party.
    state = make_world(2, parties=3, legislators=4)
    state.legislators["party"] = [0, 1, 0, 1]
    state.legislator_ideals[:, 0] = [0.0, 0.4, 0.0, 0.4]
    a = make_alliance(state, (0, 1), kind=kind, draft=0.4, public=True)
    assert parliament.nearest_party(state, a) == party


def test_nobody_stands_near_to_a_party_without_seats_even_where_all_others_lose() -> None:
    # Party 0 loses .4 by a move by .4, party 1 as much; of party 2 there is nobody to ask.
    state = make_world(2, parties=3, legislators=4)
    state.legislators["party"] = [0, 1, 0, 1]
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    assert parliament.nearest_party(state, a) == 0


def test_coming_to_stand_near_to_a_party_is_an_event_and_staying_is_none() -> None:
    state, a = near_a_party(stance="near", capture=0.4)
    for _ in range(2):
        speaking.speak(state, a)
    # The first of the parties, and none before.
    assert numbers_of(state, EventKind.NEAR_PARTY) == [[1.0, 0.0, 0.4, 0.0]]


def test_explaining_takes_hours_and_softens_capture_while_it_is_remembered() -> None:
    state = make_world(
        2, stance="near", capture=0.4, communication=0.25, communication_scale=30.0, forgetting=0.05
    )
    a = make_alliance(state, (0, 1), public=True)
    state.members[a]["net"][:2] = 4.0
    speaking.speak(state, a)
    # Two members explain one hour each and speak three.
    assert state.members[a, 0].outreach == pytest.approx(3.0)
    assert state.alliances[a].captured == pytest.approx(0.4 * math.exp(-2.0 / 30.0))
    speaking.speak(state, a)
    assert state.alliances[a].explained == pytest.approx(0.95 * 2.0 + 2.0)


def test_support_of_the_nearest_party_is_counted_apart() -> None:
    # A move by .4: the three of party 0 want 0, .3 and .4, gaining -.4, .2 and .4.
    state = make_world(2, parties=2, legislators=5, persuasion=0.0, **CALM)
    state.legislators["party"] = [0, 0, 0, 1, 1]
    state.legislator_ideals[:, 0] = [0.0, 0.3, 0.4, -0.4, -0.4]
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    persuasion.report_support(state, a)
    assert state.alliances[a].support == pytest.approx(2 / 5)
    assert state.alliances[a].support_nearest == pytest.approx(2 / 3)
    # Against a bill party 1 is nearest, and all of it is against.
    b = make_alliance(state, (0, 1), kind=PREVENTION, draft=0.4, public=True)
    state.fields[0].bill_position = 0.4
    persuasion.report_support(state, b)
    assert state.alliances[b].support_nearest == 1.0


def test_in_a_polarised_field_the_far_camps_voice_counts_against() -> None:
    state = make_world(1)
    state.organisations[0].camp, state.parties[0].camp = -1.0, 1.0
    signs = []
    for polarisation in (0.25, 0.5, 0.75):
        state.fields[0].polarisation = polarisation
        signs.append(voice(state))
    assert signs[0] > 0.0
    assert signs[1] == pytest.approx(0.0)
    assert signs[2] < 0.0


@given(
    camp=st.floats(-1, 1), party=st.floats(-1, 1), near=st.floats(0, 1), more=st.floats(0, 1)
)  # fmt: skip
def test_polarisation_never_makes_a_distant_voice_louder(
    camp: float, party: float, near: float, more: float
) -> None:
    assume(near + more <= 1.0)
    state = make_world(1)
    state.organisations[0].camp, state.parties[0].camp = camp, party
    state.fields[0].polarisation = near
    before = voice(state)
    state.fields[0].polarisation = near + more
    assert voice(state) <= before + 1e-12


def test_attention_is_divided_over_the_items() -> None:
    # Outreach 10 of two members with .5 in each segment: 10 in every segment; the main goal gets
    # .5 of it, the two others .25 each.
    state = make_world(2, priority=0.5, **CALM)
    a = make_alliance(state, (0, 1))
    put_item(state, a, 1, 0.3)
    put_item(state, a, 2, -0.3)
    publish(state, a)
    state.members[a, 0].outreach = state.members[a, 1].outreach = 10.0
    for k, expected in ((0, 5.0), (1, 2.5), (2, -2.5)):
        voices = persuasion.voices_on(state, k, 1.0, 1.0, NOBODY)
        assert voices[:, 0].tolist() == pytest.approx([expected, expected])
    # Seen from a move downwards everything has the other sign.
    assert persuasion.voices_on(state, 2, -1.0, -1.0, NOBODY)[0, 0] == pytest.approx(2.5)


def test_who_did_not_sign_an_item_does_not_speak_for_it() -> None:
    for commitment, heard in (("uniform", 2), ("differentiated", 1)):
        state = make_world(2, commitment=commitment, priority=0.0, **CALM)
        a = make_alliance(state, (0, 1))
        j = put_item(state, a, 1, 0.3)
        publish(state, a)
        state.stances[a, j, 1].signs = 0
        state.members[a, 0].outreach = state.members[a, 1].outreach = 8.0
        voices = persuasion.voices_on(state, 1, 1.0, 1.0, NOBODY)
        assert voices[0, 0] == pytest.approx(heard * 0.5 * 8.0 * 0.5)


def test_only_public_alliances_are_heard_and_one_can_be_left_out() -> None:
    state = make_world(4, **CALM)
    a = make_alliance(state, (0, 1), public=True)
    b = make_alliance(state, (2, 3))
    state.members["outreach"][:] = 0.0
    for row in (a, b):
        state.members[row, 0].outreach = 10.0
    assert persuasion.voices_on(state, 0, 1.0, 1.0, NOBODY)[0, 0] == pytest.approx(5.0)
    publish(state, b)
    assert persuasion.voices_on(state, 0, 1.0, 1.0, NOBODY)[0, 0] == pytest.approx(10.0)
    assert persuasion.voices_on(state, 0, 1.0, 1.0, b)[0, 0] == pytest.approx(5.0)


def rivals(opponents: bool) -> tuple[State, int, int]:
    state = make_world(4, opponents=opponents, **CALM)
    state.views["position"][2:] = -0.4
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    b = make_alliance(state, (2, 3), draft=-0.4, public=True)
    state.members[a, 0].outreach = 30.0
    state.members[b, 0].outreach = 20.0
    return state, a, b


def test_opponents_count_against_unless_switched_off() -> None:
    state, _, _ = rivals(True)
    assert persuasion.voices_on(state, 0, 1.0, 1.0, NOBODY)[0, 0] == pytest.approx(15.0 - 10.0)
    assert persuasion.voices_on(state, 0, -1.0, -1.0, NOBODY)[0, 0] == pytest.approx(10.0 - 15.0)
    state, _, _ = rivals(False)
    assert persuasion.voices_on(state, 0, 1.0, 1.0, NOBODY)[0, 0] == pytest.approx(15.0)
    assert persuasion.voices_on(state, 0, -1.0, -1.0, NOBODY)[0, 0] == pytest.approx(10.0)


# --- Votes ------------------------------------------------------------------------------------


def votes(state: State, position: float, voices: np.ndarray, objections: float) -> int:
    """Count the votes for a position in the first field under these exposures to it."""
    pressure = np.zeros(len(state.legislators))
    parliament.press(state, 0, voices if position > 0.0 else -voices, pressure)
    return int(parliament.count_votes(state, 0, position, pressure, objections))


def test_a_count_of_votes_in_a_parliament_of_five_by_hand() -> None:
    state = make_world(2, persuasion=1.0, half_response=10.0, response_exponent=1.0, **CALM)
    # Gains from .4: -.1 -> .1 - .5 = -.4; 0 -> -.4; .1 -> -.2; .25 -> .1; .4 -> .4.
    state.legislator_ideals[:, 0] = [-0.1, 0.0, 0.1, 0.25, 0.4]
    silent = np.zeros((2, 1))
    assert votes(state, 0.4, silent, 0.0) == 2
    # Exposure of 10 in the first segment only: response 1/2, half of every electorate: + .25.
    assert votes(state, 0.4, np.array([[10.0], [0.0]]), 0.0) == 3
    # In both segments: + .5, enough for all; an objection of .15 takes two away again.
    both = np.array([[10.0], [10.0]])
    assert votes(state, 0.4, both, 0.0) == 5
    assert votes(state, 0.4, both, 0.15) == 3
    # Louder opponents: - .5.
    assert votes(state, 0.4, -both, 0.0) == 0
    # Legislators listen to their own electorate: the first two to the silent segment only.
    state.electorates[:] = [[0, 1], [0, 1], [1, 0], [1, 0], [1, 0]]
    assert votes(state, 0.4, np.array([[10.0], [0.0]]), 0.0) == 3


def test_an_indifferent_legislator_votes_no() -> None:
    state = make_world(1)
    state.legislator_ideals[:, 0] = 0.2  # |.2| - |.2 - .4| = 0
    assert votes(state, 0.4, np.zeros((2, 1)), 0.0) == 0


def test_parties_hear_voices_of_their_own() -> None:
    state = make_world(1, parties=2, legislators=4, persuasion=1.0, response_exponent=1.0)
    state.legislators["party"] = [0, 0, 0, 1]
    voices = np.zeros((2, 2))
    voices[:, 1] = 1e9
    assert votes(state, 0.4, voices, 0.0) == 1


def test_voices_weigh_more_while_a_field_has_attention() -> None:
    # Responses of 1/2 in every electorate press with .5 at a salience of 0, or usual attention.
    voices = np.array([[10.0], [10.0]])
    both: dict[str, Any] = {"persuasion": 1.0, "half_response": 10.0, "response_exponent": 1.0}
    pressure = np.zeros(5)
    for salience, expected in ((0.0, 0.5), (1.0, 1.0), (0.5, 0.5 * math.sqrt(2.0))):
        state = make_world(2, salience=salience, attention_spread=0.0, **both, **CALM)
        state.fields["attention"] = [2.0, 1.0, 1.0]
        parliament.press(state, 0, voices, pressure)
        assert pressure.tolist() == pytest.approx([expected] * 5)
        parliament.press(state, 1, voices, pressure)  # another field has its own attention
        assert pressure.tolist() == pytest.approx([0.5] * 5)
        parliament.press(state, 0, -voices, pressure)  # louder opponents, likewise
        assert pressure.tolist() == pytest.approx([-expected] * 5)


def test_attention_changes_no_conviction() -> None:
    for attention, heard in ((1.0, 3), (3.0, 5), (0.1, 2)):
        state = make_world(
            2, persuasion=1.0, half_response=10.0, response_exponent=1.0, salience=1.0, **CALM
        )
        # Gains from .4: -.4, -.4, -.2, .1, .4. Pressure .25 at usual attention, .75 and .025.
        state.legislator_ideals[:, 0] = [-0.1, 0.0, 0.1, 0.25, 0.4]
        state.fields[0].attention = attention
        assert votes(state, 0.4, np.zeros((2, 1)), 0.0) == 2
        assert votes(state, 0.4, np.array([[10.0], [0.0]]), 0.0) == heard


@pytest.mark.parametrize("salience", [0.3, 0.5, 1.0, 2.0])
def test_salience_moves_pressure_between_weeks_and_adds_none(salience: float) -> None:
    spread, count = 0.4, 4000
    state = make_world(1, salience=salience, attention_spread=spread)
    drawn = np.random.default_rng(1).normal(-0.5 * spread**2, spread, count)
    factors = np.empty(count)
    for number, logarithm in enumerate(drawn):
        state.fields[0].attention = math.exp(logarithm)
        factors[number] = parliament.public_salience(state, 0)
    # Attention is log-normal with mean 1; so is the factor, whose variance is exp(s^2 v) - 1.
    error = math.sqrt(math.expm1((salience * spread) ** 2) / count)
    assert factors.mean() == pytest.approx(1.0, abs=4.0 * error)


@given(
    ideals=st.lists(st.floats(-1, 1), min_size=5, max_size=5),
    position=st.floats(-1, 1),
    exposure=st.floats(-200, 200),
    more=st.floats(0, 200),
    objections=st.floats(0, 1),
)
def test_more_voices_never_cost_votes_and_objections_never_bring_any(
    ideals: list[float], position: float, exposure: float, more: float, objections: float
) -> None:
    state = make_world(1)
    state.legislator_ideals[:, 0] = ideals
    voices = np.full((2, 1), exposure)
    before = votes(state, position, voices, objections)
    assert votes(state, position, voices + more, objections) >= before
    assert votes(state, position, voices, objections + 0.1) <= before


def test_objections_from_touched_fields_are_answered_by_expertise_and_dialogue() -> None:
    state = make_world(
        2, fields_touched=2, objection_weight=0.1, half_response=30.0, response_exponent=1.0
    )
    state.touched[0] = [1, 2]
    a = make_alliance(state, (0, 1), public=True)
    assert persuasion.unanswered(state, a, 0) == pytest.approx(0.1 * 2.0)
    state.views[0, 1].expertise = 0.8
    state.views[1, 1].expertise = 0.6
    state.views[1, 2].expertise = 0.5
    assert persuasion.unanswered(state, a, 0) == pytest.approx(0.1 * 2.0)  # nobody has talked yet
    # Dialogue: 10 + 2 x 10 hours with factor 3 x 1/3 and 3 x 2/3: exposure 30, response 1/2.
    state.members[a, 0].outreach = state.members[a, 1].outreach = 10.0
    state.organisations[1].dialogue = 2.0 * THIRD
    # Of the talk a third is by the first, two thirds by the second; they know 2/3 of the one field
    # and 1/3 of the other.
    answered = 0.5 * (0.8 + 2 * 0.6) / 3 + 0.5 * (0.0 + 2 * 0.5) / 3
    assert persuasion.unanswered(state, a, 0) == pytest.approx(0.1 * (2.0 - answered))


def test_without_an_alliance_nobody_answers_the_objections() -> None:
    # Gain of all five .4; three objections of .1 are .3, so they vote yes with .1 to spare; at
    # a weight of .15 they do not, unless expertise answers.
    state = make_world(
        2, fields=4, fields_touched=3, objection_weight=0.15, half_response=30.0, persuasion=0.0
    )
    state.touched[0] = [1, 2, 3]
    state.legislator_ideals[:, 0] = 0.4
    a = make_alliance(state, (0, 1), public=True)
    state.members[a, 0].outreach = LOUD
    state.views["expertise"][0] = 1.0
    assert persuasion.votes_for_item(state, a, 0, NOBODY) == 5
    assert persuasion.votes_for_item(state, a, 0, a) == 0


def test_support_is_counted_once_a_month_from_the_platform_on() -> None:
    state = make_world(2)
    a = make_alliance(state, (0, 1), public=True)
    weeks = []
    for week in range(WEEK, WEEK + 10):
        state.clock[0].week = week
        if persuasion.reports_this_week(state, a):
            weeks.append(week - WEEK)
    assert weeks == [0, 4, 8]
    state.alliances[a].public = 0
    state.clock[0].week = WEEK
    assert not persuasion.reports_this_week(state, a)


def test_the_change_of_support_pleases_only_from_the_second_count_on() -> None:
    state = make_world(2, persuasion=0.0, **CALM)
    state.legislator_ideals[:, 0] = [0.4, 0.4, 0.0, 0.0, 0.0]
    a = make_alliance(state, (0, 1), public=True)
    persuasion.report_support(state, a)
    assert (state.alliances[a].support, state.alliances[a].support_change) == (0.4, 0.0)
    state.clock[0].week = WEEK + 4
    state.legislator_ideals[2, 0] = 0.4
    persuasion.report_support(state, a)
    assert state.alliances[a].support == pytest.approx(0.6)
    assert state.alliances[a].support_change == pytest.approx(0.2)
    # Against a bill, those who would vote no are the support.
    state.fields[1].bill_position = 0.4
    state.fields[1].bill_deadline = WEEK + 50
    state.legislator_ideals[:, 1] = [0.4, 0.0, 0.0, 0.0, 0.0]
    b = make_alliance(state, (0, 1), kind=PREVENTION, field=1, draft=0.4, public=True)
    persuasion.report_support(state, b)
    assert state.alliances[b].support == pytest.approx(0.8)


# --- Windows ----------------------------------------------------------------------------------


def with_votes(state: State, k: int, votes: int, position: float = 0.4) -> None:
    """Let so many of the legislators want what is demanded and the others the opposite."""
    total = len(state.legislators)
    state.legislator_ideals[:, k] = [position] * votes + [-position] * (total - votes)


def test_the_demand_with_most_votes_is_put_to_the_vote() -> None:
    state = make_world(6, **CALM)
    state.legislator_ideals[:, 0] = [0.1, 0.1, 0.4, 0.4, 0.4]
    modest = make_alliance(state, (0, 1), draft=0.15, public=True)  # all five gain
    make_alliance(state, (2, 3), draft=0.4, public=True)  # three gain
    make_alliance(state, (4, 5), draft=0.1)  # not public
    assert voting.best_item_for_window(state, 0) == (modest, 0, 5)
    assert voting.best_item_for_window(state, 1)[0] == NOBODY


def test_a_bill_to_prevent_is_not_put_to_the_vote_at_a_window() -> None:
    state = make_world(2)
    state.legislator_ideals[:, 0] = -0.4
    make_alliance(state, (0, 1), kind=PREVENTION, draft=-0.4, public=True)
    assert voting.best_item_for_window(state, 0)[0] == NOBODY
    voting.vote_at_window(state, 0)
    assert told(state, EventKind.VOTE) == []


@pytest.mark.parametrize(("votes", "passes"), [(3, True), (2, False)])
def test_a_majority_is_more_than_half(votes: int, passes: bool) -> None:
    state = make_world(2, persuasion=0.0, **CALM)
    with_votes(state, 0, votes)
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    voting.vote_at_window(state, 0)
    alliance = state.alliances[a]
    assert alliance.votes == 1
    assert alliance.lost_votes == (0 if passes else 1)
    assert (alliance.ending == Ending.GOAL_REACHED) == passes
    assert (alliance.goal_week == WEEK) == passes
    assert state.fields[0].status_quo == pytest.approx(0.4 if passes else 0.0)
    even = make_world(2, legislators=4)
    assert not parliament.is_majority(even, 2)
    assert parliament.is_majority(even, 3)


def test_a_second_lost_vote_ends_it() -> None:
    state = make_world(2, persuasion=0.0, votes_to_lose=2, **CALM)
    with_votes(state, 0, 2)
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    voting.vote_at_window(state, 0)
    assert state.alliances[a].ending == Ending.NONE
    voting.vote_at_window(state, 0)
    assert state.alliances[a].ending == Ending.VOTE_LOST


@pytest.mark.parametrize(("votes", "pivotal"), [(2, 1), (3, 0)])
def test_success_is_pivotal_only_where_it_would_not_have_come_alone(
    votes: int, pivotal: int
) -> None:
    # Gain of those against: .4 - .8 = -.4; persuasion 1 x response (1) wins all of them.
    state = make_world(2, persuasion=1.0, **CALM)
    with_votes(state, 0, votes)
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    state.members[a, 0].outreach = LOUD
    voting.vote_at_window(state, 0)
    assert state.alliances[a].ending == Ending.GOAL_REACHED
    assert state.alliances[a].pivotal == pivotal
    vote = told(state, EventKind.VOTE)[0]
    assert (vote.first, vote.second, vote.third) == (5.0, 5.0, float(votes))


def test_a_law_moves_the_status_quo_and_with_it_all_ideals() -> None:
    from sim.quantities import field_ideal, member_ideal

    state = make_world(2)
    a = make_alliance(state, (0, 1), draft=0.4, field=1)
    state.fields[1].bill_deadline = WEEK + 20
    voting.change_law(state, 1, 0.3, NOBODY)
    voting.change_law(state, 1, 0.05, NOBODY)
    assert state.fields[1].status_quo == pytest.approx(0.35)
    assert state.fields[1].bill_deadline == NEVER
    assert field_ideal(state, 0, 1) == pytest.approx(0.4 - 0.35)
    assert member_ideal(state, a, 0, 0) == pytest.approx(0.05)
    assert field_ideal(state, 0, 0) == pytest.approx(0.4)


def test_what_a_law_has_brought_need_not_be_demanded_again() -> None:
    state = make_world(8)
    allies = make_alliance(state, (0, 1), draft=0.5, public=True)
    modest = make_alliance(state, (2, 3), draft=0.34, public=True)
    elsewhere = make_alliance(state, (4, 5), field=1, draft=0.4)
    more = put_item(state, elsewhere, 0, 0.6)
    less = put_item(state, elsewhere, 0, 0.2)
    against = put_item(state, elsewhere, 0, -0.2)
    publish(state, elsewhere)
    voting.change_law(state, 0, 0.3, NOBODY)
    # .5 - .3 = .2 is left to demand; of .34 only .04, which counts as met.
    assert state.items[allies, 0].position == pytest.approx(0.2)
    assert state.alliances[allies].ending == Ending.NONE
    assert state.alliances[modest].ending == Ending.OVERTAKEN_BY_ALLY
    items = state.items[elsewhere]
    assert [float(items[j].position) for j in (more, less, against)] == pytest.approx(
        [0.3, -0.1, -0.5]
    )
    assert [int(items[j].status) for j in (more, less, against)] == [
        AGREED,
        int(ItemStatus.OVERTAKEN),
        AGREED,
    ]
    assert state.alliances[elsewhere].agreed == 3  # of four


def test_a_law_the_other_way_counts_as_a_lost_vote() -> None:
    state = make_world(4, votes_to_lose=2)
    state.views["position"][2:] = -0.4
    b = make_alliance(state, (2, 3), draft=-0.4, public=True)
    voting.change_law(state, 0, 0.2, NOBODY)
    assert state.alliances[b].ending == Ending.NONE
    assert state.items[b, 0].position == pytest.approx(-0.6)  # there is more to undo now
    voting.change_law(state, 0, 0.2, NOBODY)
    assert state.alliances[b].ending == Ending.OVERTAKEN_BY_OTHERS


def test_a_law_leaves_nothing_to_prevent() -> None:
    for law, ending in ((0.3, Ending.OVERTAKEN_BY_ALLY), (-0.3, Ending.OVERTAKEN_BY_OTHERS)):
        state = make_world(4)
        winner = make_alliance(state, (0, 1), draft=law, public=True)
        state.fields[0].bill_position = -0.5
        state.fields[0].bill_deadline = WEEK + 30
        a = make_alliance(state, (2, 3), kind=PREVENTION, draft=-0.5, public=True)
        state.items[winner, 0].status = PASSED
        voting.change_law(state, 0, law, winner)
        assert state.alliances[a].ending == ending
        assert state.fields[0].bill_deadline == NEVER


def test_the_first_reason_to_end_stands() -> None:
    state = make_world(2)
    a = make_alliance(state, (0, 1))
    voting.set_ending(state, a, int(Ending.GOAL_REACHED))
    voting.set_ending(state, a, int(Ending.VOTE_LOST))
    assert state.alliances[a].ending == Ending.GOAL_REACHED


def test_a_side_item_that_passes_is_a_milestone() -> None:
    state = make_world(3, persuasion=0.0, **CALM)
    with_votes(state, 1, 5, 0.3)
    a = make_alliance(state)
    j = put_item(state, a, 1, 0.3)
    put_item(state, a, 2, 0.3)
    publish(state, a)
    voting.vote_at_window(state, 1)
    alliance = state.alliances[a]
    assert (alliance.milestones, alliance.milestone_week, alliance.agreed) == (1, WEEK, 2)
    assert alliance.ending == Ending.NONE
    assert state.items[a, j].status == PASSED
    assert state.items[a, 0].status == AGREED
    # The next count of support turns the page.
    persuasion.report_support(state, a)


# --- Bills ------------------------------------------------------------------------------------


def before_a_bill(outreach: float = 0.0, public: bool = True, **changes: Any) -> tuple[State, int]:
    """Return a world before the vote on a bill at -.4 that three of five want."""
    state = make_world(4, persuasion=1.0, **{**CALM, **changes})
    state.fields[0].bill_position = -0.4
    state.fields[0].bill_deadline = WEEK
    state.legislator_ideals[:, 0] = [-0.4, -0.4, -0.4, 0.4, 0.4]
    a = make_alliance(state, (0, 1), kind=PREVENTION, draft=-0.4, public=public)
    state.members[a, 0].outreach = outreach
    return state, a


def stepwise(ideals: list[float], **changes: Any) -> tuple[State, int]:
    """Return a silent alliance for .6 with steps at .2 and .4, before legislators with ideals."""
    state = make_world(3, steps=2, **CALM, **changes)
    state.legislator_ideals[:, 0] = ideals
    a = make_alliance(state, draft=0.6)
    state.items[a, 0].status = AGREED
    platform.agree_platform(state, a)
    return state, a


def test_a_step_that_passes_is_a_milestone_and_leaves_a_smaller_goal() -> None:
    # To an ideal of .15 the step is worth .1, the rest of the way nothing: .15 - .25 < 0.
    state, a = stepwise([0.15, 0.15, 0.15, 0.0, 0.0])
    voting.vote_at_window(state, 0)
    alliance = state.alliances[a]
    assert (alliance.milestones, alliance.steps_passed, alliance.lost_votes) == (1, 1, 0)
    assert alliance.milestone_week == WEEK
    assert state.fields[0].status_quo == pytest.approx(0.2)
    assert state.items[a]["status"][:3].tolist() == [AGREED, PASSED, AGREED]
    assert state.items[a, 0].position == pytest.approx(0.4)
    assert state.items[a, 2].position == pytest.approx(0.2)
    assert alliance.agreed == 2
    assert alliance.ending == int(Ending.NONE)
    # Who wanted .15 has got more than that, and votes for no further step.
    voting.vote_at_window(state, 0)
    assert (alliance.milestones, alliance.lost_votes) == (1, 1)


def test_a_step_takes_the_window_of_the_goal() -> None:
    # Four would vote for the step, three for the goal: it has its majority, but not this time.
    state, a = stepwise([0.15, 0.5, 0.5, 0.5, 0.0])
    voting.vote_at_window(state, 0)
    assert state.alliances[a].goal_week == NEVER
    assert state.alliances[a].steps_passed == 1
    direct, a = stepwise([0.15, 0.5, 0.5, 0.5, 0.0])
    direct.items[a]["status"][1:3] = int(ItemStatus.DROPPED)
    voting.vote_at_window(direct, 0)
    assert direct.alliances[a].goal_week == WEEK


def test_a_step_that_is_refused_is_a_lost_vote() -> None:
    state, a = stepwise([0.15, 0.15, 0.0, 0.0, 0.0], votes_to_lose=1)
    voting.vote_at_window(state, 0)
    assert state.alliances[a].lost_votes == 1
    assert state.alliances[a].ending == int(Ending.VOTE_LOST)


def test_the_last_step_leaves_something_to_be_wanted() -> None:
    # An ideal of .21 gains .21 - .19 from two thirds of the way, and nothing from all of it.
    state, a = stepwise([0.21, 0.21, 0.21, 0.0, 0.0])
    state.items[a, 1].status = int(ItemStatus.DROPPED)
    voting.vote_at_window(state, 0)
    assert state.items[a, 2].status == PASSED
    assert state.items[a, 0].position == pytest.approx(0.2)
    assert state.alliances[a].ending == int(Ending.NONE)


def test_a_bill_is_voted_on_at_its_deadline() -> None:
    state, _ = before_a_bill()
    assert voting.bill_is_due(state, 0)
    assert not voting.bill_is_due(state, 1)
    state.clock[0].week = WEEK - 1
    assert not voting.bill_is_due(state, 0)


def test_a_bill_that_passes_is_law_and_those_against_it_have_lost() -> None:
    state, a = before_a_bill()
    voting.vote_on_bill(state, 0)
    assert state.fields[0].status_quo == pytest.approx(-0.4)
    assert state.fields[0].bill_deadline == NEVER
    assert state.alliances[a].ending == Ending.VOTE_LOST
    assert (state.alliances[a].votes, state.alliances[a].lost_votes) == (1, 1)
    assert len(told(state, EventKind.BILL_PASSES)) == 1


def test_a_bill_that_fails_is_the_success_of_those_who_fought_it() -> None:
    # Gain of the three .4; against it a response of 1 and persuasion 1: -.6, they vote no.
    state, a = before_a_bill(LOUD)
    voting.vote_on_bill(state, 0)
    assert state.fields[0].status_quo == 0.0
    assert state.fields[0].bill_deadline == NEVER
    assert state.alliances[a].ending == Ending.GOAL_REACHED
    assert state.alliances[a].pivotal
    assert state.organisations[0].credit + state.organisations[1].credit == pytest.approx(1.0)


def test_a_bill_that_fails_anyway_is_no_pivotal_success() -> None:
    state, a = before_a_bill(LOUD)
    state.legislator_ideals[:, 0] = [-0.4, -0.4, 0.4, 0.4, 0.4]
    voting.vote_on_bill(state, 0)
    assert state.alliances[a].ending == Ending.GOAL_REACHED
    assert not state.alliances[a].pivotal


def test_who_was_not_public_when_the_bill_failed_was_overtaken() -> None:
    state, a = before_a_bill(public=False)
    state.legislator_ideals[:, 0] = 0.4
    voting.vote_on_bill(state, 0)
    assert state.alliances[a].ending == Ending.OVERTAKEN_BY_ALLY


def test_without_opponents_an_alliance_still_speaks_against_a_bill() -> None:
    # "Whether alliances for the opposite count against an alliance": nobody opposes this one.
    state, a = before_a_bill(LOUD, opponents=False)
    voting.vote_on_bill(state, 0)
    assert state.alliances[a].ending == Ending.GOAL_REACHED


def test_allies_of_a_bill_speak_for_it() -> None:
    state, a = before_a_bill(LOUD)
    state.views["position"][2:] = -0.4
    b = make_alliance(state, (2, 3), draft=-0.4, public=True)
    state.members[b, 0].outreach = 2 * LOUD
    voting.vote_on_bill(state, 0)
    assert state.alliances[a].ending == Ending.VOTE_LOST
    # The bill brought all of what they demanded.
    assert state.alliances[b].ending == Ending.OVERTAKEN_BY_ALLY


# --- Harvest ----------------------------------------------------------------------------------


def after_a_success(**changes: Any) -> tuple[State, int]:
    state = make_world(3, **changes)
    a = make_alliance(state, public=True)
    state.members[a]["hours"] = [60.0, 30.0, 10.0]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        know(state, one, other, 0.6)
    return state, a


def credit(state: State) -> list[float]:
    return [float(organisation.credit) for organisation in state.organisations]


def test_credit_is_divided_by_the_rule() -> None:
    state, a = after_a_success(credit_rule="equal")
    harvesting.harvest(state, a, 0)
    assert credit(state) == pytest.approx([THIRD, THIRD, THIRD])
    state, a = after_a_success(credit_rule="effort")
    harvesting.harvest(state, a, 0)
    assert credit(state) == pytest.approx([0.6, 0.3, 0.1])
    assert state.members[a]["credit"].tolist() == pytest.approx([0.6, 0.3, 0.1])


def test_effort_counts_that_of_members_only() -> None:
    state, a = after_a_success(credit_rule="effort")
    state.members[a, 0].status = 7  # left
    harvesting.harvest(state, a, 0)
    assert credit(state) == pytest.approx([0.0, 0.75, 0.25])


def test_without_a_rule_the_fastest_takes_the_credit_and_loses_trust() -> None:
    # The press waits a hundredth of a week in the mean; member 1 sits next in 13 weeks.
    state, a = after_a_success(credit_rule="none", press_weeks=0.05, trust_loss=0.15)
    state.organisations["sitting_weeks"] = [4.0, 13.0, 1.0]
    state.organisations["sitting_phase"] = [0.9, 0.9, 0.0]
    harvesting.harvest(state, a, 0)
    assert credit(state) == [0.0, 0.0, 1.0]
    assert [trust(state, i, 2) for i in (0, 1)] == pytest.approx([0.6 * 0.85, 0.6 * 0.85])
    assert trust(state, 0, 1) == 0.6
    assert told(state, EventKind.CREDIT_CAPTURED)[0].organisation == 2


def test_of_equally_fast_members_the_larger_and_more_visible_takes_the_credit() -> None:
    state, a = after_a_success(credit_rule="none", press_weeks=0.05)
    state.organisations["sitting_weeks"] = [13.0, 1.0, 1.0]
    state.organisations["sitting_phase"] = [0.9, 0.0, 0.0]
    state.organisations["reach"] = [9.0, 1.0, 2.0]
    state.organisations["visibility"] = [0.5, 0.5, 0.2]  # reach x visibility: .5 against .4
    harvesting.harvest(state, a, 0)
    assert credit(state) == [0.0, 1.0, 0.0]


def test_where_all_can_sign_in_time_the_credit_is_shared() -> None:
    state, a = after_a_success(credit_rule="none", press_weeks=0.05)
    harvesting.harvest(state, a, 0)  # all sit this week
    assert credit(state) == pytest.approx([THIRD, THIRD, THIRD])
    assert trust(state, 0, 1) == 0.6  # nothing was promised
    state, a = after_a_success(credit_rule="equal")
    harvesting.harvest(state, a, 0)
    assert trust(state, 0, 1) == pytest.approx(0.6 + 0.05 * 0.4)  # as agreed: a promise kept


# --- Going alone --------------------------------------------------------------------------------


def test_who_goes_alone_breaks_the_rule_and_loses_trust() -> None:
    state, a = after_a_success(credit_rule="equal", selfishness=1.0, trust_loss=0.15)
    state.organisations["visibility"] = [0.0, 1.0, 0.0]  # chances 0, 1, 0
    harvesting.harvest(state, a, 0)
    assert credit(state) == [0.0, 1.0, 0.0]
    assert [trust(state, i, 1) for i in (0, 2)] == pytest.approx([0.51, 0.51])
    assert trust(state, 0, 2) == 0.6
    assert (state.alliances[a].captures, state.alliances[a].captures_by_choice) == (1, 1)
    assert told(state, EventKind.CREDIT_CAPTURED)[0].second == 1.0


def test_nobody_goes_alone_where_none_is_selfish_or_needs_to_be_seen() -> None:
    for selfishness, visibility in ((0.0, 1.0), (1.0, 0.0)):
        state, a = after_a_success(credit_rule="equal", selfishness=selfishness)
        state.organisations["visibility"] = visibility
        harvesting.harvest(state, a, 0)
        assert credit(state) == pytest.approx([THIRD, THIRD, THIRD])
        assert state.alliances[a].captures == 0


def test_of_several_who_go_alone_the_first_is_heard_and_who_is_too_late_is_not() -> None:
    # The press waits a twentieth of a week in the mean: whoever sits later than this week is late.
    state, a = after_a_success(credit_rule="equal", selfishness=1.0, press_weeks=0.05)
    state.organisations["visibility"] = [1.0, 1.0, 0.0]
    state.organisations["sitting_weeks"] = [13.0, 1.0, 1.0]
    state.organisations["sitting_phase"] = [0.9, 0.0, 0.0]
    harvesting.harvest(state, a, 0)
    assert credit(state) == [0.0, 1.0, 0.0]
    state.organisations["visibility"] = 1.0  # the third can sign now, too, and is larger
    state.organisations["reach"] = [9.0, 1.0, 2.0]
    harvesting.harvest(state, a, 0)
    assert credit(state) == [0.0, 1.0, 1.0]
    state.organisations["visibility"] = [1.0, 0.0, 0.0]
    state.organisations["credit"] = 0.0
    harvesting.harvest(state, a, 0)
    assert credit(state) == pytest.approx([THIRD, THIRD, THIRD])


def test_the_chance_to_go_alone_is_selfishness_times_need_to_be_seen() -> None:
    state, a = after_a_success(selfishness=0.5)
    state.organisations["visibility"] = 0.4
    alone = 0
    for week in range(400):
        state.clock[0].week = week
        alone += bool(harvesting.goes_alone(state, a, 0, 0))
    assert abs(alone / 400 - 0.2) < 4 * math.sqrt(0.2 * 0.8 / 400)


def test_what_haste_takes_is_not_by_choice() -> None:
    state, a = after_a_success(credit_rule="none", press_weeks=0.05, selfishness=1.0)
    state.organisations["sitting_weeks"] = [4.0, 13.0, 1.0]
    state.organisations["sitting_phase"] = [0.9, 0.9, 0.0]
    state.organisations["visibility"] = 0.0
    harvesting.harvest(state, a, 0)
    assert (state.alliances[a].captures, state.alliances[a].captures_by_choice) == (1, 0)


@pytest.mark.parametrize(("weeks", "counted"), [(0, 1), (13, 1), (14, 0)])
def test_who_leaves_within_a_quarter_of_a_success_is_counted(weeks: int, counted: int) -> None:
    state = make_world(3)
    a = make_alliance(state, public=True)
    release(state, a, 1, 4, NOBODY)
    assert state.alliances[a].lost_after_success == 0  # there has been none
    state.alliances[a].milestone_week = WEEK
    state.clock[0].week = WEEK + weeks
    release(state, a, 2, 4, NOBODY)
    assert state.alliances[a].lost_after_success == counted


def test_the_press_waits_exponentially() -> None:
    # The slowest signs in 3 weeks (sittings at .25 x 13 = 3.25, 16.25 ... week 13 on): the press
    # is faster with 1 - exp(-3 / 3).
    fast = 0
    state, a = after_a_success(credit_rule="none", press_weeks=3.0)
    state.organisations[1].sitting_weeks = 13.0
    state.organisations[1].sitting_phase = 0.25
    for number in range(300):
        state.clock[0].week = 13 * number
        fast += bool(harvesting.press_is_too_fast(state, a, 0))
    chance = 1.0 - math.exp(-1.0)
    assert abs(fast / 300 - chance) < 4 * math.sqrt(chance * (1 - chance) / 300)


@given(
    rule=st.sampled_from(["none", "equal", "effort"]),
    hours=st.lists(st.floats(0, 500), min_size=3, max_size=3),
    seed=st.integers(0, 1000),
)
def test_a_success_gives_one_credit_in_all(rule: str, hours: list[float], seed: int) -> None:
    state, a = after_a_success(credit_rule=rule, seed=seed)
    state.members[a]["hours"] = hours
    state.organisations["sitting_weeks"] = [4.0, 13.0, 1.0]
    harvesting.harvest(state, a, 0)
    assert sum(credit(state)) == pytest.approx(1.0)


# --- Profile ----------------------------------------------------------------------------------


def test_profile_with_and_without_the_alliance_by_hand() -> None:
    # One segment; two members with outreach 30 and 60 reach it with 1: exposure 90, z = 3.
    state = make_world(2, segments=1, half_response=30.0, response_exponent=1.0)
    a = make_alliance(state, (0, 1), public=True)
    state.members[a, 0].outreach, state.members[a, 1].outreach = 30.0, 60.0
    state.exposure[a, 0] = 90.0
    persuasion.count_mentions(state, a)
    joint = [float(o.profile_joint) for o in state.organisations]
    alone = [float(o.profile_alone) for o in state.organisations]
    assert joint == pytest.approx([0.75 / 3, 0.75 * 2 / 3])
    assert alone == pytest.approx([1 / 2, 2 / 3])


def test_an_alliance_raises_profiles_only_with_a_threshold_in_the_response() -> None:
    # At a third of E_0 each: exponent 1 gives 1/4 alone and half of 2/5 together; exponent 3 gives
    # 1/28 alone and half of 8/35.
    for exponent, joint, alone in ((1.0, 0.2, 0.25), (3.0, 4 / 35, 1 / 28)):
        state = make_world(2, segments=1, half_response=30.0, response_exponent=exponent)
        a = make_alliance(state, (0, 1), public=True)
        state.members[a]["outreach"] = 10.0
        state.exposure[a, 0] = 20.0
        persuasion.count_mentions(state, a)
        assert state.organisations[0].profile_joint == pytest.approx(joint)
        assert state.organisations[0].profile_alone == pytest.approx(alone)


@pytest.mark.parametrize(("exponent", "hours"), [(1.0, 9.5), (3.0, 10.0 + 10 * (4 / 35 - 1 / 28))])
def test_hours_follow_what_an_alliance_makes_of_a_profile(exponent: float, hours: float) -> None:
    # As above: .2 with the alliance against .25 alone, or 4/35 against 1/28; less than a segment.
    state = make_world(
        2, segments=1, half_response=30.0, response_exponent=exponent, profile_feedback=1.0
    )
    a = make_alliance(state, (0, 1), public=True)
    state.members[a]["outreach"] = 10.0
    state.exposure[a, 0] = 20.0
    persuasion.count_mentions(state, a)
    persuasion.follow_profile(state, 0)
    assert state.organisations[0].free_hours == pytest.approx(hours)
    persuasion.follow_profile(state, 0)  # a month in which nobody has heard of it
    assert state.organisations[0].free_hours == pytest.approx(hours)


def test_a_change_of_hours_is_relative_to_many_mentions_and_bounded() -> None:
    state = make_world(1, profile_feedback=0.2)
    organisation = state.organisations[0]
    organisation.profile_joint, organisation.joint_before = 3.0, 1.0
    organisation.profile_alone = 4.0
    persuasion.follow_profile(state, 0)
    assert organisation.free_hours == pytest.approx(10.0 * (1 - 0.2 * 2.0 / 4.0))
    organisation.profile_joint += 100.0
    persuasion.follow_profile(state, 0)
    assert organisation.free_hours == 15.0
    for _ in range(10):
        organisation.profile_alone += 5.0
        persuasion.follow_profile(state, 0)
    assert organisation.free_hours == 5.0


def test_hours_follow_mentions_once_a_month_and_not_where_it_is_off() -> None:
    for feedback, expected in ((0.2, [True, False, False, False, True]), (0.0, [False] * 5)):
        state = make_world(1, profile_feedback=feedback)
        for week, settles in zip(range(8, 13), expected, strict=True):
            state.clock[0].week = week
            assert persuasion.settles_its_profile(state) == settles


# --- Together ---------------------------------------------------------------------------------


def test_a_larger_audience_wins_where_a_smaller_one_does_not() -> None:
    # Five legislators who lose .4; persuasion 1: a response above .4 / 1 is needed in every
    # segment, so exposure above 30 x .4 / .6 = 20 with exponent 1.
    outcomes = []
    for reach in (0.9, 1.1):
        state = make_world(2, persuasion=1.0, half_response=30.0, response_exponent=1.0, **CALM)
        state.audiences[:] = reach
        state.legislator_ideals[:, 0] = 0.0
        a = make_alliance(state, (0, 1), draft=0.4, public=True)
        state.members[a]["outreach"][:2] = 10.0
        voting.vote_at_window(state, 0)
        outcomes.append(int(state.alliances[a].ending))
    assert outcomes == [Ending.NONE, Ending.GOAL_REACHED]


def test_a_goal_reached_ends_the_alliance_in_the_same_week() -> None:
    model = make_model(4, window_rate=52.0, persuasion=0.0, attention_spread=0.0, **CALM)
    model.state.legislator_ideals[:] = 0.4
    alliance = make_ally(model, (0, 1), draft=0.4, public=True)
    model.state.organisations["pause_until"] = 500
    model.step()
    assert alliance.ending == Ending.GOAL_REACHED
    assert alliance.record.ended == WEEK
    assert model.live_alliances == []


def test_an_item_under_negotiation_is_not_voted_on() -> None:
    state = make_world(2, **CALM)
    with_votes(state, 0, 5)
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    state.items[a, 0].status = OPEN
    assert voting.best_item_for_window(state, 0)[0] == NOBODY


def test_a_late_member_is_heard_with_the_others() -> None:
    state = make_world(3, forgetting=1.0)
    a = make_alliance(state, (0, 1), public=True)
    m = enter(state, a, 2)
    state.members[a, m].net = 6.0
    speaking.speak(state, a)
    assert state.exposure[a].tolist() == pytest.approx([3.0, 3.0])
    set_ideals(state, 0, [0.4, 0.4, 0.4])
    assert persuasion.voices_on(state, 0, 1.0, 1.0, NOBODY)[0, 0] > 0.0


# --- What is kept up to date ------------------------------------------------------------------


class Attentive(AllianceModel):
    """Compares what legislators are said to hear with what is said, every week in every field."""

    def have_impact(self) -> None:
        """Let the week have its impact, and add it up again."""
        super().have_impact()
        anew = np.zeros(len(self.state.legislators))
        for field in range(len(self.field_names)):
            for cause in (1.0, -1.0):
                row = persuasion.listen(self.state, field, cause)
                voices = persuasion.voices_on(self.state, field, 1.0, cause, NOBODY)
                parliament.press(self.state, field, voices, anew)
                assert self.state.pressure[row].tolist() == anew.tolist()


@pytest.mark.parametrize(("opponents", "salience"), [(True, 0.0), (False, 0.0), (True, 1.0)])
def test_what_legislators_hear_is_up_to_date_in_every_week(
    opponents: bool, salience: float
) -> None:
    chosen = parameters(
        organisations=12, initiation_rate=3.0, window_rate=12.0, planned_weeks=6,
        campaign_weeks=20, election_week=60, opponents=opponents, salience=salience,
    )  # fmt: skip
    model = Attentive(chosen, seed=2, weeks=80).run()
    assert sum(alliance.is_public for alliance in model.alliances) > 3
    assert model.state.clock[0].speeches > 100


def test_an_alliance_that_has_ended_is_heard_no_more() -> None:
    state = make_world(2, **CALM)
    a = make_alliance(state, (0, 1), public=True)
    state.members[a, 0].outreach = 30.0
    assert state.pressure[persuasion.listen(state, 0, 1.0)].min() > 0.0
    close_alliance(state, a, int(Ending.PLANNED_END))
    state.clock[0].week += 1
    environment.turn_calendar(state)
    assert state.pressure[persuasion.listen(state, 0, 1.0)].max() == 0.0
