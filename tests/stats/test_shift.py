"""The split of a change: it adds up, whatever the ways; and planted changes go where they belong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.stats.clusters import Clusters
from smallfires.stats.shift import AFTER, BEFORE, COMPARED_AFTER, COMPARED_BEFORE, Sums, kept, split

WEEKS = 24


def sums(group, cluster, way, y, rework=None, above=None) -> Sums:
    """A row a case."""
    group, cluster, way, y = (np.asarray(values) for values in (group, cluster, way, y))
    rework = np.zeros(y.size) if rework is None else np.asarray(rework)
    above = np.zeros(int(way.max()) + 1, dtype=np.int64) if above is None else np.asarray(above)
    return Sums(group, cluster, way, np.ones(y.size), y.astype(float), rework.astype(float), above)


def weeks(count: int = WEEKS) -> Clusters:
    """Half of them before, half after."""
    return Clusters((np.arange(count) >= count // 2).astype(np.int64), "week")


@st.composite
def cases(draw):
    """Few or many cases of few or many ways in two or four groups, with wider ways above, and rework."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    groups, ways, size = draw(st.sampled_from([2, 4])), draw(st.integers(1, 40)), draw(st.integers(8, 400))
    wider = draw(st.integers(1, 5))
    group = np.concatenate([np.arange(groups), rng.integers(0, groups, size)])
    cluster = rng.integers(0, WEEKS // 2, group.size) + WEEKS // 2 * (group % 2)
    way = np.minimum(rng.zipf(draw(st.floats(1.1, 3)), group.size) - 1, ways - 1)
    way[-1] = ways - 1
    y = rng.lognormal(draw(st.floats(-3, 14)), draw(st.floats(0, 2)), group.size)
    above = rng.integers(0, wider, ways)
    return sums(group, cluster, way, y, y * rng.random(group.size), above)


@settings(max_examples=150, deadline=None)
@given(cases(), st.sampled_from([0.0, 5.0, 30.0]), st.sampled_from([3, 1000]))
def test_the_parts_add_up(found, few, most):
    """To 1e-9 of the mean: with and without a comparison group, in every draw, way by way, and however much backs off."""
    result = split(found, weeks(), np.random.default_rng(1), draws=20, few=few, most=most)
    size = found.y.sum() / found.n.sum()
    for parts in (result.pilot, result.net, result.drawn, *([result.compared] if result.compared else [])):
        off = parts.same + parts.mix + parts.unseen - parts.change
        assert np.nanmax(np.abs(off), initial=0.0) <= 1e-9 * size
        assert np.allclose(parts.rework + parts.rest, parts.same, rtol=0, atol=1e-9 * size, equal_nan=True)
    by_way = result.by_way
    assert by_way.same.sum() == pytest.approx(result.pilot.same[0], abs=1e-9 * size)
    assert by_way.different.sum() == pytest.approx(result.pilot.different[0], abs=1e-9 * size)
    for side in (BEFORE, AFTER):
        own = found.group == side
        mean = found.y[own].sum() / found.n[own].sum()
        assert (by_way.share[side] * np.nan_to_num(by_way.mean[side])).sum() == pytest.approx(mean, abs=1e-9 * mean)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_change_is_that_of_the_means(found):
    """After − before, and with a comparison group less its own."""
    means = [found.y[found.group == side].mean() if (found.group == side).any() else 0.0 for side in range(4)]
    expected = means[AFTER] - means[BEFORE] - (means[COMPARED_AFTER] - means[COMPARED_BEFORE])
    result = split(found, weeks(), np.random.default_rng(1), draws=2)
    assert result.net.change[0] == pytest.approx(expected, rel=1e-9, abs=1e-9 * max(means))


def test_the_formula_of_large_ways():
    """Where ways are large, the parts are the textbook's: middle shares times differences, and so on."""
    n0, n1, m0, m1 = np.array([600, 300, 100, 0]), np.array([300, 300, 0, 400]), [10, 20, 40, 0], [8, 19, 0, 5]
    way = np.concatenate([np.repeat(np.arange(4), n0), np.repeat(np.arange(4), n1)])
    group = np.repeat([0, 1], 1000)
    y = np.where(group == 0, np.array(m0)[way], np.array(m1)[way])
    cluster = np.arange(2000) % 12 + 12 * group
    result = split(sums(group, cluster, way, y), weeks(), np.random.default_rng(0), draws=2, few=0).net
    before = 0.6 * 10 + 0.3 * 20 + 0.1 * 40
    assert result.same[0] == pytest.approx(0.45 * -2 + 0.3 * -1)
    assert result.mix[0] == pytest.approx(-0.3 * (9 - before))
    assert result.unseen[0] == pytest.approx(0.4 * (5 - before) - 0.1 * (40 - before))
    assert result.interaction[0] == pytest.approx(-0.3 * -2)


def test_what_no_case_does_better_is_no_within_change():
    """Every way takes as long as before, in large ways and in one of two cases: shrinking makes none of them faster."""
    rng = np.random.default_rng(2)
    p0, p1 = np.array([0.6, 0.3, 0.1]), np.array([0.2, 0.3, 0.5])
    way = np.concatenate([rng.choice(3, 4000, p=p0), rng.choice(3, 4000, p=p1)])
    group = np.repeat([0, 1], 4000)
    y = np.array([10.0, 20.0, 40.0])[way]
    found = split(sums(group, np.arange(8000) % 12 + 12 * group, way, y), weeks(), rng, draws=50)
    assert abs(found.net.same[0]) < 0.002 * abs(found.net.mix[0])
    assert found.net.change[0] == pytest.approx(found.net.mix[0], rel=0.002)


def test_rare_ways_are_not_called_new():
    """A thousand ways with a case each, on one side or the other, are nothing new: they are the rest of all ways."""
    way = np.arange(2000)
    group = np.repeat([0, 1], 1000)
    y = np.random.default_rng(0).lognormal(3, 1, 2000)
    found = split(sums(group, way % 12 + 12 * group, way, y), weeks(), np.random.default_rng(0), draws=2).net
    assert found.unseen[0] == 0
    assert found.same[0] == pytest.approx(found.change[0])


def test_rare_paths_back_off_to_their_set_before_the_rest():
    """Paths of one case each, fast ones of one set and slow ones of another: their sets' shares are what changed."""
    rng = np.random.default_rng(0)
    slow = np.r_[rng.random(1000) < 0.8, rng.random(1000) < 0.2]
    group = np.repeat([0, 1], 1000)
    y = np.where(slow, 50.0, 10.0)
    args = (group, np.arange(2000) % 12 + 12 * group, np.arange(2000), y)
    with_sets = split(sums(*args, above=slow.astype(int)), weeks(), rng, draws=2).net
    without = split(sums(*args), weeks(), rng, draws=2).net
    assert with_sets.mix[0] == pytest.approx(with_sets.change[0], rel=0.02)
    assert without.mix[0] == pytest.approx(0)


def test_the_share_of_a_way_that_counts_as_itself():
    """Nothing of five cases, half of ten, nearly all of a thousand; a large group does not make up for a small one."""
    before, after = np.array([2, 5, 500, 493]), np.array([3, 5, 500, 492])
    assert kept(before, after) == pytest.approx([0, 0.5, 0.995, 1 - 5 / 985], abs=1e-3)
    assert kept(np.array([9000.0, 1000.0]), np.array([100.0, 0.0]))[1] == pytest.approx(1 - 5 / (1000 * 200 / 10100))


def test_the_same_change_on_both_sides_is_nobodys():
    """What the compared units did, too, is no part of what the pilot did."""
    rng = np.random.default_rng(3)
    group = np.repeat([BEFORE, AFTER, COMPARED_BEFORE, COMPARED_AFTER], 1000)
    way = rng.integers(0, 4, 4000)
    y = 10.0 + way - 3 * (group % 2)
    found = split(sums(group, np.arange(4000) % 12 + 12 * (group % 2), way, y), weeks(), rng, draws=20)
    assert found.pilot.same[0] == pytest.approx(-3, abs=0.01)
    assert found.compared is not None
    assert abs(found.net.same[0]) < 0.01
    assert found.figure("same", 0.95).low <= 0 <= found.figure("same", 0.95).high


def planted(rng, kind: str) -> Sums:
    """Cases of twenty-four weeks with ups and downs of their own: faster, in other shares, in a new way, or as before."""
    group = np.repeat([0, 1], 1200)
    cluster = rng.integers(0, 12, 2400) + 12 * group
    after = {"shares": [0.15, 0.25, 0.6, 0], "new": [0.2, 0.1, 0.1, 0.6]}.get(kind, [0.5, 0.3, 0.2, 0])
    shares = np.array([[0.5, 0.3, 0.2, 0], after])
    way = (rng.random(2400)[:, None] > np.cumsum(shares[group], axis=1)).sum(axis=1).clip(max=3)
    pace = np.exp(rng.normal(0, 0.04, WEEKS))[cluster] * np.where((group == 1) & (kind == "faster"), 0.75, 1.0)
    return sums(group, cluster, way, np.array([10, 20, 40, 4])[way] * pace * rng.gamma(4, 0.25, 2400))


@pytest.mark.parametrize(
    ("kind", "told"), [("faster", "same"), ("shares", "different"), ("new", "different"), ("nothing", "")]
)
def test_planted_changes_go_where_they_belong(kind, told):
    """Of 100 logs the planted part leaves zero out in at least 95, and what was not planted keeps it in at least 95."""
    named = {"same": 0, "different": 0}
    for seed in range(100):
        rng = np.random.default_rng(seed)
        found = split(planted(rng, kind), weeks(), rng, draws=400)
        for part in named:
            figure = found.figure(part, 0.975)
            named[part] += not figure.low <= 0 <= figure.high
    for part, times in named.items():
        assert times >= 95 if part == told else times <= 5, (part, times)
