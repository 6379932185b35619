"""Marks of a network figure: organisations, rings and ties."""

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Circle

from experiments.figures.layout import POINTS
from experiments.figures.network_choice import Line
from experiments.figures.style import FAINT, INK, PAPER, QUIET

PALE = "#C3C9D1"
"""Fill of organisations that are in no alliance."""

DIAMETERS = {"*": 1.45, "P": 1.1, "X": 1.1, "D": 0.8, "s": 0.9, "^": 1.1, "v": 1.1, "<": 1.1}
"""Sizes of shapes whose area would be small or large, relative to a circle; others as it."""

CORE_WIDTH, CIRCLE_WIDTH = 1.5, 0.6
"""Width of lines and rings of core and of circle; points."""

DARKEST_TIE = "#59626E"


def draw_mark(axes: Axes, x: float, y: float, marker: str, radius: float, fill: str = INK) -> None:
    """Draw the shape of an organisation; the radius is in inches."""
    axes.plot(
        [x], [y], marker=marker, markersize=2.0 * radius * POINTS * DIAMETERS.get(marker, 1.0),
        markerfacecolor=fill, markeredgecolor=QUIET if fill == PALE else INK, markeredgewidth=0.5,
        linestyle="none", zorder=8,
    )  # fmt: skip


def draw_ring(axes: Axes, x: float, y: float, radius: float, line: Line, core: bool) -> None:
    """Draw the ring of a member."""
    colour, dash = line
    axes.add_patch(
        Circle(
            (x, y), radius, fill=False, edgecolor=colour, linestyle=dash, zorder=7,
            linewidth=CORE_WIDTH if core else CIRCLE_WIDTH,
        )
    )  # fmt: skip


def initiative_ring(axes: Axes, x: float, y: float, radius: float) -> None:
    """Draw the ring of an organisation that looks for a first partner."""
    axes.add_patch(
        Circle(
            (x, y), radius, fill=False, edgecolor=QUIET, linestyle=(0.0, (2.0, 1.6)), linewidth=0.9,
            zorder=7,
        )
    )  # fmt: skip


def draw_ground(axes: Axes, x: float, y: float, radius: float) -> None:
    """Draw the white disc on which a mark with its rings stands."""
    axes.add_patch(Circle((x, y), radius, facecolor=PAPER, edgecolor="none", zorder=6))


def tie_colour(trust: float) -> str:
    """Return the grey of a tie, darker with trust."""
    share = min(1.0, max(0.0, trust))
    pairs = zip(to_rgb(FAINT), to_rgb(DARKEST_TIE), strict=True)
    red, green, blue = (light + share * (dark - light) for light, dark in pairs)
    return to_hex((red, green, blue))
