"""Roles: who does what, agreed or assigned, and what the hours are then worth."""

import math
from typing import Any

import pytest

from sim.measures import alliance_records
from sim.phases.collaboration import contributing, roles
from sim.phases.formation import platform
from sim.phases.impact import persuasion, speaking
from sim.quantities import effort_in, skill_at_work
from sim.state import NOBODY, Channel, EventKind, Roles, State
from tests.worlds import enter, make_alliance, make_world, numbers_of

EVERY, CAMPAIGNING, LOBBYING, DIALOGUE = (int(channel) for channel in Channel)


def at_work(organisations: int = 2, **changes: Any) -> tuple[State, int]:
    """Return a public alliance of all; each gives ten hours, and nothing of last week is left."""
    state = make_world(organisations, **{"roles": "agreed", "forgetting": 1.0, **changes})
    a = make_alliance(state, tuple(range(organisations)), public=True)
    for name in ("given", "free_hours"):
        state.members[a][name][:organisations] = 10.0
    return state, a


def give_skills(state: State, i: int, campaigning: float, lobbying: float) -> None:
    organisation = state.organisations[i]
    organisation.campaigning, organisation.lobbying = campaigning, lobbying
    organisation.dialogue = 1.0 - campaigning - lobbying


# --- What a role does --------------------------------------------------------------------------


def test_in_a_role_all_hours_go_into_one_channel() -> None:
    state, a = at_work()
    give_skills(state, 0, 0.5, 0.3)
    efforts = [effort_in(state, a, 0, channel) for channel in (CAMPAIGNING, LOBBYING, DIALOGUE)]
    assert efforts == [1.0, 1.0, 1.0]  # it has none yet
    state.members[a, 0].role = LOBBYING
    worth = [skill_at_work(state, a, 0, channel) for channel in (CAMPAIGNING, LOBBYING, DIALOGUE)]
    assert worth == pytest.approx([0.0, 0.9, 0.0])


@pytest.mark.parametrize(
    ("exponent", "worth"), [(1.0, 0.9), (0.5, 0.3 * math.sqrt(3.0)), (0.0, 0.3)]
)
def test_returns_to_the_hours_in_one_channel_may_diminish(exponent: float, worth: float) -> None:
    state, a = at_work(focus_exponent=exponent)
    give_skills(state, 0, 0.5, 0.3)
    assert skill_at_work(state, a, 0, LOBBYING) == pytest.approx(0.3)  # spread evenly, as ever
    state.members[a, 0].role = LOBBYING
    assert skill_at_work(state, a, 0, LOBBYING) == pytest.approx(worth)
    assert skill_at_work(state, a, 0, CAMPAIGNING) == 0.0


def test_without_roles_nobody_has_one() -> None:
    state, a = at_work(roles="none")
    state.members[a, 0].role = LOBBYING
    assert effort_in(state, a, 0, CAMPAIGNING) == 1.0
    assert math.isnan(alliance_records(state)[a].role_channels)


def test_who_campaigns_is_heard_three_times_and_who_lobbies_not() -> None:
    # Four hours at an even skill, which counts 1, to an audience of 1/2 in each segment.
    state, a = at_work()
    state.members[a]["net"][:2] = 4.0
    state.members[a]["role"][:2] = [CAMPAIGNING, LOBBYING]
    speaking.speak(state, a)
    assert state.exposure[a].tolist() == pytest.approx([6.0, 6.0])
    assert persuasion.talking(state, a, 0) == 0.0
    state.members[a, 1].role = DIALOGUE
    assert persuasion.talking(state, a, 1) == pytest.approx(12.0)


def test_who_lobbies_is_named_no_more_and_would_have_been_alone() -> None:
    state, a = at_work(segments=1, half_response=30.0, response_exponent=1.0)
    state.members[a]["net"][:2] = 30.0
    state.members[a]["role"][:2] = [CAMPAIGNING, LOBBYING]
    speaking.speak(state, a)
    persuasion.count_mentions(state, a)
    # All 90 reach-hours are the first one's: response 3/4; alone each would have had 30: 1/2.
    joint = [float(o.profile_joint) for o in state.organisations]
    alone = [float(o.profile_alone) for o in state.organisations]
    assert joint == pytest.approx([0.75, 0.0])
    assert alone == pytest.approx([0.5, 0.5])


def test_an_hour_more_serves_the_own_name_where_it_goes_into_campaigning() -> None:
    state, a = at_work()
    found = []
    for role in (EVERY, CAMPAIGNING, LOBBYING):
        state.members[a, 0].role = role
        found.append(contributing.audience_for_its_name(state, a, 0))
    assert found == pytest.approx([1.0, 3.0, 0.0])  # nothing has been said yet


# --- Who takes which ---------------------------------------------------------------------------


def test_assigned_roles_are_filled_evenly_by_hours_whatever_the_skills() -> None:
    state, a = at_work(4, roles="assigned")
    for i in range(4):
        give_skills(state, i, 1.0, 0.0)
    state.members[a]["free_hours"][:4] = [3.0, 8.0, 4.0, 5.0]
    state.members[a]["net"][:4] = 5.0
    roles.divide_labour(state, a)
    # 8 campaign, 5 lobby, 4 talk; 3 go where the fewest hours are.
    assert state.members[a]["role"][:4].tolist() == [DIALOGUE, CAMPAIGNING, DIALOGUE, LOBBYING]
    assigned = int(Roles.ASSIGNED)
    assert numbers_of(state, EventKind.ROLE_TAKEN) == [
        [CAMPAIGNING, assigned, 8.0, 0.0],
        [LOBBYING, assigned, 5.0, 0.0],
        [DIALOGUE, assigned, 4.0, 0.0],
        [DIALOGUE, assigned, 3.0, 0.0],
    ]
    roles.divide_labour(state, a)  # who has a role keeps it, and that is no event
    assert len(numbers_of(state, EventKind.ROLE_TAKEN)) == 4
    assert state.members[a]["net"][:4].tolist() == [5.0] * 4
    assert state.members[a]["role_talk"].max() == 0.0


@pytest.mark.parametrize(("lobby_weight", "role"), [(2.0, LOBBYING), (1.0, CAMPAIGNING)])
def test_an_agreed_role_is_the_channel_in_which_a_member_adds_most(
    lobby_weight: float, role: int
) -> None:
    # Per hour and segment: campaigning .5 x 1/2 = .25, lobbying weight x .3 / 2 = .3 or .15.
    state, a = at_work(1, lobby_weight=lobby_weight)
    give_skills(state, 0, 0.5, 0.3)
    roles.divide_labour(state, a)
    assert state.members[a, 0].role == role


def test_an_agreed_role_is_what_is_missing_beside_those_of_the_others() -> None:
    # Both campaign and talk equally well, and know all. Campaigning: 10 x 9 x .5 x 1/2 = 22.5 per
    # segment, response 22.5 / 52.5 = .43. Talking: 45, response .6 of an objection of 1. Once one
    # talks, the other would add .75 - .6 = .15 to that: it campaigns.
    state, a = at_work(
        2, fields_touched=1, objection_weight=1.0, persuasion=1.0, half_response=30.0,
        response_exponent=1.0,
    )  # fmt: skip
    state.touched[0] = [1]
    state.views["expertise"] = 1.0
    for i in (0, 1):
        give_skills(state, i, 0.5, 0.0)
    state.members[a]["free_hours"][:2] = [8.0, 10.0]
    roles.divide_labour(state, a)
    assert state.members[a]["role"][:2].tolist() == [CAMPAIGNING, DIALOGUE]
    state.members[a, 0].role = EVERY
    state.members[a, 1].role = CAMPAIGNING
    # With one that campaigns: .6 of the objection, against 45 / 75 - 22.5 / 52.5 = .17.
    roles.divide_labour(state, a)
    assert state.members[a, 0].role == DIALOGUE


def test_effect_to_be_expected_by_hand() -> None:
    state, a = at_work(1, persuasion=2.0, half_response=30.0, response_exponent=1.0)
    give_skills(state, 0, 0.5, 0.0)
    state.members[a, 0].role = CAMPAIGNING
    assert roles.expected_effect(state, a) == pytest.approx(2.0 * 22.5 / 52.5)
    state.members[a, 0].role = EVERY
    assert roles.expected_effect(state, a) == 0.0


def test_a_newcomer_takes_a_role_and_the_others_keep_theirs() -> None:
    state, a = at_work(3, roles="assigned")
    roles.divide_labour(state, a)
    before = state.members[a]["role"][:3].tolist()
    assert before == [CAMPAIGNING, LOBBYING, DIALOGUE]
    enlarged = make_world(4, roles="assigned")
    b = make_alliance(enlarged, (0, 1, 2), public=True)
    enlarged.members[b]["free_hours"][:3] = [9.0, 10.0, 11.0]
    roles.divide_labour(enlarged, b)
    enter(enlarged, b, 3)
    enlarged.members[b, 3].free_hours = 20.0
    roles.divide_labour(enlarged, b)
    # By hours 11, 10, 9; the least filled channel is the third one's then.
    found = enlarged.members[b]["role"][:4].tolist()
    assert found == [DIALOGUE, LOBBYING, CAMPAIGNING, DIALOGUE]


@pytest.mark.parametrize("stance", ["near", "open"])
def test_roles_of_the_first_week_are_chosen_by_where_the_alliance_stands(stance: str) -> None:
    # Its only party gains by the goal. Its camp is 2 away from the member's, so that lobbying gets
    # nowhere, but all the way where the alliance stands near to it: .6 against .3 x 1 campaigning.
    state, a = at_work(1, stance=stance, lobby_weight=1.0)
    give_skills(state, 0, 0.3, 0.6)
    state.organisations[0].camp, state.parties[0].camp = -1.0, 1.0
    state.alliances[a].near = NOBODY
    platform.agree_platform(state, a)
    roles.divide_labour(state, a)
    near = stance == "near"
    assert state.alliances[a].near == (0 if near else NOBODY)
    assert state.alliances[a].captured == (pytest.approx(0.3) if near else 0.0)
    assert state.members[a, 0].role == (LOBBYING if near else CAMPAIGNING)


# --- What it costs -----------------------------------------------------------------------------


def test_agreeing_takes_its_hours_once_and_out_of_the_work_for_the_public() -> None:
    state, a = at_work(1, role_hours=6.0)
    for net, left, talked in ((4.0, 0.0, 4.0), (4.0, 2.0, 6.0), (4.0, 4.0, 6.0)):
        state.members[a, 0].net = net
        roles.divide_labour(state, a)
        assert state.members[a, 0].net == pytest.approx(left)
        assert state.members[a, 0].role_talk == pytest.approx(talked)
    assert state.members[a, 0].coordination_hours == pytest.approx(6.0)
    assert state.alliances[a].coordination_hours == pytest.approx(6.0)
