"""Whose case is it? The unit, or the resource, that a case belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.log import Columns, Engine, nullable

Ints = NDArray[np.int64]

_CONSTANT = "select c, u as owner from facts where u is not null order by c"

_MIXED = "select count(*) as n from facts where u <> other_u"

_MAIN = """select c, owner from (
  select c, {column} as owner, row_number() over (partition by c order by count(*) desc, {column}) as place
  from {table} where {column} is not null group by c, {column}) as owners
where place = 1 order by c"""


def of_cases(engine: Engine, by: str, cases: Ints) -> tuple[Ints, int]:
    """The unit of each case, and how many cases were worked in more than one.

    Args:
        engine: where ``steps`` and ``facts`` stand.
        by: ``unit`` for the log's own units, or ``resource``: the one with most of the case's steps.
        cases: (cases,) codes, ascending.

    Returns:
        (cases,) codes, −1 where unknown; a case of several units belongs to the one with most steps (ties: lower code).
    """
    if by == "resource":
        return _spread(engine.columns(_MAIN.format(column="r", table="steps")), cases), 0
    mixed = int(engine.columns(_MIXED)["n"][0])
    question = _MAIN.format(column="u", table="unit_rows") if mixed else _CONSTANT
    return _spread(engine.columns(question), cases), mixed


def _spread(found: Columns, cases: Ints) -> Ints:
    """Put codes beside their cases, −1 where a case has none."""
    owners = np.full(cases.size, -1)
    owners[np.searchsorted(cases, nullable(found["c"]))] = nullable(found["owner"])
    return owners
