"""The behaviour, one module per phase of the study, each a list of short rules."""
