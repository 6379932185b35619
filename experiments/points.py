"""Points of a user's own: a CSV file with a key or group per column and a point per row."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.configuration import WHERE_SWEEPS_STAND
from experiments.designs import Values
from experiments.errors import UserError
from sim.parameters import (
    ValueRefusedError,
    as_written,
    check,
    declared_parameters,
    near,
)


def read_points(path: Path, groups: Mapping[str, str]) -> Iterator[Values]:
    """Read points from a CSV file: the first row names keys or groups, every other is a point.

    Raises
    ------
    UserError
        With file, row, column, what is wrong and what is expected.
    """
    kinds = {declared.key: declared for declared in declared_parameters()}
    keys: list[str] = []
    has_points = False
    for number, cells in _rows(path):
        if not keys:
            keys = _header(path, cells, [*kinds, *groups])
            continue
        if len(cells) != len(keys):
            expected = f"must be {len(keys)}, as in row 1"
            raise _refused(path, number, None, f"a row of {len(cells)}", expected)
        values: Values = {}
        for key, cell in zip(keys, cells, strict=True):
            values[key] = cell if key in groups else _cell(cell)
            if key not in groups:
                _check_cell(path, number, key, values[key])
        has_points = True
        yield values
    if not has_points:
        problem = f"points={path}: no point; row 1 names keys, every other row is a point"
        raise UserError(problem, WHERE_SWEEPS_STAND)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no text in UTF-8"
        raise UserError(f"points={path}: {reason}", WHERE_SWEEPS_STAND) from None
    lines = text.splitlines()
    separator = max(",;\t", key=lines[0].count) if lines else ","
    for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


def _header(path: Path, cells: list[str], known: Sequence[str]) -> list[str]:
    for column, key in enumerate(cells):
        if key not in known:
            meant = near(key, sorted(known))
            expected = f"the nearest valid key is {meant}" if meant else "keys and groups"
            raise _refused(path, 1, f"column {column + 1}", key or "nothing", expected)
        if key in cells[:column]:
            raise _refused(path, 1, f"column {column + 1}", f"{key} again", "every key once")
    return cells


def _cell(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return {"true": True, "false": False}.get(text.lower(), text)


def _check_cell(path: Path, row: int, key: str, value: Any) -> None:
    try:
        check(key, value)
    except ValueRefusedError as error:
        raise _refused(path, row, key, as_written(value), error.reason) from error


def _refused(path: Path, row: int, column: str | None, found: str, expected: str) -> UserError:
    place = f"{path}, row {row}" + (f", {column}" if column else "")
    return UserError(f"{place}: found {found}; {expected}", WHERE_SWEEPS_STAND)
