"""Words of the figures, in English and German."""

from dataclasses import dataclass

from sim.chronicle.words import organisation_words
from sim.state import Ending, Kind, Phase


@dataclass(frozen=True)
class Words:
    """All words of one language; templates take their numbers by name."""

    code: str

    # --- What the model is made of
    phases: dict[Phase, str]
    endings: dict[Ending, str]
    kinds: dict[Kind, str]
    worlds: dict[str, str]
    # Names of the fields and sectors of `sim.population`; whatever is missing stays as it is.
    names: dict[str, str]

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
    example_with_platform: str
    example_without_platform: str

    # --- Ends of bars
    continues: str
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

    # --- Caption
    run: str
    study_warning: str
    rows: str
    alone_caption: tuple[str, str]
    still_alone: tuple[str, str]
    every_alliance: str
    crowded: str
    left_with: str
    left_without: str
    conjunction: str

    def name(self, name: str) -> str:
        """Return the name of a field, or of a synthetic organisation such as "Union 3".

        Names that are not in the list, such as those of real organisations, stay as they are.
        """
        kind, gap, number = name.rpartition(" ")
        if number.isdecimal() and kind in self.names:
            return self.names[kind] + gap + number
        return self.names.get(name, name)

    def organisation(self, name: str) -> str:
        """Return the name of an organisation, as the chronicle says it."""
        return organisation_words(name, self.code)

    def ending(self, ending: Ending) -> str:
        """Return the reason of an end."""
        return self.endings.get(ending, ending.name.lower().replace("_", " "))


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
    phases={
        Phase.SOUNDING: "sounding out",
        Phase.VALUES: "values debate",
        Phase.GOALS: "goal setting",
        Phase.WORKING: "working, in public",
    },
    endings={
        Ending.NO_PARTNER: "found no partner",
        Ending.GOAL_REACHED: "goal reached",
        Ending.VOTE_LOST: "vote lost",
        Ending.OVERTAKEN_BY_ALLY: "overtaken by allies",
        Ending.OVERTAKEN_BY_OTHERS: "overtaken by others",
        Ending.RUPTURE: "broke up",
        Ending.FADED: "faded away",
        Ending.EXHAUSTED: "exhausted",
        Ending.PLANNED_END: "ended as planned",
        Ending.LEAD_LOST: "lost its lead",
        Ending.STOPPED_EARLY: "given up early",
        Ending.DESERTED: "deserted",
    },
    kinds={Kind.CHANGE: "change", Kind.PREVENTION: "prevention"},
    worlds={"synthetic": "Synthetic world", "study": "World of the study"},
    names={},
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
    example_with_platform="members at the platform → at the end",
    example_without_platform="members at most, no platform",
    continues="continues",
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
    run=("{world}: {organisations} organisations, {fields} policy fields, seed {seed}, {weeks}."),
    study_warning=(
        "The organisations are real; what they want and do here is drawn by chance and says "
        "nothing about them."
    ),
    rows=(
        "A bar begins when its founder starts to sound out partners; the second member makes it an "
        "alliance. Aim: change of a law, or prevention of a bill. Several who join or leave in the "
        "same week share a mark."
    ),
    alone_caption=(
        "{count} initiative never found a second member; a tick at the bottom shows its first week",
        "{count} initiatives never found a second member; ticks at the bottom show their first "
        "weeks",
    ),
    still_alone=(" ({count} was still looking).", " ({count} were still looking)."),
    every_alliance="Every alliance has a row.",
    left_with="{count} with a platform",
    left_without="{count} without a platform",
    conjunction="and",
    crowded=(
        "{drawn} of {all} alliances have a row, {drawn_with} of them with a platform: first those "
        "that reached their goal, then those with a platform, then the others, in each group the "
        "longest-lived first. There is no room for {left_out}; ticks at the bottom show their "
        "first weeks. Their ends: {endings}."
    ),
)

GERMAN = Words(
    code="de",
    phases={
        Phase.SOUNDING: "Sondierung",
        Phase.VALUES: "Wertedebatte",
        Phase.GOALS: "Zielfindung",
        Phase.WORKING: "Arbeit, öffentlich",
    },
    endings={
        Ending.NO_PARTNER: "keine Partner gefunden",
        Ending.GOAL_REACHED: "Ziel erreicht",
        Ending.VOTE_LOST: "Abstimmung verloren",
        Ending.OVERTAKEN_BY_ALLY: "von Verbündeten überholt",
        Ending.OVERTAKEN_BY_OTHERS: "von anderen überholt",
        Ending.RUPTURE: "zerbrochen",
        Ending.FADED: "eingeschlafen",
        Ending.EXHAUSTED: "erschöpft",
        Ending.PLANNED_END: "planmäßig beendet",
        Ending.LEAD_LOST: "Federführung verloren",
        Ending.STOPPED_EARLY: "früh aufgegeben",
        Ending.DESERTED: "verlassen",
    },
    kinds={Kind.CHANGE: "Veränderung", Kind.PREVENTION: "Verhinderung"},
    worlds={"synthetic": "Künstliche Welt", "study": "Welt der Studie"},
    names={
        "climate": "Klima",
        "mobility": "Mobilität",
        "labour": "Arbeit",
        "social security": "soziale Sicherung",
        "digital rights": "digitale Rechte",
        "migration": "Migration",
        "democracy": "Demokratie",
        "culture": "Kultur",
        "housing": "Wohnen",
        "health": "Gesundheit",
        "education": "Bildung",
        "taxes": "Steuern",
        "field": "Feld",
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
    example_with_platform="Mitglieder bei der Plattform → am Ende",
    example_without_platform="Mitglieder höchstens, ohne Plattform",
    continues="besteht fort",
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
    run=(
        "{world}: {organisations} Organisationen, {fields} Politikfelder, Startzahl {seed}, "
        "{weeks}."
    ),
    study_warning=(
        "Die Organisationen gibt es; was sie hier wollen und tun, ist ausgelost und sagt nichts "
        "über sie aus."
    ),
    rows=(
        "Ein Balken beginnt mit der Suche nach Partnern; das zweite Mitglied macht daraus eine "
        "Allianz. Absicht: Veränderung eines Gesetzes oder Verhinderung eines Gesetzentwurfs. Bei- "
        "oder Austritte derselben Woche teilen sich eine Marke."
    ),
    alone_caption=(
        "{count} Initiative fand nie ein zweites Mitglied; ein Strich am unteren Rand zeigt ihre "
        "erste Woche",
        "{count} Initiativen fanden nie ein zweites Mitglied; Striche am unteren Rand zeigen ihre "
        "ersten Wochen",
    ),
    still_alone=(" ({count} suchte noch).", " ({count} suchten noch)."),
    every_alliance="Jede Allianz hat eine Zeile.",
    left_with="{count} mit Plattform",
    left_without="{count} ohne Plattform",
    conjunction="und",
    crowded=(
        "{drawn} von {all} Allianzen haben eine Zeile, {drawn_with} davon mit Plattform: zuerst "
        "die, die ihr Ziel erreichten, dann die mit Plattform, dann die anderen, in jeder Gruppe "
        "die langlebigsten zuerst. Kein Platz ist für {left_out}; "
        "Striche am unteren Rand zeigen ihre ersten Wochen. Ihre Enden: {endings}."
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
