"""The model: the order of a week, reproducible runs, switches, and extensions by subclasses."""

import gc
import itertools
import os
import re
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim.state
from sim import Alliance, AllianceModel, Organisation
from sim.state import (
    NOBODY,
    Ending,
    EventKind,
    ItemStatus,
    Leaving,
    Phase,
    State,
    with_room_for_alliances,
)
from tests.test_conditions import LIVELY
from tests.worlds import BASE, WEEK, know, make_ally, make_model, parameters, told, trust

ROOT = Path(__file__).parent.parent
WEEKS = 60

PER_ALLIANCE = ("alliances", "members", "items", "stances", "covered", "exposure")


def run(
    model_class: type[AllianceModel] = AllianceModel,
    *,
    seed: int = 1,
    weeks: int = WEEKS,
    keep_events: bool = True,
    **changes: Any,
) -> AllianceModel:
    """Run a small world in which much happens."""
    chosen = parameters(**{**LIVELY, **changes})
    return model_class(chosen, seed=seed, weeks=weeks, keep_events=keep_events).run()


def used(state: State) -> dict[str, bytes]:
    """Return the bytes of every array as far as it is in use."""
    clock = state.clock[0]
    lengths = {name: int(clock.alliances) for name in PER_ALLIANCE}
    lengths |= {"live": int(clock.live), "events": int(clock.events)}
    arrays = state.arrays
    return {name: arrays[name][: lengths.get(name)].tobytes() for name in arrays}


def differences(one: AllianceModel, other: AllianceModel) -> set[str]:
    """Return the names of the arrays in which two models differ."""
    first, second = used(one.state), used(other.state)
    return {name for name in first if first[name] != second[name]}


def times(model: AllianceModel, kind: EventKind) -> int:
    """Count the events of a kind."""
    return len(told(model.state, kind))


# --- The week ---------------------------------------------------------------------------------


def test_a_week_passes_in_the_order_of_the_study() -> None:
    calls: list[tuple[str, int]] = []
    names = [
        "turn_environment",
        "form_alliances",
        "collaborate",
        "have_impact",
        "dissolve_alliances",
        "take_stock",
    ]

    def noting(name: str) -> Callable[[AllianceModel], None]:
        def call(self: AllianceModel) -> None:
            calls.append((name, self.week))
            getattr(AllianceModel, name)(self)

        return call

    noted: Any = type("Noted", (AllianceModel,), {name: noting(name) for name in names})
    model = noted(parameters(**LIVELY), seed=1, weeks=2)
    model.step()
    model.step()
    assert calls == [(name, 0) for name in names] + [(name, 1) for name in names]
    assert model.week == len(model.weekly) == 2


def test_a_run_ends_at_its_horizon_and_not_later() -> None:
    model = run(weeks=5)
    assert model.week == len(model.weekly) == 5
    assert model.run() is model
    assert model.week == 5


# --- Reproducible -----------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, other = run(seed=3), run(seed=3)
    assert differences(one, other) == set()
    assert one.weekly == other.weekly
    assert len(one.events) > 100


def test_another_seed_gives_another_world_and_another_run() -> None:
    assert differences(run(seed=3), run(seed=4)) >= {
        "organisations",
        "views",
        "ties",
        "alliances",
        "events",
    }


def test_a_run_can_be_continued() -> None:
    continued = run(weeks=WEEKS // 2)
    continued.state.clock[0].weeks = WEEKS
    continued.run()
    at_once = run(weeks=WEEKS)
    assert differences(continued, at_once) == set()
    assert continued.weekly == at_once.weekly


def test_the_growth_of_arrays_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    spacious = run()
    monkeypatch.setattr(sim.state, "FIRST_ALLIANCES", 1)
    monkeypatch.setattr(sim.state, "FIRST_EVENTS", 2)
    narrow = AllianceModel(parameters(**LIVELY), seed=1, weeks=WEEKS)
    assert (len(narrow.state.alliances), len(narrow.state.events)) == (1, 2)
    narrow.run()
    assert len(narrow.alliances) > 4
    assert len(narrow.events) > 1024
    assert differences(spacious, narrow) == set()
    assert spacious.weekly == narrow.weekly


def test_more_room_keeps_what_was_there() -> None:
    model = run(weeks=20)
    grown = with_room_for_alliances(model.state)
    assert used(grown) == used(model.state)
    assert len(grown.alliances) == len(grown.live) == 2 * len(model.state.alliances)
    assert (grown.alliances["founder"][len(model.state.alliances) :] == 0).all()


def test_a_lost_event_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim.state, "FIRST_EVENTS", 1)
    monkeypatch.setattr(AllianceModel, "make_room", lambda model: None)
    with pytest.raises(RuntimeError, match="more events"):
        run()


def test_without_a_chronicle_the_same_happens() -> None:
    told_all, silent = run(), run(keep_events=False)
    assert differences(told_all, silent) == {"clock", "events"}
    assert told_all.weekly == silent.weekly
    one, other = told_all.state.clock[0], silent.state.clock[0]
    assert len(silent.events) == 0
    for name in ("seed", "week", "weeks", "alliances", "live", "events_lost", "campaign"):
        assert one[name] == other[name]


def test_discarded_models_are_freed() -> None:
    model = run(weeks=20)
    assert model.alliances
    held: list[weakref.ref[Any]] = [weakref.ref(model), weakref.ref(model.organisations[0])]
    held.append(weakref.ref(model.alliances[0]))
    del model
    gc.collect()
    assert [reference() for reference in held] == [None, None, None]


INTERPRETED = """
import sys
import numpy as np
from tests.test_model import SMALL
from sim import AllianceModel
from tests.worlds import parameters
model = AllianceModel(parameters(**SMALL), seed=5, weeks=36).run()
np.save(sys.argv[1], np.array(model.events.tolist(), dtype=float))
"""

SMALL: dict[str, Any] = {
    **LIVELY,
    "organisations": 12,
    "fields": 4,
    "legislators": 9,
    "target_partners": 3,
}


def events_of_subprocess(path: Path, interpreted: bool) -> np.ndarray:
    """Run the small world in a process of its own and return its events."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("NUMBA_DISABLE_JIT", None)
    if interpreted:
        environment["NUMBA_DISABLE_JIT"] = "1"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", INTERPRETED, str(path)],
        check=True,
        cwd=ROOT,
        env=environment,
    )
    return np.asarray(np.load(path))


@pytest.mark.slow
def test_compiled_and_interpreted_rules_take_the_same_decisions(tmp_path: Path) -> None:
    compiled = events_of_subprocess(tmp_path / "compiled.npy", False)
    interpreted = events_of_subprocess(tmp_path / "interpreted.npy", True)
    assert set(compiled[:, 1].astype(int)) >= {
        int(EventKind.JOINED),
        int(EventKind.PLATFORM),
        int(EventKind.ENDED),
    }
    # Week, kind, alliance, organisation, partner, item and field; then four numbers.
    assert compiled[:, :7].tolist() == interpreted[:, :7].tolist()
    np.testing.assert_allclose(compiled[:, 7:], interpreted[:, 7:], rtol=0.0, atol=1e-9)


# --- Extensions -------------------------------------------------------------------------------


class Loner(Organisation):
    def decide_to_join(self, alliance: Alliance) -> bool:
        return False


class LonelyModel(AllianceModel):
    organisation_class = Loner


class Exclusive(Alliance):
    def admit(self, applicant: Organisation) -> bool:
        return False


class ExclusiveModel(AllianceModel):
    alliance_class = Exclusive


class Silent(Alliance):
    def speak(self) -> None:
        self.spoken = getattr(self, "spoken", 0) + 1


class SilentModel(AllianceModel):
    alliance_class = Silent


def test_where_nobody_decides_to_join_no_alliance_forms() -> None:
    model = run(LonelyModel)
    assert times(model, EventKind.INITIATIVE) > 0
    assert times(model, EventKind.JOINED) == times(model, EventKind.ALLIANCE_FORMED) == 0
    assert not any(alliance.is_allied for alliance in model.alliances)
    assert {alliance.ending for alliance in model.alliances} <= {Ending.NO_PARTNER, Ending.NONE}
    assert times(run(), EventKind.JOINED) > 0


def applicants(model: AllianceModel) -> set[tuple[int, int]]:
    return {(int(e.alliance), int(e.organisation)) for e in told(model.state, EventKind.APPLIED)}


def joined(model: AllianceModel) -> set[tuple[int, int]]:
    return {(int(e.alliance), int(e.organisation)) for e in told(model.state, EventKind.JOINED)}


def test_an_alliance_of_another_class_admits_by_its_own_rule() -> None:
    usual = run(weeks=120, admission="open")
    assert applicants(usual) & joined(usual)
    exclusive = run(ExclusiveModel, weeks=120, admission="open")
    assert all(type(alliance) is Exclusive for alliance in exclusive.alliances)
    assert times(exclusive, EventKind.REFUSED) > 0
    assert not applicants(exclusive) & joined(exclusive)


def test_an_alliance_of_another_class_speaks_by_its_own_rule() -> None:
    assert (run().state.exposure > 0.0).any()
    silent = run(SilentModel)
    assert any(alliance.is_public for alliance in silent.alliances)
    assert (silent.state.exposure == 0.0).all()
    for alliance in silent.alliances:
        assert (getattr(alliance, "spoken", 0) > 0) == alliance.is_public


# --- Switches ---------------------------------------------------------------------------------


def test_without_learning_positions_are_those_of_the_base() -> None:
    # A shock moves both alike; nothing else does.
    without, with_learning = run(learning=False), run(learning=True)
    assert times(without, EventKind.SHOCK) > 0
    assert (without.state.views["position"] == without.state.views[BASE]).all()
    assert (with_learning.state.views["position"] != with_learning.state.views[BASE]).any()


def test_without_learning_and_shocks_nobody_moves() -> None:
    model = AllianceModel(parameters(**{**LIVELY, "learning": False, "shock_rate": 0.0}), seed=1)
    before = model.state.views.copy()
    for _ in range(WEEKS):
        model.step()
    assert model.state.views.tobytes() == before.tobytes()


def conflicts_over_items(model: AllianceModel) -> int:
    """Count conflicts over agreed items, without those over quick reactions."""
    return sum(event.agenda_item != NOBODY for event in told(model.state, EventKind.CONFLICT))


def test_without_conflict_agreed_items_are_not_fought_over() -> None:
    turbulent: dict[str, Any] = {
        "weeks": 100,
        "shock_rate": 10.0,
        "conflict_notice": 1.0,
        "mediation": True,
    }
    heated, calm = run(**turbulent), run(**turbulent, conflict=False)
    assert conflicts_over_items(heated) > 0
    assert times(heated, EventKind.REWORDED) > 0
    assert times(heated, EventKind.MEDIATED) > 0
    assert conflicts_over_items(calm) == 0
    assert times(calm, EventKind.REWORDED) == times(calm, EventKind.MEDIATED) == 0


def test_without_mediation_nobody_mediates() -> None:
    model = run(weeks=100, shock_rate=10.0, conflict_notice=1.0, mediation=False)
    assert conflicts_over_items(model) > 0
    assert times(model, EventKind.MEDIATED) == 0


def test_without_looking_for_alliances_nobody_applies() -> None:
    assert times(run(weeks=120), EventKind.APPLIED) > 0
    assert times(run(weeks=120, seek_existing=False), EventKind.APPLIED) == 0


def test_closed_alliances_take_nobody_in_who_applies() -> None:
    closed = run(weeks=120, admission="closed")
    assert applicants(closed)
    assert not applicants(closed) & joined(closed)


def phases_begun(model: AllianceModel) -> set[int]:
    return {int(event.first) for event in told(model.state, EventKind.PHASE_BEGINS)}


def test_without_a_values_debate_there_is_no_such_phase() -> None:
    without = AllianceModel(parameters(**LIVELY, values_debate="none"), seed=1)
    seen: set[Phase] = set()
    while without.week < WEEKS:
        without.step()
        seen |= {alliance.phase for alliance in without.live_alliances}
    assert seen == {Phase.SOUNDING, Phase.GOALS, Phase.WORKING}
    assert all(event.first != Leaving.VALUES for event in told(without.state, EventKind.LEFT))
    assert int(Phase.VALUES) in phases_begun(run())
    assert int(Phase.VALUES) not in phases_begun(without)


@pytest.mark.parametrize(
    ("switch", "kind"),
    [("evaluation", EventKind.EVALUATED), ("network", EventKind.NETWORK_STAYS)],
)
def test_what_remains_is_switched_on(switch: str, kind: EventKind) -> None:
    shared: dict[str, Any] = {"weeks": 80, "planned_weeks": 10}
    assert times(run(**shared), kind) == 0
    switched: dict[str, Any] = {**shared, switch: True}
    ended = run(**switched)
    public = [
        alliance
        for alliance in ended.alliances
        if alliance.is_public and alliance.ending and len(alliance.members) >= 2
    ]
    assert times(ended, kind) == len(public) > 0


def test_without_bills_there_is_nothing_to_prevent() -> None:
    model = run(weeks=100, bill_rate=0.0)
    assert times(model, EventKind.BILL_PROPOSED) == 0
    assert {alliance.kind for alliance in model.alliances} == {0}


def test_windows_shocks_and_campaigns_can_be_switched_off() -> None:
    model = run(weeks=100, window_rate=0.0, shock_rate=0.0, campaign_weeks=0, event_rate=0.0)
    for kind in (
        EventKind.WINDOW_OPENS,
        EventKind.VOTE,
        EventKind.SHOCK,
        EventKind.CAMPAIGN_BEGINS,
        EventKind.OCCASION,
    ):
        assert times(model, kind) == 0
    assert not (model.state.items["status"] == int(ItemStatus.PASSED)).any()


def test_trust_neither_grows_nor_falls_without_its_rates() -> None:
    model = make_model(3, trust_gain=0.0, trust_loss=0.0, trust_decay=0.0, learning=False)
    make_ally(model, (0, 1, 2), public=True)
    know(model.state, 0, 1, 0.37, 0.62)
    for _ in range(8):
        model.step()
    assert model.week == WEEK + 8
    assert (trust(model.state, 0, 1), trust(model.state, 1, 0)) == (0.37, 0.62)


@pytest.mark.parametrize("governance", ["assembly", "lead", "core"])
@pytest.mark.parametrize("commitment", ["uniform", "differentiated"])
def test_all_combinations_of_rules_keep_the_conditions(governance: str, commitment: str) -> None:
    """The model checks the conditions every week by itself."""
    for values_debate, answer_shape in itertools.product(
        ("none", "time_boxed", "open_ended"), ("calendar", "exponential", "lognormal")
    ):
        model = run(
            weeks=45,
            governance=governance,
            commitment=commitment,
            values_debate=values_debate,
            answer_shape=answer_shape,
            core_size=3,
        )
        assert model.checks_conditions
        assert model.week == 45
        assert any(alliance.is_allied for alliance in model.alliances)
        assert np.isfinite(model.state.organisations["energy"]).all()
        assert (model.state.organisations["energy"] >= 0.0).all()
        assert (model.state.organisations["energy"] <= 1.0).all()


# --- README -----------------------------------------------------------------------------------


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)


def test_the_example_of_the_readme_works(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(examples()[0], names)
    model = names["model"]
    lines = capsys.readouterr().out.splitlines()
    assert model.week == 208
    assert len(lines) == len(model.alliances) > 0
    for line, alliance in zip(lines, model.alliances, strict=True):
        assert line.startswith(alliance.title)
        assert line.endswith(alliance.ending.name if alliance.ending else "; has not ended")
    assert {bool(alliance.ending) for alliance in model.alliances} == {True, False}
    assert len(pd.DataFrame(names["table"])) == len(model.alliances)


def test_the_extension_of_the_readme_works() -> None:
    names: dict[str, Any] = {}
    exec(examples()[1], names)
    model = names["LonelyModel"](seed=1, weeks=20).run()
    assert model.alliances
    assert not any(alliance.is_allied for alliance in model.alliances)


def test_the_example_of_many_runs_works(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(examples()[2].replace("range(100)", "range(4)"), names)
    assert names["runs"]["point"].tolist() == [0] * 4 + [1] * 4
    assert len(names["alliances"]) == names["runs"]["initiatives"].sum()
    assert "weeks_to_platform" in capsys.readouterr().out
