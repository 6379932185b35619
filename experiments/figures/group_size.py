"""The figures about the size of alliances: main figure, designs, settings, exact curves."""

import dataclasses
import math
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.figure import Figure

from experiments.exact_curves import agreement_probability, tolerance_in_unit_range
from experiments.figures.group_size_captions import (
    MEASURE_TITLES,
    TITLES,
    WORDS,
    caption,
    subtitle,
)
from experiments.figures.size_panels import Page, Panel, Series, draw_page
from experiments.figures.style import figure_style, new_figure
from experiments.finished_sweep import BOTH, CHANGE, GOALS
from experiments.group_size import Analysis, GroupSize
from experiments.group_size_data import (
    AFTER_YEAR,
    AGREED,
    AGREED_BY_ALL,
    AT_PLATFORM,
    CONTRIBUTION,
    COORDINATION,
    DEPTH,
    EXITS,
    IN_TIME,
    SUCCESS,
    WEEKS,
    Measure,
)
from experiments.group_size_words import (
    DESIGN_NAMES,
    GOAL_NAMES,
    SETTING_NAMES,
    deviation_in_words,
    first_design,
)
from experiments.numbers_in_words import decimal_sign, name_of, number
from experiments.sweep_words import FORMS
from sim.chronicle import Words

FIGURE = "group_size.png"
DESIGNS_FIGURE = "group_size_designs.png"
SETTINGS_FIGURE = "group_size_settings.png"
EXACT_FIGURE = "group_size_exact.png"

MAIN_COLUMNS = 4
ROW = 2.9
LOW_ROW = 2.35
"""Heights of rows of panels; inches."""

SETTINGS_ROW = 1.25
"""Height of a row of the table of settings; inches."""

MOST_SETTINGS = 12
"""Rows of the table of settings; of more, those that come first."""

MOST_TOLERANCES = 3

IN_PERCENT = (SUCCESS, IN_TIME, COORDINATION, EXITS, AGREED, AGREED_BY_ALL)


def draw_all(study: GroupSize, language: str = "en") -> Iterator[tuple[str, Figure]]:
    """Draw every figure for which the sweep has data.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".

    Yields
    ------
    tuple
        Name of the file, and the figure.
    """
    data = study.data
    main = data.settings()[0]
    with figure_style():
        yield FIGURE, _draw_main(study, main, language)
        if len(data.designs(main)) > 1:
            yield DESIGNS_FIGURE, _draw_designs(study, main, language)
        if len(data.settings()) > 1:
            yield SETTINGS_FIGURE, _draw_settings(study, language)
        if _tolerances(study):
            yield EXACT_FIGURE, _draw_exact(study, language)


def _page(
    study: GroupSize, name: str, columns: int, row: float, language: str, told: Sequence[str] = ()
) -> Page:
    return Page(
        TITLES[name].in_language(language),
        told,
        caption(study, name, language),
        columns,
        row,
        WORDS["axis"].in_language(language),
        decimal_sign(language),
    )


def _series(
    analyses: Sequence[Analysis], measure: Measure, language: str, *, is_quiet: bool = False
) -> list[Series]:
    found = []
    for analysis in analyses:
        values, low, high = np.array(
            [(each.value, each.low, each.high) for each in analysis.estimates(measure)]
        ).T
        form = analysis.key.governance
        name = "" if is_quiet else name_of(FORMS, form, language)
        sizes = analysis.curve.organisations
        found.append(Series(name, form, sizes, values, low, high, is_quiet))
    return found


def _panel(
    analyses: Sequence[Analysis],
    measure: Measure,
    title: str,
    language: str,
    behind: Sequence[Series] = (),
    most: float | None = None,
) -> Panel:
    """Return a panel of one measure; curves to compare with stand behind."""
    return Panel(
        title,
        MEASURE_TITLES[measure.name][1].in_language(language),
        [*behind, *_series(analyses, measure, language)],
        most,
        measure in IN_PERCENT,
    )


# --- Main figure -------------------------------------------------------------------------------


def _draw_main(study: GroupSize, setting: str, language: str) -> Figure:
    design = first_design(study)
    success = [study.find(setting, design, goal) for goal in GOALS]
    both = study.find(setting, design, BOTH)
    most = common_top(success, SUCCESS)
    panels = [
        _panel(found, SUCCESS, success_title(goal, language), language, most=most)
        for goal, found in zip(GOALS, success, strict=True)
    ]
    for measure in (IN_TIME, WEEKS, DEPTH, COORDINATION, CONTRIBUTION, EXITS):
        title = MEASURE_TITLES[measure.name][0].in_language(language)
        panels.append(_panel(both, measure, title, language))
    lettered = [_lettered(panel, place) for place, panel in enumerate(panels)]
    told = subtitle(study, setting, design, language)
    page = _page(study, "main", MAIN_COLUMNS, ROW, language, told)
    return draw_page(new_figure, page, lettered)


def _lettered(panel: Panel, place: int) -> Panel:
    return dataclasses.replace(panel, title=f"({chr(ord('a') + place)}) {panel.title}")


def success_title(goal: str, language: str) -> str:
    """Return the title of a panel of success."""
    name = name_of(GOAL_NAMES, goal, language)
    return WORDS["success_of"].in_language(language).format(goal=name)


def common_top(groups: Sequence[Sequence[Analysis]], measure: Measure) -> float:
    """Return an upper end that panels of one measure share, above all intervals."""
    tops = [
        max(each.value, each.high if math.isfinite(each.high) else each.value)
        for analyses in groups
        for analysis in analyses
        for each in analysis.estimates(measure)
        if math.isfinite(each.value)
    ]
    highest = max(tops, default=0.0)
    return 1.05 * highest if highest > 0.0 else 1.0


# --- Designs -----------------------------------------------------------------------------------


def _draw_designs(study: GroupSize, setting: str, language: str) -> Figure:
    designs = study.data.designs(setting)
    panels = []
    for goal in GOALS:
        groups = [study.find(setting, design, goal) for design in designs]
        most = common_top(groups, SUCCESS)
        for design, found in zip(designs, groups, strict=True):
            title = f"{success_title(goal, language)}, {_design(design, language)}"
            panels.append(_panel(found, SUCCESS, title, language, most=most))
    for measure in (AT_PLATFORM, AFTER_YEAR):
        groups = [study.find(setting, design, BOTH) for design in designs]
        most = common_top(groups, measure)
        name = MEASURE_TITLES[measure.name][0].in_language(language)
        for design, found in zip(designs, groups, strict=True):
            panel = _panel(found, measure, f"{name}, {_design(design, language)}", language)
            identity = WORDS["as_aimed"].in_language(language)
            panels.append(dataclasses.replace(panel, most=most, identity=identity))
    page = _page(study, "designs", len(designs), LOW_ROW, language)
    return draw_page(new_figure, page, panels)


def _design(design: str, language: str) -> str:
    return name_of(DESIGN_NAMES, design, language)


# --- Settings ----------------------------------------------------------------------------------


def _draw_settings(study: GroupSize, language: str) -> Figure:
    """Draw a table: settings below each other, what is measured beside each other."""
    settings = study.data.settings()[:MOST_SETTINGS]
    shown = [(goal, SUCCESS) for goal in GOALS] + [(BOTH, IN_TIME)]
    tops = [
        common_top([_found(study, each, goal) for each in settings], measure)
        for goal, measure in shown
    ]
    panels = [
        _setting_panel(study, setting, goal, measure, most, language)
        for setting in settings
        for (goal, measure), most in zip(shown, tops, strict=True)
    ]
    names = [
        (name_of(SETTING_NAMES, each, language), deviation_in_words(study, each, language))
        for each in settings
    ]
    page = _page(study, "settings", len(shown), SETTINGS_ROW, language)
    return draw_page(new_figure, dataclasses.replace(page, row_names=names), panels)


def _found(study: GroupSize, setting: str, goal: str) -> list[Analysis]:
    designs = study.data.designs(setting)
    return study.find(setting, designs[0], goal) if designs else []


def _setting_panel(
    study: GroupSize, setting: str, goal: str, measure: Measure, most: float, language: str
) -> Panel:
    first = study.data.settings()[0]
    behind: list[Series] = []
    title = unit = ""
    if setting == first:
        name, unit = (words.in_language(language) for words in MEASURE_TITLES[measure.name])
        title = success_title(goal, language) if measure is SUCCESS else name
    else:
        behind = _series(_found(study, first, goal), measure, language, is_quiet=True)
    panel = _panel(_found(study, setting, goal), measure, title, language, behind, most)
    return dataclasses.replace(panel, unit=unit)


# --- Exact curves ------------------------------------------------------------------------------


def _tolerances(study: GroupSize) -> dict[str, float]:
    """Return settings that differ in tolerance, with it."""
    found: dict[str, float] = {}
    for setting in study.data.settings():
        for analysis in _found(study, setting, CHANGE)[:1]:
            tolerance = analysis.curve.tolerance
            if math.isfinite(tolerance) and tolerance > 0.0 and tolerance not in found.values():
                found[setting] = tolerance
    return dict(list(found.items())[:MOST_TOLERANCES])


def _draw_exact(study: GroupSize, language: str) -> Figure:
    """Draw a column of three panels for each tolerance; a single tolerance has them in a row."""
    tolerances = dict(sorted(_tolerances(study).items(), key=lambda pair: pair[1]))
    columns = [_exact_panels(study, *pair, language) for pair in tolerances.items()]
    panels = [panel for row in zip(*columns, strict=True) for panel in row]
    wide = len(columns) if len(columns) > 1 else len(panels)
    page = _page(study, "exact", wide, LOW_ROW, language)
    return draw_page(new_figure, page, panels)


def _exact_panels(
    study: GroupSize, setting: str, tolerance: float, language: str
) -> tuple[Panel, Panel, Panel]:
    """Return agreement of all, agreement of two or more, and success times size."""
    found = _found(study, setting, CHANGE)
    sizes = np.arange(2.0, max(a.curve.organisations.max() for a in found) + 1.0)
    exact = agreement_probability(sizes, tolerance_in_unit_range(tolerance))
    known = Series(WORDS["exact"].in_language(language), "", sizes, exact)
    expected = Series(WORDS["exact_times"].in_language(language), "", sizes, sizes * exact)
    told = number(tolerance, 2, language)
    where = WORDS["tolerance"].in_language(language).format(tolerance=told)

    def title(of: Words) -> str:
        return f"{of.in_language(language)}, {where}"

    by_all, agreed = (
        _panel(found, of, title(MEASURE_TITLES[of.name][0]), language, [known], 1.0)
        for of in (AGREED_BY_ALL, AGREED)
    )
    series = [expected, *_times_size(found, language)]
    unit = WORDS["times"].in_language(language)
    return by_all, agreed, Panel(title(WORDS["times_title"]), unit, series)


def _times_size(analyses: Sequence[Analysis], language: str) -> list[Series]:
    """Return success times organisations aimed at, as the exact curve is taken times n."""
    return [
        dataclasses.replace(
            series,
            values=series.sizes * series.values,
            low=None if series.low is None else series.sizes * series.low,
            high=None if series.high is None else series.sizes * series.high,
        )
        for series in _series(analyses, SUCCESS, language)
    ]
