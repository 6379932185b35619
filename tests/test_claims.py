"""Every claim of the study has an entry, and what the entry names is there."""

import shutil

import pytest
import yaml

from experiments.claim_files import (
    COMPLETE,
    IDS,
    STATES,
    Claim,
    claims_folder,
    is_plausible,
    read_claim,
    read_claims,
    rules_of,
)
from experiments.claim_table import COMMAND, PAGE, claim_page, main
from experiments.errors import UserError
from sim.measures import ALLIANCE_UNITS, ORGANISATION_UNITS, RUN_UNITS, Week
from sim.parameters import Parameters, declared_parameters, find
from tests import test_claims_fail

LIST = """
F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16
C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19
I1 I2 I3 I4 I5 I6 I7 I8 I9 I10
D1 D2 D3 D4
O1 O2
"""
LISTED = LIST.split()
"""The claims as they were written down from the study."""

COLUMNS = {
    "runs": RUN_UNITS,
    "alliances": ALLIANCE_UNITS,
    "weeks": Week._fields,
    "organisations": ORGANISATION_UNITS,
}

CLAIMS = read_claims()
TESTED = [claim for claim in CLAIMS if claim.kind == "claim"]


def name_of(claim: Claim) -> str:
    return claim.id


# --- All of them -------------------------------------------------------------------------------


def test_there_are_51_claims_those_of_the_list():
    assert len(LISTED) == len(set(LISTED)) == 51
    assert list(IDS) == LISTED
    assert [claim.id for claim in CLAIMS] == LISTED
    assert sorted(path.stem for path in claims_folder().iterdir()) == sorted(LISTED)


def test_what_holds_by_definition_or_lies_outside_is_no_claim():
    assert [claim.id for claim in CLAIMS if claim.kind == "invariant"] == ["D1"]
    assert [claim.id for claim in CLAIMS if claim.kind == "out_of_scope"] == ["O1"]


@pytest.mark.parametrize("claim", CLAIMS, ids=name_of)
def test_what_a_claim_names_exists(claim):
    keys = {declared.key for declared in declared_parameters()}
    assert set(claim.parameters) <= keys
    for named in claim.measures:
        table, column = named.split(":")
        assert column in COLUMNS[table], named
    for named in claim.mechanism:
        module, rule = named.split(":")
        path = claims_folder().parent.parent / (module.replace(".", "/") + ".py")
        assert f"\ndef {rule}(" in path.read_text(encoding="utf-8"), named


@pytest.mark.parametrize("claim", CLAIMS, ids=name_of)
def test_no_name_stands_twice(claim):
    for names in (claim.mechanism, claim.parameters, claim.measures):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("claim", TESTED, ids=name_of)
def test_a_claim_is_tested_and_contradicted_at_plausible_values(claim):
    tested = [values for c in claim.contrast for values in (c.base, c.before, c.after)]
    for values in (*tested, *(failure.values for failure in claim.failures)):
        for key, value in values.items():
            plausible = find(key).plausible
            if isinstance(value, str | bool):
                assert value in plausible, key
            else:
                assert plausible[0] <= value <= plausible[1], key


@pytest.mark.parametrize("claim", TESTED, ids=name_of)
def test_a_claim_can_be_run_and_contradicted(claim):
    defaults = Parameters()
    for contrast in claim.contrast:
        before = defaults.with_changes({**contrast.base, **contrast.before})
        after = defaults.with_changes({**contrast.base, **contrast.after})
        assert before != after
    for failure in claim.failures:
        for number in failure.effects:
            contrast = claim.contrasts[number - 1]
            assert not {*failure.values} & {*contrast.before}
            there = {**contrast.base, **failure.values}
            assert defaults.with_changes({**there, **contrast.before}) != defaults.with_changes(
                {**contrast.base, **contrast.before}
            )


def named_in(findings):
    """Contrast and measure of all effects of which something was found."""
    return {
        (number, measure)
        for found in findings
        for number, measures in found.effects.items()
        for measure in measures
    }


@pytest.mark.parametrize("claim", TESTED, ids=name_of)
def test_every_effect_that_is_expected_fails_somewhere_or_stays_or_is_absent(claim):
    findings = [found for found in (claim.stays, claim.absent) if found]
    said = [named_in(claim.failures), *(named_in([found]) for found in findings)]
    expected = {(i, name) for i, c in enumerate(claim.contrast, 1) for name in c.expected}
    assert sum(len(effects) for effects in said) == len(expected)
    assert set().union(*said) == expected


@pytest.mark.parametrize("claim", TESTED, ids=name_of)
def test_what_follows_from_a_rule_is_there(claim):
    by_rule = named_in([claim.by_rule] if claim.by_rule else [])
    there = named_in([*claim.failures, *([claim.stays] if claim.stays else [])])
    assert by_rule <= there


@pytest.mark.parametrize("claim", CLAIMS, ids=name_of)
def test_a_claim_with_a_missing_piece_says_what_to_build(claim):
    if claim.state != COMPLETE and claim.kind == "claim":
        assert "To build: " in claim.status


# --- The page ----------------------------------------------------------------------------------


def test_the_page_is_up_to_date():
    stale = f"docs/CLAIMS.md is out of date; run `{COMMAND}` and commit what it changes"
    assert PAGE.read_text(encoding="utf-8") == claim_page(CLAIMS), stale


def cells(line):
    return [cell.strip() for cell in line.replace(r"\|", "").split("|")[1:-1]]


def test_the_page_has_every_claim_and_no_empty_cell():
    lines = claim_page(CLAIMS).splitlines()
    rows = [cells(line) for line in lines if line.startswith("|")]
    assert all(cell for row in rows for cell in row)
    for name in LISTED:
        assert lines.count(f"### {name}") == 1
        assert sum(row[0] == f"[{name}](#{name.lower()})" for row in rows) == 1
    # Two lines of header and fourteen fields for each, beside the overviews.
    assert sum(len(row) == 2 for row in rows) == 51 * 16


def test_the_page_says_how_many_claims_are_run_again():
    others = {name for name, _, _ in test_claims_fail.OTHERS}
    tables = (test_claims_fail.REVERSED, test_claims_fail.VANISHING, test_claims_fail.COMPARED)
    run = others.union(*tables)
    assert f"At least one effect of each of {len(run)} claims is run" in claim_page(CLAIMS)


def test_the_counts_add_up():
    rows = [cells(line) for line in claim_page(CLAIMS).splitlines() if line.startswith("| all |")]
    assert len(rows) == 1
    counts = [int(cell) for cell in rows[0][1:]]
    assert len(counts) == len(STATES)
    assert sum(counts) == 51


def test_the_command_brings_the_page_up_to_date(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("experiments.claim_table.PAGE", tmp_path / "CLAIMS.md")
    assert main() == 0
    assert capsys.readouterr().out == f"Up to date: {tmp_path / 'CLAIMS.md'}\n"
    assert (tmp_path / "CLAIMS.md").read_bytes() == PAGE.read_bytes()


# --- What is refused ---------------------------------------------------------------------------

REFUSED = {
    "missing": ("where: IV-F\n", "", "where is missing"),
    "empty": ("where: IV-F", "where: ' '", "where: string should have at least 1 character"),
    "unknown": ("where:", "whre:", "unknown field whre; the nearest is where"),
    "within": ("  - from:", "  - form:", "unknown field contrast.0.form; the nearest is from"),
    "form": ("_weeks: 1.0", "_weeks: [1]", "must be a number, a word, true or false"),
    "key": ("- world.value_shift", "- world.value_shft", "nearest valid key is world.value_shift"),
    "rule": ("agenda:make_known", "agenda:make_know", "sim.agenda has no rule make_know; the"),
    "module": ("sim.agenda:", "sim.agend:", "mechanism: sim.agend:make_known is no rule"),
    "elsewhere": ("sim.agenda:", "experiments.run:", "experiments.run:make_known is no rule"),
    "column": ("- alliances:pivotal", "- alliances:pivotl", "alliances has no column pivotl; the"),
    "table": ("- alliances:pivotal", "- alliance:pivotal", "alliance:pivotal is no measure"),
    "implausible": ("_weeks: 1.0", "_weeks: 0.1", "= 0.1 lies outside the plausible 1 to 12"),
    "choice": ("from: {formation.values_debate: none}", "from: {formation.values_debate: long}",
               "formation.values_debate = long lies outside the plausible none, time_boxed, open"),
    "same": ("to: {formation.values_debate: time_boxed}", "to: {formation.values_debate: none}",
             "contrast: from and to are the same"),
    "other": ("to: {formation.values_debate: time_boxed}", "to: {formation.debate_weeks: 8}",
              "contrast: from and to must name the same parameters"),
    "unlisted": ("  - formation.disclosure_weeks\n", "",
                 "fails_where: formation.disclosure_weeks is not among the parameters"),
    "unmeasured": ("  - alliances:pivotal\n", "", "alliances:pivotal is not among the measures"),
    "way": ("alliances:decided_in_time: up", "alliances:decided_in_time: more", "'up' or 'down'"),
    "varied": ("{formation.disclosure_weeks: 1.0", "{formation.values_debate: none",
               "fails_where: contrast 1 varies formation.values_debate, so that none can fail"),
    "fate": ("weeks_to_platform: reversed", "weeks_to_platform: half", "be 'reversed', 'gone' or"),
    "silent": (", alliances:pivotal: gone", "",
               "contrast 2 expects alliances:pivotal, which is neither in fails_where nor in"),
    "unexpected": ("pivotal: unclear", "pivotal: unclear, alliances:depth: unclear",
                   "absent: contrast 1 expects nothing of alliances:depth"),
    "uncounted": ("1: {alliances:pivotal: unclear}", "3: {alliances:pivotal: unclear}",
                  "absent: contrast 3 expects nothing of alliances:pivotal"),
    "twice": ("pivotal: unclear", "pivotal: unclear, alliances:decided_in_time: unclear",
              "expects alliances:decided_in_time, which is in fails_where and in absent"),
    "lawless": ("status:", "by_rule: {effects: {2: [alliances:depth]}, why: none}\nstatus:",
                "by_rule: contrast 2 expects nothing of alliances:depth"),
    "ruled": ("status:", "by_rule: {effects: {1: [alliances:pivotal]}, why: none}\nstatus:",
              "by_rule: contrast 1 expects alliances:pivotal, which is in absent"),
    "absence": ("pivotal: unclear", "pivotal: gone", "input should be 'reversed' or 'unclear'"),
    "bare": ("{alliances:pivotal: unclear}", "[alliances:pivotal]", "absent.effects.1: input"),
    "status": ("status: mechanism complete", "status: done", "status: must be 'mechanism complete"),
    "vague": ("status: mechanism complete", "status: 'partly:'", "or begin with one of 'mechanism"),
    "kind": ("kind: claim", "kind: invariant", "of kind invariant, so a sentence has to say why"),
    "id": ("id: F5", "id: F6", "id: F6 is not the name of the file"),
    "phase": ("phase: formation", "phase: impact", "phase: must be formation, found impact"),
    "broken": ("id: F5", "id: [", "while parsing a flow sequence"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_file_is_refused_with_file_and_field(before, after, told, tmp_path):
    text = (claims_folder() / "F5.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "F5.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_claim(tmp_path / "F5.yaml")
    assert refused.value.problem.startswith("F5.yaml: ")
    assert told in refused.value.problem
    assert "\n" not in refused.value.problem + refused.value.advice


def test_a_claim_without_a_test_is_refused(tmp_path):
    content = yaml.safe_load((claims_folder() / "F5.yaml").read_text(encoding="utf-8"))
    for field, told in (("contrast", "at least one"), ("fails_where", "needs places, each")):
        changed = yaml.safe_dump({**content, field: "none"})
        (tmp_path / "F5.yaml").write_text(changed, encoding="utf-8")
        with pytest.raises(UserError, match=told):
            read_claim(tmp_path / "F5.yaml")


def test_all_claims_have_to_be_there_and_no_others(tmp_path):
    folder = tmp_path / "claim"
    shutil.copytree(claims_folder(), folder)
    (folder / "F5.yaml").rename(folder / "F17.yaml")
    with pytest.raises(UserError, match="has no file for F5"):
        read_claims(folder)
    shutil.copy(folder / "F17.yaml", folder / "F5.yaml")
    with pytest.raises(UserError, match="files of unknown claims: F17"):
        read_claims(folder)


def test_a_wrong_file_leaves_the_page_as_it_was(monkeypatch, capsys):
    def refuse():
        raise UserError("F5.yaml: where is missing", "Add it")

    monkeypatch.setattr("experiments.claim_table.read_claims", refuse)
    before = PAGE.read_bytes()
    assert main() == 2
    assert capsys.readouterr().err == f"{COMMAND}: F5.yaml: where is missing\nAdd it\n"
    assert PAGE.read_bytes() == before


def test_plausible_means_within_the_range_or_among_the_choices():
    quorum, governance = find("formation.quorum"), find("collaboration.governance")
    assert [is_plausible(quorum, value) for value in (0.5, 1, 0.49, 1.01, True)] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert is_plausible(governance, "lead")
    assert not is_plausible(governance, "tyrant")
    mediation = find("collaboration.mediation")
    assert is_plausible(mediation, True)
    assert not is_plausible(mediation, 1)


def test_rules_are_found_in_the_model_alone():
    assert "weigh_joining" in rules_of("sim.phases.formation.joining")
    assert "settle_conflict" in rules_of("sim.schedule")
    for module in ("sim", "sim.nothing", "experiments.run", "os"):
        assert rules_of(module) == ()


def test_no_claim_has_a_sentence_instead_of_places():
    assert not any(isinstance(claim.fails_where, str) for claim in TESTED)


def test_the_table_says_plainly_of_which_claims_the_model_shows_nothing():
    rows = {
        row[0][1:].split("]")[0]: row[3]
        for line in claim_page(CLAIMS).splitlines()
        if (row := cells(line))[0:1] and row[0].startswith("[") and len(row) == 4
    }
    assert rows["D1"] == rows["O1"] == "not put to the test"
    # Neither effect of D4 is there at the place of its own contrast.
    assert rows["D4"] == "2: all **unclear**"
    # Nor any of D3 but the one that its rule makes; in C8 that one is not said to fail.
    assert rows["D3"] == "3: 1 by rule, 2 **unclear**"
    assert rows["C8"] == "5: 4 can fail, 1 by rule"
    for claim in TESTED:
        number = sum(len(contrast.expected) for contrast in claim.contrasts)
        assert rows[claim.id].startswith(f"{number}: ")
        for found in ("reversed", "unclear"):
            # Counted by hand from the file, which names one fate per effect.
            named = claim.absent.effects.values() if claim.absent else ()
            count = sum(list(fates.values()).count(found) for fates in named)
            told = {0: ""}.get(count, f"{'all' if count == number else count} **{found}**")
            assert (f"**{found}**" in rows[claim.id]) == (count > 0)
            assert told in rows[claim.id]
        counts = rows[claim.id].removeprefix(f"{number}: ").replace("all", str(number)).split(", ")
        assert sum(int(count.split()[0]) for count in counts) == number
