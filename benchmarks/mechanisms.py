"""What every mechanism that is off by default costs: the reference world with each, and with all.

Usage: python benchmarks/mechanisms.py [--runs N] [--turns N]

Processor time of one thread on the compiled engine, in turns with the world without any of them, so
that a change of the machine's load hits both. The ratio is that of the medians.
"""

import argparse
import statistics
import sys
import time
from typing import Any

from sim import Parameters, run_ensemble

RUNS_PER_SECOND = 60.0
"""Fewest runs per second and core with all mechanisms on."""

MECHANISMS: dict[str, dict[str, Any]] = {
    "counting votes": {"formation.realism": 0.5},
    "new sectors": {"formation.novelty_weight": 1.0},
    "credible convenors": {"formation.credibility_weight": 0.3},
    "dissent by field": {"world.dissent_spread": 0.3},
    "value points, learning in the debate": {
        "formation.value_points": 3,
        "formation.debate_learning": True,
    },
    "unclear goals": {"formation.goal_noise": 0.15},
    "limits to work out": {
        "formation.own_limits_known": 0.8,
        "formation.clarify_limits": True,
        "formation.disclose_red_lines": True,
    },
    "misreading, slights, rules": {
        "formation.misreading": 0.1,
        "formation.slight": 0.3,
        "formation.culture_weight": 1.0,
        "collaboration.setup_weeks": 4,
    },
    "a founder that pushes": {"formation.founder_weight": 0.5},
    "signing item by item": {"formation.commitment": "differentiated"},
    "moderation": {"formation.moderation": "lead"},
    "steps": {"formation.steps": 2},
    "core and circle": {"collaboration.governance": "core", "impact.circle_voice": 0.7},
    "lead with capacity": {
        "collaboration.lead_choice": "most_hours",
        "collaboration.secondment": 0.1,
    },
    "calendars": {"world.sitting_spread": 0.8},
    "mediation": {"collaboration.mediation": True, "collaboration.mediator_wage": 20.0},
    "explanation": {
        "collaboration.explanation": "always",
        "collaboration.explaining_costs": True,
    },
    "reopening": {"collaboration.reopening": True},
    "payers as a share": {
        "collaboration.who_pays": "share",
        "collaboration.paying_share": 0.6,
    },
    "money in outreach": {"impact.money_in_outreach": 0.2, "world.resource_match": -0.3},
    "own profile": {"collaboration.own_profile": 0.5, "impact.profile_feedback": 0.1},
    "one society, divided": {"world.constant_total": True},
    "shared causes": {"world.shared_cause": 0.3},
    "causes seen": {"world.shared_cause": 0.3, "collaboration.see_causes": True},
    "persons": {"collaboration.persons": True},
    "cost of effort": {"collaboration.effort_cost_exponent": 1.3},
    "roles": {"impact.roles": "agreed", "impact.focus_exponent": 0.8},
    "stance": {"impact.stance": "near", "impact.communication": 0.05},
    "salience": {"impact.salience": 0.5},
    "selfishness": {"impact.selfishness": 0.2},
    "agreed ends": {"dissolution.stall_weeks": 52, "dissolution.planned_weeks": 130},
    "looking back, staying in touch": {
        "dissolution.evaluation": True,
        "dissolution.network": True,
    },
}
"""Parameters that turn a mechanism on, by a name for it."""


def seconds(parameters: Parameters, runs: int) -> float:
    """Processor time of an ensemble in one thread; seconds."""
    start = time.process_time()
    run_ensemble(parameters, seeds=range(1, runs + 1), threads=1)
    return time.process_time() - start


def compare(name: str, changes: dict[str, Any], runs: int, turns: int) -> float:
    """Print what a world costs against the one without mechanisms; return runs per second."""
    plain, changed = Parameters(), Parameters().with_changes(changes)
    seconds(changed, 1)  # rules that only this world needs are compiled before
    without, having = [], []
    for _ in range(turns):
        without.append(seconds(plain, runs))
        having.append(seconds(changed, runs))
    speed = runs / statistics.median(having)
    ratio = statistics.median(having) / statistics.median(without)
    print(f"{name:40} {ratio:5.2f} times the time, {speed:6.1f} runs/s", flush=True)
    return speed


def main() -> int:
    """Measure every mechanism alone, and all together.

    Returns
    -------
    int
        1 if all together are slower than `RUNS_PER_SECOND`, otherwise 0.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=40, help="runs of each world (default 40)")
    parser.add_argument("--turns", type=int, default=3, help="turns of both worlds (default 3)")
    chosen = parser.parse_args()
    seconds(Parameters(), 1)
    for name, changes in MECHANISMS.items():
        compare(name, changes, chosen.runs, chosen.turns)
    everything = {key: value for changes in MECHANISMS.values() for key, value in changes.items()}
    speed = compare("all together", everything, chosen.runs, chosen.turns)
    verdict = "met" if speed >= RUNS_PER_SECOND else "not met"
    print(f"At least {RUNS_PER_SECOND:.0f} runs/s with all together: {verdict}.")
    return int(speed < RUNS_PER_SECOND)


if __name__ == "__main__":
    sys.exit(main())
