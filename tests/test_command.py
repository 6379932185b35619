"""The command line as its users meet it."""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from experiments import run
from experiments.command import main
from experiments.configuration import RUN_DEFAULTS, SWEEP_GROUPS, configurations_folder
from experiments.results import UNITS, claim_folder, tell_interrupted
from experiments.summary import one_line, run_title, summarise
from sim.measures import ALLIANCE_UNITS
from sim.parameters import Parameters

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "example"
PATIENCE = 900
"""Seconds that a start may take: the first one on a machine compiles the rules."""

RESULTS = {
    "alliances.parquet",
    "chronicle.jsonl",
    "chronicle.txt",
    "columns.csv",
    "configuration.yaml",
    "manifest.json",
    "network.png",
    "organisations.parquet",
    "timeline.png",
    "weeks.parquet",
}


def start(folder: Path, *words: str) -> "subprocess.Popen[str]":
    """Start the command in a folder, as a process of its own."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.command", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "FORCE_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever starts the tests in the background has them ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def finish(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def result_files(folder: Path) -> dict[str, bytes]:
    """Files of a run, without Hydra's own."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.name != "run.log"
    }


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- The command -------------------------------------------------------------------------------


def test_help_is_quick_and_lists_the_subcommands() -> None:
    code = (
        "import sys; from experiments.command import main; code = main([]);"
        "print(sorted({'numba', 'hydra', 'sim', 'numpy'} & set(sys.modules)), code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "  run  " in done.stdout
    assert "alliances run world=study seed=7" in done.stdout
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == main(["run", "--version"]) == 0
    assert capsys.readouterr().out == "alliances 0.1.0\n" * 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (
            ["rnu"],
            "unknown subcommand rnu; subcommands: run, sweep, sensitivity, patterns, calibrate",
        ),
        (["world=study"], "alliances run world=study"),
        (["--foo"], "--foo"),
    ],
)
def test_unknown_subcommand(
    words: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert part in told[0]


def test_help_of_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "formation.quorum=7", "--help"]) == 0
    told = capsys.readouterr().out
    for part in (
        "Usage: alliances run",
        "world: files, study, synthetic",
        "docs/PARAMETERS.md",
        "seed=7",
    ):
        assert part in told
    assert "claim:" not in told


@pytest.mark.parametrize("word", ["+claim=F1", "clam=F1"])
def test_claims_are_no_group_to_choose_from(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", word]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0] == f"alliances run: unknown key {word.lstrip('+').split('=')[0]}"


# --- What is refused ---------------------------------------------------------------------------

REFUSED = {
    # out of bounds
    "experiment=group_size": "experiment=group_size: this command has no experiments",
    "execution=threads": "execution=threads: this command has no executions",
    "formation.target_partners=500": "formation.target_partners = 500: must be a whole number "
    "from 1 to 200",
    "formation.quorum=nan": "formation.quorum = nan: must be a number from 0.5 to 1",
    "seed=-1": "seed = -1: must be a whole number from 0 to 9223372036854775807",
    "seed=9223372036854775808": "seed = 9223372036854775808",
    "network_weeks=3": "network_weeks = 3: must be a list of 1 to 6 weeks",
    "network_weeks=[]": "network_weeks = []: must be a list of 1 to 6 weeks",
    "network_weeks=[1,2,3,4,5,6,7]": "network_weeks = [1, 2, 3, 4, 5, 6, 7]: must be a list",
    "network_weeks=[2,true]": "network_weeks = [2, true]: must be a list of 1 to 6 weeks",
    "network_weeks=[1.5]": "network_weeks = [1.5]: must be a list of 1 to 6 weeks",
    "network_weeks=[-1,3]": "network_weeks = [-1, 3]: must be ascending weeks from 0",
    "network_weeks=[3,3]": "network_weeks = [3, 3]: must be ascending weeks from 0",
    "network_weeks=[1,209]": "network_weeks = [1, 209]: must be ascending weeks from 0, the start",
    "weeks=0": "weeks = 0: must be a whole number from 1 to 4095",
    "weeks=4096": "weeks = 4096",
    "world.parties=20 world.legislators=5": "world.parties = 20: must not exceed",
    "formation={quorum:3}": "formation.quorum = 3",
    # wrong type
    "formation.target_partners=abc": "formation.target_partners = abc: must be a whole number",
    "formation.target_partners=10.5": "formation.target_partners = 10.5",
    # values are shown as they were typed
    "formation.target_partners=null": "formation.target_partners = null: must be",
    "formation.target_partners=true": "formation.target_partners = true: must be",
    "formation.target_partners=1e3": "formation.target_partners = 1e3: must be",
    "-m formation.quorum=0.6,1e3": "formation.quorum = 1e3: must be",
    "seed=1e30": "seed = 1e30: must be",
    "seed=": 'seed = "": must be',
    "format=null": "format = null: must be",
    "world=null": "world = null: must be one of",
    "formation.open_text=1": "formation.open_text = 1: must be true or false",
    "formation.quorum=": 'formation.quorum = "": must be',
    "formation=3": "formation must be a group of parameters, found 3",
    "seed=abc": "seed = abc: must be",
    "format=xlsx": "format = xlsx: must be one of parquet, csv",
    "language=fr": "language = fr: must be one of en, de",
    "world.kind=studdy": "world.kind = studdy: must be one of synthetic, study, files",
    # unknown keys
    "formation.target_partner=10": "unknown key formation.target_partner; "
    "the nearest valid key is formation.target_partners",
    "target_partners=10": "the nearest valid key is formation.target_partners",
    "+formation.target_partner=3": "the nearest valid key is formation.target_partners",
    "++formation.target_partner=3": "the nearest valid key is formation.target_partners",
    "formation={quorumm:3}": "the nearest valid key is formation.quorum",
    "+formation.targt=1": "formation.targt; the nearest valid key is formation.target_partners",
    "+other.thing=3": "unknown key other.thing",
    "wolrd=study": "unknown key wolrd; the nearest group is world=files|study|synthetic",
    "+fomation={quorum:0.6}": "unknown key fomation; the nearest group of keys is formation",
    "=3": "=3: there is no key before the =",
    # keys of Hydra
    "+hydra.x=1": "unknown key hydra.x",
    "hydra.rum.dir=x": "unknown key hydra.rum.dir; the nearest valid key is hydra.run.dir",
    "++hydra.sweeep.dir=x": "the nearest valid key is hydra.sweep.dir",
    "hydra.run.dri=x": "unknown key hydra.run.dri; the nearest valid key is hydra.run.dir",
    "hydra.run.dirr=3": "unknown key hydra.run.dirr; the nearest valid key is hydra.run.dir",
    "hydra.run.dir.x=3": "unknown key hydra.run.dir.x",
    "+hydra.run={dirr:3}": "unknown key hydra.run.dirr; the nearest valid key is hydra.run.dir",
    "+hydra.jobb.env_set.X=1": "the nearest valid key is hydra.job.env_set.X",
    "+hydra.sweeper.parms.seed=1": "the nearest valid key is hydra.sweeper.params.seed",
    "-m +hydra.sweeper.params.seeed='1'": "unknown key seeed; the nearest valid key is seed",
    "hydra/job_loging=disabled": "the nearest group is hydra/job_logging",
    "hydra/job_logging=disabledd": "the nearest one is disabled",
    # changes that are none
    "+formation.quorum=0.6": "+formation.quorum: exists already",
    "~formation.quorum": "~formation.quorum: nothing can be deleted",
    "~scenario": "~scenario: nothing can be deleted",
    # groups
    "world=studdy": "world = studdy: must be one of files, study, synthetic; the nearest one is "
    "study",
    "world={kind:study}": "must be one of files, study, synthetic",
    "scenario=[round_mail,polarized]": "the nearest one is polarised",
    # malformed
    "formation.quorum": "cannot read formation.quorum",
    'key=va$lue"': 'cannot read key=va$lue"',
    "formation.quorum=${nope}": "nope",
    "formation.quorum=???": "formation.quorum",
    # sweeps
    "seed=1,2": "seed=1,2: several values need --multirun",
    "-m seed=1,-2": "seed = -2: must be",
    "-m formation.quorum=0.6,7": "formation.quorum = 7: must be",
    "-m world=study,studdy": "world = studdy: must be",
    "-m seed=range(3,3)": "nothing to run",
    "-m seed=range(1,1000000000)": "these are more than 100000 runs",
    "-m seed=range(3,1,0)": "with a step of 0 a range never ends",
    "-m seed=interval(1,3)": "seed=interval(1,3)",
    "hydra.mode=MULTIRUN seed=1,-2": "seed = -2: must be",
    # options
    "--cfg job formation.quorum=7": "formation.quorum = 7: must be",
    "--cfg job -m seed=1,2": "Only one of",
    "--unknown": "--unknown",
    "--config-dir nowhere": "--config-dir nowhere: there is no such folder",
    "--config-path elsewhere": "--config-path is not offered",
    "--config-name nothing": "nothing",
    # folders
    "hydra.run.dir=/dev/null/x": "/dev/null/x cannot be written",
    "hydra.run.dir=/dev/null": "/dev/null cannot be written: Not a directory",
    "hydra.run.dir=": 'hydra.run.dir = "": must be the name of a folder',
    "--config-dir=": "there is no such folder",
}


@pytest.mark.parametrize("words", REFUSED)
def test_refused_in_two_lines(words: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *words.split()]) == 2
    out, err = capsys.readouterr()
    told = err.splitlines()
    assert len(told) == 2, err
    assert told[0].startswith("alliances run: ")
    assert REFUSED[words] in told[0]
    assert told[1]
    assert not out
    assert not list(here.iterdir())


@pytest.mark.parametrize("word", ["foo=3", "+formation.foo=3", "name=3", "formation.quorum.x=3"])
def test_what_is_like_no_key_is_told_where_all_stand(
    word: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", word]) == 2
    told = capsys.readouterr().err.splitlines()
    key = word.lstrip("+").partition("=")[0]
    assert told[0] == f"alliances run: unknown key {key}"
    assert "docs/PARAMETERS.md" in told[1]


@pytest.mark.parametrize(
    "words",
    [
        ["+hydra.job.env_set.X=1"],
        ["hydra/job_logging=disabled"],
        ["+hydra.job_logging.loggers.x.level=INFO"],
        ["hydra.output_subdir=null"],
        ["hydra.run={dir:elsewhere}"],
        ["hydra.verbose=true"],
    ],
)
def test_keys_of_hydra_that_are_taken(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert shown_configuration(capsys, *words) == {**RUN_DEFAULTS, **Parameters().as_dict()}


def test_a_sweep_can_be_added_and_the_log_be_turned_off(here: Path) -> None:
    sweep = ["-m", "+hydra.sweeper.params.seed='1,2'", "hydra.sweep.dir=both"]
    assert main(["run", "weeks=1", "hydra/job_logging=disabled", *sweep]) == 0
    seeds = [json.loads(path.read_text())["seed"] for path in here.rglob("manifest.json")]
    assert sorted(seeds) == [1, 2]


OWN_FILES = {
    "typo": ("# @package _global_\nformation:\n  quorumm: 0.6", "is formation.quorum"),
    "bounds": ("# @package _global_\nformation:\n  quorum: 6", "formation.quorum = 6: must be"),
    "elsewhere": ("formation:\n  quorum: 0.6", "must begin with '# @package _global_'"),
    "top": ("# @package _global_\nquorum: 0.6", "is formation.quorum"),
    "number": ("# @package _global_\n1: 2", "unknown key 1"),
    "latin": ("# Gr\udcfc\udcdfe", "no text in UTF-8"),
    "scalar": ("# @package _global_\nformation: 3", "formation must be a group"),
    "broken": ("# @package _global_\nformation: [", "scenario/broken.yaml, line"),
}


@pytest.mark.parametrize("name", OWN_FILES)
def test_files_of_the_user_are_checked(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, part = OWN_FILES[name]
    (here / "scenario").mkdir()
    path = here / "scenario" / f"{name}.yaml"
    path.write_text(f"{text}\n", encoding="utf-8", errors="surrogateescape")
    assert main(["run", f"--config-dir={here}", f"scenario={name}"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert part in told[0]


def test_a_file_of_the_user_may_leave_keys_out(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.yaml").write_text("seed: 3\n")
    words = ["run", f"--config-dir={here}", "--config-name=mine", "--cfg", "job"]
    assert main([*words, "+weeks=5"]) == 0
    assert yaml.safe_load(capsys.readouterr().out) == {"seed": 3, "weeks": 5}
    assert main([*words, "weeks=5"]) == 2
    assert "use +weeks=5" in capsys.readouterr().err.splitlines()[0]


def test_a_process_refuses_without_traceback(tmp_path: Path) -> None:
    code, out, err = finish(start(tmp_path, "run", "formation.target_partners=500"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert "Traceback" not in err


# --- Configurations ----------------------------------------------------------------------------


def shown_configuration(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["run", *words, "--cfg", "job"]) == 0
    configuration: dict[str, Any] = yaml.safe_load(capsys.readouterr().out)
    return configuration


def test_defaults_are_the_declared_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown_configuration(capsys) == {**RUN_DEFAULTS, **Parameters().as_dict()}


def test_group_and_parameter_of_the_same_name(capsys: pytest.CaptureFixture[str]) -> None:
    shown = shown_configuration(capsys, "world.segments=8", "world=study", "seed=3")
    assert (shown["world"]["kind"], shown["world"]["segments"]) == ("study", 8)
    assert shown["seed"] == 3


def test_scenarios_can_be_combined(capsys: pytest.CaptureFixture[str]) -> None:
    shown = shown_configuration(capsys, "scenario=[round_mail,consent_by_silence]")
    assert shown["collaboration"]["pair_cost_exponent"] == 0
    assert shown["formation"]["silence_weeks"] == 4


def options() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each file of a group: group, option, deviations by full key."""
    for path in sorted(configurations_folder().glob("*/*.yaml")):
        # Sweeps have groups with keys of their own; claims hold no deviations.
        if path.parent.name in (*SWEEP_GROUPS, "claim"):
            continue
        values = yaml.safe_load(path.read_text()) or {}
        deviations = {
            f"{phase}.{name}": value
            for phase, names in values.items()
            for name, value in names.items()
        }
        yield path.parent.name, path.stem, deviations


def test_options_of_groups(capsys: pytest.CaptureFixture[str]) -> None:
    """Files hold only deviations, groups do not overlap, names tell the truth."""
    declared = Parameters().as_dict()
    keys: dict[str, set[str]] = {}
    for group, option, deviations in options():
        more = [f"world.folder={EXAMPLE}"] if option == "files" else []
        shown = shown_configuration(capsys, f"{group}={option}", *more)
        for key, value in deviations.items():
            phase, name = key.split(".")
            assert declared[phase][name] != value, f"{group}/{option} repeats a default: {key}"
            assert shown[phase][name] == value
        keys.setdefault(group, set()).update(deviations)
        if group == "world":
            assert shown["world"]["kind"] == option
        if group == "governance":
            assert shown["collaboration"]["governance"] == option
    everything = [key for group in keys.values() for key in group]
    assert len(everything) == len(set(everything))


# --- Runs --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """Two equal runs that start at once: folder and what was told of each."""
    home = tmp_path_factory.mktemp("twins")
    words = ("run", "world=study", "world.segments=8", "seed=7", "weeks=12")
    processes = [start(home, *words) for _ in range(2)]
    runs = []
    for process in processes:
        code, out, err = finish(process)
        assert code == 0, err
        picture = Path(out.splitlines()[-1])
        assert (home / picture).is_file()
        runs.append((home / picture.parent, out))
    return runs


def test_two_starts_at_once_share_nothing_and_are_equal(twins: list[tuple[Path, str]]) -> None:
    (first, _), (second, _) = twins
    assert first != second
    assert set(result_files(first)) == RESULTS
    assert result_files(first) == result_files(second)


def test_screen_is_plain_and_tells_where_the_results_are(twins: list[tuple[Path, str]]) -> None:
    folder, out = twins[0]
    assert "\x1b" not in out
    for name in ("Initiatives", "Alliances formed", "Goals reached", "Decided in time"):
        assert name in out
    assert folder.parts[-4:-2] == ("outputs", "run")
    assert folder.name[8:].startswith("-seed7")


def test_manifest_describes_the_folder(twins: list[tuple[Path, str]]) -> None:
    folder, _ = twins[0]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["seed"], manifest["weeks"]) == (7, 12)
    assert {"numpy", "numba", "mesa"} <= set(manifest["libraries"])
    assert set(manifest["files"]) == RESULTS - {"manifest.json"}
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"]


def test_tables_have_units_and_fixed_types(twins: list[tuple[Path, str]]) -> None:
    folder, _ = twins[0]
    with (folder / "columns.csv").open() as file:
        rows = list(csv.DictReader(file))
    listed = {(row["table"], row["column"]): row["unit"] for row in rows}
    for name, units in UNITS.items():
        table = pq.read_table(folder / f"{name}.parquet")
        assert table.column_names == list(units)
        for field in table.schema:
            assert field.metadata[b"unit"].decode() == listed[name, field.name] == units[field.name]
    types = {field.name: str(field.type) for field in pq.read_schema(folder / "alliances.parquet")}
    # No alliance has ended after 12 weeks, and yet the columns have their types.
    assert (types["ended"], types["ending"], types["depth"]) == ("int64", "string", "double")
    assert types["goal_reached"] == "bool"
    assert pq.read_table(folder / "weeks.parquet").num_rows == 12


def test_results_say_what_is_drawn_and_what_is_not(twins: list[tuple[Path, str]]) -> None:
    folder, _ = twins[0]
    with (folder / "columns.csv").open() as file:
        origins = {(row["table"], row["column"]): row["origin"] for row in csv.DictReader(file)}
    assert origins["organisations", "camp"] == "see camp_mark"
    assert origins["organisations", "justice"] == "see values_mark"
    assert origins["organisations", "dialogue"] == "see channels_mark"
    assert origins["organisations", "organisation"] == "world"
    assert origins["organisations", "credit"] == origins["weeks", "trust"] == "simulated"
    table = pq.read_table(folder / "organisations.parquet")
    assert table.schema.field("camp").metadata[b"origin"] == b"see camp_mark"
    for figure in ("camp", "pragmatism", "visibility_need", "values"):
        assert set(table[f"{figure}_mark"].to_pylist()) == {"drawn"}
    rows = {row["organisation"]: row for row in table.to_pylist()}
    assert rows["BUND"]["reach_mark"] == "public"  # 664,000 members
    assert rows["D64"]["reach_mark"] == "assumed"  # 400 stands for a few hundred
    assert rows["BBAG – KickIn!"]["reach_mark"] == "drawn"  # no count of persons
    assert rows["BUND"]["money_mark"] == rows["BUND"]["channels_mark"] == "assumed"


def test_configuration_repeats_the_run(
    twins: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = twins[0]
    written = yaml.safe_load((folder / "configuration.yaml").read_text())
    assert (written["world"]["kind"], written["world"]["segments"]) == ("study", 8)
    repeated = shown_configuration(capsys, f"--config-dir={folder}", "--config-name=configuration")
    assert repeated == written


def test_chronicle(twins: list[tuple[Path, str]]) -> None:
    folder, _ = twins[0]
    events = [json.loads(line) for line in (folder / "chronicle.jsonl").read_text().splitlines()]
    assert events
    assert all("week" in event for event in events)
    assert (folder / "chronicle.txt").read_text().strip()


def test_named_folder_is_used_once_only(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("run", "weeks=2", "format=csv", "language=de", "hydra.run.dir='results/a, b'")
    code, out, err = finish(start(here, *words))
    assert code == 0, err
    assert out.splitlines()[-3::2] == ["results/a, b/timeline.png", "results/a, b/network.png"]
    folder = here / "results" / "a, b"
    with (folder / "organisations.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert float(rows[0]["energy"]) > 0
    # What is missing is empty in every table.
    written = ",".join(file.read_text() for file in folder.glob("*s.csv")).lower()
    assert ",nan" not in written

    (here / "killed").mkdir()
    (here / "killed" / "run.log").touch()
    assert main(["run", "hydra.run.dir=killed"]) == 2
    assert "killed holds a run that has not been finished" in capsys.readouterr().err

    before = result_files(folder)
    assert main(list(words)) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "results/a, b holds a run already" in told[0]
    assert result_files(folder) == before


def test_weeks_of_the_network_are_chosen(here: Path) -> None:
    words = ["run", "weeks=3", "seed=2"]
    for name, asked in (("whole", []), ("start", ["network_weeks=[0]"])):
        assert main([*words, *asked, f"hydra.run.dir={name}"]) == 0
    written = yaml.safe_load((here / "start" / "configuration.yaml").read_text())
    assert written["network_weeks"] == [0]
    whole, start = (result_files(here / name) for name in ("whole", "start"))
    assert {name for name in whole if whole[name] != start[name]} == {
        *("network.png", "configuration.yaml", "manifest.json"),
    }


def test_multirun_gives_complete_folders(tmp_path: Path) -> None:
    words = ("run", "weeks=2", "--multirun", "seed=1,2", "hydra.sweep.dir=both")
    code, out, err = finish(start(tmp_path, *words))
    assert code == 0, err
    for number, seed in enumerate((1, 2)):
        folder = tmp_path / "both" / str(number)
        assert set(result_files(folder)) == RESULTS
        assert json.loads((folder / "manifest.json").read_text())["seed"] == seed
    assert out.splitlines()[-1] == "2 of 2 runs complete: both"


def test_a_failed_run_does_not_stop_the_others(tmp_path: Path) -> None:
    # The second run finds the folder of the first one; the third one has its own.
    words = ("run", "-m", "weeks=2", "seed=1,1,2", "hydra.sweep.subdir=${seed}")
    code, out, err = finish(start(tmp_path, *words))
    assert code == 1
    assert "2 of 3 runs complete" in out
    assert err.splitlines()[-1] == "alliances run: 1 of 3 runs failed"
    assert "Traceback" not in err
    assert len(list(tmp_path.rglob("manifest.json"))) == 2


@pytest.mark.parametrize("output", ["1>&-", "2>&-", "1>&- 2>&-", "1>/dev/full"])
def test_a_run_that_nobody_listens_to_is_complete(output: str, tmp_path: Path) -> None:
    command = f"{sys.executable} -m experiments.command run weeks=1 {output}"
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(tmp_path.rglob("manifest.json"))) == 1


def test_interrupted_run_does_not_look_complete(tmp_path: Path) -> None:
    process = start(tmp_path, "run", "weeks=4095", "hydra.run.dir=long")
    log = tmp_path / "long" / "run.log"
    deadline = time.monotonic() + PATIENCE
    while not (log.exists() and log.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    assert (code, out) == (130, "")
    told = "alliances run: interrupted; no complete run is kept in long"
    assert err.splitlines()[-1] == told
    assert "Traceback" not in err
    assert not list(tmp_path.rglob("manifest.json"))


# --- Parts -------------------------------------------------------------------------------------


def test_new_folders_are_never_shared(tmp_path: Path) -> None:
    def claim(_: int) -> Path:
        return claim_folder(tmp_path / "day" / "run", named=False, mark="run.log")

    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(claim, range(16)))
    assert len(set(folders)) == 16


@pytest.fixture
def hand_made() -> dict[str, list[Any]]:
    """A table of four alliances."""
    blank = dict.fromkeys(ALLIANCE_UNITS, 0)
    rows: list[dict[str, Any]] = [
        {"is_alliance": False, "censored": False, "ending": "no_partner", "platform": None},
        {"is_alliance": True, "censored": True, "ending": "none", "platform": None},
        {"is_alliance": True, "censored": False, "ending": "vote_lost", "platform": 9},
        {"is_alliance": True, "censored": False, "ending": "goal_reached", "platform": 20},
    ]
    rows[2] |= {"weeks_to_platform": 8, "members_at_platform": 3, "hours": 60.0}
    rows[2] |= {"coordination_hours": 30.0, "occasions": 3, "decided_in_time": 2 / 3}
    rows[3] |= {"weeks_to_platform": 11, "members_at_platform": 6, "hours": 40.0}
    return {name: [{**blank, **row}[name] for row in rows] for name in ALLIANCE_UNITS}


def test_summary_of_a_table_made_by_hand(hand_made: dict[str, list[Any]]) -> None:
    assert dict(summarise(hand_made)) == {
        "Initiatives": "4",
        "  given up without a partner": "1",
        "Alliances formed": "3 of 4 initiatives (75 %)",
        "Alliances with a platform": "2 of 3 alliances (67 %)",
        "Alliances ended": "2 of 3 alliances (67 %)",
        "  goal reached": "1",
        "  vote lost": "1",
        "Goals reached": "1 of 2 ended (50 %)",
        "Weeks to platform, median": "9.5",
        "Size at platform, mean": "4.5",
        "Hours for coordination": "30 % of 100",
        "Decided in time": "2 of 3 occasions (67 %)",
    }


def test_the_summary_counts_what_is_switched_on(hand_made: dict[str, list[Any]]) -> None:
    hand_made["moderated"][2:] = [4, 1]
    hand_made["steps_passed"][3] = 2
    hand_made["reopened"][2:] = [3, 0]
    hand_made["role_channels"][2:] = [1.5, None]
    hand_made["support_of_nearest_party"][2:] = [0.5, 1.0]
    switches: dict[str, Any] = {
        "formation.moderation": "lead",
        "formation.steps": 2,
        "collaboration.reopening": True,
        "impact.roles": "agreed",
        "impact.stance": "far",
    }
    told = [
        dict(summarise(hand_made, language, Parameters().with_changes(switches)))
        for language in ("en", "de")
    ]
    assert dict(list(told[0].items())[-5:]) == {
        "Meetings moderated": "5",
        "Steps that became law": "2",
        "Items negotiated anew": "3",
        "Ways of working, mean of 3": "1.50",
        "Support in nearest party, mean": "0.75",
    }
    assert list(told[1].values())[-5:] == ["5", "2", "3", "1,50", "0,75"]


@pytest.mark.parametrize(
    ("complete", "told"),
    [
        (0, "no complete run is kept in here"),
        (1, "1 complete run is kept in here (with a manifest.json)"),
        (3, "3 complete runs are kept in here (with a manifest.json)"),
    ],
)
def test_what_an_interruption_leaves(
    complete: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_interrupted("alliances run", complete, "here")
    assert capsys.readouterr().err == f"alliances run: interrupted; {told}\n"


def test_an_interruption_before_anything_began(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_words: Sequence[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "main", interrupt)
    assert main(["run"]) == 130
    told = "alliances run: interrupted; no run has begun, nothing is kept\n"
    assert capsys.readouterr().err == told


def test_the_summary_speaks_german(hand_made: dict[str, list[Any]]) -> None:
    assert dict(summarise(hand_made, "de")) == {
        "Initiativen": "4",
        "  ohne Partner aufgegeben": "1",
        "Entstandene Allianzen": "3 von 4 Initiativen (75 %)",
        "Allianzen mit Plattform": "2 von 3 Allianzen (67 %)",
        "Beendete Allianzen": "2 von 3 Allianzen (67 %)",
        "  Ziel erreicht": "1",
        "  Abstimmung verloren": "1",
        "Erreichte Ziele": "1 von 2 beendeten (50 %)",
        "Wochen bis zur Plattform, Median": "9,5",
        "Größe bei der Plattform, Mittel": "4,5",
        "Stunden für Abstimmung": "30 % von 100",
        "Rechtzeitig entschieden": "2 von 3 Anlässen (67 %)",
    }
    assert one_line(hand_made, "de") == (
        "Allianzen: 3, mit Plattform: 2; erreichte Ziele: 1 von 2 beendeten (50 %)"
    )
    assert run_title(23, 1, 7, "de") == "23 Organisationen, 1 Woche, Startwert 7"


def test_what_fails_because_it_was_interrupted_is_an_interruption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = run.Runs(many=False)

    def fail_half_compiled(*_: Any) -> None:
        runs.interruption.noticed = True  # the compiler has swallowed the exception
        raise RuntimeError("no compiled object yet")

    surroundings = SimpleNamespace(runtime=SimpleNamespace(output_dir="nowhere"))
    monkeypatch.setattr(HydraConfig, "get", staticmethod(lambda: surroundings))
    monkeypatch.setattr(run, "read_settings", lambda _: None)
    monkeypatch.setattr(runs, "_run", fail_half_compiled)
    with pytest.raises(KeyboardInterrupt):
        runs.run(DictConfig({}))


def test_an_interruption_that_python_swallows_is_not_lost() -> None:
    runs = run.Runs(many=True)
    runs.interruption.stop_if_noticed()
    with runs.interruption.noticing(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        runs.interruption.stop_if_noticed()
