"""Words that a summary of breadth and depth uses, each explained in a sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.breadth_depth import BreadthDepth
from experiments.numbers_in_words import value_in_words
from sim.chronicle import Words

TITLE = Words("Words used", "Verwendete Wörter")

LINK = Words(
    f'Words such as lead or side item are explained near the end, under "{TITLE.en}".',
    f"Wörter wie Federführung oder Nebenpunkt stehen gegen Ende unter „{TITLE.de}“.",
)
"""Says at the top where to look."""

TERMS = (
    Words(
        "**Assembly, lead, core and circle**: who talks to whom. In an assembly all talk with all; "
        "with a lead all talk with one organisation; a core negotiates, and a circle supports it.",
        "**Versammlung, Federführung, Kern und Kreis**: wer mit wem spricht. In der Versammlung "
        "sprechen alle mit allen, bei Federführung alle mit einer Organisation; ein Kern "
        "verhandelt, und ein Kreis unterstützt ihn.",
    ),
    Words(
        "**Uniform, differentiated commitment**: all members sign all items, or each signs the "
        "items that it can carry.",
        "**Einheitliche, abgestufte Verpflichtung**: Alle Mitglieder unterschreiben alle Punkte, "
        "oder jedes die Punkte, die es tragen kann.",
    ),
    Words(
        "**Partners**: whom a founder asks: those it knows and trusts (through ties), those who "
        "gain most from the draft (by fit), those who reach audiences not yet covered (by "
        "coverage), or anyone (drawn at random).",
        "**Partner**: wen eine Gründerin fragt: die, die sie kennt und denen sie vertraut (über "
        "Kontakte), die, die vom Entwurf am meisten gewinnen (nach Passung), die, die noch nicht "
        "erreichte Zielgruppen erreichen (nach neuen Zielgruppen), oder irgendwen (zufällig "
        "gezogen).",
    ),
    Words(
        "**Side items**: what members bring to the agenda besides the main goal.",
        "**Nebenpunkte**: was Mitglieder neben dem Hauptziel auf die Tagesordnung setzen.",
    ),
    Words(
        "**Items before members, members before items**: whether an alliance rather loses a member "
        "that objects, or drops the item.",
        "**Punkte vor Mitgliedern, Mitglieder vor Punkten**: ob eine Allianz eher ein Mitglied "
        "verliert, das widerspricht, oder den Punkt streicht.",
    ),
    Words(
        "**Round mail for all**: the hours of talking do not grow with the number of members, as "
        "if one mail reached them all.",
        "**Rundmail an alle**: Die Stunden für Gespräche wachsen nicht mit der Zahl der "
        "Mitglieder, als erreichte eine Mail alle.",
    ),
    Words(
        "**Supermajority**: most have to agree to an item, not all.",
        "**Qualifizierte Mehrheit**: Die meisten müssen einem Punkt zustimmen, nicht alle.",
    ),
    Words(
        "**Tolerance**: how far an agreed item may lie from what a member wants before it objects.",
        "**Toleranz**: wie weit ein vereinbarter Punkt von dem entfernt sein darf, was ein "
        "Mitglied will, ehe es widerspricht.",
    ),
    Words(
        "**Joining is free**: the founder only aims at the size; organisations weigh their hours.",
        "**Beitritt ist frei**: Die Gründerin strebt die Größe nur an; Organisationen wägen ihre "
        "Stunden ab.",
    ),
    Words(
        "**Points, hundredths of 1**: depth and shares are counted in points of 100; what members "
        "gain is a number of its own (salience × position), told in hundredths of 1.",
        "**Punkte, Hundertstel von 1**: Tiefe und Anteile werden in Punkten von 100 gezählt; was "
        "Mitglieder gewinnen, ist eine eigene Zahl (Salienz × Position), in Hundertsteln von 1.",
    ),
    Words(
        "**Where as many are aimed at**: compared at the same size aimed at. With differentiated "
        "commitment other numbers of members may stay.",
        "**Wo gleich viele angestrebt werden**: bei gleicher angestrebter Größe verglichen. Bei "
        "abgestufter Verpflichtung können andere Zahlen von Mitgliedern bleiben.",
    ),
)


def term_lines(study: BreadthDepth, language: str) -> Iterator[str]:
    """Explain the words used, in Markdown, and what the main setting is.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    for term in (*TERMS, *_main_setting(study.data.manifest.get("fixed", {}))):
        yield f"* {term.in_language(language)}"
    yield ""


def _main_setting(fixed: Mapping[str, Any]) -> Iterator[Words]:
    """Say who has to agree in the main setting, and how much its members bear."""
    quorum = fixed.get("formation", {}).get("quorum")
    tolerance = fixed.get("world", {}).get("tolerance")
    if quorum is None or tolerance is None:
        return
    share = {each: value_in_words(100 * quorum, each) for each in ("en", "de")}
    told = {each: value_in_words(tolerance, each) for each in ("en", "de")}
    yield Words(
        f"**Main setting**: {share['en']} % of those who negotiate have to agree to an item "
        f"(quorum; 100 % is unanimity), and tolerance is {told['en']} in the mean.",
        f"**Haupteinstellung**: {share['de']} % derer, die verhandeln, müssen einem Punkt "
        f"zustimmen (quorum; 100 % heißt einstimmig), und die Toleranz ist im Mittel {told['de']}.",
    )
