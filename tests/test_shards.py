"""Shards of a sweep: every run in one of them, and work shared out evenly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.shards import ROUNDS, Shard, meets, read_shard, without
from sim.parameters import ValueRefusedError


def test_blocks_by_hand() -> None:
    # 48 runs for 3 shards in 8 rounds: blocks of 2, 6 runs a round; the second shard begins in
    # place 1 and moves on by one place a round: 1, 0, 2, 1, 0, 2, 1, 0.
    firsts = [2, 6, 16, 20, 24, 34, 38, 42]
    assert list(Shard(2, 3).blocks(48)) == [range(first, first + 2) for first in firsts]
    assert list(Shard(1, 1).blocks(48)) == [range(48)]
    # More shards than runs: the first ones have one run each, the last one none.
    assert [list(Shard(number, 4).runs(3)) for number in (1, 2, 3, 4)] == [[0], [1], [2], []]


@given(st.integers(0, 3000), st.integers(1, 200))
def test_all_shards_together_have_every_run_once(runs: int, of: int) -> None:
    shards = [list(Shard(number, of).runs(runs)) for number in range(1, of + 1)]
    assert sorted(run for shard in shards for run in shard) == list(range(runs))
    assert all(shard == sorted(shard) for shard in shards)
    length = max(1, -(-runs // (of * ROUNDS)))
    sizes = [len(shard) for shard in shards]
    assert max(sizes) - min(sizes) <= length  # only the last round may be short


def test_no_shard_has_the_same_points_in_every_replication() -> None:
    points, replications = 6, 8  # as many runs of a replication as of a round
    for number in (1, 2, 3):
        runs = Shard(number, 3).runs(points * replications)
        assert {run % points for run in runs} == set(range(points))


def test_replications_that_are_added_are_shared_out() -> None:
    before, after, of = 480, 960, 10
    for number in range(1, of + 1):
        left = [run for run in Shard(number, of).runs(after) if run >= before]
        assert len(left) == (after - before) / of


WRONG = {
    "0/4": "the shards are 1/4 to 4/4",
    "5/4": "the shards are 1/4 to 4/4",
    "1/0": "there can be 1 to 10000 shards",
    "1/10001": "there can be 1 to 10000 shards",
    "x": "must be K/N, such as 3/40",
    "-1/4": "must be K/N",
    "1/4/2": "must be K/N",
    "": "must be K/N",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ValueRefusedError) as refused:
        read_shard(text)
    assert refused.value.key == "shard"
    assert WRONG[text] in refused.value.reason


@pytest.mark.parametrize("value", [3, None, 0.5, True, ["1/4"]])
def test_a_shard_is_a_word(value: object) -> None:
    with pytest.raises(ValueRefusedError):
        read_shard(value)


def test_blocks_without_others_by_hand() -> None:
    blocks = [range(10), range(20, 30)]
    assert list(without(blocks, [])) == blocks
    assert list(without(blocks, [range(3, 5), range(8, 23)])) == [
        *(range(3), range(5, 8), range(23, 30)),
    ]
    assert list(without(blocks, [range(30)])) == []


RUNS_TO_30 = st.lists(st.booleans(), min_size=30, max_size=30)


def in_blocks(flags: list[bool]) -> list[range]:
    """Ascending blocks, of which some follow each other without a gap."""
    blocks: list[range] = []
    for run, flag in enumerate(flags):
        if flag and blocks and blocks[-1].stop == run and run % 3:
            blocks[-1] = range(blocks[-1].start, run + 1)
        elif flag:
            blocks.append(range(run, run + 1))
    return blocks


@given(RUNS_TO_30, RUNS_TO_30)
def test_blocks_are_treated_as_sets_of_runs_would_be(all_of_them: list[bool], others: list[bool]):
    blocks, done = in_blocks(all_of_them), in_blocks(others)
    left = [run for block in without(blocks, done) for run in block]
    assert left == [run for run in range(30) if all_of_them[run] and not others[run]]
    for block in done:
        assert meets(block, blocks) == any(all_of_them[run] for run in block)
