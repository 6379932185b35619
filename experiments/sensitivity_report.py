"""The files of an analysis of sensitivity: table, summary in words, figures, how it was made."""

import csv
import importlib.metadata
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path

from experiments.plan import Plan
from experiments.provenance import hash_of_sources
from experiments.results import ResultFolder
from experiments.sensitivity_indices import PAWN_RESAMPLES, SHUFFLES, SHUFFLING_SEED, Analysis
from experiments.sensitivity_study import Study
from experiments.sensitivity_words import screen_lines, summary_lines
from experiments.statistics import CONFIDENCE, RESAMPLES, RESAMPLING_SEED
from sim import __version__

TABLE = "sensitivity.csv"
SUMMARY = "sensitivity.md"
HOW_MADE = "sensitivity.json"

HEADS = (
    *("parameter", "group", "outcome", "method", "index", "value", "low", "high", "chance"),
    *("rank", "effect"),
)
"""Columns of the table; `effect` is one of `effect_of`."""

COMPUTING = ("numpy", "scipy", "pandas")
"""Libraries on which indices depend."""


def write_report(study: Study, folder: Path, plan: Plan) -> list[str]:
    """Write the report of an analysis into its folder.

    Parameters
    ----------
    study
        The analysis.
    folder
        Of the runs.
    plan
        Of the runs; it has the language.

    Returns
    -------
    list of str
        What is said on the screen.
    """
    from experiments.figures.sensitivity import draw_sensitivity
    from experiments.figures.style import save_figure

    language = plan.options["language"]
    results = ResultFolder(folder)
    pictures = []
    for found, analysis in study.analysed:
        name = picture_name(found.outcome.name)
        save_figure(draw_sensitivity(study, found, analysis, language), folder / name)
        pictures.append(name)
    for old in set(folder.glob(picture_name("*"))) - {folder / name for name in pictures}:
        old.unlink()  # of outcomes that were asked for earlier
    results.write_text(TABLE, _csv_lines(study))
    results.write_text(SUMMARY, summary_lines(study, pictures, language))
    results.write_text(HOW_MADE, iter([json.dumps(_how_made(study, plan, results), indent=2)]))
    return screen_lines(study, language)


def picture_name(outcome: str) -> str:
    """Return the name of the file of an outcome's figure."""
    return f"sensitivity_{outcome.replace('.', '_')}.png"


def _csv_lines(study: Study) -> Iterator[str]:
    for row in (list(HEADS), *table_rows(study)):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(row)
        yield line.getvalue()


def table_rows(study: Study) -> Iterator[list[str]]:
    """Give one row per outcome, parameter and index, the strongest parameters first."""
    for found, analysis in study.analysed:
        for j in analysis.ranks.argsort():
            key = study.factors[j].key
            for index in analysis.indices.values():
                numbers = (index.value[j], index.low[j], index.high[j], index.chance[j])
                yield [
                    *(key, key.partition(".")[0], found.outcome.name, study.method, index.name),
                    *("" if math.isnan(value) else repr(float(value)) for value in numbers),
                    *(str(analysis.ranks[j]), effect_of(analysis, j)),
                ]


def effect_of(analysis: Analysis, parameter: int) -> str:
    """Return what a parameter does, in one word.

    None: no run changed. Chance: no more than chance. Clear: the whole interval lies above chance.
    Unclear: the index does, but its interval reaches down to it.
    """
    if analysis.unchanged[parameter]:
        return "none"
    if analysis.idle[parameter]:
        return "chance"
    return "clear" if analysis.clear[parameter] else "unclear"


def _how_made(study: Study, plan: Plan, results: ResultFolder) -> dict[str, object]:
    """Return what the analysis was made with; what the runs were made with is in the manifest."""
    of_method = {
        "morris": {"trajectories": plan.options["trajectories"], "resamples": RESAMPLES},
        "sobol": {"samples": plan.options["samples"], "resamples": RESAMPLES},
        "pawn": {
            "samples": plan.options["samples"],
            "resamples": PAWN_RESAMPLES,
            "shuffles": SHUFFLES,
            "shuffling_seed": SHUFFLING_SEED,
        },
    }
    return {
        "package": "alliance-dynamics",
        "version": __version__,
        "sources": hash_of_sources(),
        "libraries": {name: importlib.metadata.version(name) for name in COMPUTING},
        "runs": plan.fingerprint,
        "method": study.method,
        **of_method[study.method],
        "resampling_seed": RESAMPLING_SEED,
        "confidence": CONFIDENCE,
        "design_seed": plan.options["design_seed"],
        "seed": plan.seed,
        "replications": study.replications,
        "points": study.points,
        "parameters": [factor.key for factor in study.factors],
        "outcomes": {
            found.outcome.name: {
                "varies": found.analysis is not None,
                "share_of_noise": None if math.isnan(found.noise) else found.noise,
            }
            for found in study.found
        },
        "files": results.files,
    }
