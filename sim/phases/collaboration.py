"""Phase 3, collaboration (study IV-Z): coordinate, contribute, decide, quarrel, learn, admit.

First comes coordination, then what is left of a member's hours speaks to the public. Decisions wait
for the slowest who must be asked.
"""

import math

import numpy as np

from sim.agenda import drop_item, make_known, worth_of_item_and_objectors
from sim.compiling import rule
from sim.parameters import MONTH
from sim.quantities import (
    CHANNELS,
    answer_week,
    excess,
    hours_for,
    hours_of_place,
    is_member,
    item_deviation,
    item_ideal,
    learn_about,
    next_sitting,
    plan_coordination,
    platform_value,
    sets_up,
    share_held,
    tolerance,
    value_shift,
    voice,
    weight_of_profile,
)
from sim.randomness import Stream, exponential, normal, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Admission,
    Commitment,
    EventKind,
    Governance,
    ItemStatus,
    Kind,
    Payer,
    Phase,
    State,
    Status,
    record_event,
)

LEADS_AT_LEAST = 0.5
"""A new lead must have at least this share of the hours that the lead has to hold; assumed."""

OCCASION_NUMBERS = 128
"""Numbers of the draws for answers to occasions begin here; below are those for rounds. No item has
a multiple of `ORGANISATION_NUMBERS` as its number, but for the main goal."""

STEP = 1e-9
"""Guards divisions by hours or interest that may be zero."""

UNCONCERNED, TOUCHED, ON_AGENDA = 0, 1, 2
"""What a field can be to an alliance, the closer the larger."""


# --- Coordinate --------------------------------------------------------------------------------


@rule
def coordinate(state: State, a: int) -> None:
    """Hold the coordination hours of a week, as far as members have them."""
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            plan_coordination(state, a, m)
            if m == state.alliances[a].lead:
                hire_coordinator(state, a, m)
            if sets_up(state, a):
                agree_on_rules(state, a, m)
            book_hours(state, a, m, state.members[a, m].held, True)


@rule
def agree_on_rules(state: State, a: int, m: int) -> None:
    """Give this week's hours to rules and manners, as far as a member holds its hours.

    Meeting rhythm, who does what, who signs off, how to talk to each other (study IV-Z, IV-F).
    """
    state.members[a, m].setup += state.parameters[0].setup_hours * share_held(state, a, m)


@rule
def hire_coordinator(state: State, a: int, m: int) -> None:
    """Buy hours of a coordinator with the pooled money, who relieves the lead."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    member = state.members[a, m]
    bought = min(member.needed, alliance.pool / p.coordinator_wage)
    alliance.pool = max(0.0, alliance.pool - bought * p.coordinator_wage)
    member.needed -= bought
    member.held = min(member.needed, p.coordination_limit * member.free_hours)


@rule
def book_hours(state: State, a: int, m: int, hours: float, coordinating: bool) -> None:
    """Enter hours that a member gave in the accounts of member, organisation and alliance."""
    member = state.members[a, m]
    alliance = state.alliances[a]
    member.hours += hours
    state.organisations[member.organisation].hours_given += hours
    alliance.hours += hours
    if coordinating:
        member.coordination_hours += hours
        alliance.coordination_hours += hours


# --- Contribute --------------------------------------------------------------------------------


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

    The slope of the same response, to what the member alone has said.
    """
    half = state.parameters[0].half_response
    i = int(state.members[a, m].organisation)
    loud = voice(state, a, m) * CHANNELS * state.organisations[i].campaigning
    total = 0.0
    for s in range(state.audiences.shape[1]):
        filled = 1.0 + loud * state.audiences[i, s] / half
        total += state.audiences[i, s] / (filled * filled)
    return total


@rule
def own_interest(state: State, a: int, m: int) -> float:
    """Share of its hours that a member gives for its own sake: value x audience still reached.

    Who looks to its own name counts the audience that has not heard it yet, whoever has spoken.
    """
    value = platform_value(state, a, m)
    if value <= 0.0:
        return 0.0
    i = int(state.members[a, m].organisation)
    reached = marginal_audience(state, a, i)
    weight = weight_of_profile(state, i)
    if weight > 0.0:
        reached += weight * (audience_for_its_name(state, a, m) - reached)
    return min(1.0, value * reached / state.parameters[0].effort_scale)


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
    """Put money into the pool, by the ground rule and by one's own interest."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.who_pays == Payer.NOBODY or (p.who_pays == Payer.LEAD and m != alliance.lead):
        return
    organisation = state.organisations[state.members[a, m].organisation]
    share = state.members[a, m].interest * p.money_share
    alliance.pool += share * organisation.money / max(1.0, organisation.load)


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


# --- Decide in time ----------------------------------------------------------------------------


@rule
def occasion_arises(state: State, a: int) -> bool:
    """Whether something happens this week that calls for a quick joint reaction."""
    clock = state.clock[0]
    if state.alliances[a].event_deadline != NEVER:
        return False
    draw = uniform(clock.seed, Stream.EVENT, clock.week, 0, state.alliances[a].key, 0)
    return bool(draw < state.parameters[0].event_rate)


@rule
def open_occasion(state: State, a: int) -> None:
    """Ask the core for a joint reaction that is of use only for a while."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    clock = state.clock[0]
    lifetime = exponential(
        uniform(clock.seed, Stream.EVENT, clock.week, 0, alliance.key, 1), p.event_lifetime
    )
    alliance.occasions += 1
    alliance.event_opened = clock.week
    alliance.event_deadline = clock.week + int(lifetime)
    alliance.event_objected = 0
    word_reaction(state, a)
    for m in range(alliance.slots):
        if state.members[a, m].status == Status.CORE:
            member = state.members[a, m]
            number = alliance.occasions + OCCASION_NUMBERS
            member.answers_event = answer_week(state, a, m, number)
            member.sits_event = next_sitting(
                state, member.organisation, clock.week, alliance.key, number
            )
    record_event(
        state, EventKind.OCCASION, a, alliance.founder, NOBODY, 0, alliance.field,
        float(alliance.event_deadline), 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def word_reaction(state: State, a: int) -> None:
    """Word a joint reaction: the core's mean ideal, moved into the limits that the table knows."""
    alliance = state.alliances[a]
    total = 0.0
    core = 0
    low = -math.inf
    high = math.inf
    for m in range(alliance.slots):
        member = state.members[a, m]
        if member.status != Status.CORE:
            continue
        ideal = reaction_ideal(state, a, m)
        total += ideal
        core += 1
        if member.known:
            limit = tolerance(state, member.organisation, alliance.field, 0.0)
            low = max(low, ideal - limit)
            high = min(high, ideal + limit)
    wording = total / max(1, core)
    if low > high:
        wording = 0.5 * (low + high)
    alliance.reaction = max(min(wording, max(low, high)), min(low, high))


@rule
def objects_to_reaction(state: State, a: int, m: int) -> bool:
    """Whether the wording of a joint reaction crosses a core member's limit.

    A reaction is a small item of its own in the main field, with a load on values of its own. Its
    wording respects limits as far as they are known and can be met together; so differences that
    were never debated return here, as often as a new item really crosses them (study IV-F, Fridays
    for Future).
    """
    member = state.members[a, m]
    if member.status != Status.CORE:
        return False
    limit = tolerance(state, member.organisation, state.alliances[a].field, 0.0)
    distance = abs(reaction_ideal(state, a, m) - state.alliances[a].reaction)
    return bool(distance > limit + STEP)


@rule
def reaction_ideal(state: State, a: int, m: int) -> float:
    """A member's ideal on the present occasion."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    seed = state.clock[0].seed
    i = int(state.members[a, m].organisation)
    occasion = 4 * alliance.occasions
    freedom = uniform(seed, Stream.REACTION, alliance.founded, 0, alliance.key, occasion + 1) + STEP
    justice = uniform(seed, Stream.REACTION, alliance.founded, 0, alliance.key, occasion + 2) + STEP
    sustainability = (
        uniform(seed, Stream.REACTION, alliance.founded, 0, alliance.key, occasion + 3) + STEP
    )
    total = freedom + justice + sustainability
    shift = value_shift(state, i, freedom / total, justice / total, sustainability / total)
    own = normal(seed, Stream.REACTION, alliance.founded, i + 1, alliance.key, occasion)
    return item_ideal(state, i, alliance.field, p.item_deviation * own + shift)


@rule
def object_to_reaction(state: State, a: int, m: int) -> None:
    """An objection costs another round of answers, and may make the objector's limits known."""
    alliance = state.alliances[a]
    alliance.event_objected += 1
    member = state.members[a, m]
    record_event(
        state, EventKind.CONFLICT, a, member.organisation, NOBODY, NOBODY, alliance.field,
        reaction_ideal(state, a, m), alliance.reaction, 0.0, 0.0,
    )  # fmt: skip
    clock = state.clock[0]
    draw = uniform(
        clock.seed, Stream.EXPLAIN, clock.week, member.organisation, alliance.key, OCCASION_NUMBERS
    )
    if draw < state.parameters[0].objection_informs:
        make_known(state, a, m)


@rule
def decision_week(state: State, a: int) -> int:
    """Week in which the reaction is decided: when the quorum of the core has answered.

    Silence counts as consent after `silence_weeks`; a lead with a mandate decides alone; an
    objection sends the wording round once more. Nobody waits for who has left; if all who were
    asked have, it comes too late.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    opened = int(alliance.event_opened)
    if number_asked(state, a) == 0:
        return int(alliance.event_deadline) + 1
    if p.lead_mandate and alliance.lead != NOBODY and is_asked(state, a, alliance.lead):
        return int(state.members[a, alliance.lead].answers_event)
    answered = quorum_week(state, a)
    if alliance.event_objected:
        answered += max(1, answered - opened)
    return min(answered, opened + int(p.silence_weeks))


@rule
def is_asked(state: State, a: int, m: int) -> bool:
    """Whether a member of the core is asked about the present occasion; who came later is not."""
    member = state.members[a, m]
    return bool(
        member.status == Status.CORE and member.answers_event >= state.alliances[a].event_opened
    )


@rule
def quorum_week(state: State, a: int) -> int:
    """Week by which the required share of those asked has answered (an order statistic)."""
    alliance = state.alliances[a]
    quorum = state.parameters[0].quorum
    required = max(1, math.ceil(quorum * number_asked(state, a) - STEP))
    best = int(alliance.event_opened)
    for m in range(alliance.slots):
        if not is_asked(state, a, m):
            continue
        candidate = int(state.members[a, m].answers_event)
        if answered_by(state, a, candidate) >= required and (
            answered_by(state, a, best) < required or candidate < best
        ):
            best = candidate
    return best


@rule
def number_asked(state: State, a: int) -> int:
    """Number of core members who are asked about the present occasion and are still there."""
    count = 0
    for m in range(state.alliances[a].slots):
        count += int(is_asked(state, a, m))
    return count


@rule
def answered_by(state: State, a: int, week: int) -> int:
    """Number of core members who have answered the present occasion by a week."""
    count = 0
    for m in range(state.alliances[a].slots):
        if is_asked(state, a, m) and state.members[a, m].answers_event <= week:
            count += 1
    return count


@rule
def occasion_is_over(state: State, a: int) -> bool:
    """Whether the present occasion has been decided or has passed."""
    alliance = state.alliances[a]
    if alliance.event_deadline == NEVER:
        return False
    week = state.clock[0].week
    return bool(week > alliance.event_deadline or week >= decision_week(state, a))


@rule
def close_occasion(state: State, a: int) -> None:
    """In time, a reaction carries the outreach further; late, it is of no use. Members remember."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    in_time = state.clock[0].week <= alliance.event_deadline
    decided = max(state.clock[0].week, decision_week(state, a))
    if in_time:
        alliance.in_time += 1
        for m in range(alliance.slots):
            state.members[a, m].outreach *= 1.0 + p.ready_bonus
    remember_answers(state, a, in_time)
    alliance.missed = 1.0 - alliance.in_time / max(1, alliance.occasions)
    kind = EventKind.DECIDED_IN_TIME if in_time else EventKind.OCCASION_MISSED
    record_event(
        state, kind, a, slowest_member(state, a), NOBODY, 0, alliance.field,
        float(decided), float(alliance.event_deadline),
        float(alliance.event_objected), float(alliance.core),
    )  # fmt: skip
    alliance.event_deadline = NEVER


@rule
def remember_answers(state: State, a: int, in_time: bool) -> None:
    """Let core members remember how the others answered.

    A reaction in time is a promise kept by all who have answered. Late is not the same as
    unreliable: a body's calendar is known, and who waits for it breaks no promise; nor does who was
    kept waiting by an overloaded lead. Who could have answered in time and was not reached does.
    """
    alliance = state.alliances[a]
    for m in range(alliance.slots):
        member = state.members[a, m]
        if not is_asked(state, a, m):
            continue
        late = member.answers_event > alliance.event_deadline
        kept = in_time and member.answers_event <= state.clock[0].week
        broken = late and member.sits_event <= alliance.event_deadline
        broken = broken and share_held(state, a, m) < 1.0
        if not kept and not broken:
            continue
        for other in range(alliance.slots):
            if other != m and state.members[a, other].status == Status.CORE:
                learn_about(state, state.members[a, other].organisation, member.organisation, kept)


@rule
def slowest_member(state: State, a: int) -> int:
    """Organisation whose answer to the present occasion came last, or NOBODY."""
    slowest = NOBODY
    latest = -1
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_asked(state, a, m) and member.answers_event > latest:
            latest = int(member.answers_event)
            slowest = int(member.organisation)
    return slowest


# --- Conflict ----------------------------------------------------------------------------------


@rule
def crossed_item(state: State, a: int, m: int) -> int:
    """Return an agreed item that crosses a member's limit and is brought up this week, or NOBODY.

    Limits are crossed because ideals moved (a shock, learning) or because the member was outvoted.
    What was passed over is brought up again only if it has grown. In the circle nobody is asked;
    supporters leave if the platform is no longer worth it.
    """
    p = state.parameters[0]
    member = state.members[a, m]
    if member.status != Status.CORE:
        return NOBODY
    for j in range(state.alliances[a].items):
        if state.items[a, j].status != ItemStatus.AGREED:
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
def reword(state: State, a: int, j: int, m: int) -> bool:
    """Find a wording that the member's base can accept, once its limit is explained.

    Part of a tolerance is about wording, not content (study IV-Z, EKD). It is freed by explaining,
    once per item; what the member wants stays as it is.
    """
    p = state.parameters[0]
    member = state.members[a, m]
    item = state.items[a, j]
    stance = state.stances[a, j, m]
    if stance.slack > 0.0 or (j == 0 and is_prevention(state, a)):
        return False
    beyond = abs(excess(state, a, j, m))
    freed = p.wording_share * state.views[member.organisation, item.field].tolerance
    make_known(state, a, m)
    if beyond > freed:
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
    record_event(
        state, EventKind.MEDIATED, a, state.members[a, m].organisation, NOBODY, j, item.field,
        before, item.position, 0.0, 0.0,
    )  # fmt: skip
    return True


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


# --- Learn -------------------------------------------------------------------------------------


@rule
def meets_this_week(state: State, a: int) -> bool:
    """Whether this is the week of an alliance's monthly meeting."""
    return bool((state.clock[0].week - state.alliances[a].founded) % MONTH == 0)


@rule
def follow(state: State, a: int, m: int, k: int) -> None:
    """Move a member's ideal in a field towards those of the core that it can follow.

    Bounded confidence (Hegselmann and Krause 2002; Deffuant et al. 2000): one after another, in the
    order of the list. With confidence 0 nobody follows anybody.
    """
    p = state.parameters[0]
    view = state.views[state.members[a, m].organisation, k]
    total = 0.0
    count = 0
    for other in range(state.alliances[a].slots):
        if other != m and state.members[a, other].status == Status.CORE:
            position = state.views[state.members[a, other].organisation, k].position
            if abs(position - view.position) <= p.confidence:
                total += position
                count += 1
    if count > 0:
        view.position += p.learning_rate * (total / count - view.position)


@rule
def exchange_expertise(state: State, a: int, m: int, k: int) -> None:
    """Let a member take expertise in a field over from the most expert of the core."""
    view = state.views[state.members[a, m].organisation, k]
    best = view.expertise
    for other in range(state.alliances[a].slots):
        if state.members[a, other].status == Status.CORE:
            best = max(best, state.views[state.members[a, other].organisation, k].expertise)
    view.expertise += state.parameters[0].exchange_rate * (best - view.expertise)


@rule
def return_to_base(state: State, i: int) -> None:
    """Draw an organisation's ideals back to those of its own members, once a month.

    A stubborn base (Friedkin and Johnsen 1990): with a strong anchor nothing learned stays.
    """
    p = state.parameters[0]
    if state.clock[0].week % MONTH != 0:
        return
    for k in range(state.fields.shape[0]):
        view = state.views[i, k]
        view.position += p.anchor * (view.base_ideal - view.position)


@rule
def concern(state: State, a: int) -> np.ndarray:
    """Return what each field is to an alliance, shape (K,): `UNCONCERNED`, `TOUCHED`, `ON_AGENDA`.

    On the agenda is a field in which an agreed item lies, and in the debate on values that of the
    goal; touched one that such a field touches.
    """
    fields = np.full(state.fields.shape[0], UNCONCERNED, dtype=np.int64)
    debating = state.alliances[a].phase == Phase.VALUES
    for j in range(state.alliances[a].items):
        item = state.items[a, j]
        if item.status == ItemStatus.AGREED or (debating and j == 0):
            fields[item.field] = ON_AGENDA
            for q in range(state.touched.shape[1]):
                touched = state.touched[item.field, q]
                fields[touched] = max(fields[touched], TOUCHED)
    return fields


@rule
def learn(state: State, a: int, m: int, fields: np.ndarray) -> None:
    """Let a core member learn about every field on the agenda, and about those that they touch.

    Parameters
    ----------
    fields
        What each field is to the alliance, as `concern` tells.
    """
    if state.members[a, m].status != Status.CORE:
        return
    for k in range(fields.shape[0]):
        if fields[k] == ON_AGENDA:
            follow(state, a, m, k)
        if fields[k] != UNCONCERNED:
            exchange_expertise(state, a, m, k)


# --- Energy ------------------------------------------------------------------------------------


@rule
def satisfaction(state: State, a: int, m: int) -> float:
    """How satisfied a member is with an alliance this week, [0, 1].

    Growing support and milestones please; hours in meetings and missed occasions do not. Meetings
    cost energy here and hours in `coordinate`; an ablation sets one of the two to 0.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    member = state.members[a, m]
    level = p.satisfaction + p.support_weight * alliance.support_change
    level += p.milestone_weight * recent_milestone(state, a)
    level -= p.meeting_weight * member.held / max(STEP, member.free_hours)
    level -= p.missed_weight * alliance.missed
    return float(max(0.0, min(1.0, level)))


@rule
def recent_milestone(state: State, a: int) -> float:
    """1 for a month after a side item became law, otherwise 0."""
    reached = state.alliances[a].milestone_week
    if reached == NEVER or state.clock[0].week - reached > MONTH:
        return 0.0
    return 1.0


@rule
def feel(state: State, a: int, m: int) -> None:
    """Let a member's energy follow its satisfaction with the alliance."""
    organisation = state.organisations[state.members[a, m].organisation]
    rate = state.parameters[0].energy_adjustment
    organisation.energy += rate * (satisfaction(state, a, m) - organisation.energy)


@rule
def rest(state: State, i: int) -> None:
    """Let an organisation's energy return towards its resting level."""
    p = state.parameters[0]
    organisation = state.organisations[i]
    organisation.energy += p.rest_rate * (p.resting_energy - organisation.energy)


# --- Lead --------------------------------------------------------------------------------------


@rule
def can_take_the_lead(state: State, a: int, m: int) -> bool:
    """Whether a core member has enough hours to hold what the lead has to hold."""
    p = state.parameters[0]
    if p.governance == Governance.ASSEMBLY:
        return True
    free = hours_for(state, state.members[a, m].organisation, Status.CORE)
    needed = hours_of_place(state, a, Status.CORE, True, 0)
    return bool(p.coordination_limit * free >= LEADS_AT_LEAST * needed)


@rule
def take_the_lead(state: State, a: int, m: int) -> None:
    """Make a core member the lead."""
    state.alliances[a].lead = m
    record_event(
        state, EventKind.LEAD_TAKEN_OVER, a, state.members[a, m].organisation, NOBODY, NOBODY,
        state.alliances[a].field, 0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip


# --- Admit -------------------------------------------------------------------------------------


@rule
def admits(state: State, a: int, i: int) -> bool:
    """Whether an alliance takes an applicant in, by its rule; nobody comes in late where closed."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.admission == Admission.CLOSED:
        return False
    if p.admission == Admission.VETTED and alliance.members > alliance.aim:
        return False
    return carries_platform(state, a, i)


@rule
def carries_platform(state: State, a: int, i: int) -> bool:
    """Whether the main goal as agreed lies within an applicant's tolerance."""
    if is_prevention(state, a):
        return True
    ideal = item_ideal(state, i, state.alliances[a].field, item_deviation(state, i, a, 0))
    return bool(
        abs(ideal - state.items[a, 0].position)
        <= tolerance(state, i, state.alliances[a].field, 0.0)
    )


@rule
def refuse(state: State, a: int, m: int) -> None:
    """Turn an applicant down."""
    member = state.members[a, m]
    member.status = Status.REFUSED
    state.alliances[a].refused += 1
    record_event(
        state, EventKind.REFUSED, a, member.organisation, NOBODY, NOBODY,
        state.alliances[a].field, float(state.alliances[a].members), 0.0, 0.0, 0.0,
    )  # fmt: skip
