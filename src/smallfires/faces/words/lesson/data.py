"""From which data a reading was made, so that it can be done again."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.lesson import Drawn, Lesson

COLUMNS = (Column("measure", "name"), Column("source", "name"), Column("fingerprint", "text"), Column("copy", "text"))


def section(record: Lesson) -> Section:
    """The fingerprint of the data behind each measure."""
    return Section(
        "data",
        "What was read",
        table=Table("Data", COLUMNS, tuple(map(_row, record.drawn))),
        items=tuple(dict.fromkeys(one.why_no_copy for one in record.drawn if one.why_no_copy)),
        commands=(f"The same figures, to the last digit: smallfires learn {record.fire} --again {record.number}",),
    )


def _row(one: Drawn) -> tuple[str, ...]:
    seen = one.digest or one.fingerprint
    return name(one.measure), name(one.source), f"{seen[:12]}…" if seen else "–", "no" if one.why_no_copy else "kept"


def footer(record: Lesson) -> str:
    """Who read it, when, and by which charter."""
    how = f"by the charter {record.seal[:12]}…, with Smallfires {record.version}"
    return f"Read by {name(record.who)} on {record.at[:10]}, {how}."
