"""Declarations of all parameters, grouped by the phases of the study.

Sources: "study" names a section of Fröhlich and Jürgensen (2022): II nature, III function, IV-F
formation, IV-Z collaboration, IV-W impact, IV-A dissolution. "assumed" is a plausible guess of ours,
not an estimate; "reported" marks a publication whose finding is cited from secondary reports.
"""

from typing import Any, Literal

import pydantic
from pydantic.dataclasses import dataclass

CONFIG = pydantic.ConfigDict(extra="forbid", strict=True)


def declare(
    default: Any,
    unit: str,
    *,
    bounds: tuple[float, float] | None = None,
    plausible: tuple[Any, ...],
    source: str,
    meaning: str,
) -> Any:
    """Declare one parameter.

    Parameters
    ----------
    default
        Value that holds unless a configuration deviates from it.
    unit
        Unit of the value; "-" for switches, choices and paths.
    bounds
        Smallest and largest allowed value; None for switches, choices and paths.
    plausible
        Range (or choices) from which studies of sensitivity sample; nothing for a path.
    source
        Study section, publication, or "assumed".
    meaning
        One sentence for the tables of the documentation.
    """
    low, high = bounds if bounds else (None, None)
    extra: Any = {
        "unit": unit,
        "minimum": low,
        "maximum": high,
        "plausible": list(plausible),
        "source": source,
    }
    return pydantic.Field(default, ge=low, le=high, description=meaning, json_schema_extra=extra)


@dataclass(config=CONFIG, frozen=True)
class World:
    """The world that organisations act in: who there is, what they want, what they have."""

    kind: Literal["synthetic", "study", "files"] = declare(
        "synthetic",
        "-",
        plausible=("synthetic", "study"),
        source="study, note 23",
        meaning="Who the organisations are: drawn, those that the study interviews and names, or those of your own files.",
    )
    folder: str = declare(
        "",
        "-",
        plausible=(),
        source="docs/OWN_WORLD.md",
        meaning="Folder with your own files, where the organisations are those of files.",
    )
    organisations: int = declare(
        60,
        "organisations",
        bounds=(2, 100000),
        plausible=(20, 200),
        source="assumed",
        meaning="Number of organisations of the synthetic world.",
    )
    sectors: int = declare(
        12,
        "sectors",
        bounds=(1, 60),
        plausible=(4, 12),
        source="assumed; study II",
        meaning="Number of sectors from which a sector is drawn.",
    )
    fields: int = declare(
        12,
        "fields",
        bounds=(2, 200),
        plausible=(6, 24),
        source="assumed",
        meaning="Number of policy fields; your own positions.csv decides it by the fields that it names.",
    )
    segments: int = declare(
        12,
        "segments",
        bounds=(1, 100),
        plausible=(4, 24),
        source="assumed",
        meaning="Number of segments of the electorate.",
    )
    legislators: int = declare(
        60,
        "legislators",
        bounds=(1, 2000),
        plausible=(30, 120),
        source="assumed",
        meaning="Number of legislators.",
    )
    parties: int = declare(
        6,
        "parties",
        bounds=(1, 20),
        plausible=(3, 8),
        source="assumed",
        meaning="Number of parties in parliament.",
    )
    position_lean: float = declare(
        0.3,
        "position",
        bounds=(-1, 1),
        plausible=(0, 0.5),
        source="assumed; study II (organisations for progress)",
        meaning="Mean of what organisations want in a field; 0 is the status quo.",
    )
    position_spread: float = declare(
        0.4,
        "position",
        bounds=(0, 1),
        plausible=(0.2, 0.6),
        source="assumed",
        meaning="Standard deviation of organisations' ideals within a field.",
    )
    dissent_spread: float = declare(
        0.0,
        "log units",
        bounds=(0, 1),
        plausible=(0, 0.6),
        source="assumed; study IV-F (neue deutsche organisationen)",
        meaning="Spread over fields of how far organisations differ (standard deviation of the logarithm), at the same mean distance from the status quo, where the spread allows it.",
    )
    sector_likeness: float = declare(
        0.4,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.8),
        source="assumed",
        meaning="Share of the variance of ideals and values that organisations of one sector have in common.",
    )
    camp_spread: float = declare(
        0.5,
        "position",
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        source="assumed",
        meaning="Standard deviation of the camp in which the public places organisations.",
    )
    camp_pull: float = declare(
        0.3,
        "position per camp unit",
        bounds=(-1, 1),
        plausible=(0, 0.5),
        source="assumed",
        meaning="How far an organisation's camp moves its ideals in fields that divide the camps.",
    )
    item_deviation: float = declare(
        0.15,
        "position",
        bounds=(0, 1),
        plausible=(0, 0.4),
        source="assumed",
        meaning="Standard deviation of an ideal on one item around the ideal in its field.",
    )
    value_shift: float = declare(
        0.3,
        "position",
        bounds=(0, 2),
        plausible=(0, 0.8),
        source="study IV-F (Fridays for Future)",
        meaning="How far an item's load on the basic values moves the ideal of an organisation that holds them.",
    )
    tolerance: float = declare(
        0.5,
        "position",
        bounds=(0.01, 2),
        plausible=(0.2, 0.9),
        source="assumed",
        meaning="Mean distance of an agreed position from its ideal at which an organisation objects.",
    )
    red_line_share: float = declare(
        0.2,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.5),
        source="study IV-Z",
        meaning="Share of fields in which an organisation's limit is a red line.",
    )
    issue_focus: float = declare(
        0.8,
        "log units",
        bounds=(0, 3),
        plausible=(0.3, 1.3),
        source="assumed",
        meaning="Spread of salience over fields (standard deviation of its logarithm).",
    )
    free_hours: float = declare(
        12.0,
        "hours/week",
        bounds=(0.1, 500),
        plausible=(4, 25),
        source="assumed; study IV-Z (ver.di: on top of the work at home)",
        meaning="Mean hours that an organisation has free for alliance work.",
    )
    money: float = declare(
        150.0,
        "EUR/week",
        bounds=(0, 100000),
        plausible=(0, 500),
        source="assumed; study IV-Z (Mehr Demokratie)",
        meaning="Mean money that an organisation can give to alliances.",
    )
    resource_spread: float = declare(
        0.6,
        "log units",
        bounds=(0, 2),
        plausible=(0.2, 1),
        source="assumed",
        meaning="Spread of hours and money over organisations (standard deviation of the logarithm).",
    )
    resource_match: float = declare(
        0.0,
        "correlation",
        bounds=(-1, 1),
        plausible=(-1, 1),
        source="assumed; study IV-Z",
        meaning="Whether who has many hours has much money, too; below 0 who has one lacks the other.",
    )
    reach_spread: float = declare(
        0.6,
        "log units",
        bounds=(0, 2),
        plausible=(0.2, 1.2),
        source="assumed",
        meaning="Spread of the audience over organisations (standard deviation of the logarithm).",
    )
    audience_mixing: float = declare(
        0.25,
        "share",
        bounds=(0, 1),
        plausible=(0, 1),
        source="assumed",
        meaning="Share of an organisation's audience that is spread over all segments instead of its own.",
    )
    sitting_scale: float = declare(
        1.0,
        "factor",
        bounds=(0.02, 10),
        plausible=(0.3, 2),
        source="study IV-Z",
        meaning="Factor on the weeks between sittings of organisations' own bodies.",
    )
    sitting_spread: float = declare(
        1.0,
        "exponent",
        bounds=(0, 1.5),
        plausible=(0, 1.3),
        source="assumed; study IV-Z",
        meaning="How far organisations' calendars lie apart at the same mean: 0 all alike, 1 as they are.",
    )
    pragmatism: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 0.9),
        source="assumed; study IV-Z (VdK)",
        meaning="Mean readiness to widen the tolerance as a negotiation goes on.",
    )
    pragmatism_spread: float = declare(
        1.0,
        "factor",
        bounds=(0, 2),
        plausible=(0, 1.5),
        source="assumed; study IV-Z (VdK)",
        meaning="Factor on how far organisations' readiness to widen the tolerance lies from its mean.",
    )
    visibility_need: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 0.9),
        source="assumed; study IV-Z",
        meaning="Mean weight of an organisation's own profile against the common goal.",
    )
    expertise: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 0.6),
        source="assumed",
        meaning="Mean expertise of organisations in a field.",
    )
    initial_energy: float = declare(
        0.7,
        "share",
        bounds=(0, 1),
        plausible=(0.5, 0.9),
        source="assumed",
        meaning="Energy of organisations at the start.",
    )
    ties_per_organisation: float = declare(
        6.0,
        "ties",
        bounds=(0, 100),
        plausible=(2, 12),
        source="assumed",
        meaning="Mean number of organisations to which one has personal contacts.",
    )
    tie_homophily: float = declare(
        3.0,
        "odds ratio",
        bounds=(0.05, 50),
        plausible=(1, 6),
        source="assumed; Leifeld & Schneider 2012",
        meaning="How much likelier a tie is within a sector than between sectors.",
    )
    initial_trust: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        source="assumed",
        meaning="Mean trust along a tie at the start.",
    )
    persons_trust: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        source="study IV-F (BUND); assumed",
        meaning="Mean trust, at the start, between the persons who deal with each other along a tie; it matters where persons carry trust.",
    )
    legislator_lean: float = declare(
        0.05,
        "position",
        bounds=(-1, 1),
        plausible=(-0.1, 0.2),
        source="assumed",
        meaning="Mean of what legislators want in a field; 0 is the status quo.",
    )
    parliament_tilt: float = declare(
        0.25,
        "position",
        bounds=(0, 1),
        plausible=(0.1, 0.4),
        source="assumed",
        meaning="Standard deviation, over fields, of what parliament as a whole wants.",
    )
    party_spread: float = declare(
        0.3,
        "position",
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        source="assumed",
        meaning="Standard deviation of parties' ideals within a field.",
    )
    legislator_spread: float = declare(
        0.25,
        "position",
        bounds=(0, 1),
        plausible=(0.1, 0.4),
        source="assumed",
        meaning="Standard deviation of legislators' ideals around their party's.",
    )
    electorate_mixing: float = declare(
        0.6,
        "share",
        bounds=(0, 1),
        plausible=(0.2, 1),
        source="assumed",
        meaning="Share of a legislator's electorate that is spread over all segments instead of its party's.",
    )
    shared_cause: float = declare(
        0.0,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.5),
        source="study IV-Z (ver.di, neue deutsche organisationen, Unteilbar)",
        meaning="By how much a move in one field carries along the fields that it touches, in the eyes of organisations.",
    )
    constant_total: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study III",
        meaning="Whether the hours, money and reach that are drawn for a whole society stay those of 60 organisations, however many it is divided into.",
    )
    fields_touched: int = declare(
        2,
        "fields",
        bounds=(0, 10),
        plausible=(0, 4),
        source="study III",
        meaning="Number of other fields that an item of one field touches.",
    )


@dataclass(config=CONFIG, frozen=True)
class Environment:
    """What comes from outside: windows, bills, attention, polarisation, events, shocks, elections."""

    window_rate: float = declare(
        1.0,
        "per field and year",
        bounds=(0, 52),
        plausible=(0.4, 2),
        source="Kingdon 1984 (reported)",
        meaning="How often parliament takes up the law of a field.",
    )
    bill_rate: float = declare(
        0.02,
        "per field and week",
        bounds=(0, 1),
        plausible=(0.005, 0.04),
        source="assumed",
        meaning="How often a measure is proposed in a field that has none pending.",
    )
    bill_deadline: float = declare(
        52.0,
        "weeks",
        bounds=(2, 208),
        plausible=(26, 78),
        source="assumed",
        meaning="Mean time from a bill to its vote; drawn evenly from half to one and a half times this.",
    )
    bill_reach: float = declare(
        1.3,
        "factor",
        bounds=(0.1, 1.99),
        plausible=(0.8, 1.8),
        source="assumed",
        meaning="Mean position of a bill, in multiples of the median legislator's ideal; below 2 a majority stands behind it.",
    )
    event_rate: float = declare(
        0.1,
        "per alliance and week",
        bounds=(0, 1),
        plausible=(0.02, 0.3),
        source="assumed",
        meaning="How often something happens that calls for a quick joint reaction.",
    )
    event_lifetime: float = declare(
        4.0,
        "weeks",
        bounds=(0.2, 52),
        plausible=(1, 8),
        source="assumed",
        meaning="Mean time within which a joint reaction is still of use.",
    )
    shock_rate: float = declare(
        0.5,
        "per organisation and year",
        bounds=(0, 20),
        plausible=(0, 1),
        source="study IV-Z",
        meaning="How often an organisation's situation in one field changes.",
    )
    shock_size: float = declare(
        0.3,
        "position",
        bounds=(0, 2),
        plausible=(0.1, 0.5),
        source="assumed",
        meaning="Standard deviation of the change of ideal by such a shock.",
    )
    attention_spread: float = declare(
        0.3,
        "log units",
        bounds=(0, 2),
        plausible=(0, 0.8),
        source="assumed",
        meaning="Spread of public attention to fields (standard deviation of its logarithm).",
    )
    attention_persistence: float = declare(
        0.95,
        "share",
        bounds=(0, 0.999),
        plausible=(0.8, 0.99),
        source="assumed",
        meaning="Share of attention's deviation that remains after a week.",
    )
    polarisation: float = declare(
        0.25,
        "per camp unit",
        bounds=(0, 1),
        plausible=(0, 0.8),
        source="assumed",
        meaning="Discount of a voice per unit of distance between its camp and the listener's; above 0.5 the far camp's voice counts against.",
    )
    polarisation_spread: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.6),
        source="assumed; study IV-W",
        meaning="Spread of polarisation between fields, relative to its mean.",
    )
    election_week: int = declare(
        182,
        "weeks",
        bounds=(0, 4000),
        plausible=(104, 208),
        source="assumed",
        meaning="Week of the first general election; the next follow every 208 weeks.",
    )
    campaign_weeks: int = declare(
        13,
        "weeks",
        bounds=(0, 208),
        plausible=(0, 26),
        source="assumed",
        meaning="Length of the campaign before an election.",
    )
    campaign_polarisation: float = declare(
        0.5,
        "share",
        bounds=(0, 3),
        plausible=(0, 1),
        source="assumed; study IV-Z (Unteilbar)",
        meaning="By how much polarisation is higher during the campaign.",
    )


@dataclass(config=CONFIG, frozen=True)
class Formation:
    """How alliances come about: initiate, sound out, join, debate values, set the goal."""

    initiation_rate: float = declare(
        0.3,
        "per organisation and year",
        bounds=(0, 52),
        plausible=(0.1, 1),
        source="assumed",
        meaning="How often an organisation considers starting an alliance.",
    )
    initiation_threshold: float = declare(
        0.6,
        "salience x position",
        bounds=(0, 5),
        plausible=(0.2, 1.2),
        source="assumed",
        meaning="Least worth of a goal for which an organisation starts an alliance.",
    )
    initiation_energy: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        source="assumed",
        meaning="Energy below which an organisation starts nothing.",
    )
    majority_check: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="study III",
        meaning="Whether a goal that already has a majority needs no alliance.",
    )
    seek_existing: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="assumed",
        meaning="Whether an organisation asks to join an alliance that pursues its goal before it founds a rival.",
    )
    failure_pause: int = declare(
        26,
        "weeks",
        bounds=(0, 520),
        plausible=(13, 52),
        source="assumed",
        meaning="Pause of an organisation after an initiative that found nobody.",
    )
    load_limit: float = declare(
        2.5,
        "alliance equivalents",
        bounds=(0.5, 50),
        plausible=(1.5, 4),
        source="study IV-Z (ver.di)",
        meaning="Number of alliances beyond which an organisation starts no more.",
    )
    target_partners: int = declare(
        8,
        "partners",
        bounds=(1, 200),
        plausible=(2, 20),
        source="assumed; study IV-F",
        meaning="Number of partners that a founder aims at, itself not counted; where the size is intended or assigned, the focal founder alone.",
    )
    size_design: Literal["world_wide", "intended", "assigned"] = declare(
        "world_wide",
        "-",
        plausible=("world_wide", "intended", "assigned"),
        source="assumed; study IV-F",
        meaning="Who aims at target_partners: every founder, one focal founder whom organisations join freely, or one whose size is set: organisations join and stay whenever they gain, whatever the hours.",
    )
    usual_partners: int = declare(
        8,
        "partners",
        bounds=(1, 200),
        plausible=(4, 12),
        source="assumed; study IV-F",
        meaning="Number of partners that all other founders aim at where the size is intended or assigned.",
    )
    focal_goal: Literal["any", "change", "prevention"] = declare(
        "any",
        "-",
        plausible=("any", "change", "prevention"),
        source="assumed; study III",
        meaning="What the focal alliance is for; for a prevention a bill is proposed at its start.",
    )
    focal_selection: Literal["weighed", "random"] = declare(
        "weighed",
        "-",
        plausible=("weighed", "random"),
        source="assumed",
        meaning="Whether the focal founder judges whom it asks or draws them from the whole world.",
    )
    focal_sectors: int = declare(
        0,
        "sectors",
        bounds=(0, 50),
        plausible=(0, 8),
        source="assumed; study IV-W",
        meaning="Number of sectors from which the focal founder asks, its own first and the others as they are drawn; 0 for all.",
    )
    hardliner: Literal["none", "one", "shared"] = declare(
        "none",
        "-",
        plausible=("none", "one", "shared"),
        source="assumed; study IV-Z (VdK)",
        meaning="Whether in the focal alliance one core member never gives way, or all of the core share the loss of its readiness.",
    )
    focal_founder: Literal["drawn", "connected", "expert"] = declare(
        "drawn",
        "-",
        plausible=("drawn", "connected", "expert"),
        source="assumed; study IV-F",
        meaning="Who starts the focal alliance: an organisation that is drawn, the one that trusts most contacts most, or the one most expert in the field of its own goal.",
    )
    asking_surplus: float = declare(
        1.3,
        "factor",
        bounds=(1, 5),
        plausible=(1, 2),
        source="assumed",
        meaning="How many organisations are asked per partner still missing.",
    )
    asking_waves: int = declare(
        3,
        "waves",
        bounds=(1, 20),
        plausible=(1, 5),
        source="assumed",
        meaning="How often a founder asks before it goes on with those it has.",
    )
    asking_patience: int = declare(
        8,
        "weeks",
        bounds=(1, 520),
        plausible=(4, 26),
        source="assumed",
        meaning="How long a founder waits for those it asked; later answers still count.",
    )
    asking_reserve: int = declare(
        13,
        "weeks",
        bounds=(0, 208),
        plausible=(4, 26),
        source="assumed",
        meaning="How long before a bill's vote its opponents stop looking for partners.",
    )
    strangers: int = declare(
        20,
        "organisations",
        bounds=(0, 2000),
        plausible=(5, 40),
        source="assumed",
        meaning="Number of organisations without a tie that an organisation can reach at all.",
    )
    tie_weight: float = declare(
        1.0,
        "weight",
        bounds=(-10, 10),
        plausible=(0, 2),
        source="Leifeld & Schneider 2012",
        meaning="Weight of trust when a founder chooses whom to ask.",
    )
    coverage_weight: float = declare(
        1.0,
        "weight",
        bounds=(-10, 10),
        plausible=(-3, 3),
        source="assumed",
        meaning="Weight of audience not yet covered when a founder chooses whom to ask.",
    )
    novelty_weight: float = declare(
        0.0,
        "weight",
        bounds=(-10, 10),
        plausible=(-2, 2),
        source="study IV-W",
        meaning="Weight of a sector that no member and nobody asked so far is from.",
    )
    fit_weight: float = declare(
        1.0,
        "weight",
        bounds=(-10, 10),
        plausible=(0, 2),
        source="assumed",
        meaning="Weight of the partner's gain from the draft when a founder chooses whom to ask.",
    )
    chance_weight: float = declare(
        0.2,
        "weight",
        bounds=(0, 100),
        plausible=(0.05, 1),
        source="assumed",
        meaning="Standard deviation of chance when a founder chooses whom to ask.",
    )
    perception_noise: float = declare(
        0.1,
        "position",
        bounds=(0, 1),
        plausible=(0, 0.3),
        source="assumed; study IV-F",
        meaning="Standard deviation of the error with which an organisation sees another's ideal before they have worked together.",
    )
    joining_burden: float = declare(
        0.2,
        "salience x position",
        bounds=(0, 20),
        plausible=(0, 1),
        source="Hojnacki 1997 (reported)",
        meaning="What an organisation wants in return for all its hours.",
    )
    joining_threshold: float = declare(
        0.02,
        "salience x position",
        bounds=(0, 5),
        plausible=(0, 0.1),
        source="assumed",
        meaning="What an organisation wants beyond its hours before it joins.",
    )
    reading_hours: float = declare(
        1.0,
        "hours/week",
        bounds=(0, 40),
        plausible=(0.5, 3),
        source="assumed",
        meaning="Hours that a membership costs besides coordination.",
    )
    stranger_trust: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0.3, 0.8),
        source="assumed",
        meaning="Weight of the expected value when a stranger asks; trust adds to it.",
    )
    credibility_weight: float = declare(
        0.0,
        "share",
        bounds=(0, 2),
        plausible=(0, 0.6),
        source="study IV-F",
        meaning="By how much a wholly expert convenor raises the weight of the expected value; trust adds to it as well.",
    )
    followers_share: float = declare(
        0.4,
        "share",
        bounds=(0, 1),
        plausible=(0.2, 0.8),
        source="assumed",
        meaning="Weight of the expected value for an organisation that adds no audience.",
    )
    realism: float = declare(
        0.0,
        "share",
        bounds=(0, 1),
        plausible=(0, 1),
        source="study III",
        meaning="How far an organisation weighs what it gains by whether the goal can be reached.",
    )
    pivotality: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0, 1),
        source="Olson 1965 (reported)",
        meaning="How far it weighs by the difference that it makes itself; otherwise by the chance.",
    )
    doubt: float = declare(
        0.1,
        "share",
        bounds=(0.001, 10),
        plausible=(0.03, 0.3),
        source="assumed",
        meaning="Lead in votes, as a share of parliament, up to which an organisation doubts who wins.",
    )
    expected_effort: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 0.6),
        source="assumed",
        meaning="Share of its hours that an organisation expects of everybody when it counts votes.",
    )
    side_item_hope: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.6),
        source="study IV-F (D64)",
        meaning="Weight of the item that an organisation may bring, until the agenda is set.",
    )
    open_text: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="study IV-F (D64)",
        meaning="Whether those asked before the goal is set write the text with the others.",
    )
    disclose_red_lines: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-F (BBAG - KickIn!)",
        meaning="Whether members tell their red lines when they join, to the degree that they trust the founder.",
    )
    values_debate: Literal["none", "time_boxed", "open_ended"] = declare(
        "time_boxed",
        "-",
        plausible=("none", "time_boxed", "open_ended"),
        source="study IV-F",
        meaning="Form of the debate on basic values.",
    )
    debate_weeks: int = declare(
        4,
        "weeks",
        bounds=(1, 104),
        plausible=(2, 12),
        source="assumed",
        meaning="Length of a time-boxed values debate.",
    )
    disclosure_weeks: float = declare(
        4.0,
        "weeks",
        bounds=(0.1, 104),
        plausible=(1, 12),
        source="assumed",
        meaning="Mean weeks of debate until the table knows a member's limits.",
    )
    value_points: int = declare(
        0,
        "fields",
        bounds=(0, 12),
        plausible=(0, 5),
        source="study IV-F",
        meaning="Points besides the goal that a values debate is about: what matters most to the founder.",
    )
    debate_learning: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-F; Friedkin & Johnsen 1990 (reported)",
        meaning="Whether members learn from each other in every week of a values debate, as they do in a monthly meeting.",
    )
    goal_noise: float = declare(
        0.0,
        "position",
        bounds=(0, 2),
        plausible=(0, 0.3),
        source="study IV-F",
        meaning="Standard deviation of what organisations wrongly take for the goal before there is a text; 0 where it is clear from the beginning.",
    )
    own_limits_known: float = declare(
        1.0,
        "share",
        bounds=(0, 1),
        plausible=(0.5, 1),
        source="study IV-F (BBAG-KickIn)",
        meaning="Share of members that are clear about their own limits before the platform stands.",
    )
    clarify_limits: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-F (BBAG-KickIn)",
        meaning="Whether members that are unclear about their own limits work them out, in hours of their own.",
    )
    clarify_hours: float = declare(
        10.0,
        "hours",
        bounds=(0, 80),
        plausible=(2, 30),
        source="assumed",
        meaning="Hours that a member needs once to work out its own limits.",
    )
    moderation: Literal["none", "lead", "outside"] = declare(
        "none",
        "-",
        plausible=("none", "lead", "outside"),
        source="study IV-Z (ver.di, EKD)",
        meaning="Who moderates the wording of proposals: nobody, the lead, or somebody from outside who is paid.",
    )
    moderation_hours: float = declare(
        4.0,
        "hours/week",
        bounds=(0, 40),
        plausible=(1, 10),
        source="assumed",
        meaning="Hours of moderation in a week in which proposals are worded.",
    )
    misreading: float = declare(
        0.0,
        "position",
        bounds=(0, 2),
        plausible=(0, 0.2),
        source="study IV-F (Fridays for Future)",
        meaning="Standard deviation of what members read into a proposal beyond what it says, before they have agreed on manners.",
    )
    slight: float = declare(
        0.0,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.5),
        source="study IV-F (Fridays for Future)",
        meaning="Chance that an objection to what was misread is felt as a slight by who brought the item.",
    )
    culture_weight: float = declare(
        0.0,
        "factor",
        bounds=(0, 10),
        plausible=(0, 2),
        source="study IV-F, IV-Z; assumed",
        meaning="By how much more is misread, and felt as a slight, between organisations whose manners are as far apart as can be.",
    )
    items_per_member: float = declare(
        1.0,
        "items",
        bounds=(0, 10),
        plausible=(0, 3),
        source="assumed",
        meaning="Mean number of items that a core member brings besides the main goal.",
    )
    agenda_limit: int = declare(
        12,
        "items",
        bounds=(1, 100),
        plausible=(5, 50),
        source="assumed; study IV-W",
        meaning="Largest number of items on an agenda.",
    )
    steps: int = declare(
        0,
        "steps",
        bounds=(0, 5),
        plausible=(0, 4),
        source="study IV-Z",
        meaning="Number of intermediate goals that are derived backwards from an agreed main goal.",
    )
    quorum: float = declare(
        1.0,
        "share",
        bounds=(0.5, 1),
        plausible=(0.5, 1),
        source="Choi & Robertson 2011",
        meaning="Share of the core that must agree.",
    )
    rounds: int = declare(
        4,
        "rounds",
        bounds=(1, 50),
        plausible=(2, 8),
        source="assumed",
        meaning="Rounds of negotiation before an item or an objector has to go.",
    )
    widening: float = declare(
        0.15,
        "share per round",
        bounds=(0, 1),
        plausible=(0.05, 0.3),
        source="assumed",
        meaning="By how much a round widens the tolerance of a wholly pragmatic member.",
    )
    keep_members: float = declare(
        0.0,
        "log ratio",
        bounds=(-5, 5),
        plausible=(-2, 2),
        source="assumed",
        meaning="Readiness to drop an item rather than lose an objector; positive keeps breadth.",
    )
    commitment: Literal["uniform", "differentiated"] = declare(
        "uniform",
        "-",
        plausible=("uniform", "differentiated"),
        source="Gilligan 2004",
        meaning="Whether all sign all items or each member the items it can carry.",
    )
    founder_weight: float = declare(
        0.0,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.5),
        source="assumed",
        meaning="Weight of the founder's ideal in a proposal, beside the mean of the core.",
    )
    items_in_parallel: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="assumed",
        meaning="Whether a round circulates all open items together or one after another.",
    )
    objection_informs: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0.2, 1),
        source="assumed",
        meaning="Chance that an objection makes the objector's limits known.",
    )
    silence_weeks: int = declare(
        99,
        "weeks",
        bounds=(1, 999),
        plausible=(2, 99),
        source="assumed",
        meaning="Weeks after which silence counts as consent.",
    )
    answer_shape: Literal["calendar", "exponential", "lognormal"] = declare(
        "calendar",
        "-",
        plausible=("calendar", "exponential", "lognormal"),
        source="assumed",
        meaning="How long answers take: until the next sitting, or drawn with the same mean.",
    )


@dataclass(config=CONFIG, frozen=True)
class Collaboration:
    """How an alliance works: coordinate, contribute, decide, quarrel, learn, admit."""

    governance: Literal["assembly", "lead", "core"] = declare(
        "lead",
        "-",
        plausible=("assembly", "lead", "core"),
        source="study IV-Z; Provan & Kenis 2008",
        meaning="Who talks to whom: all with all, all with a lead, or a core with a circle.",
    )
    lead_choice: Literal["founder", "most_hours"] = declare(
        "founder",
        "-",
        plausible=("founder", "most_hours"),
        source="study IV-Z",
        meaning="Who leads once partners are found: the founder, or the core member with most hours for it.",
    )
    secondment: float = declare(
        0.0,
        "share",
        bounds=(0, 0.5),
        plausible=(0, 0.2),
        source="assumed; study IV-Z (Stiftung Mercator)",
        meaning="Share of its hours up to which each member holds what the lead cannot hold.",
    )
    core_size: int = declare(
        5,
        "organisations",
        bounds=(2, 100),
        plausible=(3, 9),
        source="study IV-Z",
        meaning="Number of organisations in the core where there is a circle.",
    )
    pair_cost: float = declare(
        0.25,
        "hours/channel and week",
        bounds=(0, 20),
        plausible=(0.05, 1),
        source="assumed",
        meaning="Hours that one channel costs at each of its ends.",
    )
    pair_cost_exponent: float = declare(
        0.7,
        "exponent",
        bounds=(0, 2),
        plausible=(0, 1),
        source="assumed",
        meaning="How hours grow with the channels of one organisation: 1 a talk per pair, 0 one round mail for all.",
    )
    setup_weeks: int = declare(
        0,
        "weeks",
        bounds=(0, 104),
        plausible=(0, 8),
        source="study IV-Z, IV-F",
        meaning="Weeks after the sounding in which an alliance agrees on rules and manners; 0: it does not.",
    )
    setup_hours: float = declare(
        1.0,
        "h/week",
        bounds=(0, 40),
        plausible=(0.5, 3),
        source="assumed",
        meaning="Hours per member and week that agreeing on rules and manners takes.",
    )
    setup_scale: float = declare(
        4.0,
        "h",
        bounds=(0.1, 100),
        plausible=(2, 10),
        source="assumed",
        meaning="Hours per member after which all but 1/e of rules and manners is settled.",
    )
    rules_saving: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.5),
        source="assumed; study IV-Z",
        meaning="Share of the hours for channels that settled rules save.",
    )
    circle_load: float = declare(
        0.3,
        "alliance equivalents",
        bounds=(0.01, 1),
        plausible=(0.1, 1),
        source="assumed",
        meaning="How much of a whole membership a supporter's place in the circle is.",
    )
    circle_channel: float = declare(
        0.3,
        "channels",
        bounds=(0, 1),
        plausible=(0.1, 1),
        source="assumed",
        meaning="Channels that a supporter in the circle has to keep up.",
    )
    coordination_limit: float = declare(
        0.9,
        "share",
        bounds=(0, 1),
        plausible=(0.7, 1),
        source="assumed",
        meaning="Share of an organisation's hours that can go into coordination.",
    )
    who_pays: Literal["nobody", "lead", "all", "share"] = declare(
        "all",
        "-",
        plausible=("nobody", "lead", "all", "share"),
        source="study IV-Z (Mehr Demokratie)",
        meaning="Who puts money into the alliance.",
    )
    paying_share: float = declare(
        1.0,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 1),
        source="study IV-Z (Mehr Demokratie)",
        meaning="Share of the members who pay, where it is a share of them.",
    )
    money_share: float = declare(
        0.05,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.3),
        source="assumed",
        meaning="Share of its money that a paying member gives for a platform that it wholly supports.",
    )
    coordinator_wage: float = declare(
        40.0,
        "EUR/hour",
        bounds=(5, 500),
        plausible=(25, 60),
        source="assumed",
        meaning="What an hour of paid coordination costs.",
    )
    reciprocity: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0, 1),
        source="Fischbacher et al. 2001 (reported)",
        meaning="Weight of what the others gave against one's own interest.",
    )
    effort_scale: float = declare(
        0.1,
        "salience x position x reach",
        bounds=(0.001, 5),
        plausible=(0.03, 0.4),
        source="assumed",
        meaning="Interest at which a member gives all its hours.",
    )
    effort_cost_exponent: float = declare(
        1.0,
        "exponent",
        bounds=(0.1, 10),
        plausible=(0.5, 2),
        source="Esteban & Ray 2001",
        meaning="How fast the cost of one more hour rises with the hours given; 1 gives in proportion to value.",
    )
    own_profile: float = declare(
        0.0,
        "weight",
        bounds=(0, 1),
        plausible=(0, 0.8),
        source="study IV-Z (Kulturpolitische Gesellschaft, Mehr Demokratie)",
        meaning="Weight of its own name against the common goal for a member whose visibility need is 1.",
    )
    jointness: float = declare(
        1.0,
        "share",
        bounds=(0, 1),
        plausible=(0, 1),
        source="Oliver & Marwell 1988; Esteban & Ray 2001",
        meaning="Share of the goal that all enjoy alike; the rest is divided among members.",
    )
    energy_adjustment: float = declare(
        0.04,
        "per week",
        bounds=(0, 1),
        plausible=(0.02, 0.15),
        source="assumed",
        meaning="How fast energy follows satisfaction.",
    )
    satisfaction: float = declare(
        0.6,
        "share",
        bounds=(0, 1),
        plausible=(0.4, 0.7),
        source="assumed",
        meaning="Satisfaction with an alliance in which nothing happens.",
    )
    support_weight: float = declare(
        0.8,
        "per share of votes",
        bounds=(0, 5),
        plausible=(0.2, 1.5),
        source="assumed",
        meaning="Satisfaction from growing support in parliament.",
    )
    milestone_weight: float = declare(
        0.4,
        "share",
        bounds=(0, 5),
        plausible=(0, 0.8),
        source="study IV-Z",
        meaning="Satisfaction from a side item that passed.",
    )
    meeting_weight: float = declare(
        0.6,
        "per share of hours",
        bounds=(0, 5),
        plausible=(0, 1),
        source="assumed",
        meaning="Dissatisfaction from hours that go into coordination.",
    )
    missed_weight: float = declare(
        0.25,
        "per share of events",
        bounds=(0, 5),
        plausible=(0, 0.5),
        source="assumed",
        meaning="Dissatisfaction from events missed.",
    )
    rest_rate: float = declare(
        0.01,
        "per week",
        bounds=(0, 1),
        plausible=(0, 0.03),
        source="assumed",
        meaning="How fast energy returns to its resting level.",
    )
    resting_energy: float = declare(
        0.7,
        "share",
        bounds=(0.05, 1),
        plausible=(0.5, 0.9),
        source="assumed",
        meaning="Energy of an organisation that rests.",
    )
    trust_gain: float = declare(
        0.05,
        "share",
        bounds=(0, 1),
        plausible=(0.02, 0.15),
        source="assumed",
        meaning="Step of trust towards 1 after a promise kept.",
    )
    trust_loss: float = declare(
        0.15,
        "share",
        bounds=(0, 1),
        plausible=(0.05, 0.3),
        source="Slovic 1993 (reported)",
        meaning="Step of trust towards 0 after a promise broken.",
    )
    persons: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-F (BUND)",
        meaning="Whether it is persons who learn whom to trust, and heads of organisations come to trust as their persons do.",
    )
    staff_turnover: float = declare(
        0.15,
        "per person and year",
        bounds=(0, 10),
        plausible=(0.1, 0.4),
        source="Opportunity Knocks 2008 (reported)",
        meaning="How often a person who deals with another organisation leaves; a successor starts from what the heads think.",
    )
    trust_carried: float = declare(
        0.02,
        "per week",
        bounds=(0, 1),
        plausible=(0.005, 0.1),
        source="assumed",
        meaning="How fast the trust of the heads follows that of the persons, upwards and downwards.",
    )
    lead_mandate: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-Z",
        meaning="Whether the lead may answer events alone.",
    )
    ready_bonus: float = declare(
        0.1,
        "share",
        bounds=(0, 2),
        plausible=(0.02, 0.3),
        source="assumed",
        meaning="By how much a timely joint reaction raises the outreach that is remembered.",
    )
    conflict: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="study IV-Z",
        meaning="Whether crossed limits of agreed items are brought up at all.",
    )
    conflict_notice: float = declare(
        0.25,
        "per week",
        bounds=(0, 1),
        plausible=(0.1, 0.5),
        source="assumed",
        meaning="Chance per week that a crossed limit is brought up.",
    )
    wording_share: float = declare(
        0.15,
        "share",
        bounds=(0, 1),
        plausible=(0, 0.4),
        source="study IV-Z (EKD)",
        meaning="Part of a tolerance that is about wording and is freed once a limit is explained.",
    )
    explanation: Literal["none", "conflict", "always"] = declare(
        "conflict",
        "-",
        plausible=("none", "conflict", "always"),
        source="study IV-Z, IV-F (EKD)",
        meaning="When members explain why they have a limit: never, in conflicts over the platform, or from the first objection on.",
    )
    explaining_costs: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="assumed",
        meaning="Whether explaining a limit takes a meeting; before the platform it takes the round a week longer.",
    )
    mediation: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-Z",
        meaning="Whether a mediator is prepared who may move an item towards an objector.",
    )
    mediator_wage: float = declare(
        0.0,
        "EUR/week",
        bounds=(0, 500),
        plausible=(0, 100),
        source="assumed",
        meaning="What it costs to have a mediator ready; without the money in the pool there is none that week.",
    )
    reopening: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-Z",
        meaning="Whether an agreed item that has come to cross a member's limit is negotiated anew.",
    )
    reopening_pause: int = declare(
        13,
        "weeks",
        bounds=(1, 104),
        plausible=(4, 26),
        source="assumed",
        meaning="Weeks within which the same item is not reopened again.",
    )
    learning: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="study III; Deffuant et al. 2000",
        meaning="Whether members learn from each other.",
    )
    learning_rate: float = declare(
        0.02,
        "per month",
        bounds=(0, 1),
        plausible=(0, 0.1),
        source="assumed",
        meaning="How far a member moves towards those it can follow.",
    )
    confidence: float = declare(
        0.5,
        "position",
        bounds=(0, 2),
        plausible=(0.1, 1),
        source="Hegselmann & Krause 2002",
        meaning="Distance up to which a member can follow another.",
    )
    anchor: float = declare(
        0.05,
        "per month",
        bounds=(0, 1),
        plausible=(0, 0.2),
        source="Friedkin & Johnsen 1990",
        meaning="How fast an ideal returns to that of one's own base.",
    )
    exchange_rate: float = declare(
        0.04,
        "per month",
        bounds=(0, 1),
        plausible=(0, 0.1),
        source="assumed; study III",
        meaning="How fast expertise is taken over from the most expert member.",
    )
    see_causes: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-Z (Unteilbar)",
        meaning="Whether a shared cause counts only as far as an organisation sees that the fields hang together, which members learn from each other.",
    )
    insight_rate: float = declare(
        0.1,
        "per month",
        bounds=(0, 1),
        plausible=(0.02, 0.3),
        source="assumed",
        meaning="How far a member comes to see, in a meeting, what others see of how fields hang together.",
    )
    admission: Literal["open", "vetted", "closed"] = declare(
        "vetted",
        "-",
        plausible=("open", "vetted", "closed"),
        source="study IV-Z",
        meaning="Who may come in later: all who carry the platform, as many as were aimed at, or nobody.",
    )


@dataclass(config=CONFIG, frozen=True)
class Impact:
    """How an alliance has an effect: speak, persuade, pass or block, harvest."""

    priority: float = declare(
        0.5,
        "share",
        bounds=(0, 1),
        plausible=(0, 1),
        source="study IV-W",
        meaning="Share of attention that goes to the main goal; 0 leaves the items unranked.",
    )
    forgetting: float = declare(
        0.05,
        "per week",
        bounds=(0.001, 1),
        plausible=(0.02, 0.15),
        source="assumed",
        meaning="Share of outreach that is forgotten each week.",
    )
    response_exponent: float = declare(
        1.5,
        "exponent",
        bounds=(0.2, 6),
        plausible=(1, 3),
        source="assumed",
        meaning="Shape of the response to outreach: 1 diminishing returns, above 1 a threshold.",
    )
    circle_voice: float = declare(
        1.0,
        "share",
        bounds=(0, 1),
        plausible=(0.3, 1),
        source="study IV-Z (Stiftung Mercator)",
        meaning="How much the voice of a supporter in the circle counts, against that of a core member.",
    )
    roles: Literal["none", "agreed", "assigned"] = declare(
        "none",
        "-",
        plausible=("none", "agreed", "assigned"),
        source="study IV-W",
        meaning="Who does what: all members everything, each what it can add most by as agreed, or what the convenor assigns.",
    )
    role_hours: float = declare(
        6.0,
        "hours",
        bounds=(0, 40),
        plausible=(2, 20),
        source="assumed",
        meaning="Hours that agreeing on roles takes of each member, once, out of its work for the public.",
    )
    focus_exponent: float = declare(
        1.0,
        "exponent",
        bounds=(0, 1),
        plausible=(0.5, 1),
        source="assumed",
        meaning="How what a member does in a channel grows with the share of its hours that goes there: 1 in proportion, below 1 with diminishing returns.",
    )
    money_in_outreach: float = declare(
        0.0,
        "share",
        bounds=(0, 0.9),
        plausible=(0, 0.5),
        source="study IV-Z",
        meaning="Weight of money against hours in making outreach; 0: it is made of hours alone.",
    )
    substitution: float = declare(
        1.0,
        "elasticity",
        bounds=(0.05, 10),
        plausible=(0.3, 4),
        source="assumed; Arrow et al. 1961 (reported)",
        meaning="How well money and hours stand in for each other in making outreach.",
    )
    money_per_hour: float = declare(
        0.5,
        "EUR/hour",
        bounds=(0.01, 500),
        plausible=(0.2, 2),
        source="assumed",
        meaning="Money spent along with an hour of outreach at which the hour is worth just an hour.",
    )
    half_response: float = declare(
        30.0,
        "reach-hours",
        bounds=(0.1, 1000),
        plausible=(15, 60),
        source="assumed",
        meaning="Outreach at which an electorate's response is half of the largest.",
    )
    persuasion: float = declare(
        1.5,
        "position",
        bounds=(0, 10),
        plausible=(0.8, 2),
        source="assumed",
        meaning="Pressure on a legislator whose whole electorate responds fully.",
    )
    salience: float = declare(
        0.0,
        "exponent",
        bounds=(0, 3),
        plausible=(0, 1),
        source="study IV-W; assumed",
        meaning="How the pressure of an electorate grows with the attention that a field has at the moment: 0 not at all, 1 in proportion.",
    )
    lobby_weight: float = declare(
        1.0,
        "factor",
        bounds=(0, 10),
        plausible=(0.3, 2),
        source="assumed; study IV-W",
        meaning="Reach of an hour of lobbying with legislators of one's own camp, beside an hour of campaigning.",
    )
    stance: Literal["open", "near", "far"] = declare(
        "open",
        "-",
        plausible=("open", "near", "far"),
        source="study IV-Z (parties)",
        meaning="How an alliance stands to parties: to each as its members' camps lie, near to the one that gains most by its goal, or far from all.",
    )
    capture: float = declare(
        0.3,
        "share",
        bounds=(0, 1),
        plausible=(0.05, 0.6),
        source="assumed; study IV-Z (BUND)",
        meaning="How far the public takes the camp of a party for that of the members of an alliance that stands near to it.",
    )
    communication: float = declare(
        0.0,
        "share",
        bounds=(0, 0.5),
        plausible=(0, 0.2),
        source="assumed; study IV-Z (Unteilbar)",
        meaning="Share of the hours for the public in which an alliance near to a party explains how it stands to it.",
    )
    communication_scale: float = declare(
        30.0,
        "hours",
        bounds=(1, 200),
        plausible=(10, 80),
        source="assumed",
        meaning="Hours of explaining still remembered after which a third or so of the capture is left.",
    )
    objection_weight: float = declare(
        0.03,
        "position",
        bounds=(0, 1),
        plausible=(0, 0.1),
        source="study III",
        meaning="Weight of an unanswered objection from a field that an item touches.",
    )
    opponents: bool = declare(
        True,
        "-",
        plausible=(False, True),
        source="Klüver 2011",
        meaning="Whether alliances for the opposite count against an alliance.",
    )
    votes_to_lose: int = declare(
        2,
        "votes",
        bounds=(1, 50),
        plausible=(1, 4),
        source="assumed",
        meaning="Lost votes after which an alliance for a change gives its goal up.",
    )
    credit_rule: Literal["none", "equal", "effort"] = declare(
        "none",
        "-",
        plausible=("none", "equal", "effort"),
        source="study IV-W (D64)",
        meaning="How credit for a success is divided: by who answers the press first, equally, or by hours given.",
    )
    press_weeks: float = declare(
        1.0,
        "weeks",
        bounds=(0.05, 26),
        plausible=(0.3, 3),
        source="assumed; study IV-W",
        meaning="Mean time that the press waits for a joint statement after a success.",
    )
    selfishness: float = declare(
        0.0,
        "chance",
        bounds=(0, 1),
        plausible=(0, 0.5),
        source="assumed; study IV-W",
        meaning="Chance that a member to whom its own profile is all claims a success for itself though it could wait.",
    )
    profile_feedback: float = declare(
        0.0,
        "share per month",
        bounds=(0, 1),
        plausible=(0, 0.3),
        source="assumed; study IV-W (VdK)",
        meaning="How strongly an organisation's free hours follow what alliances add to its mentions or take from them.",
    )


@dataclass(config=CONFIG, frozen=True)
class Dissolution:
    """How alliances end, and what remains."""

    reconsider_weeks: int = declare(
        13,
        "weeks",
        bounds=(1, 208),
        plausible=(4, 52),
        source="assumed",
        meaning="How often a member asks itself whether to stay.",
    )
    sunk_cost: float = declare(
        0.0,
        "salience x position",
        bounds=(0, 5),
        plausible=(0, 1),
        source="assumed",
        meaning="Weight of the hours already given when a member asks itself whether to stay.",
    )
    leaving_value: float = declare(
        0.02,
        "salience x position",
        bounds=(-1, 1),
        plausible=(0, 0.1),
        source="assumed",
        meaning="Value of the platform below which a member may leave at any time.",
    )
    leaving_energy: float = declare(
        0.15,
        "share",
        bounds=(0, 1),
        plausible=(0.05, 0.3),
        source="assumed",
        meaning="Energy below which a member may leave at any time.",
    )
    leaving_rate: float = declare(
        0.1,
        "per week",
        bounds=(0, 1),
        plausible=(0.03, 0.3),
        source="assumed",
        meaning="Chance per week that such a member leaves.",
    )
    fade_hours: float = declare(
        1.0,
        "h/week",
        bounds=(0, 20),
        plausible=(0.2, 1.5),
        source="study II; assumed",
        meaning="Hours beyond coordination from which on a member works for an alliance; with fewer than two such members it is fading.",
    )
    fade_weeks: int = declare(
        13,
        "weeks",
        bounds=(1, 208),
        plausible=(8, 26),
        source="assumed",
        meaning="Weeks of fading after which an alliance is over.",
    )
    exhaustion: float = declare(
        0.2,
        "share",
        bounds=(0, 1),
        plausible=(0.1, 0.35),
        source="assumed",
        meaning="Mean energy of members below which an alliance is exhausted.",
    )
    planned_weeks: int = declare(
        0,
        "weeks",
        bounds=(0, 520),
        plausible=(0, 156),
        source="study IV-A",
        meaning="Agreed life of an alliance after its platform; 0 for no agreed end.",
    )
    stall_weeks: int = declare(
        0,
        "weeks",
        bounds=(0, 520),
        plausible=(0, 104),
        source="study IV-A",
        meaning="Agreed end after so many weeks in which support has not grown; 0 for none.",
    )
    evaluation: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-A",
        meaning="Whether members meet at the end and learn what their partners really want.",
    )
    network: bool = declare(
        False,
        "-",
        plausible=(False, True),
        source="study IV-A",
        meaning="Whether members of an ended alliance stay in touch.",
    )
    network_hours: float = declare(
        0.25,
        "hours/week",
        bounds=(0, 20),
        plausible=(0.1, 1),
        source="assumed",
        meaning="Hours that staying in touch costs each.",
    )
    network_weeks: int = declare(
        104,
        "weeks",
        bounds=(1, 1000),
        plausible=(26, 208),
        source="assumed",
        meaning="How long they stay in touch.",
    )
    trust_decay: float = declare(
        0.01,
        "per month",
        bounds=(0, 1),
        plausible=(0, 0.03),
        source="assumed",
        meaning="How fast trust returns to the level at which a contact began.",
    )
