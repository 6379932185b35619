"""What is said of the trade-off under differentiated commitment, for platform and members."""

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_comparison import Comparison, Fate, mean_difference
from experiments.breadth_depth_data import DEPTH, DIFFERENTIATED, UNIFORM, VALUE, Key
from experiments.breadth_depth_words import FATES, unsigned
from experiments.curves import TINY
from experiments.estimates import Estimate
from experiments.numbers_in_words import number
from sim.chronicle import Words

_LIFTED = (Fate.TURNS_ROUND, Fate.DISAPPEARS, Fate.PERHAPS_GONE, Fate.WEAKER)
"""Where differentiated commitment is told to make the trade-off weaker at least."""

_GONE = (Fate.TURNS_ROUND, Fate.DISAPPEARS)
"""What Gilligan predicts, or more."""

_SILENT = (Fate.TOO_FEW_RUNS, Fate.NO_GROWTH)
"""Where nothing can be said."""


def prediction_in_words(study: BreadthDepth, key: Key, language: str) -> str:
    """Say what becomes of the trade-off in the platform, and whether members gain by that.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        The combination; its commitment does not matter.
    language
        "en" or "de".
    """
    depth, value = study.lift(key, DEPTH), study.lift(key, VALUE)
    if depth is None or value is None:
        return ""
    parts = [_of_platform(depth)]
    if depth.fate in _LIFTED:
        parts += [_of_members(value), _as_predicted(depth.fate, value.fate)]
    elif value.fate not in (*_SILENT, Fate.NO_TRADE_OFF):
        parts.append(_of_members(value))
    if depth.fate is not Fate.TOO_FEW_RUNS:
        parts += _at_equal_size(study, key)
    return " ".join(part.in_language(language) for part in parts)


def _of_platform(depth: Comparison) -> Words:
    told = {lang: unsigned(depth.difference, lang) for lang in ("en", "de")}
    if depth.fate in (*_LIFTED, Fate.STRONGER):
        name = FATES[depth.fate]
        en, de = (
            [
                number(100 * each.change.value, 1, lang, signed=True)
                for each in (depth.reference, depth.other)
            ]
            for lang in ("en", "de")
        )
        return Words(
            f"With differentiated commitment the trade-off of depth {name.en}: each doubling of "
            f"members changes depth by {en[1]} points instead of {en[0]}. The difference is "
            f"{told['en'].value} ({told['en'].limits}).",
            f"Bei abgestufter Verpflichtung gilt für den Zielkonflikt bei der Tiefe: Er {name.de}. "
            f"Jede Verdopplung der Mitglieder ändert die Tiefe um {de[1]} Punkte statt um {de[0]}. "
            f"Der Unterschied ist {told['de'].value} ({told['de'].limits}).",
        )
    return {
        Fate.STAYS: Words(
            "It cannot be told that differentiated commitment changes the trade-off of depth, as "
            "Gilligan (2004) predicts.",
            "Dass abgestufte Verpflichtung den Zielkonflikt bei der Tiefe ändert, wie Gilligan "
            "(2004) vorhersagt, ist nicht zu erkennen.",
        ),
        Fate.ARISES: Words(
            "With differentiated commitment a trade-off of depth arises.",
            "Bei abgestufter Verpflichtung entsteht ein Zielkonflikt bei der Tiefe.",
        ),
        Fate.NO_TRADE_OFF: Words(
            "Over all sizes no trade-off of depth can be told that differentiated commitment could "
            "lift.",
            "Über alle Größen ist kein Zielkonflikt bei der Tiefe zu erkennen, den abgestufte "
            "Verpflichtung aufheben könnte.",
        ),
        Fate.NO_GROWTH: Words(
            "Members do not become more where more are aimed at, so nothing can be said of the "
            "trade-off.",
            "Wo mehr angestrebt werden, werden es nicht mehr Mitglieder; über den Zielkonflikt ist "
            "also nichts zu sagen.",
        ),
    }.get(
        depth.fate,
        Words(
            "There are too few platforms to say what becomes of the trade-off.",
            "Es sind zu wenige Plattformen, um zu sagen, was aus dem Zielkonflikt wird.",
        ),
    )


def _of_members(value: Comparison) -> Words:
    """Say what becomes of the trade-off in what members gain: better, worse, or not told."""
    found = value.difference
    told = {lang: unsigned(found, lang) for lang in ("en", "de")}
    if found.low > TINY:
        return Words(
            "What its members gain falls less with each doubling than under uniform commitment, by "
            f"{told['en'].value} hundredths ({told['en'].limits}).",
            "Was ihre Mitglieder gewinnen, sinkt mit jeder Verdopplung weniger als bei "
            f"einheitlicher Verpflichtung, um {told['de'].value} Hundertstel "
            f"({told['de'].limits}).",
        )
    if found.high < -TINY:
        return Words(
            "But what its members gain gets worse with each doubling than under uniform "
            f"commitment, by {told['en'].value} hundredths ({told['en'].limits}).",
            "Was ihre Mitglieder gewinnen, wird aber mit jeder Verdopplung schlechter als bei "
            f"einheitlicher Verpflichtung, um {told['de'].value} Hundertstel "
            f"({told['de'].limits}).",
        )
    return Words(
        "That what its members gain changes with each doubling otherwise than under uniform "
        "commitment cannot be told.",
        "Dass sich, was ihre Mitglieder gewinnen, mit jeder Verdopplung anders ändert als bei "
        "einheitlicher Verpflichtung, ist nicht zu erkennen.",
    )


def _as_predicted(depth: Fate, value: Fate) -> Words:
    """Hold it against Gilligan: as predicted only if platform and members say the same."""
    if depth in _GONE and value in _GONE:
        return Words("That is as Gilligan (2004) predicts.", "So sagt es Gilligan (2004) vorher.")
    if value not in _LIFTED:
        return Words(
            "So the prediction of Gilligan (2004) holds for what is written, if at all, not for "
            "what members gain.",
            "Die Vorhersage von Gilligan (2004) gilt also, wenn überhaupt, für das, was "
            "geschrieben steht, nicht für das, was Mitglieder gewinnen.",
        )
    return Words(
        "That it disappears, as Gilligan (2004) predicts, cannot be said of both.",
        "Dass er verschwindet, wie Gilligan (2004) vorhersagt, ist nicht von beidem zu sagen.",
    )


# --- At equal size -----------------------------------------------------------------------------


def _at_equal_size(study: BreadthDepth, key: Key) -> list[Words]:
    """Say whether the platform holds more, and whether members gain more, at the same sizes."""
    one, two = (study.profiles[key._replace(commitment=c)] for c in (UNIFORM, DIFFERENTIATED))
    return [
        _level(mean_difference(one, two, DEPTH), *_LEVELS[DEPTH.name]),
        _level(mean_difference(one, two, VALUE), *_LEVELS[VALUE.name]),
    ]


_LEVELS = {
    DEPTH.name: (
        Words("what the platform holds", "was in der Plattform steht"),
        Words("points", "Punkte"),
    ),
    VALUE.name: (
        Words("what each member gains", "was jedes Mitglied gewinnt"),
        Words("hundredths", "Hundertstel"),
    ),
}
"""What is compared, and in what it is counted."""


def _level(found: Estimate, what: Words, unit: Words) -> Words:
    if not (found.low > TINY or found.high < -TINY):
        return Words(
            f"At equal size no difference can be told in {what.en}.",
            f"Bei gleicher Größe ist kein Unterschied zu erkennen in dem, {what.de}.",
        )
    told = {lang: unsigned(found, lang) for lang in ("en", "de")}
    way = Words("more", "mehr") if found.value > 0.0 else Words("less", "weniger")
    return Words(
        f"At equal size {what.en} is {told['en'].value} {unit.en} {way.en} "
        f"({told['en'].limits}), in the mean of all sizes.",
        f"Bei gleicher Größe ist, {what.de}, {told['de'].value} {unit.de} {way.de} "
        f"({told['de'].limits}), im Mittel aller Größen.",
    )
