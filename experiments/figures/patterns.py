"""The figure of the patterns: what was found of each, how sure it is, and what is wanted."""

import io
import math
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from experiments.figures.style import (
    BLUE,
    DOTS_PER_INCH,
    FAINT,
    INK,
    PAPER,
    QUIET,
    SMALL,
    TEXT,
    TITLE,
    WIDTH,
    figure_style,
    new_figure,
)
from experiments.pattern_definitions import (
    NINE_MONTHS,
    PARTNERS,
    Evidence,
    Finding,
    PatternFound,
    Report,
    Sample,
    Verdict,
    Words,
    coordination_at_few,
    coordination_at_many,
    coordination_at_some,
    coordination_contrast,
    in_time_at_few,
    in_time_at_many,
    in_time_at_some,
    in_time_contrast,
    largest_ending,
    quick_median,
    slow_delay,
    slow_median,
    slow_share,
    weeks_to_platform,
)
from experiments.pattern_words import (
    ending_in_words,
    interval_in_words,
    number_in_words,
    range_in_words,
    verdict_in_words,
)
from experiments.statistics import Rows

HEIGHT = 12.4
COLUMNS, ROWS = 3, 3
LEFT, RIGHT, TOP, BOTTOM = 0.45, 0.35, 1.2, 0.5
PANEL_GAP = 0.55
HEAD = 0.9
KEY_HEAD = 0.4
TICKS = 0.45
"""Inches: the figure, its margins, the gap between panels, the head above each
panel's axes and above the key, and room for ticks at the left of some."""

BADGE = 0.41
AXIS_NAME = 0.13
"""Inches above a panel's axes: the middle of the badge, and of the name of the upright axis."""

HEAD_SIZE = 10.0
"""Letters of a panel's head; points."""

WANTED = "#CFE8DC"
"""Shade of the range wanted, beside which everything stays readable, printed grey too."""

RUN_DOT = "#9AA4AF"
"""Single runs."""

MET_BOX = "#DDF0E7"
MET_EDGE = "#00664A"
UNMET_BOX = "#8A3200"
"""Badges: dark on pale where a pattern is met, pale on dark where it is not. What is unsure has a
dashed edge around plain paper, which stays apart from both in grey."""

MARKS = {Verdict.MET: "✓", Verdict.NOT_MET: "✗", Verdict.UNKNOWN: "?"}

GOLDEN = 0.6180339887498949
"""Spreads dots of neighbouring runs evenly."""

LONGEST_WEEKS = 104.0
"""Right end of the axes of weeks; later platforms stand in the last bar."""

WEEKS_PER_BAR = 4.0

BARS_UP_TO = 0.9
"""Height of the highest bar of (c); the numbers of the runs lie above."""

SLOW_FLOOR = 1.5
"""Where in (e) the platforms with a slow body stand, above those without."""

MOST_PARTNERS = 20.0
"""Right end of the axes of partners, with room for a number behind the last point."""


class Panel(NamedTuple):
    """A panel: its name, the pattern that it shows, how it is drawn, and room for ticks."""

    name: str
    letter: str
    draw: "Callable[[Axes, PatternFound, Report, str], None]"
    inset: float = 0.0
    title: Words | None = None

    def heading(self, found: PatternFound, language: str) -> str:
        """Return its name with its own title, or else that of the pattern."""
        return f"({self.name}) {(self.title or found.pattern.title).of(language)}"


def draw_patterns(report: Report, world: Words, language: str = "en") -> Figure:
    """Draw what was found of all patterns.

    Parameters
    ----------
    report
        What was found.
    world
        Which world was run, how often and for how long, in a line.
    language
        "en" or "de".

    Returns
    -------
    Figure
        One panel per pattern; two, (f1) and (f2), for that of the core's size.
    """
    with figure_style():
        figure = new_figure(WIDTH, HEIGHT)
        _draw_title(figure, report, world, language)
        patterns = {found.pattern.letter: found for found in report.patterns}
        panels = _panels()
        for place, panel in enumerate(panels):
            found = patterns[panel.letter]
            axes = _add_axes(figure, place, panel.inset)
            _draw_head(axes, panel.heading(found, language), panel.inset)
            panel.draw(axes, found, report, language)
        _draw_key(_add_axes(figure, len(panels), 0.0, KEY_HEAD), language)
    return figure


def _panels() -> list[Panel]:
    return [
        Panel("a", "a", _draw_rows),
        Panel("b", "b", _draw_endings),
        Panel("c", "c", _draw_weeks, TICKS),
        Panel("d", "d", _draw_rows),
        Panel("e", "e", _draw_slow, TICKS),
        Panel(
            *("f1", "f", _draw_in_time, TICKS),
            Words(
                "The more are asked, the fewer decisions in time",
                "Mehr Gefragte: seltener rechtzeitig",
            ),
        ),
        Panel(
            *("f2", "f", _draw_coordination, TICKS),
            Words(
                "The more are asked, the more coordination",
                "Mehr Gefragte: mehr Stunden für Abstimmung",
            ),
        ),
        Panel("g", "g", _draw_trust),
    ]


def picture_of(figure: Figure) -> bytes:
    """Return a figure as a PNG file; equal figures give equal bytes."""
    file = io.BytesIO()
    with figure_style():
        # Matplotlib would write its version into the picture.
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return file.getvalue()


# --- Title, heads, key -------------------------------------------------------------------------


def _draw_title(figure: Figure, report: Report, world: Words, language: str) -> None:
    met = [found for found in report.patterns if found.verdict is Verdict.MET]
    total = len(report.patterns)
    unsure = sum(any(finding.is_close for finding in found.findings) for found in met)
    are = Words("is", "ist") if len(met) == 1 else Words("are", "sind")
    title = Words(
        f"{len(met)} of {total} patterns that a world of alliances should show {are.en} met"
        + (f", {unsure} of them unsure" if unsure else ""),
        f"{len(met)} von {total} Mustern, die eine Welt der Allianzen zeigen soll, {are.de} erfüllt"
        + (f", davon {unsure} unsicher" if unsure else ""),
    )
    if report.degenerate:
        told = ", ".join(words.of(language) for words in report.degenerate)
        title = Words(f"A degenerate world: {told}", f"Eine entartete Welt: {told}")
    left = LEFT / WIDTH
    figure.text(
        left,
        1 - 0.3 / HEIGHT,
        title.of(language),
        fontsize=TITLE,
        fontweight="bold",
        va="top",
    )
    told = world.of(language)
    figure.text(
        left,
        1 - 0.68 / HEIGHT,
        told[0].upper() + told[1:],
        color=QUIET,
        fontsize=TEXT + 1,
        va="top",
    )


def _add_axes(figure: Figure, place: int, inset: float, head: float = HEAD) -> Axes:
    row, column = divmod(place, COLUMNS)
    width = (WIDTH - LEFT - RIGHT - (COLUMNS - 1) * PANEL_GAP) / COLUMNS
    height = (HEIGHT - TOP - BOTTOM - (ROWS - 1) * PANEL_GAP) / ROWS
    left = LEFT + column * (width + PANEL_GAP)
    bottom = HEIGHT - TOP - (row + 1) * height - row * PANEL_GAP
    axes = figure.add_axes(
        (
            (left + inset) / WIDTH,
            bottom / HEIGHT,
            (width - inset) / WIDTH,
            (height - head) / HEIGHT,
        )
    )
    axes.tick_params(length=3)
    return axes


def _draw_head(axes: Axes, title: str, inset: float, head: float = HEAD) -> None:
    axes.annotate(
        title,
        (0, 1),
        (-72 * inset, 72 * (head - 0.06)),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=HEAD_SIZE,
        fontweight="bold",
        va="top",
        annotation_clip=False,
    )


def worst(findings: Sequence[Finding]) -> Finding:
    """Return what decides over a pattern: not met before unknown before met, sure before unsure."""
    order = (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET)
    judged = [finding for finding in findings if finding.verdict in order]

    def rank(finding: Finding) -> tuple[int, bool]:
        met = finding.verdict is Verdict.MET
        return order.index(finding.verdict), finding.is_close is not met

    return min(judged, key=rank)


def _draw_verdict(axes: Axes, finding: Finding, language: str, inset: float = 0.0) -> None:
    """Write the verdict as a badge, and beside it the number, its interval and what is wanted."""
    sign = axes.annotate(
        f"{MARKS[finding.verdict]} {verdict_in_words(finding, language)}",
        (0, 1),
        (4 - 72 * inset, 72 * BADGE),
        xycoords="axes fraction",
        textcoords="offset points",
        annotation_clip=False,
        **badge(finding.verdict, finding.is_close),
    )
    axes.annotate(
        _result(finding, language),
        (1, 0.5),
        (11, 0),
        xycoords=sign,
        textcoords="offset points",
        fontsize=TEXT,
        va="center",
        annotation_clip=False,
    )


def badge(verdict: Verdict, unsure: bool) -> dict[str, Any]:
    """Return the look of a badge: filled where it is sure, dashed where more runs may change it."""
    dark = {Verdict.MET: MET_EDGE, Verdict.NOT_MET: UNMET_BOX}.get(verdict, QUIET)
    fill, letters = (MET_BOX, dark) if verdict is Verdict.MET else (dark, PAPER)
    return {
        "fontsize": TEXT,
        "fontweight": "bold",
        "color": dark if unsure else letters,
        "va": "center",
        "bbox": {
            "boxstyle": "round,pad=0.3",
            "facecolor": PAPER if unsure else fill,
            "edgecolor": dark,
            "linestyle": (0, (3, 2)) if unsure else "solid",
        },
    }


def _result(finding: Finding, language: str) -> str:
    measure = finding.measure
    value = number_in_words(finding.value, measure.unit, language)
    told = value
    if not math.isnan(finding.low):
        told = f"{value} ({interval_in_words(finding, language)})"
    wanted = range_in_words(measure.wanted, measure.unit, language, bare=True)
    return f"{told}; {Words('wanted', 'soll').of(language)} {wanted}"


def _name_axis(axes: Axes, name: str) -> None:
    """Write what the upright axis counts above its upper end."""
    axes.annotate(
        name,
        (0, 1),
        (-72 * TICKS + 1, 72 * AXIS_NAME),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=SMALL,
        color=QUIET,
        va="center",
        annotation_clip=False,
    )


def _draw_key(axes: Axes, language: str) -> None:
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 7.0))
    _draw_head(axes, Words("How to read it", "So liest man es").of(language), 0.0, KEY_HEAD)
    axes.add_patch(Rectangle((0.0, 6.4), 0.1, 0.6, color=WANTED, lw=0))
    _draw_point(axes, 0.05, 0.02, 0.08, 5.9)
    axes.plot(np.array([0.02, 0.045, 0.06, 0.085]), [5.05, 5.2, 5.0, 5.15], **_dots())
    axes.add_patch(Rectangle((0.0, 4.0), 0.1, 0.6, color=RUN_DOT, lw=0))
    for height, text in (
        (6.7, Words("the range wanted", "der gewünschte Bereich")),
        (
            5.9,
            Words(
                "found in all runs together, with its 95 % interval",
                "in allen Läufen zusammen, mit 95-%-Intervall",
            ),
        ),
        (5.1, Words("single runs", "einzelne Läufe")),
        (4.3, Words("alliances that ended, or platforms", "beendete Allianzen, oder Plattformen")),
    ):
        axes.text(0.13, height, text.of(language), va="center", fontsize=TEXT)
    _draw_sample_badges(axes, language)
    note = Words(
        "Unsure: a limit of the wanted range lies within the interval, so more runs may change the "
        "verdict. Intervals: for shares of runs Wilson's, otherwise from drawing whole runs anew. "
        "All formulas and denominators stand in "
        "patterns.csv. A pattern counts as met when every number that has a wanted range lies in "
        "it.",
        "Unsicher: Eine Grenze des Gewünschten liegt im Intervall, mehr Läufe können das Urteil "
        "ändern. Intervalle: für Anteile von Läufen nach Wilson, sonst durch erneutes Ziehen "
        "ganzer Läufe. Alle Formeln und Nenner stehen in "
        "patterns.csv. Ein Muster gilt als erfüllt, wenn jede Zahl mit gewünschtem Bereich in ihm "
        "liegt.",
    )
    axes.text(
        0,
        2.6,
        "\n".join(textwrap.wrap(note.of(language), 68)),
        va="top",
        fontsize=SMALL + 0.5,
        color=QUIET,
        linespacing=1.35,
    )


def _draw_sample_badges(axes: Axes, language: str) -> None:
    sure, unsure = Words("sure", "sicher"), Words("unsure", "unsicher")
    x = 0.015
    for mark, verdict, close, words in (
        ("✓", Verdict.MET, False, sure),
        ("✓", Verdict.MET, True, unsure),
        ("✗", Verdict.NOT_MET, False, sure),
        ("✗", Verdict.NOT_MET, True, unsure),
    ):
        axes.text(x, 3.4, f"{mark} {words.of(language)}", **badge(verdict, close))
        x += 0.25


# --- Marks -------------------------------------------------------------------------------------


def _dots() -> dict[str, Any]:
    return {
        "marker": "o",
        "linestyle": "none",
        "markersize": 3.2,
        "markerfacecolor": RUN_DOT,
        "markeredgecolor": PAPER,
        "markeredgewidth": 0.3,
        "zorder": 2,
        "clip_on": False,
    }


def _draw_point(axes: Axes, value: float, low: float, high: float, height: float) -> None:
    """Draw a number with its interval, lying."""
    if math.isnan(value):
        return
    if not math.isnan(low):
        axes.plot(
            [low, high], [height, height], color=BLUE, lw=2.6, zorder=3, solid_capstyle="butt"
        )
    axes.plot([value], [height], "o", ms=7, color=BLUE, mec=PAPER, mew=1.0, zorder=4, clip_on=False)


def _draw_runs(axes: Axes, values: Sequence[float], height: float, spread: float) -> None:
    shown = [value for value in values if not math.isnan(value)]
    heights = [
        height + spread * ((number * GOLDEN) % 1.0 - 0.5) for number in range(1, len(shown) + 1)
    ]
    axes.plot(shown, heights, **_dots())


def _shade(axes: Axes, low: float, high: float, bottom: float, top: float) -> None:
    axes.add_patch(Rectangle((low, bottom), high - low, top - bottom, color=WANTED, lw=0, zorder=0))


def _share_axis(axes: Axes, *, upright: bool = False) -> None:
    ticks, labels = [0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"]
    if upright:
        axes.set_yticks(ticks, labels)
    else:
        axes.set_xticks(ticks, labels)
        axes.set_xlim(0, 1)


# --- Rows of numbers: (a), (d), (g) ------------------------------------------------------------

LABEL = 0.4
"""Height of a row's label above its dots, in rows."""


def _draw_rows(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    _share_axis(axes)
    _draw_findings(axes, found.findings, language)
    _draw_verdict(axes, worst(found.findings), language)


def _draw_trust(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    rows = found.findings
    values = [v for finding in rows for v in finding.by_run if not math.isnan(v)] or [0.0]
    reach = 1.08 * max(0.02, *(abs(value) for value in values))
    axes.set_xlim(-reach, reach)
    axes.axvline(0, color=QUIET, lw=0.8, zorder=1)
    axes.set_xlabel(
        Words(
            "change of trust, start to end of a run", "Änderung des Vertrauens, Beginn bis Ende"
        ).of(language),
        labelpad=2,
    )
    ticks = [tick for tick in MaxNLocator(5).tick_values(-reach, reach) if abs(tick) <= reach]
    axes.set_xticks(ticks, [_signed(tick, language) for tick in ticks])
    _draw_findings(axes, rows, language)
    _draw_verdict(axes, worst(rows), language)


def _signed(value: float, language: str) -> str:
    # A tick between hundredths needs a third figure.
    digits = 2 if abs(round(value, 2) - value) < 1e-9 else 3
    text = f"{value:+.{digits}f}" if abs(value) > 1e-9 else "0"
    return (text.replace(".", ",") if language == "de" else text).replace("-", "−")


def _draw_findings(axes: Axes, findings: Sequence[Finding], language: str) -> None:
    """Draw one number per row: label and number above, dots, interval and range below."""
    axes.set_ylim(-len(findings) + 0.5, 0.62)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    left, right = axes.get_xlim()
    for row, finding in enumerate(findings):
        height = -float(row)
        wanted = finding.measure.wanted
        axes.plot([left, right], [height, height], color=FAINT, lw=0.8, zorder=1)
        if wanted is not None:
            low, high = max(left, wanted.low), min(right, wanted.high)
            _shade(axes, low, high, height - 0.21, height + 0.21)
        if not finding.sample.runs_count:
            _draw_runs(axes, finding.by_run, height, 0.24)
        _draw_point(axes, finding.value, finding.low, finding.high, height)
        for place, text, side, weight in (
            (0.0, finding.measure.name.of(language), "left", "normal"),
            (1.0, number_in_words(finding.value, finding.measure.unit, language), "right", "bold"),
        ):
            axes.text(
                place,
                height + LABEL,
                text,
                transform=axes.get_yaxis_transform(),
                fontsize=SMALL + 0.5,
                fontweight=weight,
                ha=side,
                va="center",
            )


# --- Endings: (b) ------------------------------------------------------------------------------


def _draw_endings(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    finding = report.find(largest_ending)
    count = max(len(report.endings), 1)
    _share_axis(axes)
    axes.set_ylim(-count + 0.4, 0.6)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    wanted = finding.measure.wanted
    if wanted is not None:
        _shade(axes, wanted.low, wanted.high, -count + 0.4, 0.6)
    for row, (ending, share) in enumerate(report.endings):
        axes.barh(-row, share, height=0.62, color=BLUE if row == 0 else RUN_DOT, zorder=2)
        right = finding.high if row == 0 and not math.isnan(finding.high) else share
        axes.annotate(
            f"{100 * share:.0f} %  {ending_in_words(ending, language)}",
            (right, -row),
            (6, 0),
            textcoords="offset points",
            fontsize=SMALL + 0.5,
            fontweight="bold" if row == 0 else "normal",
            va="center",
        )
    if report.endings and not math.isnan(finding.low):
        axes.plot([finding.low, finding.high], [0, 0], color=INK, lw=1.6, zorder=3)
    axes.set_xlabel(
        Words("share of the alliances that ended", "Anteil der beendeten Allianzen").of(language),
        labelpad=2,
    )
    _draw_verdict(axes, finding, language)


# --- Weeks: (c), (e) ---------------------------------------------------------------------------


def _first_column(sample: Sample) -> Rows:
    return np.concatenate([group[:, 0] for group in sample.groups])


PLATFORMS = Words("platforms in four weeks", "Plattformen in vier Wochen")


def _draw_histogram(
    axes: Axes, sample: Sample, floor: float, height: float
) -> list[tuple[float, str]]:
    """Draw how many platforms took how long, the highest bar with the given height.

    Returns
    -------
    list of tuple
        Places and labels of ticks that count the platforms.
    """
    weeks = np.minimum(_first_column(sample), LONGEST_WEEKS - WEEKS_PER_BAR / 2)
    edges = np.arange(0.0, LONGEST_WEEKS + WEEKS_PER_BAR, WEEKS_PER_BAR)
    counts, _ = np.histogram(weeks, edges)
    most = max(1, int(counts.max()))
    axes.bar(
        edges[:-1] + WEEKS_PER_BAR / 2,
        height * counts / most,
        width=WEEKS_PER_BAR * 0.86,
        bottom=floor,
        color=RUN_DOT,
        zorder=1,
    )
    axes.plot([0, 0], [floor, floor + height], color=QUIET, lw=1.6, zorder=1)
    ticks = MaxNLocator(3, integer=True).tick_values(0, most)
    return [(floor + height * tick / most, f"{tick:.0f}") for tick in ticks if 0 <= tick <= most]


def _count_axis(axes: Axes, ticks: Sequence[tuple[float, str]], language: str) -> None:
    axes.set_yticks([place for place, _ in ticks], [label for _, label in ticks])
    _name_axis(axes, PLATFORMS.of(language))


def _week_axis(axes: Axes, language: str) -> None:
    axes.set_xlim(0, LONGEST_WEEKS)
    axes.set_xticks([0, 13, 26, 39, 52, 65, 78, 91, 104])
    axes.set_xticklabels(["0", "13", "26", "39", "52", "65", "78", "91", "104+"])
    axes.spines["left"].set_visible(False)
    label = Words("weeks from founding to platform", "Wochen von Gründung bis Plattform")
    axes.set_xlabel(label.of(language), labelpad=2)


def _draw_weeks(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    finding = report.find(weeks_to_platform)
    _week_axis(axes, language)
    axes.set_ylim(0, 1.5)
    wanted = finding.measure.wanted
    if wanted is not None:
        _shade(axes, wanted.low, wanted.high, 0, 1.5)
    ticks = _draw_histogram(axes, finding.sample, 0.0, BARS_UP_TO) if finding.count else []
    _count_axis(axes, ticks, language)
    _draw_runs(axes, finding.by_run, 1.16, 0.16)
    _draw_point(axes, finding.value, finding.low, finding.high, 1.16)
    label = Words("medians of the runs", "Mediane der Läufe").of(language)
    axes.text(finding.value, 1.33, label, fontsize=SMALL + 0.5, ha="center", va="center")
    _draw_verdict(axes, finding, language, TICKS)


def _draw_slow(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    share, delay = report.find(slow_share), report.find(slow_delay)
    _week_axis(axes, language)
    axes.set_ylim(0, 2.9)
    _shade(axes, *NINE_MONTHS, SLOW_FLOOR, 2.9)
    rows = (
        (
            slow_median,
            SLOW_FLOOR,
            Words("with a slow body in the core", "mit langsamem Gremium im Kern"),
        ),
        (quick_median, 0.0, Words("without one", "ohne")),
    )
    axes.axhline(SLOW_FLOOR, color=QUIET, lw=0.8)
    ticks: list[tuple[float, str]] = []
    for take, floor, name in rows:
        finding = report.find(take)
        if finding.count:
            ticks += _draw_histogram(axes, finding.sample, floor, 0.85)
        _draw_point(axes, finding.value, finding.low, finding.high, floor + 1.02)
        value = number_in_words(finding.value, finding.measure.unit, language)
        axes.text(
            LONGEST_WEEKS,
            floor + 1.2,
            f"{name.of(language)}: {Words('median', 'Median').of(language)} {value}",
            fontsize=SMALL + 0.5,
            ha="right",
            va="center",
        )
    if not math.isnan(share.value):
        low, high = (f"{weeks:.0f}" for weeks in NINE_MONTHS)
        told = number_in_words(share.value, share.measure.unit, language)
        took = Words(f"{told} took {low} to {high}", f"{told} brauchten {low} bis {high}")
        axes.text(
            LONGEST_WEEKS, 2.45, took.of(language), fontsize=SMALL + 0.5, ha="right", va="center"
        )
    _count_axis(axes, ticks, language)
    _draw_verdict(axes, worst([share, delay]), language, TICKS)


# --- Size of the core: (f) ---------------------------------------------------------------------


def _draw_in_time(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    takes = (in_time_at_few, in_time_at_some, in_time_at_many)
    label = Words("occasions decided in time", "rechtzeitig entschiedene Anlässe")
    _draw_design(axes, report, takes, report.find(in_time_contrast), label, language)


def _draw_coordination(axes: Axes, found: PatternFound, report: Report, language: str) -> None:
    takes = (coordination_at_few, coordination_at_some, coordination_at_many)
    label = Words("share of hours that coordinate", "Anteil der Stunden für Abstimmung")
    _draw_design(axes, report, takes, report.find(coordination_contrast), label, language)


def _draw_design(
    axes: Axes,
    report: Report,
    takes: Sequence[Callable[[Evidence], Sample]],
    contrast: Finding,
    label: Words,
    language: str,
) -> None:
    findings = [report.find(take) for take in takes]
    _share_axis(axes, upright=True)
    axes.set(xlim=(0, MOST_PARTNERS), ylim=(0, 1))
    axes.set_xticks(PARTNERS)
    axes.set_xlabel(
        Words(
            "partners that all founders aim at (assembly)",
            "Partner, die alle Gründenden anstreben (Versammlung)",
        ).of(language),
        labelpad=2,
    )
    first, wanted = findings[0].value, contrast.measure.wanted
    if wanted is not None and not math.isnan(first):
        bottom, top = (0.0, first) if wanted.high == 0.0 else (first, 1.0)
        _shade(axes, PARTNERS[0], MOST_PARTNERS, bottom, top)
        axes.plot(
            [PARTNERS[0], MOST_PARTNERS],
            [first, first],
            color=QUIET,
            lw=0.8,
            ls=(0, (4, 3)),
            zorder=1,
        )
    values = [finding.value for finding in findings]
    # A number stands on the side of the curve where the curve is not.
    falls = [
        following <= value for value, following in zip(values, [*values[1:], 0.0], strict=True)
    ]
    for partners, finding, above in zip(PARTNERS, findings, falls, strict=True):
        shown = [value for value in finding.by_run if not math.isnan(value)]
        places = [
            partners + 0.9 * ((number * GOLDEN) % 1.0 - 0.5) for number in range(1, len(shown) + 1)
        ]
        axes.plot(places, shown, **_dots())
        if not math.isnan(finding.low):
            axes.plot(
                [partners, partners], [finding.low, finding.high], color=BLUE, lw=2.6, zorder=3
            )
        axes.plot(
            [partners],
            [finding.value],
            "o",
            ms=7,
            color=BLUE,
            mec=PAPER,
            mew=1.0,
            zorder=4,
            clip_on=False,
        )
        axes.annotate(
            number_in_words(finding.value, finding.measure.unit, language),
            (partners, finding.value),
            (12, 4 if above else -4),
            textcoords="offset points",
            fontsize=SMALL + 0.5,
            fontweight="bold",
            va="bottom" if above else "top",
            path_effects=[withStroke(linewidth=2.0, foreground=PAPER)],
        )
    axes.plot(PARTNERS, values, color=BLUE, lw=1.2, zorder=2)
    _name_axis(axes, label.of(language))
    _draw_verdict(axes, contrast, language, TICKS)
