"""What every report on a sweep over sizes says: what was run, who steers, which size is best."""

from collections.abc import Mapping
from typing import Any

from experiments.curves import BestSize
from experiments.estimates import FEWEST_RUNS
from experiments.finished_sweep import Conducted
from experiments.numbers_in_words import DASH, between, name_of, number
from sim.chronicle import Words

FORMS = {
    "assembly": Words("Assembly", "Versammlung"),
    "lead": Words("Lead", "Federführung"),
    "core": Words("Core, circle", "Kern, Kreis"),
}


WORLDS = {
    "study": Words("organisations of the study", "Organisationen der Studie"),
    "files": Words("organisations from files", "Organisationen aus Dateien"),
    "synthetic": Words("drawn organisations", "gezogene Organisationen"),
}


def short_name(form: str, language: str) -> str:
    """Return the name of a form of governance within a sentence."""
    name = name_of(FORMS, form, language).split(",")[0]
    return name if language == "de" else name.lower()


def world_line(sweep: Conducted, language: str) -> str:
    """Say which world was run, for how long, how often and with which seeds."""
    manifest, runs = sweep.manifest, sweep.replications
    world: Mapping[str, Any] = manifest.get("fixed", {}).get("world", {})
    kind = str(world.get("kind", "synthetic"))
    told = name_of(WORLDS, kind, language)
    if kind == "synthetic" and "organisations" in world:
        told = f"{world['organisations']} {told}"
    seed = int(manifest["seed"])
    weeks = int(manifest["weeks"])
    return Words(
        f"{told}; {weeks} weeks; {runs} runs per point (seeds {seed} to {seed + runs - 1})",
        f"{told}; {weeks} Wochen; {runs} Läufe je Punkt (Startwerte {seed} bis {seed + runs - 1})",
    ).in_language(language)


def failed_line(sweep: Conducted, language: str) -> str:
    """Say how many runs are left out."""
    failed, planned = sweep.failed, sweep.planned
    if not failed:
        return Words(
            f"All {planned} runs are complete.", f"Alle {planned} Läufe sind vollständig."
        ).in_language(language)
    return Words(
        f"Failed or too slow, and left out: {failed} of {planned} runs.",
        f"Gescheitert oder zu langsam und weggelassen: {failed} von {planned} Läufen.",
    ).in_language(language)


def nothing_line(language: str) -> str:
    """Say that there is nothing to report."""
    return Words(
        "No run is complete, so there is nothing to report.",
        "Kein Lauf ist vollständig, also ist nichts zu berichten.",
    ).in_language(language)


def best_in_words(best: BestSize | None, language: str) -> str:
    """Say which size succeeds best, or that none can be told."""
    if best is None:
        return Words(
            "too few runs or sizes to say", "zu wenige Läufe oder Größen für eine Aussage"
        ).in_language(language)
    if best.is_flat:
        return Words("no best size can be told", "keine beste Größe zu erkennen").in_language(
            language
        )
    span = between(best.low, best.high, 0, language)
    told = f"{number(best.size, 0, language)} ({span})"
    if best.is_at_edge:
        told += Words(", at the edge of what was asked", ", am Rand des Gefragten").in_language(
            language
        )
    return told


def candidates_in_words(best: BestSize | None, language: str) -> str:
    """List the sizes that cannot be told from the best."""
    if best is None:
        return DASH
    return ", ".join(number(size, 0, language) for size in best.candidates)


TOO_FEW = Words(
    f"Too few runs to say: it takes at least {FEWEST_RUNS} per point.",
    f"Zu wenige Läufe für eine Aussage: Es braucht mindestens {FEWEST_RUNS} je Punkt.",
)


CLOSING = Words(
    "All this is the answer of a model, not a forecast; intervals and definitions are below.",
    "All das ist die Antwort eines Modells, keine Vorhersage; Intervalle und Definitionen stehen "
    "unten.",
)
