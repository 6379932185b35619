"""Who may import whom: the layering that docs/ARCHITECTURE.md states, checked on the sources."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SIM = ROOT / "sim"

LAYERS = (
    {"sim.actor", "sim.compiling", "sim.declarations", "sim.execution", "sim.native"},
    {"sim.randomness"},
    {"sim.parameters"},
    {"sim.state"},
    {"sim.chronicle.words"},
    {"sim.chronicle.tellings", "sim.chronicle.terms"},
    {"sim.chronicle.events"},
    {"sim.chronicle.story"},
    {"sim.chronicle"},
    {"sim.quantities"},
    {"sim.parliament"},
    {
        "sim.membership",
        "sim.agenda",
        "sim.bills",
        "sim.conditions",
        "sim.measures",
        "sim.drawing",
        "sim.files",
    },
    {
        "sim.population",
        "sim.phases",
        "sim.phases.environment",
        "sim.phases.formation",
        "sim.phases.formation.initiative",
        "sim.phases.formation.moderation",
        "sim.phases.collaboration",
        "sim.phases.collaboration.coordination",
        "sim.phases.collaboration.learning",
        "sim.phases.collaboration.persons",
        "sim.phases.collaboration.roles",
        "sim.phases.impact",
        "sim.phases.impact.harvesting",
        "sim.phases.impact.persuasion",
        "sim.phases.impact.speaking",
        "sim.phases.dissolution",
    },
    {
        "sim.phases.formation.focal",
        "sim.phases.collaboration.contributing",
        "sim.phases.impact.voting",
    },
    {
        "sim.phases.formation.sounding",
        "sim.phases.formation.joining",
        "sim.phases.collaboration.conflicts",
        "sim.phases.collaboration.motivation",
        "sim.phases.collaboration.occasions",
    },
    {
        "sim.phases.formation.agenda_items",
        "sim.phases.formation.proposals",
        "sim.phases.collaboration.admitting",
    },
    {
        "sim.phases.formation.platform",
        "sim.phases.formation.rounds",
        "sim.phases.formation.values_debate",
    },
    {"sim.organisation", "sim.alliance", "sim.schedule"},
    {"sim.model"},
    {"sim.behaviour"},
    {"sim.compiled"},
    {"sim.warmup"},
    {"sim.ensemble"},
    {"sim"},
)
"""From the bottom up: a module imports from lower layers only, so there can be no cycle."""

LAYER_OF = {module: number for number, layer in enumerate(LAYERS) for module in layer}

FOREIGN = {
    "experiments",
    "configs",
    "hydra",
    "omegaconf",
    "matplotlib",
    "pandas",
    "pyarrow",
    "rich",
    "tests",
    "benchmarks",
}
"""What the model must not know."""

READING_CALLS = {"open", "read_text", "read_bytes", "loadtxt", "genfromtxt", "fromfile", "load"}
READ_DATA = ("sim.population", "sim.files")
READS_ITS_OWN_SOURCES = "sim.compiling"
LOADS_FROM_MEMORY = "sim.native"


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


SOURCES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(SIM.rglob("*.py"))}


def for_types_only(node):
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def nodes_at_run_time(tree):
    """All nodes but those under ``if TYPE_CHECKING``, which never run."""
    for node in ast.iter_child_nodes(tree):
        if not for_types_only(node):
            yield node
            yield from nodes_at_run_time(node)


def imported_names(tree):
    for node in nodes_at_run_time(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that this test can read them"
            assert node.module is not None
            for alias in node.names:
                # `from sim.phases import impact` imports a module, not a name in one.
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in SOURCES else node.module


def imports_within_sim(module):
    return {name for name in imported_names(SOURCES[module]) if name.split(".")[0] == "sim"}


def test_every_module_has_a_layer():
    missing = sorted(set(SOURCES) - set(LAYER_OF))
    assert not missing, f"say in LAYERS and in docs/ARCHITECTURE.md where {missing} belongs"


@pytest.mark.parametrize("module", SOURCES)
def test_imports_point_downwards(module):
    for other in imports_within_sim(module):
        assert LAYER_OF[other] < LAYER_OF[module], f"{module} must not import {other}"


@pytest.mark.parametrize("module", [name for name in SOURCES if name.startswith("sim.phases.")])
def test_a_phase_never_imports_another_phase(module):
    own = ".".join(module.split(".")[:3])
    others = [name for name in imports_within_sim(module) if name.startswith("sim.phases")]
    assert not [name for name in others if name != own and not name.startswith(f"{own}.")]


@pytest.mark.parametrize("module", [name for name in SOURCES if "sim.chronicle" not in name])
def test_no_rule_knows_how_it_is_told(module):
    told = {name for name in imports_within_sim(module) if name.startswith("sim.chronicle")}
    # An alliance takes its title from the chronicle's words; that is all.
    assert told <= ({"sim.chronicle.words"} if module == "sim.alliance" else set())


@pytest.mark.parametrize("module", SOURCES)
def test_the_model_knows_nothing_of_experiments_figures_or_tables(module):
    # Imports for types count here: a reader of the model should not have to know them either.
    found = set()
    for node in ast.walk(SOURCES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    assert not found & FOREIGN


def called_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


@pytest.mark.parametrize("module", SOURCES)
def test_only_those_who_make_worlds_read_files(module):
    reads = READING_CALLS & set(called_names(SOURCES[module]))
    if module == LOADS_FROM_MEMORY:
        reads -= {"load"}
    if module not in (*READ_DATA, READS_ITS_OWN_SOURCES):
        assert not reads, f"{module} calls {sorted(reads)}; files are read in {READ_DATA}"


def test_the_test_sees_who_reads():
    assert "read_text" in set(called_names(SOURCES["sim.population"]))
    assert "read_bytes" in set(called_names(SOURCES["sim.files"]))
    assert "read_bytes" in set(called_names(SOURCES[READS_ITS_OWN_SOURCES]))


def test_the_document_names_every_module():
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    paths = [*SIM.rglob("*.py"), *(ROOT / "experiments").rglob("*.py")]
    files = [path.name for path in paths if path.name != "__init__.py"]
    missing = [name for name in files if f"`{name}`" not in text]
    assert not missing, f"docs/ARCHITECTURE.md does not say what {missing} is for"
