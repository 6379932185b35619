"""The terms of a story, each in a line: those of every run, and those of what is switched on."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.chronicle.words import Words
from sim.parameters import Parameters

HEADER = Words(
    """\
# How to read this. Weeks are counted from 0. A number names the same alliance throughout; search
# for "alliance 3 (" to follow it. The words:
# - initiative: what an alliance is before a second organisation joins.
# - lead: the member that coordinates the others.
# - position: distance from the present law, 0, on a scale from about -1 to 1; its sign is the way.
# - ideal, limit: the position that an organisation likes best; the farthest that it can accept.
# - objection: a position lies outside a member's limit; red line: a limit that it would leave over.
# - weight: how much a field matters to an organisation; 1 is the mean of all fields.
# - appeal: hoped-for shift of the law times weight, by trust in the lead, new audience and energy.
# - price: share of its hours to be given, in the unit of appeal; who finds more appeal joins.
# - core: the members who are asked before a decision; the others, if any, are the circle.
# - body: the board or assembly that answers for an organisation, and sits only now and then.
# - item: one of the demands on the agenda; item 1 is the main goal, all others are side demands.
# - round: all of the core answer on what is open; where they object, positions move for the next.
# - platform: the items agreed; once it stands, the alliance speaks in public.
# - window: a week in which parliament takes up the law of a field, and may vote on a demand.
# - worth, cost: shift of the law times weight as well, summed over the members who remain.
# - occasion: something that calls for a quick joint reaction, and is soon over.
# - bill: a draft of others, which an alliance may oppose; milestone: a side demand that became law.
# - credit: to be named by the press for a success; network: contacts that outlive an alliance.""",
    """\
# So ist das zu lesen: Wochen zählen ab 0. Eine Nummer meint immer dieselbe Allianz; die Suche nach
# „Allianz 3 (“ führt durch ihr Leben. Die Wörter:
# - Initiative: was eine Allianz ist, bevor eine zweite Organisation beitritt.
# - Federführung: ein Mitglied stimmt die übrigen untereinander ab.
# - Position: Abstand vom geltenden Gesetz, 0, auf einer Skala von etwa -1 bis 1, mit Richtung.
# - Ideal, Grenze: die liebste Position einer Organisation; die fernste, mit der sie leben kann.
# - Einwand: eine Position liegt außerhalb der Grenze; rote Linie: ihretwegen würde man gehen.
# - Gewicht: wie wichtig einer Organisation ein Feld ist; im Mittel aller Felder 1.
# - Reiz: erhoffte Änderung des Gesetzes mal Gewicht, nach Vertrauen, neuem Publikum und Kraft.
# - Preis: Anteil an den eigenen Stunden, in der Einheit des Reizes; wem er kleiner ist, tritt bei.
# - Kern: die Mitglieder, die vor jeder Entscheidung gefragt werden; sonstige bilden den Kreis.
# - Gremium: Vorstand oder Versammlung; antwortet für eine Organisation und tagt nur ab und zu.
# - Punkt: eine der Forderungen der Agenda; Punkt 1 ist das Hauptziel, sonst Nebenforderungen.
# - Runde: der Kern antwortet auf alles Offene; bei Einwänden rücken Positionen für die nächste.
# - Plattform: die vereinbarten Punkte; steht sie, tritt die Allianz öffentlich auf.
# - Fenster: Woche, in der sich das Parlament ein Feld vornimmt und abstimmen kann.
# - wert sein, kosten: ebenfalls Änderung mal Gewicht, zusammengezählt für alle Verbleibenden.
# - Anlass: etwas, das eine schnelle gemeinsame Reaktion verlangt und bald vorbei ist.
# - Gesetzentwurf: kommt von Dritten; Meilenstein: eine Nebenforderung, die Gesetz wurde.
# - Anerkennung: für einen Erfolg in der Presse stehen; Netzwerk: Kontakte, die bleiben.""",
)
"""How to read a story, and the terms in it, each in a line."""


class Term(NamedTuple):
    """A term, and when a story needs it."""

    words: Words
    is_used: Callable[[Parameters], bool]


TERMS = (
    Term(
        Words(
            "step: an intermediate goal; part of the way to the main goal, with a vote of its own.",
            "Schritt: Zwischenziel; ein Teil des Wegs zum Hauptziel, mit eigener Abstimmung.",
        ),
        lambda p: p.formation.steps > 0,
    ),
    Term(
        Words(
            "to negotiate anew: to open an agreed item that has come to cross a limit.",
            "neu verhandeln: einen vereinbarten Punkt öffnen, der inzwischen eine Grenze verletzt.",
        ),
        lambda p: p.collaboration.reopening,
    ),
    Term(
        Words(
            "to moderate: to word proposals so that they cross limits least.",
            "moderieren: Vorschläge so fassen, dass sie Grenzen am wenigsten verletzen.",
        ),
        lambda p: p.formation.moderation != "none",
    ),
    Term(
        Words(
            "mediation: to move an agreed item to an objector's limit, if others can accept it.",
            "Vermittlung: einen Punkt an eine Grenze rücken, wenn alle anderen damit leben können.",
        ),
        lambda p: p.collaboration.mediation,
    ),
    Term(
        Words(
            "pool: the money that members have paid in and that is not yet spent.",
            "Kasse: das Geld, das Mitglieder eingezahlt haben und das noch nicht ausgegeben ist.",
        ),
        lambda p: p.formation.moderation == "outside",
    ),
    Term(
        Words(
            "role: the one way of working that a member takes on; without a role it has three.",
            "Rolle: die eine Arbeitsweise, die ein Mitglied übernimmt; ohne Rolle sind es drei.",
        ),
        lambda p: p.impact.roles != "none",
    ),
    Term(
        Words(
            "campaigning is aimed at voters, lobbying at legislators; dialogue answers doubts.",
            "Kampagnen gelten der Wählerschaft, Lobbyarbeit Abgeordneten; Dialog klärt Bedenken.",
        ),
        lambda p: p.impact.roles != "none",
    ),
    Term(
        Words(
            "near to a party: its legislators listen; the public takes members for closer to it.",
            "Nähe zu einer Partei: Deren Abgeordnete hören zu, andere sehen Mitglieder ihr näher.",
        ),
        lambda p: p.impact.stance == "near",
    ),
    Term(
        Words(
            "far from parties: in this run no alliance lobbies.",
            "Ferne zu Parteien: In diesem Lauf macht keine Allianz Lobbyarbeit.",
        ),
        lambda p: p.impact.stance == "far",
    ),
    Term(
        Words(
            "to misread: to take a proposal for another than it is, and to object to that.",
            "missverstehen: einen Vorschlag für einen anderen halten und dem widersprechen.",
        ),
        lambda p: p.formation.misreading > 0.0,
    ),
    Term(
        Words(
            "hardliner: a member of the core that never gives way, drawn by the run's design.",
            "Hardliner: ein Mitglied des Kerns, das nie nachgibt; vom Versuchsplan ausgelost.",
        ),
        lambda p: p.formation.size_design != "world_wide" and p.formation.hardliner != "none",
    ),
    Term(
        Words(
            "own limits: who does not know them cannot tell them, nor object before the platform.",
            "eigene Grenzen: Wer sie nicht kennt, kann sie nicht nennen und noch nicht einwenden.",
        ),
        lambda p: p.formation.own_limits_known < 1.0,
    ),
    Term(
        Words(
            "to tell limits on joining: so far as the newcomer trusts whoever has asked it.",
            "Grenzen beim Beitritt nennen: soweit man der Organisation vertraut, die gefragt hat.",
        ),
        lambda p: p.formation.disclose_red_lines,
    ),
    Term(
        Words(
            "not to sign: to stay in an alliance without carrying one of its side demands.",
            "nicht zeichnen: in einer Allianz bleiben, aber eine Nebenforderung nicht mittragen.",
        ),
        lambda p: p.formation.commitment == "differentiated",
    ),
    Term(
        Words(
            "to look back: to meet at the end and see what partners really want.",
            "zurückblicken: sich am Ende treffen und sehen, was die anderen wirklich wollen.",
        ),
        lambda p: p.dissolution.evaluation,
    ),
)
"""Terms of mechanisms that can be switched off; a story explains those that are on in its run."""


def terms_of(parameters: Parameters) -> Iterator[Words]:
    """Return the terms that a story needs besides those of every run."""
    return (term.words for term in TERMS if term.is_used(parameters))
