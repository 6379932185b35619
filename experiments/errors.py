"""How a command ends: its exit codes, and a user's error told in two lines."""

import os
import sys
from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told."""

    FINE = 0
    SOME_FAILED = 1
    USER_ERROR = 2
    INTERRUPTED = 130


class UserError(Exception):
    """The user asked for something that cannot be done.

    Parameters
    ----------
    problem
        What is wrong, in one line, without the name of the command.
    advice
        What to do about it, in one line.
    """

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice


def open_missing_streams() -> None:
    """Write to nobody where the shell has closed the output, as ``>&-`` does."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - open to the end


def stop_talking() -> None:
    """Write to nobody from now on: the reader of the output, such as `head`, has gone.

    Otherwise Python would complain when it empties its buffers at the end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
