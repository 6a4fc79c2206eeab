"""A measure by unit and period, and where the fire burnt: what every design reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import DataError, EmptyData, UnreadableValue, UsageError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Panel:
    """A measure by unit and period.

    Attributes:
        y: (units, periods) the measure, in its own unit; NaN where unseen.
        n: (units, periods) cases behind each cell; a cell with none is unseen.
        lit: (units, periods) whether the unit worked the new way.
        units: labels of the units.
        periods: labels of the periods, in the order of time.
        x: (units, periods, covariates) what else is known of each cell and was not changed by the pilot, NaN where unseen;
            None where nothing is.
        covariates: names of these.

    Raises:
        EmptyData: no unit, no period, or no cell with a value.
        UsageError: shapes that do not fit together.
        DataError: a label that stands twice.
        UnreadableValue: an infinite value, or cases below zero; names unit and period.
    """

    y: Floats
    n: Floats
    lit: Bools
    units: tuple[str, ...]
    periods: tuple[str, ...]
    x: Floats | None = None
    covariates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.units), len(self.periods))
        if 0 in shape:
            raise EmptyData("The panel has no units or no periods.", "Give a measure by unit and period.")
        for name, table in (("y", self.y), ("n", self.n), ("lit", self.lit)):
            if table.shape != shape:
                raise UsageError(
                    f"{name} has the shape {table.shape}; the labels are of {shape[0]} units and {shape[1]} periods.",
                    "Give y, n and lit as (units, periods).",
                )
        wide = None if self.x is None else self.x.shape
        if wide != ((*shape, len(self.covariates)) if self.covariates else None):
            raise UsageError(
                f"x has the shape {wide}; there are {len(self.covariates)} names of covariates.",
                "Give x as (units, periods, covariates), or neither x nor names.",
            )
        _once(self.units, "unit")
        _once(self.periods, "period")
        self._check(np.isinf(self.y), self.y, "values are finite")
        self._check(~(self.n >= 0) | np.isinf(self.n), self.n, "numbers of cases are finite and not below zero")
        for at, name in enumerate(self.covariates):
            table = self._known[:, :, at]
            self._check(np.isinf(table), table, f"values of {name} are finite")
        object.__setattr__(self, "y", np.where(self.n > 0, self.y, np.nan))
        if np.isnan(self.y).all():
            raise EmptyData("No unit has a value in any period.", "Give at least one.")

    @property
    def _known(self) -> Floats:
        """(units, periods, covariates), with none where there are none."""
        return np.zeros((*self.y.shape, 0)) if self.x is None else self.x

    def _check(self, bad: Bools, values: Floats, rule: str) -> None:
        if bad.any():
            unit, period = (int(at[0]) for at in np.nonzero(bad))
            raise UnreadableValue(
                f"{values[unit, period]} for {self.units[unit]} in {self.periods[period]}: {rule}.",
                "Correct the value, or leave it empty.",
            )

    @classmethod
    def from_rows(
        cls,
        unit: Sequence[Any],
        time: Sequence[Any],
        measure: Sequence[Any],
        *,
        treated: Collection[Any] = (),
        since: Any = None,
        lit: Sequence[Any] | None = None,
        n: Sequence[Any] | None = None,
        x: Mapping[str, Sequence[Any]] | None = None,
    ) -> Panel:
        """A panel out of rows, one a unit and period, in any order. Units and periods are sorted.

        Args:
            unit: the unit of each row.
            time: its period: numbers, dates, or text that sorts as time runs.
            measure: the value; None or NaN where there is none.
            treated: the units that were lit.
            since: their first lit period.
            lit: whether each row is of a lit unit and period, in place of ``treated`` and ``since``.
            n: the cases behind each row; 1 where not given.
            x: covariates by name.

        Raises:
            UsageError: columns of different length, a lit unit or a start that is not in the rows.
            DataError: two rows for the same unit and period; names both.
            UnreadableValue: a measure that is no number, or infinite.
        """
        columns = [unit, time, measure, *([lit] if lit is not None else []), *([n] if n is not None else [])]
        columns += list((x or {}).values())
        if len({len(column) for column in columns}) > 1:
            raise UsageError("The columns have different lengths.", "Give one value a row in each.")
        units, at_unit = _sorted(unit, "unit")
        periods, at_period = _sorted(time, "time")
        _no_duplicates(units, periods, at_unit, at_period)
        y, cases = np.full((2, len(units), len(periods)), np.nan)
        y[at_unit, at_period] = [_number(value, row) for row, value in enumerate(measure)]
        cases[at_unit, at_period] = 1.0 if n is None else [_number(value, row) for row, value in enumerate(n)]
        if lit is None:
            burnt = _block(units, periods, treated, since)
        else:
            burnt = np.zeros(y.shape, dtype=bool)
            burnt[at_unit, at_period] = [bool(value) for value in lit]
        known = np.full((*y.shape, len(x or {})), np.nan)
        for at, column in enumerate((x or {}).values()):
            known[at_unit, at_period, at] = [_number(value, row) for row, value in enumerate(column)]
        labels = tuple(map(str, units)), tuple(map(str, periods))
        return cls(y, np.nan_to_num(cases), burnt, *labels, known if x else None, tuple(x or ()))

    @property
    def ever_lit(self) -> Bools:
        """(units,) whether the unit was lit at any time."""
        return np.asarray(self.lit.any(axis=1))

    @property
    def start(self) -> int | None:
        """The first period in which any unit was lit; None where nothing burnt."""
        burning = self.lit.any(axis=0)
        return int(burning.argmax()) if burning.any() else None

    @property
    def constant(self) -> Bools:
        """(units,) whether all of the unit's values are the same; so too where it has fewer than two."""
        seen = ~np.isnan(self.y)
        low = np.where(seen, self.y, np.inf).min(axis=1)
        high = np.where(seen, self.y, -np.inf).max(axis=1)
        return np.asarray(~(high > low))

    def only(self, units: Bools | Codes | slice, periods: Bools | Codes | slice = slice(None)) -> Panel:
        """The panel with these units and periods only, in the order given."""
        across = np.arange(len(self.periods))[periods]
        down = np.arange(len(self.units))[units]
        cells = np.ix_(down, across)
        return Panel(
            self.y[cells],
            self.n[cells],
            self.lit[cells],
            tuple(self.units[at] for at in down),
            tuple(self.periods[at] for at in across),
            None if self.x is None else self.x[cells],
            self.covariates,
        )

    def burning(self, lit: Bools) -> Panel:
        """The same measure with another pattern of what was lit: a pretend pilot."""
        return replace(self, lit=lit)


def _once(labels: tuple[str, ...], kind: str) -> None:
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        raise DataError(f'The {kind} "{twice}" stands in the panel twice.', f"Give every {kind} a name of its own.")


def _sorted(values: Sequence[Any], column: str) -> tuple[list[Any], Codes]:
    """Distinct values in order, and where each row's stands among them."""
    for row, value in enumerate(values):
        if value is None or (isinstance(value, float) and isnan(value)):
            raise UnreadableValue("There is none.", "Give every row a unit and a time.", row=row + 2, column=column)
    try:
        distinct = sorted(set(values))
    except TypeError:
        raise UnreadableValue(
            "Numbers and text stand in one column.", "Give every row the same kind of value.", column=column
        ) from None
    place = {value: at for at, value in enumerate(distinct)}
    return distinct, np.array([place[value] for value in values], dtype=np.int64)


def _no_duplicates(units: list[Any], periods: list[Any], at_unit: Codes, at_period: Codes) -> None:
    cells = at_unit * len(periods) + at_period
    distinct, first = np.unique(cells, return_index=True)
    if distinct.size < cells.size:
        row = int(np.setdiff1d(np.arange(cells.size), first)[0])
        unit, period = units[at_unit[row]], periods[at_period[row]]
        raise DataError(
            f"There are two rows for {unit} in {period}.", "Keep one, or add them up beforehand.", row=row + 2
        )


def _number(value: Any, row: int) -> float:
    if value is None:
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise UnreadableValue(f'"{value}" is not a number.', "Correct it, or leave it empty.", row=row + 2) from None


def _block(units: list[Any], periods: list[Any], treated: Collection[Any], since: Any) -> Bools:
    """Lit from the start on, in the treated units."""
    lit = np.zeros((len(units), len(periods)), dtype=bool)
    if not treated:
        return lit
    for unit in treated:
        if unit not in units:
            raise UsageError(f'There is no unit "{unit}".', f"The units are {', '.join(map(str, units[:20]))}.")
    later = [period >= since for period in periods] if since is not None else [False]
    if not any(later):
        raise UsageError(
            f"Nothing was measured from {since} on." if since is not None else "It is not said since when.",
            f"The periods run from {periods[0]} to {periods[-1]}.",
        )
    rows = np.array([units.index(unit) for unit in treated])
    lit[np.ix_(rows, np.flatnonzero(later))] = True
    return lit
