"""How the characters of a text file are coded; what is not UTF-8 is rewritten as UTF-8, in pieces."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from pathlib import Path

from smallfires.errors import DataError, UsageError
from smallfires.worklog.formats.content import CHUNK, HEAD, head_of, wide_order
from smallfires.worklog.formats.table import Progress

_CHECKED = "every character fits"


class NotUtf8(Exception):  # a turn in the road, not an error: it never leaves this package
    """The file has to be rewritten: it is not UTF-8, or its line ends are mixed."""


@dataclass(frozen=True)
class Written:
    """A text file in UTF-8, the encoding that it had, and how that is known."""

    path: Path
    encoding: str
    reason: str


def as_utf8(path: Path, scratch: Path, told: str | None, progress: Progress) -> Written:
    """The file as UTF-8.

    Args:
        path: the file.
        scratch: where it is rewritten if it has to be.
        told: the encoding that the user names, or None.
        progress: told what is being done.

    Returns:
        The file to read. That a file without any mark is UTF-8 is assumed here;
        reading it to the end proves it, and ``NotUtf8`` takes it back.

    Raises:
        UsageError: there is no such encoding.
        DataError: the file is not in the encoding that was named.
    """
    marked = _marked(head_of(path))
    if marked or (told and _canonical(told) not in ("utf-8", "ascii")):
        return rewrite(path, scratch, told or marked, progress, "" if told else "marked so")
    return Written(path, "UTF-8", "as the user says" if told else _CHECKED)


def _marked(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return wide_order(head)


def _canonical(name: str) -> str:
    try:
        "".encode(name)  # some codecs are for other things than letters
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        raise UsageError(
            f'There is no encoding called "{name}".', "Say --encoding with one such as utf-8, cp1252 or utf-16."
        ) from None


def rewrite(path: Path, scratch: Path, encoding: str | None, progress: Progress, reason: str = "") -> Written:
    """The file as UTF-8 with plain line ends, in ``scratch``; without an encoding: the first that fits everywhere.

    Raises:
        DataError: none fits.
    """
    progress(f"reading the characters of {path.name}", None)
    target = scratch / f"utf8-{path.name}"
    for name in [encoding] if encoding else ["utf-8", "cp1252", "latin-1"]:
        try:
            _transcode(path, target, name)
        except UnicodeError as error:
            wrong = error
            continue
        return Written(target, _shown(name), reason or ("as the user says" if encoding else _reason(name)))
    raise DataError(
        f"The file is not in the encoding {encoding} ({wrong.reason if hasattr(wrong, 'reason') else wrong}).",
        "Say --encoding with another, or leave it out.",
        file=path.name,
    )


def _transcode(path: Path, target: Path, encoding: str) -> None:
    with (
        path.open("r", encoding=encoding, newline=None) as source,
        target.open("w", encoding="utf-8", newline="\n") as sink,
    ):
        while piece := source.read(CHUNK):
            sink.write(piece)


def _shown(name: str) -> str:
    return {"cp1252": "Windows-1252", "latin-1": "Latin-1", "utf-8-sig": "UTF-8 with a mark"}.get(name, name.upper())


def _reason(name: str) -> str:
    return _CHECKED if name == "utf-8" else "not UTF-8, and every character fits"


def head_text(path: Path) -> str:
    """The beginning of a file in UTF-8, cut after its last whole line.

    Raises:
        NotUtf8: it is in something else.
    """
    head = head_of(path)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        text = decoder.decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        raise NotUtf8 from None
    text = io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)
    return text if len(head) < HEAD or "\n" not in text else text[: text.rindex("\n") + 1]
