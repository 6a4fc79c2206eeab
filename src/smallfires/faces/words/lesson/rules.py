"""Is the work done the right way: rules kept, and how much of the time somebody works."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.axes import Kept, RightWay
from smallfires.fires.effect import Figure
from smallfires.fires.quantity import say_count, say_share

COLUMNS = (Column("rule", "name"), Column("before"), Column("since"), Column("cases"), Column("", "text"))
SAID = {True: "kept better", False: "kept worse", None: "as before"}


def section(found: RightWay | None) -> Section | None:
    """Each rule before and since; None where there is no log."""
    if found is None or not (found.rules or found.efficiency):
        return None
    rows = tuple(map(_row, found.rules))
    return Section(
        "rules",
        "Is it done the right way?",
        _efficiency(found),
        Table("Rules, and the share of cases that keeps each", COLUMNS, rows) if rows else None,
        found.notes,
    )


def _row(rule: Kept) -> tuple[str, ...]:
    return (
        name(rule.sentence, 80),
        _share(rule.before),
        _share(rule.after),
        say_count(rule.cases_after),
        SAID[rule.better],
    )


def _share(figure: Figure | None) -> str:
    return "–" if figure is None else say_share(figure.value)


def _efficiency(found: RightWay) -> tuple[str, ...]:
    if found.efficiency is None:
        return ()
    before, after = (say_share(figure.value) for figure in (found.efficiency.before, found.efficiency.after))
    return (f"Somebody worked on a case for {after} of its time; it was {before} before.",)
