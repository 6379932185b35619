"""What was found of the patterns from outside, in words: for the screen and as a table."""

import csv
import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from experiments.outside_definitions import Agreement, OutsideFound, Source
from experiments.pattern_definitions import Finding, Range, Verdict, Words
from experiments.pattern_words import count_in_words, interval_in_words, number_in_words

AGREEMENTS = {
    Agreement.AGREES: Words("agrees", "stimmt überein"),
    Agreement.IN_PART: Words("agrees in part", "stimmt teils überein"),
    Agreement.DISAGREES: Words("disagrees", "stimmt nicht überein"),
    Agreement.UNKNOWN: Words("cannot be told", "nicht zu sagen"),
    Agreement.NOT_COMPARED: Words("not compared here", "hier nicht verglichen"),
}

SOURCES = {
    Source.SEEN: Words("seen", "gesehen"),
    Source.REPORTED: Words("reported, from memory", "berichtet, aus dem Gedächtnis"),
}

TITLE = Words(
    "Beside it, what others have found. No parameter is set to it, and it does not count above.",
    "Daneben, was andere fanden. Kein Parameter ist darauf eingestellt, und oben zählt es nicht.",
)

HEADS = Words("found|95 % interval|elsewhere|of", "gefunden|95-%-Intervall|anderswo|aus")

CLOSE = Words(
    "(~) A limit of what would agree lies within the interval: more runs may change it.",
    "(~) Eine Grenze dessen, was übereinstimmt, liegt im Intervall: Mehr Läufe können es ändern.",
)
OUTSIDE = Words(
    "<- Outside what would agree; outside.csv has the limits.",
    "<- Außerhalb dessen, was übereinstimmt; die Grenzen stehen in outside.csv.",
)
"""What the marks beside numbers mean."""

NAME, VALUE, SPAN, THEIRS = 49, 11, 20, 38
"""Widths of the columns: names, values, intervals, what others found."""

LINE = 110
"""Letters in a line of a note at most."""


def agreement_in_words(found: OutsideFound, language: str) -> str:
    """Write what the comparison says, and whether more runs may change it."""
    unsure = Words(", unsure", ", unsicher").of(language) if found.is_close else ""
    return AGREEMENTS[found.agreement].of(language) + unsure


def source_in_words(found: OutsideFound, language: str) -> str:
    """Write who found it, and how that is known here."""
    known = SOURCES[found.pattern.known].of(language)
    return f"{found.pattern.source.of(language)} [{known}]"


def tell_outside(outside: Sequence[OutsideFound], language: str) -> list[str]:
    """Write the comparison in lines.

    Parameters
    ----------
    outside
        What was found.
    language
        "en" or "de".
    """
    value, interval, theirs, count = HEADS.of(language).split("|")
    lines = [TITLE.of(language), ""]
    lines.append(f"{'':{NAME + 4}}{value:>{VALUE}}  {interval:<{SPAN}}{theirs:<{THEIRS}}{count}")
    for found in outside:
        lines += ["", *_tell(found, language)]
    return [*lines, "", *_told_of_marks(outside, language), ""]


def _told_of_marks(outside: Sequence[OutsideFound], language: str) -> Iterator[str]:
    """Say what marks mean that stand beside numbers."""
    findings = [finding for found in outside for finding in found.findings]
    if any(finding.is_close for finding in findings):
        yield CLOSE.of(language)
    if any(finding.verdict is Verdict.NOT_MET for finding in findings):
        yield OUTSIDE.of(language)


def _tell(found: OutsideFound, language: str) -> Iterator[str]:
    pattern = found.pattern
    yield f"({pattern.number}) {pattern.title.of(language)}: {agreement_in_words(found, language)}"
    theirs = pattern.theirs.of(language)
    for finding in found.findings:
        yield _tell_finding(finding, theirs, language)
        theirs = ""
    if not found.findings:
        yield f"    {'':{NAME}}{'–':>{VALUE}}  {'':{SPAN}}{theirs}"
    told = f"{source_in_words(found, language)}. {pattern.note.of(language)}"
    indent = " " * 6
    yield from textwrap.wrap(
        told, LINE, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _tell_finding(finding: Finding, theirs: str, language: str) -> str:
    measure = finding.measure
    name = measure.name.of(language)
    value = number_in_words(finding.value, measure.unit, language)
    interval = interval_in_words(finding, language)
    close = " (~)" if finding.is_close else ""
    line = f"    {name:{NAME}}{value:>{VALUE}}  {interval:<{SPAN}}{theirs + close:<{THEIRS}}"
    mark = "" if finding.verdict is not Verdict.NOT_MET else "  <-"
    return f"{line}{count_in_words(finding, language)}{mark}"


COLUMNS = (
    *("pattern", "title", "verdict", "theirs", "source", "known", "measure", "name"),
    *("value", "low", "high", "unit", "agrees_from", "agrees_to", "agrees", "close", "of"),
    *("counted", "formula", "note"),
)
"""Columns of `outside.csv`."""


def outside_csv(outside: Sequence[OutsideFound]) -> str:
    """Write the comparison as text of a CSV file, one line per measure.

    A pattern that is not compared has one line without a measure.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for found in outside:
        pattern = found.pattern
        head = [pattern.number, pattern.title.en, found.agreement.value, pattern.theirs.en]
        head += [pattern.source.en, pattern.known.value]
        for cells in map(_cells, found.findings):
            writer.writerow([*head, *cells, pattern.note.en])
        if not found.findings:
            empty = [""] * (len(COLUMNS) - len(head) - 1)
            writer.writerow([*head, *empty, pattern.note.en])
    return text.getvalue()


def _cells(finding: Finding) -> list[Any]:
    measure = finding.measure
    limits = (measure.wanted or Range(math.nan, math.nan))[:2]
    numbers = [finding.value, finding.low, finding.high]
    agrees = {Verdict.MET: "true", Verdict.NOT_MET: "false"}.get(finding.verdict, "")
    return [
        *(measure.key, measure.name.en, *map(_cell, numbers), measure.unit.value),
        *(*map(_cell, limits), agrees, str(finding.is_close).lower(), finding.count),
        *(measure.counted.en, measure.formula),
    ]


def _cell(number: float) -> str:
    return repr(number) if math.isfinite(number) else ""
