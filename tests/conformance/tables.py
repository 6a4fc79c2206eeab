"""Arrow tables on their way into PostgreSQL. For tests only."""

from __future__ import annotations

import io

import psycopg
import pyarrow as pa
import pyarrow.csv

_TYPES = {
    "date32[day]": "date",
    "string": "text",
    "double": "double precision",
    "int64": "bigint",
    "timestamp[us]": "timestamp",
}


def put(rows: pa.Table, name: str, address: str, key: str | None = None) -> None:
    """Store rows as a table."""
    columns = [f'"{each.name}" {_type(each.type)}{" primary key" if each.name == key else ""}' for each in rows.schema]
    text = io.BytesIO()
    pyarrow.csv.write_csv(rows, text, pyarrow.csv.WriteOptions(include_header=False))
    with psycopg.connect(address) as link:
        link.execute("set datestyle to 'ISO'")
        link.execute("set timezone to 'UTC'")
        link.execute(f'drop table if exists "{name}"')
        link.execute(f'create table "{name}" ({", ".join(columns)})')
        with link.cursor().copy(f'copy "{name}" from stdin (format csv)') as copy:
            copy.write(text.getbuffer())


def run(address: str, *questions: str) -> list[tuple]:
    """Run something, and return the rows of the last."""
    with psycopg.connect(address, autocommit=True) as link:
        for question in questions:
            found = link.execute(question)
        return found.fetchall() if found.description else []


def _type(kind: pa.DataType) -> str:
    return "timestamptz" if pa.types.is_timestamp(kind) and kind.tz else _TYPES[str(kind)]
