"""Run a small world in plain Python, and tell which functions of `sim` were called.

``python -m tests.consulted`` reads parameters by key as JSON and prints the functions as JSON.
Rules are plain Python functions where `NUMBA_DISABLE_JIT` is set, so that the interpreter sees each
call, also from one rule to another.
"""

import json
import sys
from pathlib import Path
from types import CodeType, FrameType

from sim import AllianceModel, Parameters

ROOT = Path(__file__).resolve().parent.parent

WEEKS = 50
"""Twice as long as the rule takes that is consulted last, that of red lines."""
SEED = 5


def called_in_a_run(changes: dict[str, object]) -> list[str]:
    """Return the functions of `sim` that a run calls, such as "sim.drawing:draw_field"."""
    codes: set[CodeType] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        codes.add(frame.f_code)  # tracing ends here: no line of the function is of interest

    parameters = Parameters().with_changes(changes)
    sys.settrace(note)
    try:
        AllianceModel(parameters, seed=SEED, weeks=WEEKS, check_conditions=False).run()
    finally:
        sys.settrace(None)
    files = ((Path(code.co_filename), code.co_name) for code in codes)
    ours = ((path, name) for path, name in files if path.is_relative_to(ROOT / "sim"))
    return sorted(
        f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}:{name}" for path, name in ours
    )


if __name__ == "__main__":
    print(json.dumps(called_in_a_run(json.load(sys.stdin))))
