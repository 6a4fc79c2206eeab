"""Cases as sums that merge."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.errors import EmptyData, UnreadableValue
from smallfires.stats.exact import exact, exact_sum
from smallfires.stats.sums import ALONE, about_means, add_up, from_table, merge, without_clusters

KEYS = ("arm", "stratum", "cluster", "n")
SUMS = ("y", "yy", "x", "xy", "xx")


def cases(size=4000, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.lognormal(8, 2, size)
    x = y * rng.lognormal(0, 1, size) - 40
    return y, rng.integers(0, 2, size), x, rng.integers(0, 3, size), rng.integers(0, 20, size)


def same(one, other):
    keys = all((getattr(one, k) == getattr(other, k)).all() for k in KEYS)
    return keys and all((getattr(one, k).floats() == getattr(other, k).floats()).all() for k in SUMS)


@pytest.mark.parametrize("seed", range(5))
def test_parts_merge_to_the_same_bits(seed):
    """Any split of the cases, merged in any order and nesting, is the sum of them all, bit for bit."""
    rng = np.random.default_rng(seed)
    y, arm, x, stratum, cluster = cases(seed=seed)
    part = rng.integers(0, 7, y.size)
    parts = [
        add_up(y[at], arm[at], x=x[at], stratum=stratum[at], cluster=cluster[at])
        for at in (np.flatnonzero(part == p) for p in rng.permutation(7))
    ]
    whole = add_up(y, arm, x=x, stratum=stratum, cluster=cluster)
    assert same(merge(parts), whole)
    assert same(merge([merge(parts[:3]), merge(parts[3:])]), whole)
    assert same(without_clusters(whole), add_up(y, arm, x=x, stratum=stratum))


@settings(deadline=None)
@given(st.lists(st.floats(-1e140, 1e140), min_size=1, max_size=30))
def test_sums_are_exact(values):
    """Sums are those of fractions, rounded once."""
    found = exact_sum(np.array(values), np.zeros(len(values), dtype=np.int64), 1).floats()[0]
    assert found == float(sum(map(Fraction, values)))


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=20))
def test_products_are_exact(pairs):
    """Sums of squares and products are those of fractions, for all but the very tiniest numbers."""
    x, y = np.array(pairs).T
    x, y = np.where(np.abs(x) < 1e-100, 0, x), np.where(np.abs(y) < 1e-100, 0, y)
    found = add_up(y, np.zeros(y.size, dtype=bool), x=x)
    assert found.xy.floats()[0] == float(sum(Fraction(a) * Fraction(b) for a, b in zip(x, y, strict=True)))
    assert found.yy.floats()[0] == float(sum(Fraction(b) ** 2 for b in y))


def test_nothing_cancels():
    """A spread of 1 around a level of a billion keeps all its digits."""
    rng = np.random.default_rng(2)
    off = np.round(rng.normal(size=5000) * 2**20) / 2**20
    found = about_means(add_up(1e9 + off, np.zeros(5000, dtype=bool), x=-1e9 + off))
    # the centre is a rounded mean, so the sums are about it and not about the exact one
    about = off - (found.centre_y - 1e9)
    assert found.yy[0] == pytest.approx(float(about @ about), rel=1e-12)
    assert found.xy[0] == pytest.approx(float(about @ (off - (found.centre_x + 1e9))), rel=1e-12)
    assert abs(found.y[0]) < 1e-2


def test_plain_numpy_agrees():
    """The sums are what numpy says, to its own rounding."""
    y, arm, x, stratum, cluster = cases()
    found = add_up(y, arm, x=x, stratum=stratum, cluster=cluster)
    for number in (0, 37, found.n.size - 1):
        at = (arm == found.arm[number]) & (stratum == found.stratum[number]) & (cluster == found.cluster[number])
        assert found.n[number] == at.sum()
        for name, term in (("y", y), ("yy", y * y), ("x", x), ("xy", x * y), ("xx", x * x)):
            assert getattr(found, name).floats()[number] == pytest.approx(term[at].sum(), rel=1e-12)


def test_a_database_may_sum():
    """Sums made elsewhere merge with sums made here."""
    y, arm, x, *_ = cases(500)
    whole = add_up(y, arm, x=x)
    table = from_table(
        [whole.arm, whole.stratum, whole.cluster], whole.n, [getattr(whole, name).floats() for name in SUMS]
    )
    double = merge([whole, table])
    assert double.cases == 1000
    assert double.yy.floats() == pytest.approx(2 * whole.yy.floats(), rel=1e-15)


def test_open_cases_are_left_out():
    """A case without a measure counts for nothing, not even for its value before."""
    y, arm, x, *_ = cases(100)
    y[7] = np.nan
    kept = np.arange(100) != 7
    assert same(add_up(y, arm, x=x), add_up(y[kept], arm[kept], x=x[kept]))


def test_no_cluster_is_no_cluster():
    """Cases drawn one by one have no cluster."""
    found = add_up(np.ones(3), np.array([0, 1, 1]))
    assert not found.clustered
    assert found.cluster.tolist() == [ALONE, ALONE]


@pytest.mark.parametrize(("value", "before"), [(np.inf, 0.0), (1e200, 0.0), (1.0, np.nan), (1.0, -np.inf)])
def test_impossible_values_name_the_case(value, before):
    """An infinite, too large or missing value is refused, and the case is named."""
    y, x = np.ones(5), np.ones(5)
    y[3], x[3] = value, before
    with pytest.raises(UnreadableValue, match="case 4"):
        add_up(y, np.zeros(5, dtype=bool), x=x)


def test_impossible_sums_are_refused():
    """A database's sum of squares that is too small for its mean is refused."""
    key = [np.zeros(1, dtype=np.int64)] * 3
    with pytest.raises(UnreadableValue, match="squares"):
        from_table(key, np.array([10]), [np.array([v]) for v in (100.0, 10.0, 0.0, 0.0, 0.0)])


def test_nothing_to_sum():
    """No parts, or no case with a measure, is an error that says so."""
    with pytest.raises(EmptyData):
        merge([])
    with pytest.raises(EmptyData):
        about_means(add_up(np.full(3, np.nan), np.zeros(3, dtype=bool)))


def test_large_and_small_together():
    """Numbers of any size stand in one sum without a loss."""
    values = np.array([1e300, 1.0, -1e300, 2.0**-1000, 0.0])
    assert exact_sum(values, np.zeros(5, dtype=np.int64), 1).floats()[0] == 1.0
    assert (exact(values).floats() == values).all()
