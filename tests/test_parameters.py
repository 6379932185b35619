"""Parameters: declarations, refusals with their messages, and the record that the rules read."""

import dataclasses
import math
import pickle
from enum import IntEnum
from typing import Any

import numpy as np
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import state as layout
from sim.parameters import (
    DECIDED_BY,
    LARGEST_SEED,
    RECORD,
    Declared,
    ParameterError,
    Parameters,
    ValueRefusedError,
    as_written,
    check,
    check_run,
    declared_parameters,
    find,
    from_mapping,
    near,
    nearest,
)
from sim.population import make_population

DECLARED = declared_parameters()
NUMBERS = [declared for declared in DECLARED if declared.kind in (int, float)]
SWITCHES = [declared for declared in DECLARED if declared.kind is bool]
CHOICES = [declared for declared in DECLARED if declared.choices]
PATHS = [declared for declared in DECLARED if declared.is_path]
IN_RECORD = [declared for declared in DECLARED if not declared.is_path]
PHASES = ["world", "environment", "formation", "collaboration", "impact", "dissolution"]

ENUMERATIONS: dict[str, type[IntEnum]] = {
    "collaboration.governance": layout.Governance,
    "collaboration.lead_choice": layout.LeadChoice,
    "collaboration.explanation": layout.Explanation,
    "formation.size_design": layout.SizeDesign,
    "formation.focal_goal": layout.FocalGoal,
    "formation.focal_selection": layout.FocalSelection,
    "formation.hardliner": layout.Hardliner,
    "formation.focal_founder": layout.FocalFounder,
    "formation.moderation": layout.Moderation,
    "formation.values_debate": layout.Debate,
    "formation.answer_shape": layout.Answers,
    "formation.commitment": layout.Commitment,
    "collaboration.who_pays": layout.Payer,
    "collaboration.admission": layout.Admission,
    "impact.roles": layout.Roles,
    "impact.stance": layout.Stance,
    "impact.credit_rule": layout.Credit,
}


def every(declarations: list[Declared] | tuple[Declared, ...]) -> Any:
    return pytest.mark.parametrize("declared", declarations, ids=lambda declared: declared.key)


def refusal(key: str, value: Any) -> str:
    with pytest.raises(ParameterError) as caught:
        Parameters().with_changes({key: value})
    return str(caught.value)


# --- Declarations -----------------------------------------------------------------------------


@every(DECLARED)
def test_a_declaration_is_complete(declared: Declared) -> None:
    for text in (declared.unit, declared.source, declared.meaning):
        assert text.strip() == text != ""
    assert declared.meaning[0].isupper()
    assert declared.meaning.endswith(".")
    assert len(declared.plausible) >= 2 or declared in PATHS
    assert find(declared.key) is declared
    check(declared.key, declared.default)
    for value in declared.plausible:
        check(declared.key, value)


@every(NUMBERS)
def test_a_number_has_bounds_around_its_plausible_range(declared: Declared) -> None:
    assert declared.minimum is not None
    assert declared.maximum is not None
    assert len(declared.plausible) == 2
    low, high = declared.plausible
    assert declared.minimum <= low < high <= declared.maximum
    assert low <= declared.default <= high
    assert math.isfinite(declared.minimum)
    assert math.isfinite(declared.maximum)
    assert type(declared.default) is declared.kind
    assert declared.unit != "-"


@every(SWITCHES + CHOICES)
def test_a_switch_or_a_choice_has_no_bounds(declared: Declared) -> None:
    assert declared.minimum is None
    assert declared.maximum is None
    assert declared.unit == "-"
    expected = {False, True} if declared.kind is bool else set(declared.choices)
    assert set(declared.plausible) <= expected
    assert declared.default in expected


def test_names_are_unique_across_groups() -> None:
    names = [declared.name for declared in DECLARED]
    assert len(set(names)) == len(names)
    assert list(RECORD.names or ()) == [declared.name for declared in IN_RECORD]
    assert list(dict.fromkeys(declared.phase for declared in DECLARED)) == PHASES


def test_every_parameter_of_the_groups_is_declared() -> None:
    groups = Parameters().as_dict()
    keys = [f"{group}.{name}" for group, values in groups.items() for name in values]
    assert keys == [declared.key for declared in DECLARED]
    defaults = [value for values in groups.values() for value in values.values()]
    assert defaults == [declared.default for declared in DECLARED]


# --- Refusals ---------------------------------------------------------------------------------


def test_an_unknown_key_is_refused_with_the_nearest_one() -> None:
    expected = "unknown parameter formation.quorom; the nearest valid key is formation.quorum"
    assert refusal("formation.quorom", 0.75) == expected


def test_the_name_decides_where_no_group_is_near() -> None:
    key = "the nearest valid key is formation.quorum"
    assert nearest("x.quorum", ["formation.quorum", "world.fields"]) == key


def test_of_keys_with_the_same_name_the_likest_is_meant() -> None:
    assert near("hydra.sweeep.dir", ["hydra.run.dir", "hydra.sweep.dir"]) == "hydra.sweep.dir"


def test_in_a_group_that_was_named_rightly_half_a_name_is_enough() -> None:
    keys = ["formation.target_partners", "formation.quorum", "world.fields"]
    assert near("formation.targt", keys) == "formation.target_partners"
    assert near("world.targt", keys) is None
    assert near("targt", keys) is None
    assert near("hydra.run.dri", ["hydra.run.dir", "hydra.sweep.dir"]) == "hydra.run.dir"


def test_a_key_in_the_wrong_group_is_found_by_its_name() -> None:
    assert refusal("world.bill_rate", 0.1) == (
        "unknown parameter world.bill_rate; the nearest valid key is environment.bill_rate"
    )


@pytest.mark.parametrize("key", ["zzzzzzzzzzzzzzzz", "zzz.qqqqqqqqq", "", "formation.foo", "foo"])
def test_a_key_like_no_other_refers_to_the_documentation(key: str) -> None:
    assert refusal(key, 1) == f"unknown parameter {key}; see docs/PARAMETERS.md for all keys"


def test_an_unknown_group_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ParameterError) as caught:
        from_mapping({"formations": {"quorum": 1.0}})
    assert str(caught.value) == "unknown group formations; the nearest group is formation"


@pytest.mark.parametrize(
    ("values", "written"), [(3, "3"), (None, "null"), ("text", "text"), ([1], "[1]")]
)
def test_a_group_must_be_a_group(values: Any, written: str) -> None:
    with pytest.raises(ParameterError) as caught:
        from_mapping({"world": values})
    assert str(caught.value) == f"world must be a group of parameters, found {written}"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("formation.quorum", 0.4, "must be a number from 0.5 to 1 (share)"),
        ("formation.quorum", 1.01, "must be a number from 0.5 to 1 (share)"),
        ("world.organisations", 1, "must be a whole number from 2 to 100000 (organisations)"),
        ("world.organisations", 20.0, "must be a whole number from 2 to 100000 (organisations)"),
        ("world.tolerance", "wide", "must be a number from 0.01 to 2 (position)"),
        ("world.tolerance", True, "must be a number from 0.01 to 2 (position)"),
        ("world.tolerance", None, "must be a number from 0.01 to 2 (position)"),
        ("formation.open_text", 1, "must be true or false"),
        ("formation.open_text", "true", "must be true or false"),
        (
            "formation.commitment",
            "unity",
            "must be one of uniform, differentiated; the nearest one is uniform",
        ),
        ("formation.commitment", "else", "must be one of uniform, differentiated"),
        ("formation.commitment", 0, "must be one of uniform, differentiated"),
        (
            "collaboration.governance",
            "cor",
            "must be one of assembly, lead, core; the nearest one is core",
        ),
        ("formation.commitment", ["uniform"], "must be one of uniform, differentiated"),
    ],
)
def test_a_wrong_value_is_refused_in_full(key: str, value: Any, message: str) -> None:
    assert refusal(key, value) == f"{key} = {as_written(value)}: {message}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (1000.0, "1000.0"),
        (np.float64(0.5), "0.5"),
        (np.int64(3), "3"),
        ("wide", "wide"),
        ("größer", "größer"),
        ("", '""'),
        ("1", '"1"'),
        ("null", '"null"'),
        ("two\nlines", '"two\\nlines"'),
        (["uniform", None], '["uniform", null]'),
    ],
)
def test_values_are_told_as_a_configuration_file_has_them(value: Any, written: str) -> None:
    assert as_written(value) == written


def test_a_refusal_can_be_handed_from_one_process_to_another() -> None:
    error = ValueRefusedError("formation.quorum", 7, "must be less")
    assert str(pickle.loads(pickle.dumps(error))) == "formation.quorum = 7: must be less"


@every(NUMBERS)
def test_a_number_out_of_bounds_is_refused_with_range_and_unit(declared: Declared) -> None:
    assert declared.minimum is not None
    assert declared.maximum is not None
    step = 1 if declared.kind is int else 1e-6
    for value in (declared.minimum - step, declared.maximum + step):
        message = refusal(declared.key, value)
        assert message.startswith(f"{declared.key} = {value}: must be a")
        assert f"from {declared.minimum:g} to {declared.maximum:g} ({declared.unit})" in message
    for value in (declared.minimum, declared.maximum):
        check(declared.key, declared.kind(value))


@every(NUMBERS)
def test_a_number_of_the_wrong_kind_is_refused(declared: Declared) -> None:
    for value in (True, False, "1", None, [1], math.nan, math.inf, -math.inf, 1j):
        with pytest.raises(ParameterError, match="must be a"):
            check(declared.key, value)
    if declared.kind is int:
        with pytest.raises(ParameterError, match="must be a whole number"):
            check(declared.key, float(declared.default))


@every(SWITCHES)
def test_a_switch_takes_nothing_but_true_and_false(declared: Declared) -> None:
    for value in (0, 1, 0.0, "true", "", None):
        assert refusal(declared.key, value) == (
            f"{declared.key} = {as_written(value)}: must be true or false"
        )


@every(CHOICES)
def test_a_choice_takes_nothing_but_its_words(declared: Declared) -> None:
    for value in (0, True, None, "", declared.choices[0].upper()):
        message = refusal(declared.key, value)
        assert message.endswith("must be one of " + ", ".join(declared.choices))
    for word in declared.choices:
        more = {"world.folder": "mine"} if word == "files" else {}
        changed = Parameters().with_changes({declared.key: word, **more})
        assert getattr(getattr(changed, declared.phase), declared.name) == word


def test_whole_numbers_serve_as_numbers() -> None:
    changed = Parameters().with_changes({"formation.quorum": 1, "world.free_hours": 12})
    assert changed.formation.quorum == 1.0
    assert changed.world.free_hours == 12.0
    assert changed.as_record()[0].free_hours == 12.0


def test_groups_built_by_hand_refuse_as_well() -> None:
    group = type(Parameters().formation)
    for wrong in ({"quorum": 0.2}, {"quorom": 1.0}, {"open_text": 1}, {"commitment": "none"}):
        with pytest.raises(pydantic.ValidationError):
            group(**wrong)


def test_a_field_cannot_touch_itself() -> None:
    expected = (
        "world.fields_touched = 3: must be below world.fields = 3, a field cannot touch itself"
    )
    with pytest.raises(ParameterError) as caught:
        Parameters().with_changes({"world.fields": 3, "world.fields_touched": 3})
    assert str(caught.value) == expected
    assert Parameters().with_changes({"world.fields": 3}).world.fields_touched == 2


def test_every_party_holds_a_seat() -> None:
    expected = "world.parties = 6: must not exceed world.legislators = 5, every party holds a seat"
    assert refusal("world.legislators", 5) == expected
    assert Parameters().with_changes({"world.legislators": 6}).world.parties == 6


# --- Changing ---------------------------------------------------------------------------------


def test_changes_leave_the_original_as_it_was() -> None:
    original = Parameters()
    before = original.as_dict()
    changed = original.with_changes({"formation.quorum": 0.75, "world.kind": "study"})
    assert original.as_dict() == before
    assert original == Parameters() != changed
    different = {
        f"{group}.{name}"
        for group, values in changed.as_dict().items()
        for name, value in values.items()
        if value != before[group][name]
    }
    assert different == {"formation.quorum", "world.kind"}
    # Changes add up, and the last one holds.
    again = changed.with_changes({"formation.quorum": 0.8})
    assert (again.formation.quorum, again.world.kind) == (0.8, "study")
    assert again.with_changes({}) == again


def test_the_plain_values_are_a_copy() -> None:
    original = Parameters()
    original.as_dict()["formation"]["quorum"] = 0.5
    assert original.formation.quorum == 1.0


def test_parameters_are_frozen() -> None:
    chosen: Any = Parameters()
    with pytest.raises(dataclasses.FrozenInstanceError):
        chosen.world = None
    for group in PHASES:
        name = dataclasses.fields(getattr(chosen, group))[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(getattr(chosen, group), name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        DECLARED[0].default = 1  # type: ignore[misc]


def test_from_mapping_fills_up_with_defaults() -> None:
    assert from_mapping({}) == Parameters()
    changed = from_mapping({"formation": {"quorum": 0.75}})
    assert changed == Parameters().with_changes({"formation.quorum": 0.75})
    assert from_mapping(changed.as_dict()) == changed


# --- The record of the rules ------------------------------------------------------------------


def any_value(declared: Declared) -> st.SearchStrategy[Any]:
    if declared.choices:
        return st.sampled_from(declared.choices)
    if declared.kind is bool:
        return st.booleans()
    low, high = declared.minimum, declared.maximum
    assert low is not None
    assert high is not None
    if declared.kind is int:
        return st.integers(int(low), int(high))
    return st.floats(low, high)


OWN_SIZES: dict[str, dict[str, Any]] = {
    "synthetic": {},
    "study": {f"world.{name}": find(f"world.{name}").default for name in DECIDED_BY["study"]},
    "files": {"world.organisations": 60, "world.folder": "mine"},
}

ANY_PARAMETERS = (
    st.fixed_dictionaries({d.key: any_value(d) for d in DECLARED if d not in PATHS})
    .filter(
        lambda values: (
            values["world.fields_touched"] < values["world.fields"]
            and values["world.parties"] <= values["world.legislators"]
        )
    )
    .map(
        # Worlds with organisations of their own take no size from outside.
        lambda values: values | OWN_SIZES[values["world.kind"]]
    )
)


@given(values=ANY_PARAMETERS)
def test_the_record_carries_every_value(values: dict[str, Any]) -> None:
    record = Parameters().with_changes(values).as_record()
    assert record.shape == (1,)
    for declared in IN_RECORD:
        found = record[0][declared.name]
        value = values[declared.key]
        if declared.choices:
            assert declared.choices[int(found)] == value
        else:
            assert found == value
        assert isinstance(found, np.float64 if declared.kind is float else np.int64)


@pytest.mark.parametrize("key", list(ENUMERATIONS))
def test_choices_have_the_numbers_of_their_enumeration(key: str) -> None:
    declared, enumeration = find(key), ENUMERATIONS[key]
    assert [word.upper() for word in declared.choices] == [member.name for member in enumeration]
    for word in declared.choices:
        record = Parameters().with_changes({key: word}).as_record()
        assert record[0][declared.name] == enumeration[word.upper()]


def test_every_choice_but_the_kind_of_world_has_an_enumeration() -> None:
    # The kind of world is read before there are rules.
    assert {declared.key for declared in CHOICES} == {*ENUMERATIONS, "world.kind"}


# --- Seed and horizon -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "weeks"), [(0, 1), (2**63 - 1, 4095), (np.int64(7), np.int32(52))]
)
def test_seeds_and_horizons_that_can_be_addressed(seed: int, weeks: int) -> None:
    check_run(seed, weeks)
    assert LARGEST_SEED == 2**63 - 1


@pytest.mark.parametrize(
    ("seed", "weeks", "message"),
    [
        (-1, 52, "seed = -1: must be a whole number from 0 to 9223372036854775807"),
        (2**63, 52, f"seed = {2**63}: must be a whole number from 0 to 9223372036854775807"),
        (1.0, 52, "seed = 1.0: must be a whole number from 0 to 9223372036854775807"),
        (True, 52, "seed = true: must be a whole number from 0 to 9223372036854775807"),
        ("1", 52, 'seed = "1": must be a whole number from 0 to 9223372036854775807'),
        (1, 0, "weeks = 0: must be a whole number from 1 to 4095"),
        (1, 4096, "weeks = 4096: must be a whole number from 1 to 4095"),
        (1, 52.0, "weeks = 52.0: must be a whole number from 1 to 4095"),
        (1, None, "weeks = null: must be a whole number from 1 to 4095"),
    ],
)
def test_seeds_and_horizons_that_cannot(seed: Any, weeks: Any, message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        check_run(seed, weeks)
    assert str(caught.value) == message
    with pytest.raises(ParameterError):
        make_population(Parameters(), seed, weeks)


def test_the_size_of_the_study_world_is_given() -> None:
    with pytest.raises(ParameterError, match=r"world\.organisations = 80: has no effect"):
        Parameters().with_changes({"world.kind": "study", "world.organisations": 80})


# --- The folder of a user's files -------------------------------------------------------------


@every(PATHS)
def test_a_path_is_text_and_no_rule_reads_it(declared: Declared) -> None:
    assert (declared.key, declared.default) == ("world.folder", "")
    assert declared.name not in (RECORD.names or ())
    expected = "world.folder = 2024: must be a path; write ./2024 where it would be a number"
    assert refusal("world.folder", 2024) == expected
    assert "must be a path" in refusal("world.folder", None)


def test_files_and_their_folder_belong_together() -> None:
    told = 'world.folder = "": must name the folder with organisations.csv if world.kind = files'
    assert refusal("world.kind", "files") == told
    told = "world.folder = mine: has no effect with world.kind = synthetic; choose world=files"
    assert refusal("world.folder", "mine") == told
    both = {"world.kind": "files", "world.folder": "mine"}
    with pytest.raises(ParameterError, match=r"world\.organisations = 80: has no effect"):
        Parameters().with_changes({**both, "world.organisations": 80})
    assert Parameters().with_changes({**both, "world.sectors": 20}).world.sectors == 20
