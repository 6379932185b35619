"""Patterns that other work has found, beside the model's own figures.

No parameter is set to them: they enter neither the count of patterns that are met nor the exit
code. Each states what others found and where, what is compared, which range counts as agreement,
and in which respect the two differ. Where the model has nothing that could be compared, the reason
stands in its place.
"""

import dataclasses
from collections.abc import Callable, Sequence
from enum import Enum

import numpy as np
import pandas as pd

from experiments.observation import Observation
from experiments.pattern_definitions import (
    INFINITE,
    NEGATIVE,
    OF_ALLIANCES,
    OF_PLATFORMS,
    PARTNERS,
    POSITIVE,
    Evidence,
    Finding,
    Measure,
    Range,
    Sample,
    Unit,
    Verdict,
    Words,
    alliances_of,
    find,
)
from experiments.statistics import NAN, Rows, rank_correlation
from experiments.traces import Exits, Partners
from sim.measures import OLD_ENOUGH

FOLLOWED = 156
"""Weeks before the horizon by which a goal was set that was followed for most of four years: a run
of one term leaves nothing longer to those that are founded in its first year."""

SMALL = 10
"""Members up to which a coalition is small."""

TWO_WORK = 2
"""Members that have to work for an alliance to act; with fewer it is fading."""

FEW, EIGHT = 2, 8
"""Sizes between which effort per head is compared."""


class Agreement(Enum):
    """What a comparison with others' findings says."""

    AGREES = "agrees"
    IN_PART = "agrees in part"
    DISAGREES = "disagrees"
    UNKNOWN = "cannot be told"
    NOT_COMPARED = "not compared here"


class Source(Enum):
    """How a source is known here."""

    SEEN = "seen"
    REPORTED = "reported"


# --- Helpers -------------------------------------------------------------------------------------


def _rows(frame: pd.DataFrame, *columns: str) -> Rows:
    return frame[list(columns)].to_numpy(dtype=np.float64, na_value=NAN)


def _sample(
    groups: Sequence[Rows], statistic: Callable[[Rows], float], count: float | None = None
) -> Sample:
    rows = sum(len(group) for group in groups)
    return Sample(tuple(groups), statistic, rows if count is None else round(count))


def _mean(rows: Rows) -> float:
    return float(rows[:, 0].mean()) if len(rows) else NAN


def _correlation(rows: Rows) -> float:
    return rank_correlation(rows[:, 0], rows[:, 1])


def _over(part: float, whole: float) -> float:
    return part / whole if whole else NAN


def ratio_of_shares(rows: Rows) -> float:
    """First column by second, over third by fourth, each summed first; nan where one is 0."""
    one, of_one, other, of_other = (float(total) for total in rows.sum(axis=0))
    return _over(_over(one, of_one), _over(other, of_other))


def _platforms(run: Observation) -> pd.DataFrame:
    frame = alliances_of(run)
    return frame[frame["platform"].notna()]


# --- (1) No change -------------------------------------------------------------------------------


def _unmoved(evidence: Evidence, *, allied: bool) -> Sample:
    groups = []
    for run in evidence.runs:
        frame = alliances_of(run) if allied else pd.DataFrame(run.alliances)
        early = frame[(frame["kind"] == "change") & (frame["founded"] <= run.weeks - FOLLOWED)]
        groups.append(_rows(early.assign(unmoved=early["law_moved"] <= 0.0), "unmoved"))
    return _sample(groups, _mean)


def unmoved_alliances(evidence: Evidence) -> Sample:
    """Take how often the law has not moved an alliance's way.

    Alliances for a change in whose field the law stands, at the end of the run, no further towards
    their goal than when they were founded, whoever has moved it / alliances for a change founded
    at least 156 weeks before the horizon.
    """
    return _unmoved(evidence, allied=True)


def unmoved_initiatives(evidence: Evidence) -> Sample:
    """Take the same of all that was started.

    The same, of alliances and of initiatives that found nobody together.
    """
    return _unmoved(evidence, allied=False)


def goals_missed(evidence: Evidence) -> Sample:
    """Take how often an alliance has not reached its own goal.

    Alliances for a change that have not reached their goal themselves by the end of the run /
    alliances for a change founded at least 156 weeks before the horizon.
    """
    groups = []
    for run in evidence.runs:
        frame = alliances_of(run)
        early = frame[(frame["kind"] == "change") & (frame["founded"] <= run.weeks - FOLLOWED)]
        missed = ~early["goal_reached"].astype(bool)
        groups.append(_rows(early.assign(missed=missed), "missed"))
    return _sample(groups, _mean)


# --- (2) Resources -------------------------------------------------------------------------------

RESOURCES = ("hours_of_members", "money_of_members", "reach_of_members")


def _with_time(run: Observation, *resources: str) -> Rows:
    frame = _platforms(run)
    return _rows(frame[frame["founded"] <= run.weeks - OLD_ENOUGH], "goal_reached", *resources)


def explained_variance(rows: Rows) -> float:
    """Share of the first column's variance that the logarithms of the others explain linearly."""
    outcome = rows[:, 0]
    if len(rows) <= rows.shape[1] or outcome.std() == 0.0:
        return NAN
    design = np.column_stack([np.ones(len(rows)), np.log1p(rows[:, 1:])])
    rest = outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    return float(1.0 - rest.var() / outcome.var())


def resources_explain(evidence: Evidence) -> Sample:
    """Take how much of success resources explain.

    Share of variance explained (R squared) by a linear regression of goal reached (0 or 1) on the
    logarithms of one plus the members' free hours, money and reach, each summed over the members
    at the platform; over alliances with a platform founded at least 104 weeks before the horizon.
    """
    return _sample([_with_time(run, *RESOURCES) for run in evidence.runs], explained_variance)


def _resource_correlation(evidence: Evidence, resource: str) -> Sample:
    return _sample([_with_time(run, resource) for run in evidence.runs], _correlation)


def hours_and_success(evidence: Evidence) -> Sample:
    """Take how success goes with hours.

    Spearman's correlation of goal reached with the members' free hours, summed; over the same
    alliances.
    """
    return _resource_correlation(evidence, RESOURCES[0])


def money_and_success(evidence: Evidence) -> Sample:
    """Take how success goes with money.

    Spearman's correlation of goal reached with the members' money, summed; over the same alliances.
    """
    return _resource_correlation(evidence, RESOURCES[1])


def reach_and_success(evidence: Evidence) -> Sample:
    """Take how success goes with reach.

    Spearman's correlation of goal reached with the members' reach, summed; over the same alliances.
    """
    return _resource_correlation(evidence, RESOURCES[2])


# --- (3) Small coalitions ------------------------------------------------------------------------


def small_coalitions(evidence: Evidence) -> Sample:
    """Take how many alliances are small.

    Alliances with at most ten members, founder counted, at the platform / alliances with a
    platform.
    """
    groups = []
    for run in evidence.runs:
        frame = _platforms(run)
        groups.append(_rows(frame.assign(small=frame["members_at_platform"] <= SMALL), "small"))
    return _sample(groups, _mean)


# --- (4) Groups that act -------------------------------------------------------------------------


def _last_week(evidence: Evidence) -> list[pd.DataFrame]:
    frames = [alliances_of(run) for run in evidence.runs]
    return [frame[frame["working_members"].notna()] for frame in frames]


def acting_members(evidence: Evidence) -> Sample:
    """Take the size of alliances that act.

    Mean number of members, in the last week of the run, of working alliances in which at least two
    members give `fade_hours` or more beyond coordination.
    """
    frames = [frame[frame["working_members"] >= TWO_WORK] for frame in _last_week(evidence)]
    return _sample([_rows(frame, "members") for frame in frames], _mean)


def idle_members(evidence: Evidence) -> Sample:
    """Take the size of alliances that do not act.

    Mean number of members, in the last week of the run, of working alliances in which fewer than
    two members give `fade_hours` or more beyond coordination.
    """
    frames = [frame[frame["working_members"] < TWO_WORK] for frame in _last_week(evidence)]
    return _sample([_rows(frame, "members") for frame in frames], _mean)


def acting_less_idle(rows: Rows) -> float:
    """Mean of the first column where the second is 1, less the mean where it is 0."""
    acts = rows[:, 1] == 1.0
    return _mean(rows[acts]) - _mean(rows[~acts])


def acting_difference(evidence: Evidence) -> Sample:
    """Take by how much alliances that act are larger than others.

    Mean number of members of working alliances that act, less that of those that do not; both as
    above.
    """
    frames = [
        frame.assign(acts=frame["working_members"] >= TWO_WORK) for frame in _last_week(evidence)
    ]
    return _sample([_rows(frame, "members", "acts") for frame in frames], acting_less_idle)


def working_core(evidence: Evidence) -> Sample:
    """Take how many members work in an alliance that acts.

    Mean number of members with `fade_hours` or more beyond coordination, in the last week of the
    run, over working alliances in which at least two do.
    """
    frames = [frame[frame["working_members"] >= TWO_WORK] for frame in _last_week(evidence)]
    return _sample([_rows(frame, "working_members") for frame in frames], _mean)


# --- (5) Effort per head -------------------------------------------------------------------------


def _effort(run: Observation, *beside: str) -> Rows:
    frame = _platforms(run)
    kept = frame[frame["contribution_per_head"].notna()]
    return _rows(kept, "contribution_per_head", *beside)


def effort_and_size(evidence: Evidence) -> Sample:
    """Take how effort per head goes with size.

    Spearman's correlation of the hours beyond coordination per member and week of work with the
    number of members at the platform; over alliances with a platform.
    """
    groups = [_effort(run, "members_at_platform") for run in evidence.runs]
    return _sample(groups, _correlation)


def effort_ratio(rows: Rows) -> float:
    """Mean of the first column where the second is 8, by the mean where it is 2."""
    return _over(_mean(rows[rows[:, 1] == EIGHT]), _mean(rows[rows[:, 1] == FEW]))


def effort_of_eight(evidence: Evidence) -> Sample:
    """Take effort per head of eight members beside that of two.

    Mean hours beyond coordination per member and week of work of alliances with eight members at
    the platform / the same with two members.
    """
    groups = [_effort(run, "members_at_platform") for run in evidence.runs]
    kept = [group[np.isin(group[:, 1], (FEW, EIGHT))] for group in groups]
    return _sample(kept, effort_ratio)


def effort_by_aim(evidence: Evidence) -> Sample:
    """Take effort per head where all aim at eight partners beside that where all aim at two.

    Mean hours beyond coordination per member and week of work where all founders aim at eight
    partners / the same where they aim at two; governance assembly, same seeds in both (world-wide
    design: joining stays free).
    """
    groups = []
    pairs = zip(evidence.designed[PARTNERS[0]], evidence.designed[PARTNERS[1]], strict=True)
    for few, eight in pairs:
        parts = [(_effort(few), FEW), (_effort(eight), EIGHT)]
        sized = [np.column_stack([rows, np.full(len(rows), size)]) for rows, size in parts]
        groups.append(np.concatenate(sized))
    return _sample(groups, effort_ratio)


# --- (6) Exits after a shock ---------------------------------------------------------------------


def _exits(evidence: Evidence, *names: str) -> list[Rows]:
    numbers = [Exits._fields.index(name) for name in names]
    return [np.array([[run.traces.exits[number] for number in numbers]]) for run in evidence.runs]


def exits_after_shock(evidence: Evidence) -> Sample:
    """Take how much oftener members leave after another member was shocked.

    Exits per member and week within 13 weeks after the ideal of another member in the field of the
    main goal was shocked / exits per member and week in all other weeks of the same alliances;
    members that were shocked themselves within 13 weeks are left out; weeks after the platform.
    """
    names = ("others_left_after", "others_weeks_after", "others_left_before", "others_weeks_before")
    weeks = sum(run.traces.exits.others_weeks_after for run in evidence.runs)
    return _sample(_exits(evidence, *names), ratio_of_shares, weeks)


def exits_of_shocked(evidence: Evidence) -> Sample:
    """Take how much oftener the shocked member leaves itself.

    Exits per member and week within 13 weeks after a shock to the member itself / exits per member
    and week of the others in weeks without a shock; as above.
    """
    names = ("shocked_left", "shocked_weeks", "others_left_before", "others_weeks_before")
    weeks = sum(run.traces.exits.shocked_weeks for run in evidence.runs)
    return _sample(_exits(evidence, *names), ratio_of_shares, weeks)


# --- (7) Ties and likeness -----------------------------------------------------------------------


def _partners(evidence: Evidence, take: Callable[[Partners], tuple[float, ...]]) -> list[Rows]:
    return [np.array([take(run.traces.partners)]) for run in evidence.runs]


def asked_along_ties(evidence: Evidence) -> Sample:
    """Take how much oftener than at random invitations go along ties.

    Share of invitations to organisations to which the founder had a contact at the start of the
    run / share of such organisations among all others.
    """
    groups = _partners(evidence, lambda p: (p.asked_tied, p.asked, p.pairs_tied, p.pairs))
    return _sample(groups, ratio_of_shares, sum(run.traces.partners.asked for run in evidence.runs))


def joined_along_ties(evidence: Evidence) -> Sample:
    """Take how much oftener than at random partners are won along ties.

    Share of the invited organisations that joined to which the founder had a contact at the start
    of the run / share of such organisations among all others.
    """
    groups = _partners(evidence, lambda p: (p.joined_tied, p.joined, p.pairs_tied, p.pairs))
    joined = sum(run.traces.partners.joined for run in evidence.runs)
    return _sample(groups, ratio_of_shares, joined)


def asked_distance(evidence: Evidence) -> Sample:
    """Take how like the founder those are whom it asks without a tie.

    Mean distance of ideals in the field of the goal, as they were at the start of the run, between
    founder and organisations it asks without a contact / the same to all without a contact.
    """
    groups = _partners(
        evidence,
        lambda p: (
            *(p.distance_asked_untied, p.asked - p.asked_tied),
            *(p.distance_untied, p.pairs - p.pairs_tied),
        ),
    )
    count = sum(run.traces.partners.asked - run.traces.partners.asked_tied for run in evidence.runs)
    return _sample(groups, ratio_of_shares, count)


def joined_distance(evidence: Evidence) -> Sample:
    """Take how like the founder those are who join without a tie.

    Mean distance of ideals in the field of the goal, as they were at the start of the run, between
    founder and invited organisations that join without a contact / the same to all without a
    contact.
    """
    groups = _partners(
        evidence,
        lambda p: (
            *(p.distance_joined_untied, p.joined - p.joined_tied),
            *(p.distance_untied, p.pairs - p.pairs_tied),
        ),
    )
    partners = [run.traces.partners for run in evidence.runs]
    return _sample(groups, ratio_of_shares, sum(p.joined - p.joined_tied for p in partners))


# --- (8) Different camps -------------------------------------------------------------------------


def effort_and_camps(evidence: Evidence) -> Sample:
    """Take how effort per head goes with different camps.

    Spearman's correlation of the hours beyond coordination per member and week of work with the
    standard deviation of the members' camps at the platform; over alliances with a platform.
    """
    return _sample([_effort(run, "camp_spread") for run in evidence.runs], _correlation)


# --- The patterns --------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class OutsidePattern:
    """A pattern that others have found.

    Attributes
    ----------
    number
        By which text and figure refer to it.
    title
        What it says.
    theirs
        What they found.
    source
        Who, and in what.
    known
        How the source is known here.
    measures
        Our figures; `wanted` is here the range that counts as agreement, None where a figure only
        stands beside. None at all where nothing is compared.
    note
        How the two differ, or why nothing is compared.
    """

    number: int
    title: Words
    theirs: Words
    source: Words
    known: Source
    measures: tuple[Measure, ...]
    note: Words


ABOVE_ONE = Range(1.0, INFINITE, is_open=True)

OF_WEEKS = Words("member-weeks", "Mitgliederwochen")
OF_INVITED = Words("invitations", "Einladungen")
OF_JOINED = Words("partners", "Partner")

OUTSIDE_PATTERNS: tuple[OutsidePattern, ...] = (
    OutsidePattern(
        1,
        Words(
            "Most campaigns change nothing in four years", "Meist ändert sich in vier Jahren nichts"
        ),
        Words("about 60 %", "etwa 60 %"),
        Words(
            "Baumgartner et al. 2009: 98 issues of federal policy in the USA",
            "Baumgartner u. a. 2009: 98 Themen der Bundespolitik in den USA",
        ),
        Source.SEEN,
        (
            # "About" is read as ten points to either side.
            Measure(
                Words("law not moved, alliances", "Gesetz nicht bewegt, Allianzen"),
                Unit.SHARE,
                OF_ALLIANCES,
                unmoved_alliances,
                Range(0.5, 0.7),
            ),
            Measure(
                Words("the same with initiatives", "ebenso, mit Initiativen"),
                Unit.SHARE,
                OF_ALLIANCES,
                unmoved_initiatives,
            ),
            Measure(
                Words("own goal not reached, alliances", "eigenes Ziel verfehlt, Allianzen"),
                Unit.SHARE,
                OF_ALLIANCES,
                goals_missed,
            ),
        ),
        Words(
            "Theirs are issues on which groups lobbied; ours are goals for a change, in one "
            "legislative term of 208 weeks, followed for at least 156 of them. Ours counts any "
            "move of the law towards the goal, also one that others brought about.",
            "Dort sind es Themen, zu denen Verbände tätig waren, hier Ziele für eine Änderung in "
            "einer Wahlperiode von 208 Wochen, mindestens 156 davon verfolgt. Hier zählt jede "
            "Bewegung des Gesetzes zum Ziel hin, auch wenn andere sie bewirkt haben.",
        ),
    ),
    OutsidePattern(
        2,
        Words("Resources explain little of success", "Mittel erklären wenig vom Erfolg"),
        Words("under 5 %", "unter 5 %"),
        Words("Baumgartner et al. 2009", "Baumgartner u. a. 2009"),
        Source.SEEN,
        (
            Measure(
                Words("variance of success explained", "erklärte Varianz des Erfolgs"),
                Unit.VARIANCE,
                OF_PLATFORMS,
                resources_explain,
                Range(0.0, 0.05),
            ),
            Measure(
                Words("hours and success, rank corr.", "Stunden und Erfolg, Rangkorr."),
                Unit.CORRELATION,
                OF_PLATFORMS,
                hours_and_success,
            ),
            Measure(
                Words("money and success, rank corr.", "Geld und Erfolg, Rangkorr."),
                Unit.CORRELATION,
                OF_PLATFORMS,
                money_and_success,
            ),
            Measure(
                Words("reach and success, rank corr.", "Reichweite und Erfolg, Rangkorr."),
                Unit.CORRELATION,
                OF_PLATFORMS,
                reach_and_success,
            ),
        ),
        Words(
            "Theirs are money, staff, members and contacts of whole sides; ours are hours, money "
            "and reach of the members of one alliance. Success is here one's own goal.",
            "Dort sind es Geld, Personal, Mitglieder und Kontakte ganzer Seiten, hier Stunden, "
            "Geld und Reichweite der Mitglieder einer Allianz. Erfolg ist hier das eigene Ziel.",
        ),
    ),
    OutsidePattern(
        3,
        Words(
            "Most coalitions have ten members or fewer",
            "Die meisten haben höchstens zehn Mitglieder",
        ),
        Words("most", "die meisten"),
        Words(
            "Social Science Quarterly 2025: over 2,000 lobbyists in the US states",
            "Social Science Quarterly 2025: über 2.000 Lobbyisten in den US-Staaten",
        ),
        Source.SEEN,
        (
            Measure(
                Words("ten members or fewer", "höchstens zehn Mitglieder"),
                Unit.SHARE,
                OF_PLATFORMS,
                small_coalitions,
                Range(0.5, 1.0),
            ),
        ),
        Words(
            "Weak: the size that founders aim at is set (formation.target_partners), though fewer "
            "may come.",
            "Schwach: Die angestrebte Größe ist gesetzt (formation.target_partners), auch wenn "
            "weniger kommen können.",
        ),
    ),
    OutsidePattern(
        4,
        Words("Groups that act are small", "Gruppen, die handeln, sind klein"),
        Words("6.5 members, others 14", "6,5 Mitglieder, andere 14"),
        Words(
            "James, in Olson 1965: groups of several institutions",
            "James, bei Olson 1965: Gruppen mehrerer Einrichtungen",
        ),
        Source.REPORTED,
        (
            # "About" is read as a member and a half to either side.
            Measure(
                Words("members, alliances that act", "Mitglieder, handelnde Allianzen"),
                Unit.MEMBERS,
                OF_ALLIANCES,
                acting_members,
                Range(5.0, 8.0),
            ),
            Measure(
                Words("the same, less that of idle ones", "ebenso, minus die untätiger"),
                Unit.FEWER,
                OF_ALLIANCES,
                acting_difference,
                NEGATIVE,
            ),
            Measure(
                Words("members, idle alliances", "Mitglieder, untätige Allianzen"),
                Unit.MEMBERS,
                OF_ALLIANCES,
                idle_members,
            ),
            Measure(
                Words(
                    "members at work, where some are", "arbeitende Mitglieder, wo es welche gibt"
                ),
                Unit.MEMBERS,
                OF_ALLIANCES,
                working_core,
            ),
        ),
        Words(
            "Theirs are committees of persons. Ours act where at least two members work beyond "
            "coordination in the last week of the run; that it takes two to act favours large "
            "alliances, and idle ones have often lost members already.",
            "Dort sind es Ausschüsse von Personen. Hier handelt, wo in der letzten Woche "
            "mindestens zwei Mitglieder über die Abstimmung hinaus arbeiten; dass es zwei "
            "braucht, begünstigt große, und untätige haben oft schon Mitglieder verloren.",
        ),
    ),
    OutsidePattern(
        5,
        Words("Effort per head falls with size", "Mit der Größe sinkt der Beitrag je Kopf"),
        Words("falls; 8 give 0.53 of what 2 give", "sinkt; 8 geben 0,53 von 2"),
        Words(
            "Ringelmann 1913: 100, 93, 85, 77, 70, 63, 57, 49 % for 1 to 8 persons",
            "Ringelmann 1913: 100, 93, 85, 77, 70, 63, 57, 49 % für 1 bis 8 Personen",
        ),
        Source.REPORTED,
        (
            Measure(
                Words(
                    "hours per head and size, rank corr.", "Stunden je Kopf und Größe, Rangkorr."
                ),
                Unit.CORRELATION,
                OF_PLATFORMS,
                effort_and_size,
                NEGATIVE,
            ),
            # 49 by 93 %, and a tenth to either side.
            Measure(
                Words("hours per head, 8 by 2 members", "Stunden je Kopf, 8 durch 2 Mitglieder"),
                Unit.RATIO,
                OF_PLATFORMS,
                effort_of_eight,
                Range(0.43, 0.63),
            ),
            Measure(
                Words(
                    "the same, 8 by 2 partners aimed at", "ebenso, 8 durch 2 angestrebte Partner"
                ),
                Unit.RATIO,
                OF_PLATFORMS,
                effort_by_aim,
            ),
        ),
        Words(
            "Theirs is men pulling a rope; ours is hours beyond coordination of organisations that "
            "chose to join, so that large alliances may be those with the better goals.",
            "Dort ziehen Männer an einem Seil; hier sind es Stunden über die Abstimmung hinaus von "
            "Organisationen, die beitreten wollten. Große Allianzen können daher die mit den "
            "besseren Zielen sein.",
        ),
    ),
    OutsidePattern(
        6,
        Words("Exits spread after a shock", "Nach einem Schock greifen Austritte um sich"),
        Words("they spread", "sie greifen um sich"),
        Words(
            "Gillham & Edwards 2011: one coalition of 117 organisations",
            "Gillham & Edwards 2011: ein Bündnis von 117 Organisationen",
        ),
        Source.SEEN,
        (
            Measure(
                Words("exits of others, by other weeks", "Austritte anderer, durch sonst"),
                Unit.RATIO,
                OF_WEEKS,
                exits_after_shock,
                ABOVE_ONE,
            ),
            Measure(
                Words("the same, of the shocked itself", "ebenso, der Betroffenen selbst"),
                Unit.RATIO,
                OF_WEEKS,
                exits_of_shocked,
            ),
        ),
        Words(
            "Theirs was one great shock that met all members in the same week; ours come singly, "
            "change one member's ideal in one field, and are counted within 13 weeks, "
            "whatever the age of the alliance.",
            "Dort traf ein großer Schock alle Mitglieder in derselben Woche; hier treffen sie "
            "einzelne, ändern ein Ideal in einem Feld und zählen 13 Wochen lang, "
            "wie alt die Allianz auch ist.",
        ),
    ),
    OutsidePattern(
        7,
        Words(
            "Partners come through ties, not through likeness",
            "Partner kommen über Kontakte, nicht über Ähnlichkeit",
        ),
        Words("ties count, likeness adds nothing", "Kontakte zählen, Ähnlichkeit nicht"),
        Words(
            "Leifeld & Schneider 2012: policy on toxic chemicals in Germany",
            "Leifeld & Schneider 2012: Chemikalienpolitik in Deutschland",
        ),
        Source.SEEN,
        (
            Measure(
                Words("joined along ties, by random", "beigetreten über Kontakte, durch Zufall"),
                Unit.RATIO,
                OF_JOINED,
                joined_along_ties,
                ABOVE_ONE,
            ),
            # "Nothing" is read as a tenth to either side of no difference.
            Measure(
                Words(
                    "distance of joined, no tie, by all", "Abstand Beigetretener ohne, durch alle"
                ),
                Unit.RATIO,
                OF_JOINED,
                joined_distance,
                Range(0.9, 1.1),
            ),
            Measure(
                Words("asked along ties, by random", "gefragt über Kontakte, durch Zufall"),
                Unit.RATIO,
                OF_INVITED,
                asked_along_ties,
            ),
            Measure(
                Words("distance of asked, no tie, by all", "Abstand Gefragter ohne, durch alle"),
                Unit.RATIO,
                OF_INVITED,
                asked_distance,
            ),
        ),
        Words(
            "Theirs is exchange of information, ours membership for a common goal, which nobody "
            "joins who does not gain from it. Ties are an input: founders weigh trust "
            "(formation.tie_weight) and reach few strangers.",
            "Dort geht es um Austausch von Informationen, hier um Mitgliedschaft für ein "
            "gemeinsames Ziel, dem nur beitritt, wer davon etwas hat. Kontakte sind gesetzt: "
            "Gründende wägen Vertrauen (formation.tie_weight) und erreichen wenige Fremde.",
        ),
    ),
    OutsidePattern(
        8,
        Words("Members of different camps give more", "Verschiedene Lager geben mehr"),
        Words("they give more", "sie geben mehr"),
        Words(
            "Heaney & Leifeld 2018: coalitions on health policy in the USA",
            "Heaney & Leifeld 2018: Bündnisse zur Gesundheitspolitik in den USA",
        ),
        Source.SEEN,
        (
            Measure(
                Words("hours per head and camps, rank corr.", "Stunden je Kopf, Lager, Rangkorr."),
                Unit.CORRELATION,
                OF_PLATFORMS,
                effort_and_camps,
                POSITIVE,
            ),
        ),
        Words(
            "Theirs is the partisan diversity of a coalition and what a member contributes; ours "
            "the spread of the members' camps and hours per head, nothing held constant.",
            "Dort geht es um die Nähe zu verschiedenen Parteien und den Beitrag eines Mitglieds, "
            "hier um die Streuung der Lager und Stunden je Kopf, ohne anderes konstant zu halten.",
        ),
    ),
    OutsidePattern(
        9,
        Words("Bodies beyond twenty decide badly", "Gremien über zwanzig entscheiden schlecht"),
        Words("steepest loss between 14 and 20", "stärkster Verlust von 14 bis 20"),
        Words(
            "Klimek, Hanel & Thurner 2009: cabinets of 197 countries",
            "Klimek, Hanel & Thurner 2009: Kabinette von 197 Staaten",
        ),
        Source.SEEN,
        (),
        Words(
            "The runs of this report reach no such sizes: the comparison ends at 16 partners aimed "
            "at. See: alliances sweep experiment=group_size",
            "Solche Größen kommen in diesen Läufen nicht vor: Der Vergleich endet bei 16 "
            "angestrebten Partnern. Siehe: alliances sweep experiment=group_size",
        ),
    ),
    OutsidePattern(
        10,
        Words(
            "Few share the lead, more need one, many an office",
            "Wenige leiten gemeinsam, viele nicht",
        ),
        Words("the form follows the number", "die Form folgt der Zahl"),
        Words("Provan & Kenis 2008", "Provan & Kenis 2008"),
        Source.SEEN,
        (),
        Words(
            "Here all alliances of a world have the form that is set (collaboration.governance); "
            "none chooses one by its number, and there is no separate office. How the forms fare "
            "by number: alliances sweep experiment=group_size",
            "Hier haben alle Allianzen einer Welt die gesetzte Form (collaboration.governance); "
            "keine wählt sie nach der Zahl, und eine eigene Geschäftsstelle gibt es nicht. Wie die "
            "Formen abschneiden: alliances sweep experiment=group_size",
        ),
    ),
    OutsidePattern(
        11,
        Words("Satisfaction is highest near five members", "Am zufriedensten sind etwa fünf"),
        Words("about 5 members", "etwa 5 Mitglieder"),
        Words("Hackman & Vidmar 1970", "Hackman & Vidmar 1970"),
        Source.REPORTED,
        (),
        Words(
            "Satisfaction belongs here to an organisation with all its alliances, as energy, and "
            "not to one alliance.",
            "Zufriedenheit gehört hier als Energie zu einer Organisation mit allen Allianzen, "
            "nicht zu einer einzelnen.",
        ),
    ),
    OutsidePattern(
        12,
        Words("Time spent early raises commitment", "Frühe Zeit stärkt die Bindung"),
        Words("staged inclusion binds", "schrittweise Aufnahme bindet"),
        Words(
            "Johnston et al. 2011; Downs, Rocke & Barsoom 1998 (reported)",
            "Johnston u. a. 2011; Downs, Rocke & Barsoom 1998 (berichtet)",
        ),
        Source.SEEN,
        (),
        Words(
            "Within one world time spent early is no design: what takes long differs in other "
            "ways, too. Designed comparisons belong to claims on the values debate: docs/CLAIMS.md",
            "Innerhalb einer Welt ist frühe Zeit kein Versuch: Was lange dauert, ist auch sonst "
            "anders. Geplante Vergleiche gehören zu den Aussagen zur Wertedebatte: docs/CLAIMS.md",
        ),
    ),
)
"""All patterns from outside; the only place for them."""


# --- What was found ------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class OutsideFound:
    """A pattern from outside with our figures."""

    pattern: OutsidePattern
    findings: tuple[Finding, ...]

    @property
    def agreement(self) -> Agreement:
        """What the figures that have a range of agreement say together."""
        if not self.findings:
            return Agreement.NOT_COMPARED
        judged = [f.verdict for f in self.findings if f.verdict is not Verdict.REPORTED]
        if Verdict.UNKNOWN in judged:
            return Agreement.UNKNOWN
        met = sum(verdict is Verdict.MET for verdict in judged)
        if met == len(judged):
            return Agreement.AGREES
        return Agreement.IN_PART if met else Agreement.DISAGREES

    @property
    def is_close(self) -> bool:
        """Whether more runs may change it."""
        return any(finding.is_close for finding in self.findings)


def study_outside(evidence: Evidence) -> tuple[OutsideFound, ...]:
    """Measure what can be compared with the findings of others."""
    return tuple(
        OutsideFound(pattern, tuple(find(measure, evidence) for measure in pattern.measures))
        for pattern in OUTSIDE_PATTERNS
    )
