"""The verb ``level``: a measure of the workspace as it is now, by unit and period."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.stats.panel import Panel
from smallfires.verbs.add import AddedMeasure, levels
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.panels import open_measures, panel_of
from smallfires.verbs.secret import without_secrets
from smallfires.verbs.workspace import Workspace


@dataclass(frozen=True)
class Level:
    """A measure as it is now.

    Attributes:
        measure: its units and periods, and the usual level.
        panel: all its figures.
    """

    measure: AddedMeasure
    panel: Panel


def level(workspace: Workspace, name: str, bench: Bench) -> Level:
    """Read a measure.

    Args:
        workspace: that defines it.
        name: its own.
        bench: where to work.

    Raises:
        UsageError: there is none of this name, or a variable is not set.
        DataError, EngineError, Unclear: it cannot be read.
    """
    source = workspace.source_of(workspace.measure(name))
    where, settings = workspace.measuring(name)
    told = Measuring(**settings)
    with without_secrets(source.address):
        tabled = panel_of(open_measures(where, told, bench), told, bench)
    return Level(levels(name, source.name, tabled), tabled.panel)
