"""How a subcommand becomes a Hydra application: its words, its errors, Ctrl-C."""

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any

import hydra
from omegaconf import DictConfig

from experiments.configuration import (
    CLAIMS,
    HYDRA_VERSION_BASE,
    Application,
    configurations_folder,
    telling_errors,
)
from experiments.errors import ExitCode


def start_hydra(
    program: str,
    application: Application,
    task: Callable[[DictConfig], None],
    words: Sequence[str],
) -> int:
    """Hand over to Hydra; its errors come back as ours.

    Parameters
    ----------
    program
        Name of the command.
    application
        Whose primary configuration is composed.
    task
        What Hydra calls with the configuration.
    words
        Options and overrides.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    UserError
        If Hydra, or the task, refuses something.
    """
    decorated = hydra.main(
        version_base=HYDRA_VERSION_BASE,
        config_path=str(configurations_folder()),
        config_name=application.primary,
    )(task)
    with _hydra_surroundings(program, words), telling_errors(), _without_claims(words):
        try:
            decorated()
        except SystemExit as stop:
            return ExitCode.USER_ERROR if stop.code else ExitCode.FINE
    return ExitCode.FINE


@contextlib.contextmanager
def _hydra_surroundings(program: str, words: Sequence[str]) -> Iterator[None]:
    arguments, full_error = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv = [program, *words]
    os.environ["HYDRA_FULL_ERROR"] = "1"  # errors can be caught instead of being printed
    try:
        yield
    finally:
        sys.argv = arguments
        os.environ.pop("HYDRA_FULL_ERROR")
        if full_error is not None:
            os.environ["HYDRA_FULL_ERROR"] = full_error


@contextlib.contextmanager
def _without_claims(words: Sequence[str]) -> Iterator[None]:
    """Leave the claims out of help, where Hydra lists every folder as a group to choose from."""
    if not {"--help", "-h"} & {*words}:
        yield
        return
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told):
            yield
    finally:
        lines = told.getvalue().splitlines(keepends=True)
        print("".join(line for line in lines if not line.startswith(f"{CLAIMS}: ")), end="")


class Interruption:
    """Whether Ctrl-C was pressed; Python can swallow it while it clears up an object."""

    def __init__(self) -> None:
        self.noticed = False
        self._gently: Callable[[], None] | None = None

    @contextlib.contextmanager
    def noticing(self) -> Iterator[None]:
        """Remember Ctrl-C, and the request to end that a cluster sends, and raise it here."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._notice) for number in numbers}
        hook, sys.unraisablehook = sys.unraisablehook, _tell_unless_interrupted
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            sys.unraisablehook = hook

    def _notice(self, _signal: int, _frame: FrameType | None) -> None:
        again, self.noticed = self.noticed, True
        if self._gently is None or again:
            raise KeyboardInterrupt
        self._gently()

    @contextlib.contextmanager
    def gently(self, stop: Callable[[], None]) -> Iterator[None]:
        """Meanwhile do not raise the first Ctrl-C, but call `stop`; a second one is raised."""
        self._gently = stop
        try:
            yield
        finally:
            self._gently = None

    def stop_if_noticed(self) -> None:
        """Stop here if Ctrl-C was pressed earlier and got lost.

        Raises
        ------
        KeyboardInterrupt
            If so.
        """
        if self.noticed:
            raise KeyboardInterrupt


def _tell_unless_interrupted(unraisable: Any) -> None:
    """Leave out Ctrl-C that was swallowed, in a callback of the compiler: it is told at the end."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
