"""The written summary of a sweep over sizes: answer, tables, how it was computed."""

import math
from collections.abc import Iterator, Sequence

from experiments.estimates import FEWEST_RUNS
from experiments.exact_curves import agreement_probability, best_number, tolerance_in_unit_range
from experiments.finished_sweep import CHANGE, GOALS
from experiments.group_size import FIXED, Analysis, Comparison, Contrast, GroupSize, Verdict
from experiments.group_size_data import (
    AFTER_YEAR,
    AGREED_BY_ALL,
    AT_END,
    AT_PLATFORM,
    IN_TIME,
    SUCCESS,
)
from experiments.group_size_words import (
    DESIGN_NAMES,
    GOAL_NAMES,
    SETTING_NAMES,
    against_in_words,
    deviation_in_words,
    first_design,
    knee_in_words,
    name_of_verdict,
    verdict_of,
)
from experiments.numbers_in_words import DASH, markdown_table, mean, name_of, number, points, share
from experiments.statistics import RESAMPLES
from experiments.sweep_words import (
    FORMS,
    best_in_words,
    candidates_in_words,
    failed_line,
    world_line,
)
from sim.chronicle import Words
from sim.measures import OLD_ENOUGH


def summary_lines(
    study: GroupSize, answer: Sequence[str], pictures: Sequence[str], language: str
) -> Iterator[str]:
    """Give the written summary, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    answer
        Its first lines: the answer in plain sentences.
    pictures
        Names of the figures beside it.
    language
        "en" or "de".
    """
    told = world_line(study.data, language)
    yield from (f"# {Words(*TITLE).in_language(language)}", "")
    yield from (f"{told[0].upper() + told[1:]}. {failed_line(study.data, language)}", "")
    yield from answer
    yield from (f"## {Words('What was asked', 'Was gefragt war').in_language(language)}", "")
    yield from (_claim(language), "")
    setting = study.data.settings()[0]
    if any(analysis.at_twenty for analysis in study.analyses.values()):
        yield from _answers(study, setting, language)
        yield from _realised(study, setting, language)
    yield from _best_sizes(study, setting, language)
    yield from _knees(study, setting, language)
    yield from _other_settings(study, language)
    yield from _exact(study, setting, language)
    yield from (f"## {Words('Figures', 'Abbildungen').in_language(language)}", "")
    for name in pictures:
        yield f"![{name}]({name})"
        yield ""
    yield from (
        f"## {Words('How it was computed', 'Wie gerechnet wurde').in_language(language)}",
        "",
    )
    yield from (f"* {note}" for note in notes(language))


TITLE = ("Are twenty organisations too many?", "Sind zwanzig Organisationen zu viele?")


def _claim(language: str) -> str:
    return Words(
        "The study quotes a practitioner: it cannot be done with twenty organisations, because "
        "steerability, coordination and the forming of common goals get lost (claim F2). Below, "
        "every size counts organisations: the founder and its partners. Twenty organisations are "
        "a founder and 19 partners.",
        "Die Studie zitiert aus der Praxis: Mit zwanzig Organisationen gehe es nicht, weil sich "
        "Steuerbarkeit, Koordination und die Verständigung über gemeinsame Ziele verlieren "
        "(Behauptung F2). Im Folgenden zählt jede Größe Organisationen: die gründende und ihre "
        "Partner. Zwanzig Organisationen sind eine gründende und 19 Partner.",
    ).in_language(language)


def _names(analysis: Analysis, language: str) -> list[str]:
    return [
        name_of(DESIGN_NAMES, analysis.key.design, language),
        name_of(GOAL_NAMES, analysis.key.goal, language),
        name_of(FORMS, analysis.key.governance, language),
    ]


NAME_HEADS = Words("design|goal|governance", "Design|Ziel|Lenkung")


def _heads(more: Words, language: str) -> list[str]:
    return f"{NAME_HEADS.in_language(language)}|{more.in_language(language)}".split("|")


def _analyses(study: GroupSize, setting: str) -> list[Analysis]:
    return [
        analysis
        for design in study.data.designs(setting)
        for goal in GOALS
        for analysis in study.find(setting, design, goal)
    ]


def _answers(study: GroupSize, setting: str, language: str) -> Iterator[str]:
    title = Words("Twenty against fewer", "Zwanzig gegen weniger")
    yield from (f"## {title.in_language(language)}", "")
    yield from (_answer_in_words(study, setting, language), "")
    for title, measure in (
        (
            Words("Success: twenty minus fewer, points", "Erfolg: zwanzig minus weniger, Punkte"),
            SUCCESS,
        ),
        (
            Words(
                "Decided in time: twenty minus fewer, points",
                "Rechtzeitig entschieden: zwanzig minus weniger, Punkte",
            ),
            IN_TIME,
        ),
    ):
        yield from (f"### {title.in_language(language)}", "")
        rows = [
            [*_names(a, language), *_comparison_cells(a, a.compare(measure), language)]
            for a in _analyses(study, setting)
        ]
        small, middle = (number(size, 0, language) for size in FIXED)
        more = Words(
            f"against the best smaller|that is|against {small}|against {middle}|answer",
            f"gegen die beste kleinere|das ist|gegen {small}|gegen {middle}|Antwort",
        )
        yield from markdown_table(_heads(more, language), rows)


def _comparison_cells(analysis: Analysis, comparison: Comparison, language: str) -> list[str]:
    best = comparison.with_best
    fixed = [_fixed(comparison.with_fixed, size, language) for size in FIXED]
    against = number(best.against, 0, language)
    verdict = verdict_of(analysis, comparison, language)
    return [points(best.difference, language), against, *fixed, verdict]


def _fixed(contrasts: Sequence[Contrast], size: float, language: str) -> str:
    near = [contrast for contrast in contrasts if abs(contrast.against - size) <= 1.0]
    return points(near[0].difference, language) if near else DASH


def _answer_in_words(study: GroupSize, setting: str, language: str) -> str:
    """Count the verdicts in a paragraph, whatever they are."""
    analyses = _analyses(study, setting)
    sentences = []
    for name, comparisons in (
        (Words("success", "Erfolg"), [a.success_of_twenty for a in analyses]),
        (Words("steerability", "Steuerbarkeit"), [a.steerability_of_twenty for a in analyses]),
    ):
        told = ", ".join(
            f"{name_of_verdict(verdict, language)} {count}"
            for verdict in Verdict
            if (count := sum(comparison.verdict is verdict for comparison in comparisons))
        )
        sentences.append(
            Words(
                f"In {name.en}, twenty organisations against the best smaller size, over "
                f"{len(comparisons)} combinations of design, goal and governance: {told}.",
                f"{name.de}, zwanzig Organisationen gegen die beste kleinere Größe, in "
                f"{len(comparisons)} Verbindungen von Design, Ziel und Lenkung: {told}.",
            ).in_language(language)
        )
    never = sum(a.at_twenty is not None and not a.reaches_twenty for a in analyses)
    if never:
        sentences.append(
            Words(
                f"In {never} of them alliances that aimed at twenty stayed far below: there the "
                "comparison is about aiming at twenty, not about having them.",
                f"In {never} davon blieben Allianzen, die zwanzig anstrebten, weit darunter: Dort "
                "vergleicht man das Anstreben von zwanzig, nicht das Haben.",
            ).in_language(language)
        )
    if any(comparison.verdict is Verdict.TOO_FEW_RUNS for comparison in comparisons):
        sentences.append(
            Words(
                f"With fewer than {FEWEST_RUNS} runs per point nothing is said of differences.",
                f"Bei weniger als {FEWEST_RUNS} Läufen je Punkt wird über Unterschiede nichts "
                "gesagt.",
            ).in_language(language)
        )
    return " ".join(sentences)


def _realised(study: GroupSize, setting: str, language: str) -> Iterator[str]:
    title = Words(
        "How many there really are where twenty are aimed at",
        "Wie viele es wirklich sind, wo zwanzig angestrebt werden",
    )
    yield from (f"## {title.in_language(language)}", "")
    rows = []
    for analysis in _analyses(study, setting):
        at = analysis.at_twenty
        if at is None:
            continue
        found = [analysis.estimates(measure)[at] for measure in (AT_PLATFORM, AFTER_YEAR, AT_END)]
        sizes = [analysis.members_at_twenty, *found]
        rows.append([*_names(analysis, language), *(mean(size, language) for size in sizes)])
    more = Words(
        "members at most|at the platform|after a year|at the end or now",
        "Mitglieder höchstens|bei der Plattform|nach einem Jahr|am Ende oder jetzt",
    )
    yield from markdown_table(_heads(more, language), rows)


def _best_sizes(study: GroupSize, setting: str, language: str) -> Iterator[str]:
    title = Words("The size with the most success", "Die Größe mit dem meisten Erfolg")
    yield from (f"## {title.in_language(language)}", "")
    rows = [
        [
            *_names(analysis, language),
            best_in_words(analysis.best, language),
            candidates_in_words(analysis.best, language),
            _success_at_best(analysis, language),
        ]
        for analysis in _analyses(study, setting)
    ]
    more = Words(
        "best size, organisations|not told from it|success there",
        "beste Größe, Organisationen|nicht davon zu unterscheiden|Erfolg dort",
    )
    yield from markdown_table(_heads(more, language), rows)


def _success_at_best(analysis: Analysis, language: str) -> str:
    if analysis.best is None:
        return DASH
    place = analysis.place_of(analysis.best.size)
    return DASH if place is None else share(analysis.estimates(SUCCESS)[place], language)


def _knees(study: GroupSize, setting: str, language: str) -> Iterator[str]:
    title = Words("The knee of steerability", "Der Knick der Steuerbarkeit")
    yield from (f"## {title.in_language(language)}", "")
    rows = [
        [*_names(analysis, language), knee_in_words(analysis.knee, language)]
        for analysis in _analyses(study, setting)
    ]
    more = Words("knee, organisations", "Knick, Organisationen")
    yield from markdown_table(_heads(more, language), rows)


def _other_settings(study: GroupSize, language: str) -> Iterator[str]:
    others = study.data.settings()[1:]
    if not others:
        return
    yield from (f"## {Words('Other settings', 'Andere Einstellungen').in_language(language)}", "")
    design = first_design(study)
    named = name_of(DESIGN_NAMES, design, language)
    yield Words(
        f"Design: {named}. The other designs stand in group_size_answers.csv.",
        f"Design: {named}. Die anderen Designs stehen in group_size_answers.csv.",
    ).in_language(language)
    yield ""
    rows = [
        [
            _setting_cell(study, setting, language),
            *_names(analysis, language)[1:],
            best_in_words(analysis.best, language),
            against_in_words(analysis, analysis.success_of_twenty, language),
            against_in_words(analysis, analysis.steerability_of_twenty, language),
        ]
        for setting in others
        for goal in GOALS
        for analysis in study.find(setting, design, goal)
    ]
    more = Words(
        "best size|success: twenty minus best smaller|decided in time: twenty minus best smaller",
        "beste Größe|Erfolg: zwanzig minus beste kleinere"
        "|rechtzeitig: zwanzig minus beste kleinere",
    )
    setting_head = Words("setting", "Einstellung").in_language(language)
    yield from markdown_table([setting_head, *_heads(more, language)[1:]], rows)


def _setting_cell(study: GroupSize, setting: str, language: str) -> str:
    name = name_of(SETTING_NAMES, setting, language)
    changes = deviation_in_words(study, setting, language)
    return f"{name} ({changes})" if changes else name


def _exact(study: GroupSize, setting: str, language: str) -> Iterator[str]:
    """Tell what the exact curve says at this tolerance, and what the model does."""
    analyses = study.find(setting, first_design(study), CHANGE)
    tolerance = analyses[0].curve.tolerance if analyses else math.nan
    if not math.isfinite(tolerance) or tolerance <= 0.0:
        return
    title = Words("Beside an exact curve", "Neben einer exakten Kurve")
    yield from (f"## {title.in_language(language)}", "")
    unit = tolerance_in_unit_range(tolerance)
    five, twenty = (float(agreement_probability(size, unit)) for size in (5.0, 20.0))
    best = best_number(unit)
    numbers = [_small_share(value, language) for value in (five, twenty)]
    half, whole = number(unit, 3, language), number(tolerance, 2, language)
    yield Words(
        f"If ideal points are uniform and all must accept one point, n agree with probability "
        f"n r^(n-1) - (n-1) r^n, r twice the tolerance. The model's tolerance of {whole} on "
        f"positions from −1 to 1 is {half} of the range: {numbers[0]} for 5, {numbers[1]} for 20 "
        f"organisations, and n times the probability is largest at {best}. So whether twenty are "
        "too many depends on tolerance. The model differs: partners are chosen and may share a "
        "direction, tolerances differ and widen, several items are open, and objectors may leave, "
        "so that a platform without them is agreed.",
        f"Sind Idealpunkte gleichverteilt und müssen alle einen Punkt annehmen, so einigen sich n "
        f"mit Wahrscheinlichkeit n r^(n-1) - (n-1) r^n, r die doppelte Toleranz. Die Toleranz des "
        f"Modells von {whole} auf Positionen von −1 bis 1 ist {half} der Spanne: {numbers[0]} bei "
        f"5, {numbers[1]} bei 20 Organisationen, und n mal Wahrscheinlichkeit ist bei {best} am "
        "größten. Ob zwanzig zu viele sind, hängt also an der Toleranz. Das Modell ist anders: "
        "Partner werden ausgesucht und können eine Richtung teilen, Toleranzen sind verschieden "
        "und weiten sich, mehrere Punkte sind offen, und wer widerspricht, kann gehen, sodass "
        "eine Plattform ohne sie vereinbart wird.",
    ).in_language(language)
    yield ""
    rows = []
    for analysis in analyses:
        places = [analysis.place_of(size) for size in (*FIXED, 20.0)]
        found = analysis.estimates(AGREED_BY_ALL)
        cells = [DASH if place is None else share(found[place], language) for place in places]
        rows.append([name_of(FORMS, analysis.key.governance, language), *cells])
    heads = Words(
        "all aimed at agree, model: governance|5|10|20",
        "alle Angestrebten einig, Modell: Lenkung|5|10|20",
    )
    yield from markdown_table(heads.in_language(language).split("|"), rows)


def _small_share(value: float, language: str) -> str:
    least = 0.001
    if value < least:
        below = Words("below", "unter").in_language(language)
        return f"{below} {number(100 * least, 1, language)} %"
    return f"{number(100 * value, 1, language)} %"


def notes(language: str) -> list[str]:
    """Return how everything is defined and computed."""
    return [words.in_language(language) for words in NOTES]


NOTES = (
    Words(
        "Designs: *assigned*, a focal alliance whose size is set; *intended*, its founder aims at "
        "a size and joining is free; *all aim alike*, every founder does. In the first two the "
        "focal initiative of each run counts, with or without partners; in the third all alliances "
        f"founded at least {OLD_ENOUGH} weeks before the horizon, by their kind of goal.",
        "Designs: *zugewiesen*, eine fokale Allianz, deren Größe gesetzt ist; *angestrebt*, ihre "
        "Gründerin strebt eine Größe an, Beitritt ist frei; *alle streben Gleiches an*. In den "
        "ersten beiden zählt die fokale Initiative jedes Laufs, ob mit Partnern oder ohne; im "
        f"dritten alle Allianzen, die mindestens {OLD_ENOUGH} Wochen vor dem Horizont gegründet "
        "wurden, nach der Art ihres Ziels.",
    ),
    Words(
        "Success: share that reached the goal by the horizon; who still lives then has not. A "
        "focal alliance has the whole horizon for it, the others what is left. Steerability: "
        "occasions decided in time, of all settled occasions, pooled over runs. Weeks to the "
        "platform and depth: means "
        "over those with a platform, so that slow ones that never got there are missing; the share "
        "with a platform stands in the table. Coordination: hours for coordination of all hours. "
        "Contribution: hours beyond coordination per member and week. Exits: members who left, of "
        "all who ever belonged. Members after a year: of those that lived so long.",
        "Erfolg: Anteil, der bis zum Horizont das Ziel erreichte; wer dann noch besteht, hat es "
        "nicht. Eine fokale Allianz hat dafür den ganzen Zeitraum, die anderen den Rest. "
        "Steuerbarkeit: rechtzeitig entschiedene unter allen erledigten Anlässen, über alle Läufe."
        " Wochen bis zur Plattform "
        "und Tiefe: Mittel über die mit Plattform, langsame ohne Plattform fehlen also; der Anteil "
        "mit Plattform steht in der Tabelle. Abstimmung: Stunden dafür an allen Stunden. Beitrag: "
        "Stunden über die Abstimmung hinaus je Mitglied und Woche. Austritte: Mitglieder, die "
        "gingen, unter allen, die je dazugehörten. Mitglieder nach einem Jahr: derer, die so lange "
        "lebten.",
    ),
    Words(
        "Intervals are 95 %: Wilson's for shares of one alliance per run, otherwise from "
        f"{RESAMPLES} resamples of whole replications, with the same draws at every size: a "
        "replication has the same seed everywhere, so differences are paired. Each interval stands "
        "for itself: of a hundred comparisons without any difference about five would seem to "
        "show one.",
        "Intervalle sind 95 %: nach Wilson für Anteile je einer Allianz pro Lauf, sonst "
        f"aus {RESAMPLES} Ziehungen ganzer Wiederholungen, bei jeder Größe dieselben: Eine "
        "Wiederholung hat überall denselben Startwert, Unterschiede sind also gepaart. Jedes "
        "Intervall steht für sich: Von hundert Vergleichen ohne Unterschied schienen etwa fünf "
        "einen zu zeigen.",
    ),
    Words(
        "Best size: the top of the curve of success, smoothed by local lines over the logarithm of "
        "the size, because the highest of many noisy shares jumps. Its interval comes from the "
        "resamples. A size is ruled out as the best if another is higher by more than the largest "
        "paired difference varies by chance. No best size is told if even the largest of all "
        "differences is no larger than chance explains.",
        "Beste Größe: der höchste Punkt der Erfolgskurve, mit lokalen Geraden über dem Logarithmus "
        "der Größe geglättet, weil der höchste von vielen verrauschten Anteilen springt. Ihr "
        "Intervall kommt aus den Ziehungen. Eine Größe ist als beste ausgeschlossen, wenn eine "
        "andere um mehr höher liegt, als der größte gepaarte Unterschied zufällig schwankt. Keine "
        "beste Größe ist zu erkennen, wenn selbst der größte aller Unterschiede nicht größer ist, "
        "als Zufall erklärt.",
    ),
    Words(
        "Twenty against the best smaller size: the best of many looks better than it is, so that "
        "the difference leans to the negative; the interval allows for it and holds whichever "
        "smaller size is the best, which may also be another than that named (multiple comparisons "
        "with the best, Hsu 1981). The comparisons with 5 and 10 organisations need no choice and "
        "use the values as found; twenty is a size of the sweep at most one organisation away. "
        '"Not reached" is said where alliances that aim at twenty have fewer than 15 members at '
        "their largest, in the mean.",
        "Zwanzig gegen die beste kleinere Größe: Die beste von vielen erscheint besser, als sie "
        "ist, der Unterschied neigt also zum Negativen; das Intervall berücksichtigt das und gilt, "
        "welche kleinere Größe auch die beste ist, auch wenn es eine andere als die genannte "
        "ist (multiple Vergleiche mit der besten, Hsu 1981). Die Vergleiche mit 5 und 10 "
        "Organisationen brauchen keine Wahl und nehmen die Werte, wie sie sind; zwanzig ist eine "
        "Größe der Reihe, höchstens eine Organisation daneben. „Nicht erreicht“ heißt es, wo "
        "Allianzen, die zwanzig anstreben, an ihrem größten Punkt im Mittel weniger "
        "als 15 Mitglieder haben.",
    ),
    Words(
        "Knee: a continuous line of two pieces fitted to steerability by least squares. It counts "
        "as present if one line serves less well than chance explains (5 %; chance deviations "
        "added to the straight line, both fitted again). A gradual bend has a knee in its middle.",
        "Knick: eine stetige Linie aus zwei Stücken, nach kleinsten Quadraten an die Steuerbarkeit "
        "gelegt. Er gilt als vorhanden, wenn eine Gerade schlechter taugt, als Zufall erklärt "
        "(5 %; Zufallsabweichungen zur Geraden addiert, beide neu angepasst). Eine allmähliche "
        "Biegung hat ihren Knick in der Mitte.",
    ),
)
