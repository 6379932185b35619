"""The one style of all figures: font, sizes, colours with a meaning; saved byte for byte alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
from cycler import cycler
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.state import Phase

DOTS_PER_INCH = 150
"""Resolution of pictures: a figure of 14 inches fills the width of a screen."""

WIDTH = 14.0
"""Width of a figure that stands alone; inches."""

FONT = "DejaVu Sans"
"""Ships with Matplotlib, so a figure looks the same on every machine."""

SMALL = 8.0
TEXT = 9.0
TITLE = 14.0
"""Sizes of letters in points; nothing is smaller than SMALL."""

# Okabe and Ito (2008): told apart with every kind of colour vision.
BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"

# Tol (2021), for where these are too few: of other lightness than their neighbours.
WINE = "#882255"
OLIVE = "#999933"

CYCLE = (BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, BLACK)
"""Colours of curves that have no meaning of their own, in this order."""

INK = "#1A1F26"
QUIET = "#5B6470"
FAINT = "#D5D9DE"
SHADE = "#F3F4F6"
PAPER = "#FFFFFF"
"""Text; text and marks of second rank; grid and leading lines; shaded background; background."""

PHASE_COLOURS: dict[Phase, str] = {
    Phase.SOUNDING: "#BEC5CE",
    Phase.VALUES: YELLOW,
    Phase.GOALS: ORANGE,
    Phase.WORKING: BLUE,
}
"""From pale, among themselves, to dark, in public."""

JOINING = GREEN
LEAVING = VERMILION
SUCCESS = YELLOW
FAILURE = BLACK
"""What happens to alliances."""

SETTINGS: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.8,
    "axes.prop_cycle": cycler(color=CYCLE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": TEXT,
    "axes.unicode_minus": True,
    "figure.dpi": DOTS_PER_INCH,
    "figure.facecolor": PAPER,
    "font.family": FONT,
    "font.size": TEXT,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.fontsize": TEXT,
    "legend.frameon": False,
    "path.simplify": False,
    "savefig.bbox": None,
    "savefig.dpi": DOTS_PER_INCH,
    "svg.fonttype": "path",
    "svg.hashsalt": "alliance-dynamics",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "ytick.labelsize": SMALL,
}
"""Deviations from Matplotlib's defaults; a user's own settings do not count."""


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw in the project's style, whatever is set outside.

    Examples
    --------
    >>> with figure_style():
    ...     figure = new_figure(14.0, 5.0)
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure that belongs to no window and no global list.

    Parameters
    ----------
    width, height
        Size in inches.

    Returns
    -------
    Figure
        With a canvas that can measure texts.
    """
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH)
    FigureCanvasAgg(figure)
    return figure


NO_DATES: dict[str, dict[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}
"""Entries that would differ between two saves or two machines, by ending of the file."""


def metadata_of(figure: Figure, ending: str) -> dict[str, str | None]:
    """Return what a file says about its figure: the title, which is its label, and no date.

    Parameters
    ----------
    figure
        With the title as its label, where it has one.
    ending
        Of the file, one of `NO_DATES`.
    """
    title = str(figure.get_label() or "")
    return {**NO_DATES[ending], **({"Title": title} if title else {})}


def save_figure(figure: Figure, path: Path) -> Path:
    """Save a figure so that the same figure gives the same bytes.

    Parameters
    ----------
    figure
        What to save.
    path
        Where to; the ending says how: png, svg or pdf. Missing folders are made.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        If the ending is none of these.
    """
    ending = path.suffix.lower()
    if ending not in NO_DATES:
        raise ValueError(f"a figure is saved as {', '.join(sorted(NO_DATES))}, not as {path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with figure_style():
        figure.savefig(path, dpi=DOTS_PER_INCH, metadata=metadata_of(figure, ending))
    return path
