"""The SELECT out of a recognised source: what is nothing, is nothing however it is padded."""

from __future__ import annotations

import duckdb

from smallfires.worklog.formats import FileOptions, open_table
from smallfires.worklog.recognise import Hints, recognise


def test_nothing_padded_with_blanks_is_still_nothing(tmp_path):
    """A unit that says NULL and eight blanks is no unit of that name."""
    units = ["North", "South", "NULL        "]
    rows = [
        f"c{case},{step},2024-01-{1 + case % 25:02d} 0{at}:00,{units[case % 3]}"
        for case in range(60)
        for at, step in enumerate("AB")
    ]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["case,activity,end,site", *rows]), "utf-8")
    connection = duckdb.connect()
    table = open_table(path, connection, tmp_path, FileOptions(), lambda stage, share: None)
    found = recognise(table, lambda sql: connection.execute(sql).fetchall(), Hints())
    counted = connection.execute(f"select unit, count(*) from ({found.select}) as source group by unit").fetchall()
    assert dict(counted) == {"North": 40, "South": 40, None: 40}
