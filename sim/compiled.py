"""One run on the compiled engine: the same world, state, chronicle and tables, without actors.

Organisations and alliances are there to be read. What they do is done by `sim.schedule`, which
calls the same rules in the same order; a subclass that changes behaviour is for the Mesa engine.
"""

from typing import Any

from sim.behaviour import changed_behaviour
from sim.conditions import BrokenConditionError
from sim.measures import WEEK_RECORD, week_of
from sim.model import AllianceModel
from sim.parameters import DEFAULT_WEEKS, Parameters
from sim.schedule import Stop, pass_weeks
from sim.state import (
    NEVER,
    State,
    records,
    with_room_for_alliances,
    with_room_for_events,
)


def advance(state: State, until: int, checks: bool, weekly: Any) -> State:
    """Let weeks pass on the compiled engine until a week is reached.

    Parameters
    ----------
    state
        Changed in place; out of date where it had to be enlarged.
    until
        Week at which to stop.
    checks
        Whether the six conditions are checked every week.
    weekly
        One record `WEEK_RECORD` per week, which is filled; with no rows nothing is measured.

    Returns
    -------
    State
        The state then.

    Raises
    ------
    BrokenConditionError
        If an alliance breaks a condition of its definition.
    """
    while True:
        stop = Stop(pass_weeks(state, until, checks, weekly))
        if stop == Stop.ARRIVED:
            return state
        if stop == Stop.NO_ROOM_FOR_ALLIANCES:
            state = with_room_for_alliances(state)
        elif stop == Stop.NO_ROOM_FOR_EVENTS:
            state = with_room_for_events(state)
        else:
            week = int(state.clock[0].week)
            raise BrokenConditionError(f"week {week}: an alliance breaks a condition")


class CompiledModel(AllianceModel):
    """An `AllianceModel` whose weeks pass on the compiled engine.

    Takes the same parameters and gives the same results, bit for bit. Its agents can be read but do
    not act.

    Raises
    ------
    TypeError
        If a subclass, or a patch, changes what would not be called.
    """

    def __init__(
        self,
        parameters: Parameters | None = None,
        *,
        seed: int = 0,
        weeks: int = DEFAULT_WEEKS,
        keep_events: bool = True,
        check_conditions: bool = True,
    ) -> None:
        refuse_changes(type(self))
        super().__init__(
            parameters,
            seed=seed,
            weeks=weeks,
            keep_events=keep_events,
            check_conditions=check_conditions,
        )

    def step(self) -> None:
        """Let one week pass."""
        self.advance(self.week + 1)

    def run(self) -> "CompiledModel":
        """Run to the horizon.

        Returns
        -------
        CompiledModel
            The model itself.
        """
        self.advance(int(self.state.clock[0].weeks))
        return self

    def advance(self, until: int) -> None:
        """Let weeks pass until a week is reached, and get to know the alliances they bring.

        Raises
        ------
        BrokenConditionError
            If an alliance breaks a condition of its definition.
        """
        before = self.week
        weekly = records(until, WEEK_RECORD)
        try:
            self.state = advance(self.state, until, self.checks_conditions, weekly)
        except BrokenConditionError:
            self._meet_alliances()
            for alliance in self.live_alliances:
                alliance.check_conditions()
            raise
        self._meet_alliances()
        self.weekly += [week_of(weekly[week]) for week in range(before, until)]

    def _meet_alliances(self) -> None:
        known = len(self.alliances)
        for row in range(known, int(self.state.clock[0].alliances)):
            self.alliances.append(self.alliance_class(self, row))
        for alliance in self.alliances:
            if int(alliance.record.ended) != NEVER and alliance in self.agents:
                self.forget_alliance(alliance)


def refuse_changes(model_class: type[CompiledModel]) -> None:
    """Refuse a model whose changed behaviour the compiled engine would pass over in silence.

    Raises
    ------
    TypeError
        With what it changes.
    """
    changed = changed_behaviour(model_class, CompiledModel)
    if changed:
        told = f"{', '.join(changed)} changed: the compiled engine would not call it"
        raise TypeError(f"{told}; derive from AllianceModel")


ENGINES: dict[str, type[AllianceModel]] = {"mesa": AllianceModel, "compiled": CompiledModel}
"""Models by the name of their engine; both give the same results."""
