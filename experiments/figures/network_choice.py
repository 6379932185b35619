"""Which alliances and organisations a network figure draws, and which line is whose."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.figures.snapshots import Group, Snapshot
from experiments.figures.style import (
    BLUE,
    GREEN,
    INK,
    OLIVE,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    WINE,
)

MOST_ALLIANCES = 12
"""Alliances that are drawn in one week at most: the lines of more of them nobody can follow."""

MOST_ORGANISATIONS = 100
"""Organisations that are drawn at most, all others being left out."""

MOST_MEMBERS = 250
"""Where one alliance in each week has more members than that, none is drawn."""

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, INK, WINE, OLIVE)
SOLID, DASHED, DOTTED = "solid", (0.0, (3.5, 1.3)), (0.0, (1.0, 0.8))
Dash = str | tuple[float, tuple[float, float]]
DASHES: tuple[Dash, ...] = (SOLID, DASHED, DOTTED)
"""Lines are told apart by both, so that they can be without colours, too."""

Line = tuple[str, Dash]
"""Colour and dashes."""

LINES: tuple[Line, ...] = tuple((colour, dash) for dash in DASHES for colour in COLOURS)


@dataclass(frozen=True)
class Choice:
    """What is drawn.

    Attributes
    ----------
    alliances
        For every week its alliances that are drawn, in the order of founding.
    organisations
        Rows of the organisations that are drawn, in ascending order.
    lines
        Line of every alliance that is drawn, by its row: the same in all weeks.
    """

    alliances: tuple[tuple[Group, ...], ...]
    organisations: tuple[int, ...]
    lines: dict[int, Line]


def choose(snapshots: Sequence[Snapshot], organisations: int) -> Choice:
    """Choose what is drawn, whatever becomes of an alliance.

    Parameters
    ----------
    snapshots
        The weeks.
    organisations
        Number of organisations in the world.

    Returns
    -------
    Choice
        Alliances evenly spread over the order of founding, no more than `MOST_ALLIANCES` in a week
        and each in all of its weeks; all organisations or, where they are more than
        `MOST_ORGANISATIONS`, the members of these alliances, then fewer where need be. Where no
        alliance is drawn, organisations are evenly spread over such a world.
    """
    for limit in range(MOST_ALLIANCES, 0, -1):
        choice = _choice(snapshots, organisations, limit)
        most = MOST_ORGANISATIONS if limit > 1 else MOST_MEMBERS
        if len(choice.organisations) <= most:
            return choice
    return _choice(snapshots, organisations, 0)


def _choice(snapshots: Sequence[Snapshot], organisations: int, limit: int) -> Choice:
    rows = chosen_rows(snapshots, limit)
    drawn = tuple(
        tuple(group for group in snapshot.alliances if group.row in rows) for snapshot in snapshots
    )
    members = {member for groups in drawn for group in groups for member in group.members}
    shown: Sequence[int] = range(organisations)
    if organisations > MOST_ORGANISATIONS:
        even = [place * organisations // MOST_ORGANISATIONS for place in range(MOST_ORGANISATIONS)]
        shown = sorted(members) or even
    return Choice(drawn, tuple(shown), assigned_lines(drawn))


def chosen_rows(snapshots: Sequence[Snapshot], limit: int) -> set[int]:
    """Return the rows of alliances that are drawn, with at most so many in a week."""
    weeks: dict[int, list[int]] = {}
    for week, snapshot in enumerate(snapshots):
        for group in snapshot.alliances:
            weeks.setdefault(group.row, []).append(week)
    rows = sorted(weeks)
    room = [limit] * len(snapshots)
    chosen = set()
    for place in spread_order(len(rows)):
        if all(room[week] > 0 for week in weeks[rows[place]]):
            chosen.add(rows[place])
            for week in weeks[rows[place]]:
                room[week] -= 1
    return chosen


def spread_order(count: int) -> list[int]:
    """Return the places of a list in an order whose every beginning is spread over the list."""
    bits = max(1, (count - 1).bit_length())
    order = [int(f"{place:0{bits}b}"[::-1], 2) for place in range(2**bits)]
    return [place for place in order if place < count]


def assigned_lines(drawn: Sequence[Sequence[Group]]) -> dict[int, Line]:
    """Give each alliance a line that no other has in the same week, and rarely its colour."""
    rows = sorted({group.row for groups in drawn for group in groups})
    lines: dict[int, Line] = {}
    for row in rows:
        together = {
            group.row
            for groups in drawn
            if any(group.row == row for group in groups)
            for group in groups
        }
        taken = [lines[other] for other in sorted(together) if other in lines]
        lines[row] = min(LINES, key=lambda line: _likeness(line, taken))
    return lines


def _likeness(line: Line, taken: Sequence[Line]) -> tuple[int, int, int]:
    """How alike a line is to others: the same, of the same colour, with the same dashes."""
    colour, dash = line
    return (
        sum(other == line for other in taken),
        sum(other[0] == colour for other in taken),
        sum(other[1] == dash for other in taken),
    )
