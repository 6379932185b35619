"""By which sources a result was made: fingerprints for the manifests."""

import hashlib
import inspect
from pathlib import Path

import sim

HASH_LETTERS = 16
"""Letters of a fingerprint; so many never agree by accident."""


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
