"""What all actors have in common: a Mesa agent that its model can let go of."""

from typing import Any

import mesa


class Actor(mesa.Agent):
    """A Mesa agent with a number of its own.

    Mesa up to 3.3 counts agents in a table on the class, by model, and so keeps every model that
    was ever made. We number agents ourselves and take the model out of that table; newer versions
    have none.

    Parameters
    ----------
    model
        The model it lives in.
    number
        Its unique number in the model, from 1.
    """

    def __init__(self, model: Any, number: int) -> None:
        super().__init__(model)
        self.unique_id = number
        getattr(mesa.Agent, "_ids", {}).pop(model, None)
