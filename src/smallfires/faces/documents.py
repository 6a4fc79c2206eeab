"""A record as a document: one A4 page, with the letters that are built in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import typst

from smallfires.errors import EngineError
from smallfires.faces import drawing
from smallfires.faces.kinds import kind_of
from smallfires.faces.kinds.kind import Chart, Part
from smallfires.faces.letters import shorten
from smallfires.faces.page import alt, whole
from smallfires.faces.palette import LIGHT
from smallfires.faces.words.page import Page, Section, Table

FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""Built into typst; letters that none of them has come from the machine, where it has them."""

CHART_WIDTH = 330
LONGEST, LONGEST_CELL = 230, 40
"""Letters of a doubt, and of a cell."""


def pdf(record: object) -> bytes:
    """The record on one A4 page.

    Raises:
        EngineError: the typesetter failed.
    """
    template = files("smallfires.faces").joinpath("templates", "sheet.typ").read_bytes()
    try:
        made = typst.compile(template, sys_inputs={"sheet": json.dumps(sheet(record))}, format="pdf")
    except typst.TypstError as error:
        raise EngineError(f"The PDF could not be set: {error}.", "Use --html, and please report it.") from error
    return bytes(made)


def sheet(record: object) -> dict[str, Any]:
    """What is on the page, as data for the template."""
    kind = kind_of(record)
    page, charts = kind.page(record), kind.printed(record)
    longest = kind.longest
    columns = [[_part(page, charts, part, longest) for part in column] for column in kind.sheet()]
    return {
        "title": _set(page.title, 110),
        "headline": _set(page.headline, 160),
        "answer": [_set(text, max(320, longest)) for text in page.answer],
        "chance": _set(page.chance, 320),
        "gloss": page.gloss,
        "doubts": _cut(page.doubts, 3, LONGEST),
        "parts": [[part for part in column if part is not None] for column in columns],
        "footer": page.footer,
        "colours": LIGHT,
        "fonts": FONTS,
        "largest": kind.largest,
    }


def _set(text: str, most: int) -> str:
    """A text shortened, in which a long word may be broken and a percent sign keeps its figure."""
    return _LONG.sub(lambda word: BREAK.join(re.findall(".{1,20}", word[0])), whole(shorten(text, most)))


_LONG = re.compile(r"\S{32,}")
BREAK = "\u200b"
"""Nothing to see, where a line may end."""


def _cut(texts: tuple[str, ...], most: int, longest: int) -> list[str]:
    """The first texts, shortened, and how many were left out."""
    shown = [_set(text, longest) for text in texts[:most]]
    left = len(texts) - most
    return [*shown, f"and {left:,} more, in the web page and the JSON"] if most and left > 0 else shown


def _part(page: Page, charts: Mapping[str, Chart], part: Part, longest: int) -> dict[str, Any] | None:
    section = page.section(part.key)
    if section is None:
        return None
    chart = charts.get(part.key) if part.chart else None
    svg = drawing.svg(chart(CHART_WIDTH, FONTS[0])) if chart else None
    return {
        "title": _set(section.title, 60),
        "sentences": [_set(text, longest) for text in section.sentences[: part.sentences]],
        "items": _cut(section.items, part.items, longest),
        "svg": svg,
        "alt": alt(section),
        "table": _table(section.table, part) if section.table and part.rows else None,
        "more": _more(section, part),
    }


def _table(table: Table, part: Part) -> dict[str, Any]:
    kept = [table.columns[i] for i in part.columns]
    return {
        "columns": [{"title": column.title, "figure": column.kind == "figure"} for column in kept],
        "rows": [[_set(row[i], LONGEST_CELL) for i in part.columns] for row in table.rows[: part.rows]],
    }


def _more(section: Section, part: Part) -> str:
    left = len(section.table.rows) - part.rows if section.table and part.rows else 0
    return f"and {left:,} more, in the web page and the JSON" if left > 0 else ""
