"""The focal alliance of a design, whose size, sectors or founder an experiment sets."""

import numpy as np

from sim.bills import bill_is_pending, bill_of_week, introduce_bill
from sim.compiling import rule
from sim.phases.formation.initiative import (
    fails_anyway,
    needs_no_alliance,
    worth_of_goal,
    worth_of_prevention,
)
from sim.randomness import Stream, stable_choice, uniform
from sim.state import (
    NOBODY,
    FocalFounder,
    FocalGoal,
    FocalSelection,
    Hardliner,
    Kind,
    SizeDesign,
    State,
    Status,
)


@rule
def starts_focal_alliance(state: State) -> bool:
    """Whether this week begins with the start of the focal alliance: the first one of a design."""
    world_wide = state.parameters[0].size_design == SizeDesign.WORLD_WIDE
    return bool(state.clock[0].week == 0 and not world_wide)


@rule
def find_focal_founder(state: State) -> int:
    """Return the organisation drawn to start the focal alliance, or the next that has a goal.

    The draw knows nothing of sizes, rules or designs, and one organisation more in the world hardly
    changes it. Where the design asks for contacts or expertise, it is the one with most of them.
    NOBODY where no organisation has such a goal.
    """
    if state.parameters[0].focal_founder != FocalFounder.DRAWN:
        return find_outstanding_founder(state)
    count = state.organisations.shape[0]
    first = stable_choice(uniform(state.clock[0].seed, Stream.FOCAL, 0, 0, 0, 0), count)
    for q in range(count):
        i = (first + q) % count
        if choose_focal_goal(state, i) != NOBODY:
            return i
    return NOBODY


@rule
def find_outstanding_founder(state: State) -> int:
    """Return the organisation with most contacts or expertise among those that have a focal goal.

    Of equal ones the first row; NOBODY where no organisation has such a goal.
    """
    most = -1.0
    found = NOBODY
    for i in range(state.organisations.shape[0]):
        goal = choose_focal_goal(state, i)
        if goal != NOBODY and standing(state, i, goal // 2) > most:
            most = standing(state, i, goal // 2)
            found = i
    return found


@rule
def standing(state: State, i: int, k: int) -> float:
    """What a design asks of the focal founder: trust summed over its ties, or expertise in k."""
    if state.parameters[0].focal_founder == FocalFounder.EXPERT:
        return float(state.views[i, k].expertise)
    total = 0.0
    for q in range(state.organisations[i].ties):
        total += state.ties[i, q].trust
    return total


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
    checks = state.parameters[0].majority_check
    if kind == Kind.CHANGE:
        if checks and needs_no_alliance(state, i, k, kind):
            return 0.0
        return worth_of_goal(state, i, k, kind)
    bill = focal_bill(state, k)
    if checks and fails_anyway(state, k, bill):
        return 0.0
    return worth_of_prevention(state, i, k, bill)


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
    alliance.eligible = count_eligible(state, a)
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
def asks_few_sectors(state: State, a: int) -> bool:
    """Whether a founder asks some sectors only: the focal one, where the design says how many."""
    return bool(state.alliances[a].focal != 0 and state.parameters[0].focal_sectors > 0)


@rule
def sectors_asked(state: State, a: int) -> np.ndarray:
    """Return the sectors from which the focal founder asks: its own, then others as drawn.

    The order of the others is the same for every number of sectors, so that more sectors hold all
    that fewer hold. Only sectors that have organisations count; there may be fewer than wanted.
    """
    asked = np.empty(state.parameters[0].focal_sectors, dtype=np.int64)
    asked[0] = state.organisations[state.alliances[a].founder].sector
    for count in range(1, asked.shape[0]):
        following = next_sector(state, asked[:count])
        if following == NOBODY:
            return asked[:count]
        asked[count] = following
    return asked


@rule
def next_sector(state: State, asked: np.ndarray) -> int:
    """Return the sector that is drawn first of those not asked yet; NOBODY if none is left."""
    drawn = NOBODY
    least = 1.0
    for organisation in state.organisations:
        sector = int(organisation.sector)
        draw = place_in_line(state, sector)
        if draw < least and not is_among(asked, sector):
            drawn = sector
            least = draw
    return drawn


@rule
def place_in_line(state: State, sector: int) -> float:
    """Return the draw, in [0, 1), that orders the sectors; number 0 is that of the founder."""
    return uniform(state.clock[0].seed, Stream.FOCAL, 0, 0, 0, 1 + sector)


@rule
def is_among(asked: np.ndarray, sector: int) -> bool:
    """Whether a sector is one of those asked."""
    for one in asked:
        if one == sector:
            return True
    return False


@rule
def of_sectors_asked(state: State, a: int, candidates: np.ndarray) -> np.ndarray:
    """Return those of the candidates, rows of organisations, whose sector the founder asks."""
    sectors = sectors_asked(state, a)
    kept = np.empty(candidates.shape[0], dtype=np.int64)
    count = 0
    for i in candidates:
        if is_among(sectors, int(state.organisations[i].sector)):
            kept[count] = i
            count += 1
    return kept[:count]


@rule
def count_eligible(state: State, a: int) -> int:
    """Count the organisations that the focal founder may ask, itself included.

    A size beyond this number cannot be reached by asking.
    """
    everybody = np.arange(state.organisations.shape[0])
    if not asks_few_sectors(state, a):
        return int(everybody.shape[0])
    return int(of_sectors_asked(state, a, everybody).shape[0])


@rule
def name_hardliner(state: State, a: int) -> None:
    """Let a core member of the focal alliance give way in nothing, or let all share what is lost.

    Shared, each of the core loses the same share of its readiness, and all together just as much as
    the one would have lost. So the weakest link can be told from the mean.
    """
    hardliner = drawn_hardliner(state, a)
    if state.alliances[a].focal == 0 or hardliner == NOBODY:
        return
    if state.parameters[0].hardliner == Hardliner.ONE:
        state.members[a, hardliner].unbending = 1.0
        return
    total = 0.0
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE:
            total += state.organisations[state.members[a, m].organisation].pragmatism
    lost = state.organisations[state.members[a, hardliner].organisation].pragmatism
    for m in range(state.alliances[a].slots):
        if state.members[a, m].status == Status.CORE and total > 0.0:
            state.members[a, m].unbending = lost / total


@rule
def drawn_hardliner(state: State, a: int) -> int:
    """Return the place of the core member drawn to be the hardliner; one more hardly changes it."""
    alliance = state.alliances[a]
    seed = state.clock[0].seed
    drawn = NOBODY
    least = 1.0
    for m in range(alliance.slots):
        member = state.members[a, m]
        if member.status != Status.CORE:
            continue
        draw = uniform(
            seed, Stream.HARDLINER, alliance.founded, member.organisation, alliance.key, 0
        )
        if draw < least:
            drawn = m
            least = draw
    return drawn


@rule
def is_full(state: State, a: int) -> bool:
    """Whether an alliance whose size is set has all its members: then it takes in nobody else."""
    alliance = state.alliances[a]
    return bool(has_assigned_size(state, a) and alliance.members > alliance.aim)


@rule
def nobody_is_left(state: State, a: int) -> bool:
    """Whether an alliance has asked everybody it may ask: all are on its list, or the list is full.

    Every wave that asks somebody takes a place. So with as many waves as places, the founder's own
    included, one of them found nobody, and another would not either.
    """
    alliance = state.alliances[a]
    room = min(alliance.eligible, state.members.shape[1])
    return bool(alliance.slots >= room or alliance.wave >= alliance.slots)
