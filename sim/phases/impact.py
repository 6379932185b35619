"""Phase 4, impact (study IV-W): speak, persuade, pass or block, harvest.

Hours become outreach in the segments of the electorate. Legislators answer to electorates and vote
one by one, with their own ideals, the voices that reach their electorate, and unanswered
objections.
"""

import numpy as np

from sim.compiling import rule
from sim.parameters import MONTH
from sim.quantities import (
    CHANNELS,
    attention_weight,
    gain,
    is_member,
    learn_about,
    next_sitting,
    voice,
)
from sim.randomness import Stream, exponential, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Commitment,
    Credit,
    Ending,
    EventKind,
    ItemStatus,
    Kind,
    State,
    record_event,
)

LEAST_DEMAND = 0.05
"""A demand closer than this to the status quo (position units) counts as met; assumed."""

LEAST_EXPOSURE = 1e-12
"""Exposure below which nobody responds (avoids powers of 0)."""


# --- Speak -------------------------------------------------------------------------------------


@rule
def speak(state: State, a: int) -> None:
    """Turn this week's net hours into outreach that is remembered, and sum it per segment.

    ``Q <- (1 - forgetting) Q + net``; exposure of a segment: sum over members of Q x reach x how
    well campaigning is done by them.
    """
    p = state.parameters[0]
    state.clock[0].speeches += 1
    for s in range(state.exposure.shape[1]):
        state.exposure[a, s] = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        member.outreach = (1.0 - p.forgetting) * member.outreach + member.net
        loud = voice(state, a, m) * CHANNELS * state.organisations[member.organisation].campaigning
        for s in range(state.exposure.shape[1]):
            state.exposure[a, s] += loud * state.audiences[member.organisation, s]


@rule
def response(state: State, exposure: float) -> float:
    """Response of an electorate to exposure, (-1, 1): z^n / (1 + z^n) with z = E / E_0.

    Exponent 1 gives diminishing returns, which reward spreading effort over many demands; above 1
    there is a threshold, which punishes it. Negative where opponents are louder.
    """
    p = state.parameters[0]
    size = abs(exposure) / p.half_response
    if size < LEAST_EXPOSURE:
        return 0.0
    # A power is dear, and an exponent of 1 needs none.
    power = size if p.response_exponent == 1.0 else size**p.response_exponent
    share = power / (1.0 + power)
    return share if exposure > 0.0 else -share


# --- Persuade ----------------------------------------------------------------------------------


@rule
def pulls_on(state: State, a: int, j: int, k: int) -> float:
    """Which way, and with what share of its attention, an alliance's item pulls a field; signed."""
    item = state.items[a, j]
    if item.status != ItemStatus.AGREED or item.field != k:
        return 0.0
    weight = attention_weight(state, a, j)
    if j == 0:
        return weight * state.alliances[a].direction
    return weight if item.position > 0.0 else -weight


@rule
def closeness(state: State, i: int, party: int, k: int) -> float:
    """Weight of an organisation's voice with a party's voters: 1 - polarisation x camp distance."""
    distance = abs(state.organisations[i].camp - state.parties[party].camp)
    return 1.0 - state.fields[k].polarisation * distance


@rule
def lobbying(state: State, i: int, party: int) -> float:
    """Exposure per hour that an organisation has with a party's legislators by lobbying them.

    It counts the same in every segment, as far as the camp is theirs.
    """
    organisation = state.organisations[i]
    distance = 0.5 * abs(organisation.camp - state.parties[party].camp)
    access = max(0.0, 1.0 - distance) / state.audiences.shape[1]
    return state.parameters[0].lobby_weight * organisation.lobbying * organisation.reach * access


@rule
def add_voice(state: State, i: int, k: int, hours: float, voices: np.ndarray) -> None:
    """Add an organisation's hours of outreach on a field to the exposures, shape (S, P).

    Campaigning reaches the electorate through the organisation's audience, lobbying the legislators
    themselves; both count by the closeness of the camps.
    """
    campaigning = state.organisations[i].campaigning
    for party in range(voices.shape[1]):
        weight = hours * CHANNELS * closeness(state, i, party, k)
        lobby = lobbying(state, i, party)
        for s in range(voices.shape[0]):
            voices[s, party] += weight * (campaigning * state.audiences[i, s] + lobby)


@rule
def add_voices(state: State, a: int, k: int, sign: float, voices: np.ndarray) -> None:
    """Add an alliance's voices on a field to the exposures of all (segment, party) pairs."""
    p = state.parameters[0]
    for j in range(state.alliances[a].items):
        pull = sign * pulls_on(state, a, j, k)
        if pull == 0.0:
            continue
        for m in range(state.alliances[a].slots):
            member = state.members[a, m]
            if not is_member(member.status) or member.outreach <= 0.0:
                continue
            if p.commitment == Commitment.DIFFERENTIATED and not state.stances[a, j, m].signs:
                continue
            add_voice(state, member.organisation, k, pull * voice(state, a, m), voices)


@rule
def voices_on(state: State, k: int, direction: float, cause: float, without: int) -> np.ndarray:
    """Exposure of every (segment, party) to a move of a field; opponents' voices count against.

    Parameters
    ----------
    direction
        1 for a move upwards, -1 for one downwards.
    cause
        Direction of the cause whose opponents keep silent where `opponents` is off: that of a
        demand, or against that of a bill; its sign counts.
    without
        Alliance whose voices are left out, to see whether it was pivotal; NOBODY for none.

    Returns
    -------
    ndarray
        Reach-hours, shape (S, P).
    """
    voices = np.zeros((state.audiences.shape[1], state.parties.shape[0]))
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        if a == without or not state.alliances[a].public:
            continue
        if state.parameters[0].opponents == 0 and opposes(state, a, k, cause):
            continue
        add_voices(state, a, k, direction, voices)
    return voices


@rule
def opposes(state: State, a: int, k: int, direction: float) -> bool:
    """Whether an alliance as a whole pulls a field the other way."""
    total = 0.0
    for j in range(state.alliances[a].items):
        total += direction * pulls_on(state, a, j, k)
    return total < 0.0


@rule
def unanswered(state: State, a: int, j: int) -> float:
    """Objections against an item from the fields it touches, less what expertise answers.

    For each touched field 1 minus what those who talk know of it, by how much they talk, times how
    much dialogue the alliance has held (study III: a climate demand that answers the labour
    question). So it helps to have an expert, to let it talk, or to have taught the others.
    """
    talks = 0.0
    for m in range(state.alliances[a].slots):
        talks += talking(state, a, m)
    heard = response(state, talks)
    total = 0.0
    for q in range(state.touched.shape[1]):
        touched = state.touched[state.items[a, j].field, q]
        known = 0.0
        for m in range(state.alliances[a].slots):
            i = state.members[a, m].organisation
            known += talking(state, a, m) * state.views[i, touched].expertise
        total += 1.0 - heard * known / max(talks, LEAST_EXPOSURE)
    return float(state.parameters[0].objection_weight * total)


@rule
def talking(state: State, a: int, m: int) -> float:
    """Hours of a member's outreach that go into dialogue and do it well."""
    member = state.members[a, m]
    if not is_member(member.status):
        return 0.0
    return float(CHANNELS * state.organisations[member.organisation].dialogue * voice(state, a, m))


@rule
def press(state: State, voices: np.ndarray, pressure: np.ndarray) -> None:
    """Turn exposures into the pressure that each legislator feels from the own electorate.

    ``persuasion * sum over s of e_s H(E_s)``, for a move upwards; shape (L,).
    """
    responses = np.empty(voices.shape)
    for s in range(voices.shape[0]):
        for party in range(voices.shape[1]):
            responses[s, party] = response(state, voices[s, party])
    for legislator in range(pressure.shape[0]):
        party = state.legislators[legislator].party
        total = 0.0
        for s in range(voices.shape[0]):
            total += state.electorates[legislator, s] * responses[s, party]
        pressure[legislator] = state.parameters[0].persuasion * total


@rule
def listen(state: State, k: int, cause: float) -> int:
    """Bring the pressure on legislators in a field up to date; return where it stands.

    It is the same for all who ask in a week, until a law is changed. The first half of the rows is
    for causes upwards, the second for those downwards: they differ where `opponents` is off.
    """
    row = k if cause > 0.0 else k + state.fields.shape[0]
    if state.listened[row] != state.clock[0].speeches:
        press(state, voices_on(state, k, 1.0, cause, NOBODY), state.pressure[row])
        state.listened[row] = state.clock[0].speeches
    return row


@rule
def count_votes(
    state: State, k: int, position: float, pressure: np.ndarray, objections: float
) -> int:
    """Count the legislators who vote for moving a field to a position.

    Yes where own gain plus pressure exceeds the objections: ``g(y) + persuasion * sum over s of
    e_s H(E_s) - objections > 0`` (Denzau and Munger 1986, reported).

    Parameters
    ----------
    pressure
        On every legislator for a move upwards, shape (L,); one downwards feels the opposite.
    """
    way = 1.0 if position > 0.0 else -1.0
    yes = 0
    for legislator in range(state.legislators.shape[0]):
        ideal = state.legislator_ideals[legislator, k] - state.fields[k].status_quo
        if gain(ideal, position) + way * pressure[legislator] > objections:
            yes += 1
    return yes


@rule
def votes_with_all(state: State, k: int, position: float, cause: float, objections: float) -> int:
    """Count the votes for a move, with the voices of all who are heard."""
    row = listen(state, k, cause)
    return count_votes(state, k, position, state.pressure[row], objections)


@rule
def votes_without(
    state: State, k: int, position: float, cause: float, objections: float, without: int
) -> int:
    """Count the votes for a move without the voices of one alliance."""
    pressure = np.empty(state.legislators.shape[0])
    press(state, voices_on(state, k, 1.0, cause, without), pressure)
    return count_votes(state, k, position, pressure, objections)


@rule
def votes_for_item(state: State, a: int, j: int, without: int) -> int:
    """Count the votes for an item of a public alliance; for a bill those for the bill."""
    item = state.items[a, j]
    k = int(item.field)
    if j == 0 and state.alliances[a].kind == Kind.PREVENTION:
        return votes_for_bill(state, k, without)
    if without == NOBODY:
        return votes_with_all(state, k, item.position, item.position, unanswered(state, a, j))
    objections = unanswered(state, a, j)
    if without == a:
        objections = state.parameters[0].objection_weight * state.touched.shape[1]
    return votes_without(state, k, item.position, item.position, objections, without)


@rule
def votes_for_bill(state: State, k: int, without: int) -> int:
    """Count the votes for the bill that is pending in a field."""
    position = state.fields[k].bill_position
    if without == NOBODY:
        return votes_with_all(state, k, position, -position, 0.0)
    return votes_without(state, k, position, -position, 0.0, without)


@rule
def is_majority(state: State, votes: int) -> bool:
    """Whether a number of votes is more than half of parliament."""
    return bool(2 * votes > state.legislators.shape[0])


@rule
def report_support(state: State, a: int) -> None:
    """Count the main goal's support in parliament and how it has changed since the last count."""
    alliance = state.alliances[a]
    votes = votes_for_item(state, a, 0, NOBODY)
    share = votes / state.legislators.shape[0]
    if alliance.kind == Kind.PREVENTION:
        share = 1.0 - share
    first = state.clock[0].week - alliance.platform < MONTH
    alliance.support_change = 0.0 if first else share - alliance.support
    alliance.support = share
    count_mentions(state, a)


@rule
def reports_this_week(state: State, a: int) -> bool:
    """Whether a public alliance's support is counted this week."""
    since = state.clock[0].week - state.alliances[a].platform
    return bool(state.alliances[a].public and since % MONTH == 0)


@rule
def count_mentions(state: State, a: int) -> None:
    """Add up how much each member is noticed with the alliance, and would be with its hours alone.

    With: its share of the exposure times the segment's response. Alone: the response to its own
    exposure. Which is larger follows from the response curve and from how audiences overlap.
    """
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        organisation = state.organisations[member.organisation]
        for s in range(state.exposure.shape[1]):
            own = voice(state, a, m) * CHANNELS * organisation.campaigning
            own *= state.audiences[member.organisation, s]
            if own <= 0.0:
                continue
            total = max(own, state.exposure[a, s])
            organisation.profile_joint += own / total * response(state, total)
            organisation.profile_alone += response(state, own)


# --- Pass or block -----------------------------------------------------------------------------


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
    """Enter that a side item has become law: a milestone, and no longer a demand."""
    alliance = state.alliances[a]
    alliance.milestones += 1
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


# --- Harvest -----------------------------------------------------------------------------------


@rule
def harvest(state: State, a: int, j: int) -> None:
    """Divide the credit for a success, 1 in all, by the rule agreed on beforehand.

    Without a rule the press does not wait for ever: if the slowest could be asked in time the
    credit is shared, otherwise it goes to who could answer first. So appropriation follows from
    time pressure and missing agreements, where it does (study IV-W, D64).
    """
    p = state.parameters[0]
    if p.credit_rule == Credit.NONE and press_is_too_fast(state, a, j):
        credit_first(state, a, j)
        return
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status):
            share = credit_share(state, a, m)
            member.credit += share
            state.organisations[member.organisation].credit += share
            if p.credit_rule != Credit.NONE:
                acknowledge(state, a, m)
    record_event(
        state, EventKind.CREDIT_SHARED, a, NOBODY, NOBODY, j, state.items[a, j].field,
        float(p.credit_rule), float(state.alliances[a].members), 0.0, 0.0,
    )  # fmt: skip


@rule
def acknowledge(state: State, a: int, m: int) -> None:
    """Let the others trust a member more with whom credit was shared as agreed: a promise kept."""
    partner = state.members[a, m].organisation
    for other in range(state.alliances[a].slots):
        if other != m and is_member(state.members[a, other].status):
            learn_about(state, state.members[a, other].organisation, partner, True)


@rule
def credit_share(state: State, a: int, m: int) -> float:
    """A member's share of the credit: equal, or by hours given."""
    alliance = state.alliances[a]
    if state.parameters[0].credit_rule != Credit.EFFORT:
        return 1.0 / max(1, alliance.members)
    total = 0.0
    for other in range(alliance.slots):
        if is_member(state.members[a, other].status):
            total += state.members[a, other].hours
    if total <= 0.0:
        return 1.0 / max(1, alliance.members)
    return float(state.members[a, m].hours / total)


@rule
def statement_week(state: State, a: int, m: int) -> int:
    """Week in which a member's own body can sign a joint statement."""
    member = state.members[a, m]
    return next_sitting(
        state, member.organisation, state.clock[0].week, state.alliances[a].key, 512
    )


@rule
def press_is_too_fast(state: State, a: int, j: int) -> bool:
    """Whether the press reports before the slowest member could be asked."""
    clock = state.clock[0]
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.PRESS, clock.week, 0, key, state.items[a, j].number)
    deadline = clock.week + exponential(draw, state.parameters[0].press_weeks)
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status) and statement_week(state, a, m) > deadline:
            return True
    return False


@rule
def credit_first(state: State, a: int, j: int) -> None:
    """Give the credit to who can answer first, the larger if several can; others resent it."""
    first = NOBODY
    for m in range(state.alliances[a].slots):
        if not is_member(state.members[a, m].status):
            continue
        if first == NOBODY or answers_before(state, a, m, first):
            first = m
    if first == NOBODY:
        return
    winner = int(state.members[a, first].organisation)
    state.members[a, first].credit += 1.0
    state.organisations[winner].credit += 1.0
    for m in range(state.alliances[a].slots):
        if m != first and is_member(state.members[a, m].status):
            learn_about(state, state.members[a, m].organisation, winner, False)
    state.alliances[a].captures += 1
    record_event(
        state, EventKind.CREDIT_CAPTURED, a, winner, NOBODY, j, state.items[a, j].field,
        float(state.alliances[a].members), 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def answers_before(state: State, a: int, m: int, other: int) -> bool:
    """Whether one member can answer the press before another, or is larger where both can."""
    mine = statement_week(state, a, m)
    theirs = statement_week(state, a, other)
    if mine != theirs:
        return mine < theirs
    one = state.organisations[state.members[a, m].organisation]
    two = state.organisations[state.members[a, other].organisation]
    return bool(one.reach * one.visibility > two.reach * two.visibility)
