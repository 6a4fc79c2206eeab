"""Runs in the environment of pyfixest: see ``answer``."""

from __future__ import annotations

import numpy as np
import pyfixest
from answer import answer, given, table


def did(y: np.ndarray, lit: np.ndarray) -> dict:
    """Difference-in-differences with effects of units and periods, and errors clustered by unit."""
    found = pyfixest.feols("y ~ lit | unit + time", table(y, lit), vcov={"CRV1": "unit"})
    low, high = found.confint().loc["lit"]
    return given(found.coef()["lit"], found.pvalue()["lit"], low, high, error=found.se()["lit"])


if __name__ == "__main__":
    answer({"did": did})
