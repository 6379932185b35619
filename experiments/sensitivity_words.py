"""What is said of the sensitivity of outcomes, in English and German."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from experiments.counting import counted
from experiments.designs import Factor
from experiments.sensitivity_designs import LEVELS
from experiments.sensitivity_indices import (
    CHANCE,
    PAWN_RESAMPLES,
    SHUFFLES,
    SLICES,
    Analysis,
    Flags,
)
from experiments.sensitivity_study import Found, Study
from experiments.statistics import RESAMPLES
from sim.chronicle import Words
from sim.parameters import find

STRONGEST = 10
"""Parameters that are told for each outcome."""

DIGITS = 2
"""Digits that are told: an index from some dozen trajectories is not known better."""

ONE_WAY = 0.9
"""Least ``|mu| / mu*`` from which an effect goes one way: then less than one in twenty of it goes
the other."""

METHOD_NAMES = {
    "morris": Words("Morris screening", "Morris-Screening"),
    "sobol": Words("Sobol' indices", "Sobol-Indizes"),
    "pawn": Words("PAWN", "PAWN"),
}

INDEX_NAMES = {
    "mu_star": Words(
        "mean size of the effect of a parameter's whole range (mu*)",
        "mittlere Größe der Wirkung der ganzen Spanne eines Parameters (mu*)",
    ),
    "total": Words(
        "share of the variance, alone and together with others (total order)",
        "Anteil an der Varianz, allein und gemeinsam mit anderen (Totalindex)",
    ),
    "maximum": Words(
        "largest distance between distributions (PAWN, maximum)",
        "größter Abstand der Verteilungen (PAWN, Maximum)",
    ),
}
"""Of the index by which parameters are ordered."""

PHASES = {
    "world": Words("World", "Welt"),
    "environment": Words("Environment", "Umfeld"),
    "formation": Words("Formation", "Zustandekommen"),
    "collaboration": Words("Collaboration", "Zusammenarbeit"),
    "impact": Words("Impact", "Wirkung"),
    "dissolution": Words("Dissolution", "Auflösung"),
}

TITLE = Words(
    "# Which parameters matter, and which do nothing", "# Worauf es ankommt, und was nichts bewirkt"
)


def number(value: float, language: str) -> str:
    """Write a number with few digits."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    places = max(0, DIGITS - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{places}f}" if abs(value) < 1e6 else f"{value:.2g}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def percent(value: float, language: str) -> str:
    """Write a share in per cent."""
    return "–" if not math.isfinite(value) else f"{number(100.0 * value, language)} %"


def names_by_phase(keys: Sequence[str], language: str) -> Iterator[str]:
    """List keys as one line per phase."""
    for phase, words in PHASES.items():
        found = [key.partition(".")[2] for key in keys if key.startswith(f"{phase}.")]
        if found:
            yield f"- {words.in_language(language)}: {', '.join(f'`{name}`' for name in found)}"


# --- The summary -------------------------------------------------------------------------------


def summary_lines(study: Study, pictures: Sequence[str], language: str) -> Iterator[str]:
    """Tell everything: first what does nothing, then each outcome, then how it was computed."""
    yield TITLE.in_language(language)
    yield ""
    first, *others = screen_lines(study, language)
    yield first
    yield ""
    yield from (f"- {line}" for line in others)
    yield ""
    yield from _idle_lines(study, language)
    for found in study.found:
        yield from _outcome_lines(study, found, language)
    yield from _how_lines(study, language)
    yield from (f"![]({picture})" for picture in pictures)


def screen_lines(study: Study, language: str) -> list[str]:
    """Tell how many parameters do nothing, and what matters most for each outcome."""
    if not study.analysed:
        return [
            Words(
                "No outcome varies over the design: there is nothing to analyse.",
                "Kein Ergebnis ändert sich im Versuchsplan: Es gibt nichts zu untersuchen.",
            ).in_language(language)
        ]
    count, outcomes = len(study.factors), len(study.analysed)
    clear, idle, unchanged = (
        int(flags.sum()) for flags in (study.clear, study.idle, study.unchanged)
    )
    told = Words(
        f"Parameters varied: {count}; outcomes: {outcomes}. Parameters that clearly move at least "
        f"one outcome: {clear}; that do no more than chance to any: {idle}",
        f"Untersuchte Parameter: {count}; Ergebnisse: {outcomes}. Parameter, die mindestens ein "
        f"Ergebnis deutlich bewegen: {clear}; die bei keinem mehr als der Zufall bewirken: {idle}",
    ).in_language(language)
    if unchanged:
        told += Words(
            f", of these without a change in any run: {unchanged}",
            f", davon ohne jede Änderung in einem Lauf: {unchanged}",
        ).in_language(language)
    return [f"{told}.", *(_first_of(study, f, a, language) for f, a in study.analysed)]


def _first_of(study: Study, found: Found, analysis: Analysis, language: str) -> str:
    keys = [study.factors[j].key for j in strongest(analysis, 3)]
    nothing = Words("nothing moves it clearly", "nichts bewegt es deutlich").in_language(language)
    return f"{found.outcome.title.in_language(language)}: {', '.join(keys) or nothing}."


def strongest(analysis: Analysis, most: int) -> list[int]:
    """Return the parameters with the largest indices among those that clearly do something."""
    order = np.argsort(analysis.ranks)
    return [int(j) for j in order if analysis.clear[j]][:most]


def _idle_lines(study: Study, language: str) -> Iterator[str]:
    if not study.analysed:
        return
    yield Words("## What does nothing", "## Was nichts bewirkt").in_language(language)
    yield ""
    yield from _listed(
        study,
        study.unchanged,
        Words(
            "These changed none of the outcomes in any run, wherever they were moved:",
            "Diese änderten in keinem Lauf eines der Ergebnisse, wo sie auch bewegt wurden:",
        ),
        language,
    )
    yield from _listed(
        study,
        study.idle & ~study.unchanged,
        Words(
            "These do no more than chance to any outcome:",
            "Diese bewirken bei keinem Ergebnis mehr als der Zufall:",
        ),
        language,
    )
    yield from _listed(
        study,
        ~study.idle & ~study.clear,
        Words(
            "Unclear: more than chance, but with an interval that reaches down to it. For each "
            "outcome one in twenty parameters without any effect comes here by chance:",
            "Unklar: mehr als der Zufall, aber mit einem Intervall, das bis zu ihm reicht. Bei "
            "jedem Ergebnis gerät einer von zwanzig Parametern ohne jede Wirkung zufällig hierher:",
        ),
        language,
    )
    if study.clear.all():
        yield Words(
            "None of these parameters: each clearly moves at least one outcome.",
            "Keiner dieser Parameter: Jeder bewegt deutlich mindestens ein Ergebnis.",
        ).in_language(language)
        yield ""
    yield CAUTION.in_language(language)
    if study.replications == 1 and study.method != "pawn":
        yield ONE_SEED.in_language(language)
    yield ""


CAUTION = Words(
    "This holds over the plausible ranges, for these outcomes and so many runs. A parameter of a "
    "mechanism that another one switches off acts only where that one is on. More trajectories, "
    "samples or seeds find smaller effects.",
    "Das gilt für die plausiblen Spannen, diese Ergebnisse und so viele Läufe. Ein Parameter eines "
    "Mechanismus, den ein anderer abschaltet, wirkt nur, wo dieser an ist. Mehr Pfade, Stichproben "
    "oder Startwerte finden auch kleinere Wirkungen.",
)
ONE_SEED = Words(
    "With one seed per point chance is unknown: every change of a run counts as an effect.",
    "Mit einem Startwert je Punkt ist der Zufall unbekannt: Jede Änderung zählt als Wirkung.",
)


def _listed(study: Study, flags: Flags, head: Words, language: str) -> Iterator[str]:
    keys = [f.key for f, flag in zip(study.factors, flags, strict=True) if flag]
    if not keys:
        return
    yield head.in_language(language)
    yield ""
    yield from names_by_phase(keys, language)
    yield ""


# --- One outcome -------------------------------------------------------------------------------


def _outcome_lines(study: Study, found: Found, language: str) -> Iterator[str]:
    title = found.outcome.title.in_language(language)
    unit = found.outcome.unit.in_language(language)
    yield f"## {title}"
    yield ""
    analysis = found.analysis
    if analysis is None:
        yield Words(
            f"It is {number(found.low, language)} {unit} at every point: nothing moves it.",
            f"Überall {number(found.low, language)} {unit}: Nichts bewegt es.",
        ).in_language(language)
        yield ""
        return
    yield range_line(study, found, language)
    yield ""
    first = strongest(analysis, STRONGEST)
    for place, j in enumerate(first, 1):
        yield f"{place}. {_told(study, analysis, j, language)}"
    if first:
        yield ""
    yield _others_line(analysis, len(first), language)
    caution = _caution(study, analysis, first, language)
    if caution:
        yield ""
        yield caution
    yield ""


def range_line(study: Study, found: Found, language: str) -> str:
    """Say over which values an outcome goes, and how much of that is noise."""
    low, high = number(found.low, language), number(found.high, language)
    unit = found.outcome.unit.in_language(language)
    line = Words(
        f"Means of {counted(study.replications, 'seed', 'seeds')} go from {low} to {high} "
        f"({unit}).",
        f"Mittel über {counted(study.replications, 'Startwert', 'Startwerte')} reichen von {low} "
        f"bis {high} ({unit}).",
    ).in_language(language)
    if not math.isfinite(found.noise):
        return line
    share = percent(found.noise, language)
    return (
        line
        + " "
        + Words(
            f"Of their variance between points {share} is difference between seeds.",
            f"Von ihrer Varianz zwischen Punkten sind {share} Unterschiede zwischen Startwerten.",
        ).in_language(language)
    )


def points_and_seeds(study: Study) -> Words:
    """Say how many points there are, and how many seeds at each."""
    return Words(
        f"{study.points} points x {counted(study.replications, 'seed', 'seeds')}",
        f"{study.points} Punkte x {counted(study.replications, 'Startwert', 'Startwerte')}",
    )


def _told(study: Study, analysis: Analysis, j: int, language: str) -> str:
    index = analysis.main
    value, low, high = (number(v[j], language) for v in (index.value, index.low, index.high))
    interval = Words(f"{low} to {high}", f"{low} bis {high}").in_language(language)
    key = f"`{study.factors[j].key}`"
    if study.method == "morris":
        way = _way(study.factors[j], analysis, j).in_language(language)
        text = Words(
            f"{key} moves it by {value} ({interval}){way}",
            f"{key} bewegt es um {value} ({interval}){way}",
        )
    elif study.method == "sobol":
        alone = analysis.indices["first"]
        parts = [number(v[j], language) for v in (alone.value, alone.low, alone.high)]
        text = Words(
            f"{key}: {value} of the variance ({interval}); alone {parts[0]} "
            f"({parts[1]} to {parts[2]})",
            f"{key}: {value} der Varianz ({interval}); allein {parts[0]} "
            f"({parts[1]} bis {parts[2]})",
        )
    else:
        text = Words(
            f"{key} moves the distribution by up to {value} ({interval})",
            f"{key} verschiebt die Verteilung um bis zu {value} ({interval})",
        )
    return text.in_language(language) + "."


def _way(factor: Factor, analysis: Analysis, j: int) -> Words:
    """Say which way an effect goes; choices have no order."""
    strength, mean = analysis.indices["mu_star"].value[j], analysis.indices["mu"].value[j]
    if find(factor.key).choices:
        return Words("", "")
    if abs(mean) < ONE_WAY * strength:
        return Words(", in both directions", ", in beide Richtungen")
    return Words(", upwards", ", nach oben") if mean > 0.0 else Words(", downwards", ", nach unten")


def _others_line(analysis: Analysis, told: int, language: str) -> str:
    clear, idle = int(analysis.clear.sum()), int(analysis.idle.sum())
    unclear = analysis.idle.size - clear - idle
    clearly = Words(
        f"Clearly: {clear}, told here: {told}." if clear else "Clearly: none.",
        f"Deutlich: {clear}, hier genannt: {told}." if clear else "Deutlich: keiner.",
    ).in_language(language)
    rest = Words(
        f"Unclear: {unclear}. No more than chance: {idle}.",
        f"Unklar: {unclear}. Nicht mehr als der Zufall: {idle}.",
    ).in_language(language)
    return f"{clearly} {rest}"


ROUNDED = 0.05
"""A sum of shares that differs from 1 by less is written as 1.0."""


def _caution(study: Study, analysis: Analysis, first: Sequence[int], language: str) -> str:
    """Warn of effects that depend on other parameters."""
    if study.method == "morris":
        spread = analysis.indices["sigma"].value
        keys = [study.factors[j].key for j in first if spread[j] >= analysis.main.value[j]]
        text = Words(
            "Caution: the effect depends on other parameters, or is not straight, where it spreads "
            "at least as widely as it is large (sigma ≥ mu*): ",
            "Vorsicht: Die Wirkung hängt von anderen Parametern ab oder ist nicht gerade, wo sie "
            "mindestens so weit streut, wie sie groß ist (sigma ≥ mu*): ",
        )
        return text.in_language(language) + ", ".join(keys) + "." if keys else ""
    if study.method == "sobol":
        alone = float(analysis.indices["first"].value.sum())
        share = number(alone, language)
        if 1.0 - ROUNDED < alone < 1.0 + ROUNDED:
            return Words(
                f"Caution: the shares of single parameters add up to {share}, which is all there "
                "is; what parameters do together is hidden within the intervals.",
                f"Vorsicht: Die Anteile einzelner Parameter ergeben zusammen {share}, also alles; "
                "was Parameter gemeinsam bewirken, verbirgt sich in den Intervallen.",
            ).in_language(language)
        if alone > 1.0:
            return Words(
                f"Caution: the shares of single parameters add up to {share}, which is more than "
                "there is: more samples are needed.",
                f"Vorsicht: Die Anteile einzelner Parameter ergeben zusammen {share}, mehr als es "
                "gibt: Es braucht mehr Stichproben.",
            ).in_language(language)
        return Words(
            f"Caution: parameters by themselves explain {share} of the variance; the rest is what "
            "they do together, and noise.",
            f"Vorsicht: Einzeln erklären die Parameter {share} der Varianz; den Rest bewirken sie "
            "gemeinsam, oder er ist Rauschen.",
        ).in_language(language)
    return Words(
        "Caution: PAWN looks at one parameter at a time; it does not tell what two do together.",
        "Vorsicht: PAWN betrachtet einen Parameter nach dem anderen; was zwei gemeinsam bewirken, "
        "sagt es nicht.",
    ).in_language(language)


# --- How ---------------------------------------------------------------------------------------


def _how_lines(study: Study, language: str) -> Iterator[str]:
    yield Words("## How it was computed", "## Wie gerechnet wurde").in_language(language)
    yield ""
    name = METHOD_NAMES[study.method].in_language(language)
    runs = study.points * study.replications
    parameters = len(study.factors)
    points = points_and_seeds(study)
    yield Words(
        f"{name}: {counted(parameters, 'parameter', 'parameters')} over plausible ranges, "
        f"{points.en} = {runs} runs, all complete. The seeds are the same "
        "at every point. Intervals are 95 %; for them the independent parts of the design are "
        "drawn anew.",
        f"{name}: {parameters} Parameter über plausible Spannen, "
        f"{points.de} = {runs} Läufe, alle vollständig. Die "
        "Startwerte sind an jedem Punkt dieselben. Intervalle sind 95 %; dafür werden die "
        "unabhängigen Teile des Versuchsplans neu gezogen.",
    ).in_language(language)
    yield ""
    yield f"{HOW[study.method].in_language(language)} {LEVEL.in_language(language)}"
    yield ""
    if any(found.outcome.nothing_is_zero for found in study.found):
        yield ZERO.in_language(language)
        yield ""


ZERO = Words(
    "In means over all initiatives one without a platform counts 0, and so does a run in which "
    "nobody started anything.",
    "In Mitteln über alle Initiativen zählt eine ohne Plattform 0, ebenso ein Lauf, in dem niemand "
    "etwas begann.",
)

LEVEL = Words(
    f"{100 * CHANCE:.0f} % of parameters without any effect stay below the level of chance. A "
    "parameter does clearly more if its whole interval lies above it; no more, if its index does "
    "not.",
    f"{100 * CHANCE:.0f} % der Parameter ohne jede Wirkung bleiben unter dem, was der Zufall "
    "ergibt. Ein Parameter bewirkt deutlich mehr, wenn sein ganzes Intervall darüber liegt; nicht "
    "mehr, wenn es sein Index nicht tut.",
)

HOW = {
    "morris": Words(
        f"Each trajectory moves every parameter once, by two of {LEVELS} levels; a choice goes to "
        "any other. Effects are in units of the outcome per whole range. mu* is their mean size, "
        "mu their mean, sigma their spread over trajectories, which were drawn anew "
        f"{RESAMPLES} times. Chance is the mu* that the differences between the seeds of each move "
        "would give if the parameter only shuffled the draws.",
        f"Jeder Pfad bewegt jeden Parameter einmal, um zwei von {LEVELS} Stufen; eine Wahl "
        "wechselt zu irgendeiner anderen. Wirkungen gelten für die ganze Spanne, in der Einheit "
        "des Ergebnisses. mu* ist ihre mittlere Größe, mu ihr Mittel, sigma ihre Streuung über "
        f"Pfade, die {RESAMPLES}-mal neu gezogen wurden. Zufall ist das mu*, das die Unterschiede "
        "zwischen den Startwerten jedes Schritts ergäben, wenn der Parameter nur die Zufallszahlen "
        "mischte.",
    ),
    "sobol": Words(
        "Saltelli's design from a scrambled Sobol' sequence; indices by SciPy (Saltelli et al. "
        f"2010); samples were drawn anew {RESAMPLES} times. Estimates of small indices can be "
        "below 0. Chance is the total order that differences between seeds alone would give.",
        "Versuchsplan nach Saltelli aus einer verwürfelten Sobol-Folge; Indizes von SciPy "
        f"(Saltelli u. a. 2010); Stichproben wurden {RESAMPLES}-mal neu gezogen. Schätzungen "
        "kleiner Indizes können unter 0 liegen. Zufall ist der Totalindex, den Unterschiede "
        "zwischen Startwerten allein ergäben.",
    ),
    "pawn": Words(
        f"A Latin hypercube; every range is cut into {SLICES} slices, few values into one each. "
        "The index is the largest Kolmogorov-Smirnov distance between the outcomes in a slice and "
        f"all outcomes (Pianosi & Wagener 2018). Points were drawn anew {PAWN_RESAMPLES} times; "
        "intervals have that spread around the index. Chance is the index of shuffled parameters, "
        f"from {SHUFFLES} shuffles.",
        f"Ein lateinischer Hyperwürfel; jede Spanne in {SLICES} Scheiben, wenige Werte in je eine. "
        "Der Index ist der größte Kolmogorow-Smirnow-Abstand zwischen den Ergebnissen in einer "
        f"Scheibe und allen (Pianosi und Wagener 2018). Punkte wurden {PAWN_RESAMPLES}-mal neu "
        "gezogen; die Intervalle haben diese Streuung um den Index. Zufall ist der Index "
        f"gemischter Parameter, aus {SHUFFLES} Mischungen.",
    ),
}
"""How each method works, and what it takes for chance."""
