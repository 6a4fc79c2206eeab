"""The ways in words: how cases are worked."""

from __future__ import annotations

from smallfires.faces.words.names import many, path
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.quantity import say_count, say_duration, say_share
from smallfires.fires.work import Way, WorkReading


def section(reading: WorkReading) -> Section | None:
    """The main ways, and how long each takes."""
    if not reading.ways or reading.log is None:
        return None
    rows = sorted(reading.ways, key=lambda way: -way.cases)
    return Section(
        key="map",
        title="The ways the work is done",
        sentences=(
            f"{many(reading.log.cases, 'case')} took {many(reading.log.variants, 'different path')}; "
            f"the most usual one was taken by {say_share(rows[0].share)}.",
        ),
        table=Table("The main ways", _COLUMNS, tuple(_row(way) for way in rows)),
    )


_COLUMNS = (
    Column("way", "text"),
    Column("share"),
    Column("half take longer than"),
    Column("average", least=70),
    Column("cases", least=90),
)


def _row(way: Way) -> tuple[str, ...]:
    return (
        path(way.path, longest=28),
        say_share(way.share),
        say_duration(way.median),
        say_duration(way.mean),
        say_count(way.cases),
    )
