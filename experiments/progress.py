"""How far a sweep is: a bar on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.counting import counted

LINE_EVERY = 30.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def progress(total: int, done: int = 0) -> Iterator[Callable[[], None]]:
    """Show how far runs are, their rate and the time left.

    Parameters
    ----------
    total
        Number of runs.
    done
        How many of them were done before.

    Yields
    ------
    callable
        To be called after every run.
    """
    shown = _bar(total, done) if sys.stderr.isatty() else _lines(total, done)
    with shown as advance:
        yield advance


@contextmanager
def _bar(total: int, done: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Runs per second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else in_runs_per_second(speed))

    columns = (
        TextColumn("runs"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("runs", total=total, completed=done)
        yield lambda: bar.advance(task)


@contextmanager
def _lines(total: int, done: int) -> Iterator[Callable[[], None]]:
    began = told = time.monotonic()
    before = done

    def advance() -> None:
        nonlocal done, told
        done += 1
        now = time.monotonic()
        if now - told >= LINE_EVERY:
            told = now
            rate = (done - before) / (now - began)
            left = in_minutes((total - done) / rate)
            runs = counted(total, "run", "runs")
            line = f"{done} of {runs}, {in_runs_per_second(rate)}, {left} left"
            print(line, file=sys.stderr, flush=True)

    yield advance


def in_runs_per_second(rate: float) -> str:
    """Write a rate with as many digits as it is worth."""
    return f"{rate:.0f} runs/s" if rate >= 10 else f"{rate:.2g} runs/s"


def in_minutes(seconds: float) -> str:
    """Write a time as people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def in_bytes(size: float) -> str:
    """Write a size on disk with its unit."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if size >= 10 or unit == "bytes" else f"{size:.1f} {unit}"
