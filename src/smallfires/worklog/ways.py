"""How a case was worked: its path of activities, and its set of activities with loops collapsed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.log import Engine, nullable
from smallfires.worklog.measures import Cases

Ints = NDArray[np.int64]

CHUNK = 250_000
"""Cases looked at together."""


@dataclass(frozen=True)
class Ways:
    """Ways of all cases, in the order of the case codes.

    Attributes:
        path: (cases,) number of the case's path; paths are numbered by how many cases take them, most first.
        paths: how many.
        of_set: (cases,) number of the case's set of activities.
        sets: how many.
    """

    path: Ints
    paths: int
    of_set: Ints
    sets: int


def find(engine: Engine, activities: int, cases: Cases, seed: int = 0) -> Ways:
    """Number the ways of all cases.

    Paths are told apart by two sums of random 64-bit weights by activity and place, sets by two sums of weights by
    activity. That two different ways share both has a chance under 2^-110, whatever the log.

    Source: Carter and Wegman (1979), Universal classes of hash functions; Schwartz (1980) for the products.
    """
    rng = np.random.default_rng(seed)
    by_activity = [_weights(rng, activities) for _ in range(4)]
    by_place = [_weights(rng, int(cases.steps.max())) for _ in range(2)]
    sums = [_chunk(engine, low, by_activity, by_place) for low in range(0, int(cases.code[-1]) + 1, CHUNK)]
    one, two, three, four = (np.concatenate(parts) for parts in zip(*sums, strict=True))
    path, of_set = _number(one, two), _number(three, four)
    return Ways(path, int(path.max()) + 1, of_set, int(of_set.max()) + 1)


def _chunk(
    engine: Engine, low: int, by_activity: list[NDArray[np.uint64]], by_place: list[NDArray[np.uint64]]
) -> list[NDArray[np.uint64]]:
    """Sums by case of some cases: two by path, two by set; a part of the log at a time, so that memory stays small."""
    found = engine.columns(f"select c, a, n from steps where c >= {low} and c < {low + CHUNK} order by i")
    case, activity, first = np.ma.getdata(found["c"]), np.ma.getdata(found["a"]), np.ma.getdata(found["n"]) == 1
    if not case.size:
        return [np.zeros(0, dtype=np.uint64) for _ in range(4)]
    begins = np.flatnonzero(np.r_[True, case[1:] != case[:-1]])
    place = np.arange(case.size) - np.repeat(begins, np.diff(np.r_[begins, case.size]))
    paths = [
        np.add.reduceat(own[activity] * at[place], begins) for own, at in zip(by_activity[:2], by_place, strict=True)
    ]
    sets = [np.add.reduceat(np.where(first, own[activity], np.uint64(0)), begins) for own in by_activity[2:]]
    return [*paths, *sets]


def path_of(engine: Engine, case: int) -> tuple[int, ...]:
    """The activities of one case, in order."""
    return tuple(nullable(engine.columns(f"select a from steps where c = {int(case)} order by i")["a"]).tolist())


def _weights(rng: np.random.Generator, size: int) -> NDArray[np.uint64]:
    return rng.integers(0, 2**64, size=size, dtype=np.uint64)


def _number(one: NDArray[np.uint64], two: NDArray[np.uint64]) -> Ints:
    """Number equal pairs alike, the most frequent first, ties by the first case that has them."""
    order = np.lexsort((two, one))
    new = np.r_[True, (one[order][1:] != one[order][:-1]) | (two[order][1:] != two[order][:-1])]
    group = np.empty(one.size, dtype=np.int64)
    group[order] = np.cumsum(new) - 1
    counts = np.bincount(group)
    first = np.full(counts.size, one.size)
    np.minimum.at(first, group, np.arange(one.size))
    rank = np.empty(counts.size, dtype=np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(counts.size)
    return rank[group]
