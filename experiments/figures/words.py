"""Words of the figures, in English and German."""

from dataclasses import dataclass

from sim.chronicle.words import (
    ending_words,
    field_words,
    organisation_words,
    phase_words,
    sector_words,
)
from sim.state import Ending, Kind, Phase


@dataclass(frozen=True)
class Words:
    """All words of one language; templates take their numbers by name.

    Names of what the model is made of come from the chronicle, so that a figure and a story call
    the same thing the same.
    """

    code: str

    # --- What the model is made of
    kinds: dict[Kind, str]
    worlds: dict[str, str]

    # --- Heads and legend of the timeline
    number: str
    goal: str
    kind: str
    founder: str
    weeks: str
    year: str
    platform: str
    thickness: str
    joining: str
    leaving: str
    vote_won: str
    vote_lost: str
    over_goal: str
    over_side_demand: str
    over_step: str
    anew: str
    won_anyway: str
    example_with_platform: str
    example_without_platform: str

    # --- Ends of bars
    with_platform: str
    without_platform: str

    # --- Strips
    alone: tuple[str, str]
    left_out: tuple[str, str]

    # --- Title: templates for no, one and several
    spans: tuple[str, str]
    nothing: str
    title: str
    alliances: tuple[str, str]
    platforms: tuple[str, str, str]
    goals: tuple[str, str, str]
    shown: str

    # --- Caption
    run: str
    study_warning: str
    rows: str
    alone_caption: tuple[str, str]
    still_alone: tuple[str, str]
    every_alliance: str
    crowded: str
    of: str

    # --- Network: templates for no, one and several, or for one and several
    after: tuple[str, str, str]
    network_alliances: tuple[str, str, str]
    linked: str
    linked_later: str
    some_drawn: str
    memberships: tuple[str, str]
    several: tuple[str, str, str]
    prevention: str
    tie: str
    in_none: str
    in_one: str
    reach: str
    core: str
    circle: str
    initiative: str
    numbered: str

    # --- Network: caption
    places: str
    strongest: str
    lines: str
    numbers: str
    numbers_of_chronicle: str
    other_sectors: str
    other_sectors_numbered: str
    in_brackets: str
    in_brackets_with_circle: str
    all_lines: str
    some_lines: str
    some_organisations: str
    sampled: str

    def field(self, name: str) -> str:
        """Return the name of a policy field."""
        return field_words(name, self.code)

    def organisation(self, name: str) -> str:
        """Return the name of an organisation, as the chronicle says it."""
        return organisation_words(name, self.code)

    def ending(self, ending: Ending) -> str:
        """Return the reason of an end."""
        return ending_words(ending, self.code)

    def phase(self, phase: Phase) -> str:
        """Return the name of a phase."""
        return phase_words(phase, self.code)

    def sector(self, sector: str) -> str:
        """Return the name of a sector."""
        return sector_words(sector, self.code)


def counted(forms: tuple[str, ...], count: int) -> str:
    """Return a counted phrase.

    Parameters
    ----------
    forms
        Templates for (none,) one, and several.
    count
        How many.

    Returns
    -------
    str
        The phrase, with the number in it.
    """
    form = forms[-1]
    if count == 1:
        form = forms[-2]
    if count == 0 and len(forms) == 3:
        form = forms[0]
    return form.format(count=count)


ENGLISH = Words(
    code="en",
    kinds={Kind.CHANGE: "change", Kind.PREVENTION: "prevention"},
    worlds={
        "synthetic": "Synthetic world",
        "study": "World of the study",
        "files": "World from own files",
    },
    number="No.",
    goal="Goal",
    kind="Aim",
    founder="Founder",
    weeks="week",
    year="year {year}",
    platform="platform agreed",
    thickness="members:",
    joining="member joins",
    leaving="member leaves",
    vote_won="vote won:",
    vote_lost="vote lost:",
    over_goal="goal",
    over_side_demand="side demand",
    over_step="step to the goal",
    anew="negotiates an agreed item anew",
    won_anyway="would have been won without it",
    example_with_platform="members at the platform → at the end",
    example_without_platform="members at most, no platform",
    with_platform="({first} → {last})",
    without_platform="(max. {largest})",
    alone=("{count} initiative without a partner", "{count} initiatives without a partner"),
    left_out=("{count} alliance without a row", "{count} alliances without a row"),
    spans=("{count} week", "{count} weeks"),
    nothing="No alliance formed in {weeks}",
    title="{alliances} in {weeks}: {platforms}, {goals}",
    alliances=("{count} alliance", "{count} alliances"),
    platforms=(
        "none agreed on a platform",
        "{count} agreed on a platform",
        "{count} agreed on a platform",
    ),
    goals=("none reached its goal", "{count} reached its goal", "{count} reached their goals"),
    shown="; {drawn} of {all} shown",
    run=("{world}: {organisations} organisations, {fields} policy fields, seed {seed}, {weeks}."),
    study_warning=(
        "The organisations are real; what they want and do here is drawn by chance and says "
        "nothing about them."
    ),
    rows=(
        "A bar begins when its founder starts to sound out partners; the second member makes it an "
        "alliance. Aim: change of a law, or prevention of a bill. Several who join or leave in the "
        "same week share a mark; marks of votes that would hide each other are moved apart."
    ),
    alone_caption=(
        "{count} initiative never found a second member; a tick at the bottom shows its first week",
        "{count} initiatives never found a second member; ticks at the bottom show their first "
        "weeks",
    ),
    still_alone=(" ({count} was still looking).", " ({count} were still looking)."),
    every_alliance="Every alliance has a row.",
    crowded=(
        "{drawn} of {all} alliances have a row: evenly spread over the order of founding, whatever "
        "became of them. Ticks at the bottom show the first weeks of the others. With a row, of "
        "all: {shares}."
    ),
    of="of",
    after=("At the start", "After {count} week", "After {count} weeks"),
    network_alliances=("no alliance", "{count} alliance", "{count} alliances"),
    linked="{alliances} with {members} of {organisations} organisations",
    linked_later="{alliances} with {members}",
    some_drawn=" ({count} drawn)",
    memberships=(
        "{count} of {organisations} organisations is in an alliance",
        "{count} of {organisations} organisations are in an alliance",
    ),
    several=(", none in several", ", {count} in several", ", {count} in several"),
    prevention="prevention",
    tie="trust: little, much",
    in_none="in no alliance",
    in_one="in an alliance",
    reach="reach: small, large",
    core="member",
    circle="member in the circle",
    initiative="looks for a first partner",
    numbered="with the number {number}: {name}",
    places=(
        "Organisations stand in the same place in every week: the closer, the more they trusted "
        "each other at the start, as far as there is room."
    ),
    strongest=(
        "Grey lines are ties, for each organisation the {count} with most trust in that week; all "
        "others are left out."
    ),
    lines=(
        "A coloured line links the members of an alliance, on the shortest way and not by who "
        "talks to whom; every member has a ring like it. Who has several rings is in several "
        "alliances."
    ),
    numbers="Numbers as in the chronicle and the timeline.",
    numbers_of_chronicle="Numbers as in the chronicle.",
    other_sectors="other sectors",
    other_sectors_numbered="other sectors: sector/number",
    in_brackets="In brackets: number of members.",
    in_brackets_with_circle="In brackets: members of the core + members of the circle.",
    all_lines="Every alliance is drawn.",
    some_lines=(
        "At most {limit} alliances are drawn in a week, evenly spread over the order of founding, "
        "whatever became of them; each is drawn in all weeks in which it lives, or in none. A dark "
        "mark without a ring is in an alliance that is not drawn."
    ),
    some_organisations=(
        "Of {organisations} organisations those {drawn} are drawn that are in one of these "
        "alliances; their ties with the others are left out."
    ),
    sampled=(
        "Of {organisations} organisations {drawn} are drawn, evenly spread over the world; their "
        "ties with the others are left out."
    ),
)

GERMAN = Words(
    code="de",
    kinds={Kind.CHANGE: "Veränderung", Kind.PREVENTION: "Verhinderung"},
    worlds={
        "synthetic": "Künstliche Welt",
        "study": "Welt der Studie",
        "files": "Welt aus eigenen Dateien",
    },
    number="Nr.",
    goal="Ziel",
    kind="Absicht",
    founder="Gegründet von",
    weeks="Woche",
    year="Jahr {year}",
    platform="Plattform steht",
    thickness="Mitglieder:",
    joining="Beitritt",
    leaving="Austritt",
    vote_won="Abstimmung gewonnen:",
    vote_lost="Abstimmung verloren:",
    over_goal="Ziel",
    over_side_demand="Nebenforderung",
    over_step="Schritt zum Ziel",
    anew="verhandelt einen vereinbarten Punkt neu",
    won_anyway="auch ohne sie gewonnen",
    example_with_platform="Mitglieder bei der Plattform → am Ende",
    example_without_platform="Mitglieder höchstens, ohne Plattform",
    with_platform="({first} → {last})",
    without_platform="(max. {largest})",
    alone=("{count} Initiative ohne Partner", "{count} Initiativen ohne Partner"),
    left_out=("{count} Allianz ohne Zeile", "{count} Allianzen ohne Zeile"),
    spans=("{count} Woche", "{count} Wochen"),
    nothing="In {weeks} entstand keine Allianz",
    title="{alliances} in {weeks}: {platforms}, {goals}",
    alliances=("{count} Allianz", "{count} Allianzen"),
    platforms=(
        "keine einigte sich auf eine Plattform",
        "{count} einigte sich auf eine Plattform",
        "{count} einigten sich auf eine Plattform",
    ),
    goals=(
        "keine erreichte ihr Ziel",
        "{count} erreichte ihr Ziel",
        "{count} erreichten ihr Ziel",
    ),
    shown="; {drawn} von {all} gezeigt",
    run=(
        "{world}: {organisations} Organisationen, {fields} Politikfelder, Startwert {seed}, "
        "{weeks}."
    ),
    study_warning=(
        "Die Organisationen gibt es; was sie hier wollen und tun, ist ausgelost und sagt nichts "
        "über sie aus."
    ),
    rows=(
        "Ein Balken beginnt mit der Suche nach Partnern; das zweite Mitglied macht daraus eine "
        "Allianz. Absicht: Veränderung eines Gesetzes oder Verhinderung eines Gesetzentwurfs. Bei- "
        "oder Austritte derselben Woche teilen sich eine Marke; Marken von Abstimmungen, die sich "
        "verdecken würden, sind auseinandergerückt."
    ),
    alone_caption=(
        "{count} Initiative fand nie ein zweites Mitglied; ein Strich am unteren Rand zeigt ihre "
        "erste Woche",
        "{count} Initiativen fanden nie ein zweites Mitglied; Striche am unteren Rand zeigen ihre "
        "ersten Wochen",
    ),
    still_alone=(" ({count} suchte noch).", " ({count} suchten noch)."),
    every_alliance="Jede Allianz hat eine Zeile.",
    crowded=(
        "{drawn} von {all} Allianzen haben eine Zeile: gleichmäßig über die Reihenfolge der "
        "Gründung verteilt, gleich was aus ihnen wurde. Striche am unteren Rand zeigen die ersten "
        "Wochen der anderen. Mit Zeile, von allen: {shares}."
    ),
    of="von",
    after=("Zu Beginn", "Nach {count} Woche", "Nach {count} Wochen"),
    network_alliances=("keine Allianz", "{count} Allianz", "{count} Allianzen"),
    linked="{alliances} mit {members} von {organisations} Organisationen",
    linked_later="{alliances} mit {members}",
    some_drawn=" ({count} gezeichnet)",
    memberships=(
        "{count} von {organisations} Organisationen ist in einer Allianz",
        "{count} von {organisations} Organisationen sind in einer Allianz",
    ),
    several=(", keine in mehreren", ", {count} in mehreren", ", {count} in mehreren"),
    prevention="Verhinderung",
    tie="Vertrauen: wenig, viel",
    in_none="in keiner Allianz",
    in_one="in einer Allianz",
    reach="Reichweite: klein, groß",
    core="Mitglied",
    circle="Mitglied im Kreis",
    initiative="sucht erste Partner",
    numbered="mit der Nummer {number}: {name}",
    places=(
        "Organisationen stehen in jeder Woche am selben Ort: je näher, desto mehr vertrauten sie "
        "einander zu Beginn, soweit der Platz reicht."
    ),
    strongest=(
        "Graue Linien sind Kontakte, von jeder Organisation die {count} mit dem meisten Vertrauen "
        "in dieser Woche; alle anderen fehlen."
    ),
    lines=(
        "Eine farbige Linie verbindet die Mitglieder einer Allianz, auf dem kürzesten Weg und "
        "nicht danach, wer mit wem spricht; jedes Mitglied hat einen Ring wie sie. Wer mehrere "
        "Ringe hat, ist in mehreren Allianzen."
    ),
    numbers="Nummern wie in der Chronik und der Zeitleiste.",
    numbers_of_chronicle="Nummern wie in der Chronik.",
    other_sectors="andere Sektoren",
    other_sectors_numbered="andere Sektoren: Sektor/Nummer",
    in_brackets="In Klammern: Zahl der Mitglieder.",
    in_brackets_with_circle="In Klammern: Mitglieder des Kerns + Mitglieder des Kreises.",
    all_lines="Jede Allianz ist gezeichnet.",
    some_lines=(
        "In einer Woche sind höchstens {limit} Allianzen gezeichnet, gleichmäßig über die "
        "Reihenfolge der Gründung verteilt, gleich was aus ihnen wurde; "
        "jede in allen Wochen, in denen sie besteht, oder in keiner. Ein dunkles Zeichen ohne Ring "
        "ist in einer Allianz, die nicht gezeichnet ist."
    ),
    some_organisations=(
        "Von {organisations} Organisationen sind die {drawn} gezeichnet, die in einer dieser "
        "Allianzen sind; ihre Kontakte zu den anderen fehlen."
    ),
    sampled=(
        "Von {organisations} Organisationen sind {drawn} gezeichnet, gleichmäßig über die Welt "
        "verteilt; ihre Kontakte zu den anderen fehlen."
    ),
)

LANGUAGES: dict[str, Words] = {"en": ENGLISH, "de": GERMAN}


def words_in(language: str) -> Words:
    """Return the words of a language.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(
            f"figures speak {' and '.join(sorted(LANGUAGES))}, there is no language {language!r}"
        )
    return LANGUAGES[language]
