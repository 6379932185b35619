"""How wide texts are, and texts that are made to fit."""

from functools import lru_cache
from typing import Any

from matplotlib.font_manager import FontProperties

from experiments.figures.style import DOTS_PER_INCH, FONT, SMALL, TEXT, new_figure


@lru_cache(maxsize=1)
def _renderer() -> Any:
    canvas: Any = new_figure(1.0, 1.0).canvas  # Matplotlib gives its methods no types
    return canvas.get_renderer()


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a text; inches."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = _renderer().get_text_width_height_descent(text, font, False)
    return float(width) / DOTS_PER_INCH


def shortened(text: str, room: float, size: float = TEXT) -> str:
    """Shorten a text with an ellipsis until it fits.

    Parameters
    ----------
    text
        Any text.
    room
        Width that there is; inches.
    size
        Of the letters; points.

    Returns
    -------
    str
        The text itself where it fits.
    """
    if width_of(text, size) <= room:
        return text
    kept = len(text) - 1
    while kept > 1 and width_of(text[:kept].rstrip(" -–,(") + "…", size) > room:
        kept -= 1
    return text[:kept].rstrip(" -–,(") + "…"


def wrapped(text: str, room: float) -> list[str]:
    """Break a text in small letters into lines.

    Parameters
    ----------
    text
        Any text.
    room
        Width of a line; inches.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, SMALL) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
