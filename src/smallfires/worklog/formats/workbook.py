"""What is inside a workbook, looked through before it is opened: nothing in it may swell, and nothing may reach out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from smallfires.errors import DataError
from smallfires.worklog.formats.bounds import MOST_TIMES, SMALL, swells
from smallfires.worklog.formats.content import CHUNK, zipped

MOST_PARTS = 20_000
MOST_BYTES = 4 * 2**30
MOST_TEXTS = 400 * 2**20
MOST_OTHER = 32 * 2**20
MOST_TAGS = 1_000_000
MOST_OTHER_TAGS = 500_000
_ENDS = re.compile(rb"</(?:\w+:)?(?:row|si)\s*>|<(?:\w+:)?(?:row|si)\s[^<>]*/>")
"""Where a row of a sheet, or a text of the shared ones, ends: what is before it may go from memory then."""


def look_through(path: Path) -> None:
    """Refuse a workbook that swells while it is read, or that declares anything that could reach out.

    Raises:
        DataError: it does, or it is broken.
    """
    with zipped(path) as archive:
        parts = archive.infolist()
        whole = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or whole > min(MOST_BYTES, max(SMALL, MOST_TIMES * path.stat().st_size)):
            raise swells(path.name)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _part(archive, part, path.name)


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    texts = part.filename == "xl/sharedStrings.xml"
    if part.file_size > (MOST_BYTES if sheet else MOST_TEXTS if texts else MOST_OTHER):
        _strange(f"{part.filename} is too large", name)
    most, tags = MOST_TAGS if sheet or texts else MOST_OTHER_TAGS, 0
    for piece in _pieces(archive, part):
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"\0" in piece:
            _strange(f"{part.filename} declares entities, or is coded in an unusual way", name)
        between = _ENDS.split(piece)
        if tags + between[0].count(b"<") > most or max(map(_tags, between)) > most:
            _strange(f"{part.filename} has more in one row than a row can hold", name)
        tags = tags * (len(between) == 1) + between[-1].count(b"<")


def _tags(piece: bytes) -> int:
    return piece.count(b"<")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part of the workbook, cut before a tag, so that none is cut in two."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            piece = rest + piece
            cut = max(piece.rfind(b"<"), len(piece) - CHUNK)
            rest = piece[cut:]
            yield piece[:cut]
    yield rest


def _strange(what: str, name: str) -> NoReturn:
    raise DataError(f"The workbook is strange: {what}.", "Save its sheet as CSV, and bring that.", file=name)
