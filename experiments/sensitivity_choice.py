"""Which parameters an analysis of sensitivity varies: all, a group, keys, patterns."""

import fnmatch
from collections.abc import Iterator, Sequence
from typing import Any

from experiments.configuration import PHASES
from experiments.designs import Factor
from experiments.errors import UserError
from sim.parameters import DECIDED_BY, Declared, declared_parameters, near

EVERYTHING = "all"
WILD = "*?["
"""Letters that make a pattern of a word."""

KIND_OF_WORLD = "world.kind"
"""Not varied: another kind of world decides itself over some of the other parameters."""

ADVICE = "Write parameters=all, a group such as formation, or [formation.quorum,'world.*']"


def plausible_factor(declared: Declared) -> Factor:
    """Return a parameter over its plausible range: choices and switches as values."""
    if declared.choices or declared.kind is bool:
        return Factor(declared.key, tuple(declared.plausible))
    low, high = declared.plausible
    return Factor(declared.key, (), float(low), float(high), declared.kind is int)


def choose_factors(asked: Any, kind: str, fixed: frozenset[str]) -> list[Factor]:
    """Return what is varied, in the order of the declarations.

    Parameters
    ----------
    asked
        "all", a group, a key, a pattern with ``*``, or a list of these.
    kind
        Kind of the world, which decides some parameters by itself.
    fixed
        Keys to which the user gives a value. A group or pattern leaves them out.

    Raises
    ------
    UserError
        If a word means nothing, or a parameter that cannot be varied is asked for by its key.
    """
    words = [asked] if isinstance(asked, str) else asked
    if not isinstance(words, list) or not words or not all(isinstance(w, str) for w in words):
        raise UserError(f"parameters = {asked}: must be a word or a list of words", ADVICE)
    chosen = {key for word in words for key in _keys_of(word, kind, fixed)}
    found = [declared for declared in declared_parameters() if declared.key in chosen]
    if not found:
        raise UserError(f"parameters = {asked}: all of these are fixed", ADVICE)
    return [plausible_factor(declared) for declared in found]


def _keys_of(word: str, kind: str, fixed: frozenset[str]) -> Iterator[str]:
    everything = [declared.key for declared in declared_parameters()]
    if word in everything:
        reason = _obstacle(word, kind, fixed)
        if reason:
            raise UserError(f"parameters = {word}: {reason}", ADVICE)
        yield word
        return
    pattern = "*" if word == EVERYTHING else f"{word}.*" if word in PHASES else word
    matching = fnmatch.filter(everything, pattern)
    if not matching or not set(pattern) & set(WILD):
        meant = near(word, [*everything, *PHASES, EVERYTHING])
        hint = f"; the nearest is {meant}" if meant else ""
        raise UserError(f"parameters = {word}: no such parameter or group{hint}", ADVICE)
    yield from (key for key in matching if not _obstacle(key, kind, fixed))


def _obstacle(key: str, kind: str, fixed: frozenset[str]) -> str:
    """Say why a parameter cannot be varied; empty if it can."""
    declared = next(one for one in declared_parameters() if one.key == key)
    if key == KIND_OF_WORLD:
        return "cannot be varied, it decides over other parameters; choose it with world=NAME"
    if declared.is_path:
        return "is a path"
    if key in fixed:
        return "has a value on the command line, so it cannot be varied"
    if key.removeprefix("world.") in decided_by(kind):
        return f"has no effect with world.kind = {kind}"
    if not declared.choices and declared.kind is not bool and len(set(declared.plausible)) < 2:
        return "has no plausible range"
    return ""


def decided_by(kind: str) -> Sequence[str]:
    """Return the parameters of the group `world` that a kind of world decides by itself."""
    return DECIDED_BY[kind]
