"""What people will do differently, in their own words and without their names."""

from __future__ import annotations

from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.clarity import Clarity

MARKED = {"match": "fits", "partly": "fits in part", "no": "does not fit", "": "not marked yet"}


def section(clarity: Clarity) -> Section | None:
    """Everybody's own words, each with its mark."""
    if not clarity.words:
        return None
    rows = tuple((one.code, one.text, MARKED[one.mark]) for one in clarity.words)
    columns = (
        Column("code", "text"),
        Column("what they will do differently on Monday", "text"),
        Column("mark", "text"),
    )
    left = sum(not one.mark for one in clarity.words)
    told = (
        f"In no order. {left} of {len(rows)} are still to be marked: fits, fits in part, or does not."
        if left
        else "In no order."
    )
    return Section("words", "In their own words", (told,), Table("Own words, without names", columns, rows))
