"""Long files of tests begin first, and no name in the list is out of date."""

from pathlib import Path

from tests.order import LONGEST_FIRST, place_of


def test_long_files_come_first_and_the_others_as_they_are_found() -> None:
    found = ["test_accounts.py", LONGEST_FIRST[1], "test_files.py", LONGEST_FIRST[0]]
    assert sorted(found, key=place_of) == [
        *(LONGEST_FIRST[0], LONGEST_FIRST[1]),
        *("test_accounts.py", "test_files.py"),
    ]


def test_every_file_in_the_list_is_there() -> None:
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    assert set(LONGEST_FIRST) <= here
    assert len(set(LONGEST_FIRST)) == len(LONGEST_FIRST)
