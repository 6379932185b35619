"""Under which conditions the answer changes: each of them against the usual combination."""

from collections.abc import Iterator

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_agenda import agenda_lines
from experiments.breadth_depth_comparison import Fate, differences
from experiments.breadth_depth_data import COMMITMENTS, DEPTH, UNIFORM, Key, Measure
from experiments.breadth_depth_gilligan import prediction_in_words
from experiments.breadth_depth_levels import levels_in_words
from experiments.breadth_depth_profile import Profile
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    COMMITMENT_SHORT,
    FATES,
    MARGINAL,
    WAYS,
    bend_in_words,
    changes_in_words,
    listed,
    partners_in_words,
    setting_in_words,
)
from experiments.finished_sweep import MAIN
from experiments.numbers_in_words import DASH, capital, markdown_table, name_of, number
from experiments.sweep_words import FORMS
from sim.chronicle import Words

HARDLY = 0.05
"""Difference of depth below which, at every size and with its whole interval, two forms of
governance are said to hardly differ: a twentieth of a whole agenda."""

CORE = "core"
"""Form of governance in which not all members negotiate."""

OF_THE_CORE = Words(
    "In a core with circle only the core negotiates, so depth is what the core has agreed.",
    "In Kern und Kreis verhandelt nur der Kern, die Tiefe ist also, was der Kern vereinbart hat.",
)

ORDER = (
    *(Fate.TURNS_ROUND, Fate.BENDS, Fate.FLATTENS, Fate.DISAPPEARS, Fate.PERHAPS_GONE),
    *(Fate.WEAKER, Fate.STRONGER, Fate.ARISES, Fate.RISES_INSTEAD, Fate.STAYS, Fate.NO_TRADE_OFF),
    *(Fate.NO_GROWTH, Fate.TOO_FEW_RUNS),
)
"""How fates follow each other in a text."""


def condition_lines(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Give a point for each kind of condition, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination with which others are compared.
    language
        "en" or "de".
    """
    told_of = study, key, language
    for name, told in (
        (Words("Breadth, success, depth", "Breite, Erfolg, Tiefe"), levels_in_words(*told_of)),
        (Words("Governance", "Lenkung"), _governance(study, key, language)),
        (Words("Commitment", "Verpflichtung"), prediction_in_words(study, key, language)),
        (Words("Choice of partners", "Partnerwahl"), _selection(study, key, language)),
        (Words("Switches", "Schalter"), _switches(study, key, language)),
    ):
        if told:
            yield f"* **{name.in_language(language)}.** {told}".replace(" \n", "\n")


# --- Governance --------------------------------------------------------------------------------


def _governance(study: BreadthDepth, key: Key, language: str) -> str:
    others = [form for form in study.data.governances() if form != key.governance]
    parts = [_hardly(study, key, form, language) for form in others]
    differing = {
        name_of(FORMS, form, language): key._replace(governance=form)
        for form, part in zip(others, parts, strict=True)
        if not part
    }
    parts.append(_grouped(study, key, differing, language))
    if CORE in (key.governance, *others):
        parts.append(OF_THE_CORE.in_language(language))
    return " ".join(part for part in parts if part) if others else ""


def _hardly(study: BreadthDepth, key: Key, form: str, language: str) -> str:
    """Say that another form of governance hardly differs in depth; nothing where it does."""
    other = key._replace(governance=form)
    if other not in study.profiles:
        return ""
    most = largest_difference(study, key, other)
    names = [name_of(FORMS, each, language) for each in (key.governance, form)]
    if most is not None and most < HARDLY:
        points = Words(number(100 * most, 1, "en"), number(100 * most, 1, "de"))
        return Words(
            f"{names[0]} and {names[1].lower()} hardly differ in depth: at no size by more than "
            f"{points.en} points, intervals included.",
            f"{names[0]} und {names[1]} unterscheiden sich in der Tiefe kaum: bei keiner Größe um "
            f"mehr als {points.de} Punkte, Intervalle eingeschlossen.",
        ).in_language(language)
    return ""


def largest_difference(study: BreadthDepth, key: Key, other: Key) -> float | None:
    """Return how far two combinations may differ in depth at any size; None where none is told."""
    found = differences(study.profiles[key], study.profiles[other])
    if not found:
        return None
    return max(max(abs(each.low), abs(each.high)) for each in found)


# --- Selection and switches --------------------------------------------------------------------


def _selection(study: BreadthDepth, key: Key, language: str) -> str:
    others = {
        partners_in_words(each, language): key._replace(selection=each)
        for each in study.data.selections()
        if each != key.selection
    }
    return _grouped(study, key, others, language)


def _switches(study: BreadthDepth, key: Key, language: str) -> str:
    others = {
        setting_in_words(each, language): key._replace(setting=each)
        for each in study.data.changes
        if each != key.setting
    }
    told = [_grouped(study, key, others, language), *agenda_lines(study, key, language)]
    return " ".join(each for each in told if each)


def _grouped(study: BreadthDepth, key: Key, others: dict[str, Key], language: str) -> str:
    """Name the conditions by what becomes of the trade-off of depth."""
    groups: dict[Fate | None, list[str]] = {}
    for name, other in others.items():
        found = study.compare(key, other)
        fate = found.fate if found else None
        groups.setdefault(fate, []).append(name + _beside(study, key, other, fate, language))
    parts = [
        SENTENCES[fate].in_language(language).format(names=listed(groups[fate], language))
        for fate in (*ORDER, None)
        if fate in groups
    ]
    return " ".join(parts)


def _beside(study: BreadthDepth, key: Key, other: Key, fate: Fate | None, language: str) -> str:
    """Say in brackets where it bends, or that it is not told among all conditions."""
    if fate in (Fate.BENDS, Fate.FLATTENS):
        return f" ({bend_in_words(study.profiles[other], language)})"
    if fate is not None and study.is_marginal(key, other):
        return f" ({MARGINAL.in_language(language)})"
    return ""


SENTENCES: dict[Fate | None, Words] = {
    Fate.TURNS_ROUND: Words(
        "The trade-off turns round with: {names}.", "Der Zielkonflikt kehrt sich um bei: {names}."
    ),
    Fate.BENDS: Words(
        "The trade-off bends with: {names}.", "Der Zielkonflikt biegt sich bei: {names}."
    ),
    Fate.FLATTENS: Words(
        "The trade-off is left at small sizes only with: {names}.",
        "Der Zielkonflikt bleibt nur bei kleinen Größen bei: {names}.",
    ),
    Fate.DISAPPEARS: Words(
        "The trade-off disappears with: {names}.", "Der Zielkonflikt verschwindet bei: {names}."
    ),
    Fate.PERHAPS_GONE: Words(
        "The trade-off becomes weaker and is perhaps gone with: {names}.",
        "Der Zielkonflikt wird schwächer und ist vielleicht fort bei: {names}.",
    ),
    Fate.WEAKER: Words(
        "The trade-off becomes weaker with: {names}.",
        "Der Zielkonflikt wird schwächer bei: {names}.",
    ),
    Fate.STRONGER: Words(
        "The trade-off becomes stronger with: {names}.",
        "Der Zielkonflikt wird stärker bei: {names}.",
    ),
    Fate.ARISES: Words(
        "A trade-off arises with: {names}.", "Ein Zielkonflikt entsteht bei: {names}."
    ),
    Fate.RISES_INSTEAD: Words(
        "Depth rises instead with: {names}.", "Die Tiefe steigt stattdessen bei: {names}."
    ),
    Fate.STAYS: Words(
        "No change in the slope of depth can be told with: {names}.",
        "Keine Änderung der Steigung der Tiefe ist zu erkennen bei: {names}.",
    ),
    Fate.NO_TRADE_OFF: Words(
        "Without a trade-off as before: {names}.", "Wie zuvor ohne Zielkonflikt: {names}."
    ),
    Fate.NO_GROWTH: Words(
        "Nothing can be said of these, since members do not become more: {names}.",
        "Nichts zu sagen ist, weil es nicht mehr Mitglieder werden, über: {names}.",
    ),
    Fate.TOO_FEW_RUNS: Words(
        "Nothing can be said of these, with too few platforms: {names}.",
        "Nichts zu sagen ist bei zu wenigen Plattformen über: {names}.",
    ),
    None: Words(
        "No run counts of: {names}.",
        "Kein Lauf zählt von: {names}.",
    ),
}


# --- In a table --------------------------------------------------------------------------------


def condition_table(study: BreadthDepth, key: Key, measure: Measure, language: str) -> list[str]:
    """Return what becomes of a trade-off under each condition, a row for each, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination with which others are compared, with each form of governance.
    measure
        What falls, or does not.
    language
        "en" or "de".
    """
    forms = study.data.governances()
    own = [study.profiles.get(key._replace(governance=form)) for form in forms]
    itself = Words("the combination itself", "die Verbindung selbst").in_language(language)
    rows = [[capital(itself), *(way_in_words(each, measure, language) for each in own)]]
    for name, other in _conditions(study, key, language):
        told = [
            _fate(
                study,
                key._replace(governance=form),
                other._replace(governance=form),
                measure,
                language,
            )
            for form in forms
        ]
        if any(each != DASH for each in told):
            rows.append([name, *told])
    if len(rows) == 1:
        return []
    head = Words("condition", "Bedingung").in_language(language)
    return [*markdown_table([head, *(name_of(FORMS, form, language) for form in forms)], rows)]


def _conditions(study: BreadthDepth, key: Key, language: str) -> Iterator[tuple[str, Key]]:
    for commitment in COMMITMENTS:
        if commitment != key.commitment == UNIFORM:
            name = name_of(COMMITMENT_NAMES, commitment, language)
            yield capital(name), key._replace(commitment=commitment)
    for selection in study.data.selections():
        if selection != key.selection:
            yield capital(partners_in_words(selection, language)), key._replace(selection=selection)
    for setting in study.data.changes:
        if setting != MAIN:
            changes = changes_in_words(study, setting, language)
            name = capital(setting_in_words(setting, language))
            yield (f"{name} ({changes})" if changes else name), key._replace(setting=setting)


def _fate(study: BreadthDepth, key: Key, other: Key, measure: Measure, language: str) -> str:
    """Write what becomes of a trade-off; where there was none, what the measure does instead."""
    found = study.compare(key, other, measure)
    if found is None:
        return DASH
    told = FATES[found.fate].in_language(language)
    if found.fate is Fate.NO_TRADE_OFF:
        return f"{told}; {WAYS[found.other.verdict].in_language(language)}"
    if study.is_marginal(key, other, measure):
        return f"{told} ({MARGINAL.in_language(language)})"
    return told


def way_in_words(profile: Profile | None, measure: Measure, language: str) -> str:
    """Write what a measure does while members become more."""
    if profile is None:
        return DASH
    return WAYS[profile.cost_per_doubling(measure).verdict].in_language(language)


def governance_table(study: BreadthDepth, key: Key, language: str) -> list[str]:
    """Return what becomes of the trade-off of depth with another form of governance, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination; its form of governance is the one with which others are compared.
    language
        "en" or "de".
    """
    forms = [form for form in study.data.governances() if form != key.governance]
    columns = [(form, one) for one in study.data.commitments() for form in forms]
    rows = []
    for setting in study.data.settings():
        own = key._replace(setting=setting)
        told = [
            _fate(
                study,
                own._replace(commitment=commitment),
                own._replace(commitment=commitment, governance=form),
                DEPTH,
                language,
            )
            for form, commitment in columns
        ]
        if any(each != DASH for each in told):
            rows.append([capital(setting_in_words(setting, language)), *told])
    if not rows or not columns:
        return []
    names = [
        f"{name_of(FORMS, form, language)}; {COMMITMENT_SHORT[one].in_language(language)}"
        for form, one in columns
    ]
    head = Words("switch", "Schalter").in_language(language)
    return [*markdown_table([head, *names], rows)]
