"""The legend of a network figure: a mark with a word for each sector, then rings and ties."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from experiments.figures.layout import LEGEND_LINE, MARGIN, POINTS
from experiments.figures.network_layout import (
    LARGEST_MARK,
    MEAN_MARK,
    OTHER_MARKER,
    SMALLEST_MARK,
)
from experiments.figures.network_marks import (
    PALE,
    draw_mark,
    draw_ring,
    initiative_ring,
    tie_colour,
)
from experiments.figures.style import BLUE, INK, SMALL, WIDTH
from experiments.figures.texts import width_of
from experiments.figures.words import Words

WORD_GAP = 0.06
SYMBOL_DISTANCE = 0.2
MARK_WIDTH = 0.18
TIE_WIDTH = 0.3


@dataclass(frozen=True)
class Symbol:
    """A symbol with its word: width of the symbol, and how it is drawn from its left edge on."""

    width: float
    word: str
    draw: Callable[[Axes, float, float], None]

    @property
    def whole(self) -> float:
        """Width of both."""
        return self.width + WORD_GAP + width_of(self.word, SMALL)


def legend_lines(
    markers: Mapping[str, str],
    words: Words,
    *,
    alliance: bool,
    circle: bool,
    initiative: bool,
    example: tuple[str, str],
) -> list[list[Symbol]]:
    """Return the lines of the legend.

    Parameters
    ----------
    markers
        Shapes of the sectors that are drawn, in the order of the legend.
    words
        Of a language.
    alliance, circle, initiative
        Whether alliances, members in a circle, and initiatives are drawn.
    example
        Sector and name of an organisation that is drawn with a number; no name if none is.
    """
    sector, name = example
    symbols = _sectors(markers, words, bool(name))
    if name:
        told = words.numbered.format(number=name.rpartition(" ")[2], name=name)
        symbols.append(_mark(markers[sector], told))
    symbols += [
        _mark("o", words.in_one),
        _mark("o", words.in_none, PALE),
        Symbol(2.0 * MARK_WIDTH, words.reach, _draw_reach),
    ]
    if alliance:
        symbols.append(
            Symbol(MARK_WIDTH, words.core, lambda axes, x, y: _draw_ring(axes, x, y, True))
        )
    if circle:
        symbols.append(
            Symbol(MARK_WIDTH, words.circle, lambda axes, x, y: _draw_ring(axes, x, y, False))
        )
    if initiative:
        symbols.append(Symbol(MARK_WIDTH, words.initiative, _draw_initiative))
    symbols.append(Symbol(2.0 * TIE_WIDTH, words.tie, _draw_ties))
    return _in_lines(symbols)


def _sectors(markers: Mapping[str, str], words: Words, numbered: bool) -> list[Symbol]:
    """Return a symbol for each sector, and one for all those that share a shape."""
    others = [sector for sector, marker in markers.items() if marker == OTHER_MARKER]
    alone = [sector for sector in markers if sector not in others]
    symbols = [_mark(markers[sector], words.sector(sector)) for sector in alone]
    if others:
        told = words.other_sectors_numbered if numbered else words.other_sectors
        symbols.append(_mark(OTHER_MARKER, told))
    return symbols


def _in_lines(symbols: Sequence[Symbol]) -> list[list[Symbol]]:
    lines: list[list[Symbol]] = []
    room = 0.0
    for symbol in symbols:
        if symbol.whole > room:
            lines.append([])
            room = WIDTH - 2.0 * MARGIN
        lines[-1].append(symbol)
        room -= symbol.whole + SYMBOL_DISTANCE
    return lines


def draw_legend(axes: Axes, lines: Sequence[Sequence[Symbol]]) -> None:
    """Draw the lines of a legend into axes that count inches from the upper left."""
    for place, line in enumerate(lines):
        x, y = MARGIN, (place + 0.5) * LEGEND_LINE
        for symbol in line:
            symbol.draw(axes, x, y)
            axes.text(
                x + symbol.width + WORD_GAP, y, symbol.word, va="center_baseline", fontsize=SMALL
            )
            x += symbol.whole + SYMBOL_DISTANCE


def _mark(marker: str, word: str, fill: str = INK) -> Symbol:
    def draw(axes: Axes, x: float, y: float) -> None:
        draw_mark(axes, x + 0.5 * MARK_WIDTH, y, marker, MEAN_MARK / POINTS, fill)

    return Symbol(MARK_WIDTH, word, draw)


def _draw_reach(axes: Axes, x: float, y: float) -> None:
    for place, radius in enumerate((SMALLEST_MARK, LARGEST_MARK)):
        draw_mark(axes, x + (place + 0.5) * MARK_WIDTH, y, "o", radius / POINTS, INK)


def _draw_ring(axes: Axes, x: float, y: float, core: bool) -> None:
    draw_mark(axes, x + 0.5 * MARK_WIDTH, y, "o", SMALLEST_MARK / POINTS, INK)
    draw_ring(axes, x + 0.5 * MARK_WIDTH, y, 1.5 * SMALLEST_MARK / POINTS, (BLUE, "solid"), core)


def _draw_initiative(axes: Axes, x: float, y: float) -> None:
    draw_mark(axes, x + 0.5 * MARK_WIDTH, y, "o", SMALLEST_MARK / POINTS, PALE)
    initiative_ring(axes, x + 0.5 * MARK_WIDTH, y, 1.6 * SMALLEST_MARK / POINTS)


def _draw_ties(axes: Axes, x: float, y: float) -> None:
    for place, trust in enumerate((0.2, 0.9)):
        axes.plot(
            [x + place * TIE_WIDTH, x + (place + 0.85) * TIE_WIDTH], [y, y],
            color=tie_colour(trust), linewidth=0.9,
        )  # fmt: skip
