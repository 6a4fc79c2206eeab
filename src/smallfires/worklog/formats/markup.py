"""XML as a stream of elements; entities are refused, so that no file can swell or reach out while it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from smallfires.errors import DataError
from smallfires.worklog.formats.content import CHUNK, opened

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def stream(path: Path, start: Start, end: End, text: Text | None = None) -> None:
    """Call ``start`` and ``end`` for every element, by its name without a prefix.

    Raises:
        DataError: the file is not well-formed, or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse(path)
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    try:
        with opened(path) as source:
            while piece := source.read(CHUNK):
                parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DataError(
            f"The XML is broken in line {error.lineno} ({expat.ErrorString(error.code)}).",
            "Export it again; perhaps it was cut off.",
            file=path.name,
        ) from None


def _refuse(path: Path) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise DataError(
            "The XML declares entities, which a log has no use for and which can be used to attack a reader.",
            "Export the log again without a document type declaration.",
            file=path.name,
        )

    return refuse
