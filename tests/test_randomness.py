"""Random numbers: known answers, distributions, and draws that nothing else can move."""

import math
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import AllianceModel
from sim.measures import organisation_table
from sim.membership import open_alliance
from sim.population import Population, make_population
from sim.quantities import item_deviation
from sim.randomness import (
    FREE_STREAMS,
    LARGEST_WORLD,
    LAST_WEEK,
    NUMBER_SHIFT,
    Stream,
    alliance_key,
    exponential,
    humped,
    normal,
    philox,
    stable_choice,
    uniform,
    words,
)
from sim.state import EventKind
from tests.worlds import CHANGE, enter, make_world, parameters, put_item

WORD = 0xFFFFFFFF
DRAWS = 20_000
KEYS = ("seed", "stream", "week", "actor", "partner", "number")
"""What a draw is addressed by."""

VALUES = {"stream": 1 << NUMBER_SHIFT, "week": LAST_WEEK + 1}
"""How many values a part of the address has, where that is fewer than draws."""

FIXED = {"seed": 1, "stream": 1}
"""Parts of an address that are not 0 unless a test says so."""

ROLES = st.integers(min_value=0, max_value=2**31)


def draw(**address: int) -> float:
    return uniform(*({**FIXED, **address}.get(key, 0) for key in KEYS))


def along(key: str, count: int, **fixed: int) -> Any:
    """Draws that differ in one part of their address only."""
    return np.array([draw(**{**fixed, key: value}) for value in range(count)])


def over(first: str, second: str, count: int) -> Any:
    """Draws that differ in two parts of their address, one by row and one by column."""
    values = range(count)
    return np.array([[draw(**{first: i, second: j}) for j in values] for i in values])


def chi_square(counts: Any) -> float:
    """How far counts are from even ones, in standard deviations of the statistic by chance."""
    expected = counts.sum() / counts.size
    degrees = counts.size - 1
    statistic = ((counts - expected) ** 2 / expected).sum()
    return float((statistic - degrees) / math.sqrt(2 * degrees))


# --- Known answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        # Salmon et al. 2011, known answers of Philox4x32-10 (kat_vectors of Random123).
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((WORD,) * 4, (WORD,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            # The digits of pi.
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], expected: str
) -> None:
    found = philox(*counter, *key)
    assert " ".join(f"{int(word):08x}" for word in found) == expected


def test_philox_agrees_with_plain_arithmetic_without_limits() -> None:
    # The generator as published, in Python's whole numbers, which never overflow.
    def published(counter: list[int], key: list[int]) -> list[int]:
        for _ in range(10):
            a, b = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
            counter = [
                (b >> 32) ^ counter[1] ^ key[0],
                b & WORD,
                (a >> 32) ^ counter[3] ^ key[1],
                a & WORD,
            ]
            key = [(key[0] + 0x9E3779B9) & WORD, (key[1] + 0xBB67AE85) & WORD]
        return counter

    generator = np.random.default_rng(5)
    for _ in range(200):
        numbers = [int(word) for word in generator.integers(0, 2**32, 6)]
        assert list(philox(*numbers)) == published(numbers[:4], numbers[4:])


def test_words_put_every_part_of_the_address_into_its_own_place() -> None:
    seed, stream, week, actor, partner, number = (7 << 32) + 9, 3, 104, 59, 12345, 6
    expected = philox(stream + 256 * number, week, actor, partner, 9, 7)
    assert words(seed, stream, week, actor, partner, number) == expected


def test_uniform_takes_53_bits_of_two_words() -> None:
    # Counter and key 0: 0x6627e8d5 has the upper 32 bits, 0xe169c58d gives its upper 21.
    expected = 0x6627E8D5 / 2**32 + (0xE169C58D >> 11) / 2**53
    assert uniform(0, 0, 0, 0, 0, 0) == expected


# --- Addresses --------------------------------------------------------------------------------


def test_streams_are_distinct_and_fit_below_the_number() -> None:
    values = [int(stream) for stream in Stream.__members__.values()]
    assert len(set(values)) == len(values)
    assert min(values) > 0
    assert max(values) < 1 << NUMBER_SHIFT == 256


def test_streams_of_extensions_are_free() -> None:
    assert (FREE_STREAMS[0], FREE_STREAMS[-1]) == (200, 255)
    assert not set(FREE_STREAMS) & set(map(int, Stream))
    assert "200 to 255 are free for extensions" in (Stream.__doc__ or "")


@given(
    founder=st.integers(0, LARGEST_WORLD - 1),
    week=st.integers(0, LAST_WEEK),
    other=st.integers(0, LARGEST_WORLD - 1),
    later=st.integers(0, LAST_WEEK),
)
def test_keys_of_alliances_are_unique(founder: int, week: int, other: int, later: int) -> None:
    same = (founder, week) == (other, later)
    assert (alliance_key(founder, week) == alliance_key(other, later)) == same
    assert 0 <= alliance_key(founder, week) < 2**32  # one word of the counter
    # Founder and week can be read back, so no two alliances share a key.
    assert divmod(alliance_key(founder, week), LAST_WEEK + 1) == (founder, week)


def test_neighbouring_keys_of_alliances_are_unique() -> None:
    keys = {alliance_key(i, week) for i in range(64) for week in range(LAST_WEEK + 1)}
    assert len(keys) == 64 * 4096


@given(seed=st.integers(0, 2**63 - 1), actor=ROLES, partner=ROLES, number=st.integers(0, 2**20))
def test_every_part_of_the_address_matters(
    seed: int, actor: int, partner: int, number: int
) -> None:
    base = uniform(seed, 5, 3, actor, partner, number)
    others = [
        uniform(seed ^ 1, 5, 3, actor, partner, number),
        uniform(seed ^ (1 << 40), 5, 3, actor, partner, number),
        uniform(seed, 6, 3, actor, partner, number),
        uniform(seed, 5, 4, actor, partner, number),
        uniform(seed, 5, 3, actor + 1, partner, number),
        uniform(seed, 5, 3, actor, partner + 1, number),
        uniform(seed, 5, 3, actor, partner, number + 1),
    ]
    assert len({base, *others}) == len(others) + 1
    assert uniform(seed, 5, 3, actor, partner, number) == base


# --- Distributions ----------------------------------------------------------------------------
# Fixed seeds; limits of about five standard errors.


@given(seed=st.integers(0, 2**63 - 1), actor=ROLES, partner=ROLES, week=st.integers(0, LAST_WEEK))
def test_uniform_numbers_lie_in_the_half_open_interval(
    seed: int, actor: int, partner: int, week: int
) -> None:
    assert 0.0 <= uniform(seed, 255, week, actor, partner, 0) < 1.0


@pytest.mark.parametrize("key", KEYS)
def test_uniform_numbers_along_every_key(key: str) -> None:
    count = min(DRAWS, VALUES.get(key, DRAWS))
    draws = along(key, count)
    # Mean 1/2, variance 1/12; the variance of (u - 1/2)^2 is 1/80 - 1/144 = 1/180.
    assert draws.mean() == pytest.approx(0.5, abs=5 * math.sqrt(1 / 12 / count))
    assert ((draws - 0.5) ** 2).mean() == pytest.approx(1 / 12, abs=5 * math.sqrt(1 / 180 / count))
    for lag in (1, 2, 7, 128):
        correlation = 12 * ((draws[:-lag] - 0.5) * (draws[lag:] - 0.5)).mean()
        assert abs(correlation) < 5 / math.sqrt(count - lag), lag


@pytest.mark.parametrize("key", KEYS)
def test_uniform_numbers_fall_evenly_into_bins(key: str) -> None:
    bins = 16 if key == "stream" else 64
    draws = along(key, min(VALUES.get(key, DRAWS), 64 * 60), actor=11, number=7)
    counts = np.bincount((draws * bins).astype(int), minlength=bins)
    assert len(counts) == bins
    assert abs(chi_square(counts)) < 5


@pytest.mark.parametrize("key", KEYS)
def test_uniform_numbers_follow_the_straight_line(key: str) -> None:
    # Kolmogorov and Smirnov: beyond 2.2 / sqrt n in one of 10,000 samples, 2 exp(-2 * 2.2^2).
    draws = np.sort(along(key, min(VALUES.get(key, DRAWS), 4000), partner=3))
    count = len(draws)
    below = np.arange(count) / count
    distance = max((draws - below).max(), (below + 1 / count - draws).max())
    assert distance < 2.2 / math.sqrt(count)


@pytest.mark.parametrize(("first", "second"), list(combinations(KEYS, 2)))
def test_uniform_numbers_are_independent_over_two_parts_of_the_address(
    first: str, second: str
) -> None:
    size, bins = 64, 8
    grid = over(first, second, size)
    # Means of rows and of columns: a mean of 64 has variance 1 / (12 * 64).
    for axis in (0, 1):
        scores = (grid.mean(axis=axis) - 0.5) * math.sqrt(12 * size)
        assert abs((scores**2).sum() - size) < 5 * math.sqrt(2 * size), axis
    # A draw and its neighbour by row, by column and across fall into 8 x 8 bins alike.
    for down, right in ((1, 0), (0, 1), (1, 1)):
        one = (grid[: size - down, : size - right] * bins).astype(int)
        other = (grid[down:, right:] * bins).astype(int)
        counts = np.bincount((one * bins + other).ravel(), minlength=bins * bins)
        assert abs(chi_square(counts)) < 5, (down, right)


@pytest.mark.parametrize("key", ["seed", "week", "actor", "partner", "number"])
def test_every_bit_of_neighbouring_words_is_set_half_the_time(key: str) -> None:
    # All 128 bits, and whether each differs from its neighbour's, have share 1/2.
    count = 2000
    addresses = [{**FIXED, key: value} for value in range(count)]
    drawn = [words(*(address.get(part, 0) for part in KEYS)) for address in addresses]
    bits = np.unpackbits(np.array(drawn, dtype=np.uint32).view(np.uint8), axis=1)
    assert bits.shape == (count, 128)
    for shares in (bits.mean(axis=0), (bits[1:] ^ bits[:-1]).mean(axis=0)):
        assert np.abs(shares - 0.5).max() < 5 * 0.5 / math.sqrt(count - 1)


def test_streams_are_alike_and_independent() -> None:
    streams = list(Stream)
    draws = np.array([along("actor", 2000, stream=int(stream)) for stream in streams])
    # Share of every stream below one half: sum of squared standard scores, one per stream.
    scores = (np.count_nonzero(draws < 0.5, axis=1) - 1000.0) / math.sqrt(500.0)
    degrees = len(streams)
    assert abs((scores**2).sum() - degrees) < 5 * math.sqrt(2 * degrees)
    correlations = np.corrcoef(draws)[np.triu_indices(degrees, 1)]
    # The largest of some 700 correlations stays below 5 standard errors.
    assert np.abs(correlations).max() < 5 / math.sqrt(2000)


def test_normal_numbers_have_the_moments_of_the_normal_distribution() -> None:
    draws = np.array([normal(3, 2, 0, actor, 0, 0) for actor in range(DRAWS)])
    # Standard errors of the first four moments: 1, sqrt 2, sqrt 15, sqrt 96 over sqrt n.
    for power, expected, spread in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        error = math.sqrt(spread / DRAWS)
        assert (draws**power).mean() == pytest.approx(expected, abs=5 * error), power
    within = np.count_nonzero(np.abs(draws) < 1.0) / DRAWS
    assert within == pytest.approx(math.erf(1 / math.sqrt(2)), abs=5 * math.sqrt(0.22 / DRAWS))


def test_humped_numbers_are_beta_with_both_parameters_two() -> None:
    draws = np.array([humped(3, 2, 0, actor, 0, 0) for actor in range(DRAWS)])
    # Mean 1/2, variance 1/20; fourth central moment 3/560, so (x - m)^2 has variance .00286.
    assert draws.mean() == pytest.approx(0.5, abs=5 * math.sqrt(0.05 / DRAWS))
    second = ((draws - 0.5) ** 2).mean()
    assert second == pytest.approx(0.05, abs=5 * math.sqrt((3 / 560 - 0.0025) / DRAWS))
    # Distribution function 3 x^2 - 2 x^3: 5/32 lie below one quarter.
    below = np.count_nonzero(draws < 0.25) / DRAWS
    assert below == pytest.approx(5 / 32, abs=5 * math.sqrt(5 / 32 * 27 / 32 / DRAWS))


@given(actor=ROLES, number=st.integers(0, 1000))
def test_a_humped_number_is_the_middle_of_three(actor: int, number: int) -> None:
    three = [uniform(9, 7, 1, actor, 2, number + place) for place in range(3)]
    assert humped(9, 7, 1, actor, 2, number) == sorted(three)[1]


def test_exponential_numbers() -> None:
    assert exponential(0.0, 4.0) == 0.0
    assert exponential(0.5, 4.0) == pytest.approx(4.0 * math.log(2.0))  # the median
    assert exponential(1.0 - math.exp(-2.0), 3.0) == pytest.approx(6.0)
    draws = np.array([exponential(share, 4.0) for share in along("actor", DRAWS, seed=8)])
    assert draws.mean() == pytest.approx(4.0, abs=5 * 4.0 / math.sqrt(DRAWS))
    assert draws.std() == pytest.approx(4.0, abs=5 * 4.0 * math.sqrt(2.0 / DRAWS))


# --- Stable choice ----------------------------------------------------------------------------


@pytest.mark.parametrize("choices", [1, 2, 3, 10, 59])
def test_stable_choice_is_uniform(choices: int) -> None:
    shares = along("actor", DRAWS, seed=21)
    counts = np.bincount([stable_choice(share, choices) for share in shares], minlength=choices)
    assert len(counts) == choices
    assert choices == 1 or chi_square(counts) < 5


@pytest.mark.parametrize("choices", [1, 2, 5, 20, 60])
def test_one_choice_more_moves_few_and_only_to_the_new_one(choices: int) -> None:
    shares = along("actor", DRAWS, seed=22)
    pairs = [(stable_choice(share, choices), stable_choice(share, choices + 1)) for share in shares]
    moved = [after for before, after in pairs if after != before]
    assert set(moved) == {choices}
    expected = 1 / (choices + 1)
    error = math.sqrt(expected * (1 - expected) / DRAWS)
    assert len(moved) / DRAWS == pytest.approx(expected, abs=5 * error)


@given(share=st.floats(0, 1, exclude_max=True), choices=st.integers(1, 5000))
def test_a_stable_choice_exists_and_moves_only_to_the_new_one(share: float, choices: int) -> None:
    before, after = stable_choice(share, choices), stable_choice(share, choices + 1)
    assert 0 <= before < choices
    assert after in (before, choices)


# --- What a change leaves alone ---------------------------------------------------------------


@cache
def world_of(organisations: int) -> Population:
    return make_population(parameters(organisations=organisations), 4, 52)


def ties_of(population: Population, below: int) -> dict[tuple[int, int], float]:
    state = population.state
    return {
        (i, int(tie.partner)): float(tie.trust)
        for i in range(below)
        for tie in state.ties[i][: state.organisations[i].ties]
        if tie.partner < below
    }


def test_one_organisation_more_leaves_what_the_others_are() -> None:
    small, large = world_of(60).state, world_of(61).state
    for name in small.organisations.dtype.names:
        if name in ("ties", "ties_at_start"):
            continue  # numbers of ties: see the next test
        assert np.array_equal(small.organisations[name], large.organisations[name][:60]), name
    assert np.array_equal(small.views, large.views[:60])
    assert np.array_equal(small.audiences, large.audiences[:60])
    for name in ("fields", "touched", "legislators", "legislator_ideals", "electorates", "parties"):
        assert np.array_equal(getattr(small, name), getattr(large, name)), name
    assert world_of(60).names == world_of(61).names[:60]
    # The table of results, without ties, reads the same.
    tables = [
        organisation_table(population.state, population.names, population.sectors, population.marks)
        for population in (world_of(60), world_of(61))
    ]
    for name in set(tables[0]) - {"ties", "ties_gained", "mean_trust"}:
        assert tables[0][name] == tables[1][name][:60], name


def test_one_organisation_more_moves_few_ties_and_no_trust() -> None:
    # The mean number of ties is a parameter, so one more partner makes every tie a little less
    # likely (6 of 60 instead of 6 of 59); the draws against which the odds are held stay the same.
    # A tie whose draw falls between both odds is therefore there in one world only: with 180 ties
    # in expectation about 180 / 60 = 3 pairs, and all of them on the same side, but for chance in
    # how the newcomer's sector changes the odds.
    small, large = ties_of(world_of(60), 60), ties_of(world_of(61), 60)
    both = small.keys() & large.keys()
    assert len(both) > 200  # directed
    assert all(small[pair] == large[pair] for pair in both)
    differing = small.keys() ^ large.keys()
    assert len(differing) <= 2 * 12
    assert small.keys() <= large.keys() or large.keys() <= small.keys()


def test_another_alliance_leaves_the_draws_of_an_alliance_alone() -> None:
    # Rows and places differ; founder and week, which name the draws, do not.
    chance: dict[str, Any] = {"item_deviation": 0.2}
    alone, second = make_world(5, **chance), make_world(5, **chance)
    open_alliance(second, 4, 1, CHANGE, 0.3)
    enter(second, 0, 3)
    found = []
    for state in (alone, second):
        a = int(open_alliance(state, 0, 0, CHANGE, 0.4))
        members = (2, 1) if state is second else (1, 2)
        for i in members:
            enter(state, a, i)
        put_item(state, a, 2, 0.1, brought_by=1)
        deviations = [item_deviation(state, i, a, j) for i in range(5) for j in range(2)]
        stances = {
            int(member.organisation): float(state.stances[a, 0, m].deviation)
            for m, member in enumerate(state.members[a][: state.alliances[a].slots])
        }
        found.append((a, deviations, stances))
    assert found[0][0] != found[1][0]
    assert found[0][1:] == found[1][1:]
    # Only the founder's deviation on its own goal is none: the others are drawn, all different.
    deviations = found[0][1]
    assert deviations[0] == 0.0
    assert len(set(deviations)) == 10


def test_alliances_of_other_founders_or_weeks_have_other_draws() -> None:
    drawn = set()
    for week in (10, 11):
        for founder in (0, 1):
            state = make_world(4, week=week, item_deviation=0.2)
            a = int(open_alliance(state, founder, 0, CHANGE, 0.4))
            drawn.add(float(item_deviation(state, 3, a, 0)))
    assert len(drawn) == 4


WEEKS = 90
SWITCHES: dict[str, dict[str, Any]] = {
    "nobody initiates": {"initiation_rate": 0.0},
    "no learning": {"learning": False},
    "networks": {"network": True},
    "no conflict": {"conflict": False},
}
LAWS = (
    EventKind.BILL_PASSES,
    EventKind.BILL_FAILS,
    EventKind.MILESTONE,
    EventKind.GOAL_REACHED,
)


@cache
def run_with(switch: str) -> AllianceModel:
    changes = {"organisations": 30, "initiation_rate": 0.6, "election_week": 70, "bill_rate": 0.04}
    changes.update(SWITCHES.get(switch, {}))
    return AllianceModel(parameters(**changes), seed=12, weeks=WEEKS).run()


def happened(model: AllianceModel, *kinds: EventKind) -> list[Any]:
    return [event for event in model.events if event.kind in {int(kind) for kind in kinds}]


@pytest.mark.parametrize("switch", list(SWITCHES))
def test_the_environment_is_the_same_whatever_organisations_do(switch: str) -> None:
    usual, changed = run_with(""), run_with(switch)
    # The switch does switch something, or the test shows nothing.
    assert len(usual.events) != len(changed.events) or np.any(usual.events != changed.events)
    for kind in (EventKind.WINDOW_OPENS, EventKind.CAMPAIGN_BEGINS):
        before, after = happened(usual, kind), happened(changed, kind)
        assert [event.tolist() for event in before] == [event.tolist() for event in after]
        assert before
    before, after = happened(usual, EventKind.SHOCK), happened(changed, EventKind.SHOCK)
    assert len(before) == len(after) > 10
    for one, other in zip(before, after, strict=True):
        for name in ("week", "organisation", "field"):
            assert one[name] == other[name]
        # What it wanted before may differ by what it learned; how far it moves may not, unless
        # it comes to the end of the scale.
        if max(abs(one.second), abs(other.second)) < 1.0:
            assert one.second - one.first == pytest.approx(other.second - other.first, abs=1e-12)
    assert usual.state.fields["attention"].tolist() == changed.state.fields["attention"].tolist()


@pytest.mark.parametrize("switch", list(SWITCHES))
def test_bills_are_the_same_until_laws_differ(switch: str) -> None:
    # A bill is proposed where none is pending and measured from the law that holds, so bills may
    # differ once a law or a vote did; in the week of that vote they were proposed before it.
    usual, changed = run_with(""), run_with(switch)
    laws = [[event.tolist() for event in happened(model, *LAWS)] for model in (usual, changed)]
    differing = set(laws[0]) ^ set(laws[1])
    first = min((event[0] for event in differing), default=WEEKS)
    bills = [
        [
            event.tolist()
            for event in happened(model, EventKind.BILL_PROPOSED)
            if event.week <= first
        ]
        for model in (usual, changed)
    ]
    assert bills[0] == bills[1]
    assert len(bills[0]) >= 3


def test_alliances_that_two_runs_share_have_the_same_deviations() -> None:
    # Without learning other alliances come about; those with the same founder, week and field
    # draw the same numbers for whoever belongs to both.
    compared = 0
    goals: list[dict[tuple[int, int, int], dict[int, float]]] = []
    for model in (run_with(""), run_with("no learning")):
        state = model.state
        goals.append({})
        for a in range(int(state.clock[0].alliances)):
            alliance = state.alliances[a]
            key = (int(alliance.founder), int(alliance.founded), int(alliance.field))
            goals[-1][key] = {
                i: float(item_deviation(state, i, a, 0)) for i in range(len(state.organisations))
            }
    for key in goals[0].keys() & goals[1].keys():
        assert goals[0][key] == goals[1][key]
        compared += 1
    assert compared >= 3
