"""Reads and checks a user's world: organisations, positions and ties from the files of a folder.

Whatever is wrong with a file is one kind of error, with file, row, column, found and expected. Rows
count as in a spreadsheet: the names of the columns stand in row 1.
"""

import csv
import difflib
import hashlib
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

import networkx

from sim.parameters import NEAR_ENOUGH, find
from sim.state import TIE_ROOM

ORGANISATIONS = "organisations.csv"
POSITIONS = "positions.csv"
TIES = "ties.csv"
TIE_GRAPH = "ties.graphml"

Cell = str | float | bool | None
"""Content of a cell; None where it is empty."""

Cells = Mapping[str, Cell]
"""Cells of a row, by column."""


# --- What may stand in the files ---------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column that a file may have.

    Attributes
    ----------
    name
        Its name in row 1.
    kind
        "text", "number", "whole number" or "yes or no".
    meaning
        One sentence for the documentation.
    unit
        Unit of a number.
    low, high
        Smallest and largest number.
    required
        Whether every row needs it.
    """

    name: str
    kind: str
    meaning: str
    unit: str = "-"
    low: float = -math.inf
    high: float = math.inf
    required: bool = False

    @property
    def allowed(self) -> str:
        """What may stand in a cell, in words."""
        if "number" not in self.kind:
            return self.kind
        return f"a {self.kind} from {_short(self.low)} to {_short(self.high)}"


def _short(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:g}"


def _share(name: str, meaning: str, unit: str = "share") -> Column:
    return Column(name, "number", meaning, unit, 0, 1)


NOTE = Column("note", "text", "Anything; it is not read.")

COLUMNS: dict[str, tuple[Column, ...]] = {
    ORGANISATIONS: (
        Column("name", "text", "Name of the organisation, once each.", required=True),
        Column("sector", "text", "Sector: one of the model's or any other."),
        Column("camp", "number", "Where the public places it.", "position", -1, 1),
        Column("free_hours", "number", "Hours free for alliances.", "hours/week", 0.1, 1000),
        Column("money", "number", "Money free for alliances.", "EUR/week", 0, 1_000_000),
        Column("reach", "number", "Its audience.", "mean organisation = 1", 0.001, 1000),
        Column(
            "members",
            "whole number",
            "Members, from which reach follows: their fourth root, divided by its mean over the "
            "organisations with members. Give reach or members.",
            "persons",
            1,
            1_000_000_000,
        ),
        Column("sitting_weeks", "number", "Weeks between sittings of its body.", "weeks", 0.1, 520),
        _share("pragmatism", "Readiness to widen its tolerance as a negotiation goes on."),
        _share("visibility_need", "Weight of its own profile against the common goal."),
        _share(
            "freedom", "Weight on the basic value; all three values of a row or none.", "weight"
        ),
        _share("justice", "The same; the three sum to 1, but for the third decimal.", "weight"),
        _share("sustainability", "The same.", "weight"),
        _share("lobbying", "Channel that its hours feed well; all three or none.", "weight"),
        _share("dialogue", "The same; the three sum to 1, but for the third decimal.", "weight"),
        _share("campaigning", "The same.", "weight"),
        NOTE,
    ),
    POSITIONS: (
        Column("organisation", "text", "Name as in organisations.csv.", required=True),
        Column(
            "field", "text", "Policy field; the fields named are those of the world.", required=True
        ),
        Column("position", "number", "What it wants; 0 is the status quo.", "position", -1, 1),
        Column(
            "tolerance",
            "number",
            "Distance of an agreed position from its own at which it objects.",
            "position",
            0.01,
            2,
        ),
        Column("red_line", "yes or no", "Whether this limit is hard."),
        Column(
            "salience",
            "number",
            "How much the field matters; scaled to mean 1 over the fields.",
            "mean field = 1",
            0.001,
            1000,
        ),
        _share("expertise", "Expertise in the field."),
        NOTE,
    ),
    TIES: (
        Column("one", "text", "Name as in organisations.csv.", required=True),
        Column("other", "text", "Name of a contact.", required=True),
        _share("trust", "Trust along the tie at the start."),
        Column(
            "directed",
            "yes or no",
            "Whether only `one` has the contact; without it both have, with the same trust.",
        ),
        NOTE,
    ),
}
"""Columns of the files; `docs/OWN_WORLD.md` has them as tables."""

SIMPLICES = (("freedom", "justice", "sustainability"), ("lobbying", "dialogue", "campaigning"))
"""Columns that sum to 1 and stand in a row together or not at all."""

SUM_SLACK = 0.0015
"""How far such a sum may be from 1: as far as rounding to three decimals can bring three numbers.
The world then gets them scaled to 1."""

ANSWERS = {
    **dict.fromkeys(("yes", "true", "1", "ja", "wahr"), True),
    **dict.fromkeys(("no", "false", "0", "nein", "falsch"), False),
}
"""What is read as yes and as no; spreadsheets write true and false in their language."""

SEPARATORS = ",;\t"

NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
"""A number such as 1.500, which a German spreadsheet means otherwise than an English one."""

LONGEST_SHOWN = 60
"""Letters of a cell that a message repeats; a quote that is never closed can swallow a file."""

LIKE_ANOTHER = 0.8
"""Likeness (difflib's ratio) from which a field that one row names is taken for a misspelt one."""


# --- What is refused ---------------------------------------------------------------------------


class WorldFileError(ValueError):
    """A file of a user's world cannot be used.

    Parameters
    ----------
    file
        Its path.
    row
        Row as in a spreadsheet, or the place in a graph in words; None for the whole file.
    column
        Name of the column; None where there is none.
    found, expected
        What stands there, and what may.
    """

    def __init__(
        self, file: str, row: int | str | None, column: str | None, found: str, expected: str
    ) -> None:
        super().__init__(file, row, column, found, expected)
        self.file = file
        self.row = row
        self.column = column
        self.found = found
        self.expected = expected

    def __str__(self) -> str:
        row = f"row {self.row}" if isinstance(self.row, int) else self.row
        column = f"column {self.column}" if self.column else None
        place = ", ".join(part for part in (self.file, row, column) if part)
        return f"{place}: found {self.found}, expected {self.expected}"


def _quoted(text: object) -> str:
    """Show a text in one line as it stands, but for its length and what cannot be seen."""
    plain = " ".join(str(text).split())
    shown = plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
    return '"' + "".join(_visible(letter) for letter in shown) + '"'


def _visible(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


def _with_nearest(expected: str, word: str, choices: Iterable[str]) -> str:
    meant = _near(word, choices)
    return f"{expected}; the nearest is {meant}" if meant else expected


def _near(word: str, choices: Iterable[str], cutoff: float = NEAR_ENOUGH) -> str | None:
    """Find the likest of some words, whatever their capitals."""
    by_key = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word.casefold(), list(by_key), n=1, cutoff=cutoff)
    return by_key[found[0]] if found else None


# --- A world -----------------------------------------------------------------------------------


class Contact(NamedTuple):
    """A contact that one organisation has to another, by their numbers; trust None if drawn."""

    one: int
    other: int
    trust: float | None


@dataclass(frozen=True)
class UserWorld:
    """What the files of a world say; None stands for what is to be drawn.

    Attributes
    ----------
    organisations
        Cells of each organisation.
    fields
        Names of the policy fields; none where no file names any.
    views
        Cells by number of organisation and of field.
    ties
        Contacts; None without a file of ties.
    digests
        SHA-256 of each file that was read, by its name.
    """

    organisations: tuple[Cells, ...]
    fields: tuple[str, ...]
    views: Mapping[tuple[int, int], Cells]
    ties: tuple[Contact, ...] | None
    digests: Mapping[str, str]


def read_world(folder: str | Path) -> UserWorld:
    """Read and check the files of a world.

    Parameters
    ----------
    folder
        Folder with ``organisations.csv`` and, if there are, ``positions.csv`` and ``ties.csv`` or
        ``ties.graphml``.

    Raises
    ------
    WorldFileError
        For the first thing that is wrong.
    """
    home = Path(folder)
    if not home.is_dir():
        where = f"a folder with {ORGANISATIONS} (looked for {home.absolute()})"
        raise WorldFileError(str(home), None, None, "no such folder", where)
    digests: dict[str, str] = {}
    names = _Names()
    organisations = _organisations(_Sheet(home / ORGANISATIONS, digests), names)
    fields: dict[str, str] = {}
    views: dict[tuple[int, int], Cells] = {}
    if (home / POSITIONS).exists():
        fields, views = _positions(_Sheet(home / POSITIONS, digests), names)
    ties = _any_ties(home, names, digests)
    return UserWorld(organisations, tuple(fields.values()), views, ties, digests)


def _any_ties(home: Path, names: "_Names", digests: dict[str, str]) -> tuple[Contact, ...] | None:
    if (home / TIES).exists() and (home / TIE_GRAPH).exists():
        expected = f"{TIES} or {TIE_GRAPH}, not both"
        raise WorldFileError(str(home / TIE_GRAPH), None, None, "two files of ties", expected)
    if (home / TIES).exists():
        return _ties(_Sheet(home / TIES, digests), names)
    if (home / TIE_GRAPH).exists():
        return _tie_graph(home / TIE_GRAPH, names, digests)
    return None


# --- Names -------------------------------------------------------------------------------------


def as_name(text: str) -> str:
    """Return a name as it is shown: single spaces, letters such as ä in one piece."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def same_name(text: str) -> str:
    """Return what two names have in common that differ in white space only."""
    return "".join(as_name(text).split())


def same_word(text: str) -> str:
    """The same for sectors and fields, where capitals and underscores do not count either."""
    return same_name(text).casefold().replace("_", "")


class _Names:
    """Names of the organisations, which the other files use."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.rows: dict[str, int] = {}
        self.numbers: dict[str, int] = {}

    def add(self, sheet: "_Sheet", row: "_Row", name: str) -> None:
        key = same_name(name)
        if key in self.rows:
            expected = f"a name that row {self.rows[key]} does not have already"
            raise sheet.refusal(row.number, "name", _quoted(name), expected)
        self.rows[key] = row.number
        self.numbers[key] = len(self.names)
        self.names.append(name)

    def find(self, file: str, row: int | str, column: str, name: str) -> int:
        number = self.numbers.get(same_name(name))
        if number is None:
            expected = _with_nearest(f"a name from {ORGANISATIONS}", name, self.names)
            raise WorldFileError(file, row, column, _quoted(name), expected)
        return number


# --- Tables ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    number: int
    cells: dict[str, Cell] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """Text of a cell that every row has."""
        return str(self.cells[column])


class _Sheet:
    """A table of text with the columns that its file may have.

    Parameters
    ----------
    path
        The file; its name says which columns there are.
    digests
        Where its checksum is entered.
    """

    def __init__(self, path: Path, digests: dict[str, str]) -> None:
        self.path = path
        self.columns = {column.name: column for column in COLUMNS[path.name]}
        lines = self._lines(_text(path, digests))
        header = next(lines, (1, list[str]()))[1]
        if not header:
            raise self.refusal(1, None, "nothing", self._first_row())
        self.header = self._checked_header(header)
        self.rows = [self._row(number, cells) for number, cells in lines if any(cells)]

    def refusal(
        self, row: int | None, column: str | None, found: str, expected: str
    ) -> WorldFileError:
        return WorldFileError(str(self.path), row, column, found, expected)

    def _first_row(self) -> str:
        return f"names of columns in row 1: {', '.join(self.columns)}"

    def _lines(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Cells of all rows, without white space around them and empty ones at the end."""
        first = text.partition("\n")[0]
        self.separator = max(SEPARATORS, key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.separator, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                stripped = [as_name(cell) for cell in cells]
                while stripped and not stripped[-1]:
                    stripped.pop()
                yield number, stripped
        except csv.Error as error:
            found = f"a row that cannot be read ({error})"
            expected = "cells with a quote at both ends or at none"
            raise self.refusal(number + 1, None, found, expected) from None

    def _checked_header(self, cells: list[str]) -> list[str]:
        names = [cell.casefold().replace(" ", "_") for cell in cells]
        for place, name in enumerate(names):
            if name not in self.columns:
                expected = _with_nearest(f"one of {', '.join(self.columns)}", name, self.columns)
                raise self.refusal(1, str(place + 1), _quoted(cells[place]), expected)
            if name in names[:place]:
                raise self.refusal(1, name, "the column twice", "every column once")
        for column in self.columns.values():
            if column.required and column.name not in names:
                raise self.refusal(1, column.name, "no such column", self._first_row())
        return names

    def _row(self, number: int, cells: list[str]) -> _Row:
        if len(cells) > len(self.header):
            expected = (
                f"{len(self.header)} as in row 1; a separator in a text needs quotes around it"
            )
            raise self.refusal(number, None, f"{len(cells)} cells", expected)
        padded = [*cells, *[""] * (len(self.header) - len(cells))]
        read = {
            name: self._cell(number, name, text)
            for name, text in zip(self.header, padded, strict=True)
        }
        return _Row(number, {**dict.fromkeys(self.columns), **read})

    def _cell(self, number: int, name: str, text: str) -> Cell:
        column = self.columns[name]
        if not text and column.required:
            raise self.refusal(number, name, "an empty cell", "a name")
        if not text:
            return None
        if column.kind == "text":
            return self._plain(number, column, text)
        if column.kind == "yes or no":
            if text.casefold() not in ANSWERS:
                raise self.refusal(number, name, _quoted(text), self._allowed(column))
            return ANSWERS[text.casefold()]
        return self._number(number, column, text)

    def _plain(self, row: int, column: Column, text: str) -> str:
        """Refuse a lone quote, and what would do something to a terminal or a figure."""
        if column is NOTE:
            return text
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            raise self.refusal(row, column.name, _quoted(text), "text without control characters")
        if text.count('"') % 2:
            raise self.refusal(row, column.name, _quoted(text), "a text without a lone quote")
        return text

    def _number(self, row: int, column: Column, text: str) -> float:
        plain = text
        if self.separator == ",":
            if "," in text:
                expected = "a point before decimals; commas are read between semicolons only"
                raise self.refusal(row, column.name, _quoted(text), expected)
        elif THOUSANDS.fullmatch(text):
            expected = "a number without points between thousands, such as 1500 or 1,5"
            raise self.refusal(row, column.name, _quoted(text), expected)
        else:
            plain = text.replace(",", ".")
        value = number_within(column, plain)
        if value is None:
            raise self.refusal(row, column.name, _quoted(text), self._allowed(column))
        return value

    def _allowed(self, column: Column) -> str:
        return f"{column.allowed}, or an empty cell"


def number_within(column: Column, text: str) -> float | None:
    """Return a number that fits a column, or None."""
    if not NUMBER.fullmatch(text):
        return None
    value = float(text)
    whole = column.kind != "whole number" or value.is_integer()
    return value if whole and column.low <= value <= column.high else None


def _bytes(path: Path, digests: dict[str, str]) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise WorldFileError(str(path), None, None, "no such file", "this file") from None
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
        raise WorldFileError(str(path), None, None, found, "a file") from None
    digests[path.name] = hashlib.sha256(content).hexdigest()
    return content


def _text(path: Path, digests: dict[str, str]) -> str:
    content = _bytes(path, digests)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        found = f"a byte that is no UTF-8 (0x{content[error.start]:02x})"
        expected = "text in UTF-8; in a spreadsheet, save as CSV UTF-8"
        raise WorldFileError(str(path), row, None, found, expected) from None


# --- Organisations -----------------------------------------------------------------------------


def _organisations(sheet: _Sheet, names: _Names) -> tuple[Cells, ...]:
    for row in sheet.rows:
        names.add(sheet, row, row.text("name"))
        _check_reach(sheet, row)
        for simplex in SIMPLICES:
            _check_simplex(sheet, row, simplex)
    bounds = find("world.organisations")
    assert bounds.minimum is not None
    assert bounds.maximum is not None
    if not bounds.minimum <= len(sheet.rows) <= bounds.maximum:
        found = "1 organisation" if len(sheet.rows) == 1 else f"{len(sheet.rows)} organisations"
        expected = f"{_short(bounds.minimum)} to {_short(bounds.maximum)}"
        raise sheet.refusal(None, None, found, expected)
    return tuple(row.cells for row in sheet.rows)


def _check_reach(sheet: _Sheet, row: _Row) -> None:
    if row.cells["reach"] is not None and row.cells["members"] is not None:
        expected = "reach or members, from which reach would follow"
        raise sheet.refusal(row.number, "members", "reach and members in one row", expected)


def _check_simplex(sheet: _Sheet, row: _Row, names: Sequence[str]) -> None:
    parts = {name: row.cells[name] for name in names}
    missing = [name for name, part in parts.items() if part is None]
    if len(missing) == len(names):
        return
    together = ", ".join(names)
    if missing:
        expected = f"a number, or nothing in all of {together}"
        raise sheet.refusal(row.number, missing[0], "nothing", expected)
    total = sum(float(part) for part in parts.values() if part is not None)
    if abs(total - 1.0) > SUM_SLACK:
        raise sheet.refusal(row.number, together, f"a sum of {total:.6g}", "a sum of 1")


# --- Positions ---------------------------------------------------------------------------------


def _positions(sheet: _Sheet, names: _Names) -> tuple[dict[str, str], dict[tuple[int, int], Cells]]:
    """Return the names of the fields by their key, and what is known of the views."""
    fields: dict[str, str] = {}
    views: dict[tuple[int, int], Cells] = {}
    rows: dict[tuple[int, int], int] = {}
    for row in sheet.rows:
        name = row.text("organisation")
        organisation = names.find(str(sheet.path), row.number, "organisation", name)
        topic = same_word(row.text("field"))
        fields.setdefault(topic, row.text("field"))
        place = organisation, list(fields).index(topic)
        if place in views:
            found = f"{name} and {fields[topic]} a second time"
            raise sheet.refusal(row.number, "field", found, f"them in row {rows[place]} only")
        views[place], rows[place] = row.cells, row.number
    _check_fields(sheet, fields)
    return fields, views


def _check_fields(sheet: _Sheet, fields: dict[str, str]) -> None:
    bounds = find("world.fields")
    assert bounds.minimum is not None
    assert bounds.maximum is not None
    counts = Counter(same_word(row.text("field")) for row in sheet.rows)
    usual = [name for key, name in fields.items() if counts[key] > 1]
    for row in sheet.rows:
        topic = same_word(row.text("field"))
        meant = _near(fields[topic], usual, LIKE_ANOTHER) if counts[topic] == 1 else None
        if meant and _letters(meant) != _letters(topic):
            expected = f"a field; the nearest is {meant} (another field needs two rows at least)"
            raise sheet.refusal(row.number, "field", _quoted(row.text("field")), expected)
    if not bounds.minimum <= len(fields) <= bounds.maximum:
        found = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
        expected = f"{_short(bounds.minimum)} to {_short(bounds.maximum)}"
        raise sheet.refusal(None, "field", found, expected)


def _letters(name: str) -> str:
    """Leave numbers out, by which names such as "energy 1" and "energy 2" are meant to differ."""
    return "".join(letter for letter in same_word(name) if not letter.isdigit())


# --- Ties --------------------------------------------------------------------------------------


class _Contacts:
    """Ties that are read one after another."""

    def __init__(self, file: str, names: _Names) -> None:
        self.file = file
        self.names = names
        self.trust: dict[tuple[int, int], float | None] = {}
        self.places: dict[tuple[int, int], int | str] = {}
        self.held: Counter[int] = Counter()

    def add(self, place: int | str, ends: tuple[str, str], trust: float | None) -> None:
        one, other = (
            self.names.find(self.file, place, column, name)
            for column, name in zip(("one", "other"), ends, strict=True)
        )
        if one == other:
            found = f"a tie of {ends[0]} to itself"
            raise WorldFileError(self.file, place, "other", found, "another organisation")
        if (one, other) in self.trust:
            first = self.places[one, other]
            where = f"row {first}" if isinstance(first, int) else "the graph"
            found = f"the tie from {ends[0]} to {ends[1]} a second time"
            raise WorldFileError(self.file, place, "other", found, f"it in {where} only once")
        self.held[one] += 1
        if self.held[one] > TIE_ROOM:
            found = f"{self.held[one]} contacts of {ends[0]}"
            raise WorldFileError(self.file, place, "one", found, f"at most {TIE_ROOM}")
        self.trust[one, other] = trust
        self.places[one, other] = place

    @property
    def all(self) -> tuple[Contact, ...]:
        return tuple(Contact(*ends, trust) for ends, trust in self.trust.items())


def _ties(sheet: _Sheet, names: _Names) -> tuple[Contact, ...]:
    contacts = _Contacts(str(sheet.path), names)
    for row in sheet.rows:
        one, other, trust = row.text("one"), row.text("other"), row.cells["trust"]
        known = None if trust is None else float(trust)
        contacts.add(row.number, (one, other), known)
        if not row.cells["directed"]:
            contacts.add(row.number, (other, one), known)
    return contacts.all


def _tie_graph(path: Path, names: _Names, digests: dict[str, str]) -> tuple[Contact, ...]:
    graph = _graph(path, digests)
    labels = {node: as_name(str(graph.nodes[node].get("name", node))) for node in graph.nodes}
    seen: dict[str, object] = {}
    for node, label in labels.items():
        names.find(str(path), f"node {node}", "name", label)
        if same_name(label) in seen:
            expected = f"a name that node {seen[same_name(label)]} does not have already"
            raise WorldFileError(str(path), f"node {node}", "name", _quoted(label), expected)
        seen[same_name(label)] = node
    contacts = _Contacts(str(path), names)
    for source, target, attributes in graph.edges(data=True):
        place, ends = f"edge {source} – {target}", (labels[source], labels[target])
        trust = _edge_trust(path, place, attributes)
        contacts.add(place, ends, trust)
        if not graph.is_directed():
            contacts.add(place, ends[::-1], trust)
    return contacts.all


def _graph(path: Path, digests: dict[str, str]) -> "networkx.Graph[str]":
    content = _bytes(path, digests)
    try:
        return networkx.read_graphml(io.BytesIO(content))
    except ParseError as error:
        found, row = f"what is no XML ({error})", error.position[0]
        raise WorldFileError(str(path), row, None, found, "a graph in GraphML") from None
    except (networkx.NetworkXException, LookupError, TypeError, ValueError) as error:
        found = f"what cannot be read ({' '.join(str(error).split())})"
        raise WorldFileError(str(path), None, None, found, "a graph in GraphML") from None


def _edge_trust(path: Path, place: str, attributes: Mapping[str, object]) -> float | None:
    column = next(column for column in COLUMNS[TIES] if column.name == "trust")
    if "trust" not in attributes:
        for name in attributes:
            if _near(name, ["trust"]):
                expected = "trust, the only attribute of an edge that is read"
                raise WorldFileError(str(path), place, name, _quoted(name), expected)
        return None
    value = number_within(column, str(attributes["trust"]))
    if value is None:
        found = _quoted(attributes["trust"])
        raise WorldFileError(str(path), place, "trust", found, column.allowed)
    return value
