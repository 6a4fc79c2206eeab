"""Runs in the environment of diff-diff: see ``answer``."""

from __future__ import annotations

import numpy as np
from answer import answer, averaged, given, start_of, table
from diff_diff import CallawaySantAnna, SyntheticControl, SyntheticDiD


def sdid(y: np.ndarray, lit: np.ndarray, errors: str, placebos: int = 200) -> dict:
    """Synthetic difference-in-differences, with its placebo (the default) or jackknife errors."""
    after = list(range(start_of(lit) + 1, y.shape[1] + 1))
    model = SyntheticDiD(variance_method=errors, n_bootstrap=placebos, seed=0)
    found = model.fit(table(y, lit), outcome="y", treatment="ever", unit="unit", time="time", post_periods=after)
    low, high = found.conf_int
    return given(found.att, found.p_value, low, high, error=found.se)


def control(y: np.ndarray, lit: np.ndarray) -> dict:
    """Synthetic control of the lit units' mean, matched on every period before; the others take its place in turn."""
    y, lit = averaged(y, lit)
    start = start_of(lit)
    model = SyntheticControl(v_method="custom", custom_v=np.ones(start), standardize="none", seed=0)
    after = list(range(start + 1, y.shape[1] + 1))
    found = model.fit(table(y, lit), "y", "lit", "unit", "time", post_periods=after, pre_period_outcomes="all")
    found.in_space_placebo()
    return given(found.att, found.placebo_p_value)


def staircase(y: np.ndarray, lit: np.ndarray, against: str = "not_yet_treated") -> dict:
    """Group-time effects, their mean over lit cells; errors clustered by unit."""
    model = CallawaySantAnna(control_group=against)
    found = model.fit(table(y, lit), outcome="y", unit="unit", time="time", first_treat="since")
    low, high = found.overall_conf_int
    return given(found.overall_att, found.overall_p_value, low, high, error=found.overall_se)


def averaged_staircase(y: np.ndarray, lit: np.ndarray, how: str) -> dict:
    """Another average of the same effects, against those never lit: over groups by their units, or over exposures."""
    data = table(y, lit)
    model = CallawaySantAnna(control_group="never_treated")
    found = model.fit(data, outcome="y", unit="unit", time="time", first_treat="since")
    if how == "group":
        by_group = found.aggregate("group")
        units = data[data["time"] == 1].groupby("since").size()
        return given(np.average(by_group.att, weights=units.loc[list(by_group.label)]))
    by_exposure = found.aggregate("event_study")
    return given(by_exposure.att[by_exposure.event_time >= 0].mean())


if __name__ == "__main__":
    answer(
        {
            "sdid": lambda y, lit: sdid(y, lit, "placebo"),
            "sdid singles": lambda y, lit: sdid(y, lit, "placebo", len(y) - 1),
            "sdid jackknife": lambda y, lit: sdid(y, lit, "jackknife"),
            "control": control,
            "staircase": staircase,
            "staircase never": lambda y, lit: staircase(y, lit, "never_treated"),
            "staircase group": lambda y, lit: averaged_staircase(y, lit, "group"),
            "staircase dynamic": lambda y, lit: averaged_staircase(y, lit, "dynamic"),
        }
    )
