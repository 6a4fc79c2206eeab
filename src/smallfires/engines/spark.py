"""Spark as an engine: the rows stay where they are, only answers come over.

Questions run in a session of their own beside the user's, on the same cluster: it has its own views and settings, so that
nothing of the user's is changed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

import pyarrow as pa
from numpy.typing import NDArray

from smallfires.engines.arrow import as_arrays, as_table
from smallfires.engines.dialects import transpile
from smallfires.errors import EngineError

_NUMBERS = count(1)

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.legacy.timeParserPolicy": "EXCEPTION",
}
"""What keeps answers the same everywhere: one clock, and an error where a figure does not fit."""

_KINDS = {
    "tinyint": "integer", "smallint": "integer", "int": "integer", "bigint": "integer", "float": "number",
    "double": "number", "decimal": "number", "timestamp": "instant", "timestamp_ntz": "moment", "date": "date",
    "boolean": "boolean",
}  # fmt: skip


class Spark:
    """A session of Spark on which questions run.

    Args:
        session: any session of the cluster; it is left as it is.
    """

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        with _explained():
            self.session = session.newSession()
            for name, value in _SETTINGS.items():
                self.session.conf.set(name, value)
        self._kept: dict[str, Any] = {}
        self._lent: list[str] = []

    def lend(self, frame: Any) -> tuple[str, str]:
        """Make a data frame of the user's session known to questions.

        Returns:
            The parts of its name in a question.
        """
        name = f"smallfires_{next(_NUMBERS)}"
        with _explained():
            frame.createGlobalTempView(name)
        self._lent.append(name)
        return self.session.conf.get("spark.sql.globalTempDatabase"), name

    def kinds(self, frame: Any) -> list[tuple[str, str]]:
        """Name and kind of each column: text, integer, number, moment, instant, date or boolean."""
        return [(name, _KINDS.get(kind.partition("(")[0], "text")) for name, kind in frame.dtypes]

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with _explained():
            return [tuple(row) for row in self._ask(sql).collect()]

    def columns(self, sql: str) -> Mapping[str, NDArray[Any]]:
        """Run a query and return its columns; a column with NULLs comes masked."""
        return as_arrays(self.table(sql))

    def table(self, sql: str) -> pa.Table:
        """Run a query and return its rows as an Arrow table."""
        with _explained():
            return self._ask(sql).toArrow()

    def keep(self, name: str, sql: str) -> None:
        """Keep a query's rows, in memory or on the cluster's disks, as a view."""
        with _explained():
            self._keep(name, self._ask(sql))

    def view(self, name: str, sql: str) -> None:
        """Give a query a name, without keeping its rows."""
        with _explained():
            self._ask(sql).createOrReplaceTempView(name)

    def amend(self, name: str, column: str, sql: str) -> None:
        """Set a column of a kept view in the rows that a query names by their ``i``; what is kept is kept anew."""
        names = [each for each in self._kept[name].columns if each != column]
        same = ", ".join(f'old."{each}"' for each in names)
        changed = f'coalesce(new."{column}", old."{column}") as "{column}"'
        self.keep(name, f'select {same}, {changed} from "{name}" as old left join ({sql}) as new on new.i = old.i')

    def upload(self, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays as a view; what is masked or NaN becomes NULL."""
        with _explained():
            self._keep(name, self.session.createDataFrame(as_table(columns)))

    def forget(self, name: str) -> None:
        """Let go of a view that was kept."""
        with _explained():
            self.session.catalog.dropTempView(name)
            if name in self._kept:
                self._kept.pop(name).unpersist()

    def close(self) -> None:
        """Let go of everything that was kept or lent."""
        for name in list(self._kept):
            self.forget(name)
        with _explained():
            for name in self._lent:
                self.session.catalog.dropGlobalTempView(name)
        self._lent.clear()

    def _ask(self, sql: str) -> Any:
        return self.session.sql(transpile(sql, self.dialect))

    def _keep(self, name: str, frame: Any) -> None:
        kept = frame.persist()
        kept.count()
        self.forget(name)
        kept.createOrReplaceTempView(name)
        self._kept[name] = kept


@contextmanager
def _explained() -> Iterator[None]:
    """Say what Spark says, once: its own log of a failed question stays silent."""
    log = logging.getLogger("SQLQueryContextLogger")
    silent, log.disabled = log.disabled, True
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        said = str(error).strip().splitlines()
        raise EngineError(
            f"Spark says: {said[0].rstrip('.') if said else type(error).__name__}.",
            "Look into the cluster's own log, or give the data as a Parquet file.",
        ) from None
    finally:
        log.disabled = silent
