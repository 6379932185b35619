"""The figure of breadth against depth: a panel for each form of governance and choice of partners.

Every panel has both commitments, and behind them the efficient frontiers of all panels, so that
panels can be compared with the best there is: some panel reaches each step.
"""

import dataclasses
import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from experiments.breadth_depth import BreadthDepth, FrontierPoint, frontier
from experiments.breadth_depth_data import Key
from experiments.breadth_depth_profile import Cost, Verdict
from experiments.breadth_depth_words import COMMITMENT_NAMES, in_points, usual, where
from experiments.estimates import Estimate
from experiments.figures.breadth_depth_captions import WORDS
from experiments.figures.breadth_depth_page import UNNAMED_MARGIN, moved, page_of
from experiments.figures.frontier_panel import Scales, Trace, draw_frontier
from experiments.figures.key import RING, STEP, Entry, write_key, write_page_key
from experiments.figures.size_panels import COLOURS, MARKERS, RIGHT, lay_out
from experiments.figures.style import INK, QUIET, new_figure
from experiments.numbers_in_words import name_of
from experiments.sweep_words import FORMS

MOST_COLUMNS = 4
"""Panels in a row: with more, the numbers beside the marks have no room."""

ROW = 2.9
"""Height of a row of panels; inches."""


def draw_frontiers(study: BreadthDepth, language: str) -> Figure:
    """Draw breadth against depth by size.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    language
        "en" or "de".
    """
    key = usual(study)
    keys = _panels(study, key)
    found = {one: _frontier(study, key, one) for one in study.data.commitments()}
    selections = len({own.selection for own in keys})
    # With one choice of partners the forms of governance stand beside each other.
    columns = min(MOST_COLUMNS, selections if selections > 1 else len(keys))
    page = page_of(study, "frontier", columns, ROW, language)
    # Room for the key below the title.
    page = dataclasses.replace(page, subtitle=["", WORDS["slopes"].in_language(language)])
    figure, places = lay_out(new_figure, page, len(keys))
    points = [point for points in found.values() for point in points]
    scales = _scales(points, language)
    for number, (place, own) in enumerate(zip(places, keys, strict=True)):
        axes = figure.add_axes(moved(place, 0.0, RIGHT - UNNAMED_MARGIN))
        named = dataclasses.replace(
            scales,
            across=scales.across if number + columns >= len(keys) else "",
            upwards=scales.upwards if number % columns == 0 else "",
        )
        draw_frontier(axes, _title(own, language), "", _traces(found, own), named)
        write_key(axes, _slopes(study, own, language))
    write_page_key(figure, _page_key(points, list(found), language))
    return figure


def _page_key(
    points: Sequence[FrontierPoint], commitments: Sequence[str], language: str
) -> list[Entry]:
    """Return the names of what is drawn, and of nothing else."""
    names = [
        (name_of(COMMITMENT_NAMES, one, language), COLOURS[one], MARKERS[one])
        for one in commitments
    ]
    marks = (
        ("most_success", INK, RING, any(point.has_most_success for point in points)),
        ("efficient", QUIET, STEP, any(point.is_efficient for point in points)),
    )
    return [
        *names,
        *(
            (WORDS[word].in_language(language), colour, mark)
            for word, colour, mark, is_drawn in marks
            if is_drawn
        ),
    ]


def _panels(study: BreadthDepth, key: Key) -> list[Key]:
    """Return what a panel is of: a row for each form of governance, a column for each choice."""
    commitments = study.data.commitments()
    return [
        own
        for form in study.data.governances()
        for selection in study.data.selections()
        if any(
            (own := key._replace(governance=form, selection=selection))._replace(commitment=one)
            in study.profiles
            for one in commitments
        )
    ]


def _frontier(study: BreadthDepth, key: Key, commitment: str) -> list[FrontierPoint]:
    """Return all sizes with a commitment, and which of them are efficient among all."""
    found = study.find(setting=key.setting, sectors=key.sectors, commitment=commitment)
    return frontier(found) if found else []


def _title(key: Key, language: str) -> str:
    return f"{name_of(FORMS, key.governance, language)}, {where(key, language)}"


def _slopes(study: BreadthDepth, key: Key, language: str) -> list[Entry]:
    """Say what each doubling of members changes, by commitment, with its interval."""
    return [
        (
            _slope_in_words(study.profiles[own].cost_per_doubling(), language),
            COLOURS[one],
            MARKERS[one],
        )
        for one in study.data.commitments()
        if (own := key._replace(commitment=one)) in study.profiles
    ]


def _slope_in_words(cost: Cost, language: str) -> str:
    if cost.verdict in UNTOLD:
        return WORDS[UNTOLD[cost.verdict]].in_language(language)
    return in_points(cost.change, language, 0)


UNTOLD = {Verdict.TOO_FEW_RUNS: "too_few", Verdict.NO_GROWTH: "no_growth"}
"""Verdicts beside which a slope says nothing, and the names of what is told instead."""


def _traces(found: dict[str, list[FrontierPoint]], key: Key) -> list[Trace]:
    return [
        Trace(
            COLOURS[one],
            MARKERS[one],
            [point for point in points if point.key == key._replace(commitment=one)],
            [point for point in points if point.is_efficient],
        )
        for one, points in found.items()
    ]


def _scales(points: Sequence[FrontierPoint], language: str) -> Scales:
    broadest, deepest = (
        max((_top(each) for each in found), default=1.0)
        for found in ([p.breadth for p in points], [p.depth for p in points])
    )
    narrow = [v for p in points for v in (p.breadth.value, p.breadth.low) if v > 0.0]
    narrowest = min(narrow, default=1.0)
    across, upwards = (WORDS[name].in_language(language) for name in ("members", "deep"))
    return Scales(narrowest / 1.15, 1.15 * broadest, 1.06 * deepest, across, upwards)


def _top(found: Estimate) -> float:
    return max((v for v in (found.value, found.high) if math.isfinite(v)), default=0.0)
