"""What counts as another way, and the sums of the cases by group, cluster and way that the shift is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.stats.shift import Sums
from smallfires.worklog.log import Engine, nullable
from smallfires.worklog.measures import Cases
from smallfires.worklog.ways import Ways, path_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

USUAL = 0.1
"""An activity is a main one if at least this share of the cases of some group has it."""
NOBODY = "nothing named"


@dataclass(frozen=True)
class Definition:
    """One definition of a way.

    Attributes:
        words: what another way is.
        way: (cases,) code of each case's way, from 0.
        above: (ways,) code of the wider way that each belongs to; all 0 where there is none but the rest.
        label: what a way is called, by its code.
    """

    words: str
    way: Ints
    above: Ints
    label: Callable[[int], str]


Three = tuple[Definition, Definition, Definition]
"""A definition, and its two neighbours."""


def by_path(engine: Engine, cases: Cases, ways: Ways, group: Ints, names: NDArray[np.object_]) -> Three:
    """The exact path of activities; beside it the set, and the set of main activities."""
    path, activities, main = _of_activities(engine, cases, ways, group, names)
    return path, activities, main


def by_activities(engine: Engine, cases: Cases, ways: Ways, group: Ints, names: NDArray[np.object_]) -> Three:
    """The set of activities, loops collapsed; beside it the exact path, and the set of main activities.

    Args:
        engine: where ``steps`` stands.
        cases: all cases.
        ways: theirs.
        group: (cases,) of each case; −1 for none.
        names: of the activities, by code.
    """
    path, activities, main = _of_activities(engine, cases, ways, group, names)
    return activities, path, main


def by_value(words: str, values: Values, cases: Cases, ways: Ways) -> Three:
    """A tool or role: the set of its values in a case; beside it the same with the activities, and the most frequent value.

    Args:
        words: what the values are, such as ``resource``.
        values: of the cases.
        cases: all cases.
        ways: theirs.
    """
    of, first = values.sets(len(cases))
    pairs, pair = np.unique(of * ways.sets + ways.of_set, return_inverse=True)
    return (
        Definition(words, of, np.zeros(first.size, dtype=np.int64), lambda way: values.label(first[way])),
        Definition(
            f"{words} and activities",
            pair.astype(np.int64),
            pairs // ways.sets,
            lambda way: f"{values.label(first[pairs[way] // ways.sets])}, activities {pairs[way] % ways.sets + 1}",
        ),
        Definition(
            f"{words} of most steps",
            values.most(len(cases)),
            np.zeros(values.names.size + 1, dtype=np.int64),
            lambda way: str(values.names[way]) if way < values.names.size else NOBODY,
        ),
    )


def sums(definition: Definition, rows: Ints, group: Ints, cluster: Ints, y: Floats, rework: Floats) -> Sums:
    """Add cases up by group, cluster and way.

    Args:
        definition: of a way.
        rows: (pilot cases,) their places among all cases.
        group, cluster: (pilot cases,).
        y: (pilot cases,) the measure.
        rework: (pilot cases,) the part of it that is rework.
    """
    ways, way = _dense(definition.way[rows])
    above = _dense(definition.above[ways])[1]
    many, last = int(ways.size), int(cluster.max(initial=0)) + 1
    keys, at = np.unique((group * last + cluster) * many + way, return_inverse=True)
    n, total, again = (
        np.bincount(at, values, keys.size).astype(np.float64) for values in (np.ones(rows.size), y, rework)
    )
    return Sums(keys // many // last, keys // many % last, keys % many, n, total, again, above)


def codes(definition: Definition, rows: Ints) -> Ints:
    """(ways,) the definition's own codes of the ways of ``sums``, in their order."""
    return _dense(definition.way[rows])[0]


def _dense(codes: Ints) -> tuple[Ints, Ints]:
    """The codes that occur, ascending, and the place of each among them; a count, since sorting millions costs more."""
    seen = np.bincount(codes) > 0
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[codes]


def _of_activities(engine: Engine, cases: Cases, ways: Ways, group: Ints, names: NDArray[np.object_]) -> Three:
    has = members(engine, cases, ways, names.size)
    usual = _usual(has, ways, group)
    main, of_main = np.unique(has[:, usual], axis=0, return_inverse=True)
    first = _first(ways.path, ways.paths)
    label = _labels(has, names, int(np.bincount(ways.of_set[group >= 0], minlength=ways.sets).argmax()))
    plain = _labels(main, names[usual], int(of_main.ravel()[np.bincount(ways.of_set[group >= 0]).argmax()]))
    return (
        Definition("path", ways.path, ways.of_set[first], lambda way: _path(engine, cases, first[way], names)),
        Definition("set of activities", ways.of_set, np.zeros(ways.sets, dtype=np.int64), label),
        Definition(
            "set of main activities",
            of_main.ravel()[ways.of_set].astype(np.int64),
            np.zeros(len(main), dtype=np.int64),
            plain,
        ),
    )


def members(engine: Engine, cases: Cases, ways: Ways, activities: int) -> Bools:
    """(sets, activities) which activities each set has: one case of each is looked at."""
    first = _first(ways.of_set, ways.sets)
    engine.upload("one_each", {"c": cases.code[first].astype(np.int32), "w": np.arange(ways.sets)})
    found = engine.columns(MEMBERS)
    engine.forget("one_each")
    has = np.zeros((ways.sets, activities), dtype=bool)
    has[nullable(found["w"]), nullable(found["a"])] = True
    return has


MEMBERS = "select distinct o.w, s.a from steps s join one_each o on o.c = s.c"


def _first(way: Ints, ways: int) -> Ints:
    """(ways,) the first case of each."""
    first = np.full(ways, way.size - 1)
    np.minimum.at(first, way, np.arange(way.size))
    return first


def _usual(has: Bools, ways: Ways, group: Ints) -> Ints:
    """Codes of the activities that many cases of some group have; of all, where none is so."""
    counts = np.stack([np.bincount(ways.of_set[group == g], minlength=ways.sets) for g in range(int(group.max()) + 1)])
    share = (counts @ has) / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    usual = np.flatnonzero(share.max(axis=0) >= USUAL)
    return usual if usual.size else np.arange(has.shape[1])


def _path(engine: Engine, cases: Cases, row: int, names: NDArray[np.object_]) -> str:
    return " → ".join(str(names[a]) for a in path_of(engine, int(cases.code[row])))


def _labels(has: Bools, names: NDArray[np.object_], usual: int) -> Callable[[int], str]:
    """What a set of activities is called: by what it has more and less than the most frequent one."""

    def label(way: int) -> str:
        own, common = has[way], has[usual]
        if way == usual:
            return ", ".join(str(name) for name in names[own])
        more, less = (", ".join(str(name) for name in names[which]) for which in (own & ~common, common & ~own))
        return "; ".join([*([f"with {more}"] if more else []), *([f"without {less}"] if less else [])])

    return label


@dataclass(frozen=True)
class Values:
    """Which values of a column each case has; arrays (pairs,), sorted by case.

    Attributes:
        case: places among all cases.
        value: codes into ``names``.
        count: steps of the case with that value.
        names: sorted.
    """

    case: Ints
    value: Ints
    count: Ints
    names: NDArray[np.object_]

    def sets(self, cases: int) -> tuple[Ints, Ints]:
        """(cases,) number of each case's set of values, and (sets,) a case that has each.

        Sets are told apart by a sum of random 64-bit weights: two of a million different ones share it once in 10^7 logs.
        """
        weight = np.random.default_rng(0).integers(0, 2**64, size=self.names.size, dtype=np.uint64)
        total = np.zeros(cases, dtype=np.uint64)
        total[self.case[self._begins]] = np.add.reduceat(weight[self.value], self._begins)
        first, of = np.unique(total, return_index=True, return_inverse=True)[1:]
        return of.astype(np.int64), first

    def of(self, case: int) -> tuple[int, ...]:
        """The values of one case, ascending."""
        low, high = np.searchsorted(self.case, [case, case + 1])
        return tuple(self.value[low:high].tolist())

    def most(self, cases: int) -> Ints:
        """(cases,) the value of most steps, ties by name; one more than the values for none."""
        names = self.names.size
        score = self.count * names + (names - 1 - self.value)
        most = np.full(cases, names, dtype=np.int64)
        most[self.case[self._begins]] = names - 1 - np.maximum.reduceat(score, self._begins) % max(1, names)
        return most

    @cached_property
    def _begins(self) -> Ints:
        """Where each case begins."""
        return np.flatnonzero(np.diff(self.case, prepend=-1))

    def label(self, case: int) -> str:
        """What the set of a case's values is called."""
        return ", ".join(str(self.names[value]) for value in self.of(case)) or NOBODY


RESOURCES = "select c, r as v, count(*) as n from steps where r is not null group by c, r"


def resources(engine: Engine, cases: Cases, names: NDArray[np.object_]) -> Values:
    """Who worked each case."""
    found = engine.columns(RESOURCES)
    case, value, count = (nullable(found[name]) for name in ("c", "v", "n"))
    order = np.argsort(case * names.size + value)
    return Values(np.searchsorted(cases.code, case[order]), value[order], count[order], names)


def column_sql(select: str) -> str:
    """``c``, ``name`` and ``n``: how many rows of each case name what, in a source whose type is the column."""
    return f"""select k.code as c, p.type as name, count(*) as n
from ({select}) as p join case_names k on k.name = p."case" where p.type is not null group by k.code, p.type"""


def column(engine: Engine, select: str, cases: Cases) -> Values:
    """Which values a column of the source has in each case.

    Args:
        engine: where ``case_names`` stands.
        select: the source, as ``Recognition.select``, recognised with the column as the case's type.
        cases: all cases.
    """
    found = engine.columns(column_sql(select))
    names, value = np.unique(np.ma.getdata(found["name"]).astype(str), return_inverse=True)
    case = np.searchsorted(cases.code, nullable(found["c"]))
    seen = (case < len(cases)) & (cases.code[np.minimum(case, len(cases) - 1)] == nullable(found["c"]))
    order = np.flatnonzero(seen)[np.lexsort((value[seen], case[seen]))]
    return Values(case[order], value[order].astype(np.int64), nullable(found["n"])[order], names.astype(object))
