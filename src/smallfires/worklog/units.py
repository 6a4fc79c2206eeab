"""Whose case is it? The unit it was worked in, or who began it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.log import Columns, Engine, nullable

Ints = NDArray[np.int64]

_CONSTANT = "select c, u as owner from facts where u is not null order by c"

_MIXED = "select count(*) as n from facts where u <> other_u"

_MAIN = """select c, owner from (
  select c, u as owner, row_number() over (partition by c order by count(*) desc, u) as place
  from unit_rows group by c, u) as owners
where place = 1 order by c"""

_FIRST = (
    "select c, min(i * {resources} + r) % {resources} as owner from steps where r is not null group by c order by c"
)


def of_log(engine: Engine, cases: Ints) -> tuple[Ints, int]:
    """The log's own unit of each case, and how many cases were worked in more than one.

    Args:
        engine: where ``facts``, and ``unit_rows`` where needed, stand.
        cases: (cases,) codes, ascending.

    Returns:
        (cases,) codes, −1 where unknown; a case of several units belongs to the one with most steps (ties: lower code).
    """
    mixed = int(engine.columns(_MIXED)["n"][0])
    return _spread(engine.columns(_MAIN if mixed else _CONSTANT), cases), mixed


def of_first_resource(engine: Engine, cases: Ints, resources: int) -> Ints:
    """The first resource that each case names: (cases,) codes, −1 where it names none.

    Who takes a case up is settled before anything about it can go well or badly.

    Args:
        engine: where ``steps`` stands.
        cases: (cases,) codes, ascending.
        resources: how many there are.
    """
    return _spread(engine.columns(_FIRST.format(resources=resources)), cases)


def _spread(found: Columns, cases: Ints) -> Ints:
    """Put codes beside their cases, −1 where a case has none."""
    owners = np.full(cases.size, -1)
    owners[np.searchsorted(cases, nullable(found["c"]))] = nullable(found["owner"])
    return owners
