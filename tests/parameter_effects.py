"""What every parameter does: one row each, with a world built to show it.

A row says from which value to which a parameter is raised (both ends of its plausible range unless
the reason says otherwise), at which outcome that has to show, and in which direction. Switches and
choices are "raised" in the order that is written here. The outcome is the one closest to the rule,
so that a row says what the rule is for and nothing that an experiment would have to find out.

`tests/test_parameter_effects.py` does the runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Direction = Literal["up", "down", "moves"]


@dataclass(frozen=True)
class Stage:
    """A world in which effects are shown.

    Attributes
    ----------
    changes
        Parameters that deviate from the defaults, by full key.
    weeks
        Horizon of the runs; 0 shows the world as it is drawn.
    seeds
        Number of runs per value.
    """

    changes: Mapping[str, Any]
    weeks: int
    seeds: int

    def with_changes(self, **changes: Any) -> "Stage":
        """Return the same world with further changes; a dot is written as two underscores."""
        further = {key.replace("__", ".", 1): value for key, value in changes.items()}
        return Stage({**self.changes, **further}, self.weeks, self.seeds)

    def lasting(self, weeks: int) -> "Stage":
        """Return the same world with another horizon."""
        return Stage(self.changes, weeks, self.seeds)

    def often(self, seeds: int) -> "Stage":
        """Return the same world with another number of runs, where an effect is rare."""
        return Stage(self.changes, self.weeks, seeds)


@dataclass(frozen=True)
class Effect:
    """One row.

    Attributes
    ----------
    key
        Full key of the parameter.
    low, high
        From which value to which it is raised.
    outcome
        Where it shows, as `tests.test_parameter_effects.outcome_of` reads it: table:column of the
        table of runs, alliances or weeks (the mean over rows), focal:column for the focal alliance
        alone, told:EVENT for a count of events, or the name of a figure of the state.
    direction
        Of the outcome when the parameter is raised; "moves" where theory gives none.
    why
        Reason in a few words.
    stage
        World that shows it.
    """

    key: str
    low: Any
    high: Any
    outcome: str
    direction: Direction
    why: str
    stage: Stage = field(repr=False)


# --- Worlds -----------------------------------------------------------------------------------

DRAWN = Stage({"world.organisations": 60}, weeks=0, seeds=12)
"""The world as it is drawn."""

BUSY = Stage({"world.organisations": 30, "formation.initiation_rate": 1.0}, weeks=80, seeds=40)
"""Thirty organisations that start many alliances."""

LONG = BUSY.lasting(130)
"""Long enough for votes and endings."""

ASKING = BUSY.lasting(40).with_changes(formation__joining_burden=0.5)
"""Short, with a price that makes organisations think twice before they join."""

CHOOSING = ASKING.with_changes(
    world__organisations=60, formation__target_partners=3, formation__asking_waves=1
)
"""Founders that ask a few out of many, once."""

SILENT = BUSY.with_changes(formation__values_debate="none", formation__objection_informs=0.2)
"""Limits become known by objections at best."""

CONTESTED = BUSY.with_changes(world__tolerance=0.3)
"""Limits are narrow: much to negotiate."""

SHIFTING = BUSY.with_changes(
    world__tolerance=0.3,
    environment__shock_rate=1.0,
    environment__shock_size=0.5,
    formation__quorum=0.5,
)
"""Minorities are outvoted and situations change: agreed items come to cross limits."""

TALKING = BUSY.with_changes(collaboration__learning_rate=0.1, collaboration__anchor=0.0)
"""Members learn quickly, and nothing draws them back."""

CIRCLES = BUSY.with_changes(
    collaboration__governance="core", collaboration__core_size=3, formation__joining_burden=0.0
)
"""A small core with a circle of supporters."""

SET_UP = BUSY.with_changes(collaboration__setup_weeks=8, collaboration__rules_saving=0.5)
"""Alliances agree on rules first."""

RICH = BUSY.with_changes(
    world__money=500.0,
    collaboration__money_share=0.3,
    collaboration__pair_cost=1.0,
    formation__joining_burden=0.0,
)
"""Coordination is dear, and there is money to pay for it."""

STRAINED = BUSY.with_changes(
    collaboration__pair_cost=1.0, world__free_hours=4.0, formation__joining_burden=0.0
)
"""Leads can hardly hold what they have to hold."""

TIRED = BUSY.with_changes(
    world__initial_energy=0.5,
    collaboration__resting_energy=0.5,
    collaboration__satisfaction=0.4,
    collaboration__energy_adjustment=0.15,
)
"""Work in alliances tires."""

WEARY = TIRED.with_changes(
    world__free_hours=4.0,
    collaboration__pair_cost=1.0,
    collaboration__meeting_weight=1.0,
    formation__joining_burden=0.0,
    dissolution__leaving_energy=0.3,
)
"""Work in alliances tires so much that members leave."""

URGENT = BUSY.with_changes(environment__event_rate=0.3)
"""Much calls for quick reactions."""

LOUD = LONG.with_changes(collaboration__effort_scale=0.03)
"""Members give many hours, so that legislators hear them."""

NEAR = LONG.with_changes(impact__stance="near")
"""Alliances stand near to a party."""

FUNDED = LOUD.with_changes(impact__money_in_outreach=0.5)
"""Outreach is made of hours and of money."""

VOTING = LONG.with_changes(environment__window_rate=2.0, collaboration__effort_scale=0.03)
"""Parliament votes often."""

PLAIN = LONG.with_changes(formation__joining_burden=0.0)
"""Organisations join easily and find out later."""

CAMPAIGN = BUSY.lasting(100).with_changes(
    environment__election_week=104, environment__polarisation=0.4
)
"""Ends five weeks before an election."""

FOCAL = Stage({"world.organisations": 30, "formation.size_design": "intended"}, weeks=80, seeds=30)
"""One focal alliance."""

ASSIGNED = FOCAL.with_changes(formation__size_design="assigned")
"""One focal alliance whose size is set: whoever gains joins and stays."""

UNBENDING = ASSIGNED.with_changes(
    formation__focal_goal="change", world__tolerance=0.3, formation__widening=0.3
)
"""One focal alliance with narrow limits that those who are ready can widen."""

EARLY_BILLS = FOCAL.often(120).with_changes(
    environment__bill_rate=0.04,
    environment__bill_reach=1.8,
    world__legislator_lean=-0.1,
    world__parliament_tilt=0.4,
)
"""Where the focal alliance starts, in week 0, there may be a bill to prevent; by default in 2 of
1000 runs, so that any goal is a change nearly always."""

AFTERWARDS = LONG.with_changes(dissolution__network=True, dissolution__planned_weeks=13)
"""Alliances end soon after their platform, and members stay in touch."""


# --- The table --------------------------------------------------------------------------------

WORLD = (
    Effect("world.kind", "synthetic", "study", "organisations", "moves",
           "a choice, no order", Stage({}, 0, 2)),
    Effect("world.organisations", 20, 200, "organisations", "up", "what it says", Stage({}, 0, 2)),
    Effect("world.sectors", 4, 12, "sectors found", "up", "more to draw from", DRAWN),
    Effect("world.fields", 6, 24, "fields", "up", "what it says", DRAWN),
    Effect("world.segments", 4, 24, "segments", "up", "what it says", DRAWN),
    Effect("world.legislators", 30, 120, "legislators", "up", "what it says", DRAWN),
    Effect("world.parties", 3, 8, "parties found", "up", "more to draw from", DRAWN),
    Effect("world.position_lean", 0.0, 0.5, "mean ideal", "up", "its mean", DRAWN),
    Effect("world.position_spread", 0.2, 0.6, "spread of ideals", "up", "its spread", DRAWN),
    Effect("world.dissent_spread", 0.0, 0.6, "spread of dissent", "up",
           "organisations differ more in one field than in another", DRAWN),
    Effect("world.sector_likeness", 0.0, 0.8, "ideals shared in sectors", "up",
           "organisations of a sector want alike", DRAWN),
    Effect("world.camp_spread", 0.2, 0.8, "spread of camps", "up", "its spread", DRAWN),
    Effect("world.camp_pull", 0.0, 0.5, "slope of ideals on camps", "up",
           "camps move ideals", DRAWN),
    Effect("world.item_deviation", 0.0, 0.4, "objections per alliance", "up",
           "members differ on every item", BUSY),
    Effect("world.value_shift", 0.0, 0.8, "objections per alliance", "up",
           "values divide on every item", BUSY.often(200)),
    Effect("world.tolerance", 0.2, 0.9, "mean tolerance", "up", "its mean", DRAWN),
    Effect("world.red_line_share", 0.0, 0.5, "red lines", "up", "their share", DRAWN),
    Effect("world.issue_focus", 0.3, 1.3, "spread of salience", "up", "its spread", DRAWN),
    Effect("world.free_hours", 4.0, 25.0, "mean hours", "up", "their mean", DRAWN),
    Effect("world.money", 0.0, 500.0, "mean money", "up", "its mean", DRAWN),
    Effect("world.resource_spread", 0.2, 1.0, "spread of hours", "up", "their spread", DRAWN),
    Effect("world.resource_match", -1.0, 1.0, "money with hours", "up",
           "what it says", DRAWN),
    Effect("world.reach_spread", 0.2, 1.2, "spread of reach", "up", "its spread", DRAWN),
    Effect("world.audience_mixing", 0.0, 1.0, "audience in one segment", "down",
           "audiences spread out", DRAWN),
    Effect("world.sitting_scale", 0.3, 2.0, "weeks between sittings", "up",
           "a factor on them", DRAWN),
    Effect("world.sitting_spread", 0.0, 1.3, "alliances:slowest_sitting", "up",
           "the slowest sit still less often", BUSY),
    Effect("world.pragmatism", 0.1, 0.9, "mean pragmatism", "up", "its mean", DRAWN),
    Effect("world.pragmatism_spread", 0.0, 1.5, "spread of pragmatism", "up",
           "a factor on it", DRAWN),
    Effect("world.visibility_need", 0.1, 0.9, "mean visibility", "up",
           "its mean", DRAWN.with_changes(collaboration__own_profile=0.8)),
    Effect("world.expertise", 0.1, 0.6, "mean expertise", "up", "its mean", DRAWN),
    Effect("world.initial_energy", 0.5, 0.9, "mean energy", "up", "its value", DRAWN),
    Effect("world.ties_per_organisation", 2.0, 12.0, "ties", "up", "their number", DRAWN),
    Effect("world.tie_homophily", 1.0, 6.0, "ties within sectors", "up", "likelier there", DRAWN),
    Effect("world.initial_trust", 0.2, 0.8, "mean trust", "up", "its mean", DRAWN),
    Effect("world.persons_trust", 0.2, 0.8, "mean trust of persons", "up", "its mean",
           DRAWN.with_changes(collaboration__persons=True)),
    Effect("world.legislator_lean", -0.1, 0.2, "mean legislator", "up", "its mean", DRAWN),
    Effect("world.parliament_tilt", 0.1, 0.4, "spread of parliament over fields", "up",
           "its spread", DRAWN),
    Effect("world.party_spread", 0.1, 0.5, "spread between parties", "up", "its spread", DRAWN),
    Effect("world.legislator_spread", 0.1, 0.4, "spread within parties", "up", "its spread", DRAWN),
    Effect("world.electorate_mixing", 0.2, 1.0, "unevenness of electorates", "down",
           "they come to be alike", DRAWN),
    Effect("world.shared_cause", 0.0, 0.5, "alliances:value_to_members", "moves",
           "a gain to some, a loss to others", BUSY),
    Effect("world.constant_total", False, True, "total reach", "up",
           "30 organisations get the reach of 60", DRAWN.with_changes(world__organisations=30)),
    Effect("world.fields_touched", 0, 4, "alliances:support", "down",
           "every touched field may object", LOUD.with_changes(impact__objection_weight=0.1)),
)  # fmt: skip

ENVIRONMENT = (
    Effect("environment.window_rate", 0.4, 2.0, "weeks:windows", "up", "their rate", BUSY),
    Effect("environment.bill_rate", 0.005, 0.04, "told:BILL_PROPOSED", "up", "their rate", BUSY),
    Effect("environment.bill_deadline", 26.0, 78.0, "weeks:bills", "up",
           "they are pending longer", BUSY),
    Effect("environment.bill_reach", 0.8, 1.8, "size of bills", "up", "their size", BUSY),
    Effect("environment.event_rate", 0.02, 0.3, "runs:occasions", "up", "their rate", BUSY),
    Effect("environment.event_lifetime", 1.0, 8.0, "alliances:decided_in_time", "up",
           "more time to decide", URGENT),
    Effect("environment.shock_rate", 0.0, 1.0, "told:SHOCK", "up", "their rate", BUSY),
    Effect("environment.shock_size", 0.1, 0.5, "size of shocks", "up", "their size", BUSY),
    Effect("environment.attention_spread", 0.0, 0.8, "spread of attention", "up",
           "its spread", BUSY),
    Effect("environment.attention_persistence", 0.8, 0.99, "spread of attention", "down",
           "from the mean on, it wanders off more slowly", BUSY.lasting(12).with_changes(
               environment__attention_spread=0.8)),
    Effect("environment.polarisation", 0.0, 0.8, "mean polarisation", "up", "its mean", BUSY),
    Effect("environment.polarisation_spread", 0.0, 0.6, "spread of polarisation", "up",
           "its spread", BUSY.with_changes(environment__polarisation=0.4)),
    Effect("environment.election_week", 104, 208, "week of the campaign", "up",
           "the campaign goes before it", LONG.lasting(208)),
    Effect("environment.campaign_weeks", 0, 26, "mean polarisation", "up",
           "the run ends in the campaign", CAMPAIGN),
    Effect("environment.campaign_polarisation", 0.0, 1.0, "mean polarisation", "up",
           "the run ends in the campaign", CAMPAIGN),
)  # fmt: skip

FORMATION = (
    Effect("formation.initiation_rate", 0.1, 1.0, "runs:initiatives", "up", "their rate", BUSY),
    Effect("formation.initiation_threshold", 0.2, 1.2, "runs:initiatives", "down",
           "fewer goals are worth it", BUSY),
    Effect("formation.initiation_energy", 0.1, 0.5, "runs:initiatives", "down",
           "the tired start nothing", TIRED),
    Effect("formation.majority_check", False, True, "runs:initiatives", "down",
           "some goals need no alliance", LONG.with_changes(
               world__legislator_lean=0.2, formation__initiation_threshold=1.2)),
    Effect("formation.seek_existing", False, True, "alliances:applications", "up",
           "asks instead of founding a rival", BUSY),
    Effect("formation.failure_pause", 13, 52, "runs:initiatives", "down",
           "who found nobody pauses", BUSY.lasting(130).with_changes(
               formation__joining_burden=1.0, formation__stranger_trust=0.3,
               world__free_hours=4.0)),
    Effect("formation.load_limit", 1.5, 4.0, "runs:initiatives", "up",
           "the loaded start nothing", BUSY.with_changes(formation__joining_burden=0.0)),
    Effect("formation.target_partners", 2, 20, "runs:members_at_platform", "up",
           "more are asked", BUSY),
    Effect("formation.size_design", "intended", "assigned", "runs:focal_members_at_platform", "up",
           "no price, and asked until full", FOCAL.often(60).with_changes(
               formation__joining_burden=1.0)),
    Effect("formation.usual_partners", 4, 12, "runs:members_at_platform", "up",
           "more are asked", FOCAL.with_changes(formation__initiation_rate=1.0)),
    Effect("formation.focal_goal", "change", "prevention", "focal preventions", "up",
           "what it says; bills come early and large, so that any goal may be one", EARLY_BILLS),
    Effect("formation.focal_selection", "weighed", "random", "focal asked with a contact", "down",
           "trust no longer counts", FOCAL),
    Effect("formation.focal_sectors", 1, 8, "focal:effective_sectors", "up",
           "asks in more sectors", ASSIGNED),
    Effect("formation.hardliner", "none", "one", "focal:least_pragmatism", "down",
           "one gives way in nothing", UNBENDING),
    Effect("formation.focal_founder", "drawn", "connected", "focal asked with a contact", "up",
           "who has many contacts asks them", FOCAL),
    Effect("formation.asking_surplus", 1.0, 2.0, "asked per initiative", "up",
           "more are asked at once", ASKING),
    Effect("formation.asking_waves", 1, 5, "asked per initiative", "up",
           "asked more often", ASKING),
    Effect("formation.asking_patience", 4, 26, "runs:weeks_to_platform", "up",
           "waits longer", ASKING.lasting(80)),
    Effect("formation.asking_reserve", 4, 26, "focal weeks of sounding", "down",
           "stops earlier before the vote", FOCAL.often(120).with_changes(
               formation__focal_goal="prevention", formation__target_partners=20,
               formation__asking_waves=5, formation__asking_patience=26)),
    Effect("formation.strangers", 5, 40, "asked per initiative", "up",
           "more doors", ASKING.with_changes(
               world__organisations=60, world__ties_per_organisation=2.0,
               formation__target_partners=20)),
    Effect("formation.tie_weight", 0.0, 2.0, "asked with a contact", "up",
           "trust counts", CHOOSING),
    Effect("formation.coverage_weight", -3.0, 3.0, "runs:electorates_reached", "up",
           "new audiences count", CHOOSING.lasting(80).with_changes(formation__joining_burden=0.0)),
    Effect("formation.novelty_weight", -2.0, 2.0, "runs:effective_sectors", "up",
           "other sectors are asked", CHOOSING.lasting(80).with_changes(
               formation__joining_burden=0.0)),
    Effect("formation.fit_weight", 0.0, 2.0, "asked who join", "up",
           "asks those who gain", CHOOSING),
    Effect("formation.chance_weight", 0.05, 1.0, "asked with a contact", "down",
           "chance drowns trust", CHOOSING),
    Effect("formation.perception_noise", 0.0, 0.3, "asked who join", "down",
           "asks by error those who do not gain", CHOOSING.with_changes(
               formation__fit_weight=2.0, formation__tie_weight=0.0, formation__coverage_weight=0.0,
               formation__chance_weight=0.05, formation__strangers=40)),
    Effect("formation.joining_burden", 0.0, 1.0, "asked who join", "down", "a price", ASKING),
    Effect("formation.joining_threshold", 0.0, 0.1, "asked who join", "down", "a price", ASKING),
    Effect("formation.reading_hours", 0.5, 3.0, "asked who join", "down", "a price", ASKING),
    Effect("formation.stranger_trust", 0.3, 0.8, "asked who join", "up",
           "weight of what is expected", ASKING),
    Effect("formation.credibility_weight", 0.0, 0.6, "asked who join", "up",
           "expertise adds to trust", ASKING),
    Effect("formation.followers_share", 0.2, 0.8, "asked who join", "up",
           "weight of what is expected", ASKING),
    Effect("formation.realism", 0.0, 1.0, "asked who join", "down", "not all can be won", ASKING),
    Effect("formation.pivotality", 0.0, 1.0, "asked who join", "down",
           "few make the difference", ASKING.with_changes(formation__realism=1.0)),
    Effect("formation.doubt", 0.03, 0.3, "asked who join", "up",
           "most goals look lost, and less surely so",
           ASKING.with_changes(formation__realism=1.0, formation__pivotality=0.0)),
    Effect("formation.expected_effort", 0.1, 0.6, "asked who join", "up",
           "more is within reach", ASKING.with_changes(
               formation__realism=1.0, formation__pivotality=0.0)),
    Effect("formation.side_item_hope", 0.0, 0.6, "asked who join", "up",
           "one more thing to expect", ASKING),
    Effect("formation.open_text", False, True, "asked who join", "up",
           "one's own voice counts", ASKING),
    Effect("formation.disclose_red_lines", False, True, "limits known per alliance", "up",
           "told on joining", SILENT),
    Effect("formation.values_debate", "none", "open_ended", "runs:weeks_to_platform", "up",
           "the debate takes time", BUSY),
    Effect("formation.debate_weeks", 2, 12, "runs:weeks_to_platform", "up", "its length", BUSY),
    Effect("formation.disclosure_weeks", 1.0, 12.0, "limits known per alliance", "down",
           "fewer are known in time", BUSY.with_changes(formation__objection_informs=0.2)),
    Effect("formation.value_points", 0, 5, "alliances:lost_over_values", "up",
           "more to differ about", CONTESTED),
    Effect("formation.debate_learning", False, True, "distance learned", "up",
           "learns earlier, too", TALKING.with_changes(formation__debate_weeks=12)),
    Effect("formation.goal_noise", 0.0, 0.3, "members' distance from the draft", "up",
           "those join who mistake it for their own goal", ASKING),
    Effect("formation.own_limits_known", 0.5, 1.0, "alliances:conflicts", "down",
           "unclear limits show up later", CONTESTED),
    Effect("formation.clarify_limits", False, True, "alliances:conflicts", "down",
           "who has worked them out objects in time", CONTESTED.with_changes(
               formation__own_limits_known=0.5)),
    Effect("formation.clarify_hours", 2.0, 30.0, "coordination per member", "up",
           "it takes hours", CONTESTED.with_changes(
               formation__own_limits_known=0.5, formation__clarify_limits=True)),
    Effect("formation.moderation", "none", "outside", "objections per alliance", "down",
           "words what is least beyond limits", CONTESTED.with_changes(
               world__money=500.0, collaboration__money_share=0.3)),
    Effect("formation.moderation_hours", 1.0, 10.0, "alliances:moderated", "down",
           "more than the money pays for", BUSY.with_changes(formation__moderation="outside")),
    Effect("formation.misreading", 0.0, 0.2, "objections per alliance", "up",
           "objects to what is not there", BUSY),
    Effect("formation.slight", 0.0, 0.5, "told:SLIGHTED", "up",
           "its chance", BUSY.with_changes(formation__misreading=0.2)),
    Effect("formation.culture_weight", 0.0, 2.0, "alliances:mistaken_objections", "up",
           "its weight", BUSY.with_changes(formation__misreading=0.2)),
    Effect("formation.items_per_member", 0.0, 3.0, "alliances:agenda", "up", "their number", BUSY),
    Effect("formation.agenda_limit", 5, 50, "alliances:agenda", "up",
           "room for more", BUSY.with_changes(formation__items_per_member=3.0)),
    Effect("formation.steps", 0, 4, "alliances:steps_passed", "up",
           "there are some", VOTING),
    Effect("formation.quorum", 0.5, 1.0, "runs:weeks_to_platform", "up",
           "more have to agree", CONTESTED),
    Effect("formation.rounds", 2, 8, "runs:weeks_to_platform", "up", "more of them", CONTESTED),
    Effect("formation.widening", 0.05, 0.3, "alliances:share_agreed", "up",
           "limits widen", CONTESTED.with_changes(
               world__pragmatism=0.9, formation__rounds=8, world__red_line_share=0.0)),
    Effect("formation.keep_members", -2.0, 2.0, "alliances:dropped", "up",
           "drops items rather than members", CONTESTED),
    Effect("formation.commitment", "uniform", "differentiated", "lost over content", "down",
           "who objects need not sign", CONTESTED),
    Effect("formation.founder_weight", 0.0, 0.5, "distance from the draft", "down",
           "the founder's ideal is the draft", BUSY),
    Effect("formation.items_in_parallel", False, True, "runs:weeks_to_platform", "down",
           "rounds at the same time", BUSY),
    Effect("formation.objection_informs", 0.2, 1.0, "limits known per alliance", "up",
           "told by objecting", CONTESTED.with_changes(formation__values_debate="none")),
    Effect("formation.silence_weeks", 2, 99, "runs:weeks_to_platform", "up", "waits longer", BUSY),
    Effect("formation.answer_shape", "calendar", "exponential", "weeks of the longest round", "up",
           "the same mean, but no calendar bounds the wait", BUSY),
)  # fmt: skip

COLLABORATION = (
    Effect("collaboration.governance", "lead", "assembly", "coordination per member", "up",
           "all talk to all", BUSY),
    Effect("collaboration.lead_choice", "founder", "most_hours", "alliances:lead_held", "up",
           "who leads has more hours for it", STRAINED),
    Effect("collaboration.secondment", 0.0, 0.2, "alliances:lead_held", "up",
           "others hold what the lead cannot", STRAINED),
    Effect("collaboration.core_size", 3, 9, "alliances:core", "up", "its size", CIRCLES),
    Effect("collaboration.pair_cost", 0.05, 1.0, "coordination per member", "up",
           "hours per channel", BUSY),
    Effect("collaboration.pair_cost_exponent", 0.0, 1.0, "coordination per member", "up",
           "hours grow with channels", BUSY),
    Effect("collaboration.setup_weeks", 0, 8, "coordination per member", "up",
           "agreeing takes hours, and saves none here", SET_UP.with_changes(
               collaboration__rules_saving=0.0)),
    Effect("collaboration.setup_hours", 0.5, 3.0, "coordination per member", "up",
           "agreeing takes hours, and saves none here", SET_UP.with_changes(
               collaboration__rules_saving=0.0)),
    Effect("collaboration.setup_scale", 2.0, 10.0, "coordination per member", "up",
           "less is settled, less is saved", SET_UP),
    Effect("collaboration.rules_saving", 0.0, 0.5, "coordination per member", "down",
           "saves hours", SET_UP),
    Effect("collaboration.circle_load", 0.1, 1.0, "hours for the circle", "up",
           "a larger share of one's hours", CIRCLES),
    Effect("collaboration.circle_channel", 0.1, 1.0, "coordination per member", "up",
           "more channels", CIRCLES),
    Effect("collaboration.coordination_limit", 0.7, 1.0, "coordination per member", "up",
           "more may be held", BUSY.with_changes(
               world__free_hours=4.0, collaboration__pair_cost=1.0,
               collaboration__governance="assembly", collaboration__meeting_weight=0.0,
               formation__joining_burden=0.0)),
    Effect("collaboration.who_pays", "nobody", "all", "coordination per member", "down",
           "paid coordinators relieve the lead", RICH.with_changes(
               collaboration__paying_share=0.5)),
    Effect("collaboration.paying_share", 0.1, 1.0, "alliances:payers", "up",
           "more of them pay", RICH.with_changes(collaboration__who_pays="share")),
    Effect("collaboration.money_share", 0.0, 0.3, "coordination per member", "down",
           "paid coordinators relieve the lead", RICH),
    Effect("collaboration.coordinator_wage", 25.0, 60.0, "coordination per member", "up",
           "fewer hours for the same money", RICH.with_changes(collaboration__money_share=0.05)),
    Effect("collaboration.reciprocity", 0.0, 1.0, "alliances:contribution_per_head", "down",
           "matching others' hours, less than wholly motivated, wears off", BUSY),
    Effect("collaboration.effort_scale", 0.03, 0.4, "alliances:contribution_per_head", "down",
           "more interest is needed per hour", BUSY),
    Effect("collaboration.effort_cost_exponent", 0.5, 2.0, "alliances:contribution_per_head", "up",
           "who is little interested gives more", BUSY.with_changes(
               collaboration__effort_scale=0.4)),
    Effect("collaboration.own_profile", 0.0, 0.8, "alliances:contribution_per_head", "up",
           "nobody else speaks for one's name", BUSY.with_changes(
               collaboration__effort_scale=0.4, impact__half_response=15.0)),
    Effect("collaboration.jointness", 0.0, 1.0, "focal:contribution_per_head", "up",
           "the goal is not divided; the size is set, so that it is the same",
           ASSIGNED.with_changes(collaboration__effort_scale=0.4)),
    Effect("collaboration.energy_adjustment", 0.02, 0.15, "weeks:energy", "down",
           "satisfaction lies below energy here", BUSY.with_changes(
               collaboration__satisfaction=0.4)),
    Effect("collaboration.satisfaction", 0.4, 0.7, "weeks:energy", "up", "energy follows it", BUSY),
    Effect("collaboration.support_weight", 0.2, 1.5, "weeks:energy", "up",
           "support grows where members speak", LOUD),
    Effect("collaboration.milestone_weight", 0.0, 0.8, "weeks:energy", "up",
           "milestones please", VOTING),
    Effect("collaboration.meeting_weight", 0.0, 1.0, "weeks:energy", "down", "meetings tire", BUSY),
    Effect("collaboration.missed_weight", 0.0, 0.5, "weeks:energy", "down",
           "missed events tire", URGENT),
    Effect("collaboration.rest_rate", 0.0, 0.03, "weeks:energy", "up",
           "rest lies above energy here", BUSY.with_changes(
               world__initial_energy=0.5, collaboration__resting_energy=0.9)),
    Effect("collaboration.resting_energy", 0.5, 0.9, "weeks:energy", "up",
           "energy returns to it", BUSY),
    Effect("collaboration.trust_gain", 0.02, 0.15, "trust held", "up", "promises kept", URGENT),
    Effect("collaboration.trust_loss", 0.05, 0.3, "trust held", "down", "promises broken", URGENT),
    Effect("collaboration.persons", False, True, "mean trust", "up",
           "persons trust each other more than heads do at the start", BUSY.with_changes(
               world__initial_trust=0.2, world__persons_trust=0.8)),
    Effect("collaboration.staff_turnover", 0.1, 0.4, "mean trust", "down",
           "what persons trusted beyond the heads is lost", BUSY.with_changes(
               collaboration__persons=True, world__initial_trust=0.2, world__persons_trust=0.8)),
    Effect("collaboration.trust_carried", 0.005, 0.1, "trust apart from persons", "down",
           "heads come to think as persons do", BUSY.with_changes(collaboration__persons=True)),
    Effect("collaboration.lead_mandate", False, True, "alliances:decided_in_time", "up",
           "nobody else need answer", URGENT),
    Effect("collaboration.ready_bonus", 0.02, 0.3, "outreach per hour", "up",
           "reactions carry outreach further", URGENT.with_changes(
               collaboration__lead_mandate=True, environment__event_lifetime=8.0)),
    Effect("collaboration.conflict", False, True, "alliances:conflicts", "up",
           "they are brought up", SHIFTING),
    Effect("collaboration.conflict_notice", 0.1, 0.5, "alliances:conflicts", "up",
           "brought up sooner", SHIFTING),
    Effect("collaboration.wording_share", 0.0, 0.4, "alliances:reworded", "up",
           "more is about wording", SHIFTING),
    Effect("collaboration.explanation", "none", "always", "alliances:reworded", "up",
           "who knows why finds a wording", SHIFTING),
    Effect("collaboration.explaining_costs", False, True, "runs:weeks_to_platform", "up",
           "a week for each round with an explanation", CONTESTED.with_changes(
               collaboration__explanation="always")),
    Effect("collaboration.mediation", False, True, "alliances:mediated", "up",
           "somebody mediates", SHIFTING),
    Effect("collaboration.mediator_wage", 0.0, 100.0, "alliances:mediated", "down",
           "pools cannot pay for one", SHIFTING.with_changes(collaboration__mediation=True)),
    Effect("collaboration.reopening", False, True, "alliances:reopened", "up",
           "items are taken up again", SHIFTING),
    Effect("collaboration.reopening_pause", 4, 26, "alliances:reopened", "down",
           "not so soon again", SHIFTING.with_changes(collaboration__reopening=True)),
    Effect("collaboration.learning", False, True, "distance learned", "up",
           "members learn", TALKING),
    Effect("collaboration.learning_rate", 0.0, 0.1, "distance learned", "up",
           "members learn faster", TALKING),
    Effect("collaboration.confidence", 0.1, 1.0, "distance learned", "up",
           "members follow more others", TALKING),
    Effect("collaboration.anchor", 0.0, 0.2, "distance learned", "down", "draws back", TALKING),
    Effect("collaboration.exchange_rate", 0.0, 0.1, "mean expertise", "up",
           "taken over from the most expert", BUSY),
    Effect("collaboration.see_causes", False, True, "alliances:value_to_members", "down",
           "what is not seen does not count; hardly anybody loses by it", BUSY.with_changes(
               world__shared_cause=0.5, world__position_lean=0.5, world__position_spread=0.2)),
    Effect("collaboration.insight_rate", 0.02, 0.3, "alliances:causes_seen", "up",
           "learned from each other", BUSY.with_changes(collaboration__see_causes=True)),
    Effect("collaboration.admission", "closed", "open", "alliances:admitted_late", "up",
           "applicants may come in", LONG),
)  # fmt: skip

IMPACT = (
    Effect("impact.priority", 0.0, 1.0, "focal:support", "up",
           "attention to the main goal; the size is set, so that it is the same",
           ASSIGNED.lasting(130).often(200).with_changes(
               formation__items_per_member=3.0, formation__focal_goal="change",
               collaboration__effort_scale=0.03)),
    Effect("impact.forgetting", 0.02, 0.15, "outreach per hour", "down",
           "less is remembered", LOUD),
    Effect("impact.response_exponent", 1.0, 3.0, "mentions", "down",
           "a threshold, and voices stay below it here", LONG.with_changes(
               world__free_hours=4.0, impact__half_response=60.0)),
    Effect("impact.circle_voice", 0.3, 1.0, "alliances:support", "up",
           "supporters are heard", CIRCLES.lasting(130).with_changes(impact__opponents=False)),
    Effect("impact.roles", "assigned", "agreed", "alliances:coordination_hours", "up",
           "agreeing takes talk", BUSY),
    Effect("impact.role_hours", 2.0, 20.0, "alliances:coordination_hours", "up",
           "their hours", BUSY.with_changes(impact__roles="agreed")),
    Effect("impact.focus_exponent", 0.5, 1.0, "alliances:support", "up",
           "a role is worth more", LOUD.with_changes(
               impact__roles="agreed", impact__opponents=False)),
    Effect("impact.money_in_outreach", 0.0, 0.5, "outreach per hour", "up",
           "there is more money here than usual", FUNDED.with_changes(world__money=500.0)),
    Effect("impact.substitution", 0.3, 4.0, "outreach per hour", "up",
           "what is scarce can be replaced", FUNDED),
    Effect("impact.money_per_hour", 0.2, 2.0, "outreach per hour", "down",
           "an hour takes more money", FUNDED),
    Effect("impact.half_response", 15.0, 60.0, "alliances:support", "down",
           "more outreach for the same response", LOUD.with_changes(impact__opponents=False)),
    Effect("impact.persuasion", 0.8, 2.0, "alliances:support", "up",
           "more pressure", LOUD.with_changes(impact__opponents=False)),
    Effect("impact.salience", 0.0, 1.0, "told:GOAL_REACHED", "up",
           "windows open while there is attention", VOTING.often(120).with_changes(
               impact__opponents=False, environment__attention_spread=0.8)),
    Effect("impact.lobby_weight", 0.3, 2.0, "alliances:support", "up",
           "lobbying is heard", LOUD.with_changes(impact__opponents=False)),
    Effect("impact.stance", "far", "near", "alliances:support", "up",
           "lobbying is heard", LOUD.with_changes(impact__opponents=False)),
    Effect("impact.capture", 0.05, 0.6, "taken for the party's", "up", "its share", NEAR),
    Effect("impact.communication", 0.0, 0.2, "taken for the party's", "down",
           "alliances explain themselves", NEAR),
    Effect("impact.communication_scale", 10.0, 80.0, "taken for the party's", "up",
           "more explaining is needed", NEAR.with_changes(impact__communication=0.1)),
    Effect("impact.objection_weight", 0.0, 0.1, "alliances:support", "down",
           "objections weigh", LOUD),
    Effect("impact.opponents", False, True, "alliances:support", "down",
           "others speak against", LOUD.with_changes( world__fields=6, world__position_lean=0.0)),
    Effect("impact.votes_to_lose", 1, 4, "runs:vote_lost", "down", "gives up later", VOTING),
    Effect("impact.credit_rule", "none", "equal", "alliances:captures", "down",
           "credit is shared as agreed", VOTING),
    Effect("impact.press_weeks", 0.3, 3.0, "captures per success", "down",
           "time to ask everybody", VOTING),
    Effect("impact.selfishness", 0.0, 0.5, "alliances:captures_by_choice", "up",
           "members go alone", VOTING),
    Effect("impact.profile_feedback", 0.0, 0.3, "hours moved", "up",
           "hours follow mentions", LONG),
)  # fmt: skip

DISSOLUTION = (
    Effect("dissolution.reconsider_weeks", 4, 52, "alliances:lost_over_worth", "down",
           "asks itself less often", PLAIN),
    Effect("dissolution.sunk_cost", 0.0, 1.0, "alliances:lost_over_worth", "down",
           "hours given count for staying", LONG),
    Effect("dissolution.leaving_value", 0.0, 0.1, "alliances:lost_over_worth", "up",
           "fewer platforms are worth it", PLAIN),
    Effect("dissolution.leaving_energy", 0.05, 0.3, "alliances:lost_over_energy", "up",
           "more are too tired", WEARY),
    Effect("dissolution.leaving_rate", 0.03, 0.3, "alliances:lost_over_energy", "up",
           "the tired leave sooner", WEARY),
    Effect("dissolution.fade_hours", 0.2, 1.5, "alliances:fading_weeks", "up",
           "more is needed to be at work", BUSY),
    Effect("dissolution.fade_weeks", 8, 26, "runs:faded", "down",
           "may fade longer", LONG.with_changes(collaboration__effort_scale=0.4)),
    Effect("dissolution.exhaustion", 0.1, 0.35, "runs:exhausted", "up",
           "ends with less fatigue", WEARY.with_changes(dissolution__leaving_energy=0.05)),
    Effect("dissolution.planned_weeks", 13, 156, "runs:planned_end", "down",
           "the end comes later; 0 is no agreed end", LONG),
    Effect("dissolution.stall_weeks", 13, 104, "runs:planned_end", "down",
           "patience; 0 is no agreed end", LONG),
    Effect("dissolution.evaluation", False, True, "contacts seen through", "up",
           "members learn what partners want", LONG.with_changes(dissolution__planned_weeks=13)),
    Effect("dissolution.network", False, True, "contacts kept up", "up",
           "members stay in touch", AFTERWARDS),
    Effect("dissolution.network_hours", 0.1, 1.0, "hours for networks", "up",
           "their hours", AFTERWARDS),
    Effect("dissolution.network_weeks", 26, 208, "hours for networks", "up",
           "networks last", AFTERWARDS),
    Effect("dissolution.trust_decay", 0.0, 0.03, "trust off its beginning", "down",
           "trust returns to it", URGENT),
)  # fmt: skip

EFFECTS = (*WORLD, *ENVIRONMENT, *FORMATION, *COLLABORATION, *IMPACT, *DISSOLUTION)

KNOWN_DEAD: dict[str, str] = {}
"""Parameters of which no world shows an effect, with what was tried; none at present."""
