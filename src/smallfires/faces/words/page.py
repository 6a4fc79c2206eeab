"""A reading as one page: the answer, then sections of sentences with their tables. Every face shows this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from smallfires.faces.words.names import name, tidy
from smallfires.fires.work import WorkReading

Kind = Literal["name", "figure", "text"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: its heading.
        kind: ``name`` (from the data, may be long), ``figure`` (to the right, never broken) or ``text``.
        least: the narrowest page, in letters, on which it is still shown.
    """

    title: str
    kind: Kind = "figure"
    least: int = 0


@dataclass(frozen=True)
class Table:
    """Figures behind a section.

    Attributes:
        caption: what the rows are.
        columns: the columns.
        rows: cells as text, as many as there are columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """One part of the page.

    Attributes:
        key: its name in code; a chart of that name belongs to it, where there is one.
        title: its heading.
        sentences: what it says.
        table: its figures.
        items: a list of sentences under it.
        behind: the figures in its chart, where its table holds others.
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    items: tuple[str, ...] = ()
    behind: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Page:
    """The whole reading in words.

    Attributes:
        title: the question that was asked.
        headline: the answer in a few words.
        answer: why, as sentences.
        chance: how sure that is; empty where it was not worked out.
        gloss: what the two words mean.
        doubts: what belongs beside the answer.
        sections: what stands behind it.
        footer: what was read, and by which version.
    """

    title: str
    headline: str
    answer: tuple[str, ...]
    chance: str
    gloss: str
    doubts: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str

    def section(self, key: str) -> Section | None:
        """The section of that key, or None."""
        return next((section for section in self.sections if section.key == key), None)


def page(reading: WorkReading) -> Page:
    """The reading as a page, without a letter in it that could command a terminal."""
    from smallfires.faces.words import answer, ladder, rules, source, trend, units, waiting, waste, ways

    parts = (
        ladder.section, source.questions, waste.section, waiting.section, waiting.places, units.section,
        trend.section, ways.section, rules.section, source.today, source.recognised, source.assumed,
        source.settings,
    )  # fmt: skip
    said = answer.verdict(reading)
    return Page(
        title=tidy(_title(reading)),
        headline=tidy(said.headline),
        answer=tuple(tidy(text) for text in said.sentences),
        chance=tidy(said.chance),
        gloss=answer.GLOSS,
        doubts=tuple(tidy(text) for text in reading.warnings),
        sections=tuple(_tidied(made) for made in (part(reading) for part in parts) if made is not None),
        footer=tidy(source.footer(reading)),
    )


def _title(reading: WorkReading) -> str:
    file = name(reading.source.name)
    return f"Can {file} reach {name(reading.target.text, 30)}?" if reading.target else f"Reading {file}"


def _tidied(section: Section) -> Section:
    return replace(
        section,
        sentences=tuple(tidy(text) for text in section.sentences if text),
        items=tuple(tidy(text) for text in section.items),
        table=_tidied_table(section.table) if section.table else None,
        behind=tuple(_tidied_table(table) for table in section.behind),
    )


def _tidied_table(table: Table) -> Table:
    return replace(table, rows=tuple(tuple(tidy(cell) for cell in row) for row in table.rows))
