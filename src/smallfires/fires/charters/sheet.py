"""One table of a charter's text, taken field by field; everything that is wrong with it is collected, not raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from smallfires.errors import Refusal, UsageError
from smallfires.fires.charters.needed import COMMANDS, NEEDED, general
from smallfires.fires.charters.places import Path, Place, normal, shown
from smallfires.fires.charters.values import meant

Taken = TypeVar("Taken")


def field_of(path: Path) -> str:
    """A path as people read it: ``risks.2.by``, rows counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part.replace("-", "_") for part in path)


class Refused:
    """What was found wrong, with the places in the text.

    Args:
        text: as ``normal`` gives it; empty where the charter was not read from a text.
        places: of its keys and values.
    """

    def __init__(self, text: str, places: Mapping[Path, Place]) -> None:
        self.text = normal(text)
        self.places = places
        self.fields = {field_of(path): place for path, place in places.items()}
        self.all: list[Refusal] = []

    def refuse(self, path: Path, problem: str, way_out: str, *, name: bool = False) -> None:
        """Note what is wrong with the value at a path, or with its name."""
        self.all.append(Refusal(field_of(path), problem, way_out, self._shown(path, name)))

    def miss(self, path: Path, problem: str) -> None:
        """Note that nothing is said at a path."""
        field = general(field_of(path))
        shown = self._shown(path, name=False)
        self.all.append(Refusal(field_of(path), problem, NEEDED[field], shown, COMMANDS.get(field, ""), missing=True))

    def _shown(self, path: Path, name: bool) -> str:
        place = self.places.get(path) or self.places.get(path[:-1])
        return shown(self.text, place.key if name else place.value) if place else ""

    def place(self, field: str) -> Place | None:
        """Where a field stands, or the nearest table around it."""
        while field not in self.fields and "." in field:
            field = field.rpartition(".")[0]
        return self.fields.get(field)

    def under(self, refusal: Refusal) -> Refusal:
        """A refusal with carets under its field."""
        place = self.place(refusal.field)
        return refusal if refusal.shown or not place else replace(refusal, shown=shown(self.text, place.value))

    def ordered(self, found: Iterable[Refusal]) -> tuple[Refusal, ...]:
        """Refusals as a reader of the text meets them; first what is not there."""

        def at(refusal: Refusal) -> int:
            place = self.place(refusal.field)
            return place.key[0] if place else -1

        return tuple(sorted(map(self.under, found), key=at))

    def failed(self, field: str) -> bool:
        """Whether a field, something in it, or what it is part of, was refused."""
        return any(
            f"{each.field}.".startswith(f"{field}.") or f"{field}.".startswith(f"{each.field}.") for each in self.all
        )


class Sheet:
    """A table.

    Args:
        told: its values, by the names that stand in the text; hyphens in these count as underscores.
        path: to it.
        refused: what is wrong is noted here.
    """

    def __init__(self, told: Mapping[str, Any], path: Path, refused: Refused) -> None:
        self.told = told
        self.path = path
        self.refused = refused
        self.names: dict[str, str] = {}
        for name in told:
            self.names.setdefault(name.replace("-", "_"), name)
        self.taken: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether it is there, and filled in."""
        found = self._raw(name)
        return found is not None and not (isinstance(found, str) and not found.strip())

    def take(self, name: str, read: Callable[[Any], Taken], blank: Taken, *, needed: bool = False) -> Taken:
        """A value.

        Args:
            name: of the field.
            read: makes it of what TOML has; raises UsageError where it cannot.
            blank: what stands for it where it is missing or was refused.
            needed: whether it must be there.
        """
        self.taken.add(name)
        if not self.has(name):
            if needed:
                self.missing(name)
            return blank
        try:
            found = read(self._raw(name))
        except UsageError as problem:
            path = self._path(name)
            self.refused.refuse(path, problem.problem, problem.way_out or NEEDED[general(field_of(path))])
            return blank
        if needed and found in ("", ()):
            self.missing(name)
        return found

    def missing(self, name: str) -> None:
        """Refuse that a field is not there, or is empty."""
        problem = "It is not filled in." if name in self.names else "It is missing."
        self.refused.miss(self._path(name), problem)

    def sheet(self, name: str, *, needed: bool = False) -> Sheet | None:
        """A table within it; None where it is missing, or no table."""
        self.taken.add(name)
        found = self._raw(name)
        if found is None:
            if needed:
                self.missing(name)
            return None
        if not isinstance(found, dict):
            problem = (
                f"It is there {len(found)} times, and only one can be meant." if _rows(found) else "It is no table."
            )
            self.refused.refuse(self._path(name), problem, f"Write it once, under a line [{name}].")
            return None
        return Sheet(found, self._path(name), self.refused)

    def sheets(self, name: str, short: str = "") -> tuple[Sheet, ...]:
        """The tables of a list.

        Args:
            name: of the list.
            short: the field that a plain text in the list stands for; empty where there is none.
        """
        self.taken.add(name)
        found = self._raw(name)
        rows = [found] if isinstance(found, dict | str) else [] if found is None else found
        if short and isinstance(rows, list):
            rows = [{short: row} if isinstance(row, str) else row for row in rows if row != ""]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.refused.refuse(self._path(name), "It is no list of tables.", f"Write each under a line [[{name}]].")
            return ()
        path = self._path(name)
        return tuple(
            Sheet(row, (*path, place) if found is not rows[0] else path, self.refused) for place, row in enumerate(rows)
        )

    def rest(self) -> tuple[str, ...]:
        """Names of what was not asked for until now."""
        return tuple(name for name in self.names if name not in self.taken)

    def done(self, elsewhere: Mapping[str, str]) -> None:
        """Refuse every name that nobody asked for.

        Args:
            elsewhere: names that belong to other tables, with these.
        """
        mine = {self.names[name] for name in self.taken if name in self.names}
        for name in self.told:
            if name not in mine:
                self.refused.refuse((*self.path, name), self._unknown(name), self._hint(name, elsewhere), name=True)

    def _unknown(self, name: str) -> str:
        if self.names[name.replace("-", "_")] != name:
            return f'"{name}" is there twice, with a hyphen and with an underscore.'
        where = f"[{'.'.join(part for part in self.path if isinstance(part, str))}]" if self.path else "a charter"
        return f'"{name}" is no field of {where}.'

    def _hint(self, name: str, elsewhere: Mapping[str, str]) -> str:
        plain = name.replace("-", "_")
        if self.names[plain] != name:
            return "Keep one of the two."
        if plain.casefold() in self.taken:
            return f"Write it in small letters: {plain.casefold()}"
        there = elsewhere.get(plain.casefold())
        if there is not None:
            return f"It belongs {there}."
        return meant(plain, self.taken) or f"There are {', '.join(sorted(self.taken))}."

    def _raw(self, name: str) -> Any:
        return self.told.get(self.names.get(name, name))

    def _path(self, name: str) -> Path:
        return (*self.path, self.names.get(name, name))


def _rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
