"""What the numbers of every kind of event mean, and how it is told; declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sim.chronicle.words import Words
from sim.state import (
    NOBODY,
    Channel,
    Credit,
    Ending,
    EventKind,
    Kind,
    Leaving,
    Moderation,
    Phase,
    Roles,
)


class Detail(IntEnum):
    """How much a story tells."""

    HEADLINES = 1
    USUAL = 2
    EVERYTHING = 3


Number = tuple[str, Callable[[float], Any]]
"""Name of one of an event's four numbers, and what makes it readable."""


def _goal(code: float) -> str:
    return Kind(int(code)).name.lower()


def _phase(code: float) -> str:
    return Phase(int(code)).name.lower()


def _leaving(code: float) -> str:
    return Leaving(int(code)).name.lower()


def _ending(code: float) -> str:
    return Ending(int(code)).name.lower()


def _credit(code: float) -> str:
    return Credit(int(code)).name.lower()


def _channel(code: float) -> str:
    return Channel(int(code)).name.lower()


def _roles(code: float) -> str:
    return Roles(int(code)).name.lower()


def _moderator(code: float) -> str:
    return Moderation(int(code)).name.lower()


@dataclass(frozen=True)
class Telling:
    """What the numbers of a kind of event mean, and how it is told.

    In a sentence ``{name}`` stands for a number or for who took part, ``[joins|join]`` for one of
    two forms, by how many organisations are named, and ``[members:member|members]`` by a number.

    Attributes
    ----------
    numbers
        Names of `first` to `fourth`, as many as the kind uses.
    detail
        From which level of detail on a story tells it.
    sentences
        Sentences by case; the first is the usual one.
    together
        Columns in which events of one week agree that are told in one sentence; none: each alone.
    """

    numbers: tuple[Number, ...]
    detail: Detail
    sentences: Mapping[str, Words]
    together: tuple[str, ...] = ()


TELLINGS: Mapping[EventKind, Telling] = {
    # --- Environment
    EventKind.WINDOW_OPENS: Telling(
        (("attention", float),),
        Detail.EVERYTHING,
        {
            "usual": Words(
                "parliament takes up the law on {field} for a week "
                "(public attention {attention}, 1 in the mean)",
                "Das Parlament nimmt sich eine Woche lang das Gesetz zu {to_field} vor "
                "(öffentliche Aufmerksamkeit {attention}, im Mittel 1)",
            )
        },
    ),
    EventKind.BILL_PROPOSED: Telling(
        (("position", float), ("vote_week", int)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "a bill on {field} comes before parliament: position {position}, "
                "vote in week {vote_week}",
                "Ein Gesetzentwurf zu {to_field} kommt ins Parlament: Position {position}, "
                "Abstimmung in Woche {vote_week}",
            )
        },
    ),
    EventKind.BILL_PASSES: Telling(
        (("in_favour", int), ("seats", int), ("position", float)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "parliament passes the bill on {field}: "
                "{in_favour} of {seats} in favour, {needed} needed",
                "Das Parlament nimmt den Gesetzentwurf zu {to_field} an: "
                "{in_favour} von {seats} dafür, {needed} nötig",
            )
        },
    ),
    EventKind.BILL_FAILS: Telling(
        (("in_favour", int), ("seats", int), ("position", float)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "parliament rejects the bill on {field}: "
                "{in_favour} of {seats} in favour, {needed} needed",
                "Das Parlament lehnt den Gesetzentwurf zu {to_field} ab: "
                "{in_favour} von {seats} dafür, {needed} nötig",
            )
        },
    ),
    EventKind.SHOCK: Telling(
        (("position_before", float), ("position_after", float)),
        Detail.EVERYTHING,
        {
            "usual": Words(
                "the situation of {who} in {field} changes: its ideal moves by {move}",
                "Die Lage von {who} im Feld {field} ändert sich: "
                "Das Ideal verschiebt sich um {move}",
            )
        },
    ),
    EventKind.CAMPAIGN_BEGINS: Telling(
        (("weeks_to_election", int),),
        Detail.HEADLINES,
        {
            "usual": Words(
                "the election campaign begins, {weeks_to_election} "
                "[weeks_to_election:week|weeks] before the election: camps listen less",
                "Der Wahlkampf beginnt, bis zur Wahl [weeks_to_election:bleibt|bleiben] "
                "{weeks_to_election} [weeks_to_election:Woche|Wochen]: "
                "Die Lager hören einander weniger zu",
            )
        },
    ),
    # --- Formation
    EventKind.HARDLINER: Telling(
        (("readiness_lost", float),),
        Detail.USUAL,
        {
            "one": Words(
                "{who} is drawn as the hardliner of {alliance}: it gives way in nothing",
                "{who} wird als Hardliner von {alliance} ausgelost und gibt in nichts nach",
            ),
            "shared": Words(
                "the core of {alliance} shares what a hardliner would lose: {who} [loses|lose] "
                "{readiness_lost} of [its|their] readiness to give way",
                "Der Kern von {alliance} teilt sich, was ein Hardliner verlöre: {who} "
                "[verliert|verlieren] {readiness_lost} der Bereitschaft nachzugeben",
            ),
        },
        ("alliance",),
    ),
    EventKind.INITIATIVE: Telling(
        (("goal", _goal), ("draft", float), ("salience", float)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "{who} starts an initiative, {alliance}: draft at {draft}; "
                "to it the field has weight {salience} (1 in the mean)",
                "{who} startet eine Initiative, {alliance}: Entwurf bei {draft}; "
                "dort hat das Feld das Gewicht {salience} (im Mittel 1)",
            ),
            "prevention": Words(
                "{who} starts an initiative, {alliance}: the bill lies at {draft}; "
                "to it the field has weight {salience} (1 in the mean)",
                "{who} startet eine Initiative, {alliance}: Der Entwurf liegt bei {draft}; "
                "dort hat das Feld das Gewicht {salience} (im Mittel 1)",
            ),
        },
    ),
    EventKind.ASKED: Telling(
        (("body_sits", int),),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} asks {count} [organisation|organisations]: {who}",
                "{alliance} fragt {count} [Organisation|Organisationen]: {who}",
            )
        },
        ("alliance",),
    ),
    EventKind.JOINED: Telling(
        (("appeal", float), ("price", float), ("members", int), ("after_platform", bool)),
        Detail.USUAL,
        {
            "usual": Words(
                "{each} [joins|join] {alliance}; {members} [members:member|members] now",
                "{each} [tritt|treten] {alliance} bei; "
                "jetzt {members} [members:Mitglied|Mitglieder]",
            ),
            "first": Words(
                "{each} [joins|join] {alliance}: the initiative has become an alliance; "
                "{members} [members:member|members] now",
                "{each} [tritt|treten] {alliance} bei: Aus der Initiative ist eine Allianz "
                "geworden; jetzt {members} [members:Mitglied|Mitglieder]",
            ),
            "late": Words(
                "{each} [joins|join] {alliance}, whose platform stands; "
                "{members} [members:member|members] now",
                "{each} [tritt|treten] {alliance} bei, deren Plattform schon steht; "
                "jetzt {members} [members:Mitglied|Mitglieder]",
            ),
        },
        ("alliance",),
    ),
    EventKind.DECLINED: Telling(
        (("appeal", float), ("price", float)),
        Detail.USUAL,
        {
            "usual": Words(
                "{each} [declines|decline] to join {alliance}",
                "{each} [sagt|sagen] {alliance} ab",
            ),
            "several": Words(
                "{count} decline to join {alliance}: {who} "
                "(appeal {appeal_range}, each below its own price of {price_range})",
                "{count} Organisationen sagen {alliance} ab: {who} "
                "(Reiz {appeal_range}, jeweils unter dem eigenen Preis von {price_range})",
            ),
            "applied": Words(
                "{each} no longer [wants|want] to join {alliance}",
                "{each} [möchte|möchten] {alliance} nicht mehr beitreten",
            ),
        },
        ("alliance", "note"),
    ),
    EventKind.ALLIANCE_FORMED: Telling(
        (),
        Detail.EVERYTHING,
        {
            "usual": Words(
                "{partner} is the first to follow {who}: "
                "the initiative has become {alliance} with 2 members",
                "{partner} folgt {who} als erste Organisation: "
                "Aus der Initiative ist {alliance} mit 2 Mitgliedern geworden",
            )
        },
    ),
    EventKind.LIMITS_KNOWN: Telling(
        (),
        Detail.EVERYTHING,
        {
            "usual": Words(
                "{alliance} learns how far {who} would go",
                "{alliance} erfährt, wie weit {who} gehen [würde|würden]",
            ),
            "on joining": Words(
                "{who} [tells|tell] {alliance} on joining how far [it|they] would go",
                "{who} [sagt|sagen] {alliance} schon beim Beitritt, wo die eigenen Grenzen liegen",
            ),
        },
        ("alliance", "note"),
    ),
    EventKind.PHASE_BEGINS: Telling(
        (("phase", _phase), ("members", int)),
        Detail.USUAL,
        {
            "values": Words(
                "{alliance} begins its values debate with {members} [members:member|members]",
                "{alliance} beginnt die Wertedebatte, {members} [members:Mitglied|Mitglieder]",
            ),
            "goals": Words(
                "{alliance} begins to set its goal with {members} [members:member|members]",
                "{alliance} beginnt die Zielfindung, {members} [members:Mitglied|Mitglieder]",
            ),
            "working": Words(
                "{alliance} goes to work with {members} [members:member|members]",
                "{alliance} nimmt die Arbeit auf, {members} [members:Mitglied|Mitglieder]",
            ),
        },
    ),
    EventKind.ITEM_PROPOSED: Telling(
        (("position", float),),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} adds to its agenda: {items}",
                "{alliance} nimmt in ihre Agenda auf: {items}",
            )
        },
        ("alliance",),
    ),
    EventKind.ROUND_OPENS: Telling(
        (("round", int), ("round_ends", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} circulates {open} open [open:item|items], round {round}; "
                "the round ends in week {round_ends}",
                "{alliance} berät in Runde {round} über {open} "
                "[open:offenen Punkt|offene Punkte]; "
                "die Runde endet in Woche {round_ends}",
            )
        },
    ),
    EventKind.OBJECTION: Telling(
        (("position", float), ("beyond_limit", float), ("red_line", bool), ("round", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} objects to {item} of {alliance}: "
                "position {position} lies {beyond_limit} outside its limit{hard}",
                "{who} widerspricht {item} von {alliance}: "
                "Position {position} liegt {beyond_limit} außerhalb der eigenen Grenze{hard}",
            ),
            "several": Words(
                "{each} object to {item} of {alliance}: "
                "position {position} lies that far outside their limits",
                "{each} widersprechen {item} von {alliance}: "
                "Position {position} liegt jeweils so weit außerhalb ihrer Grenze",
            ),
            "misread": Words(
                "{who} [objects|object] to {item} of {alliance}, having misread it",
                "{who} [widerspricht|widersprechen] {item} von {alliance}, "
                "weil der Text anders verstanden wurde",
            ),
            "prevention": Words(
                "{who} [objects|object] to {item} of {alliance}: "
                "[it|each] would rather have the bill than the present law",
                "{who} [widerspricht|widersprechen] {item} von {alliance}: "
                "Das neue Gesetz wäre dort lieber gesehen als das geltende",
            ),
        },
        ("alliance", "item", "position"),
    ),
    EventKind.ITEM_RETURNED: Telling(
        (("before", float), ("position", float), ("objectors", int), ("objectors_there", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} takes {item} back from position {before} to {position}, "
                "to which {objectors_there} instead of {objectors} object",
                "{alliance} nimmt {item} von Position {before} auf {position} zurück, "
                "der {objectors_there} statt {objectors} widersprechen",
            )
        },
    ),
    EventKind.SLIGHTED: Telling(
        (("trust", float),),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} feels slighted by {partner}, who has misread {item} of {alliance}",
                "{who} fühlt sich von {partner} angegriffen: "
                "Der Einwand gegen {item} von {alliance} war ein Missverständnis",
            )
        },
    ),
    EventKind.ITEM_AGREED: Telling(
        (("position", float), ("rounds", int), ("signers", int), ("objectors", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} agrees on {items}",
                "{alliance} einigt sich auf {items}",
            )
        },
        ("alliance",),
    ),
    EventKind.STEP_DERIVED: Telling(
        (("position", float), ("goal", float)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} plans [a step|steps] to its goal at {goal}: {items}",
                "{alliance} plant [einen Schritt|Schritte] zum Ziel bei {goal}: {items}",
            )
        },
        ("alliance",),
    ),
    EventKind.MEETING_MODERATED: Telling(
        (("moderator", _moderator), ("moderated", bool), ("needed", float), ("had", float)),
        Detail.USUAL,
        {
            "outside": Words(
                "somebody from outside moderates the meeting of {alliance}, "
                "for {needed} EUR out of {had} in its pool",
                "Jemand von außen moderiert die Sitzung von {alliance}, "
                "für {needed} EUR aus der Kasse mit {had}",
            ),
            "no money": Words(
                "nobody moderates the meeting of {alliance}: "
                "somebody from outside asks {needed} EUR, its pool holds {had}",
                "Niemand moderiert die Sitzung von {alliance}: "
                "Jemand von außen kostet {needed} EUR, die Kasse hat {had}",
            ),
            "lead": Words(
                "{who}, which leads, moderates the meeting of {alliance} "
                "in {needed} of the {had} hours that it has for this",
                "{who} moderiert als Federführung die Sitzung von {alliance}, "
                "{needed} von {had} freien Stunden",
            ),
            "no hours": Words(
                "nobody moderates the meeting of {alliance}: "
                "{who}, which leads, would need {needed} hours for this and has {had}",
                "Niemand moderiert die Sitzung von {alliance}: "
                "{who} bräuchte als Federführung {needed} Stunden und hat {had}",
            ),
        },
    ),
    EventKind.ITEM_DROPPED: Telling(
        (
            ("worth_to_others", float),
            ("cost_of_losing_objectors", float),
            ("rounds", int),
            ("objectors", int),
        ),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} drops {item}: it is worth {worth_to_others} to the others, "
                "losing those who object would cost {cost_of_losing_objectors}",
                "{alliance} lässt {item} fallen: Den anderen ist er {worth_to_others} wert, der "
                "Verlust derer, die widersprechen, würde {cost_of_losing_objectors} kosten",
            ),
            "unsigned": Words(
                "{alliance} drops {item}: fewer than two sign it",
                "{alliance} lässt {item} fallen: Keine zwei Mitglieder zeichnen ihn",
            ),
        },
    ),
    EventKind.OPTED_OUT: Telling(
        (),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} [does|do] not sign {item} of {alliance}, and [stays|stay]",
                "{who} [zeichnet|zeichnen] {item} von {alliance} nicht und [bleibt|bleiben] dabei",
            )
        },
        ("alliance", "item"),
    ),
    EventKind.PLATFORM: Telling(
        (("agreed", int), ("agenda", int), ("members", int), ("main_position", float)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "the platform of {alliance} stands: "
                "{agreed} of {agenda} [agenda:item|items] agreed, main goal at {main_position}, "
                "{members} members; from now on it speaks in public",
                "Die Plattform von {alliance} steht: "
                "{agreed} von {agenda} [agenda:Punkt|Punkten] vereinbart, "
                "Hauptziel bei {main_position}, {members} Mitglieder; "
                "ab jetzt tritt sie öffentlich auf",
            ),
            "prevention": Words(
                "the platform of {alliance} stands: "
                "{agreed} of {agenda} [agenda:item|items] agreed, "
                "the bill lies at {main_position}, {members} members; "
                "from now on it speaks in public",
                "Die Plattform von {alliance} steht: "
                "{agreed} von {agenda} [agenda:Punkt|Punkten] vereinbart, "
                "der Gesetzentwurf liegt bei {main_position}, {members} Mitglieder; "
                "ab jetzt tritt sie öffentlich auf",
            ),
        },
    ),
    EventKind.APPLIED: Telling(
        (("body_sits", int),),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} would like to join {alliance}; its own body sits in week {body_sits}",
                "{who} möchte {alliance} beitreten; das eigene Gremium tagt in Woche {body_sits}",
            )
        },
    ),
    EventKind.REFUSED: Telling(
        (("members", int),),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} with {members} [members:member|members] does not admit {who}",
                "{alliance}, jetzt {members} [members:Mitglied|Mitglieder], nimmt {who} nicht auf",
            )
        },
    ),
    # --- Collaboration
    EventKind.OCCASION: Telling(
        (("of_use_until", int),),
        Detail.EVERYTHING,
        {
            "usual": Words(
                "something calls for a quick reaction of {alliance}, "
                "of use until week {of_use_until}",
                "Etwas verlangt eine schnelle Reaktion von {alliance}, "
                "nützlich bis Woche {of_use_until}",
            )
        },
    ),
    EventKind.DECIDED_IN_TIME: Telling(
        (
            ("decided_in_week", int),
            ("of_use_until", int),
            ("objections", int),
            ("core", int),
        ),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} reacts in time to an occasion of week {since}, of use until week "
                "{of_use_until}; last of the core of {core} to answer: {who}",
                "{alliance} reagiert rechtzeitig auf einen Anlass aus Woche {since}, nützlich bis "
                "Woche {of_use_until}; aus dem Kern von {core} antwortet zuletzt {who}",
            ),
            "at once": Words(
                "{alliance} reacts to an occasion in the same week (core of {core})",
                "{alliance} reagiert noch in derselben Woche auf einen Anlass (Kern von {core})",
            ),
        },
    ),
    EventKind.OCCASION_MISSED: Telling(
        (
            ("decided_in_week", int),
            ("of_use_until", int),
            ("objections", int),
            ("core", int),
        ),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} misses an occasion of week {since}: of use until week {of_use_until}, "
                "decided in week {decided_in_week} at the earliest; "
                "the core of {core} waited longest for {who}",
                "{alliance} verpasst einen Anlass aus Woche {since}: nützlich bis Woche "
                "{of_use_until}, entschieden frühestens in Woche {decided_in_week}; "
                "der Kern von {core} wartete am längsten auf {who}",
            ),
            "objections": Words(
                "{alliance} misses an occasion of week {since}: of use until week {of_use_until}, "
                "decided in week {decided_in_week} at the earliest after {objections} "
                "[objections:objection|objections]; "
                "the core of {core} waited longest for {who}",
                "{alliance} verpasst einen Anlass aus Woche {since}: nützlich bis Woche "
                "{of_use_until}, nach [objections:einem Einwand|{objections} Einwänden] "
                "entschieden frühestens in Woche {decided_in_week}; "
                "der Kern von {core} wartete am längsten auf {who}",
            ),
        },
    ),
    EventKind.CONFLICT: Telling(
        (("position", float), ("beyond_limit", float), ("red_line", bool)),
        Detail.USUAL,
        {
            "usual": Words(
                "conflict in {alliance}: {item} has come to cross the limit of {who}; "
                "position {position} lies {beyond_limit} outside it{hard}",
                "Konflikt in {alliance}: {who} sieht die eigene Grenze bei {item} überschritten; "
                "Position {position} liegt {beyond_limit} außerhalb{hard_of_it}",
            ),
            "passed over": Words(
                "conflict in {alliance}: {item} has come to cross the limit of {who}; "
                "position {position} lies {beyond_limit} outside it{hard}; "
                "the others pass over it",
                "Konflikt in {alliance}: {who} sieht die eigene Grenze bei {item} überschritten; "
                "Position {position} liegt {beyond_limit} außerhalb{hard_of_it}; "
                "die anderen gehen darüber hinweg",
            ),
            "prevention": Words(
                "conflict in {alliance}: {who} would by now rather have the bill "
                "than the present law",
                "Konflikt in {alliance}: {who} sähe das neue Gesetz inzwischen lieber "
                "als das geltende",
            ),
        },
    ),
    EventKind.REWORDED: Telling(
        (("beyond_limit", float), ("room_by_wording", float)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} finds another wording for {item} that {who} can accept "
                "({beyond_limit} to bridge, wording gives {room_by_wording})",
                "{alliance} findet für {item} eine andere Formulierung, mit der {who} leben kann "
                "({beyond_limit} zu überbrücken, die Formulierung gibt {room_by_wording} her)",
            )
        },
    ),
    EventKind.MEDIATED: Telling(
        (("position_before", float), ("position_after", float)),
        Detail.USUAL,
        {
            "usual": Words(
                "mediation in {alliance}: {item} moves from {position_before} to "
                "{position_after}, which {who} and all others can accept",
                "Vermittlung in {alliance}: {item} rückt von {position_before} auf "
                "{position_after}, damit können {who} und alle anderen leben",
            )
        },
    ),
    EventKind.LEAD_TAKEN_OVER: Telling(
        (),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} takes over the lead of {alliance}",
                "{who} übernimmt die Federführung von {alliance}",
            )
        },
    ),
    EventKind.ITEM_REOPENED: Telling(
        (("position", float), ("agreed", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} negotiates {item} anew for the sake of {who}: it stood at {position}; "
                "until it is agreed again, the alliance speaks for {agreed} [agreed:item|items]",
                "{alliance} verhandelt {item} für {who} neu, bisher bei {position}; "
                "bis zur neuen Einigung tritt sie für {agreed} [agreed:Punkt|Punkte] ein",
            )
        },
    ),
    EventKind.LIMITS_CLEAR: Telling(
        (("hours", float),),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} [knows|know] after {hours} hours [|each ]where [its|their] own limits lie "
                "in {alliance}",
                "{who} [weiß|wissen] nach [|je ]{hours} Stunden, "
                "wo in {alliance} die eigenen Grenzen liegen",
            )
        },
        ("alliance",),
    ),
    EventKind.ROLE_TAKEN: Telling(
        (("role", _channel), ("roles", _roles), ("hours", float)),
        Detail.USUAL,
        {
            "agreed": Words(
                "the members of {alliance} agree who does what: {each}",
                "Die Mitglieder von {alliance} verabreden, wer was macht: {each}",
            ),
            "assigned": Words(
                "{partner} tells the members of {alliance} who does what: {each}",
                "{partner} weist den Mitgliedern von {alliance} zu, wer was macht: {each}",
            ),
            "one agreed": Words(
                "{who} takes on a role in {alliance}, as agreed: {role}",
                "{who} übernimmt wie verabredet eine Rolle in {alliance}: {role}",
            ),
            "one assigned": Words(
                "{partner} assigns {who} a role in {alliance}: {role}",
                "{partner} weist {who} eine Rolle in {alliance} zu: {role}",
            ),
        },
        ("alliance",),
    ),
    # --- Impact
    EventKind.VOTE: Telling(
        (
            ("in_favour", int),
            ("seats", int),
            ("in_favour_without_alliance", int),
            ("position", float),
        ),
        Detail.HEADLINES,
        {
            "lost": Words(
                "a window opens in {field}: parliament votes on {item} of {alliance}: "
                "{in_favour} of {seats} in favour, {needed} needed: lost",
                "Im Feld {field} öffnet sich ein Fenster: "
                "Das Parlament stimmt über {item} von {alliance} ab: "
                "{in_favour} von {seats} dafür, {needed} nötig: verloren",
            ),
            "carried": Words(
                "a window opens in {field}: parliament votes on {item} of {alliance}: "
                "{in_favour} of {seats} in favour, "
                "{in_favour_without_alliance} without the alliance: carried, also without it",
                "Im Feld {field} öffnet sich ein Fenster: "
                "Das Parlament stimmt über {item} von {alliance} ab: {in_favour} von {seats} "
                "dafür, ohne die Allianz {in_favour_without_alliance}: "
                "angenommen, auch ohne die Allianz",
            ),
            "pivotal": Words(
                "a window opens in {field}: parliament votes on {item} of {alliance}: "
                "{in_favour} of {seats} in favour, "
                "{in_favour_without_alliance} without the alliance: "
                "carried, the alliance made the difference",
                "Im Feld {field} öffnet sich ein Fenster: "
                "Das Parlament stimmt über {item} von {alliance} ab: {in_favour} von {seats} "
                "dafür, ohne die Allianz {in_favour_without_alliance}: "
                "angenommen, die Allianz gab den Ausschlag",
            ),
        },
    ),
    EventKind.MILESTONE: Telling(
        (("position", float),),
        Detail.USUAL,
        {
            "usual": Words(
                "{item} of {alliance}, brought by {who}, is law: a milestone",
                "{item} von {alliance}, eingebracht von {who}, ist Gesetz: ein Meilenstein",
            ),
            "step": Words(
                "{item} of {alliance} is law: a milestone on the way to its goal",
                "{item} von {alliance} ist Gesetz: ein Meilenstein auf dem Weg zum Ziel",
            ),
        },
    ),
    EventKind.GOAL_REACHED: Telling(
        (("pivotal", bool), ("members", int)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "{alliance} sees its goal reached with {members} "
                "[members:member|members], though it would have been without it",
                "{alliance} sieht ihr Ziel erreicht, {members} [members:Mitglied|Mitglieder], "
                "doch das wäre es auch ohne sie",
            ),
            "pivotal": Words(
                "{alliance} reaches its goal with {members} [members:member|members]: "
                "without it parliament would have decided otherwise",
                "{alliance} erreicht ihr Ziel, {members} [members:Mitglied|Mitglieder]: "
                "Ohne sie hätte das Parlament anders entschieden",
            ),
        },
    ),
    EventKind.CREDIT_SHARED: Telling(
        (("rule", _credit), ("members", int)),
        Detail.USUAL,
        {
            "none": Words(
                "the press waits until all could be asked: {members} [members:member|members] "
                "of {alliance} share the credit for {item}",
                "Die Presse wartet, bis alle gefragt sind: {members} "
                "[members:Mitglied|Mitglieder] von {alliance} teilen sich "
                "die Anerkennung für {item}",
            ),
            "equal": Words(
                "{members} [members:member|members] of {alliance} share the credit for {item} "
                "equally, as agreed",
                "{members} [members:Mitglied|Mitglieder] von {alliance} teilen sich "
                "die Anerkennung für {item} wie vereinbart zu gleichen Teilen",
            ),
            "effort": Words(
                "{members} [members:member|members] of {alliance} share the credit for {item} "
                "by hours given, as agreed",
                "{members} [members:Mitglied|Mitglieder] von {alliance} teilen sich "
                "die Anerkennung für {item} wie vereinbart nach geleisteten Stunden",
            ),
        },
    ),
    EventKind.CREDIT_CAPTURED: Telling(
        (("members", int), ("by_choice", bool)),
        Detail.USUAL,
        {
            "usual": Words(
                "the press does not wait: {who} answers first and gets the credit for {item} "
                "of {alliance} alone, out of {members} [members:member|members]",
                "Die Presse wartet nicht: {who} antwortet zuerst und erhält die Anerkennung für "
                "{item} von {alliance} allein, bei {members} [members:Mitglied|Mitgliedern]",
            ),
            "by choice": Words(
                "{who} claims {item} of {alliance} for itself, "
                "out of {members} [members:member|members]",
                "{who} beansprucht die Anerkennung für {item} von {alliance} für sich allein, "
                "bei {members} [members:Mitglied|Mitgliedern]",
            ),
        },
    ),
    EventKind.DEMAND_CHANGED: Telling(
        (("law", float), ("left_to_demand", float)),
        Detail.USUAL,
        {
            "usual": Words(
                "a new law on {field} moves the status quo by {law}: "
                "from there {item} of {alliance} lies at {left_to_demand}",
                "Ein neues Gesetz zu {to_field} verschiebt die Rechtslage um {law}: "
                "Von dort aus liegt {item} von {alliance} bei {left_to_demand}",
            ),
            "met": Words(
                "a new law on {field} moves the status quo by {law}, about as far as {item} of "
                "{alliance}: nothing is left to demand",
                "Ein neues Gesetz zu {to_field} verschiebt die Rechtslage um {law}, etwa so weit "
                "wie {item} von {alliance}: Es bleibt nichts zu fordern",
            ),
            "exceeded": Words(
                "a new law on {field} moves the status quo by {law}, further than {item} of "
                "{alliance}: nothing is left to demand",
                "Ein neues Gesetz zu {to_field} verschiebt die Rechtslage um {law}, weiter "
                "als {item} von {alliance}: Es bleibt nichts zu fordern",
            ),
        },
    ),
    EventKind.NEAR_PARTY: Telling(
        (("party", int), ("party_before", int), ("captured", float)),
        Detail.USUAL,
        {
            "usual": Words(
                "{alliance} draws near to party {party}, which gains most by its goal; "
                "in the eyes of the public its members move {captured} of the way "
                "to that party's camp",
                "{alliance} stellt sich in die Nähe von Partei {party}, der ihr Ziel am meisten "
                "bringt; die Öffentlichkeit rückt ihre Mitglieder um {captured} des Wegs "
                "in deren Lager",
            ),
            "moved": Words(
                "{alliance} turns from party {party_before} to party {party}, which by now gains "
                "most by its goal; in the eyes of the public its members move {captured} of the "
                "way to that party's camp",
                "{alliance} wendet sich von Partei {party_before} zu Partei {party}, der ihr Ziel "
                "inzwischen am meisten bringt; die Öffentlichkeit rückt ihre Mitglieder um "
                "{captured} des Wegs in deren Lager",
            ),
        },
    ),
    # --- Dissolution
    EventKind.LEFT: Telling(
        (("why", _leaving), ("members", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "{who} [leaves|leave] {alliance}: {reason}; "
                "{members} [members:member remains|members remain]",
                "{who} [verlässt|verlassen] {alliance}: {reason}; "
                "noch {members} [members:Mitglied|Mitglieder]",
            ),
            "over item": Words(
                "{who} [leaves|leave] {alliance} over {item}: {reason}; "
                "{members} [members:member remains|members remain]",
                "{who} [verlässt|verlassen] {alliance} wegen {item}: {reason}; "
                "noch {members} [members:Mitglied|Mitglieder]",
            ),
        },
        ("alliance", "item", "note"),
    ),
    EventKind.ENDED: Telling(
        (("ending", _ending), ("members", int), ("weeks", int), ("public", bool)),
        Detail.HEADLINES,
        {
            "usual": Words(
                "{alliance} ends {weeks} [weeks:week|weeks] after its start with {members} "
                "[members:member|members]: {ending_words} ({explanation})",
                "{alliance} endet {weeks} [weeks:Woche|Wochen] nach dem Start mit {members} "
                "[members:Mitglied|Mitgliedern]: {ending_words} ({explanation})",
            )
        },
    ),
    EventKind.EVALUATED: Telling(
        (("members", int),),
        Detail.USUAL,
        {
            "usual": Words(
                "the {members} members of {alliance} look back: "
                "from now on they know what the others really want",
                "Die {members} Mitglieder von {alliance} blicken zurück: "
                "Ab jetzt wissen sie, was die anderen wirklich wollen",
            )
        },
    ),
    EventKind.NETWORK_STAYS: Telling(
        (("until", int), ("members", int)),
        Detail.USUAL,
        {
            "usual": Words(
                "the {members} members of {alliance} stay in touch until week {until}",
                "Die {members} Mitglieder von {alliance} bleiben bis Woche {until} in Verbindung",
            )
        },
    ),
    EventKind.NETWORK_ENDS: Telling(
        (),
        Detail.EVERYTHING,
        {
            "usual": Words(
                "the network that {alliance} left behind ends",
                "Das Netzwerk, das von {alliance} geblieben war, endet",
            )
        },
    ),
}
"""For every kind of event: what its numbers mean, when it is told, and how."""

REACTION_CONFLICT = Telling(
    (("ideal", float), ("wording", float)),
    Detail.USUAL,
    {
        "usual": Words(
            "{each} [objects|object] to the quick reaction of {alliance}: "
            "on {field} the wording lies at {wording}, outside [its limit|their limits]",
            "{each} [widerspricht|widersprechen] der schnellen Reaktion von {alliance}: "
            "Die Formulierung zu {to_field} liegt bei {wording}, außerhalb der eigenen Grenze",
        )
    },
    ("alliance", "item", "wording"),
)
"""A conflict without an item is one over a quick joint reaction; its number is another."""


def telling_of(kind: EventKind, item: int) -> Telling:
    """Return how an event is told; a conflict without an item is one over a quick reaction."""
    if kind == EventKind.CONFLICT and item == NOBODY:
        return REACTION_CONFLICT
    return TELLINGS[kind]
