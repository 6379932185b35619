"""The tutorial on extending: its programs run, its figures hold, its table lists what there is."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from sim import Alliance, AllianceModel, Organisation

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "EXTENDING.md").read_text(encoding="utf-8")

CLASSES: tuple[type, ...] = (AllianceModel, Alliance, Organisation)
"""In the order of the table's columns."""

NOT_CALLED = "to be called, not overridden"

PROGRAMS = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", DOCUMENT, flags=re.DOTALL))
OUTPUTS = dict(
    zip(PROGRAMS, re.findall(r"```text\n(.*?)```", DOCUMENT, flags=re.DOTALL), strict=True)
)

LINE = re.compile(r"(\w+) +([\d.]+) +([\d.]+) +([+-][\d.]+) \+- ([\d.]+)")


# --- Programs ---------------------------------------------------------------------------------


def figures(output: str) -> dict[str, tuple[float, ...]]:
    """Means, difference and standard error by name, from what a program printed."""
    return {
        name: tuple(float(number) for number in numbers) for name, *numbers in LINE.findall(output)
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PROGRAMS))
def test_a_program_runs_and_gives_what_the_text_shows(name: str, tmp_path: Path) -> None:
    for module, source in PROGRAMS.items():
        (tmp_path / module).write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, name],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"MesaEngineWarning: \w+\.\w+ changed: the runs use the Mesa", done.stderr)
    assert done.stdout.startswith("seed 7: ")
    shown, found = figures(OUTPUTS[name]), figures(done.stdout)
    assert shown.keys() == found.keys()
    assert len(shown) >= 5
    for column in shown:
        # Other rules give other figures; the text is to be mended when they differ by more than
        # chance could make them differ.
        *_, difference, error = found[column]
        assert abs(difference - shown[column][2]) <= 4 * (error + shown[column][3]), column


def test_the_text_says_what_its_figures_show() -> None:
    cautious = figures(OUTPUTS["cautious.py"])
    assert cautious["members_at_platform"][0] == pytest.approx(5, abs=0.5)
    assert cautious["members_at_platform"][1] == pytest.approx(2, abs=0.5)
    assert cautious["milestones"][1] / cautious["milestones"][0] == pytest.approx(0.5, abs=0.1)
    assert abs(cautious["goals_reached"][2]) < cautious["goals_reached"][3]
    for more in ("initiatives", "rupture"):
        assert cautious[more][2] > 3 * cautious[more][3]
    staff = figures(OUTPUTS["staff.py"])
    outside = [staff["hours"][n] - staff["coordination_hours"][n] for n in (0, 1)]
    assert 0.20 < 1 - outside[1] / outside[0] < 0.25
    assert staff["faded"][2] > 3 * staff["faded"][3]
    assert staff["goals_reached"][2] < -3 * staff["goals_reached"][3]
    for unmoved in ("coordination_hours", "platforms"):
        assert abs(staff[unmoved][2]) < 2 * staff[unmoved][3]


# --- The table --------------------------------------------------------------------------------


def table() -> dict[str, list[set[str]]]:
    """Names of methods by phase, and in it by class."""
    text = DOCUMENT.split("| phase |")[1].split("\n\n")[0]
    rows = [line.split("|")[1:-1] for line in text.splitlines()[2:]]
    return {
        phase.strip(): [set(re.findall(r"`(\w+)`", cell)) for cell in cells]
        for phase, *cells in rows
    }


def public_methods(kind: type) -> set[str]:
    return {
        name
        for name, held in vars(kind).items()
        if isinstance(held, FunctionType) and not name.startswith("_")
    }


@pytest.mark.parametrize("column", range(len(CLASSES)))
def test_the_table_names_every_public_method_once(column: int) -> None:
    named = Counter(name for cells in table().values() for name in cells[column])
    assert set(named) == public_methods(CLASSES[column])
    assert set(named.values()) == {1}


def test_what_the_table_says_can_be_overridden_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    called: set[tuple[type, str]] = set()

    def listen(kind: type, name: str, method: Callable[..., Any]) -> None:
        def listening(*arguments: Any, **options: Any) -> Any:
            called.add((kind, name))
            return method(*arguments, **options)

        monkeypatch.setattr(kind, name, listening)

    acting = {
        (kind, name)
        for phase, cells in table().items()
        for kind, names in zip(CLASSES, cells, strict=True)
        for name in names
        if phase != NOT_CALLED
    }
    for kind, name in acting:
        listen(kind, name, getattr(kind, name))
    AllianceModel(seed=1).run()
    assert acting == called
