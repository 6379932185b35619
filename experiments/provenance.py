"""By which program a result was made: fingerprints for the manifests, and for other machines."""

import hashlib
import importlib.metadata
import inspect
import platform
from pathlib import Path

import sim

HASH_LETTERS = 16
"""Letters of a fingerprint; so many never agree by accident."""

COMPUTING = ("numpy", "numba", "llvmlite")
"""Libraries on which the last digit of a result may depend."""


def computed_by() -> dict[str, str]:
    """Return what two processes must have in common for their results to stand in one table."""
    return {
        "version": sim.__version__,
        "sources": hash_of_sources(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "machine": f"{platform.system()} {platform.machine()}",
        **{name: importlib.metadata.version(name) for name in COMPUTING},
    }


def hash_of_sources() -> str:
    """Return the fingerprint of the package `sim`: its rules, and the organisations of the study.

    When and where it was installed does not count, so that a sweep can go on after that.
    """
    digest = hashlib.sha256()
    folder = Path(sim.__file__).parent
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.csv")]):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:HASH_LETTERS]


def source_of(model_class: type) -> str:
    """Return the fingerprint of the file that holds a class; empty where there is none."""
    path = inspect.getsourcefile(model_class)
    if path is None:
        return ""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:HASH_LETTERS]
