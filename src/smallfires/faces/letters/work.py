"""A reading of the work in pictures made of letters."""

from __future__ import annotations

from rich.text import Text

from smallfires.faces.words.work.ladder import RUNGS
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.faces.words.work.trend import marks
from smallfires.fires.ladder import Ladder, Rung
from smallfires.fires.work import Trend, WorkReading

_SPARKS = "▁▂▃▄▅▆▇█"


def ladder(reading: WorkReading, wide: int, ember: str) -> Text:
    """The rungs on one scale from zero, each with its interval, and the target as a line through all."""
    say = terms(reading)
    levels = [say.say(rung.value) for rung in reading.ladder.rungs]
    names = [RUNGS[rung.step] for rung in reading.ladder.rungs]
    label, level = max(map(len, names)) + 2, max(map(len, levels)) + 2
    scale = _Scale(reading.ladder, reading.target.value if reading.target else None, wide - label - level)
    picture = _target_line(scale, reading, say, label, ember)
    for name, rung, said in zip(names, reading.ladder.rungs, levels, strict=True):
        picture.append(name.ljust(label))
        picture.append_text(scale.row(rung, ember))
        picture.append(said.rjust(level) + "\n", style="bold")
    picture.rstrip()
    return picture


def _target_line(scale: _Scale, reading: WorkReading, say: Terms, label: int, ember: str) -> Text:
    """``target 5 days ▼`` above the scale."""
    if scale.target is None or reading.target is None:
        return Text()
    said, place = f"target {say.say(reading.target.value)}", label + scale.place(scale.target)
    before = place - len(said) - 1
    if before >= 0:
        return Text(" " * before + f"{said} ▼\n", style=ember)
    return Text(" " * place + f"▼ {said}\n", style=ember)


class _Scale:
    """A line of letters that stands for the range of a ladder."""

    def __init__(self, levels: Ladder, target: float | None, wide: int) -> None:
        ends = [end for rung in levels.rungs for end in (rung.low, rung.high, rung.value) if end == end]  # noqa: PLR0124
        ends += [] if target is None else [target]
        self.target, self.wide = target, wide
        self.low, self.high = min(0.0, *ends), max(0.0, *ends)

    def place(self, value: float) -> int:
        """The column of a value."""
        whole = self.high - self.low
        return round((value - self.low) / whole * (self.wide - 1)) if whole > 0 else 0

    def row(self, rung: Rung, ember: str) -> Text:
        """One rung: a thin bar up to its interval, the interval, its level as a dot."""
        low, level, high = (self.place(value) for value in (rung.low, rung.value, rung.high))
        cells = ["━" if i < low else " " for i in range(self.wide)]
        cells[low : high + 1] = ["├", *"─" * (high - low - 1), "┤"] if high > low else ["●"]
        cells[level] = "●"
        row = Text("".join(cells))
        row.stylize("dim", 0, low)
        if self.target is not None:
            self._cross(row, cells, ember)
        return row

    def _cross(self, row: Text, cells: list[str], ember: str) -> None:
        """Draw the target's line through the row, behind its level."""
        at = self.place(self.target or 0.0)
        if cells[at] != "●":
            cells[at] = "│" if cells[at] == " " else "┼"
            row.plain = "".join(cells)
            row.stylize(ember, at, at + 1)


def trend(series: Trend, wide: int, ember: str) -> Text:
    """The last periods as a row of columns, the ones that stand out marked below."""
    shown = min(len(series.values), wide - 2)
    start = len(series.values) - shown
    values, marked = series.values[start:], {i - start for i in marks(series)}
    low, high = min(values), max(values)
    heights = [round((value - low) / (high - low) * 7) if high > low else 3 for value in values]
    first, last = series.periods[start], series.periods[-1]
    gap = " " * max(1, shown - len(first) - len(last))
    picture = Text("".join(_SPARKS[height] for height in heights) + "\n")
    if any(i >= 0 for i in marked):
        picture.append("".join("▲" if i in marked else " " for i in range(shown)) + "\n", style=ember)
    picture.append(f"{first}{gap}{last}", style="dim")
    return picture
