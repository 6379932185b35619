"""A run in a dozen figures, for the screen."""

import statistics
import sys
from collections import Counter
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as ScreenTable

from sim.measures import Table

NOTHING = "-"


def summarise(alliances: Table) -> list[tuple[str, str]]:
    """Summarise the table of alliances.

    Parameters
    ----------
    alliances
        One row per alliance or initiative, as `AllianceModel.alliance_table` gives it.

    Returns
    -------
    list of tuple
        Name and value of each figure.
    """
    rows = [dict(zip(alliances, row, strict=True)) for row in zip(*alliances.values(), strict=True)]
    formed = [row for row in rows if row["is_alliance"]]
    agreed = [row for row in formed if row["platform"] is not None]
    ended = [row for row in formed if not row["censored"]]
    reached = sum(row["ending"] == "goal_reached" for row in ended)
    reasons = Counter(str(row["ending"]) for row in ended)
    alone = sum(not row["is_alliance"] and not row["censored"] for row in rows)
    return [
        ("Initiatives", str(len(rows))),
        ("  given up without a partner", str(alone)),
        ("Alliances formed", _of(len(formed), len(rows), "initiatives")),
        ("Alliances with a platform", _of(len(agreed), len(formed), "alliances")),
        ("Alliances ended", _of(len(ended), len(formed), "alliances")),
        *((f"  {_words(reason)}", str(n)) for reason, n in _by_number(reasons)),
        ("Goals reached", _of(reached, len(ended), "ended")),
        ("Weeks to platform, median", _number([row["weeks_to_platform"] for row in agreed], True)),
        ("Size at platform, mean", _number([row["members_at_platform"] for row in agreed], False)),
        ("Hours for coordination", _coordination(formed)),
        ("Decided in time", _in_time(formed)),
    ]


def _by_number(reasons: Counter[str]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _of(part: int, whole: int, what: str) -> str:
    return f"{part} of {whole} {what} ({100 * part / whole:.0f} %)" if whole else NOTHING


def _number(values: list[Any], median: bool) -> str:
    if not values:
        return NOTHING
    return f"{statistics.median(values):g}" if median else f"{statistics.fmean(values):.1f}"


def _coordination(rows: list[dict[str, Any]]) -> str:
    hours = sum(row["hours"] for row in rows)
    coordination = sum(row["coordination_hours"] for row in rows)
    return f"{100 * coordination / hours:.0f} % of {hours:.0f}" if hours else NOTHING


def _in_time(rows: list[dict[str, Any]]) -> str:
    counted = [row for row in rows if row["occasions"]]
    in_time = sum(round(row["decided_in_time"] * row["occasions"]) for row in counted)
    return _of(in_time, sum(row["occasions"] for row in counted), "occasions")


def summary_table(title: str, alliances: Table) -> str:
    """Lay the summary of a run out as a table, with colours on a terminal only."""
    terminal = sys.stdout.isatty()
    # FORCE_COLOR would put escape codes into files.
    console = Console(file=sys.stdout, force_terminal=terminal, no_color=not terminal or None)
    table = ScreenTable(title=title, title_justify="left", box=box.SIMPLE, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for name, value in summarise(alliances):
        table.add_row(name, value)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def one_line(alliances: Table) -> str:
    """Summarise a run in one line, for one run among many."""
    figures = dict(summarise(alliances))
    formed = sum(alliances["is_alliance"])
    platform = sum(week is not None for week in alliances["platform"])
    return (
        f"{formed} alliances, {platform} with a platform; goals reached: {figures['Goals reached']}"
    )
