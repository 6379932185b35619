"""Formation, third step: join? One rule for invitation, admission and staying."""

import math

import numpy as np

from sim.compiling import rule
from sim.membership import place_of
from sim.parliament import add_voice_alone, count_votes, press
from sim.phases.formation.focal import has_assigned_size
from sim.quantities import (
    added_audience,
    convenor,
    field_ideal,
    goal_gain,
    hours_for,
    hours_left,
    hours_of_place,
    is_member,
    item_deviation,
    item_ideal,
    profile_in,
    share_of_load,
    shared_worth,
    trust_in,
    value_in_sight,
)
from sim.randomness import Stream, normal
from sim.state import NOBODY, Governance, ItemStatus, Kind, Phase, State, Status

EVENNESS = 1e-9
"""Guards comparisons of shares of votes against rounding."""


@rule
def text_is_open(state: State, a: int) -> bool:
    """Whether who joins now still writes the text (study IV-F, D64)."""
    return bool(state.parameters[0].open_text and not state.alliances[a].public)


@rule
def expected_main_weight(state: State, a: int) -> float:
    """Attention that an outsider expects for the main goal before there is an agenda."""
    p = state.parameters[0]
    items = 1.0 + p.items_per_member * (state.alliances[a].aim + 1)
    return float(max(p.priority, 1.0 / min(items, float(p.agenda_limit))))


@rule
def expected_position(state: State, a: int, ideal: float, others: int) -> float:
    """Position of the main goal that an organisation expects with its own voice in the text.

    ``(n y + x) / (n + 1)`` with n the others, while the founder sounds out a change and the text is
    open; otherwise the position that there is.
    """
    alliance = state.alliances[a]
    position = float(state.items[a, 0].position)
    writes = text_is_open(state, a) and alliance.phase != Phase.GOALS
    if writes and alliance.kind == Kind.CHANGE:
        return (others * position + ideal) / (others + 1)
    return position


@rule
def expected_value(state: State, i: int, a: int, belongs: bool) -> float:
    """Value of membership that an organisation expects: salience x attention x gain.

    While the founder sounds out, its own voice will move the draft, and it may bring an item of its
    own. Once there is an agenda it is worth what is on the table. Where the goal is not wholly
    joint, an organisation gets its share of the rest.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    others = alliance.members - 1 if belongs else alliance.members
    joint = p.jointness + (1.0 - p.jointness) / (others + 1)
    if alliance.public or alliance.phase == Phase.GOALS:
        return joint * value_of_agenda(state, i, a)
    k = alliance.field
    ideal = item_ideal(state, i, k, item_deviation(state, i, a, 0))
    position = expected_position(state, a, ideal, others)
    if p.goal_noise > 0.0:
        position += belief_error(state, i, a)
    weight = expected_main_weight(state, a)
    value = p.side_item_hope * (1.0 - weight) * best_side_item(state, i, k)
    worth = state.views[i, k].salience * goal_gain(alliance.kind, ideal, position)
    value += weight * (worth + shared_worth(state, i, k, alliance.kind, position))
    return joint * value


@rule
def belief_error(state: State, i: int, a: int) -> float:
    """By how much an organisation is mistaken about the goal before there is a text; positions.

    The founder knows what it wants, and a bill can be read. What is meant shows in the negotiation.
    """
    spread = state.parameters[0].goal_noise
    alliance = state.alliances[a]
    if alliance.kind == Kind.PREVENTION or i == alliance.founder:
        return 0.0
    seed = state.clock[0].seed
    return float(spread * normal(seed, Stream.BELIEF, alliance.founded, i, alliance.key, 0))


@rule
def best_side_item(state: State, i: int, main: int) -> float:
    """Worth of the item that an organisation would bring first: largest salience x |ideal|."""
    best = 0.0
    for k in range(state.fields.shape[0]):
        if k != main:
            best = max(best, state.views[i, k].salience * abs(field_ideal(state, i, k)))
    return best


@rule
def value_of_agenda(state: State, i: int, a: int) -> float:
    """Value to an organisation of what is on the table, or agreed, at its present positions."""
    alliance = state.alliances[a]
    items = 0
    for j in range(alliance.items):
        items += int(is_on_the_table(state, a, j))
    main = max(state.parameters[0].priority, 1.0 / max(1, items))
    value = 0.0
    for j in range(alliance.items):
        if not is_on_the_table(state, a, j):
            continue
        item = state.items[a, j]
        weight = main if j == 0 else (1.0 - main) / max(1, items - 1)
        kind = alliance.kind if j == 0 else Kind.CHANGE.value
        ideal = item_ideal(state, i, item.field, item_deviation(state, i, a, j))
        gained = state.views[i, item.field].salience * goal_gain(kind, ideal, item.position)
        gained += shared_worth(state, i, item.field, kind, item.position)
        value += weight * gained
    return value


@rule
def is_on_the_table(state: State, a: int, j: int) -> bool:
    """Whether an item is under negotiation or agreed."""
    status = state.items[a, j].status
    return bool(status == ItemStatus.OPEN or status == ItemStatus.AGREED)


@rule
def status_on_joining(state: State, a: int) -> int:
    """Core or circle: with a circle, who comes after the core is full supports from outside."""
    p = state.parameters[0]
    if p.governance == Governance.CORE and state.alliances[a].core >= p.core_size:
        return Status.CIRCLE.value
    return Status.CORE.value


@rule
def appeal(state: State, i: int, a: int, value: float, belongs: bool) -> float:
    """What counts of an expected value: by trust in who leads and in its expertise, and so on.

    Further by the own audience added, and by energy.
    """
    p = state.parameters[0]
    contact = convenor(state, a)
    trusted = 1.0 if contact == i else p.stranger_trust + trust_in(state, i, contact)
    if contact != i and p.credibility_weight > 0.0:
        trusted += credibility(state, contact, a)
    difference = min(1.0, p.followers_share + added_audience(state, a, i, belongs))
    energy = state.organisations[i].energy / p.resting_energy
    return float(value * trusted * difference * energy)


@rule
def credibility(state: State, contact: int, a: int) -> float:
    """What the convenor's expertise in the goal's field adds to the weight of what it says."""
    expertise = state.views[contact, state.alliances[a].field].expertise
    return float(state.parameters[0].credibility_weight * expertise)


@rule
def price(state: State, hours: float, available: float) -> float:
    """What membership has to be worth: burden x share of one's hours, and a threshold."""
    p = state.parameters[0]
    share = (hours + p.reading_hours) / max(available, EVENNESS)
    return float(p.joining_burden * share + p.joining_threshold)


@rule
def weigh_joining(state: State, i: int, a: int) -> tuple[float, float]:
    """Return appeal and price of joining an alliance; who decides compares them.

    Where its size is set, organisations join whenever they gain: no hours count, and no price.
    """
    if has_assigned_size(state, a):
        return expected_value(state, i, a, False), 0.0
    status = status_on_joining(state, a)
    organisation = state.organisations[i]
    load = max(1.0, organisation.load + share_of_load(state, status))
    available = hours_left(state, i) * share_of_load(state, status) / load
    hours = hours_of_place(state, a, status, False, 1)
    value = expected_value(state, i, a, False) * prospects(state, i, a)
    return appeal(state, i, a, value, False), price(state, hours, available)


@rule
def weigh_staying(state: State, a: int, m: int) -> tuple[float, float]:
    """Return appeal and price of staying; hours already given count as far as `sunk_cost` says.

    Where its size is set, members stay as they have come: whenever they gain.
    """
    member = state.members[a, m]
    i = int(member.organisation)
    value = (
        value_in_sight(state, a, m)
        if state.alliances[a].public
        else expected_value(state, i, a, True)
    )
    if has_assigned_size(state, a):
        return value, 0.0
    if state.alliances[a].public:
        value *= profile_in(state, a, m)
    value *= prospects(state, i, a)
    available = hours_for(state, i, member.status)
    # What it has to coordinate this week; who leads does not count what a coordinator does for it.
    hours = float(member.needed)
    if state.alliances[a].phase == Phase.SOUNDING:
        hours = hours_of_place(state, a, member.status, m == state.alliances[a].lead, 0)
    weeks = max(1, state.clock[0].week - member.joined)
    given = member.hours / (weeks * max(available, EVENNESS))
    sunk = state.parameters[0].sunk_cost * given
    return appeal(state, i, a, value, True) + sunk, price(state, hours, available)


# --- Can it be reached? ------------------------------------------------------------------------


@rule
def prospects(state: State, i: int, a: int) -> float:
    """Factor on what an organisation gains: whether the goal can be reached together, [0, 1].

    By the chance of success with the organisation, or by the difference that it makes (Olson 1965,
    reported), as `pivotality` says. At `realism` 0 nobody counts votes.
    """
    p = state.parameters[0]
    if p.realism == 0.0:
        return 1.0
    voices = voices_of_members(state, a, i)
    without = 0.0
    if p.pivotality > 0.0:
        without = chance_of_success(state, a, voices)
    add_voice_alone(state, i, state.alliances[a].field, expected_outreach(state, i, a), voices)
    together = chance_of_success(state, a, voices)
    difference = max(0.0, together - without)
    counted = (1.0 - p.pivotality) * together + p.pivotality * difference
    return float(1.0 - p.realism + p.realism * counted)


@rule
def chance_of_success(state: State, a: int, voices: np.ndarray) -> float:
    """Chance of success that is seen in voices for a goal, (0, 1).

    A logistic curve in the lead that the votes would have; a bill is to be kept from its majority.
    """
    lead = 2.0 * votes_in_reach(state, a, voices) / state.legislators.shape[0] - 1.0
    if state.alliances[a].kind == Kind.PREVENTION:
        lead = -lead
    return 1.0 / (1.0 + math.exp(-lead / state.parameters[0].doubt))


@rule
def votes_in_reach(state: State, a: int, voices: np.ndarray) -> int:
    """Count the votes for the main goal, or for the bill, that voices could bring about.

    Nobody else is heard in this thought, and nobody has answered objections.
    """
    alliance = state.alliances[a]
    pressure = np.empty(state.legislators.shape[0])
    press(state, int(alliance.field), voices, pressure)
    objections = 0.0
    if alliance.kind == Kind.CHANGE:
        objections = state.parameters[0].objection_weight * state.touched.shape[1]
    return count_votes(state, alliance.field, state.items[a, 0].position, pressure, objections)


@rule
def voices_of_members(state: State, a: int, but: int) -> np.ndarray:
    """Exposures that the hours of all members but one could bring about, shape (S, P).

    Everybody speaks for itself: nobody has taken on a role or come near to a party.
    """
    voices = np.zeros((state.audiences.shape[1], state.parties.shape[0]))
    k = state.alliances[a].field
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status) and member.organisation != but:
            i = int(member.organisation)
            add_voice_alone(state, i, k, expected_outreach(state, i, a), voices)
    return voices


@rule
def expected_outreach(state: State, i: int, a: int) -> float:
    """Outreach on the main goal that is expected of an organisation in the long run; signed hours.

    Every week it gives a share of the hours that it has, or would have as a member, and part of
    what was said is forgotten.
    """
    p = state.parameters[0]
    m = place_of(state, a, i)
    belongs = m != NOBODY and is_member(state.members[a, m].status)
    status = int(state.members[a, m].status) if belongs else status_on_joining(state, a)
    share = share_of_load(state, status)
    load = state.organisations[i].load + (0.0 if belongs else share)
    hours = hours_left(state, i) * share / max(1.0, load)
    if status == Status.CIRCLE:
        hours *= p.circle_voice
    expected = p.expected_effort * hours / p.forgetting
    return float(state.alliances[a].direction * expected_main_weight(state, a) * expected)
