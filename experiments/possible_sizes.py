"""Which sizes a world can hold, as far as that is known before it is drawn."""

import numpy as np

from sim.parameters import Parameters
from sim.population import outline
from sim.state import NOBODY

WORLD_WIDE = "world_wide"
"""Design in which every founder asks in all sectors."""


def most_organisations(parameters: Parameters) -> int:
    """Return how many organisations a founder can ask at most, itself included.

    Where it asks in some sectors only, these hold no more than the largest ones do together. That
    is known where the sector of every organisation is; elsewhere sectors are drawn with each seed,
    and it is the number of all organisations.

    Parameters
    ----------
    parameters
        Of a run.
    """
    world, formation = outline(parameters), parameters.formation
    known = world.given.organisations
    asks_all = formation.focal_sectors == 0 or formation.size_design == WORLD_WIDE
    if asks_all or len(known) == 0 or np.any(known["sector"] == NOBODY):
        return world.organisations
    sizes = np.sort(np.unique(known["sector"], return_counts=True)[1])
    return int(sizes[-formation.focal_sectors :].sum())
