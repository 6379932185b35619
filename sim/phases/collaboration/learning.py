"""Collaboration: learn from each other, and return to one's own members."""

import numpy as np

from sim.compiling import rule
from sim.parameters import MONTH
from sim.quantities import link_seen, trust_in
from sim.state import ItemStatus, Phase, State, Status

UNCONCERNED, TOUCHED, ON_AGENDA = 0, 1, 2
"""What a field can be to an alliance, the closer the larger."""


@rule
def meets_this_week(state: State, a: int) -> bool:
    """Whether this is the week of an alliance's monthly meeting."""
    return bool((state.clock[0].week - state.alliances[a].founded) % MONTH == 0)


@rule
def follow(state: State, a: int, m: int, k: int) -> None:
    """Move a member's ideal in a field towards those of the core that it can follow.

    Bounded confidence (Hegselmann and Krause 2002; Deffuant et al. 2000): one after another, in the
    order of the list. With confidence 0 nobody follows anybody.
    """
    p = state.parameters[0]
    view = state.views[state.members[a, m].organisation, k]
    total = 0.0
    count = 0
    for other in range(state.alliances[a].slots):
        if other != m and state.members[a, other].status == Status.CORE:
            position = state.views[state.members[a, other].organisation, k].position
            if abs(position - view.position) <= p.confidence:
                total += position
                count += 1
    if count > 0:
        view.position += p.learning_rate * (total / count - view.position)


@rule
def exchange_expertise(state: State, a: int, m: int, k: int) -> None:
    """Let a member take expertise in a field over from the most expert of the core."""
    view = state.views[state.members[a, m].organisation, k]
    best = view.expertise
    for other in range(state.alliances[a].slots):
        if state.members[a, other].status == Status.CORE:
            best = max(best, state.views[state.members[a, other].organisation, k].expertise)
    view.expertise += state.parameters[0].exchange_rate * (best - view.expertise)


@rule
def see_links(state: State, a: int, m: int, k: int) -> None:
    """Let a member see, with the others of the core, how a field hangs together with others.

    Of every link those tell who see more of it than it does already. They share the time
    of the meeting evenly, and what one hears counts for as much as who says it is trusted.
    """
    p = state.parameters[0]
    i = int(state.members[a, m].organisation)
    for q in range(state.touched.shape[1]):
        seen = link_seen(state, i, k, q)
        gained = 0.0
        tellers = 0
        for other in range(state.alliances[a].slots):
            if other != m and state.members[a, other].status == Status.CORE:
                partner = int(state.members[a, other].organisation)
                more = link_seen(state, partner, k, q) - seen
                if more > 0.0:
                    tellers += 1
                    gained += more * min(1.0, p.stranger_trust + trust_in(state, i, partner))
        state.links[i, k, q] = seen + p.insight_rate * gained / max(1, tellers)


@rule
def return_to_base(state: State, i: int) -> None:
    """Draw an organisation's ideals back to those of its own members, once a month.

    A stubborn base (Friedkin and Johnsen 1990): with a strong anchor nothing learned stays.
    """
    p = state.parameters[0]
    if state.clock[0].week % MONTH != 0:
        return
    for k in range(state.fields.shape[0]):
        view = state.views[i, k]
        view.position += p.anchor * (view.base_ideal - view.position)


@rule
def concern(state: State, a: int) -> np.ndarray:
    """Return what each field is to an alliance, shape (K,): `UNCONCERNED`, `TOUCHED`, `ON_AGENDA`.

    On the agenda is a field in which an agreed item lies, and in the debate on values that of the
    goal; touched one that such a field touches.
    """
    fields = np.full(state.fields.shape[0], UNCONCERNED, dtype=np.int64)
    debating = state.alliances[a].phase == Phase.VALUES
    for j in range(state.alliances[a].items):
        item = state.items[a, j]
        if item.status == ItemStatus.AGREED or (debating and j == 0):
            fields[item.field] = ON_AGENDA
            for q in range(state.touched.shape[1]):
                touched = state.touched[item.field, q]
                fields[touched] = max(fields[touched], TOUCHED)
    return fields


@rule
def put_on_agenda(fields: np.ndarray, further: np.ndarray) -> None:
    """Put further fields on the agenda, in what `concern` tells."""
    for k in further:
        fields[k] = ON_AGENDA


@rule
def learn(state: State, a: int, m: int, fields: np.ndarray) -> None:
    """Let a core member learn about every field on the agenda, and about those that they touch.

    With `see_causes` also how the ones hang together with the others.

    Parameters
    ----------
    fields
        What each field is to the alliance, as `concern` tells.
    """
    if state.members[a, m].status != Status.CORE:
        return
    for k in range(fields.shape[0]):
        if fields[k] == ON_AGENDA:
            follow(state, a, m, k)
        if fields[k] != UNCONCERNED:
            exchange_expertise(state, a, m, k)
        if fields[k] == ON_AGENDA and state.parameters[0].see_causes:
            see_links(state, a, m, k)
