"""The number of partners and the sectors they come from: told apart, and what cannot be filled."""

import math
from collections.abc import Iterator, Mapping

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_data import DEPTH, SUCCESS, Key
from experiments.breadth_depth_profile import FILLED
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    in_points,
    measure_in_words,
    sectors_in_words,
    unsigned,
)
from experiments.estimates import Estimate
from experiments.numbers_in_words import DASH, heading, heads_of, markdown_table, name_of
from experiments.separation import MIXTURES, OUTCOMES, Separation, separate
from experiments.sweep_words import FORMS
from sim.chronicle import Words


def apart_in_words(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Give a point that tells number and variety apart, where the sweep varies both.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        Whose governance and commitment are meant.
    language
        "en" or "de".
    """
    found = separate(study, key.governance, key.commitment)
    if found is None:
        return
    title = Words("Number or variety", "Zahl oder Verschiedenheit").in_language(language)
    sentences = [
        Words("Partners are drawn at random here.", "Hier werden Partner zufällig gezogen."),
        _moves(DOUBLED, found.number),
        _moves(MORE_SECTORS, found.sectors),
        _in_common(found),
    ]
    yield f"* **{title}.** {' '.join(each.in_language(language) for each in sentences if each.en)}"


DOUBLED = Words(
    "twice as many organisations from as many sectors",
    "doppelt so vielen Organisationen aus gleich vielen Sektoren",
)


MORE_SECTORS = Words(
    "twice as many sectors at the same number of organisations",
    "doppelt so vielen Sektoren bei gleicher Zahl von Organisationen",
)


def _moves(condition: Words, found: Mapping[str, Estimate]) -> Words:
    """Say what becomes of depth and of success."""
    depth, success = _way(found[DEPTH.name]), _way(found[SUCCESS.name])
    return Words(
        f"With {condition.en}, depth {depth.en}. Success {success.en}.",
        f"Mit {condition.de} gilt für die Tiefe: Sie {depth.de}. Für den Erfolg gilt: Er "
        f"{success.de}.",
    )


def _way(found: Estimate) -> Words:
    told = {lang: unsigned(found, lang) for lang in ("en", "de")}
    if found.high < 0.0:
        return Words(
            f"falls by {told['en'].value} points ({told['en'].limits})",
            f"sinkt um {told['de'].value} Punkte ({told['de'].limits})",
        )
    if found.low > 0.0:
        return Words(
            f"rises by {told['en'].value} points ({told['en'].limits})",
            f"steigt um {told['de'].value} Punkte ({told['de'].limits})",
        )
    return Words("shows no difference that can be told", "zeigt keinen erkennbaren Unterschied")


def _in_common(found: Separation) -> Words:
    """Say what twice as many organisations do where every number of sectors holds the size."""
    depth = found.number_in_common[DEPTH.name]
    if not math.isfinite(depth.value):
        return Words("", "")
    way = _way(depth)
    return Words(
        "A large size fits into a few sectors only for some founders. Where it fits whatever the "
        f"number of sectors, so at smaller sizes, depth {way.en} with twice as many organisations.",
        "In wenige Sektoren passt eine große Allianz nur bei manchen Gründerinnen. Wo sie in jede "
        "Zahl von Sektoren passt, also bei kleineren Größen, gilt mit doppelt so vielen "
        f"Organisationen für die Tiefe: Sie {way.de}.",
    )


# --- In tables -----------------------------------------------------------------------------------


def apart_table(study: BreadthDepth, language: str) -> Iterator[str]:
    """Tell number and variety apart for every form of governance and commitment, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    found = [
        each
        for governance in study.data.governances()
        for commitment in study.data.commitments()
        if (each := separate(study, governance, commitment)) is not None
    ]
    if not found:
        return
    yield from heading(
        Words("Number and variety of partners apart", "Zahl und Verschiedenheit getrennt"), language
    )
    rows = [row for each in found for row in _separation_rows(each, language)]
    heads = Words(
        "governance|commitment|of|twice as many organisations"
        "|the same, sizes that every number of sectors holds|twice as many sectors"
        "|1 SD more effective sectors|1 SD more spread of camps",
        "Lenkung|Verpflichtung|von|doppelt so viele Organisationen"
        "|dasselbe, Größen, die jede Zahl von Sektoren füllt|doppelt so viele Sektoren"
        "|1 SD mehr wirksame Sektoren|1 SD mehr Streuung der Lager",
    )
    yield from markdown_table(heads_of(heads, language), rows)
    yield Words(
        "Partners drawn at random; changes in points (value: in hundredths of 1). A large size "
        "fits into a few "
        "sectors only for founders in large ones; so the second column takes, at each size, only "
        "the runs in which it fits whatever the number of sectors. These are of smaller sizes, and "
        "curves bend. The first three are differences that the "
        "design makes for platform and success, which every run has. Depth and value are of pairs "
        "with a platform on both sides, so that who reaches one has a part in them. The last two "
        "go along with the members that a platform has, at the same size aimed at and the same "
        "number of members at the platform; who stays is no chance, so they are no effects.",
        "Partner zufällig gezogen; Änderungen in Punkten (Wert: in Hundertsteln von 1). In wenige "
        "Sektoren passt eine "
        "große Allianz nur bei Gründerinnen aus großen; die zweite Spalte nimmt darum bei jeder "
        "Größe nur die Läufe, in denen sie in jede Zahl von Sektoren passt. Das sind kleinere "
        "Größen, und die Kurven sind gebogen. Die ersten drei sind bei Plattform und Erfolg, die "
        "jeder Lauf hat, Unterschiede, die das Design herstellt. Tiefe und Wert gelten für Paare "
        "mit Plattform auf beiden Seiten; wer eine erreicht, wirkt also "
        "mit. Die letzten beiden gehen mit den Mitgliedern einher, die eine Plattform hat, bei "
        "gleicher angestrebter Größe und gleicher Zahl von Mitgliedern bei der Plattform; wer "
        "bleibt, ist kein Zufall, es sind also keine Wirkungen.",
    ).in_language(language)
    yield ""


def _separation_rows(found: Separation, language: str) -> Iterator[list[str]]:
    for outcome in OUTCOMES:
        mixtures = found.mixtures.get(outcome.name)
        told = [in_points(each, language) for each in mixtures] if mixtures else None
        yield [
            name_of(FORMS, found.governance, language),
            name_of(COMMITMENT_NAMES, found.commitment, language),
            measure_in_words(outcome, language),
            in_points(found.number[outcome.name], language),
            in_points(found.number_in_common[outcome.name], language),
            in_points(found.sectors[outcome.name], language),
            *(told or [DASH] * len(MIXTURES)),
        ]


def unfilled_table(study: BreadthDepth, language: str) -> Iterator[str]:
    """Say which sizes the sectors could not fill, and which runs count for nothing, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    data = study.data
    if not data.unfilled and not data.without_focal:
        return
    yield from heading(Words("What could not be filled", "Was sich nicht füllen ließ"), language)
    if data.without_focal:
        yield Words(
            f"In {data.without_focal} runs nobody had such a goal; they have no alliance to look "
            "at and are left out.",
            f"In {data.without_focal} Läufen hatte niemand ein solches Ziel; sie haben keine "
            "Allianz, um die es geht, und fehlen.",
        ).in_language(language)
        yield ""
    if not data.unfilled:
        return
    rows = [
        [
            sectors_in_words(each.sectors, language),
            str(each.organisations),
            f"{each.filled} / {each.runs}",
            _fate(each.filled, each.runs, language),
        ]
        for each in data.unfilled
    ]
    heads = Words(
        "sectors asked|organisations aimed at|runs whose sectors hold so many|shown",
        "gefragte Sektoren|angestrebte Organisationen|Läufe, deren Sektoren so viele haben|gezeigt",
    )
    yield from markdown_table(heads_of(heads, language), rows)


def _fate(filled: int, runs: int, language: str) -> str:
    if filled == 0:
        return Words("impossible", "unmöglich").in_language(language)
    if filled < FILLED * runs:
        told = Words("only for number and variety apart", "nur für Zahl und Verschiedenheit")
        return told.in_language(language)
    return Words("with these runs", "mit diesen Läufen").in_language(language)
