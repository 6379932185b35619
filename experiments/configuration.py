"""The configuration of a run: composed by Hydra, checked against the declarations before it starts.

Defaults come from `sim.declarations`; the files in `configs` hold named deviations. Hydra checks
neither bounds nor keys that were added with ``+``, and it prints a wrong configuration without a
word. So every command line is parsed and composed here first, each point of a multirun by itself.
"""

import argparse
import contextlib
import copy
import dataclasses
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml
from hydra import version as hydra_version
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra._internal.utils import create_config_search_path, get_args_parser
from hydra.core.config_loader import ConfigLoader
from hydra.core.config_search_path import SearchPathQuery
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.core.object_type import ObjectType
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, RangeSweep
from hydra.core.utils import JobRuntime, setup_globals
from hydra.errors import HydraException, OverrideParseException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from experiments.errors import UserError
from sim.declarations import World
from sim.files import WorldFileError
from sim.parameters import (
    DEFAULT_WEEKS,
    ParameterError,
    Parameters,
    ValueRefusedError,
    as_written,
    check_run,
    declared_parameters,
    from_mapping,
    near,
)
from sim.population import check_world

HYDRA_VERSION_BASE = "1.3"

RUN_DEFAULTS: dict[str, Any] = {
    "seed": 0,
    "weeks": DEFAULT_WEEKS,
    "engine": "mesa",
    "format": "parquet",
    "language": "en",
    "network_weeks": None,
}
"""Keys of a run besides the parameters of the model."""

MOST_NETWORK_WEEKS = 6
"""Panels of the figure of the network at most."""

RUN_CHOICES = {
    "engine": ("mesa", "compiled"),
    "format": ("parquet", "csv"),
    "language": ("en", "de"),
}

MOST_RUNS = 100_000
"""Runs of a multirun at most: Hydra writes down all of them before the first begins."""

PHASES = tuple(group.name for group in dataclasses.fields(Parameters))


@dataclasses.dataclass(frozen=True)
class Application:
    """What one subcommand understands: its primary configuration, and its keys.

    Attributes
    ----------
    primary
        Name of the primary configuration in `configs`, without its ending.
    declared
        Name under which Hydra knows the declared defaults.
    defaults
        Keys besides the parameters of the model, with their defaults.
    """

    primary: str
    declared: str
    defaults: Mapping[str, Any]
    elsewhere: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Groups that it does not understand, with a command that does."""
    nested: tuple[str, ...] = ()
    """Those of `defaults` that have keys of their own, such as ``execution.address``."""

    @property
    def keys(self) -> frozenset[str]:
        """All keys: those of the model, those besides, and the groups of the former."""
        declared = (parameter.key for parameter in declared_parameters())
        below = (f"{group}.{name}" for group in self.nested for name in self.defaults[group])
        return frozenset((*declared, *self.defaults, *below, *PHASES))


SWEEP_GROUPS = ("experiment", "execution")
"""Groups that only sweeps have; what they say varies nothing."""

RUN = Application("run", "declared", RUN_DEFAULTS, dict.fromkeys(SWEEP_GROUPS, "alliances sweep"))
"""`alliances run`, with `configs/run.yaml`."""

WHERE_KEYS_STAND = "All keys: docs/PARAMETERS.md and --help; what they are set to: --cfg job"
WHERE_SWEEPS_STAND = "What a sweep can do: alliances sweep --help, and docs/SWEEPS.md"
WHERE_FILES_STAND = "All files and columns, with an example: docs/OWN_WORLD.md"
CLAIMS = "claim"
"""Folder of ``configs`` that describes claims of the study; it holds no deviations to choose."""

WHERE_GROUPS_STAND = "All groups and their options: --help"
WHERE_HYDRA_KEYS_STAND = "All of Hydra's keys: alliances run --cfg hydra"
HOW_TO_WRITE = (
    "Write key=value; commas, brackets, spaces and letters like ä in a value need two pairs of "
    "quotes: key='\"a, b\"'"
)
HYDRA_ERRORS = (HydraException, OmegaConfBaseException, yaml.YAMLError, ValueError, OSError)
"""What Hydra raises for a wrong command line or file."""

UNTOLD = ("See http", "Error parsing override", "LexerNoViableAlt", "Config search path:")
"""Beginnings of lines in Hydra's messages that help nobody."""


def configurations_folder() -> Path:
    """Folder of the configuration files: in an installed package inside it, else beside it."""
    packed = Path(__file__).parent / "configs"
    return packed if packed.is_dir() else Path(__file__).parents[1] / "configs"


def register_defaults(application: Application = RUN) -> None:
    """Tell Hydra the declared defaults, which the primary configuration lists by their name."""
    node = {**Parameters().as_dict(), **application.defaults}
    ConfigStore.instance().store(name=application.declared, node=node, provider="sim.declarations")


# --- One run -----------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class RunSettings:
    """Everything that a run needs to know."""

    parameters: Parameters
    seed: int
    weeks: int
    engine: str
    format: str
    language: str
    network_weeks: list[int] | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, as a configuration file that repeats the run."""
        run = {key: getattr(self, key) for key in RUN_DEFAULTS}
        return {**run, **self.parameters.as_dict()}


def read_settings(configuration: DictConfig) -> RunSettings:
    """Check a composed configuration and make the settings of a run from it.

    Parameters
    ----------
    configuration
        With or without Hydra's own node, which is left aside.

    Raises
    ------
    ParameterError
        For the first key that is unknown, of the wrong type or out of bounds.
    """
    parameters, run = parameters_and_rest(configuration, RUN)
    check_run(run["seed"], run["weeks"])
    check_choices(run, RUN_CHOICES)
    _check_network_weeks(run["network_weeks"], run["weeks"])
    return RunSettings(parameters, **run)


def parameters_and_rest(
    configuration: DictConfig, application: Application
) -> tuple[Parameters, dict[str, Any]]:
    """Split a composed configuration into the parameters of the model and an application's keys.

    Raises
    ------
    ParameterError
        For the first key that is unknown, or parameter of the wrong type or out of bounds.
    """
    values = _plain(configuration)
    for key, value in values.items():
        if key not in application.defaults and key not in PHASES:
            raise ParameterError(unknown_key(str(key), value, application))
    rest = {key: values.pop(key, default) for key, default in application.defaults.items()}
    return from_mapping(values), rest


def check_choices(values: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> None:
    """Refuse a value that is none of those that its key can have."""
    for key, known in choices.items():
        if values[key] not in known:
            raise ValueRefusedError(key, values[key], f"must be one of {', '.join(known)}")


def _check_network_weeks(chosen: Any, weeks: int) -> None:
    """Refuse weeks of the network that the run does not have, or that are too many."""
    if chosen is None:
        return
    numbers = isinstance(chosen, list) and all(type(week) is int for week in chosen)
    if not numbers or not 1 <= len(chosen) <= MOST_NETWORK_WEEKS:
        reason = f"must be a list of 1 to {MOST_NETWORK_WEEKS} weeks, such as [0,26,52], or null"
        raise ValueRefusedError("network_weeks", chosen, reason)
    if sorted(set(chosen)) != chosen or chosen[0] < 0 or chosen[-1] > weeks:
        reason = f"must be ascending weeks from 0, the start, to {weeks}, the end"
        raise ValueRefusedError("network_weeks", chosen, reason)


def _plain(configuration: DictConfig) -> dict[str, Any]:
    task = copy.deepcopy(configuration)
    with open_dict(task):
        task.pop("hydra", None)
    values = OmegaConf.to_container(task, resolve=True, throw_on_missing=True)
    return cast(dict[str, Any], values)


def unknown_key(key: str, value: Any, application: Application) -> str:
    """Say that a key is unknown, and which one or which group may be meant."""
    if "." in key:
        known = application.keys - {*PHASES, *application.defaults}
        return f"unknown key {key}" + _likest(key, known)
    groups: dict[str, list[str]] = {}
    for path in sorted(configurations_folder().glob("*/*.yaml")):
        if path.parent.name != CLAIMS:
            groups.setdefault(path.parent.name, []).append(path.stem)
    if key in groups:
        # Hydra puts a file of a group below the group's name unless it says otherwise.
        return f"unknown key {key}; files of this group must begin with '# @package _global_'"
    group = near(key, list(groups))
    if group:
        return f"unknown key {key}; the nearest group is {group}={'|'.join(groups[group])}"
    phases = _likest(key, PHASES, "group of keys") if isinstance(value, Mapping) else ""
    return f"unknown key {key}" + (phases or _likest(key, application.keys - {*PHASES}))


def _likest(word: str, choices: Iterable[str], what: str = "valid key") -> str:
    """End a message with the valid word that is meant; where all stand is said in its next line."""
    found = near(word, sorted(choices))
    return f"; the nearest {what} is {found}" if found else ""


# --- A command line ----------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class CommandLine:
    """A command line that was checked.

    Attributes
    ----------
    options
        Hydra's options, such as ``--multirun``.
    overrides
        The other words, ``key=value``.
    shows
        Whether something is printed and nothing is run.
    multirun
        Whether there may be several runs.
    first
        Configuration of the first run, with Hydra's own node; None for help.
    """

    options: list[str]
    overrides: list[str]
    shows: bool
    multirun: bool = False
    first: DictConfig | None = None


def check_command_line(program: str, words: Sequence[str]) -> CommandLine:
    """Parse a command line, compose all its runs on trial, and refuse what cannot be run.

    Parameters
    ----------
    program
        Name of the program in messages.
    words
        What stands after it.

    Raises
    ------
    UserError
        If anything is wrong with it.
    """
    register_defaults()
    arguments = parse_words(program, words)
    options = options_among(words, arguments)
    if arguments.help:  # help is for those whose overrides do not work, too
        return CommandLine(options, [], shows=True)
    if arguments.hydra_help or arguments.info or arguments.shell_completion:
        return CommandLine(options, arguments.overrides, shows=True)
    with telling_errors():
        runs = _RunsAskedFor(arguments)
        first = runs.check()
    shows = arguments.cfg is not None
    return CommandLine(options, arguments.overrides, shows, runs.multirun, first)


def options_among(words: Sequence[str], arguments: argparse.Namespace) -> list[str]:
    """Return the words of a command line that are options of Hydra's."""
    options = list(words)
    for override in arguments.overrides:
        options.remove(override)
    return options


@contextlib.contextmanager
def telling_errors() -> Iterator[None]:
    """Turn what Hydra and the declarations refuse into an error of two lines."""
    try:
        yield
    except ParameterError as error:
        raise UserError(str(error), WHERE_KEYS_STAND) from error
    except WorldFileError as error:
        raise UserError(str(error), WHERE_FILES_STAND) from error
    except OverrideParseException as error:
        reason = _in_one_line(error).split(" expecting ")[0]
        problem = f"cannot read {error.override}" + (f": {reason}" if reason else "")
        raise UserError(problem, HOW_TO_WRITE) from error
    except BrokenPipeError:  # the reader of the output has gone, which is no mistake
        raise
    except HYDRA_ERRORS as error:
        raise UserError(_in_one_line(error) or repr(error), WHERE_KEYS_STAND) from error


def _in_one_line(error: BaseException) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        return f"{os.path.relpath(mark.name)}, line {mark.line + 1}: {error.problem}"
    if isinstance(error, UnicodeDecodeError):
        return f"a configuration file is no text in UTF-8: {error.reason} at byte {error.start}"
    told = [str(error)]
    if isinstance(error.__cause__, OmegaConfBaseException):
        told.append(str(error.__cause__))
    lines = [line.strip() for text in told for line in text.splitlines()]
    wanted = [line for line in lines if line.strip("^ ") and not line.startswith(UNTOLD)]
    return " ".join(wanted[:2])


def parse_words(program: str, words: Sequence[str]) -> argparse.Namespace:
    """Split a command line into options and overrides.

    Raises
    ------
    UserError
        If there is an unknown option, or one that is not offered.
    """
    parser = get_args_parser()
    parser.prog = program
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            arguments = parser.parse_intermixed_args(list(words))
    except SystemExit:
        problem = said.getvalue().strip().splitlines()[-1].rpartition("error: ")[2]
        raise UserError(problem, f"All options: {program} --help") from None
    for option in ("config_path", "experimental_rerun"):
        if getattr(arguments, option) is not None:
            problem = f"--{option.replace('_', '-')} is not offered here"
            raise UserError(problem, "Use --config-dir for configuration files of your own")
    return arguments


class Composer:
    """Checks the words of a command line, and composes configurations from them as Hydra will.

    Parameters
    ----------
    arguments
        What `parse_words` gave.
    application
        Whose keys and primary configuration count.
    """

    def __init__(self, arguments: argparse.Namespace, application: Application = RUN) -> None:
        self.application = application
        self.name = arguments.config_name or application.primary
        self.words: list[str] = arguments.overrides
        self.loader = _config_loader(arguments.config_dir, application)
        self.overrides = OverridesParser.create(self.loader).parse_overrides(self.words)

    def compose(self, words: list[str]) -> DictConfig:
        """Compose the configuration that these words give."""
        return self.loader.load_configuration(self.name, words, run_mode=RunMode.RUN)

    @property
    def groups(self) -> list[str]:
        """Names of the groups of options, Hydra's own included."""
        own = [group for group in self._options_of("", ObjectType.GROUP) if group != "hydra"]
        of_hydra = self._options_of("hydra", ObjectType.GROUP)
        return [*own, *(f"hydra/{group}" for group in of_hydra)]

    def _options_of(self, group: str, kind: ObjectType) -> list[str]:
        return self.loader.get_group_options(group, kind, self.name, self.words)

    def check_word(self, override: Override) -> None:
        """Refuse a key, a group or an option that there is not."""
        group, groups = override.key_or_group, self.groups
        if group in self.application.elsewhere:
            command = self.application.elsewhere[group]
            problem = f"{override.input_line}: this command has no {group}s"
            raise UserError(problem, f"Write: {command} {str(override.input_line).lstrip('+')}")
        if group in groups:
            self._check_option(override)
        elif "/" in group:
            problem = f"unknown group {group}" + _likest(group, groups, "group")
            raise UserError(problem, WHERE_GROUPS_STAND)
        elif not override.is_hydra_override():
            _check_key(override, self.application)
            if override.is_add() and self.name == self.application.primary:
                _refuse_addition(override)  # a file of the user may hold less

    def _check_option(self, override: Override) -> None:
        refuse_deletion(override)
        options = self._options_of(override.key_or_group, ObjectType.CONFIG)
        for value in values_of(override):
            if value is None or str(value) not in options:
                typed = self._as_typed(override.key_or_group, value)
                problem = f"{override.key_or_group} = {typed}: must be one of {', '.join(options)}"
                raise UserError(problem + _likest(str(value), options, "one"), WHERE_GROUPS_STAND)

    def keys_of_option(self, group: str, option: str) -> set[str]:
        """Return the keys of parameters that the file of an option sets."""
        found = self.loader.repository.load_config(f"{group}/{option}")  # type: ignore[attr-defined]
        if found is None:
            return set()
        node = OmegaConf.to_container(found.config)
        groups = node.items() if isinstance(node, dict) else ()
        return {f"{phase}.{name}" for phase, values in groups if phase in PHASES for name in values}

    def check_hydra_keys(self) -> None:
        """Refuse misspelt keys of Hydra, which it would take or leave with words of its own."""
        asked = [o for o in self.overrides if o.is_hydra_override() and "/" not in o.key_or_group]
        if not asked:
            return
        # Launchers and sweepers bring keys of their own.
        choices = [o.input_line for o in self.overrides if o.key_or_group.startswith("hydra/")]
        known = self.compose([str(choice) for choice in choices]).hydra
        for override in asked:
            for key in _keys_of(override):
                _check_hydra_key(key, known)

    @contextlib.contextmanager
    def values_as_typed(self) -> Iterator[None]:
        """Let a refused value be told as it was typed."""
        try:
            yield
        except ValueRefusedError as error:
            typed = self._as_typed(error.key, error.value)
            raise ParameterError(f"{error.key} = {typed}: {error.reason}") from error

    def _as_typed(self, key: str, value: Any) -> str:
        """Find the word of the command line that gave a key its value: `1e3`, not `1000.0`."""
        words = [str(o.input_line) for o in self.overrides if o.key_or_group == key]
        for word in words:
            text = word.partition("=")[2]
            for part in (text, *text.split(",")):
                with contextlib.suppress(HydraException):
                    read = OverridesParser.create(self.loader).parse_override(f"{key}={part}")
                    if part.strip() and str(values_of(read)) == str([value]):
                        return part
        return as_written(value)


class _RunsAskedFor(Composer):
    """The runs that a command line asks for: one, or in a multirun several."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        super().__init__(arguments)
        self.multirun = bool(arguments.multirun) or any(map(asks_for_multirun, self.overrides))

    def check(self) -> DictConfig:
        """Check all of them; return the configuration of the first."""
        for override in self.overrides:
            self.check_word(override)
        self.check_hydra_keys()
        for override in self.overrides:
            self._check_sweep(override)
        hydra = [str(o.input_line) for o in self.overrides if o.is_hydra_override()]
        first = None
        worlds: set[World] = set()
        for point in self._enumerate(hydra):
            composed = self.compose([*hydra, *point])
            with self.values_as_typed():
                parameters = read_settings(composed).parameters
            if parameters.world not in worlds:  # files are read once, not for every point
                check_world(parameters)
                worlds.add(parameters.world)
            first = composed if first is None else first
        if first is None:
            raise UserError("a range without any value: nothing to run", WHERE_KEYS_STAND)
        return first

    def _check_sweep(self, override: Override) -> None:
        if override.is_interval_sweep():
            problem = f"{override.input_line}: an interval cannot be counted through"
            raise UserError(problem, "Use range(from,to,step) or values separated by commas")
        refuse_long_range(override, MOST_RUNS)
        if override.is_sweep_override() and not self.multirun:
            problem = f"{override.input_line}: several values need --multirun"
            raise UserError(problem, f"Write: alliances run --multirun {' '.join(self.words)}")

    def _enumerate(self, hydra: list[str]) -> list[list[str]]:
        task = [override for override in self.overrides if not override.is_hydra_override()]
        if not self.multirun:
            return [[str(override.input_line) for override in task]]
        # The file of a user may sweep as well, through `hydra.sweeper.params`.
        single = [str(o.input_line) for o in task if not o.is_sweep_override()]
        params = self.compose([*hydra, *single]).hydra.sweeper.get("params") or {}
        words = [f"{key}={value}" for key, value in params.items()]
        swept = OverridesParser.create(self.loader).parse_overrides(words)
        for override in swept:
            self.check_word(override)
        return BasicSweeper.split_arguments([*swept, *task], None)[0]


def _config_loader(config_dir: str | None, application: Application) -> ConfigLoader:
    """Make the loader that Hydra itself will make from the same command line."""
    hydra_version.setbase(HYDRA_VERSION_BASE)
    setup_globals()
    JobRuntime.instance().set("name", application.primary)
    path = create_config_search_path(str(configurations_folder()))
    if config_dir is not None:
        folder = os.path.abspath(config_dir)
        if not config_dir or not os.path.isdir(folder):
            raise UserError(f"--config-dir {config_dir}: there is no such folder", WHERE_KEYS_STAND)
        path.prepend("command-line", f"file://{folder}", SearchPathQuery(provider="schema"))
    return ConfigLoaderImpl(config_search_path=path)


def asks_for_multirun(override: Override) -> bool:
    """Tell whether a word asks Hydra for a multirun."""
    asked = override.key_or_group == "hydra.mode"
    return asked and str(override.value()).upper().endswith("MULTIRUN")


def values_of(override: Override) -> list[Any]:
    """Return all values that a word gives its key: of a sweep, of a list, or the only one."""
    swept = override.is_sweep_override()
    values: list[Any] = list(override.sweep_iterator()) if swept else [override.value()]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return [getattr(value, "text", value) for value in flat]


def refuse_long_range(override: Override, most: int) -> None:
    """Refuse a range that never ends or has more values than `most`."""
    asked = override.value()
    if not isinstance(asked, RangeSweep):
        return
    if asked.step == 0:
        raise UserError(f"{override.input_line}: with a step of 0 a range never ends", HOW_TO_WRITE)
    if ((asked.stop or 0) - (asked.start or 0)) / asked.step > most:
        problem = f"{override.input_line}: these are more than {most} runs"
        raise UserError(problem, "Choose a shorter range, or a longer step")


def refuse_deletion(override: Override) -> None:
    """Refuse `~key`."""
    if override.is_delete():
        problem = f"{override.input_line}: nothing can be deleted, every parameter has a value"
        raise UserError(problem, WHERE_KEYS_STAND)


def _keys_of(override: Override) -> list[str]:
    """Return the key of a word, or those that ``key={name: value}`` names below it."""
    key, value = override.key_or_group, override.value()
    return [f"{key}.{name}" for name in value] if isinstance(value, Mapping) and value else [key]


def _check_key(override: Override, application: Application) -> None:
    key, value = override.key_or_group, override.value()
    if not key:
        raise UserError(f"{override.input_line}: there is no key before the =", HOW_TO_WRITE)
    for each in dict.fromkeys((key, *_keys_of(override))):
        if each not in application.keys:
            raise ParameterError(unknown_key(each, value, application))
    refuse_deletion(override)


def _refuse_addition(override: Override) -> None:
    key = override.key_or_group
    if not isinstance(override.value(), Mapping):
        raise UserError(f"+{key}: exists already", f"Write it without +: {key}=...")


def _check_hydra_key(key: str, known: DictConfig) -> None:
    node: Any = known
    parts = key.split(".")[1:]
    for depth, part in enumerate(parts):
        if _is_open(node):
            return
        if not isinstance(node, DictConfig) or part not in node:
            raise UserError(_unknown_to_hydra(key, depth, node, known), WHERE_HYDRA_KEYS_STAND)
        node = node._get_node(part)


def _unknown_to_hydra(key: str, depth: int, node: Any, known: DictConfig) -> str:
    meant = near(key, sorted(f"hydra.{name}" for name in _hydra_keys(known)))
    parts = key.split(".")
    beside = near(parts[depth + 1], [str(name) for name in node]) if _is_fixed(node) else None
    if meant is None and beside and len(parts) > depth + 2:
        meant = ".".join([*parts[: depth + 1], beside, *parts[depth + 2 :]])
    return f"unknown key {key}" + (f"; the nearest valid key is {meant}" if meant else "")


def _hydra_keys(node: DictConfig) -> Iterator[str]:
    for name in node:
        below = node._get_node(name)
        if _is_fixed(below):
            yield from (f"{name!s}.{key}" for key in _hydra_keys(cast(DictConfig, below)))
        else:
            yield str(name)


def _is_fixed(node: Any) -> bool:
    """Tell whether a node of Hydra's configuration has a declared set of keys."""
    return isinstance(node, DictConfig) and dataclasses.is_dataclass(OmegaConf.get_type(node))


def _is_open(node: Any) -> bool:
    """Tell whether a node takes any key, such as the variables of `hydra.job.env_set`."""
    return isinstance(node, DictConfig) and not _is_fixed(node)


# --- Where the results go ----------------------------------------------------------------------


def wanted_folder(line: CommandLine) -> tuple[Path, bool]:
    """Folder that Hydra would use for a checked command line, and whether the user named it."""
    assert line.first is not None
    part = "sweep" if line.multirun else "run"
    before = HydraConfig.instance().cfg
    HydraConfig.instance().set_config(line.first)
    try:
        with telling_errors():
            folder = Path(str(line.first.hydra[part].dir))
    finally:
        HydraConfig.instance().cfg = before
    named = any(word.lstrip("+").startswith(f"hydra.{part}.dir=") for word in line.overrides)
    if not str(line.first.hydra[part].dir).strip():
        problem = f'hydra.{part}.dir = "": must be the name of a folder'
        raise UserError(problem, "Leave it out, and every start gets a new folder")
    return folder, named
