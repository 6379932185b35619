"""The files that a sweep over sizes leaves besides its tables: answers, figures, summary."""

from collections.abc import Iterator
from pathlib import Path

from experiments.figures.group_size import draw_all
from experiments.group_size import TWENTY, Comparison, GroupSize
from experiments.group_size_answer import answer_lines, screen_lines
from experiments.group_size_data import MEASURES, Key, read_sweep
from experiments.group_size_summary import summary_lines
from experiments.report_files import cells, write_figures, write_table
from experiments.results import ResultFolder
from experiments.sweep_words import nothing_line

TABLE = "group_size.csv"
ANSWERS = "group_size_answers.csv"
SUMMARY = "group_size.md"


def report_group_size(folder: Path, language: str) -> list[str]:
    """Write what a finished sweep says about the size of alliances into its folder.

    Parameters
    ----------
    folder
        Of the finished sweep.
    language
        "en" or "de".

    Returns
    -------
    list of str
        The answer for each form of governance, for the screen. If no run is complete, a line that
        says so, and no files.
    """
    study = GroupSize(read_sweep(folder))
    if not study.analyses:
        return [nothing_line(language)]
    results = ResultFolder(folder)
    write_table(results, TABLE, HEADS, table_rows(study))
    write_table(results, ANSWERS, ANSWER_HEADS, answer_rows(study))
    pictures = write_figures(results, draw_all(study, language))
    answer = list(answer_lines(study, language))
    results.write_text(SUMMARY, iter(summary_lines(study, answer, pictures, language)))
    return screen_lines(study, language)


HEADS = (
    *("setting", "design", "goal", "governance", "partners", "measure"),
    *("value", "low", "high", "count"),
)


ANSWER_HEADS = (
    *("setting", "design", "goal", "governance", "question", "organisations"),
    *("value", "low", "high", "answer"),
)


def table_rows(study: GroupSize) -> Iterator[list[object]]:
    """Give one row per curve, measure and size: partners aimed at, value, interval, of how many."""
    for key, analysis in study.analyses.items():
        for measure in MEASURES:
            rows = zip(
                analysis.curve.partners,
                analysis.estimates(measure),
                analysis.counts(measure),
                strict=True,
            )
            for partners, found, count in rows:
                numbers = cells(found.value, found.low, found.high)
                yield [*key, int(partners), measure.name, *numbers, f"{count:.10g}"]


def answer_rows(study: GroupSize) -> Iterator[list[object]]:
    """Give one row per curve and question: best size, knee, twenty against fewer."""
    for key, analysis in study.analyses.items():
        best, knee = analysis.best, analysis.knee
        if best is not None:
            answer = "no best size told" if best.is_flat else "told"
            yield [*key, "best size", "", *cells(best.size, best.low, best.high), answer]
        if knee is not None:
            answer = "told" if knee.is_told else "a straight line serves as well"
            yield [
                *key,
                "knee of steerability",
                "",
                *cells(knee.size, knee.low, knee.high),
                answer,
            ]
        members = analysis.members_at_twenty
        reached = "reached" if analysis.reaches_twenty else "not reached"
        numbers = cells(members.value, members.low, members.high)
        yield [*key, "members at most where twenty are aimed at", TWENTY, *numbers, reached]
        for name, comparison in (
            ("success", analysis.success_of_twenty),
            ("decided in time", analysis.steerability_of_twenty),
        ):
            yield from _comparison_rows(key, name, comparison)


def _comparison_rows(key: Key, name: str, comparison: Comparison) -> Iterator[list[object]]:
    contrasts = [("best smaller", comparison.with_best, comparison.verdict.value)]
    contrasts += [("fixed smaller", contrast, "") for contrast in comparison.with_fixed]
    for against, contrast, verdict in contrasts:
        found = contrast.difference
        numbers = cells(found.value, found.low, found.high)
        question = f"{name}: twenty minus {against}"
        yield [*key, question, *cells(contrast.against), *numbers, verdict]
