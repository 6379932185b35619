"""The chronicle: what has happened in a run, as dictionaries for machines and a story for people.

The state records events as numbers. What the numbers of a kind of event mean, and how it is told in
English and German, is declared once, in `tellings`.
"""

from sim.chronicle.events import Happening, event_dictionaries, happenings
from sim.chronicle.story import story
from sim.chronicle.tellings import REACTION_CONFLICT, TELLINGS, Detail, Telling
from sim.chronicle.words import (
    ENDING_EXPLANATIONS,
    ENDING_WORDS,
    FIELD_WORDS,
    LANGUAGES,
    LEAVING_EXPLANATIONS,
    LEAVING_WORDS,
    PHASE_WORDS,
    SECTOR_WORDS,
    Words,
    alliance_title,
    ending_words,
    field_words,
    leaving_words,
    organisation_words,
    phase_words,
    sector_words,
)

__all__ = [
    "ENDING_EXPLANATIONS",
    "ENDING_WORDS",
    "FIELD_WORDS",
    "LANGUAGES",
    "LEAVING_EXPLANATIONS",
    "LEAVING_WORDS",
    "PHASE_WORDS",
    "REACTION_CONFLICT",
    "SECTOR_WORDS",
    "TELLINGS",
    "Detail",
    "Happening",
    "Telling",
    "Words",
    "alliance_title",
    "ending_words",
    "event_dictionaries",
    "field_words",
    "happenings",
    "leaving_words",
    "organisation_words",
    "phase_words",
    "sector_words",
    "story",
]
