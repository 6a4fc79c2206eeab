"""XML as a stream of elements; entities are refused, so that no file can swell or reach out while it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from smallfires.errors import DataError
from smallfires.worklog.formats.bounds import DEEPEST, LONGEST_TAG
from smallfires.worklog.formats.content import CHUNK, opened

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def stream(path: Path, start: Start, end: End, text: Text | None = None) -> None:
    """Call ``start`` and ``end`` for every element, by its name without a prefix.

    Raises:
        DataError: the file is not well-formed, declares entities, or swells as no log does.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse(path)
    depth = waited = 0

    def opens(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, waited
        depth, waited = depth + 1, 0
        if depth > DEEPEST:
            raise _strange(f"has more than {DEEPEST} elements inside each other", path)
        start(name.rpartition(":")[2], attributes)

    def closes(name: str) -> None:
        nonlocal depth, waited
        depth, waited = depth - 1, 0
        end(name.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler = opens, closes
    if text:
        parser.CharacterDataHandler = text
    try:
        with opened(path) as source:
            while piece := source.read(CHUNK):
                waited += len(piece)
                if waited > LONGEST_TAG:
                    raise _strange("has a tag or a text of more than 64 MB", path)
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DataError(
            f"The XML is broken in line {error.lineno} ({expat.ErrorString(error.code)}).",
            "Export it again; perhaps it was cut off.",
            file=path.name,
        ) from None


def _strange(what: str, path: Path) -> DataError:
    return DataError(f"The XML {what}, as no log does.", "Export the log again.", file=path.name)


def _refuse(path: Path) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise DataError(
            "The XML declares entities, which a log has no use for and which can be used to attack a reader.",
            "Export the log again without a document type declaration.",
            file=path.name,
        )

    return refuse
