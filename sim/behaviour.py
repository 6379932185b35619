"""What a model does otherwise than ours, because it was subclassed or patched.

The compiled engine has the weeks of `AllianceModel` built in, so it may only stand in for models
that do the same.
"""

from sim.alliance import Alliance
from sim.model import AllianceModel
from sim.organisation import Organisation

HARMLESS = frozenset(
    {
        "__annotations__",
        "__dict__",
        "__doc__",
        "__firstlineno__",
        "__module__",
        "__parameters__",
        "__repr__",
        "__static_attributes__",
        "__str__",
        "__weakref__",
        "alliance_class",
        "organisation_class",
    }
)
"""Names in a class that change nothing of what a run does."""

DELIVERED: dict[type, dict[str, object]] = {
    kind: dict(vars(kind)) for kind in (AllianceModel, Organisation, Alliance)
}
"""What our classes hold before anybody can patch them."""


def changed_behaviour(
    model_class: type[AllianceModel], base: type[AllianceModel] = AllianceModel
) -> list[str]:
    """Name what a model, its organisations and its alliances do otherwise than ours.

    Parameters
    ----------
    model_class
        The model; its `organisation_class` and `alliance_class` are looked at as well.
    base
        The model of ours with which it is compared.

    Returns
    -------
    list of str
        Such as "Loner.decide_to_join": methods and properties overridden in a subclass or a mixin,
        a constructor that may set anything, and what was patched into our own classes.
    """
    pairs = (
        (model_class, base),
        (model_class.organisation_class, Organisation),
        (model_class.alliance_class, Alliance),
    )
    return [name for ours, theirs in pairs for name in _overridden(ours, theirs)]


def _overridden(ours: type, base: type) -> list[str]:
    added = [kind for kind in ours.__mro__ if kind not in base.__mro__]
    known = set(dir(base)) - HARMLESS
    names = [f"{kind.__name__}.{name}" for kind in added for name in vars(kind) if name in known]
    return names + [name for kind in base.__mro__ for name in _patched(kind)]


def _patched(kind: type) -> list[str]:
    delivered = DELIVERED.get(kind, vars(kind))
    names = sorted((set(vars(kind)) | set(delivered)) - HARMLESS)
    return [
        f"{kind.__name__}.{name}"
        for name in names
        if vars(kind).get(name) is not delivered.get(name)
    ]
