"""What can be chosen in the form of a charter: the measures of the workspace, its units, the designs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from smallfires.errors import SmallfiresError
from smallfires.faces.deeds.fields import Option
from smallfires.faces.words.charter.form import INTENTS, SUBJECTS, headline
from smallfires.faces.words.choices import BETTER, MEANS, PICKED
from smallfires.fires.charters.alone import PICKS
from smallfires.fires.wording import capital
from smallfires.stats.designs import DESIGNS
from smallfires.verbs.bench import bench
from smallfires.verbs.burning import tabled_of
from smallfires.verbs.desk import Desk
from smallfires.verbs.known import settings_of
from smallfires.verbs.workspace import Workspace

MOST_BYTES = 20_000_000
"""Of a file that is read so that its units can be chosen."""
MOST_UNITS = 60
"""Units that are shown one by one."""
WAYS = ("activities", "path", "resource")
_READING = Lock()
_UNITS: dict[tuple[str, str, int, int, str], tuple[str, ...]] = {}


@dataclass(frozen=True)
class Choices:
    """What can be chosen.

    Attributes:
        options: by field, rows not counted.
        units: of the measure, in the order of the data; none where they are not known.
        settings: of the design.
        suggested: what may be typed, by field.
    """

    options: Mapping[str, tuple[Option, ...]]
    units: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    suggested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def choices(desk: Desk, measure: str, design: str) -> Choices:
    """What can be chosen where this measure and this design are chosen already."""
    workspace = desk.workspace
    measures = tuple(
        Option(name, name, "less is better" if one.less_is_better else "more is better")
        for name, one in workspace.measures.items()
    )
    better = tuple(Option(key, title) for key, title in BETTER.items())
    options = {
        "subject": tuple(Option(str(key), capital(str(key)), says) for key, says in SUBJECTS.items()),
        "intent": tuple(
            Option(str(key), f"{capital(str(key))}: {headline(key).lower()}", says) for key, says in INTENTS.items()
        ),
        "picked": tuple(Option(key, PICKED[key]) for key in PICKS),
        "design.name": tuple(Option(name, *_design(name)) for name in DESIGNS),
        **dict.fromkeys(("success.measure", "guardrails.measure", "budget.measure"), measures),
        **dict.fromkeys(("success.better", "guardrails.better", "budget.better"), better),
    }
    settings = tuple(sorted(settings_of(design))) if design in DESIGNS else ()
    return Choices(options, _units(workspace, measure), settings, {"way": WAYS, "owner": (desk.who,)})


def _design(name: str) -> tuple[str, str]:
    title, _, says = MEANS[name].partition(": ")
    return title, capital(says)


def _units(workspace: Workspace, measure: str) -> tuple[str, ...]:
    """The units in the data of a measure, where its file is small enough to look at in between."""
    try:
        named = workspace.measure(measure)
        path = Path(workspace.source_of(named).where(workspace.folder))
        found = path.stat()
    except (SmallfiresError, OSError, ValueError):
        return ()
    if found.st_size > MOST_BYTES:
        return ()
    key = (str(path), measure, found.st_mtime_ns, found.st_size, repr(workspace.measuring(measure)))
    with _READING:
        if key not in _UNITS:
            _UNITS[key] = _read(workspace, measure)
        return _UNITS[key]


def _read(workspace: Workspace, measure: str) -> tuple[str, ...]:
    try:
        with bench(threads=1) as ground:
            tabled = tabled_of(workspace, measure, ground)
            return tuple(tabled.panel.units) if tabled.per else ()
    except SmallfiresError:
        return ()  # what is wrong with the data is told where the charter is held against them
