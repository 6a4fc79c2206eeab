"""Charters as text over a weekly table of sites, in a workspace of their own. For tests only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.verbs.desks import OWNER, Clock
from tests.verbs.learned import START, WEEKS, table
from tests.verbs.nights import TOML, weeks

from smallfires.fires.acts import Finding
from smallfires.fires.clarity import clarity, unmet
from smallfires.fires.fire import Fire
from smallfires.fires.lesson import Lesson
from smallfires.stores import open_ledger
from smallfires.stores.ledger import Ledger
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.draft import draft
from smallfires.verbs.learn_fire import learn_fire
from smallfires.verbs.light import light
from smallfires.verbs.override import override
from smallfires.verbs.workspace import open_workspace

TEXT = """title = "A shorter handover"
subject = "process"
of = "Handover at the end of a shift"
intent = "optimize"
owner = "Ruth Adler"
picked = "hand"

[hypothesis]
because = "nurses say the same things twice, which takes ten minutes"
change = "a fixed order of five points"
will = "shorten the handover"
seen = "cost"

[success]
measure = "cost"
better = "less"
worthwhile = "2%"
by = 2025-10-05

[scope]
units = ["Site A", "Site B"]

[design]
name = "parallel"
permutations = 100

[horizon]
start = 2025-08-04
end = 2025-10-05

[bounds]
fixed = ["who takes part"]
free = ["the words"]
"""
ALONE = """title = "Mail twice a day"
subject = "tool"
of = "E-mail"
intent = "optimize"
owner = "Ruth Adler"
picked = "lot"

[hypothesis]
because = "mail interrupts me every nine minutes"
change = "mail at eleven and at four"
will = "leave more of the day for thought"
seen = "hours"

[success]
measure = "hours"
better = "more"
worthwhile = "0.5"
by = 2026-06-26

[scope]
units = ["Ruth Adler"]

[design]
name = "switchback"
block = 1
seed = 3

[horizon]
start = 2026-05-04
end = 2026-06-26

[[people]]
name = "Ruth Adler"

[bounds]
fixed = ["calls are answered"]
free = ["which hours"]
"""


def a_workspace(folder: Path, more: str = "", until: int = START, ledger: Ledger | None = None) -> Desk:
    """A desk whose weekly tables reach so far, on the last day before the next week."""
    (folder / "smallfires.toml").write_text(TOML + more, "utf-8")
    weeks(folder, until)
    weeks(folder, until, "other.csv")
    now = Clock()
    now.on(WEEKS[until - 1])
    return Desk(open_workspace(folder), ledger or open_ledger("memory:", now), OWNER, now)


def drafted(desk: Desk, text: str = TEXT, **changes: str) -> tuple[Fire, tuple[Finding, ...]]:
    """The charter is noted, with some of its words changed."""
    with bench(threads=1) as ground:
        return draft(desk, changed(text, **changes), ground, file="handover.toml")


def changed(text: str = TEXT, **changes: str) -> str:
    """A charter in which the lines of these keys say something else; ``None`` takes a line out."""
    lines = text.splitlines()
    for key, value in changes.items():
        places = [at for at, line in enumerate(lines) if line.startswith(f"{key} =")]
        assert places, key
        lines[places[0]] = f"{key} = {value}"
    return "\n".join(lines) + "\n"


def burnt(desk: Desk, slug: str = "a-shorter-handover") -> Fire:
    """The fire, lit; somebody takes it on themselves where it is not clear."""
    if unmet(clarity(desk.fire(slug)), desk.fire(slug).charter.threshold):
        override(desk, slug, "It is a test.")
    with bench(threads=1) as ground:
        return light(desk, slug, ground)


def lesson(desk: Desk, slug: str = "a-shorter-handover", **settings: bool) -> Lesson | None:
    """A reading of the fire as of today."""
    with bench(threads=1) as ground:
        return learn_fire(desk, slug, ground, **settings)


def grown(desk: Desk, until: int, effect: float = -8.0) -> Desk:
    """The tables go on until a week, and the days with them."""
    weeks(desk.workspace.folder, until, effect=effect)
    weeks(desk.workspace.folder, until, "other.csv", effect=effect)
    desk.now.on(WEEKS[until]) if until < len(WEEKS) else desk.now.on("2025-10-13")
    return desk


def rows_of(desk: Desk, name: str, head: str, rows: list[list[str]]) -> Path:
    """A table of the workspace, written anew."""
    return table(desk.workspace.folder, rows, head, name)


def by(desk: Desk, who: str) -> Desk:
    """The same desk, somebody else at it."""
    return replace(desk, who=who)
