"""What the pages about breadth and depth share: their texts, and where panels lie."""

from experiments.breadth_depth import BreadthDepth
from experiments.figures.breadth_depth_captions import TITLES, WORDS, caption
from experiments.figures.size_panels import Page, Place
from experiments.figures.style import WIDTH
from experiments.numbers_in_words import decimal_sign

UNNAMED_MARGIN = 0.3
"""Room right of a panel without names at the ends of its curves; inches."""


def page_of(study: BreadthDepth, name: str, columns: int, row: float, language: str) -> Page:
    """Return the texts of a page and how its panels are laid out.

    Parameters
    ----------
    study
        A sweep and what is concluded from it.
    name
        Of the figure: frontier, cost, variety or sizes.
    columns
        Panels in a row.
    row
        Height of a row; inches.
    language
        "en" or "de".
    """
    return Page(
        TITLES[name].in_language(language),
        (),
        caption(study, name, language),
        columns,
        row,
        WORDS["aimed"].in_language(language),
        decimal_sign(language),
    )


def moved(place: Place, right: float, wider: float) -> Place:
    """Return a place that begins further right and is wider; inches."""
    left, bottom, width, height = place
    return left + right / WIDTH, bottom, width + wider / WIDTH, height
