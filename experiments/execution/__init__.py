"""How the runs of a sweep are executed: on this machine, or on a cluster."""
