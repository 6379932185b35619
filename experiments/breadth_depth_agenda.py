"""What the length of the agenda has to do with the trade-off: switches of side items."""

from collections.abc import Iterator

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_comparison import differences, sizes_in_common
from experiments.breadth_depth_data import DEPTH, Key
from experiments.breadth_depth_words import listed, setting_in_words
from experiments.curves import TINY
from experiments.numbers_in_words import capital, number
from sim.chronicle import Words

SIDE_ITEMS = "formation.items_per_member"


def agenda_lines(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Say what switches of side items change by construction, and how deep platforms are there.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination with which others are compared.
    language
        "en" or "de".
    """
    for setting, changes in study.data.changes.items():
        other = key._replace(setting=setting)
        if other == key or SIDE_ITEMS not in changes or other not in study.profiles:
            continue
        why = _alone() if changes[SIDE_ITEMS] == 0 else _limited(study)
        name = capital(setting_in_words(setting, language))
        told = [why.in_language(language), _levels(study, key, other).in_language(language)]
        yield f"{name}: {' '.join(each for each in told if each)}"


def _alone() -> Words:
    return Words(
        "the agenda then has one item at every size, and nothing to cut from it, so a level depth "
        "is close to true by construction.",
        "Die Tagesordnung hat dann bei jeder Größe einen Punkt, aus dem nichts zu streichen ist; "
        "eine gleichbleibende Tiefe folgt also fast schon daraus.",
    )


def _limited(study: BreadthDepth) -> Words:
    """Say that an agenda has a limit, which many side items reach early."""
    limit = study.data.manifest.get("fixed", {}).get("formation", {}).get("agenda_limit")
    if limit is None:
        return Words("", "")
    return Words(
        f"an agenda has at most {limit} items (agenda_limit), so with more side items it is full "
        "earlier and stops growing with members, which makes the fall weaker.",
        f"Eine Tagesordnung hat höchstens {limit} Punkte (agenda_limit); mit mehr Nebenpunkten ist "
        "sie früher voll und wächst nicht weiter mit den Mitgliedern, was das Sinken abschwächt.",
    )


def _levels(study: BreadthDepth, key: Key, other: Key) -> Words:
    """Say at which sizes depth is told to be lower than before, and at which higher."""
    one, two = study.profiles[key], study.profiles[other]
    found = list(zip(sizes_in_common(one, two, DEPTH), differences(one, two), strict=True))
    lower = [size for size, each in found if each.high < -TINY]
    higher = [size for size, each in found if each.low > TINY]
    en, de = (_sides(lower, higher, language) for language in ("en", "de"))
    if not en:
        return Words("", "")
    return Words(
        f"Depth is {' are aimed at, '.join(en)} are aimed at.",
        f"Die Tiefe ist {' angestrebt werden, '.join(de)} angestrebt werden.",
    )


def _sides(lower: list[float], higher: list[float], language: str) -> list[str]:
    sides = (
        (Words("lower where", "niedriger, wo"), lower),
        (Words("higher where", "höher, wo"), higher),
    )
    return [
        f"{word.in_language(language)} {listed([number(s, 0, language) for s in told], language)}"
        for word, told in sides
        if told
    ]
