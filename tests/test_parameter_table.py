"""The tables of parameters in the documentation are those of the declarations."""

import pytest

from experiments.parameter_table import (
    COMMAND,
    DOCS,
    TITLES,
    full_table,
    markdown_table,
    parameter_table,
    short_table,
    with_fresh_columns,
    with_fresh_tables,
    write,
)
from sim.files import COLUMNS
from sim.parameters import declared_parameters

STALE = f"is out of date; run `{COMMAND}` and commit what it changes"


def test_parameters_md_is_up_to_date():
    text = (DOCS / "PARAMETERS.md").read_text(encoding="utf-8")
    assert text == parameter_table(), f"docs/PARAMETERS.md {STALE}"


def test_tables_of_the_odd_document_are_up_to_date():
    text = (DOCS / "ODD.md").read_text(encoding="utf-8")
    assert text == with_fresh_tables(text), f"docs/ODD.md {STALE}"


def test_tables_of_columns_are_up_to_date():
    text = (DOCS / "OWN_WORLD.md").read_text(encoding="utf-8")
    assert text == with_fresh_columns(text), f"docs/OWN_WORLD.md {STALE}"
    for columns in COLUMNS.values():
        assert all(f"| `{column.name}` |" in text for column in columns)


def test_a_document_without_a_table_of_columns_is_refused():
    with pytest.raises(ValueError, match="expected one table for each"):
        with_fresh_columns("<!-- columns:ties.csv -->\n<!-- end -->\n")


def test_every_parameter_stands_in_the_table_once():
    lines = parameter_table().splitlines()
    for declared in declared_parameters():
        assert sum(line.startswith(f"| `{declared.key}` |") for line in lines) == 1


def test_every_row_has_as_many_cells_as_its_header():
    for phase in TITLES:
        for table in (full_table(phase), short_table(phase)):
            cells = {line.replace(r"\|", "").count("|") for line in table.splitlines()}
            assert len(cells) == 1


def test_a_bar_in_a_cell_does_not_end_it():
    assert markdown_table(("a",), [("x | y",)]) == "| a |\n| --- |\n| x \\| y |\n"


def test_write_makes_the_whole_file(tmp_path):
    write(tmp_path / "PARAMETERS.md")
    assert (tmp_path / "PARAMETERS.md").read_text(encoding="utf-8") == parameter_table()


def document(phases):
    return "".join(f"<!-- parameters:{phase} -->\nOLD\n<!-- end -->\nKEPT\n" for phase in phases)


def test_only_what_stands_between_markers_changes():
    text = with_fresh_tables(document(TITLES))
    assert "OLD" not in text
    assert text.count("KEPT") == len(TITLES)
    assert with_fresh_tables(text) == text


@pytest.mark.parametrize(
    "phases", [["world"], [*TITLES, "world"], [*TITLES, "weather"]], ids=["few", "twice", "unknown"]
)
def test_a_document_with_wrong_markers_is_refused(phases):
    with pytest.raises(ValueError, match="expected one table for each"):
        with_fresh_tables(document(phases))
