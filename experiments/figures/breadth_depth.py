"""The figures about breadth and depth: frontier, cost of a member, number and variety, sizes."""

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.figure import Figure

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_comparison import Fate
from experiments.breadth_depth_data import (
    ANY_SECTOR,
    COVERAGE,
    DEPTH,
    DEPTH_OF_ALL,
    EFFECTIVE_SECTORS,
    ELECTORATES,
    FIT,
    MEMBERS,
    MIXED,
    PLATFORM,
    RANDOM,
    SUCCESS,
    TIES,
    VALUE,
    Key,
    Measure,
)
from experiments.breadth_depth_profile import Profile, Verdict
from experiments.breadth_depth_words import (
    COMMITMENT_NAMES,
    COMMITMENT_SHORT,
    MEASURE_NAMES,
    SELECTION_NAMES,
    changes_in_words,
    sectors_in_words,
    setting_in_words,
    usual,
    where,
)
from experiments.figures.breadth_depth_captions import WORDS
from experiments.figures.breadth_depth_frontier import draw_frontiers
from experiments.figures.breadth_depth_page import UNNAMED_MARGIN, moved, page_of
from experiments.figures.heat_panel import Grid, draw_grid
from experiments.figures.interval_rows import (
    Dot,
    draw_rows,
    span_of,
    write_names_left,
    write_row_names,
)
from experiments.figures.key import write_key, write_page_key
from experiments.figures.size_panels import (
    COLOURS,
    LEFT,
    MARKERS,
    OTHER_COLOUR,
    OTHER_MARKER,
    RIGHT,
    SIDE,
    Panel,
    Place,
    Series,
    draw_page,
    lay_out,
)
from experiments.figures.style import (
    BLACK,
    BLUE,
    ORANGE,
    PURPLE,
    SHADE,
    SKY,
    figure_style,
    new_figure,
)
from experiments.numbers_in_words import capital, name_of, number
from experiments.separation import OUTCOMES, Separation, separate
from experiments.sweep_words import FORMS

FIGURE = "breadth_depth.png"
COST_FIGURE = "breadth_depth_cost.png"
VARIETY_FIGURE = "breadth_depth_variety.png"
SIZES_FIGURE = "breadth_depth_sizes.png"

SELECTION_STYLE = {
    RANDOM: (BLACK, "o"),
    TIES: (BLUE, "s"),
    FIT: (ORANGE, "^"),
    COVERAGE: (PURPLE, "D"),
    MIXED: (SKY, "v"),
}

# Inches.
GRID_ROW, SIZES_ROW = 3.3, 2.7
NAMES_OF_EFFECTS = 0.75
"""Room that the names of outcomes need left of their panel beyond that for ticks."""

RUNS_LINE = 0.18
"""Height of the line with the number of runs, below the names of columns."""

COST_LINE, COST_FRAME = 0.42, 0.2
"""Height of a row of the figure of costs, and of what is around all rows."""

COST_LEFT = 0.15
"""Room left of a panel of costs, which has no ticks there."""

SHOWN = (PLATFORM, MEMBERS, EFFECTIVE_SECTORS, ELECTORATES, DEPTH, DEPTH_OF_ALL, VALUE, SUCCESS)
IN_PERCENT = (PLATFORM, SUCCESS, ELECTORATES)
IN_POINTS = (DEPTH, DEPTH_OF_ALL, VALUE)
UNITS = {
    **{PLATFORM.name: "of_started", SUCCESS.name: "of_started", DEPTH_OF_ALL.name: "of_all"},
    **{DEPTH.name: "points", VALUE.name: "gain", MEMBERS.name: "organisations"},
    **{EFFECTIVE_SECTORS.name: "sectors_unit", ELECTORATES.name: "of_electorates"},
}
"""What a measure is told in, by the names of `WORDS`."""

GRIDS = ((DEPTH, "points"), (VALUE, "gain"), (SUCCESS, "reached"))


def draw_all(study: BreadthDepth, language: str = "en") -> Iterator[tuple[str, Figure]]:
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
    with figure_style():
        yield FIGURE, draw_frontiers(study, language)
        if _has_costs(study):
            yield COST_FIGURE, _draw_costs(study, language)
        if _has_variety(study):
            yield VARIETY_FIGURE, _draw_variety(study, language)
        yield SIZES_FIGURE, _draw_sizes(study, language)


def _commitment(name: str, language: str) -> str:
    return capital(name_of(COMMITMENT_NAMES, name, language))


def _style(value: str) -> tuple[str, str]:
    """Return colour and mark of a form of governance or a way of selecting partners."""
    if value in SELECTION_STYLE:
        return SELECTION_STYLE[value]
    return COLOURS.get(value, OTHER_COLOUR), MARKERS.get(value, OTHER_MARKER)


# --- What a further member costs ---------------------------------------------------------------


def _draw_costs(study: BreadthDepth, language: str) -> Figure:
    """Draw a row for each way of selecting partners and each switch."""
    key = usual(study)
    rows = [
        key._replace(selection=selection)
        for selection in study.data.selections()
        if _has(study, key._replace(selection=selection))
    ]
    others = [key._replace(setting=setting) for setting in study.data.settings()[1:]]
    rows += [row for row in others if _has(study, row)]
    names = [_row_name(study, row, key, language) for row in rows]
    columns = [
        column
        for measure, word in ((DEPTH, "depth"), (VALUE, "value"))
        for column in _cost_columns(study, rows, measure, WORDS[word].in_language(language))
    ]
    unit = WORDS["per_doubling"].in_language(language)
    height = COST_LINE * len(rows) + COST_FRAME
    page = page_of(study, "cost", len(columns), height, language)
    # One row of panels without a name leaves room at the left for the names of its lines.
    page = dataclasses.replace(page, row_names=[("", "")], subtitle=[""])
    figure, places = lay_out(new_figure, page, len(columns))
    for number_, (place, column) in enumerate(zip(places, columns, strict=True)):
        wider = RIGHT - UNNAMED_MARGIN + LEFT - COST_LEFT
        axes = figure.add_axes(moved(place, COST_LEFT - LEFT, wider))
        told = column.head(language), unit
        draw_rows(axes, *told, column.dots, column.span, page.decimal, COST_LEFT)
        shade = rows.index(key)
        axes.axhspan(shade - 0.5, shade + 0.5, color=SHADE, zorder=0)
        if number_ == 0:
            write_row_names(axes, names, 72 * (SIDE + COST_LEFT))
    forms = study.data.governances()
    write_page_key(figure, [(name_of(FORMS, form, language), *_style(form)) for form in forms])
    return figure


def _has_costs(study: BreadthDepth) -> bool:
    """Tell whether some combination has platforms enough, and more members at larger sizes."""
    return any(
        profile.cost_per_doubling(measure).verdict not in SILENT
        for profile in study.profiles.values()
        for measure in (DEPTH, VALUE)
    )


SILENT = (Verdict.TOO_FEW_RUNS, Verdict.NO_GROWTH)
"""Verdicts beside which a slope says nothing."""


def _has(study: BreadthDepth, key: Key) -> bool:
    return any(
        key._replace(governance=form, commitment=one) in study.profiles
        for form in study.data.governances()
        for one in study.data.commitments()
    )


def _row_name(study: BreadthDepth, row: Key, key: Key, language: str) -> tuple[str, str]:
    if row.setting != key.setting:
        changes = changes_in_words(study, row.setting, language)
        return capital(setting_in_words(row.setting, language)), changes
    words = ("partners", "reference") if row == key else ("partners",)
    remark = "; ".join(WORDS[word].in_language(language) for word in words)
    return capital(name_of(SELECTION_NAMES, row.selection, language)), remark


@dataclasses.dataclass(frozen=True)
class CostColumn:
    """A column of the figure of costs.

    Attributes
    ----------
    measure
        Its name in the language of the figure.
    commitment
        Which one; None for the difference of both.
    dots
        By row.
    span
        Ends of the axis.
    """

    measure: str
    commitment: str | None
    dots: list[list[Dot]]
    span: tuple[float, float]

    def head(self, language: str) -> str:
        """Return what stands above the column."""
        if self.commitment is None:
            return f"{self.measure}, {WORDS['difference'].in_language(language)}"
        return f"{self.measure}, {name_of(COMMITMENT_SHORT, self.commitment, language)}"


def _cost_columns(
    study: BreadthDepth, rows: Sequence[Key], measure: Measure, name: str
) -> Iterator[CostColumn]:
    """Give a column for each commitment, with equal axes, and one for the difference of both."""
    commitments = study.data.commitments()
    columns = [[_cost_dots(study, row, one, measure) for row in rows] for one in commitments]
    span = span_of([dots for column in columns for dots in column])
    for one, column in zip(commitments, columns, strict=True):
        yield CostColumn(name, one, column, span)
    if len(commitments) > 1:
        lifts = [_lift_dots(study, row, measure) for row in rows]
        yield CostColumn(name, None, lifts, span_of(lifts))


def _cost_dots(study: BreadthDepth, row: Key, commitment: str, measure: Measure) -> list[Dot]:
    dots = []
    for place, form in enumerate(study.data.governances()):
        profile = study.profiles.get(row._replace(governance=form, commitment=commitment))
        if profile is not None:
            cost = profile.cost_per_doubling(measure)
            if cost.verdict not in SILENT:
                dots.append(Dot(cost.change, *_style(form), place))
    return dots


def _lift_dots(study: BreadthDepth, row: Key, measure: Measure) -> list[Dot]:
    dots = []
    for place, form in enumerate(study.data.governances()):
        lift = study.lift(row._replace(governance=form), measure)
        if lift is not None and lift.fate not in (Fate.TOO_FEW_RUNS, Fate.NO_GROWTH):
            dots.append(Dot(lift.difference, *_style(form), place))
    return dots


# --- Number and variety ------------------------------------------------------------------------


def _has_variety(study: BreadthDepth) -> bool:
    return len(study.data.sectors()) > 1 and bool(_drawn(study, study.data.commitments()[0]))


def _drawn(study: BreadthDepth, commitment: str) -> list[Profile]:
    """Return the combinations with partners drawn at random, by the number of sectors asked."""
    key = usual(study)
    found = study.find(
        setting=key.setting, governance=key.governance, selection=RANDOM, commitment=commitment
    )
    return sorted(found, key=lambda p: (p.key.sectors == ANY_SECTOR, p.key.sectors))


def _draw_variety(study: BreadthDepth, language: str) -> Figure:
    """Draw grids of size and sectors, a row for each commitment, and what doubling does."""
    key = usual(study)
    commitments = study.data.commitments()
    apart = {one: separate(study, key.governance, one) for one in commitments}
    has_effects = any(each is not None for each in apart.values())
    columns = len(GRIDS) + has_effects
    page = page_of(study, "variety", columns, GRID_ROW, language)
    if _has_other_founders(study):
        page = dataclasses.replace(page, subtitle=[WORDS["founders"].in_language(language)])
    figure, places = lay_out(new_figure, page, columns * len(commitments))
    for row, commitment in enumerate(commitments):
        for column, (measure, unit) in enumerate(GRIDS):
            axes = figure.add_axes(_raised(places[row * columns + column], figure))
            draw_grid(axes, _grid(study, commitment, measure, unit, language))
        effects = apart[commitment]
        if effects is not None:
            place = moved(places[row * columns + len(GRIDS)], NAMES_OF_EFFECTS, 0.0)
            axes = figure.add_axes(place)
            spans = [_effect_rows(each) for each in apart.values() if each is not None]
            span = span_of([dots for rows in spans for dots in rows])
            title = WORDS["change"].in_language(language)
            draw_rows(axes, title, "", _effect_rows(effects), span, page.decimal)
            names = [capital(MEASURE_NAMES[m.name].in_language(language)) for m in OUTCOMES]
            write_names_left(axes, names)
            keys = [(WORDS[w].in_language(language), *EFFECT_STYLE[w]) for w in EFFECT_STYLE]
            write_key(axes, keys)
    return figure


def _raised(place: Place, figure: Figure) -> Place:
    """Return a place whose lower edge is higher, for the second line of the names of columns."""
    left, bottom, width, height = place
    room = RUNS_LINE / figure.get_figheight()
    return left, bottom + room, width, height - room


EFFECT_STYLE = {"number": (BLUE, "s"), "sectors": (ORANGE, "^")}


def _effect_rows(found: Separation) -> list[list[Dot]]:
    return [
        [
            Dot(found.number[outcome.name], *EFFECT_STYLE["number"], 0),
            Dot(found.sectors[outcome.name], *EFFECT_STYLE["sectors"], 1),
        ]
        for outcome in OUTCOMES
    ]


def _has_other_founders(study: BreadthDepth) -> bool:
    """Tell whether the sectors of some runs hold too few, so that columns have other founders."""
    drawn = [profile for one in study.data.commitments() for profile in _drawn(study, one)]
    return len({float(profile.cell.runs.max()) for profile in drawn}) > 1


def _column_name(profile: Profile, language: str) -> str:
    """Say in how many sectors the founder asks, and in how many runs they hold every size."""
    sectors = sectors_in_words(profile.key.sectors, language)
    return f"{sectors}\nn = {profile.cell.runs.max():.0f}"


def _grid(study: BreadthDepth, commitment: str, measure: Measure, unit: str, language: str) -> Grid:
    found = _drawn(study, commitment)
    sizes = sorted({float(size) for profile in found for size in profile.organisations})
    values = np.full((len(sizes), len(found)), np.nan)
    for column, profile in enumerate(found):
        at = np.searchsorted(sizes, profile.organisations)
        values[at, column] = 100 * profile.cell.means(measure)
    known = [
        100 * p.cell.means(measure) for c in study.data.commitments() for p in _drawn(study, c)
    ]
    every = np.concatenate(known)
    name = capital(MEASURE_NAMES[measure.name].in_language(language))
    return Grid(
        f"{name}, {name_of(COMMITMENT_SHORT, commitment, language)}",
        WORDS[unit].in_language(language),
        values,
        [[number(value, 0, language) for value in row] for row in values],
        [f"{size:.0f}" for size in sizes],
        [_column_name(profile, language) for profile in found],
        float(np.nanmin(every)),
        float(np.nanmax(every)),
        WORDS["aimed"].in_language(language),
        WORDS["asked"].in_language(language),
    )


# --- Sizes -------------------------------------------------------------------------------------


def _draw_sizes(study: BreadthDepth, language: str) -> Figure:
    """Draw breadth, depth and success by size, uniform and differentiated commitment together."""
    key = usual(study)
    found = [
        study.profiles[own]
        for one in study.data.commitments()
        if (own := key._replace(commitment=one)) in study.profiles
    ]
    panels = [_size_panel(found, measure, language) for measure in SHOWN]
    page = page_of(study, "sizes", 4, SIZES_ROW, language)
    form = name_of(FORMS, key.governance, language)
    page = dataclasses.replace(page, title=f"{page.title}: {form}, {where(key, language)}")
    return draw_page(new_figure, page, panels)


def _size_panel(found: Sequence[Profile], measure: Measure, language: str) -> Panel:
    series = []
    for profile in found:
        rows = [(each.value, each.low, each.high) for each in profile.means(measure)]
        values, low, high = (100 if measure in IN_POINTS else 1) * np.array(rows).T
        form = profile.key.commitment
        name = name_of(COMMITMENT_SHORT, form, language)
        series.append(Series(name, form, profile.organisations, values, low, high))
    title = capital(MEASURE_NAMES[measure.name].in_language(language))
    unit = WORDS[UNITS[measure.name]].in_language(language)
    return Panel(title, unit, series, None, measure in IN_PERCENT)
