"""The week, compiled: the same loops over the same rules in the same order, without agents.

Each function here has its twin, by the same name, in `AllianceModel`, `Alliance` or `Organisation`;
those say what happens, these are for many runs. Nothing is decided here: every decision is a rule
that both engines call, and the tests require both to give the same state, bit for bit.
"""

from enum import IntEnum

import numpy as np

from sim.agenda import crosses_red_line, note_hardliners
from sim.compiling import rule
from sim.conditions import Condition, broken_condition
from sim.measures import measure_week
from sim.membership import (
    answering_places,
    close_alliance,
    core_places,
    decline,
    join,
    member_places,
    next_lead,
    release,
    remember_sizes,
)
from sim.phases import dissolution, environment
from sim.phases.collaboration import (
    admitting,
    conflicts,
    contributing,
    coordination,
    learning,
    motivation,
    occasions,
    persons,
    roles,
)
from sim.phases.formation import (
    agenda_items,
    focal,
    initiative,
    joining,
    moderation,
    platform,
    proposals,
    rounds,
    sounding,
    values_debate,
)
from sim.phases.impact import persuasion, speaking, voting
from sim.quantities import convenor
from sim.randomness import Stream, uniform
from sim.state import (
    NEVER,
    NOBODY,
    Debate,
    Ending,
    LeadChoice,
    Leaving,
    Phase,
    State,
    Status,
    has_room_for_events,
)

# --- Weeks ------------------------------------------------------------------------------------


class Stop(IntEnum):
    """Why weeks have stopped passing."""

    ARRIVED = 0
    NO_ROOM_FOR_ALLIANCES = 1
    NO_ROOM_FOR_EVENTS = 2
    BROKEN_CONDITION = 3


@rule
def pass_weeks(state: State, until: int, checks: bool, weekly: np.ndarray) -> int:
    """Let weeks pass until a week is reached, or the state lacks room; return why they stop.

    Parameters
    ----------
    until
        Week at which to stop.
    checks
        Whether the six conditions are checked every week.
    weekly
        One record `WEEK_RECORD` of `sim.measures` per week, into which it is measured; with no rows
        nothing is measured.
    """
    while state.clock[0].week < until:
        if not has_room_for_alliances(state):
            return Stop.NO_ROOM_FOR_ALLIANCES.value
        if not has_room_for_events(state):
            return Stop.NO_ROOM_FOR_EVENTS.value
        pass_week(state)
        if checks and not conditions_hold(state):
            return Stop.BROKEN_CONDITION.value
        take_stock(state, weekly)
    return Stop.ARRIVED.value


@rule
def has_room_for_alliances(state: State) -> bool:
    """Whether there is a place for every initiative that this week can bring.

    Whether an organisation thinks of one is drawn, so it is known beforehand how many can at most;
    the focal one of a design comes beside them.
    """
    clock = state.clock[0]
    chance = initiative.chance_of_initiating(state)
    wanted = 0
    for i in range(state.organisations.shape[0]):
        wanted += int(uniform(clock.seed, Stream.INITIATE, clock.week, i, 0, 0) < chance)
    wanted += int(focal.starts_focal_alliance(state))
    return bool(clock.alliances + wanted <= state.alliances.shape[0])


@rule
def pass_week(state: State) -> None:
    """Let one week pass but for taking stock; the twin of `AllianceModel.step`."""
    turn_environment(state)
    form_alliances(state)
    collaborate(state)
    have_impact(state)
    dissolve_alliances(state)


@rule
def live_alliances(state: State) -> np.ndarray:
    """Return the rows of the live alliances as they are now, in the order of founding."""
    return state.live[: state.clock[0].live].copy()


@rule
def live_in(state: State, phase: int) -> np.ndarray:
    """Return the rows of the live alliances that are in a phase of their life now."""
    rows = live_alliances(state)
    count = 0
    for a in rows:
        if state.alliances[a].phase == phase:
            rows[count] = a
            count += 1
    return rows[:count]


# --- Phases -----------------------------------------------------------------------------------


@rule
def turn_environment(state: State) -> None:
    """Phase 1: windows, bills, attention, campaigns, and shocks to organisations."""
    p = state.parameters[0]
    environment.turn_calendar(state)
    for k in range(state.fields.shape[0]):
        if p.attention_spread > 0.0:
            environment.move_attention(state, k)
        environment.open_window(state, k)
        environment.propose_bill(state, k)
    if p.shock_rate > 0.0:
        for i in range(state.organisations.shape[0]):
            environment.shake(state, i)


@rule
def form_alliances(state: State) -> None:
    """Phase 2: initiate, sound out, join, debate values, set the goal."""
    start_focal_alliance(state)
    for i in range(state.organisations.shape[0]):
        consider_initiating(state, i)
    for a in live_alliances(state):
        hear_answers(state, a)
    for a in live_in(state, Phase.SOUNDING.value):
        sound_out(state, a)
    for a in live_in(state, Phase.VALUES.value):
        debate_values(state, a)
    for a in live_in(state, Phase.GOALS.value):
        set_goal(state, a)


@rule
def collaborate(state: State) -> None:
    """Phase 3: coordinate, contribute, decide, quarrel, learn."""
    p = state.parameters[0]
    for a in live_alliances(state):
        if state.alliances[a].phase != Phase.SOUNDING:
            coordination.coordinate(state, a)
    for a in live_in(state, Phase.WORKING.value):
        work(state, a)
        react_to_occasions(state, a)
        if p.conflict:
            face_conflicts(state, a)
        if p.reopening:
            revise_platform(state, a)
        if p.learning:
            hold_monthly_meeting(state, a)
    for a in live_alliances(state):
        if state.alliances[a].phase != Phase.SOUNDING and p.energy_adjustment > 0.0:
            for m in member_places(state, a):
                motivation.feel(state, a, m)
    for i in range(state.organisations.shape[0]):
        if p.rest_rate > 0.0:
            motivation.rest(state, i)
        if p.learning:
            learning.return_to_base(state, i)
        if p.persons:
            listen_to_persons(state, i)


@rule
def have_impact(state: State) -> None:
    """Phase 4: speak, persuade legislators, pass or block, harvest."""
    for a in live_in(state, Phase.WORKING.value):
        speaking.speak(state, a)
    for a in live_in(state, Phase.WORKING.value):
        if persuasion.reports_this_week(state, a):
            persuasion.report_support(state, a)
    if persuasion.settles_its_profile(state):
        for i in range(state.organisations.shape[0]):
            persuasion.follow_profile(state, i)
    for k in range(state.fields.shape[0]):
        if state.fields[k].window:
            voting.vote_at_window(state, k)
        if voting.bill_is_due(state, k):
            voting.vote_on_bill(state, k)


@rule
def dissolve_alliances(state: State) -> None:
    """Phase 5: leave, end for a reason, and what remains."""
    p = state.parameters[0]
    dissolution.forget_meetings(state)
    for a in live_alliances(state):
        let_members_reconsider(state, a)
        replace_lead(state, a)
    for a in live_alliances(state):
        if p.fade_hours > 0.0:
            dissolution.count_fading(state, a)
        ending = dissolution.find_ending(state, a)
        if ending:
            end(state, a, ending)
    dissolution.end_networks(state)
    if p.trust_decay > 0.0:
        for i in range(state.organisations.shape[0]):
            dissolution.let_trust_fade(state, i)


@rule
def conditions_hold(state: State) -> bool:
    """Whether all live alliances keep the six conditions of their definition."""
    for a in live_alliances(state):
        if broken_condition(state, a) != Condition.HELD:
            return False
    return True


@rule
def take_stock(state: State, weekly: np.ndarray) -> None:
    """Measure the week, remember sizes, and turn the page."""
    week = int(state.clock[0].week)
    if week < weekly.shape[0]:
        measure_week(state, weekly, week)
    remember_sizes(state)
    state.clock[0].week += 1


# --- Formation --------------------------------------------------------------------------------


@rule
def start_focal_alliance(state: State) -> None:
    """In the first week, let one organisation start the alliance whose size a design sets."""
    if not focal.starts_focal_alliance(state):
        return
    i = focal.find_focal_founder(state)
    if i == NOBODY:
        return
    goal = focal.choose_focal_goal(state, i)
    focal.bring_focal_bill(state, goal // 2, goal % 2)
    focal.make_focal(state, initiative.found_initiative(state, i, goal // 2, goal % 2))


@rule
def consider_initiating(state: State, i: int) -> None:
    """Think about a new alliance: choose a goal, join who pursues it already, or found one."""
    if not initiative.considers_initiating(state, i):
        return
    goal = initiative.choose_goal(state, i)
    if goal == NOBODY:
        return
    existing = NOBODY
    if state.parameters[0].seek_existing:
        existing = initiative.find_existing(state, i, goal // 2, goal % 2)
    if existing != NOBODY:
        initiative.apply_to(state, i, existing)
    else:
        initiative.found_initiative(state, i, goal // 2, goal % 2)


@rule
def hear_answers(state: State, a: int) -> None:
    """Hear from those who were asked, or have applied, and whose own body has sat."""
    for m in answering_places(state, a):
        i = int(state.members[a, m].organisation)
        applied = state.members[a, m].status == Status.APPLIED
        appeal, price = joining.weigh_joining(state, i, a)
        if appeal <= price:
            decline(state, a, m, appeal, price)
        elif focal.is_full(state, a) or (applied and not admitting.admits(state, a, i)):
            admitting.refuse(state, a, m)
        else:
            join(state, a, m, joining.status_on_joining(state, a), appeal, price)
            if state.parameters[0].disclose_red_lines:
                values_debate.disclose_on_joining(state, a, m)


@rule
def sound_out(state: State, a: int) -> None:
    """Let the founder ask potential partners, in waves, until it goes on with those it has."""
    step = sounding.next_step_of_sounding(state, a)
    if step == sounding.Sounding.ASK:
        sounding.begin_wave(state, a)
        for i in identify_partners(state, a):
            sounding.invite(state, a, i)
    elif step == sounding.Sounding.CLOSE:
        close_sounding(state, a)


@rule
def identify_partners(state: State, a: int) -> np.ndarray:
    """Choose whom to ask: best score first, audience by audience."""
    reached = sounding.partners_within_reach(state, a, convenor(state, a))
    alone = np.empty(reached.shape[0])
    for r in range(reached.shape[0]):
        alone[r] = sounding.judge_alone(state, a, reached[r])
    coverage = sounding.weight_of_coverage(state, a)
    novelty = state.parameters[0].novelty_weight
    heard = state.covered[a].copy()
    chosen = np.empty(min(sounding.number_to_ask(state, a), reached.shape[0]), dtype=np.int64)
    for q in range(chosen.shape[0]):
        best = NOBODY
        highest = -np.inf
        for r in range(reached.shape[0]):
            if reached[r] == NOBODY:
                continue
            score = alone[r] + coverage * sounding.uncovered(state, heard, reached[r])
            if novelty != 0.0:
                score += sounding.worth_of_sector(state, a, reached[r], chosen[:q])
            if best == NOBODY or score > highest:
                best = r
                highest = score
        chosen[q] = reached[best]
        sounding.hear(state, heard, reached[best])
        reached[best] = NOBODY
    return chosen


@rule
def close_sounding(state: State, a: int) -> None:
    """Go on to the values debate, or straight to the goal; alone, give up."""
    if state.alliances[a].members < 2:
        end(state, a, Ending.NO_PARTNER.value)
        return
    if state.parameters[0].lead_choice == LeadChoice.MOST_HOURS:
        coordination.choose_lead(state, a)
    if state.parameters[0].hardliner:
        focal.name_hardliner(state, a)
        note_hardliners(state, a)
    if state.parameters[0].values_debate == Debate.NONE:
        begin_goals(state, a)
    else:
        values_debate.begin_phase(state, a, Phase.VALUES.value)


@rule
def debate_values(state: State, a: int) -> None:
    """Spend a week on basic values; who sees that the goal is beyond it leaves at no loss."""
    put_money_aside(state, a)
    for m in member_places(state, a):
        values_debate.debate_week(state, a, m)
        if state.parameters[0].debate_learning:
            fields = learning.concern(state, a)
            learning.put_on_agenda(fields, values_debate.points_on_the_table(state, a))
            learning.learn(state, a, m, fields)
        if state.members[a, m].known and not values_debate.could_live_with_draft(state, a, m):
            leave(state, a, m, Leaving.VALUES.value, 0)
    if state.alliances[a].members >= 2 and values_debate.debate_is_over(state, a):
        begin_goals(state, a)


@rule
def put_money_aside(state: State, a: int) -> None:
    """Let members pay in for a moderator from outside, by what they expect of the alliance."""
    if not moderation.saves_for_moderator(state, a):
        return
    for m in member_places(state, a):
        value = joining.expected_value(state, int(state.members[a, m].organisation), a, True)
        contributing.pay_in(state, a, m, contributing.interest_in(state, a, m, value))


@rule
def begin_goals(state: State, a: int) -> None:
    """Put the members' items on the agenda and circulate a first proposal."""
    values_debate.begin_phase(state, a, Phase.GOALS.value)
    for m in core_places(state, a):
        agenda_items.bring_items(state, a, m)
    moderation.engage_moderator(state, a)
    for j in range(state.alliances[a].items):
        proposals.propose(state, a, j)
    rounds.open_round(state, a)


@rule
def set_goal(state: State, a: int) -> None:
    """End a round once the slowest has answered; with nothing open the platform stands."""
    put_money_aside(state, a)
    if state.clock[0].week < rounds.end_of_round(state, a):
        return
    if not rounds.anybody_was_asked(state, a):
        rounds.open_round(state, a)
        return
    circulated = circulating_items(state, a)
    if takes_time_to_explain(state, a, circulated):
        return
    moderation.engage_moderator(state, a)
    for j in circulated:
        if state.alliances[a].members >= 2:
            negotiate(state, a, j)
    if state.alliances[a].members < 2:
        return
    if platform.open_items(state, a):
        rounds.open_round(state, a)
    else:
        platform.agree_platform(state, a)
        values_debate.begin_phase(state, a, Phase.WORKING.value)


@rule
def takes_time_to_explain(state: State, a: int, circulated: np.ndarray) -> bool:
    """Let objectors say why they have a limit; where that takes a meeting the round lasts on."""
    meets = False
    if not state.parameters[0].explaining_costs:
        return meets
    for j in circulated:
        for m in core_places(state, a):
            if rounds.explanation_takes_time(state, a, j, m) and rounds.objects_to(state, a, j, m):
                rounds.explain_limit(state, a, j, m)
                meets = True
    return meets


@rule
def circulating_items(state: State, a: int) -> np.ndarray:
    """Return the items of this round."""
    items = np.empty(state.alliances[a].items, dtype=np.int64)
    count = 0
    for j in range(state.alliances[a].items):
        if rounds.circulates(state, a, j):
            items[count] = j
            count += 1
    return items[:count]


@rule
def negotiate(state: State, a: int, j: int) -> None:
    """Hear objections to an item and settle it, move it, drop it, or let the objectors go."""
    hear_objections(state, a, j)
    if rounds.returns_to_earlier(state, a, j):
        hear_objections(state, a, j)
    objectors = rounds.objecting_places(state, a, j)
    outcome = rounds.settle_item(state, a, j)
    for m in objectors:
        red_line = crosses_red_line(state, a, j, m)
        if outcome == rounds.Outcome.OBJECTORS_GO:
            why = Leaving.RED_LINE.value if red_line else Leaving.OBJECTION.value
            leave(state, a, m, why, j)
        elif outcome == rounds.Outcome.AGREED and red_line:
            leave(state, a, m, Leaving.RED_LINE.value, j)


@rule
def hear_objections(state: State, a: int, j: int) -> None:
    """Ask the core who objects to an item at its present position."""
    rounds.clear_objections(state, a, j)
    for m in core_places(state, a):
        if not rounds.objects_to(state, a, j, m):
            continue
        if not (rounds.explains(state, a, j) and conflicts.reword(state, a, j, m)):
            rounds.raise_objection(state, a, j, m)


# --- Collaboration ----------------------------------------------------------------------------


@rule
def work(state: State, a: int) -> None:
    """Let every member give its hours and its money."""
    places = member_places(state, a)
    for m in places:
        contributing.weigh_interest(state, a, m)
    shares = np.empty(places.shape[0])
    for q in range(places.shape[0]):
        shares[q] = contributing.contribution(state, a, places[q])
    for q in range(places.shape[0]):
        contributing.give(state, a, places[q], shares[q])
        contributing.pay(state, a, places[q])
    if state.parameters[0].roles:
        roles.divide_labour(state, a)
    contributing.close_week(state, a)


@rule
def react_to_occasions(state: State, a: int) -> None:
    """Decide on a quick joint reaction, in time or too late."""
    if occasions.occasion_arises(state, a):
        occasions.open_occasion(state, a)
        for m in core_places(state, a):
            if occasions.objects_to_reaction(state, a, m):
                occasions.object_to_reaction(state, a, m)
    if occasions.occasion_is_over(state, a):
        occasions.close_occasion(state, a)


@rule
def face_conflicts(state: State, a: int) -> None:
    """Deal with agreed items that have come to cross a member's limit."""
    if state.parameters[0].mediation:
        conflicts.retain_mediator(state, a)
    for m in core_places(state, a):
        j = conflicts.crossed_item(state, a, m)
        if j != NOBODY:
            settle_conflict(state, a, j, m)


@rule
def settle_conflict(state: State, a: int, j: int, m: int) -> None:
    """Reword, mediate, reopen or drop the item, let the member go, or pass over the objection."""
    conflicts.bring_up_conflict(state, a, j, m)
    way_out = conflicts.seek_way_out(state, a, j, m)
    if way_out == conflicts.WayOut.REOPEN:
        reopen(state, a, j, m)
    elif way_out == conflicts.WayOut.NONE:
        must_leave = crosses_red_line(state, a, j, m)
        if conflicts.has_to_go(state, a, j, m, must_leave):
            leave(state, a, m, Leaving.RED_LINE.value, j)


@rule
def reopen(state: State, a: int, j: int, m: int) -> None:
    """Ask the core about an agreed item once more; if it is being asked already, afterwards."""
    first = platform.open_items(state, a) == 0
    conflicts.reopen_item(state, a, j, m)
    if first:
        rounds.open_round(state, a)


@rule
def revise_platform(state: State, a: int) -> None:
    """Negotiate what was reopened once all have answered, as the goal was; meanwhile work on."""
    if platform.open_items(state, a) == 0:
        return
    if state.clock[0].week >= rounds.end_of_round(state, a):
        end_revision_round(state, a)
    platform.count_open_weeks(state, a)


@rule
def end_revision_round(state: State, a: int) -> None:
    """Settle the items of a round in a meeting, and ask again about what is still open."""
    if rounds.anybody_was_asked(state, a):
        conflicts.hold_meeting(state, a)
        moderation.engage_moderator(state, a)
        for j in circulating_items(state, a):
            if state.alliances[a].members >= 2:
                negotiate(state, a, j)
    if state.alliances[a].members >= 2 and platform.open_items(state, a):
        rounds.open_round(state, a)


@rule
def hold_monthly_meeting(state: State, a: int) -> None:
    """Let members learn from each other once a month."""
    if learning.meets_this_week(state, a):
        fields = learning.concern(state, a)
        for m in core_places(state, a):
            learning.learn(state, a, m, fields)


@rule
def listen_to_persons(state: State, i: int) -> None:
    """Let heads come to trust others as their persons do, as long as these stay."""
    persons.replace_persons(state, i)
    persons.carry_trust(state, i)


@rule
def replace_lead(state: State, a: int) -> None:
    """After the loss of the lead let the member with most hours take over, if it can."""
    alliance = state.alliances[a]
    if alliance.lead != NOBODY or alliance.ending != Ending.NONE or alliance.members < 2:
        return
    m = next_lead(state, a)
    if m != NOBODY and coordination.can_take_the_lead(state, a, m):
        coordination.take_the_lead(state, a, m)


# --- Dissolution ------------------------------------------------------------------------------


@rule
def let_members_reconsider(state: State, a: int) -> None:
    """Give every member the chance to leave; not when the alliance ends anyway."""
    if state.alliances[a].ending != Ending.NONE:
        return
    for m in member_places(state, a):
        why = dissolution.reason_to_leave_now(state, a, m)
        if why == Leaving.NONE and dissolution.reconsiders_this_week(state, a, m):
            appeal, price = joining.weigh_staying(state, a, m)
            if appeal <= price:
                why = Leaving.NOT_WORTH_IT.value
        if why != Leaving.NONE:
            leave(state, a, m, why, NOBODY)


@rule
def leave(state: State, a: int, m: int, why: int, j: int) -> None:
    """Let a member leave an alliance, perhaps over an item."""
    release(state, a, m, why, j)
    dissolution.regret(state, a, m)


@rule
def end(state: State, a: int, ending: int) -> None:
    """End for a recorded reason; what remains are ties, beliefs, and perhaps a network."""
    close_alliance(state, a, ending)
    p = state.parameters[0]
    if state.alliances[a].allied == NEVER:
        dissolution.pause_founder(state, a)
    elif state.alliances[a].members >= 2 and state.alliances[a].public:
        if p.evaluation:
            dissolution.evaluate(state, a)
        if p.network:
            dissolution.keep_in_touch(state, a)
