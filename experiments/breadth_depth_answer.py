"""The answer to "how broad, how deep?" in plain sentences: for the screen and for the summary.

Every sentence follows from a verdict of `experiments.breadth_depth`; what cannot be told is said
so.
"""

import itertools
import math
from collections.abc import Iterator, Sequence

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_data import (
    DEPTH,
    MEMBERS,
    PLATFORM,
    SUCCESS,
    VALUE,
    Key,
)
from experiments.breadth_depth_prediction_words import SILENT, prediction_in_words
from experiments.breadth_depth_profile import Profile, Verdict
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    SELECTION_NAMES,
    cost_in_words,
    dative,
    in_points,
    lift_in_words,
    measure_in_words,
    setting_in_words,
    usual,
    where,
)
from experiments.curves import TINY
from experiments.estimates import FEWEST_RUNS, Estimate
from experiments.numbers_in_words import between, capital, name_of, number
from experiments.separation import separate
from experiments.sweep_words import CLOSING, FORMS, TOO_FEW, failed_line, world_line
from sim.chronicle import Words

CORE = "core"
"""Form of governance in which not all members negotiate."""

OF_THE_CORE = Words(
    "Only the core negotiates, and further members come into the circle: depth is what the core "
    "has agreed.",
    "Nur der Kern verhandelt, weitere Mitglieder kommen in den Kreis: Die Tiefe ist, was der Kern "
    "vereinbart hat.",
)


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
        lines += _screen_lifts(study, key._replace(governance=governance), language)
    return lines


def _screen_lifts(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Compare commitments, in depth and in what members gain."""
    told = [(measure, study.lift(key, measure)) for measure in (DEPTH, VALUE)]
    heading = Words(
        "differentiated minus uniform, for each doubling of members:",
        "abgestuft minus einheitlich, je Verdopplung der Mitglieder:",
    )
    if any(lift is not None for _, lift in told):
        yield f"    {heading.in_language(language)}"
    for measure, lift in told:
        if lift is not None:
            name = f"{measure_in_words(measure, language)}:"
            yield f"      {name:27}{lift_in_words(lift, language)}"


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
        yield from (TOO_FEW.in_language(language), "")
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
    yield from (CLOSING.in_language(language), "")


_TOO_FEW_PLATFORMS = Words(
    f"there are too few platforms to say what becomes of depth: it takes {FEWEST_RUNS} at each "
    "size",
    f"sind es zu wenige Plattformen, um etwas über die Tiefe zu sagen: Es braucht {FEWEST_RUNS} "
    "je Größe",
)


def _opening(study: BreadthDepth, key: Key) -> Words:
    """Say what breadth and depth are, and whose."""
    how = Words("set", "gesetzt") if study.data.is_assigned else Words("aimed at", "angestrebt")
    return Words(
        "Breadth is the number of members when the platform is agreed, depth the share of the "
        "agenda that is agreed times the ambition kept, in points: 100 is a whole agenda, each "
        "item of which goes as far as every member wants that wants to go its way. The size of one "
        "alliance is "
        f"{how.en}, {where(key, 'en')}.",
        "Breite ist die Zahl der Mitglieder, wenn die Plattform vereinbart wird, Tiefe der "
        "vereinbarte Teil der Tagesordnung mal dem gewahrten Anspruch, in Punkten: 100 ist eine "
        "ganze Tagesordnung, deren Punkte alle so weit gehen, wie es jedes Mitglied will, das in "
        "ihre Richtung will. "
        f"Die Größe einer einzelnen Allianz ist {how.de}, "
        f"{where(key, 'de')}.",
    )


def _overall(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Count the combinations of governance and selection in which depth falls."""
    for commitment in study.data.commitments():
        found = study.find(setting=key.setting, sectors=key.sectors, commitment=commitment)
        told = [profile.cost().verdict for profile in found]
        falls, rises = told.count(Verdict.FALLS), told.count(Verdict.RISES)
        silent = sum(verdict in _NOT_SAID for verdict in told)
        rest = Words("", "")
        if silent:
            rest = Words(
                f"; of {silent} nothing can be said", f"; über {silent} ist nichts zu sagen"
            )
        name = COMMITMENT_NAMES[commitment]
        yield Words(
            f"With {name.en} depth falls with the number of members in {falls} of {len(told)} "
            f"combinations of governance and choice of partners, and rises in {rises}{rest.en}.",
            f"Bei {dative(name.de)} sinkt die Tiefe mit der Zahl der Mitglieder in {falls} von "
            f"{len(told)} Verbindungen von Lenkung und Partnerwahl und steigt in {rises}"
            f"{rest.de}.",
        ).in_language(language)
    yield from _both_counts(study, key, language)


def _both_counts(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Count where differentiated commitment helps the platform, and where it helps its members."""
    better, known = [], []
    for measure in (DEPTH, VALUE):
        found = [
            lift
            for own, lift in study.lifts(measure)
            if (own.setting, own.sectors) == (key.setting, key.sectors)
        ]
        told = [lift for lift in found if lift.prediction not in SILENT]
        better.append(sum(lift.difference.low > TINY for lift in told))
        known.append(len(told))
    if not any(known):
        return
    yield Words(
        "An item counts as agreed whoever signs it, so depth says what the platform holds, and "
        "value to members what they gain by it. For each doubling of members, differentiated "
        "commitment is told to be better than uniform commitment for depth in "
        f"{better[0]} of {known[0]} combinations of which something can be said, for value to "
        f"members in {better[1]} of {known[1]}.",
        "Ein Punkt gilt als vereinbart, wer immer ihn unterschreibt: Die Tiefe sagt also, was in "
        "der Plattform steht, der Wert für Mitglieder, was sie dadurch gewinnen. Je Verdopplung "
        "der Mitglieder ist abgestufte Verpflichtung erkennbar besser als einheitliche: für die "
        f"Tiefe in {better[0]} von {known[0]} Verbindungen, über die etwas zu sagen ist, für den "
        f"Wert für Mitglieder in {better[1]} von {known[1]}.",
    ).in_language(language)


def _form(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Answer for one form of governance: what becomes of the trade-off, then each commitment."""
    whose = OF_THE_CORE.in_language(language) if key.governance == CORE else ""
    said = " ".join(part for part in (whose, prediction_in_words(study, key, language)) if part)
    yield f"* **{name_of(FORMS, key.governance, language)}.** {said}".rstrip()
    for commitment in study.data.commitments():
        profile = study.profiles.get(key._replace(commitment=commitment))
        if profile is not None:
            parts = (_cost, _doubling, _steps, _ends, _success)
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


def _doubling(profile: Profile, language: str) -> str:
    """Say what a doubling does: to what the platform holds, and to what each member gains."""
    if not profile.has_enough(DEPTH):
        return ""
    depth, value = (
        Words(in_points(change, "en"), in_points(change, "de"))
        for change in (profile.cost_per_doubling(one).change for one in (DEPTH, VALUE))
    )
    return Words(
        f"With each doubling of members depth changes by {depth.en} points, and what a member "
        f"gains by {value.en} hundredths.",
        f"Mit jeder Verdopplung der Mitglieder ändert sich die Tiefe um {depth.de} Punkte und, was "
        f"ein Mitglied gewinnt, um {value.de} Hundertstel.",
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


# --- What changes the answer -------------------------------------------------------------------


def _by_condition(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Say under which settings depth does not fall, and of which nothing can be said."""
    # All of the design, also those without a run that counts.
    settings = list(study.data.changes)
    if len(settings) < 2:
        return
    for commitment in study.data.commitments():
        verdicts = _verdicts(study, key._replace(commitment=commitment))
        name = COMMITMENT_NAMES[commitment]
        parts = [
            part
            for governance in study.data.governances()
            if (part := _not_falling(verdicts, governance, settings, language))
        ]
        silent = _silent(verdicts, language)
        if parts:
            told = "; ".join(parts)
            yield Words(
                f"With {name.en} depth cannot be told to fall, or rises (+), under: {told}.",
                f"Bei {dative(name.de)} ist kein Sinken der Tiefe zu erkennen, oder sie steigt "
                f"(+), unter: {told}.",
            ).in_language(language)
        elif Verdict.FALLS in verdicts.values():
            of_all = Words(" of which something can be said", ", über den etwas zu sagen ist")
            rest = of_all if silent else Words("", "")
            yield Words(
                f"With {name.en} depth falls under every switch{rest.en}.",
                f"Bei {dative(name.de)} sinkt die Tiefe unter jedem Schalter{rest.de}.",
            ).in_language(language)
        if silent:
            yield Words(
                f"With {name.en} nothing can be said of: {silent}.",
                f"Bei {dative(name.de)} ist nichts zu sagen über: {silent}.",
            ).in_language(language)


Verdicts = dict[tuple[str, str], Verdict | None]
"""By form of governance and setting; None where there is no such combination."""


def _verdicts(study: BreadthDepth, key: Key) -> Verdicts:
    found: Verdicts = {}
    for governance in study.data.governances():
        for setting in study.data.changes:
            profile = study.profiles.get(key._replace(setting=setting, governance=governance))
            found[governance, setting] = profile.cost().verdict if profile else None
    return found


_NOT_SAID: dict[Verdict | None, Words] = {
    Verdict.TOO_FEW_RUNS: Words("too few platforms", "zu wenige Plattformen"),
    Verdict.NO_GROWTH: Words("members do not become more", "es werden nicht mehr Mitglieder"),
    None: Words("no such runs", "keine solchen Läufe"),
}
"""Why nothing is said of a combination."""


def _silent(verdicts: Verdicts, language: str) -> str:
    """List the combinations of which nothing can be said, by the reason."""
    parts = []
    for verdict, reason in _NOT_SAID.items():
        names = [
            f"{name_of(FORMS, governance, language)}, {setting_in_words(setting, language)}"
            for (governance, setting), found in verdicts.items()
            if found is verdict
        ]
        if names:
            parts.append(f"{'; '.join(names)} ({reason.in_language(language)})")
    return "; ".join(parts)


def _not_falling(
    verdicts: Verdicts, governance: str, settings: Sequence[str], language: str
) -> str:
    """List the settings in which depth does not fall for one form of governance."""
    names = []
    for setting in settings:
        verdict = verdicts[governance, setting]
        if verdict in (Verdict.NOT_TOLD, Verdict.RISES):
            mark = " (+)" if verdict is Verdict.RISES else ""
            names.append(f"{setting_in_words(setting, language)}{mark}")
    if not names:
        return ""
    form = name_of(FORMS, governance, language)
    rises = [name for name in names if name.endswith("(+)")]
    if len(names) == len(settings) > 1:
        everywhere = Words("everywhere", "überall").in_language(language)
        return f"{form} {everywhere}" + (f" ({', '.join(rises)})" if rises else "")
    of = Words("of", "von").in_language(language)
    return f"{form} {len(names)} {of} {len(settings)} ({', '.join(names)})"


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
        f"Number and variety apart ({form}, {name.en}, partners drawn at random; depth of pairs "
        "with a platform on both sides):",
        f"Zahl und Verschiedenheit getrennt ({form}, {name.de}, Partner zufällig gezogen; Tiefe "
        "von Paaren mit Plattform auf beiden Seiten):",
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
