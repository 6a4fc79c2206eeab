"""The embedded engine: DuckDB in this process, spilling to a scratch folder instead of failing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
from numpy.typing import NDArray

from smallfires.engines.arrow import as_table
from smallfires.errors import EngineError

GIGABYTE = 1 << 30
BYTES_A_ROW = 135
"""What one row of the work costs while it is sorted; measured on logs of 10 and 50 million rows."""


class Embedded:
    """DuckDB in this process.

    Args:
        scratch: an existing folder for what does not fit in memory.
        threads: how many to use; all cores by default.
    """

    dialect = "duckdb"

    def __init__(self, scratch: Path, threads: int | None = None) -> None:
        self.connection = duckdb.connect(":memory:")
        self._run(f"set temp_directory = '{_quoted(scratch)}'")
        self._run("set preserve_insertion_order = true")
        self._run("set enable_progress_bar = false")
        # DuckDB 2.0 narrows some sums over joins to too small a type, and then cannot cast; it saves nothing here.
        self._run("set disabled_optimizers = 'compressed_materialization'")
        self._run("set timezone = 'UTC'")
        if threads:
            self._run(f"set threads = {int(threads)}")
        self.expect(0)

    def expect(self, rows: int) -> None:
        """Set the memory that so many rows need: at least 1 GB, never over half of what the machine has."""
        limit = max(GIGABYTE, min(rows * BYTES_A_ROW, memory() // 2))
        self._run(f"set memory_limit = '{limit // (1 << 20)}MiB'")

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with plain_words():
            return self.connection.execute(sql).fetchall()

    def columns(self, sql: str) -> Mapping[str, NDArray[Any]]:
        """Run a query and return its columns; a column with NULLs comes masked."""
        with plain_words():
            return dict(self.connection.execute(sql).fetchnumpy())

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's rows, in its order, as a table."""
        self._run(f'create or replace table "{name}" as {sql}')

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without keeping its rows."""
        self._run(f'create or replace view "{name}" as {sql}')

    def amend(self, name: str, column: str, sql: str) -> None:
        """Set a column of a kept table in the rows that a query names by their ``i``."""
        self._run(f'update "{name}" set "{column}" = new."{column}" from ({sql}) as new where new.i = "{name}".i')

    def upload(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays as a table; NaN and masked stay what they are: NaN becomes NULL."""
        self.connection.register("uploaded", as_table(columns))
        try:
            self.keep(name, "select * from uploaded")
        finally:
            self.connection.unregister("uploaded")

    def write(self, sql: str, path: Path) -> None:
        """Write a query's rows, in its order, to a Parquet file; they need not fit in memory."""
        self._run(f"copy ({sql}) to '{_quoted(path)}' (format parquet, compression lz4)")

    def forget(self, name: str) -> None:
        """Drop a table that was kept."""
        self._run(f'drop table if exists "{name}"')

    def close(self) -> None:
        """Let go of the memory and the scratch files."""
        self.connection.close()

    def _run(self, sql: str) -> None:
        with plain_words():
            self.connection.execute(sql)


@contextmanager
def plain_words() -> Iterator[None]:
    """Whatever stops the work for want of memory or disk, or by the user, in words that a user can act on.

    Raises:
        EngineError: memory or disk is full.
        KeyboardInterrupt: the user stopped a query.
    """
    try:
        yield
    except (duckdb.Error, RuntimeError, OSError) as error:
        if isinstance(error, duckdb.InterruptException) or str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        if not _full(error):
            raise
        raise EngineError(
            f"The data does not fit: {_first_line(error)}.",
            "Free some memory or disk, name a larger folder for what is in between (the variable TMPDIR), or read a "
            "part of the log, for example one year of it.",
        ) from error


def _full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, duckdb.OutOfMemoryException) or "No space left on device" in str(error)


def memory() -> int:
    """The memory that this process may have, in bytes; 4 GB where the system does not say."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        whole = 4 * GIGABYTE
    return min([whole, *_limits()])


def _limits() -> Iterator[int]:
    """What a container, or the shell, allows."""
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            yield int(Path(path).read_text(encoding="ascii"))
    with suppress(ImportError):
        import resource

        allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
        if allowed != resource.RLIM_INFINITY:
            yield allowed


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
