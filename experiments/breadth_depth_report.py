"""The files that a sweep over breadth and depth leaves besides its tables."""

from collections.abc import Iterator
from pathlib import Path

from experiments.breadth_depth import BreadthDepth
from experiments.breadth_depth_answer import screen_lines
from experiments.breadth_depth_data import (
    BREADTHS,
    DEPTH,
    DEPTHS,
    MEASURES,
    SUCCESS,
    VALUE,
    Key,
    Measure,
    NotThisQuestionError,
    read_breadth_depth,
)
from experiments.breadth_depth_profile import Profile
from experiments.breadth_depth_summary import summary_lines
from experiments.breadth_depth_words import other_question_line, unfilled_lines, usual
from experiments.figures.breadth_depth import draw_all
from experiments.report_files import cells, write_figures, write_table
from experiments.results import ResultFolder
from experiments.sweep_words import nothing_line

TABLE = "breadth_depth.csv"
ANSWERS = "breadth_depth_answers.csv"
SUMMARY = "breadth_depth.md"


def report_breadth_depth(folder: Path, language: str) -> list[str]:
    """Write what a finished sweep says about breadth and depth into its folder.

    Parameters
    ----------
    folder
        Of the finished sweep.
    language
        "en" or "de".

    Returns
    -------
    list of str
        The answer in short, for the screen. If there is nothing to report, a line that says so,
        and no files.
    """
    try:
        study = BreadthDepth(read_breadth_depth(folder))
    except NotThisQuestionError:
        return [other_question_line(language)]
    if not study.profiles:
        unfilled = study.data.unfilled
        return unfilled_lines(unfilled, language) if unfilled else [nothing_line(language)]
    results = ResultFolder(folder)
    write_table(results, TABLE, HEADS, table_rows(study))
    write_table(results, ANSWERS, ANSWER_HEADS, answer_rows(study))
    pictures = write_figures(results, draw_all(study, language))
    results.write_text(SUMMARY, iter(summary_lines(study, pictures, language)))
    return screen_lines(study, language)


HEADS = (*Key._fields, "partners", "measure", "statistic", "value", "low", "high", "count")


ANSWER_HEADS = (*Key._fields, "question", "measure", "at", "value", "low", "high", "answer")


def table_rows(study: BreadthDepth) -> Iterator[list[object]]:
    """Give one row per combination, measure, statistic and size."""
    for key, profile in study.profiles.items():
        for measure in MEASURES:
            statistics = {"mean": profile.means(measure)}
            if measure in (*BREADTHS, *DEPTHS):
                statistics["median"] = profile.medians(measure)
            counts = profile.cell.counts(measure)
            for name, found in statistics.items():
                for partners, each, count in zip(profile.cell.partners, found, counts, strict=True):
                    numbers = cells(each.value, each.low, each.high)
                    yield [*key, int(partners), measure.name, name, *numbers, int(count)]


def answer_rows(study: BreadthDepth) -> Iterator[list[object]]:
    """Give one row per combination and question; sizes are organisations."""
    for key, profile in study.profiles.items():
        for measure in DEPTHS:
            yield from _cost_rows(key, profile, measure)
        for measure in (SUCCESS, DEPTH, VALUE):
            yield _best_row(key, profile, measure)
    for measure in (DEPTH, VALUE):
        for key, name, reference in _references(study):
            found = study.compare(reference, key, measure)
            if found is not None:
                change = found.difference
                numbers = cells(change.value, change.low, change.high)
                question = f"change per doubling of members: minus {name}"
                yield [*key, question, measure.name, "", *numbers, found.fate.value]


def _best_row(key: Key, profile: Profile, measure: Measure) -> list[object]:
    best = profile.best_of(measure)
    if best is None:
        why = "too few sizes" if profile.has_enough(measure) else "too few runs"
        return [*key, "best size", measure.name, "", *[""] * 3, why]
    kept = " ".join(f"{size:.0f}" for size in best.candidates)
    answer = "no best size told" if best.is_flat else f"not told from it: {kept}"
    return [*key, "best size", measure.name, "", *cells(best.size, best.low, best.high), answer]


def _references(study: BreadthDepth) -> Iterator[tuple[Key, str, Key]]:
    """Give each combination with those that differ from it in one usual condition, by its name."""
    own = usual(study)
    for key in study.profiles:
        for name in ("setting", "governance", "selection", "commitment"):
            value = getattr(own, name)
            if getattr(key, name) != value:
                yield key, f"{name} {value}", key._replace(**{name: value})


def _cost_rows(key: Key, profile: Profile, measure: Measure) -> Iterator[list[object]]:
    cost = profile.cost(measure)
    numbers = cells(cost.change.value, cost.change.low, cost.change.high)
    yield [*key, "change per member", measure.name, "", *numbers, cost.verdict.value]
    doubling = profile.cost_per_doubling(measure)
    numbers = cells(doubling.change.value, doubling.change.low, doubling.change.high)
    question = "change per doubling of members"
    yield [*key, question, measure.name, "", *numbers, doubling.verdict.value]
    aim = profile.cost_per_aim(measure)
    question = "change per organisation aimed at"
    yield [*key, question, measure.name, "", *cells(aim.value, aim.low, aim.high), ""]
    sizes = profile.organisations
    for size, following, found in zip(
        sizes[:-1], sizes[1:], profile.local_costs(measure), strict=True
    ):
        at = f"{size:.0f} to {following:.0f}"
        numbers = cells(found.value, found.low, found.high)
        yield [*key, "change per member, locally", measure.name, at, *numbers, ""]
