"""The study's claims, one file each in ``configs/claim``, read and checked against the model.

A claim names rules, parameters and measures. What it names has to exist, and the values at which it
is tested have to lie in the plausible ranges; otherwise it is refused with file and field.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pydantic
import yaml

from experiments.configuration import CLAIMS, configurations_folder
from experiments.errors import UserError
from sim.measures import ALLIANCE_UNITS, ORGANISATION_UNITS, RUN_UNITS, Week
from sim.parameters import Declared, ParameterError, Parameters, find, near

IDS = (
    *(f"F{number}" for number in range(1, 17)),
    *(f"C{number}" for number in range(1, 20)),
    *(f"I{number}" for number in range(1, 11)),
    *(f"D{number}" for number in range(1, 5)),
    *(f"O{number}" for number in range(1, 3)),
)
"""All claims, in the order of the study: formation, collaboration, impact, dissolution, outlook."""

PHASES = {
    "F": "formation",
    "C": "collaboration",
    "I": "impact",
    "D": "dissolution",
    "O": "outlook",
}
"""Chapter of the study by the letter of an id."""

COMPLETE = "mechanism complete"
STATUSES = (f"{COMPLETE}: ", "partly: ", "missing: ")
"""How a status begins that goes on: with what there is to say, or what has to be built."""

OUT_OF_SCOPE = "out of scope"
STATES = (COMPLETE, "partly", "missing", OUT_OF_SCOPE)
"""What a claim can be said to be in a word or two."""

MEASURES: dict[str, tuple[str, ...]] = {
    "runs": tuple(RUN_UNITS),
    "alliances": tuple(ALLIANCE_UNITS),
    "weeks": Week._fields,
    "organisations": tuple(ORGANISATION_UNITS),
}
"""Columns of the tables of results."""

SIM = Path(__file__).resolve().parent.parent / "sim"

Value = bool | int | float | str
Text = Annotated[str, pydantic.StringConstraints(strip_whitespace=True, min_length=1)]
Names = Annotated[list[Text], pydantic.Field(min_length=1)]
Values = Annotated[dict[str, Value], pydantic.Field(min_length=1)]
Direction = Literal["up", "down"]

Fate = Literal["reversed", "gone", "halved"]
"""What becomes of an effect at a place, in pairs of runs with the same seed.

Reversed: it is at least three standard errors on the other side of none. Otherwise the upper end of
its 95 % interval lies below half of the effect at the place of the contrast: halved if it is still
at least three standard errors from none, gone if not.
"""

Absence = Literal["reversed", "unclear"]
"""What is found of an effect at the place of its own contrast where it is not as expected.

Reversed: it is at least three standard errors on the other side of none, the opposite of what the
study expects. Unclear: it can be told from none on neither side.
"""

Number = Annotated[int, pydantic.Field(ge=1)]
"""Of a contrast, in the order of the file."""


class _Checked(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


class Contrast(_Checked):
    """A change of parameters whose effect tests a claim.

    Attributes
    ----------
    before, after
        Values by full key, in the files ``from`` and ``to``; all else is equal.
    base
        Other deviations from the defaults, on both sides.
    expected
        Which way the study expects each measure to move.
    founded_after
        Week after which an alliance has to be founded to be measured; None if all are.
    """

    before: Values = pydantic.Field(alias="from")
    after: Values = pydantic.Field(alias="to")
    base: dict[str, Value] = {}
    expected: Annotated[dict[str, Direction], pydantic.Field(min_length=1)]
    founded_after: Annotated[int, pydantic.Field(ge=0)] | None = None


class Failure(_Checked):
    """Plausible values at which effects that a claim expects fail, how each does, and why.

    Attributes
    ----------
    effects
        By number of the contrast, and measure.
    """

    effects: Annotated[dict[Number, dict[Text, Fate]], pydantic.Field(min_length=1)]
    values: Values
    why: Text


class Finding(_Checked):
    """What was found of some effects that a claim expects.

    Attributes
    ----------
    effects
        Measures by number of the contrast.
    """

    effects: Annotated[dict[Number, Names], pydantic.Field(min_length=1)]
    why: Text


class Effect(NamedTuple):
    """An effect that the study expects: contrast, counted from 1, and measure."""

    number: int
    measure: str


class Lack(_Checked):
    """Effects that a claim expects and that the model does not show at their own place.

    Attributes
    ----------
    effects
        By number of the contrast, and measure.
    """

    effects: Annotated[dict[Number, dict[Text, Absence]], pydantic.Field(min_length=1)]
    why: Text


def effects_of(found: Failure | Finding | Lack | None) -> list[Effect]:
    """Effects of which something was found."""
    named = found.effects.items() if found else ()
    return [Effect(number, measure) for number, measures in named for measure in measures]


class Claim(_Checked):
    """One claim of the study in our own words, and how the model can support or contradict it.

    Attributes
    ----------
    kind
        A claim; an invariant, which holds by definition; or out of the model's scope.
    mechanism
        Rules, as ``module:rule``.
    measures
        Columns, as ``table:column``.
    contrast, fails_where
        For a claim; else a sentence says why there is none. Of a claim of which every effect stays
        or is absent, the places are an empty list.
    stays
        Effects for which no place was found at which they fail.
    absent
        Effects that the study expects and that the model does not show at the place of their own
        contrast: reversed there, or unclear.
    by_rule
        Effects, among those that fail somewhere or stay, that follow from a rule by definition:
        that they are there is written in; how large they are is not.
    status
        `COMPLETE`, what else there is to say of it, or what is missing.
    """

    id: Text
    phase: Text
    claim: Text
    claim_german: Text
    where: Text
    who: Text
    kind: Literal["claim", "invariant", "out_of_scope"]
    mechanism: Names
    parameters: Names
    measures: Names
    direction: Text
    contrast: list[Contrast] | Text
    fails_where: list[Failure] | Text
    stays: Finding | None = None
    absent: Lack | None = None
    by_rule: Finding | None = None
    status: Text

    @property
    def state(self) -> str:
        """One of `STATES`: the status without what is missing."""
        return OUT_OF_SCOPE if self.kind == "out_of_scope" else self.status.split(":")[0]

    @property
    def contrasts(self) -> list[Contrast]:
        """None where a sentence stands instead."""
        return [] if isinstance(self.contrast, str) else self.contrast

    @property
    def failures(self) -> list[Failure]:
        """None where a sentence stands instead."""
        return [] if isinstance(self.fails_where, str) else self.fails_where

    @property
    def expected(self) -> list[Effect]:
        """Every effect that the study expects, in the order of the file."""
        return [
            Effect(number, measure)
            for number, contrast in enumerate(self.contrasts, 1)
            for measure in contrast.expected
        ]

    @property
    def failing(self) -> set[Effect]:
        """Effects that fail at one place at least."""
        return {effect for failure in self.failures for effect in effects_of(failure)}

    def lacking(self, absence: Absence) -> list[Effect]:
        """Effects that are absent, and how: reversed, or unclear."""
        named = self.absent.effects.items() if self.absent else ()
        return [
            Effect(number, measure)
            for number, measures in named
            for measure, found in measures.items()
            if found == absence
        ]


FIELDS = (
    *Claim.model_fields,
    *("from", "to", "base", "expected", "founded_after", "effects", "values", "why"),
)
"""All fields that a file can have, those within fields too."""

FORMS = (
    *("list[Contrast]", "list[Failure]", "constrained-str"),
    *("bool", "int", "float", "str"),
)
"""What pydantic adds to the path of a field that allows several forms."""


def claims_folder() -> Path:
    """Folder of the files."""
    return configurations_folder() / CLAIMS


def read_claims(folder: Path | None = None) -> list[Claim]:
    """Read all claims of a folder, in the order of the study.

    Raises
    ------
    UserError
        If a claim is missing, or a file names what does not exist.
    """
    folder = claims_folder() if folder is None else folder
    missing = [name for name in IDS if not (folder / f"{name}.yaml").is_file()]
    if missing:
        raise UserError(f"{folder} has no file for {', '.join(missing)}", _advice())
    unknown = sorted(path.stem for path in folder.glob("*.yaml") if path.stem not in IDS)
    if unknown:
        raise UserError(f"{folder} has files of unknown claims: {', '.join(unknown)}", _advice())
    return [read_claim(folder / f"{name}.yaml") for name in IDS]


def read_claim(path: Path) -> Claim:
    """Read a claim from its file.

    Raises
    ------
    UserError
        With file, field and what is wrong, for the first thing that is.
    """
    try:
        claim = Claim.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name}: {' '.join(str(error).split())}", _advice()) from error
    except pydantic.ValidationError as error:
        raise UserError(f"{path.name}: {_first_of(error)}", _advice()) from error
    for problem in problems_of(claim, path.stem):
        raise UserError(f"{path.name}: {problem}", _advice())
    return claim


def _advice() -> str:
    return "Fields of a claim: experiments/claim_files.py; all claims: docs/CLAIMS.md"


def _first_of(error: pydantic.ValidationError) -> str:
    # A slip in the name of a field also makes that field missing: tell the slip.
    first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    path = [str(part) for part in first["loc"] if part not in FORMS]
    field = ".".join(path) or "the file"
    if first["type"] == "missing":
        return f"{field} is missing"
    if first["type"] == "extra_forbidden":
        return f"unknown field {field}" + _meant(path[-1], FIELDS)
    if first["type"] == "bool_type":  # the first of the forms that a value can have
        return f"{field}: must be a number, a word, true or false"
    return f"{field}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _meant(word: str, choices: Sequence[str]) -> str:
    found = near(word, choices)
    return f"; the nearest is {found}" if found else ""


# --- What a claim names ------------------------------------------------------------------------


def problems_of(claim: Claim, name: str) -> Iterator[str]:
    """Say what is wrong with a claim, field by field.

    Parameters
    ----------
    name
        Of its file.
    """
    if claim.id != name:
        yield f"id: {claim.id} is not the name of the file"
    elif PHASES.get(claim.id[:1]) != claim.phase:
        yield f"phase: must be {PHASES.get(claim.id[:1])}, found {claim.phase}"
    if not _is_status(claim.status):
        words = "', '".join(STATUSES)
        yield f"status: must be '{COMPLETE}' or begin with one of '{words}'"
    yield from (f"mechanism: {wrong}" for rule in claim.mechanism for wrong in _wrong_rule(rule))
    yield from (f"parameters: {wrong}" for key in claim.parameters for wrong in _wrong_key(key))
    yield from (f"measures: {wrong}" for name in claim.measures for wrong in _wrong_measure(name))
    yield from _wrong_tests(claim)


def _is_status(status: str) -> bool:
    return status == COMPLETE or any(
        status.startswith(begin) and len(status) > len(begin) for begin in STATUSES
    )


def rules_of(module: str) -> tuple[str, ...]:
    """Names of the functions of a module of `sim`; none where there is no such module."""
    parts = module.split(".")
    path = SIM.joinpath(*parts[1:]).with_suffix(".py")
    if parts[0] != "sim" or len(parts) == 1 or not path.is_file():
        return ()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def _wrong_rule(named: str) -> Iterator[str]:
    module, colon, rule = named.partition(":")
    rules = rules_of(module)
    if not colon or not rules:
        yield f"{named} is no rule; expected such as sim.phases.formation.joining:weigh_joining"
    elif rule not in rules:
        yield f"{module} has no rule {rule}" + _meant(rule, rules)


def _wrong_key(key: str) -> Iterator[str]:
    try:
        find(key)
    except ParameterError as error:
        yield str(error)


def _wrong_measure(named: str) -> Iterator[str]:
    table, colon, column = named.partition(":")
    if not colon or table not in MEASURES:
        yield f"{named} is no measure; expected TABLE:COLUMN with one of {', '.join(MEASURES)}"
    elif column not in MEASURES[table]:
        yield f"{table} has no column {column}" + _meant(column, MEASURES[table])


# --- The values at which it is tested ----------------------------------------------------------


def _wrong_tests(claim: Claim) -> Iterator[str]:
    if claim.kind == "claim":
        if not claim.contrasts:
            yield "contrast: a claim needs at least one, with from, to and expected"
        if isinstance(claim.fails_where, str):
            yield "fails_where: a claim needs places, each with effects, values and why"
    elif not isinstance(claim.contrast, str) or not isinstance(claim.fails_where, str):
        yield f"contrast and fails_where: of kind {claim.kind}, so a sentence has to say why not"
    for contrast in claim.contrasts:
        yield from (f"contrast: {wrong}" for wrong in _wrong_contrast(claim, contrast))
    for failure in claim.failures:
        yield from (f"fails_where: {wrong}" for wrong in _wrong_failure(claim, failure))
    yield from _wrong_effects(claim)


def _wrong_failure(claim: Claim, failure: Failure) -> Iterator[str]:
    yield from _wrong_values(claim, failure.values)
    for number in failure.effects:
        contrast = claim.contrasts[number - 1 : number]
        varied = {key for one in contrast for key in one.before} & set(failure.values)
        yield from (
            f"contrast {number} varies {key}, so that none can fail there" for key in varied
        )


def _wrong_effects(claim: Claim) -> Iterator[str]:
    """Say which effects are not expected, which nothing is said of, and where two things are."""
    found = {"fails_where": claim.failing}
    found["stays"] = set(effects_of(claim.stays))
    found["absent"] = set(effects_of(claim.absent))
    for field, effects in found.items():
        for number, measure in sorted(effects.difference(claim.expected)):
            yield f"{field}: contrast {number} expects nothing of {measure}"
    yield from _wrong_by_rule(claim)
    for effect in claim.expected:
        said = [field for field, effects in found.items() if effect in effects]
        named = f"contrast {effect.number} expects {effect.measure}"
        if not said:
            yield f"{named}, which is neither in fails_where nor in stays nor in absent"
        elif len(said) > 1:
            yield f"{named}, which is in {' and in '.join(said)}"


def _wrong_by_rule(claim: Claim) -> Iterator[str]:
    """Say which effects cannot follow from a rule: nothing is expected, or nothing is there."""
    absent = set(effects_of(claim.absent))
    for effect in sorted(set(effects_of(claim.by_rule))):
        if effect not in claim.expected:
            yield f"by_rule: contrast {effect.number} expects nothing of {effect.measure}"
        elif effect in absent:
            yield f"by_rule: contrast {effect.number} expects {effect.measure}, which is in absent"


def _wrong_contrast(claim: Claim, contrast: Contrast) -> Iterator[str]:
    if set(contrast.before) != set(contrast.after):
        yield "from and to must name the same parameters"
    if contrast.before == contrast.after:
        yield "from and to are the same"
    if set(contrast.base) & set(contrast.before):
        yield "base and from name the same parameter"
    for values in (contrast.before, contrast.after):
        yield from _wrong_values(claim, values)
        yield from _wrong_together({**contrast.base, **values})
    yield from _wrong_values(claim, contrast.base)
    for measure in contrast.expected:
        if measure not in claim.measures:
            yield f"expected: {measure} is not among the measures"


def _wrong_values(claim: Claim, values: Mapping[str, Value]) -> Iterator[str]:
    for key, value in values.items():
        if key not in claim.parameters:
            yield f"{key} is not among the parameters"
        yield from _implausible(key, value)


def _wrong_together(values: Mapping[str, Value]) -> Iterator[str]:
    try:
        Parameters().with_changes(values)
    except ParameterError as error:
        yield str(error)


def _implausible(key: str, value: Any) -> Iterator[str]:
    """Say that a value does not lie in the plausible range of its parameter."""
    wrong = list(_wrong_key(key))
    yield from wrong
    if not wrong and not is_plausible(find(key), value):
        shown = " to " if len(find(key).plausible) == 2 and _is_number(find(key)) else ", "
        allowed = shown.join(str(limit) for limit in find(key).plausible)
        yield f"{key} = {value} lies outside the plausible {allowed}"


def is_plausible(declared: Declared, value: Any) -> bool:
    """Whether a value lies in the range, or is one of the choices, that studies sample from."""
    if not _is_number(declared):
        return any(type(value) is type(choice) and value == choice for choice in declared.plausible)
    low, high = declared.plausible
    return not isinstance(value, bool | str) and bool(low <= value <= high)


def _is_number(declared: Declared) -> bool:
    return declared.kind in (int, float)
