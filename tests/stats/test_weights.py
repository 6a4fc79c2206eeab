"""Quadratic programs on the simplex."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import nnls

from smallfires.stats import growing, weights
from smallfires.stats.growing import grow
from smallfires.stats.weights import Mixtures, Separate, exchange, well_conditioned


def objective(columns, ridge, x):
    return np.square(columns @ x).sum() + ridge * np.square(x).sum()


def by_nnls(columns, ridge):
    """The optimum by another road: with the sum held at one by a row of large numbers, then made exact."""
    size = columns.shape[1]
    scale = max(np.abs(columns).max(), np.sqrt(ridge))
    stacked = np.vstack([columns, np.sqrt(ridge) * np.eye(size)]) / scale
    z, _ = nnls(np.vstack([stacked, np.full((1, size), 1e3)]), np.r_[np.zeros(len(stacked)), 1e3], maxiter=100 * size)
    return z / z.sum()


def mixtures(rng, units, rows, programs, size, ridge):
    """Programs as placebos make them: each target the mean of some of the series."""
    series = rng.normal(size=(units, 3)) @ rng.normal(size=(3, rows)) + 0.5 * rng.normal(size=(units, rows))
    groups = np.zeros((programs, units), dtype=bool)
    np.put_along_axis(groups, np.argsort(rng.random(groups.shape), axis=1)[:, :size], True, axis=1)
    return Mixtures(series, groups / size, np.full(programs, ridge), ~groups)


@pytest.mark.parametrize("ridge", [0.05, 1.0, 30.0, 1e4])
@pytest.mark.parametrize(("pays", "overhead"), [(0.0, 0), (1.1, 0), (0.5, 0), (0.5, 10**12)])
@pytest.mark.parametrize("shape", [(30, 12), (12, 30)])
def test_exchange_is_as_good_as_nnls(ridge, pays, overhead, shape, monkeypatch):
    """The objective equals that of scipy's NNLS to nine digits: from inside, from outside, from both, by rows; from any start."""
    monkeypatch.setattr(weights, "OUTSIDE_PAYS", pays)
    monkeypatch.setattr(weights, "OVERHEAD", overhead)
    rng = np.random.default_rng(int(ridge * 100) + shape[0])
    programs = mixtures(rng, *shape, 20, 2, ridge)
    found, solved = exchange(programs, rng.random(programs.allowed.shape) < 0.4)
    assert solved.all()
    for at, x in enumerate(found):
        donors = programs.allowed[at]
        columns = (programs.series[donors] - programs.shares[at] @ programs.series).T
        assert x.sum() == pytest.approx(1, abs=1e-12)
        assert (x >= 0).all()
        assert (x[~donors] == 0).all()
        best = objective(columns, ridge, by_nnls(columns, ridge))
        assert objective(columns, ridge, x[donors]) <= best * (1 + 1e-9)
        assert objective(columns, ridge, grow(columns, ridge)) == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("times", [1e1, 1e3, 1e5, 1e7])
@pytest.mark.parametrize("shape", [(39, 13), (12, 30), (60, 8)])
def test_series_of_very_different_size(times, shape):
    """Where some series are much larger than others, no way loses more than a few digits against adding places one by one."""
    rng = np.random.default_rng(5)
    programs = mixtures(rng, *shape, 20, 1, 5.0)
    programs.series[::5] *= times
    found, solved = exchange(programs, programs.allowed)
    for at in np.flatnonzero(solved):
        donors = programs.allowed[at]
        columns = (programs.series[donors] - programs.shares[at] @ programs.series).T
        assert found[at, donors] == pytest.approx(grow(columns, 5.0), abs=max(1e-9, 1e-13 * times))


def test_exchange_of_separate_programs():
    """Programs with Gram matrices of their own are solved alike."""
    rng = np.random.default_rng(4)
    columns = rng.normal(size=(8, 40, 9))
    programs = Separate(np.einsum("pri,prj->pij", columns, columns), np.full(8, 1e-6), np.ones((8, 9), dtype=bool))
    found, solved = exchange(programs, np.ones((8, 9), dtype=bool))
    assert solved.all()
    assert well_conditioned(programs, found).all()
    for x, own in zip(found, columns, strict=True):
        assert objective(own, 1e-6, x) == pytest.approx(objective(own, 1e-6, by_nnls(own, 1e-6)), rel=1e-9)


def test_what_is_singular_is_said_to_be():
    """Two places that are the same, with next to no ridge, are no case for Gram matrices."""
    column = np.array([[1.0], [2.0]])
    columns = np.hstack([column, column])
    programs = Separate((columns.T @ columns)[None], np.full(1, 1e-14), np.ones((1, 2), dtype=bool))
    assert not well_conditioned(programs, np.full((1, 2), 0.5)).any()


@pytest.mark.parametrize("shape", [(19, 38), (40, 12), (7, 60)])
def test_grow_with_the_smallest_ridge(shape):
    """With a ridge of 1e-12 the optimum is still found, and does not depend on the order of places or rows."""
    rng = np.random.default_rng(shape[0])
    columns = rng.normal(size=shape)
    found = grow(columns, shape[0] * 1e-12)
    order, rows = rng.permutation(shape[1]), rng.permutation(shape[0])
    assert grow(columns[rows][:, order], shape[0] * 1e-12) == pytest.approx(found[order], abs=1e-8)
    assert grow(1e3 * columns, shape[0] * 1e-6) == pytest.approx(found, abs=1e-8)
    assert objective(columns, shape[0] * 1e-12, found) <= objective(
        columns, shape[0] * 1e-12, by_nnls(columns, shape[0] * 1e-12)
    ) * (1 + 1e-9)


def test_grow_of_places_that_are_the_same():
    """Series that are equal share their weight."""
    column = np.array([[1.0], [2.0], [-1.0]])
    assert grow(np.hstack([column, column, 5 * column]), 1e-9) == pytest.approx([0.5, 0.5, 0], abs=1e-6)


def test_grow_from_any_start():
    """Where the search starts does not matter."""
    rng = np.random.default_rng(8)
    columns = rng.normal(size=(15, 20))
    cold = grow(columns, 1e-10)
    for _ in range(10):
        assert grow(columns, 1e-10, rng.random(20) < 0.5) == pytest.approx(cold, abs=1e-9)


def test_one_place_has_all():
    """With one place there is no choice."""
    assert grow(np.array([[3.0], [4.0]]), 1e-6).tolist() == [1.0]


class Counted(growing._Decomposed):
    """A decomposition that counts how often places come and go."""

    comings = goings = 0

    def add(self, place):
        Counted.comings += 1
        super().add(place)

    def drop(self, gone):
        assert gone.any()
        Counted.goings += int(gone.sum())
        super().drop(gone)


def trap(kind, rng):
    """(rows, places) columns without digits to spare."""
    rows, places = 30, 60
    return {
        "the same": lambda: rng.normal(size=(rows, 1)) + 1e-12 * rng.normal(size=(rows, places)),
        "rank one": lambda: np.outer(rng.normal(size=rows), rng.normal(size=places)),
        "scales": lambda: rng.normal(size=(rows, places)) * 10.0 ** rng.uniform(-9, 9, size=places),
        "steps": lambda: rng.integers(0, 2, size=(rows, places)).astype(float),
        "zero": lambda: np.zeros((rows, places)),
        "pairs": lambda: np.repeat(rng.normal(size=(rows, places // 2)), 2, axis=1),
        "far away": lambda: 1e13 + rng.normal(size=(rows, places)),
        "large": lambda: 1e75 * rng.normal(size=(rows, places)),
        "small": lambda: 1e-75 * rng.normal(size=(rows, places)),
    }[kind]()


@pytest.mark.parametrize(
    "kind", ["the same", "rank one", "scales", "steps", "zero", "pairs", "far away", "large", "small"]
)
def test_it_ends_whatever_the_columns(kind, monkeypatch):
    """However near to singular, and from any start, places come in no more than so often, and weights are weights."""
    monkeypatch.setattr(growing, "_Decomposed", Counted)
    rng = np.random.default_rng(len(kind))
    for share in (1e-14, 1e-6):
        columns = trap(kind, rng)
        ridge = share * max(float(np.square(columns).max()), 1e-150)
        Counted.comings = Counted.goings = 0
        found = grow(columns, ridge, rng.random(60) < rng.choice([0.0, 0.5, 1.0]))
        assert Counted.comings <= growing.MOST_ADDED * 60
        assert Counted.goings <= Counted.comings + 60
        assert (found >= 0).all()
        assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize("kind", ["the same", "rank one", "scales", "steps", "pairs", "far away"])
def test_exchanges_end(kind):
    """Exchanges of what is nearly singular are given up after so many rounds, and it is said what was not solved."""

    class Rounds:
        """The same programs; counts how often they are asked."""

        asked = 0

        def __init__(self, programs):
            self.programs, self.allowed = programs, programs.allowed

        def at(self, rows, inside):
            self.asked += 1
            return self.programs.at(rows, inside)

    rng = np.random.default_rng(7)
    columns = np.stack([trap(kind, rng) for _ in range(4)])
    columns = columns / np.abs(columns).max()
    gram = np.einsum("pri,prj->pij", columns, columns)
    programs = Rounds(Separate(gram, np.full(4, 1e-15), np.ones((4, 60), dtype=bool)))
    found, solved = exchange(programs, np.ones((4, 60), dtype=bool), rounds=20)
    assert programs.asked <= 20
    assert found[solved].sum(axis=1) == pytest.approx(np.ones(solved.sum()))


def test_places_that_come_and_go():
    """A decomposition kept up to date gives the same optimum as one made anew, to the last digits."""
    rng = np.random.default_rng(8)
    columns = rng.normal(size=(20, 15))
    known = growing._Decomposed(columns, 1e-3, np.arange(15) < 6)
    for place in (9, 7, 14):
        known.add(place)
    known.drop(np.isin(known.places, [0, 7, 3]))
    assert known.places.tolist() == [1, 2, 4, 5, 9, 14]
    anew = growing._Decomposed(columns, 1e-3, np.isin(np.arange(15), known.places))
    for kept, made in zip(known.optimum(), anew.optimum(), strict=True):
        assert kept == pytest.approx(made, rel=1e-12)


def test_what_was_not_solved_is_not_precise():
    """Programs of which none, or only some, were solved are never said to be precise where they have no weights."""
    programs = Separate(np.stack([np.eye(3)] * 2), np.full(2, 1e-3), np.ones((2, 3), dtype=bool))
    assert well_conditioned(programs, np.zeros((2, 3))).tolist() == [False, False]
    assert well_conditioned(programs, np.array([[0.0, 0, 0], [0.5, 0.5, 0]])).tolist() == [False, True]
