"""Where things lie in a timeline: lengths, and the plan that they make up."""

from dataclasses import dataclass

from experiments.figures.style import WIDTH

POINTS = 72.0
"""Points in an inch."""

# All lengths are inches.
MARGIN = 0.3
TALLEST_ROW = 0.34
LOWEST_ROW = 0.205
ROOM_FOR_ROWS = 10.0
"""Height that rows share before they become as low as may be."""

STRIP = 0.24
GAP = 0.12
LINE = 0.185
LEGEND_LINE = 0.27
FOOT = 0.22
TITLE_LINE = 0.38
HEAD = 0.62
YEARS = 0.3
YEAR_INDENT = 0.04
HEAD_LINE = 0.11
WEEKS = 0.52
COLUMN_GAP = 0.16
WIDEST_FIELD = 1.5
WIDEST_FOUNDER = 2.1
BAR = 0.58
"""Thickness of the bar with most members; share of a row."""

THINNEST = 0.22
"""Thickness of a bar with no members, share of the thickest; what is above grows with members."""

MARK = 0.22
"""Size of the marks for joining and leaving; share of a row."""

END_GAP = 0.16
"""Between a bar and the words at its end: a star may reach so far beyond a platform's week."""

SIZE_GAP = 0.06
"""Between these words and the numbers of members."""

SMALLEST_MARK = 4.2
"""Points below which the marks for joining and leaving are not told apart."""

LARGEST_SIGN = 0.13
"""Size of the marks for votes at most."""


@dataclass(frozen=True)
class Plan:
    """Where things lie; inches.

    Attributes
    ----------
    rows, strips
        Numbers of alliances that are drawn, and of strips below them.
    row
        Height of a row.
    left, right, top, bottom
        Distances of the axes from the edges of the figure.
    most
        Members of the largest alliance that is drawn.
    weeks
        Weeks on the axis.
    """

    rows: int
    strips: int
    row: float
    left: float
    right: float
    top: float
    bottom: float
    most: int
    weeks: int

    @property
    def inside(self) -> float:
        """Height of the axes."""
        strips = GAP + self.strips * STRIP if self.strips else 0.0
        return max(STRIP, self.rows * self.row + strips)

    @property
    def height(self) -> float:
        """Height of the figure."""
        return self.top + self.inside + self.bottom

    @property
    def week(self) -> float:
        """Width of a week."""
        return (WIDTH - self.left - self.right) / self.weeks

    def middle(self, row: int) -> float:
        """Return how far below the upper edge of the axes the middle of a row lies."""
        return (row + 0.5) * self.row

    @property
    def sign(self) -> float:
        """Size of the marks for votes; points."""
        return min(BAR * self.row, LARGEST_SIGN) * POINTS

    def thickness(self, members: int) -> float:
        """Return the thickness of a bar."""
        return BAR * self.row * (THINNEST + (1.0 - THINNEST) * members / self.most)

    @property
    def mark(self) -> float:
        """Size of small marks; points."""
        return max(SMALLEST_MARK, MARK * self.row * POINTS)
