"""The figure of a calibration: which values of each parameter were accepted and which rejected."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.calibration import Calibration, Guess
from experiments.calibration_words import meeting_all, value_in_words
from experiments.figures.style import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    figure_style,
    new_figure,
)
from experiments.pattern_definitions import PATTERNS, Words

# Inches.
LEFT, RIGHT, TOP, BOTTOM = 2.75, 0.75, 1.4, 0.75
ROW = 0.5
GAP = 0.75
"""Between the parameters and the bars of the patterns."""
BAR_ROW = 0.3
BARS_LEFT, BARS_WIDTH = 4.2, 6.0

ACCEPTED, REJECTED = BLUE, "#9AA4AF"
GOLDEN = 0.6180339887498949
"""Spreads dots of neighbouring candidates evenly."""

LANE = 0.32
"""Height of the lane of the accepted above the line, and of the rejected below; share of a row."""


def draw_calibration(found: Calibration, runs: Words, language: str = "en") -> Figure:
    """Draw accepted against rejected values of each parameter, and how many meet each pattern.

    Parameters
    ----------
    found
        What came out.
    runs
        How each candidate was run, in a line.
    language
        "en" or "de".
    """
    with figure_style():
        parameters, bars = ROW * len(found.guesses), BAR_ROW * len(PATTERNS)
        height = TOP + parameters + GAP + bars + BOTTOM
        figure = new_figure(WIDTH, height)
        _draw_title(figure, found, runs, height, language)
        bottom = BOTTOM + bars + GAP
        width = WIDTH - LEFT - RIGHT
        box = (LEFT / WIDTH, bottom / height, width / WIDTH, parameters / height)
        _draw_parameters(figure.add_axes(box), found, language)
        box = (BARS_LEFT / WIDTH, BOTTOM / height, BARS_WIDTH / WIDTH, bars / height)
        _draw_patterns(figure.add_axes(box), found, language)
    return figure


def _draw_title(
    figure: Figure, found: Calibration, runs: Words, height: float, language: str
) -> None:
    title = meeting_all(len(found.accepted), len(found.judgements))
    note = Words(
        "Each line is a parameter over its plausible range; a dot is a candidate",
        "Jede Zeile ist ein Parameter über seinem plausiblen Bereich, ein Punkt ein Kandidat",
    )
    left = 0.3 / WIDTH
    figure.text(
        left, 1 - 0.3 / height, title.of(language), fontsize=TITLE, fontweight="bold", va="top"
    )
    figure.text(
        left, 1 - 0.66 / height, note.of(language), fontsize=TEXT + 1, color=QUIET, va="top"
    )
    figure.text(
        left, 1 - 0.88 / height, runs.of(language), fontsize=TEXT + 1, color=QUIET, va="top"
    )
    figure.legend(
        handles=_handles(found, language),
        loc="upper right",
        bbox_to_anchor=(1 - 0.3 / WIDTH, 1 - 0.25 / height),
        ncols=3,
        handletextpad=0.4,
        columnspacing=1.4,
    )


def _handles(found: Calibration, language: str) -> list[Line2D]:
    looks: list[tuple[dict[str, Any], Words]] = []
    accepted = len(found.accepted)
    if accepted:
        looks.append(({"marker": "o", "color": ACCEPTED, "ms": 5}, Words("accepted", "angenommen")))
    if accepted < len(found.judgements):
        looks.append(({"marker": "o", "color": REJECTED, "ms": 5}, Words("rejected", "abgelehnt")))
    looks.append((GUESS_LOOK, Words("starting guess", "erste Annahme")))
    looks.append((DEFAULT_LOOK, _told_of_defaults(found)))
    if found.chosen is not None:
        looks.append((CHOSEN_LOOK, Words("chosen", "gewählt")))
    return [Line2D([], [], ls="none", label=words.of(language), **look) for look, words in looks]


def _told_of_defaults(found: Calibration) -> Words:
    """Name the mark of the present defaults, and say what the search found of them."""
    if found.defaults is None:
        return Words("present default", "heutiger Wert")
    if found.defaults.is_accepted:
        return Words("present default (accepted)", "heutiger Wert (angenommen)")
    return Words("present default (rejected)", "heutiger Wert (abgelehnt)")


GUESS_LOOK: dict[str, Any] = {"marker": "D", "color": PAPER, "mec": INK, "mew": 1.3, "ms": 5.5}
"""Smaller than a star: where guess and choice are the same it lies on it, and both are seen."""

DEFAULT_LOOK: dict[str, Any] = {"marker": "|", "color": INK, "mew": 2.2, "ms": 19}
"""Higher than the others: where a default is the same it is seen, too."""

CHOSEN_LOOK: dict[str, Any] = {"marker": "*", "color": ORANGE, "mec": INK, "mew": 0.9, "ms": 17}


def _draw_parameters(axes: Axes, found: Calibration, language: str) -> None:
    axes.set(xlim=(0, 1), ylim=(-len(found.guesses) + 0.5, 0.5))
    axes.axis("off")
    chosen = found.chosen
    accepted = [candidate.values for candidate in found.accepted]
    numbers = {candidate.number for candidate in found.accepted}
    judged = {judgement.number for judgement in found.judgements} - numbers
    rejected = [c.values for c in found.candidates if c.number in judged]
    for row, guess in enumerate(found.guesses):
        height = -float(row)
        axes.plot([0, 1], [height, height], color=FAINT, lw=1.0, zorder=0)
        _draw_lane(axes, _shares(guess, [v[guess.key] for v in rejected]), height, REJECTED, -1)
        _draw_lane(axes, _shares(guess, [v[guess.key] for v in accepted]), height, ACCEPTED, 1)
        marks = [(guess.default, DEFAULT_LOOK)]
        if chosen is not None:
            marks.append((chosen.values[guess.key], CHOSEN_LOOK))
        marks.append((guess.start, GUESS_LOOK))
        for value, look in marks:
            share = _shares(guess, [value])
            axes.plot(share, [height], ls="none", zorder=4, clip_on=False, **look)
        _name(axes, guess, height, language)


def _shares(guess: Guess, values: Sequence[float]) -> list[float]:
    """Where values lie in the range, 0 to 1; a default outside it stands at its end."""
    shares = [(value - guess.low) / (guess.high - guess.low) for value in values]
    return [min(1.0, max(0.0, share)) for share in shares]


def _draw_lane(axes: Axes, shares: Sequence[float], height: float, colour: str, side: int) -> None:
    heights = [
        height + side * (0.08 + LANE * ((number * GOLDEN) % 1.0))
        for number in range(1, len(shares) + 1)
    ]
    axes.plot(
        shares, heights, "o", ms=3.6, color=colour, mec=PAPER, mew=0.3, zorder=2, clip_on=False
    )


def _name(axes: Axes, guess: Guess, height: float, language: str) -> None:
    for share, text, side, offset, colour in (
        (0.0, guess.key, "right", -42, INK),
        (0.0, value_in_words(guess.low, language), "right", -11, QUIET),
        (1.0, value_in_words(guess.high, language), "left", 11, QUIET),
    ):
        axes.annotate(
            text,
            (share, height),
            (offset, 0),
            textcoords="offset points",
            fontsize=SMALL,
            color=colour,
            ha=side,
            va="center",
            annotation_clip=False,
        )


def _draw_patterns(axes: Axes, found: Calibration, language: str) -> None:
    axes.set(xlim=(0, 1), ylim=(-len(PATTERNS) + 0.5, 0.5))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks(np.linspace(0, 1, 5), ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel(
        Words("candidates that meet the pattern", "Kandidaten, die das Muster erfüllen").of(
            language
        )
    )
    for row, pattern in enumerate(PATTERNS):
        share = found.share_meeting(pattern.letter)
        axes.barh(-row, share, height=0.62, color=REJECTED)
        for place, text, side, offset in (
            (0.0, f"({pattern.letter}) {pattern.title.of(language)}", "right", -6),
            (share, f"{100 * share:.0f} %", "left", 5),
        ):
            axes.annotate(
                text,
                (place, -row),
                (offset, 0),
                textcoords="offset points",
                fontsize=SMALL,
                ha=side,
                va="center",
                annotation_clip=False,
            )
