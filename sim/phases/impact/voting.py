"""Impact, third step: pass or block laws by votes."""

from sim.agenda import LEAST_DEMAND
from sim.compiling import rule
from sim.parliament import is_majority
from sim.phases.impact.harvesting import harvest
from sim.phases.impact.persuasion import votes_for_bill, votes_for_item
from sim.state import NEVER, NOBODY, Ending, EventKind, ItemStatus, Kind, State, record_event


@rule
def best_item_for_window(state: State, k: int) -> tuple[int, int, int]:
    """Return alliance, item and votes of the demand with most votes in a field; NOBODY if none."""
    best_alliance = NOBODY
    best_item = NOBODY
    best_votes = -1
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        if not state.alliances[a].public:
            continue
        for j in range(state.alliances[a].items):
            item = state.items[a, j]
            bill = j == 0 and state.alliances[a].kind == Kind.PREVENTION
            if item.status != ItemStatus.AGREED or item.field != k or bill:
                continue
            if abs(item.position) <= LEAST_DEMAND:
                continue
            votes = votes_for_item(state, a, j, NOBODY)
            if votes > best_votes:
                best_alliance = a
                best_item = j
                best_votes = votes
    return best_alliance, best_item, best_votes


@rule
def vote_at_window(state: State, k: int) -> None:
    """Put the demand with most votes to the vote in a field whose window is open."""
    a, j, votes = best_item_for_window(state, k)
    if a == NOBODY:
        return
    passes = is_majority(state, votes)
    without = votes
    if passes:
        without = votes_for_item(state, a, j, a)
    item = state.items[a, j]
    record_event(
        state, EventKind.VOTE, a, state.alliances[a].founder, NOBODY, j, k,
        float(votes), float(state.legislators.shape[0]), float(without), item.position,
    )  # fmt: skip
    count_vote(state, k, passes, item.position)
    if passes:
        pivotal = not is_majority(state, without)
        item.status = ItemStatus.PASSED
        if j == 0:
            reach_goal(state, a, pivotal)
        else:
            reach_milestone(state, a, j)
        harvest(state, a, j)
        change_law(state, k, item.position, a)


@rule
def count_vote(state: State, k: int, passes: bool, position: float) -> None:
    """Count a vote for the alliances that wanted at least as much; a lost one may end them.

    Where parliament refuses a small step it would have refused a larger one the same way.
    """
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        alliance = state.alliances[a]
        if alliance.field != k or not alliance.public or alliance.kind == Kind.PREVENTION:
            continue
        if state.items[a, 0].position * position < position * position:
            continue
        alliance.votes += 1
        if not passes:
            alliance.lost_votes += 1
            if alliance.lost_votes >= state.parameters[0].votes_to_lose:
                set_ending(state, a, Ending.VOTE_LOST)


@rule
def set_ending(state: State, a: int, ending: int) -> None:
    """Note why an alliance has to end this week; the first reason stands."""
    if state.alliances[a].ending == Ending.NONE:
        state.alliances[a].ending = ending


@rule
def reach_goal(state: State, a: int, pivotal: bool) -> None:
    """Enter that an alliance's main goal is reached, and whether that took the alliance."""
    alliance = state.alliances[a]
    alliance.goal_week = state.clock[0].week
    alliance.pivotal = 1 if pivotal else 0
    set_ending(state, a, Ending.GOAL_REACHED)
    record_event(
        state, EventKind.GOAL_REACHED, a, alliance.founder, NOBODY, 0, alliance.field,
        1.0 if pivotal else 0.0, float(alliance.members), 0.0, 0.0,
    )  # fmt: skip


@rule
def reach_milestone(state: State, a: int, j: int) -> None:
    """Enter that a side item or a step has become law: a milestone, and no longer a demand."""
    alliance = state.alliances[a]
    alliance.milestones += 1
    alliance.steps_passed += int(state.items[a, j].step > 0)
    alliance.milestone_week = state.clock[0].week
    alliance.agreed -= 1
    record_event(
        state, EventKind.MILESTONE, a, state.items[a, j].brought_by, NOBODY, j,
        state.items[a, j].field, state.items[a, j].position, 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def change_law(state: State, k: int, position: float, winner: int) -> None:
    """Move the status quo of a field, and with it what all others still demand there.

    Demands are measured from the status quo: what a law has brought need not be demanded again.

    Parameters
    ----------
    winner
        Alliance whose demand became law; NOBODY for a bill.
    """
    field = state.fields[k]
    state.clock[0].speeches += 1  # what was said is said of another law
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        for j in range(state.alliances[a].items):
            item = state.items[a, j]
            demanded = item.status == ItemStatus.AGREED or item.status == ItemStatus.OPEN
            if item.field == k and demanded:
                if j == 0:
                    meet_new_law(state, a, position, winner)
                else:
                    shift_demand(state, a, j, position)
    field.status_quo += position
    field.bill_deadline = NEVER


@rule
def meet_new_law(state: State, a: int, position: float, winner: int) -> None:
    """Let an alliance face a new law in the field of its main goal.

    What is left of its demand stands. With nothing left it is overtaken by an ally; a law that goes
    the other way is a vote lost for a public one; and there is no bill any more to prevent.
    """
    alliance = state.alliances[a]
    with_it = position * alliance.direction > 0.0
    if alliance.kind == Kind.PREVENTION:
        if winner != NOBODY:
            set_ending(
                state, a, Ending.OVERTAKEN_BY_ALLY if with_it else Ending.OVERTAKEN_BY_OTHERS
            )
        return
    item = state.items[a, 0]
    item.position -= position
    item.best_position -= position
    note_changed_demand(state, a, 0, position)
    if item.position * alliance.direction <= LEAST_DEMAND:
        set_ending(state, a, Ending.OVERTAKEN_BY_ALLY)
    elif alliance.public and not with_it:
        alliance.votes += 1
        alliance.lost_votes += 1
        if alliance.lost_votes >= state.parameters[0].votes_to_lose:
            set_ending(state, a, Ending.OVERTAKEN_BY_OTHERS)


@rule
def shift_demand(state: State, a: int, j: int, position: float) -> None:
    """Reduce a side item by what a new law has brought; with nothing left it is off the agenda."""
    item = state.items[a, j]
    way = 1.0 if item.position > 0.0 else -1.0
    item.position -= position
    item.best_position -= position
    note_changed_demand(state, a, j, position)
    if item.position * way > LEAST_DEMAND:
        return
    if item.status == ItemStatus.AGREED and state.alliances[a].public:
        state.alliances[a].agreed -= 1
    item.status = ItemStatus.OVERTAKEN


@rule
def note_changed_demand(state: State, a: int, j: int, position: float) -> None:
    """Enter that a new law has changed what is left of a demand."""
    item = state.items[a, j]
    record_event(
        state, EventKind.DEMAND_CHANGED, a, item.brought_by, NOBODY, j, item.field,
        position, item.position, 0.0, 0.0,
    )  # fmt: skip


@rule
def vote_on_bill(state: State, k: int) -> None:
    """Vote on a bill at its deadline: without a majority it fails, and those against it win."""
    field = state.fields[k]
    votes = votes_for_bill(state, k, NOBODY)
    passes = is_majority(state, votes)
    record_event(
        state, EventKind.BILL_PASSES if passes else EventKind.BILL_FAILS, NOBODY, NOBODY, NOBODY,
        NOBODY, k, float(votes), float(state.legislators.shape[0]), field.bill_position, 0.0,
    )  # fmt: skip
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        alliance = state.alliances[a]
        if alliance.kind != Kind.PREVENTION or alliance.field != k:
            continue
        alliance.votes += 1
        if passes:
            alliance.lost_votes += 1
            set_ending(state, a, Ending.VOTE_LOST)
        elif alliance.public:
            reach_goal(state, a, is_majority(state, votes_for_bill(state, k, a)))
            harvest(state, a, 0)
        else:
            set_ending(state, a, Ending.OVERTAKEN_BY_ALLY)
    if passes:
        change_law(state, k, field.bill_position, NOBODY)
    else:
        field.bill_deadline = NEVER


@rule
def bill_is_due(state: State, k: int) -> bool:
    """Whether the vote on a field's bill is this week."""
    return bool(state.fields[k].bill_deadline == state.clock[0].week)
