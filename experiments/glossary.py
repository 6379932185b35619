"""The page of terms: every word that a chronicle, a summary or a figure takes for granted.

``python -m experiments.glossary`` rewrites ``docs/GLOSSARY.md`` from the same words that the
program speaks; a test fails while it is out of date.
"""

import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

from experiments.parameter_table import markdown_table
from sim.chronicle.terms import HEADER, TERMS
from sim.chronicle.words import (
    CHANNEL_WORDS,
    ENDING_EXPLANATIONS,
    ENDING_WORDS,
    LEAVING_EXPLANATIONS,
    LEAVING_WORDS,
    PHASE_WORDS,
    Words,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"
COMMAND = "python -m experiments.glossary"

INTRODUCTION = f"""# Terms

What the words of chronicles, summaries and figures mean, in both languages of the program. This
file is generated: do not edit it, run `{COMMAND}`. [ODD.md](ODD.md) defines everything exactly.
"""

BULLET = "# - "

Code = TypeVar("Code", bound=IntEnum)

OF_FIGURES: Sequence[Words] = (
    Words(
        "reach: the audience of an organisation; the mean organisation has 1.",
        "Reichweite: das Publikum einer Organisation; im Mittel 1.",
    ),
    Words(
        "tie: a contact between two organisations; the more trust, the darker the line.",
        "Kontakt: eine Verbindung zweier Organisationen; je mehr Vertrauen, desto dunkler.",
    ),
    Words(
        "aim: what an alliance is for, the change of a law or the prevention of a bill.",
        "Absicht: wofür eine Allianz da ist, Veränderung oder Verhinderung eines Gesetzes.",
    ),
    Words(
        "would have been won without it: there was a majority also without its voice.",
        "auch ohne sie gewonnen: Es gab auch ohne ihre Stimme eine Mehrheit.",
    ),
    Words(
        "hours for coordination: hours that go into talks among members, not into the goal.",
        "Stunden für Abstimmung: was in Gespräche der Mitglieder geht, nicht in das Ziel.",
    ),
    Words(
        "decided in time: occasions to which the core answered before they were over.",
        "rechtzeitig entschieden: Anlässe, auf die der Kern antwortete, ehe sie vorbei waren.",
    ),
    Words(
        "ways of working: among how many of the three the hours are divided; 3 if evenly.",
        "Arbeitsweisen: auf wie viele der drei sich die Stunden verteilen; bei gleichen Teilen 3.",
    ),
    Words(
        "nearest party: the one whose legislators gain most by the goal.",
        "nächste Partei: die, deren Abgeordneten das Ziel am meisten bringt.",
    ),
    Words(
        "breadth: members, sectors and electorates that an alliance reaches, at the platform.",
        "Breite: Mitglieder, Sektoren und Wählerschaften einer Allianz, bei der Plattform.",
    ),
    Words(
        "effective sectors: as many equally large ones as would be just as varied (Hill number).",
        "wirksame Sektoren: so viele gleich große wären ebenso vielfältig (Hill-Zahl).",
    ),
    Words(
        "ambition kept: how much of the way that members want to go is gone by what was agreed.",
        "gewahrter Anspruch: wie viel des Weges, den Mitglieder wollen, das Vereinbarte geht.",
    ),
    Words(
        "depth: share of the agenda that was agreed, times the ambition kept.",
        "Tiefe: vereinbarter Anteil der Tagesordnung, mal gewahrtem Anspruch.",
    ),
    Words(
        "uniform, differentiated commitment: all sign the whole platform; each signs what it can.",
        "einheitliche, abgestufte Verpflichtung: alle unterschreiben alles; jede, was sie kann.",
    ),
    Words(
        "efficient: nothing else is as broad and deeper, or as deep and broader.",
        "effizient: Nichts anderes ist gleich breit und tiefer oder gleich tief und breiter.",
    ),
)
"""Terms of the summary and the figures that a chronicle does not use."""


def glossary() -> str:
    """Return the text of ``docs/GLOSSARY.md``."""
    return "\n".join(
        (
            INTRODUCTION,
            _table("In every chronicle", common_terms()),
            _table("Where a mechanism is on", [term.words for term in TERMS]),
            _table("In summaries and figures", OF_FIGURES),
            _table("Phases of an alliance", list(PHASE_WORDS.values())),
            _table("Ways of working", list(CHANNEL_WORDS.values())),
            _table("How alliances end", _explained(ENDING_WORDS, ENDING_EXPLANATIONS)),
            _table("Why members leave", _explained(LEAVING_WORDS, LEAVING_EXPLANATIONS)),
        )
    )


def common_terms() -> list[Words]:
    """Return the terms that stand at the beginning of every chronicle, a line each."""
    lines = (
        [line.removeprefix(BULLET) for line in text.splitlines() if line.startswith(BULLET)]
        for text in HEADER
    )
    return [Words(english, german) for english, german in zip(*lines, strict=True)]


def _explained(words: Mapping[Code, Words], explanations: Mapping[Code, Words]) -> list[Words]:
    """Return words with their explanations, without the one for nothing having happened."""
    return [
        Words(f"{words[code].en}: {said.en}", f"{words[code].de}: {said.de}")
        for code, said in explanations.items()
        if code != 0
    ]


def _table(title: str, terms: Sequence[Words]) -> str:
    rows = [(_with_term(term.en), _with_term(term.de)) for term in terms]
    return f"## {title}\n\n{markdown_table(('English', 'German'), rows)}"


def _with_term(line: str) -> str:
    """Set the term at the beginning of a line apart from what it means."""
    term, colon, meaning = line.partition(": ")
    return f"**{term}**: {meaning}" if colon else line


def main() -> int:
    """Bring the page up to date; return an exit code."""
    if not (DOCS / "ODD.md").is_file():
        print(f"{DOCS} has no ODD.md: run this in a checkout of the repository.", file=sys.stderr)
        return 2
    (DOCS / "GLOSSARY.md").write_text(glossary(), encoding="utf-8")
    print(f"Up to date: {DOCS / 'GLOSSARY.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
