"""Known curves of size: how likely n agree, and how many agree best.

Ideal points of n organisations are uniform on a range of length 1, each accepts what lies within
a tolerance of its own, and all must accept one point. That is possible if the outermost ideal
points are at most twice the tolerance apart. In so simple a world "twenty are too many" is a
statement about the tolerance.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

RANGE_OF_POSITIONS = 2.0
"""Positions of the model lie in [-1, 1]; those of the curves in [0, 1]."""

MOST_MEMBERS = 1000
"""Largest size among which the best is sought."""


def tolerance_in_unit_range(tolerance: float) -> float:
    """Return a tolerance of the model as a share of the range of positions."""
    return tolerance / RANGE_OF_POSITIONS


def agreement_probability(members: npt.ArrayLike, tolerance: float) -> Numbers:
    """Return how likely n uniform ideal points have one point that all accept.

    ``P(n) = n r^(n-1) - (n-1) r^n`` with ``r = 2 t``: the distribution of the range of n uniform
    draws (David and Nagaraja 2003, section 2.3).

    Parameters
    ----------
    members
        Numbers n of members, at least 1.
    tolerance
        Accepted distance t as a share of the range of positions, not negative; from .5 on
        everyone accepts the middle.

    Returns
    -------
    ndarray
        Probabilities, of the shape of `members`.

    Examples
    --------
    >>> agreement_probability([2, 20], 0.4).round(3).tolist()
    [0.96, 0.069]
    """
    if tolerance < 0.0:
        raise ValueError(f"a tolerance is not negative: {tolerance}")
    number = np.asarray(members, dtype=np.float64)
    if np.any(number < 1.0):
        raise ValueError("an agreement has at least one member")
    ratio = min(1.0, 2.0 * tolerance)
    return number * ratio ** (number - 1.0) - (number - 1.0) * ratio**number


def best_number(tolerance: float, most: int = MOST_MEMBERS) -> int:
    """Return the number of members with the largest ``n P(n)``, the smallest of equals.

    Parameters
    ----------
    tolerance
        As for `agreement_probability`.
    most
        Largest number that is looked at.
    """
    members = np.arange(1, most + 1)
    return int(members[np.argmax(members * agreement_probability(members, tolerance))])
