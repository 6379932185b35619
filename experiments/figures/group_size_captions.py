"""Titles, units and captions of the figures about the size of alliances, in both languages."""

from collections.abc import Sequence

from experiments.finished_sweep import BOTH, GOALS
from experiments.group_size import TWENTY, Analysis, GroupSize
from experiments.group_size_data import IN_TIME, SUCCESS, Measure
from experiments.group_size_words import DESIGN_NAMES, GOAL_NAMES, first_design, name_of_verdict
from experiments.numbers_in_words import name_of
from experiments.statistics import RESAMPLES
from experiments.sweep_words import failed_line, short_name, world_line
from sim.chronicle import Words

TITLES = {
    "main": Words(
        "Are twenty organisations too many? Success, steerability and cost by size",
        "Sind zwanzig Organisationen zu viele? Erfolg, Steuerbarkeit und Aufwand nach Größe",
    ),
    "designs": Words(
        "Success and real size, by how the size comes about",
        "Erfolg und wirkliche Größe, je nachdem, wie die Größe zustande kommt",
    ),
    "settings": Words(
        "Success and steerability by size, under other settings",
        "Erfolg und Steuerbarkeit nach Größe, unter anderen Einstellungen",
    ),
    "exact": Words(
        "Agreement by size: the model beside exact curves",
        "Einigung nach Größe: das Modell neben exakten Kurven",
    ),
}

MEASURE_TITLES = {
    "success": (
        Words("Success", "Erfolg"),
        Words("share that reached the goal", "Anteil, der das Ziel erreichte"),
    ),
    "decided_in_time": (
        Words("Steerability", "Steuerbarkeit"),
        Words("occasions decided in time", "rechtzeitig entschiedene Anlässe"),
    ),
    "weeks_to_platform": (
        Words("Time to the platform", "Zeit bis zur Plattform"),
        Words("weeks, mean of those with one", "Wochen, Mittel derer mit Plattform"),
    ),
    "depth": (
        Words("Depth of the platform", "Tiefe der Plattform"),
        Words("items agreed × ambition kept", "vereinbart × Anspruch gewahrt"),
    ),
    "coordination_share": (
        Words("Coordination", "Abstimmung"),
        Words("share of all hours", "Anteil an allen Stunden"),
    ),
    "contribution_per_head": (
        Words("Contribution per head", "Beitrag pro Kopf"),
        Words("hours per member and week", "Stunden je Mitglied und Woche"),
    ),
    "exits": (
        Words("Exits", "Austritte"),
        Words("share of all who ever belonged", "Anteil an allen, die je dazugehörten"),
    ),
    "members_at_platform": (
        Words("At the platform", "Bei der Plattform"),
        Words("members, mean", "Mitglieder, Mittel"),
    ),
    "members_after_year": (
        Words("After a year", "Nach einem Jahr"),
        Words("members, mean", "Mitglieder, Mittel"),
    ),
    "agreed": (
        Words("Agreed", "Geeinigt"),
        Words("two or more agreed on a platform", "zwei oder mehr mit Plattform"),
    ),
    "agreed_by_all": (
        Words("All agreed", "Alle geeinigt"),
        Words("all aimed at share a platform", "alle Angestrebten mit Plattform"),
    ),
}
"""Title and unit of each measure that is drawn."""

WORDS = {
    "axis": Words("organisations aimed at", "angestrebte Organisationen"),
    "success_of": Words("Success of {goal}", "Erfolg bei {goal}"),
    "as_aimed": Words("as aimed", "wie angestrebt"),
    "exact": Words("P(n)", "P(n)"),
    "exact_times": Words("n P(n)", "n P(n)"),
    "tolerance": Words("tolerance {tolerance}", "Toleranz {tolerance}"),
    "times_title": Words("Size × success", "Größe × Erfolg"),
    "times": Words(
        "n × P(n); model: n × success (change)", "n × P(n); Modell: n × Erfolg (Veränderung)"
    ),
}

NOT_ASKED = Words(
    "No size of this sweep stands for twenty organisations",
    "Keine Größe dieser Reihe steht für zwanzig Organisationen",
)

AXIS = Words(
    "Organisations aimed at: the founder and its partners; a dashed line stands at twenty. ",
    "Angestrebte Organisationen: die gründende und ihre Partner; eine gestrichelte Linie steht bei "
    "zwanzig. ",
)
AXIS_BELOW_TWENTY = Words(
    "Organisations aimed at: the founder and its partners; fewer than twenty. ",
    "Angestrebte Organisationen: die gründende und ihre Partner; weniger als zwanzig. ",
)
READING = Words(
    f"Shaded: 95 % intervals, Wilson's for shares of one alliance per run, otherwise from "
    f"{RESAMPLES} resamples of whole replications, which have the same seed at every size.",
    "Schattiert: 95-%-Intervalle, nach Wilson für Anteile je einer Allianz pro Lauf, "
    f"sonst aus {RESAMPLES} Ziehungen ganzer Wiederholungen, deren Startwert bei jeder Größe "
    "gleich ist.",
)

FURTHER = {
    "main": Words(
        "(c) to (h) put change and prevention together; apart they stand in group_size.csv. "
        "Depth: share of the agenda agreed × ambition kept.",
        "(c) bis (h) fassen Veränderung und Verhinderung zusammen; getrennt stehen sie in "
        "group_size.csv. Eine Kurve, die nicht zu sehen ist, liegt unter einer anderen. "
        "Tiefe: vereinbarter Teil der Tagesordnung × gewahrter Anspruch.",
    ),
    "designs": Words(
        "Assigned: the size of a focal alliance is set. Intended: its founder aims at it, joining "
        "is free. All aim alike: every founder does, and all alliances old enough count. Sizes of "
        "change and prevention together; at the platform: of those with one; after a year: of "
        "those that lived so long.",
        "Zugewiesen: Die Größe einer fokalen Allianz ist gesetzt. Angestrebt: Ihre Gründerin "
        "strebt sie an, Beitritt ist frei. Alle streben Gleiches an: Jede Gründerin tut es, alle "
        "hinreichend alten Allianzen zählen. Größen von Veränderung und Verhinderung zusammen; bei "
        "der Plattform: derer mit Plattform; nach einem Jahr: derer, die so lange lebten.",
    ),
    "settings": Words(
        "Grey below a name: what the setting changes. Thin lines: the first row, to compare with. "
        "Steerability of change and prevention together.",
        "Grau unter einem Namen: was die Einstellung ändert. Dünne Linien: die erste Zeile, zum "
        "Vergleich. Steuerbarkeit von Veränderung und Verhinderung "
        "zusammen.",
    ),
    "exact": Words(
        "P(n) = n r^(n-1) - (n-1) r^n: how likely n uniform ideal points accept one common point, "
        "r the tolerance as a share of half the range of positions. In the model partners are "
        "chosen, tolerances differ and widen, several items are open and objectors may leave; a "
        "platform of two or more is agreed without those who left. Goals of change.",
        "P(n) = n r^(n-1) - (n-1) r^n: wie wahrscheinlich n gleichverteilte Idealpunkte einen "
        "gemeinsamen Punkt annehmen, r die Toleranz als Anteil der halben Spanne der Positionen. "
        "Im Modell werden Partner ausgesucht, Toleranzen sind verschieden und weiten sich, mehrere "
        "Punkte sind offen, und wer widerspricht, kann gehen; eine Plattform von zweien oder mehr "
        "gilt ohne sie. Ziele der Veränderung.",
    ),
}


def caption(study: GroupSize, name: str, language: str) -> list[str]:
    """Return the paragraphs of a figure's caption.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    name
        Of the figure: main, designs, settings or exact.
    language
        "en" or "de".
    """
    told = world_line(study.data, language)
    run = f"{told[0].upper() + told[1:]}. "
    if name != "designs":
        design = name_of(DESIGN_NAMES, first_design(study), language)
        run += f"{Words('Design', 'Design').in_language(language)}: {design}. "
    run += failed_line(study.data, language)
    largest = max(analysis.curve.organisations.max() for analysis in study.analyses.values())
    axis = (AXIS if largest >= TWENTY else AXIS_BELOW_TWENTY).in_language(language)
    return [run, axis + READING.in_language(language), FURTHER[name].in_language(language)]


def subtitle(study: GroupSize, setting: str, design: str, language: str) -> list[str]:
    """Return the verdicts on twenty organisations against the best smaller size, in lines."""
    both = study.find(setting, design, BOTH)
    if all(analysis.at_twenty is None for analysis in both):
        return [NOT_ASKED.in_language(language)]
    lines = []
    for goal in GOALS:
        found = study.find(setting, design, goal)
        name = name_of(GOAL_NAMES, goal, language)
        what = Words(f"Success of {name}", f"Erfolg bei {name}")
        lines += _verdicts(found, SUCCESS, what, language)
    return lines + _verdicts(both, IN_TIME, Words("Steerability", "Steuerbarkeit"), language)


def _verdicts(
    analyses: Sequence[Analysis], measure: Measure, what: Words, language: str
) -> list[str]:
    """Return forms of governance by verdict, in a line; no line without any."""
    forms: dict[str, list[str]] = {}
    for analysis in analyses:
        verdict = name_of_verdict(analysis.compare(measure).verdict, language)
        if analysis.at_twenty is not None and not analysis.reaches_twenty:
            verdict += Words(" (not reached)", " (nicht erreicht)").in_language(language)
        forms.setdefault(verdict, []).append(short_name(analysis.key.governance, language))
    told = "; ".join(f"{', '.join(names)}: {verdict}" for verdict, names in forms.items())
    against = Words(
        "twenty against the best smaller size", "zwanzig gegen die beste kleinere Größe"
    ).in_language(language)
    return [f"{what.in_language(language)}, {against} – {told}"] if forms else []
