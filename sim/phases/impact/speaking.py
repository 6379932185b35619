"""Impact, first step: speak, and be remembered."""

import math

from sim.compiling import rule
from sim.parliament import approach_party
from sim.quantities import CHANNELS, is_member, skill_at_work, voice
from sim.state import Channel, Stance, State

EVEN_SHARES = 1e-6
"""Exponents closer to 0 than this are those of fixed shares (Cobb and Douglas), their limit."""

LARGEST_POWER = 500.0
"""Logarithm up to which powers of money per hour are taken, so that no number overflows."""


@rule
def speak(state: State, a: int) -> None:
    """Turn this week's net hours into outreach that is remembered, and sum it per segment.

    ``Q <- (1 - forgetting) Q + net``, less what goes into explaining oneself; exposure of a
    segment: sum over members of Q x reach x how well campaigning is done by them. Where outreach
    takes money, too, an hour counts as much as the money that goes with it makes of it.
    """
    p = state.parameters[0]
    state.clock[0].speeches += 1
    if p.stance == Stance.NEAR:
        stand_near_a_party(state, a)
    hour = 1.0
    if p.money_in_outreach > 0.0:
        hour = worth_of_an_hour(state, a)
    for s in range(state.exposure.shape[1]):
        state.exposure[a, s] = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        heard = hour * heard_hours(state, a, m)
        member.outreach = (1.0 - p.forgetting) * member.outreach + heard
        loud = voice(state, a, m) * CHANNELS
        loud *= skill_at_work(state, a, m, Channel.CAMPAIGNING.value)
        for s in range(state.exposure.shape[1]):
            state.exposure[a, s] += loud * state.audiences[member.organisation, s]


@rule
def heard_hours(state: State, a: int, m: int) -> float:
    """Hours of a member that speak for the platform; what explains the alliance does not."""
    net = float(state.members[a, m].net)
    if state.parameters[0].stance != Stance.NEAR:
        return net
    return net * (1.0 - state.parameters[0].communication)


@rule
def stand_near_a_party(state: State, a: int) -> None:
    """Explain how an alliance stands to a party, and find which one it stands near to by now.

    The more hours of explaining are remembered, the less the public takes the party's camp for its
    members' (study IV-Z: charges are to be expected, justified or not, and ask for communication).
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    explained = 0.0
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            explained += p.communication * state.members[a, m].net
    alliance.explained = (1.0 - p.forgetting) * alliance.explained + explained
    approach_party(state, a)


@rule
def worth_of_an_hour(state: State, a: int) -> float:
    """Spend the money set aside for outreach; return what it makes of an hour.

    Nobody speaks without an hour: then the money stays where it is.
    """
    alliance = state.alliances[a]
    hours = 0.0
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            hours += state.members[a, m].net
    if hours <= 0.0:
        return 1.0
    hour = mixture(state, alliance.budget / hours)
    alliance.produced += hour * hours
    alliance.produced_apart += produced_apart(state, a)
    alliance.money_spent += alliance.budget
    alliance.budget = 0.0
    return hour


@rule
def mixture(state: State, money: float) -> float:
    """What an hour counts with some money spent along with it, EUR; 1 at `money_per_hour`.

    ``((1 - x) + x (money / m0) ** r) ** (1 / r)`` with ``r = 1 - 1 / substitution``: a function of
    constant elasticity (Arrow, Chenery, Minhas and Solow 1961, reported), put as a multiple of a
    usual mixture so that its parameters do not depend on units.
    """
    p = state.parameters[0]
    share = p.money_in_outreach
    exponent = 1.0 - 1.0 / p.substitution
    if money <= 0.0:
        return float((1.0 - share) ** (1.0 / exponent)) if exponent > EVEN_SHARES else 0.0
    relative = math.log(money / p.money_per_hour)
    if abs(exponent) < EVEN_SHARES:
        return math.exp(share * relative)
    power = max(-LARGEST_POWER, min(LARGEST_POWER, exponent * relative))
    return math.exp(math.log(1.0 - share + share * math.exp(power)) / exponent)


@rule
def produced_apart(state: State, a: int) -> float:
    """Hours of outreach that members would have made apart, each of its own hours and money.

    A member's part of the money is its part of what was ever paid in.
    """
    alliance = state.alliances[a]
    paid = 0.0
    for m in range(alliance.slots):
        paid += state.members[a, m].paid
    total = 0.0
    for m in range(alliance.slots):
        member = state.members[a, m]
        if is_member(member.status) and member.net > 0.0:
            own = alliance.budget * member.paid / paid if paid > 0.0 else 0.0
            total += member.net * mixture(state, own / member.net)
    return total
