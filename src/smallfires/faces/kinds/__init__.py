"""The kinds of records that the faces can show, each in one file. To add one: its file here, and a line in ``KINDS``."""

from __future__ import annotations

from smallfires.faces.kinds.again import DoneAgain
from smallfires.faces.kinds.brief import Briefing
from smallfires.faces.kinds.checkup import Checking
from smallfires.faces.kinds.clarity import Clear
from smallfires.faces.kinds.extract import Extracted
from smallfires.faces.kinds.found import Searched
from smallfires.faces.kinds.kind import AnyKind
from smallfires.faces.kinds.lesson import Learnt
from smallfires.faces.kinds.lit import Lighting
from smallfires.faces.kinds.momentum import Moving
from smallfires.faces.kinds.night import Nightly
from smallfires.faces.kinds.overview import Overviewed
from smallfires.faces.kinds.people import Bearing, Carrying
from smallfires.faces.kinds.pilot import Pilot
from smallfires.faces.kinds.plan import Planned
from smallfires.faces.kinds.posted import Posting
from smallfires.faces.kinds.story import Told
from smallfires.faces.kinds.work import Work

KINDS: tuple[AnyKind, ...] = (
    Work(),
    Pilot(),
    Planned(),
    Checking(),
    Lighting(),
    Learnt(),
    Briefing(),
    Posting(),
    Clear(),
    Nightly(),
    DoneAgain(),
    Overviewed(),
    Told(),
    Searched(),
    Extracted(),
    Moving(),
    Carrying(),
    Bearing(),
)
"""All of them."""


def kind_of(record: object) -> AnyKind:
    """The kind of a record, or of a class of records.

    Raises:
        TypeError: the faces do not know it.
    """
    wanted = record if isinstance(record, type) else type(record)
    for kind in KINDS:
        if issubclass(wanted, kind.record):
            return kind
    raise TypeError(f"the faces do not know how to show a {wanted.__name__}")
