"""Runs in the environment of synthdid-py: see ``answer``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from answer import answer, given, others_first, start_of
from synthdid import did_estimate, jackknife_se, placebo_se, sc_estimate, synthdid_estimate

NORMAL = 1.959963984540054
"""Errors to each side of an interval of 95 %; the package gives errors and leaves the rest to its user."""


def plain(estimate: Callable) -> Callable[[np.ndarray, np.ndarray], dict]:
    """The figure alone."""

    def found(y: np.ndarray, lit: np.ndarray) -> dict:
        rows, others = others_first(y, lit)
        return given(float(estimate(rows, others, start_of(lit))))

    return found


def sdid(y: np.ndarray, lit: np.ndarray, errors: Callable) -> dict:
    """Synthetic difference-in-differences with a normal interval."""
    rows, others = others_first(y, lit)
    estimate = synthdid_estimate(rows, others, start_of(lit))
    value, error = float(estimate), float(errors(estimate))
    if not np.isfinite(error):
        raise ValueError("no error for one lit unit")
    return given(value, None, value - NORMAL * error, value + NORMAL * error, error=error)


if __name__ == "__main__":
    answer(
        {
            "sdid figure": plain(synthdid_estimate),
            "sc figure": plain(sc_estimate),
            "did figure": plain(did_estimate),
            "sdid jackknife": lambda y, lit: sdid(y, lit, jackknife_se),
            "sdid singles": lambda y, lit: sdid(y, lit, lambda one: placebo_se(one, len(y) - 1, 0)),
        }
    )
