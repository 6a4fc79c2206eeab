"""The embedded engine keeps what it is given, spills instead of failing, and says plainly where it cannot go on."""

from __future__ import annotations

import errno
import subprocess
import sys

import numpy as np
import pytest

from smallfires.engines import embedded
from smallfires.engines.embedded import GIGABYTE, Embedded, plain_words
from smallfires.errors import EngineError


@pytest.fixture
def engine(tmp_path):
    own = Embedded(tmp_path, threads=1)
    yield own
    own.close()


def limit(engine: Embedded) -> str:
    return engine.fetch("select current_setting('memory_limit')")[0][0]


def test_arrays_come_back_as_they_went(engine):
    """Whole numbers, figures with NaN, masked numbers and text survive an upload in their order."""
    rng = np.random.default_rng(1)
    columns = {
        "whole": rng.integers(-(2**62), 2**62, 5_000),
        "code": rng.integers(0, 9, 5_000).astype(np.int32),
        "figure": np.where(rng.random(5_000) < 0.1, np.nan, rng.normal(size=5_000)),
        "text": np.array([f"näme {i}" for i in range(5_000)], dtype=object),
        "masked": np.ma.array(rng.integers(0, 9, 5_000), mask=rng.random(5_000) < 0.3),
    }
    engine.upload("things", columns)
    found = engine.columns("select * from things")
    for name in ("whole", "code", "text"):
        assert (np.ma.getdata(found[name]) == columns[name]).all()
    figure = np.ma.filled(found["figure"], np.nan)
    assert np.array_equal(figure, columns["figure"], equal_nan=True)
    assert (np.ma.getmaskarray(found["masked"]) == columns["masked"].mask).all()
    assert (found["masked"].compressed() == columns["masked"].compressed()).all()
    assert engine.fetch("select count(*) from things where figure is null")[0][0] == np.isnan(columns["figure"]).sum()


def test_what_is_kept_replaces_and_can_be_forgotten(engine):
    """A second table of a name takes the place of the first; a forgotten one is gone, and forgetting twice is no fault."""
    engine.keep("kept", "select 1 as n")
    engine.keep("kept", "select 2 as n")
    assert engine.fetch("select n from kept") == [(2,)]
    engine.forget("kept")
    engine.forget("kept")
    assert engine.fetch("select count(*) from duckdb_tables()") == [(0,)]


def test_rows_are_kept_in_their_order(engine):
    """A table keeps the order of its query, which later reading relies on."""
    engine.keep("ordered", "select range as n from range(300000) order by (n * 7919) % 300007")
    found = engine.columns("select n from ordered")["n"]
    assert (np.diff((found * 7919) % 300_007) > 0).all()


def test_a_query_is_written_to_parquet(engine, tmp_path):
    """What is written is what is read, also to a folder with a quote in its name."""
    folder = tmp_path / "o'clock"
    folder.mkdir()
    engine.write("select range as n from range(10)", folder / "rows.parquet")
    again = Embedded(folder)
    place = str(folder / "rows.parquet").replace("'", "''")
    assert again.fetch(f"select sum(n) from read_parquet('{place}')") == [(45,)]
    again.close()


def test_memory_grows_with_the_work_and_has_a_bound(engine, monkeypatch):
    """At least a gigabyte, more for more rows, and never over half of the machine."""
    monkeypatch.setattr(embedded, "memory", lambda: 8 * GIGABYTE)
    found = []
    for rows in (0, 20_000_000, 10**12):
        engine.expect(rows)
        found.append(limit(engine))
    assert found == ["1.0 GiB", "2.5 GiB", "4.0 GiB"]


def test_a_sort_that_does_not_fit_spills(engine, tmp_path):
    """Two million rows sort within fifty megabytes, by way of the scratch folder."""
    engine.connection.execute("set memory_limit = '50MiB'")
    engine.keep("big", "select hash(range) as h, range as n from range(2000000)")
    engine.keep("sorted", "select * from big order by h")
    found = engine.columns("select count(*) as n, min(n) as low, max(n) as high from sorted")
    assert (found["n"][0], found["low"][0], found["high"][0]) == (2_000_000, 0, 1_999_999)


def test_what_does_not_fit_is_said_plainly(engine):
    """Without memory or room to spill it ends in an error with a way out, while the query runs or its rows are fetched."""
    engine.connection.execute("set memory_limit = '10MiB'")
    engine.connection.execute("set max_temp_directory_size = '1MiB'")
    for ask in (engine.fetch, engine.columns, lambda sql: engine.keep("x", sql)):
        with pytest.raises(EngineError, match="does not fit") as caught:
            ask("select hash(range) as h from range(5000000) order by h")
        assert "TMPDIR" in caught.value.way_out


def test_a_full_disk_is_said_plainly():
    """Whoever fills the disk, the engine or a library, it is the same error; other faults pass as they are."""
    with pytest.raises(EngineError, match="does not fit"), plain_words():
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(FileNotFoundError), plain_words():
        raise FileNotFoundError(errno.ENOENT, "No such file")


def test_a_query_that_the_user_stops_is_a_stop():
    """Ctrl-C within a query is Ctrl-C, and no fault."""
    with pytest.raises(KeyboardInterrupt), plain_words():
        raise RuntimeError("Query interrupted")


@pytest.mark.skipif(sys.platform == "win32", reason="limits as Unix has them")
def test_a_limit_on_the_process_counts_as_its_memory():
    """What the shell or a container allows is what there is, and not what the machine has."""
    code = "import resource; resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))\n"
    code += "from smallfires.engines.embedded import memory; print(memory())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(found.stdout) == min(3 << 30, embedded.memory())
