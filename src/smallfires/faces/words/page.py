"""A record as one page: the answer, then sections of sentences with their tables. Every face shows this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from smallfires.faces.words.names import tidy

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
        bars: whether its second column holds shares that the terminal draws as bars.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """Each row by itself, as it is told beside its mark in a chart: what it is, then a line for each figure."""
        titles = ["", *(column.title for column in self.columns[1:])]
        return tuple("\n".join(filter(None, map(_told, titles, row))) for row in self.rows)


def _told(title: str, cell: str) -> str:
    return f"{title}: {tidy(cell)}" if cell and title else tidy(cell)


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
        spoken: whether its sentences say what its chart shows; else the rows of its table do.
        commands: what goes on from here at the command line, as sentences; pages and programs have ways of their own.
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    items: tuple[str, ...] = ()
    behind: tuple[Table, ...] = ()
    spoken: bool = False
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The answer as it is shown first.

    Attributes:
        headline: the answer in a few words.
        sentences: why, and what it means.
        chance: how sure that is, or empty where it was not worked out.
        commands: as in ``Section``.
    """

    headline: str
    sentences: tuple[str, ...]
    chance: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """The whole record in words.

    Attributes:
        title: the question that was asked.
        headline: the answer in a few words.
        answer: why, as sentences.
        chance: how sure that is; empty where it was not worked out.
        gloss: what its words mean.
        doubts: what belongs beside the answer.
        sections: what stands behind it.
        footer: what was read, and by which version.
        commands: as in ``Section``.
    """

    title: str
    headline: str
    answer: tuple[str, ...]
    chance: str
    gloss: str
    doubts: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    commands: tuple[str, ...] = ()

    def section(self, key: str) -> Section | None:
        """The section of that key, or None."""
        return next((section for section in self.sections if section.key == key), None)


def made(
    title: str, said: Verdict, gloss: str, doubts: Iterable[str], sections: Iterable[Section | None], footer: str
) -> Page:
    """A page without a letter in it that could command a terminal, and without the sections that there are not.

    Args:
        title, gloss, doubts, footer: as in ``Page``.
        said: the answer.
        sections: in their order.
    """
    return Page(
        title=tidy(title),
        headline=tidy(said.headline),
        answer=tuple(tidy(text) for text in said.sentences),
        chance=tidy(said.chance),
        gloss=gloss,
        doubts=tuple(tidy(text) for text in doubts),
        sections=tuple(_tidied(section) for section in sections if section is not None),
        footer=tidy(footer),
        commands=tuple(tidy(text) for text in said.commands),
    )


def _tidied(section: Section) -> Section:
    return replace(
        section,
        sentences=tuple(tidy(text) for text in section.sentences if text),
        items=tuple(tidy(text) for text in section.items),
        commands=tuple(tidy(text) for text in section.commands),
        table=_tidied_table(section.table) if section.table else None,
        behind=tuple(_tidied_table(table) for table in section.behind),
    )


def _tidied_table(table: Table) -> Table:
    return replace(table, rows=tuple(tuple(tidy(cell) for cell in row) for row in table.rows))
