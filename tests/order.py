"""The order of the files of tests: those that take longest begin first.

Files are shared out to workers one by one. If a long one came last, the other workers would stand
idle. Files whose tests mostly wait for other processes stand between those that compute.
"""

LONGEST_FIRST = (
    "test_never_lost.py",
    "test_claims_fail.py",
    "test_mechanisms.py",
    "test_sensitivity.py",
    "test_cluster.py",
    "test_command.py",
    "test_shards_at_once.py",
    "test_sweep.py",
    "test_cache_safety.py",
    "test_slurm.py",
    "test_breadth_depth.py",
    "test_plausible_worlds.py",
    "test_parameter_effects.py",
    "test_store.py",
    "test_engines.py",
    "test_extending.py",
    "test_patterns.py",
    "test_group_size.py",
    "test_calibrate.py",
    "test_timeline.py",
    "test_tutorial.py",
    "test_persons.py",
)
"""Files that take more than some ten seconds; all others come after them, as they are found."""

PLACES = {name: place for place, name in enumerate(LONGEST_FIRST)}


def place_of(name: str) -> int:
    """Return the place of a file of tests in the order."""
    return PLACES.get(name, len(PLACES))
