"""An alliance's list: who was asked, who belongs, who left. Bookkeeping that several phases share.

An organisation has at most one place on an alliance's list. Everything that a change of membership
touches (numbers, covered audience, load, signatures) changes here and nowhere else.
"""

import numpy as np

from sim.compiling import rule
from sim.parameters import YEAR
from sim.quantities import (
    causes_seen,
    convenor,
    excess,
    is_member,
    item_deviation,
    share_of_load,
    votes_by_conviction,
)
from sim.randomness import alliance_key
from sim.state import (
    NEVER,
    NOBODY,
    Commitment,
    Ending,
    EventKind,
    ItemStatus,
    Kind,
    Leaving,
    Phase,
    SizeDesign,
    State,
    Status,
    record_event,
)

AFTER_SUCCESS = 13
"""Weeks after a success in which who leaves is counted: a quarter of a year, within which a member
asks itself once whether to stay, at the default of `reconsider_weeks`."""


@rule
def place_of(state: State, a: int, i: int) -> int:
    """Return an organisation's place on an alliance's list, or NOBODY."""
    for m in range(state.alliances[a].slots):
        if state.members[a, m].organisation == i:
            return m
    return NOBODY


@rule
def member_places(state: State, a: int) -> np.ndarray:
    """Return the places of all members, core and circle, in the order in which they were asked."""
    places = np.empty(state.alliances[a].slots, dtype=np.int64)
    count = 0
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            places[count] = m
            count += 1
    return places[:count]


@rule
def core_places(state: State, a: int) -> np.ndarray:
    """Return the places of the core members."""
    places = np.empty(state.alliances[a].slots, dtype=np.int64)
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            places[count] = m
            count += 1
    return places[:count]


@rule
def answering_places(state: State, a: int) -> np.ndarray:
    """Return the places of those asked, or applying, whose own body has sat by this week."""
    week = state.clock[0].week
    places = np.empty(state.alliances[a].slots, dtype=np.int64)
    count = 0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        waiting = member.status == Status.ASKED or member.status == Status.APPLIED
        if waiting and member.answer_week <= week:
            places[count] = m
            count += 1
    return places[:count]


@rule
def take_place(state: State, a: int, i: int, status: int, answers: int) -> int:
    """Put an organisation on the list; NOBODY where the list is full or it is on it already."""
    alliance = state.alliances[a]
    if alliance.slots >= state.members.shape[1] or place_of(state, a, i) != NOBODY:
        return NOBODY
    m = int(alliance.slots)
    alliance.slots += 1
    member = state.members[a, m]
    member.organisation = i
    member.status = status
    member.asked = state.clock[0].week
    member.answer_week = answers
    member.joined = NEVER
    member.left = NEVER
    member.answers_round = NEVER
    member.answers_event = NEVER
    return m


@rule
def open_alliance(state: State, i: int, k: int, kind: int, draft: float) -> int:
    """Open an initiative with its founder as only member; the state must have room for it."""
    clock = state.clock[0]
    a = int(clock.alliances)
    clock.alliances += 1
    state.live[clock.live] = a
    clock.live += 1
    alliance = state.alliances[a]
    alliance.founder = i
    alliance.founded = clock.week
    alliance.key = alliance_key(i, clock.week)
    alliance.field = k
    alliance.kind = kind
    alliance.aim = usual_aim(state)
    alliance.year_size = NEVER
    alliance.direction = direction_of(kind, draft)
    alliance.phase = Phase.SOUNDING
    alliance.phase_since = clock.week
    alliance.lead = 0
    alliance.round_opened = NEVER
    alliance.chaired = NEVER
    alliance.allied = NEVER
    alliance.platform = NEVER
    alliance.ended = NEVER
    alliance.ending = Ending.NONE
    alliance.event_deadline = NEVER
    alliance.event_opened = NEVER
    alliance.goal_week = NEVER
    alliance.milestone_week = NEVER
    alliance.network_until = NEVER
    alliance.risen = NEVER
    alliance.near = NOBODY
    state.organisations[i].initiatives += 1
    m = take_place(state, a, i, Status.ASKED, clock.week)
    place_main_goal(state, a, k, draft)
    enrol(state, a, m, Status.CORE)
    # The founder is known to the table from the start: the draft is its own.
    state.members[a, m].known = 1
    alliance.draft = draft
    note_the_start(state, a)
    return a


@rule
def note_the_start(state: State, a: int) -> None:
    """Note how the field is when an initiative starts; nobody decides by it."""
    alliance = state.alliances[a]
    k = int(alliance.field)
    alliance.attention = state.fields[k].attention
    alliance.polarisation = state.fields[k].polarisation
    alliance.dissent = np.std(state.views.position[:, k])
    total = state.legislators.shape[0]
    share = votes_by_conviction(state, k, alliance.draft, 0.0) / total
    if alliance.kind == Kind.PREVENTION:
        share = 1.0 - share
    alliance.margin = share - 0.5


@rule
def usual_aim(state: State) -> int:
    """Return how many partners a founder aims at that is not the focal one of a design."""
    p = state.parameters[0]
    if p.size_design == SizeDesign.WORLD_WIDE:
        return int(p.target_partners)
    return int(p.usual_partners)


@rule
def direction_of(kind: int, position: float) -> int:
    """Which way an alliance pulls a field: along its draft, or against the bill it prevents."""
    along = 1 if position > 0.0 else -1
    return -along if kind == Kind.PREVENTION else along


@rule
def place_main_goal(state: State, a: int, k: int, position: float) -> None:
    """Put the main goal first on the agenda; it loads on values as its field does."""
    item = state.items[a, 0]
    field = state.fields[k]
    state.alliances[a].items = 1
    item.field = k
    item.number = 0
    item.status = ItemStatus.OPEN
    item.brought_by = state.alliances[a].founder
    item.reopened = NEVER
    item.position = position
    item.freedom = field.freedom
    item.justice = field.justice
    item.sustainability = field.sustainability


@rule
def enrol(state: State, a: int, m: int, status: int) -> None:
    """Make somebody on the list a member, in the core or the circle."""
    alliance = state.alliances[a]
    member = state.members[a, m]
    i = int(member.organisation)
    week = state.clock[0].week
    member.status = status
    member.joined = week
    alliance.members += 1
    if status == Status.CORE:
        alliance.core += 1
    else:
        alliance.circle += 1
    alliance.largest_size = max(alliance.largest_size, alliance.members)
    for s in range(state.audiences.shape[1]):
        state.covered[a, s] += state.audiences[i, s]
    state.organisations[i].load += share_of_load(state, status)
    for j in range(alliance.items):
        state.stances[a, j, m].deviation = item_deviation(state, i, a, j)
        state.stances[a, j, m].signs = int(signs_on_joining(state, a, j, m))
        state.items[a, j].signers += state.stances[a, j, m].signs
    if alliance.members == 2 and alliance.allied == NEVER:
        alliance.allied = week
        record_event(
            state, EventKind.ALLIANCE_FORMED, a, alliance.founder, i, 0, alliance.field,
            0.0, 0.0, 0.0, 0.0,
        )  # fmt: skip


@rule
def signs_on_joining(state: State, a: int, j: int, m: int) -> bool:
    """Whether a newcomer signs an item: all of them, or where members differ those it can carry.

    The main goal is signed by all, and with it every step to it.
    """
    if state.parameters[0].commitment == Commitment.UNIFORM or j == 0:
        return True
    item = state.items[a, j]
    if item.step > 0:
        return True
    return bool(item.status == ItemStatus.OPEN or excess(state, a, j, m) == 0.0)


@rule
def release(state: State, a: int, m: int, why: int, j: int) -> None:
    """Let a member go, perhaps over an item: it keeps its name, its values and its hours."""
    alliance = state.alliances[a]
    member = state.members[a, m]
    i = int(member.organisation)
    withdraw(state, a, m)
    member.left = state.clock[0].week
    member.leaving = why
    alliance.people_lost += 1
    alliance.lost_after_platform += alliance.public
    alliance.lost_after_success += int(follows_success(state, a))
    if why == Leaving.VALUES:
        alliance.lost_over_values += 1
    elif why == Leaving.OBJECTION:
        alliance.lost_over_objection += 1
    elif why == Leaving.RED_LINE:
        alliance.lost_over_red_line += 1
    elif why == Leaving.NOT_WORTH_IT:
        alliance.lost_over_worth += 1
    else:
        alliance.lost_over_energy += 1
    if m == alliance.lead:
        alliance.lead = NOBODY
    record_event(
        state, EventKind.LEFT, a, i, NOBODY, j,
        alliance.field if j == NOBODY else state.items[a, j].field,
        float(why), float(alliance.members), 0.0, 0.0,
    )  # fmt: skip


@rule
def follows_success(state: State, a: int) -> bool:
    """Whether an alliance had a success not long ago; one with its main goal ends it at once."""
    success = state.alliances[a].milestone_week
    return bool(success != NEVER and state.clock[0].week - success <= AFTER_SUCCESS)


@rule
def withdraw(state: State, a: int, m: int) -> None:
    """Take a member's weight out of all sums of the alliance and give it its hours back."""
    alliance = state.alliances[a]
    member = state.members[a, m]
    organisation = state.organisations[member.organisation]
    organisation.load = max(0.0, organisation.load - share_of_load(state, member.status))
    alliance.members -= 1
    if member.status == Status.CORE:
        alliance.core -= 1
    else:
        alliance.circle -= 1
    for s in range(state.audiences.shape[1]):
        left = state.covered[a, s] - state.audiences[member.organisation, s]
        state.covered[a, s] = max(0.0, left)
    for j in range(alliance.items):
        if state.stances[a, j, m].signs:
            state.stances[a, j, m].signs = 0
            state.items[a, j].signers -= 1
    member.status = Status.LEFT
    member.held = 0.0
    member.net = 0.0
    member.outreach = 0.0


@rule
def close_alliance(state: State, a: int, ending: int) -> None:
    """End an alliance or an initiative for a recorded reason; its members are free again."""
    alliance = state.alliances[a]
    clock = state.clock[0]
    record_event(
        state, EventKind.ENDED, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(ending), float(alliance.members), float(clock.week - alliance.founded),
        float(alliance.public),
    )  # fmt: skip
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            member = state.members[a, m]
            organisation = state.organisations[member.organisation]
            organisation.load = max(0.0, organisation.load - share_of_load(state, member.status))
    alliance.phase = Phase.ENDED
    alliance.phase_since = clock.week
    alliance.ended = clock.week
    alliance.ending = ending
    alliance.causes_seen = causes_seen(state, a)
    forget_live(state, a)


@rule
def forget_live(state: State, a: int) -> None:
    """Take an alliance off the list of live ones; the others keep their order."""
    clock = state.clock[0]
    kept = 0
    for place in range(clock.live):
        if state.live[place] != a:
            state.live[kept] = state.live[place]
            kept += 1
    clock.live = kept


@rule
def remember_sizes(state: State) -> None:
    """Note how many members the alliances have that were started a year ago and still live."""
    for place in range(state.clock[0].live):
        alliance = state.alliances[state.live[place]]
        if state.clock[0].week - alliance.founded == YEAR:
            alliance.year_size = alliance.members


@rule
def next_lead(state: State, a: int) -> int:
    """Return the place of the core member with the most hours for the alliance, or NOBODY."""
    best = NOBODY
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and (
            best == NOBODY or state.members[a, m].free_hours > state.members[a, best].free_hours
        ):
            best = m
    return best


@rule
def decline(state: State, a: int, m: int, appeal: float, price: float) -> None:
    """Enter that an organisation that was asked, or had applied, does not come."""
    member = state.members[a, m]
    member.status = Status.DECLINED
    record_event(
        state, EventKind.DECLINED, a, member.organisation, NOBODY, NOBODY,
        state.alliances[a].field, appeal, price, 0.0, 0.0,
    )  # fmt: skip


@rule
def join(state: State, a: int, m: int, status: int, appeal: float, price: float) -> None:
    """Enter that an organisation joins by its own decision."""
    alliance = state.alliances[a]
    late = float(alliance.public)
    alliance.admitted_late += alliance.public
    enrol(state, a, m, status)
    record_event(
        state, EventKind.JOINED, a, state.members[a, m].organisation, NOBODY, NOBODY,
        alliance.field, appeal, price, float(alliance.members), late,
    )  # fmt: skip
