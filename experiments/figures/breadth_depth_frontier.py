"""The figure of breadth against depth: a panel for each form of governance and choice of partners.

Every panel has both commitments, and behind them the efficient frontiers of all combinations, so
that panels can be compared with the best there is.
"""

import dataclasses
import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from experiments.breadth_depth import BreadthDepth, FrontierPoint, frontier
from experiments.breadth_depth_data import Key
from experiments.breadth_depth_words import COMMITMENT_NAMES, COMMITMENT_SHORT, usual, where
from experiments.estimates import Estimate
from experiments.figures.breadth_depth_captions import WORDS
from experiments.figures.breadth_depth_page import UNNAMED_MARGIN, moved, page_of
from experiments.figures.frontier_panel import Scales, Trace, draw_frontier
from experiments.figures.key import RING, STEP, write_page_key
from experiments.figures.size_panels import COLOURS, MARKERS, RIGHT, lay_out
from experiments.figures.style import INK, QUIET, new_figure
from experiments.numbers_in_words import name_of, number
from experiments.sweep_words import FORMS

MOST_COLUMNS = 3
"""Panels in a row: with more, the numbers beside the marks have no room."""

ROW = 3.9
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
    page = page_of(study, "frontier", min(MOST_COLUMNS, len(keys)), ROW, language)
    # Room for the key below the title.
    page = dataclasses.replace(page, subtitle=[""])
    figure, places = lay_out(new_figure, page, len(keys))
    scales = _scales([point for points in found.values() for point in points], language)
    for place, own in zip(places, keys, strict=True):
        axes = figure.add_axes(moved(place, 0.0, RIGHT - UNNAMED_MARGIN))
        told = _title(own, language), _remark(study, own, language)
        draw_frontier(axes, *told, _traces(found, own), scales)
    names = [
        (name_of(COMMITMENT_NAMES, one, language), COLOURS[one], MARKERS[one]) for one in found
    ]
    marks = [
        (WORDS["most_success"].in_language(language), INK, RING),
        (WORDS["efficient"].in_language(language), QUIET, STEP),
    ]
    write_page_key(figure, [*names, *marks])
    return figure


def _panels(study: BreadthDepth, key: Key) -> list[Key]:
    """Return what a panel is of: each form of governance, then each other choice of partners."""
    forms = [key._replace(governance=form) for form in study.data.governances()]
    others = [
        key._replace(selection=each) for each in study.data.selections() if each != key.selection
    ]
    commitments = study.data.commitments()
    return [
        own
        for own in (*forms, *others)
        if any(own._replace(commitment=one) in study.profiles for one in commitments)
    ]


def _frontier(study: BreadthDepth, key: Key, commitment: str) -> list[FrontierPoint]:
    """Return all sizes with a commitment, and which of them are efficient among all."""
    found = study.find(setting=key.setting, sectors=key.sectors, commitment=commitment)
    return frontier(found) if found else []


def _title(key: Key, language: str) -> str:
    return f"{name_of(FORMS, key.governance, language)}, {where(key, language)}"


def _remark(study: BreadthDepth, key: Key, language: str) -> str:
    """Say what each doubling of members changes, by commitment."""
    told = []
    for one in study.data.commitments():
        profile = study.profiles.get(key._replace(commitment=one))
        if profile is not None:
            change = 100 * profile.cost_per_doubling().change.value
            name = name_of(COMMITMENT_SHORT, one, language)
            told.append(f"{name} {number(change, 0, language, signed=True)}")
    return WORDS["doubling"].in_language(language).format(points=", ".join(told))


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
