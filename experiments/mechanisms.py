"""What switches each mechanism off, for ablation, and the rule that is then not consulted.

A mechanism is listed here once; the page ``docs/MECHANISMS.md`` is made from the list by
``python -m experiments.mechanisms``. A test runs all of them on and each of them off, and
watches which rules are consulted.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from experiments.parameter_table import markdown_table, value_in_words
from sim.parameters import find

CLAIMS = Path(__file__).resolve().parent.parent / "configs" / "claim"

DOCS = Path(__file__).resolve().parent.parent / "docs"
COMMAND = "python -m experiments.mechanisms"

INTRODUCTION = f"""# Mechanisms, and what switches them off

Every mechanism below can be switched off alone, to see what hangs on it. **Off** is the value
of its parameter at which the rule is not consulted at all. This file is generated: do not edit
it, run `{COMMAND}`. `tests/test_mechanisms.py` runs them switched on and switched off,
and watches that the rule is consulted in the one case, and in the other not a single time.

* **By default** says whether a mechanism is on or off as declared.
* **Claims** are those of [CLAIMS.md](CLAIMS.md) whose file names the parameter or the rule.
* The rules stand in `sim`; [ODD.md](ODD.md#7-submodels) has their equations.
"""

NEUTRAL = """## Neutral values

What follows is part of a rule that does other things as well, so the rule is consulted in any case.
At the neutral value this part adds nothing. To ablate it, take that value.
"""

WITHOUT = """## What has no such value

* The **form of governance** (`collaboration.governance`): every alliance has one. What it costs can
  be switched off (`collaboration.pair_cost`).
* The **quorum**, the **rounds** and the choice between **item and member**: without them nothing is
  ever agreed. `formation.keep_members` -5 and 5 come near to always keeping the item, and the
  member.
* **Waiting for answers**: with `world.sitting_scale` 0.02, its least, most bodies answer within the
  week.
* The **price of joining and staying**: with `formation.joining_burden` 0 and
  `formation.joining_threshold` 0 any gain is enough, but a gain is still asked for.
"""


@dataclass(frozen=True)
class Mechanism:
    """A mechanism and its switch.

    Attributes
    ----------
    name
        What it is, in a few words.
    off
        Values by full key at which the rule is not consulted.
    rule
        Function whose being consulted is the mechanism, such as
        ``sim.phases.environment:shake``.
    on
        Values by full key at which it is consulted; the defaults of the keys of `off` where there
        are none.
    """

    name: str
    off: Mapping[str, Any]
    rule: str
    on: Mapping[str, Any] | None = None

    @property
    def is_on_by_default(self) -> bool:
        """Whether the declared defaults are not those at which it is off."""
        return any(find(key).default != value for key, value in self.off.items())

    @property
    def switched_on(self) -> dict[str, Any]:
        """Values by full key at which it is consulted."""
        return {key: find(key).default for key in self.off} | dict(self.on or {})


def _default_on(name: str, key: str, off: Any, rule: str) -> Mechanism:
    return Mechanism(name, {key: off}, rule)


def _default_off(name: str, key: str, on: Any, rule: str) -> Mechanism:
    return Mechanism(name, {key: find(key).default}, rule, {key: on})


PHASES = "sim.phases."
FORMATION = f"{PHASES}formation."
COLLABORATION = f"{PHASES}collaboration."
IMPACT = f"{PHASES}impact."

MECHANISMS: Sequence[Mechanism] = (
    # --- World
    _default_off(
        "Dissent that differs between fields",
        "world.dissent_spread", 0.4, "sim.drawing:spread_dissent",
    ),
    _default_off(
        "One society, divided into more organisations",
        "world.constant_total", True, "sim.quantities:share_of_society",
    ),
    _default_off(
        "Shared causes", "world.shared_cause", 0.3, "sim.quantities:worth_in_touched_fields"
    ),
    Mechanism(
        "Red lines",
        {"world.red_line_share": 0.0},
        f"{COLLABORATION}conflicts:gives_item_up",
        {"world.red_line_share": 0.8},
    ),
    # --- Environment
    _default_on(
        "Public attention that moves",
        "environment.attention_spread", 0.0, f"{PHASES}environment:move_attention",
    ),
    _default_on(
        "Windows of opportunity", "environment.window_rate", 0.0, f"{IMPACT}voting:vote_at_window"
    ),
    _default_on("Bills of others", "environment.bill_rate", 0.0, "sim.bills:bill_of_week"),
    _default_on("Shocks", "environment.shock_rate", 0.0, f"{PHASES}environment:shake"),
    _default_on(
        "Occasions for a quick reaction",
        "environment.event_rate", 0.0, f"{COLLABORATION}occasions:open_occasion",
    ),
    # --- Formation
    _default_on(
        "No alliance for what has its majority",
        "formation.majority_check", False, f"{FORMATION}initiative:needs_no_alliance",
    ),
    _default_on(
        "Asking an existing alliance first",
        "formation.seek_existing", False, f"{FORMATION}initiative:find_existing",
    ),
    _default_off(
        "One focal alliance", "formation.size_design", "intended", f"{FORMATION}focal:make_focal"
    ),
    Mechanism(
        "A hardliner in the focal alliance",
        {"formation.hardliner": "none"},
        f"{FORMATION}focal:name_hardliner",
        {"formation.hardliner": "one", "formation.size_design": "intended"},
    ),
    Mechanism(
        "A number of sectors for the focal alliance",
        {"formation.focal_sectors": 0},
        f"{FORMATION}focal:sectors_asked",
        {"formation.focal_sectors": 2, "formation.size_design": "intended"},
    ),
    _default_off(
        "Preference for new sectors",
        "formation.novelty_weight", 0.5, f"{FORMATION}sounding:worth_of_sector",
    ),
    _default_off(
        "An unclear goal", "formation.goal_noise", 0.1, f"{FORMATION}joining:belief_error"
    ),
    _default_off(
        "Credibility of the convenor",
        "formation.credibility_weight", 0.3, f"{FORMATION}joining:credibility",
    ),
    _default_off(
        "Counting votes before joining",
        "formation.realism", 0.3, f"{FORMATION}joining:chance_of_success",
    ),
    _default_off(
        "Telling red lines on joining",
        "formation.disclose_red_lines", True, f"{FORMATION}values_debate:disclose_on_joining",
    ),
    _default_on(
        "Values debate", "formation.values_debate", "none", f"{FORMATION}values_debate:debate_week"
    ),
    _default_off(
        "Points of the debate besides the goal",
        "formation.value_points", 2, f"{FORMATION}values_debate:lives_with_value_point",
    ),
    _default_off(
        "Not knowing one's own limits",
        "formation.own_limits_known", 0.7, "sim.quantities:is_clear_from_the_start",
    ),
    Mechanism(
        "Working out one's own limits",
        {"formation.clarify_limits": False},
        f"{COLLABORATION}coordination:clarify_limits",
        {"formation.clarify_limits": True, "formation.own_limits_known": 0.7},
    ),
    _default_off(
        "A founder that pushes its position",
        "formation.founder_weight", 0.3, f"{FORMATION}proposals:drawn_towards",
    ),
    _default_off(
        "Moderation", "formation.moderation", "lead", f"{FORMATION}proposals:moderated_position"
    ),
    _default_off(
        "Misreading a proposal",
        "formation.misreading", 0.1, f"{FORMATION}rounds:position_as_read",
    ),
    Mechanism(
        "Slights",
        {"formation.slight": 0.0},
        f"{FORMATION}rounds:feel_slighted",
        {"formation.slight": 0.3, "formation.misreading": 0.1},
    ),
    Mechanism(
        "Distance between manners",
        {"formation.culture_weight": 0.0},
        "sim.quantities:culture_distance",
        {"formation.culture_weight": 1.0, "formation.misreading": 0.1},
    ),
    _default_off(
        "Signing item by item",
        "formation.commitment", "differentiated", f"{FORMATION}rounds:opt_out",
    ),
    _default_off("Steps to the goal", "formation.steps", 2, f"{FORMATION}platform:derive_steps"),
    # --- Collaboration
    _default_on(
        "Hours for coordination (pair cost)",
        "collaboration.pair_cost", 0.0, "sim.quantities:channel_hours",
    ),
    _default_off(
        "A lead by hours",
        "collaboration.lead_choice", "most_hours", f"{COLLABORATION}coordination:choose_lead",
    ),
    _default_off(
        "Helping the lead", "collaboration.secondment", 0.1,
        f"{COLLABORATION}coordination:second_hours",
    ),
    _default_off(
        "Ground rules at the start",
        "collaboration.setup_weeks", 4, f"{COLLABORATION}coordination:agree_on_rules",
    ),
    _default_on(
        "Paid coordination",
        "collaboration.who_pays", "nobody", f"{COLLABORATION}coordination:hire_coordinator",
    ),
    _default_on(
        "Giving as others give (reciprocity)",
        "collaboration.reciprocity", 0.0, f"{COLLABORATION}contributing:given_by_others",
    ),
    _default_off(
        "One's own profile against the goal",
        "collaboration.own_profile", 0.4, f"{COLLABORATION}contributing:audience_for_its_name",
    ),
    _default_on(
        "Energy that follows satisfaction",
        "collaboration.energy_adjustment", 0.0, f"{COLLABORATION}motivation:feel",
    ),
    _default_on("Rest", "collaboration.rest_rate", 0.0, f"{COLLABORATION}motivation:rest"),
    Mechanism(
        "Trust by promises kept and broken, and contacts by kept ones",
        {"collaboration.trust_gain": 0.0, "collaboration.trust_loss": 0.0},
        "sim.quantities:change_trust",
    ),
    _default_on(
        "Conflicts over what was agreed",
        "collaboration.conflict", False, f"{COLLABORATION}conflicts:crossed_item",
    ),
    _default_on(
        "Explaining limits, and rewording",
        "collaboration.explanation", "none", f"{COLLABORATION}conflicts:reword",
    ),
    _default_off(
        "Mediation", "collaboration.mediation", True, f"{COLLABORATION}conflicts:mediate"
    ),
    _default_off(
        "Negotiating an agreed item anew",
        "collaboration.reopening", True, f"{COLLABORATION}conflicts:reopen_item",
    ),
    _default_on(
        "Learning from each other",
        "collaboration.learning", False, f"{COLLABORATION}learning:learn",
    ),
    Mechanism(
        "Seeing how fields hang together",
        {"collaboration.see_causes": False},
        f"{COLLABORATION}learning:see_links",
        {"collaboration.see_causes": True, "collaboration.learning": True},
    ),
    _default_off(
        "Persons whose trust reaches the heads",
        "collaboration.persons", True, f"{COLLABORATION}persons:carry_trust",
    ),
    _default_on(
        "Admission of those who ask",
        "collaboration.admission", "closed", f"{COLLABORATION}admitting:carries_platform",
    ),
    # --- Impact
    _default_off(
        "Roles", "impact.roles", "agreed", f"{COLLABORATION}roles:divide_labour"
    ),
    _default_off(
        "Money in outreach", "impact.money_in_outreach", 0.3, f"{IMPACT}speaking:mixture"
    ),
    _default_off(
        "Nearness to a party", "impact.stance", "near", f"{IMPACT}speaking:stand_near_a_party"
    ),
    _default_off(
        "Attention that lends weight to voices",
        "impact.salience", 0.5, "sim.parliament:public_salience",
    ),
    _default_on(
        "Objections from touched fields",
        "impact.objection_weight", 0.0, f"{IMPACT}persuasion:talking",
    ),
    _default_off(
        "Going alone for credit", "impact.selfishness", 0.3,
        f"{IMPACT}harvesting:first_to_go_alone",
    ),
    _default_on(
        "Haste of the press",
        "impact.credit_rule", "equal", f"{IMPACT}harvesting:press_is_too_fast",
    ),
    _default_off(
        "Hours that follow the profile",
        "impact.profile_feedback", 0.2, f"{IMPACT}persuasion:follow_profile",
    ),
    # --- Dissolution
    _default_on(
        "Fading out", "dissolution.fade_hours", 0.0, f"{PHASES}dissolution:count_fading"
    ),
    _default_on(
        "Exhaustion", "dissolution.exhaustion", 0.0, f"{PHASES}dissolution:mean_energy"
    ),
    Mechanism(
        "An agreed end",
        {"dissolution.planned_weeks": 0, "dissolution.stall_weeks": 0},
        f"{PHASES}dissolution:ends_as_agreed",
        {"dissolution.planned_weeks": 104},
    ),
    _default_off(
        "Evaluation at the end", "dissolution.evaluation", True, f"{PHASES}dissolution:evaluate"
    ),
    _default_off(
        "A network that stays", "dissolution.network", True, f"{PHASES}dissolution:keep_in_touch"
    ),
    _default_on(
        "Trust that fades", "dissolution.trust_decay", 0.0, f"{PHASES}dissolution:let_trust_fade"
    ),
)  # fmt: skip
"""Every mechanism that can be switched off, in the order of the week."""

NEUTRAL_VALUES: Mapping[str, tuple[str, Any]] = {
    "environment.polarisation": ("Discount of voices from other camps", 0.0),
    "environment.campaign_polarisation": ("Campaigns before elections", 0.0),
    "world.value_shift": ("Values that move ideals on single items", 0.0),
    "formation.open_text": ("Writing the text together", False),
    "formation.side_item_hope": ("Hope for an item of one's own", 0.0),
    "formation.items_per_member": ("Items besides the goal", 0.0),
    "formation.debate_learning": ("Learning in the values debate, too", False),
    "formation.objection_informs": ("Objections that make limits known", 0.0),
    "formation.widening": ("Giving way as negotiation goes on", 0.0),
    "formation.silence_weeks": ("Silence as consent", 999),
    "formation.perception_noise": ("Errors in seeing others", 0.0),
    "formation.failure_pause": ("Pause after an initiative that found nobody", 0),
    "collaboration.meeting_weight": ("Meetings that cost energy", 0.0),
    "collaboration.milestone_weight": ("Milestones that please", 0.0),
    "collaboration.support_weight": ("Growing support that pleases", 0.0),
    "collaboration.missed_weight": ("Missed occasions that displease", 0.0),
    "collaboration.ready_bonus": ("Timely reactions that are remembered", 0.0),
    "collaboration.lead_mandate": ("A lead that may answer alone", False),
    "collaboration.mediator_wage": ("A mediator that has to be paid", 0.0),
    "collaboration.explaining_costs": ("Explaining that takes time", False),
    "impact.opponents": ("Opponents that are heard", False),
    "impact.focus_exponent": ("Diminishing returns to hours in one channel", 1.0),
    "impact.circle_voice": ("Voices of the circle that count less", 1.0),
    "impact.communication": ("Explaining how one stands to a party", 0.0),
    "dissolution.leaving_rate": ("Leaving at any time for want of worth or energy", 0.0),
    "dissolution.sunk_cost": ("Hours given that bind", 0.0),
}
"""Parts of rules by the parameter and the value at which they add nothing."""


def claims_of(mechanism: Mechanism) -> list[str]:
    """Return the ids of the claims whose file names a mechanism's rule or parameter."""
    asked = {mechanism.rule, *mechanism.off}
    return [claim for claim, named in named_by_claims().items() if named & asked]


@cache
def named_by_claims() -> dict[str, set[str]]:
    """Return the rules and parameters that each claim's file names, by the claim's id."""
    found = {}
    for path in sorted(CLAIMS.glob("*.yaml"), key=lambda path: (path.stem[0], int(path.stem[1:]))):
        claim = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[path.stem] = {*(claim.get("parameters") or ()), *(claim.get("mechanism") or ())}
    return found


def mechanism_page() -> str:
    """Return the text of ``docs/MECHANISMS.md``."""
    header = ("mechanism", "off at", "by default", "rule", "claims")
    rows = [
        (
            mechanism.name,
            ", ".join(f"`{key}` {value_in_words(value)}" for key, value in mechanism.off.items()),
            "on" if mechanism.is_on_by_default else "off",
            f"`{mechanism.rule.removeprefix('sim.')}`",
            ", ".join(claims_of(mechanism)) or "-",
        )
        for mechanism in MECHANISMS
    ]
    neutral = [
        (name, f"`{key}` {value_in_words(value)}", value_in_words(find(key).default))
        for key, (name, value) in NEUTRAL_VALUES.items()
    ]
    return "\n".join(
        (
            INTRODUCTION,
            markdown_table(header, rows),
            NEUTRAL,
            markdown_table(("part of a rule", "neutral at", "default"), neutral),
            WITHOUT,
        )
    )


def main() -> int:
    """Bring the page up to date; return an exit code."""
    if not (DOCS / "ODD.md").is_file():
        print(f"{DOCS} has no ODD.md: run this in a checkout of the repository.", file=sys.stderr)
        return 2
    (DOCS / "MECHANISMS.md").write_text(mechanism_page(), encoding="utf-8")
    print(f"Up to date: {DOCS / 'MECHANISMS.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
