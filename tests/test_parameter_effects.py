"""No dead parameter, and no wrong sign: every one is raised in a world built to show what it does.

Both values are run with the same seeds on the compiled engine. A direction counts as shown by a
paired mean difference of more than three standard errors. Where it is clear after some of the
seeds, the others are spared (`tests/looks.py`).
"""

import dataclasses
import math
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from sim.compiled import advance
from sim.execution import cores
from sim.measures import (
    ALLIANCE_UNITS,
    RUN_UNITS,
    WEEK_RECORD,
    Week,
    alliance_records,
    measure_run_of,
)
from sim.parameters import Parameters, declared_parameters, find
from sim.population import Outline, draw_state, outline
from sim.state import NEVER, NOBODY, EventKind, ItemStatus, Kind, Phase, State, Status, records
from sim.warmup import compile_rules
from tests.looks import looks, seeds_needed
from tests.parameter_effects import (
    EFFECTS,
    ENVIRONMENT,
    KNOWN_DEAD,
    WORLD,
    Direction,
    Effect,
    Stage,
)

STANDARD_ERRORS = 3.0
"""A mean difference of more than this many standard errors counts as shown."""

CLEAR = 5.0
"""Standard errors that make a direction clear before all seeds are done, of which there are few."""

BATCH = 10
"""Seeds between two looks, and the fewest that have to have an outcome for it to be clear."""

ROUNDING = 1e-9
"""Differences up to this are none."""

WEEKS_TO_MATTER = 60
SEEDS_TO_MATTER = 4
"""To see that something is read at all, so many of so many weeks will do."""


@dataclasses.dataclass(frozen=True)
class Finished:
    """One run that is over, or a world that has just been drawn."""

    drawn: State
    state: State
    weeks: Any
    alliances: Any
    run: Any


def finish(world: Outline, weeks: int, seed: int) -> Finished:
    """Do one run, or draw a world if it lasts no week."""
    drawn = draw_state(world, seed, max(1, weeks), keep_events=True)
    state = draw_state(world, seed, max(1, weeks), keep_events=True)
    measured = records(weeks, WEEK_RECORD)
    state = advance(state, weeks, False, measured)
    return Finished(drawn, state, measured, alliance_records(state), measure_run_of(state)[0])


def outcomes(effect: Effect, value: Any, seeds: Sequence[int]) -> list[float]:
    """Return the outcome for each of some seeds with a value of the parameter."""
    stage = effect.stage
    world = outline(Parameters().with_changes({**stage.changes, effect.key: value}))

    def run(seed: int) -> float:
        return outcome_of(effect.outcome, finish(world, stage.weeks, seed))

    compile_rules(ensembles=True)
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(run, seeds))


# --- Outcomes -----------------------------------------------------------------------------------


def outcome_of(name: str, run: Finished) -> float:
    """Return an outcome of a run by its name in the table; nan where there is nothing."""
    if name in FIGURES:
        return float(FIGURES[name](run))
    table, column = name.split(":")
    if table == "runs":
        return float(run.run[column])
    if table == "weeks":
        return float(run.weeks[column].mean())
    if table == "told":
        return float(len(told(run, EventKind[column])))
    which = {"alliances": "is_alliance", "focal": "focal"}[table]
    return mean_of_alliances(run, column, which)


def mean_of_alliances(run: Finished, column: str, which: str = "is_alliance") -> float:
    """Mean over those alliances of a run for which there is such a number."""
    numbers = run.alliances[column][run.alliances[which] == 1].astype(float)
    return mean(numbers[np.isfinite(numbers) & (numbers != NEVER)])


def mean(numbers: Any) -> float:
    """Mean, or nan of nothing."""
    return float(np.mean(numbers)) if np.size(numbers) else math.nan


def ratio(part: float, whole: float) -> float:
    """Part per whole, or nan where there is no whole."""
    return part / whole if whole else math.nan


def told(run: Finished, kind: EventKind) -> Any:
    """Events of a kind."""
    events = run.state.events[: int(run.state.clock[0].events)]
    return events[events["kind"] == kind.value]


def ties(state: State) -> Any:
    """All contacts that are held, one after another."""
    held = np.arange(state.ties.shape[1]) < state.organisations["ties"][:, None]
    return state.ties[held]


def per_alliance(run: Finished, kind: EventKind) -> float:
    """Events of a kind per initiative that became an alliance."""
    return ratio(len(told(run, kind)), int(run.run.alliances))


def within(groups: Any, numbers: Any) -> float:
    """Mean variance of numbers within groups, relative to the whole; shape (n, K)."""
    centred = numbers.copy()
    for group in np.unique(groups):
        centred[groups == group] -= numbers[groups == group].mean(axis=0)
    return float((centred**2).mean() / numbers.var(axis=0).mean())


def slope_on_camps(run: Finished) -> float:
    """Mean size of the regression slope of ideals on camps, over fields."""
    camp = run.state.organisations["camp"] - run.state.organisations["camp"].mean()
    ideals = run.state.views["position"]
    return float(np.abs(camp @ ideals / (camp @ camp)).mean())


def ties_within_sectors(run: Finished) -> float:
    """Share of contacts that lie within a sector."""
    state = run.state
    sector = state.organisations["sector"]
    holders = np.repeat(sector, state.organisations["ties"])
    return mean(holders == sector[ties(state)["partner"]])


def means_of_parties(run: Finished) -> Any:
    """Mean ideal of every party that holds a seat, shape (P, K)."""
    party = run.state.legislators["party"]
    ideals = run.state.legislator_ideals
    return np.array([ideals[party == number].mean(axis=0) for number in np.unique(party)])


def asked_with_a_contact(run: Finished, focal_only: bool = False) -> float:
    """Share of those asked to whom the asker had a contact from the beginning."""
    state = run.drawn
    asked = told(run, EventKind.ASKED)
    if focal_only:
        asked = asked[run.alliances["focal"][asked["alliance"]] == 1]
    known = [
        event["organisation"]
        in state.ties[event["partner"]]["partner"][: state.organisations[event["partner"]].ties]
        for event in asked
    ]
    return mean(known)


def focal_weeks_of_sounding(run: Finished) -> float:
    """Week in which the focal alliance, started in week 0, goes on to its debate on values."""
    begun = told(run, EventKind.PHASE_BEGINS)
    begun = begun[run.alliances["focal"][begun["alliance"]] == 1]
    return mean(begun["week"][begun["first"] == Phase.VALUES.value])


def longest_round(run: Finished) -> float:
    """Weeks from the opening of a round until the last answer to it, for the longest."""
    opened = told(run, EventKind.ROUND_OPENS)
    return float(np.max(opened["second"] - opened["week"], initial=0.0))


def members_distance(run: Finished) -> float:
    """How far those who joined an initiative were from its draft at the beginning; positions."""
    distances = []
    for row in range(int(run.state.clock[0].alliances)):
        alliance = run.state.alliances[row]
        places = run.state.members[row][: alliance.slots]
        joined = places["organisation"][(places["joined"] != NEVER)]
        others = joined[joined != alliance.founder]
        ideals = run.drawn.views["position"][others, alliance.field]
        distances += np.abs(ideals - alliance.draft).tolist()
    return mean(distances)


def distance_from_draft(run: Finished) -> float:
    """How far the agreed main goals lie from the founders' drafts; positions."""
    count = int(run.state.clock[0].alliances)
    rows = run.state.alliances[:count]
    main = run.state.items[:count, 0]
    stands = (rows["public"] == 1) & (rows["kind"] == Kind.CHANGE.value)
    stands &= main["status"] == ItemStatus.AGREED.value
    return mean(np.abs(main["position"] - rows["draft"])[stands])


def coordination_per_member(run: Finished) -> float:
    """Coordination hours per member at the platform and week of life, over all platforms."""
    rows = run.alliances[run.alliances["platform"] != NEVER]
    size = (rows["members_at_platform"] * rows["lifetime"]).sum()
    return ratio(rows["coordination_hours"].sum(), size)


def outreach_per_hour(run: Finished) -> float:
    """Outreach that is remembered at the end per hour beyond coordination, in live alliances."""
    places = run.state.members[: int(run.state.clock[0].alliances)]
    stays = places[(places["status"] == Status.CORE.value) & (places["outreach"] > 0.0)]
    given = (stays["hours"] - stays["coordination_hours"]).sum()
    return ratio(stays["outreach"].sum(), given)


def hours_for_the_circle(run: Finished) -> float:
    """Hours per week that a place in the circle has, against a core member's."""
    places = run.state.members[: int(run.state.clock[0].alliances)]
    circle = places[places["status"] == Status.CIRCLE.value]["free_hours"]
    core = places[places["status"] == Status.CORE.value]["free_hours"]
    return ratio(mean(circle), mean(core))


FIGURES: dict[str, Callable[[Finished], Any]] = {
    # Organisations
    "organisations": lambda run: len(run.state.organisations),
    "sectors found": lambda run: len(np.unique(run.state.organisations["sector"])),
    "fields": lambda run: len(run.state.fields),
    "segments": lambda run: run.state.audiences.shape[1],
    "mean ideal": lambda run: run.state.views["position"].mean(),
    "spread of ideals": lambda run: run.state.views["position"].std(axis=0).mean(),
    "spread of dissent": lambda run: run.state.views["position"].std(axis=0).std(),
    "ideals shared in sectors": lambda run: (
        1 - within(run.state.organisations["sector"], run.state.views["position"])
    ),
    "spread of camps": lambda run: run.state.organisations["camp"].std(),
    "slope of ideals on camps": slope_on_camps,
    "mean tolerance": lambda run: run.state.views["tolerance"].mean(),
    "red lines": lambda run: run.state.views["red_line"].mean(),
    "spread of salience": lambda run: np.log(run.state.views["salience"]).std(axis=1).mean(),
    "mean hours": lambda run: run.state.organisations["free_hours"].mean(),
    "mean money": lambda run: run.state.organisations["money"].mean(),
    "spread of hours": lambda run: np.log(run.state.organisations["free_hours"]).std(),
    "money with hours": lambda run: np.corrcoef(
        run.state.organisations["free_hours"], run.state.organisations["money"]
    )[0, 1],
    "spread of reach": lambda run: np.log(run.state.organisations["reach"]).std(),
    "total reach": lambda run: run.state.organisations["reach"].sum(),
    "audience in one segment": lambda run: (
        run.state.audiences.max(axis=1) / run.state.audiences.sum(axis=1)
    ).mean(),
    "weeks between sittings": lambda run: run.state.organisations["sitting_weeks"].mean(),
    "mean pragmatism": lambda run: run.state.organisations["pragmatism"].mean(),
    "spread of pragmatism": lambda run: run.state.organisations["pragmatism"].std(),
    "mean visibility": lambda run: run.state.organisations["visibility"].mean(),
    "mean expertise": lambda run: run.state.views["expertise"].mean(),
    "mean energy": lambda run: run.state.organisations["energy"].mean(),
    # Contacts
    "ties": lambda run: run.state.organisations["ties"].mean(),
    "ties within sectors": ties_within_sectors,
    "mean trust": lambda run: mean(ties(run.state)["trust"]),
    "mean trust of persons": lambda run: mean(ties(run.state)["persons"]),
    "trust apart from persons": lambda run: mean(
        np.abs(ties(run.state)["persons"] - ties(run.state)["trust"])
    ),
    "trust held": lambda run: ties(run.state)["trust"].sum(),
    "trust off its beginning": lambda run: mean(
        np.abs(ties(run.state)["trust"] - ties(run.state)["baseline"])
    ),
    "contacts seen through": lambda run: ties(run.state)["seen"].sum(),
    "contacts kept up": lambda run: (ties(run.state)["kept_until"] != NEVER).sum(),
    "hours for networks": lambda run: run.state.organisations["network_hours"].sum(),
    # Parliament
    "legislators": lambda run: len(run.state.legislators),
    "parties found": lambda run: len(np.unique(run.state.legislators["party"])),
    "mean legislator": lambda run: run.state.legislator_ideals.mean(),
    "spread of parliament over fields": lambda run: run.state.legislator_ideals.mean(axis=0).std(),
    "spread between parties": lambda run: means_of_parties(run).std(axis=0).mean(),
    "spread within parties": lambda run: math.sqrt(
        within(run.state.legislators["party"], run.state.legislator_ideals)
        * run.state.legislator_ideals.var(axis=0).mean()
    ),
    "unevenness of electorates": lambda run: run.state.electorates.std(axis=1).mean(),
    # Environment
    "size of bills": lambda run: mean(np.abs(told(run, EventKind.BILL_PROPOSED)["first"])),
    "size of shocks": lambda run: mean(
        np.abs(told(run, EventKind.SHOCK)["second"] - told(run, EventKind.SHOCK)["first"])
    ),
    "spread of attention": lambda run: np.log(run.state.fields["attention"]).std(),
    "mean polarisation": lambda run: run.state.fields["polarisation"].mean(),
    "spread of polarisation": lambda run: run.state.fields["polarisation"].std(),
    "week of the campaign": lambda run: mean(told(run, EventKind.CAMPAIGN_BEGINS)["week"][:1]),
    # Formation
    "objections per alliance": lambda run: per_alliance(run, EventKind.OBJECTION),
    "limits known per alliance": lambda run: per_alliance(run, EventKind.LIMITS_KNOWN),
    "asked per initiative": lambda run: ratio(
        len(told(run, EventKind.ASKED)), int(run.run.initiatives)
    ),
    "asked with a contact": asked_with_a_contact,
    "focal asked with a contact": lambda run: asked_with_a_contact(run, focal_only=True),
    "asked who join": lambda run: ratio(
        len(told(run, EventKind.JOINED)), len(told(run, EventKind.ASKED))
    ),
    "focal preventions": lambda run: (
        (run.alliances["focal"] == 1) & (run.alliances["kind"] == Kind.PREVENTION.value)
    ).sum(),
    "weeks of the longest round": longest_round,
    "focal weeks of sounding": focal_weeks_of_sounding,
    "lost over content": lambda run: (
        mean_of_alliances(run, "lost_over_objection") + mean_of_alliances(run, "lost_over_red_line")
    ),
    "distance from the draft": distance_from_draft,
    "members' distance from the draft": members_distance,
    # Collaboration and impact
    "coordination per member": coordination_per_member,
    "hours for the circle": hours_for_the_circle,
    "outreach per hour": outreach_per_hour,
    "mentions": lambda run: run.state.organisations["profile_joint"].sum(),
    "distance learned": lambda run: np.abs(
        run.state.views["position"] - run.state.views["base_ideal"]
    ).mean(),
    "taken for the party's": lambda run: mean(
        run.state.alliances["captured"][run.state.alliances["near"] > NOBODY]
    ),
    "hours moved": lambda run: np.abs(
        run.state.organisations["free_hours"] / run.state.organisations["free_hours_drawn"] - 1.0
    ).mean(),
    "captures per success": lambda run: ratio(
        float(run.alliances["captures"].sum()), int(run.run.goals_reached + run.run.milestones)
    ),
}
"""Figures that no table holds, by name."""


COLUMNS: dict[str, Collection[str]] = {
    "runs": RUN_UNITS,
    "alliances": ALLIANCE_UNITS,
    "focal": ALLIANCE_UNITS,
    "weeks": Week._fields,
    "told": EventKind.__members__,
}
"""Columns of every table."""


# --- Tests --------------------------------------------------------------------------------------


def differences(effect: Effect) -> Any:
    """Outcome at the high value less that at the low one, for seeds that have both.

    They are as many as it takes to see the direction clearly.
    """
    found: list[float] = []

    def first(number: int) -> Any:
        seeds = range(len(found) + 1, number + 1)
        high, low = (outcomes(effect, value, seeds) for value in (effect.high, effect.low))
        found.extend(one - other for one, other in zip(high, low, strict=True))
        return np.array([each for each in found if math.isfinite(each)])

    def is_clear(number: int) -> bool:
        known = first(number)
        return len(known) >= BATCH and shows(effect.direction, known, CLEAR)

    return first(seeds_needed(effect.stage.seeds, is_clear, BATCH))


def in_standard_errors(differences: Any) -> float:
    """Mean of paired differences in standard errors; infinite where they are all alike."""
    assert len(differences) > 1, "there is nothing to measure"
    centre = float(differences.mean())
    error = float(differences.std(ddof=1)) / math.sqrt(len(differences))
    if abs(centre) <= ROUNDING:
        return 0.0
    return centre / error if error > 0.0 else math.copysign(math.inf, centre)


def shows(direction: Direction, differences: Any, errors: float = STANDARD_ERRORS) -> bool:
    """Tell whether paired differences show a direction; "moves" asks for any difference at all."""
    if direction == "moves":
        return bool(np.abs(differences).max() > ROUNDING)
    sign = 1.0 if direction == "up" else -1.0
    return sign * in_standard_errors(differences) > errors


@pytest.mark.slow
@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
def test_raising_it_moves_its_outcome_in_its_direction(effect: Effect) -> None:
    found = differences(effect)
    if effect.key in KNOWN_DEAD:
        assert not shows("moves", found), "dead no longer: take it off the list"
    else:
        assert shows(effect.direction, found), found


@pytest.mark.slow
@pytest.mark.parametrize("effect", [*WORLD, *ENVIRONMENT], ids=lambda effect: effect.key)
def test_what_the_world_is_like_matters_to_organisations(effect: Effect) -> None:
    """A figure that is drawn, or comes from outside, and that no rule reads would be dead, too."""
    changes = {"formation.initiation_rate": 1.0, **effect.stage.changes}
    stage = Stage(changes, max(effect.stage.weeks, WEEKS_TO_MATTER), SEEDS_TO_MATTER)
    in_runs = dataclasses.replace(effect, outcome="runs:hours", stage=stage)
    assert shows("moves", differences(in_runs))


@pytest.mark.slow
@pytest.mark.parametrize(
    "effect",
    [effect for effect in EFFECTS if find(effect.key).choices],
    ids=lambda effect: effect.key,
)
def test_no_two_choices_are_the_same(effect: Effect) -> None:
    """A row shows two choices; a third one must differ from both."""
    weeks = max(effect.stage.weeks, WEEKS_TO_MATTER)
    choices = find(effect.key).plausible
    worlds = [
        outline(Parameters().with_changes({**effect.stage.changes, effect.key: choice}))
        for choice in choices
    ]
    results: dict[int, list[bytes]] = {place: [] for place in range(len(choices))}

    def differ(number: int) -> bool:
        for place, runs in results.items():
            seeds = range(len(runs) + 1, number + 1)
            runs.extend(finish(worlds[place], weeks, seed).run.tobytes() for seed in seeds)
        return len({tuple(runs) for runs in results.values()}) == len(choices)

    assert any(differ(number) for number in looks(effect.stage.seeds, SEEDS_TO_MATTER))


def test_every_parameter_has_a_row() -> None:
    keys = [effect.key for effect in EFFECTS]
    assert keys == [declared.key for declared in declared_parameters() if not declared.is_path]


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
def test_values_lie_within_the_plausible_range(effect: Effect) -> None:
    declared = find(effect.key)
    assert effect.low != effect.high
    if declared.choices or declared.kind is bool:
        assert {effect.low, effect.high} <= set(declared.plausible)
    else:
        least, most = declared.plausible
        assert least <= effect.low < effect.high <= most


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.key)
def test_every_row_says_where_and_why(effect: Effect) -> None:
    Parameters().with_changes({**effect.stage.changes, effect.key: effect.high})
    table, _, column = effect.outcome.partition(":")
    assert effect.outcome in FIGURES or column in COLUMNS[table]
    assert effect.why


def test_dead_parameters_are_in_the_table() -> None:
    assert set(KNOWN_DEAD) <= {effect.key for effect in EFFECTS}


def test_differences_are_measured_in_standard_errors() -> None:
    """Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3)."""
    assert in_standard_errors(np.array([1.0, 2.0, 3.0])) == pytest.approx(2.0 * math.sqrt(3.0))
    assert in_standard_errors(np.array([2.0, 2.0])) == math.inf
    assert in_standard_errors(np.array([0.0, 0.0])) == 0.0


@pytest.mark.parametrize(
    ("differences", "shown"),
    [
        ([1.0, 2.0, 3.0], {"up", "moves"}),  # 3.5 standard errors
        ([-1.0, -2.0, -3.0], {"down", "moves"}),
        ([1.0, 2.0, 6.0], {"moves"}),  # mean 3, standard error sqrt(7 / 3): 2.0 of them
        ([0.0, 1e-12, 0.0], set()),  # rounding
    ],
)
def test_a_dead_parameter_and_a_wrong_sign_are_seen(
    differences: list[float], shown: set[Direction]
) -> None:
    directions: tuple[Direction, ...] = ("up", "down", "moves")
    found = np.array(differences)
    assert {direction for direction in directions if shows(direction, found)} == shown
