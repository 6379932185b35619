"""Numbers, intervals and verdicts of the patterns in words, in English and German."""

import math

from experiments.counting import counted
from experiments.pattern_definitions import Finding, Range, Unit, Verdict, Words
from sim.chronicle import ending_words
from sim.state import Ending

VERDICTS = {
    Verdict.MET: Words("met", "erfüllt"),
    Verdict.NOT_MET: Words("not met", "nicht erfüllt"),
    Verdict.UNKNOWN: Words("cannot be told", "nicht zu sagen"),
    Verdict.REPORTED: Words("", ""),
}

MINUS = "−"

DIGITS = {Unit.TRUST: 3, Unit.CORRELATION: 2, Unit.FEWER: 1}
"""Digits behind the point of numbers that are written with their sign."""


def number_in_words(value: float, unit: Unit, language: str, *, bare: bool = False) -> str:
    """Write a number of a measure.

    Parameters
    ----------
    value
        The number.
    unit
        Its kind.
    language
        "en" or "de".
    bare
        Without the unit, as the first number of two.
    """
    if math.isnan(value):
        return "–"
    if unit is Unit.SHARE:
        text, name = f"{100 * value:.0f}", " %"
    elif unit is Unit.POINTS:
        text, name = f"{100 * value:+.0f}", Words(" points", " Punkte").of(language)
    elif unit is Unit.WEEKS:
        text, name = f"{value:.0f}", Words(" weeks", " Wochen").of(language)
    elif unit is Unit.VARIANCE:
        text, name = f"{100 * value:.1f}", " %"
    elif unit is Unit.RATIO:
        text, name = f"{value:.2f}", ""
    elif unit is Unit.MEMBERS:
        text, name = f"{value:.1f}", ""
    else:
        text, name = f"{value:+.{DIGITS[unit]}f}", ""
    if float(text) == 0.0:
        text = text.lstrip("+-")
    if language == "de":
        text = text.replace(".", ",")
    return text.replace("-", MINUS) + ("" if bare else name)


ONE = {
    Words("alliances", "Allianzen"): Words("alliance", "Allianz"),
    Words("hours", "Stunden"): Words("hour", "Stunde"),
    Words("invitations", "Einladungen"): Words("invitation", "Einladung"),
    Words("member-weeks", "Mitgliederwochen"): Words("member-week", "Mitgliederwoche"),
    Words("occasions", "Anlässe"): Words("occasion", "Anlass"),
    Words("pairs of runs", "Paare von Läufen"): Words("pair of runs", "Paar von Läufen"),
    Words("partners", "Partner"): Words("partner", "Partner"),
    Words("platforms", "Plattformen"): Words("platform", "Plattform"),
    Words("runs", "Läufe"): Words("run", "Lauf"),
    Words("ties", "Kontakte"): Words("tie", "Kontakt"),
}
"""What a measure counts, by its plural."""


def count_in_words(finding: Finding, language: str) -> str:
    """Write how many things a number is of, such as "20 runs" or "1 platform"."""
    many = finding.measure.counted
    return counted(finding.count, ONE[many].of(language), many.of(language))


def seeds_in_words(first: int, count: int) -> Words:
    """Say which seeds runs had that follow each other."""
    if count == 1:
        return Words(f"seed {first}", f"Startwert {first}")
    last = first + count - 1
    return Words(f"seeds {first} to {last}", f"Startwerte {first} bis {last}")


def verdict_in_words(finding: Finding, language: str) -> str:
    """Write a finding's verdict, and whether more runs may change it."""
    unsure = Words(", unsure", ", unsicher").of(language) if finding.is_close else ""
    return VERDICTS[finding.verdict].of(language) + unsure


def interval_in_words(finding: Finding, language: str) -> str:
    """Write a finding's 95 % interval; a dash where there is none."""
    unit = finding.measure.unit
    if math.isnan(finding.low):
        return "–"
    low = number_in_words(finding.low, unit, language, bare=True)
    high = number_in_words(finding.high, unit, language, bare=True)
    return f"{low} {Words('to', 'bis').of(language)} {high}"


def range_in_words(wanted: Range | None, unit: Unit, language: str, *, bare: bool = False) -> str:
    """Write a wanted range; nothing where there is none.

    Parameters
    ----------
    wanted
        The range.
    unit
        Kind of its limits.
    language
        "en" or "de".
    bare
        Short, for a figure: signs for words, and no name of the unit beside a value that has it.
    """
    if wanted is None:
        return ""
    low = number_in_words(wanted.low, unit, language) if math.isfinite(wanted.low) else ""
    high = number_in_words(wanted.high, unit, language) if math.isfinite(wanted.high) else ""
    if wanted.is_open:
        above, below = Words("above", "über").of(language), Words("below", "unter").of(language)
        return f"{above} 0" if wanted.low == 0.0 else f"{below} 0"
    if unit is Unit.SHARE and wanted.low == 0.0:
        return f"{'≤' if bare else Words('at most', 'höchstens').of(language)} {high}"
    if unit is Unit.SHARE and wanted.high == 1.0:
        return f"{'≥' if bare else Words('at least', 'mindestens').of(language)} {low}"
    low = number_in_words(wanted.low, unit, language, bare=True)
    if bare and unit is Unit.WEEKS:
        high = number_in_words(wanted.high, unit, language, bare=True)
    return f"{low} {Words('to', 'bis').of(language)} {high}"


def ending_in_words(ending: str, language: str) -> str:
    """Write the name of an ending as story, summary and timeline do."""
    return ending_words(Ending[ending.upper()], language)
