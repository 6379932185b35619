"""The written summary of a sweep over breadth and depth: answer, tables, how it was computed."""

import itertools
import math
from collections.abc import Iterator, Sequence

from experiments.breadth_depth import BreadthDepth, FrontierPoint, frontier
from experiments.breadth_depth_answer import answer_lines, left_out_lines
from experiments.breadth_depth_best import best_table
from experiments.breadth_depth_conditions import condition_table, governance_table
from experiments.breadth_depth_data import (
    DEPTH,
    DEPTH_OF_ALL,
    DEPTHS,
    DIFFERENTIATED,
    EFFECTIVE_SECTORS,
    ELECTORATES,
    MEMBERS,
    PLATFORM,
    SUCCESS,
    UNIFORM,
    VALUE,
    Key,
)
from experiments.breadth_depth_levels import levels_table
from experiments.breadth_depth_notes import NOTES
from experiments.breadth_depth_profile import Profile
from experiments.breadth_depth_terms import TITLE, term_lines
from experiments.breadth_depth_variety import apart_table, unfilled_table
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    SELECTION_NAMES,
    VERDICTS,
    changes_in_words,
    in_points,
    level_in_points,
    measure_in_words,
    setting_in_words,
    usual,
    where,
)
from experiments.estimates import Estimate
from experiments.numbers_in_words import (
    DASH,
    between,
    capital,
    heading,
    heads_of,
    markdown_table,
    mean,
    name_of,
    number,
    share,
)
from experiments.sweep_words import (
    FORMS,
    best_in_words,
    candidates_in_words,
    failed_line,
    world_line,
)
from sim.chronicle import Words


def summary_lines(study: BreadthDepth, pictures: Sequence[str], language: str) -> Iterator[str]:
    """Give the written summary, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    pictures
        Names of the figures beside it.
    language
        "en" or "de".
    """
    key = usual(study)
    yield from (
        f"# {Words('How broad, how deep?', 'Wie breit, wie tief?').in_language(language)}",
        "",
    )
    told = f"{capital(world_line(study.data, language))}. {failed_line(study.data, language)}"
    yield from (" ".join([told, *left_out_lines(study, language)]), "")
    yield from answer_lines(study, language)
    yield from _best(study, key, language)
    yield from _levels(study, key, language)
    yield from _fates(study, key, language)
    yield from _sizes(study, key, language)
    yield from _costs(study, key, language)
    yield from _locally(study, key, language)
    yield from _switches(study, key, language)
    yield from _efficient(study, key, language)
    yield from _successes(study, key, language)
    yield from apart_table(study, language)
    yield from unfilled_table(study, language)
    yield from heading(Words("Figures", "Abbildungen"), language)
    for name in pictures:
        yield from (f"![{name}]({name})", "")
    yield from heading(TITLE, language)
    yield from term_lines(study, language)
    yield from heading(Words("How it was computed", "Wie gerechnet wurde"), language)
    yield from (f"* {note.in_language(language)}" for note in NOTES)


def _best(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell the best sizes of every form of governance and commitment."""
    title = Words(
        f"Best sizes, in organisations aimed at: {where(key, 'en')}",
        f"Beste Größen, in angestrebten Organisationen: {where(key, 'de')}",
    )
    yield from heading(title, language)
    yield from best_table(study, key, language)


def _levels(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell breadth, success and depth under each condition."""
    if study.alternatives(key):
        title = Words(
            "How broad, how successful, how deep under each condition",
            "Wie breit, wie erfolgreich, wie tief unter jeder Bedingung",
        )
        yield from heading(title, language)
        yield from levels_table(study, key, language)


TRADE_OFFS = {
    DEPTH: Words(
        "What becomes of the trade-off of depth",
        "Was aus dem Zielkonflikt bei der Tiefe wird",
    ),
    VALUE: Words(
        "What becomes of the trade-off in what members gain",
        "Was aus dem Zielkonflikt bei dem wird, was Mitglieder gewinnen",
    ),
}


def _fates(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell what becomes of the trade-off under each condition, in words alone."""
    for measure, title in TRADE_OFFS.items():
        for commitment in study.data.commitments():
            own = key._replace(commitment=commitment)
            told = condition_table(study, own, measure, language)
            if told:
                name = name_of(COMMITMENT_NAMES, commitment, language)
                yield f"## {title.in_language(language)}: {name}"
                yield ""
                yield from told
    yield Words(
        f"Each against the same commitment, {where(key, 'en')}, main setting, with the same "
        "governance; differentiated commitment against uniform. A trade-off: it falls with each "
        "doubling of members. Marginal: told by "
        "itself, but not among all conditions at once.",
        f"Jeweils gegen gleiche Verpflichtung, {where(key, 'de')}, Haupteinstellung, mit gleicher "
        "Lenkung; abgestufte Verpflichtung gegen einheitliche. Ein Zielkonflikt: Es sinkt mit "
        "jeder Verdopplung der Mitglieder. Grenzwertig: "
        "für sich zu erkennen, aber nicht unter allen Bedingungen zugleich.",
    ).in_language(language)
    yield ""
    told = governance_table(study, key, language)
    if told:
        form = name_of(FORMS, key.governance, language)
        title = Words(
            f"What becomes of the trade-off of depth with another governance than {form.lower()}",
            f"Was bei anderer Lenkung als {form} aus dem Zielkonflikt bei der Tiefe wird",
        )
        yield from heading(title, language)
        yield from told


def _sizes(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell breadth, depth and success by size."""
    form = name_of(FORMS, key.governance, language)
    yield from heading(
        Words(
            f"Breadth and depth by size: {form}, {where(key, 'en')}",
            f"Breite und Tiefe nach Größe: {form}, {where(key, 'de')}",
        ),
        language,
    )
    for commitment in study.data.commitments():
        profile = study.profiles.get(key._replace(commitment=commitment))
        if profile is None:
            continue
        yield from (f"{capital(name_of(COMMITMENT_NAMES, commitment, language))}:", "")
        yield from markdown_table(
            heads_of(
                Words(
                    "organisations aimed at|reaches a platform|members, median|effective sectors"
                    "|electorates reached|depth, median|depth, mean|depth of all started"
                    "|value to members|success",
                    "angestrebte Organisationen|erreicht eine Plattform|Mitglieder, Median"
                    "|wirksame Sektoren|erreichte Wählerschaften|Tiefe, Median|Tiefe, Mittel"
                    "|Tiefe aller begonnenen|Wert für Mitglieder|Erfolg",
                ),
                language,
            ),
            list(_size_rows(profile, language)),
        )
    yield Words(
        "Depth of all started is a mean with 0 where no platform came about. Value to members is "
        "salience × position, not in points.",
        "Die Tiefe aller begonnenen ist ein Mittel mit 0, wo keine Plattform zustande kam. Der "
        "Wert für Mitglieder ist Salienz × Position, nicht in Punkten.",
    ).in_language(language)
    yield ""


def _size_rows(profile: Profile, language: str) -> Iterator[list[str]]:
    columns = (
        profile.means(PLATFORM),
        profile.medians(MEMBERS),
        profile.means(EFFECTIVE_SECTORS),
        profile.means(ELECTORATES),
        profile.medians(DEPTH),
        profile.means(DEPTH),
        profile.means(DEPTH_OF_ALL),
        profile.means(VALUE),
        profile.means(SUCCESS),
    )
    for size, *row in zip(profile.organisations, *columns, strict=True):
        platform, members, sectors, reached, depth, mean_depth, of_all, value, success = row
        yield [
            number(float(size), 0, language),
            share(platform, language),
            mean(members, language),
            mean(sectors, language),
            share(reached, language),
            level_in_points(depth, language),
            level_in_points(mean_depth, language),
            level_in_points(of_all, language),
            _fine(value, language),
            share(success, language),
        ]


def _fine(found: Estimate, language: str) -> str:
    """Write a small level with its interval."""
    if not math.isfinite(found.value):
        return DASH
    limits = between(found.low, found.high, 2, language)
    return f"{number(found.value, 2, language)} ({limits})"


def _costs(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell what a further member costs, by governance, selection and commitment."""
    yield from heading(
        Words("What each further member costs", "Was jedes weitere Mitglied kostet"), language
    )
    profiles = study.find(setting=key.setting, sectors=key.sectors)
    rows = [
        [
            name_of(FORMS, profile.key.governance, language),
            name_of(SELECTION_NAMES, profile.key.selection, language),
            name_of(COMMITMENT_NAMES, profile.key.commitment, language),
            VERDICTS[profile.cost().verdict].in_language(language),
            *(in_points(profile.cost(measure).change, language) for measure in DEPTHS),
        ]
        for profile in profiles
    ]
    heads = Words(
        "governance|partners|commitment|verdict on depth",
        "Lenkung|Partner|Verpflichtung|Urteil zur Tiefe",
    )
    names = [measure_in_words(measure, language) for measure in DEPTHS]
    yield from markdown_table([*heads_of(heads, language), *names], rows)
    yield Words(
        "Change for one member more, in points (value: in hundredths of 1), over all sizes, with "
        "95 % interval.",
        "Änderung für ein Mitglied mehr, in Punkten (Wert: in Hundertsteln von 1), über alle "
        "Größen, mit 95-%-Intervall.",
    ).in_language(language)
    yield ""


def _locally(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell what a further member costs from each size to the next."""
    profiles = [
        profile
        for profile in study.find(setting=key.setting, sectors=key.sectors, selection=key.selection)
        if profile.organisations.size > 1
    ]
    if not profiles:
        return
    yield from heading(
        Words(
            "What each further member costs, from one size to the next",
            "Was jedes weitere Mitglied kostet, von einer Größe zur nächsten",
        ),
        language,
    )
    spans = dict.fromkeys(pair for profile in profiles for pair in _spans(profile))
    rows = []
    for profile in profiles:
        found = dict(zip(_spans(profile), profile.local_costs(), strict=True))
        rows.append(
            [
                name_of(FORMS, profile.key.governance, language),
                name_of(COMMITMENT_NAMES, profile.key.commitment, language),
                *(in_points(found[s], language) if s in found else DASH for s in spans),
            ]
        )
    heads = heads_of(Words("governance|commitment", "Lenkung|Verpflichtung"), language)
    to = Words("to", "bis").in_language(language)
    yield from markdown_table([*heads, *(f"{a:.0f} {to} {b:.0f}" for a, b in spans)], rows)
    yield Words(
        "Columns are organisations aimed at; a dash: it cannot be told that there are more members "
        "at the platform.",
        "Spalten sind angestrebte Organisationen; ein Strich: Mehr Mitglieder bei der Plattform "
        "sind nicht zu erkennen.",
    ).in_language(language)
    yield ""


def _spans(profile: Profile) -> list[tuple[float, float]]:
    return list(itertools.pairwise(float(size) for size in profile.organisations))


def _switches(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell what becomes of the trade-off under each switch, and under differentiated commitment."""
    yield from heading(
        Words(
            "What each doubling of members changes, under each switch",
            "Was jede Verdopplung der Mitglieder ändert, unter jedem Schalter",
        ),
        language,
    )
    rows = []
    for setting in study.data.settings():
        for governance in study.data.governances():
            own = key._replace(setting=setting, governance=governance)
            cells = [_switch_cell(study, own, one, language) for one in (UNIFORM, DIFFERENTIATED)]
            lifts = [study.lift(own, measure) for measure in (DEPTH, VALUE)]
            if any(cell != DASH for cell in cells):
                changes = changes_in_words(study, setting, language)
                name = setting_in_words(setting, language)
                rows.append(
                    [
                        f"{name} ({changes})" if changes else name,
                        name_of(FORMS, governance, language),
                        *cells,
                        *(in_points(lift.difference, language) if lift else DASH for lift in lifts),
                    ]
                )
    heads = Words(
        "switch|governance|depth, uniform commitment|depth, differentiated commitment"
        "|differentiated minus uniform, depth|differentiated minus uniform, value to members",
        "Schalter|Lenkung|Tiefe, einheitliche Verpflichtung|Tiefe, abgestufte Verpflichtung"
        "|abgestuft minus einheitlich, Tiefe|abgestuft minus einheitlich, Wert für Mitglieder",
    )
    yield from markdown_table(heads_of(heads, language), rows)
    yield Words(
        "Change with each doubling of members, in points (value: in hundredths of 1), with 95 % "
        "interval. Depth says what "
        "the platform holds, value to members what they gain by it.",
        "Änderung mit jeder Verdopplung der Mitglieder, in Punkten (Wert: in Hundertsteln von 1), "
        "mit 95-%-Intervall. Die "
        "Tiefe sagt, was in der Plattform steht, der Wert für Mitglieder, was sie gewinnen.",
    ).in_language(language)
    yield ""


def _switch_cell(study: BreadthDepth, key: Key, commitment: str, language: str) -> str:
    profile = study.profiles.get(key._replace(commitment=commitment))
    if profile is None:
        return DASH
    return in_points(profile.cost_per_doubling().change, language)


def _efficient(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """List the efficient combinations of governance, selection and size."""
    yield from heading(Words("The efficient frontier", "Die effiziente Grenze"), language)
    heads = Words(
        "governance|partners|organisations aimed at|reaches a platform|members, median"
        "|depth, median|in how many resamples efficient",
        "Lenkung|Partner|angestrebte Organisationen|erreicht eine Plattform|Mitglieder, Median"
        "|Tiefe, Median|in wie vielen Ziehungen effizient",
    )
    for commitment in study.data.commitments():
        profiles = study.find(setting=key.setting, sectors=key.sectors, commitment=commitment)
        if not profiles:
            continue
        found = [point for point in frontier(profiles) if point.is_efficient]
        found.sort(key=lambda point: point.breadth.value)
        name = capital(name_of(COMMITMENT_NAMES, commitment, language))
        yield from (f"{name}:", "")
        rows = [_frontier_row(point, language) for point in found]
        yield from markdown_table(heads_of(heads, language), rows)


def _frontier_row(point: FrontierPoint, language: str) -> list[str]:
    return [
        name_of(FORMS, point.key.governance, language),
        name_of(SELECTION_NAMES, point.key.selection, language),
        number(point.organisations, 0, language),
        share(point.platform, language),
        mean(point.breadth, language),
        level_in_points(point.depth, language),
        f"{number(100 * point.times_efficient, 0, language)} %",
    ]


def _successes(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    yield from heading(Words("Where success is highest", "Wo Erfolg am häufigsten ist"), language)
    rows = [
        [
            name_of(FORMS, profile.key.governance, language),
            name_of(SELECTION_NAMES, profile.key.selection, language),
            name_of(COMMITMENT_NAMES, profile.key.commitment, language),
            best_in_words(profile.best, language),
            candidates_in_words(profile.best, language),
        ]
        for profile in study.find(setting=key.setting, sectors=key.sectors)
    ]
    heads = Words(
        "governance|partners|commitment|size with most success, organisations|not told from it",
        "Lenkung|Partner|Verpflichtung|Größe mit dem meisten Erfolg, Organisationen"
        "|nicht davon zu unterscheiden",
    )
    yield from markdown_table(heads_of(heads, language), rows)
