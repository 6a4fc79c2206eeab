"""A reading that was done again, in words: the same to the last digit, or what is another one and why."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.again import Again
from smallfires.fires.quantity import many


def page(record: Again) -> Page:
    """Whether it is the same, what has changed since, and which figures are others."""
    return made(
        f"{record.fire}: reading {record.number} again",
        verdict(record),
        "A reading that is done again uses the data, the charter, the settings and the day of the first one.",
        (),
        [_changed(record), _others(record)],
        f"Read first on {record.at[:10]} by {record.who}. Smallfires {record.version}",
    )


def verdict(record: Again) -> Verdict:
    """The same to the last digit, or how many are others."""
    if record.same:
        return Verdict(
            "The same to the last digit.",
            (f"All {many(record.figures, 'value')} of reading {record.number} came out as they were noted.",),
            "",
        )
    count = len(record.differences)
    told = f"{many(count, 'value')} of {record.figures:,} {'is another one' if count == 1 else 'are others'}."
    why = (
        "What has changed since stands below."
        if record.changed
        else "Nothing that is noted has changed: please report it."
    )
    return Verdict("Not the same.", (told, why), "")


def _changed(record: Again) -> Section | None:
    if not record.changed:
        return None
    return Section("changed", "What has changed since", items=record.changed)


def _others(record: Again) -> Section | None:
    if record.same:
        return None
    columns = (Column("Value", "name"), Column("Then", "text"), Column("Now", "text"))
    rows = tuple((each.where, name(each.then), name(each.now)) for each in record.differences)
    return Section("others", "Which values are others", table=Table("Values that are others", columns, rows))
