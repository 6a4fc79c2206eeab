"""Writing a run, and large logs."""

from __future__ import annotations

import csv
import gzip
import hashlib
from xml.etree import ElementTree

import duckdb
import numpy as np
import pyarrow.parquet
import pytest

from smallfires.errors import UsageError
from smallfires.sim import Run, demo, large, write
from smallfires.sim.large import block

COLUMNS = ["case", "activity", "start", "end", "resource", "site", "type", "cost", "value"]
XES = "{http://www.xes-standard.org/}"


@pytest.fixture(scope="module")
def run() -> Run:
    return demo(seed=7).run()


def test_csv_holds_the_log(run, tmp_path):
    """The CSV has every row, times with their zone, and nothing where nothing is known."""
    (path,) = write(run, tmp_path / "new folder")
    assert path.name == "repairs.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == COLUMNS
    assert len(rows) == run.log.num_rows
    first, row = run.log.slice(0, 1).to_pylist()[0], rows[0]
    assert row["start"] == first["start"].isoformat() and row["start"].endswith("+00:00")
    assert row["resource"] == "" and first["resource"] is None
    assert [float(r["cost"]) for r in rows] == run.log["cost"].to_pylist()


def test_parquet_and_xes_hold_the_same(run, tmp_path):
    """Parquet gives the log back; XES has a start and a complete for every step, in traces; packed XES is the same."""
    parquet, xes, packed = write(run, tmp_path, ("parquet", "xes", "xes.gz"))
    assert pyarrow.parquet.read_table(parquet).equals(run.log)
    tree = ElementTree.parse(xes)
    assert len(tree.findall(f"{XES}trace")) == len(set(run.log["case"].to_pylist()))
    assert len(tree.findall(f".//{XES}event")) == 2 * run.log.num_rows
    assert gzip.decompress(packed.read_bytes()) == xes.read_bytes()


def test_the_same_run_is_written_to_the_same_bytes(run, tmp_path):
    """Files of the same seed have the same digest, packed ones too."""
    formats = ("csv", "parquet", "xes.gz")
    digests = [
        [hashlib.sha256(path.read_bytes()).hexdigest() for path in write(each, tmp_path / name, formats)]
        for name, each in (("one", run), ("two", demo(seed=7).run()))
    ]
    assert digests[0] == digests[1]


def test_another_format_is_refused(run, tmp_path):
    """A format that cannot be written is an error that names those that can."""
    with pytest.raises(UsageError, match=r"'docx' is no format.*csv, parquet, xes"):
        write(run, tmp_path, ("docx",))


def test_a_large_log_is_a_log(tmp_path):
    """A large log has ten steps a case on average, starts before ends, repeats, and a row group for each block."""
    path = large(120_000, tmp_path / "large.parquet")
    file = pyarrow.parquet.ParquetFile(path)
    assert file.num_row_groups == 2 and file.schema_arrow.names == COLUMNS
    ((cases, steps, early, first, sites),) = duckdb.sql(
        f"""select count(distinct "case"), count(*), count(*) filter ("start" > "end"),
        count(*) filter (activity = 'Receive'), count(distinct site) from '{path}'"""
    ).fetchall()
    assert (cases, first, early, sites) == (120_000, 120_000, 0, 8)
    assert 9.8 < steps / cases < 10.2
    again = f"""select "case", activity, count(*) n from '{path}' group by all having count(*) > 1"""
    ((repeated,),) = duckdb.sql(f"""select count(distinct "case") from ({again})""").fetchall()
    assert 0.35 < repeated / cases < 0.6


def test_steps_of_a_large_log_follow_each_other():
    """In a case no step starts before the one before it ended, and the rows of a block are by end."""
    table = block(500, 2000, np.random.default_rng(3))
    case, start, end = (np.asarray(table[name]) for name in ("case", "start", "end"))
    assert np.all(np.diff(end) >= np.timedelta64(0))
    order = np.argsort(case, kind="stable")
    same = case[order][1:] == case[order][:-1]
    assert np.all((start[order][1:] >= end[order][:-1])[same])
    assert case[order][0] == "case-00000500"


def test_large_is_the_same_for_the_same_seed(tmp_path):
    """The same seed gives the same bytes, another seed others; no cases are refused."""
    one, two, other = (large(500, tmp_path / f"{k}.parquet", seed).read_bytes() for k, seed in enumerate((1, 1, 2)))
    assert one == two != other
    with pytest.raises(UsageError, match="0 cases is no log"):
        large(0, tmp_path / "none.parquet")
