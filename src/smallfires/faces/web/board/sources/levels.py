"""Measures as they are now, drawn by unit; read once for each state of their file."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import isfinite
from threading import Lock

import numpy as np

from smallfires.errors import SmallfiresError
from smallfires.faces.web.board.sources.looks import Key, Looks, state_of
from smallfires.faces.web.plain import sentences
from smallfires.faces.words.amounts import Amounts
from smallfires.faces.words.names import name as named
from smallfires.verbs.add import AddedMeasure
from smallfires.verbs.bench import Bench, bench
from smallfires.verbs.level import Level, level
from smallfires.verbs.workspace import Workspace

MOST = 32
"""Measures that are kept."""
UNITS = 12
"""Units that are drawn."""
WIDE, HIGH = 100.0, 20.0
"""The ground of a line."""


@dataclass(frozen=True)
class Line:
    """One unit of a measure.

    Attributes:
        unit: its name.
        level: its usual level, as people say it.
        periods: with a figure.
        points: of its line on the ground that all share, from left to right; a part for each stretch without a gap.
    """

    unit: str
    level: str
    periods: int
    points: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A measure with its units.

    Attributes:
        name: of the measure.
        better: its better direction.
        measure: as it was read; None where it could not be.
        usual: the usual level, as people say it.
        lines: of the first units, by their level.
        problem: why it could not be read; empty where it could.
    """

    name: str
    better: str
    measure: AddedMeasure | None = None
    usual: str = ""
    lines: tuple[Line, ...] = ()
    problem: str = ""


class Levels:
    """Those that were asked for last."""

    def __init__(self, looks: Looks) -> None:
        self._keeping = Lock()
        self._looks = looks
        self._kept: OrderedDict[Key, Drawn] = OrderedDict()

    def of(self, workspace: Workspace, name: str) -> Drawn:
        """A measure as it is now."""
        found = self.known(workspace, name)
        if found is None:
            with self._looks.room, bench() as ground:
                found = read(workspace, name, ground)
            self.keep(workspace, name, found)
        return found

    def known(self, workspace: Workspace, name: str) -> Drawn | None:
        """The same where it is known already."""
        with self._keeping:
            return self._kept.get(_key(workspace, name))

    def keep(self, workspace: Workspace, name: str, found: Drawn) -> None:
        """Know it from now on."""
        key = _key(workspace, name)
        with self._keeping:
            if key:
                self._kept[key] = found
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def _key(workspace: Workspace, name: str) -> Key:
    measure = workspace.measure(name)
    key = state_of(workspace.source_of(measure), workspace.folder)
    return (*key, name, str(sorted(measure.settings.items())), measure.less_is_better) if key else ()


def read(workspace: Workspace, name: str, bench: Bench) -> Drawn:
    """A measure, read and drawn; why it cannot be is a part of the answer."""
    better = "less" if workspace.measure(name).less_is_better else "more"
    try:
        return drawn(level(workspace, name, bench), better)
    except SmallfiresError as error:
        return Drawn(name, better, problem=" ".join(sentences(error)))


def drawn(found: Level, better: str) -> Drawn:
    """A measure with the lines of its units."""
    measure, panel = found.measure, found.panel
    say = Amounts(measure.measure.unit, is_time=measure.measure.unit == "s")
    order = sorted(range(len(measure.units)), key=lambda at: (not isfinite(measure.units[at][1]), measure.units[at][1]))
    least, most = float(np.nanmin(panel.y)), float(np.nanmax(panel.y))
    lines = tuple(
        Line(
            named(measure.units[at][0]),
            say.say(measure.units[at][1]) if isfinite(measure.units[at][1]) else "",
            measure.units[at][2],
            points([float(value) for value in panel.y[at]], least, most),
        )
        for at in order[:UNITS]
    )
    return Drawn(measure.name, better, measure, say.say(measure.level), lines)


def points(values: list[float], least: float, most: float) -> tuple[str, ...]:
    """The stretches of a line, each as SVG has it; a figure alone is a short one."""
    across = WIDE / max(1, len(values) - 1)
    span = (most - least) or 1.0
    stretches: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if not isfinite(value):
            stretches.append([])
            continue
        stretches[-1].append(f"{at * across:.1f},{HIGH - (value - least) / span * HIGH:.1f}")
    return tuple(" ".join(part if len(part) > 1 else [part[0], part[0]]) for part in stretches if part)
