"""What the group `execution` says: which way, and the keys that some of the ways have."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from experiments.errors import UserError
from experiments.shards import MOST_SHARDS
from sim.parameters import ParameterError, ValueRefusedError, near

AUTOMATIC, THREADS, PROCESSES, DASK, SLURM = "automatic", "threads", "processes", "dask", "slurm"
KINDS = (AUTOMATIC, THREADS, PROCESSES, DASK, SLURM)
"""Ways of executing; `automatic` takes threads for compiled runs and processes for agents."""

EXECUTION: dict[str, Any] = {
    "kind": AUTOMATIC,
    "address": None,
    "wait": 30.0,
    "shards": 40,
    "minutes": 60,
}
"""Keys of the group, with their defaults."""

MOST_MINUTES = 365 * 24 * 60
"""A year; no cluster gives more."""

SCHEMES = ("tcp://", "tls://", "ws://", "wss://", "ucx://")
"""Beginnings of a scheduler's address."""

DASK_LIBRARY = "distributed"
"""What the extra `cluster` installs."""


@dataclass(frozen=True)
class ExecutionOptions:
    """How runs are executed.

    Attributes
    ----------
    kind
        One of `KINDS`.
    address
        Of a Dask scheduler; None for workers of this machine.
    wait
        Seconds that a Dask scheduler, or its first worker, is waited for.
    shards
        Number of tasks of a Slurm array.
    minutes
        That are requested for each of them.
    """

    kind: str
    address: str | None
    wait: float
    shards: int
    minutes: int


def read_execution(node: Any) -> ExecutionOptions:
    """Check what the configuration says below `execution`.

    Raises
    ------
    ParameterError
        If a key is unknown, or its value refused.
    UserError
        If an extra is needed that is not installed.
    """
    if not isinstance(node, Mapping):
        raise ValueRefusedError("execution", node, f"must be one of {', '.join(KINDS)}")
    for key in node:
        if key not in EXECUTION:
            meant = near(str(key), list(EXECUTION))
            hint = f"; the nearest valid key is execution.{meant}" if meant else ""
            raise ParameterError(f"unknown key execution.{key}{hint}")
    read = {**EXECUTION, **node}
    _check_choice(read, "kind", KINDS)
    _check_seconds(read, "wait")
    _check_whole(read, "shards", MOST_SHARDS)
    _check_whole(read, "minutes", MOST_MINUTES)
    if read["address"] is not None:
        _check_address(read)
    if read["kind"] == DASK and find_spec(DASK_LIBRARY) is None:
        problem = "execution=dask needs the extra `cluster`, which is not installed"
        raise UserError(problem, "Install it: pip install 'alliance-dynamics[cluster]'")
    return ExecutionOptions(**read)


def _check_choice(read: Mapping[str, Any], key: str, known: tuple[str, ...]) -> None:
    if read[key] not in known:
        reason = f"must be one of {', '.join(known)}"
        raise ValueRefusedError(f"execution.{key}", read[key], reason)


def _check_whole(read: Mapping[str, Any], key: str, most: int) -> None:
    value = read[key]
    if type(value) is not int or not 1 <= value <= most:
        reason = f"must be a whole number from 1 to {most}"
        raise ValueRefusedError(f"execution.{key}", value, reason)


def _check_seconds(read: Mapping[str, Any], key: str) -> None:
    value = read[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (number and 0 < value < math.inf):
        raise ValueRefusedError(f"execution.{key}", value, "must be a number of seconds above 0")


def _check_address(read: Mapping[str, Any]) -> None:
    value = read["address"]
    if not (isinstance(value, str) and value.startswith(SCHEMES)):
        reason = "must be that of a Dask scheduler, such as tcp://10.0.0.1:8786"
        raise ValueRefusedError("execution.address", value, reason)
    if read["kind"] != DASK:
        raise ValueRefusedError("execution.address", value, "only execution=dask has one")
