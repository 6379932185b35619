"""Settings of all tests: reproducible examples, and rules compiled by one process at a time."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("ci")

WARMING_WEEKS = 104
"""Weeks of the default world that call nearly all rules."""


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return
    if hasattr(config, "workerinput"):
        write_cache_one_at_a_time()
    elif getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        warm_cache()


def warm_cache() -> None:
    """Compile the rules here, in the controller, before the workers start."""
    from sim import AllianceModel

    AllianceModel(seed=1, weeks=WARMING_WEEKS).run()


def write_cache_one_at_a_time() -> None:
    """Let workers enter machine code into Numba's cache one after another.

    A test may call a rule with types with which the model never does, so workers still compile. Two
    that enter the same rule at the same moment can give their code the same file name.
    """
    import filelock
    from numba.core import caching

    folder = os.environ.get("ALLIANCES_CACHE_DIR") or tempfile.gettempdir()
    lock = filelock.FileLock(Path(folder) / "alliances-tests.lock")
    index: Any = caching.IndexDataCacheFile
    save = index.save

    def save_alone(self: Any, key: Any, data: Any) -> None:
        with lock:
            save(self, key, data)

    index.save = save_alone
