"""An alliance: two or more organisations that pursue a goal together, in public, for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.actor import Actor
from sim.agenda import note_hardliners
from sim.chronicle.words import alliance_title
from sim.conditions import BrokenConditionError, Condition, broken_condition
from sim.membership import (
    answering_places,
    close_alliance,
    core_places,
    member_places,
    next_lead,
    place_of,
)
from sim.phases import dissolution
from sim.phases.collaboration import (
    admitting,
    conflicts,
    contributing,
    coordination,
    learning,
    occasions,
    roles,
)
from sim.phases.formation import (
    focal,
    joining,
    moderation,
    platform,
    proposals,
    rounds,
    sounding,
    values_debate,
)
from sim.phases.formation.rounds import Outcome
from sim.phases.formation.sounding import Sounding
from sim.phases.impact import persuasion, speaking
from sim.quantities import convenor, member_ideal
from sim.state import NEVER, NOBODY, Ending, Kind, Leaving, Phase, Status

if TYPE_CHECKING:
    from sim.model import AllianceModel
    from sim.organisation import Organisation


class Alliance(Actor):
    """An alliance, or before the second acceptance an initiative (study II).

    Its numbers live in one row of the model's state. What the members do together is done here,
    what one of them decides in `Organisation`; a subclass may override any public method.

    Parameters
    ----------
    model
        The model it lives in.
    row
        Its row in the state.
    """

    model: AllianceModel

    def __init__(self, model: AllianceModel, row: int) -> None:
        super().__init__(model, len(model.organisations) + row + 1)
        self.row = row

    def __repr__(self) -> str:
        return f"Alliance({self.title})"

    # --- What it is -----------------------------------------------------------------------

    @property
    def record(self) -> Any:
        """Its row in the state, as a record that is written in place."""
        return self.model.state.alliances[self.row]

    @property
    def title(self) -> str:
        """What it is called in texts and figures, such as "alliance 3 (climate)"."""
        return alliance_title(self.model, self.row)

    @property
    def field(self) -> int:
        """Policy field of its main goal."""
        return int(self.record.field)

    @property
    def kind(self) -> Kind:
        """Change, or prevention of a bill (study III)."""
        return Kind(int(self.record.kind))

    @property
    def phase(self) -> Phase:
        """Where it stands in its life."""
        return Phase(int(self.record.phase))

    @property
    def is_public(self) -> bool:
        """Whether its platform stands, so that it speaks in public."""
        return bool(self.record.public)

    @property
    def is_allied(self) -> bool:
        """Whether a second organisation has ever accepted; before that it is an initiative."""
        return int(self.record.allied) != NEVER

    @property
    def is_focal(self) -> bool:
        """Whether it is the one alliance whose size a design is about."""
        return bool(self.record.focal)

    @property
    def is_full(self) -> bool:
        """Whether a design has set its size and it has all its members."""
        return focal.is_full(self.model.state, self.row)

    @property
    def founder(self) -> Organisation:
        """The organisation that started it."""
        return self.model.organisations[int(self.record.founder)]

    @property
    def lead(self) -> Organisation | None:
        """The member in the lead; in an assembly, the one that calls the meetings."""
        place = int(self.record.lead)
        return None if place == NOBODY else self._at(place)

    @property
    def convenor(self) -> Organisation:
        """The organisation that speaks for it to outsiders: its lead, at first its founder."""
        return self.model.organisations[convenor(self.model.state, self.row)]

    @property
    def members(self) -> list[Organisation]:
        """Its members, core and circle."""
        return [self._at(place) for place in member_places(self.model.state, self.row)]

    @property
    def core(self) -> list[Organisation]:
        """Its core members."""
        return [self._at(place) for place in core_places(self.model.state, self.row)]

    @property
    def supporters(self) -> list[Organisation]:
        """The members in its circle."""
        return [member for member in self.members if member.status_in(self) == Status.CIRCLE]

    @property
    def agenda(self) -> Any:
        """Records of the items on its agenda; the first is the main goal."""
        return self.model.state.items[self.row][: self.record.items]

    @property
    def ending(self) -> Ending:
        """Why it ended, or Ending.NONE."""
        return Ending(int(self.record.ending))

    def place_of(self, organisation: Organisation) -> int:
        """Return an organisation's place on the list, or NOBODY."""
        return place_of(self.model.state, self.row, organisation.row)

    def ideal_of(self, organisation: Organisation, item: int) -> float:
        """A member's ideal on an item, measured from the present status quo."""
        return member_ideal(self.model.state, self.row, item, self.place_of(organisation))

    def _at(self, place: int) -> Organisation:
        return self.model.organisations[int(self.model.state.members[self.row, place].organisation)]

    # --- Formation ------------------------------------------------------------------------

    def hear_answers(self) -> None:
        """Hear from those who were asked, or have applied, and whose own body has sat."""
        for place in answering_places(self.model.state, self.row):
            organisation = self._at(place)
            applied = organisation.status_in(self) == Status.APPLIED
            if not organisation.decide_to_join(self):
                organisation.decline(self)
            elif self.is_full or (applied and not self.admit(organisation)):
                admitting.refuse(self.model.state, self.row, place)
            else:
                organisation.join(self)

    def sound_out(self) -> None:
        """Let the founder ask potential partners, in waves, until it goes on with those it has."""
        step = sounding.next_step_of_sounding(self.model.state, self.row)
        if step == Sounding.ASK:
            sounding.begin_wave(self.model.state, self.row)
            for partner in self.convenor.identify_partners(self):
                sounding.invite(self.model.state, self.row, partner.row)
        elif step == Sounding.CLOSE:
            self.close_sounding()

    def close_sounding(self) -> None:
        """Go on to the values debate, or straight to the goal; alone, give up."""
        if self.record.members < 2:
            self.end(Ending.NO_PARTNER)
            return
        if self.model.parameters.collaboration.lead_choice == "most_hours":
            self.choose_lead()
        if self.model.parameters.formation.hardliner != "none":
            focal.name_hardliner(self.model.state, self.row)
            note_hardliners(self.model.state, self.row)
        if self.model.parameters.formation.values_debate == "none":
            self.begin_goals()
        else:
            values_debate.begin_phase(self.model.state, self.row, Phase.VALUES)

    def choose_lead(self) -> None:
        """Hand the lead to the core member with most hours for it."""
        coordination.choose_lead(self.model.state, self.row)

    def debate_values(self) -> None:
        """Spend a week on basic values; who could not accept the goal to be expected leaves."""
        self.put_money_aside()
        for member in self.members:
            member.debate_values(self)
            if self.model.parameters.formation.debate_learning:
                member.learn(self)
            known = self.model.state.members[self.row, self.place_of(member)].known
            if known and not member.could_live_with_draft(self):
                member.leave(self, Leaving.VALUES, 0)
        if self.record.members >= 2 and values_debate.debate_is_over(self.model.state, self.row):
            self.begin_goals()

    def put_money_aside(self) -> None:
        """Let members pay in for a moderator from outside, by what they expect of the alliance."""
        state = self.model.state
        if not moderation.saves_for_moderator(state, self.row):
            return
        for place in member_places(state, self.row):
            member = int(state.members[self.row, place].organisation)
            value = joining.expected_value(state, member, self.row, True)
            interest = contributing.interest_in(state, self.row, place, value)
            contributing.pay_in(state, self.row, place, interest)

    def begin_goals(self) -> None:
        """Put the members' items on the agenda and circulate a first proposal."""
        state = self.model.state
        values_debate.begin_phase(state, self.row, Phase.GOALS)
        for member in self.core:
            member.bring_items(self)
        moderation.engage_moderator(state, self.row)
        for item in range(self.record.items):
            proposals.propose(state, self.row, item)
        rounds.open_round(state, self.row)

    def set_goal(self) -> None:
        """End a round once the slowest has answered; with nothing open the platform stands."""
        state = self.model.state
        self.put_money_aside()
        if state.clock[0].week < rounds.end_of_round(state, self.row):
            return
        if not rounds.anybody_was_asked(state, self.row):
            rounds.open_round(state, self.row)
            return
        circulated = self.circulating_items()
        if self.takes_time_to_explain(circulated):
            return
        moderation.engage_moderator(state, self.row)
        for item in circulated:
            if self.record.members >= 2:
                self.negotiate(item)
        if self.record.members < 2:
            return
        if platform.open_items(state, self.row):
            rounds.open_round(state, self.row)
        else:
            platform.agree_platform(state, self.row)
            values_debate.begin_phase(state, self.row, Phase.WORKING)

    def takes_time_to_explain(self, circulated: list[int]) -> bool:
        """Let objectors say why they have a limit; where that takes a meeting the round lasts on.

        Parameters
        ----------
        circulated
            Items of this round.
        """
        state, meets = self.model.state, False
        if not self.model.parameters.collaboration.explaining_costs:
            return meets
        for item in circulated:
            for member in self.core:
                place = self.place_of(member)
                takes_time = rounds.explanation_takes_time(state, self.row, item, place)
                if takes_time and member.object_to(self, item):
                    rounds.explain_limit(state, self.row, item, place)
                    meets = True
        return meets

    def circulating_items(self) -> list[int]:
        """Return the items of this round."""
        items = range(self.record.items)
        return [item for item in items if rounds.circulates(self.model.state, self.row, item)]

    def negotiate(self, item: int) -> None:
        """Hear objections to an item and settle it, move it, drop it, or let the objectors go."""
        state = self.model.state
        self.hear_objections(item)
        if rounds.returns_to_earlier(state, self.row, item):
            self.hear_objections(item)
        objectors = [self._at(place) for place in rounds.objecting_places(state, self.row, item)]
        outcome = rounds.settle_item(state, self.row, item)
        for member in objectors:
            red_line = member.must_leave_over(self, item)
            if outcome == Outcome.OBJECTORS_GO:
                member.leave(self, Leaving.RED_LINE if red_line else Leaving.OBJECTION, item)
            elif outcome == Outcome.AGREED and red_line:
                member.leave(self, Leaving.RED_LINE, item)

    def hear_objections(self, item: int) -> None:
        """Ask the core who objects to an item at its present position."""
        state = self.model.state
        rounds.clear_objections(state, self.row, item)
        for member in self.core:
            if not member.object_to(self, item):
                continue
            place = self.place_of(member)
            explains = rounds.explains(state, self.row, item)
            if not (explains and conflicts.reword(state, self.row, item, place)):
                rounds.raise_objection(state, self.row, item, place)

    # --- Collaboration --------------------------------------------------------------------

    def coordinate(self) -> None:
        """Hold the week's coordination hours, as far as members have them."""
        coordination.coordinate(self.model.state, self.row)

    def work(self) -> None:
        """Let every member give its hours and its money."""
        state = self.model.state
        for place in member_places(state, self.row):
            contributing.weigh_interest(state, self.row, place)
        shares = [(self.place_of(member), member.contribute(self)) for member in self.members]
        for place, share in shares:
            contributing.give(state, self.row, place, share)
            contributing.pay(state, self.row, place)
        if self.model.parameters.impact.roles != "none":
            roles.divide_labour(state, self.row)
        contributing.close_week(state, self.row)

    def react_to_occasions(self) -> None:
        """Decide on a quick joint reaction, in time or too late."""
        state = self.model.state
        if occasions.occasion_arises(state, self.row):
            occasions.open_occasion(state, self.row)
            for member in self.core:
                if member.object_to_reaction(self):
                    occasions.object_to_reaction(state, self.row, self.place_of(member))
        if occasions.occasion_is_over(state, self.row):
            occasions.close_occasion(state, self.row)

    def face_conflicts(self) -> None:
        """Deal with agreed items that have come to cross a member's limit."""
        if self.model.parameters.collaboration.mediation:
            conflicts.retain_mediator(self.model.state, self.row)
        for member in self.core:
            item = member.find_crossed_item(self)
            if item is not None:
                self.settle_conflict(member, item)

    def settle_conflict(self, member: Organisation, item: int) -> None:
        """Reword, mediate, reopen or drop the item, let the member go, or pass over it."""
        state, place = self.model.state, self.place_of(member)
        conflicts.bring_up_conflict(state, self.row, item, place)
        way_out = conflicts.seek_way_out(state, self.row, item, place)
        if way_out == conflicts.WayOut.REOPEN:
            self.reopen(member, item)
        elif way_out == conflicts.WayOut.NONE:
            must_leave = member.must_leave_over(self, item)
            if conflicts.has_to_go(state, self.row, item, place, must_leave):
                member.leave(self, Leaving.RED_LINE, item)

    def reopen(self, member: Organisation, item: int) -> None:
        """Ask the core about an agreed item once more; if it is being asked already, afterwards."""
        state, place = self.model.state, self.place_of(member)
        first = platform.open_items(state, self.row) == 0
        conflicts.reopen_item(state, self.row, item, place)
        if first:
            rounds.open_round(state, self.row)

    def revise_platform(self) -> None:
        """Negotiate what was reopened once all have answered, as the goal was."""
        state = self.model.state
        if platform.open_items(state, self.row) == 0:
            return
        if state.clock[0].week >= rounds.end_of_round(state, self.row):
            self.end_revision_round()
        platform.count_open_weeks(state, self.row)

    def end_revision_round(self) -> None:
        """Settle the items of a round in a meeting, and ask again about what is still open."""
        state = self.model.state
        if rounds.anybody_was_asked(state, self.row):
            conflicts.hold_meeting(state, self.row)
            moderation.engage_moderator(state, self.row)
            for item in self.circulating_items():
                if self.record.members >= 2:
                    self.negotiate(item)
        if self.record.members >= 2 and platform.open_items(state, self.row):
            rounds.open_round(state, self.row)

    def hold_monthly_meeting(self) -> None:
        """Let members learn from each other once a month."""
        if learning.meets_this_week(self.model.state, self.row):
            for member in self.core:
                member.learn(self)

    def admit(self, applicant: Organisation) -> bool:
        """Decide on an application by the alliance's rule of admission."""
        return admitting.admits(self.model.state, self.row, applicant.row)

    def replace_lead(self) -> None:
        """After the loss of the lead let the member with most hours take over, if it can."""
        if int(self.record.lead) != NOBODY or self.ending or self.record.members < 2:
            return
        place = next_lead(self.model.state, self.row)
        if place != NOBODY and self._at(place).can_lead(self):
            coordination.take_the_lead(self.model.state, self.row, place)

    # --- Impact ---------------------------------------------------------------------------

    def speak(self) -> None:
        """Turn the week's hours into outreach in every segment."""
        speaking.speak(self.model.state, self.row)

    def report(self) -> None:
        """Count its support in parliament, once a month."""
        if persuasion.reports_this_week(self.model.state, self.row):
            persuasion.report_support(self.model.state, self.row)

    # --- Dissolution ----------------------------------------------------------------------

    def let_members_reconsider(self) -> None:
        """Give every member the chance to leave; not when the alliance ends anyway."""
        if self.ending:
            return
        for member in self.members:
            why = member.reason_to_leave_now(self)
            due = dissolution.reconsiders_this_week(
                self.model.state, self.row, self.place_of(member)
            )
            if why == Leaving.NONE and due and not member.decide_to_stay(self):
                why = Leaving.NOT_WORTH_IT
            if why != Leaving.NONE:
                member.leave(self, why)

    def find_ending(self) -> Ending:
        """Return why it ends this week, or Ending.NONE."""
        return Ending(dissolution.find_ending(self.model.state, self.row))

    def end(self, ending: Ending) -> None:
        """End for a recorded reason; what remains are ties, beliefs, and perhaps a network."""
        state = self.model.state
        close_alliance(state, self.row, int(ending))
        if not self.is_allied:
            dissolution.pause_founder(state, self.row)
        elif self.record.members >= 2 and self.is_public:
            if self.model.parameters.dissolution.evaluation:
                dissolution.evaluate(state, self.row)
            if self.model.parameters.dissolution.network:
                dissolution.keep_in_touch(state, self.row)
        self.model.forget_alliance(self)

    def check_conditions(self) -> None:
        """Check the six conditions of the definition (study II).

        Raises
        ------
        BrokenConditionError
            With the condition that is broken.
        """
        broken = Condition(broken_condition(self.model.state, self.row))
        if broken != Condition.HELD:
            week = int(self.model.state.clock[0].week)
            raise BrokenConditionError(
                f"week {week}: {self.title} breaks the condition {broken.name.lower()}"
            )
