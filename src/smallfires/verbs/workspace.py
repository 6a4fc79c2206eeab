"""The workspace: a folder with ``smallfires.toml``, in which sources and measures are named once, for all."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from smallfires.errors import NotThere, UsageError
from smallfires.fires.load import LIMITS, Limits, count_of, share_of
from smallfires.fires.reading import Measure
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.marked import Marked
from smallfires.verbs.question import About

FILE = "smallfires.toml"
LEDGER = "ledger.db"
OWN = ".smallfires"
"""The folder of a workspace in which the board keeps what it can do without, for nobody else to read."""
ABOUT = frozenset(each.name for each in fields(About))
MEASURING = frozenset(each.name for each in fields(Measuring)) - {"more_is_better"}
_OWN = ("name", "owner", "currency", "ledger", "most_time", "most_fires", "sources", "measures")
_LIMITS: Mapping[str, tuple[str, Callable[[str], float]]] = {
    "most_time": ("share", share_of),
    "most_fires": ("fires", count_of),
}
"""How much change is too much for one person, by what it is called in the file and in ``Limits``."""
_BETTER = {"less": True, "more": False}
_LISTS = frozenset(["ends", "covariates", "leave_out", "rules"])
_YES = frozenset(["day_first", "set_aside", "wide"])
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class NamedSource:
    """Where data come from.

    Attributes:
        name: in the workspace.
        address: a file, relative to the workspace's folder, or the address of a database. ``${NAME}`` in it stands for a
            variable of the environment, so that no password stands in the file.
        settings: what is known of its columns, by the names of ``About``.
        rules: business rules that its cases have to keep, as sentences.
    """

    name: str
    address: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    def where(self, folder: Path) -> str:
        """The address as it is opened.

        Raises:
            UsageError: a variable of the environment is not set.
        """
        found = with_variables(self.address, f'The source "{self.name}"')
        return found if "://" in found else str(folder / Path(found).expanduser())


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
        limits: how much change is too much for one person at a time.
        sources, measures: by name.
        settings: the other tables as they stand: ``mail``, ``webhooks``, ...
    """

    folder: Path
    name: str
    owner: str
    currency: str = "€"
    ledger: str = LEDGER
    limits: Limits = LIMITS
    sources: Mapping[str, NamedSource] = field(default_factory=dict)
    measures: Mapping[str, NamedMeasure] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def measure(self, name: str) -> NamedMeasure:
        """A measure by its name.

        Raises:
            UsageError: there is none of this name.
        """
        return self.measures[_known(name, self.measures, "measure", command="Define it with: smallfires add measure")]

    def source(self, name: str) -> NamedSource:
        """A source by its name.

        Raises:
            UsageError: there is none of this name.
        """
        return self.sources[_known(name, self.sources, "source", command="Name one with: smallfires add source")]

    def source_of(self, measure: NamedMeasure) -> NamedSource:
        """Where a measure is read.

        Raises:
            UsageError: there is no such source.
        """
        return self.source(measure.source)

    def measuring(self, name: str) -> tuple[str, dict[str, Any]]:
        """Where a measure is read, and with which settings of ``Measuring``.

        Raises:
            UsageError: there is no such measure or source.
        """
        measure = self.measure(name)
        source = self.source_of(measure)
        told = {**source.settings, **measure.settings, "more_is_better": not measure.less_is_better}
        return source.where(self.folder), told


def _known(name: str, names: Mapping[str, object], what: str, command: str) -> str:
    if name in names:
        return name
    there = f"There are {', '.join(names)}." if names else ""
    raise NotThere(f'The workspace has no {what} "{name}".', f"{near(name, names)} {there}".strip(), command=command)


def near(name: str, names: Iterable[str]) -> str:
    """What may have been meant: ``Did you mean "minutes"?``; empty where nothing is near."""
    found = difflib.get_close_matches(name, names, 1)
    return f'Did you mean "{found[0]}"?' if found else ""


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
    raise UsageError(
        f"There is no workspace here: no {FILE} in {start} or above.", command="Make one with: smallfires init"
    )


def open_workspace(folder: Path) -> Workspace:
    """Read a workspace.

    Args:
        folder: in which it is, or one below.

    Raises:
        UsageError: there is none.
        DataError: its file cannot be read, or says what cannot be; names the line and shows the words.
    """
    found = find_workspace(folder)
    return read_workspace(found, Marked(found / FILE))


def read_workspace(folder: Path, file: Marked) -> Workspace:
    """The workspace that a file describes.

    Args:
        folder: in which it stands.
        file: as it was read.

    Raises:
        DataError: it says what cannot be.
    """
    told = file.told
    _mistyped(file)
    sources = {name: _source(file, name, part) for name, part in _tables(file, "sources").items()}
    measures = {name: _measure(file, name, part, sources) for name, part in _tables(file, "measures").items()}
    return Workspace(
        folder,
        _text(file, told, ("name",), folder.name),
        _text(file, told, ("owner",), ""),
        _text(file, told, ("currency",), "€"),
        _text(file, told, ("ledger",), LEDGER) or LEDGER,
        _limits(file, told),
        MappingProxyType(sources),
        MappingProxyType(measures),
        MappingProxyType({name: part for name, part in told.items() if name not in _OWN}),
    )


def _limits(file: Marked, told: Mapping[str, Any]) -> Limits:
    found: dict[str, Any] = {}
    for name, (field_of, read) in _LIMITS.items():
        if name in told:
            try:
                found[field_of] = read(str(told[name]))
            except UsageError as problem:
                raise file.wrong((name,), problem.problem, problem.way_out) from None
    return Limits(**found)


def _mistyped(file: Marked) -> None:
    """Refuse a name that is nearly one of ours: what stands under it would never be seen."""
    for name in file.told:
        meant = difflib.get_close_matches(name, _OWN, 1, cutoff=0.8)
        if meant and name not in _OWN:
            raise file.wrong((name,), f'"{name}" means nothing here.', f'Did you mean "{meant[0]}"?', name=True)


def _tables(file: Marked, name: str) -> dict[str, dict[str, Any]]:
    found = file.told.get(name, {})
    if not isinstance(found, dict):
        raise file.wrong((name,), f'"{name}" is no list of tables.', f"Write each under a line [{name}.its-name].")
    for each, part in found.items():
        if not isinstance(part, dict):
            raise file.wrong(
                (name, each), f'"{each}" under [{name}] is no table.', f"Write it under a line [{name}.its-name]."
            )
    return found


def _text(file: Marked, told: Mapping[str, Any], way: tuple[str, ...], default: str = "") -> str:
    value = told.get(way[-1], default)
    if not isinstance(value, str):
        raise file.wrong(way, f"{way[-1]} is no text.", "Write it in quotes.")
    return value


def _source(file: Marked, name: str, told: dict[str, Any]) -> NamedSource:
    way = ("sources", name)
    given = [each for each in ("file", "url") if _text(file, told, (*way, each))]
    if len(given) != 1:
        said = "twice, as a file and as an address" if given else "nowhere"
        raise file.wrong(
            way, f'Where the source "{name}" is, is said {said}.', 'Write file = "orders.csv", or url = "...".'
        )
    rules = _setting(file, (*way, "rules"), "rules", told.get("rules", []), frozenset(["rules"]))
    return NamedSource(name, told[given[0]], _settings(file, way, told, {"file", "url", "rules"}, About), rules)


def _measure(file: Marked, name: str, told: dict[str, Any], sources: Mapping[str, object]) -> NamedMeasure:
    way = ("measures", name)
    better, source = _text(file, told, (*way, "better")), _text(file, told, (*way, "source"))
    if better not in _BETTER:
        problem = f'better = "{better}" is no direction.' if better else f'Which way "{name}" is better is not said.'
        raise file.wrong((*way, "better"), problem, 'Write better = "less" or better = "more".')
    if source not in sources:
        known = f"There are {', '.join(sources)}." if sources else "Name one first."
        problem = f'There is no source "{source}".' if source else f'The measure "{name}" has no source.'
        raise file.wrong((*way, "source"), problem, near(source, sources) or known)
    return NamedMeasure(name, source, _BETTER[better], _settings(file, way, told, {"better", "source"}, Measuring))


def _settings(
    file: Marked, way: tuple[str, ...], told: dict[str, Any], own: set[str], kind: type[About]
) -> dict[str, Any]:
    """Settings by their names in Python, as ``kind`` takes them."""
    found = {}
    for name, value in told.items():
        if name not in own:
            plain = name.replace("-", "_")
            found[plain] = _setting(file, (*way, name), plain, value, ABOUT if kind is About else MEASURING)
    try:
        kind(**found)
    except UsageError as problem:
        raise file.wrong(_blamed(way, told, problem), problem.problem, problem.way_out) from None
    return found


def _blamed(way: tuple[str, ...], told: Mapping[str, Any], problem: UsageError) -> tuple[str, ...]:
    """The setting whose value an error names; the whole table where it names none."""
    named = [name for name, value in told.items() if f'"{value}"' in problem.problem]
    return (*way, named[0]) if named else way


def _setting(file: Marked, way: tuple[str, ...], name: str, value: Any, known: frozenset[str]) -> Any:
    if name not in known:
        raise file.wrong(
            way,
            f'"{way[-1]}" is no setting here.',
            near(name, known) or f"There are {', '.join(sorted(known))}.",
            name=True,
        )
    if name in _LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise file.wrong(way, f"{way[-1]} is no list of names.", f'Write {way[-1]} = ["One", "Another"].')
        return tuple(value)
    if name in _YES and not isinstance(value, bool):
        raise file.wrong(way, f"{way[-1]} is neither true nor false.", f"Write {way[-1]} = true.")
    if name == "seed" and (isinstance(value, bool) or not isinstance(value, int)):
        raise file.wrong(way, "seed is no whole number.", "Write seed = 0.")
    if name not in _YES and name != "seed" and not isinstance(value, str):
        raise file.wrong(way, f"{way[-1]} is no text.", "Write it in quotes.")
    return value


def titled(measure: Measure, named: NamedMeasure) -> Measure:
    """A measure under the name that the workspace gives it."""
    return Measure(named.name, measure.unit, named.less_is_better)
