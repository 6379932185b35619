"""What a network figure says in words: title, heads and lists of panels, caption."""

from collections import Counter
from collections.abc import Sequence

from experiments.figures.network_choice import MOST_ORGANISATIONS, Choice
from experiments.figures.rows import ROW_LIMIT
from experiments.figures.snapshots import Group, Snapshot
from experiments.figures.words import Words, counted
from sim.model import AllianceModel
from sim.state import NEVER, Kind


def title_of(model: AllianceModel, snapshots: Sequence[Snapshot], words: Words) -> str:
    """Return the title: how many alliances link how many in the first and in the last week."""
    first, last = snapshots[0], snapshots[-1]
    organisations = len(model.organisations)
    title = _linked(first, words.linked, organisations, words)
    if len(snapshots) == 1:
        return title
    # "Of how many organisations" is said once.
    form = words.linked_later if first.alliances else words.linked
    later = _linked(last, form, organisations, words)
    return f"{title}; {later[0].lower()}{later[1:]}"


def _linked(snapshot: Snapshot, form: str, organisations: int, words: Words) -> str:
    alliances = counted(words.network_alliances, len(snapshot.alliances))
    if snapshot.alliances:
        members = len(memberships(snapshot))
        alliances = form.format(alliances=alliances, members=members, organisations=organisations)
    return f"{counted(words.after, snapshot.week)}: {alliances}"


def memberships(snapshot: Snapshot) -> Counter[int]:
    """Count the alliances that each organisation is in, drawn or not."""
    return Counter(member for group in snapshot.alliances for member in group.members)


def head_of(snapshot: Snapshot, drawn: int, words: Words) -> str:
    """Return the head of a panel."""
    alliances = counted(words.network_alliances, len(snapshot.alliances))
    some = words.some_drawn.format(count=drawn) if drawn < len(snapshot.alliances) else ""
    return f"{counted(words.after, snapshot.week)}: {alliances}{some}"


def counts_of(snapshot: Snapshot, organisations: int, words: Words) -> str:
    """Return the line below the head: how many are in an alliance, and in several."""
    counts = memberships(snapshot)
    if not counts:
        return ""
    form = words.memberships[0 if len(counts) == 1 else 1]
    several = sum(count > 1 for count in counts.values())
    told = form.format(count=len(counts), organisations=organisations)
    return told + counted(words.several, several)


def alliance_words(model: AllianceModel, group: Group, words: Words) -> tuple[str, str]:
    """Return the number of an alliance, and its field with the number of members."""
    alliance = model.alliances[group.row]
    field = words.field(model.field_names[alliance.field])
    aim = f", {words.prevention}" if alliance.kind == Kind.PREVENTION else ""
    size = f"{len(group.core)}+{len(group.circle)}" if group.circle else f"{len(group.core)}"
    return str(group.row + 1), f"{field}{aim} ({size})"


def caption_of(
    model: AllianceModel, snapshots: Sequence[Snapshot], choice: Choice, ties: int, words: Words
) -> list[str]:
    """Return the paragraphs of the caption."""
    kind = model.parameters.world.kind
    organisations = len(model.organisations)
    run = words.run.format(
        world=words.worlds.get(kind, kind),
        organisations=organisations,
        fields=len(model.field_names),
        seed=int(model.state.clock[0].seed),
        weeks=counted(words.spans, model.week),
    )
    if kind == "study":
        run += " " + words.study_warning
    told = [words.places, words.strongest.format(count=ties)]
    drawn = [group for groups in choice.alliances for group in groups]
    if not drawn and len(choice.organisations) < organisations:
        count = len(choice.organisations)
        told.append(words.sampled.format(organisations=organisations, drawn=count))
    if not drawn:
        return [run, " ".join(told)]
    circle = any(group.circle for group in drawn)
    told += [
        words.lines,
        _numbers(model, words),
        words.in_brackets_with_circle if circle else words.in_brackets,
    ]
    return [run, " ".join(told), " ".join(_left_out(snapshots, choice, organisations, words))]


def _numbers(model: AllianceModel, words: Words) -> str:
    """Say where else the numbers stand: in the timeline, too, where every alliance has a row."""
    records = model.state.alliances[: int(model.state.clock[0].alliances)]
    alliances = sum(int(record.allied) != NEVER for record in records)
    return words.numbers if alliances <= ROW_LIMIT else words.numbers_of_chronicle


def _left_out(
    snapshots: Sequence[Snapshot], choice: Choice, organisations: int, words: Words
) -> list[str]:
    """Say what is left out, and how the rest was chosen."""
    alive = sum(len(snapshot.alliances) for snapshot in snapshots)
    told = [words.all_lines]
    if sum(map(len, choice.alliances)) < alive:
        told = [words.some_lines.format(limit=max(map(len, choice.alliances)))]
    if organisations > MOST_ORGANISATIONS:
        drawn = len(choice.organisations)
        told.append(words.some_organisations.format(organisations=organisations, drawn=drawn))
    return told
