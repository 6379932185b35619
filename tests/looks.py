"""Looking at an effect before all seeds are done: a clear one needs fewer of them.

The seeds of a test are as many as a weak effect takes. After every batch of them one looks. If the
effect is clear by then, by more standard errors than are asked for at the end, the rest are spared.
Each look is a further chance to err, so the bar is higher before the end: at 4 standard errors,
looks after every 20 seeds err about as seldom, taken together, as one look at 3.
"""

from collections.abc import Callable, Iterator

BATCH = 20
"""Seeds between two looks: with fewer, a spread is badly known."""

CLEAR = 4.0
"""Standard errors that make an effect clear before the end."""


def looks(seeds: int, batch: int = BATCH) -> Iterator[int]:
    """Yield the numbers of seeds after which one looks; the last is all of them."""
    yield from range(batch, seeds, batch)
    yield seeds


def seeds_needed(seeds: int, is_clear: Callable[[int], bool], batch: int = BATCH) -> int:
    """Return the number of seeds after which an effect is clear; all of them if none before."""
    return next((number for number in looks(seeds, batch) if number < seeds and is_clear(number)),
                seeds)  # fmt: skip
