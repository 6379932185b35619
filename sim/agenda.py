"""An alliance's agenda: what the table knows of its members, and what an item is worth to them.

Shared by the negotiation of the goal (formation) and by conflicts over it (collaboration): the
choice between dropping an item and losing who objects to it is the same in both.
"""

import math

from sim.compiling import rule
from sim.quantities import (
    excess,
    is_clear_from_the_start,
    is_member,
    item_worth,
    left_to_clarify,
)
from sim.state import NOBODY, EventKind, ItemStatus, Kind, State, Status, record_event

LEAST_DEMAND = 0.05
"""A demand closer than this to the status quo (position units) counts as met; assumed."""


SMALLEST_AUDIENCE = 1e-9
"""Guards a share of the covered audience against an alliance that covers nobody."""


@rule
def make_known(state: State, a: int, m: int) -> None:
    """From now on the table knows a member's limits."""
    member = state.members[a, m]
    if member.known:
        return
    member.known = 1
    record_event(
        state, EventKind.LIMITS_KNOWN, a, member.organisation, NOBODY, NOBODY,
        state.alliances[a].field, 0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def note_hardliners(state: State, a: int) -> None:
    """Record who of the core gives way less than it would, and by which share of its readiness."""
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if member.status == Status.CORE and member.unbending > 0.0:
            record_event(
                state, EventKind.HARDLINER, a, member.organisation, NOBODY, NOBODY,
                state.alliances[a].field, member.unbending, 0.0, 0.0, 0.0,
            )  # fmt: skip


@rule
def knows_own_limits(state: State, a: int, m: int) -> bool:
    """Whether a member is clear about its own limits before it signs (study IV-F, BBAG-KickIn).

    Who is not, can neither tell them nor object in time: it notices when it has to stand for the
    text in public, unless it has taken the hours to work them out.
    """
    share = state.parameters[0].own_limits_known
    member = state.members[a, m]
    if share >= 1.0 or member.known or state.alliances[a].public:
        return True
    if is_clear_from_the_start(state, a, m):
        return True
    return bool(state.parameters[0].clarify_limits and left_to_clarify(state, a, m) == 0.0)


@rule
def position_is_fixed(state: State, a: int, j: int) -> bool:
    """A bill cannot be reworded by its opponents, nor a draft that is not open to the others."""
    if j != 0:
        return False
    return bool(state.alliances[a].kind == Kind.PREVENTION or state.parameters[0].open_text == 0)


@rule
def crosses_red_line(state: State, a: int, j: int, m: int) -> bool:
    """Whether an item lies beyond a red line of a member (study IV-Z).

    Then a core member has to leave, or the others drop the item, once it is brought up in a
    conflict or agreed against the member's objection. In the circle nobody asks.
    """
    i = state.members[a, m].organisation
    if not state.views[i, state.items[a, j].field].red_line:
        return False
    return bool(excess(state, a, j, m) != 0.0)


@rule
def count_objectors(state: State, a: int, j: int) -> int:
    """Number of core members who object to an item."""
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and state.stances[a, j, m].objects:
            count += 1
    return count


@rule
def worth_of_item_and_objectors(state: State, a: int, j: int) -> tuple[float, float]:
    """Compare what an item and its objectors are worth to the others.

    The item: what it gives those who do not object; nothing where all do. The objectors: the
    share of the covered audience that would go with them, of all that the agenda gives;
    `keep_members` tilts the scale. Steps to the main goal are counted with it.
    """
    alliance = state.alliances[a]
    worth = 0.0
    agenda = 0.0
    for m in range(alliance.slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        if state.stances[a, j, m].objects:
            continue
        for other in range(alliance.items):
            status = state.items[a, other].status
            demanded = status == ItemStatus.OPEN or status == ItemStatus.AGREED
            if demanded and state.items[a, other].step == 0:
                value = max(0.0, item_worth(state, a, other, m))
                agenda += value
                if other == j:
                    worth += value
    scale = math.exp(state.parameters[0].keep_members)
    return worth, scale * agenda * share_of_audience_lost(state, a, j)


@rule
def share_of_audience_lost(state: State, a: int, j: int) -> float:
    """Share of the covered audience that the objectors to an item would take with them.

    Covered is ``sum over s of 1 - exp(-R_s)``, with all members' reach and without the objectors'.
    """
    before = 0.0
    after = 0.0
    for s in range(state.covered.shape[1]):
        rest = state.covered[a, s]
        before += 1.0 - math.exp(-rest)
        for m in range(state.alliances[a].slots):
            member = state.members[a, m]
            if is_member(member.status) and state.stances[a, j, m].objects:
                rest -= state.audiences[member.organisation, s]
        after += 1.0 - math.exp(-max(0.0, rest))
    return max(0.0, 1.0 - after / max(before, SMALLEST_AUDIENCE))


@rule
def drop_item(state: State, a: int, j: int, worth: float, loss: float) -> None:
    """Take an item off the agenda rather than lose those who object to it."""
    item = state.items[a, j]
    if item.status == ItemStatus.AGREED and state.alliances[a].public:
        state.alliances[a].agreed -= 1
    item.status = ItemStatus.DROPPED
    state.alliances[a].dropped += 1
    record_event(
        state, EventKind.ITEM_DROPPED, a, item.brought_by, NOBODY, j, item.field,
        worth, loss, float(item.rounds), float(count_objectors(state, a, j)),
    )  # fmt: skip


@rule
def is_a_step(position: float, goal: float) -> bool:
    """Whether part of a goal is worth a vote of its own, and leaves something to be wanted."""
    return LEAST_DEMAND < abs(position) < abs(goal) - LEAST_DEMAND


@rule
def follow_goal(state: State, a: int, before: float) -> None:
    """Let the steps to the main goal follow it to another position, as parts of the way."""
    goal = state.items[a, 0].position
    for j in range(1, state.alliances[a].items):
        item = state.items[a, j]
        if item.step == 0 or item.status != ItemStatus.AGREED:
            continue
        item.position *= goal / before
        if not is_a_step(item.position, goal):
            item.status = ItemStatus.OVERTAKEN
            state.alliances[a].agreed -= 1
