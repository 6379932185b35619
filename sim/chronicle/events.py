"""What has happened in a run, with the numbers by name; as dictionaries for machines."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.chronicle.tellings import telling_of
from sim.state import NOBODY, EventKind

if TYPE_CHECKING:
    from sim.model import AllianceModel


class Happening(NamedTuple):
    """An event with its numbers by name; rows are NOBODY where nobody is meant."""

    week: int
    kind: EventKind
    alliance: int
    organisation: int
    partner: int
    item: int
    field: int
    numbers: dict[str, Any]
    note: str = ""


def happenings(model: "AllianceModel") -> Iterator[Happening]:
    """Return everything that has happened in a run, in order, with the numbers by name."""
    for event in model.events.tolist():
        week, code, alliance, organisation, partner, item, row = event[:7]
        kind = EventKind(code)
        named = telling_of(kind, item).numbers
        numbers = {name: read(value) for (name, read), value in zip(named, event[7:], strict=False)}
        yield Happening(week, kind, alliance, organisation, partner, item, row, numbers)


def event_dictionaries(model: "AllianceModel") -> Iterator[dict[str, Any]]:
    """Return the chronicle for machines, one dictionary per event, ready for JSON.

    Parameters
    ----------
    model
        A model that keeps events.

    Yields
    ------
    dict
        `week` and `kind`; `alliance` (its number, from 1), `organisation`, `partner`, `item` (its
        number on the agenda, 1 the main goal) and `field` where the event has them; and the
        numbers that `TELLINGS` names for the kind. A vote that was lost was not counted without
        the alliance.
    """
    for happening in happenings(model):
        told: dict[str, Any] = {"week": happening.week, "kind": happening.kind.name.lower()}
        if happening.alliance != NOBODY:
            told["alliance"] = happening.alliance + 1
        if happening.organisation != NOBODY:
            told["organisation"] = model.organisations[happening.organisation].name
        if happening.partner != NOBODY:
            told["partner"] = model.organisations[happening.partner].name
        if happening.item != NOBODY:
            told["item"] = happening.item + 1
        if happening.field != NOBODY:
            told["field"] = model.field_names[happening.field]
        told.update(happening.numbers)
        if happening.kind == EventKind.VOTE and not carried(happening.numbers):
            del told["in_favour_without_alliance"]
        yield told


def carried(numbers: Mapping[str, Any], votes: str = "in_favour") -> bool:
    """Whether a vote was carried, by its numbers: more than half of the seats."""
    return bool(2 * numbers[votes] > numbers["seats"])
