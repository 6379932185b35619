"""The answer to "how broad, how deep?" in plain sentences: for the screen and for the summary.

Every sentence follows from a verdict of `experiments.breadth_depth`; what cannot be told is said
so.
"""

import itertools
import math
from collections.abc import Iterator

from experiments.breadth_depth import (
    BreadthDepth,
    Lift,
    Prediction,
    Profile,
    Verdict,
)
from experiments.breadth_depth_data import (
    DEPTH,
    MEMBERS,
    PLATFORM,
    SUCCESS,
    VALUE,
    Key,
)
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    SELECTION_NAMES,
    capital,
    cost_in_words,
    dative,
    in_points,
    lift_in_words,
    setting_in_words,
    usual,
    where,
)
from experiments.group_size import FEWEST_RUNS, Estimate
from experiments.group_size_words import (
    FORMS,
    between,
    failed_line,
    name_of,
    number,
    world_line,
)
from experiments.separation import separate
from sim.chronicle import Words


def screen_lines(study: BreadthDepth, language: str) -> list[str]:
    """Return the answer for each form of governance, in a few lines.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    key = usual(study)
    lines = [capital(world_line(study.data, language)), failed_line(study.data, language), ""]
    lines.append(
        Words(
            f"Depth for each further member, in points ({where(key, 'en')}; 95 % interval)",
            f"Tiefe je weiterem Mitglied, in Punkten ({where(key, 'de')}; 95-%-Intervall)",
        ).in_language(language)
    )
    for governance in study.data.governances():
        lines.append(f"  {name_of(FORMS, governance, language)}")
        for commitment in study.data.commitments():
            own = key._replace(governance=governance, commitment=commitment)
            if own in study.profiles:
                cost = study.profiles[own].cost()
                name = name_of(COMMITMENT_NAMES, commitment, language)
                lines.append(f"    {name + ':':29}{cost_in_words(cost, language)}")
        lift = study.lift(key._replace(governance=governance))
        if lift is not None:
            name = Words("the trade-off", "der Zielkonflikt").in_language(language)
            lines.append(f"    {name + ':':29}{lift_in_words(lift, language)}")
    return lines


def answer_lines(study: BreadthDepth, language: str) -> Iterator[str]:
    """Give the answer in Markdown: what is meant, a point for each form, what changes the answer.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    key = usual(study)
    if not study.profiles[key].has_enough(PLATFORM):
        yield from (_TOO_FEW.in_language(language), "")
        return
    yield from (_opening(study, key).in_language(language), "")
    yield from (" ".join(_overall(study, key, language)), "")
    for governance in study.data.governances():
        own = key._replace(governance=governance)
        if own in study.profiles:
            yield from _form(study, own, language)
    yield ""
    for sentences in (
        _by_condition(study, key, language),
        _by_selection(study, key, language),
        _apart(study, key, language),
    ):
        told = " ".join(sentences)
        if told:
            yield from (told, "")
    yield from (_CLOSING.in_language(language), "")


_TOO_FEW = Words(
    f"Too few runs to say: it takes at least {FEWEST_RUNS} per point.",
    f"Zu wenige Läufe für eine Aussage: Es braucht mindestens {FEWEST_RUNS} je Punkt.",
)
_TOO_FEW_PLATFORMS = Words(
    f"there are too few platforms to say what becomes of depth: it takes {FEWEST_RUNS} at each "
    "size",
    f"sind es zu wenige Plattformen, um etwas über die Tiefe zu sagen: Es braucht {FEWEST_RUNS} "
    "je Größe",
)
_CLOSING = Words(
    "All this is the answer of a model, not a forecast; intervals and definitions are below.",
    "All das ist die Antwort eines Modells, keine Vorhersage; Intervalle und Definitionen stehen "
    "unten.",
)


def _opening(study: BreadthDepth, key: Key) -> Words:
    """Say what breadth and depth are, and whose."""
    how = Words("set", "gesetzt") if study.data.is_assigned else Words("aimed at", "angestrebt")
    return Words(
        "Breadth is the number of members when the platform is agreed, depth the share of the "
        "agenda that is agreed times the ambition kept, in points: 100 is a whole agenda "
        "that goes as far as those want who want to go its way. The size of one alliance is "
        f"{how.en}, {where(key, 'en')}.",
        "Breite ist die Zahl der Mitglieder, wenn die Plattform vereinbart wird, Tiefe der "
        "vereinbarte Teil der Tagesordnung mal gewahrtem Anspruch, in Punkten: 100 ist eine ganze "
        "Tagesordnung, die so weit geht, wie die wollen, die in ihre Richtung wollen. "
        f"Die Größe einer einzelnen Allianz ist {how.de}, "
        f"{where(key, 'de')}.",
    )


def _overall(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Count the combinations of governance and selection in which depth falls."""
    for commitment in study.data.commitments():
        found = study.find(setting=key.setting, sectors=key.sectors, commitment=commitment)
        told = [profile.cost().verdict for profile in found]
        falls, rises = told.count(Verdict.FALLS), told.count(Verdict.RISES)
        name = COMMITMENT_NAMES[commitment]
        yield Words(
            f"With {name.en} depth falls with the number of members in {falls} of {len(told)} "
            f"combinations of governance and choice of partners, and rises in {rises}.",
            f"Bei {dative(name.de)} sinkt die Tiefe mit der Zahl der Mitglieder in {falls} von "
            f"{len(told)} Verbindungen von Lenkung und Partnerwahl und steigt in {rises}.",
        ).in_language(language)


def _form(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Answer for one form of governance: what becomes of the trade-off, then each commitment."""
    lift = study.lift(key)
    prediction = _prediction(lift, language) if lift is not None else ""
    yield f"* **{name_of(FORMS, key.governance, language)}.** {prediction}".rstrip()
    for commitment in study.data.commitments():
        profile = study.profiles.get(key._replace(commitment=commitment))
        if profile is not None:
            parts = (_cost, _steps, _ends, _value, _success)
            told = [part(profile, language) for part in parts]
            yield f"  * {' '.join(sentence for sentence in told if sentence)}"


def _cost(profile: Profile, language: str) -> str:
    cost = profile.cost()
    name = COMMITMENT_NAMES[profile.key.commitment]
    change = cost.change
    size = number(abs(100 * change.value), 1, language)
    least, most = sorted(abs(100 * limit) for limit in (change.low, change.high))
    limits = between(least, most, 1, language)
    signed = between(100 * change.low, 100 * change.high, 1, language, signed=True)
    told = {
        Verdict.FALLS: Words(
            f"each further member costs {size} points of depth ({limits})",
            f"kostet jedes weitere Mitglied {size} Punkte Tiefe ({limits})",
        ),
        Verdict.RISES: Words(
            f"each further member adds {size} points of depth ({limits})",
            f"bringt jedes weitere Mitglied {size} Punkte Tiefe ({limits})",
        ),
        Verdict.NOT_TOLD: Words(
            f"no change of depth with members can be told over all sizes ({signed} points for "
            "each)",
            "ist über alle Größen kein Zusammenhang von Tiefe und Mitgliedern zu erkennen "
            f"({signed} Punkte je Mitglied)",
        ),
        Verdict.NO_GROWTH: Words(
            "members do not become more where more are aimed at, so that nothing can be said",
            "werden es nicht mehr Mitglieder, wo mehr angestrebt werden: Es ist nichts zu sagen",
        ),
    }.get(cost.verdict, _TOO_FEW_PLATFORMS)
    return Words(f"With {name.en} {told.en}.", f"Bei {dative(name.de)} {told.de}.").in_language(
        language
    )


def _steps(profile: Profile, language: str) -> str:
    """Say between which sizes a change can be told: a trade-off need not be the same everywhere."""
    to = Words("to", "auf").in_language(language)
    told = [
        f"{small:.0f} {to} {large:.0f} ({number(100 * found.value, 1, language, signed=True)})"
        for (small, large), found in zip(
            itertools.pairwise(profile.organisations), profile.local_costs(), strict=True
        )
        if found.high < 0.0 or found.low > 0.0
    ]
    if not told or not profile.has_enough(DEPTH):
        return ""
    return Words(
        f"From one size to the next a change is told from {', '.join(told)} organisations aimed "
        "at, in points for each member.",
        "Von einer Größe zur nächsten ist eine Änderung zu erkennen: von "
        f"{', '.join(told)} angestrebte Organisationen, in Punkten je Mitglied.",
    ).in_language(language)


def _ends(profile: Profile, language: str) -> str:
    """Say how deep the smallest and the largest are."""
    depth, members = profile.medians(DEPTH), profile.medians(MEMBERS)
    known = [place for place, each in enumerate(depth) if math.isfinite(each.value)]
    if len(known) < 2:
        return ""
    first, last = (
        (
            number(profile.organisations[place], 0, language),
            number(members[place].value, 1, language),
            number(100 * depth[place].value, 0, language),
        )
        for place in (known[0], known[-1])
    )
    return Words(
        f"Where {first[0]} organisations are aimed at, there are {first[1]} members and "
        f"{first[2]} points (medians); where {last[0]} are, {last[1]} members and {last[2]} "
        "points.",
        f"Wo {first[0]} Organisationen angestrebt werden, sind es {first[1]} Mitglieder und "
        f"{first[2]} Punkte (Mediane), wo {last[0]} angestrebt werden, {last[1]} Mitglieder und "
        f"{last[2]} Punkte.",
    ).in_language(language)


def _value(profile: Profile, language: str) -> str:
    """Say whether members gain less each: depth counts what the platform holds."""
    cost = profile.cost(VALUE)
    told = {
        Verdict.FALLS: Words("falls", "sinkt"),
        Verdict.RISES: Words("rises", "steigt"),
    }.get(cost.verdict)
    if told is None:
        return ""
    change = in_points(cost.change, language)
    return Words(
        f"What a member gains by the platform {told.en} ({change} hundredths for each further "
        "member).",
        f"Was ein Mitglied durch die Plattform gewinnt, {told.de} ({change} Hundertstel je "
        "weiterem Mitglied).",
    ).in_language(language)


def _success(profile: Profile, language: str) -> str:
    best = profile.best
    if best is None or not profile.has_enough(SUCCESS):
        return ""
    if best.is_flat:
        return Words(
            "No size can be told to succeed most often.",
            "Keine Größe ist als die erfolgreichste zu erkennen.",
        ).in_language(language)
    size = number(best.size, 0, language)
    others = [number(each, 0, language) for each in best.candidates if each != best.size]
    sizes = ", ".join(others) or Words("none", "keine").in_language(language)
    return Words(
        f"Success is most frequent where {size} organisations are aimed at; sizes not to be told "
        f"from that: {sizes}.",
        f"Am häufigsten ist Erfolg, wo {size} Organisationen angestrebt werden; nicht davon zu "
        f"unterscheidende Größen: {sizes}.",
    ).in_language(language)


def _prediction(lift: Lift, language: str) -> str:
    """Say what becomes of the trade-off, and whether it was to be expected."""
    told = {
        Prediction.TURNS_ROUND: Words(
            "With differentiated commitment the trade-off turns round: more than Gilligan (2004) "
            "predicts.",
            "Bei abgestufter Verpflichtung kehrt sich der Zielkonflikt um: mehr, als Gilligan "
            "(2004) vorhersagt.",
        ),
        Prediction.DISAPPEARS: Words(
            "With differentiated commitment no trade-off can be told, as Gilligan (2004) predicts.",
            "Bei abgestufter Verpflichtung ist kein Zielkonflikt zu erkennen, wie Gilligan (2004) "
            "vorhersagt.",
        ),
        Prediction.WEAKER: Words(
            "With differentiated commitment the trade-off becomes weaker, but does not disappear "
            "as Gilligan (2004) predicts.",
            "Bei abgestufter Verpflichtung wird der Zielkonflikt schwächer, verschwindet aber "
            "nicht, wie Gilligan (2004) es vorhersagt.",
        ),
        Prediction.STAYS: Words(
            "It cannot be told that differentiated commitment makes the trade-off weaker, as "
            "Gilligan (2004) predicts.",
            "Dass abgestufte Verpflichtung den Zielkonflikt schwächer macht, wie Gilligan (2004) "
            "vorhersagt, ist nicht zu erkennen.",
        ),
        Prediction.NO_TRADE_OFF: Words(
            "Over all sizes no trade-off can be told that differentiated commitment could lift.",
            "Über alle Größen ist kein Zielkonflikt zu erkennen, den abgestufte Verpflichtung "
            "aufheben könnte.",
        ),
    }.get(lift.prediction)
    return told.in_language(language) if told else ""


# --- What changes the answer -------------------------------------------------------------------


def _by_condition(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Say under which settings depth does not fall."""
    settings = study.data.settings()
    if len(settings) < 2:
        return
    for commitment in study.data.commitments():
        parts = [
            part
            for governance in study.data.governances()
            if (part := _not_falling(study, key, governance, commitment, language))
        ]
        name = COMMITMENT_NAMES[commitment]
        told = "; ".join(parts)
        if not parts:
            yield Words(
                f"With {name.en} depth falls under every switch.",
                f"Bei {dative(name.de)} sinkt die Tiefe unter jedem Schalter.",
            ).in_language(language)
            continue
        yield Words(
            f"With {name.en} depth cannot be told to fall, or rises (+), under: {told}.",
            f"Bei {dative(name.de)} ist kein Sinken der Tiefe zu erkennen, oder sie steigt (+), "
            f"unter: {told}.",
        ).in_language(language)


def _not_falling(
    study: BreadthDepth, key: Key, governance: str, commitment: str, language: str
) -> str:
    """List the settings in which depth does not fall for one form of governance."""
    asked, names = 0, []
    for setting in study.data.settings():
        own = key._replace(setting=setting, governance=governance, commitment=commitment)
        profile = study.profiles.get(own)
        verdict = profile.cost().verdict if profile else Verdict.TOO_FEW_RUNS
        asked += profile is not None
        if verdict in (Verdict.NOT_TOLD, Verdict.RISES):
            mark = " (+)" if verdict is Verdict.RISES else ""
            names.append(f"{setting_in_words(setting, language)}{mark}")
    if not names:
        return ""
    form = name_of(FORMS, governance, language)
    rises = [name for name in names if name.endswith("(+)")]
    if len(names) == asked > 1:
        everywhere = Words("everywhere", "überall").in_language(language)
        return f"{form} {everywhere}" + (f" ({', '.join(rises)})" if rises else "")
    of = Words("of", "von").in_language(language)
    return f"{form} {len(names)} {of} {asked} ({', '.join(names)})"


def _by_selection(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Say what a further member costs by the way in which partners are found."""
    parts = []
    for selection in study.data.selections():
        profile = study.profiles.get(key._replace(selection=selection))
        if profile is not None:
            told = in_points(profile.cost().change, language)
            parts.append(f"{name_of(SELECTION_NAMES, selection, language)} {told}")
    if len(parts) < 2:
        return
    form, name = FORMS.get(key.governance), COMMITMENT_NAMES[key.commitment]
    at = Words("", "") if form is None else Words(f"{form.en}, {name.en}", f"{form.de}, {name.de}")
    yield Words(
        f"Points of depth for each further member by the way in which partners are found "
        f"({at.en}): {'; '.join(parts)}.",
        f"Punkte Tiefe je weiterem Mitglied nach der Art, Partner zu finden ({at.de}): "
        f"{'; '.join(parts)}.",
    ).in_language(language)


def _apart(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Tell number and variety of partners apart, where the sweep varies both."""
    found = separate(study, key.governance, key.commitment)
    if found is None:
        return
    form, name = name_of(FORMS, key.governance, language), COMMITMENT_NAMES[key.commitment]
    yield Words(
        f"Number and variety apart ({form}, {name.en}, partners drawn at random):",
        f"Zahl und Verschiedenheit getrennt ({form}, {name.de}, Partner zufällig gezogen):",
    ).in_language(language)
    depth, success = DEPTH.name, SUCCESS.name
    twice = _moves(found.number[depth]), _moves(found.number[success])
    sectors = _moves(found.sectors[depth]), _moves(found.sectors[success])
    yield Words(
        "with twice as many organisations from the same number of sectors, depth "
        f"{twice[0].en} and success {twice[1].en};",
        "Mit doppelt so vielen Organisationen aus gleich vielen Sektoren gilt für die Tiefe: "
        f"{twice[0].de}, für den Erfolg: {twice[1].de};",
    ).in_language(language)
    yield Words(
        "with twice as many sectors at the same number of organisations, depth "
        f"{sectors[0].en} and success {sectors[1].en}.",
        "mit doppelt so vielen Sektoren bei gleicher Zahl von Organisationen für die Tiefe: "
        f"{sectors[0].de}, für den Erfolg: {sectors[1].de}.",
    ).in_language(language)


def _moves(found: Estimate) -> Words:
    """Say whether something falls or rises, and by how many points."""
    told = Words(in_points(found, "en"), in_points(found, "de"))
    if found.high < 0.0:
        return Words(f"falls ({told.en} points)", f"sinkt ({told.de} Punkte)")
    if found.low > 0.0:
        return Words(f"rises ({told.en} points)", f"steigt ({told.de} Punkte)")
    return Words(
        f"shows no difference that can be told ({told.en})",
        f"kein Unterschied zu erkennen ({told.de})",
    )
