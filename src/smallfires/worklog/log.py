"""The tables in which a work log stands on every engine, and the promise an engine keeps.

``events``, one row a row of the source, codes instead of names:

    row BIGINT      as a spreadsheet counts: the header is row 1
    c INTEGER       case, into ``case_names(code, name)``
    a INTEGER       activity, into ``activities(code, name)``
    r INTEGER       resource, into ``resources(code, name)``, NULL where unknown
    u INTEGER       unit, into ``units(code, name)``, NULL where unknown
    t INTEGER       case type, into ``types(code, name)``, NULL where unknown
    s BIGINT        start, microseconds since 1970 UTC, NULL where unknown
    e BIGINT        end, likewise, never NULL
    k DOUBLE        cost, NULL where unknown
    v DOUBLE        value of the case, NULL where unknown

``steps``, one row an activity instance, in the order case, end, start, row:

    i BIGINT        its place in that order, from 0
    c, a, r, s, e, k   as above
    pa, pr, pe      activity, resource and end of the step right before it in the case, NULL for the first
    en BIGINT       enabled: latest end among the earlier steps it is not concurrent with, NULL for the first
    ea, er          activity and resource of the step that enabled it
    n BIGINT        pass: how many times this activity has run in this case, from 1
    w BIGINT        wait, microseconds: start − enabled, never below zero; without starts: end − enabled; 0 for the first
    b BIGINT        busy: its own part of the case's union of busy intervals, microseconds; NULL without starts
    f BIGINT        the same among first passes only; 0 for repeats; NULL without starts
    x BOOLEAN       second or third step of a ping-pong: A, B and again A, one after the other
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]
"""A result by column: integers as int64 or int32, figures as float64, text as object arrays; masked where NULL."""

MICROSECONDS = 1_000_000


class Engine(Protocol):
    """Where questions run. Questions are written in DuckDB's SQL; an engine brings them to its own dialect.

    Attributes:
        dialect: sqlglot's name of its dialect.
    """

    @property
    def dialect(self) -> str:
        """The name of the engine's dialect in sqlglot."""
        ...

    def columns(self, sql: str) -> Columns:
        """Run a query and return its columns as arrays, all of the same length, in the query's row order."""
        ...

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's rows as a table of that name, in the query's order where the engine has one."""
        ...

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without keeping its rows."""
        ...

    def amend(self, name: str, column: str, sql: str) -> None:
        """Set a column of a kept table in the rows that a query names by their ``i``."""
        ...

    def upload(self, name: str, columns: Columns) -> None:
        """Keep arrays as a table of that name for this reading."""
        ...

    def forget(self, name: str) -> None:
        """Drop a table that was kept, if it is there."""
        ...


def nullable(values: NDArray[Any], missing: int = -1) -> NDArray[np.int64]:
    """Integer codes out of a column in which NULL arrives masked or as NaN."""
    if isinstance(values, np.ma.MaskedArray):
        return values.filled(missing).astype(np.int64)
    if values.dtype.kind == "f":
        return np.where(np.isnan(values), missing, values).astype(np.int64)
    return values.astype(np.int64)


def figures(values: NDArray[Any]) -> NDArray[np.float64]:
    """A column as float64, NaN where NULL."""
    plain = np.ma.getdata(values).astype(np.float64)
    return np.where(np.ma.getmaskarray(values), np.nan, plain) if np.ma.isMaskedArray(values) else plain
