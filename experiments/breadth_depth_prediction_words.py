"""What is said of the trade-off under differentiated commitment, for platform and members."""

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_data import DEPTH, VALUE, Key
from experiments.breadth_depth_prediction import Lift, Prediction
from experiments.breadth_depth_words import PREDICTIONS, in_points
from experiments.curves import TINY
from sim.chronicle import Words

_LIFTED = (
    Prediction.TURNS_ROUND,
    Prediction.DISAPPEARS,
    Prediction.PERHAPS_GONE,
    Prediction.WEAKER,
)
"""Where differentiated commitment is told to make the trade-off weaker at least."""


SILENT = (Prediction.TOO_FEW_RUNS, Prediction.NO_GROWTH)
"""Where nothing can be said."""


_GONE = (Prediction.TURNS_ROUND, Prediction.DISAPPEARS)
"""What Gilligan predicts, or more."""


def prediction_in_words(study: BreadthDepth, key: Key, language: str) -> str:
    """Say what becomes of the trade-off in the platform, and whether members gain by that."""
    depth, value = study.lift(key, DEPTH), study.lift(key, VALUE)
    if depth is None or value is None:
        return ""
    parts = [_of_platform(depth)]
    if depth.prediction in _LIFTED:
        parts += [_of_members(value), _as_predicted(depth.prediction, value.prediction)]
    elif value.prediction in (*_LIFTED, Prediction.STAYS):
        parts.append(_of_members_alone(value))
    return " ".join(part.in_language(language) for part in parts)


def _of_platform(depth: Lift) -> Words:
    change = Words(in_points(depth.difference, "en"), in_points(depth.difference, "de"))
    if depth.prediction in _LIFTED:
        name = PREDICTIONS[depth.prediction]
        return Words(
            "With differentiated commitment the platform of many holds more: the trade-off "
            f"of depth {name.en} (difference {change.en} points for each doubling of members).",
            "Bei abgestufter Verpflichtung steht in der Plattform vieler mehr: Der Zielkonflikt "
            f"bei der Tiefe {name.de} (Unterschied {change.de} Punkte je Verdopplung der "
            "Mitglieder).",
        )
    return {
        Prediction.STAYS: Words(
            "It cannot be told that differentiated commitment makes the trade-off weaker, as "
            f"Gilligan (2004) predicts (depth {change.en} points for each doubling of members).",
            "Dass abgestufte Verpflichtung den Zielkonflikt schwächer macht, wie Gilligan (2004) "
            f"vorhersagt, ist nicht zu erkennen (Tiefe {change.de} Punkte je Verdopplung der "
            "Mitglieder).",
        ),
        Prediction.NO_TRADE_OFF: Words(
            "Over all sizes no trade-off of depth can be told that differentiated commitment could "
            "lift.",
            "Über alle Größen ist kein Zielkonflikt bei der Tiefe zu erkennen, den abgestufte "
            "Verpflichtung aufheben könnte.",
        ),
        Prediction.NO_GROWTH: Words(
            "Members do not become more where more are aimed at, so nothing can be said of the "
            "trade-off.",
            "Wo mehr angestrebt werden, werden es nicht mehr Mitglieder; über den Zielkonflikt ist "
            "also nichts zu sagen.",
        ),
    }.get(
        depth.prediction,
        Words(
            "There are too few platforms to say what becomes of the trade-off.",
            "Es sind zu wenige Plattformen, um zu sagen, was aus dem Zielkonflikt wird.",
        ),
    )


def _of_members(value: Lift) -> Words:
    """Say whether members gain more under differentiated commitment, where the platform does."""
    found = value.difference
    told = Words(
        f"({in_points(found, 'en')} hundredths for each doubling)",
        f"({in_points(found, 'de')} Hundertstel je Verdopplung)",
    )
    if found.low > TINY:
        return Words(
            f"Its members gain more by it, too {told.en}.",
            f"Auch ihre Mitglieder gewinnen dadurch mehr {told.de}.",
        )
    if found.high < -TINY:
        return Words(
            f"But its members gain less by it {told.en}.",
            f"Aber ihre Mitglieder gewinnen dadurch weniger {told.de}.",
        )
    return Words(
        f"But that its members gain more by it cannot be told {told.en}.",
        f"Aber dass ihre Mitglieder dadurch mehr gewinnen, ist nicht zu erkennen {told.de}.",
    )


def _of_members_alone(value: Lift) -> Words:
    """Say what becomes of the trade-off in what members gain, where depth is not lifted."""
    name = PREDICTIONS[value.prediction]
    return Words(
        "What members gain falls with members under uniform commitment; differentiated minus "
        f"uniform: {in_points(value.difference, 'en')} hundredths for each doubling, {name.en}.",
        "Was Mitglieder gewinnen, sinkt bei einheitlicher Verpflichtung mit den Mitgliedern; "
        f"abgestuft minus einheitlich: {in_points(value.difference, 'de')} Hundertstel je "
        f"Verdopplung, {name.de}.",
    )


def _as_predicted(depth: Prediction, value: Prediction) -> Words:
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
