"""The answer to "are twenty too many?" in plain sentences, for each form of governance.

These are the first lines of the written summary. Every sentence follows from a verdict of
`experiments.group_size`; what cannot be told is said so.
"""

import math
from collections.abc import Iterator, Sequence

from experiments.curves import BestSize
from experiments.estimates import Estimate
from experiments.finished_sweep import ASSIGNED, BOTH, GOALS
from experiments.group_size import Analysis, GroupSize, Verdict
from experiments.group_size_data import AT_PLATFORM, IN_TIME, SUCCESS, Measure
from experiments.group_size_words import (
    DESIGN_NAMES,
    GOAL_NAMES,
    SETTING_NAMES,
    against_in_words,
    first_design,
)
from experiments.numbers_in_words import capital, name_of, number
from experiments.sweep_words import CLOSING, FORMS, TOO_FEW, failed_line, short_name, world_line
from sim.chronicle import Words

SUCCESS_PHRASES = {
    Verdict.WORSE: Words("twenty are too many", "sind zwanzig zu viele"),
    Verdict.BETTER: Words(
        "twenty do better than any smaller size", "sind zwanzig besser als jede kleinere Größe"
    ),
    Verdict.NOT_TOLD: Words("the runs cannot tell", "ist es nicht zu erkennen"),
}
STEERING_PHRASES = {
    Verdict.WORSE: Words("Twenty are harder to steer", "Zwanzig sind schwerer zu steuern"),
    Verdict.BETTER: Words(
        "Twenty are easier to steer than any smaller size",
        "Zwanzig sind leichter zu steuern als jede kleinere Größe",
    ),
    Verdict.NOT_TOLD: Words(
        "Whether they are harder to steer, the runs cannot tell",
        "Ob sie schwerer zu steuern sind, ist nicht zu erkennen",
    ),
}


def answer_lines(study: GroupSize, language: str) -> Iterator[str]:
    """Give the answer in Markdown: a paragraph, a point for each form, what else matters.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    setting, design = study.data.settings()[0], first_design(study)
    told = study.find(setting, design, BOTH)
    if not any(analysis.is_enough for analysis in told):
        yield from (TOO_FEW.in_language(language), "")
        return
    is_asked = any(analysis.at_twenty for analysis in told)
    yield from ((_opening(design) if is_asked else _NOT_ASKED).in_language(language), "")
    for analysis in told:
        goals = [
            each
            for goal in GOALS
            for each in study.find(setting, design, goal)
            if each.key.governance == analysis.key.governance
        ]
        yield f"* {_form(analysis, goals, language)}"
    yield ""
    more = [*_other_designs(study, setting, language), *_other_settings(study, design, language)]
    yield from (" ".join([*more, CLOSING.in_language(language)]), "")


_NOT_ASKED = Words(
    "No size of this sweep stands for twenty organisations, so it says nothing about them.",
    "Keine Größe dieser Reihe steht für zwanzig Organisationen, über sie sagt sie also nichts.",
)


def _opening(design: str) -> Words:
    """Say whose size is meant, and what "too many" means."""
    whose = {
        ASSIGNED: Words(
            "The size of one alliance is set", "Die Größe einer einzelnen Allianz ist gesetzt"
        ),
    }.get(
        design,
        Words(
            "Alliances aim at a size, and joining is free",
            "Allianzen streben eine Größe an, der Beitritt ist frei",
        ),
    )
    return Words(
        f"{whose.en}. Twenty are called too many where a smaller size reaches the goal more often, "
        "by more than chance explains.",
        f"{whose.de}. Zu viele heißen zwanzig, wo eine kleinere Größe das Ziel häufiger erreicht, "
        "um mehr, als Zufall erklärt.",
    )


# --- One form of governance --------------------------------------------------------------------


def _form(both: Analysis, goals: Sequence[Analysis], language: str) -> str:
    sentences = [f"**{name_of(FORMS, both.key.governance, language)}.**"]
    sentences += [_success(analysis, language) for analysis in goals]
    sentences += [_steering(both, language), _members(both, language)]
    sentences.append(_best(goals, language))
    return " ".join(sentence for sentence in sentences if sentence)


def _success(analysis: Analysis, language: str) -> str:
    phrase = SUCCESS_PHRASES.get(analysis.success_of_twenty.verdict)
    pair = _pair(analysis, SUCCESS, language)
    if phrase is None or pair is None:
        return ""
    goal, (twenty, fewer, size) = GOAL_NAMES[analysis.key.goal], pair
    return Words(
        f"For {goal.en}, {phrase.en}: {twenty} reach the goal, {fewer} with {size}.",
        f"Für {goal.de} {phrase.de}: {twenty} erreichen das Ziel, {fewer} mit {size}.",
    ).in_language(language)


def _steering(analysis: Analysis, language: str) -> str:
    phrase = STEERING_PHRASES.get(analysis.steerability_of_twenty.verdict)
    pair = _pair(analysis, IN_TIME, language)
    if phrase is None or pair is None:
        return ""
    twenty, fewer, size = pair
    return Words(
        f"{phrase.en}: {twenty} of occasions are decided in time, {fewer} with {size}.",
        f"{phrase.de}: {twenty} der Anlässe werden rechtzeitig entschieden, {fewer} mit {size}.",
    ).in_language(language)


def _pair(analysis: Analysis, measure: Measure, language: str) -> tuple[str, str, str] | None:
    """Write a share at twenty, that at the best smaller size, and this size."""
    at, size = analysis.at_twenty, analysis.compare(measure).with_best.against
    if at is None or not math.isfinite(size):
        return None
    smaller = analysis.place_of(size)
    found = [analysis.estimates(measure)[place] for place in (at, smaller) if place is not None]
    twenty, fewer = (_share(each, language) for each in found)
    return twenty, fewer, number(size, 0, language)


def _share(found: Estimate, language: str) -> str:
    return f"{number(100.0 * found.value, 0, language)} %"


def _members(analysis: Analysis, language: str) -> str:
    """Say how many they are: whether they ever were twenty, and how many have a platform."""
    if analysis.at_twenty is None:
        return ""
    at_platform = analysis.estimates(AT_PLATFORM)[analysis.at_twenty].value
    most = number(analysis.members_at_twenty.value, 0, language)
    left = number(at_platform, 0, language)
    reached = Words(
        f"Of the twenty, {left} are there when the platform is agreed.",
        f"Von den zwanzig sind {left} dabei, wenn die Plattform steht.",
    )
    missed = Words(
        f"Twenty are never reached: whoever aims at them has {most} members at most, in the mean.",
        f"Zwanzig werden nie erreicht: Wer sie anstrebt, hat im Mittel höchstens {most} "
        "Mitglieder.",
    )
    known = at_platform if analysis.reaches_twenty else analysis.members_at_twenty.value
    if not math.isfinite(known):
        return ""
    return (reached if analysis.reaches_twenty else missed).in_language(language)


def _best(goals: Sequence[Analysis], language: str) -> str:
    told = ", ".join(
        f"{_for_goal(analysis, language)} {_best_size(analysis.best, language)}"
        for analysis in goals
        if analysis.best is not None
    )
    return f"{Words('Best size:', 'Beste Größe:').in_language(language)} {told}." if told else ""


def _for_goal(analysis: Analysis, language: str) -> str:
    goal = GOAL_NAMES[analysis.key.goal]
    return Words(f"for {goal.en}", f"für {goal.de}").in_language(language)


def _best_size(best: BestSize | None, language: str) -> str:
    if best is None or best.is_flat:
        return Words("none can be told", "keine zu erkennen").in_language(language)
    size, low, high = (number(each, 0, language) for each in (best.size, best.low, best.high))
    return f"{size} ({low} {Words('to', 'bis').in_language(language)} {high})"


# --- Other designs and settings ----------------------------------------------------------------


def _other_designs(study: GroupSize, setting: str, language: str) -> Iterator[str]:
    for design in study.data.designs(setting)[1:]:
        found = [each for goal in GOALS for each in study.find(setting, design, goal)]
        found = [each for each in found if each.at_twenty]
        if not found:
            continue
        name = DESIGN_NAMES[design]
        worse = sum(each.success_of_twenty.verdict is Verdict.WORSE for each in found)
        sizes = [each.members_at_twenty.value for each in found]
        members = _span(min(sizes), max(sizes), language)
        yield Words(
            f"{capital(name.en)}: whoever aims at twenty has {members} members at most, in "
            f"the mean, and succeeds less often than with the best smaller aim in {worse} of "
            f"{len(found)} comparisons.",
            f"{capital(name.de)}: Wer zwanzig anstrebt, hat im Mittel höchstens {members} "
            f"Mitglieder und in {worse} von {len(found)} Vergleichen seltener Erfolg als mit der "
            "besten kleineren Größe.",
        ).in_language(language)


def _span(least: float, most: float, language: str) -> str:
    """Write two numbers, once where they are the same."""
    low, high = (number(size, 0, language) for size in (least, most))
    return low if low == high else f"{low} {Words('to', 'bis').in_language(language)} {high}"


def _other_settings(study: GroupSize, design: str, language: str) -> Iterator[str]:
    others = study.data.settings()[1:]
    for goal in GOALS if others else ():
        found = [each for setting in others for each in study.find(setting, design, goal)]
        forms = dict.fromkeys(each.key.governance for each in found)
        if not any(each.at_twenty for each in found):
            continue
        counts = ", ".join(
            f"{short_name(form, language)} in {_times_worse(found, form)}" for form in forms
        )
        name = GOAL_NAMES[goal]
        yield Words(
            f"Under other settings ({len(others)}) twenty are too many for {name.en}: {counts}.",
            f"Unter anderen Einstellungen ({len(others)}) sind zwanzig für {name.de} zu viele: "
            f"{counts}.",
        ).in_language(language)


def _times_worse(analyses: Sequence[Analysis], form: str) -> int:
    return sum(
        each.key.governance == form and each.success_of_twenty.verdict is Verdict.WORSE
        for each in analyses
    )


# --- On the screen -----------------------------------------------------------------------------


def screen_lines(study: GroupSize, language: str) -> list[str]:
    """Return the answer for each form of governance, in a few lines.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    setting, design = study.data.settings()[0], first_design(study)
    told = world_line(study.data, language)
    lines = [told[0].upper() + told[1:], failed_line(study.data, language), ""]
    lines.append(
        Words(
            "Twenty organisations against the best smaller size "
            f"({name_of(SETTING_NAMES, setting, 'en')}, {name_of(DESIGN_NAMES, design, 'en')}; "
            "difference in points, 95 % interval)",
            "Zwanzig Organisationen gegen die beste kleinere Größe "
            f"({name_of(SETTING_NAMES, setting, 'de')}, {name_of(DESIGN_NAMES, design, 'de')}; "
            "Unterschied in Punkten, 95-%-Intervall)",
        ).in_language(language)
    )
    forms = dict.fromkeys(
        key.governance for key in study.analyses if (key.setting, key.design) == (setting, design)
    )
    for form in forms:
        lines.append(f"  {name_of(FORMS, form, language)}")
        for goal in (*GOALS, BOTH):
            found = [a for a in study.find(setting, design, goal) if a.key.governance == form]
            for analysis in found:
                lines.append(f"    {_screen_line(analysis, language)}")
                if goal == BOTH and analysis.at_twenty is not None:
                    lines.append(f"    {_members_line(analysis, analysis.at_twenty, language)}")
    return lines


def _screen_line(analysis: Analysis, language: str) -> str:
    goal = name_of(GOAL_NAMES, analysis.key.goal, language)
    if analysis.key.goal == BOTH:
        name = Words("decided in time", "rechtzeitig entschieden").in_language(language)
        comparison = analysis.steerability_of_twenty
    else:
        name = Words(f"success of {goal}", f"Erfolg bei {goal}").in_language(language)
        comparison = analysis.success_of_twenty
    return f"{name + ':':28}{against_in_words(analysis, comparison, language)}"


def _members_line(analysis: Analysis, at: int, language: str) -> str:
    name = Words("members of the twenty", "Mitglieder von zwanzig").in_language(language)
    most = number(analysis.members_at_twenty.value, 1, language)
    left = number(analysis.estimates(AT_PLATFORM)[at].value, 1, language)
    told = Words(
        f"{most} at most; {left} at the platform", f"höchstens {most}; bei der Plattform {left}"
    )
    return f"{name + ':':28}{told.in_language(language)}"
