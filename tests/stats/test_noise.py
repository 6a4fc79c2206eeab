"""How far off a figure may be expected to be."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from smallfires.stats.noise import expected_errors, shrunk_variances
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import DID
from smallfires.stats.synthetic import fit


def test_what_chance_explains_is_no_difference():
    """Variances of units that vary alike, estimated with few degrees of freedom, are shrunk to nearly one."""
    own = np.random.default_rng(1).chisquare(8, 400) / 8
    shrunk = shrunk_variances(own, 8)
    assert shrunk.std() < 0.15 * own.std()
    assert np.median(shrunk) == pytest.approx(1, abs=0.1)


def test_equal_variances_stay_equal():
    """Variances that differ less than chance would make them are all the same after."""
    shrunk = shrunk_variances(np.array([1.0, 1.01, 0.99, 1.0]), 10)
    assert np.ptp(shrunk) == 0
    assert shrunk_variances(np.array([4.0]), 10).shape == (1,)


def test_true_differences_stay():
    """Units that vary a hundred times as much keep almost all of it, and their order."""
    own = np.r_[np.full(10, 1.0), np.full(10, 100.0)]
    shrunk = shrunk_variances(own, 20)
    assert shrunk[-1] / shrunk[0] > 50
    assert (np.diff(shrunk_variances(np.arange(1.0, 9) ** 4, 15)) > 0).all()


def test_shrinking_is_the_published_estimate():
    """Drawn from the published model, the shrunk variances come nearer to the true ones than their own."""
    rng = np.random.default_rng(2)
    true = 6 / chi2.rvs(6, size=500, random_state=rng)
    own = true * rng.chisquare(5, 500) / 5
    assert np.log(shrunk_variances(own, 5) / true).std() < 0.8 * np.log(own / true).std()


def pilots(scale, groups=None):
    """Units of white noise, each with its own spread, taken as lit one by one."""
    rng = np.random.default_rng(3)
    y = rng.normal(size=(len(scale), 60)) * np.array(scale)[:, None]
    return Pilots.of(y, 50, np.eye(len(scale), dtype=bool) if groups is None else groups)


def test_noisy_units_are_expected_to_be_further_off():
    """The expected error of a single unit follows its spread; a pair's is smaller than that of each of two alike."""
    some = pilots([1.0, 1.0, 1.0, 1.0, 1.0, 10.0])
    errors = expected_errors(some, fit(some, DID).omega)
    assert errors[-1] > 2.5 * errors[:-1].max()
    pair = np.array([[True, False, False, False, False, False], [True, True, False, False, False, False]])
    some = pilots([1.0] * 6, pair)
    errors = expected_errors(some, fit(some, DID).omega)
    assert errors[1] < errors[0]


def test_expected_errors_are_those_of_many_draws():
    """Where units vary independently, figures divided by expected errors are spread alike, whoever is lit."""
    rng = np.random.default_rng(4)
    scale, found = np.geomspace(0.2, 20, 8), []
    for _ in range(300):
        y = rng.normal(size=(8, 50)) * scale[:, None]
        some = Pilots.of(y, 40, np.eye(8, dtype=bool))
        fits = fit(some, DID)
        found.append(fits.value / expected_errors(some, fits.omega))
    spread = np.std(found, axis=0)
    assert spread.max() / spread.min() < 1.3


def test_no_noise_at_all():
    """Units without any movement before are expected to be equally far off."""
    y = np.ones((4, 12)) * np.arange(4)[:, None]
    some = Pilots.of(y, 8, np.eye(4, dtype=bool))
    assert np.ptp(expected_errors(some, fit(some, DID).omega)) == pytest.approx(0)
