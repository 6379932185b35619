"""What a calibration did and found, in words: for the screen and as `calibration.md`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.calibration import (
    DEFAULTS,
    JUDGED,
    Calibration,
    Candidate,
    Guess,
    Judgement,
    present_defaults,
)
from experiments.counting import counted
from experiments.pattern_definitions import PATTERNS, Verdict, Words
from experiments.pattern_words import (
    VERDICTS,
    number_in_words,
    range_in_words,
    seeds_in_words,
)

SOURCES = {
    "first formulation": Words("first formulation", "erste Fassung"),
    "present default": Words("present default", "heutiger Wert"),
}

NOBODY = Words(
    "No drawn candidate meets all patterns.", "Kein gezogener Kandidat erfüllt alle Muster."
)


def value_in_words(value: float, language: str) -> str:
    """Write a value of a parameter in three digits."""
    text = f"{value:.3g}"
    return text.replace(".", ",") if language == "de" else text


def source_of(guess: Guess, language: str) -> str:
    """Write where a starting guess is from; as it stands where it is none of ours."""
    known = SOURCES.get(guess.source)
    return known.of(language) if known else guess.source


# --- On the screen -------------------------------------------------------------------------------


def screen_lines(found: Calibration, language: str) -> list[str]:
    """Write what came out in some lines."""
    lines = [accepted_in_words(found, language), ""]
    for pattern in PATTERNS:
        share = f"{100 * found.share_meeting(pattern.letter):.0f} %"
        lines.append(f"  {share:>5}  ({pattern.letter}) {pattern.title.of(language)}")
    lines += ["", *_told_of_start(found, language), *_told_of_defaults(found, language)]
    lines += [*_told_of_choice(found, language), ""]
    if found.chosen is None:
        return lines
    heads = Words("parameter|guess|chosen|default", "Parameter|Annahme|gewählt|heute")
    name, guess, chosen, default = heads.of(language).split("|")
    lines.append(f"  {name:36}{guess:>10}{chosen:>10}{default:>10}")
    for each in found.guesses:
        values = (each.start, found.chosen.values[each.key], each.default)
        cells = "".join(f"{value_in_words(value, language):>10}" for value in values)
        lines.append(f"  {each.key:36}{cells}")
    return [*lines, ""]


def accepted_in_words(found: Calibration, language: str) -> str:
    """Say how many candidates meet all patterns."""
    told = meeting_all(len(found.accepted), len(found.judgements))
    return Words(
        f"{told.en}; each alone is met by", f"{told.de}; einzeln erfüllt werden sie von"
    ).of(language)


def meeting_all(accepted: int, total: int) -> Words:
    """Say how many of all candidates meet all patterns."""
    candidates = Words(
        counted(total, "candidate", "candidates"), counted(total, "Kandidat", "Kandidaten")
    )
    meet = Words("meets", "erfüllt") if accepted == 1 else Words("meet", "erfüllen")
    return Words(
        f"{accepted} of {candidates.en} {meet.en} all {len(PATTERNS)} patterns",
        f"{accepted} von {candidates.de} {meet.de} alle {len(PATTERNS)} Muster",
    )


def failed_patterns(judgement: Judgement, language: str) -> str:
    """Write which patterns a candidate does not meet, and how."""
    told = [
        f"({letter}) {VERDICTS[verdict].of(language)}"
        for letter, verdict in judgement.verdicts.items()
        if verdict is not Verdict.MET
    ]
    return ", ".join(told) or Words("all met", "alle erfüllt").of(language)


def _told_of_start(found: Calibration, language: str) -> Iterator[str]:
    start = next((one for one in found.judgements if one.number == 0), None)
    if start is not None:
        name = Words("Starting guess", "Erste Annahme").of(language)
        yield f"{name}: {failed_patterns(start, language)}."


def _told_of_defaults(found: Calibration, language: str) -> Iterator[str]:
    name = Words("Present defaults", "Heutige Werte").of(language)
    parts = [
        (found.defaults, Words("seeds of the search", "Startwerte der Suche")),
        (found.confirmed(DEFAULTS), Words("fresh seeds", "frische Startwerte")),
    ]
    told = [
        f"{words.of(language)}: {failed_patterns(one, language)}" for one, words in parts if one
    ]
    if told:
        away = value_in_words(present_defaults(found.guesses).departure, language)
        from_guess = Words(
            f"{away} of the ranges away from the guess",
            f"{away} der Bereiche von der Annahme entfernt",
        ).of(language)
        yield f"{name}, {from_guess}: {'; '.join(told)}."


def _told_of_choice(found: Calibration, language: str) -> Iterator[str]:
    if not found.accepted:
        yield NOBODY.of(language)
    tried = [one for one in found.confirmations if one.number != DEFAULTS]
    for one in tried:
        yield Words(
            f"Candidate {one.number} on fresh seeds: {failed_patterns(one, language)}.",
            f"Kandidat {one.number} auf frischen Startwerten: {failed_patterns(one, language)}.",
        ).of(language)
    chosen = found.chosen
    if chosen is not None:
        yield _chosen_in_words(chosen).of(language)
    elif tried:
        yield Words(
            "None of those that were tried meets all patterns on fresh seeds.",
            "Keiner der versuchten erfüllt auf frischen Startwerten alle Muster.",
        ).of(language)


def _chosen_in_words(chosen: Candidate) -> Words:
    english, german = (value_in_words(chosen.departure, language) for language in ("en", "de"))
    if chosen.number == DEFAULTS:
        return Words(
            f"Chosen: the present defaults, {english} of the ranges away from the guess. "
            "They stay.",
            f"Gewählt: die heutigen Werte, {german} der Bereiche von der Annahme entfernt. Sie "
            "bleiben.",
        )
    return Words(
        f"Chosen: candidate {chosen.number}, {english} of the ranges away from the guess.",
        f"Gewählt: Kandidat {chosen.number}, {german} der Bereiche von der Annahme entfernt.",
    )


def runs_in_words(options: Mapping[str, Any], fresh_seed: int) -> Words:
    """Say in a line how each candidate was run.

    Parameters
    ----------
    options
        Keys of the calibration.
    fresh_seed
        First of the fresh seeds.
    """
    runs, weeks, fresh = options["runs"], options["weeks"], options["confirm_runs"]
    seeds, others = seeds_in_words(options["seed"], runs), seeds_in_words(fresh_seed, fresh)
    return Words(
        f"{counted(runs, 'run', 'runs')} of {counted(weeks, 'week', 'weeks')} each ({seeds.en}); "
        f"those tried once more: {counted(fresh, 'run', 'runs')} ({others.en})",
        f"je {counted(runs, 'Lauf', 'Läufe')} über {counted(weeks, 'Woche', 'Wochen')} "
        f"({seeds.de}); erneut versuchte: {counted(fresh, 'Lauf', 'Läufe')} ({others.de})",
    )


# --- In the report -------------------------------------------------------------------------------


def calibration_lines(found: Calibration, options: Mapping[str, Any], fresh_seed: int) -> list[str]:
    """Write the report in Markdown.

    Parameters
    ----------
    found
        What came out.
    options
        Keys of the calibration.
    fresh_seed
        First of the fresh seeds.
    """
    language = options["language"]
    lines = [Words("# Calibration", "# Kalibrierung").of(language), ""]
    lines += [_procedure(found, options, fresh_seed).of(language), ""]
    lines += [Words("## Patterns", "## Muster").of(language), ""]
    lines += [*_pattern_table(found, language), ""]
    lines += [f"{accepted_in_words(found, language)}: {_shares(found, language)}.", ""]
    lines += [*_told_of_start(found, language), ""]
    lines += [Words("## Choice", "## Wahl").of(language), ""]
    lines += [*_told_of_choice(found, language), "", *_told_of_defaults(found, language), ""]
    lines += [*_nearest_table(found, language), ""]
    lines += [Words("## Parameters", "## Parameter").of(language), ""]
    lines += [*_parameter_table(found, language), "", _how_to_read(language)]
    return lines


def _procedure(found: Calibration, options: Mapping[str, Any], fresh: int) -> Words:
    runs, designed = options["runs"], options["designed_runs"]
    seeds = seeds_in_words(options["seed"], runs)
    others = seeds_in_words(fresh, options["confirm_runs"])
    share = f"{100 * options['neighbourhood']:.0f}"
    count, weeks, tried = options["candidates"], options["weeks"], options["confirmations"]
    return Words(
        f"{counted(len(found.guesses), 'parameter', 'parameters')}, "
        f"{counted(count, 'candidate', 'candidates')}: the starting guess and a Latin "
        f"hypercube (seed {options['design_seed']}) within {share} % of the way from the guess to "
        f"the ends of each range. Each had {counted(runs, 'run', 'runs')} of "
        f"{counted(weeks, 'week', 'weeks')} ({seeds.en}), and {designed} in each of two worlds of "
        "the comparison between 2 and 16 partners, and was judged by the functions of "
        "`alliances patterns`: the seven patterns of the conceptual model, neither claims nor "
        "patterns of others. The present defaults were judged in the same way, as a candidate like "
        "any other. Of the drawn ones that meet all, the one nearest to the guess (mean distance "
        "in units of the ranges) was tried on fresh seeds "
        f"({others.en}, as many in the comparison), then the next, {tried} at most; so were the "
        "present defaults. Chosen is the nearest that meets all on fresh seeds, too.",
        f"{len(found.guesses)} Parameter, {counted(count, 'Kandidat', 'Kandidaten')}: "
        "die erste Annahme und ein "
        f"lateinischer Hyperwürfel (Startwert {options['design_seed']}) innerhalb von {share} % "
        "des Wegs von der Annahme zu den Enden jedes Bereichs. Jeder lief "
        f"{runs}-mal {counted(weeks, 'Woche', 'Wochen')} ({seeds.de}) und {designed}-mal in jeder "
        "von zwei Welten des Vergleichs zwischen 2 und 16 Partnern. Beurteilt wurde mit den "
        "Funktionen von `alliances patterns`: "
        "nach den sieben Mustern des Modells, nicht nach Aussagen oder Mustern anderer. Die "
        "heutigen Werte wurden ebenso beurteilt, als ein Kandidat wie jeder andere. Von den "
        "gezogenen, die alle erfüllen, wurde der nächste an der Annahme (mittlerer Abstand in "
        f"Einheiten der Bereiche) auf frischen Startwerten versucht ({others.de}, "
        f"ebenso viele im Vergleich), dann der folgende, höchstens {tried}; ebenso die heutigen "
        "Werte. Gewählt ist der nächste, der auch auf frischen Startwerten alle erfüllt.",
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            yield "|" + "---|" * len(row)


def _shares(found: Calibration, language: str) -> str:
    shares = [(p.letter, found.share_meeting(p.letter)) for p in PATTERNS]
    return ", ".join(f"({letter}) {100 * share:.0f} %" for letter, share in shares)


def _pattern_table(found: Calibration, language: str) -> Iterator[str]:
    heads = Words(
        "measure|wanted|candidates in it|guess|chosen, fresh seeds|defaults, fresh seeds",
        "Zahl|gewünscht|Kandidaten darin|Annahme|gewählt, frisch|heute, frisch",
    )
    rows: list[Sequence[str]] = [heads.of(language).split("|")]
    start = next((one for one in found.judgements if one.number == 0), None)
    chosen = found.confirmed(found.chosen.number) if found.chosen else None
    shown = (start, chosen, found.confirmed(DEFAULTS))
    letters = {m.key: p.letter for p in PATTERNS for m in p.measures}
    for measure in JUDGED:
        assert measure.wanted is not None
        inside = [measure.wanted.holds(one.values[measure.key]) for one in found.judgements]
        share = f"{100 * sum(inside) / len(inside):.0f} %" if inside else "–"
        cells = [
            number_in_words(one.values[measure.key], measure.unit, language) if one else "–"
            for one in shown
        ]
        name = f"({letters[measure.key]}) {measure.name.of(language)}"
        rows.append([name, range_in_words(measure.wanted, measure.unit, language), share, *cells])
    return _table(rows)


SHOWN = 5
"""Accepted candidates in the table of the nearest; the present defaults come besides."""


def _nearest_table(found: Calibration, language: str) -> Iterator[str]:
    """The guess, the present defaults and the nearest accepted, by their departure."""
    heads = Words(
        "candidate|departure from the guess|seeds of the search|fresh seeds",
        "Kandidat|Abstand von der Annahme|Startwerte der Suche|frische Startwerte",
    )
    by_number = {judgement.number: judgement for judgement in found.judgements}
    shown = {one.number: one for one in found.accepted[:SHOWN]}
    shown |= {one.number: one for one in found.candidates if one.number == 0}
    shown[DEFAULTS] = present_defaults(found.guesses)
    if found.defaults is not None:
        by_number[DEFAULTS] = found.defaults
    names = {
        0: Words("starting guess", "erste Annahme"),
        DEFAULTS: Words("present defaults", "heutige Werte"),
    }
    rows: list[Sequence[str]] = [heads.of(language).split("|")]
    for one in sorted(shown.values(), key=lambda one: (one.departure, one.number)):
        number = str(one.number)
        told = [by_number.get(one.number), found.confirmed(one.number)]
        rows.append(
            [
                names.get(one.number, Words(number, number)).of(language),
                value_in_words(one.departure, language),
                *(failed_patterns(each, language) if each else "–" for each in told),
            ]
        )
    return _table(rows)


def _parameter_table(found: Calibration, language: str) -> Iterator[str]:
    heads = Words(
        "parameter|guess|from|range|accepted from|to|accepted, mean|chosen|present default",
        "Parameter|Annahme|woher|Bereich|angenommen von|bis|angenommen, Mittel|gewählt|heute",
    )
    rows: list[Sequence[str]] = [heads.of(language).split("|")]
    for guess in found.guesses:
        values = [candidate.values[guess.key] for candidate in found.accepted]
        low, high, mean = (
            (min(values), max(values), sum(values) / len(values)) if values else (None,) * 3
        )
        to = Words("to", "bis").of(language)
        span = f"{value_in_words(guess.low, language)} {to} {value_in_words(guess.high, language)}"
        chosen = found.chosen.values[guess.key] if found.chosen else None
        cells = [
            "–" if number is None else value_in_words(number, language)
            for number in (low, high, mean, chosen, guess.default)
        ]
        start = value_in_words(guess.start, language)
        rows.append([f"`{guess.key}`", start, source_of(guess, language), span, *cells])
    return _table(rows)


def _how_to_read(language: str) -> str:
    return Words(
        "Where accepted values span nearly the whole range, the patterns do not pin the parameter "
        "down: the chosen value is then one of many. Proposed values become defaults only in "
        "`sim/declarations.py`.",
        "Wo angenommene Werte fast den ganzen Bereich füllen, legen die Muster den Parameter nicht "
        "fest: Der gewählte Wert ist dann einer von vielen. Vorgeschlagene Werte werden erst in "
        "`sim/declarations.py` zu Vorgaben.",
    ).of(language)
