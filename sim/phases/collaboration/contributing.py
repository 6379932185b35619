"""Collaboration: give hours and money, as far as it is worth it and others give too."""

from sim.compiling import rule
from sim.phases.collaboration.coordination import book_hours
from sim.quantities import (
    CHANNELS,
    effort_in,
    is_member,
    platform_value,
    skill_at_work,
    voice,
    weight_of_profile,
)
from sim.randomness import Stream, uniform
from sim.state import Channel, Payer, State

STEP = 1e-9
"""Guards divisions by hours or interest that may be zero."""


@rule
def marginal_audience(state: State, a: int, i: int) -> float:
    """Audience that one hour more of an organisation still reaches: reach by unsaturated segment.

    ``sum over s of r_is / (1 + E_s / E_0) ** 2``, the slope of a saturating response. Free riding
    arises here, where others fill the same segments, and vanishes with disjoint audiences
    (Oliver and Marwell 1988).
    """
    half = state.parameters[0].half_response
    total = 0.0
    for s in range(state.audiences.shape[1]):
        filled = 1.0 + state.exposure[a, s] / half
        total += state.audiences[i, s] / (filled * filled)
    return total


@rule
def audience_for_its_name(state: State, a: int, m: int) -> float:
    """Audience that one hour more of a member still reaches with its own name; reach units.

    The slope of the same response, to what the member alone has said, as far as its hours go into
    campaigning.
    """
    half = state.parameters[0].half_response
    i = int(state.members[a, m].organisation)
    campaigning = skill_at_work(state, a, m, Channel.CAMPAIGNING.value)
    loud = voice(state, a, m) * CHANNELS * campaigning
    total = 0.0
    for s in range(state.audiences.shape[1]):
        filled = 1.0 + loud * state.audiences[i, s] / half
        total += state.audiences[i, s] / (filled * filled)
    return total * effort_in(state, a, m, Channel.CAMPAIGNING.value)


@rule
def own_interest(state: State, a: int, m: int) -> float:
    """Share of its hours that a member gives for its own sake, for the platform as it stands."""
    return interest_in(state, a, m, platform_value(state, a, m))


@rule
def interest_in(state: State, a: int, m: int, value: float) -> float:
    """Own interest in an alliance of some value to the member: value x audience still reached.

    In proportion, as is best where the cost of effort grows with its square. Where it grows with
    the power 1 + a, the best effort is what it is worth to the power 1 / a (Esteban and Ray 2001).

    Who looks to its own name counts the audience that has not heard it yet, whoever has spoken.
    """
    if value <= 0.0:
        return 0.0
    i = int(state.members[a, m].organisation)
    reached = marginal_audience(state, a, i)
    weight = weight_of_profile(state, i)
    if weight > 0.0:
        reached += weight * (audience_for_its_name(state, a, m) - reached)
    p = state.parameters[0]
    worth = value * reached / p.effort_scale
    if p.effort_cost_exponent != 1.0:
        worth = worth ** (1.0 / p.effort_cost_exponent)
    return min(1.0, worth)


@rule
def weigh_interest(state: State, a: int, m: int) -> None:
    """Let a member see what is in its own interest this week: for its hours and its money."""
    state.members[a, m].interest = own_interest(state, a, m)


@rule
def given_by_others(state: State, a: int, m: int) -> float:
    """Mean share of their hours that the other members gave last week, newcomers left out."""
    total = 0.0
    count = 0
    week = state.clock[0].week
    for other in range(state.alliances[a].slots):
        if other == m or not is_member(state.members[a, other].status):
            continue
        if first_week(state, a, other) < week:
            total += state.members[a, other].given_share
            count += 1
    return total / max(1, count)


@rule
def contribution(state: State, a: int, m: int) -> float:
    """Share of its hours that a member gives this week, [0, 1].

    Own interest, tempered by what the others gave (conditional cooperation; Fischbacher et al.
    2001, reported), times energy. In the first week of work there is nothing to go by but own
    interest.
    """
    p = state.parameters[0]
    member = state.members[a, m]
    own = member.interest
    weight = p.reciprocity if state.clock[0].week > first_week(state, a, m) else 0.0
    share = (1.0 - weight) * own
    if weight > 0.0:
        share += weight * given_by_others(state, a, m)
    return float(state.organisations[member.organisation].energy * share)


@rule
def first_week(state: State, a: int, m: int) -> int:
    """First week in which a member works: that of the platform, or of its own joining if later."""
    return int(max(state.alliances[a].platform, state.members[a, m].joined))


@rule
def give(state: State, a: int, m: int, share: float) -> None:
    """Give a share of one's hours: what coordination has not taken is left for the outside."""
    member = state.members[a, m]
    member.given = share * member.free_hours
    member.net = max(0.0, member.given - member.held)
    book_hours(state, a, m, member.net, False)


@rule
def pay(state: State, a: int, m: int) -> None:
    """Put money into the pool, by the ground rule and by this week's own interest."""
    pay_in(state, a, m, state.members[a, m].interest)


@rule
def pay_in(state: State, a: int, m: int, interest: float) -> None:
    """Put money into the pool as far as one's interest goes, if the ground rule asks for it."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.who_pays == Payer.NOBODY or (p.who_pays == Payer.LEAD and m != alliance.lead):
        return
    if p.who_pays == Payer.SHARE and not is_a_payer(state, a, m):
        return
    organisation = state.organisations[state.members[a, m].organisation]
    share = interest * p.money_share
    paid = share * organisation.money / max(1.0, organisation.load)
    state.members[a, m].paid += paid
    if p.money_in_outreach > 0.0 and alliance.public:
        alliance.budget += p.money_in_outreach * paid
        paid *= 1.0 - p.money_in_outreach
    alliance.pool += paid


@rule
def is_a_payer(state: State, a: int, m: int) -> bool:
    """Whether a member pays where a share of them does; once and for all (Mehr Demokratie)."""
    alliance = state.alliances[a]
    i = state.members[a, m].organisation
    draw = uniform(state.clock[0].seed, Stream.PAYER, alliance.founded, i, alliance.key, 0)
    return bool(draw < state.parameters[0].paying_share)


@rule
def close_week(state: State, a: int) -> None:
    """Remember what each member gave, for the others to go by next week; sum hours and members."""
    alliance = state.alliances[a]
    alliance.net_hours = 0.0
    for m in range(alliance.slots):
        member = state.members[a, m]
        if is_member(member.status):
            member.given_share = member.given / max(STEP, member.free_hours)
            alliance.net_hours += member.net
            alliance.member_weeks += 1
