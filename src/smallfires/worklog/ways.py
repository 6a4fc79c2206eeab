"""How a case was worked: its path of activities, and its set of activities with loops collapsed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.log import Engine, nullable

Ints = NDArray[np.int64]


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


def find(engine: Engine, activities: int, seed: int = 0) -> Ways:
    """Number the ways.

    Paths are told apart by two sums of random 64-bit weights by activity and place, sets by two sums of weights by
    activity. That two different ways share both has a chance under 2^-110, whatever the log.

    Source: Carter and Wegman (1979), Universal classes of hash functions; Schwartz (1980) for the products.
    """
    found = engine.columns("select c, a, n from steps order by i")
    case, activity, first = nullable(found["c"]), nullable(found["a"]), nullable(found["n"]) == 1
    begins = np.flatnonzero(np.r_[True, case[1:] != case[:-1]])
    place = np.arange(case.size) - np.repeat(begins, np.diff(np.r_[begins, case.size]))
    rng = np.random.default_rng(seed)
    path = [_sums(_at(rng, place, activity, activities), begins) for _ in range(2)]
    of_set = [_sums(np.where(first, _weights(rng, activities)[activity], np.uint64(0)), begins) for _ in range(2)]
    paths, sets = _number(path), _number(of_set)
    return Ways(paths, int(paths.max()) + 1, sets, int(sets.max()) + 1)


def path_of(engine: Engine, case: int) -> tuple[int, ...]:
    """The activities of one case, in order."""
    return tuple(nullable(engine.columns(f"select a from steps where c = {int(case)} order by i")["a"]).tolist())


def _weights(rng: np.random.Generator, size: int) -> NDArray[np.uint64]:
    return rng.integers(0, 2**64, size=size, dtype=np.uint64)


def _at(rng: np.random.Generator, place: Ints, activity: Ints, activities: int) -> NDArray[np.uint64]:
    """A weight for each activity at each place: the product, modulo 2^64, of a random number for either."""
    return _weights(rng, activities)[activity] * _weights(rng, int(place.max()) + 1)[place]


def _sums(weights: NDArray[np.uint64], begins: Ints) -> NDArray[np.uint64]:
    return np.add.reduceat(weights, begins)


def _number(keys: list[NDArray[np.uint64]]) -> Ints:
    """Number equal keys alike, the most frequent first, ties by the first case that has them."""
    both = np.empty(keys[0].size, dtype=[("one", np.uint64), ("two", np.uint64)])
    both["one"], both["two"] = keys
    _, first, inverse, counts = np.unique(both, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(counts.size, dtype=np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(counts.size)
    return rank[inverse]
