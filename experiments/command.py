"""The console command `alliances`: finds the subcommand and tells how it ended.

Nothing heavy is imported before the subcommand is known, so that help comes at once.
"""

import importlib
import sys
from collections.abc import Sequence
from typing import NamedTuple

from experiments.errors import ExitCode, UserError, open_missing_streams, stop_talking

PROGRAM = "alliances"


class Subcommand(NamedTuple):
    """A subcommand; its module has a function ``main(arguments) -> int``."""

    module: str
    summary: str
    example: str


SUBCOMMANDS = {
    "run": Subcommand(
        "experiments.run",
        "run one world; write tables, chronicle and figures",
        "run world=study seed=7",
    ),
    "sweep": Subcommand(
        "experiments.sweep",
        "run a design of many points and seeds; never lose a run",
        "sweep experiment=group_size world=study",
    ),
    "sensitivity": Subcommand(
        "experiments.sensitivity",
        "say which parameters matter and which do nothing",
        "sensitivity parameters=formation dry_run=true",
    ),
    "patterns": Subcommand(
        "experiments.patterns",
        "run many seeds; report whether the world shows the patterns it should",
        "patterns runs=40",
    ),
    "calibrate": Subcommand(
        "experiments.calibrate",
        "draw candidates for defaults; tell which show all patterns, and choose the nearest",
        "calibrate candidates=50",
    ),
}

HELP = """\
Alliances of civil-society organisations: an agent-based simulation.

Usage: {program} SUBCOMMAND [options] [key=value ...]

Subcommands:
{subcommands}

Examples:
{examples}

More about a subcommand: {program} SUBCOMMAND --help
Version: {program} --version
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments
        Words after `alliances`; those of the process if None.

    Returns
    -------
    int
        Exit code: 0; 1 some runs failed; 2 the user's error; 130 interrupted.
    """
    open_missing_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = f"{PROGRAM} {words[0]}" if words[:1] and words[0] in SUBCOMMANDS else PROGRAM
    try:
        code = _dispatch(words)
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"{name}: {error.problem}\n{error.advice}", file=sys.stderr)
        return ExitCode.USER_ERROR
    except KeyboardInterrupt:
        print(f"{name}: interrupted; no run has begun, nothing is kept", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        stop_talking()
        return ExitCode.FINE


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("--help", "-h"):
        print(_help(), end="")
        return ExitCode.FINE
    if words[0] == "--version" or "--version" in words[1:]:
        from sim import __version__

        print(f"{PROGRAM} {__version__}")
        return ExitCode.FINE
    if words[0] not in SUBCOMMANDS:
        raise _unknown(words[0])
    module = importlib.import_module(SUBCOMMANDS[words[0]].module)
    return int(module.main(words[1:]))


def _help() -> str:
    width = max(len(name) for name in SUBCOMMANDS) + 2
    lines = [f"  {name:{width}}{sub.summary}" for name, sub in SUBCOMMANDS.items()]
    examples = [f"  {PROGRAM} {sub.example}" for sub in SUBCOMMANDS.values()]
    return HELP.format(program=PROGRAM, subcommands="\n".join(lines), examples="\n".join(examples))


def _unknown(word: str) -> UserError:
    if "=" in word:
        problem = f"{word} needs a subcommand before it, such as: {PROGRAM} run {word}"
    else:
        problem = f"unknown subcommand {word}; subcommands: {', '.join(SUBCOMMANDS)}"
    return UserError(problem, f"All subcommands: {PROGRAM} --help")


if __name__ == "__main__":
    sys.exit(main())
