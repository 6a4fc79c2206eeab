"""Run rules: patterns in a series that chance alone seldom makes, and how seldom.

All rules take many series at once, so that the same code that marks the user's chart says how often it raises a false
alarm on series without any change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.special import bdtr

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

SERIES = 4000
"""Simulated series behind a false-alarm rate: its own standard error is at most 0.8 points of 100."""
LIMIT = 2.66
"""Natural process limits, in mean moving ranges from the centre: 3 standard deviations, 3 / 1.128."""


def outside(z: Floats) -> Marks:
    """A single point beyond a natural process limit. ``z`` (series, points) in thirds of the way to the limit."""
    return np.asarray(np.abs(z) > 3)


def shift(z: Floats) -> Marks:
    """Seven points in a row on one side of the centre."""
    return _runs(z > 0, 7) | _runs(z < 0, 7)


def trend(z: Floats) -> Marks:
    """Six points in a row, each above the one before, or each below."""
    change = np.diff(z, axis=1)
    return _grown(_runs(change > 0, 5)) | _grown(_runs(change < 0, 5))


def near_limit(z: Floats) -> Marks:
    """Two of three points in a row in the outer third of the way to a limit or beyond, all three on one side."""
    return _two_of_three(z) | _two_of_three(-z)


def long_run(z: Floats) -> Marks:
    """A run on one side of the median longer than log2(n) + 3, n the points that are not on it.

    Source: Anhøj and Olesen (2014), PLoS ONE 9(11): e113825.
    """
    side, place, useful = _sides(z)
    first = np.ones(side.shape, dtype=bool)
    first[:, 1:] = side[:, 1:] != side[:, :-1]
    run = np.cumsum(first).reshape(side.shape) - 1
    long = np.bincount(run.ravel())[run] > np.round(np.log2(np.maximum(useful, 1)) + 3)
    marks = np.zeros(z.shape, dtype=bool)
    np.put_along_axis(marks, place, long & (side != 0), axis=1)
    return marks


def few_crossings(z: Floats) -> Marks:
    """Fewer crossings of the median than the 5 % quantile of a binomial of n − 1 tosses; marks the whole series.

    Source: Anhøj and Olesen (2014), PLoS ONE 9(11): e113825.
    """
    side, _, useful = _sides(z)
    crossings = (side[:, 1:] * side[:, :-1] < 0).sum(axis=1, keepdims=True)
    few = bdtr(crossings, np.maximum(useful - 1, 0), 0.5) < 0.05
    return np.repeat(few & (useful > 1), z.shape[1], axis=1)


Rule = Callable[[Floats], Marks]

NHS: dict[str, Rule] = {
    "a point outside the limits": outside,
    "seven in a row on one side": shift,
    "six in a row rising or falling": trend,
    "two of three near a limit": near_limit,
}
"""The rules of NHS England's "Making data count", whose charts are read by the thousand."""

ANHOEJ: dict[str, Rule] = {"an unusually long run": long_run, "unusually few crossings": few_crossings}
"""Anhøj's rules for run charts, which adapt to the length of the series."""

RULES = NHS | ANHOEJ


def _runs(on: Marks, length: int) -> Marks:
    """Which points belong to a run of at least ``length`` that are on."""
    if on.shape[1] < length:
        return np.zeros(on.shape, dtype=bool)
    full = sliding_window_view(on, length, axis=1).all(axis=-1)
    marks = np.zeros(on.shape, dtype=bool)
    for offset in range(length):
        marks[:, offset : offset + full.shape[1]] |= full
    return marks


def _grown(changes: Marks) -> Marks:
    """From marked changes to the points at both of their ends."""
    marks = np.zeros((changes.shape[0], changes.shape[1] + 1), dtype=bool)
    marks[:, :-1] |= changes
    marks[:, 1:] |= changes
    return marks


def _two_of_three(z: Floats) -> Marks:
    marks = np.zeros(z.shape, dtype=bool)
    if z.shape[1] < 3:
        return marks
    far = z > 2
    full = (sliding_window_view(far, 3, axis=1).sum(axis=-1) >= 2) & sliding_window_view(z > 0, 3, axis=1).all(axis=-1)
    for offset in range(3):
        marks[:, offset : offset + full.shape[1]] |= full
    return marks & far


def _sides(z: Floats) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Sides of the median, points that are on it moved to the end as 0.

    Returns:
        (series, points) −1, 1 or 0, where each point stands in its series, and (series, 1) how many are not 0.
    """
    side = np.sign(z - np.median(z, axis=1, keepdims=True))
    place = np.argsort(side == 0, axis=1, kind="stable")
    side = np.take_along_axis(side, place, axis=1)
    return side, place, np.count_nonzero(side, axis=1)[:, None]


def standardised(values: Floats) -> Floats:
    """Series (series, points) in thirds of the way from their centre to their natural limits; 0 where constant."""
    third = LIMIT / 3 * np.abs(np.diff(values, axis=1)).mean(axis=1, keepdims=True)
    off = values - values.mean(axis=1, keepdims=True)
    return np.asarray(np.divide(off, third, out=np.zeros_like(off), where=third > 0), dtype=np.float64)


@lru_cache(maxsize=256)
def false_alarms(points: int, autocorrelation: float = 0.0, series: int = SERIES) -> dict[str, float]:
    """How often each rule is seen on series without any change: normal, of this length and lag-1 autocorrelation.

    Args:
        points: length of the series, at least 2.
        autocorrelation: at lag 1, of a first-order autoregression, −0.95 to 0.95.
        series: how many are simulated; the same ones at each call.

    Returns:
        By rule; ``"NHS"``, ``"Anhøj"`` and ``"any"`` for the sets.
    """
    found = _simulated(points, autocorrelation, series)
    rates = {name: float(marks.any(axis=1).mean()) for name, marks in found.items()}
    for name, rules in (("NHS", NHS), ("Anhøj", ANHOEJ), ("any", RULES)):
        rates[name] = float(np.any([found[rule] for rule in rules], axis=(0, 2)).mean())
    return rates


@lru_cache(maxsize=256)
def marked(points: int, autocorrelation: float = 0.0, series: int = SERIES) -> NDArray[np.int64]:
    """(series,) how many points any rule marks in series without any change."""
    counts = np.any(list(_simulated(points, autocorrelation, series).values()), axis=0).sum(axis=1)
    return np.asarray(counts, dtype=np.int64)


@lru_cache(maxsize=256)
def farthest(points: int, autocorrelation: float = 0.0, series: int = SERIES) -> Floats:
    """(series,) distance of the farthest point from the centre, in thirds of the way to the limits, without change."""
    return np.asarray(np.abs(standardised(noise(series, points, autocorrelation))).max(axis=1), dtype=np.float64)


@lru_cache(maxsize=8)
def _simulated(points: int, autocorrelation: float, series: int) -> dict[str, Marks]:
    """By rule, the points (series, points) that it marks in series without any change."""
    z = standardised(noise(series, points, autocorrelation))
    return {name: rule(z) for name, rule in RULES.items()}


def noise(series: int, points: int, autocorrelation: float) -> Floats:
    """(series, points) of a stationary first-order autoregression with variance 1, always the same ones."""
    rho = float(np.clip(autocorrelation, -0.95, 0.95))
    shocks = np.random.default_rng(20140101).standard_normal((series, points))
    shocks[:, 1:] *= np.sqrt(1 - rho**2)
    for point in range(1, points):
        shocks[:, point] += rho * shocks[:, point - 1]
    return shocks


@lru_cache(maxsize=256)
def scatter(points: int, autocorrelation: float = 0.0, series: int = SERIES) -> tuple[Floats, Floats]:
    """How limits computed from so many points scatter around the true ones.

    Both in thirds of the way from the centre to the computed limits.

    Returns:
        (series,) the true centre less the computed one, and (series,) the true third.
    """
    values = noise(series, points, autocorrelation)
    true = 2 / np.sqrt(np.pi) * np.sqrt(1 - float(np.clip(autocorrelation, -0.95, 0.95))) * LIMIT / 3
    computed = LIMIT / 3 * np.maximum(np.abs(np.diff(values, axis=1)).mean(axis=1), 1e-12)
    return -values.mean(axis=1) / computed, true / computed
