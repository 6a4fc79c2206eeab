"""Slow and obvious versions of what the package does fast, and real logs as plain arrays. For tests only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

NOBODY = -1


@dataclass(frozen=True)
class Steps:
    """The steps of a log in the order case, end, start, row; codes with their names; times in microseconds UTC."""

    case: np.ndarray
    activity: np.ndarray
    resource: np.ndarray
    start: np.ndarray
    end: np.ndarray
    row: np.ndarray
    activities: list
    resources: list


def steps_of(path: Path, case: str, activity: str, start: str, end: str, resource: str, *, sort: bool = True) -> Steps:
    """Read a CSV log; with ``sort=False`` the file's order is kept inside each case."""
    table = pd.read_csv(path, low_memory=False)
    cases, _ = pd.factorize(table[case], sort=True)
    acts, activities = pd.factorize(table[activity], sort=True)
    res, resources = pd.factorize(table[resource], sort=True)
    starts, ends = microseconds(table[start]), microseconds(table[end])
    row = np.arange(len(table))
    order = np.lexsort((row, starts, ends, cases)) if sort else np.lexsort((row, cases))
    columns = (column[order].astype(np.int64) for column in (cases, acts, res, starts, ends, row))
    return Steps(*columns, activities=list(activities), resources=list(resources))


def microseconds(column: pd.Series) -> np.ndarray:
    """Dates as microseconds since 1970 UTC; without a zone they count as UTC."""
    dates = pd.to_datetime(column, utc=True, format="ISO8601")
    return dates.astype("datetime64[us, UTC]").astype("int64").to_numpy()


def follows_and_loops(case, activity):
    """Who directly follows whom, and who goes a, b, a; each as three arrays."""
    follows, loops = Counter(), Counter()
    for i in range(1, len(case)):
        if case[i] == case[i - 1]:
            follows[int(activity[i - 1]), int(activity[i])] += 1
            if i > 1 and case[i] == case[i - 2] and activity[i] == activity[i - 2]:
                loops[int(activity[i]), int(activity[i - 1])] += 1
    return _arrays(follows), _arrays(loops)


def _arrays(counts: Counter):
    rows = np.array([(a, b, n) for (a, b), n in counts.items()], dtype=np.int64).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def enabled(case, activity, start, end, concurrent, *, no_overlap: bool = True):
    """When each step was enabled, and by which step; both -1 where by none.

    A step is enabled by the last earlier step of its case, in the order of the arrays, that ended at or before its
    start and is not concurrent with it.
    """
    when, by = np.full(len(case), -1), np.full(len(case), -1)
    for i in range(len(case)):
        j = i - 1
        while j >= 0 and case[j] == case[i] and by[i] < 0:
            apart = not no_overlap or end[j] <= start[i]
            if apart and (int(activity[j]), int(activity[i])) not in concurrent:
                when[i], by[i] = end[j], j
            j -= 1
    return when, by


def split(resource, activity, enabled_, start, end, closed=None, *, opposite: bool = False):
    """The five causes of each step, moment by moment, for small whole-number times; shape (steps, 5)."""
    since = np.where(enabled_ >= 0, np.minimum(enabled_, start), start)
    ready, batch = batches(resource, activity, since, start, end)
    found = np.zeros((len(start), 5), dtype=np.int64)
    for i in range(len(start)):
        for moment in range(since[i], start[i]):
            cause = 4
            if moment < ready[i]:
                cause = 0
            elif resource[i] >= 0:
                others = [
                    j
                    for j in range(len(start))
                    if j != i and resource[j] == resource[i] and start[j] <= moment < end[j] and start[j] < start[i]
                ]
                first = [since[j] <= (since[i] if batch[j] == batch[i] else ready[i]) for j in others]
                away = closed is not None and closed(resource[i], moment)
                cause = 3 if away else 4
                if others and not opposite:
                    cause = 1 if any(first) else 2
            found[i, cause] += 1
    return found


def batches(resource, activity, since, start, end):
    """When each step's batch was ready, and which batch it is in, by one sweep over each resource's activity."""
    ready, batch = since.copy(), np.arange(len(start))
    for key in sorted({(r, a) for r, a in zip(resource, activity, strict=True) if r >= 0}):
        members = [i for i in range(len(start)) if (resource[i], activity[i]) == key]
        open_: list[int] = []
        for i in sorted(members, key=lambda i: (start[i], since[i], i)):
            if open_ and since[i] <= start[open_[0]] and start[i] <= max(end[j] for j in open_):
                open_.append(i)
            else:
                open_ = [i]
            for j in open_:
                batch[j], ready[j] = open_[0], max(since[k] for k in open_)
    return ready, batch
