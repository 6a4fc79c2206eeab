"""Where a record goes: the terminal, and files as JSON, HTML or PDF."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smallfires.errors import UsageError
from smallfires.faces.cli.failures import say

STDOUT = "-"


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a record.

    Attributes:
        json, html, pdf: a file to write, ``-`` for the output stream, or None.
        quiet: whether the page in the terminal is left out.
        write: a file for the plan as TOML, likewise; of a plan only.
    """

    json: str | None = None
    html: str | None = None
    pdf: str | None = None
    quiet: bool = False
    write: str | None = None

    @property
    def files(self) -> dict[str, str]:
        """What goes where, by format."""
        made = {"json": self.json, "html": self.html, "pdf": self.pdf, "write": self.write}
        return {kind: place for kind, place in made.items() if place is not None}

    def check(self, source: str) -> None:
        """Refuse what could not be written, before anything is read.

        Raises:
            UsageError: a file would be written over the source, has no folder, or two things go to the output stream.
        """
        if list(self.files.values()).count(STDOUT) > 1:
            raise UsageError("Two formats cannot both go to the output stream.", "Give one of them a file.")
        for kind, place in self.files.items():
            if place != STDOUT:
                _writable(f"--{kind}", Path(place), source)


def _writable(flag: str, path: Path, source: str) -> None:
    if path.resolve() == Path(source).resolve():
        raise UsageError(f"{flag} {path} would write over the data that are read.", "Name another file.")
    if path.is_dir():
        raise UsageError(f"{flag} {path} is a folder.", "Name a file in it.")
    if not path.resolve().parent.is_dir():
        raise UsageError(f"{flag} {path} is in a folder that does not exist.", "Make the folder, or name another one.")


def deliver(record: object, wanted: Wanted) -> None:
    """Write the files, then show the page unless something else has the output stream."""
    for kind, place in wanted.files.items():
        content = _MAKERS[kind](record)
        if place == STDOUT:
            _to_stdout(content)
        else:
            replace_file(Path(place), content)
            say(f"Written: {place}")
    if not wanted.quiet and STDOUT not in wanted.files.values():
        from smallfires.faces.terminal import show

        show(record, sys.stdout)


def tell(text: str) -> None:
    """Write a line to the output stream, in letters that it has, without anything that could command a terminal."""
    from smallfires.faces.letters import fit
    from smallfires.faces.words.names import inert

    sys.stdout.write(fit(inert(text), getattr(sys.stdout, "encoding", None) or "utf-8") + "\n")
    sys.stdout.flush()


def _to_stdout(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        handle, fresh = tempfile.mkstemp(dir=path.resolve().parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(fresh).chmod(0o666 & ~_umask())
        Path(fresh).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", "Name another file.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _json(record: object) -> bytes:
    from smallfires.faces.jsonable import to_json

    return (to_json(record) + "\n").encode("utf-8")


def _html(record: object) -> bytes:
    from smallfires.faces.page import html

    return html(record).encode("utf-8")


def _pdf(record: object) -> bytes:
    from smallfires.faces.documents import pdf

    return pdf(record)


def _toml(record: Any) -> bytes:
    from smallfires.faces.tomlable import to_toml

    return to_toml(record).encode("utf-8")


_MAKERS: dict[str, Callable[[object], bytes]] = {"json": _json, "html": _html, "pdf": _pdf, "write": _toml}
