"""A reading of a pilot in pictures made of letters."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

from rich.text import Text

from smallfires.faces.charts.pilot import counted, opened
from smallfires.faces.letters import shorten, width
from smallfires.faces.words.names import name
from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.effect import Point
from smallfires.fires.reading import Reading

_ROWS = 9
_SPARKS = "▁▂▃▄▅▆▇█"


def path(reading: Reading, wide: int, ember: str) -> Text:
    """Measured as dots, what would have been as a line, and where it was lit from."""
    say, points = Terms(reading), reading.effect.path
    levels = [part for point in points for part in (point.observed, point.expected)]
    low, high = min(levels), max(levels)
    top, bottom = (shorten(say.say(end), wide // 3) for end in (high, low))
    margin = max(width(top), width(bottom)) + 1
    columns = _columns(points, wide - margin)
    picture = _legend(wide - margin, margin, "│ start" if _start(columns) else "", ember)
    for row in range(_ROWS):
        label = top if row == 0 else bottom if row == _ROWS - 1 else ""
        picture.append(label.rjust(margin - 1) + " ", style="dim")
        _row(picture, columns, row, (low, high), ember)
    first, last = (shorten(name(points[at].period), (wide - margin) // 2 - 1) for at in (0, -1))
    gap = max(1, len(columns) - width(first) - width(last))
    picture.append(" " * margin + first + " " * gap + last, style="dim")
    return picture


def _legend(wide: int, margin: int, start: str, ember: str) -> Text:
    """What each letter stands for, on two lines where one is too narrow."""
    gap = "   " if wide >= width(_LEGEND[0] + _LEGEND[1] + start) + 6 else "\n" + " " * margin
    picture = Text(" " * margin + _LEGEND[0] + gap + _LEGEND[1])
    if start:
        picture.append(("   " if wide >= width(_LEGEND[1] + start) + 3 else "\n" + " " * margin) + start, style=ember)
    return picture.append("\n")


_LEGEND = ("● measured", "┄ would have been")
Column = tuple[float, float, bool]
"""What was measured, what would have been, and whether it was lit."""


def _columns(points: tuple[Point, ...], wide: int) -> list[Column]:
    """One column a period, or the mean of some where there are more than fit; few periods stand apart."""
    if len(points) <= wide:
        return [
            (point.observed, point.expected, point.lit)
            for point in points
            for _ in range(max(1, min(4, wide // len(points))))
        ]
    edges = [round(i * len(points) / wide) for i in range(wide + 1)]
    return [_mean(points[a:b]) for a, b in pairwise(edges)]


def _mean(points: tuple[Point, ...]) -> Column:
    size = len(points)
    return sum(p.observed for p in points) / size, sum(p.expected for p in points) / size, points[-1].lit


def _start(columns: list[Column]) -> int:
    """The first lit column where all before it were not, and all after it were; else 0."""
    lit = [column[2] for column in columns]
    first = lit.index(True) if True in lit else 0
    return first if all(lit[first:]) else 0


def _row(picture: Text, columns: list[Column], row: int, ends: tuple[float, float], ember: str) -> None:
    """One line of the picture, from the top."""
    start = _start(columns)
    for at, (observed, expected, lit) in enumerate(columns):
        if row == _height(observed, ends):
            picture.append("●", style=ember if lit else "")
        elif row == _height(expected, ends):
            picture.append("┄", style="dim")
        elif start and at == start:
            picture.append("│", style=ember)
        else:
            picture.append(" ")
    picture.append("\n")


def _height(level: float, ends: tuple[float, float]) -> int:
    low, high = ends
    return round((high - level) / (high - low) * (_ROWS - 1)) if high > low else _ROWS // 2


def placebos(reading: Reading, wide: int, ember: str) -> Text:
    """Pretend pilots as a row of columns from the smallest figure to the largest, the true one marked below."""
    say, true = Terms(reading), reading.effect.unit.value
    figures = reading.effect.diagnostics.placebos
    low, high = min(*figures, true, 0.0), max(*figures, true, 0.0)
    columns = min(wide, 72)
    if not high > low:
        return Text("All of them are the same.")
    counts = counted(list(figures), low, high, columns)
    tallest = max(counts)
    picture = Text("".join(_SPARKS[round(7 * n / tallest)] if n else " " for n in counts).rstrip() + "\n")
    place = min(columns - 1, int((true - low) / (high - low) * columns))
    picture.append(_below(columns, place, f"the true one, {say.say(true)}") + "\n", style=ember)
    first, last = (shorten(say.say(end), columns // 2 - 1) for end in (low, high))
    picture.append(first + " " * max(1, columns - width(first) - width(last)) + last, style="dim")
    return picture


def effect(reading: Reading, wide: int, ember: str) -> Text:
    """The figure and its interval on one line, with no effect and the worthwhile one marked below."""
    say, found = Terms(reading), reading.effect.unit
    worth = reading.effect.worthwhile
    known = [end for end in (found.low, found.value, found.high, worth or 0.0, 0.0) if isfinite(end)]
    (low, high), columns = opened(found, (min(known), max(known))), min(wide, 72)

    def place(level: float) -> int:
        if not isfinite(level):
            return 0 if level < 0 else columns - 1
        return round((level - low) / (high - low) * (columns - 1)) if high > low else columns // 2

    cells = [" "] * columns
    first, dot, last = place(found.low), place(found.value), place(found.high)
    cells[first : last + 1] = "─" * (last - first + 1)
    cells[first], cells[last] = "├" if isfinite(found.low) else "─", "┤" if isfinite(found.high) else "─"
    zero = place(0.0)
    cells[zero] = "│" if cells[zero] == " " else "┼"
    cells[dot] = "●"
    picture = Text("".join(cells).rstrip() + "\n")
    picture.stylize(ember, dot, dot + 1)
    picture.append(_below(columns, zero, "no effect") + "\n", style="dim")
    if worth:
        picture.append(_below(columns, place(worth), f"worthwhile, {say.say(worth)}") + "\n", style=ember)
    picture.rstrip()
    return picture


def _below(columns: int, place: int, said: str) -> str:
    """A mark below a place with its name on the side where there is more room, on the right where both will do."""
    right, left = columns - place - 2, place - 1
    if width(said) <= right or right >= left:
        return " " * place + f"▲ {shorten(said, right)}"
    shown = shorten(said, left)
    return " " * (left - width(shown)) + f"{shown} ▲"
