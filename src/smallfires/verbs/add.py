"""The verb ``add``: a source or a measure gets a name in the workspace, once it was really read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from smallfires.errors import UsageError
from smallfires.fires.reading import Measure
from smallfires.fires.work import Source
from smallfires.stats.panel import Panel
from smallfires.stats.past import Past
from smallfires.verbs import edited
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.look import figures_of, recognised_table
from smallfires.verbs.panels import Tabled, is_table, open_measures, panel_of
from smallfires.verbs.secret import without_password, without_secrets
from smallfires.verbs.source import Opened, recognised
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedSource, Workspace
from smallfires.worklog.measured import MeasureRecognition
from smallfires.worklog.recognise import Recognition

_COLUMNS = frozenset(["case", "activity", "end", "start", "resource", "unit", "type", "cost", "value", "time", "count"])
"""What is recognised of columns, and not of the file."""


@dataclass(frozen=True)
class AddedSource:
    """A source that has a name now.

    Attributes:
        name: its own.
        address: as it stands in the workspace's file.
        source: what was read, and what was recognised in it.
        measures: what could be measured: columns of figures, or what a log tells of each case.
        log: whether it is a log of work.
    """

    name: str
    address: str
    source: Source
    measures: tuple[str, ...]
    log: bool


@dataclass(frozen=True)
class AddedMeasure:
    """A measure that has a name now.

    Attributes:
        name: its own.
        source: the name of its source.
        measure: what is measured.
        per: what a unit is; empty where there is one series only.
        units: each unit's usual level, in the measure's unit, and in how many periods it was seen; in the order of the data.
        periods: how many there are.
        first, last: labels of the first and the last period.
        level: the usual level: the mean over units and the last third of the periods.
        unseen: share of units and periods without a figure.
        notes: what a reader has to know beside it, each a sentence.
    """

    name: str
    source: str
    measure: Measure
    per: str
    units: tuple[tuple[str, float, int], ...]
    periods: int
    first: str
    last: str
    level: float
    unseen: float
    notes: tuple[str, ...]


def add_source(workspace: Workspace, name: str, address: str, settings: Mapping[str, Any], bench: Bench) -> AddedSource:
    """Give a source a name, after its columns were recognised.

    Args:
        workspace: which shall have it.
        name: of the source.
        address: a file, relative to where the user is, or the address of a database, in which ``${NAME}`` stands for a variable
            of the environment.
        settings: what the user says of it, by the names of ``About``.
        bench: where to work.

    Raises:
        UsageError: the name is taken, a password stands in the address, or a variable is not set.
        DataError, EngineError, Unclear: it cannot be read; nothing is written then.
    """
    edited.free({"sources": workspace.sources}, "sources", name)
    written = _relative(without_password(address, "source"), workspace.folder)
    named = NamedSource(name, written, settings)
    told = Measuring(**settings)
    with without_secrets(written):
        opened = open_measures(named.where(workspace.folder), told, bench)
        found, measures, log = _looked_at(opened, told)
    place = {"url" if is_address(address) else "file": written}
    edited.edit(workspace.folder, "sources", name, {**place, **_written(settings)}, _recognised(found))
    return AddedSource(name, written, found, measures, log)


def _relative(address: str, folder: Path) -> str:
    """A file in the workspace as seen from there; any other by its whole path."""
    if is_address(address):
        return address
    path = Path(os.path.abspath(Path(address).expanduser()))  # noqa: PTH100 - a link stays the link that it is
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _written(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as they are written: those that differ from what goes without saying."""
    usual = {each.name: each.default for each in fields(Measuring)}
    return {name: value for name, value in settings.items() if value is not None and value != usual[name]}


def _looked_at(opened: Opened, told: Measuring) -> tuple[Source, tuple[str, ...], bool]:
    """What a source holds, what could be measured in it, and whether it is a log of work."""
    if not is_table(opened.table, opened.look, told):
        log = recognised(opened, told)
        return _source(opened, log), ("duration", *(role for role in ("cost", "value") if role in log.roles)), True
    return _source(opened, recognised_table(opened, told)), figures_of(opened, told), False


def _source(opened: Opened, found: Recognition | MeasureRecognition) -> Source:
    """What was read, without the measure: that is a choice which is still to be made."""
    rows = opened.fetch(f"select count(*) from ({found.select}) as source")[0][0]
    guesses = tuple(guess for guess in found.guesses if guess.role != "measure")
    return Source(opened.table.name, opened.table.format, int(rows), guesses, found.notes, "")


def _recognised(found: Source) -> str:
    """Which columns were recognised, for a comment in the file."""
    guesses = [guess for guess in found.recognised if guess.role in _COLUMNS and not guess.given]
    told = [guess.role if guess.role == guess.value else f"{guess.role} in {guess.value}" for guess in guesses]
    return f"Recognised: {', '.join(told)}." if told else ""


def add_measure(
    workspace: Workspace, name: str, source: str, settings: Mapping[str, Any], bench: Bench
) -> AddedMeasure:
    """Give a measure a name, after its figures were read.

    Args:
        workspace: which shall have it.
        name: of the measure.
        source: the name of its source.
        settings: how it is read, by the names of ``Measuring``; ``more_is_better`` is its better direction.
        bench: where to work.

    Raises:
        UsageError: the name is taken, there is no such source, or it is not said which way is better.
        DataError, EngineError, Unclear: it cannot be read; nothing is written then.
    """
    edited.free({"measures": workspace.measures}, "measures", name)
    known = workspace.source(source)
    told = Measuring(**{**known.settings, **settings})
    with without_secrets(known.address):
        tabled = panel_of(open_measures(known.where(workspace.folder), told, bench), told, bench)
    less = tabled.measure.less_is_better
    if less is None:
        raise UsageError(
            f"Which way {tabled.measure.name} is better is not said.", "Say --less-is-better or --more-is-better."
        )
    own = {key: value for key, value in settings.items() if key != "more_is_better"}
    written = {"measure": tabled.measure.name if told.measure is None else told.measure, **_written(own)}
    better = {"source": source, **written, "better": "less" if less else "more"}
    edited.edit(workspace.folder, "measures", name, better)
    return levels(name, source, tabled)


def levels(name: str, source: str, tabled: Tabled) -> AddedMeasure:
    """What a measure is like: its units and periods, and the usual level.

    Args:
        name: in the workspace.
        source: where it is read, by name.
        tabled: as it was read.
    """
    panel = tabled.panel
    return AddedMeasure(
        name=name,
        source=source,
        measure=Measure(name, tabled.measure.unit, tabled.measure.less_is_better),
        per=tabled.per,
        units=tuple(zip(panel.units, _levels(panel), map(int, (~np.isnan(panel.y)).sum(axis=1)), strict=True)),
        periods=len(panel.periods),
        first=panel.periods[0],
        last=panel.periods[-1],
        level=Past(panel, ()).level,
        unseen=float(np.isnan(panel.y).mean()),
        notes=tabled.notes,
    )


def _levels(panel: Panel) -> Iterator[float]:
    """Each unit's usual level; of one that was not seen lately over all periods; NaN where it never was."""
    for row in range(len(panel.units)):
        alone = panel.only(np.arange(len(panel.units)) == row)
        yield Past(alone, ()).level if (~np.isnan(alone.y)).any() else float("nan")
