"""The verb ``people``: who carries how much change, and what is due from whom."""

from __future__ import annotations

import difflib

from smallfires.errors import NotThere
from smallfires.fires.load import People, Person, loads
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk


def people(desk: Desk) -> People:
    """Everybody who carries change now, those who carry most first."""
    today, limits = desk.today, desk.workspace.limits
    return People(desk.workspace.name, today, limits, loads(desk.outlines().values(), today, limits), VERSION)


def person(desk: Desk, name: str) -> Person:
    """What one person carries.

    Raises:
        NotThere: nobody of this name carries anything.
    """
    return one_of(people(desk), name)


def one_of(found: People, name: str) -> Person:
    """One person among all of them.

    Raises:
        NotThere: as ``person``.
    """
    for load in found.people:
        if load.name == name:
            return Person(found.workspace, found.today, found.limits, load, found.version)
    near = difflib.get_close_matches(name, [load.name for load in found.people], 1)
    hint = f'Did you mean "{near[0]}"?' if near else ""
    command = "" if near else "See who does with: smallfires people"
    raise NotThere(f'Nobody called "{name}" carries change now.', hint, command=command)
