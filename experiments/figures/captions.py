"""What a timeline says in words: title, caption, and the ends of bars."""

from collections import Counter
from collections.abc import Sequence

from experiments.figures.lives import Life
from experiments.figures.rows import Choice
from experiments.figures.words import Words, counted
from sim.model import AllianceModel
from sim.state import Ending


def ending_of(life: Life, words: Words) -> tuple[str, str]:
    """Return the reason of an end, and the numbers of members."""
    reason = words.ending(life.ending)
    if life.platform is None:
        return reason, words.without_platform.format(largest=life.largest_size)
    return reason, words.with_platform.format(first=life.platform_size, last=life.last_size)


def title_of(week: int, choice: Choice, words: Words) -> str:
    """Return the title: how many alliances, and what became of all of them."""
    weeks = counted(words.spans, week)
    alliances = choice.alliances
    if not alliances:
        return words.nothing.format(weeks=weeks)
    platforms = _with_platform(alliances)
    goals = sum(life.goal_week is not None for life in alliances)
    title = words.title.format(
        alliances=counted(words.alliances, len(alliances)),
        weeks=weeks,
        platforms=counted(words.platforms, platforms),
        goals=counted(words.goals, goals),
    )
    if choice.left_out:
        title += words.shown.format(drawn=len(choice.drawn), all=len(alliances))
    return title


def caption_of(model: AllianceModel, choice: Choice, words: Words) -> list[str]:
    """Return the paragraphs of the caption."""
    kind = model.parameters.world.kind
    run = words.run.format(
        world=words.worlds.get(kind, kind),
        organisations=len(model.organisations),
        fields=len(model.field_names),
        seed=int(model.state.clock[0].seed),
        weeks=counted(words.spans, model.week),
    )
    paragraphs = [run]
    if kind == "study":
        paragraphs[0] += " " + words.study_warning
    if choice.drawn:
        paragraphs.append(words.rows)
    told = []
    if choice.left_out:
        told.append(_crowded(choice, words))
    elif choice.drawn:
        told.append(words.every_alliance)
    if choice.alone:
        looking = sum(life.ending == Ending.NONE for life in choice.alone)
        still = counted(words.still_alone, looking) if looking else "."
        told.append(counted(words.alone_caption, len(choice.alone)) + still)
    return [*paragraphs, *([" ".join(told)] if told else [])]


def _crowded(choice: Choice, words: Words) -> str:
    """Say how rows were chosen, and what became of those with a row and of all."""
    drawn, alliances = choice.drawn, choice.alliances
    ends = Counter(life.ending for life in alliances)
    ends_drawn = Counter(life.ending for life in drawn)
    shares = [(words.platform, _with_platform(drawn), _with_platform(alliances))]
    shares += [(words.ending(end), ends_drawn[end], count) for end, count in ends.most_common()]
    return words.crowded.format(
        drawn=len(drawn),
        all=len(alliances),
        shares=", ".join(f"{what} {part} {words.of} {whole}" for what, part, whole in shares),
    )


def _with_platform(lives: Sequence[Life]) -> int:
    return sum(life.platform is not None for life in lives)
