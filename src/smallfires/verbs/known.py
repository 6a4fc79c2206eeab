"""What the workspace knows when a charter is checked: slugs, measures, designs, and which units burn when."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from smallfires.errors import UsageError
from smallfires.fires.charters.known import Burning, Known
from smallfires.fires.outline import Outline
from smallfires.stats.designs import DESIGNS
from smallfires.verbs.burning import OPEN_SETTINGS
from smallfires.verbs.designing import OWN
from smallfires.verbs.desk import Desk
from smallfires.verbs.workspace import NamedMeasure, Workspace

OF_CASES = frozenset(["arm", "new", "before", "cluster", "stratum"])
"""Settings of a lot that is drawn case by case."""


def known_of(desk: Desk, slug: str, misfit: str = "") -> Known:
    """What a charter is held against.

    Args:
        desk: in whose workspace.
        slug: of the charter's own fire, which is not held against itself.
        misfit: why the design cannot carry its scope, as a sentence; empty where it can, or where that is not known.
    """
    every, seen = desk.every(), desk.outlines()
    measures = desk.workspace.measures
    return Known(
        slugs=frozenset(every) - {slug},
        measures={name: measure.less_is_better for name, measure in measures.items()},
        designs={name: settings_of(name) for name in DESIGNS},
        burning=tuple(burning((fire for fire in every.values() if fire.burning and fire.slug != slug), seen)),
        misfit=misfit,
        way_out="Change the scope, the design or the horizon.",
        command="See what could tell with: smallfires design",
        figures=frozenset(name for name, measure in measures.items() if _there(desk.workspace, measure)),
    )


def settings_of(design: str) -> frozenset[str]:
    """The settings of ``learn`` that a charter may give a design."""
    foreign = {name for name, (_, designs) in OWN.items() if design not in designs}
    return OPEN_SETTINGS - foreign - (frozenset() if design == "randomised" else OF_CASES)


def burning(fires: Iterable[Outline], seen: Container[str]) -> Iterable[Burning]:
    """The fires that burn; those that whoever acts may not see without their names."""
    for fire in fires:
        if fire.burning:
            name = fire.slug if fire.slug in seen else ""
            yield Burning(slug=name, units=fire.units, start=fire.start, end=fire.end, allow=fire.allow)


def _there(workspace: Workspace, measure: NamedMeasure) -> bool:
    """Whether the data of a measure can be there: a database is not asked."""
    try:
        address = workspace.source_of(measure).where(workspace.folder)
    except UsageError:
        return False
    return "://" in address or Path(address).exists()
