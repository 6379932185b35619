"""The tutorial's notebook: short, empty as it is stored, and run as its readers do."""

import base64
import json
import os
import shutil
import struct
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.sweeps import PATIENCE, ROOT

NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"
MOST_LINES = 40
"""The promise is: fewer."""

PNG = b"\x89PNG\r\n\x1a\n"


def stored() -> Any:
    return json.loads(NOTEBOOK.read_text("utf-8"))


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_it_has_fewer_than_forty_lines() -> None:
    code = "".join("".join(cell["source"]) + "\n" for cell in code_cells(stored()))
    assert 0 < len([line for line in code.splitlines() if line.strip()]) < MOST_LINES


def test_it_is_stored_without_output() -> None:
    for cell in code_cells(stored()):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_what_it_links_to_is_there() -> None:
    text = "".join("".join(cell["source"]) for cell in stored()["cells"])
    for part in text.split("](")[1:]:
        assert (NOTEBOOK.parent / part.partition(")")[0]).exists(), part


@pytest.mark.slow
def test_it_runs_and_draws_its_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))  # nothing of the user's own
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)
    shutil.copy(NOTEBOOK, tmp_path)
    notebook = nbformat.read(tmp_path / NOTEBOOK.name, as_version=4)
    nbformat.validate(notebook)
    # The kernel is the Python that runs the tests; an error in a cell ends it here.
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    client.execute()

    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    said = [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert [text for text in said if "ompil" not in text] == []  # a new machine compiles the rules
    pictures = [
        base64.b64decode(output["data"]["image/png"])
        for output in outputs
        if output["output_type"] == "display_data"
    ]
    assert len(pictures) == 1
    assert pictures[0].startswith(PNG)
    width, height = struct.unpack(">II", pictures[0][16:24])
    assert width > 600 < height + 200
    (tmp_path / "figure.png").write_bytes(pictures[0])
