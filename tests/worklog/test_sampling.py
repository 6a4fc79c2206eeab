"""Causes from a sample: close to the whole, with an interval that holds it as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.worklog.calendars import Calendars
from smallfires.worklog.causes import Work, causes, pairs_needed
from smallfires.worklog.sampling import draw, estimate

HOUR = 3_600_000_000
DAY = 24 * HOUR
RESOURCES, TRANSITIONS = 400, 3


def house(rng: np.random.Generator, heavy: bool = False) -> tuple[Work, np.ndarray]:
    """A log of many resources that differ in pace, in queueing and in how often they take the later comer first."""
    steps = np.maximum(5, rng.gamma(1.5, 25, RESOURCES)).astype(np.int64)
    if heavy:
        steps[:3] = 1_500
    resource = np.repeat(np.arange(RESOURCES), steps)
    pace = rng.gamma(2.0, 2.0, RESOURCES)[resource] + 0.5
    start = np.sort(rng.random(resource.size)) * 60 * DAY
    start = start.astype(np.int64)[rng.permutation(resource.size)]
    end = start + (rng.gamma(2.0, 0.4, resource.size) * pace * HOUR).astype(np.int64)
    waited = (rng.gamma(1.0, 6.0, resource.size) * pace * HOUR).astype(np.int64)
    held = rng.random(resource.size) < rng.beta(2, 4, RESOURCES)[resource]
    activity = rng.integers(0, TRANSITIONS, resource.size)
    return Work(resource, activity, np.maximum(start - np.where(held, 4, 1) * waited, 0), start, end), activity


def whole(work: Work, calendars: Calendars | None, group: np.ndarray, groups: int):
    """The true shares by group, and those of the unexplained in the opposite order."""
    found, other = causes(work, calendars), causes(work, calendars, order="opposite")
    parts = (found.batching, found.contention, found.prioritisation, found.unavailability, found.unexplained)
    wait = np.bincount(group, sum(parts), groups)
    shares = np.column_stack([np.bincount(group, part, groups) / wait for part in parts])
    return shares, np.bincount(group, other.unexplained, groups) / wait


def sums(work: Work) -> tuple[np.ndarray, np.ndarray]:
    wait = (work.start - work.since).astype(np.float64)
    return np.bincount(work.resource, minlength=RESOURCES), np.bincount(work.resource, wait, RESOURCES)


def part_of(work: Work, keep: np.ndarray) -> Work:
    return Work(work.resource[keep], work.activity[keep], work.enabled[keep], work.start[keep], work.end[keep])


@pytest.mark.parametrize("heavy", [False, True])
def test_the_interval_holds_the_whole(heavy):
    """Over many samples, the 90 % interval of each cause holds its true share at least nine times in ten."""
    rng = np.random.default_rng(7)
    work, transition = house(rng, heavy)
    calendars = Calendars.parse("Mon-Sun 6-22")
    truth, _ = whole(work, calendars, np.zeros(transition.size, dtype=np.int64), 1)
    steps, wait = sums(work)
    hits, widths = [], []
    for _ in range(200):
        sample = draw(steps, wait, rows=work.start.size // 4, rng=rng)
        keep = np.isin(work.resource, sample.resources)
        shares = estimate(
            part_of(work, keep), calendars, sample, transition=transition[keep], transitions=TRANSITIONS,
            pairs=4_000, rng=rng,
        )  # fmt: skip
        hits.append((shares.low[-1] <= truth[0]) & (truth[0] <= shares.high[-1]))
        widths.append(shares.high[-1] - shares.low[-1])
    assert (np.mean(hits, axis=0) >= 0.88).all()
    assert np.mean(widths, axis=0).max() < 0.25


def test_all_of_a_small_log():
    """Where all rows may be fetched and no wait is thinned, the shares are those of the whole, without doubt."""
    rng = np.random.default_rng(3)
    work, transition = house(rng)
    sample = draw(*sums(work), rows=10_000_000, rng=rng)
    truth, opposite = whole(work, None, transition, TRANSITIONS)
    shares = estimate(work, None, sample, transition=transition, transitions=TRANSITIONS + 1, pairs=10**9, rng=rng)
    assert sample.draws == 0
    assert np.allclose(shares.share[:TRANSITIONS], truth, rtol=0, atol=1e-12)
    assert np.allclose(shares.opposite[:TRANSITIONS], opposite, rtol=0, atol=1e-12)
    assert np.array_equal(shares.low[:TRANSITIONS], shares.high[:TRANSITIONS])
    assert shares.low[TRANSITIONS].tolist() == [0] * 5
    assert shares.high[TRANSITIONS].tolist() == [1] * 5


def test_shares_add_up():
    """The five shares of every transition add up to all of its wait, in a sample too."""
    rng = np.random.default_rng(5)
    work, transition = house(rng)
    sample = draw(*sums(work), rows=5_000, rng=rng)
    keep = np.isin(work.resource, sample.resources)
    shares = estimate(
        part_of(work, keep), None, sample, transition=transition[keep], transitions=TRANSITIONS, pairs=1_000, rng=rng
    )
    assert np.allclose(shares.share.sum(axis=1), 1.0)
    assert (shares.low <= shares.share).all() and (shares.share <= shares.high).all()
    assert (shares.opposite <= shares.opposite_high).all()


def test_who_waits_most_is_drawn():
    """Resources with much of the wait are taken for sure and count once; the others count for those not drawn."""
    rng = np.random.default_rng(11)
    wait = np.concatenate(([5_000.0, 3_000.0], np.full(998, 2.0)))
    steps = np.full(1_000, 100)
    sample = draw(steps, wait, rows=10_000, rng=rng)
    assert {0, 1} <= set(sample.resources.tolist())
    assert sample.weight[:2].tolist() == [1.0, 1.0] and sample.times[:2].tolist() == [0, 0]
    assert sample.resources.size * 100 <= 12_000
    assert (sample.weight * wait[sample.resources]).sum() == pytest.approx(wait.sum())


def test_a_rare_cause():
    """A cause that sits at a few small resources is within the interval, though most samples never see it."""
    rng = np.random.default_rng(17)
    who, start = np.repeat(np.arange(RESOURCES), 10), np.tile(np.arange(10) * 10 * HOUR, RESOURCES) + DAY
    held = np.where(who < 4, 9 * HOUR, 0)
    work = Work(who, np.zeros(who.size, dtype=np.int64), start - HOUR - held, start, start + HOUR // 2)
    truth, _ = whole(work, None, np.zeros(who.size, dtype=np.int64), 1)
    assert 0 < truth[0, 1] < 0.05
    for _ in range(20):
        sample = draw(*sums(work), rows=600, rng=rng)
        keep = np.isin(who, sample.resources)
        code = np.zeros(int(keep.sum()), dtype=np.int64)
        found = estimate(part_of(work, keep), None, sample, transition=code, transitions=1, pairs=10**6, rng=rng)
        assert found.low[-1, 1] <= truth[0, 1] <= found.high[-1, 1]


def test_pairs_only_split():
    """With few pairs allowed, only the split of contention and prioritisation is in doubt; the interval holds it."""
    rng = np.random.default_rng(13)
    work, transition = house(rng, heavy=True)
    sample = draw(*sums(work), rows=10_000_000, rng=rng)
    truth, _ = whole(work, None, np.zeros(transition.size, dtype=np.int64), 1)
    tenth = int(pairs_needed(work).sum()) // 10
    hits = []
    for _ in range(100):
        found = estimate(work, None, sample, transition=transition, transitions=TRANSITIONS, pairs=tenth, rng=rng)
        assert np.allclose(found.share[-1, [0, 3, 4]], truth[0, [0, 3, 4]], rtol=0, atol=1e-12)
        assert np.array_equal(found.low[-1, [0, 3, 4]], found.high[-1, [0, 3, 4]])
        hits.append(found.low[-1, 1:3] < truth[0, 1:3])
        hits[-1] &= truth[0, 1:3] < found.high[-1, 1:3]
    assert np.mean(hits) >= 0.85
