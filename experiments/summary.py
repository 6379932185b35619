"""A run in a dozen figures, for the screen, in English or German."""

import math
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as ScreenTable

from experiments.counting import counted
from sim.chronicle import Words, ending_words
from sim.measures import Table
from sim.parameters import Parameters
from sim.population import SECTORS, Drawn, Population
from sim.state import Ending

NOTHING = "-"

# --- Words -------------------------------------------------------------------------------------

INITIATIVES = Words("Initiatives", "Initiativen")
GIVEN_UP = Words("given up without a partner", "ohne Partner aufgegeben")
FORMED = Words("Alliances formed", "Entstandene Allianzen")
AGREED = Words("Alliances with a platform", "Allianzen mit Plattform")
ENDED = Words("Alliances ended", "Beendete Allianzen")
REACHED = Words("Goals reached", "Erreichte Ziele")
WEEKS_TO_PLATFORM = Words("Weeks to platform, median", "Wochen bis zur Plattform, Median")
SIZE_AT_PLATFORM = Words("Size at platform, mean", "Größe bei der Plattform, Mittel")
COORDINATION = Words("Hours for coordination", "Stunden für Abstimmung")
IN_TIME = Words("Decided in time", "Rechtzeitig entschieden")
MODERATED = Words("Meetings moderated", "Moderierte Sitzungen")
NEGOTIATED_ANEW = Words("Items negotiated anew", "Neu verhandelte Punkte")
STEPS = Words("Steps that became law", "Schritte, die Gesetz wurden")
WAYS_OF_WORKING = Words("Ways of working, mean of 3", "Arbeitsweisen, Mittel von 3")
NEAREST_PARTY = Words("Support in nearest party, mean", "Rückhalt in nächster Partei, Mittel")

OF_INITIATIVES = Words("initiatives", "Initiativen")
OF_ALLIANCES = Words("alliances", "Allianzen")
OF_ENDED = Words("ended", "beendeten")
OF_OCCASIONS = Words("occasions", "Anlässen")
OF = Words("of", "von")

NOTHING_DRAWN = Words("nothing", "nichts")
IN_FILES = Words(
    "World of {folder}; drawn, because no file says it: {names}",
    "Welt aus {folder}; gezogen, weil keine Datei es sagt: {names}",
)
OWN_SECTORS = Words("Sectors of your own: {names}", "Eigene Sektoren: {names}")

IN_ONE_LINE = Words(
    "Alliances: {formed}, with a platform: {agreed}; goals reached: {reached}",
    "Allianzen: {formed}, mit Plattform: {agreed}; erreichte Ziele: {reached}",
)


def summarise(
    alliances: Table, language: str = "en", parameters: Parameters | None = None
) -> list[tuple[str, str]]:
    """Summarise the table of alliances.

    Parameters
    ----------
    alliances
        One row per alliance or initiative, as `AllianceModel.alliance_table` gives it.
    language
        "en" or "de".
    parameters
        Those of the run: what they switch on has a figure of its own.

    Returns
    -------
    list of tuple
        Name and value of each figure.
    """
    rows = [dict(zip(alliances, row, strict=True)) for row in zip(*alliances.values(), strict=True)]
    formed = [row for row in rows if row["is_alliance"]]
    agreed = [row for row in formed if row["platform"] is not None]
    ended = [row for row in formed if not row["censored"]]
    alone = sum(not row["is_alliance"] and not row["censored"] for row in rows)
    weeks = [row["weeks_to_platform"] for row in agreed]
    sizes = [row["members_at_platform"] for row in agreed]
    figures = [
        (INITIATIVES, str(len(rows))),
        (_indented(GIVEN_UP), str(alone)),
        (FORMED, _of(len(formed), len(rows), OF_INITIATIVES, language)),
        (AGREED, _of(len(agreed), len(formed), OF_ALLIANCES, language)),
        (ENDED, _of(len(ended), len(formed), OF_ALLIANCES, language)),
        *_reasons(ended),
        (REACHED, _reached(ended, language)),
        (WEEKS_TO_PLATFORM, _decimal(f"{statistics.median(weeks):g}" if weeks else "", language)),
        (SIZE_AT_PLATFORM, _decimal(f"{statistics.fmean(sizes):.1f}" if sizes else "", language)),
        (COORDINATION, _coordination(formed, language)),
        (IN_TIME, _in_time(formed, language)),
        *_of_mechanisms(agreed, parameters or Parameters(), language),
    ]
    return [(name.in_language(language), value) for name, value in figures]


def _of_mechanisms(
    rows: list[dict[str, Any]], parameters: Parameters, language: str
) -> list[tuple[Words, str]]:
    """Figures of what is off unless somebody switches it on, over alliances with a platform."""

    def total(column: str) -> str:
        return str(sum(row[column] for row in rows))

    def mean(column: str) -> str:
        known = [row[column] for row in rows if row[column] is not None]
        known = [figure for figure in known if not math.isnan(figure)]
        return _decimal(f"{statistics.fmean(known):.2f}" if known else "", language)

    of_all = [
        (parameters.formation.moderation != "none", MODERATED, total("moderated")),
        (parameters.formation.steps > 0, STEPS, total("steps_passed")),
        (parameters.collaboration.reopening, NEGOTIATED_ANEW, total("reopened")),
        (parameters.impact.roles != "none", WAYS_OF_WORKING, mean("role_channels")),
        (parameters.impact.stance != "open", NEAREST_PARTY, mean("support_of_nearest_party")),
    ]
    return [(name, figure) for is_on, name, figure in of_all if is_on]


def _indented(words: Words) -> Words:
    return Words(f"  {words.en}", f"  {words.de}")


def _reasons(ended: list[dict[str, Any]]) -> list[tuple[Words, str]]:
    """Why alliances ended, the most frequent reason first."""
    counts = Counter(Ending[str(row["ending"]).upper()] for row in ended)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        (_indented(Words(ending_words(ending, "en"), ending_words(ending, "de"))), str(count))
        for ending, count in ordered
    ]


def _of(part: int, whole: int, what: Words, language: str) -> str:
    if not whole:
        return NOTHING
    share = f"({100 * part / whole:.0f} %)"
    return f"{part} {OF.in_language(language)} {whole} {what.in_language(language)} {share}"


def _reached(ended: list[dict[str, Any]], language: str) -> str:
    reached = sum(row["ending"] == "goal_reached" for row in ended)
    return _of(reached, len(ended), OF_ENDED, language)


def _decimal(number: str, language: str) -> str:
    """Write a number as the language does."""
    return (number.replace(".", ",") if language == "de" else number) or NOTHING


def _coordination(rows: list[dict[str, Any]], language: str) -> str:
    hours = sum(row["hours"] for row in rows)
    coordination = sum(row["coordination_hours"] for row in rows)
    of = OF.in_language(language)
    return f"{100 * coordination / hours:.0f} % {of} {hours:.0f}" if hours else NOTHING


def _in_time(rows: list[dict[str, Any]], language: str) -> str:
    counted = [row for row in rows if row["occasions"]]
    in_time = sum(round(row["decided_in_time"] * row["occasions"]) for row in counted)
    return _of(in_time, sum(row["occasions"] for row in counted), OF_OCCASIONS, language)


# --- On the screen -----------------------------------------------------------------------------


def run_title(organisations: int, weeks: int, seed: int, language: str = "en") -> str:
    """Return the title of a run's summary.

    Parameters
    ----------
    organisations, weeks, seed
        Size, length and seed of the run.
    language
        "en" or "de".
    """
    length = Words(counted(weeks, "week", "weeks"), counted(weeks, "Woche", "Wochen")).in_language(
        language
    )
    title = Words(
        f"{organisations} organisations, {length}, seed {seed}",
        f"{organisations} Organisationen, {length}, Startwert {seed}",
    )
    return title.in_language(language)


def summary_table(
    title: str, alliances: Table, language: str = "en", parameters: Parameters | None = None
) -> str:
    """Lay the summary of a run out as a table, with colours on a terminal only."""
    terminal = sys.stdout.isatty()
    # FORCE_COLOR would put escape codes into files.
    console = Console(file=sys.stdout, force_terminal=terminal, no_color=not terminal or None)
    table = ScreenTable(title=title, title_justify="left", box=box.SIMPLE, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for name, value in summarise(alliances, language, parameters):
        table.add_row(name, value)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def drawn_line(drawn: Sequence[Drawn], folder: str, language: str = "en") -> str:
    """Say in a line what had to be drawn because a user's files do not say it.

    Parameters
    ----------
    drawn
        What was drawn, and in how many places.
    folder
        Folder of the files.
    language
        "en" or "de".
    """
    of = OF.in_language(language)
    told = [
        each.name if each.places == each.whole else f"{each.name} ({each.places} {of} {each.whole})"
        for each in drawn
    ]
    names = ", ".join(told) or NOTHING_DRAWN.in_language(language)
    return IN_FILES.in_language(language).format(folder=folder, names=names)


def own_sectors_lines(population: Population, language: str = "en") -> list[str]:
    """Name the sectors that are not the model's, as a misspelt one would be; no line if none is.

    Parameters
    ----------
    population
        A world; sectors count that a user's file names.
    language
        "en" or "de".
    """
    pairs = zip(population.sectors, population.marks, strict=True)
    given = dict.fromkeys(sector for sector, marks in pairs if marks["sector"] == "given")
    names = ", ".join(sector for sector in given if sector not in SECTORS)
    return [OWN_SECTORS.in_language(language).format(names=names)] if names else []


def one_line(alliances: Table, language: str = "en") -> str:
    """Summarise a run in one line, for one run among many."""
    figures = dict(summarise(alliances, language))
    return IN_ONE_LINE.in_language(language).format(
        formed=sum(alliances["is_alliance"]),
        agreed=sum(week is not None for week in alliances["platform"]),
        reached=figures[REACHED.in_language(language)],
    )
