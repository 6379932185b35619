"""Collaboration: quarrel, where an agreed item has come to cross a member's limit.

The order in which a conflict is settled stands in `seek_way_out` and `has_to_go`. That a red line
means to drop the demand or to lose the member (study IV-Z) is a rule here, and holds as far as it
reaches: for core members, with `conflict` on, in the week in which the member brings the item up.
It is brought up with probability `conflict_notice` per week, so there is no longest time to that
week unless the probability is 1. Supporters in the circle may stand beyond a red line of theirs.
"""

from enum import IntEnum

from sim.agenda import (
    drop_item,
    follow_goal,
    make_known,
    position_is_fixed,
    worth_of_item_and_objectors,
)
from sim.compiling import rule
from sim.phases.collaboration.contributing import STEP
from sim.quantities import excess, is_member, learn_about
from sim.randomness import Stream, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Commitment,
    EventKind,
    Explanation,
    ItemStatus,
    Kind,
    State,
    Status,
    record_event,
)


class WayOut(IntEnum):
    """What comes of a conflict as long as nobody has to give way."""

    NONE = 0
    SETTLED = 1
    REOPEN = 2


@rule
def crossed_item(state: State, a: int, m: int) -> int:
    """Return an agreed item that crosses a member's limit and is brought up this week, or NOBODY.

    Limits are crossed because ideals moved (a shock, learning) or because the member was outvoted.
    What was passed over is brought up again only if it has grown. In the circle nobody is asked;
    supporters leave if the platform is no longer worth it. A step is no less than what was agreed,
    only not all of it yet, and crosses nobody's limit.
    """
    p = state.parameters[0]
    member = state.members[a, m]
    if member.status != Status.CORE:
        return NOBODY
    for j in range(state.alliances[a].items):
        if state.items[a, j].status != ItemStatus.AGREED or state.items[a, j].step > 0:
            continue
        if p.commitment == Commitment.DIFFERENTIATED and not state.stances[a, j, m].signs:
            continue
        beyond = abs(excess(state, a, j, m))
        if beyond > 0.0 and beyond > state.stances[a, j, m].passed_over + STEP:
            clock = state.clock[0]
            draw = uniform(
                clock.seed,
                Stream.NOTICE_CONFLICT,
                clock.week,
                member.organisation,
                state.alliances[a].key,
                state.items[a, j].number,
            )
            if draw < p.conflict_notice:
                return j
    return NOBODY


@rule
def bring_up_conflict(state: State, a: int, j: int, m: int) -> None:
    """Enter a conflict: the member says that an agreed item has come to cross its limit."""
    member = state.members[a, m]
    item = state.items[a, j]
    state.alliances[a].conflicts += 1
    for other in range(state.alliances[a].slots):
        state.stances[a, j, other].objects = int(other == m)
    record_event(
        state, EventKind.CONFLICT, a, member.organisation, NOBODY, j, item.field,
        item.position, abs(excess(state, a, j, m)),
        float(state.views[member.organisation, item.field].red_line), 0.0,
    )  # fmt: skip


@rule
def seek_way_out(state: State, a: int, j: int, m: int) -> int:
    """Look for a way in which nobody has to give way, and return it.

    First another wording, then a mediator, then to negotiate the item anew.
    """
    if explains_limits(state) and reword(state, a, j, m):
        return WayOut.SETTLED.value
    if has_mediator(state, a) and mediate(state, a, j, m):
        return WayOut.SETTLED.value
    if reopens(state, a, j):
        return WayOut.REOPEN.value
    return WayOut.NONE.value


@rule
def has_to_go(state: State, a: int, j: int, m: int, must_leave: bool) -> bool:
    """Let somebody give way, where there is no other way out; return whether the member has to go.

    An objection that it can live with is passed over. Over a red line the others give the item up,
    or the member goes.

    Parameters
    ----------
    must_leave
        Whether the item lies beyond a red line of the member, by its own judgement.
    """
    if not must_leave:
        resent(state, a, j, m)
        return False
    return not gives_item_up(state, a, j)


@rule
def explains_limits(state: State) -> bool:
    """Whether who brings up a conflict says why there is a limit."""
    return bool(state.parameters[0].explanation != Explanation.NONE)


@rule
def reword(state: State, a: int, j: int, m: int) -> bool:
    """Find a wording that the member's base can accept, once its limit is explained.

    Part of a tolerance is about wording, not content (study IV-Z, EKD). It is freed by explaining,
    as much of it as the member lacks, until that has succeeded once on an item; what the member
    wants stays as it is. Who objects by mistake has nothing to bridge, and no wording helps.
    """
    p = state.parameters[0]
    member = state.members[a, m]
    item = state.items[a, j]
    stance = state.stances[a, j, m]
    if stance.slack > 0.0 or (j == 0 and is_prevention(state, a)):
        return False
    beyond = abs(excess(state, a, j, m))
    freed = p.wording_share * state.views[member.organisation, item.field].tolerance
    if p.explaining_costs and not stance.explained:
        hold_meeting(state, a)
    stance.explained = 1
    make_known(state, a, m)
    if beyond > freed or beyond == 0.0:
        return False
    stance.objects = 0
    stance.slack = beyond
    state.alliances[a].reworded += 1
    record_event(
        state, EventKind.REWORDED, a, member.organisation, NOBODY, j, item.field,
        beyond, freed, 0.0, 0.0,
    )  # fmt: skip
    return True


@rule
def hold_meeting(state: State, a: int) -> None:
    """Hold another meeting this week; its hours are taken from the work for the public."""
    alliance = state.alliances[a]
    for m in range(alliance.slots):
        member = state.members[a, m]
        if is_member(member.status):
            taken = min(member.net, member.held)
            member.net -= taken
            member.coordination_hours += taken
            alliance.net_hours -= taken
            alliance.coordination_hours += taken


@rule
def retain_mediator(state: State, a: int) -> None:
    """Have a mediator ready for the week, if the pool can pay for it."""
    alliance = state.alliances[a]
    wage = state.parameters[0].mediator_wage
    alliance.mediator = int(alliance.pool >= wage)
    if alliance.mediator:
        alliance.pool -= wage


@rule
def has_mediator(state: State, a: int) -> bool:
    """Whether a mediator is ready this week."""
    p = state.parameters[0]
    return bool(p.mediation and (p.mediator_wage == 0.0 or state.alliances[a].mediator))


@rule
def mediate(state: State, a: int, j: int, m: int) -> bool:
    """Let a prepared mediator move an item to the objector's limit, if all others can accept it.

    It takes another meeting, whether it succeeds or not.
    """
    p = state.parameters[0]
    if p.mediation == 0 or (j == 0 and is_prevention(state, a)):
        return False
    item = state.items[a, j]
    hold_meeting(state, a)
    before = item.position
    item.position = before + excess(state, a, j, m)
    if item.position * before <= 0.0:
        item.position = before  # no alliance demands the opposite of what it stood for
        return False
    for other in range(state.alliances[a].slots):
        asked = other != m and state.members[a, other].status == Status.CORE
        if asked and state.stances[a, j, other].signs and excess(state, a, j, other) != 0.0:
            item.position = before
            return False
    state.stances[a, j, m].objects = 0
    state.alliances[a].mediated += 1
    if j == 0 and p.steps > 0:
        follow_goal(state, a, before)
    record_event(
        state, EventKind.MEDIATED, a, state.members[a, m].organisation, NOBODY, j, item.field,
        before, item.position, 0.0, 0.0,
    )  # fmt: skip
    return True


@rule
def reopens(state: State, a: int, j: int) -> bool:
    """Whether the alliance takes up an agreed item once more; not soon again, and not a bill."""
    p = state.parameters[0]
    if p.reopening == 0 or position_is_fixed(state, a, j):
        return False
    last = state.items[a, j].reopened
    return bool(last == NEVER or state.clock[0].week - last >= p.reopening_pause)


@rule
def reopen_item(state: State, a: int, j: int, m: int) -> None:
    """Take an item out of the platform, to negotiate it from the beginning.

    A demand that was right last week can be wrong next week (study IV-Z). Until it is agreed again
    nobody speaks for it.
    """
    alliance = state.alliances[a]
    item = state.items[a, j]
    item.status = ItemStatus.OPEN
    item.rounds = 0
    item.reopened = state.clock[0].week
    alliance.agreed -= 1
    alliance.reopened += 1
    record_event(
        state, EventKind.ITEM_REOPENED, a, state.members[a, m].organisation, NOBODY, j, item.field,
        item.position, float(alliance.agreed), 0.0, 0.0,
    )  # fmt: skip


@rule
def is_prevention(state: State, a: int) -> bool:
    """Whether the alliance wants to prevent a bill."""
    return bool(state.alliances[a].kind == Kind.PREVENTION)


@rule
def gives_item_up(state: State, a: int, j: int) -> bool:
    """Whether the others drop an item rather than lose the member; the main goal never."""
    if j == 0:
        return False
    worth, loss = worth_of_item_and_objectors(state, a, j)
    if worth < loss or worth <= 0.0:
        drop_item(state, a, j, worth, loss)
        state.alliances[a].yielded += 1
        return True
    return False


@rule
def resent(state: State, a: int, j: int, m: int) -> None:
    """A member whose objection was passed over trusts the lead less: a promise is broken."""
    state.stances[a, j, m].passed_over = abs(excess(state, a, j, m))
    state.alliances[a].passed_over += 1
    lead = state.alliances[a].lead
    if lead != NOBODY and lead != m:
        learn_about(
            state,
            state.members[a, m].organisation,
            state.members[a, lead].organisation,
            False,
        )
