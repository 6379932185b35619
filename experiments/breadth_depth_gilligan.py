"""What is said of the trade-off under differentiated commitment, for platform and members."""

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_comparison import Comparison, Fate, mean_difference
from experiments.breadth_depth_data import DEPTH, DIFFERENTIATED, UNIFORM, VALUE, Key
from experiments.breadth_depth_profile import Verdict
from experiments.breadth_depth_words import FATES, setting_in_words, unsigned
from experiments.curves import TINY
from experiments.estimates import Estimate
from experiments.numbers_in_words import number
from sim.chronicle import Words

_LIFTED = (
    Fate.TURNS_ROUND,
    Fate.BENDS,
    Fate.FLATTENS,
    Fate.DISAPPEARS,
    Fate.PERHAPS_GONE,
    Fate.WEAKER,
)
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
    parts += _under_switches(study, key, (depth.fate, value.fate))
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
        Fate.RISES_INSTEAD: Words(
            "There is no trade-off of depth that differentiated commitment could lift; with it "
            "depth rises instead.",
            "Es gibt keinen Zielkonflikt bei der Tiefe, den abgestufte Verpflichtung aufheben "
            "könnte; bei ihr steigt die Tiefe stattdessen.",
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
    if found.low > TINY and value.reference.verdict is Verdict.FALLS:
        return Words(
            "What its members gain falls less with each doubling than under uniform commitment, by "
            f"{told['en'].value} hundredths of 1 ({told['en'].limits}).",
            "Was ihre Mitglieder gewinnen, sinkt mit jeder Verdopplung weniger als bei "
            f"einheitlicher Verpflichtung, um {told['de'].value} Hundertstel von 1 "
            f"({told['de'].limits}).",
        )
    if found.low > TINY:
        return Words(
            "What its members gain gets better with each doubling than under uniform commitment, "
            f"by {told['en'].value} hundredths of 1 ({told['en'].limits}).",
            "Was ihre Mitglieder gewinnen, wird mit jeder Verdopplung besser als bei einheitlicher "
            f"Verpflichtung, um {told['de'].value} Hundertstel von 1 ({told['de'].limits}).",
        )
    if found.high < -TINY:
        return Words(
            "But what its members gain gets worse with each doubling than under uniform "
            f"commitment, by {told['en'].value} hundredths of 1 ({told['en'].limits}).",
            "Was ihre Mitglieder gewinnen, wird aber mit jeder Verdopplung schlechter als bei "
            f"einheitlicher Verpflichtung, um {told['de'].value} Hundertstel von 1 "
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
    written, gained = _WRITTEN.get(depth, _GONE_AS_WRITTEN), _GAINED.get(value, _NOTHING_GAINED)
    return Words(
        f"Gilligan (2004) predicts that it disappears: {written.en}; {gained.en}.",
        f"Gilligan (2004) sagt vorher, dass er verschwindet: {written.de}; {gained.de}.",
    )


_GONE_AS_WRITTEN = Words(
    "for what is written, it does", "für das, was geschrieben steht, trifft das zu"
)
_WRITTEN = {
    Fate.PERHAPS_GONE: Words(
        "for what is written, it becomes weaker and is perhaps gone",
        "in dem, was geschrieben steht, wird er schwächer und ist vielleicht fort",
    ),
    **dict.fromkeys(
        (Fate.BENDS, Fate.FLATTENS),
        Words(
            "for what is written, it is left at small sizes only",
            "in dem, was geschrieben steht, bleibt er nur bei kleinen Größen",
        ),
    ),
    Fate.WEAKER: Words(
        "for what is written, it becomes weaker, but is not gone",
        "in dem, was geschrieben steht, wird er schwächer, ist aber nicht fort",
    ),
}
_NOTHING_GAINED = Words(
    "for what members gain, nothing can be said",
    "für das, was Mitglieder gewinnen, ist nichts zu sagen",
)
_GAINED = {
    **dict.fromkeys(
        _GONE,
        Words("for what members gain, it does", "für das, was Mitglieder gewinnen, trifft das zu"),
    ),
    Fate.PERHAPS_GONE: Words(
        "for what members gain, it becomes weaker and is perhaps gone",
        "in dem, was Mitglieder gewinnen, wird er schwächer und ist vielleicht fort",
    ),
    **dict.fromkeys(
        (Fate.BENDS, Fate.FLATTENS),
        Words(
            "for what members gain, it is left at small sizes only",
            "in dem, was Mitglieder gewinnen, bleibt er nur bei kleinen Größen",
        ),
    ),
    Fate.WEAKER: Words(
        "for what members gain, it becomes weaker, but is not gone",
        "in dem, was Mitglieder gewinnen, wird er schwächer, ist aber nicht fort",
    ),
    Fate.STAYS: Words(
        "for what members gain, no change of it can be told",
        "in dem, was Mitglieder gewinnen, ist keine Änderung zu erkennen",
    ),
    Fate.STRONGER: Words(
        "for what members gain, it becomes stronger",
        "in dem, was Mitglieder gewinnen, wird er stärker",
    ),
    Fate.ARISES: Words(
        "for what members gain, one arises", "in dem, was Mitglieder gewinnen, entsteht einer"
    ),
    **dict.fromkeys(
        (Fate.NO_TRADE_OFF, Fate.RISES_INSTEAD),
        Words(
            "for what members gain, there is none that it could lift",
            "in dem, was Mitglieder gewinnen, gibt es keinen, den sie aufheben könnte",
        ),
    ),
}
"""What becomes of the trade-off in what members gain, as a part of a sentence."""


# --- Under switches ----------------------------------------------------------------------------


def _under_switches(study: BreadthDepth, key: Key, fates: tuple[Fate, Fate]) -> list[Words]:
    """Name the switches under which depth or gain has another verdict."""
    found = {}
    for setting in study.data.settings():
        own = key._replace(setting=setting)
        depth, value = study.lift(own, DEPTH), study.lift(own, VALUE)
        if setting != key.setting and depth is not None and value is not None:
            found[setting] = depth.fate, value.fate
    others = {setting: told for setting, told in found.items() if told != fates}
    if not others:
        return []
    en, de = (
        "; ".join(
            f"{setting_in_words(setting, language)} ({_pair(told, language)})"
            for setting, told in others.items()
        )
        for language in ("en", "de")
    )
    return [
        Words(
            f"With these switches the verdict is another: {en}.",
            f"Bei diesen Schaltern ist das Urteil ein anderes: {de}.",
        )
    ]


NONE_TO_LIFT = Words("none to lift", "keiner, der aufzuheben wäre")


def _pair(fates: tuple[Fate, Fate], language: str) -> str:
    depth, value = (
        (NONE_TO_LIFT if fate is Fate.NO_TRADE_OFF else FATES[fate]).in_language(language)
        for fate in fates
    )
    gain = Words("what members gain", "Gewinn der Mitglieder").in_language(language)
    return f"{Words('depth', 'Tiefe').in_language(language)}: {depth}; {gain}: {value}"


# --- At equal aim ------------------------------------------------------------------------------


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
        Words("hundredths of 1", "Hundertstel von 1"),
    ),
}
"""What is compared, and in what it is counted."""


def _level(found: Estimate, what: Words, unit: Words) -> Words:
    if not (found.low > TINY or found.high < -TINY):
        return Words(
            f"Where as many are aimed at, no difference can be told in {what.en}.",
            "Wo gleich viele angestrebt werden, ist kein Unterschied zu erkennen in dem, "
            f"{what.de}.",
        )
    told = {lang: unsigned(found, lang) for lang in ("en", "de")}
    way = Words("more", "mehr") if found.value > 0.0 else Words("less", "weniger")
    return Words(
        f"Where as many are aimed at, {what.en} is {told['en'].value} {unit.en} {way.en} "
        f"({told['en'].limits}), in the mean of all sizes.",
        f"Wo gleich viele angestrebt werden, ist, {what.de}, {told['de'].value} {unit.de} {way.de} "
        f"({told['de'].limits}), im Mittel aller Größen.",
    )
