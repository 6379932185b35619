"""The legend of a timeline, in lines as full as the width allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from experiments.figures.bars import (
    ANEW_COLOUR,
    GOAL_LOST,
    GOAL_WON,
    GOAL_WON_ANYWAY,
    PLATFORM_WIDTH,
    SIDE_LOST,
    SIDE_WON,
    SIDE_WON_ANYWAY,
    STEP_WON,
    STEP_WON_ANYWAY,
    Sign,
    sign_at,
)
from experiments.figures.layout import HEAD, LEGEND_LINE, MARGIN, Plan
from experiments.figures.lives import Life
from experiments.figures.style import INK, JOINING, LEAVING, PHASE_COLOURS, QUIET, SMALL, WIDTH
from experiments.figures.texts import width_of
from experiments.figures.words import Words
from sim.state import Phase


@dataclass(frozen=True)
class Piece:
    """A symbol with its word; its width in inches, and how it is drawn from its left edge on."""

    width: float
    draw: Callable[[Axes, Plan, float, float], None]


Group = list[Piece]
"""Pieces that stay together on one line."""

SYMBOL_GAP = 0.06
PIECE_GAP = 0.14
GROUP_GAP = 0.32
SIGN_WIDTH = 0.18


def legend_lines(words: Words, most: int, lives: Sequence[Life] = ()) -> list[list[Group]]:
    """Return the lines of the legend.

    Parameters
    ----------
    words
        Words of a language.
    most
        Members of the largest alliance that is drawn.
    lives
        Alliances that are drawn: steps and what is negotiated anew are explained where they occur.
    """
    steps = any(life.steps or life.steps_anyway for life in lives)
    anyway = [GOAL_WON_ANYWAY, SIDE_WON_ANYWAY]
    if any(life.steps_anyway for life in lives):
        anyway.append(STEP_WON_ANYWAY)
    groups: list[Group] = [
        [_swatch(PHASE_COLOURS[phase], words.phase(phase)) for phase in PHASE_COLOURS],
        [_platform(words.platform)],
        [
            _plain(words.thickness),
            *(_thickness(members) for members in sorted({1, -(-most // 2), most})),
        ],
        [_mark("^", JOINING, words.joining), _mark("v", LEAVING, words.leaving)],
        [
            _plain(words.vote_won),
            _vote(GOAL_WON, words.over_goal),
            _vote(SIDE_WON, words.over_side_demand),
            *([_vote(STEP_WON, words.over_step)] if steps else []),
            _votes(anyway, words.won_anyway),
        ],
        [
            _plain(words.vote_lost),
            _vote(GOAL_LOST, words.over_goal),
            _vote(SIDE_LOST, words.over_side_demand),
        ],
        [_example(words.with_platform.format(first=7, last=4), words.example_with_platform)],
        [_example(words.without_platform.format(largest=5), words.example_without_platform)],
    ]
    if any(life.anew for life in lives):
        groups.insert(2, [_anew(words.anew)])
    lines: list[list[Group]] = []
    for group in groups:
        for line in lines:
            # A short group fills up an earlier line rather than begin another one.
            if _line_width([*line, group]) <= WIDTH - 2.0 * MARGIN:
                line.append(group)
                break
        else:
            lines.append([group])
    return lines


def _line_width(line: list[Group]) -> float:
    return sum(map(_group_width, line)) + GROUP_GAP * (len(line) - 1)


def _group_width(group: Group) -> float:
    return sum(piece.width for piece in group) + PIECE_GAP * (len(group) - 1)


def draw_legend(figure: Figure, lines: list[list[Group]], plan: Plan) -> None:
    """Draw the lines of a legend below the title."""
    if not lines:
        return
    height = len(lines) * LEGEND_LINE
    axes = figure.add_axes(
        (0.0, 1.0 - (HEAD + height - 0.1) / plan.height, 1.0, height / plan.height)
    )
    axes.set_axis_off()
    axes.set_xlim(0.0, WIDTH)
    axes.set_ylim(height, 0.0)
    for place, line in enumerate(lines):
        x = MARGIN
        for group in line:
            for piece in group:
                piece.draw(axes, plan, x, (place + 0.5) * LEGEND_LINE)
                x += piece.width + PIECE_GAP
            x += GROUP_GAP - PIECE_GAP


def _say(axes: Axes, text: str, x: float, y: float, colour: str = INK) -> None:
    axes.text(x, y, text, va="center_baseline", fontsize=SMALL, color=colour)


def _labelled(
    symbol_width: float, label: str, draw: Callable[[Axes, Plan, float, float], None]
) -> Piece:
    def draw_both(axes: Axes, plan: Plan, x: float, y: float) -> None:
        draw(axes, plan, x, y)
        _say(axes, label, x + symbol_width + SYMBOL_GAP, y)

    return Piece(symbol_width + SYMBOL_GAP + width_of(label, SMALL), draw_both)


def _plain(label: str) -> Piece:
    return Piece(width_of(label, SMALL), lambda axes, _, x, y: _say(axes, label, x, y))


def _example(example: str, label: str) -> Piece:
    return _labelled(
        width_of(example, SMALL), label, lambda axes, _, x, y: _say(axes, example, x, y, QUIET)
    )


def _bar(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(
        Rectangle(
            (x, y - 0.5 * height), width, height, facecolor=colour, edgecolor=QUIET, linewidth=0.35
        )
    )


def _swatch(colour: str, label: str) -> Piece:
    return _labelled(0.3, label, lambda axes, _, x, y: _bar(axes, x, y, 0.3, 0.12, colour))


def _anew(label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        _bar(axes, x, y, 0.3, 0.12, PHASE_COLOURS[Phase.WORKING])
        _bar(axes, x + 0.07, y, 0.16, 0.05, ANEW_COLOUR)

    return _labelled(0.3, label, draw)


def _thickness(members: int) -> Piece:
    colour = PHASE_COLOURS[Phase.WORKING]
    return _labelled(
        0.22,
        str(members),
        lambda axes, plan, x, y: _bar(axes, x, y, 0.22, plan.thickness(members), colour),
    )


def _platform(label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        axes.add_line(
            Line2D([x + 0.02] * 2, [y - 0.09, y + 0.09], color=INK, linewidth=PLATFORM_WIDTH)
        )

    return _labelled(0.04, label, draw)


def _mark(marker: str, colour: str, label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        axes.plot(
            [x + 0.05], [y], marker=marker, markersize=1.3 * plan.mark, color=colour,
            markeredgewidth=0.0, linestyle="none",
        )  # fmt: skip

    return _labelled(0.1, label, draw)


def _vote(sign: Sign, label: str) -> Piece:
    return _votes([sign], label)


def _votes(signs: list[Sign], label: str) -> Piece:
    def draw(axes: Axes, plan: Plan, x: float, y: float) -> None:
        for place, sign in enumerate(signs):
            axes.add_line(sign_at(sign, plan.sign, x + (place + 0.5) * SIGN_WIDTH, y))

    return _labelled(SIGN_WIDTH * len(signs), label, draw)
