"""The answer to "how broad, how deep?" in plain sentences: for the screen and for the summary.

Every sentence follows from a verdict of `experiments.breadth_depth`; what cannot be told is said
so.
"""

from collections.abc import Iterator

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_best import best_lines
from experiments.breadth_depth_conditions import condition_lines
from experiments.breadth_depth_data import (
    PLATFORM,
    Key,
)
from experiments.breadth_depth_terms import LINK
from experiments.breadth_depth_variety import apart_in_words
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    SELECTION_NAMES,
    cost_in_words,
    dative,
    sectors_named,
    usual,
    where,
)
from experiments.numbers_in_words import capital, heading, name_of
from experiments.sweep_words import CLOSING, FORMS, TOO_FEW, failed_line, short_name, world_line
from sim.chronicle import Words


def screen_lines(study: BreadthDepth, language: str) -> list[str]:
    """Return the answer in short, and what a member costs with each form of governance.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    key = usual(study)
    lines = [capital(world_line(study.data, language)), failed_line(study.data, language)]
    lines += [*left_out_lines(study, language), ""]
    lines += [line.replace("**", "") for line in _short_answer(study, key, language)]
    lines += ["", _heading(key, language)]
    for governance in study.data.governances():
        lines.append(f"  {name_of(FORMS, governance, language)}")
        for commitment in study.data.commitments():
            own = key._replace(governance=governance, commitment=commitment)
            if own in study.profiles:
                cost = study.profiles[own].cost()
                name = name_of(COMMITMENT_NAMES, commitment, language)
                lines.append(f"    {name + ':':29}{cost_in_words(cost, language)}")
    return lines


def _heading(key: Key, language: str) -> str:
    return Words(
        f"Depth for each further member, in points ({where(key, 'en')}; 95 % interval)",
        f"Tiefe je weiterem Mitglied, in Punkten ({where(key, 'de')}; 95-%-Intervall)",
    ).in_language(language)


def left_out_lines(study: BreadthDepth, language: str) -> Iterator[str]:
    """Say how many points were left out before the runs, because the world is too small."""
    left_out = study.data.left_out
    if not left_out:
        return
    size = study.data.largest_world()
    here = Words("", "")
    if size is not None:
        here = Words(f" This world has {size}.", f" Diese Welt hat {size}.")
    yield Words(
        f"Left out beforehand: {left_out} points that aim at more organisations than there are, in "
        f"the world or in the sectors asked.{here.en}",
        f"Vorab weggelassen: {left_out} Punkte, die mehr Organisationen anstreben, als es gibt, in "
        f"der Welt oder in den gefragten Sektoren.{here.de}",
    ).in_language(language)


def answer_lines(study: BreadthDepth, language: str) -> Iterator[str]:
    """Give the answer in Markdown: how broad and how deep, then what changes it.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    key = usual(study)
    for line in _short_answer(study, key, language):
        yield from (line, "")
    if not study.profiles[key].has_enough(PLATFORM):
        return
    opening = _opening(study, key).in_language(language)
    yield from (f"{opening} {LINK.in_language(language)}", "")
    points = [*condition_lines(study, key, language), *apart_in_words(study, key, language)]
    if points:
        title = Words(
            "Under which conditions the answer changes",
            "Unter welchen Bedingungen sich die Antwort ändert",
        )
        yield from heading(title, language)
        yield from (_compared(key).in_language(language), "", *points, "")
    yield from (CLOSING.in_language(language), "")


def _short_answer(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    profile = study.profiles[key]
    if not profile.has_enough(PLATFORM):
        yield TOO_FEW.in_language(language)
        return
    subject = _subject(key)
    yield Words(f"In short, with {subject.en}:", f"Kurz, mit {subject.de}:").in_language(language)
    yield from best_lines(profile, language)


def _subject(key: Key) -> Words:
    """Name the combination of which something is said."""
    form = Words(short_name(key.governance, "en"), name_of(FORMS, key.governance, "de"))
    commitment = COMMITMENT_NAMES[key.commitment]
    return Words(
        f"{form.en}, {commitment.en} and partners {_how(key, 'en')}",
        f"{form.de}, {dative(commitment.de)} und Partnern {_how(key, 'de')}",
    )


def _opening(study: BreadthDepth, key: Key) -> Words:
    """Say what breadth and depth are, and whose."""
    how = Words("set", "gesetzt") if study.data.is_assigned else Words("aimed at", "angestrebt")
    return Words(
        "Breadth is the number of members when the platform is agreed, depth the share of the "
        "agenda that is agreed times the ambition kept, in points: 100 is a whole agenda, each "
        "item of which goes as far as every member wants that wants to go its way. The size of one "
        "alliance is "
        f"{how.en}.",
        "Breite ist die Zahl der Mitglieder, wenn die Plattform vereinbart wird, Tiefe der "
        "vereinbarte Teil der Tagesordnung mal dem gewahrten Anspruch, in Punkten: 100 ist eine "
        "ganze Tagesordnung, deren Punkte alle so weit gehen, wie es jedes Mitglied will, das in "
        "ihre Richtung will. "
        f"Die Größe einer einzelnen Allianz ist {how.de}.",
    )


def _how(key: Key, language: str) -> str:
    """Say how partners are found, and in how many sectors."""
    return name_of(SELECTION_NAMES, key.selection, language) + sectors_named(key.sectors, language)


def _compared(key: Key) -> Words:
    return Words(
        "Each condition is compared with the combination above. The trade-off is what each "
        "doubling of members changes. Marginal is a difference that is told by itself, but not "
        "among all conditions at once. Other forms of governance, and what members gain, stand in "
        "the tables below.",
        "Jede Bedingung wird mit der Verbindung oben verglichen. Der Zielkonflikt ist, was jede "
        "Verdopplung der Mitglieder ändert. Grenzwertig ist ein Unterschied, der für sich zu "
        "erkennen ist, aber nicht unter allen Bedingungen zugleich. Andere Formen der Lenkung, und "
        "was Mitglieder gewinnen, stehen in den Tabellen unten.",
    )
