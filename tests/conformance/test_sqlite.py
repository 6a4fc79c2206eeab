"""Any other database: its rows are brought here. SQLite stands for them, as it is everywhere."""

from __future__ import annotations

import sqlite3

import pytest

from smallfires.errors import DataError, EngineError, Unclear, UsageError
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read import read


@pytest.fixture
def database(tmp_path):
    """A database with a table of orders and another one."""
    path = tmp_path / "orders.db"
    link = sqlite3.connect(path)
    link.execute('create table orders ("Order" integer, step text, done datetime, employee text, price decimal(10, 2))')
    rows = [
        (n // 3, f"step {n % 3}", f"2024-{1 + n // 75:02}-{1 + n // 3 % 25:02} {8 + n % 3}:30:00", f"p{n % 4}", n / 8)
        for n in range(900)
    ]
    link.executemany("insert into orders values (?, ?, ?, ?, ?)", rows)
    link.execute("create table other (a text)")
    link.execute("create view late as select * from orders where done > '2024-06'")
    link.commit()
    link.close()
    return f"sqlite:///{path}"


def test_a_table_is_read(database):
    """A table is read whole, its columns recognised, and it says where it comes from."""
    with bench() as ground:
        found = read(database, Question(table="orders"), ground)
    assert (found.source.rows, found.log.cases, found.log.resources) == (900, 300, 4)
    assert (found.source.name, found.source.format) == ("main.orders", "table of SQLite")
    assert found.log.cycle_median == 7200.0


def test_a_view_is_read(database):
    """A view is as good as a table."""
    with bench() as ground:
        assert 0 < read(database, Question(table="late"), ground).source.rows < 900


def test_what_is_missing_is_said(database, tmp_path):
    """A table that is not there, or not named, and a database that is not: each says what to do."""
    with bench() as ground:
        with pytest.raises(Unclear, match=r"--table NAME.*main\.orders"):
            read(database, Question(), ground)
        with pytest.raises(DataError, match=r'no table "order".*"main\.orders"'):
            read(database, Question(table="order"), ground)
        with pytest.raises(DataError, match="no rows"):
            read(database, Question(table="other"), ground)
        with pytest.raises(EngineError, match="no file"):
            read(f"sqlite:///{tmp_path}/x.db", Question(table="orders"), ground)
        with pytest.raises(UsageError, match="mystery"):
            read("mystery://host/name", Question(), ground)
        with pytest.raises(EngineError, match="pip install"):
            read("mysql://someone:secret@host/name", Question(), ground)
    assert not (tmp_path / "x.db").exists()
