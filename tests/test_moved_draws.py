"""No draw moves when an organisation or an alliance is added or a mechanism is switched off.

A draw is a function of its address, so two runs can only differ by the addresses that they ask for.
Whole runs are recorded, and everything that has nothing to do with the change has to ask for the
same: no address may hold a row that others shift.
"""

from typing import Any

import pytest

from sim.randomness import WEEK_BITS, Stream
from sim.state import EventKind
from tests.recorded_draws import MAKING, NEWCOMER, WEEKS, Address, Recording, record

SEED = 4
"""A seed with which the newcomer, whom nobody knows, meets nobody."""

FOUNDED = 5
"""Week in which an alliance is founded by hand; others are founded before and after."""

EARLIEST = 5
"""Weeks that have to pass before a mechanism that is off is noticed, or little is compared."""

OF_ALLIANCES = frozenset(
    {
        Stream.AWARE,
        Stream.ASK,
        Stream.ITEM,
        Stream.DEBATE,
        Stream.BRING_ITEM,
        Stream.EXPLAIN,
        Stream.EVENT,
        Stream.REACTION,
        Stream.NOTICE_CONFLICT,
        Stream.EXHAUSTED,
        Stream.PRESS,
    }
)
"""Draws whose partner is an alliance, by its key."""

OF_PAIRS = frozenset({Stream.TIE, Stream.PERCEPTION})
"""Draws whose partner is another organisation."""

OF_SOCIETY = frozenset(
    {
        Stream.FIELD,
        Stream.PARTY,
        Stream.LEGISLATOR,
        Stream.ELECTORATE,
        Stream.SECTOR_PROFILE,
        Stream.WINDOW,
        Stream.BILL,
        Stream.ATTENTION,
    }
)
"""Draws that belong to no organisation."""

OF_NATURE = frozenset({Stream.WINDOW, Stream.ATTENTION, Stream.SHOCK})
"""Draws of every week that no decision can bring about or prevent."""


def is_about(address: Address, organisation: int) -> bool:
    """Whether a draw belongs to an organisation or to an alliance that it founded."""
    stream, _, actor, partner, _ = address
    if stream in OF_ALLIANCES:
        member = actor - 1 if stream == Stream.REACTION else actor
        return organisation in (member, partner >> WEEK_BITS)
    if stream in OF_PAIRS:
        return organisation in (actor, partner)
    return stream not in OF_SOCIETY and actor == organisation


def draws_of_others(recording: Recording) -> dict[int, set[Address]]:
    """Return what was drawn in every week, without what is about the newcomer.

    Left out as well: how strong a tie is, for the odds of a tie depend on how many there are.
    """
    return {
        week: {
            address
            for address in drawn
            if not is_about(address, NEWCOMER) and not (address[0] == Stream.TIE and address[4])
        }
        for week, drawn in recording.draws.items()
    }


def founded_by_others(recording: Recording) -> list[tuple[int, int]]:
    return [(founder, week) for founder, week in recording.alliances if founder != NEWCOMER]


def without_new_sectors(
    draws: dict[int, set[Address]], usual: Recording
) -> dict[int, set[Address]]:
    """Leave out the profile of a sector to which the newcomer alone belongs."""
    known = {address for address in usual.draws[MAKING] if address[0] == Stream.SECTOR_PROFILE}
    return {
        week: {a for a in drawn if a[0] != Stream.SECTOR_PROFILE or a in known}
        for week, drawn in draws.items()
    }


def test_the_recording_is_that_of_a_lively_world() -> None:
    usual = record(seed=SEED)
    assert len(usual.all_draws) > 2000
    assert len(usual.alliances) >= 5
    assert set(usual.draws) == {MAKING, *range(WEEKS)}
    streams = {address[0] for address in usual.all_draws}
    assert {Stream.ITEM, Stream.DEBATE, Stream.REACTION, Stream.EXHAUSTED} <= streams


def test_another_organisation_moves_no_other_draw() -> None:
    usual, larger = record(seed=SEED), record(seed=SEED, organisations=NEWCOMER + 1)
    assert larger.world == usual.world
    assert draws_of_others(usual) == without_new_sectors(draws_of_others(larger), usual)
    # The newcomer draws a lot, and founds an initiative between those of the others.
    assert sum(is_about(address, NEWCOMER) for address in larger.all_draws) > 100
    assert founded_by_others(larger) == usual.alliances
    assert NEWCOMER in {founder for founder, _ in larger.alliances[:-1]}
    assert larger.fate == usual.fate


def test_another_alliance_moves_no_other_draw() -> None:
    usual = record(seed=SEED, organisations=NEWCOMER + 1)
    more = record(seed=SEED, organisations=NEWCOMER + 1, alliance_of=NEWCOMER, founded=FOUNDED)
    assert (NEWCOMER, FOUNDED) in set(more.alliances) - set(usual.alliances)
    # It pushes the rows of those that come after it.
    row = more.alliances.index((NEWCOMER, FOUNDED))
    assert 0 < row < len(more.alliances) - 3
    assert draws_of_others(usual) == draws_of_others(more)
    assert founded_by_others(more) == founded_by_others(usual)
    assert more.fate == usual.fate


def test_another_alliance_of_somebody_well_known_moves_what_it_changes_only() -> None:
    usual = record(seed=SEED)
    more = record(seed=SEED, alliance_of=0, founded=FOUNDED)
    assert (0, FOUNDED) in set(more.alliances) - set(usual.alliances)
    assert more.fate != usual.fate
    for week in range(MAKING, FOUNDED):
        assert usual.draws[week] == more.draws[week]
    assert of_nature(usual) == of_nature(more)


def of_nature(recording: Recording) -> dict[Address, tuple[int, ...]]:
    return {a: value for a, value in recording.all_draws.items() if a[0] in OF_NATURE}


SWITCHES: dict[str, tuple[dict[str, Any], set[Stream], set[EventKind]]] = {
    # Changed parameters; the streams and the events of the mechanism itself.
    "learning": ({"learning": False}, set(), set()),
    "conflict": (
        {"conflict": False},
        {Stream.NOTICE_CONFLICT},
        {EventKind.CONFLICT},
    ),
    # What a shock moves is seen in decisions only; so the first shock counts as a difference.
    "shocks": ({"shock_rate": 0.0}, {Stream.SHOCK}, set()),
}


def first_difference(usual: Recording, changed: Recording, own: set[EventKind]) -> int:
    """Return the first week in which something else happened than the mechanism itself."""
    found = [
        {event for event in recording.events if event[1] not in own}
        for recording in (usual, changed)
    ]
    return min((event[0] for event in found[0] ^ found[1]), default=WEEKS)


@pytest.mark.parametrize("switch", list(SWITCHES))
def test_a_mechanism_that_is_off_moves_no_other_draw(switch: str) -> None:
    changes, streams, kinds = SWITCHES[switch]
    usual, changed = record(seed=SEED), record(seed=SEED, **changes)
    assert changed.world == usual.world
    assert usual.fate != changed.fate
    first = first_difference(usual, changed, kinds)
    assert first >= EARLIEST
    for week in range(MAKING, first):
        before, after = (
            {address for address in recording.draws[week] if address[0] not in streams}
            for recording in (usual, changed)
        )
        assert before == after, week
    if switch != "shocks":
        assert of_nature(usual) == of_nature(changed)


SCENARIOS: list[dict[str, Any]] = [
    {},
    {"organisations": NEWCOMER + 1},
    {"organisations": NEWCOMER + 1, "alliance_of": NEWCOMER, "founded": FOUNDED},
    {"alliance_of": 0, "founded": FOUNDED},
    *(changes for changes, _, _ in SWITCHES.values()),
]


def test_draws_that_runs_share_have_the_same_values() -> None:
    drawn: dict[Address, tuple[int, ...]] = {}
    for scenario in SCENARIOS:
        for address, value in record(seed=SEED, **scenario).all_draws.items():
            assert drawn.setdefault(address, value) == value
    assert len(set(drawn.values())) == len(drawn)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_alliances_are_named_by_founder_and_week(scenario: dict[str, Any]) -> None:
    recording = record(seed=SEED, **scenario)
    keys = {(founder << WEEK_BITS) | week for founder, week in recording.alliances}
    named = {address[3] for address in recording.all_draws if address[0] in OF_ALLIANCES}
    assert named
    assert named <= keys
