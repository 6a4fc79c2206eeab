"""PostgreSQL answers as the embedded engine does, and keeps nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.conformance import answers, logs, tables

from smallfires.engines.database import Database
from smallfires.errors import DataError, EngineError, Unclear, UnreadableValue
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read import read

pytestmark = pytest.mark.postgres

ROWS = """drop table if exists orders cascade;
create table orders ("Order" integer, step text, done timestamp, employee varchar(20), primary key ("Order", step));
insert into orders select n / 3, 'step ' || n % 3, timestamp '2024-01-01' + n * interval '7 hours', 'p' || n % 4
from generate_series(0, 899) as n"""

BAD = """drop table if exists bad;
create table bad (id serial primary key, case_id text, activity text, start_time timestamp, end_time timestamp);
insert into bad (case_id, activity, start_time, end_time) select n / 2, 'do', moment, moment
from (select n, timestamp '2024-01-01' + n * interval '1 hour' as moment from generate_series(0, 99) as n) as rows;
update bad set start_time = '2025-06-01 00:00' where id = 42"""

GUEST = """drop role if exists guest;
create role guest login password 'secret-word';
grant select on orders to guest"""

SPELLED = """drop view if exists spelled;
create view spelled as select "Order", step, to_char(done, 'DD/MM/YYYY HH24:MI') as done, employee from orders"""


@pytest.mark.parametrize("name", [*logs.REAL, logs.MADE])
def test_every_answer_is_that_of_the_embedded_engine(name, log, postgres, settled):
    """Every question of a whole reading, and the reading itself, come out the same."""
    stored, reading, expected = log(name)
    tables.put(stored.rows, "the log", postgres)
    found, asked = answers.read_recorded(postgres, replace(stored.question, table="the log"))
    answers.assert_same_answers(asked, expected)
    answers.assert_same_reading(settled(found), settled(reading))


def test_nothing_of_the_users_is_changed(log, postgres):
    """Tables that are called as ours stay as they are, and no other is left behind."""
    stored, _, _ = log(logs.MADE)
    names = ("steps", "today", "ordered", "facts", "activities", "hard")
    tables.put(stored.rows, "the log", postgres)
    for name in names:
        tables.run(postgres, f'drop table if exists "{name}"', f'create table "{name}" as select 42 as answer')
    before = tables.run(postgres, "select relname, relnamespace from pg_class order by 1, 2")
    with bench() as ground:
        read(postgres, replace(stored.question, table="public.the log"), ground)
    assert tables.run(postgres, "select relname, relnamespace from pg_class order by 1, 2") == before
    assert all(tables.run(postgres, f'select * from "{name}"') == [(42,)] for name in names)
    for name in names:
        tables.run(postgres, f'drop table "{name}"')


def test_a_key_is_the_order_of_a_table(postgres, log):
    """With a whole-number key, a table reads as the file whose rows it counts, and its rows are called by it."""
    stored, reading, _ = log(logs.MADE)
    import numpy as np
    import pyarrow as pa

    shuffled = np.random.default_rng(1).permutation(stored.rows.num_rows)
    keyed = stored.rows.append_column("number", pa.array(np.arange(stored.rows.num_rows))).take(shuffled)
    tables.put(keyed, "keyed", postgres, key="number")
    with bench() as ground:
        found = read(postgres, replace(stored.question, table="keyed"), ground)
    assert found.source.fingerprint == reading.source.fingerprint
    assert any('in the order of "number"' in note for note in found.source.notes)


def test_columns_are_recognised_without_a_flag(postgres):
    """A plain table is read with its own names, a composite key and short text; decimals count as figures."""
    _orders(postgres)
    with bench() as ground:
        found = read(postgres, Question(table="orders"), ground)
    recognised = {each.role: each.value for each in found.source.recognised}
    expected = {"case": "Order", "activity": "step", "end": "done", "resource": "employee"}
    assert {role: recognised[role] for role in expected} == expected
    assert (found.source.rows, found.log.cases, found.source.format) == (900, 300, "table of PostgreSQL")


def test_moments_as_text_are_read_all_the_same(postgres):
    """Where a column of moments is text, the rows are brought here, and come to the same figures."""
    _orders(postgres)
    tables.run(postgres, *SPELLED.split(";"))
    with bench() as ground:
        plain = read(postgres, Question(table="orders"), ground)
        spelled = read(postgres, Question(table="spelled"), ground)
    assert spelled.log == plain.log
    assert spelled.ladder.rungs[0] == plain.ladder.rungs[0]


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"])
def test_a_zone_is_that_of_the_wall_clock(zone, postgres, tmp_path):
    """Times without a zone are placed in the zone that the user names, also in the hours that a clock skips or repeats."""
    engine = Database(postgres)
    answers.assert_same_clock(engine, zone, tmp_path)
    engine.close()


def test_names_are_tidied_beyond_the_sample(postgres):
    """Blanks around names go also in rows that no sample has seen."""
    untidy = "update orders set step = step || '  ' where done > '2024-06-01'"
    tables.run(postgres, *ROWS.replace("899", "29999").replace("7 hours", "1 hour").split(";"), untidy)
    with bench() as ground:
        found = read(postgres, Question(table="orders"), ground)
    assert (found.source.rows, found.log.activities) == (30_000, 3)


def test_a_bad_row_is_named(postgres):
    """A row that cannot be read is named by its key, with its value."""
    tables.run(postgres, *BAD.split(";"))
    with bench() as ground, pytest.raises(UnreadableValue) as raised:
        read(postgres, Question(table="bad"), ground)
    assert (raised.value.row, raised.value.column) == (42, "end_time")
    assert "2025-06-01" in str(raised.value)


def test_what_is_missing_is_said(postgres):
    """A table that is not there, or not named, is answered with those that are."""
    _orders(postgres)
    tables.run(postgres, "create table if not exists other (a text)")
    with bench() as ground:
        with pytest.raises(DataError, match=r'no table "ordres".*"public\.orders"'):
            read(postgres, Question(table="ordres"), ground)
        with pytest.raises(Unclear, match=r"--table.*public\.orders"):
            read(postgres, Question(), ground)
        with pytest.raises(DataError, match="no rows"):
            read(postgres, Question(table="other"), ground)


def test_a_database_that_refuses_is_explained_without_the_password(postgres):
    """No permission, no server, no such database: an error with the way out, and never the password."""
    import sqlalchemy as sa

    _orders(postgres)
    tables.run(postgres, *GUEST.split(";"))
    guest = sa.make_url(postgres).set(username="guest", password="secret-word")
    database = guest.database
    tables.run(postgres, f"revoke temporary on database {database} from public")
    cases = {
        guest: "GRANT TEMPORARY",
        guest.set(database="nowhere"): "Check the name",
        guest.set(host="127.0.0.1", port=1): "Is it running",
    }
    try:
        for address, way_out in cases.items():
            with bench() as ground, pytest.raises(EngineError, match=way_out) as raised:
                read(address.render_as_string(hide_password=False), Question(table="orders"), ground)
            assert "secret-word" not in str(raised.value)
            assert raised.value.__cause__ is None and raised.value.__suppress_context__
    finally:
        tables.run(
            postgres,
            f"grant temporary on database {database} to public",
            "drop table orders cascade",
            "drop role guest",
        )


def _orders(postgres):
    tables.run(postgres, *ROWS.split(";"))
