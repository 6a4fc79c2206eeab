"""The same reading on three engines, timed: this process, PostgreSQL, Spark. For information; nothing is promised here.

    python bench/engines.py LOG [postgresql://user@host/database]

LOG is any file that `smallfires read` takes. PostgreSQL is timed where an address is given (a table "smallfires_bench" is
made there and dropped), Spark where pyspark and Java are installed. Copying the log there is not counted.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read import read
from smallfires.verbs.source import open_source, recognised

TABLE = "smallfires_bench"
ROLES = ("case", "activity", "resource", "unit", "type", "lifecycle", "cost", "value")


def main() -> None:
    """Time the engines that are here."""
    log = sys.argv[1]
    rows, question = typed(log)
    print(f"{rows.num_rows:,} rows of {Path(log).name}")
    said("this process", lambda: reading(rows, question))
    if len(sys.argv) > 2:
        with in_postgres(rows, sys.argv[2]) as address:
            said("PostgreSQL", lambda: reading(address, Question(table=TABLE, **columns(rows))))
    with on_spark(rows) as frame:
        if frame is None:
            print("Spark: pyspark or Java is not installed")
        else:
            said("Spark, first", lambda: reading(frame, question))
            said("Spark, warm", lambda: reading(frame, question))


def typed(log: str) -> tuple[pa.Table, Question]:
    """The log's own columns, with moments as moments."""
    with bench() as ground:
        opened = open_source(log, Question(), ground)
        found = recognised(opened, Question())
        listed = [f'"{role}"' for role in ROLES if role in found.roles]
        listed += [f'make_timestamp("{role}") as "{role}"' for role in ("start", "end") if role in found.roles]
        question = f"select {', '.join(listed)} from ({found.select}) where bad is null"
        rows = opened.engine.connection.sql(question).to_arrow_table()
    return rows, Question(**columns(rows))


def columns(rows: pa.Table) -> dict[str, str]:
    """Every column by its own name."""
    return {name: name for name in rows.column_names}


def reading(source: object, question: Question) -> str:
    """The fingerprint of a reading."""
    with bench() as ground:
        return read(source, question, ground).source.fingerprint


def said(engine: str, ask) -> None:
    """Say how long it took."""
    began = time.perf_counter()
    fingerprint = ask()
    print(f"{engine:14} {time.perf_counter() - began:7.2f} s   {fingerprint[:12]}")


@contextmanager
def in_postgres(rows: pa.Table, address: str) -> Iterator[str]:
    """The rows as a table of PostgreSQL."""
    import psycopg

    kinds = {pa.string(): "text", pa.float64(): "double precision"}
    described = ", ".join(f'"{each.name}" {kinds.get(each.type, "timestamp")}' for each in rows.schema)
    text = io.BytesIO()
    pyarrow.csv.write_csv(rows, text, pyarrow.csv.WriteOptions(include_header=False))
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as link:
        link.execute(f"drop table if exists {TABLE}")
        link.execute(f"create table {TABLE} ({described})")
        with link.cursor().copy(f"copy {TABLE} from stdin (format csv)") as copy:
            copy.write(text.getbuffer())
        link.execute(f"analyze {TABLE}")
        try:
            yield address
        finally:
            link.execute(f"drop table {TABLE}")


@contextmanager
def on_spark(rows: pa.Table) -> Iterator[object]:
    """The rows as a data frame of Spark on this machine; None where there is no Spark."""
    import shutil
    import tempfile

    try:
        from pyspark.sql import SparkSession
    except ImportError:
        yield None
        return
    if shutil.which("java") is None:
        yield None
        return
    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    with tempfile.TemporaryDirectory() as folder:
        pyarrow.parquet.write_table(rows, f"{folder}/rows.parquet")
        yield session.read.parquet(f"{folder}/rows.parquet")
        session.stop()


if __name__ == "__main__":
    main()
