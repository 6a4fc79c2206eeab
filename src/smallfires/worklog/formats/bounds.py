"""How much a file may swell while it is read. What no real log meets is a trap: a small file that fills memory or disk.

====================================  ==================  ==================================================
what                                  bound               a real one
====================================  ==================  ==================================================
packed file, unpacked                 16 GiB              ten million rows of CSV: 1 to 2 GB; of XES: 5 to 10
packed file, unpacked by packed       250 times           20 to 60 times (CSV and XES by gzip, xz or zstd)
columns                               5,000               a table with a column a unit: some hundreds
rows of a Parquet file                1,000,000,000       10,000,000
XML: elements inside each other       100                 5 to 8
XML: bytes of one tag                 64 MB               some hundred
XES: events, and letters, of a case   5,000,000, 1 GB     some thousand
JSON: letters of one event            64 MB               some hundred
packed in packed                      2                   1
zip: its list of files                16 MB, 20,000       a workbook: less than 500 files
workbook, unpacked                    4 GiB               a full sheet of 20 columns: 1 GB
workbook, unpacked by packed          250 times           10 to 40 times
workbook: shared texts                400 MB              a full sheet of texts: 100 MB
workbook: tags in one row             1,000,000           16,384 cells: 130,000
workbook: any other part              32 MB, 500,000      64,000 styles: 12 MB, 260,000 tags
====================================  ==================  ==================================================

What is larger can still be read: unpacked by hand, cut into parts, or out of a database.
"""

from __future__ import annotations

from typing import IO

from smallfires.errors import DataError

MOST_UNPACKED = 16 * 2**30
MOST_TIMES = 250
SMALL = 64 * 2**20
"""Bytes that may come out of any packed file, however small."""
MOST_COLUMNS = 5_000
MOST_ROWS = 10**9
DEEPEST = 100
LONGEST_TAG = 64 * 2**20
MOST_EVENTS = 5_000_000
MOST_LETTERS = 2**30
LONGEST_ITEM = 64 * 2**20
MOST_LAYERS = 2
MEMORY = 512 * 2**20
"""Bytes that unpacking may take; xz takes 65 MB at its strongest."""


class Unpacking:
    """A stream out of a packed file, which ends where it swells as no log does.

    Args:
        stream: what comes out.
        packed: bytes of the packed file.
        name: of the file, for the error.
    """

    def __init__(self, stream: IO[bytes], packed: int, name: str) -> None:
        self._stream, self._name = stream, name
        self._most = min(MOST_UNPACKED, max(SMALL, MOST_TIMES * packed))
        self._came = 0

    def read(self, size: int) -> bytes:
        """The next bytes.

        Raises:
            DataError: more came than may come.
        """
        piece = self._stream.read(size)
        self._came += len(piece)
        if self._came > self._most:
            raise swells(self._name)
        return piece


def swells(name: str) -> DataError:
    """The error for a packed file that swells as no log does."""
    return DataError(
        f"The packed file swells to more than {MOST_TIMES} times its size, or to more than 16 GB, as no log does.",
        "If it is a log, unpack it, and name the unpacked file.",
        file=name,
    )


def no_more_columns(count: int, name: str) -> None:
    """Refuse a table that is wider than any.

    Raises:
        DataError: it is.
    """
    if count > MOST_COLUMNS:
        raise DataError(
            f"The file has more than {MOST_COLUMNS:,} columns.", "Leave out those that nobody needs.", file=name
        )
