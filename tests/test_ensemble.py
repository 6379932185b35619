"""Many runs at once: as one by one, in threads, and on the Mesa engine where agents differ."""

import math
import statistics
import warnings
from typing import Any

import numpy as np
import pytest

from sim import Alliance, AllianceModel, CompiledModel, Organisation, Parameters, run_ensemble
from sim.behaviour import changed_behaviour
from sim.ensemble import MesaEngineWarning
from sim.measures import ALLIANCE_UNITS, RUN_RECORD, RUN_UNITS, in_words
from sim.parameters import ParameterError
from sim.state import Ending

SMALL = Parameters().with_changes({"world.organisations": 20, "formation.initiation_rate": 3.0})
WEEKS = 60


def same(one: Any, other: Any) -> bool:
    """Whether two arrays of records hold the same bytes."""
    return bool(one.tobytes() == other.tobytes())


def table_of(measured: Any, run: int, model: AllianceModel) -> str:
    """Alliances of one run as the model tells them."""
    rows = measured.alliances[measured.alliances_run == run]
    return str(in_words(rows, model.population.names, model.population.fields))


def test_runs_are_those_of_the_model_one_by_one() -> None:
    measured = run_ensemble(SMALL, range(3), weeks=WEEKS, weekly=True)
    for row, seed in enumerate(range(3)):
        model = AllianceModel(SMALL, seed=seed, weeks=WEEKS, keep_events=False).run()
        assert table_of(measured, row, model) == str(model.alliance_table())
        weeks = measured.weeks[row * WEEKS : (row + 1) * WEEKS]
        for name, column in model.week_table().items():
            assert np.array_equal(weeks[name], column, equal_nan=True), name


def test_results_do_not_depend_on_the_number_of_threads() -> None:
    one = run_ensemble(SMALL, range(12), weeks=WEEKS, threads=1)
    three = run_ensemble(SMALL, range(12), weeks=WEEKS, threads=3)
    assert same(one.runs, three.runs)
    assert same(one.alliances, three.alliances)
    assert same(one.alliances_run, three.alliances_run)


def test_every_parameter_set_has_the_same_seeds_in_order() -> None:
    other = SMALL.with_changes({"collaboration.governance": "assembly"})
    measured = run_ensemble([SMALL, other], [5, 2], weeks=20)
    assert measured.runs["point"].tolist() == [0, 0, 1, 1]
    assert measured.runs["seed"].tolist() == [5, 2, 5, 2]
    assert same(measured.runs[:2], run_ensemble(SMALL, [5, 2], weeks=20).runs)


def test_a_run_is_measured_as_its_alliances_say() -> None:
    measured = run_ensemble(SMALL, [4], weeks=150)
    run, rows = measured.runs[0], measured.alliances
    model = CompiledModel(SMALL, seed=4, weeks=150).run()
    table = model.alliance_table()
    platforms = [index for index, week in enumerate(table["platform"]) if week is not None]
    assert run.initiatives == len(rows) == len(table["alliance"])
    assert run.alliances == sum(table["is_alliance"])
    assert run.platforms == len(platforms) > 3
    assert run.goals_reached == sum(table["goal_reached"])
    assert run.pivotal == sum(table["pivotal"])
    assert run.members_who_left == sum(table["people_lost"])
    assert run.hours == pytest.approx(sum(table["hours"]))
    for name in ("depth", "weeks_to_platform", "members_at_platform"):
        mean = statistics.fmean(table[name][index] for index in platforms)
        assert run[name] == pytest.approx(mean)
    in_time = sum(
        round(share * count)
        for share, count in zip(table["decided_in_time"], table["occasions"], strict=True)
        if count
    )
    assert run.decided_in_time == in_time
    for ending in Ending:
        if ending not in (Ending.NONE, Ending.GOAL_REACHED):
            name = ending.name.lower()
            assert run[name] == table["ending"].count(name), name
    energy = statistics.fmean(organisation.energy for organisation in model.organisations)
    assert run.energy == pytest.approx(energy)
    trust = [trust for one in model.organisations for trust in one.ties.values()]
    assert run.trust == pytest.approx(statistics.fmean(trust))


def test_means_over_nothing_are_not_numbers() -> None:
    silent = SMALL.with_changes({"formation.initiation_rate": 0.0})
    run = run_ensemble(silent, [1], weeks=5).runs[0]
    assert run.initiatives == run.platforms == 0
    assert math.isnan(run.depth)
    assert math.isnan(run.credit_gini)


def test_columns_have_units() -> None:
    assert set(RUN_UNITS) == set(RUN_RECORD.names or ())
    measured = run_ensemble(SMALL, [1], weeks=5)
    assert set(ALLIANCE_UNITS) == set(measured.alliances.dtype.names)


def test_seeds_are_checked_before_anything_runs() -> None:
    with pytest.raises(ParameterError, match="seed = -1"):
        run_ensemble(SMALL, [3, -1], weeks=5)
    with pytest.raises(ParameterError, match="weeks = 0"):
        run_ensemble(SMALL, [3], weeks=0)


def test_every_run_is_told() -> None:
    told = []
    run_ensemble(SMALL, range(5), weeks=5, tell=lambda: told.append(1))
    assert len(told) == 5


# --- Changed behaviour ------------------------------------------------------------------------


class Loner(Organisation):
    """Joins nobody."""

    def decide_to_join(self, alliance: Alliance) -> bool:
        """Never."""
        return False


class LonelyModel(AllianceModel):
    """A world of loners."""

    organisation_class = Loner


class TalkativeModel(AllianceModel):
    """Says more, and does the same."""

    def __repr__(self) -> str:
        return "talkative"

    def sing(self) -> None:
        """Something that nobody calls."""


class ShortWeek(AllianceModel):
    """A week without impact."""

    def have_impact(self) -> None:
        """Nothing."""


def test_changed_behaviour_is_found() -> None:
    assert changed_behaviour(AllianceModel) == []
    assert changed_behaviour(CompiledModel, CompiledModel) == []
    assert changed_behaviour(TalkativeModel) == []
    assert changed_behaviour(LonelyModel) == ["Loner.decide_to_join"]
    assert changed_behaviour(ShortWeek) == ["ShortWeek.have_impact"]


class Idle:
    """A mixin that does nothing in the week's fourth phase."""

    def have_impact(self) -> None:
        """Nothing."""


class IdleModel(Idle, AllianceModel):
    """Overrides through a mixin."""


class Tired(Organisation):
    """Overrides a property."""

    @property
    def energy(self) -> float:
        """Low."""
        return 0.1


class TiredModel(AllianceModel):
    """A world of the tired."""

    organisation_class = Tired


class Prepared(AllianceModel):
    """Sets a method on the instance."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.have_impact = lambda: None  # type: ignore[method-assign]


def test_other_ways_of_changing_behaviour_are_found() -> None:
    assert changed_behaviour(IdleModel) == ["Idle.have_impact"]
    assert changed_behaviour(TiredModel) == ["Tired.energy"]
    assert changed_behaviour(Prepared) == ["Prepared.__init__"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [(AllianceModel, "have_impact"), (Organisation, "rest"), (Alliance, "speak")],
)
def test_a_patch_is_found(kind: type, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, name, lambda self: None)
    assert changed_behaviour(AllianceModel) == [f"{kind.__name__}.{name}"]
    with pytest.raises(TypeError, match=rf"{kind.__name__}\.{name} changed"):
        CompiledModel(SMALL)
    monkeypatch.undo()
    assert changed_behaviour(AllianceModel) == []


def test_agents_patched_into_our_own_model_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AllianceModel, "organisation_class", Loner)
    assert changed_behaviour(AllianceModel) == ["Loner.decide_to_join"]


class CompiledLoners(CompiledModel):
    """Loners that the compiled engine would never ask."""

    organisation_class = Loner


class Fast(CompiledModel):
    """Overrides a method that only the compiled model has."""

    def advance(self, until: int) -> None:
        """Nothing."""


def test_a_compiled_model_whose_agents_act_otherwise_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Loner\.decide_to_join changed: the compiled engine"):
        CompiledLoners(SMALL)
    with pytest.raises(TypeError, match=r"Fast\.advance changed"):
        run_ensemble(SMALL, [1], weeks=5, model_class=Fast)
    assert len(run_ensemble(SMALL, [1], weeks=5, model_class=CompiledModel).runs) == 1


def test_changed_behaviour_runs_on_the_mesa_engine_and_says_so() -> None:
    with pytest.warns(MesaEngineWarning, match=r"Loner\.decide_to_join changed"):
        measured = run_ensemble(
            SMALL, range(2), weeks=30, weekly=True, threads=2, model_class=LonelyModel
        )
    assert measured.runs["alliances"].tolist() == [0, 0]
    assert (measured.runs["initiatives"] > 0).all()
    assert len(measured.weeks) == 60
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = run_ensemble(SMALL, range(2), weeks=30, model_class=TalkativeModel)
    assert (ours.runs["alliances"] > 0).all()


class Failing(AllianceModel):
    """Fails in its third week."""

    def have_impact(self) -> None:
        """Fail."""
        if self.week == 3:
            raise ZeroDivisionError("nothing to divide by")


def test_a_failing_run_is_named() -> None:
    with (
        pytest.warns(MesaEngineWarning),
        pytest.raises(RuntimeError, match="point 0, seed 7: ZeroDivisionError"),
    ):
        run_ensemble(SMALL, [7, 8], weeks=5, threads=2, model_class=Failing)


def local_model() -> type[AllianceModel]:
    """A class that no other process can import."""

    class Hidden(AllianceModel):
        """Hidden in a function."""

        def have_impact(self) -> None:
            """Nothing."""

    return Hidden


def test_a_class_that_workers_cannot_import_is_named() -> None:
    hidden = local_model()
    with (
        pytest.warns(MesaEngineWarning),
        pytest.raises(RuntimeError, match=r"does not find local_model.*Hidden in .*; define"),
    ):
        run_ensemble(SMALL, [7, 8], weeks=5, threads=2, model_class=hidden)
    with pytest.warns(MesaEngineWarning):
        assert len(run_ensemble(SMALL, [7, 8], weeks=5, threads=1, model_class=hidden).runs) == 2


def test_a_patch_that_workers_do_not_have_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(AllianceModel, "have_impact", lambda self: None)
    with (
        pytest.warns(MesaEngineWarning, match=r"AllianceModel\.have_impact changed"),
        pytest.raises(RuntimeError, match=r"does not find AllianceModel in sim\.model as it"),
    ):
        run_ensemble(SMALL, [7, 8], weeks=5, threads=2)
