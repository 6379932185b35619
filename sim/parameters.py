"""Every parameter of the model, once: name, unit, bounds, default, plausible range, source, phase.

Configuration files hold named deviations from these declarations; the tables in the documentation
are generated from them. A wrong value is refused with its key, the value, the allowed range and,
for an unknown key, the nearest valid one.
"""

import dataclasses
import difflib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pydantic

from sim.declarations import (
    Collaboration,
    Dissolution,
    Environment,
    Formation,
    Impact,
    World,
)
from sim.randomness import LAST_WEEK

YEAR = 52
"""Weeks in a year: rates are declared per year where people think of them so."""

MONTH = 4
"""Weeks between the meetings, reports and steps that are monthly."""

DEFAULT_WEEKS = 208
"""One legislative term of four years."""

LARGEST_SEED = 2**63 - 1

NEAR_ENOUGH = 0.7
"""Least likeness (difflib's ratio) of names at which another key is worth suggesting: slips of the
hand and other spellings lie above it, other words below."""

NEAR_IN_GROUP = 0.5
"""The same among the few names of a group that was named rightly: half a word is enough there."""


DECIDED_BY = {
    "synthetic": (),
    "study": ("organisations", "sectors", "free_hours", "money", "resource_spread"),
    "files": ("organisations",),
}
"""What a kind of world decides by itself."""


class ParameterError(ValueError):
    """A parameter is unknown, of the wrong type or out of bounds; the message says what to do."""


class ValueRefusedError(ParameterError):
    """A value does not fit its key.

    Parameters
    ----------
    key
        Full key, such as ``formation.quorum``.
    value
        What was given.
    reason
        What is allowed.
    """

    def __init__(self, key: str, value: Any, reason: str) -> None:
        super().__init__(key, value, reason)
        self.key = key
        self.value = value
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.key} = {as_written(self.value)}: {self.reason}"


def as_written(value: Any) -> str:
    """Write a value as it would stand in a configuration file, in YAML's notation."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if _needs_quotes(value) else value
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return str(value)
    return json.dumps(value, default=str, ensure_ascii=False)


def _needs_quotes(text: str) -> bool:
    """Tell whether a text would be read as something else, such as a number, or look like none."""
    try:
        json.loads(text)
    except ValueError:
        return text.strip() != text or not text.isprintable() or not text
    return True


@dataclasses.dataclass(frozen=True)
class Parameters:
    """All parameters of one run, by phase; build a changed set with `with_changes`."""

    world: World = dataclasses.field(default_factory=World)
    environment: Environment = dataclasses.field(default_factory=Environment)
    formation: Formation = dataclasses.field(default_factory=Formation)
    collaboration: Collaboration = dataclasses.field(default_factory=Collaboration)
    impact: Impact = dataclasses.field(default_factory=Impact)
    dissolution: Dissolution = dataclasses.field(default_factory=Dissolution)

    def with_changes(self, changes: Mapping[str, Any]) -> "Parameters":
        """Return these parameters with some values replaced.

        Parameters
        ----------
        changes
            Values by full key, such as ``{"formation.target_partners": 10}``.

        Raises
        ------
        ParameterError
            If a key is unknown, or a value has the wrong type or lies out of bounds.
        """
        groups = self.as_dict()
        for key, value in changes.items():
            find(key)
            group, name = key.split(".", 1)
            groups[group][name] = value
        return from_mapping(groups)

    def as_dict(self) -> dict[str, dict[str, Any]]:
        """Return plain values by group and name."""
        return {
            group.name: dataclasses.asdict(getattr(self, group.name))
            for group in dataclasses.fields(self)
        }

    def as_record(self) -> "np.recarray[Any, np.dtype[np.void]]":
        """Return all values as one record for the rules; a choice becomes its number."""
        values = []
        for declared in _IN_RECORD:
            value = getattr(getattr(self, declared.phase), declared.name)
            values.append(declared.choices.index(value) if declared.choices else value)
        record = np.zeros(1, dtype=RECORD).view(np.recarray)
        record[0] = tuple(values)
        return record


@dataclasses.dataclass(frozen=True)
class Declared:
    """What is declared of one parameter."""

    phase: str
    name: str
    kind: type
    choices: tuple[str, ...]
    default: Any
    unit: str
    minimum: float | None
    maximum: float | None
    plausible: tuple[Any, ...]
    source: str
    meaning: str

    @property
    def key(self) -> str:
        """Full key, such as ``formation.quorum``."""
        return f"{self.phase}.{self.name}"

    @property
    def is_path(self) -> bool:
        """Whether the value is a path, which rules never read."""
        return self.kind is str and not self.choices

    @property
    def allowed(self) -> str:
        """Allowed values in words, with the unit."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.is_path:
            return "a path; write ./2024 where it would be a number"
        if self.kind is bool:
            return "true or false"
        number = "a whole number" if self.kind is int else "a number"
        unit = "" if self.unit == "-" else f" ({self.unit})"
        return f"{number} from {self.minimum:g} to {self.maximum:g}{unit}"


def _declared(phase: str, field: "dataclasses.Field[Any]") -> Declared:
    info = field.default
    if not isinstance(info, pydantic.fields.FieldInfo):  # pragma: no cover - a slip of ours
        raise TypeError(f"{phase}.{field.name} is not declared with declare()")
    extra: Any = info.json_schema_extra
    kind = field.type
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    return Declared(
        phase=phase,
        name=field.name,
        kind=str if choices else kind,  # type: ignore[arg-type]
        choices=choices,
        default=info.default,
        unit=extra["unit"],
        minimum=extra["minimum"],
        maximum=extra["maximum"],
        plausible=tuple(extra["plausible"]),
        source=extra["source"],
        meaning=str(info.description),
    )


def _collect() -> Iterator[Declared]:
    for phase in (World, Environment, Formation, Collaboration, Impact, Dissolution):
        for field in dataclasses.fields(phase):
            yield _declared(phase.__name__.lower(), field)


_DECLARED = tuple(_collect())
_BY_KEY = {declared.key: declared for declared in _DECLARED}


_IN_RECORD = tuple(declared for declared in _DECLARED if not declared.is_path)


def _record_type() -> "np.dtype[np.void]":
    names = [declared.name for declared in _DECLARED]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise ValueError(f"parameter names must be unique across groups: {sorted(repeated)}")
    kinds = {int: np.int64, bool: np.int64, str: np.int64, float: np.float64}
    fields = [(declared.name, kinds[declared.kind]) for declared in _IN_RECORD]
    return np.dtype((np.record, np.dtype(fields, align=True)))


RECORD = _record_type()
"""Layout of the record that the rules read: every parameter but paths by its name, without the
group."""


def declared_parameters() -> tuple[Declared, ...]:
    """All declarations, in the order of the phases."""
    return _DECLARED


def find(key: str) -> Declared:
    """Return the declaration of a full key.

    Raises
    ------
    ParameterError
        If there is no such parameter; the message names the nearest one.
    """
    declared = _BY_KEY.get(key)
    if declared is None:
        raise ParameterError(f"unknown parameter {key}; {nearest(key, list(_BY_KEY))}")
    return declared


def near(key: str, choices: Sequence[str]) -> str | None:
    """Find the valid key that is meant: the one with the likest name.

    The name is what stands after the last dot. It decides first, because all keys of a group are
    alike in what stands before; among equal names the likest key as a whole is taken. Where no name
    is near, one of the same group may be a little further away.
    """
    names = [_name(choice) for choice in choices]
    close = difflib.get_close_matches(_name(key), names, n=1, cutoff=NEAR_ENOUGH)
    same = [choice for choice in choices if _name(choice) in close]
    if not same:
        return _near_in_group(key, choices)
    return next(iter(difflib.get_close_matches(key, same, n=1, cutoff=0.0)), None)


def _near_in_group(key: str, choices: Sequence[str]) -> str | None:
    group, dot, name = key.rpartition(".")
    beside = [_name(choice) for choice in choices if dot and choice.rpartition(".")[0] == group]
    close = difflib.get_close_matches(name, beside, n=1, cutoff=NEAR_IN_GROUP)
    return f"{group}.{close[0]}" if close else None


def _name(key: str) -> str:
    return key.rsplit(".", 1)[-1]


def nearest(key: str, choices: Sequence[str], what: str = "valid key") -> str:
    """Say which of the valid words is meant, in a form that can end an error message."""
    found = near(key, choices)
    return f"the nearest {what} is {found}" if found else "see docs/PARAMETERS.md for all keys"


def from_mapping(groups: Mapping[str, Any]) -> Parameters:
    """Build parameters from values by group and name; what is missing takes its default.

    Raises
    ------
    ParameterError
        For the first key that is unknown, of the wrong type or out of bounds.
    """
    known = [group.name for group in dataclasses.fields(Parameters)]
    for group, values in groups.items():
        if group not in known:
            raise ParameterError(f"unknown group {group}; {nearest(group, known, 'group')}")
        if not isinstance(values, Mapping):
            found = as_written(values)
            raise ParameterError(f"{group} must be a group of parameters, found {found}")
        for name, value in values.items():
            check(f"{group}.{name}", value)
    built = {
        group.name: group.type(**groups.get(group.name, {}))  # type: ignore[operator]
        for group in dataclasses.fields(Parameters)
    }
    parameters = Parameters(**built)
    _check_together(parameters)
    return parameters


def check(key: str, value: Any) -> None:
    """Refuse a value that does not fit the declaration of its key.

    Raises
    ------
    ParameterError
        With the key, the value and what is allowed.
    """
    declared = find(key)
    if declared.choices:
        fits = isinstance(value, str) and value in declared.choices
    elif declared.kind is bool or declared.is_path:
        fits = isinstance(value, declared.kind)
    else:
        number = isinstance(value, int) or (declared.kind is float and isinstance(value, float))
        low = -math.inf if declared.minimum is None else declared.minimum
        high = math.inf if declared.maximum is None else declared.maximum
        fits = number and not isinstance(value, bool) and low <= value <= high
    if not fits:
        raise ValueRefusedError(key, value, f"must be {declared.allowed}{_meant(declared, value)}")


def _meant(declared: Declared, value: Any) -> str:
    """Name the choice that is likest to a wrong one, if any is near."""
    word = value if isinstance(value, str) else ""
    close = difflib.get_close_matches(word, declared.choices, n=1, cutoff=NEAR_IN_GROUP)
    return f"; the nearest one is {close[0]}" if close else ""


def _check_together(parameters: Parameters) -> None:
    """Refuse values that are each allowed but cannot hold together."""
    world = parameters.world
    for name in DECIDED_BY[world.kind]:
        if getattr(world, name) != find(f"world.{name}").default:
            raise ParameterError(
                f"world.{name} = {getattr(world, name)}: has no effect with world.kind = "
                f"{world.kind}, whose organisations are given"
            )
    if world.kind == "files" and not world.folder:
        raise ValueRefusedError(
            "world.folder", "", "must name the folder with organisations.csv if world.kind = files"
        )
    if world.folder and world.kind != "files":
        reason = f"has no effect with world.kind = {world.kind}; choose world=files"
        raise ValueRefusedError("world.folder", world.folder, reason)
    if world.fields_touched >= world.fields:
        raise ParameterError(
            f"world.fields_touched = {world.fields_touched}: must be below world.fields "
            f"= {world.fields}, a field cannot touch itself"
        )
    if world.parties > world.legislators:
        raise ParameterError(
            f"world.parties = {world.parties}: must not exceed world.legislators "
            f"= {world.legislators}, every party holds a seat"
        )


def check_run(seed: int, weeks: int) -> None:
    """Refuse a seed or a horizon that the random numbers cannot address.

    Raises
    ------
    ParameterError
        With the key, the value and the allowed range.
    """
    for key, value, low, high in (("seed", seed, 0, LARGEST_SEED), ("weeks", weeks, 1, LAST_WEEK)):
        wrong_kind = isinstance(value, bool) or not isinstance(value, int | np.integer)
        if wrong_kind or not low <= value <= high:
            raise ValueRefusedError(key, value, f"must be a whole number from {low} to {high}")
