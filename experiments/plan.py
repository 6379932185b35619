"""What a sweep is to do: its points, each with checked parameters, and how often each is run.

Built from a composed configuration (`configs/sweep.yaml`, `configs/experiment/`) and the factors of
the command line. Everything is checked here, before anything starts.
"""

import dataclasses
import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import IntervalSweep, Override
from hydra.errors import HydraException

from experiments.configuration import (
    WHERE_SWEEPS_STAND,
    Application,
    check_choices,
    refuse_long_range,
)
from experiments.designs import (
    DESIGNS,
    MOST_POINTS,
    DesignError,
    Factor,
    Values,
    grid,
    latin_hypercube,
    one_at_a_time,
    refuse_too_many,
)
from experiments.errors import UserError
from experiments.execution.options import EXECUTION, read_execution
from experiments.points import read_points
from experiments.possible_sizes import most_organisations
from experiments.shards import WHOLE, read_shard
from sim.declarations import World
from sim.files import read_world
from sim.parameters import (
    DEFAULT_WEEKS,
    LARGEST_SEED,
    Parameters,
    ValueRefusedError,
    as_written,
    check,
    check_run,
    declared_parameters,
    near,
)
from sim.population import check_world

MOST_REPLICATIONS = 1_000_000
MOST_WORKERS = 1024

EXPERIMENT: dict[str, Any] = {
    "name": None,
    "factors": {},
    "blocks": [],
    "settings": {},
    "possible_sizes_only": False,
    "report": None,
}
"""What a file of the group `experiment` may say below `sweep`: `factors` vary everywhere; each of
the `blocks` is a design of its own with factors besides, and may have a name below `setting` by
which the command line takes it or leaves it out; `settings` are named deviations, and each
has all blocks; `possible_sizes_only` leaves out points that aim at more partners than there are, in
the world or in the sectors asked, as far as that is known beforehand;
`report` names the report that is written at the end."""

SWEEP_DEFAULTS: dict[str, Any] = {
    "seed": 1,
    "weeks": DEFAULT_WEEKS,
    "replications": 20,
    "design": "grid",
    "samples": 100,
    "design_seed": 0,
    "points": None,
    "settings": None,
    "weekly": False,
    "alliances": True,
    "dry_run": False,
    "time_limit": None,
    "retry_failed": False,
    "workers": None,
    "execution": EXECUTION,
    "shard": str(WHOLE),
    "write_every": 5.0,
    "engine": "compiled",
    "model": None,
    "language": "en",
    "sweep": EXPERIMENT,
}
"""Keys of a sweep besides the parameters of the model."""

SWEEP = Application("sweep", "declared_sweep", SWEEP_DEFAULTS, nested=("execution",))
"""`alliances sweep`, with `configs/sweep.yaml`."""

CHOICES = {
    "design": DESIGNS,
    "engine": ("compiled", "mesa"),
    "language": ("en", "de"),
}

MAIN = "main"
"""Setting without deviations, where an experiment names none."""

BLOCK_NAME = "setting"
"""Key of a block that names it, for `settings=[NAMES]`; no factor."""

SIZE = "formation.target_partners"
SIZE_DESIGN, WORLD_WIDE = "formation.size_design", "world_wide"

REPORTS = {
    "group_size": ("experiments.group_size_report", "report_group_size"),
    "breadth_depth": ("experiments.breadth_depth_report", "report_breadth_depth"),
}
"""Reports by name, that are written when all runs are done: module and function. It writes NAME.md
and NAME.png, and gives the lines for the screen."""

OF_ONE_ALLIANCE = ("breadth_depth",)
"""Reports on one founder's alliance: where every founder aims at the size they have nothing."""


@dataclass(frozen=True)
class Point:
    """One place in the space of parameters.

    Attributes
    ----------
    setting
        Name of the deviations that it has besides.
    values
        Value of every factor.
    parameters
        All of them, checked.
    """

    setting: str
    values: Values
    parameters: Parameters


@dataclass(frozen=True)
class Plan:
    """A sweep before it begins.

    Run number ``r * len(points) + p`` is replication r of point p, with the seed ``seed + r``: the
    seeds are the same at every point (common random numbers), and more replications later are more
    runs at the end.

    Attributes
    ----------
    name
        Of the experiment, or "sweep".
    fixed
        Parameters where no factor says otherwise.
    factors
        Their keys, with the values that occur, in the order of the points.
    points
        All of them.
    left_out
        Number of points that the experiment has no use for.
    options
        Keys besides the parameters, checked; see `SWEEP_DEFAULTS`.
    inputs
        SHA-256 of the files of users' worlds, by path.
    """

    name: str
    fixed: Parameters
    factors: dict[str, list[Any]]
    points: list[Point]
    left_out: int
    options: dict[str, Any]
    inputs: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def replications(self) -> int:
        """Runs of every point."""
        return int(self.options["replications"])

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.points) * self.replications

    @property
    def seed(self) -> int:
        """Seed of the first replication."""
        return int(self.options["seed"])

    @property
    def weeks(self) -> int:
        """Horizon of every run."""
        return int(self.options["weeks"])

    @property
    def fingerprint(self) -> str:
        """What a run depends on, in 16 letters: points, seeds, horizon, tables, users' files."""
        options = {key: self.options[key] for key in DECIDING}
        points = [[point.setting, point.values] for point in self.points]
        told = [self.fixed.as_dict(), points, options, _of_groups(self.points), self.inputs]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _of_groups(points: Sequence[Point]) -> dict[str, Any]:
    """Return the parameters of one point for each choice of options of groups.

    A point tells the name of an option; what the option says stands in a file that may change.
    """
    found: dict[str, Any] = {}
    for point in points:
        chosen = json.dumps([value for key, value in point.values.items() if "." not in key])
        if chosen not in found:
            found[chosen] = point.parameters.as_dict()
    return found


DECIDING = ("seed", "weeks", "weekly", "alliances", "engine", "model")
"""Options on which what stands in the tables depends. More replications are the same sweep."""


# --- From a configuration ----------------------------------------------------------------------

Composed = Callable[[Mapping[str, str]], Parameters]
"""Composes the parameters for a choice of options by group."""


@dataclass(frozen=True)
class Asked:
    """What a user asks for, before it is a plan.

    Attributes
    ----------
    fixed
        Parameters of the composed configuration.
    options
        Keys besides, as composed.
    factors
        Factors of the command line, by key.
    pinned
        Keys and groups to which the command line gives one value: factors of an experiment take it.
    experiment
        Name of the option of the group `experiment`.
    groups
        Names of groups with the option that is composed: they can be factors, too.
    parser
        Hydra's parser of values.
    compose
        Composes the parameters for other options of groups.
    """

    fixed: Parameters
    options: dict[str, Any]
    factors: dict[str, Factor]
    pinned: frozenset[str]
    experiment: str
    groups: dict[str, str]
    parser: OverridesParser
    compose: Composed


def make_plan(asked: Asked) -> Plan:
    """Check what is asked for and lay out all points.

    Raises
    ------
    ParameterError
        If a value of a factor is refused.
    WorldFileError
        If a user's file cannot be used.
    UserError
        If anything else is wrong with it.
    """
    check_options(asked.options)
    experiment = read_experiment(asked.options["sweep"])
    if experiment["report"] and not asked.options["alliances"]:
        problem = f"alliances=false: the report {experiment['report']} needs this table"
        raise UserError(problem, "Leave alliances=false out, or write a design without a report")
    try:
        points, left_out = _points(asked, experiment)
    except DesignError as error:
        raise UserError(str(error), WHERE_SWEEPS_STAND) from error
    if not points:
        reason = (
            f": all {left_out} aim at more partners than there are organisations in the world or "
            "in the sectors asked"
        )
        problem = "the design has no point" + (reason if left_out else ": nothing to run")
        raise UserError(problem, WHERE_SWEEPS_STAND)
    _check_report(experiment["report"], points)
    named = experiment["name"] or (asked.experiment if asked.experiment != "none" else "sweep")
    factors = {key: distinct(point.values[key] for point in points) for key in points[0].values}
    return Plan(named, asked.fixed, factors, points, left_out, asked.options, inputs_of(points))


def _check_report(report: str | None, points: Sequence[Point]) -> None:
    """Refuse before the runs what a report could not read after them."""
    if report not in OF_ONE_ALLIANCE:
        return
    if any(value_of(point.parameters, SIZE_DESIGN) == WORLD_WIDE for point in points):
        problem = (
            f"{SIZE_DESIGN} = {WORLD_WIDE}: every founder aims at the size, but the report "
            f"{report} is on one founder's alliance"
        )
        raise UserError(problem, f"Choose {SIZE_DESIGN}=assigned or intended")


def inputs_of(points: Sequence[Point]) -> dict[str, str]:
    """Return the SHA-256 of the files of users' worlds, by path."""
    worlds = [point.parameters.world for point in points]
    folders = sorted({world.folder for world in worlds if world.kind == "files"})
    return {
        Path(folder, name).as_posix(): digest
        for folder in folders
        for name, digest in read_world(folder).digests.items()
    }


def distinct(values: Iterator[Any]) -> list[Any]:
    """Return values once each, in the order of their first place."""
    seen = {json.dumps(value): value for value in values}
    return list(seen.values())


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse options of a sweep that have the wrong type or value.

    Raises
    ------
    ParameterError
        With the key, the value and what is allowed.
    UserError
        If an extra is missing, or two options do not go together.
    """
    check_run(options["seed"], options["weeks"])
    check_choices(options, CHOICES)
    read_execution(options["execution"])
    if not read_shard(options["shard"]).is_whole and options["retry_failed"]:
        problem = "retry_failed=true: a shard writes only what is missing"
        raise UserError(problem, "When all shards are done, write it without shard")
    check_whole(options, "replications", 1, MOST_REPLICATIONS)
    check_whole(options, "samples", 1, MOST_POINTS)
    check_whole(options, "design_seed", 0, LARGEST_SEED)
    if options["workers"] is not None:
        check_whole(options, "workers", 1, MOST_WORKERS)
    for key in ("weekly", "alliances", "dry_run", "retry_failed"):
        if not isinstance(options[key], bool):
            raise ValueRefusedError(key, options[key], "must be true or false")
    _check_seconds(options, "write_every")
    if options["time_limit"] is not None:
        _check_seconds(options, "time_limit")
    for key in ("points", "model"):
        if options[key] is not None and not isinstance(options[key], str):
            raise ValueRefusedError(key, options[key], "must be a name")
    if options["seed"] > LARGEST_SEED + 1 - options["replications"]:
        reason = f"must leave room for {options['replications']} seeds up to {LARGEST_SEED}"
        raise ValueRefusedError("seed", options["seed"], reason)


def check_whole(options: Mapping[str, Any], key: str, least: int, most: int) -> None:
    """Refuse an option that is no whole number between two ends.

    Raises
    ------
    ParameterError
        With the key, the value and what is allowed.
    """
    value = options[key]
    if type(value) is not int or not least <= value <= most:
        raise ValueRefusedError(key, value, f"must be a whole number from {least} to {most}")


def _check_seconds(options: Mapping[str, Any], key: str) -> None:
    value = options[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (number and 0 < value < math.inf):
        raise ValueRefusedError(key, value, "must be a number of seconds above 0")


def read_experiment(node: Any) -> dict[str, Any]:
    """Check what an experiment's file says below `sweep`; what is missing takes its default.

    Raises
    ------
    UserError
        If there is an unknown key, or one of the wrong type.
    """
    if not isinstance(node, Mapping):
        raise UserError("sweep: must be a group of keys, as in an experiment", WHERE_SWEEPS_STAND)
    for key in node:
        if key not in EXPERIMENT:
            meant = near(str(key), list(EXPERIMENT))
            hint = f"; the nearest valid key is sweep.{meant}" if meant else ""
            raise UserError(f"unknown key sweep.{key}{hint}", WHERE_SWEEPS_STAND)
    read = {**EXPERIMENT, **node}
    _check_type(read, "factors", Mapping, "a group of keys with values")
    _check_type(read, "settings", Mapping, "groups of keys by name")
    _check_type(read, "blocks", list, "a list of groups of keys with values")
    _check_type(read, "possible_sizes_only", bool, "true or false")
    if read["report"] not in (None, *REPORTS):
        told = f"sweep.report = {as_written(read['report'])}: must be one of {', '.join(REPORTS)}"
        raise UserError(told, WHERE_SWEEPS_STAND)
    for group in (*read["settings"].values(), *read["blocks"]):
        if group is not None and not isinstance(group, Mapping):
            raise UserError(
                f"sweep: {as_written(group)} must be a group of keys with values",
                WHERE_SWEEPS_STAND,
            )
    return read


def _check_type(read: Mapping[str, Any], key: str, kind: type, what: str) -> None:
    if not isinstance(read[key], kind):
        raise UserError(
            f"sweep.{key} = {as_written(read[key])}: must be {what}", WHERE_SWEEPS_STAND
        )


# --- Factors -----------------------------------------------------------------------------------


def factor_of(override: Override) -> Factor:
    """Make a factor from a word of the command line in Hydra's grammar of sweeps.

    Raises
    ------
    UserError
        If a range has no end, or too many values.
    """
    refuse_long_range(override, MOST_POINTS)
    key, value = override.key_or_group, override.value()
    if isinstance(value, IntervalSweep):
        whole = any(
            parameter.key == key for parameter in declared_parameters() if parameter.kind is int
        )
        return Factor(key, (), float(value.start or 0), float(value.end or 0), whole)
    if override.is_sweep_override():
        values = tuple(getattr(one, "text", one) for one in override.sweep_iterator())
    else:
        values = (getattr(value, "text", value),)
    if not values:
        raise UserError(f"{override.input_line}: a range without any value", WHERE_SWEEPS_STAND)
    return Factor(key, values)


def _read_factor(parser: OverridesParser, key: str, given: Any) -> Factor:
    """Make a factor from a file: a list, a word in Hydra's grammar, or one value."""
    if isinstance(given, list):
        if not given:
            raise UserError(f"sweep: {key} has no value", WHERE_SWEEPS_STAND)
        return Factor(key, tuple(given))
    if isinstance(given, str):
        try:
            return factor_of(parser.parse_override(f"{key}={given}"))
        except HydraException:
            problem = f"sweep: cannot read {key}: {given}"
            raise UserError(problem, "Write [a, b, c], range(from,to,step) or one value") from None
    return Factor(key, (given,))


def _points(asked: Asked, experiment: Mapping[str, Any]) -> tuple[list[Point], int]:
    """Lay out all points: every setting has every block, and a block is a design."""
    settings = _settings(asked, experiment)
    drawn = list(_drawn(asked, experiment))
    keys = list(dict.fromkeys(key for values in (*drawn, *settings.values()) for key in values))
    _check_keys(asked, keys)
    refuse_too_many(len(settings) * len(drawn))
    maker = _PointMaker(asked, keys)
    points = [
        maker.point(name, {**values, **s}) for name, s in settings.items() for values in drawn
    ]
    kept = [point for point in points if not experiment["possible_sizes_only"] or _possible(point)]
    return kept, len(points) - len(kept)


def _settings(asked: Asked, experiment: Mapping[str, Any]) -> dict[str, Values]:
    """Return the settings that are wanted; where only blocks are named, all settings."""
    given = experiment["settings"]
    every = {str(name): dict(values or {}) for name, values in given.items()} or {MAIN: {}}
    names = [*every, *_names_of(experiment["blocks"])]
    wanted = asked.options["settings"]
    if wanted is not None:
        if not isinstance(wanted, list) or not wanted:
            reason = "must be a list, such as [main]"
            raise ValueRefusedError("settings", wanted, reason)
        for name in wanted:
            if name not in names:
                reason = f"{as_written(name)} must be one of {', '.join(names)}"
                raise ValueRefusedError("settings", wanted, reason)
        every = {name: every[name] for name in wanted if name in every} or every
    for name, values in every.items():
        for key in values:
            if key in asked.factors:
                problem = f"{key}: varied on the command line, but fixed in the setting {name}"
                raise UserError(problem, "Choose settings that leave it alone: settings=[main]")
    return every


def _names_of(blocks: Sequence[Any]) -> list[str]:
    """Return the names of blocks that have one."""
    return list(dict.fromkeys(str(b[BLOCK_NAME]) for b in blocks if b and BLOCK_NAME in b))


def _is_wanted(asked: Asked, block: Mapping[str, Any], named: Sequence[str]) -> bool:
    """Tell whether a block is taken: by its name or, without one, with any setting."""
    wanted = asked.options["settings"]
    if wanted is None:
        return True
    if BLOCK_NAME in block:
        return str(block[BLOCK_NAME]) in wanted
    return any(name not in named for name in wanted)


def _drawn(asked: Asked, experiment: Mapping[str, Any]) -> Iterator[Values]:
    """Yield the values of the factors of all blocks."""
    if asked.options["points"] is not None:
        if asked.factors or experiment["factors"] or experiment["blocks"]:
            problem = "points come from a file, so there can be no factors besides"
            raise UserError(problem, WHERE_SWEEPS_STAND)
        yield from read_points(Path(asked.options["points"]), asked.groups)
        return
    if asked.options["design"] == "points":
        raise UserError("design=points needs a file: points=FILE", WHERE_SWEEPS_STAND)
    given = [block or {} for block in experiment["blocks"]] or [{}]
    named = _names_of(given)
    blocks = [
        {key: values for key, values in block.items() if key != BLOCK_NAME}
        for block in given
        if _is_wanted(asked, block, named)
    ]
    for block in blocks:
        factors = [
            _left_to(asked, block, blocks, factor)
            for factor in _factors_of(asked, {**experiment["factors"], **block})
        ]
        kept = [factor for factor in factors if factor is not None]
        if len(kept) == len(factors):
            yield from _design(asked, kept)


def _factors_of(asked: Asked, given: Mapping[str, Any]) -> list[Factor]:
    """Let the command line decide over an experiment's factors: it fixes, replaces and adds."""
    chosen = {}
    for key, values in given.items():
        if key in asked.pinned:  # a factor of one value, so that it keeps its column
            chosen[key] = Factor(key, (_base(asked, key),))
        else:
            chosen[key] = asked.factors.get(key) or _read_factor(asked.parser, key, values)
    return list({**chosen, **{k: f for k, f in asked.factors.items() if k not in chosen}}.values())


def _left_to(
    asked: Asked, block: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], factor: Factor
) -> Factor | None:
    """Leave a block those of the command line's values that it has itself.

    Values that no block has go to the blocks that vary the key, or, where none does, to all that
    have it. None where nothing is left: the values are those of other blocks.
    """
    key = factor.key
    if key not in block or factor.is_interval or not (key in asked.pinned or key in asked.factors):
        return factor
    own = [_read_factor(asked.parser, key, each[key]).values for each in blocks if key in each]
    mine = _read_factor(asked.parser, key, block[key]).values
    takes_new = len(mine) > 1 or all(len(values) == 1 for values in own)
    anywhere = [value for values in own for value in values]
    left = tuple(
        value for value in factor.values if value in mine or (takes_new and value not in anywhere)
    )
    return dataclasses.replace(factor, values=left) if left else None


def _design(asked: Asked, factors: Sequence[Factor]) -> Iterator[Values]:
    options = asked.options
    if options["design"] == "latin_hypercube":
        _check_keys(asked, [factor.key for factor in factors])
        _check_ends(asked, factors)
        return latin_hypercube(factors, options["samples"], options["design_seed"])
    if options["design"] == "one_at_a_time":
        _check_keys(asked, [factor.key for factor in factors])
        return one_at_a_time(factors, {factor.key: _base(asked, factor.key) for factor in factors})
    return grid(factors)


def _check_ends(asked: Asked, factors: Sequence[Factor]) -> None:
    """Refuse the ends of intervals as they were typed, not a value drawn between them."""
    for factor in factors:
        if factor.is_interval and factor.key not in asked.groups:
            for end in (factor.low, factor.high):
                check(factor.key, int(end) if factor.whole else end)


def _base(asked: Asked, key: str) -> Any:
    """Value of a factor in the composed configuration."""
    return asked.groups[key] if key in asked.groups else value_of(asked.fixed, key)


def value_of(parameters: Parameters, key: str) -> Any:
    """Value of a parameter by its full key."""
    group, name = key.split(".", 1)
    return getattr(getattr(parameters, group), name)


def _check_keys(asked: Asked, keys: Sequence[str]) -> None:
    known = {declared.key for declared in declared_parameters()} | set(asked.groups)
    for key in keys:
        if key not in known:
            longer = [whole for whole in sorted(known) if whole.startswith(f"{key}.")]
            meant = near(key, sorted(known))
            hint = f"; the nearest valid key is {meant}" if meant else ""
            hint = f"; write whole keys, such as {longer[0]}" if longer else hint
            raise UserError(f"{key} cannot be varied: unknown key{hint}", WHERE_SWEEPS_STAND)


class _PointMaker:
    """Makes points and checks them: options of groups first, then single parameters."""

    def __init__(self, asked: Asked, keys: Sequence[str]) -> None:
        self.asked = asked
        self.keys = keys
        self.bases: dict[str, Parameters] = {}
        self.worlds: set[World] = set()

    def point(self, setting: str, values: Values) -> Point:
        """Make one point; factors that it does not mention have their value in the base."""
        groups = {key: value for key, value in values.items() if key in self.asked.groups}
        changes = {key: value for key, value in values.items() if key not in groups}
        parameters = self._base(groups).with_changes(changes)
        if parameters.world not in self.worlds:  # files are read once, not for every point
            check_world(parameters)
            self.worlds.add(parameters.world)
        return Point(
            setting, {key: self._value(key, values, parameters) for key in self.keys}, parameters
        )

    def _base(self, groups: Mapping[str, Any]) -> Parameters:
        told = json.dumps(groups, sort_keys=True)
        if told not in self.bases:
            chosen = {group: str(option) for group, option in groups.items()}
            self.bases[told] = self.asked.compose(chosen) if chosen else self.asked.fixed
        return self.bases[told]

    def _value(self, key: str, values: Values, parameters: Parameters) -> Any:
        if key in self.asked.groups:
            return values.get(key, self.asked.groups[key])
        return value_of(parameters, key)


def _possible(point: Point) -> bool:
    return bool(value_of(point.parameters, SIZE) < most_organisations(point.parameters))


def with_replications(plan: Plan, replications: int) -> Plan:
    """Return the plan with another number of replications."""
    return dataclasses.replace(plan, options={**plan.options, "replications": replications})
