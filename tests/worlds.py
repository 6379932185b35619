"""Hand-made worlds and alliances, small enough to calculate with pencil and paper.

Everything random about them is switched off and all organisations are alike; a test changes what it
is about. Rules are called with plain integers: an enumeration is another type to the compiler.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from sim import AllianceModel
from sim.alliance import Alliance
from sim.membership import enrol, open_alliance, take_place
from sim.parameters import Parameters, declared_parameters
from sim.quantities import new_tie
from sim.state import (
    NEVER,
    NOBODY,
    EventKind,
    ItemStatus,
    Kind,
    Phase,
    State,
    Status,
    empty_state,
)

CHANGE, PREVENTION = int(Kind.CHANGE), int(Kind.PREVENTION)
CORE, CIRCLE, ASKED = int(Status.CORE), int(Status.CIRCLE), int(Status.ASKED)
OPEN, AGREED = int(ItemStatus.OPEN), int(ItemStatus.AGREED)
DROPPED, PASSED = int(ItemStatus.DROPPED), int(ItemStatus.PASSED)

THIRD = 1.0 / 3.0

WEEK = 10
"""Present week of a hand-made world."""

HOURS = 10.0
ENERGY = 0.7
IDEAL = 0.4
TOLERANCE = 0.5
"""What every organisation of a hand-made world has or wants, in every field."""

TINY: dict[str, Any] = {
    "sectors": 3,
    "fields": 3,
    "segments": 2,
    "legislators": 5,
    "parties": 1,
    "fields_touched": 0,
    "item_deviation": 0.0,
    "value_shift": 0.0,
    "perception_noise": 0.0,
    "chance_weight": 0.0,
    "strangers": 0,
}
"""Parameters of a hand-made world that deviate from the defaults: small, and without chance."""

KEYS = {declared.name: declared.key for declared in declared_parameters()}

ROUND = "rounds_held"
BASE = "base_ideal"
"""Fields that an interpreted record does not give as attributes: NumPy has methods of the name."""


@cache
def _parameters(changes: tuple[tuple[str, Any], ...]) -> Parameters:
    return Parameters().with_changes({KEYS[name]: value for name, value in changes})


def parameters(**changes: Any) -> Parameters:
    """Return default parameters with changes by short name: ``parameters(quorum=0.75)``."""
    return _parameters(tuple(sorted(changes.items())))


def make_world(organisations: int = 4, *, week: int = WEEK, seed: int = 1, **changes: Any) -> State:
    """Return the state of a hand-made world; parameters by short name."""
    chosen = parameters(**{**TINY, **changes})
    state = empty_state(chosen, organisations, seed, 208, True)
    make_alike(state)
    state.clock[0].week = week
    return state


def make_alike(state: State) -> None:
    """Make all organisations, fields and legislators of a state alike."""
    organisations = state.organisations
    count = len(organisations)
    segments = state.audiences.shape[1]
    alike: dict[str, Any] = {
        "sector": np.arange(count),
        "segment": np.arange(count) % segments,
        "ties": 0,
        "ties_at_start": 0,
        "freedom": THIRD,
        "justice": THIRD,
        "sustainability": THIRD,
        # Three channels fed alike: each has factor 3 x 1/3 = 1.
        "lobbying": THIRD,
        "dialogue": THIRD,
        "campaigning": THIRD,
        "camp": 0.0,
        "free_hours": HOURS,
        "free_hours_drawn": HOURS,
        "money": 0.0,
        "reach": 1.0,
        "energy": ENERGY,
        "pragmatism": 0.0,
        "visibility": 0.5,
        "sitting_weeks": 1.0,
        "sitting_phase": 0.0,
    }
    for name, value in alike.items():
        organisations[name] = value
    for name, value in {
        "red_line": 0,
        "position": IDEAL,
        BASE: IDEAL,
        "tolerance": TOLERANCE,
        "salience": 1.0,
        "expertise": 0.0,
    }.items():
        state.views[name] = value
    state.audiences[:] = 1.0 / segments
    for name, value in {
        "attention": 1.0,
        "polarisation": 0.0,
        "polarisation_base": 0.0,
        "status_quo": 0.0,
        "freedom": THIRD,
        "justice": THIRD,
        "sustainability": THIRD,
        "bill_deadline": NEVER,
    }.items():
        state.fields[name] = value
    state.legislators["party"] = np.arange(len(state.legislators)) % len(state.parties)
    state.parties["camp"] = 0.0
    state.legislator_ideals[:] = 0.0
    state.electorates[:] = 1.0 / segments


def make_model(
    organisations: int = 4,
    *,
    week: int = WEEK,
    seed: int = 1,
    model_class: type[AllianceModel] = AllianceModel,
    **changes: Any,
) -> AllianceModel:
    """Return a model whose state is a hand-made world."""
    chosen = parameters(**{**TINY, "organisations": organisations, **changes})
    model = model_class(chosen, seed=seed)
    make_alike(model.state)
    model.state.clock[0].week = week
    return model


def know(state: State, one: int, other: int, trust: float, back: float | None = None) -> None:
    """Make a tie in both directions."""
    new_tie(state, one, other, trust)
    new_tie(state, other, one, trust if back is None else back)


def enter(state: State, a: int, i: int, status: int = CORE) -> int:
    """Let an organisation be asked and join at once; return its place."""
    m = int(take_place(state, a, i, ASKED, int(state.clock[0].week)))
    assert m != NOBODY
    enrol(state, a, m, status)
    state.members[a, m].answers_round = state.clock[0].week
    return m


def make_alliance(
    state: State,
    core: Sequence[int] = (0, 1, 2),
    *,
    circle: Iterable[int] = (),
    field: int = 0,
    kind: int = CHANGE,
    draft: float = IDEAL,
    public: bool = False,
    known: bool = False,
) -> int:
    """Return the row of a hand-made alliance; the first of the core founds it."""
    a = int(open_alliance(state, core[0], field, kind, draft))
    state.members[a, 0].answers_round = state.clock[0].week
    for i in core[1:]:
        enter(state, a, i)
    for i in circle:
        enter(state, a, i, CIRCLE)
    state.members[a]["known"] = int(known)
    if public:
        publish(state, a)
    return a


def make_ally(model: AllianceModel, core: Sequence[int] = (0, 1, 2), **options: Any) -> Alliance:
    """Return a hand-made alliance of a model, as an agent."""
    a = make_alliance(model.state, core, **options)
    alliance = model.alliance_class(model, a)
    model.alliances.append(alliance)
    return alliance


def put_item(
    state: State, a: int, field: int, position: float, brought_by: int = 0, status: int = OPEN
) -> int:
    """Put a side item on the agenda that all members sign; return its number."""
    alliance = state.alliances[a]
    j = int(alliance.items)
    alliance.items += 1
    item = state.items[a, j]
    item.field = field
    item.number = 1 + 16 * brought_by
    item.brought_by = brought_by
    item.status = status
    item.reopened = NEVER
    item.position = position
    item.freedom = item.justice = item.sustainability = THIRD
    signs = np.isin(state.members[a]["status"], (CORE, CIRCLE)).astype(int)
    state.stances[a, j]["signs"] = signs
    item.signers = int(signs.sum())
    return j


def publish(state: State, a: int) -> None:
    """Let the platform stand, with every open item agreed at its present position."""
    alliance = state.alliances[a]
    for j in range(alliance.items):
        if state.items[a, j].status == OPEN:
            state.items[a, j].status = AGREED
    alliance.public = 1
    alliance.platform = state.clock[0].week
    alliance.platform_size = alliance.members
    alliance.phase = int(Phase.WORKING)
    alliance.agenda = alliance.items
    alliance.agreed = sum(state.items[a, j].status == AGREED for j in range(alliance.items))
    alliance.agreed_at_platform = alliance.agreed


def set_ideals(state: State, field: int, ideals: Sequence[float]) -> None:
    """Set what the organisations want in a field, in the order of their rows."""
    state.views["position"][: len(ideals), field] = ideals
    state.views[BASE][: len(ideals), field] = ideals


def trust(state: State, one: int, other: int) -> float:
    """Return the trust that one organisation has in another; nan without a tie."""
    for tie in state.ties[one][: state.organisations[one].ties]:
        if tie.partner == other:
            return float(tie.trust)
    return float("nan")


def told(state: State, kind: EventKind) -> list[Any]:
    """Return the events of a kind that the chronicle holds, in their order."""
    events = state.events[: int(state.clock[0].events)]
    return list(events[events["kind"] == int(kind)])


def numbers_of(state: State, kind: EventKind) -> list[list[float]]:
    """Return the four numbers of every event of a kind that the chronicle holds."""
    return [
        [float(e.first), float(e.second), float(e.third), float(e.fourth)]
        for e in told(state, kind)
    ]
