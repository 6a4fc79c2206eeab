"""Real logs as tables that every engine can hold: typed columns, in the order of their own values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from smallfires.sim import demo, write
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.source import open_source, recognised

REAL = {
    "starts and ends, loans of 2012": "BPIC_2012_W.csv.gz",
    "starts and ends, loans of 2017": "BPIC_2017_W.csv.gz",
    "starts and ends, purchasing": "PurchasingExample.csv.gz",
    "overlaps and batches, production": "Production.csv.gz",
    "one timestamp, units and types, receipts": "receipt.csv.gz",
    "life-cycle rows, claims": "teleclaims.xes.gz",
}
MADE = "costs and values, the demo"
"""Made by the package itself, so that it is everywhere, and with the roles that the real logs lack."""

_ROLES = ("case", "activity", "resource", "unit", "type", "lifecycle", "cost", "value")


@dataclass(frozen=True)
class Stored:
    """A log as a table, and what to ask of it."""

    rows: pa.Table
    question: Question


def stored(name: str, logs: Path | None, scratch: Path) -> Stored:
    """A log as a table."""
    path = _made(scratch) if logs is None else logs / REAL[name]
    with bench() as ground:
        opened = open_source(str(path), Question(), ground)
        found = recognised(opened, Question())
        zone = "TIMESTAMPTZ" if found.styles["end"].absolute else "TIMESTAMP"
        moments = [role for role in ("start", "end") if role in found.roles]
        listed = [f'"{role}"' for role in _ROLES if role in found.roles]
        listed += [f'CAST(make_timestamp("{role}") AS {zone}) AS "{role}"' for role in moments]
        opened.engine.fetch("SET timezone = 'UTC'")
        rows = opened.engine.connection.sql(
            f"SELECT {', '.join(listed)} FROM ({found.select}) WHERE bad IS NULL"
        ).to_arrow_table()
    rows = in_order(_spelled(rows) if logs is None else rows)
    return Stored(rows, _question(rows, found.roles))


def _spelled(rows: pa.Table) -> pa.Table:
    """Cases and activities renamed so that people, and databases for them, sort them otherwise than by their bytes."""
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        first = (
            "list_extract(['a', 'B', 'Z', 'é', '_', '-', 'É', ' b'], 1 + CAST(hash({0}) % 8 AS INTEGER)) || {0} AS {0}"
        )
        changed = ", ".join(first.format(f'"{name}"') for name in ("case", "activity"))
        return connection.sql(f"SELECT * REPLACE ({changed}) FROM rows").to_arrow_table()


def in_order(rows: pa.Table) -> pa.Table:
    """Rows in the order of their own values, text by its bytes, as tables without an order are read."""
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        order = ", ".join(f'"{name}"' for name in rows.column_names)
        connection.execute("SET timezone = 'UTC'")
        return connection.sql(f"SELECT * FROM rows ORDER BY {order}").to_arrow_table()


def _made(scratch: Path) -> Path:
    return write(demo(seed=7).run(), scratch, ("parquet",))[0]


def _question(rows: pa.Table, roles: dict[str, str]) -> Question:
    """A question that asks for everything: a target, a hard wait, rules."""
    counts = rows["activity"].value_counts().to_pylist()
    most = [each["values"] for each in sorted(counts, key=lambda each: (-each["counts"], each["values"]))]
    one, two = most[0], most[1]
    rules = (f'"{one}" is followed by "{two}"', f'"{two}" only after "{one}"', f'"{one}" at most 2 times')
    columns = {role: role for role in (*_ROLES, "start", "end") if role in roles}
    return Question(target="5d", hard=(f"{one} -> {two}",), rules=rules, **columns)
