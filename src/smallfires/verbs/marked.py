"""A TOML file of the user's, whose errors show the line with carets under the words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from smallfires.errors import CharterError, DataError
from smallfires.fires.charters.places import Path as Way
from smallfires.fires.charters.places import Place, normal, places, shown
from smallfires.fires.charters.syntax import values_of


class Marked:
    """A file as it was read.

    Attributes:
        file: its name, for errors.
        text: what stands in it, with one kind of line ends.
        told: its values.
    """

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            DataError: it cannot be read, or is no TOML.
        """
        self.file = path.name
        self.text = normal(self._read(path))
        self.told: dict[str, Any] = self._parsed()

    def _read(self, path: Path) -> str:
        try:
            return path.read_bytes().decode("utf-8")
        except OSError as problem:
            why = f"The file cannot be opened: {problem.strerror}."
            raise DataError(why, "Check that you may read it.", file=self.file) from None
        except UnicodeDecodeError as problem:
            line = problem.object[: problem.start].count(b"\n") + 1
            raise DataError(
                "It is not written in UTF-8.", "Save it as UTF-8 in your editor.", file=f"{self.file}, line {line}"
            ) from None

    def _parsed(self) -> dict[str, Any]:
        try:
            return values_of(self.text)
        except CharterError as error:
            (found,) = error.refusals
        raise DataError(found.problem, found.way_out, file=self.file, shown=found.shown)

    @cached_property
    def _places(self) -> Mapping[Way, Place]:
        return places(self.text)

    def _place(self, way: Way) -> Place | None:
        """Where a value stands, else what is first in it, else the nearest table around it."""
        within = [place for found, place in self._places.items() if found[: len(way)] == way]
        around = [self._places[way[:end]] for end in range(len(way), 0, -1) if way[:end] in self._places]
        return next(iter([*within, *around]), None)

    def wrong(self, way: Way, problem: str, way_out: str, *, name: bool = False) -> DataError:
        """The error for a value that cannot be, at its line.

        Args:
            way: names of the tables and of the value.
            problem, way_out: as sentences.
            name: whether its name is what is wrong.
        """
        place = self._place(way)
        if place is None:
            return DataError(problem, way_out, file=self.file)
        span = place.key if name else place.value
        line = self.text.count("\n", 0, span[0]) + 1
        return DataError(problem, way_out, file=f"{self.file}, line {line}", shown=shown(self.text, span))
