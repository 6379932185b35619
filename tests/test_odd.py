"""The ODD document names every rule, every step of the week and every measure."""

import ast
import re
from pathlib import Path

import pytest

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
