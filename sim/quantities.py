"""Quantities that every phase needs: gains, values, hours, audiences, trust, answers.

Letters in rules: i an organisation, a an alliance, m a member's place on the alliance's list, j an
item of its agenda, k a policy field, s a segment of the electorate. The ODD document uses the same.
"""

import math

from sim.compiling import rule
from sim.randomness import Stream, exponential, normal, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Answers,
    Channel,
    Commitment,
    Governance,
    ItemStatus,
    Kind,
    Moderation,
    Phase,
    Roles,
    State,
    Status,
)

CHANNELS = 3.0
"""Ways of working: an organisation that is equally good at all three has factor 1 in each."""

REFERENCE_SOCIETY = 60
"""Organisations of the reference world, whose total is kept where the total is constant."""

ANOTHER_CAMP = 0.5
"""Distance between camps, of 2 at most, from which two belong to different ones; assumed."""

CERTAIN_CONTACT = 0.999
"""From this share of held hours on a member counts as always reachable (avoids log 0)."""

ROUNDING = 1e-9
"""A position that was moved to the edge of an interval counts as inside; position units."""

CALENDARS_APART = math.log(52.0 * 7.0)
"""Distance between a body that sits every day and one that sits once a year, the most there is in
the table of calendars; log units."""

LAST_MINUTE = 1.0 / 60.0
"""Hours: of a task of which less is left nothing is left."""

LONGEST_DELAY = 520
"""Weeks after which an answer that still has not come counts as never given."""


@rule
def gain(ideal: float, agreed: float) -> float:
    """Gain over the status quo at 0 from an agreed position: |x| - |x - y|.

    The one currency of the model (spatial model; Tsebelis 2002, reported): commitment, ambition and
    resistance are all this quantity. Position units.
    """
    return abs(ideal) - abs(ideal - agreed)


@rule
def goal_gain(kind: int, ideal: float, position: float) -> float:
    """Gain from reaching a goal: from a change, or from preventing the measure; position units."""
    if kind == Kind.PREVENTION:
        return -gain(ideal, position)
    return gain(ideal, position)


@rule
def field_ideal(state: State, i: int, k: int) -> float:
    """An organisation's ideal in a field, measured from the present status quo."""
    return state.views[i, k].position - state.fields[k].status_quo


@rule
def item_ideal(state: State, i: int, k: int, deviation: float) -> float:
    """An organisation's ideal on an item of a field, from the status quo; positions end at 1."""
    absolute = max(-1.0, min(1.0, state.views[i, k].position + deviation))
    return absolute - state.fields[k].status_quo


@rule
def item_deviation(state: State, i: int, a: int, j: int) -> float:
    """By how much an organisation's ideal on an item deviates from that in the item's field.

    A part of its own, and a shift by the values: an item that loads on justice moves those who hold
    justice high. So differences of values return with every new item (study IV-F, Fridays for
    Future), as often as items load on values, and not at all where `value_shift` is 0. The founder
    names the main goal, and means by it just its ideal in the field. A step is part of that goal.
    """
    p = state.parameters[0]
    item = state.items[a, j]
    alliance = state.alliances[a]
    if (j == 0 or item.step > 0) and i == alliance.founder:
        return 0.0
    number = 0 if item.step > 0 else item.number
    own = normal(state.clock[0].seed, Stream.ITEM, alliance.founded, i, alliance.key, number)
    return p.item_deviation * own + value_shift(
        state, i, item.freedom, item.justice, item.sustainability
    )


@rule
def value_shift(
    state: State, i: int, freedom: float, justice: float, sustainability: float
) -> float:
    """Shift of an ideal by an item's load on the basic values, 0 for even values; positions."""
    organisation = state.organisations[i]
    shared = organisation.freedom * freedom + organisation.justice * justice
    shared += organisation.sustainability * sustainability
    return state.parameters[0].value_shift * (3.0 * shared - 1.0)


@rule
def member_ideal(state: State, a: int, j: int, m: int) -> float:
    """A member's ideal on an item, measured from the present status quo."""
    i = state.members[a, m].organisation
    return item_ideal(state, i, state.items[a, j].field, state.stances[a, j, m].deviation)


@rule
def tolerance(state: State, i: int, k: int, rounds: float) -> float:
    """How far an agreed position may lie from the ideal before the organisation objects.

    Pragmatic organisations widen it with every round that was negotiated; on a red line nobody
    does.
    """
    view = state.views[i, k]
    if view.red_line:
        return float(view.tolerance)
    widening = state.organisations[i].pragmatism * state.parameters[0].widening * rounds
    return float(view.tolerance * (1.0 + widening))


@rule
def member_tolerance(state: State, a: int, m: int, k: int, rounds: float) -> float:
    """Tolerance of a member after rounds in its alliance; who is unbending there widens it less."""
    member = state.members[a, m]
    return tolerance(state, member.organisation, k, rounds * (1.0 - member.unbending))


@rule
def excess(state: State, a: int, j: int, m: int) -> float:
    """How far an item lies outside a member's interval: the move it wants, 0 if it is content."""
    return excess_at(state, a, j, m, state.items[a, j].position)


@rule
def excess_at(state: State, a: int, j: int, m: int, position: float) -> float:
    """How far a position on an item would lie outside a member's interval; signed.

    A bill to prevent has no interval: who gains from preventing it is content.
    """
    item = state.items[a, j]
    ideal = member_ideal(state, a, j, m)
    if item.number == 0 and state.alliances[a].kind == Kind.PREVENTION:
        if goal_gain(Kind.PREVENTION, ideal, position) > 0.0:
            return 0.0
        return ideal - position
    limit = member_tolerance(state, a, m, item.field, item.rounds) + state.stances[a, j, m].slack
    if ideal - position > limit + ROUNDING:
        return ideal - position - limit
    if position - ideal > limit + ROUNDING:
        return ideal - position + limit
    return 0.0


@rule
def is_member(status: int) -> bool:
    """Whether somebody with this status belongs to the alliance, in its core or its circle."""
    return status == Status.CORE or status == Status.CIRCLE


@rule
def attention_weight(state: State, a: int, j: int) -> float:
    """Share of an alliance's attention that an agreed item gets.

    While the main goal is negotiated anew, the others have all of it.
    """
    alliance = state.alliances[a]
    items = max(1, alliance.agreed)
    if alliance.public and state.items[a, 0].status == ItemStatus.OPEN:
        return 1.0 / items
    return share_of_attention(state, items, state.items[a, j].number == 0)


@rule
def share_of_attention(state: State, items: int, main: bool) -> float:
    """Share of attention to one of several items.

    The main goal gets `priority` or, if that is more, its even share; the others divide the rest.
    """
    first = max(state.parameters[0].priority, 1.0 / items)
    if main:
        return float(first)
    return float((1.0 - first) / max(1, items - 1))


@rule
def item_worth(state: State, a: int, j: int, m: int) -> float:
    """What an item at its present position is worth to a member: salience x gain."""
    item = state.items[a, j]
    i = state.members[a, m].organisation
    kind = state.alliances[a].kind if item.number == 0 else Kind.CHANGE.value
    worth = goal_gain(kind, member_ideal(state, a, j, m), item.position)
    worth *= state.views[i, item.field].salience
    return worth + shared_worth(state, i, item.field, kind, item.position)


@rule
def shared_worth(state: State, i: int, k: int, kind: int, position: float) -> float:
    """What a move in one field is worth to an organisation through the fields that it touches.

    Causes are shared where a move carries the touched fields along by `shared_cause` of its size:
    to some that is a gain, to others a loss (study IV-Z: common causes bring organisations
    together).
    """
    carried = state.parameters[0].shared_cause
    if carried == 0.0:
        return 0.0
    return worth_in_touched_fields(state, i, k, kind, carried * position)


@rule
def worth_in_touched_fields(state: State, i: int, k: int, kind: int, position: float) -> float:
    """What a move of all fields that a field touches is worth: salience x gain, summed.

    With `see_causes` a link counts as far as the organisation sees it.
    """
    total = 0.0
    for q in range(state.touched.shape[1]):
        touched = state.touched[k, q]
        worth = goal_gain(kind, field_ideal(state, i, touched), position)
        if state.parameters[0].see_causes:
            worth *= link_seen(state, i, k, q)
        total += state.views[i, touched].salience * worth
    return total


@rule
def link_seen(state: State, i: int, k: int, q: int) -> float:
    """How far an organisation sees that a field hangs together with the q-th that it touches.

    As far as its expertise reaches in the field that is touched, where the link is felt, or as far
    as others have told it; [0, 1].
    """
    known = state.views[i, state.touched[k, q]].expertise
    return float(max(known, state.links[i, k, q]))


@rule
def causes_seen(state: State, a: int) -> float:
    """How far members see what hangs together with the goal's field, mean over members and links.

    0 without members, or where the field touches no other.
    """
    k = int(state.alliances[a].field)
    total = 0.0
    count = 0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status):
            for q in range(state.touched.shape[1]):
                total += link_seen(state, int(member.organisation), k, q)
                count += 1
    return total / max(1, count)


@rule
def platform_value(state: State, a: int, m: int) -> float:
    """Value of the platform to a member: sum over agreed items of salience x attention x gain.

    It is what the member works for, so depth has a price and a return. Where the goal is not wholly
    joint (`jointness` below 1), the rest is divided among the members. With differentiated
    commitment a member counts the items that it signed.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    value = 0.0
    for j in range(alliance.items):
        if state.items[a, j].status != ItemStatus.AGREED:
            continue
        if p.commitment == Commitment.DIFFERENTIATED and state.stances[a, j, m].signs == 0:
            continue
        value += attention_weight(state, a, j) * item_worth(state, a, j, m)
    return value * (p.jointness + (1.0 - p.jointness) / max(1, alliance.members))


@rule
def value_in_sight(state: State, a: int, m: int) -> float:
    """Value of the platform to a member that weighs staying.

    What is negotiated anew counts as it stands: it is not lost, though nobody works for it now.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    reopened = 0
    for j in range(alliance.items):
        reopened += int(state.items[a, j].status == ItemStatus.OPEN)
    if reopened == 0:
        return platform_value(state, a, m)
    value = 0.0
    for j in range(alliance.items):
        status = state.items[a, j].status
        if status != ItemStatus.AGREED and status != ItemStatus.OPEN:
            continue
        if p.commitment == Commitment.DIFFERENTIATED and state.stances[a, j, m].signs == 0:
            continue
        attention = share_of_attention(state, alliance.agreed + reopened, j == 0)
        value += attention * item_worth(state, a, j, m)
    return float(value * (p.jointness + (1.0 - p.jointness) / max(1, alliance.members)))


@rule
def weight_of_profile(state: State, i: int) -> float:
    """How much an organisation's own name counts for it against the common goal, [0, 1]."""
    return float(state.parameters[0].own_profile * state.organisations[i].visibility)


@rule
def voice(state: State, a: int, m: int) -> float:
    """Hours of a member's outreach, as far as its name counts: less for one outside the core."""
    member = state.members[a, m]
    if member.status == Status.CIRCLE:
        return float(state.parameters[0].circle_voice * member.outreach)
    return float(member.outreach)


@rule
def skill_in(state: State, i: int, channel: int) -> float:
    """How well an organisation's hours feed a channel; the three sum to 1."""
    organisation = state.organisations[i]
    if channel == Channel.CAMPAIGNING:
        return float(organisation.campaigning)
    if channel == Channel.LOBBYING:
        return float(organisation.lobbying)
    return float(organisation.dialogue)


@rule
def effort_in(state: State, a: int, m: int, channel: int) -> float:
    """What a member's hours come to in a channel by their share there, against an even share.

    Without a role a third goes into each, which is 1; in a role all goes into one, which is 3, or
    less where returns diminish: ``(3 f) ** focus_exponent`` for a share f.
    """
    member = state.members[a, m]
    if state.parameters[0].roles == Roles.NONE or member.role == Channel.EVERY:
        return 1.0
    if member.role != channel:
        return 0.0
    exponent = state.parameters[0].focus_exponent
    return CHANNELS if exponent == 1.0 else CHANNELS**exponent


@rule
def skill_at_work(state: State, a: int, m: int, channel: int) -> float:
    """Skill of a member in a channel, by the share of its hours that goes there."""
    skill = skill_in(state, state.members[a, m].organisation, channel)
    return skill * effort_in(state, a, m, channel)


@rule
def profile_in(state: State, a: int, m: int) -> float:
    """What an alliance is worth to a member by the place that its own name has in it; 1 if even.

    ``(1 - w) + w n q`` with q its share of the voices and w the weight of its own profile: what one
    has more of the others have less, and the mean over members with equal weights is 1.
    """
    i = int(state.members[a, m].organisation)
    weight = weight_of_profile(state, i)
    if weight == 0.0:
        return 1.0
    total = 0.0
    for other in range(state.alliances[a].slots):
        if is_member(state.members[a, other].status):
            partner = state.members[a, other].organisation
            total += voice(state, a, other) * state.organisations[partner].reach
    if total <= 0.0:
        return 1.0
    own = voice(state, a, m) * state.organisations[i].reach / total
    return 1.0 - weight + weight * state.alliances[a].members * own


@rule
def votes_by_conviction(state: State, k: int, position: float, objections: float) -> int:
    """Count the legislators to whom a position is worth its objections, without any pressure."""
    count = 0
    for legislator in range(state.legislators.shape[0]):
        ideal = state.legislator_ideals[legislator, k] - state.fields[k].status_quo
        if gain(ideal, position) > objections:
            count += 1
    return count


@rule
def share_of_society(state: State) -> float:
    """How large an organisation is against one of `REFERENCE_SOCIETY`, the total being given.

    The more differentiated a society, the smaller each of its organisations (study III).
    """
    return REFERENCE_SOCIETY / state.organisations.shape[0]


@rule
def find_tie(state: State, i: int, partner: int) -> int:
    """Return the place of a contact on an organisation's list, or NOBODY."""
    for q in range(state.organisations[i].ties):
        if state.ties[i, q].partner == partner:
            return q
    return NOBODY


@rule
def trust_in(state: State, i: int, partner: int) -> float:
    """Trust of one organisation in another, [0, 1]; 0 without a tie."""
    q = find_tie(state, i, partner)
    if q == NOBODY:
        return 0.0
    return float(state.ties[i, q].trust)


@rule
def perceived_ideal(state: State, i: int, partner: int, k: int) -> float:
    """What an organisation believes another wants in a field.

    Its error belongs to the pair and the field, and does not go away by asking again. Who has
    evaluated an alliance with the other knows what it wants in the fields of that alliance.
    """
    error = 0.0
    if i != partner and not has_seen(state, i, partner, k):
        error = state.parameters[0].perception_noise * normal(
            state.clock[0].seed, Stream.PERCEPTION, 0, i, partner, k
        )
    return field_ideal(state, partner, k) + error


@rule
def has_seen(state: State, i: int, partner: int, k: int) -> bool:
    """Whether two have looked back together at an alliance that was about a field (study IV-A).

    The last such alliance counts, and of its agenda what was not dropped.
    """
    q = find_tie(state, i, partner)
    if q == NOBODY or state.ties[i, q].seen == 0:
        return False
    a = int(state.ties[i, q].seen) - 1
    for j in range(state.alliances[a].items):
        item = state.items[a, j]
        if item.field == k and item.status != ItemStatus.DROPPED:
            return True
    return False


@rule
def learn_about(state: State, i: int, partner: int, kept: bool) -> None:
    """Let an organisation learn by a promise kept or broken; not where trust has no step."""
    p = state.parameters[0]
    if p.trust_gain > 0.0 or p.trust_loss > 0.0:
        change_trust(state, i, partner, kept)


@rule
def change_trust(state: State, i: int, partner: int, kept: bool) -> None:
    """Change trust after a promise kept or broken; a first good experience makes a tie.

    With `persons` it is the persons who deal with each other that learn; heads hear it from them.
    """
    p = state.parameters[0]
    q = find_tie(state, i, partner)
    if q == NOBODY:
        if kept:
            new_tie(state, i, partner, p.trust_gain)
        return
    tie = state.ties[i, q]
    if p.persons:
        tie.persons = after_promise(state, tie.persons, kept)
    else:
        tie.trust = after_promise(state, tie.trust, kept)


@rule
def after_promise(state: State, trust: float, kept: bool) -> float:
    """Trust after a promise kept, a step towards 1, or broken, a step towards 0."""
    p = state.parameters[0]
    if kept:
        return float(trust + p.trust_gain * (1.0 - trust))
    return float(trust - p.trust_loss * trust)


@rule
def new_tie(state: State, i: int, partner: int, trust: float) -> None:
    """Give an organisation a new contact; where its list is full, the least trusted gives way."""
    organisation = state.organisations[i]
    place = int(organisation.ties)
    if place < state.ties.shape[1]:
        organisation.ties += 1
    else:
        place = 0
        for q in range(1, state.ties.shape[1]):
            if state.ties[i, q].trust < state.ties[i, place].trust:
                place = q
        count_tie(state, i, int(state.ties[i, place].partner), -1)
    count_tie(state, i, partner, 1)
    tie = state.ties[i, place]
    tie.partner = partner
    tie.trust = trust
    tie.baseline = trust
    tie.persons = trust
    tie.seen = 0
    tie.kept_until = NEVER


@rule
def count_tie(state: State, i: int, partner: int, number: int) -> None:
    """Count a contact to another sector, or to another camp, for the accounts (study IV-W)."""
    one = state.organisations[i]
    two = state.organisations[partner]
    one.ties_to_sectors += number * int(one.sector != two.sector)
    one.ties_to_camps += number * int(abs(one.camp - two.camp) > ANOTHER_CAMP)


@rule
def convenor(state: State, a: int) -> int:
    """Organisation that speaks for an alliance to outsiders: who leads it, at first its founder."""
    alliance = state.alliances[a]
    if alliance.lead == NOBODY:
        return int(alliance.founder)
    return int(state.members[a, alliance.lead].organisation)


@rule
def share_of_load(state: State, status: int) -> float:
    """Alliance equivalents of a membership: 1 in the core, `circle_load` in the circle."""
    if status == Status.CIRCLE:
        return float(state.parameters[0].circle_load)
    return 1.0


@rule
def hours_left(state: State, i: int) -> float:
    """Hours that an organisation has this week, less those for networks and looks back."""
    organisation = state.organisations[i]
    bound = organisation.network_hours + organisation.meeting_hours
    return max(0.0, organisation.free_hours - bound)


@rule
def hours_for(state: State, i: int, status: int) -> float:
    """Hours per week that an organisation has for one alliance: its free hours by alliance load.

    Alliances compete for the same hours (study IV-Z, ver.di); what goes into the networks of ended
    alliances is gone. The hours of all its alliances never exceed its free hours.
    """
    load = max(1.0, state.organisations[i].load)
    return hours_left(state, i) * share_of_load(state, status) / load


@rule
def channels(governance: int, core: int, circle: int, leads: bool, circle_channel: float) -> float:
    """Channels that one core member keeps up; all ends add up to twice the edges of the graph.

    Assembly n - 1 each, lead n - 1 against 1. In a core c - 1 each, and an even share of the
    channels to the circle: one per supporter, weighted by `circle_channel` at both ends.
    """
    others = core + circle - 1
    if governance == Governance.ASSEMBLY:
        return float(others)
    if governance == Governance.LEAD:
        return float(others) if leads else 1.0
    return core - 1 + circle_channel * circle / max(1, core)


@rule
def channel_hours(state: State, number: float) -> float:
    """Hours per week for a number of channels: cost x number ** exponent.

    Exponent 1 is one talk per pair, 0 one round mail for all (Brooks 1975, reported).
    """
    p = state.parameters[0]
    if number <= 0.0:
        return 0.0
    if number == 1.0:  # a power is dear, and most members of a led alliance have one channel
        return float(p.pair_cost)
    return float(p.pair_cost * number**p.pair_cost_exponent)


@rule
def hours_of_place(state: State, a: int, status: int, leads: bool, newcomers: int) -> float:
    """Coordination hours per week that a place in an alliance's governance asks for.

    Parameters
    ----------
    newcomers
        Core members to be counted beyond those there are: 1 for who weighs joining the core.
    """
    p = state.parameters[0]
    if p.pair_cost == 0.0:
        return 0.0
    alliance = state.alliances[a]
    if status == Status.CIRCLE:
        return channel_hours(state, p.circle_channel)
    core = alliance.core + newcomers
    number = channels(p.governance, core, alliance.circle, leads, p.circle_channel)
    return channel_hours(state, number)


@rule
def plan_coordination(state: State, a: int, m: int) -> None:
    """Set a member's hours for the alliance, those it should coordinate, and those it can hold.

    Agreed rules save a part of the hours for channels; agreeing on them takes hours of its own, and
    so do working out one's own limits and moderating.
    Hours beyond `coordination_limit` of a member's time are not held: who should hold them is then
    harder to reach.
    """
    member = state.members[a, m]
    member.free_hours = hours_for(state, member.organisation, member.status)
    member.needed = hours_of_place(state, a, member.status, m == state.alliances[a].lead, 0)
    if state.parameters[0].setup_weeks > 0:
        member.needed *= 1.0 - state.parameters[0].rules_saving * ground_rules(state, a)
        if sets_up(state, a):
            member.needed += state.parameters[0].setup_hours
    if works_out_limits(state, a, m):
        member.needed += left_to_clarify(state, a, m)
    if is_in_the_chair(state, a, m):
        member.needed += state.parameters[0].moderation_hours
    member.held = min(member.needed, state.parameters[0].coordination_limit * member.free_hours)


@rule
def is_in_the_chair(state: State, a: int, m: int) -> bool:
    """Whether a member moderates this week: the lead, if proposals are worded and it does so."""
    alliance = state.alliances[a]
    if state.parameters[0].moderation != Moderation.LEAD or m != alliance.lead:
        return False
    return bool(alliance.chaired == state.clock[0].week)


@rule
def works_out_limits(state: State, a: int, m: int) -> bool:
    """Whether a member has its own limits to work out before the platform stands.

    With the text in public they show without it.
    """
    p = state.parameters[0]
    if p.clarify_limits == 0 or p.own_limits_known >= 1.0 or state.alliances[a].public:
        return False
    return not (state.members[a, m].known or is_clear_from_the_start(state, a, m))


@rule
def is_clear_from_the_start(state: State, a: int, m: int) -> bool:
    """Whether a member is clear about its own limits without any effort."""
    alliance = state.alliances[a]
    draw = uniform(
        state.clock[0].seed,
        Stream.OWN_LIMIT,
        alliance.founded,
        state.members[a, m].organisation,
        alliance.key,
        0,
    )
    return bool(draw < state.parameters[0].own_limits_known)


@rule
def left_to_clarify(state: State, a: int, m: int) -> float:
    """Hours that a member still needs to work out its own limits; 0 once it is done."""
    left = state.parameters[0].clarify_hours - state.members[a, m].clarified
    return float(left) if left > LAST_MINUTE else 0.0


@rule
def sets_up(state: State, a: int) -> bool:
    """Whether an alliance agrees on rules and manners now: in its first weeks after the sounding.

    A debate on values comes before.
    """
    alliance = state.alliances[a]
    weeks = state.clock[0].week - alliance.phase_since
    return bool(alliance.phase == Phase.GOALS and weeks < state.parameters[0].setup_weeks)


@rule
def ground_rules(state: State, a: int) -> float:
    """How far an alliance has agreed on its rules, [0, 1): mean over its members.

    ``1 - exp(-hours / scale)`` of the hours that each gave to it: the first hours settle most.
    """
    agreed = 0.0
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            agreed += 1.0 - unfamiliar(state, a, m)
    return agreed / max(1, state.alliances[a].members)


@rule
def unfamiliar(state: State, a: int, m: int) -> float:
    """What is still unsettled between a member and the others in rules and manners, (0, 1]."""
    return math.exp(-state.members[a, m].setup / state.parameters[0].setup_scale)


@rule
def culture_distance(state: State, i: int, other: int) -> float:
    """How far two organisations are apart in their manners, [0, 1].

    Half of it is to belong to another sector, half how much more formally one decides than the
    other: ``|ln(T_i / T_j)|`` of the weeks between sittings (study IV-F, IV-Z: cultures and logics
    of organisation differ).
    """
    one = state.organisations[i]
    two = state.organisations[other]
    formality = abs(math.log(one.sitting_weeks / two.sitting_weeks)) / CALENDARS_APART
    sectors = 0.0 if one.sector == two.sector else 1.0
    return 0.5 * (sectors + min(1.0, formality))


@rule
def added_audience(state: State, a: int, i: int, belongs: bool) -> float:
    """Audience that an organisation adds to what the alliance's members cover already.

    ``sum over s of r_is * exp(-R_s)``, with R_s the summed reach of the others; reach units.
    """
    added = 0.0
    for s in range(state.audiences.shape[1]):
        others = state.covered[a, s]
        if belongs:
            others = max(0.0, others - state.audiences[i, s])
        added += state.audiences[i, s] * math.exp(-others)
    return added


@rule
def next_sitting(state: State, i: int, week: int, address: int, number: int) -> int:
    """Week in which an organisation's own body can decide on something that comes up in `week`.

    By its calendar the wait is bounded by the time between sittings; drawn delays with the same
    mean, half that time, are not, and the slowest of n grows with the harmonic number of n.
    """
    p = state.parameters[0]
    organisation = state.organisations[i]
    period = organisation.sitting_weeks
    if p.answer_shape == Answers.CALENDAR:
        sitting = math.ceil(week / period - organisation.sitting_phase) + organisation.sitting_phase
        return max(week, int(sitting * period))
    seed = state.clock[0].seed
    if p.answer_shape == Answers.EXPONENTIAL:
        share = uniform(seed, Stream.ANSWER, week, i, address, number)
        return week + min(LONGEST_DELAY, int(exponential(share, 0.5 * period)))
    # Mean of exp(z - 1/2) is 1 for a standard normal z.
    drawn = math.exp(normal(seed, Stream.ANSWER, week, i, address, number) - 0.5)
    return week + min(LONGEST_DELAY, int(0.5 * period * drawn))


@rule
def share_held(state: State, a: int, m: int) -> float:
    """Share of its coordination hours that a member holds; 1 where it needs none."""
    member = state.members[a, m]
    if member.needed <= 0.0:
        return 1.0
    return float(member.held / member.needed)


@rule
def answer_week(state: State, a: int, m: int, number: int) -> int:
    """Week in which a member's answer arrives: its body sits, and somebody is reached.

    Who holds only a share of the coordination hours it should is reached each week only with that
    probability (study IV-Z, Fridays for Future: "only half reachable"). Where one organisation
    leads, answers go through it: an overloaded lead delays everybody.
    """
    week = state.clock[0].week
    member = state.members[a, m]
    key = state.alliances[a].key
    answered = next_sitting(state, member.organisation, week, key, number)
    reached = share_held(state, a, m)
    lead = state.alliances[a].lead
    if state.parameters[0].governance == Governance.LEAD and lead != NOBODY and lead != m:
        reached *= share_held(state, a, lead)
    if reached >= CERTAIN_CONTACT:
        return answered
    if reached <= 1.0 - CERTAIN_CONTACT:
        return answered + LONGEST_DELAY
    draw = uniform(state.clock[0].seed, Stream.ANSWER, week, member.organisation, key, number + 64)
    lost = math.log(1.0 - draw) / math.log(1.0 - reached)
    return answered + min(LONGEST_DELAY, int(lost))


@rule
def effective_sectors(state: State, a: int) -> float:
    """Effective number of sectors among the members: Hill number of order 1.

    Exponential of the Shannon entropy of the members' sectors, ``exp(-sum p ln p)``: 1 where all
    belong to one sector, n where every member belongs to another.
    """
    count = state.alliances[a].members
    if count == 0:
        return 0.0
    entropy = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        same = 0
        for other in range(state.alliances[a].slots):
            partner = state.members[a, other]
            if is_member(partner.status) and (
                state.organisations[partner.organisation].sector
                == state.organisations[member.organisation].sector
            ):
                same += 1
        # Each of the `same` members adds 1 / count of its sector's share.
        entropy -= math.log(same / count) / count
    return math.exp(entropy)


@rule
def electorates_reached(state: State, a: int) -> float:
    """Share of the electorate in reach: mean over segments of ``1 - exp(-R_s)``, [0, 1).

    R_s is the members' summed reach, the mean organisation having 1 over all segments.
    """
    total = 0.0
    for s in range(state.covered.shape[1]):
        total += 1.0 - math.exp(-state.covered[a, s])
    return total / state.covered.shape[1]
