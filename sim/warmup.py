"""Compile the rules once, by one process at a time, before a model runs."""

import filelock

from sim.compiling import CACHE_FOLDER
from sim.model import AllianceModel
from sim.parameters import Parameters

COMPLETE = CACHE_FOLDER / "complete"
"""Marks a cache that holds all rules of a usual run; lies among the rules, so it goes with them."""

WARMING_WEEKS = 104
"""Weeks of the world that is run to compile the rules: enough for laws, ends and conflicts."""


def compile_rules() -> None:
    """Make sure that the rules are compiled; other processes wait meanwhile.

    Processes that compile the same rules into one folder at once can mix up each other's machine
    code, so the first one holds a lock. A rule that only an unusual run needs is compiled when that
    run first calls it.
    """
    if COMPLETE.exists():
        return
    with filelock.FileLock(CACHE_FOLDER / "lock"):
        if COMPLETE.exists():
            return
        AllianceModel(Parameters(), seed=1, weeks=WARMING_WEEKS).run()
        COMPLETE.touch()
