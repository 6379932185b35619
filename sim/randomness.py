"""Counter-based random numbers: a draw is a function of what it is for, not of when it is made.

Every draw is addressed by (seed, stream, week, actor, partner, number). The order in which rules
are evaluated does not matter, and two runs with the same seed differ only by what was changed: one
more organisation, one more alliance or a mechanism switched off leaves every other draw as it was.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC 2011). An alliance is addressed by its founder and its founding week, see
`alliance_key`.
"""

import math
from enum import IntEnum

from sim.compiling import scalar_rule

MASK = 0xFFFFFFFF
MULTIPLIER_A = 0xD2511F53
MULTIPLIER_B = 0xCD9E8D57
WEYL_A = 0x9E3779B9
WEYL_B = 0xBB67AE85
ROUNDS = 10

NUMBER_SHIFT = 8
"""The lowest 8 bits of the first counter word hold the stream, the others the draw's number."""

WEEK_BITS = 12
"""Bits for the founding week in an alliance's key; the other 20 hold the founder."""

LAST_WEEK = (1 << WEEK_BITS) - 1
LARGEST_WORLD = 1 << (32 - WEEK_BITS)

JUMP_MULTIPLIER = 2862933555777941757 & 0xFFFFFFFF
"""Multiplier of the linear congruence in `stable_choice`, cut to 32 bits."""


FREE_STREAMS = range(200, 1 << NUMBER_SHIFT)
"""Streams that the model will never use: they are for extensions."""


class Stream(IntEnum):
    """What a draw is for. Numbers are fixed: a new purpose takes a new number, below 200.

    200 to 255 are free for extensions (`FREE_STREAMS`).
    """

    # The world
    SECTOR = 1
    VALUES = 2
    POSITION = 3
    TOLERANCE = 4
    RED_LINE = 5
    SALIENCE = 6
    RESOURCES = 7
    CALENDAR = 8
    CHARACTER = 9
    CAMP = 10
    TIE = 11
    EXPERTISE = 12
    MODE = 13
    FIELD = 14
    PARTY = 15
    LEGISLATOR = 16
    ELECTORATE = 17
    SECTOR_PROFILE = 18
    # Environment
    WINDOW = 30
    BILL = 31
    SHOCK = 32
    ATTENTION = 33
    EVENT = 34
    # Formation
    INITIATE = 50
    ISSUE = 51
    STRANGER = 52
    ASK = 53
    PERCEPTION = 54
    ANSWER = 55
    DEBATE = 56
    BRING_ITEM = 57
    ITEM = 58
    EXPLAIN = 59
    FOCAL = 60
    BELIEF = 61
    OWN_LIMIT = 62
    READING = 63
    SLIGHT = 64
    # Persons
    PERSONS = 65
    STAFF = 66
    # Collaboration
    REACTION = 70
    NOTICE_CONFLICT = 71
    EXHAUSTED = 72
    AWARE = 73
    HARDLINER = 80
    PAYER = 81
    # Impact
    PRESS = 91
    GOES_ALONE = 92


@scalar_rule("UniTuple(int64, 4)(int64, int64, int64, int64, int64, int64)")
def philox(
    counter0: int, counter1: int, counter2: int, counter3: int, key0: int, key1: int
) -> tuple[int, int, int, int]:
    """Philox4x32-10 block function.

    Parameters
    ----------
    counter0, counter1, counter2, counter3, key0, key1
        Unsigned 32-bit words.

    Returns
    -------
    tuple of int
        Four unsigned 32-bit words.
    """
    for _ in range(ROUNDS):
        product_a = MULTIPLIER_A * counter0
        product_b = MULTIPLIER_B * counter2
        counter0 = ((product_b >> 32) & MASK) ^ counter1 ^ key0
        counter1 = product_b & MASK
        counter2 = ((product_a >> 32) & MASK) ^ counter3 ^ key1
        counter3 = product_a & MASK
        key0 = (key0 + WEYL_A) & MASK
        key1 = (key1 + WEYL_B) & MASK
    return counter0, counter1, counter2, counter3


@scalar_rule("UniTuple(int64, 4)(int64, int64, int64, int64, int64, int64)")
def words(
    seed: int, stream: int, week: int, actor: int, partner: int, number: int
) -> tuple[int, int, int, int]:
    """The four words of one address; the seed is the key, everything else the counter."""
    seed = int(seed)
    return philox(
        (stream | (int(number) << NUMBER_SHIFT)) & MASK,
        int(week) & MASK,
        int(actor) & MASK,
        int(partner) & MASK,
        seed & MASK,
        (seed >> 32) & MASK,
    )


@scalar_rule("float64(int64, int64, int64, int64, int64, int64)")
def uniform(seed: int, stream: int, week: int, actor: int, partner: int, number: int) -> float:
    """Draw a uniform number from [0, 1), with 53 random bits.

    Parameters
    ----------
    seed
        The run's seed, 0 to 2**63 - 1.
    stream
        What the draw is for, a `Stream`.
    week
        Week of the decision; 0 for the making of the world.
    actor
        Row of the organisation (or field, party, legislator) that the draw belongs to.
    partner
        Second party: a row or an alliance's key.
    number
        Running number where one decision needs several draws, below 2**24.
    """
    word0, word1, _, _ = words(seed, stream, week, actor, partner, number)
    return ((word0 << 21) | (word1 >> 11)) * (1.0 / 9007199254740992.0)


@scalar_rule("float64(int64, int64, int64, int64, int64, int64)")
def normal(seed: int, stream: int, week: int, actor: int, partner: int, number: int) -> float:
    """Draw a standard normal number (Box and Muller 1958); addressed like `uniform`."""
    word0, word1, word2, word3 = words(seed, stream, week, actor, partner, number)
    first = ((word0 << 21) | (word1 >> 11)) * (1.0 / 9007199254740992.0)
    second = ((word2 << 21) | (word3 >> 11)) * (1.0 / 9007199254740992.0)
    return math.sqrt(-2.0 * math.log(1.0 - first)) * math.cos(2.0 * math.pi * second)


@scalar_rule("float64(float64, float64)")
def exponential(share: float, mean: float) -> float:
    """Turn a uniform number in [0, 1) into an exponential one with the given mean."""
    return -mean * math.log(1.0 - share)


@scalar_rule("float64(int64, int64, int64, int64, int64, int64)")
def humped(seed: int, stream: int, week: int, actor: int, partner: int, number: int) -> float:
    """Draw from Beta(2, 2): the middle one of three uniforms; `number` takes three places."""
    first = uniform(seed, stream, week, actor, partner, number)
    second = uniform(seed, stream, week, actor, partner, number + 1)
    third = uniform(seed, stream, week, actor, partner, number + 2)
    return max(min(first, second), min(max(first, second), third))


@scalar_rule("int64(int64, int64)")
def alliance_key(founder: int, founding_week: int) -> int:
    """An alliance's name in draws: never its row, which other alliances would shift."""
    return (int(founder) << WEEK_BITS) | int(founding_week)


@scalar_rule("int64(float64, int64)")
def stable_choice(share: float, choices: int) -> int:
    """Choose one of `choices` so that one choice more moves only one choice in `choices + 1`.

    Jump consistent hash (Lamping and Veach 2014). `int(share * choices)` would send almost
    everybody elsewhere when one organisation is added to the world.

    Parameters
    ----------
    share
        A uniform draw from [0, 1).
    choices
        Number of choices, at least 1.

    Returns
    -------
    int
        From 0 to `choices - 1`.
    """
    state = int(share * 4294967296.0)
    chosen = 0
    following = 0
    while following < choices:
        chosen = following
        state = (state * JUMP_MULTIPLIER + 1) & MASK
        following = int((chosen + 1) * (2147483648.0 / ((state >> 1) + 1.0)))
    return chosen
