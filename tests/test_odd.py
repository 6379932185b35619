"""The ODD document names every rule, every step of the week and every measure."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from experiments.claim_files import IDS, claims_folder, read_claim
from sim import state
from sim.parameters import declared_parameters

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
PHASES = sorted((ROOT / "sim" / "phases").rglob("*.py"))
NAMED = set(re.findall(r"`(\w+)`", TEXT))


def functions_in(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def is_rule(function):
    return any(getattr(mark, "id", "") == "rule" for mark in function.decorator_list)


@pytest.mark.parametrize("path", [path for path in PHASES if path.name != "__init__.py"])
def test_every_rule_of_a_phase_is_described(path):
    rules = [function.name for function in functions_in(path) if is_rule(function)]
    assert rules
    missing = [name for name in rules if name not in NAMED]
    assert not missing, f"docs/ODD.md does not describe the rules {missing} of {path.name}"


def test_every_rule_that_draws_a_world_is_described():
    rules = [f.name for f in functions_in("sim/drawing.py") if is_rule(f)]
    missing = [name for name in rules if name not in NAMED and not name.startswith("_")]
    assert not missing, f"docs/ODD.md does not describe the rules {missing} of drawing.py"


@pytest.mark.parametrize("module", ["quantities", "agenda", "bills", "membership", "parliament"])
def test_every_shared_rule_is_described(module):
    rules = [function.name for function in functions_in(f"sim/{module}.py") if is_rule(function)]
    missing = [name for name in rules if name not in NAMED]
    assert not missing, f"docs/ODD.md does not describe the rules {missing} of {module}.py"


def test_the_schedule_is_that_of_the_model():
    step = next(f for f in functions_in("sim/model.py") if f.name == "step")
    calls = [
        node.func.attr
        for node in ast.walk(step)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert calls
    schedule = TEXT.split("## 3. Process overview and scheduling")[1].split("\n## ")[0]
    places = [schedule.find(f"`{name}`") for name in calls]
    assert -1 not in places
    assert places == sorted(places)


def test_inline_mathematics_has_nothing_that_markdown_would_eat():
    outside = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
    outside = re.sub(r"`[^`\n]*`", "", outside)
    assert outside.count("$") % 2 == 0
    for formula in re.findall(r"\$([^$]*)\$", outside):
        assert "\n" not in formula, formula
        assert not re.search(r"\\[^a-zA-Z]", formula), formula
        assert not formula.startswith(" "), formula
        assert not formula.endswith(" "), formula
        assert "|" not in formula, formula


# --- State variables ---------------------------------------------------------------------------

STATE_VARIABLES = TEXT.split("## 2. Entities, state variables and scales")[1].split("\n## 3.")[0]
RECORDS = {
    name: layout.names
    for name, layout in vars(state).items()
    if isinstance(layout, np.dtype) and layout.names and name != "RECORD"
}
"""Fields of every record of the state; the one that is left out holds the parameters."""


def fields_described(record):
    """Names in the passage on a record, up to the next one; and its own with its name before."""
    passage = STATE_VARIABLES.partition(f"ecord `{record}`")[2].split("ecord `")[0]
    full = re.findall(rf"`{record}\.(\w+)`", STATE_VARIABLES)
    return {*re.findall(r"`(\w+)`", passage), *full}


def test_the_records_of_the_state_are_found():
    assert {"ORGANISATION", "ALLIANCE", "STANCE", "CLOCK", "EVENT"} <= {*RECORDS}


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_the_state_is_a_state_variable(record):
    missing = [name for name in RECORDS[record] if name not in fields_described(record)]
    assert not missing, f"docs/ODD.md, section 2, lacks {missing} of {record}"


def test_every_array_of_the_state_without_fields_is_a_state_variable():
    arrays = [slot.name for slot in state.SLOTS if slot.dtype in (state.REAL, state.WHOLE)]
    assert {"links", "pressure", "live"} <= {*arrays}
    missing = [name for name in arrays if f"`{name}`" not in STATE_VARIABLES]
    assert not missing, f"docs/ODD.md, section 2, lacks the arrays {missing}"


def test_every_row_of_a_table_belongs_to_one():
    blocks = [block.strip("\n").splitlines() for block in TEXT.split("\n\n")]
    tables = [block for block in blocks if block and block[0].startswith("|")]
    assert tables
    for table in tables:
        assert re.fullmatch(r"[|\s:-]+", table[1] if table[1:] else ""), table[0]


# --- Where claims can fail ---------------------------------------------------------------------

SUBMODELS = TEXT.split("## 7. Submodels")[1].split("\n### ", 1)[1].split("\n## 8.")[0]
CAN_FAIL = [
    " ".join(passage.split())
    for paragraph in SUBMODELS.split("\n\n")
    for passage in paragraph.split("**Can fail**")[1:]
]
"""What follows the words, to the next time or to the end of the paragraph."""

ARGUED = "(argued, not run)"
"""Mark of a sentence that no file of a claim backs."""

VALUE = r"(-?\d*\.?\d+(?:–\d*\.?\d+)?|[a-z][a-z_]*)"


def sentences(passage):
    return re.split(r"(?<=[.;]) (?=[A-Z`$])", passage)


CLAIM = re.compile(r"\b[FCIDO]\d+\b")


def claims_named(passage):
    return [read_claim(claims_folder() / f"{name}.yaml") for name in CLAIM.findall(passage)]


def values_in(sentence):
    """Names of parameters with the value that follows each; words only where they are choices."""
    choices = {d.name: d.choices for d in declared_parameters()}
    return [
        (name, value)
        for name, value in re.findall(rf"`(\w+)` {VALUE}", sentence)
        if name in choices and (not value[0].isalpha() or value in choices[name])
    ]


def values_of(claim):
    """All values that the file of a claim tests, by the name of the parameter."""
    places = [failure.values for failure in claim.failures]
    places += [v for c in claim.contrasts for v in (c.base, c.before, c.after)]
    found = defaultdict(set)
    for place in places:
        for key, value in place.items():
            found[key.split(".")[1]].add(value)
    return found


def is_tested(value, tested):
    """Whether a value, or one in a range, is among those that a file tests."""
    if value[0].isalpha():
        return value in tested
    low, _, high = value.partition("–")
    return any(
        float(low) <= one <= float(high or low) for one in tested if not isinstance(one, str)
    )


@pytest.mark.parametrize("passage", CAN_FAIL, ids=lambda passage: passage[:40])
def test_where_a_claim_can_fail_is_a_claim_with_a_file_or_only_argued(passage):
    first = sentences(passage)[0]
    assert CLAIM.search(first) or ARGUED in first
    assert {*CLAIM.findall(passage)} <= {*IDS}


@pytest.mark.parametrize("passage", CAN_FAIL, ids=lambda passage: passage[:40])
def test_values_at_which_a_claim_can_fail_are_those_of_its_file(passage):
    tested: dict[str, set[bool | int | float | str]] = defaultdict(set)
    for claim in claims_named(passage):
        for name, values in values_of(claim).items():
            tested[name] |= values
    for sentence in sentences(passage):
        if ARGUED not in sentence:
            for name, value in values_in(sentence):
                assert is_tested(value, tested[name]), f"{name} {value}: {sentence}"


def places_of(claim):
    """Every place of a claim, with the base and one side of a contrast, by the parameter's name."""
    for contrast in claim.contrasts:
        for side in (contrast.before, contrast.after):
            for values in ({}, *(failure.values for failure in claim.failures)):
                place = {**contrast.base, **values, **side}
                yield {key.split(".")[1]: [value] for key, value in place.items()}


def joined(sentence):
    """Groups of values that are joined by *with*, and so are meant together."""
    pair = rf"`\w+` {VALUE}"
    return [found[0] for found in re.finditer(rf"{pair}(?:(?:,| with| and)+ {pair})+", sentence)]


@pytest.mark.parametrize("passage", CAN_FAIL, ids=lambda passage: passage[:40])
def test_values_that_are_named_together_belong_to_one_place(passage):
    places = [place for claim in claims_named(passage) for place in places_of(claim)]
    for sentence in sentences(passage):
        for group in joined(sentence) if ARGUED not in sentence else ():
            values = values_in(group)
            assert any(
                all(is_tested(value, place.get(name, [])) for name, value in values)
                for place in places
            ), f"{group}: {sentence}"
