"""The documentation's tables of parameters and of columns, made from what the code declares.

``python -m experiments.parameter_table`` rewrites ``docs/PARAMETERS.md`` and the tables between the
markers of ``docs/ODD.md`` and ``docs/OWN_WORLD.md``. A test fails while one of them is out of date.
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sim.files import COLUMNS
from sim.parameters import Declared, declared_parameters

COMMAND = "python -m experiments.parameter_table"
DOCS = Path(__file__).resolve().parent.parent / "docs"

TITLES = {
    "world": "World: who there is, what they want, what they have",
    "environment": "Environment: windows, bills, attention, shocks, elections",
    "formation": "Formation: initiate, sound out, join, debate values, set the goal",
    "collaboration": "Collaboration: coordinate, contribute, decide, quarrel, learn, admit",
    "impact": "Impact: speak, persuade, pass or block, harvest",
    "dissolution": "Dissolution: how alliances end, and what remains",
}
"""Titles of the groups, in the order of the week."""

INTRODUCTION = f"""# Parameters

Every parameter of the model, by phase. This file is generated from `sim/declarations.py`: do not
edit it, run `{COMMAND}`.

* The **key** is what a configuration or the command line sets: `formation.target_partners=10`.
* **Bounds** are what the model accepts. **Plausible** is the range (or the choices) from which a
  study of sensitivity samples. Neither is an estimate.
* **Source** names a section of the study (Fröhlich & Jürgensen 2022: II nature, III function,
  IV-F formation, IV-Z collaboration, IV-W impact, IV-A dissolution) or a publication. "Assumed" is
  a guess of this project; "reported" marks a finding known at second hand. The references are in
  [ODD.md](ODD.md#references).
"""


def parameter_table() -> str:
    """Return the text of ``docs/PARAMETERS.md``: all parameters, grouped by phase."""
    parts = [INTRODUCTION]
    parts += [f"## {title}\n\n{full_table(phase)}" for phase, title in TITLES.items()]
    return "\n".join(parts)


def full_table(phase: str) -> str:
    """Return a phase's parameters as a Markdown table with everything that is declared."""
    header = ("key", "meaning", "unit", "default", "bounds", "plausible", "source")
    rows = [
        (
            f"`{declared.key}`",
            declared.meaning,
            declared.unit,
            value_in_words(declared.default),
            bounds_in_words(declared),
            plausible_in_words(declared),
            declared.source,
        )
        for declared in of_phase(phase)
    ]
    return markdown_table(header, rows)


def short_table(phase: str) -> str:
    """Return a phase's parameters as the narrower Markdown table of the ODD document."""
    header = ("parameter", "meaning", "unit", "default", "plausible")
    rows = [
        (
            f"`{declared.name}`",
            declared.meaning,
            declared.unit,
            value_in_words(declared.default),
            plausible_in_words(declared),
        )
        for declared in of_phase(phase)
    ]
    return markdown_table(header, rows)


def of_phase(phase: str) -> list[Declared]:
    """Return the declarations of a phase, in the order in which they are made."""
    found = [declared for declared in declared_parameters() if declared.phase == phase]
    if not found:
        raise ValueError(f"there are no parameters of a phase called {phase}")
    return found


def column_table(file: str) -> str:
    """Return the columns of a file of a user's world as a Markdown table."""
    header = ("column", "meaning", "unit", "what may stand there")
    rows = [
        (
            f"`{column.name}`",
            column.meaning,
            column.unit,
            column.allowed + (" (needed)" if column.required else ""),
        )
        for column in COLUMNS[file]
    ]
    return markdown_table(header, rows)


def value_in_words(value: Any) -> str:
    """Return a default or a choice as a user writes it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"`{value}`" if value else "-"
    return f"{value:g}"


def bounds_in_words(declared: Declared) -> str:
    """Return what the model accepts: a range, or all choices."""
    if declared.choices:
        return " / ".join(value_in_words(choice) for choice in declared.choices)
    if declared.kind is bool:
        return "`true` / `false`"
    if declared.is_path:
        return "a path"
    return f"{declared.minimum:g} to {declared.maximum:g}"


def plausible_in_words(declared: Declared) -> str:
    """Return what studies of sensitivity sample: a range, or choices."""
    if declared.is_path:
        return "-"
    if declared.choices or declared.kind is bool:
        return " / ".join(value_in_words(choice) for choice in declared.plausible)
    low, high = declared.plausible
    return f"{low:g} to {high:g}"


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table that ends with a line break."""
    lines = [header, ["---" for _ in header], *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines
    )


MARKED = re.compile(r"(<!-- parameters:(\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
"""A table in a document: opening marker, name of the phase, what stands between, closing marker."""


def with_fresh_tables(text: str) -> str:
    """Return a document with the tables between its markers made anew.

    Raises
    ------
    ValueError
        If a phase has no marker, or has more than one.
    """
    found = [match.group(2) for match in MARKED.finditer(text)]
    if sorted(found) != sorted(TITLES):
        raise ValueError(f"expected one table for each of {list(TITLES)}, found {found}")
    return MARKED.sub(
        lambda match: f"{match.group(1)}\n{short_table(match.group(2))}\n{match.group(4)}", text
    )


COLUMNS_MARKED = re.compile(r"(<!-- columns:([\w.]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
"""The same for the columns of a file."""


def with_fresh_columns(text: str) -> str:
    """Return a document with the tables of columns between its markers made anew.

    Raises
    ------
    ValueError
        If a file has no marker, or has more than one.
    """
    found = [match.group(2) for match in COLUMNS_MARKED.finditer(text)]
    if sorted(found) != sorted(COLUMNS):
        raise ValueError(f"expected one table for each of {list(COLUMNS)}, found {found}")
    return COLUMNS_MARKED.sub(
        lambda match: f"{match.group(1)}\n{column_table(match.group(2))}\n{match.group(4)}", text
    )


def write(path: Path) -> None:
    """Write the table of all parameters to a file."""
    path.write_text(parameter_table(), encoding="utf-8")


def refresh(path: Path, with_fresh: Callable[[str], str]) -> None:
    """Make the tables between the markers of a document anew."""
    path.write_text(with_fresh(path.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """Bring the documents up to date; return an exit code."""
    if not (DOCS / "ODD.md").is_file():
        print(f"{DOCS} has no ODD.md: run this in a checkout of the repository.", file=sys.stderr)
        return 2
    write(DOCS / "PARAMETERS.md")
    refresh(DOCS / "ODD.md", with_fresh_tables)
    refresh(DOCS / "OWN_WORLD.md", with_fresh_columns)
    names = ("PARAMETERS.md", "ODD.md", "OWN_WORLD.md")
    print(f"Up to date: {', '.join(str(DOCS / name) for name in names)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
