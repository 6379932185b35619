"""Settings of all tests: reproducible examples, and rules compiled by one process at a time."""

import os

import pytest
from hypothesis import settings

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("ci")

WARMING_WEEKS = 104
"""Weeks of the default world that call nearly all rules."""


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        warm_cache()


def warm_cache() -> None:
    """Compile the rules here, in the controller, before the workers start."""
    from sim import AllianceModel

    AllianceModel(seed=1, weeks=WARMING_WEEKS).run()
