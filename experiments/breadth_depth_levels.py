"""How broad and how deep under each condition, beside the combination with which it is compared."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_best import best_span, sort_sizes
from experiments.breadth_depth_data import DEPTH, MEMBERS, SUCCESS, Key, Measure
from experiments.breadth_depth_profile import Profile
from experiments.breadth_depth_words import (
    MARGINAL,
    condition_in_words,
    level_in_points,
    listed,
    usual_in_words,
)
from experiments.curves import TINY, limits_together
from experiments.estimates import Estimate, limits_of
from experiments.numbers_in_words import (
    DASH,
    capital,
    heads_of,
    markdown_table,
    mean,
    number,
    share,
)
from experiments.statistics import Rows
from sim.chronicle import Words


class Asked(NamedTuple):
    """What is compared.

    Attributes
    ----------
    measure
        Of which the mean is told.
    place
        Of which of the sizes, ascending.
    name
        How it is called.
    """

    measure: Measure
    place: int
    name: Words


ASKED = (
    Asked(MEMBERS, -1, Words("Members at the platform", "Mitglieder bei der Plattform")),
    Asked(SUCCESS, -1, Words("Success", "Erfolg")),
    Asked(DEPTH, -1, Words("Depth", "Tiefe")),
    Asked(DEPTH, 0, Words("Depth", "Tiefe")),
)


HIGHER, LOWER = Words("higher with", "höher bei:"), Words("lower with", "niedriger bei:")
NESTED = "\n  * "
"""Before a point below another one, in Markdown."""


# --- In sentences ------------------------------------------------------------------------------


def levels_in_words(study: BreadthDepth, key: Key, language: str) -> str:
    """Say under which conditions breadth, success or depth is another, in nested points.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination with which others are compared.
    language
        "en" or "de".
    """
    if not study.alternatives(key):
        return ""
    profile = study.profiles[key]
    lines = [
        _sentence(each, float(profile.organisations[each.place]), study, key, language)
        for each in ASKED
    ]
    lines.append(_without_best(study, key, language))
    return "".join(f"{NESTED}{line}" for line in dict.fromkeys(lines) if line)


def _sentence(asked: Asked, size: float, study: BreadthDepth, key: Key, language: str) -> str:
    """Name the conditions under which a measure is higher, and lower."""
    measure = asked.measure
    own = level_at(study.profiles[key], measure, size)
    if own is None:
        return ""
    names: dict[bool, list[str]] = {True: [], False: []}
    for found in differences_at(study, key, measure, size):
        condition = condition_in_words(key, found.other, language)
        told = _plain(found.level, measure, language)
        rest = f", {MARGINAL.in_language(language)}" if found.is_marginal else ""
        names[found.is_higher].append(f"{condition} ({told}{rest})")
    sides = [
        f"{word.in_language(language)} {listed(names[is_higher], language)}"
        for is_higher, word in ((True, HIGHER), (False, LOWER))
        if names[is_higher]
    ]
    if not sides:
        sides = [Words("no difference can be told", "kein Unterschied").in_language(language)]
    where = Words(f"{size:.0f} aimed at", f"{size:.0f} angestrebt").in_language(language)
    name = f"{asked.name.in_language(language)}, {where}"
    return f"{name}: {_plain(own, measure, language)}; {'; '.join(sides)}."


class Difference(NamedTuple):
    """A condition under which a mean is told to be another.

    Attributes
    ----------
    other, level
        Which combination, and its mean.
    is_higher
        Whether that lies above.
    is_marginal
        Whether it is told by itself only, not with limits that hold for all conditions at once.
    """

    other: Key
    level: Estimate
    is_higher: bool
    is_marginal: bool


def differences_at(
    study: BreadthDepth, key: Key, measure: Measure, size: float
) -> list[Difference]:
    """Return the conditions under which a mean is told to be another, paired by seed.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination with which others are compared.
    measure, size
        What is compared, and where; organisations aimed at.
    """
    own = study.profiles[key]
    levels = {
        other: level
        for other in study.alternatives(key)
        if (level := level_at(study.profiles[other], measure, size)) is not None
    }
    if not levels or level_at(own, measure, size) is None:
        return []
    values, draws = zip(
        *(_at(study.profiles[each], measure, size) for each in (key, *levels)), strict=True
    )
    found = np.array(values[1:]) - values[0]
    drawn = np.stack(draws[1:], axis=1) - draws[0][:, None]
    alone = is_apart(limits_of(drawn, own.replications))
    together = is_apart(limits_together(found, drawn, own.replications))
    return [
        Difference(other, level, bool(found[at] > 0.0), not together[at])
        for at, (other, level) in enumerate(levels.items())
        if alone[at]
    ]


def is_apart(limits: Rows) -> np.ndarray:
    """Tell which limits, shape (2, points), lie on one side of nought."""
    apart: np.ndarray = (limits[0] > TINY) | (limits[1] < -TINY)
    return apart


def _at(profile: Profile, measure: Measure, size: float) -> tuple[float, np.ndarray]:
    at = list(profile.organisations).index(size)
    drawn = profile.cell.means(measure, profile.weights)[:, at]
    return float(profile.cell.means(measure)[at]), drawn


def level_at(profile: Profile, measure: Measure, size: float) -> Estimate | None:
    """Return a mean with its interval; None without the size, or with too few such runs."""
    sizes = list(profile.organisations)
    if size not in sizes or not profile.is_told(measure)[sizes.index(size)]:
        return None
    return profile.means(measure)[sizes.index(size)]


def _plain(found: Estimate, measure: Measure, language: str) -> str:
    """Write a mean without its interval, which stands in the table."""
    if measure is MEMBERS:
        return number(found.value, 1, language)
    told = number(100 * found.value, 0, language)
    return f"{told} %" if measure.is_share else told


def _without_best(study: BreadthDepth, key: Key, language: str) -> str:
    """Name the conditions under which no size can be told to have most success."""
    names = [
        condition_in_words(key, other, language)
        for other in study.alternatives(key)
        if study.profiles[other].has_enough(SUCCESS)
        and study.profiles[other].organisations.size > 1
        and sort_sizes(study.profiles[other], SUCCESS) is None
    ]
    if not names:
        return ""
    told = listed(names, language)
    return Words(
        f"No size can be told to have most success with {told}.",
        f"Keine Größe ist als die mit dem meisten Erfolg zu erkennen bei: {told}.",
    ).in_language(language)


# --- In a table --------------------------------------------------------------------------------


def levels_table(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Give members, best size, success and depth under each condition, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination with which others are compared.
    language
        "en" or "de".
    """
    own = study.profiles[key]
    first, last = (float(own.organisations[at]) for at in (0, -1))
    rows = [
        [name, *_row(study.profiles[each], first, last, language)]
        for name, each in (
            (usual_in_words(key, language), key),
            *((condition_in_words(key, each, language), each) for each in study.alternatives(key)),
        )
    ]
    heads = Words(
        f"condition|members, {last:.0f} aimed at|size with most success|success, {first:.0f} aimed "
        f"at|success, {last:.0f}|depth, {first:.0f} aimed at|depth, {last:.0f}",
        f"Bedingung|Mitglieder, {last:.0f} angestrebt|Größe mit dem meisten Erfolg"
        f"|Erfolg, {first:.0f} angestrebt|Erfolg, {last:.0f}|Tiefe, {first:.0f} angestrebt"
        f"|Tiefe, {last:.0f}",
    )
    yield from markdown_table(
        heads_of(heads, language), [[capital(row[0]), *row[1:]] for row in rows]
    )
    yield Words(
        "Means with 95 % intervals; members are those at the platform.",
        "Mittel mit 95-%-Intervallen; Mitglieder sind die bei der Plattform.",
    ).in_language(language)
    yield ""


def _row(profile: Profile, first: float, last: float, language: str) -> Iterator[str]:
    members = level_at(profile, MEMBERS, last)
    yield DASH if members is None else mean(members, language)
    yield best_span(profile, SUCCESS, language)
    for measure, write in ((SUCCESS, share), (DEPTH, level_in_points)):
        for size in (first, last):
            found = level_at(profile, measure, size)
            yield DASH if found is None else write(found, language)
