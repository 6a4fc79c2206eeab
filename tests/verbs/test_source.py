"""A source is opened, read through once, and left as it was."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from tests.verbs.asked import asked, changed, lines, written

from smallfires.errors import DataError, EmptyData
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.source import check, open_source, recognised


def checked(path: Path, **settings):
    question = Question(**settings)
    with bench(threads=1) as ground:
        opened = open_source(path, question, ground)
        return check(opened, recognised(opened, question), question, ground)


def test_rows_are_counted_and_starts_are_seen(tmp_path):
    """The check knows how many rows there are, and whether any step lasts."""
    found = checked(written(tmp_path, lines()))
    assert (found.rows, found.starts, found.set_aside) == (240, True, {})


def test_rows_that_cannot_be_read_are_set_aside_where_wanted(tmp_path):
    """What is set aside is counted by what is wrong with it, and the rest is read."""
    rows = changed(changed(lines(), 57, "end", "2024-99-99 10:00:00"), 60, "start", "2031-01-01 00:00:00")
    found = checked(written(tmp_path, rows), set_aside=True)
    assert (found.rows, found.set_aside) == (238, {"end": 1, "order": 1})


def test_the_first_bad_row_is_named(tmp_path):
    """Of several faults the first in the file is told, with file, row and column."""
    rows = changed(changed(lines(), 160, "end", "tomorrow"), 57, "start", "2031-01-01 00:00:00")
    with pytest.raises(DataError) as caught:
        checked(written(tmp_path, rows))
    assert (caught.value.file, caught.value.row, caught.value.column) == ("log.csv", 57, "end")


def test_nothing_but_bad_rows_is_nothing(tmp_path):
    """Where every row is set aside there is nothing to read, and it says so."""
    rows = [line.replace("2024-", "2031-", 1) if i else line for i, line in enumerate(lines())]
    with pytest.raises(EmptyData):
        checked(written(tmp_path, rows), set_aside=True)


@pytest.mark.parametrize("kind", ["pandas", "arrow", "csv", "parquet"])
def test_the_same_work_gives_the_same_reading(tmp_path, kind):
    """A file, a table in memory and a data frame with the same rows give the same figures and fingerprint."""
    path = written(tmp_path, lines())
    frame = pd.read_csv(path, parse_dates=["start", "end"])
    frame.to_parquet(tmp_path / "log.parquet")
    sources = {"pandas": frame, "arrow": pa.Table.from_pandas(frame), "csv": path, "parquet": tmp_path / "log.parquet"}
    one, other = asked(path, target="3h"), asked(sources[kind], target="3h")
    assert other.source.fingerprint == one.source.fingerprint
    assert other.ladder == one.ladder
    assert other.answer == one.answer


def test_a_folder_that_cannot_be_written_to_can_be_read_from(tmp_path):
    """Nothing is written beside the source, and a folder without any right to write is enough."""
    path = written(tmp_path, lines())
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        before = sorted(tmp_path.iterdir())
        asked(path)
        assert sorted(tmp_path.iterdir()) == before
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_the_scratch_folder_is_gone_afterwards(tmp_path, monkeypatch):
    """Whether the reading ends well or in an error, its folder for what is in between is removed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = tmp_path / "source"
    source.mkdir()
    asked(written(source, lines()))
    with pytest.raises(DataError):
        asked(written(source, changed(lines(), 9, "end", "tomorrow")))
    assert [path.name for path in tmp_path.iterdir()] == ["source"]
