"""A run as a story, one line per event worth telling."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim.chronicle.events import Happening, carried, happenings
from sim.chronicle.tellings import Detail, telling_of
from sim.chronicle.terms import HEADER, terms_of
from sim.chronicle.words import (
    CHANNEL_WORDS,
    ENDING_EXPLANATIONS,
    GERMAN_AFTER_TO,
    LEAVING_EXPLANATIONS,
    LEAVING_OVER_VALUES,
    Words,
    alliance_title,
    ending_words,
    field_words,
    organisation_words,
)
from sim.state import NOBODY, Channel, Ending, EventKind, Kind, Leaving

if TYPE_CHECKING:
    from sim.model import AllianceModel

SINGLY_TOLD = 3
"""Refusals of invitations in one week that are told with all their numbers; of more, the range."""

PLACES = 2
"""Decimal places of a number in a story."""

MOST_PLACES = 6
"""Decimal places at most, where two numbers that decided would look alike."""

SMALLEST_TOLD = 0.005
"""Distances below this would be told as 0.00."""

NOTHING_LEFT = 0.05
"""Demands up to here count as fulfilled: `sim.agenda.LEAST_DEMAND`, a layer above."""

STUDY_NOTE = Words(
    """\
# The organisations are real. What they want and do here is drawn by chance and says nothing about
# them: positions, values, tolerances and red lines are random numbers.""",
    """\
# Die Organisationen gibt es. Was sie hier wollen und tun, ist ausgelost und sagt nichts über sie:
# Positionen, Werte, Toleranzen und rote Linien sind Zufallszahlen.""",
)
"""What a reader of a run in the study's world has to know first."""

ASSIGNED_NOTE = Words(
    """\
# The size of alliance 1, which was started in week 0, is set by the design of the run. Who is
# asked joins whenever it gains: its appeal is what the main goal gives it, and its price is 0.""",
    """\
# Die Größe der Allianz 1, die in Woche 0 begann, ist in diesem Lauf vorgegeben. Wer gefragt wird,
# tritt ihr bei, sobald das Hauptziel ihm nützt: Der Reiz ist dieser Nutzen, der Preis ist 0.""",
)
"""What a reader has to know where organisations join the focal alliance whenever they gain."""


def story(
    model: "AllianceModel", language: str = "en", detail: Detail = Detail.USUAL
) -> Iterator[str]:
    """Tell a run, one line per event worth telling.

    Parameters
    ----------
    model
        A model that keeps events.
    language
        "en" or "de".
    detail
        How much to tell.

    Yields
    ------
    str
        First the lines that say how to read it, each beginning with "#", then lines such as
        "week 12: AWO (appeal 0.52 against a price of 0.31) joins alliance 3 (mobility); 4 members
        now".

    Raises
    ------
    ValueError
        If there is no such language.
    """
    if model.parameters.world.kind == "study":
        yield from STUDY_NOTE.in_language(language).splitlines()
    if _has_assigned_size(model):
        yield from ASSIGNED_NOTE.in_language(language).splitlines()
    yield from HEADER.in_language(language).splitlines()
    for term in terms_of(model.parameters):
        yield f"# - {term.in_language(language)}"
    yield ""
    narrator = _Narrator(model, language)
    week_said = Words("week", "Woche").in_language(language)
    noted = _with_notes(list(happenings(model)))
    for week, of_week in groupby(noted, key=lambda happening: happening.week):
        for group in _told_together(list(of_week)):
            sentence = narrator.tell(group)
            if _detail_of(group) <= detail:
                yield f"{week_said} {week}: {sentence}"


def _has_assigned_size(model: "AllianceModel") -> bool:
    """Whether a design sets the size of the first alliance."""
    assigned = model.parameters.formation.size_design == "assigned"
    return assigned and any(alliance.is_focal for alliance in model.alliances)


def _detail_of(group: Sequence[Happening]) -> Detail:
    """Return from which level of detail on a group is told; always how an alliance comes about."""
    if group[0].note == "first":
        return Detail.HEADLINES
    if group[0].note == "on joining":
        return Detail.USUAL  # the ground rules ask for it
    if group[0].note == "concerns an item":
        return Detail.USUAL  # it may be why a member objects or leaves later
    if group[0].numbers.get("phase") == "working":
        return Detail.EVERYTHING  # the platform has been told
    return telling_of(group[0].kind, group[0].item).detail


def _with_notes(events: Sequence[Happening]) -> list[Happening]:
    """Add to events what earlier or later ones say about them."""
    applied: set[tuple[int, int]] = set()
    demands = _Demands()
    noted = []
    for place, event in enumerate(events):
        demands.follow(event)
        if event.kind == EventKind.SHOCK and demands.concern(event.organisation, event.field):
            noted.append(event._replace(note="concerns an item"))
        else:
            noted.append(_noted(events, place, applied))
    return noted


@dataclass
class _Demands:
    """Members of live alliances, and the fields that stand on their agendas."""

    members: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    fields: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def follow(self, event: Happening) -> None:
        """Enter what an event changes; a goal has its item from the initiative on."""
        match event.kind:
            case EventKind.INITIATIVE:
                self.members[event.alliance].add(event.organisation)
                self.fields[event.alliance][0] = event.field
            case EventKind.JOINED:
                self.members[event.alliance].add(event.organisation)
            case EventKind.LEFT:
                self.members[event.alliance].discard(event.organisation)
            case EventKind.ITEM_PROPOSED | EventKind.STEP_DERIVED:
                self.fields[event.alliance][event.item] = event.field
            case EventKind.ITEM_DROPPED | EventKind.MILESTONE:
                self.fields[event.alliance].pop(event.item, None)
            case EventKind.ENDED:
                self.members.pop(event.alliance, None)

    def concern(self, organisation: int, row: int) -> bool:
        """Whether an organisation is in a live alliance that has an item in a field."""
        return any(
            organisation in members and row in self.fields[alliance].values()
            for alliance, members in self.members.items()
        )


def _noted(
    events: Sequence[Happening],
    place: int,
    applied: set[tuple[int, int]],
) -> Happening:
    """Return an event with its note.

    Joining: that it is the first after the founder. Limits: that they are told on joining. A
    refusal: that it had applied. A conflict over an item: that nothing came of it. Leaving: why.

    Parameters
    ----------
    applied
        Alliances and those who have applied so far; added to here.
    """
    event = events[place]
    match event.kind:
        case EventKind.APPLIED:
            applied.add((event.alliance, event.organisation))
        case EventKind.JOINED if place and events[place - 1].kind == EventKind.ALLIANCE_FORMED:
            return event._replace(note="first")
        case EventKind.LIMITS_KNOWN if place and _has_just_joined(events[place - 1], event):
            return event._replace(note="on joining")
        case EventKind.DECLINED if (event.alliance, event.organisation) in applied:
            return event._replace(note="applied")
        case EventKind.CONFLICT if event.item != NOBODY and _is_passed_over(events, place):
            return event._replace(note="passed over")
        case EventKind.LEFT:
            return event._replace(note=event.numbers["why"])
    return event


def _has_just_joined(before: Happening, event: Happening) -> bool:
    """Whether the event before is that the same organisation has joined: both are one step."""
    return before.kind == EventKind.JOINED and (
        (before.week, before.alliance, before.organisation)
        == (event.week, event.alliance, event.organisation)
    )


ANSWERS_TO_CONFLICT = (
    EventKind.REWORDED,
    EventKind.MEDIATED,
    EventKind.ITEM_REOPENED,
    EventKind.ITEM_DROPPED,
    EventKind.LEFT,
)


def _is_passed_over(events: Sequence[Happening], place: int) -> bool:
    """Whether nothing comes of a conflict: no wording, no mediation, no item less, nobody gone."""
    conflict = events[place]
    after = place + 1
    while after < len(events) and events[after].kind == EventKind.LIMITS_KNOWN:
        after += 1
    if after == len(events) or events[after].kind not in ANSWERS_TO_CONFLICT:
        return True
    answer = events[after]
    if (answer.week, answer.alliance) != (conflict.week, conflict.alliance):
        return True
    if answer.kind == EventKind.ITEM_DROPPED:
        return answer.item != conflict.item
    if answer.kind == EventKind.LEFT and answer.numbers["why"] != "red_line":
        return True
    return answer.organisation != conflict.organisation


def _told_together(events: Sequence[Happening]) -> list[list[Happening]]:
    """Group a week's events that are told in one sentence, each group where its first stands.

    A group goes on as long as no other of its kind and alliance has begun.
    """
    groups: list[list[Happening]] = []
    latest: dict[tuple[EventKind, int], list[Happening]] = {}
    for event in events:
        shared = telling_of(event.kind, event.item).together
        if event.item != NOBODY and event.kind != EventKind.ITEM_AGREED:
            # An objection to one item stands before what becomes of it, not after.
            latest.pop((EventKind.ITEM_AGREED, event.alliance), None)
        group = latest.get((event.kind, event.alliance))
        if group and shared and all(_same(group[0], event, name) for name in shared):
            group.append(event)
        else:
            latest[event.kind, event.alliance] = [event]
            groups.append(latest[event.kind, event.alliance])
    return groups


def _same(one: Happening, other: Happening, name: str) -> bool:
    if name in one.numbers:
        return bool(one.numbers[name] == other.numbers[name])
    return bool(getattr(one, name) == getattr(other, name))


@dataclass
class _Narrator:
    """Puts groups of events into words, and remembers what a later sentence needs."""

    model: "AllianceModel"
    language: str
    open_items: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    occasion: dict[int, int] = field(default_factory=dict)
    steps: set[tuple[int, int]] = field(default_factory=set)
    reopened_at: dict[tuple[int, int], float] = field(default_factory=dict)

    def tell(self, group: Sequence[Happening]) -> str:
        """Tell what has happened, without the week."""
        self.remember(group)
        first = group[0]
        telling = telling_of(first.kind, first.item)
        case = self.case_of(group)
        sentence = telling.sentences[case or next(iter(telling.sentences))]
        text = sentence.in_language(self.language)
        # What it leaves to say is what the last of a group leaves: how many members there are.
        numbers = group[-1].numbers
        text = _chosen_forms(text, len(group), numbers | {"open": len(self.open_in(first))})
        return text.format_map(
            {name: self.number(value, name) for name, value in numbers.items()}
            | self.who_and_what(group)
        )

    def open_in(self, event: Happening) -> set[int]:
        """Items of an alliance that are still under negotiation."""
        return self.open_items[event.alliance]

    def remember(self, group: Sequence[Happening]) -> None:
        """Keep which items are open or steps, where reopened ones stood, and when an occasion came.

        What was reopened and is agreed again is forgotten by `item_settled`, which tells it.
        """
        for event in group:
            item = event.alliance, event.item
            match event.kind:
                case EventKind.INITIATIVE | EventKind.ITEM_PROPOSED:
                    self.open_in(event).add(event.item)
                case EventKind.ITEM_REOPENED:
                    self.open_in(event).add(event.item)
                    self.reopened_at[item] = event.numbers["position"]
                case EventKind.ITEM_AGREED | EventKind.ITEM_DROPPED:
                    self.open_in(event).discard(event.item)
                case EventKind.DEMAND_CHANGED:
                    if item in self.reopened_at:
                        self.reopened_at[item] -= event.numbers["law"]
                    if self.case_of([event]):  # nothing is left to demand
                        self.open_in(event).discard(event.item)
                case EventKind.STEP_DERIVED:
                    self.steps.add(item)
                case EventKind.OCCASION:
                    self.occasion[event.alliance] = event.week

    def case_of(self, group: Sequence[Happening]) -> str:
        """Return which of a kind's sentences fits; empty for the first."""
        event, numbers = group[0], group[0].numbers
        match event.kind:
            case EventKind.HARDLINER:
                is_shared = self.model.parameters.formation.hardliner == "shared"
                return "shared" if is_shared else ""
            case EventKind.INITIATIVE:
                return "prevention" if numbers["goal"] == "prevention" else ""
            case EventKind.PHASE_BEGINS:
                return str(numbers["phase"])
            case EventKind.JOINED:
                return event.note or ("late" if numbers["after_platform"] else "")
            case EventKind.LIMITS_KNOWN:
                return event.note
            case EventKind.DECLINED:
                return event.note or ("several" if len(group) > SINGLY_TOLD else "")
            case EventKind.OBJECTION:
                if self.is_bill(event):
                    return "prevention"
                if all(each.numbers["beyond_limit"] == 0.0 for each in group):
                    return "misread"
                return "several" if len(group) > 1 else ""
            case EventKind.CONFLICT:
                if event.item == NOBODY:
                    return ""
                return "prevention" if self.is_bill(event) else event.note
            case EventKind.PLATFORM:
                return "prevention" if self.is_bill(event) else ""
            case EventKind.ITEM_DROPPED:
                nothing = numbers["worth_to_others"] == numbers["cost_of_losing_objectors"] == 0.0
                return "unsigned" if nothing else ""
            case EventKind.DECIDED_IN_TIME:
                return "at once" if self.occasion.get(event.alliance) == event.week else ""
            case EventKind.OCCASION_MISSED:
                return "objections" if numbers["objections"] else ""
            case EventKind.VOTE:
                if not carried(numbers):
                    return "lost"
                alone = carried(numbers, "in_favour_without_alliance")
                return "carried" if alone else "pivotal"
            case EventKind.MILESTONE:
                return "step" if (event.alliance, event.item) in self.steps else ""
            case EventKind.MEETING_MODERATED:
                lacking = {"outside": "no money", "lead": "no hours"}
                who = str(numbers["moderator"])
                return who if numbers["moderated"] else lacking.get(who, "")
            case EventKind.ROLE_TAKEN:
                return ("one " if len(group) == 1 else "") + str(numbers["roles"])
            case EventKind.NEAR_PARTY:
                return "moved" if numbers["party_before"] else ""
            case EventKind.GOAL_REACHED:
                return "pivotal" if numbers["pivotal"] else ""
            case EventKind.CREDIT_SHARED:
                return str(numbers["rule"])
            case EventKind.CREDIT_CAPTURED:
                return "by choice" if numbers["by_choice"] else ""
            case EventKind.DEMAND_CHANGED:
                return _rest_of_demand(numbers["law"], numbers["left_to_demand"])
            case EventKind.LEFT if event.item == NOBODY or self.may_be_over_a_point(event):
                return ""
            case EventKind.LEFT:
                return "over item"
            case _:
                return ""

    def may_be_over_a_point(self, event: Happening) -> bool:
        """Whether a member that leaves over values may mean a point besides the goal."""
        points = self.model.parameters.formation.value_points
        return bool(event.numbers["why"] == "values" and points)

    def is_bill(self, event: Happening) -> bool:
        """Whether an event is about the main goal of an alliance against a bill."""
        return event.item == 0 and self.model.alliances[event.alliance].kind == Kind.PREVENTION

    # --- Words for what a sentence names --------------------------------------------------

    def who_and_what(self, group: Sequence[Happening]) -> dict[str, str]:
        """Return words for everybody and everything that a sentence may name."""
        event, numbers = group[0], group[0].numbers
        said = {"count": str(len(group))}
        if event.organisation != NOBODY:
            said["who"] = self.listed([self.name(each.organisation) for each in group])
        if event.partner != NOBODY:
            said["partner"] = self.name(event.partner)
        if event.alliance != NOBODY:
            said["alliance"] = alliance_title(self.model, event.alliance, self.language)
            said["open"] = str(len(self.open_in(event)))
            said["since"] = str(self.occasion.get(event.alliance, event.week))
        if event.field != NOBODY:
            name = self.model.field_names[event.field]
            said["field"] = field_words(name, self.language)
            german = GERMAN_AFTER_TO.get(name, said["field"])
            said["to_field"] = german if self.language == "de" else said["field"]
            if event.item != NOBODY:
                said["item"] = self.item(event)
        if event.kind == EventKind.SHOCK:
            move = numbers["position_after"] - numbers["position_before"]
            said["move"] = self.number(move)
        if "seats" in numbers:
            said["needed"] = str(numbers["seats"] // 2 + 1)
        if numbers.get("red_line") is not None:
            hard = numbers["red_line"]
            said["hard"] = self.in_words(", a red line", ", einer roten Linie") if hard else ""
            said["hard_of_it"] = self.in_words("", ", eine rote Linie") if hard else ""
        if event.kind == EventKind.ROLE_TAKEN:
            said["role"] = self.role(event)
            said["each"] = self.listed([self.with_role(each) for each in group])
        if event.kind in (EventKind.ITEM_AGREED, EventKind.ITEM_PROPOSED, EventKind.STEP_DERIVED):
            said["items"] = self.listed([self.item_settled(each) for each in group])
        if event.kind == EventKind.CONFLICT and event.item == NOBODY:
            said["each"] = self.listed([self.with_ideal(each) for each in group])
        if event.kind in (EventKind.JOINED, EventKind.DECLINED):
            said["each"] = self.listed([self.weighing(each, event) for each in group])
            said["appeal_range"] = self.range_of(group, "appeal")
            said["price_range"] = self.range_of(group, "price")
        if event.kind == EventKind.OBJECTION:
            said["each"] = self.listed([self.distance(each) for each in group])
        if event.kind == EventKind.LEFT:
            why = LEAVING_EXPLANATIONS[Leaving[numbers["why"].upper()]]
            reason = LEAVING_OVER_VALUES if self.may_be_over_a_point(event) else why
            said["reason"] = reason.in_language(self.language)
        if event.kind == EventKind.ENDED:
            ending = Ending[numbers["ending"].upper()]
            said["ending_words"] = ending_words(ending, self.language)
            said["explanation"] = ENDING_EXPLANATIONS[ending].in_language(self.language)
        return said

    def in_words(self, english: str, german: str) -> str:
        """Return words in the story's language."""
        return Words(english, german).in_language(self.language)

    def name(self, organisation: int) -> str:
        """Name of an organisation; one that was drawn has it in the story's language."""
        name = self.model.organisations[organisation].name
        drawn = self.model.parameters.world.kind == "synthetic"
        return organisation_words(name, self.language) if drawn else name

    def listed(self, names: Sequence[str]) -> str:
        """Return "A, B and C"."""
        *others, last = names
        if not others:
            return last
        return ", ".join(others) + self.in_words(" and ", " und ") + last

    def item(self, event: Happening) -> str:
        """Return "item 4 (housing)"."""
        topic = field_words(self.model.field_names[event.field], self.language)
        what = self.in_words(", main goal", ", Hauptziel") if event.item == 0 else ""
        if (event.alliance, event.item) in self.steps:
            what = self.in_words(", step", ", Schritt")
        return self.in_words("item", "Punkt") + f" {event.item + 1} ({topic}{what})"

    def item_settled(self, event: Happening) -> str:
        """Return an item with who brought it, or at which position it was agreed."""
        numbers, item = event.numbers, self.item(event)
        if event.kind == EventKind.ITEM_PROPOSED:
            return item + self.in_words(" from ", " von ") + self.name(event.organisation)
        if not self.is_bill(event):
            item += self.in_words(" at ", " bei ") + self.number(numbers["position"])
        if event.kind == EventKind.STEP_DERIVED:
            return item
        item += self.where_it_stood(event)
        objectors = numbers["objectors"]
        if not objectors:
            return item
        against = self.in_words(
            " against {} [objection|objections]", " gegen {} [Einwand|Einwände]"
        )
        return item + _chosen_forms(against, objectors, {}).format(objectors)

    def where_it_stood(self, event: Happening) -> str:
        """Return where an item stood that has been negotiated anew; nothing for any other."""
        before = self.reopened_at.pop((event.alliance, event.item), None)
        if before is None:
            return ""
        before_said = self.number(before)
        if before_said == self.number(event.numbers["position"]):
            return self.in_words(" as before", " wie zuvor")
        return self.in_words(f" instead of {before_said}", f" statt {before_said}")

    def role(self, event: Happening) -> str:
        """Return the way of working that a member has taken on."""
        return CHANNEL_WORDS[Channel[event.numbers["role"].upper()]].in_language(self.language)

    def with_role(self, event: Happening) -> str:
        """Return a member with its role."""
        return f"{self.name(event.organisation)} ({self.role(event)})"

    def weighing(self, event: Happening, first: Happening) -> str:
        """Return who decided and by which numbers; the first of a list with their names."""
        pattern = self.in_words(" ({} against {})", " ({} gegen {})")
        if event is first:
            pattern = self.in_words(
                " (appeal {} against a price of {})", " (Reiz {} gegen einen Preis von {})"
            )
        appeal, price = event.numbers["appeal"], event.numbers["price"]
        places = PLACES
        while f"{appeal:.{places}f}" == f"{price:.{places}f}" and places < MOST_PLACES:
            places += 1
        numbers = pattern.format(self.decimal(appeal, places), self.decimal(price, places))
        return self.name(event.organisation) + numbers

    def distance(self, event: Happening) -> str:
        """Return who objects and by how much."""
        if event.numbers["beyond_limit"] == 0.0:
            return f"{self.name(event.organisation)} ({self.in_words('misread', 'missverstanden')})"
        said = self.number(event.numbers["beyond_limit"], "beyond_limit")
        hard = self.in_words(", red line", ", rote Linie") if event.numbers["red_line"] else ""
        return f"{self.name(event.organisation)} ({said}{hard})"

    def with_ideal(self, event: Happening) -> str:
        """Return who objects and what it would like best."""
        ideal = self.in_words("ideal", "Ideal") + f" {self.number(event.numbers['ideal'])}"
        return f"{self.name(event.organisation)} ({ideal})"

    def range_of(self, group: Sequence[Happening], name: str) -> str:
        """Return "0.10 to 0.30"."""
        values = [event.numbers[name] for event in group]
        low, high = self.number(min(values)), self.number(max(values))
        return low if low == high else low + self.in_words(" to ", " bis ") + high

    def number(self, value: Any, name: str = "") -> str:
        """Return a number in the story's language, a decimal one with two places."""
        if not isinstance(value, float):
            return str(value)
        if name == "beyond_limit" and abs(value) < SMALLEST_TOLD:
            return self.in_words("less than 0.01", "weniger als 0,01")
        return self.decimal(value, PLACES)

    def decimal(self, value: float, places: int) -> str:
        """Return a decimal number in the story's language, never "-0.00"."""
        said = f"{round(value, places) + 0.0:.{places}f}"
        return said.replace(".", ",") if self.language == "de" else said


def _rest_of_demand(law: float, left: float) -> str:
    """Return the case of a demand after a new law: what is left counts in its old direction."""
    way = 1.0 if law + left > 0.0 else -1.0
    if left * way > NOTHING_LEFT:
        return ""
    return "exceeded" if left * way < -NOTHING_LEFT else "met"


_FORMS = re.compile(r"\[(?:(\w+):)?([^|\]]*)\|([^\]]*)\]")


def _chosen_forms(text: str, count: int, numbers: Mapping[str, Any]) -> str:
    """Choose singular or plural, by how many organisations are named or by a number."""

    def form(found: "re.Match[str]") -> str:
        name, one, many = found.groups()
        number = numbers[name] if name else count
        return str(one if number == 1 else many)

    return _FORMS.sub(form, text)
