"""Figures of runs and experiments: one style, in English and German, none unexplained."""
