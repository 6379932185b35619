"""An organisation of civil society: what it perceives, decides and does, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.actor import Actor
from sim.agenda import crosses_red_line
from sim.membership import decline, join, place_of, release
from sim.phases import dissolution, environment
from sim.phases.collaboration import (
    conflicts,
    contributing,
    coordination,
    learning,
    motivation,
    occasions,
    persons,
)
from sim.phases.formation import agenda_items, initiative, joining, rounds, sounding, values_debate
from sim.phases.impact import persuasion
from sim.quantities import trust_in
from sim.state import NOBODY, Kind, Leaving, Phase, Status

if TYPE_CHECKING:
    from sim.alliance import Alliance
    from sim.model import AllianceModel


class Organisation(Actor):
    """A collective actor that stays distinct inside every alliance (study II).

    Its numbers live in one row of the model's state; the attributes below read that row. Every
    decision is a public method, and a subclass may override any of them.

    Parameters
    ----------
    model
        The model it lives in.
    row
        Its row in the state.
    name, sector
        What it is called, and the sector it belongs to.
    """

    model: AllianceModel

    def __init__(self, model: AllianceModel, row: int, name: str, sector: str) -> None:
        super().__init__(model, row + 1)
        self.row = row
        self.name = name
        self.sector = sector

    def __repr__(self) -> str:
        return f"Organisation({self.name})"

    # --- What it is -----------------------------------------------------------------------

    @property
    def record(self) -> Any:
        """Its row in the state, as a record that is written in place."""
        return self.model.state.organisations[self.row]

    @property
    def values(self) -> dict[str, float]:
        """Weights on the study's basic values; they sum to 1."""
        record = self.record
        return {
            "freedom": float(record.freedom),
            "justice": float(record.justice),
            "sustainability": float(record.sustainability),
        }

    @property
    def positions(self) -> np.ndarray:
        """Ideal per policy field, [-1, 1], shape (K,)."""
        return np.asarray(self._view("position"))

    @property
    def tolerances(self) -> np.ndarray:
        """Distance from the ideal at which it objects, position units, shape (K,)."""
        return np.asarray(self._view("tolerance"))

    @property
    def red_lines(self) -> np.ndarray:
        """Fields in which its limit is hard, booleans of shape (K,)."""
        return np.asarray(self._view("red_line")) != 0

    @property
    def salience(self) -> np.ndarray:
        """How much each field matters to it, mean 1, shape (K,)."""
        return np.asarray(self._view("salience"))

    @property
    def expertise(self) -> np.ndarray:
        """Expertise per field, [0, 1], shape (K,)."""
        return np.asarray(self._view("expertise"))

    def _view(self, name: str) -> Any:
        return self.model.state.views[name][self.row]

    @property
    def time(self) -> float:
        """Hours per week free for alliance work, on top of the work at home."""
        return float(self.record.free_hours)

    @property
    def money(self) -> float:
        """EUR per week free for alliance work."""
        return float(self.record.money)

    @property
    def energy(self) -> float:
        """Motivation, [0, 1]."""
        return float(self.record.energy)

    @property
    def sitting_calendar(self) -> tuple[float, float]:
        """Weeks between sittings of its own body, and when in that time it sits, [0, 1)."""
        return float(self.record.sitting_weeks), float(self.record.sitting_phase)

    @property
    def pragmatism(self) -> float:
        """Readiness to widen its tolerance as a negotiation goes on, [0, 1]."""
        return float(self.record.pragmatism)

    @property
    def visibility_need(self) -> float:
        """Weight of its own profile against the common goal, [0, 1]."""
        return float(self.record.visibility)

    @property
    def reach(self) -> np.ndarray:
        """Audience per segment of the electorate, mean organisation 1 in all, shape (S,)."""
        return np.asarray(self.model.state.audiences[self.row])

    @property
    def camp(self) -> float:
        """Where the public and legislators place it, [-1, 1]."""
        return float(self.record.camp)

    @property
    def party_proximity(self) -> np.ndarray:
        """Closeness to each party, 1 in its camp and 0 at the other end, shape (P,)."""
        return np.asarray(1.0 - 0.5 * np.abs(self.model.state.parties.camp - self.camp))

    @property
    def mode(self) -> dict[str, float]:
        """Which channel its hours feed well; the weights sum to 1."""
        record = self.record
        return {
            "lobbying": float(record.lobbying),
            "dialogue": float(record.dialogue),
            "campaigning": float(record.campaigning),
        }

    @property
    def ties(self) -> dict[Organisation, float]:
        """Organisations to which it has personal contacts, with its trust in them, [0, 1]."""
        rows = self.model.state.ties[self.row][: self.record.ties]
        return {self.model.organisations[int(tie.partner)]: float(tie.trust) for tie in rows}

    @property
    def alliances(self) -> list[Alliance]:
        """The live alliances and initiatives to which it belongs."""
        return [alliance for alliance in self.model.live_alliances if self in alliance.members]

    def trust_in(self, other: Organisation) -> float:
        """Trust in another organisation, [0, 1]; 0 without a tie."""
        return trust_in(self.model.state, self.row, other.row)

    def ideal(self, alliance: Alliance, item: int) -> float:
        """Its ideal on an item of an alliance to which it belongs, from the status quo."""
        return alliance.ideal_of(self, item)

    # --- Environment ----------------------------------------------------------------------

    def undergo_shocks(self) -> None:
        """Let its situation change, now and then (study IV-Z)."""
        if self.model.parameters.environment.shock_rate > 0.0:
            environment.shake(self.model.state, self.row)

    # --- Formation ------------------------------------------------------------------------

    def consider_initiating(self) -> None:
        """Think about a new alliance: choose a goal, join who pursues it already, or found one."""
        if not initiative.considers_initiating(self.model.state, self.row):
            return
        goal = self.choose_goal()
        if goal is None:
            return
        existing = (
            self.find_existing(*goal) if self.model.parameters.formation.seek_existing else None
        )
        if existing is not None:
            self.apply_to(existing)
        else:
            self.model.found_initiative(self, *goal)

    def choose_goal(self) -> tuple[int, Kind] | None:
        """Choose the field and kind of goal that is worth most to it and out of reach alone."""
        code = initiative.choose_goal(self.model.state, self.row)
        return None if code == NOBODY else (code // 2, Kind(code % 2))

    def find_existing(self, field: int, kind: Kind) -> Alliance | None:
        """Find a public alliance that pursues the goal already, if it knows of one."""
        found = initiative.find_existing(self.model.state, self.row, field, int(kind))
        return None if found == NOBODY else self.model.alliances[found]

    def apply_to(self, alliance: Alliance) -> None:
        """Ask an alliance for admission."""
        initiative.apply_to(self.model.state, self.row, alliance.row)

    def identify_partners(self, alliance: Alliance) -> list[Organisation]:
        """Choose whom to ask for its own initiative: best score first, audience by audience."""
        state = self.model.state
        reached = self._reachable(alliance)
        heard = state.covered[alliance.row].copy()
        chosen: list[Organisation] = []
        for _ in range(sounding.number_to_ask(state, alliance.row)):
            scores = [
                self.judge_partner(
                    alliance, partner, sounding.uncovered(state, heard, partner.row), chosen
                )
                for partner in reached
            ]
            if not scores:
                break
            best = reached.pop(scores.index(max(scores)))
            sounding.hear(state, heard, best.row)
            chosen.append(best)
        return chosen

    def _reachable(self, alliance: Alliance) -> list[Organisation]:
        rows = sounding.partners_within_reach(self.model.state, alliance.row, self.row)
        return [self.model.organisations[row] for row in rows]

    def judge_partner(
        self,
        alliance: Alliance,
        partner: Organisation,
        uncovered: float,
        asked: Sequence[Organisation],
    ) -> float:
        """Score an organisation as a partner: trust, fit, chance, new audience and sector.

        Parameters
        ----------
        alliance
            The initiative that it is to be asked to join.
        partner
            Who is judged.
        uncovered
            Audience that it adds to what members and those asked cover; reach units.
        asked
            Those that are asked in this wave already.
        """
        rows = np.array([one.row for one in asked], dtype=np.int64)
        return sounding.judge_partner(self.model.state, alliance.row, partner.row, uncovered, rows)

    def decide_to_join(self, alliance: Alliance) -> bool:
        """Decide, when its own body has sat, whether an alliance is worth its hours."""
        appeal, price = joining.weigh_joining(self.model.state, self.row, alliance.row)
        return appeal > price

    def join(self, alliance: Alliance) -> None:
        """Become a member by its own decision."""
        state, place = self.model.state, alliance.place_of(self)
        appeal, price = joining.weigh_joining(state, self.row, alliance.row)
        status = joining.status_on_joining(state, alliance.row)
        join(state, alliance.row, place, status, appeal, price)
        if self.model.parameters.formation.disclose_red_lines:
            values_debate.disclose_on_joining(state, alliance.row, place)

    def decline(self, alliance: Alliance) -> None:
        """Turn an invitation down, or withdraw an application."""
        state = self.model.state
        appeal, price = joining.weigh_joining(state, self.row, alliance.row)
        decline(state, alliance.row, alliance.place_of(self), appeal, price)

    def debate_values(self, alliance: Alliance) -> None:
        """Spend a week in the values debate; what it tells is known from then on."""
        values_debate.debate_week(self.model.state, alliance.row, alliance.place_of(self))

    def could_live_with_draft(self, alliance: Alliance) -> bool:
        """Tell whether the goal to be expected lies within what it could ever accept."""
        return values_debate.could_live_with_draft(
            self.model.state, alliance.row, alliance.place_of(self)
        )

    def bring_items(self, alliance: Alliance) -> None:
        """Put what matters most to it besides the main goal on the agenda."""
        agenda_items.bring_items(self.model.state, alliance.row, alliance.place_of(self))

    def object_to(self, alliance: Alliance, item: int) -> bool:
        """Tell whether it objects to an item at its present position."""
        return rounds.objects_to(self.model.state, alliance.row, item, alliance.place_of(self))

    # --- Collaboration --------------------------------------------------------------------

    def contribute(self, alliance: Alliance) -> float:
        """Decide which share of its hours for an alliance to give this week, [0, 1]."""
        return contributing.contribution(self.model.state, alliance.row, alliance.place_of(self))

    def object_to_reaction(self, alliance: Alliance) -> bool:
        """Tell whether a quick joint reaction crosses limits that were never talked about."""
        return occasions.objects_to_reaction(
            self.model.state, alliance.row, alliance.place_of(self)
        )

    def find_crossed_item(self, alliance: Alliance) -> int | None:
        """Bring up an agreed item that has come to cross its limit, or None."""
        found = conflicts.crossed_item(self.model.state, alliance.row, alliance.place_of(self))
        return None if found == NOBODY else found

    def must_leave_over(self, alliance: Alliance, item: int) -> bool:
        """Tell whether a crossed item is a red line, so that it has to leave (study IV-Z)."""
        return crosses_red_line(self.model.state, alliance.row, item, alliance.place_of(self))

    def learn(self, alliance: Alliance) -> None:
        """Learn from the other members, at the monthly meeting or in the debate on values."""
        state, a = self.model.state, alliance.row
        fields = learning.concern(state, a)
        learning.put_on_agenda(fields, values_debate.points_on_the_table(state, a))
        learning.learn(state, a, alliance.place_of(self), fields)

    def return_to_base(self) -> None:
        """Let its ideals be drawn back to those of its own members, once a month."""
        learning.return_to_base(self.model.state, self.row)

    def listen_to_persons(self) -> None:
        """Let its heads come to trust others as its persons do, as long as these stay."""
        persons.replace_persons(self.model.state, self.row)
        persons.carry_trust(self.model.state, self.row)

    def feel(self, alliance: Alliance) -> None:
        """Let its energy follow how the week with an alliance was."""
        if self.model.parameters.collaboration.energy_adjustment > 0.0:
            motivation.feel(self.model.state, alliance.row, alliance.place_of(self))

    def rest(self) -> None:
        """Let its energy return towards its resting level."""
        if self.model.parameters.collaboration.rest_rate > 0.0:
            motivation.rest(self.model.state, self.row)

    def can_lead(self, alliance: Alliance) -> bool:
        """Tell whether it has the hours to take over a lead that was lost."""
        return coordination.can_take_the_lead(
            self.model.state, alliance.row, alliance.place_of(self)
        )

    # --- Impact ---------------------------------------------------------------------------

    def follow_profile(self) -> None:
        """Let its free hours follow what its alliances made of its mentions in the last month."""
        persuasion.follow_profile(self.model.state, self.row)

    # --- Dissolution ----------------------------------------------------------------------

    def decide_to_stay(self, alliance: Alliance) -> bool:
        """Ask itself again whether an alliance is worth its hours: the rule by which it joined."""
        appeal, price = joining.weigh_staying(
            self.model.state, alliance.row, alliance.place_of(self)
        )
        return appeal > price

    def reason_to_leave_now(self, alliance: Alliance) -> Leaving:
        """Return why it leaves at once, or Leaving.NONE."""
        return Leaving(
            dissolution.reason_to_leave_now(self.model.state, alliance.row, alliance.place_of(self))
        )

    def leave(self, alliance: Alliance, why: Leaving, item: int | None = None) -> None:
        """Leave an alliance; a member can do so in any week (study II: reversible).

        Parameters
        ----------
        alliance
            Alliance to which it belongs.
        why
            Reason, for the record.
        item
            Item of the agenda over which it leaves, if there is one.

        Raises
        ------
        ValueError
            If it is not a member, or the alliance has ended.
        """
        if alliance.phase == Phase.ENDED or self not in alliance.members:
            raise ValueError(f"{self.name} is not a member of the {alliance.title}")
        state, place = self.model.state, alliance.place_of(self)
        release(state, alliance.row, place, int(why), NOBODY if item is None else item)
        dissolution.regret(state, alliance.row, place)

    def forget(self) -> None:
        """Let trust fade where it is not kept up."""
        if self.model.parameters.dissolution.trust_decay > 0.0:
            dissolution.let_trust_fade(self.model.state, self.row)

    def status_in(self, alliance: Alliance) -> Status:
        """How it stands to an alliance."""
        place = place_of(self.model.state, alliance.row, self.row)
        if place == NOBODY:
            return Status.FREE
        return Status(int(self.model.state.members[alliance.row, place].status))
