"""One fire with all that is known of it: the record that ``show`` gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smallfires.fires.charter import Charter
from smallfires.fires.clarity import Clarity
from smallfires.fires.diary import Line
from smallfires.fires.overview import Glance


@dataclass(frozen=True)
class Date:
    """A date on a fire's agenda.

    Attributes:
        on: the day.
        what: what is due then.
        late: whether somebody should have done it by now.
    """

    on: date
    what: str
    late: bool


@dataclass(frozen=True)
class Proof:
    """A riskiest assumption, and whether it was tested.

    Attributes:
        assumption: what has to be true.
        test: how that is seen.
        by: until when.
        holds: whether it does; None while nobody has tested it.
        because: what was seen; empty likewise.
    """

    assumption: str
    test: str
    by: date
    holds: bool | None
    because: str


@dataclass(frozen=True)
class Story:
    """One fire.

    Attributes:
        glance: the fire at a glance.
        today: the day.
        charter: in force.
        seal: its digest.
        clarity: what the people asked understood, without their words; None before the brief went out.
        reading: number of the last reading; 0 before the first.
        sentence: what its verdict says, in plain words; empty before the first.
        agenda: what is due, the earliest first.
        proofs: the riskiest assumptions.
        diary: everything that was done, oldest first.
        version: of the software.
    """

    glance: Glance
    today: date
    charter: Charter
    seal: str
    clarity: Clarity | None
    reading: int
    sentence: str
    agenda: tuple[Date, ...]
    proofs: tuple[Proof, ...]
    diary: tuple[Line, ...]
    version: str
