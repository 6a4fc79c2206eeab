"""The workspace: a folder with ``smallfires.toml``, in which sources and measures are named once, for all."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from smallfires.errors import DataError, UsageError
from smallfires.fires.reading import Measure
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.question import About

FILE = "smallfires.toml"
LEDGER = "ledger.db"
ABOUT = frozenset(each.name for each in fields(About))
MEASURING = frozenset(each.name for each in fields(Measuring)) - {"more_is_better"}
_BETTER = {"less": True, "more": False}
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class NamedSource:
    """Where data come from.

    Attributes:
        name: in the workspace.
        address: a file, relative to the workspace's folder, or the address of a database. ``${NAME}`` in it stands for a
            variable of the environment, so that no password stands in the file.
        settings: what is known of its columns, by the names of ``About``.
    """

    name: str
    address: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def where(self, folder: Path) -> str:
        """The address as it is opened.

        Raises:
            UsageError: a variable of the environment is not set.
        """
        found = with_variables(self.address, f'The source "{self.name}"')
        return found if "://" in found else str(folder / found)


@dataclass(frozen=True)
class NamedMeasure:
    """A number by unit and period, defined once.

    Attributes:
        name: in the workspace.
        source: the name of its source.
        less_is_better: its better direction.
        settings: how it is read, by the names of ``Measuring``.
    """

    name: str
    source: str
    less_is_better: bool
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace:
    """What ``smallfires.toml`` says.

    Attributes:
        folder: in which it stands.
        name: of the organization, team or person.
        owner: who acts where nobody is named.
        currency: of every cost.
        ledger: address of the ledger: a file in the folder, or a database.
        sources, measures: by name.
        settings: the other tables as they stand: ``mail``, ``webhooks``, ...
    """

    folder: Path
    name: str
    owner: str
    currency: str = "€"
    ledger: str = LEDGER
    sources: Mapping[str, NamedSource] = field(default_factory=dict)
    measures: Mapping[str, NamedMeasure] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def measure(self, name: str) -> NamedMeasure:
        """A measure by its name.

        Raises:
            UsageError: there is none of this name.
        """
        return self.measures[_known(name, self.measures, "measure", f"Define it in {FILE}, or with: smallfires add")]

    def source_of(self, measure: NamedMeasure) -> NamedSource:
        """Where a measure is read.

        Raises:
            UsageError: there is no such source.
        """
        return self.sources[_known(measure.source, self.sources, "source", f"Name it in {FILE}.")]

    def measuring(self, name: str) -> tuple[str, dict[str, Any]]:
        """Where a measure is read, and with which settings of ``Measuring``.

        Raises:
            UsageError: there is no such measure or source.
        """
        measure = self.measure(name)
        source = self.source_of(measure)
        told = {**source.settings, **measure.settings, "more_is_better": not measure.less_is_better}
        return source.where(self.folder), told


def _known(name: str, names: Mapping[str, object], what: str, way_out: str) -> str:
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, 1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    there = f"There are {', '.join(names)}. " if names else ""
    raise UsageError(f'The workspace has no {what} "{name}".', f"{hint}{there}{way_out}")


def with_variables(text: str, what: str) -> str:
    """A text in which each ``${NAME}`` is replaced by that variable of the environment.

    Args:
        text: as it stands in the file.
        what: needs it, for the error.

    Raises:
        UsageError: a variable is not set.
    """

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if found is None:
            raise UsageError(f"{what} needs {match[1]}.", f"Set it: export {match[1]}=...")
        return found

    return _VARIABLE.sub(value, text)


def find_workspace(start: Path) -> Path:
    """The folder of the workspace: this one, or the nearest above it that has a ``smallfires.toml``.

    Raises:
        UsageError: there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(f"There is no workspace here: no {FILE} in {start} or above.", "Make one with: smallfires init")


def open_workspace(folder: Path) -> Workspace:
    """Read a workspace.

    Args:
        folder: in which it is, or one below.

    Raises:
        UsageError: there is none.
        DataError: its file cannot be read, or says what cannot be; names the place.
    """
    found = find_workspace(folder)
    path = found / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DataError(f"It cannot be read: {problem}.", "Mend the line that is named.", file=FILE) from None
    return _workspace(found, told)


def _workspace(folder: Path, told: dict[str, Any]) -> Workspace:
    sources = {name: _source(name, part) for name, part in _tables(told, "sources").items()}
    measures = {name: _measure(name, part) for name, part in _tables(told, "measures").items()}
    own = {"name", "owner", "currency", "ledger", "sources", "measures"}
    return Workspace(
        folder,
        _text(told, "name", folder.name),
        _text(told, "owner", ""),
        _text(told, "currency", "€"),
        _text(told, "ledger", LEDGER),
        MappingProxyType(sources),
        MappingProxyType(measures),
        MappingProxyType({name: part for name, part in told.items() if name not in own}),
    )


def _tables(told: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    found = told.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(part, dict) for part in found.values()):
        raise DataError(f'"{name}" is no list of tables.', f"Write each as [{name}.its-name].", file=FILE)
    return found


def _text(told: Mapping[str, Any], name: str, default: str, where: str = "") -> str:
    value = told.get(name, default)
    if not isinstance(value, str):
        raise DataError(f"{where}{name} = {value!r} is no text.", "Write it in quotes.", file=FILE)
    return value


def _source(name: str, told: dict[str, Any]) -> NamedSource:
    where = f"sources.{name}: "
    address = _text(told, "file", _text(told, "url", "", where), where)
    if not address:
        raise DataError(f"{where}it is not said where it is.", 'Write file = "orders.csv", or url = "...".', file=FILE)
    return NamedSource(name, address, _settings(told, {"file", "url"}, ABOUT, where))


def _measure(name: str, told: dict[str, Any]) -> NamedMeasure:
    where = f"measures.{name}: "
    better, source = _text(told, "better", "", where), _text(told, "source", "", where)
    if better not in _BETTER:
        raise DataError(f'{where}better = "{better}" is no direction.', 'Write better = "less" or "more".', file=FILE)
    if not source:
        raise DataError(f"{where}it has no source.", "Write the name of one under [sources].", file=FILE)
    return NamedMeasure(name, source, _BETTER[better], _settings(told, {"better", "source"}, MEASURING, where))


def _settings(told: dict[str, Any], own: set[str], known: frozenset[str], where: str) -> dict[str, Any]:
    """Settings by their names in Python; lists become tuples."""
    found = {}
    for name, value in told.items():
        plain = name.replace("-", "_")
        if name in own:
            continue
        if plain not in known:
            near = difflib.get_close_matches(plain, known, 1)
            hint = f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(sorted(known))}."
            raise DataError(f'{where}"{name}" is no setting.', hint, file=FILE)
        found[plain] = tuple(value) if isinstance(value, list) else value
    return found


def titled(measure: Measure, named: NamedMeasure) -> Measure:
    """A measure under the name that the workspace gives it."""
    return Measure(named.name, measure.unit, named.less_is_better)
