"""Quadratic programs on the simplex."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import nnls

from smallfires.stats import weights
from smallfires.stats.weights import Mixtures, Separate, exchange, grow, well_conditioned


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
@pytest.mark.parametrize("pays", [0.0, 1.1])
@pytest.mark.parametrize("shape", [(30, 12), (12, 30)])
def test_exchange_is_as_good_as_nnls(ridge, pays, shape, monkeypatch):
    """The objective equals that of scipy's NNLS to nine digits, from inside and from outside, from any start."""
    monkeypatch.setattr(weights, "OUTSIDE_PAYS", pays)
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
