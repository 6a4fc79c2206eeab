"""The list of files at the end of a zip archive, looked at before it is read: a list of millions would fill memory.

Source: APPNOTE.TXT, .ZIP File Format Specification 6.3.10, PKWARE, sections 4.3.14 to 4.3.16.
"""

from __future__ import annotations

import struct
from pathlib import Path

from smallfires.errors import DataError

LONGEST = 16 * 2**20
"""Bytes of the list."""
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END_64 = 56
_COMMENT = 2**16


def no_long_list(path: Path) -> None:
    """Refuse an archive that lists more files than any of ours.

    Raises:
        DataError: it does.
    """
    if length(path) > LONGEST:
        raise DataError("The zip file lists more files than a log or a workbook has.", "Unpack it.", file=path.name)


def length(path: Path) -> int:
    """Bytes of the list; 0 where there is none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - _END_SIZE - _COMMENT - _LOCATOR_SIZE - _END_64)
        file.seek(start)
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        return 0
    told = int(struct.unpack_from("<L", tail, at + 12)[0])
    near = at - _LOCATOR_SIZE
    if near < 0 or tail[near : near + 4] != _LOCATOR:
        return told
    with path.open("rb") as file:  # the longer list of a large archive has its own record
        file.seek(min(size, int(struct.unpack_from("<Q", tail, near + 8)[0])))
        record = file.read(_END_64)
    return max(
        told if told != 2**32 - 1 else 0, struct.unpack_from("<Q", record, 40)[0] if len(record) == _END_64 else 0
    )
