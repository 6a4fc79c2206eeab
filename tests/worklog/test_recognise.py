"""Columns are recognised in logs that nobody prepared, and what cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from smallfires.errors import MissingColumn, SmallfiresError, Unclear, UnreadableValue, UsageError
from smallfires.worklog.formats import FileOptions, open_table
from smallfires.worklog.recognise import (
    Hints,
    MeasureHints,
    Recognition,
    looks_like_measures,
    recognise,
    recognise_measures,
)

Read = Callable[..., "Seen"]


class Seen:
    """A recognised source that can be asked."""

    def __init__(self, source: object, folder: Path, hints: Hints | None = None) -> None:
        self.connection = duckdb.connect()
        self.table = open_table(source, self.connection, folder, FileOptions(), lambda *_: None)
        self.known: Recognition = recognise(self.table, self.fetch, hints or Hints())

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def column(self, name: str) -> list[Any]:
        return [row[0] for row in self.fetch(f'SELECT "{name}" FROM ({self.known.select}) ORDER BY row')]

    def guess(self, role: str) -> str:
        return next(guess.value for guess in self.known.guesses if guess.role == role)

    def complaint(self) -> SmallfiresError:
        bad = f"SELECT bad, min(row), count(*) FROM ({self.known.select}) WHERE bad IS NOT NULL GROUP BY 1 ORDER BY 2"
        role, row, count = self.fetch(bad)[0]
        return self.known.complain(role, row, count, self.fetch)


@pytest.fixture
def csv(tmp_path: Path) -> Read:
    def read(text: str, hints: Hints | None = None) -> Seen:
        (tmp_path / "orders.csv").write_text(text)
        return Seen(tmp_path / "orders.csv", tmp_path, hints)

    return read


def micros(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[arg-type, misc]


XES = {"case": "case:concept:name", "activity": "concept:name", "end": "time:timestamp"}
PLAIN = {"case": "case_id", "activity": "activity", "end": "end_time", "start": "start_time", "resource": "resource"}
UPPER = {**PLAIN, "activity": "Activity", "resource": "Resource"}
RESOURCE = {**XES, "resource": "org:resource"}
LOGS = {
    "AcademicCredentials.csv.gz": (PLAIN, 4928, 954),
    "BPIC_2012_W.csv.gz": (PLAIN, 59302, 8616),
    "BPIC_2017_W.csv.gz": (PLAIN, 240854, 30276),
    "Production.csv.gz": (UPPER, 4503, 225),
    "Production_WTs_expected.csv.gz": (UPPER, 4503, 225),
    "Loan_Application_batched.csv.gz": (UPPER, 70162, 7000),
    "Loan_Application_WTs_expected.csv.gz": (UPPER, 70162, 7000),
    "PurchasingExample.csv.gz": ({**RESOURCE, "start": "start_timestamp"}, 9119, 608),
    "interval_event_log.csv": ({**XES, "start": "start_timestamp"}, 8109, 1266),
    "running-example.csv": ({**RESOURCE, "cost": "Costs"}, 42, 6),
    "receipt.csv.gz": (
        {**RESOURCE, "unit": "case:department", "type": "case:channel", "lifecycle": "lifecycle:transition"},
        8577,
        1434,
    ),
    "patients.csv": (
        {
            "case": "patient",
            "activity": "handling",
            "end": "time",
            "resource": "employee",
            "lifecycle": "registration_type",
            "instance": "handling_id",
        },
        5442,
        500,
    ),
    "teleclaims.xes.gz": ({**RESOURCE, "lifecycle": "lifecycle:transition"}, 46138, 3512),
    "bpic2012.xes.gz": ({**RESOURCE, "lifecycle": "lifecycle:transition"}, 262200, 13087),
    "extraneous/Loan_Application.csv.gz": (PLAIN, 11805, 1000),
    "extraneous/Loan_Application_5_timers.csv.gz": (PLAIN, 10968, 1000),
    "extraneous/Pharmacy.csv.gz": (PLAIN, 8356, 1000),
    "extraneous/Pharmacy_5_timers.csv.gz": (PLAIN, 8321, 1000),
    "waiting_causes/double_ping_pong_case.csv": ({**RESOURCE, "start": "start_timestamp"}, 21, 1),
    "waiting_causes/handoff-test.csv": (UPPER, 144, 24),
    "waiting_causes/manual_log_1.csv": (UPPER, 12, 4),
    "waiting_causes/manual_log_2.csv": (UPPER, 15, 5),
    "waiting_causes/manual_log_3.csv": (UPPER, 63, 18),
    "waiting_causes/ping_pong_case.csv": ({**RESOURCE, "start": "start_timestamp"}, 19, 1),
    "waiting_causes/prioritization.csv": ({**RESOURCE, "start": "start_timestamp"}, 2, 2),
    "waiting_causes/prioritization_and_contention.csv": ({**RESOURCE, "start": "start_timestamp"}, 3, 2),
    "waiting_causes/resource_contention.csv": ({**RESOURCE, "start": "start_timestamp"}, 2, 2),
    "waiting_causes/two_ping_pongs_case.csv": ({**RESOURCE, "start": "start_timestamp"}, 21, 1),
    "waiting_causes/undifferentiated_pool.csv": ({**RESOURCE, "start": "start_timestamp"}, 3, 2),
}


@pytest.mark.parametrize("name", LOGS)
def test_real_logs(name: str, shared_data: Path, tmp_path: Path) -> None:
    """Every real log opens without a flag, with the right columns and no bad row, and is no table of measures."""
    roles, rows, cases = LOGS[name]
    seen = Seen(shared_data / "logs" / name, tmp_path)
    assert dict(seen.known.roles) == roles
    counts = seen.fetch(f'SELECT count(*), count(DISTINCT "case"), count(bad) FROM ({seen.known.select})')
    assert counts == [(rows, cases, 0)]
    assert not looks_like_measures(seen.table, seen.fetch, Hints())


def test_every_log_is_tried(shared_data: Path) -> None:
    """No log of the collection is left out of the test above, but the tables of expected results."""
    folder = shared_data / "logs"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith("_expected.csv")} == set(LOGS)


HEADERS = [
    ("Case ID;Activity;Resource;Start Timestamp;Complete Timestamp", "Case ID", "Activity", "Complete Timestamp"),
    ("_CASE_KEY;ACTIVITY_EN;USER_NAME;STARTTIME;ENDTIME", "_CASE_KEY", "ACTIVITY_EN", "ENDTIME"),
    ("Vorgangsnummer;Tätigkeit;Bearbeiter;Beginn;Ende", "Vorgangsnummer", "Tätigkeit", "Ende"),
    ("Zaaknummer;Activiteit;Behandelaar;Begintijd;Eindtijd", "Zaaknummer", "Activiteit", "Eindtijd"),
    ("Expediente;Actividad;Usuario;Fecha inicio;Fecha fin", "Expediente", "Actividad", "Fecha fin"),
    ("Numéro dossier;Étape;Utilisateur;Date début;Date fin", "Numéro dossier", "Étape", "Date fin"),
    ("Número do processo;Atividade;Responsável;Data início;Data fim", "Número do processo", "Atividade", "Data fim"),
    ("caseId;activityName;userName;startTime;endTime", "caseId", "activityName", "endTime"),
    ("Ticket number;Status;Assigned to;Started at;Completed at", "Ticket number", "Status", "Completed at"),
    ("Order ID;Step;Employee;Begin;End", "Order ID", "Step", "End"),
]


@pytest.mark.parametrize(("header", "case", "activity", "end"), HEADERS)
def test_words(csv: Read, header: str, case: str, activity: str, end: str) -> None:
    """Field words of six languages and of common exports are known."""
    rows = "".join(
        f"{i // 3};{'ABC'[i % 3]};P{i % 2};2024-01-{i + 1:02} 10:00;2024-01-{i + 1:02} 11:00\n" for i in range(12)
    )
    roles = csv(f"{header}\n{rows}").known.roles
    names = header.split(";")
    assert roles == {"case": case, "activity": activity, "end": end, "start": names[3], "resource": names[2]}


LOG = "case,activity,start,end,who\n"


def test_late_bad_date(csv: Read) -> None:
    """An unreadable date in row 70 001 is named with file, row, column, value, rule and way out."""
    good = "1,A,2024-01-31 09:00,2024-01-31 10:00,x\n"
    bad = "1,A,2024-01-31 09:00,2024-13-45,x\n"
    error = csv(LOG + good * 69_999 + bad * 3 + good).complaint()
    assert isinstance(error, UnreadableValue)
    assert str(error) == (
        'orders.csv, row 70001, column "end": "2024-13-45" is not a date. The others in this column read as '
        "2024-01-31 10:00. Correct it, or set such rows aside with --set-aside (3 rows)."
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,A,2024-01-31 09:00,,x", "has no time"),
        (",A,2024-01-31 09:00,2024-01-31 10:00,x", "which case"),
        ("1, ,2024-01-31 09:00,2024-01-31 10:00,x", "names no activity"),
        ("1,A,2024-01-31 09:00,2024-01-31 08:00,x", 'end "2024-01-31 08:00" is before the start "2024-01-31 09:00"'),
        ("1,A,later,2024-01-31 10:00,x", '"later" is not a date'),
        ("1,A,2024-01-31 09:00,2024-01-31 10:00Z,x", "says a time zone, while the others do not"),
    ],
)
def test_bad_rows(csv: Read, row: str, says: str) -> None:
    """Whatever a row lacks is said in words, with the row's number."""
    seen = csv(LOG + "1,A,2024-01-31 09:00,2024-01-31 10:00,x\n" * 9 + row + "\n")
    error = seen.complaint()
    assert says in str(error)
    assert error.row == 11
    assert "--set-aside (1 row)" in error.way_out


def test_open_start(csv: Read) -> None:
    """A start may be missing."""
    seen = csv(LOG + "1,A,,2024-01-31 10:00,x\n1,B,NaT,2024-01-31 11:00,x\n1,C,2024-01-31 10:00,2024-01-31 12:00,x\n")
    assert seen.column("bad") == [None] * 3
    assert seen.column("start") == [None, None, micros(2024, 1, 31, 10)]


def test_mixed_zones(csv: Read) -> None:
    """In a column with zones, a value without one is named; with --timezone it is read in that zone."""
    zoned = "1,A,2024-07-01T09:00:00+02:00,2024-07-01T10:00:00+02:00,x\n"
    text = LOG + zoned * 9 + "1,A,2024-07-01T09:00:00+02:00,2024-07-01T10:00:00,x\n"
    error = csv(text).complaint()
    assert '"2024-07-01T10:00:00" says no time zone' in str(error)
    assert (error.row, error.column) == (11, "end")
    assert "--timezone Europe/Amsterdam" in error.way_out
    told = csv(text, Hints(timezone="Europe/Amsterdam"))
    assert told.column("bad") == [None] * 10
    assert set(told.column("end")) == {micros(2024, 7, 1, 8)}


def test_zones_by_column(csv: Read) -> None:
    """A start with a zone and an end without one cannot be compared; different offsets can."""
    with pytest.raises(UnreadableValue, match="--timezone") as caught:
        csv(LOG + "1,A,2024-07-01T09:00:00Z,2024-07-01T10:00:00,x\n" * 3)
    assert (caught.value.row, caught.value.column) == (2, "end")
    seen = csv(LOG + "1,A,2024-03-31T01:00:00+01:00,2024-03-31T03:00:00+02:00,x\n" * 3)
    assert set(seen.column("end")) == {micros(2024, 3, 31, 1)}
    assert seen.guess("time zone") == "in the data"


def test_no_such_zone(csv: Read) -> None:
    """A time zone that does not exist is refused."""
    with pytest.raises(UsageError, match="Europe/Amsterdm"):
        csv(LOG + "1,A,2024-07-01 09:00,2024-07-01 10:00,x\n", Hints(timezone="Europe/Amsterdm"))


def test_day_or_month(csv: Read) -> None:
    """Day or month first is asked only where nothing settles it."""
    same = "1,A,01/02/2024 09:00,01/02/2024 10:00,x\n2,A,01/02/2024 09:00,01/02/2024 10:00,x\n"
    with pytest.raises(Unclear, match="--day-first or --month-first"):
        csv(LOG + same)
    assert csv(LOG + same, Hints(dayfirst=False)).column("end")[0] == micros(2024, 1, 2, 10)
    assert csv(LOG + same, Hints(dayfirst=True)).column("end")[0] == micros(2024, 2, 1, 10)
    late = same * 3000 + "3,A,01/13/2024 09:00,01/13/2024 10:00,x\n"
    assert csv(LOG + late).column("end")[0] == micros(2024, 1, 2, 10)
    by_order = "".join(
        f"1,A,0{m}/02/2024 09:00,0{m}/02/2024 10:00,x\n0,B,01/0{m}/2024 09:00,01/0{m}/2024 10:00,x\n" for m in (1, 2)
    )
    assert csv(LOG + by_order, Hints(dayfirst=False)).guess("dates").startswith("month first")


def test_order_settles(csv: Read) -> None:
    """Where time would run backwards within cases under one order, the other is taken."""
    days = [f"{month:02}/{day:02}/2024 10:00" for month in (1, 2, 3) for day in range(1, 13)]
    text = "case,activity,time\n" + "".join(f"1,A,{day}\n" for day in days)
    seen = csv(text)
    assert seen.guess("dates").startswith("month first")
    assert seen.column("end") == sorted(seen.column("end"))


def test_tidied_names(csv: Read) -> None:
    """Blanks are trimmed and collapsed, float identifiers mended, and a merger of two spellings is said."""
    seen = csv("case,activity,time,resource\n1,A  b,2024-01-01,10861.0\n1, A b ,2024-01-02,\n1,A b,2024-01-03,nan\n")
    assert seen.column("activity") == ["A b"] * 3
    assert seen.column("resource") == ["10861", None, None]
    assert any('"activity"' in note and "3 spellings, 1 names" in note for note in seen.known.notes)


def test_typed_columns(tmp_path: Path) -> None:
    """Timestamps with and without zone, dates and whole numbers of a data frame are read as they are."""
    moments = [datetime(2024, 1, 31, 10), datetime(2024, 1, 31, 11)]
    frame = pa.table(
        {
            "case": [1, 1],
            "activity": ["A", "B"],
            "start": pa.array(moments, pa.timestamp("ns", "UTC")),
            "end": pa.array(moments, pa.timestamp("us", "Europe/Amsterdam")),
            "resource": [7.0, None],
        }
    )
    seen = Seen(frame, tmp_path)
    assert seen.column("start") == seen.column("end") == [micros(2024, 1, 31, 10), micros(2024, 1, 31, 11)]
    assert seen.column("case") == ["1", "1"]
    assert seen.column("resource") == ["7", None]


def test_cut_nanoseconds(tmp_path: Path) -> None:
    """Nanoseconds are cut off, and that is said once, only where there are any."""
    for zone in (None, "UTC"):
        for extra, said in ((789, 1), (0, 0)):
            times = pa.array([1_704_067_200_123_456_000 + extra] * 2, pa.timestamp("ns", zone))
            seen = Seen(pa.table({"case": ["1", "1"], "activity": ["A", "B"], "time": times}), tmp_path)
            assert seen.column("end") == [1_704_067_200_123_456] * 2
            assert sum("finer than a microsecond" in note for note in seen.known.notes) == said


def test_twice_the_same(csv: Read) -> None:
    """Two columns of the same name and content are no question; with other content they are."""
    same = "case,concept:name,Activity,time\n1,A,A,2024-01-01\n1,B,B,2024-01-02\n"
    assert csv(same).known.roles["activity"] == "concept:name"
    with pytest.raises(Unclear, match='"concept:name" or "Activity"') as caught:
        csv(same.replace("B,B", "B,C"))
    assert "--activity" in caught.value.way_out


def test_missing_columns(csv: Read) -> None:
    """What is missing is said with the columns there are and the flags."""
    with pytest.raises(MissingColumn, match="--end COLUMN") as caught:
        csv("case,activity,n\n1,A,5\n1,B,6\n")
    assert '"case", "activity", "n"' in caught.value.way_out
    with pytest.raises(MissingColumn, match='Did you mean "handler"'):
        csv("case,handler,time\n1,A,2024-01-01\n1,B,2024-01-02\n", Hints(activity="handlr"))


def test_hints(csv: Read) -> None:
    """What the user says is obeyed and marked; none leaves a role out."""
    text = "a,b,c,department\n1,A,2024-01-01,N\n1,B,2024-01-02,N\n2,A,2024-01-03,S\n2,B,2024-01-04,S\n"
    seen = csv(text * 1, Hints(case="A", activity="b", end="c", unit="none"))
    assert seen.known.roles == {"case": "a", "activity": "b", "end": "c"}
    assert {guess.role for guess in seen.known.guesses if guess.given} == {"case", "activity", "end"}


def test_not_a_date(csv: Read) -> None:
    """A column that was named for the time and holds none is refused."""
    with pytest.raises(SmallfiresError, match="are no dates"):
        csv("case,activity,n\n1,A,red\n1,B,blue\n", Hints(end="n"))


def test_one_moment_is_the_end(csv: Read) -> None:
    """In a log with one column of moments that column is the end, whatever it is called."""
    seen = csv("case,activity,start time\n1,A,2024-01-01\n1,B,2024-01-02\n")
    assert seen.known.roles == {"case": "case", "activity": "activity", "end": "start time"}


def test_unit_is_never_the_resource(csv: Read) -> None:
    """A unit is taken only where a name says so."""
    roles = csv("case,activity,time,user\n" + "".join(f"{i},A,2024-01-01,u{i % 3}\n" for i in range(30))).known.roles
    assert "unit" not in roles
    assert roles["resource"] == "user"


MEASURES = {
    "panels/california_prop99.csv": {"time": "Year", "measure": "PacksPerCapita", "unit": "State"},
    "panels/mpdta.csv": {"time": "year", "measure": "lemp", "unit": "countyreal"},
}


@pytest.mark.parametrize("name", MEASURES)
def test_measures(name: str, shared_data: Path, tmp_path: Path) -> None:
    """A table of measures by period and unit is told from a work log, and its columns are found."""
    connection = duckdb.connect()

    def fetch(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    table = open_table(shared_data / name, connection, tmp_path, FileOptions(), lambda *_: None)
    assert looks_like_measures(table, fetch, Hints())
    known = recognise_measures(table, fetch, MeasureHints())
    assert dict(known.roles) == MEASURES[name]
    assert fetch(f"SELECT count(bad), count(time), count(measure) - count(*) FROM ({known.select})")[0][::2] == (0, 0)


@pytest.mark.parametrize(
    ("first", "second", "begins"),
    [
        ("2024", "2025", (2024, 1, 1)),
        ("2024-03", "2024-04", (2024, 3, 1)),
        ("03/2024", "04/2024", (2024, 3, 1)),
        ("Mar 2024", "Apr 2024", (2024, 3, 1)),
        ("2024-W05", "2024-W06", (2024, 1, 29)),
        ("2024-Q2", "2024-Q3", (2024, 4, 1)),
        ("Q2 2024", "Q3 2024", (2024, 4, 1)),
        ("2024-03-04", "2024-03-11", (2024, 3, 4)),
        ("13/03/2024", "20/03/2024", (2024, 3, 13)),
    ],
)
def test_periods(tmp_path: Path, first: str, second: str, begins: tuple[int, int, int]) -> None:
    """A period begins where its name says."""
    path = tmp_path / "weekly.csv"
    path.write_text(f"period,late,cases\n{first},7.5,100\n{second},8.5,120\n{second},9.5,\n")
    connection = duckdb.connect()

    def fetch(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    table = open_table(path, connection, tmp_path, FileOptions(), lambda *_: None)
    known = recognise_measures(table, fetch, MeasureHints(time="period", measure="late", count="cases", unit="none"))
    rows = fetch(f"SELECT row, time, unit, measure, count, bad FROM ({known.select}) ORDER BY row")
    assert rows[0] == (2, micros(*begins), None, 7.5, 100.0, None)
    assert rows[2][3:] == (9.5, None, None)


def test_several_measures(shared_data: Path, tmp_path: Path) -> None:
    """Where several columns could be the measure, one question is asked."""
    connection = duckdb.connect()
    table = open_table(shared_data / "panels/CPS.csv", connection, tmp_path, FileOptions(), lambda *_: None)
    with pytest.raises(Unclear, match='"log_wage", "hours", "urate"') as caught:
        recognise_measures(table, lambda sql: connection.execute(sql).fetchall(), MeasureHints())
    assert "--measure" in caught.value.way_out
