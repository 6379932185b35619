"""What researchers do with the model: the command `alliances` and its Hydra applications."""
