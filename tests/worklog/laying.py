"""Small logs, laid out on the embedded engine; and a plain version of ``steps``. For tests only."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from smallfires.engines.embedded import Embedded
from smallfires.worklog import steps

COLUMNS = {
    "row": pa.int64(), "case": pa.string(), "activity": pa.string(), "resource": pa.string(), "unit": pa.string(),
    "type": pa.string(), "start": pa.int64(), "end": pa.int64(), "lifecycle": pa.string(), "instance": pa.string(),
    "cost": pa.float64(), "value": pa.float64(),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row of a source; moments in seconds, to be read easily."""

    case: str
    activity: str
    end: int
    start: int | None = None
    resource: str | None = None
    unit: str | None = None
    type: str | None = None
    lifecycle: str | None = None
    instance: str | None = None
    cost: float | None = None
    value: float | None = None


@dataclass(frozen=True)
class Laid:
    """A log on the embedded engine."""

    engine: Embedded
    made: steps.Made
    stages: list[str] = field(default_factory=list)

    def steps(self) -> list[dict]:
        """The rows of ``steps`` in their order, names for codes, seconds for microseconds."""
        found = self.engine.fetch("select * from steps order by i")
        names = [column[0] for column in self.engine.connection.description]
        return [self._plain(dict(zip(names, row, strict=True))) for row in found]

    def _plain(self, row: dict) -> dict:
        for name in ("s", "e", "pe", "en", "w", "b", "f"):
            row[name] = None if row[name] is None else row[name] / 1e6
        for name, table in (
            ("a", "activities"),
            ("pa", "activities"),
            ("ea", "activities"),
            ("r", "resources"),
            ("pr", "resources"),
            ("er", "resources"),
        ):
            row[name] = None if row[name] is None else self.made.names[table][row[name]]
        return row


def lay(rows: list[Row], scratch: Path) -> Laid:
    """Lay out a small log."""
    engine = Embedded(scratch, threads=1)
    table = {name: [] for name in COLUMNS}
    for place, row in enumerate(rows):
        for name in COLUMNS:
            value = place + 2 if name == "row" else getattr(row, name)
            table[name].append(value * 1_000_000 if name in ("start", "end") and value is not None else value)
    engine.connection.register(
        "source", pa.table({name: pa.array(values, COLUMNS[name]) for name, values in table.items()})
    )
    roles = frozenset(name for name in COLUMNS if name != "row" and any(value is not None for value in table[name]))
    starts = any(row.start is not None and row.start < row.end for row in rows)
    stages: list[str] = []
    made = steps.make(engine, "select * from source", roles, starts, lambda stage, share: stages.append(stage))
    return Laid(engine, made, stages)


def plain_steps(rows: list[Row], concurrent: set[tuple[str, str]]) -> list[dict]:
    """What ``steps`` has to hold, worked out step by step."""
    out: list[dict] = []
    starts = any(row.start is not None and row.start < row.end for row in rows)
    ordered = sorted(enumerate(rows), key=lambda pair: (pair[1].case, pair[1].end, _begun(pair[1]), pair[0]))
    for case in sorted({row.case for row in rows}):
        own = [row for _, row in ordered if row.case == case]
        for place, row in enumerate(own):
            before = own[:place]
            allowed = [
                other for other in before
                if (not starts or other.end <= _begun(row)) and (other.activity, row.activity) not in concurrent
            ]  # fmt: skip
            enabling = allowed[-1] if allowed else None
            at = _begun(row) if starts else row.end
            out.append(
                {
                    "a": row.activity, "e": row.end, "s": _begun(row) if starts else None, "r": row.resource,
                    "pa": before[-1].activity if before else None, "pe": before[-1].end if before else None,
                    "en": enabling.end if enabling else None, "ea": enabling.activity if enabling else None,
                    "er": enabling.resource if enabling else None,
                    "n": sum(other.activity == row.activity for other in before) + 1,
                    "w": max(at - enabling.end, 0) if enabling else 0,
                    "b": _alone(row, own[place + 1 :]) if starts else None,
                    "f": _first(row, own, place) if starts else None,
                    "x": _ping_pong(own, place),
                }
            )  # fmt: skip
    return out


def _begun(row: Row) -> int:
    return row.end if row.start is None else row.start


def _alone(row: Row, later: list[Row]) -> int:
    """Seconds in which this row is busy and no later one is, second by second."""
    covered = {second for other in later for second in range(_begun(other), other.end)}
    return len(set(range(_begun(row), row.end)) - covered)


def _first(row: Row, own: list[Row], place: int) -> int:
    first = [other for at, other in enumerate(own) if all(own[k].activity != other.activity for k in range(at))]
    if not any(other is row for other in first):
        return 0
    return _alone(row, [other for at, other in enumerate(own) if at > place and any(other is each for each in first)])


def _ping_pong(own: list[Row], place: int) -> bool:
    return any(_triple(own, last) for last in (place, place + 1))


def _triple(own: list[Row], last: int) -> bool:
    if last < 2 or last >= len(own):
        return False
    one, two, three = own[last - 2 : last + 1]
    people = one.resource is not None and two.resource is not None and one.resource == three.resource != two.resource
    return people and _begun(two) >= one.end and _begun(three) >= two.end


def codes(values: list[float]) -> np.ndarray:
    """An array of whole numbers."""
    return np.array(values, dtype=np.int64)
