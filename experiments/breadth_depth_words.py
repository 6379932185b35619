"""What is said of breadth and depth, in English and German: names, verdicts, the summary.

Depth and shares are told in points: hundredths.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_comparison import Fate
from experiments.breadth_depth_data import (
    AGREED,
    AMBITION,
    ANY_SECTOR,
    AT_MOST,
    CAMP_SPREAD,
    COVERAGE,
    DEPTH,
    DEPTH_OF_ALL,
    DIFFERENTIATED,
    EFFECTIVE_SECTORS,
    ELECTORATES,
    FIT,
    MEMBERS,
    MIXED,
    PLATFORM,
    RANDOM,
    SUCCESS,
    TIES,
    UNIFORM,
    VALUE,
    Key,
    Measure,
    Unfilled,
)
from experiments.breadth_depth_profile import Cost, Profile, Verdict
from experiments.estimates import Estimate
from experiments.finished_sweep import MAIN
from experiments.numbers_in_words import DASH, between, name_of, number, value_in_words
from experiments.sweep_words import short_name
from sim.chronicle import Words

SELECTION_NAMES = {
    RANDOM: Words("drawn at random", "zufällig gezogen"),
    TIES: Words("through ties", "über Kontakte"),
    FIT: Words("by fit", "nach Passung"),
    COVERAGE: Words("by coverage", "nach neuen Zielgruppen"),
    MIXED: Words("ties, fit and coverage", "Kontakte, Passung, Zielgruppen"),
}
COMMITMENT_NAMES = {
    UNIFORM: Words("uniform commitment", "einheitliche Verpflichtung"),
    DIFFERENTIATED: Words("differentiated commitment", "abgestufte Verpflichtung"),
}
COMMITMENT_SHORT = {
    UNIFORM: Words("uniform", "einheitlich"),
    DIFFERENTIATED: Words("differentiated", "abgestuft"),
}
SETTING_NAMES = {
    MAIN: Words("main setting", "Haupteinstellung"),
    "pair_cost_exponent 0": Words("round mail for all", "Rundmail an alle"),
    "quorum 0.7": Words("supermajority", "qualifizierte Mehrheit"),
    "keep_members -2": Words("items before members", "Punkte vor Mitgliedern"),
    "keep_members 2": Words("members before items", "Mitglieder vor Punkten"),
    "tolerance 0.35": Words("narrow tolerance", "enge Toleranz"),
    "tolerance 0.9": Words("wide tolerance", "weite Toleranz"),
    "items_per_member 0": Words("no side items", "keine Nebenpunkte"),
    "items_per_member 3": Words("many side items", "viele Nebenpunkte"),
    "size_design intended": Words("joining is free", "Beitritt ist frei"),
}
VERDICTS = {
    Verdict.FALLS: Words("depth falls", "Tiefe sinkt"),
    Verdict.RISES: Words("depth rises", "Tiefe steigt"),
    Verdict.BENDS: Words("depth falls, then rises", "Tiefe sinkt, steigt dann"),
    Verdict.FLATTENS: Words(
        "depth falls at first, then no change can be told",
        "Tiefe sinkt anfangs, dann keine Änderung zu erkennen",
    ),
    Verdict.NOT_TOLD: Words("no difference can be told", "kein Unterschied zu erkennen"),
    Verdict.TOO_FEW_RUNS: Words(
        "too few platforms to say", "zu wenige Plattformen für eine Aussage"
    ),
    Verdict.NO_GROWTH: Words("members do not become more", "es werden nicht mehr Mitglieder"),
}
WAYS = {
    Verdict.FALLS: Words("falls", "sinkt"),
    Verdict.RISES: Words("rises", "steigt"),
    Verdict.BENDS: Words("falls, then rises", "sinkt, steigt dann"),
    Verdict.FLATTENS: Words(
        "falls at first, then no change can be told",
        "sinkt anfangs, dann keine Änderung zu erkennen",
    ),
    Verdict.NOT_TOLD: Words("no change can be told", "keine Änderung zu erkennen"),
    Verdict.TOO_FEW_RUNS: Words("too few platforms", "zu wenige Plattformen"),
    Verdict.NO_GROWTH: Words("members do not become more", "es werden nicht mehr Mitglieder"),
}
"""What a measure does while members become more."""
FATES = {
    Fate.TURNS_ROUND: Words("turns round", "kehrt sich um"),
    Fate.BENDS: Words("bends: falls, then rises", "biegt sich: sinkt, steigt dann"),
    Fate.FLATTENS: Words("is left at small sizes only", "bleibt nur bei kleinen Größen"),
    Fate.DISAPPEARS: Words("disappears", "verschwindet"),
    Fate.PERHAPS_GONE: Words("becomes weaker, perhaps gone", "wird schwächer, ist vielleicht fort"),
    Fate.WEAKER: Words("becomes weaker", "wird schwächer"),
    Fate.STRONGER: Words("becomes stronger", "wird stärker"),
    Fate.ARISES: Words("arises", "entsteht"),
    Fate.RISES_INSTEAD: Words("none before; rises instead", "vorher keiner; steigt stattdessen"),
    Fate.STAYS: Words(
        "no change in the slope can be told", "keine Änderung der Steigung zu erkennen"
    ),
    Fate.NO_TRADE_OFF: Words("none before", "vorher keiner"),
    Fate.NO_GROWTH: Words(
        "members do not become more, so nothing can be said",
        "es werden nicht mehr Mitglieder, also ist nichts zu sagen",
    ),
    Fate.TOO_FEW_RUNS: Words("too few platforms to say", "zu wenige Plattformen für eine Aussage"),
}
MARGINAL = Words("marginal", "grenzwertig")
"""Of a difference that is told by itself, but not among all conditions at once."""

MEASURE_NAMES = {
    PLATFORM.name: Words("reaches a platform", "erreicht eine Plattform"),
    SUCCESS.name: Words("success", "Erfolg"),
    AT_MOST.name: Words("members at most", "Mitglieder höchstens"),
    MEMBERS.name: Words("members at the platform", "Mitglieder bei der Plattform"),
    EFFECTIVE_SECTORS.name: Words("effective sectors", "wirksame Sektoren"),
    ELECTORATES.name: Words("electorates reached", "erreichte Wählerschaften"),
    CAMP_SPREAD.name: Words("spread of camps", "Streuung der Lager"),
    DEPTH.name: Words("depth", "Tiefe"),
    AGREED.name: Words("share agreed", "vereinbarter Anteil"),
    AMBITION.name: Words("ambition kept", "gewahrter Anspruch"),
    VALUE.name: Words("value to members", "Wert für Mitglieder"),
    DEPTH_OF_ALL.name: Words("depth of all started", "Tiefe aller begonnenen"),
}


# --- Numbers and names -------------------------------------------------------------------------


def in_points(found: Estimate, language: str, digits: int = 1) -> str:
    """Write a difference with its interval, in points."""
    if not math.isfinite(found.value):
        return DASH
    told = number(100 * found.value, digits, language, signed=True)
    if not math.isfinite(found.low):
        return f"{told} ({DASH})"
    low, high = (_limit(100 * limit, digits, language) for limit in (found.low, found.high))
    return f"{told} ({low} {Words('to', 'bis').in_language(language)} {high})"


def _limit(value: float, digits: int, language: str) -> str:
    """Write a limit so that one beside nought cannot be taken for nought itself."""
    is_hidden = round(value, digits) == 0.0 and abs(value) > 10.0 ** -(digits + 2)
    return number(value, digits + 2 * is_hidden, language, signed=True)


class Amount(NamedTuple):
    """A difference without its sign, for sentences that say the direction.

    Attributes
    ----------
    value, limits
        In points, as text.
    """

    value: str
    limits: str


def unsigned(found: Estimate, language: str) -> Amount:
    """Write by how much, in points; the limits keep a sign where they lie on both sides."""
    turned = -1.0 if found.value < 0.0 else 1.0
    low, high = sorted(100 * turned * limit for limit in (found.low, found.high))
    return Amount(number(100 * abs(found.value), 1, language), between(low, high, 1, language))


def level_in_points(found: Estimate, language: str) -> str:
    """Write a level with its interval, in points."""
    if not math.isfinite(found.value):
        return DASH
    limits = between(100 * found.low, 100 * found.high, 0, language)
    return f"{number(100 * found.value, 0, language)} ({limits})"


def bend_in_words(profile: Profile, language: str) -> str:
    """Say up to which size depth falls and what it does after; nothing where it does not bend."""
    bend = profile.bend()
    if bend is None:
        return ""
    before, after = (unsigned(each, language) for each in (bend.before, bend.after))
    rest = Words("no change can be told", "ist keine Änderung zu erkennen")
    if bend.is_told_to_rise:
        limits = f"{after.value}, {after.limits}"
        rest = Words(f"it adds {limits}", f"bringt sie {limits}")
    return Words(
        f"up to {bend.size:.0f} organisations aimed at each doubling of members costs "
        f"{before.value} points of depth, {before.limits}; from there on {rest.en}",
        f"bis zu {bend.size:.0f} angestrebten Organisationen kostet jede Verdopplung der "
        f"Mitglieder {before.value} Punkte Tiefe, {before.limits}; von da an {rest.de}",
    ).in_language(language)


def listed(names: Sequence[str], language: str) -> str:
    """Write names in a row, the last one behind "and"."""
    if len(names) < 2:
        return "".join(names)
    last = Words("and", "und").in_language(language)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def setting_in_words(setting: str, language: str) -> str:
    """Return the name of a setting; an unknown one as it is."""
    return name_of(SETTING_NAMES, setting, language)


def condition_in_words(key: Key, other: Key, language: str) -> str:
    """Name what is another in a combination: setting, governance, partners or commitment."""
    if other.setting != key.setting:
        return setting_in_words(other.setting, language)
    if other.governance != key.governance:
        return short_name(other.governance, language)
    if other.selection != key.selection:
        return partners_in_words(other.selection, language)
    return name_of(COMMITMENT_NAMES, other.commitment, language)


def usual_in_words(key: Key, language: str) -> str:
    """Name the combination with which others are compared."""
    form = short_name(key.governance, language)
    commitment = name_of(COMMITMENT_NAMES, key.commitment, language)
    return f"{form}, {commitment}, {where(key, language)}"


def changes_in_words(study: BreadthDepth, setting: str, language: str) -> str:
    """Say what a setting changes, by the names of parameters; nothing for the main one."""
    return ", ".join(
        f"{key.rpartition('.')[2]}: {value_in_words(value, language)}"
        for key, value in study.data.changes.get(setting, {}).items()
    )


def sectors_in_words(sectors: int, language: str) -> str:
    """Say in how many sectors the founder asks."""
    return Words("any", "alle").in_language(language) if sectors == ANY_SECTOR else str(sectors)


def measure_in_words(measure: Measure, language: str) -> str:
    """Return the name of a measure."""
    return MEASURE_NAMES[measure.name].in_language(language)


def usual(study: BreadthDepth) -> Key:
    """Return the combination with which others are compared: the first there is of each.

    Partners through ties come first, since that is how partners are found (Leifeld and Schneider
    2012), and asking in any sector.
    """
    data = study.data
    wanted = (
        ("governance", ["lead", *data.governances()]),
        ("selection", [TIES, *data.selections()]),
        ("sectors", [ANY_SECTOR, *data.sectors()]),
        ("commitment", [UNIFORM, *data.commitments()]),
    )
    chosen: dict[str, Any] = {"setting": data.settings()[0]}
    for name, values in wanted:
        chosen[name] = next(value for value in values if study.find(**chosen, **{name: value}))
    return Key(**chosen)


def where(key: Key, language: str) -> str:
    """Say which partners are meant."""
    partners = partners_in_words(key.selection, language)
    return f"{partners}{sectors_named(key.sectors, language)}"


def partners_in_words(selection: str, language: str) -> str:
    """Say how partners are found."""
    partners = Words("partners", "Partner").in_language(language)
    return f"{partners} {name_of(SELECTION_NAMES, selection, language)}"


def sectors_named(sectors: int, language: str) -> str:
    """Say behind a comma in how many sectors the founder asks; nothing where in all."""
    if sectors == ANY_SECTOR:
        return ""
    return Words(f", from {sectors} sectors", f", aus {sectors} Sektoren").in_language(language)


def cost_in_words(cost: Cost, language: str) -> str:
    """Say what a further member costs, and the verdict."""
    return f"{in_points(cost.change, language)}: {VERDICTS[cost.verdict].in_language(language)}"


def dative(name: str) -> str:
    """Put the German name of a commitment behind a preposition."""
    return name.replace("einheitliche ", "einheitlicher ").replace("abgestufte ", "abgestufter ")


def other_question_line(language: str) -> str:
    """Say that a sweep in which all founders aim alike has no alliance to look at."""
    return Words(
        "Every founder aims at the size, so there is no focal alliance: nothing to report.",
        "Jede Gründerin strebt die Größe an, es gibt also keine fokale Allianz: nichts zu "
        "berichten.",
    ).in_language(language)


def unfilled_lines(unfilled: Sequence[Unfilled], language: str) -> list[str]:
    """Say that the sectors hold too few organisations for every size, and in how many runs."""
    lines = [
        Words(
            "The sectors asked hold too few organisations for any of the sizes: nothing to report.",
            "Die gefragten Sektoren haben für jede der Größen zu wenige Organisationen: nichts zu "
            "berichten.",
        )
    ]
    lines += [
        Words(
            f"Sectors asked: {sectors_in_words(each.sectors, 'en')}; organisations aimed at: "
            f"{each.organisations}; held in {each.filled} of {each.runs} runs.",
            f"Gefragte Sektoren: {sectors_in_words(each.sectors, 'de')}; angestrebte "
            f"Organisationen: {each.organisations}; vorhanden in {each.filled} von {each.runs} "
            "Läufen.",
        )
        for each in unfilled
    ]
    return [line.in_language(language) for line in lines]
