"""Numbers, intervals, names and tables as a report writes them, in English and German."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.estimates import Estimate
from sim.chronicle import Words

MINUS = "−"
DASH = "–"


def name_of(names: Mapping[str, Words], name: str, language: str) -> str:
    """Return a name in words; an unknown one as it is."""
    return names[name].in_language(language) if name in names else name


def decimal_sign(language: str) -> str:
    """Return the sign between whole numbers and tenths."""
    return "," if language == "de" else "."


def number(value: float, digits: int, language: str, *, signed: bool = False) -> str:
    """Write a number; a dash where there is none."""
    if not math.isfinite(value):
        return DASH
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    if float(text) == 0.0:
        text = text.lstrip("+-")
    return text.replace(".", decimal_sign(language)).replace("-", MINUS)


def between(low: float, high: float, digits: int, language: str, *, signed: bool = False) -> str:
    """Write two limits; a dash where there are none."""
    if not math.isfinite(low):
        return DASH
    to = Words("to", "bis").in_language(language)
    first, last = (number(value, digits, language, signed=signed) for value in (low, high))
    return f"{first} {to} {last}"


ROUNDED_TO_NOUGHT = 0.5
"""Percentage points below which a limit would be written as nought."""


def share(found: Estimate, language: str) -> str:
    """Write a share with its interval, in per cent."""
    if not math.isfinite(found.value):
        return DASH
    told = f"{number(100 * found.value, 0, language)} %"
    span = between(100 * found.low, 100 * found.high, 0, language)
    return f"{told} ({span})"


def points(found: Estimate, language: str) -> str:
    """Write a difference of shares with its interval, in percentage points."""
    if not math.isfinite(found.value):
        return DASH
    told = number(100 * found.value, 0, language, signed=True)
    if not math.isfinite(found.low):
        return f"{told} ({DASH})"
    low, high = (_limit(100 * limit, language) for limit in (found.low, found.high))
    return f"{told} ({low} {Words('to', 'bis').in_language(language)} {high})"


def _limit(value: float, language: str) -> str:
    """Write a limit so that one beside nought cannot be taken for nought itself."""
    digits = 1 if 0.1 * ROUNDED_TO_NOUGHT <= abs(value) < ROUNDED_TO_NOUGHT else 0
    return number(value, digits, language, signed=True)


def mean(found: Estimate, language: str) -> str:
    """Write a mean with its interval."""
    if not math.isfinite(found.value):
        return DASH
    return f"{number(found.value, 1, language)} ({between(found.low, found.high, 1, language)})"


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give a table in Markdown, and an empty line."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def value_in_words(value: Any, language: str) -> str:
    """Write the value of a parameter; what is no number as it is."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    return f"{value:.10g}".replace(".", decimal_sign(language)).replace("-", MINUS)


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def heading(words: Words, language: str) -> tuple[str, str]:
    """Return a heading in Markdown, and an empty line."""
    return f"## {words.in_language(language)}", ""


def heads_of(words: Words, language: str) -> list[str]:
    """Return the heads of a table, which stand in one text with bars between them."""
    return words.in_language(language).split("|")
