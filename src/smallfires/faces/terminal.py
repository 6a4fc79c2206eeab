"""A record in the terminal: the page in words, with pictures made of letters."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column as Slot
from rich.table import Table as Grid
from rich.text import Text

from smallfires.faces import letters
from smallfires.faces.kinds import kind_of
from smallfires.faces.kinds.kind import Picture
from smallfires.faces.words.page import Column, Page, Section, Table

EMBER = "color(166)"
WIDEST, NARROWEST = 100, 40
ROWS = {
    **{"recognised": 14, "map": 5, "levels": 20, "diary": 30, "found": 200, "entries": 10_000},
    **dict.fromkeys(("burning", "briefed", "drafted", "spread", "put-out"), 200),
}
LEFT_OUT = {"settings"}
MOST_ROWS, MOST_ITEMS, MOST_DOUBTS = 8, 5, 5


def show(record: object, file: TextIO) -> None:
    """Write the page to a terminal or a pipe, as wide and as colourful as it can take."""
    kind = kind_of(record)
    show_page(kind.page(record), file, kind.pictures(record, EMBER))


def show_page(page: Page, file: TextIO, pictures: Mapping[str, Picture] = MappingProxyType({})) -> None:
    """The same of a page that is no record's, such as what a command did."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
    text = _rendered(page, pictures, width, colour=takes_colour(file))
    file.write(letters.fit(text, getattr(file, "encoding", None) or "utf-8"))
    file.flush()


def takes_colour(file: TextIO) -> bool:
    """Whether colours may be sent: a terminal that knows them, and nobody said NO_COLOR."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not file.isatty():
        return False
    return not Console(file=file).legacy_windows


def render(record: object, width: int = WIDEST, *, colour: bool = False) -> str:
    """The page as text, no line wider than ``width`` letters."""
    kind = kind_of(record)
    return _rendered(kind.page(record), kind.pictures(record, EMBER), width, colour=colour)


def _rendered(page: Page, pictures: Mapping[str, Picture], width: int, *, colour: bool) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, color_system="256" if colour else None,
        no_color=not colour, markup=False, highlight=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    with console.capture() as caught:
        for block in _blocks(page, pictures, width):
            console.print(block)
    return "".join(line.rstrip(" ") + "\n" for line in caught.get().splitlines())


def _blocks(page: Page, pictures: Mapping[str, Picture], width: int) -> list[RenderableType]:
    """The answer, its doubts, every section, the footer."""
    blocks: list[RenderableType] = ["", *_answer(page), *_doubts(page)]
    for section in (section for section in page.sections if section.key not in LEFT_OUT):
        blocks += ["", Text(section.title, style=f"bold {EMBER}"), *_section(section, pictures.get(section.key), width)]
    return [*blocks, "", Text(page.footer, style="dim")]


def _answer(page: Page) -> list[RenderableType]:
    chance: list[RenderableType] = [Text(page.chance)] if page.chance else []
    sentences: list[RenderableType] = [Text(text) for text in page.answer]
    heading: list[RenderableType] = [Text(page.title, style="dim"), "", Text(page.headline, style=f"bold {EMBER}")]
    return [*heading, *sentences, *map(Text, page.commands), *chance, Text(page.gloss, style="dim")]


def _doubts(page: Page) -> list[RenderableType]:
    if not page.doubts:
        return []
    return ["", Text("Keep in mind", style="bold"), *_items(page.doubts, MOST_DOUBTS)]


def _items(items: tuple[str, ...], most: int = MOST_ITEMS) -> list[RenderableType]:
    """A list with a hanging indent, and how many were left out."""
    shown: list[RenderableType] = [_item("•", text) for text in items[:most]]
    return [*shown, _more(len(items) - most)] if len(items) > most else shown


def _item(mark: str, text: str) -> Grid:
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(mark, Text(text))
    return grid


def _more(count: int) -> Text:
    return Text(f"… and {count:,} more: --html or --json", style="dim")


def _section(section: Section, picture: Picture | None, width: int) -> list[RenderableType]:
    """Its sentences, then its picture or its table, then its list."""
    blocks: list[RenderableType] = [Text(text) for text in section.sentences]
    if picture is not None:
        blocks += ["", Padding(picture(width - 2), (0, 0, 0, 2))]
    elif section.table is not None:
        blocks += ["", Padding(_grid(section.table, ROWS.get(section.key, MOST_ROWS), width), (0, 0, 0, 2))]
    gap = [""] if len(blocks) > len(section.sentences) and section.items else []
    return [*blocks, *gap, *_items(section.items), *_items(section.commands, len(section.commands))]


def _grid(table: Table, most: int, width: int) -> RenderableType:
    """The first rows of a table, without the columns for which the page is too narrow; with bars for its shares."""
    bars = max(4, (width - 2) // 4 - 8) if table.bars else 0
    kept = [i for i, column in enumerate(table.columns) if column.least <= width]
    rows = [[row[i] for i in kept] for row in table.rows[:most]]
    columns = [table.columns[i] for i in kept]
    widths = _widths(columns, rows, width - 4 - (bars + 2 if bars else 0))
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for column, wide in zip(columns, widths, strict=True):
        grid.add_column(
            column.title, justify="right" if column.kind == "figure" else "left", width=wide, overflow="fold"
        )
    largest = max((_percent(row[1]) for row in rows), default=0.0) if bars else 0.0
    if bars:
        grid.columns.insert(1, Slot(width=bars))
    for row in rows:
        cells = [Text(letters.shorten(cell, wide) if column.kind == "name" else cell)
                 for cell, column, wide in zip(row, columns, widths, strict=True)]  # fmt: skip
        if bars:
            cells.insert(1, Text(letters.bar(_percent(row[1]), largest, bars), style=EMBER))
        grid.add_row(*cells)
    left = len(table.rows) - most
    return Group(grid, _more(left)) if left > 0 else grid


def _widths(columns: list[Column], rows: list[list[str]], width: int) -> list[int]:
    """How wide each column is: figures as they need, text and names share what is left."""
    needs = [max([_heading(column), *(letters.width(row[i]) for row in rows)]) for i, column in enumerate(columns)]
    soft = [i for i, column in enumerate(columns) if column.kind != "figure"]
    left = width - 2 * (len(columns) - 1) - sum(need for i, need in enumerate(needs) if i not in soft)
    for place, i in enumerate(sorted(soft, key=lambda i: needs[i])):
        needs[i] = max(6, min(needs[i], left // (len(soft) - place)))
        left -= needs[i]
    for i, column in enumerate(columns):
        spare = max(0, min(left, letters.width(column.title) - needs[i]))
        needs[i], left = needs[i] + spare, left - spare
    return needs


def _heading(column: Column) -> int:
    """The longest word of a heading, which may be broken between words only."""
    return max((letters.width(word) for word in column.title.split()), default=0)


def _percent(said: str) -> float:
    """The figure in front of the sign: 22 for ``22 %``, 0 where it is too small to draw."""
    first = said.partition(" ")[0]
    return float(first) if first.replace(".", "", 1).isdigit() else 0.0
