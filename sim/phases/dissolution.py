"""Phase 5, dissolution (study IV-A): leave, end for a reason, and what remains.

Reaching or losing the goal ends an alliance; the rest of the reasons lie in its members.
"""

from sim.compiling import rule
from sim.parameters import MONTH
from sim.quantities import find_tie, hours_left, is_member, learn_about, value_in_sight
from sim.randomness import Stream, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Ending,
    EventKind,
    Leaving,
    Phase,
    State,
    Status,
    record_event,
)

# --- Leave -------------------------------------------------------------------------------------


@rule
def reconsiders_this_week(state: State, a: int, m: int) -> bool:
    """Whether a member asks itself again whether to stay, some weeks after it joined."""
    member = state.members[a, m]
    since = state.clock[0].week - member.joined
    return bool(since > 0 and since % state.parameters[0].reconsider_weeks == 0)


@rule
def reason_to_leave_now(state: State, a: int, m: int) -> int:
    """Return why a member leaves at once this week, or Leaving.NONE: worthless, or exhausted.

    Both take their time: a member in that state leaves with a small chance each week.
    """
    p = state.parameters[0]
    clock = state.clock[0]
    member = state.members[a, m]
    key = state.alliances[a].key
    draw = uniform(clock.seed, Stream.EXHAUSTED, clock.week, member.organisation, key, 0)
    if draw >= p.leaving_rate:
        return Leaving.NONE.value
    if state.organisations[member.organisation].energy < p.leaving_energy:
        return Leaving.EXHAUSTED.value
    if state.alliances[a].public and value_in_sight(state, a, m) < p.leaving_value:
        return Leaving.NOT_WORTH_IT.value
    return Leaving.NONE.value


@rule
def regret(state: State, a: int, m: int) -> None:
    """Let the others trust a leaver less who leaves them alone with a common promise.

    Before the platform stands nothing has been promised, and leaving costs nobody's trust.
    """
    if not state.alliances[a].public:
        return
    leaver = state.members[a, m].organisation
    for other in range(state.alliances[a].slots):
        member = state.members[a, other]
        if member.status == Status.CORE:
            learn_about(state, member.organisation, leaver, False)


# --- End ---------------------------------------------------------------------------------------


@rule
def count_fading(state: State, a: int) -> None:
    """Count the weeks in which a working alliance is not pursued by two members any more.

    It takes at least two that work for the goal (study II); whether others only lend their names
    does not matter.
    """
    alliance = state.alliances[a]
    if alliance.phase != Phase.WORKING:
        return
    if active_members(state, a) < 2:
        alliance.fading += 1
        alliance.fading_weeks += 1
        alliance.fading_hours += hours_of_week(state, a)
    else:
        alliance.fading = 0


@rule
def hours_of_week(state: State, a: int) -> float:
    """Hours that the members of a working alliance have given this week, meetings included.

    Whatever they went into: extra meetings and agreeing on roles take of those for the public.
    """
    hours = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status):
            hours += member.held + max(0.0, member.given - member.held)
    return hours


@rule
def active_members(state: State, a: int) -> int:
    """Number of members that gave at least `fade_hours` this week beyond coordination."""
    active = 0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status) and member.net >= state.parameters[0].fade_hours:
            active += 1
    return active


@rule
def mean_energy(state: State, a: int) -> float:
    """Mean energy of the members."""
    total = 0.0
    for m in range(state.alliances[a].slots):
        member = state.members[a, m]
        if is_member(member.status):
            total += state.organisations[member.organisation].energy
    return total / max(1, state.alliances[a].members)


@rule
def find_ending(state: State, a: int) -> int:
    """Return why an alliance ends this week, or Ending.NONE; the first reason that holds counts.

    That its goal was reached, a vote lost or the alliance overtaken was noted with the votes.
    """
    p = state.parameters[0]
    alliance = state.alliances[a]
    if alliance.ending != Ending.NONE:
        return int(alliance.ending)
    if alliance.members < 2 and alliance.allied != NEVER:
        return int(ending_without_members(state, a))
    if alliance.members < 1:
        return Ending.NO_PARTNER.value
    if alliance.lead == NOBODY:
        return Ending.LEAD_LOST.value
    tires = p.exhaustion > 0.0 and alliance.allied != NEVER
    if tires and mean_energy(state, a) < p.exhaustion:
        return Ending.EXHAUSTED.value
    if alliance.fading >= p.fade_weeks:
        return Ending.FADED.value
    if (p.planned_weeks > 0 or p.stall_weeks > 0) and ends_as_agreed(state, a):
        return Ending.PLANNED_END.value
    return Ending.NONE.value


@rule
def ends_as_agreed(state: State, a: int) -> bool:
    """Whether members agreed early to end now: at a date, or once support has long not grown."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    week = state.clock[0].week
    if not alliance.public:
        return False
    if p.planned_weeks > 0 and week - alliance.platform >= p.planned_weeks:
        return True
    return bool(p.stall_weeks > 0 and week - alliance.risen >= p.stall_weeks)


@rule
def ending_without_members(state: State, a: int) -> int:
    """Tell by whom most were lost: a rupture over content, an early stop, or desertion.

    Content: values, objections, red lines. Otherwise members left because it was not worth their
    hours or for want of energy; before the platform that is to stop early, after it desertion.
    """
    alliance = state.alliances[a]
    over_content = alliance.lost_over_values + alliance.lost_over_objection
    over_content += alliance.lost_over_red_line
    if over_content >= alliance.lost_over_worth + alliance.lost_over_energy:
        return Ending.RUPTURE.value
    return Ending.DESERTED.value if alliance.public else Ending.STOPPED_EARLY.value


# --- What remains ------------------------------------------------------------------------------


@rule
def pause_founder(state: State, a: int) -> None:
    """After an initiative that found nobody its founder starts nothing for a while."""
    pause = state.parameters[0].failure_pause
    founder = state.organisations[state.alliances[a].founder]
    founder.pause_until = state.clock[0].week + pause


@rule
def evaluate(state: State, a: int) -> None:
    """Members meet once more and learn what their partners really want in the fields of the goal.

    They meet in the week after, for as long as a week's coordination takes, as far as their hours
    of that week go; other alliances lack these then. Beliefs about each other's ideals and limits
    are replaced by what was seen. Trust stays as it is.
    """
    alliance = state.alliances[a]
    for m in range(alliance.slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        organisation = state.organisations[member.organisation]
        hours = min(member.held, hours_left(state, member.organisation))
        organisation.meeting_hours += hours
        organisation.hours_given += hours
        member.hours += hours
        member.coordination_hours += hours
        alliance.hours += hours
        alliance.coordination_hours += hours
        for other in range(alliance.slots):
            if other != m and is_member(state.members[a, other].status):
                partner = state.members[a, other].organisation
                q = find_tie(state, member.organisation, partner)
                if q != NOBODY:
                    state.ties[member.organisation, q].seen = a + 1
    record_event(
        state, EventKind.EVALUATED, a, alliance.founder, NOBODY, NOBODY, alliance.field,
        float(alliance.members), 0.0, 0.0, 0.0,
    )  # fmt: skip


@rule
def forget_meetings(state: State) -> None:
    """Give back the hours of the meetings of last week, before others are held."""
    if state.parameters[0].evaluation == 0:
        return
    for i in range(state.organisations.shape[0]):
        state.organisations[i].meeting_hours = 0.0


@rule
def keep_in_touch(state: State, a: int) -> None:
    """Let a looser network stay: it costs its members hours and keeps their trust from fading."""
    p = state.parameters[0]
    alliance = state.alliances[a]
    alliance.network_until = state.clock[0].week + p.network_weeks
    for m in range(alliance.slots):
        member = state.members[a, m]
        if not is_member(member.status):
            continue
        state.organisations[member.organisation].network_hours += p.network_hours
        for other in range(alliance.slots):
            if other != m and is_member(state.members[a, other].status):
                partner = state.members[a, other].organisation
                q = find_tie(state, member.organisation, partner)
                if q != NOBODY:
                    tie = state.ties[member.organisation, q]
                    tie.kept_until = max(tie.kept_until, alliance.network_until)
    record_event(
        state, EventKind.NETWORK_STAYS, a, alliance.founder, NOBODY, NOBODY, alliance.field,
        float(alliance.network_until), float(alliance.members), 0.0, 0.0,
    )  # fmt: skip


@rule
def end_networks(state: State) -> None:
    """Give the hours of networks back whose time is over."""
    p = state.parameters[0]
    if p.network == 0:
        return
    for a in range(state.clock[0].alliances):
        alliance = state.alliances[a]
        if alliance.network_until == state.clock[0].week:
            for m in range(alliance.slots):
                member = state.members[a, m]
                if is_member(member.status):
                    organisation = state.organisations[member.organisation]
                    organisation.network_hours = max(
                        0.0, organisation.network_hours - p.network_hours
                    )
            record_event(
                state, EventKind.NETWORK_ENDS, a, alliance.founder, NOBODY, NOBODY,
                alliance.field, 0.0, 0.0, 0.0, 0.0,
            )  # fmt: skip


@rule
def let_trust_fade(state: State, i: int) -> None:
    """Let trust return a little, once a month, to where the contact began; not in networks."""
    p = state.parameters[0]
    week = state.clock[0].week
    if week % MONTH != 0:
        return
    for q in range(state.organisations[i].ties):
        tie = state.ties[i, q]
        if tie.kept_until < week:
            tie.trust += p.trust_decay * (tie.baseline - tie.trust)
