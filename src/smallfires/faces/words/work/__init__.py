"""A reading of the work in plain words: optimize or transform, and what stands behind it."""

from __future__ import annotations

from smallfires.faces.words import source as common
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, made
from smallfires.faces.words.work import answer, ladder, rules, source, trend, units, waiting, waste, ways
from smallfires.fires.work import WorkReading

_PARTS = (
    ladder.section, source.questions, waste.section, waiting.section, waiting.places, units.section, trend.section,
    ways.section, rules.section, source.today,
)  # fmt: skip


def page(reading: WorkReading) -> Page:
    """The reading as a page."""
    return made(
        title=_title(reading),
        said=answer.verdict(reading),
        gloss=answer.GLOSS,
        doubts=reading.warnings,
        sections=(
            *(part(reading) for part in _PARTS),
            common.recognised(reading.source),
            source.assumed(reading),
            common.settings(reading.settings),
        ),
        footer=common.footer(reading.source, reading.version),
    )


def _title(reading: WorkReading) -> str:
    file = name(reading.source.name)
    return f"Can {file} reach {name(reading.target.text, 30)}?" if reading.target else f"Reading {file}"
