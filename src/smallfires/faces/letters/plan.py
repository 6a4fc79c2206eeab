"""A plan in pictures made of letters: who works the new way when, and how power grows with the effect."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from smallfires.faces.letters import shorten, width
from smallfires.faces.words.plan.terms import Terms, often
from smallfires.faces.words.plan.who import label
from smallfires.fires.plan import Plan, Power, Turn

MOST_UNITS = 16
"""Lit units that are shown."""
_NAME, _ROWS = 24, 9


def calendar(plan: Plan, wide: int, ember: str) -> RenderableType:
    """A line a unit: a block for each period in which it works the new way, then these periods by their labels."""
    say, draw = Terms(plan), plan.draw
    if draw is None:
        return Text()
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=_NAME)
    long = len(draw.periods)
    cells = long <= wide // 3
    if cells:
        grid.add_column(width=long)
    grid.add_column(overflow="fold")
    for turn in draw.turns[:MOST_UNITS]:
        blocks = [_blocks(turn, long, ember)] if cells else []
        grid.add_row(shorten(label(say, turn), _NAME), *blocks, Text(say.dates(turn.lit)))
    left = len(draw.turns) - MOST_UNITS
    return Group(grid, Text(f"… and {left:,} more: --html or --json", style="dim")) if left > 0 else grid


def _blocks(turn: Turn, long: int, ember: str) -> Text:
    """``··██████`` for a unit that starts in the third period."""
    row, lit = Text(), set(turn.lit)
    for place in range(1, long + 1):
        row.append("█" if place in lit else "·", style=ember if place in lit else "dim")
    return row


def power(plan: Plan, wide: int, ember: str) -> Text:
    """The power curve as dots, the wanted power as a level line, what is worthwhile as an upright one."""
    say = Terms(plan)
    margin, most = 7, max(abs(point.effect) for point in say.curve)
    columns = min(wide - margin, 64)
    heights = [_height(_at(say.curve, most * at / (columns - 1))) for at in range(columns)]
    worth = plan.wanted.worthwhile
    upright = None if worth is None or not most else min(columns - 1, round(abs(worth) / most * (columns - 1)))
    picture = _legend(say, margin, wide, ember)
    for row in range(_ROWS):
        share = {0: "100 %", _ROWS // 2: "50 %", _ROWS - 1: "0 %"}.get(row, "")
        picture.append(share.rjust(margin - 2) + "  ", style="dim")
        _row(picture, heights, row, _height(plan.wanted.power), upright, ember)
    last = say.size(most)
    title = f"a {say.move} of"
    gap = max(1, columns - width(title) - width(last))
    picture.append(" " * margin + title + " " * gap + last, style="dim")
    return picture


def _legend(say: Terms, margin: int, wide: int, ember: str) -> Text:
    """What the signs are, on as many lines as it takes."""
    worth = say.plan.wanted.worthwhile
    parts = [("● told from chance", ""), (f"┄ wanted, {often(say.plan.wanted.power)}", "dim")]
    parts += [] if worth is None else [(f"│ worthwhile, {say.size(worth)}", ember)]
    picture, at = Text(" " * margin), margin
    for part, style in parts:
        if at > margin and at + 3 + width(part) > wide:
            picture.append("\n" + " " * margin)
            at = margin
        gap = "   " if at > margin else ""
        picture.append(gap + part, style=style)
        at += len(gap) + width(part)
    return picture.append("\n")


def _row(picture: Text, heights: list[int], row: int, wanted: int, upright: int | None, ember: str) -> None:
    """One line of the picture, from the top."""
    for at, height in enumerate(heights):
        if height == row:
            picture.append("●")
        elif at == upright:
            picture.append("│", style=ember)
        else:
            picture.append("┄" if row == wanted else " ", style="dim")
    picture.append("\n")


def _height(share: float) -> int:
    return round((1 - share) * (_ROWS - 1))


def _at(curve: tuple[Power, ...], size: float) -> float:
    """The power at a size of effect, between the points that are known."""
    before = after = curve[0]
    for point in curve:
        before, after = after, point
        if abs(point.effect) >= size:
            break
    gap = abs(after.effect) - abs(before.effect)
    return after.power if not gap else before.power + (after.power - before.power) * (size - abs(before.effect)) / gap
