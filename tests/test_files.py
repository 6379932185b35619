"""A user's own world: what its files say, what is drawn beside it, and what is refused."""

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from matplotlib.text import Text

from experiments.command import main
from experiments.figures.timeline import draw_timeline
from experiments.summary import drawn_line, own_sectors_lines
from sim import AllianceModel, ParameterError, Parameters, WorldFileError
from sim.chronicle import story
from sim.files import COLUMNS, ORGANISATIONS, POSITIONS, TIE_GRAPH, TIES, read_world
from sim.population import MARKED, Drawn, Population, make_population
from sim.state import NOBODY
from tests.test_population import trust_of
from tests.worlds import BASE, parameters

EXAMPLE = Path(__file__).parents[1] / "docs" / "example"

NAMES = ["Ada", "Bea", "Cid"]

PLAIN = "name\nAda\nBea\nCid\n"
"""Organisations of which nothing is given but their names."""

WHOLE = {
    ORGANISATIONS: (
        "name,sector,camp,free_hours,money,reach,sitting_weeks,pragmatism,visibility_need,"
        "freedom,justice,sustainability,lobbying,dialogue,campaigning,note\n"
        "Ada,sport,-0.5,10,100,2,4,0.25,0.5,0.5,0.25,0.25,1,0,0,first\n"
        "Bea,union,0,20,0,1,13,0,1,0,0,1,0.25,0.5,0.25,\n"
        "Cid,sport,1,30,50.5,0.5,1,1,0,0.25,0.5,0.25,0,0,1,\n"
    ),
    POSITIONS: (
        "organisation,field,position,tolerance,red_line,salience,expertise\n"
        "Ada,rivers,0.5,0.25,yes,3,1\nAda,housing,-0.5,1,no,1,0\n"
        "Bea,rivers,0,0.5,no,1,0.5\nBea,housing,1,0.5,no,1,0.5\n"
        "Cid,housing,0.75,2,yes,10,0.25\nCid,rivers,-1,0.01,no,30,0.75\n"
    ),
    TIES: "one,other,trust,directed\nAda,Bea,0.75,no\nCid,Ada,0.25,yes\n",
}
"""A world in which everything is given; numbers that are exact in binary."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def world(folder: Path, files: dict[str, Any], seed: int = 1, **changes: Any) -> Population:
    home = write(folder, files)
    chosen = parameters(kind="files", folder=str(home), fields_touched=1, **changes)
    return make_population(chosen, seed, 52)


def synthetic(seed: int = 1, **changes: Any) -> Population:
    chosen = parameters(organisations=3, fields_touched=1, **changes)
    return make_population(chosen, seed, 52)


# --- What is given is taken --------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_a_world_that_is_given_completely_is_what_its_files_say(tmp_path: Path, seed: int) -> None:
    population = world(tmp_path, WHOLE, seed, sitting_scale=2.0)
    state = population.state
    assert population.names == ("Ada", "Bea", "Cid")
    assert population.sectors == ("sport", "union", "sport")
    assert population.fields == ("rivers", "housing")
    # The model's sectors keep their numbers, 0 to 11; the first new one is 12.
    assert state.organisations["sector"].tolist() == [12, 0, 12]
    assert state.organisations["segment"].tolist() == [0, 0, 0]
    expected = {
        "camp": [-0.5, 0, 1],
        "free_hours": [10, 20, 30],
        "money": [100, 0, 50.5],
        "reach": [2, 1, 0.5],
        "sitting_weeks": [8, 26, 2],
        "pragmatism": [0.25, 0, 1],
        "visibility": [0.5, 1, 0],
        "freedom": [0.5, 0, 0.25],
        "justice": [0.25, 0, 0.5],
        "sustainability": [0.25, 1, 0.25],
        "lobbying": [1, 0.25, 0],
        "dialogue": [0, 0.5, 0],
        "campaigning": [0, 0.25, 1],
    }
    for name, values in expected.items():
        assert state.organisations[name].tolist() == values, name
    views = {
        "position": [[0.5, -0.5], [0, 1], [-1, 0.75]],
        BASE: [[0.5, -0.5], [0, 1], [-1, 0.75]],
        "tolerance": [[0.25, 1], [0.5, 0.5], [0.01, 2]],
        "red_line": [[1, 0], [0, 0], [0, 1]],
        # 3 and 1 have the mean 2; 30 and 10 the mean 20.
        "salience": [[1.5, 0.5], [1, 1], [1.5, 0.5]],
        "expertise": [[1, 0], [0.5, 0.5], [0.75, 0.25]],
    }
    for name, values in views.items():
        assert state.views[name].tolist() == values, name
    assert trust_of(state) == {(0, 1): 0.75, (1, 0): 0.75, (2, 0): 0.25}
    assert state.organisations["ties_at_start"].tolist() == [1, 1, 1]
    assert state.audiences.sum(axis=1) == pytest.approx([2, 1, 0.5])
    assert population.drawn == ()
    assert all(set(marks.values()) == {"given"} for marks in population.marks)


def test_members_become_reach_by_their_fourth_root(tmp_path: Path) -> None:
    files = {ORGANISATIONS: "name,members,reach\nAda,16,\nBea,1296,\nCid,,7\n"}
    # Fourth roots 2 and 6 have the mean 4.
    assert world(tmp_path, files).state.organisations["reach"].tolist() == [0.5, 1.5, 7]


def test_parts_with_three_decimals_are_completed(tmp_path: Path) -> None:
    rows = "Ada,0.333,0.333,0.333\nBea,,,\n"
    files = {ORGANISATIONS: f"name,freedom,justice,sustainability\n{rows}"}
    state = world(tmp_path, files).state
    for name in ("freedom", "justice", "sustainability"):
        assert state.organisations[name][0] == pytest.approx(1 / 3, abs=1e-15)
        assert state.organisations[name][1] == synthetic().state.organisations[name][1]


EXTREMES = {
    ORGANISATIONS: (
        "name,free_hours,money,reach,sitting_weeks,pragmatism,visibility_need,"
        "freedom,justice,sustainability,lobbying,dialogue,campaigning\n"
        "Ada,0.1,0,0.001,520,0,0,1,0,0,0.333,0.333,0.333\n"
        "Bea,1000,1000000,1000,0.1,1,1,0,0.667,0.334,0,0,1\n"
        "Cid,1000,0,0.001,0.1,1,0,0.334,0.333,0.334,1,0,0\n"
        "Dan,20,50,1,1,1,0,0,0,1,0,1,0\n"
    ),
    POSITIONS: (
        "organisation,field,position,tolerance,red_line,salience,expertise\n"
        "Ada,a,1,2,no,1000,1\nBea,a,1,2,no,1000,0\nCid,a,0.9,0.01,yes,0.001,1\n"
        "Dan,a,0.8,2,no,5,0\nAda,zz,-1,2,yes,0.001,0\nDan,zz,-1,0.01,no,1,1\n"
    ),
    TIES: "one,other,trust\nAda,Bea,0\nBea,Cid,1\nCid,Dan,1\nDan,Ada,0\n",
}
"""Numbers at both ends of what is allowed."""


@pytest.mark.parametrize("seed", range(4))
def test_worlds_at_the_ends_of_what_is_allowed_run(tmp_path: Path, seed: int) -> None:
    home = write(tmp_path, EXTREMES)
    changes = {"kind": "files", "folder": str(home), "fields_touched": 1, "initiation_rate": 5.0}
    # A condition of the definition that breaks raises an error.
    model = AllianceModel(parameters(**changes), seed=seed, weeks=104).run()
    assert any(model.alliance_table()["is_alliance"])


def test_sectors_of_the_model_are_found_however_they_are_written(tmp_path: Path) -> None:
    files = {ORGANISATIONS: "name,sector\nAda,Social Association\nBea,Chess\nCid,chess \nDan,Go\n"}
    population = world(tmp_path, files)
    assert population.sectors == ("social_association", "Chess", "Chess", "Go")
    assert population.state.organisations["sector"].tolist() == [2, 12, 12, 13]
    # Where more sectors can be drawn, new ones count on from them.
    more = world(tmp_path, files, sectors=20).state
    assert more.organisations["sector"].tolist() == [2, 20, 20, 21]


def test_names_with_signs_of_other_languages_are_told_as_they_are(tmp_path: Path) -> None:
    names = ("{0} {x}", "[a|b] 50 %", "$x^2$ \\n")
    home = write(tmp_path, {ORGANISATIONS: "name\n" + "\n".join(names)})
    changes = {"kind": "files", "folder": str(home), "initiation_rate": 5.0}
    model = AllianceModel(parameters(**changes), seed=1, weeks=52).run()
    told = "\n".join(story(model))
    assert all(name in told for name in names)


def test_names_that_differ_in_white_space_are_the_same(tmp_path: Path) -> None:
    files = {
        ORGANISATIONS: "name\n  Free   Rivers\nMüll Museum\n",
        TIES: "one,other,trust\nFreeRivers,Mu\u0308ll\u00a0Museum,1\n",
    }
    population = world(tmp_path, files)
    assert population.names == ("Free Rivers", "Müll Museum")
    assert trust_of(population.state) == {(0, 1): 1, (1, 0): 1}


# --- What is not given is drawn ----------------------------------------------------------------

COLUMN_VALUES = {
    "sector": ("union", "union", "church"),
    "camp": ("0.5", "", "-0.25"),
    "free_hours": ("5", "6", ""),
    "money": ("1", "2", "3"),
    "reach": ("1", "2", "3"),
    "members": ("10", "20", "30"),
    "sitting_weeks": ("1", "2", "3"),
    "pragmatism": ("0", "0.5", "1"),
    "visibility_need": ("0", "0.5", "1"),
}


def numbers(population: Population) -> dict[str, list[Any]]:
    """All columns of organisations and of views, and the ties."""
    state = population.state
    names = state.organisations.dtype.names
    found = {name: state.organisations[name].tolist() for name in names}
    found |= {f"view {name}": state.views[name].tolist() for name in state.views.dtype.names}
    return found | {"trust": sorted(trust_of(state).items())}


def moved(one: Population, other: Population) -> set[str]:
    before, after = numbers(one), numbers(other)
    return {name for name in before if before[name] != after[name]}


def test_a_world_of_names_is_the_synthetic_one(tmp_path: Path) -> None:
    population = world(tmp_path, {ORGANISATIONS: PLAIN})
    assert moved(synthetic(), population) == set()
    for name in ("legislator_ideals", "electorates", "audiences", "touched", "fields"):
        assert np.array_equal(getattr(synthetic().state, name), getattr(population.state, name))
    assert population.fields == synthetic().fields
    assert population.sectors == synthetic().sectors
    assert all(set(marks.values()) == {"drawn"} for marks in population.marks)
    assert population.drawn[0] == Drawn("sector", 3, 3)
    assert Drawn("position", 36, 36) in population.drawn
    assert population.drawn[-1] == Drawn("ties", 6, 6)


FOLLOWS = {
    "camp": {"view position", f"view {BASE}"},
    "free_hours": {"free_hours_drawn"},
    "members": {"reach"},
    "visibility_need": {"visibility"},
}
"""What moves with a column besides the column itself: ideals lean towards the camp."""


@pytest.mark.parametrize("column", sorted(set(COLUMN_VALUES) - {"sector"}))
def test_giving_one_column_moves_no_other_draw(tmp_path: Path, column: str) -> None:
    values = COLUMN_VALUES[column]
    rows = "".join(f"{name},{value}\n" for name, value in zip(NAMES, values, strict=True))
    population = world(tmp_path, {ORGANISATIONS: f"name,{column}\n{rows}"})
    follows = FOLLOWS.get(column, set())
    own = set() if column in ("members", "visibility_need") else {column}
    assert moved(synthetic(), population) == own | follows
    figure = "reach" if column == "members" else column
    for value, marks in zip(values, population.marks, strict=True):
        assert marks == dict.fromkeys(MARKED, "drawn") | {figure: "given" if value else "drawn"}


def test_an_empty_cell_is_what_would_have_been_drawn(tmp_path: Path) -> None:
    files = {ORGANISATIONS: "name,camp\nAda,0.5\nBea,\nCid,-0.25\n"}
    found = world(tmp_path, files).state
    drawn = synthetic().state
    assert found.organisations["camp"].tolist() == [0.5, drawn.organisations["camp"][1], -0.25]
    assert found.views["position"][1].tolist() == drawn.views["position"][1].tolist()


def test_drawn_ideals_lean_towards_a_given_camp(tmp_path: Path) -> None:
    # An ideal is the rest of its draw + .3 x camp x direction, unless it is cut at the ends.
    calm: dict[str, Any] = {"position_spread": 0.05, "position_lean": 0.0}
    left = world(tmp_path, {ORGANISATIONS: "name,camp\nAda,-1\nBea,0\n"}, **calm).state
    right = world(tmp_path, {ORGANISATIONS: "name,camp\nAda,1\nBea,0\n"}, **calm).state
    shift = right.views["position"][0] - left.views["position"][0]
    assert np.abs(shift).max() > 0.3
    assert np.array_equal(left.views["position"][1], right.views["position"][1])
    flat = world(tmp_path, {ORGANISATIONS: "name,camp\nAda,-1\nBea,0\n"}, camp_pull=0.0, **calm)
    again = world(tmp_path, {ORGANISATIONS: "name,camp\nAda,1\nBea,0\n"}, camp_pull=0.0, **calm)
    assert np.array_equal(flat.state.views["position"], again.state.views["position"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_giving_positions_moves_nothing_else(tmp_path: Path, seed: int) -> None:
    # With seven fields to scale it over, salience that is scaled twice would differ by rounding.
    rows = "Ada,a,0.5\nBea,m,0\n" + "".join(f"Cid,{field},\n" for field in "agmptwz")
    files = {ORGANISATIONS: PLAIN, POSITIONS: f"organisation,field,position\n{rows}"}
    population = world(tmp_path, files, seed)
    drawn = synthetic(seed, fields=7)
    assert moved(drawn, population) == {"view position", f"view {BASE}"}
    expected = drawn.state.views["position"].copy()
    expected[0, 0], expected[1, 1] = 0.5, 0.0
    assert population.fields == ("a", "m", "g", "p", "t", "w", "z")
    assert np.array_equal(population.state.views["position"], expected)
    assert Drawn("position", 19, 21) in population.drawn
    assert Drawn("tolerance", 21, 21) in population.drawn


def test_drawn_expertise_follows_given_salience(tmp_path: Path) -> None:
    rows = "Ada,a,1\nAda,zz,3\n"
    files = {ORGANISATIONS: PLAIN, POSITIONS: f"organisation,field,salience\n{rows}"}
    population = world(tmp_path, files, expertise=0.05)
    drawn = synthetic(fields=2, expertise=0.05)
    assert moved(drawn, population) == {"view salience", "view expertise"}
    one, other = drawn.state.views[0], population.state.views[0]
    assert other["salience"].tolist() == [0.5, 1.5]
    # Expertise is a draw times the root of salience.
    assert other["expertise"] / np.sqrt(other["salience"]) == pytest.approx(
        one["expertise"] / np.sqrt(one["salience"])
    )


def test_salience_that_is_given_in_part_keeps_its_ratio_to_the_drawn(tmp_path: Path) -> None:
    files = {ORGANISATIONS: PLAIN, POSITIONS: "organisation,field,salience\nAda,a,4\nBea,zz,\n"}
    found = world(tmp_path, files).state.views["salience"]
    drawn = synthetic(fields=2).state.views["salience"]
    assert found[0, 0] / found[0, 1] == pytest.approx(4 / drawn[0, 1])
    assert found.sum(axis=1) == pytest.approx([2, 2, 2])
    assert np.array_equal(found[1:], drawn[1:])


# --- Ties --------------------------------------------------------------------------------------


def test_trust_that_is_missing_is_drawn_as_in_the_synthetic_world(tmp_path: Path) -> None:
    files = {ORGANISATIONS: PLAIN, TIES: "one,other\nBea,Ada\nCid,Bea\n"}
    found = trust_of(world(tmp_path, files).state)
    # Three organisations of whom six contacts are wanted: in the synthetic world all know all.
    drawn = trust_of(synthetic().state)
    assert found == {ends: drawn[ends] for ends in ((0, 1), (1, 0), (1, 2), (2, 1))}
    assert found[0, 1] != found[1, 0]


def test_a_file_without_ties_means_none(tmp_path: Path) -> None:
    files = {ORGANISATIONS: PLAIN, TIES: "one,other,trust\n"}
    population = world(tmp_path, files)
    assert trust_of(population.state) == {}
    assert not {"ties", "trust"} & {drawn.name for drawn in population.drawn}


GRAPH = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="n" for="node" attr.name="name" attr.type="string"/>
<key id="t" for="edge" attr.name="{trust}" attr.type="{kind}"/>
<graph edgedefault="{direction}">
<node id="Ada"/><node id="x"><data key="n">{second}</data></node><node id="Cid"/>
<edge source="Ada" target="x"><data key="t">{value}</data></edge>
<edge source="Cid" target="{target}"/>
</graph></graphml>"""


def graph(**changes: str) -> dict[str, str]:
    usual = {"trust": "trust", "kind": "double", "direction": "undirected", "second": "Bea"}
    text = GRAPH.format(**{**usual, "value": "0.75", "target": "Ada", **changes})
    return {ORGANISATIONS: PLAIN, "ties.graphml": text}


def test_ties_of_a_graph(tmp_path: Path) -> None:
    drawn = trust_of(synthetic().state)
    found = trust_of(world(tmp_path, graph()).state)
    expected = {(0, 1): 0.75, (1, 0): 0.75, (2, 0): drawn[2, 0], (0, 2): drawn[0, 2]}
    assert found == expected
    directed = trust_of(world(tmp_path, graph(direction="directed")).state)
    assert directed == {(0, 1): 0.75, (2, 0): drawn[2, 0]}


# --- How files are written ---------------------------------------------------------------------

CAMPS = [-0.5, 0.25]

FORMS: dict[str, str | bytes] = {
    "plain": "name,camp\nAda,-0.5\nBea,0.25\n",
    "byte order mark": b"\xef\xbb\xbfname,camp\nAda,-0.5\nBea,.25\n",
    "windows": "name,camp\r\nAda,-0.5\r\nBea,0.25",
    "semicolons and commas": "name;camp\nAda;-0,5\nBea;0,25\n",
    "semicolons and points": "name;camp\nAda;-0.5\nBea;0.25\n",
    "tabs": "name\tcamp\nAda\t-0,5\nBea\t2.5e-1\n",
    "quotes": '"name","camp"\n"Ada","-0.5"\n"Bea"," 0.25 "\n',
    "capitals and order": "Camp,NAME\n-0.5,Ada\n+0.25,Bea\n",
    "empty rows and cells": "name,camp,,\n,,,\nAda,-0.5,,\n\nBea,0.25\n\n",
    "a note with a break": 'name,note,camp\nAda,"a, b\nc",-0.5\nBea,,0.25\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_a_table(tmp_path: Path, form: str) -> None:
    read = read_world(write(tmp_path, {ORGANISATIONS: FORMS[form]}))
    assert [cells["name"] for cells in read.organisations] == ["Ada", "Bea"]
    assert [cells["camp"] for cells in read.organisations] == CAMPS


@pytest.mark.parametrize(
    ("word", "meant"), [("yes", 1), ("Nein", 0), ("WAHR", 1), ("false", 0), ("1", 1), ("0", 0)]
)
def test_words_for_yes_and_no(tmp_path: Path, word: str, meant: int) -> None:
    rows = f"Ada,a,{word}\nBea,zz,\n"
    files = {ORGANISATIONS: PLAIN, POSITIONS: f"organisation,field,red_line\n{rows}"}
    assert world(tmp_path, files).state.views["red_line"][0, 0] == meant


# --- What is refused ---------------------------------------------------------------------------

WHO, WANTS, KNOWS, GRAPHED = ORGANISATIONS, POSITIONS, TIES, TIE_GRAPH
VIEWS = "organisation,field,position\nAda,rivers,0\nBea,rivers,0\nAda,housing,0\n"
CELL = ", or an empty cell"

REFUSED: dict[str, tuple[dict[str, Any], tuple[str, int | str | None, str | None, str, str]]] = {
    "no file": ({}, (WHO, None, None, "no such file", "this file")),
    "nothing in it": (
        {WHO: ""},
        (WHO, 1, None, "nothing", "names of columns in row 1: name, sector"),
    ),
    "only white space": ({WHO: " \n\n"}, (WHO, 1, None, "nothing", "names of columns in row 1")),
    "latin letters": (
        {WHO: "name\nAda\nM\u00fcll\n".encode("latin-1")},
        (WHO, 3, None, "a byte that is no UTF-8 (0xfc)", "text in UTF-8; in a spreadsheet"),
    ),
    "utf-16": (
        {WHO: "name\nAda\nBea\n".encode("utf-16")},
        (WHO, 1, None, "a byte that is no UTF-8 (0xff)", "text in UTF-8"),
    ),
    "open quote": (
        {WHO: 'name\nAda\n"Bea\n'},
        (WHO, 3, None, "a row that cannot be read", "cells with a quote at both ends or at none"),
    ),
    "lone quote": (
        {WHO: 'name,sector\nAda,union"\nBea,union\n'},
        (WHO, 2, "sector", '"union""', "a text without a lone quote"),
    ),
    "unknown column": (
        {WHO: "name,free hour\nAda,1\nBea,1\n"},
        (WHO, 1, "2", '"free hour"', "; the nearest is free_hours"),
    ),
    "column like no other": (
        {WHO: "name,zzz\nAda,1\nBea,1\n"},
        (WHO, 1, "2", '"zzz"', "one of name, sector"),
    ),
    "column twice": (
        {WHO: "name,camp,Camp\nAda,1,1\nBea,1,1\n"},
        (WHO, 1, "camp", "the column twice", "every column once"),
    ),
    "no names": (
        {WHO: "camp\n1\n1\n"},
        (WHO, 1, "name", "no such column", "names of columns in row 1"),
    ),
    "too many cells": (
        {WHO: "name,camp\nAda,0\nBea,0,5\n"},
        (WHO, 3, None, "3 cells", "2 as in row 1; a separator in a text needs quotes"),
    ),
    "empty name": ({WHO: "name,camp\nAda,0\n,0\n"}, (WHO, 3, "name", "an empty cell", "a name")),
    "control character": (
        {WHO: "name\nAda\nBe\x1ba\n"},
        (WHO, 3, "name", r'"Be\x1ba"', "text without control characters"),
    ),
    "a whole file in a cell": (
        {WHO: f"name,{'x' * 70}\nAda,\n"},
        (WHO, 1, "2", '"' + "x" * 60 + '…"', "one of name"),
    ),
    "name twice": (
        {WHO: "name\nAda L\nBea\n\nAdaL\n"},
        (WHO, 5, "name", '"AdaL"', "a name that row 2 does not have already"),
    ),
    "one alone": ({WHO: "name\nAda\n"}, (WHO, None, None, "1 organisation", "2 to 100000")),
    "nobody": ({WHO: "name\n"}, (WHO, None, None, "0 organisations", "2 to 100000")),
    "out of bounds": (
        {WHO: "name,camp\nAda,0\nBea,1.5\n"},
        (WHO, 3, "camp", '"1.5"', f"a number from -1 to 1{CELL}"),
    ),
    "no number": (
        {WHO: "name,free_hours\nAda,nan\nBea,1\n"},
        (WHO, 2, "free_hours", '"nan"', f"a number from 0.1 to 1000{CELL}"),
    ),
    "python's underscore": (
        {WHO: "name,money\nAda,1_0\nBea,1\n"},
        (WHO, 2, "money", '"1_0"', "a number"),
    ),
    "half a member": (
        {WHO: "name,members\nAda,1.5\nBea,1\n"},
        (WHO, 2, "members", '"1.5"', f"a whole number from 1 to 1000000000{CELL}"),
    ),
    "decimal comma between commas": (
        {WHO: 'name,camp\nAda,"0,5"\nBea,1\n'},
        (
            WHO,
            2,
            "camp",
            '"0,5"',
            "a point before decimals; commas are read between semicolons only",
        ),
    ),
    "points between thousands": (
        {WHO: "name;members\nAda;664.000\nBea;1\n"},
        (WHO, 2, "members", '"664.000"', "a number without points between thousands"),
    ),
    "values in part": (
        {WHO: "name,freedom,justice,sustainability\nAda,0.5,0.5,\nBea,,,\n"},
        (WHO, 2, "sustainability", "nothing", "a number, or nothing in all of freedom, justice"),
    ),
    "values without a column": (
        {WHO: "name,freedom,justice\nAda,0.5,0.5\nBea,,\n"},
        (WHO, 2, "sustainability", "nothing", "a number, or nothing in all of freedom, justice"),
    ),
    "values that sum to more": (
        {WHO: "name,freedom,justice,sustainability\nAda,,,\nBea,0.5,0.5,0.01\n"},
        (WHO, 3, "freedom, justice, sustainability", "a sum of 1.01", "a sum of 1"),
    ),
    "channels that sum to less": (
        {WHO: "name,lobbying,dialogue,campaigning\nAda,0.33,0.33,0.33\nBea,,,\n"},
        (WHO, 2, "lobbying, dialogue, campaigning", "a sum of 0.99", "a sum of 1"),
    ),
    "reach and members": (
        {WHO: "name,reach,members\nAda,1,\nBea,1,10\n"},
        (WHO, 3, "members", "reach and members in one row", "reach or members"),
    ),
    "position of nobody": (
        {WHO: PLAIN, WANTS: VIEWS + "Beaa,housing,0\n"},
        (WANTS, 5, "organisation", '"Beaa"', f"a name from {WHO}; the nearest is Bea"),
    ),
    "position of a stranger": (
        {WHO: PLAIN, WANTS: VIEWS + "Zacharias,housing,0\n"},
        (WANTS, 5, "organisation", '"Zacharias"', f"a name from {WHO}"),
    ),
    "unknown field": (
        {WHO: PLAIN, WANTS: VIEWS + "Cid,rivrs,0\n"},
        (
            WANTS,
            5,
            "field",
            '"rivrs"',
            "a field; the nearest is rivers (another field needs two rows",
        ),
    ),
    "position twice": (
        {WHO: PLAIN, WANTS: VIEWS + "Ada,Rivers,1\n"},
        (WANTS, 5, "field", "Ada and rivers a second time", "them in row 2 only"),
    ),
    "position out of bounds": (
        {WHO: PLAIN, WANTS: VIEWS + "Cid,rivers,-2\n"},
        (WANTS, 5, "position", '"-2"', f"a number from -1 to 1{CELL}"),
    ),
    "a red line of another colour": (
        {WHO: PLAIN, WANTS: "organisation,field,red_line\nAda,a,maybe\n"},
        (WANTS, 2, "red_line", '"maybe"', f"yes or no{CELL}"),
    ),
    "salience of nothing": (
        {WHO: PLAIN, WANTS: "organisation,field,salience\nAda,a,0\n"},
        (WANTS, 2, "salience", '"0"', f"a number from 0.001 to 1000{CELL}"),
    ),
    "one field": (
        {WHO: PLAIN, WANTS: "organisation,field,position\nAda,a,0\n"},
        (WANTS, None, "field", "1 field", "2 to 200"),
    ),
    "no positions": (
        {WHO: PLAIN, WANTS: "organisation,field,position\n"},
        (WANTS, None, "field", "0 fields", "2 to 200"),
    ),
    "tie to nobody": (
        {WHO: PLAIN, KNOWS: "one,other\nAda,Bee\n"},
        (KNOWS, 2, "other", '"Bee"', f"a name from {WHO}"),
    ),
    "tie to itself": (
        {WHO: PLAIN, KNOWS: "one,other\nAda,Bea\nCid,Cid\n"},
        (KNOWS, 3, "other", "a tie of Cid to itself", "another organisation"),
    ),
    "tie twice": (
        {WHO: PLAIN, KNOWS: "one,other\nAda,Bea\nBea,Ada\n"},
        (KNOWS, 3, "other", "the tie from Bea to Ada a second time", "it in row 2 only once"),
    ),
    "trust out of bounds": (
        {WHO: PLAIN, KNOWS: "one,other,trust\nAda,Bea,1.1\n"},
        (KNOWS, 2, "trust", '"1.1"', f"a number from 0 to 1{CELL}"),
    ),
    "more contacts than anybody can hold": (
        {
            WHO: "name\n" + "".join(f"o{number}\n" for number in range(130)),
            KNOWS: "one,other,directed\n" + "".join(f"o0,o{k},yes\n" for k in range(1, 130)),
        },
        (KNOWS, 130, "one", "129 contacts of o0", "at most 128"),
    ),
    "two files of ties": (
        {**graph(), KNOWS: "one,other\nAda,Bea\n"},
        (GRAPHED, None, None, "two files of ties", "ties.csv or ties.graphml, not both"),
    ),
    "no graph": (
        {WHO: PLAIN, GRAPHED: "<graph"},
        (GRAPHED, 1, None, "what is no XML", "a graph in GraphML"),
    ),
    "a graph of something else": (
        {WHO: PLAIN, GRAPHED: "<html></html>"},
        (GRAPHED, None, None, "what cannot be read", "a graph in GraphML"),
    ),
    "node of nobody": (
        graph(second="Beaa"),
        (GRAPHED, "node x", "name", '"Beaa"', f"a name from {WHO}; the nearest is Bea"),
    ),
    "node twice": (
        graph(second="Ada"),
        (GRAPHED, "node x", "name", '"Ada"', "a name that node Ada does not have already"),
    ),
    "trust of an edge out of bounds": (
        graph(value="2"),
        (GRAPHED, "edge Ada – x", "trust", '"2.0"', "a number from 0 to 1"),
    ),
    "trust of an edge in words": (
        graph(value="much", kind="string"),
        (GRAPHED, "edge Ada – x", "trust", '"much"', "a number from 0 to 1"),
    ),
    "misspelt attribute": (
        graph(trust="Trusts"),
        (GRAPHED, "edge Ada – x", "Trusts", '"Trusts"', "trust, the only attribute"),
    ),
    "loop": (
        graph(target="Cid"),
        (GRAPHED, "edge Cid – Cid", "other", "a tie of Cid to itself", "another organisation"),
    ),
    "edge twice": (
        graph(target='Ada"/><edge source="Ada" target="Cid'),
        (
            GRAPHED,
            "edge Ada – Cid",
            "other",
            "the tie from Ada to Cid a second time",
            "it in the graph",
        ),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_file_row_column_found_and_expected(tmp_path: Path, name: str) -> None:
    files, (file, row, column, found, expected) = REFUSED[name]
    home = write(tmp_path, files)
    with pytest.raises(WorldFileError) as caught:
        read_world(home)
    error = caught.value
    assert (error.file, error.row, error.column) == (str(home / file), row, column)
    assert found in error.found
    assert expected in error.expected
    assert "\n" not in str(error)
    # It can be handed from one process to another.
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_message_in_full() -> None:
    error = WorldFileError("mine/ties.csv", 4, "trust", '"2"', "a number from 0 to 1")
    expected = 'mine/ties.csv, row 4, column trust: found "2", expected a number from 0 to 1'
    assert str(error) == expected
    assert str(WorldFileError("a", None, None, "b", "c")) == "a: found b, expected c"


def test_fields_that_differ_by_a_number_are_no_slip(tmp_path: Path) -> None:
    rows = "Ada,energy 1,0\nBea,energy 1,0\nCid,energy 2,0\n"
    files = {WHO: PLAIN, WANTS: f"organisation,field,position\n{rows}"}
    assert read_world(write(tmp_path, files)).fields == ("energy 1", "energy 2")


def test_numbers_of_fields_must_agree(tmp_path: Path) -> None:
    assert world(tmp_path, WHOLE, fields=2).state.views.shape == (3, 2)
    expected = r"world\.fields = 3: positions\.csv names 2 fields; leave world\.fields out"
    with pytest.raises(ParameterError, match=expected):
        world(tmp_path, WHOLE, fields=3)
    chosen = parameters(kind="files", folder=str(tmp_path))
    with pytest.raises(ParameterError, match=r"world\.fields_touched = 2: must be below"):
        make_population(chosen, 1, 52)


# --- The example -------------------------------------------------------------------------------


def test_the_example_says_that_it_is_invented() -> None:
    for file in COLUMNS:
        lines = (EXAMPLE / file).read_text(encoding="utf-8").splitlines()
        assert lines[0].endswith(",note")
        assert all(line.endswith(",invented") for line in lines[1:])
    assert "**invented**" in (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert 8 <= len(read_world(EXAMPLE).organisations) <= 12


def test_the_page_tells_what_is_drawn_of_the_example() -> None:
    changes = {"world.kind": "files", "world.folder": str(EXAMPLE)}
    population = make_population(Parameters().with_changes(changes), 7, 52)
    page = (EXAMPLE.parent / "OWN_WORLD.md").read_text(encoding="utf-8")
    assert drawn_line(population.drawn, "docs/example") in " ".join(page.split())


def test_what_was_drawn_in_a_line() -> None:
    assert drawn_line([Drawn("camp", 2, 5), Drawn("ties", 6, 6)], "mine", "de") == (
        "Welt aus mine; gezogen, weil keine Datei es sagt: camp (2 von 5), ties"
    )
    assert drawn_line([], "mine") == "World of mine; drawn, because no file says it: nothing"


def test_sectors_of_ones_own_are_named(tmp_path: Path) -> None:
    home = write(tmp_path, {WHO: "name,sector\nAda,Chess\nBea,social association\nCid,unoin\n"})
    changes = {"world.kind": "files", "world.folder": str(home), "world.sectors": 14}
    population = make_population(Parameters().with_changes(changes), 1, 52)
    assert own_sectors_lines(population) == ["Sectors of your own: Chess, unoin"]
    assert own_sectors_lines(population, "de") == ["Eigene Sektoren: Chess, unoin"]
    assert own_sectors_lines(make_population(Parameters(), 1, 52)) == []


def test_a_note_may_hold_a_lone_quote(tmp_path: Path) -> None:
    files = {WHO: 'name,note\nAda,12" discs\nBea,\n'}
    assert len(read_world(write(tmp_path, files)).organisations) == 2


def test_names_of_ones_own_are_not_translated(tmp_path: Path) -> None:
    files = {WHO: "name\nCulture 21\nWelfare 4\n"}
    home = write(tmp_path, files)
    changes = {"world.kind": "files", "world.folder": str(home), "formation.initiation_rate": 5.0}
    model = AllianceModel(Parameters().with_changes(changes), seed=1, weeks=26).run()
    figure = " ".join(text.get_text() for text in draw_timeline(model, "de").findobj(Text))
    for told in ("\n".join(story(model, "de")), figure):
        assert "Culture 21" in told or "Welfare 4" in told
        assert "Kulturverband" not in told
        assert "Wohlfahrtsverband" not in told


# --- From the command line ---------------------------------------------------------------------


def result_files(folder: Path) -> dict[str, bytes]:
    ours = (path for path in folder.iterdir() if path.is_file() and path.name != "run.log")
    return {path.name: path.read_bytes() for path in ours}


def test_a_run_from_start_to_repetition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "mine", {**WHOLE, WHO: WHOLE[WHO].replace(",-0.5,", ",,")})
    words = ["run", "world=files", "world.folder=mine", "world.fields_touched=1", "weeks=8"]
    # Hydra may change the directory; the path counts from the start.
    assert main([*words, "hydra.run.dir=first", "hydra.job.chdir=true"]) == 0
    out = capsys.readouterr().out
    assert "World of mine; drawn, because no file says it: camp (1 of 3)\n" in out
    assert "\nSectors of your own: sport\n" in out
    again = ["run", "--config-dir=first", "--config-name=configuration", "hydra.run.dir=second"]
    assert main(again) == 0
    assert result_files(tmp_path / "first") == result_files(tmp_path / "second")

    manifest = json.loads((tmp_path / "first" / "manifest.json").read_text())
    assert set(manifest["inputs"]) == {WHO, WANTS, KNOWS}
    assert manifest["drawn"] == {"camp": {"places": 1, "of": 3}}
    written = yaml.safe_load((tmp_path / "first" / "configuration.yaml").read_text())
    assert (written["world"]["kind"], written["world"]["folder"]) == ("files", "mine")
    table = pq.read_table(tmp_path / "first" / "organisations.parquet")
    assert table["organisation"].to_pylist() == NAMES
    assert table["sector"].to_pylist() == ["sport", "union", "sport"]
    assert table["camp_mark"].to_pylist() == ["drawn", "given", "given"]
    assert table["values_mark"].to_pylist() == ["given"] * 3

    # Another file, other checksums.
    write(tmp_path / "mine", {KNOWS: "one,other\nAda,Bea\n"})
    assert main([*words, "hydra.run.dir=third"]) == 0
    other = json.loads((tmp_path / "third" / "manifest.json").read_text())["inputs"]
    changed = {name for name in other if other[name] != manifest["inputs"][name]}
    assert changed == {KNOWS}


@pytest.mark.parametrize("command", ["run", "patterns"])
def test_a_bad_file_is_told_in_two_lines_before_anything_starts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "mine", {WHO: "name,camp\nAda,7\nBea,0\n"})
    assert main([command, "world=files", "world.folder=mine"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.splitlines() == [
        f"alliances {command}: {Path('mine', WHO)}, row 2, column camp: "
        f'found "7", expected a number from -1 to 1, or an empty cell',
        "All files and columns, with an example: docs/OWN_WORLD.md",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("world=files", 'world.folder = "": must name the folder'),
        ("world=files world.folder=nowhere", "nowhere: found no such folder, expected a folder"),
        ("world=study world.folder=x", "world.folder = x: has no effect with world.kind = study"),
        ("world=files world.folder=2024", "world.folder = 2024: must be a path"),
        ("-m world=files world.folder=nowhere seed=1,2", "nowhere: found no such folder"),
    ],
)
def test_a_folder_that_cannot_be(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    part: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", *words.split()]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert part in told[0]
    assert not list(tmp_path.iterdir())


def test_nobody_is_the_mark_of_whole_numbers_that_are_drawn() -> None:
    from sim.drawing import GIVEN, GIVEN_VIEW, not_given

    assert not_given(2, GIVEN)["sector"].tolist() == [NOBODY] * 2
    assert np.isnan(not_given(2, GIVEN)["camp"]).all()
    assert not_given((1, 2), GIVEN_VIEW)["red_line"].tolist() == [[NOBODY] * 2]
