"""Draws a world, but for what is given of it: fields, parliament, organisations, ties.

Every draw has an address of its own, so what is given never moves a random number: one column more
changes that column and what follows from it.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.compiling import rule
from sim.quantities import find_tie, new_tie, share_of_society
from sim.randomness import Stream, exponential, humped, normal, uniform
from sim.state import NEVER, NOBODY, State, layout, records

SITTINGS = (1.0 / 7.0, 1.0, 4.0, 13.0, 52.0)
"""Weeks between sittings: within a day, weekly, monthly, quarterly, yearly (study IV-Z)."""

SITTING_SHARES = (0.25, 0.30, 0.30, 0.13, 0.02)
"""Shares of organisations with these calendars; assumed."""

MEAN_SITTING = sum(w * share for w, share in zip(SITTINGS, SITTING_SHARES, strict=True))
"""Mean weeks between sittings, 4.27."""

MIDDLE_SITTING = math.exp(
    sum(share * math.log(w) for w, share in zip(SITTINGS, SITTING_SHARES, strict=True))
)
"""Their geometric mean, 1.41 weeks: calendars draw towards it, or away from it, by their ratio."""

WIDEST_CAMP = 0.8
"""Camp of the outermost party; assumed."""

HIGHEST_ODDS = 1e9
"""Odds of a tie at which practically every pair has one."""

DISSENT = 40
"""Number of the draw of how far organisations differ in a field, among those of the field."""

BISECTIONS = 200
"""Halvings of an interval: more than a number has digits."""


# --- What is given and not drawn ---------------------------------------------------------------

GIVEN = layout(
    "sector",
    "camp free_hours money reach sitting_weeks pragmatism visibility "
    "freedom justice sustainability lobbying dialogue campaigning",
)
"""What may be given of an organisation, with the units of `ORGANISATION`; weeks between sittings
before `world.sitting_scale` and `world.sitting_spread`. What is drawn is `NOT_GIVEN`, or NOBODY for
a whole number."""

GIVEN_VIEW = layout("red_line", "position tolerance salience expertise")
"""What may be given of an organisation's view of a field, in the same way."""

GIVEN_TIE = layout("one other", "trust")
"""A contact that one organisation has to another, with the trust that there is at least."""

NOT_GIVEN = math.nan


@dataclass(frozen=True)
class Given:
    """What is known of a world beforehand; everything else is drawn.

    Attributes
    ----------
    organisations
        Records `GIVEN`, shape (n,), or none where nothing is given.
    views
        Records `GIVEN_VIEW`, shape (n, K), or none.
    ties
        Records `GIVEN_TIE`.
    draws_ties
        Whether ties are drawn beside those that are given.
    """

    organisations: Any
    views: Any
    ties: Any
    draws_ties: bool = True

    def check(self, organisations: int, fields: int) -> None:
        """Refuse what does not fit a world: rules would read and write beyond it.

        Raises
        ------
        ValueError
            If there are other numbers of organisations or fields, or a tie to nobody.
        """
        fits = len(self.organisations) in (0, organisations)
        fits = fits and self.views.shape in ((0, 0), (organisations, fields))
        for end in ("one", "other"):
            fits = fits and bool(((self.ties[end] >= 0) & (self.ties[end] < organisations)).all())
        if not fits:
            raise ValueError(
                f"what is given does not fit {organisations} organisations and {fields} fields"
            )

    @property
    def arrays(self) -> tuple[Any, Any, Any, bool]:
        """As `draw_world` takes them."""
        return self.organisations, self.views, self.ties, self.draws_ties


def not_given(shape: int | tuple[int, ...], kind: "np.dtype[np.void]") -> Any:
    """Return records of which nothing is given yet."""
    blank = records(shape, kind)
    for name in kind.names or ():
        blank[name] = NOT_GIVEN if kind[name].kind == "f" else NOBODY
    return blank


NO_VIEWS = records((0, 0), GIVEN_VIEW)
NOTHING_GIVEN = Given(records(0, GIVEN), NO_VIEWS, records(0, GIVEN_TIE))


@rule
def draw_world(
    state: State, given: np.ndarray, views: np.ndarray, ties: np.ndarray, draws_ties: bool
) -> None:
    """Draw a world, but for what is given.

    Parameters
    ----------
    given
        Records `GIVEN`, one per organisation or none at all.
    views
        Records `GIVEN_VIEW`, one per organisation and field or none at all.
    ties
        Records `GIVEN_TIE`.
    draws_ties
        Whether ties are drawn, too.
    """
    draw_society(state)
    for i in range(state.organisations.shape[0]):
        draw_organisation(state, i, given, views)
    if draws_ties:
        draw_ties(state, tie_odds(state))
    for q in range(ties.shape[0]):
        holder = ties[q].one
        partner = ties[q].other
        know(state, holder, partner, known_or(ties[q].trust, drawn_trust(state, holder, partner)))
    for i in range(state.organisations.shape[0]):
        state.organisations[i].ties_at_start = state.organisations[i].ties
        state.organisations[i].ties_to_sectors = 0
        state.organisations[i].ties_to_camps = 0
    if state.parameters[0].persons:
        introduce_persons(state)


@rule
def take_sector(state: State, i: int, given: np.ndarray) -> None:
    """Let an organisation be of the sector that is given for it."""
    if given[i].sector != NOBODY:
        state.organisations[i].sector = given[i].sector
        state.organisations[i].segment = given[i].sector % state.parameters[0].segments


@rule
def take_figures(state: State, i: int, given: np.ndarray) -> None:
    """Put what is given of an organisation in the place of what was drawn."""
    organisation = state.organisations[i]
    known = given[i]
    organisation.camp = known_or(known.camp, organisation.camp)
    organisation.free_hours = known_or(known.free_hours, organisation.free_hours)
    organisation.money = known_or(known.money, organisation.money)
    organisation.reach = known_or(known.reach, organisation.reach)
    organisation.pragmatism = known_or(known.pragmatism, organisation.pragmatism)
    organisation.visibility = known_or(known.visibility, organisation.visibility)
    if not math.isnan(known.sitting_weeks):
        organisation.sitting_weeks = spread_calendar(state, known.sitting_weeks)
    organisation.freedom = known_or(known.freedom, organisation.freedom)
    organisation.justice = known_or(known.justice, organisation.justice)
    organisation.sustainability = known_or(known.sustainability, organisation.sustainability)
    organisation.lobbying = known_or(known.lobbying, organisation.lobbying)
    organisation.dialogue = known_or(known.dialogue, organisation.dialogue)
    organisation.campaigning = known_or(known.campaigning, organisation.campaigning)


@rule
def known_or(known: float, drawn: float) -> float:
    """Return what is given, or what was drawn where nothing is."""
    return drawn if math.isnan(known) else known


@rule
def know(state: State, holder: int, partner: int, trust: float) -> None:
    """Give an organisation a contact with a trust, or raise that of a contact which it has."""
    q = find_tie(state, holder, partner)
    if q == NOBODY:
        new_tie(state, holder, partner, trust)
    else:
        tie = state.ties[holder, q]
        tie.trust = max(tie.trust, trust)
        tie.baseline = tie.trust


@rule
def draw_society(state: State) -> None:
    """Draw fields, parties, legislators and their electorates."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    for k in range(p.fields):
        draw_field(state, k)
    for party in range(p.parties):
        # Parties stand side by side from one camp to the other.
        place = (party + 0.5) / p.parties
        state.parties[party].camp = WIDEST_CAMP * (2.0 * place - 1.0)
    for legislator in range(p.legislators):
        party = legislator
        if legislator >= p.parties:
            party = _drawn_party(state, uniform(seed, Stream.LEGISLATOR, 0, legislator, 0, 0))
        state.legislators[legislator].party = party
        state.parties[party].seats += 1
        draw_legislator(state, legislator)


@rule
def draw_field(state: State, k: int) -> None:
    """Draw what a field is about: basic values, polarisation, and the fields that it touches."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    field = state.fields[k]
    field.attention = 1.0
    spread = p.polarisation_spread * normal(seed, Stream.FIELD, 0, k, 0, 0)
    field.polarisation_base = max(0.0, min(1.0, p.polarisation * (1.0 + spread)))
    field.polarisation = field.polarisation_base
    freedom = exponential(uniform(seed, Stream.FIELD, 0, k, 0, 1), 1.0) + 1e-9
    justice = exponential(uniform(seed, Stream.FIELD, 0, k, 0, 2), 1.0) + 1e-9
    sustainability = exponential(uniform(seed, Stream.FIELD, 0, k, 0, 3), 1.0) + 1e-9
    total = freedom + justice + sustainability
    field.freedom = freedom / total
    field.justice = justice / total
    field.sustainability = sustainability / total
    field.bill_deadline = NEVER
    field.lean = p.position_lean
    field.spread = p.position_spread
    if p.dissent_spread > 0.0:
        spread_dissent(state, k)
    for q in range(p.fields_touched):
        # One of the other fields, each at most once: count on from a drawn distance.
        distance = 1 + int(uniform(seed, Stream.FIELD, 0, k, 0, 10 + q) * (p.fields - 1))
        other = (k + distance) % p.fields
        while other == k or _touched_already(state, k, q, other):
            other = (other + 1) % p.fields
        state.touched[k, q] = other


@rule
def spread_dissent(state: State, k: int) -> None:
    """Let organisations differ more in one field than in another, and want as much in the mean.

    The spread of ideals has the declared mean over fields; the lean keeps the mean distance from
    the status quo, so that dissent is not also a wish for more.
    """
    p = state.parameters[0]
    field = state.fields[k]
    wanted = mean_distance(p.position_lean, p.position_spread)
    shift = p.dissent_spread * normal(state.clock[0].seed, Stream.FIELD, 0, k, 0, DISSENT)
    field.spread = p.position_spread * math.exp(shift - 0.5 * p.dissent_spread * p.dissent_spread)
    field.lean = lean_for(wanted, field.spread)
    if p.position_lean < 0.0:
        field.lean = -field.lean


@rule
def mean_distance(lean: float, spread: float) -> float:
    """Mean of ``|x|`` for a normal x with this mean and standard deviation (folded normal)."""
    if spread <= 0.0:
        return abs(lean)
    ratio = abs(lean) / (spread * math.sqrt(2.0))
    tail = spread * math.sqrt(2.0 / math.pi) * math.exp(-ratio * ratio)
    return tail + abs(lean) * math.erf(ratio)


@rule
def lean_for(wanted: float, spread: float) -> float:
    """Lean, 0 or more, with which the mean distance is `wanted`; 0 where the spread exceeds it.

    The mean distance grows with the lean and is at least as large, so the lean is bisected.
    """
    low = 0.0
    high = wanted
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if mean_distance(middle, spread) < wanted:
            low = middle
        else:
            high = middle
    return low


@rule
def _touched_already(state: State, k: int, found: int, other: int) -> bool:
    for q in range(found):
        if state.touched[k, q] == other:
            return True
    return False


@rule
def _drawn_party(state: State, share: float) -> int:
    """Return the party of a seat; parties have drawn weights."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    total = 0.0
    for party in range(p.parties):
        total += 0.3 + uniform(seed, Stream.PARTY, 0, party, 0, 0)
    reached = 0.0
    for party in range(p.parties):
        reached += (0.3 + uniform(seed, Stream.PARTY, 0, party, 0, 0)) / total
        if share < reached:
            return party
    return int(p.parties - 1)


@rule
def camp_direction(state: State, k: int) -> float:
    """How a field divides the camps, [-1, 1]: 0 not at all, the sign says who wants more."""
    return 2.0 * uniform(state.clock[0].seed, Stream.CAMP, 0, k, 0, 0) - 1.0


@rule
def draw_legislator(state: State, legislator: int) -> None:
    """Draw a legislator's ideals around the party's, and the electorate to which it answers."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    party = int(state.legislators[legislator].party)
    for k in range(p.fields):
        centre = p.legislator_lean + p.parliament_tilt * normal(seed, Stream.FIELD, 0, k, 1, 20)
        centre += p.party_spread * normal(seed, Stream.PARTY, 0, party, k, 1)
        centre += p.camp_pull * state.parties[party].camp * camp_direction(state, k)
        own = p.legislator_spread * normal(seed, Stream.LEGISLATOR, 0, legislator, k, 1)
        state.legislator_ideals[legislator, k] = max(-1.0, min(1.0, centre + own))
    total = 0.0
    for s in range(p.segments):
        total += exponential(uniform(seed, Stream.ELECTORATE, 0, party, s, 0), 1.0) + 1e-9
    for s in range(p.segments):
        core = (exponential(uniform(seed, Stream.ELECTORATE, 0, party, s, 0), 1.0) + 1e-9) / total
        state.electorates[legislator, s] = (
            p.electorate_mixing / p.segments + (1.0 - p.electorate_mixing) * core
        )


@rule
def draw_sector(state: State, i: int) -> None:
    """Draw the sector of an organisation, and with it the segment it speaks to first."""
    p = state.parameters[0]
    organisation = state.organisations[i]
    organisation.sector = int(uniform(state.clock[0].seed, Stream.SECTOR, 0, i, 0, 0) * p.sectors)
    organisation.segment = organisation.sector % p.segments


@rule
def draw_organisation(state: State, i: int, given: np.ndarray, views: np.ndarray) -> None:
    """Draw everything of an organisation but its ties, and put what is given in its place.

    What is given comes before the draws that depend on it: ideals follow the sector and the camp,
    expertise follows the salience.
    """
    draw_sector(state, i)
    if given.shape[0] > 0:
        take_sector(state, i, given)
    draw_character(state, i)
    draw_values(state, i)
    draw_resources(state, i)
    if given.shape[0] > 0:
        take_figures(state, i, given)
    state.organisations[i].free_hours_drawn = state.organisations[i].free_hours
    spread_audience(state, i)
    draw_views(state, i)
    if views.shape[0] > 0:
        take_views(state, i, views)
    draw_expertise(state, i)
    if views.shape[0] > 0:
        take_expertise(state, i, views)


@rule
def draw_character(state: State, i: int) -> None:
    """Draw camp, readiness to give way, need to be seen, and the calendar of its own body."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    organisation = state.organisations[i]
    shared = math.sqrt(p.sector_likeness)
    own = math.sqrt(1.0 - p.sector_likeness)
    camp = shared * normal(seed, Stream.SECTOR_PROFILE, 0, organisation.sector, 0, 0)
    camp = p.camp_spread * (camp + own * normal(seed, Stream.CAMP, 0, i, 1, 0))
    organisation.camp = max(-1.0, min(1.0, camp))
    organisation.pragmatism = drawn_pragmatism(state, i)
    organisation.visibility = min(
        1.0, 2.0 * p.visibility_need * humped(seed, Stream.CHARACTER, 0, i, 1, 0)
    )
    organisation.energy = p.initial_energy
    share = uniform(seed, Stream.CALENDAR, 0, i, 0, 0)
    reached = 0.0
    organisation.sitting_weeks = spread_calendar(state, SITTINGS[-1])
    for kind in range(len(SITTINGS)):
        reached += SITTING_SHARES[kind]
        if share < reached:
            organisation.sitting_weeks = spread_calendar(state, SITTINGS[kind])
            break
    organisation.sitting_phase = uniform(seed, Stream.CALENDAR, 0, i, 1, 0)


@rule
def spread_calendar(state: State, weeks: float) -> float:
    """Weeks between sittings, moved from or towards the middle at the same mean over organisations.

    ``w = scale * mean * (T / middle) ** spread / E[(T / middle) ** spread]``: how far speeds lie
    apart is one thing, how slow all are another (study IV-Z).
    """
    p = state.parameters[0]
    if p.sitting_spread == 1.0:  # as drawn, to the last bit
        return float(weeks * p.sitting_scale)
    power = 0.0
    for kind in range(len(SITTINGS)):
        power += SITTING_SHARES[kind] * (SITTINGS[kind] / MIDDLE_SITTING) ** p.sitting_spread
    spread = (weeks / MIDDLE_SITTING) ** p.sitting_spread
    return float(p.sitting_scale * MEAN_SITTING * spread / power)


@rule
def drawn_pragmatism(state: State, i: int) -> float:
    """Draw readiness to give way; a factor on its distance from the mean makes it alike or not."""
    p = state.parameters[0]
    drawn = 2.0 * p.pragmatism * humped(state.clock[0].seed, Stream.CHARACTER, 0, i, 0, 0)
    if p.pragmatism_spread != 1.0:
        drawn = max(0.0, p.pragmatism + p.pragmatism_spread * (drawn - p.pragmatism))
    return float(min(1.0, drawn))


@rule
def draw_values(state: State, i: int) -> None:
    """Draw weights on freedom, justice and sustainability, in part those of the sector."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    organisation = state.organisations[i]
    sector = organisation.sector
    freedom = _value(seed, Stream.SECTOR_PROFILE, sector, 1)
    justice = _value(seed, Stream.SECTOR_PROFILE, sector, 2)
    sustainability = _value(seed, Stream.SECTOR_PROFILE, sector, 3)
    total = freedom + justice + sustainability
    own_freedom = _value(seed, Stream.VALUES, i, 1)
    own_justice = _value(seed, Stream.VALUES, i, 2)
    own_sustainability = _value(seed, Stream.VALUES, i, 3)
    own_total = own_freedom + own_justice + own_sustainability
    like = p.sector_likeness
    organisation.freedom = like * freedom / total + (1.0 - like) * own_freedom / own_total
    organisation.justice = like * justice / total + (1.0 - like) * own_justice / own_total
    organisation.sustainability = (
        like * sustainability / total + (1.0 - like) * own_sustainability / own_total
    )


@rule
def _value(seed: int, stream: int, actor: int, number: int) -> float:
    """Weight on a basic value before the three are made to sum to 1 (a flat simplex)."""
    return exponential(uniform(seed, stream, 0, actor, 0, number), 1.0) + 1e-9


@rule
def draw_views(state: State, i: int) -> None:
    """Draw ideals, tolerances, red lines and salience in every field."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    organisation = state.organisations[i]
    sector = organisation.sector
    shared = math.sqrt(p.sector_likeness)
    own = math.sqrt(1.0 - p.sector_likeness)
    for k in range(p.fields):
        view = state.views[i, k]
        taste = shared * normal(seed, Stream.SECTOR_PROFILE, 0, sector, k, 10)
        taste += own * normal(seed, Stream.POSITION, 0, i, k, 0)
        ideal = state.fields[k].lean + state.fields[k].spread * taste
        ideal += p.camp_pull * organisation.camp * camp_direction(state, k)
        view.position = max(-1.0, min(1.0, ideal))
        view.base_ideal = view.position
        view.tolerance = 2.0 * p.tolerance * humped(seed, Stream.TOLERANCE, 0, i, k, 0)
        view.red_line = int(uniform(seed, Stream.RED_LINE, 0, i, k, 0) < p.red_line_share)
        concern = shared * normal(seed, Stream.SECTOR_PROFILE, 0, sector, k, 11)
        concern += own * normal(seed, Stream.SALIENCE, 0, i, k, 0)
        view.salience = math.exp(p.issue_focus * concern)
    scale_salience(state, i)


@rule
def scale_salience(state: State, i: int) -> None:
    """Give an organisation's salience the mean 1 over fields: only ratios count."""
    p = state.parameters[0]
    total = 0.0
    for k in range(p.fields):
        total += state.views[i, k].salience
    for k in range(p.fields):
        state.views[i, k].salience *= p.fields / total


@rule
def draw_expertise(state: State, i: int) -> None:
    """Draw expertise in every field, the more of it the more the field matters."""
    p = state.parameters[0]
    for k in range(p.fields):
        view = state.views[i, k]
        humps = humped(state.clock[0].seed, Stream.EXPERTISE, 0, i, k, 0)
        knowledge = 2.0 * p.expertise * humps
        view.expertise = min(1.0, knowledge * math.sqrt(view.salience))


@rule
def take_views(state: State, i: int, views: np.ndarray) -> None:
    """Put what is given of an organisation's views in the place of what was drawn."""
    scales = False
    for k in range(state.parameters[0].fields):
        view = state.views[i, k]
        known = views[i, k]
        view.position = known_or(known.position, view.position)
        view.base_ideal = view.position
        view.tolerance = known_or(known.tolerance, view.tolerance)
        if known.red_line != NOBODY:
            view.red_line = known.red_line
        view.salience = known_or(known.salience, view.salience)
        scales = scales or not math.isnan(known.salience)
    if scales:  # otherwise rounding could move what was drawn
        scale_salience(state, i)


@rule
def take_expertise(state: State, i: int, views: np.ndarray) -> None:
    """Put the expertise that is given in the place of what was drawn."""
    for k in range(state.parameters[0].fields):
        view = state.views[i, k]
        view.expertise = known_or(views[i, k].expertise, view.expertise)


@rule
def draw_resources(state: State, i: int) -> None:
    """Draw hours, money, reach, and the channels that the organisation's hours feed well."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    organisation = state.organisations[i]
    size = share_of_society(state) if p.constant_total else 1.0
    hours = normal(seed, Stream.RESOURCES, 0, i, 0, 0)
    reach = normal(seed, Stream.RESOURCES, 0, i, 2, 0)
    organisation.free_hours = size * _lognormal(hours, p.free_hours, p.resource_spread)
    organisation.money = size * _lognormal(fortune(state, i), p.money, p.resource_spread)
    organisation.reach = size * _lognormal(reach, 1.0, p.reach_spread)
    lobbying = _value(seed, Stream.MODE, i, 0)
    dialogue = _value(seed, Stream.MODE, i, 1)
    campaigning = _value(seed, Stream.MODE, i, 2)
    total = lobbying + dialogue + campaigning
    organisation.lobbying = lobbying / total
    organisation.dialogue = dialogue / total
    organisation.campaigning = campaigning / total


@rule
def fortune(state: State, i: int) -> float:
    """How rich an organisation is against the others, a standard normal number.

    By `resource_match` it goes with how many hours it has, or against it.
    """
    seed = state.clock[0].seed
    own = normal(seed, Stream.RESOURCES, 0, i, 1, 0)
    match = state.parameters[0].resource_match
    if match == 0.0:
        return own
    return float(
        match * normal(seed, Stream.RESOURCES, 0, i, 0, 0) + math.sqrt(1.0 - match * match) * own
    )


@rule
def _lognormal(drawn: float, mean: float, spread: float) -> float:
    """Turn a standard normal draw into a lognormal one, with mean and spread of the logarithm."""
    return mean * math.exp(spread * drawn - 0.5 * spread * spread)


@rule
def spread_audience(state: State, i: int) -> None:
    """Divide an organisation's reach over the segments: part in its own, part everywhere."""
    p = state.parameters[0]
    organisation = state.organisations[i]
    for s in range(p.segments):
        share = p.audience_mixing / p.segments
        if s == organisation.segment:
            share += 1.0 - p.audience_mixing
        state.audiences[i, s] = organisation.reach * share


@rule
def tie_odds(state: State) -> float:
    """Odds of a tie between sectors that give the wanted mean number of ties.

    With odds w between sectors and h w within them, the expected number of ties is
    ``same * h w / (1 + h w) + different * w / (1 + w)``; it grows with w, so w is bisected.
    """
    p = state.parameters[0]
    count = state.organisations.shape[0]
    same = pairs_within_sectors(state)
    different = count * (count - 1) // 2 - same
    wanted = min(p.ties_per_organisation, count - 1.0) * count / 2
    low = 0.0
    high = HIGHEST_ODDS
    for _ in range(BISECTIONS):
        middle = math.sqrt(low * high) if low > 0.0 else high / 2.0
        within = p.tie_homophily * middle / (1.0 + p.tie_homophily * middle)
        if same * within + different * middle / (1.0 + middle) < wanted:
            low = middle
        else:
            high = middle
    return high


@rule
def pairs_within_sectors(state: State) -> int:
    """Number of pairs of organisations that share a sector."""
    last = 0
    for i in range(state.organisations.shape[0]):
        last = max(last, state.organisations[i].sector)
    pairs = 0
    sizes = np.zeros(last + 1, dtype=np.int64)
    for i in range(state.organisations.shape[0]):
        sector = state.organisations[i].sector
        pairs += sizes[sector]  # with everybody of the sector before it
        sizes[sector] += 1
    return pairs


@rule
def draw_ties(state: State, odds: float) -> None:
    """Draw who has contacts with whom; odds within a sector are `tie_homophily` times higher."""
    p = state.parameters[0]
    seed = state.clock[0].seed
    count = state.organisations.shape[0]
    for i in range(count):
        for j in range(i + 1, count):
            w = odds
            if state.organisations[i].sector == state.organisations[j].sector:
                w = odds * p.tie_homophily
            if uniform(seed, Stream.TIE, 0, i, j, 0) < w / (1.0 + w):
                new_tie(state, i, j, drawn_trust(state, i, j))
                new_tie(state, j, i, drawn_trust(state, j, i))


@rule
def drawn_trust(state: State, holder: int, partner: int) -> float:
    """Draw the trust with which a contact begins; each direction has draws of its own."""
    p = state.parameters[0]
    first = min(holder, partner)
    second = max(holder, partner)
    number = 1 if holder < partner else 4
    humps = humped(state.clock[0].seed, Stream.TIE, 0, first, second, number)
    return min(1.0, 2.0 * p.initial_trust * humps)


@rule
def introduce_persons(state: State) -> None:
    """Draw the trust between the persons who deal with each other, whatever their heads think."""
    mean = state.parameters[0].persons_trust
    for i in range(state.organisations.shape[0]):
        for q in range(state.organisations[i].ties):
            tie = state.ties[i, q]
            humps = humped(state.clock[0].seed, Stream.PERSONS, 0, i, tie.partner, 0)
            tie.persons = min(1.0, 2.0 * mean * humps)
