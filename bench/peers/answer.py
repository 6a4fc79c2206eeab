"""Runs in a peer's environment: its answer to each pretend pilot of a file, a line of JSON each on the output stream.

    python with_PEER.py FILE METHOD SECONDS

FILE (.npz) holds ``y0``, ``lit0``, ``y1``, ``lit1`` and so on, each (units, periods). No pilot is begun after so many seconds: an
answer not given is a pilot not tried. The first pilot is answered twice, since the first call of anything also loads it.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Method = Callable[[np.ndarray, np.ndarray], dict[str, Any]]


def given(value: object = None, p: object = None, low: object = None, high: object = None, **more: object) -> dict:
    """An answer: the figure, p, and the interval's ends, each None where the method has none."""
    return {
        "value": _number(value),
        "p": _number(p),
        "low": _number(low),
        "high": _number(high),
        **{name: _number(figure) for name, figure in more.items()},
    }


def _number(figure: object) -> float | None:
    """As JSON has it: what is not finite is no answer."""
    return float(figure) if figure is not None and np.isfinite(float(figure)) else None  # type: ignore[arg-type]


def start_of(lit: np.ndarray) -> int:
    """The first period in which anything is lit."""
    return int(lit.any(axis=0).argmax())


def others_first(y: np.ndarray, lit: np.ndarray) -> tuple[np.ndarray, int]:
    """(units, periods) with the lit units last, and how many others there are."""
    ever = lit.any(axis=1)
    return np.vstack([y[~ever], y[ever]]), int((~ever).sum())


def averaged(y: np.ndarray, lit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lit units as one, their mean, in the last row; and its lit cells."""
    ever = lit.any(axis=1)
    cells = np.zeros((int((~ever).sum()) + 1, y.shape[1]), dtype=bool)
    cells[-1, start_of(lit) :] = True
    return np.vstack([y[~ever], y[ever].mean(axis=0)]), cells


def table(y: np.ndarray, lit: np.ndarray) -> pd.DataFrame:
    """A row a unit and period: ``unit``, ``time``, ``y``, ``lit`` (the cell), ``ever`` (the unit), ``since`` (0 for never)."""
    units, periods = y.shape
    ever = lit.any(axis=1)
    since = np.where(ever, lit.argmax(axis=1) + 1, 0)
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), periods),
            "time": np.tile(np.arange(1, periods + 1), units),
            "y": y.ravel(),
            "lit": lit.ravel().astype(int),
            "ever": np.repeat(ever.astype(int), periods),
            "since": np.repeat(since, periods),
        }
    )


def answer(methods: dict[str, Method]) -> None:
    """Answer all pilots of the file that time allows."""
    path, method, seconds = sys.argv[1], methods[sys.argv[2]], float(sys.argv[3])
    warnings.simplefilter("ignore")
    out = sys.stdout
    with np.load(path) as file:
        pilots = [(file[f"y{at}"], file[f"lit{at}"]) for at in range(len(file.files) // 2)]
    with contextlib.redirect_stdout(sys.stderr):
        _one(method, *pilots[0])
        ends = time.monotonic() + seconds
        for y, lit in pilots:
            if time.monotonic() > ends:
                break
            print(json.dumps(_one(method, y, lit)), file=out, flush=True)


def _one(method: Method, y: np.ndarray, lit: np.ndarray) -> dict:
    begun = time.perf_counter()
    try:
        found = method(y, lit)
    except Exception as problem:  # whatever a peer says no with is its answer
        found = {"problem": f"{type(problem).__name__}: {problem}"[:200]}
    return {**found, "seconds": time.perf_counter() - begun}
