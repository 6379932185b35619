"""How broad, and how deep: which sizes are best, in plain sentences and in a table."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_data import DEPTH, MEMBERS, SUCCESS, VALUE, Key, Measure
from experiments.breadth_depth_profile import Profile, Verdict
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    bend_in_words,
    in_points,
    level_in_points,
    listed,
    unsigned,
)
from experiments.estimates import FEWEST_RUNS, Estimate
from experiments.numbers_in_words import (
    DASH,
    between,
    capital,
    markdown_table,
    name_of,
    number,
    share,
)
from experiments.sweep_words import FORMS, best_in_words
from sim.chronicle import Words


@dataclass(frozen=True)
class Sorted:
    """The sizes that were asked, sorted by what can be said of them; organisations.

    Attributes
    ----------
    best
        Where a measure is highest.
    as_good
        Others that cannot be told from it.
    ruled_out
        Told to be lower.
    """

    best: float
    as_good: tuple[float, ...]
    ruled_out: tuple[float, ...]

    @property
    def kept(self) -> tuple[float, ...]:
        """Sizes that may be the best."""
        return (self.best, *self.as_good)


def sort_sizes(profile: Profile, measure: Measure) -> Sorted | None:
    """Sort the sizes of a combination; None where no best one can be told.

    Parameters
    ----------
    profile
        The combination.
    measure
        Of which more is better.
    """
    best = profile.best_of(measure)
    if best is None or best.is_flat:
        return None
    sizes = [float(size) for size in profile.organisations]
    as_good = tuple(size for size in best.candidates if size != best.size)
    ruled_out = tuple(size for size in sizes if size not in best.candidates)
    return Sorted(best.size, as_good, ruled_out)


# --- In sentences ------------------------------------------------------------------------------


def best_lines(profile: Profile, language: str) -> Iterator[str]:
    """Say in a few sentences how broad and how deep, and whether one size serves both.

    Parameters
    ----------
    profile
        The combination of which it is said.
    language
        "en" or "de".
    """
    for question, sentences in (
        (Words("How broad?", "Wie breit?"), [_most_success(profile), _members(profile)]),
        (Words("How deep?", "Wie tief?"), [_deepest(profile), _cost(profile)]),
        (Words("What do members gain?", "Was gewinnen Mitglieder?"), [_gain(profile)]),
        (Words("Both at once?", "Beides zugleich?"), [_both(profile)]),
    ):
        told = " ".join(each.in_language(language) for each in sentences if each.en)
        if told:
            yield f"**{question.in_language(language)}** {told}"


NOTHING_SAID = Words("", "")
ONE_SIZE = Words(
    "Only one size was asked, so none can be compared with it.",
    "Nur eine Größe war gefragt, es gibt also keine zum Vergleich.",
)
TOO_FEW_PLATFORMS = Words(
    f"There are too few platforms to say: it takes at least {FEWEST_RUNS} at each size.",
    f"Es sind zu wenige Plattformen für eine Aussage: Es braucht mindestens {FEWEST_RUNS} je "
    "Größe.",
)


def _most_success(profile: Profile) -> Words:
    if profile.organisations.size == 1:
        return ONE_SIZE
    found = sort_sizes(profile, SUCCESS)
    if found is None:
        return Words(
            "No size can be told to reach its goal most often.",
            "Keine Größe ist als die zu erkennen, die ihr Ziel am häufigsten erreicht.",
        )
    best = profile.best_of(SUCCESS)
    span = Words("", "")
    if best is not None:
        span = Words(*(between(best.low, best.high, 0, each) for each in ("en", "de")))
    told = Words(*(share(_mean_at(profile, SUCCESS, found.best), each) for each in ("en", "de")))
    rest, edge = _rest(found), _edge(profile, found)
    return Words(
        "Success, smoothed over neighbouring sizes, is highest where "
        f"{found.best:.0f} organisations are aimed at ({span.en}); there {told.en} of the runs "
        f"reach the goal. {rest.en}{edge.en}",
        "Der Erfolg, über benachbarte Größen geglättet, ist am größten, wo "
        f"{found.best:.0f} Organisationen angestrebt werden ({span.de}); dort erreichen {told.de} "
        f"der Läufe das Ziel. {rest.de}{edge.de}",
    )


def _edge(profile: Profile, found: Sorted) -> Words:
    """Say that sizes beyond may do better, where the best is the first or last that was asked."""
    if found.best == profile.organisations[-1]:
        return Words(
            " No larger size was asked, so one may do better.",
            " Größere waren nicht gefragt; eine davon könnte besser sein.",
        )
    if found.best == profile.organisations[0]:
        return Words(
            " No smaller size was asked, so one may do better.",
            " Kleinere waren nicht gefragt; eine davon könnte besser sein.",
        )
    return NOTHING_SAID


def _mean_at(profile: Profile, measure: Measure, size: float) -> Estimate:
    return profile.means(measure)[list(profile.organisations).index(size)]


def _rest(found: Sorted) -> Words:
    """Say which other sizes are as good, and which are ruled out."""
    good, out = (Words(_sizes(s, "en"), _sizes(s, "de")) for s in (found.as_good, found.ruled_out))
    if not found.as_good:
        return Words("All other sizes are ruled out.", "Alle anderen Größen sind ausgeschlossen.")
    if not found.ruled_out:
        return Words(
            f"As good, as far as can be told: {good.en}. No size is ruled out.",
            f"Soweit zu erkennen, ebenso gut: {good.de}. Keine Größe ist ausgeschlossen.",
        )
    return Words(
        f"As good, as far as can be told: {good.en}. Ruled out: {out.en}.",
        f"Soweit zu erkennen, ebenso gut: {good.de}. Ausgeschlossen: {out.de}.",
    )


def _sizes(sizes: Sequence[float], language: str) -> str:
    return listed([number(size, 0, language) for size in sizes], language)


def _members(profile: Profile) -> Words:
    """Say how many there are of those aimed at, where success is highest or else at most."""
    if not profile.has_enough(MEMBERS):
        return NOTHING_SAID
    found = sort_sizes(profile, SUCCESS)
    sizes = list(profile.organisations)
    size = sizes[-1] if found is None else found.best
    members = profile.medians(MEMBERS)[sizes.index(size)]
    limits = Words(*(between(members.low, members.high, 0, each) for each in ("en", "de")))
    return Words(
        f"Whoever aims at {size:.0f} has {number(members.value, 0, 'en')} members when the "
        f"platform is agreed (median; {limits.en}).",
        f"Wer {size:.0f} anstrebt, hat {number(members.value, 0, 'de')} Mitglieder, wenn die "
        f"Plattform vereinbart wird (Median; {limits.de}).",
    )


def _deepest(profile: Profile) -> Words:
    if not profile.has_enough(DEPTH):
        return TOO_FEW_PLATFORMS
    if profile.organisations.size == 1:
        return ONE_SIZE
    found = sort_sizes(profile, DEPTH)
    if found is None:
        return Words(
            "No size can be told to have the deepest platform.",
            "Keine Größe ist als die mit der tiefsten Plattform zu erkennen.",
        )
    depth = _mean_at(profile, DEPTH, found.best)
    told = Words(*(level_in_points(depth, each) for each in ("en", "de")))
    rest, edge = _rest(found), _edge(profile, found)
    return Words(
        f"The platform is deepest where {found.best:.0f} are aimed at, with a mean depth of "
        f"{told.en} points. {rest.en}{edge.en}",
        f"Am tiefsten ist die Plattform, wo {found.best:.0f} angestrebt werden, mit einer "
        f"mittleren Tiefe von {told.de} Punkten. {rest.de}{edge.de}",
    )


def _cost(profile: Profile) -> Words:
    """Say what a further member costs, and each doubling."""
    if profile.organisations.size == 1:
        return NOTHING_SAID
    each, twice = profile.cost(), profile.cost_per_doubling()
    told = {lang: unsigned(each.change, lang) for lang in ("en", "de")}
    doubling = {lang: unsigned(twice.change, lang) for lang in ("en", "de")}
    if profile.bend() is not None and each.verdict is not Verdict.FALLS:
        return _bend(profile)
    first = _first_and_last(profile)
    return {
        Verdict.FALLS: Words(
            f"Over all sizes each further member costs {told['en'].value} points "
            f"({told['en'].limits}), each doubling of members {doubling['en'].value} "
            f"({doubling['en'].limits}).{first.en}",
            f"Über alle Größen kostet jedes weitere Mitglied {told['de'].value} Punkte "
            f"({told['de'].limits}), jede Verdopplung der Mitglieder {doubling['de'].value} "
            f"({doubling['de'].limits}).{first.de}",
        ),
        Verdict.RISES: Words(
            f"Each further member adds {told['en'].value} points ({told['en'].limits}).",
            f"Jedes weitere Mitglied bringt {told['de'].value} Punkte ({told['de'].limits}).",
        ),
        Verdict.NOT_TOLD: Words(
            "Over all sizes together, no change of depth with members can be told.",
            "Über alle Größen zusammen ist keine Änderung der Tiefe mit den Mitgliedern zu "
            "erkennen.",
        ),
        Verdict.NO_GROWTH: Words(
            "Members do not become more where more are aimed at, so what a member costs cannot be "
            "said.",
            "Wo mehr angestrebt werden, werden es nicht mehr Mitglieder; was ein Mitglied kostet, "
            "ist also nicht zu sagen.",
        ),
    }.get(each.verdict, NOTHING_SAID)


def _first_and_last(profile: Profile) -> Words:
    """Say that the first members cost most, where even the intervals are apart."""
    spans = itertools.pairwise(profile.organisations)
    known = [
        (span, each)
        for span, each in zip(spans, profile.local_costs(), strict=True)
        if math.isfinite(each.low)
    ]
    if len(known) < 2 or not known[0][1].high < min(known[-1][1].low, 0.0):
        return NOTHING_SAID
    ends = [known[0], known[-1]]
    en, de = (
        [(*span, in_points(each, language)) for span, each in ends] for language in ("en", "de")
    )
    return Words(
        f" The first ones cost most: a further member changes depth by {en[0][2]} points from "
        f"{en[0][0]:.0f} to {en[0][1]:.0f} organisations aimed at, and by {en[1][2]} from "
        f"{en[1][0]:.0f} to {en[1][1]:.0f}.",
        f" Die ersten kosten am meisten: Ein weiteres Mitglied ändert die Tiefe um "
        f"{de[0][2]} Punkte von "
        f"{de[0][0]:.0f} zu {de[0][1]:.0f} angestrebten Organisationen und um {de[1][2]} von "
        f"{de[1][0]:.0f} zu {de[1][1]:.0f}.",
    )


def _bend(profile: Profile) -> Words:
    """Say up to which size depth falls, and that it rises after."""
    return Words(*(f"{capital(bend_in_words(profile, each))}." for each in ("en", "de")))


def _gain(profile: Profile) -> Words:
    """Say whether what a member gains falls, too: a verdict of its own."""
    cost = profile.cost_per_doubling(VALUE)
    told = {lang: unsigned(cost.change, lang) for lang in ("en", "de")}
    return {
        Verdict.FALLS: Words(
            "Less, the more they are: each doubling of members takes "
            f"{told['en'].value} hundredths of 1 from what each gains ({told['en'].limits}).",
            "Je mehr sie sind, desto weniger: Jede Verdopplung der Mitglieder nimmt jedem "
            f"{told['de'].value} Hundertstel von 1 ({told['de'].limits}).",
        ),
        Verdict.RISES: Words(
            "More, the more they are: each doubling of members adds "
            f"{told['en'].value} hundredths to what each gains ({told['en'].limits}).",
            "Je mehr sie sind, desto mehr: Jede Verdopplung der Mitglieder bringt jedem "
            f"{told['de'].value} Hundertstel ({told['de'].limits}).",
        ),
        Verdict.BENDS: Words(
            "First less, then more, the more they are; over all sizes no change can be told.",
            "Je mehr sie sind, erst weniger, dann mehr; über alle Größen ist keine Änderung zu "
            "erkennen.",
        ),
        Verdict.FLATTENS: Words(
            "Less at first, the more they are; over all sizes no change can be told.",
            "Je mehr sie sind, anfangs desto weniger; über alle Größen ist keine Änderung zu "
            "erkennen.",
        ),
        Verdict.NOT_TOLD: Words(
            "No change with the number of members can be told.",
            "Eine Änderung mit der Zahl der Mitglieder ist nicht zu erkennen.",
        ),
    }.get(cost.verdict, NOTHING_SAID)


def _both(profile: Profile) -> Words:
    """Say whether a size is among the best in success and in depth."""
    success, depth = sort_sizes(profile, SUCCESS), sort_sizes(profile, DEPTH)
    if success is None or depth is None:
        return NOTHING_SAID
    shared = sorted({*success.kept} & {*depth.kept})
    if shared:
        return Words(
            f"Among the best in success and in depth: {_sizes(shared, 'en')}.",
            f"Bei Erfolg und Tiefe unter den besten: {_sizes(shared, 'de')}.",
        )
    is_broader = min(success.kept) > max(depth.kept)
    why = Words(
        ": success asks for more organisations than depth" if is_broader else "",
        ": Erfolg verlangt mehr Organisationen als Tiefe" if is_broader else "",
    )
    return Words(
        f"No size is among the best in both{why.en}.",
        f"Keine Größe ist bei beidem unter den besten{why.de}.",
    )


# --- In a table --------------------------------------------------------------------------------


def best_table(study: BreadthDepth, key: Key, language: str) -> Iterator[str]:
    """Give the best sizes for every form of governance and commitment, in Markdown.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    key
        Setting, selection and sectors that are meant.
    language
        "en" or "de".
    """
    profiles = study.find(setting=key.setting, sectors=key.sectors, selection=key.selection)
    heads = Words(
        "governance|commitment|most success|deepest platform|most gain for each member",
        "Lenkung|Verpflichtung|meister Erfolg|tiefste Plattform|größter Gewinn je Mitglied",
    )
    rows = [
        [
            name_of(FORMS, profile.key.governance, language),
            name_of(COMMITMENT_NAMES, profile.key.commitment, language),
            *(best_cell(profile, measure, language) for measure in (SUCCESS, DEPTH, VALUE)),
        ]
        for profile in profiles
    ]
    yield from markdown_table(heads.in_language(language).split("|"), rows)


def best_cell(profile: Profile, measure: Measure, language: str) -> str:
    """Write which size is best, which others are as good, and which are ruled out."""
    best = profile.best_of(measure)
    if best is None:
        return best_in_words(best, language)
    found = sort_sizes(profile, measure)
    if found is None:
        return Words("none can be told", "keine zu erkennen").in_language(language)
    good, out = (_plainly(sizes, language) for sizes in (found.as_good, found.ruled_out))
    return Words(
        f"{found.best:.0f}; as good: {good}; ruled out: {out}",
        f"{found.best:.0f}; ebenso gut: {good}; ausgeschlossen: {out}",
    ).in_language(language)


def best_span(profile: Profile, measure: Measure, language: str) -> str:
    """Write which size is best, with its interval, and which others are as good."""
    best, found = profile.best_of(measure), sort_sizes(profile, measure)
    if best is None or found is None:
        return best_cell(profile, measure, language)
    told = f"{found.best:.0f} ({between(best.low, best.high, 0, language)})"
    good = _plainly(found.as_good, language)
    return Words(f"{told}; as good: {good}", f"{told}; ebenso gut: {good}").in_language(language)


def _plainly(sizes: Sequence[float], language: str) -> str:
    return ", ".join(number(size, 0, language) for size in sizes) or DASH
