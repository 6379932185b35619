"""Dissolution: who leaves and when, why an alliance ends, and what remains of it."""

import contextlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import Alliance, AllianceModel, Organisation
from sim.membership import release
from sim.phases import dissolution
from sim.phases.collaboration import conflicts, contributing
from sim.phases.formation import sounding
from sim.phases.impact import persuasion, voting
from sim.quantities import field_ideal, hours_for, perceived_ideal
from sim.state import NEVER, NOBODY, Ending, EventKind, Leaving, Phase, Status
from tests.worlds import (
    AGREED,
    DROPPED,
    ENERGY,
    HOURS,
    PREVENTION,
    WEEK,
    know,
    make_alliance,
    make_ally,
    make_model,
    make_world,
    put_item,
    set_ideals,
    told,
    trust,
)

CONTENT = (Leaving.VALUES, Leaving.OBJECTION, Leaving.RED_LINE)
NOT_CONTENT = (Leaving.NOT_WORTH_IT, Leaving.EXHAUSTED)

CAREFREE: dict[str, Any] = {"leaving_rate": 0.0, "reconsider_weeks": 208, "fade_weeks": 208}
"""Nobody leaves and nothing fades by itself."""


class Steadfast(Organisation):
    """Stays whatever happens, and notes when it was asked."""

    asked: list[tuple[int, int]]

    def decide_to_stay(self, alliance: Alliance) -> bool:
        self.__dict__.setdefault("asked", []).append((self.model.week, self.row))
        return True


class SteadfastModel(AllianceModel):
    organisation_class = Steadfast


class Fickle(Organisation):
    def decide_to_stay(self, alliance: Alliance) -> bool:
        return False


class FickleModel(AllianceModel):
    organisation_class = Fickle


def lose(alliance: Alliance, *reasons: Leaving) -> None:
    """Let the members with the highest places leave, one per reason."""
    for why in reasons:
        alliance.members[-1].leave(alliance, why)


def ended_as(model: AllianceModel, alliance: Alliance) -> Ending:
    """Let the phase of dissolution pass and return how the alliance ended."""
    model.dissolve_alliances()
    assert (alliance.phase == Phase.ENDED) == (alliance.ending != Ending.NONE)
    return alliance.ending


# --- Leave ------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [1, 13])
def test_members_reconsider_some_weeks_after_joining_and_every_so_many_weeks(every: int) -> None:
    state = make_world(2, reconsider_weeks=every)
    a = make_alliance(state, (0, 1))
    due = []
    for since in range(40):
        state.clock[0].week = WEEK + since
        if dissolution.reconsiders_this_week(state, a, 1):
            due.append(since)
    assert due == list(range(every, 40, every))


def test_members_are_asked_in_the_thirteenth_week_after_each_one_joined() -> None:
    model = make_model(3, model_class=SteadfastModel)
    alliance = make_ally(model, (0, 1, 2))
    model.state.members[alliance.row, 2].joined = WEEK + 5
    for since in range(32):
        model.state.clock[0].week = WEEK + since
        alliance.let_members_reconsider()
    asked = [
        [week - WEEK for week, _ in getattr(member, "asked", [])] for member in model.organisations
    ]
    assert asked == [[13, 26], [13, 26], [18, 31]]


def test_who_decides_not_to_stay_leaves_because_it_is_not_worth_it() -> None:
    model = make_model(3, model_class=FickleModel)
    alliance = make_ally(model, (0, 1, 2))
    model.state.clock[0].week = WEEK + 12
    alliance.let_members_reconsider()
    assert len(alliance.members) == 3
    model.state.clock[0].week = WEEK + 13
    alliance.let_members_reconsider()
    assert alliance.members == []
    left = told(model.state, EventKind.LEFT)
    assert [event.first for event in left] == [float(Leaving.NOT_WORTH_IT)] * 3
    assert alliance.record.lost_over_worth == alliance.record.people_lost == 3


def test_nobody_reconsiders_in_the_week_in_which_the_alliance_ends_anyway() -> None:
    model = make_model(3, model_class=FickleModel, reconsider_weeks=1)
    alliance = make_ally(model, (0, 1, 2), public=True)
    model.state.clock[0].week = WEEK + 1
    alliance.record.ending = int(Ending.GOAL_REACHED)
    assert ended_as(model, alliance) == Ending.GOAL_REACHED
    assert told(model.state, EventKind.LEFT) == []


@pytest.mark.parametrize(
    ("energy", "why"),
    [(0.149, Leaving.EXHAUSTED), (0.15, Leaving.NONE), (0.7, Leaving.NONE)],
)
@pytest.mark.parametrize("public", [False, True])
def test_too_little_energy_is_a_reason_to_leave_now(
    energy: float, why: Leaving, public: bool
) -> None:
    state = make_world(2, leaving_energy=0.15, leaving_rate=1.0)
    a = make_alliance(state, (0, 1), public=public)
    state.organisations[1].energy = energy
    assert dissolution.reason_to_leave_now(state, a, 1) == why
    assert dissolution.reason_to_leave_now(state, a, 0) == Leaving.NONE


@pytest.mark.parametrize(
    ("value", "public", "why"),
    [
        (0.019, True, Leaving.NOT_WORTH_IT),
        (0.021, True, Leaving.NONE),
        (0.019, False, Leaving.NONE),
    ],
)
def test_a_worthless_platform_is_a_reason_to_leave_now(
    value: float, public: bool, why: Leaving
) -> None:
    # One item at y = .4 with all attention: an ideal x < y gains |x| - |x - y| = 2 x - y.
    state = make_world(2, leaving_value=0.02, leaving_rate=1.0)
    a = make_alliance(state, (0, 1), draft=0.4, public=public)
    set_ideals(state, 0, [0.4, 0.2 + 0.5 * value])
    assert dissolution.reason_to_leave_now(state, a, 1) == why


def test_exhaustion_is_told_before_worthlessness() -> None:
    state = make_world(2, leaving_rate=1.0)
    a = make_alliance(state, (0, 1), public=True)
    set_ideals(state, 0, [0.4, -0.4])
    assert dissolution.reason_to_leave_now(state, a, 1) == Leaving.NOT_WORTH_IT
    state.organisations[1].energy = 0.0
    assert dissolution.reason_to_leave_now(state, a, 1) == Leaving.EXHAUSTED


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.4])
def test_who_has_a_reason_leaves_with_a_chance_per_week(rate: float) -> None:
    state = make_world(2, leaving_rate=rate)
    a = make_alliance(state, (0, 1))
    state.organisations[1].energy = 0.0
    weeks = 4000
    left = 0
    for week in range(weeks):
        state.clock[0].week = week
        left += dissolution.reason_to_leave_now(state, a, 1) == Leaving.EXHAUSTED
    # Four standard errors.
    assert left / weeks == pytest.approx(rate, abs=4 * (rate * (1 - rate) / weeks) ** 0.5)


def test_leaving_a_public_alliance_costs_the_trust_of_those_in_the_core_alone() -> None:
    # tau -> tau (1 - loss), for each core member that stays and knows the leaver.
    model = make_model(5, trust_loss=0.15)
    alliance = make_ally(model, (0, 1, 2), circle=(3,), public=True)
    for other in (0, 2, 3, 4):
        know(model.state, other, 1, 0.6, 0.5)
    model.organisations[1].leave(alliance, Leaving.NOT_WORTH_IT)
    assert trust(model.state, 0, 1) == pytest.approx(0.6 * 0.85)
    assert trust(model.state, 2, 1) == pytest.approx(0.6 * 0.85)
    assert trust(model.state, 3, 1) == trust(model.state, 4, 1) == 0.6
    assert [trust(model.state, 1, other) for other in (0, 2, 3, 4)] == [0.5] * 4


def test_leaving_before_the_platform_costs_nobodys_trust() -> None:
    model = make_model(3)
    alliance = make_ally(model, (0, 1, 2))
    know(model.state, 0, 1, 0.6)
    model.organisations[1].leave(alliance, Leaving.NOT_WORTH_IT)
    assert trust(model.state, 0, 1) == 0.6
    assert model.state.organisations[0].ties == 1  # and nobody becomes acquainted by it


def test_only_a_member_can_leave() -> None:
    model = make_model(3)
    alliance = make_ally(model, (0, 1))
    with pytest.raises(ValueError, match="not a member"):
        model.organisations[2].leave(alliance, Leaving.NOT_WORTH_IT)
    model.organisations[1].leave(alliance, Leaving.NOT_WORTH_IT)
    with pytest.raises(ValueError, match="not a member"):
        model.organisations[1].leave(alliance, Leaving.NOT_WORTH_IT)
    assert alliance.record.people_lost == 1


def test_leaving_an_ended_alliance_does_not_free_hours_twice() -> None:
    # Load is 1 per core membership: after the end of one of two alliances it is 1, and stays so.
    model = make_model(3)
    ended = make_ally(model, (0, 1))
    make_ally(model, (1, 2))
    ended.end(Ending.FADED)
    assert model.state.organisations[1].load == 1.0
    with contextlib.suppress(ValueError):
        model.organisations[1].leave(ended, Leaving.NOT_WORTH_IT)
    assert model.state.organisations[1].load == 1.0


def test_who_leaves_is_in_no_sum_any_more() -> None:
    state = make_world(3)
    state.audiences[:] = [[1.0, 0.0], [0.25, 0.5], [0.0, 2.0]]
    a = make_alliance(state, (0, 1), circle=(2,))
    release(state, a, 1, int(Leaving.OBJECTION), 0)
    alliance = state.alliances[a]
    assert (alliance.members, alliance.core, alliance.circle) == (2, 1, 1)
    assert state.covered[a] == pytest.approx([1.0, 2.0])
    assert state.items[a, 0].signers == 2
    assert state.organisations[1].load == 0.0
    assert hours_for(state, 1, int(Status.CORE)) == HOURS


# --- End --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reasons", "public", "ending"),
    [
        ((Leaving.VALUES, Leaving.VALUES), False, Ending.RUPTURE),
        ((Leaving.OBJECTION, Leaving.RED_LINE), True, Ending.RUPTURE),
        ((Leaving.NOT_WORTH_IT, Leaving.NOT_WORTH_IT), True, Ending.DESERTED),
        ((Leaving.EXHAUSTED, Leaving.NOT_WORTH_IT), True, Ending.DESERTED),
        ((Leaving.NOT_WORTH_IT, Leaving.EXHAUSTED), False, Ending.STOPPED_EARLY),
        # As many over content as otherwise: a rupture.
        ((Leaving.RED_LINE, Leaving.EXHAUSTED), False, Ending.RUPTURE),
        ((Leaving.EXHAUSTED, Leaving.RED_LINE), True, Ending.RUPTURE),
    ],
)
def test_an_alliance_without_members_is_named_after_those_it_lost(
    reasons: tuple[Leaving, ...], public: bool, ending: Ending
) -> None:
    model = make_model(3, **CAREFREE)
    alliance = make_ally(model, (0, 1, 2), public=public)
    lose(alliance, *reasons)
    assert ended_as(model, alliance) == ending
    told_ending = told(model.state, EventKind.ENDED)[0]
    assert (told_ending.first, told_ending.second) == (float(ending), 1.0)


@given(
    content=st.lists(st.sampled_from(CONTENT), max_size=4),
    other=st.lists(st.sampled_from(NOT_CONTENT), max_size=4),
    public=st.booleans(),
    data=st.data(),
)
def test_the_majority_of_those_lost_names_the_end(
    content: list[Leaving], other: list[Leaving], public: bool, data: st.DataObject
) -> None:
    reasons = data.draw(st.permutations([*content, *other]))
    if not reasons:
        return
    model = make_model(9, **CAREFREE)
    alliance = make_ally(model, tuple(range(len(reasons) + 1)), public=public)
    lose(alliance, *reasons)
    expected = Ending.DESERTED if public else Ending.STOPPED_EARLY
    if len(content) >= len(other):
        expected = Ending.RUPTURE
    assert alliance.find_ending() == expected


def test_an_alliance_of_two_goes_on() -> None:
    model = make_model(3, **CAREFREE)
    alliance = make_ally(model, (0, 1, 2), public=True)
    lose(alliance, Leaving.RED_LINE)
    assert ended_as(model, alliance) == Ending.NONE


def test_an_initiative_that_its_founder_leaves_found_no_partner() -> None:
    model = make_model(2, failure_pause=26)
    alliance = make_ally(model, (0,))
    assert alliance.find_ending() == Ending.NONE
    lose(alliance, Leaving.EXHAUSTED)
    assert ended_as(model, alliance) == Ending.NO_PARTNER
    assert model.state.organisations[0].pause_until == WEEK + 26


def test_a_founder_that_found_nobody_pauses() -> None:
    model = make_model(2, failure_pause=26)
    alliance = make_ally(model, (0,))
    alliance.close_sounding()
    assert alliance.ending == Ending.NO_PARTNER
    assert model.state.organisations[0].pause_until == WEEK + 26
    assert model.state.organisations[1].pause_until == 0
    assert model.live_alliances == []
    assert alliance not in model.agents
    assert alliance in model.alliances


def test_the_founder_of_an_alliance_that_ends_does_not_pause() -> None:
    model = make_model(2, **CAREFREE)
    alliance = make_ally(model, (0, 1))
    lose(alliance, Leaving.EXHAUSTED)
    assert ended_as(model, alliance) == Ending.STOPPED_EARLY
    assert model.state.organisations[0].pause_until == 0


@pytest.mark.parametrize("weeks", [1, 13])
def test_an_alliance_fades_after_exactly_so_many_quiet_weeks(weeks: int) -> None:
    model = make_model(3, **{**CAREFREE, "fade_weeks": weeks, "fade_hours": 0.6})
    alliance = make_ally(model, (0, 1, 2), public=True)
    quiet = 0
    while not alliance.ending and quiet < 20:
        model.state.members[alliance.row]["net"] = (9.0, 0.59, 0.0)  # one alone works for it
        quiet += 1
        ended_as(model, alliance)
        model.state.clock[0].week += 1
    assert alliance.ending == Ending.FADED
    assert quiet == weeks


def test_one_week_of_work_begins_the_count_anew() -> None:
    model = make_model(3, **{**CAREFREE, "fade_weeks": 3, "fade_hours": 0.6})
    alliance = make_ally(model, (0, 1, 2), public=True)
    counts = []
    for hours in (0.0, 0.0, 0.61, 0.59, 0.0):
        model.state.members[alliance.row]["net"] = (9.0, hours, 0.0)
        assert ended_as(model, alliance) == Ending.NONE
        counts.append(int(alliance.record.fading))
    assert counts == [1, 2, 0, 1, 2]
    assert ended_as(model, alliance) == Ending.FADED


@pytest.mark.parametrize("phase", [Phase.SOUNDING, Phase.VALUES, Phase.GOALS])
def test_an_alliance_that_does_not_work_yet_does_not_fade(phase: Phase) -> None:
    state = make_world(2, fade_weeks=1, fade_hours=20.0)
    a = make_alliance(state, (0, 1))
    state.alliances[a].phase = int(phase)
    dissolution.count_fading(state, a)
    assert state.alliances[a].fading == 0
    assert dissolution.find_ending(state, a) == Ending.NONE


@pytest.mark.parametrize(
    ("energies", "ending"),
    [((0.1, 0.1, 0.39), Ending.EXHAUSTED), ((0.1, 0.1, 0.41), Ending.NONE)],
)
def test_the_mean_energy_of_the_members_exhausts_an_alliance(
    energies: tuple[float, ...], ending: Ending
) -> None:
    # Means of .1967 and .2033; the fourth has left and the fifth never belonged.
    model = make_model(5, **CAREFREE, exhaustion=0.2)
    alliance = make_ally(model, (0, 1, 3), circle=(2,))
    model.organisations[3].leave(alliance, Leaving.OBJECTION)
    model.state.organisations["energy"] = [*energies, 1.0, 0.0]
    assert ended_as(model, alliance) == ending


def test_an_initiative_is_not_exhausted() -> None:
    model = make_model(2, **CAREFREE)
    alliance = make_ally(model, (0,))
    model.state.organisations[0].energy = 0.0
    assert alliance.find_ending() == Ending.NONE


@pytest.mark.parametrize(("after", "ending"), [(29, Ending.NONE), (30, Ending.PLANNED_END)])
def test_a_planned_end_counts_from_the_platform(after: int, ending: Ending) -> None:
    model = make_model(2, **CAREFREE, planned_weeks=30)
    alliance = make_ally(model, (0, 1), public=True)
    alliance.record.founded = WEEK - 9
    alliance.record.net_hours = 100.0
    model.state.clock[0].week = WEEK + after
    assert ended_as(model, alliance) == ending


def test_without_a_plan_or_a_platform_there_is_no_planned_end() -> None:
    for planned, public in ((0, True), (30, False)):
        model = make_model(2, **CAREFREE, planned_weeks=planned)
        alliance = make_ally(model, (0, 1), public=public)
        model.state.clock[0].week = WEEK + 300
        assert alliance.find_ending() == Ending.NONE


def test_the_loss_of_a_lead_that_nobody_can_replace_ends_an_alliance() -> None:
    # Two channels at .25 x 2^1 = .5 h; with .01 h nobody can hold them.
    model = make_model(4, **CAREFREE, governance="lead", pair_cost_exponent=1.0)
    alliance = make_ally(model, (0, 1, 2, 3), public=True)
    model.state.organisations["free_hours"] = 0.01
    model.organisations[0].leave(alliance, Leaving.NOT_WORTH_IT)
    assert alliance.lead is None
    assert ended_as(model, alliance) == Ending.LEAD_LOST


def test_the_member_with_most_hours_takes_a_lost_lead_over() -> None:
    model = make_model(4, **CAREFREE, governance="lead")
    alliance = make_ally(model, (0, 1, 2, 3), public=True)
    model.state.members[alliance.row]["free_hours"][:4] = [9.0, 2.0, 5.0, 3.0]
    model.organisations[0].leave(alliance, Leaving.NOT_WORTH_IT)
    assert ended_as(model, alliance) == Ending.NONE
    assert alliance.lead is model.organisations[2]
    assert [event.organisation for event in told(model.state, EventKind.LEAD_TAKEN_OVER)] == [2]


def test_a_law_that_passes_by_its_demand_ends_an_alliance_as_reached() -> None:
    model = make_model(2, **CAREFREE)
    alliance = make_ally(model, (0, 1), draft=0.4, public=True)
    model.state.legislator_ideals[:] = 0.8  # all gain from .4
    voting.vote_at_window(model.state, 0)
    assert ended_as(model, alliance) == Ending.GOAL_REACHED
    assert alliance.record.goal_week == alliance.record.ended == WEEK


def test_lost_votes_end_an_alliance_as_beaten() -> None:
    model = make_model(2, **CAREFREE, votes_to_lose=2)
    alliance = make_ally(model, (0, 1), draft=0.4, public=True)
    model.state.legislator_ideals[:] = -0.8
    voting.vote_at_window(model.state, 0)
    assert ended_as(model, alliance) == Ending.NONE
    voting.vote_at_window(model.state, 0)
    assert ended_as(model, alliance) == Ending.VOTE_LOST


def test_a_bill_that_is_passed_ends_its_prevention_as_beaten() -> None:
    model = make_model(2, **CAREFREE)
    field = model.state.fields[0]
    field.bill_position, field.bill_deadline = 0.4, WEEK
    set_ideals(model.state, 0, [-0.4, -0.4])
    alliance = make_ally(model, (0, 1), draft=0.4, kind=PREVENTION, public=True)
    model.state.legislator_ideals[:] = 0.8
    voting.vote_on_bill(model.state, 0)
    assert ended_as(model, alliance) == Ending.VOTE_LOST


@pytest.mark.parametrize(
    ("law", "ending"),
    [(0.5, Ending.OVERTAKEN_BY_ALLY), (-0.5, Ending.OVERTAKEN_BY_OTHERS)],
)
def test_a_law_of_somebody_else_overtakes_an_alliance(law: float, ending: Ending) -> None:
    model = make_model(4, **CAREFREE, votes_to_lose=1)
    alliance = make_ally(model, (0, 1), draft=0.4, public=True)
    voting.change_law(model.state, 0, law, NOBODY)
    assert ended_as(model, alliance) == ending


def test_the_first_reason_stands() -> None:
    # Everything at once; reasons are taken away one by one, from the first to the last.
    model = make_model(3, **CAREFREE, planned_weeks=30)
    alliance = make_ally(model, (0, 1, 2), public=True)
    model.state.clock[0].week = WEEK + 30
    record = alliance.record
    record.fading = 208
    record.lead = NOBODY
    model.state.organisations["energy"] = 0.0
    record.ending = int(Ending.VOTE_LOST)
    assert alliance.find_ending() == Ending.VOTE_LOST
    record.ending = int(Ending.NONE)
    assert alliance.find_ending() == Ending.LEAD_LOST
    record.lead = 0
    assert alliance.find_ending() == Ending.EXHAUSTED
    model.state.organisations["energy"] = ENERGY
    assert alliance.find_ending() == Ending.FADED
    record.fading = 207
    assert alliance.find_ending() == Ending.PLANNED_END
    model.state.clock[0].week = WEEK + 29
    assert alliance.find_ending() == Ending.NONE
    lose(alliance, Leaving.RED_LINE, Leaving.RED_LINE)
    record.lead = NOBODY
    assert alliance.find_ending() == Ending.RUPTURE
    record.ending = int(Ending.GOAL_REACHED)
    assert alliance.find_ending() == Ending.GOAL_REACHED


# --- What remains -----------------------------------------------------------------------------


def test_after_the_end_the_members_have_their_hours_back_and_keep_their_ties() -> None:
    model = make_model(4, circle_load=0.3)
    alliance = make_ally(model, (0, 1), circle=(2,), public=True)
    other = make_ally(model, (1, 3))
    know(model.state, 0, 1, 0.8, 0.6)
    assert model.state.organisations["load"] == pytest.approx([1.0, 2.0, 0.3, 1.0])
    alliance.end(Ending.FADED)
    assert model.state.organisations["load"] == pytest.approx([0.0, 1.0, 0.0, 1.0])
    assert model.live_alliances == [other]
    assert alliance.phase == Phase.ENDED
    assert alliance.record.ended == WEEK
    assert (trust(model.state, 0, 1), trust(model.state, 1, 0)) == (0.8, 0.6)
    assert [member.row for member in alliance.members] == [0, 1, 2]  # for the record
    # Evaluation and networks are off by default.
    assert told(model.state, EventKind.EVALUATED) == []
    assert told(model.state, EventKind.NETWORK_STAYS) == []


@given(
    start=st.floats(0.0, 1.0),
    baseline=st.floats(0.0, 1.0),
    decay=st.floats(0.0, 1.0),
    months=st.integers(0, 30),
)
def test_trust_fades_geometrically_to_where_the_contact_began(
    start: float, baseline: float, decay: float, months: int
) -> None:
    state = make_world(2, week=1, trust_decay=decay)
    know(state, 0, 1, baseline)
    state.ties[0, 0].trust = start
    for week in range(1, 4 * months + 4):  # three weeks more change nothing
        state.clock[0].week = week
        dissolution.let_trust_fade(state, 0)
    expected = baseline + (start - baseline) * (1.0 - decay) ** months
    assert trust(state, 0, 1) == pytest.approx(expected, abs=1e-12)


def test_evaluation_removes_the_error_of_perception_in_its_fields_and_nothing_else() -> None:
    # The alliance was about fields 0 and 1; an item in field 2 was dropped.
    model = make_model(4, perception_noise=0.3, evaluation=True)
    state = model.state
    alliance = make_ally(model, (0, 1), circle=(2,), public=True)
    put_item(state, alliance.row, 1, 0.3, status=AGREED)
    put_item(state, alliance.row, 2, 0.3, status=DROPPED)
    for one, other in ((0, 1), (0, 2), (1, 2), (0, 3)):
        know(state, one, other, 0.6, 0.4)
    state.views["position"] = np.linspace(-0.9, 0.9, 12).reshape(4, 3)
    before = state.ties.copy()
    for k in range(3):
        assert perceived_ideal(state, 0, 1, k) != field_ideal(state, 1, k)
    mistaken = perceived_ideal(state, 0, 3, 0)
    elsewhere = perceived_ideal(state, 0, 1, 2)
    positions = state.views["position"].copy()
    energy = state.organisations["energy"].copy()
    alliance.end(Ending.FADED)
    for one in range(3):
        for other in range(3):
            for k in range(2):
                assert perceived_ideal(state, one, other, k) == field_ideal(state, other, k)
    assert perceived_ideal(state, 0, 3, 0) == mistaken != field_ideal(state, 3, 0)
    assert perceived_ideal(state, 0, 1, 2) == elsewhere != field_ideal(state, 1, 2)
    for name in ("partner", "trust", "baseline", "kept_until"):
        assert (state.ties[name] == before[name]).all()
    assert (state.views["position"] == positions).all()
    assert (state.organisations["energy"] == energy).all()


def test_evaluation_takes_one_meeting() -> None:
    state = make_world(3)
    a = make_alliance(state, (0, 1, 2), public=True)
    release(state, a, 2, int(Leaving.NOT_WORTH_IT), NOBODY)
    state.members[a]["held"][:3] = [1.5, 0.5, 7.0]  # who has left does not come
    dissolution.evaluate(state, a)
    assert state.organisations["hours_given"] == pytest.approx([1.5, 0.5, 0.0])
    assert state.alliances[a].coordination_hours == pytest.approx(2.0)
    assert state.alliances[a].hours == pytest.approx(2.0)


def test_other_alliances_lack_the_hours_of_an_evaluation_in_the_week_after() -> None:
    model = make_model(3, evaluation=True, **CAREFREE)
    state = model.state
    alliance = make_ally(model, (0, 1), public=True)
    make_ally(model, (0, 2))
    state.members[alliance.row]["held"][:2] = [1.5, 0.5]
    alliance.record.ending = int(Ending.FADED)
    model.dissolve_alliances()
    core = int(Status.CORE)
    # Of 10 hours each; the alliance that has ended takes none of them any more.
    assert [hours_for(state, i, core) for i in range(3)] == pytest.approx([8.5, 9.5, 10.0])
    state.clock[0].week += 1
    model.dissolve_alliances()
    assert [hours_for(state, i, core) for i in range(3)] == pytest.approx([10.0, 10.0, 10.0])


def test_an_evaluation_takes_no_more_hours_than_there_are_in_its_week() -> None:
    # Of 10 hours a network has 7: the first meeting of 2 fits, of the second one 1 hour is left.
    state = make_world(2, evaluation=True)
    ended = [make_alliance(state, (0, 1), public=True) for _ in range(2)]
    state.organisations[0].network_hours = 7.0
    for a, taken in zip(ended, (2.0, 1.0), strict=True):
        state.members[a, 0].held = 2.0
        dissolution.evaluate(state, a)
        assert state.alliances[a].coordination_hours == pytest.approx(taken)
    assert state.organisations[0].meeting_hours == pytest.approx(3.0)
    assert state.organisations[0].hours_given == pytest.approx(3.0)


def test_who_has_evaluated_knows_whom_its_draft_would_never_suit() -> None:
    # The other wants -.4, the draft is .3: .7 away from it, where .5 is the most that it accepts.
    state = make_world(2, fit_weight=1.0, tie_weight=0.0)
    past = make_alliance(state, (0, 1), public=True)
    know(state, 0, 1, 0.5)
    set_ideals(state, 0, [0.3, -0.4])
    a = make_alliance(state, (0,), draft=0.3)
    unsuited = 0.4 - 0.7
    assert sounding.judge_alone(state, a, 1) == pytest.approx(unsuited)
    set_ideals(state, 0, [0.3, 0.85])  # it gains .3, but the draft is .55 away
    assert sounding.judge_alone(state, a, 1) == pytest.approx(0.3)
    dissolution.evaluate(state, past)
    assert sounding.judge_alone(state, a, 1) == 0.0
    set_ideals(state, 0, [0.3, -0.4])  # no better than before
    assert sounding.judge_alone(state, a, 1) == pytest.approx(unsuited)
    set_ideals(state, 0, [0.3, 0.8])  # exactly .5 away
    assert sounding.judge_alone(state, a, 1) == pytest.approx(0.3)


# --- An agreed end ------------------------------------------------------------------------------


def test_an_alliance_may_agree_to_end_once_support_has_not_risen_for_long() -> None:
    # Support was highest in week 14; 20 weeks later it is over, unless nothing was agreed.
    for stall, expected in ((20, Ending.PLANNED_END), (0, Ending.NONE)):
        state = make_world(2, stall_weeks=stall, **CAREFREE)
        a = make_alliance(state, (0, 1), public=True)
        state.alliances[a].risen = 14
        for week, ending in ((33, Ending.NONE), (34, expected)):
            state.clock[0].week = week
            assert dissolution.find_ending(state, a) == ending
        state.alliances[a].public = 0
        assert dissolution.find_ending(state, a) == Ending.NONE


def test_the_week_of_highest_support_is_remembered() -> None:
    # Five legislators, who are for the goal from an ideal above half of it, .2.
    state = make_world(2, **CAREFREE)
    a = make_alliance(state, (0, 1), draft=0.4, public=True)
    found = []
    for week, friends in ((WEEK, 2), (14, 3), (18, 1), (22, 3), (26, 4)):
        state.clock[0].week = week
        state.legislator_ideals[:] = 0.0
        state.legislator_ideals[:friends, 0] = 0.4
        persuasion.report_support(state, a)
        found.append(int(state.alliances[a].risen))
    assert found == [WEEK, 14, 14, 14, 26]
    assert state.alliances[a].best_support == pytest.approx(0.8)


def test_hours_are_counted_while_an_alliance_fades() -> None:
    state = make_world(3, fade_hours=1.0)
    a = make_alliance(state, (0, 1, 2), public=True)
    state.members[a]["held"][:3] = [0.5, 0.25, 0.25]
    for net, expected in (([2.0, 0.5, 0.0], 3.5), ([2.0, 1.0, 0.0], 3.5), ([0.0, 0.0, 0.5], 5.0)):
        state.members[a]["net"][:3] = net
        state.members[a]["given"][:3] = np.add(net, [0.5, 0.25, 0.25])
        dissolution.count_fading(state, a)
        assert state.alliances[a].fading_hours == pytest.approx(expected)


def test_hours_of_extra_meetings_are_hours_given() -> None:
    # 3 hours given, of which 1 is held; a meeting takes another of what is left, and none is lost.
    # Who gives less than it holds has given what it holds.
    state = make_world(2)
    a = make_alliance(state, (0, 1), public=True)
    state.members[a]["held"][:2] = [1.0, 0.5]
    for m, share in ((0, 0.3), (1, 0.02)):
        state.members[a, m].free_hours = 10.0
        contributing.give(state, a, m, share)
    for _ in range(2):
        assert dissolution.hours_of_week(state, a) == pytest.approx(3.5)
        conflicts.hold_meeting(state, a)
    assert state.members[a, 0].net == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("public", "lost"), [(False, 0), (True, 2)], ids=["before the platform", "only one is left"]
)
def test_there_is_nothing_to_evaluate_or_keep_up_without_a_common_past(
    public: bool, lost: int
) -> None:
    model = make_model(3, evaluation=True, network=True)
    alliance = make_ally(model, (0, 1, 2), public=public)
    know(model.state, 0, 1, 0.5)
    lose(alliance, *[Leaving.NOT_WORTH_IT] * lost)
    alliance.end(Ending.STOPPED_EARLY)
    assert model.state.ties[0, 0].seen == 0
    assert model.state.ties[0, 0].kept_until == NEVER
    assert model.state.organisations[0].network_hours == 0.0


def test_trust_in_a_network_does_not_fade_until_it_ends_and_hours_come_back_then() -> None:
    # 2 h of 10 go into the network for 20 weeks from week 10; trust .9 began at .5, decay .2.
    model = make_model(
        3, network=True, network_hours=2.0, network_weeks=20, trust_decay=0.2, **CAREFREE
    )
    state = model.state
    alliance = make_ally(model, (0, 1), public=True)
    know(state, 0, 1, 0.5)
    know(state, 0, 2, 0.5)
    for q in range(2):
        state.ties[0, q].trust = 0.9
    alliance.record.ending = int(Ending.GOAL_REACHED)
    model.dissolve_alliances()
    core = int(Status.CORE)
    for week in range(WEEK + 1, 37):
        state.clock[0].week = week
        held = 8.0 if week <= 30 else 10.0
        assert hours_for(state, 0, core) == hours_for(state, 1, core) == held
        assert hours_for(state, 2, core) == 10.0
        model.dissolve_alliances()
    # Months 12, 16, ..., 36 for the stranger to the network; 32 and 36 for the partner in it.
    assert trust(state, 0, 2) == pytest.approx(0.5 + 0.4 * 0.8**7)
    assert trust(state, 0, 1) == pytest.approx(0.5 + 0.4 * 0.8**2)
    assert [event.week for event in told(state, EventKind.NETWORK_ENDS)] == [30]


def test_hours_of_two_networks_add_up_and_come_back_one_by_one() -> None:
    model = make_model(2, network=True, network_hours=2.0, network_weeks=20, **CAREFREE)
    state = model.state
    for week in (WEEK, WEEK + 5):
        state.clock[0].week = week
        alliance = make_ally(model, (0, 1), public=True)
        alliance.end(Ending.PLANNED_END)
    assert state.organisations[0].network_hours == pytest.approx(4.0)
    held = []
    for week in (29, 30, 34, 35):
        state.clock[0].week = week
        dissolution.end_networks(state)
        held.append(float(state.organisations[0].network_hours))
    assert held == pytest.approx([4.0, 2.0, 2.0, 0.0])
