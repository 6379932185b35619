"""The lives of alliances as a figure needs them, read from a model and its chronicle."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.agenda import LEAST_DEMAND as NOTHING_LEFT
from sim.model import AllianceModel
from sim.parliament import is_majority
from sim.state import NEVER, Ending, EventKind, Kind, Phase

WANTED = (
    EventKind.PHASE_BEGINS,
    EventKind.VOTE,
    EventKind.BILL_PASSES,
    EventKind.DEMAND_CHANGED,
    EventKind.STEP_DERIVED,
    EventKind.ITEM_REOPENED,
    EventKind.ITEM_AGREED,
    EventKind.ITEM_DROPPED,
)
"""Events that the figure draws; the records know the rest."""


@dataclass(frozen=True)
class Stretch:
    """Weeks that an alliance spent in one phase: from `start` up to, not including, `stop`."""

    phase: Phase
    start: int
    stop: int


@dataclass(frozen=True)
class Life:
    """What became of one alliance or initiative.

    Attributes
    ----------
    number
        Its number, in the order of founding, from 1.
    field, founder, kind
        Field of the main goal, name of the founder, change or prevention.
    is_alliance
        Whether a second organisation ever joined.
    start, stop
        First week, and the week after the last one.
    ending
        Why it ended; Ending.NONE if it lives.
    stretches
        Its phases in their order, none of them empty.
    sizes
        Members in each of its weeks, those who leave that week included.
    platform, platform_size
        Week in which the platform was agreed, or None, and members then.
    last_size, largest_size
        Members at the end, or now, and at most.
    joins, exits
        Weeks in which members came (the founder is none of these) and left; one entry per member.
    lost_votes, lost_side_votes
        Weeks in which parliament voted against its goal, and against a side demand of its platform.
    milestones, milestones_anyway
        Weeks in which a side demand became law: thanks to it, and so that parliament would have
        voted for it without the alliance, too.
    steps, steps_anyway
        The same for steps to its goal.
    anew
        Weeks in which it negotiated an agreed item anew, as first week and the week after the last.
    goal_week, pivotal
        Week in which it reached its goal, or None; whether that took the alliance.
    """

    number: int
    field: str
    founder: str
    kind: Kind
    is_alliance: bool
    start: int
    stop: int
    ending: Ending
    stretches: tuple[Stretch, ...]
    sizes: tuple[int, ...]
    platform: int | None
    platform_size: int
    last_size: int
    largest_size: int
    joins: tuple[int, ...]
    exits: tuple[int, ...]
    lost_votes: tuple[int, ...]
    lost_side_votes: tuple[int, ...]
    milestones: tuple[int, ...]
    milestones_anyway: tuple[int, ...]
    goal_week: int | None
    pivotal: bool
    steps: tuple[int, ...] = ()
    steps_anyway: tuple[int, ...] = ()
    anew: tuple[tuple[int, int], ...] = ()

    @property
    def weeks(self) -> int:
        """Weeks that it lived."""
        return self.stop - self.start


@dataclass
class _Chronicle:
    """Weeks of events by row of the alliance."""

    phases: dict[int, list[tuple[Phase, int]]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    milestones_anyway: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    lost_votes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    lost_side_votes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    steps_anyway: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    anew: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    step_items: set[tuple[int, int]] = field(default_factory=set)
    opened: dict[tuple[int, int], int] = field(default_factory=dict)

    def close(self, a: int, item: int, week: int) -> None:
        """Enter that an item is not open any more; nothing if it was not opened anew."""
        start = self.opened.pop((a, item), None)
        if start is not None:
            self.anew[a].append((start, max(start + 1, week)))


def read_lives(model: AllianceModel) -> list[Life]:
    """Read the lives of all alliances and initiatives, in the order of founding.

    Parameters
    ----------
    model
        A model that keeps its chronicle; it need not have reached its horizon.

    Returns
    -------
    list of Life
        One per alliance or initiative.

    Raises
    ------
    ValueError
        If the model was told not to keep its chronicle.
    """
    if not int(model.state.clock[0].events_wanted):
        raise ValueError("the timeline needs the chronicle: make the model with keep_events=True")
    chronicle = _read_chronicle(model)
    return [_read_life(model, chronicle, a) for a in range(int(model.state.clock[0].alliances))]


def _week(value: Any) -> int | None:
    return None if int(value) == NEVER else int(value)


def _read_life(model: AllianceModel, chronicle: _Chronicle, a: int) -> Life:
    record = model.state.alliances[a]
    start = int(record.founded)
    ended = _week(record.ended)
    # An alliance that was founded in the week being played still has a first week.
    stop = max(start + 1, model.week) if ended is None else ended + 1
    members = [member for member in _listed(model, a) if member.joined != NEVER]
    joins = sorted(int(member.joined) for member in members)
    exits = sorted(int(member.left) for member in members if member.left != NEVER)
    for owner, item in list(chronicle.opened):
        if owner == a:
            chronicle.close(a, item, stop)
    return Life(
        number=a + 1,
        field=model.field_names[int(record.field)],
        founder=model.population.names[int(record.founder)],
        kind=Kind(int(record.kind)),
        is_alliance=int(record.allied) != NEVER,
        start=start,
        stop=stop,
        ending=Ending.NONE if ended is None else Ending(int(record.ending)),
        stretches=_stretches(chronicle, a, start, stop),
        sizes=tuple(
            sum(week <= now for week in joins) - sum(week < now for week in exits)
            for now in range(start, stop)
        ),
        platform=_week(record.platform),
        platform_size=int(record.platform_size),
        last_size=int(record.members),
        largest_size=int(record.largest_size),
        # The founder is the first on the list.
        joins=tuple(joins[1:]),
        exits=tuple(exits),
        lost_votes=tuple(chronicle.lost_votes[a]),
        lost_side_votes=tuple(chronicle.lost_side_votes[a]),
        milestones=tuple(chronicle.milestones[a]),
        milestones_anyway=tuple(chronicle.milestones_anyway[a]),
        goal_week=_week(record.goal_week),
        pivotal=bool(record.pivotal),
        steps=tuple(chronicle.steps[a]),
        steps_anyway=tuple(chronicle.steps_anyway[a]),
        anew=joined(chronicle.anew[a]),
    )


def _listed(model: AllianceModel, a: int) -> Any:
    return model.state.members[a][: int(model.state.alliances[a].slots)]


def joined(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the same weeks in as few stretches as may be, in their order.

    Parameters
    ----------
    stretches
        First weeks, and the weeks after the last ones.
    """
    found: list[tuple[int, int]] = []
    for start, stop in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((start, stop))
    return tuple(found)


# --- Chronicle ---------------------------------------------------------------------------------


def _read_chronicle(model: AllianceModel) -> _Chronicle:
    chronicle = _Chronicle()
    events = model.events
    for event in events[np.isin(events.kind, WANTED)]:
        a, week = int(event.alliance), int(event.week)
        if event.kind == EventKind.PHASE_BEGINS:
            chronicle.phases[a].append((Phase(int(event.first)), week))
        elif event.kind == EventKind.DEMAND_CHANGED:
            if _goes_against_goal(model, event):
                chronicle.lost_votes[a].append(week)
            if _leaves_nothing(event):
                chronicle.close(a, int(event.agenda_item), week + 1)
        elif event.kind == EventKind.STEP_DERIVED:
            chronicle.step_items.add((a, int(event.agenda_item)))
        elif event.kind == EventKind.ITEM_REOPENED:
            chronicle.opened[a, int(event.agenda_item)] = week
        elif event.kind in (EventKind.ITEM_AGREED, EventKind.ITEM_DROPPED):
            chronicle.close(a, int(event.agenda_item), week)
        elif event.kind == EventKind.BILL_PASSES:
            for loser in _concerned(model, event, Kind.PREVENTION):
                chronicle.lost_votes[loser].append(week)
        else:
            _read_vote(model, chronicle, event)
    return chronicle


def _read_vote(model: AllianceModel, chronicle: _Chronicle, event: Any) -> None:
    """Enter a vote on a demand: a goal that is reached stands in the record of its alliance."""
    a, week = int(event.alliance), int(event.week)
    if is_majority(model.state, int(event.first)):
        anyway = is_majority(model.state, int(event.third))
        won = chronicle.milestones_anyway if anyway else chronicle.milestones
        if (a, int(event.agenda_item)) in chronicle.step_items:
            won = chronicle.steps_anyway if anyway else chronicle.steps
        if event.agenda_item != 0:
            won[a].append(week)
        return
    losers = _concerned(model, event, Kind.CHANGE)
    for loser in losers:
        chronicle.lost_votes[loser].append(week)
    if a not in losers:
        chronicle.lost_side_votes[a].append(week)


def _goes_against_goal(model: AllianceModel, event: Any) -> bool:
    """Whether a new law moves the field of a public alliance's main goal the other way."""
    record = model.state.alliances[int(event.alliance)]
    public = record.platform != NEVER and record.platform <= event.week
    return bool(event.agenda_item == 0 and public and event.first * record.direction < 0.0)


def _leaves_nothing(event: Any) -> bool:
    """Whether a new law leaves nothing of a demand: what is left counts in its old direction."""
    way = 1.0 if event.first + event.second > 0.0 else -1.0
    return bool(event.second * way <= NOTHING_LEFT)


def _concerned(model: AllianceModel, event: Any, kind: Kind) -> list[int]:
    """Alliances whose main goal a vote is about: those for a change once they are public."""
    found = []
    way = 1 if event.fourth > 0.0 else -1
    for a, record in enumerate(model.state.alliances[: int(model.state.clock[0].alliances)]):
        lives = record.founded <= event.week and (
            record.ended == NEVER or record.ended >= event.week
        )
        public = record.platform != NEVER and record.platform <= event.week
        asks = kind == Kind.PREVENTION or (public and record.direction == way)
        if lives and record.field == event.field and record.kind == kind and asks:
            found.append(a)
    return found


# --- Phases ------------------------------------------------------------------------------------


def _stretches(chronicle: _Chronicle, a: int, start: int, stop: int) -> tuple[Stretch, ...]:
    begun = {Phase.SOUNDING: start} | dict(chronicle.phases[a])
    # A phase that was left out, or passed within a week, has no stretch.
    edges = [begun[phase] for phase in begun] + [stop]
    return tuple(
        Stretch(phase, first, last)
        for phase, first, last in zip(begun, edges, edges[1:], strict=False)
        if first < last
    )
