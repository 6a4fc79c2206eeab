"""Rows of text on their way into Parquet, in batches, for formats that have to be parsed in Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from smallfires.worklog.formats.bounds import no_more_columns
from smallfires.worklog.formats.table import ROW, Column, literal, quoted

BATCH = 50_000
LETTERS = 2**26
"""Letters of a batch, after which it is written however few rows it has."""


class TextRows:
    """Rows that may bring new columns at any time; never more than a batch of them in memory.

    Args:
        folder: where the Parquet files go.
        stem: how their names begin.
    """

    def __init__(self, folder: Path, stem: str) -> None:
        self._folder = folder
        self._stem = stem
        self._names: dict[str, str] = {}
        self._taken: set[str] = {ROW}
        self._rows: list[Mapping[str, str | None]] = []
        self._numbers: list[int] = []
        self._parts: list[Path] = []
        self._letters = 0
        self.count = 0

    def add(self, values: Mapping[str, str | None], row: int | None = None) -> None:
        """Take one row; ``row`` is its number from 0 where counting would be wrong."""
        self._rows.append(values)
        self._numbers.append(self.count if row is None else row)
        self.count += 1
        self._letters += sum(map(len, filter(None, values.values())))
        if len(self._rows) >= BATCH or self._letters > LETTERS:
            self._flush()

    def _flush(self) -> None:
        for values in self._rows:
            for key in values:
                if key not in self._names:
                    self._names[key] = self._free(key)
                    no_more_columns(len(self._names), "")
        arrays = {ROW: pa.array(self._numbers, pa.int64())}
        for key, name in self._names.items():
            arrays[name] = pa.array([values.get(key) for values in self._rows], pa.string())
        part = self._folder / f"{self._stem}-{len(self._parts):05d}.parquet"
        pq.write_table(pa.table(arrays), part)
        self._parts.append(part)
        self._rows, self._numbers, self._letters = [], [], 0

    def _free(self, key: str) -> str:
        """A column name for the key that differs from all others also where upper case does not count."""
        name, again = key, 1
        while name.lower() in self._taken:
            again += 1
            name = f"{key} ({again})"
        self._taken.add(name.lower())
        return name

    def close(self, moments: frozenset[str] = frozenset()) -> tuple[str, tuple[Column, ...]]:
        """Write what is left.

        Args:
            moments: keys whose every value is an ISO timestamp without zone.

        Returns:
            The relation, which carries ``ROW`` beside the columns, and the columns.
        """
        if self._rows or not self._parts:
            self._flush()
        files = ", ".join(literal(part) for part in self._parts)
        selected = [quoted(ROW)]
        for key, name in self._names.items():
            column = quoted(name)
            selected.append(f"CAST({column} AS TIMESTAMP) AS {column}" if key in moments else column)
        columns = tuple(Column(name, "moment" if key in moments else "text") for key, name in self._names.items())
        return f"(SELECT {', '.join(selected)} FROM read_parquet([{files}], union_by_name = true))", columns
