"""The chronicle against events and sentences written by hand, and the story of a run."""

import json
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sim.agenda import LEAST_DEMAND
from sim.chronicle import (
    ENDING_EXPLANATIONS,
    ENDING_WORDS,
    FIELD_WORDS,
    LANGUAGES,
    LEAVING_EXPLANATIONS,
    LEAVING_WORDS,
    PHASE_WORDS,
    REACTION_CONFLICT,
    SECTOR_WORDS,
    TELLINGS,
    Detail,
    Words,
    alliance_title,
    ending_words,
    event_dictionaries,
    field_words,
    leaving_words,
    phase_words,
    sector_words,
    story,
)
from sim.chronicle.story import NOTHING_LEFT
from sim.chronicle.terms import HEADER, TERMS
from sim.chronicle.words import CHANNEL_WORDS
from sim.model import AllianceModel
from sim.parameters import Parameters
from sim.population import FIELDS, SECTORS
from sim.state import (
    EVENT,
    NOBODY,
    Channel,
    Credit,
    Ending,
    EventKind,
    Kind,
    Leaving,
    Phase,
    records,
)

ORGANISATIONS = ("AWO", "BUND", "VdK", "ver.di")
AWO, BUND, VDK, VERDI = range(4)
FIELD_NAMES = ("mobility", "housing", "digital rights")
MOBILITY, HOUSING, DIGITAL = range(3)
CHANGE, PREVENTION = 0, 1
"""Rows of two alliances: alliance 1 for a change in mobility, alliance 2 against a bill."""


def event(
    kind: EventKind,
    numbers: tuple[float, ...] = (),
    *,
    week: int = 7,
    alliance: int = NOBODY,
    organisation: int = NOBODY,
    partner: int = NOBODY,
    item: int = NOBODY,
    field: int = NOBODY,
) -> tuple[float, ...]:
    """Write down an event as the rules record it."""
    filled = (*numbers, 0.0, 0.0, 0.0, 0.0)[:4]
    return (week, int(kind), alliance, organisation, partner, item, field, *filled)


def model_of(*events: tuple[float, ...], changes: Mapping[str, Any] | None = None) -> AllianceModel:
    """Stand in for a model in which just these events have happened."""
    recorded = records(len(events), EVENT)
    for place, happened in enumerate(events):
        recorded[place] = happened
    stand_in = SimpleNamespace(
        events=recorded,
        parameters=Parameters().with_changes(changes or {}),
        field_names=FIELD_NAMES,
        organisations=[SimpleNamespace(name=name) for name in ORGANISATIONS],
        alliances=[
            SimpleNamespace(kind=Kind.CHANGE, field=MOBILITY),
            SimpleNamespace(kind=Kind.PREVENTION, field=DIGITAL),
        ],
    )
    return cast(AllianceModel, stand_in)


def told(
    language: str,
    *events: tuple[float, ...],
    detail: Detail = Detail.EVERYTHING,
    changes: Mapping[str, Any] | None = None,
) -> list[str]:
    """Tell events, without the header."""
    lines = story(model_of(*events, changes=changes), language, detail)
    return [line for line in lines if line and not line.startswith("#")]


# --- Dictionaries ------------------------------------------------------------------------------

ALL = {"alliance": CHANGE, "organisation": BUND, "partner": VDK, "item": 3, "field": HOUSING}
WHO_AND_WHAT = {
    "alliance": 1,
    "organisation": "BUND",
    "partner": "VdK",
    "item": 4,
    "field": "housing",
}

EXPECTED_NUMBERS: list[tuple[EventKind, tuple[float, ...], dict[str, Any]]] = [
    (EventKind.WINDOW_OPENS, (1.5,), {"attention": 1.5}),
    (EventKind.BILL_PROPOSED, (-0.25, 69.0), {"position": -0.25, "vote_week": 69}),
    (
        EventKind.BILL_PASSES,
        (34.0, 60.0, -0.25),
        {"in_favour": 34, "seats": 60, "position": -0.25},
    ),
    (
        EventKind.BILL_FAILS,
        (20.0, 60.0, -0.25),
        {"in_favour": 20, "seats": 60, "position": -0.25},
    ),
    (EventKind.SHOCK, (0.5, 0.75), {"position_before": 0.5, "position_after": 0.75}),
    (EventKind.CAMPAIGN_BEGINS, (12.0,), {"weeks_to_election": 12}),
    (EventKind.HARDLINER, (0.25,), {"readiness_lost": 0.25}),
    (EventKind.LIMITS_CLEAR, (10.0,), {"hours": 10.0}),
    (
        EventKind.INITIATIVE,
        (1.0, -0.5, 1.25),
        {"goal": "prevention", "draft": -0.5, "salience": 1.25},
    ),
    (EventKind.ASKED, (15.0,), {"body_sits": 15}),
    (
        EventKind.JOINED,
        (0.5, 0.25, 4.0, 1.0),
        {"appeal": 0.5, "price": 0.25, "members": 4, "after_platform": True},
    ),
    (EventKind.DECLINED, (0.25, 0.5), {"appeal": 0.25, "price": 0.5}),
    (EventKind.ALLIANCE_FORMED, (), {}),
    (EventKind.LIMITS_KNOWN, (), {}),
    (EventKind.PHASE_BEGINS, (1.0, 4.0), {"phase": "values", "members": 4}),
    (EventKind.ITEM_PROPOSED, (0.625,), {"position": 0.625}),
    (EventKind.ROUND_OPENS, (2.0, 30.0), {"round": 2, "round_ends": 30}),
    (
        EventKind.OBJECTION,
        (0.625, 0.125, 1.0, 2.0),
        {"position": 0.625, "beyond_limit": 0.125, "red_line": True, "round": 2},
    ),
    (
        EventKind.ITEM_RETURNED,
        (0.25, 0.5, 3.0, 1.0),
        {"before": 0.25, "position": 0.5, "objectors": 3, "objectors_there": 1},
    ),
    (EventKind.SLIGHTED, (0.25,), {"trust": 0.25}),
    (
        EventKind.ITEM_AGREED,
        (0.5, 2.0, 5.0, 1.0),
        {"position": 0.5, "rounds": 2, "signers": 5, "objectors": 1},
    ),
    (EventKind.STEP_DERIVED, (0.25, 0.75), {"position": 0.25, "goal": 0.75}),
    (
        EventKind.MEETING_MODERATED,
        (2.0, 1.0, 160.0, 170.0),
        {"moderator": "outside", "moderated": True, "needed": 160.0, "had": 170.0},
    ),
    (
        EventKind.ITEM_DROPPED,
        (0.25, 0.75, 3.0, 2.0),
        {"worth_to_others": 0.25, "cost_of_losing_objectors": 0.75, "rounds": 3, "objectors": 2},
    ),
    (EventKind.OPTED_OUT, (), {}),
    (
        EventKind.PLATFORM,
        (5.0, 8.0, 6.0, 0.5),
        {"agreed": 5, "agenda": 8, "members": 6, "main_position": 0.5},
    ),
    (EventKind.APPLIED, (15.0,), {"body_sits": 15}),
    (EventKind.REFUSED, (6.0,), {"members": 6}),
    (EventKind.OCCASION, (10.0,), {"of_use_until": 10}),
    (
        EventKind.DECIDED_IN_TIME,
        (9.0, 10.0, 0.0, 4.0),
        {"decided_in_week": 9, "of_use_until": 10, "objections": 0, "core": 4},
    ),
    (
        EventKind.OCCASION_MISSED,
        (12.0, 10.0, 1.0, 4.0),
        {"decided_in_week": 12, "of_use_until": 10, "objections": 1, "core": 4},
    ),
    (
        EventKind.CONFLICT,
        (0.625, 0.125, 0.0),
        {"position": 0.625, "beyond_limit": 0.125, "red_line": False},
    ),
    (EventKind.REWORDED, (0.125, 0.25), {"beyond_limit": 0.125, "room_by_wording": 0.25}),
    (EventKind.MEDIATED, (0.5, 0.25), {"position_before": 0.5, "position_after": 0.25}),
    (EventKind.LEAD_TAKEN_OVER, (), {}),
    (EventKind.ITEM_REOPENED, (0.5, 3.0), {"position": 0.5, "agreed": 3}),
    (
        EventKind.ROLE_TAKEN,
        (2.0, 1.0, 4.5),
        {"role": "lobbying", "roles": "agreed", "hours": 4.5},
    ),
    (
        EventKind.VOTE,
        (34.0, 60.0, 28.0, 0.5),
        {"in_favour": 34, "seats": 60, "in_favour_without_alliance": 28, "position": 0.5},
    ),
    (EventKind.MILESTONE, (0.5,), {"position": 0.5}),
    (EventKind.GOAL_REACHED, (1.0, 5.0), {"pivotal": True, "members": 5}),
    (EventKind.CREDIT_SHARED, (2.0, 5.0), {"rule": "effort", "members": 5}),
    (EventKind.CREDIT_CAPTURED, (5.0, 1.0), {"members": 5, "by_choice": True}),
    (EventKind.DEMAND_CHANGED, (0.25, 0.5), {"law": 0.25, "left_to_demand": 0.5}),
    (
        EventKind.NEAR_PARTY,
        (3.0, 1.0, 0.25),
        {"party": 3, "party_before": 1, "captured": 0.25},
    ),
    (EventKind.LEFT, (3.0, 4.0), {"why": "red_line", "members": 4}),
    (
        EventKind.ENDED,
        (7.0, 4.0, 90.0, 1.0),
        {"ending": "faded", "members": 4, "weeks": 90, "public": True},
    ),
    (EventKind.EVALUATED, (5.0,), {"members": 5}),
    (EventKind.NETWORK_STAYS, (99.0, 5.0), {"until": 99, "members": 5}),
    (EventKind.NETWORK_ENDS, (), {}),
]


@pytest.mark.parametrize(("kind", "numbers", "expected"), EXPECTED_NUMBERS)
def test_numbers_are_named(kind, numbers, expected):
    (dictionary,) = event_dictionaries(model_of(event(kind, numbers, **ALL)))
    assert dictionary == {"week": 7, "kind": kind.name.lower(), **WHO_AND_WHAT, **expected}
    for name, value in expected.items():
        assert type(dictionary[name]) is type(value)


def test_every_kind_has_an_entry_and_a_hand_made_event():
    assert set(TELLINGS) == set(EventKind)
    assert {kind for kind, _, _ in EXPECTED_NUMBERS} == set(EventKind)


def test_what_an_event_lacks_is_absent():
    happened = event(EventKind.BILL_PROPOSED, (0.5, 20.0), field=HOUSING)
    assert list(event_dictionaries(model_of(happened))) == [
        {
            "week": 7,
            "kind": "bill_proposed",
            "field": "housing",
            "position": 0.5,
            "vote_week": 20,
        }
    ]


def test_a_lost_vote_is_not_counted_without_the_alliance():
    happened = event(EventKind.VOTE, (30.0, 60.0, 30.0, 0.5), alliance=CHANGE, item=0, field=0)
    (dictionary,) = event_dictionaries(model_of(happened))
    assert "in_favour_without_alliance" not in dictionary


def test_a_conflict_over_a_quick_reaction_has_another_number():
    happened = event(EventKind.CONFLICT, (0.5, 0.25), alliance=CHANGE, organisation=AWO, field=0)
    (dictionary,) = event_dictionaries(model_of(happened))
    assert dictionary == {
        "week": 7,
        "kind": "conflict",
        "alliance": 1,
        "organisation": "AWO",
        "field": "mobility",
        "ideal": 0.5,
        "wording": 0.25,
    }


# --- Sentences ---------------------------------------------------------------------------------

OF_CHANGE = {"alliance": CHANGE, "field": MOBILITY}
OF_PREVENTION = {"alliance": PREVENTION, "field": DIGITAL}
ITEM_4 = {"alliance": CHANGE, "item": 3, "field": HOUSING}

SENTENCES: list[tuple[list[tuple[float, ...]], str, str]] = [
    (
        [event(EventKind.WINDOW_OPENS, (1.5,), field=DIGITAL)],
        "parliament takes up the law on digital rights for a week "
        "(public attention 1.50, 1 in the mean)",
        "Das Parlament nimmt sich eine Woche lang das Gesetz zu digitalen Rechten vor "
        "(öffentliche Aufmerksamkeit 1,50, im Mittel 1)",
    ),
    (
        [event(EventKind.BILL_PROPOSED, (-0.111, 69.0), field=DIGITAL)],
        "a bill on digital rights comes before parliament: position -0.11, vote in week 69",
        "Ein Gesetzentwurf zu digitalen Rechten kommt ins Parlament: Position -0,11, "
        "Abstimmung in Woche 69",
    ),
    (
        [event(EventKind.BILL_PASSES, (34.0, 61.0, 0.5), field=HOUSING)],
        "parliament passes the bill on housing: 34 of 61 in favour, 31 needed",
        "Das Parlament nimmt den Gesetzentwurf zu Wohnen an: 34 von 61 dafür, 31 nötig",
    ),
    (
        [event(EventKind.BILL_FAILS, (30.0, 60.0, 0.5), field=HOUSING)],
        "parliament rejects the bill on housing: 30 of 60 in favour, 31 needed",
        "Das Parlament lehnt den Gesetzentwurf zu Wohnen ab: 30 von 60 dafür, 31 nötig",
    ),
    (
        [event(EventKind.SHOCK, (0.5, 0.25), organisation=VDK, field=HOUSING)],
        "the situation of VdK in housing changes: its ideal moves by -0.25",
        "Die Lage von VdK im Feld Wohnen ändert sich: Das Ideal verschiebt sich um -0,25",
    ),
    (
        [event(EventKind.CAMPAIGN_BEGINS, (12.0,))],
        "the election campaign begins, 12 weeks before the election: camps listen less",
        "Der Wahlkampf beginnt, bis zur Wahl bleiben 12 Wochen: "
        "Die Lager hören einander weniger zu",
    ),
    (
        [event(EventKind.INITIATIVE, (0.0, 0.5, 1.25), organisation=VDK, item=0, **OF_CHANGE)],
        "VdK starts an initiative, alliance 1 (mobility): draft at 0.50; "
        "to it the field has weight 1.25 (1 in the mean)",
        "VdK startet eine Initiative, Allianz 1 (Mobilität): Entwurf bei 0,50; "
        "dort hat das Feld das Gewicht 1,25 (im Mittel 1)",
    ),
    (
        [event(EventKind.INITIATIVE, (1.0, 0.5, 1.25), organisation=VDK, item=0, **OF_PREVENTION)],
        "VdK starts an initiative, alliance 2 (against the bill on digital rights): "
        "the bill lies at 0.50; to it the field has weight 1.25 (1 in the mean)",
        "VdK startet eine Initiative, Allianz 2 (gegen das Gesetz zu digitalen Rechten): "
        "Der Entwurf liegt bei 0,50; dort hat das Feld das Gewicht 1,25 (im Mittel 1)",
    ),
    (
        [
            event(EventKind.ASKED, (9.0,), organisation=one, partner=VDK, item=0, **OF_CHANGE)
            for one in (AWO, BUND, VERDI)
        ],
        "alliance 1 (mobility) asks 3 organisations: AWO, BUND and ver.di",
        "Allianz 1 (Mobilität) fragt 3 Organisationen: AWO, BUND und ver.di",
    ),
    (
        [event(EventKind.JOINED, (0.52, 0.31, 4.0, 0.0), organisation=AWO, **OF_CHANGE)],
        "AWO (appeal 0.52 against a price of 0.31) joins alliance 1 (mobility); 4 members now",
        "AWO (Reiz 0,52 gegen einen Preis von 0,31) tritt Allianz 1 (Mobilität) bei; "
        "jetzt 4 Mitglieder",
    ),
    (
        [
            event(EventKind.JOINED, (0.52, 0.31, 4.0, 0.0), organisation=AWO, **OF_CHANGE),
            event(EventKind.JOINED, (0.1009, 0.1, 5.0, 0.0), organisation=BUND, **OF_CHANGE),
        ],
        "AWO (appeal 0.52 against a price of 0.31) and BUND (0.101 against 0.100) join "
        "alliance 1 (mobility); 5 members now",
        "AWO (Reiz 0,52 gegen einen Preis von 0,31) und BUND (0,101 gegen 0,100) treten "
        "Allianz 1 (Mobilität) bei; jetzt 5 Mitglieder",
    ),
    (
        [event(EventKind.JOINED, (0.52, 0.31, 4.0, 1.0), organisation=AWO, **OF_CHANGE)],
        "AWO (appeal 0.52 against a price of 0.31) joins alliance 1 (mobility), "
        "whose platform stands; 4 members now",
        "AWO (Reiz 0,52 gegen einen Preis von 0,31) tritt Allianz 1 (Mobilität) bei, "
        "deren Plattform schon steht; jetzt 4 Mitglieder",
    ),
    (
        [event(EventKind.DECLINED, (0.12, 0.31), organisation=AWO, **OF_CHANGE)],
        "AWO (appeal 0.12 against a price of 0.31) declines to join alliance 1 (mobility)",
        "AWO (Reiz 0,12 gegen einen Preis von 0,31) sagt Allianz 1 (Mobilität) ab",
    ),
    (
        [
            event(EventKind.DECLINED, (0.1 * one, 0.5), organisation=one, **OF_CHANGE)
            for one in (AWO, BUND, VDK, VERDI)
        ],
        "4 decline to join alliance 1 (mobility): AWO, BUND, VdK and ver.di "
        "(appeal 0.00 to 0.30, each below its own price of 0.50)",
        "4 Organisationen sagen Allianz 1 (Mobilität) ab: AWO, BUND, VdK und ver.di "
        "(Reiz 0,00 bis 0,30, jeweils unter dem eigenen Preis von 0,50)",
    ),
    (
        [event(EventKind.ALLIANCE_FORMED, (), organisation=VDK, partner=AWO, item=0, **OF_CHANGE)],
        "AWO is the first to follow VdK: "
        "the initiative has become alliance 1 (mobility) with 2 members",
        "AWO folgt VdK als erste Organisation: "
        "Aus der Initiative ist Allianz 1 (Mobilität) mit 2 Mitgliedern geworden",
    ),
    (
        [
            event(EventKind.LIMITS_KNOWN, (), organisation=VDK, **OF_CHANGE),
            event(EventKind.LIMITS_KNOWN, (), organisation=AWO, **OF_CHANGE),
        ],
        "alliance 1 (mobility) learns how far VdK and AWO would go",
        "Allianz 1 (Mobilität) erfährt, wie weit VdK und AWO gehen würden",
    ),
    (
        [event(EventKind.LIMITS_CLEAR, (10.0,), organisation=VDK, **OF_CHANGE)],
        "VdK knows after 10.00 hours where its own limits lie in alliance 1 (mobility)",
        "VdK weiß nach 10,00 Stunden, wo in Allianz 1 (Mobilität) die eigenen Grenzen liegen",
    ),
    (
        [
            event(EventKind.LIMITS_CLEAR, (10.0,), organisation=VDK, **OF_CHANGE),
            event(EventKind.LIMITS_CLEAR, (10.0,), organisation=AWO, **OF_CHANGE),
        ],
        "VdK and AWO know after 10.00 hours each where their own limits lie "
        "in alliance 1 (mobility)",
        "VdK und AWO wissen nach je 10,00 Stunden, "
        "wo in Allianz 1 (Mobilität) die eigenen Grenzen liegen",
    ),
    (
        [event(EventKind.PHASE_BEGINS, (1.0, 4.0), **OF_CHANGE)],
        "alliance 1 (mobility) begins its values debate with 4 members",
        "Allianz 1 (Mobilität) beginnt die Wertedebatte, 4 Mitglieder",
    ),
    (
        [event(EventKind.ITEM_PROPOSED, (0.5,), organisation=AWO, **ITEM_4)],
        "alliance 1 (mobility) adds to its agenda: item 4 (housing) from AWO",
        "Allianz 1 (Mobilität) nimmt in ihre Agenda auf: Punkt 4 (Wohnen) von AWO",
    ),
    (
        [event(EventKind.OBJECTION, (0.62, 0.18, 0.0, 1.0), organisation=VDK, **ITEM_4)],
        "VdK objects to item 4 (housing) of alliance 1 (mobility): "
        "position 0.62 lies 0.18 outside its limit",
        "VdK widerspricht Punkt 4 (Wohnen) von Allianz 1 (Mobilität): "
        "Position 0,62 liegt 0,18 außerhalb der eigenen Grenze",
    ),
    (
        [event(EventKind.OBJECTION, (0.62, 0.001, 1.0, 1.0), organisation=VDK, **ITEM_4)],
        "VdK objects to item 4 (housing) of alliance 1 (mobility): "
        "position 0.62 lies less than 0.01 outside its limit, a red line",
        "VdK widerspricht Punkt 4 (Wohnen) von Allianz 1 (Mobilität): "
        "Position 0,62 liegt weniger als 0,01 außerhalb der eigenen Grenze, einer roten Linie",
    ),
    (
        [
            event(EventKind.OBJECTION, (0.62, 0.18, 0.0, 1.0), organisation=VDK, **ITEM_4),
            event(EventKind.LIMITS_KNOWN, (), organisation=VDK, alliance=PREVENTION, field=0),
            event(EventKind.OBJECTION, (0.62, 0.05, 1.0, 1.0), organisation=AWO, **ITEM_4),
        ],
        "VdK (0.18) and AWO (0.05, red line) object to item 4 (housing) of alliance 1 "
        "(mobility): position 0.62 lies that far outside their limits",
        "VdK (0,18) und AWO (0,05, rote Linie) widersprechen Punkt 4 (Wohnen) von Allianz 1 "
        "(Mobilität): Position 0,62 liegt jeweils so weit außerhalb ihrer Grenze",
    ),
    (
        [event(EventKind.OBJECTION, (0.62, 0.0, 0.0, 1.0), organisation=VDK, **ITEM_4)],
        "VdK objects to item 4 (housing) of alliance 1 (mobility), having misread it",
        "VdK widerspricht Punkt 4 (Wohnen) von Allianz 1 (Mobilität), "
        "weil der Text anders verstanden wurde",
    ),
    (
        [
            event(EventKind.OBJECTION, (0.62, 0.18, 0.0, 1.0), organisation=VDK, **ITEM_4),
            event(EventKind.OBJECTION, (0.62, 0.0, 1.0, 1.0), organisation=AWO, **ITEM_4),
        ],
        "VdK (0.18) and AWO (misread) object to item 4 (housing) of alliance 1 "
        "(mobility): position 0.62 lies that far outside their limits",
        "VdK (0,18) und AWO (missverstanden) widersprechen Punkt 4 (Wohnen) von Allianz 1 "
        "(Mobilität): Position 0,62 liegt jeweils so weit außerhalb ihrer Grenze",
    ),
    (
        [event(EventKind.SLIGHTED, (0.4,), organisation=AWO, partner=VDK, **ITEM_4)],
        "AWO feels slighted by VdK, who has misread item 4 (housing) of alliance 1 (mobility)",
        "AWO fühlt sich von VdK angegriffen: Der Einwand gegen Punkt 4 (Wohnen) von Allianz 1 "
        "(Mobilität) war ein Missverständnis",
    ),
    (
        [
            event(
                EventKind.OBJECTION,
                (0.62, 0.18, 0.0, 1.0),
                organisation=VDK,
                item=0,
                **OF_PREVENTION,
            )
        ],
        "VdK objects to item 1 (digital rights, main goal) of alliance 2 (against the bill on "
        "digital rights): it would rather have the bill than the present law",
        "VdK widerspricht Punkt 1 (digitale Rechte, Hauptziel) von Allianz 2 (gegen das Gesetz zu "
        "digitalen Rechten): Das neue Gesetz wäre dort lieber gesehen als das geltende",
    ),
    (
        [
            event(EventKind.ITEM_AGREED, (0.42, 1.0, 5.0, 0.0), item=0, **OF_CHANGE),
            event(EventKind.ITEM_AGREED, (0.62, 2.0, 5.0, 1.0), **ITEM_4),
        ],
        "alliance 1 (mobility) agrees on item 1 (mobility, main goal) at 0.42 and "
        "item 4 (housing) at 0.62 against 1 objection",
        "Allianz 1 (Mobilität) einigt sich auf Punkt 1 (Mobilität, Hauptziel) bei 0,42 und "
        "Punkt 4 (Wohnen) bei 0,62 gegen 1 Einwand",
    ),
    (
        [event(EventKind.ITEM_DROPPED, (0.41, 0.77, 3.0, 2.0), **ITEM_4)],
        "alliance 1 (mobility) drops item 4 (housing): it is worth 0.41 to the others, "
        "losing those who object would cost 0.77",
        "Allianz 1 (Mobilität) lässt Punkt 4 (Wohnen) fallen: Den anderen ist er 0,41 wert, der "
        "Verlust derer, die widersprechen, würde 0,77 kosten",
    ),
    (
        [event(EventKind.ITEM_DROPPED, (0.0, 0.0, 3.0, 0.0), **ITEM_4)],
        "alliance 1 (mobility) drops item 4 (housing): fewer than two sign it",
        "Allianz 1 (Mobilität) lässt Punkt 4 (Wohnen) fallen: Keine zwei Mitglieder zeichnen ihn",
    ),
    (
        [event(EventKind.OPTED_OUT, (), organisation=VDK, **ITEM_4)],
        "VdK does not sign item 4 (housing) of alliance 1 (mobility), and stays",
        "VdK zeichnet Punkt 4 (Wohnen) von Allianz 1 (Mobilität) nicht und bleibt dabei",
    ),
    (
        [event(EventKind.PLATFORM, (5.0, 8.0, 6.0, 0.42), item=0, **OF_CHANGE)],
        "the platform of alliance 1 (mobility) stands: 5 of 8 items agreed, main goal at 0.42, "
        "6 members; from now on it speaks in public",
        "Die Plattform von Allianz 1 (Mobilität) steht: 5 von 8 Punkten vereinbart, Hauptziel "
        "bei 0,42, 6 Mitglieder; ab jetzt tritt sie öffentlich auf",
    ),
    (
        [event(EventKind.PLATFORM, (1.0, 1.0, 2.0, 0.42), item=0, **OF_CHANGE)],
        "the platform of alliance 1 (mobility) stands: 1 of 1 item agreed, main goal at 0.42, "
        "2 members; from now on it speaks in public",
        "Die Plattform von Allianz 1 (Mobilität) steht: 1 von 1 Punkt vereinbart, Hauptziel "
        "bei 0,42, 2 Mitglieder; ab jetzt tritt sie öffentlich auf",
    ),
    (
        [event(EventKind.PLATFORM, (5.0, 8.0, 6.0, 0.42), item=0, **OF_PREVENTION)],
        "the platform of alliance 2 (against the bill on digital rights) stands: 5 of 8 items "
        "agreed, the bill lies at 0.42, 6 members; from now on it speaks in public",
        "Die Plattform von Allianz 2 (gegen das Gesetz zu digitalen Rechten) steht: 5 von 8 "
        "Punkten vereinbart, der Gesetzentwurf liegt bei 0,42, 6 Mitglieder; "
        "ab jetzt tritt sie öffentlich auf",
    ),
    (
        [event(EventKind.APPLIED, (15.0,), organisation=AWO, item=0, **OF_CHANGE)],
        "AWO would like to join alliance 1 (mobility); its own body sits in week 15",
        "AWO möchte Allianz 1 (Mobilität) beitreten; das eigene Gremium tagt in Woche 15",
    ),
    (
        [event(EventKind.REFUSED, (6.0,), organisation=AWO, **OF_CHANGE)],
        "alliance 1 (mobility) with 6 members does not admit AWO",
        "Allianz 1 (Mobilität), jetzt 6 Mitglieder, nimmt AWO nicht auf",
    ),
    (
        [event(EventKind.OCCASION, (10.0,), item=0, **OF_CHANGE)],
        "something calls for a quick reaction of alliance 1 (mobility), of use until week 10",
        "Etwas verlangt eine schnelle Reaktion von Allianz 1 (Mobilität), nützlich bis Woche 10",
    ),
    (
        [event(EventKind.CONFLICT, (0.5, 0.25), organisation=VDK, **OF_CHANGE)],
        "VdK (ideal 0.50) objects to the quick reaction of alliance 1 (mobility): "
        "on mobility the wording lies at 0.25, outside its limit",
        "VdK (Ideal 0,50) widerspricht der schnellen Reaktion von Allianz 1 (Mobilität): "
        "Die Formulierung zu Mobilität liegt bei 0,25, außerhalb der eigenen Grenze",
    ),
    (
        [
            event(EventKind.CONFLICT, (0.5, 0.25), organisation=VDK, **OF_CHANGE),
            event(EventKind.CONFLICT, (-0.1, 0.25), organisation=AWO, **OF_CHANGE),
        ],
        "VdK (ideal 0.50) and AWO (ideal -0.10) object to the quick reaction of "
        "alliance 1 (mobility): on mobility the wording lies at 0.25, outside their limits",
        "VdK (Ideal 0,50) und AWO (Ideal -0,10) widersprechen der schnellen Reaktion von "
        "Allianz 1 (Mobilität): Die Formulierung zu Mobilität liegt bei 0,25, "
        "außerhalb der eigenen Grenze",
    ),
    (
        [event(EventKind.CONFLICT, (0.62, 0.18, 1.0), organisation=VDK, **ITEM_4)],
        "conflict in alliance 1 (mobility): item 4 (housing) has come to cross the limit of VdK; "
        "position 0.62 lies 0.18 outside it, a red line; the others pass over it",
        "Konflikt in Allianz 1 (Mobilität): VdK sieht die eigene Grenze bei Punkt 4 (Wohnen) "
        "überschritten; Position 0,62 liegt 0,18 außerhalb, eine rote Linie; "
        "die anderen gehen darüber hinweg",
    ),
    (
        [event(EventKind.CONFLICT, (0.5, 0.1), organisation=VDK, item=0, **OF_PREVENTION)],
        "conflict in alliance 2 (against the bill on digital rights): "
        "VdK would by now rather have the bill than the present law",
        "Konflikt in Allianz 2 (gegen das Gesetz zu digitalen Rechten): "
        "VdK sähe das neue Gesetz inzwischen lieber als das geltende",
    ),
    (
        [event(EventKind.REWORDED, (0.02, 0.03), organisation=VDK, **ITEM_4)],
        "alliance 1 (mobility) finds another wording for item 4 (housing) that VdK can accept "
        "(0.02 to bridge, wording gives 0.03)",
        "Allianz 1 (Mobilität) findet für Punkt 4 (Wohnen) eine andere Formulierung, mit der VdK "
        "leben kann (0,02 zu überbrücken, die Formulierung gibt 0,03 her)",
    ),
    (
        [event(EventKind.MEDIATED, (0.62, 0.44), organisation=VDK, **ITEM_4)],
        "mediation in alliance 1 (mobility): item 4 (housing) moves from 0.62 to 0.44, "
        "which VdK and all others can accept",
        "Vermittlung in Allianz 1 (Mobilität): Punkt 4 (Wohnen) rückt von 0,62 auf 0,44, "
        "damit können VdK und alle anderen leben",
    ),
    (
        [event(EventKind.LEAD_TAKEN_OVER, (), organisation=VDK, **OF_CHANGE)],
        "VdK takes over the lead of alliance 1 (mobility)",
        "VdK übernimmt die Federführung von Allianz 1 (Mobilität)",
    ),
    (
        [event(EventKind.ITEM_REOPENED, (0.62, 3.0), organisation=VDK, **ITEM_4)],
        "alliance 1 (mobility) negotiates item 4 (housing) anew for the sake of VdK: "
        "it stood at 0.62; until it is agreed again, the alliance speaks for 3 items",
        "Allianz 1 (Mobilität) verhandelt Punkt 4 (Wohnen) für VdK neu, bisher bei 0,62; "
        "bis zur neuen Einigung tritt sie für 3 Punkte ein",
    ),
    (
        [
            event(EventKind.ROLE_TAKEN, (role, 1.0, 4.5), organisation=one, **OF_CHANGE)
            for role, one in ((2.0, AWO), (1.0, BUND), (3.0, VDK))
        ],
        "the members of alliance 1 (mobility) agree who does what: "
        "AWO (lobbying), BUND (campaigning) and VdK (dialogue)",
        "Die Mitglieder von Allianz 1 (Mobilität) verabreden, wer was macht: "
        "AWO (Lobbyarbeit), BUND (Kampagnen) und VdK (Dialog)",
    ),
    (
        [
            event(EventKind.ROLE_TAKEN, (1.0, 2.0), organisation=one, partner=VERDI, **OF_CHANGE)
            for one in (AWO, BUND)
        ],
        "ver.di tells the members of alliance 1 (mobility) who does what: "
        "AWO (campaigning) and BUND (campaigning)",
        "ver.di weist den Mitgliedern von Allianz 1 (Mobilität) zu, wer was macht: "
        "AWO (Kampagnen) und BUND (Kampagnen)",
    ),
    (
        [event(EventKind.ROLE_TAKEN, (3.0, 1.0), organisation=VDK, partner=AWO, **OF_CHANGE)],
        "VdK takes on a role in alliance 1 (mobility), as agreed: dialogue",
        "VdK übernimmt wie verabredet eine Rolle in Allianz 1 (Mobilität): Dialog",
    ),
    (
        [event(EventKind.ROLE_TAKEN, (3.0, 2.0), organisation=VDK, partner=AWO, **OF_CHANGE)],
        "AWO assigns VdK a role in alliance 1 (mobility): dialogue",
        "AWO weist VdK eine Rolle in Allianz 1 (Mobilität) zu: Dialog",
    ),
    (
        [event(EventKind.VOTE, (34.0, 60.0, 28.0, 0.4), organisation=VDK, **ITEM_4)],
        "a window opens in housing: parliament votes on item 4 (housing) of alliance 1 (mobility): "
        "34 of 60 in favour, 28 without the alliance: carried, the alliance made the difference",
        "Im Feld Wohnen öffnet sich ein Fenster: "
        "Das Parlament stimmt über Punkt 4 (Wohnen) von Allianz 1 (Mobilität) ab: 34 von 60 dafür, "
        "ohne die Allianz 28: angenommen, die Allianz gab den Ausschlag",
    ),
    (
        [event(EventKind.VOTE, (34.0, 60.0, 32.0, 0.4), organisation=VDK, **ITEM_4)],
        "a window opens in housing: parliament votes on item 4 (housing) of alliance 1 (mobility): "
        "34 of 60 in favour, 32 without the alliance: carried, also without it",
        "Im Feld Wohnen öffnet sich ein Fenster: "
        "Das Parlament stimmt über Punkt 4 (Wohnen) von Allianz 1 (Mobilität) ab: 34 von 60 dafür, "
        "ohne die Allianz 32: angenommen, auch ohne die Allianz",
    ),
    (
        [event(EventKind.VOTE, (30.0, 60.0, 30.0, 0.4), organisation=VDK, **ITEM_4)],
        "a window opens in housing: parliament votes on item 4 (housing) of alliance 1 (mobility): "
        "30 of 60 in favour, 31 needed: lost",
        "Im Feld Wohnen öffnet sich ein Fenster: "
        "Das Parlament stimmt über Punkt 4 (Wohnen) von Allianz 1 (Mobilität) ab: "
        "30 von 60 dafür, 31 nötig: verloren",
    ),
    (
        [event(EventKind.MILESTONE, (0.4,), organisation=VDK, **ITEM_4)],
        "item 4 (housing) of alliance 1 (mobility), brought by VdK, is law: a milestone",
        "Punkt 4 (Wohnen) von Allianz 1 (Mobilität), eingebracht von VdK, ist Gesetz: "
        "ein Meilenstein",
    ),
    (
        [event(EventKind.NEAR_PARTY, (3.0, 0.0, 0.25), **OF_CHANGE)],
        "alliance 1 (mobility) draws near to party 3, which gains most by its goal; "
        "in the eyes of the public its members move 0.25 of the way to that party's camp",
        "Allianz 1 (Mobilität) stellt sich in die Nähe von Partei 3, der ihr Ziel am meisten "
        "bringt; die Öffentlichkeit rückt ihre Mitglieder um 0,25 des Wegs in deren Lager",
    ),
    (
        [event(EventKind.NEAR_PARTY, (1.0, 3.0, 0.25), **OF_CHANGE)],
        "alliance 1 (mobility) turns from party 3 to party 1, which by now gains most by its "
        "goal; in the eyes of the public its members move 0.25 of the way to that party's camp",
        "Allianz 1 (Mobilität) wendet sich von Partei 3 zu Partei 1, der ihr Ziel inzwischen am "
        "meisten bringt; die Öffentlichkeit rückt ihre Mitglieder um 0,25 des Wegs in deren Lager",
    ),
    (
        [event(EventKind.GOAL_REACHED, (1.0, 5.0), item=0, **OF_CHANGE)],
        "alliance 1 (mobility) reaches its goal with 5 members: "
        "without it parliament would have decided otherwise",
        "Allianz 1 (Mobilität) erreicht ihr Ziel, 5 Mitglieder: "
        "Ohne sie hätte das Parlament anders entschieden",
    ),
    (
        [event(EventKind.GOAL_REACHED, (0.0, 1.0), item=0, **OF_CHANGE)],
        "alliance 1 (mobility) sees its goal reached with 1 member, "
        "though it would have been without it",
        "Allianz 1 (Mobilität) sieht ihr Ziel erreicht, 1 Mitglied, doch das wäre es auch ohne sie",
    ),
    (
        [event(EventKind.CREDIT_SHARED, (0.0, 5.0), **ITEM_4)],
        "the press waits until all could be asked: 5 members of alliance 1 (mobility) "
        "share the credit for item 4 (housing)",
        "Die Presse wartet, bis alle gefragt sind: 5 Mitglieder von Allianz 1 (Mobilität) "
        "teilen sich die Anerkennung für Punkt 4 (Wohnen)",
    ),
    (
        [event(EventKind.CREDIT_CAPTURED, (5.0,), organisation=VDK, **ITEM_4)],
        "the press does not wait: VdK answers first and gets the credit for item 4 (housing) "
        "of alliance 1 (mobility) alone, out of 5 members",
        "Die Presse wartet nicht: VdK antwortet zuerst und erhält die Anerkennung für "
        "Punkt 4 (Wohnen) von Allianz 1 (Mobilität) allein, bei 5 Mitgliedern",
    ),
    (
        [event(EventKind.CREDIT_CAPTURED, (5.0, 1.0), organisation=VDK, **ITEM_4)],
        "VdK claims item 4 (housing) of alliance 1 (mobility) for itself, out of 5 members",
        "VdK beansprucht die Anerkennung für Punkt 4 (Wohnen) von Allianz 1 (Mobilität) "
        "für sich allein, bei 5 Mitgliedern",
    ),
    (
        [event(EventKind.LEFT, (4.0, 1.0), organisation=VDK, **OF_CHANGE)],
        "VdK leaves alliance 1 (mobility): membership is no longer worth its hours; "
        "1 member remains",
        "VdK verlässt Allianz 1 (Mobilität): Die Mitarbeit lohnt die Stunden nicht mehr; "
        "noch 1 Mitglied",
    ),
    (
        [event(EventKind.ENDED, (7.0, 4.0, 33.0, 1.0), **OF_CHANGE)],
        "alliance 1 (mobility) ends 33 weeks after its start with 4 members: "
        "faded out (for weeks fewer than two members have worked for it)",
        "Allianz 1 (Mobilität) endet 33 Wochen nach dem Start mit 4 Mitgliedern: "
        "eingeschlafen (seit Wochen arbeiten keine zwei Mitglieder mehr für sie)",
    ),
    (
        [event(EventKind.EVALUATED, (4.0,), **OF_CHANGE)],
        "the 4 members of alliance 1 (mobility) look back: "
        "from now on they know what the others really want",
        "Die 4 Mitglieder von Allianz 1 (Mobilität) blicken zurück: "
        "Ab jetzt wissen sie, was die anderen wirklich wollen",
    ),
    (
        [event(EventKind.NETWORK_STAYS, (60.0, 4.0), **OF_CHANGE)],
        "the 4 members of alliance 1 (mobility) stay in touch until week 60",
        "Die 4 Mitglieder von Allianz 1 (Mobilität) bleiben bis Woche 60 in Verbindung",
    ),
    (
        [event(EventKind.NETWORK_ENDS, (), **OF_CHANGE)],
        "the network that alliance 1 (mobility) left behind ends",
        "Das Netzwerk, das von Allianz 1 (Mobilität) geblieben war, endet",
    ),
]


@pytest.mark.parametrize(("events", "english", "german"), SENTENCES)
def test_sentences(events, english, german):
    assert told("en", *events)[0] == f"week 7: {english}"
    assert told("de", *events)[0] == f"Woche 7: {german}"


@pytest.mark.parametrize(
    ("law", "left", "english", "german"),
    [
        # Before, the demand lay at 0.75, -0.75 and 0.25.
        (0.25, 0.5, "from there {} lies at 0.50", "Von dort aus liegt {} bei 0,50"),
        (-0.25, -0.5, "from there {} lies at -0.50", "Von dort aus liegt {} bei -0,50"),
        (-0.25, 0.5, "from there {} lies at 0.50", "Von dort aus liegt {} bei 0,50"),
    ],
)
def test_what_a_new_law_leaves_of_a_demand(law, left, english, german):
    changed = event(EventKind.DEMAND_CHANGED, (law, left), organisation=VDK, **ITEM_4)
    (told_english,), (told_german,) = (told(language, changed) for language in LANGUAGES)
    assert told_english == (
        f"week 7: a new law on housing moves the status quo by {law}: "
        + english.format("item 4 (housing) of alliance 1 (mobility)")
    )
    assert told_german.endswith(german.format("Punkt 4 (Wohnen) von Allianz 1 (Mobilität)"))


@pytest.mark.parametrize(
    ("law", "left", "english", "german"),
    [
        (1.0, -0.57, "further than", "weiter als"),  # 0.43 was demanded
        (-1.0, 0.57, "further than", "weiter als"),
        (0.4, -0.04, "about as far as", "etwa so weit wie"),
        (-0.4, -0.04, "about as far as", "etwa so weit wie"),
    ],
)
def test_a_new_law_may_leave_nothing_to_demand(law, left, english, german):
    changed = event(EventKind.DEMAND_CHANGED, (law, left), organisation=VDK, **ITEM_4)
    (told_english,), (told_german,) = (told(language, changed) for language in LANGUAGES)
    assert told_english.endswith(
        f", {english} item 4 (housing) of alliance 1 (mobility): nothing is left to demand"
    )
    assert told_german.endswith(
        f", {german} Punkt 4 (Wohnen) von Allianz 1 (Mobilität): Es bleibt nichts zu fordern"
    )


def test_the_story_and_the_rules_agree_when_nothing_is_left():
    assert NOTHING_LEFT == LEAST_DEMAND


INITIATIVE_OF_VDK = event(
    EventKind.INITIATIVE, (0.0, 0.5, 1.0), organisation=VDK, item=0, **OF_CHANGE
)
AWO_JOINS = event(EventKind.JOINED, (0.5, 0.3, 2.0, 0.0), organisation=AWO, **OF_CHANGE)
HOUSING_PROPOSED = event(EventKind.ITEM_PROPOSED, (0.5,), organisation=AWO, **ITEM_4)


@pytest.mark.parametrize(
    ("before", "organisation", "field", "is_told"),
    [
        ([INITIATIVE_OF_VDK], VDK, MOBILITY, True),
        ([INITIATIVE_OF_VDK], VDK, HOUSING, False),
        ([INITIATIVE_OF_VDK], AWO, MOBILITY, False),
        ([INITIATIVE_OF_VDK, AWO_JOINS], AWO, MOBILITY, True),
        ([INITIATIVE_OF_VDK, HOUSING_PROPOSED], VDK, HOUSING, True),
        (
            [
                INITIATIVE_OF_VDK,
                HOUSING_PROPOSED,
                event(EventKind.ITEM_DROPPED, (0.1, 0.2, 1.0, 1.0), **ITEM_4),
            ],
            VDK,
            HOUSING,
            False,
        ),
        (
            [
                INITIATIVE_OF_VDK,
                AWO_JOINS,
                event(EventKind.LEFT, (4.0, 1.0), organisation=AWO, **OF_CHANGE),
            ],
            AWO,
            MOBILITY,
            False,
        ),
        (
            [INITIATIVE_OF_VDK, event(EventKind.ENDED, (7.0, 1.0, 9.0, 0.0), **OF_CHANGE)],
            VDK,
            MOBILITY,
            False,
        ),
    ],
)
def test_a_shock_is_told_where_an_alliance_of_the_organisation_has_an_item(
    before, organisation, field, is_told
):
    shock = event(EventKind.SHOCK, (0.5, 0.25), week=8, organisation=organisation, field=field)
    lines = told("en", *before, shock, detail=Detail.USUAL)
    assert any("the situation of" in line for line in lines) == is_told


def test_a_round_says_how_many_items_are_open():
    events = (
        event(EventKind.INITIATIVE, (0.0, 0.5, 1.0), organisation=VDK, item=0, **OF_CHANGE),
        event(EventKind.ITEM_PROPOSED, (0.5,), organisation=AWO, **ITEM_4),
        event(EventKind.ROUND_OPENS, (1.0, 9.0), organisation=VDK, **OF_CHANGE),
        event(EventKind.ITEM_AGREED, (0.5, 1.0, 2.0, 0.0), week=9, item=0, **OF_CHANGE),
        event(EventKind.ROUND_OPENS, (2.0, 12.0), week=9, organisation=VDK, **OF_CHANGE),
    )
    english, german = told("en", *events), told("de", *events)
    assert english[2] == (
        "week 7: alliance 1 (mobility) circulates 2 open items, round 1; the round ends in week 9"
    )
    assert english[-1] == (
        "week 9: alliance 1 (mobility) circulates 1 open item, round 2; the round ends in week 12"
    )
    assert german[-1] == (
        "Woche 9: Allianz 1 (Mobilität) berät in Runde 2 über 1 offenen Punkt; "
        "die Runde endet in Woche 12"
    )


def test_what_is_open_again_counts_and_what_a_law_has_met_does_not():
    started = event(EventKind.INITIATIVE, (0.0, 0.5, 1.0), organisation=VDK, item=0, **OF_CHANGE)
    items = [
        event(EventKind.ITEM_PROPOSED, (), item=j, organisation=AWO, **OF_CHANGE) for j in (1, 2)
    ]
    met = event(EventKind.DEMAND_CHANGED, (0.5, 0.01), item=1, **OF_CHANGE)
    opened = event(EventKind.ROUND_OPENS, (1.0, 9.0), **OF_CHANGE)
    agreed = [
        event(EventKind.ITEM_AGREED, (0.6, 1.0, 4.0, 0.0), item=j, **OF_CHANGE) for j in (0, 2)
    ]
    again = event(EventKind.ITEM_REOPENED, (0.6, 1.0), item=2, organisation=VDK, **OF_CHANGE)
    lines = told("en", started, *items, met, opened, *agreed, again, opened)
    assert [line.split(") ")[-1] for line in lines if "circulates" in line] == [
        "circulates 2 open items, round 1; the round ends in week 9",
        "circulates 1 open item, round 1; the round ends in week 9",
    ]


@pytest.mark.parametrize(
    ("law", "after", "english", "german"),
    [
        (0.0, 0.5, "at 0.50 instead of 0.62", "bei 0,50 statt 0,62"),
        (0.0, 0.62, "at 0.62 as before", "bei 0,62 wie zuvor"),
        (0.25, 0.5, "at 0.50 instead of 0.37", "bei 0,50 statt 0,37"),
    ],
)
def test_what_was_negotiated_anew_is_told_with_where_it_stood(law, after, english, german):
    happened = [event(EventKind.ITEM_REOPENED, (0.62, 3.0), organisation=VDK, **ITEM_4)]
    if law:
        happened.append(event(EventKind.DEMAND_CHANGED, (law, 0.62 - law), **ITEM_4))
    happened.append(event(EventKind.ITEM_AGREED, (after, 1.0, 4.0, 0.0), week=9, **ITEM_4))
    assert told("en", *happened)[-1] == (
        f"week 9: alliance 1 (mobility) agrees on item 4 (housing) {english}"
    )
    assert told("de", *happened)[-1] == (
        f"Woche 9: Allianz 1 (Mobilität) einigt sich auf Punkt 4 (Wohnen) {german}"
    )


def test_steps_are_told_together_and_named_from_then_on():
    steps = [
        event(EventKind.STEP_DERIVED, (position, 0.75), item=j, organisation=AWO, **OF_CHANGE)
        for j, position in ((3, 0.25), (4, 0.5))
    ]
    law = event(EventKind.MILESTONE, (0.25,), week=20, item=3, organisation=AWO, **OF_CHANGE)
    assert told("en", *steps, law) == [
        "week 7: alliance 1 (mobility) plans steps to its goal at 0.75: "
        "item 4 (mobility, step) at 0.25 and item 5 (mobility, step) at 0.50",
        "week 20: item 4 (mobility, step) of alliance 1 (mobility) is law: "
        "a milestone on the way to its goal",
    ]
    assert told("de", steps[0], law) == [
        "Woche 7: Allianz 1 (Mobilität) plant einen Schritt zum Ziel bei 0,75: "
        "Punkt 4 (Mobilität, Schritt) bei 0,25",
        "Woche 20: Punkt 4 (Mobilität, Schritt) von Allianz 1 (Mobilität) ist Gesetz: "
        "ein Meilenstein auf dem Weg zum Ziel",
    ]


LEAD, OUTSIDE = 1.0, 2.0


@pytest.mark.parametrize(
    ("numbers", "english", "german"),
    [
        (
            (OUTSIDE, 1.0, 160.0, 170.5),
            "somebody from outside moderates the meeting of alliance 1 (mobility), "
            "for 160.00 EUR out of 170.50 in its pool",
            "Jemand von außen moderiert die Sitzung von Allianz 1 (Mobilität), "
            "für 160,00 EUR aus der Kasse mit 170,50",
        ),
        (
            (OUTSIDE, 0.0, 160.0, 10.0),
            "nobody moderates the meeting of alliance 1 (mobility): "
            "somebody from outside asks 160.00 EUR, its pool holds 10.00",
            "Niemand moderiert die Sitzung von Allianz 1 (Mobilität): "
            "Jemand von außen kostet 160,00 EUR, die Kasse hat 10,00",
        ),
        (
            (LEAD, 1.0, 4.0, 9.0),
            "VdK, which leads, moderates the meeting of alliance 1 (mobility) "
            "in 4.00 of the 9.00 hours that it has for this",
            "VdK moderiert als Federführung die Sitzung von Allianz 1 (Mobilität), "
            "4,00 von 9,00 freien Stunden",
        ),
        (
            (LEAD, 0.0, 4.0, 3.0),
            "nobody moderates the meeting of alliance 1 (mobility): "
            "VdK, which leads, would need 4.00 hours for this and has 3.00",
            "Niemand moderiert die Sitzung von Allianz 1 (Mobilität): "
            "VdK bräuchte als Federführung 4,00 Stunden und hat 3,00",
        ),
    ],
)
def test_who_moderates_a_meeting_and_why_nobody_does(numbers, english, german):
    meeting = event(EventKind.MEETING_MODERATED, numbers, organisation=VDK, **OF_CHANGE)
    assert told("en", meeting) == [f"week 7: {english}"]
    assert told("de", meeting) == [f"Woche 7: {german}"]


def test_the_first_to_join_makes_an_alliance_and_a_headline():
    events = (
        event(EventKind.ALLIANCE_FORMED, (), organisation=VDK, partner=AWO, item=0, **OF_CHANGE),
        event(EventKind.JOINED, (0.52, 0.31, 2.0, 0.0), organisation=AWO, **OF_CHANGE),
    )
    assert told("en", *events, detail=Detail.HEADLINES) == [
        "week 7: AWO (appeal 0.52 against a price of 0.31) joins alliance 1 (mobility): "
        "the initiative has become an alliance; 2 members now"
    ]
    assert told("de", *events, detail=Detail.USUAL) == [
        "Woche 7: AWO (Reiz 0,52 gegen einen Preis von 0,31) tritt Allianz 1 (Mobilität) bei: "
        "Aus der Initiative ist eine Allianz geworden; jetzt 2 Mitglieder"
    ]


def test_a_withdrawn_application_is_told_apart_from_a_refused_invitation():
    events = (
        event(EventKind.APPLIED, (9.0,), organisation=AWO, item=0, **OF_CHANGE),
        event(EventKind.DECLINED, (0.12, 0.31), week=9, organisation=AWO, **OF_CHANGE),
        event(EventKind.DECLINED, (0.15, 0.31), week=9, organisation=BUND, **OF_CHANGE),
    )
    assert told("en", *events)[1:] == [
        "week 9: AWO (appeal 0.12 against a price of 0.31) no longer wants to join "
        "alliance 1 (mobility)",
        "week 9: BUND (appeal 0.15 against a price of 0.31) declines to join alliance 1 (mobility)",
    ]
    assert told("de", *events)[1] == (
        "Woche 9: AWO (Reiz 0,12 gegen einen Preis von 0,31) möchte Allianz 1 (Mobilität) "
        "nicht mehr beitreten"
    )


def test_who_leaves_over_an_item_is_told_with_the_item():
    events = (
        event(EventKind.ITEM_AGREED, (0.62, 3.0, 5.0, 2.0), **ITEM_4),
        event(EventKind.LEFT, (2.0, 4.0), organisation=VDK, **ITEM_4),
        event(EventKind.LEFT, (2.0, 3.0), organisation=AWO, **ITEM_4),
        event(EventKind.LEFT, (4.0, 2.0), organisation=BUND, **OF_CHANGE),
    )
    assert told("en", *events)[1:] == [
        "week 7: VdK and AWO leave alliance 1 (mobility) over item 4 (housing): "
        "an objection was not heeded; 3 members remain",
        "week 7: BUND leaves alliance 1 (mobility): membership is no longer worth its hours; "
        "2 members remain",
    ]
    assert told("de", *events)[1] == (
        "Woche 7: VdK und AWO verlassen Allianz 1 (Mobilität) wegen Punkt 4 (Wohnen): "
        "Ein Einwand wurde nicht berücksichtigt; noch 3 Mitglieder"
    )


def test_who_leaves_over_values_may_mean_another_point_where_there_are_any():
    left = event(EventKind.LEFT, (1.0, 4.0), organisation=VDK, item=0, **OF_CHANGE)
    (over_goal,) = told("en", left)
    assert over_goal.startswith(
        "week 7: VdK leaves alliance 1 (mobility) over item 1 (mobility, main goal): "
    )
    (over_values,) = told("en", left, changes={"formation.value_points": 2})
    assert over_values == (
        "week 7: VdK leaves alliance 1 (mobility): the values debate shows that the goal to be "
        "expected, or another point of it, lies beyond what it could ever accept; "
        "4 members remain"
    )


def test_numbers_of_members_go_down_where_reasons_alternate():
    events = [
        event(EventKind.LEFT, (why, left), organisation=organisation, **OF_CHANGE)
        for why, left, organisation in ((4.0, 4.0, VDK), (5.0, 3.0, AWO), (4.0, 2.0, BUND))
    ]
    assert [line[-16:] for line in told("en", *events)] == [
        "4 members remain",
        "3 members remain",
        "2 members remain",
    ]


ANSWERS = [
    event(EventKind.REWORDED, (0.1, 0.2), organisation=VDK, **ITEM_4),
    event(EventKind.MEDIATED, (0.6, 0.5), organisation=VDK, **ITEM_4),
    event(EventKind.ITEM_DROPPED, (0.1, 0.2, 1.0, 1.0), organisation=AWO, **ITEM_4),
    event(EventKind.LEFT, (3.0, 4.0), organisation=VDK, **OF_CHANGE),
]
NO_ANSWERS = [
    event(EventKind.REWORDED, (0.1, 0.2), organisation=AWO, **ITEM_4),
    event(EventKind.ITEM_DROPPED, (0.1, 0.2, 1.0, 1.0), item=2, **OF_CHANGE),
    event(EventKind.LEFT, (4.0, 4.0), organisation=VDK, **OF_CHANGE),
    event(EventKind.LEFT, (3.0, 4.0), organisation=VDK, **OF_PREVENTION),
    event(EventKind.LEFT, (3.0, 4.0), week=8, organisation=VDK, **OF_CHANGE),
    event(EventKind.SHOCK, (0.1, 0.2), organisation=VDK, field=HOUSING),
]


@pytest.mark.parametrize(
    ("answer", "passed_over"),
    [(answer, False) for answer in ANSWERS] + [(answer, True) for answer in NO_ANSWERS],
)
def test_a_conflict_is_passed_over_unless_something_follows(answer, passed_over):
    conflict = event(EventKind.CONFLICT, (0.62, 0.18, 0.0), organisation=VDK, **ITEM_4)
    known = event(EventKind.LIMITS_KNOWN, (), organisation=VDK, **OF_CHANGE)
    sentence = told("en", conflict, known, answer)[0]
    assert ("the others pass over it" in sentence) == passed_over


def test_one_hardliner_is_told_apart_from_a_loss_that_all_share():
    one = event(EventKind.HARDLINER, (1.0,), organisation=VDK, **OF_CHANGE)
    changes = {"formation.hardliner": "one", "formation.size_design": "intended"}
    assert [told(language, one, changes=changes) for language in LANGUAGES] == [
        ["week 7: VdK is drawn as the hardliner of alliance 1 (mobility): it gives way in nothing"],
        [
            "Woche 7: VdK wird als Hardliner von Allianz 1 (Mobilität) ausgelost "
            "und gibt in nichts nach"
        ],
    ]
    shared = [
        event(EventKind.HARDLINER, (0.25,), organisation=who, **OF_CHANGE) for who in (VDK, AWO)
    ]
    changes["formation.hardliner"] = "shared"
    assert [told(language, *shared, changes=changes) for language in LANGUAGES] == [
        [
            "week 7: the core of alliance 1 (mobility) shares what a hardliner would lose: "
            "VdK and AWO lose 0.25 of their readiness to give way"
        ],
        [
            "Woche 7: Der Kern von Allianz 1 (Mobilität) teilt sich, was ein Hardliner verlöre: "
            "VdK und AWO verlieren 0,25 der Bereitschaft nachzugeben"
        ],
    ]


def test_limits_that_are_told_on_joining_are_told_where_others_are_not():
    joined = event(EventKind.JOINED, (0.5, 0.25, 4.0, 0.0), organisation=VDK, **OF_CHANGE)
    known = event(EventKind.LIMITS_KNOWN, (), organisation=VDK, **OF_CHANGE)
    other = event(EventKind.LIMITS_KNOWN, (), organisation=AWO, **OF_CHANGE)
    assert [told(language, joined, known, detail=Detail.USUAL)[1:] for language in LANGUAGES] == [
        ["week 7: VdK tells alliance 1 (mobility) on joining how far it would go"],
        [
            "Woche 7: VdK sagt Allianz 1 (Mobilität) schon beim Beitritt, "
            "wo die eigenen Grenzen liegen"
        ],
    ]
    assert len(told("en", joined, other, detail=Detail.USUAL)) == 1
    assert len(told("en", known, joined, detail=Detail.USUAL)) == 1
    assert told("en", joined, known, other)[2:] == [
        "week 7: alliance 1 (mobility) learns how far AWO would go"
    ]


def test_an_occasion_is_told_with_its_week_and_who_was_last():
    occasion = event(EventKind.OCCASION, (10.0,), item=0, **OF_CHANGE)

    def told_at(kind: EventKind, week: int, numbers: tuple[float, ...]) -> list[str]:
        decided = event(kind, numbers, week=week, organisation=VDK, item=0, **OF_CHANGE)
        return [told(language, occasion, decided)[1] for language in LANGUAGES]

    assert told_at(EventKind.DECIDED_IN_TIME, 9, (9.0, 10.0, 0.0, 4.0)) == [
        "week 9: alliance 1 (mobility) reacts in time to an occasion of week 7, of use until "
        "week 10; last of the core of 4 to answer: VdK",
        "Woche 9: Allianz 1 (Mobilität) reagiert rechtzeitig auf einen Anlass aus Woche 7, "
        "nützlich bis Woche 10; aus dem Kern von 4 antwortet zuletzt VdK",
    ]
    assert told_at(EventKind.DECIDED_IN_TIME, 7, (7.0, 10.0, 0.0, 4.0)) == [
        "week 7: alliance 1 (mobility) reacts to an occasion in the same week (core of 4)",
        "Woche 7: Allianz 1 (Mobilität) reagiert noch in derselben Woche auf einen Anlass "
        "(Kern von 4)",
    ]
    assert told_at(EventKind.OCCASION_MISSED, 11, (14.0, 10.0, 0.0, 4.0)) == [
        "week 11: alliance 1 (mobility) misses an occasion of week 7: of use until week 10, "
        "decided in week 14 at the earliest; the core of 4 waited longest for VdK",
        "Woche 11: Allianz 1 (Mobilität) verpasst einen Anlass aus Woche 7: nützlich bis "
        "Woche 10, entschieden frühestens in Woche 14; der Kern von 4 wartete am längsten auf VdK",
    ]
    assert told_at(EventKind.OCCASION_MISSED, 11, (14.0, 10.0, 2.0, 4.0)) == [
        "week 11: alliance 1 (mobility) misses an occasion of week 7: of use until week 10, "
        "decided in week 14 at the earliest after 2 objections; "
        "the core of 4 waited longest for VdK",
        "Woche 11: Allianz 1 (Mobilität) verpasst einen Anlass aus Woche 7: nützlich bis "
        "Woche 10, nach 2 Einwänden entschieden frühestens in Woche 14; "
        "der Kern von 4 wartete am längsten auf VdK",
    ]


def test_levels_of_detail_contain_each_other():
    events = [event(kind, numbers, **ALL) for kind, numbers, _ in EXPECTED_NUMBERS]
    model = model_of(*events)
    headlines, usual, everything = ([*story(model, "en", detail)] for detail in Detail)
    assert set(headlines) < set(usual) < set(everything)


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_is_told(ending):
    ended = event(EventKind.ENDED, (float(ending), 4.0, 33.0, 1.0), **OF_CHANGE)
    for language in LANGUAGES:
        (line,) = told(language, ended)
        explanation = ENDING_EXPLANATIONS[ending].in_language(language)
        assert line.endswith(f": {ending_words(ending, language)} ({explanation})")


@pytest.mark.parametrize("why", Leaving)
def test_every_reason_to_leave_is_told(why):
    left = event(EventKind.LEFT, (float(why), 4.0), organisation=AWO, **OF_CHANGE)
    for language in LANGUAGES:
        (line,) = told(language, left)
        assert f": {LEAVING_EXPLANATIONS[why].in_language(language)}; " in line


@pytest.mark.parametrize("rule", Credit)
def test_every_rule_of_credit_is_told(rule):
    for language in LANGUAGES:
        assert told(language, event(EventKind.CREDIT_SHARED, (float(rule), 4.0), **ITEM_4))


# --- Words -------------------------------------------------------------------------------------


def test_titles():
    model = model_of()
    assert alliance_title(model, CHANGE) == "alliance 1 (mobility)"
    assert alliance_title(model, CHANGE, "de") == "Allianz 1 (Mobilität)"
    assert alliance_title(model, PREVENTION) == "alliance 2 (against the bill on digital rights)"
    assert alliance_title(model, PREVENTION, "de") == (
        "Allianz 2 (gegen das Gesetz zu digitalen Rechten)"
    )


def test_words_for_codes_and_names():
    assert ending_words(Ending.GOAL_REACHED) == "goal reached"
    assert ending_words(1, "de") == "keine Partner gefunden"
    assert leaving_words(Leaving.RED_LINE, "de") == "rote Linie überschritten"
    assert phase_words(Phase.SOUNDING, "de") == "Sondierung"
    assert field_words("housing", "de") == "Wohnen"
    assert field_words("field 13") == "field 13"
    assert field_words("field 13", "de") == "Feld 13"
    assert sector_words("union", "de") == "Gewerkschaft"
    assert sector_words("social_association") == "social association"
    assert sector_words("sector_13", "de") == "Sektor 13"
    # Names of a user's own are nobody's to translate.
    assert sector_words("Sports clubs", "de") == "Sports clubs"
    assert field_words("battlefield walks", "de") == "battlefield walks"
    assert field_words("field of flowers", "de") == "field of flowers"


def test_words_are_complete():
    assert set(ENDING_WORDS) == set(ENDING_EXPLANATIONS) == set(Ending)
    assert set(LEAVING_WORDS) == set(LEAVING_EXPLANATIONS) == set(Leaving)
    assert set(PHASE_WORDS) == set(Phase)
    assert set(CHANNEL_WORDS) == set(Channel)
    assert set(FIELD_WORDS) == set(FIELDS)
    assert set(SECTOR_WORDS) == set(SECTORS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_explains_each_term_in_a_line(language):
    lines = HEADER.in_language(language).splitlines()
    explained = [line.split(":")[0] for line in lines if line.startswith("# - ")]
    terms = {
        "en": ("occasion", "core", "appeal", "price", "round", "platform", "credit"),
        "de": ("Anlass", "Kern", "Reiz", "Preis", "Runde", "Plattform", "Anerkennung"),
    }
    assert set(terms[language]) <= {line.removeprefix("# - ") for line in explained}
    assert len(explained) == len(lines) - 2


def explained(language: str, **changes: Any) -> list[str]:
    """Lines of a story's header, with parameters by key; a dot is written as two underscores."""
    named = {key.replace("__", "."): value for key, value in changes.items()}
    return [line for line in story(model_of(changes=named), language) if line.startswith("#")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_explains_what_is_switched_on_in_its_run_and_nothing_else(language):
    assert explained(language) == HEADER.in_language(language).splitlines()
    steps = explained(language, formation__steps=2)[-1]
    assert steps.startswith({"en": "# - step: ", "de": "# - Schritt: "}[language])
    everything = explained(
        language,
        formation__steps=1,
        collaboration__reopening=True,
        formation__moderation="outside",
        collaboration__mediation=True,
        impact__roles="assigned",
        impact__stance="near",
        formation__misreading=0.1,
        formation__commitment="differentiated",
        dissolution__evaluation=True,
        formation__size_design="intended",
        formation__hardliner="one",
        formation__own_limits_known=0.5,
        formation__disclose_red_lines=True,
    )
    far = explained(language, impact__stance="far")
    common = len(HEADER.in_language(language).splitlines())
    assert {*everything[common:], *far[common:]} == {
        f"# - {term.words.in_language(language)}" for term in TERMS
    }
    assert max(map(len, [*everything, *far])) <= 100


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="language is 'fr'; must be one of en, de"):
        list(story(model_of(), "fr"))


def all_words() -> list[Words]:
    """Every text of the chronicle."""
    tellings = [*TELLINGS.values(), REACTION_CONFLICT]
    tables: tuple[Mapping[Any, Words], ...] = (
        ENDING_WORDS,
        ENDING_EXPLANATIONS,
        LEAVING_WORDS,
        LEAVING_EXPLANATIONS,
        PHASE_WORDS,
        SECTOR_WORDS,
        FIELD_WORDS,
        CHANNEL_WORDS,
        *(telling.sentences for telling in tellings),
    )
    terms = (term.words for term in TERMS)
    return [HEADER, *terms, *(words for table in tables for words in table.values())]


def words_in(text: str) -> set[str]:
    """Words of a text without placeholders and names of numbers."""
    text = re.sub(r"\{\w+\}|\[\w+:", " ", text)
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)}


SPELT_ALIKE = {
    "agenda",
    "an",
    "eur",
    "hardliner",
    "ideal",
    "in",
    "initiative",
    "migrant",
    "migration",
    "organisation",
    "partner",
    "position",
    "so",
    "start",
    "was",
}
"""Words that are both English and German, or nearly so."""


def test_german_has_no_english_words():
    english = set().union(*(words_in(words.en) for words in all_words()))
    german = set().union(*(words_in(words.de) for words in all_words()))
    assert english & german <= SPELT_ALIKE


ONLY_ENGLISH = {"{hard}", "{field}"}
ONLY_GERMAN = {"{hard}", "{hard_of_it}", "{field}", "{to_field}"}
"""Words whose place in a sentence differs between the languages."""


def test_every_kind_has_sentences_in_both_languages():
    for telling in TELLINGS.values():
        assert telling.sentences
        for words in telling.sentences.values():
            assert words.en
            assert words.de
            assert words.en != words.de
            assert set(re.findall(r"\{\w+\}", words.de)) - ONLY_GERMAN == (
                set(re.findall(r"\{\w+\}", words.en)) - ONLY_ENGLISH
            )


# --- A run -------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["synthetic", "study"])
def run(request: pytest.FixtureRequest) -> AllianceModel:
    parameters = Parameters().with_changes({"world.kind": request.param})
    return AllianceModel(parameters, seed=7, weeks=60).run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("detail", Detail)
def test_the_story_of_a_run_mentions_every_alliance(run, language, detail):
    lines = list(story(run, language, detail))
    text = "\n".join(lines)
    assert run.alliances
    for alliance in run.alliances:
        assert alliance_title(run, alliance.row, language) in text
    week = {"en": "week", "de": "Woche"}[language]
    assert all(re.match(rf"# |{week} \d+: \S|$", line) for line in lines)
    assert lines.count("") == 1  # between the header and the story
    assert lines[lines.index("") - 1].startswith("# - ")
    assert not re.search(r"[{}\[\]|_]", text)
    assert not re.search(r"-0[.,]00\b|\bnan\b", text)


def test_the_chronicle_survives_json(run):
    dictionaries = list(event_dictionaries(run))
    assert len(dictionaries) == len(run.events)
    assert json.loads(json.dumps(dictionaries, allow_nan=False)) == dictionaries


def test_numbers_of_a_run_mean_what_their_names_say(run):
    founded: dict[int, int] = {}
    members: dict[int, set[str]] = {}
    for happened in event_dictionaries(run):
        number = happened.get("alliance", 0)
        match happened["kind"]:
            case "initiative":
                founded[number] = happened["week"]
                members[number] = {happened["organisation"]}
            case "joined":
                members[number].add(happened["organisation"])
                assert happened["appeal"] > happened["price"]
                assert happened["members"] == len(members[number])
            case "declined":
                assert happened["appeal"] <= happened["price"]
            case "left":
                members[number].remove(happened["organisation"])
                assert happened["members"] == len(members[number])
            case "round_opens":
                assert happened["round_ends"] > happened["week"]
            case "platform":
                assert happened["members"] == len(members[number])
                assert 1 <= happened["agreed"] <= happened["agenda"]
            case "ended":
                assert happened["weeks"] == happened["week"] - founded[number]
                assert happened["members"] == len(members[number])
            case "vote" | "bill_passes" | "bill_fails":
                assert happened["seats"] == len(run.state.legislators)
                assert 0 <= happened["in_favour"] <= happened["seats"]


def test_a_story_needs_no_events():
    model = AllianceModel(Parameters(), seed=1, weeks=1, keep_events=False)
    assert list(event_dictionaries(model)) == []
    assert all(line.startswith("#") for line in story(model) if line)
