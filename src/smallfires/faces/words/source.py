"""What was read, in words: what was recognised, the settings, and the line at the foot."""

from __future__ import annotations

from collections.abc import Mapping

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.quantity import many
from smallfires.fires.work import Guess, Source


def recognised(source: Source) -> Section | None:
    """What was taken for what, and the flag that says otherwise."""
    if not source.recognised:
        return None
    return Section(
        "recognised",
        "What was recognised",
        (f"{name(source.name)}: {source.format}, {many(source.rows, 'row')}.",),
        Table("Taken for what, and how to say otherwise", _COLUMNS, tuple(_row(guess) for guess in source.recognised)),
        source.notes,
    )


_COLUMNS = (
    Column("taken for", "text"),
    Column("found", "name"),
    Column("because", "text", least=76),
    Column("to say otherwise", "text"),
)


def _row(guess: Guess) -> tuple[str, ...]:
    return guess.role, name(guess.value), "you said so" if guess.given else guess.reason, guess.flag


def footer(source: Source, version: str) -> str:
    """What was read, and with what, so that the reading can be made again."""
    mark = f", data {source.fingerprint[:12]}" if source.fingerprint else ""
    return f"Smallfires {version}{mark}."


def settings(given: Mapping[str, str]) -> Section | None:
    """Every setting that shaped the figures, so that the reading can be made again."""
    rows = tuple((name(key), name(value)) for key, value in given.items() if value not in _UNSET)
    if not rows:
        return None
    columns = (Column("setting", "text"), Column("value", "name"))
    return Section("settings", "Settings", table=Table("What shaped the figures", columns, rows))


_UNSET = {"", "()", "{}", "False", "None"}
