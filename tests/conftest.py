"""Settings of all tests: reproducible examples, rules compiled once, long files first."""

import os

import pytest
from hypothesis import settings

from tests.order import place_of

settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("ci")

WARMING_WEEKS = 104
"""Weeks of the default world that call nearly all rules."""


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False  # it would put files with many tests first
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        return
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        warm_cache()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item.path.name))


def warm_cache() -> None:
    """Compile the rules here, in the controller, before the workers start."""
    from sim import AllianceModel

    AllianceModel(seed=1, weeks=WARMING_WEEKS).run()


if __name__ == "__main__":
    warm_cache()
