"""Which runs a shard of a sweep does: the same for everybody who asks, so that nobody has to talk.

The runs are cut into blocks that follow each other, and the blocks are dealt out in rounds. Every
shard gets a block in each round, and its place moves on from round to round. So no shard has the
same points again and again, and where runs were done before, or replications are added at the end,
what is left to do is shared out as well. A block is runs in a row: parts of different shards never
overlap, and their names are in the order of the runs.
"""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sim.parameters import ValueRefusedError

ROUNDS = 8
"""Blocks that a shard gets where there are runs enough: so many mix the points well, and a folder
has few parts."""

MOST_SHARDS = 10_000

WRITTEN = re.compile(r"(\d{1,9})/(\d{1,9})")
"""How a shard is written: its number, and how many there are."""


@dataclass(frozen=True)
class Shard:
    """A part of a sweep for a process of its own.

    Attributes
    ----------
    number
        From 1.
    of
        How many there are.
    """

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def is_whole(self) -> bool:
        """Whether it has all runs."""
        return self.of == 1

    def blocks(self, runs: int) -> Iterator[range]:
        """Yield the numbers of its runs, of so many, in ascending order.

        All shards together have every run once.
        """
        if self.is_whole:
            yield range(runs)
            return
        length = max(1, -(-runs // (self.of * ROUNDS)))
        rounds = -(-runs // (self.of * length))
        for turn in range(rounds):
            place = (self.number - 1 - turn) % self.of
            first = (turn * self.of + place) * length
            if first < runs:
                yield range(first, min(first + length, runs))

    def runs(self, runs: int) -> Iterator[int]:
        """Yield the same numbers one by one."""
        for block in self.blocks(runs):
            yield from block


WHOLE = Shard(1, 1)
"""All runs."""


def meets(runs: range, blocks: Sequence[range]) -> bool:
    """Tell whether runs in a row are among those of ascending blocks."""
    place = bisect.bisect_left(blocks, runs.stop, key=lambda block: block.start)
    return place > 0 and blocks[place - 1].stop > runs.start


def without(blocks: Sequence[range], done: Sequence[range]) -> Iterator[range]:
    """Yield what ascending blocks have besides other ascending ones, in ascending order.

    There can be hundreds of millions of runs, so nothing here counts them one by one.
    """
    for block in blocks:
        start = block.start
        place = bisect.bisect_right(done, start, key=lambda other: other.stop)
        while place < len(done) and done[place].start < block.stop:
            if start < done[place].start:
                yield range(start, done[place].start)
            start = max(start, done[place].stop)
            place += 1
        if start < block.stop:
            yield range(start, block.stop)


def read_shard(value: Any) -> Shard:
    """Read a shard as it is written, such as 3/40.

    Raises
    ------
    ValueRefusedError
        If it is none.
    """
    found = WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueRefusedError("shard", value, "must be K/N, such as 3/40")
    number, of = int(found[1]), int(found[2])
    if not 1 <= of <= MOST_SHARDS:
        raise ValueRefusedError("shard", value, f"there can be 1 to {MOST_SHARDS} shards")
    if not 1 <= number <= of:
        raise ValueRefusedError("shard", value, f"the shards are 1/{of} to {of}/{of}")
    return Shard(number, of)
