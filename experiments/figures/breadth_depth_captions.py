"""Titles, units and captions of the figures about breadth and depth, in both languages."""

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_data import Key
from experiments.breadth_depth_words import usual, where
from experiments.estimates import FEWEST_RUNS
from experiments.figures.size_panels import TWENTY
from experiments.numbers_in_words import capital, name_of
from experiments.statistics import RESAMPLES
from experiments.sweep_words import FORMS, failed_line, world_line
from sim.chronicle import Words

TITLES = {
    "frontier": Words(
        "How broad, how deep? Breadth and depth of an alliance by its size",
        "Wie breit, wie tief? Breite und Tiefe einer Allianz nach ihrer Größe",
    ),
    "cost": Words(
        "What each doubling of members costs, by choice of partners and under each switch",
        "Was jede Verdopplung der Mitglieder kostet, nach Partnerwahl und unter jedem Schalter",
    ),
    "variety": Words(
        "The number of partners and that of sectors, apart",
        "Die Zahl der Partner und die der Sektoren, getrennt",
    ),
    "sizes": Words("Breadth, depth and success by size", "Breite, Tiefe und Erfolg nach Größe"),
}

WORDS = {
    "members": Words("members at the platform, median", "Mitglieder bei der Plattform, Median"),
    "deep": Words("depth, median, points", "Tiefe, Median, Punkte"),
    "slopes": Words(
        "Below each name: points of depth with each doubling of members, and the interval.",
        "Unter jedem Namen: Punkte Tiefe mit jeder Verdopplung der Mitglieder, und das Intervall.",
    ),
    "too_few": Words("too few platforms", "zu wenige"),
    "no_growth": Words("members do not grow", "kein Zuwachs"),
    "most_success": Words("most success", "meister Erfolg"),
    "efficient": Words("efficient frontier of all panels", "effiziente Grenze aller Tafeln"),
    "depth": Words("Depth", "Tiefe"),
    "value": Words("Value", "Wert"),
    "difference": Words("difference", "Unterschied"),
    "per_doubling": Words("points per doubling", "Punkte je Verdopplung"),
    "reference": Words("reference", "Vergleichsmaßstab"),
    "number": Words("2 × organisations", "2 × Organisationen"),
    "sectors": Words("2 × sectors", "2 × Sektoren"),
    "change": Words("Change, in points", "Änderung, in Punkten"),
    "founders": Words(
        "Compare within a column. Columns have different founders: only those whose sectors hold "
        "every size shown (n runs).",
        "Nur innerhalb einer Spalte vergleichen. Spalten haben verschiedene Gründerinnen: nur die, "
        "deren Sektoren für jede gezeigte Größe reichen (n Läufe).",
    ),
    "aimed": Words("organisations aimed at", "angestrebte Organisationen"),
    "asked": Words("sectors asked", "gefragte Sektoren"),
    "points": Words("points, mean of platforms", "Punkte, Mittel der Plattformen"),
    "reached": Words("share that reached the goal, %", "Anteil mit erreichtem Ziel, %"),
    "gain": Words("points, mean of platforms", "Punkte, Mittel der Plattformen"),
    "of_started": Words("share of all started", "Anteil an allen begonnenen"),
    "of_all": Words("points, mean, 0 without a platform", "Punkte, Mittel, 0 ohne Plattform"),
    "organisations": Words("mean of platforms", "Mittel der Plattformen"),
    "sectors_unit": Words("mean of platforms", "Mittel der Plattformen"),
    "of_electorates": Words("share, mean of platforms", "Anteil, Mittel der Plattformen"),
    "partners": Words("partners", "Partner"),
}

READING = Words(
    f"Intervals are 95 %, from {RESAMPLES} resamples of whole replications, which have the same "
    "seed at every point.",
    f"Intervalle sind 95 %, aus {RESAMPLES} Ziehungen ganzer Wiederholungen, deren Startwert an "
    "jedem Punkt gleich ist.",
)
DEPTH_IS = Words(
    "Depth: share of the agenda agreed × ambition kept, of alliances with a platform; 100 points "
    "are a whole agenda, each item of which goes as far as every member wants that wants to go its "
    "way.",
    "Tiefe: vereinbarter Teil der Tagesordnung × gewahrter Anspruch, bei Allianzen mit Plattform; "
    "100 Punkte sind eine ganze Tagesordnung, deren Punkte alle so weit gehen, wie es jedes "
    "Mitglied will, das in ihre Richtung will.",
)

FURTHER = {
    "frontier": Words(
        "Numbers beside the marks: organisations aimed at, the founder and its partners, where "
        "there is room. Below a title: points of mean depth with each doubling of members, and its "
        "interval, by commitment; members are drawn so "
        "that each doubling is as wide as the next. Thin crosses: intervals of both medians. Broad "
        "steps, the same in every "
        "panel: the efficient frontier of all panels, by "
        "commitment; no size of any panel with at least "
        f"{FEWEST_RUNS} platforms is as broad and deeper. Ring: the size at which success is told "
        "to be most frequent; no ring where none can be told.",
        "Zahlen neben den Marken: angestrebte Organisationen, die gründende und ihre Partner, wo "
        "Platz ist. Unter einem Titel: Punkte mittlerer Tiefe mit jeder Verdopplung der Mitglieder "
        "und ihr Intervall, nach der Verpflichtung (zu wenige: Plattformen; kein Zuwachs: an "
        "Mitgliedern); jede "
        "Verdopplung der Mitglieder ist gleich breit. Dünne Kreuze: Intervalle beider Mediane. "
        "Breite Stufen, in jeder Tafel "
        "dieselben: die effiziente Grenze aller Tafeln, nach der "
        "Verpflichtung; keine Größe einer Tafel mit mindestens "
        f"{FEWEST_RUNS} Plattformen ist gleich breit und tiefer. Ring: die Größe mit erkennbar "
        "häufigstem Erfolg; ohne Ring, wo keine zu erkennen ist.",
    ),
    "cost": Words(
        "Change of the mean with each doubling of mean members at the platform, over all sizes, of "
        "depth (what the platform holds) and of value to members (what they gain by it; a point is "
        "a hundredth of salience × position). Left of 0 it falls with members. Differences: "
        "differentiated minus uniform commitment; right of 0 the trade-off is weaker. Shaded: the "
        "reference, with which every other row is compared. Grey below a name: what the "
        "switch changes; switches: {where}. No mark: fewer than "
        f"{FEWEST_RUNS} platforms at some size, or members do not become more. Arrow: the interval "
        "goes on.",
        "Änderung des Mittels mit jeder Verdopplung der mittleren Mitglieder bei der Plattform, "
        "über alle Größen, der Tiefe (was in der Plattform steht) und des Werts für Mitglieder "
        "(was sie gewinnen; ein Punkt ist ein Hundertstel Salienz × Position). Links von 0 sinkt "
        "es mit den Mitgliedern. Unterschiede: abgestufte minus einheitliche Verpflichtung; rechts "
        "von 0 ist der Zielkonflikt schwächer. Hinterlegt: der Vergleichsmaßstab für alle anderen "
        "Zeilen. Grau unter einem Namen: was der Schalter ändert; Schalter: {where}. Ohne Marke: "
        f"weniger als {FEWEST_RUNS} Plattformen bei einer Größe, oder es werden nicht mehr "
        "Mitglieder. Pfeil: Das Intervall geht weiter.",
    ),
    "variety": Words(
        "Partners drawn at random in the sectors asked; {form}. Hatched: these sectors hold so "
        "many organisations in fewer than half of the runs; a column has the same n runs at every "
        "size. Right: what changes when one is doubled and the other stays, within each "
        "replication, sizes that cannot be filled left out; depth and value of pairs with a "
        "platform on both sides.",
        "Partner zufällig aus den gefragten Sektoren gezogen; {form}. Schraffiert: So viele "
        "Organisationen haben diese Sektoren in weniger als der Hälfte der Läufe; eine Spalte hat "
        "bei jeder Größe dieselben n Läufe. Rechts: was sich "
        "ändert, wenn das eine verdoppelt wird und das andere bleibt, innerhalb jeder "
        "Wiederholung, ohne Größen, die nicht zu füllen sind; Tiefe und Wert von Paaren mit "
        "Plattform auf beiden Seiten.",
    ),
    "sizes": Words(
        "Value to members: what each gains by the platform, salience × position; a point is a "
        "hundredth of it.",
        "Wert für Mitglieder: was jedes durch die Plattform gewinnt, Salienz × Position; ein Punkt "
        "ist ein Hundertstel davon.",
    ),
}

LINE = Words(
    "Dashed line: twenty organisations, with which an alliance can no longer be steered according "
    "to one of the study's interviewees (“not with twenty organisations”). ",
    "Gestrichelte Linie: zwanzig Organisationen, mit denen eine Allianz nach einer befragten "
    "Person der Studie nicht mehr steuerbar ist („man kann das nicht mit 20 Organisationen "
    "machen“). ",
)
"""Said where sizes reach twenty."""


def caption(study: BreadthDepth, name: str, language: str) -> list[str]:
    """Return the paragraphs of a figure's caption.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    name
        Of the figure: frontier, cost, variety or sizes.
    language
        "en" or "de".
    """
    key = usual(study)
    run = f"{capital(world_line(study.data, language))}. {failed_line(study.data, language)}"
    told = {
        "form": name_of(FORMS, key.governance, language),
        "where": where(key, language),
    }
    reading = f"{DEPTH_IS.in_language(language)} {READING.in_language(language)}"
    line = LINE.in_language(language) if name == "sizes" and _reaches_twenty(study, key) else ""
    return [run, reading, line + FURTHER[name].in_language(language).format(**told)]


def _reaches_twenty(study: BreadthDepth, key: Key) -> bool:
    own = [key._replace(commitment=each) for each in study.data.commitments()]
    return any(
        study.profiles[each].organisations.max() >= TWENTY for each in own if each in study.profiles
    )
