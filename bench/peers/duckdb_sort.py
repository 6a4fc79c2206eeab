"""Scan and sort in DuckDB: the cost below which nothing that orders steps by case can go. JSON on the output stream.

    python duckdb_sort.py FILE.parquet GIGABYTES

The columns that a reading of this log reads (all of them: case, activity, start, end, resource, site, type, cost, value),
ordered by case, end and start, kept as a table, with no more memory than a reading of that size may use.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time

import duckdb

SORT = """create table sorted as
select * from read_parquet(?) order by "case", "end", start"""


def main() -> None:
    connection = duckdb.connect()
    with tempfile.TemporaryDirectory() as scratch:
        connection.execute(f"set temp_directory = '{scratch}'")
        connection.execute(f"set memory_limit = '{float(sys.argv[2])}GB'")
        begun = time.perf_counter()
        connection.execute(SORT, [sys.argv[1]])
        print(json.dumps({"seconds": time.perf_counter() - begun}))


if __name__ == "__main__":
    main()
