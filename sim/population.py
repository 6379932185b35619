"""Worlds: organisations, parliament and ties, drawn counter-based; networkx presents them.

Three kinds: `synthetic` draws everything; `study` takes the organisations that the study interviews
and names, with public figures, and draws what is not public: values, positions, tolerances, red
lines and camps of real organisations are random numbers here, never statements about them; `files`
takes what a user's own files say and draws the rest.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import networkx

from sim.drawing import (
    GIVEN,
    GIVEN_TIE,
    GIVEN_VIEW,
    NO_VIEWS,
    NOT_GIVEN,
    NOTHING_GIVEN,
    Given,
    draw_world,
    not_given,
)
from sim.files import POSITIONS, SIMPLICES, Cells, UserWorld, read_world, same_word
from sim.parameters import ParameterError, Parameters, check_run, find
from sim.state import State, empty_state, records

SECTORS = (
    "union",
    "welfare",
    "social_association",
    "church",
    "environment",
    "movement",
    "migrant_organisation",
    "digital",
    "democracy",
    "culture",
    "disability",
    "foundation",
)
"""Sectors of the study's organisations; a synthetic world with more numbers the further ones."""

FIELDS = (
    "climate",
    "mobility",
    "labour",
    "social security",
    "digital rights",
    "migration",
    "democracy",
    "culture",
    "housing",
    "health",
    "education",
    "taxes",
)
"""Names for policy fields, so that a run can be told; further ones get numbers."""

REACH_ROOT = 0.25
"""An organisation's audience grows with the fourth root of its members: 19.7 million church members
are no twenty times the audience of a million union members; assumed."""

SHARED_ALLIANCE_TRUST = 0.6
"""Trust between organisations that the study names as allies; assumed."""

MARKED = (
    "sector",
    "camp",
    "free_hours",
    "money",
    "reach",
    "sitting_weeks",
    "pragmatism",
    "visibility_need",
    "values",
    "channels",
)
"""Figures of organisations of which the results say where they come from; values are freedom,
justice and sustainability, channels are lobbying, dialogue and campaigning."""

STUDY_MARKS = {
    "reach": "members",
    "sitting_weeks": "answer",
    "free_hours": "hours",
    "money": "money",
    "channels": "mode",
}
"""Figures that the study world takes from `study_organisations.csv`, with their names there."""

FILE_MARKS = {"values": "freedom", "channels": "lobbying"}
"""Columns of a user's file that show whether figures are given which do not have their names."""


class Drawn(NamedTuple):
    """In how many places something was drawn that a user's files could have given."""

    name: str
    places: int
    whole: int


@dataclass(frozen=True)
class Population:
    """A world ready to run, and what its rows are called.

    Attributes
    ----------
    state
        Records of the world.
    names, sectors
        Name and sector of every organisation, in the order of the rows.
    fields
        Names of the policy fields.
    marks
        For every organisation, where the figures in `MARKED` come from: "study", "public",
        "assumed", "given" (by a user's file) or "drawn".
    drawn
        In a user's world, what its files leave open.
    digests
        SHA-256 of the files of a user's world, by name.
    """

    state: State
    names: tuple[str, ...]
    sectors: tuple[str, ...]
    fields: tuple[str, ...]
    marks: tuple[dict[str, str], ...]
    drawn: tuple[Drawn, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)


def make_population(
    parameters: Parameters, seed: int, weeks: int, keep_events: bool = True
) -> Population:
    """Draw a world.

    Parameters
    ----------
    parameters
        Parameters of the run.
    seed
        Seed of the run, 0 to 2**63 - 1; the world is drawn from it like everything else.
    weeks
        Horizon of the run, 1 to 4095.
    keep_events
        Whether the chronicle is recorded.

    Raises
    ------
    ParameterError
        If seed or horizon lie out of bounds.
    WorldFileError
        If a user's file cannot be used.
    """
    check_run(seed, weeks)
    make = {"synthetic": _synthetic, "study": _study, "files": _from_files}[parameters.world.kind]
    return make(parameters, seed, weeks, keep_events)


@dataclass(frozen=True)
class Outline:
    """A world before anything is drawn; many seeds can be drawn from it.

    Attributes
    ----------
    parameters
        Parameters of the run; with the fields that a user's file names.
    organisations
        How many there are.
    given
        What is known of them.
    """

    parameters: Parameters
    organisations: int
    given: Given


def outline(parameters: Parameters) -> Outline:
    """Return what a world is before it is drawn.

    Raises
    ------
    ParameterError
        If a user's files and the parameters contradict each other.
    WorldFileError
        If a user's file cannot be used.
    """
    if parameters.world.kind == "study":
        given = study_figures()
        return Outline(parameters, len(given.organisations), given)
    if parameters.world.kind == "files":
        return _outline_of(read_world(parameters.world.folder), parameters)
    return Outline(parameters, parameters.world.organisations, NOTHING_GIVEN)


def draw_state(world: Outline, seed: int, weeks: int, keep_events: bool = False) -> State:
    """Draw a world without saying what its rows are called.

    Raises
    ------
    ValueError
        If what is given does not fit the number of organisations or fields.
    """
    count, given = world.organisations, world.given
    given.check(count, world.parameters.world.fields)
    state = empty_state(world.parameters, count, seed, weeks, keep_events)
    draw_world(state, *given.arrays)
    return state


def _synthetic(parameters: Parameters, seed: int, weeks: int, keep_events: bool) -> Population:
    state = draw_state(outline(parameters), seed, weeks, keep_events)
    sectors = tuple(sector_name(int(sector)) for sector in state.organisations.sector)
    numbers: dict[str, int] = {}
    names = []
    for sector in sectors:
        numbers[sector] = numbers.get(sector, 0) + 1
        names.append(f"{sector.replace('_', ' ').capitalize()} {numbers[sector]}")
    marks = tuple(dict.fromkeys(MARKED, "drawn") for _ in names)
    return Population(state, tuple(names), sectors, field_names(parameters.world.fields), marks)


# --- The study's world -------------------------------------------------------------------------


def _study(parameters: Parameters, seed: int, weeks: int, keep_events: bool) -> Population:
    rows = list(study_organisations())
    state = draw_state(outline(parameters), seed, weeks, keep_events)
    return Population(
        state,
        tuple(row["name"] for row in rows),
        tuple(row["sector"] for row in rows),
        field_names(parameters.world.fields),
        tuple(_marks(row) for row in rows),
    )


def _marks(row: dict[str, str]) -> dict[str, str]:
    marks = dict.fromkeys(MARKED, "drawn") | {"sector": "assumed"}
    marks |= {figure: row[f"{name}_mark"] for figure, name in STUDY_MARKS.items()}
    if not row["members"]:
        marks["reach"] = "drawn"
    return marks


@cache
def study_figures() -> Given:
    """Return the figures of the study's organisations, and who are named as allies."""
    rows = list(study_organisations())
    given = not_given(len(rows), GIVEN)
    reaches = reach_of([float(row["members"]) if row["members"] else None for row in rows])
    for figures, row, reach in zip(given, rows, reaches, strict=True):
        figures.sector = SECTORS.index(row["sector"])
        figures.sitting_weeks = float(row["answer_weeks"])
        figures.free_hours = float(row["staff_hours"])
        figures.money = float(row["money"])
        for mode in ("lobbying", "dialogue", "campaigning"):
            figures[mode] = float(row[mode])
        figures.reach = NOT_GIVEN if reach is None else reach
    return Given(given, NO_VIEWS, _tie_records(_named_allies(rows)))


def reach_of(members: Sequence[float | None]) -> list[float | None]:
    """Reach by numbers of members, the mean over those with a number being 1."""
    roots = [None if count is None else count**REACH_ROOT for count in members]
    known = [root for root in roots if root is not None]
    return [None if root is None else root / (sum(known) / len(known)) for root in roots]


def _tie_records(contacts: Iterable[tuple[int, int, float | None]]) -> Any:
    listed = list(contacts)
    ties = records(len(listed), GIVEN_TIE)
    for tie, (one, other, trust) in zip(ties, listed, strict=True):
        tie.one, tie.other, tie.trust = one, other, NOT_GIVEN if trust is None else trust
    return ties


def study_organisations() -> Iterator[dict[str, str]]:
    """Rows of `study_organisations.csv`: who the study interviews and names, each figure marked."""
    text = resources.files("sim").joinpath("study_organisations.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def study_alliances() -> Iterator[dict[str, str]]:
    """Rows of `study_alliances.csv`: alliances named by the study, with the members it names."""
    text = resources.files("sim").joinpath("study_alliances.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _named_allies(rows: list[dict[str, str]]) -> Iterator[tuple[int, int, float]]:
    index = {row["key"]: number for number, row in enumerate(rows)}
    for alliance in study_alliances():
        members = [index[key] for key in alliance["members"].split()]
        for position, one in enumerate(members):
            for other in members[position + 1 :]:
                yield one, other, SHARED_ALLIANCE_TRUST
                yield other, one, SHARED_ALLIANCE_TRUST


# --- A user's world ----------------------------------------------------------------------------


def check_world(parameters: Parameters) -> None:
    """Read the files of a user's world, and refuse what is wrong with them.

    Raises
    ------
    WorldFileError
        For the first thing that is wrong with a file.
    ParameterError
        If the files and the parameters contradict each other.
    """
    if parameters.world.kind == "files":
        _with_fields_of(read_world(parameters.world.folder), parameters)


def _with_fields_of(world: UserWorld, parameters: Parameters) -> Parameters:
    """Let a world have the fields that its file names."""
    asked, named = parameters.world.fields, len(world.fields)
    if not named:
        return parameters
    if asked not in (named, find("world.fields").default):
        raise ParameterError(
            f"world.fields = {asked}: {POSITIONS} names {named} fields; leave world.fields out"
        )
    return parameters.with_changes({"world.fields": named})


def _outline_of(world: UserWorld, parameters: Parameters) -> Outline:
    fitted = _with_fields_of(world, parameters)
    given = given_by(world, _own_sectors(world, parameters))
    return Outline(fitted, len(world.organisations), given)


def _from_files(parameters: Parameters, seed: int, weeks: int, keep_events: bool) -> Population:
    world = read_world(parameters.world.folder)
    own = _own_sectors(world, parameters)
    planned = _outline_of(world, parameters)
    state = draw_state(planned, seed, weeks, keep_events)
    names = {number: name for name, number in own.values()}
    sectors = [int(sector) for sector in state.organisations.sector]
    marks = tuple(_file_marks(cells) for cells in world.organisations)
    return Population(
        state,
        tuple(str(cells["name"]) for cells in world.organisations),
        tuple(names.get(sector, sector_name(sector)) for sector in sectors),
        world.fields or field_names(planned.parameters.world.fields),
        marks,
        tuple(_left_open(world, marks, state)),
        world.digests,
    )


def _own_sectors(world: UserWorld, parameters: Parameters) -> dict[str, tuple[str, int]]:
    """Name and number of each sector that the files name, by its key.

    Sectors of the model keep their numbers; new ones count on from the first that is free.
    """
    first = max(len(SECTORS), parameters.world.sectors)
    own = {same_word(name): (name, number) for number, name in enumerate(SECTORS)}
    for cells in world.organisations:
        if cells["sector"] is not None:
            name = str(cells["sector"])
            own.setdefault(same_word(name), (name, first + len(own) - len(SECTORS)))
    return own


def given_by(world: UserWorld, sectors: Mapping[str, tuple[str, int]]) -> Given:
    """Return what a user's files say, as `draw_world` takes it.

    Parameters
    ----------
    world
        The files.
    sectors
        Name and number of each sector, by the key that `same_word` gives it.
    """
    given = not_given(len(world.organisations), GIVEN)
    reaches = reach_of([_real(cells, "members") for cells in world.organisations])
    for figures, cells, reach in zip(given, world.organisations, reaches, strict=True):
        _take_numbers(figures, {**cells, "visibility": cells["visibility_need"]})
        for simplex in SIMPLICES:
            _complete(figures, simplex)
        if reach is not None:
            figures.reach = reach
        if cells["sector"] is not None:
            figures.sector = sectors[same_word(str(cells["sector"]))][1]
    draws_ties = world.ties is None
    return Given(given, _given_views(world), _tie_records(world.ties or ()), draws_ties)


def _given_views(world: UserWorld) -> Any:
    if not world.fields:
        return NO_VIEWS
    views = not_given((len(world.organisations), len(world.fields)), GIVEN_VIEW)
    for place, cells in world.views.items():
        _take_numbers(views[place], cells)
    return views


def _take_numbers(record: Any, cells: Cells) -> None:
    for name in record.dtype.names:
        if isinstance(cells.get(name), int | float):
            record[name] = cells[name]


def _complete(figures: Any, names: Sequence[str]) -> None:
    """Let parts that a file gives with few decimals, such as 0.333 thrice, sum to 1."""
    total = sum(float(figures[name]) for name in names)
    for name in names:
        figures[name] /= total  # what is not given stays so


def _real(cells: Cells, column: str) -> float | None:
    value = cells[column]
    return None if value is None else float(value)


def _file_marks(cells: Cells) -> dict[str, str]:
    known = {figure: cells[FILE_MARKS.get(figure, figure)] for figure in MARKED}
    if known["reach"] is None:
        known["reach"] = cells["members"]
    return {figure: "drawn" if cell is None else "given" for figure, cell in known.items()}


def _left_open(
    world: UserWorld, marks: Sequence[Mapping[str, str]], state: State
) -> Iterator[Drawn]:
    """Say what the files leave open and how often, in the order of files and columns."""
    for figure in MARKED:
        yield from _drawn(figure, sum(mark[figure] == "drawn" for mark in marks), len(marks))
    for column in ("position", "tolerance", "red_line", "salience", "expertise"):
        known = sum(cells[column] is not None for cells in world.views.values())
        yield from _drawn(column, state.views.size - known, state.views.size)
    if world.ties is None:
        contacts = int(state.organisations.ties_at_start.sum())
        yield from _drawn("ties", contacts, contacts)
    else:
        without = sum(contact.trust is None for contact in world.ties)
        yield from _drawn("trust", without, len(world.ties))


def _drawn(name: str, count: int, whole: int) -> Iterator[Drawn]:
    if count:
        yield Drawn(name, count, whole)


# --- Names and presentation --------------------------------------------------------------------


def sector_name(sector: int) -> str:
    """Return the name of a sector by its number, counted from 0."""
    return SECTORS[sector] if sector < len(SECTORS) else f"sector_{sector + 1}"


def field_names(count: int) -> tuple[str, ...]:
    """Return names for the policy fields."""
    return tuple(
        FIELDS[number] if number < len(FIELDS) else f"field {number + 1}" for number in range(count)
    )


def tie_graph(population: Population) -> "networkx.DiGraph[int]":
    """Present the ties as a directed graph: nodes with name and sector, edges with trust."""
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    for number, (name, sector) in enumerate(zip(population.names, population.sectors, strict=True)):
        graph.add_node(number, name=name, sector=sector)
    state = population.state
    for number, organisation in enumerate(state.organisations):
        for tie in state.ties[number][: organisation.ties]:
            graph.add_edge(number, int(tie.partner), trust=float(tie.trust))
    return graph
