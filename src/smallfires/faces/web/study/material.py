"""What can be asked: the sources and the measures of the workspace, each with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from smallfires.errors import UsageError
from smallfires.faces.web.study.study import Study
from smallfires.verbs.workspace import Workspace

MEASURE = "measure:"
"""What stands before the name of a measure, where a source could have the same."""
NOTHING = "Choose what is to be read."


@dataclass(frozen=True)
class Material:
    """What is read.

    Attributes:
        name: as the workspace has it.
        where: the file or database.
        settings: what is known of it, by the settings of a study.
    """

    name: str
    where: str
    settings: Mapping[str, Any]


def choices(workspace: Workspace, study: Study) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What can be chosen, in groups: as a form sends it, and as a person reads it."""
    sources = tuple((name, name) for name in workspace.sources)
    measures = tuple((f"{MEASURE}{name}", f"{name}, from {one.source}") for name, one in workspace.measures.items())
    groups = (("Measures", measures if study.measures else ()), ("Sources", sources))
    return tuple((title, found) for title, found in groups if found)


def material(workspace: Workspace, study: Study, chosen: str) -> Material:
    """What was chosen.

    Raises:
        UsageError: nothing was, or there is no such thing.
    """
    if not chosen:
        raise UsageError(NOTHING)
    if chosen.startswith(MEASURE) and study.measures:
        name = chosen.removeprefix(MEASURE)
        where, settings = workspace.measuring(name)
        return Material(name, where, _known(study, settings))
    source = workspace.source(chosen)
    told = {**source.settings, **({"rules": source.rules} if source.rules else {})}
    return Material(chosen, source.where(workspace.folder), _known(study, told))


def _known(study: Study, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those that the study has, too."""
    names = {each.name for each in fields(study.asks)}  # type: ignore[arg-type]
    return {name: value for name, value in settings.items() if name in names}
