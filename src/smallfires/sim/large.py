"""A large log, fast: for benchmarks, with the columns of every log of ``sim`` and none of its queues.

Cases are drawn a block at a time, each block one row group, so that memory stays the same however many there are.
Inside a block the rows are in the order of their ends, so that the steps of a case lie far apart, as in a real log.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.sim.demo import SITES, TYPES

BLOCK = 100_000
"""Cases in a row group."""
STEPS = ("Receive", "Check", "Assess", "Ask", "Answer", "Approve", "Order", "Do", "Inspect", "Close")
PEOPLE = 40
"""At each site."""
MONDAY = int(np.datetime64("2024-01-01", "us").astype(np.int64))
HOUR = 3_600_000_000
GAP = 60_000_000
"""Microseconds from one case's arrival to the next."""


def large(cases: int, path: Path | str, seed: int = 7) -> Path:
    """Write a log of ``cases`` cases, ten steps each on average, as Parquet.

    Every case receives and closes; each step between is left out in one case of ten, and some are done again. Touch and
    wait are lognormal, and a little slower at each next site.

    Args:
        cases: how many, at least 1.
        path: of the file.
        seed: of all chance.

    Returns:
        The file.

    Raises:
        UsageError: for less than one case.
    """
    if cases < 1:
        raise UsageError(f"A log of {cases} cases is no log.", "Ask for at least one.")
    rng = np.random.default_rng(seed)
    with pyarrow.parquet.ParquetWriter(path, SCHEMA, compression="lz4", write_statistics=["start", "end"]) as writer:
        for first in range(0, cases, BLOCK):
            writer.write_table(block(first, min(BLOCK, cases - first), rng), row_group_size=BLOCK * 20)
    return Path(path)


def block(first: int, cases: int, rng: np.random.Generator) -> pa.Table:
    """The rows of ``cases`` cases from number ``first`` on, by end."""
    step, case = _paths(cases, rng)
    site = rng.integers(0, len(SITES), cases, dtype=np.int32)
    kind = rng.integers(0, len(TYPES), cases, dtype=np.int32)
    start, end = _times(first, step, case, site, rng)
    order = np.argsort(end, kind="stable")
    case, step, start, end = case[order], step[order], start[order], end[order]
    people = site[case] * PEOPLE + rng.integers(0, PEOPLE, len(case), dtype=np.int32)
    value = np.round(np.exp(rng.normal(6.3, 0.3, cases)))[case]
    return pa.table(
        {
            "case": _coded(case, [f"case-{number:08d}" for number in range(first, first + cases)]),
            "activity": _coded(step, STEPS),
            "start": pa.array(start, pa.timestamp("us", "UTC")),
            "end": pa.array(end, pa.timestamp("us", "UTC")),
            "resource": _coded(people, [f"{s.name} {number:02d}" for s in SITES for number in range(PEOPLE)]),
            "site": _coded(site[case], [s.name for s in SITES]),
            "type": _coded(kind[case], [t.name for t in TYPES]),
            "cost": np.round((end - start) / HOUR * 40.0),
            "value": value,
        },
        schema=SCHEMA,
    )


def _paths(cases: int, rng: np.random.Generator) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Step and case of every row, by case and place: inner steps are done 0, 1, 2 or 3 times, once on average."""
    times = np.ones((cases, len(STEPS)), np.int32)
    draws = rng.random((cases, len(STEPS) - 2), np.float32)
    times[:, 1:-1] = np.searchsorted(np.array([0.1, 0.92, 0.98], np.float32), draws.ravel(), side="right").reshape(
        draws.shape
    )
    steps = np.tile(np.arange(len(STEPS), dtype=np.int32), cases)
    return np.repeat(steps, times.ravel()), np.repeat(np.arange(cases, dtype=np.int32), times.sum(axis=1))


def _times(
    first: int, step: NDArray[np.int32], case: NDArray[np.int32], site: NDArray[np.int32], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    touch = np.exp(rng.standard_normal(len(step), np.float32) * np.float32(0.6)) * np.float32(HOUR)
    wait = rng.standard_exponential(len(step), np.float32) * np.float32(20 * HOUR) * (1 + site[case] * np.float32(0.05))
    wait[step == 0] = 0
    reached = np.cumsum(touch.astype(np.int64) + wait.astype(np.int64))
    begins = np.flatnonzero(np.diff(case, prepend=-1))
    before = np.where(begins > 0, reached[begins - 1], 0)
    arrived = MONDAY + (first + np.arange(len(begins), dtype=np.int64)) * GAP
    end = reached + (arrived - before)[case]
    return end - touch.astype(np.int64), end


def _coded(codes: NDArray[np.int32], names: Any) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(names, pa.string()))


_TEXT = pa.dictionary(pa.int32(), pa.string())
_MOMENT = pa.timestamp("us", "UTC")
SCHEMA = pa.schema(
    [
        ("case", _TEXT),
        ("activity", _TEXT),
        ("start", _MOMENT),
        ("end", _MOMENT),
        ("resource", _TEXT),
        ("site", _TEXT),
        ("type", _TEXT),
        ("cost", pa.float64()),
        ("value", pa.float64()),
    ]
)
