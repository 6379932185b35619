"""The model: one step is one week, in the order of the study's own chapters."""

from __future__ import annotations

from typing import Any

import mesa

from sim.alliance import Alliance
from sim.measures import (
    WEEK_RECORD,
    Table,
    Week,
    alliance_table,
    measure_week,
    organisation_table,
    week_of,
    week_table,
)
from sim.membership import remember_sizes
from sim.organisation import Organisation
from sim.parameters import DEFAULT_WEEKS, Parameters
from sim.phases import dissolution, environment
from sim.phases.formation import focal, initiative
from sim.phases.impact import persuasion, voting
from sim.population import Population, make_population
from sim.state import (
    NOBODY,
    Kind,
    Phase,
    State,
    has_room_for_events,
    records,
    with_room_for_alliances,
    with_room_for_events,
)


class AllianceModel(mesa.Model):
    """Organisations that form, sustain and dissolve alliances over a legislative term.

    Parameters
    ----------
    parameters
        Parameters of the run; the defaults if None.
    seed
        Seed of the run, 0 to 2**63 - 1. Everything random is a function of it, the world included.
    weeks
        Horizon of `run`, 1 to 4095 weeks.
    keep_events
        Whether the chronicle is recorded.
    check_conditions
        Whether the six conditions of an alliance's definition are checked every week.

    Attributes
    ----------
    organisations, alliances
        All organisations, and all alliances ever founded, in the order of their rows.
    weekly
        One `Week` of measures per week that has passed.

    Raises
    ------
    ParameterError
        If seed or horizon lie out of bounds.

    Examples
    --------
    >>> model = AllianceModel(seed=7, weeks=26).run()
    >>> model.week
    26
    """

    organisation_class: type[Organisation] = Organisation
    alliance_class: type[Alliance] = Alliance

    def __init__(
        self,
        parameters: Parameters | None = None,
        *,
        seed: int = 0,
        weeks: int = DEFAULT_WEEKS,
        keep_events: bool = True,
        check_conditions: bool = True,
    ) -> None:
        super().__init__(rng=0)  # Mesa's own generator is never used
        self.parameters = parameters if parameters is not None else Parameters()
        self.population: Population = make_population(self.parameters, seed, weeks, keep_events)
        self.state: State = self.population.state
        self.field_names = self.population.fields
        self.checks_conditions = check_conditions
        self.organisations: list[Organisation] = [
            self.organisation_class(self, row, name, sector)
            for row, (name, sector) in enumerate(
                zip(self.population.names, self.population.sectors, strict=True)
            )
        ]
        self.alliances: list[Alliance] = []
        self.weekly: list[Week] = []

    # --- One week -------------------------------------------------------------------------

    def step(self) -> None:
        """Let one week pass: the five phases of the study's life cycle, then take stock."""
        self.make_room()
        self.turn_environment()
        self.form_alliances()
        self.collaborate()
        self.have_impact()
        self.dissolve_alliances()
        self.take_stock()

    def turn_environment(self) -> None:
        """Phase 1: windows, bills, attention, campaigns, and shocks to organisations."""
        environment.turn_calendar(self.state)
        for field in range(len(self.field_names)):
            if self.parameters.environment.attention_spread > 0.0:
                environment.move_attention(self.state, field)
            environment.open_window(self.state, field)
            environment.propose_bill(self.state, field)
        for organisation in self.organisations:
            organisation.undergo_shocks()

    def form_alliances(self) -> None:
        """Phase 2 (study IV-F): initiate, sound out, join, debate values, set the goal."""
        self.start_focal_alliance()
        for organisation in self.organisations:
            organisation.consider_initiating()
        for alliance in self.live_alliances:
            alliance.hear_answers()
        for alliance in self.live_in(Phase.SOUNDING):
            alliance.sound_out()
        for alliance in self.live_in(Phase.VALUES):
            alliance.debate_values()
        for alliance in self.live_in(Phase.GOALS):
            alliance.set_goal()

    def start_focal_alliance(self) -> None:
        """In the first week, let one organisation start the alliance whose size a design sets."""
        if not focal.starts_focal_alliance(self.state):
            return
        founder = focal.find_focal_founder(self.state)
        if founder == NOBODY:
            return
        goal = focal.choose_focal_goal(self.state, founder)
        field, kind = goal // 2, Kind(goal % 2)
        focal.bring_focal_bill(self.state, field, int(kind))
        alliance = self.found_initiative(self.organisations[founder], field, kind)
        focal.make_focal(self.state, alliance.row)

    def collaborate(self) -> None:
        """Phase 3 (study IV-Z): coordinate, contribute, decide, quarrel, learn."""
        for alliance in self.live_alliances:
            if alliance.phase != Phase.SOUNDING:
                alliance.coordinate()
        for alliance in self.live_in(Phase.WORKING):
            alliance.work()
            alliance.react_to_occasions()
            if self.parameters.collaboration.conflict:
                alliance.face_conflicts()
            if self.parameters.collaboration.reopening:
                alliance.revise_platform()
            if self.parameters.collaboration.learning:
                alliance.hold_monthly_meeting()
        for alliance in self.live_alliances:
            if alliance.phase != Phase.SOUNDING:
                for member in alliance.members:
                    member.feel(alliance)
        for organisation in self.organisations:
            organisation.rest()
            if self.parameters.collaboration.learning:
                organisation.return_to_base()
            if self.parameters.collaboration.persons:
                organisation.listen_to_persons()

    def have_impact(self) -> None:
        """Phase 4 (study IV-W): speak, persuade legislators, pass or block, harvest."""
        for alliance in self.live_in(Phase.WORKING):
            alliance.speak()
        for alliance in self.live_in(Phase.WORKING):
            alliance.report()
        if persuasion.settles_its_profile(self.state):
            for organisation in self.organisations:
                organisation.follow_profile()
        for field in range(len(self.field_names)):
            if self.state.fields[field].window:
                voting.vote_at_window(self.state, field)
            if voting.bill_is_due(self.state, field):
                voting.vote_on_bill(self.state, field)

    def dissolve_alliances(self) -> None:
        """Phase 5 (study IV-A): leave, end for a reason, and what remains."""
        dissolution.forget_meetings(self.state)
        for alliance in self.live_alliances:
            alliance.let_members_reconsider()
            alliance.replace_lead()
        for alliance in self.live_alliances:
            if self.parameters.dissolution.fade_hours > 0.0:
                dissolution.count_fading(self.state, alliance.row)
            ending = alliance.find_ending()
            if ending:
                alliance.end(ending)
        dissolution.end_networks(self.state)
        for organisation in self.organisations:
            organisation.forget()

    def take_stock(self) -> None:
        """Check the conditions, measure the week, remember sizes, and turn the page."""
        if self.state.clock[0].events_lost:
            raise RuntimeError("a week had more events than the chronicle had room for")
        if self.checks_conditions:
            for alliance in self.live_alliances:
                alliance.check_conditions()
        measured = records(1, WEEK_RECORD)
        measure_week(self.state, measured, 0)
        self.weekly.append(week_of(measured[0]))
        remember_sizes(self.state)
        self.state.clock[0].week += 1

    # --- Running --------------------------------------------------------------------------

    @property
    def week(self) -> int:
        """Number of weeks that have passed."""
        return int(self.state.clock[0].week)

    def run(self) -> AllianceModel:
        """Run to the horizon.

        Returns
        -------
        AllianceModel
            The model itself.
        """
        while self.week < int(self.state.clock[0].weeks):
            self.step()
        return self

    # --- Alliances ------------------------------------------------------------------------

    @property
    def live_alliances(self) -> list[Alliance]:
        """Alliances and initiatives that have not ended, in the order of founding."""
        rows = self.state.live[: int(self.state.clock[0].live)]
        return [self.alliances[row] for row in rows.tolist()]

    def live_in(self, phase: Phase) -> list[Alliance]:
        """Return live alliances in a phase of their life."""
        return [alliance for alliance in self.live_alliances if alliance.phase == phase]

    def found_initiative(self, founder: Organisation, field: int, kind: Kind) -> Alliance:
        """Let an organisation found an initiative for a goal."""
        if int(self.state.clock[0].alliances) == len(self.state.alliances):
            self.state = with_room_for_alliances(self.state)
        row = initiative.found_initiative(self.state, founder.row, field, int(kind))
        alliance = self.alliance_class(self, row)
        self.alliances.append(alliance)
        return alliance

    def forget_alliance(self, alliance: Alliance) -> None:
        """Take an ended alliance out of Mesa's set of agents; `alliances` keeps it."""
        alliance.remove()

    def make_room(self) -> None:
        """Keep room for a week's events."""
        while not has_room_for_events(self.state):
            self.state = with_room_for_events(self.state)

    @property
    def events(self) -> Any:
        """Records of everything that has happened; `sim.chronicle` tells them."""
        return self.state.events[: int(self.state.clock[0].events)]

    # --- Results --------------------------------------------------------------------------

    def organisation_table(self) -> Table:
        """One row per organisation; `sim.measures.ORGANISATION_UNITS` gives the units."""
        world = self.population
        return organisation_table(self.state, world.names, world.sectors, world.marks)

    def alliance_table(self) -> Table:
        """One row per alliance or initiative; `sim.measures.ALLIANCE_UNITS` gives the units."""
        return alliance_table(self.state, self.population.names, self.population.fields)

    def week_table(self) -> Table:
        """One row per week that has passed; `sim.measures.Week` gives the columns."""
        return week_table(self.weekly)
