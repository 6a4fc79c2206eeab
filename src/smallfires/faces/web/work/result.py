"""What came of a piece of work, kept in its folder: as JSON for programs, as a part of a page, as documents to take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from smallfires.faces import page
from smallfires.faces.jsonable import to_json
from smallfires.faces.kinds import kind_of
from smallfires.faces.web.plain import content

HEAD, BODY = "head.html", "body.html"
JSON = "result.json"


def _pdf(record: object) -> bytes:
    from smallfires.faces.documents import pdf

    return pdf(record)


def _text(make: Callable[[object], str]) -> Callable[[object], bytes]:
    return lambda record: make(record).encode("utf-8")


DOCUMENTS: Mapping[str, tuple[str, Callable[[object], bytes]]] = {
    "html": ("text/html", _text(lambda record: page.html_of(content(record)))),
    "pdf": ("application/pdf", _pdf),
    "json": ("application/json", _text(lambda record: to_json(record) + "\n")),
}
"""The documents that the command line writes, too, here without its commands: by ending, the type and what makes it."""


def known(record: object) -> bool:
    """Whether faces can show a record."""
    try:
        kind_of(record)
    except TypeError:
        return False
    return True


def keep_json(folder: Path, record: object) -> None:
    """Keep a record for programs."""
    (folder / JSON).write_text(to_json(record) + "\n", "utf-8")


def keep_body(folder: Path, told: Mapping[str, object]) -> None:
    """Keep a record as two parts of a page: the answer, and what stands below it.

    Args:
        folder: of the result.
        told: what ``plain.content`` has made of the record.
    """
    for name, template in ((HEAD, "answer.html.j2"), (BODY, "below.html.j2")):
        (folder / name).write_text(page.environment().get_template(template).render(told), "utf-8")


def keep_documents(folder: Path, record: object, told: Mapping[str, object]) -> None:
    """Keep a record as each of the documents.

    Args:
        folder: of the result.
        record: what came of the work.
        told: what ``plain.content`` has made of it.
    """
    (folder / "result.html").write_text(page.html_of(told), "utf-8")  # its charts are drawn already
    for ending in ("pdf", "json"):
        (folder / f"result.{ending}").write_bytes(DOCUMENTS[ending][1](record))
