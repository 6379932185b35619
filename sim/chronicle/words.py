"""Words for codes and names of the model, in English and German."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from sim.state import Channel, Ending, Kind, Leaving, Phase

if TYPE_CHECKING:
    from sim.model import AllianceModel

LANGUAGES = ("en", "de")
"""Languages in which a story can be told."""


class Words(NamedTuple):
    """The same in both languages."""

    en: str
    de: str

    def in_language(self, language: str) -> str:
        """Return the words in a language.

        Raises
        ------
        ValueError
            If the language is not one of `LANGUAGES`.
        """
        if language not in LANGUAGES:
            raise ValueError(f"language is {language!r}; must be one of {', '.join(LANGUAGES)}")
        return self.de if language == "de" else self.en


ENDING_WORDS: Mapping[Ending, Words] = {
    Ending.NONE: Words("continues", "besteht fort"),
    Ending.NO_PARTNER: Words("no partner found", "keine Partner gefunden"),
    Ending.GOAL_REACHED: Words("goal reached", "Ziel erreicht"),
    Ending.VOTE_LOST: Words("vote lost", "Abstimmung verloren"),
    Ending.OVERTAKEN_BY_ALLY: Words("goal reached by others", "Ziel von anderen erreicht"),
    Ending.OVERTAKEN_BY_OTHERS: Words("overtaken by opponents", "von der Gegenseite überholt"),
    Ending.RUPTURE: Words("broken apart", "zerbrochen"),
    Ending.FADED: Words("faded out", "eingeschlafen"),
    Ending.EXHAUSTED: Words("exhausted", "erschöpft"),
    Ending.PLANNED_END: Words("ended as planned", "planmäßig beendet"),
    Ending.LEAD_LOST: Words("left without a lead", "ohne Federführung"),
    Ending.STOPPED_EARLY: Words("given up early", "früh aufgegeben"),
    Ending.DESERTED: Words("deserted", "verlassen"),
}
"""Short words for why an alliance or initiative ended, for stories, tables and figures."""

ENDING_EXPLANATIONS: Mapping[Ending, Words] = {
    Ending.NONE: Words("it has not ended", "sie ist nicht zu Ende"),
    Ending.NO_PARTNER: Words("nobody joined the initiative", "der Initiative trat niemand bei"),
    Ending.GOAL_REACHED: Words(
        "parliament has decided as it wanted", "das Parlament hat in ihrem Sinn entschieden"
    ),
    Ending.VOTE_LOST: Words(
        "parliament has decided against its goal", "das Parlament hat gegen ihr Ziel entschieden"
    ),
    Ending.OVERTAKEN_BY_ALLY: Words(
        "its field was decided its way without it", "ihr Feld wurde ohne sie in ihrem Sinn geregelt"
    ),
    Ending.OVERTAKEN_BY_OTHERS: Words(
        "a new law in its field goes the other way",
        "ein neues Gesetz in ihrem Feld geht in die andere Richtung",
    ),
    Ending.RUPTURE: Words(
        "so many left over what it stands for that no two members remain",
        "so viele gingen wegen der Inhalte, dass keine zwei Mitglieder übrig sind",
    ),
    Ending.FADED: Words(
        "for weeks fewer than two members have worked for it",
        "seit Wochen arbeiten keine zwei Mitglieder mehr für sie",
    ),
    Ending.EXHAUSTED: Words(
        "its members have no energy left", "ihre Mitglieder haben keine Kraft mehr"
    ),
    Ending.PLANNED_END: Words(
        "the time agreed at the start is over", "die anfangs vereinbarte Zeit ist um"
    ),
    Ending.LEAD_LOST: Words(
        "nobody has the hours to take over the lead",
        "niemand hat die Stunden, die Federführung zu übernehmen",
    ),
    Ending.STOPPED_EARLY: Words(
        "it was given up before its platform stood, no two members remain",
        "sie wurde aufgegeben, bevor die Plattform stand, keine zwei Mitglieder sind übrig",
    ),
    Ending.DESERTED: Words(
        "for so many it was no longer worth their hours that no two members remain",
        "so vielen war sie die Stunden nicht mehr wert, dass keine zwei Mitglieder übrig sind",
    ),
}
"""What each reason of an ending means, as half a sentence about the alliance."""

LEAVING_WORDS: Mapping[Leaving, Words] = {
    Leaving.NONE: Words("has not left", "nicht ausgetreten"),
    Leaving.VALUES: Words("values too far apart", "Werte zu weit auseinander"),
    Leaving.OBJECTION: Words("objection not heeded", "Einwand nicht berücksichtigt"),
    Leaving.RED_LINE: Words("red line crossed", "rote Linie überschritten"),
    Leaving.NOT_WORTH_IT: Words("no longer worth it", "lohnt sich nicht mehr"),
    Leaving.EXHAUSTED: Words("exhausted", "erschöpft"),
}
"""Short words for why a member left, for stories, tables and figures."""

LEAVING_EXPLANATIONS: Mapping[Leaving, Words] = {
    Leaving.NONE: Words("for no reason", "Ohne Grund"),
    Leaving.VALUES: Words(
        "the values debate shows that the goal to be expected lies beyond what it could ever "
        "accept",
        "Die Wertedebatte zeigt, dass das zu erwartende Ziel jenseits des jemals Annehmbaren liegt",
    ),
    Leaving.OBJECTION: Words(
        "an objection was not heeded", "Ein Einwand wurde nicht berücksichtigt"
    ),
    Leaving.RED_LINE: Words("a red line is crossed", "Eine rote Linie ist überschritten"),
    Leaving.NOT_WORTH_IT: Words(
        "membership is no longer worth its hours", "Die Mitarbeit lohnt die Stunden nicht mehr"
    ),
    Leaving.EXHAUSTED: Words("there is no energy left", "Es fehlt die Kraft"),
}
"""What each reason of leaving means, as it follows a colon."""

LEAVING_OVER_VALUES = Words(
    "the values debate shows that the goal to be expected, or another point of it, lies beyond "
    "what it could ever accept",
    "Die Wertedebatte zeigt, dass das zu erwartende Ziel oder ein anderer ihrer Gegenstände "
    "jenseits des jemals Annehmbaren liegt",
)
"""The same for values where a debate is about more than the goal: the event does not say which."""

PHASE_WORDS: Mapping[Phase, Words] = {
    Phase.SOUNDING: Words("sounding out", "Sondierung"),
    Phase.VALUES: Words("values debate", "Wertedebatte"),
    Phase.GOALS: Words("goal setting", "Zielfindung"),
    Phase.WORKING: Words("work in public", "öffentliche Arbeit"),
    Phase.ENDED: Words("ended", "beendet"),
}
"""Words for the phases of an alliance's life."""

CHANNEL_WORDS: Mapping[Channel, Words] = {
    Channel.EVERY: Words("every way of working", "alle Arbeitsweisen"),
    Channel.CAMPAIGNING: Words("campaigning", "Kampagnen"),
    Channel.LOBBYING: Words("lobbying", "Lobbyarbeit"),
    Channel.DIALOGUE: Words("dialogue", "Dialog"),
}
"""Words for the ways of working; a role is one of them."""

SECTOR_WORDS: Mapping[str, Words] = {
    "union": Words("union", "Gewerkschaft"),
    "welfare": Words("welfare association", "Wohlfahrtsverband"),
    "social_association": Words("social association", "Sozialverband"),
    "church": Words("church", "Kirche"),
    "environment": Words("environmental association", "Umweltverband"),
    "movement": Words("movement", "Bewegung"),
    "migrant_organisation": Words("migrant organisation", "Migrantische Organisation"),
    "digital": Words("digital association", "Digitalverein"),
    "democracy": Words("association for democracy", "Demokratieverein"),
    "culture": Words("cultural association", "Kulturverband"),
    "disability": Words("disability association", "Behindertenverband"),
    "foundation": Words("foundation", "Stiftung"),
}
"""Words for the sectors of `sim.population.SECTORS`."""

FIELD_WORDS: Mapping[str, Words] = {
    "climate": Words("climate", "Klima"),
    "mobility": Words("mobility", "Mobilität"),
    "labour": Words("labour", "Arbeit"),
    "social security": Words("social security", "soziale Sicherung"),
    "digital rights": Words("digital rights", "digitale Rechte"),
    "migration": Words("migration", "Migration"),
    "democracy": Words("democracy", "Demokratie"),
    "culture": Words("culture", "Kultur"),
    "housing": Words("housing", "Wohnen"),
    "health": Words("health", "Gesundheit"),
    "education": Words("education", "Bildung"),
    "taxes": Words("taxes", "Steuern"),
}
"""Words for the policy fields of `sim.population.FIELDS`."""

GERMAN_AFTER_TO = {
    "social security": "sozialer Sicherung",
    "digital rights": "digitalen Rechten",
}
"""Fields whose German name changes after "zu"."""


def ending_words(ending: int, language: str = "en") -> str:
    """Return short words for why an alliance ended (a value of `Ending`)."""
    return ENDING_WORDS[Ending(ending)].in_language(language)


def leaving_words(leaving: int, language: str = "en") -> str:
    """Return short words for why a member left (a value of `Leaving`)."""
    return LEAVING_WORDS[Leaving(leaving)].in_language(language)


def phase_words(phase: int, language: str = "en") -> str:
    """Return words for a phase of an alliance's life (a value of `Phase`)."""
    return PHASE_WORDS[Phase(phase)].in_language(language)


def sector_words(sector: str, language: str = "en") -> str:
    """Return words for a sector, such as "social_association" or "sector_13".

    Sectors of a user's own stay as they are.
    """
    kind, _, number = sector.partition("_")
    numbered = kind == "sector" and number.isdecimal()
    unknown = Words(f"sector {number}", f"Sektor {number}") if numbered else Words(sector, sector)
    return SECTOR_WORDS.get(sector, unknown).in_language(language)


def organisation_words(name: str, language: str = "en") -> str:
    """Return the name of a drawn organisation, such as "Welfare 4", in the language.

    Other names stay as they are; where organisations are a user's own, nobody should ask.
    """
    kind, gap, number = name.rpartition(" ")
    sector = kind.lower().replace(" ", "_")
    if language == "en" or not number.isdecimal():
        return name
    if sector in SECTOR_WORDS:
        return SECTOR_WORDS[sector].in_language(language) + gap + number
    return name.replace("Sector ", "Sektor ")


def field_words(name: str, language: str = "en") -> str:
    """Return words for a policy field by its name in the model, such as "housing" or "field 13"."""
    kind, _, number = name.partition(" ")
    numbered = kind == "field" and number.isdecimal()
    unknown = Words(name, f"Feld {number}" if numbered else name)
    return FIELD_WORDS.get(name, unknown).in_language(language)


def alliance_title(model: "AllianceModel", row: int, language: str = "en") -> str:
    """Return what an alliance is called in texts and figures.

    Parameters
    ----------
    model
        The model it lives in.
    row
        Its row; the number in the title counts from 1.
    language
        "en" or "de".

    Returns
    -------
    str
        Such as "alliance 3 (mobility)", or "alliance 5 (against the bill on housing)".
    """
    alliance = model.alliances[row]
    name = model.field_names[alliance.field]
    said = field_words(name, language)
    if alliance.kind == Kind.PREVENTION:
        against = Words(
            f"against the bill on {said}",
            f"gegen das Gesetz zu {GERMAN_AFTER_TO.get(name, said)}",
        )
        said = against.in_language(language)
    return Words("alliance", "Allianz").in_language(language) + f" {row + 1} ({said})"
