"""Phase 2, formation (study IV-F): initiate, sound out, join, debate values, set the goal.

Every decision belongs to one organisation. An initiative becomes an alliance when a second
organisation accepts, and public when the platform stands.
"""

import math
from enum import IntEnum

import numpy as np

from sim.agenda import (
    count_objectors,
    drop_item,
    knows_own_limits,
    make_known,
    worth_of_item_and_objectors,
)
from sim.bills import bill_is_pending, bill_of_week, introduce_bill
from sim.compiling import rule
from sim.membership import direction_of, open_alliance, place_of, take_place
from sim.parameters import YEAR
from sim.quantities import (
    added_audience,
    answer_week,
    convenor,
    effective_sectors,
    electorates_reached,
    excess,
    excess_at,
    field_ideal,
    goal_gain,
    hours_for,
    hours_of_place,
    is_member,
    item_deviation,
    item_ideal,
    member_ideal,
    next_sitting,
    perceived_ideal,
    plan_coordination,
    platform_value,
    profile_in,
    share_of_load,
    shared_worth,
    tolerance,
    trust_in,
    unfamiliar,
    votes_by_conviction,
)
from sim.randomness import Stream, exponential, normal, stable_choice, uniform
from sim.state import (
    NEVER,
    NOBODY,
    ORGANISATION_NUMBERS,
    Commitment,
    Debate,
    EventKind,
    FocalGoal,
    FocalSelection,
    Governance,
    ItemStatus,
    Kind,
    Phase,
    SizeDesign,
    State,
    Status,
    record_event,
)

ROUNDS_IF_DISJOINT = 2
"""Rounds of negotiation where the limits that the table knows cannot be met together."""

MOST_SALIENT = 2.0
"""Salience above which a founder expects no more commitment from a partner (mean 1)."""

OUT_OF_REACH = 10.0
"""A position beyond everybody's limits, from which a member's excess leads to its interval."""

EVENNESS = 1e-9
"""Guards comparisons of shares of votes against rounding."""


class Sounding(IntEnum):
    """What a founder does next."""

    WAIT = 0
    ASK = 1
    CLOSE = 2


class Outcome(IntEnum):
    """What a round of negotiation made of an item."""

    AGREED = 0
    MOVED = 1
    DROPPED = 2
    OBJECTORS_GO = 3


# --- Initiate ---------------------------------------------------------------------------------


@rule
def considers_initiating(state: State, i: int) -> bool:
    """Whether an organisation thinks about a new alliance this week: energy, load, a chance."""
    p = state.parameters[0]
    clock = state.clock[0]
    organisation = state.organisations[i]
    if organisation.energy <= p.initiation_energy or organisation.load >= p.load_limit:
        return False
    if clock.week < organisation.pause_until:
        return False
    draw = uniform(clock.seed, Stream.INITIATE, clock.week, i, 0, 0)
    return bool(draw < p.initiation_rate / YEAR)


@rule
def worth_of_goal(state: State, i: int, k: int, kind: int) -> float:
    """What a goal is worth to an organisation this week; 0 where there is none.

    A change: weight x distance of its ideal from the status quo. A prevention: weight x loss that
    the pending bill would bring.
    """
    if kind == Kind.CHANGE:
        return float(weight_of_goal(state, i, k, kind) * abs(field_ideal(state, i, k)))
    if not bill_is_pending(state, k):
        return 0.0
    return worth_of_prevention(state, i, k, state.fields[k].bill_position)


@rule
def weight_of_goal(state: State, i: int, k: int, kind: int) -> float:
    """How much weight a kind of goal has for an organisation this week: salience x attention.

    It varies by chance from half to one and a half times.
    """
    clock = state.clock[0]
    chance = 0.5 + uniform(clock.seed, Stream.ISSUE, clock.week, i, k, kind)
    return float(state.views[i, k].salience * state.fields[k].attention * chance)


@rule
def worth_of_prevention(state: State, i: int, k: int, bill: float) -> float:
    """What it is worth to an organisation to prevent a bill at a position."""
    weight = weight_of_goal(state, i, k, Kind.PREVENTION.value)
    return float(weight * goal_gain(Kind.PREVENTION.value, field_ideal(state, i, k), bill))


@rule
def needs_no_alliance(state: State, i: int, k: int, kind: int) -> bool:
    """Whether the goal has its majority already (study III: unreachable alone); a switch.

    A demand meets the objections of the fields it touches, which nobody has answered yet.
    """
    if kind == Kind.PREVENTION:
        return fails_anyway(state, k, state.fields[k].bill_position)
    p = state.parameters[0]
    if p.majority_check == 0:
        return False
    objections = p.objection_weight * state.touched.shape[1]
    votes = votes_by_conviction(state, k, field_ideal(state, i, k), objections)
    return bool(2 * votes > state.legislators.shape[0])


@rule
def fails_anyway(state: State, k: int, bill: float) -> bool:
    """Whether a bill at a position has no majority, so that nobody needs to prevent it."""
    if state.parameters[0].majority_check == 0:
        return False
    return bool(2 * votes_by_conviction(state, k, bill, 0.0) <= state.legislators.shape[0])


@rule
def choose_goal(state: State, i: int) -> int:
    """Return the goal worth most to an organisation, as 2 k + kind; NOBODY if none is worth it."""
    best = state.parameters[0].initiation_threshold
    chosen = NOBODY
    for k in range(state.fields.shape[0]):
        for kind in range(2):
            worth = worth_of_goal(state, i, k, kind)
            if worth <= best or pursues_already(state, i, k, kind):
                continue
            if not needs_no_alliance(state, i, k, kind):
                best = worth
                chosen = 2 * k + kind
    return chosen


@rule
def pursues_already(state: State, i: int, k: int, kind: int) -> bool:
    """Whether an organisation belongs to a live alliance, or initiative, for the same goal."""
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        if state.alliances[a].field != k or state.alliances[a].kind != kind:
            continue
        m = place_of(state, a, i)
        if m != NOBODY and is_member(state.members[a, m].status):
            return True
    return False


@rule
def draft_of_goal(state: State, i: int, k: int, kind: int) -> float:
    """Position that an organisation would put forward: its ideal, or the bill it rejects."""
    if kind == Kind.PREVENTION:
        return float(state.fields[k].bill_position)
    return field_ideal(state, i, k)


@rule
def find_existing(state: State, i: int, k: int, kind: int) -> int:
    """Return the public alliance for this goal that an organisation gains most from and knows of.

    It must pull the same way, lie within the organisation's tolerance, and be known: through a
    contact among its members, or because its outreach has come to the organisation's own segment.
    """
    way = direction_of(kind, draft_of_goal(state, i, k, kind))
    best = 0.0
    found = NOBODY
    for place in range(state.clock[0].live):
        a = int(state.live[place])
        alliance = state.alliances[a]
        same = alliance.field == k and alliance.kind == kind and alliance.direction == way
        if not same or not alliance.public or place_of(state, a, i) != NOBODY:
            continue
        ideal = item_ideal(state, i, k, item_deviation(state, i, a, 0))
        position = state.items[a, 0].position
        if kind == Kind.CHANGE and abs(ideal - position) > tolerance(state, i, k, 0.0):
            continue
        value = goal_gain(kind, ideal, position)
        if value > best and knows_of(state, i, a):
            best = value
            found = a
    return found


@rule
def knows_of(state: State, i: int, a: int) -> bool:
    """Whether an organisation has heard of a public alliance: by a contact, or by its outreach."""
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status) and trust_in(state, i, member.organisation) > 0.0:
            return True
    clock = state.clock[0]
    heard = state.exposure[a, state.organisations[i].segment]
    chance = 1.0 - math.exp(-heard / state.parameters[0].half_response)
    draw = uniform(clock.seed, Stream.AWARE, clock.week, i, state.alliances[a].key, 0)
    return bool(draw < chance)


@rule
def found_initiative(state: State, i: int, k: int, kind: int) -> int:
    """Found an initiative for a goal; the state must have room for one alliance more."""
    a = open_alliance(state, i, k, kind, draft_of_goal(state, i, k, kind))
    record_event(
        state, EventKind.INITIATIVE, a, i, NOBODY, 0, k,
        float(kind), state.alliances[a].draft, state.views[i, k].salience, 0.0,
    )  # fmt: skip
    return a


@rule
def apply_to(state: State, i: int, a: int) -> int:
    """Ask a public alliance for admission; one's own body has to sit first."""
    week = state.clock[0].week
    sits = next_sitting(state, i, week, state.alliances[a].key, 0)
    m = take_place(state, a, i, Status.APPLIED, sits)
    if m != NOBODY:
        state.alliances[a].applications += 1
        record_event(
            state, EventKind.APPLIED, a, i, NOBODY, 0, state.alliances[a].field,
            float(sits), 0.0, 0.0, 0.0,
        )  # fmt: skip
    return m


# --- The focal alliance of a design ------------------------------------------------------------


@rule
def starts_focal_alliance(state: State) -> bool:
    """Whether this week begins with the start of the focal alliance: the first one of a design."""
    world_wide = state.parameters[0].size_design == SizeDesign.WORLD_WIDE
    return bool(state.clock[0].week == 0 and not world_wide)


@rule
def find_focal_founder(state: State) -> int:
    """Return the organisation drawn to start the focal alliance, or the next that has a goal.

    The draw knows nothing of sizes, rules or designs, and one organisation more in the world hardly
    changes it. NOBODY where no organisation has such a goal.
    """
    count = state.organisations.shape[0]
    first = stable_choice(uniform(state.clock[0].seed, Stream.FOCAL, 0, 0, 0, 0), count)
    for q in range(count):
        i = (first + q) % count
        if choose_focal_goal(state, i) != NOBODY:
            return i
    return NOBODY


@rule
def choose_focal_goal(state: State, i: int) -> int:
    """Return the wanted goal worth most to an organisation, as 2 k + kind; NOBODY if there is none.

    It need not be worth an alliance of its own accord: the design asks for one.
    """
    best = 0.0
    chosen = NOBODY
    for k in range(state.fields.shape[0]):
        for kind in range(2):
            worth = worth_of_focal_goal(state, i, k, kind)
            if worth > best and is_wanted(state, kind):
                best = worth
                chosen = 2 * k + kind
    return chosen


@rule
def is_wanted(state: State, kind: int) -> bool:
    """Whether the design asks for a focal alliance of this kind."""
    wanted = state.parameters[0].focal_goal
    if wanted == FocalGoal.ANY:
        return True
    return bool((wanted == FocalGoal.PREVENTION) == (kind == Kind.PREVENTION))


@rule
def worth_of_focal_goal(state: State, i: int, k: int, kind: int) -> float:
    """What a goal is worth to who starts the focal alliance; 0 where nobody needs an alliance."""
    if kind == Kind.CHANGE:
        return 0.0 if needs_no_alliance(state, i, k, kind) else worth_of_goal(state, i, k, kind)
    bill = focal_bill(state, k)
    return 0.0 if fails_anyway(state, k, bill) else worth_of_prevention(state, i, k, bill)


@rule
def focal_bill(state: State, k: int) -> float:
    """Return the position of the bill that the focal alliance could prevent; 0 where there is none.

    One that is pending; where the design asks for a prevention, otherwise the one that somebody
    would propose this week.
    """
    if bill_is_pending(state, k):
        return float(state.fields[k].bill_position)
    if state.parameters[0].focal_goal == FocalGoal.PREVENTION:
        return bill_of_week(state, k)
    return 0.0


@rule
def bring_focal_bill(state: State, k: int, kind: int) -> None:
    """Bring the bill before parliament that the focal alliance is to prevent, if none is there."""
    if kind == Kind.PREVENTION and not bill_is_pending(state, k):
        introduce_bill(state, k, focal_bill(state, k))


@rule
def make_focal(state: State, a: int) -> None:
    """Make an initiative the focal one, whose founder aims at a size of its own.

    The founder starts nothing else this week: an alliance is known by its founder and its week.
    """
    alliance = state.alliances[a]
    alliance.focal = 1
    alliance.aim = state.parameters[0].target_partners
    state.organisations[alliance.founder].pause_until = state.clock[0].week + 1


@rule
def has_assigned_size(state: State, a: int) -> bool:
    """Whether an alliance's size is set by the design: the focal one, where it is assigned."""
    assigned = state.parameters[0].size_design == SizeDesign.ASSIGNED
    return bool(state.alliances[a].focal != 0 and assigned)


@rule
def asks_at_random(state: State, a: int) -> bool:
    """Whether a founder draws whom it asks: the focal one, where selection is random."""
    at_random = state.parameters[0].focal_selection == FocalSelection.RANDOM
    return bool(state.alliances[a].focal != 0 and at_random)


@rule
def is_full(state: State, a: int) -> bool:
    """Whether an alliance whose size is set has all its members: then it takes in nobody else."""
    alliance = state.alliances[a]
    return bool(has_assigned_size(state, a) and alliance.members > alliance.aim)


@rule
def nobody_is_left(state: State, a: int) -> bool:
    """Whether an alliance has asked everybody: all are on its list, or the list is full.

    Every wave that asks somebody takes a place. So with as many waves as places, the founder's own
    included, one of them found nobody, and another would not either.
    """
    alliance = state.alliances[a]
    room = min(state.organisations.shape[0], state.members.shape[1])
    return bool(alliance.slots >= room or alliance.wave >= alliance.slots)


# --- Identify and sound out -------------------------------------------------------------------


@rule
def reachable(state: State, i: int, number: int) -> int:
    """Return the organisation behind the number-th door that a founder can knock at.

    First its ties, then a few strangers it has come across; these stay the same for a founder, and
    one organisation more in the world changes hardly any of them. NOBODY after the last door.
    """
    ties = int(state.organisations[i].ties)
    if number < ties:
        return int(state.ties[i, number].partner)
    if number >= ties + state.parameters[0].strangers:
        return NOBODY
    share = uniform(state.clock[0].seed, Stream.STRANGER, 0, i, 0, number - ties)
    return stable_choice(share, state.organisations.shape[0])


@rule
def partners_within_reach(state: State, a: int, founder: int) -> np.ndarray:
    """Return those whom a founder can ask and who are not on the alliance's list, each once.

    They stand behind its doors. Where the size is set, or the selection random, the doors are open
    to the whole world.
    """
    if has_assigned_size(state, a) or asks_at_random(state, a):
        return everybody_else(state, a)
    doors = int(state.organisations[founder].ties + state.parameters[0].strangers)
    found = np.empty(doors, dtype=np.int64)
    count = 0
    for number in range(doors):
        i = reachable(state, founder, number)
        known = i == founder or place_of(state, a, i) != NOBODY
        for earlier in range(count):
            known = known or found[earlier] == i
        if not known:
            found[count] = i
            count += 1
    return found[:count]


@rule
def everybody_else(state: State, a: int) -> np.ndarray:
    """Return all organisations that are not on an alliance's list, in the order of their rows."""
    listed = np.zeros(state.organisations.shape[0], dtype=np.int64)
    for m in range(state.alliances[a].slots):
        listed[state.members[a, m].organisation] = 1
    found = np.empty(listed.shape[0], dtype=np.int64)
    count = 0
    for i in range(listed.shape[0]):
        if listed[i] == 0:
            found[count] = i
            count += 1
    return found[:count]


@rule
def uncovered(state: State, heard: np.ndarray, i: int) -> float:
    """Audience that an organisation adds to the reach already heard per segment; reach units."""
    total = 0.0
    for s in range(heard.shape[0]):
        total += state.audiences[i, s] * math.exp(-heard[s])
    return total


@rule
def hear(state: State, heard: np.ndarray, i: int) -> None:
    """Add an organisation's reach to that heard per segment, shape (S,)."""
    for s in range(heard.shape[0]):
        heard[s] += state.audiences[i, s]


@rule
def judge_partner(state: State, a: int, i: int, uncovered: float) -> float:
    """How much a founder wants an organisation: for itself, and for audience not yet covered.

    Presets of the weights (random, ties, fit, coverage) are configurations; networks of policy
    actors form along ties rather than likeness (Leifeld and Schneider 2012).

    Parameters
    ----------
    uncovered
        Audience that the organisation adds to those covered or asked already; reach units.
    """
    return judge_alone(state, a, i) + weight_of_coverage(state, a) * uncovered


@rule
def weight_of_coverage(state: State, a: int) -> float:
    """Weight of audience not yet covered; none where those who are asked are drawn."""
    if asks_at_random(state, a):
        return 0.0
    return float(state.parameters[0].coverage_weight)


@rule
def judge_alone(state: State, a: int, i: int) -> float:
    """How much a founder wants an organisation, whoever else is asked: trust, fit, chance.

    Chance alone where the selection is random, whatever the weights are.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    chance = normal(state.clock[0].seed, Stream.ASK, alliance.founded, i, alliance.key, 0)
    if asks_at_random(state, a):
        return chance
    asker = convenor(state, a)
    k = alliance.field
    ideal = perceived_ideal(state, asker, i, k)
    fit = min(MOST_SALIENT, state.views[i, k].salience)
    fit *= goal_gain(alliance.kind, ideal, state.items[a, 0].position)
    trust = trust_in(state, asker, i)
    return float(p.tie_weight * trust + p.fit_weight * fit + p.chance_weight * chance)


@rule
def number_to_ask(state: State, a: int) -> int:
    """How many organisations a founder asks at once: a surplus over the partners still missing.

    Just these where the size is set.
    """
    missing = int(state.alliances[a].aim + 1 - state.alliances[a].members)
    if has_assigned_size(state, a):
        return max(0, missing)
    return max(0, math.ceil(state.parameters[0].asking_surplus * missing))


@rule
def begin_wave(state: State, a: int) -> None:
    """Begin another wave of asking."""
    state.alliances[a].wave += 1
    state.alliances[a].wave_since = state.clock[0].week


@rule
def invite(state: State, a: int, i: int) -> int:
    """Ask an organisation to join; it answers when its own body has sat."""
    week = state.clock[0].week
    sits = next_sitting(state, i, week, state.alliances[a].key, 0)
    m = take_place(state, a, i, Status.ASKED, max(sits, week + 1))
    if m != NOBODY:
        record_event(
            state, EventKind.ASKED, a, i, convenor(state, a), 0,
            state.alliances[a].field, float(sits), 0.0, 0.0, 0.0,
        )  # fmt: skip
    return m


@rule
def next_step_of_sounding(state: State, a: int) -> int:
    """Wait for answers, ask again, or close: target met, waves used up, or no time left.

    A founder does not wait for ever; who answers later may still come, to a text that the others
    have begun or finished. Where the size is set, it asks in as many waves as it takes.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if alliance.members > alliance.aim:
        return Sounding.CLOSE.value
    deadline = state.fields[alliance.field].bill_deadline
    hurry = alliance.kind == Kind.PREVENTION and (deadline - state.clock[0].week < p.asking_reserve)
    if hurry and alliance.members >= 2:
        return Sounding.CLOSE.value
    if state.clock[0].week - alliance.wave_since < p.asking_patience:
        for m in range(alliance.slots):
            if state.members[a, m].status == Status.ASKED:
                return Sounding.WAIT.value
    if hurry or has_asked_enough(state, a):
        return Sounding.CLOSE.value
    return Sounding.ASK.value


@rule
def has_asked_enough(state: State, a: int) -> bool:
    """Whether a founder asks no more: its waves are used up or, with a set size, nobody is left."""
    if has_assigned_size(state, a):
        return nobody_is_left(state, a)
    return bool(state.alliances[a].wave >= state.parameters[0].asking_waves)


# --- Join? One rule for invitation, admission and staying --------------------------------------


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
    position = expected_position(state, a, ideal, others) + belief_error(state, i, a)
    weight = expected_main_weight(state, a)
    value = 0.0
    if text_is_open(state, a):
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
    if spread == 0.0 or alliance.kind == Kind.PREVENTION or i == alliance.founder:
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
    """What counts of an expected value: by trust in who leads, own audience added, and energy."""
    p = state.parameters[0]
    contact = convenor(state, a)
    trusted = 1.0 if contact == i else p.stranger_trust + trust_in(state, i, contact)
    difference = min(1.0, p.followers_share + added_audience(state, a, i, belongs))
    energy = state.organisations[i].energy / p.resting_energy
    return float(value * trusted * difference * energy)


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
    free = max(0.0, organisation.free_hours - organisation.network_hours)
    available = free * share_of_load(state, status) / load
    hours = hours_of_place(state, a, status, False, 1)
    value = expected_value(state, i, a, False)
    return appeal(state, i, a, value, False), price(state, hours, available)


@rule
def weigh_staying(state: State, a: int, m: int) -> tuple[float, float]:
    """Return appeal and price of staying; hours already given count as far as `sunk_cost` says.

    Where its size is set, members stay as they have come: whenever they gain.
    """
    member = state.members[a, m]
    i = int(member.organisation)
    value = (
        platform_value(state, a, m)
        if state.alliances[a].public
        else expected_value(state, i, a, True)
    )
    if has_assigned_size(state, a):
        return value, 0.0
    if state.alliances[a].public:
        value *= profile_in(state, a, m)
    available = hours_for(state, i, member.status)
    # What it has to coordinate this week; who leads does not count what a coordinator does for it.
    hours = float(member.needed)
    if state.alliances[a].phase == Phase.SOUNDING:
        hours = hours_of_place(state, a, member.status, m == state.alliances[a].lead, 0)
    weeks = max(1, state.clock[0].week - member.joined)
    given = member.hours / (weeks * max(available, EVENNESS))
    sunk = state.parameters[0].sunk_cost * given
    return appeal(state, i, a, value, True) + sunk, price(state, hours, available)


# --- Values debate -----------------------------------------------------------------------------


@rule
def begin_phase(state: State, a: int, phase: int) -> None:
    """Let an alliance enter the next phase of its life."""
    alliance = state.alliances[a]
    alliance.phase = phase
    alliance.phase_since = state.clock[0].week
    record_event(
        state, EventKind.PHASE_BEGINS, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(alliance.phase), float(alliance.members), 0.0, 0.0,
    )  # fmt: skip


@rule
def disclose_on_joining(state: State, a: int, m: int) -> None:
    """Let a newcomer tell its limits if the ground rules ask for it and it trusts who asked it."""
    member = state.members[a, m]
    alliance = state.alliances[a]
    if state.parameters[0].disclose_red_lines == 0 or not knows_own_limits(state, a, m):
        return
    draw = uniform(
        state.clock[0].seed, Stream.EXPLAIN, alliance.founded, member.organisation, alliance.key, 0
    )
    if draw < trust_in(state, member.organisation, convenor(state, a)):
        make_known(state, a, m)


@rule
def debate_week(state: State, a: int, m: int) -> None:
    """In a week of debate a member's limits become known with a fixed chance; nothing else does."""
    member = state.members[a, m]
    clock = state.clock[0]
    if not knows_own_limits(state, a, m):
        return
    chance = 1.0 - math.exp(-1.0 / state.parameters[0].disclosure_weeks)
    key = state.alliances[a].key
    if uniform(clock.seed, Stream.DEBATE, clock.week, member.organisation, key, 0) < chance:
        make_known(state, a, m)


@rule
def could_live_with_draft(state: State, a: int, m: int) -> bool:
    """Whether the goal that is to be expected lies within what a member could ever accept.

    So does every further point that the debate is about.
    """
    member = state.members[a, m]
    ideal = member_ideal(state, a, 0, m)
    for number in range(state.parameters[0].value_points):
        if not lives_with_value_point(state, a, m, number):
            return False
    if state.alliances[a].kind == Kind.PREVENTION:
        return bool(goal_gain(Kind.PREVENTION, ideal, state.items[a, 0].position) > 0.0)
    rounds = state.parameters[0].rounds - 1
    widest = tolerance(state, member.organisation, state.items[a, 0].field, rounds)
    return bool(abs(ideal - expected_goal(state, a)) <= widest)


@rule
def lives_with_value_point(state: State, a: int, m: int, number: int) -> bool:
    """Whether a member can live with where the others stand on a point besides the goal.

    Where it cannot even with all the patience of a negotiation, it belongs elsewhere (study IV-F:
    every further point narrows the alliance).
    """
    k = value_point(state, a, number)
    if k == NOBODY:
        return True
    total = 0.0
    for other in range(state.alliances[a].slots):
        if is_member(state.members[a, other].status):
            total += field_ideal(state, state.members[a, other].organisation, k)
    i = int(state.members[a, m].organisation)
    distance = abs(field_ideal(state, i, k) - total / max(1, state.alliances[a].members))
    return bool(distance <= tolerance(state, i, k, state.parameters[0].rounds - 1))


@rule
def value_point(state: State, a: int, number: int) -> int:
    """Field of a point put up for debate: what matters most to the founder besides its goal.

    NOBODY if the world has no further field.
    """
    i = int(state.alliances[a].founder)
    before = math.inf
    found = NOBODY
    for _ in range(number + 1):
        best = -1.0
        found = NOBODY
        for k in range(state.fields.shape[0]):
            salience = state.views[i, k].salience
            if k != state.alliances[a].field and best < salience < before:
                best = salience
                found = k
        if found == NOBODY:
            return NOBODY
        before = best
    return found


@rule
def expected_goal(state: State, a: int) -> float:
    """Where the debate sees the main goal going: the core's mean, or the draft if it is closed."""
    if position_is_fixed(state, a, 0):
        return float(state.items[a, 0].position)
    total = 0.0
    core = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += member_ideal(state, a, 0, m)
            core += 1
    return total / max(1, core)


@rule
def debate_is_over(state: State, a: int) -> bool:
    """A time-boxed debate ends by the calendar, an open-ended one when all limits are known.

    Nobody waits for those who do not know their own limits: they have nothing to tell.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if p.values_debate == Debate.TIME_BOXED:
        return bool(state.clock[0].week - alliance.phase_since >= p.debate_weeks - 1)
    for m in range(alliance.slots):
        silent = state.members[a, m].status == Status.CORE and not state.members[a, m].known
        if silent and knows_own_limits(state, a, m):
            return False
    return True


# --- Set the goal ------------------------------------------------------------------------------


@rule
def number_of_items(state: State, a: int, m: int) -> int:
    """How many items a member brings: the mean, rounded up or down by chance."""
    mean = state.parameters[0].items_per_member
    alliance = state.alliances[a]
    draw = uniform(
        state.clock[0].seed,
        Stream.BRING_ITEM,
        alliance.founded,
        state.members[a, m].organisation,
        alliance.key,
        0,
    )
    return int(mean) + int(draw < mean - int(mean))


@rule
def bring_items(state: State, a: int, m: int) -> None:
    """A core member brings what matters most to it besides the main goal, while there is room."""
    i = int(state.members[a, m].organisation)
    for q in range(number_of_items(state, a, m)):
        if state.alliances[a].items < state.items.shape[1]:
            k = next_concern(state, a, i)
            if k != NOBODY:
                add_item(state, a, m, k, q)


@rule
def next_concern(state: State, a: int, i: int) -> int:
    """Field with the largest salience x |ideal| for which the organisation brought no item yet."""
    best = 0.0
    found = NOBODY
    for k in range(state.fields.shape[0]):
        worth = state.views[i, k].salience * abs(field_ideal(state, i, k))
        if worth > best and not brought_already(state, a, i, k):
            best = worth
            found = k
    return found


@rule
def brought_already(state: State, a: int, i: int, k: int) -> bool:
    """Whether a field is the main goal's, or an organisation has brought an item of it."""
    for j in range(state.alliances[a].items):
        item = state.items[a, j]
        if item.field == k and (j == 0 or item.brought_by == i):
            return True
    return False


@rule
def add_item(state: State, a: int, m: int, k: int, q: int) -> None:
    """Put a member's item on the agenda, with a load on the basic values of its own."""
    alliance = state.alliances[a]
    i = int(state.members[a, m].organisation)
    j = int(alliance.items)
    alliance.items += 1
    item = state.items[a, j]
    item.field = k
    item.number = 1 + i * ORGANISATION_NUMBERS + q
    item.status = ItemStatus.OPEN
    item.brought_by = i
    draw_loads(state, a, j)
    for other in range(alliance.slots):
        state.stances[a, j, other].deviation = item_deviation(
            state, state.members[a, other].organisation, a, j
        )
        state.stances[a, j, other].signs = int(is_member(state.members[a, other].status))
        item.signers += state.stances[a, j, other].signs
    item.position = member_ideal(state, a, j, m)
    record_event(
        state, EventKind.ITEM_PROPOSED, a, i, NOBODY, j, k,
        item.position, 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def draw_loads(state: State, a: int, j: int) -> None:
    """Draw how much an item is about freedom, justice and sustainability (a flat simplex)."""
    item = state.items[a, j]
    alliance = state.alliances[a]
    seed = state.clock[0].seed
    first = 8 * item.number
    freedom = exponential(
        uniform(seed, Stream.BRING_ITEM, alliance.founded, 0, alliance.key, first), 1.0
    )
    justice = exponential(
        uniform(seed, Stream.BRING_ITEM, alliance.founded, 0, alliance.key, first + 1), 1.0
    )
    sustainability = exponential(
        uniform(seed, Stream.BRING_ITEM, alliance.founded, 0, alliance.key, first + 2), 1.0
    )
    total = max(EVENNESS, freedom + justice + sustainability)
    item.freedom = freedom / total
    item.justice = justice / total
    item.sustainability = sustainability / total


@rule
def position_is_fixed(state: State, a: int, j: int) -> bool:
    """A bill cannot be reworded by its opponents, nor a draft that is not open to the others."""
    if j != 0:
        return False
    return bool(state.alliances[a].kind == Kind.PREVENTION or state.parameters[0].open_text == 0)


@rule
def propose(state: State, a: int, j: int) -> None:
    """Propose a position: between the core's mean ideal and the founder's, within known limits.

    A moderator proposes the point that is least beyond everybody's limits instead.
    """
    if position_is_fixed(state, a, j):
        return
    weight = state.parameters[0].founder_weight
    total = 0.0
    core = 0
    founder = 0.0
    founder_is_there = False
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += member_ideal(state, a, j, m)
            core += 1
            if state.members[a, m].organisation == state.alliances[a].founder:
                founder = member_ideal(state, a, j, m)
                founder_is_there = True
    if core == 0:
        return
    position = total / core
    if state.parameters[0].moderation:
        state.items[a, j].position = moderated_position(state, a, j, position)
        return
    if founder_is_there:
        position = (1.0 - weight) * position + weight * founder
    state.items[a, j].position = within_known_limits(state, a, j, position)


@rule
def moderated_position(state: State, a: int, j: int, start: float) -> float:
    """Position with the least total excess over the core, as one hears it who is trusted by all.

    The total is a sum of convex pieces with corners at the ends of the members' intervals, so the
    least is at such an end, or at `start` already. Of equal ones the first.
    """
    best = start
    least = total_excess(state, a, j, start)
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status != Status.CORE:
            continue
        # Where its interval begins: from beyond either end, what it wants leads just there.
        for far in (-OUT_OF_REACH, OUT_OF_REACH):
            end = far + excess_at(state, a, j, m, far)
            total = total_excess(state, a, j, end)
            if total < least - EVENNESS:
                least = total
                best = end
    return best


@rule
def total_excess(state: State, a: int, j: int, position: float) -> float:
    """How far a position on an item lies beyond the limits of the core, summed; position units."""
    total = 0.0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += abs(excess_at(state, a, j, m, position))
    return total


@rule
def known_limits(state: State, a: int, j: int, rounds: int) -> tuple[float, float]:
    """Intersection of the intervals that the table knows; empty if the first exceeds the second.

    Parameters
    ----------
    rounds
        Rounds of negotiation on the item, which widen the intervals.
    """
    low = -math.inf
    high = math.inf
    item = state.items[a, j]
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if member.status == Status.CORE and member.known:
            ideal = member_ideal(state, a, j, m)
            limit = tolerance(state, member.organisation, item.field, rounds)
            limit += state.stances[a, j, m].slack
            low = max(low, ideal - limit)
            high = min(high, ideal + limit)
    return low, high


@rule
def within_known_limits(state: State, a: int, j: int, position: float) -> float:
    """Move a position to where it meets the limits that are known, or comes closest to both."""
    low, high = known_limits(state, a, j, state.items[a, j].rounds)
    if low > high:
        return 0.5 * (low + high)
    return max(low, min(high, position))


@rule
def circulates(state: State, a: int, j: int) -> bool:
    """Whether an item is in this round: all open ones together, or one after another."""
    if state.items[a, j].status != ItemStatus.OPEN:
        return False
    if state.parameters[0].items_in_parallel:
        return True
    for earlier in range(j):
        if state.items[a, earlier].status == ItemStatus.OPEN:
            return False
    return True


@rule
def open_round(state: State, a: int) -> None:
    """Circulate the open items; every core member answers when its own body has sat."""
    alliance = state.alliances[a]
    alliance.rounds_held += 1
    alliance.round_opened = state.clock[0].week
    for m in range(alliance.slots):  # without a debate nothing has been coordinated yet
        if state.members[a, m].status == Status.CORE and state.members[a, m].needed == 0.0:
            plan_coordination(state, a, m)
    for m in range(alliance.slots):
        member = state.members[a, m]
        if member.status == Status.CORE:
            member.answers_round = answer_week(state, a, m, alliance.rounds_held)
    record_event(
        state, EventKind.ROUND_OPENS, a, convenor(state, a), NOBODY, NOBODY, alliance.field,
        float(alliance.rounds_held), float(end_of_round(state, a)), 0.0, 0.0,
    )  # fmt: skip


@rule
def end_of_round(state: State, a: int) -> int:
    """Week in which the round ends: the slowest of those in the core has answered.

    Where silence counts as consent, it ends after that many weeks at the latest. Nobody waits for
    who has left.
    """
    alliance = state.alliances[a]
    last = alliance.round_opened + 1
    for m in range(alliance.slots):
        if state.members[a, m].status == Status.CORE:
            last = max(last, state.members[a, m].answers_round)
    return int(min(last, alliance.round_opened + state.parameters[0].silence_weeks))


@rule
def anybody_was_asked(state: State, a: int) -> bool:
    """Whether somebody in the core was asked in this round; not if all of them have left."""
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if member.status == Status.CORE and member.answers_round >= state.alliances[a].round_opened:
            return True
    return False


@rule
def objects_to(state: State, a: int, j: int, m: int) -> bool:
    """Whether a core member that has answered objects to a position outside its interval.

    It goes by how it reads the text, and by limits of its own that it is clear about.
    """
    member = state.members[a, m]
    if member.status != Status.CORE or member.answers_round == NEVER:
        return False
    if member.answers_round > state.clock[0].week or not knows_own_limits(state, a, m):
        return False
    return bool(excess_at(state, a, j, m, position_as_read(state, a, j, m)) != 0.0)


@rule
def position_as_read(state: State, a: int, j: int, m: int) -> float:
    """Position that a member reads into the text of this round; a bill reads the same to all.

    Words mean different things in different houses; the error falls with the hours that went into
    manners and rules (study IV-F, Fridays for Future).
    """
    item = state.items[a, j]
    spread = state.parameters[0].misreading
    if spread == 0.0 or (j == 0 and state.alliances[a].kind == Kind.PREVENTION):
        return float(item.position)
    alliance = state.alliances[a]
    member = state.members[a, m]
    seed = state.clock[0].seed
    error = normal(
        seed, Stream.READING, alliance.round_opened, member.organisation, alliance.key, item.number
    )
    return float(item.position + spread * unfamiliar(state, a, m) * error)


@rule
def clear_objections(state: State, a: int, j: int) -> None:
    """Begin a round's count of objections to an item anew."""
    for m in range(state.alliances[a].slots):
        state.stances[a, j, m].objects = 0


@rule
def objecting_places(state: State, a: int, j: int) -> np.ndarray:
    """Return the places of the core members who object to an item."""
    places = np.empty(state.alliances[a].slots, dtype=np.int64)
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and state.stances[a, j, m].objects:
            places[count] = m
            count += 1
    return places[:count]


@rule
def raise_objection(state: State, a: int, j: int, m: int) -> None:
    """Enter an objection; by objecting a member may make its limits known, or opt out."""
    p = state.parameters[0]
    item = state.items[a, j]
    member = state.members[a, m]
    stance = state.stances[a, j, m]
    stance.objects = 1
    record_event(
        state, EventKind.OBJECTION, a, member.organisation, NOBODY, j, item.field,
        item.position, abs(excess(state, a, j, m)),
        float(state.views[member.organisation, item.field].red_line),
        float(state.alliances[a].rounds_held),
    )  # fmt: skip
    clock = state.clock[0]
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.EXPLAIN, clock.week, member.organisation, key, item.number)
    if draw < p.objection_informs:
        make_known(state, a, m)
    if p.commitment == Commitment.DIFFERENTIATED and j != 0:
        opt_out(state, a, j, m)


@rule
def opt_out(state: State, a: int, j: int, m: int) -> None:
    """A member does not sign an item, and no longer stands in its way (Gilligan 2004)."""
    stance = state.stances[a, j, m]
    stance.objects = 0
    if stance.signs:
        stance.signs = 0
        state.items[a, j].signers -= 1
        record_event(
            state, EventKind.OPTED_OUT, a, state.members[a, m].organisation, NOBODY, j,
            state.items[a, j].field, 0.0, 0.0, 0.0, 0.0,
        )  # fmt: skip


@rule
def settle_item(state: State, a: int, j: int) -> int:
    """End a round for one item: agreed, moved towards the objectors, dropped, or objectors go."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    item = state.items[a, j]
    last = is_last_round(state, a, j)
    item.rounds += 1
    objectors = count_objectors(state, a, j)
    if item.signers < 2 and alliance.members >= 2:
        drop_item(state, a, j, 0.0, 0.0)
        return Outcome.DROPPED.value
    if objectors <= (1.0 - p.quorum) * alliance.core + EVENNESS:
        agree_item(state, a, j, objectors)
        return Outcome.AGREED.value
    if not last:
        remember_position(state, a, j, objectors)
        if p.moderation:
            item.position = moderated_position(state, a, j, item.position)
        else:
            moved = item.position + mean_excess(state, a, j)
            item.position = within_known_limits(state, a, j, moved)
        return Outcome.MOVED.value
    if j != 0:
        worth, loss = worth_of_item_and_objectors(state, a, j)
        if worth < loss or worth <= 0.0:
            drop_item(state, a, j, worth, loss)
            return Outcome.DROPPED.value
    agree_item(state, a, j, objectors)
    return Outcome.OBJECTORS_GO.value


@rule
def mean_excess(state: State, a: int, j: int) -> float:
    """Mean move that the objectors want; position units."""
    total = 0.0
    count = 0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and state.stances[a, j, m].objects:
            total += excess(state, a, j, m)
            count += 1
    return total / max(1, count)


@rule
def is_last_round(state: State, a: int, j: int) -> bool:
    """Whether this round on an item is the last: rounds used up, or limits that cannot meet."""
    rounds = state.items[a, j].rounds + 1
    if position_is_fixed(state, a, j) or rounds >= state.parameters[0].rounds:
        return True
    low, high = known_limits(state, a, j, rounds)
    return bool(low > high and rounds >= ROUNDS_IF_DISJOINT)


@rule
def remember_position(state: State, a: int, j: int, objectors: int) -> None:
    """Remember the position of a round to which fewest objected so far; the first holds none."""
    item = state.items[a, j]
    if item.rounds == 1 or objectors <= item.fewest_objectors:
        item.fewest_objectors = objectors
        item.best_position = item.position


@rule
def returns_to_earlier(state: State, a: int, j: int) -> bool:
    """In the last round, go back to an earlier position if fewer object to that one now.

    Otherwise a move towards a few objectors could turn the many into those who have to go.
    """
    item = state.items[a, j]
    if item.rounds == 0 or not is_last_round(state, a, j):
        return False
    before = item.position
    objectors = count_objectors(state, a, j)
    item.position = item.best_position
    fewer = would_object(state, a, j)
    if fewer >= objectors:
        item.position = before
        return False
    record_event(
        state, EventKind.ITEM_RETURNED, a, item.brought_by, NOBODY, j, item.field,
        before, item.position, float(objectors), float(fewer),
    )  # fmt: skip
    return True


@rule
def would_object(state: State, a: int, j: int) -> int:
    """Number of core members who have answered and object to the present position."""
    count = 0
    for m in range(state.alliances[a].slots):
        count += int(objects_to(state, a, j, m))
    return count


@rule
def agree_item(state: State, a: int, j: int, objectors: int) -> None:
    """Put an item into the platform at its present position."""
    item = state.items[a, j]
    item.status = ItemStatus.AGREED
    record_event(
        state, EventKind.ITEM_AGREED, a, item.brought_by, NOBODY, j, item.field,
        item.position, float(item.rounds), float(item.signers), float(objectors),
    )  # fmt: skip


@rule
def open_items(state: State, a: int) -> int:
    """Number of items still under negotiation."""
    count = 0
    for j in range(state.alliances[a].items):
        if state.items[a, j].status == ItemStatus.OPEN:
            count += 1
    return count


@rule
def agree_platform(state: State, a: int) -> None:
    """The platform stands: from now on the alliance is public (study II: public cooperation)."""
    alliance = state.alliances[a]
    week = state.clock[0].week
    alliance.public = 1
    alliance.platform = week
    alliance.platform_size = alliance.members
    alliance.agenda = alliance.items
    alliance.agreed = 0
    for j in range(alliance.items):
        if state.items[a, j].status == ItemStatus.AGREED:
            alliance.agreed += 1
    alliance.agreed_at_platform = alliance.agreed
    alliance.direction = direction_of(alliance.kind, state.items[a, 0].position)
    alliance.ambition = ambition_kept(state, a)
    alliance.platform_sectors = effective_sectors(state, a)
    alliance.platform_reach = electorates_reached(state, a)
    alliance.platform_camps = camp_spread(state, a)
    total = 0.0
    for m in range(alliance.slots):
        if is_member(state.members[a, m].status):
            total += platform_value(state, a, m)
    alliance.value = total / max(1, alliance.members)
    record_event(
        state, EventKind.PLATFORM, a, convenor(state, a), NOBODY, 0, alliance.field,
        float(alliance.agreed), float(alliance.items), float(alliance.members),
        state.items[a, 0].position,
    )  # fmt: skip


@rule
def camp_spread(state: State, a: int) -> float:
    """Standard deviation of the members' camps; how far apart the public places them."""
    total = 0.0
    squares = 0.0
    for m in range(state.alliances[a].slots):
        if is_member(state.members[a, m].status):
            camp = state.organisations[state.members[a, m].organisation].camp
            total += camp
            squares += camp * camp
    count = max(1, state.alliances[a].members)
    return math.sqrt(max(0.0, squares / count - (total / count) ** 2))


@rule
def ambition_kept(state: State, a: int) -> float:
    """Agreed distance from the status quo relative to members' ideals, over the agreed items.

    1 where the platform goes as far as those want in the mean who want to go its way; a bill to
    prevent counts 1.
    """
    alliance = state.alliances[a]
    kept = 0.0
    wanted = 0.0
    for j in range(alliance.items):
        item = state.items[a, j]
        if item.status != ItemStatus.AGREED or (j == 0 and alliance.kind == Kind.PREVENTION):
            continue
        way = 1.0 if item.position > 0.0 else -1.0
        for m in range(alliance.slots):
            if is_member(state.members[a, m].status):
                ideal = way * member_ideal(state, a, j, m)
                if ideal > 0.0:
                    kept += abs(item.position)
                    wanted += ideal
    if wanted <= 0.0:
        return 1.0
    return kept / wanted
