"""The state of a world as NumPy records; the only place that knows the memory layout.

One row per organisation, alliance, field, legislator and party; two-dimensional where things belong
to each other (an alliance's members, an organisation's view of a field). Scalars stand in records,
and whatever has a size that a parameter changes is an array, so the types never change and a
compiled rule serves every world. A record handed to a rule is written in place.

A rule takes the whole `State`, which is handed over as one pointer (see `sim.native`): half a
microsecond from Python, and nothing between compiled rules.
"""

import dataclasses
from enum import IntEnum
from typing import Any, ClassVar

import numpy as np

from sim.compiling import rule
from sim.native import ArraysType, Slot, block_of
from sim.parameters import RECORD, Parameters

NOBODY = -1
"""Stands for "no organisation", "no member", "no item" wherever a row is expected."""

NEVER = -1
"""Stands for "has not happened" wherever a week is expected."""

ORGANISATION_NUMBERS = 16
"""Numbers per organisation in the addresses of items: more than one member can ever bring."""

MOST_ITEMS = 10
"""Items that a member can bring at most; a founder's numbers beyond are those of steps."""


class Governance(IntEnum):
    """Who talks to whom; in the order of the choices of `collaboration.governance`."""

    ASSEMBLY = 0
    LEAD = 1
    CORE = 2


class LeadChoice(IntEnum):
    """Who leads after the sounding; in the order of the choices of `collaboration.lead_choice`."""

    FOUNDER = 0
    MOST_HOURS = 1


class Explanation(IntEnum):
    """When limits are explained; in the order of the choices of `collaboration.explanation`."""

    NONE = 0
    CONFLICT = 1
    ALWAYS = 2


class Debate(IntEnum):
    """Forms of the values debate; in the order of the choices of `formation.values_debate`."""

    NONE = 0
    TIME_BOXED = 1
    OPEN_ENDED = 2


class Answers(IntEnum):
    """How long answers take; in the order of the choices of `formation.answer_shape`."""

    CALENDAR = 0
    EXPONENTIAL = 1
    LOGNORMAL = 2


class Commitment(IntEnum):
    """Who signs what; in the order of the choices of `formation.commitment`."""

    UNIFORM = 0
    DIFFERENTIATED = 1


class Payer(IntEnum):
    """Who puts money in; in the order of the choices of `collaboration.who_pays`."""

    NOBODY = 0
    LEAD = 1
    ALL = 2
    SHARE = 3


class Admission(IntEnum):
    """Who may come in later; in the order of the choices of `collaboration.admission`."""

    OPEN = 0
    VETTED = 1
    CLOSED = 2


class Credit(IntEnum):
    """How credit is divided; in the order of the choices of `impact.credit_rule`."""

    NONE = 0
    EQUAL = 1
    EFFORT = 2


class Stance(IntEnum):
    """How an alliance stands to parties; in the order of the choices of `impact.stance`."""

    OPEN = 0
    NEAR = 1
    FAR = 2


class Roles(IntEnum):
    """Who says who does what; in the order of the choices of `impact.roles`."""

    NONE = 0
    AGREED = 1
    ASSIGNED = 2


class Channel(IntEnum):
    """Ways of working; a member's role is the one that takes all its hours, or every one."""

    EVERY = 0
    CAMPAIGNING = 1
    LOBBYING = 2
    DIALOGUE = 3


class SizeDesign(IntEnum):
    """Who aims at the size in question; in the order of the choices of `formation.size_design`."""

    WORLD_WIDE = 0
    INTENDED = 1
    ASSIGNED = 2


class FocalGoal(IntEnum):
    """What the focal alliance is for; in the order of the choices of `formation.focal_goal`."""

    ANY = 0
    CHANGE = 1
    PREVENTION = 2


class FocalSelection(IntEnum):
    """Whom its founder asks; in the order of the choices of `formation.focal_selection`."""

    WEIGHED = 0
    RANDOM = 1


class Hardliner(IntEnum):
    """Who gives way less in the focal alliance; in the order of `formation.hardliner`."""

    NONE = 0
    ONE = 1
    SHARED = 2


class FocalFounder(IntEnum):
    """Who starts it; in the order of the choices of `formation.focal_founder`."""

    DRAWN = 0
    CONNECTED = 1
    EXPERT = 2


class Moderation(IntEnum):
    """Who moderates the setting of goals; in the order of `formation.moderation`."""

    NONE = 0
    LEAD = 1
    OUTSIDE = 2


class Kind(IntEnum):
    """What an alliance is for (study III)."""

    CHANGE = 0
    PREVENTION = 1


class Phase(IntEnum):
    """Where an alliance stands in its life."""

    SOUNDING = 0
    VALUES = 1
    GOALS = 2
    WORKING = 3
    ENDED = 4


class Status(IntEnum):
    """How an organisation stands to an alliance that has a place for it on its list."""

    FREE = 0
    ASKED = 1
    APPLIED = 2
    DECLINED = 3
    REFUSED = 4
    CORE = 5
    CIRCLE = 6
    LEFT = 7


class ItemStatus(IntEnum):
    """What has become of an item of the agenda."""

    FREE = 0
    OPEN = 1
    AGREED = 2
    DROPPED = 3
    PASSED = 4
    OVERTAKEN = 5


class Ending(IntEnum):
    """Why an alliance or an initiative ended (study IV-A)."""

    NONE = 0
    NO_PARTNER = 1
    GOAL_REACHED = 2
    VOTE_LOST = 3
    OVERTAKEN_BY_ALLY = 4
    OVERTAKEN_BY_OTHERS = 5
    RUPTURE = 6
    FADED = 7
    EXHAUSTED = 8
    PLANNED_END = 9
    LEAD_LOST = 10
    STOPPED_EARLY = 11
    DESERTED = 12


class Leaving(IntEnum):
    """Why a member left."""

    NONE = 0
    VALUES = 1
    OBJECTION = 2
    RED_LINE = 3
    NOT_WORTH_IT = 4
    EXHAUSTED = 5


class EventKind(IntEnum):
    """What is recorded in the chronicle; `chronicle.py` says what each one's numbers mean."""

    WINDOW_OPENS = 1
    BILL_PROPOSED = 2
    BILL_PASSES = 3
    BILL_FAILS = 4
    SHOCK = 5
    CAMPAIGN_BEGINS = 6
    HARDLINER = 9
    INITIATIVE = 10
    ASKED = 11
    JOINED = 12
    DECLINED = 13
    ALLIANCE_FORMED = 14
    LIMITS_KNOWN = 15
    PHASE_BEGINS = 16
    ITEM_PROPOSED = 17
    ROUND_OPENS = 18
    OBJECTION = 19
    ITEM_AGREED = 20
    ITEM_DROPPED = 21
    OPTED_OUT = 22
    PLATFORM = 23
    APPLIED = 24
    REFUSED = 25
    ITEM_RETURNED = 26
    STEP_DERIVED = 27
    SLIGHTED = 28
    MEETING_MODERATED = 29
    OCCASION = 30
    DECIDED_IN_TIME = 31
    OCCASION_MISSED = 32
    CONFLICT = 33
    REWORDED = 34
    MEDIATED = 35
    LEAD_TAKEN_OVER = 36
    ITEM_REOPENED = 37
    ROLE_TAKEN = 38
    LIMITS_CLEAR = 39
    VOTE = 40
    MILESTONE = 41
    GOAL_REACHED = 42
    CREDIT_SHARED = 43
    CREDIT_CAPTURED = 44
    DEMAND_CHANGED = 45
    NEAR_PARTY = 46
    LEFT = 50
    ENDED = 51
    EVALUATED = 52
    NETWORK_STAYS = 53
    NETWORK_ENDS = 54


REAL = np.float64
WHOLE = np.int64


def layout(whole: str, real: str) -> "np.dtype[np.void]":
    """Return a record layout from names of whole and of real numbers, separated by spaces."""
    fields = [(name, WHOLE) for name in whole.split()] + [(name, REAL) for name in real.split()]
    for name, _ in fields:
        if hasattr(np.record, name):  # pragma: no cover - a slip of ours
            raise ValueError(f"{name} is an attribute of NumPy's records already")
    # Of type np.record from the start, so that its elements read like attributes in Python, too.
    return np.dtype((np.record, np.dtype(fields, align=True)))


CLOCK = layout(
    "seed week weeks alliances live events events_wanted events_lost campaign speeches", ""
)
"""Seed, week, horizon; numbers of alliances, live ones and events; whether events are kept; how
often what legislators hear has changed."""

ORGANISATION = layout(
    # sector; segment it speaks to first; ties held; week until which it starts nothing;
    # initiatives it has started; ties it had at the start, and new ones to others than its like
    "sector segment ties pause_until initiatives ties_at_start ties_to_sectors ties_to_camps",
    # basic values, a simplex
    "freedom justice sustainability "
    # where the public places it, [-1, 1]
    "camp "
    # hours/week, EUR/week, reach of the mean organisation = 1
    "free_hours money reach "
    # the hours with which the world began
    "free_hours_drawn "
    # motivation, readiness to give way, weight of its own profile: [0, 1]
    "energy pragmatism visibility "
    # weeks between sittings of its own body, and when in that time it sits [0, 1)
    "sitting_weeks sitting_phase "
    # which channel its hours feed well, a simplex
    "lobbying dialogue campaigning "
    # alliance equivalents it carries; hours/week for networks of ended alliances, and hours of this
    # week for looking back at one
    "load network_hours meeting_hours "
    # hours given so far; successes credited; mentions with and without alliances
    "hours_given credit profile_joint profile_alone "
    # the same mentions as they stood a month ago
    "joint_before alone_before",
)
VIEW = layout("red_line", "position base_ideal tolerance salience expertise")
"""One organisation's view of one field; the base ideal is that of its own members."""

TIE = layout("partner seen kept_until", "trust baseline persons")
"""One personal contact; seen: the alliance that both have evaluated together last, from 1; persons:
trust between the persons who deal with each other, where it is told from that of the heads."""

FIELD = layout(
    "window bill_deadline",
    "status_quo attention polarisation polarisation_base freedom justice sustainability "
    "bill_position "
    # mean and spread of what organisations want in it
    "lean spread",
)
LEGISLATOR = layout("party", "")
PARTY = layout("seats", "camp")
ALLIANCE = layout(
    # founder; its week and key in draws; what it wants; where it stands
    "founder founded key field kind direction phase phase_since wave wave_since public "
    # partners its founder aims at; whether it is the focal one of a design; organisations of the
    # sectors that its founder asks
    "aim focal eligible "
    # who belongs; the first `slots` places of the list and `items` of the agenda are in use
    "core members circle slots items lead "
    # negotiation: objections to what was misread; week in which the lead last moderated, whether
    # somebody moderates now, and how often somebody did
    "mistaken_objections chaired has_moderator moderated "
    # weeks of second acceptance, platform and end, and its reason
    "rounds_held round_opened allied platform ended ending platform_size largest_size "
    # members after a year; members summed over the weeks in which it works
    "year_size member_weeks "
    "agenda agreed agreed_at_platform dropped "
    "people_lost lost_over_values lost_over_objection lost_over_red_line lost_over_worth "
    "lost_over_energy lost_after_platform "
    # who came late: asked to be admitted, was admitted, was turned down
    "applications admitted_late refused "
    # conflicts over what was agreed, and how they were settled; weeks of fading; credit taken
    "conflicts reworded mediated passed_over yielded fading_weeks captures "
    # whether a mediator is ready; items reopened, and the weeks that items were open again
    "mediator reopened weeks_open "
    # weeks of coordination with a lead; intermediate goals that became law
    "lead_weeks steps_passed "
    # occasions for a quick reaction
    "event_deadline event_opened event_objected occasions in_time "
    # week in which its support was highest; of the captures those by choice; members that left soon
    # after a success; the party that it stands near to
    "fading votes lost_votes milestones milestone_week pivotal goal_week network_until risen "
    "captures_by_choice lost_after_success near",
    # shares, EUR in the pool, hours
    "draft reaction pool coordination_hours hours net_hours support "
    # EUR set aside for outreach; EUR spent so far; outreach produced, and what the members' own
    # hours and money would have produced apart
    "budget money_spent produced produced_apart "
    # readiness of the core to give way at the platform
    "least_pragmatism mean_pragmatism "
    "support_change best_support missed ambition value "
    # chance of success that members see at the platform; hours given while it fades
    "expected_success fading_hours "
    # support among the legislators of the party nearest to its goal; hours of explaining itself
    # still remembered, and how far the public takes its voice for the party's
    "support_nearest explained captured "
    # breadth when the platform was agreed: effective number of sectors, share of electorates
    "platform_sectors platform_reach platform_camps "
    # mean trust of the members in each other then; at the end how far they see that what the goal's
    # field touches hangs together with it
    "platform_trust causes_seen "
    # weeks between sittings in the core when the platform was agreed; share of its hours that the
    # lead held, summed over weeks
    "platform_slowest platform_sitting lead_held "
    # at the start: attention to the field and its polarisation, how far apart organisations are in
    # it, and by how much legislators lack a majority, or have one, by conviction
    "attention polarisation dissent margin",
)
MEMBER = layout(
    "organisation status asked answer_week joined left leaving known answers_round "
    "answers_event sits_event "
    # channel that it has taken on
    "role",
    "free_hours needed held interest given given_share net outreach coordination_hours hours "
    # hours given to agreeing on rules and manners, on roles, and to working out its own limits; EUR
    # paid into the pool
    "credit setup role_talk clarified paid "
    # share of its readiness to give way that a design has taken from it in this alliance
    "unbending",
)
ITEM = layout(
    # week in which it was last reopened; fewest objectors to a position so far, and that position;
    # which step to the main goal, or 0
    "field status number brought_by rounds signers reopened fewest_objectors step",
    "position best_position freedom justice sustainability",
)
STANCE = layout("signs objects explained mistaken", "deviation slack passed_over")
"""What an item means to a member: deviation of its ideal from that in the field; room that another
wording gave; excess that was passed over; whether it signs, objects now, and has said why; the
round, from 1 for none, in which it last objected to what it had misread."""

EVENT = layout(
    "week kind alliance organisation partner agenda_item field", "first second third fourth"
)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class State:
    """Everything a run knows.

    Shapes: n organisations, K fields, S segments, L legislators, P parties, A places for alliances,
    M places for members, J places for items.

    Raises
    ------
    ValueError
        If an array has another type or number of dimensions than `SLOTS` says.
    """

    parameters: Any  # (1,) RECORD
    clock: Any  # (1,) CLOCK
    organisations: Any  # (n,) ORGANISATION
    views: Any  # (n, K) VIEW
    audiences: Any  # (n, S) reach per segment, mean organisation = 1 over all segments
    ties: Any  # (n, T) TIE, the first `organisations[i].ties` of each row are in use
    fields: Any  # (K,) FIELD
    touched: Any  # (K, fields_touched) fields that an item of a field touches
    links: Any  # (n, K, fields_touched) how far organisations have come to see that they do
    legislators: Any  # (L,) LEGISLATOR
    legislator_ideals: Any  # (L, K) positions
    electorates: Any  # (L, S) shares that sum to 1
    parties: Any  # (P,) PARTY
    pressure: Any  # (2 K, L) of all voices on legislators, for causes upwards and downwards
    listened: Any  # (2 K,) to how many speeches the pressure belongs
    alliances: Any  # (A,) ALLIANCE, the first `clock.alliances` are in use
    members: Any  # (A, M) MEMBER
    items: Any  # (A, J) ITEM
    stances: Any  # (A, J, M) STANCE
    covered: Any  # (A, S) summed reach of the members
    exposure: Any  # (A, S) reach-hours of campaigning still remembered
    live: Any  # (A,) rows of the alliances that have not ended, in the order of founding
    events: Any  # (E,) EVENT

    address: int = dataclasses.field(init=False)
    block: Any = dataclasses.field(init=False, repr=False)
    """By which compiled rules find the arrays."""

    _numba_type_: ClassVar[Any]

    def __post_init__(self) -> None:
        block = block_of(SLOTS, list(self.arrays.values()))
        object.__setattr__(self, "block", block)
        object.__setattr__(self, "address", block.ctypes.data)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies have arrays of their own, which lie elsewhere."""
        return State, tuple(self.arrays.values())

    @property
    def arrays(self) -> dict[str, Any]:
        """The arrays by name."""
        return {slot.name: getattr(self, slot.name) for slot in SLOTS}


SLOTS = (
    Slot("parameters", RECORD, "1"),
    Slot("clock", CLOCK, "1"),
    Slot("organisations", ORGANISATION, "n"),
    Slot("views", VIEW, "nK"),
    Slot("audiences", REAL, "nS"),
    Slot("ties", TIE, "nT"),
    Slot("fields", FIELD, "K"),
    Slot("touched", WHOLE, "KQ"),
    Slot("links", REAL, "nKQ"),
    Slot("legislators", LEGISLATOR, "L"),
    Slot("legislator_ideals", REAL, "LK"),
    Slot("electorates", REAL, "LS"),
    Slot("parties", PARTY, "P"),
    Slot("pressure", REAL, "DL"),
    Slot("listened", WHOLE, "D"),
    Slot("alliances", ALLIANCE, "A"),
    Slot("members", MEMBER, "AM"),
    Slot("items", ITEM, "AJ"),
    Slot("stances", STANCE, "AJM"),
    Slot("covered", REAL, "AS"),
    Slot("exposure", REAL, "AS"),
    Slot("live", WHOLE, "A"),
    Slot("events", EVENT, "E"),
)
"""Elements and dimensions of the arrays of `State`, in their order; letters as in `State`, and T
ties, Q touched fields, D twice the fields, E events."""

State._numba_type_ = ArraysType("State", SLOTS)


def records(shape: int | tuple[int, ...], kind: "np.dtype[np.void]") -> Any:
    """Return zeroed records whose fields read like attributes."""
    return np.zeros(shape, dtype=kind).view(np.recarray)


TIE_ROOM = 128
"""Ties that an organisation can hold; where its list is full, the weakest gives way."""

PLACES_BESIDE_THE_ASKED = 24
"""Places on an alliance's list for those who come in without having been asked."""

ASKED_PER_PLACE = 8
"""Organisations that can be asked per place where the size is assigned. It takes as many as it
takes; a goal from which fewer than one in eight gain does not fill its places."""

FIRST_ALLIANCES = 64
FIRST_EVENTS = 4096
"""Places at the start; doubled whenever less than a week's worth is left."""

EVENTS_PER_ORGANISATION = 64
EVENTS_AT_LEAST = 4096
"""Room for events that is kept free at the beginning of a week."""


def empty_state(
    parameters: Parameters, organisations: int, seed: int, weeks: int, keep_events: bool
) -> State:
    """Lay out the memory of a run.

    Parameters
    ----------
    parameters
        Sizes of the world and of its alliances.
    organisations
        Number of organisations, n.
    seed, weeks
        Seed and horizon of the run.
    keep_events
        Whether the chronicle is recorded.

    Returns
    -------
    State
        All zeros but for the parameters and the clock.
    """
    world, formation = parameters.world, parameters.formation
    places = min(organisations, places_to_ask(parameters) + PLACES_BESIDE_THE_ASKED)
    agenda = formation.agenda_limit + formation.steps
    alliances = FIRST_ALLIANCES
    record = parameters.as_record()
    clock = records(1, CLOCK)
    clock[0].seed, clock[0].weeks, clock[0].events_wanted = seed, weeks, int(keep_events)
    clock[0].speeches = 1  # so that nothing has been listened to
    return State(
        parameters=record,
        clock=clock,
        organisations=records(organisations, ORGANISATION),
        views=records((organisations, world.fields), VIEW),
        audiences=np.zeros((organisations, world.segments)),
        ties=records((organisations, min(organisations, TIE_ROOM)), TIE),
        fields=records(world.fields, FIELD),
        touched=np.zeros((world.fields, world.fields_touched), dtype=WHOLE),
        links=np.zeros((organisations, world.fields, world.fields_touched)),
        legislators=records(world.legislators, LEGISLATOR),
        legislator_ideals=np.zeros((world.legislators, world.fields)),
        electorates=np.zeros((world.legislators, world.segments)),
        parties=records(world.parties, PARTY),
        pressure=np.zeros((2 * world.fields, world.legislators)),
        listened=np.zeros(2 * world.fields, dtype=WHOLE),
        alliances=records(alliances, ALLIANCE),
        members=records((alliances, places), MEMBER),
        items=records((alliances, agenda), ITEM),
        stances=records((alliances, agenda, places), STANCE),
        covered=np.zeros((alliances, world.segments)),
        exposure=np.zeros((alliances, world.segments)),
        live=np.zeros(alliances, dtype=WHOLE),
        events=records(FIRST_EVENTS if keep_events else 1, EVENT),
    )


def places_to_ask(parameters: Parameters) -> int:
    """Return how many organisations the founder of an alliance may come to ask, at most."""
    formation = parameters.formation
    aim = formation.target_partners
    if formation.size_design != "world_wide":
        aim = max(aim, formation.usual_partners)
    asked = int(formation.asking_waves * formation.asking_surplus * (aim + 1))
    if formation.size_design == "assigned":
        asked = max(asked, ASKED_PER_PLACE * (formation.target_partners + 1))
    return asked


PER_ALLIANCE = ("alliances", "members", "items", "stances", "covered", "exposure", "live")


def with_room_for_alliances(state: State) -> State:
    """Return the state with twice the places for alliances; the old state is out of date."""
    doubled = {name: _doubled(getattr(state, name)) for name in PER_ALLIANCE}
    return dataclasses.replace(state, **doubled)


def with_room_for_events(state: State) -> State:
    """Return the state with twice the places for events; the old state is out of date."""
    return dataclasses.replace(state, events=_doubled(state.events))


def _doubled(array: Any) -> Any:
    grown = np.zeros((2 * array.shape[0], *array.shape[1:]), dtype=array.dtype)
    grown[: array.shape[0]] = array
    return grown.view(np.recarray) if isinstance(array, np.recarray) else grown


@rule
def has_room_for_events(state: State) -> bool:
    """Whether there is a place for every event that a week can bring, where events are kept."""
    clock = state.clock[0]
    wanted = EVENTS_AT_LEAST + EVENTS_PER_ORGANISATION * state.organisations.shape[0]
    return bool(clock.events_wanted == 0 or state.events.shape[0] - clock.events >= wanted)


@rule
def record_event(
    state: State,
    kind: int,
    alliance: int,
    organisation: int,
    partner: int,
    item: int,
    field: int,
    first: float,
    second: float,
    third: float,
    fourth: float,
) -> None:
    """Append one event with the numbers that decided; nothing happens where events are off."""
    clock = state.clock[0]
    if clock.events_wanted == 0:
        return
    if clock.events >= state.events.shape[0]:
        clock.events_lost += 1
        return
    event = state.events[clock.events]
    event.week = clock.week
    event.kind = kind
    event.alliance = alliance
    event.organisation = organisation
    event.partner = partner
    event.agenda_item = item
    event.field = field
    event.first = first
    event.second = second
    event.third = third
    event.fourth = fourth
    clock.events += 1
