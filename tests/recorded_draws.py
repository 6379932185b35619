"""Every draw of a small run, with its address and its value, recorded in plain Python.

Run as a program, with a scenario as JSON, it prints the recording; `record` does so in a process of
its own, where rules are not compiled and draws can be listened to.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ORGANISATIONS = 12
NEWCOMER = ORGANISATIONS
"""Row of the organisation that is added."""

WEEKS = 60
MAKING = -1
"""Stands for the making of the world, before the first week."""

SMALL = {
    "organisations": ORGANISATIONS,
    "fields": 3,
    "legislators": 9,
    "initiation_rate": 3.0,
    "strangers": 0,
}

Address = tuple[int, int, int, int, int]
"""Stream, week, actor, partner and number; the seed is the same in all recordings."""


@dataclass(frozen=True)
class Recording:
    """What one run drew.

    Attributes
    ----------
    draws
        For every week in which something was drawn the addresses with their values.
    alliances
        Founder and founding week of all alliances, in the order of their rows.
    events
        What happened: week, kind, organisation.
    world, fate
        Fingerprints of the first twelve organisations, at the start and at the end.
    """

    draws: dict[int, dict[Address, tuple[int, ...]]]
    alliances: list[tuple[int, int]]
    events: list[tuple[int, int, int]]
    world: str
    fate: str

    @property
    def all_draws(self) -> dict[Address, tuple[int, ...]]:
        """All draws, whenever they were made."""
        return {address: value for week in self.draws.values() for address, value in week.items()}


@cache
def record(**scenario: Any) -> Recording:
    """Record a run: changed parameters by short name, or what `arrange` and `main` understand."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.recorded_draws", json.dumps(scenario)],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONHASHSEED": "0"},
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    draws = {
        int(week): {tuple(address): tuple(value) for address, value in drawn}
        for week, drawn in told["draws"].items()
    }
    alliances = [tuple(pair) for pair in told["alliances"]]
    events = [tuple(event) for event in told["events"]]
    return Recording(draws, alliances, events, told["world"], told["fate"])


class Listener:
    """Takes the place of `sim.randomness.words` and notes what it is asked."""

    def __init__(self) -> None:
        from sim import randomness

        self.draw = randomness.words
        self.week = MAKING
        self.draws: dict[int, dict[Address, tuple[int, ...]]] = {}
        randomness.words = self  # type: ignore[assignment]

    def __call__(self, *address: int) -> tuple[int, int, int, int]:
        drawn = self.draw(*address)
        stream, week, actor, partner, number = (int(part) for part in address[1:])
        noted = self.draws.setdefault(self.week, {})
        noted[stream, week, actor, partner, number] = tuple(int(word) for word in drawn)
        return drawn


def fingerprint(state: Any) -> str:
    """Everything about the first twelve organisations that is not about one more."""
    import hashlib

    parts = (
        state.organisations[:ORGANISATIONS],
        state.views[:ORGANISATIONS],
        state.audiences[:ORGANISATIONS],
        state.fields,
        state.legislators,
        state.legislator_ideals,
        state.electorates,
        state.parties,
    )
    held = b"".join(part.tobytes() for part in parts)
    ties = [
        (i, int(tie.partner), float(tie.trust))
        for i in range(ORGANISATIONS)
        for tie in state.ties[i][: state.organisations[i].ties]
    ]
    return hashlib.sha256(held + repr(ties).encode()).hexdigest()


def cut_off(model: Any, small: Any) -> None:
    """Take all contacts from the newcomer, and give the others those of the world without it.

    The mean number of ties is a parameter, so one partner more changes the odds of every tie.
    """
    ours, theirs = model.state, small.state
    ours.organisations[NEWCOMER].ties_at_start = 0
    ours.organisations[NEWCOMER].ties = 0
    for i in range(ORGANISATIONS):
        count = int(theirs.organisations[i].ties)
        ours.ties[i][:count] = theirs.ties[i][:count]
        ours.organisations[i].ties = count
        ours.organisations[i].ties_at_start = count


def main(
    alliance_of: int | None = None, founded: int = 0, seed: int = 4, **changes: Any
) -> dict[str, Any]:
    """Run a scenario and return its recording."""
    from sim import AllianceModel
    from sim.state import Kind
    from tests.worlds import parameters

    listener = Listener()
    model = AllianceModel(parameters(**{**SMALL, **changes}), seed=seed, weeks=WEEKS)
    draws = listener.draws
    if len(model.organisations) > ORGANISATIONS:
        listener.draws = {}
        cut_off(model, AllianceModel(parameters(**SMALL), seed=seed, weeks=WEEKS))
        listener.draws = draws
    world = fingerprint(model.state)
    for week in range(WEEKS):
        listener.week = week
        if alliance_of is not None and week == founded:
            model.found_initiative(model.organisations[alliance_of], 0, Kind.CHANGE)
        model.step()
    return {
        "draws": {week: list(drawn.items()) for week, drawn in draws.items()},
        "alliances": [(int(a.founder), int(a.founded)) for a in _rows(model)],
        "events": [(int(e.week), int(e.kind), int(e.organisation)) for e in model.events],
        "world": world,
        "fate": fingerprint(model.state),
    }


def _rows(model: Any) -> Any:
    return model.state.alliances[: int(model.state.clock[0].alliances)]


if __name__ == "__main__":
    print(json.dumps(main(**json.loads(sys.argv[1]))))
