"""Files and data frames, opened: whatever the format, what comes out is one table with raw columns.

What is in a file decides how it is read, never what it is called: a ``.csv`` that is really a workbook opens as one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from smallfires.errors import DataError, SmallfiresError
from smallfires.worklog.formats import content
from smallfires.worklog.formats.bounds import MOST_LAYERS
from smallfires.worklog.formats.table import Column, FileOptions, Progress, Table

__all__ = ["Column", "FileOptions", "Progress", "Table", "open_table"]


def open_table(
    source: str | Path | object,
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    options: FileOptions,
    progress: Progress,
    layers: int = 0,
) -> Table:
    """Open a file or a data frame.

    Args:
        source: a path; or a data frame of pandas, polars, Arrow or DuckDB.
        connection: where its relation will be asked.
        scratch: a folder for what has to be unpacked or rewritten; lives as long as the table is used.
        options: what the user says about the file.
        progress: told what is being done.
        layers: in how many packed files it was found.

    Raises:
        DataError: it cannot be read; says why, where, and what to do.
        Unclear: it can be read in more than one way; names the flag that settles it.
    """
    if not isinstance(source, (str, Path)):
        from smallfires.worklog.formats import frame

        return frame.open_frame(source, connection)
    path = Path(source).expanduser()
    kind = content.kind_of_bytes(content.head_of(path))
    if kind == "zip" and content.is_workbook(path):
        kind = "Excel"
    if kind not in content.COMPRESSED:
        return _open(path, kind, connection=connection, scratch=scratch, options=options, progress=progress)
    if layers >= MOST_LAYERS:
        raise DataError("The file is packed again and again.", "Unpack it, and name the log in it.", file=path.name)
    kind_inside = content.packed_kind(path)
    if kind_inside in ("markup", "json"):
        return _open(path, kind_inside, connection=connection, scratch=scratch, options=options, progress=progress)
    unpacked = content.unpack(path, scratch, progress)
    try:
        return replace(open_table(unpacked, connection, scratch, options, progress, layers + 1), name=path.name)
    except SmallfiresError as error:
        error.file = path.name
        raise
    finally:
        if kind_inside == "text":
            unpacked.unlink(missing_ok=True)


def _open(
    path: Path,
    kind: str,
    *,
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    options: FileOptions,
    progress: Progress,
) -> Table:
    if kind == "Parquet":
        from smallfires.worklog.formats import parquet

        return parquet.open_parquet(path, connection)
    if kind == "Excel":
        from smallfires.worklog.formats import excel

        return excel.open_excel(path, connection, scratch, options, progress)
    if kind == "text":
        from smallfires.worklog.formats import csv

        return csv.open_csv(path, connection, scratch, options, progress)
    if kind == "markup" and not _is_object_centric(path):
        from smallfires.worklog.formats import xes

        return xes.open_xes(path, connection, scratch, progress)
    if kind in ("json", "markup", "SQLite"):
        from smallfires.worklog.formats import ocel

        return ocel.open_ocel(path, connection, scratch, options, progress, kind=kind)
    raise _unreadable(path, kind)


def _is_object_centric(path: Path) -> bool:
    with content.opened(path) as stream:
        head = stream.read(content.HEAD)
    return b"<object-types" in head or b"<event-types" in head


def _unreadable(path: Path, kind: str) -> DataError:
    if kind == "old Excel":
        return DataError(
            "This is an Excel file in the old format, or one with a password.",
            "Open it in Excel, take the password off, and save it as .xlsx or CSV.",
            file=path.name,
        )
    what = "a PDF" if kind == "PDF" else "neither text nor a table that Smallfires knows"
    return DataError(
        f"The file is {what}.", "Export the log as CSV, Excel (.xlsx), Parquet, XES or OCEL 2.0.", file=path.name
    )
