"""Cases that a lot was drawn for, added up where they stand: no case comes here, and no digit is lost on the way.

A database adds figures up in an order of its own, and each addition rounds. So every figure is cut into whole numbers first,
so small that no sum of them is ever rounded: high digits, middle ones and low ones, each summed apart. What comes out is the
same in whatever order, on every engine. And squares are taken of distances from the mean, so that nothing cancels.

Source: Rump, Ogita and Oishi (2008), SIAM Journal on Scientific Computing 31: 189-224 (cutting figures so that sums are exact).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import frexp

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData, UnreadableValue, UsageError
from smallfires.fires.quantity import many
from smallfires.stats.exact import Exact
from smallfires.stats.sums import ALONE, LARGEST, Sums, from_deviations
from smallfires.worklog.log import Columns, Engine, figures

Codes = NDArray[np.int64]

PLACES = 3
"""Whole numbers that a figure is cut into. With a million cases they keep 96 binary places, with a billion 66."""
FINEST = 100
"""Distances below the largest one by more binary places than that are none: their squares would be below all numbers."""
TERMS = {"u": ("y",), "uu": ("y", "y"), "v": ("x",), "uv": ("x", "y"), "vv": ("x", "x")}
"""What is summed, by the columns it is made of: distances of the measure from its mean, and of what was known before."""
WORDS = {"y": "measure", "x": "value before"}


@dataclass(frozen=True)
class Lots:
    """Cases of both arms, added up.

    Attributes:
        sums: their cells; strata and clusters by their place in ``strata`` and ``clusters``.
        strata: names, sorted; the empty one is of cases that name none.
        clusters: names, sorted; none where the lot was drawn case by case.
        unmeasured: cases without a measure, which were left out.
        unknown: cases without a value before among others that have one, which count as average there.
        before: whether any case has a value before.
    """

    sums: Sums
    strata: tuple[str, ...]
    clusters: tuple[str, ...]
    unmeasured: int
    unknown: int
    before: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the data, each a sentence."""
        told = []
        if self.unmeasured:
            told.append(f"Left out, without a measure: {many(self.unmeasured, 'case')}.")
        if self.unknown:
            told.append(f"Without a value before, and counted as average there: {many(self.unknown, 'case')}.")
        return tuple(told)


def add_up(engine: Engine, cases: str) -> Lots:
    """Add up cases on the engine that has them, in three passes.

    A value before that is missing counts as the mean: it was settled before the lot, so that this tilts neither arm.

    Args:
        engine: where the cases stand.
        cases: a question that gives them, with the columns ``arm`` (0 the old way, 1 the new way), ``y`` the measure,
            ``x`` something known before the lot, ``cluster`` what the lot was drawn for and ``stratum`` the group within
            which it was drawn; the last three may be NULL. It is asked three times: keep its rows first if that is dear.

    Raises:
        EmptyData: no case has a measure.
        UnreadableValue: a measure, or a value before, that is infinite or too large; says which and where.
        UsageError: an arm that is neither 0 nor 1, some cases without a cluster, or a cluster with cases both ways.

    Source: Zhao and Ding (2024), Journal of the American Statistical Association 119: 450-460 (values before that are
        missing, where a lot was drawn).
    """
    seen = f"select arm, {_plain('y')} as y, {_plain('x')} as x, cluster, stratum from ({cases}) as told"
    found = {name: float(figures(values)[0]) for name, values in engine.columns(_survey(seen)).items()}
    _check(engine, seen, found)
    bits = 52 - int(found["n"]).bit_length()
    axes = _centred(engine, seen, found, bits)
    cells = engine.columns(_question(seen, axes, bits, ("arm", "stratum", "cluster")))
    strata, stratum = _numbered(cells, "stratum")
    clusters, cluster = _numbered(cells, "cluster")
    arm = figures(cells["arm"]).astype(np.int64)
    if found["clustered"]:
        _check_whole(arm, cluster, clusters)
    else:
        clusters, cluster = (), np.full(cluster.size, ALONE)
    n = figures(cells["n"]).astype(np.int64)
    centres = axes["y"].centre, axes["x"].centre if "x" in axes else 0.0
    sums = from_deviations((arm, stratum, cluster), n, centres, [_joined(cells, name, axes, bits) for name in TERMS])
    unknown = int(found["n"] - found["known"]) if "x" in axes else 0
    return Lots(sums, strata, clusters, int(found["cases"] - found["n"]), unknown, "x" in axes)


@dataclass(frozen=True)
class _Axis:
    """How a column is measured.

    Attributes:
        centre: from where.
        power: of two, which no distance exceeds.
    """

    centre: float
    power: int

    @classmethod
    def about(cls, centre: float, ends: tuple[float, float]) -> _Axis:
        """Measured from there, and as far as both ends."""
        return cls(centre, frexp(max(ends[1] - centre, centre - ends[0]))[1])

    def sql(self, column: str) -> str:
        """The distance of a column from the centre, from −1 to 1; what is unknown is at the centre."""
        off, finest = f"({column} - {_number(self.centre)})", _number(2.0 ** max(self.power - FINEST, -1000))
        far = f"{off} >= {finest} or {off} <= -{finest}"
        return f"case when {far} then {off} * {_number(2.0**-self.power)} else {_number(0.0)} end"


def _plain(column: str) -> str:
    """A column as a double, NULL where it is not a number, which sorts above all that are."""
    value = f"cast({column} as double)"
    return f"case when {value} > cast('Infinity' as double) then null else {value} end"


def _number(value: float) -> str:
    return f"cast('{float(value)!r}' as double)"


def _survey(seen: str) -> str:
    """How many cases there are, what those with a measure name, and between which ends they lie."""
    rules = {
        "strays": "arm is null or arm not in (0, 1)",
        "clustered": "cluster is not null",
        "known": "x is not null",
    }
    counts = ", ".join(
        f"sum(case when y is not null and ({rule}) then 1 else 0 end) as {name}" for name, rule in rules.items()
    )
    measured = {column: f"case when y is not null then {column} end" for column in WORDS}
    ends = ", ".join(f"min({value}) as least_{name}, max({value}) as most_{name}" for name, value in measured.items())
    return f"select count(*) as cases, count(y) as n, {counts}, {ends} from ({seen}) as seen"


def _check(engine: Engine, seen: str, found: dict[str, float]) -> None:
    """Refuse what cannot be added up."""
    if not found["n"]:
        raise EmptyData("No case has a measure.", "Give cases that are done.")
    if found["strays"]:
        raise UsageError(f"{found['strays']:.0f} cases went neither the old way (0) nor the new (1).", "Say which way.")
    if 0 < found["clustered"] < found["n"]:
        raise UsageError(
            f"{found['n'] - found['clustered']:.0f} of {found['n']:.0f} cases do not say for what the lot was drawn.",
            "Give a cluster for each, or leave these cases out.",
        )
    for column, word in WORDS.items():
        if max(abs(found[f"least_{column}"]), abs(found[f"most_{column}"])) > LARGEST:
            _refuse(engine, seen, column, word)


def _refuse(engine: Engine, seen: str, column: str, word: str) -> None:
    """Say which value is infinite or too large, and where.

    Raises:
        UnreadableValue: always.
    """
    rule = f"{column} > {_number(LARGEST)} or {column} < {_number(-LARGEST)}"
    bad = engine.columns(
        f"select {column} as value, arm, cluster, stratum from ({seen}) as seen where y is not null and ({rule}) "
        "order by stratum nulls first, cluster nulls first, arm, value"
    )
    value, arm = float(figures(bad["value"])[0]), int(figures(bad["arm"])[0])
    named = [f"{name} {bad[name][0]}" for name in ("cluster", "stratum") if bad[name][0] not in (None, np.ma.masked)]
    where = ", ".join([f"a case of the {('old', 'new')[arm]} way", *named])
    more = f", and {len(bad['value']) - 1} more" if len(bad["value"]) > 1 else ""
    raise UnreadableValue(
        f"The {word} of {where} is {value:g}{more}: a {word} lies within ±{LARGEST:g}.", "Correct it, or leave it out."
    )


def _centred(engine: Engine, seen: str, found: dict[str, float], bits: int) -> dict[str, _Axis]:
    """Each column that is known, measured from its mean."""
    ends = {name: (found[f"least_{name}"], found[f"most_{name}"]) for name in WORDS if name == "y" or found["known"]}
    rough = {name: _Axis.about(sum(end) / 2, end) for name, end in ends.items()}
    total = engine.columns(_question(seen, rough, bits, ()))
    means = {}
    for name, axis in rough.items():
        off = _joined(total, {"y": "u", "x": "v"}[name], rough, bits).floats()[0]
        middle = axis.centre + off / found["n" if name == "y" else "known"]
        means[name] = _Axis.about(min(max(middle, ends[name][0]), ends[name][1]), ends[name])
    return means


def _question(seen: str, axes: dict[str, _Axis], bits: int, keys: tuple[str, ...]) -> str:
    """Sums of each term's whole numbers, by the keys; without keys only of what a mean takes."""
    terms = [name for name, of in TERMS.items() if set(of) <= set(axes) and (keys or len(of) == 1)]
    named = "".join(f"{key if key == 'arm' else f'''coalesce({key}, '')'''} as {key}, " for key in keys)
    kept = "".join(f"{key}, " for key in keys)
    size = _number(2.0**bits)
    off = ", ".join(f"{axis.sql(column)} as {column}" for column, axis in axes.items())
    sql = f"select {named}{off} from ({seen}) as seen where y is not null"
    rest = ", ".join(f"{' * '.join(TERMS[name])} * {size} as {name}_rest" for name in terms)
    sql = f"select {kept}{rest} from ({sql}) as distances"
    for place in range(PLACES):
        done = "".join(f"{name}_{before}, " for name in terms for before in range(place))
        cut = ", ".join(f"cast(floor({name}_rest) as double) as {name}_{place}" for name in terms)
        rest = ", ".join(f"({name}_rest - floor({name}_rest)) * {size} as {name}_rest" for name in terms)
        sql = f"select {kept}{done}{cut}, {rest} from ({sql}) as cut_{place}"
    sums = ", ".join(f"sum({name}_{place}) as {name}_{place}" for name in terms for place in range(PLACES))
    return f"select {kept}count(*) as n, {sums} from ({sql}) as wholes" + (
        f" group by {', '.join(keys)}" if keys else ""
    )


def _joined(cells: Columns, name: str, axes: dict[str, _Axis], bits: int) -> Exact:
    """(cells,) the sums out of those of their whole numbers; zero where a column is not known."""
    if not set(TERMS[name]) <= set(axes):
        return Exact(np.zeros(cells["n"].size, dtype=object), 0)
    units = np.zeros(cells["n"].size, dtype=object)
    for place in range(PLACES):
        units = units * (1 << bits) + figures(cells[f"{name}_{place}"]).astype(np.int64).astype(object)
    return Exact(units, sum(axes[column].power for column in TERMS[name]) - PLACES * bits)


def _numbered(cells: Columns, key: str) -> tuple[tuple[str, ...], Codes]:
    """The names of a key, sorted, and which one each cell has."""
    names, code = np.unique(np.ma.getdata(cells[key]).astype(str), return_inverse=True)
    return tuple(names.tolist()), code.astype(np.int64)


def _check_whole(arm: Codes, cluster: Codes, names: Sequence[str]) -> None:
    """Refuse a cluster with cases both ways."""
    mixed = np.intersect1d(cluster[arm == 0], cluster[arm == 1])
    if mixed.size:
        more = f", and so have {mixed.size - 1} more" if mixed.size > 1 else ""
        raise UsageError(
            f'"{names[mixed[0]]}" has cases both ways{more}, so the lot was not drawn for it.',
            "Leave the clusters out, or give what the lot was drawn for.",
        )
