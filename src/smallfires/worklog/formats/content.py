"""Bytes of a file, compressed or not: what kind of file it is, and a stream of what is in it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from smallfires.errors import DataError, EmptyData
from smallfires.worklog.formats.bounds import MEMORY, Unpacking
from smallfires.worklog.formats.listing import no_long_list
from smallfires.worklog.formats.table import Progress

CHUNK = 1 << 20
HEAD = 1 << 18

_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"PAR1": "Parquet",
    b"SQLite format 3\x00": "SQLite",
    b"\xd0\xcf\x11\xe0": "old Excel",
    b"%PDF": "PDF",
}
COMPRESSED = ("gzip", "zstd", "bzip2", "xz", "zip")


def kind_of_bytes(head: bytes) -> str:
    """What the first bytes say: a container's name, ``markup``, ``json``, ``text`` or ``junk``."""
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_order(head):
        return "text"
    if head.count(0) > len(head) // 1000:
        return "junk"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"<": "markup", b"{": "json"}.get(start, "text")


def wide_order(head: bytes) -> str | None:
    """UTF-16 without a byte-order mark shows as a zero in every other byte: which, or None."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if not odd:
        return None
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def head_of(path: Path) -> bytes:
    """The first bytes of the file itself.

    Raises:
        DataError: it is missing, a folder, or may not be read.
        EmptyData: it has no bytes.
    """
    if path.is_dir():
        raise DataError(f"{path} is a folder.", "Name one file in it.", file=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError:
        raise DataError(f"There is no file {path}.", "Check the name and the folder.", file=path.name) from None
    except OSError as error:
        raise DataError(
            f"The file cannot be opened: {error.strerror}.", "Check that you may read it.", file=path.name
        ) from None
    if not head:
        raise EmptyData("The file is empty.", "Export it again.", file=path.name)
    return head


def is_workbook(path: Path) -> bool:
    """Whether a zip file is an Excel workbook."""
    with zipped(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


@contextmanager
def zipped(path: Path) -> Iterator[zipfile.ZipFile]:
    """An opened zip archive.

    Raises:
        DataError: it is broken, or lists more files than any of ours.
    """
    try:
        no_long_list(path)
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, RuntimeError, zlib.error, struct.error) as error:
        raise DataError(f"The zip file cannot be read: {error}.", "Pack or export it again.", file=path.name) from None


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/") and info.file_size
    ]
    if len(members) != 1:
        listed = ", ".join(info.filename for info in members[:8]) or "none"
        raise DataError(
            f"The zip file holds {len(members)} files ({listed}), and it must hold one.",
            "Unpack it and name the file you mean.",
            file=name,
        )
    return members[0]


@contextmanager
def _raw(path: Path, kind: str) -> Iterator[IO[bytes]]:
    if kind == "zip":
        with zipped(path) as archive, archive.open(_member(archive, path.name)) as member:
            yield member
        return
    with path.open("rb") as file:
        if kind == "gzip":
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=file))
        elif kind == "bzip2":
            yield cast("IO[bytes]", bz2.BZ2File(file))
        elif kind == "xz":
            yield cast("IO[bytes]", _Xz(file))
        elif kind == "zstd":
            import pyarrow as pa

            yield cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(file), "zstd"))
        else:
            yield file


class _Xz:
    """What is in an xz file, unpacked within a bound of memory, which the standard library's own file does not know."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._unpack = lzma.LZMADecompressor(memlimit=MEMORY)

    def read(self, size: int) -> bytes:
        """The next bytes; one file may hold several streams, one behind the other."""
        while True:
            if self._unpack.eof:
                rest = self._unpack.unused_data.lstrip(b"\0") or self._file.read(CHUNK).lstrip(b"\0")
                if not rest:
                    return b""
                self._unpack = lzma.LZMADecompressor(memlimit=MEMORY)
            elif self._unpack.needs_input:
                rest = self._file.read(CHUNK)
                if not rest:
                    raise EOFError("it ends too early")
            else:
                rest = b""
            found = self._unpack.decompress(rest, size)
            if found:
                return found


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A stream of what is in the file, unpacked where it is packed.

    Raises:
        DataError: the packed file is broken or cut off, or swells as no log does.
    """
    kind = kind_of_bytes(head_of(path))
    try:
        with _raw(path, kind) as stream:
            packed = kind in COMPRESSED
            yield cast("IO[bytes]", Unpacking(stream, path.stat().st_size, path.name)) if packed else stream
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise _broken(path, error) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> DataError:
    return DataError(
        f"The compressed file is broken or cut off ({str(error).rstrip('.') or type(error).__name__}).",
        "Copy or export it again.",
        file=path.name,
    )


def packed_kind(path: Path) -> str:
    """What kind of file is inside a packed one."""
    with opened(path) as stream:
        head = stream.read(HEAD)
    if not head:
        raise EmptyData("The file inside is empty.", "Export it again.", file=path.name)
    return kind_of_bytes(head)


def unpack(path: Path, scratch: Path, progress: Progress) -> Path:
    """The content of a packed file as a file in ``scratch``."""
    target = scratch / f"unpacked-{path.stem}"
    progress(f"unpacking {path.name}", None)
    with opened(path) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, CHUNK)
    return target
