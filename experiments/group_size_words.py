"""What is said of the size of alliances, in English and German: names and verdicts."""

import math

from experiments.curves import Knee
from experiments.finished_sweep import (
    ASSIGNED,
    BOTH,
    CHANGE,
    INTENDED,
    MAIN,
    PREVENTION,
    WORLD_WIDE,
)
from experiments.group_size import Analysis, Comparison, GroupSize, Verdict
from experiments.numbers_in_words import between, number, points, value_in_words
from sim.chronicle import Words

DESIGN_NAMES = {
    ASSIGNED: Words("size assigned", "Größe zugewiesen"),
    INTENDED: Words("size intended", "Größe angestrebt"),
    WORLD_WIDE: Words("all aim alike", "alle streben Gleiches an"),
}
GOAL_NAMES = {
    CHANGE: Words("change", "Veränderung"),
    PREVENTION: Words("prevention", "Verhinderung"),
    BOTH: Words("both", "beide"),
}
SETTING_NAMES = {
    MAIN: Words("main setting", "Haupteinstellung"),
    "slow_bodies": Words("slow bodies", "langsame Gremien"),
    "fast_bodies": Words("fast bodies", "schnelle Gremien"),
    "narrow_tolerance": Words("narrow tolerance", "enge Toleranz"),
    "wide_tolerance": Words("wide tolerance", "weite Toleranz"),
    "supermajority": Words("supermajority", "qualifizierte Mehrheit"),
    "pair_cost_0": Words("pair cost: exponent 0", "Paarkosten: Exponent 0"),
    "pair_cost_1": Words("pair cost: exponent 1", "Paarkosten: Exponent 1"),
    "random_partners": Words("partners drawn at random", "Partner zufällig gezogen"),
    "no_fading": Words("no fading", "kein Einschlafen"),
}
VERDICTS = {
    Verdict.WORSE: Words("worse", "schlechter"),
    Verdict.BETTER: Words("better", "besser"),
    Verdict.NOT_TOLD: Words("no difference can be told", "kein Unterschied zu erkennen"),
    Verdict.TOO_FEW_RUNS: Words("too few runs to say", "zu wenige Läufe für eine Aussage"),
    Verdict.NOT_ASKED: Words("not asked", "nicht gefragt"),
}


def deviation_in_words(study: GroupSize, setting: str, language: str) -> str:
    """Say what a setting changes, by the names of parameters; nothing for the first setting."""
    changes = study.data.deviations.get(setting, {})
    return ", ".join(
        f"{key.rpartition('.')[2]}: {value_in_words(value, language)}"
        for key, value in changes.items()
    )


# --- Answers in words --------------------------------------------------------------------------


def verdict_of(analysis: Analysis, comparison: Comparison, language: str) -> str:
    """Return the verdict on twenty organisations; first of all whether there ever were twenty."""
    told = name_of_verdict(comparison.verdict, language)
    if comparison.verdict is Verdict.NOT_ASKED or analysis.reaches_twenty:
        return told
    if not math.isfinite(analysis.members_at_twenty.value):
        return Words("nothing counted", "nichts gezählt").in_language(language)
    members = number(analysis.members_at_twenty.value, 1, language)
    not_reached = Words(
        f"not reached ({members} members at most)", f"nicht erreicht (höchstens {members})"
    )
    aimed = Words("aiming at it", "es anzustreben")
    return f"{not_reached.in_language(language)}; {aimed.in_language(language)}: {told}"


def name_of_verdict(verdict: Verdict, language: str) -> str:
    """Return a verdict in words."""
    return VERDICTS[verdict].in_language(language)


def knee_in_words(knee: Knee | None, language: str) -> str:
    """Say where steerability bends and how, or that it does not."""
    if knee is None:
        return Words("too few sizes", "zu wenige Größen").in_language(language)
    if not knee.is_told:
        return Words(
            "none: a straight line serves as well", "keiner: Eine Gerade taugt ebenso"
        ).in_language(language)
    way = _bend(knee).in_language(language)
    span = between(knee.low, knee.high, 0, language)
    before, after = (
        number(100 * slope, 1, language, signed=True) for slope in (knee.before, knee.after)
    )
    slopes = Words(
        f"{before} points per organisation before, {after} behind",
        f"{before} Punkte je Organisation davor, {after} dahinter",
    ).in_language(language)
    return f"{number(knee.size, 0, language)} ({span}), {way}: {slopes}"


LEVEL = 0.005
"""Slope, in shares per organisation, below which a curve counts as level."""


def _bend(knee: Knee) -> Words:
    """Say how the curve runs on both sides of its break."""
    before, after = _course(knee.before), _course(knee.after)
    if before != after:
        return Words(
            f"{before.en} before, {after.en} behind", f"davor {before.de}, {after.de} dahinter"
        )
    steeper = abs(knee.after) > abs(knee.before)
    more = Words("steeper behind", "dahinter steiler")
    less = Words("less steep behind", "dahinter flacher")
    way = more if steeper else less
    return Words(f"{before.en}, {way.en}", f"{before.de}, {way.de}")


def _course(slope: float) -> Words:
    if abs(slope) < LEVEL:
        return Words("level", "gleichbleibend")
    return Words("falling", "fallend") if slope < 0.0 else Words("rising", "steigend")


def first_design(study: GroupSize) -> str:
    """Return the design that answers the question first: the assigned one where there is one."""
    designs = study.data.designs(study.data.settings()[0])
    return designs[0] if designs else ASSIGNED


def against_in_words(analysis: Analysis, comparison: Comparison, language: str) -> str:
    """Say how twenty do against the best smaller size, and by how many points."""
    told = verdict_of(analysis, comparison, language)
    contrast = comparison.with_best
    if not math.isfinite(contrast.difference.value):
        return told
    size = number(contrast.against, 0, language)
    than = Words(f"against {size}", f"gegen {size}").in_language(language)
    return f"{told}: {points(contrast.difference, language)} {than}"
