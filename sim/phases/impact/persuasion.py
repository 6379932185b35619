"""Impact, second step: persuade legislators through their electorates, and themselves."""

import numpy as np

from sim.compiling import rule
from sim.parameters import MONTH
from sim.parliament import (
    LEAST_EXPOSURE,
    add_voice,
    count_votes,
    nearest_party,
    press,
    response,
    share_of_party,
)
from sim.quantities import (
    CHANNELS,
    attention_weight,
    effort_in,
    is_member,
    skill_at_work,
    voice,
)
from sim.state import NOBODY, Channel, Commitment, ItemStatus, Kind, State

ONE_SEGMENT = 1.0
"""Mentions of an organisation of which one segment has heard all there is: a loss or gain below
this is no catastrophe, however few mentions it would have had alone."""

LEAST_HOURS = 0.5
MOST_HOURS = 1.5
"""Shares of the hours that it had at the start within which an organisation's hours move. What it
lives on does not come from alliances alone: half stays in any case, and half more is what staff can
be built up by within a term; assumed."""


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
            add_voice(state, a, m, k, pull * voice(state, a, m), voices)


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
    if state.parameters[0].objection_weight == 0.0:
        return 0.0
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
    dialogue = skill_at_work(state, a, m, Channel.DIALOGUE.value)
    return float(CHANNELS * dialogue * voice(state, a, m))


@rule
def listen(state: State, k: int, cause: float) -> int:
    """Bring the pressure on legislators in a field up to date; return where it stands.

    It is the same for all who ask in a week, until a law is changed. The first half of the rows is
    for causes upwards, the second for those downwards: they differ where `opponents` is off.
    """
    row = k if cause > 0.0 else k + state.fields.shape[0]
    if state.listened[row] != state.clock[0].speeches:
        press(state, k, voices_on(state, k, 1.0, cause, NOBODY), state.pressure[row])
        state.listened[row] = state.clock[0].speeches
    return row


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
    press(state, k, voices_on(state, k, 1.0, cause, without), pressure)
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
    if first or share > alliance.best_support:
        alliance.best_support = share
        alliance.risen = state.clock[0].week
    alliance.support_nearest = support_of_nearest_party(state, a)
    count_mentions(state, a)


@rule
def support_of_nearest_party(state: State, a: int) -> float:
    """Share of the legislators of the party nearest to an alliance who are for its main goal."""
    item = state.items[a, 0]
    k = int(item.field)
    party = nearest_party(state, a)
    if state.alliances[a].kind == Kind.PREVENTION:
        bill = state.fields[k].bill_position
        row = listen(state, k, -bill)
        return 1.0 - share_of_party(state, party, k, bill, state.pressure[row], 0.0)
    row = listen(state, k, item.position)
    objections = unanswered(state, a, 0)
    return share_of_party(state, party, k, item.position, state.pressure[row], objections)


@rule
def reports_this_week(state: State, a: int) -> bool:
    """Whether a public alliance's support is counted this week."""
    since = state.clock[0].week - state.alliances[a].platform
    return bool(state.alliances[a].public and since % MONTH == 0)


@rule
def count_mentions(state: State, a: int) -> None:
    """Add up how much each member is noticed with the alliance, and would be with its hours alone.

    With: its share of the exposure times the segment's response. Alone: the response to its own
    exposure, its hours spread evenly over the channels. Which is larger follows from the response
    curve, from how audiences overlap, and from the role that it has.
    """
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        organisation = state.organisations[member.organisation]
        effort = effort_in(state, a, m, Channel.CAMPAIGNING.value)
        for s in range(state.exposure.shape[1]):
            own = voice(state, a, m) * CHANNELS * organisation.campaigning
            own *= state.audiences[member.organisation, s]
            if own <= 0.0:
                continue
            total = max(effort * own, state.exposure[a, s])
            if effort > 0.0:
                organisation.profile_joint += effort * own / total * response(state, total)
            organisation.profile_alone += response(state, own)


@rule
def settles_its_profile(state: State) -> bool:
    """Whether organisations feel this week what their mentions were in the last month."""
    week = state.clock[0].week
    return bool(state.parameters[0].profile_feedback > 0.0 and week % MONTH == 0)


@rule
def follow_profile(state: State, i: int) -> None:
    """Let an organisation's free hours follow what its alliances made of its mentions in a month.

    What members and donors hear of it moves what it has: more where it was noticed more often than
    its hours alone would have been, less where it was noticed less (study IV-W, VdK: a loss towards
    press and members). The change is relative to the mentions alone, or to those of one segment
    that is wholly reached where they are fewer.
    """
    p = state.parameters[0]
    organisation = state.organisations[i]
    joint = organisation.profile_joint - organisation.joint_before
    alone = organisation.profile_alone - organisation.alone_before
    organisation.joint_before = organisation.profile_joint
    organisation.alone_before = organisation.profile_alone
    change = 1.0 + p.profile_feedback * (joint - alone) / max(alone, ONE_SEGMENT)
    drawn = organisation.free_hours_drawn
    hours = organisation.free_hours * change
    organisation.free_hours = max(LEAST_HOURS * drawn, min(MOST_HOURS * drawn, hours))
